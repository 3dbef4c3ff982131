"""What a correction does to the JSON of a document: a field, a record that comes, goes or moves, bodies that are one.

Everything that hangs on a record follows it: what stands under a heading, the roles of a body, the deadlines of a task.

Reads: the JSON of a document.
Writes: the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from docparse.archive.changes import Data
from docparse.archive.correction import (
    EDITS,
    FIELDS,
    JOIN,
    NAMING,
    RECORD,
    SPAN,
    SPLIT,
    Correction,
    found,
    portable,
    with_ids,
    without_ids,
)
from docparse.errors import BadCorrection
from docparse.extract.metadata import document_id
from docparse.link.bodies import Register

_SURE = {"rule": "corrected", "confidence": 1.0}
_IDS = {"sections": "s", "references": "r", "deadlines": "d", "bodies": "b", "tasks": "t"}
_ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
_QUOTED = frozenset(("references", "deadlines", "tasks", "addressees", "recipients"))
_NEW: Mapping[str, Data] = {
    "sections": {"kind": "heading", "depth": 1, "label": None, "title": None, "zone": "body"},
    "references": dict.fromkeys(("type", "symbol", "number", "issuer", "date", "term", "target"))
    | {"kind": "full", "relation": "mentions"},
    "deadlines": dict.fromkeys(("edtf", "earliest", "latest", "rrule", "inferred")) | {"relation": "by"},
    "tasks": {**{role: [] for role in _ROLES}, "deadlines": []},
    "addressees": {"body": None},
    "recipients": {"body": None, "note": None, "archive": False},
    "signatures": dict.fromkeys(("mode", "on_behalf_of", "position", "name", "note")),
    "appendices": {"title": ""},
}
"""What a record says of which a person only marked the words. Zones are not here: they cover the text already."""


def applied(data: Data, one: Correction) -> Correction:
    """Writes a correction into the JSON of a document, where its record is there, at its place or with its words.

    Returns it with the place where the record is now; `applied` is false where it was not found.
    """
    if one.field in EDITS:
        place = _DO[one.field](data, one)
        return replace(one, start=place[0], end=place[1], applied=True) if place else replace(one, applied=False)
    record = found(data, one)
    resolved = with_ids(data, one.field, one.after)
    if record is None or resolved is ...:
        return replace(one, applied=False)
    if one.kind == "sections" and one.field == "depth" and isinstance(resolved, int):
        _set_depth(data["sections"], record, resolved)
    record[one.field] = resolved
    if one.kind == "metadata":
        if one.field in NAMING:
            record["id"] = document_id(record)
        return replace(one, applied=True)
    record |= _SURE
    if one.kind == "bodies":
        return replace(one, applied=True)
    return replace(one, start=record["start"], end=record["end"], applied=True)


def corrected(data: Data, one: Correction, name: str) -> Correction | None:
    """Makes a new correction in the JSON of a document.

    Args: `name`, of the document, for the error. Returns the correction with what was there before and the words at
    its place, None where nothing is left to correct. Raises BadCorrection where it does not fit the document.
    """
    if one.field not in FIELDS.get(one.kind, ()) and not (one.field in EDITS and one.kind in FIELDS):
        raise BadCorrection(name, "no such field")
    quote = data["text"][one.start : one.end] if one.kind != "metadata" and one.start is not None else ""
    one = replace(one, quote=quote)
    made = _edit(data, one, name) if one.field in EDITS else _field(data, one, name)
    if made is None:
        return None
    done = applied(data, made)
    if not done.applied:
        raise BadCorrection(name, "no such body or deadline in the document")
    return replace(done, before=made.before)


def _field(data: Data, one: Correction, name: str) -> Correction | None:
    """A correction of a field with what was there; None where nothing is left to correct."""
    record = found(data, one)
    if record is None:
        raise BadCorrection(name, "no such record")
    before = without_ids(data, one.field, record[one.field])
    after = without_ids(data, one.field, one.after)
    if before == after:
        return None
    if one.before is not ... and before != without_ids(data, one.field, one.before):
        raise BadCorrection(name, "the field says something else by now")
    return replace(one, before=before, after=after)


def _edit(data: Data, one: Correction, name: str) -> Correction:
    """A correction of which records there are, with what was there."""
    if one.field == RECORD and one.after is not None:
        return replace(one, before=None)
    record = found(data, one)
    if record is None:
        raise BadCorrection(name, "no such record")
    if one.field == RECORD:
        return replace(one, before=portable(data, one.kind, record))
    if one.field == SPAN:
        return replace(one, before={"start": one.start, "end": one.end, "quote": one.quote})
    return replace(one, before=record.get("name"))


def located(text: str, quote: str, start: int) -> tuple[int, int] | None:
    """The place of some words nearest to where they were; None where they are not there."""
    if not quote:
        return None
    if text.startswith(quote, start):
        return start, start + len(quote)
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    places = [at for at in (before, after) if at >= 0]
    at = min(places, key=lambda one: abs(one - start), default=-1)
    return (at, at + len(quote)) if at >= 0 else None


# --- records that come and go -------------------------------------------------------------------------------------


def _record(data: Data, one: Correction) -> tuple[int, int] | None:
    if one.after is None:
        record = found(data, one)
        if record is None:
            return None
        _remove(data, one, record)
        # Its words are where they were.
        return located(data["text"], one.quote, one.start or 0)
    place = located(data["text"], one.quote, one.start or 0)
    if place is None or not isinstance(one.after, dict):
        return None
    if one.kind == "bodies":
        _name(data, str(one.after.get("name") or one.quote), *place)
        return place
    if one.kind not in _NEW:
        return None
    _add(data, one.kind, one.after, *place)
    return place


def _add(data: Data, kind: str, after: Data, start: int, end: int) -> None:
    """Adds a record; one of its kind that stands there already gives way."""
    records: list[Data] = data[kind]
    said = {k: with_ids(data, k, v) for k, v in after.items() if k in FIELDS[kind]}
    record = {**_NEW[kind], **{k: v for k, v in said.items() if v is not ...}, "start": start, "end": end, **_SURE}
    if kind in _IDS:
        record["id"] = _new_id(records, _IDS[kind])
    if kind in _QUOTED:
        record["text"] = data["text"][start:end]
    if kind in ("references", "deadlines", "tasks"):
        record["section"] = _section_at(data, start)
    if kind == "appendices":
        record["title"] = record["title"] or data["text"][start:end].partition("\n")[0]
    same = [r for r in records if (r["start"], r["end"]) == (start, end)]
    if kind in _IDS and len(same) == 1:
        record["id"] = same[0]["id"]
    if kind == "sections":
        record |= {"parent": None, "zone": _zone_at(data, start)}
    data[kind] = sorted((*(r for r in records if len(same) != 1 or r is not same[0]), record), key=_order)
    if kind == "sections":
        _settle(data["sections"], record, record["depth"])


def _remove(data: Data, one: Correction, record: Data) -> None:
    if one.kind == "bodies":
        _take(data, record, *_old(data, record, one))
        return
    data[one.kind] = [r for r in data[one.kind] if r is not record]
    if one.kind == "deadlines":
        for task in data["tasks"]:
            task["deadlines"] = [d for d in task["deadlines"] if d != record["id"]]
    if one.kind == "sections":
        for kind, key in (("sections", "parent"), *((k, "section") for k in ("references", "deadlines", "tasks"))):
            for other in data[kind]:
                if other[key] == record["id"]:
                    other[key] = record["parent"]


def _span(data: Data, one: Correction) -> tuple[int, int] | None:
    """A record stands at another place."""
    record = found(data, one)
    if record is None or not isinstance(one.after, dict):
        return None
    place = located(data["text"], str(one.after.get("quote", "")), int(one.after.get("start", 0)))
    if place is None:
        return None
    start, end = place
    if one.kind == "bodies":
        mention = next(m for m in record["mentions"] if (m["start"], m["end"]) == _old(data, record, one))
        mention |= {"start": start, "end": end}
        return place
    if one.kind == "zones" and not _moved_zone(data["zones"], record, start, end):
        return None
    record |= {"start": start, "end": end, **_SURE}
    if one.kind in _QUOTED:
        record["text"] = data["text"][start:end]
    if "section" in record:
        record["section"] = _section_at(data, start)
    data[one.kind].sort(key=_order)
    if one.kind == "sections":
        record["zone"] = _zone_at(data, start)
        _put_under(data["sections"], record)
    return place


def _old(data: Data, body: Data, one: Correction) -> tuple[int, int]:
    """Where the mention is that a correction means."""
    text = data["text"]
    places = [(m["start"], m["end"]) for m in body["mentions"]]
    here = one.start or 0, one.end or 0
    if here in places and one.quote in ("", text[here[0] : here[1]]):
        return here
    return min((p for p in places if text[p[0] : p[1]] == one.quote), key=lambda p: abs(p[0] - here[0]))


def _moved_zone(zones: list[Data], zone: Data, start: int, end: int) -> bool:
    """Zones cover the text: those beside one give way, as far as something of them is left."""
    at = next(i for i, one in enumerate(zones) if one is zone)
    before, after = zones[at - 1] if at else None, zones[at + 1] if at + 1 < len(zones) else None
    opens = before["start"] < start if before else start == zone["start"]
    fits = bool(opens and (end < after["end"] if after else end == zone["end"]))
    if fits and before:
        before["end"] = start
    if fits and after:
        after["start"] = end
    return fits


# --- headings -----------------------------------------------------------------------------------------------------


def _set_depth(sections: list[Data], section: Data, depth: int) -> None:
    """What stands under a heading goes with it; what follows stands under the nearest above that is higher."""
    by = depth - section["depth"]
    under = {section["id"]}
    for one in sections[sections.index(section) + 1 :]:
        if one["parent"] in under:
            under.add(one["id"])
            one["depth"] = max(0, one["depth"] + by)
    shallower = min(depth, section["depth"])
    section["depth"] = depth
    _settle(sections, section, shallower)


def _settle(sections: list[Data], section: Data, shallower: int) -> None:
    """Says of a section and of those after it what they stand under, until one that is as high as `shallower`."""
    at = next(i for i, one in enumerate(sections) if one is section)
    for i, one in enumerate(sections[at:], at):
        if one["kind"] == "paragraph" and one is not section:
            continue
        if one is not section and (one["depth"] <= shallower or one["zone"] != section["zone"]):
            return
        above = (x for x in reversed(sections[:i]) if x["kind"] != "paragraph" and x["zone"] == one["zone"])
        one["parent"] = next((x["id"] for x in above if x["depth"] < one["depth"]), None)


def _put_under(sections: list[Data], moved: Data) -> None:
    """Says what sections stand under where that was moved: it has to come before them."""
    seen: set[str | None] = {None}
    for i, one in enumerate(sections):
        if one is moved or one["parent"] not in seen or one["parent"] == moved["id"]:
            above = [x for x in sections[:i] if x["kind"] != "paragraph" and x["zone"] == one["zone"]]
            if one["kind"] != "paragraph":
                above = [x for x in above if x["depth"] < one["depth"]]
            one["parent"] = above[-1]["id"] if above else None
        seen.add(one["id"])


def _section_at(data: Data, start: int) -> str | None:
    within = [s for s in data["sections"] if s["start"] <= start < s["end"]]
    last: str | None = within[-1]["id"] if within else None
    return last


def _zone_at(data: Data, start: int) -> str:
    zone: str = next((z["zone"] for z in data["zones"] if z["start"] <= start < z["end"]), "body")
    return zone


# --- bodies -------------------------------------------------------------------------------------------------------


def _join(data: Data, one: Correction) -> tuple[int, int] | None:
    """A body is another one of the document: its mentions and its roles are that one's."""
    body = found(data, one)
    other = next((b for b in data["bodies"] if b["name"] == one.after), None)
    if body is None or other is None or body is other:
        return None
    mentions = {(m["start"], m["end"]) for b in (body, other) for m in b["mentions"]}
    other |= {"mentions": [{"start": a, "end": b} for a, b in sorted(mentions)], **_SURE}
    data["bodies"] = [b for b in data["bodies"] if b is not body]
    _rename(data, body["id"], other["id"])
    return located(data["text"], one.quote, one.start or 0)


def _split(data: Data, one: Correction) -> tuple[int, int] | None:
    """A mention means another body, which may be new; roles and recipients that stand there go with it."""
    body = found(data, one)
    if body is None or not isinstance(one.after, str) or one.after == body["name"]:
        return None
    start, end = _old(data, body, one)
    new = _name(data, one.after, start, end)
    for kind in ("tasks", "addressees", "recipients"):
        for record in data[kind]:
            if record["start"] <= start and end <= record["end"]:
                _rename_in(record, body["id"], new["id"])
    _take(data, body, start, end)
    return start, end


def _name(data: Data, name: str, start: int, end: int) -> Data:
    """A mention of the body with a name, which is made where it is new (`link.bodies`)."""
    body: Data | None = next((b for b in data["bodies"] if b["name"] == name), None)
    if body is None:
        register = Register(data["metadata"]["issued"])
        register.add(name, start, end)
        made = register.records()[0].model_dump(mode="json")
        body = {**made, "id": _new_id(data["bodies"], "b"), "mentions": []}
        data["bodies"].append(body)
    mentions = {(m["start"], m["end"]) for m in body["mentions"]} | {(start, end)}
    body |= {"mentions": [{"start": a, "end": b} for a, b in sorted(mentions)], **_SURE}
    return body


def _take(data: Data, body: Data, start: int | None, end: int | None) -> None:
    """Takes a mention from a body; one that is not named any more is gone, with its roles."""
    body["mentions"] = [m for m in body["mentions"] if (m["start"], m["end"]) != (start, end)]
    if not body["mentions"]:
        data["bodies"] = [b for b in data["bodies"] if b is not body]
        _rename(data, body["id"], None)


def _rename(data: Data, old: str, new: str | None) -> None:
    for kind in ("tasks", "addressees", "recipients"):
        for record in data[kind]:
            _rename_in(record, old, new)


def _rename_in(record: Data, old: str, new: str | None) -> None:
    if record.get("body", new) == old:
        record["body"] = new
    for role in _ROLES:
        if role in record:
            named = [{**r, "body": new} if r["body"] == old else r for r in record[role]]
            record[role] = [r for r in named if r["body"] is not None]


def _new_id(records: list[Data], letter: str) -> str:
    used = (int(r["id"][1:]) for r in records if r["id"][1:].isdecimal())
    return f"{letter}{max(used, default=0) + 1}"


def _order(record: Data) -> tuple[int, int]:
    return record["start"], -record["end"]


_DO: Mapping[str, Callable[[Data, Correction], tuple[int, int] | None]] = {
    RECORD: _record,
    SPAN: _span,
    JOIN: _join,
    SPLIT: _split,
}
