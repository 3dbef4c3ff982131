"""Checks: every rule of form on its own example, recipients, the register, false alarms on the samples, the command."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import docparse
from docparse import lexicon
from docparse.check import check
from docparse.check.facts import _stands_for
from docparse.check.form import RULES, Rule
from docparse.check.model import Report
from docparse.check.said import words
from docparse.cli import main
from docparse.link.succession import one_form

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
HEAD = """TỈNH ỦY LAM THỦY
*
Số 15-KH/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Lam Thủy, ngày 05 tháng 3 năm 2020

"""
FOOT = """Nơi nhận:
- Các huyện ủy, thị ủy, thành ủy,
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Trần Văn An
"""
PLAN = f"""{HEAD}KẾ HOẠCH
thực hiện Chỉ thị số 17-CT/TW về hội quần chúng
-----

I. TỔ CHỨC THỰC HIỆN
1. Các huyện ủy, thị ủy, thành ủy báo cáo Ban Thường vụ Tỉnh ủy trước ngày 20/7/2020.
2. Sở Tài chính bố trí kinh phí cho các hội được giao nhiệm vụ.

{FOOT}"""
DECISION = f"""{HEAD.replace("15-KH", "15-QĐ")}QUYẾT ĐỊNH
ban hành Quy chế làm việc
-----

- Căn cứ Điều lệ Đảng;
- Xét đề nghị của Ban Tổ chức Tỉnh ủy,
BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH

Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.

{FOOT}"""
LETTER = """TỈNH ỦY LAM THỦY
VĂN PHÒNG
*
Số 15-CV/VPTU
V/v chuẩn bị hội nghị

ĐẢNG CỘNG SẢN VIỆT NAM
Lam Thủy, ngày 05 tháng 3 năm 2020

Kính gửi: Ban Tổ chức Tỉnh ủy

Văn phòng Tỉnh ủy đề nghị Ban Tổ chức Tỉnh ủy chuẩn bị nội dung hội nghị, gửi về trước ngày 10/3/2020.

Nơi nhận:
- Như trên,
- Lưu Văn phòng.

CHÁNH VĂN PHÒNG
Trần Văn An
"""
LATER = {"2020": "2027", "thành ủy,\n": "thành ủy;\n"}


def later(text: str) -> str:
    """A sample as it is written under 05-HD/VPTW."""
    for old, new in LATER.items():
        text = text.replace(old, new)
    return text


PROPOSAL = PLAN.replace("15-KH", "15-TTr").replace("KẾ HOẠCH", "TỜ TRÌNH")
PROPOSAL = PROPOSAL.replace("-----\n", "-----\n\nKính gửi: Ban Thường vụ Tỉnh ủy\n")
PROPOSAL = PROPOSAL.replace("Nơi nhận:\n", "Nơi nhận:\n- Như trên,\n")
LATER |= {"Như trên,": "Như trên;", "Kính gửi": "Kính trình"}
SMALL = PLAN.replace("15-KH", "05-KH")
SAMPLES = (PLAN, SMALL, DECISION, LETTER, later(PLAN), later(SMALL), PROPOSAL, later(PROPOSAL))


def report(text: str) -> Report:
    return check(docparse.parse(text))


def codes(text: str) -> list[str]:
    return [f.code for f in report(text).findings if f.guideline]


@pytest.mark.parametrize("text", SAMPLES, ids=range(len(SAMPLES)))
def test_what_follows_the_guideline_has_no_finding(text: str) -> None:
    assert report(text).guideline == ("05-HD/VPTW" if "2027" in text else "36-HD/VPTW")
    assert codes(text) == []


EXAMPLES = [
    (rule, guideline) for rule in RULES for guideline in rule.sources if rule.code not in ("misplaced", "no_date")
]


@pytest.mark.parametrize(("rule", "guideline"), EXAMPLES, ids=[f"{r.code}-{g[:2]}" for r, g in EXAMPLES])
def test_every_rule_finds_its_own_example(rule: Rule, guideline: str) -> None:
    samples = [text for text in SAMPLES if rule.right in text and report(text).guideline == guideline]
    assert samples, "no sample has the words of the rule"
    wrong = samples[0].replace(rule.right, rule.wrong, 1)
    assert wrong != samples[0]
    found = [f for f in report(wrong).findings if f.code == rule.code]
    assert found
    assert found[0].guideline == f"{guideline}, {rule.sources[guideline]}"


def test_a_number_below_the_title_is_misplaced() -> None:
    text = PLAN.replace("Số 15-KH/TU\n", "").replace("KẾ HOẠCH\n", "KẾ HOẠCH\nSố 15-KH/TU\n")
    assert {"no_number", "misplaced"} & set(codes(text))


def test_a_date_that_only_an_appendix_states_is_missing() -> None:
    text = PLAN.replace("Lam Thủy, ngày 05 tháng 3 năm 2020\n", "")
    text += "\nPHỤ LỤC\n(Kèm theo Kế hoạch số 15-KH/TU, ngày 05/3/2020 của Ban Thường vụ Tỉnh ủy)\n1. Số liệu\n"
    assert {"no_date", "misplaced"} <= set(codes(text))


def test_every_code_has_words() -> None:
    assert {rule.code for rule in RULES} <= set(words())


@pytest.mark.parametrize(
    "text",
    [
        PLAN.replace("2020", "2016"),
        PLAN.replace("ĐẢNG CỘNG SẢN VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        PLAN.replace(HEAD, ""),
        PLAN.replace("ngày 05 tháng 3 năm", "ngày      tháng 3 năm"),
        "",
        "abc",
    ],
    ids=("before 2018", "of the State", "no letterhead", "no day", "empty", "no document"),
)
def test_what_no_guideline_is_known_for_is_not_judged(text: str) -> None:
    assert report(text).guideline is None
    assert codes(text) == []


def test_who_has_a_task_and_is_not_sent_it() -> None:
    found = report(PLAN).findings
    assert [(f.code, f.detail) for f in found] == [("not_sent", "Sở Tài chính")]
    assert PLAN[found[0].start : found[0].end] == "Sở Tài chính"
    assert found[0].sentence.endswith("2. Sở Tài chính bố trí kinh phí cho các hội được giao nhiệm vụ.")
    for group in ("Các sở, ban, ngành", "Sở Tài chính", "Các ban cán sự đảng", "Như Điều 2"):
        assert report(PLAN.replace("- Lưu", f"- {group},\n- Lưu")).findings == ()


@pytest.mark.parametrize("row", lexicon.covers(), ids=lambda row: row.recipient_example)
def test_every_group_of_recipients_stands_for_its_example(row: lexicon.Cover) -> None:
    assert _stands_for(one_form(row.recipient_example), one_form(row.body_example), None)
    assert not _stands_for(one_form("Ban Nội chính Trung ương"), one_form("Sở Tài chính"), None)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Bộ Chính trị (khóa XI)", None),
        ("Chỉ thị số 17-CT/TW, ngày 28/9/2012 của Bộ Chính trị (khóa XI)", "register_date"),
        ("Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Bộ Chính trị (khóa X)", "register_term"),
        ("Kết luận số 9999-KL/TW, ngày 28/9/2012 của Bộ Chính trị (khóa XI)", None),
    ],
)
def test_citations_against_the_register(words: str, found: str | None) -> None:
    text = PLAN.replace("Chỉ thị số 17-CT/TW", words)
    named = [f for f in report(text).findings if f.code.startswith("register")]
    assert [f.code for f in named] == ([found] if found else [])
    assert all(f.status in ("verified", "believed") and "2012-08-28" in (f.detail or "") for f in named)


def test_early_deadlines_and_what_was_not_read() -> None:
    found = report(PLAN.replace("20/7/2020", "20/7/2019")).findings
    assert [f.code for f in found] == ["deadline_before_issue", "not_sent"]
    assert "trước ngày 20/7/2019" in found[0].sentence


def test_false_alarms_on_the_samples_do_not_grow() -> None:
    """What was read one by one: every finding of form is true, and so is who is not sent a document."""
    found = {path.stem: [f for f in check(docparse.parse(path)).findings if f.guideline] for path in CORPUS}
    assert {name: [f.code for f in of] for name, of in found.items() if of} == {"thong-bao-ubkt-2021": ["end_of_text"]}


def test_the_command_prints_lines_json_and_csv(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN.replace("15-KH", "5-KH"), "utf-8")
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr()
    assert "a number below 10 without 0 before it [36-HD/VPTW, II.1.3.2]" in said.out
    assert "1 document was checked: 2 findings" in said.err
    assert main(["check", str(path), "--json"]) == 0
    [one] = capsys.readouterr().out.splitlines()
    assert [f["code"] for f in json.loads(one)["findings"]] == ["number_zero", "not_sent"]
    assert main(["check", str(path), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [row["code"] for row in rows] == ["number_zero", "not_sent"]
    assert not any(cell.startswith(("=", "-", "+")) for row in rows for cell in row.values())


def test_the_bodies_of_one_sentence_are_told_together(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    task = "1. Sở Tài chính chủ trì, phối hợp với Sở Nội vụ, Công an tỉnh rà soát kinh phí trước ngày 20/7/2019."
    head = "TỈNH ỦY LAM THỦY\n*\nSố 15-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Thủy, ngày 05 tháng 3 năm 2019"
    foot = "Nơi nhận:\n- Các huyện ủy,\n- Lưu Văn phòng Tỉnh ủy.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTrần Văn An"
    path.write_text(f"{head}\nKẾ HOẠCH\nvề kinh phí\n-----\n{task}\n{foot}\n", "utf-8")
    assert main(["check", str(path)]) == 0
    out = capsys.readouterr().out
    assert "has a task and is not among the recipients: Sở Tài chính; Sở Nội vụ; Công an tỉnh" in out
    assert out.count(task) == 1


def test_the_command_reads_archives_and_leaves_secret_documents_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    db = str(tmp_path / "a.db")
    secret = next(str(p) for p in CORPUS if "mat" in p.name)
    assert main(["import", secret, str(CORPUS[1]), "--archive", db, "--workers", "1", "--allow-secret"]) == 0
    capsys.readouterr()
    assert main(["check", "--archive", db]) == 0
    said = capsys.readouterr()
    assert "Nà Hẩu" not in said.out
    assert "1 document marked as secret was left out" in said.err
    assert main(["check", "--archive", db, "--allow-secret"]) == 0
    assert "(MẬT)" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "none.txt")]) == 1
