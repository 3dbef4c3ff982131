"""On which day an entry is due, and on which days a recurring one.

"trước ngày 20/10" is exclusive in words and read as inclusive in many offices: what it is taken for is a setting. By
default the entry is due on the day before, which is in time on both readings.

Reads: `Entry`s.
Writes: days, rules of recurrence (RFC 5545).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from docparse.calendar.model import Before, Entry

if TYPE_CHECKING:
    from dateutil.rrule import rrule, rruleset

SPAN = 92
"""Days of the longest expression that is shown as a span: a quarter. A longer one would cover years of a calendar."""

_DAY = timedelta(days=1)
_HOUR = re.compile(r"\d ?giờ|\d ?h(?![^\W\d_])")


def due(entry: Entry, before: Before = "day-before") -> date:
    """The day on which an entry is due, for a recurring one that of the first time; of a start ("từ ngày") that day.

    Args: `before`, what "trước ngày D" is taken for; "trước tháng 6" ends with 31 May either way.
    """
    if entry.duty.relation == "from":
        return entry.first
    if not exclusive(entry):
        return entry.last
    if before == "same-day" and not entry.vague:
        return entry.first
    day = entry.first - _DAY
    return day if entry.rrule is None else _first(rule(entry, before) or "", day)


def starts(entry: Entry, before: Before = "day-before") -> date:
    """The first day of what is shown in a calendar: of an expression of up to `SPAN` days its own, else the due day."""
    last = due(entry, before)
    spans = entry.duty.relation in ("within", "between", "on") and not entry.rrule
    return entry.first if spans and (entry.last - entry.first).days < SPAN else last


def exclusive(entry: Entry) -> bool:
    """Whether the expression ends before the day that it names; with an hour ("trước 16 giờ ngày ...") on it."""
    duty, low = entry.duty, entry.duty.time.lower()
    ends = duty.relation == "before" or (duty.relation == "recurring" and "trước" in low)
    return ends and not _HOUR.search(low)


def rule(entry: Entry, before: Before = "day-before") -> str | None:
    """The recurrence with its end, moved to the day before where that is when it is due; None for a single day."""
    if entry.rrule is None:
        return None
    parts = dict(part.split("=", 1) for part in entry.rrule.split(";"))
    if exclusive(entry) and before == "day-before" and not entry.vague:
        parts = _day_earlier(parts)
    if entry.until:
        parts["UNTIL"] = entry.until.strftime("%Y%m%d")
    return ";".join(f"{name}={value}" for name, value in parts.items())


def occurrences(entry: Entry, before: Before, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last`, both included, on which an entry is due."""
    day = due(entry, before)
    if entry.rrule is not None:
        yield from takewhile(lambda d: d <= last, dropwhile(lambda d: d < first, _times(entry, before, day)))
    elif first <= day <= last:
        yield day


def _times(entry: Entry, before: Before, start: date) -> Iterator[date]:
    """The days of a recurring entry from a day on."""
    return (time.date() for time in _recurring(rule(entry, before) or "", start))


@lru_cache(16_384)
def _first(words: str, start: date) -> date:
    """The first day of a rule from a day on. Not by `_recurring`: what is kept there is counted out ten at a time."""
    first: datetime = next(iter(_made(words, start)))
    return first.date()


@lru_cache(512)
def _recurring(words: str, start: date) -> rrule | rruleset:
    """A rule from a day on, with the times that it has counted out: many entries have the same."""
    return _made(words, start, keeps=True)


def _made(words: str, start: date, *, keeps: bool = False) -> rrule | rruleset:
    from dateutil.rrule import rrulestr

    return rrulestr(words, dtstart=datetime.combine(start, datetime.min.time()), cache=keeps)


def _day_earlier(parts: dict[str, str]) -> dict[str, str]:
    """The parts of a rule for the days before those that it names."""
    parts = dict(parts)
    if "BYDAY" in parts:
        week = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
        parts["BYDAY"] = week[week.index(parts["BYDAY"]) - 1]
    days = [int(d) for d in parts.get("BYMONTHDAY", "0").split(",")]
    if len(days) > 1:
        parts["BYMONTHDAY"] = ",".join(map(str, days[:-1]))
    elif days[0] > 1 or days[0] < 0:
        parts["BYMONTHDAY"] = str(days[0] - 1)
    elif days[0] == 1:
        # The last day of the month before.
        parts["BYMONTHDAY"] = "-1"
        if "BYMONTH" in parts:
            parts["BYMONTH"] = ",".join(str((int(m) - 2) % 12 + 1) for m in parts["BYMONTH"].split(","))
    return parts
