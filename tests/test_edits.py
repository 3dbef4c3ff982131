"""What people change in records: marks, moves, levels, bodies; all can be taken back and outlive another reading."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from docparse import archive, parse
from docparse.archive import correction, corrections, edits, reparse, store
from docparse.archive.changes import Data
from docparse.archive.correction import JOIN, RECORD, SPAN, SPLIT, Correction, from_line, portable, to_line
from docparse.archive.store import DOCUMENTS
from docparse.errors import BadCorrection, Overtaken
from docparse.model import Document
from docparse.read.options import Options

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture
def db(papers: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(papers, tmp_path / "papers.db"))


def plan(db: Path) -> tuple[str, Data]:
    """The document of the corpus with most headings."""
    with store.opened(db) as connection, connection.begin():
        rows = connection.execute(sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.json).order_by(DOCUMENTS.c.sha256))
        documents = [(sha256, json.loads(data)) for sha256, data in rows]
    return max(documents, key=lambda one: (len(one[1]["sections"]), one[0]))


def read(db: Path, sha256: str) -> Data:
    with store.opened(db) as connection, connection.begin():
        data: Data = json.loads(store.entries(connection, [sha256])[0].json)
    return data


def change(db: Path, *some: Correction, since: str = "") -> None:
    sha256 = some[0].document
    with store.opened(db, alone=True) as connection, connection.begin():
        corrections.change(connection, sha256, since or corrections.state(connection, sha256), some)


def history(db: Path, sha256: str) -> list[corrections.Kept]:
    with store.opened(db) as connection, connection.begin():
        return corrections.history(connection, sha256)


def withdraw(db: Path, sha256: str, id_: int | None) -> None:
    assert id_
    with store.opened(db, alone=True) as connection, connection.begin():
        corrections.withdraw(connection, sha256, corrections.state(connection, sha256), [id_], "An")


def words(data: Data, record: Data) -> str:
    text: str = data["text"][record["start"] : record["end"]]
    return text


def at(sha256: str, kind: str, record: Data, field: str, after: Any) -> Correction:
    place = record.get("mentions", [record])[0]
    return Correction(sha256, kind, field, after, place["start"], place["end"], by="Lan")


# --- each change --------------------------------------------------------------------------------------------------


def test_a_record_is_marked_and_removed(db: Path) -> None:
    sha256, before = plan(db)
    start = before["text"].index(" ", before["zones"][3]["start"]) + 1
    change(db, Correction(sha256, "deadlines", RECORD, {"latest": "2031-01-02"}, start, start + 9, by="Lan"))
    data = read(db, sha256)
    [new] = [d for d in data["deadlines"] if d not in before["deadlines"]]
    assert (new["start"], new["text"], new["latest"]) == (start, before["text"][start : start + 9], "2031-01-02")
    assert (new["rule"], new["relation"]) == ("corrected", "by")
    assert len({d["id"] for d in data["deadlines"]}) == len(data["deadlines"])
    change(db, at(sha256, "deadlines", new, RECORD, None))
    assert read(db, sha256)["deadlines"] == before["deadlines"]
    assert history(db, sha256)[1].correction.before == portable(data, "deadlines", new)


def test_a_deadline_that_goes_leaves_its_task(db: Path) -> None:
    sha256, before = plan(db)
    [task, *_] = [t for t in before["tasks"] if t["deadlines"]]
    [deadline] = [d for d in before["deadlines"] if d["id"] == task["deadlines"][0]]
    change(db, at(sha256, "deadlines", deadline, RECORD, None))
    [after] = [t for t in read(db, sha256)["tasks"] if t["id"] == task["id"]]
    assert after["deadlines"] == task["deadlines"][1:]


def test_a_record_moves_with_its_words(db: Path) -> None:
    sha256, before = plan(db)
    one = before["deadlines"][0]
    to = {"start": one["start"] + 1, "end": one["end"], "quote": one["text"][1:]}
    change(db, at(sha256, "deadlines", one, SPAN, to))
    [after] = [d for d in read(db, sha256)["deadlines"] if d["id"] == one["id"]]
    assert (after["start"], after["text"]) == (one["start"] + 1, one["text"][1:])


def test_zones_beside_one_that_moves_give_way(db: Path) -> None:
    sha256, before = plan(db)
    zone, following = before["zones"][1:3]
    end = zone["end"] + 3
    to = {"start": zone["start"], "end": end, "quote": before["text"][zone["start"] : end]}
    change(db, at(sha256, "zones", zone, SPAN, to))
    after = read(db, sha256)["zones"]
    assert after[1]["end"] == after[2]["start"] == end
    to = {"start": zone["start"], "end": following["end"], "quote": before["text"][zone["start"] : following["end"]]}
    with pytest.raises(BadCorrection):
        change(db, at(sha256, "zones", after[1], SPAN, to))


def test_what_stands_under_a_heading_goes_with_it(db: Path) -> None:
    sha256, before = plan(db)
    sections = before["sections"]
    heading = next(s for s in sections if s["depth"] == 1 and any(x["parent"] == s["id"] for x in sections))
    under = [s["id"] for s in sections if s["parent"] == heading["id"] and s["kind"] != "paragraph"]
    change(db, at(sha256, "sections", heading, "depth", 2))
    after = {s["id"]: s for s in read(db, sha256)["sections"]}
    assert after[heading["id"]]["depth"] == 2
    assert {after[i]["parent"] for i in under} == {heading["id"]}
    assert {after[i]["depth"] for i in under} == {s["depth"] + 1 for s in sections if s["id"] in under}
    change(db, at(sha256, "sections", heading, "depth", 1))
    assert tree(read(db, sha256)) == tree(before)


def tree(data: Data) -> list[tuple[str, str | None, int]]:
    return [(s["id"], s["parent"], s["depth"]) for s in data["sections"]]


def test_bodies_are_joined_and_a_mention_is_split_off(db: Path) -> None:
    sha256, before = plan(db)
    used = {role["body"] for task in before["tasks"] for role in task["lead"]}
    one = next(b for b in before["bodies"] if b["id"] in used)
    other = next(b for b in before["bodies"] if b is not one)
    change(db, at(sha256, "bodies", one, JOIN, other["name"]))
    data = read(db, sha256)
    assert one["id"] not in {b["id"] for b in data["bodies"]}
    [joined] = [b for b in data["bodies"] if b["id"] == other["id"]]
    assert len(joined["mentions"]) == len({(m["start"], m["end"]) for b in (one, other) for m in b["mentions"]})
    assert json.dumps(one["id"]) not in json.dumps([data["tasks"], data["recipients"], data["addressees"]])
    mention = one["mentions"][0]
    change(db, Correction(sha256, "bodies", SPLIT, "Ban Đỏ Tỉnh ủy", mention["start"], mention["end"], by="Lan"))
    data = read(db, sha256)
    [new] = [b for b in data["bodies"] if b["name"] == "Ban Đỏ Tỉnh ủy"]
    assert new["mentions"] == [mention]
    assert new["level"] == "province"


# --- history ------------------------------------------------------------------------------------------------------


def sole(data: Data, kind: str) -> Data:
    """A record whose words stand in the document once."""
    found: Data = next(one for one in data[kind] if data["text"].count(words(data, one)) == 1)
    return found


def some_changes(sha256: str, data: Data) -> list[Correction]:
    start = data["zones"][3]["start"]
    deadline, reference = sole(data, "deadlines"), sole(data, "references")
    section = next(s for s in data["sections"] if s["kind"] == "heading")
    new = {"text": "x", "relation": "mentions", "symbol": "99-KL/TW"}
    return [
        at(sha256, "deadlines", deadline, "latest", "2030-03-03"),
        Correction(sha256, "references", RECORD, new, start, start + 12, by="Lan"),
        at(sha256, "references", reference, RECORD, None),
        at(sha256, "sections", section, "depth", section["depth"] + 1),
        at(sha256, "bodies", data["bodies"][0], JOIN, data["bodies"][1]["name"]),
        Correction(sha256, "metadata", "issued", "2001-02-03", by="Lan"),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_all_that_is_taken_back_is_as_if_it_had_never_been(db: Path, seed: int) -> None:
    sha256, before = plan(db)
    made = some_changes(sha256, before)
    for one in made:
        change(db, one)
    assert read(db, sha256) != before
    order = [one.correction.id for one in history(db, sha256)]
    random.Random(seed).shuffle(order)
    for id_ in order:
        withdraw(db, sha256, id_)
    assert read(db, sha256) == before
    assert [(one.correction.by, one.withdrawn) for one in history(db, sha256)] == [("Lan", "An")] * len(made)
    assert corrections.listed(db) == []
    with pytest.raises(BadCorrection):
        withdraw(db, sha256, order[0])


def test_one_that_is_taken_back_leaves_the_others(db: Path) -> None:
    sha256, before = plan(db)
    for one in some_changes(sha256, before):
        change(db, one)
    withdraw(db, sha256, history(db, sha256)[2].correction.id)
    data = read(db, sha256)
    assert data["metadata"]["issued"] == "2001-02-03"
    assert sole(data, "deadlines")["latest"] == "2030-03-03"
    assert sole(before, "references") in data["references"]
    assert "99-KL/TW" in [r["symbol"] for r in data["references"]]


def test_who_comes_second_overwrites_nothing_unseen(db: Path) -> None:
    sha256, before = plan(db)
    with store.opened(db) as connection, connection.begin():
        seen = corrections.state(connection, sha256)
    change(db, at(sha256, "deadlines", before["deadlines"][0], "latest", "2030-03-03"), since=seen)
    with pytest.raises(Overtaken):
        change(db, at(sha256, "deadlines", before["deadlines"][0], "latest", "2031-03-03"), since=seen)
    assert read(db, sha256)["deadlines"][0]["latest"] == "2030-03-03"


def test_of_changes_that_belong_together_none_is_made_alone(db: Path) -> None:
    sha256, before = plan(db)
    first = at(sha256, "deadlines", before["deadlines"][0], RECORD, None)
    with pytest.raises(BadCorrection):
        change(db, first, Correction(sha256, "references", RECORD, None, 1, 2))
    assert read(db, sha256) == before
    assert history(db, sha256) == []


def test_lines_of_json_say_everything(db: Path) -> None:
    sha256, before = plan(db)
    for one in some_changes(sha256, before):
        change(db, one)
    lines = [to_line(one) for one in corrections.listed(db)]
    corrected = read(db, sha256)
    for one in history(db, sha256):
        withdraw(db, sha256, one.correction.id)
    for line in lines:
        change(db, from_line(line, "x"))
    assert read(db, sha256) == corrected


# --- another reading ----------------------------------------------------------------------------------------------


def moved(data: Data) -> Data:
    """The same document as another version might read it: with a word before everything."""
    head = "(bản sao)\n"

    def later(value: Any) -> Any:
        if isinstance(value, dict):
            by = {k: value[k] + len(head) for k in ("start", "end") if isinstance(value.get(k), int)}
            return {k: later(v) for k, v in value.items()} | by
        return [later(one) for one in value] if isinstance(value, list) else value

    new: Data = later(data)
    new["text"] = head + data["text"]
    new["zones"][0]["start"] = 0
    return new


@pytest.mark.parametrize("how", [lambda data: data, moved], ids=["same", "moved"])
def test_changes_are_made_again_in_another_reading(db: Path, how: Callable[[Data], Data]) -> None:
    sha256, before = plan(db)
    for one in some_changes(sha256, before):
        change(db, one)
    corrected = read(db, sha256)
    new = how(json.loads(json.dumps(before)))
    done = [edits.applied(new, one.correction) for one in history(db, sha256)]
    assert [one.applied for one in done] == [True] * len(done)
    assert json.loads(Document.model_validate_json(json.dumps(new)).to_json()) == how(corrected)


def test_after_another_reading_changes_stand_and_can_be_taken_back(db: Path) -> None:
    sha256, before = plan(db)
    for one in some_changes(sha256, before):
        change(db, one)
    corrected = read(db, sha256)
    assert [one.error for one in archive.read_again(db, only=[sha256], options=Options(cache=None))] == [None]
    [found] = reparse.replace_all(db)
    assert (found.changes, found.lost) == ((), ())
    assert read(db, sha256) == corrected
    for kept in history(db, sha256):
        withdraw(db, sha256, kept.correction.id)
    assert read(db, sha256) == before


@pytest.mark.parametrize(
    ("start", "place"), [(0, (0, 2)), (3, (4, 6)), (9, (8, 10)), (100, (8, 10))], ids=lambda one: str(one)
)
def test_words_are_found_where_they_are_nearest(start: int, place: tuple[int, int]) -> None:
    assert edits.located("ab--ab--ab", "ab", start) == place
    assert edits.located("ab--ab--ab", "abc", start) is None
    assert edits.located("ab--ab--ab", "", start) is None


# --- whatever is done, the document holds together ----------------------------------------------------------------


def holds_together(data: Data) -> None:
    Document.model_validate_json(json.dumps(data))
    ids = {
        kind: [one["id"] for one in data[kind]] for kind in ("sections", "references", "deadlines", "bodies", "tasks")
    }
    assert all(len(set(some)) == len(some) for some in ids.values())
    bodies = {None, *ids["bodies"]}
    for task in data["tasks"]:
        assert {r["body"] for role in ROLES for r in task[role]} <= bodies
        assert set(task["deadlines"]) <= set(ids["deadlines"])
    assert {one["body"] for kind in ("recipients", "addressees") for one in data[kind]} <= bodies
    assert all(body["mentions"] for body in data["bodies"])
    above: dict[str | None, int] = {None: -1}
    for section in data["sections"]:
        assert section["parent"] in above, "what a section stands under comes before it"
        above[section["id"]] = section["depth"]
    for kind in ("references", "deadlines", "tasks"):
        assert {one["section"] for one in data[kind]} <= {None, *ids["sections"]}
    ends = [0, *(zone["end"] for zone in data["zones"])]
    assert [zone["start"] for zone in data["zones"]] == ends[:-1]
    assert ends[-1] == len(data["text"])


ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
ANY = st.tuples(st.sampled_from(correction.KINDS), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 60))
PARSED = parse(CORPUS / "ke-hoach-so-ket-2018.txt").to_json()


def drawn(data: Data, how: str, kind: str, which: int, start: int, length: int) -> Correction | None:
    """Some change of a document; None where it has no record for it."""
    text = data["text"]
    start %= len(text) - length
    words = text[start : start + length]
    if how == "new":
        return Correction("x", kind, RECORD, {"name": words}, start, start + length, quote=words)
    if not data[kind]:
        return None
    record = data[kind][which % len(data[kind])]
    place = record.get("mentions", [record])[0]
    body = data["bodies"][start % len(data["bodies"])]["name"] if data["bodies"] else ""
    field, after = {
        "remove": (RECORD, None),
        "move": (SPAN, {"start": start, "end": start + length, "quote": words}),
        "level": ("depth", 1 + start % 6),
        "join": (JOIN, body),
        "split": (SPLIT, body or "Ban"),
    }[how]
    quote = text[place["start"] : place["end"]]
    return Correction("x", kind, field, after, place["start"], place["end"], quote=quote)


@given(st.lists(st.tuples(st.sampled_from(("new", "remove", "move", "level", "join", "split")), ANY), max_size=25))
@settings(deadline=None, max_examples=60)
def test_whatever_is_changed_the_document_holds_together(changes: list[tuple[str, tuple[str, int, int, int]]]) -> None:
    data: Data = json.loads(PARSED)
    for how, (kind, which, start, length) in changes:
        fits = {"level": kind == "sections", "join": kind == "bodies", "split": kind == "bodies"}.get(how, True)
        one = drawn(data, how, kind, which, start, length) if fits else None
        if one is None or (kind == "zones" and how in ("new", "remove")):
            continue
        before = json.dumps(data)
        done = edits.applied(data, one)
        assert done.applied or json.dumps(data) == before, "what cannot be done changes nothing"
        holds_together(data)
