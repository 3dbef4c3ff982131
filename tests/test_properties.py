"""What holds for every text: it is read without refusal, offsets are true, and the same text gives the same JSON.

Reads: corpus/, files/pieces.txt.
Writes: nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import docparse
from docparse.model import Document
from docparse.text import clean

CORPUS = Path(__file__).parent.parent / "corpus"
DOCUMENTS = [p.read_text("utf-8") for p in sorted(CORPUS.glob("*.txt"))]

WORDS = (Path(__file__).parent / "files" / "pieces.txt").read_text("utf-8").splitlines()
ODD = ["\t", "TT\tNội dung\tĐơn vị", *"\u00ad\u200b\ufeff\u0301\u00d0\u00a0\x00\x0c\ud800😀"]
SEPARATORS = st.sampled_from([" ", " ", " ", "", "\n", "\n", "\n\n", "\n- ", ", ", "; ", ". ", "\r\n"])
SOUP = st.lists(st.tuples(st.sampled_from(WORDS + ODD), SEPARATORS), max_size=60).map(
    lambda ps: "".join(a + b for a, b in ps)
)


def double(line: str) -> str:
    return "".join(c * 2 for c in line)


def apart(line: str) -> str:
    return unicodedata.normalize("NFD", line)


CHANGES: tuple[Callable[[str], str], ...] = (
    double,
    apart,
    str.upper,
    str.lower,
    lambda s: "",
    lambda s: s + "\n",
    lambda s: s[: len(s) // 2],
    lambda s: s.replace(" ", "  "),
    lambda s: s.replace(" ", "\n", 3),
    lambda s: s.replace(".", ""),
    lambda s: f"{s}\n{s}",
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A document of the corpus with lines lost, changed, or in each other's place."""
    lines = draw(st.sampled_from(DOCUMENTS)).split("\n")
    at = st.integers(0, len(lines) - 1)
    for i, j in draw(st.lists(st.tuples(at, at), max_size=6)):
        lines[i], lines[j] = lines[j], lines[i]
    for i, change in draw(st.lists(st.tuples(at, st.sampled_from(CHANGES)), max_size=8)):
        lines[i] = change(lines[i])
    start, end = sorted((draw(at), draw(at)))
    return "\n".join(lines[:start] + lines[end:] if draw(st.booleans()) else lines[start : end + 1])


# Deterministic, and without shrinking of texts that take long: a failure shows the text that it found.
CHECK = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
TEXTS = st.one_of(SOUP, damaged()).map(lambda s: f"\n{s}")


def check_offsets(document: Document) -> None:
    """Every span inside the text and every quotation true, without leaving it to the model."""
    text = document.text
    records: list[Any] = [
        *document.references,
        *document.deadlines,
        *document.tasks,
        *document.addressees,
        *document.recipients,
    ]
    assert all(text[r.start : r.end] == r.text for r in records)
    assert all(r.text.strip() for r in records)
    marks = [
        *document.zones,
        *document.sections,
        *document.signatures,
        *document.appendices,
        *document.metadata.evidence.values(),
        *(m for body in document.bodies for m in body.mentions),
    ]
    assert all(0 <= m.start <= m.end <= len(text) for m in marks)


def check_zones(document: Document) -> None:
    """Zones cover the text without gap or overlap."""
    at = 0
    for zone in document.zones:
        assert zone.start == at
        assert zone.end > zone.start
        at = zone.end
    assert at == len(document.text)


def check_sections(document: Document) -> None:
    """Parents come before their children; a paragraph is as deep as what it stands under, all else is deeper."""
    depth: dict[str, int] = {}
    start = 0
    for section in document.sections:
        assert section.start >= start
        assert section.id not in depth
        if section.parent is not None:
            assert depth[section.parent] + (section.kind != "paragraph") <= section.depth
        depth[section.id] = section.depth
        start = section.start


def check_ids(document: Document) -> None:
    """Every id that is mentioned exists, and names one thing."""
    sections = {s.id for s in document.sections}
    bodies = [b.id for b in document.bodies]
    deadlines = [d.id for d in document.deadlines]
    for ids in (bodies, deadlines, [r.id for r in document.references], [t.id for t in document.tasks]):
        assert len(ids) == len(set(ids))
    linked: tuple[Any, ...] = (*document.references, *document.deadlines, *document.tasks)
    for record in linked:
        assert record.section is None or record.section in sections
    for task in document.tasks:
        roles = (*task.lead, *task.coordinate, *task.monitor, *task.report_to, *task.via)
        assert {r.body for r in roles} <= set(bodies)
        assert set(task.deadlines) <= set(deadlines)
    entries: tuple[Any, ...] = (*document.recipients, *document.addressees)
    for entry in entries:
        assert entry.body is None or entry.body in bodies


@CHECK
@given(TEXTS)
def test_a_document_is_consistent(text: str) -> None:
    document = docparse.parse(text)
    check_offsets(document)
    check_zones(document)
    check_sections(document)
    check_ids(document)


@CHECK
@given(TEXTS)
def test_only_characters_of_plain_text_change(text: str) -> None:
    document = docparse.parse(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert document.text.split("\n") == [clean(line) for line in lines]


@CHECK
@given(TEXTS)
def test_the_same_text_gives_the_same_json(text: str) -> None:
    document = docparse.parse(text)
    written = document.to_json()
    assert docparse.parse(text).to_json() == written
    assert Document.from_json(written) == document


@CHECK
@given(TEXTS)
def test_marks_apart_or_composed_are_the_same(text: str) -> None:
    one = docparse.parse(unicodedata.normalize("NFC", text))
    other = docparse.parse(unicodedata.normalize("NFD", text))
    source = {"encoding": "utf-8", "sha256": ""}
    assert one.model_copy(update={"source": one.source.model_copy(update=source)}) == other.model_copy(
        update={"source": other.source.model_copy(update=source)}
    )


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "\ud800", "\u0301", "a", "Số:", "-", "I", "Nơi nhận:"])
def test_very_short_texts(text: str) -> None:
    document = docparse.parse(text)
    check_offsets(document)
    check_zones(document)
    check_sections(document)
    check_ids(document)
