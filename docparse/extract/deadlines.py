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
from dataclasses import replace

from docparse.extract import times
from docparse.extract.cites import Cite
from docparse.extract.terms import Term, is_standing, planned_year, resolved, said, year_before, year_beside, year_of
from docparse.layout import Block, Layout

_ZONES = ("preamble", "body", "appendix")
_STATISTICS = re.compile(
    r"(?:thống kê|số liệu|tính|có|chốt số liệu|tính đến|lũy kế|từ ngày thành lập|hiệu lực)(?: (?:đến|từ|tới|kể từ))?"
    r"(?: thời điểm)? $|(?:^| )tính từ [^.;\n]{0,60}$"
)
_PAST = re.compile(
    r"(?:họp|đã tổ chức|đã ban hành|ban hành|ký|được thành lập|thành lập|khai mạc|diễn ra|tại hội nghị|tại cuộc họp"
    r"|sinh|có hiệu lực|hiệu lực thi hành|công bố|thông qua|ra đời|đã qua|phiên họp|kỷ niệm|vừa qua)"
    r"(?: (?:vào|từ))?,? $"
)
_TO_COME = re.compile(r"(?<!\w)(?:sẽ|dự kiến) [^.;:,]{0,50}$")
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
    r"|rà soát|kiểm tra|đạt|nghỉ|tiếp tục|kéo dài)"
)
_REVIEWS = re.compile(r" (?:sơ kết|tổng kết|báo cáo|kiểm điểm|rà soát|tiến hành|gửi|đánh giá)(?!\w)")
_SCHEDULE = re.compile(r"^(?:thời gian|thời hạn|hạn|thời điểm|ngày|tiến độ|lịch)\b[^.;\n]{0,60}[:：][^.;\n]{0,30}$")


_REACH = 400
"""How far back, in characters, the words are sought that tell a deadline from another date."""

_SPANS_DUTY = re.compile(r"trong|từ|cho")
_NO_BOUND = re.compile(
    r",? (?:và )?(?:định hướng|tầm nhìn|những năm|các năm tiếp)"
    r"| (?:của năm|trong năm[.,;]|(?:đến|tới) nay|trở (?:lên|xuống))|%| ?(?:triệu|tỷ|đồng|người|ngày\b)"
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
    planned = planned_year(layout, issued)
    mentioned: times.Time | None = None
    standing = is_standing(layout)
    for t in times.scan(low):
        block = layout.blocks[layout.block_at(t.start)]
        if block.zone not in _ZONES or (block.kind == "field" and not block.cells):
            continue
        k = bisect_right(starts, t.start) - 1
        past = bool(t.year and issued and issued[:4].isdigit() and t.year < int(issued[:4]) - 1)
        past = past or bool(issued and t.latest and t.latest < issued and _tells(low, t, issued))
        upcoming = bool(issued and t.latest and t.latest > issued)
        if past or (k >= 0 and t.start < cites[k].end) or not _counts(layout, block, t, upcoming):
            last_year, mentioned = year_of(t) or last_year, t
            continue
        if found and t.rrule and "BYMONTHDAY" in t.rrule and _AND.fullmatch(low, found[-1].end, t.start):
            found[-1] = _recurring(found[-1])
        if found and (together := _together(found[-1], t, low)):
            found[-1] = together
            continue
        beside = (year_beside(found[-1], t, low) if found else None) or year_before(mentioned, t, low)
        term = said(t, issued, low, standing) or resolved(t, issued, last_year, beside or planned)
        if not _is_over(layout, block, term, issued):
            found.append(term)
        last_year = year_of(t) or last_year
    return found


# "Đến ngày 31/12/2017, cả nước có ...": how things stood, where the day is before the issue date.
def _tells(low: str, t: times.Time, issued: str) -> bool:
    """Whether a day before the issue date says how things stood or since when: "(từ ngày 01/7/2025)"."""
    if (t.latest or "") < issued[:4] and re.match(r"năm \d{4}:", low[t.start : t.end + 1]):
        return True  # "Năm 2017: trong sạch, vững mạnh 52,6%"
    return bool(_TELLS.match(low, t.end)) or (t.relation == "from" and low.startswith("(", t.start - 1))


def _is_over(layout: Layout, block: Block, term: Term, issued: str | None) -> bool:
    """Whether a time that was past on the day of issue tells what happened, and asks for nothing.

    "Đến cuối tháng 8/2020, các đảng bộ đã cơ bản hoàn thành ..." is told; a schedule and a term that the document
    was too late for still count.
    """
    if not issued or term.latest is None or (term.earliest or term.latest) > issued:
        return False
    low = layout.view.low
    before = low[max(block.content, term.start - 60) : term.start]
    clause = re.split(r"[.;:]\s", before)[-1]
    if not clause.strip(" -") and term.relation != "before" and _TOLD.match(low, term.end, block.flat_end):
        return True
    same_day = term.latest == issued and term.relation == "on" and not clause.strip(" -")
    if not (term.latest < issued or same_day) or block.cells or _fills(layout, block, term):
        return False
    asked = term.relation in ("before", "by", "within") or low.startswith("vào ", term.start)
    return not asked or not _DUTY.search(clause) or bool(_DONE.search(clause))


def _fills(layout: Layout, block: Block, term: Term) -> bool:
    """Whether a time is the whole of its line, as the days of a schedule are, or stands behind its label."""
    low = layout.view.low
    around = low[block.content : term.start] + low[term.end : block.flat_end]
    return len(around.strip(" -():.;,")) < 12 or bool(_SCHEDULE.match(low[block.content : term.start]))


_TOLD = re.compile(
    r",? [^.;:\n]{0,80}?(?:(?<!\w)đã (?!được giao)|(?<!phấn đấu )(?<!\w)(?:có|đạt|còn) (?:trên |gần )?\d)"
)
_DONE = re.compile(r"(?:đã|vừa|được|kết quả|so với)(?!\w)")
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
    if _DOTTED.match(after) or (after[:1] in _QUOTES and before[-1:] in _QUOTES):
        return False  # a line of a form to be filled in; words that the document speaks of
    if block.kind == "heading" and t.kind in ("range", "target") and before.startswith("mục tiêu"):
        return True
    if _loose(before, after, low, t) or _FORECAST.match(before) or _of_event(before, after, low, t):
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


_FORECAST = re.compile(r"\W{0,4}(?:theo )?(?:dự báo|nhận định) ")
_EVENT = re.compile(r"(?:sau|trước|từ) khi [^;.\n]{0,90}$")


def _of_event(before: str, after: str, low: str, t: times.Time) -> bool:
    """Whether a time without preposition is when an event was: "sau khi kiểm điểm cán bộ cuối năm 2018, ..."."""
    bare = t.kind == "bare" or t.rule == "time.part"
    return bare and bool(_EVENT.search(before)) and bool(re.match(r"[,;.]", after))


_DOTTED = re.compile(r"[^\w]{0,4}(?:\.{6}|…{3}|_{6})")
_QUOTES = ("'", '"', "“", "”", "‘", "’")


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
        or (_PAST.search(before) and t.relation in ("on", "from") and not _TO_COME.search(before[-60:]))
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
# "không thay thế cho sinh hoạt định kỳ hằng tháng": which meeting is meant, not when one is held.
_OF_MEETING = re.compile(
    r"(?:cho|về|của|các|những|theo|với|ngoài|chất lượng|nội dung) (?:buổi |kỳ |cuộc |đợt )?"
    r"(?:sinh hoạt|họp|giao ban)(?: chi bộ| đảng)? $"
)
_ITS_DAY = re.compile(r"(?:,? \(?|, )(?:trong|vào|trước) (?:ngày|tháng|quý) [\divx]")


def _recurs(before: str, after: str, t: times.Time, low: str) -> bool:
    """Whether "hằng năm" is when a duty is done; "kế hoạch công tác hằng năm" only says which plan."""
    text = low[t.start : t.end]
    if _TIMED.match(before):
        return True
    if re.search(r"(?:bình quân|trung bình|tăng|giảm|đạt)[^,;]{0,20}$", before):
        return False
    if _OF_MEETING.search(before):
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
            bool(re.match(r"^[^\S\n]*(?:[:\-–(\n]|$|, |sẽ |sắp tới)", after))
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
