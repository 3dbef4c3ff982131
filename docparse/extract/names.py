"""Names of organisations in running text: how a list of them is parted, and what each is called in full.

"Ban Tổ chức, Ban Tuyên giáo Tỉnh ủy" are two, with the committee restored to both; so are "các Bộ: Tài chính, Công
Thương" (GUIDELINES, "Split"). Where a single name begins and ends is told by `name_bounds`.

Reads: a `View`.
Writes: `Name`s with offsets of the view.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docparse import lexicon
from docparse.extract.heads import head_at, whole, words_of
from docparse.extract.name_bounds import name_end
from docparse.extract.name_joints import SHARING
from docparse.lexicon import LOWER, UPPER

_TITLE_ONLY = re.compile(
    r"^(?:[Cc]ác )?(?:Chủ tịch Hội đồng (?:thành viên|quản trị|quản lý)"
    r"|Giám đốc|Tổng biên tập|Hiệu trưởng|Trưởng ban|Thủ trưởng|Chủ tịch|Bí thư|Tổng giám đốc"
    r"|Trưởng phòng)$"
)
_COMMITTEE = re.compile(
    r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy(?: (?!ủy)[^,;]{1,40})?$|Trung ương(?: Đảng)?$"
    r"|(?:Đảng ủy|đảng ủy)[^,;]{0,30}$"
)
_BRANCH = re.compile(
    r"^(?:[Cc]ác )?(?:[Bb]an (?:Tổ chức|Tuyên giáo|Dân vận|Nội chính|Kinh tế(?: - Xã hội)?|Đối ngoại|[Xx]ây dựng Đảng"
    r"|Tuyên giáo và Dân vận|Thường vụ|Chấp hành)|Ủy ban Kiểm tra|Ủy ban kiểm tra|UBKT|Văn phòng|VP|Thường trực|BTC"
    r"|BTG|BDV)$"
)
_SHARED = re.compile(
    rf"^(?P<det>(?:[Cc]ác|[Nn]hững) )(?P<head>Đảng ủy|đảng ủy|Ban Thường vụ Đảng ủy|Sở|sở|Bộ|Ban|Phòng|phòng|Hội|Cục"
    rf"|Chi cục|UBND huyện|UBND xã|Huyện ủy|huyện ủy|Đảng đoàn|đảng đoàn) (?P<rest>[{UPPER}].*)$"
)
_PLACE_TAIL = re.compile(r" (?P<tail>(?:tỉnh|thành phố|huyện|thị xã|xã|phường|quận|Tỉnh|Thành phố)(?: [^,;]{1,40})?)$")
_GROUP = re.compile(
    r"(?P<title>[^\W\d_]+(?: [^\W\d_]+){1,3} )?(?:[Cc]ác|[Nn]hững) "
    rf"(?P<kind>(?i:{lexicon.alternation(tuple(SHARING))}))(?: (?P<first>[{UPPER}].*))?"
)
"""Bodies of a kind, or those who head them, before what tells them apart."""
_FUNCTION = re.compile(rf"{words_of('functions')}(?!\w)")
_BRACKET = re.compile(r"\s?\([^()\n]{1,80}\)")
_LISTED = re.compile(
    r"(?:các|những|thủ trưởng|(?:tổng )?giám đốc|chủ tịch|(?:hiệu )?trưởng|bí thư|người đứng đầu|chánh) "
)
"""What opens another entry of a list after a semicolon, though in small letters."""
_SEPARATOR = re.compile(r"\s?[,;]?\s?(?:(?:và|cùng|hoặc|cùng với|cùng các)\s)?")


class Name(NamedTuple):
    """A body as named: its place in the view, and its text with a shared head or tail restored."""

    start: int
    end: int
    text: str


_POST = re.compile(
    r"(?:phó |thường trực |ủy viên|bí thư|chủ tịch|trưởng |giám đốc|chánh |cục trưởng|thủ trưởng|chỉ huy)"
)
_PERSON = re.compile(rf"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à) (?:[{UPPER}][{LOWER}]+ ?){{2,5}}$")
_ONE = re.compile(r"(?:[Đđ]ồng chí|[Đđ]/c) ")
"""One person, whatever posts follow: "đồng chí Ủy viên Ban Thường vụ, Chủ tịch Ủy ban nhân dân xã"."""


def names_at(flat: str, low: str, position: int, limit: int | None = None) -> tuple[list[Name], int]:
    """The list of names that opens at `position`, and where it ends; ([], position) where no name opens there."""
    limit = len(flat) if limit is None else limit
    found: list[Name] = []
    start = position
    m = head_at(low, start)
    while m is not None and start < limit:
        end = min(name_end(flat, low, start, m), limit)
        if end <= start:
            break
        listed, stop = _functions(flat, low, m, end)
        if listed:
            found += listed
            end = stop
        elif found and (
            _TITLE_ONLY.match(found[-1].text)  # "Tổng biên tập, Giám đốc các cơ quan báo chí": one body
            or (_PERSON.match(found[-1].text) and _POST.match(low, start))  # "đồng chí Lê Văn A, Phó Bí thư ..."
            or (_ONE.match(found[-1].text) and _POST.match(low, start) and low.endswith(", ", 0, start))
        ):
            first = found.pop()
            found.append(Name(first.start, end, flat[first.start : end]))
        else:
            found.append(Name(start, end, flat[start:end]))
        after = _skip_bracket(low, end)
        separator = _SEPARATOR.match(low, after)
        if separator is not None and separator[0].strip() and (last := _unlisted(flat, low, separator.end(), limit)):
            found.append(last)
            break
        if separator is None or not separator[0].strip() or not (m := head_at(low, separator.end())):
            break
        if ";" in separator[0] and not flat[separator.end()].isupper() and not _LISTED.match(low, separator.end()):
            break
        start = separator.end()
    if not found:
        return [], position
    return _restored([part for name in found for part in _parted(name)]), found[-1].end


_UNLISTED = re.compile(
    rf"(?=[{UPPER}]|(?:các |những )[{UPPER}]|(?:ông|bà) )[^,;:.()\n\"]{{3,70}}?"
    r"(?= (?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|theo chức năng|căn cứ (?:chức năng|nhiệm vụ|nội dung))(?!\w))"
)


def _unlisted(flat: str, low: str, start: int, limit: int) -> Name | None:
    """The last of a list that no list of words holds, before what only a body is told: "... và ông Nguyễn Văn A"."""
    m = None if head_at(low, start) else _UNLISTED.match(flat, start, limit)
    return Name(start, m.end(), m[0]) if m else None


def _functions(flat: str, low: str, head: re.Match[str], end: int) -> tuple[list[Name], int]:
    """ "các Bộ: Tài chính, Công Thương", "Giám đốc các Sở Y tế, Nội vụ": each function with its head, and the end."""
    many = "các " in low[head.start() : end] or "những " in low[head.start() : end]
    group = _GROUP.fullmatch(flat, head.start(), end) if many else None
    if group is None or bool(group["first"]) == low.startswith(": ", end) or not (group["title"] or not group["first"]):
        return [], end
    shared = f"{group['title'] or ''}{group['kind'].capitalize()}"
    found: list[Name] = []
    position = group.start("first") if group["first"] else end + 2
    while (m := _FUNCTION.match(low, position)) and flat[position].isupper():
        start = head.start() if not found else m.start()
        found.append(Name(start, m.end(), f"{shared} {flat[m.start() : m.end()]}"))
        gap = re.compile(r",\s|\svà\s").match(low, m.end())
        end = m.end()
        if gap is None:
            break
        position = gap.end()
    return (found, end) if len(found) > 1 or not group["first"] else ([], end)


def _skip_bracket(low: str, end: int) -> int:
    """The place after a short bracket that follows a name ("(gọi chung là cấp huyện)")."""
    m = _BRACKET.match(low, end)
    return m.end() if m else end


def _parted(name: Name) -> list[Name]:
    """ "các Đảng ủy Quân sự, Công an, Biên phòng tỉnh" as three names: the head and the place stand for all."""
    m = _SHARED.match(name.text)
    if not m or whole().search(name.text.lower()):
        return [name]
    offset = name.start + m.start("rest")
    pieces = [
        (p.start(1), p[1])
        for p in re.finditer(rf"(?:^|,\s*|\svà\s)([{UPPER}][^,]*?)(?=,|$|\svà\s[{UPPER}])", m["rest"])
    ]
    if len(pieces) < 2:
        return [name]
    place = _PLACE_TAIL.search(pieces[-1][1])
    restored = []
    for k, (at, text) in enumerate(pieces):
        tail = f" {place['tail']}" if place and k < len(pieces) - 1 and not _PLACE_TAIL.search(text) else ""
        start = name.start if k == 0 else offset + at
        restored.append(Name(start, offset + at + len(text), f"{m['head']} {text}{tail}"))
    return restored


_OF_PLACE = re.compile(r"(?:Thường trực |Ủy ban |TT )?(?:HĐND|UBND|Hội đồng nhân dân|Ủy ban nhân dân)$")
_LEVEL = re.compile(r" (?:tỉnh|huyện|xã|phường|thành phố|thị xã|quận|thị trấn)$")


_DISTRICTS = (" huyện", " thị xã", " thành phố", " quận")


def _placed(found: list[Name]) -> list[Name]:
    """ "Thường trực HĐND, UBND, Công an xã": the next level stands for the councils and committees before it."""
    out: list[Name] = []
    level = ""
    for n in reversed(found):
        m = _LEVEL.search(n.text)
        level = m[0] if m else level
        shares = _OF_PLACE.match(n.text) or (level in _DISTRICTS and n.text.startswith("Phòng ") and not m)
        out.append(Name(n.start, n.end, n.text + level) if shares else n)
    return out[::-1]


def _restored(found: list[Name]) -> list[Name]:
    """ "Ban Tổ chức, Ban Tuyên giáo Tỉnh ủy": the committee at the end stands for every branch before it."""
    if len(found) < 2:
        return found
    out: list[Name] = []
    tail = ""
    found = _placed(found)
    for k in range(len(found) - 1, -1, -1):
        n = found[k]
        if tail and _BRANCH.match(n.text):
            n = Name(n.start, n.end, f"{n.text} {tail}")
        else:
            m = _COMMITTEE.search(n.text)
            tail = m[0] if m and m.start() > 0 and _BRANCH.match(n.text[: m.start()].strip()) else ""
        if n.text.startswith("Khối ") and k and (p := re.match(r"(.*?Đảng ủy )Khối ", found[k - 1].text)):
            n = Name(n.start, n.end, p[1] + n.text)
        out.append(n)
    return out[::-1]
