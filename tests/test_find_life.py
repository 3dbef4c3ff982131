"""Cross-references, lives, cascades and gaps: over corpus/ by hand-made tables, over a small family of documents.

Reads: corpus/.
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

import docparse
from docparse import find
from docparse.cli import main
from docparse.find import graphs, picture, show
from docparse.find.gaps import ranges
from docparse.find.library import Library
from docparse.find.output import as_csv, columns

CORPUS = Path(__file__).parent.parent / "corpus"
TOP = "Chỉ thị số 35-CT/TW, ngày 26/5/2014 của Bộ Chính trị"


def paper(kind: str, number: str, day: str, issuer: str, title: str, *body: str, above: str = "") -> str:
    d, m, y = day.split("/")
    head = [*([above.upper()] if above else []), issuer.upper(), "*", f"Số {number}", "ĐẢNG CỘNG SẢN VIỆT NAM"]
    lines = [*head, f"Nơi ấy, ngày {d} tháng {m} năm {y}", kind.upper(), title, "-----", *body]
    return "\n".join([*lines, "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", f"Nguyễn Văn {number}", ""])


PROVINCE = paper(
    "kế hoạch",
    "100-KH/TU",
    "10/07/2014",
    "Tỉnh ủy Lam Thủy",
    f"thực hiện {TOP}",
    "1. Các huyện ủy xây dựng kế hoạch, tổ chức học tập Chỉ thị cho cán bộ chủ chốt, hoàn thành trước ngày 30/9/2014.",
    "2. Sở Tài chính bố trí kinh phí sửa chữa trụ sở tiếp công dân trước ngày 31/12/2014.",
    "3. Các huyện ủy báo cáo kết quả về Ban Thường vụ Tỉnh ủy trước ngày 15/12/2014.",
)
DISTRICT = paper(
    "kế hoạch",
    "20-KH/HU",
    "01/09/2014",
    "Huyện ủy Tân Lĩnh",
    "thực hiện Kế hoạch số 100-KH/TU, ngày 10/7/2014 của Tỉnh ủy Lam Thủy",
    "1. Các đảng ủy xã tổ chức học tập Chỉ thị cho cán bộ chủ chốt, hoàn thành trước ngày 30/11/2014.",
    above="Đảng bộ tỉnh Lam Thủy",
)
COMMUNE = paper(
    "kế hoạch",
    "3-KH/ĐU",
    "05/10/2014",
    "Đảng ủy xã Khe Sậy",
    "thực hiện Kế hoạch số 20-KH/HU, ngày 01/9/2014 của Huyện ủy Tân Lĩnh",
    "Các chi bộ học tập trong tháng 10/2014.",
    above="Đảng bộ huyện Tân Lĩnh",
)
IDLE = paper(
    "thông báo",
    "8-TB/HU",
    "02/02/2014",
    "Huyện ủy Bến Thanh",
    "về lịch tiếp dân",
    "Nội dung.",
    above="Đảng bộ tỉnh Lam Thủy",
)
REVIEW = paper(
    "kế hoạch",
    "150-KH/TU",
    "20/05/2019",
    "Tỉnh ủy Lam Thủy",
    f"sơ kết 5 năm thực hiện {TOP}",
    "Ban Nội chính Tỉnh ủy tham mưu tổ chức sơ kết trong tháng 8/2019.",
)
FINAL = paper(
    "kế hoạch",
    "90-KH/TU",
    "20/05/2024",
    "Tỉnh ủy Lam Thủy",
    f"tổng kết 10 năm thực hiện {TOP}",
    "Ban Nội chính Tỉnh ủy tham mưu.",
)
NEXT = paper(
    "chỉ thị",
    "60-CT/TW",
    "01/07/2025",
    "Bộ Chính trị",
    "về công tác tiếp công dân",
    f"Chỉ thị này thay thế {TOP}.",
)


@pytest.fixture(scope="module")
def family() -> Iterator[Library]:
    texts = (PROVINCE, DISTRICT, COMMUNE, IDLE, REVIEW, FINAL, NEXT)
    with find.of_documents([docparse.parse(t) for t in texts]) as library:
        yield library


@pytest.fixture(scope="module")
def corpus() -> Iterator[Library]:
    with find.of_documents([docparse.parse(path) for path in sorted(CORPUS.glob("*.txt"))]) as library:
        yield library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "json"
    out.mkdir()
    for path in sorted(CORPUS.glob("*.txt")):
        (out / f"{path.stem}.json").write_text(docparse.parse(path).to_json(), "utf-8")
    return out


# --- refs ---------------------------------------------------------------------------------------------------------

CITED_BY = {
    "217-QĐ/TW": [("84-KH/TU", "reviews_interim", "title"), ("147-KH/TU", "reviews_final", "title")],
    "84-KH/TU": [("147-KH/TU", "pursuant_to", "preamble")],
    "25-NQ/TW@IX": [("112-KL/TU", "implements", "preamble")],
    "25-NQ/TW@2013": [("612-QĐ/TU", "pursuant_to", "preamble")],
    "208-QĐ/TU": [("612-QĐ/TU", "replaces", "2")],
    "96/KH-UBND": [("182/KH-UBND", "replaces", "III CHẾ ĐỘ BÁO CÁO")],
    "60-NQ/TW": [("27-TTr/ĐU", "implements", "I SỰ CẦN THIẾT")],
    "54-CT/TW@2025": [("-KH/ĐU", "implements", "title")],
    "27-TTr/ĐU": [],
}


@pytest.mark.parametrize(("number", "citing"), CITED_BY.items())
def test_who_cites_a_document_how_and_where(corpus: Library, number: str, citing: list[tuple[str, str, str]]) -> None:
    [one] = find.named(corpus, number)
    assert [(c.document, c.relations[0], c.section) for c in find.refs(corpus, one).cited_by] == citing


def test_what_a_document_cites(corpus: Library) -> None:
    [one] = find.named(corpus, "112-KL/TU")
    cites = {c.cited: c.relations for c in find.refs(corpus, one).cites}
    assert cites == dict.fromkeys(
        ("23-NQ/TW@2003-03-12", "24-NQ/TW@2003-03-12", "25-NQ/TW@2003-03-12", "29-CTr/TU@2003-05-30 (Lam Thủy)"),
        ("implements",),
    )


def test_references_go_on_to_any_depth(family: Library) -> None:
    [one] = find.named(family, "35-CT/TW")
    assert {c.document for c in find.refs(family, one).cited_by} == {"100-KH/TU", "150-KH/TU", "90-KH/TU", "60-CT/TW"}
    deep = find.refs(family, one, depth=9).cited_by
    assert [(c.depth, c.document) for c in deep if c.depth > 1] == [(2, "20-KH/HU"), (3, "3-KH/ĐU")]
    [low] = find.named(family, "3-KH/ĐU")
    assert [c.cited for c in find.refs(family, low, depth=3).cites][-1] == "35-CT/TW@2014-05-26"


def test_the_most_cited_and_what_is_not_held(corpus: Library, family: Library) -> None:
    top = find.most_cited(corpus, limit=2)
    assert [(c.name, c.documents) for c in top] == [("218-QĐ/TW@2013-12-12", 3), ("217-QĐ/TW@2013-12-12", 2)]
    assert [c.name for c in find.most_cited(family, not_held=True)] == ["35-CT/TW@2014-05-26"]
    [one] = find.named(corpus, "217-QĐ/TW")
    assert find.most_cited(corpus, with_=one)[0].name == "218-QĐ/TW@2013-12-12"
    assert "217-QĐ/TW@2013-12-12" not in [c.name for c in find.most_cited(corpus, with_=one)]


def test_every_reference_is_held_or_not_held_or_in_doubt(corpus: Library) -> None:
    counts = find.counts(corpus)
    assert (counts.held, counts.in_doubt, counts.hidden) == (1, {"believed": 1}, 1)
    assert counts.documents == 16


def test_the_register_grows_with_what_documents_state(family: Library) -> None:
    rows = {row.symbol: row for row in find.register(family)}
    assert (rows["35-CT/TW"].date.mark, rows["35-CT/TW"].date.documents) == ("stated", 4)
    assert (rows["60-CT/TW"].title.value, rows["60-CT/TW"].title.mark) == ("công tác tiếp công dân", "held")


# --- the life of a directive --------------------------------------------------------------------------------------


def test_a_life_runs_from_issue_to_replacement(family: Library) -> None:
    [one] = find.named(family, "35-CT/TW")
    events = [(e.kind, e.when, e.level, e.document, e.via) for e in find.timeline(family, one).events]
    assert events == [
        ("issued", "2014-05-26", "central", "35-CT/TW", ""),
        ("implemented", "2014-07-10", "province", "100-KH/TU", ""),
        ("implemented", "2014-09-01", "district", "20-KH/HU", "100-KH/TU"),
        ("implemented", "2014-10-05", "commune", "3-KH/ĐU", "20-KH/HU"),
        ("interim", "2019-05-20", "province", "150-KH/TU", ""),
        ("final", "2024-05-20", "province", "90-KH/TU", ""),
        ("replaced", "2025-07-01", "central", "60-CT/TW", ""),
    ]


def test_what_is_cited_in_passing_is_no_event(corpus: Library) -> None:
    [one] = find.named(corpus, "35-CT/TW")
    assert [(e.kind, e.document) for e in find.timeline(corpus, one).events] == [
        ("issued", "35-CT/TW"),
        # the secret plan of 2019, which carries it out, is left out
    ]
    assert find.timeline(corpus, one).hidden == 1


def test_a_cascade_says_what_is_open_below(family: Library) -> None:
    [one] = find.named(family, "35-CT/TW")
    found = find.cascade(family, find.timeline(family, one))
    assert [u.task[:22] for u in found.unmet if u.upper == "100-KH/TU"][:1] == ["2. Sở Tài chính bố trí"]
    assert not [u for u in found.unmet if u.task.startswith("1. Các huyện ủy xây dựng")]
    owed = {(m.body, m.owes, m.latest, m.via) for m in found.missing if m.upper == "100-KH/TU"}
    assert owed == {
        ("Huyện ủy Bến Thanh", "plan", "2014-09-30", "Các huyện ủy"),
        ("Huyện ủy Bến Thanh", "report", "2014-12-15", "Các huyện ủy"),
        ("Huyện ủy Tân Lĩnh", "report", "2014-12-15", "Các huyện ủy"),
    }
    assert [(x.lower, x.upper_latest, x.lower_latest) for x in found.later] == [
        ("20-KH/HU", "2014-09-30", "2014-11-30")
    ]


def test_plans_of_two_districts_with_one_number_are_two_plans() -> None:
    """Each district has its 20-KH/HU; what communes of one took up says nothing of the other."""
    lines = [
        "1. Các đảng ủy xã tổ chức hội thi dân vận khéo, hoàn thành trước ngày 30/11/2014.",
        "2. Công an huyện rà soát hồ sơ tạm trú, tạm vắng ở các thôn.",
    ]
    texts = [PROVINCE]
    for place, day, own in (("Tân Lĩnh", "01", lines), ("Bến Thanh", "02", ["1. Các đảng ủy xã trồng rừng phòng hộ."])):
        title = "thực hiện Kế hoạch số 100-KH/TU, ngày 10/7/2014 của Tỉnh ủy Lam Thủy"
        above = "Đảng bộ tỉnh Lam Thủy"
        texts.append(paper("kế hoạch", "20-KH/HU", f"{day}/09/2014", f"Huyện ủy {place}", title, *own, above=above))
    title = "thực hiện Kế hoạch số 20-KH/HU, ngày 01/9/2014 của Huyện ủy Tân Lĩnh"
    above = "Đảng bộ huyện Tân Lĩnh"
    texts.append(paper("kế hoạch", "3-KH/ĐU", "05/10/2014", "Đảng ủy xã Khe Sậy", title, lines[0], above=above))
    with find.of_documents([docparse.parse(t) for t in texts]) as library:
        [one] = find.named(library, "35-CT/TW")
        life = find.timeline(library, one)
        assert [(e.via, e.via_body) for e in life.events if e.document == "3-KH/ĐU"] == [
            ("20-KH/HU", "Huyện ủy Tân Lĩnh")
        ]
        found = find.cascade(library, life)
        # 2 districts below the province and the commune below its own district.
        assert found.compared == 3
        assert [u.task[:2] for u in found.unmet if u.upper == "20-KH/HU (Huyện ủy Tân Lĩnh)"] == ["2."]
        assert not [u for u in found.unmet if "trồng rừng" in u.task]


def test_what_an_archive_cannot_tell_is_kept_apart(family: Library) -> None:
    """A department from which nothing is held owes no counterpart in writing, and its report may be kept elsewhere."""
    more = PROVINCE.replace("100-KH/TU", "101-KH/TU").replace(
        "T/M BAN", "4. Sở Tài chính báo cáo kết quả trước ngày 15/12/2014.\nT/M BAN"
    )
    with find.of_documents([docparse.parse(t) for t in (more, DISTRICT.replace("100-KH", "101-KH"), IDLE)]) as library:
        [one] = find.named(library, "35-CT/TW")
        found = find.cascade(library, find.timeline(library, one))
    assert {(u.task[:2], u.below) for u in found.unmet} == {("2.", False), ("3.", True), ("4.", False)}
    known = {(m.body, m.known) for m in found.missing}
    assert known == {("Huyện ủy Bến Thanh", True), ("Huyện ủy Tân Lĩnh", True), ("Sở Tài chính", False)}
    lines = "\n".join(show.cascade_lines(found))
    assert "+ 2: tasks of bodies that issued nothing below the document" in lines
    assert "+ 1: owed by bodies of which the archive holds nothing" in lines
    assert "Sở Tài chính:" not in lines


def test_a_report_is_told_as_one_and_no_task_of_it_goes_down() -> None:
    title = "kết quả thực hiện Kế hoạch số 100-KH/TU, ngày 10/7/2014 của Tỉnh ủy Lam Thủy"
    task = "1. Các đảng ủy xã báo cáo kết quả trước ngày 15/12/2015."
    report = paper("báo cáo", "7-BC/HU", "01/03/2015", "Huyện ủy Tân Lĩnh", title, task, above="Đảng bộ tỉnh Lam Thủy")
    with find.of_documents([docparse.parse(t) for t in (PROVINCE, report)]) as library:
        [one] = find.named(library, "35-CT/TW")
        life = find.timeline(library, one)
        assert [(e.kind, e.document) for e in life.events[1:]] == [
            ("implemented", "100-KH/TU"),
            ("reported", "7-BC/HU"),
        ]
        found = find.cascade(library, life)
        assert {m.upper for m in found.missing} == {"100-KH/TU"}
        assert found.compared == 0


def test_one_document_in_two_files_is_one_event_and_one_number_given_twice_is_two() -> None:
    again = DISTRICT.replace("Nguyễn Văn 20", "Nguyễn Văn 20 (bản quét)")
    other = paper(
        "kế hoạch", "20-KH/HU", "01/09/2014", "Huyện ủy Tân Lĩnh", f"thực hiện {TOP}", *["Nội dung khác."] * 9
    )
    for texts, wanted in (((PROVINCE, DISTRICT, again), 1), ((PROVINCE, DISTRICT, other), 2)):
        with find.of_documents([docparse.parse(t) for t in texts]) as library:
            [one] = find.named(library, "35-CT/TW")
            events = [e for e in find.timeline(library, one).events if e.document == "20-KH/HU"]
        assert len(events) == wanted


# --- gaps ---------------------------------------------------------------------------------------------------------


def test_missing_numbers_of_each_series() -> None:
    texts = [paper("kế hoạch", f"{n}-KH/TU", f"0{n}/03/2022", "Tỉnh ủy Lam Thủy", "về việc") for n in (1, 2, 5)]
    texts += [paper("kế hoạch", "2-KH/TU", "03/03/2012", "Tỉnh ủy Lam Thủy", "về việc")]
    texts += [paper("kế hoạch", "1-KH/TU", "03/03/2022", "Tỉnh ủy Vĩnh Hòa", "về việc")]
    cite = "Căn cứ Báo cáo số 9-BC/TU, ngày 01/3/2022 và Kế hoạch số 6-KH/TU, ngày 01/6/2022 của Tỉnh ủy Lam Thủy."
    texts += [paper("thông báo", "1-TB/TU", "03/07/2022", "Tỉnh ủy Lam Thủy", "về việc", cite)]
    with find.of_documents([docparse.parse(t) for t in texts]) as library:
        found = {(s.series, s.place, s.term): s for s in find.gaps(library)}
        assert set(found) == {
            ("KH/TU", "lam thủy", "2020-2025"),
            ("KH/TU", "lam thủy", "2010-2015"),
            ("KH/TU", "vĩnh hòa", "2020-2025"),
            ("TB/TU", "lam thủy", "2020-2025"),
        }
        one = found["KH/TU", "lam thủy", "2020-2025"]
        assert (one.held, one.missing, one.cited, one.last) == ((1, 2, 5), (3, 4, 6), (6,), 6)
        assert found["KH/TU", "lam thủy", "2010-2015"].missing == (1,)
        assert [s.term for s in find.gaps(library, series="kh/tu", place="Lam Thuỷ", term="2020-2025")] == ["2020-2025"]
        assert len(find.gaps(library, series="KH")) == 3
        assert find.gaps(library, series="K") == []


def test_ranges() -> None:
    assert [ranges(x) for x in ((), (1,), (1, 2, 3, 7, 9, 10))] == ["", "1", "1-3, 7, 9-10"]


# --- files --------------------------------------------------------------------------------------------------------


def test_the_graph_is_the_same_in_every_form(family: Library) -> None:
    import networkx as nx

    [one] = find.named(family, "35-CT/TW")
    graph = find.graph(family, one, depth=3)
    back = nx.read_graphml(io.BytesIO(graphs.graphml(graph).encode()))
    edges = {(graph.nodes[a]["symbol"], graph.nodes[b]["symbol"]) for a, b in graph.edges}
    assert edges == {(back.nodes[a]["symbol"], back.nodes[b]["symbol"]) for a, b in back.edges}
    assert ("3-KH/ĐU", "20-KH/HU") in edges
    assert graphs.dot(graph).count(" -> ") == len(edges)
    assert "style=dashed" in graphs.dot(graph)
    assert len(find.graph(family)) == 7


def test_pictures_are_whole_and_fetch_nothing(family: Library) -> None:
    [one] = find.named(family, "35-CT/TW")
    whole = find.graph(family)
    for node in whole:
        whole.nodes[node]["title"] = '<script>alert("1")</script>&\x00\x1b]]>'
    drawn = [
        picture.svg_of_graph(find.graph(family, one, depth=3)),
        picture.svg_of_graph(whole),
        picture.svg_of_life(find.timeline(family, one)),
    ]
    for svg in drawn:
        root = ET.fromstring(svg)
        assert "35-CT/TW" in svg
        assert "<script" not in picture.page(svg)
        links = [v for e in root.iter() for k, v in e.attrib.items() if k.endswith(("href", "src"))]
        assert links == []
    named = {e.text for e in ET.fromstring(drawn[2]).iter("{http://www.w3.org/2000/svg}text")}
    assert {"100-KH/TU · Tỉnh ủy Lam Thủy", "province", "final review", "2019"} <= named


def test_csv_has_a_mark_for_excel_and_no_formulas() -> None:
    text = as_csv([{"a": "=1+1", "b": "-KH/TU", "c": "x\ny"}])
    assert text.startswith("\ufeffa,b,c\r\n")
    assert list(csv.reader(io.StringIO(text[1:])))[1] == ["'=1+1", "'-KH/TU", "x y"]


# --- commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        (["search", "sơ kết"], {"symbol", "snippet", "section"}),
        (["refs", "217-QĐ/TW"], {"document", "relations", "section"}),
        (["refs", "--top"], {"name", "documents"}),
        (["refs", "--not-held"], {"name", "documents"}),
        (["refs", "217-QĐ/TW", "--with"], {"name", "documents"}),
        (["refs", "--register"], {"symbol", "date_mark", "title_dissent"}),
        (["refs"], {"held", "not_held"}),
        (["timeline", "217-QĐ/TW"], {"kind", "when", "level"}),
        (["timeline", "217-QĐ/TW", "--cascade"], {"what", "upper", "body"}),
        (["gaps"], {"series", "missing"}),
    ],
)
def test_every_command_prints_a_table_json_and_csv(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], columns: set[str]
) -> None:
    command = [*words, "--archive", str(folder)]
    assert main(command) == 0
    assert capsys.readouterr().out.strip()
    assert main([*command, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert main([*command, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert rows
    assert columns <= set(rows[0])


def test_commands_write_pictures_and_graphs(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix in graphs.SUFFIXES:
        path = tmp_path / f"a{suffix}"
        assert main(["refs", "84-KH/TU", "--archive", str(folder), "--graph", str(path)]) == 0
        assert "217-QĐ/TW" in path.read_text("utf-8")
    path = tmp_path / "life.html"
    assert main(["timeline", "217-QĐ/TW", "--archive", str(folder), "--picture", str(path)]) == 0
    assert "147-KH/TU" in path.read_text("utf-8")
    with pytest.raises(SystemExit):
        main(["refs", "84-KH/TU", "--archive", str(folder), "--graph", "a.png"])
    assert "graph" in capsys.readouterr().err


def test_a_type_with_a_number_has_to_stand_for_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = NEXT.replace("60-CT/TW", "35-CT/TW").replace("Chỉ thị này thay thế", "Chỉ thị này nhắc lại")
    for i, text in enumerate((PROVINCE, other)):
        (tmp_path / f"{i}.json").write_text(docparse.parse(text).to_json(), "utf-8")
    assert main(["refs", "chỉ thị 35", "--archive", str(tmp_path)]) == 42
    err = capsys.readouterr().err
    assert "35-CT/TW@2014-05-26 [XI]" in err
    assert "35-CT/TW@2025-07-01 [XIII]" in err
    for command in ("refs", "timeline"):
        assert main([command, "chỉ thị 35@XI", "--archive", str(tmp_path)]) == 0
        assert "100-KH/TU" in capsys.readouterr().out


def test_what_is_not_there_is_said(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refs", "1-CT/TW", "--archive", str(folder)]) == 63
    assert main(["timeline", "hội", "--archive", str(folder)]) == 63
    assert main(["search", "a", "--archive", str(tmp_path / "none.db")]) == 3
    (tmp_path / "not.db").write_bytes(b"not a database, whatever its name may say")
    assert main(["search", "a", "--archive", str(tmp_path / "not.db")]) == 19
    with pytest.raises(SystemExit):
        main(["search", "--archive", str(folder)])
    assert "Traceback" not in capsys.readouterr().err


def test_secret_documents_are_shown_where_they_are_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["search", "khiếu kiện"], ["refs", "35-CT/TW"], ["timeline", "35-CT/TW"]):
        command = [*words, "--archive", str(folder), "--format", "json"]
        assert main(command) == 0
        shown = capsys.readouterr()
        assert "33-KH/HU" not in shown.out
        assert "1 secret document is left out" in shown.err
        assert main([*command, "--allow-secret"]) == 0
        shown = capsys.readouterr()
        assert "33-KH/HU" in shown.out
        assert "left out" not in shown.err


def test_of_a_secret_document_no_more_is_said_than_its_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its day, its place and that it is held are what it says."""
    for words in (["refs", "33-KH/HU"], ["timeline", "33-KH/HU"]):
        command = [*words, "--archive", str(folder)]
        main(command)
        shown = capsys.readouterr()
        assert "2019" not in shown.out + shown.err
        assert main([*command, "--allow-secret"]) == 0
        assert "2019" in capsys.readouterr().out


SECRET = paper(
    "kế hoạch",
    "2-KH/TU",
    "02/03/2022",
    "Tỉnh ủy Lam Thủy",
    "về việc kín",
    "Thực hiện Chỉ thị số 90-CT/TW, ngày 03/3/2021 của Ban Bí thư và Công văn số 77-CV/TU, ngày 01/02/2022.",
).replace("Số 2-KH/TU\n", "Số 2-KH/TU\nTỐI MẬT\n")


def test_what_only_secret_documents_say_is_not_said() -> None:
    shown = [paper("kế hoạch", f"{n}-KH/TU", f"0{n}/03/2022", "Tỉnh ủy Lam Thủy", "về việc") for n in (1, 3)]
    documents = [docparse.parse(t) for t in (*shown, SECRET)]
    with find.of_documents(documents) as library:
        assert list(find.register(library)) == []
        [series] = find.gaps(library)
        assert (series.held, series.missing) == ((1, 3), ())
        for number in ("2-KH/TU", "77-CV/TU", "90-CT/TW"):
            [one] = find.named(library, number)
            assert (one.name, one.held) == (number, None)
            assert find.refs(library, one).hidden == 1
            assert "2021" not in str(find.timeline(library, one))
    with find.of_documents(documents, allow_secret=True) as library:
        assert [facts.symbol for facts in find.register(library)] == ["90-CT/TW"]
        [series] = find.gaps(library)
        assert (series.held, series.missing) == ((1, 2, 3), ())
        assert find.named(library, "90-CT/TW")[0].name == "90-CT/TW@2021-03-03"


def test_gaps_says_how_many_documents_are_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gaps", "--all", "--archive", str(folder)]) == 0
    shown = capsys.readouterr()
    assert "KH/HU · Tân Lĩnh" not in shown.out
    assert "1 secret document is left out" in shown.err


def test_what_can_show_one_document_only_does_not_choose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for n, day, issuer in ((1, "28/8/2012", "Bộ Chính trị"), (2, "21/10/2022", "Ban Bí thư")):
        title = f"thực hiện Chỉ thị số 17-CT/TW, ngày {day} của {issuer}"
        text = paper("kế hoạch", f"{n}-KH/TU", "05/02/2023", "Tỉnh ủy Lam Thủy", title)
        (tmp_path / f"{n}.json").write_text(docparse.parse(text).to_json(), "utf-8")
    picture_ = str(tmp_path / "a.svg")
    for words in (["refs", "--with"], ["refs", "--graph", picture_], ["timeline", "--picture", picture_]):
        command = [words[0], "17-CT/TW", *words[1:], "--archive", str(tmp_path)]
        assert main(command) == 42
        shown = capsys.readouterr().err
        assert "17-CT/TW@2012-08-28" in shown
        assert "17-CT/TW@2022-10-21" in shown
        command[1] = "17-CT/TW@2022"
        assert main(command) == 0
        assert capsys.readouterr()


def test_a_shelf_list_in_vietnamese_speaks_of_numbers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gaps", "--series", "KH/TU", "--archive", str(folder), "--lang", "vi"]) == 0
    shown = capsys.readouterr().out
    assert "số còn thiếu (57 / 58): 1-57" in shown
    assert "tệp" not in shown
    assert main(["refs", "217-QĐ/TW", "--archive", str(folder), "--lang", "vi"]) == 0
    assert "[trích yếu]" in capsys.readouterr().out


def test_columns_stay_within_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["17-CT/TW@2012-08-28", "a" * 70, "b c " * 40], ["1", "2", ""]]
    assert len(next(iter(columns(rows)))) > 200
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    lines = list(columns(rows))
    assert max(map(len, lines)) <= 80
    assert " ".join(line[-20:].strip() for line in lines).count("b") > 10
    assert lines[0].startswith("17-CT/TW@2012-08-28  aaa")


def test_a_graph_of_titles_with_control_characters_is_written() -> None:
    document = docparse.parse(PROVINCE)
    title = f"a\x01b\x1b {document.metadata.title}"
    odd = document.model_copy(update={"metadata": document.metadata.model_copy(update={"title": title})})
    with find.of_documents([odd]) as library:
        ET.fromstring(graphs.graphml(find.graph(library)))


def test_a_series_has_the_same_place_in_every_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["gaps", "--place", "Bến Gỗ", "--archive", str(folder)]
    for form in ("table", "csv"):
        assert main([*command, "--format", form]) == 0
        assert "Bến Gỗ, Vĩnh Hòa" in capsys.readouterr().out


def test_a_list_for_programs_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["refs", "--not-held", "--archive", str(folder)]
    lines = []
    for more in ([], ["--format", "csv"], ["--format", "csv", "--limit", "5"]):
        assert main([*command, *more]) == 0
        lines.append(len(capsys.readouterr().out.splitlines()))
    assert lines[0] == 20
    assert lines[1] > 40
    assert lines[2] == 6
