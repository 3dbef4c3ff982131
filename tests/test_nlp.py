"""Tests of docparse.nlp: words are true spans of any text, and spaCy gives the text back.

Reads: corpus/.
Writes: a pipeline, into a temporary folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docparse import nlp
from docparse.text import clean

CORPUS = Path(__file__).parent.parent / "corpus"
ODD = (
    'aăâoôơuưyAĐĐhnt 1,.-/:()"“”'
    "\u0300\u0301\u0302\u0303\u0309\u0323\u031b\u00ad\u200b\ufeff\u00d0\u00f0\u00a0\u2028\x00\x0b\x0c\x1c\x85\r\n\t\ufffd"
    "\u1100\u1161\u11a8\u0958\ufb2c\u0344\u09c7\u09be😀"
)
TEXTS = st.one_of(
    st.text(st.sampled_from(ODD), max_size=60),
    st.text(max_size=60),
    st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z", "Cc", "Cs"]), max_size=40),
    st.lists(
        st.sampled_from(
            ["Uỷ ban", "nhân  dân", "tỉnh\n", "Ðảng", "ðoàn", "hoà", " \t", "17-CT/TW", "v.v...", "http://a.vn/b"]
        )
    )
    .map("".join)
    .flatmap(lambda s: st.sampled_from([s, unicodedata.normalize("NFD", s)])),
)


@cache
def pipeline() -> Any:
    return nlp.blank()


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in nlp.segment(text)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Uỷ  ban Kiểm tra", ["Uỷ  ban", "Kiểm tra"]),
        ("Hoà Bình", ["Hoà Bình"]),
        (unicodedata.normalize("NFD", "Nghị quyết"), [unicodedata.normalize("NFD", "Nghị quyết")]),
        ("Ðảng viên", ["Ðảng viên"]),
        ("Guðrún có nhiệm vụ", ["Guðrún", "có", "nhiệm vụ"]),
        ("nhiệm vụ\x1c của", ["nhiệm vụ", "của"]),
        ("triển\u00ad khai\u200b", ["triển\u00ad khai\u200b"]),
        ("số 17-CT/TW,", ["số", "17", "-", "CT", "/", "TW", ","]),
        ("trách\r\nnhiệm", ["trách\r\nnhiệm"]),
        ("trách\nNhiệm", ["trách", "Nhiệm"]),
        (" \n\t", []),
        ("", []),
        ("\ud800", ["\ud800"]),
        ("\x00", ["\x00"]),
    ],
)
def test_words(text: str, want: list[str]) -> None:
    assert words(text) == want


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_words_cover_the_text(text: str) -> None:
    at = 0
    for start, end in nlp.segment(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_the_tagger_is_used_on_every_document() -> None:
    for path in sorted(CORPUS.glob("*.txt")):
        text = path.read_text("utf-8")
        joined = [w for w in words(text) if " " in w]
        assert len(joined) > len(text) / 40, path.name


def test_a_word_the_tagger_invents_leaves_plain_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    import underthesea

    monkeypatch.setattr(underthesea, "word_tokenize", lambda text, **_: ["Ban Tổ", "khác", "ủy"])
    assert words("Ban Tổ chức Tỉnh ủy") == ["Ban Tổ", "chức", "Tỉnh", "ủy"]


def test_very_long_runs_are_plain() -> None:
    run = "a-" * 500
    assert words(f"nhiệm vụ {run}")[-len(run) :] == list(run)
    assert words(run[:39]) == [run[:39]]


@pytest.mark.parametrize("unit", ["a.", "(a", "thực hiện nhiệm vụ ", "1. \n", "a\u0302", "\u00ad"])
def test_time_grows_with_the_length(unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * size)[:size]
        # Not `process_time`: where a limit of processor time was once set, that goes on in steps of 4 ms.
        start = time.thread_time()
        nlp.segment(text)
        return time.thread_time() - start

    cost(100)
    assert min(cost(40_000) / max(cost(10_000), 1e-3) for _ in range(3)) < 8


@pytest.mark.parametrize("unit", ["a.", "(a", "thực hiện nhiệm vụ ", "1. \n", "a\u0302", "\u00ad"])
def test_the_tagger_sees_no_letter_twice_and_no_long_piece(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(nlp, "_words", lambda piece: seen.append(piece) or [])
    text = (unit * 40_000)[:40_000]
    nlp.segment(text)
    assert sum(map(len, seen)) <= len(text)
    assert max(map(len, seen), default=0) <= nlp._LONGEST_PIECE + nlp._LONGEST_RUN


def letters(text: str) -> str:
    return re.sub("[ðɖ]", "đ", unicodedata.normalize("NFD", text))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_origins(text: str) -> None:
    canonical, places = nlp.origins(text)
    assert canonical == clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    assert len(places) == len(canonical) + 1
    assert list(places) == sorted(places)
    assert places[-1] == len(text)
    for c, place in zip(canonical, places, strict=False):
        if unicodedata.category(c)[0] in "LNPS" and not "\u1100" <= c <= "\u11ff":
            assert letters(clean(text[place:]))[0] == letters(c)[0]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("o\u200b\u0302n", [0, 3, 4]),
        ("\u1100\u1161\u11a8n", [0, 3, 4]),
        ("\u0958n", [0, 0, 1, 2]),
        ("a\r\n\rb", [0, 1, 3, 4, 5]),
        ("\ufeffa\u00ad", [1, 3]),
        ("abc", [0, 1, 2, 3]),
    ],
)
def test_where_characters_come_from(text: str, places: list[int]) -> None:
    assert list(nlp.origins(text)[1]) == places


def test_origins_of_every_character() -> None:
    for code in range(0x110000):
        text = f"a{chr(code)}b"
        canonical, places = nlp.origins(text)
        assert len(places) == len(canonical) + 1, hex(code)


@settings(max_examples=150, deadline=None)
@given(TEXTS.filter(lambda s: not any("\ud800" <= c <= "\udfff" for c in s)))
def test_spacy_gives_the_text_back(text: str) -> None:
    doc = pipeline()(text)
    assert doc.text == text
    assert all(t.text for t in doc)
    assert [(t.idx, t.idx + len(t)) for t in doc if not t.is_space] == nlp.segment(text)


def test_spaces_between_tokens() -> None:
    doc = pipeline()(" Uỷ ban  tỉnh \n")
    assert [(t.text, t.whitespace_) for t in doc] == [(" ", ""), ("Uỷ ban", " "), (" ", ""), ("tỉnh", " "), ("\n", "")]


def test_a_pipeline_is_saved_and_loaded(tmp_path: Path) -> None:
    import spacy

    pipeline().to_disk(tmp_path)
    text = "Uỷ ban Kiểm tra  Tỉnh ủy\n"
    want = [t.text for t in pipeline()(text)]
    assert [t.text for t in spacy.load(tmp_path)(text)] == want
    assert [t.text for t in nlp.blank().from_bytes(pipeline().to_bytes())(text)] == want


def test_another_process_loads_it_without_docparse(tmp_path: Path) -> None:
    pipeline().to_disk(tmp_path)
    code = f"import spacy; print([t.text for t in spacy.load({str(tmp_path)!r})('Uỷ ban')])"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout.strip() == "['Uỷ ban']", done.stderr


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    code = "import sys, docparse.nlp; print([m for m in ('spacy', 'underthesea', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
