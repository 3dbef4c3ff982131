"""Where an archive is, an SQLite file or a PostgreSQL database, and connections to it.

What a server or SQLite says is passed on without statements and their values, which hold what documents say; an
address without its password.

Reads: nothing.
Writes: connections; while a run writes, a lock file beside an SQLite file and a folder of work.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection

from docparse.errors import (
    ArchiveInUse,
    DocparseError,
    MissingFile,
    MissingPackage,
    NoDatabase,
    NoServer,
    NotAnArchive,
    NotLetIn,
    WrongAddress,
)
from docparse.files import Unwritable, make_folder
from docparse.read.options import cache_folder

Archive = Path | sa.URL
"""An SQLite file, or the address of a PostgreSQL database; `str()` of either is without a password."""

_ADDRESS = re.compile(r"([A-Za-z][\w+.-]*)://")
_DRIVERS = ("postgresql", "postgresql+psycopg")

_PATIENCE = {"connect_timeout": "10", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
"""Seconds; a server that is gone is noticed after a minute instead of hours."""

_SETTINGS = (
    # The lock of a client whose machine is gone is released after a minute as well.
    "SET tcp_keepalives_idle = 30",
    "SET tcp_keepalives_interval = 10",
    "SET tcp_keepalives_count = 3",
    # As in SQLite: the fall of the server may take the last files back out, whole; the next run takes them in again.
    "SET synchronous_commit = off",
)

_LOCK, _INDEX = 0x646F63, 0x646F64
"""Numbers of advisory locks: of the run that writes, and of the index; locks of PostgreSQL are of one database."""

_SAID: tuple[tuple[re.Pattern[str], type[DocparseError]], ...] = (
    (re.compile(r"authentication|password|no pg_hba|role .* (?:does not exist|is not permitted)"), NotLetIn),
    (re.compile(r"database .* does not exist"), NoDatabase),
)
"""What a server refuses a connection with, which comes without a code; where it speaks another language: NoServer."""

_CODES: dict[str, type[DocparseError]] = {"28": NotLetIn, "3D": NoDatabase, "08": NoServer, "57": NoServer}
"""Classes of errors of SQL (PostgreSQL, appendix A) that are not the archive's own."""


def located(word: str) -> Archive:
    """Where an archive is: the address of a PostgreSQL database, else a path.

    Args: `word`, such as "papers.db" or "postgresql://archivist@server/papers". Raises WrongAddress.
    """
    address = _ADDRESS.match(word)
    if not address:
        return Path(word)
    name = f"{address[1]}://…"
    if address[1] not in _DRIVERS:
        raise WrongAddress(name)
    try:
        url = sa.make_url(word)
    except (sa.exc.ArgumentError, ValueError):
        raise WrongAddress(name) from None
    # What follows would be shown with the address.
    if "@" in (url.host or ""):
        raise WrongAddress(name, "@ in a password is written %40")
    if "sslpassword" in url.query:
        raise WrongAddress(name, "sslpassword cannot be given in it")
    password = url.query.get("password")
    return url.difference_update_query(["password"]).set(password=password) if isinstance(password, str) else url


@contextmanager
def connected(archive: Archive, *, create: bool) -> Generator[sa.Connection, None, None]:
    """A connection, closed at the end; what the system or the server refuses until then becomes an error of docparse.

    Args: `create`, makes an empty SQLite file where there is none (a database is made by whoever runs the server).
    Raises MissingFile, NotAnArchive, Unwritable; NoServer, NotLetIn, NoDatabase, MissingPackage.
    """
    engine = _file(archive, create) if isinstance(archive, Path) else _server(archive)
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.DBAPIError as error:
        raise _refused(archive, error) from None


@contextmanager
def only_writer(connection: sa.Connection, archive: Archive) -> Generator[None, None, None]:
    """The only run that writes to an archive; one that is killed is none any more. Raises ArchiveInUse."""
    if isinstance(archive, Path):
        lock = FileLock(archive.with_name(f"{archive.name}.lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise ArchiveInUse(str(archive)) from error
        except OSError as error:
            raise Unwritable(str(archive), error.strerror or "") from error
        try:
            yield
        finally:
            lock.release()
        return
    with connection.begin():
        # A server needs a moment to notice that a client was killed.
        connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
        # Until the connection ends.
        connection.execute(sa.select(sa.func.pg_advisory_lock(_LOCK)))
    yield


@contextmanager
def turn(connection: sa.Connection) -> Generator[None, None, None]:
    """A transaction that brings the index up to date, one at a time on a server; a file has one writer anyway."""
    if connection.dialect.name != "postgresql":
        with connection.begin():
            yield
        return
    # In a transaction of its own: what the next one sees is the state after the wait.
    with connection.begin():
        connection.execute(sa.select(sa.func.pg_advisory_lock(_INDEX)))
    try:
        with connection.begin():
            yield
    finally:
        with connection.begin():
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_INDEX)))


def write(connection: sa.Connection, statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts rows by a statement that is used for each file; how many came in, where it is one.

    Args: `statement`, kept by the caller; `rows`, with a value for each column. What SQLAlchemy works out anew for each
    execution, which takes longer than the database does, is worked out once.
    """
    words, order = _written(statement, connection.dialect)
    values: Any = [tuple(row[name] for name in order) for row in rows] if order else list(rows)
    done = connection.exec_driver_sql(words, values if len(values) > 1 else values[0], {"preserve_rowcount": True})
    return done.rowcount


@lru_cache(16)
def _written(statement: sa.Insert, dialect: sa.Dialect) -> tuple[str, tuple[str, ...]]:
    """A statement in the words of a database, and the columns in the order in which their values stand, if in one."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ())


@contextmanager
def work_folder(archive: Archive) -> Generator[Path, None, None]:
    """An empty folder of the run that writes to an archive; it is gone at the end."""
    if isinstance(archive, Path):
        folder = archive.with_name(f".{archive.name}.docparse-work")
    else:
        # The same for each run of this user: the next one finds what a run that was killed left.
        name = hashlib.sha256(str(archive).encode()).hexdigest()[:16]
        folder = (cache_folder(os.environ) or Path(tempfile.gettempdir())) / f"import-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder.parent)
    try:
        folder.mkdir(0o700)
    except OSError as error:
        raise Unwritable(str(folder), error.strerror or "") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _file(archive: Path, create: bool) -> sa.Engine:
    if not create and not archive.is_file():
        raise MissingFile(str(archive))
    if create and not archive.exists():
        _make_private(archive)
    return _engine(archive.absolute())


@lru_cache(8)
def _engine(archive: Archive) -> sa.Engine:
    """What makes connections to an archive, the same each time.

    It keeps the statements that it has compiled, which takes a page of the server longer than to ask them. It keeps no
    connection: a file without any is whole, and may be copied.
    """
    if isinstance(archive, Path):
        url = sa.URL.create("sqlite+docparse", database=str(archive))
        engine = sa.create_engine(url, hide_parameters=True, poolclass=sa.NullPool)
        sa.event.listen(engine, "connect", _set_up)
        return engine
    # All questions of one transaction see the same state, as in SQLite.
    engine = sa.create_engine(archive, isolation_level="REPEATABLE READ", hide_parameters=True, poolclass=sa.NullPool)
    sa.event.listen(engine, "connect", _settle)
    return engine


class SQLite(SQLiteDialect_pysqlite):
    """SQLite whose transactions begin where SQLAlchemy says so; an event for it would slow down every statement."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: sa.PoolProxiedConnection) -> None:
        """Begins a transaction."""
        dbapi_connection.cursor().execute("BEGIN")


registry.register("sqlite.docparse", __name__, SQLite.__name__)


def _make_private(archive: Path) -> None:
    """An empty file that only its owner may read: documents are nobody else's business until he says so."""
    try:
        os.close(os.open(archive, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise Unwritable(str(archive), error.strerror or "") from error


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Settings of SQLite; only `SQLite.do_begin` begins transactions, also those that make tables."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=10000")
    # A power cut may take the last files back out, whole; the next run takes them in again. Waiting for the disk at
    # each file would cost more than parsing it.
    connection.execute("PRAGMA synchronous=NORMAL")
    # A page that many files change is then written to the archive once for all of them; the log has 16 MB at most.
    connection.execute("PRAGMA wal_autocheckpoint=4000")


def _server(url: sa.URL) -> sa.Engine:
    url = url.set(query={**_PATIENCE, "client_encoding": "utf8", **url.query})
    try:
        return _engine(url)
    except ImportError as error:
        raise MissingPackage(str(url.set(query={})), 'pip install "docparse[postgresql]"') from error


def _settle(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for setting in _SETTINGS:
        cursor.execute(setting)
    connection.commit()


def _refused(archive: Archive, error: sa.exc.DBAPIError) -> DocparseError:
    """The error of docparse for one of SQLite or of PostgreSQL."""
    if isinstance(archive, Path):
        said = str(error.orig)
        if isinstance(error, sa.exc.OperationalError):
            return Unwritable(str(archive), "No space left on device" if "disk is full" in said else said)
        return NotAnArchive(str(archive), said)
    code = getattr(error.orig, "sqlstate", None)
    # Further lines may quote what was to be written.
    said = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig).partition("\n")[0]
    said = said.removeprefix("connection failed: ").removeprefix("connection is bad: ")
    kind: type[DocparseError]
    # A lock that was not given, and two transactions that wanted the same rows.
    if code in ("55P03", "40001", "40P01"):
        return ArchiveInUse(str(archive))
    if code:
        kind = _CODES.get(code[:2], Unwritable)
    else:
        kind = next((kind for pattern, kind in _SAID if pattern.search(said)), NoServer)
    return kind(str(archive), said)
