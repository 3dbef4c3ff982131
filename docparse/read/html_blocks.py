"""The body of a page of HTML as lines: paragraphs, lists with their numbers, tables as in a DOCX.

A line is a paragraph, or a stretch of one between line breaks, as a browser shows it: white space is one space, what is
hidden is left out, an empty paragraph with a hard space is an empty line.

Reads: elements.
Writes: Lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from docparse.model import Line
from docparse.read.html_style import Sheet, Style, declarations_of, has_lines, style_of
from docparse.read.numbering import format_number
from docparse.read.paragraphs import lines_of
from docparse.read.pieces import Encodings, Piece, convert_pieces
from docparse.read.styles import number
from docparse.read.tables import MAX_SPAN, Box, arrange, is_near_top

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"),
        *("main", "ol", "p", "pre", "section", "summary", "details", "ul"),
    )
)
_LEFT_OUT = frozenset(
    (
        *("applet", "audio", "button", "canvas", "del", "embed", "head", "iframe", "input", "math", "nav", "noframes"),
        *("noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video"),
    )
)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_CSS_FORMS = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_PAGE_LONG = 30
"""Lines in one cell: more are no letterhead and no cell but a page laid out by a table."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page, and what is counted while it is read; `texts` are its paragraphs as they are stored."""

    sheet: Sheet
    encodings: Encodings = field(default_factory=Encodings)
    texts: list[str] = field(default_factory=list)
    tables: Iterator[int] = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class _Flow:
    """Where text goes: the lines so far, the pieces of the paragraph that is open, the number that it begins with."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def read_element(e: _Element, page: Page, style: Style | None = None) -> list[Line]:
    """All lines of an element.

    Args: `style`, of the element; a body's own where it is None.
    """
    flow = _Flow()
    style = style or style_of(e, Style(), declarations_of(e, page.sheet))
    _children(e, style, flow, page)
    _end(flow, style, page)
    return flow.lines


def _children(e: _Element, style: Style, flow: _Flow, page: Page) -> None:
    _add(e.text, style, flow)
    item = number(e.get("start"), 1)
    for child in e:
        # Comments and processing instructions have no name.
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            inner = style_of(child, style, declarations_of(child, page.sheet))
            if child.tag == "li":
                item = number(child.get("value"), item)
            if not inner.hidden:
                _element(child, item, style, inner, flow, page)
            item += child.tag == "li"
        _add(child.tail, style, flow)


def _element(e: _Element, item: int, around: Style, style: Style, flow: _Flow, page: Page) -> None:
    """What an element adds; `item` is its number should it be of a list."""
    if e.tag == "br":
        flow.pieces.append(Piece("\n", style.look))
    elif e.tag == "table":
        _end(flow, around, page)
        flow.lines.extend(_table(e, style, is_near_top(flow.lines), page))
    elif e.tag in _BLOCKS:
        _end(flow, around, page)
        if e.tag == "li":
            flow.labels[:] = [_label(e, item, page)]
        _children(e, style, flow, page)
        _end(flow, style, page)
    else:
        _children(e, style, flow, page)


def _add(text: str | None, style: Style, flow: _Flow) -> None:
    """Text, its white space as a browser shows it."""
    if text and not style.pre:
        text = _SPACES.sub(" ", text)
        if not flow.pieces or flow.pieces[-1].text.endswith((" ", "\n")):
            text = text.removeprefix(" ")
    if text:
        flow.pieces.append(Piece(text.replace("\r", ""), style.look))


def _end(flow: _Flow, style: Style, page: Page) -> None:
    """Ends the paragraph that is open, if there is one; a line break at its end shows nothing."""
    pieces = list(flow.pieces)
    flow.pieces.clear()
    if pieces and pieces[-1].text.endswith("\n"):
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text[:-1])
    text = "".join(piece.text for piece in pieces)
    if not text.strip(" \t"):
        return
    page.texts.append(text)
    label = flow.labels.pop() if flow.labels else ""
    flow.lines.extend(lines_of(convert_pieces(pieces, page.encodings, {}, text), style.shape, label))


def _label(li: _Element, item: int, page: Page) -> str:
    """The number or bullet of a list item, with the space that follows."""
    around = li.getparent()
    css = {**declarations_of(around, page.sheet), **declarations_of(li, page.sheet)}
    kind = css.get("list-style-type") or css.get("list-style", "").split(" ")[0]
    if kind == "none":
        return ""
    if around.tag != "ol":
        return "• "
    form = _CSS_FORMS.get(kind) or _FORMS.get(li.get("type") or around.get("type", "1"), "decimal")
    return f"{format_number(item, form)}. "


def _table(e: _Element, style: Style, near_top: bool, page: Page) -> list[Line]:
    """The lines of a table; one that only lays out a page is no table."""
    captions = [line for c in e.iterchildren("caption") for line in read_element(c, page, style)]
    rows = _rows(e, style, page)
    boxes = [box for row in rows for box in row]
    nested = next(e.iterdescendants("table"), None) is not None
    if not any(box.ruled for box in boxes) and (nested or any(len(box.lines) > _PAGE_LONG for box in boxes)):
        return captions + [line for box in boxes for line in box.lines]
    return captions + arrange(rows, page.tables, near_top)


def _rows(table: _Element, style: Style, page: Page) -> list[list[Box]]:
    """The rows of a table with the cells that they show and those that go on from a row above."""
    ruled = bool(has_lines(declarations_of(table, page.sheet), table.get("border")))
    tall: dict[int, tuple[Box, int]] = {}
    rows: list[list[Box]] = []
    for tr, heads in _rows_of(table):
        in_row = style_of(tr, style, declarations_of(tr, page.sheet))
        row: list[Box] = []
        for cell in tr.iterchildren("td", "th"):
            _go_on(row, tall)
            start = row[-1].end if row else 0
            box = _cell(cell, start, in_row, page, ruled, heads)
            row.append(box)
            height = min(max(number(cell.get("rowspan"), 1), 1), MAX_SPAN)
            if height > 1:
                tall[start] = (replace(box, lines=(), goes_on=True), height)
        _go_on(row, tall)
        tall = {start: (box, left - 1) for start, (box, left) in tall.items() if left > 1}
        if row:
            rows.append(row)
    return rows


def _go_on(row: list[Box], tall: Mapping[int, tuple[Box, int]]) -> None:
    """Adds the cells that begin in a row above where the row has come to."""
    while (start := row[-1].end if row else 0) in tall:
        row.append(tall[start][0])


def _cell(e: _Element, start: int, in_row: Style, page: Page, ruled: bool, heads: bool) -> Box:
    """A cell that begins at a column of the grid."""
    css = declarations_of(e, page.sheet)
    style = style_of(e, in_row, css)
    end = start + min(max(number(e.get("colspan"), 1), 1), MAX_SPAN)
    lines = () if style.hidden else tuple(read_element(e, page, style))
    own = has_lines(css, None)
    return Box(start, end, lines, False, ruled if own is None else own, heads)


def _rows_of(table: _Element) -> Iterator[tuple[_Element, bool]]:
    """The rows of a table, each with whether it names the columns."""
    for e in table:
        if e.tag == "tr":
            yield e, all(c.tag == "th" for c in e.iterchildren("td", "th"))
        elif e.tag in ("thead", "tbody", "tfoot"):
            yield from ((tr, e.tag == "thead" or heads) for tr, heads in _rows_of(e))
