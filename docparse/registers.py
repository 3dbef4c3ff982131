"""People's own tables in a folder of CSV files, merged over those of docparse: bodies, types of documents, directives.

What a file holds its header says: a column "symbol" (số, ký hiệu) makes it a table of directives, "document type" (loại
văn bản) one of types, "body" (cơ quan) one of bodies. Every row is checked before any is used; a folder with a row that
cannot be used is an error that names the row, so that no document is parsed with half of the tables.

Reads: a folder of CSV files, LOCALAPPDATA or XDG_DATA_HOME, DOCPARSE_REGISTERS.
Writes: `Registers`, which `Options` carries into every worker; the tables that `lexicon` looks words up in.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from docparse.csv_rows import Column, CsvRow, header_of, read_rows
from docparse.errors import BadRow, BadTable, MissingFile
from docparse.lexicon import Authority, Directive, DocType, Tables, merged, shipped
from docparse.text import fold, key

VARIABLE = "DOCPARSE_REGISTERS"
"""The environment variable that names the folder."""

_ALIASES = Column("aliases", ("aliases", "tên khác", "tên gọi khác"))
KINDS: dict[str, tuple[Column, ...]] = {
    "directives": (
        Column("symbol", ("symbol", "số, ký hiệu", "số ký hiệu"), needed=True),
        Column("type", ("type", "loại văn bản", "loại"), needed=True),
        Column("date", ("date", "ngày", "ngày ban hành"), needed=True),
        Column("issuer", ("issuer", "cơ quan ban hành")),
        Column("term", ("term", "khóa")),
        Column("subject", ("subject", "trích yếu")),
        _ALIASES,
    ),
    "doc_types": (
        Column("name", ("document type", "loại văn bản"), needed=True),
        Column("codes", ("code", "codes", "chữ viết tắt", "viết tắt")),
        Column("title", ("title", "là tiêu đề", "tiêu đề")),
    ),
    "bodies": (
        Column("name", ("body", "cơ quan", "tên cơ quan"), needed=True),
        _ALIASES,
        Column("level", ("level", "cấp")),
        Column("sphere", ("system", "hệ thống")),
        Column("valid_from", ("from", "từ")),
        Column("valid_to", ("to", "đến")),
        Column("successor", ("successor", "kế thừa", "cơ quan kế thừa")),
    ),
}
"""The tables that a file may hold, each with its columns; the first column tells which."""


@dataclass(frozen=True, slots=True)
class Registers:
    """The files of a folder as they were read: names and contents; equal where the hash of them is.

    They travel to the workers as they are, so that all parse by the same tables whatever happens to the folder.
    """

    sha256: str
    files: tuple[tuple[str, bytes], ...] = field(repr=False, compare=False)


def folder_of(environ: Mapping[str, str]) -> Path | None:
    """The user's folder of tables; None where the user has no home.

    Args: `environ`, such as `os.environ`: DOCPARSE_REGISTERS, else `registers` in the user's data folder of docparse.
    """
    if environ.get(VARIABLE):
        return Path(environ[VARIABLE])
    folder = data_folder(environ)
    return folder / "registers" if folder else None


def data_folder(environ: Mapping[str, str]) -> Path | None:
    """The user's data folder of docparse; None where the user has no home.

    Args: `environ`, such as `os.environ`. Under LOCALAPPDATA on Windows, ~/Library/Application Support on macOS,
    elsewhere XDG_DATA_HOME or ~/.local/share (XDG Base Directory Specification 0.8: only an absolute path counts).
    """
    named = environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named) / "docparse"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    inside = "Library/Application Support" if sys.platform == "darwin" else ".local/share"
    return home / inside / "docparse"


def of_user(environ: Mapping[str, str]) -> Registers | None:
    """The user's tables, None where there are none.

    Raises BadTable, and MissingFile where DOCPARSE_REGISTERS names a folder that is not there.
    """
    folder = folder_of(environ)
    if folder is None or (not environ.get(VARIABLE) and not folder.is_dir()):
        return None
    return load(folder)


def load(folder: Path) -> Registers | None:
    """The tables of a folder, checked; None where it holds no CSV file.

    Raises BadTable, which names every row that cannot be used; MissingFile.
    """
    registers = of_files(read_folder(folder))
    if registers and (bad := check(registers)):
        raise BadTable(str(folder), bad)
    return registers


def read_folder(folder: Path) -> dict[str, bytes]:
    """The CSV files of a folder, by name; what begins with a dot or "~" is none. Raises MissingFile."""
    try:
        paths = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".csv" and not p.name.startswith((".", "~")))
        return {unicodedata.normalize("NFC", path.name): path.read_bytes() for path in paths}
    except OSError as error:
        raise MissingFile(str(error.filename or folder), error.strerror or "") from error


def of_files(files: Mapping[str, bytes]) -> Registers | None:
    """Files by their names as `Registers`, not yet checked; None for no file."""
    if not files:
        return None
    ordered = tuple(sorted(files.items()))
    digest = hashlib.sha256()
    for name, data in ordered:
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return Registers(digest.hexdigest(), ordered)


def check(registers: Registers) -> list[BadRow]:
    """Every row that cannot be used, with its file, its line and the reason."""
    from docparse.register_rows import checked

    found, bad = rows_of(registers)
    _, more = checked(found)
    return sorted([*bad, *more], key=lambda row: (row.file, row.line, row.reason))


@lru_cache(maxsize=4)
def tables(registers: Registers | None) -> Tables:
    """The tables of docparse with these over them. Raises BadTable."""
    if registers is None:
        return shipped()
    from docparse.register_rows import checked

    found, bad = rows_of(registers)
    own, more = checked(found)
    if bad or more:
        raise BadTable("registers", [*bad, *more])
    return merged(own.tables(registers.sha256))


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of a kind of table with the file that it is from."""

    kind: str
    file: str
    row: CsvRow

    def bad(self, reason: str, value: str = "") -> BadRow:
        """What is wrong with the row; `reason` is a key of the message catalogue."""
        return BadRow(self.row.line, reason, value, self.file)


def kind_of(data: bytes) -> str | None:
    """Which table a file holds, by its header."""
    try:
        header = set(header_of(data))
    except csv.Error:
        return None
    return next((kind for kind, columns in KINDS.items() if header & _names(columns[0])), None)


def _names(column: Column) -> set[str]:
    return {fold(key(h)) for h in column.headers}


def rows_of(registers: Registers) -> tuple[list[Placed], list[BadRow]]:
    """The rows of all files with their kinds, and what cannot be read."""
    found: list[Placed] = []
    bad: list[BadRow] = []
    for name, data in registers.files:
        kind = kind_of(data)
        rows, problems = read_rows(data, KINDS[kind]) if kind else read_rows(data, ())
        if kind is None:
            unread = [row for row in problems if row.reason != "unknown column"]
            problems = unread or [BadRow(1, "the header names no table: symbol, document type or body")]
        found += [Placed(kind, name, row) for row in rows] if kind else []
        bad += [row._replace(file=name) for row in problems]
    return found, bad


# --- what is in force ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that is in force; `file` and `line` are None for one of docparse."""

    kind: str
    name: str
    aliases: tuple[str, ...]
    file: str | None
    line: int | None


def listed(registers: Registers | None, *, every: bool = False) -> Iterator[Listed]:
    """The people's own rows and, with `every`, those of docparse that they leave in force."""
    from docparse.register_rows import Checked, checked

    own = checked(rows_of(registers)[0])[0] if registers else Checked([], [], [])
    mine: list[tuple[Placed, Authority | DocType | Directive]] = [*own.bodies, *own.doc_types, *own.directives]
    yield from (_listed(row, place) for place, row in mine)
    if every:
        tables, ours = merged(own.tables()), {id(row) for _, row in mine}
        rows: list[Authority | DocType | Directive] = [*tables.authorities, *tables.doc_types, *tables.directives]
        yield from (_listed(row) for row in rows if id(row) not in ours)


def _listed(row: Authority | DocType | Directive, place: Placed | None = None) -> Listed:
    at = (place.file, place.row.line) if place else (None, None)
    if isinstance(row, DocType):
        return Listed("doc_types", row.name, tuple(row.codes.split()), *at)
    if isinstance(row, Directive):
        return Listed("directives", f"{row.symbol}@{row.date}", tuple(row.other_names), *at)
    return Listed("bodies", row.name, tuple(row.other_names), *at)


def listed_json(registers: Registers | None, *, every: bool = False) -> str:
    """What is in force as JSON, with the hash of the own tables."""
    rows = [asdict(entry) for entry in listed(registers, every=every)]
    values = {"sha256": registers.sha256 if registers else None, "rows": rows}
    return json.dumps(values, ensure_ascii=False, indent=2)


def with_row(data: bytes, kind: str, values: Mapping[str, str]) -> bytes:
    """A CSV file with one more row; it is written anew, since a person may have saved it from Excel in another form.

    Args: `data`, the file as it was, empty for a new one. Raises BadTable where it cannot be read.
    """
    rows, bad = read_rows(data, KINDS[kind]) if data else ([], [])
    if bad:
        raise BadTable(kind, bad)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.headers[0] for column in KINDS[kind])
    for cells in (*(row.cells for row in rows), values):
        writer.writerow(cells[column.name] for column in KINDS[kind])
    return out.getvalue().encode("utf-8-sig")
