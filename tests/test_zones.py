"""Zones: where each line of a document belongs, whatever its header, its foot and its appendices look like.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NUMBERED, laid, letter, source

import docparse
from docparse.layout import lay_out
from docparse.model import Document, Line


def zone_of(document: Document, words: str) -> str:
    """The zone of the first place of some words."""
    at = document.text.index(words)
    return next(z.zone for z in document.zones if z.start <= at < z.end)


def zones(text: str) -> dict[str, str]:
    """Each line that is not blank with its zone."""
    document = docparse.parse(text)
    return {line.strip(): zone_of(document, line) for line in text.split("\n") if line.strip()}


def test_a_plan_from_head_to_foot() -> None:
    text = letter(
        *NUMBERED,
        "1. Các chi bộ chấm điểm.",
        preamble=("Căn cứ Điều lệ Đảng, Ban Thường vụ Tỉnh ủy ban hành kế hoạch như sau:",),
        appendix=("ĐỀ CƯƠNG", "báo cáo chấm điểm", "1. Số liệu."),
    )
    got = zones(text)
    assert {
        line: got[line] for line in ("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", "ĐẢNG CỘNG SẢN VIỆT NAM")
    } == dict.fromkeys(("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", "ĐẢNG CỘNG SẢN VIỆT NAM"), "header")
    assert (got["KẾ HOẠCH"], got["nâng cao chất lượng sinh hoạt chi bộ"]) == ("title", "title")
    assert got["Căn cứ Điều lệ Đảng, Ban Thường vụ Tỉnh ủy ban hành kế hoạch như sau:"] == "preamble"
    assert (got["I- MỤC ĐÍCH, YÊU CẦU"], got["1. Các chi bộ chấm điểm."]) == ("body", "body")
    assert (got["Nơi nhận:"], got["- Lưu Văn phòng Tỉnh ủy."]) == ("recipients", "recipients")
    assert [got[x] for x in ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hoàng Thế Khải")] == ["signature"] * 3
    assert [got[x] for x in ("ĐỀ CƯƠNG", "báo cáo chấm điểm", "1. Số liệu.")] == ["appendix"] * 3


@pytest.mark.parametrize(
    "misread", ["ĐẢNG CỘNG SÁN VIỆT NAM", "ĐÂNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAN", "DANG CONG SAN VIET NAM"]
)
def test_a_misread_national_name_still_belongs_to_the_header(misread: str) -> None:
    assert zones(letter("1. Nội dung.").replace("ĐẢNG CỘNG SẢN VIỆT NAM", misread))[misread] == "header"


def test_zones_cover_the_text_without_overlap() -> None:
    document = docparse.parse(letter(*NUMBERED, "1. Nội dung.", appendix=("PHỤ LỤC", "1. Số liệu.")))
    assert document.zones[0].start == 0
    assert document.zones[-1].end == len(document.text)
    assert all(a.end == b.start for a, b in pairwise(document.zones))


@pytest.mark.parametrize(
    ("subject", "first"),
    [
        (("về công tác kết nạp đảng viên",), "Thực hiện Chỉ thị số 31-CT/TU, Tỉnh ủy xây dựng kế hoạch như sau:"),
        (
            ("sơ kết 5 năm thực hiện Chỉ thị", "số 31-CT/TU về kết nạp đảng viên"),
            "Để đánh giá kết quả, Tỉnh ủy yêu cầu:",
        ),
        (
            ("CỦA BAN THƯỜNG VỤ TỈNH ỦY", "về công tác kết nạp đảng viên"),
            "Ngày 05/6/2016, Tỉnh ủy ban hành Chỉ thị 31.",
        ),
    ],
)
def test_the_subject_ends_where_the_preamble_begins(subject: tuple[str, ...], first: str) -> None:
    got = zones(letter(*NUMBERED, "1. Nội dung.", title=subject, preamble=(first,)))
    assert [got[line] for line in subject] == ["title"] * len(subject)
    assert got[first] == "preamble"


def test_a_text_without_a_header_begins_with_its_title() -> None:
    got = zones(
        "KẾ HOẠCH\nchăm sóc cây xanh\n\nCăn cứ tình hình, chi bộ đề ra kế hoạch như sau:\n1. Trồng cây.\n2. Tưới cây."
    )
    assert list(got.values()) == ["title", "title", "preamble", "body", "body"]


def test_an_official_letter_has_its_subject_and_address_in_the_title() -> None:
    text = (
        "TỈNH ỦY BẠCH SƠN\nVĂN PHÒNG\n*\nSố 611-CV/VPTU\nV/v chuẩn bị hội nghị\n\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Bạch Sơn, ngày 05 tháng 4 năm 2019\n\nKính gửi:\n- Các huyện ủy,\n- Các sở, ban, ngành.\n\n"
        "Văn phòng Tỉnh ủy đề nghị các huyện ủy gửi báo cáo trước ngày 20/4/2019.\n\n"
        "Nơi nhận:\n- Như trên,\n- Lưu Văn phòng.\n\nCHÁNH VĂN PHÒNG\nLê Văn Tám"
    )
    got = zones(text)
    assert [got[x] for x in ("V/v chuẩn bị hội nghị", "Kính gửi:", "- Các huyện ủy,", "- Các sở, ban, ngành.")] == [
        "title"
    ] * 4
    assert got["Văn phòng Tỉnh ủy đề nghị các huyện ủy gửi báo cáo trước ngày 20/4/2019."] in ("preamble", "body")
    assert (got["Số 611-CV/VPTU"], got["- Như trên,"], got["Lê Văn Tám"]) == ("header", "recipients", "signature")


def test_a_signature_before_the_recipients() -> None:
    text = letter("1. Nội dung.").split("\n\nNơi nhận:")[0]
    text += "\n\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nHoàng Thế Khải\n\nNơi nhận:\n- Các chi bộ,\n- Lưu Văn phòng."
    got = zones(text)
    assert [got[x] for x in ("T/M BAN THƯỜNG VỤ", "Hoàng Thế Khải", "Nơi nhận:", "- Lưu Văn phòng.")] == [
        "signature",
        "signature",
        "recipients",
        "recipients",
    ]


def test_a_copy_with_the_header_after_the_body() -> None:
    text = (
        "KẾ HOẠCH\nchấm điểm chi bộ\n\n1. Các chi bộ chấm điểm.\n2. Các chi bộ xếp loại.\n\n"
        "ĐẢNG BỘ XÃ PHƯỚC LỘC\nCHI BỘ THÔN BA\n*\nSố 07-KH/CB\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Phước Lộc, ngày 05 tháng 4 năm 2019\n\nNơi nhận:\n- Đảng ủy xã,\n- Lưu Chi bộ.\n\n"
        "T/M CHI BỘ\nBÍ THƯ\nLê Văn Tám\n"
    )
    got = zones(text)
    assert [got[x] for x in ("CHI BỘ THÔN BA", "Số 07-KH/CB", "ĐẢNG CỘNG SẢN VIỆT NAM")] == ["header"] * 3
    assert (got["2. Các chi bộ xếp loại."], got["- Đảng ủy xã,"]) == ("body", "recipients")
    document = docparse.parse(text)
    assert (document.metadata.symbol, document.metadata.issued) == ("07-KH/CB", "2019-04-05")


def test_a_foot_in_columns_of_spaces() -> None:
    gap = " " * 24
    foot = f"Nơi nhận:{gap}T/M BAN THƯỜNG VỤ\n- Các chi bộ,{gap}PHÓ BÍ THƯ\n- Lưu Văn phòng.\n{gap}Hoàng Thế Khải\n"
    text = letter("1. Nội dung.").split("Nơi nhận:")[0] + foot
    document = docparse.parse(text)
    assert [r.text for r in document.recipients] == ["Các chi bộ", "Lưu Văn phòng"]
    assert [(s.mode, s.position, s.name) for s in document.signatures] == [("T/M", "PHÓ BÍ THƯ", "Hoàng Thế Khải")]


def test_several_appendices() -> None:
    document = docparse.parse(
        letter(
            "1. Nội dung.",
            appendix=("PHỤ LỤC I", "Chỉ tiêu kết nạp", "1. Huyện A.", "", "PHỤ LỤC II", "Kinh phí", "1. Chi hội nghị."),
        )
    )
    assert [a.title for a in document.appendices] == ["PHỤ LỤC I Chỉ tiêu kết nạp", "PHỤ LỤC II Kinh phí"]
    assert document.appendices[0].end == document.appendices[1].start
    assert document.appendices[1].end == len(document.text)


def test_a_chapter_title_opens_no_appendix() -> None:
    document = docparse.parse(
        letter("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "1. Quy chế này áp dụng với chi bộ.")
    )
    assert document.appendices == ()


@pytest.mark.parametrize("words", ["TỔ CHỨC THỰC HIỆN", "BIỂU DƯƠNG, KHEN THƯỞNG", "MỤC TIÊU CHUNG"])
def test_headings_in_capitals_open_no_appendix(words: str) -> None:
    assert docparse.parse(letter("I- MỤC ĐÍCH", "Nội dung.", f"II- {words}", "Nội dung.")).appendices == ()


def test_a_file_of_a_two_column_letterhead() -> None:
    lines = (
        Line("TỈNH ỦY BẠCH SƠN", side="left"),
        Line("*", side="left"),
        Line("Số 45-KH/TU", side="left"),
        Line("ĐẢNG CỘNG SẢN VIỆT NAM", side="right"),
        Line("Bạch Sơn, ngày 12 tháng 3 năm 2018", side="right"),
        Line("KẾ HOẠCH", align="center", bold=True),
        Line("nâng cao chất lượng sinh hoạt chi bộ", align="center"),
        Line("1. Các chi bộ chấm điểm."),
        Line("Nơi nhận:", side="left"),
        Line("- Các chi bộ,", side="left"),
        Line("T/M BAN THƯỜNG VỤ", side="right"),
        Line("Hoàng Thế Khải", side="right"),
    )
    layout = lay_out(source(*lines, wrapped=False))
    assert [z.zone for z in layout.zones] == ["header", "title", "body", "recipients", "signature"]


def test_page_furniture_is_no_line_of_the_text() -> None:
    layout = lay_out(
        source(Line("KẾ HOẠCH"), Line("về thi đua"), Line("2", furniture=True, page=2), Line("1. Nội dung."))
    )
    assert layout.text == "KẾ HOẠCH\nvề thi đua\n1. Nội dung."
    assert [f.text for f in layout.furniture] == ["2"]


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Minh Nguyệt", "TRẦN VĂN BẢY", "Đại tá Lê Văn Tám", "K'Brít", "Y Bhăm Niê"]
)
def test_a_person_stands_under_a_signature_and_no_body_does(name: str) -> None:
    assert zones(letter("1. Nội dung.", signature=("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "", name)))[name] == "signature"


@given(
    st.lists(
        st.sampled_from(["KẾ HOẠCH", "Số 1-KH/TU", "Nơi nhận:", "- Lưu.", "T/M BAN", "PHỤ LỤC", "I- A", "", "*", "a"])
    )
)
def test_zones_cover_whatever_stands_in_whatever_order(lines: list[str]) -> None:
    layout = laid("\n".join(lines))
    spans = [(z.start, z.end) for z in layout.zones]
    assert all(a[1] == b[0] for a, b in pairwise(spans))
    assert not layout.text.strip() or (spans[0][0], spans[-1][1]) == (0, len(layout.text))


def test_words_about_recipients_are_no_list_of_them() -> None:
    got = zones(letter(*NUMBERED, "Nơi nhận văn bản xác định những cơ quan nhận văn bản để thực hiện."))
    assert got["Nơi nhận văn bản xác định những cơ quan nhận văn bản để thực hiện."] == "body"


def test_the_letterhead_of_what_is_attached_is_no_recipient() -> None:
    attached = ("ỦY BAN NHÂN DÂN", "TỈNH BẠCH SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "QUY ĐỊNH", "về phí")
    text = letter(*NUMBERED, "1. Các chi bộ chấm điểm.") + "\n" + "\n".join((*attached, "Điều 1. Phạm vi"))
    got = zones(text)
    assert [got[line] for line in attached] == ["appendix"] * len(attached)
