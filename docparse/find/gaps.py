"""Numbers that are missing from each series, as an archivist's shelf list.

A series is the documents of one type and one committee in one term (party) or year (State): there numbers run from 01.
The term of a local committee begins on the usual day of the table of terms, which may be months off; the first and the
last number that is held tell.

Reads: the index.
Writes: `Series`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.library import Library
from docparse.find.numbers import number_of, term_of
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES
from docparse.text import key


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one type of one committee in one term or year.

    `held` and `missing` are numbers, `cited` those of the missing that other documents cite; `last` is the greatest
    that is held or cited. `series` is the symbol without its number ("KH/TU").
    """

    series: str
    place: str
    term: str
    held: tuple[int, ...]
    missing: tuple[int, ...]
    cited: tuple[int, ...]
    last: int


def gaps(library: Library, *, series: str = "", place: str = "", term: str = "") -> list[Series]:
    """The series with their missing numbers, in order of place, series and term.

    Args: `series`, such as "KH/TU" or "KH"; `place`, of the committee; `term`, khóa, years or year. Documents marked as
    secret are not missing (they run in the same series), but not listed as held either without `allow_secret`.
    """
    held: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    secret: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    cited: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    with library.connection.begin():
        for symbol, place_, term_, number_, is_secret in library.connection.execute(_held()).all():
            shown = library.allow_secret or not is_secret
            (held if shown else secret)[_series(symbol), place_, term_].add(number_)
        for row in library.connection.execute(_cited()):
            number = number_of(row.symbol)
            if number and number.value is not None:
                cited[_series(row.symbol), row.place, term_of(number, row.when)].add(number.value)
    names = sorted(held, key=lambda n: (n[1], n[0], n[2]))
    found = (_one(name, held[name], secret[name], cited[name]) for name in names)
    return [one for one in found if fits(one, series=series, place=place, term=term)]


def _held() -> sa.Select[Any]:
    return sa.select(FOUND.c.symbol, FOUND.c.place, FOUND.c.term, FOUND.c.number, FOUND.c.secret).where(
        FOUND.c.number.is_not(None), FOUND.c.term != ""
    )


def _cited() -> sa.Select[Any]:
    shown = sa.select(CITATIONS.c.identity).join(FOUND, FOUND.c.n == CITATIONS.c.doc).where(FOUND.c.secret.is_(False))
    return sa.select(IDENTITIES.c.symbol, IDENTITIES.c.place, IDENTITIES.c.when).where(
        IDENTITIES.c.held.is_(None),
        IDENTITIES.c.key.not_like("name:%"),
        IDENTITIES.c.when != "",
        IDENTITIES.c.id.in_(shown),
    )


def _series(symbol: str) -> str:
    """A symbol without its number and its year: "17-CT/TW" gives "CT/TW", "30/2020/NĐ-CP" gives "NĐ-CP"."""
    return symbol.lstrip("0123456789abcdđ").lstrip("-/ ").removeprefix("20").lstrip("0123456789/-")


def fits(one: Series, *, series: str = "", place: str = "", term: str = "") -> bool:
    """Whether a series is one of those that `gaps` gives with the same arguments."""
    asked, name = series.casefold(), one.series.casefold()
    same = not asked or name == asked or name.startswith((f"{asked}/", f"{asked}-"))
    return same and (not place or one.place.partition(", ")[0] == key(place)) and (not term or one.term == term)


def _one(name: tuple[str, str, str], held: set[int], secret: set[int], cited: set[int]) -> Series:
    last = max(held | cited)
    there = held | secret
    missing = [n for n in range(1, last + 1) if n not in there]
    return Series(*name, tuple(sorted(held)), tuple(missing), tuple(sorted(cited - there)), last)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers as people write them: "1-3, 7, 9-12"."""
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in _runs(numbers))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = last = None
    for n in numbers:
        if start is None or last is None:
            start = n
        elif n != last + 1:
            yield start, last
            start = n
        last = n
    if start is not None and last is not None:
        yield start, last
