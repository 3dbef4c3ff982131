"""What a body owes: tasks that name it, and tasks of collectives that it belonged to on the day of the document.

Reads: the index; the register of bodies.
Writes: `Bodies`, `Owed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find import words
from docparse.find.collectives import head, heads_over, keys, registered
from docparse.find.places import seat
from docparse.find.query import Query
from docparse.find.rows import OWING
from docparse.find.tables import BODIES, DUTIES, FOUND, MEMBERS, TASKS
from docparse.i18n import _
from docparse.link.bodies import body_key

_SHOWN = 3
"""Tasks that are shown of one document."""


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


@dataclass(frozen=True, slots=True)
class Called:
    """How one document calls the body: what it asks of it, under which collective names, where it names it first."""

    owed: tuple[Owed, ...] = ()
    via: tuple[str, ...] = ()
    place: tuple[int, int, str] | None = None


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
    if found := provinces(connection, name):
        notes.append(f"{name}: {', '.join(p.title() for p in found)}")
        meant.append(FOUND.c.province.in_(("", *found)))
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
    return keys(head(name)), (FOUND.c.level == own.level, sa.or_(FOUND.c.place == own.place, _in(own.place)))


def provinces(connection: sa.Connection, name: str) -> list[str]:
    """The provinces in which a local body may be, as the documents that it issued say."""
    own = seat(name)
    if own.level not in ("district", "commune") or not own.place:
        return []
    same = (FOUND.c.level == own.level, _in(own.place))
    query = sa.select(FOUND.c.province).where(*same, FOUND.c.province != "").distinct()
    return list(connection.scalars(query.order_by(FOUND.c.province)))


def _in(place: str) -> sa.ColumnElement[bool]:
    """Whether the place of a document is one of that name in whatever province; as a range, which an index answers."""
    return sa.and_(FOUND.c.place >= f"{place}, ", FOUND.c.place < f"{place},!")


def named(these: Bodies, query: Query) -> sa.ColumnElement[bool]:
    """Whether a document names the body, or asks something of a collective that takes it in.

    Args: `query`, with whose deadline it has to ask something of either.
    """
    due = list(within(DUTIES.c.latest, query)) if query.due_from or query.due_to else []
    itself = sa.select(BODIES.c.doc).where(BODIES.c.key.in_(these.keys))
    short = sa.select(BODIES.c.doc).where(BODIES.c.key.in_(these.short))
    collective = sa.select(MEMBERS.c.doc).where(MEMBERS.c.head.in_(these.heads), MEMBERS.c.owes)
    if due:
        itself, short = (some.where(_due(BODIES.c.id, due)) for some in (itself, short))
        collective = collective.where(_due(MEMBERS.c.body, due))
    return sa.or_(
        FOUND.c.n.in_(itself),
        # A sum: the few documents from there are looked up, not the many that say "Huyện ủy".
        sa.and_((FOUND.c.n + 0).in_(short), *these.home),
        sa.and_(FOUND.c.n.in_(collective), *these.meant),
    )


def _due(body: sa.Column[int], due: Sequence[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """Whether something is asked of a body with a deadline that is wanted."""
    duties = sa.select(DUTIES.c.task).where(DUTIES.c.body == body, DUTIES.c.role.in_(OWING), *due)
    return duties.correlate(body.table).exists()


def within(column: sa.Column[str], query: Query) -> Iterator[sa.ColumnElement[bool]]:
    """Whether a last day lies in the time that is asked for; ends may be years or months."""
    yield column != ""
    if query.due_from:
        yield column >= query.due_from
    if query.due_to:
        yield column <= f"{query.due_to}~"


def of_documents(connection: sa.Connection, numbers: Sequence[int], these: Bodies, query: Query) -> dict[int, Called]:
    """How documents name the body and what they ask of it; in the transaction of the caller.

    Args: `numbers`, of the documents in the index; `query`, with whose deadline a task has to be.
    """
    called: dict[int, list[Any]] = {n: [] for n in numbers}
    bodies = sa.select(BODIES).where(BODIES.c.doc.in_(numbers), _stands_for(numbers, these))
    for row in connection.execute(bodies.order_by(BODIES.c.key.in_(these.keys).desc(), BODIES.c.start)):
        called[row.doc].append(row)
    due = list(within(TASKS.c.latest, query)) if query.due_from or query.due_to else []
    duties = (
        sa.select(TASKS, DUTIES.c.role, DUTIES.c.body)
        .join(DUTIES, DUTIES.c.task == TASKS.c.id)
        .where(DUTIES.c.body.in_([row.id for rows in called.values() for row in rows]), DUTIES.c.role.in_(OWING))
        .order_by(TASKS.c.start, DUTIES.c.role.desc())
    )
    asked: dict[int, list[Any]] = {n: [] for n in numbers}
    for row in connection.execute(duties.where(*due)):
        asked[row.doc].append(row)
    return {n: _called(called[n], asked[n], (*these.keys, *these.short)) for n in numbers}


def _called(bodies: Sequence[Any], duties: Sequence[Any], own: Sequence[str]) -> Called:
    """What a document asks, each task once and of the body itself where it says so, and where it names it first."""
    order = {row.id: i for i, row in enumerate(bodies)}
    names = {row.id: "" if row.key in own else row.name for row in bodies}
    tasks: dict[int, Any] = {}
    for row in sorted(duties, key=lambda r: order[r.body]):
        tasks.setdefault(row.id, row)
    first = sorted(tasks.values(), key=lambda r: r.start)[:_SHOWN]
    owed = tuple(
        Owed(" ".join(r.text.split()), r.role, r.latest, r.section, names[r.body], r.start, r.end) for r in first
    )
    asked = {row.body for row in duties}
    via = tuple(row.name for row in sorted(bodies, key=lambda r: r.start) if names[row.id] and row.id in asked)
    return Called(owed, via, (bodies[0].start, bodies[0].end, bodies[0].section) if bodies else None)


def _stands_for(numbers: Sequence[int], these: Bodies) -> sa.ColumnElement[bool]:
    """Whether a body of some documents is the one that was asked for, or a collective that takes it in."""
    collective = sa.select(MEMBERS.c.body).where(MEMBERS.c.doc.in_(numbers), MEMBERS.c.head.in_(these.heads))
    collective = collective.join(FOUND, FOUND.c.n == MEMBERS.c.doc).where(*these.meant)
    at_home = sa.select(FOUND.c.n).where(FOUND.c.n.in_(numbers), *these.home)
    return sa.or_(
        BODIES.c.key.in_(these.keys),
        sa.and_(BODIES.c.key.in_(these.short), BODIES.c.doc.in_(at_home)),
        BODIES.c.id.in_(collective),
    )
