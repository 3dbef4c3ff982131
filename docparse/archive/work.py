"""What a worker does with one file of an import: parses it within its limits, and keeps nothing of a secret one.

Reads: a file, through `batch.parse_file`.
Writes: a `store.Entry` and the route by which it was read.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from docparse.archive.store import Entry
from docparse.archive.versions import bands
from docparse.batch import parse_file
from docparse.errors import DocparseError, SecretDocument, TooLarge, TooSlow
from docparse.read.options import Options
from docparse.storage import Address

if TYPE_CHECKING:
    from docparse.model import Document
    from docparse.read.containers import File

REVIEW = frozenset(
    (
        "blank_number",
        "date_conflict",
        "deadline_before_issue",
        "few_marks",
        "garbled_text",
        "low_ocr_confidence",
        "misread_number",
        "no_title",
        "nothing_found",
        "ocr_not_installed",
        "ocr_off",
        "pages_without_text",
        "province_in_doubt",
        "term_conflict",
        "text_in_doubt",
        "tracked_changes",
        "undecodable_bytes",
    )
)
"""Codes of warnings that need a person: the text or the identity of the document is in doubt, or it contradicts
itself."""

GRACE = 30
"""Seconds after its time until a worker that cannot be interrupted is ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: `seconds` of time, `memory` in bytes of private memory of its worker (POSIX)."""

    seconds: int = 600
    memory: int = 2_000_000_000


class Found(NamedTuple):
    """A document as the archive keeps it, how its text was read (text, repaired or ocr), and what finds those like it.

    `models` is JSON of the models that read it with their versions, None where none did; `bands` as in `versions`;
    `fetched`, the hash of the file where the worker was the first to read it.
    """

    entry: Entry
    route: str
    models: str | None
    bands: tuple[int, ...]
    fetched: str | None = None


class Outline(NamedTuple):
    """A file at an address: the hash of its bytes, and the paths of the documents in it; None for no container."""

    sha256: str
    documents: tuple[str, ...] | None


class _TimeUp(BaseException):
    """Not an Exception: what catches those and goes on must not catch this."""


def examine(path: Path, *, options: Options, limits: Limits, allow_secret: bool) -> Found:
    """Parses one file; the time and memory that it may take are bounded.

    Args: `allow_secret`, whether a document marked as secret is given back. Raises SecretDocument, TooSlow, TooLarge
    and what `parse_file` raises; one that cannot even be interrupted ends this process.
    """
    fetched = None
    try:
        with _bounded(path, limits):
            if isinstance(path, Address):
                file = _fetch(path)
                fetched = hashlib.sha256(file.data).hexdigest()
                document = parse_file(path, options, file)
            else:
                document = parse_file(path, options)
            if document.metadata.secrecy and not allow_secret:
                raise SecretDocument(str(path))
            return Found(entry_of(document), _route(document), _models(document), bands(document.text), fetched)
    except DocparseError as error:
        error.sha256 = fetched
        raise


def outline(path: Path, *, limits: Limits) -> Outline:
    """Fetches a file that may be a container and lists what is in it, within the same bounds; raises as `examine`."""
    from docparse.read.containers import documents

    fetched = None
    try:
        with _bounded(path, limits):
            file = _fetch(path)
            fetched = hashlib.sha256(file.data).hexdigest()
            found = documents(file)
            return Outline(fetched, None if found is None else tuple(found))
    except DocparseError as error:
        error.name, error.sha256 = str(path), fetched
        raise


def _fetch(path: Path) -> File:
    """The content of a file on storage, or of a document in a container there."""
    from docparse.read.containers import load

    try:
        return load(path)
    except DocparseError as error:
        error.name = str(path)
        raise


@contextmanager
def _bounded(path: Path, limits: Limits) -> Generator[None, None, None]:
    """Raises TooSlow and TooLarge where the limits of a file are reached."""
    try:
        with _limited(limits):
            yield
    except _TimeUp:
        raise TooSlow(str(path), f"{limits.seconds} s") from None
    except MemoryError:
        raise TooLarge(str(path), f"more than {limits.memory // 1_000_000} MB of memory") from None


@contextmanager
def _limited(limits: Limits) -> Generator[None, None, None]:
    if sys.platform == "win32":
        with Path(os.devnull).open("w") as nowhere:
            faulthandler.dump_traceback_later(limits.seconds + GRACE, exit=True, file=nowhere)
            try:
                yield
            finally:
                faulthandler.cancel_dump_traceback_later()
    else:
        with _processor_bounded(limits.seconds + GRACE), _memory_bounded(limits.memory):
            before = signal.signal(signal.SIGALRM, _time_up)
            signal.setitimer(signal.ITIMER_REAL, limits.seconds)
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)


@contextmanager
def _processor_bounded(seconds: int) -> Generator[None, None, None]:
    """Ends this process where it computes for longer: what waits takes a signal, what computes in a library may not.

    A watching thread for each file would cost more than the limit of the system does.
    """
    if sys.platform != "win32":
        import resource

        before, hard = resource.getrlimit(resource.RLIMIT_CPU)
        # The file that the system would write of a process so ended would hold what it was reading.
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        most = int(time.process_time()) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_CPU, (before, hard))


def _time_up(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeUp


@contextmanager
def _memory_bounded(most: int) -> Generator[None, None, None]:
    """Gives this process no more than some bytes of data."""
    if sys.platform != "win32":
        import resource

        before, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def entry_of(document: Document) -> Entry:
    """A document as the archive keeps it."""
    meta = document.metadata
    return Entry(
        sha256=document.source.sha256,
        id=meta.id,
        doc_type=meta.doc_type,
        symbol=meta.symbol,
        issued=meta.issued,
        issuer=meta.issuer,
        title=meta.title,
        secrecy=meta.secrecy,
        review=review_of(document),
        text_sha256=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        json=document.to_json(),
        province=meta.province,
    )


def review_of(document: Document) -> str:
    """The codes of its warnings that need a person."""
    return " ".join(sorted({w.code for w in document.warnings} & REVIEW))


def _route(document: Document) -> str:
    if document.source.ocr:
        return "ocr"
    repaired = document.source.converted or any(page.route == "repaired" for page in document.pages)
    return "repaired" if repaired else "text"


def _models(document: Document) -> str | None:
    """What recognised the text: Tesseract's version, and the size of its data, which has none of its own."""
    if not document.source.ocr:
        return None
    from docparse.read import tesseract

    engine = tesseract.find()
    if engine is None:
        return None
    data = f"{tesseract.LANGUAGE}.traineddata"
    return json.dumps({"tesseract": engine.version, data: f"{tesseract.data_size(engine)} bytes"})
