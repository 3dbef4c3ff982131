"""Readers: the bytes of a file to a Source; what the file is, its content says, not its name.

One module a format: `text`, `docx`, `pdf`, `image`, `html`, `office`; what holds documents is opened by `containers`. A
suffix is only asked when the content cannot be read, to tell a wrong name from a format that is not supported.

Reads: the bytes of a file.
Writes: a Source.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath

from docparse.errors import (
    DocparseError,
    EmptyFile,
    ImageOnly,
    TooLarge,
    TruncatedFile,
    UnknownFormat,
    WrongSuffix,
)
from docparse.formats import NAMED
from docparse.model import Source
from docparse.read.options import DEFAULT, Options

MAX_BYTES, MAX_TEXT = 200_000_000, 20_000_000
"""Bytes of a file, and of one that is nothing but text: some five thousand pages; more is a log or a dump of data."""

Reader = Callable[[bytes, str, Options], Source]
_READERS = {
    "PDF": ("pdf", "read_pdf"),
    "DOCX": ("docx", "read_docx"),
    "text": ("text", "read_text"),
    "HTML": ("html", "read_html"),
    "MHTML": ("html", "read_mhtml"),
    **dict.fromkeys(
        ("Word 97-2003 document (.doc)", "Rich Text Format (.rtf)", "OpenDocument text (.odt)", "Word XML"),
        ("office", "read_office"),
    ),
    **dict.fromkeys((f"{x} image" for x in ("TIFF", "JPEG", "PNG", "BMP", "WebP", "GIF")), ("image", "read_image")),
}
"""The kinds that `sniff` tells and the module and function that read each; a module is loaded for its first file."""
_MAGIC = (
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"{\\rtf", "Rich Text Format (.rtf)"),
    (b"Rar!\x1a", "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"%!PS", "PostScript"),
    (b"\x7fELF", "program"),
)
_MARKUP = (
    (re.compile(r"(?:<\?xml[^>]{0,200}>\s{0,99})?<(?:!doctype html|html|head|body)\b"), "HTML"),
    (re.compile(r"<\?xml.{0,1500}(?:word\.document|worddocument|pkg:package)", re.S), "Word XML"),
    (re.compile(r"<\?xml\b"), "XML"),
)
_FIELD = re.compile(r"[a-z][a-z0-9-]{1,60}:")
_PDF = re.compile(rb"%PDF-\d")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROLS = bytes([*range(9), *range(14, 32), 127])


def read(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """The file as lines in reading order, by the reader of its format.

    Args: `data`, the file; `name`, as the user gave it, for the errors and for its suffix; `options`, for the formats
    that have a choice. Raises the kinds of DocparseError: EmptyFile, EncryptedFile, TruncatedFile, WrongSuffix,
    ImageOnly, UnknownFormat, TooLarge.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(name, f"{len(data) // 1_000_000} MB")
    if not data.strip():
        raise EmptyFile(name)
    kind = sniff(data, name)
    if kind not in _READERS or _is_error_page(kind, name):
        raise _refusal(kind, data, name)
    if kind == "text" and len(data) > MAX_TEXT:
        raise TooLarge(name, f"{len(data) // 1_000_000} MB of text")
    module, function = _READERS[kind]
    reader: Reader = getattr(import_module(f"docparse.read.{module}"), function)
    return reader(data, name, options)


def sniff(data: bytes, name: str) -> str:
    """The format of the content: "PDF", "DOCX", "text", or the English name of one that is not read.

    Args: `data`, the file; `name`, for the errors. Raises EncryptedFile, TruncatedFile, TooLarge for office files.
    """
    pdf = None if data.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)) else _PDF.search(data, 0, 2048)
    if pdf and (not data[: pdf.start()].strip(b"\xef\xbb\xbf\x00\t\n\r ") or b"startxref" in data):
        return "PDF"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from docparse.read.package import kind_of_zip, open_zip

        return kind_of_zip(open_zip(data, name), name)
    if data.startswith(_OLE):
        from docparse.read.ole import kind_of_ole

        return kind_of_ole(data, name)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "BMP image"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP image"
    if data[4:11] in (b"ftyphei", b"ftypmif"):
        return "HEIC image"
    return _text_kind(data)


def _text_kind(data: bytes) -> str:
    """Text, or markup or binary data that is no text to read."""
    from docparse.read.text import utf16_codec

    head, codec = data[: 1 << 16], utf16_codec(data)
    if codec is None and len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 20:
        return "binary data"
    start = head[:4096].decode(codec or "latin-1", "replace").lstrip("\ufeffï»¿ \t\r\n").lower()
    if _FIELD.match(start) or start.startswith("from "):
        from docparse.read.mail import is_mailbox, kind_of_message

        return "mailbox (.mbox)" if is_mailbox(start) else kind_of_message(start) or "text"
    return next((kind for pattern, kind in _MARKUP if pattern.match(start)), "text")


def _is_error_page(kind: str, name: str) -> bool:
    """Whether a page was saved where a document was asked for: a download that failed."""
    return kind == "HTML" and PurePath(name).suffix.lower() in (".pdf", ".docx")


def _refusal(kind: str, data: bytes, name: str) -> DocparseError:
    """The error for content that no reader takes, by what the file name promised."""
    suffix = PurePath(name).suffix.lower()
    if kind == "binary data" and suffix in (".pdf", ".docx", ".doc", ".odt"):
        return TruncatedFile(name, "the beginning is missing or overwritten")
    if suffix in NAMED:
        return WrongSuffix(name, f"it is: {kind}")
    return ImageOnly(name, kind) if kind.endswith(" image") else UnknownFormat(name, kind)
