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
from docparse.link.bodies import body_key

_SHOWN = 3
"""Tasks that are shown of one document."""

_OWING = ("lead", "coordinate", "monitor")
"""Who has to do something; whoever is reported to owes nothing."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """How a body that was asked for is named.

    `keys` are its own names, `short` those without its place, which mean it in documents of its `home`; `heads` are of
    collectives that take it in, where those are `meant`.
    """

    keys: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    home: tuple[sa.ColumnElement[bool], ...] = ()
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
    if provinces := _provinces(connection, name):
        notes.append(f"{name}: {', '.join(p.title() for p in provinces)}")
        meant.append(FOUND.c.province.in_(("", *provinces)))
    elif seat(name).level in ("district", "commune"):
        notes.append(f"{name}: {_('its province is not known, collectives of all provinces count')}")
    short, home = _short(name)
    return Bodies(keys(name), short, home, heads_over(name), tuple(meant), tuple(notes))


def _short(name: str) -> tuple[tuple[str, ...], tuple[sa.ColumnElement[bool], ...]]:
    """The names of a body without its place, and which documents mean it by them."""
    own = seat(name)
    if not own.place or body_key(name) == head(name):
        return (), ()
    if own.level == "province":
        return keys(head(name)), (FOUND.c.province == own.place,)
    within = FOUND.c.place.startswith(f"{own.place}, ", autoescape=True)
    return keys(head(name)), (FOUND.c.level == own.level, sa.or_(FOUND.c.place == own.place, within))


def _provinces(connection: sa.Connection, name: str) -> list[str]:
    """The provinces in which a local body may be, as the documents that it issued say."""
    own = seat(name)
    if own.level not in ("district", "commune") or not own.place:
        return []
    same = (FOUND.c.level == own.level, FOUND.c.place.startswith(f"{own.place}, ", autoescape=True))
    query = sa.select(FOUND.c.province).where(*same, FOUND.c.province != "").distinct()
    return list(connection.scalars(query.order_by(FOUND.c.province)))


def named(these: Bodies, query: Query) -> sa.ColumnElement[bool]:
    """Whether a document names the body, or asks something of a collective that takes it in.

    Args: `query`, with whose deadline it has to ask something of either.
    """
    asked = sa.select(DUTIES.c.body).where(DUTIES.c.role.in_(_OWING))
    due = list(within(TASKS.c.latest, query)) if query.due_from or query.due_to else []
    if due:
        asked = asked.join(TASKS, TASKS.c.id == DUTIES.c.task).where(*due)
    itself = sa.select(BODIES.c.doc).where(BODIES.c.key.in_(these.keys))
    short = sa.select(BODIES.c.doc).where(BODIES.c.key.in_(these.short))
    collective = sa.select(MEMBERS.c.doc).where(MEMBERS.c.head.in_(these.heads), MEMBERS.c.body.in_(asked))
    if due:
        itself, short = (some.where(BODIES.c.id.in_(asked)) for some in (itself, short))
    return sa.or_(
        FOUND.c.n.in_(itself),
        sa.and_(FOUND.c.n.in_(short), *these.home),
        sa.and_(FOUND.c.n.in_(collective), *these.meant),
    )


def within(column: sa.Column[str], query: Query) -> Iterator[sa.ColumnElement[bool]]:
    """Whether a last day lies in the time that is asked for; ends may be years or months."""
    yield column != ""
    if query.due_from:
        yield column >= query.due_from
    if query.due_to:
        yield column <= f"{query.due_to}~"


def of_document(connection: sa.Connection, n: int, these: Bodies, query: Query) -> tuple[Owed, ...]:
    """What a document asks of the body, its first tasks; in the transaction of the caller."""
    due = list(within(TASKS.c.latest, query)) if query.due_from or query.due_to else []
    rows = connection.execute(
        sa.select(TASKS, DUTIES.c.role, BODIES.c.name, BODIES.c.key.label("body"))
        .join(DUTIES, DUTIES.c.task == TASKS.c.id)
        .join(BODIES, BODIES.c.id == DUTIES.c.body)
        .where(TASKS.c.doc == n, DUTIES.c.role.in_(_OWING), _stands_for(n, these), *due)
        .order_by(TASKS.c.start, BODIES.c.key.in_(these.keys).desc(), BODIES.c.start, DUTIES.c.role.desc())
    )
    first = {r.id: r for r in reversed(rows.all())}
    tasks = sorted(first.values(), key=lambda r: r.start)[:_SHOWN]
    return tuple(
        Owed(
            text=" ".join(r.text.split()),
            role=r.role,
            latest=r.latest,
            section=r.section,
            via="" if r.body in (*these.keys, *these.short) else r.name,
            start=r.start,
            end=r.end,
        )
        for r in tasks
    )


def via(connection: sa.Connection, n: int, these: Bodies) -> tuple[str, ...]:
    """The collective names under which a document asks something of a body; in the transaction of the caller."""
    asked = sa.select(DUTIES.c.body).where(DUTIES.c.role.in_(_OWING))
    other = BODIES.c.key.not_in((*these.keys, *these.short))
    query = sa.select(BODIES.c.name).where(BODIES.c.doc == n, other, BODIES.c.id.in_(asked), _stands_for(n, these))
    return tuple(connection.scalars(query.order_by(BODIES.c.start)))


def place(connection: sa.Connection, n: int, these: Bodies) -> tuple[int, int, str] | None:
    """Where a document names the body first, and the section; in the transaction of the caller."""
    columns = (BODIES.c.start, BODIES.c.end, BODIES.c.section)
    query = sa.select(*columns).where(BODIES.c.doc == n, _stands_for(n, these))
    row = connection.execute(query.order_by(BODIES.c.key.in_(these.keys).desc(), BODIES.c.start)).first()
    return (row.start, row.end, row.section) if row else None


def _stands_for(n: int, these: Bodies) -> sa.ColumnElement[bool]:
    collective = sa.select(MEMBERS.c.body).where(MEMBERS.c.doc == n, MEMBERS.c.head.in_(these.heads))
    collective = collective.join(FOUND, FOUND.c.n == MEMBERS.c.doc).where(*these.meant)
    at_home = sa.select(FOUND.c.n).where(FOUND.c.n == n, *these.home)
    return sa.or_(
        BODIES.c.key.in_(these.keys),
        sa.and_(BODIES.c.key.in_(these.short), BODIES.c.doc.in_(at_home)),
        BODIES.c.id.in_(collective),
    )
