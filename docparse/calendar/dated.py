"""The days on which entries of an archive are due, a row a day, so that a month is found without reading documents.

Kept in step by whoever settles the entries of the archive (`kept`); what recurs has its days of ten years.

Reads: `Entry`s, the index of an archive.
Writes: its table `calendar_days`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

import sqlalchemy as sa

from docparse.archive.store import META, TABLES
from docparse.calendar.days import due, occurrences
from docparse.calendar.model import Entry
from docparse.find.tables import FOUND

DAYS = sa.Table(
    "calendar_days",
    TABLES,
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True, index=True, comment="ISO 8601; 'trước ngày D' is due the day before"),
    sa.Column("document", sa.ForeignKey("documents.sha256", ondelete="CASCADE"), nullable=False, index=True),
)

_STATE = "calendar_days"
"""The key in `meta` under which stands what the rows were made from."""
_YEARS = timedelta(3653)
_MOST = 600
_BATCH = 20_000


def state(connection: sa.Connection) -> str:
    """What the index of an archive holds, as words that differ when that does; in the transaction of the caller."""
    last, count = connection.execute(sa.select(sa.func.max(FOUND.c.n), sa.func.count(FOUND.c.n))).one()
    return f"{last or 0} {count}"


def noted(connection: sa.Connection) -> str | None:
    """From what the rows were made, None where there are none; in the transaction of the caller."""
    return connection.scalar(sa.select(META.c.value).where(META.c.key == _STATE))


def put(connection: sa.Connection, entries: Iterable[Entry], held: set[str], made_from: str) -> None:
    """The days of entries in the place of those that they had; in the transaction of the caller.

    Args: `held`, the hashes of the documents of the archive; `made_from`, its `state` when they were read.
    """
    changed = list(entries)
    if changed:
        connection.execute(DAYS.delete().where(DAYS.c.uid == sa.bindparam("old")), [{"old": e.uid} for e in changed])
    rows = (
        {"uid": e.uid, "day": day.isoformat(), "document": e.duty.paper.sha256}
        for e in changed
        if e.duty.paper.sha256 in held
        for day in _days(e)
    )
    while batch := list(islice(rows, _BATCH)):
        connection.execute(DAYS.insert(), batch)
    connection.execute(META.delete().where(META.c.key == _STATE))
    connection.execute(META.insert().values(key=_STATE, value=made_from))


def _days(entry: Entry) -> Iterator[date]:
    first = due(entry)
    last = first + _YEARS if first.year < 9980 else date.max
    return islice(occurrences(entry, "day-before", first, last), _MOST)
