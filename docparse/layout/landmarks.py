"""What a single line says of its place in a document: labels, marks of a signature, names, openings.

Forms: 36-HD/VPTW, appendix 1, and the habits of domain notes 2.1 to 2.6.

Reads: the words of one line.
Writes: the patterns and questions that zones are told apart by.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.layout.lines import DATELINE, NUMBER, Look, national
from docparse.layout.markers import marks
from docparse.lexicon import LOWER, UPPER

RECIPIENTS_LABEL = re.compile(
    # Also as recognition misreads it: "Noi nhận:", "Áơi nhận;". "Nơi nhận văn bản xác định ..." speaks of recipients.
    rf"^[\W_]*(?:Nơi\s+(?:nhận|gửi)\b(?:\s*[:：.]|(?!\s*(?-i:[{LOWER}])))|[NÁ][ơoờởớợ]i\s+nh[ậâạa]n"
    rf"(?:\s*$|\s*[:;.,]\s*(?:$|[-–+•]|(?-i:[{UPPER}]))))",
    re.IGNORECASE,
)
EXTRA_LABEL = re.compile(r"^\W*(?:(?:Đồng\s+)?[Kk]ính|Sao|Đồng)\s+gửi\s*(?::|$)")
ADDRESS = re.compile(r"^\W*(?:Kính|KÍNH)\s+(?:g[ửở]i|trình|G[ỬỞ]I|TRÌNH)\b\s*:?")
SUBJECT = re.compile(r"^\W{0,3}(?:V/v|v/v|V/V|Về\s+việc|Vv)\b")
MODE = re.compile(
    r"^(?P<mode>T\s?/\s?M|TM\s?\.?|K\s?/\s?T|KT\s?\.?|T\s?/\s?L|TL\s?\.?|TUQ\s?\.?|T\s?/\s?UQ|TUN\.|T\s?/\s?U|Q\s?\.)"
    rf"(?=[\s.,{lexicon.UPPER}])\s*(?P<of>[{lexicon.UPPER}].*)?$"
)
SIGNED = re.compile(r"^[(\[]?\s*(?:đã\s+ký|Đã\s+ký|ĐÃ\s+KÝ|ký\s+tên|Ký\s+bởi|Người\s+ký|Đã\s+k[íý])", re.IGNORECASE)
ATTACHED = re.compile(
    r"^\W{0,3}\(?\s*(?:Ban\s+hành\s+)?"
    r"(?:[Kk]èm\s+theo|ban\s+hành\s+(?:kèm\s+)?theo|Ban\s+hành\s+theo|Gửi\s+kèm|Đính\s+kèm|[Tt]rích\b)",
    re.IGNORECASE,
)
POSITION = re.compile(r"^(?:[QP]\.\s*|QUYỀN\s+)?" + lexicon.either("layout", "positions") + r"(?!\w)[^.;:]{0,60}$")
BASIS = re.compile(r"^\W{0,6}(?:Căn\s+cứ|Thực\s+hiện|Theo|Xét|Chiểu|Thi\s+hành|Trên\s+cơ\s+sở|Để|Nhằm|Tiếp\s+tục)\b")
FORMULA = re.compile(r"^(?:QUYẾT\s+(?:ĐỊNH|NGHỊ)|NGHỊ\s+QUYẾT|KẾT\s+LUẬN|QUY\s+ĐỊNH)\s*:?\s*$")
_NAME = re.compile(
    r"^(?:(?:Đồng chí|Đ/c|PGS|GS|TS|ThS|BS|CN|KS|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá"
    r"|Trung tá|Thiếu tá|Đại úy|Ông|Bà)[.,]?\s*){0,3}"
    r"(?P<name>[^\W\d_][^\W\d_']{0,7}(?:\s+[^\W\d_][^\W\d_']{0,7}){1,5})$"
)
_SURNAMES = frozenset(lexicon.words("layout", "surnames"))


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
    if not m:
        return False
    return all(w[0].isupper() and (len(w) == 1 or w[1:].islower()) for w in m["name"].split())


def files(text: str) -> bool:
    """Whether a line says what is kept on file ("Lưu: VT", "- Lưu Văn phòng"), not that a Lưu signed."""
    return bool(_FILED.match(text)) and not (like_name(text) and is_name(text))


# "Lưu ý các đơn vị ..." asks for something.
_FILED = re.compile(r"^(?:[-–+•●*]\s*)?Lưu\b(?!\s+(?:ý|hành|thông|động|giữ|truyền|trữ|tâm)(?!\w))")


def stray(text: str) -> bool:
    """Whether a line among those of the foot is no part of it: a typist's mark, a path, an address, a page number."""
    return bool(_STRAY.match(text)) and not SIGNED.match(text)


_STRAY = re.compile(
    rf"^(?:[{UPPER}]{{2,6}}[-–.]\d{{1,4}}b?$|[A-Za-z]:\\|(?:\([^()]*)?https?://|www\.|[^\s@]{{1,60}}@[^\s@]{{1,60}}\.\w|\(\**\)"
    r"|\([^()]{1,9}\)$|\d{1,3}$)"
)


def signs(text: str) -> bool:
    """Whether a line can only be part of a signature: authority, post in capitals, "(đã ký)"."""
    return bool(MODE.match(text) or SIGNED.match(text) or (POSITION.match(text) and not RECIPIENTS_LABEL.match(text)))


def opens_body(text: str) -> bool:
    """Whether a line can be the first unit of the main numbering."""
    first = any(
        m.ordinal <= 1 and not m.bullet and m.style not in ("dotted", "paren", "paren_letter", "step")
        for m in marks(text)
    )
    return first and not NUMBER.match(text)


def header_like(x: Look) -> bool:
    """Whether a line can only be part of a letterhead: a name of the State, number, date, star or short capitals."""
    return bool(
        national(x.text)
        or NUMBER.match(x.text)
        or (DATELINE.match(x.text) and len(x.text) < 80)
        or x.text == "*"
        or (x.caps and len(x.text) < 60)
    )


def next_line(seen: list[Look], i: int) -> int:
    """The next line after `i` that is not blank and no page furniture; len(seen) where there is none."""
    i += 1
    while i < len(seen) and (seen[i].blank or seen[i].line.furniture):
        i += 1
    return i
