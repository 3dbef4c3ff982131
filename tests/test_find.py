"""Search and identity: what each question must answer over corpus/, and over small texts made for one case each.

The tables were filled by reading the documents, not from what the program prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

import docparse
from docparse import archive, find
from docparse.archive.store import DOCUMENTS, META, TABLES
from docparse.archive.store import opened as opened_archive
from docparse.cli import main
from docparse.errors import NoDocuments, NoSuchSearch, NotKept, UnknownNumber
from docparse.find import index, saved
from docparse.find.library import Library
from docparse.find.numbers import number_of
from docparse.find.query import parse
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES, MENTIONS
from docparse.model import Document
from docparse.text import fold, placed

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [docparse.parse(path) for path in sorted(CORPUS.glob("*.txt"))]


@pytest.fixture(scope="module")
def corpus(documents: list[Document]) -> Iterator[Library]:
    with find.of_documents(documents, allow_secret=True) as library:
        yield library


def made(*texts: str) -> list[Document]:
    return [docparse.parse(text) for text in texts]


def plan(number: str, day: str, issuer: str, *body: str, above: str = "", title: str = "công tác tuyên giáo") -> str:
    d, m, y = day.split("/")
    lines = ([above] if above else []) + [issuer.upper(), "*", f"Số {number}", "ĐẢNG CỘNG SẢN VIỆT NAM"]
    lines += [f"Nơi ấy, ngày {d} tháng {m} năm {y}", "KẾ HOẠCH", title, "-----", *body]
    return "\n".join(lines) + f"\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nNguyễn Văn {number}\n"


def found(library: Library, text: str = "", **fields: object) -> list[str]:
    query = find.Query(text, **fields)  # type: ignore[arg-type]
    return [hit.symbol for hit in find.search(library, query, limit=100).hits]


# --- words --------------------------------------------------------------------------------------------------------


def holds(text: str, words: str) -> bool:
    """Whether a text has a phrase, in the plainest way there is."""
    exact = fold(words) != placed(words)
    form, wanted = (placed(text), placed(words)) if exact else (fold(text), fold(words))
    return f" {wanted} " in " " + " ".join(re.findall(r"[^\W_]+", form)) + " "


@pytest.mark.parametrize(
    "words",
    [
        "đảng",
        "đang",
        "dang",
        "đảng ủy",
        "đảng uỷ",
        "dang uy",
        "Đảng Ủy",
        "khóa",
        "khoá",
        "sơ kết",
        "so ket",
        "hòa",
        "hoà",
    ],
)
def test_phrases_are_found_as_they_are_typed(corpus: Library, documents: list[Document], words: str) -> None:
    wanted = sorted(d.metadata.symbol or "" for d in documents if holds(d.text, words))
    assert sorted(found(corpus, f'"{words}"')) == wanted


def test_a_word_with_marks_is_not_another_word() -> None:
    with find.of_documents(made("Văn bản này đang được soạn.", "Đảng ta.", "Dang tay.")) as library:
        for words, count in (("đang", 1), ("đảng", 1), ("dang", 3), ("ĐẢNG", 1)):
            assert find.search(library, find.Query(words)).total == count, words


def test_words_must_all_be_there_and_a_phrase_in_order(corpus: Library) -> None:
    assert found(corpus, '"chuyển đổi số" xã') == ["05-CTr/ĐU"]
    assert found(corpus, '"đổi chuyển số"') == []


def test_documents_in_which_the_words_follow_one_another_come_first() -> None:
    scattered = "Kết luận về sơ đồ. " * 8
    with find.of_documents(made(scattered + "\nsơ lược, kết thúc", scattered + "\nsơ kết")) as library:
        best = find.search(library, find.Query("sơ kết")).hits[0]
        assert best.snippet.marked().count("«sơ kết»") == 1


def test_words_that_most_documents_have_leave_the_order_to_the_dates() -> None:
    issuer = "Huyện ủy Lam Sơn"
    often = plan("1-KH/HU", "1/3/2020", issuer, "Phong trào thi đua, thi đua và phong trào thi đua.")
    younger = plan("2-KH/HU", "1/3/2021", issuer, "Phong trào thi đua trong năm.")
    apart = plan("3-KH/HU", "1/3/2022", issuer, "Thi đua là một phong trào.")
    other = plan("4-KH/HU", "1/3/2023", issuer, "Công tác tuyên giáo.")
    with find.of_documents(made(often, younger, apart, other)) as library:
        assert found(library, '"thi đua"') == ["3-KH/HU", "2-KH/HU", "1-KH/HU"]
        assert found(library, "phong trào thi đua") == ["2-KH/HU", "1-KH/HU", "3-KH/HU"]
        results = find.search(library, find.Query("phong trào thi đua"), limit=1, offset=1)
        assert [hit.symbol for hit in results.hits] == ["1-KH/HU"]
        assert results.total == 3
    with find.of_documents(
        made(often, younger, other, *(plan(f"{n}-KH/HU", "1/3/2024", issuer, "") for n in (5, 6)))
    ) as few:
        assert found(few, '"thi đua"') == ["1-KH/HU", "2-KH/HU"]


def test_secret_documents_count_among_those_that_have_common_words(papers: Path) -> None:
    with find.opened(papers) as shown, find.opened(papers, allow_secret=True) as every:
        query = find.Query('"thực hiện"')
        some, whole = (find.search(library, query, limit=100) for library in (shown, every))
    assert 2 * whole.total > sum(1 for _ in CORPUS.glob("*.txt"))
    assert (some.total, len(some.hits), whole.total, len(whole.hits)) == (n := whole.total - 1, n, n + 1, n + 1)


def test_a_snippet_marks_what_was_found_and_names_its_section(corpus: Library) -> None:
    [hit] = find.search(corpus, find.Query('"lõm sóng"'), limit=1).hits
    assert hit.symbol == "05-CTr/ĐU"
    assert hit.section.startswith("II.2")
    assert all(hit.snippet.text[a:b] == "lõm sóng" for a, b in hit.snippet.marks)
    assert hit.snippet.marks


@pytest.mark.parametrize(
    "text", ['"', '""', "***", "a OR", "NEAR(", "exact:", "-", "(", "' OR 1=1", "\x00", "đ" * 5000]
)
def test_nothing_that_is_typed_breaks_a_search(corpus: Library, text: str) -> None:
    assert find.search(corpus, find.Query(text)).total >= 0


# --- numbers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["17-CT/TW", "17/CT-TW", "017-ct/tw", "17 - CT/TW", "17/CT/TW"])
def test_a_number_has_one_key_however_it_is_typed(text: str) -> None:
    number = number_of(text)
    assert number
    assert number.key == "17-ct/tw"


@pytest.mark.parametrize("text", ["2012", "5/2020", "30%", "1-2", "17", "-KH/TU"])
def test_figures_are_no_numbers_of_documents(text: str) -> None:
    assert parse(text).numbers == ()


NUMBERS = {
    "217-QĐ/TW": ["147-KH/TU", "84-KH/TU"],
    "217/QĐ-TW": ["147-KH/TU", "84-KH/TU"],
    "quyết định 217": ["147-KH/TU", "84-KH/TU"],
    "quyet dinh so 217": ["147-KH/TU", "84-KH/TU"],
    "chỉ thị 54": ["-KH/ĐU", "58-KH/TU"],
    "54-CT/TW": ["-KH/ĐU", "58-KH/TU"],
    "54-CT/TW@2005": ["58-KH/TU"],
    "54-CT/TW@XIII": ["-KH/ĐU"],
    "84-KH/TU": ["84-KH/TU", "147-KH/TU"],
    "kế hoạch 84": ["84-KH/TU", "147-KH/TU"],
    "nghị quyết 57 chuyển": ["05-CTr/ĐU"],
    "99-CT/TW": [],
}


@pytest.mark.parametrize(("text", "symbols"), NUMBERS.items())
def test_a_number_finds_the_document_and_those_that_cite_it(corpus: Library, text: str, symbols: list[str]) -> None:
    assert found(corpus, text) == symbols


def test_a_number_that_stands_for_two_documents_says_so(corpus: Library) -> None:
    notes = find.search(corpus, find.Query("54-CT/TW")).notes
    assert notes == ("54-CT/TW: 54-CT/TW@2005-11-30, 54-CT/TW@2025-11-30",)


# --- fields -------------------------------------------------------------------------------------------------------

FIELDS: list[tuple[dict[str, object], list[str]]] = [
    ({"types": ("chỉ thị",)}, ["07-CT/HU"]),
    ({"types": ("kết luận", "tờ trình")}, ["112-KL/TU", "27-TTr/ĐU"]),
    ({"issuer": "tỉnh uỷ lam thủy", "since": "2020"}, ["2318-CV/VPTU", "41-TB/UBKTTU"]),
    ({"level": "commune"}, ["-KH/ĐU", "05-CTr/ĐU", "27-TTr/ĐU"]),
    ({"since": "2023", "until": "2024"}, ["147-KH/TU", "2318-CV/VPTU", "64/KH-UBND"]),
    ({"until": "1998-05-16"}, ["07-CT/HU", "15-HD/BDVTU"]),
    ({"until": "1998-05-15"}, ["07-CT/HU"]),
    ({"cites": "25-NQ/TW"}, ["112-KL/TU", "612-QĐ/TU"]),
    ({"cites": "25-NQ/TW@IX"}, ["112-KL/TU"]),
    ({"cites": "Điều lệ Đảng"}, ["07-CT/HU", "612-QĐ/TU"]),
    ({"due_from": "2009-07-01", "due_to": "2009-07"}, ["58-KH/TU"]),
    ({"body": "Sở Tài chính", "due_to": "2023"}, ["182/KH-UBND"]),
]


@pytest.mark.parametrize(("fields", "symbols"), FIELDS)
def test_fields(corpus: Library, fields: dict[str, object], symbols: list[str]) -> None:
    assert sorted(found(corpus, **fields)) == symbols


def test_a_body_is_found_in_the_collectives_that_it_is_one_of(corpus: Library) -> None:
    results = find.search(corpus, find.Query(body="Huyện ủy Hàm Thuận Bắc"), limit=50)
    hits = {hit.symbol: hit for hit in results.hits}
    assert {"58-KH/TU", "84-KH/TU", "147-KH/TU", "112-KL/TU", "612-QĐ/TU", "15-HD/BDVTU"} <= set(hits)
    assert "05-CTr/ĐU" not in hits
    assert "Các huyện, thị, thành ủy" in {one.via for one in hits["58-KH/TU"].owed}
    assert "2009-06-25" in {one.latest for one in hits["58-KH/TU"].owed}
    assert any("2025-06-30" in note for note in results.notes)
    assert any("Các huyện, thị, thành ủy" in note for note in results.notes)


def test_a_collective_of_a_day_on_which_there_was_no_such_body_does_not_mean_it() -> None:
    task = "Các huyện ủy, thị ủy báo cáo kết quả về Ban Thường vụ Tỉnh ủy trước ngày 20/12/{}."
    before = plan("12-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", task.format(2024))
    after = plan("13-KH/TU", "01/02/2026", "Tỉnh ủy Vĩnh Hòa", task.format(2026))
    with find.of_documents(made(before, after)) as library:
        assert found(library, body="Huyện ủy Hàm Thuận Bắc") == ["12-KH/TU"]


def test_a_collective_of_another_province_does_not_mean_a_body() -> None:
    task = "Các huyện ủy báo cáo kết quả về Ban Thường vụ Tỉnh ủy trước ngày 20/12/2024."
    texts = [plan(f"{n}-KH/TU", "01/02/2024", f"Tỉnh ủy {p}", task) for n, p in ((21, "Vĩnh Hòa"), (22, "Lam Thủy"))]
    own = plan("5-KH/HU", "03/03/2024", "Huyện ủy Tân Lĩnh", "Nội dung.", above="ĐẢNG BỘ TỈNH LAM THỦY")
    with find.of_documents(made(*texts, own)) as library:
        assert found(library, body="Huyện ủy Tân Lĩnh") == ["22-KH/TU"]
        assert sorted(found(library, body="Huyện ủy Nơi Khác")) == ["21-KH/TU", "22-KH/TU"]
        notes = find.search(library, find.Query(body="Huyện ủy Nơi Khác")).notes
        assert "Huyện ủy Nơi Khác: its province is not known, collectives of all provinces count" in notes


def test_a_collective_counts_only_where_it_owes_something() -> None:
    """Among the recipients of a document, or as those to whom it is reported, nobody owes anything."""
    named = ("Sở Nội vụ rà soát biên chế, báo cáo các huyện ủy trước ngày 20/12/2024.", "Nơi nhận:", "- Các huyện ủy,")
    texts = [
        plan("21-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", *named),
        plan("22-KH/TU", "02/02/2024", "Tỉnh ủy Vĩnh Hòa", "Các huyện ủy rà soát biên chế trước ngày 20/12/2024."),
        plan("23-KH/TU", "03/02/2024", "Tỉnh ủy Vĩnh Hòa", "Nội dung.", "Nơi nhận:", "- Huyện ủy Tân Lĩnh,"),
    ]
    with find.of_documents(made(*texts)) as library:
        results = find.search(library, find.Query(body="Huyện ủy Tân Lĩnh"))
        assert [hit.symbol for hit in results.hits] == ["23-KH/TU", "22-KH/TU"]
        # Where nothing is owed, the stretch shows where the body is named.
        assert results.hits[0].snippet.marked().count("«Huyện ủy Tân Lĩnh»") == 1
        assert [[one.via for one in hit.owed] for hit in results.hits] == [[], ["Các huyện ủy"]]


def test_documents_of_a_place_mean_its_own_bodies_by_their_short_names() -> None:
    task = "Ban Tuyên giáo Tỉnh ủy chủ trì hướng dẫn, hoàn thành trước ngày 20/12/2023."
    texts = [plan(f"{n}-KH/TU", "01/02/2023", f"Tỉnh ủy {p}", task) for n, p in ((21, "Vĩnh Hòa"), (22, "Lam Thủy"))]
    with find.of_documents(made(*texts)) as library:
        assert found(library, body="Ban Tuyên giáo Tỉnh ủy Lam Thủy") == ["22-KH/TU"]
        assert sorted(found(library, body="Ban Tuyên giáo Tỉnh ủy")) == ["21-KH/TU", "22-KH/TU"]
        assert found(library, body="Ban Tuyên giáo Tỉnh ủy Nơi Khác") == []
        [hit] = find.search(library, find.Query(body="Ban Tuyên giáo Tỉnh ủy Lam Thuỷ", due_to="2023")).hits
        assert [(one.latest, one.via) for one in hit.owed] == [("2023-12-20", "")]


# --- identity -----------------------------------------------------------------------------------------------------

OLD = "Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Bộ Chính trị"
NEW = "Chỉ thị số 17-CT/TW, ngày 21/10/2022 của Ban Bí thư"


def meant(library: Library, symbol: str) -> dict[str, tuple[str, str]]:
    """By citing document, what the mentions of a number mean ("" for none) and why."""
    query = sa.select(FOUND.c.symbol, IDENTITIES.c.when, IDENTITIES.c.place, CITATIONS.c.basis)
    query = query.join_from(CITATIONS, FOUND).outerjoin(IDENTITIES, IDENTITIES.c.id == CITATIONS.c.identity)
    number = number_of(symbol)
    with library.connection.begin():
        rows = library.connection.execute(query.where(CITATIONS.c.key == (number.key if number else symbol))).all()
    return {r.symbol: ("@".join(x for x in (r.when, r.place) if x) if r.when else "", r.basis) for r in rows}


def test_one_number_of_two_terms_is_two_documents() -> None:
    texts = [
        plan("1-KH/TU", "01/02/2015", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {OLD}, Tỉnh ủy xây dựng kế hoạch."),
        plan("2-KH/TU", "01/02/2023", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {NEW}, Tỉnh ủy xây dựng kế hoạch."),
        plan("3-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", "Thực hiện Chỉ thị số 17-CT/TW của Trung ương."),
        plan("4-KH/TU", "01/02/2016", "Tỉnh ủy Vĩnh Hòa", "Thực hiện Chỉ thị số 17-CT/TW của Trung ương."),
        plan("5-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", "Thực hiện Chỉ thị số 17-CT/TW (khóa XI) của Trung ương."),
    ]
    with find.of_documents(made(*texts)) as library:
        assert meant(library, "17-CT/TW") == {
            "1-KH/TU": ("2012-08-28", "date"),
            "2-KH/TU": ("2022-10-21", "date"),
            "3-KH/TU": ("", "several"),
            "4-KH/TU": ("2012-08-28", "only"),
            "5-KH/TU": ("2012-08-28", "term"),
        }
        assert [one.when for one in find.named(library, "17-CT/TW")] == ["2012-08-28", "2022-10-21"]
        old = find.refs(library, find.named(library, "17-CT/TW@XI")[0])
        assert [c.document for c in old.cited_by] == ["1-KH/TU", "4-KH/TU", "5-KH/TU"]
        assert [(c.document, c.basis) for c in old.in_doubt] == [("3-KH/TU", "several")]
        assert find.counts(library).in_doubt == {"several": 1}


def test_a_date_that_contradicts_the_only_document_of_the_term_is_a_doubt_and_a_dissent() -> None:
    slip = OLD.replace("28/8/2012", "29/8/2012")
    texts = [plan(f"{n}-KH/TU", "01/02/2015", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {OLD}.") for n in (1, 2)]
    texts.append(plan("3-KH/TU", "01/02/2015", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {slip}."))
    with find.of_documents(made(*texts)) as library:
        assert meant(library, "17-CT/TW")["3-KH/TU"] == ("", "date_differs")
        [one] = find.named(library, "17-CT/TW")
        date = find.refs(library, one).facts.date
        assert (date.value, date.mark, date.documents) == ("2012-08-28", "verified", 2)
        assert [(d.value, d.documents, d.examples) for d in date.dissent] == [("2012-08-29", 1, ("3-KH/TU",))]


def test_an_unverified_row_of_the_register_decides_nothing(corpus: Library) -> None:
    assert meant(corpus, "03-CT/TW") == {"214-KH/TĐTN": ("", "believed")}


def test_a_local_number_needs_its_province() -> None:
    own = [plan("9-KH/TU", "05/05/2023", f"Tỉnh ủy {p}", "Nội dung.") for p in ("Vĩnh Hòa", "Lam Thủy")]
    cite = "Thực hiện Kế hoạch số 9-KH/TU, ngày 05/5/2023 của Ban Thường vụ Tỉnh ủy, Huyện ủy xây dựng kế hoạch."
    named = cite.replace("Ban Thường vụ Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Vĩnh Hòa")
    texts = [
        plan("1-KH/HU", "06/06/2023", "Huyện ủy Tân Lĩnh", cite, above="ĐẢNG BỘ TỈNH LAM THỦY"),
        plan("2-KH/HU", "06/06/2023", "Huyện ủy Bến Thanh", cite, above="ĐẢNG BỘ TỈNH VĨNH HÒA"),
        plan("3-KH/HU", "06/06/2023", "Huyện ủy Nơi Nào", named, above="ĐẢNG BỘ TỈNH LAM THỦY"),
        plan("4-KH/HU", "06/06/2023", "Huyện ủy Không Tỉnh", cite),
    ]
    with find.of_documents(made(*own, *texts)) as library:
        assert meant(library, "9-KH/TU") == {
            "1-KH/HU": ("2023-05-05@lam thủy", "date"),
            "2-KH/HU": ("2023-05-05@vĩnh hòa", "date"),
            "3-KH/HU": ("2023-05-05@vĩnh hòa", "date"),
            "4-KH/HU": ("", "several"),
        }
        assert [one.place for one in find.named(library, "9-KH/TU", "Lam Thuỷ")] == ["lam thủy"]


def test_a_commune_means_its_own_district() -> None:
    own = [
        plan("9-KH/HU", "05/05/2023", f"Huyện ủy {d}", "Nội dung.", above="ĐẢNG BỘ TỈNH LAM THỦY")
        for d in ("Tân Lĩnh", "Bến Thanh")
    ]
    cite = "Thực hiện Kế hoạch số 9-KH/HU, ngày 05/5/2023 của Ban Thường vụ Huyện ủy."
    low = plan("1-KH/ĐU", "06/06/2023", "Đảng ủy xã Khe Sậy", cite, above="ĐẢNG BỘ HUYỆN TÂN LĨNH")
    with find.of_documents(made(*own, low)) as library:
        assert meant(library, "9-KH/HU") == {"1-KH/ĐU": ("2023-05-05@tân lĩnh, lam thủy", "date")}


def test_the_collection_says_the_province_where_the_document_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text((CORPUS / "ban-web-2009.txt").read_text("utf-8"), "utf-8")
    papers = tmp_path / "a.db"
    list(archive.import_files(papers, [tmp_path / "a.txt"], collection=archive.Collection("Tỉnh ủy Bình Thuận")))
    with find.opened(papers) as library:
        assert [one.name for one in find.named(library, "58-KH/TU")] == ["58-KH/TU@2009-03-30 (Bình Thuận)"]


def test_different_documents_with_one_number_are_a_conflict() -> None:
    a = plan("9-KH/TU", "05/05/2023", "Tỉnh ủy Vĩnh Hòa", *(f"Trồng rừng ven biển lần {n}." for n in range(30)))
    b = plan(
        "9-KH/TU", "05/05/2023", "Tỉnh ủy Vĩnh Hòa", *(f"Dạy nghề thợ may khóa {n}." for n in range(30)), title="dạy"
    )
    cite = "Thực hiện Kế hoạch số 9-KH/TU, ngày 05/5/2023 của Ban Thường vụ Tỉnh ủy Vĩnh Hòa."
    with find.of_documents(made(a, b, plan("1-KH/HU", "06/06/2023", "Huyện ủy Tân Lĩnh", cite))) as library:
        assert meant(library, "9-KH/TU") == {"1-KH/HU": ("2023-05-05@vĩnh hòa", "conflict")}


GOLD = {"17-ct/tw": "2012-08-28", "102-kl/tw": "2014-09-22"}


def test_the_marked_real_documents_mean_the_directives_of_2012_and_2014(shared: Path) -> None:
    """All mentions of the two, and none of the directive of 2022 that bears the number of one of them."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "gold" / "text").glob("*.txt"))]
    other = plan("6-KH/TU", "01/02/2023", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {NEW}, Tỉnh ủy xây dựng kế hoạch.")
    with find.of_documents(made(*texts, other)) as library, library.connection.begin():
        query = sa.select(CITATIONS.c.key, CITATIONS.c.mentions, FOUND.c.symbol.label("own"), IDENTITIES.c.when)
        query = query.join_from(CITATIONS, FOUND).outerjoin(IDENTITIES, IDENTITIES.c.id == CITATIONS.c.identity)
        rows = library.connection.execute(query.where(CITATIONS.c.key.in_(GOLD))).all()
    assert sum(r.mentions for r in rows if r.own != "6-KH/TU") >= 28
    assert {(r.key, r.when) for r in rows if r.own != "6-KH/TU"} == set(GOLD.items())
    assert {r.when for r in rows if r.own == "6-KH/TU"} == {"2022-10-21"}


def test_a_type_with_a_number_stands_for_every_document_that_may_be_meant() -> None:
    texts = [
        plan("1-KH/TU", "01/02/2015", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {OLD}, Tỉnh ủy xây dựng kế hoạch."),
        plan("2-KH/TU", "01/02/2023", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {NEW} và Chỉ thị số 170-CT/TW."),
        plan("3-KH/TU", "01/02/2023", "Tỉnh ủy Vĩnh Hòa", "Thực hiện Chỉ thị số 17-CT/TU, ngày 03/01/2023."),
    ]
    with find.of_documents(made(*texts)) as library:
        wanted = ["17-CT/TW@2012-08-28", "17-CT/TW@2022-10-21", "17-CT/TU@2023-01-03 (Vĩnh Hòa)"]
        for text in ("chỉ thị 17", "chi thi so 17", "Chỉ thị số 17"):
            assert [one.name for one in find.named(library, text)] == wanted
        assert [one.when for one in find.named(library, "chỉ thị 17@XI")] == ["2012-08-28"]
        assert [one.symbol for one in find.named(library, "chỉ thị 17", "Vĩnh Hòa")] == ["17-CT/TU"]
        for text in ("kế hoạch 17", "chỉ thị", "17", "chỉ thị 17 dân vận", "chỉ thị 17 chỉ thị 18"):
            with pytest.raises(UnknownNumber):
                find.named(library, text)


# --- the index ----------------------------------------------------------------------------------------------------


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """An archive of the corpus; the secret plan of 2019 is in it."""
    path = tmp_path / "papers.db"
    for step in archive.import_files(path, sorted(CORPUS.glob("*.txt")), allow_secret=True):
        assert not step.error
    return path


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the index that do not hold ids."""
    names = {"find_documents": FOUND, "find_mentions": MENTIONS, "find_citations": CITATIONS}
    with opened_archive(path) as connection, connection.begin():
        out = {}
        for name, table in names.items():
            columns = [c for c in table.c if c.name not in ("n", "id", "doc", "identity", "candidates", "kind")]
            out[name] = sorted(map(tuple, connection.execute(sa.select(*columns))), key=repr)
        words = sa.text("SELECT exact FROM find_words ORDER BY exact")
        out["words"] = list(map(tuple, connection.execute(words)))
    return out


def test_an_index_that_was_interrupted_goes_on(papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tmp_path / "whole.db"
    whole.write_bytes(papers.read_bytes())
    with find.opened(whole):
        pass
    monkeypatch.setattr(index, "_BATCH", 5)

    def stop(done: int, _total: int) -> None:
        if done == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), find.opened(papers, progress=stop):
        pass
    with opened_archive(papers) as connection, connection.begin():
        assert connection.scalar(sa.select(sa.func.count()).select_from(FOUND)) == 10
    with find.opened(papers):
        pass
    assert everything(papers) == everything(whole)


def test_an_index_of_another_form_is_made_anew(papers: Path) -> None:
    with find.opened(papers) as library:
        saved.save(library, "mine", find.Query("dân chủ"))
    before = everything(papers)
    with opened_archive(papers) as connection, connection.begin():
        connection.execute(META.delete().where(META.c.key == "find"))
        connection.execute(sa.text("ALTER TABLE find_mentions ADD COLUMN basis TEXT"))
        connection.execute(sa.text("DELETE FROM find_citations"))
    with find.opened(papers) as library:
        assert saved.load(library, "mine") == find.Query("dân chủ")
    assert everything(papers) == before


def test_the_index_takes_in_what_is_new_and_drops_what_is_gone(papers: Path, tmp_path: Path) -> None:
    added = tmp_path / "new.txt"
    added.write_text(plan("77-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", f"Thực hiện {NEW}. Từ lạ: xyzzy."), "utf-8")
    with find.opened(papers) as library:
        assert found(library, "xyzzy") == []
    before = everything(papers)
    list(archive.import_files(papers, [added]))
    with find.opened(papers) as library:
        assert found(library, "xyzzy") == ["77-KH/TU"]
        assert [one.when for one in find.named(library, "17-CT/TW")] == ["2022-10-21"]
    with opened_archive(papers) as connection, connection.begin():
        sha256 = connection.scalar(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.symbol == "77-KH/TU"))
        for table, column in (("files", "document"), ("likeness", "sha256")):
            connection.execute(TABLES.tables[table].delete().where(TABLES.tables[table].c[column] == sha256))
        connection.execute(DOCUMENTS.delete().where(DOCUMENTS.c.sha256 == sha256))
    with find.opened(papers) as library:
        assert found(library, "xyzzy") == []
        with pytest.raises(UnknownNumber):
            find.named(library, "17-CT/TW")
    assert everything(papers) == before


def test_a_document_whose_json_is_written_anew_is_indexed_anew(papers: Path) -> None:
    with find.opened(papers):
        pass
    with opened_archive(papers) as connection, connection.begin():
        row = connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.symbol == "07-CT/HU")).one()
        data = row.json.replace("tổ chức cơ sở", "tổ chức cơ sỡ")
        connection.execute(DOCUMENTS.update().where(DOCUMENTS.c.sha256 == row.sha256).values(json=data))
    with find.opened(papers) as library:
        assert found(library, '"cơ sỡ"') == ["07-CT/HU"]
        assert len(found(library, "kế hoạch 84")) == 2


def test_a_document_that_is_replaced_is_indexed_anew(papers: Path) -> None:
    with find.opened(papers):
        pass
    with opened_archive(papers) as connection, connection.begin():
        row = connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.symbol == "07-CT/HU")).one()
        data = row.json.replace("tổ chức cơ sở", "tổ chức cơ sỡ")
        assert data != row.json
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        connection.execute(DOCUMENTS.delete().where(DOCUMENTS.c.sha256 == row.sha256))
        connection.execute(DOCUMENTS.insert(), {**row._mapping, "json": data})
    with find.opened(papers) as library:
        assert found(library, '"cơ sỡ"') == ["07-CT/HU"]


# --- what is kept, what is left out -------------------------------------------------------------------------------


def test_secret_documents_are_left_out_and_counted(papers: Path) -> None:
    with find.opened(papers) as library:
        results = find.search(library, find.Query("khiếu kiện"), limit=50)
        assert "33-KH/HU" not in {hit.symbol for hit in results.hits}
        assert results.hidden == 1
    with find.opened(papers, allow_secret=True) as library:
        results = find.search(library, find.Query("khiếu kiện"), limit=50)
        assert "33-KH/HU" in {hit.symbol for hit in results.hits}
        assert results.hidden == 0


def test_searches_are_kept_in_the_archive(papers: Path, corpus: Library) -> None:
    query = find.Query('"sơ kết"', types=("kế hoạch", "báo cáo"), since="2018")
    with find.opened(papers) as library:
        saved.save(library, "sơ kết", find.Query("khác"))
        saved.save(library, "sơ kết", query)
    with find.opened(papers) as library:
        assert saved.saved(library) == {"sơ kết": query}
        with pytest.raises(NoSuchSearch):
            saved.load(library, "tổng kết")
    with pytest.raises(NotKept):
        saved.save(corpus, "a", query)


def test_a_folder_of_json_is_searched_like_an_archive(tmp_path: Path, documents: list[Document]) -> None:
    with pytest.raises(NoDocuments), find.opened(tmp_path):
        pass
    (tmp_path / "inner").mkdir()
    for n, document in enumerate(documents):
        (tmp_path / "inner" / f"{n}.json").write_text(document.to_json(), "utf-8")
    (tmp_path / "other.json").write_text('{"a": 1}', "utf-8")
    with find.opened(tmp_path) as library:
        assert found(library, "chỉ thị 54") == ["-KH/ĐU", "58-KH/TU"]


# --- what is typed ------------------------------------------------------------------------------------------------


def test_a_query_in_decomposed_letters_is_the_same_query() -> None:
    for text in ('đảng ủy "ban thường vụ" 217-QĐ/TW', "chỉ thị số 17", "uỷ ban"):
        assert parse(unicodedata.normalize("NFD", text)) == parse(text)


def test_times_are_taken_as_people_write_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n, day in (("1", "05/02/2017"), ("2", "05/02/2019")):
        document = docparse.parse(plan(f"{n}-KH/TU", day, "Tỉnh ủy Vĩnh Hòa"))
        (tmp_path / f"{n}.json").write_text(document.to_json(), "utf-8")
    command = ["search", "--archive", str(tmp_path), "--format", "csv"]
    for since in ("1/1/2018", "1/2018", "2018", "2018-01-01"):
        assert main([*command, "--since", since]) == 0
        out = capsys.readouterr().out
        assert ("1-KH/TU" in out, "2-KH/TU" in out) == (False, True)
    for word in ("abc", "31/2/2018", "13/2018"):
        with pytest.raises(SystemExit):
            main([*command, "--since", word])
        assert "28/8/2012" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["(", '""', "…", "*"])
def test_a_query_without_a_word_is_not_all_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "a.json").write_text(docparse.parse(plan("1-KH/TU", "05/02/2017", "Tỉnh ủy")).to_json(), "utf-8")
    with pytest.raises(SystemExit):
        main(["search", text, "--archive", str(tmp_path)])
    assert "nothing to search for" in capsys.readouterr().err


def test_a_place_that_is_not_known_leaves_no_comma() -> None:
    text = plan("5-KH/TU", "03/03/2024", "Tỉnh ủy Lam Thủy", "Thực hiện Quy chế số 01-QC/HU, ngày 05/10/2015.")
    with find.of_documents(made(text)) as library:
        assert [one.name for one in find.most_cited(library)] == ["01-QC/HU@2015-10-05 (Lam Thủy)"]
