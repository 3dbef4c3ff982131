"""References: what counts as a mention, what it states, and what the citing clause does with the document.

Sentences stand in the body of the sample document unless a test puts them elsewhere; shapes are those of domain notes
3.1.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import letter, parsed

import docparse
from docparse.extract.named import RULES, Rule
from docparse.model import Reference


def mentions(*lines: str, **parts: str | tuple[str, ...]) -> tuple[Reference, ...]:
    return parsed(*lines, **parts).references


def only(sentence: str) -> Reference:
    """The one mention of a sentence."""
    found = mentions(f"1. {sentence}")
    assert len(found) == 1, [r.text for r in found]
    return found[0]


# --- full: with a symbol ---


@pytest.mark.parametrize(
    ("quote", "symbol", "date", "issuer", "term"),
    [
        ("Nghị quyết số 24-NQ/HU ngày 25/9/2017", "24-NQ/HU", "2017-09-25", None, None),
        ("Nghị quyết số 24-NQ/HU, ngày 25 tháng 9 năm 2017", "24-NQ/HU", "2017-09-25", None, None),
        ("Kết luận 61-KL/HU", "61-KL/HU", None, None, None),
        ("Chỉ thị số: 34-CT/HU", "34-CT/HU", None, None, None),
        ("Công văn số 1611-CV/HU", "1611-CV/HU", None, None, None),
        ("Quy chế làm việc số 02-QC/ĐU", "02-QC/ĐU", None, None, None),
        ("Chỉ thị số 31-CT/HU, ngày 22-11-2016", "31-CT/HU", "2016-11-22", None, None),
        ("Chỉ thị số 31-CT/HU ngày 9.8.2016", "31-CT/HU", "2016-08-09", None, None),
        (
            "Chỉ thị số 31-CT/HU, ngày 22/11/2016 của Ban Thường vụ Huyện ủy",
            "31-CT/HU",
            "2016-11-22",
            "Ban Thường vụ Huyện ủy",
            None,
        ),
        (
            "Nghị quyết số 26-NQ/TW, ngày 05/8/2008 của Ban Chấp hành Trung ương (khóa X)",
            "26-NQ/TW",
            "2008-08-05",
            "Ban Chấp hành Trung ương",
            "X",
        ),
        ("Nghị quyết số 26-NQ/TW, khoá X", "26-NQ/TW", None, None, "X"),
        ("Nghị quyết số 26-NQ/TW, khóa 10", "26-NQ/TW", None, None, "X"),
        ("Nghị quyết số 26-NQ/TW K.X", "26-NQ/TW", None, None, "X"),
        (
            "Chỉ thị số 31-CT/HU của Ban Thường vụ Huyện ủy, ngày 22/11/2016",
            "31-CT/HU",
            "2016-11-22",
            "Ban Thường vụ Huyện ủy",
            None,
        ),
        ("Nghị định số 33/2016/NĐ-CP, ngày 05/6/2016", "33/2016/NĐ-CP", "2016-06-05", None, None),
        ("Quyết định số 417/QĐ-TTg của Thủ tướng Chính phủ", "417/QĐ-TTg", None, "Thủ tướng Chính phủ", None),
        ("Nghị quyết số 44/2016/QH14 của Quốc hội", "44/2016/QH14", None, "Quốc hội", None),
        ("Công văn số 2611/UBND-VX, ngày 04/7/2017", "2611/UBND-VX", "2017-07-04", None, None),
        ("Kế hoạch số      /KH-UBND", "/KH-UBND", None, None, None),
        ("Kết luận số      -KL/HU, tháng 7 năm 2017", "-KL/HU", "2017-07", None, None),
    ],
)
def test_a_full_mention_goes_from_the_type_to_the_last_thing_it_states(
    quote: str, symbol: str, date: str | None, issuer: str | None, term: str | None
) -> None:
    r = only(f"Các chi bộ tiếp tục thực hiện {quote}, bảo đảm đúng tiến độ.")
    assert (r.text, r.kind) == (quote, "full")
    assert (r.symbol, r.date, r.issuer, r.term) == (symbol, date, issuer, term)
    assert r.type == quote.split(" số")[0].split(" 61")[0].replace(" làm việc", "")


def test_a_symbol_without_a_type_takes_it_from_its_code() -> None:
    r = only("Phát huy kết quả đạt được theo tinh thần 27-CT/HU trong toàn huyện.")
    assert (r.text, r.type, r.kind) == ("27-CT/HU", "Chỉ thị", "full")


def test_the_number_is_kept_beside_the_symbol() -> None:
    assert only("Thực hiện Chỉ thị số 05-CT/HU, ngày 05/6/2016.").number == "05"


def test_numbers_of_dates_and_amounts_are_no_mentions() -> None:
    assert mentions("1. Trước ngày 20/10/2018, 20/24 xã hoàn thành 100% chỉ tiêu.") == ()


# --- lists ---


def symbols_and_dates(*lines: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(r.symbol, r.date, r.issuer, r.term) for r in mentions(*lines)]


def test_an_elliptical_list_gives_one_entry_a_number() -> None:
    found = mentions("1. Thực hiện Nghị quyết số 18, 19-NQ/TW của Ban Chấp hành Trung ương (khóa XII).")
    assert [(r.symbol, r.number, r.type) for r in found] == [
        ("18-NQ/TW", "18", "Nghị quyết"),
        ("19-NQ/TW", "19", "Nghị quyết"),
    ]
    assert [(r.issuer, r.term) for r in found] == [("Ban Chấp hành Trung ương", "XII")] * 2


def test_three_numbers_share_the_date_at_the_end() -> None:
    got = symbols_and_dates("1. Các Nghị quyết số 23, 24 và 25-NQ/TW, ngày 12/3/2003 của Ban Chấp hành Trung ương.")
    assert [x[:2] for x in got] == [(f"{n}-NQ/TW", "2003-03-12") for n in (23, 24, 25)]


def test_whole_symbols_under_one_type_share_the_tail() -> None:
    got = symbols_and_dates("1. Quán triệt các Kết luận 61-KL/TW và 104-KL/TW của Ban Bí thư, khóa XI.")
    assert got == [("61-KL/TW", None, "Ban Bí thư", "XI"), ("104-KL/TW", None, "Ban Bí thư", "XI")]


def test_the_same_day_goes_to_both() -> None:
    got = symbols_and_dates(
        "1. Thực hiện Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW cùng ngày 12/12/2013 của Bộ Chính trị."
    )
    assert [(s, d) for s, d, _, _ in got] == [("217-QĐ/TW", "2013-12-12"), ("218-QĐ/TW", "2013-12-12")]


def test_own_dates_are_not_spread() -> None:
    got = symbols_and_dates("1. Thực hiện Chỉ thị số 31-CT/HU, ngày 05/6/2016 và Chỉ thị số 33-CT/HU, ngày 07/8/2017.")
    assert [(s, d) for s, d, _, _ in got] == [("31-CT/HU", "2016-06-05"), ("33-CT/HU", "2017-08-07")]


def test_a_date_stays_with_its_document_where_the_type_is_repeated() -> None:
    got = symbols_and_dates("1. Thực hiện Chỉ thị số 31-CT/HU và Kế hoạch số 33-KH/HU, ngày 07/8/2017.")
    assert [(s, d) for s, d, _, _ in got] == [("31-CT/HU", None), ("33-KH/HU", "2017-08-07")]


# --- short names ---


@pytest.mark.parametrize("cue", ["sau đây gọi tắt là", "gọi tắt là", "viết tắt là", "sau đây viết tắt là"])
def test_a_short_name_with_a_number(cue: str) -> None:
    first, defined, used = mentions(
        f"1. Chỉ thị số 31-CT/HU, ngày 05/6/2016 của Ban Thường vụ Huyện ủy ({cue} Chỉ thị 31) đã đi vào cuộc sống.",
        "2. Các chi bộ đánh giá việc thực hiện Chỉ thị 31.",
    )
    assert first.kind == "full"
    assert [(r.text, r.kind, r.symbol, r.number) for r in (defined, used)] == [("Chỉ thị 31", "alias", None, "31")] * 2
    assert first.target == defined.target == used.target == "31-CT/HU@2016-06-05"


def test_a_short_name_without_a_number_counts_at_each_later_use() -> None:
    found = mentions(
        "1. Chương trình số 14-CTr/HU, ngày 09/5/2016 (sau đây gọi tắt là Chương trình) có năm nội dung.",
        "2. Các chi bộ thực hiện Chương trình theo chức năng.",
        "3. Kinh phí của Chương trình do ngân sách bảo đảm.",
    )
    assert [(r.text, r.kind) for r in found[1:]] == [("Chương trình", "alias")] * 3
    assert {r.target for r in found} == {"14-CTr/HU@2016-05-09"}


def test_a_word_is_no_short_name_before_it_is_defined() -> None:
    found = mentions(
        "1. Chương trình hành động của các chi bộ cần cụ thể.",
        "2. Chương trình số 14-CTr/HU (sau đây gọi tắt là Chương trình) có năm nội dung.",
    )
    assert [r.kind for r in found] == ["full", "alias"]


@pytest.mark.parametrize("short", ["NQ18", "NQ 18", "Nghị quyết 18"])
def test_abbreviated_short_names(short: str) -> None:
    found = mentions(
        "1. Nghị quyết số 18-NQ/HU, ngày 05/6/2016 của Huyện ủy.", f"2. Sau hai năm thực hiện {short}, bộ máy đã gọn."
    )
    assert [(r.kind, r.number, (r.type or "").lower()) for r in found[1:]] == [("alias", "18", "nghị quyết")]
    assert found[1].target == "18-NQ/HU@2016-06-05"


def test_an_article_of_a_decision_is_no_short_name() -> None:
    assert mentions("1. Quyết định 5 nội dung trọng tâm và 3 khâu đột phá.") == ()


# --- named documents ---


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_of_a_name_matches_its_own_example_whole(rule: Rule) -> None:
    found = rule.pattern.search(rule.example)
    assert found is not None
    assert found[0] == rule.example
    assert rule.example.startswith(found["type"])


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("name", "kind", "date", "term"),
    [
        ("Nghị quyết Trung ương 4 khóa XI", "Nghị quyết", None, "XI"),
        ("Nghị quyết Trung ương 4 (khóa XII)", "Nghị quyết", None, "XII"),
        ("Nghị quyết Trung ương 6 (lần 2) khóa VIII", "Nghị quyết", None, "VIII"),
        ("Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XI", "Nghị quyết", None, "XI"),
        ("NQTW 4 khóa XI", "Nghị quyết", None, "XI"),
        ("Kết luận Trung ương 9 khóa X", "Kết luận", None, "X"),
        ("Nghị quyết Đại hội XII của Đảng", "Nghị quyết", None, None),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XV", "Nghị quyết", None, None),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVIII, nhiệm kỳ 2015 - 2020", "Nghị quyết", None, None),
        ("Điều lệ Đảng", "Điều lệ", None, None),
        ("Cương lĩnh", "Cương lĩnh", None, None),
        ("Hiến pháp năm 2013", "Hiến pháp", "2013", None),
        ("Luật Thi đua, Khen thưởng", "Luật", None, None),
        ("Luật Công đoàn 2012", "Luật", "2012", None),
        ("Luật Tiếp công dân ngày 25/11/2013", "Luật", "2013-11-25", None),
        ("Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn", "Pháp lệnh", None, None),
        ("Quy chế dân chủ ở cơ sở", "Quy chế", None, None),
    ],
)
def test_documents_that_are_cited_by_name(name: str, kind: str, date: str | None, term: str | None) -> None:
    r = only(f"Các chi bộ tiếp tục thực hiện tốt {name}.")
    assert (r.text, r.kind, r.type, r.symbol) == (name, "named", kind, None)
    assert (r.date, r.term) == (date, term)


@pytest.mark.parametrize(
    ("one", "other", "target"),
    [
        (
            "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XI",
            "Nghị quyết Trung ương 4 (khóa XI)",
            "nghị quyết trung ương 4@XI",
        ),
        (
            "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XII của Đảng",
            "Nghị quyết Đại hội XII của Đảng",
            "nghị quyết đại hội đảng xii",
        ),
        (
            "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XVIII, nhiệm kỳ 2015 - 2020",
            "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVIII",
            "nghị quyết đại hội đảng bộ tỉnh xviii",
        ),
    ],
)
def test_two_names_of_one_resolution_have_one_target(one: str, other: str, target: str) -> None:
    assert [r.target for r in mentions(f"1. Quán triệt {one}.\n2. Tiếp tục thực hiện {other}.")] == [target, target]


def test_a_plenum_of_several_terms_is_one_mention_a_term() -> None:
    found = mentions("1. Tiếp tục thực hiện Nghị quyết Trung ương 4 khóa XI, khóa XII và các quy định.")
    assert [(r.text, r.term) for r in found] == [("Nghị quyết Trung ương 4 khóa XI", "XI"), ("XII", "XII")]
    assert [r.target for r in found] == ["nghị quyết trung ương 4@XI", "nghị quyết trung ương 4@XII"]


def test_a_list_of_laws_is_one_mention_a_law() -> None:
    found = mentions("1. Phổ biến Bộ luật Lao động năm 2012, Luật Công đoàn và Luật Bảo hiểm xã hội.")
    assert [r.text for r in found] == ["Bộ luật Lao động năm 2012", "Luật Công đoàn", "Luật Bảo hiểm xã hội"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Tổ chức học tập các chỉ thị, nghị quyết của Đảng, chính sách, pháp luật của Nhà nước.",
        "Các chi bộ xây dựng Kế hoạch kiểm tra, giám sát của năm.",
        "Từng đơn vị xây dựng nghị quyết chuyên đề phù hợp với thực tế.",
        "Nâng cao chất lượng ra quyết định của người đứng đầu.",
        "Phổ biến luật pháp đến từng hộ dân.",
    ],
)
def test_generic_mentions_are_none(sentence: str) -> None:
    assert mentions(f"1. {sentence}") == ()


# --- the document itself ---


@pytest.mark.parametrize("words", ["Kế hoạch này", "kế hoạch này"])
def test_self(words: str) -> None:
    r = only(f"Căn cứ {words}, các chi bộ xây dựng chương trình công tác.")
    assert (r.text, r.kind, r.symbol) == (words, "self", None)
    assert r.target == "45-KH/TU@2018-03-12"


def test_documents_of_the_kind_are_not_the_document_itself() -> None:
    assert mentions("1. Việc ban hành các kế hoạch này do cấp ủy quyết định.") == ()


# --- where mentions stand ---


def test_a_title_in_capitals_cites_too() -> None:
    (r,) = mentions("1. Nội dung.", title=("THỰC HIỆN CHỈ THỊ SỐ 31-CT/HU, NGÀY 05/6/2016",))
    assert (r.symbol, r.type, r.date) == ("31-CT/HU", "Chỉ thị", "2016-06-05")


def test_a_mention_goes_over_a_line_end() -> None:
    (r,) = mentions("1. Các chi bộ tiếp tục quán triệt, thực hiện nghiêm Chỉ thị số 31-CT/HU, ngày", "05/6/2016.")
    assert (r.symbol, r.date) == ("31-CT/HU", "2016-06-05")
    assert r.text == "Chỉ thị số 31-CT/HU, ngày\n05/6/2016"


def test_a_mention_goes_over_the_lines_of_the_title() -> None:
    document = docparse.parse(
        letter(
            "1. Nội dung.", title=("sơ kết 5 năm thực hiện Chỉ thị số 31-CT/TU, ngày 05 tháng", "6 năm 2013 về y tế")
        )
    )
    assert [(r.symbol, r.date) for r in document.references] == [("31-CT/TU", "2013-06-05")]


def test_the_letterhead_the_recipients_and_the_signature_cite_nothing() -> None:
    assert mentions("1. Nội dung.", recipients=("- Như Kết luận 61-KL/TW,", "- Lưu Văn phòng Tỉnh ủy.")) == ()


def test_a_document_inside_the_subject_of_a_citation_belongs_to_it() -> None:
    r = only("Thực hiện Quyết định số 217-QĐ/TW, ngày 12/12/2013 về ban hành Quy chế giám sát và phản biện xã hội.")
    assert r.symbol == "217-QĐ/TW"


def test_a_symbol_inside_the_subject_of_a_citation_is_a_mention_of_its_own() -> None:
    found = mentions("1. Thực hiện Kết luận số 61-KL/HU, ngày 05/6/2017 về tiếp tục thực hiện Chỉ thị số 31-CT/HU.")
    assert [r.symbol for r in found] == ["61-KL/HU", "31-CT/HU"]


def test_an_attached_title_cites_its_plan() -> None:
    found = mentions(
        "1. Nội dung.",
        appendix=("ĐỀ CƯƠNG", "báo cáo", "(Ban hành kèm theo Kế hoạch số 45-KH/TU, ngày 12/3/2018)", "1. Kết quả."),
    )
    assert [(r.symbol, r.relation) for r in found] == [("45-KH/TU", "accompanies")]


def test_emphasis_marks_do_not_part_a_mention() -> None:
    (r,) = mentions("1. Thực hiện **Chỉ thị số 31-CT/HU**, *ngày 05/6/2016*.")
    assert (r.symbol, r.date) == ("31-CT/HU", "2016-06-05")


@pytest.mark.parametrize(
    "quote", ["Nghị quyết Trung ương 4 khóa XI", "Kết luận số 61-KL/TW, khóa XI", "Chỉ thị số 31-CT/HU, ngày 05/6/2016"]
)
def test_a_closing_bracket_that_was_open_before_is_no_part_of_a_mention(quote: str) -> None:
    assert [r.text for r in mentions(f"1. Các chi bộ tự phê bình và phê bình (theo {quote}) đúng kỳ.")] == [quote]


def test_a_bracket_of_the_term_is_a_part_of_a_mention() -> None:
    assert only("Các chi bộ tự phê bình theo Nghị quyết Trung ương 4 (khóa XI).").text.endswith("(khóa XI)")


# --- relations ---

CITED = "Chỉ thị số 31-CT/HU, ngày 05/6/2016"


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        (f"Việc sơ kết 3 năm thực hiện {CITED} được tiến hành từ cơ sở.", "reviews_interim"),
        (f"Tổ chức sơ kết {CITED} ở hai cấp.", "reviews_interim"),
        (f"Huyện ủy tổng kết 10 năm (2006 - 2016) thực hiện {CITED}.", "reviews_final"),
        (f"Huyện ủy tổng kết việc thực hiện {CITED}.", "reviews_final"),
        (f"Các chi bộ quán triệt, thực hiện {CITED}.", "implements"),
        (f"Các chi bộ triển khai {CITED} đến đảng viên.", "implements"),
        (f"Căn cứ {CITED}, các chi bộ rà soát danh sách.", "pursuant_to"),
        (f"Các chi bộ xét tặng theo {CITED}.", "pursuant_to"),
        (f"Hướng dẫn này thay thế {CITED}.", "replaces"),
        (f"Bãi bỏ {CITED}.", "replaces"),
        (f"Sửa đổi, bổ sung {CITED} cho phù hợp.", "amends"),
        (f"Bộ tiêu chí ban hành kèm theo {CITED} vẫn được áp dụng.", "accompanies"),
        (f"Hội nghị đã nghe giới thiệu {CITED}.", "mentions"),
        (f"Theo đề nghị của Sở Xây dựng tại {CITED}.", "pursuant_to"),
        (f"Các chi bộ bổ sung nhân lực như chỉ đạo của Huyện ủy tại {CITED}.", "pursuant_to"),
        (f"Đính chính điểm b Mục 3 {CITED}.", "amends"),
        (f"Thay thế cụm từ “chi bộ” tại {CITED}.", "amends"),
        (f"Khoản 1 Điều 5 {CITED} được sửa đổi như sau.", "amends"),
        (f"{CITED} hết hiệu lực kể từ ngày ký.", "replaces"),
        (f"Sau khi xem xét {CITED}, Huyện ủy có ý kiến.", "mentions"),
    ],
)
def test_the_relation_that_the_clause_states(sentence: str, relation: str) -> None:
    found = mentions(f"1. {sentence}")
    assert [(r.symbol, r.relation) for r in found if r.kind == "full"] == [("31-CT/HU", relation)]


def test_the_words_of_another_citation_introduce_none() -> None:
    found = mentions("Thực hiện Kế hoạch số 12-KH/HU, Huyện ủy đề nghị như sau:", f"{CITED} có hiệu lực từ năm 2016.")
    assert [(r.symbol, r.relation) for r in found][-1] == ("31-CT/HU", "mentions")


def test_a_letter_cited_as_a_paper() -> None:
    (r,) = mentions("1. Trả lời văn bản số 92/UBND-TH ngày 21/4/2016; văn bản này gửi kèm.")
    assert (r.text, r.type, r.symbol) == ("văn bản số 92/UBND-TH ngày 21/4/2016", "văn bản", "92/UBND-TH")


def test_the_issuer_ends_before_the_subject() -> None:
    (r,) = mentions("1. Căn cứ Quy định số 14-QĐ/HU của Huyện ủy Khe Núi Quy định về đánh giá cán bộ.")
    assert (r.issuer, r.text) == ("Huyện ủy Khe Núi", "Quy định số 14-QĐ/HU của Huyện ủy Khe Núi")


def test_a_type_at_the_end_of_a_row_and_the_number_of_the_next_are_no_short_name() -> None:
    rows = ["TT | Nhiệm vụ | Cơ quan chủ trì | Sản phẩm", "1 | Tổng kết Luật Thủ đô | Sở Tư pháp | Báo cáo", ""]
    found = mentions(*rows, "2 | Xây dựng nghị quyết | Sở Nội vụ | Nghị quyết")
    assert [(r.kind, r.text) for r in found] == [("named", "Luật Thủ đô")]


def test_the_subject_of_an_entry_does_not_end_its_list() -> None:
    found = mentions(
        "1. Sơ kết Chỉ thị số 31-CT/HU về đảng viên mới, Kết luận số 61-KL/HU về cán bộ; căn cứ Quy định số 12-QĐ/HU."
    )
    assert [r.relation for r in found] == ["reviews_interim", "reviews_interim", "pursuant_to"]


def test_what_opens_a_preamble_is_the_ground_of_the_document() -> None:
    (r,) = mentions("1. Nội dung.", preamble=(f"Thực hiện {CITED}, Ban Thường vụ Tỉnh ủy ban hành kế hoạch như sau:",))
    assert r.relation == "pursuant_to"


def test_the_title_reviews_what_it_names() -> None:
    (r,) = mentions("1. Nội dung.", title=(f"tổng kết 10 năm thực hiện {CITED}",))
    assert r.relation == "reviews_final"


def test_a_cue_in_capitals_behind_a_word_is_a_cue_where_no_name_holds_it() -> None:
    found = mentions("Kính gửi các huyện Thực hiện Quyết định số 6556-QĐ/TU và Sở Xây dựng Kế hoạch số 31-KH/TU.")
    assert [r.relation for r in found] == ["implements", "mentions"]
    assert only("Cấm các hành vi được Quy định tại Quyết định số 6556-QĐ/TU.").relation == "pursuant_to"
    assert only("Sở Xây dựng Quyết định số 6556-QĐ/TU.").relation == "mentions"


def test_an_issuer_ends_before_a_subject_that_opens_with_a_capital() -> None:
    r = only("Căn cứ Nghị quyết số 12/NQ-HĐND của HĐND tỉnh Quy định chi tiết một số điều.")
    assert r.issuer == "HĐND tỉnh"


def test_an_entry_of_a_list_has_the_relation_of_its_head() -> None:
    found = mentions("1. Sơ kết 3 năm thực hiện Chỉ thị số 31-CT/HU, Kết luận số 61-KL/HU và Kế hoạch số 12-KH/HU.")
    assert [r.relation for r in found] == ["reviews_interim"] * 3


def test_a_cue_of_another_clause_does_not_decide() -> None:
    found = mentions("1. Tổng kết phong trào; quán triệt Chỉ thị số 31-CT/HU. Hội nghị ghi nhận Kết luận số 61-KL/HU.")
    assert [r.relation for r in found] == ["implements", "mentions"]


def test_a_definition_only_mentions() -> None:
    found = mentions("1. Sơ kết Chỉ thị số 31-CT/HU (gọi tắt là Chỉ thị 31).")
    assert [r.relation for r in found] == ["reviews_interim", "mentions"]


def test_the_document_itself_when_it_is_to_be_spread() -> None:
    r = only("Kế hoạch này được phổ biến đến chi bộ.")
    assert (r.kind, r.relation) == ("self", "implements")


def test_every_mention_says_which_rule_made_it_and_where_it_stands() -> None:
    document = parsed(f"1. Căn cứ {CITED} và Điều lệ Đảng.")
    sections = {s.id for s in document.sections}
    assert [r.rule for r in document.references] == ["reference.symbol", "named.charter"]
    assert {r.section for r in document.references} <= sections
    assert [r.id for r in document.references] == ["r1", "r2"]


def test_a_short_name_of_several_words_is_an_alias_where_it_is_used() -> None:
    found = mentions(
        "1. Thực hiện Luật số 25/2008/QH12 ngày 14/11/2008 (sau đây gọi là Luật BHYT).\n2. Rà soát theo Luật BHYT."
    )
    assert [(r.text, r.kind) for r in found][1:] == [("Luật BHYT", "alias"), ("Luật BHYT", "alias")]
    assert {r.target for r in found} == {"25/2008/QH12@2008-11-14"}


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Phổ biến Luật Đất đai đối với hộ dân.", "Luật Đất đai"),
        (
            "Thực hiện tốt Luật sửa đổi, bổ sung một số điều của Luật Luật sư.",
            "Luật sửa đổi, bổ sung một số điều của Luật Luật sư",
        ),
        ("Bổ sung vào Bộ luật Hình sự một số tội danh.", "Bộ luật Hình sự"),
    ],
)
def test_where_the_name_of_a_law_ends(text: str, law: str) -> None:
    assert [r.text for r in mentions("1. " + text)] == [law]


def test_a_list_takes_the_relation_of_the_words_above_it() -> None:
    found = mentions(
        "1. Bãi bỏ các quyết định sau:\n- Quyết định số 2344-QĐ/TU ngày 14/8/2023;\n"
        "- Quyết định số 1766-QĐ/TU ngày 01/7/2024."
    )
    assert [r.relation for r in found] == ["replaces", "replaces"]


def test_a_list_over_lines_keeps_its_relation() -> None:
    found = mentions(
        "Chi bộ nghiêm túc thực hiện: Kết luận số 21-KL/TW ngày 25/10/2021 về xây dựng Đảng;\n"
        "Chỉ thị số 05-CT/TW ngày 15/5/2016 về học tập;\nQuy định số 101-QĐ/TW ngày 07/6/2012."
    )
    assert [r.relation for r in found] == ["implements"] * 3


def test_to_obey_what_a_document_says_is_to_carry_it_out() -> None:
    assert only("1. Thực hiện đúng quy định tại Quyết định số 6556-QĐ/TU.").relation == "implements"
    assert only("1. Nộp hồ sơ theo quy định tại Quyết định số 6556-QĐ/TU.").relation == "pursuant_to"


def test_a_short_name_in_capitals_is_an_alias_of_a_document_that_is_cited() -> None:
    found = mentions("A. THỰC HIỆN CHỈ THỊ 40\nThực hiện Chỉ thị số 40-CT/TU, ngày 15/6/2004.\nB. NGHỊ QUYẾT 99")
    assert [(r.text, r.kind, r.symbol) for r in found] == [
        ("CHỈ THỊ 40", "alias", None),
        ("Chỉ thị số 40-CT/TU, ngày 15/6/2004", "full", "40-CT/TU"),
    ]
    assert found[0].target == found[1].target


@pytest.mark.parametrize(
    ("words", "issuer"),
    [
        ("của Hội nghị Trung ương 6 khóa XIII", "Hội nghị Trung ương 6"),
        (
            "của Hội nghị lần thứ sáu (lần 2) Ban Chấp hành Trung ương Đảng khóa VIII",
            "Hội nghị lần thứ sáu (lần 2) Ban Chấp hành Trung ương Đảng",
        ),
        ("của HĐND tỉnh mới đạt 46% chỉ tiêu", "HĐND tỉnh"),
    ],
)
def test_plenums_and_councils_as_issuers(words: str, issuer: str) -> None:
    assert only(f"1. Thực hiện Nghị quyết số 27-NQ/TW {words}.").issuer == issuer


def test_what_amended_a_law_is_followed_with_it() -> None:
    law = "Luật Cư trú số 12/2031/QH18 được sửa đổi, bổ sung bởi Luật số 15/2033/QH18"
    found = mentions(f"Căn cứ {law}; Nghị định số 3/2032/NĐ-CP;")
    assert [r.relation for r in found if r.symbol] == ["pursuant_to"] * 3


def test_what_a_report_pointed_out_is_only_mentioned() -> None:
    assert only("Việc khắc phục hạn chế đã được chỉ ra tại Thông báo số 20-TB/ĐU còn chậm.").relation == "mentions"


@pytest.mark.parametrize(
    ("quote", "issuer"),
    [
        ("Quyết định số 84-QĐ/TWĐTN của Ban Chấp hành Trung ương Đoàn", "Ban Chấp hành Trung ương Đoàn"),
        ("Quyết định số 84-QĐ/TWĐTN của Ban Bí thư Trung ương Đoàn TNCS", "Ban Bí thư Trung ương Đoàn TNCS"),
        (
            "Nghị quyết liên tịch số 9/2031/NQLT-CP-MTTW của Chính phủ và Đoàn Chủ tịch Ủy ban Mặt trận",
            "Chính phủ và Đoàn Chủ tịch Ủy ban Mặt trận",
        ),
    ],
)
def test_issuers_whose_name_goes_on(quote: str, issuer: str) -> None:
    assert only(f"Căn cứ {quote};").issuer == issuer


def test_a_symbol_that_lost_its_dash() -> None:
    found = only("Căn cứ Quyết định số 84 QĐ/TWĐTN ngày 22/02/2013;")
    assert (found.symbol, found.date) == ("84-QĐ/TWĐTN", "2013-02-22")


@pytest.mark.parametrize(
    "law",
    [
        "Luật Sửa đổi, bổ sung một số điều của Luật Lưu trữ và Luật Thư viện ngày 20/6/2017",
        "Luật sửa đổi một số điều của Luật Lưu trữ và Luật Thư viện ngày 20/6/2017",
    ],
)
def test_a_law_that_amends_two_laws_is_one_law(law: str) -> None:
    (found,) = mentions("1. Giữ vững kỷ luật.", preamble=(f"Căn cứ {law};",))
    assert (found.text, found.type, found.date) == (law, "Luật", "2017-06-20")


def test_a_law_yet_to_be_made_is_none() -> None:
    assert mentions("1. Góp ý vào dự án Luật Thư viện, trình cấp trên.") == ()


def test_a_regulation_whose_name_opens_with_a_capital() -> None:
    found = mentions("1. Giữ vững kỷ luật.", preamble=("Căn cứ Quy chế Tổ chức và hoạt động của Trường Khe Núi;",))
    assert [r.text for r in found] == ["Quy chế Tổ chức và hoạt động của Trường Khe Núi"]


def test_what_opens_a_later_sentence_of_the_preamble_is_a_ground_too() -> None:
    words = "Năm qua công tác dân vận có nhiều đổi mới. Thực hiện Kế hoạch số 12-KH/HU của Huyện ủy, Đảng ủy báo cáo."
    (found,) = mentions("1. Giữ vững kỷ luật.", preamble=(words,))
    assert found.relation == "pursuant_to"


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("Các chi bộ tuân thủ Điều 3 Quy định số 12-QĐ/HU khi kiểm tra.", "pursuant_to"),
        ("Phổ biến thông tin về Nghị quyết số 12-NQ/HU trên báo chí.", "mentions"),
    ],
)
def test_cues_that_stand_nearest(sentence: str, relation: str) -> None:
    assert only(sentence).relation == relation


def test_entries_of_a_list_whose_first_document_has_no_number_share_its_relation() -> None:
    above = "Thực hiện Hướng dẫn của Ban Thường trực Ủy ban Mặt trận Tổ quốc tỉnh về công tác bầu cử; "
    duty = "1. Thực hiện đầy đủ, nghiêm túc, đúng quy định Luật Bầu cử; Chỉ thị số 46-CT/TW của Bộ Chính trị."
    [plan] = [r for r in mentions(f"{above}Kế hoạch số 33-KH/TU của Ban Thường vụ Tỉnh ủy.") if r.symbol]
    [directive] = [r for r in mentions(duty) if r.symbol]
    assert (plan.relation, directive.relation) == ("implements", "implements")


def test_a_group_inside_a_list_shares_its_relation() -> None:
    text = (
        "1. Kết quả thực hiện Nghị quyết số 21-NQ/TW; các đề án của Đảng ủy về công tác cán bộ: "
        "Đề án số 01-ĐA/ĐU về phát triển đảng viên; Đề án số 02-ĐA/ĐU về tổ chức cơ sở đảng."
    )
    assert [r.relation for r in mentions(text) if r.symbol] == ["implements"] * 3


@pytest.mark.parametrize(
    ("sentence", "relations"),
    [
        ("Căn cứ Luật số 83/2014/QH13 về thuế được bổ sung bởi Luật số 95/2021/QH15;", ["pursuant_to"] * 2),
        ("Theo Kế hoạch số 5-KH/HU và Điều 2 Quyết định số 7-QĐ/HU, chi bộ họp.", ["pursuant_to"] * 2),
        ("Thực hiện Chỉ thị số 5-CT/HU và chỉ đạo của Huyện ủy tại Công văn số 7-CV/HU.", ["implements"] * 2),
        ("Sơ kết 2 năm thực hiện Chỉ thị số 5-CT/HU và 1 năm thực hiện Quy định số 7-QĐ/HU.", ["reviews_interim"] * 2),
        ("Tổng kết 5 năm triển khai Nghị quyết số 8-NQ/HU.", ["reviews_final"]),
        ("Ban Chấp hành khóa X đã ra Nghị quyết số 8-NQ/HU.", ["mentions"]),
        ("V/v Đính chính Quyết định số 8-QĐ/HU.", ["amends"]),
        ("Huyện ủy đã xét công nhận: Quyết định số 8-QĐ/HU.", ["mentions"]),
        ("Các ban theo chức năng, nhiệm vụ góp ý Kết luận số 8-KL/HU.", ["mentions"]),
        ("Các quy định trái với Quyết định số 8-QĐ/HU hết hiệu lực.", ["mentions"]),
        ("Sơ kết đánh giá kết quả 6 tháng đầu năm về triển khai Nghị quyết số 8-NQ/HU.", ["reviews_interim"]),
        ("Theo nhiệm vụ được giao tại Kết luận số 8-KL/HU, chi bộ họp.", ["pursuant_to"]),
        ("Các chi bộ cụ thể hóa các nội dung của Kết luận số 8-KL/HU.", ["implements"]),
        ("Các chi bộ điền mẫu gửi kèm theo Kết luận số 8-KL/HU.", ["accompanies"]),
    ],
)  # fmt: skip
def test_relations_over_subjects_articles_and_years(sentence: str, relations: list[str]) -> None:
    assert [r.relation for r in parsed(sentence).references if r.kind == "full"] == relations


@pytest.mark.parametrize(
    "name",
    [
        "Nghị quyết Hội nghị lần thứ tư Ban chấp hành Trung ương Đảng Khóa X",
        "Nghị quyết Trung ương 4 Khóa XI",
        "Nghị quyết hội nghị Trung ương 4 khóa XI",
        "Nghị quyết TW3 (Khóa X)",
        "Nghị quyết Đại hội Đại biểu Đảng bộ Thành phố Hồ Lam lần thứ XI",
    ],
)
def test_names_in_any_case(name: str) -> None:
    assert [r.text for r in parsed(f"Chi bộ học tập {name}.").references if r.kind == "named"] == [name]


@pytest.mark.parametrize(
    ("quote", "kind", "issuer"),
    [
        ("Quyết định của Bộ Chính trị số 31-QĐ/TW, ngày 01/10/1997", "full", "Bộ Chính trị"),
        ("Kết luận số 126-KL/TW, ngày 14/02/2025 của Bộ Chính trị, Ban Bí thư", "full", "Bộ Chính trị, Ban Bí thư"),
        ("Kết luận số 64-KL/TW của Ban Bí thư TW Đảng (khóa IX)", "full", "Ban Bí thư TW Đảng"),
        ("Chỉ thị 05 của Bộ Chính trị", "alias", "Bộ Chính trị"),
        ("Nghị quyết số 47 ngày 13/12/2024", "alias", None),
        ("Nghị quyết Trung ương 4", "named", "Trung ương"),
        ("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 1992", "named", None),
        ("Điều lệ Đảng khóa XI", "named", None),
    ],
)
def test_mentions_whose_issuer_date_or_term_stands_otherwise(quote: str, kind: str, issuer: str | None) -> None:
    (found,) = parsed(f"Chi bộ học tập {quote} về việc nêu gương.").references
    assert (found.text, found.kind, found.issuer) == (quote, kind, issuer)


@pytest.mark.parametrize("words", ["Nghị quyết Trung ương năm 2020", "Nghị quyết Trung ương và của tỉnh"])
def test_resolutions_of_any_plenum_are_none(words: str) -> None:
    assert not [r for r in parsed(f"Chi bộ học tập {words}.").references if r.kind == "named"]


def test_a_law_ends_before_the_next_document() -> None:
    found = parsed("Thực hiện Luật Thanh niên và Chỉ thị số 33/CT-TTg.").references
    assert [r.text for r in found] == ["Luật Thanh niên", "Chỉ thị số 33/CT-TTg"]
