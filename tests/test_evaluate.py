"""Scores: the measures on hand-made cases, and against the scorer that comes with the marked documents."""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse.errors import MissingFile
from docparse.evaluate import Score, evaluate, report, scores
from docparse.evaluate.align import align, line_at
from docparse.evaluate.gold import BadGold, Gold, read_gold
from docparse.evaluate.observe import Found, Judged, Observation, observe
from docparse.model import Document, SourceInfo
from docparse.pipeline import parse

TEXT = (
    "KẾ HOẠCH\nthực hiện Chỉ thị số 17-CT/TW\nI. MỤC ĐÍCH\nTỉnh ủy báo cáo trước ngày 20/10/2014.\nNơi nhận:\n- Các sở"
)
MARKED: dict[str, Any] = {
    "source": "x.txt",
    "metadata": {"doc_type": "kế hoạch", "title": "thực hiện Chỉ thị số 17-CT/TW"},
    "lines": [
        [1, "title", "field", 0, None],
        [2, "title", "field", 0, None],
        [3, "body", "heading", 1, "I"],
        [4, "body", "para", 1, None],
        [5, "recipients", "label", 0, None],
        [6, "recipients", "recipient", 0, None],
    ],
    "references": [],
    "deadlines": [{"line": 4, "relation": "before", "start": "2014-10-20", "end": "2014-10-20"}],
    "tasks": [{"line": 4, "lead": ["Tỉnh ủy"], "deadline": 0}],
    "recipients": [{"text": "Các sở", "note": None, "archive": False}],
    "signatures": [],
}


def document(text: str = TEXT, **parts: Any) -> Document:
    source = SourceInfo(name="x.txt", sha256="0", media_type="text/plain")
    return Document.model_validate({"source": source, "text": text} | parts)


def span(quote: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "rule": "test"} | fields


def heading(label: str, depth: int = 1) -> dict[str, Any]:
    fields = {"id": "s1", "parent": None, "depth": depth, "kind": "heading", "label": label, "title": None}
    return span("I. MỤC ĐÍCH", zone="body", **fields)


def deadline(latest: str) -> dict[str, Any]:
    fields = {"edtf": None, "earliest": latest, "latest": latest, "rrule": None, "inferred": None, "section": None}
    return span("trước ngày 20/10/2014", id="d1", text="trước ngày 20/10/2014", relation="before", **fields)


def task(name: str) -> dict[str, Any]:
    text = "Tỉnh ủy báo cáo trước ngày 20/10/2014."
    return span(text, id="t1", text=text, lead=[{"body": "b1", "text": name}], deadlines=["d1"])


def by_measure(gold: dict[str, Any], parsed: Document) -> dict[str, Score]:
    return {s.measure: s for s in scores(observe(Gold.model_validate(gold), TEXT, parsed))}


def counts(score: Score) -> tuple[int, int, int]:
    return score.right, score.extra, score.missed


def test_nothing_parsed_misses_everything() -> None:
    result = by_measure(MARKED, document(""))
    assert counts(result["heading (line,label)"]) == (0, 0, 1)
    assert counts(result["who by when (body,date,line)"]) == (0, 0, 1)
    assert result["metadata.title"].value == 0
    assert result["zone of line"].value == 0


@pytest.mark.parametrize(
    ("measure", "parts", "expected"),
    [
        ("heading (line,label)", {"sections": [heading("I")]}, (1, 0, 0)),
        ("heading (line,label)", {"sections": [heading("I.")]}, (1, 0, 0)),
        ("heading (line,label)", {"sections": [heading("II")]}, (0, 1, 1)),
        ("numbered (line,label,depth)", {"sections": [heading("I", depth=2)]}, (0, 1, 1)),
        ("deadline (line,rel,dates)", {"deadlines": [deadline("2014-10-20")]}, (1, 0, 0)),
        ("deadline (line,end date)", {"deadlines": [deadline("2014-10-21")]}, (0, 1, 1)),
        ("task lead", {"tasks": [task("tỉnh uỷ")]}, (1, 0, 0)),
        ("task lead", {"tasks": [task("Huyện ủy")]}, (0, 1, 1)),
        (
            "who by when (body,date,line)",
            {"tasks": [task("Tỉnh ủy")], "deadlines": [deadline("2014-10-20")]},
            (1, 0, 0),
        ),
    ],
)
def test_items_are_right_missed_or_extra(measure: str, parts: dict[str, Any], expected: tuple[int, int, int]) -> None:
    assert counts(by_measure(MARKED, document(**parts))[measure]) == expected


def test_ignored_lines_count_on_neither_side() -> None:
    gold = MARKED | {"ignore": [[3, 4]]}
    result = by_measure(gold, document(sections=[heading("II")], deadlines=[deadline("2014-10-21")]))
    assert counts(result["heading (line,label)"]) == (0, 0, 0)
    assert counts(result["deadline (line,rel,dates)"]) == (0, 0, 0)
    assert counts(result["who by when (body,date,line)"]) == (0, 0, 0)


def test_signatures_that_nobody_could_read_are_not_scored() -> None:
    assert "signature (all fields)" not in by_measure(MARKED | {"signatures": None}, document())


def test_alignment_follows_moved_blocks_and_changed_words() -> None:
    marked = "một hai ba bốn\nnăm sáu bảy tám\nchín mười"
    parsed = "năm sáu bảy tám chín mươi một hai ba bốn"
    alignment = align(marked, parsed)
    assert line_at(alignment, parsed.index("một")) == 1
    assert line_at(alignment, parsed.index("sáu")) == 2
    assert line_at(alignment, parsed.index("mươi")) == 3
    assert alignment.first[2] == 0


@given(st.lists(st.sampled_from(["một", "hai", "ba", "", "bốn năm"]), min_size=1).map("\n".join))
def test_a_text_is_aligned_with_itself_line_by_line(text: str) -> None:
    alignment = align(text, text)
    for start in alignment.starts:
        assert line_at(alignment, start) == text.count("\n", 0, start) + 1


def test_rates_of_sums_not_means_of_rates() -> None:
    found = [Found("m", ((1,), (2,)), ((1,), (3,), (4,))), Found("m", ((1,),), ((1,),))]
    (score,) = scores(found)
    assert counts(score) == (2, 2, 1)
    assert score.precision == 0.5
    assert score.recall == pytest.approx(2 / 3)
    assert score.value == pytest.approx(4 / 7)
    (accuracy,) = scores([Judged("a", True), Judged("a", False)])
    assert (accuracy.kind, accuracy.value) == ("accuracy", 0.5)


def test_gains_and_losses(tmp_path: Path) -> None:
    before = scores([Judged("a", True), Judged("b", False), Judged("gone", True), Judged("same", True)])
    (tmp_path / "s.json").write_text(report.to_json(before), encoding="utf-8")
    now = scores([Judged("a", False), Judged("b", True), Judged("new", True), Judged("same", True)])
    saved = report.read_saved(tmp_path / "s.json")
    assert [line.split()[:2] for line in report.changes(now, saved)] == [
        ["a", "LOSS"],
        ["b", "gain"],
        ["gone", "gone"],
        ["new", "new"],
    ]
    assert list(report.changes(before, saved)) == ["no gains and no losses"]


@pytest.mark.parametrize("content", ["", "[]", '{"a": "b"}'])
def test_a_file_without_scores_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "s.json").write_text(content, encoding="utf-8")
    with pytest.raises(report.BadScores):
        report.read_saved(tmp_path / "s.json")


def test_bad_gold_says_where(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    path.write_text(json.dumps(MARKED | {"deadlines": [{"line": "four"}]}), encoding="utf-8")
    with pytest.raises(BadGold, match=r"g\.json.*deadlines\.0\.line"):
        read_gold(path)


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        list(evaluate(tmp_path, tmp_path))


def test_a_text_that_cannot_be_parsed_counts_as_nothing_found(tmp_path: Path) -> None:
    def refuse(path: Path) -> Document:
        raise MissingFile(str(path))

    (tmp_path / "x.json").write_text(json.dumps(MARKED), encoding="utf-8")
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    (one,) = evaluate(tmp_path, tmp_path, parse=refuse)
    assert isinstance(one.error, MissingFile)
    assert counts({s.measure: s for s in scores(one.observations)}["recipient"]) == (0, 0, 1)
    assert "x recipient: missed sở" in list(report.mistakes(one))


# --- the scorer of the marked documents ---------------------------------------------------------------------------


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def swapped(text: str) -> str:
    """The text with three of its lines elsewhere and some words changed, as another reading of it would have."""
    lines = text.split("\n")
    lines[2:5], lines[-6:-3] = lines[-6:-3], lines[2:5]
    return "\n".join(line.replace("a", "e") if n % 7 == 0 else line for n, line in enumerate(lines))


@pytest.mark.parametrize("variant", ["as it is", "other reading", "lines ignored"])
def test_scores_equal_those_of_the_shared_scorer(shared: Path, variant: str) -> None:
    theirs = scorer(shared)
    board = theirs.Board()
    observations: list[Observation] = []
    for path in sorted((shared / "gold" / "json").glob("*.json")):
        marked = json.loads(path.read_text("utf-8"))
        if variant == "lines ignored":
            marked["ignore"] = [[5, 9], [20, 40]]
        text = (shared / "gold" / "text" / marked["source"]).read_text("utf-8")
        parsed = parse(swapped(text) if variant == "other reading" else text)
        theirs.score_doc(marked, json.loads(parsed.to_json()), text, board, defaultdict(list))
        observations += observe(Gold.model_validate(marked), text, parsed)
    assert {s.measure: round(s.value, 4) for s in scores(observations)} == board.summary()
