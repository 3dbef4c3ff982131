"""Imports into an archive: what goes in, what does not, interruptions at any moment, limits, the commands."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse import archive, errors
from docparse.archive import importer, store, work
from docparse.archive.connections import Archive
from docparse.archive.work import Found, Limits
from docparse.cli import main
from docparse.errors import ArchiveInUse
from docparse.read.options import Options
from scripts import messages
from tests.samples import letter

CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.txt"))
SECRET = next(path for path in CORPUS if "mat" in path.name)
OPEN = [path for path in CORPUS if path != SECRET]
TIMES = ("imported", "mtime")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with four documents."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for path in OPEN[:4]:
        shutil.copy(path, folder)
    return folder


def take(papers: Path, *, db: Archive | None = None, **how: object) -> list[tuple[str, str]]:
    """Imports all files of a folder: what became of each."""
    paths = sorted(p for p in papers.rglob("*") if p.is_file())
    steps = archive.import_files(db or papers.parent / "a.db", paths, **how)  # type: ignore[arg-type]
    return [(str(step.path.relative_to(papers)), step.event) for step in steps]


def rows(db: Archive) -> dict[str, list[dict[str, object]]]:
    """Everything in an archive but times."""
    found = {}
    with store.opened(db) as connection, connection.begin():
        for table in sa.inspect(connection).get_table_names():
            all_of = connection.exec_driver_sql(f"select * from {table}").mappings()
            found[table] = sorted(({k: v for k, v in r.items() if k not in TIMES} for r in all_of), key=repr)
    return found


def word(db: Archive) -> str:
    """An archive as a person names it."""
    return str(db) if isinstance(db, Path) else db.render_as_string(hide_password=False)


def held(db: Archive) -> bytes:
    """All values of an archive, and all bytes of its files or of the log of its server."""
    files = db.parent.glob("a.db*") if isinstance(db, Path) else [Path(str(db.query["host"])) / "log"]
    return b"".join([repr(rows(db)).encode(), *(path.read_bytes() for path in files)])


# --- what goes in -------------------------------------------------------------------------------------------------


def test_what_is_in_is_skipped(papers: Path, db: Archive) -> None:
    first = take(papers, db=db)
    assert [event for _, event in first] == ["parsed"] * 4
    before = rows(db)
    assert take(papers, db=db) == [(name, "known") for name, _ in first]
    assert rows(db) == before
    assert [row["route"] for row in before["files"]] == ["text"] * 4
    assert json.loads(str(before["documents"][0]["json"]))["schema_version"] == "1"


def test_a_moved_file_is_the_same_file(papers: Path, db: Archive) -> None:
    take(papers, db=db)
    (papers / "new").mkdir()
    (papers / OPEN[0].name).rename(papers / "new" / "renamed.txt")
    assert ("new/renamed.txt", "moved") in take(papers, db=db)
    state = archive.status(db)
    assert (state.outcomes, state.documents) == ({"parsed": 4}, 4)
    assert [check.what for check in archive.verify(db)] == ["same"] * 4


def test_the_same_bytes_twice_are_one_document(papers: Path, db: Archive) -> None:
    shutil.copy(papers / OPEN[0].name, papers / "zz-copy.txt")
    assert take(papers, db=db)[-1] == ("zz-copy.txt", "copied")
    shutil.copy(papers / OPEN[0].name, papers / "zz-later.txt")
    assert take(papers, db=db)[-1] == ("zz-later.txt", "copied")
    state = archive.status(db)
    assert (state.outcomes, state.documents) == ({"parsed": 6}, 4)


def test_a_file_that_changed_is_taken_in_anew_and_linked(papers: Path, db: Archive) -> None:
    take(papers, db=db)
    with (papers / OPEN[0].name).open("a") as file:
        file.write("\nĐã bổ sung.\n")
    assert (OPEN[0].name, "parsed") in take(papers, db=db)
    state = archive.status(db)
    assert (state.documents, state.without_file) == (5, 1)
    [pair] = state.versions
    assert pair.similarity > 0.9


def test_documents_in_archives_are_files_of_their_own(papers: Path, db: Archive) -> None:
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        for path in OPEN[3:6]:
            box.write(path, path.name)
    found = take(papers, db=db)
    inside = [(f"box.zip/{path.name}", event) for path, event in zip(OPEN[3:6], ("parsed",) * 3, strict=True)]
    assert found[-3:] == inside or ("box.zip/" + OPEN[4].name, "parsed") in found
    state = archive.status(db)
    assert (state.outcomes, state.documents) == ({"container": 1, "parsed": 7}, 6)
    assert ("box.zip", "known") in take(papers, db=db)
    (papers / "box.zip").rename(papers / "moved.zip")
    assert ("moved.zip", "moved") in take(papers, db=db)
    names = [str(row["name"]) for row in rows(db)["files"]]
    assert sum("moved.zip/" in name for name in names) == 3
    assert not any("box.zip" in name for name in names)
    with zipfile.ZipFile(papers / "moved.zip", "w") as box:
        box.write(OPEN[6], "other.txt")
    assert ("moved.zip/other.txt", "parsed") in take(papers, db=db)
    assert archive.status(db).outcomes == {"container": 1, "parsed": 5}


def test_a_collection_is_named_and_stays(papers: Path, db: Archive) -> None:
    ours = archive.Collection("Tỉnh ủy Bình Thuận", years="2001-2005", box="12")
    take(papers, db=db, collection=ours)
    take(papers, db=db)
    [holding] = archive.status(db).collections
    assert (holding.collection, holding.files) == (ours, 4)


# --- what does not ------------------------------------------------------------------------------------------------


def test_a_file_that_failed_is_repaired_and_retried(papers: Path, db: Archive) -> None:
    bad = papers / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    assert ("bad.docx", "failed") in take(papers, db=db)
    assert ("bad.docx", "failed") in take(papers, db=db)
    [one] = archive.status(db).failed
    assert (Path(one.path).name, one.error, one.advice) == ("bad.docx", "TruncatedFile", errors.TruncatedFile.advice)
    assert "read/package.py:" in (one.trace or "")
    shutil.copy(OPEN[5].with_suffix(".docx"), bad)
    assert [(step.path.name, step.event) for step in archive.retry(db)] == [("bad.docx", "parsed")]
    assert archive.status(db).failed == ()
    assert list(archive.retry(db)) == []


def test_secret_documents_leave_no_trace(papers: Path, db: Archive) -> None:
    shutil.copy(SECRET, papers)
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        box.write(SECRET, "inside.txt")
    found = dict(take(papers, db=db))
    assert (found[SECRET.name], found["box.zip/inside.txt"]) == ("refused", "refused")
    text = SECRET.read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 25]
    own = [line for line in lines if not any(line in path.read_text("utf-8") for path in OPEN)]
    everything = held(db)
    assert own
    assert [line for line in own if line.encode() in everything] == []
    assert dict(take(papers, db=db))[SECRET.name] == "refused"
    assert dict(take(papers, db=db, allow_secret=True))[SECRET.name] == "parsed"
    [row] = [row for row in rows(db)["documents"] if row["secrecy"]]
    assert row["secrecy"] == "MẬT"
    assert archive.status(db).hidden == 1
    assert {step.event for step in archive.retry(db, allow_secret=True)} == {"copied"}
    assert archive.status(db).refused == ()


def break_down(path: Path, *, options: Options, limits: Limits, allow_secret: bool) -> Found:
    """Stands in for `examine` in workers: what it does is in the name of the file."""
    if path.name.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.name.startswith("bug"):
        raise ValueError("TUYỆT MẬT: what the document says")
    return work.examine(path, options=options, limits=limits, allow_secret=allow_secret)


def test_a_worker_that_breaks_down_costs_only_its_file(
    papers: Path, db: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importer, "examine", break_down)
    for name in ("bug.txt", "killed.txt"):
        (papers / name).write_text(letter("Nội dung."), "utf-8")
    assert main(["import", str(papers), "--archive", word(db), "--workers", "2"]) == 1
    err = capsys.readouterr().err
    assert "taken in 4, failed 2" in err
    assert "MẬT" not in err
    bug, killed = archive.status(db).failed
    assert (bug.error, bug.detail, killed.detail) == ("Crashed", "ValueError", None)
    assert "tests/test_import.py:" in (bug.trace or "")
    assert "TUYỆT MẬT".encode() not in held(db)


def never_end(path: Path, options: Options) -> None:
    """Stands in for `parse_file`."""
    while True:
        try:
            time.sleep(60)
        except Exception:
            continue


def take_all(path: Path, options: Options) -> None:
    """Stands in for `parse_file`."""
    bytearray(3_000_000_000)


def hear_nothing(path: Path, options: Options) -> None:
    """Stands in for `parse_file`: no signal reaches what it computes."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    while True:
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="limits of POSIX")
def test_what_takes_no_signal_is_ended_and_leaves_no_image_of_itself() -> None:
    script = (
        "import resource; from pathlib import Path\n"
        "from docparse.archive import work\n"
        "from docparse.read.options import Options\n"
        "import tests.test_import as t\n"
        "work.parse_file, work.GRACE = t.hear_nothing, 0\n"
        "work.examine(Path('x'), options=Options(), limits=work.Limits(1), allow_secret=False)\n"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGXCPU, done.stderr


def test_limits_of_a_file_are_gone_after_it(papers: Path) -> None:
    resource = pytest.importorskip("resource", reason="limits of POSIX")

    def now() -> tuple[object, ...]:
        bounds = (resource.getrlimit(what) for what in (resource.RLIMIT_CPU, resource.RLIMIT_DATA))
        return (*bounds, signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL))

    before = now()
    path = next(iter(sorted(papers.glob("*.txt"))))
    work.examine(path, options=Options(), limits=work.Limits(), allow_secret=True)
    assert now() == before


@pytest.mark.skipif(sys.platform != "linux", reason="limits of POSIX")
@pytest.mark.parametrize(("parse", "error"), [(never_end, "TooSlow"), (take_all, "TooLarge")])
def test_time_and_memory_are_bounded(papers: Path, parse: object, error: str) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from docparse.archive import work\n"
        "from docparse.read.options import Options\n"
        "import tests.test_import as t\n"
        f"work.parse_file = t.{parse.__name__}\n"  # type: ignore[attr-defined]
        "try: work.examine(Path('x'), options=Options(), limits=work.Limits(1, 500_000_000), allow_secret=False)\n"
        "except Exception as error: print(type(error).__name__)\n"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=30)
    assert done.stdout == f"{error}\n", done.stderr


def test_hostile_files_cost_none_of_the_good_ones(papers: Path, db: Archive) -> None:
    (papers / "empty.txt").write_bytes(b"")
    (papers / "cut.pdf").write_bytes(OPEN[0].with_suffix(".pdf").read_bytes()[:300])
    (papers / "word.docx").write_bytes(b"\x00\x01\x02" * 999)
    (papers / "line\nfeed.txt").write_text(letter("Nội dung."), "utf-8")
    (papers / os.fsdecode(b"k\xff.txt")).write_text(letter("Nội dung khác."), "utf-8")
    (papers / "one-line.txt").write_text("a" * 3_000_000)
    (papers / "loop").symlink_to(papers)
    with zipfile.ZipFile(papers / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bomb.txt", b"\0" * 300_000_000)
    with zipfile.ZipFile(papers / "outside.zip", "w") as outside:
        outside.write(OPEN[7], "../../outside.txt")
    (papers / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(99))
    assert main(["import", str(papers), "--archive", word(db), "--workers", "2"]) == 1
    state = archive.status(db)
    parsed = {Path(str(row["name"])).name for row in rows(db)["files"] if row["outcome"] == "parsed"}
    odd = {"line\nfeed.txt", "k\ufffd.txt", "one-line.txt", "outside.txt"}
    assert parsed == {path.name for path in OPEN[:4]} | odd
    assert {Path(one.path).name: one.error for one in state.failed} == {
        "bomb.zip": "TooLarge",
        "broken.zip": "TruncatedFile",
        "cut.pdf": "TruncatedFile",
        "empty.txt": "EmptyFile",
        "word.docx": "TruncatedFile",
    }
    assert not (papers.parent.parent / "outside.txt").exists()


def test_what_is_left_out_is_counted(
    papers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("table.xlsx", "other.XLSX", "noname", ".hidden", "~$lock.docx"):
        (papers / name).write_bytes(b"x")
    (papers / "closed").mkdir()
    scandir = os.scandir

    def refusing(path: str | int) -> object:
        if isinstance(path, str) and Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert main(["import", str(papers), "--archive", str(papers.parent / "a.db"), "--workers", "1"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"{papers / 'closed'}: no such file, or no permission to read it (Permission denied)")
    assert lines[1:] == ["left out, not a format that is read: .xlsx 2, noname 1", "taken in 4"]


def test_every_reason_for_a_look_is_a_known_warning() -> None:
    assert {f"warning.{code}" for code in work.REVIEW} - messages.messages() == set()


def test_only_one_run_writes(papers: Path, db: Archive) -> None:
    paths = sorted(papers.iterdir())
    with closing(archive.import_files(db, paths)) as steps:
        next(steps)
        with pytest.raises(ArchiveInUse):
            next(archive.import_files(db, paths))
        assert archive.status(db).documents == 1
    assert len(take(papers, db=db)) == 4


def test_a_file_that_is_gone_keeps_why_it_failed(papers: Path, db: Archive) -> None:
    (papers / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    (papers / "later.docx").write_bytes(b"PK\x03\x04 broken too")
    with zipfile.ZipFile(papers / "box.zip", "w") as box:
        box.write(OPEN[5], "in.txt")
        box.writestr("empty.txt", b"")
    take(papers, db=db)
    before = {Path(one.path).name: one for one in archive.status(db).failed}
    assert set(before) == {"bad.docx", "later.docx", "empty.txt"}
    (papers / "bad.docx").unlink()
    (papers / "box.zip").unlink()
    found = {step.path.name: step.event for step in archive.retry(db)}
    assert found == {"bad.docx": "gone", "later.docx": "failed", "empty.txt": "gone"}
    state = archive.status(db)
    assert {Path(one.path).name: one for one in state.gone} == {n: before[n] for n in ("bad.docx", "empty.txt")}
    assert [Path(one.path).name for one in state.failed] == ["later.docx"]
    assert [step.path.name for step in archive.retry(db)] == ["later.docx"]
    # One that comes back is tried again.
    (papers / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    assert dict(take(papers, db=db))["bad.docx"] == "failed"
    assert archive.status(db).outcomes["gone"] == 1


def test_what_is_in_stays_in_when_its_file_cannot_be_read(papers: Path, db: Archive) -> None:
    take(papers, db=db)
    before = rows(db)
    path = papers / OPEN[0].name
    path.unlink()
    path.symlink_to("/proc/self/mem")
    [step] = archive.import_files(db, [path])
    assert (step.event, type(step.error)) == ("failed", errors.MissingFile)
    assert rows(db) == before


def test_an_archive_does_not_take_itself_in(papers: Path) -> None:
    take(papers)
    (papers / "link.db").symlink_to(papers.parent / "a.db")
    found = archive.import_files(papers.parent / "a.db", [papers.parent / "a.db", papers / "link.db"])
    assert list(found) == []
    assert archive.status(papers.parent / "a.db").outcomes == {"parsed": 4}


# --- interruptions ------------------------------------------------------------------------------------------------

RUN = """
import sys
from pathlib import Path
from docparse import archive
if __name__ == "__main__":
    paths = sorted(p for p in Path(sys.argv[2]).iterdir())
    ours = archive.Collection("Tỉnh ủy Bình Thuận")
    for step in archive.import_files(archive.located(sys.argv[1]), paths, workers=2, collection=ours):
        print(step.event, flush=True)
"""


def many(folder: Path, number: int) -> Path:
    """A folder of documents, copies, versions, files that fail, a secret one, and archives."""
    folder.mkdir()
    for n in range(number):
        text = OPEN[n % len(OPEN)].read_text("utf-8")
        (folder / f"{n:03}.txt").write_text(f"{text}\n{n % (number - 5)}\n", "utf-8")
    shutil.copy(SECRET, folder / "005-secret.txt")
    (folder / "007-bad.docx").write_bytes(b"PK\x03\x04")
    for name in ("010.zip", "030.zip"):
        with zipfile.ZipFile(folder / name, "w") as box:
            for n in range(12):
                box.writestr(f"{n}.txt", letter(f"Nội dung số {n} của {name}.", number=f"Số {n}-TB/TU"))
    return folder


def start(tmp_path: Path, db: Archive, folder: Path) -> subprocess.Popen[str]:
    script = tmp_path / "run.py"
    script.write_text(RUN, "utf-8")
    command = [sys.executable, str(script), word(db), str(folder)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, encoding="utf-8"
    )


def group_ends(group: int) -> bool:
    """Whether all processes of a group end within some seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_at_random_moments_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    folder = many(tmp_path / "papers", 160)
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    take(folder, db=whole, workers=2, collection=archive.Collection("Tỉnh ủy Bình Thuận"))
    pick = random.Random(4)
    for _ in range(20):
        run = start(tmp_path, killed, folder)
        assert run.stdout is not None
        for _ in range(pick.randrange(6)):
            run.stdout.readline()
        time.sleep(pick.random() / 50)
        run.kill()
        run.communicate()
    assert group_ends(run.pid), "workers outlive the run that was killed"
    before = rows(killed)
    assert 0 < len(before["files"]) < len(rows(whole)["files"])
    run = start(tmp_path, killed, folder)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")
    assert rows(killed) == rows(whole)
    assert sorted(p.name for p in tmp_path.glob("killed.db*")) == ["killed.db", "killed.db.lock"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("pause", [0.1, 0.3, 0.5, 0.9])
def test_ctrl_c_while_workers_are_being_started_shows_no_traceback(tmp_path: Path, pause: float) -> None:
    folder = many(tmp_path / "papers", 160)
    db = tmp_path / "a.db"
    command = [sys.executable, "-m", "docparse", "import", str(folder), "--archive", str(db), "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, encoding="utf-8")
    until = time.monotonic() + 20
    while not (tmp_path / "a.db.lock").exists() and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(pause)
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=20)
    assert (run.returncode, "Traceback" in err) == (130, False), err


def test_ctrl_c_while_the_arguments_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("docparse.archive_commands.archive_at", interrupted)
    assert main(["status", "--archive", "a.db"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_with_a_word_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder = many(tmp_path / "papers", 60)
    db = tmp_path / "a.db"
    command = [sys.executable, "-m", "docparse", "import", str(folder), "--archive", str(db), "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, encoding="utf-8")
    assert run.stderr is not None
    run.stderr.readline()
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=20)
    assert (run.returncode, err.splitlines()[-1].split(":")[0]) == (
        130,
        "interrupted; the same command goes on from here",
    )
    assert group_ends(run.pid)
    assert not (tmp_path / ".a.db.docparse-work").exists()
    assert 0 < len(rows(db)["files"]) < 60
    take(folder, db=db, workers=2)
    take(folder, db=tmp_path / "whole.db", workers=2)
    assert rows(db) == rows(tmp_path / "whole.db")


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can make a small disk")
def test_a_full_disk_is_told_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder, disk = many(tmp_path / "papers", 40), tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1000k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this root may not mount a tmpfs")
    try:
        command = [sys.executable, "-m", "docparse", "import", str(folder), "--archive", str(disk / "a.db")]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
        assert done.returncode == 12
        assert done.stderr.splitlines()[-1] == (
            f"{disk / 'a.db'}: cannot be written (No space left on device); "
            "check the folder, its permissions and the free space"
        )
        # SQLite needs room beside the file even to read it.
        subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
        assert len(rows(disk / "a.db")["files"]) > 0
        take(folder, db=disk / "a.db", workers=2)
        take(folder, db=tmp_path / "whole.db", workers=2)
        assert rows(disk / "a.db") == rows(tmp_path / "whole.db")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# --- the commands -------------------------------------------------------------------------------------------------


def test_the_commands_of_an_archive(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(papers.parent / "a.db")
    words = ["import", str(papers), "--archive", db, "--workers", "1", "--collection", "Tỉnh ủy A", "--box", "12"]
    assert main(words) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "taken in 4"
    assert main(["status", "--archive", db]) == 0
    assert capsys.readouterr().out.splitlines()[:4] == [
        "4 documents",
        "  files taken in: 4",
        "collections:",
        "  Tỉnh ủy A · 12: 4",
    ]
    assert main(["status", "--archive", db, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcomes"] == {"parsed": 4}
    assert main(["verify", "--archive", db]) == 0
    (papers / OPEN[0].name).unlink()
    (papers / OPEN[1].name).write_text("khác")
    capsys.readouterr()
    assert main(["verify", "--archive", db]) == 1
    out = capsys.readouterr().out
    assert out == f"{papers / OPEN[0].name}: missing\n{papers / OPEN[1].name}: changed since it was taken in\n"


def test_what_failed_is_shown_with_what_to_do(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(papers.parent / "a.db")
    (papers / "bad\n.txt").write_bytes(b"")
    assert main(["import", str(papers), "--archive", db, "--workers", "1"]) == 1
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "taken in 4, failed 1",
        f"what to do: docparse status --archive {db}",
    ]
    assert main(["status", "--archive", db, "--lang", "vi"]) == 0
    assert f"  {papers}/bad\\n.txt: tệp không có nội dung; hãy tìm bản khác của văn bản" in capsys.readouterr().out
    assert main(["retry", "--archive", db]) == 1


def test_an_address_of_another_kind_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["import", "gs://bucket/plans", "--archive", str(tmp_path / "a.db"), "--lang", "vi"]) == 26
    assert "gs://bucket/plans" in (said := capsys.readouterr().err)
    assert "không đọc tệp ở địa chỉ này" in said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["status", "--archive", "none.db"], 3),
        (["retry", "--archive", "none.db"], 3),
        (["verify", "--archive", "none.db"], 3),
        (["import", "no-such-folder", "--archive", "none.db"], 3),
        (["import", str(OPEN[0]), "--archive", "text.db"], 19),
        (["import", str(OPEN[0]), "--archive", "folder"], 12),
        (["import", str(OPEN[0]), "--archive", "text.db/none.db"], 12),
    ],
)
def test_wrong_paths_have_their_own_errors(words: list[str], code: int, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("không phải kho\n" * 100)
    done = subprocess.run(
        [sys.executable, "-m", "docparse", *words], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["folder", "text.db"]
    assert (tmp_path / "text.db").read_text() == "không phải kho\n" * 100
