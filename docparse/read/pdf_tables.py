"""Ruled tables of a PDF: which runs stand in which cell, and tables that go over pages.

The grid is found by pdfplumber from the ruling lines; a frame (one cell), a row of boxes for letters and the rules of
a letterhead are no tables. A row that the page end cuts in two is one row: its second half has no number in the first
cell. A heading row that is repeated on each page counts once; its copies are furniture.

Reads: `Page`s of runs and rules.
Writes: `Fragment`s (one page's part of a table) with their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from docparse.model import Box, Cell, Line
from docparse.read.pdf_lines import line, rows, vertical
from docparse.read.pdf_runs import Page, Run

_Cells = tuple[tuple[Line, ...], ...]
"""The lines of each cell of a row."""
_Grid = list[list[Box | None]]
_SNAP = 4.0
_MOST_RULES = 3000
_LOW = 7.0
"""A cell less high than this, in points, holds no line of text."""
_FIRST = re.compile(r"^(?:TT|STT|Số TT|Stt|Số thứ tự)\b", re.IGNORECASE)
_COUNTED = re.compile(r"^\(?\d{1,2}\)?$")


class Fragment(NamedTuple):
    """The part of a table on one page: its box, the left edges of its columns, the lines of its cells by row."""

    page: int
    box: Box
    edges: tuple[float, ...]
    rows: tuple[_Cells, ...]
    spans: int
    """How many rows its heading takes where cells of the first row reach further down; 1 where none does."""
    runs: frozenset[Run]


class _Row(NamedTuple):
    """A row, the fragment where it starts, whether it is of the heading, and whether it repeats it."""

    home: int
    cells: _Cells
    heading: bool
    copy: bool


class Placed(NamedTuple):
    """The lines of a table that stand on one page, and the box that they fill."""

    page: int
    top: float
    runs: frozenset[Run]
    lines: tuple[Line, ...]


def fragments(page: Page) -> list[Fragment]:
    """The grids of a page that have more than one column, with what stands in their cells.

    Args: `page`, its watermarks and stamps already taken out.
    """
    across = sum(r[2] - r[0] > 20 for r in page.rules)
    down = sum(r[3] - r[1] > 6 for r in page.rules)
    if across < 2 or down < 3 or len(page.rules) > _MOST_RULES:
        return []
    found = [_fragment(page, grid) for grid in _grids(page.rules)]
    return [f for f in found if len(f.edges) > 1 and f.runs]


def _grids(rules: Sequence[Box]) -> list[_Grid]:
    """The grids that some ruling lines make, from top to bottom: pdfplumber's algorithm on PDFium's lines."""
    from pdfplumber import table

    edges: list[Any] = [
        {
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "width": x1 - x0,
            "height": bottom - top,
            "orientation": "h" if x1 - x0 > bottom - top else "v",
        }
        for x0, top, x1, bottom in (*rules, *_ends(rules))
        if max(x1 - x0, bottom - top) > 1
    ]
    edges = table.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = table.edges_to_intersections(edges, _SNAP, _SNAP)
    groups = table.cells_to_tables(table.intersections_to_cells(crossings)) if crossings else []
    return sorted(filter(None, map(_grid, groups)), key=lambda g: _around(g)[1])


def _ends(rules: Sequence[Box]) -> Iterator[Box]:
    """Lines across where three or more lines down end at one height and no line is drawn: a row cut by the page end."""
    down = [r for r in rules if r[3] - r[1] > _LOW > r[2] - r[0]]
    heights = [y for r in rules if r[2] - r[0] > _LOW for y in (r[1], r[3])]
    ends: dict[int, list[tuple[float, float]]] = {}
    for r in down:
        for y in (r[1], r[3]):
            if all(abs(y - h) > _SNAP for h in heights):
                ends.setdefault(round(y), []).append((r[0], y))
    for places in ends.values():
        xs = [x for x, _ in places]
        if len({round(x) for x in xs}) > 2:
            yield min(xs), places[0][1], max(xs), places[0][1]


def _grid(cells: Sequence[Box]) -> _Grid:
    """Cells in rows and columns by their top left corner, None where a cell of a row above or to the left reaches."""
    cells = [c for c in cells if c[3] - c[1] > _LOW]
    lefts, tops = sorted({c[0] for c in cells}), sorted({c[1] for c in cells})
    by_corner = {(c[1], c[0]): c for c in cells}
    return [[by_corner.get((top, left)) for left in lefts] for top in tops]


def _around(grid: _Grid) -> Box:
    cells = [c for r in grid for c in r if c]
    return min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells)


def _fragment(page: Page, grid: _Grid) -> Fragment:
    box = _around(grid)
    homes: dict[tuple[int, int], list[Run]] = {}
    for run in page.runs:
        spot = _home(run, grid) if _inside(run, box) else None
        if spot:
            homes.setdefault(spot, []).append(run)
    lines = tuple(
        tuple(tuple(_lines(homes.get((i, j), ()), page.number, cell)) for j, cell in enumerate(r))
        for i, r in enumerate(grid)
    )
    lowest = max((c[3] for c in grid[0] if c), default=0.0)
    spans = sum(1 for r in grid if min(c[1] for c in r if c) < lowest - 2)
    edges = tuple(sorted({c[0] for r in grid for c in r if c}))
    return Fragment(page.number, box, edges, lines, spans, frozenset(r for v in homes.values() for r in v))


def _inside(run: Run, box: Box) -> bool:
    middle = (run.x0 + run.x1) / 2, run.base - 0.3 * run.size
    return box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3]


def _home(run: Run, grid: _Grid) -> tuple[int, int] | None:
    for i, cells in enumerate(grid):
        for j, cell in enumerate(cells):
            if cell and _inside(run, cell):
                return i, j
    return None


def _lines(runs: Sequence[Run], page: int, cell: Box | None) -> Iterator[Line]:
    """The lines of a cell from top to bottom."""
    if cell and runs:
        yield from (line(r, page, cell[0] + 5, cell[2] - 5) for r in rows(runs))
        yield from vertical(runs, page)


def tables(found: Sequence[Sequence[Fragment]], others: Sequence[Sequence[float]]) -> list[Placed]:
    """The tables of a file, joined over pages and numbered, as lines with their cells.

    Args: `found`, the fragments of each page; `others`, the baselines of each page's lines outside of tables (page
    numbers, running heads and notes left out). A table of fewer than two rows or columns is left to the text.
    """
    chains: list[list[Fragment]] = []
    for page, here in enumerate(found):
        for k, fragment in enumerate(here):
            before = chains[-1][-1] if chains else None
            if k == 0 and before and _goes_on(before, fragment, found, others, page):
                chains[-1].append(fragment)
            else:
                chains.append([fragment])
    kept = [c for c in chains if sum(len(f.rows) for f in c) > 1]
    return [placed for number, chain in enumerate(kept) for placed in _placed(chain, number)]


def _goes_on(
    before: Fragment,
    fragment: Fragment,
    found: Sequence[Sequence[Fragment]],
    others: Sequence[Sequence[float]],
    page: int,
) -> bool:
    """Whether a fragment at the top of a page belongs to the table at the foot of the page before."""
    if page == 0 or not found[page - 1] or found[page - 1][-1] is not before:
        return False
    alone = all(base < before.box[3] for base in others[page - 1]) and all(b > fragment.box[1] for b in others[page])
    if not alone or abs(before.box[0] - fragment.box[0]) > 12 or abs(before.box[2] - fragment.box[2]) > 12:
        return False
    return all(any(abs(e - f) < 6 for f in before.edges) for e in fragment.edges)


def _text(cells: _Cells) -> tuple[str, ...]:
    return tuple(" ".join(" ".join(x.text for x in c).split()) for c in cells)


def _heading(chain: Sequence[Fragment]) -> int:
    """How many rows open the table as its heading."""
    first = chain[0]
    texts = [_text(r) for r in first.rows[:4]]
    if not texts:
        return 0
    repeated = any(f.rows and _text(f.rows[0]) == texts[0] for f in chain[1:])
    words = [x for c in first.rows[0] for x in c]
    if not (repeated or (words and all(x.bold for x in words)) or _FIRST.match(" ".join(texts[0]).strip())):
        return 0
    count = first.spans
    while count < len(texts) and all(_COUNTED.match(t) for t in texts[count]) and len(texts[count]) > 2:
        count += 1
    return count


def _placed(chain: Sequence[Fragment], number: int) -> Iterator[Placed]:
    """The lines of one table, those of each page together; a row stands where it starts."""
    table = _table_rows(chain)
    columns = max(len(r.cells) for r in table)
    count = sum(not r.copy for r in table)
    lines: list[list[Line]] = [[] for _ in chain]
    index = -1
    for r in table:
        index += not r.copy
        cell = Cell(number, 0 if r.copy else index, 0, count, columns, r.copy or r.heading)
        lines[r.home] += _marked(r.cells, cell, r.copy)
    for fragment, here in zip(chain, lines, strict=True):
        yield Placed(fragment.page, fragment.box[1], fragment.runs, tuple(here))


def _table_rows(chain: Sequence[Fragment]) -> list[_Row]:
    """The rows of a table over all its pages, with those joined that a page end cuts in two."""
    heading = _heading(chain)
    head = [_text(r) for r in chain[0].rows[:heading]]
    numbered = [bool(_text(r)[0]) for f in chain for r in f.rows]
    has_numbers = sum(numbered) > 0.6 * len(numbered)
    table = [_Row(0, r, True, False) for r in chain[0].rows[:heading]]
    for k, fragment in enumerate(chain):
        i, fresh = (heading if k == 0 else 0), k > 0
        while i < len(fragment.rows):
            if head and [_text(r) for r in fragment.rows[i : i + heading]] == head:
                table += [_Row(k, r, True, True) for r in fragment.rows[i : i + heading]]
                i += heading
                continue
            cells = fragment.rows[i]
            last = max((n for n, r in enumerate(table) if not r.copy), default=-1)
            cut = fresh and has_numbers and last >= heading and not _text(cells)[0]
            if cut and len(table[last].cells) == len(cells):
                joined = tuple(a + b for a, b in zip(table[last].cells, cells, strict=True))
                table[last] = table[last]._replace(cells=joined)
            else:
                table.append(_Row(k, cells, False, False))
            i, fresh = i + 1, False
    return table


def _marked(cells: _Cells, cell: Cell, furniture: bool) -> Iterator[Line]:
    for column, lines in enumerate(cells):
        yield from (x._replace(cell=replace(cell, column=column), furniture=furniture) for x in lines)
