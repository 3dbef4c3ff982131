"""The commands that look into an archive: search, refs, timeline, gaps. Light: the rest is loaded when one runs.

Reads: arguments.
Writes: standard output, progress on standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.arguments import command, positive
from docparse.i18n import _

if TYPE_CHECKING:
    from docparse.arguments import Commands, Run
    from docparse.find.library import Library
    from docparse.find.query import Query

_LEVELS = ("central", "province", "district", "commune")


def add(commands: Commands) -> None:
    """Declares the commands."""
    _add_search(commands)


def _command(commands: Commands, name: str, run: Run, about: str, sample: str) -> argparse.ArgumentParser:
    parser = command(commands, name, run, about, f"docparse {sample} --archive papers.db")
    parser.add_argument(
        "--archive", type=Path, required=True, metavar=_("FILE"), help=_("the archive, or a folder of JSON")
    )
    parser.add_argument("--allow-secret", action="store_true", help=_("documents marked as secret too"))
    parser.add_argument(
        "--format", choices=("table", "json", "csv"), default="table", help=_("how it is printed (default: table)")
    )
    return parser


def _add_search(commands: Commands) -> None:
    about = _("find documents by words, numbers and fields")
    parser = _command(commands, "search", _run_search, about, 'search "chỉ thị 17" --type "kế hoạch"')
    parser.add_argument(
        "words",
        nargs="*",
        metavar=_("WORDS"),
        help=_('words (marks count where they are typed), "phrases", numbers such as 17-CT/TW'),
    )
    fields = parser.add_argument_group(_("fields"))
    fields.add_argument(
        "--type", action="append", default=[], metavar=_("TYPE"), help=_("such as kế hoạch; or several")
    )
    fields.add_argument("--issuer", default="", metavar=_("NAME"), help=_("who issued it, or a part of the name"))
    fields.add_argument("--level", choices=_LEVELS, default="", help=_("the level of the issuer"))
    fields.add_argument("--since", default="", metavar=_("DATE"), help=_("issued from a year or a day on"))
    fields.add_argument("--until", default="", metavar=_("DATE"), help=_("issued until a year or a day"))
    fields.add_argument(
        "--body", default="", metavar=_("NAME"), help=_("names a body, or a collective that it is one of")
    )
    fields.add_argument("--cites", default="", metavar=_("NUMBER"), help=_("cites a document"))
    fields.add_argument("--due-from", default="", metavar=_("DATE"), help=_("with a deadline from then on"))
    fields.add_argument("--due-to", default="", metavar=_("DATE"), help=_("with a deadline until then"))
    parser.add_argument("--limit", type=positive, default=10, metavar="N", help=_("how many (default: 10)"))
    parser.add_argument("--save", metavar=_("NAME"), help=_("keep this search in the archive"))
    parser.add_argument(
        "--saved",
        nargs="?",
        const="",
        metavar=_("NAME"),
        help=_("run a search that is kept; without a name, list them"),
    )


@contextmanager
def _library(args: argparse.Namespace) -> Generator[Library, None, None]:
    """What is searched, with a bar while its index is brought up to date."""
    from docparse.find.library import opened
    from docparse.find.progress import indexing

    with indexing() as progress, opened(args.archive, allow_secret=args.allow_secret, progress=progress) as library:
        yield library


def _hidden(count: int) -> None:
    """Says how many documents were left out as secret."""
    if count:
        words = i18n.count("{n} secret document is left out", "{n} secret documents are left out", count)
        print(f"{words} (--allow-secret)", file=sys.stderr)


# --- search -------------------------------------------------------------------------------------------------------


def _run_search(args: argparse.Namespace) -> int:
    from docparse.find import output, saved, show
    from docparse.find.query import Query
    from docparse.find.search import search

    query = _query(args)
    with _library(args) as library:
        if args.saved == "":
            names = saved.saved(library)
            rows = [{"name": name, **show.query_record(one)} for name, one in names.items()]
            output.write(args.format, names, rows, show.saved_lines(names))
            return 0
        if args.saved:
            query = saved.load(library, args.saved)
        if query == Query():
            args.usage_error(_("nothing to search for"))
        if args.save:
            saved.save(library, args.save, query)
        found = search(library, query, limit=args.limit)
        output.write(args.format, found, show.hit_records(found), show.hit_lines(found, colour=sys.stdout.isatty()))
    _hidden(found.hidden)
    return 0


def _query(args: argparse.Namespace) -> Query:
    from docparse.find.query import Query

    words = " ".join(f'"{w}"' if " " in w and '"' not in w and len(args.words) > 1 else w for w in args.words)
    return Query(
        text=words,
        types=tuple(args.type),
        issuer=args.issuer,
        level=args.level,
        since=args.since,
        until=args.until,
        body=args.body,
        cites=args.cites,
        due_from=args.due_from,
        due_to=args.due_to,
    )
