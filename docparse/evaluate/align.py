"""Where a place in a parsed text is in the text that people marked.

Both texts are sequences of words; what is equal in order is aligned first, then blocks that moved (a letterhead read
column by column), then words that stand between aligned ones. So a text and a PDF of one document are scored alike.

Reads: the marked text, the parsed text.
Writes: an `Alignment`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\w+")
# A moved block of fewer words is chance.
_MOVED = 3
# How many words may be without a partner before an offset has no line.
_REACH = 12


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each word of the parsed text its offset and its line in the marked text, or None; `first` is the offset of
    the first word of the parsed text that is in a line."""

    starts: tuple[int, ...]
    lines: tuple[int | None, ...]
    first: dict[int, int]


def align(marked: str, parsed: str) -> Alignment:
    """Aligns two texts of one document.

    Args: `marked`, the text whose lines count; `parsed`, the text whose offsets are asked for.
    """
    marked = unicodedata.normalize("NFC", marked)
    there = [(m[0].casefold(), m.start()) for m in WORD.finditer(marked)]
    here = [(m[0].casefold(), m.start()) for m in WORD.finditer(parsed)]
    line_starts = [0, *(m.end() for m in re.finditer("\n", marked))]
    line_of = [bisect_right(line_starts, start) for _word, start in there]
    partners = _partners([word for word, _start in there], [word for word, _start in here])
    lines = tuple(None if i is None else line_of[i] for i in partners)
    first: dict[int, int] = {}
    for line, (_word, start) in zip(lines, here, strict=True):
        if line is not None:
            first.setdefault(line, start)
    return Alignment(tuple(start for _word, start in here), lines, first)


def line_at(alignment: Alignment, offset: int) -> int | None:
    """The marked line, from 1, of the first aligned word at or soon after an offset of the parsed text."""
    at = bisect_left(alignment.starts, offset)
    return next((line for line in alignment.lines[at : at + _REACH] if line is not None), None)


def _partners(there: list[str], here: list[str]) -> list[int | None]:
    """For each word here the index of its partner there."""
    if there == here:
        return list(range(len(here)))
    partners: list[int | None] = [None] * len(here)
    matcher = SequenceMatcher(None, there, here, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        partners[b : b + size] = range(a, a + size)
    _pair_moved(there, here, partners)
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        if tag == "replace":
            for b in range(b0, b1):
                if partners[b] is None:
                    partners[b] = min(a1 - 1, a0 + (b - b0) * (a1 - a0) // (b1 - b0))
    return partners


def _pair_moved(there: list[str], here: list[str], partners: list[int | None]) -> None:
    used = set(partners)
    rest_there = [i for i in range(len(there)) if i not in used]
    rest_here = [i for i, partner in enumerate(partners) if partner is None]
    matcher = SequenceMatcher(None, [there[i] for i in rest_there], [here[i] for i in rest_here], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        if size >= _MOVED:
            for k in range(size):
                partners[rest_here[b + k]] = rest_there[a + k]
