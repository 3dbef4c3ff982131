"""Tesseract as a program: where it is, what it knows, and one picture through it with time and memory bounded.

It is started as a program of its own, once a page: pytesseract (0.3.13 of August 2024, no maintainer since) can bound
neither memory nor threads and packs every page as PNG, and within this process (tesserocr) a broken picture would take
the caller down with it. Its hOCR output is read, not TSV: only that has the baseline and the type size of a line.

Reads: pictures as 8-bit grey pixels.
Writes: `TextLine`s of `Piece`s, in pixels.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LANGUAGE = "vie"
PACKAGES = "tesseract-ocr, tesseract-ocr-vie, tesseract-ocr-osd"
_SECONDS = 120
"""A page takes about one; what takes longer than this is no page of text."""
_MEMORY = 2 << 30
_WINDOWS = r"C:\Program Files\Tesseract-OCR\tesseract.exe"
_NUMBERS = re.compile(r"(\w+)((?: -?[\d.]+)+)")
_ROTATE = re.compile(r"Rotate: (\d+)\s+Orientation confidence: ([\d.]+)")


class Engine(NamedTuple):
    """Tesseract on this machine: its program, its version and the languages that it has data for."""

    path: str
    version: str
    languages: tuple[str, ...]


class Piece(NamedTuple):
    """A word as recognised: left, top, right, bottom in pixels; confidence from 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float


class TextLine(NamedTuple):
    """Words of one line: `base` in pixels at the middle of the line, `size` the height of the type in pixels."""

    pieces: tuple[Piece, ...]
    base: float
    size: float


class Failed(Exception):
    """Tesseract ended without a result: out of time or memory, or a picture that it refuses."""


def find() -> Engine | None:
    """Tesseract as it is installed, None where it is not.

    Looked for on the path, and on Windows also in the folder of its installer.
    """
    path = shutil.which("tesseract") or (shutil.which(_WINDOWS) if sys.platform == "win32" else None)
    return _engine(path) if path else None


@cache
def _engine(path: str) -> Engine | None:
    try:
        version = subprocess.run([path, "--version"], capture_output=True, timeout=20, check=True).stdout
        listed = subprocess.run([path, "--list-langs"], capture_output=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    first = version.decode("utf-8", "replace").partition("\n")[0].split()
    return Engine(path, first[-1] if first else "", tuple(listed.decode("utf-8", "replace").split("\n")[1:-1]))


def lines(engine: Engine, picture: Any, dpi: int, running: set[subprocess.Popen[bytes]]) -> list[TextLine]:
    """The lines of a picture from top to bottom of each block that Tesseract sees.

    Args: `picture`, a grey PIL image; `dpi`, its resolution; `running`, where the process stands while it runs, so
    that a caller who is interrupted can end it. Raises Failed.
    """
    arguments = ["-l", LANGUAGE, "--psm", "4", "--dpi", str(dpi), "-c", "tessedit_create_hocr=1"]
    return list(_lines_of(_run(engine, picture, arguments, running)))


def turn(engine: Engine, picture: Any, dpi: int, running: set[subprocess.Popen[bytes]]) -> int | None:
    """By how many degrees, clockwise, a picture must be turned to stand upright; None where that is not certain.

    Args: as of `lines`. Needs the data "osd".
    """
    if "osd" not in engine.languages:
        return None
    try:
        told = _run(engine, picture, ["-l", "osd", "--psm", "0", "--dpi", str(dpi)], running).decode("utf-8", "replace")
    except Failed:
        return None
    m = _ROTATE.search(told)
    return int(m[1]) if m and float(m[2]) > 1 else None


def _run(engine: Engine, picture: Any, arguments: list[str], running: set[subprocess.Popen[bytes]]) -> bytes:
    """What Tesseract writes; one thread, since pages run side by side."""
    pixels = b"P5 %d %d 255\n" % picture.size + picture.tobytes()
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    process = subprocess.Popen(
        [engine.path, "stdin", "stdout", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    running.add(process)
    try:
        _bound(process.pid)
        out, _ = process.communicate(pixels, timeout=_SECONDS)
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Failed(str(error)) from error
    finally:
        stop(process)
        running.discard(process)
    if process.returncode == -signal.SIGINT:
        raise KeyboardInterrupt  # of the terminal: it reaches Tesseract before the thread that waits for it
    if process.returncode:
        raise Failed(f"exit code {process.returncode}")
    return out


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that still runs."""
    if process.poll() is None:
        process.kill()
        process.wait()


def _bound(pid: int) -> None:
    """Bounds the memory of a process where the system can do so from outside (Linux)."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):
            resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))


# --- hOCR ---------------------------------------------------------------------------------------------------------


def _lines_of(hocr: bytes) -> Iterator[TextLine]:
    from lxml import etree

    if not hocr.strip():
        return
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(hocr, parser)
    if root is None:
        return
    for line in root.iterfind(".//{*}span"):
        facts = _facts(line)
        if "baseline" not in facts or len(facts.get("bbox", ())) != 4:
            continue
        pieces = tuple(p for word in line.iterfind("{*}span") if (p := _piece(word)))
        x0, _, x1, bottom = facts["bbox"]
        slope, offset = facts["baseline"] if len(facts["baseline"]) == 2 else (0.0, 0.0)
        if pieces:
            yield TextLine(pieces, bottom + offset + slope * (x1 - x0) / 2, facts.get("x_size", [0.0])[0])


def _piece(word: Any) -> Piece | None:
    facts, text = _facts(word), "".join(word.itertext()).strip()
    if not text or len(facts.get("bbox", ())) != 4:
        return None
    x0, top, x1, bottom = map(int, facts["bbox"])
    return Piece(text, (x0, top, x1, bottom), facts.get("x_wconf", [0.0])[0] / 100)


def _facts(element: Any) -> dict[str, list[float]]:
    """The properties of an hOCR element, such as "bbox 309 197 393 229; x_wconf 93"."""
    return {m[1]: [float(n) for n in m[2].split()] for m in _NUMBERS.finditer(element.get("title", ""))}


def data_size(engine: Engine) -> int:
    """The size in bytes of the language data, which tells the fast from the accurate ones; 0 where it is not found."""
    folders = [Path(os.environ.get("TESSDATA_PREFIX", "")), Path(engine.path).parent / "tessdata"]
    folders += Path("/usr/share").glob("tesseract-ocr/*/tessdata")
    found = (f / f"{LANGUAGE}.traineddata" for f in folders)
    return next((p.stat().st_size for p in found if p.is_file()), 0)
