"""Files that hold documents: archives, messages and mailboxes, also inside of each other.

A document in one has a path of its own, as if the container were a folder: "mail.eml/plans.zip/plan.docx". Nothing is
written to disk. How deep, how many and how much is bounded; what a container is, its content says.

Reads: files, bytes of containers.
Writes: bytes of the documents in them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from docparse.errors import DocparseError, EmptyFile, MissingFile, SeveralDocuments, TooLarge
from docparse.formats import CONTAINERS, NAMED
from docparse.read import MAX_BYTES, sniff
from docparse.read.archives import Member, zip_members
from docparse.read.mail import eml_members, mbox_members, msg_members
from docparse.storage import Address, State

MAX_DEPTH, MAX_DOCUMENTS, MAX_OPENED = 4, 10_000, 400_000_000
"""Containers inside each other, documents in all of them, bytes of the containers inside that are opened."""
_NAMED_IN_ERROR = 10
_PACKAGES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How ZIP and OLE files begin; what they hold only the whole file tells."""
_START = 4096
"""Bytes of a file of unknown suffix that tell whether it can be a container."""
_MAX_KEPT = 200_000_000
"""Bytes of the containers that stay open for the next document in them."""

_OPENERS: dict[str, Callable[[bytes, str], list[Member]]] = {
    "ZIP archive": zip_members,
    "e-mail message (.eml)": eml_members,
    "Outlook message (.msg)": msg_members,
    "mailbox (.mbox)": mbox_members,
}


class File(NamedTuple):
    """The content of a file, and its name for the document and the errors."""

    data: bytes
    name: str


class _Holder(NamedTuple):
    """A container that is open: how many bytes it has, and its members."""

    name: str
    size: int
    members: list[Member]


_Key = tuple[str | float | None, ...]
"""The path of a file, when it was changed and its size, and the names of the containers in it down to one."""
_kept: dict[_Key, _Holder] = {}
"""The containers around the last document: one in them comes next, and they would be unpacked again for each."""


def load(path: Path) -> File:
    """A file, or a document in a container where the path goes on behind that.

    Args: `path`, "plan.docx" or "mail.eml/plan.docx"; the name is its last part, or all from the container on, in
    Unicode (what the file system has in another code becomes U+FFFD). Raises MissingFile, TooLarge where it is a
    container in too many others, and what reading the containers raises.
    """
    if isinstance(path, Address) and (around := _around(path)):
        return _member(path, *around)
    try:
        file = File(path.read_bytes(), _unicode(path.name))
        _kept.clear()
        return file
    except OSError as error:
        # `Path.is_file` raises where a name is too long.
        outer = next((p for p in path.parents if os.path.isfile(p)), None)
        if outer is None:
            raise MissingFile(str(path), error.strerror or "") from error
    stat = outer.stat()
    return _member(path, outer, (stat.st_mtime_ns, stat.st_size))


def _around(path: Address) -> tuple[Address, State] | None:
    """The container on storage that a document is in, by its suffix: asking for every folder would take long."""
    for outer in reversed(path.parents):
        if outer.suffix.lower() in CONTAINERS and (state := outer.state()):
            return outer, state
    return None


def _member(path: Path, outer: Path, state: tuple[float | None, float | None]) -> File:
    """The document at a path in a container, which is opened again where its size or time has changed."""
    key: _Key = (str(outer.absolute()), *state)
    holder = _kept.get(key) or _keep(key, _holder(load(outer)))
    return _find(holder, path.relative_to(outer).as_posix(), key)


def _keep(key: _Key, holder: _Holder) -> _Holder:
    """The same container, kept with those around it, as far as they are not too large together."""
    for other in list(_kept):
        if key[: len(other)] != other:
            _kept.pop(other, None)
    if sum(h.size for h in list(_kept.values())) + holder.size <= _MAX_KEPT:
        _kept[key] = holder
    return holder


def sole(file: File) -> File:
    """The file itself, or the one document in it where it is a container.

    Raises SeveralDocuments where there are more, EmptyFile where there is none, TooLarge where containers are in too
    many others, and what reading the container raises.
    """
    for _ in range(MAX_DEPTH):
        found = documents(file)
        if found is None:
            return file
        if len(found) > 1:
            more = f", ... ({len(found)})" if len(found) > _NAMED_IN_ERROR else ""
            raise SeveralDocuments(file.name, ", ".join(found[:_NAMED_IN_ERROR]) + more)
        file = _inside(file, found[0])
    raise _too_deep(file.name)


def _too_deep(name: str) -> TooLarge:
    return TooLarge(name, f"more than {MAX_DEPTH} archives inside each other")


def documents(file: File) -> list[str] | None:
    """The paths of the documents in a container and in those inside of it, in their order; None for no container.

    What is no document stands for itself, and so does a container inside that cannot be opened: reading it tells what
    is wrong. Raises EmptyFile where there is nothing, TooLarge, and what reading the container raises.
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
        if depth < MAX_DEPTH and opened[0] < MAX_OPENED and _may_hold(member):
            held = _held(f"{file.name}/{member.name}", member, depth, opened)
        found += [member.name] if held is None else [f"{member.name}/{path}" for path in held]
        if len(found) > MAX_DOCUMENTS:
            raise TooLarge(file.name, f"more than {MAX_DOCUMENTS} documents in it")
    return found


def _may_hold(member: Member) -> bool:
    """Whether a file can be a container: its suffix says so, or, where it says nothing known, its beginning."""
    suffix = PurePosixPath(member.name).suffix.lower()
    if suffix in NAMED:
        return suffix in CONTAINERS
    try:
        start = member.start(_START) if member.start else member.read()[:_START]
    except DocparseError:
        return False
    return start.startswith(_PACKAGES) or sniff(start, member.name) in _OPENERS


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


def _holder(file: File) -> _Holder:
    return _Holder(file.name, len(file.data), _members(file) or [])


def _inside(file: File, path: str) -> File:
    """The document at a path in a container."""
    return _find(_holder(file), path, None)


def _find(holder: _Holder, path: str, key: _Key | None, depth: int = 1) -> File:
    """The document at a path in a container that is open; `key` is None for one that is not to be kept."""
    fitting = [m for m in holder.members if path == m.name or path.startswith(f"{m.name}/")]
    # An archive can have both a file "x.docx" and a folder of that name.
    for member in sorted(fitting, key=lambda m: len(m.name), reverse=True):
        name = f"{holder.name}/{member.name}"
        inner_key = (*key, member.name) if key else None
        inner = _kept.get(inner_key) if inner_key else None
        if inner is None or path == member.name:
            file = File(member.read(), name)
            if path == member.name:
                return _checked(file, depth)
            inner = _holder(_checked(file, depth))
            if inner_key:
                _keep(inner_key, inner)
        with suppress(MissingFile):
            return _find(inner, path.removeprefix(f"{member.name}/"), inner_key, depth + 1)
    raise MissingFile(f"{holder.name}/{path}", "not in it")


def _checked(file: File, depth: int) -> File:
    """The file, if it is no container in too many others; `depth` is the number of those around it."""
    if depth >= MAX_DEPTH and sniff(file.data, file.name) in _OPENERS:
        raise _too_deep(file.name)
    return file


def _unicode(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")
