"""How files are read and parsed, where there is a choice.

Reads: nothing.
Writes: `Options`, which the readers and the pipeline ask.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docparse.models.kept import Models
    from docparse.registers import Registers


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller decides; the same for all files of a batch.

    `ocr`: pages without text that can be trusted are recognised by Tesseract, where it is installed. `cores`: how many
    pages are recognised side by side. `cache`: a folder that keeps what took long (recognised pages, converted
    documents) for the next run; None keeps nothing. `registers`: people's own tables, beside those of docparse.
    `province`: whose "TU" and "Tỉnh ủy" are meant where a document does not say. `models`: the trained models that say
    how sure a record is; None for those of docparse, () for none.
    """

    ocr: bool = True
    cores: int = 1
    cache: Path | None = None
    registers: Registers | None = None
    province: str | None = None
    models: Models | None = None


DEFAULT = Options()


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """The user's folder for what took long; None where the user has no home.

    Args: `environ`, such as `os.environ`. LOCALAPPDATA on Windows, elsewhere XDG_CACHE_HOME or ~/.cache (XDG Base
    Directory Specification 0.8: only an absolute path counts).
    """
    named = environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if named and Path(named).is_absolute():
        return Path(named) / "docparse"
    try:
        return Path.home() / ".cache" / "docparse"
    except RuntimeError:
        return None
