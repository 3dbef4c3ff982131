"""What references mean and how lives go, against the truth of a generated archive."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import docparse
from docparse import find
from docparse.find.library import Library

GENERATE = Path(__file__).parent.parent / "corpus" / "generate.py"
EVENTS = {"implements": {"implemented", "reported"}, "reviews_interim": {"interim"}, "reviews_final": {"final"}}


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The truth about the documents in text of an archive of 400, with their place on the disk."""
    folder = tmp_path_factory.mktemp("made")
    command = [sys.executable, str(GENERATE), "archive", str(folder), "--number", "400"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if "FontError" in done.stderr:
        pytest.skip("no DejaVu Serif or Liberation Serif: fonts-dejavu-core")
    assert done.returncode == 0, done.stderr
    lines = map(json.loads, (folder / "TRUTH.jsonl").read_text("utf-8").splitlines())
    text = [
        t for t in lines if t["how"] == "original" and t["file"].endswith(".txt") and (folder / t["file"]).is_file()
    ]
    return [{**t, "path": folder / t["file"]} for t in text]


@pytest.fixture(scope="module")
def library(truths: list[dict[str, Any]]) -> Iterator[Library]:
    with find.of_documents((docparse.parse(t["path"]) for t in truths), allow_secret=True) as opened:
        yield opened


def of(truth: dict[str, Any], library: Library) -> find.Identity:
    """The document that a line of the truth is about."""
    place = truth["place"] if truth["level"] != "province" else truth["province"]
    them = find.named(library, truth["id"], place)
    mine = [one for one in them if one.held]
    return mine[0] if len(mine) == 1 else next(one for one in mine if truth["province"].casefold() in one.place)


def test_every_reference_means_the_document_that_is_meant(truths: list[dict[str, Any]], library: Library) -> None:
    held = {t["file"] for t in truths}
    counts: Counter[bool] = Counter()
    for truth in truths:
        cites = {c.cited.partition(" (")[0]: c.basis for c in find.refs(library, of(truth, library)).cites}
        assert set(cites) == {c["id"] for c in truth["cites"]}, truth["file"]
        counts.update(c["file"] in held for c in truth["cites"])
    found = find.counts(library)
    assert found.in_doubt == {}
    assert found.held >= counts[True] >= 100
    assert found.not_held >= counts[False] >= 50


def test_a_life_has_every_document_that_carries_a_directive_out(truths: list[dict[str, Any]], library: Library) -> None:
    top = Counter(c["id"] for t in truths for c in t["cites"] if c["id"].partition("@")[0].endswith("/TW"))
    for name, _ in top.most_common(5):
        [one] = find.named(library, name)
        events = {(e.document, e.when, e.body): e.kind for e in find.timeline(library, one).events}
        for truth in truths:
            for cited in truth["cites"]:
                if cited["id"] == name and cited["relation"] in EVENTS:
                    kind = events.get((truth["symbol"], truth["issued"], truth["issuer"]))
                    assert kind in EVENTS[cited["relation"]], (name, truth["file"])
