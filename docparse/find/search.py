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
from docparse.find.query import Query, Short, Term, Words, parse, together
from docparse.find.rows import Places
from docparse.find.snippets import Snippet, of_span, of_terms
from docparse.find.tables import FOUND, MENTIONS
from docparse.model import Document


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; `owed` is what it asks of the body that was looked for.

    `via` are the collective names that stand for that body in it.
    """

    sha256: str
    symbol: str
    issued: str
    doc_type: str
    issuer: str
    title: str
    section: str
    snippet: Snippet
    owed: tuple[Owed, ...] = ()
    via: tuple[str, ...] = ()


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
    connection = library.connection
    with connection.begin():
        total, secret = _count(connection, words, wanted)
        page = _page(library, words, wanted, limit + offset)[offset:]
        rows = {r.n: r for r in connection.execute(sa.select(FOUND).where(FOUND.c.n.in_(page)))}
        hits = tuple(_hit(connection, rows[n], words, query, wanted) for n in page)
    hidden = 0 if library.allow_secret else secret
    also = "; ".join(sorted({name for hit in hits for name in hit.via}))
    return Results(hits, total - hidden, hidden, (*wanted.notes, *([also] if also else [])))


def _count(connection: sa.Connection, words: Words, wanted: Filters) -> tuple[int, int]:
    """All documents that fit, and those of them that are secret."""
    found = sa.select(sa.func.count(), sa.func.sum(sa.cast(FOUND.c.secret, sa.Integer))).select_from(FOUND)
    if words.terms:
        matches = fulltext.matches(_expression(words), ranked=False)
        found = found.join(matches, matches.c.n == FOUND.c.n)
    total, secret = connection.execute(found.where(*wanted.where)).one()
    return total, secret or 0


def _page(library: Library, words: Words, wanted: Filters, count: int) -> list[int]:
    """The first documents: those in which the words follow one another, then those in which they all are."""
    whole = together(words)
    best = _ranked(library, _phrase(whole), wanted, count) if whole else []
    if len(best) == count:
        return best
    rest = _ranked(library, _expression(words), wanted, count + len(best))
    return [*best, *(n for n in rest if n not in best)][:count]


def _ranked(library: Library, expression: str, wanted: Filters, count: int) -> list[int]:
    """The document itself before those that cite it; then by words; then the youngest first."""
    found = sa.select(FOUND.c.n).where(*wanted.where)
    order: list[sa.ColumnElement[Any]] = [sa.desc(own) for own in wanted.own]
    if expression:
        matches = fulltext.matches(expression, ranked=True)
        found = found.join(matches, matches.c.n == FOUND.c.n)
        order.append(matches.c.rank)
    if not library.allow_secret:
        found = found.where(FOUND.c.secret.is_(False))
    return list(library.connection.scalars(found.order_by(*order, FOUND.c.issued.desc(), FOUND.c.n).limit(count)))


def _expression(words: Words) -> str:
    """The words of a query in the language of FTS5; empty where there are none."""
    return " AND ".join(_phrase(term) for term in words.terms)


def _phrase(term: Term) -> str:
    return fulltext.phrase(" ".join(term.words), exact=term.exact)


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
        via=owed.via(connection, row.n, wanted.bodies) if query.body else (),
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
