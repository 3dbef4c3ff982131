"""The sentences of a block, and where clauses with a subject of their own may part in one.

Reads: a block of the layout.
Writes: stretches of the view.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge

from docparse import lexicon
from docparse.layout import Block, Layout, View

_SENTENCE = re.compile(rf"[.!?]\d?\s+(?=[\"(]?[{lexicon.UPPER}])")
_ABBREVIATED = re.compile(r"(?:\b(?:TP|Tp|tp|P|Q|TX|TT|ThS|TS|GS|PGS|BS|v\.v|Đ/c|đ/c|T\.Ư)|\b[A-ZĐ])\.$")


def sentences(layout: Layout, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block, as stretches of the view."""
    flat = layout.view.flat
    start, out = block.content, []
    for m in _SENTENCE.finditer(flat, block.content, block.flat_end):
        if flat[m.start() - 1] in " ." or _ABBREVIATED.search(flat[max(start, m.start() - 8) : m.start() + 1]):
            continue
        out.append((start, m.start() + 1))
        start = m.end()
    if start < block.flat_end:
        out.append((start, block.flat_end))
    return out


# A clause with a subject of its own: after a semicolon, or the next level of "cấp huyện xong ..., cấp tỉnh xong ...".
_CUT = re.compile(
    r";\s|,\s(?=cấp (?:cơ sở|xã|huyện|tỉnh|trung ương)[^,;]{0,30}? (?:hoàn thành|xong|trước|vào|chậm nhất)(?!\w))"
)


def cuts(view: View, start: int, end: int, timed: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where clauses may part, left to right: at semicolons, and at the commas `timed` of `behind_times`."""
    found = (m.span() for m in _CUT.finditer(view.low, start, end))
    near = timed[bisect_left(timed, start) : bisect_left(timed, end)]
    return merge(found, ((at, at + 2) for at in near)) if near else found


def behind_times(view: View, ends: Iterable[int]) -> list[int]:
    """The commas behind a time after which a body by its name goes on: "... trong tháng 5, Ban Tổ chức tổng hợp".

    Args: `ends`, where the times of a document end.
    """
    return [at for at in ends if view.low.startswith(", ", at) and view.flat[at + 2 : at + 3].isupper()]
