"""Whether two names stand for one body, also where it was merged or renamed between two documents.

Names it takes as one: "Sở Nội vụ" and "sở nội vụ tỉnh"; "Ban Dân vận Tỉnh ủy" of 2017 and "Ban Tuyên giáo và Dân vận
Tỉnh ủy" of 2025 (data/successions.tsv), which is "Ban Tuyên giáo Tỉnh ủy" from August 2026 on; "Tỉnh ủy Bình Thuận" of
2024 and "Tỉnh ủy Lâm Đồng" of 2026. What it can mistake: a body with a part of the work only ("functions_to"), which is
why the rows are kept as the reason.

Reads: names, dates of documents, the register of successions.
Writes: `Kinship`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from docparse import lexicon
from docparse.lexicon import Succession
from docparse.text import key

_SHORT = tuple(
    (re.compile(rf"(?<!\w){short}(?!\w)"), long)
    for short, long in (
        ("btv", "ban thường vụ"),
        ("bch", "ban chấp hành"),
        ("bcsđ", "ban cán sự đảng"),
        ("cđ", "công đoàn"),
        ("hđnd", "hội đồng nhân dân"),
        ("lđlđ", "liên đoàn lao động"),
        ("lđ(?: ?- ?|, )?tb ?(?:&|và) ?xh", "lao động - thương binh và xã hội"),
        ("lđtbxh", "lao động - thương binh và xã hội"),
        ("mttq", "mặt trận tổ quốc"),
        ("nn ?(?:&|và) ?ptnt", "nông nghiệp và phát triển nông thôn"),
        ("nông nghiệp và ptnt", "nông nghiệp và phát triển nông thôn"),
        ("tp", "thành phố"),
        ("tttt", "thông tin và truyền thông"),
        ("tg ?(?:&|và) ?dv", "tuyên giáo và dân vận"),
        ("tt ?(?:&|và) ?tt", "thông tin và truyền thông"),
        ("tw", "trung ương"),
        ("ubkt", "ủy ban kiểm tra"),
        ("ubnd", "ủy ban nhân dân"),
        ("vp", "văn phòng"),
    )
)
_LEVEL = re.compile(
    r"(?:^|(?P<core>.+?) )(?P<level>trung ương đảng|trung ương|tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|tỉnh đoàn"
    r"|tỉnh|thành phố|huyện|quận|thị xã)(?: (?P<place>.+))?$"
)
_DETERMINERS = re.compile(r"^(?:các|giao|toàn thể|đề nghị|yêu cầu) (?!cấp)")

_CHANGES = 3
"""Changes of name that are followed between two documents."""

GROUP = "huyện, thị, thành ủy"
"""The form of the committees of all districts as one group."""
_ORGAN = re.compile(r"(?:ban (?:tổ chức|tuyên giáo|dân vận|nội chính)|văn phòng$|ủy ban kiểm tra)")
_FORMS = (
    (re.compile(r",? (?:có )?liên quan$"), ""),
    # "Mặt trận" and its committee are one office.
    (re.compile(r"(?:(?:cơ quan )?ủy ban )?mặt trận tổ quốc(?: việt nam)?"), "mặt trận tổ quốc"),
    # The committees of districts as one group, however they are listed.
    (
        re.compile(
            r"^(?:ban thường vụ (?:các )?)?(?=.*(?:huyện|thị|quận))(?:huyện|quận|thị xã|thị|thành phố|thành)(?: ủy)?"
            r"(?:(?:, | và |; )(?:huyện|quận|thị xã|thị|thành phố|thành)(?: ủy)?)*(?<=ủy)$"
        ),
        GROUP,
    ),
)
"""What names of one body are written as, in the order of use."""


class _Name(NamedTuple):
    """A name in its parts; empty where it does not say."""

    core: str
    level: str
    place: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """Why two names are one body: the changes from one to the other; none where both are spellings of one name."""

    rows: tuple[Succession, ...] = ()


def one_form(name: str) -> str:
    """The form under which two spellings of one name are equal: case, tones, short words and "các" do not count."""
    return _one_form(name)


@lru_cache(8192)
def _one_form(name: str) -> str:
    text = key(name).strip(" .,;:")
    for short, long in _SHORT:
        text = short.sub(long, text)
    text = _DETERMINERS.sub("", text)
    for pattern, form in _FORMS:
        text = pattern.sub(form, text)
    return text


def kinship(old: str, new: str, until: str | None = None) -> Kinship | None:
    """Whether `new` is the body that `old` was; None where nothing says so.

    Args: names as printed; `until`, the date (EDTF) of the document with the new name: no later change counts. Without
    it any change may have happened.
    """
    a, b = _one_form(old), _one_form(new)
    if a == b:
        return Kinship()
    one, other = _parts(a), _parts(b)
    if _agree(one, other):
        return Kinship()
    if one.core == other.core and one.place and other.place and _same(one.level, other.level):
        moved = (row for before, after, row in _places() if (before, after) == (one.place, other.place))
        return next((Kinship((row,)) for row in moved if _by(row, until)), None)
    return _changed(one, other, until) if _moved_along(one, other) else None


def _changed(one: _Name, other: _Name, until: str | None) -> Kinship | None:
    """The fewest changes of name, each no earlier than the one before, that lead from one name to the other."""
    front: list[tuple[_Name, tuple[Succession, ...]]] = [(one, ())]
    for _ in range(_CHANGES):
        after: list[tuple[_Name, tuple[Succession, ...]]] = []
        for name, rows in front:
            for old, new, row in _named():
                if not _agree(name, old) or not _by(row, until) or (rows and not _by(rows[-1], row.date)):
                    continue
                after.append((_Name(new.core, new.level or name.level, new.place), (*rows, row)))
        for name, rows in after:
            if _agree(other, name):
                return Kinship(rows)
        front = after
    return None


def _by(row: Succession, day: str | None) -> bool:
    """Whether a change had happened by a day, as far as both are known."""
    return not day or row.date[: len(day)] <= day[: len(row.date)]


def completed(name: str, issuer: str | None) -> str:
    """The form of a name, with the committee whose organ it is where a document of that committee leaves it out.

    "Ban Dân vận" in a plan of "Ban Thường vụ Tỉnh ủy" is "ban dân vận tỉnh ủy".
    """
    form = _one_form(name)
    of = _parts(_one_form(issuer or "")).level
    return f"{form} {of}" if _ORGAN.match(form) and of.endswith("ủy") and not _parts(form).level else form


@lru_cache(8192)
def _parts(name: str) -> _Name:
    m = _LEVEL.match(name)
    if not m:
        return _Name(name, "", "")
    # "Trung ương Đảng" is the same level as "Trung ương".
    return _Name(m["core"] or "", m["level"].removesuffix(" đảng"), m["place"] or "")


def _agree(a: _Name, b: _Name) -> bool:
    """Whether the names are one but for a level or a place that only one of them states."""
    return bool(a.core) and a.core == b.core and _same(a.level, b.level) and _same(a.place, b.place)


def _same(a: str, b: str) -> bool:
    return not a or not b or a == b or {a, b} in _ALIKE


_ALIKE = ({"tỉnh ủy", "thành ủy"}, {"tỉnh", "thành phố"})
"""Levels that stand for each other: a city under the centre has a Thành ủy where a province has a Tỉnh ủy."""


def _moved_along(a: _Name, b: _Name) -> bool:
    """Whether the places of two names are one, or one became the other."""
    return _same(a.place, b.place) or any((x, y) == (a.place, b.place) for x, y, _row in _places())


@lexicon.derived
def _named() -> tuple[tuple[_Name, _Name, Succession], ...]:
    rows = (*(row for row in lexicon.successions() if row.kind != "place"), *_told())
    return tuple((_parts(_one_form(row.predecessor)), _parts(_one_form(row.successor)), row) for row in rows)


def _told() -> Iterator[Succession]:
    """What the authority file, and people's own tables, say of successors."""
    for a in lexicon.authorities():
        if a.successor:
            yield Succession(
                kind="state" if a.sphere == "state" else "party",
                predecessor=a.name,
                successor=a.successor,
                relation="succeeded_by",
                date=a.valid_to,
                basis="",
                status=a.status,
            )


@cache
def _places() -> tuple[tuple[str, str, Succession], ...]:
    rows = (row for row in lexicon.successions() if row.kind == "place")
    return tuple((key(row.predecessor), key(row.successor), row) for row in rows)
