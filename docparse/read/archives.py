"""ZIP archives that hold documents: their members under names that are safe and readable.

Nothing is unpacked to disk. Names of old archives are in whatever code page the machine had that made them, those of
macOS in UTF-8 without saying so and with marks apart.

Reads: the bytes of a ZIP file.
Writes: Members.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import NamedTuple

from docparse.errors import EncryptedFile, TruncatedFile
from docparse.read.legacy import as_shown, revive
from docparse.read.legacy_detect import detect
from docparse.read.package import BROKEN, open_zip

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_LONGEST = 120
"""Characters of a name: with marks, three bytes each, and the suffix of the result it still fits a file system."""
_FORBIDDEN = re.compile('[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd\ud800-\udfff]')


# What macOS, Windows, Word and LibreOffice leave beside documents, as a file or a folder.
_LITTER = re.compile(r"(?:__macosx|\.ds_store|thumbs\.db|desktop\.ini)|\._.*|~\$.*|\.~lock\..*", re.I | re.S)


class Member(NamedTuple):
    """A file inside of another: its name, unique and with "/" between folders, and what gives its content.

    `start` gives the first bytes of a content that takes work to get; None where it is at hand.
    """

    name: str
    read: Callable[[], bytes]
    start: Callable[[int], bytes] | None = None


def zip_members(data: bytes, name: str) -> list[Member]:
    """The files of an archive, in its order, whatever they are; only what systems leave beside them is left out.

    Args: `data`, the file; `name`, for the errors. Raises TruncatedFile, TooLarge, and EncryptedFile where all of them
    ask for a password (else each that does raises it when it is read).
    """
    archive = open_zip(data, name)
    named = [(i, safe_name(_name(i))) for i in archive.infolist() if not i.is_dir()]
    chosen = [(i, n) for i, n in named if not any(map(_LITTER.fullmatch, n.split("/")))]
    if chosen and all(i.flag_bits & _ENCRYPTED for i, _ in chosen):
        raise EncryptedFile(name)
    names = unique(n for _, n in chosen)
    reads = [partial(_read, archive, i, f"{name}/{n}") for (i, _), n in zip(chosen, names, strict=True)]
    return [Member(n, read, read) for n, read in zip(names, reads, strict=True)]


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, size: int = -1) -> bytes:
    """The content of a member, or its first bytes."""
    if info.flag_bits & _ENCRYPTED:
        raise EncryptedFile(name)
    try:
        with archive.open(info) as file:
            return file.read(size)
    except BROKEN as error:
        raise TruncatedFile(name, "in the archive") from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member as it was meant; without a flag it is in UTF-8, an encoding of `legacy` or code page 437."""
    if info.flag_bits & _UTF8_NAME or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        shown = as_shown(raw)
        [encoding] = detect([shown], least=1)
        return revive(shown, encoding) if encoding else info.orig_filename


def safe_name(name: str) -> str:
    """A name that leads nowhere and that every file system takes, in NFC.

    Args: `name`, as whoever made the file wrote it: absolute, with "..", backslashes, control characters.
    """
    parts = (part.strip(" ").rstrip(".") for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/"))
    return "/".join(_short(_FORBIDDEN.sub("_", part)) for part in parts if part) or "_"


def _short(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    suffix = PurePosixPath(part).suffix[:10]
    return part[: _LONGEST - len(suffix)] + suffix


def unique(names: Iterable[str]) -> list[str]:
    """Names of which no two are the same, whatever their case: "a.docx", "a (2).docx".

    Args: `names`, in the order in which they keep theirs.
    """
    taken: set[str] = set()
    found = []
    for name in names:
        path, n, free = PurePosixPath(name), 1, name
        while free.lower() in taken:
            n += 1
            free = str(path.with_name(f"{path.stem} ({n}){path.suffix}"))
        taken.add(free.lower())
        found.append(free)
    return found
