"""What an agenda says, in the language of the messages, for the terminal, the page and the workbook alike.

Reads: an `Agenda`.
Writes: lines of text, cells of tables.
"""

from __future__ import annotations

from docparse import i18n
from docparse.agenda.rows import WHEN, Agenda, Row, When
from docparse.calendar.model import Duty
from docparse.calendar.said import shown
from docparse.i18n import _

_DOUBTFUL = 0.8


def title(found: Agenda, body: str = "") -> str:
    """What the whole is called."""
    said = _("What is due, seen from {day}").format(day=shown(found.on))
    return f"{body}: {said}" if body else said


def times(found: Agenda) -> dict[When, str]:
    """What each time is called, with the day on which it ends."""
    return {
        "overdue": _("Overdue, unless it was done"),
        "month": _("This month, until {day}").format(day=shown(found.month)),
        "quarter": _("Until the end of the next quarter, {day}").format(day=shown(found.quarter)),
        "later": _("Later"),
    }


def short(when: When) -> str:
    """What a time is called in a cell."""
    return {
        "overdue": _("overdue"),
        "month": _("this month"),
        "quarter": _("next quarter"),
        "later": _("later"),
    }[when]


def totals(found: Agenda) -> str:
    """How much there is of each."""
    counts = {when: sum(row.when == when for row in found.rows) for when in WHEN}
    parts = [f"{short(when)} {n}" for when, n in counts.items() if n]
    if found.apart:
        parts.append(f"{_('without a day')} {len(found.apart)}")
    total = i18n.count("{n} duty", "{n} duties", len(found.rows) + len(found.apart))
    return f"{total}: {', '.join(parts)}" if parts else total


def body_name(body: str) -> str:
    """The name of a body, or that there is none."""
    return body or _("no body named")


def left(row: Row) -> str:
    """How many days are left, or have passed."""
    if row.left == 0:
        return _("today")
    days = i18n.count("{n} day", "{n} days", abs(row.left))
    return days if row.left > 0 else f"−{days}"


def doubts(row: Row) -> str:
    """What a person should know of the day."""
    entry, said = row.entry, []
    if entry.rrule:
        said.append(_("recurs until {day}").format(day=shown(entry.until)) if entry.until else _("recurs"))
    if entry.vague and not entry.rrule:
        said.append(_("no day named"))
    if entry.duty.inferred:
        said.append(_("year inferred"))
    if entry.duty.confidence < _DOUBTFUL:
        said.append(_("read with doubt"))
    return ", ".join(said)


def source(duty: Duty) -> str:
    """The document that asks, as short as can be: its number and day, else its path."""
    paper = duty.paper
    day = "/".join(reversed((paper.issued or "").split("-")))
    return ", ".join(filter(None, (paper.symbol or paper.path, day)))
