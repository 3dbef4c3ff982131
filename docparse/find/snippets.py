"""The stretch of a text that shows best why it was found, and what in it was found.

Reads: texts, what was looked for.
Writes: `Snippet`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docparse.find.query import Term
from docparse.text import fold, placed

_REACH = 90
"""Characters shown before and after what was found."""

_BETWEEN = r"[\W_]{1,9}"
_MOST = 400
"""Places that are looked at in one text."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch on one line; `marks` are offsets in `text`, `start` is that of its first find in the document."""

    text: str
    marks: tuple[tuple[int, int], ...]
    start: int

    def marked(self, before: str = "«", after: str = "»") -> str:
        """The text with something around each find."""
        out, last = [], 0
        for start, end in self.marks:
            out += [self.text[last:start], before, self.text[start:end], after]
            last = end
        return "".join([*out, self.text[last:]])


def of_terms(text: str, terms: Sequence[Term], after: int = 0) -> Snippet:
    """The stretch in which most of the terms stand; the start of the text where none does.

    Args: `after`, the end of the letterhead, which is shown only where there is nothing else.
    """
    found = sorted(_finds(text, terms))
    found = [find for find in found if find[0] >= after] or found
    if not found:
        return of_span(text, 0, 0)
    best, most = found[0], 0
    for i, (start, _, _) in enumerate(found):
        inside = {term for a, _, term in found[i : i + 12] if a < start + 2 * _REACH}
        if len(inside) > most:
            best, most = found[i], len(inside)
    spans = sorted((a, -b) for a, b, _ in found if best[0] - _REACH <= a and b <= best[0] + 2 * _REACH)
    return _cut(text, best[0], [(a, -b) for a, b in spans])


def of_span(text: str, start: int, end: int) -> Snippet:
    """The stretch around one find."""
    return _cut(text, start, [(start, end)] if end > start else [])


def _finds(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    forms = {exact: (placed if exact else fold)(text) for exact in {term.exact for term in terms}}
    out: list[tuple[int, int, int]] = []
    for i, term in enumerate(terms):
        words = _BETWEEN.join(re.escape(w if term.exact else fold(w)) for w in term.words)
        pattern = re.compile(rf"(?<!\w){words}(?!\w)")
        for count, m in enumerate(pattern.finditer(forms[term.exact])):
            if count == _MOST:
                break
            out.append((m.start(), m.end(), i))
    return out


def _cut(text: str, at: int, spans: Sequence[tuple[int, int]]) -> Snippet:
    """A stretch of whole words with white space as single spaces, and the spans in it."""
    start = max(0, at - _REACH)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), max([at + 2 * _REACH, *(b for _, b in spans)]))
    end = end if end == len(text) or text.find(" ", end) < 0 else text.find(" ", end)
    out, marks, last = "…" if start else "", [], start
    for a, b in spans:
        if a < last:
            continue
        out += _flat(text[last:a], out)
        begin = len(out)
        out += _flat(text[a:b], out)
        marks.append((begin, len(out)))
        last = b
    out += _flat(text[last:end], out) + ("…" if end < len(text) else "")
    return Snippet(out, tuple(marks), at)


def _flat(piece: str, before: str) -> str:
    flat = re.sub(r"\s+", " ", piece)
    return flat.lstrip() if not before or before.endswith((" ", "…")) else flat
