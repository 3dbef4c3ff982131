"""What an archive keeps of a calendar on a server: of each entry hashes of what was sent there and of what came back.

No word of a document is in it; it hangs on the document and goes with it when that is purged.

Reads: an archive.
Writes: its table `calendar_pushed`.
"""

from __future__ import annotations

import json

import sqlalchemy as sa

from docparse.archive.store import DOCUMENTS, TABLES
from docparse.calendar.step import Sent

PUSHED = sa.Table(
    "calendar_pushed",
    TABLES,
    sa.Column("calendar", sa.Text, primary_key=True, comment="its address, without a user"),
    sa.Column("uid", sa.Text, primary_key=True),
    sa.Column("document", sa.ForeignKey("documents.sha256"), nullable=False, index=True),
    sa.Column("sent", sa.Text, nullable=False, comment="JSON: hashes of the parts that were sent"),
    sa.Column("seen", sa.Text, nullable=False, comment="JSON: hashes of the parts that the server gave back"),
    sa.Column("pending", sa.Text, comment="JSON: hashes of what was about to be sent; null once that is settled"),
)


def known(connection: sa.Connection, calendar: str) -> dict[str, Sent]:
    """What is known of the entries of a calendar, by UID."""
    with connection.begin():
        rows = connection.execute(sa.select(PUSHED).where(PUSHED.c.calendar == calendar)).all()
    return {
        row.uid: Sent(json.loads(row.sent), json.loads(row.seen), json.loads(row.pending) if row.pending else None)
        for row in rows
    }


def put(connection: sa.Connection, calendar: str, uid: str, document: str, one: Sent) -> None:
    """Keeps what is known of an entry, in the place of what was; nothing where its document is gone meanwhile."""
    with connection.begin():
        connection.execute(PUSHED.delete().where(PUSHED.c.calendar == calendar, PUSHED.c.uid == uid))
        if connection.scalar(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.sha256 == document)) is None:
            return
        parts = {"sent": one.sent, "seen": one.seen, "pending": one.pending}
        texts = {name: None if value is None else json.dumps(value, sort_keys=True) for name, value in parts.items()}
        connection.execute(PUSHED.insert().values(calendar=calendar, uid=uid, document=document, **texts))


def forget(connection: sa.Connection, calendar: str, uid: str) -> None:
    """Drops what is known of an entry that is no longer in a calendar."""
    with connection.begin():
        connection.execute(PUSHED.delete().where(PUSHED.c.calendar == calendar, PUSHED.c.uid == uid))
