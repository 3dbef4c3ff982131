"""Numbering in the order that a document uses it, whatever the usual one; numbers typed without a stop.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest

import docparse
from docparse.layout import bare

WORDS = "Tăng cường sự lãnh đạo của các cấp ủy đối với công tác chăm sóc cây xanh trên địa bàn."


def outline(*body: str) -> list[tuple[str | None, int]]:
    """Label and depth of each section below a title."""
    lines = ["KẾ HOẠCH", "chăm sóc cây xanh", "-----", "", *body, "", "T/M ĐẢNG ỦY", "BÍ THƯ", "Trần Văn Giả"]
    return [(s.label, s.depth) for s in docparse.parse("\n".join(lines)).sections]


def nested(outer: str, inner: str, *, under: str = "") -> list[str]:
    """Two entries of the numbering `outer`, each with two of `inner` below it."""
    lines = [under] if under else []
    for words in zip(*[iter(outer.split("|"))], strict=True):
        lines.append(f"{words[0]} {WORDS}")
        lines += [f"{mark} {WORDS}" for mark in inner.split("|")]
    return lines


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("Nhiệm vụ 1:|Nhiệm vụ 2:", "a)|b)"),
        ("Nhóm giải pháp thứ nhất:|Nhóm giải pháp thứ hai:", "1.|2."),
        ("(1)|(2)|(3)", "a)|b)"),
        ("(1)|(2)|(3)", "(a)|(b)"),
        ("a)|b)|c)", "1.|2."),
        ("i)|ii)|iii)", "1.|2."),
        ("1)|2)", "a.|b."),
        ("1.|2.", "a)|b)"),
    ],
)
@pytest.mark.parametrize("under", ["", "I. NHIỆM VỤ"])
def test_what_starts_before_a_numbering_goes_on_stands_under_it(outer: str, inner: str, under: str) -> None:
    depths = [depth for _, depth in outline(*nested(outer, inner, under=under))][bool(under) :]
    base = 1 + bool(under)
    assert depths == [base, base + 1, base + 1] * len(outer.split("|"))


def test_a_numbering_that_starts_again_is_no_deeper() -> None:
    lines = [f"{m} {WORDS}" for m in ("I.", "a)", "b)", "II.", "1.", "a)", "2.")]
    assert [depth for _, depth in outline(*lines)] == [1, 2, 2, 1, 2, 3, 2]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("PHẦN MỘT", "PHẦN HAI"),
        ("Phần A:", "Phần B:"),
        ("PHẦN THỨ I", "PHẦN THỨ II"),
        ("Phần Thứ nhất", "Phần Thứ hai"),
        ("A", "B"),
        ("Phần mở đầu", "Phần nội dung"),
    ],
)
@pytest.mark.parametrize("apart", ["\n", " "])
def test_parts_however_they_are_counted(one: str, two: str, apart: str) -> None:
    lines = []
    for part, title in ((one, "KẾT QUẢ THỰC HIỆN"), (two, "PHƯƠNG HƯỚNG, NHIỆM VỤ")):
        lines += [*f"{part}{apart}{title}".split("\n"), "I. Công tác quán triệt", f"1- {WORDS}", f"2- {WORDS}"]
    assert [depth for _, depth in outline(*lines)] == [1, 2, 3, 3] * 2


@pytest.mark.parametrize(
    "lines",
    [
        ["I MỤC ĐÍCH", "II NỘI DUNG"],
        ["I, Mục đích", "II, Nội dung"],
        ["1 Các cấp ủy", "2 Ban Dân vận", "3 Văn phòng"],
        ["a, Học tập", "b, Thi đua"],
        ["1a. Học tập", "1b. Thi đua"],
        ["1.1, Học tập", "1.2, Thi đua"],
        ["A", "B"],
    ],
)
def test_a_sequence_without_stops_is_a_numbering(lines: list[str]) -> None:
    assert list(bare.numbers(lines)) == list(range(len(lines)))


@pytest.mark.parametrize(
    "lines",
    [
        ["I MỤC ĐÍCH", "NỘI DUNG"],
        ["2 Phó Chủ tịch", "3 Ủy viên"],
        ["1 Các cấp ủy", "2 Ban Dân vận"],
        ["1 Nguyễn Văn Giả     PHT", "2 Trần Thị Mẫu     GV", "3 Lê Văn Thử     GV"],
        ["1 Các cấp ủy", "1. Ban Dân vận", "2 Văn phòng", "3 Ban Tổ chức"],
        ["A", "Vì sao", "C"],
    ],
)
def test_what_has_no_sequence_or_has_columns_is_none(lines: list[str]) -> None:
    assert not bare.numbers(lines)


def test_a_number_without_a_stop_above_its_first_part() -> None:
    lines = ["1 Nội dung", f"1.1. {WORDS}", f"1.2. {WORDS}", "2 Tổ chức", f"2.1. {WORDS}", f"2.2. {WORDS}"]
    assert outline(*lines) == [("1", 1), ("1.1", 2), ("1.2", 2), ("2", 1), ("2.1", 2), ("2.2", 2)]
    assert list(bare.numbers(["1 Nội dung", "2.1. Về"])) == []


def test_the_last_entry_of_a_list_has_nothing_of_what_follows_the_list() -> None:
    lines = ["I. NGUYÊN TẮC", "1. Bảo đảm công khai, minh bạch.", "2. Đúng đối tượng.", WORDS]
    text = "\n".join(["KẾ HOẠCH", "chăm sóc cây xanh", "-----", "", *lines])
    assert [s.kind for s in docparse.parse(text).sections] == ["heading", "item", "item", "paragraph"]


def test_a_quotation_has_numbers_of_its_own() -> None:
    lines = [
        "1. Về đối tượng",
        "Điều 5 của Luật quy định:",
        "“Điều 5. Đối tượng",
        f"1. {WORDS}",
        f"a) {WORDS}",
        f"2. {WORDS}”.",
    ]
    lines += ["2. Về kinh phí", f"Khoản 2 quy định: “2. {WORDS}”", "“3. Kinh phí do tỉnh cấp”.", f"a) {WORDS}"]
    assert [(label, depth) for label, depth in outline(*lines) if label] == [
        ("1", 1),
        *[("5", 2), ("1", 3), ("a", 4), ("2", 3)],
        *[("2", 1), ("3", 2), ("a", 2)],
    ]


@pytest.mark.parametrize("quotes", ["“”", '""'])
def test_a_quotation_never_closed_ends_with_its_line(quotes: str) -> None:
    opens, closes = quotes
    lines = ["1. Về đối tượng", f"{opens}1. {WORDS}", "2. Về kinh phí", f"a) {opens}Đề án{closes}.", "3. Về thời gian"]
    assert [label for label, depth in outline(*lines, f"Gọi tắt là {opens}Đề án{closes}.") if depth == 1][:3] == [
        *("1", "2", "3"),
    ]


def test_the_levels_of_an_outline_end_somewhere() -> None:
    lines = ["1. Chấm điểm", "1) Bình xét"] * 40
    assert max(depth for _, depth in outline(*lines)) <= 20


@pytest.mark.parametrize("above", ["b) Đối với cấp huyện", "1.2. Đối với cấp huyện"])
def test_a_list_below_the_last_entry_of_a_list_stands_under_it(above: str) -> None:
    first = above.replace("b)", "a)").replace("1.2", "1.1")
    lines = ["I. HỒ SƠ", first, WORDS, above, f"1. {WORDS}", f"2. {WORDS}"]
    assert [depth for label, depth in outline(*lines) if label] == [1, 2, 2, 3, 3]


def test_a_number_alone_on_its_line_is_one_where_it_is_the_next() -> None:
    lines = ["I. HỒ SƠ", "1.1. Đơn", WORDS, "1.2", "Lý lịch", "II", "THỦ TỤC", "2.1", WORDS, "5.7", WORDS]
    assert [label for label, _ in outline(*lines) if label] == ["I", "1.1", "1.2", "II", "2.1"]


def test_articles_go_on_under_the_next_part() -> None:
    lines = ["I- QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", WORDS, "II- QUY ĐỊNH CỤ THỂ", "Điều 2. Tiêu chí", f"1. {WORDS}"]
    assert [depth for label, depth in outline(*lines) if label] == [1, 2, 1, 2, 3]


def test_a_list_inside_an_entry_of_the_same_numbering_stands_under_it() -> None:
    lines = ["1. Bước 1", WORDS, "2. Bước 2", *(f"{i}. {WORDS}" for i in range(1, 5)), "3. Bước 3", WORDS]
    assert [depth for label, depth in outline(*lines) if label] == [1, 1, 2, 2, 2, 2, 1]


def test_letters_of_the_latin_alphabet_are_no_gap() -> None:
    lines = ["KẾ HOẠCH", "chăm sóc cây xanh", "-----", "", *(f"{letter}) {WORDS}" for letter in "abcdefg")]
    document = docparse.parse("\n".join(lines))
    assert [s.label for s in document.sections] == list("abcdefg")
    assert not [w.code for w in document.warnings if "number" in w.code]


@pytest.mark.parametrize("marks", [("1.a)", "1.b)"), ("(1.1)", "(1.2)"), ("I.1.a.", "I.1.b."), ("i -", "ii -")])
def test_numbers_of_several_parts(marks: tuple[str, str]) -> None:
    lines = ["I. NHIỆM VỤ", "1. Về học tập", *(f"{mark} {WORDS}" for mark in marks)]
    assert [depth for _, depth in outline(*lines)] == [1, 2, 3, 3]


def test_a_long_step_is_an_entry_and_a_short_one_a_heading() -> None:
    lines = ["Nhiệm vụ 1: Học tập", WORDS, f"Nhiệm vụ 2: {WORDS} {WORDS}", f"Nhiệm vụ 3: {WORDS} {WORDS}"]
    text = "\n".join(["KẾ HOẠCH", "chăm sóc cây xanh", "-----", "", *lines])
    kinds = [(s.kind, s.label) for s in docparse.parse(text).sections]
    assert kinds == [("heading", "1"), ("paragraph", None), ("item", "2"), ("item", "3")]


def test_months_and_quarters_are_headings_of_a_programme() -> None:
    lines = [
        "I. BAN THƯỜNG VỤ",
        "Tháng 01",
        f"1. {WORDS}",
        f"2. {WORDS}",
        "Tháng 02",
        f"1. {WORDS}",
        "Quý II",
        f"- {WORDS}",
    ]
    assert [depth for _, depth in outline(*lines)] == [1, 2, 3, 3, 2, 3, 2, 3]


def test_a_month_above_a_list_is_when_it_is_due() -> None:
    text = "\n".join(
        ["CHƯƠNG TRÌNH", "công tác năm 2032", "-----", "", "I. NỘI DUNG", "Tháng 01", f"1. {WORDS}", "Tháng 02"]
    )
    found = docparse.parse(text + f"\n1. {WORDS}").deadlines
    assert [d.text for d in found] == ["Tháng 01", "Tháng 02"]
