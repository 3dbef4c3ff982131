"""Offsets as other programs count them, and in a text that has other line ends than ours.

Python and Label Studio count code points; JavaScript, and doccano with it, counts the units of UTF-16, of which a
character beyond the Basic Multilingual Plane has two (doccano issue 2290, Label Studio pull request 1559).

Reads: texts.
Writes: offsets.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate

_LINE_END = re.compile(r"\r\n?")


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
            return _moved(theirs, change, ours)
    return None


def _plain(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", _plain(text))


def _moved(theirs: str, change: Callable[[str], str], ours: str) -> Callable[[int], int | None]:
    def place(offset: int) -> int | None:
        before = change(theirs[:offset])
        return len(before) if before + change(theirs[offset:]) == ours else None

    return place
