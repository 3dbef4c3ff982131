"""What became of all references, as `docparse refs` says without a number: most cited, not held, central directives.

Reads: the index of an archive.
Writes: a page.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from docparse.find import words
from docparse.find.library import Library
from docparse.find.numbers import asked as number_in
from docparse.find.refs import counts, how_many_cited, most_cited
from docparse.find.register import central, facts
from docparse.i18n import _
from docparse.serve.looking import field, library, place_in
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 15
"""Documents on a page."""


def _show(visit: Visit) -> Response:
    tabs = {
        "": _("the most cited documents"),
        "not_held": _("the most cited that are not in the archive"),
        "register": _("all central directives, as far as they are known"),
    }
    tab = field(visit, "tab") if field(visit, "tab") in tabs else ""
    with library(visit) as archive:
        total = counts(archive)
        found = _register(visit, archive) if tab == "register" else _cited(visit, archive, not_held=tab == "not_held")
    return page(
        visit,
        "references.html",
        tabs=tabs,
        tab=tab,
        total=total,
        doubts=sorted(((n, words.basis(reason)) for reason, n in total.in_doubt.items()), reverse=True),
        mark=words.mark,
        number=number,
        **found,
    )


def number(name: str) -> str:
    """What an address calls a document by its name ("17-CT/TW@2012-08-28 (Place)"); "" for one without a number."""
    bare = name.partition(" (")[0]
    return bare if number_in(bare) else ""


def _cited(visit: Visit, archive: Library, *, not_held: bool) -> dict[str, Any]:
    every = how_many_cited(archive, not_held=not_held)
    at = place_in(visit, every, SIZE)
    cited = most_cited(archive, limit=SIZE, offset=(at.number - 1) * SIZE, not_held=not_held)
    return {"at": at, "every": every, "cited": cited, "register": ()}


def _register(visit: Visit, archive: Library) -> dict[str, Any]:
    them = central(archive)
    at = place_in(visit, len(them), SIZE)
    with archive.connection.begin():
        some = them[(at.number - 1) * SIZE : at.number * SIZE]
        known = [(one, facts(archive.connection, one, archive.allow_secret)) for one in some]
    return {"at": at, "every": len(them), "cited": (), "register": known}


PAGE = Page((get("/references", _show),), "/references", lambda: _("References"))
