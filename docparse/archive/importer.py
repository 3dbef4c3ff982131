"""Takes files into an archive: what is in already is skipped, the rest parsed in workers, each file one transaction.

Paths are taken in order, and what becomes of them is written in that order; so a run that was ended at any moment and
started again leaves the same archive as one that was not.

Reads: files and folders.
Writes: an archive; while it runs a folder of work beside it (of one on a server: in the user's cache).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

import sqlalchemy as sa

from docparse import __version__
from docparse.archive import store
from docparse.archive.collections import Collections, settle
from docparse.archive.connections import Archive, work_folder
from docparse.archive.listed import hash_of, look, outlined
from docparse.archive.originals import discard, folder_of, keep, prepare
from docparse.archive.run import Event, Facts, Run, Step
from docparse.archive.store import Collection, Row
from docparse.archive.versions import relate
from docparse.archive.work import Found, Limits, Outline, examine
from docparse.batch import each, processes, without_words
from docparse.cluster import cluster
from docparse.errors import ChangedFile, DocparseError, MissingFile, PurgedDocument, SecretDocument
from docparse.formats import CONTAINERS
from docparse.inputs import Input, converted
from docparse.inputs import opened as documents_of
from docparse.read.options import DEFAULT, Options
from docparse.storage import Address, State, absolute_of, is_gone


def import_files(
    archive: Archive,
    paths: Sequence[Path],
    *,
    collection: Collection | None = None,
    collections: Collections | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    allow_secret: bool = False,
    limits: Limits | None = None,
    options: Options = DEFAULT,
    keep_originals: bool = False,
    originals: Path | None = None,
    allow_purged: bool = False,
    listed: Mapping[Path, State] | None = None,
) -> Generator[Step, None, None]:
    """Takes files into an archive, which is made where there is none, and yields a `Step` for each that is done.

    Args: `paths`, of files; those that an earlier run found to fail are not tried again while they are the same.
    `collection`, whose papers they are, or `collections`, of each path; without them what the archive has of that
    stays. `workers`, processes of this machine; `scheduler`, the address of a Dask cluster that works in their place
    (see `cluster`, also for errors).
    `allow_secret`, whether documents marked as secret are kept; `limits`, of each file; `options`, how files are read
    (its cache is not used: nothing that is recognised stays outside the archive); `keep_originals`, whether files
    that are in are copied, into the folder `originals` (default: the one that the archive knows, or one beside it);
    `allow_purged`, whether what was removed by `purge` is taken in again; `listed`, what `storage.survey` says of files
    at addresses, else each is asked for. No error of a file is raised. Raises ArchiveInUse, NotAnArchive, NewerArchive,
    NoFolder, and Unwritable and NoServer at any time; what is done until then stays.
    """
    settled = {"parsed", "container", "failed"} | (set() if allow_secret or allow_purged else {"refused"})

    def start(connection: sa.Connection) -> tuple[Run, Iterator[Input]]:
        """The run of an import and the files that it is to look at."""
        keep = prepare(connection, archive, originals) if keep_originals else None
        purged = frozenset[str]() if allow_purged else store.removed(connection)
        absolute = dict.fromkeys(absolute_of(p) for p in paths if not _is_archive(p, archive))
        there = dict(listed or {}) if any(isinstance(p, Address) for p in absolute) else None
        mapped = collections or Collections({}, (), collection)
        signs = store.signs(connection)
        run = Run(connection, archive, mapped, frozenset(settled), keep, purged, signs, len(absolute), there)
        return run, _inputs(run, iter(absolute))

    work = partial(examine, limits=limits or Limits(), allow_secret=allow_secret)
    yield from _steps(archive, start, work, workers, scheduler, options, create=True)


def retry(
    archive: Archive,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    allow_secret: bool = False,
    limits: Limits | None = None,
    options: Options = DEFAULT,
    keep_originals: bool = False,
    originals: Path | None = None,
    allow_purged: bool = False,
) -> Generator[Step, None, None]:
    """Tries again what failed, and with `allow_secret` what was refused; yields a `Step` for each file.

    Args and errors as for `import_files`; raises MissingFile where there is no archive.
    """

    def start(connection: sa.Connection) -> tuple[Run, Iterator[Input]]:
        """The run of a retry and the files that failed before."""
        keep = prepare(connection, archive, originals) if keep_originals else None
        purged = frozenset[str]() if allow_purged else store.removed(connection)
        with connection.begin():
            again: tuple[store.Outcome, ...] = ("refused",) if allow_secret or allow_purged else ()
            rows = store.with_outcome(connection, "failed", *again)
        settled = frozenset(("parsed", "container"))
        there = dict[Path, State]() if any(isinstance(row.path, Address) for row in rows) else None
        signs = store.signs(connection)
        run = Run(connection, archive, Collections({}), settled, keep, purged, signs, len(rows), there)
        return run, _again(run, rows)

    work = partial(examine, limits=limits or Limits(), allow_secret=allow_secret)
    yield from _steps(archive, start, work, workers, scheduler, options, create=False)


def _steps(
    archive: Archive,
    start: Callable[[sa.Connection], tuple[Run, Iterator[Input]]],
    work: partial[Found],
    workers: int,
    scheduler: str | None,
    options: Options,
    *,
    create: bool,
) -> Generator[Step, None, None]:
    with ExitStack() as stack:
        connection = stack.enter_context(store.opened(archive, create=create, alone=True))
        run, inputs = start(connection)
        options = replace(options, cache=None)
        if scheduler:
            engine = stack.enter_context(cluster(scheduler))
        else:
            folder = stack.enter_context(work_folder(archive))
            engine = processes(workers, folder, examine.__module__, "numpy")
            options = replace(options, cache=folder)
        if run.listed is not None:
            inputs = _opened(run, stack.enter_context(closing(outlined(inputs, engine, work.keywords["limits"]))))
        if options.cache:
            inputs = converted(inputs, options.cache)
        ready = ((x.path, _settled(run, x)) for x in inputs)
        job: Callable[[Path], Found | Row] = partial(work, options=options)
        results: Generator[tuple[Path, Found | Row | DocparseError], None, None]
        results = each(ready, job, engine)
        with closing(results):
            for path, value in results:
                yield _done(run, path, value)


def _is_archive(path: Path, archive: Archive) -> bool:
    """Whether a path leads to the archive itself, which is no document."""
    if not isinstance(archive, Path) or path.suffix != archive.suffix:
        return False
    return path.exists() and path.samefile(archive)


# --- what goes in -------------------------------------------------------------------------------------------------


def _inputs(run: Run, paths: Iterator[Path]) -> Iterator[Input]:
    for path in paths:
        error = _look(run, path)
        if error or run.facts[path].row:
            yield Input(path, error, settled=True)
        elif path.suffix.lower() in CONTAINERS and not isinstance(path, Address):
            yield from _members(run, path, list(documents_of([path])))
        else:
            yield Input(path)


def _again(run: Run, rows: Sequence[Row]) -> Iterator[Input]:
    for row in rows:
        if row.container:
            run.facts[row.path] = Facts(row.sha256, row.size, row.mtime, row.container, before=row)
            yield Input(row.path)
        else:
            yield from _inputs(run, iter([row.path]))


def _look(run: Run, path: Path) -> DocparseError | None:
    """Hashes a file and asks the archive for it."""
    if isinstance(path, Address):
        return look(run, path)
    run.facts[path] = Facts()
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        with run.connection.begin():
            run.facts[path] = Facts(before=store.at(run.connection, path))
        return MissingFile(str(path), error.strerror or "")
    rows: list[Row] = []
    if not run.is_new(path, sha256):
        with run.connection.begin():
            rows = store.like(run.connection, path, sha256)
    return _match(run, path, Facts(sha256, stat.st_size, stat.st_mtime), rows)


def _match(run: Run, path: Path, facts: Facts, rows: Sequence[Row]) -> DocparseError | None:
    """What the archive has of a file whose hash is known; `rows`, those of its path and of its hash."""
    here = next((row for row in rows if row.path == path), None)
    same = [row for row in rows if row.sha256 == facts.sha256 and row.outcome in run.settled]
    gone = (r for r in same if not (run.listed and r.path in run.listed) and _is_gone(r))
    row = next(chain((r for r in same if r is here), gone, same), None)
    run.facts[path] = replace(facts, row=row, before=here) if row or here else facts
    return PurgedDocument(str(path)) if row is None and facts.sha256 in run.purged else None


def _match_fetched(run: Run, path: Path, sha256: str) -> DocparseError | None:
    """As `_match`, of a file on storage whose hash a worker told; in the transaction of the caller."""
    run.signs.add(hash(sha256))
    return _match(run, path, replace(run.facts[path], sha256=sha256), store.like(run.connection, path, sha256))


def _opened(run: Run, inputs: Iterator[tuple[Input, Outline | DocparseError | None]]) -> Iterator[Input]:
    """The same inputs, with the documents in containers on storage in the place of these."""
    for item, value in inputs:
        error = value if isinstance(value, DocparseError) else None
        if sha256 := hash_of(value):
            with run.connection.begin():
                error = _match_fetched(run, item.path, sha256) or error
        if run.facts[item.path].row:
            yield replace(item, settled=True)
        elif error or not isinstance(value, Outline) or value.documents is None:
            yield replace(item, error=error or item.error)
        else:
            yield from _members(run, item.path, [Input(item.path / inner) for inner in value.documents])


def _is_gone(row: Row, *, within: bool = False) -> bool:
    """Whether there is no such file any more; `within`, asks of one in a container whether that is gone."""
    if row.container is None:
        return is_gone(row.path)
    around = (path for path in reversed(row.path.parents) if path.suffix.lower() in CONTAINERS and not path.is_dir())
    return within and is_gone(next(around, row.path))


def _members(run: Run, path: Path, found: Sequence[Input]) -> Iterator[Input]:
    """The documents in a container that are not in the archive yet; the last of them closes it."""
    if [x.path for x in found] == [path]:
        yield from found
        return
    facts = run.facts[path]
    run.total += len(found) - 1
    run.last_of[found[-1].path] = path
    for member in found:
        row = None
        if not run.is_new(member.path):
            with run.connection.begin():
                row = store.at(run.connection, member.path)
        known = row if row and row.container == facts.sha256 and row.outcome in run.settled else None
        run.facts[member.path] = Facts(container=facts.sha256, row=known, before=row)
        yield replace(member, settled=known is not None)


def _settled(run: Run, item: Input) -> Row | DocparseError | None:
    """What is known of an input, None where it is to be parsed."""
    return item.error or run.facts[item.path].row


# --- what comes out -----------------------------------------------------------------------------------------------


def _done(run: Run, path: Path, value: Found | Row | DocparseError) -> Step:
    """Writes what became of a file, whole or not at all."""
    with run.connection.begin():
        facts = run.facts[path]
        if facts.container is None and (sha256 := hash_of(value)) and sha256 != facts.sha256:
            error = _match_fetched(run, path, sha256)
            value = run.facts[path].row or error or value
        facts = run.facts.pop(path)
        step = _known(run, path, facts, value) if isinstance(value, Row) else _new(run, path, facts, value)
        if container := run.last_of.pop(path, None):
            row = replace(_row(run, container, run.facts.pop(container)), outcome="container")
            store.put(run.connection, row)
            store.drop_old_members(run.connection, row)
    return _kept(run, facts, step)


def _kept(run: Run, facts: Facts, step: Step) -> Step:
    """The same step, with the original copied where that was asked for; one that cannot be is told."""
    try:
        # What is in a container comes with the container, when the last of it is in.
        for sha256 in dict.fromkeys((facts.sha256, facts.container)):
            if run.keep and sha256:
                keep(run.connection, run.keep, sha256)
    except (ChangedFile, MissingFile) as error:
        return replace(step, event="failed", error=error)
    return step


def _new(run: Run, path: Path, facts: Facts, value: Found | DocparseError) -> Step:
    if isinstance(value, DocparseError):
        row = _with_error(_row(run, path, facts), without_words(value))
        if isinstance(value, MissingFile) and facts.before:
            return _missing(run, row, facts.before, value)
        if row.outcome == "refused" and facts.container:
            # It may have failed before, so that nobody knew of it when the container was kept.
            discard(run.connection, run.keep or folder_of(run.connection, run.archive), facts.container)
        store.put(run.connection, row)
        return Step(path, "refused" if row.outcome == "refused" else "failed", run.total, value)
    if facts.sha256 and not isinstance(path, Address) and _has_changed(path, facts):
        return _new(run, path, replace(facts, sha256=None), ChangedFile(str(path)))
    entry = value.entry
    if entry.sha256 in run.purged:
        return _new(run, path, facts, PurgedDocument(str(path)))
    run.signs.add(hash(entry.sha256))
    row = _row(run, path, facts, value)
    is_new = store.put(run.connection, row, entry)
    # A new document that says its province itself, or is of no collection, needs no look at its collections.
    is_settled = is_new and (entry.province or row.collection is None)
    province = entry.province if is_settled else settle(run.connection, entry.sha256)
    if is_new:
        now = entry if province == entry.province else replace(entry, province=province)
        relate(run.connection, now, value.bands, run.seen)
    return Step(path, "parsed" if is_new else "copied", run.total)


def _has_changed(path: Path, facts: Facts) -> bool:
    """Whether a file was written to since it was hashed: then the hash is not that of what was parsed."""
    try:
        stat = path.stat()
    except OSError:
        # It was parsed; that it is gone by now says nothing against what was in it.
        return False
    return (stat.st_size, stat.st_mtime) != (facts.size, facts.mtime)


def _missing(run: Run, row: Row, before: Row, error: MissingFile) -> Step:
    """A file that cannot be opened now: what is in stays, and of one that is gone so does why it failed before."""
    if before.outcome in ("parsed", "container"):
        return Step(row.path, "failed", run.total, error)
    if _is_gone(before, within=True):
        store.put(run.connection, replace(before, outcome="gone"))
        return Step(row.path, "gone", run.total)
    store.put(run.connection, replace(row, sha256=before.sha256, size=before.size, mtime=before.mtime))
    return Step(row.path, "failed", run.total, error)


def _with_error(row: Row, error: DocparseError) -> Row:
    refused = isinstance(error, SecretDocument | PurgedDocument)
    return replace(
        row,
        outcome="refused" if refused else "failed",
        error=type(error).__name__,
        problem=error.problem,
        detail=error.detail or None,
        advice=error.advice,
        trace=None if refused else error.trace,
    )


def _row(run: Run, path: Path, facts: Facts, found: Found | None = None) -> Row:
    """A row for a file of this run: with the document that was found in it, else without what became of it."""
    collection = run.collection(path)
    before = facts.before
    return Row(
        path=path,
        outcome="parsed" if found else "failed",
        imported=store.now(),
        version=__version__,
        sha256=facts.sha256 or (found.entry.sha256 if found else None),
        size=facts.size,
        mtime=facts.mtime,
        container=facts.container,
        collection=collection or (before.collection if before else None),
        document=found.entry.sha256 if found else None,
        route=found.route if found else None,
        models=found.models if found else None,
    )


def _known(run: Run, path: Path, facts: Facts, row: Row) -> Step:
    event: Event = "known"
    row_here = replace(row, path=path, size=facts.size, mtime=facts.mtime, container=facts.container)
    row_here = replace(row_here, collection=run.collection(path) or row.collection)
    if row.path == path:
        if row_here != row and facts.container is None:
            store.put(run.connection, row_here)
    elif _is_gone(row):
        event = "moved"
        store.move(run.connection, row, row_here)
    else:
        event = "copied"
        store.put(run.connection, replace(row_here, imported=store.now()))
    if row.document:
        settle(run.connection, row.document)
    if row.outcome == "failed" or row.outcome == "refused":
        event = row.outcome
    return Step(path, event, run.total)
