"""Paragraphs of a DOCX: runs to lines, with what Word shows and without what it hides.

Read through: insertions, links, content controls, smart tags, results of fields. Left out: deletions, hidden text,
instructions of fields, page numbers, marks of notes. A text box is handed back as an element to be read as blocks.

Reads: `w:p` elements.
Writes: Paragraph values; counts numbers and notes the footnotes that were met in the Reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from docparse.model import Line
from docparse.read.numbering import Counts, NumberedList, level_of, next_label
from docparse.read.pieces import Encodings, Piece, convert_pieces, raw_text
from docparse.read.styles import (
    Look,
    Shape,
    Styles,
    W,
    look_of,
    look_over,
    look_toggled,
    number,
    shape_of,
    shape_over,
    value,
)
from docparse.read.symbols import private_use, symbol
from docparse.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"

_THROUGH = frozenset(
    f"{W}{n}"
    for n in (
        *("hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent"),
        *("fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase"),
    )
)
_PLAIN = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\xad"}
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_PAGE_FIELD = re.compile(r"\s{0,9}(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_MAX_FIELDS, _MAX_CODE = 20, 200
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_LEVEL, _LEFT, _FAR = 25_400, 2_500_000, 10**9
"""EMU, 12,700 to a point: what is still the same height, the left half of a page, and what is not said."""
_TAB_STOP = 36.0
"""Points: Word's default distance of tab stops."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a document, and what is counted while it is read from first to last.

    `fields` are the fields that are open: whether what stands around is shown, whether the result has begun, and the
    instruction so far. `notes` are the footnotes and endnotes met, as (part, id).
    """

    styles: Styles
    lists: Mapping[str, NumberedList]
    encodings: Encodings = field(default_factory=Encodings)
    counts: Counts = field(default_factory=Counts)
    fields: list[tuple[bool, bool, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    tables: Iterator[int] = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of a paragraph, text boxes anchored before or after its text, and text that the next one goes on."""

    lines: tuple[Line, ...] = ()
    before: tuple[_Element, ...] = ()
    after: tuple[_Element, ...] = ()
    pending: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    pieces: list[Piece]
    before: list[_Element] = field(default_factory=list)
    after: list[_Element] = field(default_factory=list)


def read_paragraph(p: _Element, reading: Reading, pending: list[Piece]) -> Paragraph:
    """A paragraph as lines, one for each stretch between line breaks, the first with its automatic number.

    Args: `p`, a `w:p`; `pending`, text of paragraphs before whose end is deleted or hidden, so that this goes on;
    it is used up.
    """
    properties = p.find(f"{W}pPr")
    style_id = "" if properties is None else value(properties, "pStyle")
    style = reading.styles.by_id.get(style_id, reading.styles.default)
    found = _Found(pending)
    _collect(p, style.look, reading, found)
    # A field that never ends must not swallow the rest of the document.
    reading.fields[:] = [f for f in reading.fields[-_MAX_FIELDS:] if f[1] and not _PAGE_FIELD.match(f[2])]
    if _goes_on(properties, style.look):
        return Paragraph(before=tuple(found.before), after=tuple(found.after), pending=pending)
    direct = shape_of(properties)
    label, shape = _label(direct, style.shape, style_id or reading.styles.default_id, reading)
    raw = raw_text(p) if reading.encodings.by_text else None
    pieces = convert_pieces(found.pieces, reading.encodings, reading.styles.fonts, raw)
    lines = tuple(lines_of(pieces, shape, label))
    return Paragraph(lines, tuple(found.before), tuple(found.after))


def lines_of(pieces: list[Piece], shape: Shape, label: str = "") -> Iterator[Line]:
    """The lines of a paragraph from its pieces of text.

    Args: `label`, its automatic number with the space that follows; a bullet without text gives an empty line.
    """
    rows: list[list[Piece]] = [[]]
    paged = False
    for piece in pieces:
        paged |= "\f" in piece.text
        first, *others = _rows(piece)
        rows[-1].append(first)
        rows += [[other] for other in others]
    lines = [_line(row, shape) for row in rows]
    if paged:
        # A page break is not an empty line.
        lines = [line for line in lines if line.text] or lines[:1]
    if label and (lines[0].text or label.strip() not in ("-", "+", "•")):
        original = lines[0].original
        original = None if original is None else label + original
        lines[0] = lines[0]._replace(text=(label + lines[0].text).strip(), original=original)
    yield from lines


def _rows(piece: Piece) -> Iterator[Piece]:
    """A piece cut at line and page breaks; conversion keeps these."""
    texts, originals = re.split("[\n\f]", piece.text), re.split("[\n\f]", piece.original or "")
    for i, text in enumerate(texts):
        yield piece._replace(text=text, original=originals[i] if piece.original is not None else None)


def _line(row: list[Piece], shape: Shape) -> Line:
    """One line, formatted as most of its characters are."""
    raw = "".join(x.text.upper() if x.look.caps else x.text for x in row)
    text = clean(private_use(raw)).strip(" ")
    tabs = len(text) - len(text.lstrip("\t "))
    indent = (shape.indent or 0.0) + _TAB_STOP * text[:tabs].count("\t") if tabs else shape.indent
    weights = [(len(_SPACES.sub("", x.text)), x.look) for x in row]
    total = sum(n for n, _ in weights)
    encodings = {x.encoding for x in row if x.encoding}
    changed = any(x.original is not None for x in row)
    sizes: Counter[float] = Counter()
    for n, look in weights:
        if look.size and n:
            sizes[look.size] += n
    return Line(
        text=text.strip(),
        bold=2 * sum(n for n, look in weights if look.bold) > total,
        italic=2 * sum(n for n, look in weights if look.italic) > total,
        size=sizes.most_common(1)[0][0] if sizes else None,
        align=shape.align,
        indent=indent,
        original="".join(x.text if x.original is None else x.original for x in row) if changed else None,
        encoding=encodings.pop() if len(encodings) == 1 else "mixed" if encodings else None,
    )


def _label(direct: Shape, styled: Shape, style_id: str, reading: Reading) -> tuple[str, Shape]:
    """The paragraph's number, counted, and its shape, in which the list has a say on the indent."""
    shape = shape_over(styled, direct)
    numbered = reading.lists.get(shape.list_id or "0")
    if shape.list_id in (None, "0") or numbered is None:
        return "", shape
    own = direct.list_id is not None
    level = level_of(numbered, "" if own else style_id, direct.level if own else shape.level)
    indent = numbered.levels[level].indent
    if direct.indent is None and indent is not None and (own or styled.indent is None):
        shape = replace(shape, indent=indent)
    return next_label(reading.lists, reading.counts, shape.list_id or "0", level), shape


def _goes_on(properties: _Element | None, look: Look) -> bool:
    """Whether the paragraph has no end of its own: its mark is deleted or hidden, or it is a dropped capital."""
    if properties is None:
        return bool(look.hidden)
    frame, mark = properties.find(f"{W}framePr"), properties.find(f"{W}rPr")
    if frame is not None and frame.get(f"{W}dropCap", "none") != "none":
        return True
    if mark is None:
        return bool(look.hidden)
    deleted = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
    return deleted or bool(look_over(look, look_of(mark)).hidden)


def _collect(node: _Element, look: Look, reading: Reading, found: _Found) -> None:
    """The pieces of text and the text boxes below an element, in order."""
    for e in node:
        tag = e.tag
        if tag == f"{W}r":
            _collect(e, _run_look(e.find(f"{W}rPr"), look, reading.styles), reading, found)
        elif tag == f"{W}t":
            _add(_text(e), look, reading, found)
        elif tag in _THROUGH:
            if not _PAGE_FIELD.match(e.get(f"{W}instr", "")):
                _collect(e, look, reading, found)
        elif tag in _PLAIN:
            _add(_PLAIN[tag], look, reading, found)
        elif tag == f"{W}br":
            _add("\f" if e.get(f"{W}type") in ("page", "column") else "\n", look, reading, found)
        elif tag == f"{W}sym":
            _add(symbol(e.get(f"{W}char", ""), e.get(f"{W}font", "")), look, reading, found)
        elif tag == f"{W}fldChar" or tag == f"{W}instrText":
            _field(e, reading)
        elif tag in _NOTES and not look.hidden:
            reading.notes.append((_NOTES[tag], e.get(f"{W}id", "")))
        elif tag == f"{MC}AlternateContent":
            _collect(chosen(e), look, reading, found)
        elif tag in _PICTURES and not look.hidden:
            (found.after if found.pieces and not _stands_before(e) else found.before).extend(text_boxes(e))
        elif tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
            _add("".join(t.text or "" for t in e.iter(f"{MATH}t")), look, reading, found)


def _add(text: str, look: Look, reading: Reading, found: _Found) -> None:
    """A piece of text, unless it is hidden or part of a field's instruction."""
    if text and not look.hidden and _is_shown(reading.fields):
        found.pieces.append(Piece(text, look))


def _text(t: _Element) -> str:
    """The text of a `w:t`: white space at its ends counts only where it says so, line feeds are spaces."""
    text = (t.text or "").replace("\n", " ").replace("\r", " ")
    return text if t.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" else text.strip(" \t")


def _run_look(properties: _Element | None, base: Look, styles: Styles) -> Look:
    """The formatting of a run inside a paragraph."""
    if properties is None:
        return base
    style = styles.by_id.get(value(properties, "rStyle"))
    if style is not None and style.look != Look():
        base = look_toggled(base, style.look)
    return look_over(base, look_of(properties))


def _field(e: _Element, reading: Reading) -> None:
    """Follows the beginning, the instruction, the result and the end of a field."""
    fields, kind = reading.fields, e.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append((_is_shown(fields), False, ""))
    elif fields and kind == "end":
        fields.pop()
    elif fields:
        around, result, code = fields[-1]
        code += (e.text or "") if len(code) < _MAX_CODE else ""
        fields[-1] = (around, result or kind == "separate", code)


def _is_shown(fields: list[tuple[bool, bool, str]]) -> bool:
    """Whether what comes next is text that is seen: in no field, or in the result of one that is no page number."""
    if not fields:
        return True
    around, result, code = fields[-1]
    return around and result and not _PAGE_FIELD.match(code)


def chosen(alternate: _Element) -> _Element:
    """The branch of an `mc:AlternateContent` to read: the first, unless only the fallback holds a text box."""
    branches = [e for e in alternate if e.tag in (f"{MC}Choice", f"{MC}Fallback")]
    with_text = [e for e in branches if next(e.iter(f"{W}txbxContent", f"{W}t"), None) is not None]
    return next(iter(with_text or branches), alternate)


def _stands_before(drawing: _Element) -> bool:
    """Whether a drawing begins where its paragraph begins, or above, and at the left.

    LibreOffice writes a frame behind the text that it stands beside or over: "Nơi nhận" left of a signature.
    """
    anchor = drawing.find(f"{_WP}anchor")
    if anchor is None:
        return False
    down, right = anchor.find(f"{_WP}positionV"), anchor.find(f"{_WP}positionH")
    if down is None or right is None or down.get("relativeFrom") not in ("paragraph", "line"):
        return False
    offsets = (number(e.findtext(f"{_WP}posOffset"), _FAR) for e in (down, right))
    return all(offset <= most for offset, most in zip(offsets, (_LEVEL, _LEFT), strict=True))


def text_boxes(node: _Element) -> list[_Element]:
    """The contents of the text boxes of a drawing, the outermost ones, and art text as an element of its own."""
    boxes: list[_Element] = []
    for e in node:
        if e.tag == f"{W}txbxContent" or (e.tag == f"{VML}textpath" and e.get("string")):
            boxes.append(e)
        elif e.tag == f"{MC}AlternateContent":
            boxes += text_boxes(chosen(e))
        else:
            boxes += text_boxes(e)
    return boxes
