"""What a batch of files comes to: the documents in archives and messages, old office files converted many at a time.

Reads: files.
Writes: Inputs in the order of the files; converted documents into a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from docparse.errors import DocparseError
from docparse.formats import CONTAINERS, OFFICE
from docparse.storage import Address

TOGETHER, TOGETHER_BYTES = 32, 64_000_000
"""Files looked ahead for one run of LibreOffice, and bytes of those that it converts."""


@dataclass(frozen=True, slots=True)
class Input:
    """A document to parse, by its path (which may lead into a container), or what is known to be wrong with it.

    `settled` says that there is nothing left to do with it: it only keeps its place among the others.
    """

    path: Path
    error: DocparseError | None = None
    settled: bool = False


class _Job(NamedTuple):
    data: bytes
    kind: str
    name: str


def opened(paths: Iterable[Path]) -> Iterator[Input]:
    """The documents of files: a container stands for those in it, any other file for itself.

    Args: `paths`, of files; only those with the suffix of a container are opened here, one after the other. One that
    cannot be opened stands for itself and has an error.
    """
    for path in paths:
        if path.suffix.lower() in CONTAINERS:
            yield from _documents(path)
        else:
            yield Input(path)


def _documents(path: Path) -> Iterator[Input]:
    from docparse.read.containers import documents, load

    try:
        found = documents(load(path))
    except DocparseError as error:
        error.name = str(path)
        yield Input(path, error)
        return
    yield from (Input(path / inner) for inner in found) if found is not None else [Input(path)]


def converted(inputs: Iterator[Input], cache: Path) -> Iterator[Input]:
    """The same inputs; where there are old office files close together, they are converted in one run.

    Args: `cache`, the folder in which `read_office` finds what was converted.
    """
    for first in inputs:
        job = _job(first)
        if job is None:
            yield first
            continue
        batch: list[tuple[Input, _Job | None]] = [(first, job)]
        size = len(job.data)
        for other in islice(inputs, TOGETHER - 1):
            job = _job(other)
            batch.append((other, job))
            size += len(job.data) if job else 0
            if size > TOGETHER_BYTES:
                break
        yield from _convert(batch, cache)


def _convert(batch: list[tuple[Input, _Job | None]], cache: Path) -> Iterator[Input]:
    from docparse.read.office import convert_ahead

    jobs = [job for _, job in batch if job]
    # A single one is left to its worker, while the others go on.
    problems = iter(convert_ahead(jobs, cache) if len(jobs) > 1 else [None])
    for item, job in batch:
        yield replace(item, error=next(problems)) if job else item


def _job(item: Input) -> _Job | None:
    """What LibreOffice has to do for an input; None for nothing, also where reading it will tell what is wrong.

    What is on storage each worker converts for itself.
    """
    is_elsewhere = item.path.suffix.lower() not in OFFICE or isinstance(item.path, Address)
    if item.error or item.settled or is_elsewhere:
        return None
    from docparse.read import MAX_BYTES, sniff
    from docparse.read.containers import load
    from docparse.read.office import FORMATS

    try:
        data = load(item.path).data
        kind = sniff(data, str(item.path)) if len(data) <= MAX_BYTES else ""
    except DocparseError:
        return None
    return _Job(data, kind, str(item.path)) if kind in FORMATS else None
