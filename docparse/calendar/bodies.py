"""Whether a body that somebody asks for is one that a duty names: itself, under another name, or in a collective.

Text it takes as "Huyện ủy Hàm Thuận Bắc": "Ban Thường vụ Huyện ủy Hàm Thuận Bắc" (what acts for it), "các huyện, thị,
thành ủy" of its province while there were any, what it was before a renaming and became after it. A name without a
place is of the place of whoever issued the document. What it can mistake: a collective of a province that nobody knows.

Reads: names; the registers of bodies, of collectives and of successions.
Writes: `Match`es.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from docparse import lexicon
from docparse.calendar.model import Duty, Paper, RoleName
from docparse.find.collectives import head, heads_over, keys, members, registered
from docparse.find.places import Seat, seat
from docparse.lexicon import Tables
from docparse.link.bodies import body_key
from docparse.link.succession import kinship
from docparse.model import Level

_LOCAL = ("district", "commune")
_PARTY = re.compile(r"(?:tỉnh|thành|huyện|quận|thị|đảng) ủy|trung ương$")


@dataclass(frozen=True, slots=True)
class Match:
    """In which role a duty names a body; `name` is the name that it uses, where that is not the body's own."""

    role: RoleName
    name: str = ""


def matcher(body: str, roles: tuple[RoleName, ...], province: str = "") -> Callable[[Duty], Match | None]:
    """What tells for a duty whether it is one of a body, in the first of some roles that is true.

    Args: `province`, folded, of the body, where it is known.
    """

    def match(duty: Duty) -> Match | None:
        """The first role in which the duty names the body, or else a collective name that takes it in."""
        for role in roles:
            parties = getattr(duty, role)
            for party in parties:
                if (name := _named(body, party.name, duty.paper)) is not None:
                    return Match(role, name)
            for party in parties:
                if _takes_in(body, party.name, duty.paper, province):
                    return Match(role, party.name)
        return None

    return match


def may_name(body: str, name: str) -> bool:
    """Whether a name can be one of a body in some document: what is false for it, no `matcher` takes for that body."""
    return _may_name(lexicon.in_force(), body, name)


def is_kin(body: str, name: str) -> bool:
    """Whether two names are one body by a succession or by their spelling."""
    return _kin(body, name) is not None


@lru_cache(65_536)
def _may_name(_tables: Tables, body: str, name: str) -> bool:
    own, over = _own(body)
    if not own.isdisjoint(_forms(name)):
        return True
    return not over.isdisjoint(_stands_for(name)) or _kin(body, name) is not None


@lru_cache(1024)
def _own(body: str) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of a body with and without its place, and the heads of collectives that take it in."""
    return frozenset((*keys(body), *map(head, keys(body)))), frozenset(heads_over(body))


@lru_cache(16_384)
def _forms(name: str) -> tuple[str, str]:
    return body_key(name), head(name)


@lru_cache(16_384)
def _stands_for(name: str) -> frozenset[str]:
    """The heads of the bodies that a name stands for in documents of any level."""
    levels: tuple[Level | None, ...] = (None, "central", "province", "district", "commune")
    return frozenset(one for level in levels for one in members(name, level))


def _named(body: str, name: str, paper: Paper) -> str | None:
    """The name under which a document names a body, "" where that is its own; None where it means another."""
    asked, named = seat(body), seat(name)
    if asked.level and not named.level and paper.level != asked.level:
        return None  # "Ban Tuyên giáo" is of whoever issued the document
    place = named.place or _place_of(asked, paper)
    if not named.place and place and asked.place and not _one_place(asked, place):
        return None
    own, other = body_key(body), body_key(name)
    placed = f"{other} {asked.place}" if asked.place and not named.place else other
    if own in (other, placed):
        return "" if not (place and asked.place) or place == asked.place else name
    if {other, placed} & set(keys(body)):
        return name
    related = _kin(body, name)
    return None if related is None else name if related else ""


def _place_of(asked: Seat, paper: Paper) -> str:
    """The place that a name without one is of: that of the document, where it is of the level that is asked for."""
    issued_at = paper.place.partition(", ")[0] if paper.level == asked.level else ""
    return (paper.province if asked.level == "province" else "") or issued_at


def _one_place(asked: Seat, place: str) -> bool:
    """Whether a place is the one that is asked for, or a province that was merged into it or the other way."""
    merged = asked.level == "province" and _kin(f"tỉnh ủy {asked.place}", f"tỉnh ủy {place}") is not None
    return place == asked.place or merged


def _kin(body: str, name: str) -> bool | None:
    """Whether two names are one body by a succession (true) or by their spelling (false); None for two bodies."""
    return _kin_by(lexicon.in_force(), body, name)


@lru_cache(8192)
def _kin_by(_tables: Tables, body: str, name: str) -> bool | None:
    found = kinship(body, name) or kinship(name, body)
    return None if found is None else bool(found.rows)


def _takes_in(body: str, name: str, paper: Paper, province: str) -> bool:
    """Whether a collective name stands for a body among others, on the day of the document."""
    heads = set(members(name, paper.level)) & set(heads_over(body))
    if _PARTY.search(body_key(body)):
        heads.discard("ban")  # "các sở, ban, ngành" are the State's
    if not heads or not _in_use(body, paper.issued or ""):
        return False
    own, place = seat(body), paper.place.partition(", ")[0]
    if own.level in _LOCAL and paper.level == own.level and place:
        return place == own.place
    return not (province and paper.province) or province == paper.province


def _in_use(body: str, day: str) -> bool:
    """Whether a body of this kind existed on a day (EDTF): there is no huyện ủy after 30 June 2025."""
    row = registered(head(body))
    if row is None or row.status != "verified" or not day:
        return True  # what is only believed decides nothing
    first, last = row.valid_from[:10], row.valid_to[:10]
    return not (first[:1].isdigit() and day < first[: len(day)]) and not (
        last[:1].isdigit() and day[: len(last)] > last
    )
