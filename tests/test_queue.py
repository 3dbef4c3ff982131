"""The queue and corrections in an archive of either kind: a file, and a database on a server."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from docparse import archive
from docparse.archive import corrections, queue, store
from docparse.archive.connections import Archive
from docparse.archive.correction import RECORD, Correction
from docparse.archive.queue import ORDERS, Asked
from docparse.archive.store import DOCUMENTS

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = ("thong-bao-ubkt-2021.txt", "du-thao-2025.txt", "chi-thi-1997.txt")


def filled(db: Archive) -> None:
    for step in archive.import_files(db, [CORPUS / name for name in NAMES], workers=1):
        assert step.event == "parsed"


def test_the_queue_follows_the_documents(db: Archive) -> None:
    filled(db)
    with store.opened(db) as connection:
        queue.update(connection)
        with connection.begin():
            rows = queue.waiting(connection, Asked(), 10)
            assert len(rows) == queue.counts(connection, Asked())[""] == 2
            for order in ORDERS:
                first, second = queue.waiting(connection, Asked(order=order), 10)
                assert queue.neighbour(connection, Asked(order=order), first.document, 1) == second.document
                assert queue.neighbour(connection, Asked(order=order), second.document, -1) == first.document
            assert queue.accept(connection, rows[0].document, "An") == rows[0].codes
        with connection.begin():
            assert [row.document for row in queue.waiting(connection, Asked(), 10)] == [rows[1].document]
            connection.execute(DOCUMENTS.update().values(secrecy="MẬT"))
            connection.execute(queue.QUEUE.delete())
            connection.execute(queue.REASONS.delete())
        queue.update(connection)
        with connection.begin():
            assert queue.waiting(connection, Asked(), 10) == []
            assert queue.counts(connection, Asked()) == {"": 0}
            assert len(queue.waiting(connection, Asked(allow_secret=True), 10)) == 1


def test_corrections_come_and_go(db: Archive) -> None:
    filled(db)
    with store.opened(db, alone=True) as connection:
        with connection.begin():
            sha256, before = connection.execute(sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.json)).first() or ("", "")
            one = Correction(sha256, "metadata", "title", "tên mới", by="Lan")
            other = Correction(sha256, "tasks", RECORD, {}, 0, 5, by="Lan")
            corrections.change(connection, sha256, corrections.state(connection, sha256), [one, other])
        with connection.begin():
            kept = corrections.history(connection, sha256)
            assert [(x.correction.field, x.correction.by, x.fixed) for x in kept] == [
                ("title", "Lan", False),
                (RECORD, "Lan", False),
            ]
            ids = [x.correction.id or 0 for x in kept]
            corrections.withdraw(connection, sha256, corrections.state(connection, sha256), ids, "An")
        with connection.begin():
            assert store.entries(connection, [sha256])[0].json == before
    [gone] = archive.planned(db, [sha256]).documents
    archive.purge(db, [gone])
    with store.opened(db) as connection, connection.begin():
        for table in (corrections.CORRECTIONS, corrections.UNCORRECTED, corrections.WITHDRAWN):
            assert connection.execute(sa.select(table)).all() == []
