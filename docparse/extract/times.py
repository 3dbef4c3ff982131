"""Expressions of time: a small grammar of days, months, quarters, years, ranges, periods and terms.

Text it finds: "trước 17h00 ngày 10/12/2025", "chậm nhất cuối tháng 12", "từ ngày 15/11 đến 10/12/2025", "đầu quý
IV/2021", "trước ngày 15 của tháng cuối quý", "trong 15 ngày kể từ ngày ký". Whether one is a deadline is decided in
`deadlines`.

Reads: the lower-case text of a `View`.
Writes: `Time`s.
"""

from __future__ import annotations

from collections.abc import Iterator

from docparse.extract.time_forms import FORMS, GROUPS, OPENER, SIGNS
from docparse.extract.time_values import Time, read

__all__ = ["Time", "scan"]


def scan(low: str) -> Iterator[Time]:
    """Every expression of time, left to right, the longest reading at each place, none inside another."""
    position = 0
    while True:
        opener = OPENER.search(low, position)
        if opener is None:
            return
        start = opener.start()
        window = low[max(0, start - 16) : start + 110]
        groups = {group: bool(sign.search(window)) for group, sign in SIGNS.items()}
        best: Time | None = None
        for name, pattern in FORMS:
            if not groups.get(GROUPS.get(name, ""), True):
                continue
            m = pattern.match(low, start)
            if m and m.end() > start and (found := read(name, m)) and (best is None or found.end > best.end):
                best = found
        if best is None:
            position = max(opener.end(), start + 1)
            continue
        yield best
        position = best.end
