"""DOCX: its paragraphs, tables, text boxes and notes as lines in the order in which they are read.

Works on the XML itself: a library that hides it hides numbers, text boxes and tracked changes as well, and its tables
are slow. What Word shows is what is read: results of fields, insertions but not deletions, no hidden text.

Reads: the bytes of a DOCX file (also DOCM, DOTX and Strict Open XML).
Writes: a Source; its lines are paragraphs.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from docparse.errors import EmptyFile, ImageOnly, TruncatedFile
from docparse.model import Line, Source
from docparse.read.legacy_detect import summary
from docparse.read.numbering import load_lists
from docparse.read.options import DEFAULT, Options
from docparse.read.package import main_part, open_zip, read_part, relations
from docparse.read.paragraphs import MC, Reading, chosen, lines_of, read_paragraph
from docparse.read.pieces import Piece, convert_pieces, guess_encodings, raw_text
from docparse.read.styles import Shape, W, has, load_styles
from docparse.read.tables import is_near_top, table_lines
from docparse.read.text import has_marks_apart
from docparse.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
_CHANGES = tuple(f"{W}{n}" for n in ("ins", "del", "moveFrom", "moveTo"))
_WRAPPERS = frozenset(f"{W}{n}" for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_LETTER = re.compile(r"[^\W\d_]")


def read_docx(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """A DOCX as lines, each a paragraph or a stretch of one between line breaks.

    Args: `data`, the file; `name`, for the errors. The header of the first page comes first; notes, then running heads
    and feet, come last. Raises TruncatedFile, TooLarge, EmptyFile, and ImageOnly where there are only pictures.
    """
    archive = open_zip(data, name)
    path = main_part(archive, name)
    root = read_part(archive, path, name)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise TruncatedFile(name, f"{path} has no body")
    texts = list(body.itertext(f"{W}t"))
    try:
        lines = _read_all(archive, path, body, "\n".join(texts), name)
    except RecursionError as error:
        raise TruncatedFile(name, "elements nested too deeply") from error
    if not any(_LETTER.search(line.text) for line in lines if not line.furniture):
        raise ImageOnly(name) if next(body.iter(*_PICTURES), None) is not None else EmptyFile(name, "no letters")
    notes = [("tracked_changes", _CHANGES), ("embedded_part", (f"{W}altChunk",))]
    return Source(
        lines=tuple(lines),
        media_type=MEDIA_TYPE,
        encoding=summary(lines) or ("nfd" if has_marks_apart("".join(texts)) else "utf-8"),
        wrapped=False,
        notes=tuple(code for code, tags in notes if next(body.iter(*tags), None) is not None),
    )


def _read_all(archive: zipfile.ZipFile, path: str, body: _Element, text: str, name: str) -> list[Line]:
    """All lines of the document: first header, body, notes, furniture; `text` is all text of the body, a line a run."""
    links = relations(archive, path, name)
    parts = dict(links.values())

    def part(kind: str) -> _Element | None:
        """The part that the document has of a kind, such as "styles"; None where it has none."""
        return read_part(archive, parts[kind], name) if kind in parts else None

    styles = load_styles(part("styles"), part("theme"))
    reading = Reading(
        styles, load_lists(part("numbering"), styles), guess_encodings(map(raw_text, body.iter(f"{W}p")), text)
    )
    first, others = _head_parts(body)
    heads = [read_part(archive, links[i][1], name) for i in [*first, *others] if i in links]
    opening = [line for root in heads[: len(first)] if root is not None for line in read_blocks(root, reading)]
    lines = read_blocks(body, reading)
    notes = {(kind, e.get(f"{W}id")): e for kind in ("footnotes", "endnotes") for e in _or_empty(part(kind))}
    shown_notes = [notes[mark] for mark in dict.fromkeys(reading.notes) if mark in notes]
    lines += [line._replace(note=True) for e in shown_notes for line in read_blocks(e, reading) if line.text]
    running = [line for root in heads[len(first) :] if root is not None for line in read_blocks(root, reading)]
    furniture = {line.text: line._replace(furniture=True, cell=None, side=None) for line in running}
    shown = [line for line in opening if line.text] if any(_LETTER.search(x.text) for x in opening) else []
    return [*shown, *lines, *(line for text, line in furniture.items() if _LETTER.search(text))]


def _head_parts(body: _Element) -> tuple[list[str], list[str]]:
    """Relationship ids of the headers of the first page, and of all other headers and footers."""
    first: list[str] = []
    others: list[str] = []
    for n, section in enumerate(body.iter(f"{W}sectPr")):
        for e in section:
            if e.tag not in (f"{W}headerReference", f"{W}footerReference"):
                continue
            is_first = e.get(f"{W}type") == "first"
            if is_first and not has(section, "titlePg"):
                continue
            opens = n == 0 and is_first and e.tag == f"{W}headerReference"
            (first if opens else others).append(e.get(_R_ID, ""))
    return first, [i for i in dict.fromkeys(others) if i not in first]


def _or_empty(root: _Element | None) -> Iterable[_Element]:
    return () if root is None else root


def read_blocks(node: _Element, reading: Reading) -> list[Line]:
    """The lines of all paragraphs and tables below an element, in order; empty paragraphs are empty lines.

    Args: `node`, a body, cell, text box, note or header; `reading`, in which numbers are counted on.
    """
    lines: list[Line] = []
    pending: list[Piece] = []
    for block in _blocks(node):
        if block.tag == f"{W}p":
            paragraph = read_paragraph(block, reading, pending)
            pending = paragraph.pending
            lines += [line for box in paragraph.before for line in _box_lines(box, reading)]
            lines += paragraph.lines
            lines += [line for box in paragraph.after for line in _box_lines(box, reading)]
            continue
        lines += _rest(pending, reading)
        pending = []
        lines += table_lines(block, reading, lambda cell: read_blocks(cell, reading), is_near_top(lines))
    return lines + _rest(pending, reading)


def _rest(pending: list[Piece], reading: Reading) -> list[Line]:
    """The lines of text that no paragraph goes on."""
    pieces = convert_pieces(pending, reading.encodings, reading.styles.fonts, None)
    return list(lines_of(pieces, Shape())) if pieces else []


def _box_lines(box: _Element, reading: Reading) -> list[Line]:
    """The lines of a text box, or the one of art text ("DỰ THẢO" across the page)."""
    if box.tag == f"{W}txbxContent":
        return [line for line in read_blocks(box, reading) if line.text]
    return [Line(clean(box.get("string", "")).strip(), align="center")]


def _blocks(node: _Element) -> Iterator[_Element]:
    """Paragraphs and tables below an element, out of whatever content controls they stand in."""
    for e in node:
        if e.tag in (f"{W}p", f"{W}tbl"):
            yield e
        elif e.tag in _WRAPPERS:
            yield from _blocks(e)
        elif e.tag == f"{MC}AlternateContent":
            yield from _blocks(chosen(e))
