"""Duties that a sentence gives to bodies by a verb: "Giao Ban Dân vận Tỉnh ủy chủ trì ...", "đề nghị các sở báo cáo".

What can be mistaken: a verb that only tells ("đã yêu cầu"), one inside a name ("bàn giao"), a regular meeting ("giao
ban"), and a verb further on in a duty that is somebody's own ("Đối với UBND phường: chỉ đạo ..., yêu cầu ...").

Reads: a `View`, the stretch of one sentence and the name of the issuer.
Writes: a `Subject`.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.extract.givers import CONNECTIVE, issues
from docparse.extract.heads import head_at
from docparse.extract.names import names_at
from docparse.extract.predicates import owes, worthy
from docparse.extract.subjects import ABOUT, BREAK, INTRODUCER, LEADING, Subject
from docparse.layout import View

_ASSIGNS = lexicon.from_word(*lexicon.words("tasks", "assign")).replace(" ", r"\s+")
ASSIGN = re.compile(rf"{_ASSIGNS} (?:cho |đối với )?(?=\w)")
_MEETS = re.compile(r"giao ban (?!thường vụ|chấp hành|chỉ đạo|tổ chức|quản lý|giám|cán sự|tuyên giáo)")
"""A regular meeting, "họp giao ban thường kỳ": nothing is given to a board."""
_REACH = 400
"""How far before an assigning verb, in characters, its subject is sought."""


def assigned(view: View, start: int, end: int, issuer: str | None = None) -> Subject | None:
    """The bodies that a sentence gives a duty to by "giao", "yêu cầu", "đề nghị", "phân công"."""
    titled = _addressed(view, start, end)
    for m in ASSIGN.finditer(view.low, start, end):
        if _MEETS.match(view.flat, m.start()):
            continue
        if m.start() > start and (titled < m.start() or not _may_assign(view, start, m.start(), m[0], issuer)):
            continue
        names, stop = names_at(view.flat, view.low, m.end(), end)
        if not names or not worthy(view, names):
            continue
        predicate = owes(view, stop, end)
        closes = end - stop < 4 and ":" in view.flat[stop : end + 1]
        if (
            predicate is None
            and not closes
            and not re.match(
                r",? (?:theo|căn cứ|trong|trên cơ sở|cần|tại|khi|trước|từ|chậm nhất|có|:)", view.low[stop : stop + 18]
            )
            and view.low[stop : stop + 1] != ":"
        ):
            continue
        return Subject(
            tuple(names),
            stop if predicate is None else predicate,
            "subject.assigned" if not view.low[start : min(m.start(), start + 20)].strip() else "subject.assigned_by",
        )
    return None


def _addressed(view: View, start: int, end: int) -> int:
    """The place behind "Đối với UBND phường: ", whose duty whatever verb comes further on is; else `end`."""
    about = ABOUT.match(view.low, start)
    stop = names_at(view.flat, view.low, about.end(), end)[1] if about else end
    return stop + 2 if view.low.startswith(": ", stop) else end


def _may_assign(view: View, start: int, at: int, verb: str, issuer: str | None) -> bool:
    """Whether an assigning verb inside a sentence is its main verb: after its subject, a comma or an opening."""
    start = max(start, at - _REACH)
    before = view.low[start:at].rstrip()
    if "giao" in verb and re.search(r"(?:\(|(?<!\w)trong đó,?)$", before):
        return True
    if re.search(
        r"(?:theo|mục đích,|và|các|đáp ứng|được|những|khi có|đơn|nội dung|văn bản|có quyền|quyền|hồ sơ|bản|công văn"
        r"|phải|bị|theo đúng|trên|đúng|danh sách|xét,|tờ khai|thì|để|phù hợp|công tác|theo sự|sự|đã|việc) ?$",
        before[-12:],  # as much as the longest of them has
    ):
        if before.endswith(" và") and verb.startswith(("đề nghị ", "yêu cầu ")):
            return _asks(view, at, at + len(verb))
        return (
            bool(verb.startswith(("đề nghị", "yêu cầu")) and re.search(r"(?:mắc|khăn|thì),?$|thì$", before))
            and "thì" not in before[-5:]
        )
    if verb.startswith(("đề nghị", "yêu cầu")) and re.search(r"(?<!\w)nếu [^;.]{0,60}(?:mắc|khăn|sinh)$", before):
        return True
    if "giao" in verb and re.search(r"(?:^|[;.,])\s?(?:thống nhất|đồng ý|quyết định)?$", before):
        return True
    if verb.startswith("đề nghị ") and re.search(r"\d/[a-zđ][a-zđ-]*$", before) and _asks(view, at, at + len(verb)):
        return True  # "... chuyển Công văn số 12/BYT-BH đề nghị Sở Y tế nghiên cứu ..."
    if before.endswith(";") and re.match(r"\W{0,4}(?:để|nhằm|trên cơ sở)\b", view.low[start : start + 14]):
        return True
    if before.endswith((",", ":")):
        opener = bool(INTRODUCER.match(view.low, start)) or before.endswith(":")
        return opener or bool(re.search(r"(?:thực hiện|liên quan|khó khăn|vướng mắc)[^,]*,$", before))
    if CONNECTIVE.fullmatch(before):
        return True  # "Đồng thời cũng yêu cầu ..."
    names, stop = names_at(view.flat, view.low, _subject_start(view, start, at), at)
    if not names or at - stop > 14 or verb.startswith("phân công"):
        return False
    return not verb.startswith("giao") or issues(names[0].text, issuer)


def _asks(view: View, at: int, after: int) -> bool:
    """Whether "... và đề nghị" asks a body by its name, in small letters as a verb, to do something."""
    names, stop = names_at(view.flat, view.low, after, min(len(view.flat), after + 200))
    named = names and view.flat[at].islower() and view.flat[names[0].start].isupper()
    return bool(named) and owes(view, stop, min(len(view.flat), stop + 60)) is not None


def _subject_start(view: View, start: int, at: int) -> int:
    """Where the subject just before an assigning verb begins: the sentence, or after its last comma."""
    lead = LEADING.match(view.low, start)
    begin = lead.end() if lead else start
    if head_at(view.low, begin) and names_at(view.flat, view.low, begin, at)[1] >= at - 14:
        return begin
    for m in reversed(list(BREAK.finditer(view.low, start, at))):
        names, stop = names_at(view.flat, view.low, m.end(), at)
        if names and stop >= at - 14:
            return m.end()
    return begin
