"""x

Reads: y
Writes: z
"""

from __future__ import annotations

from collections.abc import Sequence

from docparse.read.pdf_runs import Page


def repaired(pages: Sequence[Page]) -> list[Page]:
    return list(pages)
