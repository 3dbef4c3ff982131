"""An agenda as an Excel workbook: a row a duty, dates as dates, to be sorted, filtered and written on.

Words of a document are text whatever they begin with: never a formula, never a link.

Reads: an `Agenda`.
Writes: the bytes of a workbook.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from docparse.agenda import said
from docparse.agenda.rows import Agenda, Row, whose
from docparse.calendar.model import ALL, Asked, Duty
from docparse.calendar.said import lack
from docparse.i18n import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST = 32_767
"""Characters that a cell holds (Excel specifications and limits)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | date


class Column(NamedTuple):
    """A column: its name, and how wide it is in characters."""

    name: str
    width: int


def sheet(found: Agenda, asked: Asked = ALL) -> bytes:
    """The workbook, in the language of the process: a sheet of what is due, one of what has no day.

    Args: `asked`, what the agenda is of.
    """
    from openpyxl import Workbook

    book = Workbook()
    due = book.active
    due.title = _("due")
    days = [Column(_("when"), 14), Column(_("due"), 12), Column(_("days left"), 10)]
    doubts = [Column(_("note"), 22)]
    _fill(due, [*days, *_columns(), *doubts], (_cells(row) for row in found.rows))
    apart = ((*_duty(*whose(one.duty, asked), one.duty), lack(one)) for one in found.apart)
    _fill(book.create_sheet(_("without a day")), [*_columns(), Column(_("why"), 30)], apart)
    book.properties.title = said.title(found, asked.body)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _columns() -> list[Column]:
    """What both sheets say of a duty."""
    return [
        Column(_("who"), 28),
        Column(_("what"), 48),
        Column(_("in the document"), 24),
        Column(_("sentence"), 60),
        Column(_("section"), 30),
        Column(_("reports to"), 24),
        Column(_("through"), 20),
        Column(_("document"), 18),
        Column(_("date of the document"), 12),
        Column(_("issuer"), 26),
        Column(_("file"), 36),
    ]


def _cells(row: Row) -> tuple[Cell, ...]:
    return (
        said.short(row.when),
        row.day,
        row.left,
        *_duty(row.body, row.what, row.entry.duty),
        said.doubts(row),
    )


def _duty(body: str, what: str, duty: Duty) -> tuple[Cell, ...]:
    paper = duty.paper
    issued = paper.issued or ""
    return (
        body,
        what,
        duty.time,
        duty.sentence,
        " › ".join(duty.section),
        ", ".join(party.name for party in duty.report_to),
        ", ".join(party.name for party in duty.via),
        paper.symbol or "",
        date.fromisoformat(issued) if len(issued) == 10 else issued,
        paper.issuer or "",
        paper.path,
    )


def _fill(page: Worksheet, columns: Sequence[Column], rows: Iterator[tuple[Cell, ...]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(columns, 1):
        head = page.cell(1, number, column.name)
        head.font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = column.width
    top = Alignment(vertical="top", wrap_text=True)
    last = 1
    for last, cells in enumerate(rows, 2):
        for number, value in enumerate(cells, 1):
            _put(page, last, number, value)
            page.cell(last, number).alignment = top
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


def _put(page: Worksheet, row: int, number: int, value: Cell) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = page.cell(row, number)
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_MOST]
    cell.data_type = "s"  # openpyxl takes "=..." for a formula
    # So that it stays text when somebody edits the cell.
    cell.quotePrefix = value.lstrip(" ").startswith(_FORMULA)
