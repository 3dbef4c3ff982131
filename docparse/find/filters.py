"""The fields of a query as conditions on documents; what of it had to be interpreted is said in notes.

Reads: `Query`, the index.
Writes: conditions of SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from docparse.find import owed
from docparse.find.identities import identities_of
from docparse.find.numbers import Asked, asked
from docparse.find.owed import Bodies
from docparse.find.query import Query, Short
from docparse.find.tables import CITATIONS, DEADLINES, FOUND, MENTIONS
from docparse.text import key


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all must hold; `own` puts documents that bear a number that was asked for first."""

    where: tuple[sa.ColumnElement[bool], ...]
    own: tuple[sa.ColumnElement[bool], ...] = ()
    bodies: Bodies = field(default_factory=Bodies)
    notes: tuple[str, ...] = ()


def filters(connection: sa.Connection, query: Query, numbers: Sequence[Asked | Short], allow_secret: bool) -> Filters:
    """The conditions of a query.

    Args: `allow_secret`, whether the notes may name what only documents marked as secret bear or cite.
    """
    notes: list[str] = []
    where = list(_plain(query))
    own = []
    with connection.begin():
        for number in numbers:
            bears, cites = _number(connection, number, notes, allow_secret)
            where.append(FOUND.c.n.in_(sa.union(sa.select(FOUND.c.n).where(bears), cites)))
            own.append(bears)
        if query.cites:
            where.append(FOUND.c.n.in_(_cites(connection, query.cites, notes, allow_secret)))
        bodies = Bodies()
        if query.body:
            bodies = owed.bodies(connection, query.body)
            notes += bodies.notes
            where.append(owed.named(bodies, query))
        elif query.due_from or query.due_to:
            due = sa.select(DEADLINES.c.doc).where(*owed.within(DEADLINES.c.latest, query))
            where.append(FOUND.c.n.in_(due))
    return Filters(tuple(where), tuple(own), bodies, tuple(notes))


def _plain(query: Query) -> Iterator[sa.ColumnElement[bool]]:
    if query.types:
        yield FOUND.c.doc_type.in_([key(t) for t in query.types])
    if len(query.issuer) > 2 and query.issuer[0] == query.issuer[-1] == '"':
        yield FOUND.c.issuer_key == key(query.issuer[1:-1])
    elif query.issuer:
        yield FOUND.c.issuer_key.contains(key(query.issuer), autoescape=True)
    if query.level:
        yield FOUND.c.level == query.level
    if query.since:
        yield FOUND.c.issued >= query.since
    if query.until:
        yield sa.and_(FOUND.c.issued != "", FOUND.c.issued <= f"{query.until}~")


def _number(
    connection: sa.Connection, number: Asked | Short, notes: list[str], allow_secret: bool
) -> tuple[sa.ColumnElement[bool], sa.Select[Any]]:
    """Whether a document bears a number, and the documents that cite it."""
    citing = sa.select(CITATIONS.c.doc)
    if isinstance(number, Short):
        bears = sa.and_(FOUND.c.number == number.value, FOUND.c.code.in_(number.codes))
        called = (MENTIONS.c.number == number.value, MENTIONS.c.code.in_(number.codes))
        return bears, sa.select(MENTIONS.c.doc).where(*called)
    found = identities_of(connection, number, allow_secret=True)
    if number.when:
        ids = [one.id for one in found]
        return FOUND.c.identity.in_(ids), citing.where(CITATIONS.c.identity.in_(ids))
    shown = found if allow_secret else [one for one in identities_of(connection, number) if one in found]
    if len(shown) > 1:
        notes.append(f"{number.number.symbol}: " + ", ".join(one.name for one in shown))
    return FOUND.c.key == number.number.key, citing.where(CITATIONS.c.key == number.number.key)


def _cites(connection: sa.Connection, text: str, notes: list[str], allow_secret: bool) -> sa.Select[Any]:
    number = asked(text)
    if number is None:
        return sa.select(CITATIONS.c.doc).where(CITATIONS.c.key == f"name:{key(text)}")
    return _number(connection, number, notes, allow_secret)[1]
