"""Whose papers: the collection of each path from a CSV file, and the province that collections give their documents.

A row maps a folder, a file or a pattern ("Hop 01/*", "**/*.pdf") to a collection in an archivist's terms; what lies
below it belongs to it too. The most specific row wins: that of the most folders, then that of the most letters. A
document that does not say its province has that of the collections of its files; where they name different ones, it has
none and a warning lists them. This depends on nothing but the files that are in: the order of imports does not matter.

Reads: a CSV file; the files and collections of an archive.
Writes: `Collections`; the provinces of documents in an archive.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

import sqlalchemy as sa

from docparse import files
from docparse.archive.store import COLLECTIONS, DOCUMENTS, FILES, Collection, name_of
from docparse.archive.work import review_of
from docparse.csv_rows import Column, CsvRow, read_rows
from docparse.errors import BadRow, BadTable
from docparse.link.provinces import named, settled, stated
from docparse.model import Document
from docparse.storage import Address, is_address, located

COLUMNS = (
    Column("path", ("path", "đường dẫn", "thư mục"), needed=True, exact=True),
    Column("name", ("fonds", "collection", "phông", "tên phông"), needed=True),
    Column("years", ("years", "năm", "thời gian", "các năm")),
    Column("inventory", ("inventory", "mục lục", "mục lục số")),
    Column("box", ("box", "hộp", "hộp số")),
    Column("folder", ("file unit", "folder", "hồ sơ", "hồ sơ số")),
    Column("retention", ("retention", "thời hạn bảo quản", "thời hạn")),
    Column("province", ("province", "tỉnh")),
)
_YEARS = re.compile(r"(?P<first>(?:1[6-9]|20)\d\d)(?:\s?[-–]\s?(?P<last>(?:1[6-9]|20)\d\d))?")
_DRIVE = re.compile(r"[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path with wildcards, and how specific it is: the number of its parts, and of its letters."""

    regex: re.Pattern[str]
    rank: tuple[int, int]
    collection: Collection


@dataclass(frozen=True, slots=True)
class Collections:
    """Which collection a path belongs to: by the paths above it, by patterns, or `default` where nothing matches."""

    paths: Mapping[str, Collection]
    patterns: tuple[Pattern, ...] = ()
    default: Collection | None = None

    def of(self, path: Path) -> Collection | None:
        """The collection of a file, or of a document in a container."""
        if not self.paths and not self.patterns:
            return self.default
        name = _plain(name_of(path))
        above = next((x for x in (name, *map(str, _above(name))) if x in self.paths), None)
        found = [(_rank(above), self.paths[above])] if above else []
        found += [(p.rank, p.collection) for p in self.patterns if p.regex.match(name)]
        return max(found, key=lambda one: one[0])[1] if found else self.default


def read_collections(path: Path, default: Collection | None = None) -> Collections:
    """The collections of a CSV file.

    Args: `path`, of the file, which relative paths in it start from; `default`, for what no row matches. Raises
    BadTable, which names every row that cannot be used, and MissingFile.
    """
    rows, bad = read_rows(files.read(path), COLUMNS)
    base = _plain(name_of(Path(os.path.abspath(path)).parent))
    paths: dict[str, Collection] = {}
    patterns: dict[str, Pattern] = {}
    lines: dict[str, int] = {}
    for row in rows:
        place = _absolute(base, row.cells["path"])
        problem = _problem(row, place, lines)
        if problem:
            bad.append(problem)
            continue
        lines[place] = row.line
        collection = _collection(row.cells)
        if "*" in place or "?" in place:
            patterns[place] = Pattern(_regex(place), _rank(place), collection)
        else:
            paths[place] = collection
    if bad:
        name = name_of(Path(path.name))
        raise BadTable(str(path), [row._replace(file=name) for row in sorted(bad, key=lambda row: row.line)])
    return Collections(paths, tuple(patterns.values()), default)


def province_of(collection: Collection) -> str | None:
    """The province of a collection: what it says, or that of its name ("Tỉnh ủy Lam Thủy")."""
    return named(collection.province) if collection.province else stated(collection.name)


def _plain(path: str) -> str:
    """A path for comparing: NFC, "/" between its parts."""
    return unicodedata.normalize("NFC", path.replace("\\", "/") if os.sep == "\\" else path)


def _above(name: str) -> Sequence[PurePath]:
    return (Address if is_address(name) else PurePosixPath)(name).parents


def _absolute(base: str, cell: str) -> str:
    """The path or pattern of a row; Windows writes "\\" between the parts."""
    path = unicodedata.normalize("NFC", cell.replace("\\", "/"))
    if is_address(path):
        return str(located(path))
    joined = path if path.startswith("/") or _DRIVE.match(path) else f"{base}/{path}"
    return os.path.normpath(joined).replace("\\", "/")


def _problem(row: CsvRow, place: str, lines: Mapping[str, int]) -> BadRow | None:
    """What is wrong with a row."""
    if place in lines:
        return BadRow(row.line, "this path stands twice", f"{row.cells['path']} ({lines[place]})")
    if not ("*" in place or "?" in place or is_address(place) or _is_there(place)):
        return BadRow(row.line, "there is no such file or folder", row.cells["path"])
    for part in filter(None, re.split(r"\s*[,;]\s*", row.cells["years"])):
        m = _YEARS.fullmatch(part)
        if m is None:
            return BadRow(row.line, "not years (1975 or 1975-1980)", part)
        if m["last"] and m["last"] < m["first"]:
            return BadRow(row.line, "it ends before it begins", part)
    province = row.cells["province"]
    if province and not any(c.isalpha() for c in province):
        return BadRow(row.line, "not the name of a province", province)
    return None


def _is_there(place: str) -> bool:
    """Whether a path is there, by its name in NFC or NFD: file systems keep either."""
    at = Path(place).anchor
    for part in PurePosixPath(place).parts[1:]:
        if os.path.lexists(os.path.join(at, part)):
            at = os.path.join(at, part)
            continue
        try:
            found = next((n for n in os.listdir(at) if unicodedata.normalize("NFC", n) == part), None)
        except OSError:
            return False
        if found is None:
            return False
        at = os.path.join(at, found)
    return True


def _collection(cells: Mapping[str, str]) -> Collection:
    return Collection(**{name: value for name, value in cells.items() if name != "path"})


def _rank(place: str) -> tuple[int, int]:
    """How specific a path or pattern is."""
    parts = [part for part in place.split("/") if part != "**"]
    return len(parts), sum(len(part.replace("*", "").replace("?", "")) for part in parts)


def _regex(place: str) -> re.Pattern[str]:
    """The pattern of a path with wildcards: "*" and "?" within a part, "**" over parts; and all that is below."""
    parts = [
        "(?:[^/]+/)*" if part == "**" else re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]") + "/"
        for part in place.split("/")
    ]
    return re.compile("".join(parts).removesuffix("/") + "(?:/|$)")


# --- in the archive -----------------------------------------------------------------------------------------------

_OF_DOCUMENT = (
    sa.select(*(c for c in COLLECTIONS.c if c.name != "id"))
    .join_from(FILES, COLLECTIONS, FILES.c.collection == COLLECTIONS.c.id)
    .where(FILES.c.document == sa.bindparam("sha256"))
    .distinct()
)
_STATE = sa.select(DOCUMENTS.c.province, DOCUMENTS.c.given).where(DOCUMENTS.c.sha256 == sa.bindparam("sha256"))
_JSON = sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == sa.bindparam("sha256"))


def settle(connection: sa.Connection, sha256: str) -> str | None:
    """Gives a document the province of the collections of its files, where it says none itself; its province now.

    In the transaction of the caller; to be called whenever a file of the document, its collection or its JSON changed.
    """
    state = connection.execute(_STATE, {"sha256": sha256}).one()
    province: str | None = state.province
    if province and not state.given:
        # The document says it itself.
        return province
    collections = [Collection(*row) for row in connection.execute(_OF_DOCUMENT, {"sha256": sha256})]
    given = sorted({p for c in collections if (p := province_of(c))})
    return province if "; ".join(given) == state.given else _resettle(connection, sha256, given)


def _resettle(connection: sa.Connection, sha256: str, given: Sequence[str]) -> str | None:
    document = settled(Document.from_json(connection.execute(_JSON, {"sha256": sha256}).scalar_one()), given)
    values = {
        "province": document.metadata.province,
        "given": "; ".join(given),
        "review": review_of(document),
        "json": document.to_json(),
    }
    connection.execute(DOCUMENTS.update().where(DOCUMENTS.c.sha256 == sha256).values(values))
    return document.metadata.province
