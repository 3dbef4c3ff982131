"""What a mention of a document is, and what every kind of mention is read with: type words and terms.

Reads: the table of document types.
Writes: the `Cite` of `references` and `named`.
"""

from __future__ import annotations

from typing import NamedTuple

from docparse import lexicon
from docparse.extract.symbols import Symbol
from docparse.model import ReferenceKind
from docparse.text import key

_MORE_TYPES = ("Văn bản", "Luật", "Bộ luật", "Chương trình hành động", "Chương trình công tác")


def type_names() -> list[str]:
    """The type words that a mention opens with, each once, the longest first."""
    names = {*(t.name for t in lexicon.doc_types()), *_MORE_TYPES}
    return sorted(names, key=lambda name: (-len(name), name))


NOT_CITING = ("header", "recipients", "signature")
"""Zones whose type words and numbers cite nothing."""

_ROMAN = {
    1: "I",
    2: "II",
    3: "III",
    4: "IV",
    5: "V",
    6: "VI",
    7: "VII",
    8: "VIII",
    9: "IX",
    10: "X",
    11: "XI",
    12: "XII",
    13: "XIII",
    14: "XIV",
    15: "XV",
    16: "XVI",
}


class Cite(NamedTuple):
    """A mention with offsets of the view; `listed` says that it goes on with the list of the mention before it."""

    start: int
    end: int
    kind: ReferenceKind
    type: str | None
    rule: str
    symbol: Symbol | None = None
    date: str | None = None
    issuer: str | None = None
    term: str | None = None
    number: str | None = None
    name: str | None = None
    """The usual name of a document without a symbol, where this mention writes another."""
    listed: bool = False
    defines: bool = False
    """True inside "(gọi tắt là ...)"."""


@lexicon.derived
def registered() -> dict[str, lexicon.Directive]:
    """The documents of people's own tables by the names that they are cited by, in the form of `text.key`."""
    own = lexicon.in_force().own
    return {key(name): row for row in own.directives for name in row.other_names} if own else {}


def roman_term(text: str) -> str | None:
    """A term ("khóa") as a roman numeral, from "XI", "xi" or "11"."""
    return _ROMAN.get(int(text)) if text.isdigit() else text.upper()
