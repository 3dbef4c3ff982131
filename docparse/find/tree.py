"""Who carries out what, as a tree: below each document of a life those that implement it.

Reads: a timeline.
Writes: `Branch`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from docparse.find.timeline import Event, Timeline
from docparse.text import key

_REVIEWS = ("interim", "final")


@dataclass(frozen=True, slots=True)
class Branch:
    """A document of a life, and what implements, reports on or reviews it.

    `reviewed`: whether the archive holds a review of it, or one of the directive by the same body from its day on;
    of what is itself a report or a review, always.
    """

    event: Event
    below: tuple[Branch, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """What hangs on a directive itself; `reviewed` says that of the directive, by a review that cites it itself."""

    branches: tuple[Branch, ...]
    reviewed: bool
    implementing: int
    unreviewed: int


def tree(life: Timeline) -> Tree:
    """The events of a life below the document that each implements, reports on or reviews, in order of time."""
    under: dict[int | None, list[Event]] = defaultdict(list)
    for event in life.events:
        if event.kind != "issued":
            under[event.via_n].append(event)
    reviews = [e for e in life.events if e.kind in _REVIEWS]
    branches = _branches(under, under.get(None, ()), reviews)
    plans = [e for e in life.events if e.kind == "implemented"]
    without = sum(not _is_reviewed(e, reviews) for e in plans)
    return Tree(branches, any(e.via_n is None for e in reviews), len(plans), without)


def _branches(
    under: dict[int | None, list[Event]], events: Sequence[Event], reviews: Sequence[Event]
) -> tuple[Branch, ...]:
    # Each step of a life implements one before it, so that no branch comes back to itself.
    return tuple(
        Branch(e, _branches(under, under.get(e.n, ()) if e.n is not None else (), reviews), _is_reviewed(e, reviews))
        for e in events
    )


def _is_reviewed(event: Event, reviews: Sequence[Event]) -> bool:
    """Whether a document is itself no plan, or something that reviews it is held."""
    if event.kind != "implemented":
        return True
    body = key(event.body)
    return any(r.via_n == event.n or (bool(body) and key(r.body) == body and r.when >= event.when) for r in reviews)
