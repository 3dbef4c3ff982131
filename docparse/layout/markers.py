"""Numbering marks at the start of a line: what they look like, and where each stands among its kind.

A mark is only a candidate; `sections` decides by the sequence whether it really opens a unit ("2025. Trong năm" does
not). Forms are those of domain notes 2.5: Phần thứ nhất, Chương II, Mục 1, Điều 1., A-, I-, I., 1-, 1., 2.1-, a), (1),
and the bullets - + * •.

Reads: nothing.
Writes: `Mark` for sections and zones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALPHABET = "abcdđeghiklmnopqrstuvxy"
"""Letters of an enumeration, "a)" to "y)": Vietnamese has no f, j, w, z."""

RANKS = {
    "part": 0,
    "chapter": 1,
    "division": 2,
    "article": 3,
    "caps": 4,
    "upper": 5,
    "roman": 6,
    "arabic": 7,
    "dotted": 8,
    "letter": 9,
    "paren": 10,
    "step": 11,
    "-": 12,
    "+": 13,
    "*": 14,
}
"""The usual order of nesting; what stands on the stack in a document goes before it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at the start of a line: `end` is where the text after it begins; `ordinal` counts from 1."""

    style: str
    label: str
    ordinal: int
    end: int
    suffix: str = ""

    @property
    def bullet(self) -> bool:
        """Whether this is an entry mark without a number; a style is then the character, or "•" and the character."""
        return self.style[0] in "-+*•"

    @property
    def rank(self) -> int:
        return RANKS.get(self.style, 15)


_WORD_NUMBERS = {
    "nhất": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}

_LEAD = r"[\s*_]{0,200}"
_NAMED = re.compile(
    _LEAD + r"(?P<word>Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU)\s{0,4}"
    r"(?:(?P<thu>(?:thứ|THỨ)\s{1,4})(?P<ord>\w{2,5})|(?P<num>\d{1,3}[a-zđ]?|[IVXLC]{1,7}))(?:(?P<suf>\s?[.:\-–)/]{1,2})(?!\d)|(?=\s{0,4}(?:[*“\"(A-ZĐÀ-Ỹ]|$)))"
)
_DOTTED = re.compile(
    _LEAD
    + r"(?P<label>(?:\d{1,2}|[IVX]{1,5}|[A-H])(?:\.\d{1,2}){1,4})(?P<suf>\.?\s?[-–)/:]|\.?)(?:(?P<gap>[\s*]{1,12})(?=\S)|(?P<alone>$))"
)
_ARABIC = re.compile(_LEAD + r"(?P<label>\d{1,3})(?P<suf>\s?(?:\.[-–)/]|[-–.)/])|:)(?P<gap>[\s*]{0,12})(?=\S|$)")
_ROMAN = re.compile(
    _LEAD + r"(?P<label>[IVX]{1,6}|[ivx]{2,6}|l)(?P<suf>\s{0,2}(?:\.[-–)/]|[-–.)/:]))(?P<gap>[\s*]{0,12})(?=\S|$)"
)
_UPPER = re.compile(_LEAD + r"(?P<label>[A-ZĐ])(?P<suf>\s{0,2}(?:\.[-–)/]|[-–.)/:]))(?P<gap>[\s*]{1,12})(?=\S)")
_LETTER = re.compile(_LEAD + r"(?P<label>[a-zđ]|I)(?P<suf>\s?[)]|\.[-–)/]|[./]|\s?-)(?P<gap>[\s*]{0,12})(?=\S|$)")
_PAREN = re.compile(_LEAD + r"\((?P<label>\d{1,2}|[a-zđ]|[ivx]{1,4})\)[.,:]?(?P<gap>[\s*]{0,12})(?=\S)")
_BULLET = re.compile(
    r"[\s_]{0,200}(?P<label>[-–—−+*•●○▪■◦➢►✓\uf000-\uf0ff·]|o(?=\s{2,})|o(?=\t))(?P<gap>\s{0,24})(?=[^\s\-–—*_=])"
)
_STEP = re.compile(
    _LEAD
    + r"(?P<label>(?:Tuần|Giai đoạn|Bước|Đợt|Vòng|Nhóm|Ngày thứ)\s{1,3}(?:thứ\s)?(?P<num>\d{1,2}|[IVX]{1,4}|nhất|hai|ba|tư|năm|một))\b"
)


def roman(text: str) -> int:
    """The value of a roman numeral; 0 for anything that is not written as one."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total, last = 0, 0
    for ch in reversed(text.upper()):
        value = values.get(ch, 0)
        if not value:
            return 0
        total, last = (total - value, last) if value < last else (total + value, value)
    return total


def _named(m: re.Match[str]) -> Mark:
    style = {"phần": "part", "chương": "chapter", "mục": "division", "điều": "article"}[m["word"].lower()]
    if m["thu"]:
        word = m["ord"]
        return Mark(style, f"thứ {word.lower()}", _WORD_NUMBERS.get(word.lower(), 0), m.end())
    number = m["num"]
    return Mark(style, number, int(re.sub(r"\D", "", number)) if number[0].isdigit() else roman(number), m.end())


def marks(text: str) -> list[Mark]:
    """Every reading of the mark that opens `text`, the likeliest first; empty where nothing looks like one."""
    stripped = text.lstrip(" \t*_\u3000")
    if not stripped:
        return []
    head, found = stripped[0], []
    if head in "PpCcMmĐđ" and (m := _NAMED.match(text)):
        return [_named(m)]
    if head in "IVXABCDEGH" and (m := _DOTTED.match(text)) and m["alone"] is None:
        return [Mark("dotted", m["label"], int(m["label"].rpartition(".")[2]), m.end(), m["suf"].strip())]
    if head.isdigit():
        if m := _DOTTED.match(text):
            parts = [int(p) for p in m["label"].split(".")]
            if not (m["suf"] == "" and len(parts) == 2 and (m["alone"] is not None or parts[0] > 40)):
                found.append(Mark("dotted", m["label"], parts[-1], m.end(), m["suf"].strip()))
        elif m := _ARABIC.match(text):
            rest = text[m.end() : m.end() + 1]
            if m["gap"] or rest.isalpha() or rest in '“"(' or (not rest and m["suf"].strip() != ":"):
                found.append(
                    Mark("arabic", m["label"], int(m["label"]), m.end(), m["suf"].strip()[-1:].replace("–", "-"))
                )
        return found
    if (
        head in "IVXivxl"
        and (m := _ROMAN.match(text))
        and (m["gap"] or text[m.end() : m.end() + 1].isupper() or m.end() == len(text))
    ):
        value = roman("I" if m["label"] == "l" else m["label"])
        if value and not (m["label"] == "l" and m["suf"].strip() != "-" and m["suf"].strip() != "."):
            found.append(
                Mark("roman", m["label"].upper() if m["label"] == "l" else m["label"], value, m.end(), m["suf"].strip())
            )
    if head.isupper() and (m := _UPPER.match(text)):
        found.append(
            Mark("upper", m["label"], 1 + "ABCDĐEGHIKLMNOPQRSTUVXY".find(m["label"]), m.end(), m["suf"].strip())
        )
    if (m := _LETTER.match(text)) and (m["gap"] or m["suf"].strip() == ")"):
        label = m["label"]
        position = 1 + ALPHABET.find("l" if label == "I" else label)
        if position:
            found.append(Mark("letter", label, position, m.end(), m["suf"].strip()))
    if head == "(" and (m := _PAREN.match(text)):
        label = m["label"]
        ordinal = int(label) if label.isdigit() else 1 + ALPHABET.find(label[0])
        found.append(Mark("paren", label, ordinal, m.end()))
    if head == "T" or head in "GBĐVN":
        if m := _STEP.match(text):
            word = m["num"].lower()
            found.append(
                Mark(
                    "step", "", int(word) if word.isdigit() else _WORD_NUMBERS.get(word, roman(word)), m.start("label")
                )
            )
    if not found and (m := _BULLET.match(text)) and (m["gap"] or m["label"] not in "*o"):
        label = m["label"]
        style = "-" if label in "-–—−" else label if label in "+*" else "•" + label
        found.append(Mark(style, label if label in "+*" else "-", 1, m.end()))
    return found
