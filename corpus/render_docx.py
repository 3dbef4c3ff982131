"""Writes a document as DOCX as an office would: columns in a table without borders, automatic numbering, PAGE field.

Rows with a list name get their marker from numbering.xml, and their text lacks it; the counters that Word would run are
run here too, so a source whose printed markers Word would not print is refused.

Reads: a Sheet.
Writes: a DOCX file; the same bytes for the same source (fixed dates in the properties and in the archive).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from render_source import Block, Row, Sheet, SourceError, grouped, look, runs, table_rows

_ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "left": WD_ALIGN_PARAGRAPH.LEFT, "justify": WD_ALIGN_PARAGRAPH.JUSTIFY}
_DATE = dt.datetime(2026, 1, 1)
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda n: _ROMAN[n],
    "decimal": str,
    "upperLetter": lambda n: chr(64 + n),
    "lowerLetter": lambda n: chr(96 + n),
}


def write_docx(sheet: Sheet, path: Path) -> None:
    """Writes the DOCX; raises SourceError where a marker is not what automatic numbering would print."""
    document = docx.Document()
    _page_setup(sheet, document)
    numbering = _numbering(sheet, document.part.numbering_part.element)
    for group in grouped(sheet):
        if group[0].side:
            _columns(sheet, document, group, numbering)
        elif group[0].widths:
            _ruled(sheet, document, group[0], numbering)
        else:
            for i, row in enumerate(group[0].rows):
                paragraph = document.add_paragraph()
                paragraph.paragraph_format.page_break_before = True if group[0].new_page and i == 0 else None
                _fill(sheet, paragraph, row, group[0], numbering)
    _save(document, path)


def _page_setup(sheet: Sheet, document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(float(sheet.settings["size"]))
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(4)
    where = sheet.settings["number"]
    if where != "none":
        section.different_first_page_header_footer = where == "top"
        paragraph = (section.header if where == "top" else section.footer).paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_field(paragraph, ("- ", " -") if where == "dashed" else ("", ""))
    core = document.core_properties
    core.author, core.last_modified_by, core.title = "docparse", "docparse", str(sheet.metadata["title"])
    core.created = core.modified = _DATE
    core.comments = ""


def _page_field(paragraph: Any, around: tuple[str, str]) -> None:
    paragraph.add_run(around[0])
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "text":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    paragraph.add_run(around[1])


def _numbering(sheet: Sheet, element: Any) -> dict[int, tuple[int, int, str]]:
    """Defines the lists; returns for each source line the list's number, its level and the marker that it prints."""
    for child in list(element):
        element.remove(child)
    lists: dict[str, list[Row]] = {}
    for block in sheet.blocks:
        for row in block.rows:
            if row.numbering:
                lists.setdefault(row.numbering, []).append(row)
    markers: dict[int, tuple[int, int, str]] = {}
    for number, rows in enumerate(lists.values(), 1):
        _define(sheet, element, number, rows, markers)
    for number in range(1, len(lists) + 1):
        element.append(_element("w:num", {"numId": number}, _element("w:abstractNumId", {"val": number})))
    return markers


def _define(sheet: Sheet, element: Any, number: int, rows: list[Row], markers: dict[int, tuple[int, int, str]]) -> None:
    top = min(row.depth for row in rows)
    levels: dict[int, tuple[str, str, int]] = {}
    counters: dict[int, int] = {}
    for row in rows:
        level = row.depth - top
        template, kind, value = _template(row, level)
        levels.setdefault(level, (kind, template, value))
        kind, template, start = levels[level]
        counters = {k: v for k, v in counters.items() if k <= level}
        counters[level] = counters.get(level, start - 1) + 1
        printed = template
        for k, v in counters.items():
            printed = printed.replace(f"%{k + 1}", _FORMATS[levels[k][0]](v) if levels[k][0] != "bullet" else "")
        if not row.plain.startswith(printed + " "):
            raise SourceError(f"{sheet.name}:{row.at}: numbering prints {printed!r}, the text has {row.plain[:20]!r}")
        markers[row.at] = (number, level, printed)
    abstract = _element("w:abstractNum", {"abstractNumId": number}, _element("w:multiLevelType", {"val": "multilevel"}))
    for level, (kind, template, start) in sorted(levels.items()):
        parts = {"start": start, "numFmt": kind, "suff": "space", "lvlText": template, "lvlJc": "left"}
        abstract.append(_element("w:lvl", {"ilvl": level}, *(_element(f"w:{k}", {"val": v}) for k, v in parts.items())))
    element.append(abstract)


def _template(row: Row, level: int) -> tuple[str, str, int]:
    """Returns Word's pattern for a marker ("%1-", "Điều %1."), its number format and its value."""
    label = str(row.label)
    if row.role == "bullet":
        return label, "bullet", 1
    last = label.split(".")[-1]
    if last.isdigit():
        kind, value = "decimal", int(last)
    elif last in _ROMAN:
        kind, value = "upperRoman", _ROMAN.index(last)
    else:
        kind, value = ("upperLetter", ord(last) - 64) if last.isupper() else ("lowerLetter", ord(last) - 96)
    marker = re.match(rf"(.*?{re.escape(label)}[-.)–]?)(?= )", row.plain)
    if marker is None:
        raise SourceError(f"line {row.at}: no marker {label!r} in {row.plain[:30]!r}")
    pattern = f"%{level}.%{level + 1}" if "." in label else f"%{level + 1}"
    return marker.group(1).replace(label, pattern), kind, value


def _element(tag: str, values: dict[str, Any], *children: Any) -> Any:
    element = OxmlElement(tag)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), str(value))
    for child in children:
        element.append(child)
    return element


def _fill(sheet: Sheet, paragraph: Any, row: Row, block: Block, numbering: dict[int, tuple[int, int, str]]) -> None:
    align, indented, scale = look(row, block)
    paragraph.alignment = _ALIGN[align]
    form = paragraph.paragraph_format
    if indented:
        form.first_line_indent = Mm(10)
    elif align == "left" and block.zone == "title" and not block.side:
        form.left_indent = Mm(28)
    if block.side or block.widths:
        form.space_after = Pt(0)
    drop = 0
    if row.at in numbering:
        number, level, marker = numbering[row.at]
        ilvl, num_id = _element("w:ilvl", {"val": level}), _element("w:numId", {"val": number})
        paragraph._p.get_or_add_pPr()._add_numPr().extend([ilvl, num_id])
        drop = len(marker) + 1
    for text, bold, italic in runs(row.text):
        kept, drop = text[drop:], max(0, drop - len(text))
        run = paragraph.add_run(kept)
        run.bold, run.italic = bold or None, italic or None
        if scale != 1:
            run.font.size = Pt(round(float(sheet.settings["size"]) * scale * 2) / 2)


def _columns(sheet: Sheet, document: Any, group: list[Block], numbering: dict[int, tuple[int, int, str]]) -> None:
    table = document.add_table(rows=1, cols=2)
    for side, cell, width in zip(("left", "right"), table.rows[0].cells, (68, 94), strict=True):
        cell.width = Mm(width)
        rows = [(row, block) for block in group if block.side == side for row in block.rows]
        for i, (row, block) in enumerate(rows):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            _fill(sheet, paragraph, row, block, numbering)
            if block.zone == "signature" and i == len(rows) - 1:
                paragraph.paragraph_format.space_before = Pt(48)


def _ruled(sheet: Sheet, document: Any, block: Block, numbering: dict[int, tuple[int, int, str]]) -> None:
    rows = table_rows(block)
    table = document.add_table(rows=len(rows), cols=len(block.widths), style="Table Grid")
    for i, row in enumerate(rows):
        cells = table.rows[i].cells
        if len(row) == 1:
            cells = [cells[0].merge(cells[-1])]
        for cell, paragraphs in zip(cells, row, strict=True):
            for k, line in enumerate(paragraphs):
                _fill(sheet, cell.paragraphs[0] if k == 0 else cell.add_paragraph(), line, block, numbering)
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))
    for column, width in zip(table.columns, block.widths, strict=True):
        for cell in column.cells:
            if len(block.widths) == len({id(c._tc) for c in table.rows[0].cells}):
                cell.width = Mm(162 * width / sum(block.widths))


def _save(document: Any, path: Path) -> None:
    """Saves with fixed dates in the archive, so that the same source gives the same bytes."""
    raw = io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
