"""Tables in plain text whose columns are kept apart by bars or tabs: each line is a row, each field a cell.

Text it finds: "| TT | Nội dung | Cơ quan chủ trì |" with rows below it (Markdown, old converters), and the same with
tabs. A field that goes on in the next line (first columns empty) belongs to the row above. Columns of spaces alone are
not told apart.

Reads: the lines of a plain text.
Writes: the same lines, those of tables in pieces with a `Cell` each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from docparse.model import Cell, Line

_BAR = re.compile(r"\|")
_TAB = re.compile(r"\t+")
_RULE = re.compile(r"[\s|:+=_–—-]*")
_GROUP = re.compile(r"\s*(?:[IVX]{1,5}|[A-H]|\d{1,2})[.)]?\s*\|\s*\w")
"""A row that is no more than the title of the rows below it: "I | Hoàn thiện pháp luật"."""
_COLUMN = re.compile(
    r"(?:s?tt|số tt|số thứ tự|nội dung|công việc|nhiệm vụ|hoạt động|tên|thời gian|thời hạn|tiến độ|ngày|hạn|cơ quan"
    r"|đơn vị|chủ trì|phối hợp|người|bộ phận|phân công|kết quả|sản phẩm|ghi chú|địa điểm|hình thức|biện pháp|yêu cầu"
    r"|mục tiêu|kinh phí|văn bản)(?!\w)",
    re.IGNORECASE,
)


def with_cells(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those of tables cut into cells; nothing of the text is lost or moved."""
    if not any("|" in line.text or "\t" in line.text for line in lines):
        return tuple(lines)
    out: list[Line] = []
    table = 0
    i = 0
    while i < len(lines):
        end, separator = _table_end(lines, i)
        if end == i:
            out.append(lines[i])
            i += 1
            continue
        out += _cells(lines[i:end], separator, table)
        table += 1
        i = end
    return tuple(out)


def _table_end(lines: Sequence[Line], start: int) -> tuple[int, re.Pattern[str]]:
    """The line after the table whose heading is line `start`; `start` itself where there is none."""
    for separator in (_BAR, _TAB):
        heads = [f for f in _fields(lines[start].text, separator) if f]
        if len(heads) < 3 or sum(bool(_COLUMN.match(f)) for f in heads) < 2 or max(map(len, heads)) > 60:
            continue
        end = start + 1
        for i in range(start + 1, len(lines)):
            if _is_row(lines[i].text, separator) or _is_drawn(lines[i].text):
                end = i + 1
            elif lines[i].text.strip():
                break
        if end - start > 1:
            return end, separator
    return start, _BAR


def _fields(text: str, separator: re.Pattern[str]) -> list[str]:
    return [f.strip(" *") for f in separator.split(text.strip().strip("|"))] if separator.search(text) else []


def _is_row(text: str, separator: re.Pattern[str]) -> bool:
    barred = separator is _BAR and len(text) - len(text.replace("|", "")) >= 2 and text.lstrip().startswith("|")
    return barred or bool(_GROUP.match(text)) or len(_fields(text, separator)) >= 3


def _is_drawn(text: str) -> bool:
    return bool(text.strip()) and bool(_RULE.fullmatch(text))


def _cells(rows: Sequence[Line], separator: re.Pattern[str], table: int) -> Iterator[Line]:
    """The pieces of the lines of one table."""
    number = -1
    for line in rows:
        if _is_drawn(line.text) or not line.text.strip():
            yield line
            continue
        pieces = _pieces(line.text, separator)
        filled = [k for k, piece in enumerate(pieces) if piece.strip(" *|")]
        if number < 1 or not filled or filled[0] == 0:
            number += 1
        for k, piece in enumerate(pieces):
            cell = Cell(table, number, k, len(rows), len(pieces))
            yield line._replace(text=piece, cell=cell, glued=k > 0 or line.glued)


def _pieces(text: str, separator: re.Pattern[str]) -> list[str]:
    """A line cut before each separator but the first and the last bar."""
    marks = [m.start() for m in separator.finditer(text)]
    if marks and not text[: marks[0]].strip():
        marks = marks[1:]
    if marks and not text[marks[-1] + 1 :].strip() and separator is _BAR:
        marks = marks[:-1]
    bounds = [0, *marks, len(text)]
    return [text[a:b] for a, b in pairwise(bounds)]
