"""Documents made by the thousand: the same seed gives the same bytes, and what their truth says is what is read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import docparse

CORPUS = Path(__file__).parent.parent / "corpus"
PARTS = ("symbol", "issued", "issuer", "place", "doc_type", "title", "secrecy")


def generate(*words: str) -> None:
    subprocess.run([sys.executable, str(CORPUS / "generate.py"), *words], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 400 documents; skipped where there is no font for the PDF among them."""
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, str(CORPUS / "generate.py"), "archive", str(folder), "--number", "400"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if "FontError" in done.stderr:
        pytest.skip("no DejaVu Serif or Liberation Serif: fonts-dejavu-core")
    assert done.returncode == 0, done.stderr
    return folder


def truths(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "TRUTH.jsonl").read_text("utf-8").splitlines()]


def originals(folder: Path) -> Iterator[tuple[dict[str, Any], docparse.Document]]:
    """Some documents of each format with the truth about them."""
    seen: Counter[str] = Counter()
    for truth in truths(folder):
        suffix = (truth["file"] or "").rpartition(".")[2]
        seen[suffix] += 1
        if truth["how"] == "original" and seen[suffix] <= 25 and suffix != "rtf" and "/hộp " not in truth["file"]:
            yield truth, docparse.parse(folder / truth["file"])


def test_the_same_seed_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    generate("archive", str(tmp_path), "--number", "400")
    files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in files if (made / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_what_the_truth_says_is_what_is_read(made: Path) -> None:
    wrong = []
    tasks: Counter[str] = Counter()
    for truth, document in originals(made):
        read = {part: getattr(document.metadata, part) for part in PARTS}
        wrong += [(truth["file"], part, read[part], truth[part]) for part in PARTS if read[part] != truth[part]]
        targets = {reference.target for reference in document.references}
        wrong += [(truth["file"], "cites", cite["id"]) for cite in truth["cites"] if cite["id"] not in targets]
        wrong += [(truth["file"], "deadlines")] * (len(document.deadlines) != len(truth["deadlines"]))
        tasks["read"] += len(document.tasks)
        tasks["true"] += len(truth["tasks"])
    assert wrong == []
    assert abs(tasks["read"] / tasks["true"] - 1) < 0.05


def test_numbers_run_within_a_term_and_citations_lead_to_files(made: Path) -> None:
    numbers = defaultdict(list)
    files = {truth["file"] for truth in truths(made)}
    for truth in truths(made):
        if truth["how"] in ("original", None) and not truth["conflict"]:
            number = int(truth["symbol"].replace("/", "-").split("-")[0])
            numbers[truth["issuer"], truth["province"], truth["doc_type"], truth["term"]].append(number)
        assert {cite["file"] for cite in truth["cites"]} - files <= {None}
    assert all(sorted(run) == list(range(1, len(run) + 1)) for run in numbers.values())
    again = Counter(truth["how"] for truth in truths(made) if truth["of"])
    assert again.total() >= 5
    assert again.keys() <= {"copy", "version", "rescan", "unnumbered"}


def test_pairs_differ_in_what_their_truth_says(tmp_path: Path) -> None:
    generate("pairs", str(tmp_path), "--number", "24")
    kinds = Counter()
    for folder in sorted(tmp_path.iterdir()):
        a, b = ((folder / name).read_text("utf-8").split("\n") for name in ("a.txt", "b.txt"))
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        edits = truth["edits"]
        kinds.update(edit["kind"] for edit in edits)
        told = {(edit["a"], edit["b"]) for edit in edits}
        for x, y in truth["lines"]:
            if x and y and (x, y) not in told:
                assert a[x - 1].partition(" ")[2] == b[y - 1].partition(" ")[2]
        for edit in edits:
            if edit["kind"] in ("shifted", "reassigned", "renamed"):
                old, new = a[edit["a"] - 1].lower(), b[edit["b"] - 1].lower()
                assert (edit["old"].lower() in old, edit["new"].lower() in new) == (True, True), (edit, old, new)
            if edit["kind"] == "moved":
                assert a[edit["a"] - 1].partition(" ")[2] == b[edit["b"] - 1].partition(" ")[2]
        assert bool(edits) == (truth["kind"] != "same")
    assert set(kinds) >= {"added", "dropped", "moved", "reworded", "renamed", "reassigned", "shifted"}
