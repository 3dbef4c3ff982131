"""CSV files that people write: with a header in Vietnamese or English, as Excel saves them.

Commas, semicolons (Excel where the comma is the decimal sign, as in Vietnam) or tabs; UTF-8 with or without its mark,
or UTF-16. Names of columns may come without marks and in any case ("Phong", "muc luc").

Reads: the bytes of a CSV file.
Writes: rows by the names of their columns, each with its line; what is wrong with the others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docparse.errors import BadRow
from docparse.text import clean, fold, key

MAX_BYTES = 20_000_000
_SEPARATORS = ";,\t"


class Column(NamedTuple):
    """A column: its name in code and those that a header may have for it.

    `needed`: every row has it. `exact`: its cells stay as they are written.
    """

    name: str
    headers: tuple[str, ...]
    needed: bool = False
    exact: bool = False


class CsvRow(NamedTuple):
    """A row: the line where it begins, and its cells by the names of columns, "" where there is none."""

    line: int
    cells: dict[str, str]


def header_of(data: bytes) -> list[str]:
    """The folded names of the columns, [] where there are none that can be read."""
    text = _decoded(data)
    return next((_folded(cells) for _, cells in _records(text) if cells), []) if text is not None else []


def read_rows(data: bytes, columns: Sequence[Column]) -> tuple[list[CsvRow], list[BadRow]]:
    """The rows of a file, and what cannot be used of it.

    Args: `columns`, all that the file may have; those that are needed must be filled in every row.
    """
    if len(data) > MAX_BYTES:
        return [], [BadRow(1, "the table is larger than 20 MB")]
    text = _decoded(data)
    if text is None:
        return [], [BadRow(1, "not in UTF-8; in Excel save it as CSV UTF-8")]
    rows: list[CsvRow] = []
    bad: list[BadRow] = []
    names: list[str] = []
    line = 0
    try:
        for line, cells in _records(text):
            if not names:
                names, bad = _header(line, cells, columns)
                if bad:
                    return [], bad
            elif any(cells):
                row, problem = _row(line, cells, names, columns)
                rows += [row] if row else []
                bad += [problem] if problem else []
    except csv.Error as error:
        bad.append(BadRow(line + 1, "not a row of CSV", str(error)))
    if not names:
        bad.append(BadRow(1, "the table is empty"))
    return rows, bad


def _decoded(data: bytes) -> str | None:
    codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(codec).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records with the lines where they begin; the line "sep=;" of Excel is none."""
    first, _, rest = text.partition("\n")
    skipped = int(fold(first.strip()).startswith("sep="))
    head = rest.partition("\n")[0] if skipped else first
    reader = csv.reader(io.StringIO(rest if skipped else text), delimiter=max(_SEPARATORS, key=head.count))
    begin = 1 + skipped
    for cells in reader:
        yield begin, [cell.strip() for cell in cells]
        begin = reader.line_num + 1 + skipped


def _folded(cells: Sequence[str]) -> list[str]:
    return [fold(key(cell)) for cell in cells]


def _plain(cell: str, column: Column) -> str:
    return cell if column.exact else " ".join(clean(cell).split())


def _header(line: int, cells: Sequence[str], columns: Sequence[Column]) -> tuple[list[str], list[BadRow]]:
    """The names of the columns in the order of the file."""
    known: Mapping[str, str] = {fold(key(h)): c.name for c in columns for h in c.headers}
    names = [known.get(header, "") if header else "-" for header in _folded(cells)]
    bad = [BadRow(line, "unknown column", cell) for cell, name in zip(cells, names, strict=True) if not name]
    doubled = sorted({n for n in names if n.strip("-") and names.count(n) > 1})
    bad += [BadRow(line, "this column stands twice", n) for n in doubled]
    bad += [
        BadRow(line, "this column is missing", " / ".join(c.headers[:2]))
        for c in columns
        if c.needed and c.name not in names
    ]
    return names, bad


def _row(
    line: int, cells: Sequence[str], names: Sequence[str], columns: Sequence[Column]
) -> tuple[CsvRow | None, BadRow | None]:
    """A row, or what is wrong with it."""
    if any(cells[len(names) :]):
        return None, BadRow(line, "more cells than columns", cells[len(names)])
    written = dict(zip(names, cells, strict=False))
    found = {c.name: _plain(written.get(c.name, ""), c) for c in columns}
    empty = next((c for c in columns if c.needed and not found[c.name]), None)
    if empty:
        return None, BadRow(line, "this cell is empty", " / ".join(empty.headers[:2]))
    return CsvRow(line, found), None
