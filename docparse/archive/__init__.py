"""An archive of documents, in one SQLite file or a PostgreSQL database.

Import that goes on where it stopped, quarantine, versions, checks:

    from docparse import archive
    for step in archive.import_files(Path("papers.db"), [Path("plan.docx")], workers=2):
        print(step.path, step.event)
    print(archive.status(Path("papers.db")).outcomes)

`archive.located("postgresql://archivist@server/papers")` stands in the place of a path.

Reads: nothing.
Writes: the names that other programs use.
"""

from docparse.archive.bag import bag
from docparse.archive.collections import Collections, read_collections
from docparse.archive.connections import located
from docparse.archive.correction import Correction
from docparse.archive.corrections import correct
from docparse.archive.importer import import_files, retry
from docparse.archive.purge import planned, purge
from docparse.archive.reparse import read_again
from docparse.archive.run import Step
from docparse.archive.state import Check, Status, status, verify
from docparse.archive.store import Collection
from docparse.archive.work import Limits

__all__ = [
    "Check",
    "Collection",
    "Collections",
    "Correction",
    "Limits",
    "Status",
    "Step",
    "bag",
    "correct",
    "import_files",
    "located",
    "planned",
    "purge",
    "read_again",
    "read_collections",
    "retry",
    "status",
    "verify",
]
