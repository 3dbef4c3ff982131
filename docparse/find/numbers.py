"""Numbers of documents, however they are typed, and the congress terms in which they run.

Reads: what people type; the table of terms.
Writes: `Number`, the one key of a number, terms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from docparse import lexicon
from docparse.extract.symbols import own_symbol

_STATE = re.compile(r"(?:CP|TTg|QH\d*|UBTVQH\d*|VPCP)$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as offices write it; `key` is the same for every way to type it ("017/ct-tw" is "17-CT/TW")."""

    symbol: str
    key: str
    value: int | None
    code: str | None
    organ: str
    party: bool

    @property
    def central(self) -> bool:
        """Whether the whole party has one series of it, so that it needs no province."""
        return self.organ.endswith("TW") if self.party else bool(_STATE.match(self.organ))


@dataclass(frozen=True, slots=True)
class Asked:
    """A document as a person names it: "17-CT/TW", "17-CT/TW@2012-08-28", "17-CT/TW@XI"."""

    number: Number
    when: str = ""


@lru_cache(maxsize=65536)
def number_of(text: str) -> Number | None:
    """The number that a text is, None where it is none; small letters count as capitals."""
    for spelling in (text.strip(), text.strip().upper()):
        if found := own_symbol(spelling):
            head = re.match(r"0*(\d+)", found.number or "")
            key = re.sub(r"^0+(?=\d)", "", found.text).casefold()
            value = int(head[1]) if head else None
            return Number(found.text, key, value, found.code, found.organ, found.party)
    return None


def asked(text: str) -> Asked | None:
    """The document that a person names, None where the text is no number."""
    name, _, when = text.partition("@")
    number = number_of(name)
    return Asked(number, when.strip()) if number else None


@lru_cache(maxsize=65536)
def term_of(number: Number, day: str) -> str:
    """The term in which a day falls: khóa for the centre, years for a local body, the year for the State.

    Args: `day`, EDTF. "" where the day does not say.
    """
    if not number.party or len(day) < 4:
        return day[:4]
    level = "central" if number.central else "local"
    begun = [row.term for row in lexicon.terms() if row.level == level and row.begins[: len(day)] <= day]
    return begun[-1] if begun else ""
