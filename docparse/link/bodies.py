"""Names to bodies: every organisation of a document once, with its kind, its level and where it is named.

Reads: names with their places in the text; the authority file.
Writes: `Body` records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from docparse import lexicon
from docparse.confidence import confidence
from docparse.model import Body, Level, Span
from docparse.text import key

_SHORT = tuple(
    (re.compile(rf"(?<!\w){short}(?!\w)"), long)
    for short, long in (
        ("ubnd", "ủy ban nhân dân"),
        ("hđnd", "hội đồng nhân dân"),
        ("mttq", "mặt trận tổ quốc"),
        ("ubkt", "ủy ban kiểm tra"),
        ("vp", "văn phòng"),
        ("btv", "ban thường vụ"),
        ("lđlđ", "liên đoàn lao động"),
    )
)
_OFFICE = re.compile(
    r"(?:các |mỗi )?(?:chủ tịch|phó |bí thư|giám đốc|thủ trưởng|bộ trưởng|đồng chí|đ/c|lãnh đạo|người đứng đầu"
    r"|đảng viên|cán bộ|trưởng)"
)
_KINDS = (
    ("party", r"ban cán sự|đảng (?:đoàn|ủy|bộ)|chi bộ"),  # of a State body too
    ("state", r"ủy ban nhân dân|hội đồng nhân dân|\bubnd\b|\bhđnd\b|ủy ban thường vụ quốc hội"),
    ("front", r"mặt trận|mttq"),
    (
        "party",
        r"ủy$|ủy\b(?! ban)|ủy ban kiểm tra|ubkt|đảng|chi bộ|ban bí thư|bộ chính trị"
        r"|ban (?:tổ chức|tuyên giáo|dân vận|nội chính)|trung ương|trường chính trị",
    ),
    ("mass", r"hội|đoàn|công đoàn|tổ chức chính trị"),
    (
        "state",
        r"ủy ban nhân dân|hội đồng nhân dân|sở|bộ|cục|chính phủ|thủ tướng|quốc hội|công an|tòa án|viện kiểm sát"
        r"|thanh tra|phòng|thuế",
    ),
)
_LEVELS: tuple[tuple[Level, str], ...] = (
    (
        "central",
        r"trung ương|chính phủ|thủ tướng|quốc hội|bộ chính trị|ban bí thư|^bộ (?!chỉ huy|đội)|tổng liên đoàn|tối cao",
    ),
    ("commune", r"\bxã\b(?! hội)|phường|thị trấn|đặc khu|chi bộ|(?<!nông )thôn|tổ dân phố|cơ sở"),
    ("district", r"huyện|quận|thị xã|thị ủy"),
    ("province", r"tỉnh|thành ủy|^sở |^các sở|thành phố"),
)


@dataclass(slots=True)
class Register:
    """The organisations of one document while its records are made."""

    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def add(self, name: str, start: int, end: int) -> str:
        """The id of the body called `name`, which stands at `start` to `end` of the text."""
        k = _body_key(name)
        if k not in self.ids:
            self.ids[k] = f"b{len(self.ids) + 1}"
            self.names[k] = " ".join(name.split())
            self.mentions[k] = set()
        self.mentions[k].add((start, end))
        return self.ids[k]

    def records(self) -> tuple[Body, ...]:
        """One `Body` an organisation, in order of first mention."""
        return tuple(_body(self.ids[k], self.names[k], self.mentions[k]) for k in self.ids)


@lru_cache(maxsize=4096)
def _body_key(name: str) -> str:
    """The one form of a name under which its mentions meet: folded, short words written out."""
    text = key(name).strip(" .,;:")
    for short, long in _SHORT:
        text = short.sub(long, text)
    return text


def _body(identifier: str, name: str, mentions: Iterable[tuple[int, int]]) -> Body:
    low = key(name)
    kind, level = _classified(low)
    return Body(
        id=identifier,
        name=name,
        kind=kind,
        level=level,
        authority=_authority().get(low),
        mentions=tuple(Span(start=a, end=b) for a, b in sorted(mentions)),
        rule="body.name",
        confidence=confidence("body.name"),
    )


@lru_cache(maxsize=8192)
def _classified(low: str) -> tuple[str, Level | None]:
    """Kind and level of a body by its folded name."""
    kind = "person" if _OFFICE.match(low) else next((k for k, p in _KINDS if re.search(p, low)), "group")
    return kind, next((lv for lv, p in _LEVELS if re.search(p, low)), None)


@cache
def _authority() -> dict[str, str]:
    """Folded names and variants of the authority file to ids."""
    ids: dict[str, str] = {}
    for a in lexicon.authorities():
        for name in (a.name, *a.variants.split(";")):
            if len(name.strip()) > 3:
                ids.setdefault(key(name.strip()), a.id)
    return ids
