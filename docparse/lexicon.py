"""The word lists of data/, loaded once and checked, and the people's own tables beside them.

Tables hold facts with their mark ("verified" or "believed"), never code. A row that does not fit its model stops the
program with the table and line named: the tables are part of the package, not input. People's own tables (`registers`)
are merged over those of data/ for as long as a document is parsed (`using`); what is made of tables, such as a pattern,
is a function marked `derived`, so that it is made once for each tables and never outlives them.

Reads: data/*.tsv, data/*.toml.
Writes: the frozen tables that layout, extract and link look words up in.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from docparse.model import Level
from docparse.text import key

DATA = Path(__file__).parent / "data"
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
"""The capital letters of Vietnamese, for the inside of a character class."""

LOWER = UPPER.replace("A-Z", "a-z").lower()
"""The small letters of Vietnamese, for the inside of a character class."""

Mark = Literal["verified", "believed"]


class Row(BaseModel):
    """A row of a table: frozen, with no column but those named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DocType(Row):
    """A type of document: its name, the codes that stand for it in symbols, and whether it is printed as a title."""

    name: str
    codes: str
    systems: str
    title: Literal["yes", "no"]
    status: Mark


class Directive(Row):
    """A central directive: its symbol, date, issuer, term (khóa) and the names that it is cited by."""

    symbol: str
    type: str
    date: str
    issuer: str
    term: str
    subject: str
    aliases: str
    replaces: str
    replaced_by: str
    status: Mark

    @property
    def other_names(self) -> list[str]:
        """The names that it is cited by."""
        return [name for part in self.aliases.split(";") if (name := part.strip())]


class Authority(Row):
    """A body of the authority file, the years in which it exists under this name, and the name of its successor."""

    id: str
    name: str
    level: Level
    sphere: str
    codes: str
    variants: str
    valid_from: str
    valid_to: str
    status: Mark
    successor: str = ""

    @property
    def other_names(self) -> list[str]:
        """The variants of the name."""
        return [name for part in self.variants.split(";") if (name := part.strip())]


class Succession(Row):
    """A body, or a place in the names of bodies, that became another one at a date."""

    kind: Literal["party", "state", "place"]
    predecessor: str
    successor: str
    relation: Literal["merged_into", "renamed", "succeeded_by", "functions_to"]
    date: str
    basis: str
    status: Mark


class Cover(Row):
    """A group among recipients and the bodies that it stands for: patterns of their names, and an example of each."""

    recipient: str
    body: str
    recipient_example: str
    body_example: str


R = TypeVar("R", bound=Row)
T = TypeVar("T")


class Term(Row):
    """A term between two congresses: of the party (khóa), or of local bodies (its years), from the day it begins.

    The day on which a local body's term begins differs by months from one to the next; the table has the usual one.
    """

    level: Literal["central", "local"]
    term: str
    begins: str
    status: Mark


def _table(name: str, model: type[R]) -> tuple[R, ...]:
    text = (DATA / name).read_text("utf-8")
    reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(model.model_validate(row) for row in reader)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Tables that documents are parsed by; `own` are the people's own, which are merged in, None without any.

    `sha256` is the hash of the files of the own tables.
    """

    doc_types: tuple[DocType, ...] = ()
    directives: tuple[Directive, ...] = ()
    authorities: tuple[Authority, ...] = ()
    sha256: str | None = None
    own: Tables | None = None


@cache
def shipped() -> Tables:
    """The tables of data/."""
    return Tables(
        _table("doc_types.tsv", DocType), _table("directives.tsv", Directive), _table("bodies.tsv", Authority)
    )


def merged(own: Tables) -> Tables:
    """The tables of data/ with `own` over them: a row takes the place of one with its name, id, or symbol and date."""
    base = shipped()
    return Tables(
        _over(base.doc_types, own.doc_types, lambda row: row.name),
        _over(base.directives, own.directives, lambda row: f"{row.symbol}@{row.date}"),
        _over(base.authorities, own.authorities, lambda row: row.id),
        own.sha256,
        own,
    )


def _over(base: Sequence[R], own: Sequence[R], name: Callable[[R], str]) -> tuple[R, ...]:
    """The own rows first: where two share a code, the first of a table has it."""
    taken = {name(row) for row in own}
    return (*own, *(row for row in base if name(row) not in taken))


_IN_FORCE: ContextVar[Tables | None] = ContextVar("tables", default=None)


@contextmanager
def using(tables: Tables) -> Generator[None, None, None]:
    """Has everything that is called inside look its words up in `tables`."""
    token = _IN_FORCE.set(tables)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def in_force() -> Tables:
    """The tables of `using`; outside of it those of data/."""
    return _IN_FORCE.get() or shipped()


def derived(make: Callable[[], T]) -> Callable[[], T]:
    """A function without arguments that is made of the tables in force: called once for each, then remembered."""

    @lru_cache(maxsize=4)
    def of(_tables: Tables) -> T:
        return make()

    @wraps(make)
    def get() -> T:
        return of(_IN_FORCE.get() or shipped())

    return get


def doc_types() -> tuple[DocType, ...]:
    """All document types of party, State, front and mass organisations."""
    return in_force().doc_types


def directives() -> tuple[Directive, ...]:
    """The register of central directives; a row marked "believed" must not decide anything alone."""
    return in_force().directives


def authorities() -> tuple[Authority, ...]:
    """The authority file of bodies."""
    return in_force().authorities


def own_names() -> tuple[str, ...]:
    """Names and other names of the bodies of people's own tables, in the form of `text.key`."""
    own = in_force().own
    return tuple(key(n) for a in own.authorities for n in (a.name, *a.other_names)) if own else ()


@cache
def successions() -> tuple[Succession, ...]:
    """The bodies and places that were merged, renamed or followed by others, with the date and its basis."""
    return _table("successions.tsv", Succession)


@cache
def covers() -> tuple[Cover, ...]:
    """Which groups among recipients stand for which bodies."""
    return _table("covers.tsv", Cover)


@cache
def terms() -> tuple[Term, ...]:
    """The terms of committees, within which numbers of documents run, in order of time."""
    return _table("terms.tsv", Term)


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """The list `name` of data/`table`.toml, longest first, so that an alternation of it prefers the longest."""
    data = tomllib.loads((DATA / f"{table}.toml").read_text("utf-8"))
    return tuple(sorted(data[name], key=lambda w: (-len(w), w)))


@cache
def either(table: str, name: str) -> str:
    """A regular expression that matches any word of the list `name`, as a non-capturing group."""
    return alternation(words(table, name))


def by_letter(*patterns: str) -> str:
    """A non-capturing group of patterns that begin with a letter, those with the same one together.

    Of those with the same letter the first that matches counts, as in any alternation.
    """
    rest: dict[str, list[str]] = {}
    for pattern in patterns:
        rest.setdefault(pattern[0], []).append(pattern[1:])
    return "(?:" + "|".join(f"{letter}(?:{'|'.join(tails)})" for letter, tails in rest.items()) + ")"


def from_word(*patterns: str) -> str:
    """A non-capturing group of patterns that begin with two letters, each for where a word begins.

    The letters stand before the look behind them: a search for letters is quick, one for a place between two is not.
    """
    return by_letter(*(rf"{pattern[:2]}(?<!\w..){pattern[2:]}" for pattern in patterns))


def alternation(items: tuple[str, ...]) -> str:
    """A non-capturing group that matches any of some literal strings, the longest first, any white space between words.

    Shared beginnings are written once, so that a list of hundreds costs little more to try than one of ten.
    """
    tree: _Tree = {}
    for item in items:
        node = tree
        for character in item:
            node = node.setdefault(character, {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


_Tree = dict[str, "_Tree"]
"""Strings by their characters; the key "" says that one ends here."""


def _branches(node: _Tree) -> str:
    """The pattern of what may follow in a tree of strings."""
    tails = [(r"\s+" if c == " " else re.escape(c)) + _branches(below) for c, below in node.items() if c]
    if not tails:
        return ""
    if len(tails) == 1 and "" not in node:
        return tails[0]
    return f"(?:{'|'.join(tails)})" + ("?" if "" in node else "")
