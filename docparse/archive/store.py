"""The archive: what became of each file, the documents, and how they are related; in SQLite or in PostgreSQL.

A file is a path with the hash of its bytes and an outcome; a document belongs to the bytes, so that the same bytes at
two places are one document. What belongs to one file is written in one transaction: after any interruption it is there
whole or not at all.

Reads: an archive.
Writes: an archive.
"""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from docparse.archive.connections import Archive, connected, only_writer, write
from docparse.errors import NewerArchive, NotAnArchive
from docparse.storage import located

VERSION = 1
"""The form of the archive; counted up when a table changes."""

Outcome = Literal["parsed", "container", "refused", "failed", "gone"]
"""`container` is an archive or a message whose documents are all in, each as a file of its own; `gone` failed or was
refused, and is no longer where it was: the reason stays."""

TABLES = sa.MetaData()
"""All tables of an archive; other modules register theirs here, with `documents.sha256` as a foreign key."""
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
    sa.Column("path", sa.LargeBinary, nullable=False, comment="absolute, in bytes of the file system; or an address"),
    sa.Column("name", sa.Text, nullable=False, comment="the path to read and to compare: Unicode, NFC"),
    sa.Column("sha256", sa.Text, index=True),
    sa.Column("size", sa.BigInteger),
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
    sa.Column("models", sa.Text, comment="JSON: the models that read it, with their versions; null for none"),
    sa.PrimaryKeyConstraint("path").ddl_if(dialect="sqlite"),
    # A key of PostgreSQL ends at 2,704 bytes; a path, above all in an archive, may be longer.
    postgresql.ExcludeConstraint(("path", "="), using="hash").ddl_if(dialect="postgresql"),
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

PURGES = sa.Table(
    "purges",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.Text, index=True, comment="of what was removed; null for a file that was never read"),
    sa.Column("container", sa.Text, index=True, comment="sha256 of the file that it was in"),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False, comment="of docparse"),
)
"""A log of what was removed, without names or content."""


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
    models: str | None = None


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


@contextmanager
def opened(archive: Archive, *, create: bool = False, alone: bool = False) -> Generator[sa.Connection, None, None]:
    """A connection to an archive, closed at the end.

    Args: `create`, makes the archive where there is none; `alone`, as the only run that writes to it. Raises
    MissingFile, NotAnArchive, NewerArchive, ArchiveInUse, what `connected` raises and, for what the system refuses (a
    full disk, permissions) at any time until the end, Unwritable.
    """
    with ExitStack() as stack:
        connection = stack.enter_context(connected(archive, create=create))
        if alone:
            # What is no archive is left as it is, without a lock beside it.
            if not create or _tables(connection):
                _check(connection, archive, create=False)
            stack.enter_context(only_writer(connection, archive))
        _check(connection, archive, create)
        if connection.dialect.name == "sqlite":
            # Kept in the file, so only for one that is an archive. Readers see the last state while a run writes.
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
        yield connection


def _tables(connection: sa.Connection) -> list[str]:
    with connection.begin():
        return sa.inspect(connection).get_table_names()


def _check(connection: sa.Connection, archive: Archive, create: bool) -> None:
    """Makes the tables, or checks that they are those of an archive of this version."""
    tables = _tables(connection)
    with connection.begin():
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
    if TABLES.tables.keys() - set(tables):
        with connection.begin():
            # Those that came since this archive was made.
            TABLES.create_all(connection)


def name_of(path: Path) -> str:
    """A path as people read and compare it: Unicode in NFC; bytes that are none become U+FFFD."""
    return unicodedata.normalize("NFC", os.fsencode(path).decode("utf-8", "replace"))


def now() -> str:
    """The time as the archive keeps it: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def person() -> str:
    """Who is at work, by the name of the system; empty where it knows none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


def collection_id(connection: sa.Connection, collection: Collection) -> int:
    """The number of a collection, which is added where it is new; in the transaction of the caller."""
    values = storable(asdict(collection))
    found: int | None = connection.scalar(sa.select(COLLECTIONS.c.id).filter_by(**values))
    if found is None:
        # A sequence of PostgreSQL would leave gaps where a run was killed.
        found = 1 + (connection.scalar(sa.select(sa.func.max(COLLECTIONS.c.id))) or 0)
        connection.execute(COLLECTIONS.insert().values(id=found, **values))
    return found


def put(connection: sa.Connection, row: Row, entry: Entry | None = None) -> bool:
    """Writes what became of a file, in the place of what was known of its path; true for a new document.

    Args: `entry`, the document in it, kept once for the same bytes. In the transaction of the caller.
    """
    put_document, put_file = _PUT[connection.dialect.name]
    is_new = entry is not None and write(connection, put_document, [storable(_values(entry))]) > 0
    values = storable({**_values(row), "path": os.fsencode(row.path), "name": name_of(row.path)})
    if write(connection, put_file, [values]) == 0:
        connection.execute(_DROP_FILE, {"at": values["path"]})
        write(connection, put_file, [values])
    return is_new


def _values(record: Row | Entry) -> dict[str, Any]:
    # Not `asdict`, which copies every value deeply.
    return {name: getattr(record, name) for name in _NAMES[type(record)]}


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in (Row, Entry)}


def storable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values; in texts U+FFFD stands for what no database takes: NUL and halves of characters."""
    return {key: _storable(value) if isinstance(value, str) else value for key, value in values.items()}


def _storable(text: str) -> str:
    try:
        odd = b"\0" in text.encode()
    except UnicodeEncodeError:
        odd = True
    return _ODD.sub("\ufffd", text) if odd else text


_ODD = re.compile("[\0\ud800-\udfff]")
_DROP_FILE = FILES.delete().where(FILES.c.path == sa.bindparam("at"))
_PUT = {
    name: tuple(dialect.insert(table).on_conflict_do_nothing() for table in (DOCUMENTS, FILES))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
"""For each kind of archive: what writes a document and a file where they are new."""

_WITH_HASH = sa.select(FILES).where(FILES.c.sha256 == sa.bindparam("sha256")).order_by(FILES.c.path)
_WITH_PATH = sa.select(FILES).where(FILES.c.path == sa.bindparam("path"))
_LIKE = sa.select(FILES).where(sa.or_(FILES.c.path == sa.bindparam("path"), FILES.c.sha256 == sa.bindparam("sha256")))
_LIKE = _LIKE.order_by(FILES.c.path)


def row_of(found: sa.Row[Any]) -> Row:
    """A result of a query of `FILES` as a Row."""
    values = dict(found._mapping)
    del values["name"]
    return Row(**{**values, "path": located(os.fsdecode(values["path"]))})


def with_hash(connection: sa.Connection, sha256: str) -> list[Row]:
    """The files with these bytes, in order of path."""
    return [row_of(found) for found in connection.execute(_WITH_HASH, {"sha256": sha256})]


def like(connection: sa.Connection, path: Path, sha256: str) -> list[Row]:
    """The file at a path and those with these bytes, in order of path."""
    found = connection.execute(_LIKE, {"path": os.fsencode(path), "sha256": sha256})
    return [row_of(one) for one in found]


def signs(connection: sa.Connection) -> set[int]:
    """Python's hashes of the paths and SHA-256 of all files: what is not among them is not in, without asking."""
    query = sa.select(FILES.c.path, FILES.c.sha256).execution_options(yield_per=10_000)
    with connection.begin():
        return {hash(part) for found in connection.execute(query) for part in found if part}


def at(connection: sa.Connection, path: Path) -> Row | None:
    """What is known of a path."""
    found = connection.execute(_WITH_PATH, {"path": os.fsencode(path)}).first()
    return row_of(found) if found else None


def entries(connection: sa.Connection, hashes: Sequence[str]) -> list[Entry]:
    """The documents with these hashes, in the order given; those that are not in are left out."""
    found = connection.execute(sa.select(DOCUMENTS).where(among(DOCUMENTS.c.sha256, hashes)))
    by_hash = {row.sha256: Entry(**row._mapping) for row in found}
    return [by_hash[sha256] for sha256 in hashes if sha256 in by_hash]


def among(column: sa.ColumnElement[Any], hashes: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a hash is one of these, however many.

    They stand in the words of the statement: databases bound the number of its values (SQLite 32,766, PostgreSQL
    65,535).
    """
    return column.in_(sa.bindparam(None, sorted(hashes), sa.Text, expanding=True, literal_execute=True))


def drop(connection: sa.Connection, rows: Iterable[Row]) -> None:
    """Forgets files; in the transaction of the caller."""
    if paths := [{"at": os.fsencode(row.path)} for row in rows]:
        connection.execute(_DROP_FILE, paths)


def referring(connection: sa.Connection) -> Iterator[tuple[sa.TableClause, str, bool]]:
    """Every table of the database with a key to `documents`, the column, and whether its rows go with the document."""
    inspector = sa.inspect(connection)
    for name in inspector.get_table_names():
        for key in inspector.get_foreign_keys(name):
            if key["referred_table"] == DOCUMENTS.name:
                column = key["constrained_columns"][0]
                yield sa.table(name, sa.column(column)), column, key["options"].get("ondelete") == "CASCADE"


def removed(connection: sa.Connection) -> frozenset[str]:
    """The hashes of what `purge` removed and nobody took in again."""
    query = sa.select(PURGES.c.sha256).where(PURGES.c.sha256.is_not(None), ~IN_AGAIN)
    with connection.begin():
        return frozenset(connection.scalars(query))


IN_AGAIN = sa.exists().where(DOCUMENTS.c.sha256 == PURGES.c.sha256)
"""Of a row of `PURGES`: whether the document is in."""


def move(connection: sa.Connection, row: Row, to: Row) -> None:
    """A file is at another path now, and so is what is in it; in the transaction of the caller.

    Args: `to`, the row in the place of `row`.
    """
    inside = os.fsencode(row.path) + b"/"
    members = connection.execute(sa.select(FILES).where(FILES.c.container == row.sha256)).all()
    here = [m for m in map(row_of, members) if os.fsencode(m.path).startswith(inside)]
    drop(connection, (row, *here))
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
