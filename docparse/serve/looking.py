"""What the pages that only look have in common: the index opened for a visit, what an address asks for, what is marked.

Reads: an archive, addresses.
Writes: values for templates.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import sqlalchemy as sa

from docparse.find.library import Library, opened
from docparse.find.snippets import Snippet
from docparse.find.tables import FOUND
from docparse.i18n import _
from docparse.register_rows import time_of
from docparse.serve.routes import Visit

LEVELS = ("central", "province", "district", "commune")
_LONGEST = 300
"""Characters of a field of a form."""


class Pages(NamedTuple):
    """Where a person is in a list of several pages, both counted from 1."""

    number: int
    last: int


@contextmanager
def library(visit: Visit) -> Generator[Library, None, None]:
    """The index of the archive, up to date; secret documents as if they were not there."""
    with opened(visit.settings.archive, allow_secret=visit.settings.allow_secret) as found:
        yield found


def field(visit: Visit, name: str) -> str:
    """What an address says of a name, on one line."""
    return " ".join(visit.asked(name).split())[:_LONGEST]


def times(visit: Visit, names: Iterable[str], troubles: list[str]) -> dict[str, str]:
    """The times that an address names, as years, months or days (ISO 8601); what is none goes to `troubles`."""
    found = {}
    for name in names:
        word = field(visit, name)
        found[name] = (time_of(word) or "") if word else ""
        if word and not found[name]:
            troubles.append(f"{word}: {_('must be a year, a month or a day: 2012, 8/2012, 28/8/2012 or 2012-08-28')}")
    return found


def place_in(visit: Visit, total: int, size: int) -> Pages:
    """The page of a list that an address asks for, within what there is."""
    word, last = visit.asked("page", "1"), max(1, -(-total // size))
    return Pages(min(max(1, int(word[:9])), last) if word.isdecimal() else 1, last)


def pieces(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """A snippet as runs of text, each with whether it was looked for."""
    last = 0
    for start, end in snippet.marks:
        yield snippet.text[last:start], False
        yield snippet.text[start:end], True
        last = end
    yield snippet.text[last:], False


def hashes(connection: sa.Connection, numbers: Iterable[int | None]) -> Mapping[int, str]:
    """The SHA-256 of documents by their numbers in the index; in the transaction of the caller."""
    wanted = sorted({n for n in numbers if n is not None})
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        rows = sa.select(FOUND.c.n, FOUND.c.sha256).where(FOUND.c.n.in_(wanted[start : start + 500]))
        found |= {row.n: row.sha256 for row in connection.execute(rows)}
    return found


def number_at(symbol: str, issued: str) -> str:
    """How a document is named in an address: "17-CT/TW@2012-08-28"; empty where it has no number."""
    return f"{symbol}@{issued}" if symbol and issued else symbol
