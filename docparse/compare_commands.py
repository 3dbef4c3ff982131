"""The command `compare`. Light: what compares is loaded when it runs.

Reads: arguments, documents.
Writes: standard output, an HTML file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files
from docparse.arguments import add_reading, archive_at, command, options, readable, report
from docparse.errors import NoSuchDocument
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.compare import Comparison
    from docparse.holdings import Held
    from docparse.model import Document


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("compare two documents, or a series over years: tasks, deadlines, bodies, wording")
    parser = command(commands, "compare", _run, about, "docparse compare 2017.docx 2025.pdf --html changes.html")
    parser.add_argument(
        "documents",
        nargs="*",
        metavar=_("DOCUMENT"),
        help=_("two files, JSON of docparse parse, or with --archive two numbers or paths; a folder for --series"),
    )
    parser.add_argument("--archive", type=archive_at, metavar=_("FILE"), help=_("the archive"))
    parser.add_argument(
        "--series", metavar=_("SYMBOL"), help=_("all plans and reviews of one directive, each beside the next")
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=_("as JSON"))
    output.add_argument("--html", type=Path, metavar=_("FILE"), help=_("write one page to hand on or to print"))
    parser.add_argument("--allow-secret", action="store_true", help=_("take documents marked as secret too"))
    add_reading(parser)


def _run(args: argparse.Namespace) -> int:
    if args.series:
        return _series(args)
    if len(args.documents) != 2:
        args.usage_error(_("two documents are compared"))
    from docparse.compare import compare
    from docparse.holdings import one
    from docparse.lexicon import using
    from docparse.registers import tables

    reading = options(args)
    (_name, before), (_other, after) = (
        one(words, args.archive, allow_secret=args.allow_secret, options=reading) for words in args.documents
    )
    with using(tables(reading.registers)):
        _write(args, [compare(before, after)])
    return 0


def _series(args: argparse.Namespace) -> int:
    if not args.archive and not args.documents:
        args.usage_error(_("--series needs --archive or a folder"))
    from itertools import pairwise

    from docparse.compare import compare
    from docparse.compare.family import series, subjects
    from docparse.lexicon import using
    from docparse.registers import tables

    asked = args.series.partition("@")[0]
    found, troubles = _held(args, [asked])
    if more := {target.partition("@")[0] for target in subjects(found, args.series)} - {asked}:
        found, troubles = _held(args, [asked, *sorted(more)])
    report(troubles)
    lists = series(found, args.series)
    if not lists:
        raise NoSuchDocument(args.series)
    alone = [group[0] for group in lists if len(group) == 1]
    for document in alone:
        print(_("nothing to compare with: {name}").format(name=_name(document)), file=sys.stderr)
    with using(tables(options(args).registers)):
        _write(args, [compare(a, b) for group in lists for a, b in pairwise(group)])
    return 0


def _held(args: argparse.Namespace, naming: list[str]) -> tuple[list[Document], list[Held]]:
    """The documents of the folder and the archive, and what could not be had.

    Args: `naming`, words of which one must be in what is JSON already.
    """
    from docparse.holdings import each

    troubles: list[Held] = []
    allow, reading = args.allow_secret, options(args)
    held = each(args.documents, args.archive, allow_secret=allow, options=reading, naming=naming)
    return list(readable(held, troubles)), troubles


def _name(document: Document) -> str:
    return printable(" ".join(filter(None, (document.metadata.id, document.source.name))))


def _write(args: argparse.Namespace, found: list[Comparison]) -> None:
    if args.json:
        texts = [one.model_dump_json(indent=2) for one in found]
        print(f"[{','.join(texts)}]" if args.series else texts[0])
    elif args.html:
        from docparse.compare.page import page

        title = f"{_('Comparison')}: {args.series}" if args.series else None
        files.write(args.html, page(found, title))
    else:
        from docparse.compare.terminal import show

        for one in found:
            show(one, sys.stdout)
