"""Plain text: bytes to lines, whatever encoding they are in; line N of the file is line N of the source.

Vietnamese text of the last thirty years comes as UTF-8 and UTF-16 with or without a byte order mark, with marks as
characters of their own (NFD, from macOS and old editors), and in the encodings of `legacy`, sometimes several in one
file, and sometimes made into UTF-8 by a program that took them for Windows-1252.

Reads: the bytes of a text file.
Writes: a Source.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

from docparse.errors import EmptyFile
from docparse.model import Line, Source
from docparse.read.legacy import as_shown, revive
from docparse.read.legacy_detect import detect, summary, suspicious
from docparse.read.options import DEFAULT, Options
from docparse.text import clean

_LETTER = re.compile(r"[^\W\d_]")
_MARK = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]")
_LINE_END = re.compile(r"\r\n?")
_FAR = re.compile("[^\x00-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u2bff\uf000-\uf0ff]")
_SAMPLE = 1 << 16
_STATED_FOR_ANY = frozenset((None, "ascii", "iso8859-1", "iso8859-15", "cp1252", "cp1258"))
"""Encodings that pages and messages state whatever they are in."""


def read_text(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """A plain text as lines, blank ones too: the cleaned file is exactly the lines joined by line feeds.

    Args: `data`, the file; `name`, for the error. Raises EmptyFile where there is no letter.
    """
    text, encoding, notes = decode(data)
    source = plain(text, encoding, notes) if encoding else _from_bytes(data)
    if not any(_LETTER.search(line.text) for line in source.lines):
        raise EmptyFile(name, "no letters" if data else "")
    return source


def plain(text: str, encoding: str = "utf-8", notes: tuple[str, ...] = (), convert: bool = True) -> Source:
    """The `Source` of text that is decoded already; never raises, whatever the text holds.

    Args: `convert`, whether lines in an old encoding are converted; no, where offsets into `text` itself are wanted.
    """
    if has_marks_apart(text):
        encoding = "nfd"
    lines = _LINE_END.sub("\n", text).split("\n")
    encodings = detect(lines) if convert and suspicious(text) else []
    if any(encodings):
        return _converted(lines, encodings, encoding, notes)
    return _source([Line(s) for s in clean("\n".join(lines)).split("\n")], encoding, notes)


def _source(lines: list[Line], encoding: str, notes: tuple[str, ...]) -> Source:
    return Source(lines=tuple(lines), media_type="text/plain", encoding=encoding, keep_lines=True, notes=notes)


def _converted(
    lines: Sequence[str], encodings: Sequence[str | None], encoding: str, notes: tuple[str, ...] = ()
) -> Source:
    """The `Source` of lines of which some are in an old encoding; each such line keeps what it was."""
    texts = [revive(s, e) if e else s for s, e in zip(lines, encodings, strict=True)]
    read = [
        Line(clean(text), original=s if text != s else None, encoding=None if s.isascii() and text == s else e)
        for text, s, e in zip(texts, lines, encodings, strict=True)
    ]
    return _source(read, summary(read) or encoding, notes)


def has_marks_apart(text: str) -> bool:
    """Whether letters and their marks are characters of their own (NFD), as files from macOS have them."""
    return bool(_MARK.search(text)) and not unicodedata.is_normalized("NFC", text)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text, its encoding ("utf-8", "utf-16", "" where it is neither) and notes; never fails.

    Args: `data`, bytes of text. A cut end of UTF-16 becomes U+FFFD with the note "undecodable_bytes".
    """
    codec = utf16_codec(data)
    if codec is None:
        try:
            return data.decode("utf-8-sig"), "utf-8", ()
        except UnicodeDecodeError:
            return "", "", ()
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    return text, "utf-16", ("undecodable_bytes",) if "\ufffd" in text else ()


def decode_as(data: bytes, charset: str) -> tuple[str, str]:
    """Text whose encoding is stated, and its name as in `decode`; bytes of an old one as Windows-1252 shows them.

    Args: `charset`, what a page or a message states, "" for nothing; bytes that are UTF-8 are taken for that.
    """
    text, encoding, _notes = decode(data)
    if encoding:
        return text, encoding
    codec = codec_of(charset)
    if data.startswith(codecs.BOM_UTF8) or codec == "utf-8":
        return data.decode("utf-8-sig", "replace"), "utf-8"
    if codec in _STATED_FOR_ANY:
        return as_shown(data), "utf-8"
    return data.decode(codec or "utf-8", "replace"), "utf-8"


def codec_of(charset: str) -> str | None:
    """Python's name of a stated encoding, None for one that it does not know (VISCII, TCVN, VPS).

    Args: `charset`, its name as it is written in pages and messages.
    """
    try:
        return codecs.lookup(charset).name if isinstance(b"".decode(charset), str) else None
    except (LookupError, ValueError, AttributeError):
        return None


def utf16_codec(data: bytes) -> str | None:
    """The UTF-16 codec of `data`, from its byte order mark or from where its zero bytes stand; None for other text."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[:_SAMPLE]
    first, second, pairs = sample[0::2].count(0), sample[1::2].count(0), len(sample) // 2
    # More than half of the letters of Vietnamese are ASCII, and these have a zero for their high byte.
    if second * 5 > pairs and first * 4 < second:
        return "utf-16-le"
    return "utf-16-be" if first * 5 > pairs and second * 4 < first else None


def _from_bytes(data: bytes) -> Source:
    """The `Source` of bytes that are not UTF-8: an old encoding, UTF-8 with damage, or lines of both."""
    rows = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    texts = [row.decode("utf-8", "replace") for row in rows]
    old = [_is_no_utf8(text) for text in texts]
    lines = [as_shown(row) if o else text for row, text, o in zip(rows, texts, old, strict=True)]
    encodings = detect(lines, least=1)
    known = [not o or e is not None for o, e in zip(old, encodings, strict=True)]
    lines = [line if k else text for line, text, k in zip(lines, texts, known, strict=True)]
    return _converted(lines, encodings, "utf-8", ("undecodable_bytes",) if "\ufffd" in "".join(lines) else ())


def _is_no_utf8(text: str) -> bool:
    """Whether most bytes that are not ASCII made no character, or one of another script by chance ("ươ" in VISCII)."""
    return 2 * len(_FAR.findall(text)) > sum(not c.isascii() for c in text)
