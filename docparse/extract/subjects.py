"""Who a sentence gives a duty to: its own subject, the body it is given to, or none.

Text it finds: "Các sở, ban, ngành tiến hành ..." (subject), "Căn cứ tình hình, Ban Tổ chức tham mưu ..." (after an
opening), "Thanh tra: UBND huyện làm đầu mối" (after a run-in title), "Đảng ủy xã: Lập danh sách ..." (before a colon);
duties that somebody gives are in `assigned`. What can be mistaken: a sentence that tells what was done, a body that
is only named.

Reads: a `View` and the stretch of one sentence.
Writes: `Subject`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docparse import lexicon
from docparse.extract.clauses import qualified
from docparse.extract.givers import ADVERBIAL, TELLS, asked, issues
from docparse.extract.heads import head_at
from docparse.extract.names import Name, names_at
from docparse.extract.predicates import owes, worthy
from docparse.layout import View


@dataclass(frozen=True, slots=True)
class Subject:
    """The bodies that owe something, and where what they owe begins; `rule` says how they were found."""

    names: tuple[Name, ...]
    predicate: int
    rule: str


INTRODUCER = re.compile(r"\W{0,4}" + lexicon.either("tasks", "introducers") + r"(?!\w)")
BREAK = re.compile(
    r", |: | thì | nhưng |\) |(?<=vướng mắc) (?=các |ban |phòng |sở )|(?<=khó khăn) (?=các |ban |phòng |sở )"
)
LEADING = re.compile(
    r"[\s\-+*•,:)(\"]{0,6}(?:\d{1,2}\) )?"
    r"(?:(?:đồng thời|sau đó|trong đó|riêng|ngoài ra|trên cơ sở đó|theo đó|định kỳ|hằng năm"
    r"|vì vậy|do vậy|do đó|vì thế|qua đó|từ đó|tiếp đó|bên cạnh đó|cùng với đó|mặt khác|hàng năm|trước mắt)[,:]? "
    r"|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là,? |thứ \w{2,4}[,:] )?"
)
_HOLDER = re.compile(r"(?:\s?\([^()\n]{1,90}\))?(?: (?:ông|bà|đồng chí) [^:;.\n]{3,60}?| - [^:;.\n]{3,60}?)?: ")
_PROCESS = re.compile(
    r"trong quá trình (?:tổ chức |triển khai )*(?:thực hiện|triển khai)"
    r"(?: kế hoạch này| chỉ thị này| nhiệm vụ)? (?=\w)"
)


_ACTS = re.compile(
    r"(?:(?:tiếp tục|chủ động|tăng cường|trực tiếp|phụ trách|là) |"
    + lexicon.either("bodies", "stops")
    + r"(?!\w)|(?:hỗ trợ|quản lý))"
)
_NO_ACT = re.compile(r"do |không quá |khoảng |từ \d|\d")
_NOT_TITLES = re.compile(
    r"(?:thành phần|địa điểm|nội dung|biểu mẫu|mời dự|số lượng|kinh phí|lưu ý|ghi chú|gồm|bao gồm)"
)


_ABOVE_ALL = re.compile(r", (?:trước hết|nhất|đặc biệt|nòng cốt) là (?=\w)")


def _with_insertion(view: View, names: list[Name], stop: int, end: int) -> tuple[list[Name], int]:
    """A subject and whom it means above all: "Các cấp ủy, nhất là người đứng đầu phải ..."."""
    inserted = _ABOVE_ALL.match(view.low, stop, end) if names else None
    more, after = names_at(view.flat, view.low, inserted.end(), end) if inserted else ([], stop)
    taken = more and worthy(view, names) and owes(view, after, end) is not None
    return (names + more, after) if taken else (names, stop)


_SAID = re.compile(
    r"(?:yêu cầu|đề nghị|kiến nghị|kết luận|quyết định|giao|thông báo|kính gửi|chỉ thị"
    r"|có ý kiến(?: chỉ đạo)?(?: như sau)?)"
    r"[^\w]*$|nhận được (?:công văn|văn bản|báo cáo|tờ trình|đơn)(?!\w)"
)
"""What a body says, or that something has reached it: no duty of its own."""


def own(view: View, start: int, end: int, colon: bool = True, issuer: str | None = None) -> Subject | None:
    """The subject of a sentence that owes something itself; whom `issuer` asks where it is the subject and speaks."""
    subject = _own(view, start, end, colon)
    spoken = subject is not None and subject.rule in ("subject.own", "subject.after_opening")
    if subject is None or issuer is None or not spoken or not issues(subject.names[0].text, issuer):
        return subject
    if others := asked(view, subject.predicate, end):
        return Subject(*others, "subject.assigned_by")
    return None if TELLS.match(view.low, subject.predicate) else subject


def _own(view: View, start: int, end: int, colon: bool) -> Subject | None:
    """The subject of a sentence, whatever it says that it does."""
    start = _after_note(view, start, end)
    lead = LEADING.match(view.low, start)
    begin = lead.end() if lead else start
    names, stop = qualified(view, *_with_insertion(view, *names_at(view.flat, view.low, begin, end), end), end)
    if not names and colon and (about := ABOUT.match(view.low, begin)):
        names, stop = names_at(view.flat, view.low, about.end(), end)
        if view.low[stop : stop + 1] != ":":
            names = []
    if names and " mình" in names[-1].text:
        return None  # "Cơ quan mà mình phụ trách hoàn thành ...": what a person is judged by
    if names and (worthy(view, names) or _told(view, begin, stop, end, colon)):
        predicate = owes(view, stop, end)
        if predicate is not None and _SAID.match(view.low[predicate:end]):
            return None
        if predicate is not None:
            return Subject(tuple(names), predicate, "subject.own")
        titled = _after_title(view, start, end) if colon else None
        if titled:
            return titled
        after = _HOLDER.match(view.low, stop)
        led = after is not None and _NO_ACT.match(view.low, after.end())
        if colon and after and after.end() < end and not led and _ACTS.match(view.low, after.end()):
            return Subject(tuple(names), after.end(), "subject.colon")
    if view.low.startswith(("việc ", "ở ", "tại "), begin) and (at := _placed(view, start, end)):
        return at
    conditional = view.low.find(" thì ", start, min(end, start + 420))
    if conditional > 0 and (found := _after_break(view, conditional, end) or _concerned(view, start, conditional)):
        return found
    if names and owes(view, stop, end) is None and not INTRODUCER.match(view.low, start):
        topic = _after_break(view, start, end) if view.low.startswith(_MANY, begin) else None
        if topic and len(topic.names) == 1 and topic.names[0].text[:1].isupper():
            return topic
        return None if not colon else _after_title(view, start, end)
    if INTRODUCER.match(view.low, start):
        return _after_break(view, start, end)
    if _IN_FORCE.match(view.low, start):
        return _after_break(view, start, end)
    return _after_title(view, start, end)


_IN_FORCE = re.compile(r"(?:quyết định|nghị quyết|quy định|quy chế|chỉ thị)(?: này)? có hiệu lực(?!\w)")


# What a person is told to do in person: "Đảng viên dự bị viết bản tự kiểm điểm."
_OF_ONE = re.compile(r"(?:đảng viên|người (?:xin )?vào đảng|cán bộ|công chức|viên chức|giáo viên|học sinh)(?!\w)")
_PERSONALLY = re.compile(
    r" (?:tự (?:khai|làm|kiểm điểm|đánh giá|nhận|viết)|tự giác|viết|làm (?:bản|đơn|hồ sơ|thủ tục|tờ|lại)|nộp"
    r"|kê khai|khai|đăng ký|ký tên)(?!\w)"
)


def _after_note(view: View, start: int, end: int) -> int:
    """Where a sentence begins behind "Lưu ý:"."""
    note = _NOTE.match(view.low, start, end) if "ý" in view.low[start : start + 12] else None
    return note.end() if note else start


def _told(view: View, begin: int, stop: int, end: int, alone: bool) -> bool:
    """Whether anybody at all owes what follows; `alone`: in a sentence of its own."""
    return _MUST.match(view.low, stop, end) is not None or (alone and _in_person(view, begin, stop, end))


def _in_person(view: View, begin: int, stop: int, end: int) -> bool:
    """Whether a sentence tells a person, not a body, to do what only a person can do."""
    closed = view.low[begin:end].rstrip()[-1:] in (".", ";")
    return closed and _OF_ONE.match(view.low, begin) is not None and _PERSONALLY.match(view.low, stop, end) is not None


_MANY = ("những ", "các ")
_NOTE = re.compile(r"[\W_]{0,4}(?:lưu ý|chú ý)(?: thêm)?: ?")
_MUST = re.compile(r",? (?:phải|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm)(?!\w)")
"""What makes a duty of what anybody does: "Đảng viên được phát thẻ có trách nhiệm bảo quản"."""
_CASE = re.compile(r"(?:đối với|trường hợp|nếu) (?=\w)")
_THEN_SENDS = re.compile(r" thì (?:gửi|báo cáo|trình|nộp|chuyển|làm văn bản)(?!\w)")


def _concerned(view: View, start: int, then: int) -> Subject | None:
    """The body of a case that is told to act: "Đối với cấp ủy cơ sở không được ủy quyền thì gửi văn bản ..."."""
    case = _CASE.match(view.low, start)
    if case is None or not _THEN_SENDS.match(view.low, then):
        return None
    names, _ = names_at(view.flat, view.low, case.end(), then)
    if len(names) != 1 or not worthy(view, names):
        return None
    return Subject(tuple(names), then + 6, "subject.concerned")


ABOUT = re.compile(r"(?:đối với|về phía) (?=\w)")
_BY = re.compile(lexicon.from_word("do", "phải được", "cần được", "sẽ được") + r" (?=\w)")


def led_by(view: View, start: int, end: int) -> Subject | None:
    """The bodies of "Nhiệm vụ này do Sở Xây dựng chủ trì" or "Tài liệu: do Ban Tuyên giáo biên soạn"."""
    by = _BY.search(view.low, start, min(end, start + 120))
    if by is None or view.low.startswith(("đối với", "trường hợp"), start):
        return None
    if by[0] != "do ":  # "Lý lịch phải được cấp ủy cơ sở thẩm tra"
        names, stop = names_at(view.flat, view.low, by.end(), end)
        predicate = owes(view, stop, end) if names and worthy(view, names) else None
        return None if predicate is None else Subject(tuple(names), predicate, "subject.led_by")
    before = view.low[start : by.start()].rstrip()
    titled = before.endswith(":")
    if re.search(r"[,;:]|(?<!\w)(?:đã|được)(?!\w)", before.rstrip(":")):
        return None
    names, stop = names_at(view.flat, view.low, by.end(), end)
    if not names or not worthy(view, names) or (predicate := owes(view, stop, end)) is None:
        return None
    if titled or re.match(r"(?:chủ trì|chịu trách nhiệm)(?!\w)", view.low[predicate : predicate + 20]):
        return Subject(tuple(names), predicate, "subject.led_by")
    return None


_BRACKETED = re.compile(r"\((?=[^()]{4,140}\)\s*[.;]?\s*$)")


def answering(view: View, start: int, end: int, further: bool) -> Subject | None:
    """The body named behind a piece of work: "Sơ kết công tác quý (Văn phòng chuẩn bị)", or alone as its last sentence.

    `further`: the stretch is not the first sentence of its entry.
    """
    m = _BRACKETED.search(view.flat, max(start, end - 160), end)
    begin = m.end() if m else start
    if not further and (m is None or m.start() == start):
        return None
    names, stop = names_at(view.flat, view.low, begin, end)
    if not names or not worthy(view, names) or (m and _named_to(view, max(start, begin - 40), begin - 2)):
        return None
    if not view.low[stop:end].strip(" ).;"):
        named = view.flat[begin].isupper() and any(c.isupper() for n in names for c in n.text[1:])
        return Subject(tuple(names), start, "subject.answering") if named else None
    verb = owes(view, stop, end) if m else None
    return None if verb is None or ADVERBIAL.match(view.low, verb) else Subject(tuple(names), verb, "subject.answering")


def _after_break(view: View, start: int, end: int) -> Subject | None:
    """The subject after an opening: "Căn cứ ..., Ban Tổ chức ...", "Trường hợp ... thì cấp ủy ..."."""
    semicolon = view.low.find("; ", start, end)
    stop_at = min(end, start + 420, semicolon if semicolon > 0 else end)
    process = _PROCESS.match(view.low, start)
    starts = [process] if process else []
    for m in [*starts, *BREAK.finditer(view.low, start, stop_at)]:
        if m[0] == ") " and view.low[m.end() : m.end() + 2] not in ("cá", "ba"):
            continue
        names, stop = names_at(view.flat, view.low, m.end(), end)
        if (
            names
            and worthy(view, names)
            and (_definite(view, names[0]) or (m[0] == " thì " and _MUST.match(view.low, stop)))
            and (predicate := owes(view, stop, end)) is not None
            and not (m[0] == ", " and ADVERBIAL.match(view.low, predicate) and _listed(view, start, m.start()))
        ):
            return Subject(tuple(names), predicate, "subject.after_opening")
    return _placed(view, start, stop_at)


def _placed(view: View, start: int, end: int) -> Subject | None:
    """The bodies at which something is to be done by a time: "Việc sơ kết ở chi bộ, đảng bộ hoàn thành trước ..."."""
    at = _PLACED.search(view.low, start, end)
    names = names_at(view.flat, view.low, at.end(), end)[0] if at else []
    if names and re.match(r" (?:phải )?(?:hoàn thành|xong|tiến hành|thực hiện xong)", view.low[names[-1].end : end]):
        return Subject(tuple(names), names[-1].end + 1, "subject.placed")
    return None


_TOWARDS = re.compile(r"(?<!\w)(?:đến|cho|với|của|về|gửi|là) (?=\w)")


def _listed(view: View, start: int, end: int) -> bool:
    """Whether a list of bodies that something goes to, or is of, stands before `end` and may go on after it."""
    before = max(start, end - 24)
    last = any(view.low[k - 1] == " " and _named_to(view, k, end) for k in range(before + 1, end))
    return last or any(_named_to(view, m.end(), end) for m in _TOWARDS.finditer(view.low, start, end))


def _named_to(view: View, start: int, end: int) -> bool:
    """Whether names that open at `start` go on to `end`."""
    names, stop = names_at(view.flat, view.low, start, end)
    return bool(names) and stop >= end


# "Việc sơ kết ở cơ sở hoàn thành trước ...": the place is who does it.
_PLACED = re.compile(
    r"(?<!\w)(?:ở|tại|của) (?=(?:cơ sở|cấp |các |huyện|chi bộ|đảng bộ)[^;]{0,60}? (?:phải )?(?:hoàn thành|xong))"
)


def _definite(view: View, name: Name) -> bool:
    """Whether a name inside a sentence is a body of its own, not the rest of a list ("..., ngành, đơn vị")."""
    h = head_at(view.low, name.start)
    if h is None:
        return False
    if view.flat[name.start].islower() and _POST.match(view.low, name.start):
        return False  # one of the posts that somebody is chosen for: "..., phó bí thư, chủ nhiệm ủy ban kiểm tra"
    named = any(c.isupper() for c in name.text)
    told = _TOLD.match(name.text.lower()) and not _OF_ALL.search(name.text)
    return bool(h["det"].strip()) or named or bool(told) or (" " in h["head"] and h["head"] not in _VAGUE)


_POST = re.compile(r"(?:phó |bí thư|chủ nhiệm|chánh |viện trưởng|ủy viên)")
_TOLD = re.compile(
    r"(?:đơn vị|cơ quan|bộ phận) (?:chuyên môn|chuyên trách|chức năng|chủ (?:trì|quản|đầu tư)|thường trực|đầu mối"
    r"|quản lý|tham mưu|phụ trách|tiếp nhận|soạn thảo|thẩm (?:định|tra)|tổ chức|thực hiện|đăng cai|một cửa"
    r"|có thẩm quyền)(?!\w)"
)
"""Which of many: "đơn vị chuyên môn"."""
_OF_ALL = re.compile(r"(?:liên quan|khác|trực thuộc)$")
"""What follows the last noun of a list: "..., ngành, đơn vị chuyên môn trực thuộc"."""
_VAGUE = frozenset(lexicon.words("bodies", "generic")) | {"chính quyền", "đại diện", "thành viên", "gia đình"}


_TITLE_REACH = 260
"""How long, in characters, what stands before the colon of a run-in title may be."""


def _after_title(view: View, start: int, end: int) -> Subject | None:
    """The subject after a run-in title: "Thanh tra khoa học: UBND huyện làm đầu mối ..."."""
    colon = view.low.find(": ", start, min(end, start + _TITLE_REACH))
    if colon < 0 or _NOT_TITLES.match(view.low, start):
        return None
    lead = LEADING.match(view.low, colon + 2)
    names, stop = names_at(view.flat, view.low, lead.end() if lead else colon + 2, end)
    long = colon - start > 110  # behind a long title only a body with a name of its own is its subject
    if long and not (names and any(c.isupper() for c in names[0].text[1:])):
        return None
    if names and worthy(view, names) and (predicate := owes(view, stop, end)) is not None:
        return Subject(tuple(names), predicate, "subject.after_title")
    return _after_break(view, colon + 2, end) if INTRODUCER.match(view.low, colon + 2) else None
