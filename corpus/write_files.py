"""Writes a sheet as TXT, DOCX, HTML, RTF or PDF, fast, by the thousand. Messages and archives hold several.

DOCX is filled into a fixed package, not built by a library: headings and items are numbered by Word where their labels
are those that it would print. The same sheet gives the same bytes.

Reads: a Sheet.
Writes: bytes of a file.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from xml.sax.saxutils import escape

from render_pdf import write_pdf
from render_source import Block, Row, Sheet, grouped, look, runs, text_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))
_WORD = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.numbering+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/styles" '
        f'Target="styles.xml"/><Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
        "</Relationships>"
    ),
    "word/styles.xml": (
        f'{_XML}<w:styles {_W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:style>'
        "</w:styles>"
    ),
    "word/numbering.xml": (
        f'{_XML}<w:numbering {_W}><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (kind, text) in enumerate(_FORMATS)
        )
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    ),
}
_HTML = (
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
)


def docx(sheet: Sheet, *, numbered: bool) -> bytes:
    """The sheet as DOCX; `numbered` lets Word number what it can."""
    automatic = numbered and _numbered_by_word(sheet)
    body = []
    for group in grouped(sheet):
        if group[0].side:
            body.append(_columns(group))
        else:
            body += [_paragraph(row, group[0], automatic=automatic) for row in group[0].rows]
    main = f"{_XML}<w:document {_W}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    return archive({**{name: text.encode() for name, text in _WORD.items()}, "word/document.xml": main.encode()})


def _numbered_by_word(sheet: Sheet) -> bool:
    """Whether every label is the one that Word prints: it knows no đ, and a document without parts begins deeper."""
    rows = [row for block in sheet.blocks for row in block.rows if row.numbering]
    first = bool(rows) and rows[0].label == "I"
    return first and not any(row.depth == 3 and str(row.label) > "d" for row in rows)


def _paragraph(row: Row, block: Block, *, automatic: bool = False) -> str:
    align, indented, _ = look(row, block)
    properties = f'<w:jc w:val="{"both" if align == "justify" else align}"/>'
    drop = 0
    if automatic and row.numbering:
        number = f'<w:ilvl w:val="{row.depth - 1}"/><w:numId w:val="1"/>'
        properties = f"<w:numPr>{number}</w:numPr>{properties}"
        drop = len(str(row.label)) + 2
    elif indented:
        properties = f'<w:ind w:firstLine="567"/>{properties}'
    text = []
    for words, bold, italic in runs(row.text):
        kept, drop = words[drop:], max(0, drop - len(words))
        look_ = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
        text.append(f'<w:r><w:rPr>{look_}</w:rPr><w:t xml:space="preserve">{escape(kept)}</w:t></w:r>')
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(text)}</w:p>"


def _columns(group: list[Block]) -> str:
    cells = []
    for side in ("left", "right"):
        rows = "".join(_paragraph(row, block) for block in group if block.side == side for row in block.rows)
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="4600" w:type="dxa"/></w:tcPr>{rows or "<w:p/>"}</w:tc>')
    grid = '<w:tblGrid><w:gridCol w:w="4600"/><w:gridCol w:w="4600"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblW w:w="9200" w:type="dxa"/></w:tblPr>{grid}<w:tr>{"".join(cells)}</w:tr></w:tbl>'


def html(sheet: Sheet) -> bytes:
    """The sheet as a web page."""
    body = []
    for group in grouped(sheet):
        sides = [[row for block in group if block.side == side for row in block.rows] for side in ("left", "right")]
        if group[0].side:
            cells = "".join(f"<td>{''.join(map(_html_paragraph, rows))}</td>" for rows in sides)
            body.append(f'<table border="0"><tr>{cells}</tr></table>')
        else:
            body += [_html_paragraph(row) for row in group[0].rows]
    return _HTML.format(title=escape(str(sheet.metadata["title"])), body="\n".join(body)).encode()


def _html_paragraph(row: Row) -> str:
    return "<p>" + "".join(f"<b>{escape(t)}</b>" if bold else escape(t) for t, bold, _ in runs(row.text)) + "</p>"


def rtf(sheet: Sheet) -> bytes:
    """The sheet as RTF, a paragraph a line; letters beyond ASCII as numbers."""
    lines = text_of(sheet).split("\n")
    words = "\\par\n".join("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) for line in lines)
    return ("{\\rtf1\\ansi\\uc1\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0\\fs28\n" + words + "\\par\n}").encode()


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF; raises FontError without a font."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        write_pdf(sheet, path)
        return path.read_bytes()


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files, with fixed dates."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, data)
    return raw.getvalue()


def message(files: Mapping[str, bytes], subject: str) -> bytes:
    """A message with files attached, with a fixed boundary and no date."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "vanthu@example.vn", "luutru@example.vn"
    mail.set_content("Kính chuyển văn bản đính kèm.\n")
    for name, data in files.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    mail.set_boundary("=-docparse-corpus-=")
    return mail.as_bytes(policy=SMTP)
