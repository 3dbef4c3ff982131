"""The tables of the index: what is found in the documents of an archive, one row a finding, made from their JSON.

Every row hangs on its document and goes when that goes; one whose JSON is written anew is noted by a trigger.

Reads: nothing.
Writes: tables of SQLAlchemy.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from docparse.archive.store import DOCUMENTS, TABLES

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""In the order of its characters everywhere: dates and numbers are compared by it."""


def _text(name: str, *, index: bool = False, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=False, index=index, comment=comment)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _doc() -> sa.Column[int]:
    key = sa.ForeignKey("find_documents.n", ondelete="CASCADE")
    return sa.Column("doc", sa.Integer, key, nullable=False, index=True)


def _where() -> tuple[sa.Column[Any], ...]:
    return *(sa.Column(name, sa.Integer, nullable=False) for name in ("start", "end")), _text("section")


KINDS = sa.Table(
    "find_kinds",
    TABLES,
    _id(),
    *(_text(name) for name in ("doc_type", "issuer", "level", "year")),
    sa.UniqueConstraint("doc_type", "issuer", "level", "year"),
)
"""What a search is divided by: to count the documents of each is faster than to look at the fields of each document."""

FOUND = sa.Table(
    "find_documents",
    TABLES,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("sha256", sa.ForeignKey(DOCUMENTS.c.sha256, ondelete="CASCADE"), unique=True, nullable=False),
    _text("key", index=True, comment="of its number, or of its name"),
    _text("symbol"),
    sa.Column("number", sa.Integer, index=True),
    _text("code"),
    _text("organ"),
    _text("issued", index=True),
    _text("term"),
    _text("doc_type", index=True),
    _text("issuer"),
    _text("issuer_key", comment="in the one form that names are compared in"),
    _text("level"),
    _text("place", index=True, comment="folded, of its issuer"),
    _text("province", comment="folded"),
    _text("title"),
    _text("review", comment="interim, final or empty"),
    sa.Column("secret", sa.Boolean, nullable=False),
    sa.Column("kind", sa.ForeignKey("find_kinds.id"), nullable=False),
    sa.Column("identity", sa.ForeignKey("find_identities.id", ondelete="SET NULL"), index=True),
    sa.Index("find_documents_kind", "kind"),
    # Of the few that are: no question for all the others goes by it.
    sa.Index("find_documents_secret", "sha256", sqlite_where=sa.text("secret = 1"), postgresql_where=sa.text("secret")),
    sqlite_autoincrement=True,
)
IDENTITIES = sa.Table(
    "find_identities",
    TABLES,
    _id(),
    _text("key", index=True),
    _text("symbol"),
    _text("when", comment="its date, else its term, else empty"),
    _text("term"),
    _text("place"),
    sa.Column("held", sa.Integer, index=True, comment="the first document that it is; null where none is held"),
    sa.Column("conflict", sa.Boolean, nullable=False, comment="several held documents that differ bear its number"),
    sa.UniqueConstraint("key", "when", "place"),
)
MENTIONS = sa.Table(
    "find_mentions",
    TABLES,
    _id(),
    _doc(),
    _text("key", index=True),
    _text("symbol"),
    sa.Column("number", sa.Integer),
    _text("code"),
    _text("date"),
    _text("term"),
    _text("place"),
    _text("issuer"),
    _text("relation"),
    _text("zone"),
    _text("text"),
    _text("about", comment="what the document is said to be about"),
    *_where(),
    sa.Index("find_mentions_number", "number", "code"),
)
CITATIONS = sa.Table(
    "find_citations",
    TABLES,
    _id(),
    _doc(),
    _text("key", index=True, comment="of the number, as in the mentions"),
    sa.Column("identity", sa.ForeignKey("find_identities.id", ondelete="SET NULL"), comment="null where in doubt"),
    _text("basis", comment="why: date, term, only, or why not: several, date_differs, believed, conflict, no_number"),
    _text("candidates", comment="ids of identities, a space between"),
    sa.Column("said", sa.Integer, nullable=False, comment="relations by part of the document, bits of `citations`"),
    sa.Column("mentions", sa.Integer, nullable=False),
    _text("section", comment="of the mention that says most"),
    *(_text(name, comment="first stated") for name in ("about", "date", "issuer", "term")),
    sa.Index("find_citations_identity", "identity", "doc"),
)
"""The mentions that one document has of another, taken together; made from them for each number."""

BODIES = sa.Table(
    "find_bodies",
    TABLES,
    _id(),
    _doc(),
    _text("key"),
    _text("name"),
    _text("level"),
    _text("place"),
    *_where(),
    sa.Index("find_bodies_key", "key", "doc"),
)
MEMBERS = sa.Table(
    "find_members",
    TABLES,
    sa.Column("head", sa.Text, primary_key=True, comment="of the bodies that a collective name stands for: huyện ủy"),
    sa.Column("doc", sa.ForeignKey("find_documents.n", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("body", sa.ForeignKey("find_bodies.id", ondelete="CASCADE"), primary_key=True, index=True),
    sa.Column("owes", sa.Boolean, nullable=False, comment="something is asked of it"),
    sa.Index("find_members_owes", "head", "owes", "doc"),
)
TASKS = sa.Table(
    "find_tasks",
    TABLES,
    _id(),
    _doc(),
    _text("text"),
    _text("owes", comment="plan, report or empty"),
    _text("latest", index=True, comment="the last day, empty where none is stated"),
    *_where(),
)
DUTIES = sa.Table(
    "find_duties",
    TABLES,
    sa.Column("task", sa.ForeignKey("find_tasks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.ForeignKey("find_bodies.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.Text, primary_key=True, comment="lead, coordinate, monitor, report_to or via"),
    _text("latest", comment="of the task"),
    sa.Index("find_duties_body", "body", "role", "latest"),
)
DEADLINES = sa.Table(
    "find_deadlines",
    TABLES,
    _id(),
    _doc(),
    _text("relation"),
    _text("earliest"),
    _text("latest"),
    _text("text"),
    *_where(),
    sa.Index("find_deadlines_latest", "latest", "doc"),
)
DIRTY = sa.Table("find_dirty", TABLES, sa.Column("key", sa.Text, primary_key=True))
"""Keys of numbers whose mentions are to be resolved anew."""

CHANGED = sa.Table("find_changed", TABLES, _id(), _text("sha256"))
"""Documents whose JSON was written anew since they were indexed."""

MADE = tuple(TABLES.tables[name] for name in sorted(TABLES.tables) if name.startswith("find_"))
"""All tables that are made from the documents; what people keep is not among them."""

SAVED = sa.Table("find_saved", TABLES, sa.Column("name", sa.Text, primary_key=True), _text("query", comment="JSON"))
