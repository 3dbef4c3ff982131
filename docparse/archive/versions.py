"""The same document in another file, and different documents under one number.

Candidates share their symbol, issuer, province and year of issue (numbers restart with each congress term or year, so a
symbol alone says nothing). The evidence is the share of common runs of three words (Jaccard index of 3-shingles;
Broder, On the resemblance and containment of documents, 1997): a recognised scan with two letters in a hundred wrong
still has more than half of them.

Reads: the documents of an archive.
Writes: its `versions`.
"""

from __future__ import annotations

import json
from functools import lru_cache

import sqlalchemy as sa

from docparse.archive.store import DOCUMENTS, VERSIONS, Entry
from docparse.text import fold

SAME = 0.5
"""Least similarity of two files of one document."""

_RUN = 3
_HEAD = [DOCUMENTS.c[name] for name in ("sha256", "issued", "issuer", "province", "text_sha256")]
_FIRST = (
    sa.select(*_HEAD)
    .where(DOCUMENTS.c.symbol == sa.bindparam("symbol"), DOCUMENTS.c.sha256 != sa.bindparam("sha256"))
    .where(~sa.exists().where(VERSIONS.c.sha256 == DOCUMENTS.c.sha256, VERSIONS.c.kind == "version"))
    .order_by(DOCUMENTS.c.sha256)
)
_JSON = sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == sa.bindparam("sha256"))


def relate(connection: sa.Connection, entry: Entry) -> None:
    """Links a new document to the first one that it is a version of, else to all that it contradicts.

    Args: `entry`, just put into the archive; in the transaction of the caller.
    """
    # A number that was never filled in is shared by drafts of anything.
    if not entry.symbol or entry.symbol.startswith(("-", "/")):
        return
    found = connection.execute(_FIRST, {"symbol": entry.symbol, "sha256": entry.sha256}).all()
    alike = []
    for first in found:
        same_issuer = _may_be_one(entry.issuer, first.issuer) and _may_be_one(entry.province, first.province)
        if _may_be_one(entry.issued, first.issued, 4) and same_issuer:
            same_text = entry.text_sha256 == first.text_sha256
            alike.append((1.0 if same_text else _similarity(connection, entry, first.sha256), first.sha256))
    versions = [pair for pair in alike if pair[0] >= SAME]
    for similarity, of in [max(versions)] if versions else alike:
        values = {"sha256": entry.sha256, "of": of, "similarity": round(similarity, 3)}
        connection.execute(VERSIONS.insert(), {**values, "kind": "version" if versions else "conflict"})


def _may_be_one(a: str | None, b: str | None, length: int | None = None) -> bool:
    """Whether two values may stand for the same: one is not stated, or they agree without case and marks."""
    return not a or not b or fold(a[:length]) == fold(b[:length])


def _similarity(connection: sa.Connection, entry: Entry, other: str) -> float:
    kept = connection.execute(_JSON, {"sha256": other}).scalar_one()
    a, b = (_shingles(json.loads(one)["text"]) for one in (entry.json, kept))
    return len(a & b) / (len(a | b) or 1)


@lru_cache(64)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = fold(text).split()
    return frozenset(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))
