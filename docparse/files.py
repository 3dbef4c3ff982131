"""Which files go in and which come out: folders become their documents, results are written whole or not at all.

Reads: names of files and folders.
Writes: JSON files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docparse.errors import DocparseError, MissingFile
from docparse.formats import SUFFIXES


class Unwritable(DocparseError):
    """A result cannot be written."""

    exit_code = 12
    problem = "cannot be written"
    advice = "check the folder, its permissions and the free space"


HIDDEN = (".", "~$")
"""How names begin that stand for no document: what is hidden, and the lock files of Word."""


@dataclass(frozen=True, slots=True)
class Named:
    """The files that are named, each once; `left_out` counts others in the folders by suffix, or name without one."""

    paths: tuple[Path, ...]
    left_out: Mapping[str, int]
    unreadable: tuple[MissingFile, ...]


def survey(names: Iterable[str]) -> Named:
    """What is named: a folder stands for the documents in it and below, in order of name; links to folders do not.

    Args: `names`, as a person typed them.
    """
    found: dict[Path, None] = {}
    left_out: Counter[str] = Counter()
    unreadable: list[MissingFile] = []

    def refused(error: OSError) -> None:
        unreadable.append(MissingFile(str(error.filename), error.strerror or ""))

    for path in map(Path, names):
        if not path.is_dir():
            found[path] = None
            continue
        below = (Path(folder, name) for folder, _, inside in os.walk(path, onerror=refused) for name in inside)
        visible = [p for p in below if not p.name.startswith(HIDDEN)]
        found |= dict.fromkeys(sorted(p for p in visible if p.suffix.lower() in SUFFIXES and p.is_file()))
        left_out.update(p.suffix.lower() or p.name for p in visible if p.suffix.lower() not in SUFFIXES)
    return Named(tuple(found), left_out, tuple(unreadable))


def expand(names: Iterable[str]) -> list[Path]:
    """The files of `survey`."""
    return list(survey(names).paths)


def targets(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Where the JSON of each path goes: the whole name, "a.docx.json", so that a.docx and a.pdf do not meet.

    Args: `paths`, different from each other. Where two have the same name in different folders, all keep their folders
    below the one that they share.
    """
    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        absolute = [os.path.abspath(path) for path in paths]
        shared = os.path.commonpath(os.path.dirname(path) for path in absolute)
        names = [os.path.relpath(path, shared) for path in absolute]
    return [folder / f"{name}.json" for name in names]


def place(places: Mapping[Path, Path], path: Path) -> Path:
    """Where the JSON of a document goes; one in a container goes into a folder of the container's name.

    Args: `places`, those of the files that were given, as `targets` has them; `path`, of one of them or in one of them.
    Where the container itself stands in the folder of the results, the folder is "mail.eml.parts".
    """
    outer = next(p for p in (path, *path.parents) if p in places)
    if outer == path:
        return places[outer]
    folder = places[outer].with_name(places[outer].name.removesuffix(".json"))
    if folder.is_file():
        folder = folder.with_name(f"{folder.name}.parts")
    inner = folder / path.relative_to(outer)
    return inner.with_name(f"{inner.name}.json")


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it where they are not there. Raises Unwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(str(folder), error.strerror or "") from error


_NO_TEXT = (b"SQLite format 3\0", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")
"""How archives, and documents of offices, begin."""


def spare(path: Path) -> None:
    """Refuses to put text in the place of an archive or a document, which a slip must not cost. Raises Unwritable."""
    try:
        with path.open("rb") as file:
            taken = file.read(16).startswith(_NO_TEXT)
    except OSError:
        return
    if taken:
        raise Unwritable(str(path), "an archive or a document stands there")


def write(path: Path, text: str) -> None:
    """Writes a text in UTF-8 as `write_bytes` does, but not over an archive or a document. Raises Unwritable."""
    spare(path)
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all: beside its place first, then renamed into it; folders are made.

    Raises Unwritable.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    make_folder(path.parent)
    try:
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Unwritable(str(path), error.strerror or "") from error


def append(path: Path, text: str) -> None:
    """Adds UTF-8 text to the end of a file. Raises Unwritable."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise Unwritable(str(path), error.strerror or "") from error


def read(path: Path) -> bytes:
    """The bytes of a file. Raises MissingFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingFile(str(path)) from error
