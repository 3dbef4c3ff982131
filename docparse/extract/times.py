"""Expressions of time: a small grammar of days, months, quarters, years, ranges, periods and terms.

Text it finds: "trước 17h00 ngày 10/12/2025", "chậm nhất cuối tháng 12", "từ ngày 15/11 đến 10/12/2025", "đầu quý IV/2021",
"trước ngày 15 của tháng cuối quý", "trong 15 ngày kể từ ngày ký". Whether one is a deadline is decided in `deadlines`.
Conventions: đầu, giữa, cuối tháng are days 1-10, 11-20, 21-end; đầu, giữa, cuối năm months 1-3, 5-8, 10-12
(contract.md); quarters in EDTF level 2 are 33 to 36.

Reads: the lower-case text of a `View`.
Writes: `Time`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docparse.extract.dates import iso, month_end
from docparse.model import Bound

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}


@dataclass(frozen=True, slots=True)
class Time:
    """An expression at `start` to `end`; without `year` its days are given in the year 2000 until `in_year`."""

    start: int
    end: int
    relation: Bound
    kind: str
    rule: str
    first: tuple[int, int, int] | None = None
    """Year (0: not stated), month, day."""
    last: tuple[int, int, int] | None = None
    edtf: str | None = None
    rrule: str | None = None
    year: int | None = None
    dated: bool = False
    """True where days or months are named, False for whole years."""

    @property
    def needs_year(self) -> bool:
        return (self.first is not None and self.first[0] == 0) or (self.last is not None and self.last[0] == 0)

    @property
    def month(self) -> int | None:
        return self.last[1] if self.last else None

    @property
    def earliest(self) -> str | None:
        return _day(self.first)

    @property
    def latest(self) -> str | None:
        return _day(self.last)

    def in_year(self, year: int) -> Time:
        """The same expression in a year that the text leaves out."""
        first = self.first and (self.first[0] or year, *self.first[1:])
        last = self.last and (self.last[0] or year, self.last[1], self.last[2])
        if first and last and first[:2] > last[:2] and self.first and self.first[0] == 0 and self.last and self.last[0]:
            first = (last[0] - 1, *first[1:])
        if last and self.first != self.last and last[1:] == (2, 28) and "day" not in self.rule:
            last = (last[0], 2, month_end(last[0], 2))
        made = replace(self, first=first, last=last, year=year)
        return replace(made, edtf=_edtf(made))


def _day(d: tuple[int, int, int] | None) -> str | None:
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


# --- the grammar ------------------------------------------------------------------------------------------------------

_HOUR = r"(?:(?:lúc )?\d{1,2} ?(?:h|g|giờ|:) ?(?:\d{2})?(?: ?phút)?(?: ?- ?\d{1,2} ?(?:h|giờ|:)(?:\d{2})?)?(?: ngày|,| )\s?)"
_SESSION = r"(?:sáng|chiều|tối|cả|trưa)"
_WEEKDAY = r"(?:\(?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\)?,? )"
_D = r"\d{1,2}"
_Y = r"(?:19|20)\d\d"
_SEP = r" ?[/.\-] ?"
_DAY = rf"(?:(?P<d>{_D})(?P<more>(?:(?:, ?| và ){_D})+)?{_SEP}(?P<m>{_D})(?:{_SEP}(?P<y>{_Y}))?(?![\d/])|(?P<d2>{_D})(?: tháng |{_SEP})(?P<m2>{_D})(?:,? năm (?P<y2>{_Y}))?(?!\d))"
_MONTH = rf"tháng (?P<mm>{_D}|giêng|chạp)(?:(?:/| ?- ?|, | năm | )(?P<my>{_Y}))?(?![\d/]|-\d)"
_QUARTER = rf"quý (?P<q>iv|i{{1,3}}|[1-4])(?P<q2>(?:,| và|-| - | đến quý|, quý| và quý) ?(?:iv|i{{1,3}}|[1-4]))?(?:(?:/| năm |-|, | )(?P<qy>{_Y}))?(?![\w/])"
_HALF = rf"(?:6|06|sáu) tháng (?P<half>đầu|cuối) năm(?: (?P<hy>{_Y}))?"
_YEAR = rf"năm (?P<yy>{_Y})(?!\d)"
_PART = r"(?P<part>đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần|tuần đầu|tuần cuối|nửa đầu|nửa cuối)(?: của)? "
_BEFORE = r"(?:chậm nhất (?:là )?trước|trước)"
_BY = r"(?:chậm nhất(?: là)?(?: vào| đến)?|muộn nhất(?: là)?(?: vào)?|không muộn hơn|hạn cuối(?: cùng)?(?: là)?:?|hạn chót(?: là)?:?|không quá|trễ nhất(?: là)?|đến hết|hết|đến)"
_FROM = r"(?:kể từ|bắt đầu từ|từ|sau)"
_WITHIN = r"(?:trong vòng|trong|vào khoảng|vào|khoảng|dự kiến)"
_EVERY = r"(?:hằng|hàng)"
_N = r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_ANCHOR = r"(?P<anchor>[^.;\n]{2,110}?)"

_POINT = rf"(?:{_HOUR})?(?:{_SESSION} )?{_WEEKDAY}?(?:ngày (?:mùng )?)?{_DAY}"
_SPAN_DAY = rf"(?:{_SESSION} )?(?:ngày )?(?P<rd>{_D})(?:{_SEP}(?P<rm>{_D})(?:{_SEP}(?P<ry>{_Y}))?| tháng (?P<rm2>{_D})(?: năm (?P<ry2>{_Y}))?)?"
_SPAN_END = rf"(?:{_SESSION} )?(?:ngày )?(?P<ed>{_D})(?:{_SEP}(?P<em>{_D})(?:{_SEP}(?P<ey>{_Y}))?| tháng (?P<em2>{_D})(?: năm (?P<ey2>{_Y}))?)(?![\d/])"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w/])(?:{pattern})"))
    for name, pattern in (
        # recurring: a day of a period, then periods
        (
            "day_of_last_month",
            rf"(?:(?P<pre>{_BEFORE}|{_BY}|vào) (?:ngày )?|ngày )(?P<bd>{_D})(?: của)?(?: tháng)? (?:cuối quý|tháng cuối quý|tháng cuối của quý|tháng cuối mỗi quý)",
        ),
        ("month_of_year", rf"(?:trong |vào )?(?:{_PART})?tháng (?P<bm>{_D}) (?:{_EVERY} năm|mỗi năm)"),
        ("time_of_day", rf"trước {_D} ?(?:h|giờ)(?:\d\d)? (?:{_EVERY} ngày|mỗi ngày)"),
        ("day_of_report", rf"(?<=báo cáo tháng )(?:{_BEFORE}|{_BY}) ngày (?P<bd>{_D})(?! ?(?:/|tháng|-|\.\d))"),
        (
            "day_of_year",
            rf"(?P<pre>{_BEFORE}|{_BY}|vào|từ)? ?(?:ngày )?(?P<bd>{_D})(?:{_SEP}| tháng )(?P<bm>{_D})(?: của)? (?:{_EVERY} năm|mỗi năm)",
        ),
        (
            "day_of_month",
            rf"(?P<pre>{_BEFORE}|{_BY}|vào)? ?(?:ngày )?(?:mùng )?(?P<bd>{_D})(?: của)? (?:{_EVERY} tháng|mỗi tháng|tháng tiếp sau|của tháng tiếp theo|tháng sau|tháng kế tiếp)",
        ),
        ("weekday", rf"(?:vào )?(?P<wd>thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật) {_EVERY} tuần"),
        ("occasions", rf"(?:vào )?(?:dịp|các dịp|các đợt)[^.;\n]{{0,90}}? {_EVERY} năm"),
        (
            "part_of_period",
            rf"(?:trước|vào|đầu|cuối|giữa)(?: (?:trước|vào|đầu|cuối|giữa|ngày|tháng|quý|\d{{1,2}}|tuần))* (?P<every>(?:{_EVERY}|mỗi) (?:tháng|quý|năm))",
        ),
        (
            "periodic",
            rf"định kỳ(?: báo cáo)? (?:(?P<pn>\d{{1,2}}|một|ba|sáu) tháng(?: ?(?:một|1|01) lần| ?/ ?lần)?|(?P<pp>(?:{_EVERY} )?(?:tuần|tháng|quý|năm|ngày))(?:(?:,| và) (?:{_EVERY} )?(?:quý|năm)(?! (?:19|20)))*(?! ?\d))",
        ),
        (
            "meeting",
            rf"(?:trong|tại|vào) (?:kỳ |buổi |đợt )?(?:sinh hoạt|họp|giao ban)(?: (?:thường lệ|chi bộ|đảng bộ|cấp ủy|đảng|thường kỳ|chuyên đề))*(?: định kỳ| thường kỳ)? {_MONTH}",
        ),
        (
            "times_a_period",
            r"(?:ít nhất )?(?P<tn>\d{1,2}|một|hai|ba)(?: (?:lần|ngày|buổi|kỳ|đợt|cuộc))? ?/ ?(?P<tp>tháng|quý|năm|tuần)(?: ?(?:một|1|01) lần)?",
        ),
        (
            "every",
            r"(?:mỗi (?P<mp>tháng|quý|tuần)(?: (?:một|1|01|\d{1,2}) lần)?|mỗi năm(?: (?:một|ít nhất|tổ chức|\d{1,2})(?: (?:một|\d{1,2}))? lần)?|(?:mỗi )?(?P<yn>\d{1,2}) (?P<yp>tháng|năm) (?:một|1|01) lần)",
        ),
        (
            "each",
            rf"{_EVERY} (?P<ep>ngày|tuần|tháng|quý|năm)(?:(?:,| và) (?:{_EVERY} )?(?:quý|năm|tháng)(?! (?:19|20)))*(?! (?:19|20))",
        ),
        # relative: a number and an anchor
        (
            "within_after",
            rf"(?:{_WITHIN}|chậm nhất(?: là)?|không quá|muộn nhất(?: là)?)(?: (?:thời hạn|thời gian|vòng|là|sau|không quá|chậm nhất|tối đa))* {_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tháng|tuần|năm)(?: làm việc)?,? ?(?:kể từ|tính từ|kể từ khi|từ|sau|trước)(?: (?:ngày|khi|thời điểm))? {_ANCHOR}(?=[,.;:)\n]| (?:để|phải|thì|và gửi|cấp|chi bộ|đảng ủy|ban)\b|$)",
        ),
        (
            "after",
            rf"sau (?:thời hạn )?{_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tháng|tuần)(?: làm việc)?,? (?:kể từ|tính từ)(?: (?:ngày|khi))? {_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        (
            "offset",
            rf"(?:chậm nhất(?: là)? )?(?:ít nhất )?trước(?: ít nhất)? {_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tuần)(?: làm việc)? (?:của|so với|trước|tính đến|khi|ngày)(?: (?:ngày|thời điểm))? {_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        (
            "offset_event",
            rf"(?:chậm nhất(?: là)? )?trước (?:ngày|khi) (?:[^\W\d]+ ){{1,6}}(?:ít nhất )?{_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tuần)(?: làm việc)?(?!\w)",
        ),
        ("this_period", r"(?:trong )?(?:quý|tháng|năm) (?:này|nay)"),
        (
            "offset_before",
            rf"(?:chậm nhất(?: là)?|ít nhất(?: là)?)(?: trước)? {_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tuần|tháng)(?: làm việc)? (?:trước|sau)(?: (?:ngày|khi))? {_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        # ranges
        (
            "range_months",
            rf"(?:từ )?tháng (?P<rm>{_D})(?:(?:/| năm )(?P<ry>{_Y}))? ?(?:đến|-|→)(?: hết)? ?(?:tháng )?(?P<em>{_D})(?:/| năm )(?P<ey>{_Y})(?!\d)",
        ),
        ("range_months_bare", rf"từ tháng (?P<rm>{_D}) (?:đến|-)(?: hết)? (?:tháng )(?P<em>{_D})(?![\d/])"),
        (
            "range_event",
            rf"(?:từ|kể từ) (?:{_PART})?(?:(?:ngày )?{_DAY}|{_MONTH}) (?:cho )?đến (?=(?:ngày|khi|kết thúc|thời điểm) [^\d\W])(?:[^\W\d]+ ){{1,4}}(?:(?P<ed>{_D})[/.](?P<em>{_D})[/.](?P<ey>{_Y})|(?=\w))",
        ),
        (
            "range_days",
            rf"(?:(?:từ|trong thời gian từ|bắt đầu từ|kể từ) )?(?:{_HOUR})?{_SPAN_DAY} ?(?:đến(?: hết)?|tới|-|→|và cả|và kết thúc(?: vào)?) ?(?:{_HOUR})?{_SPAN_END}",
        ),
        (
            "range_years",
            rf"(?:(?:trong |cho )?(?:giai đoạn|thời kỳ|các năm) |từ (?:năm )?)?(?P<ya>{_Y}) ?(?:-|đến(?: hết)?(?: năm)?) ?(?P<yb>{_Y})(?![\d/])",
        ),
        # points
        ("before", rf"(?P<pre>{_BEFORE}) (?:{_PART})?(?:{_HOUR})?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_YEAR})"),
        (
            "blank_day",
            rf"(?P<pre>{_BEFORE}|{_BY}) ngày ?(?:[.…_]{{1,30}}|\s)*(?:/|tháng)[\s.…_/]*(?:năm )?(?:20[\s.…_/]*)?",
        ),
        (
            "by",
            rf"(?P<pre>{_BY}) (?:{_PART})?(?:{_HOUR})?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_YEAR}|năm(?= |[.;,])(?! \d))",
        ),
        (
            "from_now",
            r"từ nay (?:đến|tới)(?: hết| cuối)? ?(?:năm(?: (?P<yy>(?:19|20)\d\d))?|tháng (?P<mm>\d{1,2})(?:/(?P<my>(?:19|20)\d\d))?|(?:ngày )?(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>(?:19|20)\d\d))?)",
        ),
        (
            "from",
            rf"(?P<pre>{_FROM}) (?:{_PART})?(?:{_HOUR})?(?:đợt )?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_YEAR})",
        ),
        (
            "within",
            rf"(?P<pre>{_WITHIN}) (?:{_PART})?(?:{_HOUR})?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_HALF}|{_YEAR})",
        ),
        ("part", rf"{_PART}(?:{_MONTH}|{_QUARTER}|{_YEAR})"),
        ("hour_day", rf"{_HOUR}{_WEEKDAY}?(?:ngày )?{_DAY}"),
        ("week", rf"(?:{_WITHIN} )?tuần (?:thứ )?(?P<wk>[1-5]|nhất|hai|ba|tư|năm|đầu|cuối)(?: của)? {_MONTH}"),
        (
            "months",
            rf"(?:{_WITHIN} )?(?:các )?tháng (?P<rm>{_D})(?:,| và)(?: tháng)? (?P<em>{_D})(?:/| năm )(?P<ey>{_Y})(?!\d)",
        ),
        ("day", rf"(?:trong )?(?:{_SESSION} )?(?:các )?ngày {_DAY}"),
        ("day_bare", rf"{_DAY}"),
        ("month", _MONTH),
        ("quarter", _QUARTER),
        ("half", _HALF),
        ("year", rf"(?:năm )?(?P<yy>{_Y})(?![\d/\-.]| ?-)"),
    )
)
_UNIT = r"(?:\d|năm|quý|tháng|tuần|ngày|hằng|hàng|nay)"
_OPENER = re.compile(
    r"(?<![\w/])(?:"
    rf"(?:trước|đến|hết|kể từ|bắt đầu|từ|sau|trong|vào|khoảng|dự kiến|lúc|cả|sáng|chiều|tối|tại)(?= [^\n.;]{{0,34}}?{_UNIT})"
    r"|chậm nhất|muộn nhất|trễ nhất|không (?:quá|muộn)|hạn (?:cuối|chót)|hằng (?=[tqn])|hàng (?=[tqn])|định kỳ|mỗi (?=[tqn\d])|ít nhất (?=\d|là|trước|một)|thứ (?=[hbtns])|chủ nhật|các (?=dịp|đợt|ngày|năm|tháng)|dịp|tuần (?=[1-5đcthbn])"
    r"|(?:đầu|giữa|cuối|nửa đầu|nửa cuối|tuần đầu|tuần cuối)(?= (?:của )?(?:tháng|quý|năm|hằng|hàng|mỗi))|(?:thượng|trung|hạ) tuần"
    r"|ngày (?=\d|mùng|[.…_])|tháng (?=\d|giêng|chạp)|quý (?=[iv\d])|(?:giai đoạn|thời kỳ|cho giai đoạn) (?=\d)|năm (?=\d)|sáu tháng|(?:một|hai|ba) (?:lần|buổi|kỳ)"
    r"|\d{1,2}(?= ?[/\-.→] ?\d| ?(?:h|g|giờ|:)| tháng| năm (?:một|1|01) lần| ?(?:,|và) ?\d| ngày| (?:lần|buổi|kỳ|đợt|cuộc)| đến)|(?:19|20)\d\d(?![\d]))"
)
_KINDS = {
    name: group
    for group, names in {
        "recurring": "month_of_year time_of_day day_of_report day_of_last_month day_of_year day_of_month weekday occasions part_of_period periodic times_a_period every each",
        "relative": "within_after after offset offset_event this_period offset_before",
        "range": "range_months range_months_bare range_event range_days range_years",
    }.items()
    for name in names.split()
}
_SIGNS = {
    "recurring": re.compile(
        r"hằng|hàng|mỗi|định kỳ|lần|/ ?(?:tháng|quý|năm|tuần)|cuối quý|tiếp sau|tiếp theo|tháng sau|kế tiếp|cuối mỗi|báo cáo tháng"
    ),
    "relative": re.compile(
        r"(?:ngày|giờ|tháng|tuần|năm)(?: làm việc)?,? (?:kể từ|tính|từ|sau|trước|của|so với|khi|ngày)|(?:này|nay)(?!\w)|\d\)? (?:ngày|giờ|tuần)"
    ),
    "range": re.compile(r"đến|tới|-|→|kết thúc|và cả"),
}


def scan(low: str) -> Iterator[Time]:
    """Every expression of time, left to right, the longest reading at each place, none inside another."""
    position = 0
    while True:
        opener = _OPENER.search(low, position)
        if opener is None:
            return
        start = opener.start()
        window = low[max(0, start - 16) : start + 110]
        groups = {group: bool(sign.search(window)) for group, sign in _SIGNS.items()}
        best: Time | None = None
        for name, pattern in _FORMS:
            if not groups.get(_KINDS.get(name, ""), True):
                continue
            m = pattern.match(low, start)
            if m and m.end() > start and (found := _read(name, m)) and (best is None or found.end > best.end):
                best = found
        if best is None:
            position = max(opener.end(), start + 1)
            continue
        yield best
        position = best.end


def _int(text: str | None) -> int:
    return 0 if not text else int(text) if text.isdigit() else {"giêng": 1, "chạp": 12}.get(text, _WORDS.get(text, 0))


def _read(name: str, m: re.Match[str]) -> Time | None:
    reader = _READERS.get(name, _read_point)
    t = reader(name, m)
    if t is None:
        return None
    return replace(t, rule=f"time.{name}", edtf=_edtf(t))


def _make(
    m: re.Match[str],
    relation: Bound,
    kind: str,
    first: tuple[int, int, int] | None,
    last: tuple[int, int, int] | None,
    dated: bool = True,
) -> Time | None:
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
        if name == "day_bare" and not g.get("y") and not (g.get("d2") is None and g["d"] and "/" in m[0]):
            return None
        if name == "day_bare" and "." in m[0] and not g.get("y"):
            return None
    elif name == "from" and pre == "sau":
        return None
    if name == "by" and pre in ("đến", "hết", "đến hết") and shape == "year":
        kind = "target" if pre == "đến" else "year"
    if name in ("within", "from") and shape == "year" and not g.get("part"):
        kind = "year"
    if name == "year":
        kind = "bare"
    if name == "before" and re.search(r"trước (?:19|20)\d\d|trước năm", m[0]):
        kind = "year"
    return _make(m, relation, kind, first, last, shape != "year")


def _interval(g: dict[str, str | None]) -> tuple[tuple[int, int, int] | None, tuple[int, int, int] | None, str]:
    """First and last day of what the groups of a form name, and what it is: day, month, quarter, half, year."""
    part = g.get("part")
    if g.get("d") or g.get("d2"):
        y, mo = _int(g.get("y") or g.get("y2")), _int(g.get("m") or g.get("m2"))
        days = [_int(g.get("d") or g.get("d2")), *(int(d) for d in re.findall(r"\d+", g.get("more") or ""))]
        return (y, mo, min(days)), (y, mo, max(days)), "day"
    if g.get("mm"):
        y, mo = _int(g.get("my")), _int(g["mm"])
        if not 1 <= mo <= 12:
            return None, None, ""
        end = month_end(y or 2001, mo)
        if week := g.get("wk"):
            n = {"nhất": 1, "đầu": 1, "cuối": 0}.get(week, _int(week))
            return (y, mo, 7 * n - 6 if n else end - 6), (y, mo, min(7 * n, end) if n else end), "month"
        if part in ("đầu", "thượng tuần"):
            return (y, mo, 1), (y, mo, 10), "month"
        if part in ("giữa", "trung tuần"):
            return (y, mo, 11), (y, mo, 20), "month"
        if part in ("cuối", "hạ tuần"):
            return (y, mo, 21), (y, mo, end), "month"
        if part == "tuần đầu":
            return (y, mo, 1), (y, mo, 7), "month"
        if part == "nửa đầu":
            return (y, mo, 1), (y, mo, 15), "month"
        if part == "nửa cuối":
            return (y, mo, 16), (y, mo, end), "month"
        return (y, mo, 1), (y, mo, end), "month"
    if g.get("q"):
        y, q = _int(g.get("qy")), _ROMAN[g["q"] or "1"]
        last = (
            _ROMAN[re.findall(r"[iv]+|\d", g["q2"].replace("quý", "").replace("và", "").replace("đến", ""))[-1]]
            if g.get("q2")
            else q
        )
        a, b = 3 * q - 2, 3 * last
        if part == "đầu":
            b = a
        elif part == "cuối":
            a = b
        elif part == "giữa":
            a = b = a + 1
        return (y, a, 1), (y, b, month_end(y or 2001, b)), "quarter"
    if g.get("half"):
        y = _int(g.get("hy"))
        return ((y, 1, 1), (y, 6, 30), "half") if g["half"] == "đầu" else ((y, 7, 1), (y, 12, 31), "half")
    if g.get("yy"):
        y = _int(g["yy"])
        if part == "đầu":
            return (y, 1, 1), (y, 3, 31), "year"
        if part == "giữa":
            return (y, 5, 1), (y, 8, 31), "year"
        if part == "cuối":
            return (y, 10, 1), (y, 12, 31), "year"
        return (y, 1, 1), (y, 12, 31), "year"
    return None, None, ""


def _read_range(name: str, m: re.Match[str]) -> Time | None:
    g = m.groupdict()
    if name == "range_years":
        a, b = int(m["ya"]), int(m["yb"])
        return _make(m, "between", "range", (a, 1, 1), (b, 12, 31), dated=False) if a < b else None
    if name.startswith("range_months") or name == "months":
        ey, em = _int(g.get("ey")), _int(m["em"])
        ry, rm = _int(g.get("ry")) or ey, _int(m["rm"])
        if not (1 <= rm <= 12 and 1 <= em <= 12):
            return None
        if name == "months":
            kind = "bare" if m[0].startswith(("tháng", "các")) else "point"
            return _make(m, "within", kind, (ry, rm, 1), (ey, em, month_end(ey, em))) if rm < em else None
        return _make(m, "between", "range", (ry, rm, 1), (ey, em, month_end(ey or 2001, em)))
    ed, em, ey = _int(m["ed"]), _int(m["em"] or m["em2"]), _int(m["ey"] or m["ey2"])
    rd, rm, ry = _int(m["rd"]), _int(m["rm"] or m["rm2"]) or em, _int(m["ry"] or m["ry2"]) or ey
    if (ry or 0, rm, rd) > (ey or 0, em, ed) and not m["ry"] and not m["ry2"]:
        ry = ry - 1 if ry else 0
    if not m["rm"] and not m["rm2"] and "/" not in m[0] and "tháng" not in m[0]:
        return None
    if m["rd"] and not (m["rm"] or m["rm2"]) and m[0].count("-") and not re.search(r"[/]", m[0]):
        return None
    relation: Bound = "on" if "và cả" in m[0] else "between"
    if not _valid(rm, rd) or not _valid(em, ed):
        return None
    t = _make(m, relation, "range", (ry, rm, rd), (ey, em, ed))
    return replace(t, kind="bare") if t and not m[0].startswith(("từ", "kể từ", "trong", "bắt đầu")) else t


def _valid(month: int, day: int) -> bool:
    return iso(2000, month, day) is not None


def _read_event(name: str, m: re.Match[str]) -> Time | None:
    """ "từ ngày 15/3/2026 đến ngày bầu cử": the end is an event, dated or not."""
    g = m.groupdict()
    first, _, _ = _interval(g)
    last = (_int(g["ey"]), _int(g["em"]), _int(g["ed"])) if g.get("ed") else None
    if first is None:
        return None
    if last and not first[0]:
        first = (last[0] if first[1] <= last[1] else last[0] - 1, *first[1:])
    end = m.end() if last else m.start() + len(re.sub(r"( \S+)$", "", m[0].rstrip())) if m[0].endswith(" ") else m.end()
    t = _make(m, "between", "range", first, last)
    return replace(t, end=end) if t else None


_FREQ = {
    "ngày": "FREQ=DAILY",
    "tuần": "FREQ=WEEKLY",
    "tháng": "FREQ=MONTHLY",
    "quý": "FREQ=MONTHLY;INTERVAL=3",
    "năm": "FREQ=YEARLY",
}
_WEEKDAYS = {
    "thứ hai": "MO",
    "thứ ba": "TU",
    "thứ tư": "WE",
    "thứ năm": "TH",
    "thứ sáu": "FR",
    "thứ bảy": "SA",
    "chủ nhật": "SU",
}


def _months(n: int) -> str:
    return "FREQ=YEARLY" if n == 12 else "FREQ=MONTHLY" if n == 1 else f"FREQ=MONTHLY;INTERVAL={n}"


def _rrule(name: str, g: dict[str, str | None]) -> str | None:
    if name == "day_of_last_month":
        return f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={_int(g['bd'])}"
    if name == "month_of_year":
        return f"FREQ=YEARLY;BYMONTH={_int(g['bm'])}" if 1 <= _int(g["bm"]) <= 12 else None
    if name == "time_of_day":
        return "FREQ=DAILY"
    if name == "day_of_report":
        return f"FREQ=MONTHLY;BYMONTHDAY={_int(g['bd'])}"
    if name == "day_of_year":
        return (
            f"FREQ=YEARLY;BYMONTH={_int(g['bm'])};BYMONTHDAY={_int(g['bd'])}"
            if iso(2000, _int(g["bm"]), _int(g["bd"]))
            else None
        )
    if name == "day_of_month":
        return f"FREQ=MONTHLY;BYMONTHDAY={_int(g['bd'])}" if 1 <= _int(g["bd"]) <= 31 else None
    if name == "weekday":
        return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[g['wd'] or '']}"
    if name == "periodic":
        return _months(_int(g["pn"])) if g.get("pn") else _FREQ[(g["pp"] or "").split()[-1]]
    if name == "times_a_period":
        return _FREQ[g["tp"] or "năm"] if _int(g["tn"]) else None
    if name == "every":
        if g.get("yn"):
            n = _int(g["yn"])
            return _months(n) if g["yp"] == "tháng" else f"FREQ=YEARLY;INTERVAL={n}" if n > 1 else "FREQ=YEARLY"
        return _FREQ[g["mp"] or "năm"]
    if name == "part_of_period":
        return _FREQ[(g["every"] or "năm").split()[-1]]
    if name == "each":
        return None if g["ep"] == "ngày" else _FREQ[g["ep"] or "năm"]
    return "FREQ=YEARLY"


def _read_recurring(name: str, m: re.Match[str]) -> Time | None:
    g = m.groupdict()
    if name == "times_a_period" and not re.match(r"ít nhất|\d{1,2} (?:lần|kỳ|đợt|cuộc|buổi)", m[0]):
        return None
    rule = _rrule(name, g)
    return Time(m.start(), m.end(), "recurring", "recurring", "", rrule=rule) if rule else None


def _read_relative(name: str, m: re.Match[str]) -> Time | None:
    return Time(m.start(), m.end(), "relative", "relative", "")


def _read_blank(name: str, m: re.Match[str]) -> Time | None:
    end = (
        m.start() + len(m[0].rstrip(" /")) if not m[0].rstrip().endswith(("…", ".")) else m.start() + len(m[0].rstrip())
    )
    relation: Bound = "before" if re.match("trước|chậm nhất (?:là )?trước", m[0]) else "by"
    return Time(m.start(), end, relation, "point", "") if re.search(r"[.…_]", m[0]) else None


def _read_from_now(name: str, m: re.Match[str]) -> Time | None:
    _, last, _ = _interval(m.groupdict())
    return _make(m, "by", "point", None, last or (0, 12, 31))


_READERS = {
    "range_years": _read_range,
    "range_months": _read_range,
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
} | dict.fromkeys(
    (
        "month_of_year",
        "time_of_day",
        "day_of_report",
        "day_of_last_month",
        "day_of_year",
        "day_of_month",
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
