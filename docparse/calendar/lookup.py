"""What an archive keeps of entries, looked up by day and body without reading its documents.

Only what was settled the last time (`of_archive`): `is_fresh` tells whether documents came or changed since.

Reads: the tables of the calendar and the index of an archive.
Writes: `Found`, numbers of entries by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from pydantic import ValidationError

from docparse.calendar import dated
from docparse.calendar.bodies import is_kin, may_name
from docparse.calendar.dated import DAYS, PARTIES
from docparse.calendar.kept import ENTRIES, FACTS
from docparse.calendar.model import Asked, Entry
from docparse.calendar.wanted import chosen
from docparse.find import owed
from docparse.find.library import Library
from docparse.find.query import Query
from docparse.find.tables import FOUND

MOST = 1500
"""Entries that are read at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """Entries in order of their day, those that were cancelled among them; `is_cut` says that there are more.

    `notes` say what a person should know of how the body was understood.
    """

    entries: tuple[Entry, ...]
    is_cut: bool = False
    notes: tuple[str, ...] = ()


def is_fresh(library: Library, today: date) -> bool:
    """Whether the entries are those of the documents that are in the index, and of this year."""
    with library.connection.begin():
        return dated.noted(library.connection) == dated.state(library.connection, today.year)


def entries(library: Library, asked: Asked, *, most: int = MOST) -> Found:
    """The entries that are due between two days and fit what is asked for otherwise.

    Args: `asked`, with `since` and `until`; `most`, how many entries are looked at, the earliest first.
    """
    connection = library.connection
    with connection.begin():
        bodies = owed.bodies(connection, asked.body) if asked.body else owed.Bodies()
        provinces = owed.provinces(connection, asked.body) if asked.body else []
        days = _days(library, asked).group_by(DAYS.c.uid).order_by(sa.func.min(DAYS.c.day), DAYS.c.uid)
        if asked.body:
            # With an empty word: the days of the time are gone through, and not the entries of the body one by one.
            days = days.where(DAYS.c.uid.concat("").in_(_of(library, asked.body, bodies)))
        uids = [row.uid for row in connection.execute(days.limit(most + 1))]
        read = list(_read(connection, uids[:most]))
    province = provinces[0] if len(provinces) == 1 else ""
    return Found(tuple(chosen(read, _whenever(asked), province)), len(uids) > most, bodies.notes)


def counts(library: Library, first: date, last: date) -> dict[date, int]:
    """How many entries are due on each day from `first` to `last` that has any."""
    days = _days(library, Asked(since=first, until=last)).with_only_columns(DAYS.c.day, sa.func.count())
    with library.connection.begin():
        rows = library.connection.execute(days.group_by(DAYS.c.day)).all()
    return {date.fromisoformat(day): n for day, n in rows}


def few(library: Library, first: date, last: date, each: int) -> tuple[Entry, ...]:
    """Some entries of each day from `first` to `last`, up to `each` of them."""
    asked = Asked(since=first, until=last)
    number = sa.func.row_number().over(partition_by=DAYS.c.day, order_by=DAYS.c.uid).label("number")
    ranked = _days(library, asked).add_columns(number).subquery()
    with library.connection.begin():
        uids = library.connection.scalars(sa.select(ranked.c.uid).where(ranked.c.number <= each).distinct())
        return tuple(chosen(_read(library.connection, list(uids)), _whenever(asked)))


def when(library: Library, some: Sequence[Entry], first: date, last: date) -> list[tuple[date, Entry]]:
    """The days from `first` to `last` on which some entries are due, each with the entry, in order of the day."""
    by_uid = {entry.uid: entry for entry in some}
    wanted, found = list(by_uid), list[tuple[date, Entry]]()
    within = DAYS.c.day.between(first.isoformat(), last.isoformat())
    with library.connection.begin():
        for start in range(0, len(wanted), 500):
            rows = sa.select(DAYS.c.day, DAYS.c.uid).where(within, DAYS.c.uid.in_(wanted[start : start + 500]))
            found += ((date.fromisoformat(day), by_uid[uid]) for day, uid in library.connection.execute(rows))
    return sorted(found, key=lambda one: (one[0], one[1].duty.title, one[1].uid))


def _whenever(asked: Asked) -> Asked:
    """The same without its time, which the rows of days have answered: to count out what recurs takes longest."""
    return replace(asked, since=None, until=None)


def _days(library: Library, asked: Asked) -> sa.Select[tuple[str]]:
    """The UIDs of what is due in a time, of documents that may be shown."""
    days = sa.select(DAYS.c.uid)
    if asked.since:
        days = days.where(DAYS.c.day >= asked.since.isoformat())
    if asked.until:
        days = days.where(DAYS.c.day <= asked.until.isoformat())
    if library.allow_secret:
        return days
    secret = sa.select(FOUND.c.sha256).where(FOUND.c.secret)
    return days.where(DAYS.c.document.not_in(secret))


def _read(connection: sa.Connection, uids: list[str]) -> Iterator[Entry]:
    """Entries by their UIDs; one that another version of docparse wrote is passed over until it is settled again."""
    for start in range(0, len(uids), 500):
        query = sa.select(FACTS.c.json, ENTRIES).join(ENTRIES, ENTRIES.c.uid == FACTS.c.uid)
        for row in connection.execute(query.where(FACTS.c.uid.in_(uids[start : start + 500]))):
            try:
                entry = Entry.model_validate_json(row.json)
            except ValidationError:
                continue
            update = {"uid": row.uid, "sequence": row.sequence, "modified": row.modified}
            yield entry.model_copy(update=update)


def _of(library: Library, body: str, bodies: owed.Bodies) -> sa.Select[tuple[str]]:
    """The entries that may be of a body, by their names and those of their documents."""
    state = dated.noted(library.connection) or ""
    names = tuple(name for name in _names(library, state) if may_name(body, name))
    kin = [name for name in names if is_kin(body, name)]
    own = sa.select(PARTIES.c.document).where(PARTIES.c.name.in_(kin))
    named = sa.select(FOUND.c.sha256).where(owed.named(bodies, Query(body=body)))
    # What is soonest known comes first; most often it is enough.
    said = sa.or_(PARTIES.c.name.in_(kin), PARTIES.c.document.in_(own), PARTIES.c.document.in_(named))
    return sa.select(PARTIES.c.uid).where(PARTIES.c.name.in_(names), said)


def _names(library: Library, state: str) -> tuple[str, ...]:
    """The names of all bodies that have to do something."""
    address = str(library.connection.engine.url)
    if (address, state) not in _KNOWN:
        _KNOWN.clear()
        # Each name after the one before: SQLite would go through all rows for those that differ.
        known = sa.select(sa.func.min(PARTIES.c.name).label("name")).cte("known", recursive=True)
        after = sa.select(sa.func.min(PARTIES.c.name)).where(PARTIES.c.name > known.c.name).scalar_subquery()
        known = known.union_all(sa.select(after).where(known.c.name.is_not(None)))
        found = sa.select(known.c.name).where(known.c.name.is_not(None))
        _KNOWN[address, state] = tuple(library.connection.scalars(found))
    return _KNOWN[address, state]


_KNOWN: dict[tuple[str, str], tuple[str, ...]] = {}
"""Those of the archive that was asked last: to gather them takes a while."""
