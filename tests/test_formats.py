"""The same document as text, DOCX and PDF gives the same records; each reader loses and adds other things.

Reads: corpus/.
Writes: nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

import docparse
from docparse.model import Document

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(p.stem for p in CORPUS.glob("*.txt"))


@cache
def parsed(name: str, suffix: str) -> Document:
    return docparse.parse(CORPUS / f"{name}{suffix}")


def one_line(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def metadata(document: Document) -> Any:
    facts = document.metadata.model_dump(exclude={"evidence", "rule", "confidence"})
    return {key: one_line(value) if isinstance(value, str) else value for key, value in facts.items()}


def references(document: Document) -> Any:
    return [
        (one_line(r.text), r.kind, r.symbol, r.date, r.term, r.issuer, r.relation, r.target)
        for r in document.references
    ]


def deadlines(document: Document) -> Any:
    return [(one_line(d.text), d.relation, d.edtf, d.earliest, d.latest, d.rrule) for d in document.deadlines]


def tasks(document: Document) -> Any:
    return [
        [[one_line(r.text) for r in role] for role in (t.lead, t.coordinate, t.monitor, t.report_to, t.via)]
        + [len(t.deadlines)]
        for t in document.tasks
    ]


def ends(document: Document) -> Any:
    return (
        [one_line(a.text) for a in document.addressees],
        [(one_line(r.text), one_line(r.note), r.archive) for r in document.recipients],
        [
            (s.mode, one_line(s.on_behalf_of), one_line(s.position), one_line(s.name), s.note)
            for s in document.signatures
        ],
        [one_line(a.title) for a in document.appendices],
    )


@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
@pytest.mark.parametrize("facts", [metadata, references, deadlines, tasks, ends], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_formats_agree(name: str, facts: Any, suffix: str) -> None:
    assert facts(parsed(name, suffix)) == facts(parsed(name, ".txt"))
