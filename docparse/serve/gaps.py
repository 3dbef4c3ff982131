"""Numbers that are missing from each series, as `docparse gaps` says: never given, never handed in, or never found.

Reads: the index of an archive.
Writes: a page.
"""

from __future__ import annotations

from starlette.responses import Response

from docparse import find
from docparse.find.gaps import fits, ranges
from docparse.find.library import secrets
from docparse.find.numbers import number_of
from docparse.find.places import shown
from docparse.i18n import _
from docparse.serve.looking import field, library, place_in
from docparse.serve.remembered import remembered
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 40
"""Series on a page."""


def symbol(series: str, term: str, value: int) -> str:
    """The number that a value of a series is: "07-KH/TU", of the State "7/2020/NĐ-CP"."""
    party = f"{value:02}-{series}"
    known = number_of(party)
    return party if known and known.party else f"{value}/{term}/{series}"


def _show(visit: Visit) -> Response:
    asked = {name: field(visit, name) for name in ("series", "place", "term")}
    every = "1" if field(visit, "all") else ""
    with library(visit) as archive:
        series = remembered(archive, visit.settings, "gaps", lambda: find.gaps(archive))
        hidden = secrets(archive)
    found = [one for one in series if (one.missing or every) and fits(one, **asked)]
    at = place_in(visit, len(found), SIZE)
    return page(
        visit,
        "gaps.html",
        asked=asked | {"all": every},
        total=len(found),
        missing=sum(len(one.missing) for one in found),
        hidden=hidden,
        rows=found[(at.number - 1) * SIZE : at.number * SIZE],
        at=at,
        ranges=ranges,
        shown=shown,
        symbol=symbol,
    )


PAGE = Page((get("/gaps", _show),), "/gaps", lambda: _("Missing numbers"))
