"""A text as it comes back from another program, checked: its regions lie in it, and relations tie what they may tie.

Reads: what readers of formats found.
Writes: `Labelled`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from docparse.errors import BadLabels
from docparse.label.labels import KINDS, RELATIONS, Labels, Note, Region, Relation, fits

MOST = 20_000
"""Labels of a text: many times as many as a long document has."""
_WORDS = 30
"""Letters of a label or an id that an error names."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch as a program says it: offsets in code points of its text, None where they are none."""

    id: Hashable
    label: object
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as a program says it, between the ids of spans."""

    name: object
    source: Hashable
    target: Hashable


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled text: where it stands, what docparse had said, what people say now, who and when ("" where unknown).

    `labels` are in code points of `text`, which may have other line ends than the document.
    """

    place: str
    note: Note
    text: str
    labels: Labels
    by: str = ""
    at: str = ""


def labels_of(place: str, text: str, spans: Iterable[Span], ties: Iterable[Tie] | None) -> Labels:
    """The labels that spans and relations are.

    Args: `place`, of the text, for the error; `ties`, None where nothing is said of relations. Raises BadLabels.
    """
    regions: dict[Hashable, Region] = {}
    for one in spans:
        if len(regions) == MOST:
            raise BadLabels(place, "there are more labels in it than docparse takes")
        at = f"{place}: {_shown(one.label)} {one.start}-{one.end}"
        if one.id in regions:
            raise BadLabels(at, "two labels have one id")
        if not isinstance(one.label, str) or one.label not in KINDS:
            raise BadLabels(at, "docparse does not know this label")
        if one.start is None or one.end is None or not 0 <= one.start < one.end <= len(text):
            raise BadLabels(at, "the label stands outside the text, or in the middle of a letter")
        regions[one.id] = Region(one.label, one.start, one.end)
    relations = None if ties is None else frozenset(_relation(place, one, regions) for one in ties)
    return Labels(frozenset(regions.values()), relations)


def _relation(place: str, one: Tie, regions: Mapping[Hashable, Region]) -> Relation:
    """A relation from a task, in whichever direction it was drawn."""
    at = f"{place}: {_shown(one.name)} {_shown(one.source)} → {_shown(one.target)}"
    if not isinstance(one.name, str) or one.name not in RELATIONS:
        raise BadLabels(at, "docparse does not know this relation")
    if one.source not in regions or one.target not in regions:
        raise BadLabels(at, "a relation leads to a label that is not there")
    source, target = regions[one.source], regions[one.target]
    if source.label != "task":
        source, target = target, source
    if not fits((one.name, source, target)):
        raise BadLabels(at, "a relation goes from a task to a body, or to a deadline")
    return one.name, source, target


def _shown(value: object) -> str:
    words = str(value)
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
