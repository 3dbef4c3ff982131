"""Who cites whom: how, when, in which section; both ways, to any depth; the most cited, what is not held.

Reads: the index.
Writes: `Refs`, `Counts`, `Cited`, `Edge`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.identities import COLUMNS, Identity, identity_of, secret_bearers
from docparse.find.library import Library
from docparse.find.register import Facts, facts
from docparse.find.tables import FOUND, IDENTITIES, MENTIONS

STRONGEST = (
    "replaces",
    "amends",
    "reviews_final",
    "reviews_interim",
    "implements",
    "pursuant_to",
    "accompanies",
    "mentions",
)
"""Relations of two documents, those that say most first; what stands in the title goes before all."""

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Citation:
    """That one document cites another, once for all its mentions; `depth` counts the steps from where one began.

    `section` is that of the mention that says most; `basis` is why the mention means the document, or why it is in
    doubt (`identity.Basis`).
    """

    depth: int
    document: str
    cited: str
    relations: tuple[str, ...]
    mentions: int
    section: str
    basis: str
    issued: str
    doc_type: str
    issuer: str
    title: str


@dataclass(frozen=True, slots=True)
class Refs:
    """A document with those that cite it, those that it cites, and those that may mean it or another one."""

    name: str
    held: bool
    facts: Facts
    cited_by: tuple[Citation, ...]
    cites: tuple[Citation, ...]
    in_doubt: tuple[Citation, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is cited: by how many documents, in how many mentions."""

    name: str
    held: bool
    documents: int
    mentions: int
    title: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of all mentions; `in_doubt` by reason."""

    held: int
    not_held: int
    in_doubt: dict[str, int]
    documents: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Edge:
    """That a document cites another, by the ids of their identities, with the relation that says most."""

    citing: int
    cited: int
    relation: str
    mentions: int


def refs(library: Library, identity: Identity, *, depth: int = 1) -> Refs:
    """Who cites a document and whom it cites.

    Args: `identity`, the document; `depth`, how many steps from it, both ways.
    """
    connection = library.connection
    with connection.begin():
        up, hidden = _walk(library, identity.id, depth, _citing)
        down, _ = _walk(library, identity.id, depth, _cited)
        doubt = _rows(library, MENTIONS.c.key == identity.key, MENTIONS.c.identity.is_(None))
        may = [r for r in doubt if str(identity.id) in r.candidates.split()]
        name = identity.name
        return Refs(
            name=name,
            held=identity.held is not None,
            facts=facts(connection, identity, library.allow_secret),
            cited_by=up,
            cites=down,
            in_doubt=tuple(_citations(may, 1, lambda r: name)),
            hidden=hidden + secret_bearers(library, identity),
        )


def _walk(library: Library, start: int, depth: int, step: Any) -> tuple[tuple[Citation, ...], int]:
    """The citations within some steps, the nearest first, and how many documents are left out as secret."""
    seen, front, hidden = {start}, [start], 0
    out: list[Citation] = []
    for level in range(1, depth + 1):
        rows, after, left = step(library, front)
        names = _names(library.connection, {r.meant for r in rows})
        out += sorted(_citations(rows, level, lambda r, n=names: n[r.meant].name), key=_by_date)
        hidden += left
        front = [i for i in dict.fromkeys(after) if i is not None and i not in seen]
        seen.update(front)
        if not front:
            break
    return tuple(out), hidden


def _by_date(citation: Citation) -> tuple[str, str]:
    return citation.issued or "9", citation.document


def _citing(library: Library, ids: Sequence[int]) -> tuple[list[Any], list[int], int]:
    rows, hidden = [], 0
    for start in range(0, len(ids), _CHUNK):
        where = MENTIONS.c.identity.in_(ids[start : start + _CHUNK])
        rows += _rows(library, where)
        if not library.allow_secret:
            count = sa.select(sa.func.count(MENTIONS.c.doc.distinct())).join(FOUND, FOUND.c.n == MENTIONS.c.doc)
            hidden += library.connection.scalar(count.where(where, FOUND.c.secret)) or 0
    return rows, [r.own for r in rows], hidden


def _cited(library: Library, ids: Sequence[int]) -> tuple[list[Any], list[int], int]:
    rows = []
    for start in range(0, len(ids), _CHUNK):
        where = (FOUND.c.identity.in_(ids[start : start + _CHUNK]), MENTIONS.c.identity.is_not(None))
        rows += _rows(library, *where)
    return rows, [r.meant for r in rows], 0


def _rows(library: Library, *where: sa.ColumnElement[bool]) -> list[Any]:
    names = ("symbol", "issued", "doc_type", "issuer", "title", "place")
    query = (
        sa.select(
            MENTIONS.c.doc,
            MENTIONS.c.identity.label("meant"),
            MENTIONS.c.relation,
            MENTIONS.c.zone,
            MENTIONS.c.section,
            MENTIONS.c.basis,
            MENTIONS.c.candidates,
            FOUND.c.identity.label("own"),
            *(FOUND.c[n] for n in names),
        )
        .join(FOUND, FOUND.c.n == MENTIONS.c.doc)
        .where(*where)
        .order_by(MENTIONS.c.doc, MENTIONS.c.start)
    )
    return list(library.connection.execute(query if library.allow_secret else query.where(FOUND.c.secret.is_(False))))


def _names(connection: sa.Connection, ids: Iterable[int]) -> dict[int, Identity]:
    wanted = sorted(ids)
    out = {}
    for start in range(0, len(wanted), _CHUNK):
        query = sa.select(*COLUMNS).where(IDENTITIES.c.id.in_(wanted[start : start + _CHUNK]))
        out.update({row.id: identity_of(row) for row in connection.execute(query)})
    return out


def _citations(rows: Sequence[Any], depth: int, cited: Any) -> list[Citation]:
    """One citation for each pair of documents."""
    pairs: dict[tuple[int, int | None], list[Any]] = defaultdict(list)
    for row in rows:
        pairs[row.doc, row.meant].append(row)
    out = []
    for group in pairs.values():
        relations = tuple(dict.fromkeys(relation for relation, _ in sorted(map(_said, group), key=_weight)))
        first = next(r for r in group if r.relation == relations[0])
        out.append(
            Citation(
                depth=depth,
                document=first.symbol or first.title,
                cited=cited(first),
                relations=relations,
                mentions=len(group),
                section=first.section,
                basis=first.basis,
                issued=first.issued,
                doc_type=first.doc_type,
                issuer=first.issuer,
                title=" ".join(first.title.split()),
            )
        )
    return out


def _said(row: Any) -> tuple[str, str]:
    return row.relation, row.zone


def _weight(said: tuple[str, str]) -> tuple[bool, int]:
    """What the title says of another document goes before what the text says in passing."""
    relation, zone = said
    return zone != "title", STRONGEST.index(relation)


# --- over the whole archive ---------------------------------------------------------------------------------------


def counts(library: Library) -> Counts:
    """What became of all mentions of the archive: told apart, and counted."""
    with library.connection.begin():
        shown = [] if library.allow_secret else [FOUND.c.secret.is_(False)]
        joined = sa.select(
            MENTIONS.c.basis, IDENTITIES.c.held.is_not(None), MENTIONS.c.identity.is_not(None), sa.func.count()
        ).join(FOUND, FOUND.c.n == MENTIONS.c.doc)
        joined = joined.outerjoin(IDENTITIES, IDENTITIES.c.id == MENTIONS.c.identity).where(*shown)
        rows = library.connection.execute(joined.group_by(*joined.selected_columns[:3])).all()
        held = sum(n for _, held, meant, n in rows if meant and held)
        other = sum(n for _, held, meant, n in rows if meant and not held)
        doubt: Counter[str] = Counter()
        for basis, _, meant, n in rows:
            doubt[basis] += 0 if meant else n
        documents = library.connection.scalar(sa.select(sa.func.count()).select_from(FOUND)) or 0
        secret = library.connection.scalar(sa.select(sa.func.count()).select_from(FOUND).where(FOUND.c.secret)) or 0
        hidden = 0 if library.allow_secret else secret
    return Counts(held, other, {k: n for k, n in sorted(doubt.items()) if n}, documents - hidden, hidden)


def most_cited(
    library: Library, *, limit: int = 20, not_held: bool = False, with_: Identity | None = None
) -> list[Cited]:
    """The documents that most documents cite.

    Args: `not_held`, only those that are not in the archive; `with_`, only where this one is cited too.
    """
    documents = sa.func.count(MENTIONS.c.doc.distinct())
    query = (
        sa.select(*COLUMNS, documents.label("documents"), sa.func.count().label("mentions"))
        .join(MENTIONS, MENTIONS.c.identity == IDENTITIES.c.id)
        .group_by(*COLUMNS)
        .order_by(documents.desc(), sa.func.count().desc(), IDENTITIES.c.key)
        .limit(limit)
    )
    if not library.allow_secret:
        query = query.where(MENTIONS.c.doc.not_in(sa.select(FOUND.c.n).where(FOUND.c.secret)))
    if not_held:
        query = query.where(IDENTITIES.c.held.is_(None))
    if with_:
        citing = sa.select(MENTIONS.c.doc).where(MENTIONS.c.identity == with_.id)
        query = query.where(MENTIONS.c.doc.in_(citing), IDENTITIES.c.id != with_.id)
    with library.connection.begin():
        rows = library.connection.execute(query).all()
        found = [(identity_of(row), row) for row in rows]
        return [
            Cited(
                name=one.name,
                held=one.held is not None,
                documents=row.documents,
                mentions=row.mentions,
                title=facts(library.connection, one, library.allow_secret).title.value,
            )
            for one, row in found
        ]


def edges(library: Library, ids: Sequence[int] | None = None) -> list[Edge]:
    """The whole graph, or that among some identities."""
    query = (
        sa.select(
            FOUND.c.identity, MENTIONS.c.identity.label("meant"), MENTIONS.c.relation, MENTIONS.c.zone, sa.func.count()
        )
        .join(FOUND, FOUND.c.n == MENTIONS.c.doc)
        .where(MENTIONS.c.identity.is_not(None), FOUND.c.identity.is_not(None))
        .group_by(FOUND.c.identity, MENTIONS.c.identity, MENTIONS.c.relation, MENTIONS.c.zone)
    )
    if not library.allow_secret:
        query = query.where(FOUND.c.secret.is_(False))
    if ids is not None:
        query = query.where(MENTIONS.c.identity.in_(ids), FOUND.c.identity.in_(ids))
    pairs: dict[tuple[int, int], Counter[tuple[str, str]]] = defaultdict(Counter)
    with library.connection.begin():
        for citing, cited, relation, zone, n in library.connection.execute(query):
            pairs[citing, cited][relation, zone] += n
    return [
        Edge(citing, cited, min(said, key=_weight)[0], said.total())
        for (citing, cited), said in pairs.items()
        if citing != cited
    ]
