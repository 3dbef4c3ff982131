"""The original of a document: its pages as pictures, and the file to keep.

What is read is found by the hash of the document alone: no word of an address reaches the disk.

Reads: kept originals, files of an archive.
Writes: JPEG, the bytes of a file.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from starlette.responses import Response

from docparse.archive.originals import folder_of
from docparse.archive.reparse import source_of
from docparse.errors import DocparseError, NoOriginal, NoSuchDocument
from docparse.serve import drawing, shelf
from docparse.serve.routes import Page, Visit, get, whole_number

_KEPT: OrderedDict[tuple[str, int], bytes] = OrderedDict()
_SIZES: OrderedDict[str, list[drawing.Size]] = OrderedDict()
_LOCK = Lock()
_PICTURES, _DOCUMENTS = 60, 500


def sizes(visit: Visit, sha256: str, media_type: str) -> list[drawing.Size]:
    """The sizes of the pages of an original in points; none where it has no pages or is not there.

    Args: `sha256`, of a document that may be shown.
    """
    if media_type != "application/pdf" and not media_type.startswith("image/"):
        return []
    with _LOCK:
        if sha256 in _SIZES:
            return _SIZES[sha256]
    try:
        found = drawing.sizes(*_bytes(visit, sha256))
    except DocparseError:
        return []
    with _LOCK:
        _SIZES[sha256] = found
        while len(_SIZES) > _DOCUMENTS:
            _SIZES.popitem(last=False)
    return found


def _bytes(visit: Visit, sha256: str) -> tuple[bytes, str]:
    """The content and the name of an original. Raises NoSuchDocument, NoOriginal."""
    from docparse.read.containers import load

    with tempfile.TemporaryDirectory() as folder:
        with shelf.reading(visit) as connection:
            shelf.entry(connection, visit, sha256)
            kept = visit.settings.originals or folder_of(connection, visit.settings.archive)
            path = source_of(connection, sha256, kept, Path(folder))
            name = shelf.name(connection, sha256)
        if path is None:
            raise NoOriginal(name)
        file = load(path)
    return file.data, name


def _picture(visit: Visit) -> Response:
    sha256, number = visit.request.path_params["sha256"], whole_number(visit.request.path_params["number"]) or 0
    with shelf.reading(visit) as connection:
        shelf.entry(connection, visit, sha256)
    with _LOCK:
        found = _KEPT.get((sha256, number))
    if found is None:
        if not 1 <= number <= 5000:
            raise NoSuchDocument(sha256[:12])
        found = drawing.picture(*_bytes(visit, sha256), number)
        with _LOCK:
            _KEPT[sha256, number] = found
            while len(_KEPT) > _PICTURES:
                _KEPT.popitem(last=False)
    return Response(found, media_type="image/jpeg")


def _file(visit: Visit) -> Response:
    data, name = _bytes(visit, visit.request.path_params["sha256"])
    # Never shown by the browser: what it is, its content says, and that is nobody's word.
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


PAGE = Page((get("/document/{sha256}/page/{number}", _picture), get("/document/{sha256}/original", _file)))
