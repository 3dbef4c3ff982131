"""A calendar on a CalDAV server (RFC 4791): its entries, read and written one by one.

Nothing goes anywhere but to the address that was named: no search for another server, no redirect, no question to
whoever gave out the certificate. A password goes over TLS only, but on this machine. Each entry is written under the
condition that nobody has changed it since it was read (If-Match), or that it is not there (If-None-Match).

Reads: a CalDAV server.
Writes: a CalDAV server.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from docparse.errors import (
    MissingPackage,
    NoCalendarServer,
    NoSuchCalendar,
    NotLetToCalendar,
    SentOn,
    WrongCalendarAddress,
)

if TYPE_CHECKING:
    from caldav.davclient import DAVClient
    from caldav.response import DAVResponse
    from icalendar import Calendar

_TIMEOUT = 60
"""Seconds that a server has for an answer."""

_PROPERTIES = """<propfind xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><resourcetype/>
<C:supported-calendar-component-set/></prop></propfind>"""
_EVERY = frozenset(("VEVENT", "VTODO"))
"""What a calendar takes that does not say what (RFC 4791, 5.2.3)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a calendar is: `url` without a user, `user` that of the address."""

    url: str
    user: str | None = None

    @property
    def host(self) -> str:
        """The name of the server."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Resource:
    """An object of the calendar; `etag`, of a server that gives a strong one, changes with every change of it."""

    url: str
    etag: str | None
    calendar: Calendar


def address(word: str) -> Address:
    """The address of a calendar.

    Args: `word`, "https://cal.example.vn/an/plans/", with a user ("https://an@...") or without. Raises
    WrongCalendarAddress, which never shows a password.
    """
    try:
        parts = urlsplit(word.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        raise WrongCalendarAddress("…") from None
    if parts.password is not None:
        raise WrongCalendarAddress("…", "a password does not belong into it")
    if parts.scheme not in ("http", "https") or not host:
        # Without "https://" a password is not known as one.
        raise WrongCalendarAddress("…" if "@" in word else word.partition("?")[0])
    name = f"[{host}]" if ":" in host else host
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return Address(urlunsplit((parts.scheme, f"{name}:{port}" if port else name, path, "", "")), parts.username)


@contextmanager
def opened(at: Address, user: str | None, password: str | None) -> Generator[Server, None, None]:
    """A calendar on a server; what is wrong until the end becomes an error of docparse.

    Raises MissingPackage, WrongCalendarAddress, NoCalendarServer and its kinds.
    """
    if password and at.url.startswith("http:") and not _is_here(at.host):
        raise WrongCalendarAddress(at.url, "a password is not sent without encryption (https)")
    try:
        import niquests
        from caldav.davclient import DAVClient
        from caldav.lib import error
    except ImportError as missing:
        raise MissingPackage(at.url, 'pip install "docparse[caldav]"') from missing
    # What it logs may hold what documents say.
    logging.getLogger("caldav").setLevel(logging.CRITICAL)
    client = DAVClient(
        url=at.url, username=user, password=password, timeout=_TIMEOUT, enable_rfc6764=False, headers=_HEADERS
    )
    client.session = niquests.Session(revocation_configuration=None, disable_http3=True)
    client.session.max_redirects = 0
    try:
        with client:
            yield Server(client, at.url)
    except error.AuthorizationError as refused:
        raise (NotLetToCalendar if refused.status == 401 else NoCalendarServer)(at.url, _status(refused)) from None
    except NotImplementedError:
        raise NotLetToCalendar(at.url, "it wants another login than a password") from None
    except error.NotFoundError:
        raise NoSuchCalendar(at.url) from None
    except error.DAVError as refused:
        raise NoCalendarServer(at.url, _status(refused)) from None
    except niquests.exceptions.TooManyRedirects as sent_on:
        answer = sent_on.response
        raise SentOn(at.url, _shown(at.url, answer.headers.get("Location", "")) if answer is not None else "") from None
    except niquests.exceptions.Timeout:
        raise NoCalendarServer(at.url, "no answer in time") from None
    except niquests.exceptions.SSLError:
        raise NoCalendarServer(at.url, "its certificate is not valid") from None
    except niquests.exceptions.RequestException:
        raise NoCalendarServer(at.url, "no connection") from None


_HEADERS = {"User-Agent": "docparse"}


class Server:
    """A calendar on a server that was `opened`."""

    def __init__(self, client: DAVClient, url: str) -> None:
        self._client = client
        self._calendar = client.calendar(url=url)
        self.url = url

    def components(self) -> frozenset[str]:
        """The components that the calendar takes. Raises NoSuchCalendar where there is none."""
        from caldav.elements import cdav, dav

        answer = self._client.request(self.url, "PROPFIND", _PROPERTIES, {"Depth": "0"})
        if answer.status >= 400 and answer.status != 404:
            raise NoCalendarServer(self.url, f"HTTP {answer.status}")
        tree = answer.tree
        if tree is None or tree.find(f".//{dav.ResourceType.tag}/{cdav.Calendar.tag}") is None:
            raise NoSuchCalendar(self.url)
        return frozenset(str(one.get("name")) for one in tree.iter(cdav.Comp.tag)) or _EVERY

    def entries(self, kinds: frozenset[str]) -> dict[str, Resource]:
        """The entries by UID; of two with one UID the first.

        Args: `kinds`, the components that the calendar takes.
        """
        found: dict[str, Resource] = {}
        for uid, one in self._objects(kinds):
            found.setdefault(uid, one)
        return found

    def _objects(self, kinds: frozenset[str]) -> Iterator[tuple[str, Resource]]:
        from icalendar import Calendar, Event, Todo

        objects = []
        if "VEVENT" in kinds:
            objects += self._calendar.search(event=True)
        if "VTODO" in kinds:
            objects += self._calendar.search(todo=True, include_completed=True)
        for one in sorted(objects, key=lambda o: str(o.url)):
            try:
                calendar = Calendar.from_ical(one.raw_data or b"")
            except ValueError:
                continue  # what another program wrote wrongly is not docparse's
            uids = (str(c["UID"]) for c in calendar.walk() if isinstance(c, Event | Todo) and "UID" in c)
            if uid := next(uids, ""):
                etag = one.etag if one.etag and not one.etag.startswith("W/") else None
                yield uid, Resource(str(one.url), etag, calendar)

    def put(self, calendar: Calendar, uid: str, at: Resource | None) -> bool:
        """Writes an entry; false where somebody has changed or made it meanwhile.

        Args: `at`, what is there, None for a new one, whose name is that of its UID.
        """
        url = at.url if at else f"{self.url}{uid.partition('@')[0]}.ics"
        headers = {"Content-Type": "text/calendar; charset=utf-8", **_unchanged(at)}
        return self._done(self._client.put(url, calendar.to_ical().decode("utf-8"), headers))

    def delete(self, at: Resource) -> bool:
        """Removes an entry; false where somebody has changed it meanwhile."""
        return self._done(self._client.delete(at.url, _unchanged(at)))

    def _done(self, answer: DAVResponse) -> bool:
        if answer.status == 412:
            return False
        if answer.status >= 300:
            raise NoCalendarServer(self.url, f"HTTP {answer.status}")
        return True


def _unchanged(at: Resource | None) -> dict[str, str]:
    """The condition under which something is written (RFC 9110, 13.1)."""
    if at is None:
        return {"If-None-Match": "*"}
    return {"If-Match": at.etag} if at.etag else {}


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _status(error: Exception) -> str:
    status = getattr(error, "status", None)
    return f"HTTP {status}" if status else ""


def _shown(base: str, to: str) -> str:
    """An address without what may be secret in it: user, password, query."""
    try:
        parts = urlsplit(urljoin(base, to))
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
