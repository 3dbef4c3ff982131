"""Pages of originals as pictures, drawn in a process of their own: what a hostile file breaks is not the server.

Reads: the bytes of a PDF or of a scan.
Writes: sizes of pages in points; JPEG.
"""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from docparse.errors import DocparseError, TooSlow, TruncatedFile

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[float, float]
"""Width and height of a page in points."""
_T = TypeVar("_T")

_SECONDS = 20
_DPI = 110
_SIDE = 2200
"""Dots that a picture may have each way."""
_PIXELS = 60_000_000
_MEMORY = 2_000_000_000
_TURN = Lock()
_pool: list[ProcessPoolExecutor] = []


def sizes(data: bytes, name: str) -> list[Size]:
    """The size of each page; none for what has no pages. Raises DocparseError."""
    return _apart(_sizes, data, name)


def picture(data: bytes, name: str, number: int) -> bytes:
    """A page as JPEG; `number` from 1. Raises DocparseError."""
    return _apart(_picture, data, name, number)


def _apart(work: Callable[..., _T | DocparseError], data: bytes, name: str, *args: int) -> _T:
    """Does some work in the other process, which is ended where it takes too long or much."""
    with _TURN:
        if not _pool:
            _pool.append(ProcessPoolExecutor(1, get_context("spawn"), _bounded))
        pool = _pool[0]
        try:
            done = pool.submit(_timed, work, data, name, *args).result()
        except BrokenProcessPool as error:
            _pool.clear()
            raise TooSlow(name, f"{_SECONDS} s") from error
    if isinstance(done, DocparseError):
        raise done
    return done


# --- in the other process -----------------------------------------------------------------------------------------


def _bounded() -> None:
    """Sets the limits of the process; Ctrl+C is for the server."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _timed(work: Callable[..., _T], *args: object) -> _T:
    """Some work within its time; what takes longer, in whatever library, ends the process (POSIX)."""
    import signal

    if sys.platform == "win32":
        return work(*args)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS)
    try:
        return work(*args)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _sizes(data: bytes, name: str) -> list[Size] | DocparseError:
    import pypdfium2

    try:
        if not data.startswith(b"%PDF"):
            return _scan_sizes(data)
        pdf = pypdfium2.PdfDocument(data)
        return [pdf.get_page_size(i) for i in range(len(pdf))]
    except pypdfium2.PdfiumError:
        return TruncatedFile(name)
    except _broken() as error:
        return TruncatedFile(name, str(error)[:80])


def _picture(data: bytes, name: str, number: int) -> bytes | DocparseError:
    import pypdfium2

    try:
        if not data.startswith(b"%PDF"):
            return _jpeg(_scan(data, number))
        page = pypdfium2.PdfDocument(data)[number - 1]
        scale = min(_DPI / 72, _SIDE / max(1.0, *page.get_size()))
        return _jpeg(page.render(scale=scale).to_pil())
    except pypdfium2.PdfiumError:
        return TruncatedFile(name, f"page {number}")
    except _broken() as error:
        return TruncatedFile(name, str(error)[:80])


def _broken() -> tuple[type[BaseException], ...]:
    from docparse.read.image import BROKEN

    return (*BROKEN, MemoryError)


def _scan_sizes(data: bytes) -> list[Size]:
    from docparse.read.image import page_size

    found = []
    image = _image(data)
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        found.append(page_size(image))
    return found


def _scan(data: bytes, number: int) -> Image:
    from PIL import ImageOps

    image = _image(data)
    image.seek(number - 1)
    if image.width * image.height > _PIXELS:
        raise ValueError(f"{image.width} x {image.height}")
    return ImageOps.exif_transpose(image)


def _image(data: bytes) -> Image:
    from PIL import Image as images

    from docparse.read.image import FORMATS

    warnings.simplefilter("ignore")
    return images.open(io.BytesIO(data), formats=FORMATS)


def _jpeg(image: Image) -> bytes:
    image.thumbnail((_SIDE, _SIDE))
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
