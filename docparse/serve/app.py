"""The server: its pages in one tuple, what surrounds them, and what runs them.

Reads: `Settings`.
Writes: a Starlette application, and what serves it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from docparse import i18n
from docparse.errors import (
    ArchiveInUse,
    DocparseError,
    MissingFile,
    NoOriginal,
    NoSuchDocument,
    NotAnArchive,
    PortInUse,
    UnknownNumber,
)
from docparse.files import Unwritable
from docparse.i18n import _
from docparse.serve import (
    below,
    body,
    bringing,
    checks,
    compare,
    corrected,
    correcting,
    deadlines,
    directive,
    document,
    entrance,
    gaps,
    original,
    references,
    review,
    search,
    status,
)
from docparse.serve.guard import Guard
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit
from docparse.serve.sessions import Sessions
from docparse.serve.settings import Settings

if TYPE_CHECKING:
    import uvicorn

PAGES: tuple[Page, ...] = (
    review.PAGE,
    document.PAGE,
    correcting.PAGE,
    original.PAGE,
    search.PAGE,
    deadlines.PAGE,
    body.PAGE,
    directive.PAGE,
    below.PAGE,
    references.PAGE,
    gaps.PAGE,
    compare.PAGE,
    checks.PAGE,
    corrected.PAGE,
    bringing.PAGE,
    status.PAGE,
    entrance.PAGE,
)
"""In the order of the navigation; a new page is a line here."""

_STATIC = Path(__file__).with_name("static")
_STATUS: tuple[tuple[type[DocparseError], int], ...] = (
    (NoSuchDocument, 404),
    (UnknownNumber, 404),
    (NoOriginal, 404),
    (MissingFile, 404),
    (ArchiveInUse, 503),
    (Unwritable, 500),
    (NotAnArchive, 500),
)
"""Of errors; any other is what somebody asked for that cannot be (422)."""


def make_app(settings: Settings) -> Starlette:
    """The application that serves an archive."""
    sessions = Sessions()
    app = Starlette(
        routes=[
            *(route for one in PAGES for route in one.routes),
            Mount("/static", StaticFiles(directory=_STATIC), name="static"),
        ],
        middleware=[Middleware(Guard, settings=settings, sessions=sessions)],
        exception_handlers={DocparseError: _failed, HTTPException: _not_found},
    )
    app.state.settings, app.state.sessions, app.state.pages = settings, sessions, PAGES
    return app


def listening(host: str, port: int) -> socket.socket:
    """A socket that waits for browsers. Raises PortInUse."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        found = socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortInUse(f"{host}:{port}", error.strerror or "") from error
    # Connections inherit it: else the body of an answer waits 40 ms for a receipt of its head.
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def server(settings: Settings) -> uvicorn.Server:
    """What serves an archive; its `run` takes a socket of `listening` and ends when `should_exit` is set."""
    import uvicorn

    config = uvicorn.Config(
        make_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=100,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
        ws="none",
    )
    return uvicorn.Server(config)


def _failed(request: Request, error: Exception) -> Response:
    """A page for what is wrong with a file or with the archive."""
    if not isinstance(error, DocparseError):
        raise error
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
    # The folders of this machine are nobody's business.
    error.name = error.name.rpartition("/")[2]
    return _told(request, status, lambda: i18n.error_line(error))


def _not_found(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return _told(request, error.status_code, lambda: _words(error.status_code))


def _words(status: int) -> str:
    return {
        403: _("this page is too old: load it again, then send it"),
        404: _("there is no such page"),
        413: _("this is too large"),
    }.get(status, _("the server does not understand this request"))


def _told(request: Request, status: int, words: Callable[[], str]) -> Response:
    visit = Visit(request, request.app.state.settings, getattr(request.state, "session", None))
    with i18n.speaking(visit.session.language if visit.session else visit.settings.language):
        if visit.session is None:
            return Response(words(), status, media_type="text/plain")
        return page(visit, "error.html", status, words=words())
