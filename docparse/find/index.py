"""The index of an archive, brought up to date: documents that are not in it yet go in, what is gone goes out.

Import pays nothing for it: each command that searches brings it up to date first, some hundred documents in one
transaction. Whatever interrupts it, the next command goes on from there.

Reads: the documents of an archive.
Writes: the tables of the index.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from docparse.archive.connections import turn
from docparse.archive.store import DOCUMENTS, META, TABLES
from docparse.find import fulltext
from docparse.find.identity import resolve
from docparse.find.rows import Rows, Values, rows
from docparse.find.tables import (
    BODIES,
    CHANGED,
    DEADLINES,
    DIRTY,
    DUTIES,
    FOUND,
    IDENTITIES,
    KINDS,
    MADE,
    MEMBERS,
    MENTIONS,
    TASKS,
)
from docparse.model import Document

Progress = Callable[[int, int], None]
"""Called with the documents that are done and all that were to do."""

_BATCH = 200
_KEYS = 400
_FORM = {"key": "find", "value": "4"}
"""The form of the index in `meta`, counted up when a table of it or what stands in one changes."""

_NEW = sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.sha256.not_in(sa.select(FOUND.c.sha256)))


def update(connection: sa.Connection, progress: Progress | None = None) -> int:
    """Brings the index up to date and returns how many documents were added.

    Args: `progress`, called after each batch. Raises, through the connection, Unwritable for what the system refuses.
    """
    _make(connection)
    with connection.begin():
        if not _is_stale(connection):
            return 0
    with _alone(connection):
        _drop(connection)
        new = list(connection.scalars(_NEW.order_by(DOCUMENTS.c.sha256)))
    for start in range(0, len(new), _BATCH):
        with _alone(connection):
            _add(connection, new[start : start + _BATCH])
        if progress:
            progress(min(start + _BATCH, len(new)), len(new))
    _settle(connection)
    if len(new) >= _BATCH:
        with turn(connection):
            fulltext.of(connection).settle(connection)
    return len(new)


@contextmanager
def _alone(connection: sa.Connection) -> Generator[None, None, None]:
    """A transaction in which nobody else writes to the index."""
    with turn(connection):
        # To write first is to have a file alone from here: nobody can add the same between reading and writing.
        connection.execute(DIRTY.delete().where(sa.false()))
        yield


def _is_stale(connection: sa.Connection) -> bool:
    """Whether documents are new, were changed or are gone, or an update was interrupted."""
    # Counted: to look for those that are new takes as long as a whole page of the server may.
    held, found = (sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in (DOCUMENTS, FOUND))
    left = sa.or_(held != found, sa.select(CHANGED.c.id).exists(), sa.select(DIRTY.c.key).exists())
    return bool(connection.scalar(sa.select(left))) or fulltext.of(connection).has_orphans(connection)


def _make(connection: sa.Connection) -> None:
    """Makes the tables where there are none; those of another form are made anew, for all documents."""
    with connection.begin():
        if _is_made(connection):
            return
    with turn(connection):
        # As in `_alone`, but for the tables; another may have made them meanwhile.
        connection.execute(META.delete().where(sa.false()))
        if _is_made(connection):
            return
        words = fulltext.of(connection)
        words.drop(connection)
        TABLES.drop_all(connection, MADE)
        TABLES.create_all(connection, MADE)
        words.create(connection)
        connection.execute(META.delete().where(META.c.key == _FORM["key"]))
        connection.execute(META.insert(), _FORM)


def _is_made(connection: sa.Connection) -> bool:
    return connection.scalar(sa.select(META.c.value).where(META.c.key == _FORM["key"])) == _FORM["value"]


def _drop(connection: sa.Connection) -> None:
    """What is left of documents that are gone or changed; others with their numbers are understood anew."""
    words = fulltext.of(connection)
    # What documents cited that are gone is not known any more: it may be any number.
    keys = set(connection.scalars(sa.select(IDENTITIES.c.key))) if words.has_orphans(connection) else set()
    if changed := list(connection.execute(sa.select(CHANGED.c.id, CHANGED.c.sha256))):
        own = sa.select(FOUND.c.n).where(FOUND.c.sha256.in_({sha256 for _, sha256 in changed}))
        keys |= set(connection.scalars(sa.select(FOUND.c.key).where(FOUND.c.n.in_(own))))
        keys |= set(connection.scalars(sa.select(MENTIONS.c.key).where(MENTIONS.c.doc.in_(own))))
        connection.execute(FOUND.delete().where(FOUND.c.n.in_(own)))
        connection.execute(CHANGED.delete().where(CHANGED.c.id.in_([n for n, _ in changed])))
    if words.has_orphans(connection):
        words.drop_orphans(connection)
    # Nothing that only documents said which are gone may be left.
    connection.execute(KINDS.delete().where(KINDS.c.id.not_in(sa.select(FOUND.c.kind))))
    _mark(connection, keys)


def _mark(connection: sa.Connection, keys: set[str]) -> None:
    known = set(connection.scalars(sa.select(DIRTY.c.key)))
    if new := keys - known:
        connection.execute(DIRTY.insert(), [{"key": k} for k in sorted(new)])


def _add(connection: sa.Connection, hashes: Sequence[str]) -> None:
    """One batch, in the transaction of the caller; what another process has added meanwhile is left as it is."""
    wanted = _NEW.where(DOCUMENTS.c.sha256.in_(hashes)).with_only_columns(DOCUMENTS.c.sha256, DOCUMENTS.c.json)
    found = list(connection.execute(wanted.order_by(DOCUMENTS.c.sha256)))
    documents = [Document.from_json(data) for _, data in found]
    batch = [rows(document) for document in documents]
    if not batch:
        return
    kinds = _kinds(connection, [_kind(one.document) for one in batch])
    values = [
        {"sha256": sha256, "kind": kinds[_kind(one.document)], **one.document}
        for one, (sha256, _) in zip(batch, found, strict=True)
    ]
    numbers = _insert(connection, FOUND, FOUND.c.n, values)
    fulltext.of(connection).put(connection, [(n, d.text) for n, d in zip(numbers, documents, strict=True)])
    _add_findings(connection, list(zip(numbers, batch, strict=True)))
    _mark(connection, {r["key"] for one in batch for r in (one.document, *one.mentions)})


def _kind(document: Values) -> tuple[str, ...]:
    """The type, issuer, level and year of a document."""
    return document["doc_type"], document["issuer"], document["level"], document["issued"][:4]


def _kinds(connection: sa.Connection, some: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """The numbers of some kinds; those that are new are added."""
    names = ("doc_type", "issuer", "level", "year")
    asked = sa.select(*(KINDS.c[name] for name in names), KINDS.c.id)
    rows = connection.execute(asked.where(sa.tuple_(*(KINDS.c[name] for name in names)).in_(sorted(set(some)))))
    found = {tuple(row[:-1]): row.id for row in rows}
    new = sorted(set(some) - found.keys())
    numbers = _insert(connection, KINDS, KINDS.c.id, [dict(zip(names, one, strict=True)) for one in new])
    return found | dict(zip(new, numbers, strict=True))


def _add_findings(connection: sa.Connection, batch: Sequence[tuple[int, Rows]]) -> None:
    """What was found in documents, by their numbers."""
    bodies = _insert(connection, BODIES, BODIES.c.id, [{"doc": n, **b} for n, one in batch for b in one.bodies])
    tasks = _insert(connection, TASKS, TASKS.c.id, [{"doc": n, **t} for n, one in batch for t in one.tasks])
    links, heads, at_task, at_body = [], [], 0, 0
    for n, one in batch:
        links += [
            {"task": tasks[at_task + t], "body": bodies[at_body + b], "role": r, "latest": one.tasks[t]["latest"]}
            for t, b, r in one.duties
        ]
        heads += [{"doc": n, "body": bodies[at_body + b], "head": h, "owes": o} for b, h, o in one.members]
        at_task, at_body = at_task + len(one.tasks), at_body + len(one.bodies)
    mentions = [{"doc": n, **m} for n, one in batch for m in one.mentions]
    deadlines = [{"doc": n, **d} for n, one in batch for d in one.deadlines]
    for table, values in ((MEMBERS, heads), (DUTIES, links), (MENTIONS, mentions), (DEADLINES, deadlines)):
        if values:
            connection.execute(table.insert(), values)


def _insert(connection: sa.Connection, table: sa.Table, key: sa.Column[int], values: list[Values]) -> list[int]:
    """Adds rows and returns their keys in the order of `values`."""
    statement = table.insert().returning(key, sort_by_parameter_order=True)
    return list(connection.scalars(statement, values)) if values else []


def _settle(connection: sa.Connection) -> None:
    """Says of every mention whose number was touched which document it means."""
    while True:
        with _alone(connection):
            keys = list(connection.scalars(sa.select(DIRTY.c.key).order_by(DIRTY.c.key).limit(_KEYS)))
            if not keys:
                return
            resolve(connection, keys)
            connection.execute(DIRTY.delete().where(DIRTY.c.key.in_(keys)))
