"""Citations: what the mentions of one document say together."""

from __future__ import annotations

from types import SimpleNamespace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from docparse.find.citations import OPENING, STRONGEST, any_in, bits, of_mentions, relations
from docparse.model import Reference

ZONES = (*OPENING, "body", "appendix")
SAID = st.lists(st.tuples(st.sampled_from(STRONGEST), st.sampled_from(ZONES)), min_size=1, max_size=9)


def mention(relation: str, zone: str, start: int = 0, doc: int = 1, **stated: str) -> SimpleNamespace:
    blank = {"about": "", "date": "", "issuer": "", "term": "", "section": f"{zone} {start}"}
    return SimpleNamespace(doc=doc, relation=relation, zone=zone, start=start, **{**blank, **stated})


def test_every_relation_of_a_reference_has_its_place() -> None:
    assert set(get_args(Reference.model_fields["relation"].annotation)) == set(STRONGEST)


@given(SAID)
def test_bits_keep_every_relation_and_where_it_stands(said: list[tuple[str, str]]) -> None:
    [row] = of_mentions("1", [(mention(r, z, i), 7, "date", "") for i, (r, z) in enumerate(said)])
    assert set(relations(row["said"])) == {r for r, _ in said}
    assert set(relations(row["said"], ("title",))) == {r for r, z in said if z == "title"}
    assert set(relations(row["said"], OPENING)) == {r for r, z in said if z in OPENING}
    assert bool(row["said"] & any_in(*OPENING)) == any(z in OPENING for _, z in said)
    assert bool(row["said"] & bits(["replaces"])) == any(r == "replaces" for r, _ in said)


def test_the_title_goes_first_and_then_what_says_most() -> None:
    said = [("mentions", "title"), ("replaces", "body"), ("implements", "preamble"), ("mentions", "body")]
    [row] = of_mentions("1", [(mention(r, z, i), 7, "date", "") for i, (r, z) in enumerate(said)])
    assert relations(row["said"]) == ("mentions", "replaces", "implements")
    assert (row["section"], row["mentions"]) == ("title 0", 4)


def test_mentions_are_one_citation_where_they_mean_the_same() -> None:
    decided = [
        (mention("mentions", "body", 5, date="2012"), 7, "date", ""),
        (mention("mentions", "body", 9, date="2013", term="XI"), 7, "only", ""),
        (mention("mentions", "body", 1), 8, "date", ""),
        (mention("mentions", "body", 2), None, "several", "7 8"),
        (mention("mentions", "body", 3), None, "several", "7 8"),
        (mention("mentions", "body", 4), None, "date_differs", "7"),
        (mention("mentions", "body", 4, doc=2), 7, "date", ""),
    ]
    rows = [
        (r["doc"], r["identity"], r["basis"], r["mentions"], r["date"], r["term"]) for r in of_mentions("1", decided)
    ]
    assert rows == [
        (1, 7, "date", 2, "2012", "XI"),
        (1, 8, "date", 1, "", ""),
        (1, None, "several", 2, "", ""),
        (1, None, "date_differs", 1, "", ""),
        (2, 7, "date", 1, "", ""),
    ]
