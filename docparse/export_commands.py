"""The command `export`. Light: what writes is loaded when it runs.

Reads: arguments, documents.
Writes: files, standard error.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.arguments import add_reading, archive_at, command, options, readable, report
from docparse.i18n import _

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.holdings import Held

_FORMATS = ("csv", "parquet", "jsonl", "akn", "sqlite")


def add(commands: Commands) -> None:
    """Declares the command."""
    about = _("write documents as tables (CSV, Parquet, SQLite for Datasette), JSON Lines or Akoma Ntoso")
    parser = command(commands, "export", _run, about, "docparse export --archive papers.db --format csv -o tables")
    parser.add_argument("files", nargs="*", metavar=_("FILE"), help=_("files, folders, JSON of docparse parse"))
    parser.add_argument("--archive", type=archive_at, metavar=_("FILE"), help=_("the archive"))
    about = _("csv for Excel, parquet, jsonl, akn (Akoma Ntoso XML) or sqlite (for Datasette)")
    parser.add_argument("--format", choices=_FORMATS, required=True, help=about)
    about = _("folder for csv, parquet and akn; for jsonl and sqlite the file")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar=_("PATH"), help=about)
    parser.add_argument("--allow-secret", action="store_true", help=_("take documents marked as secret too"))
    add_reading(parser)


def _run(args: argparse.Namespace) -> int:
    if not args.files and not args.archive:
        args.usage_error(_("name files or folders, or --archive"))
    from docparse.export import FORMATS
    from docparse.holdings import each

    troubles: list[Held] = []
    held = each(args.files, args.archive, allow_secret=args.allow_secret, options=options(args))
    number = FORMATS[args.format](readable(held, troubles), args.output)
    failed = report(troubles)
    done = i18n.count("{n} document was written", "{n} documents were written", number)
    print(done, file=sys.stderr)
    return int(failed)
