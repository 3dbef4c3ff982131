"""Symbols of documents ("17-CT/TW", "565/TB-UBND", "163/2024/QH15"): the grammar of party and State, damage included.

Text shapes: number-type/organ (party), number[/year]/type-organ (State), number/organ-unit (official letters of the
State), number/year/QH15 (National Assembly); inner spaces, wrong separators ("217/QĐ-TW", "04/HD/BTGDVTU"), a lost dash
("6138/UBNDKGVX"), a blank number ("Số      -KL/TU"). Domain notes 1.4; the two tested patterns there are the core.
Can be mistaken: fractions and dates, which have no code of capitals after the slash.

Reads: a `View`.
Writes: `Symbol`s with offsets of the view, normalised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from docparse import lexicon


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol as found: `text` normalised ("17-CT/TW"; without its number "-KL/TU"), `code` the type's code."""

    start: int
    end: int
    text: str
    number: str | None
    code: str | None
    organ: str
    party: bool
    repaired: bool = False


_DAMAGED = {
    "QD": "QĐ",
    "QĐĐ": "QĐ",
    "TIr": "TTr",
    "DA": "ĐA",
    "QDi": "QĐi",
    "TTR": "TTr",
    "CTR": "CTr",
    "CTRr": "CTr",
    "Ctr": "CTr",
    "BCA": "BC",
    **{f"{code[0]}/{code[1]}": code for code in ("KH", "CT", "NQ", "QĐ", "TB")},  # typed so before 2000
    **{code.title(): code for code in ("KH", "CT", "NQ", "QĐ", "TB", "HD", "KL", "BC", "CV")},
}
_ORGAN = (
    r"[A-ZĐƯ][A-Za-zĐđƯư0-9&]{0,14}(?:\.[A-ZĐ0-9]{1,8})?"
    r"(?:\s?-\s?[A-ZĐ][A-Za-z0-9ĐđƯư&]{0,14}(?:\.[A-ZĐ0-9]{1,8})?){0,4}"
)
_NUMBER = r"(?:\d{1,5}(?:\.\d{1,2})?[A-Za-zđ]?)"


class _Grammar(NamedTuple):
    """What is made of the codes of document types.

    `codes`: type code to the name of the type, the first of the table that bears it. `misread` is of symbols damaged by
    OCR or mistyped: letters for digits after "số" ("l7", "1O2"), a letter for the slash ("NQITW").
    """

    codes: dict[str, str]
    symbol: re.Pattern[str]
    blank: re.Pattern[str]
    misread: re.Pattern[str]


@lexicon.derived
def _grammar() -> _Grammar:
    codes = {code: t.name for t in reversed(lexicon.doc_types()) for code in t.codes.split()}
    known = {*codes, *_DAMAGED, "TTLT", "VBHN", "TBKL", "CTrHĐ"} - {"DA", "BCA"}
    code = "(?:" + "|".join(sorted(known, key=lambda c: (-len(c), c))) + ")"
    symbol = re.compile(
        rf"(?:(?<![\w/.\-])(?<!\d[~+£$=^])|(?<=[Ss]ố)|(?<=(?:NQ|CT|KL|QĐ|KH|HD)-))(?P<num>{_NUMBER})\s{{0,2}}"
        rf"(?:/\s?(?P<year>(?:19|20)\d\d)\s?)?(?P<s1>[-/]{{1,2}}|(?<=\d )(?={code}/))\s?"
        rf"(?:(?P<code>{code})(?P<s2>\s?[-/]\s?|(?=UBND|HĐND))(?P<organ>{_ORGAN})(?P<nb>/nb|\s?\((?:M|TM|m)\))?"
        rf"|(?P<qh>(?:QH|UBTVQH)\s?\d{{1,2}})"
        rf"|(?P<office>[A-ZĐ][A-Za-zĐđ0-9.&]{{1,11}})(?P<s3>\s?-\s?|(?<=UBND)|(?<=HĐND))"
        rf"(?P<unit>[A-ZĐ][A-Za-zĐđ0-9&.,]{{0,14}}(?:-[A-Za-zĐđ0-9]{{1,10}})?))(?![\w])"
    )
    blank = re.compile(
        rf"[Ss][ốỐ](?<!\w..)\s?:?[\s.…_]{{0,60}}(?P<core>(?P<s1>[-/])\s?(?P<code>{code})\s?(?P<s2>[-/])\s?"
        rf"(?P<organ>{_ORGAN}))(?![\w])"
    )
    misread = re.compile(
        rf"(?P<num>[\dlIO](?:(?<=\d)(?<![\w/.\-].)\d{{0,3}}|(?<=[Ss]ố .)[\dlIO]{{0,3}}))"
        rf"-(?P<code>{code})(?P<slash>[/IlJ|])"
        rf"(?P<organ>(?:TW|TU|HU|ĐU))(?!\w)"
    )
    return _Grammar(codes, symbol, blank, misread)


_DIGITS = str.maketrans("lIO", "110")
_CANDIDATE = re.compile(r"\d\d{0,4}(?:\.\d{1,2})?[A-Za-zđ]?\s{0,2}(?=[-/]|(?<=\d )[A-ZĐ][A-Za-zĐđ]{1,3}/)")
_FORM = re.compile(r"(?:[Mm]ẫu|[Bb]iểu|[Pp]hụ lục)(?: số)?:? $")  # numbers of forms are no symbols
_PARTY_ORGAN = re.compile(
    r"(?:(?:BTC|BTG|BDV|BNC|BTGDV|UBKT|VP|BKT|BCSCL|BĐN|BXDĐ|ĐUK|BCĐ|QU)?(?:TW|TU|HU|ThU|QU|ĐU|TƯ)(?:[A-ZĐ]{0,6})?|CB"
    r"|BCSĐ\w*|ĐĐ\w*|ĐU\w*|HNTW|CA|TWĐTN(?:-\w+)?|ĐTN|ĐH|BCĐ\w*)(?:-.*)?$"
)
_CANON = {
    "TƯ": "TU",
    "ĐĐU": "ĐU",
    "Tu": "TU",
    "tu": "TU",
    "DU": "ĐU",
    "HDND": "HĐND",
    "TVV": "TW",
    "Hu": "HU",
    "BGDDT": "BGDĐT",
    "SGDDT": "SGDĐT",
    "THU": "ThU",
    "TTG": "TTg",
    "ThU": "ThU",
}


def _organ(text: str) -> str:
    """The organ of a symbol in its usual writing."""
    organ = re.sub(r"\s?-\s?", "-", text).rstrip(".-&")
    return _CANON.get(organ, organ.replace("HDND", "HĐND"))


def _symbol(m: re.Match[str], start: int) -> Symbol:
    """The symbol of a match, in the order of the system that it is of."""
    number, year = m["num"], m["year"]
    head = f"{number}/{year}" if year else number
    if m["qh"]:
        return Symbol(start, m.end(), f"{head}/{m['qh'].replace(' ', '')}", number, None, m["qh"], False)
    if m["office"]:
        unit = m["unit"].rstrip(".,-")
        end = m.end() - (len(m["unit"]) - len(unit))
        return Symbol(start, end, f"{head}/{m['office']}-{unit}", number, None, m["office"], False)
    code, organ = _DAMAGED.get(m["code"], m["code"]), _organ(m["organ"])
    end = m.end() - (len(m["organ"]) - len(m["organ"].rstrip(".-&")) if not m["nb"] else 0)
    repaired = not m["s1"] or code != m["code"] or organ != re.sub(r"\s?-\s?", "-", m["organ"]).rstrip(".-&")
    nb = "/nb" if m["nb"] == "/nb" else ""
    of_either = organ.startswith("BCĐ") and (m["s1"], m["s2"]) == ("/", "-")
    if not year and _PARTY_ORGAN.match(organ) and not of_either:
        return Symbol(start, end, f"{number}-{code}/{organ}{nb}", number, code, organ, True, repaired)
    if not year and m["s1"] in ("-", "--", "") and "/" in (m["s2"] or ""):  # "84 QĐ/TWĐTN" has lost its dash
        return Symbol(start, end, f"{number}-{code}/{organ}{nb}", number, code, organ, True, repaired)
    return Symbol(start, end, f"{head}/{code}-{organ}{nb}", number, code, organ, False, repaired)


def symbols(flat: str) -> Iterator[Symbol]:
    """Every symbol of a view, in order; blank numbers ("số     /KH-UBND") included."""
    found: list[Symbol] = []
    grammar = _grammar()
    for c in _CANDIDATE.finditer(flat):
        m = grammar.symbol.match(flat, c.start())
        if (
            m
            and not (found and m.start() < found[-1].end)
            and not _FORM.search(flat, max(0, m.start() - 14), m.start())
        ):
            found.append(_symbol(m, m.start()))
    taken = {s.end for s in found}
    found += [_misread(m) for m in grammar.misread.finditer(flat) if m.end() not in taken and _damaged(m)]
    found += [blank_symbol(m, m.start()) for m in grammar.blank.finditer(flat)]
    return iter(sorted(found, key=lambda s: s.start))


def _damaged(m: re.Match[str]) -> bool:
    """Whether a misread symbol really has a wrong slash or a letter for a digit."""
    return m["slash"] != "/" or not m["num"].isdigit()


def _misread(m: re.Match[str]) -> Symbol:
    """A symbol with its digits and its slash set right."""
    number, code, organ = m["num"].translate(_DIGITS), _DAMAGED.get(m["code"], m["code"]), m["organ"]
    return Symbol(m.start(), m.end(), f"{number}-{code}/{organ}", number, code, organ, True, repaired=True)


def blank_symbol(m: re.Match[str], start: int) -> Symbol:
    """The symbol of a match of a blank number: "-KL/TU" in the party's order, "/KH-UBND" in the State's."""
    code, organ = _DAMAGED.get(m["code"], m["code"]), _organ(m["organ"])
    party = bool(_PARTY_ORGAN.match(organ)) or (m["s1"] == "-" and m["s2"] == "/")
    text = f"-{code}/{organ}" if party else f"/{code}-{organ}"
    return Symbol(start, m.end("core"), text, None, code, organ, party)


_OWN_LEAD = re.compile(r"[\s.…_:]*")
_LIKE_DIGITS = tuple("lIOoSZ")
"""Letters at the end of a number that are more often digits misread than the letter of "05a"."""


def own_symbol(text: str) -> Symbol | None:
    """The document's own number on a line of its letterhead ("Số: 565 /TB-UBND", "Số        -TB/CB").

    Where more stands before the separator than a number ("Số: £5+4/KH-UBND", handwriting that was recognised), no part
    of it is the number: the symbol is that of a blank number.
    """
    line = re.sub(r"^\s*[Ss](?:ố|Ố)\s?:?\s?", "", text)
    line = re.sub(r"(?<=\d)\s+(?=[-/])", "", line)
    lead = _OWN_LEAD.match(line)
    start = lead.end() if lead else 0
    m = _grammar().symbol.match(line[start:])
    if m and not m["num"].endswith(_LIKE_DIGITS):
        found = _symbol(m, m.start())
        return replace(found, start=found.start + start, end=found.end + start)
    blank = _grammar().blank.search("Số " + line[start:])
    return blank_symbol(blank, 0) if blank else _without_number(line)


def _without_number(line: str) -> Symbol | None:
    """The symbol of a line whose number cannot be told from what stands beside it."""
    for separator in re.finditer(r"[-/]", line[:20]):
        if m := _grammar().symbol.match("0" + line[separator.start() :]):
            found = _symbol(m, 0)
            return replace(found, text=found.text.removeprefix("0"), number=None, repaired=True)
    return None


def type_of(symbol: Symbol) -> str | None:
    """The document type that a symbol's code stands for; None for official letters of the State and for "QĐ"."""
    if symbol.code is None:
        return "Công văn" if "QH" not in symbol.organ else None
    return _grammar().codes.get(symbol.code)
