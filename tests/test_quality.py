"""Quality of text: good pages score high, every kind of damage low and under its name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from docparse.read.quality import GOOD, Quality, count, judge, score
from tests import damaged_text

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(p.stem for p in CORPUS.glob("*.txt"))
DAMAGES = {
    "numbers of glyphs": "glyphs",
    "numbers beyond Latin-1": "glyphs",
    "TCVN3": "old_encoding",
    "marks lost": "no_marks",
    "half of the marks lost": "noise or no_marks",
    "recognised as French": "noise",
    "one letter in seven wrong": "noise",
}


@cache
def pages(name: str) -> list[list[str]]:
    """A document of the corpus as pages of forty lines."""
    lines = (CORPUS / f"{name}.txt").read_text("utf-8").splitlines()
    return [lines[i : i + 40] for i in range(0, len(lines), 40)]


def only(*lines: str) -> Quality:
    return judge([lines])[0]


@pytest.mark.parametrize("name", NAMES)
def test_good_pages_are_good(name: str) -> None:
    assert min(q.score for q in judge(pages(name))) > 0.97


@pytest.mark.parametrize("kind", DAMAGES)
@pytest.mark.parametrize("name", NAMES[::4])
def test_damaged_pages_are_not(name: str, kind: str) -> None:
    spoil = damaged_text.KINDS[kind]
    found = judge([[spoil(line) for line in page] for page in pages(name)])
    assert max(q.score for q in found) < GOOD
    assert found[0].damage in DAMAGES[kind].split(" or ")


@pytest.mark.parametrize(
    "lines",
    [
        ["1.250.000  32,5%  15/10/2014  2.045,7", "I  II  III  (1) (2) = (3)/(4)", "12 345 67,8 9.012"],
        ["12-KH/TU  20-NQ/TW  1842b/CTPH-BVHTTDL-TLĐLĐVN  UBND, HĐND, MTTQ, CNVCLĐ"],
        ["https://www.dangcongsan.vn/noi-dung  vptu@thanhgiang.gov.vn  www.chinhphu.vn"],
        ["The Communist Party of Viet Nam and the State of the Socialist Republic", "for the period from 2020 to 2025"],
        ["........................", "_________", "- - -", ""],
        [],
    ],
)
def test_what_is_no_vietnamese_says_nothing_against_a_page(lines: list[str]) -> None:
    assert only(*lines) == Quality(1.0, None, 0)


def test_a_table_with_names_is_good() -> None:
    rows = ["1 Nguyễn Văn An 12.000 ha Đạt", "2 Trần Thị Bình 8.500 ha Không đạt", "3 Công ty ABC Group 100% Internet"]
    assert only(*rows * 5).score > GOOD


def test_a_short_page_is_judged_with_the_rest() -> None:
    short = ["Nguyen Van An", "Hoang Hoa Tham", "Le Loi"]
    assert only(*short).score < GOOD
    long = [line for page in pages(NAMES[0]) for line in page]
    assert judge([long, short])[1].score > GOOD
    spoiled = [damaged_text.without_marks(line) for line in long]
    assert judge([spoiled, short])[1].score < GOOD


def test_the_dictionary_knows_syllables_that_spelling_allows() -> None:
    lines = ["Công hòà xã hôi chù nghià Viét Nam Dôc lâp Tu do Hanh phúc cân bô dàng viên"] * 5
    assert only(*lines).score < score(count(lines))


def test_odd_characters_count_without_words() -> None:
    assert only("\ufffd\ufffd\ufffd \ue000\ue001", "\ufffd").score == 0
