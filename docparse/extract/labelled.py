"""Labelled entries: who leads and who helps where a label says so, on lines of their own or in a bracket.

Text it finds: "- Đơn vị chủ trì: Sở Y tế." with "- Đơn vị phối hợp: Sở Tài chính." and "- Thời gian: Quý III/2021."
below it, "(Chủ trì: Ban Dân vận; phối hợp: Văn phòng)", "a) Cơ quan chủ trì" over bullets that each name a body. The
lines of one parent make one task, as the cells of a row do. What can be mistaken: a label whose text names no body
("Thực hiện: đúng quy định") is none.

Reads: a `View` and the stretch of one block.
Writes: `Label`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docparse.extract.names import Name, names_at
from docparse.layout import View

_LABEL = re.compile(
    r"(?:(?:các )?(?:cơ quan|đơn vị|bộ phận|cán bộ|người|tổ chức|cấp)(?: được giao)? )?"
    r"(?P<what>chủ trì|phối hợp|thực hiện|chịu trách nhiệm|tham mưu|đầu mối|phụ trách|theo dõi|giám sát)"
    r"(?: (?:chính|thực hiện|tổ chức|tham mưu|phối hợp|chủ trì|chung|trực tiếp|tổng hợp))*\s?:\s"
)
_ABOVE = re.compile(
    r"(?:các )?(?:cơ quan|đơn vị|bộ phận)(?: được giao)? (?P<what>chủ trì|phối hợp|thực hiện|chịu trách nhiệm)"
    r"(?: (?:chính|thực hiện|tổ chức))?(?P<both>(?:,? và |, )(?:cơ quan |đơn vị )?phối hợp(?: thực hiện)?)?\s?[:.]?\s*"
)
_TIME = re.compile(r"(?:thời gian|thời hạn|tiến độ|hạn)(?: (?:thực hiện|hoàn thành|triển khai|báo cáo|trình))*\s?:\s")
_OPENING = re.compile(r"[.;(]\s*(?=\w)")
_ROLES = {"phối hợp": "coordinate", "theo dõi": "monitor", "giám sát": "monitor"}
_GAP = re.compile(r"[\s,;.\-–+]*(?:và |cùng )?(?=\w)")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: `role` is "lead", "coordinate", "monitor" or "time"; `start` is where the label begins."""

    start: int
    end: int
    role: str
    names: tuple[Name, ...] = ()


def labels(view: View, start: int, end: int) -> list[Label]:
    """The labels of a block, in order; bodies are listed after one until something else is said."""
    found: list[Label] = []
    if view.low.find(":", start, end) < 0:
        return found
    for at in (start, *(m.end() for m in _OPENING.finditer(view.low, start, end))):
        if found and at < found[-1].end:
            continue
        m = _LABEL.match(view.low, at, end)
        if m and (names := names_listed(view, m.end(), end)):
            found.append(Label(at, names[-1].end, _ROLES.get(m["what"], "lead"), names))
        elif t := _TIME.match(view.low, at, end):
            found.append(Label(at, t.end(), "time"))
    return found


def label_above(view: View, start: int, end: int) -> str | None:
    """The role that a heading without a body gives to those listed below it: "a) Cơ quan chủ trì".

    "both" where it says that lists of either kind stand below ("2. Cơ quan chủ trì, phối hợp"); None for no label.
    """
    m = _ABOVE.fullmatch(view.low, start, end)
    return None if m is None else "both" if m["both"] else _ROLES.get(m["what"], "lead")


def names_listed(view: View, start: int, end: int) -> tuple[Name, ...]:
    """Every body of a stretch that lists bodies without verbs, as a cell of a table does."""
    found: list[Name] = []
    position = start
    while position < end:
        names, stop = names_at(view.flat, view.low, position, end)
        found += names
        gap = _GAP.match(view.low, max(stop, position), end)
        if not names or gap is None or gap.end() <= stop or _LABEL.match(view.low, gap.end(), end):
            break
        position = gap.end()
    return tuple(found)
