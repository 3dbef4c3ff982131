"""What a person types, understood as the same words are in a document."""

from __future__ import annotations

import pytest

from docparse.extract import typed


@pytest.mark.parametrize(
    ("words", "relation", "latest", "inferred"),
    [
        ("trước ngày 15/12", "before", "2018-12-15", "issued"),
        ("Trước  ngày 15/12/2020", "before", "2020-12-15", None),
        ("quý I năm 2020", "within", "2020-03-31", None),
        ("20/10/2018", "on", "2018-10-20", None),
        ("2018-10-20", "on", "2018-10-20", None),
        ("hằng quý", "recurring", None, None),
    ],
)
def test_times(words: str, relation: str, latest: str | None, inferred: str | None) -> None:
    found = typed.deadline(words, "2018-08-06")
    assert found
    assert (found["relation"], found["latest"], found["inferred"]) == (relation, latest, inferred)


def test_a_year_that_nothing_gives_stays_missing() -> None:
    found = typed.deadline("trước ngày 15/12", None)
    assert found
    assert found["latest"] is None


@pytest.mark.parametrize("words", ["", "sớm nhất có thể", "17-CT/TW", "\n" * 50])
def test_what_is_no_time(words: str) -> None:
    assert typed.deadline(words, "2018-08-06") is None


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("28/8/2012", "2012-08-28"),
        ("ngày 28 tháng 8 năm 2012", "2012-08-28"),
        ("2012-08-28", "2012-08-28"),
        (" 8/2012 ", "2012-08"),
        ("tháng 8 năm 2012", "2012-08"),
        ("2012", "2012"),
        ("31/2/2012", None),
        ("quý I năm 2020", None),
        ("trước ngày 15/12", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_dates(words: str, date: str | None) -> None:
    assert typed.date(words) == date


def test_references() -> None:
    found = typed.reference("Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư")
    assert (found["symbol"], found["date"], found["kind"]) == ("17-CT/TW", "2012-08-28", "full")
    assert typed.reference("công tác dân vận") == {}
