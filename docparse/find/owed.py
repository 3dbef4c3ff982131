"""What a body owes: tasks that name it, and tasks of collectives that it belonged to on the day of the document.

Reads: the index; the register of bodies.
Writes: `Bodies`, `Owed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.collectives import head, heads_over, keys, registered
from docparse.find.places import seat
from docparse.find.query import Query
from docparse.find.tables import BODIES, DUTIES, FOUND, MEMBERS, TASKS

_SHOWN = 3
"""Tasks that are shown of one document."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """The rows of bodies that stand for one that was asked for, as a subquery of their ids."""

    ids: sa.Select[Any] | None = None
    keys: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """A task; `via` is the collective name under which it is owed, empty where the body itself is named."""

    text: str
    role: str
    latest: str
    section: str
    via: str
    start: int
    end: int


def bodies(connection: sa.Connection, name: str) -> Bodies:
    """The bodies of documents that stand for a body: itself, what acts for it, collectives that take it in.

    Whether it was one of a collective is said by the register for the date of the document, and by its province where
    that is known. In the transaction of the caller.
    """
    named = keys(name)
    row = registered(head(name))
    notes = []
    where: list[sa.ColumnElement[bool]] = [MEMBERS.c.head.in_(heads_over(name))]
    if row and (row.valid_from or row.valid_to):
        years = f"{row.valid_from or '…'}/{row.valid_to or '…'}"
        notes.append(f"{row.name}: {years} ({row.status})")
        if row.valid_to[:1].isdigit():
            where.append(FOUND.c.issued <= f"{row.valid_to}~")
        if row.valid_from[:1].isdigit():
            where.append(FOUND.c.issued >= row.valid_from)
    if province := _province(connection, name):
        notes.append(f"{name}: {province.title()}")
        where.append(FOUND.c.province.in_(("", province)))
    collective = (
        sa.select(BODIES.c.id)
        .join(MEMBERS, MEMBERS.c.body == BODIES.c.id)
        .join(FOUND, FOUND.c.n == BODIES.c.doc)
        .where(*where)
    )
    itself = sa.select(BODIES.c.id).where(BODIES.c.key.in_(named))
    names = connection.scalars(
        sa.select(BODIES.c.name).where(BODIES.c.id.in_(collective), BODIES.c.key.not_in(named)).distinct().limit(20)
    )
    if also := sorted(names):
        notes.append("; ".join(also))
    return Bodies(sa.union(itself, collective).subquery().select(), named, tuple(notes))


def _province(connection: sa.Connection, name: str) -> str:
    """The province of a local body, as the documents that it issued say."""
    own = seat(name)
    if own.level not in ("district", "commune") or not own.place:
        return ""
    same = (FOUND.c.level == own.level, FOUND.c.place.startswith(f"{own.place}, ", autoescape=True))
    found = list(connection.scalars(sa.select(FOUND.c.province).where(*same).distinct()))
    return found[0] if len(found) == 1 else ""


def documents(these: Bodies, query: Query) -> sa.Select[Any]:
    """The documents that name the bodies; with a deadline, those that ask something of them until then."""
    assert these.ids is not None
    if not (query.due_from or query.due_to):
        return sa.select(BODIES.c.doc).where(BODIES.c.id.in_(these.ids))
    duties = sa.select(TASKS.c.doc).join(DUTIES, DUTIES.c.task == TASKS.c.id)
    return duties.where(DUTIES.c.body.in_(these.ids), *within(TASKS.c.latest, query))


def within(column: sa.Column[str], query: Query) -> Iterator[sa.ColumnElement[bool]]:
    """Whether a last day lies in the time that is asked for; ends may be years or months."""
    yield column != ""
    if query.due_from:
        yield column >= query.due_from
    if query.due_to:
        yield column <= f"{query.due_to}~"


def of_document(connection: sa.Connection, n: int, these: Bodies, query: Query) -> tuple[Owed, ...]:
    """What a document asks of the bodies, its first tasks; in the transaction of the caller."""
    assert these.ids is not None
    due = list(within(TASKS.c.latest, query)) if query.due_from or query.due_to else []
    rows = connection.execute(
        sa.select(TASKS, DUTIES.c.role, BODIES.c.name, BODIES.c.key.label("body"))
        .join(DUTIES, DUTIES.c.task == TASKS.c.id)
        .join(BODIES, BODIES.c.id == DUTIES.c.body)
        .where(TASKS.c.doc == n, BODIES.c.id.in_(these.ids), *due)
        .order_by(TASKS.c.start)
        .limit(_SHOWN)
    )
    return tuple(
        Owed(
            text=" ".join(r.text.split()),
            role=r.role,
            latest=r.latest,
            section=r.section,
            via="" if r.body in these.keys else r.name,
            start=r.start,
            end=r.end,
        )
        for r in rows
    )
