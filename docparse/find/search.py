"""Documents that fit a query, the best first, each with the stretch of text that shows why and where that stands.

Reads: the index and the documents.
Writes: `Results`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.archive.store import DOCUMENTS
from docparse.find import fulltext, owed
from docparse.find.filters import Filters, filters
from docparse.find.library import Library
from docparse.find.numbers import Asked, asked
from docparse.find.owed import Owed
from docparse.find.query import Query, Short, Words, parse, together
from docparse.find.rows import Places
from docparse.find.snippets import Snippet, of_span, of_terms
from docparse.find.tables import FOUND, MENTIONS
from docparse.model import Document


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; `owed` is what it asks of the body that was looked for."""

    sha256: str
    symbol: str
    issued: str
    doc_type: str
    issuer: str
    title: str
    section: str
    snippet: Snippet
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits; `total` counts all, without those that are `hidden` as secret. `notes` say how it was read."""

    hits: tuple[Hit, ...]
    total: int
    hidden: int
    notes: tuple[str, ...]


def search(library: Library, query: Query, *, limit: int = 10, offset: int = 0) -> Results:
    """The documents that fit a query.

    Args: `limit`, how many are given, from the best after `offset`.
    """
    words = parse(query.text)
    wanted = filters(library.connection, query, words.numbers)
    shown = _statement(words, wanted)
    connection = library.connection
    with connection.begin():
        counted = shown.with_only_columns(sa.func.count(), sa.func.sum(sa.cast(FOUND.c.secret, sa.Integer)))
        total, secret = connection.execute(counted).one()
        secret = 0 if library.allow_secret else secret or 0
        if not library.allow_secret:
            shown = shown.where(FOUND.c.secret.is_(False))
        ranked = shown.order_by(*_order(words, wanted)).limit(limit).offset(offset)
        hits = tuple(_hit(connection, row, words, query, wanted) for row in connection.execute(ranked).all())
    return Results(hits, total - secret, secret, wanted.notes)


def _statement(words: Words, wanted: Filters) -> sa.Select[Any]:
    statement = sa.select(FOUND)
    if words.terms:
        expression = " AND ".join(fulltext.phrase(" ".join(t.words), exact=t.exact) for t in words.terms)
        if whole := together(words):
            # Where the words follow one another they count once more.
            expression = f"({expression}) OR ({fulltext.phrase(' '.join(whole.words), exact=whole.exact)})"
        matches = fulltext.MATCHES.bindparams(words=expression).subquery("matches")
        statement = statement.add_columns(matches.c.rank).join(matches, matches.c.n == FOUND.c.n)
    return statement.where(*wanted.where)


def _order(words: Words, wanted: Filters) -> Sequence[sa.ColumnElement[Any]]:
    """The document itself before those that cite it; then by words; then the youngest first."""
    rank: list[sa.ColumnElement[Any]] = [sa.literal_column("matches.rank")] if words.terms else []
    return [*(sa.desc(own) for own in wanted.own), *rank, FOUND.c.issued.desc(), FOUND.c.n]


def _hit(connection: sa.Connection, row: Any, words: Words, query: Query, wanted: Filters) -> Hit:
    data = connection.scalar(sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == row.sha256))
    document = Document.from_json(data or "")
    duties = owed.of_document(connection, row.n, wanted.bodies, query) if query.body else ()
    snippet, section = _shown(connection, row, words, query, document, duties)
    return Hit(
        sha256=row.sha256,
        symbol=row.symbol,
        issued=row.issued,
        doc_type=row.doc_type,
        issuer=row.issuer,
        title=" ".join(row.title.split()),
        section=section,
        snippet=snippet,
        owed=duties,
    )


def _shown(
    connection: sa.Connection, row: Any, words: Words, query: Query, document: Document, duties: Sequence[Owed]
) -> tuple[Snippet, str]:
    """The stretch that shows why a document was found, and its section."""
    if words.terms:
        whole = together(words)
        body = next((z.start for z in document.zones if z.zone not in ("header", "title")), 0)
        snippet = of_terms(document.text, (*words.terms, *((whole,) if whole else ())), body)
        return snippet, Places(document).at(snippet.start)
    cited = asked(query.cites)
    for number in (*words.numbers, *((cited,) if cited else ())):
        mention = connection.execute(
            sa.select(MENTIONS).where(MENTIONS.c.doc == row.n, _cites(number)).order_by(MENTIONS.c.start).limit(1)
        ).first()
        if mention:
            return of_span(document.text, mention.start, mention.end), mention.section
    if duties:
        return of_span(document.text, duties[0].start, duties[0].end), duties[0].section
    return of_span(document.text, 0, 0), ""


def _cites(number: Asked | Short) -> sa.ColumnElement[bool]:
    if isinstance(number, Asked):
        return MENTIONS.c.key == number.number.key
    return sa.and_(MENTIONS.c.number == number.value, MENTIONS.c.code.in_(number.codes))
