"""Setting records right: what a form says becomes corrections, made together or not at all.

A form carries the state of the document that its person saw. Where somebody else was faster, nothing is overwritten:
the page comes back with what the other did.

Reads: forms, an archive.
Writes: corrections.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from docparse import i18n
from docparse.archive import corrections, store
from docparse.archive.changes import Data
from docparse.archive.correction import EDITS, JOIN, RECORD, SPAN, SPLIT, Correction, portable, without_ids
from docparse.errors import BadCorrection, Overtaken
from docparse.extract import typed
from docparse.i18n import _
from docparse.serve import review, shelf
from docparse.serve.document import show
from docparse.serve.marks import Mark, marked
from docparse.serve.records import Field, fields, label, said
from docparse.serve.render import address
from docparse.serve.routes import Page, Visit, get, post, whole_number

_WORD = re.compile(r"\S+")
_NEW = (
    "references",
    "deadlines",
    "bodies",
    "tasks",
    "recipients",
    "addressees",
    "signatures",
    "appendices",
    "sections",
)
"""The kinds that a person may mark."""
_DEPTHS = range(1, 10)

Made = tuple[list[Correction], str]
"""Corrections, and the name of the record that the page shows next."""


def _correct(visit: Visit) -> Response:
    sha256 = visit.request.path_params["sha256"]
    try:
        with shelf.writing(visit) as connection:
            entry = shelf.entry(connection, visit, sha256)
            made, at = _meant(visit, json.loads(entry.json))
            made = [replace(one, by=visit.person, at=store.now()) for one in made]
            corrections.change(connection, sha256, visit.said("state"), made)
    except Overtaken:
        return show(visit, 409, others=_by_others(visit, sha256), yours=_wanted(visit, sha256))
    except BadCorrection as error:
        return show(visit, 422, error=i18n.error_line(_named(error)))
    return RedirectResponse(_back(visit, at), 303)


def _undo(visit: Visit) -> Response:
    sha256 = visit.request.path_params["sha256"]
    try:
        with shelf.writing(visit) as connection:
            shelf.entry(connection, visit, sha256)
            said = (whole_number(one) for one in visit.form.getlist("correction") if isinstance(one, str))
            known = [one for one in said if one is not None]
            corrections.withdraw(connection, sha256, visit.said("state"), known, visit.person)
    except Overtaken:
        return show(visit, 409, others=_by_others(visit, sha256))
    except BadCorrection as error:
        return show(visit, 422, error=i18n.error_line(_named(error)))
    return RedirectResponse(_back(visit, visit.said("at")), 303)


def _named(error: BadCorrection) -> BadCorrection:
    """The same error without the folders of this machine."""
    return BadCorrection(error.name.rpartition("/")[2], error.detail)


def _back(visit: Visit, at: str) -> str:
    sha256 = visit.request.path_params["sha256"]
    return address(f"/document/{sha256}", at=at, **review.kept(review.asked(visit))) + ("#here" if at else "")


def _by_others(visit: Visit, sha256: str) -> list[corrections.Kept]:
    """What was corrected or taken back since a person saw the document."""
    seen = whole_number(visit.said("state").partition(".")[0]) or 0
    with shelf.reading(visit) as connection:
        every = corrections.history(connection, sha256)
    new = [one for one in every if (one.correction.id or 0) > seen]
    return new or [one for one in every if one.when][-5:]


def _wanted(visit: Visit, sha256: str) -> list[tuple[str, str]]:
    """What a form said that was not done, as far as it differs from what stands there now, to be said again."""
    with shelf.reading(visit) as connection:
        data: Data = json.loads(shelf.entry(connection, visit, sha256).json)
    about = visit.said("kind") == "metadata"
    mark = Mark("metadata", 0, 0, 0, data["metadata"]) if about else marked(data, visit.said("at"))
    now = {one.name: one.value for one in fields(data, mark.kind, mark.record)} if mark else {}
    typed_in = [(name, visit.said(name)) for name in ("typed", "name") if visit.said("do") != "fields"]
    differs = [(one, visit.said(one)) for one in now if one in visit.form and visit.said(one) != (now[one] or "")]
    chosen = differs if visit.said("do") == "fields" else [one for one in typed_in if one[1]]
    return [(_("time") if name == "typed" else label(name), value) for name, value in chosen]


# --- what a form means --------------------------------------------------------------------------------------------


def _meant(visit: Visit, data: Data) -> Made:
    do = _DO.get(visit.said("do"))
    if do is None:
        raise BadCorrection(_name(data), "no such field")
    return do(visit, data)


def _name(data: Data) -> str:
    name: str = data["source"]["name"]
    return name


def _mark(visit: Visit, data: Data) -> Mark:
    mark = marked(data, visit.said("at"))
    if mark is None:
        raise BadCorrection(_name(data), "no such record")
    return mark


def _of(data: Data, mark: Mark, field: str, after: Any) -> Correction:
    """A correction of a record as it is now."""
    if field == RECORD and mark.kind != "bodies":
        before: Any = portable(data, mark.kind, mark.record)
    else:
        before = ... if field in EDITS else without_ids(data, field, mark.record[field])
    start, end = (None, None) if mark.kind == "metadata" else (mark.start, mark.end)
    return Correction(data["source"]["sha256"], mark.kind, field, after, start, end, before)


def _fields(visit: Visit, data: Data) -> Made:
    """The fields of a record that the form says otherwise."""
    about = visit.said("kind") == "metadata"
    mark = Mark("metadata", 0, 0, 0, data["metadata"]) if about else _mark(visit, data)
    made = []
    for field in fields(data, mark.kind, mark.record):
        # A box that is not ticked is not sent.
        if (f"{field.name}-shown" if field.kind == "flag" else field.name) not in visit.form:
            continue
        after = _value(data, mark, field, visit.said(field.name))
        if after != without_ids(data, field.name, mark.record[field.name]):
            made.append(_of(data, mark, field.name, after))
    # The level of a heading is the last: what stands under it is moved.
    return sorted(made, key=lambda one: one.field == "depth"), visit.said("at")


def _value(data: Data, mark: Mark, field: Field, given: str) -> Any:
    if field.kind == "time":
        return _date(data, given)
    after = said(field, given)
    if after is ...:
        raise BadCorrection(_name(data), "a value of the wrong kind")
    return _roles(data, mark.record[field.name], after) if field.kind == "names" else after


def _date(data: Data, given: str) -> str | None:
    if not given.strip():
        return None
    if found := typed.date(given):
        return found
    # What is no plain date ("2014?" or an interval) is kept as it is.
    if given.strip() == data["metadata"]["issued"]:
        return given.strip()
    raise BadCorrection(_name(data), "this is no date that docparse understands")


def _roles(data: Data, before: list[Data], after: list[Data]) -> list[Data]:
    """Roles with the words of the text where the body stays."""
    names = {body["id"]: body["name"] for body in data["bodies"]}
    words = {names[role["body"]]: role["text"] for role in before}
    return [{**role, "text": words.get(role["body"], role["text"])} for role in after]


def _time(visit: Visit, data: Data) -> Made:
    """A time as it was typed, in the fields of a deadline."""
    mark = _mark(visit, data)
    found = typed.deadline(visit.said("typed"), data["metadata"]["issued"])
    if found is None or mark.kind != "deadlines":
        raise BadCorrection(_name(data), "this is no time that docparse understands")
    made = [_of(data, mark, field, after) for field, after in found.items() if after != mark.record[field]]
    return made, mark.key


def _new(visit: Visit, data: Data) -> Made:
    """A record that a person marked in the text."""
    kind = visit.said("kind")
    start, end = _place(visit, data)
    if kind not in _NEW:
        raise BadCorrection(_name(data), "no such field")
    after = typed.record(kind, data["text"][start:end], data["metadata"]["issued"])
    return [Correction(data["source"]["sha256"], kind, RECORD, after, start, end)], f"{kind}.{start}.{end}.0"


def _place(visit: Visit, data: Data) -> tuple[int, int]:
    """The stretch that a form names by its offsets, else by its words; without white space around."""
    text = data["text"]
    start, end = whole_number(visit.said("start")), whole_number(visit.said("end"))
    if start is not None and end is not None:
        first, last = start, end
    else:
        first = text.find(visit.said("typed"))
        last = first + len(visit.said("typed"))
        if not visit.said("typed").strip() or first < 0 or text.find(visit.said("typed"), first + 1) >= 0:
            raise BadCorrection(_name(data), "these words do not stand in the text, or more than once")
    found = text[first:last]
    if not found.strip() or last > len(text):
        raise BadCorrection(_name(data), "no text is marked")
    return first + len(found) - len(found.lstrip()), last - len(found) + len(found.rstrip())


def _removed(visit: Visit, data: Data) -> Made:
    return [_of(data, _mark(visit, data), RECORD, None)], ""


def _moved(visit: Visit, data: Data) -> Made:
    return _to(data, _mark(visit, data), *_place(visit, data))


def _nudged(visit: Visit, data: Data) -> Made:
    """A word more or less at the beginning or the end: "start-1", "end+1"."""
    mark, step = _mark(visit, data), visit.said("step")
    edges = {"start": mark.start, "end": mark.end}
    edge, by = step[:-2], step[-2:]
    if edge not in edges or by not in ("-1", "+1"):
        raise BadCorrection(_name(data), "no such field")
    words = [m.span() for m in _WORD.finditer(data["text"])]
    places = [a if edge == "start" else b for a, b in words]
    later = [x for x in places if x > edges[edge]] if by == "+1" else [x for x in places[::-1] if x < edges[edge]]
    if not later:
        raise BadCorrection(_name(data), "no text is marked")
    edges[edge] = later[0]
    if edges["start"] >= edges["end"]:
        raise BadCorrection(_name(data), "no text is marked")
    return _to(data, mark, edges["start"], edges["end"])


def _to(data: Data, mark: Mark, start: int, end: int) -> Made:
    after = {"start": start, "end": end, "quote": data["text"][start:end]}
    return [_of(data, mark, SPAN, after)], f"{mark.kind}.{start}.{end}.0"


def _retyped(visit: Visit, data: Data) -> Made:
    """The same words as a record of another kind."""
    mark, kind = _mark(visit, data), visit.said("kind")
    if kind not in _NEW or kind == mark.kind:
        raise BadCorrection(_name(data), "no such field")
    after = typed.record(kind, data["text"][mark.start : mark.end], data["metadata"]["issued"])
    new = Correction(data["source"]["sha256"], kind, RECORD, after, mark.start, mark.end)
    return [_of(data, mark, RECORD, None), new], f"{kind}.{mark.start}.{mark.end}.0"


def _level(visit: Visit, data: Data) -> Made:
    mark = _mark(visit, data)
    depth = mark.record.get("depth", 0) + {"+1": 1, "-1": -1}.get(visit.said("step"), 0)
    if mark.kind != "sections" or depth not in _DEPTHS:
        raise BadCorrection(_name(data), "a heading has a level from 1 to 9")
    return [_of(data, mark, "depth", depth)], mark.key


def _joined(visit: Visit, data: Data) -> Made:
    mark = _mark(visit, data)
    return [_of(data, mark, JOIN, visit.said("name"))], mark.key


def _split(visit: Visit, data: Data) -> Made:
    mark = _mark(visit, data)
    name = " ".join(visit.said("name").split())
    if not name:
        raise BadCorrection(_name(data), "a body needs a name")
    return [_of(data, mark, SPLIT, name)], mark.key


_DO: Mapping[str, Callable[[Visit, Data], Made]] = {
    "fields": _fields,
    "time": _time,
    "new": _new,
    "remove": _removed,
    "move": _moved,
    "nudge": _nudged,
    "retype": _retyped,
    "level": _level,
    "join": _joined,
    "split": _split,
}


# --- while a person types -----------------------------------------------------------------------------------------


def _understood(visit: Visit) -> Response:
    """How a time or a date is understood, in words."""
    sha256, words = visit.request.path_params["sha256"], visit.asked("words")[:200]
    with shelf.reading(visit) as connection:
        issued = shelf.entry(connection, visit, sha256).issued
    if visit.asked("date"):
        return JSONResponse({"understood": typed.date(words) or _("not understood")})
    found = typed.deadline(words, issued)
    if found is None:
        return JSONResponse({"understood": _("not understood")})
    days = " – ".join(dict.fromkeys(filter(None, (found["earliest"], found["latest"]))))
    year = _("year from the date of issue") if found["inferred"] else ""
    return JSONResponse({"understood": " · ".join(filter(None, (_(found["relation"]), days, found["rrule"], year)))})


PAGE = Page(
    (
        post("/document/{sha256}/correct", _correct),
        post("/document/{sha256}/undo", _undo),
        get("/document/{sha256}/understood", _understood),
    )
)
