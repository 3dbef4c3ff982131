"""Pieces of a paragraph: text with its formatting, and those in old encodings converted.

A font tells the encoding of its run: ".VnTime" is TCVN3, and what ".VnTimeH" shows is in capitals. Documents that were
converted before keep such fonts, so text that is right already is told from its words. Where no font tells, the whole
document was asked (`guess_encodings`).

Reads: pieces as the XML has them, fonts of the theme.
Writes: pieces; a converted one keeps what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docparse.read.legacy import decode, decode_font, font_encoding, lacks_capitals, marks_of_vni, restore_capitals
from docparse.read.legacy_detect import detect, gain, has_unicode_letter, suspicious
from docparse.read.styles import Look, W

if TYPE_CHECKING:
    from lxml.etree import _Element


class Piece(NamedTuple):
    """A stretch of text of one format; `original` is what stood there before it was converted from `encoding`.

    An `encoding` without `original` is that of text that is the same in Unicode.
    """

    text: str
    look: Look
    original: str | None = None
    encoding: str | None = None


class Encodings(NamedTuple):
    """What is known of a document as a whole: whether its fonts may tell, and paragraphs whose encoding was found."""

    by_font: bool = True
    by_text: Mapping[str, str] = {}


def guess_encodings(texts: Iterable[str], whole: str) -> Encodings:
    """The encodings of paragraphs whose fonts do not tell.

    Args: `texts`, those of the paragraphs, asked only where there is need; `whole`, all of the text, in lines.
    """
    if not suspicious(whole):
        return Encodings(by_font=not has_unicode_letter(whole))
    paragraphs = list(texts)
    found = zip(paragraphs, detect(paragraphs), strict=True)
    return Encodings(by_text={paragraph: encoding for paragraph, encoding in found if encoding})


def raw_text(p: _Element) -> str:
    """The text of a paragraph as it is stored."""
    return "".join(t.text or "" for t in p.iter(f"{W}t"))


def convert_pieces(pieces: list[Piece], known: Encodings, fonts: Mapping[str, str], raw: str | None) -> list[Piece]:
    """The pieces of a paragraph in Unicode.

    Args: `fonts`, those of the theme; `raw`, the text of the paragraph as `guess_encodings` was given it, None where
    several were joined.
    """
    if known.by_font:
        names = [_font(piece.look.font or "", fonts) for piece in pieces]
        told = _by_font(pieces, names) if any(map(font_encoding, names)) else pieces
        if any(piece.encoding for piece in told):
            return told
    encoding = known.by_text.get(raw) if raw is not None else None
    if encoding is None:
        return pieces
    texts = [decode(piece.text, encoding) for piece in _whole_codes(pieces, [encoding] * len(pieces))]
    if lacks_capitals(encoding):
        texts = _cut(restore_capitals("".join(texts)), texts)
    return [_converted(piece, text, encoding) for piece, text in zip(pieces, texts, strict=True)]


def _font(name: str, fonts: Mapping[str, str]) -> str:
    return fonts.get(name[:5], name) if name.startswith(("major", "minor")) else name


def _by_font(pieces: list[Piece], names: Sequence[str]) -> list[Piece]:
    """The pieces with each converted as its font tells, unless its words were right before."""
    encodings = [None if has_unicode_letter(x.text) else font_encoding(n) for x, n in zip(pieces, names, strict=True)]
    pieces = _whole_codes(pieces, encodings)
    right = any(font_encoding(n) and has_unicode_letter(x.text) for x, n in zip(pieces, names, strict=True))
    texts: dict[str, str] = {}
    for piece, encoding in zip(pieces, encodings, strict=True):
        if encoding:
            texts[encoding] = texts.get(encoding, "") + piece.text
    # Beside letters of Unicode in the same font, a word must gain; where there are none, it is enough that none loses.
    wrong = {e for e, text in texts.items() if gain(text, e) >= int(right)}
    return [
        _converted(piece, decode_font(piece.text, name), encoding) if encoding in wrong else piece
        for piece, name, encoding in zip(pieces, names, encodings, strict=True)
    ]


def _converted(piece: Piece, text: str, encoding: str | None) -> Piece:
    if text == piece.text:
        return piece if text.isascii() else piece._replace(encoding=encoding)
    return Piece(text, piece.look, piece.text, encoding)


def _whole_codes(pieces: list[Piece], encodings: Sequence[str | None]) -> list[Piece]:
    """The pieces with no code of VNI cut in two: a mark at the start of one belongs to the letter before."""
    whole = list(pieces)
    for i in range(1, len(whole)):
        before, piece = whole[i - 1], whole[i]
        both_vni = encodings[i - 1] == encodings[i] == "vni" and piece.text[:1] in marks_of_vni()
        if both_vni and before.text and len(decode(before.text[-1] + piece.text[0], "vni")) == 1:
            whole[i - 1] = before._replace(text=before.text + piece.text[0])
            whole[i] = piece._replace(text=piece.text[1:])
    return whole


def _cut(text: str, like: Iterable[str]) -> list[str]:
    """A text in parts as long as others."""
    parts, at = [], 0
    for part in like:
        parts.append(text[at : at + len(part)])
        at += len(part)
    return parts
