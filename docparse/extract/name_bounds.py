"""Where the name of one organisation begins in running text, and where it ends.

A name opens with a head ("Ban Tổ chức", "các sở", "UBND") and goes on until a verb, a preposition or a mark ends it;
the commas and the "và" of "Sở Văn hóa, Thể thao và Du lịch" and of "các cơ quan, đơn vị" belong to the name
(GUIDELINES, "Kept whole"). Can be mistaken: a noun that looks like a verb ends a name too early.

Reads: the two texts of a `View`.
Writes: heads and ends, as places in them.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.extract.heads import grammar, head_at, words_of
from docparse.extract.name_joints import GENERIC, PLACES, STOP, continues
from docparse.lexicon import LOWER, UPPER
from docparse.nlp import compounds
from docparse.text import key

_LIMIT = 160


_CLOSED = re.compile(
    r"(?:thủ tướng chính phủ|phó thủ tướng chính phủ|chính phủ|quốc hội|bộ chính trị"
    r"|ban bí thư(?: trung ương(?: đảng)?)?(?!(?: trung ương)? đoàn)|chủ tịch nước|ủy ban thường vụ quốc hội)(?!\w)"
)


def name_end(flat: str, low: str, start: int, head: re.Match[str]) -> int:
    """Where the single name that opens at `start` ends; its inner commas and conjunctions are passed over.

    A proper name ("Sở Tài chính ...") also ends before a small word that no name of the lists holds, unless it makes a
    word with the capital before it ("Ban Pháp chế"): most likely a verb that the lists do not know. It goes on to the
    end of a body that it is of: "Vụ trưởng Vụ Pháp chế", "Trưởng Ban quản lý Khu kinh tế".
    """
    end = _own_end(flat, low, start, head)
    for _ in range(_NESTED):
        inner = (
            head.end() + 1 if flat[head.end() + 1 : head.end() + 2].isupper() else flat.rfind(" ", 0, head.end()) + 1
        )
        nested = head_at(low, inner) if inner > head.start("head") and flat[inner : inner + 1].isupper() else None
        if nested is None:
            break
        head, end = nested, max(end, _own_end(flat, low, inner, nested, within=True))
    return end


_NESTED = 3
"""How many bodies may stand within one name: "Trưởng Ban Công tác Mặt trận ..."."""


def _own_end(flat: str, low: str, start: int, head: re.Match[str], within: bool = False) -> int:
    """Where a name ends, apart from a body in it that opens with a head of its own; `within`: it is such a body."""
    end = _end(flat, low, start, head)
    if head["det"].strip() or not flat[head.start("head")].isupper() or _AGAINST.search(low, start, end):
        return end
    proper, last = within or head["head"] in _WHOLE_PLACES, head.end()
    syllables = grammar().syllables
    before: re.Match[str] | None = None
    for m in _TOKEN.finditer(flat, head.end(), end):
        if m[0][0].isupper() or not m[0][0].isalpha() or (before and _makes_word(flat, head, before, m)):
            proper, last = True, m.end()
        elif proper and m[0] not in syllables and not _named_further(flat, low, m.end(), end):
            return last
        elif m[0] in _CLOSERS:
            last = m.end()
        before = m
    return end


_FURTHER = re.compile(rf"(?: [{LOWER}]+){{0,3}} (?=[{UPPER}])")
_OF_PLACE = re.compile(rf"(?: [{LOWER}]+){{0,3}} (?:tỉnh|huyện|xã|phường|quận|thị trấn|thành phố)$")


def _named_further(flat: str, low: str, start: int, end: int) -> bool:
    """Whether a name goes on behind a small word unknown to the lists: "Khu kinh tế cửa khẩu Ma Lù Thàng".

    So it does where a capital that opens no other body follows soon, or the name closes with a place.
    """
    further = _FURTHER.match(flat, start, end)
    if further is not None:
        return head_at(low, further.end()) is None
    return _OF_PLACE.fullmatch(flat, start, end) is not None


_CAPITAL = re.compile(rf"(?<!\w)[{UPPER}]\w*(?= $)")
_PLACE = re.compile(rf"(?<!\w)[{UPPER}][{LOWER}]* $")


def _ends_word(flat: str, head: re.Match[str], stop: re.Match[str]) -> bool:
    """Whether what looks like a verb is the second syllable of a word with a capital: "Thiết bị"."""
    if " " in stop[0]:
        return False
    first = _CAPITAL.search(flat, max(0, stop.start() - 9), stop.start())
    return first is not None and _makes_word(flat, head, first, stop)


def _makes_word(flat: str, head: re.Match[str], first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether a capital and what follows it are one word: "Pháp chế", not what a place does ("Châu Thành lập")."""
    if not first[0][0].isupper() or second.start() != first.end() + 1:
        return False
    place = first.start() > head.end() + 1 and _PLACE.search(flat, max(0, first.start() - 9), first.start())
    return not place and key(f"{first[0]} {second[0]}") in compounds()


_WHOLE_PLACES = frozenset(("hđnd", "ubnd", "hội đồng nhân dân", "ủy ban nhân dân"))
"""Bodies whose name is no more than a place: a small word that is no place ends it."""


_AGAINST = re.compile(r"phòng,? chống")  # what is fought is in small letters: "Ban Chỉ đạo Phòng, chống tham nhũng"
_TOKEN = re.compile(r"\w[\w&.]*")
_CLOSERS = frozenset(
    (
        "tỉnh",
        "phố",
        "huyện",
        "xã",
        "phường",
        "trấn",
        "quận",
        "khu",
        "dân",
        "đảng",
        "hội",
        "sự",
        "ương",
        "vụ",
        "sở",
        "ủy",
        "đoàn",
        "tra",
        "thuộc",
        "quan",
        "cấp",
        "thôn",
    )
)


# After these a word is a noun: "đảng đoàn các tổ chức chính trị".
_OF = ("của ", "các ", "những ")


def _end(flat: str, low: str, start: int, head: re.Match[str]) -> int:
    """Where events end the name: a verb, a preposition, a mark."""
    closed = _CLOSED.match(low, head.start("head"))
    if closed:
        return closed.end()
    words = grammar()
    named = words.whole.match(low, head.start("head"))
    position = named.end() if named else head.end()
    for m in words.event.finditer(low, position, min(len(low), start + _LIMIT)):
        if m.start() < position:
            continue
        kind = m.lastgroup
        if kind == "whole":
            if m[0] == "kiểm tra, giám sát" and flat[m.start()].islower() and m.start() > head.end() + 1:
                return _trim(flat, start, m.start())
            position = m.end()
        elif kind == "inside":
            if flat[m.start()].islower() and not _inside(low, m, head) and not low.endswith(_OF, 0, m.start()):
                return _trim(flat, start, m.start())
            position = m.end()
        elif kind == "stop":
            stop = _stops_at(flat, low, head, position, m)
            if stop is not None:
                return _trim(flat, start, stop)
            position = m.end()
        elif m[0] == "," and head["head"] in _PEOPLE and _FIELD.match(low, m.end() + 10) and _posted(low, head, m):
            position = m.end() + 10
        elif m[0] == "," and low.startswith(" điều ", m.end()) and low[m.end() + 6 : m.end() + 7].isdigit():
            position = m.end()  # "có tên tại Điều 1, Điều 3"
        elif kind == "conj" or m[0] == ",":
            after = m.end() + (1 if low.startswith(" ", m.end()) else 0)
            if not continues(flat, low, head, m, after):
                return _trim(flat, start, m.start())
            noun = GENERIC.match(low, after)
            position = noun.end() if noun else after
        elif (m[0] == " - " and flat[m.end() : m.end() + 1].isalpha()) or m[0].startswith("/"):
            position = m.end()
        else:
            return _trim(flat, start, m.start())
    return _trim(flat, start, min(len(flat), start + _LIMIT))


def _stops_at(flat: str, low: str, head: re.Match[str], position: int, stop: re.Match[str]) -> int | None:
    """Where a verb or preposition ends the name; None where it belongs to the name, which goes on from `position`."""
    if stop[0] == "trong" and head["det"].strip():
        if head["head"] in _PEOPLE and head_at(low, stop.end() + 1):
            return None  # "các đồng chí trong Ban Thường trực"
        if _WITHIN.match(flat, stop.end()):
            return None  # "các đơn vị liên quan trong ĐHBK Hà Nội"
    if flat[stop.start()].islower():
        if head["head"] in _OFFICES and _is_work(flat, low, head, stop):
            return None  # "Phòng Quản lý nghiên cứu khoa học"
        noun = low.endswith(_OF, 0, stop.start()) or _is_calling(low, head, position, stop)
        return None if noun or _ends_word(flat, head, stop) else stop.start()
    place = _AT_PLACE.search(flat, max(0, stop.start() - 40), stop.start())
    if place is None:
        return None
    return stop.start() if place["second"] else _first_syllable(flat, stop)


_OFFICES = frozenset(("phòng", "phòng/ban", "phòng/ ban", "cục", "chi cục", "vụ", "trung tâm"))


_VERB = re.compile(rf"(?<= )[{UPPER}]")


def _is_work(flat: str, low: str, head: re.Match[str], stop: re.Match[str]) -> bool:
    """Whether a verb tells more of the work that an office is called by: "Trung tâm Kiểm soát thanh toán"."""
    verbs = (STOP.match(low, m.start()) for m in _VERB.finditer(flat, head.end(), stop.start()))
    return any(verb and verb.end() + 1 == stop.start() for verb in verbs)


_WITHIN = re.compile(r" (?:và ngoài )?(?:[A-ZĐ]{2}|Đại học|Học viện|Trường|Tập đoàn|Tổng công ty|Đảng bộ)")
_VERBAL_INSIDE = frozenset(
    (
        "chủ trì",
        "quản lý",
        "kiểm tra",
        "giám sát",
        "tổ chức",
        "thông tin",
        "thường trực",
        "phụ trách",
        "tuyên giáo",
        "chủ quản",
        "tham mưu giúp việc",
        "tham mưu về công tác",
        "tham mưu về công tác tổ chức",
        "tham mưu về công tác tổ chức cán bộ",
        "tham mưu về công tác cán bộ",
        "tham mưu soạn thảo",
        "chủ trì soạn thảo",
        "xét xử",
        "lưu trữ",
        "thống kê",
        "thi công",
        "tư vấn",
        "kiểm soát",
        "kiểm định",
        "phát hành",
        "phục vụ",
    )
)
_PEOPLE = frozenset(lexicon.words("bodies", "people"))
# "đồng chí Đảng ủy viên phụ trách thôn X thường xuyên theo dõi": what they are in charge of, and then a verb.
_CHARGE = re.compile(
    rf" (?!chung|chính|công tác|nội dung|mảng|phần|việc)[^,;:.()\n]{{2,50}}? (?:{words_of('stops')})(?!\w)"
)
# "Phó Chủ tịch phụ trách lĩnh vực văn hóa": which one of several.
_FIELD = re.compile(r"(?<=phụ trách) (?:lĩnh vực|khối|mảng)(?!\w)")
_POST = re.compile(r"(?:phó|trưởng|bí thư|chủ tịch|ủy viên|giám đốc)(?!\w)")


def _posted(low: str, head: re.Match[str], after: re.Match[str]) -> bool:
    """Whether a person is called by a post, not by a name."""
    return _POST.search(low, head.start("head"), after.start()) is not None


_VERBAL_HEADS = frozenset(("cơ quan", "đơn vị", "cơ sở", "ban", "bộ phận", "cán bộ", "đoàn", "cấp"))


_CALLING = re.compile(rf"{words_of('callings')}(?!\w)")
# "cung ứng hàng hóa phục vụ Tết" is a duty: what follows a calling is a verb that duties are given with.
_THEN_DOES = re.compile(
    rf"(?: [^\W\d]+){{0,4}}? (?:{lexicon.either('tasks', 'duties')}|thực hiện|hoàn thiện|có trách nhiệm|phải)(?!\w)"
)


# "xã Tân" before "Bình xét", "xã Lương Minh" before "Thông báo".
_AT_PLACE = re.compile(
    rf"(?<!\w)(?:huyện|xã|phường|tỉnh|quận|thị trấn|thành phố|TP\.?) [{UPPER}][{LOWER}]* "
    rf"(?P<second>[{UPPER}][{LOWER}]* )?$"
)


def _first_syllable(flat: str, stop: re.Match[str]) -> int:
    """Where the first syllable of a verb ends that a place may end with."""
    blank = flat.find(" ", stop.start(), stop.end())
    return stop.end() if blank < 0 else blank


def _is_calling(low: str, head: re.Match[str], position: int, stop: re.Match[str]) -> bool:
    """Whether a verb says what those that a head names are there for: "các trung tâm đấu giá tài sản chủ trì"."""
    if head["head"] in _PEOPLE or head["head"] in PLACES or stop.start() > position + 1:
        return False
    return _CALLING.match(low, stop.start()) is not None and _THEN_DOES.match(low, stop.end()) is not None


def _inside(low: str, m: re.Match[str], head: re.Match[str]) -> bool:
    """Whether a phrase that may be a verb stands right after the head noun, where it can only be part of the name."""
    if m[0] not in _VERBAL_INSIDE:
        return True
    if m[0] == "phụ trách" and head["head"] in _PEOPLE:
        return bool(_CHARGE.match(low, m.end())) or (_posted(low, head, m) and bool(_FIELD.match(low, m.end())))
    return (
        m.start() <= head.end() + 1
        and head["head"] in _VERBAL_HEADS
        and not re.match(r",? phối hợp|,", low[m.end() : m.end() + 12])
    )


def _trim(flat: str, start: int, end: int) -> int:
    while end > start and flat[end - 1] in " ,;:-–.":
        end -= 1
    return end
