"""Documents by the names that people give them: a number, with its date, term or place where that is not enough.

Reads: the index.
Writes: `Identity`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from docparse.errors import UnknownNumber
from docparse.find.library import Library
from docparse.find.numbers import Asked, asked, number_of
from docparse.find.places import shown
from docparse.find.query import Short, parse
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES
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
        place = f" ({shown(self.place)})" if self.place else ""
        return f"{self.symbol}{when}{place}"


COLUMNS = [IDENTITIES.c[n] for n in ("id", "symbol", "when", "term", "place", "held", "conflict", "key")]


def identity_of(row: Any) -> Identity:
    """A row with `COLUMNS` first."""
    return Identity(*row[:8])


def named(library: Library, number: str, place: str = "") -> list[Identity]:
    """The documents that a person may mean, held ones first.

    Args: `number`, such as "17-CT/TW", "17-CT/TW@2012-08-28" or "17-CT/TW@XI", or a type with a number ("chỉ thị 17"),
    which whoever issues such documents may have; `place`, of the body whose it is. Raises UnknownNumber.
    """
    found = asked(number)
    with library.connection.begin():
        if found:
            them = identities_of(library.connection, found, place, library.allow_secret)
        else:
            them = _of_short(library, number, place)
    if not them:
        raise UnknownNumber(number)
    return them


def identities_of(
    connection: sa.Connection, wanted: Asked, place: str = "", allow_secret: bool = False
) -> list[Identity]:
    """The documents that a number may name, held ones first; in the transaction of the caller.

    Args: `place`, of the body whose number it is; `allow_secret`, whether more than the number that was asked for is
    said of what only documents marked as secret bear or cite.
    """
    query = sa.select(*COLUMNS).where(IDENTITIES.c.key == wanted.number.key, *_fitting(wanted.when, place))
    them = [identity_of(row) for row in connection.execute(query.order_by(*_HELD_FIRST))]
    if allow_secret:
        return them
    unknown = set(connection.scalars(sa.select(IDENTITIES.c.id).where(IDENTITIES.c.key == wanted.number.key, hidden())))
    if wanted.when or place:
        return [one for one in them if one.id not in unknown]
    return [replace(one, when="", term="", place="", held=None) if one.id in unknown else one for one in them]


_HELD_FIRST = (IDENTITIES.c.held.is_(None), IDENTITIES.c.when, IDENTITIES.c.place, IDENTITIES.c.key)


def _fitting(when: str, place: str) -> Iterator[sa.ColumnElement[bool]]:
    """Whether a document is of a day or a term, and of a place, where these are asked for."""
    if when[:1].isdigit():
        yield IDENTITIES.c.when.startswith(when, autoescape=True)
    elif when:
        yield IDENTITIES.c.term == when.upper()
    if place:
        name = key(place)
        yield sa.or_(IDENTITIES.c.place == name, IDENTITIES.c.place.startswith(f"{name}, ", autoescape=True))


def _of_short(library: Library, text: str, place: str) -> list[Identity]:
    """The documents that a type with a number may mean, held ones first."""
    name, _, when = text.partition("@")
    words = parse(name)
    shorts = [number for number in words.numbers if isinstance(number, Short)]
    if words.terms or len(shorts) != 1 or len(words.numbers) != 1:
        return []
    short = shorts[0]
    query = sa.select(*COLUMNS).where(IDENTITIES.c.key.startswith(str(short.value)), *_fitting(when.strip(), place))
    if not library.allow_secret:
        query = query.where(sa.not_(hidden()))
    them = [identity_of(row) for row in library.connection.execute(query.order_by(*_HELD_FIRST))]
    numbers = ((one, number_of(one.symbol)) for one in them)
    return [one for one, n in numbers if n and n.value == short.value and n.code in short.codes]


def hidden() -> sa.ColumnElement[bool]:
    """Whether an identity is known from documents marked as secret only."""
    borne = sa.select(FOUND.c.secret).where(FOUND.c.identity == IDENTITIES.c.id)
    cited = sa.select(FOUND.c.secret).join(CITATIONS, CITATIONS.c.doc == FOUND.c.n)
    cited = cited.where(CITATIONS.c.identity == IDENTITIES.c.id)
    secret = sa.or_(*(some.where(FOUND.c.secret).correlate(IDENTITIES).exists() for some in (borne, cited)))
    other = sa.or_(*(some.where(FOUND.c.secret.is_(False)).correlate(IDENTITIES).exists() for some in (borne, cited)))
    return sa.and_(secret, sa.not_(other))


def secret_bearers(library: Library, identity: Identity) -> int:
    """How many documents of an identity are left out as secret; in the transaction of the caller."""
    if library.allow_secret:
        return 0
    query = sa.select(sa.func.count()).select_from(FOUND).where(FOUND.c.identity == identity.id, FOUND.c.secret)
    return library.connection.scalar(query) or 0
