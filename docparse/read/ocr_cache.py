"""What was recognised, kept in a folder: a page that was seen before costs no recognition.

An entry is named by the pixels and by what recognised them; it is written beside its place and renamed into it. One
that is damaged, or of another version of this program, counts as not there; a folder that cannot be written to keeps
nothing.

Reads: JSON files of the folder.
Writes: JSON files of the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docparse.read import tesseract

if TYPE_CHECKING:
    from PIL.Image import Image

    from docparse.read.recognised import Recognised

SETTINGS = "5"
"""Counted up when the same picture is recognised otherwise than before."""


def place(folder: Path, engine: tesseract.Engine, image: Image, width: float, height: float) -> Path:
    """The file for a picture in a cache.

    Args: `engine`, what recognises it; `width` and `height`, of the page in points.
    """
    made_by = (SETTINGS, engine.version, tesseract.data_size(engine))
    digest = hashlib.sha256(repr((made_by, image.mode, image.size, round(width, 2), round(height, 2))).encode())
    digest.update(image.tobytes())
    name = digest.hexdigest()
    return folder / "ocr" / name[:2] / f"{name}.json"


def load(path: Path) -> list[Recognised] | None:
    """The pages of an entry, None where there is none that can be read."""
    from pydantic import ValidationError

    try:
        found: list[Recognised] = _adapter().validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    with contextlib.suppress(OSError):
        # For `forget`: it is in use now.
        os.utime(path)
    return found


def save(path: Path, found: Sequence[Recognised]) -> None:
    """Keeps the pages of an entry."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_adapter().dump_json(list(found)))
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)


def forget(folder: Path, since: float) -> None:
    """Removes what was kept or found in a cache since some time; also that of others, which costs time only.

    Args: `since`, as `time.time` says it.
    """
    for path in (folder / "ocr").glob("*/*.json"):
        with contextlib.suppress(OSError):
            # The clock of a file system is a little behind.
            if path.stat().st_mtime >= since - 0.1:
                path.unlink()


def _adapter() -> Any:
    from pydantic import TypeAdapter

    from docparse.read.recognised import Recognised

    return TypeAdapter(list[Recognised])
