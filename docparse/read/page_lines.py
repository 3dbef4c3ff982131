"""Pages of runs to lines in reading order: furniture and notes marked, columns and tables apart.

The runs may come from the text layer of a PDF or from recognition of a scan: this knows only what stands where.

Reads: `Page`s of runs.
Writes: a `Line` for each line that a person sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docparse.model import Line
from docparse.read import pdf_columns, pdf_furniture, pdf_tables
from docparse.read.pdf_lines import Row, line, row, rows, vertical
from docparse.read.pdf_runs import Page, Run

_FEW = 8


class Sorted(NamedTuple):
    """The pages of a file without what is no text of theirs; `body` is the size of the text in points.

    `aside` holds for each page its watermarks and signing stamps.
    """

    pages: tuple[Page, ...]
    aside: tuple[tuple[Run, ...], ...]
    body: float


def set_aside(pages: Sequence[Page]) -> Sorted:
    """Takes watermarks and signing stamps out of the pages of a file.

    Args: `pages`, all of them: a watermark is told by its being on most.
    """
    body = pdf_furniture.body_size(pages)
    under = pdf_furniture.watermarks(pages, body)
    found = [u | pdf_furniture.stamps(p, body) for p, u in zip(pages, under, strict=True)]
    return Sorted(
        tuple(p._replace(runs=tuple(r for r in p.runs if r not in a)) for p, a in zip(pages, found, strict=True)),
        tuple(tuple(r for r in p.runs if r in a) for p, a in zip(pages, found, strict=True)),
        body,
    )


def lines_of_pages(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The lines of all pages of a file, in reading order.

    Args: `pages`, from the first to the last, with everything that they show.
    """
    return reading_order(set_aside(pages))


def reading_order(sorted_pages: Sorted) -> tuple[Line, ...]:
    """The lines of all pages in the order in which a person reads them; what was set aside is furniture."""
    return tuple(_reading(*sorted_pages))


def is_empty(page: Page) -> bool:
    """Whether a page has no more text than a page number."""
    return len(page.runs) < _FEW and sum(c.isalpha() for r in page.runs for c in r.text) < _FEW


class _Sheet(NamedTuple):
    """The rows of a page outside of its tables: text, footnotes, and what stands at its edges."""

    text: list[Row]
    notes: list[Row]
    edge: list[Row]


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
    items += [(r.base, [line(r, page.number, left, right)._replace(note=True)]) for r in sheet.notes]
    around = [*sheet.edge, *rows(aside)]
    items += [(r.base, [line(r, page.number, left, right)._replace(furniture=True)]) for r in around]
    items += [(_foot(x), [x]) for x in vertical(page.runs, page.number)]
    items += [(_foot(x), [x._replace(furniture=True)]) for x in vertical(aside, page.number)]
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
    yield from (x._replace(side="left") for x in _column([h[0] for h in halves if h[0]], page))
    yield from (x._replace(side="right") for x in _column([h[1] for h in halves if h[1]], page))


def _column(column: Sequence[Sequence[Run]], page: int) -> Iterator[Line]:
    """The lines of one column, whose margins are its outermost characters."""
    x0, x1 = min(r.x0 for c in column for r in c), max(r.x1 for c in column for r in c)
    return (line(row(c), page, x0, x1) for c in column)
