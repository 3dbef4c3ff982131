"""Automatic numbers of a DOCX: "I.", "1-", "a)" stand nowhere in its text and are counted here as Word counts them.

ECMA-376 part 1, 17.9: a paragraph names a list (`w:num`), which is an instance of an abstract list (`w:abstractNum`)
of nine levels. Instances of one abstract list go on counting where the other stopped, unless they override the start.

Reads: the numbering part.
Writes: labels such as "I. " or "- ", with the space that follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docparse.read.styles import VAL, Styles, W, is_on, number, shape_of, value
from docparse.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVELS = 9
_MANY = 780
"""Thirty letters in a row: Word goes no further, and a forged start must not make a label of a gigabyte."""

_DASHES = frozenset("-‐‑‒–—―−\uf02d\uf0be")
_PLUSES = frozenset("+＋\uf02b")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is the pattern ("%1.%2."), `restart` the level (from 1) that sets it back."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    indent: float | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list: `shared` names the counters, `starts` the levels that begin anew with this list."""

    shared: str
    levels: tuple[Level, ...]
    starts: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the counting stands: the last number of each level of each abstract list, and which lists have begun."""

    last: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


def load_lists(root: _Element | None, styles: Styles) -> dict[str, NumberedList]:
    """The lists of the numbering part by id.

    Args: `root`, its root element, or None where the document numbers nothing; `styles`, for lists that are styles.
    """
    if root is None:
        return {}
    abstracts = {e.get(f"{W}abstractNumId", ""): e for e in root.findall(f"{W}abstractNum")}
    uses = {e.get(f"{W}numId", ""): value(e, "abstractNumId") for e in root.findall(f"{W}num")}
    lists = {}
    for num in root.findall(f"{W}num"):
        shared = _linked(value(num, "abstractNumId"), abstracts, uses, styles)
        if shared not in abstracts:
            continue
        levels = [Level() for _ in range(LEVELS)]
        for e in abstracts[shared].findall(f"{W}lvl"):
            levels[_index(e)] = _level(e)
        starts = {}
        for override in num.findall(f"{W}lvlOverride"):
            if (e := override.find(f"{W}lvl")) is not None:
                levels[_index(override)] = _level(e)
            if (e := override.find(f"{W}startOverride")) is not None:
                starts[_index(override)] = number(e.get(VAL), 1)
        lists[num.get(f"{W}numId", "")] = NumberedList(shared, tuple(levels), starts)
    return lists


def _linked(abstract: str, abstracts: Mapping[str, _Element], uses: Mapping[str, str], styles: Styles) -> str:
    """The abstract list that defines the levels: one that only links to a list style leads to another (17.9.21)."""
    seen: set[str] = set()
    while abstract in abstracts and abstract not in seen:
        seen.add(abstract)
        style = styles.by_id.get(value(abstracts[abstract], "numStyleLink"))
        if style is None or style.shape.list_id is None:
            break
        abstract = uses.get(style.shape.list_id, abstract)
    return abstract


def _index(element: _Element) -> int:
    return min(max(number(element.get(f"{W}ilvl"), 0), 0), LEVELS - 1)


def _level(e: _Element) -> Level:
    """A `w:lvl` element as a Level."""
    restart = value(e, "lvlRestart")
    return Level(
        start=number(value(e, "start"), 0),
        form=value(e, "numFmt") or "decimal",
        text=value(e, "lvlText"),
        suffix="" if value(e, "suff") == "nothing" else " ",
        restart=number(restart, 0) if restart else None,
        indent=shape_of(e.find(f"{W}pPr")).indent,
        legal=is_on(e.find(f"{W}isLgl")),
        style=value(e, "pStyle"),
    )


def level_of(numbered: NumberedList, style_id: str, level: int | None) -> int:
    """The level of a paragraph, from 0: the one tied to its style, else the one that it names.

    Args: `style_id`, the paragraph's style, "" where the number does not come from it.
    """
    if style_id:
        for i, x in enumerate(numbered.levels):
            if x.style == style_id:
                return i
    return min(max(level or 0, 0), LEVELS - 1)


def next_label(lists: Mapping[str, NumberedList], counts: Counts, list_id: str, level: int) -> str:
    """The label of the next paragraph at this place, counted; "" where the list is not known or shows nothing.

    Args: `level`, from 0; `counts` is changed.
    """
    numbered = lists.get(list_id)
    if numbered is None:
        return ""
    last = counts.last.setdefault(numbered.shared, [None] * LEVELS)
    if level in numbered.starts and (list_id, level) not in counts.begun:
        last[level] = None
    counts.begun.add((list_id, level))
    before = last[level]
    last[level] = _start(numbered, level) if before is None else before + 1
    for deeper in range(level + 1, LEVELS):
        restart = numbered.levels[deeper].restart
        if restart is None or restart > level:
            last[deeper] = None
    here = numbered.levels[level]
    if here.form == "bullet":
        label = _bullet(here.text)
    else:
        label = _PLACE.sub(lambda m: _place(numbered, last, int(m[1]) - 1, here.legal), here.text)
    label = clean(label)
    # A pattern that ends in a space brings its own; the line gets one space, never two.
    return label.strip() + (" " if label[-1:].isspace() else here.suffix) if label.strip() else ""


def _start(numbered: NumberedList, level: int) -> int:
    return numbered.starts.get(level, numbered.levels[level].start)


def _place(numbered: NumberedList, last: list[int | None], level: int, legal: bool) -> str:
    """The number that stands for %1 to %9; a level that has not come yet shows its start."""
    n = last[level]
    form = numbered.levels[level].form
    return format_number(_start(numbered, level) if n is None else n, "decimal" if legal and form != "none" else form)


def _bullet(text: str) -> str:
    if not text.strip():
        return ""
    if text.strip()[0] in _DASHES:
        return "-"
    return "+" if text.strip()[0] in _PLUSES else "•"


def format_number(n: int, form: str) -> str:
    """A number in one of Word's formats (17.18.59); what is not known is shown as decimal, as Word does.

    Args: `n`, from 0; `form`, the value of `w:numFmt`.
    """
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{n:02}"
    if form in ("lowerLetter", "upperLetter") and 0 < n <= _MANY:
        letters = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < n < 4000:
        roman = ""
        for worth, digits in _ROMAN:
            roman += digits * (n // worth)
            n %= worth
        return roman.upper() if form == "upperRoman" else roman
    return str(n)
