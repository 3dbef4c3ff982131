"""The tables of data/: each row fits, no name stands twice, and what the tables say is in the form that matching needs.

Reads: docparse/data.
Writes: nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from docparse import lexicon
from docparse.lexicon import DATA, DocType, alternation, either, words
from docparse.text import key

TABLES = {"doc_types": lexicon.doc_types, "directives": lexicon.directives, "bodies": lexicon.authorities}


def _lists(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The lists of a table and of the tables in it, each with its name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{before}{name}.")
        else:
            yield before + name, value


LISTS = {
    (p.stem, name): value
    for p in sorted(DATA.glob("*.toml"))
    for name, value in _lists(tomllib.loads(p.read_text("utf-8")))
}
ROMAN = re.compile(r"[IVX]{1,5}")
EDTF = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-[0-3]\d)?")


def twice(values: list[Any]) -> list[Any]:
    return sorted(v for v, n in Counter(values).items() if n > 1)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_loaded_whole(name: str) -> None:
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    assert len(TABLES[name]()) == len(lines) - 1 > 50
    assert len({line.count("\t") for line in lines}) == 1


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_in_nfc_without_loose_spaces(name: str) -> None:
    text = (DATA / f"{name}.tsv").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    cells = [cell for line in text.splitlines() for cell in line.split("\t")]
    assert [c for c in cells if c != c.strip() or "  " in c] == []
    assert "\u00d0" not in text, "Eth for Đ"


def test_no_document_type_stands_twice() -> None:
    assert twice([t.name for t in lexicon.doc_types()]) == []


def test_no_body_stands_twice() -> None:
    assert twice([a.id for a in lexicon.authorities()]) == []
    assert [a.id for a in lexicon.authorities() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", a.id)] == []


def test_a_name_of_a_body_means_one_body_at_a_time() -> None:
    names = [(key(a.name), a.valid_from) for a in lexicon.authorities()]
    assert twice(names) == []


def test_a_directive_is_told_by_symbol_and_date() -> None:
    assert twice([(d.symbol, d.date) for d in lexicon.directives()]) == []
    assert len({d.symbol for d in lexicon.directives()}) < len(lexicon.directives()), "numbers restart each term"


def test_every_fact_says_how_sure_it_is() -> None:
    for table in TABLES.values():
        assert {row.status for row in table()} == {"verified", "believed"}


def test_dates_and_terms_of_directives() -> None:
    assert [d.symbol for d in lexicon.directives() if not EDTF.fullmatch(d.date)] == []
    assert [d.symbol for d in lexicon.directives() if not ROMAN.fullmatch(d.term)] == []


def test_the_type_of_a_directive_is_a_type_of_the_table() -> None:
    names = {t.name for t in lexicon.doc_types()}
    assert [d.symbol for d in lexicon.directives() if d.type not in names] == []


def test_codes_of_directives_are_codes_of_their_types() -> None:
    codes = {t.name: t.codes.split() for t in lexicon.doc_types()}
    wrong = [d.symbol for d in lexicon.directives() if re.split(r"[-/]", d.symbol)[1] not in codes[d.type]]
    # one code, QĐ, stands for Quyết định and Quy định, and citing texts mix the words
    assert [s for s in wrong if "-QĐ/" not in s] == []


def test_years_of_bodies_do_not_go_backwards() -> None:
    wrong = [a.id for a in lexicon.authorities() if a.valid_from and a.valid_to and a.valid_from > a.valid_to]
    assert wrong == []


@pytest.mark.parametrize(("table", "name"), LISTS, ids=str)
def test_a_list_is_filled_and_in_nfc(table: str, name: str) -> None:
    items = LISTS[table, name]
    assert items
    assert all(isinstance(w, str) and w.strip() == w and w for w in items)
    assert [w for w in items if not unicodedata.is_normalized("NFC", w)] == []


@pytest.mark.parametrize(("table", "name"), LISTS, ids=str)
def test_no_word_stands_twice_in_a_list(table: str, name: str) -> None:
    assert twice(LISTS[table, name]) == []


@pytest.mark.parametrize(("table", "name"), [k for k in LISTS if k[0] in ("bodies", "references", "tasks")], ids=str)
def test_lists_for_small_letters_have_the_tone_on_its_usual_vowel(table: str, name: str) -> None:
    """The view has "ủy" and "hòa"; a word with "uỷ" or "hoà" would never be found in it."""
    from docparse.layout.view import normal

    assert [w for w in LISTS[table, name] if normal(w) != w] == []


def test_longest_first() -> None:
    for table, name in (at for at in LISTS if "." not in at[1]):  # `words` reads no tables within
        lengths = [len(w) for w in words(table, name)]
        assert lengths == sorted(lengths, reverse=True)


def test_an_alternation_prefers_the_longest_and_any_white_space() -> None:
    pattern = re.compile(either("bodies", "heads"))
    longest = pattern.match("ban thường\n vụ tỉnh")
    assert longest is not None
    assert longest[0] == "ban thường\n vụ"


def test_signs_of_patterns_in_a_word_stand_for_themselves() -> None:
    assert re.fullmatch(alternation(("T.Ư", "a+b")), "a+b")
    assert not re.fullmatch(alternation(("T.Ư",)), "TxƯ")


@example("gửi giao; trình trì báo cáo báo, xgửi xbáo cáo")
@given(st.text("gửitrình báocáo,\n", max_size=60))
def test_words_by_their_letters_are_found_where_an_alternation_finds_them(text: str) -> None:
    items = ("gửi", "giao", "trình", "trì", "báo cáo", "báo")
    found = [m.span() for m in re.finditer(lexicon.from_word(*items), text)]
    assert found == [m.span() for m in re.finditer(rf"(?<!\w)(?:{'|'.join(items)})", text)]
    anywhere = [m.span() for m in re.finditer(lexicon.by_letter(*items), text)]
    assert anywhere == [m.span() for m in re.finditer("|".join(items), text)]


def test_letters_are_those_of_vietnamese() -> None:
    assert re.fullmatch(f"[{lexicon.UPPER}]+", "ĐẰNGỶỢ")
    assert re.fullmatch(f"[{lexicon.LOWER}]+", "đằngỷợ")
    assert not re.search(f"[{lexicon.UPPER}]", "đằngỷợabc")


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError):
        DocType.model_validate(
            {"name": "Kế hoạch", "codes": "KH", "systems": "party", "title": "maybe", "status": "verified"}
        )
