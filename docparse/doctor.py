"""What this machine can read, and what to install for the rest.

Each row of `_PROBES` is a kind of file with the function that looks for what it needs; a new reader adds a row.

Reads: installed packages and programs, the folder of kept work.
Writes: a `Checkup`, as text or JSON.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from docparse import __version__
from docparse.formats import CONTAINERS, OFFICE, PAGES
from docparse.i18n import _

_PACKAGES = ("lxml", "pdfplumber", "pydantic", "pypdfium2", "python-docx", "spacy", "underthesea")


class Finding(NamedTuple):
    """Whether a kind of file can be read: what reads it, and the Debian packages that are missing."""

    kind: str
    suffixes: tuple[str, ...]
    readable: bool
    by: str
    install: tuple[str, ...] = ()


class Checkup(NamedTuple):
    """What was found; `cache_bytes` is the size of the folder of kept work, 0 where it is not there."""

    formats: tuple[Finding, ...]
    packages: dict[str, str]
    cache: Path | None
    cache_bytes: int

    @property
    def complete(self) -> bool:
        """Whether everything can be read in full."""
        return not any(f.install for f in self.formats)


def check(cache: Path | None) -> Checkup:
    """Looks for everything that reading needs.

    Args: `cache`, the folder in which recognised pages and converted documents are kept, None where none is.
    """
    found = tuple(probe() for probe in _PROBES)
    sizes = (f.stat().st_size for f in cache.rglob("*") if f.is_file()) if cache else ()
    return Checkup(found, {name: _version(name) for name in _PACKAGES}, cache, sum(sizes))


def lines(checkup: Checkup) -> Iterator[str]:
    """The checkup as a person reads it, in the language of the process."""
    yield f"docparse {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield ""
    for f in checkup.formats:
        state = _("yes") if not f.install else _("in part") if f.readable else _("no")
        yield f"{_named(f.kind)} ({', '.join(f.suffixes)}): {state}" + (f" - {f.by}" if f.by else "")
        if f.install:
            yield "  " + _("to install, on Debian and Ubuntu: {command}").format(
                command=f"apt install {' '.join(f.install)}"
            )
    yield ""
    size = f"{checkup.cache_bytes / 1e6:.1f} MB"
    yield _("kept work (may be deleted at any time): {folder}, {size}").format(folder=checkup.cache or "-", size=size)
    yield _("packages: {names}").format(names=", ".join(f"{n} {v}" for n, v in checkup.packages.items()))


def _named(kind: str) -> str:
    return {
        "docx": _("Word documents"),
        "pdf": _("PDF with a text layer"),
        "scan": _("scans and pictures, by Tesseract"),
        "text": _("plain text"),
        "office": _("older office documents"),
        "html": _("web pages"),
        "container": _("archives and messages"),
    }[kind]


def to_json(checkup: Checkup) -> str:
    """The checkup as JSON, for programs; nothing in it is translated."""
    return json.dumps(
        {
            "docparse": __version__,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "complete": checkup.complete,
            "formats": [f._asdict() for f in checkup.formats],
            "packages": checkup.packages,
            "cache": {"folder": str(checkup.cache) if checkup.cache else None, "bytes": checkup.cache_bytes},
        },
        ensure_ascii=False,
        indent=2,
    )


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"


def _text() -> Finding:
    return Finding("text", (".txt", ".md"), True, "")


def _docx() -> Finding:
    return Finding("docx", (".docx",), True, f"lxml {_version('lxml')}")


def _pdf() -> Finding:
    return Finding("pdf", (".pdf",), True, f"pypdfium2 {_version('pypdfium2')}")


def _scans() -> Finding:
    """Scans need Tesseract with Vietnamese; what tells which way up a page is helps with turned ones."""
    from docparse.read import ocr

    suffixes = (".pdf", ".tif", ".jpg", ".png")
    engine = ocr.find()
    if engine is None:
        return Finding("scan", suffixes, False, "", ("tesseract-ocr", "tesseract-ocr-vie", "tesseract-ocr-osd"))
    missing = tuple(f"tesseract-ocr-{x}" for x in ("vie", "osd") if x not in engine.languages)
    return Finding("scan", suffixes, "vie" in engine.languages, f"Tesseract {engine.version}", missing)


def _office() -> Finding:
    """Old office files are converted by LibreOffice."""
    from docparse.read import office

    converter = office.find()
    if converter is None:
        return Finding("office", OFFICE, False, "", ("libreoffice-writer-nogui",))
    return Finding("office", OFFICE, True, f"LibreOffice {converter.version}")


def _pages() -> Finding:
    return Finding("html", PAGES, True, f"lxml {_version('lxml')}")


def _containers() -> Finding:
    return Finding("container", CONTAINERS, True, f"python-oxmsg {_version('python-oxmsg')}")


_PROBES: tuple[Callable[[], Finding], ...] = (_text, _docx, _pdf, _scans, _office, _pages, _containers)
