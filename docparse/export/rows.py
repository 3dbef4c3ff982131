"""Documents as tables: a row for each document, section, mention, deadline, body, task, role and so on.

Every row has the hash of its document and the document's mark of secrecy, and a `key` that no other row of its table
has. `TABLES` is the only place that says which columns there are and of what type.

Reads: `Document`s.
Writes: rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from docparse.model import Document
from docparse.text import fold

Type = Literal["text", "integer", "real"]
Row = dict[str, Any]

_PLACE: dict[str, Type] = {"start": "integer", "end": "integer"}
_SURE: dict[str, Type] = {"rule": "text", "confidence": "real"}
_OF: dict[str, Type] = {"key": "text", "document": "text", "secrecy": "text"}


def _text(*names: str) -> dict[str, Type]:
    return dict.fromkeys(names, "text")


TABLES: Mapping[str, Mapping[str, Type]] = {
    "documents": {
        **_text("sha256", "id", "file", "doc_type", "symbol", "issued"),
        "year": "integer",
        **_text("province", "place", "issuer", "title", "secrecy", "urgency", "circulation"),
        "draft": "integer",
        **_text("review"),
        "review_years": "integer",
        **_text("media_type"),
        "pages": "integer",
        "quality": "real",
        "tasks": "integer",
        "warnings": "integer",
        **_text("text", "plain"),
    },
    "sections": {
        **_OF,
        **_text("parent"),
        "depth": "integer",
        **_text("kind", "label", "title", "zone", "text"),
        **_PLACE,
        **_SURE,
    },
    "mentions": {
        **_OF,
        **_text(
            "section",
            "target",
            "text",
            "relation",
            "kind",
            "type",
            "symbol",
            "number",
            "issuer",
            "province",
            "date",
            "term",
        ),
        **_PLACE,
        **_SURE,
    },
    "deadlines": {
        **_OF,
        **_text("section", "text", "relation", "edtf", "earliest", "latest", "rrule", "inferred"),
        **_PLACE,
        **_SURE,
    },
    "bodies": {**_OF, **_text("name", "kind", "level", "province", "authority"), "mentions": "integer", **_SURE},
    "tasks": {
        **_OF,
        **_text("section", "text", "lead", "coordinate", "monitor", "report_to", "via", "earliest", "latest"),
        **_PLACE,
        **_SURE,
    },
    "roles": {**_OF, **_text("task", "role", "body", "name")},
    "task_deadlines": {**_OF, **_text("task", "deadline")},
    "recipients": {**_OF, **_text("text", "body", "note"), "archive": "integer", **_PLACE, **_SURE},
    "addressees": {**_OF, **_text("text", "body"), **_PLACE, **_SURE},
    "signatures": {**_OF, **_text("mode", "on_behalf_of", "position", "name", "note"), **_PLACE, **_SURE},
    "appendices": {**_OF, **_text("title"), **_PLACE, **_SURE},
    "warnings": {**_OF, **_text("code", "message", "text"), **_PLACE},
}
"""The columns of each table and their types; `plain` is the text without marks and in small letters."""

LINKS = {
    "section": "sections",
    "parent": "sections",
    "task": "tasks",
    "deadline": "deadlines",
    "body": "bodies",
}
"""Columns that hold the `key` of a row of another table."""
_ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
_RECORDS = (
    ("sections", "sections"),
    ("references", "mentions"),
    ("deadlines", "deadlines"),
    ("bodies", "bodies"),
    ("tasks", "tasks"),
    ("recipients", "recipients"),
    ("addressees", "addressees"),
    ("signatures", "signatures"),
    ("appendices", "appendices"),
    ("warnings", "warnings"),
)


def rows(document: Document) -> Iterator[tuple[str, Row]]:
    """All rows of a document with the names of their tables, each with all columns of its table in their order."""
    sha256 = document.source.sha256
    yield "documents", _ordered("documents", _document(document))
    shared = {"document": sha256, "secrecy": document.metadata.secrecy}
    for source, table in _RECORDS:
        for number, record in enumerate(getattr(document, source), 1):
            row = record.model_dump()
            row["key"] = f"{sha256[:16]}/{row.get('id') or number}"
            row.update(shared, text=_words(document, table, row), **_extra(document, table, record))
            yield table, _ordered(table, _linked(sha256, row))
    yield from (("roles", _ordered("roles", _linked(sha256, {**row, **shared}))) for row in _roles(document))
    for task in document.tasks:
        for deadline in task.deadlines:
            key = f"{sha256[:16]}/{task.id}/{deadline}"
            row = {"key": key, "task": task.id, "deadline": deadline, **shared}
            yield "task_deadlines", _ordered("task_deadlines", _linked(sha256, row))


def _ordered(table: str, row: Row) -> Row:
    return {name: row.get(name) for name in TABLES[table]}


def _linked(sha256: str, row: Row) -> Row:
    """A row with the keys of other rows in the place of their ids."""
    return row | {name: f"{sha256[:16]}/{row[name]}" for name in LINKS if row.get(name)}


def _document(document: Document) -> Row:
    m, source = document.metadata, document.source
    return {
        **m.model_dump(exclude={"evidence", "review"}),
        "sha256": source.sha256,
        "file": source.name,
        "year": int(m.issued[:4]) if m.issued and m.issued[:4].isdecimal() else None,
        "draft": int(m.draft),
        "review": m.review.kind if m.review else None,
        "review_years": m.review.years if m.review else None,
        "media_type": source.media_type,
        "pages": source.pages,
        "quality": source.quality,
        "tasks": len(document.tasks),
        "warnings": len(document.warnings),
        "text": document.text,
        "plain": fold(document.text),
    }


def _words(document: Document, table: str, row: Row) -> str | None:
    """The text of a record; of sections and warnings the stretch that they mark."""
    if "text" in row:
        return str(row["text"])
    if table in ("sections", "warnings") and row["start"] is not None and row["end"] is not None:
        return document.text[row["start"] : row["end"]]
    return None


def _extra(document: Document, table: str, record: Any) -> Row:
    """Columns that a record does not have as they are."""
    if table == "bodies":
        return {"mentions": len(record.mentions)}
    if table == "recipients":
        return {"archive": int(record.archive)}
    if table != "tasks":
        return {}
    due = [d for d in document.deadlines if d.id in record.deadlines]
    return {
        **{name: "; ".join(role.text for role in getattr(record, name)) for name in _ROLES},
        "earliest": min((d.earliest for d in due if d.earliest), default=None),
        "latest": max((d.latest for d in due if d.latest), default=None),
    }


def _roles(document: Document) -> Iterator[Row]:
    for task in document.tasks:
        for name in _ROLES:
            for number, role in enumerate(getattr(task, name), 1):
                key = f"{document.source.sha256[:16]}/{task.id}/{name}/{number}"
                yield {"key": key, "task": task.id, "role": name, "body": role.body, "name": role.text}
