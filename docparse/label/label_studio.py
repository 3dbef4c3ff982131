"""Label Studio: documents as tasks with what docparse found as predictions, a configuration for them, the way back.

The forms are those of its guides "Import pre-annotated data" and "Task format". Offsets are code points, end exclusive;
versions before 1.5 counted units of UTF-16, which shows where the words of a region are elsewhere.

Reads: documents; tasks of its export "JSON".
Writes: tasks, the labelling configuration.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from docparse import __version__
from docparse.archive.changes import Data
from docparse.errors import BadLabels
from docparse.i18n import _
from docparse.label.labelled import Labelled, Span, Tie, labels_of
from docparse.label.labels import KINDS, RELATIONS, Labels, note_of, read_note
from docparse.label.offsets import code_points, units

_LABELS, _TEXT = "label", "text"
"""Names of the tags of the configuration, which results refer to."""
_COLOURS: Mapping[str, str] = {
    "task": "#ffd54f",
    "body": "#4fc3f7",
    "deadline": "#e57373",
    "reference": "#81c784",
    "addressee": "#9575cd",
    "recipient": "#ba68c8",
    "signature": "#a1887f",
    "appendix": "#90a4ae",
}


def task(data: Data, labels: Labels) -> Data:
    """A document as a task. Args: `labels`, what it says."""
    regions = sorted(labels.regions)
    ids = {region: f"r{i}" for i, region in enumerate(regions)}
    found: list[Data] = [
        {
            "id": ids[one],
            "from_name": _LABELS,
            "to_name": _TEXT,
            "type": "labels",
            "value": {
                "start": one.start,
                "end": one.end,
                "text": data["text"][one.start : one.end],
                "labels": [one.label],
            },
        }
        for one in regions
    ]
    ends: dict[tuple[str, str], list[str]] = {}
    for name, source, target in sorted(labels.relations or ()):
        ends.setdefault((ids[source], ids[target]), []).append(name)
    found += [
        {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": names}
        for (source, target), names in ends.items()
    ]
    about = {"text": data["text"], "name": data["source"]["name"]}
    return {
        "data": {**about, "docparse": note_of(data["source"]["sha256"], labels)},
        "predictions": [{"model_version": f"docparse {__version__}", "result": found}],
    }


def configuration(labels: Collection[str] = tuple(KINDS), *, relations: bool = True) -> str:
    """The labelling configuration that fits the tasks, as XML; hints in the language that is spoken."""
    from lxml import etree

    hints = {
        "task": _("task"),
        "body": _("body"),
        "deadline": _("due time"),
        "reference": _("reference"),
        "addressee": _("addressee"),
        "recipient": _("recipient"),
        "signature": _("signature"),
        "appendix": _("appendix"),
    }
    view = etree.Element("View")
    if relations:
        tied = etree.SubElement(view, "Relations", choice="multiple")
        for name in RELATIONS:
            etree.SubElement(tied, "Relation", value=name)
    tags = etree.SubElement(view, "Labels", name=_LABELS, toName=_TEXT)
    for label in KINDS:
        if label in labels:
            etree.SubElement(tags, "Label", value=label, background=_COLOURS[label], hint=hints[label])
    etree.SubElement(view, "Header", value="$name")
    etree.SubElement(view, "Text", name=_TEXT, value="$text")
    xml: str = etree.tostring(view, pretty_print=True, encoding="unicode")
    return xml


def read(one: Data, place: str) -> Labelled | None:
    """A task of an export as it was labelled; None where nobody did. Raises BadLabels.

    Where several people labelled it, they must agree, or one of them is marked as ground truth.
    """
    data = one.get("data")
    note = read_note(data.get("docparse")) if isinstance(data, dict) else None
    if not isinstance(data, dict) or note is None or not isinstance(data.get("text"), str):
        raise BadLabels(place, "this is no task that docparse wrote; of Label Studio export the format JSON")
    text: str = data["text"]
    done = one.get("annotations")
    valid = [a for a in done if isinstance(a, dict)] if isinstance(done, list) else []
    given = [a for a in valid if not a.get("was_cancelled") and isinstance(a.get("result"), list)]
    given = [a for a in given if a.get("ground_truth")] or given
    said = [_labels(place, text, [r for r in a["result"] if isinstance(r, dict)]) for a in given]
    if len(set(said)) > 1:
        raise BadLabels(place, "people labelled it differently; mark one annotation as ground truth")
    return Labelled(place, note, text, said[0], _person(given[0]), _time(given[0])) if said else None


def _labels(place: str, text: str, result: Sequence[Data]) -> Labels:
    regions = [
        (str(one.get("id")), label, value.get("start"), value.get("end"), value.get("text"))
        for one in result
        if one.get("type") == "labels" and isinstance(value := one.get("value"), dict)
        for label in _listed(value.get("labels"))
    ]
    whole = [one for one in regions if type(one[2]) is int and type(one[3]) is int]
    if len(whole) < len(regions):
        raise BadLabels(place, "a label has no offsets in the text")
    places = units(text)
    new = [Span(id_, label, start, end) for id_, label, start, end, _quote in whole]
    old = [replace(one, start=code_points(places, one.start), end=code_points(places, one.end)) for one in new]
    # Where the two ways of counting give other words, those that the regions quote decide.
    quotes = [one[4] for one in whole]
    spans = old if _fitting(text, old, quotes) > _fitting(text, new, quotes) else new
    return labels_of(place, text, spans, _ties(result))


def _fitting(text: str, spans: Sequence[Span], quotes: Sequence[object]) -> int:
    """How many spans have the words that they quote, in which Label Studio writes line ends as backslash and n."""
    placed = [(one, quote) for one, quote in zip(spans, quotes, strict=True) if isinstance(quote, str)]
    return sum(None not in (s.start, s.end) and text[s.start : s.end] == q.replace("\\n", "\n") for s, q in placed)


def _ties(result: Sequence[Data]) -> Iterator[Tie]:
    for one in result:
        if one.get("type") == "relation":
            for name in _listed(one.get("labels")):
                yield Tie(name, str(one.get("from_id")), str(one.get("to_id")))


def _listed(value: Any) -> list[Any]:
    """Labels of a region or relation; one that has none is told as an unknown label."""
    return value if isinstance(value, list) and value else [None]


def _person(annotation: Data) -> str:
    who = annotation.get("completed_by")
    who = who.get("email") or who.get("id") if isinstance(who, dict) else who
    # A half of a character, which a file may hold, cannot be written.
    return f"Label Studio {who}".encode("utf-8", "replace").decode() if isinstance(who, int | str) else ""


def _time(annotation: Data) -> str:
    """When it was labelled, as the archive writes times."""
    try:
        when = datetime.fromisoformat(str(annotation.get("updated_at") or annotation.get("created_at")))
        return when.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""
