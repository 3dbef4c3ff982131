"""Which lines of a text are in an encoding from before Unicode: those whose words become Vietnamese by conversion.

A line is converted only where the gain is clear: at least three different words that are none as they stand and are
Vietnamese after it, and few that are none after it. Short lines follow what the document has shown. A line with a
letter that only Unicode has ("ư", "ạ") is right already and never touched, nor is a text without a single sign.

Mistakes to fear: names and words of other languages ("Citroën"), units ("µm"), quotation marks («»).

Reads: lines of text as read, before `text.clean`.
Writes: for each line the name of its encoding, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from docparse.model import Line
from docparse.read import legacy
from docparse.read.legacy import CAPITALS, ENCODINGS, ENTITIES, ESCAPED_VIQR, MOJIBAKE, VIQR
from docparse.read.syllables import is_syllable

CLEAR = 3
"""Words that conversion must turn from nonsense into Vietnamese before a line alone proves an encoding."""

_SHARE = 0.8
"""The part of the changed words that must be Vietnamese afterwards: names, abbreviations and errors are the rest."""

_LONGEST = 16
"""Characters of a word that may tell: a syllable of seven letters, most of them two codes, and a quotation mark."""

# What Vietnamese in Unicode does not have, or only apart from words; what is often in it («» ° · ×) is left out.
_SIGN = re.compile(
    "[\x80-\x9f¡-ª¬®¯´-¶¸-º¼-¿Ä-ÇËÎ-ÑÖØÛÜÞßä-çëîïðñöøûüþÿ\u0192\u02c6\u02dc\u2020\u2021\u2030\u2039\u203a\u0152\u0153"
    "\u0160\u0161\u0178\u017d\u017e\u20ac\u2122]"
)
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_HIGH = re.compile(
    r"[A-Za-z\x02-\x06\x10-\x15\x19\x1c-\x1e\x80-\x9f\xa1-\u024f\u02c6\u02dc\u2020-\u2022\u2030-\u2122]+"
)
_CONTROL = re.compile(r"[\x02-\x06\x10-\x15\x19\x1c-\x1e]")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_SMALL = "à-ãè-êìíò-õùúýăĩũơư" + "".join(map(chr, range(0x1EA1, 0x1EFA, 2)))
# The tones of Windows-1258, which stand behind their letter, as Windows-1252 shows them.
_LATE_TONE = re.compile("[ÌÒìò](?:(?<=[âãêôõ].)|(?<=[a-zý][ÌÒ]))")
_LOST_CAPITAL = re.compile(f"[A-ZĐ][{_SMALL}]{{1,2}}[A-Z]")
_ENTITY = re.compile(r"&(?:#\d{2,5}|#[xX][0-9A-Fa-f]{2,4}|[AaEeIiOoUuYy](?:grave|acute|circ|tilde));")
_VIQR_SIGN = re.compile(r"[aeoAEO]\^|[uoUO]\+|[aA]\([a-z'`?~.]|\b[dD][dD][a-z]")
_VIQR_TOKEN = re.compile(r"[A-Za-z][A-Za-z^(+*'`?~.]*")
_ESCAPE = re.compile(r"[aeiouyAEIOUY'`?~.^(+*]\\['`?~.^(+*]|\\[dD][dD]")
_ETH = str.maketrans("Ððɖ", "Đđđ")


def suspicious(text: str) -> bool:
    """Whether anything in a text can come from an old encoding; quick, and False for nearly every text in Unicode."""
    if not text.isascii() and any(p.search(text) for p in (_SIGN, _LATE_TONE, _LOST_CAPITAL)):
        return True
    return ("&" in text and bool(_ENTITY.search(text))) or ("^" in text and bool(_VIQR_SIGN.search(text)))


def detect(lines: Sequence[str], least: int = CLEAR) -> list[str | None]:
    """The encoding of each line, None where it stays as it is.

    Args: `lines`, lines or paragraphs as read; `least`, how many words must gain (fewer where it is known that no line
    is in Unicode).
    """
    found = _by_form(lines)
    high = [i for i, line in enumerate(lines) if found[i] is None and not _is_plain(line)]
    tallies = {i: _tally(lines[i]) for i in high if not _UNICODE.search(lines[i])}
    usual = _usual(list(tallies.values()), least)
    choices = {i: _choice(tally, usual, least) for i, tally in tallies.items()}
    if not any(choices.values()):
        return found
    # A line that does not tell goes with the last one before it that does, else with the first one after.
    right = len(tallies) < len(high)
    last = next((choices.get(i) for i in high if i not in choices or choices[i]), None)
    for i in high:
        if i not in choices or choices[i]:
            last = choices.get(i)
        elif last and not (right and tallies[i].get(last, (0, 0, 0))[0] < 0):
            choices[i] = last
    return [choices.get(i, e) for i, e in enumerate(found)]


def has_unicode_letter(text: str) -> bool:
    """Whether a text has a letter of Vietnamese that only Unicode has."""
    return not text.isascii() and bool(_UNICODE.search(text))


def gain(text: str, encoding: str) -> int:
    """How many more words of a text are Vietnamese after conversion than before; below 0 where it does harm."""
    return _tally(text).get(encoding, (0, 0, 0))[0]


def summary(lines: Sequence[Line]) -> str | None:
    """The one encoding that lines were converted from, "mixed" where others were not or from another, else None."""
    names = {line.encoding.removesuffix("-escaped") for line in lines if line.encoding}
    rest = any(_MARKED.search(line.text) for line in lines if not line.encoding)
    return "mixed" if len(names) > 1 or (names and rest) else next(iter(names), None)


def _is_plain(line: str) -> bool:
    """Whether a line is in ASCII; two encodings have letters at the places of control characters."""
    return line.isascii() and not _CONTROL.search(line)


# --- by form ------------------------------------------------------------------------------------------------------


def _by_form(lines: Sequence[str]) -> list[str | None]:
    """Lines whose encoding is told by its form alone: UTF-8 read as Windows-1252, entities, VIQR."""
    found: list[str | None] = [None] * len(lines)
    for encoding, finds, least in (
        (MOJIBAKE, _mojibake, 2),
        (ENTITIES, _entities, 2),
        (VIQR, _viqr, 2 * CLEAR),
        (CAPITALS, _lost_capitals, 2),
    ):
        counts = [finds(line) if e is None else 0 for line, e in zip(lines, found, strict=True)]
        if sum(counts) >= least:
            found = [encoding if n else e for n, e in zip(counts, found, strict=True)]
    if MOJIBAKE in found:
        found = [MOJIBAKE if e is None and _can_be_mojibake(line) else e for line, e in zip(lines, found, strict=True)]
    if VIQR in found:
        escaped = any(_ESCAPE.search(line) for line, e in zip(lines, found, strict=True) if e == VIQR)
        found = [_follows_viqr(line, e, escaped) for line, e in zip(lines, found, strict=True)]
    return found


def _can_be_mojibake(line: str) -> bool:
    """Whether all odd characters of a line make letters of UTF-8."""
    if line.isascii() or _UNICODE.search(line):
        return False
    rest, count = legacy.sequences().subn("", line)
    return count > 0 and not _SIGN.search(rest)


def _mojibake(line: str) -> int:
    """How many different words of a line are Vietnamese once its bytes are read; 0 where anything contradicts."""
    if not _can_be_mojibake(line):
        return 0
    words = set(_LETTERS.findall(legacy.decode(line, MOJIBAKE))) - set(_LETTERS.findall(line))
    words = {w for w in words if not w.isascii()}
    good = sum(map(is_syllable, words))
    return good if 2 * good >= len(words) else 0


def _entities(line: str) -> int:
    return len(set(_ENTITY.findall(line))) if "&" in line else 0


def _lost_capitals(line: str) -> int:
    """How many words of a line are Vietnamese with a small letter between capitals; 0 where most such are none."""
    if line.isascii():
        return 0
    words = {w for w in _LETTERS.findall(line) if _LOST_CAPITAL.search(w)}
    good = sum(map(is_syllable, words))
    return good if good >= _SHARE * len(words) else 0


def _viqr(line: str) -> int:
    """How many words of a line are Vietnamese in VIQR and nothing without it; 0 where others are neither."""
    if _MARKED.search(line) or not _VIQR_SIGN.search(line):
        return 0
    words = {m[0] for m in _VIQR_TOKEN.finditer(line) if _VIQR_SIGN.search(m[0])}
    good = sum(is_syllable(legacy.decode(w, VIQR).rstrip(".?'`~")) for w in words)
    return good if good >= _SHARE * len(words) else 0


def _follows_viqr(line: str, encoding: str | None, escaped: bool) -> str | None:
    """A line of a document in VIQR: one without any other mark is so too."""
    if encoding != VIQR and (encoding or _MARKED.search(line)):
        return encoding
    return ESCAPED_VIQR if escaped else VIQR


# --- by words -----------------------------------------------------------------------------------------------------

Tally = dict[str, tuple[int, int, int]]
"""For an encoding: by how many the Vietnamese words grow, how many words change, how many of these are Vietnamese."""


@lru_cache(maxsize=1 << 14)
def _verdict(word: str) -> tuple[tuple[str, int, int], ...]:
    """What each encoding makes of a word that it changes: the gain (-1, 0 or 1), and 1 if it is then Vietnamese."""
    before = is_syllable(_letters(word.translate(_ETH)))
    verdicts = []
    for encoding in ENCODINGS:
        after = legacy.decode(word, encoding)
        if after != word:
            good = is_syllable(_letters(after)) and not _has_late_capital(after)
            verdicts.append((encoding, good - before, int(good)))
    return tuple(verdicts)


def _has_late_capital(word: str) -> bool:
    """Whether a capital with marks follows a small letter, as no conversion that is right makes one ("mỲ" of "m²")."""
    return any(a.islower() and b.isupper() and not b.isascii() for a, b in pairwise(word))


def _letters(word: str) -> str:
    """A word without signs at its ends (quotation marks, "°")."""
    start, end = 0, len(word)
    while start < end and not word[start].isalpha():
        start += 1
    while end > start and not word[end - 1].isalpha():
        end -= 1
    return word[start:end].replace("\xad", "")


def _tally(line: str) -> Tally:
    """What each encoding makes of the different words of a line."""
    words = {w for w in _HIGH.findall(line) if len(w) <= _LONGEST and not w.isascii() and any(c.isascii() for c in w)}
    sums: dict[str, list[int]] = {}
    for word in words:
        for encoding, gain, good in _verdict(word):
            s = sums.setdefault(encoding, [0, 0, 0])
            s[0] += gain
            s[1] += 1
            s[2] += good
    return {e: (s[0], s[1], s[2]) for e, s in sums.items()}


def _usual(tallies: Sequence[Tally], least: int) -> str | None:
    """The encoding that the lines together show, if they show one."""
    total: dict[str, list[int]] = {}
    for tally in tallies:
        for encoding, counts in tally.items():
            total[encoding] = [a + b for a, b in zip(total.get(encoding, (0, 0, 0)), counts, strict=True)]
    clear = {e: gain for e, (gain, changed, good) in total.items() if gain >= least and good >= _SHARE * changed}
    return max(clear, key=lambda e: (clear[e], e), default=None)


def _choice(tally: Tally, usual: str | None, least: int) -> str | None:
    """The encoding of a line, by its own words or by a little help from the document; None where it does not tell."""
    ranked = sorted(tally, key=lambda e: (tally[e][0] + 2 * (e == usual), e), reverse=True)
    if not ranked:
        return None
    best = ranked[0]
    gain, changed, good = tally[best]
    ahead = len(ranked) == 1 or gain > tally[ranked[1]][0]
    if gain >= least and good >= _SHARE * changed and (ahead or best == usual):
        return best
    return best if best == usual and gain > 0 and 2 * good >= changed else None
