"""References without a symbol: short names defined in the document, and documents known by their name alone.

Text it finds: "Chỉ thị 17" and "Kế hoạch" after "(sau đây gọi tắt là Kế hoạch)"; "Nghị quyết Trung ương 4 khóa XI",
"Nghị quyết Đại hội XII của Đảng", "Điều lệ Đảng", "Luật Công đoàn 2012", "Quy chế dân chủ ở cơ sở", a scheme in quotes.
What can be mistaken: a plan that the document only asks for ("xây dựng Quy hoạch ...") and generic mentions.
Rules: GUIDELINES "references" and "Settled"; domain notes 3.1 and 3.2.

Reads: `Layout`.
Writes: `Cite`s for references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from docparse import lexicon
from docparse.extract import dates
from docparse.extract.cites import NOT_CITING, Cite, registered, roman_term, type_names
from docparse.layout import Layout
from docparse.lexicon import LOWER, UPPER
from docparse.text import key

_NUMBER = (
    r"(?P<number>\d{1,4})(?![\w/%]|[-.,/]\d| ?[-/] ?[A-ZĐ]"
    r"|\s?(?:tháng|năm|ngày(?! \d)|lần|điểm|nội dung|nhiệm vụ|khoản))"
)
_NUMBER_WORDS = "nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?: một| hai| ba| bốn| lăm)?"
_KHOA = r"(?:,? ?\(?(?:lần \d)\)?)?,? ?\(?(?:[Kk]hóa|K\.?) ?(?P<term>[IVX]{1,5}|\d{1,2})(?!\w)\)?"
_MORE_TERMS = re.compile(r"(?:,|;| và|, và) ?\(?(?:(?:khóa|K\.?) ?)?(?P<term>[IVX]{1,5})(?!\w)\)?")


class _Typed(NamedTuple):
    """What is made of tables: a short name with its number, the definition of one, names of people's own tables."""

    short: re.Pattern[str]
    definition: re.Pattern[str]
    registered: re.Pattern[str]


@lexicon.derived
def _typed() -> _Typed:
    cased = "|".join(type_names()).replace(" ", r"\s")
    written = lexicon.from_word(*type_names(), *(n.upper() for n in type_names()), *_CODE_NAMES)
    short = re.compile(rf"(?P<type>{written}) ?(?:số ?:? ?)?{_NUMBER}")
    definition = re.compile(
        rf"(?:gọi|viết) (?:tắt|chung|là)(?: là)?:? ?[\"']?"
        rf"(?P<name>(?P<type>{cased})(?: [^\W\d]\w*){{0,5}})[\"']?\)"
    )
    return _Typed(short, definition, re.compile(rf"(?<!\w)(?:{lexicon.alternation(tuple(registered()))})(?!\w)"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of a name: pattern with the group "type" and at will issuer, term, year; `example` matches it."""

    name: str
    example: str
    pattern: re.Pattern[str]


RULES = (
    Rule(
        "named.plenum",
        "Nghị quyết Trung ương 4 khóa XI",
        re.compile(
            rf"(?P<type>Nghị quyết|Kết luận|NQ) ?(?:số ?)?(?:của )?"
            rf"(?:(?i:Hội nghị) (?:lần thứ (?P<nth>{_NUMBER_WORDS}|\d{{1,2}}),? )?)?"
            rf"(?P<issuer>(?i:Ban Chấp hành Trung ương|BCHTW|BCH Trung ương|Trung ương)(?: Đảng)?|TW|T\.Ư)"
            rf" ?(?:(?:lần thứ )?(?P<ordinal>{_NUMBER_WORDS}|\d{{1,2}}[A-Z]?)(?![\w/-]))?(?:{_KHOA})?"
        ),
    ),
    Rule(
        "named.congress",
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XII của Đảng",
        re.compile(
            r"(?P<type>Nghị quyết|Văn kiện|NQ) (?P<issuer>(?i:Đại hội)"
            rf"(?: (?:(?i:đại biểu|toàn quốc|lần thứ|thứ|Đảng bộ)|Đảng|của Đảng|[IVXL]{{1,7}}(?!\w)"
            rf"|các cấp|(?i:tỉnh|huyện|thành phố|xã|phường|thị xã)(?: [{UPPER}]\w+){{0,4}}|khóa"
            r"|nhiệm kỳ \d{4} ?- ?\d{4}|nhiệm kỳ|\d{1,2})){1,9})(?:,? \(?nhiệm kỳ \d{4} ?- ?\d{4}\)?)?"
        ),
    ),
    Rule(
        "named.charter",
        "Điều lệ Đảng Cộng sản Việt Nam",
        re.compile(
            rf"(?P<type>Điều lệ|ĐIỀU LỆ) (?:ĐẢNG|Đảng(?: Cộng sản Việt Nam)?|Hội|Đoàn(?: TNCS Hồ Chí Minh)?"
            rf"|Mặt trận Tổ quốc(?: Việt Nam)?|MTTQ(?: Việt Nam)?|Công đoàn(?: Việt Nam)?"
            rf"|(?:Hội|Đoàn|Liên) [{UPPER}]\w+(?: [{UPPER}]\w+){{0,6}})(?:{_KHOA})?"
        ),
    ),
    Rule(
        "named.platform",
        "Cương lĩnh chính trị",
        re.compile(r"(?P<type>Cương lĩnh)(?: chính trị)?(?: xây dựng đất nước[^,;.]{0,60}| năm (?P<year>\d{4}))?"),
    ),
    Rule(
        "named.constitution",
        "Hiến pháp năm 2013",
        re.compile(
            r"(?P<type>Hiến pháp)(?: nước (?i:Cộng hòa xã hội chủ nghĩa) Việt Nam)?"
            r"(?:,? ?(?:năm )?(?P<year>(?:19|20)\d\d))?"
        ),
    ),
    Rule(
        "named.quoted",
        'Đề án "Nâng cao chất lượng cán bộ"',
        re.compile(
            r"(?P<type>Đề án|Chương trình|Kế hoạch|Quy chế|Chiến lược|Dự án|Chuyên đề) \"(?P<quoted>[^\"\n]{8,220})\""
        ),
    ),
)
_LAW = re.compile(
    rf"(?<![\w\"])(?<!các )(?<!những )(?<!hai )(?P<type>Luật|Bộ luật|Pháp lệnh) (?!sư|gia|này|pháp|lệ|sở|định|Sư)"
    rf"(?P<amends>[Ss]ửa đổi(?:,? (?:và )?bổ sung)? (?:một số )?điều của (?:các )?(?:Luật|Bộ luật|Pháp lệnh) )?"
    rf"(?P<name>[{UPPER}{LOWER}][^;.:()\"\n]{{2,110}})"
)
_LAW_WORD = re.compile(r"Bộ luật |Luật |Pháp lệnh ")
_LAW_END = re.compile(
    rf" (?:được|đã|có|quy định|trong|của|để|theo|nhằm|tại|trên|thông qua|do|cho|cùng|là|số|một số|khi|sau|vào|gắn|đến"
    rf"|với|đối với|này|sửa đổi,? bổ sung|năm|ngày"
    rf"|và (?:các|Nghị|Luật|Bộ luật|Chỉ thị|Kết luận|Quyết định|Quy định|Kế hoạch|Thông|Công văn)"
    rf"|và (?:tại|theo|trong|được|đã|văn bản|nghị định|thông tư|hướng dẫn))(?!\w)"
    rf"|, (?:trình|khi|sau|được|Luật|Bộ luật|Pháp lệnh|Nghị|Thông|Quyết|các|trong|đặc biệt|nhất là|đồng|góp|quy)"
    rf"|,? (?=\d{{4}}(?!\d))|, (?=[{UPPER}])(?<!Thi đua, )"
)
# A law that is yet to be made.
_DRAFTED = re.compile(r"(?:[Dd]ự án|[Dd]ự thảo|[Xx]ây dựng) $")
_LAW_DATE = re.compile(rf",? ?(?:ngày {dates.day_pattern()}|(?:năm )?(?P<year>(?:19|20)\d\d)(?!\d))")
_PLAN = re.compile(
    # The first letter before anything else: a search for a few letters is quick.
    rf"(?P<type>[QĐCKN](?<![\w\"].)(?:uy chế|uy định|uy tắc|ội quy|ề án|hiến lược|uy hoạch|ế hoạch"
    rf"|hương trình hành động|hương trình(?= (?:công tác|kiểm tra|giám sát|phối hợp))|uy ước)) "
    rf"(?P<name>(?!số|này|của|được|đã|sau|về|nêu|trên|và|kèm|ban hành|do|để|đã|theo)"
    rf"(?:[{LOWER}]|(?:(?<=uy chế )|(?<=uy tắc ))[{UPPER}][{LOWER}])[^;.:()\"\n]{{5,160}})"
)
_PLAN_END = re.compile(
    r",? (?:đã|được|trình|để|ban hành|theo|và các|và (?:Nghị|Quy|Kế|Chỉ|Kết)|nhằm|phù hợp|do|đồng thời|tại|gắn với"
    r"|trên cơ sở|sau khi|khi|với|có|là|cho|cần|phải|của (?:Đảng|Nhà nước|pháp luật))(?!\w)"
    r"|, (?:quy hoạch|đề án|chương trình|kế hoạch|các|nhất là|trong|chi bộ|tiếp tục|tập trung|đẩy mạnh|góp phần|tạo"
    r"|báo cáo|gửi|tham mưu|thực hiện|xây dựng|Chi bộ|Ban|đặc)"
)
_EXISTS = re.compile(
    r"(?:thực hiện|triển khai|theo|căn cứ|rà soát, (?:điều chỉnh|bổ sung)|rà soát lại|sửa đổi, bổ sung|bổ sung, sửa đổi"
    r"|điều chỉnh, bổ sung|phù hợp với|quy định tại|trước khi|đề ra tại|nêu tại|chấp hành|quán triệt)"
    r"(?: (?:có hiệu quả|hiệu quả|tốt|nghiêm túc|nghiêm|đúng|nội dung|các nội dung|đồng bộ|đầy đủ|quyết liệt"
    r"|đúng đắn))*:? ?$"
)
_GENERIC_PLAN = re.compile(
    r"^(?:của các|của từng|cụ thể|chi tiết|hằng năm|hàng năm|công tác|hành chính|riêng|kiểm tra của|phối hợp của|chung"
    r"|sử dụng đất của các|nêu)\b"
)


def aliases(layout: Layout, full: list[Cite]) -> list[Cite]:
    """Short names: a type and a bare number, and a type alone where the document defines it so."""
    flat = layout.view.flat
    known = {c.symbol.number.lstrip("0") for c in full if c.symbol and c.symbol.number}
    out = []
    typed = _typed()
    for m in typed.short.finditer(flat):
        if layout.blocks[layout.block_at(m.start())].zone in NOT_CITING:
            continue
        kind = _type_name(m["type"])
        if kind.isupper() and m["number"].lstrip("0") not in known:
            continue  # in capitals, "NGHỊ QUYẾT 10" may be anything; "CHỈ THỊ 40" of a cited document is meant
        out.append(Cite(m.start(), m.end(), "alias", kind, "alias.number", number=m["number"]))
    defined: set[str] = set()
    for d in typed.definition.finditer(flat):
        name = d["name"]
        if name in defined:
            continue
        defined.add(name)
        first = Cite(d.start("name"), d.end("name"), "alias", d["type"], "alias.defined", name=name, defines=True)
        before = "".join(rf"(?<!{word}{re.escape(name)})" for word in (r"[\w\"]", "Bộ ", "Sở ", "Phòng ", "và "))
        rest = re.compile(rf"{re.escape(name)}{before}(?! (?:này|số|\d)| [{LOWER}]{{1,6}} (?:này|số))(?!\w)")
        out.append(first)
        out += [
            first._replace(start=m.start(), end=m.end(), defines=False)
            for m in rest.finditer(flat, d.end())
            if name != d["type"] or not _longer_name(flat, m.end())
        ]
    return out


_CODE_NAMES = {
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "QĐ": "Quyết định",
    "KH": "Kế hoạch",
    "HD": "Hướng dẫn",
}


def _longer_name(flat: str, end: int) -> bool:
    """Whether the word goes on as the name of another document ("Kế hoạch phát triển kinh tế ...")."""
    return bool(
        re.match(
            r" (?:phát triển|công tác|hoạt động|kiểm tra|phối hợp|chi tiết|cụ thể|hằng|hàng|và Đầu tư|\")",
            flat[end : end + 14],
        )
    )


def _in_subject(low: str, full: list[Cite], cite: Cite) -> bool:
    """Whether a name belongs to the subject of a citation ("Quyết định số 217 về ban hành Quy chế ...")."""
    before = [c for c in full if c.end <= cite.start]
    if not before or "\n" in low[before[-1].end : cite.start]:
        return False
    return bool(
        re.match(r",? ?(?:về |phê duyệt|ban hành|triển khai|quy định)[^.;:\n]*$", low[before[-1].end : cite.start])
    )


def named(layout: Layout, full: list[Cite]) -> list[Cite]:
    """Documents that are cited by name alone; `full` are the mentions with a symbol."""
    flat, low = layout.view.flat, layout.view.low
    out: list[Cite] = []
    for rule in RULES:
        for m in rule.pattern.finditer(flat):
            out += _by_rule(flat, rule, m)
    out += _laws(flat)
    out += [c for m in _PLAN.finditer(flat) if (c := _plan(flat, low, m))]
    out = [
        c
        for c in out
        if layout.blocks[layout.block_at(c.start)].zone not in NOT_CITING
        and (c.rule != "named.quoted" or _exists(low, c.start))
    ]
    nested = ("named.plan", "named.quoted", "named.plenum", "named.congress", "named.charter", "named.law")
    return [c for c in out if c.rule not in nested or not _in_subject(low, full, c)]


def own_names(layout: Layout) -> list[Cite]:
    """Documents by the names that people's own tables give them."""
    rows, out = registered(), []
    for m in _typed().registered.finditer(layout.view.low) if rows else ():
        row = rows[key(m[0])]
        if layout.blocks[layout.block_at(m.start())].zone not in NOT_CITING:
            out.append(Cite(m.start(), m.end(), "named", row.type, "named.register", name=key(m[0])))
    return out


def _by_rule(flat: str, rule: Rule, m: re.Match[str]) -> Iterator[Cite]:
    """The mention of a match, and one more for each further term ("Nghị quyết Trung ương 4 khóa XI, khóa XII")."""
    groups = m.groupdict()
    kind, term, end = _type_name(m["type"]), groups.get("term"), _unclosed(flat, m)
    if rule.name == "named.plenum" and not (term or groups["nth"] or (groups["ordinal"] or "x")[0].isdigit()):
        return  # "Nghị quyết Trung ương" is any
    first = Cite(
        m.start(),
        end,
        "named",
        kind,
        rule.name,
        date=groups.get("year"),
        issuer=groups.get("issuer"),
        term=roman_term(term) if term else None,
        name=_usual_name(rule.name, kind, groups),
    )
    yield first
    while term and (more := _MORE_TERMS.match(flat, m.end() if end < m.end() else end)):
        end = _unclosed(flat, more)
        yield first._replace(start=more.start("term"), end=end, term=roman_term(more["term"]), listed=True)


def _usual_name(rule: str, kind: str, groups: dict[str, str | None]) -> str | None:
    """The one name of a resolution that is called in several ways, in lower case and without its term.

    "Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng" is "nghị quyết trung ương 4", "Nghị quyết Đại hội đại
    biểu toàn quốc lần thứ XII của Đảng" is "nghị quyết đại hội đảng xii"; None for every other kind of name.
    """
    if rule == "named.plenum":
        nth = groups["nth"] or groups["ordinal"]
        number = f" {_ORDINALS.get(nth, nth).lower()}" if nth else ""
        return f"{kind.lower()} trung ương{number}"
    congress = groups.get("issuer") or ""
    if rule != "named.congress" or not (m := _CONGRESS_NUMBER.search(congress)):
        return None
    whose = _CONGRESS_WORDS.sub(" ", congress[: m.start()] + congress[m.end() :]).lower().split()
    if not whose and "toàn quốc" in congress:
        whose = ["đảng"]
    return " ".join([kind.lower(), "đại hội", *whose, m[0].lower()])


_ORDINALS = dict(zip(_NUMBER_WORDS.partition("(")[0].split("|"), "123456789", strict=False)) | {"mười": "10"}
_CONGRESS_NUMBER = re.compile(r"(?<!\w)[IVXL]+(?!\w)")
_CONGRESS_WORDS = re.compile(
    r"Đại hội|đại biểu|toàn quốc|lần thứ|(?<!\w)(?:thứ|của|khóa)(?!\w)|,? ?nhiệm kỳ(?: \d{4} ?- ?\d{4})?"
)


def _type_name(text: str) -> str:
    return _CODE_NAMES.get(text, text)


def _unclosed(flat: str, m: re.Match[str]) -> int:
    """The end of a match without a closing bracket whose opening one stands before the match."""
    return (
        m.end() - 1
        if flat[m.end() - 1] == ")" and flat.count("(", m.start(), m.end()) < flat.count(")", m.start(), m.end())
        else m.end()
    )


def _laws(flat: str) -> Iterator[Cite]:
    """Laws by their names; the name of one may run on into the next of a list, which is then read anew."""
    position = 0
    for word in _LAW_WORD.finditer(flat):
        m = _LAW.match(flat, word.start()) if word.start() >= position else None
        if m and (cite := _law(flat, m)):
            yield cite
            position = cite.end


def _law(flat: str, m: re.Match[str]) -> Cite | None:
    stop = _LAW_END.search(flat, m.start("name"), m.end())
    while m["amends"] and stop and stop[0].startswith(" và Luật"):  # "... của Luật A và Luật B": both are amended
        stop = _LAW_END.search(flat, stop.end(), m.end())
    end = stop.start() if stop else m.end()
    if end - m.start("name") < 3 or _DRAFTED.search(flat, max(0, m.start() - 16), m.start()):
        return None
    dated = _LAW_DATE.match(flat, end)
    date = None
    if dated:
        date, end = dates.day_of(dated) or dated["year"], dated.end()
    return Cite(m.start(), _trimmed(flat, end), "named", m["type"], "named.law", date=date)


def _trimmed(flat: str, end: int) -> int:
    """The end of a mention without the spaces and commas before it."""
    while flat[end - 1] in " ,":
        end -= 1
    return end


def _exists(low: str, start: int) -> bool:
    """Whether the words before a plan take it as one that is there already."""
    return bool(_EXISTS.search(low[max(0, start - 60) : start]))


def _plan(flat: str, low: str, m: re.Match[str]) -> Cite | None:
    """A regulation, plan or strategy that exists already: the verb before it carries it out, changes or follows it."""
    if not _exists(low, m.start()) or _GENERIC_PLAN.match(m["name"]) or "\n" in flat[m.start() : m.start() + 12]:
        return None
    stop = _PLAN_END.search(flat, m.start("name"), m.end())
    end = stop.start() if stop else m.end()
    words = flat[m.start("name") : end].split()
    if len(words) < 2 or (m["type"] in ("Kế hoạch", "Quy định", "Đề án") and len(words) < 3):
        return None
    return Cite(m.start(), _trimmed(flat, end), "named", m["type"], "named.plan")
