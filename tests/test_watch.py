"""Watching a folder: what is still written waits, what changed comes again, Ctrl-C ends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docparse import archive
from docparse.archive.watch import Sight, watched
from docparse.errors import DocparseError
from tests.test_import import OPEN


class Clock:
    """A clock that stands still but for `sleep`."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def look(folder: Path, settled: float = 5) -> tuple[Callable[[], Sight], Clock]:
    clock = Clock()
    sights = watched([str(folder)], settled=settled, sleep=clock.sleep, clock=clock)
    return lambda: next(sights), clock


def until_ready(look: Callable[[], Sight], most: int = 9) -> tuple[str, ...]:
    for _ in range(most):
        if ready := look().ready:
            return tuple(path.name for path in ready)
    return ()


def test_a_file_is_handed_over_once_when_it_is_quiet(tmp_path: Path) -> None:
    sight, clock = look(tmp_path)
    assert sight() == Sight((), 0, ())
    shutil.copy(OPEN[0], tmp_path / "a.txt")
    (tmp_path / "table.xlsx").write_bytes(b"x")
    assert sight() == Sight((), 1, ())
    began = clock.now
    assert until_ready(sight) == ("a.txt",)
    assert 5 <= clock.now - began <= 7
    assert until_ready(sight) == ()


def test_a_file_that_grows_waits(tmp_path: Path) -> None:
    sight, _ = look(tmp_path)
    for n in range(9):
        with (tmp_path / "a.txt").open("a") as file:
            file.write(f"{n}\n")
        assert sight() == Sight((), 1, ())
    assert until_ready(sight) == ("a.txt",)
    with (tmp_path / "a.txt").open("a") as file:
        file.write("more\n")
    assert until_ready(sight) == ("a.txt",)


def test_a_file_whose_time_changes_waits(tmp_path: Path) -> None:
    sight, _ = look(tmp_path)
    for n in range(9):
        (tmp_path / "a.txt").write_text("same size")
        os.utime(tmp_path / "a.txt", (n, n))
        assert sight().ready == ()
    assert until_ready(sight) == ("a.txt",)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fdinfo"), reason="only Linux tells who writes to a file")
def test_a_file_that_is_open_for_writing_waits(tmp_path: Path) -> None:
    sight, _ = look(tmp_path)
    with (tmp_path / "a.txt").open("w") as file:
        file.write("Nội dung")
        file.flush()
        assert until_ready(sight, 20) == ()
        assert sight().writing == 1
    with (tmp_path / "a.txt").open():
        assert until_ready(sight) == ("a.txt",)


def test_folders_that_go_and_come_back_are_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    shutil.copy(OPEN[0], folder / "a.txt")
    sight, _ = look(folder)
    assert until_ready(sight) == ("a.txt",)
    folder.rename(tmp_path / "gone")
    assert sight() == Sight((), 0, (str(folder),))
    (tmp_path / "gone").rename(folder)
    assert until_ready(sight) == ("a.txt",), "it may be another file; the archive knows its hash"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_the_command_takes_in_what_comes_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    folder, db = tmp_path / "scans", tmp_path / "a.db"
    folder.mkdir()
    shutil.copy(OPEN[0], folder)
    words = ["import", str(folder), "--archive", str(db), "--workers", "1", "--watch", "--settle", "1"]
    run = subprocess.Popen(
        [sys.executable, "-m", "docparse", *words],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": ""},
    )
    try:
        wait_for(lambda: outcomes(db) == {"parsed": 1})
        whole = OPEN[1].with_suffix(".docx").read_bytes()
        (folder / "half.docx").write_bytes(whole[:3000])
        wait_for(lambda: outcomes(db) == {"failed": 1, "parsed": 1})
        (folder / "half.docx").write_bytes(whole)
        wait_for(lambda: outcomes(db) == {"parsed": 2})
        time.sleep(1)
    finally:
        os.killpg(run.pid, signal.SIGINT)
        _, err = run.communicate(timeout=20)
    lines = err.splitlines()
    assert run.returncode == 1, "one failed meanwhile"
    assert lines[-1] == "no longer watching"
    assert lines.count("waiting for new files; Ctrl-C ends it") >= 2
    assert "waiting: 1 file is new, and may still be written to" in lines
    assert "Traceback" not in err


def outcomes(db: Path) -> dict[str, int]:
    try:
        return archive.status(db).outcomes
    except DocparseError:
        # It is just being made.
        return {}


def wait_for(holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about in half a minute")
