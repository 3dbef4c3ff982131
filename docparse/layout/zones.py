"""Which part of the document each line belongs to, decided on lines before any text is joined.

The landmarks are the title (a document type in capitals), the first numbered heading, "Nơi nhận", the signature's
"T/M", and what opens an appendix; between two landmarks the zone is settled, around them each line is judged by its
own look.

Reads: `Look`s.
Writes: one zone a line, and the lines where appendices begin.
"""

from __future__ import annotations

from dataclasses import dataclass

from docparse.layout.foot import appendix_lines, find_foot, mark_foot, mid_appendix
from docparse.layout.head import find_title, mark_head, official_letter
from docparse.layout.landmarks import BASIS, FORMULA, header_like, next_line, opens_body
from docparse.layout.lines import NUMBER, Look, national
from docparse.layout.markers import marks
from docparse.model import ZoneName


@dataclass(frozen=True, slots=True)
class Zones:
    """A zone a line; `title` is the main title line or None; `appendices` are the lines where one begins."""

    of: tuple[ZoneName, ...]
    title: int | None
    title_end: int
    appendices: tuple[int, ...]
    titled: frozenset[int]
    """Lines of the titles of appendices."""


def find(seen: list[Look], width: int | None) -> Zones:
    """The zone of every line. A blank line belongs to the zone of the line before it."""
    zones: list[ZoneName] = ["body"] * len(seen)
    title = find_title(seen)
    end = official_letter(seen, zones) if title is None else mark_head(seen, title, width, zones)
    foot = find_foot(seen, end)
    cut = mid_appendix(seen, end, foot)
    has_header = any(national(x.text) or NUMBER.match(x.text) for i, x in enumerate(seen[:end]) if zones[i] == "header")
    after = mark_foot(seen, foot, zones, has_header) if cut == foot else cut
    begins, titled = appendix_lines(seen, after, zones, width)
    if cut < foot < len(seen):
        mark_foot(seen, foot, zones, True)
    _preamble(seen, end, min(foot, cut), zones)
    if not has_header:
        _late_header(seen, min(foot, cut), end, zones)
    return Zones(tuple(zones), title, end, tuple(begins), frozenset(titled))


def _preamble(seen: list[Look], start: int, stop: int, zones: list[ZoneName]) -> None:
    """Marks what stands between the title and the first numbered heading."""
    first = next((i for i in range(start, stop) if not seen[i].blank and _opens(seen, i, start)), None)
    if first is None:
        first = start
        for i in range(start, stop):
            if (
                not seen[i].blank
                and not (BASIS.match(seen[i].text) or FORMULA.match(seen[i].text))
                and not (i > start and seen[i].text[0].islower())
            ):
                break
            first = i + 1
    for i in range(start, _around(seen, start, first, stop)):
        zones[i] = "preamble"


def _around(seen: list[Look], start: int, first: int, stop: int) -> int:
    """The line of the first "Nhiệm vụ 1:" or "(1)" before line `first` whose second stands after it; else `first`."""
    for i in range(start, first):
        for mark in marks(seen[i].line.text):
            if mark.style in ("step", "paren", "paren_letter") and mark.ordinal == 1:
                later = (m for x in seen[first:stop] for m in marks(x.line.text) if m.style == mark.style)
                following = next(later, None)
                if following and following.ordinal == 2:
                    return i
    return first


def _opens(seen: list[Look], i: int, start: int) -> bool:
    """Whether line `i` opens the body: the first number, or a title in capitals below a paragraph."""
    x = seen[i]
    if x.number or opens_body(x.text):
        return True
    if not x.caps or x.ended or not 5 < len(x.text) < 80 or x.line.cell is not None:
        return False
    above = next((seen[j] for j in range(i - 1, start - 1, -1) if not seen[j].blank), None)
    below = seen[next_line(seen, i)] if next_line(seen, i) < len(seen) else None
    return bool(above and above.ended and below and not below.caps and not BASIS.match(below.text))


def _late_header(seen: list[Look], foot: int, start: int, zones: list[ZoneName]) -> None:
    """A header that a copy put right before the recipients."""
    i = foot - 1
    while i > start and (seen[i].blank or header_like(seen[i])) and not opens_body(seen[i].text):
        i -= 1
    if any(national(seen[j].text) for j in range(i + 1, foot)):
        for j in range(i + 1, foot):
            zones[j] = "header"
