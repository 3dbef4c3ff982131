"""What an entry says to people, in the language of the messages; what documents say stays as it is written.

Reads: `Entry`s.
Writes: lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docparse.calendar.days import due, exclusive
from docparse.calendar.model import Before, Duty, Entry, RoleName, Unplaced
from docparse.i18n import _

_LONGEST = 2000
_DOUBTFUL = 0.8
"""Below this confidence an entry says that a person should look at the document."""


def roles() -> dict[RoleName, str]:
    """What each role is called."""
    return {
        "lead": _("leads"),
        "coordinate": _("helps"),
        "monitor": _("watches"),
        "report_to": _("receives"),
        "via": _("through"),
    }


def cancelled_title(title: str) -> str:
    """The title of a cancelled entry: some programs show it among the others."""
    return f"[{_('cancelled')}] {title}"


def shown(day: date) -> str:
    """A day as people in Vietnam write it: 20/10/2014."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def description(entry: Entry, before: Before) -> str:
    """What is asked, where that stands, and how its day was understood."""
    return "\n".join(_lines(entry, before))


def lack(unplaced: Unplaced) -> str:
    """Why a duty has no day."""
    return {
        "relative": _("counted from something that happens"),
        "anchor": _("counted from a date that the document does not state"),
        "undated": _("a part of the date is missing"),
    }[unplaced.lack]


def _lines(entry: Entry, before: Before) -> Iterator[str]:
    duty = entry.duty
    if entry.status == "cancelled":
        yield _why_cancelled(entry)
    yield f"{_('Deadline')}: {duty.time} ({_understood(entry, before)})"
    yield from _doubts(entry)
    yield ""
    yield duty.sentence if len(duty.sentence) <= _LONGEST else f"{duty.sentence[:_LONGEST]} …"
    yield ""
    yield from people(duty)
    yield from source(duty)


def people(duty: Duty) -> Iterator[str]:
    """Who takes part in a duty, a line a role."""
    if duty.owed_as:
        yield f"{_('Named in the document as')}: {duty.owed_as}"
    for role, name in roles().items():
        if parties := getattr(duty, role):
            yield f"{name[:1].upper()}{name[1:]}: {', '.join(p.name for p in parties)}"


def source(duty: Duty) -> Iterator[str]:
    """Where a duty stands: section, number and date of the document, its title, its path."""
    paper = duty.paper
    if duty.section:
        yield f"{_('Section')}: {' › '.join(duty.section)}"
    number = " ".join(filter(None, (paper.doc_type, paper.symbol))) or paper.id or ""
    on = f", {_day(paper.issued)}" if paper.issued else ""
    whose = f", {paper.issuer}" if paper.issuer else ""
    yield f"{_('Document')}: {number}{on}{whose}" + (f" ({paper.secrecy})" if paper.secrecy else "")
    if paper.title:
        yield f"{_('Title')}: {paper.title}"
    yield f"{_('File')}: {paper.path}"


def _day(edtf: str) -> str:
    return "/".join(reversed(edtf.split("-")))


def _understood(entry: Entry, before: Before) -> str:
    day = shown(due(entry, before))
    if entry.duty.relation == "from":
        return _("starts on {day}").format(day=day)
    if entry.duty.relation == "relative":
        return _("counted from the date of the document, until {day}").format(day=day)
    if exclusive(entry):
        return _("until the end of {day}").format(day=day)
    if entry.vague:
        return _("the document names no day; taken until its last day, {day}").format(day=day)
    return _("on {day}").format(day=day)


def _doubts(entry: Entry) -> Iterator[str]:
    duty = entry.duty
    if entry.rrule:
        end = shown(entry.until) if entry.until else ""
        yield _("Recurs until {day}").format(day=end) if end else _("Recurs; the document names no end")
    if duty.inferred:
        yield _("The year is not in the sentence: it was taken from the document")
    if duty.confidence < _DOUBTFUL:
        yield _("Read with doubt: look at the document")


def _why_cancelled(entry: Entry) -> str:
    if entry.cause == "replaced":
        return _("Cancelled: replaced by {document}").format(document=entry.replaced_by or "")
    return _("Cancelled: the document no longer asks this")
