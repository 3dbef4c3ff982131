"""The words of the documents in PostgreSQL: their tokens in order, and an inverted index (GIN) of which are in which.

The full text of PostgreSQL forgets places beyond the 16,383rd word and all but 256 of one word, so that it would miss
phrases in long documents; here the index gives the documents with all the words, and the tokens of these tell whether
the words follow one another, and how often. The rank is BM25 as FTS5 counts it (Robertson and Zaragoza, The
Probabilistic Relevance Framework, 2009).

Reads: texts; the table of words.
Writes: the table of words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from docparse.find.query import Term
from docparse.text import fold, placed

_TOKEN = re.compile(r"[^\W_]+")
_LONGEST = 200
"""Letters of a token that count: a key of an index ends at 2,704 bytes."""

_K1, _B = 1.2, 0.75

_MAKE = (
    # Each token between two spaces, so that a phrase is found, and counted, as text.
    """CREATE TABLE IF NOT EXISTS find_words
    (n integer PRIMARY KEY, size integer NOT NULL, exact text NOT NULL, plain text NOT NULL)""",
    # To unpack the words takes longer than to read them.
    "ALTER TABLE find_words ALTER exact SET STORAGE EXTERNAL, ALTER plain SET STORAGE EXTERNAL",
    # Else the server would take the tokens of all documents apart instead of asking the index: it thinks that cheap.
    """CREATE OR REPLACE FUNCTION find_tokens(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT COST 10000 AS
    $$ BEGIN RETURN string_to_array(btrim(words), '  '); END $$""",
    "CREATE INDEX IF NOT EXISTS find_words_exact ON find_words USING gin (find_tokens(exact))",
    "CREATE INDEX IF NOT EXISTS find_words_plain ON find_words USING gin (find_tokens(plain))",
    # A document whose JSON is written anew, by whatever program, is noted; the next question indexes it.
    """CREATE OR REPLACE FUNCTION find_anew() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO find_changed (sha256) VALUES (OLD.sha256); RETURN NULL; END $$""",
    "CREATE TRIGGER find_anew AFTER UPDATE OF json ON documents FOR EACH ROW EXECUTE FUNCTION find_anew()",
)
_UNMAKE = (
    "DROP TRIGGER IF EXISTS find_anew ON documents",
    "DROP FUNCTION IF EXISTS find_anew()",
    "DROP TABLE IF EXISTS find_words",
    "DROP FUNCTION IF EXISTS find_tokens(text)",
)
_WORDS = sa.table(
    "find_words",
    sa.column("n", sa.Integer),
    sa.column("size", sa.Integer),
    sa.column("exact", sa.Text),
    sa.column("plain", sa.Text),
)
_FOUND = sa.table("find_documents", sa.column("n", sa.Integer))


def create(connection: sa.Connection) -> None:
    """See `fulltext.Words`."""
    for statement in _MAKE:
        connection.execute(sa.text(statement))


def drop(connection: sa.Connection) -> None:
    """See `fulltext.Words`."""
    for statement in _UNMAKE:
        connection.execute(sa.text(statement))


def put(connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
    """See `fulltext.Words`."""
    connection.execute(_WORDS.insert(), [_row(n, text) for n, text in texts])


def _row(n: int, text: str) -> dict[str, Any]:
    exact = _tokens(placed(text))
    return {"n": n, "size": len(exact), "exact": _spaced(exact), "plain": _spaced(_tokens(fold(text)))}


def _tokens(text: str) -> list[str]:
    return [token[:_LONGEST] for token in _TOKEN.findall(text)]


def _spaced(tokens: Sequence[str]) -> str:
    return "".join(f" {token} " for token in tokens)


def has_orphans(connection: sa.Connection) -> bool:
    """See `fulltext.Words`."""
    words, documents = (sa.select(sa.func.count()).select_from(t).scalar_subquery() for t in (_WORDS, _FOUND))
    return bool(connection.scalar(sa.select(words > documents)))


def drop_orphans(connection: sa.Connection) -> None:
    """See `fulltext.Words`."""
    connection.execute(_WORDS.delete().where(_WORDS.c.n.not_in(sa.select(_FOUND.c.n))))


def settle(connection: sa.Connection) -> None:
    """See `fulltext.Words`: how questions are answered is planned by what the tables hold."""
    connection.execute(sa.text("ANALYZE"))


def compact(_connection: sa.Connection) -> None:
    """See `fulltext.Words`; what is dropped is gone once the database is written anew."""


def plan(connection: sa.Connection) -> None:
    """See `fulltext.Words`: never by a look at all documents, nor by code that is compiled first."""
    connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    connection.execute(sa.text("SET LOCAL jit = off"))


def matches(terms: Sequence[Term], *, ranked: bool) -> sa.Select[tuple[int, float]]:
    """See `fulltext.Words`."""
    found = [_hits(i, term, ranked) for i, term in enumerate(terms)]
    first = found[0]
    query: sa.Select[Any] = sa.select(first.c.n)
    if ranked:
        score = sum((_score(hits) for hits in found[1:]), _score(first))
        query = sa.select(first.c.n, (-score).label("rank"))
    for other in found[1:]:
        query = query.join(other, other.c.n == first.c.n)
    return query


def _hits(i: int, term: Term, ranked: bool) -> sa.CTE:
    """The documents with a term; where ranks are asked, how often, and how long they are."""
    column = _WORDS.c.exact if term.exact else _WORDS.c.plain
    tokens = _tokens((placed if term.exact else fold)(" ".join(term.words)))
    phrase = _spaced(tokens)
    where = [sa.func.find_tokens(column, type_=ARRAY(sa.Text)).contains(sa.cast(tokens, ARRAY(sa.Text)))]
    if len(tokens) > 1:
        where.append(sa.func.strpos(column, phrase) > 0)
    query: sa.Select[Any] = sa.select(_WORDS.c.n).where(*where)
    if ranked:
        size = sa.func.octet_length
        left = size(column) - size(sa.func.replace(column, phrase, ""))
        query = query.add_columns(_WORDS.c.size, (left / len(phrase.encode())).label("times"))
    return query.cte(f"term{i}").prefix_with("MATERIALIZED")


def _score(hits: sa.CTE) -> sa.ColumnElement[float]:
    """BM25 of one term, with the least weight where more than half of all documents have it, as in FTS5."""
    every = sa.select(sa.func.count()).select_from(_WORDS).scalar_subquery()
    having = sa.select(sa.func.count()).select_from(hits).scalar_subquery()
    mean = sa.select(sa.func.avg(_WORDS.c.size)).scalar_subquery()
    rarity = sa.func.greatest(sa.func.ln((every - having + 0.5) / (having + 0.5)), 1e-6)
    length = 1 - _B + _B * hits.c.size / mean
    return sa.cast(rarity * hits.c.times * (_K1 + 1) / (hits.c.times + _K1 * length), sa.Float)
