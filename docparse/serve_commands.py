"""The command `serve`. Light: what serves is loaded when it runs.

Reads: arguments, DOCPARSE_PASSWORD, an archive.
Writes: standard output, standard error; pages, until it is told to stop.
"""

from __future__ import annotations

import argparse
import os
import secrets
from contextlib import suppress
from pathlib import Path
from socket import gethostname
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.arguments import add_registers, archive_at, command
from docparse.i18n import _

if TYPE_CHECKING:
    from docparse.archive.connections import Archive
    from docparse.arguments import Commands

_PORT = 8337
_PASSWORD = "DOCPARSE_PASSWORD"
_LEAST = 12
_FEEDS = "feeds"
"""The key in `meta`; a calendar program keeps an address for years."""


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("open pages to read, check and correct an archive in a browser, on this machine")
    parser = command(commands, "serve", _run, about, "docparse serve --archive papers.db")
    parser.add_argument("--archive", type=archive_at, required=True, metavar=_("FILE"), help=_("the archive"))
    parser.add_argument("--allow-secret", action="store_true", help=_("documents marked as secret too"))
    about = _("let other machines in at this address of yours; needs a password in DOCPARSE_PASSWORD")
    parser.add_argument("--host", default="127.0.0.1", metavar=_("NAME"), help=about)
    parser.add_argument("--port", type=_port, default=_PORT, metavar="N", help=_("0 takes one that is free"))
    about = _("where kept originals are, if not where the archive says")
    parser.add_argument("--originals", type=Path, metavar=_("FOLDER"), help=about)
    add_registers(parser)


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65535:
        raise argparse.ArgumentTypeError(_("must be a number from 0 to 65535"))
    return int(word)


def _run(args: argparse.Namespace) -> int:
    from docparse import registers
    from docparse.errors import NoPassword
    from docparse.lexicon import using
    from docparse.serve.app import listening, server
    from docparse.serve.settings import Settings, is_loopback

    password = os.environ.get(_PASSWORD, "")
    if not is_loopback(args.host) and len(password) < _LEAST:
        raise NoPassword(args.host)
    key = password or secrets.token_urlsafe(24)
    own = registers.load(args.registers) if args.registers else registers.of_user(os.environ)
    with using(registers.tables(own)):
        feeds = _prepared(args.archive)
    with listening(args.host, args.port) as waiting:
        port = waiting.getsockname()[1]
        # Of an address that stands for all of this machine's, no other machine could open the page.
        host = gethostname() if args.host in ("0.0.0.0", "::") else args.host
        host = f"[{host}]" if ":" in host else host
        address = f"http://{host}:{port}/" + ("" if password else f"?token={key}")
        print(_("open in a browser: {address} (Ctrl+C ends it)").format(address=address), flush=True)
        found = Settings(
            args.archive,
            key,
            feeds,
            args.allow_secret,
            args.host,
            port,
            i18n.language(),
            args.originals,
            registers=own,
            tables=args.registers,
        )
        # To be ended by whoever started it is how a server ends.
        with suppress(KeyboardInterrupt):
            server(found).run(sockets=[waiting])
    return 0


def _prepared(archive: Archive) -> str:
    """Brings the queue and the index up to date; returns what the addresses of feeds are made of."""
    import sqlalchemy as sa

    from docparse.archive import queue, store
    from docparse.find import index
    from docparse.find.progress import indexing

    with store.opened(archive) as connection:
        with indexing() as progress:
            queue.update(connection, progress)
        with indexing() as progress:
            index.update(connection, progress)
        with connection.begin():
            found: str | None = connection.scalar(sa.select(store.META.c.value).where(store.META.c.key == _FEEDS))
            if found is None:
                found = secrets.token_urlsafe(24)
                connection.execute(store.META.insert().values(key=_FEEDS, value=found))
            return found
