"""Links: which document each mention means, and what stays open because more than one could be meant.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

from collections import Counter

import pytest
from samples import letter, parsed

import docparse
from docparse import lexicon
from docparse.model import Document


def targets(document: Document) -> list[tuple[str, str | None]]:
    return [(r.text, r.target) for r in document.references]


def codes(document: Document) -> list[str]:
    return [w.code for w in document.warnings]


# --- symbols ---


def test_the_date_of_one_mention_goes_for_all() -> None:
    document = parsed(
        "1. Thực hiện Chỉ thị số 31-CT/HU.",
        "2. Sơ kết Chỉ thị số 31-CT/HU, ngày 05/6/2016.",
        "3. Báo cáo kết quả theo Chỉ thị 31-CT/HU.",
    )
    assert {r.target for r in document.references} == {"31-CT/HU@2016-06-05"}
    assert codes(document) == []


def test_a_term_stands_where_no_mention_and_no_register_has_the_date() -> None:
    (r,) = parsed("1. Thực hiện Nghị quyết số 912-NQ/TW của Ban Chấp hành Trung ương (khóa XI).").references
    assert r.target == "912-NQ/TW@XI"


def test_a_symbol_that_nothing_dates_stands_alone() -> None:
    (r,) = parsed("1. Thực hiện Công văn số 611-CV/HU.").references
    assert r.target == "611-CV/HU"


def test_the_same_symbol_with_two_dates_is_two_documents() -> None:
    document = parsed(
        "1. Thực hiện Chỉ thị số 31-CT/HU, ngày 05/6/2006.",
        "2. Thực hiện Chỉ thị số 31-CT/HU, ngày 07/8/2016.",
        "3. Thực hiện Chỉ thị số 31-CT/HU.",
    )
    assert [r.target for r in document.references] == ["31-CT/HU@2006-06-05", "31-CT/HU@2016-08-07", None]
    (warning,) = [w for w in document.warnings if w.code == "date_conflict"]
    assert "2006-06-05" in warning.message
    assert "2016-08-07" in warning.message


def test_a_term_tells_two_documents_of_one_symbol_apart() -> None:
    document = parsed(
        "1. Thực hiện Nghị quyết số 912-NQ/TW, ngày 05/6/2006 (khóa X).",
        "2. Thực hiện Nghị quyết số 912-NQ/TW, ngày 07/8/2012 (khóa XI).",
        "3. Thực hiện Nghị quyết số 912-NQ/TW khóa X.",
    )
    assert [r.target for r in document.references][2] == "912-NQ/TW@2006-06-05"


def test_the_same_symbol_of_two_terms() -> None:
    document = parsed("1. Thực hiện Kết luận số 962-KL/TW khóa X.", "2. Thực hiện Kết luận số 962-KL/TW khóa XI.")
    assert [r.target for r in document.references] == ["962-KL/TW@X", "962-KL/TW@XI"]
    assert codes(document) == ["ambiguous_reference"]


def test_two_terms_of_one_date_contradict_each_other() -> None:
    document = parsed(
        "1. Thực hiện Kết luận số 962-KL/TW, ngày 05/6/2009 (khóa X).", "2. Sơ kết Kết luận số 962-KL/TW (khóa XI)."
    )
    assert codes(document) == ["term_conflict"]
    assert {r.target for r in document.references} == {"962-KL/TW@2009-06-05"}


# --- the register ---

REGISTER = lexicon.directives()


def rows(status: str, since: str, until: str, documents: int) -> list[lexicon.Directive]:
    """Directives of a period whose symbol stands for so many documents of the register."""
    count = Counter(d.symbol for d in REGISTER)
    return [d for d in REGISTER if d.status == status and since <= d.date < until and count[d.symbol] == documents]


def cited(d: lexicon.Directive) -> str | None:
    """What a plan of March 2018 that gives neither date nor term means by the symbol of a directive."""
    (r,) = parsed(f"1. Thực hiện {d.type} số {d.symbol}.").references
    return r.target


def test_the_register_dates_a_symbol_that_it_knows_once() -> None:
    once = rows("verified", "2000", "2018", 1)
    assert len(once) > 5
    assert [cited(d) for d in once] == [f"{d.symbol}@{d.date}" for d in once]


def test_the_register_decides_nothing_that_is_only_believed() -> None:
    believed = rows("believed", "2000", "2018", 1)[:5]
    assert [cited(d) for d in believed] == [d.symbol for d in believed]


def test_a_document_cites_nothing_younger_than_itself() -> None:
    younger = rows("verified", "2019", "2027", 1)[:5]
    assert [cited(d) for d in younger] == [d.symbol for d in younger]


def test_several_documents_of_the_register_leave_the_target_open(monkeypatch: pytest.MonkeyPatch) -> None:
    known = lexicon.Directive(
        **{"symbol": "912-CT/TW", "type": "Chỉ thị", "date": "2006-06-05", "issuer": "Ban Bí thư", "term": "X"},
        **{"subject": "", "aliases": "", "replaces": "", "replaced_by": "", "status": "verified"},
    )
    other = known.model_copy(update={"date": "2012-08-07", "term": "XI"})
    monkeypatch.setattr(lexicon, "directives", lambda: (known, other))
    document = parsed("1. Thực hiện Chỉ thị số 912-CT/TW.", "2. Thực hiện Chỉ thị số 913-CT/TW.")
    assert [r.target for r in document.references] == [None, "913-CT/TW"]
    (warning,) = [w for w in document.warnings if w.code == "ambiguous_reference"]
    assert "912-CT/TW@2006-06-05" in warning.message
    assert "912-CT/TW@2012-08-07" in warning.message
    (stated,) = parsed("1. Thực hiện Chỉ thị số 912-CT/TW (khóa XI).").references
    assert stated.target == "912-CT/TW@2012-08-07"


# --- short names ---


def test_a_short_name_with_one_candidate() -> None:
    document = parsed("1. Thực hiện Chỉ thị số 31-CT/HU, ngày 05/6/2016.", "2. Các chi bộ sơ kết Chỉ thị 31.")
    assert targets(document)[1] == ("Chỉ thị 31", "31-CT/HU@2016-06-05")


def test_a_short_name_with_several_candidates_stays_open() -> None:
    document = parsed(
        "1. Thực hiện Chỉ thị số 31-CT/HU, ngày 05/6/2016 và Chỉ thị số 31-CT/TU, ngày 07/8/2017.",
        "2. Các chi bộ sơ kết Chỉ thị 31.",
    )
    assert targets(document)[2] == ("Chỉ thị 31", None)
    (warning,) = [w for w in document.warnings if w.code == "ambiguous_alias"]
    assert "31-CT/HU@2016-06-05" in warning.message
    assert "31-CT/TU@2017-08-07" in warning.message
    assert document.text[warning.start : warning.end] == "Chỉ thị 31"


def test_a_short_name_without_a_candidate_stays_open() -> None:
    document = parsed("1. Các chi bộ sơ kết Chỉ thị 31.")
    assert targets(document) == [("Chỉ thị 31", None)]
    assert codes(document) == ["ambiguous_alias"]


def test_a_short_name_of_another_type_is_no_candidate() -> None:
    document = parsed("1. Thực hiện Kết luận số 31-KL/HU, ngày 05/6/2016.", "2. Các chi bộ sơ kết Chỉ thị 31.")
    assert targets(document)[1] == ("Chỉ thị 31", None)


@pytest.mark.parametrize(("printed", "short"), [("Quyết định", "Quy định"), ("Quy định", "Quyết định")])
def test_decision_and_regulation_share_a_code(printed: str, short: str) -> None:
    document = parsed(f"1. Thực hiện {printed} số 217-QĐ/HU, ngày 05/6/2016.", f"2. Các chi bộ sơ kết {short} 217.")
    assert document.references[1].target == "217-QĐ/HU@2016-06-05"


def test_a_leading_zero_does_not_count() -> None:
    document = parsed("1. Thực hiện Chỉ thị số 05-CT/HU, ngày 05/6/2016.", "2. Các chi bộ sơ kết Chỉ thị 5.")
    assert document.references[1].target == "05-CT/HU@2016-06-05"


def test_a_word_defined_as_a_short_name() -> None:
    document = parsed(
        "1. Chương trình số 14-CTr/HU, ngày 09/5/2016 (sau đây gọi tắt là Chương trình) có năm nội dung.",
        "2. Kinh phí thực hiện Chương trình do ngân sách bảo đảm.",
    )
    assert {r.target for r in document.references} == {"14-CTr/HU@2016-05-09"}


# --- named documents and the document itself ---


def test_a_named_document_has_one_id_however_it_is_written() -> None:
    document = parsed(
        "1. Thực hiện Nghị quyết Trung ương 4 khóa XI.",
        "2. Thực hiện Nghị quyết Trung ương 4 (khoá XI).",
        "3. Thực hiện Nghị quyết Trung ương 4, khóa 11.",
    )
    assert {r.target for r in document.references} == {"nghị quyết trung ương 4@XI"}


def test_a_law_has_the_year_in_its_id() -> None:
    document = parsed("1. Thực hiện Luật Tiếp công dân năm 2013.", "2. Thực hiện Luật Tiếp công dân.")
    assert [r.target for r in document.references] == ["luật tiếp công dân@2013", "luật tiếp công dân"]


def test_the_document_itself() -> None:
    document = docparse.parse(
        letter(
            "1. Căn cứ Kế hoạch này, các chi bộ báo cáo.",
            appendix=("PHỤ LỤC", "(Kèm theo Kế hoạch số 45-KH/TU)", "1. Số liệu."),
        )
    )
    assert {r.target for r in document.references} == {document.metadata.id} == {"45-KH/TU@2018-03-12"}


def test_a_regulation_that_a_decision_issues_is_not_the_decision() -> None:
    document = docparse.parse(
        letter(
            "Điều 1. Ban hành kèm theo Quyết định này quy chế họp.",
            kind="QUYẾT ĐỊNH",
            number="Số 45-QĐ/TU",
            appendix=("QUY CHẾ", "họp", "Điều 1. Phạm vi", "Quy chế này áp dụng với các chi bộ."),
        )
    )
    decision, regulation = (r.target for r in document.references)
    assert decision == "45-QĐ/TU@2018-03-12"
    assert regulation == "quy chế#45-QĐ/TU@2018-03-12"


# --- bodies ---


def test_a_body_is_one_whatever_the_spelling() -> None:
    document = parsed(
        "1. Uỷ ban nhân dân tỉnh bố trí kinh phí.", "2. Ủy ban nhân dân tỉnh chỉ đạo.", "3. UBND tỉnh báo cáo."
    )
    assert len({t.lead[0].body for t in document.tasks}) == 1
    (body,) = [b for b in document.bodies if b.id == document.tasks[0].lead[0].body]
    assert len(body.mentions) == 3


def test_a_central_body_has_its_id_in_the_authority_file() -> None:
    document = parsed("1. Các chi bộ gửi kết quả.", recipients=("- Ban Tổ chức Trung ương (b/c),", "- Lưu Văn phòng."))
    (body,) = [b for b in document.bodies if b.name == "Ban Tổ chức Trung ương"]
    assert (body.authority, body.level, body.kind) == ("ban-to-chuc-trung-uong", "central", "party")
    assert body.authority in {a.id for a in lexicon.authorities()}


def test_a_body_that_the_authority_file_does_not_know_has_none() -> None:
    document = parsed("1. Chi bộ thôn Ba báo cáo kết quả.")
    (body,) = [b for b in document.bodies if b.name == "Chi bộ thôn Ba"]
    assert (body.authority, body.level) == (None, "commune")


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("Ban Bí thư", "party", "central"),
        ("Ban Tổ chức Trung ương", "party", "central"),
        ("Bộ Tài chính", "state", "central"),
        ("Tỉnh ủy", "party", "province"),
        ("Sở Nội vụ", "state", "province"),
        ("Tỉnh đoàn", "mass", "province"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "front", "province"),
        ("Huyện ủy Khe Núi", "party", "district"),
        ("Ủy ban nhân dân huyện Khe Núi", "state", "district"),
        ("Ban Thường vụ Thị ủy", "party", "district"),
        ("Đảng ủy xã Phước Lộc", "party", "commune"),
        ("Chi bộ thôn Ba", "party", "commune"),
        ("Bí thư Huyện ủy", "person", "district"),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "person", "province"),
    ],
)
def test_kind_and_level_of_a_body(name: str, kind: str, level: str) -> None:
    document = parsed("1. Nội dung.", recipients=(f"- {name},", "- Lưu VP."))
    assert [(b.name, b.kind, b.level) for b in document.bodies] == [(name, kind, level)]


def test_ids_are_counted_and_point_at_each_other() -> None:
    document = parsed("1. Sở Nội vụ báo cáo Tỉnh ủy trước ngày 20/5/2018.", "2. Sở Y tế báo cáo trước ngày 20/6/2018.")
    assert [t.id for t in document.tasks] == ["t1", "t2"]
    assert [t.deadlines for t in document.tasks] == [("d1",), ("d2",)]
    known = {b.id for b in document.bodies}
    assert {r.body for t in document.tasks for r in (*t.lead, *t.report_to)} <= known
