"""Documents that fit a query, the best first, each with the stretch of text that shows why and where that stands.

Reads: the index and the documents.
Writes: `Results`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict

from docparse.archive.store import DOCUMENTS
from docparse.find import fulltext, owed
from docparse.find.filters import Filters, filters
from docparse.find.library import Library, secrets
from docparse.find.numbers import Asked, asked
from docparse.find.owed import Called, Owed
from docparse.find.query import Query, Short, Term, Words, parse, together
from docparse.find.rows import Places
from docparse.find.snippets import Snippet, of_span, of_terms
from docparse.find.tables import FOUND, MENTIONS
from docparse.model import Section, Zone


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
    """The best hits; `total` counts all that may be shown. `notes` say how the query was read.

    `hidden` counts the secret documents of the archive, whether they fit or not: else it would tell what is in them.
    """

    hits: tuple[Hit, ...]
    total: int
    hidden: int
    notes: tuple[str, ...]


class _Text(BaseModel):
    """As much of a document as it takes to show a stretch of it: the whole takes several times as long to load."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    text: str
    zones: tuple[Zone, ...]
    sections: tuple[Section, ...]


def search(library: Library, query: Query, *, limit: int = 10, offset: int = 0, total: int | None = None) -> Results:
    """The documents that fit a query.

    Args: `limit`, how many are given, from the best after `offset`; `total`, how many there are, where that is known
    (`Facets`): they are not counted again.
    """
    words = parse(query.text)
    wanted = filters(library.connection, query, words.numbers, library.allow_secret)
    connection = library.connection
    with connection.begin():
        fulltext.of(connection).plan(connection)
        page, shown = _page(library, words, wanted, limit + offset, total)
        page = page[offset:]
        texts = sa.select(FOUND, DOCUMENTS.c.json).join(DOCUMENTS, DOCUMENTS.c.sha256 == FOUND.c.sha256)
        rows = {r.n: r for r in connection.execute(texts.where(FOUND.c.n.in_(page)))}
        called = owed.of_documents(connection, page, wanted.bodies, query) if query.body else {}
        hits = tuple(_hit(connection, rows[n], words, query, called.get(n, Called())) for n in page)
    also = "; ".join(sorted({name for hit in hits for name in hit.via}))
    return Results(hits, shown, secrets(library), (*wanted.notes, *([also] if also else [])))


def _page(library: Library, words: Words, wanted: Filters, count: int, known: int | None) -> tuple[list[int], int]:
    """The first documents that may be shown, and how many there are: as many as `known`, where that says so.

    Those in which the words follow one another come before those in which they all are.
    """
    whole, terms = together(words), words.terms
    having = _having(library, terms)

    def total() -> int:
        """How many there are, where they are counted apart."""
        return _total(library, terms, wanted, having) if known is None else known

    if terms and not wanted.own and not _tells(library, having):
        best = _youngest(library, wanted, [whole] if whole else terms, count)
        rest = _youngest(library, wanted, terms, count + len(best)) if whole and len(best) < count else []
        return [*best, *(n for n in rest if n not in best)][:count], total()
    if not whole:
        return _first(library, _fitting(library, wanted, terms), count)
    best, _ = _first(library, _fitting(library, wanted, [whole]), count)
    if len(best) == count:
        return best, total()
    rest, every = _first(library, _fitting(library, wanted, terms), count + len(best))
    return [*best, *(n for n in rest if n not in best)][:count], every


def _having(library: Library, terms: Sequence[Term]) -> int:
    """How many documents have the words, whether they fit or not."""
    if not terms:
        return 0
    words = fulltext.of(library.connection).matches(terms, ranked=False)
    return library.connection.scalar(sa.select(sa.func.count()).select_from(words.subquery())) or 0


def _tells(library: Library, having: int) -> bool:
    """Whether words tell documents apart: BM25 has no weight for those that more than half of all documents have."""
    return 2 * having <= (library.connection.scalar(sa.select(sa.func.count()).select_from(FOUND)) or 0)


def _youngest(library: Library, wanted: Filters, terms: Sequence[Term], count: int) -> list[int]:
    """The first documents that fit where their words do not tell: no rank is counted, which takes the longest."""
    words = fulltext.of(library.connection).matches(terms, ranked=False)
    # A sum, so that the documents are walked from the youngest on, as far as needed, and not all looked up.
    query = sa.select(FOUND.c.n).where(*wanted.where, (FOUND.c.n + 0).in_(words))
    if not library.allow_secret:
        query = query.where(FOUND.c.secret.is_(False))
    return list(library.connection.scalars(query.order_by(FOUND.c.issued.desc(), FOUND.c.n).limit(count)))


def _fitting(library: Library, wanted: Filters, terms: Sequence[Term], *, ranked: bool = True) -> sa.CTE:
    """The documents that fit; `own`, `rank` and `issued` are what they are put in order by."""
    own = sa.or_(*wanted.own) if wanted.own else sa.false()
    found = sa.select(FOUND.c.n, FOUND.c.secret, FOUND.c.issued, own.label("own")).where(*wanted.where)
    if terms:
        having = matches(library, terms, ranked=ranked)
        found = found.join(having, having.c.n == FOUND.c.n)
        found = found.add_columns(having.c.rank) if ranked else found
    return found.cte("fitting").prefix_with("MATERIALIZED")


def matches(library: Library, terms: Sequence[Term], *, ranked: bool) -> sa.CTE:
    """The numbers of the documents that have all terms, and their rank where it is wanted."""
    # Else SQLite may ask for the words of one document after another.
    found = fulltext.of(library.connection).matches(terms, ranked=ranked)
    return found.cte("matches").prefix_with("MATERIALIZED")


def _first(library: Library, found: sa.CTE, count: int) -> tuple[list[int], int]:
    """The document itself before those that cite it; then by words, where these tell; then the youngest first."""
    shown = sa.true() if library.allow_secret else found.c.secret.is_(False)
    total = sa.select(sa.func.count()).select_from(found).where(shown)
    page = sa.select(found.c.n, total.scalar_subquery()).where(shown)
    rank = [found.c.rank] if "rank" in found.c else []
    order = (found.c.own.desc(), *rank, found.c.issued.desc(), found.c.n)
    rows = library.connection.execute(page.order_by(*order).limit(count)).all()
    return [n for n, _ in rows], rows[0][1] if rows else library.connection.scalar(total) or 0


def _total(library: Library, terms: Sequence[Term], wanted: Filters, having: int) -> int:
    """How many documents that may be shown have the words, as so many have, and fit."""
    if wanted.where:
        found = _fitting(library, wanted, terms, ranked=False)
        shown = sa.true() if library.allow_secret else found.c.secret.is_(False)
        return library.connection.scalar(sa.select(sa.func.count()).select_from(found).where(shown)) or 0
    if library.allow_secret:
        return having
    words = fulltext.of(library.connection).matches(terms, ranked=False)
    secret = sa.select(sa.func.count()).where(FOUND.c.secret, (FOUND.c.n + 0).in_(words))
    return having - (library.connection.scalar(secret) or 0)


def _hit(connection: sa.Connection, row: Any, words: Words, query: Query, called: Called) -> Hit:
    document = _Text.model_validate_json(row.json)
    snippet, section = _shown(connection, row, words, query, document, called)
    return Hit(
        sha256=row.sha256,
        symbol=row.symbol,
        issued=row.issued,
        doc_type=row.doc_type,
        issuer=row.issuer,
        title=" ".join(row.title.split()),
        section=section,
        snippet=snippet,
        owed=called.owed,
        via=called.via,
    )


def _shown(
    connection: sa.Connection, row: Any, words: Words, query: Query, document: _Text, called: Called
) -> tuple[Snippet, str]:
    """The stretch that shows why a document was found, and its section."""
    if words.terms:
        whole = together(words)
        body = next((z.start for z in document.zones if z.zone not in ("header", "title")), 0)
        snippet = of_terms(document.text, (*words.terms, *((whole,) if whole else ())), body)
        return snippet, Places(document.sections, document.zones).at(snippet.start)
    cited = asked(query.cites)
    numbers = (*words.numbers, *((cited,) if cited else ()))
    if numbers:
        # All of them: the database might look through every mention of a number that thousands of documents cite.
        found = connection.execute(sa.select(MENTIONS).where(MENTIONS.c.doc == row.n).order_by(MENTIONS.c.start))
        mention = next((m for m in found.all() if any(_is(m, number) for number in numbers)), None)
        if mention:
            return of_span(document.text, mention.start, mention.end), mention.section
    if called.owed:
        first = called.owed[0]
        return of_span(document.text, first.start, first.end), first.section
    if called.place:
        start, end, section = called.place
        return of_span(document.text, start, end), section
    return of_span(document.text, 0, 0), ""


def _is(mention: Any, number: Asked | Short) -> bool:
    """Whether a mention is of a number that was asked for."""
    if isinstance(number, Asked):
        return bool(mention.key == number.number.key)
    return mention.number == number.value and mention.code in number.codes
