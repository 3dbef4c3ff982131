"""What is in the archive, what failed and what to do next, what was refused, as `docparse status` says.

Folders of this machine are named to whoever sits at it only; so are files that were refused as secret, unless the
server shows secret documents.

Reads: an archive.
Writes: a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import get_args

import sqlalchemy as sa
from starlette.responses import Response

from docparse.archive import state
from docparse.archive.state import Doubtful, Pair, Part, Quarantined
from docparse.archive.store import Outcome
from docparse.errors import SecretDocument
from docparse.i18n import _
from docparse.serve import review, shelf
from docparse.serve.looking import field, place_in
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get
from docparse.serve.settings import Settings

SIZE = 50
"""Files, documents or pairs on a page."""
_OUTCOMES: dict[str, Outcome] = {one: one for one in get_args(Outcome)}


def _show(visit: Visit) -> Response:
    allow_secret = visit.settings.allow_secret
    with shelf.reading(visit) as connection:
        counted = state.summary(connection, allow_secret=allow_secret)
        lists = state.listed(connection, allow_secret=allow_secret)
        first = next((name for name, n in lists.items() if n), "failed")
        chosen = field(visit, "list") if field(visit, "list") in lists else first
        at = place_in(visit, lists[chosen], SIZE)
        rows = _rows(connection, chosen, Part(SIZE, (at.number - 1) * SIZE), allow_secret)
    return page(
        visit,
        "status.html",
        counted=counted,
        collections=[(_parts(one), one.files) for one in counted.collections],
        outcomes=outcomes(),
        lists=[(name, lists_said()[name], n) for name, n in lists.items()],
        chosen=chosen,
        rows=rows,
        at=at,
        reason=review.reason,
        file=lambda path: file_name(visit.settings, path),
        called=lambda one: called(visit.settings, one),
    )


def _rows(
    connection: sa.Connection, name: str, part: Part, allow_secret: bool
) -> Sequence[Quarantined | Doubtful | Pair]:
    """A part of one list of `Status`, by its name."""
    if name in state.PAIRS:
        return state.pairs(connection, state.PAIRS[name], part, allow_secret=allow_secret)
    if name == "review":
        return state.doubtful(connection, part, allow_secret=allow_secret)
    return state.quarantined(connection, _OUTCOMES[name], part)


def _parts(one: state.Holding) -> str:
    return " · ".join(part for part in asdict(one.collection).values() if part)


def file_name(settings: Settings, path: str) -> str:
    """A file for people: its path for who sits at this machine, else without the folders that lead to it."""
    return path if settings.is_local else path.rpartition("/")[2]


def called(settings: Settings, one: Quarantined) -> str:
    """A file that is not in, for people; one that is secret has a name for who may know of it only."""
    is_secret = one.error == SecretDocument.__name__
    if is_secret and not (settings.is_local or settings.allow_secret):
        return _("a file that is marked as secret")
    return file_name(settings, one.path)


def outcomes() -> dict[str, str]:
    """What became of files, in words."""
    return {
        "parsed": _("files taken in"),
        "container": _("archives and messages taken in"),
        "refused": _("refused as secret"),
        "failed": _("failed"),
        "gone": _("failed before, no longer there"),
    }


def lists_said() -> dict[str, str]:
    """The lists of a `Status` in words."""
    return {
        "failed": _("failed"),
        "refused": _("refused as secret"),
        "gone": _("failed before, no longer there"),
        "review": _("a person should look at"),
        "conflicts": _("one number, different documents"),
        "versions": _("the same document in another file"),
        "similar": _("nearly the same text under another number"),
    }


PAGE = Page((get("/status", _show),), "/status", lambda: _("The archive"))
