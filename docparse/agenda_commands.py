"""The command `agenda`. Light: what reads and writes is loaded when it runs.

Reads: arguments, documents, an archive.
Writes: standard output, standard error, an HTML page, an Excel workbook.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files
from docparse.arguments import command, report, time
from docparse.calendar_commands import add_asking, apart, asked, dues
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.holdings import Held


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("show what is overdue, due this month, until the end of the next quarter and later, by body")
    sample = 'docparse agenda --archive papers.db --body "Ban Dân vận Tỉnh ủy" --on 1/10/2018 --xlsx agenda.xlsx'
    parser = command(commands, "agenda", _run, about, sample)
    add_asking(parser)
    parser.add_argument("--on", type=_day, metavar=_("DAY"), help=_("the day from which it is seen (default: today)"))
    parser.add_argument("--html", type=Path, metavar=_("FILE"), help=_("write one page to hand on or to print"))
    parser.add_argument("--xlsx", type=_workbook, metavar=_("FILE"), help=_("write an Excel workbook, a row a duty"))


def _day(word: str) -> date:
    when = time(word)
    if len(when) < 10:
        raise argparse.ArgumentTypeError(_("must be a day: 28/8/2012 or 2012-08-28"))
    return date.fromisoformat(when)


def _workbook(word: str) -> Path:
    """So that no slip costs an archive or a document."""
    path = Path(word)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError(_("must end in .xlsx"))
    return path


def _run(args: argparse.Namespace) -> int:
    from docparse.agenda.rows import of_dues

    if args.html and args.html == args.xlsx:
        args.usage_error(_("--html and --xlsx name the same file"))
    troubles: list[Held] = []
    owed, ask = dues(args, troubles), asked(args)
    failed = report(troubles)
    found = of_dues(owed, on=args.on or date.today(), asked=ask)
    if args.html:
        from docparse.agenda.page import page

        files.write(args.html, page(found, ask))
        print(printable(str(args.html)))
    if args.xlsx:
        from docparse.agenda.sheet import sheet

        files.write_bytes(args.xlsx, sheet(found, ask))
        print(printable(str(args.xlsx)))
    if not args.html and not args.xlsx:
        from docparse.agenda.terminal import show

        show(found, sys.stdout, ask)
    apart(replace(owed, unplaced=()))
    return int(failed)
