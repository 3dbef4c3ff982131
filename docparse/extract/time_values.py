"""What an expression of time says: its first and last day, its EDTF or its recurrence.

Conventions: đầu, giữa, cuối tháng are days 1-10, 11-20, 21-end; đầu, giữa, cuối năm months 1-3, 5-8, 10-12
(contract.md).

Reads: matches of the forms.
Writes: `Time`s.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docparse.extract.dates import iso, month_end
from docparse.extract.recurrence import number, rrule
from docparse.model import Bound

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


Day = tuple[int, int, int]
"""Year (0: not stated), month, day."""


class Time(NamedTuple):
    """An expression at `start` to `end`; without `year` its days are given in the year 2000 until `in_year`."""

    start: int
    end: int
    relation: Bound
    kind: str
    rule: str
    first: Day | None = None
    last: Day | None = None
    edtf: str | None = None
    rrule: str | None = None
    year: int | None = None
    dated: bool = False
    """True where days or months are named, False for whole years."""

    @property
    def needs_year(self) -> bool:
        """Whether the text leaves the year out."""
        return (self.first is not None and self.first[0] == 0) or (self.last is not None and self.last[0] == 0)

    @property
    def month(self) -> int | None:
        """The month of the last day."""
        return self.last[1] if self.last else None

    @property
    def earliest(self) -> str | None:
        """The first day in ISO 8601, None without a year."""
        return _day(self.first)

    @property
    def latest(self) -> str | None:
        """The last day in ISO 8601, None without a year."""
        return _day(self.last)

    def in_year(self, year: int) -> Time:
        """The same expression in a year that the text leaves out."""
        first = self.first and (self.first[0] or year, *self.first[1:])
        last = self.last and (self.last[0] or year, self.last[1], self.last[2])
        if first and last and first[:2] > last[:2] and self.first and self.first[0] == 0 and self.last and self.last[0]:
            first = (last[0] - 1, *first[1:])
        if last and self.first != self.last and last[1:] == (2, 28) and "day" not in self.rule:
            last = (last[0], 2, month_end(last[0], 2))
        made = self._replace(first=first, last=last, year=year)
        return made._replace(edtf=_edtf(made))


def _day(d: Day | None) -> str | None:
    return iso(*d) if d and d[0] else None


def _edtf(t: Time) -> str | None:
    if t.relation in ("recurring", "relative"):
        return None
    a, b = t.earliest, t.latest
    if t.relation in ("before", "by") and b:
        return f"../{b}"
    if t.relation == "from" and a:
        return f"{a}/.."
    if a and b:
        return a if a == b else f"{a}/{b}"
    return a or b


def read(name: str, m: re.Match[str]) -> Time | None:
    """What a match of the form `name` says; None where it names no day that exists."""
    t = _READERS.get(name, _read_point)(name, m)
    return t._replace(rule=f"time.{name}", edtf=_edtf(t)) if t else None


def _days(
    m: re.Match[str],
    relation: Bound,
    kind: str,
    first: Day | None,
    last: Day | None,
    dated: bool = True,
) -> Time | None:
    """The expression from day `first` to day `last`, without the comma after it; None where a day does not exist."""
    for d in (first, last):
        if d is not None and iso(d[0] or 2000, d[1], d[2]) is None:
            return None
    year = next((d[0] for d in (last, first) if d and d[0]), None)
    end = m.end()
    while end > m.start() and m.string[end - 1] in " ,":
        end -= 1
    return Time(m.start(), end, relation, kind, "", first, last, year=year, dated=dated)


_RELATION: dict[str, Bound] = {
    "before": "before",
    "by": "by",
    "from": "from",
    "within": "within",
    "part": "within",
    "week": "within",
    "hour_day": "on",
    "day": "on",
    "day_bare": "on",
}


def _read_point(name: str, m: re.Match[str]) -> Time | None:
    """A day, month, quarter, half-year or year with its preposition."""
    g = m.groupdict()
    relation = _RELATION.get(name, "within")
    kind = "bare" if name in ("day", "day_bare", "month", "quarter", "half", "hour_day") else "point"
    first, last, shape = _interval(g)
    if first is None or last is None:
        return None
    pre = g.get("pre") or ""
    if shape == "day":
        if name == "within":
            relation = "on"
        dated = g.get("y") or g.get("y2") or (g["d"] and g.get("d2") is None and "/" in m[0])
        if name == "day_bare" and not dated:
            return None
        if name == "day_bare" and "." in m[0] and not g.get("y"):
            return None
        if not dated and "ngày" not in m[0] and "-" in m[0] and pre.endswith(_COUNTS):
            return None
    elif name == "from" and pre == "sau":
        return None
    if name == "by" and pre in ("đến", "hết", "đến hết") and shape == "year":
        kind = "target" if pre == "đến" else "year"
    if name == "day" and m[0].startswith("trong"):
        kind = "point"
    if name in ("within", "from") and shape == "year" and not g.get("part"):
        kind = "year"
    if name == "year":
        kind = "bare"
    if name == "before" and re.search(r"trước (?:19|20)\d\d|trước năm", m[0]):
        kind = "year"
    return _days(m, relation, kind, first, last, shape != "year")


_COUNTS = ("khoảng", "dự kiến", "trong", "từ", "quá")
"""What a number of things may follow too: "khoảng 09-11 cơn bão"."""


def _interval(g: dict[str, str | None]) -> tuple[Day | None, Day | None, str]:
    """First and last day of what the groups of a form name, and what it is: day, month, quarter, half, year."""
    if g.get("d") or g.get("d2"):
        y, m = number(g.get("y") or g.get("y2")), number(g.get("m") or g.get("m2"))
        more = re.findall(r"\d+", g.get("more") or g.get("more2") or "")
        days = [number(g.get("d") or g.get("d2")), *map(int, more)]
        return (y, m, min(days)), (y, m, max(days)), "day"
    if g.get("mm"):
        return *_month(number(g.get("my")), number(g["mm"]), g.get("part"), g.get("wk")), "month"
    if g.get("q"):
        return *_quarters(number(g.get("qy")), g["q"] or "", g.get("q2") or "", g.get("part")), "quarter"
    if g.get("half"):
        y = number(g.get("hy"))
        return ((y, 1, 1), (y, 6, 30), "half") if g["half"] == "đầu" else ((y, 7, 1), (y, 12, 31), "half")
    if g.get("yy"):
        y = number(g["yy"])
        a, b = _YEAR_PARTS.get(g.get("part") or "", (1, 12))
        return (y, a, 1), (y, b, month_end(y, b)), "year"
    return None, None, ""


_YEAR_PARTS = {"đầu": (1, 3), "giữa": (5, 8), "cuối": (10, 12)}
"""First and last month."""

_MONTH_PARTS = {
    "đầu": (1, 10),
    "thượng tuần": (1, 10),
    "tuần đầu": (1, 7),
    "nửa đầu": (1, 15),
    "giữa": (11, 20),
    "trung tuần": (11, 20),
    "nửa cuối": (16, 31),
    "cuối": (21, 31),
    "hạ tuần": (21, 31),
}
"""First and last day; a shorter month ends sooner."""


def _month(y: int, m: int, part: str | None, week: str | None) -> tuple[Day | None, Day | None]:
    """First and last day of a month, or of a part or a week of it."""
    if not 1 <= m <= 12:
        return None, None
    end = month_end(y or 2001, m)
    if week:
        n = {"nhất": 1, "đầu": 1, "cuối": 0}.get(week, number(week))
        return (y, m, 7 * n - 6 if n else end - 6), (y, m, min(7 * n, end) if n else end)
    if part == "tuần cuối":
        return (y, m, end - 6), (y, m, end)
    a, b = _MONTH_PARTS.get(part or "", (1, 31))
    return (y, m, a), (y, m, min(b, end))


def _quarters(y: int, first: str, more: str, part: str | None) -> tuple[Day, Day]:
    """First and last day of the quarters `first` to the last of `more`; a part of them is a month."""
    last = re.search(r"(?:[iv]+|\d)$", more)
    a, b = 3 * _ROMAN[first] - 2, 3 * _ROMAN[last[0] if last else first]
    if part == "đầu":
        b = a
    elif part == "cuối":
        a = b
    elif part == "giữa":
        a = b = a + 1
    return (y, a, 1), (y, b, month_end(y or 2001, b))


def _read_range(name: str, m: re.Match[str]) -> Time | None:
    g = m.groupdict()
    if name == "range_years":
        a, b = int(m["ya"]), int(m["yb"])
        return _days(m, "between", "range", (a, 1, 1), (b, 12, 31), dated=False) if a < b else None
    if name == "range_parts":
        ey = number(m["ey"] or m["ey2"])
        ry = number(m["ry"]) or ey
        first = _month(ry, number(m["rm"]), m["pa"], None)[0]
        last = _month(ey, number(m["em"]), m["pb"], None)[1] if m["pb"] else (ey, number(m["em2"]), number(m["ed"]))
        return _days(m, "between", "range", first, last) if first and last else None
    if name.startswith("range_months") or name == "months":
        ey, em = number(g.get("ey")), number(m["em"])
        ry, rm = number(g.get("ry")) or ey, number(m["rm"])
        if not (1 <= rm <= 12 and 1 <= em <= 12):
            return None
        if name == "months":
            kind = "bare" if m[0].startswith(("tháng", "các")) else "point"
            return _days(m, "within", kind, (ry, rm, 1), (ey, em, month_end(ey, em))) if rm < em else None
        return _days(m, "between", "range", (ry, rm, 1), (ey, em, month_end(ey or 2001, em)))
    ed, em, ey = number(m["ed"]), number(m["em"] or m["em2"]), number(m["ey"] or m["ey2"])
    rd, rm, ry = number(m["rd"]), number(m["rm"] or m["rm2"]) or em, number(m["ry"] or m["ry2"]) or ey
    if ry and not ey:  # "từ 20/12/2021 đến hết ngày 10/01"
        ey = ry + ((em, ed) < (rm, rd))
    if (ry or 0, rm, rd) > (ey or 0, em, ed) and not m["ry"] and not m["ry2"]:
        ry = ry - 1 if ry else 0
    whole = em and "ngày" in m[0] and "đến" in m[0]  # "từ ngày 12 đến 14-10"
    if not m["rm"] and not m["rm2"] and "/" not in m[0] and "tháng" not in m[0] and not whole:
        return None
    if m["rd"] and not (m["rm"] or m["rm2"]) and m[0].count("-") and not re.search(r"[/]", m[0]) and not whole:
        return None
    relation: Bound = "on" if "và cả" in m[0] else "between"
    if not _valid(rm, rd) or not _valid(em, ed):
        return None
    t = _days(m, relation, "range", (ry, rm, rd), (ey, em, ed))
    return t._replace(kind="bare") if t and not m[0].startswith(("từ", "kể từ", "trong", "bắt đầu")) else t


def spanning(start: Time, end: Time) -> Time | None:
    """The range from one time to another that follows it: "từ quý IV/2018" and "đến hết tháng 5/2019"."""
    first, last = start.first, end.last
    if first is None or last is None:
        return None
    if first[0] == 0 and last[0]:
        first = (last[0] - (first[1:] > last[1:]), *first[1:])
    elif first[0] and last[0] == 0:
        last = (first[0] + (first[1:] > last[1:]), *last[1:])
    if first[0] and first > last:
        return None
    dated = start.dated or end.dated
    made = Time(start.start, end.end, "between", "range", "time.range", first, last, year=last[0] or None, dated=dated)
    return made._replace(edtf=_edtf(made))


def _valid(month: int, day: int) -> bool:
    return iso(2000, month, day) is not None


def _read_event(name: str, m: re.Match[str]) -> Time | None:
    """ "từ ngày 15/3/2026 đến ngày bầu cử": the end is an event, dated or not."""
    g = m.groupdict()
    first, _, _ = _interval(g)
    last = (number(g["ey"]), number(g["em"]), number(g["ed"])) if g.get("ed") else None
    if first is None:
        return None
    if last and not first[0]:
        first = (last[0] if first[1] <= last[1] else last[0] - 1, *first[1:])
    end = m.end() if last else m.start() + len(re.sub(r"( \S+)$", "", m[0].rstrip())) if m[0].endswith(" ") else m.end()
    t = _days(m, "between", "range", first, last)
    return t._replace(end=end) if t else None


def _read_recurring(name: str, m: re.Match[str]) -> Time | None:
    g = m.groupdict()
    if name == "times_a_period" and not re.match(r"ít nhất|\d{1,2} (?:lần|kỳ|đợt|cuộc|buổi)", m[0]):
        return None
    rule = rrule(name, g)
    return Time(m.start(), m.end(), "recurring", "recurring", "", rrule=rule) if rule else None


def _read_relative(name: str, m: re.Match[str]) -> Time | None:
    return Time(m.start(), m.end(), "relative", "relative", "")


def _read_blank(name: str, m: re.Match[str]) -> Time | None:
    end = (
        m.start() + len(m[0].rstrip(" /")) if not m[0].rstrip().endswith(("…", ".")) else m.start() + len(m[0].rstrip())
    )
    relation: Bound = "before" if re.match("trước|chậm nhất (?:là )?trước", m[0]) else "by"
    return Time(m.start(), end, relation, "point", "") if re.search(r"[.…_]", m[0]) else None


def _read_school_year(name: str, m: re.Match[str]) -> Time | None:
    """A school year or a part of one: when it begins and ends is not said."""
    if not (m["pre"] or m["part"]):
        return None
    pre = m["pre"] or "trong"
    relation: Bound = (
        "before" if "trước" in pre else "from" if pre.endswith("từ") else "by" if pre in _UP_TO else "within"
    )
    return Time(m.start(), m.end(), relation, "point", "", dated=True)


_UP_TO = ("đến hết", "hết", "chậm nhất", "chậm nhất là", "muộn nhất", "không muộn hơn", "không chậm hơn")


def _read_from_now(name: str, m: re.Match[str]) -> Time | None:
    _, last, _ = _interval(m.groupdict())
    return _days(m, "by", "point", None, last or (0, 12, 31))


_READERS = {
    "range_years": _read_range,
    "range_months": _read_range,
    "range_parts": _read_range,
    "months": _read_range,
    "range_months_bare": _read_range,
    "range_days": _read_range,
    "range_event": _read_event,
    "within_after": _read_relative,
    "after": _read_relative,
    "offset": _read_relative,
    "offset_before": _read_relative,
    "offset_event": _read_relative,
    "this_period": _read_relative,
    "blank_day": _read_blank,
    "from_now": _read_from_now,
    "school_year": _read_school_year,
    "offset_note": _read_relative,
    "counted": _read_relative,
} | dict.fromkeys(
    (
        "month_of_year",
        "time_of_day",
        "day_of_report",
        "day_of_last_month",
        "day_of_year",
        "day_of_month",
        "days_of_month",
        "weekday",
        "occasions",
        "part_of_period",
        "periodic",
        "times_a_period",
        "every",
        "each",
    ),
    _read_recurring,
)
