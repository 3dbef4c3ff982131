"""The forms of expressions of time: how days, months, quarters, years, ranges, periods and terms are written.

Reads: nothing.
Writes: the patterns that `times` tries at each opener; the names of their groups are what `time_values` reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from docparse import lexicon

_HOUR = (
    r"(?:(?:lúc )?\d{1,2} ?(?:h|g|giờ|:) ?(?:\d{2})?(?: ?phút)?(?: ?- ?\d{1,2} ?(?:h|giờ|:)(?:\d{2})?)?"
    r"(?: ngày|,| )\s?)"
)
_SESSION = r"(?:sáng|chiều|tối|cả|trưa)"
_WEEKDAY = r"(?:(?<!lần )\(?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\)?,? )"
_D = r"\d{1,2}"
_Y = r"(?:19|20)\d\d"
_SEP = r" ?[/.\-] ?"
_DAY = (
    rf"(?:(?P<d>{_D})(?P<more>(?:(?:, ?| và ){_D}){{1,12}})?{_SEP}(?P<m>{_D})(?:{_SEP}(?P<y>{_Y}))?(?![\d/])"
    rf"|(?P<d2>{_D})(?P<more2>(?:(?:, ?| và ){_D}){{1,12}}(?= tháng ))?(?: tháng |{_SEP})"
    rf"(?P<m2>{_D})(?:(?:,? năm |/)(?P<y2>{_Y}))?(?!\d))"
)
_OF_YEAR = r"(?:/|\.| ?- ?| năm )"
_MONTH = rf"(?:tháng |(?={_D}/{_Y}(?![\d/])))(?P<mm>{_D}|giêng|chạp)(?:(?:{_OF_YEAR}|, | )(?P<my>{_Y}))?(?![\d/]|-\d)"
_QUARTER = (
    rf"quý (?P<q>iv|i{{1,3}}|[1-4])(?P<q2>(?:,| và|-| - | đến quý|, quý| và quý) ?(?:iv|i{{1,3}}|[1-4]))?"
    rf"(?:(?:{_OF_YEAR}|, | )(?P<qy>{_Y}))?(?![\w/])"
)
_HALF = rf"(?:6|06|sáu) tháng (?P<half>đầu|cuối) năm(?: (?P<hy>{_Y}))?"
_YEAR = rf"năm (?P<yy>{_Y})(?!\d)"
_PARTS = r"(?:đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần|tuần đầu|tuần cuối|nửa đầu|nửa cuối)(?: của)?"
_PART = rf"(?P<part>{_PARTS.removesuffix('(?: của)?')})(?: của)? "
_BEFORE = r"(?:chậm nhất (?:là )?trước|trước)"
_BY = (
    r"(?:chậm nhất(?: là)?(?: vào| đến| trong)?|muộn nhất(?: là)?(?: vào)?|không (?:muộn|chậm) hơn"
    r"|hạn cuối(?: cùng)?(?:(?: [^\W\d]+){0,6} là)?:?|hạn chót(?: là)?:?|không (?:được )?quá|trễ nhất(?: là)?"
    r"|đến hết|hết|đến)"
)
_FROM = r"(?:kể từ|bắt đầu từ|từ|sau)"
_WITHIN = r"(?:trong vòng|trong|vào khoảng|vào|khoảng|dự kiến)"
_EVERY = r"(?:hằng|hàng)"
_N = r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
_ANCHOR = r"(?P<anchor>[^.;\n]{2,110}?)"

_FEAST = r"(?:quốc khánh|quốc tế lao động|quốc tế phụ nữ|giải phóng miền nam|thành lập đảng|toàn quốc kháng chiến)"
_POINT = rf"(?:{_HOUR})?(?:{_SESSION} )?{_WEEKDAY}?(?:ngày (?:mùng )?(?:{_FEAST} )?{_WEEKDAY}?)?{_DAY}"
_SPAN_DAY = (
    rf"(?:{_SESSION} )?{_WEEKDAY}?(?:ngày )?(?P<rd>{_D})(?:{_SEP}(?P<rm>{_D})(?:{_SEP}(?P<ry>{_Y}))?"
    rf"| tháng (?P<rm2>{_D})(?: năm (?P<ry2>{_Y}))?)?"
)
_SPAN_END = (
    rf"(?:{_SESSION} )?{_WEEKDAY}?(?:ngày )?(?P<ed>{_D})(?:{_SEP}(?P<em>{_D})(?:{_SEP}(?P<ey>{_Y}))?"
    rf"| tháng (?P<em2>{_D})(?: năm (?P<ey2>{_Y}))?)(?![\d/])"
)

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w/])(?:{pattern})"))
    for name, pattern in (
        # recurring: a day of a period, then periods
        (
            "day_of_last_month",
            rf"(?:(?P<pre>{_BEFORE}|{_BY}|vào) (?:ngày )?|ngày )(?P<bd>{_D})(?: của)?(?: tháng)? "
            rf"(?:cuối quý|tháng cuối quý|tháng cuối của quý|tháng cuối mỗi quý)",
        ),
        ("month_of_year", rf"(?:trong |vào )?(?:{_PART})?tháng (?P<bm>{_D}) (?:{_EVERY} năm|mỗi năm)"),
        (
            "time_of_day",
            rf"(?:trước {_D} ?(?:h|giờ)(?:\d\d)? (?:{_EVERY} ngày|mỗi ngày)"
            rf"|(?:{_EVERY} ngày|mỗi ngày),? trước {_D} ?(?:h|giờ)(?:\d\d)?)",
        ),
        ("day_of_report", rf"(?<=báo cáo tháng )(?:{_BEFORE}|{_BY}) ngày (?P<bd>{_D})(?! ?(?:/|tháng|-|\.\d))"),
        (
            "day_of_year",
            rf"(?P<pre>{_BEFORE}|{_BY}|vào|từ)? ?(?:ngày )?(?P<bd>{_D})(?:{_SEP}| tháng )(?P<bm>{_D})(?: của)? "
            rf"(?:{_EVERY} năm|mỗi năm)",
        ),
        (
            "day_of_month",
            rf"(?P<pre>{_BEFORE}|{_BY}|vào)? ?(?:ngày )?(?:mùng )?(?P<bd>{_D})(?: của)? "
            rf"(?:{_EVERY} tháng|mỗi tháng|tháng tiếp sau|của tháng tiếp theo|tháng sau|tháng kế tiếp)",
        ),
        (
            "days_of_month",
            rf"(?:định kỳ )?(?:từ )?(?:ngày )?(?P<bd>{_D}) (?:đến|-) (?:ngày )?(?P<be>{_D})(?: của)? "
            rf"(?:{_EVERY}|mỗi) tháng",
        ),
        (
            "weekday",
            rf"(?:vào )?(?:{_SESSION} )?(?:ngày )?(?P<wd>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
            rf"(?P<week> tuần (?:đầu|cuối|thứ [^\W\d]+)(?: của)?)? (?:{_EVERY}|mỗi) (?P<wp>tuần|tháng)",
        ),
        ("occasions", rf"(?:vào )?(?:dịp|các dịp|các đợt)[^.;\n]{{0,90}}? {_EVERY} năm"),
        (
            "part_of_period",
            rf"(?:trước|vào|đầu|cuối|giữa)(?: (?:trước|vào|đầu|cuối|giữa|ngày|tháng|quý|\d{{1,2}}|tuần))* "
            rf"(?P<every>(?:{_EVERY}|mỗi) (?:tháng|quý|năm))",
        ),
        (
            "periodic",
            rf"định kỳ(?: báo cáo)? (?:(?P<pn>\d{{1,2}}|một|ba|sáu) tháng(?: ?(?:một|1|01) lần| ?/ ?lần)?"
            rf"|(?P<py>\d{{1,2}}|hai|ba) năm(?: ?(?:một|1|01) lần| ?/ ?lần)?"
            rf"|(?P<pp>(?:{_EVERY} )?(?:tuần|tháng|quý|năm|ngày))"
            rf"(?:(?:,| và) (?:{_EVERY} )?(?:quý|năm)(?! (?:19|20)))*(?! ?\d))",
        ),
        (
            "meeting",
            rf"(?:trong|tại|vào) (?:kỳ |buổi |đợt )?(?:sinh hoạt|họp|giao ban)"
            rf"(?: (?:thường lệ|chi bộ|đảng bộ|cấp ủy|đảng|thường kỳ|chuyên đề))*(?: định kỳ| thường kỳ)? {_MONTH}",
        ),
        (
            "times_a_period",
            r"(?:ít nhất )?(?P<tn>\d{1,2}|một|hai|ba)(?: (?:lần|ngày|buổi|kỳ|đợt|cuộc))? ?/ ?"
            r"(?P<tp>tháng|quý|năm|tuần)(?: ?(?:một|1|01) lần)?",
        ),
        (
            "every",
            r"(?:(?:ít nhất )?mỗi (?P<mp>tháng|quý|tuần)(?: (?:một|hai|\d{1,2}) (?:lần|kỳ|buổi))?"
            r"|mỗi năm(?: (?:một|hai|ít nhất|tổ chức|\d{1,2})(?: (?:một|hai|\d{1,2}))? (?:lần|kỳ))?"
            r"|một năm (?:một|\d{1,2}) lần"
            r"|(?:mỗi )?(?P<yn>\d{1,2}) (?P<yp>tháng|năm) (?:một|1|01) lần)",
        ),
        (
            "each",
            rf"{_EVERY} (?P<ep>ngày|tuần|tháng|quý|năm)(?:(?:,| và) (?:{_EVERY} )?(?:quý|năm|tháng)(?! (?:19|20)))*"
            rf"(?! (?:19|20))",
        ),
        # relative: a number and an anchor
        (
            "within_after",
            rf"(?:{_WITHIN}|chậm nhất(?: là)?|không (?:được )?quá|muộn nhất(?: là)?)"
            rf"(?: (?:thời hạn|thời gian|vòng|là|sau|không quá|chậm nhất|tối đa))* {_N}(?: ?\(\w+\))? "
            rf"(?P<unit>ngày|giờ|tháng|tuần|năm)(?: làm việc)?(?: \([^()\n]{{3,30}}\)"
            rf"(?:,? (?:và )?\d{{1,3}} (?:ngày|tháng)(?: làm việc)? \([^()\n]{{3,30}}\))?)?,?"
            r" ?(?:kể từ|tính từ|kể từ khi|từ|sau|trước)"
            rf"(?! (?:(?:ngày )?\d|(?:giữa|đầu|cuối) (?:tháng|quý|năm)))(?: (?:ngày|khi|thời điểm))? {_ANCHOR}"
            r"(?=[,.;:)\n]|(?<! của) (?:để|phải|thì|và gửi|cấp|chi bộ|đảng ủy|ban)\b|$)",
        ),
        (
            "after",
            rf"sau (?:thời hạn )?{_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tháng|tuần)(?: làm việc)?,? (?:kể từ|tính từ)"
            rf"(?: (?:ngày|khi))? {_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        (
            "offset",
            rf"(?:chậm nhất(?: là)? )?(?:ít nhất )?trước(?: ít nhất)? {_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tuần)"
            rf"(?: làm việc)? (?:của|so với|trước|(?:tính )?đến|khi|ngày)(?! \d)"
            rf"(?: (?:ngày|thời điểm))? {_ANCHOR}"
            r"(?=[,.;:)\n]|$)",
        ),
        (
            "offset_event",
            rf"(?:chậm nhất(?: là)? )?(?:trước|(?:ngay )?sau) (?:ngày|khi) (?:[^\W\d]+ ){{1,6}}(?:ít nhất )?{_N}"
            rf"(?: ?\(\w+\))? (?P<unit>ngày|giờ|tuần)(?: làm việc)?(?!\w)",
        ),
        ("this_period", r"(?:trong )?(?:quý|tháng|năm) (?:này|nay)"),
        (
            "offset_before",
            rf"(?:chậm nhất(?: là)?|ít nhất(?: là)?)(?: trước)? {_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ|tuần|tháng)"
            rf"(?: làm việc)? (?:trước|sau)(?: (?:ngày|khi))? {_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        (
            "offset_note",
            rf"(?:(?<=[-–] )|(?<=\()){_N} (?P<unit>ngày|tuần|tháng) trước (?!mắt)(?:(?:ngày|khi) )?"
            rf"{_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        (
            "counted",
            rf"{_N}(?: ?\(\w+\))? (?P<unit>ngày|giờ)(?: làm việc)?,? (?:kể từ|tính từ)(?: (?:ngày|khi))?(?! \d) "
            rf"{_ANCHOR}(?=[,.;:)\n]|$)",
        ),
        # ranges
        (
            "range_months",
            rf"(?:từ )?tháng (?P<rm>{_D})(?:{_OF_YEAR}(?P<ry>{_Y}))? ?(?:đến|-|→)(?: hết)? ?(?:tháng )?(?P<em>{_D})"
            rf"{_OF_YEAR}(?P<ey>{_Y})(?!\d)",
        ),
        (
            "range_parts",
            rf"từ (?P<pa>{_PARTS}) tháng (?P<rm>{_D})(?:(?:/|-| năm )(?P<ry>{_Y}))? đến(?: hết)? (?:(?P<pb>{_PARTS}) "
            rf"tháng (?P<em>{_D})(?:(?:/|-| năm )(?P<ey>{_Y}))?"
            rf"|(?:ngày )?(?P<ed>{_D})/(?P<em2>{_D})/(?P<ey2>{_Y}))(?!\d)",
        ),
        ("range_months_bare", rf"từ tháng (?P<rm>{_D}) (?:đến|-)(?: hết)? (?:tháng )(?P<em>{_D})(?![\d/])"),
        (
            "range_event",
            rf"(?:từ|kể từ) (?:{_PART})?(?:(?:ngày )?{_DAY}|{_MONTH}) (?:cho )?đến "
            rf"(?=(?:ngày|khi|kết thúc|thời điểm) [^\d\W])(?:[^\W\d]+ ){{1,4}}"
            rf"(?:(?P<ed>{_D})[/.](?P<em>{_D})[/.](?P<ey>{_Y})|(?=\w))",
        ),
        (
            "range_days",
            r"(?:(?:từ|trong (?:khoảng )?thời gian từ|bắt đầu từ|kể từ"
            r"|(?:trong|vào)(?: (?:\d{1,2}|hai|ba|bốn) ngày,?(?: từ)?)?) )?"
            rf"(?:{_HOUR})?{_SPAN_DAY}(?: \(tức [^()\n]{{1,60}}\))? ?"
            rf"(?:đến(?: hết)?|tới|-|→|và cả|và kết thúc(?: vào)?) ?(?:{_HOUR})?{_SPAN_END}",
        ),
        (
            "range_years",
            rf"(?:(?:trong |cho )?(?:giai đoạn|thời kỳ|các năm) |từ (?:năm )?)?(?P<ya>{_Y}) ?"
            rf"(?:-|đến(?: hết)?(?: năm)?) ?(?P<yb>{_Y})(?![\d/])",
        ),
        # points
        ("before", rf"(?P<pre>{_BEFORE}) (?:{_PART})?(?:{_HOUR})?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_YEAR})"),
        (
            "blank_day",
            rf"(?P<pre>{_BEFORE}|{_BY}) ngày ?(?:[.…_]{{1,30}}|\s)*(?:/|tháng)[\s.…_/]*(?:năm )?(?:20[\s.…_/]*)?",
        ),
        (
            "by",
            rf"(?P<pre>{_BY}) (?:{_PART})?(?:{_HOUR})?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_YEAR}"
            rf"|năm(?= |[.;,])(?! \d))",
        ),
        (
            "from_now",
            r"từ nay (?:đến|tới)(?: hết| cuối)? ?(?:năm(?: (?P<yy>(?:19|20)\d\d))?"
            rf"|tháng (?P<mm>{_D})(?:{_OF_YEAR}(?P<my>{_Y}))?(?!\d)"
            rf"|(?:ngày )?(?P<d>{_D}){_SEP}(?P<m>{_D})(?:{_SEP}(?P<y>{_Y}))?(?!\d))",
        ),
        (
            "from",
            rf"(?P<pre>{_FROM}) (?:{_PART})?(?:{_HOUR})?(?:đợt )?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_YEAR})",
        ),
        (
            "within",
            rf"(?P<pre>{_WITHIN}) (?:{_PART})?(?:{_HOUR})?(?:(?P<point>{_POINT})|{_MONTH}|{_QUARTER}|{_HALF}|{_YEAR})",
        ),
        (
            "school_year",
            rf"(?:(?P<pre>{_BEFORE}|{_BY}|{_FROM}|{_WITHIN}|ngay từ) )?"
            rf"(?:{_PART}năm học(?: {_Y} ?- ?{_Y}| mới| tới)?|(?<= )năm học {_Y} ?- ?{_Y})(?!\w| \d| đối với)",
        ),
        ("part", rf"{_PART}(?:{_MONTH}|{_QUARTER}|{_YEAR})"),
        ("hour_day", rf"{_HOUR}{_WEEKDAY}?(?:ngày )?{_DAY}"),
        ("week", rf"(?:{_WITHIN} )?tuần (?:thứ )?(?P<wk>[1-5]|nhất|hai|ba|tư|năm|đầu|cuối)(?: của)? {_MONTH}"),
        (
            "months",
            rf"(?:{_WITHIN} )?(?:các )?tháng (?P<rm>{_D})(?:,| và)(?: tháng)? (?P<em>{_D}){_OF_YEAR}(?P<ey>{_Y})"
            rf"(?!\d)",
        ),
        ("day", rf"(?:trong )?(?:{_SESSION} )?{_WEEKDAY}?(?:các )?ngày {_DAY}"),
        ("day_bare", rf"{_WEEKDAY}?{_DAY}(?! (?:ngày|buổi|giờ|tháng|năm|quý|số)(?!\w))"),  # "1/2 ngày" is half a day
        ("month", _MONTH),
        ("quarter", _QUARTER),
        ("half", _HALF),
        ("year", rf"(?:năm )?(?P<yy>{_Y})(?![\d/\-.]| ?-)"),
    )
)
_UNIT = lexicon.by_letter("năm", "quý", "tháng", "tuần", "ngày", "hằng", "hàng", "nay")
_SOON = rf"(?= [^\n.;]{{0,34}}?(?:\d|{_UNIT}))"
_BEFORE_TIME = (
    *("trước", "đến", "hết", "kể từ", "bắt đầu", "từ", "sau", "trong", "vào", r"khoảng(?! \d/\d(?![\d/]))", "dự kiến"),
    *("lúc", "cả", "sáng", "chiều", "tối", "tại"),
)
_PART_OF = ("đầu", "giữa", "cuối", "nửa đầu", "nửa cuối", "tuần đầu", "tuần cuối")
_OPENINGS = (
    *(rf"{word}{_SOON}" for word in _BEFORE_TIME),
    *("chậm nhất", "muộn nhất", "trễ nhất", "không (?:quá|được quá|muộn|chậm hơn)", "hạn (?:cuối|chót)", "định kỳ"),
    *(
        "h[ằà]ng (?=[tqn])",
        r"mỗi (?=[tqn\d])",
        r"ít nhất (?=\d|là|trước|một|mỗi)",
        "thứ (?=[hbtns]|[2-7] )",
        "chủ nhật",
    ),
    *("các (?=dịp|đợt|ngày|năm|tháng)", "dịp", "tuần (?=[1-5đcthbn])"),
    *(rf"{part}(?= (?:của )?(?:tháng|quý|năm|hằng|hàng|mỗi))" for part in _PART_OF),
    *("thượng tuần", "trung tuần", "hạ tuần", r"ngày (?=\d|mùng|[.…_]|thứ [hbtns2-7]|chủ)", r"tháng (?=\d|giêng|chạp)"),
    *(r"quý (?=[iv\d])", r"giai đoạn (?=\d)", r"thời kỳ (?=\d)", r"cho giai đoạn (?=\d)", r"năm (?=\d)", "sáu tháng"),
    *("một (?:lần|buổi|kỳ)", "hai (?:lần|buổi|kỳ)", "ba (?:lần|buổi|kỳ)", r"một năm (?=\d|một)"),
)
OPENER = re.compile(
    rf"(?<![\w/])(?:{lexicon.by_letter(*_OPENINGS)}"
    r"|\d\d?(?= ?[/\-.→] ?\d| ?(?:h|g|giờ|:)| tháng| năm (?:một|1|01) lần| ?(?:,|và) ?\d| ngày"
    r"| (?:lần|buổi|kỳ|đợt|cuộc)| đến)|(?:19|20)\d\d(?!\d))"
)
GROUPS = {
    name: group
    for group, names in {
        "recurring": "month_of_year time_of_day day_of_report day_of_last_month day_of_year day_of_month days_of_month "
        "weekday occasions part_of_period periodic times_a_period every each",
        "relative": "within_after after offset offset_event this_period offset_before offset_note counted",
        "range": "range_months range_parts range_months_bare range_event range_days range_years",
    }.items()
    for name in names.split()
}
_ANCHORED = r"(?: làm việc)?(?: \(.{3,30}\))?,? (?:kể từ|tính|từ|sau|trước|của|so với|khi|ngày|đến)"


def _any_of(*words: str) -> Callable[[str], object]:
    """Whether a text has any of some words."""
    return lambda text: any(map(text.__contains__, words))


SIGNS: dict[str, Callable[[str], object]] = {
    "recurring": _any_of(
        *("hằng", "hàng", "mỗi", "định kỳ", "lần", "cuối quý", "tiếp sau", "tiếp theo", "tháng sau", "kế tiếp"),
        *("cuối mỗi", "báo cáo tháng"),
        *(slash + period for slash in ("/", "/ ") for period in ("tháng", "quý", "năm", "tuần")),
    ),
    "relative": re.compile(
        rf"tháng{_ANCHORED}|năm{_ANCHORED}|này(?!\w)|nay(?!\w)|"
        + "|".join(rf"{u}(?:(?<=\d {u})|(?<=\d\) {u})|{_ANCHORED})" for u in ("ngày", "giờ", "tuần"))
    ).search,
    "range": _any_of("đến", "tới", "-", "→", "kết thúc", "và cả"),
}
