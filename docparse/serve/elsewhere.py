"""Where else a directive or a body stands in the archive, and where a click on it leads.

Reads: the index of an archive.
Writes: `Elsewhere`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.identities import COLUMNS, identity_of
from docparse.find.library import Library
from docparse.find.register import Facts, facts
from docparse.find.tables import BODIES, CITATIONS, FOUND, IDENTITIES, MENTIONS
from docparse.link.bodies import body_key

MOST = 15
"""Documents that are named."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document that names the same."""

    document: str
    name: str
    issued: str
    title: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other documents that name it, the latest first, and how many; of a directive what is known of it.

    `held` is the document itself, where it is in the archive.
    """

    places: tuple[Place, ...]
    total: int
    name: str = ""
    held: str | None = None
    facts: Facts | None = None


def of_reference(library: Library, sha256: str, start: int, end: int) -> Elsewhere | None:
    """Of the document that a mention means; None where it is in doubt, or no document that is known."""
    connection = library.connection
    with connection.begin():
        cited = (
            sa.select(*COLUMNS)
            .join(CITATIONS, CITATIONS.c.identity == IDENTITIES.c.id)
            .join(FOUND, FOUND.c.n == CITATIONS.c.doc)
            .join(MENTIONS, sa.and_(MENTIONS.c.doc == CITATIONS.c.doc, MENTIONS.c.key == CITATIONS.c.key))
        )
        at = (FOUND.c.sha256 == sha256, MENTIONS.c.start == start, MENTIONS.c.end == end)
        row = connection.execute(cited.where(*at).limit(1)).first()
        if row is None:
            return None
        one = identity_of(row)
        citing = sa.select(CITATIONS.c.doc).where(CITATIONS.c.identity == one.id)
        places, total = _places(library, FOUND.c.n.in_(citing), sha256)
        return Elsewhere(
            places, total, one.name, _held(library, one.held), facts(connection, one, library.allow_secret)
        )


def of_body(library: Library, sha256: str, name: str) -> Elsewhere:
    """Of a body by its name, in the place that it has in a document ("Tỉnh ủy" is one in each province)."""
    own = sa.select(BODIES.c.place).join(FOUND, FOUND.c.n == BODIES.c.doc)
    own = own.where(FOUND.c.sha256 == sha256, BODIES.c.key == body_key(name))
    named = sa.select(BODIES.c.doc).where(BODIES.c.key == body_key(name), BODIES.c.place.in_(own))
    with library.connection.begin():
        places, total = _places(library, FOUND.c.n.in_(named), sha256)
    return Elsewhere(places, total, name)


def _places(library: Library, where: sa.ColumnElement[bool], sha256: str) -> tuple[tuple[Place, ...], int]:
    fits: list[sa.ColumnElement[bool]] = [where, FOUND.c.sha256 != sha256]
    fits += [] if library.allow_secret else [FOUND.c.secret.is_(False)]
    total = library.connection.scalar(sa.select(sa.func.count()).select_from(FOUND).where(*fits)) or 0
    query = sa.select(FOUND.c.sha256, FOUND.c.symbol, FOUND.c.issued, FOUND.c.title).where(*fits)
    rows = library.connection.execute(query.order_by(FOUND.c.issued.desc(), FOUND.c.n).limit(MOST))
    return tuple(Place(r.sha256, r.symbol or r.title or r.sha256[:12], r.issued, r.title) for r in rows), total


def _held(library: Library, n: Any) -> str | None:
    query = sa.select(FOUND.c.sha256).where(FOUND.c.n == n)
    if n is None:
        return None
    held: str | None = library.connection.scalar(query if library.allow_secret else query.where(~FOUND.c.secret))
    return held
