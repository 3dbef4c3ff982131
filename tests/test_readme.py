"""Every command and every Python example of the two READMEs runs as printed; both show the same commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import docparse
from docparse import batch, errors, files
from docparse.cli import main
from docparse.evaluate import gold, report
from docparse.model import Document

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.vi.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)#:]+)\)")


def blocks(name: str, *kinds: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall((ROOT / name).read_text("utf-8")) if kind in kinds]


def commands(name: str) -> list[str]:
    return [line for block in blocks(name, "sh") for line in block.splitlines()]


def test_the_examples_run_in_the_order_printed(tmp_path: Path) -> None:
    """Those of README.md: README.vi.md has the same, says another test."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {**os.environ, "PATH": path, "PYTHONUTF8": "1"}
    ran = 0
    for kind, body in _BLOCK.findall((ROOT / "README.md").read_text("utf-8")):
        if kind == "sh":
            lines = [line for line in body.splitlines() if not line.startswith(("make", "git ", "cd "))]
            for line in (line for line in lines if line.startswith("docparse serve")):
                serves(line, tmp_path, environ)
            command = ["sh", "-euc", "\n".join(line for line in lines if not line.startswith("docparse serve"))]
        elif kind == "python":
            command = [sys.executable, "-c", body]
        else:
            continue
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, f"{body}\n{done.stdout}{done.stderr}"
        ran += 1
    assert ran >= 8


def serves(line: str, folder: Path, environ: dict[str, str]) -> None:
    """A server is started as printed, on a port that is free, asked for its first page, and ended."""
    command = ["sh", "-c", f"exec {line} --port 0"]
    with subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        [address] = re.findall(r"http://\S+", process.stdout.readline())
        assert 'action="/leave"' in httpx.get(address, follow_redirects=True).text
        process.terminate()
    assert process.returncode == 0


@pytest.mark.parametrize("name", READMES)
def test_the_output_that_is_shown_is_the_output(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (command, *shown), *_others = (block.splitlines() for block in blocks(name, "text"))
    words = command.removeprefix("$ docparse ").replace("corpus/", f"{ROOT}/corpus/").split()
    assert main(words) == 0
    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    flat = [" ".join(line.split()) for line in shown]
    places = [printed.index(line) for line in flat if line != "…"]
    assert places == sorted(places)


def test_the_commands_of_windows_run_with_slashes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    lines = [line.replace("\\", "/") for block in blocks("README.md", "powershell") for line in block.splitlines()]
    ours = [line.removeprefix(".venv/Scripts/") for line in lines if "docparse " in line and "pip" not in line]
    assert ours
    for line in ours:
        command = [sys.executable, "-m", *line.split()]
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0, line


@pytest.mark.parametrize("name", READMES)
def test_the_targets_of_make_exist(name: str) -> None:
    targets = [line.split("#")[0].split()[1:] for line in commands(name) if line.startswith("make")]
    assert ["demo"] in targets
    assert ["test"] in targets
    for target in targets:
        done = subprocess.run(["make", "-n", *target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_both_languages_show_the_same_commands_and_examples() -> None:
    english, vietnamese = (
        [re.sub(r"\s+#.*", "", line) for block in blocks(name, "sh", "powershell") for line in block.splitlines()]
        for name in READMES
    )
    assert vietnamese == english
    assert blocks("README.md", "python") == blocks("README.vi.md", "python")


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    for link in _LINK.findall((ROOT / name).read_text("utf-8")):
        assert (ROOT / link).exists(), link


@pytest.mark.parametrize("name", READMES)
def test_exit_codes_are_those_of_the_errors(name: str) -> None:
    kinds = [
        value
        for module in (errors, batch, files, gold, report)
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, errors.DocparseError) and value is not errors.DocparseError
    ]
    table = dict(re.findall(r"^\| (\d+) \| `?(\w+)`? \|", (ROOT / name).read_text("utf-8"), re.M))
    codes = {str(kind.exit_code): kind.__name__ for kind in kinds if "exit_code" in vars(kind)}
    assert {code: table.get(code) for code in codes} == codes


@pytest.mark.parametrize("name", READMES)
def test_every_key_of_the_json_is_explained(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert [key for key in Document.model_fields if f"`{key}`" not in text] == []


@pytest.mark.parametrize("name", READMES)
def test_what_of_a_page_is_left_out_is_named(name: str) -> None:
    [said] = [part for part in re.split(r"\n(?=- )", (ROOT / name).read_text("utf-8")) if "(`nav`)" in part]
    for tag in ("nav", "button", "select", "textarea", "del"):
        page = f"<!DOCTYPE html><p>Kế hoạch</p><{tag}>Không đọc</{tag}><ul><li>Trình đơn</ul>"
        assert docparse.parse(page.encode(), name="a.html").text == "Kế hoạch\n• Trình đơn"
        assert f"`{tag}`" in said
