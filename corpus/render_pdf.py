"""Writes a document as PDF on A4: justified paragraphs, columns side by side, ruled tables, page numbers.

The file is the same for the same source and fonts: reportlab's invariant mode fixes dates and identifiers.

Reads: a Sheet; a TrueType serif font with Vietnamese letters, found at run time.
Writes: a PDF file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from render_source import Block, Row, Sheet, grouped, look, runs, table_rows
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

MARGINS = {"leftMargin": 30 * mm, "rightMargin": 18 * mm, "topMargin": 22 * mm, "bottomMargin": 20 * mm}
WIDTH = A4[0] - 48 * mm
_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
_FAMILIES = (
    ("DejaVuSerifCondensed", "DejaVuSerifCondensed-Bold", "DejaVuSerifCondensed-Italic"),
    ("DejaVuSerif", "DejaVuSerif-Bold", "DejaVuSerif-Italic"),
    ("LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic"),
)
_ALIGN = {"center": TA_CENTER, "left": TA_LEFT, "justify": TA_JUSTIFY}


class FontError(RuntimeError):
    """No usable font is installed."""


def write_pdf(sheet: Sheet, path: Path) -> int:
    """Writes the PDF and returns its number of pages; raises FontError without a font."""
    _register_fonts()
    story: list[Flowable] = []
    for group in grouped(sheet):
        if group[0].new_page:
            story.append(PageBreak())
        if group[0].side:
            story.append(_columns(sheet, group))
        elif group[0].widths:
            story.append(_ruled(sheet, group[0]))
        else:
            story += [_paragraph(sheet, group[0], row) for row in group[0].rows]
        story.append(Spacer(1, 3 * mm))
    title = f"{sheet.metadata['doc_type']}: {sheet.metadata['title']}"
    doc = SimpleDocTemplate(str(path), pagesize=A4, invariant=1, title=title, author="docparse", **MARGINS)

    def number(canvas: Any, _: Any) -> None:
        _page_number(sheet, canvas)

    doc.build(story, onFirstPage=number, onLaterPages=number)
    return int(doc.page)


def _register_fonts() -> None:
    if "Corpus" in pdfmetrics.getRegisteredFontNames():
        return
    files = {p.stem: p for folder in _FOLDERS if folder.is_dir() for p in sorted(folder.rglob("*.ttf"))}
    for regular, bold, italic in _FAMILIES:
        if regular in files and bold in files:
            # fonts-dejavu-core has no serif italic: the text then stands upright
            names = {"Corpus": regular, "Corpus-Bold": bold, "Corpus-Italic": italic if italic in files else regular}
            for name, stem in names.items():
                pdfmetrics.registerFont(TTFont(name, str(files[stem])))
            pdfmetrics.registerFontFamily("Corpus", "Corpus", "Corpus-Bold", "Corpus-Italic", "Corpus-Bold")
            return
    raise FontError("no DejaVu Serif or Liberation Serif found: install fonts-dejavu-core or fonts-liberation (Debian)")


def _page_number(sheet: Sheet, canvas: Any) -> None:
    where, page = sheet.settings["number"], canvas.getPageNumber()
    if where == "none" or (where == "top" and page == 1):
        return
    canvas.setFont("Corpus", 11)
    text = f"- {page} -" if where == "dashed" else str(page)
    canvas.drawCentredString(30 * mm + WIDTH / 2, A4[1] - 14 * mm if where == "top" else 11 * mm, text)


def _paragraph(sheet: Sheet, block: Block, row: Row) -> Paragraph:
    align, indented, scale = look(row, block)
    size = float(sheet.settings["size"]) * scale
    style = ParagraphStyle(
        "row", fontName="Corpus", fontSize=size, leading=float(sheet.settings["leading"]) * scale,
        alignment=_ALIGN[align], firstLineIndent=10 * mm if indented else 0,
        leftIndent=28 * mm if align == "left" and block.zone == "title" and not block.side else 0,
        spaceAfter=0 if block.side or block.widths else 1.5 * mm, allowWidows=1, allowOrphans=1,
    )  # fmt: skip
    return Paragraph("".join(_run(*r) for r in runs(row.text)), style)


def _run(text: str, bold: bool, italic: bool) -> str:
    out = escape(text).replace("  ", "&nbsp; ")
    out = f"<b>{out}</b>" if bold else out
    return f"<i>{out}</i>" if italic else out


def _columns(sheet: Sheet, group: list[Block]) -> Table:
    sides: dict[str, list[Flowable]] = {"left": [], "right": []}
    for block in group:
        sides[str(block.side)] += [_paragraph(sheet, block, row) for row in block.rows]
        if block.zone == "signature":
            # room for the hand that signs: above the name, or above "(đã ký)" and the name
            sides["right"].insert(-1, Spacer(1, 14 * mm))
    table = Table([[sides["left"], sides["right"]]], colWidths=[WIDTH * 0.42, WIDTH * 0.58])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return table


def _ruled(sheet: Sheet, block: Block) -> Table:
    rows = table_rows(block)
    columns = len(block.widths)
    data = [[[_paragraph(sheet, block, r) for r in cell] for cell in row] + [""] * (columns - len(row)) for row in rows]
    widths = [WIDTH * w / sum(block.widths) for w in block.widths]
    # no repeatRows: with splitInRow reportlab repeats them above the row that it splits, in the middle of a page
    table = Table(data, colWidths=widths, splitByRow=1, splitInRow=1)
    spans = [("SPAN", (0, i), (-1, i)) for i, row in enumerate(rows) if len(row) == 1]
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans])
    return table
