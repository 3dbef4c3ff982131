"""Which documents are in force: of the versions of one, the best; and which of them a later document replaces.

A version is a copy in another format, a scan, a draft or an edited file (`docparse.archive.versions`). In force is the
one of which a file is left, that is no draft, whose text was not recognised, that was taken in last.

Reads: an archive.
Writes: `Paper`s in force, `Replacement`s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from docparse.archive.store import DOCUMENTS, FILES, VERSIONS
from docparse.calendar.model import Paper
from docparse.find.numbers import number_of
from docparse.find.places import may_be_one
from docparse.find.rows import rows
from docparse.model import Document

_DUTIES = DOCUMENTS.c.json.contains('"deadlines":[{', autoescape=True)
_REPLACES = DOCUMENTS.c.json.contains('"relation":"replaces"', autoescape=True)


@dataclass(frozen=True, slots=True)
class Held:
    """A document in force; `group` are the hashes of all versions of it."""

    document: Document
    path: str
    group: frozenset[str]


@dataclass(frozen=True, slots=True)
class Replacement:
    """That a document takes the place of another: the key of the other's number, its date and place where stated.

    `by` is the number of the later document, `on` the date of it (EDTF).
    """

    key: str
    date: str
    place: str
    by: str
    on: str


def in_force(connection: sa.Connection) -> Iterator[Held]:
    """The documents in force that state a time or replace another, in order of path; in the transaction of the caller.

    Of each group of versions one is given.
    """
    groups = _groups(connection)
    path, taken_in = sa.func.min(FILES.c.name), sa.func.max(FILES.c.imported)
    files = sa.select(FILES.c.document, path.label("path"), taken_in.label("taken_in")).group_by(FILES.c.document)
    at = files.subquery()
    query = sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.json, sa.func.coalesce(at.c.path, ""), at.c.taken_in)
    query = query.outerjoin(at, at.c.document == DOCUMENTS.c.sha256).where(sa.or_(_DUTIES, _REPLACES))
    best: dict[frozenset[str], tuple[tuple[bool, bool, bool, str], Held]] = {}
    for sha256, json, name, imported in connection.execute(query.order_by(at.c.path, DOCUMENTS.c.sha256)):
        document = Document.from_json(json)
        group = groups.get(sha256, frozenset((sha256,)))
        m = document.metadata
        rank = (imported is not None, not m.draft, not document.source.ocr, imported or "")
        if group not in best or rank > best[group][0]:
            best[group] = rank, Held(document, name, group)
    yield from (held for _, held in best.values())


def _groups(connection: sa.Connection) -> dict[str, frozenset[str]]:
    """The versions of each document that has any, itself among them."""
    linked: defaultdict[str, set[str]] = defaultdict(set)
    query = sa.select(VERSIONS.c.sha256, VERSIONS.c.of).where(VERSIONS.c.kind == "version")
    for one, other in connection.execute(query):
        whole = linked[one] | linked[other] | {one, other}
        for sha256 in whole:
            linked[sha256] = whole
    return {sha256: frozenset(whole) for sha256, whole in linked.items()}


def replacements(document: Document) -> Iterator[Replacement]:
    """What a document says that it takes the place of."""
    if not any(r.relation == "replaces" for r in document.references):
        return
    found = rows(document)
    own = found.document
    for mention in found.mentions:
        if mention["relation"] == "replaces" and mention["key"] and own["issued"]:
            name = own["symbol"] or own["title"]
            yield Replacement(mention["key"], mention["date"], mention["place"], name, own["issued"])


def replaced(paper: Paper, by: Replacement) -> bool:
    """Whether a replacement means a document: its number, and its date and place as far as both are known."""
    number = number_of(paper.symbol or "")
    issued = paper.issued or ""
    if number is None or number.value is None or number.key != by.key or by.on < issued:
        return False
    size = min(len(issued), len(by.date))
    return issued[:size] == by.date[:size] and may_be_one(paper.place, by.place)
