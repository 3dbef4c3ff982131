"""What stands between a subject and its verb: the clause that says which of a kind is meant, and circumstances.

Text it finds: "Đảng viên được phát thẻ có trách nhiệm ..." (the subject is "Đảng viên được phát thẻ"), "Các đơn vị
chưa gửi báo cáo khẩn trương ...", "Chi bộ có người vào Đảng: ...", "Sở Nội vụ sau khi nhận hồ sơ, lập danh sách ...".
What can be mistaken: a verb with an object of its own ("Các chi bộ phân công đảng viên phải ...").

Reads: a `View` and the names that open a sentence.
Writes: the names as they are meant, and where they end.
"""

from __future__ import annotations

import re

from docparse.extract.heads import head_at
from docparse.extract.names import Name
from docparse.extract.predicates import STOP, owes
from docparse.layout import View

_REACH = 160
"""How far behind a subject, in characters, its verb is sought."""
_MUST = r"phải(?! là(?!\w))|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm"
_OBLIGED = re.compile(rf"(?<!\w)(?:{_MUST})(?!\w)")
_ACTS = re.compile(rf"(?<!\w)(?:{_MUST}|cần|khẩn trương|nghiêm túc|tiến hành)(?!\w)")
_QUALIFIES = re.compile(r" (?:được|bị|chưa|đang|đã|có|không|thuộc|diện|nơi|mà|đi|do|ở|tại|trên|trong)(?!\w)")
_TOLD = re.compile(r" (?:đã|đang)(?!\w)")
_WHEN = re.compile(
    r",? (?:khi|sau khi|trước khi|ngay sau|nếu|trong (?:quá trình|thời|vòng|\d)|chậm nhất|hằng|hàng)(?!\w)"
)
# "trong quá trình kiểm tra, giám sát": the comma parts verbs.
_LISTS = re.compile(r"trong quá trình \w+ \w+$")
_BEFORE_COLON = re.compile(
    r" (?:có(?! (?:thể|trách nhiệm|nhiệm vụ|quyền))|được|nơi|chưa|đi|thuộc|không)(?!\w)[^,;:.]{3,60}(?=:)"
)
# "cán bộ thuộc diện Ban Thường vụ Tỉnh ủy quản lý": whose they are.
_MANAGED = re.compile(r"[^;:.]{3,120}? diện [^;:.,]{3,80}? quản lý(?= (?:có trách nhiệm|phải|cần|thực hiện|chịu)|:)")
# "Thành viên đội thi phải là sinh viên": what somebody is, no duty.
_DEFINED = re.compile(r"[^;:.,]{0,90}? phải là(?!\w)")
_OF_MANY = frozenset(
    (
        "cơ quan",
        "đơn vị",
        "đồng chí",
        "đảng viên",
        "cán bộ",
        "bộ phận",
        "cơ sở",
        "phòng",
        "ban",
        "thành viên",
        "công chức",
        "viên chức",
    )
)
"""Heads that name nobody without a word that tells which one: "cơ quan chủ trì soạn thảo"."""


def qualified(view: View, names: list[Name], stop: int, end: int) -> tuple[list[Name], int]:
    """The names of a subject with the clause that tells which are meant, and the place before their verb.

    Args: `names` end at `stop`; the sentence at `end`. Both come back as they are where no such clause stands there.
    """
    if not names:
        return names, stop
    if _WHEN.match(view.low, stop, end):
        return names, _after_circumstance(view, stop, end)
    after = view.low.find(" diện ", names[-1].start, min(end, names[-1].start + _REACH))
    if after > 0 and (managed := _MANAGED.match(view.low, names[-1].start, end)):
        return [*names[:-1], _longer(view, names[-1], managed.end())], managed.end()
    if _is_proper(view, names[-1]):
        return names, stop
    if _DEFINED.match(view.low, stop, end):
        return [], stop
    told = _clause_end(view, names[-1], stop, end)
    if told is None:
        return names, stop
    return [*names[:-1], _longer(view, names[-1], told[0])], told[1]


def _longer(view: View, name: Name, end: int) -> Name:
    """The name up to a later end."""
    return name._replace(end=end, text=view.flat[name.start : end])


_OF_MANY_PLACES = re.compile(r" các (?:khu phố|xã|phường|thôn|huyện|địa phương|đơn vị|khu dân cư)(?:, \w+){0,2}$")


def _is_proper(view: View, name: Name) -> bool:
    """Whether a body is called by a name of its own ("Sở Nội vụ"), which no clause need tell apart."""
    head = head_at(view.low, name.start)
    rest = view.flat[head.end() : name.end] if head else ""
    if _OF_MANY_PLACES.search(rest):
        return False  # "Ban Công tác Mặt trận các khu phố có dự án đi qua": which of them
    return head is None or rest != rest.lower()


def _after_circumstance(view: View, stop: int, end: int) -> int:
    """The place before the verb that goes on after a time or a case; `stop` where another subject goes on instead."""
    limit = min(end, stop + _REACH)
    then = view.low.find(" thì ", stop, min(end, stop + 2 * _REACH))
    if then > 0 and STOP.match(view.low, then + 5):
        return then + 4
    for m in re.finditer(r", ", view.low[stop + 1 : limit]):
        at = stop + 1 + m.start()
        if head_at(view.low, at + 2):
            return stop
        if _LISTS.search(view.low, stop, at):
            continue
        if STOP.match(view.low, at + 2) and view.flat[at + 2].islower():
            return at
    must = _OBLIGED.search(view.low, stop, limit)
    return stop if must is None or re.search(r"[;:,]", view.low[stop : must.start()]) else must.start() - 1


def _clause_end(view: View, name: Name, stop: int, end: int) -> tuple[int, int] | None:
    """Where the clause behind a name ends, and the place before the verb; None where none stands there."""
    low = view.low
    head = head_at(low, name.start)
    limit = min(end, stop + _REACH)
    many = head is not None and head["head"] in _OF_MANY
    opens = _QUALIFIES.match(low, stop) is not None
    if not (many or opens):
        return None
    verb = owes(view, stop, end) is not None
    if not (many if verb else opens):
        return None
    hard = verb or _TOLD.match(low, stop) is not None
    act = (_OBLIGED if hard else _ACTS).search(low, stop, limit)
    if act is None:
        colon = None if verb else _BEFORE_COLON.match(low, stop, limit)
        return (colon.end(), colon.end()) if colon else None
    between = low[stop : act.start()].rstrip().removesuffix(" thì")
    if re.search(r"[;:,.]", between) or len(between.split()) < (1 if verb else 2) or (verb and len(between) > 45):
        return None
    when = _WHEN.search(between)
    return stop + (when.start() if when else len(between)), act.start() - 1
