"""What a person should look at, document by document with the reasons, and what was looked at and found right.

Reasons are the warnings that need a person, sentences of which nothing was read, other documents under the same number
and nearly the same text under another. The table follows the documents: what is new or changed goes in when asked.

Reads: the documents of an archive.
Writes: the tables `review_queue`, `review_reasons` and `review_accepted`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa

from docparse.archive import store
from docparse.archive.connections import turn
from docparse.archive.store import DOCUMENTS, TABLES, VERSIONS
from docparse.archive.work import REVIEW
from docparse.text import fold

Order = Literal["doubt", "issued", "newest", "quality", "symbol"]
ORDERS: tuple[Order, ...] = get_args(Order)
CODES = REVIEW | {"residue"}
PAIRS = ("conflict", "similar")
_GRAVE = frozenset(("date_conflict", "term_conflict", "deadline_before_issue", "misread_number", "garbled_text"))
_BATCH = 500

QUEUE = sa.Table(
    "review_queue",
    TABLES,
    sa.Column("document", sa.ForeignKey("documents.sha256", ondelete="CASCADE"), primary_key=True),
    sa.Column("symbol", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("issued", sa.Text, nullable=False),
    sa.Column("secret", sa.Boolean, nullable=False),
    sa.Column("quality", sa.Float, nullable=False, comment="0 to 1; 1 where it is not known"),
    sa.Column("doubt", sa.Integer, nullable=False, comment="how many reasons, grave ones three times"),
    sa.Column("words", sa.Text, nullable=False, comment="symbol, title and issuer, folded"),
)
"""Documents as the queue shows them: small, so that a large archive is looked through at once."""
REASONS = sa.Table(
    "review_reasons",
    TABLES,
    sa.Column("document", sa.ForeignKey("documents.sha256", ondelete="CASCADE"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
)
ACCEPTED = sa.Table(
    "review_accepted",
    TABLES,
    sa.Column("document", sa.ForeignKey("documents.sha256"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
)
"""Reasons that a person has looked at; another reason brings the document back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is wanted; `words` are sought in symbol, title and issuer."""

    code: str = ""
    words: str = ""
    order: Order = "doubt"
    allow_secret: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits for a person; `codes` are those not accepted yet."""

    document: str
    symbol: str
    title: str
    issued: str
    quality: float
    codes: tuple[str, ...]


def update(connection: sa.Connection, progress: Callable[[int, int], None] | None = None) -> None:
    """Takes in what is new or changed.

    Args: `progress`, called with the documents that are done and all that were to do.
    """
    # Counted first: to look for those that are new takes as long as a whole page of the server may.
    held, known = (sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in (DOCUMENTS, QUEUE))
    with connection.begin():
        is_new = connection.scalar(sa.select(held != known))
        new = list(connection.scalars(sa.select(DOCUMENTS.c.sha256).where(_IS_NEW))) if is_new else []
    for start in range(0, len(new), _BATCH):
        with turn(connection):
            _add(connection, new[start : start + _BATCH])
        if progress:
            progress(min(start + _BATCH, len(new)), len(new))


_IS_NEW = DOCUMENTS.c.sha256.not_in(sa.select(QUEUE.c.document))


def counts(connection: sa.Connection, asked: Asked) -> dict[str, int]:
    """How many documents wait for each reason, whatever reason is asked for; "" is all of them."""
    left = _left()
    shown = sa.select(left.c.document, left.c.code).join(QUEUE, QUEUE.c.document == left.c.document)
    rows = shown.where(*_fits(asked)).subquery()
    by_code = connection.execute(sa.select(rows.c.code, sa.func.count()).group_by(rows.c.code))
    found: dict[str, int] = dict(map(tuple, by_code))
    found[""] = connection.scalar(sa.select(sa.func.count(rows.c.document.distinct()))) or 0
    return found


def waiting(connection: sa.Connection, asked: Asked, limit: int, offset: int = 0) -> list[Waiting]:
    """The documents that wait, in the order asked for."""
    query = _listed(asked).order_by(*_order(asked.order)).limit(limit).offset(offset)
    rows = connection.execute(query).all()
    codes = _codes(connection, [row.document for row in rows])
    return [Waiting(r.document, r.symbol, r.title, r.issued, r.quality, codes[r.document]) for r in rows]


def neighbour(connection: sa.Connection, asked: Asked, document: str, step: Literal[1, -1]) -> str | None:
    """The document before (-1) or after (1) one in the queue, which may itself have left it; None at its end."""
    here = connection.execute(sa.select(QUEUE).where(QUEUE.c.document == document)).first()
    if here is None:
        return None
    key = _order(asked.order, backwards=step < 0)
    # Columns one after the other: a descending one is as good as its negative only for numbers.
    past: sa.ColumnElement[bool] = sa.false()
    equal: sa.ColumnElement[bool] = sa.true()
    for column in key:
        inner = column.element if isinstance(column, sa.UnaryExpression) else column
        descends = isinstance(column, sa.UnaryExpression)
        value = getattr(here, inner.name)
        past = sa.or_(past, sa.and_(equal, inner < value if descends else inner > value))
        equal = sa.and_(equal, inner == value)
    return connection.scalar(_listed(asked).where(past).order_by(*key).limit(1).with_only_columns(QUEUE.c.document))


def reasons(connection: sa.Connection, document: str) -> tuple[str, ...]:
    """Why a document waits, without what was accepted."""
    return _codes(connection, [document])[document]


def accept(connection: sa.Connection, document: str, by: str) -> tuple[str, ...]:
    """A person has looked at all reasons, which are returned; in the transaction of the caller."""
    codes = reasons(connection, document)
    if codes:
        values = {"document": document, "by": by, "at": store.now()}
        connection.execute(ACCEPTED.insert(), [{**values, "code": code} for code in codes])
    return codes


def reopen(connection: sa.Connection, document: str) -> None:
    """What was accepted waits again; in the transaction of the caller."""
    connection.execute(ACCEPTED.delete().where(ACCEPTED.c.document == document))


def accepted(connection: sa.Connection, document: str) -> list[tuple[str, str, str]]:
    """The reasons that were accepted, each with by whom and when."""
    query = sa.select(ACCEPTED.c.code, ACCEPTED.c.by, ACCEPTED.c.at).where(ACCEPTED.c.document == document)
    return [(code, by, at) for code, by, at in connection.execute(query.order_by(ACCEPTED.c.code))]


# --- what waits ---------------------------------------------------------------------------------------------------


def _left() -> sa.Subquery:
    """Documents and reasons that nobody has accepted."""
    pairs = sa.select(VERSIONS.c.sha256, VERSIONS.c.kind).where(VERSIONS.c.kind.in_(PAIRS)).distinct()
    every = sa.union_all(sa.select(REASONS.c.document, REASONS.c.code), pairs).subquery()
    done = sa.exists().where(ACCEPTED.c.document == every.c.document, ACCEPTED.c.code == every.c.code)
    return sa.select(every.c.document, every.c.code).where(~done).subquery()


def _listed(asked: Asked) -> sa.Select[Any]:
    left = _left()
    documents = sa.select(left.c.document)
    if asked.code:
        documents = documents.where(left.c.code == asked.code)
    return sa.select(QUEUE).where(QUEUE.c.document.in_(documents), *_fits(asked))


def _fits(asked: Asked) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [] if asked.allow_secret else [~QUEUE.c.secret]
    return found + [QUEUE.c.words.contains(word, autoescape=True) for word in fold(asked.words).split()]


def _order(order: Order, *, backwards: bool = False) -> list[Any]:
    column = {"doubt": QUEUE.c.doubt, "newest": QUEUE.c.issued}.get(order)
    descending = [(column if column is not None else QUEUE.c[order], column is not None), (QUEUE.c.document, False)]
    return [one.desc() if descends != backwards else one for one, descends in descending]


def _codes(connection: sa.Connection, documents: Sequence[str]) -> dict[str, tuple[str, ...]]:
    left = _left()
    rows = connection.execute(sa.select(left).where(left.c.document.in_(documents)).order_by(left.c.code))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(documents, ())
    for document, code in rows:
        found[document] += (code,)
    return found


# --- taking in ----------------------------------------------------------------------------------------------------


def _add(connection: sa.Connection, hashes: Sequence[str]) -> None:
    # To write first is to have a file alone from here.
    connection.execute(QUEUE.delete().where(sa.false()))
    query = sa.select(DOCUMENTS).where(_IS_NEW, store.among(DOCUMENTS.c.sha256, hashes))
    rows = [_of(row) for row in connection.execute(query)]
    if rows:
        connection.execute(QUEUE.insert(), [store.storable(values) for values, _ in rows])
    if found := [{"document": values["document"], "code": code} for values, codes in rows for code in codes]:
        connection.execute(REASONS.insert(), found)


def _of(row: sa.Row[Any]) -> tuple[dict[str, Any], list[str]]:
    data = json.loads(row.json)
    codes = sorted({warning["code"] for warning in data["warnings"]} & CODES)
    known = (row.symbol, row.title, row.issuer)
    values = {
        "document": row.sha256,
        "symbol": row.symbol or "",
        "title": row.title or "",
        "issued": row.issued or "",
        "secret": row.secrecy is not None,
        "quality": 1.0 if data["source"]["quality"] is None else data["source"]["quality"],
        "doubt": sum(3 if code in _GRAVE else 1 for code in codes),
        "words": fold(" ".join(filter(None, known))),
    }
    return values, codes
