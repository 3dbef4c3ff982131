"""The citations of a document: all that it says of one other, taken together, and how it says it.

A citation keeps which relations stand in which part of the document as bits of one number, so that a question about
thousands of them reads a row each and no mention.

Reads: mentions and what they mean.
Writes: rows of the table of citations; relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

STRONGEST = (
    "replaces",
    "amends",
    "reviews_final",
    "reviews_interim",
    "implements",
    "pursuant_to",
    "accompanies",
    "mentions",
)
"""Relations of two documents, those that say most first; what stands in the title goes before all."""

OPENING = ("title", "preamble")
_ZONES = (*OPENING, "")
_STATED = ("about", "date", "issuer", "term")

Decided = tuple[Any, int | None, str, str]
"""A mention, the identity that it means, why it does or does not, and the ids of its candidates."""


def bits(relations: Iterable[str], zones: Iterable[str] = _ZONES) -> int:
    """The bits of some relations in some parts of a document: title, preamble, or "" for the rest."""
    places = [len(STRONGEST) * _ZONES.index(zone if zone in OPENING else "") for zone in zones]
    return sum({1 << (place + STRONGEST.index(relation)) for place in places for relation in relations})


def any_in(*zones: str) -> int:
    """The bits of all relations in some parts of a document."""
    return bits(STRONGEST, zones)


@lru_cache(maxsize=4096)
def relations(said: int, zones: tuple[str, ...] = _ZONES) -> tuple[str, ...]:
    """The relations of a citation, those that say most first.

    Args: `said`, its bits; `zones`, the parts of the document that count.
    """
    first = [r for r in STRONGEST if "title" in zones and said & bits([r], ["title"])]
    rest = [r for r in STRONGEST if said & bits([r], [z for z in zones if z != "title"])]
    return tuple(dict.fromkeys([*first, *rest]))


def of_mentions(key: str, decided: Iterable[Decided]) -> list[dict[str, Any]]:
    """The rows of the citations that some mentions of one number are.

    Mentions of one document that mean the same are one citation; those in doubt are, where they are for one reason.
    """
    groups: dict[tuple[Any, ...], list[Decided]] = defaultdict(list)
    for one in decided:
        mention, identity, basis, candidates = one
        groups[mention.doc, identity, *(() if identity else (basis, candidates))].append(one)
    return [_row(key, sorted(group, key=lambda d: d[0].start)) for group in groups.values()]


def _row(key: str, group: Sequence[Decided]) -> dict[str, Any]:
    mention, identity, basis, candidates = min(group, key=lambda d: (_weight(d[0]), d[0].start))
    stated = {name: next((v for d in group if (v := getattr(d[0], name))), "") for name in _STATED}
    return {
        "doc": mention.doc,
        "key": key,
        "identity": identity,
        "basis": basis,
        "candidates": candidates,
        "said": _said(group),
        "mentions": len(group),
        "section": mention.section,
        **stated,
    }


def _said(group: Sequence[Decided]) -> int:
    out = 0
    for mention, *_ in group:
        out |= bits([mention.relation], [mention.zone])
    return out


def _weight(mention: Any) -> tuple[bool, int]:
    """What the title says of another document goes before what the text says in passing."""
    return mention.zone != "title", STRONGEST.index(mention.relation)
