"""How well the quality of text tells good pages from damaged ones; `quality.GOOD` was chosen from these figures.

    python -m tests.bench.bench_quality

Good pages are those of born-digital PDFs, in the corpus and beside the project; each is damaged in every way of
`damaged_text`.

Reads: PDF files.
Writes: a table to standard output.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docparse.read.options import Options
from docparse.read.pdf import read_pdf
from docparse.read.quality import GOOD, judge
from tests.bench.bench_pdf import default_files
from tests.damaged_text import KINDS


def pages(path: Path) -> list[list[str]]:
    """The lines of each page of a file."""
    source = read_pdf(path.read_bytes(), path.name, Options(ocr=False))
    lines = [x for x in source.lines if not x.furniture]
    return [[x.text for x in lines if x.page == n] for n in range(1, (source.pages or 0) + 1)]


def main() -> int:
    """Prints for each kind of damage the spread of scores and how many pages would be taken as good."""
    documents = [pages(path) for path in default_files()]
    print(f"{'pages':30} {'least':>6} {'5%':>6} {'middle':>6} {'95%':>6} {'most':>6} {'taken as good':>15}")
    for name, spoil in {"as they are": str, **KINDS}.items():
        spoiled = ([[spoil(line) for line in page] for page in document] for document in documents)
        scores = sorted(q.score for document in spoiled for q in judge(document))
        spread = (scores[round(part * (len(scores) - 1))] for part in (0, 0.05, 0.5, 0.95, 1))
        good = sum(s >= GOOD for s in scores)
        print(f"{name:30} {' '.join(f'{s:6.3f}' for s in spread)} {good:8} of {len(scores)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
