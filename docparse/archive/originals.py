"""Kept originals: copies of the files that are in, by the hash of their bytes, in a folder beside the archive.

A copy is whole or not there: it is written beside its place, its bytes are on the disk and its hash is right before it
gets its name, and only then the archive says that it is kept. What is in a container comes with the container; one that
holds a refused or removed document is not kept, for it would keep that too.

Reads: files that are in an archive.
Writes: copies of them, `ab/abcdef...` by SHA-256, which only their owner may read; the table `originals`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from docparse.archive.connections import Archive
from docparse.archive.store import FILES, IN_AGAIN, META, PURGES, TABLES, now
from docparse.errors import ChangedFile, DocparseError, MissingFile, NoFolder
from docparse.files import Unwritable
from docparse.storage import located

ORIGINALS = sa.Table(
    "originals",
    TABLES,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("kept", sa.Text, nullable=False, comment="UTC, ISO 8601"),
)

SPARE = 16_000_000
"""Bytes that stay free for the archive, which is on the same disk."""

_CHUNK = 1 << 20
_PART = ".part-"


def folder_of(connection: sa.Connection, archive: Archive) -> Path:
    """Where the originals of an archive are: in the folder that was named for them, else beside it.

    For one on a server for which none was ever named, and which keeps nothing, the current folder.
    """
    named = connection.scalar(sa.select(META.c.value).where(META.c.key == "originals"))
    return Path(named) if named else beside(archive) or Path()


def beside(archive: Archive) -> Path | None:
    """The folder beside an archive: "papers.db.originals"; None for one on a server."""
    return archive.with_name(f"{archive.name}.originals") if isinstance(archive, Path) else None


def path_of(folder: Path, sha256: str) -> Path:
    """Where the copy of a file is, or would be."""
    return folder / sha256[:2] / sha256


def prepare(connection: sa.Connection, archive: Archive, named: Path | None) -> Path:
    """Makes the folder, removes what a run that was killed left half-written, and remembers one that is elsewhere.

    Args: `named`, the folder that was asked for; by default that which the archive knows. Raises Unwritable, NoFolder.
    """
    with connection.begin():
        folder = named or folder_of(connection, archive)
    if folder == Path():
        raise NoFolder(str(archive))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob(f"{_PART}*"):
            left.unlink()
    except OSError as error:
        raise Unwritable(str(folder), error.strerror or "") from error
    with connection.begin():
        connection.execute(META.delete().where(META.c.key == "originals"))
        if folder.absolute() != (usual.absolute() if (usual := beside(archive)) else None):
            connection.execute(META.insert(), {"key": "originals", "value": os.path.abspath(folder)})
    return folder


def keep(connection: sa.Connection, folder: Path, sha256: str) -> bool:
    """Copies the file with these bytes, where it is in as a whole and not kept yet; true where it was copied.

    Args: `folder`, as `prepare` made it. Raises ChangedFile or MissingFile where no file has these bytes any more, and
    Unwritable where there is no room.
    """
    with connection.begin():
        sources = _sources(connection, sha256)
    if not sources:
        return False
    problem: DocparseError | None = None
    for source in sources:
        try:
            size = _copy(source, folder, sha256)
        except (ChangedFile, MissingFile) as error:
            problem = problem or error
            continue
        with connection.begin():
            values = {"sha256": sha256, "size": size, "kept": now()}
            connection.execute(ORIGINALS.insert(), values)
        return True
    assert problem
    raise problem


def is_whole(path: Path, sha256: str) -> bool:
    """Whether a file has the bytes of a hash. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def remove(folder: Path, sha256: str) -> None:
    """Deletes a kept copy, if it is there. Raises Unwritable."""
    path = path_of(folder, sha256)
    try:
        if path.exists():
            # Windows deletes nothing that is read-only.
            path.chmod(0o600)
            path.unlink()
            _sync(path.parent)
    except OSError as error:
        raise Unwritable(str(path), error.strerror or "") from error


def discard(connection: sa.Connection, folder: Path, sha256: str) -> None:
    """Deletes a kept copy and its row, if there is one; in the transaction of the caller. Raises Unwritable."""
    if connection.execute(ORIGINALS.delete().where(ORIGINALS.c.sha256 == sha256)).rowcount:
        remove(folder, sha256)


def _sources(connection: sa.Connection, sha256: str) -> list[Path]:
    """The files to copy from; none where the copy is there, or must not be made."""
    inside = FILES.alias()
    refused = sa.exists().where(inside.c.container == sha256, inside.c.outcome == "refused")
    removed = sa.exists().where(PURGES.c.container == sha256, ~IN_AGAIN)
    kept = sa.exists().where(ORIGINALS.c.sha256 == sha256)
    query = sa.select(FILES.c.path).where(FILES.c.sha256 == sha256, FILES.c.container.is_(None))
    query = query.where(FILES.c.outcome.in_(("parsed", "container")), ~refused, ~removed, ~kept).order_by(FILES.c.path)
    return [located(os.fsdecode(path)) for path in connection.scalars(query)]


def _copy(source: Path, folder: Path, sha256: str) -> int:
    """Copies a file whole or not at all and returns its size."""
    target = path_of(folder, sha256)
    try:
        file = source.open("rb")
    except OSError as error:
        raise MissingFile(str(source), error.strerror or "") from error
    with file:
        try:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            # One that a run ended just before its row was written.
            if not (target.is_file() and is_whole(target, sha256)):
                _write(file, size, folder, target, source)
        except OSError as error:
            raise Unwritable(str(target), error.strerror or "") from error
    return size


def _write(file: BinaryIO, size: int, folder: Path, target: Path, source: Path) -> None:
    if shutil.disk_usage(folder).free < size + SPARE:
        raise Unwritable(str(folder), "No space left on device")
    target.parent.mkdir(mode=0o700, exist_ok=True)
    number, name = tempfile.mkstemp(prefix=_PART, dir=folder)
    part = Path(name)
    try:
        digest = hashlib.sha256()
        with open(number, "wb") as copy:
            while chunk := _read(file, source):
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        if digest.hexdigest() != target.name:
            raise ChangedFile(str(source))
        part.chmod(0o400)
        part.replace(target)
        _sync(target.parent)
        _sync(folder)
    finally:
        part.unlink(missing_ok=True)


def _read(file: BinaryIO, source: Path) -> bytes:
    try:
        return file.read(_CHUNK)
    except OSError as error:
        raise MissingFile(str(source), error.strerror or "") from error


def _sync(folder: Path) -> None:
    """Waits until the names in a folder are on the disk, where the system can be asked (POSIX)."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
