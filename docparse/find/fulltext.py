"""The words of the documents in two columns, one with the marks as written and one without any; whoever keeps them.

"exact" has one tone placement and "plain" no marks and "d" for "đ". SQLite keeps them in its FTS5, PostgreSQL as tokens
under an inverted index; both find the same documents in the same order (BM25).

Reads: the kind of a connection.
Writes: the way in which it keeps words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa

from docparse.find import fts5, postings
from docparse.find.query import Term


class Words(Protocol):
    """A table of words by the numbers of their documents; every function is in the transaction of the caller."""

    def create(self, connection: sa.Connection) -> None:
        """Makes the table where there is none, and what tells which documents are written anew."""

    def drop(self, connection: sa.Connection) -> None:
        """Takes both away where they are."""

    def put(self, connection: sa.Connection, texts: Sequence[tuple[int, str]]) -> None:
        """Adds the words of documents by their numbers."""

    def has_orphans(self, connection: sa.Connection) -> bool:
        """Whether there are words of documents that are gone."""

    def drop_orphans(self, connection: sa.Connection) -> None:
        """Takes out the words of documents that are gone, so that nothing of them is left."""

    def settle(self, connection: sa.Connection) -> None:
        """Does what makes questions fast after much was added."""

    def compact(self, connection: sa.Connection) -> None:
        """Writes the words anew, where those that were dropped are only marked as such."""

    def plan(self, connection: sa.Connection) -> None:
        """Says how questions of this transaction are to be answered."""

    def matches(self, terms: Sequence[Term], *, ranked: bool) -> sa.Select[tuple[int, float]]:
        """The documents with all terms (`n`), and how well they fit (`rank`, the lower the better) where it is asked.

        Args: `terms`, at least one.
        """


_KINDS: dict[str, Words] = {"sqlite": fts5, "postgresql": postings}


def of(connection: sa.Connection) -> Words:
    """Where a connection keeps its words."""
    return _KINDS[connection.dialect.name]
