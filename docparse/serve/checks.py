"""What a person should look at in documents before they go out, as `docparse check` says.

A document is checked when its page is looked at: findings are not kept, and 20,000 documents take a minute. So what is
listed is documents, narrowed by the fields of a search, each with its findings.

Reads: the documents of an archive.
Writes: pages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from starlette.responses import Response

from docparse import find
from docparse.archive import store
from docparse.archive.store import Entry
from docparse.check import check
from docparse.check.said import Said, said_of
from docparse.find.query import Query
from docparse.i18n import _
from docparse.model import Document
from docparse.serve import links, shelf
from docparse.serve.looking import field, library, place_in, times
from docparse.serve.marks import Mark, marks
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 15
"""Documents on a page."""
_FARTHEST = 200
"""Pages that can be gone through: whoever wants more narrows the list."""


class Checked(NamedTuple):
    """A document with its findings, each with the address of its place; `guideline`, by which its form was judged."""

    sha256: str
    name: str
    issued: str
    title: str
    guideline: str
    findings: tuple[tuple[Said, str], ...]


def checked(entry: Entry) -> Checked:
    """What is found in a document of the archive."""
    found = check(Document.from_json(entry.json))
    some = marks(json.loads(entry.json)) if found.findings else []
    return Checked(
        entry.sha256,
        entry.symbol or entry.title or entry.sha256[:12],
        entry.issued or "",
        " ".join((entry.title or "").split()),
        found.guideline or "",
        tuple((one, links.document(entry.sha256, _at(some, one.start))) for one in said_of(found.findings)),
    )


def _at(some: Sequence[Mark], start: int) -> str:
    """What the page of a document calls the smallest mark at a place; "" where nothing is marked."""
    here = [one for one in some if one.start <= start < one.end]
    return min(here, key=lambda one: one.end - one.start).key if here else ""


def _show(visit: Visit) -> Response:
    troubles: list[str] = []
    asked = {name: field(visit, name) for name in ("words", "type", "issuer")}
    asked |= times(visit, ("since", "until"), troubles)
    types = (asked["type"],) if asked["type"] else ()
    query = Query(asked["words"], types, asked["issuer"], since=asked["since"], until=asked["until"])
    with library(visit) as archive:
        total = find.facets(archive, query).total
        at = place_in(visit, min(total, _FARTHEST * SIZE), SIZE)
        found = find.search(archive, query, limit=SIZE, offset=(at.number - 1) * SIZE, total=total)
        with archive.connection.begin():
            entries = store.entries(archive.connection, [hit.sha256 for hit in found.hits])
    rows = [checked(entry) for entry in entries]
    return page(
        visit, "checks.html", asked=asked, troubles=troubles, total=total, hidden=found.hidden, rows=rows, at=at
    )


def _show_one(visit: Visit) -> Response:
    sha256 = visit.request.path_params["sha256"]
    with shelf.reading(visit) as connection:
        entry = shelf.entry(connection, visit, sha256)
    return page(visit, "checked.html", one=checked(entry))


PAGE = Page((get("/check", _show), get("/document/{sha256}/check", _show_one)), "/check", lambda: _("Form"))
