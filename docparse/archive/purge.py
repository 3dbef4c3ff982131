"""Removes documents from an archive with everything that was made of them, so that their text is not in it any more.

What hangs on a document is asked of the database itself: every table with a key to `documents`, whichever module made
it. A container that holds a removed document loses its kept copy, which holds it too. SQLite keeps what was deleted in
free pages and in its log until they are used again; so they are overwritten, the file is written anew (VACUUM) and the
log emptied. A server's tables are written anew too. What a disk, a log of the server or a copy keeps is beyond this.

Reads: an archive.
Writes: an archive, and what pages brought into it, by removal; a log of what was removed, by hash, without names or
content.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from docparse import __version__
from docparse.archive import store
from docparse.archive.connections import Archive
from docparse.archive.originals import ORIGINALS, folder_of, remove
from docparse.archive.store import DOCUMENTS, FILES, META, PURGES, VERSIONS, Row, among
from docparse.archive.versions import relate
from docparse.errors import NotInArchive, SeveralMeant
from docparse.files import Unwritable
from docparse.storage import absolute_of, located

_HASH = re.compile(r"[0-9a-f]{64}")
_DUE = {"key": "vacuum", "value": "due"}
"""What `meta` says between the removal of rows and the end of that of their bytes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a removal takes away: documents by hash, files by path, kept originals by hash.

    `others` are the files that hold the same documents in other bytes (another format, a re-scan); they stay. Of one
    without a file, as of what a file held before it was edited, it is the hash.
    """

    documents: tuple[str, ...]
    files: tuple[str, ...]
    kept: tuple[str, ...]
    others: tuple[str, ...]


def planned(archive: Archive, names: Sequence[str]) -> Plan:
    """What `purge` would remove.

    Args: `names`, each a path, a SHA-256 or the number of a document ("84-KH/TU"). A container stands for all in it.
    Raises NotInArchive, SeveralMeant, MissingFile, NotAnArchive, NewerArchive.
    """
    with store.opened(archive) as connection, connection.begin():
        return _plan(connection, *meant(connection, names))


def purge(archive: Archive, names: Sequence[str], *, originals: Path | None = None) -> Plan:
    """Removes documents with everything derived from them and returns what was removed.

    Args: `names` and errors as for `planned`; `originals`, the folder of kept originals where it is not the one that
    the archive knows. Raises ArchiveInUse, and Unwritable where the bytes could not be overwritten, as while another
    program reads: then the next call does that first.
    """
    with store.opened(archive, alone=True) as connection:
        with connection.begin():
            is_due = connection.scalar(sa.select(META.c.value).where(META.c.key == _DUE["key"]))
        if is_due:
            _overwrite(connection, archive)
        with connection.begin():
            documents, rows = meant(connection, names)
            plan = _plan(connection, documents, rows)
            folder = originals or folder_of(connection, archive)
        # Before their rows: what a kill leaves is found by `verify` and by the next call.
        for sha256 in plan.kept:
            remove(folder, sha256)
        _remove_brought(archive, rows)
        if connection.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA secure_delete=ON")
        with connection.begin():
            _delete(connection, plan, rows)
            connection.execute(META.insert(), _DUE)
        _overwrite(connection, archive)
        return plan


# --- what is meant ------------------------------------------------------------------------------------------------


def meant(connection: sa.Connection, names: Sequence[str]) -> tuple[set[str], list[Row]]:
    """The documents that go, by hash, and the files: those named, those in them, all others with the same documents."""
    documents: set[str] = set()
    rows: dict[Path, Row] = {}
    for name in names:
        hashes, files = _named(connection, name)
        if not hashes and not files:
            raise NotInArchive(name)
        documents |= {*hashes, *(row.document for row in files if row.document)}
        rows |= {row.path: row for row in files}
    rows |= {row.path: row for row in _files(connection, among(FILES.c.document, documents))}
    return documents, [rows[path] for path in sorted(rows)]


def _named(connection: sa.Connection, name: str) -> tuple[list[str], list[Row]]:
    if _HASH.fullmatch(name):
        known = list(connection.scalars(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.sha256 == name)))
        return known, _files(connection, sa.or_(FILES.c.sha256 == name, FILES.c.container == name))
    path = os.fsencode(absolute_of(located(name)))
    # A path goes on behind that of a container; "0" is what comes after "/".
    within = sa.and_(FILES.c.path > path + b"/", FILES.c.path < path + b"0")
    if rows := _files(connection, FILES.c.path == path):
        return [], rows if rows[0].outcome != "container" else [*rows, *_files(connection, within)]
    return _with_symbol(connection, name), []


def _files(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Row]:
    return [store.row_of(row) for row in connection.execute(sa.select(FILES).where(where).order_by(FILES.c.path))]


def _with_symbol(connection: sa.Connection, name: str) -> list[str]:
    """The document that bears a number, with its versions in other bytes."""
    symbol = unicodedata.normalize("NFC", name).strip()
    found = list(connection.scalars(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.symbol == symbol)))
    linked = sa.select(VERSIONS.c.sha256).where(among(VERSIONS.c.sha256, found), VERSIONS.c.kind == "version")
    if len(found) - len(set(connection.scalars(linked))) > 1:
        files = sa.select(FILES.c.name, FILES.c.document).where(among(FILES.c.document, found)).order_by(FILES.c.name)
        raise SeveralMeant(name, ", ".join(f"{path} {sha256}" for path, sha256 in connection.execute(files)))
    return found


def _plan(connection: sa.Connection, documents: set[str], rows: Sequence[Row]) -> Plan:
    bytes_of = documents | {h for row in rows for h in (row.sha256, row.container) if h}
    kept = connection.scalars(sa.select(ORIGINALS.c.sha256).where(among(ORIGINALS.c.sha256, bytes_of)))
    one, other = VERSIONS.c.sha256, VERSIONS.c.of
    linked_to = sa.or_(among(one, documents), among(other, documents))
    pairs = connection.execute(sa.select(one, other).where(VERSIONS.c.kind != "conflict", linked_to))
    linked = {sha256 for pair in pairs for sha256 in pair} - documents
    query = sa.select(FILES.c.document, FILES.c.name).where(among(FILES.c.document, linked)).order_by(FILES.c.name)
    found = [(document, name) for document, name in connection.execute(query)]
    others = [name for _document, name in found] + sorted(linked - {document for document, _name in found})
    names = tuple(store.name_of(row.path) for row in rows)
    return Plan(tuple(sorted(documents)), names, tuple(sorted(kept)), tuple(others))


# --- taking it away -----------------------------------------------------------------------------------------------


def _delete(connection: sa.Connection, plan: Plan, rows: Sequence[Row]) -> None:
    """All rows of documents and files, and a word of it in the log; in the transaction of the caller."""
    one, of = VERSIONS.c.sha256, VERSIONS.c.of
    # What was a version of a removed document may be one of another that stays.
    left = sa.select(one).where(among(of, plan.documents), ~among(one, plan.documents)).order_by(one)
    orphans = list(connection.scalars(left))
    for table, column, _ in store.referring(connection):
        connection.execute(table.delete().where(among(table.c[column], plan.documents)))
    store.drop(connection, rows)
    connection.execute(DOCUMENTS.delete().where(among(DOCUMENTS.c.sha256, plan.documents)))
    connection.execute(ORIGINALS.delete().where(among(ORIGINALS.c.sha256, plan.kept)))
    for entry in store.entries(connection, orphans):
        relate(connection, entry)
    known = {"at": store.now(), "by": store.person(), "version": __version__}
    pairs = {(h, None) for h in plan.documents} | {(row.document or row.sha256, row.container) for row in rows}
    connection.execute(PURGES.insert(), [{"sha256": h, "container": c, **known} for h, c in sorted(pairs, key=repr)])


def _remove_brought(archive: Archive, rows: Sequence[Row]) -> None:
    """What the pages brought in of these files: else it would be imported again. Raises Unwritable."""
    if not isinstance(archive, Path):
        return
    folder = archive.absolute().with_name(f"{archive.name}.received")
    inside = {row.path.relative_to(folder).parts for row in rows if folder in row.path.parents}
    # Of what lies in a container, the container, which holds it too.
    for path in sorted({folder.joinpath(*parts[:2]) for parts in inside if len(parts) > 1}):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Unwritable(str(path), error.strerror or "") from error


def _forget_words(connection: sa.Connection) -> None:
    """Takes what is gone out of the index of words, where there is one: it has no keys to go by."""
    with connection.begin():
        is_there = sa.inspect(connection).has_table("find_words")
    if is_there:
        from docparse.find import fulltext, index

        index.update(connection)
        with connection.begin():
            fulltext.of(connection).compact(connection)


def _overwrite(connection: sa.Connection, archive: Archive) -> None:
    """Takes the bytes of deleted rows out of the files of the archive. Raises Unwritable while others use them."""
    _forget_words(connection)
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cursor.fetchall()[0][0]:
            raise Unwritable(str(archive), "database is locked")
    else:
        with connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            other.exec_driver_sql("SET lock_timeout = '10s'")
            other.exec_driver_sql("VACUUM FULL")
    with connection.begin():
        connection.execute(META.delete().where(META.c.key == _DUE["key"]))
