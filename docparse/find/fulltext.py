"""The words of the documents: SQLite's FTS5 over two columns, one with the marks as written and one without any.

"exact" has one tone placement and "plain" no marks and "d" for "đ": no setting of FTS5 folds "đ", and those that drop
marks make "đảng" find "đang". Both are as long as the text, so that an offset in them is an offset in the text. This is
the only module that needs SQLite; another database has its own way to look words up.

Reads: texts; the table of words.
Writes: the table of words.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from docparse.text import fold, placed

_TABLE = """CREATE VIRTUAL TABLE IF NOT EXISTS find_words
USING fts5(exact, plain, tokenize = "unicode61 remove_diacritics 0")"""
# A document whose JSON is written anew, by whatever program, loses its rows here; the next question indexes it.
_ANEW = """CREATE TRIGGER IF NOT EXISTS find_anew AFTER UPDATE OF json ON documents
BEGIN DELETE FROM find_documents WHERE sha256 = OLD.sha256; END"""
_PUT = sa.text("INSERT INTO find_words (rowid, exact, plain) VALUES (:n, :exact, :plain)")
_MORE = sa.text("SELECT (SELECT count(*) FROM find_words_docsize) > (SELECT count(*) FROM find_documents)")
_DROP = sa.text("DELETE FROM find_words WHERE rowid NOT IN (SELECT n FROM find_documents)")


def create(connection: sa.Connection) -> None:
    """Makes the table where there is none; in the transaction of the caller."""
    connection.execute(sa.text(_TABLE))
    connection.execute(sa.text(_ANEW))


def drop(connection: sa.Connection) -> None:
    """Takes the table away where there is one; in the transaction of the caller."""
    connection.execute(sa.text("DROP TRIGGER IF EXISTS find_anew"))
    connection.execute(sa.text("DROP TABLE IF EXISTS find_words"))


def put(connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Adds the words of documents by their numbers; in the transaction of the caller."""
    connection.execute(_PUT, [{"n": n, "exact": placed(text), "plain": fold(text)} for n, text in texts])


def has_orphans(connection: sa.Connection) -> bool:
    """Whether there are words of documents that are gone."""
    return bool(connection.scalar(_MORE))


def drop_orphans(connection: sa.Connection) -> None:
    """Takes out the words of documents that are gone, so that nothing of them is left in the file."""
    connection.execute(_DROP)


def compact(connection: sa.Connection) -> None:
    """Writes the index of words anew: FTS5 only marks words as deleted until it merges its parts."""
    connection.execute(sa.text("INSERT INTO find_words (find_words) VALUES ('rebuild')"))


_RANKED = sa.text("SELECT rowid AS n, bm25(find_words) AS rank FROM find_words WHERE find_words MATCH :words")
_MATCHES = sa.text("SELECT rowid AS n FROM find_words WHERE find_words MATCH :words")


def matches(words: str, *, ranked: bool) -> sa.TextualSelect:
    """The documents with some words (`n`), and how well they fit (`rank`, the lower the better), where that is asked.

    Args: `words`, in the language of FTS5.
    """
    found = _RANKED.columns(n=sa.Integer, rank=sa.Float) if ranked else _MATCHES.columns(n=sa.Integer)
    return found.bindparams(words=words)


def phrase(words: str, *, exact: bool) -> str:
    """A phrase in the language of FTS5, to be found in the column with marks or in that without."""
    text = placed(words) if exact else fold(words)
    return f'{"exact" if exact else "plain"} : "{text.replace(chr(34), " ")}"'
