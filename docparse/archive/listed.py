"""Files on storage in a run of an import: known by what a listing says, or else looked into by a worker.

The importer itself fetches nothing. A file is the same as before where its size and time are; what is in a container a
worker tells, in its turn, while others are parsed.

Reads: an archive; through workers, containers on storage.
Writes: the facts of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from docparse.archive import store
from docparse.archive.run import Facts, Run
from docparse.archive.work import Found, Limits, Outline, outline
from docparse.batch import Engine, each
from docparse.errors import DocparseError, MissingFile, NotFetched, TooLarge
from docparse.formats import CONTAINERS
from docparse.inputs import Input
from docparse.read import MAX_BYTES
from docparse.storage import Address

_UNREAD = frozenset(kind.__name__ for kind in (MissingFile, NotFetched))
"""Failures that say nothing of what is in a file."""


def look(run: Run, path: Address) -> DocparseError | None:
    """What the archive has of a file whose size and time are the same; the rest is unknown until it is fetched."""
    run.facts[path] = Facts()
    before, error, state = None, None, (run.listed or {}).get(path)
    if not run.is_new(path):
        with run.connection.begin():
            before = store.at(run.connection, path)
    try:
        state = state or path.state()
    except MissingFile as problem:
        error = problem
    if state is None:
        run.facts[path] = Facts(before=before)
        return error or MissingFile(str(path))
    same = before and before.outcome in run.settled and before.error not in _UNREAD and state.mtime is not None
    row = before if before and same and (before.size, before.mtime) == state else None
    run.facts[path] = Facts(row.sha256 if row else None, state.size, state.mtime, row=row, before=before)
    size = state.size or 0
    return TooLarge(str(path), f"{size // 1_000_000} MB") if size > MAX_BYTES and not row else None


def outlined(
    inputs: Iterator[Input], engine: Engine, limits: Limits
) -> Generator[tuple[Input, Outline | DocparseError | None], None, None]:
    """The same inputs in their order, each container on storage with what a worker tells of it."""
    work: Callable[[Path], Outline | Input] = partial(outline, limits=limits)
    ahead = ((item.path, None if _is_closed(item) else item) for item in inputs)
    results: Generator[tuple[Path, Outline | Input | DocparseError], None, None]
    results = each(ahead, work, engine)
    with closing(results):
        for path, value in results:
            yield (value, None) if isinstance(value, Input) else (Input(path), value)


def _is_closed(item: Input) -> bool:
    """Whether an input may be a container that is on storage."""
    suffix = item.path.suffix.lower()
    return isinstance(item.path, Address) and not item.settled and not item.error and suffix in CONTAINERS


def hash_of(value: object) -> str | None:
    """The hash of the file that a worker fetched, where it could."""
    match value:
        case Found():
            return value.fetched
        case Outline() | DocparseError():
            return value.sha256
    return None
