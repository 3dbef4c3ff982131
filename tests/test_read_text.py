"""Tests of docparse.read for plain text: encodings, line numbers, odd characters.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docparse
from docparse.read import read

TEXT = "TỈNH ỦY QUẢNG NAM\n\nSố 12-KH/TU\nKế hoạch của Ban Thường vụ về đổi mới\n"
NFD = unicodedata.normalize("NFD", TEXT)


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data, "a.txt").lines]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (NFD.encode(), "nfd"),
        (NFD.encode("utf-16"), "nfd"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    source = read(data, "a.txt")
    assert "\n".join(line.text for line in source.lines) == TEXT
    assert (source.encoding, source.media_type, source.notes) == (encoding, "text/plain", ())
    assert source.keep_lines
    assert source.wrapped is None
    assert source.pages is None


def cp1258(text: str) -> bytes:
    """The text as Windows wrote it: a vowel with its hook or roof is one byte, the tone follows."""
    out = b""
    for c in text:
        try:
            out += c.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", c)[0], unicodedata.normalize("NFD", c)[1:]
            tones = [m for m in tone if m in "\u0300\u0301\u0303\u0309\u0323"]
            rest = "".join(m for m in tone if m not in tones)
            out += unicodedata.normalize("NFC", base + rest).encode("cp1258") + "".join(tones).encode("cp1258")
    return out


def test_code_page_1258() -> None:
    source = read(cp1258(TEXT), "a.txt")
    assert source.encoding == "cp1258"
    assert "\n".join(line.text for line in source.lines) == TEXT
    assert source.notes == ()


def test_damaged_utf8_is_not_taken_for_a_code_page() -> None:
    source = read(TEXT.encode().replace(b"ho", b"h\xffo", 1) * 3, "a.txt")
    assert source.encoding == "utf-8"
    assert source.notes == ("undecodable_bytes",)
    assert source.lines[3].text == "Kế h\ufffdoạch của Ban Thường vụ về đổi mới"


def test_cut_utf16() -> None:
    source = read(TEXT.encode("utf-16")[:-1], "a.txt")
    assert source.notes == ("undecodable_bytes",)
    assert source.lines[0].text == "TỈNH ỦY QUẢNG NAM"


def test_every_line_keeps_its_number() -> None:
    assert texts("\n\n một \r\n\r\n\thai\u00a0ba\x0c\n".encode()) == ["", "", " một ", "", "\thai ba", ""]


def test_odd_characters() -> None:
    assert texts("\x0cÐiều 1. tri\u00adển khai\u200b".encode()) == ["Điều 1. triển khai"]


@pytest.mark.parametrize("name", ["plan.md", "plan", "plan.docx", "plan.pdf", "plan.xyz"])
def test_text_under_another_name_is_read(name: str) -> None:
    assert read(TEXT.encode(), name).media_type == "text/plain"


@given(st.text("aăâđêôơưẤỂĐ Số12.-\n\r\t", min_size=1).map(lambda s: "x" + s))
def test_cleaned_text_comes_back_whole(s: str) -> None:
    want = s.replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(texts(s.encode())) == want


def test_a_megabyte_is_quick() -> None:
    data = NFD.encode() * 12_000
    start = time.perf_counter()
    read(data, "a.txt")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("text", ["x" * 300, "ẫ" * 200, "a/" * 400])
def test_a_line_too_long_for_a_name_is_text(text: str) -> None:
    assert docparse.parse(text).text == text
