"""What is aligned: the sections of a document with their own words, without the marks that number them.

Reads: a `Document`.
Writes: `Unit`s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from docparse.compare.words import Word, words
from docparse.model import Document, Section

_AFTER = " .-–—):/\t\n*"
"""What stands between a mark and the words that it numbers."""
_OPENING = 12
"""Characters that may stand before the label of a section: "Phần thứ ", "Chương "."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A section: its text without its mark, its words, and the index of the unit that it stands under."""

    section: Section
    text: str
    words: tuple[Word, ...]
    parent: int | None

    @property
    def forms(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(w.form for w in self.words)

    @property
    def bag(self) -> Counter[str]:
        """How often each word is in it."""
        return Counter(w.form for w in self.words)


def units(document: Document) -> list[Unit]:
    """The sections with words in them, in reading order."""
    found: list[Unit] = []
    index: dict[str, int] = {}
    parents = {s.id: s.parent for s in document.sections}
    for section in document.sections:
        text = own_text(document, section)
        said = words(text)
        if not said:
            continue
        above = section.parent
        while above is not None and above not in index:
            above = parents.get(above)
        index[section.id] = len(found)
        found.append(Unit(section, text, tuple(said), None if above is None else index[above]))
    return found


def own_text(document: Document, section: Section) -> str:
    """The words of a section behind its mark ("2.1- ")."""
    return unmarked(document.text[section.start : section.end], section.label)


def unmarked(text: str, label: str | None) -> str:
    """A text without the mark that it opens with, such as "2.1- " or "Điều 3."; `label` is the bare mark."""
    at = text.find(label) if label else -1
    if at < 0 or any(c.isdigit() for c in text[:at]) or at > _OPENING:
        return text
    return text[at + len(label or "") :].lstrip(_AFTER)


def headings(found: Sequence[Unit], index: int) -> tuple[str, ...]:
    """The first lines of what a unit stands under, the topmost first."""
    above: list[str] = []
    parent = found[index].parent
    while parent is not None:
        unit = found[parent]
        above.append(" ".join((unit.section.title or unit.text).split())[:100])
        parent = unit.parent
    return tuple(reversed(above))
