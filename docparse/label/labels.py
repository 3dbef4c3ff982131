"""What is labelled: stretches of the text with the kind of record that stands there, and what ties a task to others.

A body is a region at each of its mentions. A task points at the mention that stands for a body in it: the first in its
own words with the name that the task says, else the first in its words, else the last before it, else the first.

Reads: the JSON of documents.
Writes: `Labels`, and as a `Note` what docparse said, which travels with the text and comes back with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from docparse.archive.changes import Data
from docparse.archive.correction import spans_of

KINDS: Mapping[str, str] = {
    "task": "tasks",
    "body": "bodies",
    "deadline": "deadlines",
    "reference": "references",
    "addressee": "addressees",
    "recipient": "recipients",
    "signature": "signatures",
    "appendix": "appendices",
}
"""Labels, and the keys of the JSON that they stand for. Sections and zones cover the text and are left to the pages."""
ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
DEADLINE = "deadline"
RELATIONS = (*ROLES, DEADLINE)
"""From a task to a body that does something in it, and to its deadline."""


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A labelled stretch of a text: offsets in code points, end exclusive."""

    label: str
    start: int
    end: int


Relation = tuple[str, Region, Region]
"""One of `RELATIONS`, the task, and the body or deadline."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The regions of a text and what ties them; `relations` is None where nothing is said of them."""

    regions: frozenset[Region]
    relations: frozenset[Relation] | None = None


def fits(relation: Relation) -> bool:
    """Whether a relation goes from a task to what it may go to."""
    name, task, target = relation
    return task.label == "task" and target.label == (DEADLINE if name == DEADLINE else "body")


class Note(BaseModel):
    """What docparse said when a text was handed out: a document by its SHA-256, its regions, relations between them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    regions: tuple[tuple[str, int, int], ...]
    relations: tuple[tuple[str, int, int], ...] | None = None

    @model_validator(mode="after")
    def _is_one_of_ours(self) -> Self:
        ends = [end for _name, *both in self.relations or () for end in both]
        if any(label not in KINDS for label, _start, _end in self.regions):
            raise ValueError("a label that docparse does not write")
        if any(not 0 <= end < len(self.regions) for end in ends):
            raise ValueError("a relation of a region that is not there")
        if any(tie[0] not in RELATIONS or not fits(tie) for tie in self.labels().relations or ()):
            raise ValueError("a relation that docparse does not write")
        return self

    def labels(self) -> Labels:
        """The same as labels."""
        every = [Region(*one) for one in self.regions]
        named = self.relations
        return Labels(
            frozenset(every), None if named is None else frozenset((n, every[a], every[b]) for n, a, b in named)
        )


def note_of(document: str, labels: Labels) -> str:
    """The note of a document as JSON."""
    every = sorted(labels.regions)
    at = {region: i for i, region in enumerate(every)}
    ties = None if labels.relations is None else tuple((n, at[a], at[b]) for n, a, b in sorted(labels.relations))
    regions = tuple((one.label, one.start, one.end) for one in every)
    return Note(document=document, regions=regions, relations=ties).model_dump_json()


def read_note(text: object) -> Note | None:
    """The note that `note_of` wrote; None for anything else."""
    try:
        return Note.model_validate_json(text) if isinstance(text, str) else None
    except ValidationError:
        return None


def said(data: Data, labels: Collection[str] = tuple(KINDS), *, relations: bool = True) -> Labels:
    """What a document says, as labels.

    Args: `labels`, the kinds to take; `relations`, whether those between them are taken too.
    """
    regions = {Region(label, *place) for label in KINDS if label in labels for place in _places(data, label)}
    if not relations:
        return Labels(frozenset(regions))
    ties = {tie for tie in _relations(data) if regions.issuperset(tie[1:])}
    return Labels(frozenset(regions), frozenset(ties))


def _places(data: Data, label: str) -> Iterator[tuple[int, int]]:
    """Where the records of a kind stand, as far as there is text there."""
    return (place for record in data[KINDS[label]] for place in spans_of(record) if place[0] < place[1])


def _relations(data: Data) -> Iterator[Relation]:
    mentions = {body["id"]: spans_of(body) for body in data["bodies"]}
    times = {one["id"]: Region("deadline", one["start"], one["end"]) for one in data["deadlines"]}
    for task in data["tasks"]:
        own = Region("task", task["start"], task["end"])
        for role in ROLES:
            for one in task[role]:
                if place := _mention(data["text"], own, one["text"], mentions.get(one["body"], [])):
                    yield role, own, Region("body", *place)
        for id_ in task["deadlines"]:
            if id_ in times:
                yield DEADLINE, own, times[id_]


def _mention(text: str, task: Region, name: str, mentions: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The mention of a body that a task points at."""
    inside = [(a, b) for a, b in mentions if task.start <= a and b <= task.end]
    named = [(a, b) for a, b in inside if text[a:b] == name]
    before = [(a, b) for a, b in mentions if b <= task.start]
    return next(iter([*named, *inside, *before[::-1], *mentions]), None)
