"""The commands that keep an archive in order: purge, reparse, corrections, bag. Light, as `archive_commands`.

Reads: arguments.
Writes: standard output, progress on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files, i18n
from docparse.archive_commands import add_originals, archive_command
from docparse.arguments import add_registers, options, positive
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.archive.changes import Change
    from docparse.archive.connections import Archive
    from docparse.archive.correction import Correction
    from docparse.archive.reparse import Changes
    from docparse.arguments import Commands

_SHOWN = 90
"""Letters of a record that a line of changes shows."""


def add(commands: Commands) -> None:
    """Declares the commands."""
    about = _("remove documents from an archive with everything that was made of them; the files stay where they are")
    parser = archive_command(commands, "purge", _run_purge, about, "plans/plan.docx")
    about = _("a path, the number of a document, or a SHA-256; a container stands for all in it")
    parser.add_argument("names", nargs="+", metavar=_("NAME"), help=about)
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    add_originals(parser)
    _add_reparse(commands)
    about = _("what people corrected in the records: list it, take corrections in, write them out")
    parser = archive_command(commands, "corrections", _run_corrections, about, "import corrected.jsonl")
    parser.add_argument("what", choices=("list", "import", "export"), help=_("export writes JSON lines"))
    parser.add_argument("file", nargs="?", type=Path, metavar=_("FILE"), help=_("JSON lines, for import"))
    parser.add_argument("--allow-secret", action="store_true", help=_("list documents marked as secret too"))

    about = _("write an archive as a BagIt bag: originals, JSON, and a list in an archivist's terms")
    parser = archive_command(commands, "bag", _run_bag, about, "handover/")
    parser.add_argument("output", type=Path, metavar=_("FOLDER"), help=_("the bag; it must not be there yet"))
    parser.add_argument("--collection", metavar=_("NAME"), help=_("only the files of the fonds of this name"))
    parser.add_argument("--allow-secret", action="store_true", help=_("also documents marked as secret"))
    add_originals(parser)


def _add_reparse(commands: Commands) -> None:
    about = _("read documents again after an upgrade; shows what changes, and replaces nothing without --apply")
    parser = archive_command(commands, "reparse", _run_reparse, about)
    parser.add_argument("--only", nargs="+", metavar=_("NAME"), default=[], help=_("paths, numbers or SHA-256"))
    parser.add_argument("--all", action="store_true", help=_("also what this version has read"))
    parser.add_argument("--apply", action="store_true", help=_("put the new records in the place of the old ones"))
    parser.add_argument("--discard", action="store_true", help=_("drop what was read again and not applied"))
    parser.add_argument("--workers", type=positive, metavar="N", help=_("processes (default: one a core)"))
    parser.add_argument(
        "--time-limit", type=positive, default=600, metavar="N", help=_("seconds for one file (default: 600)")
    )
    parser.add_argument("--no-models", action="store_true", help=_("without trained models: rules alone"))
    parser.add_argument("--no-ocr", action="store_true", help=_("do not recognise scanned pages"))
    add_registers(parser)
    parser.add_argument("--allow-secret", action="store_true", help=_("list documents marked as secret too"))
    add_originals(parser)
    parser.set_defaults(no_cache=True)


# --- purge --------------------------------------------------------------------------------------------------------


def _run_purge(args: argparse.Namespace) -> int:
    from docparse.archive import planned, purge

    plan = planned(args.archive, args.names)
    for path in plan.files or plan.documents:
        print(printable(path))
    words = _("to be removed: documents {documents}, files {files}, kept originals {kept}")
    counts = {"documents": len(plan.documents), "files": len(plan.files), "kept": len(plan.kept)}
    print(words.format(**counts), file=sys.stderr)
    for path in plan.others:
        print(_("the same document in another file, which stays: {path}").format(path=printable(path)), file=sys.stderr)
    if not args.yes and not _is_sure():
        print(_("nothing was removed"), file=sys.stderr)
        return 1
    purge(args.archive, args.names, originals=args.originals)
    print(_("removed; the files themselves are still where they were"), file=sys.stderr)
    return 0


def _is_sure() -> bool:
    print(_("remove this for good? [yes/no]"), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("yes", _("yes"))


# --- reparse ------------------------------------------------------------------------------------------------------


def _run_reparse(args: argparse.Namespace) -> int:
    from docparse.archive.reparse import changes, discard, replace_all

    if args.discard:
        print(i18n.count("{n} reading dropped", "{n} readings dropped", discard(args.archive)), file=sys.stderr)
        return 0
    _read_again(args)
    with closing(replace_all(args.archive) if args.apply else changes(args.archive)) as found:
        code = _show(found, args.allow_secret)
    if not args.apply:
        print(_("nothing is replaced yet: docparse reparse --apply does that"), file=sys.stderr)
    return code


def _read_again(args: argparse.Namespace) -> None:
    from docparse.archive import Limits
    from docparse.archive.progress import counted
    from docparse.archive.reparse import read_again

    workers = args.workers or os.cpu_count() or 1
    steps = read_again(
        args.archive,
        only=args.only,
        again=args.all,
        workers=workers,
        limits=Limits(seconds=args.time_limit),
        options=options(args, workers),
        originals=args.originals,
    )
    with closing(steps):
        for step in counted(steps):
            if step.error:
                print(i18n.error_line(step.error), file=sys.stderr)


def _show(found: Iterable[Changes], allow_secret: bool) -> int:
    """Prints what changes, document by document, then the counts; 1 where something needs a person."""
    counts: Counter[tuple[str, str]] = Counter()
    documents = changed = hidden = failed = lost = 0
    for one in found:
        documents += 1
        changed += bool(one.changes)
        failed += bool(one.problem)
        lost += len(one.lost)
        counts.update((change.kind, change.what) for change in one.changes)
        is_hidden = bool(one.secret) and not allow_secret
        hidden += is_hidden
        if not is_hidden and (one.changes or one.lost or one.problem):
            print(*_lines(one), sep="\n")
    for kind in dict.fromkeys(key[0] for key in counts):
        sums = {what: counts[kind, what] for what in ("added", "removed", "changed")}
        print(f"{kind}: " + _("{added} added, {removed} removed, {changed} changed").format(**sums))
    words = _("{documents} documents, {changed} with changes, {failed} not read again, {lost} corrections lost")
    print(words.format(documents=documents, changed=changed, failed=failed, lost=lost))
    if hidden:
        print(_("{n} secret documents are not shown without --allow-secret").format(n=hidden), file=sys.stderr)
    return int(bool(failed or lost))


def _lines(one: Changes) -> Iterator[str]:
    yield printable(one.path)
    if one.problem:
        yield f"  ! {_(one.problem)}"
    yield from (f"  {_sign(change)} {change.kind}: {_what(change)}" for change in one.changes)
    yield from (f"  ! {_('a correction whose record is gone')}: {_correction(c)}" for c in one.lost)


def _sign(change: Change) -> str:
    return {"added": "+", "removed": "−", "changed": "~"}[change.what]


def _what(change: Change) -> str:
    text = _short(change.text)
    if change.what == "changed":
        return f"{text} {change.before} → {change.after}".strip()
    return text or str(change.before or change.after)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}…"


# --- corrections --------------------------------------------------------------------------------------------------


def _run_corrections(args: argparse.Namespace) -> int:
    from docparse.archive.correction import to_line
    from docparse.archive.corrections import listed

    if (args.what == "import") != bool(args.file):
        args.usage_error(_("import needs a file, the others take none"))
    if args.what == "import":
        return _import(args.archive, args.file)
    for one in listed(args.archive, allow_secret=args.allow_secret):
        waits = "" if one.applied else f" ({_('a correction whose record is gone')})"
        print(to_line(one) if args.what == "export" else f"{one.document[:12]} {_correction(one)}{waits}")
    return 0


def _import(archive: Archive, file: Path) -> int:
    from docparse.archive.correction import from_line
    from docparse.archive.corrections import correct
    from docparse.errors import BadCorrection

    good: list[Correction] = []
    bad = 0
    for number, line in enumerate(files.read(file).decode("utf-8-sig", "replace").splitlines(), 1):
        try:
            good += [from_line(line, f"{file}: {number}")] if line.strip() else []
        except BadCorrection as error:
            bad += 1
            print(i18n.error_line(error), file=sys.stderr)
    with closing(correct(archive, good)) as done:
        for one, problem in done:
            bad += problem is not None
            if problem:
                print(f"{i18n.error_line(problem)}: {printable(_correction(one))}", file=sys.stderr)
    total = len(good) + bad
    print(_("{good} of {total} corrections are in").format(good=total - bad, total=total), file=sys.stderr)
    return 1 if bad else 0


def _correction(one: Correction) -> str:
    place = "" if one.start is None else f" {one.start}-{one.end} {_short(one.quote)!r}"
    before = "" if one.before is ... else f"{one.before} → "
    return printable(f"{one.kind}{place} {one.field}: {before}{one.after} ({one.by} {one.at})")


# --- bag ----------------------------------------------------------------------------------------------------------


def _run_bag(args: argparse.Namespace) -> int:
    from docparse.archive.bag import bag, withheld
    from docparse.archive.progress import counted

    hidden = 0 if args.allow_secret else withheld(args.archive, args.collection)
    secret, wanted = args.allow_secret, args.collection
    total = missing = 0
    steps = bag(args.archive, args.output, collection=wanted, allow_secret=secret, originals=args.originals)
    with closing(steps):
        for step in counted(steps):
            total += 1
            missing += bool(step.error)
            if step.error:
                print(i18n.error_line(step.error), file=sys.stderr)
    print(i18n.count("{n} file is in the bag", "{n} files are in the bag", total - missing), file=sys.stderr)
    if missing:
        print(i18n.count("{n} without its original", "{n} without their originals", missing), file=sys.stderr)
    if hidden:
        print(_("{n} secret documents are left out without --allow-secret").format(n=hidden), file=sys.stderr)
    return int(bool(missing))
