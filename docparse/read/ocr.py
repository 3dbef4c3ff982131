"""Recognition of scanned pages by Tesseract: words with place, size and confidence, as the PDF reader has them.

Pages are recognised side by side, a page in Tesseract once; a page that reads badly is tried turned. What was
recognised is kept in a folder where the caller names one.

Reads: pictures of pages.
Writes: `Page`s of `Run`s.
"""

from __future__ import annotations

import subprocess
import time
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from docparse.errors import MissingProgram, TooLarge, TruncatedFile
from docparse.read import ocr_cache, pictures, tesseract
from docparse.read.options import Options
from docparse.read.pdf_runs import Page, Run
from docparse.read.recognised import Recognised, Word
from docparse.read.tesseract import Engine, Failed, TextLine, find

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Engine", "Recognised", "Scan", "Word", "find", "notes", "recognise"]

LOW = 0.75
"""Below this mean confidence a page is to be looked at."""
_PART = 0.1
"""Where more than this of what looks like words was not recognised, a part of the page is missing: under a shadow, say.
Sound pages of the corpus, clean and damaged, have 0; half a page under a shadow 0.35."""
_BAD = 0.6
"""Below this a page may stand on its head."""
_WIDER = 1.22
"""Strokes of nine in ten bold words are 1.3 times as wide as those of normal ones, of two in a hundred normal 1.1."""
_GAP = 0.06
"""The least gap between words of a line, in parts of the type size: Tesseract's boxes may touch."""


class Scan(NamedTuple):
    """A picture of a page: its number from 1, and the size of the page in points."""

    number: int
    image: Image
    width: float
    height: float


def recognise(scans: Iterable[Scan], options: Options, name: str = "") -> list[Recognised]:
    """The pages that pictures show, in order.

    Args: `scans`, pictures of pages, asked for as recognition goes on, so that few are in memory; `options`, how many
    are recognised side by side and where results are kept; `name`, of the file, for errors. A page that Tesseract
    cannot do in its time has no words and confidence 0.
    Raises MissingProgram where Tesseract or its Vietnamese data is not installed.
    """
    engine = required(name)
    running: set[subprocess.Popen[bytes]] = set()
    cores = max(1, options.cores)
    pool = ThreadPoolExecutor(cores)
    pending: deque[Future[list[Recognised]]] = deque()
    found: list[Recognised] = []
    try:
        for scan in scans:
            pending.append(pool.submit(_scan, engine, scan, options, running, name))
            if len(pending) > cores:
                found += pending[0].result()
                pending.popleft()
        for future in pending:
            found += future.result()
        return found
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        # A page may take several runs: the next one is killed as well.
        while not all(future.done() for future in pending):
            for process in list(running):
                process.kill()
            time.sleep(0.02)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def required(name: str = "") -> Engine:
    """Tesseract with its Vietnamese data. Raises MissingProgram, with `name` as the file that needs it."""
    engine = find()
    if engine is None:
        raise MissingProgram(name, f"Tesseract; Debian: {tesseract.PACKAGES}")
    if tesseract.LANGUAGE not in engine.languages:
        raise MissingProgram(name, f"Tesseract: {tesseract.LANGUAGE}; Debian: {tesseract.PACKAGES}")
    return engine


def notes(found: Sequence[Recognised]) -> tuple[str, ...]:
    """The codes of warnings where pages were recognised with little confidence, or in part only."""
    low = [f"{r.page.number} ({r.confidence:.0%})" for r in found if r.confidence < LOW]
    part = [f"{r.page.number} ({r.unread:.0%})" for r in found if r.unread > _PART]
    codes = (("low_ocr_confidence", low), ("part_unread", part))
    return tuple(f"{code}:{', '.join(pages)}" for code, pages in codes if pages)


def mean_confidence(found: Sequence[Recognised]) -> float:
    """The confidence of a file: the mean over the letters of its pages; 0 to 1."""
    sizes = [sum(len(w.text) for w in r.words) for r in found]
    total = sum(sizes)
    if not total:
        return min((r.confidence for r in found), default=1.0)
    return round(sum(n * r.confidence for n, r in zip(sizes, found, strict=True)) / total, 4)


# --- one page -----------------------------------------------------------------------------------------------------


def _scan(
    engine: Engine, scan: Scan, options: Options, running: set[subprocess.Popen[bytes]], name: str
) -> list[Recognised]:
    """The pages of one picture, from the cache where it has them."""
    place = ocr_cache.place(options.cache, engine, scan.image, scan.width, scan.height) if options.cache else None
    found = ocr_cache.load(place) if place else None
    if found is None:
        found = _in_order([_upright(engine, sheet, running) for sheet in _sheets(scan, name)])
        if place:
            ocr_cache.save(place, found)
    return [r._replace(page=r.page._replace(number=scan.number)) for r in found]


def _sheets(scan: Scan, name: str) -> list[pictures.Sheet]:
    """The pages of a picture made ready; whatever the picture holds, its errors are those of this program."""
    try:
        return list(pictures.sheets(scan.image, scan.width, scan.height))
    except MemoryError as error:
        raise TooLarge(name, f"page {scan.number}") from error
    except (ValueError, SyntaxError, OSError) as error:
        raise TruncatedFile(name, f"page {scan.number}") from error


def _upright(engine: Engine, sheet: pictures.Sheet, running: set[subprocess.Popen[bytes]]) -> tuple[Recognised, int]:
    """A page as recognised, turned where that reads better; by how many degrees clockwise."""
    found = _read(engine, sheet, running)
    if found.confidence >= _BAD:
        return found, 0
    degrees = tesseract.turn(engine, sheet.picture, round(sheet.dpi), running) or 180
    again = _read(engine, pictures.turned(sheet, degrees), running)
    return (again, degrees) if _worth(again) > _worth(found) else (found, 0)


def _in_order(halves: Sequence[tuple[Recognised, int]]) -> list[Recognised]:
    """The pages of a sheet as they follow each other: its left half was its last where it lay on its head.

    Args: `halves`, from left to right as the sheet lay, each with its turn; that of the surest one holds for both.
    """
    pages = [page for page, _ in halves]
    _, degrees = max(halves, key=lambda half: _worth(half[0]))
    return pages[::-1] if degrees in (180, 270) else pages


def _worth(found: Recognised) -> float:
    return sum(len(w.text) * w.confidence**2 for w in found.words)


def _read(engine: Engine, sheet: pictures.Sheet, running: set[subprocess.Popen[bytes]]) -> Recognised:
    try:
        lines = tesseract.lines(engine, sheet.picture, round(sheet.dpi), running)
    except Failed:
        return Recognised(Page(1, sheet.width, sheet.height, (), sheet.rules, True), 0.0, ())
    point = 72 / sheet.dpi
    words = tuple(
        Word(p.text, (p.box[0] * point, p.box[1] * point, p.box[2] * point, p.box[3] * point), p.confidence)
        for line in lines
        for p in line.pieces
    )
    letters = sum(len(w.text) for w in words)
    if letters:
        confidence = round(sum(len(w.text) * w.confidence for w in words) / letters, 4)
    else:
        confidence = 1.0 if pictures.is_blank(sheet.picture, sheet.dpi) else 0.0
    return Recognised(
        Page(1, sheet.width, sheet.height, tuple(_runs(lines, point, _bold(sheet, lines))), sheet.rules, True),
        confidence,
        words,
        pictures.unread(sheet.picture, sheet.dpi, [w.box for w in words]) if words else 0.0,
    )


def _bold(sheet: pictures.Sheet, lines: Sequence[TextLine]) -> set[tuple[int, int, int, int]]:
    """The boxes of words in bold type: their strokes are wider than those of most words of the page."""
    boxes = [p.box for line in lines for p in line.pieces if sum(c.isalpha() for c in p.text) > 1]
    widths = pictures.stroke_widths(sheet.picture, boxes)
    usual = median(widths) if widths else 0.0
    return {box for box, width in zip(boxes, widths, strict=True) if width > _WIDER * usual}


def _runs(lines: Sequence[TextLine], point: float, bold: Container[tuple[int, int, int, int]] = ()) -> Iterator[Run]:
    """The words as runs; a size near that of most lines is that size, since a line without tall letters looks small.

    Args: `point`, points a pixel; `bold`, the boxes of words in bold type.
    """
    usual = median(line.size for line in lines for _ in line.pieces) if lines else 0.0
    for line in lines:
        size = (usual if 0.72 * usual < line.size < 1.4 * usual else line.size) * point
        ends = [p.box[0] * point - _GAP * size for p in line.pieces[1:]] + [float("inf")]
        for piece, end in zip(line.pieces, ends, strict=True):
            x0 = piece.box[0] * point
            x1 = max(x0, min(piece.box[2] * point, end))
            yield Run(piece.text, x0, x1, line.base * point, 0, size, piece.box in bold, False, False, True, False)
