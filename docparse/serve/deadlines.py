"""Deadlines as a month, as an agenda, and as a feed (.ics) that a calendar program subscribes to.

Reads: what an archive keeps of its calendar.
Writes: a page, iCalendar.
"""

from __future__ import annotations

import base64
import re
from calendar import Calendar, monthrange
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from docparse.agenda import said
from docparse.agenda.rows import WHEN, Agenda, of_dues, whose
from docparse.calendar import lookup
from docparse.calendar.model import Asked, Dues, Entry, Settings
from docparse.calendar.said import shown
from docparse.find import words
from docparse.find.library import Library, opened
from docparse.i18n import _
from docparse.register_rows import time_of
from docparse.serve.guard import FEEDS, feed_key
from docparse.serve.looking import LEVELS, field, library
from docparse.serve.refresh import is_ready
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

_FIELDS = ("body", "level", "directive")
_MONTH = re.compile(r"([12]\d{3})-(\d{2})")
_FEW = 3
"""Entries of a day that a month shows of everything in the archive."""
_MOST = 150
"""Entries that an agenda shows."""
BEFORE, AFTER = timedelta(90), timedelta(183)
"""What an agenda shows where nobody says from when until when."""
_FEED_BEFORE, _FEED_AFTER = timedelta(366), timedelta(3 * 366)
_PROGRAMS = (("google", "Google, Apple"), ("outlook", "Outlook"), ("thunderbird", "Thunderbird, Nextcloud"))


class Day(NamedTuple):
    """A day of a month: what is due, as the body and what it has to do, and how much more there is."""

    day: date
    entries: list[tuple[str, str, Entry]]
    more: int


def asked_of(said_: dict[str, str], since: date, until: date) -> Asked:
    """Which duties some fields ask for, in a time."""
    level: Any = said_["level"] if said_["level"] in LEVELS else ""
    return Asked(body=said_["body"], level=level, directive=said_["directive"], since=since, until=until)


def _show(visit: Visit) -> Response:
    fields = {name: field(visit, name) for name in _FIELDS}
    view = "agenda" if field(visit, "view") == "agenda" else "month"
    with library(visit) as archive:
        is_new = is_ready(archive, visit.settings.archive, visit.settings.registers)
        found = _agenda(visit, archive, fields) if view == "agenda" else _month(visit, archive, fields)
    return page(
        visit,
        "deadlines.html",
        view=view,
        asked=fields,
        is_new=is_new,
        levels={value: words.level(value) for value in LEVELS},
        feeds=feeds(visit, fields),
        said=said,
        shown=shown,
        whose=whose,
        **found,
    )


# --- a month ------------------------------------------------------------------------------------------------------


def _month(visit: Visit, archive: Library, fields: dict[str, str]) -> dict[str, Any]:
    first = _first(field(visit, "month"))
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    begin, end = weeks[0][0], weeks[-1][-1]
    asked = asked_of(fields, begin, end)
    if any(fields.values()):
        found = lookup.entries(archive, asked)
        entries, is_cut, notes = found.entries, found.is_cut, found.notes
        totals = None
    else:
        entries, is_cut, notes = lookup.few(archive, begin, end, _FEW), False, ()
        totals = lookup.counts(archive, begin, end)
    due = [one for one in entries if one.status == "due"]
    days = _by_day(lookup.when(archive, due, begin, end), asked, totals)
    return {
        "first": first,
        "weeks": [[days.get(day, Day(day, [], 0)) for day in week] for week in weeks],
        "today": date.today(),
        "names": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        "title": _("{month}/{year}").format(month=f"{first.month:02}", year=first.year),
        "earlier": _named(first - timedelta(1)) if first > date(1000, 1, 31) else "",
        "later": _named(end + timedelta(8)) if first < date(2999, 12, 1) else "",
        "is_cut": is_cut,
        "notes": notes,
    }


def _first(word: str) -> date:
    """The first day of a month that an address names ("2026-11"), of this month where it names none."""
    named = _MONTH.fullmatch(word)
    if named and 1 <= int(named[2]) <= 12:
        return date(int(named[1]), int(named[2]), 1)
    return date.today().replace(day=1)


def _named(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _by_day(due: Sequence[tuple[date, Entry]], asked: Asked, totals: dict[date, int] | None) -> dict[date, Day]:
    """What is due on each day."""
    found: defaultdict[date, list[tuple[str, str, Entry]]] = defaultdict(list)
    for day, entry in due:
        found[day].append((*whose(entry.duty, asked), entry))
    if totals is None:
        return {day: Day(day, some, 0) for day, some in found.items()}
    return {day: Day(day, found[day][:_FEW], max(0, n - len(found[day][:_FEW]))) for day, n in totals.items()}


# --- an agenda ----------------------------------------------------------------------------------------------------


def _agenda(visit: Visit, archive: Library, fields: dict[str, str]) -> dict[str, Any]:
    today = date.today()
    since = _day(field(visit, "since"), today - BEFORE, is_last=False)
    until = _day(field(visit, "until"), today + AFTER, is_last=True)
    found, notes, is_cut = agenda(archive, asked_of(fields, since, until), today)
    return {
        "found": found,
        "order": WHEN,
        "times": said.times(found),
        "since": since,
        "until": until,
        "is_cut": is_cut,
        "notes": notes,
        "month": _named(today),
    }


def agenda(archive: Library, asked: Asked, today: date, most: int = _MOST) -> tuple[Agenda, tuple[str, ...], bool]:
    """What is due in a time, seen from a day; notes on the body, and whether there is more than is shown.

    Args: `most`, how many duties are shown, the earliest first.
    """
    # As many more as may be cancelled or are past.
    found = lookup.entries(archive, asked, most=2 * most)
    shown_ = Dues(found.entries[:most], ())
    return of_dues(shown_, on=today, asked=asked), found.notes, found.is_cut or len(found.entries) > most


def _day(word: str, otherwise: date, *, is_last: bool) -> date:
    """A day that an address names; of a month or a year its first or its last one."""
    when = time_of(word) if word else ""
    if not when:
        return otherwise
    year, month, day = (int(part) for part in [*when.split("-"), "0", "0"][:3])
    month = month or (12 if is_last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if is_last else 1))


# --- a feed -------------------------------------------------------------------------------------------------------


def feeds(visit: Visit, fields: dict[str, str]) -> list[tuple[str, str]]:
    """The addresses of the feeds of what is asked for: the programs that each is for, and the address.

    An address has a key of its own, which opens nothing else.
    """
    found = []
    for profile, programs in _PROGRAMS:
        kept = urlencode({k: v for k, v in (*fields.items(), ("profile", profile)) if v})
        token = base64.urlsafe_b64encode(kept.encode()).decode().rstrip("=")
        path = f"{FEEDS}{token}.ics"
        host = visit.request.headers["host"]
        found.append((programs, f"http://{host}{path}?key={feed_key(visit.settings, path)}"))
    return found


def _feed(visit: Visit) -> Response:
    """The calendar of what an address stands for. Secret documents are never in it, whatever the server shows."""
    from docparse.calendar.ics import to_ics

    fields = _taken_apart(visit.request.path_params["token"])
    today = date.today()
    with opened(visit.settings.archive) as archive:
        is_ready(archive, visit.settings.archive, visit.settings.registers)
        found = lookup.entries(archive, asked_of(fields, today - _FEED_BEFORE, today + _FEED_AFTER))
    profile: Any = fields["profile"]
    data = to_ics(found.entries, Settings(profile=profile), fields["body"] or fields["directive"] or "docparse")
    return Response(data, media_type="text/calendar; charset=utf-8")


def _taken_apart(token: str) -> dict[str, str]:
    """What the address of a feed asks for. Raises HTTPException for one that no page of ours has shown."""
    try:
        words_ = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except ValueError as error:
        raise HTTPException(404) from error
    found = {name: values[0] for name, values in parse_qs(words_).items()}
    if found.get("profile") not in dict(_PROGRAMS):
        raise HTTPException(404)
    return {name: found.get(name, "") for name in (*_FIELDS, "profile")}


PAGE = Page((get("/deadlines", _show), get(FEEDS + "{token}.ics", _feed)), "/deadlines", lambda: _("Deadlines"))
