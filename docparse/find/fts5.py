"""The words of the documents in SQLite: its FTS5 over two columns, one with the marks as written and one without any.

No setting of FTS5 folds "đ", and those that drop marks make "đảng" find "đang".

Reads: texts; the table of words.
Writes: the table of words.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from docparse.find.query import Term
from docparse.text import fold, placed

_TABLE = """CREATE VIRTUAL TABLE IF NOT EXISTS find_words
USING fts5(exact, plain, tokenize = "unicode61 remove_diacritics 0")"""
# A document whose JSON is written anew, by whatever program, is noted; the next question indexes it.
_ANEW = """CREATE TRIGGER IF NOT EXISTS find_anew AFTER UPDATE OF json ON documents
BEGIN INSERT INTO find_changed (sha256) VALUES (OLD.sha256); END"""
_PUT = sa.text("INSERT INTO find_words (rowid, exact, plain) VALUES (:n, :exact, :plain)")
_MORE = sa.text("SELECT (SELECT count(*) FROM find_words_docsize) > (SELECT count(*) FROM find_documents)")
_DROP = sa.text("DELETE FROM find_words WHERE rowid NOT IN (SELECT n FROM find_documents)")
_RANKED = sa.text("SELECT rowid AS n, bm25(find_words) AS rank FROM find_words WHERE find_words MATCH :words")
_MATCHES = sa.text("SELECT rowid AS n FROM find_words WHERE find_words MATCH :words")


def create(connection: sa.Connection) -> None:
    """See `fulltext.Words`."""
    connection.execute(sa.text(_TABLE))
    connection.execute(sa.text(_ANEW))


def drop(connection: sa.Connection) -> None:
    """See `fulltext.Words`."""
    connection.execute(sa.text("DROP TRIGGER IF EXISTS find_anew"))
    connection.execute(sa.text("DROP TABLE IF EXISTS find_words"))


def put(connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
    """See `fulltext.Words`."""
    connection.execute(_PUT, [{"n": n, "exact": placed(text), "plain": fold(text)} for n, text in texts])


def has_orphans(connection: sa.Connection) -> bool:
    """See `fulltext.Words`."""
    return bool(connection.scalar(_MORE))


def drop_orphans(connection: sa.Connection) -> None:
    """See `fulltext.Words`."""
    connection.execute(_DROP)


def settle(_connection: sa.Connection) -> None:
    """See `fulltext.Words`; FTS5 merges its parts by itself."""


def compact(connection: sa.Connection) -> None:
    """See `fulltext.Words`: FTS5 only marks words as deleted until it merges its parts."""
    connection.execute(sa.text("INSERT INTO find_words (find_words) VALUES ('rebuild')"))


def plan(_connection: sa.Connection) -> None:
    """See `fulltext.Words`."""


def matches(terms: Sequence[Term], *, ranked: bool) -> sa.Select[tuple[int, float]]:
    """See `fulltext.Words`."""
    words = " AND ".join(map(_phrase, terms))
    found = (_RANKED.columns(n=sa.Integer, rank=sa.Float) if ranked else _MATCHES.columns(n=sa.Integer)).bindparams(
        words=words
    )
    rows = found.subquery("words")
    return sa.select(*rows.c)


def _phrase(term: Term) -> str:
    """A phrase in the language of FTS5, to be found in the column with marks or in that without."""
    words = " ".join(term.words)
    text = placed(words) if term.exact else fold(words)
    return f'{"exact" if term.exact else "plain"} : "{text.replace(chr(34), " ")}"'
