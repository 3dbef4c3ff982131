"""Which province "TU" and "Tỉnh ủy" mean: what a document says, what was given, what nobody knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import docparse
from docparse.cli import main
from docparse.link.provinces import named, settled, stated
from docparse.model import Document
from docparse.read.options import Options

TEXT = """TỈNH ỦY LAM THỦY
*
Số: 15-KH/TU
Lam Thủy, ngày 5 tháng 6 năm 2021

KẾ HOẠCH
về công tác rừng

Thực hiện Nghị quyết số 07-NQ/TU, ngày 5/3/2019 của Tỉnh ủy và Kết luận số 9-KL/TU, ngày 2/2/2020 của Tỉnh ủy Bạch Sơn:

1. Sở Tài chính chủ trì, báo cáo Ban Thường vụ Tỉnh ủy trước ngày 30/6/2021.

Nơi nhận:
- Các tỉnh ủy,
- Tỉnh ủy Vĩnh Hòa,
- Lưu.
"""
SILENT = TEXT.replace("TỈNH ỦY LAM THỦY\n*\n", "")


def provinces(document: Document) -> dict[str, tuple[str | None, str | None]]:
    found = {b.name: (b.province, b.province_inferred) for b in document.bodies}
    found |= {r.symbol or "": (r.province, r.province_inferred) for r in document.references}
    return found | {"": (document.metadata.province, document.metadata.province_inferred)}


def test_the_letterhead_decides_whatever_was_given() -> None:
    for given in (None, "Bình Thuận"):
        document = docparse.parse(TEXT, options=Options(province=given))
        assert provinces(document) == {
            "": ("Lam Thủy", None),
            "07-NQ/TU": ("Lam Thủy", "document"),
            "9-KL/TU": ("Bạch Sơn", None),
            "Sở Tài chính": (None, None),
            "Ban Thường vụ Tỉnh ủy": ("Lam Thủy", "document"),
            "Các tỉnh ủy": (None, None),
            "Tỉnh ủy Vĩnh Hòa": ("Vĩnh Hòa", None),
        }
        assert not [w for w in document.warnings if w.code.startswith("province")]


def test_what_was_given_counts_where_the_document_does_not_say() -> None:
    assert provinces(docparse.parse(SILENT))[""] == (None, None)
    document = docparse.parse(SILENT, options=Options(province="tỉnh BÌNH THUẬN"))
    found = provinces(document)
    assert found[""] == found["07-NQ/TU"] == found["Ban Thường vụ Tỉnh ủy"] == ("Bình Thuận", "given")
    assert found["9-KL/TU"] == ("Bạch Sơn", None)
    assert found["Các tỉnh ủy"] == (None, None)
    assert [w.message.rpartition(": ")[2] for w in document.warnings if w.code == "province_inferred"] == ["Bình Thuận"]
    assert Document.from_json(document.to_json()) == document


@pytest.mark.parametrize("line", ["Số: 15-KH/TW", "BỘ TÀI CHÍNH\n*\nSố: 15/KH-BTC", "BAN BÍ THƯ\n*\nSố: 15-KH/TW"])
def test_central_documents_mean_no_province(line: str) -> None:
    document = docparse.parse(SILENT.replace("Số: 15-KH/TU", line), options=Options(province="Bình Thuận"))
    assert provinces(document)[""] == provinces(document)["07-NQ/TU"] == (None, None)


def test_a_city_under_the_centre_has_thanh_uy() -> None:
    text = SILENT.replace("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Thành ủy")
    ours = provinces(docparse.parse(text, options=Options(province="Hải Phòng")))["Ban Thường vụ Thành ủy"]
    assert ours == ("Hải Phòng", "given")
    city_of_a_province = provinces(docparse.parse(text, options=Options(province="Bình Thuận")))
    assert city_of_a_province["Ban Thường vụ Thành ủy"] == (None, None)


def test_settling_a_parsed_document_is_parsing_it_so() -> None:
    silent = docparse.parse(SILENT)
    given = docparse.parse(SILENT, options=Options(province="Bình Thuận"))
    assert settled(silent, ["Bình Thuận"]) == given
    assert settled(settled(given, ["Ninh Thuận"]), ["Bình Thuận"]) == given
    assert settled(given, []) == silent
    doubtful = settled(given, ["Ninh Thuận", "Bình Thuận"])
    assert provinces(doubtful) == provinces(silent)
    assert [w.message for w in doubtful.warnings if w.code == "province_in_doubt"] == [
        "may be any of: Bình Thuận; Ninh Thuận"
    ]


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("Tỉnh uỷ Lam Thuỷ", "Lam Thủy"),
        ("BAN CHẤP HÀNH ĐẢNG BỘ TỈNH BÌNH THUẬN", "Bình Thuận"),
        ("Ban Thường vụ Tỉnh ủy Thừa Thiên – Huế", "Thừa Thiên - Huế"),
        ("UBND tỉnh Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Thành ủy Hà Nội", "Hà Nội"),
        ("THÀNH ỦY THÀNH PHỐ HỒ CHÍ MINH", "Hồ Chí Minh"),
        ("Thành ủy Phan Thiết", None),
        ("Bí thư Tỉnh ủy Nguyễn Văn An", None),
        ("Đại hội Đảng bộ tỉnh Khóa XIV", None),
        ("Huyện ủy Hàm Tân", None),
    ],
)
def test_a_province_in_a_name(name: str, province: str | None) -> None:
    assert stated(name) == province


@pytest.mark.parametrize("text", ["Bình Thuận", "tỉnh Bình Thuận", "BÌNH  THUẬN", "bình thuận", "Tỉnh ủy Bình Thuận"])
def test_a_province_as_people_give_it(text: str) -> None:
    assert named(text) == "Bình Thuận"


def test_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.txt").write_text(SILENT, "utf-8")
    assert main(["parse", str(tmp_path / "plan.txt"), "--province", "Bình Thuận", "--no-cache"]) == 0
    assert json.loads(capsys.readouterr().out)["metadata"]["province"] == "Bình Thuận"
    with pytest.raises(SystemExit):
        main(["parse", str(tmp_path / "plan.txt"), "--province", "12"])
