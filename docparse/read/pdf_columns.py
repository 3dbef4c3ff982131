"""Where a page has two columns: the letterhead, and the recipients beside the signature.

    ĐẢNG BỘ TỈNH         ĐẢNG CỘNG SẢN VIỆT NAM        Nơi nhận:          T/M BAN THƯỜNG VỤ
    TỈNH ỦY                                            - Các ban ...      PHÓ BÍ THƯ
    Số 12-KH/TU          Tỉnh, ngày 3 tháng 2 ...      - Lưu ...          Nguyễn Văn A

Everywhere else lines run from margin to margin, whatever gaps they have. Can mistake for a letterhead: a first page
that opens with a borderless table.

Reads: `Row`s of a page.
Writes: `Block`s: which rows, and the gap between the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from docparse.read.pdf_lines import Row, join
from docparse.read.pdf_runs import Run

Strip = tuple[float, float]
"""Where a strip of white starts and ends, in points from the left."""


class Block(NamedTuple):
    """Rows `first` to `last` (included) stand in two columns with an empty strip from `x0` to `x1` between them."""

    first: int
    last: int
    x0: float
    x1: float

    @property
    def middle(self) -> float:
        """Half way between left and right end."""
        return (self.x0 + self.x1) / 2


_NATIONAL = re.compile(r"CỘNG\s+H[OÒ][ÀA]\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|Độc\s+lập\s*[-–]", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^N[ơƠ][iI]\s+[nN][hH][ậẬ][nN]\b|^[NÁ][ơoờởớợ]i\s+nh[ậâạa]n\s*[:;.]")
_ADDRESSED = re.compile(r"^Kính\s+(?:gửi|trình)\b", re.IGNORECASE)
_LISTED = re.compile(r"^[-–+•*]")
_NARROW = 6.0
_HEAD_ROWS = 16
_APART = 55.0
"""Further below the last line of a column than this, in points, nothing belongs to it."""


def blocks(rows: Sequence[Row], first_page: bool, width: float, strip: Strip | None = None) -> list[Block]:
    """The two-column blocks of a page, from top to bottom.

    Args: `rows`, of one page without furniture; `width`, of the page in points; `strip`, that of a block that ends
    the page before.
    """
    found: list[Block] = []
    for block in (recipients(rows, width, strip), letterhead(rows, first_page, width), signers(rows, width)):
        if block and all(block.last < b.first or b.last < block.first for b in found):
            found.append(block)
    return sorted(found)


def split(row: Row, block: Block) -> tuple[list[Run], list[Run]]:
    """The runs of a row left and right of the strip."""
    left = [r for r in row.runs if (r.x0 + r.x1) / 2 < block.middle]
    return left, [r for r in row.runs if (r.x0 + r.x1) / 2 >= block.middle]


def letterhead(rows: Sequence[Row], first_page: bool, width: float) -> Block | None:
    """The block at the top of a page where two issuing columns stand side by side."""
    for i, row in enumerate(rows[:_HEAD_ROWS]):
        named = _national_gap(row, width)
        gap = named or (_gap(row, 0.2 * width, 0.7 * width) if first_page and i < 4 else None)
        if gap is None:
            continue
        block = Block(i, i, *gap)
        while block.first > 0 and (wider := _fits(rows[block.first - 1], rows[block.first], block, width)):
            block = Block(block.first - 1, block.last, *wider)
        while block.last + 1 < len(rows) and (wider := _fits(rows[block.last + 1], rows[block.last], block, width)):
            block = Block(block.first, block.last + 1, *wider)
        if any(r.x0 < block.middle for r in rows[block.first : block.last + 1]) and (named or block.last > block.first):
            return block
    return None


def _national_gap(row: Row, width: float) -> Strip | None:
    """What is free before the name of the State or the Party in a row, None where a row does not name them."""
    if not _NATIONAL.search(row.text):
        return None
    runs = row.runs
    start = max(k for k in range(len(runs)) if k == 0 or _NATIONAL.search(join(runs[k:])))
    if start == 0:
        return (row.x0 - 8, row.x0) if row.x0 > 0.3 * width else None
    gap = runs[start - 1].x1, runs[start].x0
    return gap if gap[1] - gap[0] > _NARROW else None


def _gap(row: Row, low: float, high: float) -> Strip | None:
    """The widest gap of a row whose middle lies between two places, None where all are narrow."""
    gaps = [(a.x1, b.x0) for a, b in pairwise(row.runs)]
    gaps = [g for g in gaps if g[1] - g[0] > 1.5 * row.size and low < (g[0] + g[1]) / 2 < high]
    return max(gaps, key=lambda g: g[1] - g[0], default=None)


def _fits(row: Row, beside: Row, block: Block, width: float) -> Strip | None:
    """The strip as it is left when a row is added to a block, None where the row does not stand in its columns."""
    left, right = split(row, block)
    x0 = max([block.x0, *(r.x1 for r in left)])
    x1 = min([block.x1, *(r.x0 for r in right)])
    if x1 - x0 < _NARROW or abs(row.base - beside.base) > _APART:
        return None
    if left and right:
        return x0, x1
    crosses = row.x0 < block.middle < row.x1
    return None if crosses or _centred(row, width) or _ADDRESSED.match(row.text) else (x0, x1)


def recipients(rows: Sequence[Row], width: float, strip: Strip | None = None) -> Block | None:
    """The block where "Nơi nhận" stands with something on its right.

    Args: `strip`, that of such a block at the end of the page before, which may go on at the top of this one.
    """
    if strip and rows and (rows[0].x0 > strip[0] or _LISTED.match(rows[0].text)):
        return _down(rows, 0, [strip], width)
    for i, row in enumerate(rows):
        if not _RECIPIENTS.match(row.text):
            continue
        label = row.runs[min(1, len(row.runs) - 1)].x1
        first = i
        while first > 0 and rows[first - 1].x0 > label and rows[first].base - rows[first - 1].base < _APART:
            first -= 1
        block = _down(rows, first, [(label, 0.9 * width)], width)
        if block:
            return block
    return None


def signers(rows: Sequence[Row], width: float) -> Block | None:
    """The block where two sign side by side: posts in capitals, room for the hand, names."""
    for i, row in enumerate(rows):
        gap = _gap(row, 0.35 * width, 0.65 * width) if row.text.isupper() else None
        block = _down(rows, i, [gap], width) if gap else None
        if block and block.last - block.first < _HEAD_ROWS / 2:
            inside = rows[block.first : block.last + 1]
            paired = sum(all(split(r, block)) for r in inside)
            if paired > 1 and any(b.base - a.base > 2.5 * a.size for a, b in pairwise(inside)):
                return block
    return None


def _down(rows: Sequence[Row], first: int, strips: Sequence[Strip], width: float) -> Block | None:
    """The block from a row on, as far down as rows leave a strip of white; None where nothing is on its right."""
    last = first
    for j in range(first, len(rows)):
        left = _free(rows[j], strips)
        far = j > first and rows[j].base - rows[j - 1].base > 4 * _APART
        if not left or far or (_centred(rows[j], width) and not _inner(rows[j])):
            break
        strips, last = left, j
    return _choose(rows, first, last, strips)


def _centred(row: Row, width: float) -> bool:
    return abs((row.x0 + row.x1) / 2 - width / 2) < 0.05 * width


def _inner(row: Row) -> list[Strip]:
    """The gaps of a row that are too wide for a space."""
    return [(a.x1, b.x0) for a, b in pairwise(row.runs) if b.x0 - a.x1 > 0.9 * row.size]


def _free(row: Row, strips: Sequence[Strip]) -> list[Strip]:
    """What a row leaves of some strips of white."""
    edges = [(float("-inf"), row.x0), *_inner(row), (row.x1, float("inf"))]
    cut = [(max(a, c), min(b, d)) for a, b in strips for c, d in edges]
    return [s for s in cut if s[1] - s[0] >= _NARROW]


def _choose(rows: Sequence[Row], first: int, last: int, strips: Sequence[Strip]) -> Block | None:
    """The widest strip with text on its right, as a block."""
    runs = [r for row in rows[first : last + 1] for r in row.runs]
    fit = [s for s in strips if any(r.x0 >= s[1] - 1 for r in runs) and any(r.x1 <= s[0] + 1 for r in runs)]
    widest = max(fit, key=lambda s: s[1] - s[0], default=None)
    return Block(first, last, *widest) if widest else None
