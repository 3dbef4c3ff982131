"""Which letters numbers of glyphs stand for, where a PDF has lost its table: a cipher that its words give away.

In nearly every TrueType font the glyphs of ASCII stand in its order, "A" as number 36, so that a text without a table
comes out 29 characters too low; or ASCII is right and only the letters beyond it are numbers. Those of Times New Roman,
in which these documents are set, are known. In other fonts which number is "ộ" is seen from the words that it stands
in: the one letter with which they are all Vietnamese.

Reads: strings of a font that lies.
Writes: a letter for each character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from docparse.read.syllables import is_syllable
from docparse.text import key

_STEPS = range(64)
_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_FIRST_UNKNOWN = 0x100000
"""Characters without a letter yet are moved to this plane, so that none is taken for a letter."""
_WORD = re.compile(rf"[A-Za-z{_LETTERS}{_LETTERS.upper()}\U00100000-\U0010fffd]+")
_SPACES = re.compile("[ \x03\u2028]+")
_UNKNOWN = re.compile("[\U00100000-\U0010fffd]")
_ENOUGH = 8
_SAMPLE = 40_000
"""So many characters, some twenty pages, hold every letter often enough."""
_MOST_TRIED = 2000
_MOST_WORDS = 80
"""So many different words with a character are enough to tell what it is."""
_SHARE = 0.6
"""The part of them that must be Vietnamese: others are names, abbreviations, or have another error."""
_ROUNDS = 8
_IN_ORDER = frozenset(map(chr, range(0x1EA0, 0x1EFA)))
_SAME_STEP = 5
_TIMES = {
    **dict(zip(range(98, 130), "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü", strict=True)),
    **dict(zip(range(172, 175), "ÀÃÕ", strict=True)),
    **dict(zip(range(177, 183), "–—“”‘’", strict=True)),
    **dict(zip(range(198, 210), "ÂÊÁËÈÍÎÏÌÓÔÒ", strict=True)),
    **{171: "…", 210: "Ú", 212: "Ù", 233: "Ý", 234: "ý", 255: "đ", 258: "Ă", 259: "ă", 264: "Đ", 428: "Ĩ", 429: "ĩ"},
    **{1130: "Ơ", 1131: "ơ", 1132: "Ư", 1133: "ư", **{1188 + n: chr(0x1EA0 + n) for n in range(90)}},
}
"""Glyphs of Times New Roman and Arial beyond ASCII: in the order of Apple's standard glyphs (OpenType 1.9, "post")
without two of them, then as files that have lost their table show them."""
_FITS = 0.8


def solve(texts: Sequence[str]) -> Mapping[str, str]:
    """The letter that each character stands for, as far as it is certain; nothing where the text gives too little.

    Args: `texts`, what a font or several of the same order draw.
    """
    sample = _sample(texts)
    step = _step(sample)
    if step is None:
        return {}
    known = _plain(set("".join(texts)), step)
    coded = [_coded(text, known, step) for text in sample]
    times = {chr(n + _FIRST_UNKNOWN): letter for n, letter in _TIMES.items()}
    if not _fits(coded, times):
        times = {}
    letters = str.maketrans(times)
    coded = [text.translate(letters) for text in coded]
    found = times | _in_case(_in_order(_letters(coded), coded), coded)
    return known | {chr(ord(code) - _FIRST_UNKNOWN): letter for code, letter in found.items()}


def _sample(texts: Sequence[str]) -> list[str]:
    """The first of the texts: as much as is needed."""
    found: list[str] = []
    size = 0
    for text in texts:
        if size > _SAMPLE:
            break
        found.append(text[:_SAMPLE])
        size += len(text)
    return found


def _step(texts: Sequence[str]) -> int | None:
    """How far below their letters the characters of ASCII are, None where no step makes enough words."""
    words = set(list(dict.fromkeys(w for text in texts for w in _SPACES.split(text) if len(w) < 9))[:_MOST_TRIED])
    good = {step: sum(_is_plain_word(w, step) for w in words) for step in _STEPS}
    best = max(_STEPS, key=lambda s: good[s])
    return best if good[best] >= _ENOUGH else None


def _is_plain_word(word: str, step: int) -> bool:
    moved = "".join(chr(ord(c) + step) for c in word).strip(".,;:()")
    return len(moved) > 1 and moved.isascii() and moved.isalpha() and is_syllable(moved)


def _plain(used: Iterable[str], step: int) -> dict[str, str]:
    """The characters of ASCII moved to their letters; with step 0 the letters of Vietnamese stay too."""
    moved = {c: chr(ord(c) + step) for c in used if 32 <= ord(c) + step < 127}
    return moved if step else moved | {c: c for c in used if c.lower() in _LETTERS}


def _coded(text: str, known: Mapping[str, str], step: int) -> str:
    """The text with what is known, other characters moved out of the way; signs are left alone where ASCII is right."""
    return "".join(
        known[c] if c in known else c if _is_sign(c, step) else chr(ord(c) + _FIRST_UNKNOWN)
        for c in text
        if ord(c) < 0xFFFE
    )


def _fits(texts: Sequence[str], table: dict[str, str]) -> bool:
    """Whether a table makes Vietnamese of the words that it changes."""
    letters = str.maketrans(table)
    words = {w.translate(letters) for text in texts for w in _WORD.findall(text) if _UNKNOWN.search(w)}
    return len(words) >= _ENOUGH and sum(map(is_syllable, words)) >= _FITS * len(words)


def _in_order(found: dict[str, str], texts: Sequence[str]) -> dict[str, str]:
    """What was found, with the letters from "Ạ" to "ỹ" that were not: fonts have these in the order of Unicode."""
    steps = Counter(ord(letter) - ord(code) for code, letter in found.items() if letter in _IN_ORDER)
    step, often = steps.most_common(1)[0] if steps else (0, 0)
    if often < _SAME_STEP:
        return found
    codes = {c for text in texts for c in _UNKNOWN.findall(text) if ord(c) + step > 0}
    return {c: chr(ord(c) + step) for c in codes if chr(ord(c) + step) in _IN_ORDER} | found


def _in_case(found: dict[str, str], texts: Sequence[str]) -> dict[str, str]:
    """What was found; of two codes of one letter the one that only begins words, and is rarer, is the capital ("Đ")."""
    words = [w for text in texts for w in _WORD.findall(text)]
    often, inside = Counter(c for w in words for c in w), {c for w in words for c in w[1:]}
    small: dict[str, str] = {}
    for code, letter in found.items():
        small[letter] = max(code, small.get(letter, code), key=lambda c: often[c])
    return {c: x if small[x] == c or (c in inside and x != "đ") else x.upper() for c, x in found.items()}


def _is_sign(c: str, step: int) -> bool:
    return c == "\u2028" or (not step and not c.isalpha())


def _letters(texts: Sequence[str]) -> dict[str, str]:
    """The letter of each code, the surest first: what is found makes other words tell."""
    from docparse.nlp import words as dictionary

    known = dictionary()
    lines = [_WORD.findall(text) for text in texts]
    pairs = {pair for line in lines for pair in pairwise(line)}
    open_words = {w for line in lines for w in line if _UNKNOWN.search(w)}
    found: dict[str, str] = {}
    for strict in (True,) * _ROUNDS + (False,) * _ROUNDS:
        before = len(found)
        table = str.maketrans(found)
        words = {w.translate(table) for w in open_words}
        telling: dict[str, list[str]] = {}
        for word in sorted(words):
            codes = set(_UNKNOWN.findall(word))
            if len(codes) == 1:
                telling.setdefault(codes.pop(), []).append(word)
        joined = {tuple(w.translate(table) for w in pair) for pair in pairs} if not strict else set()
        for code, own in sorted(telling.items(), key=lambda t: -len(t[1])):
            letter = _letter(code, own[:_MOST_WORDS], known, [p for p in joined if any(code in w for w in p)])
            if letter:
                found[code] = letter
        if len(found) == before and not strict:
            break
    return found


def _letter(code: str, words: Sequence[str], known: frozenset[str], pairs: Sequence[tuple[str, ...]]) -> str | None:
    """The one letter with which most words with a code are Vietnamese, None where none is or several are."""
    others = [c for w in words for c in w if c != code]
    letters = _LETTERS.upper() if 2 * sum(map(str.isupper, others)) > len(others) else _LETTERS
    hits = Counter({x: sum(key(w.replace(code, x)) in known for w in words) for x in letters})
    (best, most), (_, second) = hits.most_common(2)
    if most < max(1, _SHARE * len(words)):
        return None
    if most > second and (len(words) > 2 or most > second + 1):
        return best
    tied = [x for x in letters if hits[x] == most]
    joined = Counter({x: sum(key(" ".join(p).replace(code, x)) in known for p in pairs) for x in tied})
    ranked = joined.most_common(2)
    return ranked[0][0] if ranked[0][1] and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None
