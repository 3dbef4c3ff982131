"""Reading an archive again: what changed is shown first, replaced when asked, and corrections of people stay."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docparse import archive
from docparse.archive import Correction, corrections, work
from docparse.archive.changes import compared
from docparse.archive.reparse import changes, discard, replace_all
from docparse.cli import main
from docparse.errors import DocparseError
from docparse.model import Document
from docparse.pipeline import parse
from docparse.read.options import Options
from tests.test_import import OPEN, SECRET, papers, rows, take

__all__ = ["papers"]

PLAN = next(path for path in OPEN[4:] if parse(path).tasks and parse(path).deadlines)


@pytest.fixture
def db(papers: Path) -> Path:
    """An archive of five documents, the plan among them."""
    shutil.copy(PLAN, papers)
    take(papers)
    return papers.parent / "a.db"


def document(db: Path, name: str) -> tuple[str, dict[str, Any]]:
    """The hash and the JSON of a document."""
    state = rows(db)
    [sha256] = {row["document"] for row in state["files"] if Path(str(row["name"])).name == name}
    [data] = [row["json"] for row in state["documents"] if row["sha256"] == sha256]
    return str(sha256), json.loads(str(data))


def upgrade(monkeypatch: pytest.MonkeyPatch, parser: Any = None) -> None:
    """A new version, which may read files otherwise."""
    monkeypatch.setattr("docparse.archive.reparse.__version__", "99")
    monkeypatch.setattr("docparse.archive.importer.__version__", "99")
    if parser:
        # In this process: a worker would not know of it.
        monkeypatch.setattr("docparse.archive.reparse.each", in_this_process)
        monkeypatch.setattr(work, "parse_file", parser)


def in_this_process(inputs: Any, job: Any, _engine: Any) -> Any:
    """Stands in for `each`."""
    for path, known in inputs:
        try:
            yield path, known or job(path)
        except DocparseError as error:
            yield path, error


def without_deadlines(path: Path, options: Options) -> Document:
    """Stands in for a version that finds no deadlines and calls documents something else."""
    data = json.loads(parse(path, options=options).to_json())
    data["deadlines"], data["metadata"]["title"] = [], "tên khác"
    for task in data["tasks"]:
        task["deadlines"] = []
    return Document.from_json(json.dumps(data))


# --- comparing ----------------------------------------------------------------------------------------------------


def test_numbers_of_records_are_no_changes() -> None:
    data = json.loads(parse(PLAN).to_json())
    text = json.dumps(data, ensure_ascii=False)
    for before, after in (('"b', '"b9'), ('"d', '"d9'), ('"t', '"t9'), ('"s', '"s9'), ('"r', '"r9')):
        for n in range(200, 0, -1):
            text = text.replace(f'{before}{n}"', f'{after}{n}"')
    assert compared(data, json.loads(text)) == ()


def test_every_difference_is_one_change() -> None:
    old = json.loads(parse(PLAN).to_json())
    new = json.loads(json.dumps(old))
    new["metadata"]["symbol"] = "1-KH/TU"
    gone = new["tasks"].pop(0)
    new["deadlines"][0]["latest"] = "2031-01-01"
    more = {**new["recipients"][0], "start": 0, "end": 2, "text": new["text"][:2]}
    new["recipients"].append(more)
    found = [(one.kind, one.what) for one in compared(old, new)]
    assert found == [("metadata", "changed"), ("deadlines", "changed"), ("tasks", "removed"), ("recipients", "added")]
    assert compared(old, new)[2].text == gone["text"]
    assert json.loads(compared(old, new)[1].after or "") == {"latest": "2031-01-01"}
    assert len(compared(new, old)) == 4


# --- reading again ------------------------------------------------------------------------------------------------


def test_what_this_version_read_is_not_read_again(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(db)
    assert list(archive.read_again(db)) == []
    assert len(list(archive.read_again(db, again=True))) == 5
    assert [one.changes for one in changes(db)] == [()] * 5
    assert discard(db) == 5
    assert rows(db) == before
    assert len(list(archive.read_again(db, only=[str(db.parent / "papers" / PLAN.name)]))) == 1
    discard(db)
    upgrade(monkeypatch)
    assert len(list(archive.read_again(db))) == 5
    assert list(archive.read_again(db)) == []
    assert len(list(replace_all(db))) == 5
    assert {row["version"] for row in rows(db)["files"]} == {"99"}
    assert rows(db)["documents"] == before["documents"]
    assert list(archive.read_again(db)) == []


def test_changes_are_shown_before_anything_is_replaced(
    db: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows(db)["documents"]
    upgrade(monkeypatch, without_deadlines)
    assert main(["reparse", "--archive", str(db)]) == 0
    out, err = capsys.readouterr()
    assert rows(db)["documents"] == before
    assert "nothing is replaced yet" in err
    assert str(db.parent / "papers" / PLAN.name) in out.splitlines()
    _, old = document(db, PLAN.name)
    total = sum(len(json.loads(str(row["json"]))["deadlines"]) for row in before)
    assert total > 0
    assert f"deadlines: 0 added, {total} removed, 0 changed" in out
    assert "5 documents, 5 with changes, 0 not read again, 0 corrections lost" in out
    assert main(["reparse", "--archive", str(db), "--apply"]) == 0
    assert f"deadlines: 0 added, {total} removed, 0 changed" in capsys.readouterr().out
    _, new = document(db, PLAN.name)
    assert (old["deadlines"] != [], new["deadlines"], new["metadata"]["title"]) == (True, [], "tên khác")
    assert {row["title"] for row in rows(db)["documents"]} == {"tên khác"}
    assert rows(db)["reparsed"] == []


def test_replacing_goes_on_where_it_was_ended(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(monkeypatch, without_deadlines)
    with closing(archive.read_again(db)) as steps:
        next(steps)
        next(steps)
    assert len(rows(db)["reparsed"]) == 2
    assert len(list(archive.read_again(db))) == 3
    with closing(replace_all(db)) as done:
        next(done)
        next(done)
    assert len(rows(db)["reparsed"]) == 3
    assert sorted(str(row["title"]) for row in rows(db)["documents"]).count("tên khác") == 2
    assert len(list(replace_all(db))) == 3
    assert {row["title"] for row in rows(db)["documents"]} == {"tên khác"}


def test_kept_originals_come_first_and_what_is_nowhere_is_told(
    papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        for path in OPEN[4:6]:
            box.write(path.with_suffix(".docx"), f"in/{path.stem}.docx")
    take(papers, keep_originals=True)
    (papers / "later.txt").write_bytes(OPEN[6].read_bytes())
    take(papers)
    db = papers.parent / "a.db"
    before = rows(db)["documents"]
    for path in papers.iterdir():
        path.unlink()
    upgrade(monkeypatch)
    assert main(["reparse", "--archive", str(db), "--workers", "1"]) == 1
    out, err = capsys.readouterr()
    assert f"{papers}/later.txt: no file with these bytes is left, and no kept original" in err
    assert "7 documents, 0 with changes, 1 not read again, 0 corrections lost" in out
    assert main(["reparse", "--archive", str(db), "--apply"]) == 1
    assert rows(db)["documents"] == before
    assert sorted(str(row["version"]) for row in rows(db)["files"] if row["document"]).count("99") == 6
    (papers / "later.txt").write_text("khác")
    assert {type(step.error).__name__ for step in archive.read_again(db, again=True)} == {"NoneType", "ChangedFile"}


def test_secret_documents_are_counted_and_not_shown(
    papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SECRET, papers)
    take(papers, allow_secret=True)
    db = str(papers.parent / "a.db")
    upgrade(monkeypatch, without_deadlines)
    assert main(["reparse", "--archive", db]) == 0
    out, err = capsys.readouterr()
    assert SECRET.name not in out
    assert "1 secret documents are not shown" in err
    assert main(["reparse", "--archive", db, "--allow-secret"]) == 0
    assert SECRET.name in capsys.readouterr().out


def test_what_others_made_of_a_document_is_made_again(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(db)) as connection:
        key = "foreign key(doc) references documents (sha256) on delete cascade"
        connection.execute(f"create table marks (doc text, m text, {key})")
        connection.execute("insert into marks select sha256, symbol from documents")
        connection.commit()
    upgrade(monkeypatch)
    list(archive.read_again(db))
    list(replace_all(db))
    assert rows(db)["marks"] == []
    assert len(rows(db)["documents"]) == 5


# --- corrections --------------------------------------------------------------------------------------------------


def of(db: Path, kind: str, field: str, after: Any, index: int = 0, **more: Any) -> Correction:
    """A correction of the plan's record with this index."""
    sha256, data = document(db, PLAN.name)
    if kind == "metadata":
        return Correction(sha256, kind, field, after, **more)
    record = data[kind][index]
    return Correction(sha256, kind, field, after, record["start"], record["end"], **more)


def made(db: Path, *some: Correction) -> list[str]:
    return [problem.detail if problem else "" for _, problem in archive.correct(db, some)]


def test_a_correction_is_in_the_json_and_is_kept(db: Path) -> None:
    _, before = document(db, PLAN.name)
    assert made(db, of(db, "deadlines", "latest", "2031-12-31", by="Lan")) == [""]
    _, after = document(db, PLAN.name)
    [change] = compared(before, after)
    assert (change.kind, change.what, change.after) == ("deadlines", "changed", '{"latest": "2031-12-31"}')
    record = after["deadlines"][0]
    assert (record["rule"], record["confidence"]) == ("corrected", 1.0)
    [kept] = corrections.listed(db)
    assert (kept.by, kept.before, kept.after) == ("Lan", before["deadlines"][0]["latest"], "2031-12-31")
    assert kept.quote == record["text"]
    assert made(db, of(db, "deadlines", "latest", "2031-12-31")) == [""]
    assert len(corrections.listed(db)) == 1, "nothing was left to correct"


def test_the_columns_and_the_id_follow_a_correction(db: Path) -> None:
    assert made(db, of(db, "metadata", "symbol", "999-KH/TU"), of(db, "metadata", "issued", "2020-01-02")) == ["", ""]
    [row] = [row for row in rows(db)["documents"] if row["symbol"] == "999-KH/TU"]
    assert (row["id"], row["issued"]) == ("999-KH/TU@2020-01-02", "2020-01-02")


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"document": "0" * 64}, "no such document"),
        ({"kind": "text"}, "no such field"),
        ({"field": "start"}, "no such field"),
        ({"start": 1, "end": 2}, "no such record"),
        ({"after": 7}, "a value of the wrong kind"),
        ({"before": "something"}, "the field says something else by now"),
        ({"kind": "tasks", "field": "lead", "after": [{"body": "nobody", "text": "x"}]}, "no such record"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(db: Path, how: dict[str, Any], reason: str) -> None:
    before = rows(db)
    assert made(db, replace(of(db, "deadlines", "latest", "2031-12-31"), **how)) == [reason]
    assert rows(db) == before


def test_corrections_are_made_again_in_a_new_reading(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, data = document(db, PLAN.name)
    body = data["bodies"][-1]
    lead = [{"body": body["id"], "text": body["name"]}]
    assert made(
        db,
        of(db, "tasks", "lead", lead),
        of(db, "metadata", "issuer", "Ban Thường vụ"),
        of(db, "deadlines", "latest", "2031-12-31"),
    ) == ["", "", ""]
    sha256, corrected = document(db, PLAN.name)

    def renumbered(path: Path, options: Options) -> Document:
        """A version that finds one body more, adds a line on top, and finds no deadlines."""
        found = json.loads(without_deadlines(path, options).to_json())
        text = json.dumps(found, ensure_ascii=False)
        for n in range(len(found["bodies"]), 0, -1):
            text = text.replace(f'"b{n}"', f'"b{n + 1}"')
        return Document.from_json(text)

    upgrade(monkeypatch, renumbered)
    list(archive.read_again(db))
    [mine] = [one for one in changes(db) if one.sha256 == sha256]
    assert [(one.kind, one.field) for one in mine.lost] == [("deadlines", "latest")]
    assert not [one for one in mine.changes if one.kind == "tasks" and "lead" in str(one.after)]
    list(replace_all(db))
    _, new = document(db, PLAN.name)
    assert new["metadata"]["issuer"] == "Ban Thường vụ"
    [role] = new["tasks"][0]["lead"]
    assert {b["id"]: b["name"] for b in new["bodies"]}[role["body"]] == body["name"]
    assert role["body"] != corrected["tasks"][0]["lead"][0]["body"]
    assert [one.applied for one in corrections.listed(db)] == [True, True, False]
    monkeypatch.setattr(work, "parse_file", lambda path, options: parse(path, options=options))
    list(archive.read_again(db, again=True))
    list(replace_all(db))
    _, again = document(db, PLAN.name)
    assert again["deadlines"][0]["latest"] == "2031-12-31"
    assert [one.applied for one in corrections.listed(db)] == [True, True, True]


def test_a_record_that_moved_is_found_by_its_words(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(db, of(db, "deadlines", "latest", "2031-12-31"))
    upgrade(monkeypatch, shifted)
    list(archive.read_again(db))
    list(replace_all(db))
    _, new = document(db, PLAN.name)
    moved = [one for one in new["deadlines"] if one["latest"] == "2031-12-31"]
    [kept] = corrections.listed(db)
    assert [(one["start"], one["end"]) for one in moved] == [(kept.start, kept.end)]


def shifted(path: Path, options: Options) -> Document:
    """Stands in for a version that reads a line more at the beginning."""
    data = path.read_bytes()
    found = parse("Dòng đọc thêm.\n\n".encode() + data, name=path.name, options=options)
    was = parse(data, name=path.name)
    return found.model_copy(update={"source": was.source})


def test_jsonl_goes_out_and_in(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(db, of(db, "deadlines", "latest", "2031-12-31", by="Lan"), of(db, "metadata", "place", "Hà Nội"))
    assert main(["corrections", "list", "--archive", str(db)]) == 0
    assert "2031-12-31 (Lan " in capsys.readouterr().out
    assert main(["corrections", "export", "--archive", str(db)]) == 0
    file = tmp_path / "c.jsonl"
    file.write_text(capsys.readouterr().out + '{"document": 7}\nnot json\n\n', "utf-8")
    other = tmp_path / "other.db"
    take(db.parent / "papers", db=other)
    assert main(["corrections", "import", str(file), "--archive", str(other)]) == 1
    err = capsys.readouterr().err.splitlines()
    assert err[0].startswith(f"{file}: 3: the correction cannot be made (document, kind, field and after are needed)")
    assert err[1].startswith(f"{file}: 4: the correction cannot be made (not JSON)")
    assert err[-1] == "2 of 4 corrections are in"
    assert document(other, PLAN.name) == document(db, PLAN.name)
    assert [replace(one, at="") for one in corrections.listed(other)] == [
        replace(one, at="") for one in corrections.listed(db)
    ]
    with pytest.raises(SystemExit):
        main(["corrections", "import", "--archive", str(db)])


def test_corrections_of_secret_documents_are_not_listed(papers: Path) -> None:
    shutil.copy(SECRET, papers)
    take(papers, allow_secret=True)
    db = papers.parent / "a.db"
    sha256, _ = document(db, SECRET.name)
    assert made(db, Correction(sha256, "metadata", "place", "Hà Nội")) == [""]
    assert corrections.listed(db) == []
    assert len(corrections.listed(db, allow_secret=True)) == 1
    archive.purge(db, [sha256])
    assert rows(db)["corrections"] == []


def test_what_a_changed_file_said_before_is_read_from_its_kept_original(papers: Path) -> None:
    db = papers.parent / "a.db"
    take(papers, keep_originals=True)
    shutil.copy(PLAN, papers / OPEN[0].name)
    take(papers, keep_originals=True)
    assert archive.status(db).without_file == 1
    assert [step.error for step in archive.read_again(db, again=True)] == [None] * 5
    assert [one.problem for one in changes(db)] == [None] * 5
