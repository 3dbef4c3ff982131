"""Roles in a clause: with whom, to whom, through whom, and whether the body only watches.

Text it finds: "chủ trì, phối hợp với Sở Nội vụ, Sở Tài chính", "gửi báo cáo về Ban Thường vụ Tỉnh ủy (qua Ban Dân vận
Tỉnh ủy)", "theo dõi, đôn đốc, kiểm tra việc thực hiện". What can be mistaken: "để tổng hợp, báo cáo Thủ tướng" (what
the addressee does next), "thông qua hội nghị", "tham mưu UBND tỉnh" (advice is no report). Rules: GUIDELINES "Settled".

Reads: a `View` and the stretch of one clause.
Writes: lists of `Name`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from docparse import lexicon
from docparse.extract.heads import head_at
from docparse.extract.names import Name, names_at
from docparse.layout import View

_HOW = (
    r"(?: (?:chặt chẽ|thường xuyên|tốt|đồng bộ|kịp thời|hiệu quả|có hiệu quả|chủ động|trực tiếp|tích cực|nhịp nhàng"
    r"|quyết liệt))?(?:(?:,| và) (?:hỗ trợ|chặt chẽ|thường xuyên|đồng bộ|hiệu quả|kịp thời|nhịp nhàng|quyết liệt)"
    r"| chặt chẽ){0,2} ?"
    r"(?:với|cùng với|cùng)? ?(?=[^\s.;:,)])"
)
_WITH = re.compile(
    lexicon.from_word(
        rf"phối hợp{_HOW}",
        rf"phối kết hợp{_HOW}",
        rf"hiệp đồng{_HOW}",
        r"cùng(?: với|(?<=chủ trì cùng)|(?<=chủ trì, cùng)) (?=(?:các|ban|sở|ủy ban|mặt trận|đảng|văn phòng) )",
    )
)
_SENDS = ("gửi", "báo cáo", "trình", "nộp", "đề xuất", "kiến nghị", "đăng ký", "đề nghị", "phản ánh")
_SEND = re.compile(rf"(?P<verb>{lexicon.from_word(*_SENDS)})(?!\w)")
_OBJECT = re.compile(r" (?P<prep>về|cho|đến|tới|lên|với) (?=\w)")
_VIA = re.compile(r"(?:\(|,? )(?:gửi )?(?:thông )?qua (?=\w)")
_THEN = re.compile(
    r"để (?<!\w...)(?:\w+ )?(?:tổng hợp|trình|theo dõi|biết|xem xét|chỉ đạo|kịp thời|được|làm cơ sở|có cơ sở|xử lý"
    r"|phối hợp|thống nhất|giải quyết|bổ sung)"
)
_NOT_TO = frozenset(
    (
        "đảng viên",
        "cán bộ",
        "gia đình",
        "hộ gia đình",
        "học sinh",
        "tổ chức",
        "đồng chí",
        "đ/c",
        "các đồng chí",
        "đoàn thể",
        "đơn vị",
        "cơ quan",
        "địa phương",
        "cơ sở",
        "cấp",
        "giáo viên",
        "doanh nghiệp",
        "xã",
        "huyện",
        "phường",
        "thôn",
        "cấp ủy viên",
        "tổ dân phố",
        "ngành",
        "báo",
        "lãnh đạo",
        "đại diện",
        "công an",
        "báo cáo viên",
        "khu dân cư",
        "cộng đồng doanh nghiệp",
        "thuế",
        "cơ quan có thẩm quyền",
        "chuyên viên",
        "công chức",
        "viên chức",
        "cổng thông tin điện tử",
    )
)
_VAGUE = frozenset(("tổ chức", "báo", "công an", "thanh tra", "cấp", "ban", "đài", "hội", "lãnh đạo", "tỉnh"))
_NOT_THROUGH = frozenset(("tập thể", "đài", "báo", "cổng thông tin điện tử", "hội", "cấp", "hội đồng"))
_ADVISES = re.compile(r"tham mưu (?:cho |với |giúp )?")
_SENDS_ALSO = re.compile(r" (?:(?:kiến nghị|đề nghị|đề xuất|báo cáo|trình|có văn bản),? (?:và )?)?")
_TOLD_OF = re.compile(r"(?: (?:những|các|kịp thời)(?!\w)[^.,;:]{3,60})? (?:về|với|đến|tới) ")
_DIRECTLY = re.compile(r",? (?:(?:kết quả|kịp thời|ngay|trực tiếp|bằng văn bản) )?")
_AND_TO = re.compile(r" \([^()]{3,60}\),? và ")
_WATCH = lexicon.either("tasks", "watch")
_WATCH_CHAIN = re.compile(
    rf"(?:(?:thường xuyên|là (?:cơ quan|đầu mối)(?: thường trực)?|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|chủ trì"
    rf"|tăng cường|trực tiếp|tiến hành|thực hiện|tổ chức|giúp [^,;.]{{5,60}}?|chủ động|kịp thời|phối hợp|công tác"
    rf"|tiếp tục|cần|phải|,|theo chức năng,? nhiệm vụ(?: được giao)?)\s?)*"
    rf"{_WATCH}(?:(?:, | và |,? ?đồng thời ){_WATCH})*"
    rf"(?!,? (?:và )?hướng dẫn)(?= (?:việc|tình hình|quá trình|các|kết quả|công tác|thực hiện|tiến độ|trực tiếp"
    rf"|hoạt động|tổ chức|sự|nội dung|chặt chẽ)|[.;,]|$)"
)
_DUTY = re.compile(
    rf"(?:[,;]|\bvà|đồng thời) (?:kịp thời |định kỳ |thường xuyên |chủ động |trực tiếp )?"
    rf"(?:{lexicon.either('tasks', 'duties')})(?!\w)(?!,? (?:và )?(?:cá nhân|đơn vị|cơ quan))"
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Who else a clause names: coordinating bodies, addressees, channels; `watches` where it is watching only."""

    coordinate: tuple[Name, ...] = ()
    report_to: tuple[Name, ...] = ()
    via: tuple[Name, ...] = ()
    watches: bool = False

    def __bool__(self) -> bool:
        return bool(self.coordinate or self.report_to or self.via)


def roles(view: View, start: int, end: int) -> Roles:
    """The roles that the stretch `start` to `end` of the view states, its subject left aside."""
    then = _THEN.search(view.low, start, end)
    purpose = then.start() if then else end
    via = _via(view, start, end)
    coordinate = _coordinate(view, start, end)
    report = _report_to(view, start, end)
    taken = {(n.start, n.end) for n in (*via, *coordinate)}
    report = tuple(n for n in report if (n.start, n.end) not in taken)
    return Roles(coordinate, report, via, _watches(view.low[start:purpose].partition(" để ")[0]))


_LIST = 300
"""How far, in characters, a list of helpers is followed to both sides of a mark."""


def parts_helpers(view: View, start: int, cut: tuple[int, int], end: int) -> bool:
    """Whether a mark at `cut` parts the helpers of "chủ trì, phối hợp với Sở A; Sở B tham mưu", not two clauses."""
    begin = view.low.rfind("phối hợp", max(start, cut[0] - _LIST), cut[0])
    if begin < 0:
        return False
    return any((a.end, b.start) == cut for a, b in pairwise(_coordinate(view, begin, min(end, cut[1] + _LIST))))


def _coordinate(view: View, start: int, end: int) -> tuple[Name, ...]:
    found: list[Name] = []
    for m in _WITH.finditer(view.low, start, end):
        if found and m.start() < found[-1].end:
            continue
        names, stop = names_at(view.flat, view.low, m.end(), end)
        if len(names) == 1 and view.low.startswith(": ", stop):  # "với các cơ quan chức năng: Sở Y tế, Công an tỉnh"
            listed, _ = names_at(view.flat, view.low, stop + 2, end)
            names = listed if len(listed) > 1 else names
        if names and (" với" in m[0] or "cùng" in m[0] or _specific(view, names[0])):
            found += [n for n in names if n.text not in {f.text for f in found}]
    return tuple(found)


def _specific(view: View, name: Name) -> bool:
    """Whether "phối hợp X" without "với" can only name a body: "phối hợp phòng CNTT", not "phối hợp tổ chức"."""
    m = head_at(view.low, name.start)
    if m is None:
        return False
    named = view.flat[m.start("head")].isupper() and view.flat[m.end() + 1 : m.end() + 2].isupper()
    return named or bool(m["det"].strip()) or m["head"] not in _VAGUE


def _report_to(view: View, start: int, end: int) -> tuple[Name, ...]:
    low = view.low
    found: list[Name] = []
    purposes = [(t.start(), _clause_end(low, t.start(), end)) for t in _THEN.finditer(low, start, end)]
    for m in _SEND.finditer(low, start, end):
        if (found and m.start() < found[-1].end) or _noun(low, m, start):
            continue
        if any(a <= m.start() < b for a, b in purposes) or _advised(view, start, m.start()):
            continue
        at = _addressee(view, m, min((a for a, _ in purposes if a > m.start()), default=end))
        if at is None:
            continue
        names, _ = names_at(view.flat, low, at, end)
        names = [n for n in names if _receives(view, n) and not (m["verb"] in _PROPOSES and _vague(n))]
        names += _bracketed(view, names, end)
        found += [n for n in names if n.text not in {f.text for f in found}]
    return tuple(found)


_PROPOSES = ("đề xuất", "kiến nghị", "đề nghị")


def _vague(name: Name) -> bool:
    """Whether proposals go to whoever may decide ("đề xuất cấp có thẩm quyền ..."), which names nobody."""
    return name.text.lower().startswith("cấp có thẩm quyền")


def _advised(view: View, start: int, verb: int) -> bool:
    """Whether a body that is only advised is to send something: "tham mưu UBND tỉnh kiến nghị, đề xuất các Bộ ..."."""
    advice = view.low.rfind("tham mưu ", max(start, verb - 100), verb)
    to = _ADVISES.match(view.low, advice) if advice >= 0 else None
    names, stop = names_at(view.flat, view.low, to.end(), verb) if to else ([], 0)
    return bool(names) and _SENDS_ALSO.fullmatch(view.low, stop, verb) is not None


def _clause_end(low: str, start: int, end: int) -> int:
    """Where the clause around `start` ends: at the next semicolon, or `end`."""
    cut = low.find("; ", start, end)
    return end if cut < 0 else cut


def _noun(low: str, m: re.Match[str], start: int) -> bool:
    """Whether the word is a noun here: "xây dựng báo cáo", "lập tờ trình", "mẫu báo cáo"."""
    before = low[max(start, m.start() - 16) : m.start()]
    if m["verb"] == "trình" and low.startswith((" độ", " bày", " diễn", " tự"), m.end()):
        return True
    if m["verb"] == "trình":
        return bool(re.search(r"(?:tờ|quy|chương|công|tiến|lộ|hành|quá|giáo|trương) $", before))
    if m["verb"] == "báo cáo":
        return low.startswith((" viên", " sơ kết", " tổng kết", " tài chính"), m.end()) and not re.search(
            r"gửi $", before
        )
    if m["verb"] == "phản ánh":
        return not _TOLD_OF.match(low, m.end())
    if m["verb"] == "đề nghị":
        return bool(re.search(r"(?:hồ sơ|đơn|văn bản|công văn|danh sách|khi có|tờ khai) $", before))
    return False


def _addressee(view: View, m: re.Match[str], end: int) -> int | None:
    """Where the name of the addressee of a sending verb begins."""
    low = view.low
    direct = _DIRECTLY.match(low, m.end())
    if (
        direct
        and (h := head_at(low, direct.end()))
        and _is_body(view, h)
        and not re.match(r"(?:các |những )?(?:tổ chức|báo|vụ|hội nghị|thuế)\b", low[direct.end() : direct.end() + 12])
    ):
        return direct.end()
    for o in _OBJECT.finditer(low, m.end(), min(end, m.end() + 300)):
        h = head_at(low, o.end())
        if h and _is_body(view, h) and (o["prep"] != "về" or m["verb"] not in ("đề nghị",)):
            return o.end()
    return None


def _is_body(view: View, head: re.Match[str]) -> bool:
    """Whether a head is no people or places at large; an office ("cơ quan") is a body with a name of its own."""
    named = head["head"] in ("cơ quan", "công an", "thuế") and view.flat[head.end() + 1 : head.end() + 2].isupper()
    return named or head["head"] not in _NOT_TO


def _receives(view: View, name: Name) -> bool:
    """Whether a body can be reported to: not "địa phương" or "cán bộ" at large."""
    h = head_at(view.low, name.start)
    return h is not None and _may_receive(view, h)


def _may_receive(view: View, head: re.Match[str]) -> bool:
    """Whether something can be sent to what a head opens: a body, or one of many with a name of its own."""
    return head["head"] not in _NOT_TO or view.flat[head.end() + 1 : head.end() + 2].isupper()


def _bracketed(view: View, names: list[Name], clause: int) -> list[Name]:
    """The second addressee of "báo cáo Bộ A (đối với ...) và Bộ B (đối với ...)"."""
    if not names:
        return []
    m = _AND_TO.match(view.low, names[-1].end)
    return names_at(view.flat, view.low, m.end(), clause)[0] if m else []


def _via(view: View, start: int, end: int) -> tuple[Name, ...]:
    found: list[Name] = []
    if view.low.find("qua ", start, end) < 0:
        return ()
    for m in _VIA.finditer(view.low, start, end):
        h = head_at(view.low, m.end())
        if h is None:
            continue
        sends = h["head"] not in _NOT_THROUGH and _SEND.search(view.low, max(start, m.start() - 160), m.start())
        if not m[0].startswith("(") and not sends:
            continue
        names, _ = names_at(view.flat, view.low, m.end(), end)
        found += names
    return tuple(found)


def _watches(clause: str) -> bool:
    """Whether the clause is only about watching: "theo dõi, đôn đốc, kiểm tra" and no duty after it."""
    m = _WATCH_CHAIN.match(clause.lstrip(" ,:"))
    return m is not None and not _DUTY.search(clause[m.end() :])
