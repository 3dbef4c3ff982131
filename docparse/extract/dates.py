"""Dates in words and figures, with the precision that the text states.

Reads: strings of a `View`.
Writes: patterns with the groups d, m, y (with a suffix), and ISO dates.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

_SEP = r"\s?[/.\-]\s?"


def day_pattern(suffix: str = "") -> str:
    """A pattern of a full day, "20/10/2014", "28-10-2011", "05 tháng 4 năm 2017"; groups d, m, y and d2, m2, y2."""
    s = suffix
    return (
        rf"(?:(?P<d{s}>\d{{1,2}}){_SEP}(?P<m{s}>\d{{1,2}}){_SEP}(?P<y{s}>(?:19|20)\d\d)(?!\d)"
        rf"|(?P<d2{s}>\d{{1,2}}) tháng (?P<m2{s}>\d{{1,2}})(?: năm |/|, )(?P<y2{s}>(?:19|20)\d\d)(?!\d))"
    )


@lru_cache(maxsize=4096)
def iso(year: int, month: int, day: int) -> str | None:
    """The ISO day, None for one that no calendar has ("31/6/2014")."""
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return None


def day_of(m: re.Match[str], suffix: str = "") -> str | None:
    """The ISO day that a match of `day_pattern` states."""
    d = m[f"d{suffix}"] or m[f"d2{suffix}"]
    if not d:
        return None
    return iso(int(m[f"y{suffix}"] or m[f"y2{suffix}"]), int(m[f"m{suffix}"] or m[f"m2{suffix}"]), int(d))


def month_end(year: int, month: int) -> int:
    """The last day of a month."""
    return calendar.monthrange(year, month)[1]
