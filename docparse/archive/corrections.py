"""What a person corrected in the records of a document, kept so that reading it again does not undo it.

A record that was read elsewhere next time is found by its words; where it is gone, the correction waits and is told.
Each keeps who, when, before and after, also where it is taken back; two people do not overwrite each other unseen.

Reads: an archive; corrections.
Writes: documents of an archive, the tables `corrections`, `uncorrected` and `withdrawn`.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from pydantic import ValidationError

from docparse.archive import store
from docparse.archive.changes import Data
from docparse.archive.connections import Archive
from docparse.archive.correction import Correction
from docparse.archive.edits import applied, corrected
from docparse.archive.store import DOCUMENTS, FILES, TABLES, VERSIONS, Entry
from docparse.archive.versions import relate
from docparse.archive.work import entry_of
from docparse.errors import BadCorrection, DocparseError, Overtaken
from docparse.model import Document

CORRECTIONS = sa.Table(
    "corrections",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("document", sa.ForeignKey("documents.sha256"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False, comment="a key of the JSON: metadata, tasks, deadlines ..."),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("quote", sa.Text, nullable=False, comment="the words at this place"),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False, comment="JSON"),
    sa.Column("after", sa.Text, nullable=False, comment="JSON"),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
    sa.Column("applied", sa.Boolean, nullable=False, comment="false where its record was not found again"),
)

UNCORRECTED = sa.Table(
    "uncorrected",
    TABLES,
    sa.Column("document", sa.ForeignKey("documents.sha256"), primary_key=True),
    sa.Column("after", sa.Integer, nullable=False, comment="the last correction that is in this reading already"),
    sa.Column("json", sa.Text, nullable=False),
)
"""Documents as they were read, kept from their first correction on: what is withdrawn is as if it had never been."""
WITHDRAWN = sa.Table(
    "withdrawn",
    TABLES,
    sa.Column("correction", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("document", sa.ForeignKey("documents.sha256"), nullable=False, index=True),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
)


_IN_FORCE = ~sa.exists().where(WITHDRAWN.c.correction == CORRECTIONS.c.id)


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction as the archive keeps it; `withdrawn` and `when`: by whom and when it was taken back, "" where not.

    `fixed`: it was made before readings were kept, so that it cannot be taken back.
    """

    correction: Correction
    withdrawn: str = ""
    when: str = ""
    fixed: bool = False


def correct(
    archive: Archive, corrections: Iterable[Correction]
) -> Generator[tuple[Correction, DocparseError | None], None, None]:
    """Sets records right, one transaction a correction, and yields each with None, or with why it could not be done.

    Raises MissingFile, NotAnArchive, NewerArchive, ArchiveInUse, Unwritable. That of a correction is a BadCorrection.
    """
    with store.opened(archive, alone=True) as connection:
        for one in corrections:
            try:
                with connection.begin():
                    _correct(connection, one)
            except BadCorrection as error:
                yield one, error
            else:
                yield one, None


def listed(archive: Archive, *, allow_secret: bool = False) -> list[Correction]:
    """All corrections that stand, in their order; those of secret documents only with `allow_secret`."""
    with store.opened(archive) as connection, connection.begin():
        query = sa.select(CORRECTIONS).join(DOCUMENTS).where(*_standing(allow_secret)).order_by(CORRECTIONS.c.id)
        return [_of(row) for row in connection.execute(query)]


def latest(connection: sa.Connection, *, limit: int, offset: int, allow_secret: bool = False) -> list[Correction]:
    """Some of the corrections of `listed`, the latest first; in the transaction of the caller."""
    query = sa.select(CORRECTIONS).join(DOCUMENTS).where(*_standing(allow_secret)).order_by(CORRECTIONS.c.id.desc())
    return [_of(row) for row in connection.execute(query.limit(limit).offset(offset))]


def how_many(connection: sa.Connection, *, allow_secret: bool = False) -> int:
    """How many corrections `listed` has; in the transaction of the caller."""
    query = sa.select(sa.func.count()).select_from(CORRECTIONS.join(DOCUMENTS)).where(*_standing(allow_secret))
    return connection.scalar(query) or 0


def _standing(allow_secret: bool) -> list[sa.ColumnElement[bool]]:
    return [_IN_FORCE, *([] if allow_secret else [DOCUMENTS.c.secrecy.is_(None)])]


def of_document(connection: sa.Connection, sha256: str) -> list[Correction]:
    """The corrections of a document that stand, in their order; in the transaction of the caller."""
    query = sa.select(CORRECTIONS).where(CORRECTIONS.c.document == sha256, _IN_FORCE).order_by(CORRECTIONS.c.id)
    return [_of(row) for row in connection.execute(query)]


def history(connection: sa.Connection, sha256: str) -> list[Kept]:
    """All that was ever corrected in a document, the latest last; in the transaction of the caller."""
    joined = CORRECTIONS.outerjoin(WITHDRAWN, WITHDRAWN.c.correction == CORRECTIONS.c.id)
    query = sa.select(CORRECTIONS, WITHDRAWN.c.by.label("who"), WITHDRAWN.c.at.label("when")).select_from(joined)
    first = connection.scalar(sa.select(UNCORRECTED.c.after).where(UNCORRECTED.c.document == sha256))
    rows = connection.execute(query.where(CORRECTIONS.c.document == sha256).order_by(CORRECTIONS.c.id)).all()
    return [Kept(_of(row), row.who or "", row.when or "", first is None or row.id <= first) for row in rows]


def state(connection: sa.Connection, sha256: str) -> str:
    """A word for what a document says now and what was corrected in it; in the transaction of the caller.

    It is another one after every change, whoever made it: the number of the last correction, of those withdrawn, and a
    hash of the document.
    """
    last = connection.scalar(sa.select(sa.func.max(CORRECTIONS.c.id)).where(CORRECTIONS.c.document == sha256))
    count = sa.select(sa.func.count()).select_from(WITHDRAWN).where(WITHDRAWN.c.document == sha256)
    said = connection.scalar(sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == sha256)) or ""
    return f"{last or 0}.{connection.scalar(count)}.{crc32(said.encode()):08x}"


def change(connection: sa.Connection, sha256: str, since: str, corrections: Sequence[Correction]) -> None:
    """Makes corrections of a document together, or none of them; in the transaction of the caller, who writes alone.

    Args: `since`, the `state` that the person saw. Raises Overtaken where it is another by now, BadCorrection.
    """
    _unless_changed(connection, sha256, since)
    for one in corrections:
        _correct(connection, one)


def withdraw(connection: sa.Connection, sha256: str, since: str, ids: Sequence[int], by: str) -> None:
    """Takes corrections back; in the transaction of the caller, who writes alone. They stay in the history.

    The document is what was read with the other corrections made in it again, so that they need not be the later ones.
    Args and errors as for `change`; `ids`, of corrections.
    """
    _unless_changed(connection, sha256, since)
    name = first_file(connection, sha256)
    known = {one.correction.id: one for one in history(connection, sha256)}
    meant = [known.get(id_) for id_ in ids]
    if not meant or any(one is None or one.when for one in meant):
        raise BadCorrection(name, "there is no such correction to take back")
    if any(one and one.fixed for one in meant):
        raise BadCorrection(name, "what was read before it was not kept")
    values = {"document": sha256, "by": by, "at": store.now()}
    connection.execute(WITHDRAWN.insert(), [{**values, "correction": id_} for id_ in ids])
    base = connection.execute(sa.select(UNCORRECTED).where(UNCORRECTED.c.document == sha256)).one()
    data: Data = json.loads(base.json)
    for one in of_document(connection, sha256):
        if one.id is not None and one.id > base.after:
            note(connection, applied(data, one))
    put_again(connection, entry_of(Document.model_validate_json(json.dumps(data))))


def read_anew(connection: sa.Connection, sha256: str, data: Data) -> None:
    """Another reading of a document is what its corrections are made in from now on; in the caller's transaction."""
    if connection.scalar(sa.select(UNCORRECTED.c.after).where(UNCORRECTED.c.document == sha256)) is not None:
        values = {"after": 0, "json": json.dumps(data, ensure_ascii=False)}
        connection.execute(UNCORRECTED.update().where(UNCORRECTED.c.document == sha256).values(values))


def _unless_changed(connection: sa.Connection, sha256: str, since: str) -> None:
    if state(connection, sha256) != since:
        raise Overtaken(first_file(connection, sha256))


def note(connection: sa.Connection, one: Correction) -> None:
    """Keeps where a correction is in force now, or that it is not; in the transaction of the caller."""
    values = {"start": one.start, "end": one.end, "applied": one.applied}
    connection.execute(CORRECTIONS.update().where(CORRECTIONS.c.id == one.id).values(values))


def put_again(connection: sa.Connection, entry: Entry) -> None:
    """Puts another reading of a document in the place of the one that is in; in the transaction of the caller.

    What others made of the old one and can make again (tables whose key to it cascades) goes.
    """
    [old] = store.entries(connection, [entry.sha256])
    entry = replace(entry, given=old.given)
    for table, column, derived in store.referring(connection):
        if derived:
            connection.execute(table.delete().where(table.c[column] == entry.sha256))
    connection.execute(
        DOCUMENTS.update().where(DOCUMENTS.c.sha256 == entry.sha256).values(store.storable(asdict(entry)))
    )
    names = ("symbol", "issued", "issuer", "province", "text_sha256")
    if any(getattr(old, name) != getattr(entry, name) for name in names):
        one, of = VERSIONS.c.sha256, VERSIONS.c.of
        others = list(connection.scalars(sa.select(one).where(of == entry.sha256).order_by(one)))
        connection.execute(VERSIONS.delete().where(sa.or_(one == entry.sha256, of == entry.sha256)))
        for each in (entry, *store.entries(connection, others)):
            relate(connection, each)


def first_file(connection: sa.Connection, sha256: str) -> str:
    """A path of a document for people, its hash where no file of it is left; in the transaction of the caller."""
    name: str | None = connection.scalar(sa.select(sa.func.min(FILES.c.name)).where(FILES.c.document == sha256))
    return name or sha256


# --- one correction -----------------------------------------------------------------------------------------------


def _correct(connection: sa.Connection, one: Correction) -> None:
    entries = store.entries(connection, [one.document])
    if not entries:
        raise BadCorrection(one.document, "no such document")
    name = first_file(connection, one.document)
    data: Data = json.loads(entries[0].json)
    made = corrected(data, one, name)
    if made is None:
        return
    try:
        entry = entry_of(Document.model_validate_json(json.dumps(data)))
    except ValidationError as error:
        raise BadCorrection(name, "a value of the wrong kind") from error
    _keep_reading(connection, entries[0])
    put_again(connection, entry)
    _keep(connection, made)


def _keep_reading(connection: sa.Connection, entry: Entry) -> None:
    """Keeps a document as it was read, before its first correction."""
    if connection.scalar(sa.select(UNCORRECTED.c.after).where(UNCORRECTED.c.document == entry.sha256)) is None:
        last = sa.select(sa.func.max(CORRECTIONS.c.id)).where(CORRECTIONS.c.document == entry.sha256)
        values = {"document": entry.sha256, "after": connection.scalar(last) or 0, "json": entry.json}
        connection.execute(UNCORRECTED.insert(), store.storable(values))


def _keep(connection: sa.Connection, one: Correction) -> None:
    values = asdict(replace(one, by=one.by or store.person()))
    values |= {"before": json.dumps(one.before, ensure_ascii=False), "after": json.dumps(one.after, ensure_ascii=False)}
    values["at"] = one.at or store.now()
    del values["id"]
    connection.execute(CORRECTIONS.insert(), store.storable(values))


def _of(row: sa.Row[Any]) -> Correction:
    values = {column.name: row._mapping[column.name] for column in CORRECTIONS.c}
    return Correction(**{**values, "before": json.loads(values["before"]), "after": json.loads(values["after"])})
