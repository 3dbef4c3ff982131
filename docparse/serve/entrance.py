"""Coming in with the key, leaving, and the language of the pages.

Reads: forms.
Writes: sessions.
"""

from __future__ import annotations

import threading
import time
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from docparse import i18n
from docparse.serve.guard import admitted, cookie_name, same
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get, post

_GUESS = threading.Lock()
_WAIT = 0.5
"""Seconds that a wrong key costs; a guess meanwhile is refused."""
_NAME = 60


def _ask(visit: Visit) -> Response:
    return page(visit, "login.html", wrong=False)


def _enter(visit: Visit) -> Response:
    if not same(visit.said("key"), visit.settings.key):
        # One guess at a time: those who wait here keep others from being answered.
        if not _GUESS.acquire(blocking=False):
            return page(visit, "login.html", 429, wrong=True)
        try:
            time.sleep(_WAIT)
        finally:
            _GUESS.release()
        return page(visit, "login.html", 401, wrong=True)
    name = " ".join(visit.said("name").split())[:_NAME]
    return admitted(visit.request, visit.settings, visit.request.app.state.sessions, "/", name)


def _leave(visit: Visit) -> Response:
    if visit.session:
        visit.request.app.state.sessions.end(visit.session)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(cookie_name(visit.settings))
    return answer


def _speak(visit: Visit) -> Response:
    if visit.session and visit.said("language") in i18n.LANGUAGES:
        visit.request.app.state.sessions.speak(visit.session, visit.said("language"))
    return RedirectResponse(back(visit), 303)


def _icon(_visit: Visit) -> Response:
    return RedirectResponse("/static/icon.svg", 301)


def back(visit: Visit) -> str:
    """The page of this server that a form was on."""
    found = urlsplit(visit.request.headers.get("referer", ""))
    path = "/" + found.path.lstrip("/\\") if found.netloc == visit.request.headers["host"] else "/"
    return path + (f"?{found.query}" if found.query and path != "/" else "")


PAGE = Page(
    (
        get("/favicon.ico", _icon),
        get("/login", _ask),
        post("/login", _enter, open_to_all=True),
        post("/leave", _leave),
        post("/language", _speak),
    )
)
