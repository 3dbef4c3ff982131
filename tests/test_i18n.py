"""Languages: what the locale asks for, that everything is translated, that compiled catalogues are up to date."""

from __future__ import annotations

import gettext
import io
import re
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse import i18n
from docparse.errors import EmptyFile
from docparse.model import Warning
from docparse.pipeline import parse

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
import messages

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "LC_MESSAGES": ""}, "vi"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_locale_decides_the_language(environ: dict[str, str], language: str) -> None:
    assert i18n.preferred(environ) == language


def test_errors_and_counts_follow_the_language() -> None:
    assert i18n.error_line(EmptyFile("a.txt")) == "a.txt: the file is empty; look for another copy of the document"
    i18n.use("vi")
    assert i18n.error_line(EmptyFile("a.txt")) == "a.txt: tệp không có nội dung; hãy tìm bản khác của văn bản"
    one, many = "== all, {n} document", "== all, {n} documents"
    assert i18n.count(one, many, 2) == "== tất cả, 2 văn bản"
    i18n.use("en")
    assert i18n.count(one, many, 1) == "== all, 1 document"


def test_each_person_is_spoken_to_in_their_own_language() -> None:
    def said(language: str) -> tuple[str, str]:
        with i18n.speaking(language):
            return i18n.error_line(EmptyFile("a.txt")), i18n.language()

    with ThreadPoolExecutor(2) as pool:
        (vietnamese, vi), (english, en) = pool.map(said, ("vi", "en"))
    assert vietnamese.startswith("a.txt: tệp không có nội dung")
    assert english.startswith("a.txt: the file is empty")
    assert (vi, en, i18n.language()) == ("vi", "en", "en")


def test_a_warning_without_translation_says_its_message() -> None:
    assert i18n.warning_text(Warning(code="unheard", message="Odd: a, b")) == "Odd: a, b"


def test_a_warning_keeps_its_detail_in_every_language() -> None:
    warning = Warning(code="ambiguous_reference", message="20-NQ/TW may be any of: a; b")
    assert i18n.warning_text(warning) == "a citation that may mean several documents: a; b"
    i18n.use("vi")
    assert i18n.warning_text(warning) == "viện dẫn có thể chỉ nhiều văn bản: a; b"
    assert i18n.warning_text(Warning(code="few_marks", message="few_marks")) == "lớp chữ thiếu dấu tiếng Việt"


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.docx")), ids=lambda path: path.stem)
def test_every_warning_that_the_corpus_gives_has_words(path: Path) -> None:
    for warning in parse(path).warnings:
        assert f"warning.{warning.code}" in messages.messages()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    entries = messages.read_po(messages.CATALOGUES[language].read_text("utf-8"))
    assert sorted(m for m in messages.messages() if not entries.get(m)) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    entries = messages.read_po(messages.CATALOGUES[language].read_text("utf-8"))
    assert sorted(set(entries) - messages.messages() - {""}) == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_compiled_catalogue_is_that_of_the_source(language: str) -> None:
    source = messages.CATALOGUES[language]
    compiled = messages.compile_mo(messages.read_po(source.read_text("utf-8")))
    assert source.with_suffix(".mo").read_bytes() == compiled, "run: make messages"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_translations_keep_every_placeholder(language: str) -> None:
    placeholder = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w+\}")
    for source, translation in messages.read_po(messages.CATALOGUES[language].read_text("utf-8")).items():
        forms = translation.split("\0")
        wanted = sorted(placeholder.findall(source.split("\0")[-1]))
        assert all(sorted(placeholder.findall(form)) == wanted for form in forms), source


def test_reading_a_catalogue_with_continued_lines_and_plurals() -> None:
    plural = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "bs"\n'
    po = f'msgid ""\nmsgstr "Language: xx\\n"\n\n{plural}\nmsgid "c"\nmsgstr ""\n"d "\n"e"\n'
    assert messages.read_po(po) == {"": "Language: xx\n", "a\0as": "b\0bs", "c": "d e"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(st.dictionaries(TEXTS, TEXTS))
def test_gettext_reads_what_is_compiled(entries: dict[str, str]) -> None:
    header = {"": "Content-Type: text/plain; charset=UTF-8\n"}
    catalogue = gettext.GNUTranslations(io.BytesIO(messages.compile_mo(header | entries)))
    assert {source: catalogue.gettext(source) for source in entries} == entries


def test_compiled_catalogue_is_sorted_and_leaves_out_what_is_empty() -> None:
    data = messages.compile_mo({"b": "B", "a": "A", "c": ""})
    magic, _version, count = struct.unpack("<3I", data[:12])
    assert (magic, count) == (0x950412DE, 2)
    assert data.endswith(b"a\0b\0A\0B\0")
