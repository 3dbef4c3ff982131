"""What a run of an import knows: of each file between taking it up and being done with it, and of what is in already.

Reads: nothing.
Writes: nothing, but collections into an archive.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import sqlalchemy as sa

from docparse.archive import store
from docparse.archive.collections import Collections
from docparse.archive.connections import Archive
from docparse.archive.store import Collection, Row
from docparse.archive.versions import Seen
from docparse.errors import DocparseError
from docparse.storage import State

Event = Literal["parsed", "copied", "known", "moved", "refused", "failed", "gone"]
"""What became of a file: `copied` has the bytes of one that is in, `known` is in at this path, `moved` was elsewhere;
`failed` and `refused` also where an earlier run found so and the file is the same; `gone` was one of these, and there
is no such file any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file that an import is done with; `total` is the number of files as far as it is known."""

    path: Path
    event: Event
    total: int
    error: DocparseError | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file before it is parsed.

    `row` is what the archive has of the same bytes, `before` what it has at this path.
    """

    sha256: str | None = None
    size: int | None = None
    mtime: float | None = None
    container: str | None = None
    row: Row | None = None
    before: Row | None = None


@dataclass(slots=True)
class Run:
    """A run: what it was asked for, and what it knows of the files between taking them up and being done."""

    connection: sa.Connection
    archive: Archive
    collections: Collections
    settled: frozenset[str]
    keep: Path | None
    """The folder of the originals, where they are kept."""
    purged: frozenset[str]
    """Hashes of documents that were removed and do not come in again unasked."""
    signs: set[int]
    """`store.signs` of what is in or was looked for: most files are new, and asking costs a transaction."""
    seen: Seen = field(default_factory=Seen, kw_only=True)
    total: int = 0
    listed: Mapping[Path, State] | None = None
    """What was listed of files on storage; None where all files are on this machine."""
    facts: dict[Path, Facts] = field(default_factory=dict)
    last_of: dict[Path, Path] = field(default_factory=dict)
    """The container whose last document this is."""
    numbers: dict[Collection, int] = field(default_factory=dict)

    def collection(self, path: Path) -> int | None:
        """The number of the collection of a path, None where it has none; in the transaction of the caller."""
        one = self.collections.of(path)
        if one and one not in self.numbers:
            self.numbers[one] = store.collection_id(self.connection, one)
        return self.numbers[one] if one else None

    def is_new(self, path: Path, sha256: str | None = None) -> bool:
        """Whether the archive has neither this path nor these bytes; the next time it will be asked."""
        own = {hash(part) for part in (os.fsencode(path), sha256) if part}
        found = self.signs.isdisjoint(own)
        self.signs |= own
        return found
