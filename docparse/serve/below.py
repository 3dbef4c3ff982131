"""Below a directive: the tree of documents that carry it out, what was never reviewed, and what is open there.

Reads: the index of an archive.
Writes: pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from docparse import find
from docparse.errors import SeveralFit
from docparse.find import words
from docparse.find.cascade import Cascade
from docparse.find.identities import Identity
from docparse.find.library import Library
from docparse.find.tree import tree
from docparse.serve.looking import field, hashes, library, place_in
from docparse.serve.remembered import soon
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 40
"""Documents that carry out the directive itself, and things that are open, on a page."""
_OPEN = ("missing", "unmet", "later")


def _one(visit: Visit, archive: Library) -> Identity:
    """The document that an address names. Raises UnknownNumber; SeveralFit, where it says of none which is meant."""
    number = field(visit, "number")
    meant = find.named(archive, number, field(visit, "place"))
    chosen = [one for one in meant if str(one.id) == field(visit, "id")] or meant
    if len(chosen) > 1:
        raise SeveralFit(number, ", ".join(one.name for one in chosen[:SIZE]))
    return chosen[0]


def _asked(visit: Visit) -> dict[str, str]:
    return {name: field(visit, name) for name in ("number", "place", "id")}


def _show_tree(visit: Visit) -> Response:
    only = "1" if field(visit, "unreviewed") else ""
    with library(visit) as archive:
        life = find.timeline(archive, _one(visit, archive))
        found = tree(life)
        branches = [b for b in found.branches if not only or not b.reviewed]
        at = place_in(visit, len(branches), SIZE)
        with archive.connection.begin():
            documents = hashes(archive.connection, (e.n for e in life.events))
    return page(
        visit,
        "tree.html",
        life=life,
        found=found,
        branches=branches[(at.number - 1) * SIZE : at.number * SIZE],
        asked=_asked(visit),
        only=only,
        at=at,
        documents=documents,
        words=words,
    )


def _show_open(visit: Visit) -> Response:
    what = field(visit, "what") if field(visit, "what") in _OPEN else _OPEN[0]
    with library(visit) as archive:
        one, owed = _one(visit, archive), what == "missing"
        found = soon(
            archive,
            visit.settings,
            (one, owed),
            lambda own: find.cascade(own, find.timeline(own, one), tasks=not owed, owed=owed),
        )
        if found is None:
            return page(visit, "working.html", title=one.name)
        life = find.timeline(archive, one)
        rows, rest = _rows(found, what)
        at = place_in(visit, len(rows), SIZE)
        shown = rows[(at.number - 1) * SIZE : at.number * SIZE]
        with archive.connection.begin():
            numbers = [n for one in shown for n in (one.n, getattr(one, "lower_n", None))]
            documents = hashes(archive.connection, numbers)
    return page(
        visit,
        "open.html",
        life=life,
        what=what,
        compared=found.compared,
        total=len(rows),
        rest=rest,
        rows=shown,
        documents=documents,
        asked=_asked(visit),
        at=at,
        words=words,
    )


def _rows(found: Cascade, what: str) -> tuple[Sequence[Any], int]:
    """What is open of one kind, and how much more there may be that this archive cannot tell."""
    if what == "missing":
        known = [one for one in found.missing if one.known]
        return known, len(found.missing) - len(known)
    if what == "unmet":
        below = [one for one in found.unmet if one.below]
        return below, len(found.unmet) - len(below)
    return found.later, 0


PAGE = Page((get("/directive/tree", _show_tree), get("/directive/open", _show_open)))
