"""HTML and MHTML: what a browser shows, as lines; old encodings; nothing fetched, nothing run.

Reads: corpus/.
Writes: nothing.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_formats import CORPUS, deadlines, ends, metadata, references, tasks
from test_read_office import needs_office, original, saved_as

import docparse
from docparse.errors import DocparseError, EmptyFile, ImageOnly, TruncatedFile
from docparse.model import Line
from docparse.read import read, sniff


def page(body: str, head: str = "") -> bytes:
    """A page in UTF-8."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def lines(body: str, head: str = "") -> list[Line]:
    return list(read(page(body, head), "a.html").lines)


def texts(body: str, head: str = "") -> list[str]:
    return [line.text for line in lines(body, head)]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>Kế\n  hoạch   số</p><p>1</p>", ["Kế hoạch số", "1"]),
        ("một<br>hai<br/></p>ba", ["một", "hai", "ba"]),
        ("<div>a <b>b</b>c<div>d</div>e</div>", ["a bc", "d", "e"]),
        ("<p>a<br><br>b</p><p>&nbsp;</p><p></p><p> </p><p>c</p>", ["a", "", "b", "", "c"]),
        ("<pre>a\n  b</pre>", ["a", "b"]),
        ("<p>a<!-- ẩn -->b<script>c</script><style>d</style></p><title>e</title>", ["ab"]),
        ("<p>a<span style='DISPLAY:none'>b</span><span hidden>c</span>d</p>", ["ad"]),
        ("<nav>Trang chủ</nav><p>a<del>cũ</del><ins>mới</ins></p>", ["amới"]),
        ("<h1>I. Mục</h1>chữ<hr>sau", ["I. Mục", "chữ", "sau"]),
        ("<p style='text-transform:uppercase'>kế hoạch</p>", ["KẾ HOẠCH"]),
        ("<p>K&#7871; ho&#x1ea1;ch &amp; b&aacute;o c&aacute;o</p>", ["Kế hoạch & báo cáo"]),
        ("<b>a<p>b</b>c", ["a", "bc"]),
    ],
)
def test_text_is_what_a_browser_shows(body: str, shown: list[str]) -> None:
    assert texts(body) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ol type=I start=3><li>a</li><li><p>b</p><p>c</p></li></ol>", ["III. a", "IV. b", "c"]),
        ("<ol><li>a<ol type=a><li>b</ol><li value=7>c<li>d</ol>", ["1. a", "a. b", "7. c", "8. d"]),
        ("<ul><li>a<li>b</ul>", ["• a", "• b"]),
        ("<ol style='list-style-type:upper-alpha'><li>a</ol>", ["A. a"]),
        ("<ul style='list-style:none'><li>a</ul>", ["a"]),
    ],
)
def test_numbers_of_lists(body: str, shown: list[str]) -> None:
    assert texts(body) == shown


def test_formatting() -> None:
    css = "<style>/* x */ p.tieude, .giua { text-align: center; font-weight:bold } p {font-style:italic}</style>"
    found = lines("<p class='tieude'>a</p><div align=right><i>b</i></div><div style='margin-left:36pt'>c</div>", css)
    assert [(x.bold, x.italic, x.align, x.indent) for x in found] == [
        (True, True, "center", None),
        (False, True, "right", None),
        (False, False, None, 36.0),
    ]


def test_a_letterhead_and_a_table() -> None:
    head = (
        "<table><tr><td align=center>TỈNH ỦY BẠCH SƠN<br>*<br>Số 1-KH/TU</td>"
        "<td>ĐẢNG CỘNG SẢN VIỆT NAM<p>Bạch Sơn, ngày 3/2/2015</p></td></tr></table>"
    )
    grid = (
        "<table border=1><thead><tr><td>TT<td>Nội dung<td>Ai</tr></thead><tr><td rowspan=2>1<td>a<br>b<td>c</tr>"
        "<tr><td colspan=2>d</tr></table>"
    )
    found = lines(head + "<p>Mở đầu</p>" + grid)
    assert [(x.side, x.text) for x in found[:6]] == [
        ("left", "TỈNH ỦY BẠCH SƠN"),
        ("left", "*"),
        ("left", "Số 1-KH/TU"),
        ("right", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("right", "Bạch Sơn, ngày 3/2/2015"),
        (None, "Mở đầu"),
    ]
    cells = [(x.cell.row, x.cell.column, x.cell.header, x.text) for x in found if x.cell]
    assert cells == [
        (0, 0, True, "TT"),
        (0, 1, True, "Nội dung"),
        (0, 2, True, "Ai"),
        (1, 0, False, "1"),
        (1, 1, False, "a"),
        (1, 1, False, "b"),
        (1, 2, False, "c"),
        (2, 1, False, "d"),
    ]


def test_a_page_laid_out_by_a_table_is_no_table() -> None:
    inner = "<table border=1><tr><td>TT<td>Ai</tr><tr><td>1<td>Sở</tr></table>"
    found = lines(f"<table><tr><td>Trang chủ</td><td><p>Kế hoạch</p>{inner}<p>cuối</p></td></tr></table>")
    assert [x.text for x in found if not x.cell] == ["Trang chủ", "Kế hoạch", "cuối"]
    assert [x.side for x in found] == [None] * 7
    assert [x.text for x in found if x.cell] == ["TT", "Ai", "1", "Sở"]


@needs_office
def test_the_corpus_as_pages_gives_the_same_facts(tmp_path: Path) -> None:
    """Numbers of headings apart: LibreOffice writes neither their marks nor where they go on counting."""
    paths = sorted(CORPUS.glob("*.docx"))
    saved = saved_as("html", tmp_path, **{path.stem: path.read_bytes() for path in paths})
    for path in paths:
        found, wanted = docparse.parse(saved[path.stem], name="a.html"), original(path.stem)
        for facts in (metadata, references, deadlines, tasks, ends):
            assert facts(found) == facts(wanted), f"{path.stem}: {facts.__name__}"


# --- encodings --------------------------------------------------------------------------------------------------------

PLAN = "Kế hoạch tổ chức học tập, quán triệt, đưa nghị quyết vào nề nếp"


@pytest.mark.parametrize(
    ("charset", "stated"), [("utf-8", ""), ("utf-8", "windows-1252"), ("utf-16", ""), ("utf-8-sig", "utf-8")]
)
def test_the_bytes_tell_the_encoding(charset: str, stated: str) -> None:
    data = f'<html><meta charset="{stated}"><p>{PLAN}</p></html>'.encode(charset)
    assert [line.text for line in read(data, "a.html").lines] == [PLAN]


def test_windows_1258_as_stated() -> None:
    from old_encodings import encode_bytes

    data = b'<html><meta http-equiv=Content-Type content="text/html; charset=windows-1258"><p>'
    source = read(data + encode_bytes(PLAN, "cp1258") + b"</p></html>", "a.html")
    assert [line.text for line in source.lines] == [PLAN]
    assert source.encoding == "cp1258"
    assert source.lines[0].original != PLAN


@pytest.mark.parametrize(
    "head", ["", '<style>p.a {font-family:".VnTime"} .b {font-family: .VnTimeH, serif}</style>'], ids=["font", "class"]
)
def test_fonts_of_old_encodings_tell_run_by_run(head: str) -> None:
    a, b = ("class=a", "class=b") if head else ('style="font-family:.VnTime"', 'style="font-family:.VnTimeH"')
    old = f"<p {a}>KÕ ho¹ch tæ chøc, ®­a vµo nÒ nÕp</p><p><span {b}>ñy ban nh©n d©n</span> 2015</p>"
    source = read(
        page(old + "<p>Ủy ban nhân dân</p><p><font face='VNI-Times'>Uyû ban nhaân daân</font></p>", head), "a"
    )
    assert [line.text for line in source.lines] == [
        "Kế hoạch tổ chức, đưa vào nề nếp",
        "ỦY BAN NHÂN DÂN 2015",
        "Ủy ban nhân dân",
        "Uỷ ban nhân dân",
    ]
    assert source.lines[0].original == "KÕ ho¹ch tæ chøc, ®\xada vµo nÒ nÕp"


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_old_encodings_without_fonts(encoding: str) -> None:
    from old_encodings import encode_bytes

    data = b"<html><meta charset=x-user-defined><p>" + encode_bytes(PLAN, encoding) + b"</p></html>"
    source = read(data, "a.htm")
    assert [line.text for line in source.lines] == [PLAN]
    assert source.encoding == encoding


# --- MHTML ------------------------------------------------------------------------------------------------------------

MHTML = (
    b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><p>K=E1=BA=BF ho=E1=BA=A1ch</p></html>\r\n"
    b"--b\r\nContent-Type: image/png\r\nContent-Location: http://x/a.png\r\n\r\nxx\r\n--b--\r\n"
)


def test_a_page_saved_in_one_file() -> None:
    assert sniff(MHTML, "a.mht") == "MHTML"
    source = read(MHTML, "a.mht")
    assert [line.text for line in source.lines] == ["Kế hoạch"]
    assert source.media_type == "multipart/related"


# --- hostile ----------------------------------------------------------------------------------------------------------


def test_pages_without_text() -> None:
    with pytest.raises(ImageOnly):
        lines("<img src=a.png>")
    with pytest.raises(EmptyFile):
        lines("<script>var chu = 1</script>")


def test_entities_are_not_followed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    data = f'<!DOCTYPE html [{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]><html><p>a &l11; &f; b</p></html>'
    start = time.perf_counter()
    shown = " ".join(line.text for line in read(data.encode(), "a.html").lines)
    assert time.perf_counter() - start < 1
    assert len(shown) < 2000
    assert "&f;" in shown


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_elements_nested_without_end(tag: str) -> None:
    with contextlib.suppress(TruncatedFile):
        read(page(f"<{tag}>" * 50_000 + "đáy"), "a.html")


def test_long_pages_take_linear_time() -> None:
    body = "<p>Kế hoạch số 12-KH/TU <b>của</b> Ban Thường vụ</p>" * 4000
    css = "<style>" + "p.a{" * 30_000 + "/*" * 30_000 + "</style>"
    start = time.perf_counter()
    assert len(lines(body, css)) == 4000
    assert time.perf_counter() - start < 10


PARTS = st.sampled_from(
    (
        *(
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</table>",
            "<p>",
            "</p>",
            "<li>",
            "<ol>",
            "</ol>",
            "<br>",
            "<font>",
            "chữ",
        ),
        *("<td rowspan=9>", "<td colspan=99999>", "<!--", "-->", "<style>", "</style>", "&#0;", "&#xd800;", "\x00"),
        *("<li value=-5>", "<ol start=1e9>", "<b style=font-size:1e9pt>"),
    )
)


@given(st.lists(PARTS, max_size=40))
def test_tags_in_any_order_raise_nothing_else(parts: list[str]) -> None:
    with contextlib.suppress(DocparseError):
        read(page("chữ" + "".join(parts)), "a.html")
