"""What a body owes: tasks that name it, and tasks of collectives that it belonged to on the day of the document.

Reads: the index; the register of bodies.
Writes: `Bodies`, `Owed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from docparse.find import words
from docparse.find.collectives import head, heads_over, keys, registered
from docparse.find.places import seat
from docparse.find.query import Query
from docparse.find.tables import BODIES, DUTIES, FOUND, MEMBERS, TASKS
from docparse.i18n import _

_SHOWN = 3
"""Tasks that are shown of one document."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """How a body that was asked for is named: its own `keys`, the `heads` of collectives, where those mean it."""

    keys: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    meant: tuple[sa.ColumnElement[bool], ...] = ()
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
    """How documents name a body: itself, what acts for it, collectives that take it in.

    Whether it was one of a collective is said by the register for the date of the document, and by its province where
    that is known. In the transaction of the caller.
    """
    row = registered(head(name))
    notes, meant = [], []
    if row and (row.valid_from or row.valid_to):
        notes.append(f"{row.name}: {row.valid_from or '…'}/{row.valid_to or '…'} ({words.mark(row.status)})")
        if row.valid_to[:1].isdigit():
            meant.append(FOUND.c.issued <= f"{row.valid_to}~")
        if row.valid_from[:1].isdigit():
            meant.append(FOUND.c.issued >= row.valid_from)
    if province := _province(connection, name):
        notes.append(f"{name}: {province.title()}")
        meant.append(FOUND.c.province.in_(("", province)))
    elif seat(name).level in ("district", "commune"):
        notes.append(f"{name}: {_('its province is not known, collectives of all provinces count')}")
    return Bodies(keys(name), heads_over(name), tuple(meant), tuple(notes))


def _province(connection: sa.Connection, name: str) -> str:
    """The province of a local body, as the documents that it issued say."""
    own = seat(name)
    if own.level not in ("district", "commune") or not own.place:
        return ""
    same = (FOUND.c.level == own.level, FOUND.c.place.startswith(f"{own.place}, ", autoescape=True))
    found = list(connection.scalars(sa.select(FOUND.c.province).where(*same).distinct()))
    return found[0] if len(found) == 1 else ""


def named(these: Bodies, query: Query) -> sa.ColumnElement[bool]:
    """Whether a document names the bodies; with a deadline, whether it asks something of them until then."""
    itself = sa.select(BODIES.c.doc).where(BODIES.c.key.in_(these.keys))
    collective = sa.select(MEMBERS.c.doc).where(MEMBERS.c.head.in_(these.heads))
    if query.due_from or query.due_to:
        due = sa.select(DUTIES.c.body).join(TASKS, TASKS.c.id == DUTIES.c.task)
        due = due.where(*within(TASKS.c.latest, query))
        itself, collective = itself.where(BODIES.c.id.in_(due)), collective.where(MEMBERS.c.body.in_(due))
    return sa.or_(FOUND.c.n.in_(itself), sa.and_(FOUND.c.n.in_(collective), *these.meant))


def within(column: sa.Column[str], query: Query) -> Iterator[sa.ColumnElement[bool]]:
    """Whether a last day lies in the time that is asked for; ends may be years or months."""
    yield column != ""
    if query.due_from:
        yield column >= query.due_from
    if query.due_to:
        yield column <= f"{query.due_to}~"


def of_document(connection: sa.Connection, n: int, these: Bodies, query: Query) -> tuple[Owed, ...]:
    """What a document asks of the bodies, its first tasks; in the transaction of the caller."""
    due = list(within(TASKS.c.latest, query)) if query.due_from or query.due_to else []
    rows = connection.execute(
        sa.select(TASKS, DUTIES.c.role, BODIES.c.name, BODIES.c.key.label("body"))
        .join(DUTIES, DUTIES.c.task == TASKS.c.id)
        .join(BODIES, BODIES.c.id == DUTIES.c.body)
        .where(TASKS.c.doc == n, _stands_for(n, these), *due)
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


def via(connection: sa.Connection, n: int, these: Bodies) -> tuple[str, ...]:
    """The collective names under which a document names a body; in the transaction of the caller."""
    query = sa.select(BODIES.c.name).where(BODIES.c.doc == n, BODIES.c.key.not_in(these.keys), _stands_for(n, these))
    return tuple(connection.scalars(query.order_by(BODIES.c.start)))


def _stands_for(n: int, these: Bodies) -> sa.ColumnElement[bool]:
    collective = sa.select(MEMBERS.c.body).where(MEMBERS.c.doc == n, MEMBERS.c.head.in_(these.heads))
    collective = collective.join(FOUND, FOUND.c.n == MEMBERS.c.doc).where(*these.meant)
    return sa.or_(BODIES.c.key.in_(these.keys), BODIES.c.id.in_(collective))
