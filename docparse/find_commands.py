"""The commands that look into an archive: search, refs, timeline, gaps. Light: the rest is loaded when one runs.

Reads: arguments.
Writes: standard output, progress on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.arguments import add_registers, archive_at, command, positive, time
from docparse.i18n import _

if TYPE_CHECKING:
    from docparse.arguments import Commands, Run
    from docparse.find.identities import Identity
    from docparse.find.library import Library
    from docparse.find.query import Query

_SHOWN = 12
"""Candidates that are named where a number may mean many documents."""
_LEVELS = ("central", "province", "district", "commune")


def add(commands: Commands) -> None:
    """Declares the commands."""
    _add_search(commands)
    _add_refs(commands)
    _add_timeline(commands)
    _add_gaps(commands)


def _command(commands: Commands, name: str, run: Run, about: str, sample: str) -> argparse.ArgumentParser:
    parser = command(commands, name, run, about, f"docparse {sample} --archive papers.db")
    parser.add_argument(
        "--archive", type=archive_at, required=True, metavar=_("FILE"), help=_("the archive, or a folder of JSON")
    )
    parser.add_argument("--allow-secret", action="store_true", help=_("documents marked as secret too"))
    add_registers(parser)
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
    fields.add_argument("--since", type=time, default="", metavar=_("DATE"), help=_("issued from a year or a day on"))
    fields.add_argument("--until", type=time, default="", metavar=_("DATE"), help=_("issued until a year or a day"))
    fields.add_argument(
        "--body", default="", metavar=_("NAME"), help=_("names a body, or a collective that it is one of")
    )
    fields.add_argument("--cites", default="", metavar=_("NUMBER"), help=_("cites a document"))
    fields.add_argument("--due-from", type=time, default="", metavar=_("DATE"), help=_("with a deadline from then on"))
    fields.add_argument("--due-to", type=time, default="", metavar=_("DATE"), help=_("with a deadline until then"))
    parser.add_argument("--limit", type=positive, default=10, metavar="N", help=_("how many (default: 10)"))
    parser.add_argument("--save", metavar=_("NAME"), help=_("keep this search in the archive"))
    parser.add_argument(
        "--saved",
        nargs="?",
        const="",
        metavar=_("NAME"),
        help=_("run a search that is kept; without a name, list them"),
    )


def _add_refs(commands: Commands) -> None:
    about = _("who cites a document, how and where, and what it cites; without a number, what became of all references")
    parser = _command(commands, "refs", _run_refs, about, "refs 17-CT/TW@2012 --depth 2 --graph refs.html")
    _add_number(parser, optional=True)
    parser.add_argument("--depth", type=positive, default=1, metavar="N", help=_("steps, both ways (default: 1)"))
    parser.add_argument("--top", action="store_true", help=_("the most cited documents"))
    parser.add_argument("--not-held", action="store_true", help=_("the most cited that are not in the archive"))
    parser.add_argument("--with", action="store_true", dest="with_", help=_("what is cited together with it"))
    parser.add_argument("--register", action="store_true", help=_("all central directives, as far as they are known"))
    parser.add_argument("--limit", type=positive, metavar="N", help=_("how many (default: 20 in a table, else all)"))
    parser.add_argument(
        "--graph", type=Path, metavar=_("FILE"), help=_("write the graph: .graphml, .dot, .svg or .html")
    )


def _add_timeline(commands: Commands) -> None:
    about = _("the life of a directive: issued, implemented, reviewed, replaced")
    parser = _command(commands, "timeline", _run_timeline, about, "timeline 17-CT/TW@2012 --picture life.html")
    _add_number(parser, optional=False)
    parser.add_argument(
        "--cascade", action="store_true", help=_("what was not taken up, not handed in, or put off below")
    )
    parser.add_argument("--picture", type=Path, metavar=_("FILE"), help=_("draw it: .svg or .html"))


def _add_gaps(commands: Commands) -> None:
    about = _("numbers that are missing from each series")
    parser = _command(commands, "gaps", _run_gaps, about, "gaps --series KH/TU --term 2020-2025")
    parser.add_argument("--series", default="", metavar=_("SERIES"), help=_("such as KH/TU, or KH for all plans"))
    parser.add_argument(
        "--place", default="", metavar=_("NAME"), help=_("of the body that issued it, such as Bình Thuận")
    )
    parser.add_argument("--term", default="", metavar=_("TERM"), help=_("such as XIII, 2020-2025, or a year"))
    parser.add_argument("--all", action="store_true", help=_("also series in which nothing is missing"))


def _add_number(parser: argparse.ArgumentParser, *, optional: bool) -> None:
    about = _("number of a document; where it is not the only one: 17-CT/TW@2012-08-28 or 17-CT/TW@XI")
    if optional:
        parser.add_argument("number", nargs="?", metavar=_("NUMBER"), help=about)
    else:
        parser.add_argument("number", metavar=_("NUMBER"), help=about)
    parser.add_argument(
        "--place", default="", metavar=_("NAME"), help=_("of the body that issued it, such as Bình Thuận")
    )


@contextmanager
def _library(args: argparse.Namespace) -> Generator[Library, None, None]:
    """What is searched, with a bar while its index is brought up to date."""
    from docparse import registers
    from docparse.find.library import opened
    from docparse.find.progress import indexing
    from docparse.lexicon import using

    own = registers.load(args.registers) if args.registers else registers.of_user(os.environ)
    with (
        using(registers.tables(own)),
        indexing() as progress,
        opened(args.archive, allow_secret=args.allow_secret, progress=progress) as library,
    ):
        yield library


def _hidden(count: int) -> None:
    """Says how many documents were left out as secret."""
    if count:
        words = i18n.count("{n} secret document is left out", "{n} secret documents are left out", count)
        print(f"{words} (--allow-secret)", file=sys.stderr)


# --- search -------------------------------------------------------------------------------------------------------


def _run_search(args: argparse.Namespace) -> int:
    from docparse.find import output, saved, show
    from docparse.find.query import Query, parse
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
        if query == Query(query.text) and parse(query.text) == parse(""):
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


# --- refs ---------------------------------------------------------------------------------------------------------


def _run_refs(args: argparse.Namespace) -> int:
    if args.graph and args.graph.suffix.lower() not in (".graphml", ".dot", ".svg", ".html"):
        args.usage_error(_("the graph is written as .graphml, .dot, .svg or .html"))
    if args.with_ and not args.number:
        args.usage_error(_("--with needs a number"))
    with _library(args) as library:
        if args.graph:
            from docparse.find import graphs

            start = _one(library, args) if args.number else None
            graphs.write(args.graph, graphs.graph(library, start, depth=args.depth))
        return _of_archive(library, args) if _asks_for_all(args) else _of_one(library, args)


def _one(library: Library, args: argparse.Namespace) -> Identity:
    """The document that is meant, where an answer can be about one only."""
    from docparse.errors import SeveralFit
    from docparse.find.identities import named

    them = named(library, args.number, args.place)
    if len(them) > 1:
        raise SeveralFit(args.number, _candidates(them))
    return them[0]


def _meant(library: Library, args: argparse.Namespace) -> list[Identity]:
    """The documents that bear a number; a type with a number ("chỉ thị 17") has to stand for one."""
    from docparse.find.identities import named
    from docparse.find.numbers import asked

    return named(library, args.number, args.place) if asked(args.number) else [_one(library, args)]


def _candidates(them: Sequence[Identity]) -> str:
    """The documents that a number may mean, each with its term; the first of many."""
    names = [
        one.name if one.term[:1].isdigit() or one.term in ("", one.when) else f"{one.name} [{one.term}]" for one in them
    ]
    return ", ".join(names[:_SHOWN]) + (f", … ({len(names)})" if len(names) > _SHOWN else "")


def _asks_for_all(args: argparse.Namespace) -> bool:
    return args.top or args.not_held or args.with_ or args.register or not args.number


def _of_one(library: Library, args: argparse.Namespace) -> int:
    from docparse.find import output, show
    from docparse.find.refs import refs

    found = [refs(library, one, depth=args.depth) for one in _meant(library, args)]
    lines = (line for one in found for line in (*show.refs_lines(one), ""))
    output.write(args.format, found, show.citation_records(found), lines)
    _hidden(sum(one.hidden for one in found))
    return 0


def _of_archive(library: Library, args: argparse.Namespace) -> int:
    from docparse.find import output, show
    from docparse.find.refs import counts, most_cited
    from docparse.find.register import register

    total = counts(library)
    if args.register:
        rows = list(register(library))
        output.write(args.format, rows, show.facts_records(rows), show.register_lines(rows))
    elif args.top or args.not_held or args.with_:
        beside = _one(library, args) if args.with_ else None
        limit = args.limit or (20 if args.format == "table" else sys.maxsize)
        cited = most_cited(library, limit=limit, not_held=args.not_held, with_=beside)
        output.write(args.format, cited, [asdict(c) for c in cited], show.cited_lines(cited))
    else:
        record = {"held": total.held, "not_held": total.not_held, **total.in_doubt}
        output.write(args.format, total, [record], show.counts_lines(total))
    _hidden(total.hidden)
    return 0


# --- timeline and gaps --------------------------------------------------------------------------------------------


def _run_timeline(args: argparse.Namespace) -> int:
    from docparse import files
    from docparse.find import output, picture, show
    from docparse.find.cascade import cascade
    from docparse.find.timeline import timeline

    if args.picture and args.picture.suffix.lower() not in (".svg", ".html"):
        args.usage_error(_("the picture is drawn as .svg or .html"))
    with _library(args) as library:
        them = [_one(library, args)] if args.picture else _meant(library, args)
        lives = [timeline(library, one) for one in them]
        if args.picture:
            drawn = picture.svg_of_life(lives[0])
            files.write(args.picture, picture.page(drawn) if args.picture.suffix.lower() == ".html" else drawn)
        if args.cascade:
            found = [cascade(library, life) for life in lives]
            lines = (line for one in found for line in show.cascade_lines(one))
            output.write(args.format, found, show.cascade_records(found), lines)
        else:
            lines = (line for life in lives for line in (*show.life_lines(life), ""))
            output.write(args.format, lives, show.event_records(lives), lines)
    _hidden(sum(life.hidden for life in lives))
    return 0


def _run_gaps(args: argparse.Namespace) -> int:
    from docparse.find import output, show
    from docparse.find.gaps import gaps
    from docparse.find.library import secrets

    with _library(args) as library:
        found = gaps(library, series=args.series, place=args.place, term=args.term)
        left_out = secrets(library)
    found = [one for one in found if one.missing or args.all]
    output.write(args.format, found, show.series_records(found), show.series_lines(found))
    _hidden(left_out)
    return 0
