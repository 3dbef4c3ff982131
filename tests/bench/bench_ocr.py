"""Recognition of the corpus as scans: how right, how fast beside Tesseract itself, what a second run costs.

    python -m tests.bench.bench_ocr [NAME...]

Pages are drawn at 200 dots an inch, clean, and with noise, a slant of two degrees and a seal over each signature.
Ends with 1 where a score is below its floor or recognition takes more than `LIMIT` times what Tesseract takes for the
same pictures, started once a page with one thread, in the same run.

Reads: corpus/, temporary files.
Writes: figures to standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import docparse
from docparse.evaluate import evaluate, scores
from docparse.model import Document
from docparse.read import ocr
from docparse.read.options import Options
from tests import scans

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DPI = 200
LIMIT = 1.3
ERRORS = 0.015
FLOORS = {
    "reference (line,symbol)": 0.93,
    "deadline (line,rel,dates)": 0.88,
    "heading (line,label)": 0.88,
    "recipient": 0.88,
}


def scan(name: str, damage: scans.Damage) -> bytes:
    """A document of the corpus as a TIFF."""
    truth = json.loads((CORPUS / f"{name}.truth.json").read_text("utf-8"))
    signers = [s["name"] for s in truth["signatures"] if s["name"]]
    return scans.tiff(scans.pictures(CORPUS / f"{name}.pdf", DPI, damage, signers), DPI)


def parse(damage: scans.Damage, cache: Path, path: Path) -> Document:
    """The scan of the document whose text is at `path`."""
    options = Options(cores=os.cpu_count() or 1, cache=cache)
    return docparse.parse(scan(path.stem, damage), name=f"{path.stem}.tif", options=options)


def bench_scores(cache: Path) -> bool:
    """Scores of damaged scans; true where each is at its floor or above."""
    good = True
    observed = [
        x for one in evaluate(CORPUS, CORPUS, parse=partial(parse, scans.USUAL, cache)) for x in one.observations
    ]
    for score in scores(observed):
        floor = FLOORS.get(score.measure, 0.0)
        good = good and score.value >= floor
        low = f"  BELOW {floor}" if score.value < floor else ""
        print(f"damaged   {score.measure:32} {score.value:6.3f}  ({score.kind}){low}")
    return good


def bench_letters(names: Sequence[str], cache: Path) -> bool:
    """Character error rates; true where that of clean pages is no more than `ERRORS`."""
    good = True
    for word, damage in (("clean", scans.CLEAN), ("damaged", scans.USUAL)):
        wrong = total = 0.0
        for name in names:
            typed = docparse.parse(CORPUS / f"{name}.pdf").text
            read = parse(damage, cache, CORPUS / f"{name}.txt").text
            wrong, total = wrong + scans.character_errors(read, typed) * len(typed), total + len(typed)
        rate = wrong / total
        good = good and (rate <= ERRORS or damage != scans.CLEAN)
        print(f"letters   {word:8} {rate:8.2%} wrong")
    return good


def bench_speed(names: Sequence[str], folder: Path) -> bool:
    """Seconds a page of recognition and of Tesseract alone, one core each; true where the first is within `LIMIT`."""
    from PIL import Image

    engine = ocr.required()
    pages = [p for name in names for p in scans.pictures(CORPUS / f"{name}.pdf", DPI, scans.USUAL)]
    files = [folder / f"{i}.tif" for i in range(len(pages))]
    for page, file in zip(pages, files, strict=True):
        page.save(file, "TIFF", dpi=(DPI, DPI))

    def ours(cache: Path | None = None) -> float:
        start = time.perf_counter()
        opened = (ocr.Scan(i, Image.open(f), 595.3, 841.9) for i, f in enumerate(files, 1))
        ocr.recognise(opened, Options(cache=cache))
        return time.perf_counter() - start

    def theirs() -> float:
        start = time.perf_counter()
        for file in files:
            command = [engine.path, str(file), "stdout", "-l", "vie", "-c", "tessedit_create_hocr=1"]
            environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
            subprocess.run(command, env=environment, capture_output=True, check=True)
        return time.perf_counter() - start

    alone, whole = min(theirs(), theirs()), min(ours(), ours(folder))
    again = ours(folder)
    print(f"speed     {len(pages)} pages: Tesseract alone {alone / len(pages):5.2f} s a page, one core")
    print(
        f"          docparse {whole / len(pages):5.2f} s a page: {whole / alone:4.2f} times; all again {again:5.2f} s"
    )
    return whole <= LIMIT * alone


def main(names: Sequence[str]) -> int:
    """Prints every figure for the named documents, or all; 1 where one is not as it must be."""
    chosen = names or sorted(p.stem for p in CORPUS.glob("*.pdf"))
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        return int(not all([bench_speed(chosen[:5], cache), bench_letters(chosen, cache), bench_scores(cache)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
