"""Fields that LibreOffice computes anew on opening a file: the date, the time, the name of the file.

A letter whose date is a field would be dated today and named after a temporary file. What a person saw when the
document was saved stands in the file as the field's last result; here the fields are made into ones that keep it.

Reads: the bytes of a .doc, .rtf or .odt file.
Writes: the same, with those fields fixed; a file in which nothing has to change, or whose parts cannot be followed,
as it is.
"""

from __future__ import annotations

import re
import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from docparse.read.ole import BROKEN

if TYPE_CHECKING:
    from olefile import OleFileIO

# [MS-DOC] 2.9.90, flt: CREATEDATE, SAVEDATE, PRINTDATE, FILENAME, DATE, TIME; of a QUOTE the last result is shown.
_COMPUTED = frozenset((0x15, 0x16, 0x17, 0x1D, 0x1F, 0x20))
_QUOTE = 0x23
# Where [MS-DOC] 2.5.6 has the place and the size of the tables of fields: of the text, the headers, the notes, the
# comments, the end notes, the text boxes of the text and of the headers.
_TABLES = (0x11A, 0x122, 0x12A, 0x132, 0x21A, 0x262, 0x272)
_WORD_97 = 0xC1
_SECOND_TABLE = 0x0200
_BEGIN = 0x13
_RTF = re.compile(
    rb"(?P<before>\\fldinst(?:\\[a-z]{1,32}-?[0-9]{0,10}|[{\s]){0,60}+)(?:(?:CREATE|SAVE|PRINT)?DATE|TIME|FILENAME)\b",
    re.IGNORECASE,
)
_ODT = re.compile(rb"</?text:(?:date|time|file-name)\b[^>]{0,2000}>")


def fix_fields(data: bytes, suffix: str) -> bytes:
    """A file whose computed fields keep the result that they were saved with.

    Args: `suffix`, of what the file is: ".doc", ".rtf", ".odt"; others stay as they are.
    """
    if suffix == ".rtf":
        return _RTF.sub(rb"\g<before>QUOTED", data)
    if suffix == ".odt":
        return _in_odt(data)
    return _in_doc(data) if suffix == ".doc" else data


def _in_odt(data: bytes) -> bytes:
    """An OpenDocument text in whose content and page styles the results of fields are plain text."""
    archive = zipfile.ZipFile(BytesIO(data))
    parts = {i.filename: archive.read(i) for i in archive.infolist()}
    fixed = {name: _ODT.sub(b"", parts[name]) for name in ("content.xml", "styles.xml") if name in parts}
    if all(parts[name] == part for name, part in fixed.items()):
        return data
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name, part in (parts | fixed).items():
            changed.writestr(name, part)
    return out.getvalue()


def _in_doc(data: bytes) -> bytes:
    """A Word document with the types of its computed fields made QUOTE, each a byte in its place."""
    import olefile

    file = BytesIO(data)
    try:
        with olefile.OleFileIO(file, write_mode=True) as ole:
            if not _fix_tables(ole):
                return data
    except BROKEN:
        return data
    return file.getvalue()


def _fix_tables(ole: OleFileIO) -> bool:
    """Changes the tables of fields; whether anything had to change."""
    head = ole.openstream("WordDocument").read(0x300)
    version, flags = struct.unpack_from("<2xH6xH", head)
    if version < _WORD_97 or len(head) < 0x300:
        return False
    stream = "1Table" if flags & _SECOND_TABLE else "0Table"
    table = bytearray(ole.openstream(stream).read())
    before = bytes(table)
    for place in _TABLES:
        at, size = struct.unpack_from("<II", head, place)
        n = max(min(size, len(table) - at) - 4, 0) // 6
        for field in range(at + 4 * (n + 1), at + 4 * (n + 1) + 2 * n, 2):
            if table[field] & 0x1F == _BEGIN and table[field + 1] in _COMPUTED:
                table[field + 1] = _QUOTE
    if table == before:
        return False
    ole.write_stream(stream, bytes(table))
    return True
