"""Who is at work in a browser, kept in memory: a server that is started again asks for its key again.

Reads: the clock.
Writes: `Session`s.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from threading import Lock

_MOST = 500
_IDLE = 12 * 3600
"""Seconds without a request after which a person has to give the key again."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that was let in: `name` of the person, `csrf` that every change has to carry."""

    id: str
    name: str
    csrf: str
    language: str


@dataclass(frozen=True, slots=True)
class Sessions:
    """The browsers that were let in, the oldest first; safe for several threads."""

    _known: OrderedDict[str, tuple[Session, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def start(self, name: str, language: str) -> Session:
        """A new session; the longest unused goes where there are too many."""
        session = Session(secrets.token_urlsafe(32), name, secrets.token_urlsafe(32), language)
        self._keep(session)
        return session

    def get(self, id_: str) -> Session | None:
        """The session with this id that was used in the last hours."""
        with self._lock:
            found = self._known.get(id_)
            if found is None or time.monotonic() - found[1] > _IDLE:
                self._known.pop(id_, None)
                return None
        self._keep(found[0])
        return found[0]

    def speak(self, session: Session, language: str) -> None:
        """The person wants another language from now on."""
        self._keep(replace(session, language=language))

    def end(self, session: Session) -> None:
        """The person has left."""
        with self._lock:
            self._known.pop(session.id, None)

    def _keep(self, session: Session) -> None:
        with self._lock:
            self._known[session.id] = (session, time.monotonic())
            self._known.move_to_end(session.id)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
