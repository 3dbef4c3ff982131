"""Clauses between a subject and its verb: they belong to the name, or say when, and neither hides the duty.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import parsed


def leads(sentence: str) -> list[list[str]]:
    return [[r.text for r in t.lead] for t in parsed(f"1. {sentence}").tasks]


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Đảng viên được giới thiệu ứng cử có trách nhiệm kê khai tài sản.", "Đảng viên được giới thiệu ứng cử"),
        ("Các chi bộ chưa nộp đủ đảng phí khẩn trương hoàn tất việc thu.", "Các chi bộ chưa nộp đủ đảng phí"),
        ("Cơ quan chủ trì thẩm định có trách nhiệm trả lời bằng văn bản.", "Cơ quan chủ trì thẩm định"),
        (
            "Đồng chí được cử đi thay khi vắng mặt phải báo cáo lại nội dung.",
            "Đồng chí được cử đi thay",
        ),
        (
            "Cán bộ thuộc diện Ban Thường vụ Huyện ủy quản lý có trách nhiệm thực hiện Quy chế này.",
            "Cán bộ thuộc diện Ban Thường vụ Huyện ủy quản lý",
        ),
        ("Chi bộ có đảng viên chuyển đến: Cử người hướng dẫn thủ tục.", "Chi bộ có đảng viên chuyển đến"),
        # when, not which
        ("Ban Dân vận Huyện ủy sau khi thẩm tra, trình hồ sơ đúng hạn.", "Ban Dân vận Huyện ủy"),
        ("Sở Nội vụ khi nhận đủ hồ sơ phải trả lời bằng văn bản.", "Sở Nội vụ"),
    ],
)
def test_the_subject_with_the_clause_that_tells_which(sentence: str, lead: str) -> None:
    assert leads(sentence) == [[lead]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thành viên tổ giúp việc phải là công chức trong biên chế.",
        "Các đơn vị đã nghiêm túc kiểm điểm trong năm qua.",
    ],
)
def test_what_somebody_is_or_did_is_no_duty(sentence: str) -> None:
    assert leads(sentence) == []


def test_a_name_of_its_own_takes_no_clause() -> None:
    assert leads("Sở Y tế chỉ đạo các bệnh viện phải trực đủ quân số.") == [["Sở Y tế"]]
