"""The command `label`: documents out to be labelled in other programs, and back. Light: what works is loaded later.

Reads: arguments, documents, files that people labelled.
Writes: files, standard output and standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files, i18n
from docparse.arguments import add_lang, add_reading, archive_at, command, example, options, readable, report
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.holdings import Held

_PROGRAMS = ("label-studio", "doccano")
_KINDS = ("task", "body", "deadline", "reference", "addressee", "recipient", "signature", "appendix")
_SHOWN = 50
"""Lines of what could not be taken; the rest is counted."""


def add(commands: Commands) -> None:
    """Declares the commands."""
    about = _("have documents labelled in Label Studio or doccano, and take back what people labelled as corrections")
    sample = "docparse label export --archive papers.db --to label-studio -o tasks.json"
    parser = commands.add_parser("label", help=about, description=about, epilog=example(sample))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add_lang(parser)
    parts = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    _add_export(command(parts, "export", _run_export, _("write documents to be labelled"), sample))
    about = _("turn what people labelled into corrections, as docparse corrections import and docparse train take them")
    sample = "docparse label import labelled.json --archive papers.db -o corrections.jsonl"
    _add_import(command(parts, "import", _run_import, about, sample))


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_documents(parser)
    parser.add_argument("--to", choices=_PROGRAMS, required=True, help=_("the program in which they are labelled"))
    about = _("the file: JSON for Label Studio, with a labelling configuration beside it, or JSON Lines for doccano")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=_("PATH"), help=about)
    about = f"{_('what is labelled (default: all)')}: {', '.join(_KINDS)}"
    parser.add_argument("--kinds", nargs="+", choices=_KINDS, default=_KINDS, metavar=_("KIND"), help=about)
    about = _("without what ties a task to its bodies and deadlines, as for projects of doccano without relations")
    parser.add_argument("--no-relations", action="store_true", help=about)


def _add_import(parser: argparse.ArgumentParser) -> None:
    about = _("what people labelled: an export of Label Studio (JSON) or of doccano (JSONL)")
    parser.add_argument("labelled", type=Path, metavar=_("LABELLED"), help=about)
    _add_documents(parser)
    about = _("the file of corrections (default: standard output)")
    parser.add_argument("-o", "--output", type=Path, metavar=_("PATH"), help=about)
    parser.add_argument("--by", default="", metavar=_("NAME"), help=_("who labelled, where the file does not say"))


def _add_documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar=_("FILE"), help=_("files, folders, JSON of docparse parse"))
    parser.add_argument("--archive", type=archive_at, metavar=_("FILE"), help=_("the archive"))
    parser.add_argument("--allow-secret", action="store_true", help=_("take documents marked as secret too"))
    add_reading(parser)


def _check_documents(args: argparse.Namespace) -> None:
    if not args.files and not args.archive:
        args.usage_error(_("name files or folders, or --archive"))


def _run_export(args: argparse.Namespace) -> int:
    _check_documents(args)
    from docparse.holdings import each
    from docparse.label import handing

    troubles: list[Held] = []
    held = each(args.files, args.archive, allow_secret=args.allow_secret, options=options(args))
    ties = not args.no_relations
    number = handing.write(readable(held, troubles), args.output, args.to, args.kinds, relations=ties)
    failed = report(troubles)
    done = i18n.count("{n} document was written", "{n} documents were written", number)
    print(done, file=sys.stderr)
    if args.to == "label-studio":
        name = printable(str(handing.configuration_of(args.output)))
        print(_("labelling configuration: {name}").format(name=name), file=sys.stderr)
    return int(failed)


def _run_import(args: argparse.Namespace) -> int:
    _check_documents(args)
    from docparse.archive.correction import to_line
    from docparse.label.taking import take

    lines: list[str] = []
    counts = Counter[str]()
    bad = 0
    found = take(
        args.labelled,
        args.files,
        args.archive,
        by=args.by,
        allow_secret=args.allow_secret,
        options=options(args),
    )
    for one in found:
        if one is None:
            counts["unlabelled"] += 1
            continue
        counts += one.counts
        lines += map(to_line, one.corrections)
        for trouble in one.troubles:
            bad += 1
            if bad <= _SHOWN:
                print(printable(i18n.error_line(trouble)), file=sys.stderr)
    text = "".join(f"{line}\n" for line in lines)
    if args.output:
        files.write(args.output, text)
    else:
        print(text, end="")
    _tell(counts, len(lines), bad)
    return int(bad > 0)


def _tell(counts: Counter[str], made: int, bad: int) -> None:
    said = {
        "confirmed": _("confirmed"),
        "moved": _("moved"),
        "retyped": _("of another kind"),
        "deleted": _("deleted"),
        "added": _("added"),
        "related": _("relations changed"),
        "unlabelled": _("texts not labelled yet"),
    }
    if bad > _SHOWN:
        print(_("and {n} more like these").format(n=bad - _SHOWN), file=sys.stderr)
    told = ", ".join(f"{words}: {counts[name]}" for name, words in said.items() if counts[name])
    done = i18n.count("{n} correction", "{n} corrections", made)
    print(f"{done} ({told})" if told else done, file=sys.stderr)
