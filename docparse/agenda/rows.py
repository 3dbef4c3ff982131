"""The rows of an agenda: each duty once, with the day on which it is due next, seen from a day.

What recurs stands there with its next time, or with its last one where no more comes. A start that is past ("từ năm
2019") is not overdue and left out, as is what was cancelled. Whether a duty was done no document says: "overdue" means
that its day is past.

Reads: `Dues`.
Writes: an `Agenda`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from docparse.calendar.days import due, occurrences
from docparse.calendar.duties import names
from docparse.calendar.model import ALL, Asked, Before, Dues, Duty, Entry, Unplaced
from docparse.link.bodies import body_key

When = Literal["overdue", "month", "quarter", "later"]
WHEN: tuple[When, ...] = ("overdue", "month", "quarter", "later")
"""Before the day; until the end of its month; until the end of the quarter after its own; after that."""

_LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Row:
    """A duty that is due on `day`, in `left` days; `body` is "" where none is named, `what` the title without it."""

    when: When
    day: date
    left: int
    body: str
    what: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due, seen from the day `on`: in order of time, in each of them by body, the body first that is due first.

    `apart` are duties without a day. `month` and `quarter` are the last days of "this month" and of the next quarter.
    """

    on: date
    rows: tuple[Row, ...]
    apart: tuple[Unplaced, ...]
    month: date
    quarter: date

    def of(self, when: When) -> Iterator[tuple[str, list[Row]]]:
        """The rows of a time by body, under the name that it has first ("Tỉnh uỷ" and "Tỉnh ủy" are one)."""
        rows = (row for row in self.rows if row.when == when)
        for _key, same in groupby(rows, key=lambda row: body_key(row.body)):
            some = list(same)
            yield some[0].body, some


def of_dues(dues: Dues, *, on: date, asked: Asked = ALL) -> Agenda:
    """The agenda of what somebody asked for.

    Args: `on`, the day from which it is seen; `asked`, what `dues` are of: its body stands for those of the duties.
    """
    month = date(on.year, on.month, monthrange(on.year, on.month)[1])
    quarter = _quarter_after(on)
    found = []
    for entry in dues.entries:
        day = _next(entry, on, asked)
        if entry.status == "cancelled" or (entry.duty.relation == "from" and day < on):
            continue
        when = WHEN[sum(day >= first for first in (on, _after(month), _after(quarter)))]
        body, what = whose(entry.duty, asked)
        found.append(Row(when, day, (day - on).days, body, what, entry))
    first: dict[tuple[When, str], date] = {}
    for row in found:
        group = row.when, body_key(row.body)
        first[group] = min(row.day, first.get(group, row.day))

    def order(row: Row) -> tuple[int, date, str, date, str, str]:
        key = body_key(row.body)
        return WHEN.index(row.when), first[row.when, key], key, row.day, row.what, row.entry.uid

    found.sort(key=order)
    return Agenda(on, tuple(found), dues.unplaced, month, quarter)


def whose(duty: Duty, asked: Asked = ALL) -> tuple[str, str]:
    """The body that has to do something, and what: the two parts of a title."""
    mine = asked.body and duty.role in ("lead", "coordinate", "monitor")
    body = asked.body if mine else names(duty.lead or duty.monitor)
    head = f"{body}: "
    if not body or duty.title[: len(head)].casefold() != head.casefold():
        return body, duty.title
    return duty.title[: len(body)], duty.title[len(head) :]


def _next(entry: Entry, on: date, asked: Asked) -> date:
    """The day on which an entry is due next, or was due last; of the time that was asked for where there is one."""
    before: Before = asked.before
    if entry.rrule is None:
        return due(entry, before)
    first, last = asked.since or date.min, asked.until or _LAST
    coming = next(occurrences(entry, before, max(on, first), last), None)
    if coming is not None:
        return coming
    past = list(occurrences(entry, before, first, min(on, last)))
    return past[-1] if past else due(entry, before)


def _quarter_after(on: date) -> date:
    """The last day of the quarter after that of a day."""
    ends = (on.month - 1) // 3 * 3 + 6
    year, month = on.year + (ends - 1) // 12, (ends - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _after(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))
