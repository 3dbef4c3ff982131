"""What is searched: an archive, or for small jobs a folder of JSON that `docparse parse -o` wrote, kept in memory.

Reads: an archive, or a folder of JSON.
Writes: a connection to what is searched, its index up to date.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from pydantic import ValidationError

from docparse.archive import store
from docparse.archive.connections import Archive
from docparse.archive.versions import relate
from docparse.archive.work import entry_of
from docparse.errors import NoDocuments
from docparse.find import index
from docparse.find.index import Progress
from docparse.find.tables import FOUND
from docparse.model import Document


@dataclass(frozen=True, slots=True)
class Library:
    """What is searched, and whether documents marked as secret may be shown."""

    connection: sa.Connection
    allow_secret: bool = False
    kept: bool = True
    """False for a folder of JSON: nothing that is stored in it outlives the search."""


@contextmanager
def opened(
    archive: Archive, *, allow_secret: bool = False, progress: Progress | None = None
) -> Generator[Library, None, None]:
    """An archive or a folder of JSON with its index up to date, closed at the end.

    Args: `allow_secret`, whether documents marked as secret are shown; `progress`, of the index. Raises MissingFile,
    NotAnArchive, NewerArchive, Unwritable, NoDocuments for a folder without JSON of docparse, and for an archive on a
    server what `connected` raises.
    """
    if isinstance(archive, Path) and archive.is_dir():
        with of_documents(_documents(archive), allow_secret=allow_secret, progress=progress) as library:
            if library.connection.scalar(sa.select(store.DOCUMENTS.c.sha256).limit(1)) is None:
                raise NoDocuments(str(archive))
            library.connection.rollback()
            yield library
    else:
        with store.opened(archive) as connection:
            index.update(connection, progress)
            yield Library(connection, allow_secret)


def secrets(library: Library) -> int:
    """How many documents are left out of every answer as secret."""
    if library.allow_secret:
        return 0
    with library.connection.begin():
        query = sa.select(sa.func.count()).select_from(FOUND).where(FOUND.c.secret)
        return library.connection.scalar(query) or 0


@contextmanager
def of_documents(
    documents: Iterable[Document], *, allow_secret: bool = False, progress: Progress | None = None
) -> Generator[Library, None, None]:
    """Some documents, kept in memory until the end; further arguments as for `opened`."""
    with in_memory((document.source.name, document) for document in documents) as connection:
        index.update(connection, progress)
        yield Library(connection, allow_secret, kept=False)


@contextmanager
def in_memory(documents: Iterable[tuple[str, Document]]) -> Generator[sa.Connection, None, None]:
    """An archive of some documents with their names that is kept in memory until the end."""
    engine = sa.create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            with connection.begin():
                store.TABLES.create_all(connection)
                for name, document in documents:
                    entry = entry_of(document)
                    row = store.Row(Path(name), "parsed", imported="", version="", document=entry.sha256)
                    if store.put(connection, row, entry):
                        relate(connection, entry)
            yield connection
    finally:
        engine.dispose()


def _documents(folder: Path) -> Iterator[Document]:
    """The documents in a folder and in the folders in it; other JSON is passed over."""
    for path in sorted(folder.rglob("*.json")):
        try:
            yield Document.from_json(path.read_bytes())
        except (ValidationError, OSError):
            continue
