"""Documents by the names that people give them: a number, with its date, term or place where that is not enough.

Reads: the index.
Writes: `Identity`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from docparse.errors import UnknownNumber
from docparse.find.library import Library
from docparse.find.numbers import Asked, asked
from docparse.find.tables import FOUND, IDENTITIES, MENTIONS
from docparse.text import key


@dataclass(frozen=True, slots=True)
class Identity:
    """A document that is held or cited; `when` is its date, else its term, else empty."""

    id: int
    symbol: str
    when: str
    term: str
    place: str
    held: int | None
    conflict: bool
    key: str

    @property
    def name(self) -> str:
        """One name for it: "17-CT/TW@2012-08-28", with its place for a local one."""
        when = f"@{self.when}" if self.when else ""
        place = f" ({self.place.title()})" if self.place else ""
        return f"{self.symbol}{when}{place}"


COLUMNS = [IDENTITIES.c[n] for n in ("id", "symbol", "when", "term", "place", "held", "conflict", "key")]


def identity_of(row: Any) -> Identity:
    """A row with `COLUMNS` first."""
    return Identity(*row[:8])


def named(library: Library, number: str, place: str = "") -> list[Identity]:
    """The documents that a person may mean, held ones first.

    A secret document that no other cites is as unknown, unless such may be shown. Args: `number`, such as
    "17-CT/TW", "17-CT/TW@2012-08-28" or "17-CT/TW@XI"; `place`, of the body whose it is. Raises UnknownNumber.
    """
    found = asked(number)
    with library.connection.begin():
        them = identities_of(library.connection, found, place) if found else []
        if not library.allow_secret:
            them = [shown for one in them if (shown := _shown(library.connection, one))]
    if not them:
        raise UnknownNumber(number)
    return them


def identities_of(connection: sa.Connection, wanted: Asked, place: str = "") -> list[Identity]:
    """The documents that a number may name, held ones first; in the transaction of the caller.

    Args: `place`, of the body whose number it is.
    """
    query = sa.select(*COLUMNS).where(IDENTITIES.c.key == wanted.number.key)
    if wanted.when[:1].isdigit():
        query = query.where(IDENTITIES.c.when.startswith(wanted.when, autoescape=True))
    elif wanted.when:
        query = query.where(IDENTITIES.c.term == wanted.when.upper())
    if place:
        name = key(place)
        within = IDENTITIES.c.place.startswith(f"{name}, ", autoescape=True)
        query = query.where(sa.or_(IDENTITIES.c.place == name, within))
    query = query.order_by(IDENTITIES.c.held.is_(None), IDENTITIES.c.when, IDENTITIES.c.place)
    return [identity_of(row) for row in connection.execute(query)]


def _shown(connection: sa.Connection, one: Identity) -> Identity | None:
    """An identity without a secret document that it is; None where nothing else names it."""
    held = sa.select(FOUND.c.n).where(FOUND.c.n == one.held, FOUND.c.secret)
    if one.held is None or connection.scalar(held) is None:
        return one
    citing = sa.select(FOUND.c.n).join(MENTIONS, MENTIONS.c.doc == FOUND.c.n).where(MENTIONS.c.identity == one.id)
    is_cited = connection.scalar(citing.where(FOUND.c.secret.is_(False)).limit(1)) is not None
    return replace(one, held=None) if is_cited else None
