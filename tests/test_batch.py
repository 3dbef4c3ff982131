"""Many files: order, bad ones, workers that die, memory that stays flat, interrupts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from docparse.batch import Crashed, Result, parse_many
from docparse.errors import EmptyFile
from docparse.model import Document, SourceInfo


def parse_or_die(path: Path) -> Document:
    """Stands in for `parse` in workers: what it does is in the name of the file."""
    match path.stem.partition("-")[0]:
        case "empty":
            raise EmptyFile(str(path))
        case "bug":
            raise KeyError("zone")
        case "exit":
            os._exit(3)
        case "killed":
            os.kill(os.getpid(), 9)
        case "slow":
            time.sleep(0.3)
    return Document(source=SourceInfo(name=path.name, sha256="0", media_type="text/plain"), text="x")


def outcome(result: Result) -> str:
    if result.document is not None:
        assert result.document.source.name == result.path.name
        return "document"
    return type(result.error).__name__


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order_and_bad_files_are_results(workers: int) -> None:
    names = ["slow-1", "a", "empty", "b", "bug", "c"]
    results = list(parse_many(names, workers=workers, parse=parse_or_die))
    assert [r.path.name for r in results] == names
    assert [outcome(r) for r in results] == ["document", "document", "EmptyFile", "document", "Crashed", "document"]
    assert str(results[4].error) == f"bug: {Crashed.problem} (KeyError: 'zone'); {Crashed.advice}"


@pytest.mark.parametrize("death", ["exit", "killed"])
def test_a_worker_that_dies_takes_only_its_file_with_it(death: str) -> None:
    names = [f"a{i}" for i in range(5)] + [f"{death}-1", "b", f"{death}-2"] + [f"c{i}" for i in range(12)]
    results = list(parse_many(names, workers=2, parse=parse_or_die))
    assert [r.path.name for r in results] == names
    assert [outcome(r) for r in results] == ["Crashed" if n.startswith(death) else "document" for n in names]


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 8)])
def test_only_a_few_files_are_ahead_of_the_caller(workers: int, most: int) -> None:
    asked = 0

    def endless() -> Iterator[str]:
        nonlocal asked
        while True:
            asked += 1
            yield f"a{asked}"

    results = parse_many(endless(), workers=workers, parse=parse_or_die)
    for taken in range(1, 21):
        next(results)
        assert asked <= taken + most
    results.close()


def test_workers_must_be_at_least_one() -> None:
    with pytest.raises(ValueError, match="workers"):
        parse_many([], workers=0)


def test_no_files_no_results() -> None:
    assert list(parse_many([], workers=2, parse=parse_or_die)) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interrupt_ends_the_workers_without_noise(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from docparse.batch import parse_many\n"
        "from test_batch import parse_or_die\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        for r in parse_many((f'slow-{i}' for i in range(1000)), workers=2, parse=parse_or_die):\n"
        "            print(r.path, flush=True)\n"
        "    except KeyboardInterrupt:\n"
        "        print('stopped', flush=True)\n"
    )
    run = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "slow-0\n"
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=20)
    assert out.endswith("stopped\n")
    assert (err, run.returncode) == ("", 0)
