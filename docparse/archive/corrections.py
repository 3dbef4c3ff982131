"""What a person corrected in the records of a document, kept so that reading it again does not undo it.

A correction names a field of a record by the kind of the record and its place in the text. What a field says by ids
(bodies, deadlines) is kept by what these stand for: a name, a place in the text; numbers differ with the next reading.
A record that was read elsewhere next time is found by its words; where it is gone, the correction waits and is told.

Reads: an archive; corrections, a JSON line each.
Writes: documents of an archive, the table `corrections`.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

import sqlalchemy as sa
from pydantic import ValidationError

from docparse.archive import store
from docparse.archive.changes import Data
from docparse.archive.connections import Archive
from docparse.archive.store import DOCUMENTS, FILES, TABLES, VERSIONS, Entry
from docparse.archive.versions import relate
from docparse.archive.work import entry_of
from docparse.errors import BadCorrection, DocparseError
from docparse.extract.metadata import document_id
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

_KINDS = (
    "zones",
    "sections",
    "references",
    "deadlines",
    "tasks",
    "addressees",
    "recipients",
    "signatures",
    "appendices",
)
_FIXED = frozenset(("id", "start", "end", "text", "rule", "confidence", "section", "parent", "evidence")) | frozenset(
    # These follow the letterhead, or the collection: import it again with another.
    ("province", "province_inferred")
)
_ROLES = frozenset(("lead", "coordinate", "monitor", "report_to", "via"))
_NAMING = frozenset(("symbol", "issued", "doc_type", "title"))
"""Fields of the metadata that its id is made of."""

_FIELDS = {
    kind: frozenset(get_args(Document.model_fields[kind].annotation)[0].model_fields) - _FIXED for kind in _KINDS
} | {"metadata": frozenset(type(Document.model_fields["metadata"].default).model_fields) - _FIXED}


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of a record that a person set right.

    `document` is its SHA-256; `kind` a key of the JSON; `start` and `end` the place of the record, None for metadata.
    `before` is what must be there now, `...` for whatever is there. Bodies are ids or names, deadlines ids or pairs of
    offsets.
    """

    document: str
    kind: str
    field: str
    after: Any
    start: int | None = None
    end: int | None = None
    before: Any = ...
    by: str = ""
    at: str = ""
    quote: str = ""
    applied: bool = True
    id: int | None = None


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
    """All corrections, in the order in which they were made; those of secret documents only with `allow_secret`."""
    with store.opened(archive) as connection, connection.begin():
        query = sa.select(CORRECTIONS).join(DOCUMENTS).order_by(CORRECTIONS.c.id)
        query = query if allow_secret else query.where(DOCUMENTS.c.secrecy.is_(None))
        return [_of(row) for row in connection.execute(query)]


def of_document(connection: sa.Connection, sha256: str) -> list[Correction]:
    """The corrections of a document, in their order; in the transaction of the caller."""
    query = sa.select(CORRECTIONS).where(CORRECTIONS.c.document == sha256).order_by(CORRECTIONS.c.id)
    return [_of(row) for row in connection.execute(query)]


def to_line(one: Correction) -> str:
    """A correction as a line of JSON, as `from_line` reads it."""
    values = {key: value for key, value in asdict(one).items() if key not in ("id", "applied") and value is not ...}
    return json.dumps(values, ensure_ascii=False)


def from_line(line: str, name: str) -> Correction:
    """The correction on a line of JSON.

    Args: `name`, of the file and line, for the error. Raises BadCorrection.
    """
    known = {"document": str, "kind": str, "field": str, "by": str, "at": str}
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or not {"document", "kind", "field", "after"} <= set(values):
            raise BadCorrection(name, "document, kind, field and after are needed")
        texts = all(isinstance(values.get(key, ""), kind) for key, kind in known.items())
        places = all(isinstance(values.get(key), int | None) for key in ("start", "end"))
        if not texts or not places:
            raise BadCorrection(name, "a value of the wrong kind")
        return Correction(**{k: v for k, v in values.items() if k in _KEYS})
    except ValueError as error:
        raise BadCorrection(name, "not JSON") from error


_KEYS = frozenset(("document", "kind", "field", "after", "start", "end", "before", "by", "at"))


def applied(data: Data, one: Correction) -> Correction:
    """Writes a correction into the JSON of a document, where its record is there, at its place or with its words.

    Returns it with the place where the record is now; `applied` is false where it was not found.
    """
    record = _found(data, one)
    resolved = _with_ids(data, one.field, one.after)
    if record is None or resolved is ...:
        return replace(one, applied=False)
    record[one.field] = resolved
    if one.kind == "metadata":
        if one.field in _NAMING:
            record["id"] = document_id(record)
        return replace(one, applied=True)
    record |= {"rule": "corrected", "confidence": 1.0}
    return replace(one, start=record["start"], end=record["end"], applied=True)


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
    if one.field not in _FIELDS.get(one.kind, ()):
        raise BadCorrection(name, "no such field")
    data: Data = json.loads(entries[0].json)
    record = _found(data, one)
    if record is None:
        raise BadCorrection(name, "no such record")
    before = _without_ids(data, one.field, record[one.field])
    after = _without_ids(data, one.field, one.after)
    if before == after:
        return
    if one.before is not ... and before != _without_ids(data, one.field, one.before):
        raise BadCorrection(name, "the field says something else by now")
    quote = data["text"][one.start : one.end] if one.kind != "metadata" else ""
    done = applied(data, replace(one, after=after, quote=quote))
    if not done.applied:
        raise BadCorrection(name, "no such body or deadline in the document")
    try:
        put_again(connection, entry_of(Document.model_validate_json(json.dumps(data))))
    except ValidationError as error:
        raise BadCorrection(name, "a value of the wrong kind") from error
    _keep(connection, replace(done, before=before))


def _keep(connection: sa.Connection, one: Correction) -> None:
    values = asdict(replace(one, by=one.by or store.person()))
    values |= {"before": json.dumps(one.before, ensure_ascii=False), "after": json.dumps(one.after, ensure_ascii=False)}
    values["at"] = one.at or store.now()
    del values["id"]
    connection.execute(CORRECTIONS.insert(), store.storable(values))


def _of(row: sa.Row[Any]) -> Correction:
    values = dict(row._mapping)
    return Correction(**{**values, "before": json.loads(values["before"]), "after": json.loads(values["after"])})


def _found(data: Data, one: Correction) -> Data | None:
    """The record that a correction means: at its place, else the only one with its words."""
    if one.kind == "metadata":
        metadata: Data = data["metadata"]
        return metadata
    records: list[Data] = data[one.kind]
    text = data["text"]
    here = [r for r in records if (r["start"], r["end"]) == (one.start, one.end)]
    if one.quote and text[one.start : one.end] != one.quote:
        here = [r for r in records if text[r["start"] : r["end"]] == one.quote]
    if len(here) > 1 and one.before is not ...:
        # Several records may stand on the same words, such as the numbers of an elliptical list.
        here = [r for r in here if _without_ids(data, one.field, r[one.field]) in (one.before, one.after)]
    return here[0] if len(here) == 1 else None


def _without_ids(data: Data, field: str, value: Any) -> Any:
    """A value with names for the ids of bodies, and offsets for those of deadlines."""
    names = {body["id"]: body["name"] for body in data["bodies"]}
    places = {one["id"]: [one["start"], one["end"]] for one in data["deadlines"]}
    return _mapped(field, value, names, places)


def _with_ids(data: Data, field: str, value: Any) -> Any:
    """A value with ids again; `...` where one of the bodies or deadlines is not in the document."""
    names = {body["name"]: body["id"] for body in data["bodies"]}
    places = {(one["start"], one["end"]): one["id"] for one in data["deadlines"]}
    found = _mapped(field, value, names, places)
    ids = [role["body"] for role in found] if field in _ROLES and _are_roles(found) else []
    ids += [found] if field == "body" and found is not None else []
    ids += found if field == "deadlines" and isinstance(found, list) else []
    known = {*names.values(), *places.values()}
    return found if all(isinstance(one, str) and one in known for one in ids) else ...


def _mapped(field: str, value: Any, bodies: Mapping[Any, Any], deadlines: Mapping[Any, Any]) -> Any:
    if field == "body" and isinstance(value, str):
        return bodies.get(value, value)
    if field in _ROLES and _are_roles(value):
        return [{**role, "body": bodies.get(role["body"], role["body"])} for role in value]
    if field == "deadlines" and isinstance(value, list):
        return [deadlines.get(_place(one), one) for one in value]
    return value


def _place(value: Any) -> Any:
    """A key for a pair of offsets or an id; None for anything else."""
    if isinstance(value, list) and all(isinstance(x, int) for x in value):
        return tuple(value)
    return value if isinstance(value, str) else None


def _are_roles(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, dict) and isinstance(x.get("body"), str) for x in value)
