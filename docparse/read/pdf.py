"""Born-digital PDF to lines in reading order: pages as drawn, furniture and notes marked, columns and tables apart.

PDFium gives the text (about ten times as fast as pdfplumber, and with fake bold already single); pdfplumber finds the
cells of ruled tables.

Reads: the bytes of a PDF.
Writes: a `Source` with a line for each line that a person sees.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from docparse.errors import EmptyFile, EncryptedFile, ImageOnly, TooLarge, TruncatedFile, Unrecognised
from docparse.model import Line, Source
from docparse.read.legacy_detect import summary
from docparse.read.ocr import Scan
from docparse.read.options import DEFAULT, Options
from docparse.read.page_lines import is_empty, reading_order, set_aside
from docparse.read.pdf_routes import choose
from docparse.read.pdf_runs import Page, read_page
from docparse.read.pictures import A3_PIXELS, MAX_PIXELS

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 5000
_DPI = 300
_A0 = 3400.0
"""The longer side of the largest sheet, in points: what is larger has its size from a wrong resolution."""
_PASSWORD = 4
"""PDFium's FPDF_ERR_PASSWORD."""
_MARKED = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
_USUAL_MARKS = 0.12
"""Running Vietnamese has a mark on about a quarter of its letters; half of that is too few."""
_ODD_SHARE = 0.02


def read_pdf(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """The visual lines of a PDF that has a text layer.

    Args: `data`, the whole file; `name`, as the user gave it, for errors.
    Raises EncryptedFile, TruncatedFile, EmptyFile, ImageOnly (no page has text, or only a signing stamp), TooLarge.
    PDFium is not thread-safe: call this from one thread at a time; processes may do so side by side.
    """
    with _opened(data, name) as pdf:
        pages = [_page(pdf, i + 1, name) for i in range(len(pdf))]
        chosen = choose(pages, partial(_drawn, pdf, name), options, name)
    found = set_aside(chosen.pages)
    empty = {p.number for p in found.pages if is_empty(p)}
    if all(map(is_empty, found.pages)):
        if not any(p.drawn for p in pages):
            raise EmptyFile(name)
        raise Unrecognised(name) if options.ocr else ImageOnly(name)
    scanned = [p.number for p in pages if p.drawn and p.number in empty]
    lines = reading_order(found)
    notes = [f"pages_without_text:{','.join(map(str, scanned))}"] if scanned else []
    return Source(
        lines,
        MEDIA_TYPE,
        encoding=summary(lines) or "utf-8",
        pages=len(pages),
        wrapped=True,
        ocr=chosen.confidence is not None,
        ocr_confidence=chosen.confidence,
        readings=chosen.readings,
        notes=(*notes, *chosen.notes, *_doubts(lines)),
    )


def _drawn(pdf: Any, name: str, number: int) -> Scan:
    """The picture of a page for recognition, in colour, since seals are told by theirs."""
    import pypdfium2

    try:
        page = pdf[number - 1]
        width, height = (max(side, 1.0) for side in page.get_size())
        most = MAX_PIXELS if max(width, height) <= _A0 else A3_PIXELS
        image = page.render(scale=min(_DPI / 72, math.sqrt(most / (width * height)))).to_pil()
        page.close()
    except pypdfium2.PdfiumError as e:
        raise TruncatedFile(name, f"page {number}") from e
    return Scan(number, image, width, height)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    """The open document; its errors are those of this program."""
    import pypdfium2

    if not data.strip():
        raise EmptyFile(name)
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise TruncatedFile(name, "no cross-reference table at its end")
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        raise (EncryptedFile if e.err_code == _PASSWORD else TruncatedFile)(name) from e
    try:
        if len(pdf) == 0:
            raise EmptyFile(name)
        if len(pdf) > MAX_PAGES:
            raise TooLarge(name, f"{len(pdf)} pages")
        yield pdf
    finally:
        pdf.close()


def _page(pdf: Any, number: int, name: str) -> Page:
    import pypdfium2

    try:
        return read_page(pdf, number)
    except pypdfium2.PdfiumError as e:
        raise TruncatedFile(name, f"page {number}") from e


def _doubts(lines: Sequence[Line]) -> Iterator[str]:
    """Codes for a text layer that may not say what the page shows."""
    seen = Counter(c for x in lines if not x.furniture for c in x.text)
    letters = {c: n for c, n in seen.items() if c.isalpha()}
    odd = sum(n for c, n in seen.items() if unicodedata.category(c) in ("Co", "Cn", "Cs") or c == "\ufffd")
    odd += sum(n for c, n in letters.items() if "LATIN" not in unicodedata.name(c, "LATIN"))
    if odd > _ODD_SHARE * seen.total():
        yield "garbled_text"
    total = sum(letters.values())
    if total > 200 and sum(n for c, n in letters.items() if _MARKED.match(c)) < _USUAL_MARKS * total:
        yield "few_marks"
