"""Kept originals: each hash once, whole or not at all, nothing of what was refused; and checking them."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from docparse import archive
from docparse.archive import importer, originals
from docparse.archive.work import Found, Limits, examine
from docparse.cli import main
from docparse.errors import ChangedFile, TooSlow
from docparse.files import Unwritable
from docparse.read.options import Options
from tests.test_import import OPEN, SECRET, papers, rows, take

__all__ = ["papers"]


def kept(papers: Path) -> dict[str, bytes]:
    """The kept copies by their hash."""
    folder = papers.parent / "a.db.originals"
    return {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def in_table(papers: Path) -> list[str]:
    return [str(row["sha256"]) for row in rows(papers.parent / "a.db")["originals"]]


def checks(papers: Path) -> list[tuple[str, str, bool]]:
    found = archive.verify(papers.parent / "a.db")
    return [(Path(one.path).name, one.what, one.kept) for one in found if one.what != "same"]


def test_each_hash_is_kept_once_and_only_for_its_owner(papers: Path) -> None:
    shutil.copy(papers / OPEN[0].name, papers / "zz-copy.txt")
    take(papers, keep_originals=True)
    copies = kept(papers)
    assert sorted(copies) == sorted(in_table(papers))
    assert sorted(copies.values()) == sorted(path.read_bytes() for path in OPEN[:4])
    folder = papers.parent / "a.db.originals"
    if os.name == "posix":
        assert {stat.S_IMODE(p.stat().st_mode) for p in folder.rglob("*") if p.is_file()} == {0o400}
        assert {stat.S_IMODE(p.stat().st_mode) for p in (folder, *folder.iterdir())} == {0o700}
    assert {p.parent.name for p in folder.rglob("*") if p.is_file()} == {name[:2] for name in copies}
    assert archive.status(papers.parent / "a.db").kept == 4


def test_what_was_in_before_is_kept_when_asked_for_later(papers: Path) -> None:
    take(papers)
    assert not (papers.parent / "a.db.originals").exists()
    assert {event for _, event in take(papers, keep_originals=True)} == {"known"}
    assert len(kept(papers)) == 4
    times = [p.stat().st_mtime_ns for p in sorted((papers.parent / "a.db.originals").rglob("*"))]
    take(papers, keep_originals=True)
    assert [p.stat().st_mtime_ns for p in sorted((papers.parent / "a.db.originals").rglob("*"))] == times


def test_documents_in_a_container_come_with_it(papers: Path) -> None:
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        for path in OPEN[4:6]:
            box.write(path, path.name)
        box.writestr("table.xlsx", b"not read")
    take(papers, keep_originals=True)
    assert (papers / "box.zip").read_bytes() in kept(papers).values()
    assert len(kept(papers)) == 5


def test_nothing_of_a_secret_document_is_kept(papers: Path) -> None:
    shutil.copy(SECRET, papers)
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        box.write(SECRET, "inside.txt")
        box.write(OPEN[5], "open.txt")
    take(papers, keep_originals=True)
    assert len(kept(papers)) == 4
    take(papers, keep_originals=True, allow_secret=True)
    assert SECRET.read_bytes() in kept(papers).values()
    assert (papers / "box.zip").read_bytes() not in kept(papers).values(), "what is in it was refused"
    steps = list(archive.retry(papers.parent / "a.db", allow_secret=True, keep_originals=True))
    assert [step.event for step in steps] == ["copied"]
    assert (papers / "box.zip").read_bytes() in kept(papers).values()


def fails(path: Path, *, options: Options, limits: Limits, allow_secret: bool) -> Found:
    """Stands in for `examine`: the time for one of the files is up."""
    if path.name == "inside.txt":
        raise TooSlow(str(path))
    return examine(path, options=options, limits=limits, allow_secret=allow_secret)


def test_a_container_is_not_kept_any_more_when_what_failed_in_it_is_found_secret(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        box.write(SECRET, "inside.txt")
        box.write(OPEN[5], "open.txt")
    with monkeypatch.context() as patch:
        patch.setattr(importer, "examine", fails)
        take(papers, keep_originals=True)
    db, folder = papers.parent / "a.db", papers.parent / "bag"
    assert (papers / "box.zip").read_bytes() in kept(papers).values()
    assert main(["bag", str(folder), "--archive", str(db)]) == 0
    assert not list(folder.rglob("*.zip")), "nobody knows what the one that failed says"
    assert main(["bag", str(folder.with_name("all")), "--archive", str(db), "--allow-secret"]) == 0
    assert len(list(folder.with_name("all").rglob("*.zip"))) == 1
    assert [step.event for step in archive.retry(db)] == ["refused"]
    assert (papers / "box.zip").read_bytes() not in kept(papers).values()
    assert len(kept(papers)) == len(in_table(papers)) == 4
    assert checks(papers) == []


def test_a_full_disk_is_told_and_the_next_run_goes_on(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: Usage(originals.SPARE + 10))
        with pytest.raises(Unwritable, match="No space left on device"):
            take(papers, keep_originals=True)
    assert (kept(papers), in_table(papers)) == ({}, [])
    take(papers, keep_originals=True)
    assert len(kept(papers)) == len(in_table(papers)) == 4


def change_after(path: Path, *, options: Options, limits: Limits, allow_secret: bool) -> Found:
    """Stands in for `examine`: the file is written to while it is read."""
    found = examine(path, options=options, limits=limits, allow_secret=allow_secret)
    with path.open("a") as file:
        file.write("và thêm nữa\n")
    return found


def test_a_file_that_changes_while_it_is_read_is_not_taken_for_whole(
    papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(importer, "examine", change_after)
        assert {event for _, event in take(papers, keep_originals=True)} == {"failed"}
    assert {one.error for one in archive.status(papers.parent / "a.db").failed} == {"ChangedFile"}
    assert kept(papers) == {}
    assert {event for _, event in take(papers, keep_originals=True)} == {"parsed"}
    assert len(kept(papers)) == 4


def test_bytes_that_differ_from_the_hash_are_not_kept(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(papers)
    read = originals._read
    monkeypatch.setattr(originals, "_read", lambda file, source: read(file, source).replace(b"K", b"k"))
    found = archive.import_files(papers.parent / "a.db", sorted(papers.iterdir()), keep_originals=True)
    assert {(step.event, type(step.error)) for step in found} == {("failed", ChangedFile)}
    assert (kept(papers), in_table(papers)) == ({}, [])


def test_verify_names_what_is_missing_or_changed(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take(papers, keep_originals=True)
    assert checks(papers) == []
    one, two = (originals.path_of(papers.parent / "a.db.originals", name) for name in sorted(kept(papers))[:2])
    one.unlink()
    two.chmod(0o600)
    two.write_bytes(b"?" + two.read_bytes()[1:])
    (papers / OPEN[0].name).unlink()
    assert checks(papers) == [
        (OPEN[0].name, "missing", False),
        (one.name, "missing", True),
        (two.name, "changed", True),
    ]
    assert main(["verify", "--archive", str(papers.parent / "a.db")]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[1:] == [
        f"{one}: missing (kept original)",
        f"{two}: changed since it was taken in (kept original)",
    ]
    assert err.splitlines()[-1] == "8 files were checked"


def test_long_checks_show_how_far_they_are(
    papers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    take(papers)
    monkeypatch.setattr("docparse.archive.progress._EVERY", 0)
    assert main(["verify", "--archive", str(papers.parent / "a.db")]) == 0
    assert capsys.readouterr().err.splitlines()[1].startswith("2/4, ")


def test_originals_elsewhere_are_found_again(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db, folder = str(papers.parent / "a.db"), papers.parent / "other" / "disk"
    words = ["import", str(papers), "--archive", db, "--workers", "1"]
    assert main([*words, "--keep-originals", "--originals", str(folder)]) == 0
    (papers / "more.txt").write_bytes(OPEN[5].read_bytes())
    assert main([*words, "--keep-originals"]) == 0
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 5
    assert not Path(f"{db}.originals").exists()
    assert main(["verify", "--archive", db]) == 0
    folder.rename(papers.parent / "moved")
    assert main(["verify", "--archive", db]) == 1
    assert main(["verify", "--archive", db, "--originals", str(papers.parent / "moved")]) == 0
    with pytest.raises(SystemExit):
        main([*words, "--originals", str(folder)])
    assert "--keep-originals is missing" in capsys.readouterr().err


def test_an_archive_from_before_the_table_is_given_it(papers: Path, sql: Callable[[str], None]) -> None:
    take(papers)
    sql("drop table originals")
    take(papers, keep_originals=True)
    assert len(in_table(papers)) == 4


@pytest.fixture
def sql(papers: Path) -> Callable[[str], None]:
    """Runs a statement on the archive as another program would."""
    import sqlite3
    from contextlib import closing

    def run(statement: str) -> None:
        with closing(sqlite3.connect(papers.parent / "a.db")) as connection:
            connection.execute(statement)
            connection.commit()

    return run


RUN = """
import sys
from pathlib import Path
from docparse import archive
if __name__ == "__main__":
    for step in archive.import_files(Path(sys.argv[1]), sorted(Path(sys.argv[2]).iterdir()), keep_originals=True):
        print(step.event, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_at_any_moment_every_kept_copy_is_whole(papers: Path, tmp_path: Path) -> None:
    for n in range(30):
        (papers / f"{n}.txt").write_bytes(OPEN[n % 4].read_bytes() + b"\n" * n * 99)
    script = tmp_path / "run.py"
    script.write_text(RUN, "utf-8")
    db, folder = tmp_path / "a.db", tmp_path / "a.db.originals"
    for pause in (0.004, 0.0, 0.011):
        run = subprocess.Popen(
            [sys.executable, str(script), str(db), str(papers)], stdout=subprocess.PIPE, start_new_session=True
        )
        assert run.stdout is not None
        for _ in range(6):
            run.stdout.readline()
        time.sleep(pause)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        copies = {p.name: p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".part-")}
        assert all(originals.is_whole(path, name) for name, path in copies.items())
        assert {str(row["sha256"]) for row in rows(db)["originals"]} <= set(copies)
    take(papers, keep_originals=True)
    assert len(kept(papers)) == len(in_table(papers)) == 33
    assert not list(folder.glob(".part-*"))
