"""Tables: rows of a real table, and rows that plain text holds as one cell a line.

A text made from a word processor's file puts every cell on a line of its own: a line "TT" or "STT", the other column
names, and then rows that open with a line that is only the row's number.

Reads: `Look`s and zones.
Writes: the `Row` of every line that belongs to a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from docparse.layout.lines import Look
from docparse.layout.markers import ALPHABET, Mark, marks, roman
from docparse.layout.numbering import Numberings
from docparse.model import ZoneName

_COUNTER = re.compile(r"^(?:STT|TT|Stt|Số\s*TT|SỐ\s*TT|Số thứ tự)\.?$", re.IGNORECASE)
_NUMBER = re.compile(r"^(?P<n>\d{1,3}|\d{1,2}(?:\.\d{1,2}){1,3}|[IVX]{1,5}|[A-H]|[a-h])\s*[.)]?$")


@dataclass(slots=True)
class Row:
    """A row of a table: its first line, its label (the row's number), its lines by column, the names of columns."""

    table: int
    first: int
    header: bool = False
    label: str | None = None
    names: tuple[str, ...] = ()
    cells: dict[int, list[int]] = field(default_factory=dict)
    certain: bool = True
    """False where the column of a line could only be guessed from the order of lines."""


def find_rows(seen: Sequence[Look], zones: Sequence[ZoneName]) -> dict[int, Row]:
    """The row of each line that stands in a table, by line number."""
    rows = _real_rows(seen)
    rows.update(_text_rows(seen, zones))
    return rows


def row_mark(label: str) -> Mark:
    """The number of a row as a mark."""
    if label.isdigit():
        return Mark("arabic", label, int(label), 0)
    if "." in label:
        return Mark("dotted", label, int(label.rpartition(".")[2]), 0)
    if label.islower():
        return Mark("letter", label, 1 + ALPHABET.find(label), 0)
    return Mark("roman", label, value, 0) if (value := roman(label)) else Mark("upper", label, ord(label) - 64, 0)


def _real_rows(seen: Sequence[Look]) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    by_key: dict[tuple[int, int], Row] = {}
    names: dict[int, dict[int, str]] = {}
    for i, x in enumerate(seen):
        cell = x.line.cell
        if cell is None or x.blank or x.line.furniture:
            continue
        header = cell.header or (cell.row == 0 and cell.rows > 1)
        row = by_key.get((cell.table, cell.row))
        if row is None:
            row = by_key[cell.table, cell.row] = Row(cell.table, i, header)
            if cell.column == 0 and (m := _NUMBER.match(x.text)) and not header:
                row.label = m["n"]
        row.cells.setdefault(cell.column, []).append(i)
        if header:
            column = names.setdefault(cell.table, {})
            column[cell.column] = (column.get(cell.column, "") + " " + x.text).strip()
        rows[i] = row
    for (table, _), row in by_key.items():
        found = names.get(table, {})
        row.names = tuple(found.get(c, "") for c in range(max(found, default=-1) + 1))
    return rows


def _text_rows(seen: Sequence[Look], zones: Sequence[ZoneName]) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    i, table = 0, 1000
    while i < len(seen):
        if zones[i] in ("body", "appendix") and _COUNTER.match(seen[i].text) and seen[i].line.cell is None:
            i = _read_table(seen, zones, i, table, rows)
            table += 1
        else:
            i += 1
    return rows


def _outer(seen: Sequence[Look], zones: Sequence[ZoneName], start: int) -> dict[str, int]:
    """The last number of each style before the table at line `start`, as far as they are in force."""
    found: dict[str, int] = {}
    highest = 99
    for j in range(start - 1, -1, -1):
        if zones[j] != zones[start]:
            break
        for m in marks(seen[j].text)[:1]:
            if not m.bullet and m.rank < highest and m.ordinal:
                found[m.style] = m.ordinal
                highest = m.rank
    return found


def _goes_on(seen: Sequence[Look], j: int, row: Row, outer: dict[str, int]) -> bool:
    """Whether line `j` goes on with a numbering from before the table, so that the table has ended above it."""
    text = seen[j].text
    for m in marks(text):
        if outer.get(m.style, -9) + 1 != m.ordinal or not text[m.end :].strip():
            continue
        if m.style in ("roman", "upper", "article", "chapter", "part"):
            return True
        inside = any(n.style == m.style for lines in row.cells.values() for i in lines for n in marks(seen[i].text)[:1])
        if m.style == "arabic" and len(row.cells) >= len(row.names) and not (inside and len(row.cells) > 1):
            return True
    return False


def _opens_row(label: str, numbering: Numberings) -> bool:
    """Whether a number alone on its line is the next of the rows, not the content of a cell."""
    mark = row_mark(label)
    if mark.style == "letter" and not numbering.entries:
        return False
    return numbering.fit(mark) == 3 or (mark.ordinal == 1 and numbering.find(mark) is None)


def _read_table(seen: Sequence[Look], zones: Sequence[ZoneName], start: int, table: int, rows: dict[int, Row]) -> int:
    """Rows of the table whose "TT" stands at line `start`; the line after it. Not a table: `start` + 1."""
    names: list[int] = []
    j = start
    while j < len(seen) and len(names) < 14 and not (names and seen[j].text.strip(".") in ("1", "I", "A", "01")):
        if not seen[j].blank:
            if len(seen[j].text) > 60:
                return start + 1
            names.append(j)
        j += 1
    if j >= len(seen) or not 3 <= len(names) <= 13:
        return start + 1
    columns = tuple(seen[n].text for n in names)
    head = Row(table, start, True, names=columns, cells={c: [n] for c, n in enumerate(names)})
    rows.update((n, head) for n in names)
    row: Row | None = None
    numbering = Numberings()
    outer = _outer(seen, zones, start)
    while j < len(seen) and zones[j] == zones[start] and not (row and _goes_on(seen, j, row, outer)):
        x = seen[j]
        m = _NUMBER.match(x.text) if not x.blank else None
        if m and _opens_row(m["n"], numbering):
            numbering.place(row_mark(m["n"]), j)
            row = Row(table, j, label=m["n"], names=columns, cells={0: [j]})
            rows[j] = row
        elif not x.blank and row is not None:
            row.cells.setdefault(len(row.cells), []).append(j)
            rows[j] = row
        j += 1
    for row in {id(r): r for r in rows.values() if r.table == table}.values():
        row.certain = len(row.cells) == len(columns)
    return j
