"""What is in an archive, what failed and why, what a person should look at; and whether the files are still the same.

Reads: an archive; for `verify` the files that it names.
Writes: nothing.
"""

from __future__ import annotations

import os
from collections.abc import Container, Generator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa

from docparse.archive.connections import Archive
from docparse.archive.originals import ORIGINALS, folder_of, is_whole, path_of
from docparse.archive.store import (
    COLLECTIONS,
    DOCUMENTS,
    FILES,
    VERSIONS,
    Collection,
    Outcome,
    name_of,
    opened,
    removed,
)
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
    document: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files: `symbol` is the number of the first, `similarity` the share of common runs of three words, 0 to 1.

    `document` and `of` are the hashes of their documents.
    """

    path: str
    other: str
    symbol: str | None
    similarity: float
    document: str
    of: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A collection and the number of its files."""

    collection: Collection
    files: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What an archive holds, counted; `hidden` counts the secret documents that no list of `Status` holds.

    `outcomes`: files by outcome; `documents`: different documents; `without_file`: those of which no file is left;
    `kept`: originals of which the archive has a copy.
    """

    outcomes: dict[str, int]
    documents: int
    without_file: int
    kept: int
    hidden: int
    collections: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Status(Summary):
    """What an archive holds, and every list of what needs a person.

    `gone`: failed or refused ones that are no longer there; `similar`: nearly the same text under different numbers.
    """

    failed: tuple[Quarantined, ...]
    refused: tuple[Quarantined, ...]
    gone: tuple[Quarantined, ...]
    review: tuple[Doubtful, ...]
    conflicts: tuple[Pair, ...]
    versions: tuple[Pair, ...]
    similar: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: so many (None for all), from the one after `offset` on."""

    limit: int | None = None
    offset: int = 0


ALL = Part()


Kind = Literal["conflict", "version", "similar"]
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
        counted = summary(connection, allow_secret=allow_secret)
        return Status(
            **{field.name: getattr(counted, field.name) for field in fields(Summary)},
            failed=quarantined(connection, "failed"),
            refused=quarantined(connection, "refused"),
            gone=quarantined(connection, "gone"),
            review=doubtful(connection, allow_secret=allow_secret),
            conflicts=pairs(connection, "conflict", allow_secret=allow_secret),
            versions=pairs(connection, "version", allow_secret=allow_secret),
            similar=pairs(connection, "similar", allow_secret=allow_secret),
        )


def summary(connection: sa.Connection, *, allow_secret: bool = False) -> Summary:
    """What an archive holds, counted; in the transaction of the caller.

    Args: `allow_secret`, whether documents marked as secret are listed.
    """
    count = sa.func.count()
    outcomes = connection.execute(sa.select(FILES.c.outcome, count).group_by(FILES.c.outcome))
    in_files = sa.select(FILES.c.document).where(FILES.c.document.is_not(None))
    documents = sa.select(count).select_from(DOCUMENTS)
    hidden = 0 if allow_secret else connection.scalar(documents.where(DOCUMENTS.c.secrecy.is_not(None)))
    return Summary(
        outcomes=dict(sorted(map(tuple, outcomes))),
        documents=connection.scalar(documents) or 0,
        without_file=connection.scalar(documents.where(DOCUMENTS.c.sha256.not_in(in_files))) or 0,
        kept=connection.scalar(sa.select(count).select_from(ORIGINALS)) or 0,
        hidden=hidden or 0,
        collections=_collections(connection),
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


def quarantined(connection: sa.Connection, outcome: Outcome, part: Part = ALL) -> tuple[Quarantined, ...]:
    """The files with an outcome and what is wrong with each, in order of path; in the transaction of the caller."""
    columns = [FILES.c[n] for n in ("name", "error", "problem", "detail", "advice", "trace")]
    query = sa.select(*columns).where(FILES.c.outcome == outcome).order_by(FILES.c.path)
    return tuple(Quarantined(*row) for row in connection.execute(_within(query, part)))


def doubtful(connection: sa.Connection, part: Part = ALL, *, allow_secret: bool = False) -> tuple[Doubtful, ...]:
    """The documents that a person should look at, in order of path; in the transaction of the caller."""
    name = _first_name(DOCUMENTS.c.sha256)
    query = sa.select(name, DOCUMENTS.c.id, DOCUMENTS.c.review, DOCUMENTS.c.sha256)
    query = query.where(*_in_doubt(allow_secret)).order_by(name, DOCUMENTS.c.sha256)
    rows = connection.execute(_within(query, part))
    return tuple(Doubtful(path, id_, tuple(codes.split()), sha256) for path, id_, codes, sha256 in rows)


def pairs(connection: sa.Connection, kind: Kind, part: Part = ALL, *, allow_secret: bool = False) -> tuple[Pair, ...]:
    """The documents of which another is like them in some way, in order of path; in the transaction of the caller."""
    name, first = _first_name(VERSIONS.c.sha256), _first_name(VERSIONS.c.of)
    columns = (name, first, _ONE.c.symbol, VERSIONS.c.similarity, VERSIONS.c.sha256, VERSIONS.c.of)
    query = _paired(sa.select(*columns), kind, allow_secret)
    query = query.order_by(first, name, VERSIONS.c.of, VERSIONS.c.sha256)
    return tuple(Pair(*row) for row in connection.execute(_within(query, part)))


def listed(connection: sa.Connection, *, allow_secret: bool = False) -> dict[str, int]:
    """How many each list of a `Status` has, by the name of the list; in the transaction of the caller."""
    count = sa.func.count()
    outcomes = sa.select(FILES.c.outcome, count).where(FILES.c.outcome.in_(("failed", "refused", "gone")))
    found: dict[str, int] = dict.fromkeys(("failed", "refused", "gone"), 0)
    found |= {row[0]: row[1] for row in connection.execute(outcomes.group_by(FILES.c.outcome))}
    doubts = sa.select(count).select_from(DOCUMENTS).where(*_in_doubt(allow_secret))
    found["review"] = connection.scalar(doubts) or 0
    for name, kind in PAIRS.items():
        found[name] = connection.scalar(_paired(sa.select(count), kind, allow_secret)) or 0
    return found


_ONE, _OTHER = DOCUMENTS.alias(), DOCUMENTS.alias()
PAIRS: dict[str, Kind] = {"conflicts": "conflict", "versions": "version", "similar": "similar"}
"""The lists of pairs of a `Status`, each with what relates two documents in it."""


def _within(query: sa.Select[Any], part: Part) -> sa.Select[Any]:
    return query.limit(part.limit).offset(part.offset) if part.limit is not None else query


def _in_doubt(allow_secret: bool) -> list[sa.ColumnElement[bool]]:
    return [DOCUMENTS.c.review != "", *([] if allow_secret else [DOCUMENTS.c.secrecy.is_(None)])]


def _first_name(document: sa.Column[Any]) -> sa.Function[str]:
    """The first path of a document, "" where no file of it is left."""
    first = sa.select(sa.func.min(FILES.c.name)).where(FILES.c.document == document).scalar_subquery()
    return sa.func.coalesce(first, "")


def _paired(query: sa.Select[Any], kind: Kind, allow_secret: bool) -> sa.Select[Any]:
    joined = VERSIONS.join(_ONE, _ONE.c.sha256 == VERSIONS.c.sha256).join(_OTHER, _OTHER.c.sha256 == VERSIONS.c.of)
    query = query.select_from(joined).where(VERSIONS.c.kind == kind)
    return query if allow_secret else query.where(_ONE.c.secrecy.is_(None), _OTHER.c.secrecy.is_(None))
