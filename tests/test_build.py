"""The canonical text and the view of it: every position of the view leads back to the character that it shows.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NUMBERED, laid, letter, source

import docparse
from docparse.layout import Layout, lay_out
from docparse.model import Line
from docparse.text import fold

PLAN = letter(
    *NUMBERED,
    "1. Các chi bộ **tiếp tục** thực hiện   Chỉ thị số",
    "31-CT/HU – nội dung “trọng tâm”, uỷ quyền cho thư ký.",
    "- Gửi kết quả về\tĐảng uỷ *trước ngày 20/5/2018*.",
)

PIECES = st.sampled_from(
    [
        "KẾ HOẠCH",
        "1. ",
        "- ",
        "**đậm**",
        "*nghiêng*",
        "  ",
        "\t",
        "\n",
        "\n\n",
        "uỷ ban",
        "– ",
        "“x”",
        "Điều 1.",
        "3",
        "a",
    ]
)


DASHES_AND_QUOTES = {"-": "–—−‐‑", '"': "“”", "'": "‘’"}


def same(view: str, text: str) -> bool:
    """Whether a character of the view may stand for one of the text: dashes, quotes and tone marks have one form."""
    return fold(view) == fold(text) or text in DASHES_AND_QUOTES.get(view, "")


def assert_true_to_text(layout: Layout) -> None:
    view, text = layout.view, layout.text
    last = -1
    for position, char in enumerate(view.flat):
        at = view.at(position)
        if char in " \n":
            continue  # a line end of the view may stand for a place between two blocks
        assert same(char, text[at]), (char, text[at])
        assert at > last, "the view goes back"
        last = at
    assert len(view.low) == len(view.flat)


def test_the_view_leads_back_to_the_text() -> None:
    assert_true_to_text(laid(PLAN))


@given(st.lists(PIECES, max_size=40))
def test_the_view_of_anything_leads_back_to_the_text(pieces: list[str]) -> None:
    assert_true_to_text(laid("".join(pieces)))


def test_the_view_is_clean() -> None:
    flat = laid(PLAN).view.flat
    assert 'Các chi bộ tiếp tục thực hiện Chỉ thị số 31-CT/HU - nội dung "trọng tâm", ủy quyền cho thư ký.' in flat
    assert "- Gửi kết quả về Đảng ủy trước ngày 20/5/2018." in flat


@pytest.mark.parametrize("words", ["Chỉ thị số 31-CT/HU", "ủy quyền", "trước ngày 20/5/2018", "nội dung"])
def test_a_stretch_of_the_view_is_a_stretch_of_the_text(words: str) -> None:
    layout = laid(PLAN)
    at = layout.view.flat.index(words)
    start, end = layout.view.span(at, at + len(words))
    found = " ".join(layout.text[start:end].split())
    assert found.replace("uỷ", "ủy") == words


def test_small_letters_keep_their_places() -> None:
    layout = laid("KẾ HOẠCH\n\n1. İstanbul và các NƠI khác.\n")
    assert len(layout.view.low) == len(layout.view.flat)
    assert layout.view.low.endswith("và các nơi khác.")


def test_line_n_of_the_file_is_line_n_of_the_text() -> None:
    raw = "KẾ HOẠCH\r\n\r\nvề thi đua\u00a0yêu nước\r\n\u00ad\r\n\f1.  Nội   dung\t\r\nQu\u00d0/TW\r\n"
    text = docparse.parse(raw).text
    assert text.split("\n")[:6] == ["KẾ HOẠCH", "", "về thi đua yêu nước", "", "1.  Nội   dung\t", "QuĐ/TW"]


@given(st.text("aăđ1.-* \t\nÁ", max_size=80))
def test_plain_text_stays_as_it_is(raw: str) -> None:
    assert docparse.parse(f"{raw}\nx").text == f"{raw}\nx"


def test_text_in_nfd_is_read_like_text_in_nfc() -> None:
    composed, apart = docparse.parse(PLAN), docparse.parse(unicodedata.normalize("NFD", PLAN))
    assert apart.text == composed.text
    assert apart.sections == composed.sections
    assert apart.deadlines == composed.deadlines


def test_emphasis_stays_in_the_text_and_leaves_the_titles() -> None:
    document = docparse.parse("KẾ HOẠCH\n\n**1- Nhiệm vụ của *chi ủy***\n- Họp **đúng kỳ**.\n")
    assert "**1- Nhiệm vụ" in document.text
    assert [(s.label, s.title) for s in document.sections] == [("1", "Nhiệm vụ của chi ủy"), ("-", None)]


def test_an_emphasis_mark_inside_a_word_leaves_no_space() -> None:
    assert "chi ủy" in laid("KẾ HOẠCH\n\n1. Họp chi **ủ**y.").view.flat


def test_wrapped_lines_of_a_file_are_joined_by_a_space() -> None:
    layout = lay_out(
        source(
            Line("KẾ HOẠCH"),
            Line("về thi đua"),
            *(
                Line("1. Các chi bộ tiếp tục quán triệt và thực hiện nghiêm túc các nội"),
                Line("dung của kế hoạch năm nay."),
            ),
            *(
                Line("2. Các chi bộ tổng hợp kết quả và gửi về theo Công văn số 611/UBND-"),
                Line("KGVX trong tháng năm."),
            ),
            *(
                Line("3. Các chi bộ tiếp tục quán triệt và thực hiện nghiêm túc các nội"),
                Line("dung của kế hoạch năm nay."),
            ),
            wrapped=True,
        )
    )
    assert "thực hiện nghiêm túc các nội dung của kế hoạch" in layout.text
    assert "611/UBND-KGVX" in layout.text


def test_pages_and_boxes_are_kept() -> None:
    layout = lay_out(
        source(
            Line("KẾ HOẠCH", page=1, box=(100.0, 50.0, 200.0, 60.0)),
            Line("về thi đua", page=1, box=(100.0, 70.0, 200.0, 80.0)),
            Line("1. Các chi bộ chấm điểm.", page=2, box=(50.0, 50.0, 300.0, 60.0)),
            pages=2,
            wrapped=False,
        )
    )
    assert [(p.number, layout.text[p.start : p.end].strip()) for p in layout.pages] == [
        (1, "KẾ HOẠCH\nvề thi đua"),
        (2, "1. Các chi bộ chấm điểm."),
    ]
    assert [(x.page, x.bbox[0], layout.text[x.start : x.end]) for x in layout.lines][-1] == (
        2,
        50.0,
        "1. Các chi bộ chấm điểm.",
    )


def test_every_block_lies_in_the_view_in_order() -> None:
    layout = laid(PLAN)
    assert [b.flat_start for b in layout.blocks] == sorted(b.flat_start for b in layout.blocks)
    for k, block in enumerate(layout.blocks):
        assert block.flat_start <= block.content <= block.flat_end
        assert layout.block_at(block.flat_start) == k
        if block.kind != "field":
            assert layout.view.span(block.flat_start, block.flat_end)[0] == block.start


CONTENT = [
    "II- CHUNG",
    "2. Họp.",
    "1.1- Họp.",
    "a) Họp;",
    "- Họp.",
    "(1) Họp.",
    "Điều 1. Họp.",
]


@pytest.mark.parametrize("line", CONTENT)
def test_content_begins_with_the_first_word_after_the_mark(line: str) -> None:
    layout = laid(f"KẾ HOẠCH\n\nI- CHUNG\n1. Mở đầu\n{line}\n")
    block = layout.blocks[-1]
    assert layout.view.flat[block.content : block.flat_end] in ("CHUNG", "Họp.", "Họp;")


@pytest.mark.parametrize("raw", ["", "\n", " \n\t\n", "*", "**", "\u200b"])
def test_text_with_nothing_in_it(raw: str) -> None:
    document = docparse.parse(raw)
    assert document.sections == ()
    assert "no_title" in {w.code for w in document.warnings}
