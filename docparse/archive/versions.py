"""The same document in another file, and different documents under one number.

The evidence is the share of common runs of three words (Jaccard index of 3-shingles; Broder, On the resemblance and
containment of documents, 1997): a recognised scan with two letters in a hundred wrong still has more than half of them.
It is computed for documents of one number, issuer and term (numbers restart with each congress, those of the State each
year, so a symbol alone says nothing), and for those that share a band of their MinHash sketches whatever their number:
a scan without one, or with one that was misread. One table finds both, in a time that does not grow with the archive. A
band is 8 of 96 values: of two files that are 0.9 alike one pair in 1,000 is missed, at 0.8 one in 9, and of those that
are 0.25 alike, as plans of one office are, 2 in 10,000 are looked at in vain.

Reads: the documents of an archive.
Writes: its `versions` and `likeness`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

import sqlalchemy as sa

from docparse.archive.connections import write
from docparse.archive.store import DOCUMENTS, TABLES, VERSIONS, Entry
from docparse.text import fold

SAME = 0.5
"""Least similarity of two files of one document, where their numbers agree or one has none."""

ALIKE = 0.8
"""Least similarity of two that have different numbers but one day of issue: perhaps one document, a person decides."""

LIKENESS = sa.Table(
    "likeness",
    TABLES,
    sa.Column(
        "band",
        sa.BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="hash of a part of a sketch, or of number and issuer",
    ),
    sa.Column("sha256", sa.ForeignKey("documents.sha256"), primary_key=True),
    sqlite_with_rowid=False,
)

_MIX = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
"""Odd numbers of 64 bits, one for each word of a shingle."""

_LEAST = 30
"""Shingles without which a text says too little to be compared with all others."""

_VALUES, _ROWS = 96, 8
_NONE = 2**64 - 1
"""At a place of a sketch: no shingle; their hashes have 32 bits."""

_STATE = re.compile(r"\d+/")
_CONGRESSES = (
    ("1996-01-01", "1996-07-31"), ("2000-10-01", "2001-05-31"), ("2005-05-01", "2006-05-31"),
    ("2010-04-01", "2011-02-28"), ("2015-04-01", "2016-02-29"), ("2020-04-01", "2021-02-28"),
    ("2025-04-01", "2026-02-28"),
)  # fmt: skip
"""First and last day of the congresses of a round, from those of communes to the national one: within these days the
numbers of a committee restart, on which of them the archive does not know."""

_SEASON = 90

_COLUMNS = [DOCUMENTS.c[name] for name in ("sha256", "symbol", "issued", "issuer", "province", "text_sha256")]
_MOST = _VALUES // _ROWS + 1
"""Bands of a document: those of its sketch, and that of its number."""

# As many as there can be: a list of any length would be made into words anew for each document.
_WITH_BAND = sa.select(LIKENESS.c.sha256).where(LIKENESS.c.band.in_([sa.bindparam(f"b{n}") for n in range(_MOST)]))
_NEAR = sa.select(*_COLUMNS).where(DOCUMENTS.c.sha256.in_(_WITH_BAND), DOCUMENTS.c.sha256 != sa.bindparam("sha256"))
_JSON = sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == sa.bindparam("sha256"))
_LINK, _KEEP = VERSIONS.insert(), LIKENESS.insert()
_DROP = LIKENESS.delete().where(
    LIKENESS.c.band.in_(sa.bindparam("bands", expanding=True)), LIKENESS.c.sha256 == sa.bindparam("sha256")
)


class Seen:
    """Which bands may be in an archive, in 8 MB: what is surely not there need not be asked for.

    A Bloom filter with one hash, which the bands are themselves: with 100,000 documents it asks in vain for one in
    five. Right for as long as nobody else writes to the archive; read from it at the first question.
    """

    def __init__(self) -> None:
        self._bits = bytearray()

    def may_hold(self, connection: sa.Connection, bands: tuple[int, ...]) -> bool:
        """False where the archive has none of these."""
        if not self._bits:
            self._bits = bytearray(1 << 23)
            self.add(connection.scalars(sa.select(LIKENESS.c.band).execution_options(yield_per=10_000)))
        return any(self._bits[band >> 3 & _BYTES] >> (band & 7) & 1 for band in bands)

    def add(self, bands: Iterable[int]) -> None:
        """These are there from now on."""
        for band in bands:
            self._bits[band >> 3 & _BYTES] |= 1 << (band & 7)


_BYTES = (1 << 23) - 1


class _Alike(NamedTuple):
    """How like a document another one is, and which."""

    similarity: float
    of: str


def bands(text: str) -> tuple[int, ...]:
    """Numbers of which near-duplicates share at least one; none for a text that is too short to tell."""
    import numpy as np

    words = text.split()
    codes = np.fromiter(map(_CODES.__getitem__, words), np.uint64, len(words))
    # Multiply-shift of three values (Dietzfelbinger, 1996); the numbers are kept, and depend on no machine.
    runs = (codes[:-2] * _MIX[0] + codes[1:-1] * _MIX[1] + codes[2:] * _MIX[2]) >> np.uint64(32)
    # One-permutation hashing: a single hash of each shingle fills all places, and an empty place takes what the next
    # one holds, with the distance (Shrivastava and Li, 2014).
    least = np.full(_VALUES, _NONE, np.uint64)
    np.minimum.at(least, (runs % _VALUES).astype(np.intp), runs)
    places = np.flatnonzero(least != _NONE)
    if len(places) < _LEAST and len(np.unique(runs)) < _LEAST:
        return ()
    sketch = np.zeros((_VALUES, 2), "<i8")
    ahead = np.searchsorted(places, np.arange(_VALUES))
    sketch[:, 0] = np.append(places, places[0] + _VALUES)[ahead] - np.arange(_VALUES)
    sketch[:, 1] = (least // _VALUES)[places][ahead % len(places)]
    return tuple(_band(n, sketch[n : n + _ROWS].tobytes()) for n in range(0, _VALUES, _ROWS))


def _band(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "little", signed=True)


def relate(
    connection: sa.Connection, entry: Entry, own: tuple[int, ...] | None = None, seen: Seen | None = None
) -> None:
    """Links a document to the first one that it is a version of, else to all that it contradicts or resembles.

    Args: `entry`, of which no link is in the archive; `own`, the `bands` of the text of one that was just put into it;
    `seen`, of the only run that writes. In the transaction of the caller.
    """
    again = own is None
    own = bands(_read(entry.json)["text"]) if own is None else own
    # A number that was never filled in is shared by drafts of anything, and one without its issuer by all offices.
    whose = fold(entry.issuer or entry.province or "")
    if entry.symbol and whose and not entry.symbol.startswith(("-", "/")):
        own = (*own, _band(entry.symbol, whose))
    asked = bool(own) and (seen is None or seen.may_hold(connection, own))
    near = _near(connection, entry.sha256, own) if asked else []
    same_number = [one for one in near if _of_one_series(connection, entry, one)]
    alike = [_Alike(_similarity(connection, entry, one), one.sha256) for one in same_number]
    if versions := [one for one in alike if one.similarity >= SAME]:
        links = [("version", max(versions))]
    else:
        rest = [one for one in near if one not in same_number]
        links = [*(("conflict", one) for one in sorted(alike)), *_of_one_text(connection, entry, rest)]
    if links:
        rows = [{"sha256": entry.sha256, "of": a.of, "similarity": round(a.similarity, 3), "kind": k} for k, a in links]
        connection.execute(_LINK, rows)
    if again and own:
        connection.execute(_DROP, {"bands": own, "sha256": entry.sha256})
    # Later files are compared with the first one, not with its versions.
    if own and all(kind == "conflict" for kind, _ in links):
        write(connection, _KEEP, [{"band": band, "sha256": entry.sha256} for band in sorted(set(own))])
        if seen:
            seen.add(own)


def _near(connection: sa.Connection, sha256: str, own: tuple[int, ...]) -> Sequence[sa.Row[Any]]:
    """The documents that share one of these bands with this one."""
    full = (*own, *own[:1] * (_MOST - len(own)))
    return connection.execute(_NEAR, {"sha256": sha256, **{f"b{n}": band for n, band in enumerate(full)}}).all()


def _of_one_series(connection: sa.Connection, entry: Entry, other: sa.Row[Any]) -> bool:
    """Whether two documents have one number, issuer and term, so that they should be one."""
    if entry.symbol != other.symbol or fold(entry.issuer or "") != fold(other.issuer or ""):
        return False
    if entry.province and other.province and fold(entry.province) != fold(other.province):
        return False
    if not _of_one_term(str(entry.symbol), entry.issued, other.issued):
        return False
    return _under_one_body(_read(entry.json), _kept(connection, other.sha256))


def _of_one_text(connection: sa.Connection, entry: Entry, others: list[sa.Row[Any]]) -> list[tuple[str, _Alike]]:
    """The one of some documents that is most like this one, if it is like enough."""
    alike = []
    for one in (one for one in others if _of_one_day(entry.issued, one.issued)):
        agree = not entry.symbol or not one.symbol or entry.symbol == one.symbol
        kind, least = ("version", SAME) if agree else ("similar", ALIKE)
        similarity = _similarity(connection, entry, one)
        if similarity >= least:
            alike.append((kind, _Alike(similarity, one.sha256)))
    return sorted(alike, key=lambda pair: pair[1])[-1:]


def _of_one_day(a: str | None, b: str | None) -> bool:
    """Whether two dates, of which parts may not be stated, may be the same."""
    return not a or not b or a.startswith(b) or b.startswith(a)


def _of_one_term(symbol: str, a: str | None, b: str | None) -> bool:
    """Whether a number can rightly be given only once on these two days: the State counts by year, the Party by term.

    Days less than a season apart are of one term even around a congress: a new count does not come as far in that
    time as the one before did in five years.
    """
    if not a or not b:
        return True
    if _STATE.match(symbol) or len(a) < 10 or len(b) < 10:
        return a[:4] == b[:4]
    first, last = sorted((a, b))
    restarted = any(first <= end and last >= begin for begin, end in _CONGRESSES)
    return not restarted or (date.fromisoformat(last) - date.fromisoformat(first)).days < _SEASON


def _under_one_body(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether what stands over two issuers may be the same: districts of two provinces share names.

    What one of them does not state contradicts nothing.
    """
    paths = (map(fold, reversed(one["metadata"]["issuer_path"])) for one in (a, b))
    return all(x == y for x, y in zip(*paths, strict=False))


def _similarity(connection: sa.Connection, entry: Entry, other: sa.Row[Any]) -> float:
    if entry.text_sha256 == other.text_sha256:
        return 1.0
    a, b = (_shingles(one["text"]) for one in (_read(entry.json), _kept(connection, other.sha256)))
    return len(a & b) / (len(a | b) or 1)


def _kept(connection: sa.Connection, sha256: str) -> dict[str, Any]:
    return _read(connection.execute(_JSON, {"sha256": sha256}).scalar_one())


@lru_cache(4)
def _read(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    return document


@lru_cache(4)
def _shingles(text: str) -> frozenset[bytes]:
    words = list(map(_word, text.split()))
    runs = zip(words, words[1:], words[2:], strict=False)
    return frozenset(map(b" ".join, runs)) or frozenset((b" ".join(words),))


class _Codes(dict[str, int]):
    """Hashes of words, kept up to a number of them."""

    def __missing__(self, word: str) -> int:
        if len(self) >= 1 << 15:
            self.clear()
        code = self[word] = crc32(_word(word))
        return code


_CODES = _Codes()


@lru_cache(1 << 14)
def _word(word: str) -> bytes:
    """A word as shingles have it; a language has few that are frequent."""
    return fold(word).encode("utf-8", "surrogatepass")
