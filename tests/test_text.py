"""Tests of docparse.text: what `clean` sets right, and what `fold` and `key` promise.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse.text import clean, fold, key

VIETNAMESE = st.text("aàáảãạăâđeêioôơuưyỳýỷỹỵABCĐÀẢ bchnt.,-\n\t", max_size=60)


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        ("Ð\u1ea3ng", "Đảng"),
        ("Ɖảng", "Đảng"),
        ("cấp ủy ðảng và ðoàn thể", "cấp ủy đảng và đoàn thể"),
        ("Guðrún", "Guðrún"),
        ("bo\u0302\u0323", "bộ"),
        ("Tỉnh\u00a0ủy\u202fvà\u2003xã", "Tỉnh ủy và xã"),
        ("tri\u00adển\u200b khai\ufeff", "triển khai"),
        ("trang 1\x0ctrang 2\x00", "trang 1trang 2"),
        ("một\x0bhai\u2028ba", "một hai ba"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\ud800b", "a\ufffdb"),
        ("o\u200b\u0302", "ô"),
        ("17\u2011CT/TW, 2010–2015", "17-CT/TW, 2010–2015"),
    ],
)
def test_clean(raw: str, want: str) -> None:
    assert clean(raw) == want


@given(st.text(max_size=80))
def test_clean_twice_is_clean_once(s: str) -> None:
    once = clean(s)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]


@given(VIETNAMESE)
def test_clean_leaves_good_text_alone(s: str) -> None:
    assert clean(s) == s


@given(st.text(max_size=80))
def test_fold_keeps_the_length(s: str) -> None:
    s = unicodedata.normalize("NFC", s)
    assert len(fold(s)) == len(s)


@given(VIETNAMESE)
def test_fold_leaves_plain_ascii(s: str) -> None:
    assert fold(s).isascii()
    assert fold(s) == fold(s.upper()) == fold(fold(s))


def test_fold() -> None:
    assert fold("Đảng ủy xã Nguyễn Trường Tộ") == "dang uy xa nguyen truong to"
    assert fold("İ") == "i"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban", "ỦY  BAN"),
        ("Hoà Bình", "hòa\nbình"),
        ("khoẻ", "khỏe"),
        ("Quý I", "qúy i"),
        ("tỉnh u\u0309y", "Tỉnh\u00a0uỷ"),
    ],
)
def test_key_joins(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("đảng", "đang"), ("hoàn", "hòan"), ("Đông", "Dông"), ("ủy ban", "uyban")])
def test_key_keeps_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(VIETNAMESE)
def test_key_twice_is_key_once(s: str) -> None:
    assert key(key(s)) == key(s) == key(s.upper())
