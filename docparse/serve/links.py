"""The addresses of what pages speak of; a page that is not there has none.

Reads: nothing.
Writes: addresses on this server.
"""

from __future__ import annotations

from docparse.serve.render import address
from docparse.serve.routes import Visit

DIRECTIVE, BODY = "/directive", "/body"


def document(sha256: str, at: str = "") -> str:
    """A document, at one of its marks."""
    return address(f"/document/{sha256}", at=at)


def directive(visit: Visit, number: str) -> str:
    """What is known of a document by its number, "17-CT/TW@2012-08-28"."""
    return address(DIRECTIVE, number=number) if _is_there(visit, DIRECTIVE) else ""


def body(visit: Visit, name: str) -> str:
    """What is known of a body by its name."""
    return address(BODY, name=name) if _is_there(visit, BODY) else ""


def _is_there(visit: Visit, path: str) -> bool:
    return any(route.path == path for one in visit.request.app.state.pages for route in one.routes)
