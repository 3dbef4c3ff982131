"""The word lists of data/, loaded once and checked.

Tables hold facts with their mark ("verified" or "believed"), never code. A row that does not fit its model stops the
program with the table and line named: the tables are part of the package, not input.

Reads: data/*.tsv, data/*.toml.
Writes: the frozen tables that layout, extract and link look words up in.
"""

from __future__ import annotations

import csv
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

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


class Authority(Row):
    """A body of the authority file with the years in which it exists under this name."""

    id: str
    name: str
    level: str
    sphere: str
    codes: str
    variants: str
    valid_from: str
    valid_to: str
    status: Mark


T = TypeVar("T", bound=Row)


def _table(name: str, model: type[T]) -> tuple[T, ...]:
    text = (DATA / name).read_text("utf-8")
    reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(model.model_validate(row) for row in reader)


@cache
def doc_types() -> tuple[DocType, ...]:
    """All document types of party, State, front and mass organisations."""
    return _table("doc_types.tsv", DocType)


@cache
def directives() -> tuple[Directive, ...]:
    """The register of central directives; a row marked "believed" must not decide anything alone."""
    return _table("directives.tsv", Directive)


@cache
def authorities() -> tuple[Authority, ...]:
    """The authority file of bodies."""
    return _table("bodies.tsv", Authority)


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """The list `name` of data/`table`.toml, longest first, so that an alternation of it prefers the longest."""
    data = tomllib.loads((DATA / f"{table}.toml").read_text("utf-8"))
    return tuple(sorted(data[name], key=lambda w: (-len(w), w)))


@cache
def either(table: str, name: str) -> str:
    """A regular expression that matches any word of the list `name`, as a non-capturing group."""
    return alternation(words(table, name))


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
