"""The `View` of a text that extractors read, beside the text itself.

Every block stands on one line of it, white space single, page numbers and line ends inside a paragraph gone, dashes and
tone marks in one form. Each of its positions leads back to the text.

Reads: pieces of the text, in the order of reading.
Writes: `View`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from docparse.layout import misread

_MESSY = ("*", "\t", "\n", "  ", " ,", " ;", " :")
"""What a piece has whose words may stand with more than one plain space between them."""
_GAP = re.compile(r"[\s*]{2,}|[^\S ]|\*| (?=[,;:](?:\s|$))")
"""What is not one plain space between two words."""

_LOOSE_MARK = re.compile(r"[,;:](?:\s|$)")
_FORMS = (("–", "-"), ("—", "-"), ("−", "-"), ("‐", "-"), ("‑", "-"), ("”", '"'), ("“", '"'), ("‘", "'"), ("’", "'"))
_TONES = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?!\w)(?<![qQ][uU].)")
_TONE_PAIRS = {
    a + b: c + d
    for a, b, c, d in zip("o" * 10 + "u" * 5, "àáảãạèéẻẽẹỳýỷỹỵ", "òóỏõọòóỏõọùúủũụ", "aaaaaeeeeeyyyyy", strict=True)
}
_TONE_PAIRS |= {k.upper(): v.upper() for k, v in _TONE_PAIRS.items()} | {
    k.title(): v.title() for k, v in _TONE_PAIRS.items()
}


@dataclass(frozen=True, slots=True)
class View:
    """The text as extractors read it; `low` is `flat` in lower case, of the same length."""

    flat: str
    low: str
    _flat: tuple[int, ...]
    _text: tuple[int, ...]

    def at(self, position: int) -> int:
        """The offset in the text of a position in the view."""
        k = bisect_right(self._flat, position) - 1
        return self._text[k] + position - self._flat[k]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The text's offsets of the stretch `start` to `end` of the view; `end` must be greater than `start`."""
        return self.at(start), self.at(end - 1) + 1


def _lower(text: str) -> str:
    """A text in lower case, of the same length whatever its letters."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def normal(text: str) -> str:
    """A text with one form of dashes, quotes and tone placement; of the same length."""
    for odd, plain in _FORMS:
        if odd in text:
            text = text.replace(odd, plain)
    return _TONES.sub(lambda m: _TONE_PAIRS.get(m[0], m[0]), text)


@dataclass(slots=True)
class Growing:
    """A view while it grows."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    flat: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)

    def view(self, recognised: bool) -> View:
        """The view of what was added; figures of a recognised text may be misread."""
        joined = normal("".join(self.parts))
        if recognised:
            joined = misread.figures(joined)
        return View(joined, _lower(joined), tuple(self.flat) or (0,), tuple(self.text) or (0,))

    def add(self, piece: str, offset: int) -> None:
        """Adds a piece as it stands; `offset` is its place in the text."""
        self.flat.append(self.size)
        self.text.append(offset)
        self.parts.append(piece)
        self.size += len(piece)

    def add_words(self, piece: str, offset: int) -> None:
        """Adds a piece with its white space and emphasis marks made single, and no space before a comma."""
        if not any(map(piece.__contains__, _MESSY)):
            self.add(piece, offset)
            return
        last = 0
        for m in _GAP.finditer(piece):
            if m.end() == len(piece):
                break
            if m.start() > last:
                self.add(piece[last : m.start()], offset + last)
            gap = m[0]
            if m.start() > 0:
                space = next((k for k, c in enumerate(gap) if c.isspace()), None)
                # An emphasis mark inside a word leaves no space behind, nor does a mark that was typed apart.
                if space is not None and not _LOOSE_MARK.match(piece, m.end()):
                    self.add(" ", offset + m.start() + space)
            last = m.end()
        tail = piece[last:].rstrip(" \t\n*")
        if tail:
            self.add(tail, offset + last)
