"""Whose papers: the CSV file that maps paths to collections, and the provinces that collections give."""

from __future__ import annotations

import json
import os
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from docparse import archive, errors
from docparse.archive import Collection, Collections, read_collections
from docparse.cli import main
from docparse.errors import BadTable
from tests.test_provinces import SILENT, TEXT

HEADER = "Đường dẫn;Phông;Năm;Mục lục;Hộp;Hồ sơ;Thời hạn bảo quản;Tỉnh\r\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Folders as in a store: a box with a file unit, and another box."""
    folder = tmp_path / "papers"
    for name, text in (
        ("Hộp 01/hs 1/a.txt", SILENT),
        ("Hộp 01/b.txt", SILENT.replace("rừng", "biển")),
        ("c.txt", TEXT),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def table(papers: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = papers / "collections.csv"
    path.write_bytes(text.encode(encoding))
    return path


def files_of(papers: Path) -> list[Path]:
    return sorted(p for p in papers.rglob("*.txt"))


def records(db: Path) -> dict[str, tuple[str | None, str | None, list[str]]]:
    """By name: the collection, the province of the document and the codes of its warnings."""
    query = (
        "select name, (select name from collections where id = collection), json, d.province "
        "from files join documents d on document = d.sha256"
    )
    found = {}
    with closing(sqlite3.connect(db)) as connection:
        for name, collection, text, province in connection.execute(query):
            document = json.loads(text)
            assert document["metadata"]["province"] == province
            codes = [w["code"] for w in document["warnings"] if w["code"].startswith("province")]
            found[Path(name).name] = (collection, province, codes)
    return found


def test_the_most_specific_row_wins(papers: Path) -> None:
    rows = (
        "*.txt;Tập;;;;;;\r\nHộp 01;Tỉnh ủy A;1976-1991;2;1;;Vĩnh viễn;\r\n"
        "Hộp 01\\hs 1;Tỉnh ủy B;1980, 1982-1983;2;1;1;;Thuận Hải\r\n**/b.*;Tỉnh ủy C;;;;;;\r\n"
    )
    found = read_collections(table(papers, HEADER + rows), Collection("khác"))
    assert found.of(papers / "Hộp 01/hs 1/a.txt") == Collection(
        "Tỉnh ủy B", "1980, 1982-1983", "2", "1", "1", "", "Thuận Hải"
    )
    assert found.of(papers / "Hộp 01/x.zip/mail.eml/a.docx") == Collection(
        "Tỉnh ủy A", "1976-1991", "2", "1", "", "Vĩnh viễn"
    )
    assert found.of(papers / "c.txt") == Collection("Tập")
    assert found.of(papers / "Hộp 02/b.txt") == Collection("Tỉnh ủy C")
    assert found.of(papers / "Hộp 010/x.txt") == found.of(papers.parent / "c.txt") == Collection("khác")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_forms_of_the_file(papers: Path, form: str, encoding: str, separator: str) -> None:
    rows = [["fonds", "path"], ["Tỉnh ủy A", "Hộp 01"], ["Tỉnh ủy B", str(papers / "c.txt")]]
    text = unicodedata.normalize(form, "\n".join(separator.join(row) for row in rows))  # type: ignore[arg-type]
    found = read_collections(table(papers, text, encoding))
    for kind in ("NFC", "NFD"):
        name = unicodedata.normalize(kind, "Hộp 01/a.txt")  # type: ignore[arg-type]
        assert found.of(papers / name) == Collection("Tỉnh ủy A")
    assert found.of(papers / "c.txt") == Collection("Tỉnh ủy B")


def test_names_on_the_disk_may_be_in_nfd(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "Hộp 02")).mkdir()
    found = read_collections(table(tmp_path, "path,fonds\nHộp 02,Tỉnh ủy A\n"))
    assert found.of(tmp_path / unicodedata.normalize("NFD", "Hộp 02") / "a.txt") == Collection("Tỉnh ủy A")


def test_every_bad_row_is_named_and_nothing_is_imported(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (
        "Hộp 01;;;;;;;\r\n;Tỉnh ủy A;;;;;;\r\nHộp 09;Tỉnh ủy A;;;;;;\r\nHộp 01;Tỉnh ủy A;1991-1976;;;;;\r\n"
        "Hộp 01;Tỉnh ủy A;xưa;;;;;\r\nHộp 01;Tỉnh ủy A;;;;;;12\r\nHộp 01;Tỉnh ủy A;;;;;;\r\n"
        "./Hộp 01/;Tỉnh ủy B;;;;;;\r\n"
        "c.txt;Tỉnh ủy A;;;;;;;thừa\r\n"
    )
    path, db = table(papers, HEADER + rows), papers.parent / "a.db"
    words = ["import", str(papers), "--archive", str(db), "--collections", str(path), "--lang", "en"]
    assert main(words) == BadTable.exit_code
    said = capsys.readouterr().err.splitlines()
    assert said[:9] == [
        "collections.csv: 2: this cell is empty: fonds / collection",
        "collections.csv: 3: this cell is empty: path / đường dẫn",
        "collections.csv: 4: there is no such file or folder: Hộp 09",
        "collections.csv: 5: it ends before it begins: 1991-1976",
        "collections.csv: 6: not years (1975 or 1975-1980): xưa",
        "collections.csv: 7: not the name of a province: 12",
        "collections.csv: 9: this path stands twice: ./Hộp 01/ (8)",
        "collections.csv: 10: more cells than columns: thừa",
        f"{path}: 8 rows of the table cannot be used; mend these rows and try again",
    ]
    assert not db.exists()
    with pytest.raises(errors.MissingFile):
        read_collections(papers / "gone.csv")


def test_an_import_by_a_table(papers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(
        papers, HEADER + "Hộp 01;Tỉnh ủy Bình Thuận;;;1;;;\r\nHộp 01/hs 1;Huyện ủy Hàm Tân;;;1;1;;Thuận Hải\r\n"
    )
    db = papers.parent / "a.db"
    words = ["import", str(papers), "--archive", str(db), "--collections", str(path), "--collection", "Sưu tầm"]
    assert main(words) == 0
    assert "1 file is in no row of --collections" in capsys.readouterr().err
    assert records(db) == {
        "a.txt": ("Huyện ủy Hàm Tân", "Thuận Hải", ["province_inferred"]),
        "b.txt": ("Tỉnh ủy Bình Thuận", "Bình Thuận", ["province_inferred"]),
        "c.txt": ("Sưu tầm", "Lam Thủy", []),
    }
    assert main(["status", "--archive", str(db)]) == 0
    assert "Huyện ủy Hàm Tân · 1 · 1 · Thuận Hải: 1" in capsys.readouterr().out


def test_a_corrected_collection_takes_effect_without_parsing_again(papers: Path) -> None:
    db, files = papers.parent / "a.db", files_of(papers)
    list(archive.import_files(db, files))
    assert records(db)["a.txt"] == (None, None, [])
    for name, province in (("Tỉnh ủy Bình Thuận", "Bình Thuận"), ("Tỉnh ủy Ninh Thuận", "Ninh Thuận")):
        steps = list(archive.import_files(db, files, collection=Collection(name)))
        assert {step.event for step in steps} == {"known"}
        assert records(db)["a.txt"] == (name, province, ["province_inferred"])
        assert records(db)["c.txt"] == (name, "Lam Thủy", [])
    list(archive.import_files(db, files))
    assert records(db)["a.txt"][1] == "Ninh Thuận"


@pytest.mark.parametrize("turn", [False, True])
def test_the_same_bytes_in_collections_of_two_provinces(papers: Path, turn: bool) -> None:
    copy = papers / "Hộp 01/b.txt"
    copy.write_text(SILENT, "utf-8")
    db = papers.parent / "a.db"
    one, two = Collection("Tỉnh ủy Bình Thuận"), Collection("Tỉnh ủy Ninh Thuận")
    pairs = [(papers / "Hộp 01/hs 1/a.txt", one), (copy, two)]
    for path, collection in reversed(pairs) if turn else pairs:
        list(archive.import_files(db, [path], collection=collection))
    assert {province for _, province, _ in records(db).values()} == {None}
    assert [codes for _, _, codes in records(db).values()] == [["province_in_doubt"]] * 2
    assert [one.reasons for one in archive.status(db).review] == [("province_in_doubt",)]
    list(archive.import_files(db, [copy], collection=one))
    assert {province for _, province, _ in records(db).values()} == {"Bình Thuận"}


def test_two_provinces_may_have_the_same_number(papers: Path) -> None:
    db, other = papers.parent / "a.db", papers / "d.txt"
    text = SILENT.replace("công tác rừng", "điện lực").replace("Sở Tài chính", "Sở Công Thương")
    other.write_text(text[: text.index("1. ")] + "Các cấp thi hành việc khác hẳn với việc kia.\n", "utf-8")
    first = papers / "Hộp 01/b.txt"
    list(archive.import_files(db, [first], collection=Collection("Tỉnh ủy Bình Thuận")))
    list(archive.import_files(db, [other], collection=Collection("Tỉnh ủy Ninh Thuận")))
    assert not archive.status(db).conflicts
    same = papers.parent / "same.db"
    list(archive.import_files(same, [first, other], collection=Collection("Tỉnh ủy Bình Thuận")))
    assert len(archive.status(same).conflicts) == 1


def test_two_workers_and_a_second_run_give_the_same(papers: Path) -> None:
    mapped = read_collections(table(papers, HEADER + "Hộp 01;Tỉnh ủy Bình Thuận;;;1;;;\r\n"))
    dbs = [papers.parent / "1.db", papers.parent / "2.db"]
    list(archive.import_files(dbs[0], files_of(papers), collections=mapped))
    for files in (files_of(papers)[:1], files_of(papers)):
        list(archive.import_files(dbs[1], files, collections=mapped, workers=2))
    assert records(dbs[0]) == records(dbs[1])


def test_a_path_above_all_is_found_quickly() -> None:
    many = {f"/a/{i}": Collection(str(i)) for i in range(20_000)}
    found = Collections(many)
    assert [found.of(Path(f"/a/{i}/{i}.txt")) for i in (7, 19_999)] == [Collection("7"), Collection("19999")]


@pytest.mark.skipif(os.sep == "\\", reason="names with a backslash are none on Windows")
def test_a_backslash_in_a_name_of_posix_is_no_separator() -> None:
    assert Collections({"/a/b": Collection("x")}).of(Path("/a\\b")) is None
