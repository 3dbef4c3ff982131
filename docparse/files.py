"""Which files go in and which come out: folders become their documents, results are written whole or not at all.

Reads: names of files and folders.
Writes: JSON files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from docparse.errors import DocparseError, MissingFile
from docparse.formats import SUFFIXES


class Unwritable(DocparseError):
    """A result cannot be written."""

    exit_code = 12
    problem = "cannot be written"
    advice = "check the folder, its permissions and the free space"


def expand(names: Iterable[str]) -> list[Path]:
    """The files that are named, each once; a folder stands for the documents in it and below, in order of name.

    Args: `names`, as a person typed them. What is hidden and the lock files of Word ("~$plan.docx") are no documents.
    """
    found: dict[Path, None] = {}
    for path in map(Path, names):
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            found |= dict.fromkeys(sorted(p for p in inside if not p.name.startswith((".", "~$"))))
        else:
            found[path] = None
    return list(found)


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


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all: beside its place first, then renamed into it; folders are made.

    Args: `text`, written as UTF-8. Raises Unwritable.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    make_folder(path.parent)
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
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
