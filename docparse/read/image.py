"""Pictures of pages to lines: TIFF with any number of pages, JPEG, PNG, BMP, WebP, GIF.

A picture says how many dots it has an inch, or not, or wrongly (cameras say 72): where its page would be no sheet of
paper, it is taken for A4. Pages are decoded one at a time, as recognition asks for them.

Reads: the bytes of a picture.
Writes: a `Source`.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docparse.errors import DocparseError, ImageOnly, TooLarge, TruncatedFile, Unrecognised
from docparse.model import Source
from docparse.read import ocr
from docparse.read.options import DEFAULT, Options
from docparse.read.page_lines import lines_of_pages
from docparse.read.pdf_routes import of_pictures

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("TIFF", "JPEG", "PNG", "BMP", "WEBP", "GIF")
MAX_PIXELS = 150_000_000
"""A4 at 1200 dots an inch has 139 million."""
MAX_PAGES = 2000
BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, struct.error, zlib.error)
"""What Pillow raises for damaged pictures, by the kind of damage."""
_ORIENTATION, _LYING = 0x0112, (5, 6, 7, 8)
"""The tag of Exif, and its values for a picture that was taken with the camera on its side."""
_A4 = 595.3, 841.9
_LEAST, _MOST = 250.0, 1300.0
"""The shorter side of a sheet, in points: from half a postcard to A2."""


def read_image(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """The lines of the pages that a picture shows, as recognised.

    Args: `data`, the whole file; `name`, as the user gave it, for errors; `options`, of recognition.
    Raises ImageOnly (recognition is switched off, or finds no text), MissingProgram, TruncatedFile, TooLarge.
    """
    from PIL import Image as images

    if not options.ocr:
        raise ImageOnly(name)
    with warnings.catch_warnings():
        # Pillow's own limit is lower than that of this reader, and only a warning.
        warnings.simplefilter("ignore")
        image = _opened(data, name)
        media_type = images.MIME.get(image.format or "", "image/unknown")
        found = ocr.recognise(_scans(image, name), options, name)
    found = [r._replace(page=r.page._replace(number=i)) for i, r in enumerate(found, 1)]
    lines = lines_of_pages([r.page for r in found])
    if not any(x.text for x in lines):
        raise Unrecognised(name)
    readings, notes = of_pictures(found)
    return Source(
        lines,
        media_type,
        pages=len(found),
        wrapped=True,
        ocr=True,
        ocr_confidence=ocr.mean_confidence(found),
        readings=readings,
        notes=notes,
    )


def _opened(data: bytes, name: str) -> Image:
    from PIL import Image as images

    try:
        return images.open(io.BytesIO(data), formats=FORMATS)
    except images.DecompressionBombError as error:
        raise TooLarge(name, str(error)) from error
    except BROKEN as error:
        raise TruncatedFile(name) from error


def _scans(image: Image, name: str) -> Iterator[ocr.Scan]:
    """The pages of a picture; only TIFF has more than one."""
    number = 0
    while number < MAX_PAGES:
        try:
            if number and (image.format != "TIFF" or not _next(image, number)):
                return
            number += 1
            yield _scan(image, number, name)
        except DocparseError:
            raise
        except MemoryError as error:
            raise TooLarge(name, f"page {number}") from error
        except BROKEN as error:
            raise TruncatedFile(name, f"page {number}") from error
    raise TooLarge(name, f"more than {MAX_PAGES} pages")


def _next(image: Image, number: int) -> bool:
    try:
        image.seek(number)
    except EOFError:
        return False
    return True


def _scan(image: Image, number: int, name: str) -> ocr.Scan:
    """The page at which a picture stands, the way up that its camera noted, with its size."""
    from PIL import ImageOps

    if image.width * image.height > MAX_PIXELS:
        raise TooLarge(name, f"{image.width} x {image.height} pixels")
    return ocr.Scan(number, ImageOps.exif_transpose(image).copy(), *page_size(image))


def page_size(image: Image) -> tuple[float, float]:
    """Width and height in points of the page at which a picture stands, the way up that its camera noted."""
    dpi = image.info.get("dpi", (0, 0))
    across, down = (float(dpi[0]), float(dpi[1])) if isinstance(dpi, tuple) and len(dpi) == 2 else (0.0, 0.0)
    width, height = image.size
    if image.getexif().get(_ORIENTATION, 1) in _LYING:
        width, height, across, down = height, width, down, across
    return _page_size(width, height, across, down)


def _page_size(width: int, height: int, across: float, down: float) -> tuple[float, float]:
    """The size of a page in points: from its dots an inch, or that of A4 where they say no size of paper."""
    if across > 0 and down > 0:
        size = width / across * 72, height / down * 72
        if _LEAST <= min(size) <= _MOST and max(size) < 3 * min(size):
            return size
    points = min(_A4[0] / min(width, height), _A4[1] / max(width, height))
    return width * points, height * points
