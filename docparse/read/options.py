"""How files are read, where there is a choice.

Reads: nothing.
Writes: `Options`, which the readers ask.
"""

from __future__ import annotations

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
