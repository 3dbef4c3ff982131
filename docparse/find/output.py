"""What was found, as people and programs take it: a table, JSON, CSV.

CSV is UTF-8 with a byte order mark, for Excel, and what a spreadsheet would take for a formula begins with an
apostrophe (OWASP, CSV injection).

Reads: results.
Writes: standard output.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any, Literal

from docparse.i18n import printable

Format = Literal["table", "json", "csv"]


def write(form: Format, result: Any, records: Sequence[Mapping[str, object]], lines: Iterable[str]) -> None:
    """Prints a result: `lines` as a table, `result` whole as JSON, `records` as CSV."""
    if form == "json":
        print(json.dumps(plain(result), ensure_ascii=False, indent=2))
    elif form == "csv":
        sys.stdout.write(as_csv(records))
    else:
        for line in lines:
            print(line)


def plain(value: Any) -> Any:
    """Dataclasses as objects of JSON, also those in lists and in objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def as_csv(records: Sequence[Mapping[str, object]]) -> str:
    """The records as CSV; their keys are the columns, those of the first record."""
    if not records:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> object:
    text = " ".join(value.split()) if isinstance(value, str) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@")) else text


def columns(rows: Sequence[Sequence[str]], widest: int = 60) -> Iterable[str]:
    """Rows with their cells under one another; the last one goes on as long as it likes, in a terminal to its edge."""
    cells = [[printable(cell) for cell in row] for row in rows]
    widths = [min(widest, max(len(row[i]) for row in cells)) for i in range(len(cells[0]) - 1)] if cells else []
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    while width and sum(widths) + 2 * len(widths) > width - _LAST and max(widths) > _LAST:
        widths[widths.index(max(widths))] -= 1
    for row in cells:
        padded = [_cut(cell, size).ljust(size) for cell, size in zip(row, widths, strict=False)]
        start = "".join(f"{cell}  " for cell in padded)
        room = max(width - len(start), _LAST) if width else 0
        first, *more = (textwrap.wrap(row[-1], room) if room else [row[-1]]) or [""]
        yield (start + first).rstrip()
        yield from (" " * len(start) + line for line in more)


_LAST = 20
"""Least width of a column that is made narrower, and of the last one."""


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else f"{text[: widest - 1]}…"
