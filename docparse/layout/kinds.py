"""Units, and which of those with a number are headings and which are items, as GUIDELINES "lines" tells them apart.

Reads: the units of a source, and the `Look`s of their lines.
Writes: the kind of each unit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from docparse import lexicon
from docparse.layout import tables
from docparse.layout.lines import Look
from docparse.layout.markers import Mark
from docparse.lexicon import LOWER, UPPER
from docparse.model import ZoneName

_RUN_IN = re.compile(
    rf"(?!(?:Bước|Đợt|Giai đoạn|Điều|Phần|Chuyên đề|Vấn đề|Khoản|Tuần|Ngày|Buổi) \w+:)"
    rf"[^:()]{{3,80}}: (?=[{UPPER}])(?=.{{25}})"
)
"""A title with the sentence that it opens: "4. Kinh phí: Kinh phí phục vụ ..."."""
_ENACTS = re.compile(r"chịu trách nhiệm (?:thi hành|thực hiện)|có hiệu lực|căn cứ Quyết định thi hành")
_SENTENCE = re.compile(rf"[.!?]\s+[{UPPER}]")
_VERB = re.compile(
    r"(?!(?:về|đối với|việc|trong|trên|tại|từ|theo|kết quả|tình hình|hồ sơ|danh sách|trách nhiệm|nhiệm vụ|quy định)\b)"
    + lexicon.either("bodies", "stops")
    + r"(?!\w)",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"(?:Đ/c|Đồng chí|Ông|Bà):? [{UPPER}][{LOWER}]+ [{UPPER}]")
_NOMINAL = re.compile(r"(?:Về|Đối với|Việc|Công tác|Quyền|Trách nhiệm|Nhiệm vụ|\()")
_STOP = re.compile(r"[.;!?][\"”’')\]/.\s]*(?:\d{1,2}[\"”’')\]/.\s]*)?$")
_TAIL = 24
"""How many characters at its end tell how a text ends."""
_OPEN_END = re.compile(r"[,\-–]\s*$")


@dataclass(slots=True)
class Unit:
    """A heading, item, bullet or paragraph ("field" for lines of other zones and of titles), as line numbers."""

    zone: ZoneName
    kind: str
    lines: list[int]
    depth: int = 0
    mark: Mark | None = None
    parent: int | None = None
    row: tables.Row | None = None
    issue: str | None = None
    content: int = 0
    """Where the text after the mark starts in the first line."""


def settle(units: list[Unit], seen: list[Look]) -> None:
    """Tells headings from items among the units with a number."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, u in enumerate(units):
        if u.mark is not None and u.row is None:
            groups.setdefault((u.parent, u.zone, u.mark.style), []).append(i)
    for k, unit in enumerate(units):
        if unit.mark is not None and not unit.mark.bullet and unit.row is None and unit.kind != "heading":
            unit.kind = _heading_or_item(units, k, seen, groups)


def ends_open(text: str) -> bool:
    """Whether a text ends with a comma or a dash, so that more of it must follow."""
    return bool(_OPEN_END.search(text[-_TAIL:]))


def joined(unit: Unit, seen: Sequence[Look]) -> str:
    """The words of a unit after its mark, on one line."""
    first = seen[unit.lines[0]].line.text[unit.content :]
    return " ".join(" ".join([first, *(seen[i].text for i in unit.lines[1:])]).split()).replace("*", "").strip()


def _introduces(units: list[Unit], k: int) -> bool:
    """Whether something stands below a numbered unit: a paragraph, a bullet or a deeper number."""
    following = units[k + 1] if k + 1 < len(units) else None
    return (
        following is not None
        and following.zone == units[k].zone
        and following.kind != "field"
        and (following.kind == "paragraph" or following.parent == k)
    )


def _list_introduces(units: list[Unit], group: list[int]) -> bool:
    """Whether nearly every entry of a list has something below it, so that the list is one of headings."""
    return len(group) >= 3 and sum(_introduces(units, i) for i in group) >= 0.75 * len(group)


def _among_items(units: list[Unit], seen: list[Look], k: int, siblings: list[int]) -> bool:
    """Whether most of the other entries of a list end as sentences with nothing below: one lacks its full stop."""
    others = [i for i in siblings[bisect_left(siblings, k - _NEAR) : bisect_right(siblings, k + _NEAR)] if i != k]
    whole = [i for i in others if _STOP.search(seen[units[i].lines[-1]].text[-_TAIL:]) and not _introduces(units, i)]
    return 2 * len(whole) > len(others)


_NEAR = 12
"""How many units away the entries are that an entry is held against."""


def _heading_or_item(units: list[Unit], k: int, seen: list[Look], groups: dict[tuple[object, ...], list[int]]) -> str:
    """Heading or item, by the end of the unit, its length and what stands below; GUIDELINES "lines"."""
    unit = units[k]
    text = joined(unit, seen)
    following = next((u for u in units[k + 1 : k + 2] if u.zone == unit.zone), None)
    children = following is not None and following.parent == k and following.kind in ("item", "bullet", "heading")
    style = unit.mark.style if unit.mark is not None else ""
    if style in ("part", "chapter", "division") or (style == "step" and len(text) <= 130):
        return "heading"
    if text.endswith(":"):
        plain = len(text) <= 200 or (len(text) <= 300 and not _SENTENCE.search(text) and children)
        return "heading" if plain else "item"
    if ends_open(text):
        return "item"
    if (_PERSON.match(text) and not children) or _RUN_IN.match(text) or _ENACTS.search(text):
        return "item"
    siblings = groups.get((unit.parent, unit.zone, style), [k])
    if not _STOP.search(text[-_TAIL:]):
        if len(text) > 40 and not _introduces(units, k) and _among_items(units, seen, k, siblings):
            return "item"
        return "heading" if len(text) <= 330 and not (len(text) > 60 and _SENTENCE.search(text)) else "item"
    if len(text) > 200 or _SENTENCE.search(text) or text.endswith((";", "/.")) or not _introduces(units, k):
        return "item"
    if (
        not children
        and len(siblings) > 1
        and k == siblings[-1]
        and not any(_introduces(units, i) for i in siblings[:-1])
    ):
        return "item"  # what stands below the last of a list goes on with what stands above the list
    if children or (not _VERB.match(text) and len(text) <= (140 if _NOMINAL.match(text) else 70) and ":" not in text):
        return "heading"
    return "heading" if _list_introduces(units, siblings) else "item"
