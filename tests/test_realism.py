"""How easily generated lines are told from real ones: the measure itself, on lines whose answer is known."""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def realism() -> ModuleType:
    sys.path.insert(0, str(ROOT / "corpus"))
    return importlib.import_module("realism")


def rows(words: str, name: str, seed: int) -> list[tuple[str, str]]:
    chance = random.Random(seed)
    return [(" ".join(chance.choices(words.split(), k=8)), f"{name} {i // 10}") for i in range(200)]


def test_what_differs_is_told_and_what_is_alike_is_not(realism: ModuleType) -> None:
    same, _ = realism.measured(rows("một hai ba bốn", "a", 1), rows("một hai ba bốn", "b", 2), 1)
    other, weights = realism.measured(rows("một hai ba bốn", "a", 1), rows("năm sáu bảy bốn", "b", 2), 1)
    assert 0.35 < same < 0.65
    assert other > 0.99
    assert {word for _, word in weights[:3]} & {"năm", "sáu", "bảy"}


def test_names_and_figures_do_not_tell(realism: ModuleType) -> None:
    assert realism.told("Sở Nội vụ, Thanh Giang, ngày 12/3/2018") == realism.told(
        "Sở Ngoại vụ, Lam Thủy, ngày 5/11/2020"
    )


def test_the_form_of_a_line_has_no_words(realism: ModuleType) -> None:
    assert realism.form("1. Sở Nội vụ rà soát 12 đơn vị.") == "0. N N w0 0 w0."


def test_a_folder_without_text_is_told(realism: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert realism.main([str(tmp_path)]) == 2
    assert "no text files" in capsys.readouterr().err
