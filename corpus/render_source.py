"""Reads a document's source: its text, its layout and the truth about it, side by side in one file.

The markup, a line each (a blank line and a line that starts with `;;` are ignored):

    @key value                     a field of the truth's metadata, or a setting: size, leading, number, gap
    [zone side]                    begins a block; `left` and `right` blocks that follow each other stand side by side
    [zone table 7 45 18 15 15]     begins a ruled table; the numbers are the columns' shares of the width
    [zone page]                    begins a block on a new page
    h1:I#m | **I- MỤC ĐÍCH**       a line: role, depth, label, automatic-numbering list, then the text
      ref: quote | type | symbol | date | issuer | term | relation        (alias, named and self: see `_REFERENCES`)
      due d1: quote | relation | start | end | rrule or "inferred"
      task: lead=A; B | coordinate=C | report_to=D | via=E | due=d1
      to: text | note              a recipient (`archive:` for the filing line)
      sig: mode | on behalf of | position | name | note

Roles: f field, h heading, i item, b bullet, p para, c cont, l label, r recipient. Flags: `^` centred, `<` flush left,
`=` a table row of one cell over all columns, `&` one more paragraph in the same cell. `**bold**` and `__italic__`
are for DOCX and PDF only. Truth is written by hand beside the line that it is about, so that line numbers are counted
here and never typed.

Reads: corpus/sources/NAME.txt.
Writes: `Sheet`, from which text, truth, DOCX and PDF are made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROLES = {"f": "field", "h": "heading", "i": "item", "b": "bullet", "p": "para", "c": "cont", "l": "label",
         "r": "recipient"}  # fmt: skip
METADATA = ("doc_type", "symbol", "issued", "place", "issuer", "title")
SETTINGS = {"size": "13.5", "leading": "19", "number": "top", "gap": "blocks"}

_REFERENCES = {
    "ref": ("type", "symbol", "date", "issuer", "term", "relation"),
    "named": ("type", "date", "issuer", "term", "relation"),
    "alias": ("type", "relation"),
    "self": ("type", "relation"),
}
_TASK_ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
_ROW = re.compile(
    r"(?P<role>[fhibpclr])(?P<depth>\d?)(?::(?P<label>[^|#^<=&]+?))?(?:#(?P<list>\w+))?(?P<flags>[\^<=&]*)"
    r" \|(?: (?P<text>.*))?$"
)
_BLOCK = re.compile(r"\[(?P<zone>\w+)(?: (?P<side>left|right))?(?: table(?P<widths>(?: \d+)+))?(?P<page> page)?\]$")
_NOTE = re.compile(r"\s+(?P<key>ref|alias|named|self|due|task|to|archive|sig)(?: (?P<id>\w+))?: (?P<rest>.*)$")
_MARKS = re.compile(r"\*\*|__")


class SourceError(ValueError):
    """A source file breaks the markup; the message names the file, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the document, and what is true of it (`notes`: key, id, fields)."""

    role: str
    depth: int
    label: str | None
    numbering: str | None
    flags: str
    text: str
    at: int
    notes: list[tuple[str, str, list[str]]] = field(default_factory=list)

    @property
    def plain(self) -> str:
        """The text without the marks for bold and italic."""
        return _MARKS.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stand together in one zone; `side` in a pair of columns, `widths` for a ruled table."""

    zone: str
    side: str | None
    widths: tuple[int, ...]
    new_page: bool = False
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document as its source states it."""

    name: str
    metadata: dict[str, str | None]
    settings: dict[str, str]
    blocks: tuple[Block, ...]


def read_source(path: Path) -> Sheet:
    """Reads one source file; raises SourceError where it breaks the markup."""
    metadata: dict[str, str | None] = dict.fromkeys(METADATA)
    settings = dict(SETTINGS)
    blocks: list[Block] = []
    for at, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip() or line.startswith(";;"):
            continue
        if line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            if key not in metadata and key not in settings:
                raise SourceError(f"{path.name}:{at}: unknown key @{key}")
            (metadata if key in metadata else settings)[key] = value.strip()
        elif block := _BLOCK.match(line):
            widths = tuple(int(w) for w in (block["widths"] or "").split())
            blocks.append(Block(block["zone"], block["side"], widths, bool(block["page"])))
        elif (note := _NOTE.match(line)) and blocks and blocks[-1].rows:
            _add_note(path, at, blocks[-1].rows[-1], note)
        elif (row := _ROW.match(line)) and blocks:
            blocks[-1].rows.append(_row(at, row))
        else:
            raise SourceError(f"{path.name}:{at}: not understood: {line[:60]!r}")
    return Sheet(path.stem, metadata, settings, tuple(blocks))


def _row(at: int, found: re.Match[str]) -> Row:
    role = ROLES[found["role"]]
    label = found["label"] or ("-" if role == "bullet" else None)
    return Row(role, int(found["depth"] or 0), label, found["list"], found["flags"], found["text"] or "", at)


def _add_note(path: Path, at: int, row: Row, note: re.Match[str]) -> None:
    fields = [f.strip() for f in note["rest"].split("|")]
    if note["key"] in (*_REFERENCES, "due") and fields[0] not in row.plain:
        raise SourceError(f"{path.name}:{at}: quote is not in its line: {fields[0]!r}")
    row.notes.append((note["key"], note["id"] or "", fields))


def text_of(sheet: Sheet) -> str:
    """Returns the document as plain text: a paragraph or a cell a line, a blank line between blocks."""
    return "\n".join(line for line, _, _ in numbered(sheet))


def numbered(sheet: Sheet) -> list[tuple[str, Block | None, Row | None]]:
    """Every line of the text with the block and row that it comes from; blank lines come from none."""
    out: list[tuple[str, Block | None, Row | None]] = []
    for block in sheet.blocks:
        for row in block.rows:
            out.append((row.plain, block, row))
            if sheet.settings["gap"] == "all":
                out.append(("", None, None))
        if sheet.settings["gap"] == "blocks":
            out.append(("", None, None))
    return out


def truth_of(sheet: Sheet) -> dict[str, Any]:
    """Returns the truth about a document in the form of a gold annotation, its lines counted in `text_of`."""
    truth: dict[str, Any] = {"doc": sheet.name, "source": f"{sheet.name}.txt", "metadata": sheet.metadata}
    keys = ("lines", "references", "deadlines", "tasks", "recipients", "signatures")
    truth.update({key: [] for key in keys})
    ids: dict[str, int] = {}
    for number, (_, block, row) in enumerate(numbered(sheet), 1):
        if block is None or row is None or not row.plain.strip():
            continue
        truth["lines"].append([number, block.zone, row.role, row.depth, row.label])
        for key, name, fields in row.notes:
            if key in _REFERENCES:
                truth["references"].append(_reference(number, key, fields))
            elif key == "due":
                ids[name] = len(truth["deadlines"])
                truth["deadlines"].append(_deadline(number, fields))
            elif key == "task":
                truth["tasks"].append(_task(number, fields))
            elif key == "sig":
                names = ("mode", "on_behalf_of", "position", "name", "note")
                truth["signatures"].append(dict(zip(names, _padded(fields, 5), strict=True)))
            else:
                text, note = _padded(fields, 2)
                truth["recipients"].append({"line": number, "text": text, "note": note, "archive": key == "archive"})
    for task in truth["tasks"]:
        if task["deadline"] is not None and task["deadline"] not in ids:
            raise SourceError(f"{sheet.name}: no deadline is named {task['deadline']!r}")
        task["deadline"] = ids.get(task["deadline"] or "")
    return truth


def _padded(fields: list[str], size: int) -> list[str | None]:
    if len(fields) > size:
        raise SourceError(f"more than {size} fields: {fields}")
    return [f if f not in ("", "-") else None for f in fields] + [None] * (size - len(fields))


def _reference(line: int, key: str, fields: list[str]) -> dict[str, Any]:
    names = _REFERENCES[key]
    values = dict(zip(names, _padded(fields[1:], len(names)), strict=True))
    stated = {name: values.get(name) for name in ("symbol", "type", "date", "issuer", "term")}
    kind = "full" if key == "ref" else key
    return {"line": line, "quote": fields[0], **stated, "kind": kind, "relation": values["relation"]}


def _deadline(line: int, fields: list[str]) -> dict[str, Any]:
    relation, start, end, extra = _padded(fields[1:], 4)
    return {
        "line": line, "quote": fields[0], "relation": relation, "start": start, "end": end or start,
        "rrule": extra if extra != "inferred" else None, "inferred_year": extra == "inferred",
    }  # fmt: skip


def _task(line: int, fields: list[str]) -> dict[str, Any]:
    given = dict(f.split("=", 1) for f in fields)
    if unknown := set(given) - {*_TASK_ROLES, "due"}:
        raise SourceError(f"unknown part of a task: {unknown}")
    roles = {role: [b.strip() for b in given.get(role, "").split(";") if b.strip()] for role in _TASK_ROLES}
    return {"line": line, **roles, "deadline": given.get("due")}


def grouped(sheet: Sheet) -> list[list[Block]]:
    """Returns the blocks as they are laid out: alone, or left ones with the right ones that follow them."""
    groups: list[list[Block]] = []
    for block in sheet.blocks:
        joins = groups and block.side and groups[-1][-1].side and (block.side, groups[-1][-1].side) != ("left", "right")
        if joins:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def table_rows(block: Block) -> list[list[list[Row]]]:
    """Returns a ruled table as rows of cells of paragraphs; a row flagged `=` is one cell over all columns."""
    rows: list[list[list[Row]]] = []
    for row in block.rows:
        if "&" in row.flags:
            rows[-1][-1].append(row)
        elif "=" in row.flags or not rows or len(rows[-1]) == len(block.widths) or "=" in rows[-1][0][0].flags:
            rows.append([[row]])
        else:
            rows[-1].append([row])
    return rows


def look(row: Row, block: Block) -> tuple[str, bool, float]:
    """Returns how a row is set: alignment (center, left, justify), whether its first line is indented, its scale."""
    if block.widths:
        return "center" if row.role == "field" or "^" in row.flags else "left", False, 0.8
    if block.side:
        left = block.zone == "recipients" or "<" in row.flags
        return "left" if left else "center", False, 0.82
    if "<" in row.flags or block.zone == "recipients":
        return "left", False, 1.0
    if "^" in row.flags or row.role == "field":
        return "center", False, 1.0
    return "justify", True, 1.0


def runs(text: str) -> list[tuple[str, bool, bool]]:
    """Splits a text with marks into runs of (text, bold, italic)."""
    out, bold, italic = [], False, False
    for piece in re.split(r"(\*\*|__)", text):
        if piece == "**":
            bold = not bold
        elif piece == "__":
            italic = not italic
        elif piece:
            out.append((piece, bold, italic))
    return out
