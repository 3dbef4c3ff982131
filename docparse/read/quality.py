"""How far the text of a page can be trusted to be what the page shows, from its words alone.

    Thực hiện Nghị quyết số 20-NQ/TW   ->  1.0
    Thuc hien Nghi quyet s6 20-NQ/TW   ->  marks lost
    7KӵF KLӋQ 1JKӏ TX\\ӃW               ->  glyphs mapped to wrong characters
    Thùc hiÖn NghÞ quyÕt               ->  letters of a font from before Unicode

Words are asked for their spelling (`syllables`); where that leaves a doubt, underthesea's dictionary says which
syllables there really are. Numbers, symbols, abbreviations, addresses and lines in English say nothing for or against.

Can mistake for damage: a page of Vietnamese that was typed without marks, as telegrams were.

Reads: lines of text.
Writes: `Quality`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from docparse.read.legacy_detect import detect, suspicious
from docparse.read.syllables import is_syllable
from docparse.text import key

Damage = Literal["glyphs", "old_encoding", "no_marks", "noise"]

GOOD = 0.93
"""Text from this score on is taken as it is: see the figures in tests/bench/bench_quality.py."""
CERTAIN = 0.97
"""From here on the dictionary is not asked."""
_USUAL_MARKED = 0.5
"""Of the words of running Vietnamese about seven in ten have a mark; in lists of names and figures rather half."""
_FEW_MARKED = 0.3
_ENOUGH = 40
"""So many words say enough of a page; a shorter one is judged with the rest of its document."""
_ODD_WEIGHT = 4.0
_OLD_LINES = 0.25

_ADDRESS = re.compile(r"\S*(?:://|www\.|@\w)\S*|(?:[A-Za-z0-9-]{2,63}\.){1,9}[a-z]{2,5}(?:/\S*)?[.,;]?")
_INNER = re.compile(r"[-–—/.,;:()\[\]\"'“”‘’…+&]+")
_ENDS = re.compile(r"^[\d\W_]+|[\d\W_]+$")
_ENGLISH = frozenset(("of", "and", "for", "is", "are", "with", "by", "that", "this", "from", "was", "which", "shall"))


class Counts(NamedTuple):
    """What the words of a text are; they can be added up over pages.

    `marked` and `bare` are syllables with and without a mark, `foreign` other words in ASCII, `broken` words that no
    language writes so. `odd` are characters that Vietnamese text does not have, of `characters` without spaces.
    """

    marked: int = 0
    bare: int = 0
    foreign: int = 0
    broken: int = 0
    odd: int = 0
    characters: int = 0

    @property
    def words(self) -> int:
        """The words that tell something."""
        return self.marked + self.bare + self.foreign + self.broken


class Quality(NamedTuple):
    """`score`, 0 to 1: how far a text is Vietnamese that can be trusted; `damage`, the kind of it below `GOOD`."""

    score: float
    damage: Damage | None
    words: int


def judge(pages: Sequence[Sequence[str]]) -> list[Quality]:
    """The quality of each page of a document.

    Args: `pages`, the lines of each, without furniture. A page without words has no damage and the score 1.
    """
    counts = [count(lines) for lines in pages]
    total = _added(counts)
    return [_quality(lines, c, total) for lines, c in zip(pages, counts, strict=True)]


def count(lines: Sequence[str]) -> Counts:
    """What the words of some lines are."""
    kinds = {"marked": 0, "bare": 0, "foreign": 0, "broken": 0}
    odd = characters = 0
    for text in lines:
        words = text.split()
        english = text.isascii() and any(w.lower() in _ENGLISH for w in words)
        for word in words:
            odd += _odd(word)
            characters += len(word)
            for kind in () if english else _kinds(word):
                kinds[kind] += 1
    return Counts(**kinds, odd=odd, characters=characters)


def score(counts: Counts) -> float:
    """How far words of these kinds are Vietnamese that can be trusted, 0 to 1, from their spelling."""
    if not counts.words:
        return 1.0 - min(1.0, _ODD_WEIGHT * counts.odd / max(1, counts.characters))
    spelled = 1 - (counts.broken + 0.5 * counts.foreign) / counts.words
    marked = min(1.0, counts.marked / counts.words / _USUAL_MARKED)
    odd = min(1.0, _ODD_WEIGHT * counts.odd / counts.characters)
    return spelled * (0.1 + 0.9 * marked) * (1 - odd)


def _quality(lines: Sequence[str], own: Counts, total: Counts) -> Quality:
    """The quality of one page; `total` are the counts of its document."""
    judged = own if own.words >= _ENOUGH else _leant(own, total)
    value = score(judged)
    if value < CERTAIN and own.marked:
        value *= _attested(lines)
    return Quality(round(value, 3), None if value >= GOOD else _damage(lines, judged), own.words)


def _leant(own: Counts, total: Counts) -> Counts:
    """The counts of a short page, filled up with words as the rest of its document has them."""
    rest = Counts(*(b - a for a, b in zip(own, total, strict=True)))
    if not rest.words:
        return own
    part = min(1.0, (_ENOUGH - own.words) / rest.words)
    return Counts(*(a + round(part * b) for a, b in zip(own, rest, strict=True)))


def _added(counts: Sequence[Counts]) -> Counts:
    return Counts(*(sum(column) for column in zip(*counts, strict=True))) if counts else Counts()


def _attested(lines: Sequence[str]) -> float:
    """The part of the syllables with marks that the dictionary has: a layer read as French has "Viét" and "dông"."""
    from docparse.nlp import words as dictionary

    known = dictionary()
    words = [_ENDS.sub("", w).lower() for text in lines for w in _INNER.sub(" ", text).split()]
    marked = [w for w in words if not w.isascii() and is_syllable(w)]
    return sum(key(w) in known for w in marked) / len(marked) if marked else 1.0


def _damage(lines: Sequence[str], counts: Counts) -> Damage:
    """The kind of damage of a text that is not good."""
    high = [line for line in lines if not line.isascii()]
    if suspicious("\n".join(high)) and sum(map(bool, detect(high))) > _OLD_LINES * len(high):
        return "old_encoding"
    if counts.odd > 0.02 * counts.characters:
        return "glyphs"
    if counts.marked < _FEW_MARKED * counts.words and counts.bare + counts.foreign > 2 * counts.broken:
        return "no_marks"
    return "glyphs" if counts.broken > 2 * (counts.marked + counts.bare) else "noise"


@lru_cache(maxsize=1 << 14)
def _kinds(word: str) -> tuple[str, ...]:
    """What the parts of a word between spaces are; nothing for what tells nothing."""
    if not any(map(str.isalpha, word)) or _ADDRESS.fullmatch(word):
        return ()
    bare = word.replace("\xad", "")
    if bare == bare.upper() and any(map(str.isdigit, bare)) and any(c in "-/" for c in bare):
        return ()
    found = (_kind(part) for part in _INNER.split(bare))
    return tuple(kind for kind in found if kind)


def _kind(part: str) -> str | None:
    """What a word without signs at its ends is; None for what tells nothing."""
    part = _ENDS.sub("", part)
    if len(part) < 2:
        return None
    if any(map(_is_odd, part)) or not part.isalpha():
        return "broken"
    if is_syllable(part) and (part.isupper() or part.islower() or part.istitle()):
        return "bare" if part.isascii() else "marked"
    if part.isupper() and len(part) <= 8:
        return None
    return "foreign" if part.isascii() else "broken"


@lru_cache(maxsize=1 << 14)
def _odd(word: str) -> int:
    return 0 if word.isascii() and word.isprintable() else sum(map(_is_odd, word))


@lru_cache(maxsize=4096)
def _is_odd(c: str) -> bool:
    """Whether text of these documents does not have a character: other scripts, private use, unmapped glyphs."""
    if c.isalpha():
        return not unicodedata.name(c, "").startswith("LATIN ") or ("\u0180" <= c <= "\u1e9f" and c not in "ơưƠƯ")
    return c == "\ufffd" or unicodedata.category(c) in ("Co", "Cn", "Cs", "Cc", "Mn")
