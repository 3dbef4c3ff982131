"""The commands of the archive: import, retry, status, verify. Light: the archive itself is loaded when one runs.

Reads: arguments.
Writes: standard output, progress on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docparse import files, i18n, storage
from docparse.arguments import add_registers, archive_at, command, options, positive, province
from docparse.errors import ArchiveInUse, MissingFile
from docparse.formats import SUFFIXES
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from docparse.archive import Collections, Step
    from docparse.archive.watch import Sight
    from docparse.arguments import Commands, Run

_COLLECTION = ("years", "inventory", "box", "folder", "retention", "of_province")


def add(commands: Commands) -> None:
    """Declares the commands."""
    parser = archive_command(
        commands, "import", _run_import, _("take documents into an archive; it goes on where it stopped"), "plans/"
    )
    about = _("folders and files, also by address, such as sftp://host/folder; nothing in them changes")
    parser.add_argument("folders", nargs="+", metavar=_("FOLDER"), help=about)
    _add_work(parser)
    parser.add_argument("--watch", action="store_true", help=_("go on, and take in what comes into the folders"))
    about_settle = _("with --watch: seconds without a change until a file is whole (default: 5)")
    parser.add_argument("--settle", type=positive, default=5, metavar="N", help=about_settle)
    collection = parser.add_argument_group(_("whose papers"))
    collection.add_argument("--collection", metavar=_("NAME"), help=_("the fonds, such as Tỉnh ủy Bình Thuận"))
    parts = (_("its years"), _("inventory"), _("box"), _("file unit"), _("how long it is kept"))
    for name, words in zip(_COLLECTION[:-1], parts, strict=True):
        collection.add_argument(f"--{name}", metavar=_("WORDS"), default="", help=words)
    collection.add_argument(
        "--province",
        dest="of_province",
        type=province,
        metavar=_("NAME"),
        help=_("whose TU and Tỉnh ủy are meant where a document does not say (default: that of the fonds)"),
    )
    collection.add_argument(
        "--collections", type=Path, metavar=_("FILE.csv"), help=_("CSV file that maps folders to collections")
    )
    parser = archive_command(commands, "retry", _run_retry, _("try again what failed, and only that"))
    _add_work(parser)
    parser = archive_command(
        commands, "status", _run_status, _("say what is in an archive, what failed, what needs a look")
    )
    parser.add_argument("--allow-secret", action="store_true", help=_("list documents marked as secret too"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    about_verify = _("hash the files and kept originals of an archive again: which are missing or changed")
    add_originals(archive_command(commands, "verify", _run_verify, about_verify))


def archive_command(commands: Commands, name: str, run: Run, about: str, words: str = "") -> argparse.ArgumentParser:
    """A command of an archive: its parser; `words` are what its example names beside the archive."""
    parser = command(commands, name, run, about, f"docparse {name} {words} --archive papers.db".replace("  ", " "))
    about = _("the archive: a file, or postgresql://USER@HOST/DATABASE (password: in PGPASSWORD or .pgpass)")
    parser.add_argument("--archive", type=archive_at, required=True, metavar=_("FILE"), help=about)
    return parser


def _add_work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--workers", type=positive, metavar="N", help=_("processes (default: one a core)"))
    about = _("what does the work: processes of this machine (default), or the workers of a Dask cluster")
    parser.add_argument("--engine", choices=("processes", "dask"), default="processes", help=about)
    about = _("of Dask, such as tcp://10.0.0.5:8786: documents go to the machines of this cluster, and to no others")
    parser.add_argument("--scheduler", metavar=_("ADDRESS"), help=about)
    parser.add_argument("--allow-secret", action="store_true", help=_("keep documents marked as secret"))
    parser.add_argument(
        "--time-limit", type=positive, default=600, metavar="N", help=_("seconds for one file (default: 600)")
    )
    parser.add_argument("--no-models", action="store_true", help=_("without trained models: rules alone"))
    parser.add_argument("--no-ocr", action="store_true", help=_("do not recognise scanned pages"))
    parser.add_argument(
        "--keep-originals", action="store_true", help=_("copy each file that is in into a folder beside the archive")
    )
    add_originals(parser)
    about = _("take in again what was removed with docparse purge")
    parser.add_argument("--allow-purged", action="store_true", help=about)
    add_registers(parser)
    # A cache would outlive what must leave no trace.
    parser.set_defaults(no_cache=True)


def add_originals(parser: argparse.ArgumentParser) -> None:
    """Where kept originals are."""
    about = _("where originals are kept (default: beside the archive, or where an import put them)")
    parser.add_argument("--originals", type=Path, metavar=_("FOLDER"), help=about)


def _check_originals(args: argparse.Namespace) -> None:
    if args.originals and not args.keep_originals:
        args.usage_error(_("--keep-originals is missing"))


def _how(args: argparse.Namespace) -> dict[str, Any]:
    """How files are taken in, as `import_files` and `retry` are told."""
    from docparse.archive import Limits

    _check_originals(args)
    workers = _workers(args)
    return {
        "workers": workers,
        "scheduler": args.scheduler,
        "allow_secret": args.allow_secret,
        "limits": Limits(seconds=args.time_limit),
        "options": options(args, workers),
        "keep_originals": args.keep_originals,
        "originals": args.originals,
        "allow_purged": args.allow_purged,
    }


def _workers(args: argparse.Namespace) -> int:
    """The number of processes; a cluster has its own."""
    if (args.engine == "dask") != bool(args.scheduler):
        args.usage_error(_("--engine dask and --scheduler ADDRESS belong together"))
    if args.scheduler and args.workers:
        args.usage_error(_("--workers is for --engine processes; the cluster has its own"))
    return args.workers or os.cpu_count() or 1


def _run_import(args: argparse.Namespace) -> int:
    from docparse.archive import import_files
    from docparse.archive.progress import Tally, follow

    mapped = _collections(args)
    how = _how(args)
    here, there = _named(args)
    take: Callable[..., Generator[Step, None, None]] = partial(import_files, args.archive, collections=mapped, **how)
    if args.watch:
        return _watch(args, take)
    surveys = [(files.survey(here), {}), *map(storage.survey, there)]
    for named, _states in surveys:
        _report(named)
    paths = list(dict.fromkeys(path for named, _states in surveys for path in named.paths))
    if not paths:
        args.usage_error(_("no documents ({suffixes}) in the folder").format(suffixes=", ".join(SUFFIXES)))
    if args.collections:
        rest = sum(mapped.of(storage.absolute_of(path)) is mapped.default for path in paths)
        print(
            i18n.count("{n} file is in no row of --collections", "{n} files are in no row of --collections", rest),
            file=sys.stderr,
        )
    listed = {path: state for _named, states in surveys for path, state in states.items()}
    code = follow(take(paths, listed=listed), Tally(len(paths)), args.archive)
    return code or int(any(named.unreadable for named, _states in surveys))


def _named(args: argparse.Namespace) -> tuple[list[str], list[storage.Address]]:
    """The folders of this machine and the addresses to take in."""
    there = [storage.address(name) for name in args.folders if _is_elsewhere(name)]
    here = [name for name in args.folders if not _is_elsewhere(name)]
    for name in here:
        if not os.path.lexists(name):
            raise MissingFile(name)
    if there and args.watch:
        args.usage_error(_("--watch is for folders; run an import of addresses again to take in what came"))
    return here, there


def _is_elsewhere(name: str) -> bool:
    """Whether a name is an address; a folder may be called like one."""
    return storage.is_address(name) and not os.path.lexists(name)


def _watch(args: argparse.Namespace, take: Callable[[Sequence[Path]], Generator[Step, None, None]]) -> int:
    """Takes files in as they come, until Ctrl-C; 1 where some failed or were refused."""
    from docparse.archive.progress import Tally, follow
    from docparse.archive.watch import watched

    code, said = 0, ""
    try:
        for sight in watched(args.folders, settled=args.settle):
            waiting = "" if sight.ready else _waiting(sight)
            if waiting and waiting != said:
                print(waiting, file=sys.stderr)
            said = waiting
            while sight.ready:
                try:
                    code = max(code, follow(take(sight.ready), Tally(len(sight.ready)), args.archive))
                    break
                except ArchiveInUse as error:
                    print(i18n.error_line(error), file=sys.stderr)
                    time.sleep(args.settle)
            if code > 1:
                return code
    except KeyboardInterrupt:
        print(_("no longer watching"), file=sys.stderr)
    return code


def _waiting(sight: Sight) -> str:
    words = _("waiting for new files; Ctrl-C ends it")
    if sight.writing:
        words = i18n.count("waiting: {n} file is new", "waiting: {n} files are new", sight.writing)
        words += _(", and may still be written to")
    return "; ".join((words, *(_("not there now: {name}").format(name=printable(name)) for name in sight.missing)))


def _collections(args: argparse.Namespace) -> Collections:
    """Whose papers they are, by the options and the table."""
    from docparse.archive import Collection, Collections, read_collections

    parts = {name.removeprefix("of_"): getattr(args, name) or "" for name in _COLLECTION}
    if any(parts.values()) and not args.collection:
        args.usage_error(_("--collection is missing"))
    one = Collection(args.collection, **parts) if args.collection else None
    return read_collections(args.collections, one) if args.collections else Collections({}, (), one)


def _report(named: files.Named) -> None:
    """What will not be taken in, before the work begins."""
    for error in named.unreadable:
        print(printable(i18n.error_line(error)), file=sys.stderr)
    if named.left_out:
        counts = ", ".join(printable(f"{kind} {n}") for kind, n in sorted(named.left_out.items()))
        print(_("left out, not a format that is read: {counts}").format(counts=counts), file=sys.stderr)


def _run_retry(args: argparse.Namespace) -> int:
    from docparse.archive import retry
    from docparse.archive.progress import Tally, follow

    return follow(retry(args.archive, **_how(args)), Tally(0), args.archive)


def _run_status(args: argparse.Namespace) -> int:
    from docparse.archive import status
    from docparse.archive.progress import status_json, status_lines

    found = status(args.archive, allow_secret=args.allow_secret)
    print(status_json(found) if args.json else "\n".join(status_lines(found)))
    return 0


def _run_verify(args: argparse.Namespace) -> int:
    from docparse.archive import verify
    from docparse.archive.progress import counted

    words = {
        "missing": _("missing"),
        "changed": _("changed since it was taken in"),
        "purged": _("missing, as is to be: docparse purge removed it from the archive"),
        "unread": _("not checked: the storage did not give it"),
    }
    counts = Counter[str]()
    with closing(verify(args.archive, args.originals)) as found:
        for check in counted(found):
            counts[check.what] += 1
            if check.what != "same":
                kept = f" ({_('kept original')})" if check.kept else ""
                print(f"{printable(check.path)}: {words[check.what]}{kept}")
    print(i18n.count("{n} file was checked", "{n} files were checked", counts.total()), file=sys.stderr)
    return 1 if counts["missing"] or counts["changed"] or counts["unread"] else 0
