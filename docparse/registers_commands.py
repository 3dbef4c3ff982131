"""The commands of people's own tables: registers add, check, list. Light: the tables are loaded when one runs.

Reads: arguments, CSV files.
Writes: the user's folder of tables, standard output.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files, i18n
from docparse.arguments import add_lang, add_registers, command, example
from docparse.errors import BadTable, MissingFile
from docparse.i18n import _, printable

if TYPE_CHECKING:
    from docparse.arguments import Commands
    from docparse.csv_rows import Column
    from docparse.registers import Registers

_ROW = {
    "body": "bodies",
    "doc_type": "doc_types",
    "directive": "directives",
}
"""The options that name a row to add and their kinds of table."""


def add(commands: Commands) -> None:
    """Declares the commands."""
    about = _("your own tables: bodies, types of documents, directives")
    sample = example("docparse registers list")
    parser = commands.add_parser("registers", help=about, description=about, epilog=sample)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add_lang(parser)
    parts = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    _declare_add(parts)
    about = _("say which rows cannot be used and why; without files, those of the folder")
    one = command(parts, "check", _run_check, about, "docparse registers check bodies.csv")
    one.add_argument("files", nargs="*", type=Path, metavar=_("FILE"), help=_("CSV files, checked with the folder's"))
    add_registers(one)
    about = _("say which tables are in force and where they are from")
    one = command(parts, "list", _run_list, about, "docparse registers list --all")
    one.add_argument("--all", action="store_true", help=_("the rows of docparse too"))
    one.add_argument("--json", action="store_true", help=_("as JSON"))
    add_registers(one)


def _declare_add(parts: Commands) -> None:
    about = _("check CSV files, or one row, and put them into the folder")
    one = command(parts, "add", _run_add, about, "docparse registers add bodies.csv")
    one.add_argument("files", nargs="*", type=Path, metavar=_("FILE"), help=_("CSV files"))
    one.add_argument("--replace", action="store_true", help=_("also in the place of a file of the same name"))
    row = one.add_argument_group(_("one row instead of files"))
    kinds = row.add_mutually_exclusive_group()
    kinds.add_argument("--body", metavar=_("NAME"), help=_("a body"))
    kinds.add_argument("--doc-type", metavar=_("NAME"), help=_("a type of document"))
    kinds.add_argument("--directive", metavar=_("SYMBOL"), help=_("a directive, such as 35-NQ/TU"))
    row.add_argument("--alias", action="append", metavar=_("NAME"), help=_("another name of it; may be repeated"))
    row.add_argument("--level", metavar=_("WORD"), help=_("of a body: central, province, district, commune"))
    row.add_argument("--system", dest="sphere", metavar=_("WORD"), help=_("of a body: party, state, front, mass"))
    row.add_argument("--from", dest="valid_from", metavar=_("TIME"), help=_("since when the body has the name"))
    row.add_argument("--to", dest="valid_to", metavar=_("TIME"), help=_("until when"))
    row.add_argument("--successor", metavar=_("NAME"), help=_("the body that took its place"))
    row.add_argument("--code", dest="codes", metavar=_("CODE"), help=_("of a type, as in symbols"))
    row.add_argument("--type", metavar=_("NAME"), help=_("the type of a directive"))
    row.add_argument("--date", metavar=_("DAY"), help=_("when a directive was issued"))
    row.add_argument("--term", metavar=_("TERM"), help=_("the congress term (khóa) of a directive"))
    row.add_argument("--issuer", metavar=_("NAME"), help=_("who issued a directive"))
    row.add_argument("--subject", metavar=_("WORDS"), help=_("what a directive is about"))
    add_registers(one)


def _folder(args: argparse.Namespace) -> Path:
    from docparse.registers import folder_of

    folder: Path | None = args.registers or folder_of(os.environ)
    if folder is None:
        args.usage_error(_("there is no home folder: name a folder with --registers"))
    assert folder
    return folder


def _there(folder: Path) -> dict[str, bytes]:
    from docparse.registers import read_folder

    return read_folder(folder) if folder.is_dir() else {}


def _checked(folder: Path, tables: dict[str, bytes]) -> Registers | None:
    """The files of a folder as they would be. Raises BadTable."""
    from docparse.registers import check, of_files

    registers = of_files(tables)
    if registers and (bad := check(registers)):
        raise BadTable(str(folder), bad)
    return registers


def _run_add(args: argparse.Namespace) -> int:
    folder = _folder(args)
    tables = _there(folder)
    row = next((option for option in _ROW if getattr(args, option) is not None), None)
    if bool(args.files) == bool(row):
        args.usage_error(_("give CSV files, or one of --body, --doc-type and --directive"))
    new = _row(args, row, tables) if row else {path.name: files.read(path) for path in args.files}
    taken = sorted(name for name in new if args.files and tables.get(name, new[name]) != new[name])
    if taken and not args.replace:
        args.usage_error(_("{names} is there already: --replace takes its place").format(names=", ".join(taken)))
    if not_csv := next((name for name in new if Path(name).suffix.lower() != ".csv"), None):
        args.usage_error(_("{name}: only .csv files are taken").format(name=not_csv))
    _checked(folder, tables | new)
    for name, data in new.items():
        files.write_bytes(folder / name, data)
        print(printable(str(folder / name)))
    return 0


def _given(args: argparse.Namespace, column: Column) -> bool:
    return bool(args.alias) if column.name == "aliases" else bool(getattr(args, column.name, None))


def _row(args: argparse.Namespace, option: str, tables: dict[str, bytes]) -> dict[str, bytes]:
    """The file of rows that were added one by one, with one more."""
    from docparse.registers import KINDS, with_row

    kind = _ROW[option]
    first, *others = KINDS[kind]
    mine = {c.name for c in others}
    if strange := [c.name for columns in KINDS.values() for c in columns[1:] if c.name not in mine and _given(args, c)]:
        args.usage_error(_("not for this kind of row: {names}").format(names=", ".join(dict.fromkeys(strange))))
    values = {c.name: getattr(args, c.name, None) or "" for c in others}
    given = {**values, first.name: getattr(args, option), "aliases": "; ".join(args.alias or ())}
    name = f"added-{kind.replace('_', '-')}.csv"
    return {name: with_row(tables.get(name, b""), kind, given)}


def _run_check(args: argparse.Namespace) -> int:
    folder = _folder(args)
    if not args.files and not folder.is_dir():
        raise MissingFile(str(folder))
    tables = _there(folder) | {path.name: files.read(path) for path in args.files}
    _checked(folder, tables)
    print(i18n.count("{n} table, nothing wrong", "{n} tables, nothing wrong", len(tables)))
    return 0


def _run_list(args: argparse.Namespace) -> int:
    from docparse.registers import listed, listed_json

    folder = _folder(args)
    registers = _checked(folder, _there(folder))
    if args.json:
        print(listed_json(registers, every=args.all))
        return 0
    print(_("your tables: {folder}").format(folder=printable(str(folder))))
    for entry in listed(registers, every=args.all):
        place = f"{entry.file}: {entry.line}" if entry.file else "docparse"
        names = f" = {'; '.join(entry.aliases)}" if entry.aliases else ""
        print(printable(f"  {entry.kind}  {entry.name}{names}  ({place})"))
    return 0
