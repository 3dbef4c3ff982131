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
from docparse.lexicon import LOWER, UPPER
from docparse.nlp import compounds
from docparse.text import key

_GENERIC = re.compile(rf"{words_of('generic')}(?!\w)(?! (?:ủy|đoàn)(?!\w))")
_STOP = re.compile(rf"{words_of('stops')}(?!\w)")
_NOUNS = frozenset(lexicon.words("bodies", "generic"))
_PLACES = frozenset(
    (
        "huyện",
        "thị xã",
        "thành phố",
        "quận",
        "xã",
        "phường",
        "thị trấn",
        "đặc khu",
        "tỉnh",
        "thị",
        "thành",
        "thôn",
        "ấp",
        "bản",
        "tổ dân phố",
    )
)
_PLACE_END = re.compile(r"(?<!\w)(?:huyện|thị xã|thành phố|quận|xã|phường|thị trấn|đặc khu|tỉnh)$")
SHARING = frozenset(("đảng ủy", "sở", "bộ", "ban", "phòng", "hội", "cục", "chi cục", "đảng đoàn", "huyện ủy"))
_DOCUMENT = re.compile(
    r"(?:nghị quyết|kết luận|chỉ thị|quyết định|quy định|kế hoạch|hướng dẫn|công văn|thông báo|chương trình|đề án"
    r"|quy chế|luật|nghị định|thông tư|báo cáo|tờ trình|điều lệ|văn bản|hiến pháp)(?!\w)"
)
_TITLES = frozenset(
    (
        "giám đốc",
        "thủ trưởng",
        "hiệu trưởng",
        "chủ tịch",
        "tổng biên tập",
        "lãnh đạo",
        "tập thể lãnh đạo",
        "tổng giám đốc",
        "người đứng đầu",
        "trưởng phòng",
    )
)
_LIMIT = 160


_CLOSED = re.compile(
    r"(?:thủ tướng chính phủ|phó thủ tướng chính phủ|chính phủ|quốc hội|bộ chính trị"
    r"|ban bí thư(?: trung ương(?: đảng)?)?(?!(?: trung ương)? đoàn)|chủ tịch nước|ủy ban thường vụ quốc hội)(?!\w)"
)


def name_end(flat: str, low: str, start: int, head: re.Match[str]) -> int:
    """Where the single name that opens at `start` ends; its inner commas and conjunctions are passed over.

    A proper name ("Sở Tài chính ...") also ends before a small word that no name of the lists holds, unless it makes a
    word with the capital before it ("Ban Pháp chế"): most likely a verb that the lists do not know.
    """
    end = _end(flat, low, start, head)
    if head["det"].strip() or not flat[head.start("head")].isupper() or _AGAINST.search(low, start, end):
        return end
    proper, last = head["head"] in _WHOLE_PLACES, head.end()
    syllables = grammar().syllables
    before: re.Match[str] | None = None
    for m in _TOKEN.finditer(flat, head.end(), end):
        if m[0][0].isupper() or not m[0][0].isalpha() or (before and _makes_word(flat, head, before, m)):
            proper, last = True, m.end()
        elif proper and m[0] not in syllables and not flat[m.end() + 1 : m.end() + 2].isupper():
            return last
        elif m[0] in _CLOSERS:
            last = m.end()
        before = m
    return end


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
            if not _continues(flat, low, head, m, after):
                return _trim(flat, start, m.start())
            noun = _GENERIC.match(low, after)
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
    verbs = (_STOP.match(low, m.start()) for m in _VERB.finditer(flat, head.end(), stop.start()))
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
    if head["head"] in _PEOPLE or head["head"] in _PLACES or stop.start() > position + 1:
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


def _continues(flat: str, low: str, head: re.Match[str], mark: re.Match[str], after: int) -> bool:
    """Whether what follows a comma or "và" is still the same name."""
    m = head_at(low, after)
    if (m and m["det"].strip()) or mark[0] in ("cùng", "hoặc", "với"):
        return False
    if m and _one_family(flat, low, head, mark, m):
        return True
    office = head["head"] not in _COMMITTEES and head["head"] not in _PLACES
    if office and chained_committee(flat, low, mark.start(), after):
        return True
    kind, plural, titled = head["head"], bool(head["det"].strip()), head["head"] in _TITLES
    inner, capital = slice(head.end(), mark.start()), flat[after : after + 1].isupper()
    noun = _GENERIC.match(low, after)
    if noun and m and m["head"] in _KINDS_OF_BAN:
        noun = None  # "các ban đảng, ban cán sự đảng": a kind of body of its own
    if noun and _noun_continues(flat, low[head.start() : mark.start()], noun, head):
        return True
    if m is None and plural and mark[0] == "," and capital and _PROPER_END.search(flat[inner]):
        return True
    if m is None and flat[after : after + 1].islower() and not _STOP.match(low, after):
        modified = kind in _NOUNS or (titled and " các " in low[inner])
        return modified and (plural or titled) and not _DOCUMENT.match(low, after)
    if plural and kind in SHARING and flat[head.end() + 1 : head.end() + 2].isupper() and capital:
        return (m is None or m["head"] in ("công an", "khối", "thanh tra")) and not low.startswith(" đảng", head.end())
    if m is None and mark[0] == "," and capital and not plural and (of := _THIRD.match(flat, after)):
        return head_at(low, of.end()) is None and not _DOCUMENT.match(low, after)
    return m is None and mark[0] == "và" and capital and not plural and not _DOCUMENT.match(low, after)


# The second and third of "Ban Dân chủ, Giám sát và Phản biện xã hội".
_THIRD = re.compile(rf"[{UPPER}][^,;.:()]{{2,30}}? và (?=[{UPPER}])")
_FAMILIES = (
    ("tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "quận ủy"),
    ("đảng ủy", "chi ủy"),
    ("đảng bộ", "chi bộ"),
    ("ban cán sự", "đảng đoàn"),
)


def _one_family(flat: str, low: str, head: re.Match[str], mark: re.Match[str], m: re.Match[str]) -> bool:
    """Whether two kinds of committees without names make a pair: "các tỉnh ủy, thành ủy", "đảng ủy, chi ủy cơ sở".

    A list of three is three (GUIDELINES, "Kept whole: pairs").
    """
    family: tuple[str, ...] = next((f for f in _FAMILIES if head["head"] in f), ())
    first = low[head.start("head") : mark.start()].removesuffix(" đảng")
    if not head["det"].strip() and low.endswith((", ", " và "), 0, head.start()):
        return False  # one of a longer list
    if first not in family or m["head"] not in family or not flat[m.start("head")].islower():
        return False
    third = _SEPARATED.match(low, m.end())
    return not (third and (h := head_at(low, third.end())) and h["head"] in family)


_SEPARATED = re.compile(r"(?: đảng)?(?:, | và )(?=\w)")
_KINDS_OF_BAN = ("ban cán sự", "ban chỉ đạo", "ban thường vụ", "ban chấp hành", "ban giám hiệu", "ban giám đốc")
_COMMITTEES = ("huyện ủy", "thị ủy", "thành ủy", "quận ủy", "tỉnh ủy")
_NAMED_ONES = tuple(c.capitalize() for c in _COMMITTEES)


def chained_committee(flat: str, low: str, end: int, after: int) -> bool:
    """Whether "Thường trực các huyện ủy, thành ủy" goes on: committees without a name of their own around a comma.

    So does "cấp ủy các đảng bộ, chi bộ cơ sở".
    """
    if low.endswith("đảng bộ", 0, end) and low.startswith("chi bộ", after):
        return flat[after].islower()
    last = low[max(0, end - 8) : end].endswith(_COMMITTEES) and not flat[max(0, end - 8) : end].endswith(_NAMED_ONES)
    return last and flat[after : after + 1].islower() and low.startswith((*_COMMITTEES, "đảng ủy trực thuộc"), after)


_PROPER_END = re.compile(rf"(?:^|\s)[{UPPER}]\S*(?: [{LOWER}]\S*){{0,3}}$")


def _noun_continues(flat: str, before: str, noun: re.Match[str], head: re.Match[str]) -> bool:
    """Whether a bare noun goes on with the name `before` it: "Thủ trưởng các cơ quan, đơn vị", "UBND huyện, thị xã"."""
    place = bool(_PLACE_END.search(before))
    if head["head"] in _TITLES and flat[noun.start()].islower() and (noun[0] in _PLACES) == place:
        return True
    return _chains(before, noun[0], head) and not _named_unit(flat, noun)


def _chains(before: str, noun: str, head: re.Match[str]) -> bool:
    """Whether a bare noun goes on with a chain of bare nouns: "các cơ quan, đơn vị", "UBND các huyện, thị xã"."""
    last = re.split(r"(?:\bcác|\bnhững|\bmỗi|\btừng|,|\bvà)\s", before)[-1].strip().removesuffix(" trung ương")
    if last in _NOUNS:
        return head["head"] in _NOUNS or (noun in _PLACES) == (last in _PLACES)
    return bool(_PLACE_END.search(before)) and noun in _PLACES


def _named_unit(flat: str, noun: re.Match[str]) -> bool:
    """Whether a generic noun carries a name of its own ("Bộ Công Thương", "Sở Nội vụ"), and so is another body."""
    return flat[noun.end() + 1 : noun.end() + 2].isupper() and flat[noun.start()].isupper()


def _trim(flat: str, start: int, end: int) -> int:
    while end > start and flat[end - 1] in " ,;:-–.":
        end -= 1
    return end
