"""Expressions of time: a small grammar of days, months, quarters, years, ranges, periods and terms.

Text it finds: "trước 17h00 ngày 10/12/2025", "chậm nhất cuối tháng 12", "từ ngày 15/11 đến 10/12/2025", "đầu quý
IV/2021", "trước ngày 15 của tháng cuối quý", "trong 15 ngày kể từ ngày ký". Whether one is a deadline is decided in
`deadlines`.

Reads: the lower-case text of a `View`.
Writes: `Time`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from docparse.extract.time_forms import FORMS, GROUPS, OPENER, SIGNS
from docparse.extract.time_values import Time, read, spanning

__all__ = ["Time", "scan", "time_at"]


def scan(low: str) -> Iterator[Time]:
    """Every expression of time, left to right, the longest reading at each place, none inside another."""
    low = low.replace("quí ", "quý ")
    position = 0
    while True:
        opener = OPENER.search(low, position)
        if opener is None:
            return
        start = opener.start()
        best = time_at(low, start)
        if best is None:
            position = max(opener.end(), start + 1)
            continue
        best = _to_its_end(low, best)
        yield best
        position = best.end


_TO = re.compile(r" (?:cho )?(?=đến )")


def _to_its_end(low: str, t: Time) -> Time:
    """A start with the end that stands right after it: "bắt đầu từ quý IV/2018 đến hết tháng 5/2019"."""
    to = _TO.match(low, t.end) if t.relation == "from" else None
    end = time_at(low, to.end()) if to else None
    return (end and end.relation == "by" and spanning(t, end)) or t


def time_at(low: str, start: int) -> Time | None:
    """The longest expression of time that opens at `start` of a lower-case text."""
    window = low[max(0, start - 16) : start + 110]
    best: Time | None = None
    for name, pattern in _forms(frozenset(group for group, sign in SIGNS.items() if sign(window))):
        m = pattern.match(low, start)
        if m and m.end() > start and (found := read(name, m)) and (best is None or found.end > best.end):
            best = found
    return best


@cache
def _forms(signs: frozenset[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms that are worth trying where only these groups have given a sign of themselves."""
    return tuple(form for form in FORMS if GROUPS.get(form[0]) in {*signs, None})
