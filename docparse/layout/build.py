"""Units to text: the canonical text is put together here, offsets are born, and they never move again.

Beside the text stands the `View` that extractors read.

Reads: `Source`, `Look`s, `Zones`, `Unit`s.
Writes: `Layout`: text, blocks, view, and the records zones, sections, pages, lines, furniture.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docparse.confidence import confidence
from docparse.layout.kinds import Unit
from docparse.layout.lines import Look
from docparse.layout.markers import Mark
from docparse.layout.pages import find_pages
from docparse.layout.tables import Row
from docparse.layout.view import Growing, View
from docparse.layout.zones import Zones
from docparse.model import (
    Converted,
    Furniture,
    Page,
    Section,
    SectionKind,
    Source,
    TextLine,
    Zone,
    ZoneName,
)

_SPACE = re.compile(r"[\s*]+")
_KINDS: dict[str, SectionKind] = {"heading": "heading", "item": "item", "bullet": "bullet", "paragraph": "paragraph"}


class Block(NamedTuple):
    """A unit of the document with its place in the text and in the view (`flat_start` to `flat_end`).

    `content` is where its words begin in the view, after the mark. `section` is its section id, None for lines of
    header, recipients and signature. `parent` is the index of the block that it stands under. `cells` are the parts of
    a table row: column, start and end in the view; `names` the names of the columns.
    """

    zone: ZoneName
    kind: str
    start: int
    end: int
    flat_start: int
    flat_end: int
    content: int
    depth: int
    label: str | None
    style: str
    parent: int | None
    section: str | None
    caps: bool
    side: str | None
    attached: bool
    """True for a title line of an appendix."""
    opens: bool = False
    """True for the first line of an appendix."""
    note: bool = False
    cells: tuple[tuple[int, int, int], ...] = ()
    names: tuple[str, ...] = ()
    certain: bool = True
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's text with its structure, before any fact is read from it."""

    source: Source
    text: str
    blocks: tuple[Block, ...]
    view: View
    zones: tuple[Zone, ...]
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    lines: tuple[TextLine, ...]
    furniture: tuple[Furniture, ...]
    converted: tuple[Converted, ...]

    def block_at(self, position: int) -> int:
        """The index of the block that holds a position of the view."""
        return max(0, bisect_right(self._starts, position) - 1)

    _starts: tuple[int, ...] = ()


def compose(source: Source, seen: Sequence[Look], units: Sequence[Unit]) -> tuple[str, dict[int, tuple[int, int]]]:
    """The canonical text, and start and end in it of every line that it holds."""
    spans: dict[int, tuple[int, int]] = {}
    parts: list[str] = []
    if source.keep_lines:
        offset = 0
        for i, x in enumerate(seen):
            if i and not x.line.glued:
                parts.append("\n")
                offset += 1
            parts.append(x.line.text)
            spans[i] = (offset, offset + len(x.line.text))
            offset = spans[i][1]
        return "".join(parts), spans
    size = 0
    for unit in units:
        for n, i in enumerate(unit.lines):
            text = seen[i].line.text.strip()
            glue = ""
            if parts:
                cells = unit.row is not None or unit.kind == "field"
                glue = "\n" if n == 0 or cells else "" if _hyphenated(parts[-1], text) else " "
            parts += [glue, text]
            spans[i] = (size + len(glue), size + len(glue) + len(text))
            size = spans[i][1]
    return "".join(parts), spans


def _hyphenated(left: str, right: str) -> bool:
    """Whether a symbol or a range was cut after its dash ("6138/UBND-", "KGVX"), so that no space belongs between."""
    return (
        len(left) > 1 and left[-1] in "-–/" and left[-2].isalnum() and right[:1].isalnum() and not right[:1].islower()
    )


def build(source: Source, seen: Sequence[Look], zones: Zones, units: Sequence[Unit]) -> Layout:
    """Text, view and structure of a source whose units are known."""
    text, spans = compose(source, seen, units)
    reader = _Blocks(text, seen, spans, zones)
    for k, unit in enumerate(units):
        reader.add(k, unit)
    blocks, flat = reader.blocks, reader.flat
    view = flat.view(source.ocr)
    kept = [x.line for x in seen if x.line.furniture and not source.keep_lines]
    placed = [(*span, seen[i].line) for i, span in sorted(spans.items())]
    return Layout(
        source=source,
        text=text,
        blocks=tuple(blocks),
        view=view,
        zones=_zone_records(seen, zones, spans, len(text)),
        sections=tuple(_section(b, reader.ids, view) for b in blocks if b.section),
        pages=find_pages(seen, spans, len(text), source.readings),
        lines=tuple(TextLine(start=a, end=b, page=line.page, bbox=line.box) for a, b, line in placed if line.box),
        furniture=tuple(Furniture(text=x.text, page=x.page, bbox=x.box) for x in kept),
        converted=tuple(
            Converted(start=a, end=b, encoding=line.encoding or "", original=line.original)
            for a, b, line in placed
            if line.original is not None
        ),
        _starts=tuple(b.flat_start for b in blocks),
    )


@dataclass(slots=True)
class _Blocks:
    """The walk over the units of one source; `blocks` and the view grow, `ids` are those of sections by unit."""

    text: str
    seen: Sequence[Look]
    spans: dict[int, tuple[int, int]]
    zones: Zones
    flat: Growing = field(default_factory=Growing)
    blocks: list[Block] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)

    def add(self, k: int, unit: Unit) -> None:
        """Adds the block of unit number `k`, and its words to the view."""
        first = unit.lines[0]
        start, end = self._span(unit)
        attached = first in self.zones.titled
        self._separate(unit, attached)
        flat_start, at = self.flat.size, self._words(unit)
        if unit.kind != "field" and unit.zone in ("preamble", "body", "appendix"):
            self.ids[k] = f"s{len(self.ids) + 1}"
        mark, row, x = unit.mark, unit.row, self.seen[first]
        self.blocks.append(
            Block(
                zone=unit.zone,
                kind=unit.kind,
                start=start,
                end=end,
                flat_start=flat_start,
                flat_end=self.flat.size,
                content=min(self.flat.size, flat_start + _mark_size(x.line.text, mark)),
                depth=unit.depth,
                label=mark.label if mark and mark.label else None,
                style=mark.style if mark else "",
                parent=unit.parent,
                section=self.ids.get(k),
                caps=x.caps,
                side=x.line.side,
                attached=attached,
                opens=first in self.zones.appendices,
                note=x.line.note,
                cells=_cells(row, at),
                names=row.names if row else (),
                certain=row.certain if row else True,
                issue=unit.issue,
            )
        )

    def _span(self, unit: Unit) -> tuple[int, int]:
        """Start and end of a unit in the text, without the white space around it."""
        first, last = self.spans[unit.lines[0]], self.spans[unit.lines[-1]]
        edge = " \t\n|" if unit.row else None
        head = self.text[first[0] : first[1]]
        start = first[0] + len(head) - len(head.lstrip(edge))
        return start, max(start, last[0] + len(self.text[last[0] : last[1]].rstrip(edge)))

    def _separate(self, unit: Unit, attached: bool) -> None:
        """Lines of one title flow together, so that a reference may go over their ends; else a line of its own."""
        if not self.flat.parts:
            return
        above = self.blocks[-1]
        both_title = unit.zone == above.zone == "title" or (attached and above.attached)
        opener = self.seen[unit.lines[0]].text
        flows = (
            both_title
            and unit.row is None
            and not opener.startswith(("(", "-"))
            and len(self.blocks) > 1
            and self.blocks[-2].zone == above.zone
        )
        self.flat.add(" " if flows else "\n", above.end)

    def _words(self, unit: Unit) -> dict[int, tuple[int, int]]:
        """Adds the words of a unit to the view; where in it each line stands."""
        at: dict[int, tuple[int, int]] = {}
        for n, i in enumerate(unit.lines):
            a, b = self.spans[i]
            piece = self.text[a:b]
            starred = n == 0 and unit.mark is not None and unit.mark.style == "*"
            edge = " \t*|" if self.seen[i].line.cell else " \t*"
            lead = len(piece) - len(piece.lstrip() if starred else piece.lstrip(edge))
            if n:
                above = self.spans[unit.lines[n - 1]][1]
                if unit.row and not _same_cell(unit.row, unit.lines[n - 1], i):
                    self.flat.add("\n", a - 1 if a else 0)  # what one cell says does not go on in the next
                elif not _hyphenated(self.text[max(0, above - 2) : above], piece[lead : lead + 1]):
                    self.flat.add(" ", a - 1 if a else 0)
            here = self.flat.size
            self.flat.add_words(piece[lead:].rstrip(edge), a + lead)
            at[i] = (here, self.flat.size)
        return at


def _mark_size(text: str, mark: Mark | None) -> int:
    """How many characters of the view the mark of a line takes, with the space behind it."""
    if mark is None or not mark.label:
        return 0
    words = text[mark.end :].lstrip()
    opener = _SPACE.sub(" ", text[: len(text) - len(words)].lstrip(" \t*"))
    return len(opener) + (bool(opener) and not words)  # a mark alone on its line has none


def _same_cell(row: Row, above: int, below: int) -> bool:
    """Whether two lines stand in one cell of a row."""
    return any(above in lines and below in lines for lines in row.cells.values())


def _cells(row: Row | None, at: dict[int, tuple[int, int]]) -> tuple[tuple[int, int, int], ...]:
    if row is None:
        return ()
    cells = []
    for column, lines in sorted(row.cells.items()):
        spans = [at[i] for i in lines if i in at]
        if spans:
            cells.append((column, spans[0][0], spans[-1][1]))
    return tuple(cells)


def _section(block: Block, ids: dict[int, str], view: View) -> Section:
    parent = ids.get(block.parent) if block.parent is not None else None
    title = None
    if block.kind == "heading":
        title = view.flat[block.content : block.flat_end].strip(" .:*") or None
    rule = f"section.{block.style or block.kind}"
    return Section(
        id=block.section or "",
        parent=parent,
        depth=block.depth,
        kind=_KINDS[block.kind],
        label=block.label,
        title=title,
        start=block.start,
        end=block.end,
        zone=block.zone,
        rule=rule,
        confidence=confidence(rule),
    )


def _zone_records(seen: Sequence[Look], zones: Zones, spans: dict[int, tuple[int, int]], size: int) -> tuple[Zone, ...]:
    runs: list[tuple[ZoneName, int]] = []
    for i in sorted(spans, key=spans.__getitem__):
        zone = zones.of[i]
        if seen[i].blank and runs:
            continue
        if not runs or runs[-1][0] != zone:
            runs.append((zone, spans[i][0]))
    if not runs:
        return ()
    bounds = [0, *(start for _, start in runs[1:]), size]
    sure = confidence("zone.landmarks", doubtful=zones.title is None)
    return tuple(
        Zone(zone=z, start=a, end=b, rule="zone.landmarks", confidence=sure)
        for (z, _), a, b in zip(runs, bounds, bounds[1:], strict=False)
        if b > a
    )
