"""A SQLite file that Datasette opens as it is, with views, facets and full-text search; metadata.json beside it.

    datasette papers.sqlite --metadata metadata.json

Reads: `Document`s.
Writes: a SQLite file, metadata.json.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docparse.export.rows import LINKS, TABLES, rows
from docparse.files import Unwritable, make_folder, write

if TYPE_CHECKING:
    from docparse.model import Document

_VIEWS = {
    "due": """
        select tasks.latest, tasks.lead, tasks.text, tasks.report_to, tasks.via, documents.symbol, documents.issued,
            documents.title, tasks.secrecy, tasks.document
        from tasks join documents on documents.sha256 = tasks.document
        where tasks.latest is not null order by tasks.latest""",
    "duties": """
        select roles.name, roles.role, tasks.text, tasks.latest, documents.symbol, documents.issued, documents.issuer,
            roles.secrecy, roles.document
        from roles join tasks on tasks.key = roles.task join documents on documents.sha256 = roles.document""",
    "cited": """
        select target, count(distinct document) as documents, count(*) as mentions,
            group_concat(distinct relation) as relations
        from mentions where target is not null and kind != 'self' group by target order by documents desc, target""",
    "citations": """
        select mentions.target, documents.symbol as cited_by, documents.issued, mentions.relation, mentions.text,
            mentions.secrecy, mentions.document
        from mentions join documents on documents.sha256 = mentions.document where mentions.kind != 'self'""",
    "years": """
        select year, doc_type, count(*) as documents, sum(tasks) as tasks from documents group by year, doc_type""",
}
_FACETS = {
    "documents": ["doc_type", "year", "province", "issuer", "secrecy", "review"],
    "mentions": ["relation", "kind", "target"],
    "deadlines": ["relation", "inferred"],
    "bodies": ["kind", "level"],
    "roles": ["role"],
    "sections": ["kind", "zone"],
    "warnings": ["code"],
    "due": ["lead"],
    "duties": ["role", "name"],
    "citations": ["relation", "target"],
    "years": ["doc_type"],
}
_LABELS = {"documents": "symbol", "tasks": "text", "bodies": "name", "sections": "title", "deadlines": "text"}
_INDEXED = frozenset(("document", "section", "task", "body", "target", "latest", "symbol", "issued", "doc_type"))


def write_sqlite(documents: Iterable[Document], path: Path) -> int:
    """Writes the file in the place of what was there, and metadata.json; returns the number of documents.

    What a metadata.json of Datasette says already stays as it is. Raises Unwritable, also where it is another's.
    """
    make_folder(path.parent)
    if _is_archive(path):
        raise Unwritable(str(path), "it is an archive")
    told = _beside(metadata(path.stem), path.with_name("metadata.json"))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(sqlite3.connect(beside)) as connection, connection:
            number = _fill(connection, documents)
        beside.replace(path)
    except OSError as error:
        raise Unwritable(str(path), error.strerror or "") from error
    except sqlite3.OperationalError as error:
        raise Unwritable(str(path), str(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    write(path.with_name("metadata.json"), json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    return number


def _beside(told: dict[str, Any], path: Path) -> dict[str, Any]:
    """What Datasette is to be told, with what a file tells it already, which somebody may have written by hand."""
    try:
        known = json.loads(path.read_bytes())
    except FileNotFoundError:
        return told
    except (OSError, ValueError):
        known = None
    if not isinstance(known, dict) or not isinstance(known.get("databases", {}), dict) or "schema_version" in known:
        raise Unwritable(str(path), "it is there, and is no metadata.json of Datasette")
    return _joined(told, known)


def _joined(new: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Two objects as one; where both have a value, the known one."""
    both = {k: _joined(new[k], v) for k, v in known.items() if isinstance(v, dict) and isinstance(new.get(k), dict)}
    return {**new, **known, **both}


def _is_archive(path: Path) -> bool:
    """Whether an archive stands where the file is to be written: it must not be lost to a slip."""
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            names = {name for [name] in connection.execute("select name from sqlite_master")}
    except sqlite3.DatabaseError:
        return False
    return {"collections", "files"} <= names


def _fill(connection: sqlite3.Connection, documents: Iterable[Document]) -> int:
    for table, columns in TABLES.items():
        connection.execute(f"create table {table} ({', '.join(_columns(table, columns))})")
    seen: set[str] = set()
    for document in documents:
        if document.source.sha256 in seen:
            continue
        seen.add(document.source.sha256)
        for table, row in rows(document):
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert into {table} values ({marks})", tuple(row.values()))
    for table, columns in TABLES.items():
        for name in _INDEXED.intersection(columns):
            connection.execute(f"create index {table}_{name} on {table} ({name})")
    for name, query in _VIEWS.items():
        connection.execute(f"create view {name} as {query}")
    connection.execute(
        "create virtual table documents_fts using fts5"
        " (title, text, plain, content=documents, tokenize='unicode61 remove_diacritics 0')"
    )
    connection.execute("insert into documents_fts (documents_fts) values ('rebuild')")
    return len(seen)


def _columns(table: str, columns: Iterable[str]) -> list[str]:
    """The columns of a table as SQL declares them."""
    declared = []
    for name in columns:
        words = f'"{name}" {TABLES[table][name]}'
        if name == ("sha256" if table == "documents" else "key"):
            words += " primary key"
        elif name == "document":
            words += " references documents (sha256)"
        elif name in LINKS:
            words += f" references {LINKS[name]} (key)"
        declared.append(words)
    return declared


def metadata(database: str) -> dict[str, Any]:
    """What Datasette is told: facets, labels, the table of full texts.

    Args: `database`, the name of the file without its suffix.
    """
    tables: dict[str, dict[str, Any]] = {}
    for name, facets in _FACETS.items():
        tables[name] = {"facets": facets}
    for name, label in _LABELS.items():
        tables.setdefault(name, {})["label_column"] = label
    tables["documents"] |= {"fts_table": "documents_fts", "fts_pk": "rowid", "sort_desc": "issued"}
    for name in ("documents_fts", *(f"documents_fts_{x}" for x in ("config", "data", "docsize", "idx"))):
        tables[name] = {"hidden": True}
    about = "Documents that docparse read. In a search, words without marks are found in the column plain."
    return {"databases": {database: {"description": about, "tables": tables}}}
