"""What a check says of a document.

Reads: nothing.
Writes: the types of the other modules of this folder; the JSON of `docparse check`.
"""

from __future__ import annotations

from typing import NamedTuple

from docparse.lexicon import Mark
from docparse.model import Model, Span


class Finding(Span):
    """Something that a person should look at: a code, where it stands, the sentence, and what is said of it.

    `guideline` is the number and section of the guideline that says so, for what is of the form; `status` is the mark
    of the register that says so.
    """

    code: str
    sentence: str
    detail: str | None = None
    guideline: str | None = None
    status: Mark | None = None


class Report(Model):
    """The findings of one document, in order of place; `guideline`, by which its form was judged, None for by none."""

    name: str
    id: str | None
    secrecy: str | None
    guideline: str | None
    findings: tuple[Finding, ...]


class Spot(NamedTuple):
    """Where a rule found something, and what there is to say of it."""

    start: int
    end: int
    detail: str | None = None
    status: Mark | None = None
