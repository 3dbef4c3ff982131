"""Tests of docparse.read for files that cannot be read: each raises the error of its kind, and no other.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import contextlib
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from docx_files import NAMES, docx, p, package, table
from hypothesis import assume, example, given
from hypothesis import strategies as st

import docparse.read as reader
from docparse.errors import (
    DocparseError,
    EmptyFile,
    EncryptedFile,
    ImageOnly,
    TooLarge,
    TruncatedFile,
    UnknownFormat,
    WrongSuffix,
)
from docparse.read import read

GOOD = docx(p("Kế hoạch của Ban Thường vụ"))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
HTML = "<!DOCTYPE html>\n<html><body>Không tìm thấy trang</body></html>".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


def office(folder: str) -> bytes:
    return package({"[Content_Types].xml": "<Types/>", f"{folder}/part.xml": "<x/>"})


@pytest.mark.parametrize(
    ("data", "name", "error", "detail"),
    [
        (b"", "a.docx", EmptyFile, ""),
        (b" \r\n\t ", "a.txt", EmptyFile, ""),
        (b"1.\n---\n", "a.txt", EmptyFile, "no letters"),
        (b"\xef\xbb\xbf", "a.txt", EmptyFile, ""),
        (docx(p("") + p("12/3")), "a.docx", EmptyFile, "no letters"),
        (docx('<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'), "a.docx", ImageOnly, ""),
        (ole("EncryptedPackage"), "a.docx", EncryptedFile, ""),
        (GOOD[: len(GOOD) // 2], "a.docx", TruncatedFile, "ZIP"),
        (b"PK\x03\x04", "a.docx", TruncatedFile, "ZIP"),
        (bytes(4000), "a.docx", TruncatedFile, "beginning"),
        (bytes(4000), "a.doc", TruncatedFile, "beginning"),
        (bytes(4000), "a.pdf", TruncatedFile, "beginning"),
        (docx("<w:p>"), "a.docx", TruncatedFile, "well-formed"),
        (package({"[Content_Types].xml": "<Types/>", "word/a.xml": "<x/>"}), "a.docx", TruncatedFile, "main"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "a.docx", WrongSuffix, "HEIC"),
        (HTML, "a.pdf", WrongSuffix, "HTML"),
        (b"\xff\xfe" + HTML.decode().encode("utf-16-le"), "a.docx", WrongSuffix, "HTML"),
        (office("xl"), "a.docx", WrongSuffix, ".xlsx"),
        (ole("Workbook"), "a.xls", UnknownFormat, ".xls"),
        (OLE, "a.doc", TruncatedFile, "directory"),
        (office("xl"), "a.xlsx", UnknownFormat, ".xlsx"),
        (office("ppt"), "a.pptx", UnknownFormat, ".pptx"),
        (package({"mimetype": "x", "content.xml": "<x/>"}), "a.ods", UnknownFormat, "OpenDocument"),
        (package({"a.txt": "x"}), "a", UnknownFormat, "ZIP"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.mht", TruncatedFile, "no page"),
        (PNG, "scan.png", TruncatedFile, ""),
        (PNG, "scan.docx", TruncatedFile, ""),
        (b"\xff\xd8\xff\xe0" + bytes(99), "scan.jpg", TruncatedFile, ""),
        (b"\0\0\0\x18ftypheic" + bytes(99), "scan.heic", ImageOnly, "HEIC"),
        (bytes(range(32)) * 99, "a.bin", UnknownFormat, "binary"),
    ],
)
def test_each_error_in_its_case(data: bytes, name: str, error: type[DocparseError], detail: str) -> None:
    with pytest.raises(error) as caught:
        read(data, name)
    assert type(caught.value) is error
    assert caught.value.name == name
    assert detail in caught.value.detail
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["plan.docx", "plan.doc", "plan.pdf", "plan", "PLAN.DOCX"])
def test_a_docx_under_another_name_is_read(name: str) -> None:
    assert read(GOOD, name).lines[0].text == "Kế hoạch của Ban Thường vụ"


@pytest.mark.parametrize(
    "text", ["BM là viết tắt", "GIF 8 ảnh", "PK 1", "<b>đậm</b> chữ", "a < b", "%PDF- là gì?", "Rar"]
)
def test_text_that_opens_like_something_else(text: str) -> None:
    assert read(text.encode(), "a.txt").lines[0].text == text


def test_a_zip_with_a_password() -> None:
    data = bytearray(GOOD)
    # Bit 0 of the flags, in the local header and in the directory, says that an entry is encrypted.
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(sign, at + 4)
    with pytest.raises(EncryptedFile):
        read(bytes(data), "a.docx")


def test_a_damaged_part() -> None:
    data = bytearray(docx("".join(p(f"Mục {n} của kế hoạch") for n in range(400))))
    data[data.find(b"word/document.xml") + 200] ^= 0xFF
    with pytest.raises(TruncatedFile):
        read(bytes(data), "a.docx")


def test_files_beyond_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        read(b"a" * 11, "a.txt")
    assert read(b"a" * 10, "a.txt").lines[0].text == "a" * 10


def bomb(size: int) -> bytes:
    """A DOCX with a part of zeros that packs a thousand to one."""
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media.bin", "w") as part:
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return out.getvalue()


def test_a_zip_bomb_is_not_unpacked() -> None:
    data = bomb(60_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge, match="60 MB"):
        read(data, "a.docx")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert read(bomb(2_000_000), "a.docx").lines


def test_a_part_larger_than_it_says() -> None:
    data = bytearray(docx("".join(p("Kế hoạch") for _ in range(2000))))
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    while b"word/document.xml" not in data[at : at + 70]:
        at = data.find(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = (500).to_bytes(4, "little")
    with pytest.raises(TruncatedFile):
        read(bytes(data), "a.docx")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize(
    "head",
    [
        f"<!DOCTYPE x [{LAUGHS}]>",
        '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_refused(head: str) -> None:
    files = {name: part.decode() for name, part in parts(GOOD).items()}
    files["word/document.xml"] = head + files["word/document.xml"].replace("Kế hoạch", "&l11;")
    with pytest.raises(TruncatedFile, match="entities"):
        read(package(files), "a.docx")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_elements_nested_without_end() -> None:
    deep = "<w:sdt>" * 150 + p("đáy") + "</w:sdt>" * 150
    assert read(docx(deep), "a.docx").lines[0].text == "đáy"
    for open_, close in (("<w:sdt>", "</w:sdt>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")):
        with pytest.raises(TruncatedFile):
            read(docx(open_ * 3000 + p("đáy") + close * 3000), "a.docx")


def test_numbers_that_are_none_or_gigantic() -> None:
    odd = (
        '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:pPr><w:ind w:left="x"/>'
        '<w:numPr><w:ilvl w:val="99"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:rPr><w:sz w:val="1e999"/></w:rPr>'
        "<w:t>a</w:t></w:r></w:p></w:tc>"
    )
    body = table(f'<w:tr><w:trPr><w:gridBefore w:val="-5"/></w:trPr>{odd}{odd}{odd}</w:tr>')
    assert [line.text for line in read(docx(body), "a.docx").lines] == ["a", "a", "a"]


def test_backslashes_and_strict_names() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    plain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    files = {name.replace("/", "\\"): part.decode().replace(plain, strict) for name, part in parts(GOOD).items()}
    assert strict in files["word\\document.xml"]
    assert read(package(files), "a.docx").lines[0].text == "Kế hoạch của Ban Thường vụ"


def test_a_part_that_is_not_there() -> None:
    files = {name: part.decode() for name, part in parts(docx(p("a"), styles="<x/>")).items()}
    del files["word/styles.xml"]
    assert read(package(files), "a.docx").lines[0].text == "a"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.bin"]))
@example(b"\xff\xfe\x00\xd8", "a.txt")
def test_bytes_without_sense_raise_nothing_else(data: bytes, name: str) -> None:
    # What goes to LibreOffice takes a second: test_read_office has noise of its own.
    assume(not data.startswith(b"{\\rtf"))
    with contextlib.suppress(DocparseError):
        read(data, name)


RICH = docx(
    table(f"<w:tr><w:tc>{p('Số 1')}</w:tc><w:tc>{p('b')}</w:tc></w:tr>")
    + p("c", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
    styles=f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="A"/></w:styles>',
)


@given(st.integers(0, len(RICH) - 1), st.integers(1, 255), st.integers(1, len(RICH)))
def test_a_damaged_file_raises_nothing_else(at: int, flip: int, size: int) -> None:
    data = bytearray(RICH)
    data[at] ^= flip
    for damaged in (bytes(data), RICH[:size]):
        with contextlib.suppress(DocparseError):
            read(damaged, "a.docx")


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from("wvmcparts"))
def test_damaged_xml_raises_nothing_else(start: int, size: int, letter: str) -> None:
    files = {name: part.decode() for name, part in parts(RICH).items()}
    xml = files["word/document.xml"]
    start %= len(xml)
    files["word/document.xml"] = xml[:start] + letter + xml[start + size % 20 :]
    with contextlib.suppress(DocparseError):
        read(package(files), "a.docx")


NAMES_OF_ELEMENTS = (
    *("p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "pPr", "rPr", "tcPr", "trPr", "numPr", "numId", "ilvl"),
    *("ins", "del", "br", "tab", "fldChar", "instrText", "txbxContent", "drawing", "vMerge", "gridSpan", "tblBorders"),
    *("framePr", "vanish", "sym", "footnoteReference", "sectPr", "headerReference", "pStyle", "jc", "ind"),
)
VALUES = st.sampled_from(["", "0", "1", "-1", "9", "x", "nil", "begin", "end", "separate", "PAGE", "restart", "1e9"])


def element(name: str, value: str, inner: str) -> str:
    attributes = " ".join(f'w:{a}="{value}"' for a in ("val", "fldCharType", "type", "left", "char", "id", "dropCap"))
    return f"<w:{name} {attributes}>{inner}</w:{name}>"


TREES = st.recursive(
    st.sampled_from(["", "chữ", " "]),
    lambda inner: st.builds(
        element, st.sampled_from(NAMES_OF_ELEMENTS), VALUES, st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=30,
)


@given(st.lists(TREES, max_size=6).map("".join), TREES, TREES)
def test_elements_in_any_order_raise_nothing_else(body: str, numbers: str, looks: str) -> None:
    data = docx(
        p("a") + body,
        numbering=f"<w:numbering {NAMES}><w:num w:numId='1'>{numbers}</w:num>{numbers}</w:numbering>",
        styles=f"<w:styles {NAMES}><w:style w:styleId='1'>{looks}</w:style>{looks}</w:styles>",
    )
    assert read(data, "a.docx").lines
