"""Warnings: what a person should look at, where it stands, and that sound documents give none.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import NUMBERED, letter, parsed, source

import docparse
from docparse.layout import lay_out
from docparse.model import Document, Line
from docparse.pipeline import assemble, build
from docparse.read.text import plain


def warned(document: Document) -> list[tuple[str, str | None]]:
    """The code of each warning and the words that it points at."""
    return [(w.code, None if w.start is None else document.text[w.start : w.end]) for w in document.warnings]


def test_a_sound_document_gives_none() -> None:
    document = parsed(
        "1. Các chi bộ tổ chức quán triệt trong tháng 5/2018.",
        "2. Ban Tổ chức Tỉnh ủy tổng hợp kết quả, báo cáo Ban Thường vụ Tỉnh ủy trước ngày 20/10/2018.",
        preamble=("Thực hiện Chỉ thị số 31-CT/TU, ngày 05/6/2016, Ban Thường vụ Tỉnh ủy ban hành kế hoạch như sau:",),
    )
    assert warned(document) == []


@pytest.mark.parametrize(
    "expression", ["trước ngày 20/10/2017", "chậm nhất ngày 20/10/2017", "trong tháng 10/2017", "vào ngày 20/10/2017"]
)
def test_a_deadline_before_the_issue_date(expression: str) -> None:
    assert warned(parsed(f"1. Các chi bộ gửi báo cáo {expression}.")) == [("deadline_before_issue", expression)]


@pytest.mark.parametrize("expression", ["trước ngày 12/3/2018", "trong tháng 3/2018", "từ năm 2017"])
def test_a_deadline_on_the_day_or_a_start_is_sound(expression: str) -> None:
    assert warned(parsed(f"1. Các chi bộ gửi báo cáo {expression}.")) == []


def test_a_day_that_no_calendar_has() -> None:
    document = parsed("1. Các chi bộ gửi báo cáo trước ngày 31/02/2019 cho Ban Tổ chức Tỉnh ủy.")
    assert ("impossible_day", "31/02/2019") in warned(document)


def test_a_citation_of_a_younger_document() -> None:
    document = parsed("1. Thực hiện Chỉ thị số 31-CT/TU, ngày 05/6/2019 của Ban Thường vụ Tỉnh ủy.")
    assert [code for code, _ in warned(document)] == ["cites_later_document"]


def test_the_number_of_the_document_is_blank() -> None:
    document = parsed("1. Các chi bộ báo cáo.", number="Số      -KH/TU")
    ((code, words),) = warned(document)
    assert code == "blank_number"
    assert words is not None
    assert "-KH/TU" in words


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("Số:£5+4-KH/TU", "-KH/TU"),
        ("Số: 1~54-KH/TU", "-KH/TU"),
        ("Số: 15 4-KH/TU", "-KH/TU"),
        ("Số: 1S-KH/TU", "-KH/TU"),
        ("Số: 2# ˆ /KH-UBND", "/KH-UBND"),
        ("Số: l5/2019/NQ-HĐND", "/2019/NQ-HĐND"),
        ("Số: 15 KHTU", None),
        ("S6: 15-KH/TU", None),
    ],
)
def test_a_number_is_read_whole_or_not_at_all(line: str, symbol: str | None) -> None:
    document = parsed("1. Các chi bộ báo cáo.", number=line)
    assert document.metadata.symbol == symbol
    assert warned(document) == [("unread_number", line)]
    assert "4-KH" not in (document.metadata.id or "")


@pytest.mark.parametrize(
    "line", ["Bạch Sơn, ngày8ổ tháng 4 năm 2017", "Bạch Sơn, ngày 2# thángØ†? năm 2021", "Bạch Sơn, ngày Z tháng 4"]
)
def test_a_date_that_cannot_be_read(line: str) -> None:
    document = parsed("1. Các chi bộ báo cáo.", issued=line)
    assert document.metadata.issued is None
    assert warned(document) == [("unread_date", line)]


def test_the_date_of_a_scan_is_whole_but_that_of_a_draft_need_not_be() -> None:
    text = letter(*NUMBERED, "1. Các chi bộ báo cáo.", issued="Bạch Sơn, ngày    tháng 3 năm 2018")
    scan = build(replace(plain(text), ocr=True), text.encode(), "scan")
    assert [code for code, _ in warned(scan)] == ["unread_date"]
    assert warned(docparse.parse(text)) == []


def test_a_form_without_a_date_is_no_date_unread() -> None:
    assert warned(parsed("1. Các chi bộ báo cáo.", issued="Bạch Sơn, ngày ... tháng ... năm 20...")) == []


def test_a_cited_number_is_blank() -> None:
    document = parsed("1. Các chi bộ thực hiện Kế hoạch số      /KH-UBND của tỉnh.")
    assert [code for code, _ in warned(document)] == ["blank_number"]


def test_no_title() -> None:
    document = docparse.parse("Các chi bộ chấm điểm.\n")
    assert warned(document) == [("no_title", None)]


def test_nothing_found_in_a_long_text_is_itself_a_warning() -> None:
    assert ("nothing_found", None) in warned(
        docparse.parse("KẾ HOẠCH\nthơ\n\n" + "Mây trắng bay về phía núi xa. " * 150)
    )


def test_a_short_text_may_hold_nothing() -> None:
    assert warned(docparse.parse("KẾ HOẠCH\nthơ\n\nMây trắng bay về phía núi xa.")) == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("1. Các chi bộ chấm điểm.", "3. Các chi bộ xếp loại."), "gap_in_numbering"),
        (("1. Các chi bộ chấm điểm.", "2. Phòng Y tế họp.", "2. Các chi bộ xếp loại."), "repeated_number"),
    ],
)
def test_slips_of_numbering(lines: tuple[str, ...], code: str) -> None:
    assert warned(parsed(*lines)) == [(code, lines[-1])]


def test_a_contradiction_of_dates_is_reported_not_repaired() -> None:
    document = parsed("1. Sơ kết Chỉ thị số 31-CT/HU, ngày 05/6/2016.", "2. Theo Chỉ thị số 31-CT/HU, ngày 05/6/2015.")
    assert [code for code, _ in warned(document)] == ["date_conflict"]
    assert [r.date for r in document.references] == ["2016-06-05", "2015-06-05"]


def test_a_cue_that_no_record_covers() -> None:
    document = parsed(
        "1. Nội dung.", appendix=("PHỤ LỤC", "Ghi chú", "Mọi việc đều xong trước ngày hội của bản làng vùng cao.")
    )
    assert [code for code, _ in warned(document)] == ["residue"]


def test_what_a_reader_noted_becomes_a_warning() -> None:
    layout = lay_out(source(Line("KẾ HOẠCH"), Line("về thi đua"), notes=("tracked_changes: 3",)))
    document = assemble(layout, "0", "noted")
    assert [(w.code, w.message) for w in document.warnings] == [("tracked_changes", "tracked_changes: 3")]


def test_warnings_point_into_the_text() -> None:
    document = docparse.parse(
        letter(
            *NUMBERED,
            "1. Thực hiện Chỉ thị 31.",
            "3. Các chi bộ báo cáo trước ngày 20/10/2017.",
            number="Số      -KH/TU",
        )
    )
    assert len(document.warnings) >= 4
    for w in document.warnings:
        assert (w.start is None) == (w.end is None)
        assert w.start is None or 0 <= w.start < (w.end or 0) <= len(document.text)
        assert w.code.replace("_", "").islower()
        assert w.message
