"""How files are read, where there is a choice.

Reads: nothing.
Writes: `Options`, which the readers ask.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller decides on reading; the same for all files of a batch.

    `ocr`: pages without text that can be trusted are recognised by Tesseract, where it is installed. `cores`: how many
    pages are recognised side by side. `cache`: a folder that keeps what took long (recognised pages, converted
    documents) for the next run; None keeps nothing.
    """

    ocr: bool = True
    cores: int = 1
    cache: Path | None = None


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
