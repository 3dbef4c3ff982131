"""The command `calendar push`. Light: what talks to a server is loaded when it runs.

A password comes from the environment or from the keyring of the system; it is never an argument, which others on the
machine can read, and stands in no message.

Reads: arguments, the environment, a keyring, an archive, a CalDAV server.
Writes: a CalDAV server, an archive, standard output, standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.arguments import command
from docparse.calendar_commands import add_asking, add_writing, apart, asked, entries, settings
from docparse.errors import WrongCalendarAddress
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.calendar.dav import Address
    from docparse.calendar.push import Pushed

NAME = "calendar push"
_USER, _PASSWORD = "DOCPARSE_CALDAV_USER", "DOCPARSE_CALDAV_PASSWORD"


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("keep a calendar on a server (CalDAV) in step with the deadlines of an archive")
    sample = "docparse calendar push https://cal.example.vn/an/plans/ --archive papers.db --dry-run"
    parser = command(commands, NAME, _run, about, sample)
    names = f"{_USER}, {_PASSWORD}"
    parser.add_argument(
        "url",
        metavar=_("ADDRESS"),
        help=_("the calendar's own address; user and password: {names}").format(names=names),
    )
    add_asking(parser, archive_only=True)
    # To say why not is better than not to know the word.
    parser.add_argument("--allow-secret", action="store_true", help=argparse.SUPPRESS)
    add_writing(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would happen; nothing is sent"))
    parser.add_argument("--restore", action="store_true", help=_("make again what somebody removed there"))


def _run(args: argparse.Namespace) -> int:
    if args.allow_secret:
        args.usage_error(_("secret documents are never sent to a server"))
    from docparse import registers
    from docparse.archive.store import now
    from docparse.calendar import dav
    from docparse.calendar.push import push, wanted
    from docparse.lexicon import using

    at = dav.address(args.url)
    user, password = credentials(at, os.environ)
    own = registers.load(args.registers) if args.registers else registers.of_user(os.environ)
    at_once, ask = now(), asked(args)
    with using(registers.tables(own)):
        dues = wanted(args.archive, ask, now=at_once)
        counts: Counter[str] = Counter()
        done = False
        try:
            with dav.opened(at, user, password) as server:
                for one in push(
                    args.archive, server, dues, ask, settings(args), now=at_once, dry=args.dry_run, restore=args.restore
                ):
                    counts[one.what] += 1
                    for line in _lines(one, dry=args.dry_run):
                        print(line)
            done = True
        finally:
            # Also of a run that is broken off: what has arrived has arrived.
            if done or counts:
                _say(at, counts, dry=args.dry_run)
    if dues.hidden:
        said = i18n.count("{n} secret document is left out", "{n} secret documents are left out", dues.hidden)
        print(said, file=sys.stderr)
    apart(replace(dues, hidden=0))
    return 0


def credentials(at: Address, environ: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The user and the password for a server: of the environment, else of the keyring under the name of the host.

    Raises WrongCalendarAddress where a password is given without a user.
    """
    user, password = environ.get(_USER) or at.user, environ.get(_PASSWORD)
    if password and not user:
        raise WrongCalendarAddress(at.url, "DOCPARSE_CALDAV_USER is not set")
    if user and not password:
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError:
            return user, None
        try:
            password = keyring.get_password(at.host, user)
        except KeyringError:
            password = None
    return user, password


def _say(at: Address, counts: Counter[str], *, dry: bool) -> None:
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "same": _("unchanged"),
        "cancelled": _("cancelled"),
        "removed": _("removed there by somebody"),
        "erased": _("removed with their documents"),
        "other_kind": _("left: there as a task or event of another kind"),
        "busy": _("left: changed there at this moment"),
    }
    print(f"{printable(at.url)}: {entries(counts, words)}")
    if counts["removed"]:
        print(_("What somebody removed there is left so; --restore makes it again."))
    if dry:
        print(_("Nothing was sent (--dry-run)."))


def _lines(one: Pushed, *, dry: bool) -> list[str]:
    """What a person should know of an entry: what would be done, and what somebody changed there."""
    lines = []
    signs = {"new": "+", "changed": "~", "cancelled": "×", "erased": "−"}
    if dry and one.what in signs:
        lines.append(f"{signs[one.what]} {one.title or _('removed')}")
    names = ", ".join(dict.fromkeys(_part(name, completed=one.completed) for name in one.kept))
    if names:
        said = _("kept as it is there: {what}").format(what=names)
        if one.against:
            said = f"{said}; {_('the document says otherwise now')}"
        lines.append(f"{one.title}: {said}")
    elif one.what == "removed":
        lines.append(f"{one.title}: {_('removed there by somebody')}")
    return lines


def _part(name: str, *, completed: bool) -> str:
    words = {
        "days": _("moved"),
        "status": _("done") if completed else _("status"),
        "alarms": _("alarms"),
        "SUMMARY": _("title"),
        "DESCRIPTION": _("description"),
    }
    return words.get(name, name)
