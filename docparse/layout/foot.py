"""The foot of a document: recipients, signature, and what is attached below them.

Reads: `Look`s.
Writes: line numbers, and the zones recipients, signature and appendix.
"""

from __future__ import annotations

import re

from docparse.layout.head import title_end
from docparse.layout.landmarks import (
    ATTACHED,
    EXTRA_LABEL,
    MODE,
    POSITION,
    RECIPIENTS_LABEL,
    files,
    header_like,
    is_name,
    like_name,
    opens_body,
    signs,
    stray,
)
from docparse.layout.lines import BULLETED, DATELINE, NUMBER, Look, appendix_type, national, title_type
from docparse.layout.markers import marks
from docparse.model import ZoneName


def find_foot(seen: list[Look], start: int) -> int:
    """The first line of recipients or signature after line `start`; len(seen) where the document has neither."""
    label = mode = None
    for i in range(start, len(seen)):
        x = seen[i]
        if x.blank:
            continue
        parts = x.parts
        if label is None and any(map(RECIPIENTS_LABEL.match, parts[:2])):
            label = i
        if mode is None and any(p.upper()[:14] == p[:14] for p in filter(MODE.match, parts)):
            mode = i
    if label is None:
        return _unlabelled(seen, mode if mode is not None else _find_post(seen, start), start)
    if mode is not None and label - 40 < mode < label and all(len(x.text) <= 140 for x in seen[mode:label]):
        return mode
    return label


_KEPT = re.compile(r"Lưu\s*(?::|\S*[A-ZĐ])")


def _unlabelled(seen: list[Look], end: int, start: int) -> int:
    """The first line of recipients without a label above the signature, line `end`, which end in what is filed."""
    first = end
    for i in range(end - 1, start, -1):
        if seen[i].blank:
            continue
        text = seen[i].text
        if not BULLETED.match(text) or len(text) > 120 or (first == end and not (files(text) and _KEPT.search(text))):
            break
        first = i
    return first


def _find_post(seen: list[Look], start: int) -> int:
    """The line near the end that is a post in capitals with a name under it; len(seen) where there is none."""
    tail = [i for i in range(start, len(seen)) if not seen[i].blank][-14:]
    for k, i in enumerate(tail):
        if POSITION.match(seen[i].text) and seen[i].caps and any(is_name(seen[j].text) for j in tail[k + 1 : k + 5]):
            return i
    return len(seen)


def mark_foot(seen: list[Look], start: int, zones: list[ZoneName], has_header: bool) -> int:
    """Zones of the lines from `start` to where the foot ends, which is returned."""
    last: ZoneName | None = None
    open_entry = named = False
    for i in range(start, len(seen)):
        x = seen[i]
        if x.blank:
            zones[i] = last or zones[i]
            continue
        named = named or is_name(x.text)
        if i > start and _below_foot(seen, i):
            return i
        if not has_header and _moved_header(x):
            last = "header"
        elif (has_header and i > start and (national(x.text) or (named and _second_letterhead(seen, i)))) or (
            last == "signature" and opens_body(x.text) and (named or len(x.text) > 30)
        ):
            return i
        else:
            last = _foot_zone(x, last, open_entry)
        zones[i] = last
        if last == "recipients":
            open_entry = not re.search(r"[.,;:]\s*$", x.parts[0] if x.parts else x.text)
    return len(seen)


_OPENING = ("part", "chapter", "article", "roman")
"""Numberings that no list of recipients has."""


def _below_foot(seen: list[Look], i: int) -> bool:
    """Whether line `i` can only stand below recipients and signature: an appendix, or a long paragraph."""
    x = seen[i]
    if opens_appendix(seen, i) or (ATTACHED.match(x.text) and x.text.startswith("(")):
        return True
    if x.line.side or BULLETED.match(x.text):
        return False
    return len(x.text) > 160 or any(m.style in _OPENING and m.ordinal == 1 for m in marks(x.text))


def _second_letterhead(seen: list[Look], i: int) -> bool:
    """Whether line `i` below a signer opens the letterhead of what is attached: capitals, and soon the State's name."""
    x = seen[i]
    return x.caps and not signs(x.text) and not is_name(x.text) and any(national(y.text) for y in seen[i + 1 : i + 8])


def _moved_header(x: Look) -> bool:
    """Whether a line is of a letterhead that a copy put among the lines of the foot."""
    return bool(
        national(x.text)
        or NUMBER.match(x.text)
        or x.text == "*"
        or DATELINE.match(x.text)
        or re.match(r"ĐẢNG (?:BỘ|ỦY)|CHI BỘ", x.text)
    )


def _foot_zone(x: Look, last: ZoneName | None, open_entry: bool) -> ZoneName:
    """Recipients or signature for one line under the body."""
    text = x.parts[0] if x.parts else x.text
    if x.line.side == "right" or stray(text):
        return "signature"
    if RECIPIENTS_LABEL.match(text) or EXTRA_LABEL.match(text) or BULLETED.match(text) or files(text):
        return "recipients"
    if signs(text) or (x.caps and not x.line.side):
        return "signature"
    if x.line.side == "left" or text.endswith((",", ";")):
        return "recipients"
    if open_entry and not is_name(text) and last != "signature":
        return "recipients"
    if last == "recipients" and not (x.caps or like_name(text)) and x.indent <= 30:
        return "recipients"
    if is_name(text) or x.indent > 30 or (last == "signature" and like_name(text)):
        return "signature"
    return "recipients" if last == "recipients" and re.search(r"[.,;]$", text) else "signature"


def opens_appendix(seen: list[Look], i: int) -> bool:
    """Whether line `i` after the main signature is the title line of something attached."""
    x = seen[i]
    if x.line.side == "left" or x.line.cell is not None:
        return False
    if appendix_type(x.text):
        return True
    found = title_type(x.text) if x.caps else None
    if not found or found[1] in ("CHUNG", "CỤ THỂ", "KHÁC", "CHI TIẾT"):
        return False
    above = next((seen[j] for j in range(i - 1, max(-1, i - 5), -1) if not seen[j].blank), None)
    return above is None or not any(m.style in ("chapter", "part", "division") for m in marks(above.text))


def appendix_lines(
    seen: list[Look], start: int, zones: list[ZoneName], width: int | None
) -> tuple[list[int], set[int]]:
    """Puts all lines from `start` into the zone appendix: the lines where one begins, and the lines of titles."""
    begins: list[int] = []
    titled: set[int] = set()
    for i in range(start, len(seen)):
        x = seen[i]
        zones[i] = "appendix"
        if x.blank or i in titled:
            continue
        opens = opens_appendix(seen, i)
        if opens or not begins:
            if opens or ATTACHED.match(x.text) or x.caps:
                titled.update(range(i, title_end(seen, i, width)))
            if not (begins and _still_heading(seen, begins[-1], i, titled)):
                begins.append(i)
    return begins, titled


def _still_heading(seen: list[Look], begin: int, i: int, titled: set[int]) -> bool:
    """Whether the appendix that begins at line `begin` has had no more than a letterhead before its title, line `i`."""
    return not appendix_type(seen[begin].text) and all(
        seen[j].blank or j in titled or header_like(seen[j]) for j in range(begin, i)
    )


def mid_appendix(seen: list[Look], start: int, end: int) -> int:
    """The first line between `start` and `end` that opens an appendix although no signature stands before it."""
    for i in range(start, end):
        x = seen[i]
        if not x.caps or x.blank or x.line.cell is not None or x.line.side:
            continue
        found = appendix_type(x.text)
        if found and (not found[1] or len(x.text) < 20) and i > start + 5:
            return i
    return end
