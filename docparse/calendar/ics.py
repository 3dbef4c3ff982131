"""Entries as iCalendar (RFC 5545): a VEVENT or a VTODO each, a calendar of them, as a file.

Days are all-day: of Vietnam, whatever the zone of the program. An alarm rings at eight in the morning of its day.

Reads: `Entry`s.
Writes: components of the icalendar library, .ics files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from docparse.calendar.days import due, rule, starts
from docparse.calendar.identity import words_of
from docparse.calendar.model import Entry, Settings
from docparse.calendar.profiles import PROFILES
from docparse.calendar.said import cancelled_title, description, roles
from docparse.i18n import printable

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Component, Event, Todo

_NUMBER = re.compile(r"\d+[\w./-]*[-/]\w")
_MOST = 4
"""Numbers of documents among the categories of an entry."""
_EIGHT = timedelta(hours=8)
_DAY = timedelta(days=1)
_LEAST = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""The least days between two times of a recurrence; an alarm before that would ring for the time before."""

SOURCE = "X-DOCPARSE-SOURCE"
"""The path of the document; the next two are the path of the task in it and a hash of what is asked."""
TASK = "X-DOCPARSE-TASK"
WORDS = "X-DOCPARSE-WORDS"
DOCUMENT = "X-DOCPARSE-SHA256"


def calendar(components: Iterable[Component], settings: Settings, name: str) -> Calendar:
    """A calendar of components, called `name`."""
    from icalendar import Calendar

    name = printable(" ".join(name.split()))
    found = Calendar()
    found.add("prodid", "-//docparse//docparse//VI")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    if method := PROFILES[settings.profile].method:
        found.add("method", method)
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    found.add("refresh-interval", _DAY, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "P1D")
    for component in components:
        found.add_component(component)
    return found


def to_ics(entries: Iterable[Entry], settings: Settings, name: str = "docparse") -> bytes:
    """An iCalendar file of some entries."""
    data: bytes = calendar((component(entry, settings) for entry in entries), settings, name).to_ical()
    return data


def component(entry: Entry, settings: Settings) -> Event | Todo:
    """An entry as the VEVENT or the VTODO that a profile takes."""
    from icalendar import Event, Todo

    profile, duty = PROFILES[settings.profile], entry.duty
    is_todo = profile.component == "VTODO" and entry.rrule is None
    found: Event | Todo = Todo() if is_todo else Event()
    found.add("uid", entry.uid)
    stamp(found, entry.sequence, entry.modified)
    off = entry.status == "cancelled"
    found.add("summary", cancelled_title(duty.title) if off else duty.title)
    found.add("description", description(entry, settings.before))
    found.add("status", "CANCELLED" if off else "NEEDS-ACTION" if is_todo else "CONFIRMED")
    _add_days(found, entry, settings, is_todo=is_todo)
    numbers = (d.partition("@")[0] for d in duty.paper.directives if _NUMBER.match(d))
    about = dict.fromkeys(filter(None, (duty.paper.about.strip("()"), *numbers)))
    found.add("categories", [roles()[duty.role], *list(about)[:_MOST]])
    found.add("class", "CONFIDENTIAL" if duty.paper.secrecy else "PUBLIC")
    if not is_todo:
        found.add("transp", "TRANSPARENT")
    extra = (*profile.extra, (SOURCE, printable(duty.paper.path)), (DOCUMENT, duty.paper.sha256), (TASK, duty.task))
    for name, value in (*extra, (WORDS, words_of(duty))):
        found.add(name, value)
    if not off:
        for alarm in _alarms(entry, settings, is_todo=is_todo):
            found.add_component(alarm)
    return found


def stamp(found: Event | Todo, sequence: int, modified: str) -> None:
    """Says how often an entry was changed, and when; the same entry is written with the same bytes each time.

    Args: `modified`, ISO 8601.
    """
    at = datetime.fromisoformat(modified) if modified else datetime(1970, 1, 1, tzinfo=UTC)
    for name in ("sequence", "last-modified", "dtstamp"):
        found.pop(name, None)
    found.add("sequence", sequence)
    found.add("last-modified", at)
    found.add("dtstamp", at)


def _add_days(found: Event | Todo, entry: Entry, settings: Settings, *, is_todo: bool) -> None:
    from icalendar import vRecur

    first, last = starts(entry, settings.before), due(entry, settings.before)
    if not is_todo:
        found.add("dtstart", first)
        found.add("dtend", last + _DAY)
    else:
        if first < last:
            found.add("dtstart", first)
        found.add("due", last)
    if recurring := rule(entry, settings.before):
        found.add("rrule", vRecur.from_ical(recurring))


def _alarms(entry: Entry, settings: Settings, *, is_todo: bool) -> Iterable[Alarm]:
    from icalendar import Alarm

    shortest = _interval(entry)
    days = [n for n in dict.fromkeys(settings.alarms) if shortest is None or n < shortest]
    length = due(entry, settings.before) - starts(entry, settings.before)
    for n in days[: PROFILES[settings.profile].alarms]:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.duty.title)
        if is_todo:
            alarm.add("trigger", _EIGHT - n * _DAY, parameters={"RELATED": "END"})
        else:
            alarm.add("trigger", length + _EIGHT - n * _DAY)
        yield alarm


def _interval(entry: Entry) -> int | None:
    if entry.rrule is None:
        return None
    parts = dict(part.split("=", 1) for part in entry.rrule.split(";"))
    months = len(parts.get("BYMONTH", "").split(","))
    return _LEAST[parts["FREQ"]] * int(parts.get("INTERVAL", "1")) // months
