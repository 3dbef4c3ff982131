"""Labels: documents out to Label Studio and doccano and back; what people changed is what becomes a correction."""

from __future__ import annotations

import copy
import json
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import docparse
from docparse.archive import corrections as kept
from docparse.archive import store
from docparse.archive.changes import Data
from docparse.archive.correction import from_line, to_line
from docparse.archive.edits import corrected
from docparse.archive.store import DOCUMENTS
from docparse.cli import main
from docparse.errors import BadLabels, MissingFile, TooLarge
from docparse.label import doccano, label_studio, reading
from docparse.label.differences import Outcome, corrections
from docparse.label.labelled import MOST, Labelled, Span, Tie, labels_of
from docparse.label.labels import KINDS, RELATIONS, ROLES, Labels, Note, Region, note_of, read_note, said
from docparse.label.offsets import code_points, same, units
from docparse.model import Body, Deadline, Document, Reference, Role, SourceInfo, Task
from docparse.model import Span as Place

CORPUS = Path(__file__).parent.parent / "corpus"
PLAN = CORPUS / "ket-luan-2005.docx"
SAMPLE = CORPUS / "labelled" / "ket-luan-2005.json"
PROGRAMS = ("label-studio", "doccano")


@pytest.fixture(scope="module")
def plan() -> Data:
    data: Data = json.loads(docparse.parse(PLAN).to_json())
    return data


def exported(data: Data, program: str, labels: Labels | None = None) -> Data:
    """A document as a program gives it back when somebody has labelled it so."""
    now = said(data) if labels is None else labels
    if program == "doccano":
        line = doccano.line(data, said(data))
        again = doccano.line(data, now, first=40)
        return {"id": 7, **line, "entities": again["entities"], "relations": again["relations"], "Comments": []}
    task = label_studio.task(data, said(data))
    result = label_studio.task(data, now)["predictions"][0]["result"]
    when = {"created_at": "2026-10-05T02:14:51.402189Z", "updated_at": "2026-10-05T02:20:33.918205Z"}
    return {"id": 7, **task, "annotations": [{"id": 3, "completed_by": 1, "result": result, **when}]}


def read(one: Data, program: str = "label-studio") -> Labelled:
    found = doccano.read(one, "x: 1") if program == "doccano" else label_studio.read(one, "x: 1")
    assert found
    return found


def taken(data: Data, one: Data, program: str = "label-studio") -> Outcome:
    return corrections(copy.deepcopy(data), read(one, program))


def after(data: Data, outcome: Outcome) -> Data:
    """A document with the corrections made in it, as they come out of a file."""
    data = copy.deepcopy(data)
    for one in outcome.corrections:
        assert corrected(data, from_line(to_line(one), "line"), "document")
    Document.model_validate_json(json.dumps(data))
    return data


# --- any document, any change -------------------------------------------------------------------------------------

LETTERS = st.sampled_from(["a", "đ", "ế", unicodedata.normalize("NFD", "ế"), "😀", "𠮷", " ", "\n", "\u2028", "9"])


@st.composite
def documents(draw: st.DrawFn) -> Data:
    """A document with letters of every size, some records at places of their own, and tasks that name bodies."""
    text = "b" + "".join(draw(st.lists(LETTERS, min_size=12, max_size=40))) + "c"
    every = [(a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1) if text[a:b].strip() == text[a:b]]
    places = st.lists(st.sampled_from(every), max_size=4, unique=True).map(sorted)

    def record(place: tuple[int, int]) -> dict[str, Any]:
        return {"start": place[0], "end": place[1], "rule": "test", "text": text[place[0] : place[1]]}

    mentions = draw(places)
    bodies = tuple(
        Body(id=f"b{i}", name=f"Ban {i}", kind="", level=None, authority=None, rule="test", mentions=spans)
        for i, spans in enumerate([[Place(start=a, end=b) for a, b in mentions[i::2]] for i in range(2)], 1)
        if spans
    )
    none = dict.fromkeys(("edtf", "earliest", "latest", "rrule", "inferred", "section"))
    deadlines = tuple(Deadline(id=f"d{i}", relation="by", **none, **record(p)) for i, p in enumerate(draw(places), 1))
    plain = dict.fromkeys(("type", "symbol", "number", "issuer", "date", "term", "target", "section"))
    references = tuple(
        Reference(id=f"r{i}", kind="full", relation="mentions", **plain, **record(p))
        for i, p in enumerate(draw(places), 1)
    )
    roles = {role: [b.id for b in bodies if draw(st.booleans())] for role in ROLES}
    tasks = tuple(
        Task(
            id=f"t{i}",
            **{role: tuple(Role(body=id_, text="x") for id_ in ids) for role, ids in roles.items()},
            deadlines=tuple(d.id for d in deadlines if draw(st.booleans())),
            **record(place),
        )
        for i, place in enumerate(draw(places), 1)
    )
    source = SourceInfo(name="a.txt", sha256="0" * 64, media_type="text/plain")
    made = Document(source=source, text=text, bodies=bodies, deadlines=deadlines, references=references, tasks=tasks)
    data: Data = json.loads(made.to_json())
    return data


@given(documents(), st.sampled_from(PROGRAMS))
def test_what_nobody_changed_is_no_correction(data: Data, program: str) -> None:
    back = json.loads(json.dumps(exported(data, program)))
    assert read(back, program).labels == said(data)
    outcome = taken(data, back, program)
    assert (outcome.corrections, outcome.troubles) == ([], [])
    assert outcome.counts["confirmed"] == len(said(data).regions)


def named(data: Data) -> set[tuple[str, Region, str]]:
    """Who does what in the tasks, and by when, by the name of the body and the place of the deadline."""
    bodies = {body["id"]: body["name"] for body in data["bodies"]}
    times = {one["id"]: f"{one['start']}-{one['end']}" for one in data["deadlines"]}
    return {
        (name, Region("task", task["start"], task["end"]), times[one] if name == "deadline" else bodies[one["body"]])
        for task in data["tasks"]
        for name in RELATIONS
        for one in task["deadlines" if name == "deadline" else name]
    }


@st.composite
def changed(draw: st.DrawFn) -> tuple[Data, Labels]:
    """A document, and labels of a person who took some out, moved some, put some in, and tied them otherwise."""
    data = draw(documents())
    text, before = data["text"], said(data)
    every = [(a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1) if text[a:b].strip() == text[a:b]]
    kinds = st.sampled_from(["task", "body", "deadline", "reference"])
    regions = {one for one in sorted(before.regions) if draw(st.integers(0, 3))}
    regions |= {Region(draw(kinds), *draw(st.sampled_from(every))) for _ in range(draw(st.integers(0, 3)))}
    ties = {tie for tie in sorted(before.relations or ()) if regions.issuperset(tie[1:]) and draw(st.integers(0, 3))}
    tasks, bodies = ([one for one in sorted(regions) if one.label == label] for label in ("task", "body"))
    if tasks and bodies:
        one = st.tuples(st.sampled_from(ROLES), st.sampled_from(tasks), st.sampled_from(bodies))
        ties |= set(draw(st.lists(one, max_size=3)))
    return data, Labels(frozenset(regions), frozenset(ties))


@settings(max_examples=300, deadline=None)
@given(changed(), st.sampled_from(PROGRAMS))
def test_corrections_make_a_document_say_what_was_labelled(given: tuple[Data, Labels], program: str) -> None:
    data, now = given
    back = exported(data, program, now)
    if not now.regions:
        if said(data).regions:
            with pytest.raises(BadLabels):
                taken(data, back, program)
        return
    outcome = taken(data, back, program)
    assert outcome.troubles == []
    done = after(data, outcome)
    assert said(done).regions == now.regions
    ends = {(m["start"], m["end"]): body["name"] for body in done["bodies"] for m in body["mentions"]}
    assert named(done) == {
        (name, task, ends[one.start, one.end] if one.label == "body" else f"{one.start}-{one.end}")
        for name, task, one in now.relations or ()
    }
    # Taken once, there is nothing left to take.
    assert taken(done, back, program).corrections == []


@given(st.lists(LETTERS, max_size=30).map("".join))
def test_units_of_utf16_are_those_of_javascript(text: str) -> None:
    places = units(text)
    assert list(places) == [len(text[:i].encode("utf-16-le")) // 2 for i in range(len(text) + 1)]
    assert [code_points(places, unit) for unit in places] == list(range(len(text) + 1))
    assert code_points(places, places[-1] + 1) is None
    assert code_points(places, -1) is None
    inside = [places[i] + 1 for i, letter in enumerate(text) if letter > "\uffff"]
    assert [code_points(places, unit) for unit in inside] == [None] * len(inside)


@given(st.lists(LETTERS, max_size=20).map("".join).map(lambda text: unicodedata.normalize("NFC", text)))
def test_other_line_ends_and_forms_of_letters_are_the_same_text(ours: str) -> None:
    for theirs in (ours, ours.replace("\n", "\r\n"), unicodedata.normalize("NFD", ours).replace("\n", "\r\n")):
        place = same(theirs, ours)
        assert place
        assert (place(0), place(len(theirs))) == (0, len(ours))
        found = [at for i in range(len(theirs) + 1) if (at := place(i)) is not None]
        assert sorted(set(found)) == list(range(len(ours) + 1))
    assert same(ours + "x", ours) is None


# --- the forms of the programs ------------------------------------------------------------------------------------


def test_a_task_of_label_studio_is_as_its_guide_says(plan: Data) -> None:
    """Guide "Import pre-annotated data": https://labelstud.io/guide/predictions (relations: tutorial "Relations")."""
    task = json.loads(json.dumps(label_studio.task(plan, said(plan))))
    assert set(task) == {"data", "predictions"}
    assert task["data"]["text"] == plan["text"]
    tags = {tag.get("name"): tag for tag in etree.fromstring(label_studio.configuration()).iter() if tag.get("name")}
    labels = {tag.get("value") for tag in tags["label"]}
    [prediction] = task["predictions"]
    spans = {one["id"]: one for one in prediction["result"] if one["type"] == "labels"}
    for one in spans.values():
        assert tags[one["from_name"]].get("toName") == one["to_name"]
        assert tags[one["to_name"]].tag == "Text"
        assert labels.issuperset(one["value"]["labels"])
        assert plan["text"][one["value"]["start"] : one["value"]["end"]] == one["value"]["text"]
    ties = [one for one in prediction["result"] if one["type"] == "relation"]
    assert len(spans) + len(ties) == len(prediction["result"])
    assert all(one["from_id"] in spans and one["to_id"] in spans for one in ties)
    assert {name for one in ties for name in one["labels"]} <= set(RELATIONS)
    assert {"lead", "coordinate", "monitor", "report_to", "deadline"} <= {
        name for one in ties for name in one["labels"]
    }


def test_a_configuration_has_what_is_asked_for_in_the_language_that_is_spoken() -> None:
    docparse.i18n.use("vi")
    view = etree.fromstring(label_studio.configuration(["body", "task"], relations=False))
    assert [(tag.get("value"), tag.get("hint")) for tag in view.iter("Label")] == [
        ("task", "nhiệm vụ"),
        ("body", "cơ quan"),
    ]
    assert view.find("Relations") is None


def test_a_line_of_doccano_is_as_its_projects_take_it(plan: Data) -> None:
    """`backend/data_import/pipeline/label.py` of doccano: ids are whole numbers, spans are not empty."""
    plan = {**plan, "text": "😀" + plan["text"][1:]}
    line = doccano.line(plan, said(plan), first=100)
    utf16 = plan["text"].encode("utf-16-le")
    ids = [one["id"] for one in line["entities"]]
    assert ids == list(range(100, 100 + len(ids)))
    words = {plan["text"][one.start : one.end] for one in said(plan).regions}
    assert {utf16[2 * x["start_offset"] : 2 * x["end_offset"]].decode("utf-16-le") for x in line["entities"]} == words
    assert all(one["from_id"] in ids and one["to_id"] in ids for one in line["relations"])
    plain = doccano.line(plan, said(plan, relations=False))
    assert sorted(plain["label"]) == sorted([x["start_offset"], x["end_offset"], x["label"]] for x in line["entities"])
    assert "entities" not in plain


@pytest.mark.parametrize("key", ["label", "labels"])
def test_a_project_of_doccano_without_relations_says_nothing_of_them(plan: Data, key: str) -> None:
    line = doccano.line(plan, said(plan, relations=False))
    given = {"id": 1, "text": plan["text"], "docparse": doccano.line(plan, said(plan))["docparse"], key: line["label"]}
    outcome = taken(plan, given, "doccano")
    assert (outcome.corrections, outcome.troubles) == ([], [])


def test_an_old_label_studio_counted_units_of_utf16(plan: Data) -> None:
    plan = json.loads(docparse.parse("😀😀 " + plan["text"]).to_json())
    task = exported(plan, "label-studio")
    places = units(plan["text"])
    for one in task["annotations"][0]["result"]:
        if one["type"] == "labels":
            value = one["value"]
            value |= {"start": places[value["start"]], "end": places[value["end"]]}
            value["text"] = value["text"].replace("\n", "\\n")
    outcome = taken(plan, task)
    assert (outcome.corrections, outcome.troubles) == ([], [])


def test_a_note_comes_back_as_it_went(plan: Data) -> None:
    note = read_note(note_of("0" * 64, said(plan)))
    assert note == Note.model_validate(note)
    assert note
    assert note.labels() == said(plan)
    for wrong in (None, 3, "", "{}", "[" * 10_000, note_of("0" * 64, said(plan)).replace("000", "00'")):
        assert read_note(wrong) is None


@pytest.mark.parametrize(
    ("regions", "relations"),
    [
        ([["person", 0, 1]], None),
        ([["task", 0, 1.5]], None),
        ([["task", 0, 1], ["body", 0, 1]], [["loves", 0, 1]]),
        ([["task", 0, 1], ["body", 0, 1]], [["lead", 1, 0]]),
        ([["task", 0, 1], ["body", 0, 1]], [["lead", 0, 2]]),
        ([["task", 0, 1], ["body", 0, 1]], [["lead", 0, -1]]),
        ([["task", 0, 1], ["body", 0, 1]], [["deadline", 0, 1]]),
    ],
)
def test_a_note_that_docparse_does_not_write_is_none(regions: Any, relations: Any) -> None:
    good = {"document": "0" * 64, "regions": [["task", 0, 1], ["body", 0, 1]], "relations": [["lead", 0, 1]]}
    assert read_note(json.dumps(good))
    assert read_note(json.dumps({**good, "regions": regions, "relations": relations})) is None


def test_a_note_of_other_records_harms_nothing(plan: Data) -> None:
    """As one that somebody changed by hand: what is not there is not taken out."""
    task = exported(plan, "label-studio")
    wild = [("task", 0, 10**9), ("reference", 5, 2), ("body", -4, -2), ("deadline", 1192, 1200)]
    note = Note(document=plan["source"]["sha256"], regions=tuple(wild), relations=())
    task["data"]["docparse"] = note.model_dump_json()
    outcome = taken(plan, task)
    assert ["no such record" in str(one) for one in outcome.troubles] == [True] * len(outcome.troubles)
    assert {one.field for one in outcome.corrections} <= set(RELATIONS)
    after(plan, outcome)


def test_more_labels_than_a_text_can_have_are_refused() -> None:
    with pytest.raises(BadLabels, match="more labels"):
        labels_of("x", "ab", (Span(i, "body", 0, 1) for i in range(MOST + 1)), None)


# --- what people do -----------------------------------------------------------------------------------------------


def result(task: Data) -> list[Data]:
    found: list[Data] = task["annotations"][0]["result"]
    return found


def the(task: Data, label: str, words: str) -> Data:
    return next(
        r for r in result(task) if words in str(r.get("value", {}).get("text")) and label in r["value"]["labels"]
    )


def test_words_of_another_kind_are_taken_out_and_in_again(plan: Data) -> None:
    task = exported(plan, "label-studio")
    the(task, "reference", "Kết luận này")["value"]["labels"] = ["deadline"]
    outcome = taken(plan, task)
    assert [(one.kind, one.field, one.after is None) for one in outcome.corrections] == [
        ("deadlines", "record", False),
        ("references", "record", True),
    ]
    assert {k: n for k, n in outcome.counts.items() if n} == {"confirmed": 52, "retyped": 1}


def test_a_task_gets_another_body(plan: Data) -> None:
    task = exported(plan, "label-studio")
    lead = next(r for r in result(task) if r["type"] == "relation" and r["labels"] == ["lead"])
    other = the(task, "body", "Công an tỉnh")["id"]
    lead["to_id"] = other
    [one] = taken(plan, task).corrections
    assert (one.kind, one.field, one.after) == ("tasks", "lead", [{"body": "Công an tỉnh", "text": "Công an tỉnh"}])
    assert [role["body"] for role in one.before] == ["Các huyện uỷ, thị uỷ"]


def test_the_mention_that_stands_for_a_body_is_in_the_task_or_the_last_before_it() -> None:
    text = "Sở A. Sở A. Sở A họp. Sở A, Sở Tư pháp họp."
    at = [i for i in range(len(text)) if text.startswith("Sở A", i)]
    mentions = [{"start": i, "end": i + 4} for i in at]
    task = {"start": at[3], "end": len(text), "deadlines": [], **{role: [] for role in ROLES}}
    data: Data = {"text": text, "deadlines": [], "bodies": [{"id": "b1", "mentions": mentions}]}

    def stands_for(**other: Any) -> int:
        tasks = [{**task, "lead": [{"body": "b1", "text": "Sở A"}], **other}]
        found = said({**data, "tasks": tasks}, ["task", "body"]).relations
        [(_name, _task, mention)] = found or ()
        return at.index(mention.start)

    assert stands_for() == 3
    assert stands_for(start=at[2] + 5) == 3
    assert stands_for(start=at[3] + 5) == 3
    assert stands_for(start=at[2] + 5, end=at[3] - 1) == 2
    assert stands_for(start=0, end=3) == 0


def test_white_space_that_docparse_itself_had_marked_stays(plan: Data) -> None:
    wide = copy.deepcopy(plan)
    wide["signatures"][0]["start"] -= 1
    assert wide["text"][wide["signatures"][0]["start"]].isspace()
    outcome = taken(wide, exported(wide, "label-studio"))
    assert (outcome.corrections, outcome.troubles) == ([], [])


@pytest.mark.parametrize(("from_", "to"), [("task", "body"), ("body", "task")])
def test_a_relation_may_be_drawn_in_either_direction(plan: Data, from_: str, to: str) -> None:
    task = exported(plan, "label-studio")
    ids = {"task": the(task, "task", "+ Công an tỉnh")["id"], "body": the(task, "body", "Thường trực Tỉnh uỷ")["id"]}
    result(task).append({"type": "relation", "from_id": ids[from_], "to_id": ids[to], "labels": ["report_to"]})
    [one] = taken(plan, task).corrections
    assert (one.field, [role["body"] for role in one.after]) == ("report_to", ["Thường trực Tỉnh uỷ"])


def test_white_space_around_words_is_no_part_of_them(plan: Data) -> None:
    task = exported(plan, "label-studio")
    value = the(task, "deadline", "trước 15-8")["value"]
    value |= {"start": value["start"] - 1}
    outcome = taken(plan, task)
    assert outcome.corrections == []
    assert outcome.counts["confirmed"] == 53


def test_what_docparse_reads_from_marked_words_is_in_the_record(plan: Data) -> None:
    task = exported(plan, "label-studio")
    at = plan["text"].index("ngày 18 tháng 4 năm 2005")
    value = {"start": at, "end": at + len("ngày 18 tháng 4 năm 2005"), "labels": ["deadline"]}
    result(task).append({"id": "new", "type": "labels", "value": value})
    [one] = taken(plan, task).corrections
    assert (one.by, one.at, one.after["earliest"]) == ("Label Studio 1", "2026-10-05T02:20:33+00:00", "2005-04-18")


def test_what_somebody_else_did_meanwhile_is_not_undone(plan: Data) -> None:
    task = exported(plan, "label-studio")
    gone = the(task, "reference", "Kết luận này")["id"]
    task["annotations"][0]["result"] = [r for r in result(task) if r.get("id") != gone]
    now = copy.deepcopy(plan)
    now["references"] = [r for r in now["references"] if r["text"] != "Kết luận này"]
    extra = {**now["deadlines"][0], "id": "d90", "start": 0, "end": 4, "text": now["text"][:4]}
    now["deadlines"].insert(0, extra)
    assert taken(now, task).corrections == []


def test_who_labelled_from_nothing_is_asked(plan: Data) -> None:
    task = exported(plan, "label-studio")
    task["annotations"][0]["result"] = []
    with pytest.raises(BadLabels, match="nothing is labelled"):
        taken(plan, task)


def test_several_people_agree_or_one_is_the_ground_truth(plan: Data) -> None:
    task = exported(plan, "label-studio")
    second = copy.deepcopy(task["annotations"][0])
    task["annotations"].append(second)
    assert taken(plan, task).corrections == []
    the(task, "reference", "Kết luận này")["value"]["labels"] = ["deadline"]
    with pytest.raises(BadLabels, match="ground truth"):
        read(task)
    second["ground_truth"] = True
    assert taken(plan, task).corrections == []
    second |= {"ground_truth": False, "was_cancelled": True}
    assert len(taken(plan, task).corrections) == 2


# --- hostile files ------------------------------------------------------------------------------------------------


def spoilt(change: Callable[[Data], object]) -> Callable[[Data], Data]:
    def spoil(task: Data) -> Data:
        change(task)
        return task

    return spoil


def value(task: Data) -> Data:
    found: Data = result(task)[0]["value"]
    return found


WRONG = {
    "label": spoilt(lambda t: value(t).update(labels=["person"])),
    "no label": spoilt(lambda t: value(t).pop("labels")),
    "outside": spoilt(lambda t: value(t).update(end=10**9)),
    "negative": spoilt(lambda t: value(t).update(start=-5)),
    "backwards": spoilt(lambda t: value(t).update(start=30, end=20)),
    "fraction": spoilt(lambda t: value(t).update(start=1.5)),
    "words": spoilt(lambda t: value(t).update(start="/div[1]/text()[1]")),
    "blank": spoilt(
        lambda t: value(t).update(start=t["data"]["text"].index("\n"), end=t["data"]["text"].index("\n") + 1)
    ),
    "text": spoilt(lambda t: t["data"].update(text=t["data"]["text"].replace("Kết", "Hết"))),
    "no text": spoilt(lambda t: t["data"].pop("text")),
    "note": spoilt(lambda t: t["data"].update(docparse="{}")),
    "ids": spoilt(lambda t: result(t)[1].update(id=result(t)[0]["id"])),
    "end": spoilt(lambda t: result(t)[-1].update(to_id="nobody")),
    "relation": spoilt(lambda t: result(t)[-1].update(labels=["loves"])),
    "kinds": spoilt(lambda t: result(t)[-1].update(from_id="r0", to_id="r1")),
    "document": spoilt(
        lambda t: t["data"].update(docparse=t["data"]["docparse"].replace('"document":"', '"document":"0'))
    ),
    "no task": lambda task: [task],  # type: ignore[dict-item,return-value]
    "data": lambda task: {**task, "data": 3},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_bad_task_is_named_and_costs_no_other(
    wrong: str, plan: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = json.loads(docparse.parse(CORPUS / "ke-hoach-doan-2016.txt").to_json())
    good = exported(other, "label-studio")
    gone = the(good, "task", "")["id"]
    good["annotations"][0]["result"] = [r for r in result(good) if gone not in (r.get("id"), r.get("from_id"))]
    bad = WRONG[wrong](exported(plan, "label-studio"))
    (tmp_path / "l.json").write_text(json.dumps([bad, good]), "utf-8")
    command = ["label", "import", str(tmp_path / "l.json"), str(PLAN), str(CORPUS / "ke-hoach-doan-2016.txt")]
    assert main(command) == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    assert json.loads(said.out)["document"] == other["source"]["sha256"]
    problem, done = said.err.splitlines()
    assert problem.startswith(f"{tmp_path / 'l.json'}: 1")
    assert "deleted: 1" in done


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3), max_leaves=6))
def test_anything_else_is_a_clear_error(tree: Any) -> None:
    note = note_of("0" * 64, Labels(frozenset(), frozenset()))
    keys = ("result", "id", "completed_by", "updated_at", "was_cancelled")
    for task in (
        {"data": {"text": "a", "docparse": note}, "annotations": tree},
        {"data": {"text": "a", "docparse": note}, "annotations": [dict.fromkeys(keys, tree)]},
        {"data": {"text": "a", "docparse": note}, "annotations": [{"result": [{"type": "labels", "value": tree}]}]},
        {"data": {"text": "a", "docparse": note}, "annotations": [{"result": [{"type": "relation", "labels": tree}]}]},
        {"data": tree},
    ):
        with_error(lambda task=task: label_studio.read(task, "x"))  # type: ignore[misc]
    for line in ({"text": tree}, {"text": "a", "docparse": note, "label": tree}, {"text": "a", "docparse": tree}):
        with_error(lambda line=line: doccano.read(line, "x"))  # type: ignore[misc]
    both = {"text": "a", "docparse": note, "entities": tree, "relations": tree}
    with_error(lambda: doccano.read(both, "x"))


def with_error(run: Callable[[], object]) -> None:
    """Whatever it does but break down."""
    with suppress(BadLabels):
        run()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", None),
        (b"[]", None),
        (b"{", "not JSON"),
        (b"[", "not JSON"),
        (b"[] 1", "not JSON"),
        (b"[,]", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"text": 1}', "no line"),
        (b"[[], 3]", "no task"),
        (b"7\n8", "no line"),
    ],
)
def test_a_file_that_is_none_is_told(data: bytes, error: str | None, tmp_path: Path) -> None:
    path = tmp_path / "l.json"
    path.write_bytes(data)
    try:
        found = reading.read(path)
    except BadLabels as told:
        found = [told]
    assert bool(found) == bool(error)
    assert all(isinstance(one, BadLabels) and error and error in str(one) for one in found)


@pytest.mark.parametrize("end", ["", "]]", ', {"data"', "] 3", ", ]"])
def test_what_stands_before_a_break_is_not_lost(end: str, plan: Data, tmp_path: Path) -> None:
    path = tmp_path / "l.json"
    path.write_text(f" [ {json.dumps(exported(plan, 'label-studio'))} {end}", "utf-8")
    good, bad = reading.read(path)
    assert isinstance(good, Labelled)
    assert isinstance(bad, BadLabels)
    assert str(bad).startswith(f"{path}: 2: ")
    assert "not JSON" in str(bad)


def test_texts_beyond_a_bound_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 3)
    (tmp_path / "l.json").write_text("[1, 2, 3, 4, 5]", "utf-8")
    assert ["more texts" in str(one) for one in reading.read(tmp_path / "l.json")] == [False, False, False, True]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    (tmp_path / "l.json").write_text("[" + " " * 10 + "]", "utf-8")
    with pytest.raises(TooLarge):
        reading.read(tmp_path / "l.json")
    with pytest.raises(MissingFile):
        reading.read(tmp_path / "none.json")


def test_a_document_that_stands_there_twice_must_say_the_same(plan: Data, tmp_path: Path) -> None:
    first, second = exported(plan, "doccano"), exported(plan, "doccano")
    path = tmp_path / "l.jsonl"
    path.write_text(f"{json.dumps(first)}\n\n{json.dumps(second)}\n", "utf-8")
    assert len(reading.read(path)) == 1
    next(one for one in second["entities"] if one["label"] == "reference")["label"] = "deadline"
    path.write_text(f"{json.dumps(first)}\n\n{json.dumps(second)}\n", "utf-8")
    found = reading.read(path)
    assert [str(one).partition(": ")[2][:2] for one in found if isinstance(one, BadLabels)] == ["1:", "3:"]


def test_a_span_in_the_middle_of_a_letter_is_refused() -> None:
    note = note_of("0" * 64, Labels(frozenset(), frozenset()))
    with pytest.raises(BadLabels, match="middle of a letter"):
        doccano.read({"text": "a😀b", "docparse": note, "label": [[0, 2, "body"]]}, "x")
    theirs = {"text": "a\r\nb", "docparse": note, "label": [[0, 2, "body"]]}
    data = json.loads(docparse.parse("a\nb").to_json())
    with pytest.raises(BadLabels, match="part of a letter"):
        corrections(data, doccano.read(theirs, "x"))


def test_records_on_the_same_words_are_left_to_the_pages(plan: Data) -> None:
    twice = copy.deepcopy(plan)
    twice["tasks"].append({**twice["tasks"][0], "id": "t90", "lead": []})
    task = exported(twice, "label-studio")
    first = the(task, "task", "1- Các huyện uỷ")
    first["value"] |= {"end": first["value"]["end"] - 1}
    outcome = taken(twice, task)
    assert outcome.corrections == []
    assert ["several records" in str(one) for one in outcome.troubles] == [True]
    # Taking them out needs no choice.
    gone = first["id"]
    task["annotations"][0]["result"] = [r for r in result(task) if gone not in (r.get("id"), r.get("from_id"))]
    assert len(after(twice, taken(twice, task))["tasks"]) == len(plan["tasks"]) - 1


def test_ends_of_a_relation_are_checked() -> None:
    spans = [Span("a", "task", 0, 2), Span("b", "body", 0, 1), Span("c", "deadline", 1, 2)]
    good = labels_of("x", "ab", spans, [Tie("lead", "a", "b"), Tie("deadline", "c", "a")])
    assert {name for name, _a, _b in good.relations or ()} == {"lead", "deadline"}
    for wrong in (Tie("lead", "a", "c"), Tie("deadline", "a", "b"), Tie("lead", "b", "b")):
        with pytest.raises(BadLabels):
            labels_of("x", "ab", spans, [wrong])


# --- the commands -------------------------------------------------------------------------------------------------


@pytest.fixture
def db(papers: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(papers, tmp_path / "papers.db"))


def test_the_sample_is_of_the_document_of_the_corpus(plan: Data) -> None:
    [found] = reading.read(SAMPLE)
    assert isinstance(found, Labelled)
    assert (found.note.document, found.text) == (plan["source"]["sha256"], plan["text"])
    outcome = corrections(copy.deepcopy(plan), found)
    assert [(one.kind, one.field) for one in outcome.corrections] == [("deadlines", "span"), ("tasks", "record")]


@pytest.mark.parametrize("program", PROGRAMS)
def test_an_archive_goes_out_and_comes_back(
    program: str, db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out" / "tasks"
    assert main(["label", "export", "--archive", str(db), "--to", program, "-o", str(out)]) == 0
    with store.opened(db) as connection, connection.begin():
        secret = sa.select(DOCUMENTS.c.secrecy, DOCUMENTS.c.title)
        marks = connection.execute(secret).all()
    text = out.read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()] if program == "doccano" else json.loads(text)
    assert len(rows) == sum(mark is None for mark, _title in marks) < len(marks)
    assert not any(title in text for mark, title in marks if mark)
    assert "marked as secret" in capsys.readouterr().err
    for row in rows:
        if program != "doccano":
            row["annotations"] = [{"result": row["predictions"][0]["result"]}]
    out.write_text("\n".join(map(json.dumps, rows)) if program == "doccano" else json.dumps(rows), "utf-8")
    assert main(["label", "import", str(out), "--archive", str(db)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("0 corrections (confirmed: ")


def test_secret_documents_need_the_switch_in_both_directions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, out = CORPUS / "ke-hoach-mat-2019.txt", tmp_path / "tasks.jsonl"
    command = ["label", "export", str(secret), "--to", "doccano", "-o", str(out)]
    assert main(command) == 0
    assert out.read_text("utf-8").strip() == ""
    assert main([*command, "--allow-secret"]) == 0
    line = json.loads(out.read_text("utf-8"))
    line["entities"][0]["label"] = "reference"
    line["relations"] = []
    out.write_text(json.dumps(line), "utf-8")
    capsys.readouterr()
    assert main(["label", "import", str(out), str(secret)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "marked as secret" in said.err
    assert line["text"][:20] not in said.err
    assert main(["label", "import", str(out), str(secret), "--allow-secret"]) == 0
    assert capsys.readouterr().out


def test_only_some_kinds_go_out_and_the_others_stay_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tasks.json"
    command = ["label", "export", str(PLAN), "--to", "label-studio", "-o", str(out), "--kinds", "task", "deadline"]
    assert main([*command, "--lang", "vi"]) == 0
    [task] = json.loads(out.read_text("utf-8"))
    found = task["predictions"][0]["result"]
    assert {one["value"]["labels"][0] for one in found if one["type"] == "labels"} == {"task", "deadline"}
    assert {name for one in found if one["type"] == "relation" for name in one["labels"]} == {"deadline"}
    assert 'hint="nhiệm vụ"' in (tmp_path / "tasks.config.xml").read_text("utf-8")
    task["annotations"] = [{"result": [one for one in found if one["type"] == "labels"]}]
    out.write_text(json.dumps([task]), "utf-8")
    capsys.readouterr()
    assert main(["label", "import", str(out), str(PLAN)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {(line["kind"], line["field"]) for line in lines} == {("tasks", "deadlines")}


def test_what_was_labelled_is_corrected_in_an_archive_and_taught(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "corrections.jsonl"
    again = ["label", "import", str(SAMPLE), "--archive", str(db)]
    assert main([*again, "-o", str(lines)]) == 0
    assert "2 corrections (confirmed: 51, moved: 1, deleted: 1)" in capsys.readouterr().err
    assert main(["corrections", "import", str(lines), "--archive", str(db)]) == 0
    assert main(again) == 0
    assert capsys.readouterr().out == ""
    of_people = [one for one in kept.listed(db) if one.by == "Label Studio 1"]
    assert [one.kind for one in of_people] == ["deadlines", "tasks"]
    monkeypatch.setenv("DOCPARSE_MODELS", str(tmp_path / "models"))
    assert main(["train", "--from", str(lines), "--archive", str(db)]) == 0
    assert "installed as version 1" in capsys.readouterr().out


def test_corrections_of_one_archive_are_made_in_another(
    db: Path, papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, out = tmp_path / "corrections.jsonl", tmp_path / "exported.jsonl"
    assert main(["label", "import", str(SAMPLE), "--archive", str(db), "-o", str(lines)]) == 0
    assert main(["corrections", "import", str(lines), "--archive", str(db)]) == 0
    capsys.readouterr()
    assert main(["corrections", "export", "--archive", str(db)]) == 0
    out.write_text(capsys.readouterr().out, "utf-8")
    other = shutil.copy(papers, tmp_path / "other.db")
    assert main(["corrections", "import", str(out), "--archive", str(other)]) == 0
    assert "2 of 2" in capsys.readouterr().err


def test_what_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["label", "import", str(SAMPLE)])
    assert (
        main(["label", "import", str(SAMPLE), str(CORPUS / "ke-hoach-doan-2016.txt"), str(tmp_path / "no.docx")]) == 1
    )
    said = capsys.readouterr().err
    assert "no document of this number or path" in said
    assert "no.docx: no such file" in said


def test_labels_stand_for_kinds_of_records(plan: Data) -> None:
    assert set(KINDS.values()) <= set(plan)


def test_who_labelled_can_be_written() -> None:
    note = note_of("0" * 64, Labels(frozenset(), frozenset()))
    done = [{"result": [], "completed_by": {"email": "a\ud800"}}]
    assert read({"data": {"text": "a", "docparse": note}, "annotations": done}).by.encode() == b"Label Studio a?"
