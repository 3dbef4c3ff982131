"""Layout: lines of a source to zones, sections and the canonical text.

Reads: `Source`.
Writes: `Layout`.
"""

from __future__ import annotations

from dataclasses import replace

from docparse.layout import build, lines, units, zones
from docparse.layout.build import Block, Layout
from docparse.layout.glued import parted
from docparse.layout.ruled import with_cells
from docparse.layout.view import View
from docparse.model import Source

__all__ = ["Block", "Layout", "View", "lay_out"]


def lay_out(source: Source, meant: Source | None = None) -> Layout:
    """Zones, sections and text of `source`; never raises, whatever the lines hold.

    Args: `meant`, the same source with misread words as they were meant, every line as long as it is in `source`: all
    is read from it, and the text keeps what `source` has.
    """
    if source.keep_lines:
        source = meant = replace(source, lines=with_cells(parted(source.lines)))
    read = meant or source
    seen = lines.looks(read)
    width = lines.wrap_width(read, seen)
    found = zones.find(seen, width)
    read_units = units.read_units(seen, found, width, read.ocr)
    layout = build.build(read, seen, found, read_units)
    if read is source:
        return layout
    text, _ = build.compose(source, lines.looks(source), read_units)
    return replace(layout, text=text) if len(text) == len(layout.text) else layout
