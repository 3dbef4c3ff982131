"""The duties that somebody asks for, as entries: of files, or of an archive, which keeps their identity.

Reads: `Document`s, an archive.
Writes: `Dues`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from docparse.calendar.bodies import Match, matcher
from docparse.calendar.days import due, occurrences
from docparse.calendar.duties import duties, headline
from docparse.calendar.identity import Known, by_document, uids
from docparse.calendar.model import ALL, Asked, Dues, Duty, Entry, Paper, Unplaced
from docparse.calendar.periods import Days, days
from docparse.compare.family import names
from docparse.find.numbers import number_of
from docparse.find.places import seat
from docparse.i18n import _

if TYPE_CHECKING:
    import sqlalchemy as sa

    from docparse.archive.connections import Archive
    from docparse.calendar.papers import Replacement
    from docparse.model import Document

_LAST = date(9999, 12, 31)


@dataclass(slots=True)
class _Found:
    """What documents ask for, before anything is left out."""

    entries: list[Entry] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


def of_documents(documents: Iterable[tuple[str, Document]], asked: Asked = ALL, *, known: Sequence[Known] = ()) -> Dues:
    """The duties of some documents; copies of one in several formats count once.

    Args: `documents`, each with its name for people; `known`, the entries that a calendar has already, whose UIDs are
    kept.
    """
    from docparse.find.library import in_memory

    with in_memory(documents) as connection, connection.begin():
        found = _found(connection, known, {k.uid for k in known})
    return _dues(found, found.entries, asked)


def of_archive(archive: Archive, asked: Asked = ALL, *, now: str, allow_secret: bool = False) -> Dues:
    """The duties of an archive, those that were cancelled among them.

    Args: `now`, UTC in ISO 8601, the time of what has changed. Raises MissingFile, NotAnArchive, NewerArchive,
    Unwritable.
    """
    from docparse.archive import store
    from docparse.calendar import dated, kept

    with store.opened(archive) as connection:
        with connection.begin():
            made_from = dated.state(connection, int(now[:4]))
            found = _found(connection, kept.known(connection), kept.given(connection))
        all_of_it = kept.settled(connection, found.entries, now, made_from)
    secret = {p.sha256 for p in found.papers if p.secrecy} if not allow_secret else set()
    shown = [e for e in all_of_it.entries if allow_secret or not e.duty.paper.secrecy]
    kept_back = all_of_it.purged.union(e.uid for e in all_of_it.entries) - {e.uid for e in shown}
    found.unplaced = [u for u in found.unplaced if allow_secret or not u.duty.paper.secrecy]
    return _dues(found, shown, asked, kept_back, len(secret))


def _found(connection: sa.Connection, known: Sequence[Known], taken: set[str]) -> _Found:
    """All duties of an archive, in the transaction of the caller; `taken` are the UIDs in use."""
    import sqlalchemy as sa

    from docparse.archive.store import DOCUMENTS
    from docparse.calendar.papers import Replacement, in_force, replacements

    found, later = _Found(), list[Replacement]()
    earlier = by_document(known, set(connection.scalars(sa.select(DOCUMENTS.c.sha256))))
    for held in in_force(connection):
        later += replacements(held.document)
        placed: list[tuple[Duty, Days]] = []
        for duty, deadline in duties(held.document, held.path):
            when = days(deadline, held.document)
            if isinstance(when, Days):
                placed.append((duty, when))
            else:
                found.unplaced.append(Unplaced(duty=duty, lack=when))
        own = [k for name in (*sorted(held.group), held.path) for k in earlier.get(name, ())]
        given = uids([duty for duty, _when in placed], own, taken)
        found.entries += (_entry(uid, duty, when) for uid, (duty, when) in zip(given, placed, strict=True))
        found.papers += [placed[0][0].paper] if placed else []
    found.entries = [_superseded(entry, later) for entry in found.entries]
    return found


def _entry(uid: str, duty: Duty, when: Days) -> Entry:
    return Entry(
        uid=uid,
        duty=duty,
        first=when.first,
        last=when.last,
        vague=when.vague,
        rrule=when.rrule,
        until=when.until,
    )


def _superseded(entry: Entry, later: Iterable[Replacement]) -> Entry:
    """An entry that is cancelled, or ends, where a later document takes the place of its own before it is due."""
    from docparse.calendar.papers import replaced

    for one in later:
        if not replaced(entry.duty.paper, one):
            continue
        on = date.fromisoformat(f"{one.on}-12-31"[:10] if len(one.on) == 4 else f"{one.on}-28"[:10])
        if due(entry) >= on:
            return entry.model_copy(update={"status": "cancelled", "cause": "replaced", "replaced_by": one.by})
        if entry.rrule and (entry.until is None or entry.until >= on):
            return entry.model_copy(update={"until": on - timedelta(1)})
    return entry


# --- what is asked for --------------------------------------------------------------------------------------------


def _dues(
    found: _Found, entries: Sequence[Entry], asked: Asked, purged: frozenset[str] = frozenset(), hidden: int = 0
) -> Dues:
    province, notes = _province(asked.body, found.papers)
    wanted = _wanted(asked, province)
    apart = (wanted(u.duty) for u in found.unplaced)
    unplaced = [u.model_copy(update={"duty": duty}) for u, duty in zip(found.unplaced, apart, strict=True) if duty]
    shown = chosen(entries, asked, province)
    return Dues(tuple(shown), tuple(unplaced), frozenset(e.uid for e in entries), purged, hidden, notes)


def chosen(entries: Iterable[Entry], asked: Asked, province: str = "") -> list[Entry]:
    """Those of some entries that are asked for, as duties of the body that is asked for, in order of their day.

    Args: `province`, folded, of that body, where it is known.
    """
    wanted = _wanted(asked, province)
    pairs = ((e, wanted(e.duty)) for e in entries if in_time(e, asked))
    shown = [e.model_copy(update={"duty": duty}) for e, duty in pairs if duty]
    return sorted(shown, key=lambda e: (due(e, asked.before), e.duty.title, e.uid))


def _wanted(asked: Asked, province: str) -> Callable[[Duty], Duty | None]:
    """What gives a duty as it was asked for, None for one that was not."""
    match = matcher(asked.body, asked.roles, province)

    def wanted(duty: Duty) -> Duty | None:
        role = match(duty) if asked.body else Match(duty.role)
        return None if role is None or not _fits(duty, asked) else _as_asked(duty, role, asked.body)

    return wanted


def _province(body: str, papers: Iterable[Paper]) -> tuple[str, tuple[str, ...]]:
    """The province of a local body, as the documents that it issued say, and what a person should know of that."""
    own = seat(body)
    if own.level not in ("district", "commune") or not own.place:
        return "", ()
    issued = (p for p in papers if p.level == own.level and p.place.partition(", ")[0] == own.place)
    found = {p.province for p in issued if p.province}
    if len(found) == 1:
        return found.pop(), ()
    return "", (f"{body}: {_('its province is not known, collectives of all provinces count')}",)


def _fits(duty: Duty, asked: Asked) -> bool:
    parties = (p for role in asked.roles for p in getattr(duty, role))
    level = not asked.level or any(p.level == asked.level for p in parties)
    if not level or not asked.directive:
        return level
    paper, (name, _at, when) = duty.paper, asked.directive.partition("@")
    meant = number_of(name)
    number = f"{meant.symbol if meant else name.strip()}{_at}{when.strip()}"
    return any(names(d, number) for d in (*paper.directives, paper.id or "")) or paper.symbol == number


def in_time(entry: Entry, asked: Asked) -> bool:
    """Whether an entry is due in the time that is asked for, on one of its days; `asked` says nothing else here."""
    if asked.since is None and asked.until is None:
        return True
    time = occurrences(entry, asked.before, asked.since or date.min, asked.until or _LAST)
    return next(iter(time), None) is not None


def _as_asked(duty: Duty, match: Match, body: str) -> Duty:
    """A duty as one of the body that was asked for, which its title then names."""
    if not body:
        return duty
    if match.role in ("report_to", "via"):
        return duty.model_copy(update={"role": match.role, "owed_as": match.name})
    action = f"phối hợp {duty.action}" if match.role == "coordinate" else duty.action
    title = headline(body, action, duty.paper)
    return duty.model_copy(update={"title": title, "role": match.role, "owed_as": match.name})
