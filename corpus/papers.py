"""A document made of its parts, and the sheet (text, layout and truth) that it becomes.

Reads: nothing.
Writes: `Paper`, `Sheet`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from grammar import Action, Due, written
from offices import Office
from render_source import SETTINGS, Block, Row, Sheet

Note = tuple[str, str, list[str]]
_LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that another one cites."""

    type: str
    symbol: str
    date: dt.date
    issuer: str
    term: str | None = None

    def mention(self, relation: str) -> tuple[str, Note]:
        """The words of a mention, and what is true of it."""
        quote = f"{self.type} số {self.symbol}, ngày {written(self.date)} của {self.issuer}"
        if self.term:
            quote += f" (khóa {self.term})"
        fields = [quote, self.type, self.symbol, self.date.isoformat(), self.issuer, self.term or "-", relation]
        return quote, ("ref", "", fields)

    @property
    def id(self) -> str:
        """The canonical id: symbol and date."""
        return f"{self.symbol}@{self.date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a document: a task with its bodies, action and deadline, or, without `lead`, a mere statement.

    `key` is its own as long as the document lives, whatever its number; `form` is the way the sentence is built.
    """

    key: int
    form: int = 0
    statement: str = ""
    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    action: Action | None = None
    report_to: str | None = None
    due: Due | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Items under a heading, or without one."""

    key: int
    title: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Groups under a heading in capitals, or without one."""

    key: int
    title: str | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: who says what to whom. `opening` and `title_notes` hold what is cited there."""

    office: Office
    doc_type: str
    symbol: str
    issued: dt.date
    title: str
    parts: tuple[Part, ...]
    recipients: tuple[str, ...]
    signer: str
    opening: str = ""
    title_notes: tuple[Note, ...] = ()
    opening_notes: tuple[Note, ...] = ()
    closing: str = ""
    addressees: tuple[str, ...] = ()
    secrecy: str | None = None


def sheet_of(paper: Paper, name: str) -> Sheet:
    """The document as text, layout and truth."""
    meta: dict[str, str | None] = {
        "doc_type": paper.doc_type.lower(), "symbol": paper.symbol, "issued": paper.issued.isoformat(),
        "place": paper.office.place, "issuer": paper.office.name, "title": paper.title,
    }  # fmt: skip
    opening = [Row("para", 0, None, None, "", paper.opening, 0, list(paper.opening_notes))] if paper.opening else []
    blocks = [*_head(paper), *_title(paper), Block("preamble", None, (), rows=opening), _body(paper), *_foot(paper)]
    return Sheet(name, meta, dict(SETTINGS), tuple(block for block in blocks if block.rows))


def _fields(*texts: str, flags: str = "") -> list[Row]:
    return [Row("field", 0, None, None, flags, text, 0) for text in texts]


def _head(paper: Paper) -> list[Block]:
    office, day = paper.office, paper.issued
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    dated = f"__{office.place}, ngày {day.day:02} tháng {month} năm {day.year}__"
    mark = [paper.secrecy] if paper.secrecy else []
    upper, own = office.letterhead[:-1], f"**{office.letterhead[-1]}**"
    if office.state:
        left = [*upper, own, "-------", f"Số: {paper.symbol}", *mark]
        right = ["**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**", "**Độc lập - Tự do - Hạnh phúc**", "---------------", dated]
    else:
        left = [*upper, own, "*", f"Số {paper.symbol}", *mark]
        right = ["**ĐẢNG CỘNG SẢN VIỆT NAM**", dated]
    return [Block("header", "left", (), rows=_fields(*left)), Block("header", "right", (), rows=_fields(*right))]


def _title(paper: Paper) -> list[Block]:
    if paper.doc_type == "Công văn":
        subject = _fields(f"__V/v {paper.title}__")
        subject[0].notes.extend(paper.title_notes)
        to = [f"- {name}," for name in paper.addressees]
        to[-1] = to[-1][:-1] + "."
        return [
            Block("title", "left", (), rows=subject),
            Block("title", None, (), rows=_fields("Kính gửi:", *to, flags="<")),
        ]
    rows = _fields(f"**{paper.doc_type.upper()}**", f"**{paper.title}**", "-----")
    rows[1].notes.extend(paper.title_notes)
    return [Block("title", None, (), rows=rows)]


def _body(paper: Paper) -> Block:
    block = Block("body", None, ())
    roman = ("I", "II", "III", "IV", "V", "VI")
    for i, part in enumerate(paper.parts):
        deep = 0
        if part.title:
            deep = 1
            block.rows.append(Row("heading", 1, roman[i], "m", "", f"**{roman[i]}. {part.title}**", part.key))
        number = 0
        for group in part.groups:
            if group.title:
                number += 1
                text = f"**{number}. {group.title}**"
                block.rows.append(Row("heading", deep + 1, str(number), "m", "", text, group.key))
            for k, item in enumerate(group.items):
                number += not group.title
                row = _item_row(paper, item, deep + 1 + bool(group.title), k if group.title else None, number)
                row.notes.extend(words(item)[1])
                block.rows.append(row)
    if paper.closing:
        block.rows.append(Row("para", 1, None, None, "", paper.closing, 0))
    return block


def _item_row(paper: Paper, item: Item, depth: int, letter: int | None, number: int) -> Row:
    text = words(item)[0]
    if letter is not None and letter < len(_LETTERS):
        label = _LETTERS[letter]
        return Row("item", depth, label, "m", "", f"{label}) {text}", item.key)
    if paper.doc_type == "Quyết định":
        return Row("item", depth, str(number), "m", "", f"**Điều {number}.** {text}", item.key)
    mark = "-" if paper.doc_type == "Chỉ thị" else "."
    return Row("item", depth, str(number), "m", "", f"{number}{mark} {text}", item.key)


def words(item: Item) -> tuple[str, list[Note]]:
    """The sentence of an item, and what is true of it."""
    if item.action is None:
        return item.statement, list(item.notes)
    lead = _listed(item.lead, item.form)
    what = item.action.text()
    fields = [f"lead={'; '.join(item.lead)}"]
    start = lead[0].upper() + lead[1:]
    if item.coordinate:
        text = f"{start} chủ trì, phối hợp với {_listed(item.coordinate, item.form)} {what}"
        fields.append(f"coordinate={'; '.join(item.coordinate)}")
    else:
        text = (f"{start} {what}", f"{start} có trách nhiệm {what}", f"Giao {lead} {what}")[item.form % 3]
    if item.report_to:
        text += f", báo cáo {item.report_to}" if item.form % 2 else f", gửi báo cáo về {item.report_to}"
        fields.append(f"report_to={item.report_to}")
    elif item.due and item.due.relation != "recurring":
        text += ", hoàn thành"
    elif item.due:
        text += ", thực hiện"
    notes: list[Note] = []
    if item.due:
        text += f" {item.due.quote}"
        fields.append(f"due=d{item.key}")
        notes.append(item.due.note(f"d{item.key}"))
    return text + ".", [*notes, ("task", "", fields), *item.notes]


def _listed(names: tuple[str, ...], form: int) -> str:
    """Names after each other, in every second sentence the last one with "và"."""
    first, last = names[:-1], names[-1]
    return f"{', '.join(first)} và {last}" if first and form % 2 else ", ".join(names)


def _foot(paper: Paper) -> list[Block]:
    label = Row("label", 0, None, None, "", "**__Nơi nhận:__**", 0)
    # Party offices write commas, as their guideline says, or semicolons, as the State does.
    end = ";" if paper.office.state or paper.issued.day % 3 else ","
    rows = [Row("recipient", 0, None, None, "", f"- {r}{end}", 0, [("to", "", [r])]) for r in paper.recipients]
    kept = "Lưu: VT." if paper.office.state else "Lưu Văn phòng."
    rows.append(Row("recipient", 0, None, None, "", f"- {kept}", 0, [("archive", "", [kept[:-1]])]))
    mode, behalf, position = _signature(paper)
    signed = _fields(f"**{mode} {behalf}**", f"**{position}**", f"**{paper.signer}**")
    signed[-1].notes.append(("sig", "", [mode, behalf, position, paper.signer]))
    return [
        Block("recipients", "left", (), rows=[label, *rows]),
        Block("signature", "right", (), rows=signed),
    ]


def _signature(paper: Paper) -> tuple[str, str, str]:
    if paper.office.state:
        return "TM.", "ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    if paper.office.level == "department":
        return "K/T", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"
    return "T/M", "BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"
