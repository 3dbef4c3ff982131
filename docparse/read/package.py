"""Office files as packages: opening the ZIP within limits, what kind of document it holds, its parts as XML.

An Office Open XML file is a ZIP of XML parts that relationships tie together (ECMA-376 part 2). Nothing here trusts it:
sizes are checked before anything is unpacked, a part with a DTD is refused, and no entity is ever resolved.

Reads: the bytes of a ZIP file.
Writes: XML trees of its parts.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from docparse.errors import EncryptedFile, TooLarge, TruncatedFile

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 400_000_000
MAX_RATIO = 200
RATIO_FROM = 50_000_000
"""Bytes: below this a high ratio is only a document that repeats itself."""

# All that the zip reader was seen to raise on damaged files.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OTHERS = (("xl/", "Excel workbook (.xlsx)"), ("ppt/", "PowerPoint presentation (.pptx)"), ("visio/", "Visio drawing"))
_ODT = tuple(f"application/vnd.oasis.opendocument.text{more}" for more in ("", "-template", "-master"))
_KIND_BYTES = 100
# Word can save "Strict Open XML": the same elements under other names.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, its declared sizes checked (unpacking never goes beyond what is declared).

    Args: `data`, the file; `name`, for the errors. Raises TruncatedFile, TooLarge.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise TruncatedFile(name, "ZIP archive without a directory") from error
    unpacked = sum(i.file_size for i in archive.infolist())
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * len(data)):
        raise TooLarge(name, f"{unpacked // 1_000_000} MB unpacked")
    return archive


def kind_of_zip(archive: zipfile.ZipFile, name: str) -> str:
    """What the archive holds: "DOCX" or the name of another format.

    Args: `name`, for the errors. Raises EncryptedFile where the parts of a document ask for a password.
    """
    names = [_slashes(n) for n in archive.namelist()]
    if "mimetype" in names and "content.xml" in names:
        return _open_document(archive, name)
    if not any(n.startswith(("word/", "[Content_Types].xml")) for n in names):
        return "ZIP archive"
    for folder, kind in _OTHERS:
        if any(n.startswith(folder) for n in names):
            return kind
    if any(i.flag_bits & 1 for i in archive.infolist()):
        raise EncryptedFile(name)
    return "DOCX"


def _open_document(archive: zipfile.ZipFile, name: str) -> str:
    """The kind of an OpenDocument file; its manifest says whether its parts are encrypted (OpenDocument 1.2 part 3)."""
    try:
        kind = archive.read("mimetype")[:_KIND_BYTES].decode("ascii", "replace").strip()
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    except BROKEN as error:
        raise TruncatedFile(name, "mimetype") from error
    if b":encryption-data" in manifest:
        raise EncryptedFile(name)
    return "OpenDocument text (.odt)" if kind in _ODT else "OpenDocument"


def main_part(archive: zipfile.ZipFile, name: str) -> str:
    """The path of the main document part, "word/document.xml" in nearly every file.

    Args: `name`, for the errors. Raises TruncatedFile where the package has none.
    """
    for kind, target in relations(archive, "", name).values():
        if kind == "officeDocument":
            return target
    raise TruncatedFile(name, "no main document part")


def relations(archive: zipfile.ZipFile, part: str, name: str) -> dict[str, tuple[str, str]]:
    """The relationships of a part ("" for the package): id to (last word of the type, path of the target).

    Args: `part`, a path inside the package; `name`, for the errors. External targets are left out.
    """
    folder, base = posixpath.split(part)
    root = read_part(archive, posixpath.join(folder, "_rels", f"{base}.rels"), name)
    if root is None:
        return {}
    found = {}
    for r in root.iter(_RELATIONS):
        if r.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, _slashes(r.get("Target", ""))))
            found[r.get("Id", "")] = (r.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def read_part(archive: zipfile.ZipFile, path: str, name: str) -> _Element | None:
    """The root of an XML part, or None where the package has no such part.

    Args: `path`, inside the package; `name`, for the errors. Raises TruncatedFile for broken XML or a DTD.
    """
    from lxml import etree

    names = archive.NameToInfo
    member = path if path in names else next((n for n in names if _slashes(n).lower() == path.lower()), None)
    if member is None:
        return None
    try:
        xml = archive.read(member)
    except BROKEN as error:
        raise TruncatedFile(name, path) from error
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise TruncatedFile(name, f"{path} declares entities")
    for strict, usual in _STRICT:
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TruncatedFile(name, f"{path} is not well-formed") from error


def _slashes(path: str) -> str:
    """A path as the standard has it: some programs write backslashes and a leading slash."""
    return path.replace("\\", "/").lstrip("/")
