"""Offsets as other programs count them, and in a text that has other line ends than ours.

Python and Label Studio count code points; JavaScript, and doccano with it, counts the units of UTF-16, of which a
character beyond the Basic Multilingual Plane has two (doccano issue 2290, Label Studio pull request 1559).

Reads: texts.
Writes: offsets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

_LINE_END = re.compile(r"\r\n?")
_ANY_END = re.compile(r"\r\n?|\n")


def units(text: str) -> Sequence[int]:
    """For each place in a text, its end too, how many units of UTF-16 are before it."""
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    return [0, *accumulate(1 + (letter > "\uffff") for letter in text)]


def code_points(places: Sequence[int], offset: object) -> int | None:
    """The place in a text of an offset in units of UTF-16; None in the middle of a character or outside the text.

    Args: `places`, the `units` of the text; `offset`, as a file says it: None too for what is no whole number.
    """
    if type(offset) is not int:
        return None
    at = bisect_left(places, offset)
    return at if at < len(places) and places[at] == offset else None


def same(theirs: str, ours: str) -> Callable[[int], int | None] | None:
    """How offsets in a text become those in ours; None where it is another text.

    Line ends may have become those of Windows, and letters may be written in another form of Unicode. An offset
    within what is one letter of ours has no place there.
    """
    if theirs == ours:
        return lambda offset: offset
    for change in (_plain, _composed):
        if change(theirs) == ours:
            return _moved(theirs, change)
    return None


def _plain(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _plain(text))


def _moved(theirs: str, change: Callable[[str], str]) -> Callable[[int], int | None]:
    """By lines: what changes in a line changes nothing in another one."""
    ends = [m.end() for m in _ANY_END.finditer(theirs)]
    lines = [theirs[a:b] for a, b in pairwise([0, *ends, len(theirs)])]
    starts, begins = [0, *ends], [0, *accumulate(len(change(line)) for line in lines)]

    def place(offset: int) -> int | None:
        """The place in our text; None where there is none."""
        if not 0 <= offset <= len(theirs):
            return None
        n = bisect_right(starts, offset) - 1
        line, at = lines[n], offset - starts[n]
        before = change(line[:at])
        return begins[n] + len(before) if before + change(line[at:]) == change(line) else None

    return place
