"""Formatting of a DOCX: what a run or a paragraph looks like once document defaults and styles have had their say.

Order of precedence, ECMA-376 part 1, 17.7.2: document defaults, paragraph style, character style, the run itself; a
style takes from the one that it is based on. Bold, italic, capitals and hidden text are toggles (17.7.3): a character
style that is bold inside a paragraph style that is bold is not bold.

Reads: the styles part, and the property elements of runs and paragraphs.
Writes: Look, Shape and Style values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FONTS = tuple(f"{W}{name}" for name in ("hAnsiTheme", "asciiTheme", "hAnsi", "ascii"))
"""Letters with marks are of the range "hAnsi"; a theme's font goes over one that is named (17.3.2.26)."""

MAX_CHAIN = 50
"""Styles, each based on the next: more are no document."""

Align = Literal["left", "center", "right", "justify"]
_ALIGN: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_TOGGLES = {f"{W}b": "bold", f"{W}i": "italic", f"{W}caps": "caps", f"{W}vanish": "hidden"}
_NO_LINE = frozenset({"nil", "none", ""})


@dataclass(frozen=True, slots=True)
class Look:
    """Formatting of characters; None where nothing was said. `size` is in points.

    `font` is the name of the font of Latin letters, or of the theme's font ("minorHAnsi") that `Styles.fonts` names.
    """

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """Formatting of a paragraph; None where nothing was said. `indent` is in points, `list_id` "0" means no number."""

    align: Align | None = None
    indent: float | None = None
    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it is based on; `borders` says of each side of a table whether its line is visible."""

    look: Look = Look()
    shape: Shape = Shape()
    borders: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id; `default` is that of a paragraph that names none, `default_id` its id.

    `fonts` are the fonts of its theme: "major" for headings, "minor" for text.
    """

    by_id: Mapping[str, Style]
    default: Style = Style()
    default_id: str = ""
    fonts: Mapping[str, str] = field(default_factory=dict)


def load_styles(root: _Element | None, theme: _Element | None = None) -> Styles:
    """The styles part, each style resolved.

    Args: `root` and `theme`, the root elements of the two parts, or None where the document has them not.
    """
    fonts = _theme_fonts(theme)
    if root is None:
        return Styles({}, fonts=fonts)
    elements = {e.get(f"{W}styleId", ""): e for e in root.findall(f"{W}style")}
    look = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    shape = shape_of(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))
    ground = Style(look, shape)
    styles = {i: _resolve(e, elements, ground) for i, e in elements.items()}
    is_default = {"1", "true", "on"}
    for i, e in elements.items():
        if e.get(f"{W}type") == "paragraph" and e.get(f"{W}default") in is_default:
            return Styles(styles, styles[i], i, fonts)
    return Styles(styles, ground, fonts=fonts)


def _theme_fonts(theme: _Element | None) -> dict[str, str]:
    """The Latin fonts of a theme: those of headings ("major") and of text ("minor")."""
    if theme is None:
        return {}
    found = ((kind, theme.find(f".//{_A}{kind}Font/{_A}latin")) for kind in ("major", "minor"))
    return {kind: e.get("typeface", "") for kind, e in found if e is not None}


def _resolve(element: _Element, elements: Mapping[str, _Element], ground: Style) -> Style:
    """A style over everything that it is based on; only a paragraph style stands on the document defaults."""
    chain: list[_Element] = []
    while element not in chain and len(chain) < MAX_CHAIN:
        chain.append(element)
        element = elements.get(value(element, "basedOn"), element)
    style = ground if chain[0].get(f"{W}type") == "paragraph" else Style()
    for e in reversed(chain):
        style = Style(
            look=look_over(style.look, look_of(e.find(f"{W}rPr"))),
            shape=shape_over(style.shape, shape_of(e.find(f"{W}pPr"))),
            borders={**style.borders, **borders_of(e.find(f"{W}tblPr/{W}tblBorders"))},
        )
    return style


def look_of(properties: _Element | None) -> Look:
    """What a run's own properties say, without any style.

    Args: `properties`, a `w:rPr` or None.
    """
    if properties is None or not len(properties):
        return Look()
    said: dict[str, bool] = {}
    size = font = None
    for e in properties:
        if e.tag in _TOGGLES:
            said[_TOGGLES[e.tag]] = is_on(e)
        elif e.tag == f"{W}sz":
            size = number(e.get(VAL), 0) / 2 or None
        elif e.tag == f"{W}rFonts":
            font = next((name for a in _FONTS if (name := e.get(a))), None)
    return Look(**said, size=size, font=font)


def shape_of(properties: _Element | None) -> Shape:
    """What a paragraph's own properties say, without any style.

    Args: `properties`, a `w:pPr` or None.
    """
    if properties is None:
        return Shape()
    align = indent = list_id = level = None
    for e in properties:
        if e.tag == f"{W}jc":
            align = _ALIGN.get(e.get(VAL, ""))
        elif e.tag == f"{W}ind":
            left = e.get(f"{W}left") or e.get(f"{W}start")
            indent = number(left, 0) / 20 if left else None
        elif e.tag == f"{W}numPr":
            list_id = value(e, "numId") or None
            level = number(value(e, "ilvl"), 0) if value(e, "ilvl") else None
    return Shape(align, indent, list_id, level)


def borders_of(borders: _Element | None) -> dict[str, bool]:
    """Which sides have a visible line: "top", "left", "bottom", "right", "insideH", "insideV".

    Args: `borders`, a `w:tblBorders` or `w:tcBorders`, or None. Sides that nothing is said of are left out.
    """
    if borders is None:
        return {}
    logical = {"start": "left", "end": "right"}
    sides = ((e.tag.rpartition("}")[2], e.get(VAL, "")) for e in borders)
    return {logical.get(side, side): line not in _NO_LINE for side, line in sides}


def look_over(base: Look, top: Look) -> Look:
    """`base` with what `top` says in its place."""
    if top == Look():
        return base
    names = ("bold", "italic", "caps", "hidden", "size", "font")
    return replace(base, **{n: v for n in names if (v := getattr(top, n)) is not None})


def shape_over(base: Shape, top: Shape) -> Shape:
    """`base` with what `top` says in its place."""
    names = ("align", "indent", "list_id", "level")
    return replace(base, **{n: v for n in names if (v := getattr(top, n)) is not None})


def look_toggled(paragraph: Look, character: Look) -> Look:
    """A character style inside a paragraph style: where both say yes to a toggle, it is off."""
    names = ("bold", "italic", "caps", "hidden")
    toggles = {n: bool(getattr(paragraph, n)) != bool(getattr(character, n)) for n in names}
    return Look(**toggles, size=character.size or paragraph.size, font=character.font or paragraph.font)


def value(parent: _Element, *path: str) -> str:
    """The `w:val` of a descendant, "" where there is none.

    Args: `path`, local names of elements of the main namespace, from child to grandchild.
    """
    e: _Element | None = parent
    for name in path:
        e = e.find(W + name) if e is not None else None
    return "" if e is None else e.get(VAL, "")


def has(properties: _Element | None, name: str) -> bool:
    """Whether an on/off property, given by its local name, is there and on."""
    return properties is not None and is_on(properties.find(W + name))


def is_on(element: _Element | None) -> bool:
    """Whether an on/off element (17.17.4) is there and not switched off."""
    return element is not None and element.get(VAL) not in ("0", "false", "off")


def number(text: str | None, default: int) -> int:
    """An integer attribute, `default` where it is none; fractions, which some programs write, are cut."""
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return default
