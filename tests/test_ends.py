"""The foot and the address: recipients with their notes, signatures in every form, addressees.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import letter

import docparse
from docparse.model import Addressee, Document, Recipient

NL = "\n"


def foot(*recipients: str, signature: tuple[str, ...] = ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Thế Khải")) -> Document:
    return docparse.parse(letter("1. Các chi bộ chấm điểm.", recipients=recipients, signature=signature))


def entries(*recipients: str) -> list[tuple[str, str | None]]:
    return [(r.text, r.note) for r in foot(*recipients, "- Lưu Văn phòng.").recipients if not r.archive]


def one(line: str) -> tuple[str, str | None]:
    (entry,) = entries(line)
    return entry


# --- recipients ---


@pytest.mark.parametrize(
    ("line", "text", "note"),
    [
        ("- Các chi bộ trực thuộc,", "Các chi bộ trực thuộc", None),
        ("- Ban Tổ chức Trung ương (b/c),", "Ban Tổ chức Trung ương", "b/c"),
        ("- Ban Bí thư (để b/c);", "Ban Bí thư", "để b/c"),
        ("- Các chi bộ (để thực hiện),", "Các chi bộ", "để thực hiện"),
        ("- Ban Dân vận Tỉnh ủy (để biết).", "Ban Dân vận Tỉnh ủy", "để biết"),
        ("- Sở Nội vụ (p/h),", "Sở Nội vụ", "p/h"),
        ("- Thường trực Tỉnh ủy, để báo cáo,", "Thường trực Tỉnh ủy", "để báo cáo"),
        ("- Văn phòng Trung ương Đảng + T26,", "Văn phòng Trung ương Đảng", "+ T26"),
        ("- Ban Tuyên giáo Trung ương tại T78;", "Ban Tuyên giáo Trung ương", "tại T78"),
        ("- Ủy ban Kiểm tra Trung ương + Vụ III,", "Ủy ban Kiểm tra Trung ương", "+ Vụ III"),
        ("- Lãnh đạo Văn phòng Tỉnh ủy + CV,", "Lãnh đạo Văn phòng Tỉnh ủy", "+ CV"),
        ("- Bộ Tài chính (Vụ Ngân sách - để b/c);", "Bộ Tài chính", "Vụ Ngân sách - để b/c"),
        ("- Phó Chủ tịch UBND tỉnh (Lê Văn Bình),", "Phó Chủ tịch UBND tỉnh", "Lê Văn Bình"),
        ("- Cục Văn thư (Bộ Nội vụ),", "Cục Văn thư (Bộ Nội vụ)", None),
        ("- Lãnh đạo và chuyên viên VPTU,", "Lãnh đạo và chuyên viên VPTU", None),
        ("Các đồng chí Tỉnh ủy viên,", "Các đồng chí Tỉnh ủy viên", None),
        ("- Như trên,", "Như trên", None),
        ("- Như Điều 3,", "Như Điều 3", None),
        ("+ Huyện đoàn;", "Huyện đoàn", None),
    ],
)
def test_an_entry_without_dash_mark_and_note(line: str, text: str, note: str | None) -> None:
    assert one(line) == (text, note)


def test_parts_of_an_entry_with_purposes_of_their_own() -> None:
    want = [("Ban Dân vận TW", "b/c"), ("Vụ Địa phương II", "T78")]
    assert entries("- Ban Dân vận TW (b/c); Vụ Địa phương II (T78);") == want


def test_a_person_and_the_post_are_one_entry() -> None:
    assert entries("- Đ/c Nguyễn Văn An, PBT Tỉnh ủy;") == [("Đ/c Nguyễn Văn An, PBT Tỉnh ủy", None)]


def test_a_name_in_brackets_is_no_note() -> None:
    assert one("- Ủy ban Mặt trận Tổ quốc (MTTQ) tỉnh,") == ("Ủy ban Mặt trận Tổ quốc (MTTQ) tỉnh", None)


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("- Ban Tổ chức Trung ương, Sở Nội vụ,", ["Ban Tổ chức Trung ương", "Sở Nội vụ"]),
        (
            "- Ban Tổ chức Trung ương, Ủy ban Kiểm tra Trung ương,",
            ["Ban Tổ chức Trung ương", "Ủy ban Kiểm tra Trung ương"],
        ),
        ("- Các ban đảng, các ban cán sự đảng,", ["Các ban đảng", "các ban cán sự đảng"]),
        ("- Các ban đảng, ban cán sự đảng, đảng đoàn,", ["Các ban đảng", "ban cán sự đảng", "đảng đoàn"]),
        ("- Các sở, ban, ngành, đoàn thể,", ["Các sở, ban, ngành, đoàn thể"]),
        ("- Các huyện, thị, thành ủy,", ["Các huyện, thị, thành ủy"]),
        ("- Thường trực HĐND, UBND tỉnh,", ["Thường trực HĐND", "UBND tỉnh"]),
        ("- Chủ tịch, các Phó Chủ tịch UBND tỉnh,", ["Chủ tịch, các Phó Chủ tịch UBND tỉnh"]),
        ("- Chánh Văn phòng, Phó Chánh Văn phòng,", ["Chánh Văn phòng, Phó Chánh Văn phòng"]),
        ("- Sở Văn hóa, Thể thao và Du lịch,", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("- Các sở: Nội vụ, Tài chính, Y tế,", ["Nội vụ", "Tài chính", "Y tế"]),
        ("- Vụ Địa phương II, Ban Tổ chức Trung ương,", ["Vụ Địa phương II, Ban Tổ chức Trung ương"]),
    ],
)
def test_one_entry_a_body(line: str, want: list[str]) -> None:
    assert [text for text, _ in entries(line)] == want


@pytest.mark.parametrize(
    ("line", "text", "note"),
    [
        ("- Lưu Văn phòng Tỉnh ủy.", "Lưu Văn phòng Tỉnh ủy", None),
        ("- Lưu VPĐU", "Lưu VPĐU", None),
        ("- Lưu: VT, KGVX (02), VA.", "Lưu: VT, KGVX (02), VA", None),
        ("- Lưu: VT, TH (03b).", "Lưu: VT, TH", "03b"),
        ("- Lưu: VT, (P. Tổng hợp - Hùng).", "Lưu: VT", "P. Tổng hợp - Hùng"),
    ],
)
def test_the_file_copy_is_one_entry(line: str, text: str, note: str | None) -> None:
    (r,) = foot(line).recipients
    assert (r.text, r.note, r.archive, r.body) == (text, note, True, None)


def test_a_note_goes_to_each_body_of_its_line() -> None:
    assert entries("- Thường trực Tỉnh ủy, Thường trực HĐND tỉnh (b/c),") == [
        ("Thường trực Tỉnh ủy", "b/c"),
        ("Thường trực HĐND tỉnh", "b/c"),
    ]


def test_a_wrapped_entry() -> None:
    assert entries("- Các ban cán sự đảng, các đảng đoàn,", "Ban Thường vụ Tỉnh đoàn,", "- Các huyện ủy,") == [
        ("Các ban cán sự đảng", None),
        ("các đảng đoàn", None),
        ("Ban Thường vụ Tỉnh đoàn", None),
        ("Các huyện ủy", None),
    ]


def test_a_body_that_goes_on_below_is_one_entry() -> None:
    assert entries("- Các đồng chí Ủy viên Ban Thường vụ", "Tỉnh ủy,", "- Các huyện ủy,") == [
        ("Các đồng chí Ủy viên Ban Thường vụ\nTỉnh ủy", None),
        ("Các huyện ủy", None),
    ]


def test_a_long_entry_does_not_end_the_list() -> None:
    many = "- Các đồng chí Ủy viên Ban Chấp hành, " + ", ".join(
        f"Đảng ủy xã Phước {x}" for x in ("An", "Bình", "Châu", "Đông", "Hà")
    )
    assert len(many) > 120
    assert entries(many + ",", "- Các huyện ủy,")[-1] == ("Các huyện ủy", None)


def test_columns_kept_apart_by_spaces() -> None:
    gap = " " * 20
    lines = (
        f"Nơi nhận:{gap}T/M BAN THƯỜNG VỤ",
        f"- Các huyện ủy,{gap}PHÓ BÍ THƯ",
        f"- Sở Nội vụ (p/h),{gap}(đã ký)",
        f"- Lưu Văn phòng.{gap}Hoàng Thế Khải",
    )
    document = docparse.parse(letter("1. Nội dung.").split("Nơi nhận:")[0] + NL.join(lines))
    assert [(r.text, r.note) for r in document.recipients] == [
        ("Các huyện ủy", None),
        ("Sở Nội vụ", "p/h"),
        ("Lưu Văn phòng", None),
    ]
    (s,) = document.signatures
    assert (s.mode, s.on_behalf_of, s.position, s.name, s.note) == (
        "T/M",
        "BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Hoàng Thế Khải",
        "đã ký",
    )


def test_a_recipient_is_a_body_of_the_document() -> None:
    document = docparse.parse(
        letter("1. Sở Nội vụ rà soát tiêu chí.", recipients=("- Sở Nội vụ,", "- Như trên,", "- Lưu VP."))
    )
    by_text: dict[str, Recipient] = {r.text: r for r in document.recipients}
    assert by_text["Sở Nội vụ"].body == document.tasks[0].lead[0].body
    assert (by_text["Như trên"].body, by_text["Lưu VP"].body) == (None, None)


# --- signatures ---


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Thế Khải"), ("T/M", "BAN THƯỜNG VỤ", "BÍ THƯ", "Hoàng Thế Khải", None)),
        (("TM. TỈNH ỦY", "BÍ THƯ", "Hoàng Thế Khải"), ("T/M", "TỈNH ỦY", "BÍ THƯ", "Hoàng Thế Khải", None)),
        (
            ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lê Văn Tám"),
            ("K/T", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Lê Văn Tám", None),
        ),
        (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Tám"), ("K/T", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Tám", None)),
        (
            ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Lê Văn Tám"),
            ("T/L", "BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "Lê Văn Tám", None),
        ),
        (("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ", "Lê Văn Tám"), ("TUQ", "CHỦ TỊCH", "GIÁM ĐỐC SỞ", "Lê Văn Tám", None)),
        (("CHÁNH VĂN PHÒNG", "Lê Văn Tám"), (None, None, "CHÁNH VĂN PHÒNG", "Lê Văn Tám", None)),
        (
            ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "(đã ký)", "Hoàng Thế Khải"),
            ("T/M", "BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hoàng Thế Khải", "đã ký"),
        ),
        (
            ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "(đã ký, đóng dấu)", "Hoàng Thế Khải"),
            ("T/M", "BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hoàng Thế Khải", "đã ký, đóng dấu"),
        ),
        (
            ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Lê Văn Tám"),
            ("T/L", "CHỦ TỊCH", "PHÓ CHÁNH VĂN PHÒNG", "Lê Văn Tám", "KT. CHÁNH VĂN PHÒNG"),
        ),
        (
            ("T/M ỦY BAN NHÂN DÂN", "TỈNH BẠCH SƠN", "CHỦ TỊCH", "Lê Văn Tám"),
            ("T/M", "ỦY BAN NHÂN DÂN TỈNH BẠCH SƠN", "CHỦ TỊCH", "Lê Văn Tám", None),
        ),
        (
            ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Lê Văn Tám"),
            ("K/T", "BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM", "Lê Văn Tám", None),
        ),
        (("T/M ĐẢNG ỦY", "BÍ THƯ"), ("T/M", "ĐẢNG ỦY", "BÍ THƯ", None, None)),
    ],
)
def test_forms_of_signing(lines: tuple[str, ...], want: tuple[str | None, ...]) -> None:
    (s,) = foot("- Lưu Văn phòng.", signature=lines).signatures
    assert (s.mode, s.on_behalf_of, s.position, s.name, s.note) == want


def test_several_signers() -> None:
    found = foot(
        "- Lưu Văn phòng.",
        signature=("T/M BAN TỔ CHỨC", "TRƯỞNG BAN", "Lê Văn Tám", "T/M SỞ NỘI VỤ", "GIÁM ĐỐC", "Trần Thị Bảy"),
    ).signatures
    assert [(s.mode, s.position, s.name) for s in found] == [
        ("T/M", "TRƯỞNG BAN", "Lê Văn Tám"),
        ("T/M", "GIÁM ĐỐC", "Trần Thị Bảy"),
    ]
    assert found[0].end <= found[1].start


def test_a_signature_spans_its_lines() -> None:
    document = foot("- Lưu Văn phòng.")
    (s,) = document.signatures
    assert document.text[s.start : s.end] == "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nHoàng Thế Khải"


def test_a_document_without_a_foot() -> None:
    document = docparse.parse("KẾ HOẠCH\nthi đua\n\n1. Các chi bộ chấm điểm.\n2. Các chi bộ xếp loại.\n")
    assert (document.recipients, document.signatures) == ((), ())


# --- addressees ---


def addressed(*lines: str) -> tuple[Addressee, ...]:
    head = (
        "TỈNH ỦY BẠCH SƠN",
        "VĂN PHÒNG",
        "*",
        "Số 611-CV/VPTU",
        "V/v chuẩn bị hội nghị",
        "",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
    )
    rest = ("Bạch Sơn, ngày 05 tháng 4 năm 2019", "", *lines, "", "Văn phòng Tỉnh ủy mời các đồng chí dự hội nghị.")
    return docparse.parse(NL.join([*head, *rest])).addressees


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        (("Kính gửi: Ban Tổ chức Trung ương,",), ["Ban Tổ chức Trung ương"]),
        (("Kính gửi:", "- Các huyện ủy,", "- Các sở, ban, ngành,"), ["Các huyện ủy", "Các sở, ban, ngành"]),
        (("Kính trình: Ban Thường vụ Tỉnh ủy",), ["Ban Thường vụ Tỉnh ủy"]),
        (("Kính gửi: - Sở Nội vụ;", "- Sở Tài chính."), ["Sở Nội vụ", "Sở Tài chính"]),
        (
            ("Kính gửi:", "- Ủy ban Mặt trận Tổ quốc Việt Nam", "tỉnh Bạch Sơn;", "- Sở Nội vụ."),
            ["Ủy ban Mặt trận Tổ quốc Việt Nam\ntỉnh Bạch Sơn", "Sở Nội vụ"],
        ),
    ],
)
def test_addressees(lines: tuple[str, ...], want: list[str]) -> None:
    found = addressed(*lines)
    assert [a.text for a in found] == want
    assert all(a.body for a in found)


def test_addressees_are_no_recipients() -> None:
    document = docparse.parse(
        letter("1. Nội dung.").replace("KẾ HOẠCH", "TỜ TRÌNH").replace("-----", "-----\n\nKính trình: Tỉnh ủy")
    )
    assert [a.text for a in document.addressees] == ["Tỉnh ủy"]
    assert "Tỉnh ủy" not in [r.text for r in document.recipients]


def test_entries_without_dashes_and_marks() -> None:
    found = foot("Ban Thường vụ Tỉnh ủy (b/c)", "Các chi bộ trực thuộc (để thực hiện)", "Lưu Văn phòng Đảng ủy")
    assert [(r.text, r.note, r.archive) for r in found.recipients] == [
        ("Ban Thường vụ Tỉnh ủy", "b/c", False),
        ("Các chi bộ trực thuộc", "để thực hiện", False),
        ("Lưu Văn phòng Đảng ủy", None, True),
    ]


def test_party_committees_beside_district_committees_are_an_entry_of_their_own() -> None:
    found = entries("- Các huyện, thành ủy, đảng ủy trực thuộc Tỉnh ủy;")
    assert [text for text, _ in found] == ["Các huyện, thành ủy", "đảng ủy trực thuộc Tỉnh ủy"]


@pytest.mark.parametrize(
    ("line", "text", "note"),
    [
        (
            "- Ban Tuyên giáo Trung ương + Vụ Giáo dục và Đào tạo, dạy nghề;",
            "Ban Tuyên giáo Trung ương",
            "+ Vụ Giáo dục và Đào tạo, dạy nghề",
        ),
        ("- Văn phòng Trung ương Đảng (Hà Nội và T78),", "Văn phòng Trung ương Đảng", "Hà Nội và T78"),
        ("- Thường trực các huyện ủy, thành ủy;", "Thường trực các huyện ủy, thành ủy", None),
    ],
)
def test_notes_behind_a_plus_and_committees_under_one_office(line: str, text: str, note: str | None) -> None:
    assert one(line) == (text, note)


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("1. Ban Dân vận Tỉnh ủy (b/c);", [("Ban Dân vận Tỉnh ủy", "b/c")]),
        ("\\- Thường trực Thành ủy;", [("Thường trực Thành ủy", None)]),
        ("- Ban Tổ chức Tỉnh ủy:", [("Ban Tổ chức Tỉnh ủy", None)]),
        ("- Đảng ủy các xã để thực hiện;", [("Đảng ủy các xã", "để thực hiện")]),
        ("- Thường vụ Huyện ủy: Tân Lĩnh, Hòa Mỹ;", [("Tân Lĩnh", None), ("Hòa Mỹ", None)]),
        ("- Phòng Dự báo (Đài Khí tượng tỉnh);", [("Phòng Dự báo (Đài Khí tượng tỉnh)", None)]),
        ("- TTg, các PTTg (để b/c);", [("TTg, các PTTg", "để b/c")]),
        ("- VP: CVP, PCVP;", [("VP: CVP, PCVP", None)]),
        (
            "- Ban Bí thư (b/c);- Thường trực Tỉnh ủy;- Sở Nội vụ.",
            [("Ban Bí thư", "b/c"), ("Thường trực Tỉnh ủy", None), ("Sở Nội vụ", None)],
        ),
    ],
)
def test_forms_of_entries(line: str, want: list[tuple[str, str | None]]) -> None:
    assert entries(line) == want


@pytest.mark.parametrize(
    "stray", ["HTK-12b", "(Hiện)", "D:\\2011\\CV\\b.doc", "https://tinhuy.example.vn/k", "(*) Có kèm phụ lục", "7"]
)
def test_what_is_typed_below_the_list_is_no_part_of_it(stray: str) -> None:
    found = foot("- Sở Nội vụ,", "- Lưu Văn phòng", stray)
    assert [r.text for r in found.recipients] == ["Sở Nội vụ", "Lưu Văn phòng"]
    assert [(s.mode, s.position, s.name) for s in found.signatures] == [("T/M", "BÍ THƯ", "Hoàng Thế Khải")]


def test_a_signer_whose_surname_is_luu() -> None:
    found = foot("- Sở Nội vụ,", "- Lưu VT.", signature=("CHỦ TỊCH", "", "Lưu Thế Khải"))
    assert [r.text for r in found.recipients] == ["Sở Nội vụ", "Lưu VT"]
    assert [s.name for s in found.signatures] == ["Lưu Thế Khải"]


@pytest.mark.parametrize("label", ["Noi nhận:", "Nơi nhân:", "Nơi nhân", "**_Nơi nhận:_**"])
def test_a_label_as_it_is_misread(label: str) -> None:
    text = letter(
        "1. Các chi bộ chấm điểm.", recipients=("- Sở Nội vụ,", "- Lưu VT."), signature=("CHỦ TỊCH", "Hoàng Thế Khải")
    )
    assert "Nơi nhận:" in text
    found = docparse.parse(text.replace("Nơi nhận:", label))
    assert [r.text for r in found.recipients] == ["Sở Nội vụ", "Lưu VT"]


def test_a_list_without_a_label_above_the_signature() -> None:
    text = letter(
        "1. Các chi bộ chấm điểm.", recipients=("- Như trên,", "- Lưu VT."), signature=("CHỦ TỊCH", "Hoàng Thế Khải")
    )
    found = docparse.parse(text.replace("Nơi nhận:\n", ""))
    assert [r.text for r in found.recipients] == ["Như trên", "Lưu VT"]


def test_a_foot_that_a_copy_put_on_the_last_line_of_the_body() -> None:
    line = "1. Các chi bộ thi hành Quyết định này./. Nơi nhận: - Như Điều 3;- Lưu: VT. CHỦ TỊCH Hoàng Thế Khải"
    found = docparse.parse(letter(line, recipients=(), signature=()))
    assert [r.text for r in found.recipients] == ["Như Điều 3", "Lưu: VT"]
    assert [(s.position, s.name) for s in found.signatures] == [("CHỦ TỊCH", "Hoàng Thế Khải")]


def test_a_place_behind_an_addressee_says_where_it_is() -> None:
    address = "Kính gửi: Đảng ủy xã Cần Hòa, tỉnh Tây Lĩnh."
    found = docparse.parse(f"Số 3-CV/ĐU\nV/v họp\n{address}\n\nĐảng ủy mời các đồng chí dự họp.")
    assert [a.text for a in found.addressees] == ["Đảng ủy xã Cần Hòa, tỉnh Tây Lĩnh"]


def test_a_last_point_that_asks_for_something_is_no_file_copy() -> None:
    points = ("- Ban Dân vận chủ trì họp.", "- Ban Tuyên giáo đưa tin.", "- Lưu ý các chi bộ báo cáo kết quả.")
    text = letter("1. Tổ chức:", *points, recipients=(), signature=("CHỦ TỊCH", "Hoàng Thế Khải"))
    assert docparse.parse(text.replace("Nơi nhận:\n", "")).recipients == ()
