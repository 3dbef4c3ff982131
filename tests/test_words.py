"""Recognised words that were misread: what was meant, and that the text keeps what was read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docparse.layout import lay_out
from docparse.model import Line, Source
from docparse.models import kept, words
from docparse.models.errors import UnfitModel
from docparse.models.words import Counts, Speller
from docparse.pipeline import build
from docparse.read.options import Options

PLAN = (
    "TỈNH ỦY LAM THỦY",
    "KẾ HOẠCH",
    "triển khai công tác dân vận",
    "I- TÔ CHỨC THỰC HIỆN",
    "1- Sở Nội vụ chú trì, phôi hợp với Ban Dân vận Tỉnh uy rà soát các tô chức trên địa bản.",
)


@cache
def ready() -> Speller:
    model = next(model for model in kept.shipped() if model.name == "words")
    return words.speller(words.read(model.data, "words"))


def recognised(*lines: str) -> Source:
    return Source(tuple(Line(text) for text in lines), "image/tiff", wrapped=True, ocr=True)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("phôi hợp với các tô chức", "phối hợp với các tổ chức"),
        ("V. TÔ CHỨC THỰC HIỆN", "V. TỔ CHỨC THỰC HIỆN"),
        ("- Ban Tuyên giảo Tỉnh uy;", "- Ban Tuyên giáo Tỉnh ủy;"),
        ("yêu câu các đơn vị triên khai thực hiện", "yêu cầu các đơn vị triển khai thực hiện"),
        ("Độc lập - Tự đo - Hạnh phúc", "Độc lập - Tự do - Hạnh phúc"),
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Quyết định số 217-QĐ/TW, ngày 12/12/2013", "Quyết định số 217-QĐ/TW, ngày 12/12/2013"),
        ("", ""),
    ],
)
def test_a_line_as_it_was_meant(read: str, meant: str) -> None:
    assert ready().line(read) == meant


def test_typed_lines_stay_as_good_as_all() -> None:
    """Of the words of a plan that nobody misread, next to none is changed."""
    lines = (Path(__file__).parent.parent / "corpus" / "ke-hoach-ubnd-2022.txt").read_text("utf-8").splitlines()
    changed = sum(a != b for line in lines for a, b in zip(line.split(), ready().line(line).split(), strict=True))
    assert changed <= 0.002 * sum(len(line.split()) for line in lines)


@given(st.text(alphabet=st.sampled_from("tô chứcuyỷđĐİßAẮ 1-.,;\n\tﬁ"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_line_keeps_its_length_and_its_spaces(text: str) -> None:
    found = ready().line(text)
    assert len(found) == len(text)
    assert [c.isspace() for c in found] == [c.isspace() for c in text]


def test_the_text_keeps_what_was_read_and_records_say_what_was_meant() -> None:
    document = build(recognised(*PLAN), b"", "plan.tif")
    assert "phôi hợp" in document.text
    assert "TÔ CHỨC" in document.text
    [task] = document.tasks
    assert document.text[task.start : task.end] == task.text
    assert [role.text for role in task.coordinate] == ["Ban Dân vận Tỉnh ủy"]
    assert any(label.startswith("words@") for label in document.source.models)


def test_without_models_nothing_is_mended() -> None:
    document = build(recognised(*PLAN), b"", "plan.tif", Options(models=()))
    assert [role.text for task in document.tasks for role in task.coordinate] != ["Ban Dân vận Tỉnh ủy"]


def test_typed_text_is_never_mended() -> None:
    source = replace(recognised(*PLAN), ocr=False)
    assert kept.as_meant(source, kept.default()) is source


def test_a_layout_of_what_was_meant_is_as_long() -> None:
    read = recognised(*PLAN)
    meant = kept.as_meant(read, kept.default())
    assert len(lay_out(read, meant).text) == len(lay_out(read).text)
    assert lay_out(read, meant).text == lay_out(read).text


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]"])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitModel):
        words.read(data, "words")


def test_another_form_is_refused() -> None:
    counts = Counts(form=words.FORM + 1, syllables={}, pairs={}, mark=-5.0, letter=-6.0)
    with pytest.raises(UnfitModel, match="form"):
        words.read(counts.model_dump_json().encode(), "words")


def test_counting() -> None:
    counts = words.counted([("Tỉnh ủy, Tỉnh ủy.", 2.0)], -5.0, -6.0)
    assert counts.syllables == {"tỉnh": 4.0, "ủy": 4.0}
    assert counts.pairs == {"< tỉnh": 4.0, "tỉnh ủy": 4.0, "ủy >": 4.0}
