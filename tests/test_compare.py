"""Comparison: copies in other formats, pairs with known edits, renamed bodies, the page, the command, series."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import docparse
from docparse import i18n
from docparse.cli import main
from docparse.compare import compare, said
from docparse.compare.family import series
from docparse.compare.page import page
from docparse.compare.words import pieces
from docparse.lexicon import successions
from docparse.link.succession import kinship
from docparse.model import Document

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
PLAN = """TỈNH ỦY LAM THỦY
*
Số 15-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Thủy, ngày 05 tháng 3 năm {year}
KẾ HOẠCH
thực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Bộ Chính trị (khóa XI)
I- MỤC ĐÍCH, YÊU CẦU
1- Nâng cao nhận thức của cán bộ, đảng viên về công tác hội quần chúng trong tình hình mới.
II- TỔ CHỨC THỰC HIỆN
1- {body} chủ trì, phối hợp với Sở Nội vụ theo dõi, đôn đốc, báo cáo Ban Thường vụ Tỉnh ủy trước ngày {due}.
2- Sở Tài chính bố trí kinh phí cho các hội quần chúng được giao nhiệm vụ.

Nơi nhận:
- Các huyện ủy, thị ủy, thành ủy,
- {body},
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Trần Văn An
"""


def plan(body: str, year: int, due: str) -> Document:
    return docparse.parse(PLAN.format(body=body, year=year, due=due))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_copies_of_a_document_in_other_formats_have_no_edit(path: Path) -> None:
    text, docx, pdf = (docparse.parse(path.with_suffix(suffix)) for suffix in (".txt", ".docx", ".pdf"))
    for one, other in ((text, text), (text, docx), (docx, pdf), (text, pdf)):
        found = compare(one, other)
        assert (found.edits, found.duties) == (0, ())


def line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def test_pairs_of_plans_are_aligned_as_they_were_made() -> None:
    """The truth of `corpus/pairs.py`: F1 of the pairs of lines, kinds of edits, and no edit where there is none."""
    if not (ROOT / "corpus" / "pairs.py").is_file():
        pytest.skip("corpus/pairs.py, the generator of pairs, is not there")
    sys.path.insert(0, str(ROOT / "corpus"))
    from pairs import pair
    from render_source import text_of

    right = given = true = 0
    for seed in range(40):
        kind = ("same", "edited", "edited", "later")[seed % 4]
        one, other, truth = pair(seed, kind)
        a, b = docparse.parse(text_of(one)), docparse.parse(text_of(other))
        found = compare(a, b)
        if kind == "same":
            assert found.edits == len([f for f in found.facts if f.field in ("symbol", "issued", "signed")])
        got = pairs_of_lines(found, a, b)
        lines = [tuple(x) for x in truth["lines"]]
        of_a, of_b = {x for x, _ in lines}, {y for _, y in lines}
        wanted = {(x, y) for x, y in lines if x and y}
        got = {(x, y) for x, y in got if x in of_a or y in of_b}
        right, given, true = right + len(got & wanted), given + len(got), true + len(wanted)
        assert_edits(found, truth["edits"], a, b)
    assert 2 * right / (given + true) >= 0.99


def pairs_of_lines(found: Any, a: Document, b: Document) -> set[tuple[int, int]]:
    old, new = ({s.id: line(d.text, s.start) for s in d.sections} for d in (a, b))
    both = (s for s in found.sections if s.before and s.after)
    return {(old[i], new[j]) for s in both for i in s.before.sections for j in s.after.sections}


def assert_edits(found: Any, edits: list[dict[str, Any]], a: Document, b: Document) -> None:
    """What was added, dropped and moved is told where it is, and so is who is told of it."""
    for kind in ("added", "dropped", "moved"):
        wanted = {(e["a"], e["b"]) for e in edits if e["kind"] == kind}
        told = [s for s in found.sections if s.change == kind or (kind == "moved" and s.moved)]
        got = {(s.before and line(a.text, s.before.start), s.after and line(b.text, s.after.start)) for s in told}
        assert len(wanted - got) <= 1, kind
    old, new = ({t.id: line(d.text, t.start) for t in d.tasks} for d in (a, b))
    both = [(old[t.before], new[t.after], t) for t in found.tasks if t.before and t.after]
    due = {(x, y) for x, y, t in both if t.deadlines}
    led = {(x, y) for x, y, t in both if t.roles}
    worded = (s for s in found.sections if s.change == "reworded")
    said = {(line(a.text, s.before.start), line(b.text, s.after.start)) for s in worded}
    for kind, got in (("shifted", due), ("reassigned", led), ("reworded", said)):
        assert len({(e["a"], e["b"]) for e in edits if e["kind"] == kind} - got) <= 1, kind
    renamed = {(e["old"], e["new"]) for e in edits if e["kind"] == "renamed"}
    paired = {(x.before, x.after) for x in found.identities if x.status}
    assert paired <= renamed
    assert len(renamed - paired) <= 1
    assert due <= {(e["a"], e["b"]) for e in edits if e["kind"] in ("shifted", "reworded")}
    for kind, side in (("recipient_added", "new"), ("recipient_dropped", "old")):
        wanted_names = {e[side] for e in edits if e["kind"] == kind}
        got_names = {e.after or e.before for e in found.recipients if e.change == kind.partition("_")[2]}
        assert got_names == wanted_names


def test_a_merged_body_keeps_its_duties_and_the_reason_is_told() -> None:
    before = plan("Ban Dân vận Tỉnh ủy", 2020, "20/7/2020")
    after = plan("Ban Tuyên giáo và Dân vận Tỉnh ủy", 2025, "15/8/2025")
    found = compare(before, after)
    [identity] = found.identities
    assert (identity.before, identity.after) == ("Ban Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy")
    assert "merged" in identity.reason
    assert identity.status == "verified"
    assert found.duties == ()
    assert found.recipients == ()
    [task] = [t for t in found.tasks if t.deadlines]
    assert (task.change, task.roles, task.deadlines[0].days) == ("same", (), 1852)
    assert (task.deadlines[0].given_before, task.deadlines[0].given_after) == (137, 163)
    assert said.deadline(task.deadlines[0]).endswith("(days from issue: 137 → 163)")
    [soon] = [t for t in compare(before, plan("Ban Dân vận Tỉnh ủy", 2020, "25/7/2020")).tasks if t.deadlines]
    assert said.deadline(soon.deadlines[0]) == "trước ngày 20/7/2020 → trước ngày 25/7/2020 (5 days later)"


def test_before_the_merger_the_two_names_are_two_bodies() -> None:
    before = plan("Ban Dân vận Tỉnh ủy", 2020, "20/7/2020")
    after = plan("Ban Tuyên giáo và Dân vận Tỉnh ủy", 2022, "20/7/2022")
    found = compare(before, after)
    assert found.identities == ()
    assert [(d.body, len(d.gained), len(d.lost)) for d in found.duties] == [
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", 1, 0),
        ("Ban Dân vận Tỉnh ủy", 0, 1),
    ]
    assert [e.change for e in found.recipients] == ["added", "dropped"]


def test_the_order_of_the_two_documents_does_not_hide_a_renaming() -> None:
    before = plan("Ban Tuyên giáo và Dân vận Tỉnh ủy", 2025, "15/8/2025")
    assert len(compare(before, plan("Ban Dân vận Tỉnh ủy", 2020, "20/7/2020")).identities) == 1


@pytest.mark.parametrize(
    ("old", "new", "until", "same"),
    [
        ("Tỉnh ủy Bình Thuận", "Tỉnh ủy Lâm Đồng", "2026-01-05", True),
        ("Tỉnh ủy Bình Thuận", "Tỉnh ủy Lâm Đồng", "2025-06-30", False),
        ("Tỉnh ủy Bình Thuận", "Tỉnh ủy Gia Lai", "2026-01-05", False),
        ("Sở NN&PTNT", "Sở Nông nghiệp và Môi trường", "2025-04", True),
        ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường", None, True),
        ("Ban Cán sự Đảng UBND tỉnh", "Đảng ủy Ủy ban nhân dân tỉnh", "2025-06-01", True),
        ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức", None, True),
        ("Ban Tổ chức Tỉnh ủy", "Ban Tổ chức Huyện ủy", None, False),
        ("các huyện, thị, thành ủy", "các huyện ủy, thị ủy, thành ủy", None, True),
        ("Uỷ ban MTTQ Việt Nam tỉnh", "Mặt trận Tổ quốc tỉnh", None, True),
    ],
)
def test_which_names_are_one_body(old: str, new: str, until: str | None, same: bool) -> None:
    assert (kinship(old, new, until) is not None) is same


def test_every_succession_is_found_by_its_own_names() -> None:
    for row in successions():
        if row.kind != "place":
            found = kinship(row.predecessor, row.successor, "2026-12-31")
            assert found
            assert not found.rows or [x.successor for x in found.rows] == [row.successor], row


def test_a_body_that_changed_twice_is_followed_through_both_by_date() -> None:
    names = "Ban Dân vận Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy"
    found = kinship(*names, until="2026-09-01")
    assert found
    assert [(row.predecessor, row.successor) for row in found.rows] == [
        ("Ban Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy"),
    ]
    assert kinship(*names, until="2026-07-31") is None
    # Back in time nothing leads: who took the work over cannot be who gave it away.
    assert kinship("Đảng ủy các cơ quan Đảng tỉnh", "Đảng ủy Khối các cơ quan tỉnh", until="2026-12-31") is None


def test_a_comparison_says_both_changes_of_a_body() -> None:
    a = docparse.parse(PLAN.format(year=2018, body="Ban Dân vận Tỉnh ủy", due="20/7/2018"))
    b = docparse.parse(PLAN.format(year=2027, body="Ban Tuyên giáo Tỉnh ủy", due="20/7/2027"))
    [one] = [x for x in compare(a, b).identities if x.status]
    assert (one.before, one.after, one.status) == ("Ban Dân vận Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", "believed")
    assert "Ban Tuyên giáo và Dân vận Tỉnh ủy" in one.reason


def test_wording_is_marked_by_words_and_dates_are_whole() -> None:
    found = pieces("báo cáo Ban Thường vụ trước ngày 20/7/2020.", "Báo cáo Ban thường vụ trước ngày 15/8/2025;")
    assert [(p.op, p.text) for p in found] == [
        ("same", "Báo cáo Ban thường vụ trước ngày"),
        ("out", "20/7/2020"),
        ("in", "15/8/2025"),
    ]


class Tags(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_page_is_whole_escaped_and_needs_nothing(language: str) -> None:
    i18n.use(language)
    before = plan("Ban Dân vận Tỉnh ủy", 2020, "20/7/2020")
    after = plan('Sở <script>alert("x")</script> & Y tế', 2025, "15/8/2025")
    html = page([compare(before, after)])
    found = Tags()
    found.feed(html)
    assert found.open == []
    assert not {"script", "img", "link", "iframe", "a"} & set(found.tags)
    assert not {"src", "href", "onclick", "style"} & found.attributes
    assert not re.search(r"url\(|@import|https?:", html)
    assert "&lt;script&gt;" in html
    assert f'<html lang="{language}">' in html
    assert {"del", "ins", "table"} <= set(found.tags)


def test_a_series_holds_one_family_in_order_of_date() -> None:
    documents = [docparse.parse(path) for path in CORPUS]
    documents += [docparse.parse(CORPUS[0].parent / "ke-hoach-so-ket-2018.docx")]
    [group] = [g for g in series(documents, "217-QĐ/TW") if len(g) > 1]
    assert [d.metadata.symbol for d in group] == ["84-KH/TU", "147-KH/TU"]
    assert series(documents, "147-KH/TU")[0] == group
    assert series(documents, "999-QĐ/TW") == []


def test_each_directive_of_a_number_has_its_own_series() -> None:
    text = "TỈNH ỦY LAM THỦY\n*\nSố {n}-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Thủy, ngày 05 tháng 5 năm {year}\nKẾ HOẠCH\n"
    text += "{what} thực hiện Chỉ thị số 17-CT/TW, ngày {day} của {issuer}\n-----\n1. Sở Y tế báo cáo trong tháng 6.\n"
    directives = {"2012": ("28/8/2012", "Bộ Chính trị"), "2022": ("21/10/2022", "Ban Bí thư")}
    rows = [("1", 2017, "sơ kết", "2012"), ("2", 2022, "tổng kết", "2012"), ("3", 2023, "kế hoạch", "2022")]
    documents = [
        docparse.parse(text.format(n=n, year=year, what=what, day=directives[of][0], issuer=directives[of][1]))
        for n, year, what, of in rows
    ]
    found = [[d.metadata.symbol for d in group] for group in series(documents, "17-CT/TW")]
    assert found == [["1-KH/TU", "2-KH/TU"], ["3-KH/TU"]]
    assert [[d.metadata.symbol for d in g] for g in series(documents, "17-CT/TW@2022")] == [["3-KH/TU"]]
    assert series(documents, "17-CT/TW@2015") == []


def test_the_command_compares_files_json_and_archives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(CORPUS[0].with_name(f"ke-hoach-{n}")) for n in ("so-ket-2018.docx", "tong-ket-2023.txt")]
    assert main(["parse", *names, "-o", str(tmp_path / "out")]) == 0
    assert main(["import", *names, "--archive", str(tmp_path / "a.db"), "--workers", "1"]) == 0
    capsys.readouterr()
    assert main(["compare", "--json", *names]) == 0
    from_files = json.loads(capsys.readouterr().out)
    assert main(["compare", "--json", *(str(tmp_path / "out" / f"{Path(n).name}.json") for n in names)]) == 0
    assert json.loads(capsys.readouterr().out) == from_files
    db = ["--archive", str(tmp_path / "a.db")]
    assert main(["compare", "--json", "84-KH/TU", "tong-ket-2023.txt", *db]) == 41
    assert main(["compare", "--json", "84-KH/TU", "ke-hoach-tong-ket-2023.txt", *db]) == 0
    assert json.loads(capsys.readouterr().out) == from_files
    assert main(["compare", "--series", "217-QĐ/TW", "--html", str(tmp_path / "page.html"), *db]) == 0
    assert "217-QĐ/TW" in (tmp_path / "page.html").read_text("utf-8")
    assert main(["compare", *names]) == 0
    assert "[-05/10/2018-] {+15/9/2023+}" in " ".join(capsys.readouterr().out.split())


def test_errors_of_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = str(next(p for p in CORPUS if "mat" in p.name))
    assert main(["compare", secret, secret]) == 18
    assert main(["compare", secret, secret, "--allow-secret"]) == 0
    (tmp_path / "x.json").write_text('{"a": 1}', "utf-8")
    assert main(["compare", str(tmp_path / "x.json"), secret]) == 40
    assert main(["compare", "--series", "999-CT/TW", str(CORPUS[0].parent)]) == 41
    assert "3 documents marked as secret were left out" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["compare", secret])
