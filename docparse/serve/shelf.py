"""Documents of the archive for pages: opened for a visit, secret ones as if they were not there.

Reads: an archive.
Writes: documents.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import sqlalchemy as sa

from docparse.archive import store
from docparse.archive.store import DOCUMENTS, VERSIONS, Entry
from docparse.errors import NoSuchDocument
from docparse.serve.routes import Visit

_WRITER = Lock()
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Another document: `kind` is "version", "conflict" or "similar", `similarity` a share, 0 to 1."""

    kind: str
    similarity: float
    document: str
    symbol: str
    name: str


@contextmanager
def writing(visit: Visit) -> Generator[sa.Connection, None, None]:
    """A connection to the archive as its only writer, in one transaction; changes of others wait for it.

    Raises ArchiveInUse while another program writes to it (an import), and what `store.opened` raises.
    """
    with _WRITER, store.opened(visit.settings.archive, alone=True) as connection, connection.begin():
        yield connection


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
    found = store.entries(connection, [sha256]) if _SHA256.fullmatch(sha256) else []
    if not found or (found[0].secrecy and not visit.settings.allow_secret):
        raise NoSuchDocument(sha256[:12])
    return found[0]


def name(connection: sa.Connection, sha256: str) -> str:
    """The file of a document, for people: without the folders of this machine that lead to it."""
    from docparse.archive.corrections import first_file

    return first_file(connection, sha256).rpartition("/")[2]


def pairs(connection: sa.Connection, visit: Visit, sha256: str) -> list[Pair]:
    """The other files of a document, others under its number, and those with nearly its text."""
    found = []
    for own, other in ((VERSIONS.c.sha256, VERSIONS.c.of), (VERSIONS.c.of, VERSIONS.c.sha256)):
        query = sa.select(VERSIONS.c.kind, VERSIONS.c.similarity, DOCUMENTS.c.sha256, DOCUMENTS.c.symbol)
        rows = connection.execute(query.join(DOCUMENTS, DOCUMENTS.c.sha256 == other).where(own == sha256, shown(visit)))
        found += [Pair(r.kind, r.similarity, r.sha256, r.symbol or "", name(connection, r.sha256)) for r in rows]
    return found
