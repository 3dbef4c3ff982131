"""Removing a document: nothing that was made of it is left, in any table or byte of the archive."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse import archive
from docparse.archive import store
from docparse.archive.reparse import read_again
from docparse.cli import main
from docparse.errors import NotInArchive, SeveralMeant
from docparse.files import Unwritable
from docparse.find import index
from tests.samples import letter
from tests.test_import import OPEN, papers, rows, take

__all__ = ["papers"]


def held(papers: Path) -> bytes:
    """All bytes of an archive: the file, its log, kept originals."""
    return b"".join(p.read_bytes() for p in papers.parent.rglob("*") if p.is_file() and papers not in p.parents)


def left_of(path: Path, papers: Path) -> list[str]:
    """Lines of a document that are in the archive and in no other document of it."""
    others = "".join(p.read_text("utf-8") for p in OPEN[:4] if p.name != path.name)
    lines = {line.strip() for line in path.read_text("utf-8").splitlines() if len(line.strip()) > 25}
    return sorted(line for line in lines if line.encode() in held(papers) and line not in others)


def test_no_byte_of_a_document_is_left(papers: Path) -> None:
    db, path = papers.parent / "a.db", papers / OPEN[1].name
    take(papers, keep_originals=True)
    assert len(left_of(path, papers)) > 5
    plan = archive.purge(db, [str(path)])
    assert (len(plan.documents), plan.files, len(plan.kept)) == (1, (str(path),), 1)
    assert left_of(path, papers) == []
    assert path.name.encode() not in held(papers)
    state = archive.status(db)
    assert (state.documents, state.outcomes, state.kept) == (3, {"parsed": 3}, 3)
    assert path.exists()
    assert {one.what for one in archive.verify(db)} == {"same"}
    [log] = rows(db)["purges"]
    assert (log["sha256"], log["container"]) == (plan.documents[0], None)
    assert log["at"]


def test_what_was_brought_in_goes_with_it(papers: Path) -> None:
    db = papers.parent / "a.db"
    take(papers)
    brought = [db.with_name("a.db.received") / folder / name for folder, name in (("1", "a.txt"), ("2", "b.zip"))]
    for path in brought:
        path.parent.mkdir(parents=True)
    shutil.copy(papers / OPEN[1].name, brought[0])
    with zipfile.ZipFile(brought[1], "w") as file:
        file.write(papers / OPEN[1].name, "c.txt")
    assert "failed" not in {step.event for step in archive.import_files(db, brought, workers=1)}
    archive.purge(db, [str(papers / OPEN[1].name)])
    assert [path.exists() for path in brought] == [False, False]
    assert (papers / OPEN[1].name).exists()


def test_whatever_hangs_on_a_document_goes_with_it(papers: Path) -> None:
    db = papers.parent / "a.db"
    take(papers)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("create table notes (n integer primary key, doc text references documents (sha256), t text)")
        connection.execute("create table words (n integer references notes on delete cascade, word text)")
        connection.execute("insert into notes (doc, t) select sha256, 'ghi chú về ' || symbol from documents")
        connection.execute("insert into words select n, t from notes")
        connection.commit()
    symbol = str(rows(db)["documents"][0]["symbol"])
    archive.purge(db, [symbol])
    assert (len(rows(db)["notes"]), len(rows(db)["words"])) == (3, 3)
    assert f"ghi chú về {symbol}".encode() not in held(papers)


def test_nothing_is_left_in_the_index_of_words(papers: Path) -> None:
    db, path = papers.parent / "a.db", papers / OPEN[1].name
    own = "zwjhoachxongtreu"  # no other word begins with z: FTS5 leaves out what a word shares with the one before
    path.write_text(path.read_text("utf-8") + f"\nĐiều {own} sau cùng.\n", "utf-8")
    take(papers)
    with store.opened(db) as connection:
        index.update(connection)
        with connection.begin():
            found = sa.text(f"SELECT count(*) FROM find_words WHERE find_words MATCH '{own}'")
            assert connection.scalar(found) == 1
    assert own.encode() in held(papers)
    archive.purge(db, [str(path)])
    assert own.encode() not in held(papers)
    assert left_of(path, papers) == []
    with store.opened(db) as connection, connection.begin():
        assert connection.scalar(sa.text("SELECT count(*) FROM find_documents")) == 3
        assert connection.scalar(found) == 0


def test_copies_go_and_versions_stay_and_are_named(papers: Path) -> None:
    db = papers.parent / "a.db"
    shutil.copy(papers / OPEN[0].name, papers / "zz-copy.txt")
    text = OPEN[0].read_text("utf-8")
    for name in ("y1.txt", "y2.txt"):
        (papers / name).write_text(f"{text}\n{name}\n", "utf-8")
    take(papers)
    before = {(Path(p.path).name, Path(p.other).name) for p in archive.status(db).versions}
    assert {pair[1] for pair in before} == {OPEN[0].name}
    plan = archive.purge(db, [str(papers / "zz-copy.txt")])
    assert [Path(p).name for p in plan.files] == [OPEN[0].name, "zz-copy.txt"]
    assert [Path(p).name for p in plan.others] == ["y1.txt", "y2.txt"]
    [pair] = archive.status(db).versions
    assert {Path(pair.path).name, Path(pair.other).name} == {"y1.txt", "y2.txt"}


def test_what_a_file_held_before_it_was_edited_is_named(papers: Path) -> None:
    db, path = papers.parent / "a.db", papers / OPEN[0].name
    take(papers)
    old = str(next(row["document"] for row in rows(db)["files"] if str(row["name"]).endswith(path.name)))
    path.write_text(f"{path.read_text('utf-8')}\nThêm.\n", "utf-8")
    take(papers)
    assert archive.purge(db, [str(path)]).others == (old,)
    assert archive.purge(db, [old]).documents == (old,)


def test_a_number_stands_for_all_versions_but_not_for_different_documents(papers: Path) -> None:
    db = papers.parent / "a.db"
    one, other = (
        letter(f"{text} " * 20, number="Số 9-TB/TU") for text in ("Nội dung thứ nhất.", "Chuyện gì khác hẳn.")
    )
    (papers / "one.txt").write_text(one, "utf-8")
    (papers / "one-again.txt").write_text(f"{one}\nThêm.\n", "utf-8")
    take(papers)
    assert len(archive.planned(db, ["9-TB/TU"]).documents) == 2
    more = " ".join(f"Điều {n} nói về việc số {n}." for n in range(300))
    (papers / "other.txt").write_text(f"{other}\n{more}\n", "utf-8")
    take(papers)
    with pytest.raises(SeveralMeant, match=r"one\.txt"):
        archive.purge(db, ["9-TB/TU"])
    assert archive.status(db).documents == 7
    plan = archive.planned(db, [str(papers / "one.txt")])
    assert [Path(name).name for name in plan.others] == ["one-again.txt"], "what contradicts it is another document"
    with pytest.raises(NotInArchive):
        archive.purge(db, ["10-TB/TU"])


def test_a_document_of_a_container_takes_the_kept_container_along(papers: Path) -> None:
    db = papers.parent / "a.db"
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        for path in OPEN[4:6]:
            box.write(path, path.name)
    take(papers, keep_originals=True)
    archive.purge(db, [str(papers / "box.zip" / OPEN[4].name)])
    assert (archive.status(db).documents, archive.status(db).kept) == (5, 4)
    assert left_of(OPEN[4], papers) == []
    take(papers, keep_originals=True)
    assert archive.status(db).kept == 4, "the container holds what was removed"
    archive.purge(db, [str(papers / "box.zip")])
    assert archive.status(db).documents == 4
    assert b"box.zip" not in held(papers)


def test_what_was_removed_comes_back_only_when_asked_for(papers: Path) -> None:
    db, path = papers.parent / "a.db", papers / OPEN[2].name
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        box.write(path, "inside.txt")
    take(papers, keep_originals=True)
    archive.purge(db, [str(path)])
    for _ in range(2):
        found = dict(take(papers, keep_originals=True))
        assert found[path.name] == "refused"
        assert left_of(path, papers) == []
    shutil.copy(papers / "box.zip", papers / "box2.zip")
    with zipfile.ZipFile(papers / "box2.zip", "a") as box:
        box.write(OPEN[5], "new.txt")
    found = dict(take(papers, keep_originals=True))
    assert (found["box2.zip/inside.txt"], found["box2.zip/new.txt"]) == ("refused", "parsed")
    assert archive.status(db).kept == 3, "the new container holds it too"
    [one, *_] = archive.status(db).refused
    assert one.error == "PurgedDocument"
    assert dict(take(papers, allow_purged=True))[path.name] == "parsed"
    assert dict(take(papers))[path.name] == "known"
    steps = list(archive.retry(db, allow_purged=True))
    assert [(step.path.name, step.event) for step in steps] == [("inside.txt", "copied")]


def test_verify_tells_what_was_removed_from_what_is_lost(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db, removed, lost = papers.parent / "a.db", papers / OPEN[2].name, papers / OPEN[1].name
    take(papers)
    archive.purge(db, [str(removed)])
    # The next import sees that it is there still, and says why it stays out.
    assert dict(take(papers))[removed.name] == "refused"
    assert {one.what for one in archive.verify(db)} == {"same"}
    removed.unlink()
    assert {one.path: one.what for one in archive.verify(db) if one.what != "same"} == {str(removed): "purged"}
    assert main(["verify", "--archive", str(db)]) == 0
    assert "docparse purge removed it" in capsys.readouterr().out
    lost.unlink()
    assert {one.path for one in archive.verify(db) if one.what == "missing"} == {str(lost)}
    assert main(["verify", "--archive", str(db)]) == 1


def narrow(connection: sqlite3.Connection, _record: object) -> None:
    """Stands in for the settings of SQLite: the number of values in a statement is bounded closely."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 30)


def test_more_documents_than_a_statement_takes_values(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = papers.parent / "a.db"
    for n in range(40):
        (papers / f"{n}.txt").write_text(letter(f"1. Nội dung {n}.", number=f"Số {n + 500}-TB/TU"), "utf-8")
    monkeypatch.setattr("docparse.archive.connections._set_up", narrow)
    take(papers, keep_originals=True)
    names = [str(papers / f"{n}.txt") for n in range(40)]
    again = [one for one in read_again(db, only=names) if not one.error]
    assert len(again) == 40
    assert len(archive.planned(db, names).kept) == 40
    assert len(archive.purge(db, names).documents) == 40
    assert archive.status(db).outcomes == {"parsed": 4}


def impatient(connection: sqlite3.Connection, _record: object) -> None:
    """Stands in for the settings of SQLite: ten seconds of patience are too many for a test."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA busy_timeout=50")


def test_while_others_read_the_bytes_wait_and_the_next_call_takes_them(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, path = papers.parent / "a.db", papers / OPEN[1].name
    take(papers)
    monkeypatch.setattr("docparse.archive.connections._set_up", impatient)
    with closing(sqlite3.connect(db, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from documents").fetchone()
        with pytest.raises(Unwritable, match="locked"):
            archive.purge(db, [str(path)])
        assert archive.status(db).documents == 3
        assert left_of(path, papers) != []
    with pytest.raises(NotInArchive):
        archive.purge(db, [str(path)])
    assert left_of(path, papers) == []


def test_files_that_failed_and_documents_without_a_file_can_be_named(papers: Path) -> None:
    db = papers.parent / "a.db"
    (papers / "bad.txt").write_bytes(b"")
    take(papers)
    archive.purge(db, [str(papers / "bad.txt")])
    assert archive.status(db).failed == ()
    (papers / OPEN[0].name).write_text(letter("Khác."), "utf-8")
    take(papers)
    known = {str(row["document"]) for row in rows(db)["files"]}
    [orphan] = [str(row["sha256"]) for row in rows(db)["documents"] if row["sha256"] not in known]
    assert archive.purge(db, [orphan]).documents == (orphan,)
    assert archive.status(db).without_file == 0


def test_the_command_asks_first(
    papers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, path = papers.parent / "a.db", papers / OPEN[0].name
    take(papers)
    words = ["purge", str(path), "--archive", str(db)]
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert main(words) == 1
    assert archive.status(db).documents == 4
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(words) == 1
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("có\n"))
    assert main([*words, "--lang", "vi"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{path}\n"
    assert "sẽ xóa: văn bản 1, tệp 1, bản gốc đã lưu 0" in err
    assert archive.status(db).documents == 3
    assert main([*words, "--yes"]) == 51
    assert main(["purge", str(papers / OPEN[1].name), "--archive", str(db), "--yes"]) == 0
    assert archive.status(db).documents == 2


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX")
def test_odd_names_are_named_on_one_line(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = papers / "line\nfeed.txt"
    odd.write_text(letter("Nội dung."), "utf-8")
    take(papers)
    assert main(["purge", str(odd), "--archive", str(papers.parent / "a.db"), "--yes"]) == 0
    assert capsys.readouterr().out == f"{papers}/line\\nfeed.txt\n"
