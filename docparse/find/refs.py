"""Who cites whom: how, when, in which section; both ways, to any depth; the most cited, what is not held.

Reads: the index.
Writes: `Refs`, `Counts`, `Cited`, `Edge`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.citations import relations
from docparse.find.identities import COLUMNS, Identity, identity_of, secret_bearers
from docparse.find.library import Library
from docparse.find.register import Facts, facts
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Citation:
    """That one document cites another, once for all its mentions; `depth` counts the steps from where one began.

    `section` is that of the mention that says most; `basis` is why the mention means the document, or why it is in
    doubt (`identity.Basis`). `n` is the number of the citing document in the index.
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
    n: int | None = None


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
        doubt = _rows(library, CITATIONS.c.key == identity.key, CITATIONS.c.identity.is_(None))
        may = [r for r in doubt if str(identity.id) in r.candidates.split()]
        name = identity.name
        return Refs(
            name=name,
            held=identity.held is not None,
            facts=facts(connection, identity, library.allow_secret),
            cited_by=up,
            cites=down,
            in_doubt=tuple(_citation(r, 1, name) for r in may),
            hidden=hidden + secret_bearers(library, identity),
        )


def _walk(library: Library, start: int, depth: int, step: Any) -> tuple[tuple[Citation, ...], int]:
    """The citations within some steps, the nearest first, and how many documents are left out as secret."""
    seen, front, hidden = {start}, [start], 0
    out: list[Citation] = []
    for level in range(1, depth + 1):
        rows, after, left = step(library, front)
        names = _names(library.connection, {r.meant for r in rows})
        out += sorted((_citation(r, level, names[r.meant]) for r in rows), key=_by_date)
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
        where = CITATIONS.c.identity.in_(ids[start : start + _CHUNK])
        rows += _rows(library, where)
        if not library.allow_secret:
            count = sa.select(sa.func.count(CITATIONS.c.doc.distinct())).join(FOUND, FOUND.c.n == CITATIONS.c.doc)
            hidden += library.connection.scalar(count.where(where, FOUND.c.secret)) or 0
    return rows, [r.own for r in rows], hidden


def _cited(library: Library, ids: Sequence[int]) -> tuple[list[Any], list[int], int]:
    rows = []
    for start in range(0, len(ids), _CHUNK):
        where = (FOUND.c.identity.in_(ids[start : start + _CHUNK]), CITATIONS.c.identity.is_not(None))
        rows += _rows(library, *where)
    return rows, [r.meant for r in rows], 0


def _rows(library: Library, *where: sa.ColumnElement[bool]) -> list[Any]:
    query = (
        sa.select(
            CITATIONS.c.identity.label("meant"),
            *(CITATIONS.c[n] for n in ("said", "mentions", "section", "basis", "candidates")),
            FOUND.c.identity.label("own"),
            *(FOUND.c[n] for n in ("n", "symbol", "issued", "doc_type", "issuer", "title")),
        )
        .join(FOUND, FOUND.c.n == CITATIONS.c.doc)
        .where(*where)
        .order_by(CITATIONS.c.doc, CITATIONS.c.id)
    )
    return list(library.connection.execute(query if library.allow_secret else query.where(FOUND.c.secret.is_(False))))


def _names(connection: sa.Connection, ids: Iterable[int]) -> dict[int, str]:
    wanted = sorted(ids)
    out = {}
    for start in range(0, len(wanted), _CHUNK):
        query = sa.select(*COLUMNS).where(IDENTITIES.c.id.in_(wanted[start : start + _CHUNK]))
        out.update({row.id: identity_of(row).name for row in connection.execute(query)})
    return out


def _citation(row: Any, depth: int, cited: str) -> Citation:
    return Citation(
        depth=depth,
        document=row.symbol or row.title,
        cited=cited,
        relations=relations(row.said),
        mentions=row.mentions,
        section=row.section,
        basis=row.basis,
        issued=row.issued,
        doc_type=row.doc_type,
        issuer=row.issuer,
        title=" ".join(row.title.split()),
        n=row.n,
    )


# --- over the whole archive ---------------------------------------------------------------------------------------


def counts(library: Library) -> Counts:
    """What became of all mentions of the archive: told apart, and counted."""
    with library.connection.begin():
        shown = [] if library.allow_secret else [FOUND.c.secret.is_(False)]
        kinds = (CITATIONS.c.basis, IDENTITIES.c.held.is_not(None), CITATIONS.c.identity.is_not(None))
        joined = sa.select(*kinds, sa.func.sum(CITATIONS.c.mentions)).join(FOUND, FOUND.c.n == CITATIONS.c.doc)
        joined = joined.outerjoin(IDENTITIES, IDENTITIES.c.id == CITATIONS.c.identity).where(*shown)
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
    library: Library, *, limit: int = 20, offset: int = 0, not_held: bool = False, with_: Identity | None = None
) -> list[Cited]:
    """The documents that most documents cite.

    Args: `limit`, how many, after the first `offset`; `not_held`, only those that are not in the archive; `with_`, only
    where this one is cited too.
    """
    # Counted by what is cited before anything of that is looked up: a fifth of the time.
    cited = _cited_documents(library, with_).subquery()
    order = (cited.c.documents.desc(), cited.c.mentions.desc(), *(IDENTITIES.c[n] for n in ("key", "when", "place")))
    query = sa.select(*COLUMNS, cited.c.documents, cited.c.mentions).join(cited, cited.c.identity == IDENTITIES.c.id)
    query = query.order_by(*order).limit(limit).offset(offset)
    if not_held:
        query = query.where(IDENTITIES.c.held.is_(None))
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


def how_many_cited(library: Library, *, not_held: bool = False, with_: Identity | None = None) -> int:
    """How many documents `most_cited` has with the same arguments and without a limit."""
    cited = _cited_documents(library, with_).subquery()
    query = sa.select(sa.func.count()).select_from(cited)
    if not_held:
        query = query.join(IDENTITIES, IDENTITIES.c.id == cited.c.identity).where(IDENTITIES.c.held.is_(None))
    with library.connection.begin():
        return library.connection.scalar(query) or 0


def _cited_documents(library: Library, with_: Identity | None) -> sa.Select[Any]:
    """By what is cited, how many documents cite it in how many mentions."""
    documents, mentions = sa.func.count().label("documents"), sa.func.sum(CITATIONS.c.mentions).label("mentions")
    query = sa.select(CITATIONS.c.identity, documents, mentions).where(CITATIONS.c.identity.is_not(None))
    if not library.allow_secret:
        query = query.where(CITATIONS.c.doc.not_in(sa.select(FOUND.c.n).where(FOUND.c.secret)))
    if with_:
        citing = sa.select(CITATIONS.c.doc).where(CITATIONS.c.identity == with_.id)
        query = query.where(CITATIONS.c.doc.in_(citing), CITATIONS.c.identity != with_.id)
    return query.group_by(CITATIONS.c.identity)


def edges(library: Library, ids: Sequence[int] | None = None) -> list[Edge]:
    """The whole graph, or that among some identities."""
    query = (
        sa.select(FOUND.c.identity, CITATIONS.c.identity.label("meant"), CITATIONS.c.said, CITATIONS.c.mentions)
        .join(FOUND, FOUND.c.n == CITATIONS.c.doc)
        .where(CITATIONS.c.identity.is_not(None), FOUND.c.identity.is_not(None))
    )
    if not library.allow_secret:
        query = query.where(FOUND.c.secret.is_(False))
    if ids is not None:
        query = query.where(CITATIONS.c.identity.in_(ids), FOUND.c.identity.in_(ids))
    pairs: dict[tuple[int, int], tuple[int, int]] = {}
    with library.connection.begin():
        for citing, cited, said, n in library.connection.execute(query):
            before, mentions = pairs.get((citing, cited), (0, 0))
            pairs[citing, cited] = before | said, mentions + n
    return [
        Edge(citing, cited, relations(said)[0], mentions)
        for (citing, cited), (said, mentions) in pairs.items()
        if citing != cited
    ]
