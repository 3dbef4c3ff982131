"""References: every mention of a concrete directing or normative document.

Text it finds: "Chỉ thị số 17-CT/TW, ngày 28 tháng 8 năm 2012 của Bộ Chính trị (khóa XI)" (full), lists that share a
type or a tail ("Nghị quyết số 18, 19-NQ/TW"), "Chỉ thị 17" after "gọi tắt là" (alias), "Nghị quyết Trung ương 4 khóa
XI", "Luật Công đoàn 2012" (named), "Kế hoạch này" (self). What can be mistaken: generic mentions ("các chỉ thị, nghị
quyết của Đảng"), a plan that is only to be written ("xây dựng Kế hoạch ...").
Rules: GUIDELINES "references"; domain notes 1.4, 3.1, 3.2.

Reads: `Layout`.
Writes: `Cite`s, which `link` turns into `Reference` records.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from docparse import lexicon
from docparse.extract import dates
from docparse.extract.cites import NOT_CITING, Cite, roman_term, type_names
from docparse.extract.heads import head_at
from docparse.extract.name_bounds import name_end
from docparse.extract.named import aliases, named, own_names
from docparse.extract.symbols import Symbol, symbols, type_of
from docparse.layout import Layout
from docparse.lexicon import LOWER, UPPER

_LAW_BEFORE = re.compile(r"(?<!\w)(?P<type>bộ luật|luật|pháp lệnh) (?P<words>[^.;:()\n]{3,110}?),? số ?:? ?$")
_BARE_NUMBER = re.compile(r"(?<!\w)số ?:? ?$")
_DATE = re.compile(
    rf"[,;]? ?(?P<open>\()?(?:(?:ký |ban hành |cùng )?ngày ?){dates.day_pattern()}(?(open)\)?)"
    rf"|,? ?\({dates.day_pattern('_b')}\)|,? ?(?:(?:ngày[\s.…_]{{0,20}}/ ?|(?:ngày[\s.…_]{{0,20}} )?tháng )"
    rf"(?P<mm>\d{{1,2}}) ?(?:/| năm )(?P<my>(?:19|20)\d\d))(?!\d)"
)
_TERM = re.compile(r",? ?(?P<open>\()?(?:khóa|k\.) ?(?P<term>[ivx]{1,6}|\d{1,2})(?!\w)(?(open)\)?)")
_OF = re.compile(r",? ?(?:(?:của|do) |(?=hội nghị lần thứ ))")
_THIS = re.compile(r" này(?!\w)")
_DEFINES = re.compile(r"(?:gọi|viết) (?:tắt|chung)(?: là)?:? ?[\"“]?$")


class _Typed(NamedTuple):
    """What is made of the type words: before a symbol (also with the issuer between), numbers, "này", each other."""

    before: re.Pattern[str]
    late: re.Pattern[str]
    numbers: re.Pattern[str]
    this: re.Pattern[str]
    join: re.Pattern[str]


@lexicon.derived
def _typed() -> _Typed:
    kinds = lexicon.alternation(tuple(dict.fromkeys(n.lower() for n in type_names())))
    before = re.compile(
        rf"(?<!\w)(?P<type>{kinds})(?P<words>(?: (?!(?:số|của|như|về|theo|tại|và|các|trong|là|do|từ|cho|này|với|kèm"
        rf"|triển|thực|thi|thay|sửa|bãi|quy|hướng|nghị|luật|chỉ)\b)[{LOWER}\w]{{1,9}}){{0,4}}?)"
        rf"(?P<number>,? ?(?:số ?:? ?){{1,2}}| )$"
    )
    late = re.compile(
        rf"(?<!\w)(?P<type>{kinds}) của (?P<issuer>(?:bộ chính trị|ban bí thư|ban chấp hành|ban thường vụ"
        rf"|chính phủ|thủ tướng|hội đồng bộ trưởng)(?: [{LOWER}\w]{{1,9}}){{0,6}}),? số ?:? ?$"
    )
    numbers = re.compile(
        rf"(?<!\w)(?P<type>{kinds}) (?:số ?:? ?)?(?P<list>\d{{1,4}}(?:(?:, ?| và |; ?)\d{{1,4}}){{0,6}})"
        rf"(?:, ?| và |; ?)$"
    )
    this = re.compile(
        rf"(?<!\w)(?!văn bản)(?P<type>{kinds})(?P<words> (?:triển khai|thực hiện|triển khai thực hiện|phối hợp"
        rf"|hành động|sơ kết|tổng kết|tổ chức thực hiện|kết luận))?$"
    )
    join = re.compile(rf"^[\s,;]{{0,3}}(?:(?:và|cùng|hoặc|các|cùng với)\s)?(?:các )?(?:(?:{kinds}) )?(?:số ?:? ?)?$")
    return _Typed(before, late, numbers, this, join)


def _tail(flat: str, low: str, end: int) -> tuple[int, str | None, str | None, str | None]:
    """What follows a symbol: its end, the date, the issuer and the term that it states, in any order."""
    date = issuer = term = None
    for _ in range(4):
        m = _DATE.match(low, end) if date is None else None
        if m and (found := dates.day_of(m) or dates.day_of(m, "_b") or (m["mm"] and f"{m['my']}-{int(m['mm']):02d}")):
            date, end = found, m.end()
            continue
        m = _TERM.match(low, end) if term is None else None
        if m:
            term = roman_term(m["term"])
            end = m.end()
            if low[end - 1 : end] == ")" and low.count("(", m.start(), end) == 0:
                end -= 1
            continue
        m = _OF.match(low, end) if issuer is None else None
        if m and (closed := _CLOSED.match(low, m.end())) and flat[m.end()].isupper():
            issuer, end = flat[m.end() : closed.end()], closed.end()
            continue
        head = head_at(low, m.end()) if m else None
        if m and head and not head["det"].strip() and _issues(flat, head):
            stop = _issuer_end(flat, low, m.end(), head)
            issuer, end = flat[m.end() : stop], stop
            continue
        if m and head is None and flat[m.end() : m.end() + 1].isupper() and (word := _PROPER.match(flat, m.end())):
            issuer = word[0].rstrip(".")
            end = m.end() + len(issuer)
            continue
        break
    return end, date, issuer, term


_CLOSED = re.compile(
    r"(?:hội nghị (?:lần thứ \w{2,6}(?: \w{2,4})?(?: ?\(?lần \w{1,4}\)?)?,? )?(?:ban chấp hành )?trung ương(?: đảng)?"
    r"(?: \d{1,2})?"
    r"|bộ chính trị(?:, ban bí thư)?|ban bí thư(?: (?:trung ương|tw)(?: đảng)?)?|ban chấp hành trung ương(?: đảng)?"
    r"|thủ tướng chính phủ|chính phủ|quốc hội|ủy ban thường vụ quốc hội|hội đồng bộ trưởng|trung ương(?: đảng)?)"
    r"(?=[ ,;.)(\"]|$)(?!(?: trung ương)? (?:đoàn|hội) ?)(?! và (?:bộ|ban|chính|quốc|thủ|ủy)\b)"
)
_NOT_ISSUERS = frozenset(
    (
        "cơ quan",
        "đơn vị",
        "địa phương",
        "cấp",
        "tỉnh",
        "huyện",
        "xã",
        "tổ chức",
        "cán bộ",
        "đảng viên",
        "bộ phận",
        "ngành",
    )
)


def _issues(flat: str, head: re.Match[str]) -> bool:
    """Whether a body can issue documents: not "cơ quan" at large."""
    return head["head"] not in _NOT_ISSUERS or flat[head.end() + 1 : head.end() + 2].isupper()


_OPENS_SUBJECT = re.compile(
    r" (?:Về(?= )|(?:Quy định|Quy chế|Hướng dẫn|Ban hành|Phê duyệt|Sửa đổi|Triển khai|Quyết định|Thông báo|Công bố)"
    r"(?= (?:về|chi tiết|một|việc|các|sửa|công|tổ|chức|thực|danh))|(?:[Ss]ơ kết|[Tt]ổng kết)(?= \d))"
)


def _issuer_end(flat: str, low: str, start: int, head: re.Match[str]) -> int:
    """Where an issuer's name ends: before "về", a quote or a verb; a joint issuer ("Bộ X và Bộ Y") is one."""
    end = name_end(flat, low, start, head)
    subject = _OPENS_SUBJECT.search(flat, start, end + 16)  # the word after it tells
    end = min(end, subject.start()) if subject else end
    joint = re.compile(r" và (?=(?:bộ|ban|ủy ban) )").match(low, end)
    if joint and flat[joint.end()].isupper() and (second := head_at(low, joint.end())):
        stop = name_end(flat, low, joint.end(), second)
        if re.match(r" (?:về|hướng dẫn|quy định|ban hành)", low[stop : stop + 12]):
            return stop
    dot = re.compile(r"tp\.$").search(low, start, end + 1)
    return name_end(flat, low, dot.end(), head) if dot and flat[dot.end() : dot.end() + 1].isupper() else end


def _joint_end(flat: str, low: str, end: int) -> int:
    """Where the issuers of a joint document end: "của Ủy ban Thường vụ Quốc hội, Chính phủ và Đoàn Chủ tịch ..."."""
    while (m := _AND.match(low, end)) and flat[m.end()].isupper() and (head := head_at(low, m.end())):
        end = name_end(flat, low, m.end(), head)
    return end


_AND = re.compile(r"(?:,| và| -) (?=\w)")
# An issuer of no known kind: words with capitals, and what joins them.
_PROPER = re.compile(
    rf"[{UPPER}][\w&.-]*(?: (?:[{UPPER}][\w&.-]*|và(?= [{UPPER}])|ủy ban|xã|huyện|tỉnh|thành phố|phường))*"
)


def _full(view_flat: str, low: str) -> list[Cite]:
    """Mentions with a symbol, elliptical numbers of lists included."""
    found: list[Cite] = []
    typed = _typed()
    for symbol in symbols(view_flat):
        line = low.rfind("\n", 0, symbol.start) + 1
        window = low[max(line, symbol.start - 110) : symbol.start]
        base = symbol.start - len(window)
        late = typed.late.search(window)
        before = typed.before.search(window) or (_LAW_BEFORE.search(window) if symbol.code is None else None)
        last = found[-1] if found else None
        near = last is not None and last.end >= line and _joins(low[last.end : symbol.start])
        numbers = typed.numbers.search(window)
        start, kind_type = symbol.start, None
        if numbers:
            found += _elliptical(numbers, base, view_flat, symbol)
            kind_type, near = view_flat[base + numbers.start("type") : base + numbers.end("type")], True
        elif before:
            start = base + before.start("type")
            kind_type = view_flat[start : base + before.end("type")]
            if last is not None and start < last.end:
                start, kind_type = symbol.start, last.type
        elif late:
            start = base + late.start("type")
            kind_type = view_flat[start : base + late.end("type")]
        elif bare := _BARE_NUMBER.search(window):
            start = base + bare.start()
            kind_type = last.type if near and last is not None else None
        elif near and last is not None:
            kind_type = last.type
        end, date, issuer, term = _tail(view_flat, low, symbol.end)
        if issuer and view_flat.endswith(issuer, 0, end) and "liên tịch" in low[start : symbol.start]:
            begin, end = end - len(issuer), _joint_end(view_flat, low, end)
            issuer = view_flat[begin:end]
        if issuer is None and late:
            issuer = view_flat[base + late.start("issuer") : base + late.end("issuer")]
        rule = "reference.symbol" if kind_type else "reference.bare_symbol"
        kind_type = kind_type or type_of(symbol)
        found.append(Cite(start, end, "full", kind_type, rule, symbol, date, issuer, term, symbol.number, listed=near))
    return _shared_tails(found, low)


def _joins(between: str) -> bool:
    """Whether only the joints of a list stand between two mentions."""
    return len(between) < 60 and bool(_typed().join.match(between))


def _elliptical(m: re.Match[str], base: int, flat: str, symbol: Symbol) -> list[Cite]:
    """The numbers of "Nghị quyết số 18, 19-NQ/TW" that stand before the full symbol."""
    out = []
    kind_type = flat[base + m.start("type") : base + m.end("type")]
    for k, n in enumerate(re.finditer(r"\d{1,4}", m["list"])):
        at = base + m.start("list") + n.start()
        start = base + m.start("type") if k == 0 else at
        text = symbol.text.replace(symbol.number or "", n[0], 1)
        shared = replace(symbol, start=at, end=base + m.start("list") + n.end(), text=text, number=n[0])
        out.append(Cite(start, shared.end, "full", kind_type, "reference.list", shared, number=n[0], listed=k > 0))
    return out


def _shared_tails(found: list[Cite], low: str) -> list[Cite]:
    """Spreads date, issuer and term over a list whose last entry states them ("62-KL/TW và 102-KL/TW của ...")."""
    out = list(found)
    for k in range(len(out) - 2, -1, -1):
        one, two = out[k], out[k + 1]
        together = low.startswith(("cùng ngày", ", cùng ngày"), two.symbol.end + 1 if two.symbol else two.end)
        if two.listed and (one.rule == "reference.list" or (together and one.date is None)):
            out[k] = one._replace(date=one.date or two.date, issuer=one.issuer or two.issuer, term=one.term or two.term)
        elif two.listed and two.symbol and two.start == two.symbol.start and not one.issuer and one.type:
            out[k] = one._replace(issuer=two.issuer, term=one.term or two.term)
    return out


def find(layout: Layout) -> list[Cite]:
    """Every mention of the document, in order, none inside another."""
    flat, low = layout.view.flat, layout.view.low
    full = [c for c in _full(flat, low) if not _own_number(layout, c)]
    selves = _selves(layout)
    taken = full + selves
    taken += _free([_with_tail(c, flat, low) for c in aliases(layout, full)], taken)
    taken += _free(own_names(layout), taken)
    taken += _free(named(layout, full), taken)
    cites = sorted(taken, key=lambda c: (c.start, c.end))
    return [c._replace(defines=c.defines or bool(_DEFINES.search(low[max(0, c.start - 40) : c.start]))) for c in cites]


def _with_tail(cite: Cite, flat: str, low: str) -> Cite:
    """A short name with a number, with the date and issuer that follow it ("Chỉ thị 05 của Bộ Chính trị")."""
    if cite.rule != "alias.number":
        return cite
    end, date, issuer, term = _tail(flat, low, cite.end)
    return cite._replace(end=end, date=date, issuer=issuer, term=term) if date or issuer else cite


def _free(new: list[Cite], taken: list[Cite]) -> list[Cite]:
    """The new mentions that touch none of those taken."""
    spans = sorted((c.start, c.end) for c in taken)
    ends = list(accumulate((b for _, b in spans), max))
    first = [bisect_right(ends, c.start) for c in new]
    return [c for c, k in zip(new, first, strict=True) if k == len(spans) or spans[k][0] >= c.end]


def _own_number(layout: Layout, cite: Cite) -> bool:
    """Whether a symbol stands in the letterhead, the recipients or the signature, where it cites nothing."""
    return layout.blocks[layout.block_at(cite.start)].zone in NOT_CITING


def _selves(layout: Layout) -> list[Cite]:
    """ "Kế hoạch này"; not "các Quy chế này", which is about documents of the kind."""
    flat, low = layout.view.flat, layout.view.low
    out = []
    typed = _typed()
    for this in _THIS.finditer(low):
        base = max(0, this.start() - 46)
        m = typed.this.search(low[base : this.start()])
        if m is None:
            continue
        start, end = base + m.start(), this.end()
        if re.search(r"(?:các|những|hai|loại) $", low[max(0, start - 8) : start]):
            continue
        if layout.blocks[layout.block_at(start)].zone in NOT_CITING:
            continue
        kind = flat[start : base + m.end("type")]
        if m["type"] in ("quy hoạch", "quy trình", "dự án", "công văn", "lệnh", "hợp đồng") and kind[0].islower():
            continue
        out.append(Cite(start, end, "self", kind, "reference.self"))
    return out
