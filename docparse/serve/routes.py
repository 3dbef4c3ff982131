"""How a page is declared: plain functions from a `Visit` to an answer, with their limits and the check of changes.

    def show(visit: Visit) -> Response: ...
    PAGE = Page((get("/gaps", show),), "/gaps", lambda: _("Gaps"))

Reads: requests.
Writes: routes of Starlette.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message

from docparse import i18n
from docparse.lexicon import using
from docparse.registers import tables
from docparse.serve.guard import same
from docparse.serve.sessions import Session
from docparse.serve.settings import Settings

FORM = 1_000_000
"""Bytes that a form may have."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let through; `session` is None for feeds and for whoever is to log in."""

    request: Request
    settings: Settings
    session: Session | None
    form: FormData = field(default_factory=FormData)

    def asked(self, name: str, default: str = "") -> str:
        """What the address says of a name."""
        return self.request.query_params.get(name, default)

    def said(self, name: str, default: str = "") -> str:
        """What the form says of a name; a file is no answer."""
        value = self.form.get(name, default)
        return value if isinstance(value, str) else default

    @property
    def person(self) -> str:
        """Who is at work."""
        return self.session.name if self.session else ""


Answer = Callable[[Visit], Response]


class Page(NamedTuple):
    """Some routes, and the entry of the navigation that leads to them, where there is one."""

    routes: tuple[Route, ...]
    address: str = ""
    label: Callable[[], str] = str


def whole_number(word: str) -> int | None:
    """The number that an address or a form says; None for what is none, or too long to be meant."""
    return int(word) if word.isdecimal() and len(word) < 10 else None


def get(path: str, answer: Answer) -> Route:
    """A page to look at."""

    async def endpoint(request: Request) -> Response:
        """The answer to a request."""
        return await _answered(answer, _visit(request))

    return Route(path, endpoint, methods=["GET"])


def post(path: str, answer: Answer, *, most: int = FORM, files: int = 0, open_to_all: bool = False) -> Route:
    """A change, which a form of ours has to ask for.

    Args: `most`, bytes of the form; `files`, how many it may bring; `open_to_all`, whether no session is needed.
    """

    async def endpoint(request: Request) -> Response:
        """The answer to a form, once it is known to be ours and not too large."""
        visit = _visit(request)
        bounded = Request(request.scope, _bounded(request, most))
        fields = max(1000, 2 * files)
        async with bounded.form(max_files=files, max_fields=fields, max_part_size=FORM) as form:
            sent = form.get("csrf")
            given = sent if isinstance(sent, str) else ""
            if not open_to_all and (visit.session is None or not same(given, visit.session.csrf)):
                raise HTTPException(403, "this form is too old: load the page again")
            return await _answered(answer, Visit(request, visit.settings, visit.session, form))

    return Route(path, endpoint, methods=["POST"])


def _visit(request: Request) -> Visit:
    return Visit(request, request.app.state.settings, request.state.session)


async def _answered(answer: Answer, visit: Visit) -> Response:
    def run() -> Response:
        """The answer, in the language of the person, with the tables of the office."""
        language = visit.session.language if visit.session else visit.settings.language
        with i18n.speaking(language), using(tables(visit.settings.registers)):
            return answer(visit)

    return await run_in_threadpool(run)


def _bounded(request: Request, most: int) -> Callable[[], Awaitable[Message]]:
    """The body of a request up to so many bytes."""
    said = request.headers.get("content-length", "").lstrip("0")
    # Python makes no number of thousands of digits.
    if said.isdecimal() and (len(said) > len(str(most)) or int(said) > most):
        raise HTTPException(413, "too large")
    left = most

    async def receive() -> Message:
        """The next piece of the body. Raises HTTPException for what is beyond the bound."""
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, "too large")
        return message

    return receive
