"""Where records stand in the text, cut into stretches between which nothing begins or ends; and their boxes on pages.

Marks may lie in each other (a body in a task) and across each other: stretches do not.

Reads: the JSON of a document.
Writes: `Zone`s of stretches, `Box`es.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from docparse.archive.changes import Data

PART = 60_000
"""Characters of a document that are shown at once."""
_KINDS = ("references", "deadlines", "tasks", "addressees", "recipients", "signatures")


@dataclass(frozen=True, slots=True)
class Mark:
    """A record at a place; `n` counts those of a kind at the same place. A body has a mark at each mention."""

    kind: str
    start: int
    end: int
    n: int
    record: Data

    @property
    def key(self) -> str:
        """What the page calls it."""
        return f"{self.kind}.{self.start}.{self.end}.{self.n}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some text with the marks over it, the shortest first; `opens` are those that begin here."""

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The text of a section, or what stands between two."""

    section: Mark | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the document, as far as it is shown."""

    mark: Mark
    start: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A mark, or a part of it, on a page; in points from the upper left corner."""

    mark: Mark
    x: float
    y: float
    width: float
    height: float


def marks(data: Data) -> list[Mark]:
    """All marks of a document in the order of the text, sections and zones apart (`sections`, `zones`)."""
    places = [(kind, r["start"], r["end"], r) for kind in _KINDS for r in data[kind]]
    places += [("bodies", m["start"], m["end"], body) for body in data["bodies"] for m in body["mentions"]]
    places += [("appendices", a["start"], _line_end(data["text"], a["start"]), a) for a in data["appendices"]]
    evidence = data["metadata"]["evidence"].items()
    places += [("metadata", m["start"], m["end"], {**data["metadata"], "field": field}) for field, m in evidence]
    return sorted(_numbered(places), key=lambda m: (m.start, -m.end, m.kind))


def sections(data: Data) -> list[Mark]:
    """The sections as marks."""
    return list(_numbered([("sections", s["start"], s["end"], s) for s in data["sections"]]))


def zones(data: Data) -> list[Mark]:
    """The zones as marks."""
    return list(_numbered([("zones", z["start"], z["end"], z) for z in data["zones"]]))


def marked(data: Data, key: str) -> Mark | None:
    """The mark that a page calls by a name."""
    every = (*marks(data), *sections(data), *zones(data))
    return next((one for one in every if one.key == key), None)


def _numbered(places: Sequence[tuple[str, int, int, Data]]) -> Iterator[Mark]:
    seen: dict[tuple[str, int, int], int] = defaultdict(int)
    for kind, start, end, record in places:
        yield Mark(kind, start, end, seen[kind, start, end], record)
        seen[kind, start, end] += 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start + 1)
    return end if end > 0 else len(text)


def parts(text: str) -> list[tuple[int, int]]:
    """A long text in parts that end with a line."""
    found, start = [], 0
    while start < len(text):
        end = min(start + PART, len(text))
        if end < len(text):
            end = text.rfind("\n", start + 1, end) + 1 or end
        found.append((start, end))
        start = end
    return found or [(0, 0)]


def shown(data: Data, start: int, end: int) -> list[Zone]:
    """What of a document lies between two offsets, zone by zone."""
    over = [m for m in marks(data) if m.start < end and start < m.end and m.start < m.end]
    within = [s for s in sections(data) if s.start < end and start < s.end]
    found = []
    for zone in zones(data) or [Mark("zones", 0, len(data["text"]), 0, {"zone": "body"})]:
        first, last = max(zone.start, start), min(zone.end, end)
        if first < last:
            found.append(Zone(zone, first, tuple(_blocks(data["text"], over, within, first, last))))
    return found


def _blocks(text: str, over: Sequence[Mark], within: Sequence[Mark], start: int, end: int) -> Iterator[Block]:
    at = start
    for section in within:
        first, last = max(section.start, at), min(section.end, end)
        if first >= last:
            continue
        if at < first:
            yield Block(None, tuple(_stretches(text, over, at, first)))
        yield Block(section, tuple(_stretches(text, over, first, last)))
        at = last
    if at < end:
        yield Block(None, tuple(_stretches(text, over, at, end)))


def _stretches(text: str, over: Sequence[Mark], start: int, end: int) -> Iterator[Stretch]:
    here = [m for m in over if m.start < end and start < m.end]
    cuts = sorted({start, end, *(x for m in here for x in (m.start, m.end) if start < x < end)})
    for a, b in pairwise(cuts):
        active = sorted((m for m in here if m.start < b and a < m.end), key=lambda m: (m.end - m.start, m.kind))
        yield Stretch(
            text[a:b], tuple(active), tuple(m for m in active if m.start == a or (a == start and m.start < a))
        )


def boxes(data: Data, start: int, end: int) -> dict[int, list[Box]]:
    """The boxes of the marks between two offsets, by page; of a line that a mark has a part of, about that part."""
    lines = sorted(data["lines"], key=lambda line: line["start"])
    starts = [line["start"] for line in lines]
    found: dict[int, list[Box]] = defaultdict(list)
    # The smallest come last, so that they can be clicked on.
    for mark in sorted(marks(data), key=lambda one: one.start - one.end):
        if start < mark.end and mark.start < end:
            first = max(0, bisect_right(starts, mark.start) - 1)
            for line in lines[first : bisect_left(starts, mark.end)]:
                if box := _box(mark, line):
                    found[line["page"]].append(box)
    return found


def _box(mark: Mark, line: Any) -> Box | None:
    start, end = max(mark.start, line["start"]), min(mark.end, line["end"])
    if start >= end:
        return None
    x0, top, x1, bottom = line["bbox"]
    by = (x1 - x0) / (line["end"] - line["start"])
    left = x0 + by * (start - line["start"])
    return Box(mark, round(left, 1), top, round(by * (end - start), 1), round(bottom - top, 1))
