"""Which files go in and come out, and that a result is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse import files
from docparse.errors import MissingFile


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path) -> None:
    touch(tmp_path, "b.txt", "a.DOCX", "sub/c.pdf", "x.truth.json", "~$a.docx", ".hidden.txt", "sub.pdf/d.txt")
    found = files.expand([str(tmp_path)])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.DOCX", "b.txt", "sub/c.pdf", "sub.pdf/d.txt"]


def test_a_file_that_is_named_is_taken_whatever_it_is_and_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.txt")
    names = [str(tmp_path / "a.txt"), "missing.xyz", str(tmp_path)]
    assert files.expand(names) == [tmp_path / "a.txt", Path("missing.xyz")]


def test_results_keep_the_suffix_of_their_source() -> None:
    paths = [Path("in/a.docx"), Path("in/a.pdf"), Path("b.txt")]
    places = [p.as_posix() for p in files.targets(paths, Path("out"))]
    assert places == ["out/a.docx.json", "out/a.pdf.json", "out/b.txt.json"]


def test_same_names_keep_their_folders() -> None:
    paths = [Path("in/2014/a.txt"), Path("in/2015/a.txt"), Path("in/b.txt")]
    places = [p.as_posix() for p in files.targets(paths, Path("out"))]
    assert places == ["out/2014/a.txt.json", "out/2015/a.txt.json", "out/b.txt.json"]


NAMES = st.text("ab", min_size=1, max_size=2)


@given(st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), min_size=1, unique=True))
def test_different_files_never_share_a_place(names: list[str]) -> None:
    assert len(set(files.targets([Path(name) for name in names], Path("out")))) == len(names)


def test_a_result_replaces_what_was_there_and_leaves_nothing_beside(tmp_path: Path) -> None:
    place = tmp_path / "new" / "a.json"
    files.write(place, "một")
    files.write(place, "hai\n")
    assert place.read_bytes() == b"hai\n"
    assert os.listdir(place.parent) == ["a.json"]


def test_a_result_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *args: object, **kwargs: object) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    place = tmp_path / "a.json"
    files.write(place, "old")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(files.Unwritable, match="No space left"):
        files.write(place, "new")
    assert os.listdir(tmp_path) == ["a.json"]
    assert place.read_bytes() == b"old"


def test_a_folder_that_is_a_file_cannot_be_written_into(tmp_path: Path) -> None:
    touch(tmp_path, "out")
    with pytest.raises(files.Unwritable):
        files.write(tmp_path / "out" / "a.json", "x")
    with pytest.raises(files.Unwritable):
        files.append(tmp_path, "x")


def test_missing_files_are_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        files.read(tmp_path / "none.txt")
