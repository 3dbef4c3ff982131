"""A document: the original beside its text, everything that was found in it in its place, and each record by itself.

Reads: an archive, its index, originals.
Writes: pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.responses import Response

from docparse.archive import corrections, queue, store
from docparse.archive.changes import Data
from docparse.archive.store import Entry
from docparse.errors import NoSuchDocument
from docparse.find.library import Library, opened
from docparse.i18n import _
from docparse.serve import elsewhere, links, original, review, shelf
from docparse.serve.drawing import Size
from docparse.serve.marks import Box, Mark, boxes, marked, marks, parts, shown
from docparse.serve.records import choice, fields, kinds, label
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get, whole_number


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the original with the boxes of what was found on it."""

    number: int
    size: Size
    boxes: tuple[Box, ...]


def _show(visit: Visit) -> Response:
    return show(visit)


def show(
    visit: Visit,
    status: int = 200,
    *,
    error: str = "",
    others: Sequence[corrections.Kept] = (),
    yours: Sequence[tuple[str, str]] = (),
) -> Response:
    """The page of a document.

    Args: `error`, why a correction was not made; `others`, the corrections that somebody else made meanwhile; `yours`,
    what was to be corrected and was not.
    """
    sha256 = visit.request.path_params["sha256"]
    entry, known = _known(visit, sha256)
    data: Data = json.loads(entry.json)
    cut = parts(data["text"])
    mark = marked(data, visit.asked("at") or visit.said("at"))
    part = _part(visit, cut, mark)
    return page(
        visit,
        "document.html",
        status,
        **known,
        **_words(),
        data=data,
        sha256=sha256,
        kept=review.kept(review.asked(visit)),
        zones=shown(data, *cut[part]),
        marks=[m for m in marks(data) if m.kind != "metadata" and cut[part][0] <= m.start < cut[part][1]],
        part=part,
        parts=len(cut),
        sheets=_sheets(visit, data, cut[part]),
        mark=mark,
        panel=panel(visit, entry, data, mark, known["state"]) if mark else None,
        about=fields(data, "metadata", data["metadata"]),
        error=error,
        others=others,
        yours=yours,
    )


def _known(visit: Visit, sha256: str) -> tuple[Entry, dict[str, Any]]:
    """What the archive has of a document, as of one moment: a change is refused that did not see another."""
    wanted = review.asked(visit)
    with store.opened(visit.settings.archive) as connection:
        queue.update(connection)
        with connection.begin():
            entry = shelf.entry(connection, visit, sha256)
            return entry, {
                "name": shelf.name(connection, sha256),
                "state": corrections.state(connection, sha256),
                "history": _together(corrections.history(connection, sha256)),
                "waits": queue.reasons(connection, sha256),
                "accepted": queue.accepted(connection, sha256),
                "previous": queue.neighbour(connection, wanted, sha256, -1),
                "following": queue.neighbour(connection, wanted, sha256, 1),
                "pairs": shelf.pairs(connection, visit, sha256),
            }


def _words() -> dict[str, Any]:
    """What templates call things with."""
    return {"kinds": kinds(), "choice": choice, "label": label, "links": links, "reason": review.reason}


def _together(history: list[corrections.Kept]) -> list[list[corrections.Kept]]:
    """What was corrected at once, the latest first: it is taken back at once."""

    def when(one: corrections.Kept) -> tuple[object, ...]:
        place = one.correction.start, one.correction.end
        return one.correction.by, one.correction.at, *place, one.withdrawn, one.when, one.fixed

    return [list(some) for _, some in groupby(history[::-1], when)]


def _part(visit: Visit, cut: list[tuple[int, int]], mark: Mark | None) -> int:
    if mark:
        return next((i for i, (start, end) in enumerate(cut) if start <= mark.start < end), len(cut) - 1)
    return min(whole_number(visit.asked("part")) or 1, len(cut)) - 1


def _sheets(visit: Visit, data: Data, cut: tuple[int, int]) -> list[Sheet]:
    """The pages of the original on which this part of the text stands."""
    numbers = [p["number"] for p in data["pages"] if p["start"] < cut[1] and cut[0] <= p["end"]]
    sizes = original.sizes(visit, data["source"]["sha256"], data["source"]["media_type"]) if numbers else []
    found = boxes(data, *cut) if sizes else {}
    return [Sheet(n, sizes[n - 1], tuple(found.get(n, ()))) for n in numbers if n <= len(sizes)]


def panel(visit: Visit, entry: Entry, data: Data, mark: Mark, state: str) -> dict[str, object]:
    """What is shown of one record."""
    found = None
    with opened(visit.settings.archive, allow_secret=visit.settings.allow_secret) as library:
        found = _elsewhere(library, entry.sha256, mark)
        sections = _above(data, mark)
    record = mark.record
    kind = mark.kind
    shown_fields = fields(data, kind, record)
    if kind == "metadata":
        shown_fields = [one for one in shown_fields if one.name == record["field"]]
    return {
        "mark": mark,
        "fields": shown_fields,
        "quote": data["text"][mark.start : mark.end],
        "sections": sections,
        "elsewhere": found,
        "deadlines": [d for d in data["deadlines"] if d["id"] in record.get("deadlines", ())],
        "bodies": sorted({body["name"] for body in data["bodies"]}),
        "mentions": [m for m in marks(data) if m.kind == "bodies" and m.record is record] if kind == "bodies" else [],
        "here": [m for m in marks(data) if m.start <= mark.start and mark.end <= m.end and m.key != mark.key],
        "state": state,
    }


def _elsewhere(library: Library, sha256: str, mark: Mark) -> elsewhere.Elsewhere | None:
    if mark.kind == "references":
        return elsewhere.of_reference(library, sha256, mark.start, mark.end)
    if mark.kind == "bodies":
        return elsewhere.of_body(library, sha256, mark.record["name"])
    return None


def _above(data: Data, mark: Mark) -> list[str]:
    """The headings under which a record stands, the highest first."""
    by_id = {s["id"]: s for s in data["sections"]}
    at = mark.record["parent"] if mark.kind == "sections" else mark.record.get("section")
    found: list[str] = []
    while at in by_id and len(found) < 12:
        section = by_id[at]
        found.insert(0, " ".join(data["text"][section["start"] : section["end"]].split())[:80])
        at = section["parent"]
    return found


def _record(visit: Visit) -> Response:
    """One record, to be put into the page of its document."""
    sha256 = visit.request.path_params["sha256"]
    with shelf.reading(visit) as connection:
        entry = shelf.entry(connection, visit, sha256)
        state = corrections.state(connection, sha256)
    data: Data = json.loads(entry.json)
    mark = marked(data, visit.asked("at"))
    if mark is None:
        raise NoSuchDocument(_("there is no such record"))
    return page(
        visit,
        "record.html",
        data=data,
        sha256=sha256,
        panel=panel(visit, entry, data, mark, state),
        kept=review.kept(review.asked(visit)),
        state=state,
        **_words(),
    )


PAGE = Page((get("/document/{sha256}", _show), get("/document/{sha256}/record", _record)))
