"""Plain text: bytes to lines, whatever encoding they are in; line N of the file is line N of the source.

Vietnamese text of the last thirty years comes as UTF-8 and UTF-16 with or without a byte order mark, with marks as
characters of their own (NFD, from macOS and old editors), and as Windows code page 1258, which has them so too.

Reads: the bytes of a text file.
Writes: a Source.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from docparse.errors import EmptyFile
from docparse.model import Line, Source
from docparse.text import clean

_LETTER = re.compile(r"[^\W\d_]")
_MARK = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]")
_LINE_END = re.compile(r"\r\n?")
_VIETNAMESE = (
    frozenset("ăâđêôơưàáèéìíòóùúýãõ“”‘’–—…•«» ") | {chr(c) for c in range(0x1EA0, 0x1EFA)} | {"\u0129", "\u0169"}
)
_SAMPLE = 1 << 16


def read_text(data: bytes, name: str) -> Source:
    """A plain text as lines, blank ones too: the cleaned file is exactly the lines joined by line feeds.

    Args: `data`, the file; `name`, for the error. Raises EmptyFile where there is no letter.
    """
    text, encoding, notes = decode(data)
    if not _LETTER.search(text):
        raise EmptyFile(name, "no letters" if data else "")
    return plain(text, encoding, notes)


def plain(text: str, encoding: str = "utf-8", notes: tuple[str, ...] = ()) -> Source:
    """The `Source` of text that is decoded already; never raises, whatever the text holds."""
    if has_marks_apart(text) and encoding != "cp1258":
        encoding = "nfd"
    lines = tuple(Line(s) for s in clean(_LINE_END.sub("\n", text)).split("\n"))
    return Source(lines=lines, media_type="text/plain", encoding=encoding, keep_lines=True, notes=notes)


def has_marks_apart(text: str) -> bool:
    """Whether letters and their marks are characters of their own (NFD), as files from macOS have them."""
    return bool(_MARK.search(text)) and not unicodedata.is_normalized("NFC", text)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text, the encoding that was found ("utf-8", "utf-16", "cp1258") and notes; never fails.

    Args: `data`, bytes of text. What no encoding explains becomes U+FFFD with the note "undecodable_bytes".
    """
    codec = utf16_codec(data)
    if codec:
        text, encoding = data.decode(codec, "replace"), "utf-16"
    else:
        try:
            return data.decode("utf-8-sig"), "utf-8", ()
        except UnicodeDecodeError:
            text, encoding = data.decode("utf-8-sig", "replace"), "utf-8"
        legacy = _from_cp1258(data)
        if legacy is not None:
            return legacy, "cp1258", ()
    return text.removeprefix("\ufeff"), encoding, ("undecodable_bytes",) if "\ufffd" in text else ()


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


def _from_cp1258(data: bytes) -> str | None:
    """The text if the bytes make good Vietnamese in code page 1258, else None (another 8-bit code, or damage)."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    foreign = [c for c in text.lower() if not c.isascii()]
    good = sum(c in _VIETNAMESE for c in foreign)
    return text if good >= 0.95 * len(foreign) else None
