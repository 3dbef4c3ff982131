"""Search: words, numbers and fields, each hit with the stretch of text that shows why, and how the hits divide.

Reads: the index and the documents of an archive.
Writes: a page.
"""

from __future__ import annotations

from starlette.responses import Response

from docparse import find
from docparse.find import words
from docparse.find.facets import Facets
from docparse.find.query import Query
from docparse.i18n import _
from docparse.serve.looking import LEVELS, field, library, number_at, pieces, place_in, times
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get

SIZE = 15
"""Documents on a page."""
_TIMES = ("since", "until", "due_from", "due_to")
_FARTHEST = 200
"""Pages that can be gone through: whoever wants more narrows the search."""


def _show(visit: Visit) -> Response:
    troubles: list[str] = []
    asked = {name: field(visit, name) for name in ("words", "type", "issuer", "level", "body", "cites")}
    asked |= times(visit, _TIMES, troubles)
    query = _query(asked)
    with library(visit) as archive:
        divided = find.facets(archive, query)
        at = place_in(visit, min(divided.total, _FARTHEST * SIZE), SIZE)
        found = find.search(archive, query, limit=SIZE, offset=(at.number - 1) * SIZE, total=divided.total)
    return page(
        visit,
        "search.html",
        asked=asked,
        troubles=troubles,
        found=found,
        at=at,
        facets=_facets(divided, asked),
        levels={value: words.level(value) for value in LEVELS},
        section=words.section,
        pieces=pieces,
        number_at=number_at,
        narrowed=any(value for name, value in asked.items() if name != "words"),
    )


def _query(asked: dict[str, str]) -> Query:
    return Query(
        text=asked["words"],
        types=(asked["type"],) if asked["type"] else (),
        issuer=asked["issuer"],
        level=asked["level"] if asked["level"] in LEVELS else "",
        since=asked["since"],
        until=asked["until"],
        body=asked["body"],
        cites=asked["cites"],
        due_from=asked["due_from"],
        due_to=asked["due_to"],
    )


def _facets(found: Facets, asked: dict[str, str]) -> list[tuple[str, list[tuple[str, int, bool, dict[str, str]]]]]:
    """Each facet with its values: their words, how many there are, whether chosen, and the address of the choice.

    To choose what is chosen already takes it back.
    """

    def offered(label: str, n: int, choice: dict[str, str]) -> tuple[str, int, bool, dict[str, str]]:
        chosen = all(asked[name] == value for name, value in choice.items())
        return label, n, chosen, asked | (dict.fromkeys(choice, "") if chosen else choice)

    groups = (
        (_("type"), [offered(v, n, {"type": v}) for v, n in found.types if v]),
        (_("level"), [offered(words.level(v), n, {"level": v}) for v, n in found.levels if v]),
        (_("year"), [offered(v, n, {"since": v, "until": v}) for v, n in found.years if v]),
        (_("issuer"), [offered(v, n, {"issuer": f'"{v}"'}) for v, n in found.issuers if v]),
    )
    return [(name, values) for name, values in groups if values]


PAGE = Page((get("/search", _show),), "/search", lambda: _("Search"))
