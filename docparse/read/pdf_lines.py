"""Runs to visual lines: which stand on one baseline, where a space or a wide gap is, which are raised marks.

Reads: `Run`s of a page.
Writes: `Row`s (runs from left to right) and `Line`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from docparse.model import Box, Line
from docparse.read.pdf_runs import LOOSE, MARKERS, SPACE, Run
from docparse.text import clean

_ASCENT, _DESCENT = 0.89, 0.22
"""Of Times New Roman, in which these documents are set (Decree 30/2020/NĐ-CP, appendix I)."""
_SAME_BASE = 0.28
_RAISED, _LOWERED = 0.65, 0.3
_DRAWN = 0.04
"""A space in the file that the page does not show is none."""
_MARK_SIZE = 0.8
_SLANT = 20
"""A stamped date may be drawn a little turned; text turned more than this many degrees is no line."""
WIDE = "   "
"""A gap left for a number or day to be written in by hand; columns are told apart by four spaces or more."""


class Row(NamedTuple):
    """Runs on one baseline, from left to right, and their text."""

    runs: tuple[Run, ...]
    base: float
    size: float
    text: str

    @property
    def x0(self) -> float:
        """The left end."""
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        """The right end."""
        return max(r.x1 for r in self.runs)


def upright(run: Run) -> bool:
    """Whether a run lies along the lines of the page."""
    return run.turn <= _SLANT or run.turn >= 360 - _SLANT


def rows(runs: Iterable[Run]) -> list[Row]:
    """The runs grouped by baseline, from top to bottom; raised marks and stamped numbers join the line they stand in.

    Args: `runs`, of one page, in any order; turned ones are left out.
    """
    groups: list[list[Run]] = []
    for run in sorted((r for r in runs if upright(r)), key=lambda r: (r.base, r.x0)):
        if groups and run.base - groups[-1][0].base <= _SAME_BASE * min(run.size, groups[-1][0].size):
            groups[-1].append(run)
        else:
            groups.append([run])
    _attach(groups)
    return [row(g) for g in groups if g]


def row(runs: Iterable[Run]) -> Row:
    """The runs as one row; a run drawn twice to look bold is there once."""
    kept: list[Run] = []
    for run in sorted(runs, key=lambda r: r.x0):
        if not (kept and run.text == kept[-1].text and run.x0 - kept[-1].x0 < 0.2 * run.size):
            kept.append(run)
    largest = max(kept, key=lambda r: (len(r.text), r.size))
    return Row(tuple(kept), largest.base, largest.size, join(kept))


def _attach(groups: list[list[Run]]) -> None:
    """Moves small raised or lowered runs, and stamped ones, into the group of the line that they stand in."""
    largest = [max(r.size for r in g) for g in groups]
    for i, group in enumerate(groups):
        around = [k for k in range(max(0, i - 3), min(len(groups), i + 4)) if k != i]
        limit = _MARK_SIZE * max((largest[k] for k in around), default=0.0)
        for run in [r for r in group if r.stamped or r.size < limit]:
            near = [groups[k] for k in around if any(_stands_by(run, other) for other in groups[k])]
            if near:
                group.remove(run)
                min(near, key=lambda g: abs(g[0].base - run.base)).append(run)


def _stands_by(run: Run, other: Run) -> bool:
    """Whether a run is a raised mark beside another, or a stamp in a gap of its line."""
    rise, gap = other.base - run.base, max(run.x0 - other.x1, other.x0 - run.x1)
    if other.stamped or not -_LOWERED * other.size <= rise <= _RAISED * other.size:
        return False
    return gap < 2 * other.size if run.stamped else gap < 0.35 * other.size and run.size < _MARK_SIZE * other.size


def join(runs: Sequence[Run]) -> str:
    """The text of runs of one line, with spaces where the page has them and three where it leaves a wide gap."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(runs)]
    usual = median(g for g in gaps if g > 0) if any(g > 0 for g in gaps) else 0.0
    parts = [runs[0].text] if runs else []
    for gap, before, run in zip(gaps, runs, runs[1:], strict=False):
        em = max(before.size, run.size)
        if gap > 1.3 * em and (gap > 2.5 * usual or len(gaps) < 3):
            parts.append(WIDE)
        elif gap > _least_gap(before, run) * em or run.stamped != before.stamped:
            parts.append(" ")
        parts.append(run.text)
    return clean("".join(parts))


def _least_gap(before: Run, run: Run) -> float:
    """The gap between two runs, in parts of their size, from which on there is a space."""
    if run.spaced:
        return _DRAWN
    return LOOSE if len(before.text) < 4 and before.text[-1] in MARKERS else SPACE


def box(runs: Sequence[Run]) -> Box:
    """The box around runs of one line."""
    return (
        round(min(r.x0 for r in runs), 2),
        round(min(r.base - _ASCENT * r.size for r in runs), 2),
        round(max(r.x1 for r in runs), 2),
        round(max(r.base + _DESCENT * r.size for r in runs), 2),
    )


def _align(before: float, after: float, width: float) -> Literal["left", "center", "right", "justify"]:
    """How a line stands between the margins, from what it leaves free before and after it."""
    if before < 4:
        return "justify" if after < 4 else "left"
    if abs(before - after) < 8 and before > 12:
        return "center"
    return "right" if after < 4 and before > 0.4 * width else "left"


def line(row: Row, page: int, left: float, right: float) -> Line:
    """The row as a `Line`.

    Args: `page`, from 1; `left` and `right`, the margins of the column that it stands in.
    """
    around = box(row.runs)
    letters = sum(len(r.text) for r in row.runs)
    encodings = {r.encoding for r in row.runs if r.encoding}
    return Line(
        row.text,
        page,
        around,
        bold=2 * sum(len(r.text) for r in row.runs if r.bold) > letters,
        italic=2 * sum(len(r.text) for r in row.runs if r.italic) > letters,
        size=round(row.size, 1),
        align=_align(around[0] - left, right - around[2], right - left),
        indent=round(around[0] - left, 1),
        original=" ".join(r.text if r.original is None else r.original for r in row.runs) if encodings else None,
        encoding=None if not encodings else encodings.pop() if len(encodings) == 1 else "mixed",
    )


def vertical(runs: Iterable[Run], page: int) -> list[Line]:
    """The lines of runs that are turned, in the order of the file.

    Args: `page`, from 1.
    """
    groups: list[list[Run]] = []
    for run in runs:
        if upright(run):
            continue
        last = groups[-1][-1] if groups else None
        if last and last.turn == run.turn and (run.turn % 90 or abs(last.x0 - run.x0) < 3):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [
        Line(clean("".join(" " * (r.spaced and i > 0) + r.text for i, r in enumerate(g))), page, box(g), size=g[0].size)
        for g in groups
    ]
