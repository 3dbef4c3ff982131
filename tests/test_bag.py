"""A BagIt bag of an archive: originals, JSON and list, nothing secret, valid, whole or not there."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import bagit
import pytest

from docparse import archive
from docparse.archive.bag import HEAD
from docparse.cli import main
from docparse.files import Unwritable
from tests.samples import letter
from tests.test_import import OPEN, SECRET, papers, take

__all__ = ["papers"]


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / "data" / "list.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def pack(papers: Path, name: str = "bag", **how: object) -> Path:
    folder = papers.parent / name
    for _ in archive.bag(papers.parent / "a.db", folder, **how):  # type: ignore[arg-type]
        pass
    return folder


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_bag_holds_originals_json_and_a_list(papers: Path) -> None:
    ours = archive.Collection("Tỉnh ủy A", "2001-2005", "01", "12", "7", "Vĩnh viễn")
    shutil.copy(papers / OPEN[0].name, papers / "copy.txt")
    take(papers, collection=ours)
    folder = pack(papers)
    bag = bagit.Bag(str(folder))
    assert bag.is_valid()
    assert bag.info["Source-Organization"] == "Tỉnh ủy A"
    found = lines(folder)
    assert list(found[0]) == list(HEAD)
    assert [Path(line["Tệp nguồn"]).name for line in found] == sorted(p.name for p in papers.iterdir())
    for line in found:
        assert [line[name] for name in HEAD[:6]] == ["Tỉnh ủy A", "2001-2005", "01", "12", "7", "Vĩnh viễn"]
        assert (folder / "data" / line["Bản gốc"]).read_bytes() == Path(line["Tệp nguồn"]).read_bytes()
        document = json.loads((folder / "data" / line["Dữ liệu"]).read_text("utf-8"))
        assert document["source"]["sha256"] == line["SHA-256"]
        assert (document["metadata"]["symbol"] or "") in line["Số, ký hiệu"]
    assert len({line["Bản gốc"] for line in found}) == len([*(folder / "data" / "originals").rglob("*.txt")]) == 4
    assert [p.name for p in papers.parent.glob(".*")] == []


def test_kept_originals_stand_in_for_files_that_are_gone(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take(papers, keep_originals=True)
    (papers / "late.txt").write_text(letter("Đến sau."), "utf-8")
    take(papers)
    shutil.rmtree(papers)
    assert main(["bag", str(papers.parent / "bag"), "--archive", str(papers.parent / "a.db")]) == 1
    err = capsys.readouterr().err.splitlines()
    assert err[0].startswith(f"{papers}/late.txt: no file with these bytes is left, and no kept original")
    assert err[1:] == ["4 files are in the bag", "1 without its original"]
    found = {Path(line["Tệp nguồn"]).name: line["Bản gốc"] for line in lines(papers.parent / "bag")}
    assert (found["late.txt"], all(found[path.name] for path in OPEN[:4])) == ("", True)
    assert bagit.Bag(str(papers.parent / "bag")).is_valid()


def test_nothing_secret_goes_out_unasked(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(SECRET, papers)
    with zipfile.ZipFile(papers / "mixed.zip", "w", zipfile.ZIP_STORED) as box:
        box.write(SECRET, "inside.txt")
        box.write(OPEN[5], "open.txt")
    with zipfile.ZipFile(papers / "open.zip", "w") as box:
        box.write(OPEN[6], "also.txt")
    take(papers, allow_secret=True, keep_originals=True)
    db, folder = str(papers.parent / "a.db"), papers.parent / "bag"
    assert main(["bag", str(folder), "--archive", db]) == 0
    assert capsys.readouterr().err.splitlines()[-1] == "1 secret documents are left out without --allow-secret"
    secret = [line for line in SECRET.read_text("utf-8").splitlines() if len(line) > 40 and line not in str(lines)]
    open_text = "".join(path.read_text("utf-8") for path in OPEN[:7])
    assert [line for line in secret if line.encode() in all_bytes(folder) and line not in open_text] == []
    originals = {Path(line["Tệp nguồn"]).name: folder / "data" / line["Bản gốc"] for line in lines(folder)}
    assert originals["open.txt"].read_bytes() == OPEN[5].read_bytes(), "taken out of the container"
    assert originals["also.txt"].read_bytes() == (papers / "open.zip").read_bytes()
    assert SECRET.name not in originals
    assert main(["bag", str(papers.parent / "all"), "--archive", db, "--allow-secret"]) == 0
    marks = {Path(line["Tệp nguồn"]).name: line["Độ mật"] for line in lines(papers.parent / "all")}
    assert (marks[SECRET.name], marks["inside.txt"], marks["open.txt"]) == ("MẬT", "MẬT", "")


def test_one_collection_alone(papers: Path) -> None:
    take(papers, collection=archive.Collection("A"))
    other = papers.parent / "other"
    other.mkdir()
    shutil.copy(OPEN[5], other)
    take(other, collection=archive.Collection("B"))
    assert [Path(line["Tệp nguồn"]).name for line in lines(pack(papers, collection="B"))] == [OPEN[5].name]


def test_a_file_that_changed_is_no_original(papers: Path) -> None:
    take(papers)
    (papers / OPEN[0].name).write_text("khác")
    found = {Path(line["Tệp nguồn"]).name: line["Bản gốc"] for line in lines(pack(papers))}
    assert (found[OPEN[0].name], bool(found[OPEN[1].name])) == ("", True)


def test_what_a_changed_file_said_before_is_handed_over_from_its_kept_original(papers: Path) -> None:
    take(papers, keep_originals=True)
    before = (papers / OPEN[0].name).read_bytes()
    shutil.copy(OPEN[5], papers / OPEN[0].name)
    take(papers, keep_originals=True)
    assert archive.status(papers.parent / "a.db").without_file == 1
    folder = pack(papers)
    [old] = [line for line in lines(folder) if not line["Tệp nguồn"]]
    assert (folder / "data" / old["Bản gốc"]).read_bytes() == before
    assert Path(old["Bản gốc"]).suffix == OPEN[0].suffix
    assert (folder / "data" / old["Dữ liệu"]).exists()
    assert len(lines(folder)) == 5


def test_names_are_data_and_no_formulas(papers: Path) -> None:
    (papers / "=cmd|' !A1'.txt").write_text(letter("Nội dung.", number="Số -KL/TU"), "utf-8")
    (papers / "dòng\nmới.TXT ").write_text("x")
    take(papers, collection=archive.Collection("=HYPERLINK(1)"))
    folder = pack(papers)
    assert {line["Phông"] for line in lines(folder)} == {"'=HYPERLINK(1)"}
    assert bagit.Bag(str(folder)).is_valid()


def test_what_is_there_is_not_written_over(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(papers)
    (papers.parent / "bag").mkdir()
    with pytest.raises(Unwritable, match="File exists"):
        pack(papers)
    (papers.parent / "bag").rmdir()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("bagit.make_bag", full)
        with pytest.raises(Unwritable, match="No space left on device"):
            pack(papers)
    assert not (papers.parent / "bag").exists()
    assert [p.name for p in papers.parent.glob(".*")] == []
    pack(papers)


def test_a_bag_that_is_ended_half_way_leaves_nothing(papers: Path) -> None:
    take(papers)
    steps = archive.bag(papers.parent / "a.db", papers.parent / "bag")
    next(steps)
    steps.close()
    assert sorted(p.name for p in papers.parent.iterdir() if "bag" in p.name) == []
