"""What a comparison of two documents says: frozen, every change with its places in both texts.

Reads: nothing.
Writes: the types of the other modules of this folder; the JSON of `docparse compare`.
"""

from __future__ import annotations

from typing import Literal

from docparse.lexicon import Mark
from docparse.model import Model, Span

Change = Literal["same", "reworded", "added", "dropped"]
RoleName = Literal["lead", "coordinate", "monitor", "report_to", "via"]
ROLES: tuple[RoleName, ...] = ("lead", "coordinate", "monitor", "report_to", "via")


class Side(Model):
    """One of the two documents: which it is."""

    name: str
    sha256: str
    id: str | None
    doc_type: str | None
    symbol: str | None
    issued: str | None
    issuer: str | None
    title: str | None
    secrecy: str | None


class Fact(Model):
    """A field of the metadata that differs."""

    field: str
    before: str | None
    after: str | None


class Piece(Model):
    """A run of words: in both ("same"), only before ("out") or only after ("in"); `text` is a slice of that text."""

    op: Literal["same", "out", "in"]
    text: str


class Place(Span):
    """A stretch of one text: the ids of its sections, the mark that it bears, and the headings above it."""

    sections: tuple[str, ...]
    label: str | None
    under: tuple[str, ...]


class SectionChange(Model):
    """Sections that say the same, or one that has no counterpart; `moved` under another heading or past others.

    `words` is empty where nothing differs; `renamed`: only names of bodies differ, and the register says that
    they are the same bodies. `similarity` is 0 to 1.
    """

    change: Change
    moved: bool = False
    renamed: bool = False
    renumbered: bool = False
    before: Place | None
    after: Place | None
    similarity: float
    words: tuple[Piece, ...] = ()


class RoleChange(Model):
    """Bodies that came into a role of a task or left it, by the names of the document that names them."""

    role: RoleName
    gained: tuple[str, ...]
    lost: tuple[str, ...]


class DeadlineChange(Model):
    """A time that is stated on one side only, or another day on each; `days`, how much later the last day is.

    `given_before` and `given_after` are the days from the date of issue to the last day.
    """

    change: Literal["added", "dropped", "moved", "reworded"]
    before: str | None
    after: str | None
    days: int | None
    given_before: int | None = None
    given_after: int | None = None


class TaskChange(Model):
    """A task on both sides, or on one; `before` and `after` are ids, `lead` who leads it as the later one says.

    `reworded` is said of what is left of it without the names in its roles and without its deadlines, whose changes
    are in `roles` and `deadlines`; `words` shows all that differs. `moved`: under another heading, or past others.
    """

    change: Change
    moved: bool = False
    before: str | None
    after: str | None
    text: str
    lead: tuple[str, ...]
    roles: tuple[RoleChange, ...] = ()
    deadlines: tuple[DeadlineChange, ...] = ()
    words: tuple[Piece, ...] = ()


class Duty(Model):
    """A role in a task that a body has on one side only; `task` is the id there."""

    role: RoleName
    task: str
    text: str


class BodyChange(Model):
    """The duties that a body gained and lost, by its name of today (the later document)."""

    body: str
    gained: tuple[Duty, ...]
    lost: tuple[Duty, ...]


class Identity(Model):
    """Two names that are taken for one body, with the reason; `status` is None where only the spelling differs."""

    before: str
    after: str
    reason: str
    status: Mark | None


class Entry(Model):
    """A recipient or a cited document that came in or left; `how` is its note or relations."""

    change: Literal["added", "dropped", "changed"]
    before: str | None
    after: str | None
    how: str | None = None


class Comparison(Model):
    """Everything that differs between two documents, in the order of the later one."""

    before: Side
    after: Side
    facts: tuple[Fact, ...]
    sections: tuple[SectionChange, ...]
    tasks: tuple[TaskChange, ...]
    deadlines: tuple[DeadlineChange, ...]
    duties: tuple[BodyChange, ...]
    recipients: tuple[Entry, ...]
    references: tuple[Entry, ...]
    identities: tuple[Identity, ...]

    @property
    def edits(self) -> int:
        """How many things differ; 0 for two copies of one document, whatever their formats."""
        sections = sum(1 for s in self.sections if s.change != "same" or s.moved)
        tasks = sum(1 for t in self.tasks if t.change != "same" or t.moved or t.roles or t.deadlines)
        lists = (self.facts, self.deadlines, self.recipients, self.references)
        return sections + tasks + sum(map(len, lists))
