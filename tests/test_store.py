"""The archive, as a file and on a server: its form, paths of any name, transactions, versions of a document."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import unicodedata
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse.archive import store
from docparse.archive.connections import Archive
from docparse.archive.store import Collection, Entry, Row
from docparse.archive.versions import Seen, bands, relate
from docparse.errors import MissingFile, NewerArchive, NotAnArchive

WORDS = "Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng trực thuộc tổ chức thực hiện nghiêm túc kế hoạch này"


def row(path: str | Path, **facts: object) -> Row:
    return Row(**{"path": Path(path), "outcome": "parsed", "imported": "2026", "version": "1", **facts})  # type: ignore[arg-type]


def entry(name: str, text: str = WORDS, path: tuple[str, ...] = (), **facts: str | None) -> Entry:
    given = {"symbol": "84-KH/TU", "issued": "2018-08-06", "issuer": "Tỉnh ủy Thanh Giang", **facts}
    meta = {"id": None, "doc_type": None, "title": None, "secrecy": None, **given}
    read = {"text": text, "metadata": {"issuer_path": path}}
    return Entry(sha256=name, review="", text_sha256=text, json=json.dumps(read), **meta)  # type: ignore[arg-type]


def related(db: Archive, *entries: Entry) -> list[tuple[str, str, str, float]]:
    with store.opened(db, create=True) as connection:
        for one in entries:
            with connection.begin():
                store.put(connection, row(f"/{one.sha256}", document=one.sha256), one)
                relate(connection, one, bands(json.loads(one.json)["text"]))
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
        assert store.like(connection, Path("/"), "1") == [given]
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
        # One term of congress: 2015 to 2020.
        ({"issued": "2016-09-01"}, ["conflict"]),
        ({"issued": "2019-12-31"}, ["conflict"]),
        ({"issued": "2015-05-01"}, []),
        ({"issued": "2021-09-01"}, []),
        ({"issued": None}, ["conflict"]),
        ({"issuer": None}, []),
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


LONG = " ".join(f"{word}{n}" for n in range(20) for word in WORDS.split())
SCAN = LONG.replace("đảng7", "dảnq").replace("này9", "nay").replace("tổ3", "tố")


@pytest.mark.parametrize(
    ("text", "facts", "kinds"),
    [
        (SCAN, {"symbol": None}, ["version"]),
        (SCAN, {"symbol": None, "issued": None, "issuer": None}, ["version"]),
        (SCAN, {"symbol": "34-KH/TU"}, ["similar"]),
        (SCAN, {"symbol": "-KH/TU", "issued": "2018-08"}, ["similar"]),
        # The same words a year later are a plan of their own.
        (SCAN, {"symbol": "84-KH/HU", "issued": "2019-08-06"}, []),
        (SCAN, {"symbol": None, "issued": "2019-08-06"}, []),
        # The issuer was misread.
        (SCAN, {"issuer": "Tỉnh úy Thanh Gìang"}, ["version"]),
        (" ".join(reversed(LONG.split())), {"symbol": None}, []),
        (WORDS, {"symbol": None}, []),
    ],
)
def test_texts_that_are_alike_are_found_without_their_number(
    db: Archive, text: str, facts: dict[str, str | None], kinds: list[str]
) -> None:
    mixed = [" ".join(random.Random(n).sample(LONG.split(), len(LONG.split()))) for n in range(5)]
    others = [entry(f"9{n}", one, symbol=f"{n}-QĐ/TU") for n, one in enumerate(mixed)]
    found = related(db, *others, entry("1", LONG), entry("2", text, **facts))
    assert [(kind, of) for sha256, of, kind, _ in found if sha256 == "2"] == [(kind, "1") for kind in kinds]


def test_the_numbers_of_the_state_restart_each_year(db: Archive) -> None:
    first = entry("1", symbol="84/KH-UBND", issued="2018-12-06")
    other = entry("2", "Hội nghị thảo luận", symbol="84/KH-UBND", issued="2019-01-06")
    third = entry("3", "Ủy ban giao các sở", symbol="84/KH-UBND", issued="2018-01-06")
    assert [(a, b, kind) for a, b, kind, _ in related(db, first, other, third)] == [("3", "1", "conflict")]


def test_districts_of_two_provinces_with_one_name_contradict_nothing(db: Archive) -> None:
    facts = {"symbol": "84-KH/HU", "issuer": "Huyện ủy Tân Lĩnh"}
    first = entry("1", path=("Tỉnh ủy Lam Thủy", "Huyện ủy Tân Lĩnh"), **facts)
    other = entry("2", "Hội nghị thảo luận", path=("Tỉnh ủy Vĩnh Hòa", "Huyện ủy Tân Lĩnh"), **facts)
    third = entry("3", "Huyện ủy yêu cầu", path=("Huyện ủy Tân Lĩnh",), **facts)
    assert {(a, b, kind) for a, b, kind, _ in related(db, first, other, third)} == {
        ("3", "1", "conflict"),
        ("3", "2", "conflict"),
    }


def test_alike_texts_share_a_band_and_others_do_not() -> None:
    """Of texts that are 0.9 alike one pair in 1,000 shares none; of those that are 0.25 alike 2 in 10,000 share one."""
    pick = random.Random(5)
    words = [f"w{n}" for n in range(3000)]
    near = far = 0
    for _ in range(200):
        one = [pick.choice(words) for _ in range(300)]
        scan = [word if pick.random() > 0.015 else "x" for word in one]
        near += bool({*bands(" ".join(one))} & {*bands(" ".join(scan))})
        other = one[:120] + [pick.choice(words) for _ in range(180)]
        far += bool({*bands(" ".join(one))} & {*bands(" ".join(other))})
    assert (near >= 197, far <= 2) == (True, True), (near, far)


def test_what_has_not_been_seen_needs_no_question(db: Archive) -> None:
    """What a run puts in and what was in before may hold; of 2,000 other bands hardly any."""
    texts = [" ".join(f"w{n}-{i}" for i in range(60)) for n in range(40)]
    before, now = (
        [entry(f"{n}", text, symbol=f"{n}-KH/TU") for n, text in enumerate(some, start)]
        for some, start in ((texts[:20], 0), (texts[20:], 20))
    )
    related(db, *before)
    seen = Seen()
    with store.opened(db, create=False) as connection:
        for one in now:
            own = bands(json.loads(one.json)["text"])
            with connection.begin():
                assert not seen.may_hold(connection, own)
                store.put(connection, row(f"/{one.sha256}", document=one.sha256), one)
                relate(connection, one, own, seen)
        with connection.begin():
            assert all(seen.may_hold(connection, (band,)) for text in texts for band in bands(text))
            others = [band for n in range(170) for band in bands(" ".join(f"x{n}-{i}" for i in range(60)))]
            assert sum(seen.may_hold(connection, (band,)) for band in others) < len(others) / 100


def test_a_copy_is_found_whatever_run_brought_the_first(db: Archive) -> None:
    related(db, entry("1", " ".join(f"w{n}" for n in range(90)), symbol=None))
    copy = entry("2", " ".join(f"w{n}" for n in range(1, 90)), symbol=None)
    with store.opened(db, create=False) as connection, connection.begin():
        store.put(connection, row("/2", document="2"), copy)
        relate(connection, copy, bands(json.loads(copy.json)["text"]), Seen())
        found = connection.execute(sa.select(store.VERSIONS)).one()
    assert (found.sha256, found.of, found.kind) == ("2", "1", "version")


def test_an_archive_in_the_place_of_another_is_the_one_that_is_read(tmp_path: Path) -> None:
    papers, other = tmp_path / "papers.db", tmp_path / "other.db"
    for path in papers, other:
        with store.opened(path, create=True) as connection, connection.begin():
            connection.execute(store.META.insert().values(key="name", value=path.stem))
    name = sa.select(store.META.c.value).where(store.META.c.key == "name")
    with store.opened(papers) as connection, connection.begin():
        assert connection.scalar(name) == "papers"
    other.replace(papers)
    with store.opened(papers) as connection, connection.begin():
        assert connection.scalar(name) == "other"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["papers.db"]
