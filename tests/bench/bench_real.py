"""What becomes of files as archives have them: the route of each page, how good its text is, how long it takes.

    python -m tests.bench.bench_real [FOLDER]

Without a folder: the real files beside the project, where they are. Nothing is kept between runs.

Reads: files of any kind.
Writes: a table to standard output.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import docparse
from docparse.model import Document
from docparse.read.options import Options

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"


def routes(document: Document) -> str:
    """The routes of the pages, those in a row as one: "text 1-3, ocr 4"; the media type where there are no pages."""
    told = [(page.route, page.number) for page in document.pages if page.route]
    parts = []
    for route, group in groupby(told, key=lambda x: x[0]):
        numbers = [number for _, number in group]
        parts.append(f"{route} {numbers[0]}" + (f"-{numbers[-1]}" if len(numbers) > 1 else ""))
    return ", ".join(parts) or document.source.media_type.rpartition("/")[2][-24:]


def row(path: Path, options: Options) -> str:
    """One file: its route, quality, lowest quality of a page, encoding, seconds; or its error."""
    start = time.perf_counter()
    try:
        document = docparse.parse(path, options=options)
    except docparse.DocparseError as error:
        return f"{path.name:12} {type(error).__name__}: {str(error).partition(': ')[2]}"
    spent = time.perf_counter() - start
    source, known = document.source, [p.quality for p in document.pages if p.quality is not None]
    least = f"{min(known):.3f}" if known else "-"
    mean = f"{source.quality:.3f}" if source.quality is not None else "-"
    return f"{path.name:12} {routes(document):26} {mean:>7} {least:>7} {source.encoding:>12} {spent:8.2f}"


def main(names: Sequence[str]) -> int:
    """Prints the table; returns the exit code."""
    folder = Path(names[0]) if names else REAL
    paths = sorted(p for p in folder.glob("*") if p.is_file())
    if not paths:
        print(f"no real files ({folder.name} is not there)")
        return 0
    print(f"{'file':12} {'route by page':26} {'quality':>7} {'least':>7} {'encoding':>12} {'seconds':>8}")
    for path in paths:
        print(row(path, Options(cores=os.cpu_count() or 1)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
