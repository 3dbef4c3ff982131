"""How the documents that fit a query divide: by type, issuer, level and year, the most frequent values first.

Reads: the index.
Writes: `Facets`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from docparse.find import fulltext
from docparse.find.filters import filters
from docparse.find.library import Library
from docparse.find.query import Query, parse
from docparse.find.search import matches
from docparse.find.tables import FOUND, KINDS

Values = tuple[tuple[str, int], ...]
"""Values with the number of documents that have each; "" where a document states none."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of each field among the documents that fit; `years` are those of issue, the latest first."""

    types: Values
    issuers: Values
    levels: Values
    years: Values
    total: int
    """Of the documents that fit and may be shown."""


def facets(library: Library, query: Query, *, most: int = 12) -> Facets:
    """How the documents divide that `search` finds with the same query.

    Args: `most`, how many types and issuers are given.
    """
    words = parse(query.text)
    connection = library.connection
    wanted = filters(connection, query, words.numbers, library.allow_secret)
    with connection.begin():
        fulltext.of(connection).plan(connection)
        shown = sa.select(FOUND.c.kind).where(*wanted.where)
        if words.terms:
            having = matches(library, words.terms, ranked=False)
            shown = shown.join(having, having.c.n == FOUND.c.n)
        if not library.allow_secret:
            shown = shown.where(FOUND.c.secret.is_(False))
        # Else SQLite may go through all documents in the order of their kinds.
        fitting = shown.cte("fitting").prefix_with("MATERIALIZED")
        kinds = sa.select(fitting.c.kind, sa.func.count().label("n")).group_by(fitting.c.kind).subquery()
        columns = (KINDS.c.doc_type, KINDS.c.issuer, KINDS.c.level, KINDS.c.year, kinds.c.n)
        rows = connection.execute(sa.select(*columns).join(kinds, kinds.c.kind == KINDS.c.id)).all()
    counts = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for *values, n in rows:
        for value, count in zip(values, counts, strict=True):
            count[value] += n
    types, issuers, levels, years = counts
    return Facets(
        types=_most(types)[:most],
        issuers=_most(issuers)[:most],
        levels=_most(levels),
        years=tuple(sorted(years.items(), reverse=True)),
        total=levels.total(),
    )


def _most(counts: Counter[str]) -> Values:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
