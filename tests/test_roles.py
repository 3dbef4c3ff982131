"""Roles in a clause: with whom, to whom, through whom, and watching only.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import laid, parsed

from docparse.extract.names import Name
from docparse.extract.roles import Roles, roles


def read(clause: str) -> Roles:
    view = laid(f"KẾ HOẠCH\nthi đua\n\n1. {clause}\n").view
    start = view.flat.index("1. ") + 3
    return roles(view, start, len(view.flat))


def texts(names: tuple[Name, ...]) -> list[str]:
    return [n.text for n in names]


@pytest.mark.parametrize(
    ("clause", "want"),
    [
        ("chủ trì, phối hợp với Sở Nội vụ rà soát hồ sơ.", ["Sở Nội vụ"]),
        (
            "phối hợp với Sở Nội vụ, Sở Tài chính và các huyện ủy rà soát.",
            ["Sở Nội vụ", "Sở Tài chính", "các huyện ủy"],
        ),
        ("phối hợp chặt chẽ với Tỉnh đoàn vận động đoàn viên.", ["Tỉnh đoàn"]),
        ("phối hợp cùng Công an huyện kiểm tra các điểm.", ["Công an huyện"]),
        ("phối hợp với Ban Tổ chức, Ban Tuyên giáo Tỉnh ủy mở lớp.", ["Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy"]),
        ("phối hợp thực hiện nhiệm vụ được giao.", []),
        ("phối hợp tổ chức hội nghị.", []),
        ("chủ trì xây dựng kế hoạch.", []),
    ],
)
def test_coordinate(clause: str, want: list[str]) -> None:
    assert texts(read(clause).coordinate) == want


@pytest.mark.parametrize(
    ("clause", "want"),
    [
        ("gửi báo cáo về Ban Thường vụ Huyện ủy trước ngày 20/5/2018.", ["Ban Thường vụ Huyện ủy"]),
        ("báo cáo Ủy ban nhân dân tỉnh kết quả rà soát.", ["Ủy ban nhân dân tỉnh"]),
        ("xây dựng đề án, trình Hội đồng nhân dân tỉnh.", ["Hội đồng nhân dân tỉnh"]),
        ("đề xuất với Thường trực Tỉnh ủy giải pháp tháo gỡ.", ["Thường trực Tỉnh ủy"]),
        ("tổng hợp kết quả, báo cáo Tỉnh ủy và Ban Tổ chức Trung ương.", ["Tỉnh ủy", "Ban Tổ chức Trung ương"]),
        ("gửi kế hoạch cho Ban Dân vận Huyện ủy để tổng hợp, báo cáo Tỉnh ủy.", ["Ban Dân vận Huyện ủy"]),
        ("tham mưu Ủy ban nhân dân tỉnh ban hành quy chế.", []),
        ("xây dựng báo cáo tổng hợp.", []),
        ("lập tờ trình theo mẫu.", []),
        ("triển khai đến đảng viên.", []),
    ],
)
def test_report_to(clause: str, want: list[str]) -> None:
    assert texts(read(clause).report_to) == want


@pytest.mark.parametrize(
    ("clause", "report", "via"),
    [
        ("báo cáo Huyện ủy (qua Văn phòng Huyện ủy).", ["Huyện ủy"], ["Văn phòng Huyện ủy"]),
        ("gửi báo cáo về Tỉnh ủy (qua Ban Nội chính Tỉnh ủy) trước ngày 20/5.", ["Tỉnh ủy"], ["Ban Nội chính Tỉnh ủy"]),
        ("báo cáo Tỉnh ủy, qua Ban Tổ chức Tỉnh ủy, để theo dõi.", ["Tỉnh ủy"], ["Ban Tổ chức Tỉnh ủy"]),
        ("gửi kết quả về Tỉnh ủy (thông qua Văn phòng Tỉnh ủy).", ["Tỉnh ủy"], ["Văn phòng Tỉnh ủy"]),
        ("tuyên truyền qua Đài Phát thanh huyện.", [], []),
        ("quyết định thông qua hội nghị chi bộ.", [], []),
    ],
)
def test_via(clause: str, report: list[str], via: list[str]) -> None:
    found = read(clause)
    assert (texts(found.report_to), texts(found.via)) == (report, via)


@pytest.mark.parametrize(
    ("clause", "watches"),
    [
        ("theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch.", True),
        ("có trách nhiệm theo dõi, đôn đốc việc thực hiện.", True),
        ("giám sát việc chấp hành quy chế.", True),
        ("theo dõi, đôn đốc và báo cáo Huyện ủy.", False),
        ("theo dõi, tổng hợp tình hình.", False),
        ("chủ trì xây dựng hướng dẫn, theo dõi việc thực hiện.", False),
        ("tham mưu, theo dõi.", False),
    ],
)
def test_watching_only(clause: str, watches: bool) -> None:
    assert read(clause).watches is watches


def test_all_roles_of_a_clause() -> None:
    found = read("chủ trì, phối hợp với Sở Nội vụ tổng hợp, báo cáo Ban Thường vụ Tỉnh ủy (qua Văn phòng Tỉnh ủy).")
    assert texts(found.coordinate) == ["Sở Nội vụ"]
    assert texts(found.report_to) == ["Ban Thường vụ Tỉnh ủy"]
    assert texts(found.via) == ["Văn phòng Tỉnh ủy"]
    assert not found.watches


def test_a_clause_without_roles_is_empty() -> None:
    assert not read("xây dựng kế hoạch cụ thể.")
    assert read("phối hợp với Sở Nội vụ.")


def test_reports_go_to_whoever_may_decide_and_proposals_to_nobody_named() -> None:
    (report,) = parsed("1. Bộ Tài chính báo cáo cấp có thẩm quyền quyết định.").tasks
    assert [r.text for r in report.report_to] == ["cấp có thẩm quyền"]
    (proposal,) = parsed("1. Bộ Tài chính đề xuất cấp có thẩm quyền các giải pháp.").tasks
    assert proposal.report_to == ()
