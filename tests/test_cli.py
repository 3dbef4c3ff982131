"""The command line as a person meets it: output, files, errors on one line, exit codes, languages, interrupts."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from docparse import __version__, i18n
from docparse.cli import main
from docparse.errors import EmptyFile
from docparse.formats import SUFFIXES
from docparse.model import Document
from docparse.pipeline import parse

ROOT = Path(__file__).parent.parent
COMMANDS: tuple[list[str], ...] = (
    [],
    ["parse"],
    ["show"],
    ["schema"],
    ["evaluate"],
    ["doctor"],
    ["import"],
    ["retry"],
    ["status"],
    ["verify"],
)
PLAN = """TỈNH ỦY A
KẾ HOẠCH
thực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư
I. MỤC ĐÍCH
Ban Tổ chức Tỉnh ủy báo cáo Ban Thường vụ Tỉnh ủy trước ngày 20/10/2014.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "docparse", *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


def read_terminal(descriptor: int) -> bytes:
    """What the other side wrote; nothing once it is closed (Linux says EIO then)."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


# --- parse --------------------------------------------------------------------------------------------------------


def test_one_file_goes_to_standard_output(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(plan)]) == 0
    out, err = capsys.readouterr()
    assert out == parse(plan).to_json(indent=2) + "\n"
    assert err == ""


def test_indent_0_is_one_line(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "--indent", "0", str(plan)]) == 0
    assert capsys.readouterr().out == parse(plan).to_json() + "\n"


def test_standard_input(plan: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    assert main(["parse", "-"]) == 0
    document = Document.from_json(capsys.readouterr().out)
    assert (document.source.name, document.text) == ("stdin", parse(plan).text)


def test_a_folder_of_results(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(plan), "-o", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "out" / "plan.txt.json").read_text("utf-8") == parse(plan).to_json(indent=2) + "\n"


def test_standard_input_into_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    assert main(["parse", "-", "-o", str(tmp_path / "out")]) == 0
    assert os.listdir(tmp_path / "out") == ["stdin.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files that are no Unicode")
def test_a_file_name_in_an_old_code(tmp_path: Path) -> None:
    name = os.fsdecode(b"k\xea ho\xb9ch.txt")
    (tmp_path / name).write_text(PLAN, encoding="utf-8")
    done = run("parse", tmp_path, tmp_path / "none.txt", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "1/2 " in done.stderr
    document = Document.from_json((tmp_path / "out" / f"{name}.json").read_bytes())
    assert document.source.name == "k\ufffd ho\ufffdch.txt"
    assert run("show", tmp_path / name).returncode == 0


def test_a_bad_file_among_many_is_one_line_and_the_rest_goes_on(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    words = ["parse", str(empty), str(plan), str(tmp_path / "none.pdf"), "-o", str(tmp_path / "out"), "--workers", "1"]
    assert main(words) == 1
    err = capsys.readouterr().err.splitlines()
    assert f"{empty}: the file is empty; look for another copy of the document" in err
    assert [line for line in err if line.startswith("3/3 ")] == [f"3/3 {tmp_path / 'none.pdf'}"]
    assert err[-1] == "1 of 3 documents are done"
    assert os.listdir(tmp_path / "out") == ["plan.txt.json"]


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
def test_a_line_end_in_a_name_makes_no_second_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["xấu\ntên.docx", "a\x1b[2J\r\u2028.txt"]
    for name in names:
        (tmp_path / name).touch()
    assert main(["parse", *(str(tmp_path / name) for name in names), "-o", str(tmp_path / "out"), "--workers=1"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"{tmp_path}/xấu\\ntên.docx: ")
    assert lines[1] == f"1/2 {tmp_path}/xấu\\ntên.docx"
    assert lines[2].startswith(f"{tmp_path}/a\\x1b[2J\\r\\u2028.txt: ")
    assert len(lines) == 5
    assert len(str(EmptyFile(names[0])).splitlines()) == 1


def test_workers_write_what_one_process_writes(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PLAN.replace("17", "18"), encoding="utf-8")
    for workers in ("1", "2"):
        assert main(["parse", str(plan), str(other), "-o", str(tmp_path / workers), "--workers", workers]) == 0
    for name in ("plan.txt.json", "other.txt.json"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_json_lines(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["parse", "--format", "jsonl", "--workers", "1", str(plan), str(ROOT / "corpus" / "chi-thi-1997.txt")]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["plan.txt", "chi-thi-1997.txt"]
    (tmp_path / "all.jsonl").write_text("old", encoding="utf-8")
    assert main([*words, "-o", str(tmp_path / "all.jsonl")]) == 0
    assert (tmp_path / "all.jsonl").read_text("utf-8") == out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["parse"], "the following arguments are required: FILE"),
        (["parse", "a.txt", "b.txt"], "for several documents add -o FOLDER or --format jsonl"),
        (["parse", "-", "b.txt"], "- stands alone"),
        (["parse", "--workers", "0", "a.txt"], "must be a whole number from 1"),
        (["show", "--stage", "soup", "a.txt"], "invalid choice: 'soup'"),
        (["dance"], "invalid choice: 'dance'"),
    ],
)
def test_wrong_usage_is_2(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


def test_a_folder_without_documents_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["parse", str(tmp_path)])
    assert stop.value.code == 2
    assert f"no documents ({', '.join(SUFFIXES)}) in the folder" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["parse", "show"])
@pytest.mark.parametrize(
    ("name", "content", "code"), [("none.txt", None, 3), ("empty.txt", b"", 4), ("a.pdf", b"\0\0\0\x18ftypheic", 7)]
)
def test_one_bad_file_ends_with_the_code_of_its_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str, content: bytes | None, code: int
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main([command, str(path)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{path}: ")
    assert err.count("\n") == 1


def test_a_result_that_cannot_be_written(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(plan), "-o", str(plan)]) == 12
    assert "cannot be written" in capsys.readouterr().err


# --- other commands -----------------------------------------------------------------------------------------------


def test_show(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(plan)]) == 0
    assert "17-CT/TW" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("lines", "KẾ HOẠCH"), ("zones", "title"), ("sections", "MỤC ĐÍCH"), ("records", "references")],
)
def test_show_a_stage(plan: Path, capsys: pytest.CaptureFixture[str], stage: str, expected: str) -> None:
    assert main(["show", str(plan), "--stage", stage]) == 0
    assert expected in capsys.readouterr().out


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == (ROOT / "schemas" / "document.schema.json").read_text("utf-8")


def test_evaluate_saves_and_compares(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = {"source": "plan.txt", "metadata": {"doc_type": "kế hoạch", "place": "A"}, "lines": [], "references": []}
    marked |= {"deadlines": [], "tasks": [], "recipients": [], "signatures": []}
    (tmp_path / "plan.json").write_text(json.dumps(marked), encoding="utf-8")
    words = ["evaluate", str(tmp_path), str(tmp_path), "--save", str(tmp_path / "scores" / "s.json")]
    assert main(words) == 0
    assert "against" not in capsys.readouterr().out
    assert main([*words, "--per-doc", "--errors"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "== plan"
    assert "plan metadata.place: expected 'A', got None" in out
    assert out.endswith("== against the saved scores\nno gains and no losses\n")
    old = tmp_path / "scores" / "old.json"
    old.write_text('{"metadata.place": 1.0}', encoding="utf-8")
    assert main([*words, "--against", str(old)]) == 0
    assert "metadata.place                   LOSS -1.0000  (1.0000 -> 0.0000)" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"docparse {__version__}\n"
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


# --- help and languages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("language", "usage", "example"), [("en", "usage: ", "example"), ("vi", "cách dùng: ", "ví dụ")]
)
def test_every_help_ends_with_an_example(
    capsys: pytest.CaptureFixture[str], command: list[str], language: str, usage: str, example: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help", "--lang", language])
    assert stop.value.code == 0
    lines = capsys.readouterr().out.rstrip().splitlines()
    assert lines[0].startswith(usage)
    assert lines[-2] == f"{example}:"
    assert lines[-1].startswith("  docparse ")


def test_no_english_is_left_in_vietnamese_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            main([*command, "--help", "--lang=vi"])
        out = capsys.readouterr().out
        assert not [word for word in ("options:", "usage", "show this", "positional", "default") if word in out]


def test_errors_in_vietnamese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "--lang", "vi", str(tmp_path / "x.txt")]) == 3
    assert "không có tệp này" in capsys.readouterr().err


def test_the_locale_decides_without_lang(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    with pytest.raises(SystemExit):
        main(["dance"])
    assert "lựa chọn không hợp lệ" in capsys.readouterr().err


def test_json_is_the_same_in_every_language(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = []
    for language in i18n.LANGUAGES:
        assert main(["parse", str(plan), "--lang", language]) == 0
        written.append(capsys.readouterr().out)
    assert written[0] == written[1]


# --- the process --------------------------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    script = "import sys\nfrom docparse.cli import main\ntry: main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"pydantic", "rich", "docx", "lxml", "pdfplumber", "pypdfium2", "spacy", "sklearn", "underthesea", "numpy"}
    assert heavy & set(loaded) == set()


def test_output_is_utf8_whatever_the_console(plan: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "docparse", "show", str(plan)]
    done = subprocess.run(command, capture_output=True, env=environ, check=True)
    assert "KẾ HOẠCH".lower() in done.stdout.decode("utf-8").lower()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text(PLAN * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "docparse", "show", str(long), "--stage", "lines"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_leaves_finished_files(tmp_path: Path, workers: str) -> None:
    paths = [tmp_path / f"{n:03}.txt" for n in range(400)]
    for path in paths:
        path.write_text(PLAN * 5, encoding="utf-8")
    command = [sys.executable, "-m", "docparse", "parse", str(tmp_path), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(
        [*command, "--workers", workers], stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("1/400 ")
    os.killpg(process.pid, signal.SIGINT)
    last = process.communicate(timeout=30)[1].splitlines()[-1]
    assert process.returncode == 130
    done = sorted((tmp_path / "out").iterdir())
    assert last == f"interrupted: {len(done)} of 400 documents are done"
    assert 1 <= len(done) < 400
    for path in done:
        Document.from_json(path.read_bytes())


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_terminal_gets_a_bar_and_the_output_stays_clean(plan: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "docparse", "parse", "--format", "jsonl", str(plan), str(plan.parent / "none.txt")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, encoding="utf-8", check=False)
    os.close(theirs)
    terminal = b"".join(iter(lambda: read_terminal(ours), b"")).decode()
    os.close(ours)
    assert done.returncode == 1
    assert [json.loads(line)["source"]["name"] for line in done.stdout.splitlines()] == ["plan.txt"]
    assert "━" in terminal
    assert "no such file" in " ".join(terminal.split())
    assert "1 of 2 documents are done" in terminal


@pytest.mark.parametrize("methods", [["spawn", "forkserver"], ["spawn"]])
def test_workers_run_no_code_of_the_current_folder(plan: Path, tmp_path: Path, methods: list[str]) -> None:
    for name in ("lxml", "pydantic", "docparse", "pickle", "signal"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name} ')")
    # As the installed command does; `python -m` itself imports from the current folder.
    script = tmp_path / "bin" / "docparse"
    script.parent.mkdir()
    script.write_text(
        "import multiprocessing, sys\nfrom docparse.cli import main\nif __name__ == '__main__':\n"
        f"    multiprocessing.get_all_start_methods = lambda: {methods}\n    sys.exit(main())\n"
    )
    (tmp_path / "b.txt").write_text(PLAN, encoding="utf-8")
    command = [sys.executable, str(script), "parse", plan.name, "b.txt", "-o", "out", "--workers", "2"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "2 of 2 documents are done")


def test_the_package_runs_as_a_module() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"docparse {__version__}\n")
