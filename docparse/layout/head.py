"""The head of a document: where the title stands and ends, and the head of a letter that has no title.

Reads: `Look`s.
Writes: line numbers, and the zones header and title.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.layout.landmarks import (
    ADDRESS,
    ATTACHED,
    BASIS,
    FORMULA,
    RECIPIENTS_LABEL,
    SUBJECT,
    header_like,
    next_line,
    opens_body,
    signs,
)
from docparse.layout.lines import BULLETED, DATELINE, NUMBER, Look, national, title_type, title_types
from docparse.model import ZoneName

_PREAMBLE = re.compile(r"^\W{0,6}" + lexicon.either("layout", "preamble_cues") + r"\b")


def find_title(seen: list[Look]) -> int | None:
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


def title_end(seen: list[Look], i: int, width: int | None) -> int:
    """The line after the last line of the title that opens at line `i`: type, subject, bracket and rule."""
    first: Look | None = None
    bracket = False
    last, end, j = seen[i], i + 1, next_line(seen, i)
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
                j = next_line(seen, j)
            end, first, bracket = j + 1, first or x, bool(ATTACHED.match(x.text))
        elif _below_title(x):
            return end
        elif first is not None and _enacts(seen, j):
            return j
        elif national(x.text) or DATELINE.match(x.text) or (NUMBER.match(x.text) and len(x.text) < 40):
            pass  # a letterhead whose right column stands after the title
        elif first is None:
            if (BASIS.match(x.text) and x.ended and len(x.text) > 60) or (x.ended and len(x.text) > 250):
                return end
            first, end = x, j + 1
        elif not _goes_on(seen, j, first, last, width):
            return end
        else:
            end = j + 1
        last, j = x, next_line(seen, j)
    return end


def _below_title(x: Look) -> bool:
    """Whether a line can only stand below a title."""
    return bool(
        RECIPIENTS_LABEL.match(x.text)
        or ADDRESS.match(x.text)
        or (signs(x.text) and not x.caps)
        or x.number is not None
        or opens_body(x.text)
        or BULLETED.match(x.text)
        or FORMULA.match(x.text)
        or x.line.cell is not None
    )


_AUTHORITY = re.compile(
    lexicon.either("layout", "authorities")
    + r"(?!\w)(?!.*(?<!\w)(?:về|ban hành|thực hiện|phê duyệt|nhiệm kỳ|năm)(?!\w))"
)
# A subject goes on below: "... NGHỊ QUYẾT CỦA", "... ĐẠI HỘI ĐẠI BIỂU".
_OPEN_ABOVE = re.compile(
    r"(?<!\w)(?:CỦA|VÀ|CÁC|VỚI|CHO|TẠI|THUỘC|ĐẠI HỘI|HOẠT ĐỘNG|TỔ CHỨC|SINH HOẠT|NHIỆM VỤ)$|[,–-]$"
)


def _enacts(seen: list[Look], i: int) -> bool:
    """Whether line `i` names who decides, above the grounds: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Căn cứ ..."."""
    k = next_line(seen, i)
    above = next((seen[j].text for j in range(i - 1, -1, -1) if not seen[j].blank), "")
    if not seen[i].caps or not _AUTHORITY.match(seen[i].text.lower()) or _OPEN_ABOVE.search(above):
        return False
    if k < len(seen) and seen[k].caps and not title_type(seen[k].text):  # "CHỦ TỊCH CHÍNH PHỦ / VIỆT NAM DÂN CHỦ ..."
        k = next_line(seen, k)
    return k < len(seen) and bool(BASIS.match(seen[k].text)) and not seen[k].caps


def _goes_on(seen: list[Look], i: int, first: Look, last: Look, width: int | None) -> bool:
    """Whether line `i` still belongs to the subject under a title whose lines so far are `first` to `last`."""
    x = seen[i]
    if x.text[0].islower() or x.text[0] in '“"(' or last.text.endswith((",", "-", "–")):
        return not BASIS.match(x.text) or x.text[0].islower()
    if x.caps:
        return last.caps or not seen[i - 1].blank
    if first.caps and last.caps:  # the issuer's line in capitals, then the subject
        return not (_PREAMBLE.match(x.text) and _paragraph_ends(seen, i)) and len(x.text) < 330 and not x.ended
    if last.line.align == "center" and (x.line.align == "center" or _between_centred(seen, i)):
        return True
    if x.line.bold and last.line.bold and first.line.bold and x.line.align is not None:
        return True
    if _PREAMBLE.match(x.text) and _paragraph_ends(seen, i):
        return False
    if width:
        return len(x.text) < 0.82 * width
    return len(x.text) < 150 and not x.ended and not seen[i - 1].blank


def _between_centred(seen: list[Look], i: int) -> bool:
    """Whether a centred line follows line `i`, which is so full that its own centring cannot be seen."""
    below = seen[i + 1] if i + 1 < len(seen) else None
    return below is not None and not below.blank and below.line.align == "center" and not opens_body(below.text)


def _paragraph_ends(seen: list[Look], i: int) -> bool:
    """Whether the paragraph that starts at line `i` reaches a full stop, semicolon or colon."""
    for j in range(i, min(i + 12, len(seen))):
        if seen[j].blank or ADDRESS.match(seen[j].text):
            return False
        if seen[j].ended:
            return True
    return False


def mark_head(seen: list[Look], title: int, width: int | None, zones: list[ZoneName]) -> int:
    """Zones of the head whose title opens at line `title`, with a "Kính gửi" list below it; the line after it."""
    end = title_end(seen, title, width)
    address = next((i for i in range(title, min(end + 8, len(seen))) if ADDRESS.match(seen[i].text)), None)
    if address is not None and address <= next_line(seen, end - 1):
        end = _address_end(seen, address)
    for i in range(title):
        zones[i] = "header"
    for i in range(title, end):
        text = seen[i].text
        late = national(text) or (DATELINE.match(text) and len(text) < 80) or (NUMBER.match(text) and len(text) < 40)
        zones[i] = "header" if late else "title"
    return end


def official_letter(seen: list[Look], zones: list[ZoneName]) -> int:
    """Zones of the head of a công văn or tờ trình, which has no type line; the line after it."""
    address = next((i for i, x in enumerate(seen[:80]) if ADDRESS.match(x.text)), None)
    subject = next((i for i, x in enumerate(seen[: address or 40]) if any(SUBJECT.match(p) for p in x.parts)), None)
    if address is not None:
        stop = _address_end(seen, address)
        titled = [*range(address, stop)]
        titled += _unmarked_subject(seen, address) if subject is None else _subject_lines(seen, subject, stop)
    elif subject is not None:
        stop = subject + 1
        titled = [subject]
    else:
        line = _headline(seen)
        stop = _bare_head(seen) if line is None else line + 1
        titled = [] if line is None else [line]
    for i in range(stop):
        zones[i] = "header"
    for i in titled:
        zones[i] = "title"
    return stop


def _subject_lines(seen: list[Look], subject: int, stop: int) -> list[int]:
    """The lines of the subject of an official letter that opens with "V/v" on line `subject`."""
    first = seen[subject]
    found = [subject]
    for j in range(next_line(seen, subject), stop):
        x = seen[j]
        if x.blank or x.rule or (x.caps and not first.caps) or x.line.side != first.line.side:
            break
        if national(x.text) or DATELINE.match(x.text) or NUMBER.match(x.text) or ADDRESS.match(x.text):
            break
        found.append(j)
    return found


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


@lexicon.derived
def _numbered_title() -> re.Pattern[str]:
    kinds = lexicon.alternation(tuple(kind.capitalize() for kind in title_types()))
    return re.compile(rf"(?:{kinds})(?: kết luận)? (?:số ?:? ?)?\d{{1,4}}(?:/\d{{4}})?[-/][A-ZĐ]{{2}}")


def _headline(seen: list[Look]) -> int | None:
    """The line of a title in small letters with the document's number, as pages of the web print it above the text."""
    for i, x in enumerate(seen[:10]):
        if _numbered_title().match(x.text) and len(x.text) < 500 and not x.text.endswith((".", ",", ":", ";")):
            return i
        if len(x.text) > 160 or opens_body(x.text) or BASIS.match(x.text):
            return None
    return None


def _bare_head(seen: list[Look]) -> int:
    """The line after the header of a document with neither type line nor address: the last that looks like one."""
    end = 0
    for i, x in enumerate(seen[:25]):
        if x.blank:
            continue
        if not header_like(x):
            break
        end = i + 1
    return end


def _address_end(seen: list[Look], i: int) -> int:
    """The line after a "Kính gửi" list."""
    j, last = i, seen[i]
    open_ended = last.text.rstrip().endswith(":")
    while True:
        k = next_line(seen, j)
        if k >= len(seen) or k - i > 60:
            return j + 1
        x, size = seen[k], len(seen[k].text)
        # Points of the body may follow at once.
        listed = bool(BULLETED.match(x.text)) and not (last.text.endswith(".") and size >= 120)
        below_label = open_ended and j == i and size < 160
        ended = last.text.endswith((".", ":")) or (last.text.endswith(";") and size >= 90)
        wraps = k == j + 1 and size < 120 and not ended
        if BASIS.match(x.text) or not (listed or below_label or wraps):
            return j + 1
        if x.line.side != seen[i].line.side or opens_body(x.text):
            return j + 1
        j, last = k, x
