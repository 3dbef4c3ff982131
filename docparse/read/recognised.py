"""What recognition makes of a picture: words with place and confidence, and the page that they make up.

Reads: nothing.
Writes: the types that recognition gives and that its cache keeps.
"""

from __future__ import annotations

from typing import NamedTuple

from docparse.model import Box
from docparse.read.pdf_runs import Page


class Word(NamedTuple):
    """A word as recognised; its box in points, its confidence from 0 to 1."""

    text: str
    box: Box
    confidence: float


class Recognised(NamedTuple):
    """A page as recognised, upright and straight; `confidence` is the mean over its letters, 1 for an empty page.

    `page.number` is that of the scan; a scan that shows two pages side by side gives two, the left one first.
    `unread` is the share of what looks like words where none was recognised.
    """

    page: Page
    confidence: float
    words: tuple[Word, ...]
    unread: float = 0.0
