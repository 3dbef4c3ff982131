"""Trained models: what they say of tasks, that they fit, that learning is repeatable and undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import docparse
from docparse.archive.correction import Correction, from_line
from docparse.cli import main
from docparse.errors import MissingFile
from docparse.learn import examples, train
from docparse.learn.examples import Example
from docparse.models import kept
from docparse.models.errors import NoEarlierModel, TooFewExamples, UnfitModel
from docparse.models.linear import FORM, Linear, read
from docparse.models.task_features import features
from docparse.read.options import Options

CORPUS = Path(__file__).parent.parent / "corpus"
PLAN = CORPUS / "ke-hoach-doan-2016.txt"
LEARNT = CORPUS / "ket-luan-2005.txt"
"""None of those that are held out."""


@pytest.fixture(scope="module")
def shipped() -> list[Example]:
    return examples.read(examples.SHIPPED)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of models."""
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "models"))
    return tmp_path / "models"


# --- what a model says --------------------------------------------------------------------------------------------


def test_a_model_changes_how_sure_tasks_are_and_nothing_else() -> None:
    plain = docparse.parse(PLAN, options=Options(models=()))
    rated = docparse.parse(PLAN)
    assert plain.source.models == ()
    assert rated.source.models == (kept.shipped()[0].label,)
    assert [t.confidence for t in plain.tasks] != [t.confidence for t in rated.tasks]
    without = {"tasks": {i: {"confidence"} for i in range(len(plain.tasks))}, "source": {"models"}}
    assert plain.model_dump(exclude=without) == rated.model_dump(exclude=without)  # type: ignore[arg-type]
    assert docparse.Document.model_validate(rated.model_dump(by_alias=True)) == rated


def test_no_models_is_an_option_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(PLAN), "--no-models"]) == 0
    assert json.loads(capsys.readouterr().out)["source"]["models"] == []


def test_the_same_features_in_the_same_order() -> None:
    document = docparse.parse(PLAN, options=Options(models=()))
    sections = {s.id: s for s in document.sections}
    task = next(t for t in document.tasks if t.rule == "subject.own")
    found = features(task, sections, 0.1)
    assert found == features(task, sections, 0.1)
    named = dict(feature.split("=", 1) for feature in found)
    assert named["kind"] == "bullet"
    assert named["share"] == "2"
    assert named["next"] == "làm"
    assert named["head"] == "huyện"


@given(st.dictionaries(st.text(max_size=5), st.floats(-50, 50), max_size=8), st.lists(st.text(max_size=5), max_size=8))
def test_a_probability_is_one(weights: dict[str, float], names: list[str]) -> None:
    model = Linear(features=1, weights=weights, intercept=0.5, slope=30.0, offset=-2.0)
    assert 0 <= model.probability(names) <= 1


def test_a_higher_score_is_surer() -> None:
    model = Linear(features=1, weights={"a": 1.0, "b": -2.0}, intercept=0.0, slope=0.5, offset=1.0)
    assert model.probability(["a"]) > model.probability([]) > model.probability(["b"])


# --- what fits ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "word"), [({"form": FORM + 1}, "form"), ({"features": 99}, "features")])
def test_a_model_of_another_version_is_refused(change: dict[str, int], word: str) -> None:
    model = Linear(features=1, weights={}, intercept=0.0).model_copy(update=change)
    with pytest.raises(UnfitModel, match=word):
        read(model.model_dump_json().encode(), "tasks", 1)


@pytest.mark.parametrize("data", [b"", b"\x80\x04.", b"{}", b'{"weights": 1}', b"[]"])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitModel):
        read(data, "tasks", 1)


def test_a_users_model_that_does_not_fit_stops_the_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    about = kept.shipped()[0].card
    kept.install(folder, "tasks", Linear(features=99, weights={}, intercept=0.0), about)
    assert main(["parse", str(PLAN)]) == UnfitModel.exit_code
    said = capsys.readouterr().err
    assert "features 99" in said
    assert "--no-models" in said
    assert main(["parse", str(PLAN), "--no-models"]) == 0


def test_a_model_that_is_off_is_not_used(folder: Path) -> None:
    about = kept.shipped()[0].card.model_copy(update={"enabled": False})
    kept.install(folder, "tasks", kept.shipped()[0].weights(), about)
    assert [model.name for model in kept.in_force(folder)] == ["words"]


def test_versions_are_kept_and_gone_back_to(folder: Path) -> None:
    model, about = kept.shipped()[0].weights(), kept.shipped()[0].card
    assert kept.of_user({kept.VARIABLE: str(folder)}) is None
    assert [kept.install(folder, "tasks", model, about) for _ in range(2)] == [1, 2]
    assert [m.version for m in kept.of_user({kept.VARIABLE: str(folder)}) or ()] == [2, 0]
    assert [kept.go_back(folder, "tasks"), kept.go_back(folder, "tasks")] == [1, 0]
    with pytest.raises(NoEarlierModel):
        kept.go_back(folder, "tasks")
    assert [m.version for m in kept.versions(folder, "tasks")] == [0, 1, 2]
    assert kept.install(folder, "tasks", model, about) == 3


def test_a_version_whose_files_are_gone_is_told(folder: Path) -> None:
    kept.install(folder, "tasks", kept.shipped()[0].weights(), kept.shipped()[0].card)
    (folder / "tasks" / "1" / "model.json").unlink()
    with pytest.raises(MissingFile):
        kept.in_force(folder)


# --- learning -----------------------------------------------------------------------------------------------------


def test_the_model_of_docparse_is_what_its_command_makes(shipped: list[Example]) -> None:
    model, card, found = train.trained(shipped, "docparse train")
    before = kept.shipped()[0].weights()
    # Other machines add up in another order.
    assert dict(model.weights) == pytest.approx(dict(before.weights), abs=0.01)
    assert [model.intercept, model.slope, model.offset] == pytest.approx(
        [before.intercept, before.slope, before.offset], abs=0.01
    )
    assert card.data == kept.shipped()[0].card.data
    assert card.scores == found
    assert found.model_dump() == pytest.approx(kept.shipped()[0].card.scores.model_dump(), abs=0.005)


def test_on_documents_left_out_it_is_better_than_the_numbers_of_the_rules(shipped: list[Example]) -> None:
    found = train.scores(shipped, train.left_out(shipped, lambda example: example.group))
    assert found.auc > found.auc_before + 0.15
    assert found.brier < found.brier_before


def test_what_is_held_out_is_not_learnt_from(shipped: list[Example]) -> None:
    other = [Example(e.group, e.document, ("lies",), not e.right, e.confidence) if e.held_out else e for e in shipped]
    assert train.trained(other, "")[0] == train.trained(shipped, "")[0]


def test_too_few_examples_are_refused(shipped: list[Example]) -> None:
    with pytest.raises(TooFewExamples):
        train.fit([e for e in shipped if e.right])
    with pytest.raises(TooFewExamples):
        train.fit(shipped[:30])


def test_examples_hold_no_text_of_documents(shipped: list[Example]) -> None:
    assert max(len(feature) for e in shipped for feature in e.features) < 60


def test_marked_documents_are_examples() -> None:
    found = list(examples.marked(CORPUS))
    assert len({e.document for e in found}) == len(list(CORPUS.glob("*.truth.json")))
    assert 0.9 < sum(e.right for e in found) / len(found) <= 1


def test_train_installs_what_is_not_worse(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--marked", str(CORPUS)]) == 0
    assert "installed as version 1" in capsys.readouterr().out
    assert main(["models", "list"]) == 0
    heads = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert [head.partition("  ")[2] for head in heads] == [
        "that of docparse",
        "version 1  in force",
        "that of docparse  in force",
    ]
    assert main(["models", "compare"]) == 0
    names = [line.partition("  ")[0] for line in capsys.readouterr().out.splitlines()]
    assert names == ["tasks, that of docparse", "tasks, version 1"]
    assert main(["models", "rollback"]) == 0
    assert "that of docparse" in capsys.readouterr().out
    assert kept.current(folder, "tasks") == 0
    assert main(["models", "rollback"]) == NoEarlierModel.exit_code


def test_train_does_not_install_what_is_worse(
    folder: Path, shipped: list[Example], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [e if e.held_out else Example(e.group, e.document, e.features, not e.right, 0.5) for e in shipped]
    monkeypatch.setattr(examples, "read", lambda path: [])
    monkeypatch.setattr(examples, "marked", lambda folder: wrong)
    assert main(["train", "--marked", "x"]) == 1
    assert "worse" in capsys.readouterr().out
    assert kept.current(folder, "tasks") == 0


def test_training_again_takes_the_place_of_a_model_that_does_not_fit(folder: Path) -> None:
    kept.install(folder, "tasks", Linear(features=99, weights={}, intercept=0.0), kept.shipped()[0].card)
    assert main(["train", "--marked", str(CORPUS)]) == 0
    assert kept.current(folder, "tasks") == 2
    assert main(["parse", str(PLAN)]) == 0


def test_train_learns_from_corrections(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive, papers = tmp_path / "a.db", tmp_path / "papers"
    papers.mkdir()
    (papers / "plan.txt").write_bytes(LEARNT.read_bytes())
    assert main(["import", str(papers), "--archive", str(archive), "--workers", "1"]) == 0
    document = docparse.parse(LEARNT)
    task = document.tasks[0]
    line = {"document": document.source.sha256, "kind": "tasks", "field": "lead", "after": []}
    line |= {"start": task.start, "end": task.end}
    (tmp_path / "c.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    found = list(examples.corrected(archive, [from_line(json.dumps(line), "")]))
    assert [e.right for e in found] == [False] + [True] * (len(document.tasks) - 1)
    capsys.readouterr()
    assert main(["train", "--from", str(tmp_path / "c.jsonl"), "--archive", str(archive)]) in (0, 1)
    assert "in force" in capsys.readouterr().out


def test_secret_documents_teach_nothing(tmp_path: Path) -> None:
    archive, secret = tmp_path / "a.db", CORPUS / "ke-hoach-mat-2019.txt"
    command = ["import", str(secret), "--archive", str(archive), "--workers", "1", "--allow-secret"]
    assert main(command) == 0
    document = docparse.parse(secret)
    assert document.tasks
    assert document.metadata.secrecy
    first = document.tasks[0]
    given = [Correction(document.source.sha256, "tasks", "lead", [], first.start, first.end)]
    assert list(examples.corrected(archive, given)) == []


def test_corrections_need_their_archive(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--from", str(tmp_path / "c.jsonl")])


@pytest.mark.parametrize(
    "line", ["", '{"document": "0", "kind": "tasks", "field": "lead", "after": [], "start": 0, "end": 1}']
)
def test_with_nothing_to_learn_from_nothing_is_installed(
    line: str, folder: Path, tmp_path: Path, papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "c.jsonl").write_text(line, "utf-8")
    for words in ([], ["--from", str(tmp_path / "c.jsonl"), "--archive", str(papers)]):
        assert main(["train", *words]) == 1
        assert "nothing to learn from" in capsys.readouterr().out
    assert not any(folder.glob("*"))


def test_documents_held_out_are_nothing_to_learn_from(
    folder: Path, shipped: list[Example], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(examples, "marked", lambda folder: [e for e in shipped if e.held_out])
    assert main(["train", "--marked", "x"]) == 1
    assert "nothing to learn from" in capsys.readouterr().out
    assert not any(folder.glob("*"))
