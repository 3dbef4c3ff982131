"""Deadlines: every pattern of the project's table, every trap, where in a document they count, and years inferred.

The table holds one row an expression: `id` says which pattern (D) or trap (X) it is of, `place` where the sentence
stands, `relation` "none" that nothing may be found. "*" stands for a value that the table leaves open.

Reads: tests/files/deadlines.tsv.
Writes: nothing.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest
from samples import parsed

import docparse
from docparse.model import Deadline

TABLE = Path(__file__).parent / "files" / "deadlines.tsv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
CASES = [list(rows) for _, rows in groupby(ROWS, key=lambda row: (row["id"], row["sentence"]))]
COLUMNS = ("TT", "Nội dung", "Cơ quan chủ trì", "Thời gian hoàn thành")


def found(place: str, sentence: str) -> tuple[Deadline, ...]:
    """The deadlines of the sample document with `sentence` at `place`."""
    if place == "body":
        return parsed(f"- {sentence}").deadlines
    if place == "heading":
        return parsed(sentence, "- Giữ vững kỷ luật phát ngôn.").deadlines
    if place == "table":
        return parsed(*COLUMNS, "1", "Biên soạn tài liệu hỏi đáp", "Ban Tuyên giáo Tỉnh ủy", sentence).deadlines
    if place in ("header", "footer"):
        text = parsed("1. Giữ vững kỷ luật phát ngôn.").text
        return docparse.parse(f"{sentence}\n{text}" if place == "header" else f"{text}\n\n{sentence}").deadlines
    parts = {
        "title": {"title": (sentence,)},
        "preamble": {"preamble": (sentence,)},
        "dateline": {"issued": sentence},
        "number": {"number": sentence},
        "recipients": {"recipients": (sentence, "- Lưu Văn phòng Tỉnh ủy.")},
        "appendix": {"appendix": ("ĐỀ CƯƠNG", "báo cáo kết quả", sentence, "1. Nêu số liệu.")},
    }
    return parsed("1. Giữ vững kỷ luật phát ngôn.", **parts[place]).deadlines


def described(row: dict[str, str]) -> tuple[str | None, ...]:
    return tuple(row[name] or None for name in ("quote", "relation", "earliest", "latest", "rrule", "inferred"))


def as_row(deadline: Deadline, row: dict[str, str]) -> tuple[str | None, ...]:
    d = deadline
    values = (d.text, d.relation, d.earliest, d.latest, d.rrule, d.inferred)
    return tuple("*" if want == "*" else value for want, value in zip(described(row), values, strict=True))


OPEN = {
    "D015": 'the verb "xong" is taken for a part of the preposition',
    "D025": '"đến ngày ... phải hoàn thành" is not read',
    "D069": '"bắt đầu từ" a quarter is not read',
    "D071": "the end of a year after the name of a movement is not read",
    "D086": '"mỗi năm ít nhất 2 lần" after "sinh hoạt" is not read',
    "D087": '"hằng năm" right before its verb is not read',
    "D088": 'a weekday after "giao ban" is not read',
}
"""Patterns that are not read yet."""


def marked(rows: list[dict[str, str]]) -> object:
    reason = OPEN.get(rows[0]["id"])
    return pytest.param(rows, id=rows[0]["id"], marks=[pytest.mark.xfail(strict=True, reason=reason)] if reason else [])


@pytest.mark.parametrize("rows", [marked(rows) for rows in CASES])
def test_table(rows: list[dict[str, str]]) -> None:
    got = found(rows[0]["place"], rows[0]["sentence"])
    want = [row for row in rows if row["relation"] != "none"]
    assert len(got) == len(want), [(d.text, d.relation) for d in got]
    assert [as_row(d, row) for d, row in zip(got, want, strict=True)] == [described(row) for row in want]


def test_the_table_has_every_pattern_and_every_trap_once_or_more() -> None:
    ids = {row["id"] for row in ROWS}
    assert ids == {f"D{n:03d}" for n in range(1, 108)} | {f"X{n:03d}" for n in range(1, 34)}
