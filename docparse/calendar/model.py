"""The types of calendar entries: who has to do what by when, and how that is to be written.

A `Duty` is what a document asks; an `Entry` is one with a day, which has an identity of its own; an `Unplaced` is one
whose day nobody can know from the documents, which is listed and never guessed. All facts are the documents', except
`uid`, `sequence`, `modified` and `status`, which are the calendar's.

Reads: nothing.
Writes: the types of the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from docparse.model import Bound, Level, Model

RoleName = Literal["lead", "coordinate", "monitor", "report_to", "via"]
Status = Literal["due", "cancelled"]
Cause = Literal["withdrawn", "replaced", "purged"]
"""Why an entry is cancelled: its document no longer asks it; a later document replaced that; that was purged."""

Lack = Literal["relative", "anchor", "undated"]
"""Why a duty has no day: it is counted from something that happens; from a document whose date is not known; its
expression leaves out a part (a blank day, a year that nothing supplies)."""

Before = Literal["day-before", "same-day"]
"""What "trước ngày D" is taken for: due on the day before D, or on D."""

ProfileName = Literal["google", "outlook", "apple", "nextcloud", "thunderbird"]


class Party(Model):
    """A body in a duty: its name as the document has it with a shared head restored, and its level."""

    name: str
    level: Level | None = None


class Paper(Model):
    """The document that asks: `path` is a name for people, `issued` EDTF.

    `level`, `place` and `province` are its issuer's, the names folded as in the index of `docparse.find`.
    """

    sha256: str
    path: str
    id: str | None = None
    symbol: str | None = None
    doc_type: str | None = None
    issued: str | None = None
    issuer: str | None = None
    title: str | None = None
    level: Level | None = None
    place: str = ""
    province: str = ""
    secrecy: str | None = None
    directives: tuple[str, ...] = ()
    """Canonical ids of what it carries out or reviews, the first named first: "17-CT/TW@2012-08-28"."""
    about: str = ""
    """What a title names: the number of the directive that the document's title names, else the document's own."""


class Duty(Model):
    """What one expression of time in a document bounds.

    `task` is its path in the document, the same as long as the document is built the same, whatever its words:
    "III/2/1". `action` is the short verb phrase ("gửi báo cáo sơ kết"), `title` that with the body and the directive.
    `sentence` is what the document says, `start` and `end` its place there; `section` the titles of what it stands
    under, the outermost first. `time` is the expression, `relation` its kind.
    """

    title: str
    action: str
    lead: tuple[Party, ...] = ()
    coordinate: tuple[Party, ...] = ()
    monitor: tuple[Party, ...] = ()
    report_to: tuple[Party, ...] = ()
    via: tuple[Party, ...] = ()
    sentence: str
    section: tuple[str, ...] = ()
    start: int
    end: int
    time: str
    relation: Bound
    inferred: Literal["issued", "context"] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    paper: Paper
    task: str
    role: RoleName = "lead"
    """The role of the body that was asked for; "lead" where none was."""
    owed_as: str = ""
    """Under which name the body that was asked for owes it, where that is another ("các huyện, thị, thành ủy")."""


class Entry(Model):
    """A duty with its days.

    `first` and `last` are the first and the last day of the expression itself (the day D of "trước ngày D", the quarter
    of "trong quý I"); `due` of `docparse.calendar.days` says on which day it is due. `vague` says that it names more
    than a day. `rrule` (RFC 5545, without UNTIL) recurs until the day `until`, the end of the plan's period; then
    `first` and `last` are those of the first time. `modified` is ISO 8601 in UTC. `cause` and `replaced_by` (the number
    of a document) say why it is cancelled.
    """

    uid: str
    sequence: int = 0
    modified: str = ""
    status: Status = "due"
    cause: Cause | None = None
    replaced_by: str | None = None
    duty: Duty
    first: date
    last: date
    vague: bool = False
    rrule: str | None = None
    until: date | None = None


class Unplaced(Model):
    """A duty whose day is not known, and why."""

    duty: Duty
    lack: Lack


@dataclass(frozen=True, slots=True)
class Asked:
    """Which duties are wanted; empty fields ask for nothing.

    `body` is a name ("Huyện ủy Hàm Thuận Bắc": also what the collectives that it is one of owe, and what bodies owe
    that became it or that it became); `level` of the bodies that owe; `directive` a number, with its date after "@"
    where that is needed; `since` and `until` bound the day on which it is due, by the setting `before`; `roles` are
    those in which the body that is asked for counts.
    """

    body: str = ""
    level: Level | Literal[""] = ""
    directive: str = ""
    since: date | None = None
    until: date | None = None
    before: Before = "day-before"
    roles: tuple[RoleName, ...] = ("lead", "coordinate", "monitor")


ALL = Asked()
"""Every duty."""


@dataclass(frozen=True, slots=True)
class Dues:
    """What is owed: entries in order of their day, those without a day, and how many secret documents were left out.

    `known` are the uids of all entries of these papers, also of those that were not asked for: what a calendar holds
    and is not among them was withdrawn; what is among them but not in `entries` is only out of what was asked. Of the
    uids in `purged` the document was removed with `docparse purge`, or is marked as secret and was not asked for:
    nothing that it said may stay in a calendar.
    `notes` say what a person should know of how the body was understood.
    """

    entries: tuple[Entry, ...]
    unplaced: tuple[Unplaced, ...]
    known: frozenset[str] = frozenset()
    purged: frozenset[str] = frozenset()
    hidden: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How entries are written: `alarms` are days before the day on which they are due."""

    profile: ProfileName = "google"
    alarms: tuple[int, ...] = (14, 3, 1)
    before: Before = "day-before"


DEFAULT = Settings()
"""How entries are written where nobody says otherwise."""
