"""The sentences of a block.

Reads: a block of the layout.
Writes: stretches of the view.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.layout import Block, Layout

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
