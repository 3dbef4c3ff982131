"""What stands on a page of a PDF: runs of characters with place and font.

A run is what the page draws without white space, a change of baseline or a jump: mostly a word. PDFium gives one box a
character in about a microsecond, and font, size and slant are asked once a text object, so that a page costs some
milliseconds. Stamped numbers and dates ("Số: 565 /TB-UBND") are annotations: the page is flattened first, and what
that adds at its end is marked `stamped`.

Reads: an open page of pypdfium2.
Writes: `Page`s of `Run`s for the other modules of the PDF reader.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from docparse.model import Box
from docparse.read.pdf_rules import Place, read_rules


class Run(NamedTuple):
    """Characters drawn in one go; lengths in points from the page's top left corner, `turn` in degrees.

    `faint`: in a light or see-through colour. `spaced`: white space stands before it in the file. `stamped`: drawn by
    an annotation, as numbers, dates and signatures that are added on signing. `hidden`: drawn without ink, as what
    a program recognised is laid under a scan. `font`: the name of the font, without the mark of a subset.
    `original` is the text as it stood before it was converted from `encoding`, None where nothing was.
    """

    text: str
    x0: float
    x1: float
    base: float
    turn: int
    size: float
    bold: bool
    italic: bool
    faint: bool
    spaced: bool
    stamped: bool
    hidden: bool = False
    font: str = ""
    original: str | None = None
    encoding: str | None = None


class Page(NamedTuple):
    """A page as drawn: `rules` are its ruling lines, as thin boxes.

    `drawn`: it shows pictures or much artwork. `scan`: pictures cover most of it.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Box, ...]
    drawn: bool
    scan: bool = False


class _Style(NamedTuple):
    """What all runs of a text object have in common; `origin` and `turn` as in the file."""

    origin: tuple[float, float]
    turn: int
    size: float
    bold: bool
    italic: bool
    faint: bool
    hidden: bool
    font: str


class _Face(NamedTuple):
    """What a font says of all its characters."""

    bold: bool
    italic: bool
    name: str


_TEXT_ANNOTATIONS = {3, 13, 20}
"""Free text, stamp and widget: annotations that may draw text of the document (PDF 32000-1, 12.5.6)."""
_ODD = {0x00: "\ufffd", 0x02: "-", 0xFFFE: "-"}
"""What PDFium makes of an unmapped glyph and of a hyphen at the end of a line."""
MARKERS = "-–+•*)"
"""What a bullet or a label ends with: it may stand before its text without a space, only a little apart."""
SPACE, LOOSE = 0.1, 0.06
"""How far apart, in parts of the type size, characters are of two words though the file has no space between them."""
_MUCH = 200
_MOST = 0.6
"""The part of a page from which on the pictures on it are the page."""
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_NO_SPACES = "\x0b\x0c\x1c\x1d\x1e\x1f"
"""White space to Python; in a file without a table of its glyphs the numbers of "(", ")", "9", ":", ";" and "<"."""
_SYMBOLS = {"\uf02d": "-", "\uf0be": "-", "\uf02b": "+", "\uf02a": "*"}


def read_page(pdf: Any, number: int) -> Page:
    """The runs and rules of a page.

    Args: `pdf`, an open pypdfium2 document; `number`, from 1. Raises pypdfium2's error for a page that does not load.
    """
    from pypdfium2 import raw

    page = pdf[number - 1]
    place = _place(page)
    rules, drawn, scan = read_rules(page, place), _drawn(page, raw), _is_scan(page, raw)
    textpage = page.get_textpage()
    own = textpage.count_chars()
    if _has_text_annotations(page, raw) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        textpage.close()
        page.close()
        page = pdf[number - 1]
        textpage = page.get_textpage()
    width, height = page.get_size()
    runs = tuple(_runs(textpage, own, place, page.get_rotation()))
    textpage.close()
    page.close()
    return Page(number, width, height, runs, rules, drawn, scan)


def _drawn(page: Any, raw: Any) -> bool:
    """Whether a page shows a picture, or so much artwork that it may be text drawn as outlines."""
    count = raw.FPDFPage_CountObjects(page)
    kinds = {raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i)) for i in range(min(count, _MUCH))}
    return count >= _MUCH or raw.FPDF_PAGEOBJ_IMAGE in kinds or raw.FPDF_PAGEOBJ_FORM in kinds


def _is_scan(page: Any, raw: Any) -> bool:
    """Whether pictures cover most of a page; scanners cut one into strips, which are added up."""
    covered, sides = 0.0, [ctypes.c_float() for _ in range(4)]
    for i in range(min(raw.FPDFPage_CountObjects(page), _MUCH)):
        thing = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE and raw.FPDFPageObj_GetBounds(thing, *sides):
            left, bottom, right, top = (side.value for side in sides)
            covered += (right - left) * (top - bottom)
    width, height = page.get_size()
    return bool(covered > _MOST * width * height)


def _has_text_annotations(page: Any, raw: Any) -> bool:
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in _TEXT_ANNOTATIONS:
            return True
    return False


def _runs(textpage: Any, own: int, place: Place, rotation: int) -> Iterator[Run]:
    """The runs in the order of the file; characters from `own` on are those of annotations."""
    from pypdfium2 import raw

    count = textpage.count_chars()
    text = _text(textpage, count, raw)
    boxes = (raw.FS_RECTF * count)()
    for i in range(count):
        raw.FPDFText_GetLooseCharBox(textpage.raw, i, boxes[i])
    flat = memoryview(boxes).cast("B").cast("f").tolist()
    styles: dict[int, _Style] = {}
    faces: dict[int, _Face] = {}
    for start, end, spaced in _spans(text, flat):
        thing = raw.FPDFText_GetTextObject(textpage.raw, start)
        key = ctypes.addressof(thing.contents) if thing else -start
        if key not in styles:
            styles[key] = _style(textpage.raw, start, thing, faces)
        style = styles[key]
        left, top, right, bottom = flat[4 * start : 4 * start + 4]
        if end - start > 1:
            x0, y1, x1, y0 = flat[4 * end - 4 : 4 * end]
            left, bottom, right, top = min(left, x0), min(bottom, y0), max(right, x1), max(top, y1)
        a, b = place(left, bottom), place(right, top)
        turn = (style.turn + rotation) % 360
        base = max(a[1], b[1]) if turn % 180 else place(*style.origin)[1]
        part = text[start:end]
        if end - start == 1 and "\uf020" <= part < "\uf100":
            part = _SYMBOLS.get(part, "•")
        looks = style.size, style.bold, style.italic, style.faint, spaced, start >= own, style.hidden, style.font
        yield Run(part, min(a[0], b[0]), max(a[0], b[0]), base, turn, *looks)


def _text(textpage: Any, count: int, raw: Any) -> str:
    """One character of text for each that the page draws."""
    text = str(textpage.get_text_range()) if count else ""
    if len(text) != count:
        text = "".join(chr(raw.FPDFText_GetUnicode(textpage.raw, i)) for i in range(count))
    return text.translate(_ODD)


def _spans(text: str, flat: Sequence[float]) -> Iterator[tuple[int, int, bool]]:
    """Start, end and "white space before" of each run; `flat` holds left, top, right, bottom of each character."""
    start, spaced = -1, True
    left = right = bottom = height = 0.0
    for i, c in enumerate(text):
        if c.isspace() and c not in _NO_SPACES:
            if start >= 0:
                yield start, i, spaced
            start, spaced = -1, True
            continue
        k = 4 * i
        x0, x1, y0 = flat[k], flat[k + 2], flat[k + 3]
        if start >= 0:
            gap = LOOSE if i - start < 4 and text[i - 1] in MARKERS else SPACE
            jump = abs(y0 - bottom) > 0.5 or x0 - right > gap * height or x0 < left - SPACE * height
            if jump and not unicodedata.combining(c):
                yield start, i, spaced
                start, spaced = i, False
        else:
            start = i
        left, right, bottom, height = x0, x1, y0, flat[k + 1] - y0
    if start >= 0:
        yield start, len(text), spaced


def _style(textpage: Any, index: int, thing: Any, faces: dict[int, _Face]) -> _Style:
    """What the text object of a character says of all its characters."""
    from pypdfium2 import raw

    matrix, colour = raw.FS_MATRIX(0, 0, 0, 1, 0, 0), [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetMatrix(thing, matrix)
    coloured = raw.FPDFPageObj_GetFillColor(thing, *colour)
    *rgb, alpha = (c.value for c in colour)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    face, mode = _face(raw.FPDFTextObj_GetFont(thing), faces), raw.FPDFTextObj_GetTextRenderMode(thing)
    return _Style(
        (x.value, y.value),
        round(math.degrees(raw.FPDFText_GetCharAngle(textpage, index))),
        raw.FPDFText_GetFontSize(textpage, index) * (math.hypot(matrix.c, matrix.d) or 1.0),
        face.bold or mode == raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
        face.italic,
        bool(coloured) and (min(rgb) > 150 or alpha < 128),
        mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE,
        face.name,
    )


def _face(font: Any, known: dict[int, _Face]) -> _Face:
    """What a font says of all its characters, asked once."""
    from pypdfium2 import raw

    address = ctypes.addressof(font.contents) if font else 0
    if address not in known:
        size = raw.FPDFFont_GetBaseFontName(font, None, 0)
        buffer, slant = ctypes.create_string_buffer(max(size, 1)), ctypes.c_int()
        raw.FPDFFont_GetBaseFontName(font, buffer, size)
        raw.FPDFFont_GetItalicAngle(font, slant)
        own = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
        name = own.lower()
        bold = raw.FPDFFont_GetWeight(font) >= 600 or any(w in name for w in ("bold", "black", "heavy", "-bd"))
        known[address] = _Face(bold, slant.value != 0 or "italic" in name or "oblique" in name, own)
    return known[address]


def _place(page: Any) -> Place:
    """The function that turns a point of the PDF into one from the top left of the page as it is shown."""
    x0, y0, x1, y1 = page.get_cropbox()
    turned: dict[int, Place] = {
        0: lambda x, y: (x - x0, y1 - y),
        90: lambda x, y: (y - y0, x - x0),
        180: lambda x, y: (x1 - x, y - y0),
        270: lambda x, y: (y1 - y, x1 - x),
    }
    return turned[page.get_rotation()]
