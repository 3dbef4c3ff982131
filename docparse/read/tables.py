"""Tables: real ones row by row, and those without lines that only put two columns side by side.

A letterhead or the end of a document is a table of two columns without lines: its lines are "left" or "right". What is
in one column only is not a table at all. Every other table keeps row and column on each of its lines.

Reads: `w:tbl` elements; the cells of other formats as Boxes.
Writes: Lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from docparse.model import Cell, Line
from docparse.read.paragraphs import MC, Reading, chosen
from docparse.read.styles import VAL, W, borders_of, has, number, value
from docparse.text import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SPAN = 1000
MAX_HEADING = 4
_TOP, _ABOVE = 5, 40
"""Lines with text, and lines at all: a letterhead has no more before it (a secrecy stamp, the number of a form)."""

_WRAPPERS = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
# On folded text. A frame is a table that only places things, even where its lines are drawn.
_LETTERHEAD = re.compile(r"so\s{0,3}[:.\d]|dang cong san|cong hoa xa hoi")
_RECIPIENTS = re.compile(r"noi nhan\b")
_COUNTER = re.compile(r"(?:s?tt|so tt|so thu tu)\b")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as read: the columns of the grid that it covers (from 0, end exclusive), its lines.

    `goes_on` says that it belongs to the cell above, `ruled` that its borders are visible, `heads` that its row is
    repeated on each page.
    """

    start: int
    end: int
    lines: tuple[Line, ...]
    goes_on: bool
    ruled: bool
    heads: bool

    @property
    def filled(self) -> bool:
        """Whether anything is written in it."""
        return any(line.text for line in self.lines)


def is_near_top(lines: Sequence[Line]) -> bool:
    """Whether so little stands before a table that it can be the letterhead.

    Args: `lines`, all before it.
    """
    return len(lines) < _ABOVE and sum(1 for line in lines if line.text) <= _TOP


def table_lines(
    tbl: _Element, reading: Reading, read_cell: Callable[[_Element], list[Line]], near_top: bool
) -> list[Line]:
    """The lines of a table in reading order.

    Args: `read_cell` reads the blocks of a cell; `near_top`, whether little stands before the table, so that it can
    be the letterhead.
    """
    return arrange(_rows(tbl, reading, read_cell), reading.tables, near_top)


def arrange(rows: Sequence[Sequence[Box]], tables: Iterator[int], near_top: bool) -> list[Line]:
    """The lines of the cells of a table in reading order, each with its place or its side.

    Args: `rows`, with cells that go on from above as well; `tables`, which numbers real tables; `near_top`, as above.
    """
    filled = [[b for b in row if b.filled] for row in rows]
    if len({b.start for row in filled for b in row}) < 2:
        return [line for row in rows for b in row for line in b.lines]
    border = _middle(filled)
    if border is not None:
        ruled = any(b.ruled for row in rows for b in row)
        if not ruled or _is_frame([b for row in filled for b in row], border, near_top):
            return list(_side_by_side(rows, border))
    return list(_grid(rows, next(tables)))


def _middle(filled: Sequence[Sequence[Box]]) -> int | None:
    """Where on the grid the right one of two columns begins; None where there are more than two.

    Rows whose borders were drawn by hand do not quite meet, so the columns are told by their order in each row.
    """
    widest = max(len(row) for row in filled)
    starts = sorted({b.start for row in filled for b in row})
    if widest == 1:
        return starts[1] if len(starts) == 2 else None
    if widest > 2:
        return None
    pairs = [row for row in filled if len(row) == 2]
    left, right = max(row[0].start for row in pairs), min(row[1].start for row in pairs)
    return left + 1 if left < right else None


def _is_frame(filled: Sequence[Box], border: int, near_top: bool) -> bool:
    """Whether two columns with drawn lines hold a letterhead or the recipients beside the signature."""
    left = [fold(line.text) for b in filled if b.start < border for line in b.lines]
    right = [fold(line.text) for b in filled if b.start >= border for line in b.lines]
    if any(_RECIPIENTS.match(text) for text in left):
        return True
    return near_top and any(_LETTERHEAD.match(text) for text in left + right)


def _side_by_side(rows: Sequence[Sequence[Box]], border: int) -> Iterator[Line]:
    """All lines of the left column, then those of the right one; a row of one cell stands between."""
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if len(row) == 1 and row[0].start < border < row[0].end:
            yield from [*left, *right, *(line for line in row[0].lines if line.text)]
            left, right = [], []
            continue
        for b in row:
            lines = [line for line in b.lines if line.text]
            if b.start < border:
                left += [line if line.cell else line._replace(side="left") for line in lines]
            else:
                right += [line if line.cell else line._replace(side="right") for line in lines]
    yield from [*left, *right]


def _grid(rows: Sequence[Sequence[Box]], table: int) -> Iterator[Line]:
    """The lines of a real table in row order, each with its place; columns in which no cell begins are none."""
    starts = sorted({b.start for row in rows for b in row})
    heading = _heading_rows(rows, starts)
    for r, row in enumerate(rows):
        for b in row:
            cell = Cell(table, r, bisect_left(starts, b.start), len(rows), len(starts), r < heading)
            yield from (line._replace(cell=cell, side=None) for line in b.lines if line.text)


def _heading_rows(rows: Sequence[Sequence[Box]], starts: Sequence[int]) -> int:
    """How many rows at the top name the columns: those that are repeated, else what looks so."""
    repeated = len(list(takewhile(lambda row: any(b.heads for b in row), rows)))
    if 0 < repeated < len(rows):
        return repeated
    lines = [line for b in rows[0] for line in b.lines if line.text]
    if len(rows) < 2 or sum(b.filled for b in rows[0]) < 2:
        return 0
    if not (
        _COUNTER.match(fold(lines[0].text)) or all(x.bold for x in lines) or all(x.align == "center" for x in lines)
    ):
        return 0
    heading = 1
    if any(bisect_left(starts, b.end) - bisect_left(starts, b.start) > 1 for b in rows[0]):
        # A name over several columns: the columns under it are named in the rows that the other names reach into.
        merged = {b.start for b in rows[0]}
        while heading < min(len(rows), MAX_HEADING) and (
            merged := merged & {b.start for b in rows[heading] if b.goes_on}
        ):
            heading += 1
    return heading


def _rows(tbl: _Element, reading: Reading, read_cell: Callable[[_Element], list[Line]]) -> list[list[Box]]:
    """The rows of a table with the cells that they show, read in document order (numbers are counted on the way)."""
    style = reading.styles.by_id.get(value(tbl, "tblPr", "tblStyle"))
    borders = {**(style.borders if style else {}), **borders_of(tbl.find(f"{W}tblPr/{W}tblBorders"))}
    rows: list[list[Box]] = []
    for tr in _children(tbl, f"{W}tr"):
        properties = tr.find(f"{W}trPr")
        if has(properties, "del") or has(properties, "moveFrom") or has(properties, "hidden"):
            continue
        at = min(max(number(value(tr, "trPr", "gridBefore"), 0), 0), MAX_SPAN)
        drawn = {**borders, **borders_of(tr.find(f"{W}tblPrEx/{W}tblBorders"))}
        row: list[Box] = []
        for tc in _children(tr, f"{W}tc"):
            end = at + min(max(number(value(tc, "tcPr", "gridSpan"), 1), 1), MAX_SPAN)
            if not has(tc.find(f"{W}tcPr"), "cellDel"):
                goes_on = _goes_on(tc)
                lines = () if goes_on else tuple(read_cell(tc))
                row.append(Box(at, end, lines, goes_on, _is_ruled(tc, drawn), has(properties, "tblHeader")))
            at = end
        if row:
            rows.append(row)
    return rows


def _goes_on(tc: _Element) -> bool:
    """Whether a cell is merged into the one above or before it; what it holds is not shown."""
    merges = (tc.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge"))
    return any(e is not None and e.get(VAL, "continue") == "continue" for e in merges)


def _is_ruled(tc: _Element, table: Mapping[str, bool]) -> bool:
    """Whether lines are drawn around a cell; one below a name in a letterhead alone does not count."""
    own = borders_of(tc.find(f"{W}tcPr/{W}tcBorders"))
    vertical = any(table.get(side) for side in ("left", "right", "insideV"))
    level = any(table.get(side) for side in ("top", "bottom", "insideH"))
    return any(own.get(side, vertical) for side in ("left", "right")) or (
        level and any(own.get(side, True) for side in ("top", "bottom"))
    )


def _children(node: _Element, tag: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, out of whatever content controls they stand in."""
    for e in node:
        if e.tag == tag:
            yield e
        elif e.tag in _WRAPPERS:
            yield from _children(e, tag)
        elif e.tag == f"{MC}AlternateContent":
            yield from _children(chosen(e), tag)
