"""A document as the rules of form look at it, and which guideline was in force on its date.

Reads: a `Document`.
Writes: a `Sheet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docparse.check.model import Spot
from docparse.model import Document
from docparse.text import key

HD36, HD05 = "36-HD/VPTW", "05-HD/VPTW"
PARTY = "đảng cộng sản việt nam"
_IN_FORCE = ((HD36, "2018-04-03", "2026-05-26"), (HD05, "2026-05-27", "9999-12-31"))
_OTHER = re.compile(r"cộng (?:hòa|hoà) xã hội|độc lập - tự do|đoàn tncs|đoàn thanh niên cộng sản")


@dataclass(frozen=True)
class Sheet:
    """A document with what the rules ask for again and again."""

    document: Document

    @cached_property
    def header(self) -> tuple[int, int]:
        """The letterhead: from the first to the last character of its zone; empty where there is none."""
        zones = [z for z in self.document.zones if z.zone == "header" and self.words(z.start, z.end)]
        return (zones[0].start, zones[-1].end) if zones else (0, 0)

    @cached_property
    def top(self) -> int:
        """A place to point at for what is missing at the top."""
        return next((i for i, c in enumerate(self.document.text) if not c.isspace()), 0)

    @cached_property
    def letterhead(self) -> str:
        """The text of the letterhead."""
        return self.document.text[slice(*self.header)]

    def words(self, start: int, end: int) -> bool:
        """Whether anything is said in a stretch."""
        return any(c.isalnum() for c in self.document.text[start:end])

    def line(self, at: int) -> Spot:
        """The line in which an offset lies."""
        text = self.document.text
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        return Spot(start, len(text) if end < 0 else end)

    def missing(self) -> Iterator[Spot]:
        """The first line, where something that should be at the top is not."""
        yield self.line(self.top)

    def missing_below(self) -> Iterator[Spot]:
        """The last line, where something that should be at the foot is not."""
        yield self.line(len(self.document.text.rstrip()) - 1 if self.document.text.strip() else 0)


def guideline(document: Document) -> str | None:
    """The guideline by which a document is judged: a party document with its letterhead and a whole date."""
    issued = document.metadata.issued or ""
    sheet = Sheet(document)
    head = key(sheet.letterhead)
    if len(issued) != 10 or not head or (PARTY not in head and _OTHER.search(head)):
        return None
    if PARTY not in head and not re.search(r"ủy|đảng|chi bộ", key(document.metadata.issuer or "")):
        return None
    return next((name for name, first, last in _IN_FORCE if first <= issued <= last), None)
