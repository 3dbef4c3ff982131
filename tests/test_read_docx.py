"""Tests of docparse.read for DOCX: numbers, tables, text boxes, notes, changes, formatting.

Reads: a real document where it is at hand.
Writes: nothing.
"""

from __future__ import annotations

import re
import time
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt
from docx_files import NAMES, cell, docx, item, level, numbering, p, row, styles, table
from hypothesis import given
from hypothesis import strategies as st

from docparse.model import Line, Source
from docparse.read import read
from docparse.read.numbering import format_number
from docparse.read.symbols import symbol

SHARED = Path(__file__).parents[2] / "shared"


def source(body: str, section: str = "", **parts: str) -> Source:
    return read(docx(body, section, **parts), "a.docx")


def lines(body: str, section: str = "", **parts: str) -> list[Line]:
    return list(source(body, section, **parts).lines)


def texts(body: str, section: str = "", **parts: str) -> list[str]:
    return [line.text for line in lines(body, section, **parts)]


def test_what_a_docx_is() -> None:
    got = source(p("Kính gửi") + p() + p("Tỉnh ủy"))
    assert [x.text for x in got.lines] == ["Kính gửi", "", "Tỉnh ủy"]
    assert got.media_type.endswith("wordprocessingml.document")
    assert got.wrapped is False
    assert not got.keep_lines
    assert {x.page for x in got.lines} == {0}
    assert (got.encoding, got.notes, got.pages) == ("utf-8", (), None)


def test_marks_apart_are_joined_and_told() -> None:
    got = source(p("bo\u0302\u0323 \u00d0a\u0309ng"))
    assert got.lines[0].text == "bộ Đảng"
    assert got.encoding == "nfd"


# --- numbers ------------------------------------------------------------------------------------------------------

OUTLINE = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2-")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "\uf02d")
    + level(4, "decimal", "%2.%5.", '<w:suff w:val="nothing"/>')
)


def test_levels_count_and_restart() -> None:
    body = "".join(
        item(t, 1, n) for t, n in [("A", 0), ("B", 1), ("C", 2), ("D", 2), ("E", 1), ("F", 2), ("G", 0), ("H", 1)]
    )
    want = ["I. A", "1- B", "a) C", "b) D", "2- E", "a) F", "II. G", "1- H"]
    assert texts(body, numbering=numbering(OUTLINE)) == want


def test_bullets_and_levels_of_two_numbers() -> None:
    body = item("A", 1, 1) + item("B", 1, 3) + item("C", 1, 4) + item("D", 1, 4)
    assert texts(body, numbering=numbering(OUTLINE)) == ["1- A", "- B", "1.1.C", "1.2.D"]


@pytest.mark.parametrize(
    ("sign", "want"),
    [("-", "- x"), ("–", "- x"), ("+", "+ x"), ("\uf0b7", "• x"), ("o", "• x"), ("", "x"), ("\uf0a7", "• x")],
)
def test_bullet_signs(sign: str, want: str) -> None:
    assert texts(item("x", 1), numbering=numbering(level(0, "bullet", sign))) == [want]


def test_lists_of_one_kind_go_on_unless_told_to_start() -> None:
    nums = (
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    part = numbering(level(0, "decimal", "%1."), nums=nums)
    body = item("a", 1) + item("b", 7) + item("c", 8) + item("d", 8) + item("e", 1)
    assert texts(body, numbering=part) == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_a_list_may_replace_a_level() -> None:
    nums = (
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride></w:num>'
    )
    assert texts(item("a", 7), numbering=numbering(level(0, "decimal", "%1."), nums=nums)) == ["a) a"]


def test_a_level_that_never_restarts() -> None:
    part = numbering(level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = item("a", 1) + item("b", 1, 1) + item("c", 1) + item("d", 1, 1)
    assert texts(body, numbering=part) == ["I. a", "1. b", "II. c", "2. d"]


def test_a_level_that_restarts_after_the_first_only() -> None:
    levels = (
        level(0, "decimal", "%1.")
        + level(1, "decimal", "%2)")
        + level(2, "lowerLetter", "%3)", '<w:lvlRestart w:val="1"/>')
    )
    body = (
        item("a", 1)
        + item("b", 1, 1)
        + item("c", 1, 2)
        + item("d", 1, 1)
        + item("e", 1, 2)
        + item("f", 1)
        + item("g", 1, 2)
    )
    assert texts(body, numbering=numbering(levels)) == ["1. a", "1) b", "a) c", "2) d", "b) e", "2. f", "a) g"]


def test_legal_numbers_are_decimal_and_missing_levels_show_their_start() -> None:
    part = numbering(level(0, "upperRoman", "Chương %1", start=3) + level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert texts(item("a", 1, 1) + item("b", 1), numbering=part) == ["3.1 a", "Chương III b"]


def test_numbers_by_style() -> None:
    part = numbering(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>') + level(1, "decimal", "%2.", '<w:pStyle w:val="H2"/>')
    )
    sheet = styles(
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>',
    )
    off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    named = [("A", '<w:pStyle w:val="H1"/>'), ("B", '<w:pStyle w:val="H2"/>'), ("C", '<w:pStyle w:val="H1b"/>')]
    body = "".join(p(t, s) for t, s in [*named, ("D", off), ("E", '<w:pStyle w:val="Loop"/>')])
    assert texts(body, numbering=part, styles=sheet) == ["I. A", "1. B", "II. C", "D", "E"]


def test_a_list_that_is_a_style() -> None:
    nums = '<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>'
    part = numbering(
        '<w:numStyleLink w:val="L"/>', '<w:styleLink w:val="L"/>' + level(0, "upperLetter", "%1."), nums=nums
    )
    sheet = styles(
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    )
    assert texts(item("a", 1) + item("b", 1), numbering=part, styles=sheet) == ["A. a", "B. b"]


def test_only_the_first_line_of_a_paragraph_has_the_number() -> None:
    body = item('một</w:t><w:br/><w:t xml:space="preserve">hai', 1) + item("", 1)
    assert texts(body, numbering=numbering(level(0, "decimal", "%1."))) == ["1. một", "hai", "2."]


def test_an_empty_bullet_is_an_empty_line() -> None:
    assert texts(p("x") + item("", 1), numbering=numbering(level(0, "bullet", "-"))) == ["x", ""]


@given(st.integers(1, 3999))
def test_roman_numbers_have_one_reading(n: int) -> None:
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [worth[c] for c in format_number(n, "lowerRoman")]
    assert sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits)) == n
    assert format_number(n, "upperRoman") == format_number(n, "lowerRoman").upper()


@pytest.mark.parametrize(
    ("n", "form", "want"),
    [
        (1, "lowerLetter", "a"),
        (26, "upperLetter", "Z"),
        (28, "lowerLetter", "bb"),
        (10**9, "lowerLetter", "1000000000"),
        (7, "decimalZero", "07"),
        (0, "upperRoman", "0"),
        (4, "none", ""),
        (4, "chicago", "4"),
    ],
)
def test_number_formats(n: int, form: str, want: str) -> None:
    assert format_number(n, form) == want


# --- paragraphs ---------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("inner", "want"),
    [
        (run("thấy") + run(" giấu", "<w:vanish/>"), ["thấy"]),
        (run("còn") + '<w:del w:id="1">' + "<w:r><w:delText> bỏ</w:delText></w:r></w:del>", ["còn"]),
        ('<w:ins w:id="1">' + run("thêm") + "</w:ins>", ["thêm"]),
        ('<w:moveFrom w:id="1">' + run("xa ") + "</w:moveFrom><w:moveTo>" + run("gần") + "</w:moveTo>", ["gần"]),
        (run("Số") + "<w:r><w:tab/><w:t>Hà Nội</w:t></w:r>", ["Số\tHà Nội"]),
        (run("12") + "<w:r><w:noBreakHyphen/><w:t>KH</w:t><w:softHyphen/><w:t>/TU</w:t></w:r>", ["12-KH/TU"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r>' + run(" mục"), ["• mục"]),
        (run("một") + '<w:r><w:br w:type="page"/></w:r>', ["một"]),
        (run("một") + '<w:r><w:br w:type="page"/></w:r>' + run("hai"), ["một", "hai"]),
        (run("một") + "<w:r><w:br/><w:br/></w:r>" + run("hai"), ["một", "", "hai"]),
        ('<w:hyperlink r:id="x">' + run("liên kết") + "</w:hyperlink>", ["liên kết"]),
        (
            "<w:sdt><w:sdtContent>" + run("ô") + "<w:smartTag>" + run(" nhập") + "</w:smartTag></w:sdtContent></w:sdt>",
            ["ô nhập"],
        ),
        ('<w:fldSimple w:instr=" DATE ">' + run("hôm nay") + "</w:fldSimple>", ["hôm nay"]),
        ('<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>" + run("a"), ["a"]),
        (run("chữ hoa", "<w:caps/>") + run(" nhỏ", "<w:smallCaps/>"), ["CHỮ HOA nhỏ"]),
        ("<w:r><w:t>  tự\ndo </w:t></w:r>", ["tự do"]),
        (run("\u00a0\u00a0a\u00a0"), ["a"]),
    ],
)
def test_inside_a_paragraph(inner: str, want: list[str]) -> None:
    assert texts(f"<w:p>{inner}</w:p>" + p("z")) == [*want, "z"]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_fields_show_their_result() -> None:
    link = field("begin") + code('HYPERLINK "x"') + run("ẩn") + field("separate") + run("thấy") + field("end")
    page = field("begin") + code(" PAGE ") + field("separate") + run("7") + field("end")
    assert texts(f"<w:p>{link}{page}{run('.')}</w:p>") == ["thấy."]


def test_a_field_without_an_end_hides_no_more_than_its_paragraph() -> None:
    assert texts(f"<w:p>{run('a')}{field('begin')}{code('REF')}</w:p>" + p("b")) == ["a", "b"]


def test_a_field_over_two_paragraphs() -> None:
    body = (
        f"<w:p>{field('begin')}{code('TOC')}{field('separate')}{run('I.')}</w:p><w:p>{run('II.')}{field('end')}</w:p>"
    )
    assert texts(body) == ["I.", "II."]


def test_changes_are_told() -> None:
    assert source(p("a") + '<w:p><w:ins w:id="1">' + run("b") + "</w:ins></w:p>").notes == ("tracked_changes",)


def test_paragraphs_without_an_end_go_on() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    dropped = '<w:framePr w:dropCap="drop" w:lines="3"/>'
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = (
        p("Ban ", gone) + p("Thường vụ") + p("T", dropped) + p("rong") + p("thấy ", hidden) + p("cả") + p("cuối", gone)
    )
    assert texts(body) == ["Ban Thường vụ", "Trong", "thấy cả", "cuối"]


def test_a_deleted_item_is_not_counted() -> None:
    gone = '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr>'
    body = (
        item("a", 1)
        + f'<w:p><w:pPr>{gone}</w:pPr><w:del w:id="2"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>'
        + item("b", 1)
    )
    assert texts(body, numbering=numbering(level(0, "decimal", "%1."))) == ["1. a", "2. b"]


def test_formatting_of_a_line() -> None:
    sheet = styles(
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr><w:jc w:val="both"/></w:pPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="N"/><w:pPr><w:jc w:val="center"/>'
        '<w:ind w:left="720"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>',
        '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>',
    )
    title, strong = '<w:pStyle w:val="T"/>', '<w:rStyle w:val="Strong"/>'
    got = lines(
        p("a")
        + p("b", title)
        + p("c", "", strong)
        + p("d", title, strong)
        + p("e", title, '<w:b w:val="0"/><w:sz w:val="28"/>'),
        styles=sheet,
    )
    assert [(x.bold, x.align, x.size, x.indent) for x in got] == [
        (False, "justify", 13.0, None),
        (True, "center", 13.0, 36.0),
        (True, "justify", 13.0, None),
        (False, "center", 13.0, 36.0),
        (False, "center", 14.0, 36.0),
    ]


def test_a_line_is_bold_when_most_of_it_is() -> None:
    most = f"<w:p>{run('abcd', '<w:b/>')}{run('ef', '<w:i/>')}</w:p>"
    half = f"<w:p>{run('ab', '<w:b/>')}{run('      cd', '<w:i/>')}</w:p>"
    assert [(x.bold, x.italic) for x in lines(most + half)] == [(True, False), (False, False)]


def test_indent_comes_from_the_list_and_from_tabs() -> None:
    part = numbering(level(0, "decimal", "%1.", '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr>'))
    own = '<w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="100"/>'
    body = item("a", 1) + p("b", own) + "<w:p><w:r><w:tab/><w:tab/><w:t>c</w:t></w:r></w:p>"
    assert [(x.text, x.indent) for x in lines(body, numbering=part)] == [("1. a", 18.0), ("2. b", 5.0), ("c", 72.0)]


@pytest.mark.parametrize(
    ("char", "font", "want"),
    [
        ("F0B7", "Symbol", "•"),
        ("F02D", "Symbol", "-"),
        ("F0AB", "Wingdings", "*"),
        ("0041", "Arial", "A"),
        ("zz", "", ""),
        ("D800", "Arial", "\ud800"),
    ],
)
def test_symbols(char: str, font: str, want: str) -> None:
    assert symbol(char, font) == want


# --- text boxes, notes, heads -------------------------------------------------------------------------------------


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + p("MẬT") + p() + "</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(f"<w:p><w:r>{both}</w:r>{run('TỈNH ỦY')}</w:p>") == ["MẬT", "TỈNH ỦY"]
    assert texts(f"<w:p>{run('TỈNH ỦY')}<w:r>{both}</w:r></w:p>") == ["TỈNH ỦY", "MẬT"]


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    notes = [(0, "---"), (2, "hai"), (1, "một")]
    inner = "".join(f'<w:footnote w:id="{i}">{p(text)}</w:footnote>' for i, text in notes)
    part = f"<w:footnotes {NAMES}>{inner}</w:footnotes>"
    ends = f'<w:endnotes {NAMES}><w:endnote w:id="1">{p("cuối")}</w:endnote></w:endnotes>'
    marks = [
        f'<w:r><w:{kind}Reference w:id="{i}"/></w:r>' for kind, i in (("footnote", 1), ("endnote", 1), ("footnote", 2))
    ]
    got = lines(f"<w:p>{run('a')}{''.join(marks)}{run('b')}</w:p>" + p("c"), footnotes=part, endnotes=ends)
    assert [(x.text, x.note) for x in got] == [
        ("ab", False),
        ("c", False),
        ("một", True),
        ("cuối", True),
        ("hai", True),
    ]


def test_heads_and_feet() -> None:
    page = f"<w:p>{field('begin')}{code('PAGE')}{field('separate')}{run('2')}{field('end')}</w:p>"
    refs = "".join(
        f'<w:{kind}Reference w:type="{t}" r:id="{i}"/>'
        for kind, t, i in (
            ("header", "first", "header1"),
            ("header", "default", "header2"),
            ("footer", "default", "footer1"),
        )
    )
    parts = {
        "header1": f"<w:hdr {NAMES}>{p('ĐẢNG BỘ TỈNH')}</w:hdr>",
        "header2": f"<w:hdr {NAMES}>{page}{p('Kế hoạch 12')}</w:hdr>",
        "footer1": f'<w:ftr {NAMES}><w:p><w:r><w:pict><v:textpath string="DỰ THẢO"/></w:pict></w:r></w:p></w:ftr>',
    }
    got = lines(p("x"), refs + "<w:titlePg/>", **parts)
    assert [(x.text, x.furniture) for x in got] == [
        ("ĐẢNG BỘ TỈNH", False),
        ("x", False),
        ("Kế hoạch 12", True),
        ("DỰ THẢO", True),
    ]
    assert [x.text for x in lines(p("x"), refs, **parts)] == ["x", "Kế hoạch 12", "DỰ THẢO"]


# --- tables -------------------------------------------------------------------------------------------------------


def sides(body: str) -> list[tuple[str, str | None]]:
    return [(x.text, x.side) for x in lines(body)]


HEAD = (row(cell("TỈNH ỦY", "*"), "ĐẢNG CỘNG SẢN VIỆT NAM"), row("Số 12-KH/TU", "Huế, ngày 1 tháng 2 năm 2020"))
HEAD_LINES = [
    ("TỈNH ỦY", "left"),
    ("*", "left"),
    ("Số 12-KH/TU", "left"),
    ("ĐẢNG CỘNG SẢN VIỆT NAM", "right"),
    ("Huế, ngày 1 tháng 2 năm 2020", "right"),
    ("x", None),
]


def test_a_table_without_lines_is_two_columns() -> None:
    got = lines(table(*HEAD, lines=False) + p("x"))
    assert [(x.text, x.side) for x in got] == HEAD_LINES
    assert all(x.cell is None for x in got)


def test_a_letterhead_may_have_lines_and_an_empty_column() -> None:
    assert sides(table(*HEAD) + p("x")) == HEAD_LINES
    wide = [r.replace("</w:tc><w:tc>", "</w:tc>" + cell() + "<w:tc>") for r in HEAD]
    assert sides(table(*wide, lines=False) + p("x")) == HEAD_LINES


def test_columns_whose_borders_do_not_meet() -> None:
    span = '<w:gridSpan w:val="{}"/>'
    crooked = table(
        row(cell("a", properties=span.format(2)), cell("b", properties=span.format(3))),
        row(cell("c", properties=span.format(3)), cell("d", properties=span.format(2))),
        row(cell("cả hai", properties=span.format(5))),
        row(cell("e", properties=span.format(2)), cell(properties=span.format(3))),
        lines=False,
    )
    want = [("a", "left"), ("c", "left"), ("b", "right"), ("d", "right"), ("cả hai", None), ("e", "left")]
    assert sides(crooked) == want


def test_recipients_with_lines_are_two_columns_but_other_tables_are_not() -> None:
    ends = table(row(cell("Nơi nhận:", "- Như trên"), cell("T/M BAN THƯỜNG VỤ", "BÍ THƯ")))
    assert [s for _, s in sides(p("x") * 9 + ends)][9:] == ["left", "left", "right", "right"]
    got = lines(table(row("TT", "Nội dung"), row("1", "Quán triệt")))
    assert [(x.text, x.side, x.cell.row, x.cell.column, x.cell.header) for x in got if x.cell] == [
        ("TT", None, 0, 0, True),
        ("Nội dung", None, 0, 1, True),
        ("1", None, 1, 0, False),
        ("Quán triệt", None, 1, 1, False),
    ]


def test_borders_of_cells_and_styles_count() -> None:
    borders = '<w:tblPr><w:tblBorders><w:insideV w:val="single"/></w:tblBorders></w:tblPr>'
    grid = styles(f'<w:style w:type="table" w:styleId="G">{borders}</w:style>')
    plain = f"<w:tbl><w:tblPr>{{}}</w:tblPr>{row('a', 'b')}</w:tbl>"
    assert [x.side for x in lines(plain.format(""))] == ["left", "right"]
    styled = plain.format('<w:tblStyle w:val="G"/>')
    assert [x.side for x in lines(styled, styles=grid)] == [None, None]
    nil = '<w:tcBorders><w:left w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
    assert [x.side for x in lines(styled.replace("<w:tcPr>", f"<w:tcPr>{nil}"), styles=grid)] == ["left", "right"]
    ruled = '<w:tcBorders><w:right w:val="single"/></w:tcBorders>'
    assert [x.side for x in lines(plain.format("").replace("<w:tcPr>", f"<w:tcPr>{ruled}"))] == [None, None]


def test_a_table_of_one_column_is_paragraphs() -> None:
    got = lines(table(row(cell("a", "", "b")), row("c")))
    assert [(x.text, x.cell, x.side) for x in got] == [(t, None, None) for t in ("a", "", "b", "c")]


def test_merged_cells() -> None:
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    span = '<w:gridSpan w:val="2"/>'
    got = lines(
        table(
            row(cell("TT", properties=start), cell("Nhiệm vụ", properties=start), cell("Phân công", properties=span)),
            row(cell(properties=goes_on), cell("không hiện", properties=goes_on), "Chủ trì", "Phối hợp"),
            row("1", cell("việc", properties=start), "Sở A", "Sở B"),
            row("2", cell(properties=goes_on), "Sở C", ""),
        )
    )
    assert [(x.text, x.cell.row, x.cell.column) for x in got if x.cell and x.cell.header] == [
        ("TT", 0, 0),
        ("Nhiệm vụ", 0, 1),
        ("Phân công", 0, 2),
        ("Chủ trì", 1, 2),
        ("Phối hợp", 1, 3),
    ]
    rest = [(x.text, x.cell.row, x.cell.column) for x in got if x.cell and not x.cell.header]
    assert rest == [("1", 2, 0), ("việc", 2, 1), ("Sở A", 2, 2), ("Sở B", 2, 3), ("2", 3, 0), ("Sở C", 3, 2)]
    assert {(x.cell.rows, x.cell.columns) for x in got if x.cell} == {(4, 4)}


def test_repeated_rows_are_the_heading() -> None:
    got = lines(table(row("a", "b", "c", properties="<w:tblHeader/>"), row("d", "e", "f")))
    assert [x.cell.header for x in got if x.cell] == [True] * 3 + [False] * 3


def test_rows_without_a_heading() -> None:
    assert not any(x.cell and x.cell.header for x in lines(table(row("1", "a", "b"), row("2", "c", "d"))))


def test_numbers_in_cells_are_counted_row_by_row() -> None:
    body = table(row("TT", "Việc", "Ai"), *(row(cell(item("", 1)), f"việc {n}", "Sở") for n in (1, 2)))
    assert texts(body, numbering=numbering(level(0, "decimal", "%1."))) == [
        "TT",
        "Việc",
        "Ai",
        "1.",
        "việc 1",
        "Sở",
        "2.",
        "việc 2",
        "Sở",
    ]


def test_tables_inside_and_after_each_other() -> None:
    inner = table(row("x", "y"), row("z", "t"))
    body = table(row("a", cell(inner, p("b"))), row("c", "d")) + p("giữa") + table(row("e", "f"), row("g", "h"))
    got = lines(body)
    assert [x.text for x in got] == ["a", "x", "y", "z", "t", "b", "c", "d", "giữa", "e", "f", "g", "h"]
    places = {x.text: (x.cell.row, x.cell.column) for x in got if x.cell}
    assert places["t"] == places["b"] == (0, 1)
    assert len({x.cell.table for x in got if x.cell}) == 2


def test_deleted_rows_and_rows_in_controls() -> None:
    kept = f"<w:sdt><w:sdtContent>{row('c', 'd')}</w:sdtContent></w:sdt>"
    got = lines(table(row("a", "b"), row("x", "y", properties='<w:del w:id="1"/>'), kept))
    assert [x.text for x in got] == ["a", "b", "c", "d"]
    assert {x.cell.rows for x in got if x.cell} == {2}


# --- whole files --------------------------------------------------------------------------------------------------


def test_a_file_of_another_program() -> None:
    made = Document()
    made.add_heading("KẾ HOẠCH", 1)
    made.add_paragraph("Mục đích", style="List Number")
    made.add_paragraph("Yêu cầu", style="List Number")
    made.add_paragraph("gạch", style="List Bullet")
    made.add_paragraph().add_run("nhỏ").font.size = Pt(9)
    grid = made.add_table(2, 2, style="Table Grid")
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "chung"
    grid.cell(1, 0).text, grid.cell(1, 1).text = "trái", "phải"
    out = BytesIO()
    made.save(out)
    got = read(out.getvalue(), "a.docx").lines
    assert [x.text for x in got] == ["KẾ HOẠCH", "1. Mục đích", "2. Yêu cầu", "• gạch", "nhỏ", "chung", "trái", "phải"]
    assert got[0].bold
    assert got[4].size == 9.0
    assert [x.cell is not None for x in got[5:]] == [True] * 3


def test_a_real_document_has_every_word() -> None:
    path, truth = SHARED / "real" / "091.docx", SHARED / "gold" / "text" / "r091.txt"
    if not path.exists():
        pytest.skip("the shared documents are not here")
    got = read(path.read_bytes(), path.name)
    words = re.findall(r"\w+", " ".join(x.text for x in got.lines))
    assert sorted(words) == sorted(re.findall(r"\w+", truth.read_text("utf-8")))
    assert {x.side for x in got.lines} == {"left", "right", None}


def test_a_long_document_is_quick() -> None:
    body = "".join(item("Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy quán triệt. " * 5, 1, n % 3) for n in range(400))
    grid = table(*(row(str(n), "việc phải làm", "Sở Nội vụ", "Quý I") for n in range(500)))
    data = docx(body + grid, numbering=numbering(OUTLINE))
    start = time.perf_counter()
    assert len(read(data, "a.docx").lines) == 2400
    assert time.perf_counter() - start < 2
