"""An entry and what a calendar has of it, brought together: what the documents changed is written, what a person
changed there stays.

A three-way merge by parts: the days with their recurrence, the status, the alarms, every other property for itself. A
part that is neither as it was sent last nor as the server gave that back was changed by a person. Notes, places and
whatever else docparse does not write are not touched; nor are single times of a recurrence that a person moved.

Reads: components, what was sent last.
Writes: components, and what a person changed in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

from docparse.calendar.ics import stamp

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Todo

Parts = Mapping[str, str]
"""A hash of each part of a component, by its name."""

_GROUPS = {
    **dict.fromkeys(("DTSTART", "DTEND", "DUE", "DURATION", "RRULE", "RDATE", "EXDATE"), "days"),
    **dict.fromkeys(("STATUS", "COMPLETED", "PERCENT-COMPLETE"), "status"),
}
"""Properties that only mean something together."""

_BY_THE_WAY = ("UID", "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "CREATED")
"""Properties that tell of a change and are none; so are those of programs, "X-..."."""

_ALARM = ("ACTION", "TRIGGER")
"""What of an alarm is compared: programs add when it rang."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a calendar has of an entry, as far as it is docparse's: as it was sent, and as the server gave it back.

    `pending` is what was about to be sent when the last run ended: nobody knows whether it arrived.
    """

    sent: Parts = field(default_factory=dict)
    seen: Parts = field(default_factory=dict)
    pending: Parts | None = None


class Stepped(NamedTuple):
    """What is to be written, None where nothing is; the parts that a person changed, which stay.

    `against` are those of them of which the documents say something else since. `completed` says that the entry is
    done.
    """

    calendar: Calendar | None
    kept: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    completed: bool = False


def parts(component: Event | Todo) -> dict[str, str]:
    """The parts of a component that a person can change."""
    lines: dict[str, list[str]] = {}
    for name, value in component.property_items(recursive=False):
        if name in ("BEGIN", "END", *_BY_THE_WAY) or name.startswith("X-"):
            continue
        lines.setdefault(_GROUPS.get(name, name), []).append(f"{name}={_said(value)}")
    alarms = [f"{[_said(alarm.get(name, '')) for name in _ALARM]}" for alarm in component.walk("VALARM")]
    if alarms:
        lines["alarms"] = alarms
    return {name: _hash("\n".join(sorted(found))) for name, found in lines.items()}


def stepped(ours: Event | Todo, held: Calendar, last: Sent | None, now: str) -> Stepped:
    """An entry brought together with the calendar object that the server holds of it.

    Args: `held` is not changed; `last`, None where nothing is known of an earlier push: then whatever differs is taken
    for a person's; `now`, UTC in ISO 8601, the time of a change.
    """
    theirs = master(held, str(ours["UID"]))
    mine, there = parts(ours), parts(theirs)
    own: list[Parts] = [mine]
    if last:
        own += [one for one in (last.sent, last.seen, last.pending) if one]
    kept, against, taken = [], [], []
    for name in sorted({name for one in own for name in one}):
        here, wanted = there.get(name, ""), mine.get(name, "")
        is_new = last is not None and wanted != last.sent.get(name, "")
        if here not in {one.get(name, "") for one in own}:
            kept.append(name)
            against += [name] if is_new else []
        elif here != wanted and (is_new or (last is not None and last.pending is not None)):
            taken.append(name)
    added = (n for n in there if last and last.seen and n not in mine and there[n] != last.seen.get(n, ""))
    kept += [n for n in added if n not in kept]
    completed = str(theirs.get("STATUS", "")) == "COMPLETED"
    new = _written(ours, held, taken, now) if taken else None
    return Stepped(new, tuple(kept), tuple(against), completed)


def settled(ours: Event | Todo, there: Parts, last: Sent | None, kept: tuple[str, ...]) -> Sent:
    """What is known of an entry after a push.

    Args: `there`, the parts that the server gave back; `kept`, those that a person changed: of them what was sent
    before stays known, so that they go on being told apart.
    """
    mine = parts(ours)
    old = last if last and last.sent else Sent(mine, mine)

    def of(new: Parts, before: Parts) -> Parts:
        stays = {name: before[name] for name in kept if name in before}
        return {name: one for name, one in new.items() if name not in kept} | stays

    return Sent(of(mine, old.sent), of(there, old.seen))


def master(calendar: Calendar, uid: str) -> Event | Todo:
    """The entry itself of a calendar object, not one of its times that was moved. Raises LookupError."""
    from icalendar import Event, Todo

    found = (c for c in calendar.walk() if isinstance(c, Event | Todo) and str(c.get("UID", "")) == uid)
    one = next((c for c in found if "RECURRENCE-ID" not in c), None)
    if one is None:
        raise LookupError(uid)
    return one


def kind(component: Event | Todo) -> Literal["VEVENT", "VTODO"]:
    """What sort of component it is."""
    return "VTODO" if component.name == "VTODO" else "VEVENT"


def _written(ours: Event | Todo, held: Calendar, taken: list[str], now: str) -> Calendar:
    new: Calendar = held.copy(recursive=True)
    one = master(new, str(ours["UID"]))
    named = {name for name in (*one, *ours) if _GROUPS.get(name, name) in taken or name.startswith("X-DOCPARSE-")}
    for name in named:
        one.pop(name, None)
        if name in ours:
            one[name] = ours[name]
    if "alarms" in taken:
        others = [c for c in one.subcomponents if c.name != "VALARM"]
        one.subcomponents = [*others, *ours.walk("VALARM")]
    sequence = max(int(ours.get("SEQUENCE", 0)), int(one.get("SEQUENCE", 0)) + 1)
    stamp(one, sequence, now)
    return new


def _said(value: object) -> str:
    """What a value says, however a program writes it: without order, spacing and parameters that only describe it."""
    if isinstance(value, list):
        return ",".join(sorted(map(_said, value)))
    if cats := getattr(value, "cats", None):
        return ",".join(sorted(map(str, cats)))
    written: bytes = getattr(value, "to_ical", str(value).encode)()
    params = getattr(value, "params", {})
    told = [f"{name}={params[name]}" for name in ("RELATED", "TZID") if params.get(name, "START") != "START"]
    return " ".join((*written.decode("utf-8", "replace").replace("\\n", " ").split(), *told))


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
