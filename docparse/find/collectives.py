"""Collective names to the bodies that they stand for: "các huyện, thị, thành ủy" are huyện ủy, thị ủy and thành ủy.

Which of these heads were in use on a day is said by the register of bodies: after 30 June 2025 there is no huyện ủy,
and a document of that time that names them does not mean one.

Reads: names of bodies; the register of bodies, the table of collective names.
Writes: heads of names ("huyện ủy"), the row of the register that a head has.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from docparse import lexicon
from docparse.find.places import seat
from docparse.lexicon import Authority
from docparse.link.bodies import body_key
from docparse.model import Level
from docparse.text import key

_ALL = re.compile(r"(?:toàn thể |tất cả )?(?:các|mỗi|mọi|từng|những) ")
_TAIL = re.compile(r" (?:trực thuộc(?: .*)?|trong (?:toàn )?tỉnh|trên địa bàn.*|trong toàn đảng bộ.*)$")
_UNDER = re.compile(r"(?<= trực thuộc) .*$")
_PARTS = re.compile(r"\s*[,;]\s*|\s+và\s+|\s+-\s+")
_DOWN: tuple[Level, ...] = ("central", "province", "district", "commune")
_ORGANS = ("ban thường vụ", "ban chấp hành", "thường trực")
"""What acts for a committee: what it owes, the committee owes."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """The table of collective names; its keys are explained in it."""

    members: dict[str, tuple[str, ...]]
    shared: dict[str, tuple[str, ...]]
    fronts: tuple[str, ...]
    short: frozenset[str]


@cache
def _tables() -> _Tables:
    data = tomllib.loads((lexicon.DATA / "collectives.toml").read_text("utf-8"))
    members = {name: tuple(heads) for name, heads in data["members"].items()}
    shared = {name: tuple(words) for name, words in data["shared"].items()}
    return _Tables(members, shared, tuple(data["fronts"]["words"]), frozenset(data["short"]["heads"]))


@lru_cache(maxsize=16384)
def members(name: str, level: Level | None) -> tuple[str, ...]:
    """The heads of the bodies that a collective name stands for; none where it is the name of one body.

    Args: `level`, of the document: "thị ủy" without a place is one body to a body below it, and all of them to a
    province ("Các huyện ủy, thị ủy" are two names).
    """
    low = body_key(name)
    known = _tables().members
    front = next((f for f in _tables().fronts if low.startswith(f"{f} các ")), "")
    rest = low.removeprefix(front).strip()
    bare = _ALL.sub("", rest, count=1) if _ALL.match(rest) else rest
    stem = _TAIL.sub("", bare)
    # "các đảng bộ trực thuộc Tỉnh ủy" are those of the table, whatever they are under.
    for form in (bare, _UNDER.sub("", bare), stem):
        if form in known:
            return known[form]
    if bare == rest:
        return (stem,) if stem in _heads() and _below(name, level) else ()
    parts = _shared(_PARTS.split(stem))
    before = "" if front in _ORGANS else front
    return tuple(f"{before} {part}".strip() for part in parts if part)


def _below(name: str, level: Level | None) -> bool:
    """Whether a name without a place is of a level under that of the document."""
    own = seat(name)
    if body_key(name) == "thành ủy":
        return level == "province"
    return own.level in _DOWN and level in _DOWN and not own.place and _DOWN.index(own.level) > _DOWN.index(level)


def _shared(parts: list[str]) -> list[str]:
    """The parts of a list with the last word that they share: huyện, thị, thành ủy."""
    last = parts[-1].rpartition(" ")[2]
    words = _tables().shared.get(last, ())
    return [f"{part} {last}" if part in words else part for part in parts]


@lexicon.derived
def _heads() -> dict[str, Authority]:
    return {body_key(row.name): row for row in reversed(lexicon.authorities())}


def head(name: str) -> str:
    """A name without its place: "Huyện ủy Hàm Thuận Bắc" gives "huyện ủy"."""
    low, place = body_key(name), seat(name).place
    return low.removesuffix(place).strip() if place else low


@lru_cache(maxsize=1024)
def keys(name: str) -> tuple[str, ...]:
    """The keys under which a body is named: its own, and those of what acts for it."""
    low = body_key(name)
    return low, *(f"{organ} {low}" for organ in _ORGANS)


def heads_over(name: str) -> tuple[str, ...]:
    """The heads of collectives that take in a body: "Sở Y tế" is one of "các sở", "Huyện ủy Tân Lĩnh" a huyện ủy."""
    words = head(name).split()
    starts = tuple(" ".join(words[:n]) for n in range(2, len(words) + 1))
    return (words[0], *starts) if len(words) == 1 or words[0] in _tables().short else starts


def registered(name_head: str) -> Authority | None:
    """The row of the register for the head of a name ("huyện ủy")."""
    return _heads().get(key(name_head))
