"""OLE containers (Word 97-2003, Outlook): what they hold, told by the streams of their root directory.

Reads: the bytes of an OLE file.
Writes: the name of a format.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

from docparse.errors import EncryptedFile, TruncatedFile

if TYPE_CHECKING:
    from olefile import OleFileIO

# All that the library was seen to raise on damaged files; its own errors are kinds of OSError.
BROKEN = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, RecursionError, OverflowError)
_STREAMS = (
    ("WordDocument", "Word 97-2003 document (.doc)"),
    ("Workbook", "Excel 97-2003 workbook (.xls)"),
    ("Book", "Excel 97-2003 workbook (.xls)"),
    ("PowerPoint Document", "PowerPoint 97-2003 presentation (.ppt)"),
    ("__properties_version1.0", "Outlook message (.msg)"),
)
_ENCRYPTED = 0x0100
"""The bit of the flags at 0x0A of a Word document that says that it is encrypted ([MS-DOC] 2.5.2, fEncrypted)."""


def kind_of_ole(data: bytes, name: str) -> str:
    """What the container holds: the English name of a format.

    Args: `name`, for the errors. Raises EncryptedFile where a password is asked for (an encrypted DOCX is such a file),
    TruncatedFile where the directory is gone.
    """
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            names = {path[0] for path in ole.listdir(streams=True, storages=False) if len(path) == 1}
            encrypted = "WordDocument" in names and _asks_for_password(ole)
    except BROKEN as error:
        names, encrypted = {s for s in ("EncryptedPackage", *dict(_STREAMS)) if s.encode("utf-16-le") in data}, False
        if not names:
            raise TruncatedFile(name, "OLE file without a directory") from error
    if encrypted or "EncryptedPackage" in names:
        raise EncryptedFile(name)
    return next((kind for stream, kind in _STREAMS if stream in names), "OLE container")


def _asks_for_password(ole: OleFileIO) -> bool:
    head = ole.openstream("WordDocument").read(12)
    return len(head) == 12 and bool(int.from_bytes(head[10:12], "little") & _ENCRYPTED)
