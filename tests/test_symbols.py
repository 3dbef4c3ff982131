"""Symbols: the grammar of party and State, every damage that archives hold, and what only looks like a symbol.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import letter, parsed

import docparse
from docparse import lexicon
from docparse.extract.symbols import own_symbol, symbols, type_of
from docparse.layout.view import normal
from docparse.text import clean


def read(text: str) -> list[str]:
    """The symbols of a sentence as the layout gives it, normalised."""
    return [s.text for s in symbols(normal(clean(text)))]


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        # party: number-type/organ
        ("27-CT/TW", "27-CT/TW"),
        ("09-QĐi/TW", "09-QĐi/TW"),
        ("02-QĐi/UBKTTW", "02-QĐi/UBKTTW"),
        ("8B-NQ/HNTW", "8B-NQ/HNTW"),
        ("12-CTr/ĐU", "12-CTr/ĐU"),
        ("07-ĐA/TU", "07-ĐA/TU"),
        ("19-TTr/ĐU", "19-TTr/ĐU"),
        ("611-CV/BDVTW", "611-CV/BDVTW"),
        ("06-QC/BTCTU-BDVTU", "06-QC/BTCTU-BDVTU"),
        ("4127-CV/VPTW/nb", "4127-CV/VPTW/nb"),
        ("31-BS/UBKTTU", "31-BS/UBKTTU"),
        ("3510-BC/BCSĐCP", "3510-BC/BCSĐCP"),
        ("602-CT/ĐUQSTW", "602-CT/ĐUQSTW"),
        ("771-HD/BTL", "771-HD/BTL"),
        # State: number[/year]/type-organ, number/organ-unit, the National Assembly
        ("18/KH-UBND", "18/KH-UBND"),
        ("32/2021/NĐ-CP", "32/2021/NĐ-CP"),
        ("04/2014/TT-BXD", "04/2014/TT-BXD"),
        ("66.5/2025/NQ-CP", "66.5/2025/NQ-CP"),
        ("205/2025/QH15", "205/2025/QH15"),
        ("23/2004/QH11", "23/2004/QH11"),
        ("2611/UBND-VX", "2611/UBND-VX"),
        ("29/TT-MTTW-BTT", "29/TT-MTTW-BTT"),
        ("104/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN", "104/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN"),
        ("1302/HD-CT", "1302/HD-CT"),
        ("640/NQ-NS-TU", "640/NQ-NS-TU"),
    ],
)
def test_forms(printed: str, want: str) -> None:
    assert read(f"theo văn bản số {printed} đã ban hành") == [want]


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        # domain notes 1.4: forms that neither grammar accepts cleanly
        ("218/QĐ-TW", "218-QĐ/TW"),
        ("127/KL/TW", "127-KL/TW"),
        ("04/-CV/BCSĐ", "04-CV/BCSĐ"),
        ("07/2021-QH15", "07/2021/QH15"),
        ("765/HD-BTL", "765/HD-BTL"),
        ("95- KH/BTGDVTW", "95-KH/BTGDVTW"),
        ("402 - QĐ/TWĐTN-VP", "402-QĐ/TWĐTN-VP"),
        ("26/NQ-TW", "26-NQ/TW"),
        ("05/HD/BTGDVTU", "05-HD/BTGDVTU"),
        ("29-KH/DU", "29-KH/ĐU"),
        ("29–KH/TU", "29-KH/TU"),
        # domain notes 7.1 and 7.3: look-alikes, lost marks, case
        ("218-Q\u00d0/TW", "218-QĐ/TW"),
        ("218-Q\u0189/TW", "218-QĐ/TW"),
        ("218-QD/TW", "218-QĐ/TW"),
        ("21-TTR/ĐU", "21-TTr/ĐU"),
        ("14-CTR/TU", "14-CTr/TU"),
        ("14-CTr/Tu", "14-CTr/TU"),
        ("131-KH/TƯ", "131-KH/TU"),
        ("64-KL/TVV", "64-KL/TW"),
        ("5512/UBNDKGVX", "5512/UBND-KGVX"),
        ("l9-CT/TW", "19-CT/TW"),
        ("1O3-KL/TW", "103-KL/TW"),
        ("22-NQITW", "22-NQ/TW"),
        ("35-CTrlTU", "35-CTr/TU"),
        # a word doubled by a copyist
        ("NQ-26-NQ/TW", "26-NQ/TW"),
        ("16-K/H/HU", "16-KH/HU"),
    ],
)
def test_damage(printed: str, want: str) -> None:
    assert read(f"theo văn bản số {printed} đã ban hành") == [want]


@pytest.mark.parametrize(
    "sentence",
    [
        "trước ngày 20/10/2014",
        "trực 24/7, đạt 50/50, có 1/3 chữ ký, ở 20/24 xã",
        "dịp lễ 30/4 và 2/9",
        "giai đoạn 2010-2015 và 2016 - 2020",
        "điểm 2.1- và điểm 3.2-, mục 1.1.",
        "theo Mẫu số 02/KH-UBND ban hành kèm theo",
        "Fax: 0269.3824108; ĐT: (0260) 38-62",
        "tờ 158-TB bị mất tên cơ quan",
        "ABC-268",
    ],
)
def test_what_only_looks_like_a_symbol(sentence: str) -> None:
    assert read(sentence) == []


def test_glued_to_the_word_before() -> None:
    assert read("theo Quyết định số33-QĐ/TW ngày") == ["33-QĐ/TW"]


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        ("Số      -KL/TU", "-KL/TU"),
        ("số ....../QĐ-UBND", "/QĐ-UBND"),
        ("số …/KH-UBND", "/KH-UBND"),
        ("số       -CV/ĐU", "-CV/ĐU"),
    ],
)
def test_a_blank_number(printed: str, want: str) -> None:
    found = list(symbols(f"Kế hoạch {printed} của tỉnh"))
    assert [(s.text, s.number) for s in found] == [(want, None)]


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Số 45-KH/TU", "45-KH/TU"),
        ("Số: 45 - KH/HU", "45-KH/HU"),
        ("Số: 571 /TB-UBND", "571/TB-UBND"),
        ("SỐ 03-NQ/ĐH", "03-NQ/ĐH"),
        ("Số        -TB/CB", "-TB/CB"),
        ("Số: …/KH-UBND", "/KH-UBND"),
        ("Số 12-BC/TU(M)", "12-BC/TU"),
    ],
)
def test_own_number(line: str, want: str) -> None:
    found = own_symbol(line)
    assert found is not None
    assert found.text == want


def test_a_line_without_a_symbol_has_no_own_number() -> None:
    assert own_symbol("Bạch Sơn, ngày 12 tháng 3 năm 2018") is None


def test_repaired_says_that_the_text_is_not_as_printed() -> None:
    as_printed, mended = symbols("số 27-CT/TW và số 28-QD/TW")
    assert not as_printed.repaired
    assert mended.repaired


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("27-CT/TW", "Chỉ thị"), ("18/KH-UBND", "Kế hoạch"), ("2611/UBND-VX", "Công văn"), ("205/2025/QH15", None)],
)
def test_the_code_tells_the_type(printed: str, kind: str | None) -> None:
    (found,) = symbols(printed)
    assert type_of(found) == kind


def test_every_symbol_of_the_register_is_read_as_it_is() -> None:
    wrong = [d.symbol for d in lexicon.directives() if read(f"số {d.symbol}, ngày") != [d.symbol]]
    assert wrong == []


def test_the_span_is_the_symbol_alone() -> None:
    text = "theo Chỉ thị 27-CT/TW, ngày 05/6/2019"
    (found,) = symbols(text)
    assert text[found.start : found.end] == "27-CT/TW"


def test_damage_in_the_letterhead_is_repaired_in_the_metadata() -> None:
    document = docparse.parse(letter("1. Nội dung kiểm tra.", number="Số 131-KH/TƯ"))
    assert document.metadata.symbol == "131-KH/TU"


def test_a_copy_number_below_the_text_is_not_the_number_of_the_document() -> None:
    text = letter("1. Nội dung kiểm tra.") + "\n\nVĂN PHÒNG TỈNH ỦY\nSố 31-BS/VPTU\nSao nguyên văn bản chính"
    assert docparse.parse(text).metadata.symbol == "45-KH/TU"


def test_a_symbol_cut_by_a_line_end_is_found() -> None:
    document = parsed("1. Các chi bộ tiếp tục thực hiện tốt các nội dung của Chỉ thị số", "27-CT/TW.")
    assert [r.symbol for r in document.references] == ["27-CT/TW"]
