"""What a line looks like: the cues that zones and sections decide on.

Reads: `model.Line`s of a source.
Writes: `Look`s, one a line, and the page width in characters where lines are wrapped.
"""

from __future__ import annotations

import re
from statistics import quantiles
from typing import NamedTuple

from docparse import lexicon
from docparse.layout import bare
from docparse.layout.markers import Mark
from docparse.model import Line, Source
from docparse.text import fold

_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_GAP = re.compile(r"\t[\s]*|\s{4,}")
_ENDED = re.compile(r"[.;:!?…](?:\d{1,2}|[\"”’')\]/.\s])*$")
RULE = re.compile(r"^(?=[\s.·…]*[-–—_=*~])[\s\-–—_=*~.·…]*$")
BULLETED = re.compile(r"^[-–—+•●*]\s*\S")

APPENDIX_TYPES = lexicon.words("layout", "appendix_titles")

_APPENDIX = re.compile(r"(?P<type>" + lexicon.alternation(APPENDIX_TYPES) + r")(?!\w)(?P<rest>.*)")
_APPENDIX_NUMBER = re.compile(
    r"(?:số\s*)?(?:\d{1,2}|[IVX]{1,5}|[A-H])\b(?!\s*(?:,|của|kèm|ban))|[:.–-]\s*\W{0,2}[A-ZĐ]"
)
_SPACED = re.compile(r"^(?:[^\W\d_]\s){4,}[^\W\d_]$")

_NATIONAL = re.compile(r"(?:cong\s+hoa\s+xa\s+h[oq]i|doc\s+lap\s*[-–]\s*tu\s+do|dang\s+cong\s+san\s+vi[eẹ]t\s+na[mn])")


def national(text: str) -> bool:
    """Whether a line is the State's or the Party's name, or the motto; marks may be lost or wrong (OCR)."""
    return text[:1] in "CcĐđDd" and len(text) < 90 and bool(_NATIONAL.match(fold(text[:40])))


NUMBER = re.compile(r"^(?:Số|SỐ)\s*(?:$|[:.]|[-–/]|\d|\s{2}|…|\.{2})")
DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^,;:\d]{1,40}?)(?:,\s*|\s{1,4})(?P<date>ngày\b[\s.…_]{0,40}(?:\d{1,2})?[\s.…_/]{0,40}(?:$|tháng|/|\d))",
    re.IGNORECASE,
)


PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*\d{1,3}\s*[-–—]|\d{1,3}|\d{1,3}\s?/\s?\d{1,3}|[Tt]rang\s+\d{1,3}(?:\s?/\s?\d{1,3})?)$"
)


class Look(NamedTuple):
    """A line with its cues; `text` is stripped of white space and emphasis marks, `parts` are its columns."""

    line: Line
    text: str
    blank: bool
    caps: bool
    ended: bool
    indent: int
    rule: bool
    """Whether the line is drawn, of dashes or stars, not written."""
    number: Mark | None = None
    """A number without a stop, which its neighbours tell."""

    @property
    def parts(self) -> list[str]:
        """The columns of a line whose halves are kept apart by tabs or wide gaps."""
        if "\t" not in self.text and "    " not in self.text:
            return [self.text] if self.text else []
        return [p for p in _GAP.split(self.text) if p]


def look(line: Line) -> Look:
    """The cues of one line."""
    raw = line.text
    text = (_EMPHASIS.sub("", raw) if "*" in raw or "_" in raw else raw).strip()
    if line.cell is not None and "|" in text:
        text = text.strip(" \t|")
    if not text and raw.strip(" \t|"):
        text = raw.strip()
    letters = text.upper()
    caps = letters == text and sum(c.isalpha() for c in text[:60]) >= 2
    ended = not text[-1:].isalpha() and bool(_ENDED.search(text[-12:]))
    indent = len(raw) - len(raw.lstrip())
    return Look(line, text, not text, caps, ended, indent, bool(RULE.match(text)))


def looks(source: Source) -> list[Look]:
    """The cues of every line of a source."""
    seen = [look(line) for line in source.lines]
    for i, mark in bare.numbers("" if x.line.cell or x.line.furniture else x.line.text for x in seen).items():
        seen[i] = seen[i]._replace(number=mark)
    return seen


def wrap_width(source: Source, seen: list[Look]) -> int | None:
    """The width in characters to which lines are filled, None where a line is a paragraph.

    A wrapped text has many lines of nearly the same length that stop in the middle of a sentence.
    """
    if source.wrapped is False:
        return None
    lengths = [len(x.text) for x in seen if len(x.text) > 25]
    if len(lengths) < 8:
        return None
    width = int(quantiles(lengths, n=10)[8])
    if source.wrapped:
        return width
    open_ended = sum(1 for x in seen if len(x.text) > 25 and not x.ended)
    if width > 135 or max(lengths) > 1.7 * width + 20 or open_ended < 0.35 * len(lengths):
        return None
    return width if sum(n >= 0.8 * width for n in lengths) >= 0.4 * len(lengths) else None


def unspaced(text: str) -> str:
    """ "K Ế  H O Ạ C H" as "KẾ HOẠCH"; anything else unchanged."""
    if text[1:2] != " " or text[3:4] != " " or not _SPACED.match(re.sub(r"\s{2,}", " ", text)):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text))


def title_types() -> tuple[str, ...]:
    """The types that a title names, in capitals, the longest first."""
    return tuple(sorted((t.name.upper() for t in lexicon.doc_types() if t.title == "yes"), key=lambda n: (-len(n), n)))


@lexicon.derived
def _type() -> re.Pattern[str]:
    return re.compile(rf"(?P<type>{lexicon.alternation(title_types())})(?!\w)(?P<rest>.*)")


def title_type(text: str) -> tuple[str, str] | None:
    """The document type that a title line names, and what follows it on the line; None for any other line.

    "KẾ HOẠCH" and "THÔNG BÁO KẾT LUẬN CỦA ..." are such lines, "QUYẾT ĐỊNH:" (the formula before the articles) and
    "Kế hoạch này ..." are not.
    """
    m = _type().match(unspaced(text))
    if not m:
        return None
    rest = m["rest"].strip()
    if rest.endswith(":") or rest.startswith((":", ".", ",", ";")) or (len(rest) > 1 and rest[0].isdigit()):
        return None
    return m["type"], rest


def appendix_type(text: str) -> tuple[str, str] | None:
    """The word that opens an appendix ("ĐỀ CƯƠNG", "PHỤ LỤC I", "Biểu số 2") and what follows; None otherwise."""
    m = _APPENDIX.match(unspaced(text))
    if not m or (m["rest"] and m["rest"].rstrip().endswith((".", ";")) and len(m["rest"]) > 25):
        return None
    rest = m["rest"].strip()
    if m["type"][1:].islower() and rest and not _APPENDIX_NUMBER.match(rest):
        return None
    return m["type"], rest
