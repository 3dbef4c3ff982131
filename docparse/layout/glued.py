"""Lines of plain text that a copy glued together: a letterhead or a signature on one line is told apart again.

Pages of the web and converters put "Số: 435/QĐ-UBND Kon Tum, ngày 04 tháng 5 năm 2020 QUYẾT ĐỊNH ..." or "TM. ỦY BAN
NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn An" on one line. Only what cannot be anything else is parted, in the head
and in the foot; the text itself stays as it is.

Reads: the lines of a plain text.
Writes: the same lines, some in several pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docparse import lexicon
from docparse.layout.landmarks import ADDRESS, BASIS, MODE, RECIPIENTS_LABEL, is_name, opens_body
from docparse.layout.lines import title_types
from docparse.lexicon import LOWER, UPPER
from docparse.model import Line

_HEAD = 30
"""How many lines a letterhead may take."""
_POST = lexicon.either("layout", "positions")
_STATE = r"C[ỘO]NG\s+H[ÒOÀ][ÀAÒ]?\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA"
_PLACE = rf"(?:TP\.?\s?)?[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]*){{0,4}}"
_DATE = rf"{_PLACE},?\s+ngày\s+[\d.…]{{1,12}}\s+tháng\s"
_NUMBER = r"Số\s*:?\s*[\d.…]{0,12}\s*[-/]"


# What may follow what on one line of a letterhead.
@lexicon.derived
def _after() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    kinds = lexicon.alternation(title_types())
    name = re.compile(rf"^[{UPPER}\s,.–-]{{4,120}}$")
    return (
        (name, re.compile(rf"{_STATE}|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM\s*$|-{{3,}}")),
        (re.compile(_STATE), re.compile(r"(?:Độc|ĐỘC)\s+(?:lập|LẬP)|-{3,}")),
        (re.compile(r"(?:Độc|ĐỘC)\s+(?:lập|LẬP)"), re.compile(r"-{3,}")),
        (re.compile(_NUMBER), re.compile(rf"V/v\s|(?:{kinds})\s+[{UPPER}]|{_DATE}|{_STATE}")),
        (re.compile(_DATE), re.compile(rf"Kính\s+(?:gửi|trình)\s*:?|(?:{kinds})(?:\s+[{UPPER}]|\s*$)")),
        (re.compile(r"V/v\s"), re.compile(_DATE)),
    )


_COLUMNS = re.compile(r"\s(?:(?<=\t)|\s{3})")
_MODE = r"(?:T/M|TM\.|K/T|KT\.|T/L|TL\.|TUQ\.)"
_TOKEN = re.compile(rf"(?<!\S)(?:(?P<mode>{_MODE})(?=\s*[{UPPER}]{{2}})|(?P<post>{_POST})(?=\s|$))")
# "... thi hành Quyết định này./. Nơi nhận: - Như Điều 3;- Lưu: VT."
_LABEL = re.compile(rf"(?<=[./;])\s+(?=Nơi\s+nhận\s*:\s*(?:[-–+•*]\s*)?[{UPPER}])")
_ENTRY = re.compile(rf"(?<=[;,.)])\s*(?=[-–+•]\s*[{UPPER}])")
_SIGNER = re.compile(rf"\s(?<=[{UPPER};.)]\s)\s*(?P<name>(?:[{UPPER}][{LOWER}']+\s){{1,4}}[{UPPER}][{LOWER}']+)\s*$")


def parted(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those in pieces that hold several parts of a letterhead or of a signature; text unchanged."""
    out: list[Line] = []
    head = True
    foot = False
    for n, line in enumerate(lines):
        text = line.text
        label = _LABEL.search(text) if "Nơi" in text and not foot else None
        if label and text.rfind("Lưu") < label.end():
            label = None  # the rest of the list would end in what is filed
        foot = foot or bool(RECIPIENTS_LABEL.match(text))
        head = head and n < _HEAD and not foot and not (opens_body(text) or BASIS.match(text) or ADDRESS.match(text))
        cuts: list[int] = []
        if head and len(text) > 12:
            cuts = list(_head_cuts(text))
        elif label:
            foot, at = True, label.end()
            cuts = [at, *(at + cut for cut in _foot_cuts(text[at:]))]
        elif (foot or MODE.match(text)) and not _COLUMNS.search(text):
            cuts = _foot_cuts(text)
        out += _pieces(line, cuts) if cuts and line.original is None else [line]
    return tuple(out)


def _pieces(line: Line, cuts: Sequence[int]) -> list[Line]:
    bounds = [0, *cuts, len(line.text)]
    found = [line._replace(text=line.text[a:b]) for a, b in pairwise(bounds)]
    return [found[0], *(piece._replace(glued=True) for piece in found[1:])]


def _head_cuts(text: str) -> Iterator[int]:
    """Where a new part of the letterhead begins inside a line."""
    start = 0
    while True:
        cut = min((at for before, after in _after() if (at := _next(text, start, before, after))), default=0)
        if not cut:
            return
        yield cut
        start = cut


def _next(text: str, start: int, before: re.Pattern[str], after: re.Pattern[str]) -> int:
    """Where `after` stands behind `before`, which opens the piece at `start`; 0 where it does not."""
    for m in after.finditer(text, start + 1):
        if text[m.start() - 1].isspace() and before.match(text[start : m.start()].strip()):
            return m.start()
    return 0


def _foot_cuts(text: str) -> list[int]:
    """Where entries of the recipients begin inside a line, and authority, post and name of the signature."""
    return sorted({*(m.end() for m in _ENTRY.finditer(text)), *_signature_cuts(text)})


def _signature_cuts(text: str) -> Iterator[int]:
    """Where authority, post and name begin inside a line of a signature, or beside an entry of the recipients."""
    signer = _SIGNER.search(text)
    name = signer.start("name") if signer and is_name(signer["name"]) and not signer["name"].isupper() else len(text)
    tokens = list(_TOKEN.finditer(text, 0, name))
    ends = [*(t.start() for t in tokens[1:]), name][: len(tokens)]
    found = [t.start() for t, end in zip(tokens, ends, strict=True) if t.start() and _opens_part(text, t, end)]
    yield from found
    if name < len(text) and (tokens or text[:name].rstrip().endswith((";", "."))):
        yield name


def _opens_part(text: str, token: re.Match[str], end: int) -> bool:
    """Whether an authority or a post opens a part of its own: a post not inside a name, nor after its authority."""
    before = text[: token.start()].rstrip()
    if token["mode"]:
        return not before or before[-1].isupper() or before[-1] in ":;,."
    if re.search(rf"(?:^|\s)(?:{_MODE}|{_MODE}\s(?:ĐOÀN|BAN|TỔ|HỘI)|PHÓ)$", before) or text[token.end() : end].strip():
        return False
    if before.endswith(",") and MODE.match(text.strip()):
        return False  # "KT. BỘ TRƯỞNG, CHỦ NHIỆM": two posts of one
    return before[-1:].isupper() or before.endswith((";", ",", ".", ":"))
