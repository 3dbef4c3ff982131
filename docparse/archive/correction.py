"""A correction, and what it means in the JSON of a document: a record by its place or its words, names for ids.

What a field says by ids (bodies, deadlines) is kept by what these stand for: a name, a place in the text; numbers
differ with the next reading.

Reads: the JSON of documents; corrections, a JSON line each.
Writes: `Correction`s, lines.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from docparse.archive.changes import RECORDS, Data
from docparse.errors import BadCorrection
from docparse.model import Document

KINDS = tuple(kind for kind in RECORDS if kind != "warnings")
_FIXED = frozenset(
    ("id", "start", "end", "text", "rule", "confidence", "section", "parent", "evidence", "mentions")
) | frozenset(
    # These follow the letterhead, or the collection: import it again with another.
    ("province", "province_inferred")
)
_ROLES = frozenset(("lead", "coordinate", "monitor", "report_to", "via"))
NAMING = frozenset(("symbol", "issued", "doc_type", "title"))
"""Fields of the metadata that its id is made of."""

FIELDS = {
    kind: frozenset(get_args(Document.model_fields[kind].annotation)[0].model_fields) - _FIXED for kind in KINDS
} | {"metadata": frozenset(type(Document.model_fields["metadata"].default).model_fields) - _FIXED}

RECORD, SPAN, JOIN, SPLIT = "record", "span", "join", "split"
"""Words in the place of a field: a record that was added (`before` null) or removed (`after` null); one that stands at
another place (`after`: start, end and the words there); a body that is another (`after`: its name); a mention that
means another body."""
EDITS = frozenset((RECORD, SPAN, JOIN, SPLIT))


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of a record that a person set right, or one of `EDITS`.

    `document` is its SHA-256; `kind` a key of the JSON; `start` and `end` the place of the record, None for metadata;
    of a body, that of a mention. `before` is what must be there now, `...` for whatever is there. Bodies are ids or
    names, deadlines ids or pairs of offsets.
    """

    document: str
    kind: str
    field: str
    after: Any
    start: int | None = None
    end: int | None = None
    before: Any = ...
    by: str = ""
    at: str = ""
    quote: str = ""
    applied: bool = True
    id: int | None = None


def to_line(one: Correction) -> str:
    """A correction as a line of JSON, as `from_line` reads it."""
    values = {key: value for key, value in asdict(one).items() if key not in ("id", "applied") and value is not ...}
    if one.field == SPAN and isinstance(one.before, dict):
        # Once made, it is kept where the record stands now; whoever makes it again finds the record where it was.
        values |= {key: one.before[key] for key in ("start", "end") if key in one.before}
    return json.dumps(values, ensure_ascii=False)


def from_line(line: str, name: str) -> Correction:
    """The correction on a line of JSON.

    Args: `name`, of the file and line, for the error. Raises BadCorrection.
    """
    known = {"document": str, "kind": str, "field": str, "by": str, "at": str}
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or not {"document", "kind", "field", "after"} <= set(values):
            raise BadCorrection(name, "document, kind, field and after are needed")
        texts = all(isinstance(values.get(key, ""), kind) for key, kind in known.items())
        places = all(isinstance(values.get(key), int | None) for key in ("start", "end"))
        if not texts or not places:
            raise BadCorrection(name, "a value of the wrong kind")
        return Correction(**{k: v for k, v in values.items() if k in _KEYS})
    except ValueError as error:
        raise BadCorrection(name, "not JSON") from error


_KEYS = frozenset(("document", "kind", "field", "after", "start", "end", "before", "by", "at"))


def found(data: Data, one: Correction) -> Data | None:
    """The record that a correction means: at its place, else the only one with its words."""
    if one.kind == "metadata":
        metadata: Data = data["metadata"]
        return metadata
    records: list[Data] = data[one.kind]
    text = data["text"]
    here = [r for r in records if (one.start, one.end) in spans_of(r)]
    if one.quote and text[one.start : one.end] != one.quote:
        here = [r for r in records if any(text[a:b] == one.quote for a, b in spans_of(r))]
    if len(here) > 1 and one.before is not ...:
        # Several records may stand on the same words, such as the numbers of an elliptical list.
        here = [r for r in here if _says(data, r, one)]
    return here[0] if len(here) == 1 else None


def _says(data: Data, record: Data, one: Correction) -> bool:
    if one.field in EDITS:
        return one.field != RECORD or portable(data, one.kind, record) == one.before
    return without_ids(data, one.field, record[one.field]) in (one.before, one.after)


def spans_of(record: Data) -> list[tuple[int, int]]:
    """Where a record stands; a body at each mention."""
    return [(m["start"], m["end"]) for m in record.get("mentions", (record,))]


def portable(data: Data, kind: str, record: Data) -> Data:
    """What a person may say of a record, with names for ids."""
    return {field: without_ids(data, field, record[field]) for field in sorted(FIELDS[kind])}


def without_ids(data: Data, field: str, value: Any) -> Any:
    """A value with names for the ids of bodies, and offsets for those of deadlines."""
    names = {body["id"]: body["name"] for body in data["bodies"]}
    places = {one["id"]: [one["start"], one["end"]] for one in data["deadlines"]}
    return _mapped(field, value, names, places)


def with_ids(data: Data, field: str, value: Any) -> Any:
    """A value with ids again; `...` where one of the bodies or deadlines is not in the document."""
    names = {body["name"]: body["id"] for body in data["bodies"]}
    places = {(one["start"], one["end"]): one["id"] for one in data["deadlines"]}
    mapped = _mapped(field, value, names, places)
    ids = [role["body"] for role in mapped] if field in _ROLES and _are_roles(mapped) else []
    ids += [mapped] if field == "body" and mapped is not None else []
    ids += mapped if field == "deadlines" and isinstance(mapped, list) else []
    known = {*names.values(), *places.values()}
    return mapped if all(isinstance(one, str) and one in known for one in ids) else ...


def _mapped(field: str, value: Any, bodies: Mapping[Any, Any], deadlines: Mapping[Any, Any]) -> Any:
    if field == "body" and isinstance(value, str):
        return bodies.get(value, value)
    if field in _ROLES and _are_roles(value):
        return [{**role, "body": bodies.get(role["body"], role["body"])} for role in value]
    if field == "deadlines" and isinstance(value, list):
        return [deadlines.get(_place(one), one) for one in value]
    return value


def _place(value: Any) -> Any:
    """A key for a pair of offsets or an id; None for anything else."""
    if isinstance(value, list) and all(isinstance(x, int) for x in value):
        return tuple(value)
    return value if isinstance(value, str) else None


def _are_roles(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, dict) and isinstance(x.get("body"), str) for x in value)
