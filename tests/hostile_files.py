"""Sixty hostile files, each with the error that an import must give it; beside them good ones with odd names.

Reads: nothing.
Writes: files into a folder.
"""

from __future__ import annotations

import gzip
import os
import struct
import unicodedata
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.docx_files import docx, p, package
from tests.samples import letter

TEXT = letter("1. Ban Tổ chức Tỉnh ủy báo cáo kết quả trước ngày 15/9/2019.")
GOOD = docx("".join(p(line) for line in TEXT.splitlines()))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-1.4\n"


def zipped(*files: tuple[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A ZIP of files by name."""
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(ZipInfo(name), data, method)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """A ZIP whose entries say that they are encrypted."""
    found = bytearray(data)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = found.find(sign)
        while at >= 0:
            found[at + flags] |= 1
            at = found.find(sign, at + 4)
    return bytes(found)


def changed(data: bytes, after: bytes, by: int) -> bytes:
    """The bytes with one of them flipped, `by` bytes after a word."""
    found = bytearray(data)
    found[found.find(after) + by] ^= 0xFF
    return bytes(found)


def with_method(method: int) -> bytes:
    """A ZIP of one file that says that it is packed by some other method."""
    found = bytearray(zipped(("a.txt", TEXT.encode())))
    for sign, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        found[found.find(sign) + at] = method
    return bytes(found)


def nested(depth: int) -> bytes:
    """Archives inside each other."""
    data = zipped(("a.txt", TEXT.encode()))
    for _ in range(depth):
        data = zipped(("in.zip", data))
    return data


def with_document(xml: str) -> bytes:
    """A DOCX whose main part is this."""
    with ZipFile(BytesIO(GOOD)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    return package({**files, "word/document.xml": xml})


def with_entities(declared: str) -> bytes:
    """A DOCX whose text is an entity."""
    with ZipFile(BytesIO(GOOD)) as archive:
        main = archive.read("word/document.xml").decode()
    return with_document(f"<!DOCTYPE x [{declared}]>" + main.replace("KẾ HOẠCH", "&l9;"))


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says that it has this size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def pdf(*objects: str) -> bytes:
    """A PDF of objects, numbered from 1; the first is its catalogue."""
    out, places = bytearray(_PDF), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = len(out)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    return bytes(out + f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode())


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
_NOISE = bytes(n * 167 % 256 for n in range(5000))
_CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
_ENCRYPTED = _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
_MESSAGE = b"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\n"
_BASE64 = b'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\n'

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "EmptyFile"),
    "empty.docx": (lambda: b"", "EmptyFile"),
    "empty.pdf": (lambda: b"", "EmptyFile"),
    "empty.zip": (lambda: b"", "EmptyFile"),
    "empty.eml": (lambda: b"", "EmptyFile"),
    "spaces.txt": (lambda: b" \r\n\t" * 9, "EmptyFile"),
    "mark-only.txt": (lambda: b"\xef\xbb\xbf", "EmptyFile"),
    "no-letters.txt": (lambda: b"1.\n---\n", "EmptyFile"),
    "no-letters.docx": (lambda: docx(p("") + p("12/3")), "EmptyFile"),
    "no-text.html": (lambda: b"<html><body><p> </p></body></html>", "EmptyFile"),
    "nothing-in-it.zip": (zipped, "EmptyFile"),
    "cut.docx": (lambda: GOOD[: len(GOOD) // 2], "TruncatedFile"),
    "cut.zip": (lambda: zipped(("a.txt", TEXT.encode()))[:-40], "TruncatedFile"),
    "cut.pdf": (lambda: pdf(_CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE)[:90], "TruncatedFile"),
    "cut.doc": (lambda: _OLE + bytes(100), "TruncatedFile"),
    "cut.msg": (lambda: _OLE + bytes(100), "TruncatedFile"),
    "head-only.docx": (lambda: b"PK\x03\x04", "TruncatedFile"),
    "head-only.pdf": (lambda: _PDF, "TruncatedFile"),
    "zeros.docx": (lambda: bytes(4000), "TruncatedFile"),
    "zeros.doc": (lambda: bytes(4000), "TruncatedFile"),
    "zeros.pdf": (lambda: bytes(4000), "TruncatedFile"),
    "zeros.txt": (lambda: bytes(4000), "WrongSuffix"),
    "noise.docx": (lambda: _NOISE, "TruncatedFile"),
    "noise.pdf": (lambda: _NOISE, "TruncatedFile"),
    "noise.zip": (lambda: _NOISE, "WrongSuffix"),
    "noise.png": (lambda: _NOISE, "WrongSuffix"),
    "noise-after-head.pdf": (lambda: _PDF + _NOISE, "TruncatedFile"),
    "noise-after-head.zip": (lambda: b"PK\x03\x04" + _NOISE, "TruncatedFile"),
    "encrypted.docx": (lambda: _ENCRYPTED, "EncryptedFile"),
    "locked.docx": (lambda: locked(GOOD), "EncryptedFile"),
    "locked.zip": (lambda: locked(zipped(("a.txt", b"a"), ("b.txt", b"b"))), "EncryptedFile"),
    "bomb.zip": (lambda: zipped(("a.txt", bytes(60_000_000))), "TooLarge"),
    "bomb.docx": (lambda: with_document("<a>" + " " * 60_000_000), "TooLarge"),
    "nested.zip": (lambda: nested(30), "TooLarge"),
    "many.zip": (lambda: zipped(*((f"{n}.txt", b"a") for n in range(10_001)), method=ZIP_STORED), "TooLarge"),
    "entities.docx": (lambda: with_entities(_LAUGHS), "TruncatedFile"),
    "outside.docx": (lambda: with_entities('<!ENTITY l9 SYSTEM "file:///etc/hostname">'), "TruncatedFile"),
    "no-main-part.docx": (lambda: package({"[Content_Types].xml": "<Types/>", "word/a.xml": "<a/>"}), "TruncatedFile"),
    "open-tag.docx": (lambda: with_document("<a><b>"), "TruncatedFile"),
    "no-xml.docx": (lambda: with_document("văn bản"), "TruncatedFile"),
    "wrong-sum.docx": (lambda: changed(GOOD, b"word/document.xml", 200), "TruncatedFile"),
    "wrong-sum.zip": (lambda: changed(zipped(("a.txt", TEXT.encode() * 9)), b"a.txt", 90), "TruncatedFile"),
    "no-pages.pdf": (lambda: pdf(_CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>"), "TruncatedFile"),
    "pages-in-a-ring.pdf": (lambda: pdf(_CATALOGUE, "<</Type/Pages/Kids[2 0 R]/Count 1>>"), "TruncatedFile"),
    "million-pages.pdf": (lambda: pdf(_CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1000000>>", _PAGE), "TooLarge"),
    "white.pdf": (lambda: pdf(_CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE), "EmptyFile"),
    "packed.txt": (lambda: gzip.compress(TEXT.encode()), "WrongSuffix"),
    "program.docx": (lambda: b"\x7fELF" + _NOISE, "WrongSuffix"),
    "sheet.docx": (lambda: package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}), "WrongSuffix"),
    "rar.zip": (lambda: b"Rar!\x1a\x07\x00" + _NOISE, "WrongSuffix"),
    "postscript.pdf": (lambda: b"%!PS-Adobe-3.0\n", "WrongSuffix"),
    "seven.doc": (lambda: b"7z\xbc\xaf\x27\x1c" + _NOISE, "WrongSuffix"),
    "picture.pdf": (lambda: png(8, 8, bytes(72))[:-4], "ImageOnly"),
    "database.txt": (lambda: b"SQLite format 3\0" + bytes(4000), "WrongSuffix"),
    "sound.txt": (lambda: b"ID3\x04" + _NOISE, "WrongSuffix"),
    "method.zip": (lambda: with_method(99), "TruncatedFile"),
    "deep.docx": (lambda: with_document("<a>" * 100_000), "TruncatedFile"),
    "white.png": (lambda: png(8, 8, bytes(72)), "ImageOnly"),
    "no-text.eml": (lambda: _MESSAGE + b"\n", "EmptyFile"),
    "broken-base64.eml": (lambda: _MESSAGE + _BASE64 + b"JVBERi0x****\n", "TruncatedFile"),
}
"""Hostile files by name: what makes the bytes, and the error that they must have."""


def good(folder: Path) -> set[str]:
    """Writes documents that must come in, with odd names and in odd places; returns the names that they have then."""
    number = iter(range(900))

    def text() -> bytes:
        return letter(f"1. Nội dung {next(number)}.", number=f"Số {next(number)}-TB/TU").encode()

    names = ["plan.txt", "two\nlines.txt", "\x1b[31mred.txt", "'; drop table files--.txt", f"{'x' * 251}.txt"]
    names += [unicodedata.normalize("NFD", "kế hoạch.txt"), os.fsdecode(b"k\xff.txt"), "PLAN.TXT"]
    for name in names:
        (folder / name).write_bytes(text())
    (folder / "one-line.txt").write_text("kế hoạch " * 100_000)
    (folder / "deep.html").write_bytes(b"<div>" * 50_000 + text())
    (folder / "docx-as.txt").write_bytes(GOOD)
    outside = (("../../outside.txt", text()), ("/etc/outside.txt", text()), ("c:\\outside.txt", text()))
    (folder / "outside.zip").write_bytes(zipped(*outside, ("same.txt", text()), ("same.txt", text())))
    found = {unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace")) for name in names}
    return found | {"one-line.txt", "deep.html", "docx-as.txt", "outside.txt", "same.txt", "same (2).txt"}


def hostile(folder: Path) -> dict[str, str]:
    """Writes all hostile files into a folder; returns the error of each by its name."""
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    (folder / "loop").symlink_to(folder)
    (folder / "ring.txt").symlink_to(folder / "ring.txt")
    (folder / "nowhere.txt").symlink_to(folder / "none.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "folder.docx").mkdir()
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(250_000_000)
    (folder / "long-line.txt").write_bytes(b"ke hoach " * (100_000_000 // 9))
    # Root may read what nobody may: this can be opened, but not read.
    (folder / "memory.txt").symlink_to("/proc/self/mem")
    others = {"huge.txt": "TooLarge", "long-line.txt": "TooLarge", "memory.txt": "MissingFile"}
    if os.geteuid():
        (folder / "sealed.txt").write_bytes(TEXT.encode())
        (folder / "sealed.txt").chmod(0)
        others["sealed.txt"] = "MissingFile"
    return {name: error for name, (_, error) in BAD.items()} | others
