"""Formatting of HTML: tags, attributes and the simple part of CSS, as the same values that a DOCX gives.

Of style sheets only rules for a tag, a class or a tag with a class are followed; office programs write no others for
text. Fonts matter most: they tell the encodings of `legacy`.

Reads: elements, style sheets.
Writes: Style values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from docparse.read.styles import Align, Look, Shape, look_over, shape_over

if TYPE_CHECKING:
    from lxml.etree import _Element

Sheet = Mapping[str, Mapping[str, str]]
"""Declarations by selector: "p", ".MsoNormal", "p.MsoNormal"."""

_COMMENT = re.compile(r"/\*.{0,100000}?\*/|<!--|-->", re.S)
_RULE = re.compile(r"(?P<selectors>[^{}@]{1,2000})\{(?P<body>[^{}]{0,5000})\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]{0,20})?(?:\.[\w-]{1,60})?", re.I)
_LENGTH = re.compile(r"(?P<n>-?\d{0,6}\.?\d{1,6})\s{0,3}(?P<unit>pt|px|in|cm|mm|em)\b")
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "em": 12.0}
_LINE = re.compile(r"\b(?:solid|double|dotted|dashed|groove|ridge|inset|outset)\b")
_ALIGNS: dict[str, Align] = {"left": "left", "center": "center", "middle": "center", "right": "right"}
_ALIGNS |= {"justify": "justify", "start": "left", "end": "right"}
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITALIC = frozenset(("i", "em", "cite", "address", "dfn"))
_QUOTES = "\"' "


@dataclass(frozen=True, slots=True)
class Style:
    """What text in an element looks like; `pre`, that its white space counts; `hidden`, that it is not shown."""

    look: Look = field(default_factory=Look)
    shape: Shape = field(default_factory=Shape)
    pre: bool = False
    hidden: bool = False


def load_sheet(texts: Iterable[str]) -> Sheet:
    """The rules of style sheets that are followed, later ones over earlier ones.

    Args: `texts`, the contents of `style` elements.
    """
    sheet: dict[str, dict[str, str]] = {}
    for text in texts:
        for rule in _RULE.finditer(_COMMENT.sub(" ", text)):
            declarations = _declarations(rule["body"])
            for selector in rule["selectors"].split(","):
                name = selector.strip()
                if name and _SELECTOR.fullmatch(name):
                    tag, dot, kind = name.partition(".")
                    sheet.setdefault(f"{tag.lower()}{dot}{kind}", {}).update(declarations)
    return sheet


def declarations_of(e: _Element, sheet: Sheet) -> Mapping[str, str]:
    """All CSS that is said of an element, from the most general rule to its own `style`."""
    classes = e.get("class", "").split()
    found: dict[str, str] = {}
    for selector in (e.tag, *(f".{c}" for c in classes), *(f"{e.tag}.{c}" for c in classes)):
        found |= sheet.get(selector, {})
    return found | _declarations(e.get("style", ""))


def style_of(e: _Element, around: Style, css: Mapping[str, str]) -> Style:
    """The style of an element inside of another.

    Args: `css`, its declarations.
    """
    look = look_over(around.look, look_over(_look_of_tag(e), _look_of_css(css)))
    indent = _length(css.get("margin-left", ""))
    align = _ALIGNS.get((css.get("text-align") or e.get("align") or "").lower())
    if e.tag == "center":
        align = "center"
    shown = css.get("display") != "none" and css.get("visibility") != "hidden" and css.get("mso-hide") != "all"
    return replace(
        around,
        look=look,
        # The `align` of a table or of a picture says where it stands, not what is in it.
        shape=shape_over(around.shape, Shape(None if e.tag in ("table", "img") else align, indent)),
        pre=around.pre or e.tag == "pre" or css.get("white-space", "").startswith("pre"),
        hidden=around.hidden or not shown or e.get("hidden") is not None,
    )


def has_lines(css: Mapping[str, str], border: str | None) -> bool | None:
    """Whether lines are drawn at the sides of a cell or table; None where nothing is said.

    Args: `css`, its declarations; `border`, its attribute of that name.
    """
    said = [css[name] for name in ("border", "border-left", "border-right", "border-style") if name in css]
    if said:
        return any(_LINE.search(value) for value in said)
    return None if border is None else border.strip() not in ("0", "")


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, colon, value in pairs if colon}


def _look_of_tag(e: _Element) -> Look:
    return Look(
        bold=True if e.tag in _BOLD else None,
        italic=True if e.tag in _ITALIC else None,
        font=e.get("face", "").split(",")[0].strip(_QUOTES) or None if e.tag == "font" else None,
    )


def _look_of_css(css: Mapping[str, str]) -> Look:
    weight, slant, case = css.get("font-weight"), css.get("font-style"), css.get("text-transform")
    return Look(
        bold=None if weight is None else weight in ("bold", "bolder", "600", "700", "800", "900"),
        italic=None if slant is None else slant in ("italic", "oblique"),
        caps=None if case is None else case == "uppercase",
        size=_length(css.get("font-size", "")),
        font=css.get("font-family", "").split(",")[0].strip(_QUOTES) or None,
    )


def _length(text: str) -> float | None:
    """A length in points."""
    m = _LENGTH.search(text)
    return round(float(m["n"]) * _POINTS[m["unit"]], 2) if m else None
