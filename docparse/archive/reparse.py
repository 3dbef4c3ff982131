"""Reads the documents of an archive again, as after an upgrade, and shows what changed before anything is replaced.

Three steps, each of which goes on where it was ended: `read_again` reads them and sets the new reading aside, `changes`
compares, `replace_all` puts it in, a document a transaction. What a person corrected is corrected in the new reading
too. Kept originals come before the files themselves, which may have changed.

Reads: an archive, kept originals, files.
Writes: an archive.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from docparse import __version__
from docparse.archive import corrections, store
from docparse.archive.changes import Change, Data, compared
from docparse.archive.connections import Archive, work_folder
from docparse.archive.correction import Correction
from docparse.archive.edits import applied
from docparse.archive.originals import ORIGINALS, folder_of, path_of
from docparse.archive.purge import meant
from docparse.archive.store import DOCUMENTS, FILES, TABLES, Row
from docparse.archive.work import Found, Limits, entry_of, examine
from docparse.batch import each, processes, without_words
from docparse.errors import ChangedFile, DocparseError, NoOriginal
from docparse.inputs import Input, converted
from docparse.link.provinces import settled
from docparse.model import Document
from docparse.read.options import DEFAULT, Options
from docparse.storage import is_gone

REPARSED = sa.Table(
    "reparsed",
    TABLES,
    sa.Column("sha256", sa.ForeignKey("documents.sha256"), primary_key=True),
    sa.Column("version", sa.Text, nullable=False, comment="of docparse"),
    sa.Column("route", sa.Text),
    sa.Column("models", sa.Text),
    sa.Column("json", sa.Text, comment="null where it could not be read"),
    sa.Column("problem", sa.Text),
)


@dataclass(frozen=True, slots=True)
class Reread:
    """A document that was read again, or could not be; the one with this `number` of `total`."""

    path: str
    number: int
    total: int
    error: DocparseError | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What another reading of a document changes; `lost` are corrections whose record is not in it any more.

    `secret` is the mark that the document bears in either reading, None for none.
    """

    sha256: str
    path: str
    secret: str | None
    changes: tuple[Change, ...] = ()
    lost: tuple[Correction, ...] = ()
    problem: str | None = None
    """Why it could not be read again; then it stays as it is."""


def read_again(
    archive: Archive,
    *,
    only: Sequence[str] = (),
    again: bool = False,
    workers: int = 1,
    limits: Limits | None = None,
    options: Options = DEFAULT,
    originals: Path | None = None,
) -> Generator[Reread, None, None]:
    """Reads documents again that another version of docparse read, and sets the result aside.

    Args: `only`, names as `purge` takes them: only these documents, whatever read them; `again`, all documents, also
    what this version read or could not read; `originals`, the folder of kept originals where it is not the one that the
    archive knows; the others as for `import_files`. What this version has set aside already is not read again. No error
    of a file is raised. Raises MissingFile, NotAnArchive, NewerArchive, NotInArchive, ArchiveInUse, Unwritable.
    """
    with store.opened(archive, alone=True) as connection, work_folder(archive) as folder:
        with connection.begin():
            todo = _todo(connection, only, again)
            kept = originals or folder_of(connection, archive)
        places: dict[Path, str] = {}
        inputs = converted(_inputs(connection, todo, kept, folder, places), folder)
        work = partial(examine, options=replace(options, cache=folder), limits=limits or Limits(), allow_secret=True)
        results: Generator[tuple[Path, Found | DocparseError], None, None]
        results = each(((x.path, x.error) for x in inputs), work, processes(workers, folder))
        with closing(results):
            for number, (path, value) in enumerate(results, 1):
                sha256 = places.pop(path)
                with connection.begin():
                    name = corrections.first_file(connection, sha256)
                    error = _set_aside(connection, sha256, name, value)
                yield Reread(name, number, len(todo), error)


def changes(archive: Archive) -> Generator[Changes, None, None]:
    """What the readings set aside by `read_again` would change, with corrections made in them; nothing is replaced."""
    with store.opened(archive) as connection:
        with connection.begin():
            todo = _ready(connection)
        for sha256 in todo:
            with connection.begin():
                found = _compared(connection, sha256)
            if found:
                yield found[0]


def replace_all(archive: Archive) -> Generator[Changes, None, None]:
    """Puts the readings set aside by `read_again` in the place of those that are in, a document a transaction."""
    with store.opened(archive, alone=True) as connection:
        with connection.begin():
            todo = _ready(connection)
        for sha256 in todo:
            with connection.begin():
                found = _compared(connection, sha256)
                if found and not found[0].problem:
                    _replace(connection, sha256, *found[1:])
            if found:
                yield found[0]


def discard(archive: Archive) -> int:
    """Drops the readings that were set aside and returns their number."""
    with store.opened(archive, alone=True) as connection, connection.begin():
        return connection.execute(REPARSED.delete()).rowcount


# --- reading again ------------------------------------------------------------------------------------------------


def _todo(connection: sa.Connection, only: Sequence[str], again: bool) -> list[str]:
    """The documents to read, in their order."""
    query = sa.select(DOCUMENTS.c.sha256).order_by(DOCUMENTS.c.sha256)
    current = sa.exists().where(FILES.c.document == DOCUMENTS.c.sha256, FILES.c.version == __version__)
    aside = sa.exists().where(REPARSED.c.sha256 == DOCUMENTS.c.sha256, REPARSED.c.version == __version__)
    left = (~aside.where(REPARSED.c.json.is_not(None)),) if only or again else (~current, ~aside)
    query = query.where(*left)
    if only:
        query = query.where(store.among(DOCUMENTS.c.sha256, meant(connection, only)[0]))
    return list(connection.scalars(query))


def _inputs(
    connection: sa.Connection, todo: Sequence[str], kept: Path, folder: Path, places: dict[Path, str]
) -> Iterator[Input]:
    for sha256 in todo:
        with connection.begin():
            path = source_of(connection, sha256, kept, folder)
            name = corrections.first_file(connection, sha256)
        if path:
            places[path] = sha256
            yield Input(path)
        else:
            places[Path(sha256)] = sha256
            yield Input(Path(sha256), NoOriginal(name), settled=True)


def source_of(connection: sa.Connection, sha256: str, kept: Path, folder: Path) -> Path | None:
    """Where to read a document: in its kept original, under the name that the file had, else in its file.

    Also where the file says something else by now; None where neither is left.
    """
    query = sa.select(FILES).where(FILES.c.document == sha256).order_by(FILES.c.path)
    rows = [store.row_of(row) for row in connection.execute(query)]
    pairs = [(row, outer) for row in rows if (outer := _outer(connection, row))]
    for row, outer in pairs:
        if outer.sha256 and _is_kept(connection, outer.sha256):
            original = _named(path_of(kept, outer.sha256), folder / outer.sha256, outer.path.name)
            return original / row.path.relative_to(outer.path)
    if _is_kept(connection, sha256):
        return _named(path_of(kept, sha256), folder / sha256, name_of(connection, sha256))
    return next((row.path for row, outer in pairs if not is_gone(outer.path)), None)


def name_of(connection: sa.Connection, sha256: str) -> str:
    """The name that the file of a document had when it was read; in the transaction of the caller."""
    data = json.loads(connection.scalar(sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == sha256)) or "{}")
    return Path(data["source"]["name"]).name


def _outer(connection: sa.Connection, row: Row) -> Row | None:
    """The file itself, or the container that it is in."""
    if row.container is None:
        return row
    return next((o for o in store.with_hash(connection, row.container) if o.path in row.path.parents), None)


def _is_kept(connection: sa.Connection, sha256: str) -> bool:
    return connection.scalar(sa.select(ORIGINALS.c.size).where(ORIGINALS.c.sha256 == sha256)) is not None


def _named(original: Path, folder: Path, name: str) -> Path:
    """A kept original under its name, which says what format it is; links need rights on Windows that few have."""
    folder.mkdir(exist_ok=True)
    link = folder / name
    if not os.path.lexists(link):
        try:
            link.symlink_to(os.path.abspath(original))
        except OSError:
            shutil.copyfile(original, link)
    return link


def _set_aside(connection: sa.Connection, sha256: str, name: str, value: Found | DocparseError) -> DocparseError | None:
    if isinstance(value, Found) and value.entry.sha256 != sha256:
        value = ChangedFile(name)
    values = {"sha256": sha256, "version": __version__}
    if isinstance(value, DocparseError):
        value = without_words(value)
        value.name = name
        values["problem"] = value.problem
    else:
        values |= {"json": value.entry.json, "route": value.route}
        values |= {"models": value.models} if value.models else {}
    connection.execute(REPARSED.delete().where(REPARSED.c.sha256 == sha256))
    connection.execute(REPARSED.insert(), values)
    return value if isinstance(value, DocparseError) else None


# --- comparing and replacing --------------------------------------------------------------------------------------


def _ready(connection: sa.Connection) -> list[str]:
    query = sa.select(REPARSED.c.sha256).where(REPARSED.c.version == __version__)
    return list(connection.scalars(query.order_by(REPARSED.c.sha256)))


def _compared(connection: sa.Connection, sha256: str) -> tuple[Changes, Data, Data, list[Correction]] | None:
    """What changes, the new reading, the same with its corrections, and these; None for one that is gone by now."""
    columns = DOCUMENTS.c.json, REPARSED.c.json, REPARSED.c.problem, DOCUMENTS.c.secrecy, DOCUMENTS.c.given
    found = connection.execute(
        sa.select(*columns).join_from(DOCUMENTS, REPARSED).where(DOCUMENTS.c.sha256 == sha256)
    ).first()
    if found is None:
        return None
    path = corrections.first_file(connection, sha256)
    if found[1] is None:
        return Changes(sha256, path, found.secrecy, problem=found.problem), {}, {}, []
    # What its collections say of its province is no part of the reading.
    told = settled(Document.from_json(found[1]), found.given.split("; ") if found.given else ())
    old, new = (json.loads(data) for data in (found[0], told.to_json()))
    # The same bytes may have come under another name this time.
    new["source"]["name"] = old["source"]["name"]
    read = json.loads(json.dumps(new))
    made = [applied(new, one) for one in corrections.of_document(connection, sha256)]
    lost = tuple(one for one in made if not one.applied)
    secret = new["metadata"]["secrecy"] or found.secrecy
    return Changes(sha256, path, secret, compared(old, new), lost), read, new, made


def _replace(connection: sa.Connection, sha256: str, read: Data, new: Data, made: Sequence[Correction]) -> None:
    row = connection.execute(sa.select(REPARSED).where(REPARSED.c.sha256 == sha256)).one()
    corrections.put_again(connection, entry_of(Document.model_validate_json(json.dumps(new))))
    corrections.read_anew(connection, sha256, read)
    for one in made:
        corrections.note(connection, one)
    values = {"version": row.version, "route": row.route, "models": row.models}
    connection.execute(FILES.update().where(FILES.c.document == sha256).values(values))
    connection.execute(REPARSED.delete().where(REPARSED.c.sha256 == sha256))
