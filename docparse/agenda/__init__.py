"""What is due when: overdue, this month, until the end of the next quarter, later; by body.

    from docparse import agenda, calendar
    found = agenda.of_dues(calendar.of_documents(documents), on=date(2018, 10, 1))
    for row in found.rows:
        print(row.when, row.day, row.body, row.what)

`page(found)` is the same as one HTML page, `sheet(found)` as an Excel workbook.

Reads: nothing.
Writes: the names that other programs use.
"""

from docparse.agenda.page import page
from docparse.agenda.rows import Agenda, Row, of_dues
from docparse.agenda.sheet import sheet

__all__ = ["Agenda", "Row", "of_dues", "page", "sheet"]
