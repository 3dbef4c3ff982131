"""Encodings of Vietnamese from before Unicode: their tables, and the fonts that tell them.

Text is taken as a program shows it that knows none of them, each byte a character of Windows-1252 (bytes that it does
not define as U+0080 to U+009F): TCVN 5712 VN3 as "nh©n d©n", VNI as "nhaân daân". 0xAD is "ư" in TCVN3, so conversion
comes before `text.clean`, which drops soft hyphens. Which encoding a text without fonts has is found in
`legacy_detect`.

Sources of the tables: TCVN 5712:1993, VISCII 1.1 and VIQR (RFC 1456), Windows code page 1258, the VNI and VPS tables
on which free converters agree.

Reads: data/legacy.tsv.
Writes: strings.
"""

from __future__ import annotations

import csv
import html
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from docparse.lexicon import DATA
from docparse.read.syllables import is_syllable

ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "cp1258")
"""Those of one code or two for each letter, told apart by whether they make words."""

MOJIBAKE, ENTITIES, VIQR, ESCAPED_VIQR = "utf-8-as-cp1252", "html-entities", "viqr", "viqr-escaped"

CAPITALS = "tcvn3-capitals"
"""TCVN3 that was made into Unicode without its fonts of capitals: "SắC LệNH"."""

_FONT = re.compile(r"\.vn|vni\b|vni[-_ ]|vps[-_ ]", re.IGNORECASE)
_FONT_ENCODINGS = {".vn": "tcvn3", "vni": "vni", "vps": "vps"}
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{2,10});")
_PRIVATE = {0xF000 + code: code for code in range(0x20, 0x100)}


@cache
def shown() -> Mapping[int, str]:
    """The characters of Windows-1252 by byte; bytes without one are control characters."""
    return {b: bytes([b]).decode("cp1252", "replace").replace("\ufffd", chr(b)) for b in range(0x80, 0x100)}


def as_shown(data: bytes) -> str:
    """Bytes as Windows-1252 shows them."""
    return data.decode("latin-1").translate(shown())


@cache
def codes(encoding: str) -> Mapping[str, str]:
    """The letters of an encoding that has codes of its own for them, by code as one or two characters of Latin-1.

    Args: `encoding`, "tcvn3", "vni", "viscii" or "vps".
    """
    with (DATA / "legacy.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {bytes.fromhex(r[encoding]).decode("latin-1"): r["letter"] for r in rows if r[encoding]}


@cache
def _table(encoding: str) -> dict[int, str]:
    """Letters by code point: each code as a character of Latin-1 and as Windows-1252 shows it."""
    if encoding == "cp1258":
        letters = {b: bytes([b]).decode("cp1258", "replace") for b in range(0xC0, 0x100)}
    else:
        letters = {ord(code): letter for code, letter in codes(encoding).items()}
    return letters | {ord(shown()[b]): letter for b, letter in letters.items() if b >= 0x80}


@cache
def _vni() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The codes of VNI, longest first: a base letter and its mark, whatever the case of the mark."""
    letters = dict(codes("vni"))
    letters |= {code[0] + code[1].swapcase(): letter for code, letter in letters.items() if len(code) == 2}
    either = "|".join(re.escape(code) for code in sorted(letters, key=len, reverse=True))
    return re.compile(either), letters


def marks_of_vni() -> frozenset[str]:
    """The second characters of VNI codes: at the start of a run they belong to the letter before."""
    return frozenset(code[1] for code in _vni()[1] if len(code) == 2)


def decode(text: str, encoding: str) -> str:
    """Text in Unicode that was read as Windows-1252 or Latin-1.

    Args: `encoding`, one of those named above. What the encoding does not have stays.
    """
    if encoding == CAPITALS:
        return text
    if encoding == "vni":
        pattern, letters = _vni()
        return pattern.sub(lambda m: letters[m[0]], text)
    if encoding in (VIQR, ESCAPED_VIQR):
        return _from_viqr(text, escaped=encoding == ESCAPED_VIQR)
    if encoding == MOJIBAKE:
        return sequences().sub(lambda m: _utf8(m[0]), text)
    if encoding == ENTITIES:
        return _REFERENCE.sub(lambda m: html.unescape(m[0]).replace("\n", " ").replace("\r", " "), text)
    text = text.translate(_table(encoding))
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def revive(text: str, encoding: str) -> str:
    """A line in Unicode whose encoding was found without its fonts, with the capitals that only these had."""
    text = decode(text, encoding)
    return restore_capitals(text) if lacks_capitals(encoding) else text


def lacks_capitals(encoding: str) -> bool:
    """Whether capitals with tones existed only in the fonts."""
    return encoding in ("tcvn3", CAPITALS)


# --- fonts --------------------------------------------------------------------------------------------------------


@cache
def font_encoding(font: str) -> str | None:
    """The encoding of text in a font, None for a font of Unicode: ".VnTime" is "tcvn3", "VNI-Times" is "vni"."""
    m = _FONT.match(font)
    return _FONT_ENCODINGS[m[0][:3].lower()] if m else None


def decode_font(text: str, font: str) -> str:
    """Text of a run as its font shows it; the capitals of ".VnTimeH" exist only in the font.

    Args: `font`, one that `font_encoding` knows.
    """
    encoding = font_encoding(font) or ""
    text = decode(text.translate(_PRIVATE), encoding)
    return text.upper() if encoding == "tcvn3" and font.endswith(("H", "h")) else text


# --- capitals without a font --------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")


def restore_capitals(text: str) -> str:
    """TCVN3 text whose fonts are lost: in words otherwise in capitals, letters with tones are capitals too.

    "SắC LệNH" is "SẮC LỆNH"; a word of toned letters alone goes with its neighbours. A first letter that is the only
    capital ("ủy ban" at the start of a sentence) cannot be told and stays. The length is kept.
    """
    words = list(_WORD.finditer(text))
    high = [_in_capitals(m[0]) for m in words]
    parts: list[str] = []
    at = 0
    for i, m in enumerate(words):
        around = [h for h in (*high[max(0, i - 1) : i], *high[i + 1 : i + 2]) if h is not None]
        if high[i] or (high[i] is None and around and all(around)):
            parts += [text[at : m.start()], "".join(c.upper() if len(c.upper()) == 1 else c for c in m[0])]
            at = m.end()
    return "".join(parts) + text[at:]


def _in_capitals(word: str) -> bool | None:
    """Whether the letters of a word that tell are all capitals; None where none tells, or only the first one."""
    tell = [c for c in word if c.isascii() or c.isupper()]
    if not tell or (len(word) == 1 and word.isupper()):
        return None
    if any(c.islower() for c in tell):
        return False
    return True if len(tell) > 1 or word[-1] == tell[0] else None


# --- UTF-8 read as Windows-1252 -----------------------------------------------------------------------------------


@cache
def sequences() -> re.Pattern[str]:
    """A letter of UTF-8, each of its bytes shown as a character."""
    tail = re.escape("".join({c for b in range(0x80, 0xC0) for c in (chr(b), shown()[b])}))
    return re.compile(rf"[Â-ß][{tail}]|[à-ï][{tail}]{{2}}|[ð-ô][{tail}]{{3}}")


@cache
def _bytes() -> Mapping[str, int]:
    return {chr(b): b for b in range(0x80, 0x100)} | {c: b for b, c in shown().items()}


def _utf8(sequence: str) -> str:
    """The character that the bytes make, or the sequence itself where they make none."""
    try:
        return bytes(_bytes()[c] for c in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return sequence


# --- VIQR ---------------------------------------------------------------------------------------------------------

_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_MARKS = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VIQR_LETTER = re.compile(
    r"""\\(?P<plain>[\^(+*'`?~.dD\\]) | (?P<d>[dD])[dD]
    | (?P<base>[aeiouyAEIOUY])(?P<shape>(?<=[aeoAEO])\^|(?<=[aA])\(|(?<=[ouOU])[+*])?(?P<tone>['`?~.])?""",
    re.VERBOSE,
)
_VIQR_WORD = re.compile(r"(?:[A-Za-z]|(?<=[A-Za-z^(+*])['`?~.^(+*])+")
_VIQR_D = re.compile(r"DD|\b[dD]d")


def _from_viqr(text: str, escaped: bool) -> str:
    """VIQR in Unicode; a mark after a vowel that is no mark is written "\\." where the text escapes, else guessed."""
    if escaped:
        return _VIQR_LETTER.sub(_viqr_letter, text)
    return _VIQR_WORD.sub(lambda m: _viqr_word(m[0], text[m.end() : m.end() + 3]), text)


def _viqr_letter(m: re.Match[str]) -> str:
    if m["plain"]:
        return m["plain"]
    if m["d"]:
        return "Đ" if m["d"] == "D" else "đ"
    if not (m["shape"] or m["tone"]):
        return m[0]
    return unicodedata.normalize("NFC", m["base"] + _SHAPES.get(m["shape"] or "", "") + _MARKS.get(m["tone"] or "", ""))


def _viqr_word(word: str, after: str) -> str:
    """A word of VIQR that escapes nothing: what stands at its end may be a mark or a stop."""
    whole = _VIQR_LETTER.sub(_viqr_letter, word)
    if word[-1] in ".?'":
        short = _VIQR_LETTER.sub(_viqr_letter, word[:-1])
        if not is_syllable(whole) or (is_syllable(short) and not after.strip()):
            return short + word[-1]
    if is_syllable(whole.rstrip("'`?~.^(+*")):
        return whole
    return _VIQR_D.sub(lambda m: "Đ" if m[0][0] == "D" else "đ", word)
