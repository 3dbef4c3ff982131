"""What a comma or "và" behind the name of an organisation joins to it, and what it parts from it.

"Sở Văn hóa, Thể thao và Du lịch" and "các cơ quan, đơn vị" are one name each, "Ban Tổ chức, Ban Tuyên giáo" two
(GUIDELINES, "Kept whole").

Reads: the two texts of a `View`.
Writes: answers for `name_bounds` and `ends`.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.extract.heads import head_at, words_of
from docparse.lexicon import LOWER, UPPER

GENERIC = re.compile(rf"{words_of('generic')}(?!\w)(?! (?:ủy|đoàn)(?!\w))")
STOP = re.compile(rf"{words_of('stops')}(?!\w)")
_NOUNS = frozenset(lexicon.words("bodies", "generic"))
PLACES = frozenset(
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


def continues(flat: str, low: str, head: re.Match[str], mark: re.Match[str], after: int) -> bool:
    """Whether what follows a comma or "và" is still the same name.

    Args: `head`, of the name; `mark`, the comma or the "và"; `after`, where what follows it begins.
    """
    m = head_at(low, after)
    if (m and m["det"].strip()) or mark[0] in ("cùng", "hoặc", "với"):
        return False
    if m and _one_family(flat, low, head, mark, m):
        return True
    office = head["head"] not in _COMMITTEES and head["head"] not in PLACES
    if office and chained_committee(flat, low, mark.start(), after):
        return True
    kind, plural, titled = head["head"], bool(head["det"].strip()), head["head"] in _TITLES
    inner, capital = slice(head.end(), mark.start()), flat[after : after + 1].isupper()
    noun = GENERIC.match(low, after)
    if noun and m and m["head"] in _KINDS_OF_BAN:
        noun = None  # "các ban đảng, ban cán sự đảng": a kind of body of its own
    if noun and _noun_continues(flat, low[head.start() : mark.start()], noun, head):
        return True
    if m is None and plural and mark[0] == "," and capital and _PROPER_END.search(flat[inner]):
        return True
    if m is None and flat[after : after + 1].islower() and not STOP.match(low, after):
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
    if head["head"] in _TITLES and flat[noun.start()].islower() and (noun[0] in PLACES) == place:
        return True
    return _chains(before, noun[0], head) and not _named_unit(flat, noun)


def _chains(before: str, noun: str, head: re.Match[str]) -> bool:
    """Whether a bare noun goes on with a chain of bare nouns: "các cơ quan, đơn vị", "UBND các huyện, thị xã"."""
    last = re.split(r"(?:\bcác|\bnhững|\bmỗi|\btừng|,|\bvà)\s", before)[-1].strip().removesuffix(" trung ương")
    if last in _NOUNS:
        return head["head"] in _NOUNS or (noun in PLACES) == (last in PLACES)
    return bool(_PLACE_END.search(before)) and noun in PLACES


def _named_unit(flat: str, noun: re.Match[str]) -> bool:
    """Whether a generic noun carries a name of its own ("Bộ Công Thương", "Sở Nội vụ"), and so is another body."""
    return flat[noun.end() + 1 : noun.end() + 2].isupper() and flat[noun.start()].isupper()
