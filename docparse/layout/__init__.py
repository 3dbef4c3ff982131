"""Layout: lines of a source to zones, sections and the canonical text.

Reads: `Source`.
Writes: `Layout`.
"""

from __future__ import annotations

from dataclasses import replace

from docparse.layout import build, lines, units, zones
from docparse.layout.build import Block, Layout, View
from docparse.layout.glued import parted
from docparse.layout.ruled import with_cells
from docparse.model import Source

__all__ = ["Block", "Layout", "View", "lay_out"]


def lay_out(source: Source, meant: Source | None = None) -> Layout:
    """Zones, sections and text of `source`; never raises, whatever the lines hold.

    Args: `meant`, the same source with misread words as they were meant, every line as long as it is in `source`: all
    is read from it, and the text keeps what `source` has.
    """
    printed = None
    if meant is not None and meant is not source:
        source, printed = meant, tuple(line.text for line in source.lines)
    if source.keep_lines:
        source = replace(source, lines=with_cells(parted(source.lines)))
    seen = lines.looks(source)
    width = lines.wrap_width(source, seen)
    found = zones.find(seen, width)
    return build.build(source, seen, found, units.read_units(seen, found, width, source.ocr), printed)
