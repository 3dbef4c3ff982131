"""Truth: how well the program reads the documents that people marked by hand; no score may fall below its floor.

A floor stands a little under the score of the day when it was written: raise it when a score has risen, and lower it
only with a reason in the commit. Floors say nothing of documents that the rules were not written on.

Reads: corpus/*.txt and corpus/*.truth.json.
Writes: nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from docparse.evaluate import Score, evaluate, scores

CORPUS = Path(__file__).parent.parent / "corpus"
FLOORS = {
    "bullet (line,depth)": 0.954,
    "deadline (line,end date)": 0.963,
    "deadline (line,rel,dates)": 0.963,
    "heading (line,label)": 0.975,
    "numbered (line,label,depth)": 0.980,
    "recipient": 0.966,
    "reference (line,symbol)": 0.980,
    "reference no symbol (line,kind)": 0.942,
    "signature (all fields)": 0.980,
    "task body (line,role,body)": 0.900,
    "task lead": 0.880,
    "unit (line,kind)": 0.971,
    "who by when (body,date,line)": 0.862,
    "metadata.doc_type": 0.980,
    "metadata.issued": 0.980,
    "metadata.issuer": 0.921,
    "metadata.place": 0.980,
    "metadata.symbol": 0.980,
    "metadata.title": 0.980,
    "offsets true": 0.980,
    "recipient.archive": 0.980,
    "recipient.note": 0.980,
    "reference.date": 0.980,
    "reference.issuer": 0.980,
    "reference.relation": 0.953,
    "reference.target agrees": 0.980,
    "reference.target differs": 0.980,
    "reference.term": 0.980,
    "reference.text": 0.939,
    "reference.type": 0.966,
    "zone of line": 0.980,
}


@cache
def measured() -> dict[str, Score]:
    """The score of each measure over the whole corpus."""
    evaluations = list(evaluate(CORPUS, CORPUS))
    assert [e.name for e in evaluations if e.error] == []
    return {s.measure: s for s in scores(x for e in evaluations for x in e.observations)}


@pytest.mark.parametrize("measure", FLOORS)
def test_no_score_falls_below_its_floor(measure: str) -> None:
    score = measured()[measure]
    assert score.value >= FLOORS[measure], f"{score.right} right, {score.extra} extra, {score.missed} missed"


def test_every_measure_has_a_floor() -> None:
    assert set(measured()) == set(FLOORS)


@pytest.mark.parametrize("measure", FLOORS)
def test_a_measure_counts_something(measure: str) -> None:
    score = measured()[measure]
    assert score.right + score.missed >= 5
