"""A body: what it owes by when, and the documents that ask something of it.

Reads: the index of an archive, what it keeps of its calendar.
Writes: a page.
"""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from docparse import find
from docparse.agenda import said
from docparse.agenda.rows import WHEN
from docparse.calendar.model import Asked
from docparse.calendar.said import shown
from docparse.find import words
from docparse.find.query import Query
from docparse.i18n import _
from docparse.serve.deadlines import AFTER, BEFORE, agenda, feeds
from docparse.serve.looking import field, library, number_at, pieces, place_in
from docparse.serve.refresh import is_ready
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 10
_DUTIES = 40
"""Duties; the agenda of the body shows more."""
_MOST = 24
"""Issuers that are offered."""


def _show(visit: Visit) -> Response:
    name = field(visit, "name")
    with library(visit) as archive:
        if not name:
            issuers = find.facets(archive, Query(), most=_MOST).issuers
            return page(visit, "body.html", name="", issuers=[v for v, _n in issuers if v])
        is_new = is_ready(archive, visit.settings.archive, visit.settings.registers)
        today = date.today()
        asked = Asked(body=name, since=today - BEFORE, until=today + AFTER)
        due, notes, is_cut = agenda(archive, asked, today, _DUTIES)
        query = Query(body=name)
        word = visit.asked("page", "1")
        number = max(1, int(word[:4])) if word.isdecimal() else 1
        found = find.search(archive, query, limit=SIZE, offset=(number - 1) * SIZE)
    return page(
        visit,
        "body.html",
        name=name,
        is_new=is_new,
        due=due,
        order=WHEN,
        times=said.times(due),
        is_cut=is_cut,
        notes=list(dict.fromkeys((*notes, *found.notes))),
        found=found,
        at=place_in(visit, found.total, SIZE),
        feeds=feeds(visit, {"body": name, "level": "", "directive": ""}),
        said=said,
        shown=shown,
        section=words.section,
        pieces=pieces,
        number_at=number_at,
    )


PAGE = Page((get("/body", _show),), "/body", lambda: _("Bodies"))
