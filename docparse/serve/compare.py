"""Two documents side by side, or two years of what one body issued to carry out a directive.

Reads: the index and the documents of an archive.
Writes: a page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import Response

from docparse import find
from docparse.errors import NoSuchDocument, TooLarge, UnknownNumber
from docparse.find.identities import Identity
from docparse.find.library import Library
from docparse.find.timeline import Event
from docparse.i18n import _, error_line
from docparse.serve import shelf
from docparse.serve.looking import field, hashes, library, place_in
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get
from docparse.text import key

if TYPE_CHECKING:
    from docparse.compare import Comparison
    from docparse.model import Document

SIZE = 40
"""Series on a page."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Meant(NamedTuple):
    """What words of an address stand for: a document by its hash, or several by their numbers, or nothing."""

    words: str
    sha256: str = ""
    several: tuple[tuple[str, str], ...] = ()


class Series(NamedTuple):
    """What one body issued of one type for a directive, the earliest first: the hash, the number and the date."""

    body: str
    doc_type: str
    documents: tuple[tuple[str, str, str], ...]


def _show(visit: Visit) -> Response:
    if field(visit, "series"):
        return _series(visit)
    with library(visit) as archive:
        sides = [_meant(archive, field(visit, name)) for name in ("before", "after")]
        documents = [_document(archive, visit, one) for one in sides]
    before, after = documents
    found, trouble = _compared(before, after) if before and after else (None, "")
    missing = [one.words for one, found_ in zip(sides, documents, strict=True) if one.words and not found_]
    lost = [word for word in missing if not any(one.several for one in sides if one.words == word)]
    return page(
        visit,
        "compare.html",
        sides=dict(zip(("before", "after"), sides, strict=True)),
        troubles=[error_line(NoSuchDocument(word)) for word in lost] + ([trouble] if trouble else []),
        series=None,
        **_shown(found),
    )


def _shown(found: Comparison | None) -> dict[str, Any]:
    """What the template shows of a comparison."""
    from docparse.compare import said

    tasks = [one for one in found.tasks if said.touched(one)] if found else []
    sections = [one for one in found.sections if said.edited(one)] if found else []
    return {"found": found, "tasks": tasks, "sections": sections, "said": said, "how": _}


def _compared(before: Document, after: Document) -> tuple[Comparison | None, str]:
    """What differs, or why that cannot be said."""
    from docparse.compare import compare

    try:
        return compare(before, after), ""
    except TooLarge as error:
        return None, error_line(error)


def _meant(archive: Library, word: str) -> Meant:
    """The document that a hash or a number stands for."""
    if not word or _SHA256.fullmatch(word):
        return Meant(word, word)
    try:
        held = [one for one in find.named(archive, word) if one.held is not None]
    except UnknownNumber:
        return Meant(word)
    with archive.connection.begin():
        known = hashes(archive.connection, [one.held for one in held])
    named = tuple((known[n], one.name) for one in held if (n := one.held) is not None and n in known)
    return Meant(word, named[0][0]) if len(named) == 1 else Meant(word, several=named[:SIZE])


def _document(archive: Library, visit: Visit, meant: Meant) -> Document | None:
    """The document, None where there is none that may be shown."""
    from docparse.model import Document

    if not meant.sha256:
        return None
    with archive.connection.begin():
        try:
            return Document.from_json(shelf.entry(archive.connection, visit, meant.sha256).json)
        except NoSuchDocument:
            return None


# --- years --------------------------------------------------------------------------------------------------------


def _series(visit: Visit) -> Response:
    """Who issued what for a directive, year after year."""
    number, place, body = field(visit, "series"), field(visit, "place"), field(visit, "body")
    with library(visit) as archive:
        try:
            one = _identity(find.named(archive, number, place), field(visit, "id"))
        except UnknownNumber as error:
            return page(visit, "compare.html", 404, **_nothing(error_line(error)))
        events = find.timeline(archive, one).events
        with archive.connection.begin():
            known = hashes(archive.connection, (e.n for e in events))
    series = [s for s in _grouped(events, known) if key(body) in key(s.body)]
    at = place_in(visit, len(series), SIZE)
    return page(
        visit,
        "compare.html",
        sides={"before": Meant(""), "after": Meant("")},
        troubles=[],
        series=series[(at.number - 1) * SIZE : at.number * SIZE],
        number=one.name,
        at=at,
        asked={"series": number, "place": place, "id": field(visit, "id"), "body": body},
        **_shown(None),
    )


def _nothing(trouble: str) -> dict[str, Any]:
    sides = {"before": Meant(""), "after": Meant("")}
    return {"sides": sides, "troubles": [trouble], "series": None} | _shown(None)


def _identity(meant: Sequence[Identity], id_: str) -> Identity:
    return next((one for one in meant if str(one.id) == id_), meant[0])


def _grouped(events: Sequence[Event], known: Mapping[int, str]) -> list[Series]:
    """The events of one body and type, where there is more than one, the body with most first."""
    groups: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event.n in known and event.kind != "issued":
            groups[key(event.body), event.doc_type].append(event)
    found = [
        Series(some[0].body, kind, tuple((known[e.n], e.document, e.when) for e in some if e.n is not None))
        for (_body, kind), some in groups.items()
        if len(some) > 1
    ]
    return sorted(found, key=lambda s: (-len(s.documents), s.body, s.doc_type))


PAGE = Page((get("/compare", _show),), "/compare", lambda: _("Side by side"))
