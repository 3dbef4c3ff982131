"""A real CalDAV server (Radicale) on this machine for the tests, which can be made to fail half-way.

Reads: requests of the tests.
Writes: calendars in a temporary folder; what was asked of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.request import HTTPBasicAuthHandler, HTTPPasswordMgrWithDefaultRealm, Request, build_opener
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import icalendar
import radicale.app
import radicale.config

USER, PASSWORD = "an.nguyen", "mật-khẩu-Zx9"
MADE = b"""<?xml version="1.0"?><C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<C:supported-calendar-component-set>%s</C:supported-calendar-component-set></prop></set></C:mkcalendar>"""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, *_words: object) -> None:
        pass


@dataclass
class Running:
    """A server: `url` of its one calendar, the methods it was asked with in order, what it is to fail at.

    `fails` gets the method and how many writes came before, and says when the answer is to be an error: "before" the
    request is carried out, or "after".
    """

    url: str
    asked: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    fails: Callable[[str, int], str] = lambda _method, _writes: ""

    @property
    def writes(self) -> list[str]:
        """The requests that change something."""
        return [method for method in self.asked if method in ("PUT", "DELETE", "PROPPATCH", "MKCALENDAR", "POST")]

    def entries(self) -> dict[str, icalendar.Component]:
        """The entries as another program gets them, by what stands after the colon of the title."""
        found = icalendar.Calendar.from_ical(self.request("GET").decode(), multiple=True)
        every = [c for one in found for c in one.walk() if c.name in ("VEVENT", "VTODO")]
        named = {str(c["SUMMARY"]).partition(": ")[2].removesuffix(" (45-KH/TU)"): c for c in every}
        assert len(named) == len(every), "an entry is there twice"
        return named

    def edit(self, said: str, change: Callable[[icalendar.Component], None]) -> None:
        """What a person's program does to an entry: reads it, changes it, writes it back."""
        one = self.entries()[said]
        path = f"{str(one['UID']).partition('@')[0]}.ics"
        held = icalendar.Calendar.from_ical(self.request("GET", path).decode())
        [inside] = [c for c in held.walk() if c.name == one.name]
        change(inside)
        self.request("PUT", path, held.to_ical(), type="text/calendar")

    def remove(self, said: str) -> None:
        """What a person's program does to an entry that is dropped."""
        self.request("DELETE", f"{str(self.entries()[said]['UID']).partition('@')[0]}.ics")

    def request(self, method: str, path: str = "", data: bytes | None = None, type: str = "text/xml") -> bytes:
        """A request of somebody else than docparse."""
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, self.url, USER, PASSWORD)
        opener = build_opener(HTTPBasicAuthHandler(passwords))
        request = Request(f"{self.url}{path}", data, {"Content-Type": type}, method=method)
        with opener.open(request, timeout=30) as answer:
            body: bytes = answer.read()
        return body


@contextmanager
def server(folder: Path, *components: str) -> Iterator[Running]:
    """A running server with one empty calendar, which takes some components (VEVENT and VTODO by default)."""
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", "utf-8")
    settings = {
        "auth": {"type": "htpasswd", "htpasswd_filename": str(folder / "users"), "htpasswd_encryption": "plain"},
        "storage": {"filesystem_folder": str(folder / "calendars")},
        "logging": {"level": "critical"},
    }
    settings["auth"]["delay"] = "0"
    configuration = radicale.config.load()
    configuration.update(settings, "tests")
    application = radicale.app.Application(configuration)
    running = Running("")

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        fails = running.fails(method, len(running.writes))
        running.asked.append(method)
        running.headers.append(str({k: v for k, v in environ.items() if k.startswith("HTTP_")}))
        if fails != "before":
            done = application(environ, start if not fails else lambda *_answer: None)
            if not fails:
                return done
            list(done)
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0) if fails == "before" else 0)
        start("500 Internal Server Error", [("Content-Length", "0")])
        return [b""]

    httpd = make_server("127.0.0.1", 0, answer, server_class=_Server, handler_class=Quiet)
    threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True).start()
    running.url = f"http://127.0.0.1:{httpd.server_port}/{USER}/plans/"
    kinds = b"".join(b'<C:comp name="%s"/>' % c.encode() for c in components or ("VEVENT", "VTODO"))
    try:
        running.request("MKCALENDAR", data=MADE % kinds)
        running.asked.clear()
        yield running
    finally:
        httpd.shutdown()
        httpd.server_close()
