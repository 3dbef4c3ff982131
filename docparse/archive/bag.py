"""An archive, or one collection of it, as a BagIt bag, so that an archive system can take it over.

A bag (RFC 8493; written and checked by the library of the Library of Congress) holds each original by its hash, the
JSON of each document, and `list.csv`, a line a file in an archivist's terms. What is marked as secret stays out, and so
does a container that holds such a document or one that was refused, removed or not read, of which nobody knows
what it says; its other documents go in one by one.

Reads: an archive, kept originals, files.
Writes: a folder, whole or not at all.
"""

from __future__ import annotations

import csv
import hashlib
import logging
import os
import re
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from docparse import __version__
from docparse.archive import store
from docparse.archive.connections import Archive
from docparse.archive.originals import ORIGINALS, folder_of, path_of
from docparse.archive.reparse import name_of, source_of
from docparse.archive.store import COLLECTIONS, DOCUMENTS, FILES, IN_AGAIN, PURGES
from docparse.errors import DocparseError, MissingFile, NoOriginal
from docparse.files import Unwritable, make_folder
from docparse.read.containers import load
from docparse.storage import located

HEAD = (
    "Phông",
    "Thời gian",
    "Mục lục",
    "Hộp",
    "Hồ sơ",
    "Thời hạn bảo quản",
    "Số, ký hiệu",
    "Ngày ban hành",
    "Loại văn bản",
    "Cơ quan ban hành",
    "Trích yếu",
    "Độ mật",
    "Tệp nguồn",
    "SHA-256",
    "Bản gốc",
    "Dữ liệu",
    "Cách đọc",
    "Ngày nhập",
    "Phiên bản docparse",
)
"""The columns of `list.csv`; `Bản gốc` and `Dữ liệu` are paths in the bag."""

_COLLECTION = [COLLECTIONS.c[n] for n in ("name", "years", "inventory", "box", "folder", "retention")]
_DOCUMENT = [DOCUMENTS.c[n] for n in ("symbol", "issued", "doc_type", "issuer", "title", "secrecy")]
_FILE = [FILES.c[n].label(f"file_{n}") for n in ("path", "name", "sha256", "container", "route", "imported", "version")]
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that is in the bag, the one with this `number` of `total`; `error` where its original is not."""

    path: str
    number: int
    total: int
    error: DocparseError | None = None


def withheld(archive: Archive, collection: str | None = None) -> int:
    """The number of secret documents that a bag leaves out. Raises MissingFile, NotAnArchive, NewerArchive."""
    with store.opened(archive) as connection, connection.begin():
        query = _files(collection, allow_secret=True).where(DOCUMENTS.c.secrecy.is_not(None))
        return len(set(connection.scalars(query.with_only_columns(DOCUMENTS.c.sha256))))


def bag(
    archive: Archive,
    folder: Path,
    *,
    collection: str | None = None,
    allow_secret: bool = False,
    originals: Path | None = None,
) -> Generator[Packed, None, None]:
    """Writes a bag and checks it; yields a `Packed` for each file.

    Args: `folder`, which must not be there yet; `collection`, only the files of the fonds of this name; `allow_secret`,
    also documents marked as secret; `originals`, the folder of kept originals where it is not the one that the archive
    knows. Raises MissingFile, NotAnArchive, NewerArchive, Unwritable.
    """
    if os.path.lexists(folder):
        raise Unwritable(str(folder), "File exists")
    with store.opened(archive) as connection, _beside(folder) as part:
        with connection.begin():
            found = connection.execute(_files(collection, allow_secret).order_by(FILES.c.path)).all()
            work = _Bag(connection, originals or folder_of(connection, archive), part, allow_secret)
            _check_space(part, found)
            with (part / "list.csv").open("w", encoding="utf-8-sig", newline="") as file:
                lines = csv.writer(file)
                lines.writerow(HEAD)
                for number, row in enumerate(found, 1):
                    place, error = _pack(work, row)
                    lines.writerow(map(_cell, (*row[:12], *_places(row, place))))
                    yield Packed(row.file_name or row.sha256, number, len(found), error)
        _seal(part, sorted({row[0] for row in found if row[0]}))
        part.replace(folder)


@dataclass(frozen=True, slots=True)
class _Bag:
    """A bag that is being filled: where originals come from and where they go."""

    connection: sa.Connection
    kept: Path
    part: Path
    allow_secret: bool


def _files(collection: str | None, allow_secret: bool) -> sa.Select[Any]:
    columns = (*_COLLECTION, *_DOCUMENT, *_FILE, FILES.c.size, DOCUMENTS.c.sha256)
    # Also what was in a file that says something else by now.
    joined = DOCUMENTS.outerjoin(FILES, FILES.c.document == DOCUMENTS.c.sha256).outerjoin(COLLECTIONS)
    query = sa.select(*columns).select_from(joined)
    query = query if allow_secret else query.where(DOCUMENTS.c.secrecy.is_(None))
    return query.where(COLLECTIONS.c.name == collection) if collection else query


@contextmanager
def _beside(folder: Path) -> Generator[Path, None, None]:
    """A folder beside the place of the bag, gone at the end; what the system refuses becomes an error of docparse."""
    part = folder.absolute().with_name(f".{folder.name}.docparse-bag")
    make_folder(part.parent)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        yield part
    except OSError as error:
        raise Unwritable(str(folder), error.strerror or "") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _check_space(part: Path, found: Sequence[Any]) -> None:
    if shutil.disk_usage(part).free < sum({row.file_path: row.size or 0 for row in found}.values()):
        raise Unwritable(str(part.parent), "No space left on device")


# --- one file -----------------------------------------------------------------------------------------------------


def _pack(work: _Bag, row: Any) -> tuple[str, DocparseError | None]:
    """Puts the JSON and the original of a file into the bag; gives the place of the original, "" without one."""
    target = work.part / _json_place(row.sha256)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        data = work.connection.scalar(sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == row.sha256))
        target.write_text(f"{data}\n", encoding="utf-8", newline="\n")
    path = located(os.fsdecode(row.file_path) if row.file_path else name_of(work.connection, row.sha256))
    if row.file_path is None:
        place = _original_place(row.sha256, path)
        copied = _copied(_sources(work, row.sha256), work.part / place, row.sha256)
    elif row.file_container is None:
        place = _original_place(row.file_sha256, path)
        copied = _copied(_sources(work, row.file_sha256), work.part / place, row.file_sha256)
    elif outer := _outer(work, row.file_container, path):
        place = _original_place(row.file_container, outer)
        copied = _copied(_sources(work, row.file_container), work.part / place, row.file_container)
    else:
        place = _original_place(row.sha256, path)
        copied = _taken_out(work, row.sha256, work.part / place)
    return (place, None) if copied else ("", NoOriginal(row.file_name or row.sha256))


def _json_place(sha256: str) -> str:
    return f"documents/{sha256[:2]}/{sha256}.json"


def _original_place(sha256: str, path: Path) -> str:
    suffix = path.suffix.lower()
    return f"originals/{sha256[:2]}/{sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def _outer(work: _Bag, container: str, path: Path) -> Path | None:
    """The container of a document; None where it holds what must not go into the bag."""
    inside = FILES.outerjoin(DOCUMENTS, FILES.c.document == DOCUMENTS.c.sha256)
    barred = [FILES.c.outcome == "refused"]
    if not work.allow_secret:
        barred += [FILES.c.outcome == "failed", DOCUMENTS.c.secrecy.is_not(None)]
    held = sa.select(sa.func.count()).select_from(inside).where(FILES.c.container == container, sa.or_(*barred))
    gone = sa.select(sa.func.count()).select_from(PURGES).where(PURGES.c.container == container, ~IN_AGAIN)
    if work.connection.scalar(held) or work.connection.scalar(gone):
        return None
    return next((row.path for row in store.with_hash(work.connection, container) if row.path in path.parents), None)


def _sources(work: _Bag, sha256: str) -> Iterator[Path]:
    """Where a file with this hash may be: its kept copy, then the files themselves."""
    if work.connection.scalar(sa.select(ORIGINALS.c.size).where(ORIGINALS.c.sha256 == sha256)) is not None:
        yield path_of(work.kept, sha256)
    yield from (row.path for row in store.with_hash(work.connection, sha256) if row.container is None)


def _copied(sources: Iterator[Path], target: Path, sha256: str) -> bool:
    """Copies the first file that is there and has these bytes."""
    if target.exists():
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    for source in sources:
        try:
            file = source.open("rb")
        except (OSError, MissingFile):
            continue
        digest = hashlib.sha256()
        with file, target.open("wb") as copy:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
        if digest.hexdigest() == sha256:
            return True
        target.unlink()
    return False


def _taken_out(work: _Bag, sha256: str, target: Path) -> bool:
    """Writes a document of a container that stays out."""
    with TemporaryDirectory(prefix="docparse-", ignore_cleanup_errors=True) as folder:
        path = source_of(work.connection, sha256, work.kept, Path(folder))
        try:
            data = load(path).data if path else b""
        except DocparseError:
            return False
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return True


# --- the list and the manifest ------------------------------------------------------------------------------------


def _places(row: Any, original: str) -> tuple[str | None, ...]:
    json_place = _json_place(row.sha256)
    hashed = (row.file_name, row.file_sha256, original, json_place)
    return (*hashed, row.file_route, row.file_imported, row.file_version)


def _cell(value: str | None) -> str:
    """A value that no spreadsheet takes for a formula: names of files are anybody's (OWASP, CSV injection)."""
    text = value or ""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _seal(part: Path, collections: list[str]) -> None:
    """Makes a bag of the folder and checks it with the same library."""
    import bagit

    about = {"External-Description": f"docparse {__version__}; data/list.csv"}
    if collections:
        about["Source-Organization"] = "; ".join(collections)
    # It would print tracebacks.
    logging.getLogger("bagit").disabled = True
    try:
        bagit.make_bag(str(part), about, checksums=["sha256"]).validate()
    except bagit.BagError as error:
        raise Unwritable(str(part.parent), str(error)) from error
