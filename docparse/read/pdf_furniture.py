"""What a page of a PDF carries that is not its text: numbers, running heads, watermarks, signing stamps; and its notes.

    - 2 -  ·  Trang 3/8  ·  "Tài liệu này thuộc sở hữu của ..." on every page  ·  "Người ký: ... 07:25:14 +07:00"

Can mistake for a running head: a line of a form that stands at the same edge of most pages.

Reads: `Page`s of runs, `Row`s of a page.
Writes: which runs and rows are furniture, and where the footnotes of a page start.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from docparse.model import Box
from docparse.read.pdf_lines import Row, row, rows, upright
from docparse.read.pdf_runs import Page, Run

_NUMBER = re.compile(r"^(?:[-–—]\s*)?(?:[Tt]rang\s*:?\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—.])?$")
_STAMP = re.compile(
    r"^(?:Người ký|Ký bởi|Được ký bởi|Ký số bởi|Thời gian ký|Signed by|Digitally signed|Signature valid)"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4},?\s{1,3}\d{1,2}:\d{2}(?::\d{2})?"
    r"|^\+0?7:00$",
    re.IGNORECASE,
)
_MARK = re.compile(r"^(?:\d{1,2}|\[\d{1,2}\]|\(\d{1,2}\)|\*{1,3})(?!\d)")
_NATIONAL = re.compile(r"CỘNG H[OÒ][ÀA] XÃ HỘI|ĐẢNG CỘNG SẢN|ĐỘC LẬP", re.IGNORECASE)
_TEXT_SIZE = 12.0
"""No document sets its text smaller than this, in points; a scan has no text to compare a stamp with."""
_BESIDE = 6
"""So many pieces before and after one are looked at for its stamp."""
_EDGE = 0.13
"""The part of a page's height, above and below, where numbers and running heads stand."""


def body_size(pages: Sequence[Page]) -> float:
    """The size in which most characters of a file are set, in points; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for run in page.runs:
            sizes[round(run.size * 2) / 2] += len(run.text)
    return max(sizes, key=lambda s: (sizes[s], s), default=0.0)


def watermarks(pages: Sequence[Page], body: float) -> list[set[Run]]:
    """The runs of each page that lie under its text: slanting, huge, pale and large, or the same on most pages.

    Args: `body`, the size of the text in points.
    """
    seen = Counter(key for page in pages for key in {_spot(r) for r in page.runs})
    often = {key for key, n in seen.items() if n >= max(3, 0.6 * len(pages))}
    return [{r for r in page.runs if _under(r, body)} | _repeated(page, often) for page in pages]


def _spot(run: Run) -> tuple[str, int, int]:
    return run.text, round(run.x0 / 2), round(run.base / 2)


def _under(run: Run, body: float) -> bool:
    slanting = not upright(run) and min(run.turn % 90, 90 - run.turn % 90) > 5
    return slanting or run.size > 3.2 * body or (run.faint and run.size > 1.6 * body)


def _repeated(page: Page, often: set[tuple[str, int, int]]) -> set[Run]:
    """The runs of lines that stand at the same place of most pages, away from the edges."""
    inside = [r for r in page.runs if _EDGE * page.height < r.base < (1 - _EDGE) * page.height]
    same = [r for r in inside if _spot(r) in often]
    if len(same) > 0.3 * len(inside):
        return set()
    return {r for line in rows(same) if sum(map(len, (r.text for r in line.runs))) >= 6 for r in line.runs}


def stamps(page: Page, body: float) -> set[Run]:
    """The runs of digital signing stamps: small left-aligned lines of which one says who signed or at what second.

    Args: `body`, the size of the text in points.
    """
    small = [r for r in page.runs if upright(r) and (r.stamped or r.size < 0.85 * max(body, _TEXT_SIZE))]
    pieces = [p for line in rows(small) for p in _pieces(line)]
    found = [bool(_STAMP.search(p.text)) for p in pieces]
    for order in (range(len(pieces)), range(len(pieces) - 1, -1, -1)):
        for i in order:
            near = range(max(0, i - _BESIDE), min(len(pieces), i + _BESIDE + 1))
            found[i] = found[i] or any(found[j] and _same_block(pieces[i], pieces[j]) for j in near)
    return {r for p, hit in zip(pieces, found, strict=True) if hit for r in p.runs}


def _pieces(line: Row) -> Iterator[Row]:
    """The parts of a row between wide gaps."""
    part = [line.runs[0]]
    for run in line.runs[1:]:
        if run.x0 - part[-1].x1 > 1.2 * line.size:
            yield row(part)
            part = []
        part.append(run)
    yield row(part)


def _same_block(a: Row, b: Row) -> bool:
    close = abs(a.base - b.base) < 1.7 * max(a.size, b.size)
    return close and abs(a.x0 - b.x0) < 4 and abs(a.size - b.size) < 0.6


def running(pages: Sequence[Sequence[Row]], heights: Sequence[float], body: float) -> list[set[int]]:
    """For each page the places of its rows that are page numbers, running heads or running feet.

    Args: `pages`, the rows of each page from top to bottom; `heights`, of the pages in points; `body`, the size of
    the text in points. A running head is smaller than the text or stands apart from it.
    """
    edges = [_edge_rows(p, h) for p, h in zip(pages, heights, strict=True)]
    seen = Counter(key for p, e in zip(pages, edges, strict=True) for key in {_head(p[i]) for i in (*e[0], *e[1])})
    often = {key for key, n in seen.items() if n >= max(2, 0.5 * len(pages)) and len(key[0]) > 5}
    return [_outermost(p, e, often, body) for p, e in zip(pages, edges, strict=True)]


def _edge_rows(page: Sequence[Row], height: float) -> tuple[list[int], list[int]]:
    """The places of the first and of the last rows of a page that stand near its edge, from the edge inwards."""
    last = range(len(page) - 1, max(-1, len(page) - 4), -1)
    top = [i for i in range(min(3, len(page))) if page[i].base < _EDGE * height]
    return top, [i for i in last if page[i].base > (1 - _EDGE) * height]


def _outermost(
    page: Sequence[Row], edges: tuple[list[int], list[int]], often: set[tuple[str, int]], body: float
) -> set[int]:
    """The rows at the edges of a page that are furniture, with none of the text further out than they."""
    found = set()
    for edge, step in zip(edges, (1, -1), strict=True):
        same = [i for i in edge if _head(page[i]) in often and not _NATIONAL.search(page[i].text)]
        numbers = [i for i in edge if _NUMBER.match(page[i].text)]
        run = next((edge[:n] for n in range(len(edge), 0, -1) if set(edge[:n]) <= {*same, *numbers}), [])
        inner = run[-1] + step if run else -1
        apart = not 0 <= inner < len(page) or abs(page[inner].base - page[run[-1]].base) > 1.9 * page[inner].size
        found |= {i for i in run if i in numbers or apart or page[i].size < 0.93 * body}
    return found


def _head(line: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.base / 4)


def first_note(page: Sequence[Row], rules: Sequence[Box], body: float) -> int:
    """The place of the row where the footnotes of a page start, the number of rows where there are none.

    Args: `page`, its rows without furniture; `rules`, its ruling lines; `body`, the size of the text in points.
    A note is smaller than the text, opens with a mark, and stands under a rule or has a raised mark.
    """
    start = len(page)
    for i in range(len(page) - 1, -1, -1):
        if page[i].size > 0.93 * body:
            break
        opening = page[i].runs[0]
        raised = opening.size < 0.8 * page[i].size or opening.base < page[i].base - 1
        top = page[i].base - 1.2 * page[i].size
        ruled = any(r[3] - r[1] < 3 and 0 <= top + 6 - r[1] < 24 and r[2] - r[0] < 250 for r in rules)
        if _MARK.match(page[i].text) and (raised or ruled):
            start = i
    return start
