"""Bringing files in: what is dropped on the page lies in a folder beside the archive, and is imported from there.

Of a path that a browser sends only the name of the file counts, without anything that means something to a disk; the
folder is that of its hash. The import is that of the command line, in a process of its own; what became of each file is
in the archive, so that nothing is lost when browser or server end.

Reads: uploads, an archive.
Writes: `papers.db.received/`; an archive, through `docparse import`.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from docparse.archive import store
from docparse.archive.store import DOCUMENTS, FILES
from docparse.errors import ArchiveInUse, DocparseError, NoFolder, SecretDocument, TooLarge
from docparse.files import Unwritable, make_folder
from docparse.formats import SUFFIXES
from docparse.i18n import _
from docparse.read import MAX_BYTES
from docparse.serve import shelf
from docparse.serve.render import page
from docparse.serve.routes import Page, Visit, get, post
from docparse.serve.settings import Settings

MOST_FILES = 500
MOST_BYTES = 2 * MAX_BYTES
"""Of one request; the page sends one file after the other."""
_SHOWN = 200
_AGAIN = 3.0
"""Seconds until an archive that another program writes to is tried again."""
_NAME = 200
"""Bytes of a name; a disk takes 255."""
_CHUNK = 1 << 20
_ODD = re.compile(r"[^\w .,;()+@&=-]")
_RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[1-9¹²³]) *(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever its suffix."""
_PART = ".part-"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that was brought in, and what became of it; `outcome` is empty while it waits.

    `left` is whether it, or the container that it came in, still lies in the folder; `error`, the name of the error.
    """

    name: str
    outcome: str
    document: str = ""
    problem: str = ""
    advice: str = ""
    left: bool = True
    error: str = ""

    @property
    def became(self) -> str:
        """What became of it, in words."""
        # What was removed from the archive is refused as well.
        if self.outcome == "refused" and self.error != SecretDocument.__name__:
            return _("refused")
        if self.outcome == "refused" and self.left:
            return _("refused as secret")
        return outcomes()[self.outcome]


class _Importer:
    """One import at a time; it goes on until nothing waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted = False
        self._running = False

    @property
    def running(self) -> bool:
        """Whether an import runs."""
        return self._running

    def want(self, settings: Settings) -> None:
        """Sees to it that what has arrived is imported."""
        with self._lock:
            self._wanted = True
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._run, args=(settings,), daemon=True).start()

    def _run(self, settings: Settings) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._running = False
                    return
                self._wanted = False
            # What the archive does not say of a file shows that it still waits.
            with suppress(DocparseError, OSError):
                if _imported(settings) == ArchiveInUse.exit_code:
                    time.sleep(_AGAIN)
                    self._wanted = True


_IMPORTER = _Importer()


def received(settings: Settings) -> Path:
    """The folder of what was brought in. Raises NoFolder for an archive on a server, which has none beside it."""
    if not isinstance(settings.archive, Path):
        raise NoFolder(str(settings.archive))
    return settings.archive.absolute().with_name(f"{settings.archive.name}.received")


def safe_name(name: str) -> str:
    """The name of a file without anything that means something to a disk, with its suffix."""
    last = "".join(c for c in re.split(r"[/\\]", name)[-1] if c.isprintable())
    words = _ODD.sub("_", unicodedata.normalize("NFC", last)).strip(" .")
    stem, dot, suffix = words.rpartition(".")
    if not dot:
        return _stem(words, "")
    return _stem(stem, f".{suffix[:10].strip() or '_'}")


def _stem(stem: str, suffix: str) -> str:
    """A name whose bytes are not too many for a disk, and that is none of a device."""
    most = _NAME - len(suffix.encode())
    short = _cut(stem, most) or "_"
    if _RESERVED.fullmatch(short):
        short = _cut(f"_{short}", most)
    return short + suffix


def _cut(words: str, most: int) -> str:
    """Whole characters at the beginning that are at most so many bytes, without spaces and dots around them."""
    return words.strip(" .").encode()[:most].decode(errors="ignore").strip(" .")


def keep(settings: Settings, source: BinaryIO, name: str) -> Path:
    """Keeps a file that was brought in, whole or not at all. Raises TooLarge, Unwritable, NoFolder."""
    folder = received(settings)
    make_folder(folder)
    digest, size = hashlib.sha256(), 0
    try:
        number, part = tempfile.mkstemp(prefix=_PART, dir=folder)
        try:
            with open(number, "wb") as copy:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    digest.update(chunk)
                    copy.write(chunk)
            if size > MAX_BYTES:
                raise TooLarge(safe_name(name), f"{size} bytes")
            to = folder / digest.hexdigest() / safe_name(name)
            to.parent.mkdir(mode=0o700, exist_ok=True)
            os.replace(part, to)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        raise Unwritable(folder.name, error.strerror or "") from error
    return to


def _imported(settings: Settings) -> int:
    """Runs `docparse import` over the folder and returns how it ended; what was refused as secret does not stay."""
    folder = received(settings)
    command = [sys.executable, "-m", "docparse", "import", str(folder), "--archive", str(settings.archive)]
    command += ["--workers", "1", *(["--allow-secret"] if settings.allow_secret else [])]
    command += ["--registers", str(settings.tables)] if settings.tables else []
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    with store.opened(settings.archive) as connection, connection.begin():
        refused = [row.path for row in store.with_outcome(connection, "refused")]
    for brought in sorted({_brought(folder, path) for path in refused if folder in path.parents}):
        # One that cannot be removed, as while another program reads it, keeps no other; the page says that it is there.
        with suppress(OSError):
            brought.unlink(missing_ok=True)
    return done.returncode


def _brought(folder: Path, path: Path) -> Path:
    """What came in as one file: the file itself, or the container that it is in, whose path goes on behind its own."""
    return folder.joinpath(*path.relative_to(folder).parts[:2])


def arrivals(visit: Visit) -> list[Arrival]:
    """What was brought in, the latest first; secret documents as if they were not there."""
    folder = received(visit.settings)
    with shelf.reading(visit) as connection:
        inside = sa.and_(FILES.c.path > os.fsencode(folder) + b"/", FILES.c.path < os.fsencode(folder) + b"0")
        # What is no document has no secrecy either. A secret one is asked for too: its file does not wait.
        query = sa.select(FILES, shelf.shown(visit).label("is_shown"))
        query = query.outerjoin(DOCUMENTS, DOCUMENTS.c.sha256 == FILES.c.document).where(inside)
        rows = connection.execute(query.order_by(FILES.c.imported.desc(), FILES.c.path))
        known = {Path(os.fsdecode(row.path)): row for row in rows}
    there = [p for p in folder.glob("*/*") if not p.name.startswith(_PART)] if folder.is_dir() else []
    waiting = [Arrival(path.name, "") for path in there if path not in known]
    return waiting + [
        Arrival(
            path.name,
            row.outcome,
            row.document or "",
            row.problem or "",
            row.advice or "",
            os.path.lexists(_brought(folder, path)),
            row.error or "",
        )
        for path, row in [(path, row) for path, row in known.items() if row.is_shown][:_SHOWN]
    ]


# --- pages --------------------------------------------------------------------------------------------------------


def outcomes() -> dict[str, str]:
    """What became of a file, in words."""
    return {
        "": _("waiting"),
        "parsed": _("taken in"),
        "container": _("opened, its documents are in"),
        "refused": _("refused as secret, not kept"),
        "failed": _("not taken in"),
        "gone": _("not taken in"),
    }


def _show(visit: Visit) -> Response:
    template = "arrivals.html" if visit.asked("rows") else "bringing.html"
    return page(
        visit,
        template,
        arrivals=arrivals(visit),
        running=_IMPORTER.running,
        suffixes=", ".join(SUFFIXES),
        most=MAX_BYTES // 1_000_000,
    )


def _take(visit: Visit) -> Response:
    files = [one for one in visit.form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    for one in files:
        keep(visit.settings, one.file, one.filename or "")
    _IMPORTER.want(visit.settings)
    return RedirectResponse("/import", 303)


PAGE = Page(
    (get("/import", _show), post("/import", _take, most=MOST_BYTES, files=MOST_FILES)),
    "/import",
    lambda: _("Bring in"),
)
