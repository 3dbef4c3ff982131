"""Word 97-2003, RTF, OpenDocument text and Word 2003 XML: made into DOCX by LibreOffice, then read as DOCX.

Fonts come through, so that runs in old encodings are told by them as in a DOCX. Starting LibreOffice costs more than a
document: `convert_ahead` converts many in one run and keeps the results in a folder, where `read_office` finds them.

Reads: the bytes of a file; converted documents from `Options.cache`.
Writes: a Source; converted documents into `Options.cache`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from docparse.errors import DocparseError, MissingProgram
from docparse.model import Source
from docparse.read.docx import read_docx
from docparse.read.fixed_fields import fix_fields
from docparse.read.options import DEFAULT, Options
from docparse.read.soffice import PACKAGE, Converter, File, convert, find

__all__ = ["FORMATS", "convert_ahead", "find", "read_office"]

FORMATS = {
    "Word 97-2003 document (.doc)": (".doc", "application/msword"),
    "Rich Text Format (.rtf)": (".rtf", "application/rtf"),
    "OpenDocument text (.odt)": (".odt", "application/vnd.oasis.opendocument.text"),
    "Word XML": (".xml", "application/msword"),
}
"""By the kind that `sniff` tells: the suffix that makes LibreOffice choose its reader, and the media type."""

_RECIPE = "1"
"""Counted up when what is done to a file before its conversion changes: older results are converted anew."""


def read_office(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """An office document as lines, as `read_docx` gives them.

    Args: `data`, the file; `name`, for the errors; `options.cache`, where a converted document is looked for and kept.
    Raises MissingProgram where LibreOffice is not installed, TruncatedFile where it cannot open the file, TooLarge
    where it takes too long, and what `read_docx` raises.
    """
    from docparse.read import sniff

    kind = sniff(data, name)
    place = _place(data, options.cache)
    docx = _kept(place)
    if docx is None:
        [result] = convert(_converter(name), [_file(data, kind)])
        if isinstance(result, DocparseError):
            result.name = name
            raise result
        docx = result
        _keep(place, docx)
    return replace(read_docx(docx, name, options), media_type=FORMATS[kind][1])


def convert_ahead(files: Sequence[tuple[bytes, str, str]], cache: Path) -> list[DocparseError | None]:
    """Converts files in one run and keeps the results for `read_office`; for each file None, or what is wrong with it.

    Args: `files`, each its content, its kind (a key of `FORMATS`) and its name for the error; `cache`, a folder.
    """
    places = [_place(data, cache) for data, _kind, _name in files]
    new = [i for i, place in enumerate(places) if _kept(place) is None]
    problems: list[DocparseError | None] = [None] * len(files)
    if not new:
        return problems
    try:
        converter = _converter(files[new[0]][2])
    except MissingProgram as error:
        return [MissingProgram(name, error.detail) if i in new else None for i, (_, _, name) in enumerate(files)]
    results = convert(converter, [_file(*files[i][:2]) for i in new])
    for i, result in zip(new, results, strict=True):
        if isinstance(result, DocparseError):
            result.name, problems[i] = files[i][2], result
        else:
            _keep(places[i], result)
    return problems


def _converter(name: str) -> Converter:
    found = find()
    if found is None:
        raise MissingProgram(name, PACKAGE)
    return found


def _file(data: bytes, kind: str) -> File:
    suffix = FORMATS[kind][0]
    return File(fix_fields(data, suffix), suffix)


def forget(data: bytes, cache: Path) -> None:
    """Removes what an office document was converted to from a cache."""
    if place := _place(data, cache):
        with contextlib.suppress(OSError):
            place.unlink(missing_ok=True)


def _place(data: bytes, cache: Path | None) -> Path | None:
    """Where the converted document is kept: named by the content and by what converts it; None for nowhere."""
    found = find()
    if cache is None or found is None:
        return None
    return cache / "office" / f"{hashlib.sha256(data).hexdigest()}-{found.version}-{_RECIPE}.docx"


def _kept(place: Path | None) -> bytes | None:
    try:
        return place.read_bytes() if place else None
    except OSError:
        return None


def _keep(place: Path | None, data: bytes) -> None:
    """Keeps a converted document whole or not at all: several processes may do so at once."""
    if place is None:
        return
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    # A folder that is full or may not be written to only costs time.
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
