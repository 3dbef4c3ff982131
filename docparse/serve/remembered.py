"""Answers over all documents, kept in memory until a document comes, goes or changes: the next page of a list, and the
next person, need not wait for them again.

Reads: the index of an archive.
Writes: nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa

from docparse.find import opened
from docparse.find.library import Library
from docparse.find.tables import FOUND
from docparse.serve.settings import Settings

T = TypeVar("T")

_MOST = 64
"""Answers of one archive: what is open below a directive may have a thousand entries."""


class _Kept(NamedTuple):
    state: tuple[int, int]
    answers: OrderedDict[Hashable, Any]


_LOCK = Lock()
_KEPT: dict[Settings, _Kept] = {}


def remembered(library: Library, settings: Settings, what: Hashable, make: Callable[[], T]) -> T:
    """What `make` answers, from memory where it was asked before and the documents are the same.

    Args: `library`, the index of the archive of `settings`; `what`, all that the answer depends on besides. Two who ask
    at once may both make it.
    """
    state = _state(library)
    with _LOCK:
        kept = _KEPT.get(settings)
        if kept is None or kept.state != state:
            # Nothing of a document that was removed stays.
            kept = _KEPT[settings] = _Kept(state, OrderedDict())
        if what in kept.answers:
            kept.answers.move_to_end(what)
            found: T = kept.answers[what]
            return found
    made = make()
    with _LOCK:
        kept.answers[what] = made
        while len(kept.answers) > _MOST:
            kept.answers.popitem(last=False)
    return made


_WORKER = ThreadPoolExecutor(1, "answers")
_WORKING: dict[Hashable, Future[Any]] = {}


def soon(library: Library, settings: Settings, what: Hashable, make: Callable[[Library], T]) -> T | None:
    """As `remembered`, but None where the answer takes longer than the patience of `settings`: it is there later.

    Args: `make`, what answers from an index of its own, in another thread.
    """
    key = (settings, _state(library), what)
    with _LOCK:
        if (kept := _KEPT.get(settings)) and kept.state == key[1] and what in kept.answers:
            found: T = kept.answers[what]
            return found
        work = _WORKING.get(key)
        if work is None:
            # The tables of the office are those of this thread.
            work = _WORKING[key] = _WORKER.submit(copy_context().run, _made, settings, what, make)
    # Nothing of a document that is removed meanwhile stays.
    work.add_done_callback(lambda _: _WORKING.pop(key, None))
    try:
        answer: T = work.result(settings.patience)
    except TimeoutError:
        return None
    return answer


def _made(settings: Settings, what: Hashable, make: Callable[[Library], T]) -> T:
    with opened(settings.archive, allow_secret=settings.allow_secret) as library:
        return remembered(library, settings, what, lambda: make(library))


def _state(library: Library) -> tuple[int, int]:
    """Another one whenever a document came, went or was indexed anew: it then has a new number."""
    with library.connection.begin():
        last = library.connection.scalar(sa.select(sa.func.max(FOUND.c.n)))
        return last or 0, library.connection.scalar(sa.select(sa.func.count()).select_from(FOUND)) or 0
