"""Golden output: what the program prints today for four documents of the corpus, so that a change shows itself.

It is no truth: what should be printed stands in the corpus, and `test_truth` measures it. After an intended change:

    pytest tests/test_golden.py --update-golden

Reads: corpus/, tests/files/golden.
Writes: tests/files/golden, only with --update-golden.
"""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest

from docparse.cli import main

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "files" / "golden"
SOURCES = ("chi-thi-1997.txt", "cong-van-vptu-2024.txt", "ke-hoach-so-ket-2018.docx", "chuong-trinh-xa-2026.pdf")
SHOWN = 60
"""How many lines of a difference a failing test prints."""


def check(golden: Path, printed: str, update: bool) -> None:
    """Compares what is printed with a golden file, or writes the file where `update` is set."""
    if update:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(printed, "utf-8")
        return
    if not golden.is_file():
        pytest.fail(f"{golden.name} is missing: run pytest --update-golden and look at what it wrote")
    before = golden.read_text("utf-8")
    if before != printed:
        lines = unified_diff(before.splitlines(), printed.splitlines(), "golden", "printed", lineterm="", n=2)
        pytest.fail("\n".join(islice(lines, SHOWN)) + "\nif this is meant: pytest --update-golden")


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_printed(name: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    assert main(["parse", str(ROOT / "corpus" / name)]) == 0
    check(GOLDEN / f"{name}.json", capsys.readouterr().out, request.config.getoption("--update-golden"))


def test_nothing_else_lies_among_the_golden_files() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.json" for name in SOURCES}


def test_a_missing_file_fails_and_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="missing"):
        check(tmp_path / "new.json", "{}\n", update=False)
    assert list(tmp_path.iterdir()) == []


def test_a_difference_fails_and_shows_itself(tmp_path: Path) -> None:
    golden = tmp_path / "old.json"
    golden.write_text('{"a": 1}\n', "utf-8")
    with pytest.raises(pytest.fail.Exception, match='"a": 2'):
        check(golden, '{"a": 2}\n', update=False)
    assert golden.read_text("utf-8") == '{"a": 1}\n'


def test_the_flag_writes(tmp_path: Path) -> None:
    check(tmp_path / "folder" / "new.json", "{}\n", update=True)
    check(tmp_path / "folder" / "new.json", "{}\n", update=False)
