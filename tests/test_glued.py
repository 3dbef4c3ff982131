"""Letterheads and signatures that a copy put on one line are read as if each part had its own.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest

import docparse
from docparse.layout.glued import parted
from docparse.model import Line


def pieces(*lines: str) -> list[str]:
    return [line.text.strip() for line in parted([Line(text) for text in lines])]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH BẠCH SƠN -------", ["ỦY BAN NHÂN DÂN TỈNH BẠCH SƠN", "-------"]),
        (
            "SỞ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ----",
            ["SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "----"],
        ),
        (
            "Số: 45/KH-UBND Bạch Sơn, ngày 04 tháng 5 năm 2020 KẾ HOẠCH CHĂM SÓC CÂY XANH",
            ["Số: 45/KH-UBND", "Bạch Sơn, ngày 04 tháng 5 năm 2020", "KẾ HOẠCH CHĂM SÓC CÂY XANH"],
        ),
        ("Số: 45/SNV-VP V/v chăm sóc cây xanh", ["Số: 45/SNV-VP", "V/v chăm sóc cây xanh"]),
        ("Bạch Sơn, ngày 27 tháng 01 năm 2021 Kính gửi:", ["Bạch Sơn, ngày 27 tháng 01 năm 2021", "Kính gửi:"]),
        ("TỈNH ỦY BẠCH SƠN ĐẢNG CỘNG SẢN VIỆT NAM", ["TỈNH ỦY BẠCH SƠN", "ĐẢNG CỘNG SẢN VIỆT NAM"]),
        ("KỶ NIỆM NGÀY THÀNH LẬP ĐẢNG CỘNG SẢN VIỆT NAM (3/2/1930)", None),
        ("Thực hiện Kế hoạch số 45/KH-UBND ngày 04 tháng 5 năm 2020 của tỉnh.", None),
    ],
)
def test_a_letterhead(line: str, parts: list[str] | None) -> None:
    assert pieces(line) == (parts or [line])


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An",
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"],
        ),
        ("T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ Lê Thị Hoa", ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lê Thị Hoa"]),
        ("Nơi nhận: T/M BAN THƯỜNG VỤ", ["Nơi nhận:", "T/M BAN THƯỜNG VỤ"]),
        ("- Các huyện ủy; PHÓ BÍ THƯ", ["- Các huyện ủy;", "PHÓ BÍ THƯ"]),
        ("TM. ĐOÀN CHỦ TỊCH", None),
        ("KT. TRƯỞNG BAN", None),
        ("- Đ/c Nguyễn Văn An, Phó Bí thư;", None),
    ],
)
def test_a_signature(line: str, parts: list[str] | None) -> None:
    assert pieces("Nơi nhận:", line)[1:] == (parts or [line])


def test_the_text_stays_and_the_records_are_those_of_lines_apart() -> None:
    glued = (
        "UBND TỈNH BẠCH SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 45/KH-UBND Bạch Sơn, ngày 04 tháng 5 năm 2020 KẾ HOẠCH VỀ CHĂM SÓC CÂY XANH\n"
        "1. Sở Xây dựng báo cáo trước ngày 15/6/2020.\n"
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An"
    )
    document = docparse.parse(glued)
    assert document.text == glued
    m = document.metadata
    assert (m.symbol, m.issued, m.place, m.doc_type) == ("45/KH-UBND", "2020-05-04", "Bạch Sơn", "kế hoạch")
    (signature,) = document.signatures
    assert (signature.mode, signature.position, signature.name) == ("T/M", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")
