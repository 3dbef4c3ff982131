"""Metadata: each field from each place where documents state it, and the evidence for it.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import letter

import docparse
from docparse import lexicon
from docparse.model import Metadata, Review

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def of(text: str) -> Metadata:
    return docparse.parse(text).metadata


def headed(*lines: str, kind: str = "KẾ HOẠCH", national: str = "ĐẢNG CỘNG SẢN VIỆT NAM") -> Metadata:
    """The metadata of a document with the letterhead `lines`."""
    date = "Bạch Sơn, ngày 12 tháng 3 năm 2018"
    return of("\n".join([*lines, "", national, date, "", kind, "về thi đua", "-----", "", "1. Nội dung."]))


# --- type, symbol, subject ---


@pytest.mark.parametrize("kind", [t.name.upper() for t in lexicon.doc_types() if t.title == "yes"])
def test_the_type_in_capitals(kind: str) -> None:
    m = of(letter("1. Nội dung.", kind=kind))
    assert (m.doc_type, m.title) == (kind.lower(), "nâng cao chất lượng sinh hoạt chi bộ")


def test_a_type_written_in_spaced_letters() -> None:
    assert of(letter("1. Nội dung.", kind="K Ế  H O Ạ C H")).doc_type == "kế hoạch"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("về công tác kết nạp đảng viên",), "công tác kết nạp đảng viên"),
        (("Về việc kết nạp đảng viên",), "kết nạp đảng viên"),
        (("V/v kết nạp đảng viên",), "kết nạp đảng viên"),
        (("sơ kết 5 năm thực hiện", "Chỉ thị số 31-CT/TU"), "sơ kết 5 năm thực hiện Chỉ thị số 31-CT/TU"),
        (("CỦA BAN THƯỜNG VỤ TỈNH ỦY", "về kết nạp đảng viên"), "kết nạp đảng viên"),
        (("**nâng cao chất lượng** sinh hoạt",), "nâng cao chất lượng sinh hoạt"),
    ],
)
def test_the_subject(lines: tuple[str, ...], title: str) -> None:
    assert of(letter("1. Nội dung.", title=lines)).title == title


@pytest.mark.parametrize(
    ("number", "symbol"),
    [
        ("Số 45-KH/TU", "45-KH/TU"),
        ("Số: 45 - KH/TU", "45-KH/TU"),
        ("Số      -KH/TU", "-KH/TU"),
        ("Số ……-KH/TU", "-KH/TU"),
        ("Số 45-KH/TƯ", "45-KH/TU"),
    ],
)
def test_the_symbol_of_the_letterhead(number: str, symbol: str) -> None:
    assert of(letter("1. Nội dung.", number=number)).symbol == symbol


def test_an_official_letter() -> None:
    m = of(
        "TỈNH ỦY BẠCH SƠN\nVĂN PHÒNG\n*\nSố 611-CV/VPTU\nV/v chuẩn bị hội nghị cán bộ\n\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Bạch Sơn, ngày 05 tháng 4 năm 2019\n\nKính gửi: Các huyện ủy,\n\nVăn phòng đề nghị các huyện ủy gửi báo cáo.\n"
    )
    assert (m.doc_type, m.symbol, m.title) == ("công văn", "611-CV/VPTU", "chuẩn bị hội nghị cán bộ")
    assert (m.issuer, m.issued, m.place) == ("Văn phòng Tỉnh ủy Bạch Sơn", "2019-04-05", "Bạch Sơn")


def test_an_official_letter_whose_subject_has_no_mark() -> None:
    m = of(
        "TỈNH ỦY BẠCH SƠN\nVĂN PHÒNG\n*\nSố 611-CV/VPTU\nchuẩn bị hội nghị cán bộ\n\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Bạch Sơn, ngày 05 tháng 4 năm 2019\n\nKính gửi: Các huyện ủy,\n\nVăn phòng đề nghị các huyện ủy gửi báo cáo.\n"
    )
    assert (m.doc_type, m.title) == ("công văn", "chuẩn bị hội nghị cán bộ")


def test_a_submission_keeps_its_type() -> None:
    text = letter("1. Nội dung.", kind="TỜ TRÌNH").replace("-----", "-----\n\nKính trình: Ban Thường vụ Tỉnh ủy")
    assert of(text).doc_type == "tờ trình"


# --- date and place ---


@pytest.mark.parametrize(
    ("line", "place", "issued"),
    [
        ("Bạch Sơn, ngày 05 tháng 4 năm 2018", "Bạch Sơn", "2018-04-05"),
        ("Bạch Sơn, ngày 5/4/2018", "Bạch Sơn", "2018-04-05"),
        ("Bạch Sơn ngày 15-4-1998", "Bạch Sơn", "1998-04-15"),
        ("Bạch Sơn, ngày     tháng 4 năm 2018", "Bạch Sơn", "2018-04"),
        ("Bạch Sơn, ngày … tháng 4 năm 2018", "Bạch Sơn", "2018-04"),
        ("Bạch Sơn, ngày ... tháng ... năm 2018", "Bạch Sơn", "2018"),
        ("TP. Bạch Sơn, ngày 05 tháng 4 năm 2018", "TP. Bạch Sơn", "2018-04-05"),
        ("Bạch Sơn, ngày 31 tháng 6 năm 2018", "Bạch Sơn", None),
    ],
)
def test_place_and_date(line: str, place: str, issued: str | None) -> None:
    m = of(letter("1. Nội dung.", issued=line))
    assert (m.place, m.issued) == (place, issued)


def test_the_date_of_a_cited_document_is_not_the_date_of_issue() -> None:
    m = of("KẾ HOẠCH\nthực hiện Chỉ thị số 31-CT/TU, ngày 05/6/2016\n-----\n\n1. Nội dung.")
    assert (m.issued, m.place) == (None, None)


# --- issuer ---


@pytest.mark.parametrize(
    ("lines", "issuer", "path"),
    [
        (("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU"), "Tỉnh ủy Bạch Sơn", ("Tỉnh ủy Bạch Sơn",)),
        (
            ("TỈNH ỦY BẠCH SƠN", "BAN TỔ CHỨC", "*", "Số 45-HD/BTCTU"),
            "Ban Tổ chức Tỉnh ủy Bạch Sơn",
            ("Tỉnh ủy Bạch Sơn", "Ban Tổ chức Tỉnh ủy Bạch Sơn"),
        ),
        (
            ("HUYỆN ỦY KHE NÚI", "ỦY BAN KIỂM TRA", "*", "Số 45-TB/UBKTHU"),
            "Ủy ban Kiểm tra Huyện ủy Khe Núi",
            ("Huyện ủy Khe Núi", "Ủy ban Kiểm tra Huyện ủy Khe Núi"),
        ),
        (
            ("HUYỆN ỦY KHE NÚI", "CƠ QUAN TỔ CHỨC - NỘI VỤ", "*", "Số 45-CV/TCNV"),
            "Cơ quan Tổ chức - Nội vụ Huyện ủy Khe Núi",
            ("Huyện ủy Khe Núi", "Cơ quan Tổ chức - Nội vụ Huyện ủy Khe Núi"),
        ),
        (
            ("ĐẢNG BỘ XÃ PHƯỚC LỘC", "CHI BỘ THÔN BA", "*", "Số 45-NQ/CB"),
            "Chi bộ Thôn Ba",
            ("Đảng bộ xã Phước Lộc", "Chi bộ Thôn Ba"),
        ),
    ],
)
def test_the_lower_line_issues_and_takes_the_committee_it_needs(
    lines: tuple[str, ...], issuer: str, path: tuple[str, ...]
) -> None:
    m = headed(*lines)
    assert (m.issuer, m.issuer_path) == (issuer, path)


def test_the_issuer_in_older_spelling_has_no_capital_inside() -> None:
    assert headed("TỈNH UỶ BẠCH SƠN", "BAN DÂN VẬN", "*", "Số 45-HD/DVTU").issuer in (
        "Ban Dân vận Tỉnh uỷ Bạch Sơn",
        "Ban Dân vận Tỉnh ủy Bạch Sơn",
    )


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH BẠCH SƠN", "", "Số: 45/KH-UBND"), "Ủy ban nhân dân tỉnh Bạch Sơn"),
        (("UBND TỈNH BẠCH SƠN", "SỞ NỘI VỤ", "", "Số: 45/KH-SNV"), "Sở Nội vụ"),
        (("THỦ TƯỚNG CHÍNH PHỦ", "", "Số: 45/CT-TTg"), "Thủ tướng Chính phủ"),
    ],
)
def test_issuers_of_the_state(lines: tuple[str, ...], issuer: str) -> None:
    assert headed(*lines, national=STATE).issuer == issuer


def test_without_a_letterhead_the_signature_tells_the_issuer() -> None:
    text = (
        "KẾ HOẠCH\nvề thi đua\n\n1. Các chi bộ gửi báo cáo về Ban Thường vụ Tỉnh ủy.\n\n"
        "Nơi nhận:\n- Các chi bộ,\n- Lưu Văn phòng.\n\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nHoàng Thế Khải\n"
    )
    assert of(text).issuer == "Ban Thường vụ Tỉnh ủy"


def test_the_committee_that_the_text_names_most_often_issues() -> None:
    text = (
        "KẾ HOẠCH\nvề thi đua\n\n1. Các chi bộ gửi báo cáo về Ban Thường vụ Huyện ủy.\n"
        "2. Ban Thường vụ Tỉnh ủy khen các chi bộ.\n3. Hồ sơ gửi Ban Thường vụ Huyện ủy.\n\n"
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Tám\n"
    )
    assert of(text).issuer == "Ban Thường vụ Huyện ủy"


def test_a_document_that_names_no_issuer_has_none() -> None:
    m = of("KẾ HOẠCH\nvề thi đua\n\n1. Các chi bộ chấm điểm.\n")
    assert (m.issuer, m.issuer_path) == (None, ())


def test_without_letterhead_and_signature_the_preamble_tells_the_issuer() -> None:
    m = of(
        "KẾ HOẠCH\nvề thi đua\n\nCăn cứ tình hình, Trường Cao đẳng Khe Núi xây dựng kế hoạch sau:\n\n1. Chấm điểm.\n"
    )
    assert m.issuer == "Trường Cao đẳng Khe Núi"


def test_an_authority_in_capitals_under_a_subject_in_capitals() -> None:
    m = of(
        "QUYẾT ĐỊNH\nVỀ VIỆC PHÊ DUYỆT ĐỀ ÁN\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật Lâm nghiệp;\nĐiều 1. Duyệt.\n"
    )
    assert m.title == "PHÊ DUYỆT ĐỀ ÁN"


@pytest.mark.parametrize(
    "lines", ["LÂM THỜI\nSỐ 77 NGÀY 21 THÁNG 12 NĂM 1945", "LÂM THỜI SỐ 77\nNGÀY 21 THÁNG 12 NĂM 1945"]
)
def test_the_head_of_a_decree_of_1945(lines: str) -> None:
    m = of(
        f"SẮC LỆNH\nCỦA CHỦ TỊCH CHÍNH PHỦ {lines}\nCHỦ TỊCH CHÍNH PHỦ\nVIỆT NAM DÂN CHỦ CỘNG HOÀ\n"
        "Chiểu theo lời đề nghị của Bộ trưởng Bộ Nội vụ;\nĐiều thứ nhất: Nay lập một quỹ.\n"
    )
    assert (m.doc_type, m.symbol, m.issued, m.title) == ("sắc lệnh", "77", "1945-12-21", None)
    assert m.issuer == "Chủ tịch Chính phủ lâm thời"


@pytest.mark.parametrize(
    ("subject", "want"),
    [
        (
            "THỰC HIỆN NGHỊ QUYẾT SỐ 15-NQ/TU CỦA\nBAN THƯỜNG VỤ TỈNH ỦY",
            "THỰC HIỆN NGHỊ QUYẾT SỐ 15-NQ/TU CỦA BAN THƯỜNG VỤ TỈNH ỦY",
        ),
        (
            "HƯỚNG DẪN TỔ CHỨC ĐẠI HỘI\nCHI BỘ NHIỆM KỲ 2025 - 2027",
            "HƯỚNG DẪN TỔ CHỨC ĐẠI HỘI CHI BỘ NHIỆM KỲ 2025 - 2027",
        ),
        ("ĐÁNH GIÁ PHONG TRÀO CỦA\nHỘI ĐỒNG NHÂN DÂN TỈNH", "ĐÁNH GIÁ PHONG TRÀO CỦA HỘI ĐỒNG NHÂN DÂN TỈNH"),
    ],
)
def test_a_subject_goes_on_with_the_name_of_a_body(subject: str, want: str) -> None:
    assert of(f"KẾ HOẠCH\n{subject}\n\nCăn cứ Luật Lâm nghiệp;\n\n1. Chấm điểm.\n").title == want


def test_number_and_date_in_a_subject_are_those_of_another_document() -> None:
    m = of(
        "TỈNH ỦY BẠCH SƠN\n\nKẾ HOẠCH\nTHỰC HIỆN NGHỊ QUYẾT\nSỐ 05 NGÀY 15 THÁNG 5 NĂM 2016 CỦA BỘ CHÍNH TRỊ\n\n"
        "1. Chấm điểm.\n2. Bình xét.\n"
    )
    assert (m.symbol, m.issued) == (None, None)
    assert m.title == "THỰC HIỆN NGHỊ QUYẾT SỐ 05 NGÀY 15 THÁNG 5 NĂM 2016 CỦA BỘ CHÍNH TRỊ"


def test_who_speaks_last_in_the_preamble_is_the_issuer() -> None:
    m = of(
        "KẾ HOẠCH\nvề thi đua\n\nNgày 12/3/2018, Thủ tướng Chính phủ ban hành chỉ thị về thi đua. Để thực hiện, "
        "Trường Cao đẳng Khe Núi xây dựng kế hoạch như sau:\n\n1. Chấm điểm.\n"
    )
    assert m.issuer == "Trường Cao đẳng Khe Núi"


def test_the_authority_under_the_subject_of_a_decision_is_no_part_of_it() -> None:
    m = of(
        f"ỦY BAN NHÂN DÂN\nTỈNH BẠCH SƠN\n\nSố: 45/QĐ-UBND\n\n{STATE}\nBạch Sơn, ngày 12 tháng 3 năm 2018\n\n"
        "QUYẾT ĐỊNH\nVề việc phê duyệt Đề án cây xanh\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\n\n"
        "Căn cứ Luật Lâm nghiệp ngày 15/11/2017;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Phê duyệt Đề án.\n"
    )
    assert m.title == "phê duyệt Đề án cây xanh"


# --- marks ---


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_secrecy(mark: str) -> None:
    assert headed("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", mark).secrecy == mark


@pytest.mark.parametrize("printed", ["HOẢ TỐC", "**HỎA TỐC**", "ĐỘ KHẨN: HỎA TỐC"])
def test_urgency_in_other_writings(printed: str) -> None:
    assert (headed("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", printed).urgency or "").replace("OẢ", "ỎA") == "HỎA TỐC"


@pytest.mark.parametrize("mark", ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TỐC HẸN GIỜ"])
def test_urgency(mark: str) -> None:
    assert headed("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", mark).urgency == mark


@pytest.mark.parametrize(
    "mark",
    ["TÀI LIỆU THU HỒI", "XONG HỘI NGHỊ TRẢ LẠI", "XEM XONG TRẢ LẠI", "LƯU HÀNH NỘI BỘ", "TÀI LIỆU HỘI NGHỊ"],
)
def test_circulation(mark: str) -> None:
    assert headed("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", mark).circulation == mark


@pytest.mark.parametrize(
    "mark", ["DỰ THẢO", "Dự thảo", "Dự thảo lần 2", "DỰ THẢO LẦN 3", "(Dự thảo)", "*Dự thảo lần 2*"]
)
def test_a_draft(mark: str) -> None:
    assert headed("TỈNH ỦY BẠCH SƠN", "*", "Số      -KH/TU", mark).draft


def test_marks_are_marks_only_on_lines_of_their_own() -> None:
    m = of(letter("1. Quản lý tài liệu MẬT, văn bản HỎA TỐC, xem xét dự thảo.", title=("quản lý tài liệu MẬT",)))
    assert (m.secrecy, m.urgency, m.circulation, m.draft) == (None, None, None, False)


# --- reviews ---


@pytest.mark.parametrize(
    ("title", "want"),
    [
        (
            "sơ kết 5 năm thực hiện Chỉ thị số 31-CT/TU",
            Review(kind="interim", years=5, from_=None, to=None, of="31-CT/TU"),
        ),
        (
            "tổng kết 10 năm (2008 - 2018) thực hiện Nghị quyết số 12-NQ/TU",
            Review(kind="final", years=10, from_=2008, to=2018, of="12-NQ/TU"),
        ),
        ("tổng kết việc thực hiện Kết luận số 61-KL/TW", Review(kind="final", years=None, of="61-KL/TW")),
        ("nâng cao chất lượng sinh hoạt chi bộ", None),
    ],
)
def test_what_is_reviewed(title: str, want: Review | None) -> None:
    assert of(letter("1. Nội dung.", title=(title,))).review == want


# --- what only the appendix states ---

BRACKET = "(Ban hành kèm theo Kế hoạch số 52-KH/TU, ngày 20/6/2018 của Ban Thường vụ Tỉnh ủy)"


def test_the_bracket_of_an_appendix_gives_number_and_date() -> None:
    signature = "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nLê Văn Tám"
    m = of(f"KẾ HOẠCH\nvề thi đua\n\n1. Nội dung.\n\n{signature}\n\nĐỀ CƯƠNG\nbáo cáo\n{BRACKET}\n1. Số liệu.")
    assert (m.symbol, m.issued, m.id) == ("52-KH/TU", "2018-06-20", "52-KH/TU@2018-06-20")


def test_the_bracket_does_not_overrule_the_letterhead() -> None:
    m = of(letter("1. Nội dung.", appendix=("ĐỀ CƯƠNG", "báo cáo", BRACKET, "1. Số liệu.")))
    assert (m.symbol, m.issued) == ("45-KH/TU", "2018-03-12")


def test_a_bracket_that_cites_another_type_gives_nothing() -> None:
    bracket = BRACKET.replace("Kế hoạch số 52-KH/TU", "Công văn số 52-CV/TU")
    m = of(letter("1. Nội dung.", number="Số      -KH/TU", appendix=("ĐỀ CƯƠNG", "báo cáo", bracket, "1. Số liệu.")))
    assert m.symbol == "-KH/TU"


# --- identity and evidence ---


@pytest.mark.parametrize(
    ("parts", "identity"),
    [
        ({}, "45-KH/TU@2018-03-12"),
        ({"issued": "Bạch Sơn, ngày     tháng 3 năm 2018"}, "45-KH/TU@2018-03"),
        ({"number": "Số      -KH/TU"}, "kế hoạch nâng cao chất lượng sinh hoạt chi bộ@2018-03-12"),
    ],
)
def test_the_canonical_id(parts: dict[str, str], identity: str) -> None:
    assert of(letter("1. Nội dung.", **parts)).id == identity  # type: ignore[arg-type]


def test_every_field_has_its_evidence() -> None:
    document = docparse.parse(letter("1. Nội dung."))
    shown = {name: document.text[s.start : s.end] for name, s in document.metadata.evidence.items()}
    assert shown["doc_type"] == "KẾ HOẠCH"
    assert "45-KH/TU" in shown["symbol"]
    assert "ngày 12 tháng 3 năm 2018" in shown["issued"]
    assert "Bạch Sơn" in shown["place"]
    assert "TỈNH ỦY BẠCH SƠN" in shown["issuer"]
    assert shown["title"] == "nâng cao chất lượng sinh hoạt chi bộ"


def test_nothing_is_stated_by_nothing() -> None:
    m = of("Một đoạn văn bình thường.")
    assert (m.doc_type, m.symbol, m.issued, m.place, m.title, m.evidence) == (None, None, None, None, None, {})


@pytest.mark.parametrize(
    ("line", "degree"),
    [
        ("TỐI MẬT", "TỐI MẬT"),
        ("TỐI   MẬT", "TỐI MẬT"),
        ("Tối mật", "TỐI MẬT"),
        ("Độ mật: Tuyệt mật", "TUYỆT MẬT"),
        ("(Dấu: TỐI MẬT)", "TỐI MẬT"),
        ("TỐI MẬT - HỎA TỐC", "TỐI MẬT"),
        ("TỐI MẬT (thời hạn bảo vệ 10 năm)", "TỐI MẬT"),
        ("T Ố I  M Ậ T", "TỐI MẬT"),
        ("T Ố I M Ậ T", "TỐI MẬT"),
        ("M Ậ T", "MẬT"),
        ("MÂT", "MẬT"),
        ("HỎA TỐC - MẬT", "MẬT"),
        ("Mức độ mật: Mật", "MẬT"),
        ("Dấu chỉ độ mật: TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT\u200bMẬT", "TUYỆT MẬT"),
        ("TOI MAT", "TỐI MẬT"),
        ("MẬT", "MẬT"),
        ("TÀI LIỆU MẬT", "MẬT"),
        ("Văn bản: TỐI MẬT", "TỐI MẬT"),
        ("BÍ MẬT NHÀ NƯỚC", None),
        ("MẶT TRẬN", None),
    ],
)
def test_a_mark_of_secrecy_however_it_is_written(line: str, degree: str | None) -> None:
    assert headed("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU", line).secrecy == degree


def test_a_title_about_secret_papers_is_no_mark_of_secrecy() -> None:
    assert of(letter("1. Họp.", title=("về quản lý", "tài liệu mật"))).secrecy is None


def test_a_mark_of_secrecy_beside_the_number_and_in_the_foot() -> None:
    assert headed("TỈNH ỦY BẠCH SƠN", "*", "Số 45-KH/TU TỐI MẬT").secrecy == "TỐI MẬT"
    text = "TỈNH ỦY BẠCH SƠN\n*\nSố 45-KH/TU\n\nKẾ HOẠCH\nx\n\n1. Họp.\n\nNơi nhận:\n- Lưu.\n\nT/M BAN THƯỜNG VỤ\nMẬT"
    assert docparse.parse(text).metadata.secrecy == "MẬT"


@pytest.mark.parametrize(
    "head",
    [
        "Trang chủ » Chỉ thị\nChỉ thị số 30-CT/TW, ngày 18/2/1998 của Bộ Chính trị về xây dựng Quy chế dân chủ ở cơ sở",
        "CHỈ THỊ SỐ 30-CT/TW NGÀY 18/2/1998 CỦA BỘ CHÍNH TRỊ\nVề xây dựng Quy chế dân chủ ở cơ sở",
    ],
)
def test_a_title_with_the_number_of_its_document(head: str) -> None:
    found = docparse.parse(f"{head}\n\nCác cấp ủy thực hiện Nghị quyết số 5-NQ/TW như sau:\n1- Đặt việc.\n2- Làm việc.")
    meta = found.metadata
    assert (meta.doc_type, meta.symbol, meta.issued, meta.issuer) == (
        "chỉ thị",
        "30-CT/TW",
        "1998-02-18",
        "Bộ Chính trị",
    )
    assert meta.title == "xây dựng Quy chế dân chủ ở cơ sở"
    assert [r.symbol for r in found.references] == ["5-NQ/TW"]


def test_a_sentence_that_opens_with_a_citation_is_no_title() -> None:
    found = docparse.parse("Chỉ thị số 30-CT/TW đã được các cấp ủy thực hiện.\n1- Đặt việc.\n2- Làm việc.")
    assert (found.metadata.symbol, [r.symbol for r in found.references]) == (None, ["30-CT/TW"])
