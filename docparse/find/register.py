"""The register of directives as it grows from the archive: what most documents state of one, with who states otherwise.

A row of the shipped register keeps its mark (verified or believed); what the document itself says, where it is held,
goes before what others say of it.

Reads: the index; the register of central directives.
Writes: `Facts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from docparse import lexicon
from docparse.find.identities import COLUMNS, Identity, hidden, identity_of
from docparse.find.library import Library
from docparse.find.tables import FOUND, IDENTITIES, MENTIONS
from docparse.text import key

Mark = Literal["held", "verified", "believed", "stated", ""]
"""Whence a fact is: from the document itself, from the shipped register, from what others state; "" where unknown."""

_EXAMPLES = 3


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
    stated = _stated(connection, identity, allow_secret)
    held = _held(connection, identity, allow_secret)
    row = next((d for d in lexicon.directives() if d.symbol == identity.symbol and d.date == identity.when), None)
    mark: Mark = row.status if row else ""
    date = identity.when if identity.when[:1].isdigit() else ""
    return Facts(
        symbol=identity.symbol,
        title=_fact(stated["about"], (held.title if held else "", "held"), (row.subject if row else "", mark)),
        date=_fact(stated["date"], (held.issued if held else "", "held"), (row.date if row else "", mark), (date, "")),
        issuer=_fact(stated["issuer"], (held.issuer if held else "", "held"), (row.issuer if row else "", mark)),
        term=_fact(stated["term"], (row.term if row else "", mark), (identity.term, "")),
    )


def register(library: Library) -> Iterator[Facts]:
    """Every central directive that is held or cited, in order of number."""
    connection = library.connection
    query = sa.select(*COLUMNS).where(IDENTITIES.c.symbol.like("%TW"), IDENTITIES.c.key.not_like("name:%"))
    if not library.allow_secret:
        query = query.where(sa.not_(hidden()))
    with connection.begin():
        found = [identity_of(row) for row in connection.execute(query.order_by(IDENTITIES.c.when, IDENTITIES.c.key))]
        yield from (facts(connection, one, library.allow_secret) for one in found)


_FIELDS = ("about", "date", "issuer", "term")


def _stated(connection: sa.Connection, identity: Identity, allow_secret: bool) -> dict[str, list[tuple[str, str]]]:
    """By field, what each document states first, and the document."""
    query = (
        sa.select(MENTIONS.c.doc, FOUND.c.symbol, *(MENTIONS.c[f] for f in _FIELDS), MENTIONS.c.candidates)
        .join(FOUND, FOUND.c.n == MENTIONS.c.doc)
        .where(MENTIONS.c.key == identity.key)
        .where(sa.or_(MENTIONS.c.identity == identity.id, MENTIONS.c.basis == "date_differs"))
        .where(sa.or_(*(MENTIONS.c[f] != "" for f in _FIELDS)))
        .order_by(MENTIONS.c.doc)
    )
    if not allow_secret:
        query = query.where(FOUND.c.secret.is_(False))
    seen: set[tuple[str, int]] = set()
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(query):
        # Who states another date dissents in that; the rest of what he says may be of another document.
        dissenter = bool(row.candidates)
        if dissenter and str(identity.id) not in row.candidates.split():
            continue
        for field in ("date",) if dissenter else _FIELDS:
            value = row._mapping[field]
            if value and (field, row.doc) not in seen:
                seen.add((field, row.doc))
                out[field].append((value, row.symbol))
    return out


def _held(connection: sa.Connection, identity: Identity, allow_secret: bool) -> Any:
    if identity.held is None:
        return None
    query = sa.select(FOUND).where(FOUND.c.n == identity.held)
    return connection.execute(query if allow_secret else query.where(FOUND.c.secret.is_(False))).first()


def _fact(stated: Iterable[tuple[str, str]], *known: tuple[str, Mark]) -> Fact:
    """The first value that is known, else the one that most state; the others are its dissenters."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for value, symbol in stated:
        groups[key(value)].append((value, symbol))
    ranked = sorted(groups.values(), key=lambda g: (-len(g), g[0][0]))
    value, mark = next(((v, m) for v, m in known if v), (ranked[0][0][0] if ranked else "", "stated" if ranked else ""))
    same = [g for g in ranked if _agree(g[0][0], value)]
    others = [g for g in ranked if not _agree(g[0][0], value)]
    dissent = (Dissent(g[0][0], len(g), tuple(s for _, s in g[:_EXAMPLES])) for g in others)
    return Fact(" ".join(value.split()), mark or ("stated" if value else ""), sum(map(len, same)), tuple(dissent))


def _agree(one: str, other: str) -> bool:
    """Whether one value says no more than the other: "2012" and "2012-08-28", a title and its beginning."""
    a, b = key(one), key(other)
    return a in b or b in a
