"""Where a body sits: its level, and the place that it is of ("Ban Dân vận Tỉnh uỷ Lam Thuỷ": province, Lam Thủy).

What it can mistake: a "Thành ủy" is of a province only in the cities that are governed from the centre; elsewhere, and
where no place is named, of a district.

Reads: names of bodies.
Writes: `Seat`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from docparse.lexicon import UPPER
from docparse.model import Level
from docparse.text import key

_TIERS: tuple[tuple[Level, str], ...] = (
    ("commune", r"đảng (?:[uủ][ỷy]|bộ) (?:xã|phường|thị trấn|đặc khu)|xã(?! hội)|phường|thị trấn|đặc khu"),
    ("district", r"huyện [uủ][ỷy]|quận [uủ][ỷy]|thị [uủ][ỷy]|huyện|quận|thị xã"),
    ("province", r"tỉnh [uủ][ỷy]|tỉnh|thành [uủ][ỷy]|thành phố"),
)
_TIER = re.compile("|".join(rf"(?P<{level}>(?<!\w)(?:{words})(?!\w))" for level, words in _TIERS), re.IGNORECASE)
_NAME = re.compile(rf"\s+((?:[{UPPER}]\w*)(?:[ -]{{1,3}}[{UPPER}]\w*){{0,3}})")
_CENTRAL = re.compile(r"trung ương|bộ chính trị|ban bí thư|chính phủ|quốc hội|thủ tướng|^bộ (?!chỉ huy)")
_CITIES = frozenset(("hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế"))
_ORGANS: tuple[tuple[Level, str], ...] = (
    ("central", r"(?:.*TW|HNTW)$"),
    ("district", r".*(?:HU|ThU|QU)$"),
    ("province", r".*TU$"),
    ("commune", r".*ĐU$"),
)


@dataclass(frozen=True, slots=True)
class Seat:
    """The level of a body and the folded name of its place; either may be unknown."""

    level: Level | None = None
    place: str = ""


def scope(place: str, province: str) -> str:
    """Whose series a local number is of: "yên hạ, thạch mỹ"; either part may be unknown, "" where both are."""
    return f"{place}, {province}" if province and province != place else place


def shown(scope: str) -> str:
    """A scope as people write it, with capitals and without the place that is not known: "Lam Thủy"."""
    return scope.removeprefix(", ").title()


def may_be_one(one: str, other: str) -> bool:
    """Whether two scopes may be the same: what both know agrees."""
    (a, _, in_a), (b, _, in_b) = one.partition(", "), other.partition(", ")
    return (not a or not b or a == b) and (not in_a or not in_b or in_a == in_b)


@lru_cache(maxsize=65536)
def seat(name: str) -> Seat:
    """The seat of the body called `name`, with its capitals as written."""
    best = Seat()
    for m in _TIER.finditer(name):
        level: Level = next(lv for lv, _ in _TIERS if m[lv])
        place = _NAME.match(name, m.end())
        found = Seat(level, key(place[1]) if place else "")
        if level == "province" and key(m[0]).startswith("thành") and found.place not in _CITIES:
            found = Seat("district" if found.place else None, found.place)
        if found.place:
            return found
        best = best if best.level else found
    return best if best.level or not _CENTRAL.search(key(name)) else Seat("central")


def level_of_organ(organ: str) -> Level | None:
    """The level of the committee in a symbol ("CT/TU": province), as far as the code tells it."""
    return next((level for level, pattern in _ORGANS if re.match(pattern, organ)), None)
