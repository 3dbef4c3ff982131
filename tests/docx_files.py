"""Small DOCX files for tests, from the XML of their parts.

Reads: nothing.
Writes: bytes.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def item(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs, each given as text or as XML."""
    inner = "".join(c if c.startswith("<") else p(c) for c in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or p()}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, each given as text or as XML."""
    inner = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str, lines: bool = True) -> str:
    """A table with lines around its cells or without."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{s} w:val="{"single" if lines else "nil"}"/>' for s in sides)
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"


def level(n: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list; `more` is XML that comes after its pattern."""
    head = f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'{head}<w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbering(*abstracts: str, nums: str = "") -> str:
    """A numbering part: abstract list N has the levels given, list N+1 uses it; `nums` are further lists."""
    inner = "".join(f'<w:abstractNum w:abstractNumId="{i}">{a}</w:abstractNum>' for i, a in enumerate(abstracts))
    uses = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(abstracts)))
    return f"<w:numbering {NAMES}>{inner}{uses}{nums}</w:numbering>"


def styles(*inner: str) -> str:
    """A styles part."""
    return f"<w:styles {NAMES}>{''.join(inner)}</w:styles>"


def docx(body: str, section: str = "", **parts: str) -> bytes:
    """A DOCX; `parts` are other parts by their kind ("styles", "numbering", "footnotes", "header", "footer1")."""
    files = {"[Content_Types].xml": _TYPES, "_rels/.rels": _relations({"officeDocument": "word/document.xml"})}
    document = f"<w:document {NAMES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    files["word/document.xml"] = document
    files["word/_rels/document.xml.rels"] = _relations({kind: f"{kind}.xml" for kind in parts})
    files |= {f"word/{kind}.xml": xml for kind, xml in parts.items()}
    return package(files)


def package(files: dict[str, str]) -> bytes:
    """A ZIP archive of files by path."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return out.getvalue()


def _relations(targets: dict[str, str]) -> str:
    """A relationships part in which a kind of part is also its id, without the figures that tell several apart."""
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{R}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELS}">{rows}</Relationships>'
