"""The foot and the address of a document: recipients, signatures, addressees.

Text it finds: "- Văn phòng Trung ương + T26," "- Thường trực HĐND, UBND tỉnh (b/c);" "Lưu: VT, KTTH (3b)."; "T/M BAN
THƯỜNG VỤ / PHÓ BÍ THƯ / (đã ký) / Dương Văn An"; the list under "Kính gửi:". Offsets are of the text itself, because a
text copy keeps recipients and signature on one line, apart only by white space. Rules: GUIDELINES "recipients",
"signatures"; domain notes 2.2, 2.3.

Reads: `Layout`.
Writes: `Entry`s and `Signer`s with offsets of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docparse import lexicon
from docparse.extract.heads import head_at, whole
from docparse.extract.name_bounds import name_end
from docparse.extract.name_joints import chained_committee
from docparse.layout import Block, Layout
from docparse.layout.landmarks import ADDRESS, EXTRA_LABEL, MODE, RECIPIENTS_LABEL, SIGNED, is_name, like_name, stray
from docparse.layout.view import normal


@dataclass(frozen=True, slots=True)
class Entry:
    """One body or group of people of a list; offsets of the text."""

    start: int
    end: int
    note: str | None
    archive: bool


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: authority, post and name as printed; offsets of the text."""

    start: int
    end: int
    mode: str | None
    on_behalf_of: str | None
    position: str | None
    name: str | None
    note: str | None


_COLUMNS = re.compile(r"\t\s*|\s{4,}")
# A dash, also one that Markdown keeps from being a list, or a number.
_DASH = re.compile(rf"^[\s*_]*(?:\\?[-–—+•●*]\s*|\d{{1,2}}[.)]\s+(?=[{lexicon.UPPER}]))?")
_PURPOSE = re.compile(r"\s{0,9}\((?P<note>[^()]{1,60})\)\s*$")
_BETWEEN_NOTES = re.compile(r"\((?P<note>[^()]{1,60})\)(?P<gap>\s{0,9}[;,]\s{1,9})(?=[^\W\d_])")
_IS_PURPOSE = re.compile(
    r"để|đề|b/c|bc\b|báo cáo|biết|th/h|t/h|thực hiện|p/h|phối hợp|chỉ đạo|theo dõi|đăng|\d{1,3}\s?b?$"
    r"|[^()]*\bT\s?\d{2}$",
    re.IGNORECASE,
)
# "Cục Kiểm tra văn bản (Bộ Tư pháp)": whose office it is belongs to its name.
_WHOSE = re.compile(
    r"^(?:Cục|Vụ|Phòng|Chi cục|Viện|Trung tâm) [^()]*"
    r"\((?:Bộ|Sở|Ban|UBND|Ủy ban|Văn phòng|Tỉnh|Thành|Tổng cục|Cục|Đài|Công an) ?[^()]*\)$"
)
_UNBRACKETED = re.compile(
    r"(?:\s{0,9}[,;:-])?\s{1,9}(?P<note>để\s(?:b\.?\s?/?\s?c(?:áo)?|báo cáo|biết|thực hiện|t/?h|th/h|phối hợp|p/h"
    r"|chỉ đạo|theo dõi)[^,;()]{0,20})$",
    re.IGNORECASE,
)
# A letter or two behind an entry: a flourish of the signature that recognition took for letters.
_STRAY = re.compile(rf";\s+(?:[^\W\d_]|[{lexicon.LOWER}]{{2}})$")
_PLUS = re.compile(
    r"\s{0,9}(?P<note>(?:\+|tại)\s*(?:T\d{2}|Vụ|CV|CQTT|Cơ quan)[^,;.]*"
    rf"|\+\s*\S(?:[^,;.]|, (?=[{lexicon.LOWER}]))*)$"
)
# Behind what is filed: copies, a typist, a file, an office ("(3b)", "(CV-2026)", "(P. Tổng hợp)").
_COPIES = re.compile(r"\s{0,9}\((?P<note>[^()]{1,40})\)\s*$")
_TITLES_OF_ONE = re.compile(
    r"^(?:Các đồng chí |Các đ/c |Đồng chí |Đ/c |Lãnh đạo )?"
    r"(?:CT|CVP|TTg|TTCP|HT|GĐ|BT|CN|TBT|LĐVP|TT TU|Chủ tịch|Thủ tướng|(?:Tổng )?Giám đốc|(?:Tổng )?Bí thư|Lãnh đạo"
    r"|Chánh|Tổng [Bb]iên tập|Chủ nhiệm|(?:Hiệu |Bộ |Viện |Cục |Vụ )trưởng|Trưởng)(?: [^,;]{1,40}?)?"
    r"(?:,| và) (?:các )?(?:đ/c |đồng chí )?(?:[Cc]huyên viên|PCT|PTTg|PTT|Phó|Thứ|PCVP|PVP|PHT|PGĐ|PBT|PCN|P\b|phó)"
    r"|^(?:Vụ|Cục|Phòng|Ban(?! [^,]*Trung ương,)) [^,]{2,40}, "
    r"(?:Ban [^,]+ Trung ương|Ủy ban Kiểm tra Trung ương|Văn phòng Trung ương[^,]*|Bộ [^,]+)$",
)
_PERSON = re.compile(
    rf"(?:Đ/c|Đồng chí|Ông|Bà) [{lexicon.UPPER}]\w+(?: [{lexicon.UPPER}]\w*){{1,4}}(?: -|,) [^,;]{{2,60}}$"
)
_CLOSING = " ,;:.*_"
"""What ends an entry and is no part of it."""
_LIST_OF_PLACES = re.compile(r"^(?P<head>[^:]{2,80}):\s*")
_SEPARATOR = re.compile(r"\s{0,9}[,;]\s*|\s{1,9}và\s+")
_MODES = {"TM": "T/M", "KT": "K/T", "TL": "T/L", "TUQ": "TUQ", "TU": "T/U", "Q": "Q", "TUN": "TUQ"}


def _lines(layout: Layout, block: Block) -> list[tuple[int, int]]:
    out, start = [], block.start
    for part in layout.text[block.start : block.end].split("\n"):
        if part.strip():
            out.append((start, start + len(part)))
        start += len(part) + 1
    return out


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The columns of a line, as offsets."""
    out, at = [], start
    for m in [*_COLUMNS.finditer(text, start, end), None]:
        stop = m.start() if m else end
        if text[at:stop].strip():
            out.append((at, stop))
        at = m.end() if m else end
    return out


def foot(layout: Layout) -> tuple[list[Entry], list[Signer]]:
    """Recipients and signatures of the main document."""
    entries: list[tuple[int, int]] = []
    signing: list[tuple[int, int]] = []
    for block in layout.blocks:
        if block.zone == "signature":
            signing += [p for a, b in _lines(layout, block) for p in _parts(layout.text, a, b)]
        elif block.zone == "recipients":
            _recipient_lines(layout, block, entries, signing)
    found = [e for a, b in entries for c, d in _noted(layout.text, a, b) for e in _entry(layout.text, c, d)]
    return found, _signers(layout.text, signing)


def _recipient_lines(
    layout: Layout, block: Block, entries: list[tuple[int, int]], signing: list[tuple[int, int]]
) -> None:
    """Sorts the columns of a block of recipients: the right one belongs to the signature."""
    lines = [_parts(layout.text, a, b) for a, b in _lines(layout, block)]
    left = [parts[0] for parts in lines]
    for parts in lines:
        signing += parts[1:]
    first = layout.text[left[0][0] : left[0][1]]
    if label := RECIPIENTS_LABEL.match(first) or EXTRA_LABEL.match(first):
        rest = left[0][0] + label.end()
        left = ([(rest, left[0][1])] if layout.text[rest : left[0][1]].strip(_CLOSING) else []) + left[1:]
    if not left:
        return
    contiguous = all(len(p) == 1 for p in lines)
    entries += [(left[0][0], left[-1][1])] if contiguous else left


def _noted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of an entry that each have a purpose of their own: "Ban Dân vận TW (b/c); Vụ Địa phương II (T78)"."""
    filed = text[start : start + 20].lstrip(" \t-–+*•").startswith("Lưu")
    for m in _BETWEEN_NOTES.finditer(text, start, end) if not filed else ():
        if _IS_PURPOSE.match(m["note"]):
            yield start, m.start("gap")
            start = m.end()
    yield start, end


def _entry(text: str, start: int, end: int) -> list[Entry]:
    """The bodies of one entry of a list, without dash, closing mark and note."""
    dash = _DASH.match(text[start:end])
    start += dash.end() if dash else 0
    raw = text[start:end].rstrip()
    archive = bool(re.match(r"Lưu\b", raw))
    raw = _STRAY.sub("", raw.rstrip(_CLOSING))
    raw = _undotted(raw)
    note = None
    for pattern in (_COPIES,) if archive else (_PURPOSE, _UNBRACKETED, _PLUS):
        m = pattern.search(raw)
        named = pattern is _PURPOSE and m and _WHOSE.search(raw)
        if m and m.start() > 0 and note is None and not named:
            note = re.sub(r"\s+", " ", m["note"]).strip()
            raw = raw[: m.start()].rstrip(_CLOSING)
    raw = _undotted(raw)
    if not raw or not any(c.isalpha() for c in raw):
        return []
    if archive:
        return [Entry(start, start + len(raw), note, True)]
    return [Entry(start + a, start + b, note, False) for a, b in split_bodies(raw)]


def _undotted(raw: str) -> str:
    """An entry without the leader of dots that ends it."""
    bare = raw.rstrip(" \t.…_")
    return bare if len(raw) - len(bare) > 1 or raw.endswith("…") else raw


def split_bodies(raw: str) -> list[tuple[int, int]]:
    """Start and end of each body of an entry: "Thường trực HĐND, UBND tỉnh" is two, "CT, PCT UBND tỉnh" one."""
    flat = normal(re.sub(r"\s", " ", raw))
    listed = _LIST_OF_PLACES.match(flat)
    if listed:
        if re.match(
            r"(?:(?:Các|các|Thường trực|Thường vụ|TT|HĐND|UBND|Sở|Ban|Đảng đoàn)\b"
            r"|(?:Đảng|Huyện|Thị|Quận|Thành|Tỉnh) ủy\b|(?:Văn phòng|VP)$)",
            listed["head"],
        ) and not re.match(r"(?:Các )?(?:đồng chí|đ/c)|(?:VP|Văn phòng): P?CVP", flat):
            return _pieces(flat, listed.end(), bare=True)
        return [(0, len(raw))]
    if _TITLES_OF_ONE.match(flat) or _PERSON.match(flat) or re.match(r"(?:Văn phòng|VP) HĐND,? (?:và )?UBND", flat):
        return [(0, len(raw))]
    return _pieces(flat, 0, bare=False)


def _pieces(flat: str, start: int, bare: bool) -> list[tuple[int, int]]:
    low = flat.lower()
    out: list[tuple[int, int]] = []
    position = start
    while position < len(flat):
        end = _piece_end(flat, low, position, bare)
        out.append((position, len(flat[:end].rstrip(" ,;.*"))))
        gap = _SEPARATOR.match(flat, end)
        position = gap.end() if gap else len(flat)
    return [(a, b) for a, b in out if b > a]


def _piece_end(flat: str, low: str, start: int, bare: bool) -> int:
    """The end of the body that opens at `start`: the first separator after which another opens."""
    position = start
    head = head_at(low, start)
    if head and not bare:
        position = name_end(flat, low, start, head)
    wholes = whole()
    for m in _SEPARATOR.finditer(flat, start):
        if m.start() < position or any(
            w.start() < m.start() < w.end() for w in wholes.finditer(low, max(0, m.start() - 60), m.end() + 60)
        ):
            continue
        if flat.count("(", start, m.start()) > flat.count(")", start, m.start()):
            continue
        if _opens(flat, low, m, bare):
            return m.start()
    return len(flat)


_COMMITTEE_HEADS = ("huyện ủy", "thị ủy", "thành ủy", "tỉnh ủy", "quận ủy")
_PLACE_SHORT = re.compile(r"(?:TP|TX|TT)\b(?=\s?(?:[,;.]?$|[,;] |trực thuộc|thuộc))")
# "Đảng ủy xã Cần Đước, tỉnh Tây Ninh": where that is.
_PLACE_BELOW = re.compile(rf"(?:xã|phường|thị trấn|huyện|quận|đặc khu) [{lexicon.UPPER}][^,;]{{1,40}}$")
_PLACE_ABOVE = re.compile(rf"tỉnh [{lexicon.UPPER}]")
_ABBREVIATED = re.compile(
    r"(?:UBND|HĐND|MTTQ|UBMTTQ|UBKT|VP|BCH|BTV|LĐLĐ|TAND|VKSND|CA|BCHQS|BTG|BTC|BDV|BNC|ĐU|HU|TU|CĐ|CQTW|TT)\b"
)


def _opens(flat: str, low: str, m: re.Match[str], bare: bool) -> bool:
    after = m.end()
    if bare:
        return flat[after : after + 1].isupper() and m[0].strip() != "và"
    if _PLACE_SHORT.match(flat, after) or (_PLACE_ABOVE.match(flat, after) and _PLACE_BELOW.search(flat[: m.start()])):
        return False
    if re.match(rf"(?:các|những) (?:[{lexicon.UPPER}])", flat[after : after + 8]):
        return True
    head = head_at(low, after)
    if not low.startswith(("các ", *_COMMITTEE_HEADS)) and chained_committee(flat, low, m.start(), after):
        return False
    if head is not None:
        return (
            bool(head["det"].strip())
            or flat[after].isupper()
            or head["head"] not in ("đơn vị", "địa phương", "cơ quan", "ngành", "thành phố", "xã")
        )
    if "và" in m[0]:
        return bool(_ABBREVIATED.match(flat, after))
    return flat[after : after + 1].isupper()


# --- signatures ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """A signature while its lines are read."""

    start: int = -1
    end: int = -1
    mode: str | None = None
    on_behalf_of: str | None = None
    position: str | None = None
    name: str | None = None
    notes: tuple[str, ...] = ()

    def grow(self, start: int, end: int) -> None:
        """Takes the stretch `start` to `end` in."""
        self.start = start if self.start < 0 else min(self.start, start)
        self.end = max(self.end, end)

    def done(self) -> Signer | None:
        """The signer, None where nothing says who signs."""
        if not (self.mode or self.position or self.name):
            return None
        return Signer(
            self.start, self.end, self.mode, self.on_behalf_of, self.position, self.name, "; ".join(self.notes) or None
        )


def _mode(text: str) -> str:
    """A mark of authority in one form: "TM." as "T/M"."""
    return _MODES.get(re.sub(r"[\s./]", "", text.upper()), text)


def _signers(text: str, parts: list[tuple[int, int]]) -> list[Signer]:
    drafts = [_Draft()]
    later = [False] * len(parts)  # whether a name stands below
    for i in range(len(parts) - 2, -1, -1):
        a, b = parts[i + 1]
        later[i] = later[i + 1] or is_name(text[a:b].strip(" *\t"))
    for i, (start, end) in enumerate(parts):
        line = text[start:end].strip(" \t*_")
        if not any(c.isalpha() for c in line) or stray(line):
            continue
        draft = drafts[-1]
        if draft.name and (MODE.match(line) or line.upper() == line) and later[i]:
            draft = _Draft()
            drafts.append(draft)
        a = start + text[start:end].index(line)
        _place(draft, line)
        draft.grow(a, a + len(line))
    return [s for d in drafts if (s := d.done())]


def _place(draft: _Draft, line: str) -> None:
    """Puts one line of a signature where it belongs."""
    m = MODE.match(line)
    if m and draft.name is None:
        if draft.mode is None:
            draft.mode, draft.on_behalf_of = _mode(m["mode"]), (m["of"] or "").strip(" ,.") or None
        else:
            draft.notes += (line,)
    elif SIGNED.match(line):
        draft.notes += (line.strip("()[] "),)
    elif draft.name is None and (is_name(line) or ((draft.mode or draft.position) and like_name(line))):
        draft.name = re.sub(r"\s+", " ", line.strip(" .*"))
    elif line.upper() == line and draft.name is None and not any(c.isdigit() for c in line):
        if draft.mode and draft.position is None and not _is_post(line) and not draft.notes:
            draft.on_behalf_of = f"{draft.on_behalf_of} {line}" if draft.on_behalf_of else line
        else:
            draft.position = f"{draft.position} {line}" if draft.position else line
    elif draft.name is not None and line.upper() == line:
        draft.notes += (line,)


_POST = re.compile(r"(?:[QP]\. ?|QUYỀN )?" + lexicon.either("layout", "positions") + r"|TRƯỞNG|PHÓ|CHÁNH")


def _is_post(line: str) -> bool:
    return bool(_POST.match(line))


# --- addressees ---------------------------------------------------------------------------------------------------


def addressees(layout: Layout) -> list[Entry]:
    """The bodies of a "Kính gửi" or "Kính trình" list."""
    found: list[tuple[int, int]] = []
    open_list = False
    for block in layout.blocks:
        if block.zone != "title":
            open_list = False
            continue
        text = layout.text[block.start : block.end]
        m = ADDRESS.match(text)
        if m:
            open_list = True
            rest = text[m.end() :]
            if rest.strip(" :*"):
                found.append((block.start + m.end() + len(rest) - len(rest.lstrip(" :*")), block.end))
        elif open_list:
            if (
                found
                and not re.search(r"[;.:]\s*$", layout.text[found[-1][0] : found[-1][1]])
                and not re.match(r"[-–+•]", text)
            ):
                found[-1] = (found[-1][0], block.end)
            else:
                found.append((block.start, block.end))
    return [e for a, b in found for e in _entry(layout.text, a, b)]
