"""Born-digital PDF to lines in reading order: pages as drawn, furniture and notes marked, columns and tables apart.

PDFium gives the text (about ten times as fast as pdfplumber, and with fake bold already single); pdfplumber finds the
cells of ruled tables.

Reads: the bytes of a PDF.
Writes: a `Source` with a line for each line that a person sees.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from docparse.errors import EmptyFile, EncryptedFile, ImageOnly, TooLarge, TruncatedFile
from docparse.model import Line, Source
from docparse.read import pdf_columns, pdf_furniture, pdf_tables
from docparse.read.options import DEFAULT, Options
from docparse.read.pdf_lines import Row, line, row, rows, vertical
from docparse.read.pdf_runs import Page, Run, read_page

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 5000
_PASSWORD = 4
"""PDFium's FPDF_ERR_PASSWORD."""
_FEW = 8
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
    body = pdf_furniture.body_size(pages)
    under = pdf_furniture.watermarks(pages, body)
    aside = [u | pdf_furniture.stamps(p, body) for p, u in zip(pages, under, strict=True)]
    texts = [p._replace(runs=tuple(r for r in p.runs if r not in a)) for p, a in zip(pages, aside, strict=True)]
    empty = [p.number for p in texts if _is_empty(p)]
    if len(empty) == len(pages):
        raise ImageOnly(name) if any(p.drawn for p in pages) else EmptyFile(name)
    scanned = [n for n in empty if pages[n - 1].drawn]
    lines = tuple(_reading(texts, [[r for r in p.runs if r in a] for p, a in zip(pages, aside, strict=True)], body))
    notes = [f"pages_without_text:{','.join(map(str, scanned))}"] if scanned else []
    return Source(lines, MEDIA_TYPE, pages=len(pages), wrapped=True, notes=(*notes, *_doubts(lines)))


class _Sheet(NamedTuple):
    """The rows of a page outside of its tables: text, footnotes, and what stands at its edges."""

    text: list[Row]
    notes: list[Row]
    edge: list[Row]


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


def _is_empty(page: Page) -> bool:
    """Whether a page has no more text than a page number."""
    return len(page.runs) < _FEW and sum(c.isalpha() for r in page.runs for c in r.text) < _FEW


def _reading(pages: Sequence[Page], aside: Sequence[Sequence[Run]], body: float) -> Iterator[Line]:
    """The lines of all pages in the order in which a person reads them.

    Args: `pages`, without the runs of `aside`: watermarks and stamps; `body`, the size of the text in points.
    """
    found = [pdf_tables.fragments(p) for p in pages]
    sheets = _sheets(pages, [{r for f in here for r in f.runs} for here in found], body)
    tables = pdf_tables.tables(found, [[r.base for r in s.text] for s in sheets])
    kept = [[t for t in tables if t.page == p.number] for p in pages]
    if any(len(k) != len(f) for k, f in zip(kept, found, strict=True)):
        sheets = _sheets(pages, [{r for t in here for r in t.runs} for here in kept], body)
    strip: pdf_columns.Strip | None = None
    for page, sheet, here, extra in zip(pages, sheets, kept, aside, strict=True):
        blocks = pdf_columns.blocks(sheet.text, page.number == 1, page.width, strip)
        yield from _page_lines(page, sheet, blocks, here, extra)
        strip = blocks[-1][2:] if blocks and blocks[-1].last == len(sheet.text) - 1 else None


def _sheets(pages: Sequence[Page], taken: Sequence[set[Run]], body: float) -> list[_Sheet]:
    """The rows of each page outside of its tables, sorted by what they are."""
    free = [rows(r for r in p.runs if r not in t) for p, t in zip(pages, taken, strict=True)]
    edges = pdf_furniture.running(free, [p.height for p in pages], body)
    sheets = []
    for page, all_rows, edge in zip(pages, free, edges, strict=True):
        text = [r for i, r in enumerate(all_rows) if i not in edge]
        note = pdf_furniture.first_note(text, page.rules, body)
        sheets.append(_Sheet(text[:note], text[note:], [all_rows[i] for i in sorted(edge)]))
    return sheets


def _page_lines(
    page: Page,
    sheet: _Sheet,
    blocks: Sequence[pdf_columns.Block],
    tables: Sequence[pdf_tables.Placed],
    aside: Sequence[Run],
) -> list[Line]:
    """The lines of one page: text, tables and furniture from top to bottom, notes where the first of them stands."""
    single = [r for i, r in enumerate(sheet.text) if not any(b.first <= i <= b.last for b in blocks)]
    left, right = _margins(single, page)
    items: list[tuple[float, list[Line]]] = [(t.top, list(t.lines)) for t in tables]
    items += [(r.base, [line(r, page.number, left, right)]) for r in single]
    items += [(sheet.text[b.first].base, list(_columns(sheet.text, b, page.number))) for b in blocks]
    items += [(r.base, [replace(line(r, page.number, left, right), note=True)]) for r in sheet.notes]
    around = [*sheet.edge, *rows(aside)]
    items += [(r.base, [replace(line(r, page.number, left, right), furniture=True)]) for r in around]
    items += [(_foot(x), [x]) for x in vertical(page.runs, page.number)]
    items += [(_foot(x), [replace(x, furniture=True)]) for x in vertical(aside, page.number)]
    return [x for _, lines in sorted(items, key=lambda t: t[0]) for x in lines]


def _foot(x: Line) -> float:
    return x.box[3] if x.box else 0.0


def _margins(text: Sequence[Row], page: Page) -> tuple[float, float]:
    """Where most lines of a page start and end."""
    if not text:
        return 0.0, page.width
    left, right = sorted(r.x0 for r in text), sorted(r.x1 for r in text)
    return left[len(left) // 20], right[-1 - len(right) // 20]


def _columns(text: Sequence[Row], block: pdf_columns.Block, page: int) -> Iterator[Line]:
    """The lines of a two-column block: all on the left, then all on the right."""
    halves = [pdf_columns.split(r, block) for r in text[block.first : block.last + 1]]
    yield from (replace(x, side="left") for x in _column([h[0] for h in halves if h[0]], page))
    yield from (replace(x, side="right") for x in _column([h[1] for h in halves if h[1]], page))


def _column(column: Sequence[Sequence[Run]], page: int) -> Iterator[Line]:
    """The lines of one column, whose margins are its outermost characters."""
    x0, x1 = min(r.x0 for c in column for r in c), max(r.x1 for c in column for r in c)
    return (line(row(c), page, x0, x1) for c in column)


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
