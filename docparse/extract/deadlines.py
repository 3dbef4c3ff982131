"""Deadlines: every expression of time that bounds when something of this document is due or starts.

Text it finds: "trước ngày 20/10/2014", "trong quý I năm 2020", "vào cuối tháng 11/2014", "định kỳ 6 tháng", "chậm nhất
là 60 ngày, kể từ ngày ký". What can be mistaken: dates of cited documents, meetings already held, cut-off days of
statistics, review periods, "5 năm thực hiện", anniversaries, targets quoted from another plan's name.
Rules: GUIDELINES "deadlines" and "Settled"; domain notes 4 and 4.1, whose examples are tests.

Reads: `Layout`, the mentions of `references`.
Writes: `Term`s, which `link` turns into `Deadline` records.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from docparse.confidence import confidence
from docparse.extract import times
from docparse.extract.cites import Cite
from docparse.layout import Block, Layout
from docparse.model import Bound


@dataclass(frozen=True, slots=True)
class Term:
    """A time expression with offsets of the view; `earliest` and `latest` are ISO days of the expression itself."""

    start: int
    end: int
    relation: Bound
    edtf: str | None
    earliest: str | None
    latest: str | None
    rrule: str | None
    inferred: Literal["issued", "context"] | None
    rule: str
    confidence: float


_ZONES = ("preamble", "body", "appendix")
_STATISTICS = re.compile(
    r"(?:thống kê|số liệu|tính|có|chốt số liệu|tính đến|lũy kế|từ ngày thành lập|hiệu lực)(?: (?:đến|từ|tới|kể từ))?"
    r"(?: thời điểm)? $"
)
_PAST = re.compile(
    r"(?:họp|đã tổ chức|đã ban hành|ban hành|ký|được thành lập|thành lập|khai mạc|diễn ra|tại hội nghị|tại cuộc họp"
    r"|sinh|có hiệu lực|hiệu lực thi hành|công bố|thông qua|ra đời|đã qua|phiên họp|kỷ niệm|vừa qua)"
    r"(?: (?:vào|từ))?,? $"
)
_NAME_BEFORE = re.compile(
    r"(?:quy hoạch|chiến lược|đề án|chương trình|kế hoạch|nghị quyết|dự án|mục tiêu quốc gia|tầm nhìn|định hướng"
    r"|nhiệm kỳ|khóa|năm học|niên khóa|phương hướng|tỷ lệ|chỉ tiêu|ngân sách|dự toán|chuẩn nghèo|vốn|xây dựng kế hoạch"
    r"|báo cáo|phong trào|đại hội|kết quả|tết|đợt|hội nghị|cuộc thi)"
    r"[^.;:,\n]{0,140}$"
)
_REVIEW_SPAN = re.compile(r"(?:sơ kết|tổng kết|kết quả|đánh giá|kỷ niệm)[^.;:\n]{0,60}$")
_DUTY = re.compile(
    r"(?:hoàn thành|xong|gửi|báo cáo|trình|nộp|tổ chức|thực hiện|triển khai|tiến hành|phấn đấu|ban hành|thời gian"
    r"|thời hạn|hạn|hạn cuối|đăng ký|chậm nhất|lập|xây dựng|kết thúc|cho ý kiến|bắt đầu|áp dụng|sơ kết|tổng kết"
    r"|rà soát|kiểm tra|đạt)"
)
_REVIEWS = re.compile(r" (?:sơ kết|tổng kết|báo cáo|kiểm điểm|rà soát|tiến hành|gửi|đánh giá)(?!\w)")
_SCHEDULE = re.compile(r"^(?:thời gian|thời hạn|hạn|thời điểm|ngày|tiến độ|lịch)\b[^.;\n]{0,60}[:：][^.;\n]{0,30}$")


_REACH = 400
"""How far back, in characters, the words are sought that tell a deadline from another date."""

_SPANS_DUTY = re.compile(r"trong|từ|cho")
_NO_BOUND = re.compile(
    r",? (?:và )?(?:định hướng|tầm nhìn|những năm|các năm tiếp)| (?:của năm|trong năm[.,;]|đến nay|trở (?:lên|xuống))|%"
    r"| ?(?:triệu|tỷ|đồng|người|ngày\b)"
)
_FROM_TO = ("từ", "kể", "bắt", "đến", "hết", "sau")
_MODAL = re.compile(r"^[ ,]*(?:(?:phải|cần|sẽ|thì) )?(?:cơ bản )?")
_CLOSES = re.compile(r"(?: ?\([^()\n]{1,30}\))?(?:\.(?=\s)|[.;]?\s{0,9}$)")


def find(layout: Layout, cites: Sequence[Cite], issued: str | None) -> list[Term]:
    """The deadlines of a document, in order; `issued` is its EDTF date, which supplies missing years."""
    low = layout.view.low
    found: list[Term] = []
    starts = [c.start for c in cites]
    last_year: int | None = None
    planned = _planned_year(layout, issued)
    for t in times.scan(low):
        block = layout.blocks[layout.block_at(t.start)]
        if block.zone not in _ZONES or (block.kind == "field" and not block.cells):
            continue
        k = bisect_right(starts, t.start) - 1
        past = bool(t.year and issued and issued[:4].isdigit() and t.year < int(issued[:4]) - 1)
        past = past or bool(issued and t.latest and t.latest < issued and _tells(low, t, issued))
        upcoming = bool(issued and t.latest and t.latest > issued)
        if past or (k >= 0 and t.start < cites[k].end) or not _counts(layout, block, t, upcoming):
            last_year = _year_of(t) or last_year
            continue
        if found and t.rrule and "BYMONTHDAY" in t.rrule and _AND.fullmatch(low, found[-1].end, t.start):
            found[-1] = _recurring(found[-1])
        if found and (together := _together(found[-1], t, low)):
            found[-1] = together
            continue
        beside = _year_beside(found[-1], t, low) if found else None
        found.append(said(t, issued, low) or resolved(t, issued, last_year, beside or planned))
        last_year = _year_of(t) or last_year
    return found


def _year_of(t: times.Time) -> int | None:
    """The year that a time gives to those after it; a span of years or an aim ("đến năm 2030") gives none."""
    return None if t.kind == "target" or (t.kind == "range" and not t.dated) else t.year


def _year_beside(last: Term, t: times.Time, low: str) -> int | None:
    """The year that a time shares with the one just before it: "đầu tháng 10/2025, hoàn thành trước 31/10"."""
    stated = last.inferred is None and last.relation in ("on", "within", "before", "by") and last.latest
    if not stated or not t.month or re.search(r"[.;\n]|[^\n]{80}", low[last.end : t.start].replace("\n", " ")):
        return None
    return int(last.latest[:4]) if last.latest and t.month >= int(last.latest[5:7]) else None


# "Đến ngày 31/12/2017, cả nước có ...": how things stood, where the day is before the issue date.
def _tells(low: str, t: times.Time, issued: str) -> bool:
    """Whether a day before the issue date says how things stood or since when: "(từ ngày 01/7/2025)"."""
    if (t.latest or "") < issued[:4] and re.match(r"năm \d{4}:", low[t.start : t.end + 1]):
        return True  # "Năm 2017: trong sạch, vững mạnh 52,6%"
    return bool(_TELLS.match(low, t.end)) or (t.relation == "from" and low.startswith("(", t.start - 1))


_TELLS = re.compile(r",? (?:(?:cả nước|toàn \w+(?: \w+)?|trên địa bàn \w+|số|tổng số|đã|có|tỷ lệ|còn)(?!\w))")
_AND = re.compile(r",? (?:và )?")


def _recurring(term: Term) -> Term:
    """The first of "trước ngày 15/6 và ngày 15/12 hằng năm" is every year's too."""
    if term.inferred is None or term.latest is None or term.latest != term.earliest:
        return term
    rule = f"FREQ=YEARLY;BYMONTH={int(term.latest[5:7])};BYMONTHDAY={int(term.latest[8:])}"
    return replace(term, relation="recurring", edtf=None, earliest=None, latest=None, rrule=rule, inferred=None)


_NEXT = re.compile(r"[ ,(]{1,3}(?:định kỳ )?")


def _together(last: Term, t: times.Time, low: str) -> Term | None:
    """One term of a period and the day in it: "Hằng năm, trước ngày 15/11", "hằng quý (trước ngày 15 ...)"."""
    if last.relation != "recurring" or not _NEXT.fullmatch(low, last.end, t.start):
        return None
    end = t.end + (low.startswith(")", t.end) and low.startswith("(", t.start - 1))
    if t.relation == "recurring" and t.rrule and "BYMONTHDAY" in t.rrule:
        day = re.fullmatch(r"FREQ=MONTHLY;BYMONTHDAY=(\d+)", t.rrule)
        if day and last.rrule == "FREQ=MONTHLY;INTERVAL=3":  # the month after a quarter, where nothing else is said
            return replace(last, end=end, rrule=f"FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY={day[1]}", rule=t.rule)
        return replace(last, end=end, rrule=t.rrule, rule=t.rule)
    yearly = last.rrule == "FREQ=YEARLY" and t.needs_year and t.last is not None
    if yearly and t.first != t.last and t.first and t.last and t.first[1] == t.last[1]:  # "hằng năm trong tháng 12"
        return replace(last, end=end, rrule=f"FREQ=YEARLY;BYMONTH={t.last[1]}", rule=t.rule)
    if yearly and t.first == t.last and t.last:
        return replace(last, end=end, rrule=f"FREQ=YEARLY;BYMONTH={t.last[1]};BYMONTHDAY={t.last[2]}", rule=t.rule)
    return None


_YEAR_AFTER = re.compile(r",? (?:của )?năm (?:(?P<year>(?:19|20)\d\d)(?!\d)|(?P<next>sau|tới)|nay|này)(?!\w)")


def said(t: times.Time, issued: str | None, low: str) -> Term | None:
    """A time of `low` whose year follows it: "trước ngày 15/12 năm 2022", "trước tháng 6 năm sau" (after the issue)."""
    m = _YEAR_AFTER.match(low, t.end) if t.needs_year and t.year is None else None
    if m is None or not (m["year"] or (issued and issued[:4].isdigit())):
        return None
    year = int(m["year"] or (issued or "")[:4]) + bool(m["next"])
    t = t.in_year(year)
    inferred: Literal["issued"] | None = None if m["year"] else "issued"
    sure = confidence(t.rule, doubtful=inferred is not None)
    return Term(t.start, m.end(), t.relation, t.edtf, t.earliest, t.latest, t.rrule, inferred, t.rule, sure)


_TITLE_YEAR = re.compile(r"(?<!tháng \d )(?<!tháng \d\d )(?<!học )năm (?P<year>(?:19|20)\d\d)(?! ?[-–] ?\d|\d)")


def _planned_year(layout: Layout, issued: str | None) -> int | None:
    """The year that the title plans for ("... năm 2017"), where it is the one after the issue date's."""
    titles = [layout.view.low[b.flat_start : b.flat_end] for b in layout.blocks if b.zone == "title"]
    years = {int(m["year"]) for title in titles for m in _TITLE_YEAR.finditer(title)}
    if issued is None or not issued[:4].isdigit() or len(years) != 1:
        return None
    year = years.pop()
    return year if year == int(issued[:4]) + 1 else None


def resolved(t: times.Time, issued: str | None, last_year: int | None, planned: int | None) -> Term:
    """A time with its missing year from the title (`planned`), the issue date or the text around (`last_year`)."""
    if t.year is None and t.needs_year and planned:
        t = t.in_year(planned)
        sure = confidence(t.rule, doubtful=True)
        return Term(t.start, t.end, t.relation, t.edtf, t.earliest, t.latest, t.rrule, "context", t.rule, sure)
    if t.year is None and t.needs_year:
        year = int(issued[:4]) if issued and issued[:4].isdigit() else None
        source: Literal["issued", "context"] | None = "issued" if year else None
        if year and issued and len(issued) >= 7 and (t.month or 12) < int(issued[5:7]) and t.relation not in ("from",):
            year += 1 if int(issued[5:7]) - (t.month or 12) > 1 else 0
        if year is None and last_year is not None:
            year, source = last_year, "context"
        if year is not None:
            t = t.in_year(year)
            sure = confidence(t.rule, doubtful=True)
            return Term(t.start, t.end, t.relation, t.edtf, t.earliest, t.latest, t.rrule, source, t.rule, sure)
    sure = confidence(t.rule)
    return Term(t.start, t.end, t.relation, t.edtf, t.earliest, t.latest, t.rrule, None, t.rule, sure)


def _counts(layout: Layout, block: Block, t: times.Time, upcoming: bool) -> bool:
    """Whether a time expression bounds a duty of this document; GUIDELINES says what does not.

    `upcoming`: it is a day after that of issue.
    """
    if block.cells:
        return _cell_counts(layout, block, t)
    low = layout.view.low
    first = max(block.content if block.content <= t.start else block.flat_start, t.start - _REACH)
    sentence = max(low.rfind(". ", first, t.start) + 2, low.rfind("; ", first, t.start) + 2, first)
    before, after = low[sentence : t.start], low[t.end : t.end + 80]
    if (before.strip() and t.kind != "year" and _NO_BOUND.match(after)) or _in_example(layout, block):
        return False
    if block.kind == "heading" and t.kind in ("range", "target") and before.startswith("mục tiêu"):
        return True
    if _loose(before, after, low, t):
        return False
    years = t.kind == "range" and not t.dated
    if t.kind in ("range", "target") and (
        (not t.dated and _NAME_BEFORE.search(before)) or (years and block.kind == "heading")
    ):  # a year with its preposition ("trong năm 2023 và những năm tiếp theo") is never part of a plan's name
        return t.kind == "target" and _is_aim(before)
    if t.kind == "target":
        return _is_aim(before)
    if t.kind == "recurring":
        return _recurs(before, after, t, low)
    if t.kind == "bare":
        at_hour = upcoming and _AT_HOUR.match(low, t.start) and _DUTY.search(before[-150:]) and not _PAST.search(before)
        return bool(at_hour) or _bare_counts(before, after, block, low, t)
    return _bound_counts(before, block, low, t)


# "tổ chức khảo sát sáng ngày 31/7/2026": an hour or a session is that of an appointment.
_AT_HOUR = re.compile(r"(?:lúc |vào )?(?:sáng|chiều|tối|trưa|\d{1,2} ?(?:h|g|giờ)(?!\w))")


def _in_example(layout: Layout, block: Block) -> bool:
    """Whether a block, or one that it stands under, is an example of a case."""
    while not layout.view.low.startswith(("ví dụ", "thí dụ"), block.content):
        if block.parent is None:
            return False
        block = layout.blocks[block.parent]
    return True


def _loose(before: str, after: str, low: str, t: times.Time) -> bool:
    """Whether years or "từ", "đến" and a day stand where no duty is named that they could bound."""
    if t.kind == "range":
        opens = not before.strip(" -(") or (before.endswith(": ") and after.startswith(", "))
        stated = _SPANS_DUTY.match(low[t.start : t.end]) or opens or _SCHEDULE.match(before)
        return not t.dated and not stated
    if t.kind != "point" or t.relation not in ("from", "by") or not low.startswith(_FROM_TO, t.start):
        return False
    owed = _DUTY.search(before[-90:]) or re.search(r"(?:^|[,;:(]) ?$", before) or _DUTY.match(_MODAL.sub("", after))
    return not owed and not low.startswith("bắt đầu", t.start)


def _bound_counts(before: str, block: Block, low: str, t: times.Time) -> bool:
    """Whether a day, a range or a year with its preposition is no cut-off of statistics, no past, no review period."""
    if (
        _STATISTICS.search(before)
        or re.search(r"kỳ họp thường (?:lệ|kỳ) $", before)  # "kỳ họp thường lệ giữa năm 2023" is its name
        or (_PAST.search(before) and t.relation in ("on", "from"))
        or (re.search(r"\((?:[^()]*)$", before) and t.relation == "on" and block.zone == "preamble")
    ):
        return False
    if block.zone == "preamble" and t.relation not in ("from", "before", "by"):
        return bool(re.search(r"thời gian(?: thực hiện| tổ chức)?:? $", before))
    if t.kind == "range" and t.dated:
        reviewed = re.search(r"(?:sơ kết|tổng kết|kỷ niệm|giám sát từ)[^.;:\n]{0,60}$", before)
        return not reviewed and not re.search(r"mốc (?:thời gian|đánh giá)[^.;:\n]{0,60}:? ?$", before)
    if t.kind == "range":
        return not _REVIEW_SPAN.search(before) and bool(
            _DUTY.search(before) or _SCHEDULE.match(before) or not before.strip(" (-")
        )
    if t.kind == "year":
        return bool(
            re.search(r"(?:trong|vào|từ|hết|bắt đầu|trước|chậm|muộn)", low[t.start : t.start + 8])
        ) and not re.search(r"(?:giai đoạn|thời kỳ|so với) ?$", before)
    if t.rule == "time.this_period":
        return bool(_DUTY.search(before[-60:])) and low.startswith("trong", t.start)
    return not (t.relation == "within" and re.search(r"(?:so với|cùng kỳ|số liệu|kết quả)[^,;]{0,30}$", before))


def _is_aim(before: str) -> bool:
    """Whether "đến năm 2030" states an aim of the document, not part of a plan's name or of somebody else's aim."""
    if re.search(
        r"(?:tầm nhìn|định hướng|giai đoạn|quy hoạch|chiến lược|đề án|chương trình|kế hoạch|nghị quyết|dự án|luật"
        r"|tỷ lệ|thực hiện mục tiêu|chỉ tiêu giảm|phương hướng)[^.;:\n]{0,150}$",
        before,
    ):
        return bool(re.search(r"(?:phấn đấu|[:,;]) ?$", before)) and not re.search(
            r"(?:tầm nhìn|định hướng)[^,;]{0,40}$|(?:quy hoạch|chiến lược|đề án|chương trình)[^;:]{0,80}, ?$", before
        )
    return True


_TIMED = re.compile(r"(?:thời gian|thời hạn|tiến độ|thời điểm)(?: [^\s:]+){0,3}: ")
_SHORTER = re.compile(r"(?:hằng|hàng) (?:ngày|tuần|tháng|quý)")
_PLANNED = re.compile(
    r"(?:kế hoạch|chương trình|chỉ tiêu|công tác|báo cáo|nhiệm vụ|kinh phí|kết quả|số liệu|lịch) $"
    r"|(?:sinh hoạt|kỳ họp|giao ban|cuộc họp)[^,;]{0,20}$"
)
_ITS_DAY = re.compile(r"(?:,? \(?|, )(?:trong|vào|trước) (?:ngày|tháng|quý) [\divx]")


def _recurs(before: str, after: str, t: times.Time, low: str) -> bool:
    """Whether "hằng năm" is when a duty is done; "kế hoạch công tác hằng năm" only says which plan."""
    text = low[t.start : t.end]
    if _TIMED.match(before):
        return True
    if re.search(r"(?:bình quân|trung bình|tăng|giảm|đạt)[^,;]{0,20}$", before):
        return False
    if text.startswith(
        ("định kỳ", "trước", "chậm nhất", "mỗi", "vào", "ít nhất", "không quá", "một năm", "thứ", "ngày")
    ) or (t.rrule and "BYMONTH" in t.rrule):
        return text.startswith(("định kỳ", "vào", "mỗi")) or not re.search(
            r"(?:kỳ họp|giao ban|sinh hoạt)[^,;]{0,12}$", before
        )
    if _ITS_DAY.match(after) or (
        _SHORTER.fullmatch(text) and re.match(r"[.;]|$", after) and not _PLANNED.search(before)
    ):
        return True
    if _REVIEWS.match(after) and not re.search(r"(?:kế hoạch|chương trình|công tác|nhiệm vụ|chỉ tiêu) $", before):
        return True
    opens = not before.strip() or bool(
        re.search(r"[,;:(]\s*$|(?:và|đồng thời|phải|cần|được|tiến hành|tổ chức|định kỳ|sẽ) $", before)
    )
    noun = re.match(r"^ ?(?:và (?:5|05|từng|giai|dài|đột)|của|cho|theo|được giao|đề ra|\.|;|,? ?nhất)", after)
    if opens:
        return not noun or bool(re.match(r"^[.;]", after))
    return bool(
        re.search(r"(?:báo cáo|gửi|sơ kết|tổng kết|kiểm điểm)[^.;]{0,120}$", before)
        and re.match(r"^ ?[.;(]", after)
        and not re.search(
            r"(?:kế hoạch|chương trình|chỉ tiêu|công tác|báo cáo|nhiệm vụ|kinh phí|kết quả|số liệu|tổng kết) $", before
        )
    )


def _bare_counts(before: str, after: str, block: Block, low: str, t: times.Time) -> bool:
    """A day, month or quarter without a preposition: a deadline at the head of an entry, after "Thời gian:", in ()."""
    stripped = before.strip(" *")
    if block.zone == "preamble":
        return False
    if not stripped:
        return (
            bool(re.match(r"^[^\S\n]*(?:[:\-–(\n]|$|, )", after))
            and block.kind in ("bullet", "paragraph", "heading", "item")
            and not after.startswith(" của ")
        )
    if _SCHEDULE.match(before) or re.search(
        r"(?:thời gian|thời hạn|hạn cuối|hạn|dự kiến|hoàn thành|xong|tiến độ|định kỳ)"
        r"(?: (?:thực hiện|hoàn thành|dự kiến|tổ chức|báo cáo|gửi|nộp|trình))*(?: (?:là|vào))?:? ?$",
        before,
    ):
        return not _PAST.search(before)
    if t.rule == "time.hour_day" and re.search(r"(?:lúc|từ|vào) ?$", before + low[t.start : t.start + 3]):
        return not _PAST.search(re.sub(r"(?:vào |lúc |từ )+$", "", before))
    if (block.kind == "heading" and re.search(r"\(\s*$", before)) or (
        re.search(r"[^:]{4}: $", before) and _CLOSES.match(low, t.end, block.flat_end)
    ):
        return True
    return (
        bool(re.search(r"(?:gửi|nộp|báo cáo|hoàn thành|xong|tổ chức)[^.;:]{0,60}\($", before))
        and "tháng" in low[t.start : t.end]
    )


def _cell_counts(layout: Layout, block: Block, t: times.Time) -> bool:
    """In a table a time counts in a column of times, and elsewhere only with a word that makes it a bound."""
    names = block.names
    for column, start, end in block.cells:
        if start <= t.start < end:
            name = names[column].lower() if block.certain and column < len(names) else ""
            alone = (t.end - t.start) >= 0.5 * (end - start)
            timed = bool(re.search(r"thời gian|thời hạn|hạn|tiến độ|ngày|hoàn thành|quý|tháng", name))
            if timed:
                return True
            if name:
                return (
                    t.relation in ("before", "by")
                    and t.kind != "target"
                    and not _NAME_BEFORE.search(layout.view.low[start : t.start])
                )
            return alone and column > 0 and t.start == start
    return False
