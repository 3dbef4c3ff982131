"""What a person types into a search, taken apart: phrases, words, numbers of documents in any spelling.

    đảng ủy "ban thường vụ" 17/CT-TW chi thi 17

Words with marks are found with these marks only ("đang" is not "đảng"), words without any in every spelling. A type
with a number is the number of a document, whoever issued it.

Reads: what people type.
Writes: `Query`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docparse import lexicon
from docparse.find.numbers import Asked, Number, number_of
from docparse.text import clean, fold, placed

_PIECES = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow one another; `exact` says that marks count."""

    words: tuple[str, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Short:
    """A number without its organ ("chỉ thị 17"): the codes of its type and its value."""

    codes: tuple[str, ...]
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; empty fields ask for nothing.

    `since` and `until` are years or dates of issue, `due_from` and `due_to` days of a deadline; `cites` is a number,
    with its date or term after "@" where that is needed; `issuer` is a part of a name, in quotes the whole of it.
    """

    text: str = ""
    types: tuple[str, ...] = ()
    issuer: str = ""
    level: str = ""
    since: str = ""
    until: str = ""
    body: str = ""
    cites: str = ""
    due_from: str = ""
    due_to: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a query, taken apart."""

    terms: tuple[Term, ...]
    numbers: tuple[Asked | Short, ...]


def parse(text: str) -> Words:
    """Takes the text of a query apart; what is neither word nor number is passed over."""
    terms: list[Term] = []
    numbers: list[Asked | Short] = []
    plain = []
    for m in _PIECES.finditer(clean(text)):
        if m["phrase"] is not None:
            terms += _terms(m["phrase"], together=True)
        else:
            plain.append(m["word"])
    i = 0
    while i < len(plain):
        short, used = _short(plain[i:])
        if short:
            numbers.append(short)
        elif number := _number(plain[i]):
            numbers.append(number)
            used = 1
        else:
            terms += _terms(plain[i], together=False)
            used = 1
        i += used
    return Words(tuple(terms), tuple(numbers))


def together(words: Words) -> Term | None:
    """The words of a query as one phrase, None where there are fewer than two or phrases among them."""
    single = [t for t in words.terms if len(t.words) == 1]
    if len(single) < max(2, len(words.terms)):
        return None
    exact = all(t.exact or fold(t.words[0]) == t.words[0] for t in single) and any(t.exact for t in single)
    return Term(tuple(t.words[0] for t in single), exact)


def _terms(text: str, *, together: bool) -> list[Term]:
    words = tuple(w for w in _WORD.findall(placed(text)))
    groups = [words] if together or len(words) > 1 else [(w,) for w in words]
    return [Term(g, any(fold(w) != w for w in g)) for g in groups if g]


def _number(word: str) -> Asked | None:
    """A number as people write it, "17-CT/TW@2012" included; also a number that was never filled in is no number."""
    name, _, when = word.partition("@")
    number: Number | None = number_of(name.strip(",.;:()")) if re.match(r"\W*\d", name) else None
    return Asked(number, when) if number and number.value is not None else None


def _short(words: list[str]) -> tuple[Short | None, int]:
    """A type and a number at the start of some words ("chỉ thị số 17"), and how many words that takes."""
    for length, names in _types():
        codes = names.get(fold(" ".join(words[:length])))
        rest = words[length:]
        if codes and rest and fold(rest[0]) in ("so", "so:"):
            rest = rest[1:]
        if codes and rest and (m := re.fullmatch(r"0*(\d{1,4})[,.;]?", rest[0])):
            used = len(words) - len(rest) + 1
            return Short(codes, int(m[1]), " ".join(words[:used])), used
    return None, 0


@lexicon.derived
def _types() -> tuple[tuple[int, dict[str, tuple[str, ...]]], ...]:
    """Folded names of types by their number of words, the longest first, to their codes."""
    by_length: dict[int, dict[str, tuple[str, ...]]] = {}
    for kind in lexicon.doc_types():
        name = fold(kind.name)
        if codes := tuple(kind.codes.split()):
            by_length.setdefault(len(name.split()), {})[name] = codes
    return tuple(sorted(by_length.items(), reverse=True))
