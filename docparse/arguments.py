"""What the commands share: how one is declared, and the arguments that several have.

Reads: arguments.
Writes: parsers of arguments, `Options`; what could not be read on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.errors import SecretDocument, WrongAddress
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.archive.connections import Archive
    from docparse.holdings import Held
    from docparse.model import Document
    from docparse.read.options import Options

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Run = Callable[[argparse.Namespace], int]


def example(command: str) -> str:
    """The last words of a help text."""
    return f"{_('example')}:\n  {command}"


def add_lang(parser: argparse.ArgumentParser) -> None:
    """The language of messages."""
    about = _("language of messages (default: that of the locale); JSON keys are always English")
    parser.add_argument("--lang", choices=i18n.LANGUAGES, help=about)


def command(commands: Commands, name: str, run: Run, about: str, sample: str) -> argparse.ArgumentParser:
    """A command of its own: its parser, to which arguments are added; `run` is what it does."""
    parser = commands.add_parser(name, help=about, description=about, epilog=example(sample))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.set_defaults(run=run, usage_error=parser.error)
    add_lang(parser)
    return parser


def archive_at(word: str) -> Archive:
    """Where an archive is, as an argument; the word itself is never shown: it may hold a password."""
    from docparse.archive import located

    try:
        return located(word)
    except WrongAddress as error:
        raise argparse.ArgumentTypeError(i18n.error_line(error)) from None


def positive(word: str) -> int:
    """A whole number from 1, as an argument."""
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(_("must be a whole number from 1"))
    return int(word)


def time(word: str) -> str:
    """A year, a month or a day, as an argument."""
    from docparse.register_rows import time_of

    if (found := time_of(word)) is None:
        raise argparse.ArgumentTypeError(_("must be a year, a month or a day: 2012, 8/2012, 28/8/2012 or 2012-08-28"))
    return found


def add_registers(parser: argparse.ArgumentParser) -> None:
    """The folder of people's own tables."""
    about = _("folder of your own tables (default: DOCPARSE_REGISTERS, else docparse/registers in your data folder)")
    parser.add_argument("--registers", type=Path, metavar=_("FOLDER"), help=about)


def province(word: str) -> str:
    """The name of a province, as an argument."""
    if not any(c.isalpha() for c in word) or len(word) > 60:
        raise argparse.ArgumentTypeError(_("must be the name of a province"))
    return word


def add_reading(parser: argparse.ArgumentParser) -> None:
    """What `options` asks for."""
    add_registers(parser)
    about = _("whose TU and Tỉnh ủy are meant where a document does not say")
    parser.add_argument("--province", type=province, metavar=_("NAME"), help=about)
    parser.add_argument("--no-models", action="store_true", help=_("without trained models: rules alone"))
    parser.add_argument("--no-ocr", action="store_true", help=_("do not recognise scanned pages"))
    parser.add_argument("--no-cache", action="store_true", help=_("keep no recognised pages for the next run"))


def options(args: argparse.Namespace, workers: int = 1) -> Options:
    """How files are read and parsed; the cores of the machine are shared by the workers.

    Raises BadTable and MissingFile for people's own tables, UnfitModel and MissingFile for their own models.
    """
    from docparse import registers
    from docparse.models import kept
    from docparse.read.options import Options, cache_folder

    cores = (os.cpu_count() or 1) // workers
    return Options(
        ocr=not args.no_ocr,
        cores=max(1, cores),
        cache=None if args.no_cache else cache_folder(os.environ),
        registers=registers.load(args.registers) if args.registers else registers.of_user(os.environ),
        province=getattr(args, "province", None),
        models=() if args.no_models else kept.of_user(os.environ),
    )


def readable(found: Iterator[Held], troubles: list[Held]) -> Iterator[Document]:
    """The documents that could be read; the others are put to `troubles`."""
    for held in found:
        if held.document:
            yield held.document
        else:
            troubles.append(held)


def report(troubles: list[Held]) -> bool:
    """Says what was left out, on standard error; whether anything could not be read."""
    secret = [held for held in troubles if isinstance(held.error, SecretDocument)]
    errors = [held.error for held in troubles if held.error and held not in secret]
    for error in errors:
        print(printable(i18n.error_line(error)), file=sys.stderr)
    if secret:
        print(
            i18n.count(
                "{n} document marked as secret was left out",
                "{n} documents marked as secret were left out",
                len(secret),
            ),
            file=sys.stderr,
        )
    return bool(errors)
