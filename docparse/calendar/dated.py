"""The days on which entries of an archive are due, and whose they are, so that a month is found without reading them.

Kept in step by whoever settles the entries of an archive (`kept`). What recurs has its days until three years ahead, so
that the rows are made anew in January.

Reads: `Entry`s, the index of an archive.
Writes: its tables `calendar_days` and `calendar_parties`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
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
    sa.Column("day", sa.Text, primary_key=True, comment="ISO 8601; 'trước ngày D' is due the day before"),
    sa.Column("document", sa.ForeignKey("documents.sha256", ondelete="CASCADE"), nullable=False, index=True),
    # All that is asked of a row: the rows of a time stand together here, and are scattered in the table.
    sa.Index("calendar_days_day", "day", "uid", "document"),
)

PARTIES = sa.Table(
    "calendar_parties",
    TABLES,
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True, comment="of a body in any role, as the document has it"),
    sa.Column("document", sa.ForeignKey("documents.sha256", ondelete="CASCADE"), nullable=False, index=True),
    sa.Index("calendar_parties_name", "name", "uid", "document"),
)

_STATE = "calendar_made_from"
"""The key in `meta` under which stands what the rows were made from."""
_FORM = 2
"""The form of both tables, counted up when one changes: they are then made anew."""
_AHEAD = 3
"""Years."""
_MOST = 2000
_BATCH = 20_000


def state(connection: sa.Connection, year: int) -> str:
    """What the index of an archive holds in a year, as words that differ when that or the form of the tables does.

    Args: `year`, that of today. In the transaction of the caller.
    """
    # Two questions, each of which an index answers; together they would be asked of every document.
    last = connection.scalar(sa.select(sa.func.max(FOUND.c.n)))
    count = connection.scalar(sa.select(sa.func.count()).select_from(FOUND))
    return f"{year}.{_FORM} {last or 0} {count}"


def is_whole(made_from: str | None, now: str) -> bool:
    """Whether the rows of a state are good in another as far as their entries are the same.

    In another year they are not, nor in other tables.
    """
    return made_from is not None and made_from.split()[0] == now.split()[0]


def noted(connection: sa.Connection) -> str | None:
    """From what the rows were made, None where there are none; in the transaction of the caller."""
    return connection.scalar(sa.select(META.c.value).where(META.c.key == _STATE))


def put(connection: sa.Connection, entries: Iterable[Entry], held: set[str], made_from: str) -> None:
    """The days and parties of entries in the place of those that they had; in the transaction of the caller.

    Args: `entries`, all of them where the rows that are there are not `is_whole`; `held`, the hashes of the documents
    of the archive; `made_from`, its `state` when they were read.
    """
    if not is_whole(noted(connection), made_from):
        TABLES.drop_all(connection, (DAYS, PARTIES))
        TABLES.create_all(connection, (DAYS, PARTIES))
    changed = list(entries)
    for table in (DAYS, PARTIES) if changed else ():
        connection.execute(table.delete().where(table.c.uid == sa.bindparam("old")), [{"old": e.uid} for e in changed])
    there = [e for e in changed if e.duty.paper.sha256 in held]
    last = date(int(made_from.partition(".")[0]) + _AHEAD, 12, 31)
    _insert(connection, DAYS, (_row(e, day=day.isoformat()) for e in there for day in _days(e, last)))
    _insert(connection, PARTIES, (_row(e, name=name) for e in there for name in _names(e)))
    connection.execute(META.delete().where(META.c.key == _STATE))
    connection.execute(META.insert().values(key=_STATE, value=made_from))


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterator[dict[str, str]]) -> None:
    while batch := list(islice(rows, _BATCH)):
        connection.execute(table.insert(), batch)


def _row(entry: Entry, **values: str) -> dict[str, str]:
    return {"uid": entry.uid, "document": entry.duty.paper.sha256, **values}


def _names(entry: Entry) -> set[str]:
    duty = entry.duty
    return {p.name for role in (duty.lead, duty.coordinate, duty.monitor, duty.report_to, duty.via) for p in role}


def _days(entry: Entry, last: date) -> Iterator[date]:
    first = due(entry)
    return islice(occurrences(entry, "day-before", first, max(first, last)), _MOST)
