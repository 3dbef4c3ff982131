"""doccano: documents as lines of JSON with entities and relations, or with labels alone, and the way back.

The forms are those of its sequence labelling projects, with "Use relation" or without; keys that it does not know are
kept and come back. Offsets are units of UTF-16, end exclusive, unless the project counts grapheme clusters.

Reads: documents; lines of its export.
Writes: lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docparse.archive.changes import Data
from docparse.errors import BadLabels
from docparse.label.labelled import Labelled, Span, Tie, labels_of
from docparse.label.labels import Labels, note_of, read_note
from docparse.label.offsets import code_points, units


def line(data: Data, labels: Labels, first: int = 0) -> Data:
    """A document as a line. Args: `labels`, what it says; `first`, the id of its first entity, unique in the file."""
    regions = sorted(labels.regions)
    places = units(data["text"])
    about = {"name": data["source"]["name"], "docparse": note_of(data["source"]["sha256"], labels)}
    if labels.relations is None:
        return {"text": data["text"], "label": [[places[r.start], places[r.end], r.label] for r in regions], **about}
    ids = {region: first + i for i, region in enumerate(regions)}
    entities = [
        {"id": ids[r], "label": r.label, "start_offset": places[r.start], "end_offset": places[r.end]} for r in regions
    ]
    relations = [
        {"id": i, "from_id": ids[source], "to_id": ids[target], "type": name}
        for i, (name, source, target) in enumerate(sorted(labels.relations), first)
    ]
    return {"text": data["text"], "entities": entities, "relations": relations, **about}


def read(one: Data, place: str) -> Labelled:
    """A line of an export as it was labelled. Raises BadLabels."""
    note, text = read_note(one.get("docparse")), one.get("text")
    if note is None or not isinstance(text, str):
        raise BadLabels(place, "this is no line that docparse wrote")
    found = one.get("entities", one.get("label", one.get("labels")))
    if not isinstance(found, list):
        raise BadLabels(place, "there are no labels in it")
    ties = one.get("relations")
    relations = None if "entities" not in one or not isinstance(ties, list) else list(_ties(ties))
    return Labelled(place, note, text, labels_of(place, text, _spans(text, found), relations))


def _spans(text: str, found: list[Any]) -> Iterator[Span]:
    places = units(text)
    for i, one in enumerate(found):
        id_, start, end, label = i, None, None, None
        if isinstance(one, dict):
            id_, label = one.get("id", i), one.get("label")
            start, end = one.get("start_offset"), one.get("end_offset")
        elif isinstance(one, list) and len(one) == 3:
            start, end, label = one
        yield Span(str(id_), label, code_points(places, start), code_points(places, end))


def _ties(found: list[Any]) -> Iterator[Tie]:
    for one in found:
        given = one if isinstance(one, dict) else {}
        yield Tie(given.get("type"), str(given.get("from_id")), str(given.get("to_id")))
