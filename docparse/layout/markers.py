"""Numbering marks at the start of a line: what they look like, and where each stands among its kind.

A mark is only a candidate; `sections` decides by the sequence whether it really opens a unit ("2025. Trong năm" does
not). Forms are those of domain notes 2.5: Phần thứ nhất, Chương II, Mục 1, Điều 1., A-, I-, I., 1-, 1., 2.1-, a), (1),
(i), "Bước 1", and the bullets - + * •.

Reads: nothing.
Writes: `Mark` for sections and zones.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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
    "romanette": 11,
    "paren_letter": 12,
    "step": 13,
    "-": 14,
    "+": 15,
    "*": 16,
}
"""The usual order of nesting; what stands on the stack in a document goes before it."""


class Mark(NamedTuple):
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
        """The place of the style in the usual order of nesting."""
        return RANKS.get(self.style, 17)


_WORD_NUMBERS = {
    "nhất": 1,
    "nhì": 2,
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
    r"(?:(?P<thu>(?:[tT]hứ|THỨ)\s{1,4})(?P<ord>\w{1,5})|(?P<num>\d{1,3}[a-zđ]?|[IVXLC]{1,7})"
    r"|(?<=[ầẦ]n|ẦN)\s(?P<name>[A-HĐ](?!\w)|(?:[Mm]ột|MỘT|[Hh]ai|HAI|[Bb]a|BA|[Bb]ốn|BỐN|[Tt]ư|TƯ|[Nn]hất|NHẤT"
    r"|[Nn]hì|NHÌ|[Mm]ở đầu|MỞ ĐẦU|[Nn]ội dung|NỘI DUNG|[Kk]ết luận|KẾT LUẬN)(?!\w)))"
    r"(?:[*_]{0,3}(?P<suf>\s?[.:\-–)/]{1,2})(?!\d)|(?=\s{0,4}(?:[*“\"(A-ZĐÀ-Ỹ]|$)))"
)
_DOTTED = re.compile(
    _LEAD + r"(?P<label>(?:\d{1,2}|[IVX]{1,5}|[A-H]|[a-eđ])(?:\.\d{1,2}){1,4}|\d{1,2}\.\s\d{1,2}(?=[.)])"
    r"|(?:\d{1,2}|[IVX]{1,5})(?:\.\d{1,2}){0,3}\.[a-hđ](?=[.)]))"
    r"[*_]{0,3}(?P<suf>\.?\s?[-–)/:]|\.?)(?:(?P<gap>[\s*]{1,12})(?=\S)|(?=[“\"A-ZĐÀ-Ỹ](?!\.\d))|(?P<alone>$))"
)
_ARABIC = re.compile(
    _LEAD
    + r"(?P<label>\d{1,3})[*_]{0,3}(?P<suf>\s?(?:\.[-–)/]|[-–.)/])|:|(?=\t[\s*]*[^\W\d_]))(?P<gap>[\s*]{0,12})(?=\S|$)"
)
_ROMAN = re.compile(
    _LEAD + r"(?P<label>[IVX]{1,6}|[IVX][iv]{1,3}|I?[Il]{2}|IH|HI|l)[*_]{0,3}"
    r"(?P<suf>\s{0,2}(?:\.[-–)/]|[-–.)/:]|(?=\t[\s*]*[^\W\d_])))"
    r"(?P<gap>[\s*]{0,12})(?=\S|$)"
)
_UPPER = re.compile(
    _LEAD + r"(?P<label>[A-ZĐ])[*_]{0,3}(?P<suf>\s{0,2}(?:\.[-–)/]|[-–.)/:]))"
    r"(?P<gap>[\s*]{1,12}(?=\S)|(?=[A-ZĐÀ-Ỹ]{2})|[\s*]{0,12}$)"
)
_LETTER = re.compile(
    _LEAD + r"(?P<label>[a-zđ]|I)[*_]{0,3}(?P<suf>\s?[)]|\.[-–)/]|[./]|\s?-)(?P<gap>[\s*]{0,12})(?=\S|$)"
)
_PAREN = re.compile(_LEAD + r"\((?P<label>\d{1,2}(?:\.\d{1,2})?|[a-zđ])\)[.,:]?(?P<gap>[\s*]{0,12})(?=\S)")
_ROMANETTE = re.compile(
    _LEAD + r"\(?(?P<label>[ivx]{1,5})(?:\)[.,:]?|\.[-–)/]?|/|\s?-(?=\s))(?P<gap>[\s*]{0,12})(?=\S|$)"
)
_BULLET = re.compile(
    r"[\s_]{0,200}(?P<label>[-–—−+*•●○▪■◦➢►✓\uf000-\uf0ff·]|o(?=\s{2,})|o(?=\t))(?P<gap>\s{0,24})(?=[^\s\-–—*_=])"
)
_STEP = re.compile(
    _LEAD + r"(?P<label>(?:(?P<time>Tuần|Giai đoạn|Ngày thứ)|Bước|Đợt|Vòng|Nhóm)\s{1,3}(?:thứ\s)?"
    r"(?P<num>\d{1,2}|[IVX]{1,4}|nhất|hai|ba|tư|năm|một)\b"
    r"|(?:Nội dung|Nhiệm vụ|Nhóm nhiệm vụ|Giải pháp|Nhóm giải pháp|Mục tiêu|Chỉ tiêu|Tiêu chí|Tiêu chuẩn|Câu|Câu hỏi"
    r"|Vấn đề|Chuyên đề|Hạng mục|Phương án|Hoạt động|Dự án|Tiểu dự án|Hợp phần|Yêu cầu|Nguyên tắc|Điểm|Khoản)"
    r"\s{1,3}(?:số\s|thứ\s)?(?P<count>\d{1,2}|[IVX]{1,4}|(?<=thứ )(?:nhất|hai|ba|tư|năm|sáu|bảy))(?=\s?[.:)–-]))"
)


_PERIOD = re.compile(
    _LEAD + r"(?P<label>(?:(?:Tháng|THÁNG)\s{1,2}(?P<month>\d{1,2})|(?:Quý|QUÝ)\s{1,2}(?P<quarter>[1-4]|I{1,3}|IV))"
    r"(?:\s?(?:/|năm|NĂM)\s?\d{4})?)\s?[:.]?[\s*_]{0,9}$"
)


_INSTEAD = {"I": "l", "f": "g", "j": "k"}
"""Letters that count as others: a capital I that was read for an l, and those of the Latin alphabet."""
_QUOTED = re.compile(r"([ \t*_\u3000]{0,40})[\"“”„«](?=[^\W_]|\()")
QUOTES = frozenset('"“”„«')


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


@lru_cache(maxsize=1024)
def marks(text: str) -> tuple[Mark, ...]:
    """Every reading of the mark that opens `text`, the likeliest first; empty where nothing looks like one."""
    if "\\" in text[:12]:  # "1\\." and "\\-", as converters to Markdown write
        text = text[:12].replace("\\", "_") + text[12:]
    head = text.lstrip(" \t*_\u3000")[:1]
    if not head:
        return ()
    if head in QUOTES:  # "“1. ...": what another document says, with its own numbers
        m = _QUOTED.match(text)
        return tuple(mark for mark in marks(f"{m[1]} {text[m.end() :]}") if not mark.bullet) if m else ()
    if head in "PpCcMmĐđ" and (m := _NAMED.match(text)):
        return (_named(m),)
    if head in "IVXABCDEGHabcdeđ" and (m := _DOTTED.match(text)) and m["alone"] is None:
        return (_dotted(m),)
    if head.isdigit():
        number = _number(text)
        return (number,) if number else ()
    readings = (
        _roman(text) if head in "IVXHl" else None,
        _upper(text) if head.isupper() else None,
        _letter(text),
        _paren(text) if head == "(" else None,
        _step(text) if head in "TGBĐVNMCHPDYKQ" else None,
        _romanette(text) if head in "(ivx" else None,
    )
    found = [mark for mark in readings if mark]
    if not found and (bullet := _bullet(text)):
        found.append(bullet)
    return tuple(found)


def _named(m: re.Match[str]) -> Mark:
    """ "Chương II", "Điều 5.", "Phần thứ nhất"."""
    style = {"phần": "part", "chương": "chapter", "mục": "division", "điều": "article"}[m["word"].lower()]
    rest = m.string[m.end() :].strip(" *_")
    suffix = (m["suf"] or "").strip() or ("." if style != "article" and (not rest or rest.isupper()) else "")
    if m["thu"]:
        word = m["ord"].lower()
        if word in _WORD_NUMBERS or not roman(word):
            return Mark(style, f"thứ {word}", _WORD_NUMBERS.get(word, 0), m.end(), suffix)
        return Mark(style, f"thứ {m['ord']}", roman(word), m.end(), suffix)
    if m["name"]:
        name = m["name"]
        ordinal = _WORD_NUMBERS.get(name.lower(), 1 + ALPHABET.upper().find(name) if len(name) == 1 else 0)
        return Mark(
            style, name if ordinal else "", ordinal, m.end() if ordinal or not rest else m.start("word"), suffix
        )
    number = m["num"]
    ordinal = int(re.sub(r"\D", "", number)) if number[0].isdigit() else roman(number)
    return Mark(style, number, ordinal, m.end(), suffix)


def _dotted(m: re.Match[str]) -> Mark:
    label = "".join(m["label"].split())  # "2. 1." is typed for "2.1."
    last = label.rpartition(".")[2]
    ordinal = int(last) if last.isdigit() else 1 + ALPHABET.find(last)
    return Mark("dotted", label, ordinal, m.end(), m["suf"].strip())


def _number(text: str) -> Mark | None:
    """ "2.1-" or "1."; no decimal number, no year, no time."""
    if m := _DOTTED.match(text):
        first, *more = m["label"].split(".")
        bare = m["suf"] == "" and len(more) == 1
        return None if bare and (m["alone"] is not None or int(first) > 40) else _dotted(m)
    m = _ARABIC.match(text)
    if not m:
        return None
    rest = text[m.end() : m.end() + 1]
    if m["gap"] or rest.isalpha() or rest in '“"(' or (not rest and m["suf"].strip() != ":"):
        return Mark("arabic", m["label"], int(m["label"]), m.end(), m["suf"].strip()[-1:].replace("–", "-"))
    return None


def _roman(text: str) -> Mark | None:
    m = _ROMAN.match(text)
    if not m or not (m["gap"] or text[m.end() : m.end() + 1].isupper() or m.end() == len(text)):
        return None
    label, suffix = m["label"], m["suf"].strip()
    if label == "l":  # a small L that was read for a capital I
        return Mark("roman", "L", 1, m.end(), suffix) if suffix in ("-", ".") else None
    if "-" in suffix and not {"i", "v"}.isdisjoint(label):
        return None  # "Xi - măng"
    value = roman(label.replace("l", "I").replace("H", "II"))  # as recognition misreads "II" and "III"
    return Mark("roman", label, value, m.end(), suffix) if value else None


def _upper(text: str) -> Mark | None:
    m = _UPPER.match(text)
    return Mark("upper", m["label"], 1 + ALPHABET.upper().find(m["label"]), m.end(), m["suf"].strip()) if m else None


def _letter(text: str) -> Mark | None:
    m = _LETTER.match(text)
    if not m or not (m["gap"] or m["suf"].strip() == ")" or text[m.end() : m.end() + 2].istitle()):
        return None
    ordinal = 1 + ALPHABET.find(_INSTEAD.get(m["label"], m["label"]))
    return Mark("letter", m["label"], ordinal, m.end(), m["suf"].strip()) if ordinal else None


def _paren(text: str) -> Mark | None:
    m = _PAREN.match(text)
    if not m:
        return None
    label = m["label"]
    if "." in label:
        return Mark("dotted", label, int(label.rpartition(".")[2]), m.end(), ")")
    if label.isdigit():
        return Mark("paren", label, int(label), m.end())
    return Mark("paren_letter", label, 1 + ALPHABET.find(label), m.end())


def _romanette(text: str) -> Mark | None:
    """ "(i)", "ii)", "iii.": small roman numerals; before capitals they are "I", "II" in a careless hand."""
    m = _ROMANETTE.match(text)
    if not m or not (value := roman(m["label"])) or not (m["gap"] or ")" in m[0]):
        return None
    rest = text[m.end() :]
    return Mark("roman" if rest.isupper() else "romanette", m["label"], value, m.end())


def _step(text: str) -> Mark | None:
    if period := _PERIOD.match(text):  # a heading of a programme of work; a quarter counts as its first month
        quarter = period["quarter"]
        ordinal = (
            int(period["month"]) if not quarter else 3 * (int(quarter) if quarter.isdigit() else roman(quarter)) - 2
        )
        return Mark("step", "", ordinal, period.start("label"))
    m = _STEP.match(text)
    if not m:
        return None
    word = (m["num"] or m["count"]).lower()
    ordinal = int(word) if word.isdigit() else _WORD_NUMBERS.get(word, roman(word))
    label = "" if m["time"] else m["num"] or m["count"]  # "Tuần 1" is the name of a week, not a number of an entry
    suffix = text[m.end() :].lstrip()[:1]
    return Mark("step", label, ordinal, m.start("label"), suffix if suffix in tuple(".:)–-") else "")


def _bullet(text: str) -> Mark | None:
    m = _BULLET.match(text)
    if not m or not (m["gap"] or m["label"] not in "*o"):
        return None
    label = m["label"]
    style = "-" if label in "-–—−" else label if label in "+*" else "•" + label
    return Mark(style, label if label in "+*" else "-", 1, m.end())
