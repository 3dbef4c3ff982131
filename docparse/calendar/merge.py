"""A new calendar over the one that a file holds: what is the same keeps its bytes, what changed counts up.

An entry of the file that its documents no longer ask for is cancelled there and stays; one that is only out of what was
asked this time (another period) goes; of one whose document was purged nothing but its UID and its day stays.

Reads: an .ics file, entries.
Writes: components.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from docparse.calendar.ics import DOCUMENT, SOURCE, TASK, WORDS, component, stamp
from docparse.calendar.identity import Known
from docparse.calendar.model import Dues, Entry, Settings
from docparse.calendar.said import cancelled_title
from docparse.errors import NotACalendar
from docparse.i18n import _

if TYPE_CHECKING:
    from icalendar import Component, Event, Todo

_BY_THE_WAY = ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "X-DOCPARSE-")
_KEPT = ("UID", "DTSTART", "DTEND", "DUE", "RRULE", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "STATUS", TASK)


class Before(NamedTuple):
    """What a file holds: entries by UID, and what people or other programs put beside them, which stays as it is."""

    entries: dict[str, Event | Todo]
    others: tuple[Component, ...]


class Merged(NamedTuple):
    """A component of the new calendar, and what became of it against the one before."""

    component: Event | Todo
    what: Literal["new", "changed", "same", "cancelled"]


def ordered(found: Iterable[Merged]) -> list[Merged]:
    """Components in order of their last day, so that the same calendar is always the same file."""
    return sorted(found, key=lambda m: (_last_day(m.component), str(m.component.get("SUMMARY", "")), _uid(m)))


def _uid(one: Merged) -> str:
    return str(one.component["UID"])


def _last_day(one: Event | Todo) -> str:
    name = next((n for n in ("DUE", "DTEND", "DTSTART") if n in one), None)
    return one.decoded(name).isoformat() if name else ""


def read(path: Path) -> Before:
    """What an .ics file holds; nothing where there is no file. Raises NotACalendar."""
    from icalendar import Calendar, Event, Todo

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Before({}, ())
    except OSError as error:
        raise NotACalendar(str(path), error.strerror or "") from error
    try:
        found = Calendar.from_ical(data)
    except ValueError as error:
        raise NotACalendar(str(path)) from error
    if found.name != "VCALENDAR":
        raise NotACalendar(str(path))
    ours = (c for c in found.subcomponents if isinstance(c, Event | Todo) and TASK in c and "UID" in c)
    entries = {str(c["UID"]): c for c in ours if "RECURRENCE-ID" not in c}
    others = (c for c in found.subcomponents if TASK not in c and str(c.get("UID", "")) not in entries)
    return Before(entries, tuple(others))


def known(entries: Mapping[str, Event | Todo]) -> list[Known]:
    """What a file knows of the identity of its entries."""
    columns = (DOCUMENT, SOURCE, TASK, WORDS)
    return [Known(uid, *(str(c.get(name, "")) for name in columns)) for uid, c in entries.items()]


def merged(
    dues: Dues,
    settings: Settings,
    before: Mapping[str, Event | Todo],
    now: str,
    *,
    unread: Collection[str] = (),
    secret: Collection[str] = (),
) -> Iterator[Merged]:
    """The components of a calendar, those of the entries first.

    Args: `before`, the entries that its file holds; `now`, UTC in ISO 8601, the time of what is new; `unread`, names of
    files and folders that could not be read this time: what the calendar has of them stays; `secret`, names of files
    that are secret and were not asked for: nothing that they said stays.
    """
    for entry in dues.entries:
        yield _put(component(entry, settings), before.get(entry.uid), entry, now)
    shown = {entry.uid for entry in dues.entries}
    for uid, old in sorted(before.items()):
        if uid in shown or uid in dues.known:
            continue
        source = str(old.get(SOURCE, ""))
        if _within(source, unread):
            yield Merged(old, "same")
        else:
            yield _withdrawn(old, now, purged=uid in dues.purged or _within(source, secret))


def _within(source: str, names: Collection[str]) -> bool:
    """Whether a file is one of some, or lies in one of them."""
    return any(source == name or source.startswith((f"{name}/", f"{name}\\")) for name in names)


def same(one: Event | Todo, other: Event | Todo) -> bool:
    """Whether two components say the same to a person: when and how often they were changed does not count."""
    return _said(one) == _said(other)


def _put(new: Event | Todo, old: Event | Todo | None, entry: Entry, now: str) -> Merged:
    """A component in the place of that of the file."""
    if old is None:
        stamp(new, entry.sequence, entry.modified or now)
        return Merged(new, "cancelled" if entry.status == "cancelled" else "new")
    sequence = int(old.get("SEQUENCE", 0))
    if same(new, old):
        at = old.decoded("LAST-MODIFIED").isoformat() if "LAST-MODIFIED" in old else entry.modified or now
        stamp(new, max(sequence, entry.sequence), at)
        return Merged(new, "same")
    stamp(new, max(entry.sequence, sequence + 1), max(entry.modified, now))
    off = entry.status == "cancelled" and str(old.get("STATUS", "")) != "CANCELLED"
    return Merged(new, "cancelled" if off else "changed")


def _said(one: Event | Todo) -> list[str]:
    lines = (str(line) for line in one.content_lines())
    return sorted(line for line in lines if line and not line.startswith(_BY_THE_WAY))


def _withdrawn(old: Event | Todo, now: str, *, purged: bool) -> Merged:
    """A component as cancelled; of a purged one nothing that its document said is left."""
    if str(old.get("STATUS", "")) == "CANCELLED" and not (purged and "DESCRIPTION" in old):
        return Merged(old, "same")
    new = old.copy(recursive=True)
    title = str(old.get("SUMMARY", "")).removeprefix(cancelled_title(""))
    for name in [n for n in new if purged and n not in _KEPT]:
        del new[name]
    for name in ("STATUS", "SUMMARY"):
        new.pop(name, None)
    new.add("status", "CANCELLED")
    new.add("summary", cancelled_title(_("removed") if purged else title))
    new.subcomponents = []
    stamp(new, int(old.get("SEQUENCE", 0)) + 1, now)
    return Merged(new, "cancelled")
