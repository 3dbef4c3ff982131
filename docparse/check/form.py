"""The form of a party document against the guideline that was in force on its date.

The rules are those of Hướng dẫn 36-HD/VPTW of 3 April 2018, read whole, and those of its successor, 05-HD/VPTW of 27
May 2026, which are known from notes only; of the guidelines before 2018 no text was at hand, so older documents are
not judged. Only what a text can show is looked at: no fonts, no places on the sheet, no seal.

Reads: a `Document`.
Writes: codes with `Spot`s and the section that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from docparse import lexicon
from docparse.check.model import Spot
from docparse.check.sheet import HD05, HD36, PARTY, Sheet
from docparse.model import Document, Section
from docparse.text import key

_NUMBER = re.compile(r"(?m)^[ \t|]*số(?P<colon>\s*:)?\s*(?P<number>\d+)(?P<rest>[^\n]*)", re.I)
_DATE = re.compile(
    r"(?P<place>[^\n|]*?)(?P<comma>,?)\s*ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})\s*năm\s*\d{4}", re.I
)
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_DEGREE = re.compile(
    r"(?m)^\W*(?:GS|PGS|TS|ThS|Th\.S|KS|CN|BS|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng))[., ]+(?=[A-ZĐÂĂÊÔƠƯ])[^\n]+"
)
_POST = re.compile(
    r"^(?:phó )?(?:bí thư(?: thường trực)?|chủ nhiệm|trưởng ban|chánh văn phòng) (?:tỉnh|thành|huyện|thị|quận|đảng) ủy"
    r"|^(?:phó )?trưởng ban (?:tổ chức|tuyên giáo|dân vận|nội chính)|^(?:phó )?chủ nhiệm ủy ban"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of form: the sections of the guidelines that say so, an example of each kind, and what finds it.

    The examples stand for each other in one and the same document: with `right` nothing is found, with `wrong` it is.
    """

    code: str
    sources: Mapping[str, str]
    right: str
    wrong: str
    find: Callable[[Sheet], Iterator[Spot]]


def against_guideline(document: Document, name: str) -> Iterator[tuple[str, str, Spot]]:
    """What differs from a guideline: the code, the guideline with its section, the place."""
    sheet = Sheet(document)
    for rule in RULES:
        if section := rule.sources.get(name):
            for spot in rule.find(sheet):
                yield rule.code, f"{name}, {section}", spot


# --- the letterhead -----------------------------------------------------------------------------------------------


def _no_party_name(sheet: Sheet) -> Iterator[Spot]:
    if PARTY not in key(sheet.letterhead):
        yield from sheet.missing()


def _no_issuer(sheet: Sheet) -> Iterator[Spot]:
    """No line in the letterhead but the heading, the number, the subject, and place and date."""
    lines = [key(line) for line in re.split(r"[\n|\t]", sheet.letterhead) if any(c.isalpha() for c in line)]
    if not [line for line in lines if PARTY not in line and not re.match(r"số\b|v/v|về |.*\bngày\b", line)]:
        yield from sheet.missing()


def _no_number(sheet: Sheet) -> Iterator[Spot]:
    """No number line; a draft and a copy before registration have a blank one."""
    if not re.search(r"(?m)^[ \t|]*số\b", sheet.letterhead, re.I) and not sheet.document.metadata.draft:
        yield from sheet.missing()


def _number(sheet: Sheet) -> tuple[int, re.Match[str]] | None:
    found = _NUMBER.search(sheet.letterhead)
    return (sheet.header[0], found) if found else None


def _number_colon(sheet: Sheet) -> Iterator[Spot]:
    if (found := _number(sheet)) and found[1]["colon"]:
        yield Spot(found[0] + found[1].start(), found[0] + found[1].end())


def _number_zero(sheet: Sheet) -> Iterator[Spot]:
    if (found := _number(sheet)) and len(found[1]["number"]) == 1:
        yield Spot(found[0] + found[1].start(), found[0] + found[1].end())


def _number_marks(sheet: Sheet) -> Iterator[Spot]:
    """ "Số 217/QĐ-TW": the order of the State's numbers."""
    if (found := _number(sheet)) and re.match(r"\s*/\s*\w+\s*[-–]", found[1]["rest"]):
        yield Spot(found[0] + found[1].start(), found[0] + found[1].end())


def _type_code(sheet: Sheet) -> Iterator[Spot]:
    """A number whose code is of another type than the title."""
    m, found = sheet.document.metadata, _number(sheet)
    code = re.match(r"\s*[-–]\s*(\w+)\s*/", found[1]["rest"]) if found else None
    known = {
        c.strip() for row in lexicon.doc_types() if key(row.name) == m.doc_type for c in re.split("[;,]", row.codes)
    }
    codes = {c for c in known if c.isalpha()}
    if found and code and codes and code[1] not in codes:
        detail = f"{m.doc_type}: {', '.join(sorted(codes))}"
        yield Spot(found[0] + found[1].start(), found[0] + found[1].end(), detail)


def _date(sheet: Sheet) -> re.Match[str] | None:
    return _DATE.search(sheet.letterhead)


def _no_date(sheet: Sheet) -> Iterator[Spot]:
    if not re.search(r"\bngày\b.*\btháng\b", key(sheet.letterhead)):
        yield from sheet.missing()


def _date_zero(sheet: Sheet) -> Iterator[Spot]:
    found = _date(sheet)
    if found and (len(found["day"]) == 1 or found["month"] in ("1", "2")):
        yield Spot(sheet.header[0] + found.start("day"), sheet.header[0] + found.end())


def _date_comma(sheet: Sheet) -> Iterator[Spot]:
    found = _date(sheet)
    if found and found["place"].strip(" ,*_") and not (found["comma"] or found["place"].rstrip(" *_").endswith(",")):
        yield Spot(sheet.header[0] + found.start(), sheet.header[0] + found.end())


# --- title, body --------------------------------------------------------------------------------------------------


def _no_title(sheet: Sheet) -> Iterator[Spot]:
    if sheet.document.metadata.doc_type is None:
        yield from sheet.missing()


def _no_subject(sheet: Sheet) -> Iterator[Spot]:
    if sheet.document.metadata.doc_type and not sheet.document.metadata.title:
        yield from sheet.missing()


def _misplaced(sheet: Sheet) -> Iterator[Spot]:
    """The number or the date below the title, where the letterhead has none."""
    evidence = sheet.document.metadata.evidence
    title = next((z.start for z in sheet.document.zones if z.zone == "title"), None)
    for name in ("symbol", "issued"):
        at = evidence.get(name)
        if at and title is not None and at.start > title and sheet.document.metadata.doc_type != "công văn":
            yield Spot(at.start, at.end)


def _body(sheet: Sheet) -> list[Section]:
    return [s for s in sheet.document.sections if s.zone == "body"]


def _end_of_text(sheet: Sheet) -> Iterator[Spot]:
    body = _body(sheet)
    if body:
        end = body[-1].end
        tail = sheet.document.text[max(body[-1].start, end - 30) : end].rstrip(' *_"”')
        if tail.endswith("./."):
            yield Spot(end - 3, end)


def _bases(sheet: Sheet) -> Iterator[Spot]:
    """Lines that begin with "Căn cứ" or "Xét": a semicolon ends each, a comma the last."""
    starts = (s for s in sheet.document.sections if s.zone == "preamble" and s.end - s.start < 1000)
    run = [s for s in starts if re.match(r"\W*(?:căn cứ|xét|theo) ", key(sheet.document.text[s.start : s.end]))]
    for i, s in enumerate(run):
        wanted = "," if i == len(run) - 1 else ";"
        text = sheet.document.text[s.start : s.end].rstrip(" *_")
        if len(run) > 1 and not text.endswith(wanted) and text[-1:] in ",;.":
            yield Spot(s.start, s.end, wanted)


def _articles(sheet: Sheet) -> Iterator[Spot]:
    for m in re.finditer(r"(?m)^\W*Điều \d+ ?(?P<mark>[:\-–)])", sheet.document.text):
        yield Spot(m.start(), m.end())


def _order(sheet: Sheet) -> Iterator[Spot]:
    """A mark that does not follow the one before it, among the sections under one heading."""
    groups: dict[tuple[str | None, str], list[Section]] = {}
    for s in sheet.document.sections:
        if s.label and s.zone == "body" and (kind := _series(s.label)):
            groups.setdefault((s.parent, kind), []).append(s)
    for found in groups.values():
        for one, other in pairwise(found):
            before, after = _value(one.label or ""), _value(other.label or "")
            if before and after and after not in (before + 1, 1) and not _between(sheet, one, other):
                yield Spot(other.start, min(other.end, other.start + 80), f"{one.label} → {other.label}")


def _between(sheet: Sheet, one: Section, other: Section) -> bool:
    """Whether the next mark stands in the running text between two sections."""
    label, value = one.label or "", _value(one.label or "") or 0
    letter = len(label) == 1 and label in _ALPHABET
    following = _ALPHABET[value : value + 1] if letter else str(value + 1)
    return bool(re.search(rf"(?<!\w){following}[.)–-]", sheet.document.text[one.start : other.start]))


def _series(label: str) -> str:
    """Which series a mark is of; empty for dashes."""
    if re.fullmatch(r"\d+(?:\.\d+)*", label):
        return "number" + label.rpartition(".")[0]
    if re.fullmatch(r"[IVX]+", label):
        return "roman"
    return "letter" if len(label) == 1 and label in _ALPHABET else ""


def _value(label: str) -> int | None:
    if len(label) == 1 and label in _ALPHABET:
        return _ALPHABET.index(label) + 1
    last = label.rpartition(".")[2]
    if last.isdecimal():
        return int(last)
    total = 0
    for one, after in zip(label, (*label[1:], ""), strict=True):
        value = {"I": 1, "V": 5, "X": 10}.get(one, 0)
        total += -value if {"I": 1, "V": 5, "X": 10}.get(after, 0) > value else value
    return total or None


# --- recipients, signature ----------------------------------------------------------------------------------------


def _no_recipients(sheet: Sheet) -> Iterator[Spot]:
    if not sheet.document.recipients:
        yield from sheet.missing_below()


def _separators(sheet: Sheet, wanted: str) -> Iterator[Spot]:
    """Recipients that another mark ends than the guideline says; only where most of them have one at all."""
    text = sheet.document.text
    ends = [
        (r, m[0].strip()[-1:])
        for r in sheet.document.recipients
        if (m := re.match(r"[^\n]{0,40}", text[r.end : r.end + 40]))
    ]
    wrong = [r for r, mark in ends[:-1] if mark in (",", ";") and mark != wanted]
    if wrong:
        yield Spot(wrong[0].start, wrong[-1].end, wanted)


def _last_recipient(sheet: Sheet) -> Iterator[Spot]:
    if sheet.document.recipients:
        last = sheet.document.recipients[-1]
        line = sheet.document.text[last.start : sheet.line(last.end).end].partition("\t")[0].rstrip(" |*_")
        if line.endswith((",", ";", "./.")):
            yield Spot(last.start, last.end)


def _no_addressee(sheet: Sheet, words: str) -> Iterator[Spot]:
    m = sheet.document.metadata
    kinds = ("tờ trình",) if words == "kính trình" else ("công văn", "tờ trình")
    kind = "công văn" if "-CV/" in (m.symbol or "") else m.doc_type
    if kind in kinds and words not in key(sheet.document.text):
        yield from sheet.missing()


def _no_as_above(sheet: Sheet) -> Iterator[Spot]:
    d = sheet.document
    if d.metadata.doc_type not in ("công văn", "tờ trình") or not d.recipients or not d.addressees:
        return
    if not key(d.recipients[0].text).startswith(("như ", "kính ")):
        yield Spot(d.recipients[0].start, d.recipients[0].end)


def _no_signature(sheet: Sheet) -> Iterator[Spot]:
    if not sheet.document.signatures:
        yield from sheet.missing_below()


def _signing_mark(sheet: Sheet) -> Iterator[Spot]:
    """ "TM." or "KT.", as the State writes."""
    for s in sheet.document.signatures:
        if m := re.match(r"\W*(?:TM|KT|TL)\s*\.", sheet.document.text[s.start : s.end]):
            yield Spot(s.start, s.start + m.end())


def _post(sheet: Sheet) -> Iterator[Spot]:
    for s in sheet.document.signatures:
        if s.position and s.mode != "T/L" and _POST.match(key(s.position)) and "kiêm" not in key(s.position):
            yield Spot(s.start, s.end, s.position)


def _member(sheet: Sheet) -> Iterator[Spot]:
    for s in sheet.document.signatures:
        if s.mode == "T/M" and s.position and key(s.position).startswith("ủy viên"):
            yield Spot(s.start, s.end, s.position)


def _degree(sheet: Sheet) -> Iterator[Spot]:
    for s in sheet.document.signatures:
        if m := _DEGREE.search(sheet.document.text[s.start : s.end]):
            yield Spot(s.start + m.start(), s.start + m.end())


def _deputy(sheet: Sheet) -> Iterator[Spot]:
    """K/T on behalf of a committee: its secretaries sign T/M."""
    for s in sheet.document.signatures:
        if s.mode == "K/T" and s.on_behalf_of and re.search(r"^bí thư|(?:tỉnh|huyện|thành) ủy$", key(s.on_behalf_of)):
            yield Spot(s.start, s.end, s.on_behalf_of)


RULES = (
    Rule("no_party_name", {HD36: "II.1.1"}, "ĐẢNG CỘNG SẢN VIỆT NAM\n", "", _no_party_name),
    Rule("no_issuer", {HD36: "II.1.2"}, "TỈNH ỦY LAM THỦY\n*\n", "", _no_issuer),
    Rule("no_number", {HD36: "II.1.3"}, "Số 15-KH/TU\n", "", _no_number),
    Rule("number_colon", {HD36: "II.1.3.1"}, "Số 15-KH/TU", "Số: 15-KH/TU", _number_colon),
    Rule("number_zero", {HD36: "II.1.3.2", HD05: "số"}, "Số 05-KH/TU", "Số 5-KH/TU", _number_zero),
    Rule("number_marks", {HD36: "II.1.3.2", HD05: "ký hiệu"}, "Số 15-KH/TU", "Số 15/KH-TU", _number_marks),
    Rule("type_code", {HD36: "II.1.3.1"}, "Số 15-KH/TU", "Số 15-BC/TU", _type_code),
    Rule("no_date", {HD36: "II.1.4"}, "Lam Thủy, ngày 05 tháng 3 năm 2020\n", "", _no_date),
    Rule("date_zero", {HD36: "II.1.4.2"}, "ngày 05 tháng 3", "ngày 5 tháng 3", _date_zero),
    Rule("date_comma", {HD36: "II.1.4.2"}, "Lam Thủy, ngày", "Lam Thủy ngày", _date_comma),
    Rule("no_title", {HD36: "II.1.5"}, "KẾ HOẠCH\n", "", _no_title),
    Rule("no_subject", {HD36: "II.1.5"}, "thực hiện Chỉ thị số 17-CT/TW về hội quần chúng\n-----\n", "", _no_subject),
    Rule("misplaced", {HD36: "II.1.3.2, II.1.4.2"}, "Số 15-KH/TU\n", "", _misplaced),
    Rule(
        "end_of_text", {HD36: "II.1.6.2", HD05: "kết thúc"}, "giao nhiệm vụ.\n\n", "giao nhiệm vụ./.\n\n", _end_of_text
    ),
    Rule("bases", {HD36: "II.1.6.2"}, "Điều lệ Đảng;\n", "Điều lệ Đảng.\n", _bases),
    Rule("articles", {HD36: "II.1.6.2"}, "Điều 1. ", "Điều 1: ", _articles),
    Rule("order", {HD36: "II.1.6.2", HD05: "thứ tự"}, "2. Sở Tài chính", "3. Sở Tài chính", _order),
    Rule(
        "no_recipients",
        {HD36: "II.1.9"},
        "Nơi nhận:\n- Các huyện ủy, thị ủy, thành ủy,\n- Lưu Văn phòng Tỉnh ủy.\n",
        "",
        _no_recipients,
    ),
    Rule("separators", {HD36: "II.1.9.2"}, "thành ủy,\n", "thành ủy;\n", lambda sheet: _separators(sheet, ",")),
    Rule("separators", {HD05: "nơi nhận"}, "thành ủy;\n", "thành ủy,\n", lambda sheet: _separators(sheet, ";")),
    Rule(
        "last_recipient",
        {HD36: "II.1.9.2", HD05: "nơi nhận"},
        "Lưu Văn phòng Tỉnh ủy.",
        "Lưu Văn phòng Tỉnh ủy;",
        _last_recipient,
    ),
    Rule(
        "no_addressee",
        {HD36: "II.1.9.2"},
        "Kính gửi: Ban Thường vụ Tỉnh ủy\n",
        "",
        lambda sheet: _no_addressee(sheet, "kính gửi"),
    ),
    Rule(
        "no_addressee",
        {HD05: "tờ trình"},
        "Kính trình: Ban",
        "Kính gửi: Ban",
        lambda sheet: _no_addressee(sheet, "kính trình"),
    ),
    Rule("no_as_above", {HD36: "II.1.9.2"}, "- Như trên,\n", "", _no_as_above),
    Rule("no_signature", {HD36: "II.1.7"}, "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nTrần Văn An\n", "", _no_signature),
    Rule("signing_mark", {HD36: "II.1.7.1"}, "T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ", _signing_mark),
    Rule("post", {HD36: "II.1.7.1"}, "PHÓ BÍ THƯ\n", "PHÓ BÍ THƯ TỈNH ỦY\n", _post),
    Rule("member", {HD36: "II.1.7.1"}, "PHÓ BÍ THƯ\n", "ỦY VIÊN BAN THƯỜNG VỤ\n", _member),
    Rule("degree", {HD36: "II.1.7.1"}, "Trần Văn An", "TS. Trần Văn An", _degree),
    Rule("deputy", {HD36: "II.1.7.1"}, "T/M BAN THƯỜNG VỤ\nPHÓ", "K/T BÍ THƯ\nPHÓ", _deputy),
)
"""The rules; a section of 05-HD/VPTW is called by its subject, since its text was not at hand."""
