"""Names to bodies: every organisation of a document once, with its kind, its level and where it is named.

A body of the authority file is one organisation under all its names; where two bodies of the file share a name, the
one that existed when the document was issued is meant.

Reads: names with their places in the text; the authority file.
Writes: `Body` records; a warning for a body that had ended before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from docparse import lexicon
from docparse.confidence import confidence
from docparse.lexicon import Authority
from docparse.link.checks import warning
from docparse.model import Body, Level, Span, Warning
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
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
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

    issued: str | None = None
    """When the document was issued (EDTF), None where it does not say."""
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Authority | None] = field(default_factory=dict)
    """What the authority file has of each body."""
    mentions: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def add(self, name: str, start: int, end: int) -> str:
        """The id of the body called `name`, which stands at `start` to `end` of the text."""
        row = _authority(name, self.issued)
        k = f"@{row.id}" if row else body_key(name)
        if k not in self.ids:
            self.ids[k] = f"b{len(self.ids) + 1}"
            self.names[k] = " ".join(name.split())
            self.rows[k] = row
            self.mentions[k] = set()
        self.mentions[k].add((start, end))
        return self.ids[k]

    def records(self) -> tuple[Body, ...]:
        """One `Body` an organisation, in order of first mention."""
        return tuple(_body(self.ids[k], self.names[k], self.mentions[k], self.rows[k]) for k in self.ids)

    def ended(self) -> list[Warning]:
        """A warning for each body that had given place to another before the document was issued."""
        out = []
        for k, name in self.names.items():
            row = self.rows[k]
            if row and row.successor and self.issued and ended(row, self.issued):
                said = f"{name}: until {row.valid_to}, then {row.successor}"
                out.append(warning("body_ended", said, min(self.mentions[k])))
        return out


@lru_cache(maxsize=4096)
def body_key(name: str) -> str:
    """The one form of a name under which its mentions meet: folded, short words written out."""
    text = key(name).strip(" .,;:")
    for short, long in _SHORT:
        text = short.sub(long, text)
    return text


def _body(identifier: str, name: str, mentions: Iterable[tuple[int, int]], row: Authority | None) -> Body:
    low = key(name)
    kind, level = _classified(low)
    if row and row.id in _own():
        kind, level = row.sphere or kind, level if row.level == "any" else row.level
    return Body(
        id=identifier,
        name=name,
        kind=kind,
        level=level,
        authority=row.id if row else None,
        mentions=tuple(Span(start=a, end=b) for a, b in sorted(mentions)),
        rule="body.name",
        confidence=confidence("body.name"),
    )


def level_of(name: str) -> Level | None:
    """Where a body stands, by its name."""
    return _classified(key(name))[1]


@lru_cache(maxsize=8192)
def _classified(low: str) -> tuple[str, Level | None]:
    """Kind and level of a body by its folded name."""
    kind = "person" if _OFFICE.match(low) else next((k for k, p in _KINDS if re.search(p, low)), "group")
    return kind, next((lv for lv, p in _LEVELS if re.search(p, low)), None)


def _authority(name: str, issued: str | None) -> Authority | None:
    """The body of the authority file that a name stands for, of several the one that existed at `issued`."""
    rows = _authorities().get(key(name), ())
    return next((a for a in rows if issued and existed(a, issued)), rows[0] if rows else None)


def existed(body: Authority, issued: str) -> bool:
    """Whether a body had its name at a time; times are compared to the precision that both have."""
    first = _DAY.search(body.valid_from)
    return not (ended(body, issued) or (first and issued[: len(first[0])] < first[0][: len(issued)]))


def ended(body: Authority, issued: str) -> bool:
    """Whether a body no longer had its name at a time."""
    last = _DAY.search(body.valid_to)
    return last is not None and issued[: len(last[0])] > last[0][: len(issued)]


@lexicon.derived
def _own() -> frozenset[str]:
    """The ids of the bodies of people's own tables."""
    own = lexicon.in_force().own
    return frozenset(a.id for a in own.authorities) if own else frozenset()


@lexicon.derived
def _authorities() -> dict[str, list[Authority]]:
    """Folded names and variants of the authority file to the bodies that bear them, in the order of the file."""
    rows: dict[str, list[Authority]] = {}
    own = _own()
    for a in lexicon.authorities():
        for name in (a.name, *a.other_names):
            if (len(name) > 3 or a.id in own) and a not in rows.setdefault(key(name), []):
                rows[key(name)].append(a)
    return rows
