"""Imports on a Dask cluster: the same archive as without one, also where workers die; limits, secrecy, errors."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from docparse import archive, cluster
from docparse.archive import importer, work
from docparse.archive.connections import Archive
from docparse.archive.work import Found, Limits
from docparse.cli import main
from docparse.errors import NoCluster, NotFetched, UnfitWorker
from docparse.read.options import Options
from docparse.storage import State, address, survey
from tests import ftp_server, test_storage
from tests.samples import letter
from tests.test_import import OPEN, SECRET, many, never_end, rows, take, take_all

distributed = pytest.importorskip("distributed", reason='Dask is not installed: pip install "docparse[dask]"')
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(name="dask", scope="module")
def _dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[distributed.LocalCluster]:
    """A cluster of two workers that write all they say, and what they spill, into one folder."""
    from dask import config

    folder = tmp_path_factory.mktemp("dask")
    # By default a LocalCluster gives up a worker that it has just started again.
    patient = config.set({"distributed.deploy.lost-worker-timeout": "1 hour"})
    with (
        patient,
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            dashboard_address=":0",
            local_directory=str(folder),
            silence_logs=logging.CRITICAL,
        ) as running,
    ):
        yield running


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with four documents."""
    folder = tmp_path / "papers"
    folder.mkdir()
    for path in OPEN[:4]:
        shutil.copy(path, folder)
    return folder


def pids(dask: distributed.LocalCluster) -> list[int]:
    """The processes of the two workers, as soon as both run."""
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=20)
        return list(client.run(os.getpid).values())


def children(pid: int) -> list[int]:
    """The processes that a process started, by any of its threads, and those that they did."""
    own = [int(n) for path in Path(f"/proc/{pid}/task").glob("*/children") for n in path.read_text().split()]
    return own + [inner for child in own for inner in children(child)]


# --- workers that die ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_an_import_whose_workers_are_killed_gives_the_same_archive(
    dask: distributed.LocalCluster, tmp_path: Path, db: Archive
) -> None:
    folder = many(tmp_path / "papers", 50)
    take(folder, db=tmp_path / "whole.db", workers=2)
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    orphans = []
    with closing(archive.import_files(db, paths, scheduler=dask.scheduler_address)) as steps:
        for n, _ in enumerate(steps):
            if n in (5, 30):
                [pid, _other] = pids(dask)
                orphans += children(pid)
                os.kill(pid, signal.SIGKILL)
    assert rows(db) == rows(tmp_path / "whole.db")
    assert len(orphans) >= 2
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in orphans):
            break
        time.sleep(0.05)
    else:
        raise AssertionError("processes outlive their worker that was killed")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_files_by_address_need_no_shared_folder(
    dask: distributed.LocalCluster, tmp_path: Path, db: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = many(tmp_path / "papers", 50)
    expected = test_storage.from_folder(folder, tmp_path / "whole.db")
    monkeypatch.setattr(test_storage.Address, "read_bytes", None)  # the importer fetches nothing
    with ftp_server.server(folder) as running:
        named, listed = survey(address(running.address))
        taking = archive.import_files(db, named.paths, listed=listed, scheduler=dask.scheduler_address)
        with closing(taking) as steps:
            for n, _ in enumerate(steps):
                if n in (5, 30):
                    os.kill(pids(dask)[0], signal.SIGKILL)
        assert test_storage.without_place(db, running.address) == expected
        sent, again = len(running.sent), {"known", "failed", "refused"}
        assert {step.event for step in archive.import_files(db, named.paths, listed=listed)} == again
        assert len(running.sent) == sent


def test_workers_that_do_not_reach_a_storage_are_told(dask: distributed.LocalCluster, tmp_path: Path) -> None:
    steps = archive.import_files(
        tmp_path / "a.db",
        [address("ftp://127.0.0.1:1/a.txt")],
        listed={address("ftp://127.0.0.1:1/a.txt"): State(1, 1.0)},
        scheduler=dask.scheduler_address,
    )
    with pytest.raises(NotFetched, match="refused"):
        list(steps)


def break_down(path: Path, *, options: Options, limits: Limits, allow_secret: bool) -> Found:
    """Stands in for `examine`: what it does is in the name of the file."""
    kind = path.name.partition("-")[0]
    if kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "bug":
        raise ValueError("TUYỆT MẬT: what the document says")
    stand_in = {"slow": never_end, "large": take_all}.get(kind, work.parse_file)
    limits = Limits(seconds=1) if kind == "slow" else limits
    with mock.patch.object(work, "parse_file", stand_in):
        return work.examine(path, options=options, limits=limits, allow_secret=allow_secret)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of POSIX")
def test_a_file_is_bounded_as_on_one_machine(
    dask: distributed.LocalCluster, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "examine", break_down)
    for name in ("bug", "killed", "large", "slow"):
        shutil.copy(OPEN[5], papers / f"{name}-1.txt")
    (papers / "damaged.docx").write_bytes(b"PK\x03\x04")
    before = pids(dask)
    events = take(papers, db=tmp_path / "a.db", scheduler=dask.scheduler_address)
    assert [event for _, event in events].count("parsed") == 4
    assert pids(dask) == before, "a file ended a worker of Dask"
    failed = {Path(one.path).name: (one.error, one.detail) for one in archive.status(tmp_path / "a.db").failed}
    assert failed.pop("damaged.docx")[0] == "TruncatedFile"
    assert failed == {
        "bug-1.txt": ("Crashed", "ValueError"),
        "killed-1.txt": ("Crashed", None),
        "large-1.txt": ("TooLarge", "more than 2000 MB of memory"),
        "slow-1.txt": ("TooSlow", "1 s"),
    }
    take(papers, db=tmp_path / "here.db", workers=2)
    assert rows(tmp_path / "a.db") == rows(tmp_path / "here.db")


# --- secrecy ------------------------------------------------------------------------------------------------------


def test_secret_documents_leave_nothing_on_the_cluster(
    dask: distributed.LocalCluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(importer, "examine", break_down)
    (tmp_path / "papers").mkdir()
    shutil.copy(SECRET, tmp_path / "papers")
    (tmp_path / "papers" / "bug-1.txt").write_text(letter("Nội dung."), "utf-8")
    events = take(tmp_path / "papers", scheduler=dask.scheduler_address)
    assert sorted(event for _, event in events) == ["failed", "refused"]
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        said = [client.get_worker_logs(), client.get_scheduler_logs(), client.get_events(), *capfd.readouterr()]
        kept = client.run(lambda dask_worker: repr(dict(dask_worker.data)))
    files = [path.read_bytes() for path in Path(dask.workers[0].local_directory).parent.rglob("*") if path.is_file()]
    lines = [line.strip() for line in SECRET.read_text("utf-8").splitlines() if len(line.strip()) > 25]
    everything = repr([said, kept]) + b"".join(files).decode("utf-8", "replace")
    assert "TUYỆT MẬT" not in everything
    assert [line for line in lines if line in everything] == []


# --- what is wrong with a cluster ---------------------------------------------------------------------------------


def test_a_cluster_that_does_not_answer_is_told(
    papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    words = ["import", str(papers), "--archive", str(papers.parent / "a.db"), "--engine", "dask", "--scheduler"]
    assert main([*words, "tcp://127.0.0.1:1"]) == 25
    assert main([*words, "nonsense://x"]) == 25
    assert capsys.readouterr().err.count("the Dask cluster does not answer") == 2
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty:
        assert main([*words, empty.scheduler_address]) == 25
    assert archive.status(papers.parent / "a.db").outcomes == {}


def test_workers_that_cannot_do_the_work_are_told_before_it_begins(
    dask: distributed.LocalCluster, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = papers.parent / "a.db"
    with monkeypatch.context() as other:
        other.setattr(cluster, "__version__", "99")
        with pytest.raises(UnfitWorker, match=r"tcp://.*\(docparse .*, here 99\); install the same docparse"):
            take(papers, db=db, scheduler=dask.scheduler_address)
    if sys.platform == "linux":
        # A path that leads somewhere else in every process.
        monkeypatch.chdir(papers.parent)
        here = Path("/proc/self/cwd/papers") / OPEN[0].name
        with pytest.raises(UnfitWorker, match=r"\(/proc/self/cwd/papers/.*a path that all of them see"):
            list(archive.import_files(db, [here], scheduler=dask.scheduler_address))
    assert archive.status(db).outcomes == {}


def test_a_missing_dask_is_told(
    papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ["import", str(papers), "--archive", str(papers.parent / "a.db"), "--engine", "dask"]
    assert main([*words, "--scheduler", "tcp://127.0.0.1:1"]) == 24
    assert '(pip install "docparse[dask]"); install it as shown' in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--engine", "dask"],
        ["--scheduler", "tcp://127.0.0.1:1"],
        ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--workers", "2"],
    ],
)
def test_the_words_for_a_cluster_belong_together(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", str(OPEN[0]), "--archive", "never-made.db", *words])
    assert ended.value.code == 2


# --- interruptions ------------------------------------------------------------------------------------------------


def dask_program(name: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *words]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, text=True)


def test_a_scheduler_that_goes_away_is_told_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the programs of Dask, as on machines."""
    monkeypatch.setattr(cluster, "_PATIENCE", 15)
    folder, db, told = many(tmp_path / "papers", 40), tmp_path / "a.db", str(tmp_path / "scheduler.json")
    paths = sorted(folder.iterdir())
    here = ["--scheduler-file", told, "--no-dashboard"]
    programs = [dask_program("scheduler", *here, "--port", "0", "--host", "127.0.0.1")]
    programs.append(dask_program("worker", *here, "--nthreads", "2", "--local-directory", str(tmp_path)))
    try:
        with distributed.Client(scheduler_file=told, timeout=20, set_as_default=False) as client:
            address = client.scheduler.address
        with closing(archive.import_files(db, paths, scheduler=address)) as steps:
            next(steps)
            monkeypatch.setattr(cluster, "_PATIENCE", 1)
            programs[0].kill()
            with pytest.raises(NoCluster):
                list(steps)
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.wait(20)
    assert 0 < len(rows(db)["files"]) < len(paths)
    take(folder, db=db, workers=2)
    take(folder, db=tmp_path / "whole.db", workers=2)
    assert rows(db) == rows(tmp_path / "whole.db")


def test_ctrl_c_cancels_what_was_not_begun(dask: distributed.LocalCluster, tmp_path: Path) -> None:
    folder, db = many(tmp_path / "papers", 60), tmp_path / "a.db"
    words = [
        "import",
        str(folder),
        "--archive",
        str(db),
        "--engine",
        "dask",
        "--scheduler",
        dask.scheduler_address,
    ]
    run = subprocess.Popen([sys.executable, "-m", "docparse", *words], stderr=subprocess.PIPE, encoding="utf-8")
    assert run.stderr is not None
    run.stderr.readline()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=20)
    assert run.returncode == 130
    assert err.splitlines()[-1].startswith("interrupted; the same command goes on from here")
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        for _ in range(100):
            if not any(client.processing().values()) and not any(client.has_what().values()):
                break
            time.sleep(0.05)
        else:
            raise AssertionError("the cluster goes on")
    assert 0 < len(rows(db)["files"]) < 60
    take(folder, db=db, scheduler=dask.scheduler_address)
    take(folder, db=tmp_path / "whole.db", workers=2)
    assert rows(db) == rows(tmp_path / "whole.db")
