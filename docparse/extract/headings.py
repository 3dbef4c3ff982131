"""Headings that name who has to do what stands below: "1. Sở Nội vụ", "b) Bộ X chủ trì, ...:", "Nhiệm vụ của Ban X".

What can be mistaken: a heading that names a body as its subject matter ("Kiện toàn Ban Chỉ đạo").

Reads: a `View` and the stretch of one heading.
Writes: `Subject`s.
"""

from __future__ import annotations

import re

from docparse.extract.assigned import ASSIGN
from docparse.extract.clauses import qualified
from docparse.extract.heads import head_at
from docparse.extract.names import Name, names_at
from docparse.extract.predicates import STOP, owes, worthy
from docparse.extract.subjects import Subject
from docparse.layout import View

_DUTIES_OF = re.compile(r"(?:nhiệm vụ|trách nhiệm|quyền hạn)(?:, (?:nhiệm vụ|quyền hạn|trách nhiệm))* của (?:các )?")
_TO = re.compile(r"(?:đối với|phân công|về phía) ")
_DIRECTS = re.compile(r"(?:chỉ đạo|phân công|hướng dẫn|đôn đốc) (?=\w)")


_SET_UP = re.compile(r"(?:tổ|tiểu ban|đoàn|hội đồng|ban) ")
"""Groups set up for a task, which their names tell with verbs: "Tổ tiếp công dân, xử lý khiếu nại, tố cáo"."""
_WHOLE_TITLE = re.compile(r"[^;:.()]{4,120}(?=(?: \([^()]{1,60}\))?[ .:;*]*$)")


def titled(view: View, start: int, end: int) -> Subject | None:
    """The whole of a heading as one body, whatever follows its first noun; for lists that name bodies otherwise."""
    begin = m.end() if (m := _TO.match(view.low, start)) else start
    whole = _WHOLE_TITLE.match(view.flat, begin, end) if head_at(view.low, begin) else None
    if whole is None or (not view.flat[begin].isupper() and begin == start):
        return None
    return Subject((Name(begin, whole.end(), whole[0].rstrip(" *")),), end, "subject.heading_title")


_AND_FURTHER = re.compile(r" và [^,;:.()]{3,90}?(?= ?(?:\([^()]{1,90}\) ?)?:\s*$)")


def _to_the_colon(view: View, names: list[Name], stop: int, end: int) -> tuple[list[Name], int]:
    """The one name of a heading up to its colon: "Phòng Truyền thông và quản trị thương hiệu:"."""
    further = _AND_FURTHER.match(view.low, stop, end) if len(names) == 1 else None
    if further is None or head_at(view.low, stop + 4) or STOP.match(view.low, stop + 1):
        return names, stop
    name = names[0]._replace(end=further.end(), text=view.flat[names[0].start : further.end()])
    return [name], further.end()


# "Đề nghị Ủy ban nhân dân xã phối hợp": in what, stands below it.
_BARE = re.compile(
    r"(?:(?:chủ trì|phối hợp|thực hiện|triển khai|tổ chức|chỉ đạo)(?:, | và | )?){1,3}(?:các nội dung)?(?:sau)?"
)


def headed(view: View, start: int, end: int) -> Subject | None:
    """The subject that a heading states for what stands below it: "1. Sở Nội vụ", "b) Bộ X chủ trì, ...:"."""
    low = view.low
    m = _DUTIES_OF.match(low, start)
    given = ASSIGN.match(low, start) or (_DIRECTS.match(low, start) if low[start:end].rstrip().endswith(":") else None)
    begin = m.end() - (4 if m[0].endswith("các ") else 0) if m else given.end() if given else start
    if to := _TO.match(low, begin):
        begin = to.end()
    # Capitals throughout do not tell a verb from a name.
    capitals = low.find(" trong việc ", begin, end) if view.flat[begin:end].isupper() else -1
    names, stop = names_at(view.flat, low, begin, capitals if capitals > 0 else end)
    names, stop = (names, stop) if m else qualified(view, names, stop, end)
    names, stop = _to_the_colon(view, names, stop, end)
    if not names or not worthy(view, names):
        return None
    rest = low[stop:end].strip(" .:;*")
    rest = re.sub(r"^\([^()]{1,90}\)\s*:?\s*", "", rest)
    if m:  # "Trách nhiệm của chi bộ ... nơi có người vào Đảng:"
        rest = re.sub(r"^(?:nơi|ở|tại|trong|đối với|về|khi) [^:;.]{3,90}$", "", rest)
    if re.match(r"(?:yêu cầu|đề nghị|kết luận|quyết định)$", rest):
        return None
    if (
        m
        and rest
        and low[stop : stop + 2] == ", "
        and (not STOP.match(low, stop + 2) or _SET_UP.match(low, begin))
        and low[start:end].rstrip().endswith(":")
    ):
        colon = low.rfind(":", stop, end)
        last = names[-1]._replace(end=colon, text=view.flat[names[-1].start : colon].rstrip())
        return Subject((*names[:-1], last), end, "subject.heading")
    if not rest or (given and _BARE.fullmatch(rest)):
        return Subject(tuple(names), end, "subject.heading")
    if owes(view, stop, end) is not None and low[stop:end].rstrip().endswith(":"):
        return Subject(tuple(names), stop, "subject.heading_duty")
    return None
