"""What people corrected in the whole archive and stands, as `docparse corrections list` says, the latest first.

Reads: an archive.
Writes: a page.
"""

from __future__ import annotations

from starlette.responses import Response

from docparse.archive import corrections, store
from docparse.archive.corrections import Kept
from docparse.i18n import _
from docparse.serve import shelf
from docparse.serve.looking import place_in
from docparse.serve.records import kinds, label
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 50
"""Corrections on a page."""


def _show(visit: Visit) -> Response:
    secret = visit.settings.allow_secret
    with shelf.reading(visit) as connection:
        total = corrections.how_many(connection, allow_secret=secret)
        at = place_in(visit, total, SIZE)
        found = corrections.latest(connection, limit=SIZE, offset=(at.number - 1) * SIZE, allow_secret=secret)
        entries = {one.sha256: one for one in store.entries(connection, sorted({one.document for one in found}))}
        names = {sha256: one.symbol or shelf.name(connection, sha256) for sha256, one in entries.items()}
    return page(
        visit,
        "corrected.html",
        rows=[Kept(one) for one in found],
        names=names,
        total=total,
        at=at,
        kinds=kinds(),
        label=label,
    )


PAGE = Page((get("/corrections", _show),), "/corrections", lambda: _("Corrections"))
