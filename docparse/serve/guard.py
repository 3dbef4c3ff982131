"""Who may ask: every request passes here before any page sees it.

A request must name this server (a page elsewhere may have its name point here: DNS rebinding), a change must come from
a page of this server, and whoever asks must have given the key. Whatever a document says, the browser runs no script
that is not a file of this package (Content-Security-Policy).

Reads: headers and cookies.
Writes: headers; answers in the place of pages.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from socket import gethostname
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docparse.serve.sessions import Session, Sessions
from docparse.serve.settings import Settings, is_loopback

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": then browsers would hide the origin of forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_OPEN = ("/static/", "/login", "/favicon.ico")
FEEDS = "/feed/"
"""Addresses below it are for programs, which carry `feed_key` instead of a cookie."""
_METHODS = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Guard:
    """The middleware around all pages."""

    app: ASGIApp
    settings: Settings
    sessions: Sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses a request, asks for the key, or lets it through with its session in `request.state`."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope)
        session = self.sessions.get(request.cookies.get(cookie_name(self.settings), ""))
        scope.setdefault("state", {})["session"] = session
        refused = _refused(request, self.settings) or self._unknown(request, session)
        await (refused or self.app)(scope, receive, _with_headers(send, scope["path"].startswith("/static/")))

    def _unknown(self, request: Request, session: Session | None) -> Response | None:
        """What somebody gets who has not given the key."""
        if request.method == "GET" and (token := request.query_params.get("token")):
            if not self.settings.is_local:
                # A password in an address would stay in histories, and could be guessed without a wait.
                return RedirectResponse("/login", 303)
            if not same(token, self.settings.key):
                return Response("wrong token", 401, media_type="text/plain")
            return admitted(request, self.settings, self.sessions, _without_token(request))
        if session or request.url.path.startswith(_OPEN):
            return None
        if request.url.path.startswith(FEEDS):
            is_known = same(request.query_params.get("key", ""), feed_key(self.settings, request.url.path))
            return None if is_known else Response("wrong key", 401, media_type="text/plain")
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return Response("the key is needed", 401, media_type="text/plain")


def admitted(request: Request, settings: Settings, sessions: Sessions, to: str, name: str = "") -> Response:
    """Lets a browser in and sends it on.

    Args: `to`, an address on this server; `name`, of the person, that of the system by default.
    """
    from docparse.archive.store import person

    session = sessions.start(name or person(), settings.language)
    answer = RedirectResponse(to, 303)
    # Lax: a link in a message leads in; a form on another page does not.
    answer.set_cookie(cookie_name(settings), session.id, httponly=True, samesite="lax")
    return answer


def cookie_name(settings: Settings) -> str:
    """Browsers keep cookies by host, whatever the port: two servers on a machine have their own."""
    return f"docparse-{settings.port}"


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def feed_key(settings: Settings, path: str) -> str:
    """What the address of a feed carries; it opens this path alone."""
    return hmac.new(settings.feeds.encode(), path.encode(), hashlib.sha256).hexdigest()[:32]


def _without_token(request: Request) -> str:
    left = [(k, v) for k, v in request.query_params.multi_items() if k != "token"]
    # One slash: two would be the address of another server.
    return "/" + request.url.path.lstrip("/\\") + (f"?{urlencode(left)}" if left else "")


def _refused(request: Request, settings: Settings) -> Response | None:
    """What is wrong with the way a request came, whoever sent it."""
    headers = request.headers
    if request.method not in _METHODS:
        return Response("not allowed", 405, media_type="text/plain")
    if not _is_ours(headers.get("host", ""), settings):
        return Response("this server has another name", 421, media_type="text/plain")
    origin, here = headers.get("origin"), f"http://{headers['host']}"
    if origin is not None and origin != here:
        return Response("this request comes from another page", 403, media_type="text/plain")
    if request.method == "POST" and origin is None:
        return Response("a change needs an origin", 403, media_type="text/plain")
    return None


def _is_ours(host: str, settings: Settings) -> bool:
    """Whether a Host header is a name of this server; an address in figures cannot be made to point here."""
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "80")
    name, port = (name, port) if name else (port, "80")
    if port != str(settings.port):
        return False
    name = name.strip("[]").lower()
    if is_loopback(name):
        return True
    if settings.is_local:
        return False
    return name in (settings.host.lower(), gethostname().lower()) or _is_figures(name)


def _is_figures(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _with_headers(send: Send, is_static: bool) -> Send:
    """What sends an answer with the headers of the house.

    Args: `is_static`, whether it is a file of this package, which a browser may keep for an hour.
    """
    added: Mapping[str, str] = _HEADERS | {"Cache-Control": "max-age=3600" if is_static else "no-store"}

    async def sending(message: Message) -> None:
        """Sends a part of the answer; its beginning has the headers."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                if name != "Cache-Control" or name not in headers:
                    headers[name] = value
        await send(message)

    return sending
