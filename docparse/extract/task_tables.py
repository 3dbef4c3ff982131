"""Rows of task tables: the columns say who leads, who helps and by when.

Text it finds: rows under "Cơ quan chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành". Where the columns of a row are
not certain (plain text), cells are told by what they hold. Rules: GUIDELINES "a row of a task table is one task".

Reads: `Layout` and one row.
Writes: a `Duty`.
"""

from __future__ import annotations

import re

from docparse.confidence import confidence
from docparse.extract.duties import Duty
from docparse.extract.heads import head_at
from docparse.extract.labelled import names_listed
from docparse.extract.names import Name
from docparse.extract.roles import roles
from docparse.layout import Block, Layout

_LEAD = re.compile(r"chủ trì|thực hiện|chịu trách nhiệm|phụ trách|đầu mối|cơ quan|đơn vị|phân công")
_HELP = re.compile(r"phối hợp|tham gia")
_WATCH = re.compile(r"theo dõi|giám sát|chỉ đạo")
_REPORT = re.compile(r"(?:cấp|cơ quan|nơi) (?:trình|nhận|phê duyệt|xem xét|quyết định|ban hành)|báo cáo (?:với|về|cho)")
_TIME = re.compile(r"thời gian|thời hạn|tiến độ|hoàn thành|ngày|hạn")
_NO_ROLE = re.compile(r"nội dung|kết quả|sản phẩm|hình thức|tên |stt")


def role_of(name: str) -> str | None:
    """The role that a column's name gives to what stands in it."""
    low = name.lower()
    if _REPORT.match(low):
        return "report_to"
    if _HELP.search(low):
        return "coordinate"
    if _TIME.search(low):
        return "time"
    if _WATCH.search(low):
        return "monitor"
    if _LEAD.search(low) and not _NO_ROLE.match(low):
        return "lead"
    return None


_ENTRY = re.compile(r"[^,;\n]*[^\W\d_]{2}[^,;\n]*")


def _as_written(layout: Layout, start: int, end: int) -> tuple[Name, ...]:
    """The entries of a cell in a column of bodies that are in no list of heads ("GVCN các lớp")."""
    flat = layout.view.flat
    found = []
    for m in _ENTRY.finditer(flat, start, end):
        text = m[0].strip(" .-–*")
        if 2 < len(text) < 90 and flat[m.start() : m.end()].strip()[0].isupper():
            at = flat.index(text, m.start())
            found.append(Name(at, at + len(text), text))
    return tuple(found)


def row_duty(layout: Layout, block: Block, k: int, terms: tuple[int, ...]) -> Duty | None:
    """The duty of a row; None where no cell names who does it."""
    parts: dict[str, tuple[Name, ...]] = {}
    wanted = [role for n in block.names if (role := role_of(n))]
    if "lead" not in wanted:
        return None
    if block.certain:
        for column, start, end in block.cells:
            role = role_of(block.names[column]) if column < len(block.names) else None
            if role in ("lead", "coordinate", "monitor", "report_to") and role not in parts:
                parts[role] = names_listed(layout.view, start, end) or _as_written(layout, start, end)
    else:
        cells = [(s, e) for c, s, e in block.cells if c > 0 and head_at(layout.view.low, s)]
        named = [n for s, e in cells if (n := names_listed(layout.view, s, e)) and n[-1].end >= e - 2]
        order = [r for r in wanted if r in ("lead", "coordinate", "monitor")]
        parts = dict(zip(order, named, strict=False))
    if not parts.get("lead"):
        return None
    content = [
        (s, e)
        for c, s, e in block.cells
        if c > 0 and not any(n.start >= s and n.end <= e for p in parts.values() for n in p)
    ]
    report = parts.get("report_to", ())
    for s, e in content:
        report = report or roles(layout.view, s, e).report_to
    return Duty(
        block.flat_start,
        block.flat_end,
        parts["lead"],
        parts.get("monitor", ()),
        parts.get("coordinate", ()),
        report,
        (),
        terms,
        k,
        "task.row",
        confidence("task.row", doubtful=not block.certain),
    )
