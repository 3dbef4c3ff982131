"""Wording: what is the same in two texts and what is not, word by word.

White space, case, placement of tones, and punctuation between words are not wording: two formats of one document
differ in them.

Reads: two texts.
Writes: `Piece`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from docparse.compare.model import Piece
from docparse.text import key

_WORD = re.compile(r"\w+(?:[./:–-]\w+)*")
_ENDS = " .,;:/*"
_ISLAND = 2
"""Words between two changes that are too few to help a reader: they are shown as changed too."""
_OTHER_TEXT = 0.4
"""Below this share of common words a text is shown as replaced, not as changed here and there."""


class Word(NamedTuple):
    """A word of a text with its offsets; `form` is what is compared."""

    form: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text; a date or a number of a document is one."""
    forms = ((m[0], m.start(), m.end()) for m in _WORD.finditer(text))
    return [Word(key(word).replace("–", "-"), start, end) for word, start, end in forms]


def same_wording(a: Sequence[Word], b: Sequence[Word]) -> bool:
    """Whether two texts say the same in the same words."""
    return [w.form for w in a] == [w.form for w in b]


def pieces(a: str, b: str) -> tuple[Piece, ...]:
    """The runs of words of two texts in reading order: in both, only in the first, only in the second.

    Joined, the texts of "same" and "in" are `b`, save for white space and punctuation at the seams.
    """
    one, other = words(a), words(b)
    matcher = SequenceMatcher(None, [w.form for w in one], [w.form for w in other], autojunk=False)
    if matcher.ratio() < _OTHER_TEXT:
        return tuple(p for p in (Piece(op="out", text=a.strip()), Piece(op="in", text=b.strip())) if p.text)
    found: list[Piece] = []
    for same, a0, a1, b0, b1 in _joined(matcher.get_opcodes()):
        if same:
            found.append(Piece(op="same", text=_slice(b, other, b0, b1)))
            continue
        out, into = _slice(a, one, a0, a1), _slice(b, other, b0, b1)
        if out and into:
            out, into = out.rstrip(_ENDS), into.rstrip(_ENDS)
        found += [piece for piece in (Piece(op="out", text=out), Piece(op="in", text=into)) if piece.text]
    return tuple(found)


def _joined(opcodes: Sequence[tuple[str, int, int, int, int]]) -> Iterator[tuple[bool, int, int, int, int]]:
    """The steps of a matcher, with islands of a word or two between two changes made part of them."""
    change: tuple[int, int, int, int] | None = None
    last = len(opcodes) - 1
    for i, (tag, a0, a1, b0, b1) in enumerate(opcodes):
        if tag == "equal" and not (change and i < last and a1 - a0 <= _ISLAND):
            if change:
                yield False, *change
            change = None
            yield True, a0, a1, b0, b1
        else:
            change = (change[0], a1, change[2], b1) if change else (a0, a1, b0, b1)
    if change:
        yield False, *change


def _slice(text: str, found: Sequence[Word], start: int, end: int) -> str:
    """The text of some words with the punctuation that follows them."""
    if start == end:
        return ""
    stop = found[end].start if end < len(found) else len(text)
    begin = found[start].start if start else 0
    return text[begin:stop].strip()
