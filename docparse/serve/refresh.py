"""Deadlines read anew beside the server, where documents came or changed: of many documents that takes minutes.

Reads: an archive.
Writes: what the archive keeps of its calendar, from a process of its own.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from threading import Lock
from time import monotonic
from typing import NamedTuple

from docparse.archive.connections import Archive
from docparse.calendar import lookup
from docparse.find.library import Library
from docparse.i18n import _
from docparse.lexicon import using
from docparse.registers import Registers, tables

_LOG = logging.getLogger(__name__)
_PAUSE = 60
"""Seconds from the start of a run that failed to the next one, whoever looks meanwhile."""


class _Run(NamedTuple):
    process: BaseProcess
    began: float


_LOCK = Lock()
_RUNS: dict[str, _Run] = {}


def is_ready(library: Library, archive: Archive, registers: Registers | None = None) -> bool:
    """Whether the deadlines are those of the documents; where they are not, somebody goes about it.

    Args: `library`, the index of `archive`; `registers`, people's own tables. A run that failed is said in the log and
    tried again by the next visit, a minute after it began at the earliest.
    """
    # The year of UTC, by which the archive is settled.
    if lookup.is_fresh(library, datetime.now(UTC).date()):
        return True
    with _LOCK:
        if _is_due(_RUNS.get(str(archive))):
            # Not a fork: the server has threads. Not a thread: it would take the processor from the pages.
            process = get_context("spawn").Process(target=_settle, args=(archive, registers), daemon=True)
            process.start()
            _RUNS[str(archive)] = _Run(process, monotonic())
    return False


def _is_due(last: _Run | None) -> bool:
    """Whether it is time for another run."""
    if last is None or last.process.exitcode == 0:
        return True
    if last.process.exitcode is None or monotonic() < last.began + _PAUSE:
        return False
    words = _("the deadlines could not be read (exit code {code}); trying again (docparse agenda says what is wrong)")
    _LOG.warning(words.format(code=last.process.exitcode))
    return True


def _settle(archive: Archive, registers: Registers | None) -> None:
    from docparse.archive.store import now
    from docparse.calendar.wanted import of_archive

    with using(tables(registers)):
        of_archive(archive, now=now())
