"""The register of directives as it grows from the archive: what most documents state of one, with who states otherwise.

A row of the shipped register keeps its mark (verified or believed); what the document itself says, where it is held,
goes before what others say of it.

Reads: the index; the register of central directives.
Writes: `Facts`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from docparse import lexicon
from docparse.find.identities import COLUMNS, Identity, hidden, identity_of
from docparse.find.library import Library
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES
from docparse.text import key

Mark = Literal["held", "verified", "believed", "stated", ""]
"""Whence a fact is: from the document itself, from the shipped register, from what others state; "" where unknown."""

Examples = Callable[[Sequence[str]], tuple[str, ...]]
"""The first documents that state one of some values."""

_EXAMPLES = 3
_FIELDS = ("about", "date", "issuer", "term")


@dataclass(frozen=True, slots=True)
class Dissent:
    """Another value than the one that was taken: how many documents state it, and the first of them."""

    value: str
    documents: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, whence it is, how many documents state it, and what others state instead."""

    value: str = ""
    mark: Mark = ""
    documents: int = 0
    dissent: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stated:
    """A value in its commonest spelling, how many documents state it, and all its spellings."""

    value: str
    documents: int
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document."""

    symbol: str
    title: Fact
    date: Fact
    issuer: Fact
    term: Fact


def facts(connection: sa.Connection, identity: Identity, allow_secret: bool) -> Facts:
    """What is known of a document, by field; in the transaction of the caller.

    Args: `allow_secret`, whether documents marked as secret count.
    """
    states = _states(identity, allow_secret)
    stated = _stated(connection, states)
    held = _held(connection, identity, allow_secret)
    row = next((d for d in lexicon.directives() if d.symbol == identity.symbol and d.date == identity.when), None)
    mark: Mark = row.status if row else ""
    date = identity.when if identity.when[:1].isdigit() else ""

    def fact(field: str, *known: tuple[str, Mark]) -> Fact:
        return _fact(stated[field], lambda values: _examples(connection, states, field, values), *known)

    return Facts(
        symbol=identity.symbol,
        title=fact("about", (held.title if held else "", "held"), (row.subject if row else "", mark)),
        date=fact("date", (held.issued if held else "", "held"), (row.date if row else "", mark), (date, "")),
        issuer=fact("issuer", (held.issuer if held else "", "held"), (row.issuer if row else "", mark)),
        term=fact("term", (row.term if row else "", mark), (identity.term, "")),
    )


def register(library: Library) -> Iterator[Facts]:
    """Every central directive that is held or cited, in order of time and number."""
    them = central(library)
    with library.connection.begin():
        yield from (facts(library.connection, one, library.allow_secret) for one in them)


def central(library: Library) -> list[Identity]:
    """The documents of central bodies that are held or cited, in order of time and number."""
    query = sa.select(*COLUMNS).where(IDENTITIES.c.symbol.like("%TW"), IDENTITIES.c.key.not_like("name:%"))
    if not library.allow_secret:
        query = query.where(sa.not_(hidden()))
    with library.connection.begin():
        rows = library.connection.execute(query.order_by(IDENTITIES.c.when, IDENTITIES.c.key))
        return [identity_of(row) for row in rows]


def _states(identity: Identity, allow_secret: bool) -> sa.ColumnElement[bool]:
    """Whether a citation says something of a document: it means that one, or gives another date to it."""
    listed = (" " + CITATIONS.c.candidates + " ").contains(f" {identity.id} ")
    dissents = sa.and_(CITATIONS.c.basis == "date_differs", listed)
    where = sa.and_(CITATIONS.c.key == identity.key, sa.or_(CITATIONS.c.identity == identity.id, dissents))
    secret = sa.select(FOUND.c.n).where(FOUND.c.secret)
    return where if allow_secret else sa.and_(where, CITATIONS.c.doc.not_in(secret))


def _stated(connection: sa.Connection, states: sa.ColumnElement[bool]) -> dict[str, Counter[str]]:
    """By field, how many documents state each value."""
    columns = [CITATIONS.c[field] for field in _FIELDS]
    in_doubt = CITATIONS.c.identity.is_(None)
    query = sa.select(*columns, in_doubt.label("in_doubt"), sa.func.count().label("documents"))
    out: dict[str, Counter[str]] = {field: Counter() for field in _FIELDS}
    for row in connection.execute(query.where(states).group_by(*columns, in_doubt)):
        # Who states another date dissents in that; the rest of what he says may be of another document.
        for field in ("date",) if row.in_doubt else _FIELDS:
            if value := row._mapping[field]:
                out[field][value] += row.documents
    return out


def _examples(
    connection: sa.Connection, states: sa.ColumnElement[bool], field: str, values: Sequence[str]
) -> tuple[str, ...]:
    """The first documents that state one of some values."""
    query = sa.select(FOUND.c.symbol).join(CITATIONS, CITATIONS.c.doc == FOUND.c.n)
    query = query.where(states, CITATIONS.c[field].in_(values))
    if field != "date":
        query = query.where(CITATIONS.c.identity.is_not(None))
    return tuple(connection.scalars(query.order_by(FOUND.c.n).limit(_EXAMPLES)))


def _held(connection: sa.Connection, identity: Identity, allow_secret: bool) -> Any:
    if identity.held is None:
        return None
    query = sa.select(FOUND).where(FOUND.c.n == identity.held)
    return connection.execute(query if allow_secret else query.where(FOUND.c.secret.is_(False))).first()


def _fact(stated: Counter[str], examples: Examples, *known: tuple[str, Mark]) -> Fact:
    """The first value that is known, else the one that most state; the others are its dissenters."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for spelling, documents in stated.items():
        groups[key(spelling)][spelling] = documents
    ranked = sorted((_Stated(*_commonest(g), tuple(g)) for g in groups.values()), key=lambda s: (-s.documents, s.value))
    value, mark = next(((v, m) for v, m in known if v), (ranked[0].value if ranked else "", "stated" if ranked else ""))
    same = sum(s.documents for s in ranked if _agree(s.value, value))
    others = [s for s in ranked if not _agree(s.value, value)]
    dissent = tuple(Dissent(s.value, s.documents, examples(s.spellings)) for s in others)
    return Fact(" ".join(value.split()), mark or ("stated" if value else ""), same, dissent)


def _commonest(spellings: Counter[str]) -> tuple[str, int]:
    """The spelling that most use, and how many documents state the value in any."""
    return min(spellings, key=lambda s: (-spellings[s], s)), spellings.total()


def _agree(one: str, other: str) -> bool:
    """Whether one value says no more than the other: "2012" and "2012-08-28", a title and its beginning."""
    a, b = key(one), key(other)
    return a in b or b in a
