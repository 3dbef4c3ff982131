"""How an import and an archive are shown to people: progress, a summary, the state in words and as JSON.

Reads: the steps of an import, a `Status`.
Writes: standard error; lines of text.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Protocol, TypeVar

from docparse import i18n
from docparse.archive.connections import Archive
from docparse.archive.run import Event, Step
from docparse.archive.state import Pair, Quarantined, Status
from docparse.i18n import _, printable

T = TypeVar("T")

_EVERY = 5.0
"""Seconds between two lines of progress where there is no terminal."""


@dataclass(slots=True)
class Tally:
    """What is done so far; `total` is the number of files as far as it is known."""

    total: int
    events: Counter[Event] = field(default_factory=Counter)
    began: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """Files that are done."""
        return self.events.total()

    def words(self) -> str:
        """Counts by outcome, those that are not 0."""
        names = {
            "parsed": _("taken in"),
            "copied": _("the same bytes as another"),
            "moved": _("moved"),
            "known": _("already in"),
            "refused": _("refused as secret"),
            "failed": _("failed"),
            "gone": _("failed before, no longer there"),
        }
        return ", ".join(f"{names[event]} {n}" for event, n in sorted(self.events.items(), key=_order)) or "0"

    def line(self) -> str:
        """Files done, rate, time left, counts by outcome."""
        return f"{pace(self.done, self.total, self.began)}: {self.words()}"


_ORDER: tuple[Event, ...] = ("parsed", "copied", "moved", "known", "refused", "failed", "gone")


def _order(item: tuple[Event, int]) -> int:
    return _ORDER.index(item[0])


def follow(steps: Generator[Step, None, None], tally: Tally, archive: Archive) -> int:
    """Goes through the steps with progress on standard error and returns the exit code: 0, 1, or 130 for Ctrl-C.

    Args: `archive`, for the last line. 1 says that some files failed or were refused.
    """
    try:
        with closing(steps):
            for step in _shown(steps, tally):
                if step.error:
                    print(printable(i18n.error_line(step.error)), file=sys.stderr)
    except KeyboardInterrupt:
        print(
            _("interrupted; the same command goes on from here: {words}").format(words=tally.words()), file=sys.stderr
        )
        return 130
    print(tally.words(), file=sys.stderr)
    if not tally.events["failed"] and not tally.events["refused"]:
        return 0
    print(_("what to do: docparse status --archive {archive}").format(archive=archive), file=sys.stderr)
    return 1


def _shown(steps: Iterator[Step], tally: Tally) -> Iterator[Step]:
    def say(step: Step) -> tuple[int, int, str, str]:
        return tally.done, tally.total, tally.line(), step.path.name

    return shown(_counted(steps, tally), say)


def shown(things: Iterable[T], say: Callable[[T], tuple[int, int, str, str]]) -> Iterator[T]:
    """The same things, with progress on standard error as they pass: a bar on a terminal, else a line now and then.

    Args: `say`, what to show at one of them: how many are done, of how many, a line, and the name of the thing.
    """
    if not sys.stderr.isatty():
        last = time.monotonic()
        for thing in things:
            yield thing
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                print(say(thing)[2], file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = BarColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, transient=True) as progress:
        bar = progress.add_task("", total=None)
        for thing in things:
            done, total, line, name = say(thing)
            progress.update(bar, description=f"{line}  {printable(name)}", total=total or None, completed=done)
            yield thing


class _Counted(Protocol):
    """One of many: which, of how many."""

    @property
    def path(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def total(self) -> int: ...


C = TypeVar("C", bound=_Counted)


def counted(things: Iterable[C]) -> Iterator[C]:
    """The same things, each of which says its number, with progress on standard error."""
    began = time.monotonic()
    return shown(things, lambda one: (one.number, one.total, pace(one.number, one.total, began), one.path))


def pace(done: int, total: int, began: float) -> str:
    """How many of how many, at what rate, and the time left.

    Args: `began`, of `time.monotonic`.
    """
    rate = done / max(time.monotonic() - began, 0.001)
    left = time.strftime("%H:%M:%S", time.gmtime((total - done) / rate if rate else 0))
    text = _("{done}/{total}, {rate} files a second, {left} left")
    return text.format(done=done, total=total, rate=f"{rate:.1f}", left=left)


def _counted(steps: Iterator[Step], tally: Tally) -> Iterator[Step]:
    for step in steps:
        tally.total = step.total
        tally.events[step.event] += 1
        yield step


# --- the state of an archive --------------------------------------------------------------------------------------


def status_json(found: Status) -> str:
    """The state as JSON; the keys are those of `Status`."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2)


def status_lines(found: Status) -> Iterator[str]:
    """The state in words."""
    yield i18n.count("{n} document", "{n} documents", found.documents)
    names = {
        "parsed": _("files taken in"),
        "container": _("archives and messages taken in"),
        "refused": _("refused as secret"),
        "failed": _("failed"),
        "gone": _("failed before, no longer there"),
    }
    yield from (f"  {names[outcome]}: {n}" for outcome, n in found.outcomes.items())
    if found.without_file:
        yield f"  {_('documents whose file has changed since')}: {found.without_file}"
    if found.kept:
        yield f"  {_('originals kept')}: {found.kept}"
    if found.hidden:
        yield f"  {_('secret, not listed below without --allow-secret')}: {found.hidden}"
    if found.collections:
        yield _("collections:")
    for holding in found.collections:
        parts = [part for part in asdict(holding.collection).values() if part]
        yield f"  {printable(' · '.join(parts))}: {holding.files}"
    yield from _quarantine(_("failed:"), found.failed)
    yield from _quarantine(_("refused as secret:"), found.refused)
    yield from _quarantine(_("failed before, no longer there:"), found.gone)
    if found.review:
        yield _("a person should look at:")
    for one in found.review:
        reasons = "; ".join(_(f"warning.{code}") for code in one.reasons)
        yield f"  {printable(one.path)}: {reasons}"
    yield from _pairs(_("one number, different documents:"), found.conflicts)
    yield from _pairs(_("the same document in another file:"), found.versions)
    yield from _pairs(_("nearly the same text under another number:"), found.similar)


def _quarantine(title: str, files: tuple[Quarantined, ...]) -> Iterator[str]:
    if files:
        yield title
    for one in files:
        detail = f" ({_(one.detail)})" if one.detail else ""
        yield f"  {printable(f'{one.path}: {_(one.problem)}{detail}; {_(one.advice)}')}"


def _pairs(title: str, pairs: tuple[Pair, ...]) -> Iterator[str]:
    if pairs:
        yield title
    for pair in pairs:
        alike = _("{percent} % alike").format(percent=round(100 * pair.similarity))
        yield f"  {pair.symbol or '—'}: {printable(pair.path)} — {printable(pair.other)} ({alike})"
