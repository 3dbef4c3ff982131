"""Tables of plain text with bars or tabs between their columns.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest

import docparse
from docparse.layout.ruled import with_cells
from docparse.model import Line

HEAD = "KẾ HOẠCH\nchăm sóc cây xanh\n-----\n\nI. PHÂN CÔNG\n"
ROWS = (
    ("TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
    ("1", "Rà soát cây già", "Sở Xây dựng", "Sở Tài chính", "Trước 15/4/2024"),
    ("2", "Trồng thay", "UBND các xã", "GVCN các lớp", "Quý III/2024"),
)


@pytest.mark.parametrize("form", ["| {} |", "{}", "|{}|"])
@pytest.mark.parametrize("separator", [" | ", "\t"])
def test_each_row_is_a_task(form: str, separator: str) -> None:
    text = HEAD + "\n".join(form.format(separator.join(row)) for row in ROWS)
    if separator == "\t":
        text = text.replace("| ", "").replace("|", "")
    document = docparse.parse(text)
    assert document.text == text
    deadline = {d.id: d.latest for d in document.deadlines}
    found = [
        ([r.text for r in t.lead], [r.text for r in t.coordinate], [deadline[i] for i in t.deadlines])
        for t in document.tasks
    ]
    assert found == [
        (["Sở Xây dựng"], ["Sở Tài chính"], ["2024-04-15"]),
        (["UBND các xã"], ["GVCN các lớp"], ["2024-09-30"]),
    ]
    assert [s.label for s in document.sections] == ["I", "1", "2"]


def test_drawn_rules_and_rows_of_a_group_are_part_of_the_table() -> None:
    lines = ["| TT | Nội dung | Đơn vị |", "|---|---|---|", "| Buổi sáng ||", "| 1 | Họp | Văn phòng |", "Hết."]
    found = with_cells([Line(text) for text in lines])
    assert [line.cell.row if line.cell else None for line in found] == [0, 0, 0, None, 1, 1, 2, 2, 2, None]
    assert "".join(("" if x.glued or not i else "\n") + x.text for i, x in enumerate(found)) == "\n".join(lines)


def test_blank_lines_between_rows_and_who_approves() -> None:
    rows = [
        "TT | Nhiệm vụ | Cơ quan chủ trì | Cấp trình | Thời hạn",
        "I | Thể chế",
        "1 | Đề án A | Sở Nội vụ | UBND tỉnh | 2025",
    ]
    document = docparse.parse(HEAD + "\n\n".join(rows))
    (task,) = document.tasks
    assert ([r.text for r in task.lead], [r.text for r in task.report_to]) == (["Sở Nội vụ"], ["UBND tỉnh"])
    assert [(s.label, s.depth) for s in document.sections if s.label][1:] == [("I", 2), ("1", 3)]


@pytest.mark.parametrize(
    "lines",
    [
        ["TỈNH ỦY BẠCH SƠN\tĐẢNG CỘNG SẢN VIỆT NAM", "*\tBạch Sơn, ngày 12 tháng 3 năm 2024"],
        ["A | B | C", "1 | 2 | 3"],
        ["| TT | Nội dung | Đơn vị |"],
    ],
)
def test_what_is_no_table(lines: list[str]) -> None:
    assert [x.cell for x in with_cells([Line(text) for text in lines])] == [None] * len(lines)
