"""A document's life on an axis of time, who cites it and how, and what it cites.

Reads: the index of an archive, the register of central directives.
Writes: a page, a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from starlette.responses import Response

from docparse import find
from docparse.errors import UnknownNumber
from docparse.find import words
from docparse.find.identities import Identity
from docparse.find.library import Library
from docparse.find.refs import Citation, Refs, how_many_cited, most_cited
from docparse.find.timeline import KINDS, Event, Timeline
from docparse.i18n import _
from docparse.serve.looking import Pages, field, hashes, library, number_at, place_in
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 60
"""Events, and citations, on a page."""
_TABS = ("cited_by", "cites", "with")
_MEANT = 40
"""Documents that a number may mean which are named."""


class Year(NamedTuple):
    """A year of a life with its events; `after` are the years before it in which nothing is known to have happened."""

    year: str
    after: int
    events: list[Event]


def _show(visit: Visit) -> Response:
    number, place = field(visit, "number"), field(visit, "place")
    if not number:
        return page(visit, "directive.html", number="", place="", meant=(), known=None)
    with library(visit) as archive:
        try:
            meant = find.named(archive, number, place)
        except UnknownNumber:
            return page(visit, "directive.html", 404, number=number, place=place, meant=(), known=None)
        if len(meant) > 1 and not field(visit, "id"):
            return page(visit, "directive.html", number=number, place=place, meant=meant[:_MEANT], known=None)
        one = _chosen(meant, field(visit, "id"))
        life, known = find.timeline(archive, one), find.refs(archive, one)
        return _told(visit, archive, one, life, known)


def _chosen(meant: list[Identity], id_: str) -> Identity:
    """The document that was chosen among those that a number may mean."""
    return next((one for one in meant if str(one.id) == id_), meant[0])


def _told(visit: Visit, archive: Library, one: Identity, life: Timeline, known: Refs) -> Response:
    kind = field(visit, "kind")
    events = [e for e in life.events if not kind or e.kind == kind]
    at, listed = place_in(visit, len(events), SIZE), _listed(visit, archive, one, known)
    shown = events[(at.number - 1) * SIZE : at.number * SIZE]
    counts = Counter(e.kind for e in life.events)
    with archive.connection.begin():
        documents = hashes(
            archive.connection, [*(e.n for e in shown), *(c.n for c in listed["citations"]), *_ns(known.in_doubt)]
        )
    return page(
        visit,
        "directive.html",
        number=field(visit, "number"),
        place=field(visit, "place"),
        meant=(),
        known=known,
        life=life,
        one=one,
        years=list(_years(shown)),
        kind=kind,
        kinds=[(k, words.event(k), counts[k]) for k in KINDS if counts[k]],
        at=at,
        asked={name: field(visit, name) for name in ("number", "place", "id")} | {"kind": kind},
        documents=documents,
        **listed,
        words=words,
        number_at=number_at,
        how=_,
        facts=[
            (_("title"), known.facts.title),
            (_("date"), known.facts.date),
            (_("issuer"), known.facts.issuer),
            (_("term"), known.facts.term),
        ],
    )


def _listed(visit: Visit, archive: Library, one: Identity, known: Refs) -> dict[str, Any]:
    """The part of the citations, or of what is cited together with a document, that a page shows."""
    tab = next((name for name in _TABS if name == field(visit, "tab")), _TABS[0])
    citations = {"cited_by": known.cited_by, "cites": known.cites}.get(tab, ())
    beside = how_many_cited(archive, with_=one)
    among = _place(visit, beside if tab == "with" else len(citations))
    first = (among.number - 1) * SIZE
    together = most_cited(archive, limit=SIZE, offset=first, with_=one) if tab == "with" else ()
    values = {"tab": tab, "among": among, "beside": beside, "together": together}
    return {**values, "citations": citations[first : first + SIZE]}


def _place(visit: Visit, total: int) -> Pages:
    """The page of the citations, which is counted apart from that of the events."""
    word, last = visit.asked("among", "1"), max(1, -(-total // SIZE))
    return Pages(min(max(1, int(word[:9])), last) if word.isdecimal() else 1, last)


def _ns(citations: Iterable[Citation]) -> Iterator[int | None]:
    return (c.n for c in citations)


def _years(events: Iterable[Event]) -> Iterator[Year]:
    """The events by year in order of time; what has no date comes last, under an empty year."""
    before = ""
    for year, some in groupby(events, key=lambda e: e.when[:4]):
        gap = int(year) - int(before) - 1 if year.isdigit() and before.isdigit() else 0
        yield Year(year, max(0, gap), list(some))
        before = year


def _picture(visit: Visit) -> Response:
    """The same life as a picture, to keep."""
    from docparse.find.picture import svg_of_life

    with library(visit) as archive:
        meant = find.named(archive, field(visit, "number"), field(visit, "place"))
        drawn = svg_of_life(find.timeline(archive, _chosen(meant, field(visit, "id"))))
    # A picture that is loaded from disk: what it holds of style is not of the page.
    headers = {"Content-Disposition": 'attachment; filename="life.svg"'}
    return Response(drawn, media_type="image/svg+xml", headers=headers)


PAGE = Page(
    (get("/directive", _show), get("/directive/life.svg", _picture)), "/directive", lambda: _("Life of a document")
)
