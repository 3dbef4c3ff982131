"""What is in an archive, what failed and why, what a person should look at; and whether the files are still the same.

Reads: an archive; for `verify` the files that it names.
Writes: nothing.
"""

from __future__ import annotations

import os
from collections.abc import Container, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from docparse.archive.connections import Archive
from docparse.archive.originals import ORIGINALS, folder_of, is_whole, path_of
from docparse.archive.store import COLLECTIONS, DOCUMENTS, FILES, VERSIONS, Collection, name_of, opened, removed
from docparse.errors import MissingFile, NotFetched
from docparse.storage import located


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that is not in: what is wrong, what to do next, and where in the program it came up."""

    path: str
    error: str
    problem: str
    detail: str | None
    advice: str
    trace: str | None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A document that a person should look at; `reasons` are codes of warnings."""

    path: str
    id: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files: `symbol` is the number of the first, `similarity` the share of common runs of three words, 0 to 1."""

    path: str
    other: str
    symbol: str | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Holding:
    """A collection and the number of its files."""

    collection: Collection
    files: int


@dataclass(frozen=True, slots=True)
class Status:
    """What an archive holds; `hidden` counts the secret documents that `review` and the pairs leave out.

    `outcomes`: files by outcome; `gone`: failed or refused ones that are no longer there; `similar`: nearly the same
    text under different numbers; `documents`: different documents; `without_file`: those of which no file is left;
    `kept`: originals of which the archive has a copy.
    """

    outcomes: dict[str, int]
    documents: int
    without_file: int
    kept: int
    hidden: int
    collections: tuple[Holding, ...]
    failed: tuple[Quarantined, ...]
    refused: tuple[Quarantined, ...]
    gone: tuple[Quarantined, ...]
    review: tuple[Doubtful, ...]
    conflicts: tuple[Pair, ...]
    versions: tuple[Pair, ...]
    similar: tuple[Pair, ...]


Found = Literal["same", "missing", "changed", "purged", "unread"]
"""`purged` is missing as well, but the archive was told to forget it (`docparse purge`); `unread` is on storage that
does not answer."""


@dataclass(frozen=True, slots=True)
class Check:
    """A file that was hashed again, the one with this `number` of `total`; `kept` says that it is a kept original."""

    path: str
    what: Found
    kept: bool
    number: int
    total: int


def status(archive: Archive, *, allow_secret: bool = False) -> Status:
    """What is in an archive and what needs a person; also while an import runs.

    Args: `allow_secret`, whether documents marked as secret are listed. Raises MissingFile, NotAnArchive, NewerArchive.
    """
    with opened(archive) as connection, connection.begin():
        shown = sa.true() if allow_secret else DOCUMENTS.c.secrecy.is_(None)
        count = sa.func.count()
        outcomes = connection.execute(sa.select(FILES.c.outcome, count).group_by(FILES.c.outcome))
        in_files = sa.select(FILES.c.document).where(FILES.c.document.is_not(None))
        documents = sa.select(count).select_from(DOCUMENTS)
        return Status(
            outcomes=dict(sorted(map(tuple, outcomes))),
            documents=connection.scalar(documents) or 0,
            without_file=connection.scalar(documents.where(DOCUMENTS.c.sha256.not_in(in_files))) or 0,
            kept=connection.scalar(sa.select(count).select_from(ORIGINALS)) or 0,
            hidden=connection.scalar(documents.where(sa.not_(shown))) or 0,
            collections=_collections(connection),
            failed=_quarantined(connection, "failed"),
            refused=_quarantined(connection, "refused"),
            gone=_quarantined(connection, "gone"),
            review=_doubtful(connection, shown),
            conflicts=_pairs(connection, "conflict", allow_secret),
            versions=_pairs(connection, "version", allow_secret),
            similar=_pairs(connection, "similar", allow_secret),
        )


def verify(archive: Archive, originals: Path | None = None) -> Generator[Check, None, None]:
    """Hashes every file that is in again, and every original that is kept; yields a `Check` for each.

    Documents in containers are checked with their container. Args: `originals`, the folder of the kept ones where it is
    not the one that the archive knows. Raises as `status`.
    """
    query = sa.select(FILES.c.path, FILES.c.sha256).order_by(FILES.c.path)
    with opened(archive) as connection:
        purged = removed(connection)
        with connection.begin():
            files = connection.execute(query.where(FILES.c.sha256.is_not(None), FILES.c.container.is_(None))).all()
            kept = connection.scalars(sa.select(ORIGINALS.c.sha256).order_by(ORIGINALS.c.sha256)).all()
            folder = originals or folder_of(connection, archive)
    todo = [(located(os.fsdecode(path)), sha256, False) for path, sha256 in files]
    todo += [(path_of(folder, sha256), sha256, True) for sha256 in kept]
    for number, (path, sha256, is_kept) in enumerate(todo, 1):
        yield Check(name_of(path), _what(path, sha256, purged), is_kept, number, len(todo))


def _what(path: Path, sha256: str, purged: Container[str]) -> Found:
    try:
        return "same" if is_whole(path, sha256) else "changed"
    except NotFetched:
        return "unread"
    except (OSError, MissingFile):
        return "purged" if sha256 in purged else "missing"


def _collections(connection: sa.Connection) -> tuple[Holding, ...]:
    columns = [c for c in COLLECTIONS.c if c.name != "id"]
    joined = COLLECTIONS.outerjoin(FILES, FILES.c.collection == COLLECTIONS.c.id)
    query = sa.select(*columns, sa.func.count(FILES.c.path)).select_from(joined).group_by(COLLECTIONS.c.id)
    rows = connection.execute(query.order_by(COLLECTIONS.c.id)).all()
    return tuple(Holding(Collection(*row[:-1]), row[-1]) for row in rows)


def _quarantined(connection: sa.Connection, outcome: str) -> tuple[Quarantined, ...]:
    columns = [FILES.c[n] for n in ("name", "error", "problem", "detail", "advice", "trace")]
    rows = connection.execute(sa.select(*columns).where(FILES.c.outcome == outcome).order_by(FILES.c.path))
    return tuple(Quarantined(*row) for row in rows)


def _first_name(document: sa.Column[Any]) -> sa.Function[str]:
    """The first path of a document, "" where no file of it is left."""
    first = sa.select(sa.func.min(FILES.c.name)).where(FILES.c.document == document).scalar_subquery()
    return sa.func.coalesce(first, "")


def _doubtful(connection: sa.Connection, shown: sa.ColumnElement[bool]) -> tuple[Doubtful, ...]:
    name = _first_name(DOCUMENTS.c.sha256)
    query = sa.select(name, DOCUMENTS.c.id, DOCUMENTS.c.review).where(DOCUMENTS.c.review != "", shown).order_by(name)
    return tuple(Doubtful(path, id_, tuple(codes.split())) for path, id_, codes in connection.execute(query))


def _pairs(connection: sa.Connection, kind: str, allow_secret: bool) -> tuple[Pair, ...]:
    one, other = DOCUMENTS.alias(), DOCUMENTS.alias()
    joined = VERSIONS.join(one, one.c.sha256 == VERSIONS.c.sha256).join(other, other.c.sha256 == VERSIONS.c.of)
    name, first = _first_name(VERSIONS.c.sha256), _first_name(VERSIONS.c.of)
    query = sa.select(name, first, one.c.symbol, VERSIONS.c.similarity).select_from(joined)
    if not allow_secret:
        query = query.where(one.c.secrecy.is_(None), other.c.secrecy.is_(None))
    rows = connection.execute(query.where(VERSIONS.c.kind == kind).order_by(first, name))
    return tuple(Pair(*row) for row in rows)
