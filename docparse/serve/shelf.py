"""Documents of the archive for pages: opened for a visit, secret ones as if they were not there.

Reads: an archive.
Writes: documents.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import sqlalchemy as sa

from docparse.archive import store
from docparse.archive.store import DOCUMENTS, Entry
from docparse.errors import NoSuchDocument
from docparse.serve.routes import Visit


@contextmanager
def reading(visit: Visit) -> Generator[sa.Connection, None, None]:
    """A connection to the archive in one transaction. Raises what `store.opened` raises."""
    with store.opened(visit.settings.archive) as connection, connection.begin():
        yield connection


def shown(visit: Visit) -> sa.ColumnElement[bool]:
    """Of a row of `DOCUMENTS`: whether it may be shown."""
    return sa.true() if visit.settings.allow_secret else DOCUMENTS.c.secrecy.is_(None)


def entry(connection: sa.Connection, visit: Visit, sha256: str) -> Entry:
    """The document with these bytes. Raises NoSuchDocument, also for a secret one that may not be shown."""
    found = store.entries(connection, [sha256])
    if not found or (found[0].secrecy and not visit.settings.allow_secret):
        raise NoSuchDocument(sha256[:12])
    return found[0]


def name(connection: sa.Connection, sha256: str) -> str:
    """The file of a document, for people: without the folders of this machine that lead to it."""
    from docparse.archive.corrections import first_file

    return first_file(connection, sha256).rpartition("/")[2]
