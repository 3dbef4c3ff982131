"""The archive: one SQLite file with what became of each file, the documents, and how they are related.

A file is a path with the hash of its bytes and an outcome; a document belongs to the bytes, so that the same bytes at
two places are one document. What belongs to one file is written in one transaction: after any interruption it is there
whole or not at all.

Reads: an archive.
Writes: an archive.
"""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from docparse.errors import MissingFile, NewerArchive, NotAnArchive
from docparse.files import Unwritable

VERSION = 1
"""The form of the archive; counted up when a table changes."""

Outcome = Literal["parsed", "container", "refused", "failed"]
"""`container` is an archive or a message whose documents are all in, each as a file of its own."""

TABLES = sa.MetaData()
META = sa.Table(
    "meta", TABLES, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
COLLECTIONS = sa.Table(
    "collections",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    *(sa.Column(n, sa.Text, nullable=False) for n in ("name", "years", "inventory", "box", "folder", "retention")),
    sa.Column("province", sa.Text, nullable=False),
    sa.UniqueConstraint("name", "years", "inventory", "box", "folder", "retention", "province"),
)
FILES = sa.Table(
    "files",
    TABLES,
    sa.Column("path", sa.LargeBinary, primary_key=True, comment="absolute, in the bytes of the file system"),
    sa.Column("name", sa.Text, nullable=False, comment="the path to read and to compare: Unicode, NFC"),
    sa.Column("sha256", sa.Text, index=True),
    sa.Column("size", sa.Integer),
    sa.Column("mtime", sa.Float, comment="seconds since 1970"),
    sa.Column("container", sa.Text, index=True, comment="sha256 of the file that it is in"),
    sa.Column("collection", sa.ForeignKey("collections.id")),
    sa.Column("document", sa.ForeignKey("documents.sha256"), index=True),
    sa.Column("outcome", sa.Text, nullable=False, index=True),
    sa.Column("error", sa.Text),
    sa.Column("problem", sa.Text),
    sa.Column("detail", sa.Text),
    sa.Column("advice", sa.Text),
    sa.Column("trace", sa.Text, comment="places in the program, without what was read"),
    sa.Column("route", sa.Text, comment="text, repaired or ocr"),
    sa.Column("imported", sa.Text, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("version", sa.Text, nullable=False, comment="of docparse"),
)
DOCUMENTS = sa.Table(
    "documents",
    TABLES,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, index=True),
    sa.Column("doc_type", sa.Text),
    sa.Column("symbol", sa.Text, index=True),
    sa.Column("issued", sa.Text),
    sa.Column("issuer", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("secrecy", sa.Text),
    sa.Column("province", sa.Text),
    sa.Column("given", sa.Text, nullable=False, comment="provinces of its collections that decided `province`"),
    sa.Column("review", sa.Text, nullable=False, comment="codes of warnings, a space between; empty for none"),
    sa.Column("text_sha256", sa.Text, nullable=False),
    sa.Column("json", sa.Text, nullable=False),
)
VERSIONS = sa.Table(
    "versions",
    TABLES,
    sa.Column("sha256", sa.ForeignKey("documents.sha256"), primary_key=True),
    sa.Column("of", sa.ForeignKey("documents.sha256"), primary_key=True, comment="the one that came first"),
    sa.Column("kind", sa.Text, nullable=False, comment="version or conflict"),
    sa.Column("similarity", sa.Float, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Collection:
    """Whose papers, in an archivist's terms: phông, years, mục lục, hộp, hồ sơ, thời hạn bảo quản.

    `province`: whose "TU" is meant in its documents; "" for that of the name ("Tỉnh ủy Lam Thủy").
    """

    name: str
    years: str = ""
    inventory: str = ""
    box: str = ""
    folder: str = ""
    retention: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A file as the archive knows it; the fields are the columns of `FILES`."""

    path: Path
    outcome: Outcome
    imported: str
    version: str
    sha256: str | None = None
    size: int | None = None
    mtime: float | None = None
    container: str | None = None
    collection: int | None = None
    document: str | None = None
    error: str | None = None
    problem: str | None = None
    detail: str | None = None
    advice: str | None = None
    trace: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the archive keeps it; the fields are the columns of `DOCUMENTS`."""

    sha256: str
    id: str | None
    doc_type: str | None
    symbol: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    secrecy: str | None
    review: str
    text_sha256: str
    json: str
    province: str | None = None
    given: str = ""


def _make_private(archive: Path) -> None:
    """An empty file that only its owner may read: documents are nobody else's business until he says so."""
    try:
        os.close(os.open(archive, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise Unwritable(str(archive), error.strerror or "") from error


@contextmanager
def opened(archive: Path, *, create: bool = False) -> Generator[sa.Connection, None, None]:
    """A connection to an archive, closed at the end.

    Args: `create`, makes the archive where there is none. Raises MissingFile, NotAnArchive, NewerArchive and, for what
    the system refuses (a full disk, permissions) at any time until the end, Unwritable.
    """
    if not create and not archive.is_file():
        raise MissingFile(str(archive))
    if create and not archive.exists():
        _make_private(archive)
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(archive)))
    sa.event.listen(engine, "connect", _connected)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.connect() as connection:
            _check(connection, archive, create)
            # Kept in the file, so only for one that is an archive. Readers see the last state while a run writes.
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
            yield connection
    except sa.exc.OperationalError as error:
        raise Unwritable(str(archive), _said(error)) from None
    except sa.exc.DatabaseError as error:
        raise NotAnArchive(str(archive), _said(error)) from None
    finally:
        engine.dispose()


def _connected(connection: sqlite3.Connection, _record: object) -> None:
    """Settings of SQLite; transactions begin where SQLAlchemy says so, also those that make tables."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=10000")
    # A power cut may take the last files back out, whole; the next run takes them in again. Waiting for the disk at
    # each file would cost more than parsing it.
    connection.execute("PRAGMA synchronous=NORMAL")


def _said(error: sa.exc.DBAPIError) -> str:
    """What SQLite said, without the statement and its values, which hold what documents say."""
    words = str(error.orig)
    return "No space left on device" if "disk is full" in words else words


def _check(connection: sa.Connection, archive: Path, create: bool) -> None:
    """Makes the tables, or checks that they are those of an archive of this version."""
    with connection.begin():
        tables = sa.inspect(connection).get_table_names()
        if not tables and create:
            TABLES.create_all(connection)
            connection.execute(META.insert().values(key="version", value=str(VERSION)))
            return
        if "meta" not in tables:
            raise NotAnArchive(str(archive))
        found = connection.scalar(sa.select(META.c.value).where(META.c.key == "version"))
    if not found or not found.isdecimal():
        raise NotAnArchive(str(archive))
    if int(found) > VERSION:
        raise NewerArchive(str(archive), f"{found} > {VERSION}")


def name_of(path: Path) -> str:
    """A path as people read and compare it: Unicode in NFC; bytes that are none become U+FFFD."""
    return unicodedata.normalize("NFC", os.fsencode(path).decode("utf-8", "replace"))


def collection_id(connection: sa.Connection, collection: Collection) -> int:
    """The number of a collection, which is added where it is new; in the transaction of the caller."""
    values = asdict(collection)
    connection.execute(insert(COLLECTIONS).values(values).on_conflict_do_nothing())
    number: int = connection.execute(sa.select(COLLECTIONS.c.id).filter_by(**values)).scalar_one()
    return number


def put(connection: sa.Connection, row: Row, entry: Entry | None = None) -> bool:
    """Writes what became of a file, in the place of what was known of its path; true for a new document.

    Args: `entry`, the document in it, kept once for the same bytes. In the transaction of the caller.
    """
    is_new = entry is not None and connection.execute(_PUT_DOCUMENT, asdict(entry)).rowcount > 0
    connection.execute(_PUT_FILE, {**asdict(row), "path": os.fsencode(row.path), "name": name_of(row.path)})
    return is_new


_PUT_FILE = FILES.insert().prefix_with("OR REPLACE")
_PUT_DOCUMENT = DOCUMENTS.insert().prefix_with("OR IGNORE")
_WITH_HASH = sa.select(FILES).where(FILES.c.sha256 == sa.bindparam("sha256")).order_by(FILES.c.path)
_WITH_PATH = sa.select(FILES).where(FILES.c.path == sa.bindparam("path"))


def row_of(found: sa.Row[Any]) -> Row:
    """A result of a query of `FILES` as a Row."""
    values = dict(found._mapping)
    del values["name"]
    return Row(**{**values, "path": Path(os.fsdecode(values["path"]))})


def with_hash(connection: sa.Connection, sha256: str) -> list[Row]:
    """The files with these bytes, in order of path."""
    return [row_of(found) for found in connection.execute(_WITH_HASH, {"sha256": sha256})]


def at(connection: sa.Connection, path: Path) -> Row | None:
    """What is known of a path."""
    found = connection.execute(_WITH_PATH, {"path": os.fsencode(path)}).first()
    return row_of(found) if found else None


def move(connection: sa.Connection, row: Row, to: Row) -> None:
    """A file is at another path now, and so is what is in it; in the transaction of the caller.

    Args: `to`, the row in the place of `row`.
    """
    inside = os.fsencode(row.path) + b"/"
    members = connection.execute(sa.select(FILES).where(FILES.c.container == row.sha256)).all()
    here = [m for m in map(row_of, members) if os.fsencode(m.path).startswith(inside)]
    gone = [os.fsencode(m.path) for m in (row, *here)]
    connection.execute(FILES.delete().where(FILES.c.path.in_(gone)))
    for one in (to, *(replace(m, path=to.path / m.path.relative_to(row.path)) for m in here)):
        put(connection, one)


def drop_old_members(connection: sa.Connection, container: Row) -> None:
    """Forgets the files that a container held before it was changed; in the transaction of the caller."""
    inside = os.fsencode(container.path) + b"/"
    # "0" is what comes after "/".
    within = sa.and_(FILES.c.path > inside, FILES.c.path < inside[:-1] + b"0")
    connection.execute(FILES.delete().where(within, FILES.c.container != container.sha256))


def with_outcome(connection: sa.Connection, *outcomes: Outcome) -> list[Row]:
    """The files with one of these outcomes, in order of path."""
    query = sa.select(FILES).where(FILES.c.outcome.in_(outcomes)).order_by(FILES.c.path)
    return [row_of(found) for found in connection.execute(query)]
