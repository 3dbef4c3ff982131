"""Which part of the document each line belongs to, decided on lines before any text is joined.

The landmarks are the title (a document type in capitals), the first numbered heading, "Nơi nhận", the signature's
"T/M", and what opens an appendix; between two landmarks the zone is settled, around them each line is judged by its
own look. Forms: 36-HD/VPTW, appendix 1, and the habits of domain notes 2.1 to 2.6.

Reads: `Look`s.
Writes: one zone a line, and the lines where appendices begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docparse import lexicon
from docparse.layout.lines import BULLETED, DATELINE, NUMBER, Look, appendix_type, national, title_type
from docparse.layout.markers import marks
from docparse.model import ZoneName

RECIPIENTS_LABEL = re.compile(r"^\W*(?:Nơi\s+(?:nhận|gửi)|NƠI\s+NHẬN)\b\s*[:：.]?", re.IGNORECASE)
EXTRA_LABEL = re.compile(r"^\W*(?:Đồng\s+)?[Kk]ính\s+gửi\s*:\s*$|^\W*(?:Sao|Đồng)\s+gửi\s*:?\s*$")
ADDRESS = re.compile(r"^\W*(?:Kính|KÍNH)\s+(?:gửi|trình|GỬI|TRÌNH)\b\s*:?")
SUBJECT = re.compile(r"^\W{0,3}(?:V/v|v/v|V/V|Về\s+việc|Vv)\b")
MODE = re.compile(
    r"^(?P<mode>T\s?/\s?M|TM\s?\.?|K\s?/\s?T|KT\s?\.?|T\s?/\s?L|TL\s?\.?|TUQ\s?\.?|T\s?/\s?UQ|TUN\.|T\s?/\s?U|Q\s?\.)"
    rf"(?=[\s.,{lexicon.UPPER}])\s*(?P<of>[{lexicon.UPPER}].*)?$"
)
SIGNED = re.compile(r"^[(\[]?\s*(?:đã\s+ký|Đã\s+ký|ĐÃ\s+KÝ|ký\s+tên|Ký\s+bởi|Người\s+ký|Đã\s+k[íý])", re.IGNORECASE)
ATTACHED = re.compile(
    r"^\W{0,3}\(?\s*(?:Ban\s+hành\s+)?(?:[Kk]èm\s+theo|ban\s+hành\s+(?:kèm\s+)?theo|Ban\s+hành\s+theo|Gửi\s+kèm|Đính\s+kèm|[Tt]rích\b)",
    re.IGNORECASE,
)
_POSITION = re.compile(r"^(?:Q\.\s*|QUYỀN\s+)?" + lexicon.either("layout", "positions") + r"(?!\w)[^.;:]{0,60}$")
_PREAMBLE = re.compile(r"^\W{0,6}" + lexicon.either("layout", "preamble_cues") + r"\b")
_FORMULA = re.compile(r"^(?:QUYẾT\s+(?:ĐỊNH|NGHỊ)|NGHỊ\s+QUYẾT|KẾT\s+LUẬN|QUY\s+ĐỊNH)\s*:?\s*$")
_BASIS = re.compile(r"^\W{0,6}(?:Căn\s+cứ|Thực\s+hiện|Theo|Xét|Thi\s+hành|Trên\s+cơ\s+sở|Để|Nhằm|Tiếp\s+tục)\b")
_NAME = re.compile(
    r"^(?:(?:Đồng chí|Đ/c|PGS|GS|TS|ThS|BS|CN|KS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Ông|Bà)[.,]?\s*){0,3}"
    r"(?P<name>[^\W\d_][^\W\d_']{0,7}(?:\s+[^\W\d_][^\W\d_']{0,7}){1,5})$"
)
_SURNAMES = frozenset(lexicon.words("layout", "surnames"))


@dataclass(frozen=True, slots=True)
class Zones:
    """A zone a line; `title` is the main title line or None; `appendices` are the lines where one begins."""

    of: tuple[ZoneName, ...]
    title: int | None
    title_end: int
    appendices: tuple[int, ...]
    titled: frozenset[int]
    """Lines of the titles of appendices."""


def is_name(text: str) -> bool:
    """Whether a line is a person's name: two to six words, each with a capital, the first a surname."""
    m = _NAME.match(text.strip(" .*"))
    if not m:
        return False
    words = m["name"].split()
    return (
        all(w[0].isupper() for w in words)
        and words[0].title() in _SURNAMES
        and not all(w.isupper() and len(w) > 5 for w in words)
    )


def like_name(text: str) -> bool:
    """Whether a line has the shape of a person's name, whatever the surname."""
    m = _NAME.match(text.strip(" .*"))
    return (
        bool(m)
        and m is not None
        and all(w[0].isupper() and (len(w) == 1 or w[1:].islower()) for w in m["name"].split())
    )


def signs(text: str) -> bool:
    """Whether a line can only be part of a signature: authority, post in capitals, "(đã ký)"."""
    return bool(MODE.match(text) or SIGNED.match(text) or (_POSITION.match(text) and not RECIPIENTS_LABEL.match(text)))


def _next(seen: list[Look], i: int) -> int:
    """The next line after `i` that is not blank and no page furniture; len(seen) where there is none."""
    i += 1
    while i < len(seen) and (seen[i].blank or seen[i].line.furniture):
        i += 1
    return i


def opens_body(text: str) -> bool:
    """Whether a line can be the first unit of the main numbering."""
    return any(
        m.ordinal <= 1 and not m.bullet and m.style not in ("dotted", "paren", "step") for m in marks(text)
    ) and not NUMBER.match(text)


def _find_title(seen: list[Look]) -> int | None:
    """The first line that is a document type in capitals, before anything that ends a document."""
    count = 0
    for i, x in enumerate(seen):
        if x.blank:
            continue
        count += 1
        if count > 60 or RECIPIENTS_LABEL.match(x.text):
            return None
        for part in x.parts[:2]:
            found = title_type(part)
            if found and (not found[1] or found[1].upper() == found[1] or not x.ended):
                return i
        if count > 12 and opens_body(x.text):
            return None
    return None


def _paragraph_ends(seen: list[Look], i: int) -> bool:
    """Whether the paragraph that starts at line `i` reaches a full stop, semicolon or colon."""
    for j in range(i, min(i + 12, len(seen))):
        if seen[j].blank:
            return False
        if seen[j].ended:
            return True
    return False


def _goes_on(seen: list[Look], i: int, first: Look, last: Look, width: int | None) -> bool:
    """Whether line `i` still belongs to the subject under a title whose lines so far are `first` to `last`."""
    x = seen[i]
    if x.text[0].islower() or x.text[0] in '“"(' or last.text.endswith((",", "-", "–")):
        return not _BASIS.match(x.text) or x.text[0].islower()
    if x.caps:
        return True
    if first.caps and last.caps:  # the issuer's line in capitals, then the subject
        return not (_PREAMBLE.match(x.text) and _paragraph_ends(seen, i)) and len(x.text) < 330 and not x.ended
    if x.line.align == "center" and last.line.align == "center":
        return True
    if _PREAMBLE.match(x.text) and _paragraph_ends(seen, i):
        return False
    if width:
        return len(x.text) < 0.82 * width
    return len(x.text) < 150 and not x.ended and not seen[i - 1].blank


def title_end(seen: list[Look], i: int, width: int | None) -> int:
    """The line after the last line of the title that opens at line `i`: type, subject, bracket and rule."""
    first: Look | None = None
    bracket = False
    last, end, j = seen[i], i + 1, _next(seen, i)
    while j < len(seen) and j - i < 40:
        x = seen[j]
        if bracket and not x.rule and not x.text.startswith("("):
            return end
        if x.rule and not x.text[-1].isalnum():
            end = j + 1
            if first:
                return end
        elif ATTACHED.match(x.text) or (x.text.startswith("(") and first is not None and len(x.text) < 200):
            while j < len(seen) and ")" not in seen[j].text and j - i < 40:
                j = _next(seen, j)
            end, first, bracket = j + 1, first or x, bool(ATTACHED.match(x.text))
        elif (
            RECIPIENTS_LABEL.match(x.text)
            or ADDRESS.match(x.text)
            or (signs(x.text) and not x.caps)
            or opens_body(x.text)
            or BULLETED.match(x.text)
            or _FORMULA.match(x.text)
            or x.line.cell is not None
        ):
            return end
        elif national(x.text) or DATELINE.match(x.text) or (NUMBER.match(x.text) and len(x.text) < 40):
            pass  # a letterhead whose right column stands after the title
        elif first is None:
            if (_BASIS.match(x.text) and x.ended and len(x.text) > 60) or (x.ended and len(x.text) > 250):
                return end
            first, end = x, j + 1
        elif not _goes_on(seen, j, first, last, width):
            return end
        else:
            end = j + 1
        last, j = x, _next(seen, j)
    return end


def _find_foot(seen: list[Look], start: int) -> int:
    """The first line of recipients or signature after line `start`; len(seen) where the document has neither."""
    label = mode = None
    for i in range(start, len(seen)):
        x = seen[i]
        if x.blank:
            continue
        if label is None and any(RECIPIENTS_LABEL.match(p) for p in x.parts[:2]):
            label = i
        if mode is None and any(MODE.match(p) and p.upper()[:14] == p[:14] for p in x.parts):
            mode = i
    if label is not None:
        return (
            mode if mode is not None and label - 40 < mode < label and not _long_between(seen, mode, label) else label
        )
    if mode is not None:
        return mode
    tail = [i for i in range(start, len(seen)) if not seen[i].blank][-14:]
    for k, i in enumerate(tail):
        if _POSITION.match(seen[i].text) and seen[i].caps and any(is_name(seen[j].text) for j in tail[k + 1 : k + 5]):
            return i
    return len(seen)


def _long_between(seen: list[Look], start: int, end: int) -> bool:
    return any(len(seen[i].text) > 140 for i in range(start, end))


def _header_like(x: Look) -> bool:
    return bool(
        national(x.text)
        or NUMBER.match(x.text)
        or (DATELINE.match(x.text) and len(x.text) < 80)
        or x.text in "*"
        or (x.caps and len(x.text) < 60)
    )


def _foot_zone(x: Look, last: ZoneName | None, open_entry: bool) -> ZoneName:
    """Recipients or signature for one line under the body."""
    text = x.parts[0] if x.parts else x.text
    if x.line.side == "right":
        return "signature"
    if RECIPIENTS_LABEL.match(text) or EXTRA_LABEL.match(text) or BULLETED.match(text) or text.startswith("Lưu"):
        return "recipients"
    if signs(text) or (x.caps and not x.line.side):
        return "signature"
    if x.line.side == "left" or text.endswith((",", ";")):
        return "recipients"
    if open_entry and not is_name(text) and last != "signature":
        return "recipients"
    if is_name(text) or x.indent > 30 or (last == "signature" and like_name(text)):
        return "signature"
    return "recipients" if last == "recipients" and re.search(r"[.,;]$", text) else "signature"


def _foot(seen: list[Look], start: int, zones: list[ZoneName], has_header: bool) -> int:
    """Zones of the lines from `start` to where the foot ends, which is returned."""
    last: ZoneName | None = None
    open_entry = False
    i = start
    while i < len(seen):
        x = seen[i]
        if not x.blank:
            if i > start and (
                opens_appendix(seen, i) or (len(x.text) > 160 and not BULLETED.match(x.text) and not x.line.side)
            ):
                return i
            if not has_header and (
                national(x.text)
                or NUMBER.match(x.text)
                or x.text == "*"
                or DATELINE.match(x.text)
                or re.match(r"ĐẢNG (?:BỘ|ỦY)|CHI BỘ", x.text)
            ):
                zones[i] = last = "header"
            elif (has_header and i > start and national(x.text)) or (
                last == "signature" and opens_body(x.text) and len(x.text) > 30
            ):
                return i
            else:
                zones[i] = last = _foot_zone(x, last, open_entry)
            if zones[i] == "recipients":
                text = x.parts[0] if x.parts else x.text
                open_entry = not re.search(r"[.,;:]\s*$", text)
        elif last:
            zones[i] = last
        i += 1
    return i


def opens_appendix(seen: list[Look], i: int) -> bool:
    """Whether line `i` after the main signature is the title line of something attached."""
    x = seen[i]
    if x.line.side == "left" or x.line.cell is not None:
        return False
    if appendix_type(x.text):
        return True
    found = title_type(x.text)
    if not found or not x.caps or found[1] in ("CHUNG", "CỤ THỂ", "KHÁC", "CHI TIẾT"):
        return False
    above = next((seen[j] for j in range(i - 1, max(-1, i - 5), -1) if not seen[j].blank), None)
    return above is None or not any(m.style in ("chapter", "part", "division") for m in marks(above.text))


def _appendix_lines(
    seen: list[Look], start: int, zones: list[ZoneName], width: int | None
) -> tuple[list[int], set[int]]:
    begins: list[int] = []
    titled: set[int] = set()
    i = start
    while i < len(seen):
        zones[i] = "appendix"
        first = not begins and not seen[i].blank
        if not seen[i].blank and (first or opens_appendix(seen, i)) and i not in titled:
            begins.append(i)
            if first and not opens_appendix(seen, i) and not (ATTACHED.match(seen[i].text) or seen[i].caps):
                i += 1
                continue
            titled.update(range(i, title_end(seen, i, width)))
        i += 1
    return begins, titled


def _mid_appendix(seen: list[Look], start: int, end: int) -> int:
    """The first line between `start` and `end` that opens an appendix although no signature stands before it."""
    for i in range(start, end):
        x = seen[i]
        if x.blank or x.line.cell is not None or x.line.side:
            continue
        found = appendix_type(x.text)
        if found and x.caps and (not found[1] or len(x.text) < 20) and i > start + 5:
            return i
    return end


def _official_letter(seen: list[Look], zones: list[ZoneName]) -> int:
    """Zones of the head of a công văn or tờ trình, which has no type line; the line after it."""
    address = next((i for i, x in enumerate(seen[:80]) if ADDRESS.match(x.text)), None)
    subject = next((i for i, x in enumerate(seen[: address or 40]) if any(SUBJECT.match(p) for p in x.parts)), None)
    stop = _address_end(seen, address) if address is not None else (subject + 1 if subject is not None else 0)
    if address is None and subject is None:
        return _bare_head(seen, zones)
    for i in range(stop):
        zones[i] = "header"
    if subject is None and address is not None:
        for i in _unmarked_subject(seen, address):
            zones[i] = "title"
    if subject is not None:
        zones[subject] = "title"
        j = _next(seen, subject)
        while (
            j < stop
            and not seen[j].rule
            and not national(seen[j].text)
            and not DATELINE.match(seen[j].text)
            and not ADDRESS.match(seen[j].text)
        ):
            if (
                seen[j].blank
                or NUMBER.match(seen[j].text)
                or (seen[j].caps and not seen[subject].caps)
                or seen[j].line.side != seen[subject].line.side
            ):
                break
            zones[j] = "title"
            j += 1
    for i in range(address if address is not None else stop, stop):
        zones[i] = "title"
    return stop


def _unmarked_subject(seen: list[Look], address: int) -> list[int]:
    """The subject of an official letter that stands under its number without "V/v"."""
    number = next((i for i in range(address) if NUMBER.match(seen[i].text)), None)
    if number is None:
        return []
    found: list[int] = []
    for i in range(number + 1, address):
        x = seen[i]
        if x.blank or x.rule or NUMBER.match(x.text):
            if found:
                break
        elif x.caps or national(x.text) or DATELINE.match(x.text) or x.line.side != seen[number].line.side:
            break
        else:
            found.append(i)
    return found


def _bare_head(seen: list[Look], zones: list[ZoneName]) -> int:
    """A document with neither type line nor address: its header ends with the last line that looks like one."""
    end = 0
    for i, x in enumerate(seen[:25]):
        if x.blank:
            continue
        if not _header_like(x):
            break
        end = i + 1
    for i in range(end):
        zones[i] = "header"
    return end


def _address_end(seen: list[Look], i: int) -> int:
    """The line after a "Kính gửi" list."""
    j, last = i, seen[i]
    open_ended = last.text.rstrip().endswith(":")
    while True:
        k = _next(seen, j)
        if k >= len(seen) or k - i > 60:
            return j + 1
        x = seen[k]
        listed = bool(BULLETED.match(x.text)) and not _BASIS.match(x.text)
        wraps = (
            not last.text.endswith((".", ":"))
            and not _BASIS.match(x.text)
            and (not last.text.endswith(";") or len(x.text) < 90)
        )
        if (
            not listed
            and not (open_ended and j == i and len(x.text) < 160 and not _BASIS.match(x.text))
            and not (wraps and k == j + 1 and len(x.text) < 120)
        ):
            return j + 1
        if x.line.side != seen[i].line.side or opens_body(x.text):
            return j + 1
        j, last = k, x


def find(seen: list[Look], width: int | None) -> Zones:
    """The zone of every line. A blank line belongs to the zone of the line before it."""
    zones: list[ZoneName] = ["body"] * len(seen)
    title = _find_title(seen)
    if title is not None:
        end = title_end(seen, title, width)
        address = next((i for i in range(title, min(end + 8, len(seen))) if ADDRESS.match(seen[i].text)), None)
        if address is not None and address <= _next(seen, end - 1):
            end = _address_end(seen, address)
        for i in range(title):
            zones[i] = "header"
        for i in range(title, end):
            late = (
                national(seen[i].text)
                or (DATELINE.match(seen[i].text) and len(seen[i].text) < 80)
                or (NUMBER.match(seen[i].text) and len(seen[i].text) < 40)
            )
            zones[i] = "header" if late else "title"
    else:
        end = _official_letter(seen, zones)
    foot = _find_foot(seen, end)
    cut = _mid_appendix(seen, end, foot)
    has_header = any(national(x.text) or NUMBER.match(x.text) for i, x in enumerate(seen[:end]) if zones[i] == "header")
    after = _foot(seen, foot, zones, has_header) if cut == foot else cut
    begins, titled = _appendix_lines(seen, after, zones, width)
    if cut < foot < len(seen):
        _foot(seen, foot, zones, True)
    _preamble(seen, end, min(foot, cut), zones)
    if not has_header:
        _late_header(seen, min(foot, cut), end, zones)
    return Zones(tuple(zones), title, end, tuple(begins), frozenset(titled))


def _preamble(seen: list[Look], start: int, stop: int, zones: list[ZoneName]) -> None:
    """Marks what stands between the title and the first numbered heading."""
    first = next((i for i in range(start, stop) if not seen[i].blank and opens_body(seen[i].text)), None)
    if first is None:
        first = start
        for i in range(start, stop):
            if (
                not seen[i].blank
                and not (_BASIS.match(seen[i].text) or _FORMULA.match(seen[i].text))
                and not (i > start and seen[i].text[0].islower())
            ):
                break
            first = i + 1
    for i in range(start, first):
        zones[i] = "preamble"


def _late_header(seen: list[Look], foot: int, start: int, zones: list[ZoneName]) -> None:
    """A header that a copy put right before the recipients."""
    i = foot - 1
    while i > start and (seen[i].blank or _header_like(seen[i])) and not opens_body(seen[i].text):
        i -= 1
    if any(national(seen[j].text) for j in range(i + 1, foot)):
        for j in range(i + 1, foot):
            zones[j] = "header"
