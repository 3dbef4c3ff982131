"""Entries of an archive by day, and how what was found divides: the same in a file and on a server."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse import archive, find
from docparse.archive.connections import Archive
from docparse.archive.purge import purge
from docparse.archive.store import META, opened
from docparse.calendar import lookup, of_archive
from docparse.calendar.dated import DAYS
from docparse.calendar.model import Asked
from docparse.find import Query
from docparse.find.tables import KINDS
from tests.samples import NUMBERED, letter

NOW, LATER = "2026-11-21T00:00:00+00:00", "2027-02-01T00:00:00+00:00"
TODAY = date(2026, 11, 21)
ONCE = "1. Ban Tổ chức Tỉnh ủy báo cáo kết quả trước ngày 15/9/2019."
EACH_QUARTER = "1. Ban Tổ chức Tỉnh ủy báo cáo kết quả định kỳ hằng quý."
EVER = (date(1900, 1, 1), date(2100, 1, 1))


def taken_in(db: Archive, folder: Path, **texts: str) -> list[Path]:
    """Imports texts by their names."""
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, "utf-8")
    for step in archive.import_files(db, paths, workers=1, allow_secret=True):
        assert step.event != "failed", step
    return paths


def days(db: Archive, *, allow_secret: bool = False) -> dict[date, int]:
    with find.opened(db, allow_secret=allow_secret) as library:
        return lookup.counts(library, *EVER)


def test_days_follow_the_documents(db: Archive, tmp_path: Path) -> None:
    first = taken_in(db, tmp_path, first=letter(*NUMBERED, ONCE))
    with find.opened(db) as library:
        assert not lookup.is_fresh(library, TODAY)
    of_archive(db, now=NOW)
    assert days(db) == {date(2019, 9, 14): 1}
    with find.opened(db) as library:
        assert lookup.is_fresh(library, TODAY)
        assert not lookup.is_fresh(library, date(2027, 1, 1))
        (entry,) = lookup.few(library, *EVER, 3)
        assert entry.duty.paper.symbol == "45-KH/TU"
    taken_in(db, tmp_path, other=letter(*NUMBERED, ONCE.replace("15/9", "20/10"), number="Số 46-KH/TU"))
    with find.opened(db) as library:
        assert not lookup.is_fresh(library, TODAY)
    of_archive(db, now=NOW)
    assert sorted(days(db)) == [date(2019, 9, 14), date(2019, 10, 19)]
    purge(db, [str(first[0])])
    assert list(days(db)) == [date(2019, 10, 19)]


def test_what_recurs_has_its_days_until_three_years_ahead(db: Archive, tmp_path: Path) -> None:
    taken_in(db, tmp_path, a=letter(*NUMBERED, EACH_QUARTER))
    of_archive(db, now=NOW)
    assert max(days(db)) == date(2029, 12, 31)
    of_archive(db, now=LATER)
    found = days(db)
    assert max(found) == date(2030, 12, 31)
    assert set(found.values()) == {1}


def test_a_secret_document_has_days_only_for_those_who_may_know(db: Archive, tmp_path: Path) -> None:
    text = letter(*NUMBERED, ONCE).replace("TỈNH ỦY BẠCH SƠN", "TỈNH ỦY BẠCH SƠN\nMẬT", 1)
    taken_in(db, tmp_path, a=text)
    of_archive(db, now=NOW)
    with find.opened(db, allow_secret=True) as library:
        assert find.search(library, Query()).total == 1
    assert days(db, allow_secret=True) == {date(2019, 9, 14): 1}
    assert days(db) == {}
    with find.opened(db) as library:
        assert lookup.few(library, *EVER, 3) == ()
        assert lookup.entries(library, Asked(since=EVER[0], until=EVER[1])).entries == ()
        for query in Query(), Query("kết quả"), Query("báo cáo kết quả"):
            facets, result = find.facets(library, query), find.search(library, query)
            assert (facets.types, facets.total, result.total, result.hits) == ((), 0, 0, ())


def test_no_more_is_read_than_was_asked(db: Archive, tmp_path: Path) -> None:
    texts = {f"d{n}": letter(*NUMBERED, ONCE.replace("15/", f"{n}/"), number=f"Số {n}-KH/TU") for n in (11, 12, 13)}
    taken_in(db, tmp_path, **texts)
    of_archive(db, now=NOW)
    with find.opened(db) as library:
        asked = Asked(since=EVER[0], until=EVER[1])
        found = lookup.entries(library, asked, most=2)
        assert found.is_cut
        assert [e.first.day for e in found.entries] == [11, 12]
        assert not lookup.entries(library, asked, most=3).is_cut


def test_nothing_is_written_where_nothing_has_changed(db: Archive, tmp_path: Path) -> None:
    taken_in(db, tmp_path, a=letter(*NUMBERED, EACH_QUARTER))
    of_archive(db, now=NOW)
    with find.opened(db) as library, library.connection.begin():
        before = library.connection.execute(sa.select(DAYS).order_by(DAYS.c.day)).all()
    of_archive(db, now=NOW)
    with find.opened(db) as library, library.connection.begin():
        assert library.connection.execute(sa.select(DAYS).order_by(DAYS.c.day)).all() == before


def test_entries_of_a_body_are_those_of_its_names(db: Archive, tmp_path: Path) -> None:
    other = ONCE.replace("Ban Tổ chức", "Ban Dân vận").replace("15/9", "20/10")
    each = "1. Ban Tổ chức Tỉnh ủy, Ban Dân vận Tỉnh ủy báo cáo kết quả trước ngày 30/11/2019."
    numbers = ("Số 45-KH/TU", "Số 46-KH/TU", "Số 47-KH/TU")
    texts = [letter(*NUMBERED, said, number=number) for said, number in zip((ONCE, other, each), numbers, strict=True)]
    taken_in(db, tmp_path, **dict(zip("abc", texts, strict=True)))
    of_archive(db, now=NOW)
    with find.opened(db) as library:
        for body, months in (
            ("Ban Tổ chức Tỉnh ủy", [9, 11]),
            ("Ban Dân vận Tỉnh ủy", [10, 11]),
            ("Ban Nội chính Tỉnh ủy", []),
        ):
            found = lookup.entries(library, Asked(body=body, since=EVER[0], until=EVER[1]))
            assert [entry.last.month for entry in found.entries] == months, body


def test_days_kept_in_tables_of_another_form_are_made_anew(db: Archive, tmp_path: Path) -> None:
    taken_in(db, tmp_path, a=letter(*NUMBERED, ONCE))
    of_archive(db, now=NOW)
    with find.opened(db) as library, library.connection.begin():
        (made_from,) = library.connection.execute(sa.select(META.c.value).where(META.c.value.like("2026%"))).scalars()
        of_before = META.update().where(META.c.value == made_from).values(value="2026 " + made_from.partition(" ")[2])
        library.connection.execute(of_before)
        for index in DAYS.indexes:
            index.drop(library.connection)
    with find.opened(db) as library:
        assert not lookup.is_fresh(library, TODAY)
    of_archive(db, now=NOW)
    with find.opened(db) as library:
        assert lookup.is_fresh(library, TODAY)
        there = {index["name"] for index in sa.inspect(library.connection).get_indexes(DAYS.name)}
    assert there >= {index.name for index in DAYS.indexes}
    assert days(db) == {date(2019, 9, 14): 1}


def test_kinds_go_with_their_documents(db: Archive, tmp_path: Path) -> None:
    report = letter(*NUMBERED, ONCE, number="Số 3-BC/TU", kind="BÁO CÁO")
    first, _ = taken_in(db, tmp_path, a=report, b=letter(*NUMBERED, ONCE))
    kinds = sa.select(KINDS.c.doc_type).order_by(KINDS.c.doc_type)
    with find.opened(db) as library, library.connection.begin():
        assert list(library.connection.scalars(kinds)) == ["báo cáo", "kế hoạch"]
    purge(db, [str(first)])
    with opened(db) as connection, connection.begin():
        assert list(connection.scalars(kinds)) == ["kế hoạch"]


@pytest.mark.parametrize("query", [Query(), Query("kết quả"), Query(types=("kế hoạch",)), Query(issuer='"Tỉnh ủy X"')])
def test_facets_count_what_search_finds(db: Archive, tmp_path: Path, query: Query) -> None:
    plans = {f"d{n}": letter(*NUMBERED, ONCE, number=f"Số {n}-KH/TU") for n in (1, 2)}
    report = letter(*NUMBERED, ONCE, number="Số 3-BC/TU", kind="BÁO CÁO", issued="Bạch Sơn, ngày 5 tháng 1 năm 2020")
    taken_in(db, tmp_path, r=report, **plans)
    with find.opened(db) as library:
        found, total = find.facets(library, query), find.search(library, query).total
        assert find.search(library, query, total=total) == find.search(library, query)
    assert found.total == total
    for values in (found.types, found.issuers, found.levels, found.years):
        assert sum(n for _value, n in values) == total
    if query == Query():
        assert found.types == (("kế hoạch", 2), ("báo cáo", 1))
        assert found.years == (("2020", 1), ("2018", 2))


def test_an_issuer_in_quotes_is_the_whole_name(tmp_path: Path) -> None:
    texts = {"a": letter(ONCE), "b": letter(ONCE, number="Số 7-HD/BTCTU", kind="HƯỚNG DẪN")}
    texts["b"] = texts["b"].replace("TỈNH ỦY BẠCH SƠN", "TỈNH ỦY BẠCH SƠN\nBAN TỔ CHỨC", 1)
    db = tmp_path / "papers.db"
    taken_in(db, tmp_path, **texts)
    with find.opened(db) as library:
        issuers = dict(find.facets(library, Query()).issuers)
        assert len(issuers) == 2, issuers
        for name, number in issuers.items():
            assert find.search(library, Query(issuer=f'"{name}"')).total == number == 1
