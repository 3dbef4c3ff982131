"""The command `check`. Light: what checks is loaded when it runs.

Reads: arguments, documents.
Writes: standard output, standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.arguments import add_reading, archive_at, command, options, report
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.check import Report
    from docparse.holdings import Held


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("what a person should look at: recipients, citations, deadlines, the form of the document")
    parser = command(commands, "check", _run, about, "docparse check plan.docx")
    parser.add_argument("files", nargs="*", metavar=_("FILE"), help=_("files, folders, JSON of docparse parse"))
    parser.add_argument("--archive", type=archive_at, metavar=_("FILE"), help=_("the archive"))
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=_("as JSON, a document a line"))
    output.add_argument("--csv", action="store_true", help=_("as CSV, a finding a line"))
    parser.add_argument("--allow-secret", action="store_true", help=_("take documents marked as secret too"))
    add_reading(parser)


def _run(args: argparse.Namespace) -> int:
    if not args.files and not args.archive:
        args.usage_error(_("name files or folders, or --archive"))
    from docparse.holdings import each
    from docparse.lexicon import using
    from docparse.registers import tables

    troubles: list[Held] = []
    reading = options(args)
    held = each(args.files, args.archive, allow_secret=args.allow_secret, options=reading)
    with using(tables(reading.registers)):
        _print(args, _reports(held, troubles))
    return int(report(troubles))


def _print(args: argparse.Namespace, reports: Iterable[Report]) -> None:
    if args.json:
        for one in reports:
            print(one.model_dump_json())
    elif args.csv:
        _write_csv(reports)
    else:
        _write_lines(reports)


def _reports(found: Iterable[Held], troubles: list[Held]) -> Iterator[Report]:
    from docparse.check import check

    for held in found:
        if held.document:
            yield check(held.document, held.name)
        else:
            troubles.append(held)


def _write_csv(reports: Iterable[Report]) -> None:
    import csv

    from docparse.check.said import said
    from docparse.export.files import defused

    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout)
    writer.writerow(("file", "id", "secrecy", "code", "finding", "sentence", "start", "end", "guideline", "status"))
    for one in reports:
        for f in one.findings:
            row = (one.name, one.id, one.secrecy, f.code, said(f), f.sentence, f.start, f.end, f.guideline, f.status)
            writer.writerow([defused(cell) for cell in row])


def _write_lines(reports: Iterable[Report]) -> None:
    from docparse.check.said import said_of

    documents = findings = 0
    for one in reports:
        documents += 1
        findings += len(one.findings)
        if one.findings:
            mark = f" ({one.secrecy})" if one.secrecy else ""
            print(f"{printable(one.name)}{mark}")
        for some in said_of(one.findings):
            source = f" [{some.rests_on}]" if some.rests_on else ""
            print(f"  {some.words}{source}", f"    {some.sentence}", sep="\n")
    counted = i18n.count("{n} document was checked", "{n} documents were checked", documents)
    found = i18n.count("{n} finding", "{n} findings", findings)
    print(f"{counted}: {found}", file=sys.stderr)
