"""Characters of the symbol fonts (Symbol, Wingdings), whose codes mean nothing in Unicode.

Reads: nothing.
Writes: strings.
"""

from __future__ import annotations

import re

_PRIVATE = re.compile("[\uf020-\uf0ff]")
# Low byte of the code; only what stands in documents: dashes, stars of letterheads, boxes to tick, arrows.
_SYMBOL = {0x2A: "*", 0x2B: "+", 0x2D: "-", 0x2F: "/", 0xA3: "≤", 0xAE: "→", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xBE: "-"}
_WINGDINGS = {0xAB: "*", 0xB6: "*", 0x6F: "☐", 0xA8: "☐", 0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xE0: "→", 0xF0: "→"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS, "wingdings 3": _WINGDINGS}


def symbol(code: str, font: str) -> str:
    """The text of a `w:sym`: what a symbol font shows there, "•" for any other ornament.

    Args: `code`, four hexadecimal digits; `font`, its name. A broken code gives "".
    """
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= point <= 0xFFFF:
        return ""
    table = _FONTS.get(font.lower())
    if table is not None:
        return table.get(point & 0xFF, "•")
    return chr(point - 0xF000) if 0xF020 <= point <= 0xF0FF else chr(point)


def private_use(text: str) -> str:
    """Text in which characters of a symbol font that lost its name are dashes, pluses or bullets."""
    return _PRIVATE.sub(lambda m: {0x2B: "+", 0x2D: "-"}.get(ord(m[0]) & 0xFF, "•"), text)
