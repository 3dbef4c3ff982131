"""The commands of the archive: import, retry, status, verify. Light: the archive itself is loaded when one runs.

Reads: arguments.
Writes: standard output, progress on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files, i18n
from docparse.arguments import add_registers, command, options, positive, province
from docparse.errors import MissingFile, WrongAddress
from docparse.formats import SUFFIXES
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.archive import Collections
    from docparse.archive.connections import Archive
    from docparse.arguments import Commands, Run

_COLLECTION = ("years", "inventory", "box", "folder", "retention", "of_province")


def add(commands: Commands) -> None:
    """Declares the commands."""
    parser = _command(commands, "import", _run_import, _("take documents into an archive; it goes on where it stopped"))
    parser.add_argument("folders", nargs="+", metavar=_("FOLDER"), help=_("folders and files; nothing in them changes"))
    _add_work(parser)
    collection = parser.add_argument_group(_("whose papers"))
    collection.add_argument("--collection", metavar=_("NAME"), help=_("the fonds, such as Tỉnh ủy Bình Thuận"))
    about = (_("its years"), _("inventory"), _("box"), _("file unit"), _("how long it is kept"))
    for name, words in zip(_COLLECTION[:-1], about, strict=True):
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
    parser = _command(commands, "retry", _run_retry, _("try again what failed, and only that"))
    _add_work(parser)
    parser = _command(commands, "status", _run_status, _("say what is in an archive, what failed, what needs a look"))
    parser.add_argument("--allow-secret", action="store_true", help=_("list documents marked as secret too"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    _command(commands, "verify", _run_verify, _("hash the files of an archive again: which are missing or changed"))


def _command(commands: Commands, name: str, run: Run, about: str) -> argparse.ArgumentParser:
    words = "import plans/" if name == "import" else name
    parser = command(commands, name, run, about, f"docparse {words} --archive papers.db")
    about = _("the archive: a file, or postgresql://USER@HOST/DATABASE (password: in PGPASSWORD or .pgpass)")
    parser.add_argument("--archive", type=_archive, required=True, metavar=_("FILE"), help=about)
    return parser


def _archive(word: str) -> Archive:
    from docparse.archive import located

    try:
        return located(word)
    except WrongAddress as error:
        # The word itself may hold a password.
        raise argparse.ArgumentTypeError(i18n.error_line(error)) from None


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
    parser.add_argument("--no-ocr", action="store_true", help=_("do not recognise scanned pages"))
    add_registers(parser)
    # A cache would outlive what must leave no trace.
    parser.set_defaults(no_cache=True)


def _workers(args: argparse.Namespace) -> int:
    """The number of processes; a cluster has its own."""
    if (args.engine == "dask") != bool(args.scheduler):
        args.usage_error(_("--engine dask and --scheduler ADDRESS belong together"))
    if args.scheduler and args.workers:
        args.usage_error(_("--workers is for --engine processes; the cluster has its own"))
    return args.workers or os.cpu_count() or 1


def _run_import(args: argparse.Namespace) -> int:
    from docparse.archive import Limits, import_files
    from docparse.archive.progress import Tally, follow

    mapped = _collections(args)
    for name in args.folders:
        if not os.path.lexists(name):
            raise MissingFile(name)
    workers = _workers(args)
    reading = options(args, workers)
    named = files.survey(args.folders)
    _report(named)
    if not named.paths:
        args.usage_error(_("no documents ({suffixes}) in the folder").format(suffixes=", ".join(SUFFIXES)))
    if args.collections:
        rest = sum(mapped.of(Path(os.path.abspath(path))) is mapped.default for path in named.paths)
        print(
            i18n.count("{n} file is in no row of --collections", "{n} files are in no row of --collections", rest),
            file=sys.stderr,
        )
    steps = import_files(
        args.archive,
        named.paths,
        collections=mapped,
        workers=workers,
        scheduler=args.scheduler,
        allow_secret=args.allow_secret,
        limits=Limits(seconds=args.time_limit),
        options=reading,
    )
    code = follow(steps, Tally(len(named.paths)), args.archive)
    return code or int(bool(named.unreadable))


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
    from docparse.archive import Limits, retry
    from docparse.archive.progress import Tally, follow

    workers = _workers(args)
    steps = retry(
        args.archive,
        workers=workers,
        scheduler=args.scheduler,
        allow_secret=args.allow_secret,
        limits=Limits(seconds=args.time_limit),
        options=options(args, workers),
    )
    return follow(steps, Tally(0), args.archive)


def _run_status(args: argparse.Namespace) -> int:
    from docparse.archive import status
    from docparse.archive.progress import status_json, status_lines

    found = status(args.archive, allow_secret=args.allow_secret)
    print(status_json(found) if args.json else "\n".join(status_lines(found)))
    return 0


def _run_verify(args: argparse.Namespace) -> int:
    from docparse.archive import verify

    total = bad = 0
    with closing(verify(args.archive)) as found:
        for trouble in found:
            total += 1
            if trouble:
                bad += 1
                words = _("missing") if trouble.what == "missing" else _("changed since it was taken in")
                print(f"{printable(trouble.path)}: {words}")
    print(i18n.count("{n} file was checked", "{n} files were checked", total), file=sys.stderr)
    return 1 if bad else 0
