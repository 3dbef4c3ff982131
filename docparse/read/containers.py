"""Files that hold documents: archives and messages, also inside of each other.

A document in one has a path of its own, as if the container were a folder: "mail.eml/plans.zip/plan.docx". Nothing is
written to disk. How deep, how many and how much is bounded; what a container is, its content says.

Reads: files, bytes of containers.
Writes: bytes of the documents in them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from docparse.errors import DocparseError, EmptyFile, MissingFile, SeveralDocuments, TooLarge
from docparse.formats import CONTAINERS
from docparse.read import MAX_BYTES, sniff
from docparse.read.archives import Member, zip_members
from docparse.read.mail import eml_members, msg_members

MAX_DEPTH, MAX_DOCUMENTS, MAX_OPENED = 4, 10_000, 400_000_000
"""Containers inside each other, documents in all of them, bytes of the containers inside that are opened."""
_NAMED_IN_ERROR = 10

_OPENERS: dict[str, Callable[[bytes, str], list[Member]]] = {
    "ZIP archive": zip_members,
    "e-mail message (.eml)": eml_members,
    "Outlook message (.msg)": msg_members,
}


class File(NamedTuple):
    """The content of a file, and its name for the document and the errors."""

    data: bytes
    name: str


def load(path: Path) -> File:
    """A file, or a document in a container where the path goes on behind that.

    Args: `path`, "plan.docx" or "mail.eml/plan.docx"; the name is its last part, or all from the container on, in
    Unicode (what the file system has in another code becomes U+FFFD). Raises MissingFile.
    """
    try:
        return File(path.read_bytes(), _unicode(path.name))
    except OSError as error:
        outer = next((p for p in path.parents if p.is_file()), None)
        if outer is None:
            raise MissingFile(str(path), error.strerror or "") from error
    file = load(outer)
    return _inside(file, path.relative_to(outer).as_posix())


def sole(file: File) -> File:
    """The file itself, or the one document in it where it is a container.

    Raises SeveralDocuments where there are more, EmptyFile where there is none, and what reading the container raises.
    """
    for _ in range(MAX_DEPTH):
        found = documents(file)
        if found is None:
            return file
        if len(found) > 1:
            more = f", ... ({len(found)})" if len(found) > _NAMED_IN_ERROR else ""
            raise SeveralDocuments(file.name, ", ".join(found[:_NAMED_IN_ERROR]) + more)
        file = _inside(file, found[0])
    raise TooLarge(file.name, f"more than {MAX_DEPTH} archives inside each other")


def documents(file: File) -> list[str] | None:
    """The paths of the documents in a container and in those inside of it, in their order; None for no container.

    A container inside that cannot be opened stands for itself: reading it tells what is wrong. Raises EmptyFile where
    there is nothing, TooLarge, and what reading the container raises.
    """
    if len(file.data) > MAX_BYTES or not file.data.strip():
        return None
    opened = [0]
    return _within(file, 1, opened)


def _within(file: File, depth: int, opened: list[int]) -> list[str] | None:
    """As `documents`; `opened` counts the bytes of the containers inside."""
    members = _members(file)
    if members is None:
        return None
    if not members:
        raise EmptyFile(file.name, "no documents in it")
    found: list[str] = []
    for member in members:
        held = None
        if PurePosixPath(member.name).suffix.lower() in CONTAINERS and depth < MAX_DEPTH and opened[0] < MAX_OPENED:
            held = _held(f"{file.name}/{member.name}", member, depth, opened)
        found += [member.name] if held is None else [f"{member.name}/{path}" for path in held]
        if len(found) > MAX_DOCUMENTS:
            raise TooLarge(file.name, f"more than {MAX_DOCUMENTS} documents in it")
    return found


def _held(name: str, member: Member, depth: int, opened: list[int]) -> list[str] | None:
    """The documents of a container inside of another; None where it cannot be opened."""
    try:
        data = member.read()
        opened[0] += len(data)
        return _within(File(data, name), depth + 1, opened)
    except DocparseError:
        return None


def _members(file: File) -> list[Member] | None:
    opener = _OPENERS.get(sniff(file.data, file.name))
    return opener(file.data, file.name) if opener else None


def _inside(file: File, path: str) -> File:
    """The document at a path in a container."""
    for member in _members(file) or ():
        if path == member.name or path.startswith(f"{member.name}/"):
            inner = File(member.read(), f"{file.name}/{member.name}")
            return inner if path == member.name else _inside(inner, path.removeprefix(f"{member.name}/"))
    raise MissingFile(f"{file.name}/{path}", "not in it")


def _unicode(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")
