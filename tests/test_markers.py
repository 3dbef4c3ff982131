"""Marks at the start of a line: the forms of domain notes 2.5, and beginnings that are none.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse.layout.markers import ALPHABET, RANKS, marks, roman


@pytest.mark.parametrize(
    ("line", "style", "label", "ordinal"),
    [
        # words with a number
        ("Phần thứ nhất", "part", "thứ nhất", 1),
        ("PHẦN THỨ HAI", "part", "thứ hai", 2),
        ("Phần II", "part", "II", 2),
        ("PHẦN III. TỔ CHỨC THỰC HIỆN", "part", "III", 3),
        ("Chương IV", "chapter", "IV", 4),
        ("CHƯƠNG V. ĐIỀU KHOẢN THI HÀNH", "chapter", "V", 5),
        ("Mục 2. Trách nhiệm của cấp ủy", "division", "2", 2),
        ("Điều 7. Phạm vi áp dụng", "article", "7", 7),
        ("Điều 12a. Hồ sơ", "article", "12a", 12),
        # letters and numerals
        ("A- TÌNH HÌNH CHUNG", "upper", "A", 1),
        ("Đ. KIẾN NGHỊ", "upper", "Đ", 5),
        ("I- MỤC ĐÍCH", "roman", "I", 1),
        ("II. YÊU CẦU", "roman", "II", 2),
        ("III - NỘI DUNG", "roman", "III", 3),
        ("IV.- GIẢI PHÁP", "roman", "IV", 4),
        ("1- Về tuyên truyền", "arabic", "1", 1),
        ("2. Về tổ chức", "arabic", "2", 2),
        ("3) Về kinh phí", "arabic", "3", 3),
        ("10.- Về khen thưởng", "arabic", "10", 10),
        ("2.1- Cấp huyện", "dotted", "2.1", 1),
        ("2.3. Cấp xã", "dotted", "2.3", 3),
        ("1.2.4. Thôn, ấp", "dotted", "1.2.4", 4),
        ("II.2. Giải pháp", "dotted", "II.2", 2),
        ("a) Đối với chi bộ", "letter", "a", 1),
        ("đ) Đối với đảng viên", "letter", "đ", 5),
        ("b. Đối với cấp ủy", "letter", "b", 2),
        ("(1) Tiến độ", "paren", "1", 1),
        ("(b) Chất lượng", "paren_letter", "b", 2),
        # emphasis marks and white space before the mark
        ("**3- Nhiệm vụ của chi ủy**", "arabic", "3", 3),
        ("   II- Yêu cầu", "roman", "II", 2),
        # bullets
        ("- Tuyên truyền sâu rộng", "-", "-", 1),
        ("– Tuyên truyền sâu rộng", "-", "-", 1),
        ("-Tuyên truyền sâu rộng", "-", "-", 1),
        ("+ Ở cấp xã", "+", "+", 1),
        ("* Về kinh phí", "*", "*", 1),
        ("• Về nhân sự", "••", "-", 1),
    ],
)
def test_marks(line: str, style: str, label: str, ordinal: int) -> None:
    first = marks(line)[0]
    assert (first.style, first.label, first.ordinal) == (style, label, ordinal)


@pytest.mark.parametrize("mark", ["I- ", "2.1- ", "a) ", "Điều 7.", "- ", "(1) ", "**3- "])
def test_the_text_begins_where_the_mark_ends(mark: str) -> None:
    assert marks(f"{mark}Tuyên truyền")[0].end == len(mark)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "Các chi bộ thực hiện",
        "30% số chi bộ",
        "20/10/2018 là ngày hội",
        "2018-2019 là năm học",
        "5 năm thực hiện quy chế",
        "Điều đó cho thấy",
        "Phần lớn cán bộ",
        "Mục đích của kế hoạch",
        "Chương trình công tác",
        "**Tuyên truyền** sâu rộng",
        "-----",
        "Ia Grai là một huyện",
    ],
)
def test_lines_without_a_mark(line: str) -> None:
    assert not marks(line)


def test_a_line_with_two_readings_gives_both() -> None:
    assert {(m.style, m.label) for m in marks("I- Đối tượng")} >= {("roman", "I"), ("upper", "I")}
    assert {(m.style, m.ordinal) for m in marks("C. Đối tượng")} == {("upper", 3)}


def test_only_bullets_are_bullets() -> None:
    assert [marks(line)[0].bullet for line in ("- a", "+ b", "* c", "• d", "1. đ", "a) e")] == [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("1\\. Mục đích", "1", "Mục đích"),
        ("\\- Tăng cường", "-", "Tăng cường"),
        ("**1**. Mục đích", "1", "Mục đích"),
        ("**2.1**. Nội dung", "2.1", "Nội dung"),
        ("1\tTăng cường", "1", "Tăng cường"),
        ("I\tMỤC ĐÍCH", "I", "MỤC ĐÍCH"),
        ("1.1.Xây dựng", "1.1", "Xây dựng"),
        ("2.1Về công tác", "2.1", "Về công tác"),
        ("A.MỤC ĐÍCH", "A", "MỤC ĐÍCH"),
        ("a.Xây dựng", "a", "Xây dựng"),
    ],
)
def test_marks_as_converters_write_them(line: str, label: str, rest: str) -> None:
    first = marks(line)[0]
    assert (first.label, line[first.end :]) == (label, rest)


def test_a_row_of_figures_has_no_mark() -> None:
    assert not marks("12\t13\t14")


def test_the_alphabet_is_vietnamese() -> None:
    assert not set("fjwz") & set(ALPHABET)
    assert [marks(f"{c}) x")[0].ordinal for c in "abcdđe"] == [1, 2, 3, 4, 5, 6]


def test_ranks_go_from_parts_to_bullets() -> None:
    lines = (
        "Phần I",
        "Chương I",
        "Mục 1.",
        "Điều 1.",
        "A- x",
        "I- X",
        "1. x",
        "1.1. x",
        "a) x",
        "(1) x",
        "(i) x",
        "- x",
        "+ x",
    )
    ranks = [marks(line)[0].rank for line in lines]
    assert ranks == sorted(ranks)
    assert len(set(RANKS.values())) == len(RANKS)


@pytest.mark.parametrize(
    ("text", "value"), [("I", 1), ("iv", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("A", 0), ("", 0)]
)
def test_roman(text: str, value: int) -> None:
    assert roman(text) == value


@given(st.integers(1, 39))
def test_roman_numerals_are_read_back(n: int) -> None:
    tens, ones = divmod(n, 10)
    written = "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones]
    assert roman(written) == n


@given(st.text("IVX1a.)(-–+*• \tĐiềuPhần", max_size=30))
def test_a_mark_ends_inside_its_line(line: str) -> None:
    for mark in marks(line):
        assert 0 <= mark.end <= len(line)
        assert mark.ordinal >= 0


@pytest.mark.parametrize(
    ("line", "ordinal"),
    [
        ("Ii. mục tiêu", 2),
        ("Iv. tổ chức", 4),
        ("Vii. tổ chức", 7),
        ("Il. TỔ CHỨC", 2),
        ("IIl- TỔ CHỨC", 3),
        ("IH. TỔ CHỨC", 3),
    ],
)
def test_roman_numerals_as_recognition_and_small_letters_leave_them(line: str, ordinal: int) -> None:
    found = marks(line)[0]
    assert (found.style, found.ordinal) == ("roman", ordinal)


def test_a_word_in_two_parts_is_no_roman_numeral() -> None:
    assert "roman" not in [m.style for m in marks("Xi - măng của tỉnh")]
