"""Many files: order, bad ones, workers that die, memory that stays flat, interrupts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from docparse.batch import Crashed, Result, parse_many
from docparse.errors import EmptyFile
from docparse.model import Document, SourceInfo

HERE = Path(__file__).parent
PIPE = 65536
"""Bytes that a pipe of Linux holds."""


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


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 64)])
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


def safe_path(path: Path) -> Document:
    """Tells what a worker would hand on to programs that it starts."""
    return Document(
        source=SourceInfo(name="", sha256="0", media_type=""), text=os.environ.get("PYTHONSAFEPATH", "none")
    )


@pytest.mark.parametrize("value", [None, "yes"])
def test_the_environment_stays_that_of_the_caller(value: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    if value:
        monkeypatch.setenv("PYTHONSAFEPATH", value)
    [result] = parse_many(["a"], workers=2, parse=safe_path)
    assert result.document
    assert result.document.text == (value or "none")
    assert os.environ.get("PYTHONSAFEPATH") == value


def die_while_sending(path: Path) -> Document:
    """Its process would end in the midst of a message that a pipe does not hold at once."""

    def half(self: Connection, data: bytes) -> None:
        os.write(self.fileno(), data if len(data) < PIPE else data[: PIPE // 2])
        if len(data) >= PIPE:
            os._exit(1)

    Connection._send = half  # type: ignore[attr-defined]
    source = SourceInfo(name=path.name, sha256="0", media_type="text/plain")
    return Document(source=source, text="x" * 2 * PIPE)


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_worker_that_dies_while_it_hands_over_does_not_keep_its_caller_waiting(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
        "from docparse.batch import parse_many\n"
        "from test_batch import die_while_sending\n"
        "if __name__ == '__main__':\n"
        "    for r in parse_many(map(str, range(4)), workers=2, parse=die_while_sending):\n"
        "        print(f'{r.path}:{len(r.document.text)}', flush=True)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == [f"{i}:{2 * PIPE}" for i in range(4)]


def swallow_a_stop(path: Path) -> Document:
    """Catches what should end it, once, as a finaliser would, and works on."""
    print(path, flush=True)
    with suppress(KeyboardInterrupt):
        time.sleep(30)
    time.sleep(90)
    return parse_or_die(path)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_worker_that_swallows_a_stop_ends_all_the_same(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
        "from docparse.batch import parse_many\n"
        "from test_batch import swallow_a_stop\n"
        "if __name__ == '__main__':\n"
        "    list(parse_many('ab', workers=2, parse=swallow_a_stop))\n"
    )
    run = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    assert run.stdout is not None
    assert {run.stdout.readline(), run.stdout.readline()} == {"a\n", "b\n"}
    os.killpg(run.pid, signal.SIGINT)
    run.communicate(timeout=40)
    assert run.returncode


@pytest.mark.parametrize("as_text", [True, False])
def test_workers_find_the_modules_of_the_calling_script(as_text: bool, tmp_path: Path) -> None:
    """Those beside the script, or in the current folder for `python -c`."""
    (tmp_path / "mine.py").write_text(
        "from test_batch import parse_or_die\ndef parse(path): return parse_or_die(path)\n"
    )
    code = "import docparse, mine\nif __name__ == '__main__':\n"
    code += "    print(*[r.error or r.path for r in docparse.parse_many('ab', workers=2, parse=mine.parse)])\n"
    (tmp_path / "run.py").write_text(code)
    command = [sys.executable, "-c", code] if as_text else [sys.executable, str(tmp_path / "run.py")]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (HERE, HERE.parent)))}
    cwd = tmp_path if as_text else None
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("a b\n", "")


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
