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
from docparse.find.tables import FOUND

Values = tuple[tuple[str, int], ...]
"""Values with the number of documents that have each; "" where a document states none."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of each field among the documents that fit; `years` are those of issue, the latest first."""

    types: Values
    issuers: Values
    levels: Values
    years: Values


def facets(library: Library, query: Query, *, most: int = 12) -> Facets:
    """How the documents divide that `search` finds with the same query.

    Args: `most`, how many types and issuers are given.
    """
    words = parse(query.text)
    connection = library.connection
    wanted = filters(connection, query, words.numbers, library.allow_secret)
    with connection.begin():
        fulltext.of(connection).plan(connection)
        columns = (FOUND.c.doc_type, FOUND.c.issuer, FOUND.c.level, FOUND.c.issued)
        shown = sa.select(*columns).where(*wanted.where)
        if words.terms:
            having = matches(library, words.terms, ranked=False)
            shown = shown.join(having, having.c.n == FOUND.c.n)
        # Counted here: to group by four fields takes the database several times as long as to hand them over.
        rows = connection.execute(shown if library.allow_secret else shown.where(FOUND.c.secret.is_(False))).all()
    types, issuers, levels, issued = (
        (Counter(values) for values in zip(*rows, strict=True)) if rows else 4 * (Counter(),)
    )
    years = Counter[str]()
    for day, n in issued.items():
        years[day[:4]] += n
    return Facets(
        types=_most(types)[:most],
        issuers=_most(issuers)[:most],
        levels=_most(levels),
        years=tuple(sorted(years.items(), reverse=True)),
    )


def _most(counts: Counter[str]) -> Values:
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
