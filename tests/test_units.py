"""Sections: headings, items and bullets told apart, their depths, and numberings with slips in them.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import NUMBERED, letter, parsed, source

import docparse
from docparse.layout import lay_out
from docparse.model import Cell, Document, Line, Section


def sections(*body: str) -> tuple[Section, ...]:
    """The sections of a document that is only a title and `body`."""
    return docparse.parse("\n".join(["KẾ HOẠCH", "chăm sóc cây xanh", "-----", "", *body])).sections


def shape(*body: str) -> list[tuple[str, str | None, int]]:
    """Kind, label and depth of each section."""
    return [(s.kind, s.label, s.depth) for s in sections(*body)]


def texts(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for s in document.sections]


def codes(document: Document) -> list[str]:
    return [w.code for w in document.warnings]


# --- headings, items, bullets ---


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("1. Công tác tuyên truyền", "heading"),
        ("1. Công tác tuyên truyền:", "heading"),
        ("1. Các chi bộ tổ chức tuyên truyền đến từng đảng viên, gửi kết quả về Đảng ủy.", "item"),
        ("1. Các chi bộ tổ chức tuyên truyền đến từng đảng viên;", "item"),
        ("1. Tuyên truyền: Các chi bộ tổ chức nói chuyện thời sự. Mỗi chi bộ chọn một chủ đề.", "item"),
        ("- Các chi bộ tổ chức tuyên truyền", "bullet"),
        ("+ Ở cấp xã", "bullet"),
        ("* Về kinh phí", "bullet"),
        ("Các chi bộ tổ chức tuyên truyền.", "paragraph"),
        ("Chương II", "heading"),
        ("Phần thứ hai", "heading"),
        ("Điều 5. Hồ sơ đề nghị khen thưởng", "heading"),
        ("Điều 5. Quyết định có hiệu lực từ ngày ký.", "item"),
        ("1. Đ/c Đoàn Hòa Minh, Chi bộ Một", "item"),
        ("1. Kinh phí thực hiện: Kinh phí phục vụ việc kiểm tra được lấy từ ngân sách", "item"),
        ("1. Bước một: Học tập, quán triệt nghị quyết của Đảng bộ", "heading"),
        ("Điều 3. Các chi bộ chịu trách nhiệm thi hành Quyết định này", "item"),
    ],
)
def test_kinds(line: str, kind: str) -> None:
    assert sections(line, "Nội dung đã thống nhất.")[0].kind == kind


def test_a_heading_keeps_its_title_without_the_mark() -> None:
    heading, item = sections("II- NHIỆM VỤ:", "1. Các chi bộ chấm điểm.")
    assert (heading.title, item.title) == ("NHIỆM VỤ", None)


def test_a_heading_that_ends_in_a_stop_is_told_by_what_stands_below() -> None:
    assert shape("1. Ưu điểm.", "- Nội bộ đoàn kết.", "2. Khuyết điểm.", "- Báo cáo còn chậm.") == [
        ("heading", "1", 1),
        ("bullet", "-", 2),
        ("heading", "2", 1),
        ("bullet", "-", 2),
    ]


def test_a_line_in_capitals_without_a_number_is_a_heading() -> None:
    assert shape("MỤC ĐÍCH", "Nâng cao nhận thức.", "YÊU CẦU", "Thiết thực.")[::2] == [("heading", None, 1)] * 2


# --- depths ---


def test_the_habits_of_party_documents() -> None:
    body = (
        "A- ĐÁNH GIÁ",
        "I- KẾT QUẢ",
        "1. Công tác tuyên truyền",
        "2.1- Ở cấp huyện",
        "a) Hội nghị",
        "- Số hội nghị đã mở.",
        "+ Ở thị trấn.",
        "II- HẠN CHẾ",
        "B- PHƯƠNG HƯỚNG",
    )
    assert [(s.label, s.depth) for s in sections(*body)] == [
        ("A", 1),
        ("I", 2),
        ("1", 3),
        ("2.1", 4),
        ("a", 5),
        ("-", 6),
        ("+", 7),
        ("II", 2),
        ("B", 1),
    ]


def test_parts_chapters_and_articles() -> None:
    body = (
        "Phần thứ nhất",
        "Chương I",
        "Điều 1. Đối tượng",
        "1. Cán bộ xã.",
        "a) Bí thư chi bộ;",
        "Chương II",
        "Điều 2. Mức khen",
        "Phần thứ hai",
    )
    assert [(s.label, s.depth) for s in sections(*body)] == [
        ("thứ nhất", 1),
        ("I", 2),
        ("1", 3),
        ("1", 4),
        ("a", 5),
        ("II", 2),
        ("2", 3),
        ("thứ hai", 1),
    ]


def test_the_title_of_a_chapter_goes_on_with_its_line() -> None:
    document = docparse.parse("QUY CHẾ\ntiếp công dân\n-----\n\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Đối tượng")
    assert texts(document) == ["Chương I\nQUY ĐỊNH CHUNG", "Điều 1. Đối tượng"]


def test_arabic_numbers_may_stand_above_letters_or_below_roman_numerals() -> None:
    assert [(s.label, s.depth) for s in sections("1. Chung", "a) Huyện", "b) Xã", "2. Riêng")] == [
        ("1", 1),
        ("a", 2),
        ("b", 2),
        ("2", 1),
    ]


def test_a_bullet_is_one_deeper_than_what_it_stands_under() -> None:
    assert [
        (s.label, s.depth) for s in sections("- Mở đầu.", "I- CHUNG", "- Một.", "1. Riêng", "- Hai.", "+ Ba.", "- Bốn.")
    ] == [
        ("-", 1),
        ("I", 1),
        ("-", 2),
        ("1", 2),
        ("-", 3),
        ("+", 4),
        ("-", 3),
    ]


def test_a_paragraph_has_the_depth_of_its_heading() -> None:
    assert [(s.kind, s.depth) for s in sections("I- CHUNG", "Một đoạn văn.", "1. Riêng", "Một đoạn khác.")] == [
        ("heading", 1),
        ("paragraph", 1),
        ("heading", 2),
        ("paragraph", 2),
    ]


def test_parents_lead_to_the_unit_above() -> None:
    found = sections("I- CHUNG", "1. Riêng", "- Một.", "II- KHÁC", "1. Riêng")
    assert [s.parent for s in found] == [None, found[0].id, found[1].id, None, found[3].id]


def test_numbering_begins_again_in_each_appendix() -> None:
    document = docparse.parse(
        letter(*NUMBERED, "1. Nội dung.", appendix=("PHỤ LỤC I", "I. Số liệu", "1. Huyện A.", "PHỤ LỤC II", "1. Xã B."))
    )
    assert [(s.label, s.depth) for s in document.sections if s.zone == "appendix"] == [("I", 1), ("1", 2), ("1", 1)]
    assert "repeated_number" not in codes(document)


# --- numberings with slips ---


def test_a_gap_is_survived_and_reported() -> None:
    document = parsed("1. Các chi bộ chấm điểm.", "2. Các chi bộ xếp loại.", "4. Các chi bộ báo cáo.")
    assert [s.label for s in document.sections if s.kind == "item"] == ["1", "2", "4"]
    (warning,) = [w for w in document.warnings if w.code == "gap_in_numbering"]
    assert document.text[warning.start : warning.end] == "4. Các chi bộ báo cáo."


def test_a_repeated_number_is_survived_and_reported() -> None:
    document = parsed("1. Các chi bộ chấm điểm.", "2. Các chi bộ xếp loại.", "2. Các chi bộ báo cáo.")
    assert [(s.label, s.depth) for s in document.sections if s.kind == "item"] == [("1", 2), ("2", 2), ("2", 2)]
    assert codes(document) == ["repeated_number"]


def test_a_clean_numbering_gives_no_warning() -> None:
    assert codes(parsed("1. Các chi bộ chấm điểm.", "2. Các chi bộ xếp loại.")) == []


@pytest.mark.parametrize(
    "line",
    ["2018. Trong năm học tới", "17-CT/TW của Ban Bí thư.", "20/10/2018 và các ngày khác.", "5 năm qua đã có kết quả."],
)
def test_a_number_out_of_sequence_at_the_start_of_a_line_opens_nothing(line: str) -> None:
    document = parsed("1. Các chi bộ tiếp tục quán triệt và thực hiện nghiêm các nội dung đã nêu tại văn bản số", line)
    assert [s.label for s in document.sections if s.kind == "item"] == ["1"]


# --- paragraphs over lines ---


def test_wrapped_lines_are_one_unit() -> None:
    body = (
        "1. Các chi bộ trực thuộc Đảng ủy xã tổ chức quán triệt sâu",
        "rộng nội dung kế hoạch đến toàn thể đảng viên, chú trọng",
        "đảng viên ở các thôn vùng xa và đảng viên đi làm ăn xa nơi",
        "cư trú, gắn với việc thực hiện nhiệm vụ chính trị năm 2018.",
        "2. Các chi bộ xây dựng kế hoạch cụ thể và tổ chức thực hiện",
        "nghiêm túc, kịp thời báo cáo những khó khăn, vướng mắc về",
        "Đảng ủy để xem xét, giải quyết theo đúng thẩm quyền, đúng",
        "quy định của Điều lệ và các hướng dẫn của cấp trên có liên",
        "quan đến công tác xây dựng tổ chức đảng ở các chi bộ thôn.",
    )
    found = sections(*body)
    assert [(s.kind, s.label) for s in found] == [("item", "1"), ("item", "2")]


@pytest.mark.parametrize("head", ["1. Sở", "1. Ủy ban nhân dân tỉnh yêu cầu"])
def test_a_short_line_that_cannot_end_there_goes_on_below(head: str) -> None:
    filler = (Line("2. Các xã rà soát chỉ tiêu và đề xuất giải pháp cho năm sau này."),) * 8
    lines = Line("KẾ HOẠCH"), Line("chăm sóc cây xanh"), Line(head), Line("Nội vụ tham mưu khen thưởng."), *filler
    assert f"{head} Nội vụ tham mưu khen thưởng." in lay_out(source(*lines, wrapped=True)).text


def test_a_page_number_inside_a_sentence_is_no_part_of_it() -> None:
    document = parsed("1. Các chi bộ gửi báo cáo về", "", "3", "", "Đảng ủy trước ngày 20/5/2018.")
    (item,) = [s for s in document.sections if s.kind == "item"]
    assert document.text[item.start : item.end].endswith("trước ngày 20/5/2018.")
    assert [d.text for d in document.deadlines] == ["trước ngày 20/5/2018"]


def test_a_blank_line_does_not_end_a_sentence() -> None:
    document = parsed("1. Các chi bộ xây dựng kế hoạch khảo sát", "", "điểm ở ba thôn và gửi kết quả.")
    assert len([s for s in document.sections if s.kind == "item"]) == 1


def test_a_mark_alone_on_its_line_takes_the_next() -> None:
    document = parsed("1.", "Các chi bộ chấm điểm.", "2.", "Các chi bộ xếp loại.")
    assert texts(document)[-2:] == ["1.\nCác chi bộ chấm điểm.", "2.\nCác chi bộ xếp loại."]


def test_the_second_half_of_a_compound_is_no_bullet() -> None:
    layout = lay_out(
        source(
            Line("KẾ HOẠCH"),
            Line("thực hiện nhiệm vụ phát triển"),
            Line("1. Các xã báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế"),
            Line("- xã hội năm 2018."),
            *(Line("2. Các xã rà soát chỉ tiêu và đề xuất giải pháp cho năm sau này."),) * 8,
            wrapped=True,
        )
    )
    assert "bullet" not in {s.kind for s in layout.sections}
    assert layout.text.count("kinh tế - xã hội") == 1


# --- tables ---


def test_a_table_with_a_cell_a_line() -> None:
    document = parsed(
        "1. Phân công như sau:",
        *("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"),
        *("1", "Biên soạn tài liệu", "Ban Tuyên giáo", "Tháng 5/2018"),
        *("2", "Mở lớp tập huấn", "Trường Chính trị", "Tháng 6/2018"),
    )
    rows = [s for s in document.sections if document.text[s.start : s.end].startswith(("1\n", "2\n"))]
    assert [(s.kind, s.label, s.depth) for s in rows] == [("item", "1", 3), ("item", "2", 3)]
    assert document.text[rows[1].start : rows[1].end].split("\n") == [
        "2",
        "Mở lớp tập huấn",
        "Trường Chính trị",
        "Tháng 6/2018",
    ]


def test_rows_stand_under_the_row_of_their_group() -> None:
    lines = (
        "PHỤ LỤC|Danh mục nhiệm vụ||TT|Nội dung|Chủ trì|I|Tuyên truyền|1|Họp báo|Báo Bình An|2|Tin bài|Đài|II|Kiểm tra"
    )
    body = [*lines.split("|"), "1", "Kiểm tra chi bộ", "Ủy ban Kiểm tra", "1.1", "Kiểm tra đợt 1", "Ủy ban Kiểm tra"]
    found = [
        (s.label, s.depth)
        for s in sections("I. MỤC ĐÍCH", *["Nâng cao nhận thức."] * 5, "", *body)
        if s.zone == "appendix"
    ]
    assert found == [("I", 1), ("1", 2), ("2", 2), ("II", 1), ("1", 2), ("1.1", 3)]


def test_small_roman_numerals_and_letters_are_told_apart_by_their_sequence() -> None:
    small = shape("1. Hồ sơ gồm:", "(i) Đơn;", "(ii) Bản khai;", "2. Thời hạn.")
    assert small == [("heading", "1", 1), ("item", "i", 2), ("item", "ii", 2), ("item", "2", 1)]
    letters = shape("1. Hồ sơ gồm:", *(f"{c}) Giấy {c};" for c in "abcdđeghik"))
    assert [label for _kind, label, _depth in letters] == ["1", *"abcdđeghik"]


def test_steps_with_a_noun_and_a_number_are_headings() -> None:
    found = shape("I. NỘI DUNG", "Nhiệm vụ 1: Tuyên truyền", "- Họp.", "Nhiệm vụ 2: Kiểm tra", "- Đi cơ sở.")
    assert [s for s in found if s[0] == "heading"] == [("heading", "I", 1), ("heading", "1", 2), ("heading", "2", 2)]


def test_a_table_of_a_file() -> None:
    def row(number: int, *cells: str) -> list[Line]:
        return [Line(text, cell=Cell(0, number, column, 3, len(cells))) for column, text in enumerate(cells)]

    layout = lay_out(
        source(
            Line("KẾ HOẠCH"),
            Line("về thi đua"),
            Line("I- PHÂN CÔNG"),
            *row(0, "TT", "Việc", "Đơn vị"),
            *row(1, "1", "Biên soạn tài liệu", "Ban Tuyên giáo"),
            *row(2, "2", "Mở lớp tập huấn", "Trường Chính trị"),
            Line("II- KINH PHÍ"),
            wrapped=False,
        )
    )
    assert [(s.kind, s.label, s.depth) for s in layout.sections] == [
        ("heading", "I", 1),
        ("item", "1", 2),
        ("item", "2", 2),
        ("heading", "II", 1),
    ]
    assert [b.names for b in layout.blocks if b.cells and b.section] == [("TT", "Việc", "Đơn vị")] * 2


def test_a_table_of_plain_text_ends_where_the_numbering_before_it_goes_on() -> None:
    found = shape(
        *("I. MỤC ĐÍCH", "Chung.", "II. PHÂN CÔNG", "TT", "Việc", "Đơn vị", "1", "Họp", "Văn phòng", "2", "Tin", "Báo"),
        *("III. TỔ CHỨC THỰC HIỆN", "1. Các chi bộ báo cáo.", "2. Văn phòng tổng hợp."),
    )
    assert [(label, depth) for kind, label, depth in found if kind != "paragraph"] == [
        *(("I", 1), ("II", 1), ("1", 2), ("2", 2), ("III", 1), ("1", 2), ("2", 2))
    ]


def test_letters_and_spaces_in_dotted_numbers() -> None:
    found = shape(
        "1. Về một", "a) Nội dung", "a.1) Một;", "a.2) Hai;", "b) Khác", "2. Về hai", "2. 1. Ba.", "2. 2. Bốn."
    )
    want = [("1", 1), ("a", 2), ("a.1", 3), ("a.2", 3), ("b", 2), ("2", 1), ("2.1", 2), ("2.2", 2)]
    assert [(label, depth) for _kind, label, depth in found] == want


def test_capitals_part_a_text_whose_only_numbers_are_arabic() -> None:
    found = shape(
        *("Ban Thường vụ hướng dẫn như sau:", "", "MỤC ĐÍCH, YÊU CẦU", "- Tạo chuyển biến.", "- Bảo đảm thiết thực."),
        *("NỘI DUNG", "1. Quán triệt chuyên đề", "Các chi bộ học tập.", "2. Sinh hoạt chi bộ", "Theo từng quý."),
    )
    numbered = [(label, depth) for kind, label, depth in found if kind != "paragraph"]
    assert numbered == [(None, 1), ("-", 2), ("-", 2), (None, 1), ("1", 2), ("2", 2)]


def test_a_title_may_end_in_a_word_that_goes_on_elsewhere() -> None:
    (heading, words) = sections("1. Cải cách hành chính và chuyển đổi số", "Triển khai đồng bộ các quy định.")
    assert (heading.kind, words.kind) == ("heading", "paragraph")


def test_an_entry_without_its_full_stop_among_sentences_is_an_item() -> None:
    found = shape(
        "1. Rà soát danh sách hội viên ở từng chi hội.",
        "2. Vận động hội viên tham gia ngày chủ nhật xanh hằng tháng",
        "3. Biểu dương những chi hội làm tốt.",
    )
    assert [kind for kind, _, _ in found] == ["item", "item", "item"]
