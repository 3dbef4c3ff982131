"""Deadlines read anew beside the server, where documents came or changed: of many documents that takes minutes.

Reads: an archive.
Writes: what the archive keeps of its calendar, from a process of its own.
"""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from threading import Lock

from docparse.archive.connections import Archive
from docparse.calendar import lookup
from docparse.find.library import Library

_LOCK = Lock()
_RUNS: dict[str, BaseProcess] = {}


def is_ready(library: Library, archive: Archive) -> bool:
    """Whether the deadlines are those of the documents; where they are not, somebody goes about it.

    Args: `library`, the index of `archive`. One that failed (`docparse agenda` says why) is tried again only by a
    server that is started again.
    """
    # The year of UTC, by which the archive is settled.
    if lookup.is_fresh(library, datetime.now(UTC).date()):
        return True
    with _LOCK:
        if str(archive) not in _RUNS or _RUNS[str(archive)].exitcode == 0:
            # Not a fork: the server has threads. Not a thread: it would take the processor from the pages.
            run = multiprocessing.get_context("spawn").Process(target=_settle, args=(archive,), daemon=True)
            run.start()
            _RUNS[str(archive)] = run
    return False


def _settle(archive: Archive) -> None:
    from docparse.archive.store import now
    from docparse.calendar.wanted import of_archive

    of_archive(archive, now=now())
