"""The archive, as a file and on a server: its form, paths of any name, transactions, versions of a document."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse.archive import store
from docparse.archive.connections import Archive
from docparse.archive.store import Collection, Entry, Row
from docparse.archive.versions import relate
from docparse.errors import MissingFile, NewerArchive, NotAnArchive

WORDS = "Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng trực thuộc tổ chức thực hiện nghiêm túc kế hoạch này"


def row(path: str | Path, **facts: object) -> Row:
    return Row(**{"path": Path(path), "outcome": "parsed", "imported": "2026", "version": "1", **facts})  # type: ignore[arg-type]


def entry(name: str, text: str = WORDS, **facts: str | None) -> Entry:
    given = {"symbol": "84-KH/TU", "issued": "2018-08-06", "issuer": "Tỉnh ủy Thanh Giang", **facts}
    meta = {"id": None, "doc_type": None, "title": None, "secrecy": None, **given}
    return Entry(sha256=name, review="", text_sha256=text, json=f'{{"text": "{text}"}}', **meta)  # type: ignore[arg-type]


def related(db: Archive, *entries: Entry) -> list[tuple[str, str, str, float]]:
    with store.opened(db, create=True) as connection:
        for one in entries:
            with connection.begin():
                store.put(connection, row(f"/{one.sha256}", document=one.sha256), one)
                relate(connection, one)
        found = connection.execute(sa.select(store.VERSIONS).order_by(store.VERSIONS.c.sha256)).all()
        return [(v.sha256, v.of, v.kind, v.similarity) for v in found]


@pytest.mark.parametrize(
    "name",
    [
        "a.txt",
        "dòng\nhai.txt",
        unicodedata.normalize("NFD", "kế hoạch.txt"),
        os.fsdecode(b"k\xff.txt"),
        "'; drop--.txt",
    ],
)
def test_a_path_comes_back_as_it_was(db: Archive, name: str) -> None:
    given = row(Path("/kho") / name, sha256="1", size=3, mtime=1.5)
    with store.opened(db, create=True) as connection:
        with connection.begin():
            store.put(connection, given)
        assert store.at(connection, given.path) == given
        assert store.with_hash(connection, "1") == [given]
        assert unicodedata.is_normalized("NFC", connection.execute(sa.select(store.FILES.c.name)).scalar_one())


def test_what_is_not_committed_was_never_there(db: Archive) -> None:
    def fail() -> None:
        with store.opened(db, create=True) as connection, connection.begin():
            store.put(connection, row("/a", document="1"), entry("1"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with store.opened(db) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(store.FILES)) == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(store.DOCUMENTS)) == 0


def test_the_settings_of_sqlite(tmp_path: Path) -> None:
    with store.opened(tmp_path / "a.db", create=True) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"):
            store.put(connection, row("/a", document="no such document"))


def test_an_archive_of_a_newer_version_is_left_alone(db: Archive) -> None:
    with store.opened(db, create=True) as connection, connection.begin():
        connection.execute(store.META.update().values(value="7"))
    with pytest.raises(NewerArchive, match=r"\(7 > 1\); install that version"), store.opened(db):
        pass


def test_other_files_are_no_archive(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("không phải kho\n" * 100)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("create table people (name text)")
    before = (tmp_path / "other.db").read_bytes()
    for name, create in (("text.db", True), ("other.db", True), ("other.db", False)):
        with pytest.raises(NotAnArchive), store.opened(tmp_path / name, create=create):
            pass
    with pytest.raises(MissingFile), store.opened(tmp_path / "none.db"):
        pass
    assert not (tmp_path / "none.db").exists()
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_collection_is_kept_once(db: Archive) -> None:
    with store.opened(db, create=True) as connection, connection.begin():
        first = store.collection_id(connection, Collection("Tỉnh ủy Bình Thuận", box="3"))
        assert store.collection_id(connection, Collection("Tỉnh ủy Bình Thuận", box="3")) == first
        assert store.collection_id(connection, Collection("Tỉnh ủy Bình Thuận", box="4")) != first


def test_a_recognised_scan_is_a_version_of_the_document(db: Archive) -> None:
    scan = WORDS.replace("nghiêm túc", "nghiém túc").replace("trực", "trưc").replace("các cấp", "cac câp")
    worse = entry("2", scan.replace("tổ chức đảng", "tó chúc dảnq"), issued=None, issuer="TỈNH ỦY THANH GIANG")
    [(sha256, of, kind, similarity)] = related(db, entry("1"), worse)
    assert (sha256, of, kind) == ("2", "1", "version")
    assert 0.5 <= similarity < 1


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({}, ["conflict"]),
        ({"issued": "2018-09-01"}, ["conflict"]),
        ({"issued": "2021-09-01"}, []),
        ({"issuer": "Tỉnh ủy Lam Thủy"}, []),
        ({"symbol": "85-KH/TU"}, []),
        ({"symbol": None}, []),
    ],
)
def test_one_number_and_two_texts_contradict_each_other(
    db: Archive, facts: dict[str, str | None], kinds: list[str]
) -> None:
    other = entry("2", "Hội nghị lần thứ ba thảo luận về việc xây dựng đường giao thông nông thôn ở các xã", **facts)
    assert [kind for _, _, kind, _ in related(db, entry("1"), other)] == kinds


def test_drafts_without_a_number_are_no_versions(db: Archive) -> None:
    blank = {"symbol": "-KH/TU"}
    assert related(db, entry("1", **blank), entry("2", **blank)) == []


def test_all_versions_are_of_the_first(db: Archive) -> None:
    found = related(db, entry("3"), entry("1"), entry("2"))
    assert found == [("1", "3", "version", 1.0), ("2", "3", "version", 1.0)]
