"""What an archive keeps of entries: their UIDs once given, how often each was changed and when, and what it said last.

An entry that its documents no longer ask for is cancelled and stays. What it said hangs on its document and goes with
that when it is purged; then only its UID is left, with which a calendar can be told.

Reads: an archive.
Writes: its tables `calendar_entries`, `calendar_facts`; and, by `dated`, the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from docparse.archive.store import DOCUMENTS, TABLES, storable
from docparse.calendar import dated
from docparse.calendar.identity import Known, words_of
from docparse.calendar.model import Entry

ENTRIES = sa.Table(
    "calendar_entries",
    TABLES,
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("modified", sa.Text, nullable=False, comment="UTC, ISO 8601"),
)
FACTS = sa.Table(
    "calendar_facts",
    TABLES,
    sa.Column("uid", sa.ForeignKey("calendar_entries.uid"), primary_key=True),
    sa.Column("document", sa.ForeignKey("documents.sha256"), nullable=False, index=True),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("task", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False, comment="hash of what is asked"),
    sa.Column("digest", sa.Text, nullable=False, comment="hash of what the entry says"),
    sa.Column("json", sa.Text, nullable=False),
)

_OUR_OWN = {"uid": True, "sequence": True, "modified": True}
_NOT_SAID: Any = _OUR_OWN | {
    "duty": {
        **dict.fromkeys(("start", "end", "confidence", "role", "owed_as", "task"), True),
        "paper": dict.fromkeys(("sha256", "level", "place", "province"), True),
    }
}
"""What of an entry no calendar shows: when it changes, the entry has not changed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """All entries of an archive, those that were cancelled among them, and the UIDs of what was purged."""

    entries: tuple[Entry, ...]
    purged: frozenset[str]


def known(connection: sa.Connection) -> list[Known]:
    """The entries that an archive knows, in the transaction of the caller."""
    columns = [FACTS.c[name] for name in ("uid", "document", "path", "task", "words")]
    return [Known(*row) for row in connection.execute(sa.select(*columns).order_by(FACTS.c.uid))]


def given(connection: sa.Connection) -> set[str]:
    """All UIDs that an archive ever gave, in the transaction of the caller."""
    return set(connection.scalars(sa.select(ENTRIES.c.uid)))


def settled(connection: sa.Connection, entries: Sequence[Entry], now: str, made_from: str) -> Kept:
    """Entries with their sequence and the time of their last change, which rise where one says something else.

    Args: `entries`, what the documents ask for today; `now`, UTC in ISO 8601; `made_from`, the archive when they
    were read (`dated.state`). Not in a transaction: nothing is written where nothing has changed.
    """
    with connection.begin():
        kept, changed = _compared(connection, entries, now)
        before = dated.noted(connection)
    if changed or before != made_from:
        with connection.begin():
            # To write first is to have the archive alone from here: another run may have settled the same.
            connection.execute(ENTRIES.delete().where(ENTRIES.c.uid == ""))
            kept, changed = _compared(connection, entries, now)
            before = dated.noted(connection)
            _write(connection, changed)
            held = set(connection.scalars(sa.select(DOCUMENTS.c.sha256)))
            dated.put(connection, changed if dated.is_whole(before, made_from) else kept.entries, held, made_from)
    return kept


def _compared(connection: sa.Connection, entries: Sequence[Entry], now: str) -> tuple[Kept, list[Entry]]:
    """All entries, and those that differ from what is kept."""
    numbers = {uid: (n, at) for uid, n, at in connection.execute(sa.select(ENTRIES))}
    rows = {row.uid: row for row in connection.execute(sa.select(FACTS))}
    here = {entry.uid for entry in entries}
    gone = [_cancelled(rows[uid].json, uid) for uid in sorted(rows.keys() - here)]
    found, changed = [], []
    for entry in (*entries, *filter(None, gone)):
        sequence, modified = numbers.get(entry.uid, (-1, now))
        row = rows.get(entry.uid)
        same = row is not None and row.digest == digest(entry)
        one = entry.model_copy(
            update={"sequence": sequence if same else sequence + 1, "modified": modified if same else now}
        )
        found.append(one)
        if not same or row is None or (row.document, row.task) != (entry.duty.paper.sha256, entry.duty.task):
            changed.append(one)
    return Kept(tuple(found), frozenset(numbers.keys() - rows.keys() - here)), changed


def _cancelled(json: str, uid: str) -> Entry | None:
    """An entry that no document asks for any more; None where it was kept by another version of docparse."""
    try:
        entry = Entry.model_validate_json(json)
    except ValidationError:
        return None
    if entry.status == "due":
        entry = entry.model_copy(update={"status": "cancelled", "cause": "withdrawn"})
    return entry.model_copy(update={"uid": uid})


def digest(entry: Entry) -> str:
    """A hash of what an entry says."""
    said = entry.model_dump_json(exclude=_NOT_SAID)
    return blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _write(connection: sa.Connection, entries: Sequence[Entry]) -> None:
    """Puts entries in the place of what is kept of them; in the transaction of the caller."""
    held = set(connection.scalars(sa.select(DOCUMENTS.c.sha256)))
    for table in (FACTS, ENTRIES) if entries else ():
        connection.execute(table.delete().where(table.c.uid == sa.bindparam("old")), [{"old": e.uid} for e in entries])
    numbers = [{"uid": e.uid, "sequence": e.sequence, "modified": e.modified} for e in entries]
    if numbers:
        connection.execute(ENTRIES.insert(), numbers)
    facts = [_facts(e) for e in entries if e.duty.paper.sha256 in held]
    if facts:
        connection.execute(FACTS.insert(), facts)


def _facts(entry: Entry) -> dict[str, Any]:
    duty = entry.duty
    return storable(
        {
            "uid": entry.uid,
            "document": duty.paper.sha256,
            "path": duty.paper.path,
            "task": duty.task,
            "words": words_of(duty),
            "digest": digest(entry),
            "json": entry.model_dump_json(),
        }
    )
