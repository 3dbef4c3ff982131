"""Pages a second of `read_pdf`, and of pdfplumber's `extract_text` on the same pages.

    python -m tests.bench.bench_pdf [PDF...]

Without names: the PDFs of the corpus, and real ones beside the project where they are. `read_pdf` does more than
`extract_text` (columns, tables, furniture); both start from the bytes of the file.

Reads: PDF files.
Writes: a table to standard output.
"""

from __future__ import annotations

import gc
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real"
NUMBERS = ("003", "004", "005", "006", "049", "096")


def default_files() -> list[Path]:
    """The PDFs that are measured when none is named."""
    real = [p for n in NUMBERS if (p := REAL / f"{n}.pdf").is_file()]
    return [*sorted((ROOT / "corpus").glob("*.pdf")), *real]


def ours(data: bytes) -> int:
    """Reads a file with docparse; returns its number of pages."""
    from docparse.read.pdf import read_pdf

    return read_pdf(data, "").pages or 0


def theirs(data: bytes) -> int:
    """Reads a file with pdfplumber; returns its number of pages."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
        return len(pdf.pages)


def seconds(read: Callable[[bytes], int], data: bytes) -> float:
    """The seconds that one reading takes; what earlier ones left behind is collected before."""
    gc.collect()
    start = time.perf_counter()
    read(data)
    return time.perf_counter() - start


def main(names: list[str]) -> int:
    """Measures the named files, or the default ones; returns the exit code."""
    files = [Path(n) for n in names] or default_files()
    if not files:
        print("no PDF to measure", file=sys.stderr)
        return 1
    pages = spent = plumbed = 0.0
    first = files[0].read_bytes()
    ours(first), theirs(first)  # imports are not what is measured
    print(f"{'file':32} {'pages':>5} {'docparse':>9} {'pdfplumber':>10} {'ratio':>6}  (pages a second)")
    for path in files:
        data = path.read_bytes()
        count = ours(data)
        fast, slow = seconds(ours, data), seconds(theirs, data)
        pages, spent, plumbed = pages + count, spent + fast, plumbed + slow
        print(f"{path.name:32} {count:5} {count / fast:9.1f} {count / slow:10.1f} {slow / fast:6.1f}")
    print(f"{'all':32} {pages:5.0f} {pages / spent:9.1f} {pages / plumbed:10.1f} {plumbed / spent:6.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
