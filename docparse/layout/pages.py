"""Where the pages of a source are in the text.

Reads: `Look`s with their spans, and how each page was read.
Writes: `Page`s.
"""

from __future__ import annotations

from collections.abc import Sequence

from docparse.layout.lines import Look
from docparse.model import Page, PageReading


def find_pages(
    seen: Sequence[Look], spans: dict[int, tuple[int, int]], size: int, readings: Sequence[PageReading]
) -> tuple[Page, ...]:
    """The pages that have text.

    Args: `seen`, all lines; `spans`, where those that are text stand in it; `size`, its length; `readings`, how each
    page was read.
    """
    starts: dict[int, int] = {}
    for i in sorted(spans, key=spans.__getitem__):
        page = seen[i].line.page
        if page and page not in starts and (not starts or page > max(starts)):
            starts[page] = spans[i][0]
    numbers = sorted(starts)
    if not numbers:
        return ()
    ends = [starts[n] for n in numbers[1:]] + [size]
    how = {r.number: (r.route, r.quality) for r in readings}
    known = [how.get(n, (None, None)) for n in numbers]
    return tuple(
        Page(number=n, start=starts[n], end=end, route=route, quality=quality)
        for n, end, (route, quality) in zip(numbers, ends, known, strict=True)
    )
