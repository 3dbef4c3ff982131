"""Keeps a calendar on a CalDAV server in step with the entries of an archive.

New entries are made, changed ones changed, what is no longer asked is cancelled there and stays. What a person did in
the calendar is kept and told: done, moved, another alarm, an entry removed. The entries of a document that was purged,
or is secret, are removed. Nothing else in the calendar is touched. A run that was broken off leaves nothing doubled: an
entry is known by its UID, and before it is written the archive notes what is about to be sent.

Reads: an archive, a calendar on a server.
Writes: a calendar on a server; in the archive what the calendar has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from docparse.archive import store
from docparse.calendar import pushed
from docparse.calendar.ics import component
from docparse.calendar.model import ALL, DEFAULT, Asked, Dues, Entry, Settings
from docparse.calendar.profiles import PROFILES
from docparse.calendar.step import Sent, Stepped, kind, master, parts, settled, stepped
from docparse.calendar.wanted import in_time, of_archive
from docparse.errors import NoSuchCalendar

if TYPE_CHECKING:
    import sqlalchemy as sa
    from icalendar import Calendar, Event, Todo

    from docparse.archive.connections import Archive
    from docparse.calendar.dav import Resource, Server

What = Literal["new", "changed", "cancelled", "same", "removed", "erased", "other_kind", "busy"]
"""What became of an entry: `removed` by a person there, and left so; `erased` with its document; `other_kind`, it
stands there as a task and would be an event, or the other way round, and is left; `busy`, it was changed there at that
moment: the next run sees to it."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of an entry, or would; `kept` are the parts that a person changed and that stay.

    `against` are those of them of which the documents say something else since.
    """

    what: What
    title: str
    kept: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    completed: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    connection: sa.Connection
    server: Server
    settings: Settings
    now: str
    dry: bool
    restore: bool
    known: Mapping[str, Sent]
    there: Mapping[str, Resource]

    def note(self, entry: Entry, one: Sent) -> None:
        if not self.dry:
            pushed.put(self.connection, self.server.url, entry.uid, entry.duty.paper.sha256, one)

    def forget(self, uid: str) -> None:
        if not self.dry:
            pushed.forget(self.connection, self.server.url, uid)


def wanted(archive: Archive, asked: Asked = ALL, *, now: str) -> Dues:
    """What an archive asks for whenever it is due; `push` makes no entry that is out of the time that was asked.

    Args and errors as of `of_archive`; secret documents are never among them.
    """
    return of_archive(archive, replace(asked, since=None, until=None), now=now, allow_secret=False)


def push(
    archive: Archive,
    server: Server,
    dues: Dues,
    asked: Asked = ALL,
    settings: Settings = DEFAULT,
    *,
    now: str,
    dry: bool = False,
    restore: bool = False,
) -> Iterator[Pushed]:
    """Brings a calendar in step; yields what became of each entry when that is done.

    Args: `server`, an `opened` one; `dues`, what is `wanted`; `asked`, the time of what is made new; `now`, UTC in ISO
    8601; `dry`, changes nothing there and notes nothing; `restore`, makes again what a person removed. Raises
    NoSuchCalendar and whatever breaks it off: the next run goes on.
    """
    kinds = server.components()
    needed = {"VEVENT" if entry.rrule else PROFILES[settings.profile].component for entry in dues.entries}
    if missing := sorted(needed - kinds):
        raise NoSuchCalendar(server.url, ", ".join(missing))
    with store.opened(archive) as connection:
        known = pushed.known(connection, server.url)
        run = _Run(connection, server, settings, now, dry, restore, known, server.entries(kinds))
        written: dict[str, tuple[Entry, tuple[str, ...]]] = {}
        for entry in dues.entries:
            one = _one(run, entry, in_time(entry, asked))
            if one is not None:
                if one.what in ("new", "changed", "cancelled"):
                    written[entry.uid] = entry, one.kept
                yield one
        for uid in sorted(dues.purged & run.there.keys()):
            yield _erase(run, uid)
        if written and not dry:
            _read_back(run, written, kinds)


def _one(run: _Run, entry: Entry, in_asked_time: bool) -> Pushed | None:
    """What becomes of an entry; None where the calendar neither has it nor is to."""
    ours, title = component(entry, run.settings), entry.duty.title
    at, last = run.there.get(entry.uid), run.known.get(entry.uid)
    if at is None:
        if entry.status == "cancelled" or not in_asked_time:
            return None
        if last and last.sent and not run.restore:
            return Pushed("removed", title)
        return _make(run, entry, ours)
    try:
        theirs = master(at.calendar, entry.uid)
    except LookupError:
        # Only single times of it are there: a person removed the rest.
        return Pushed("removed", title)
    if kind(theirs) != kind(ours):
        return Pushed("other_kind", title)
    step = stepped(ours, at.calendar, last, run.now)
    if step.calendar is None:
        if last is None or last.pending is not None:
            run.note(entry, settled(ours, parts(theirs), last, step.kept))
        return _pushed("same", title, step)
    was_off = str(theirs.get("STATUS", "")) == "CANCELLED"
    what: What = "cancelled" if entry.status == "cancelled" and not was_off else "changed"
    return _pushed(what if _write(run, entry, ours, step, at) else "busy", title, step)


def _pushed(what: What, title: str, step: Stepped) -> Pushed:
    return Pushed(what, title, step.kept, step.against, step.completed)


def _make(run: _Run, entry: Entry, ours: Event | Todo) -> Pushed:
    if run.dry:
        return Pushed("new", entry.duty.title)
    mine = parts(ours)
    run.note(entry, Sent(pending=mine))
    if not run.server.put(_object(ours), entry.uid, None):
        return Pushed("busy", entry.duty.title)
    run.note(entry, Sent(mine, mine))
    return Pushed("new", entry.duty.title)


def _write(run: _Run, entry: Entry, ours: Event | Todo, step: Stepped, at: Resource) -> bool:
    """Whether a change was written, or would be."""
    if run.dry or step.calendar is None:
        return True
    mine, last = parts(ours), run.known.get(entry.uid)
    old = last or Sent()
    run.note(entry, replace(old, pending=mine))
    if not run.server.put(step.calendar, entry.uid, at):
        run.note(entry, old)
        return False
    run.note(entry, settled(ours, mine, last, step.kept))
    return True


def _erase(run: _Run, uid: str) -> Pushed:
    """Removes an entry of which nothing may stay."""
    if run.dry or run.server.delete(run.there[uid]):
        run.forget(uid)
        return Pushed("erased", "")
    return Pushed("busy", "")


def _read_back(run: _Run, written: Mapping[str, tuple[Entry, tuple[str, ...]]], kinds: frozenset[str]) -> None:
    """Notes what the server made of what it was sent: some leave out or write otherwise what they do not know."""
    there = run.server.entries(kinds)
    known = pushed.known(run.connection, run.server.url)
    for uid, (entry, kept) in written.items():
        if uid in there and uid in known:
            ours = component(entry, run.settings)
            run.note(entry, settled(ours, parts(master(there[uid].calendar, uid)), known[uid], kept))


def _object(ours: Event | Todo) -> Calendar:
    """A calendar object of one entry; one on a server has no METHOD (RFC 4791, 4.1)."""
    from icalendar import Calendar

    found = Calendar()
    found.add("prodid", "-//docparse//docparse//VI")
    found.add("version", "2.0")
    found.add_component(ours)
    return found
