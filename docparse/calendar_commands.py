"""The command `calendar`. Light: what reads and writes is loaded when it runs.

Reads: arguments, documents, an archive, the calendar file of the last run.
Writes: an iCalendar file, standard output, standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files, i18n
from docparse.arguments import add_reading, add_registers, archive_at, command, options, report, time
from docparse.errors import SecretDocument
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docparse.arguments import Commands
    from docparse.calendar.identity import Known
    from docparse.calendar.model import Asked, Dues, Settings, Unplaced
    from docparse.holdings import Held
    from docparse.model import Document

_PROFILES = ("google", "outlook", "apple", "nextcloud", "thunderbird")
_ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
_LEVELS = ("central", "province", "district", "commune")
_MOST = 365


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("write deadlines as calendar entries (iCalendar)")
    sample = 'docparse calendar plans/ --body "Ban Dân vận Tỉnh ủy" --from 2026 -o dvtu.ics'
    parser = command(commands, "calendar", _run, about, sample)
    add_asking(parser)
    add_writing(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar=_("FILE"),
        help=_("the calendar file, which may be one that others subscribe to; what it holds is kept in step"),
    )
    parser.add_argument("--name", metavar=_("NAME"), help=_("name of the calendar (default: the body, or docparse)"))


def add_asking(parser: argparse.ArgumentParser, *, archive_only: bool = False) -> None:
    """The arguments that say whose duties are wanted, and from where."""
    if not archive_only:
        parser.add_argument("files", nargs="*", metavar=_("FILE"), help=_("files, folders, JSON of docparse parse"))
    parser.add_argument("--archive", type=archive_at, metavar=_("FILE"), required=archive_only, help=_("the archive"))
    wanted = parser.add_argument_group(_("fields"))
    wanted.add_argument(
        "--body",
        default="",
        metavar=_("NAME"),
        help=_("what a body owes, also as one of a collective, and under former and later names"),
    )
    wanted.add_argument("--level", choices=_LEVELS, default="", help=_("the level of the bodies that owe"))
    wanted.add_argument(
        "--directive", default="", metavar=_("NUMBER"), help=_("what carries out or reviews a document, or it itself")
    )
    wanted.add_argument("--from", type=time, dest="since", metavar=_("DATE"), help=_("due from then on"))
    wanted.add_argument("--to", type=time, dest="until", metavar=_("DATE"), help=_("due until then"))
    wanted.add_argument(
        "--role",
        action="append",
        choices=_ROLES,
        help=_("roles of the body (default: lead, coordinate, monitor); or several"),
    )
    parser.add_argument(
        "--before",
        choices=("day-before", "same-day"),
        default="day-before",
        help=_("when 'trước ngày D' is due (default: the day before D)"),
    )
    if archive_only:
        add_registers(parser)
    else:
        parser.add_argument("--allow-secret", action="store_true", help=_("take documents marked as secret too"))
        add_reading(parser)


def add_writing(parser: argparse.ArgumentParser) -> None:
    """The arguments that say how entries are written."""
    parser.add_argument(
        "--profile", choices=_PROFILES, default="google", help=_("the program that is to show it (default: google)")
    )
    parser.add_argument(
        "--alarms",
        type=_alarms,
        default=(14, 3, 1),
        metavar=_("DAYS"),
        help=_("days before, such as 14,3,1 (the default); none for no alarms"),
    )


def _alarms(word: str) -> tuple[int, ...]:
    days = [] if word == "none" else word.replace(" ", "").split(",")
    if any(not d.isdecimal() or int(d) > _MOST for d in days):
        raise argparse.ArgumentTypeError(_("must be days, such as 14,3,1, or none"))
    return tuple(dict.fromkeys(map(int, days)))


# --- what is asked for --------------------------------------------------------------------------------------------


def asked(args: argparse.Namespace) -> Asked:
    """What the arguments of `add_asking` ask for."""
    from docparse.calendar.model import Asked

    since = _first(args.since) if args.since else None
    until = _last(args.until) if args.until else None
    if since and until and since > until:
        args.usage_error(_("--from is later than --to"))
    return Asked(
        body=" ".join(args.body.split()),
        level=args.level,
        directive=args.directive,
        since=since,
        until=until,
        before=args.before,
        **({"roles": tuple(args.role)} if args.role else {}),
    )


def settings(args: argparse.Namespace) -> Settings:
    """How the arguments of `add_writing` want entries to be written."""
    from docparse.calendar.model import Settings

    return Settings(args.profile, args.alarms, args.before)


def dues(args: argparse.Namespace, troubles: list[Held], known: Iterable[Known] = ()) -> Dues:
    """What the arguments of `add_asking` ask for, from where they say; what could not be read goes to `troubles`.

    Args: `known`, the entries that a calendar has already, for files. Raises NoDocuments where none could be read, and
    what reading an archive raises.
    """
    if bool(args.files) == bool(args.archive):
        args.usage_error(_("name files or folders, or --archive"))
    from docparse.archive.store import now
    from docparse.calendar.wanted import of_archive, of_documents
    from docparse.errors import NothingToRead
    from docparse.lexicon import using
    from docparse.registers import tables

    reading = options(args)
    with using(tables(reading.registers)):
        if args.archive:
            return of_archive(args.archive, asked(args), now=now(), allow_secret=args.allow_secret)
        read = list(_read(args, troubles))
        if not read and not any(isinstance(held.error, SecretDocument) for held in troubles):
            report(troubles)
            raise NothingToRead(", ".join(args.files))
        return of_documents(read, asked(args), known=list(known))


def _read(args: argparse.Namespace, troubles: list[Held]) -> Iterator[tuple[str, Document]]:
    from docparse.holdings import each

    for held in each(args.files, allow_secret=args.allow_secret, options=options(args)):
        if held.document:
            yield held.name, held.document
        else:
            troubles.append(held)


def _first(when: str) -> date:
    return date.fromisoformat(f"{when}-01-01"[:10]) if len(when) < 7 else date.fromisoformat(f"{when}-01"[:10])


def _last(when: str) -> date:
    from calendar import monthrange

    if len(when) == 10:
        return date.fromisoformat(when)
    year, month = int(when[:4]), int(when[5:7] or 12)
    return date(year, month, monthrange(year, month)[1])


# --- the file -----------------------------------------------------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    from docparse.archive.store import now
    from docparse.calendar import ics, merge

    before = merge.Before({}, ())
    if args.output:
        files.spare(args.output)
        before = merge.read(args.output)
    troubles: list[Held] = []
    found = dues(args, troubles, merge.known(before.entries))
    failed = report(troubles)
    secret = {printable(held.name) for held in troubles if isinstance(held.error, SecretDocument)}
    unread = {printable(held.name) for held in troubles} - secret
    new = merge.ordered(merge.merged(found, settings(args), before.entries, now(), unread=unread, secret=secret))
    name = args.name or args.body or "docparse"
    components = (*before.others, *(one.component for one in new))
    data = ics.calendar(components, settings(args), name).to_ical()
    if args.output:
        files.write_bytes(args.output, data)
        _say(args.output, Counter(one.what for one in new))
    else:
        sys.stdout.flush()
        sys.stdout.write(data.decode("utf-8").replace("\r\n", "\n"))
    apart(found)
    return int(failed)


def _say(path: Path, counts: Counter[str]) -> None:
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "same": _("unchanged"),
        "cancelled": _("cancelled"),
    }
    print(f"{printable(str(path))}: {entries(counts, words)}")


def entries(counts: Counter[str], words: Mapping[str, str]) -> str:
    """How many entries there are, and of how many what was done; `words` say that to people, in their order."""
    total = i18n.count("{n} entry", "{n} entries", counts.total())
    parts = ", ".join(f"{word} {counts[what]}" for what, word in words.items() if counts[what])
    return f"{total} ({parts})" if parts else total


def apart(found: Dues) -> None:
    """What has no day, and what a person should know, on standard error."""
    for note in found.notes:
        print(note, file=sys.stderr)
    if found.hidden:
        words = i18n.count("{n} secret document is left out", "{n} secret documents are left out", found.hidden)
        print(f"{words} (--allow-secret)", file=sys.stderr)
    if found.unplaced:
        said = i18n.count("{n} duty has no day:", "{n} duties have no day:", len(found.unplaced))
        print(said, *map(_line, found.unplaced), sep="\n", file=sys.stderr)


def _line(one: Unplaced) -> str:
    from docparse.calendar.said import lack

    duty = one.duty
    return f"  {duty.title}: {duty.time} [{lack(one)}; {printable(duty.paper.path)}]"
