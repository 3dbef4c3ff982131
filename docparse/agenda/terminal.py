"""An agenda on a terminal: a table for each time, the bodies in it one after the other.

Reads: an `Agenda`.
Writes: text and tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from docparse.agenda import said
from docparse.agenda.rows import WHEN, Agenda, Row, When, whose
from docparse.calendar.model import ALL, Asked
from docparse.calendar.said import lack, shown
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 120
_STYLES: dict[When, str] = {"overdue": "red", "month": "yellow", "quarter": "", "later": "dim"}


def show(found: Agenda, stream: TextIO, asked: Asked = ALL) -> None:
    """Prints what is due.

    Args: `stream`, a terminal or anything that takes text; colours go to terminals only.
    """
    from rich.console import Console

    width = None if stream.isatty() else _PIPE_WIDTH
    console = Console(file=stream, width=width, markup=False, highlight=False, emoji=False)
    console.print(said.title(found, asked.body), style="bold")
    console.print(said.totals(found))
    columns = [_("who"), _("due"), _("left"), _("what"), _("in the document"), _("document")]
    for when in WHEN:
        rows = [cells for body, some in found.of(when) for cells in _rows(body, some)]
        _print(console, said.times(found)[when], columns, rows, _STYLES[when])
    apart = [
        (said.body_name(body), what, unplaced.duty.time, lack(unplaced), said.source(unplaced.duty))
        for unplaced in found.apart
        for body, what in [whose(unplaced.duty, asked)]
    ]
    columns = [_("who"), _("what"), _("in the document"), _("why"), _("document")]
    _print(console, _("Without a day"), columns, apart, "")


def _rows(body: str, rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows):
        time = "; ".join(filter(None, (row.entry.duty.time, said.doubts(row))))
        name = "" if number else said.body_name(body)
        yield name, shown(row.day), said.left(row), row.what, time, said.source(row.entry.duty)


def _print(console: Console, title: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]], style: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(title=Text(title, style=f"bold {style}"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        # Days are not broken; what is asked has the room that is left.
        fixed = name in (_("due"), _("left"))
        table.add_column(name, overflow="fold", no_wrap=fixed, ratio=None if fixed else 3 if name == _("what") else 2)
    for row in rows:
        table.add_row(*(Text(printable(" ".join(cell.split()))) for cell in row))
    console.print(table)
