"""Tests of docparse.spacy_component: groups of spans that are true, whatever made the tokens.

Reads: corpus/.
Writes: a pipeline and a DocBin, into a temporary folder.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import docparse
from docparse import nlp
from docparse.spacy_component import GROUPS

CORPUS = Path(__file__).parent.parent / "corpus"
PLAN = (CORPUS / "chuong-trinh-xa-2026.txt").read_text("utf-8")
SHORT = "KẾ HOẠCH\nthực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư"


@cache
def pipeline() -> Any:
    made = nlp.blank()
    made.add_pipe("docparse")
    return made


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda p: p.stem)
def test_every_record_is_a_span(path: Path) -> None:
    text = path.read_text("utf-8")
    doc = pipeline()(text)
    document = docparse.parse(text)
    for key, marks in GROUPS:
        wanted = [m for m in marks(document) if m[0] < m[1]]
        found = doc.spans[key]
        assert len(found) == len(wanted), key
        for span, (start, end, label, id_, stands_for) in zip(found, wanted, strict=True):
            assert span.start_char <= start < end <= span.end_char
            assert text[start:end] in span.text
            assert (span.label_, span.id_, span.kb_id_) == (label, id_, stands_for)


def test_what_the_spans_say() -> None:
    doc = pipeline()(SHORT)
    assert [(s.text, s.label_, s.id_, s.kb_id_) for s in doc.spans["references"]] == [
        ("Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư", "implements", "r1", "17-CT/TW@2012-08-28")
    ]
    assert doc._.docparse.references == docparse.parse(SHORT).references
    assert set(doc.spans) == {"references", "deadlines", "bodies", "tasks", "sections", "recipients", "signatures"}


@pytest.mark.parametrize(
    "changed",
    [
        unicodedata.normalize("NFD", PLAN),
        PLAN.replace("\n", "\r\n"),
        PLAN.replace("của", "c\u00adủa").replace("Ban", "\ufeffBan"),
        PLAN.replace("Đ", "\u00d0"),
    ],
    ids=["NFD", "CRLF", "invisible", "eth"],
)
def test_spans_of_text_that_parsing_changes(changed: str) -> None:
    assert changed != PLAN
    wanted, found = pipeline()(PLAN), pipeline()(changed)
    assert found.text == changed
    for key, _ in GROUPS:
        assert [canonical(s.text) for s in found.spans[key]] == [s.text.strip() for s in wanted.spans[key]], key


def canonical(text: str) -> str:
    return nlp.origins(text)[0].strip()


def test_behind_another_tokenizer() -> None:
    import spacy

    other = spacy.blank("en")
    other.add_pipe("docparse")
    doc = other(SHORT)
    assert [s.text for s in doc.spans["references"]] == ["Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "\x00", "corpus", str(CORPUS / "chi-thi-1997.txt")])
def test_odd_texts(text: str) -> None:
    doc = pipeline()(text)
    assert doc._.docparse.text == docparse.text.clean(text)
    assert doc.text == text


def test_a_document_that_was_not_parsed() -> None:
    assert nlp.blank()("Kế hoạch")._.docparse is None


def test_saved_and_loaded(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    pipeline().to_disk(tmp_path / "model")
    loaded = spacy.load(tmp_path / "model")
    doc = loaded(SHORT)
    assert doc._.docparse == pipeline()(SHORT)._.docparse
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "docs")
    again = next(iter(DocBin().from_disk(tmp_path / "docs").get_docs(loaded.vocab)))
    assert again._.docparse == doc._.docparse
    assert [(s.text, s.label_) for s in again.spans["references"]] == [
        (s.text, s.label_) for s in doc.spans["references"]
    ]


def test_several_processes_give_what_one_gives() -> None:
    docs = list(pipeline().pipe([SHORT, PLAN], n_process=2))
    assert [d._.docparse for d in docs] == [pipeline()(t)._.docparse for t in (SHORT, PLAN)]


def test_displacy_draws_the_groups() -> None:
    from spacy import displacy

    doc = pipeline()(PLAN)
    for key, _ in GROUPS:
        page = displacy.render(doc, style="span", options={"spans_key": key}, jupyter=False)
        assert all(label in page for label in {s.label_ for s in doc.spans[key]})
        assert doc.spans[key]
