"""Pictures of pages made ready for recognition: bounded, upright, straight, one page each, without the seal.

Every step looks at a reduced copy first and touches the whole picture only where something has to change, so that a
clean page costs next to nothing beside Tesseract.

Reads: PIL images.
Writes: `Sheet`s, grey.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from docparse.model import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

MAX_PIXELS = 50_000_000
"""A page of A3 at 400 dpi has 31 million; what is larger is reduced."""
A3_PIXELS = 17_500_000
"""A3 at `BEST_DPI`; nothing is enlarged beyond it."""
BEST_DPI = 300
_LEAST_DPI = 150
"""Below this, marks over letters have no pixels of their own: the picture is enlarged (Tesseract wants about 300)."""
_COARSE = 75
"""Dots an inch of the copy on which slant and columns are measured."""
_MOST_SLANT = 6.0
_LEAST_SLANT = 0.15
_FEW_DOTS = 300
"""A page with less than this on its reduced copy has no lines to go by."""
_NOISE = 3.0
"""How far half of the grey values are from those of their neighbours in the picture of a noisy scanner."""
_GRID = 2
"""So many lines down make a table."""
_SHORTEST = 15
"""A ruling line is at least this long, in millimetres; bold capitals run together for less."""
_MM = 1 / 25.4
_LETTERS = 1.5, 8.0
"""How high words of print are, in millimetres: small letters of 9 points, capitals of a title with their marks."""


class Sheet(NamedTuple):
    """A page ready for recognition: a grey picture with its resolution, its size in points, and its ruling lines."""

    picture: Image
    dpi: float
    width: float
    height: float
    rules: tuple[Box, ...]


def sheets(image: Image, width: float, height: float) -> Iterator[Sheet]:
    """The pages that a picture shows: two where two pages lie side by side.

    Args: `image`, in any mode; `width` and `height`, of what it shows, in points.
    """
    from PIL import Image as images

    picture = grey(bounded(image, width))
    if _sideways(dark(picture, picture.width / width * 72)):
        picture, width, height = picture.transpose(images.Transpose.ROTATE_90), height, width
    dpi = picture.width / width * 72
    angle = slant(dark(picture, dpi))
    if abs(angle) >= _LEAST_SLANT:
        picture = picture.rotate(angle, images.Resampling.BICUBIC, fillcolor=255)
    gutter = _gutter(dark(picture, dpi), dpi)
    halves = [(0, picture.width)] if gutter is None else [(0, gutter), (gutter, picture.width)]
    for left, right in halves:
        half = picture if gutter is None else picture.crop((left, 0, right, picture.height))
        yield _sheet(half, dpi)


def _sheet(picture: Image, dpi: float) -> Sheet:
    """A straight picture of one page, without the lines of its tables."""
    found = rules(picture, dpi)  # before speckles are taken out, and thin lines with them
    return Sheet(_without(smooth(picture), found, dpi), dpi, picture.width / dpi * 72, picture.height / dpi * 72, found)


def turned(sheet: Sheet, degrees: int) -> Sheet:
    """The sheet turned clockwise by 90, 180 or 270 degrees."""
    from PIL import Image as images

    how = {90: images.Transpose.ROTATE_270, 180: images.Transpose.ROTATE_180, 270: images.Transpose.ROTATE_90}[degrees]
    return _sheet(sheet.picture.transpose(how), sheet.dpi)


def bounded(image: Image, width: float) -> Image:
    """The picture at a resolution that recognition can use.

    Args: `width`, of what it shows, in points.
    """
    from PIL import Image as images

    dpi = image.width / width * 72
    scale = min(1.0, 1.1 * BEST_DPI / dpi, math.sqrt(MAX_PIXELS / (image.width * image.height)))
    if dpi < _LEAST_DPI:
        scale = min(2.0, max(scale, math.sqrt(A3_PIXELS / (image.width * image.height))))
    if 0.9 < scale < 1.1:
        return image
    if image.mode in ("1", "P"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, images.Resampling.LANCZOS if scale > 1 else images.Resampling.BOX)


# --- colour -------------------------------------------------------------------------------------------------------


def grey(image: Image) -> Image:
    """The picture in grey on white, without large red seals; what is black under them stays.

    A red stamp that is no higher than a line of letters ("MẬT", "HỎA TỐC") is text and stays too.
    """
    from PIL import Image as images

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = images.new("RGBA", image.size, "white")
        image = images.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    if image.mode.startswith(("I", "F")):
        return _stretched(image)
    if image.mode in ("1", "L"):
        return image.convert("L")
    image = image.convert("RGB")
    picture = image.convert("L")
    for box in _seals(image):
        picture.paste(_without_red(image.crop(box)), box[:2])
    return picture


def _stretched(image: Image) -> Image:
    """A picture of 16 or 32 bits a pixel in 8: from its darkest to its lightest."""
    import numpy as np
    from PIL import Image as images

    values = np.asarray(image, dtype=np.float32)
    low, high = float(values.min()), float(values.max())
    return images.fromarray(((values - low) * (255 / max(high - low, 1e-6))).astype(np.uint8))


def _seals(image: Image) -> Iterator[tuple[int, int, int, int]]:
    """The boxes of red marks that are as large as a seal, in pixels."""
    import numpy as np
    from scipy import ndimage

    step = max(1, image.width // 400)
    small = np.asarray(image.reduce(step), dtype=np.int16)
    red = small[:, :, 0] - np.maximum(small[:, :, 1], small[:, :, 2]) > 40
    if np.count_nonzero(red) < 60:
        return
    labels, _ = ndimage.label(ndimage.binary_dilation(red, iterations=3))
    least = small.shape[1] / 14
    for rows, columns in ndimage.find_objects(labels):
        if rows.stop - rows.start >= least and columns.stop - columns.start >= least:
            right, bottom = min(image.width, columns.stop * step), min(image.height, rows.stop * step)
            yield columns.start * step, rows.start * step, right, bottom


def _without_red(image: Image) -> Image:
    """A part of a picture in grey, with red ink as white as paper: what is black under it is dark in red light too."""
    import numpy as np
    from PIL import Image as images

    rgb = np.asarray(image, dtype=np.int16)
    red = rgb[:, :, 0]
    pale = np.clip((red - 70) * 2, 0, 255)
    is_red = red - np.maximum(rgb[:, :, 1], rgb[:, :, 2]) > 25
    return images.fromarray(np.where(is_red, pale, np.asarray(image.convert("L"))).astype(np.uint8))


def smooth(picture: Image) -> Image:
    """The picture without the speckles of a noisy scanner; a clean one as it is, since letters lose by it too."""
    import numpy as np
    from PIL import Image as images

    pixels = np.asarray(picture)
    calm = pixels
    for axis in (1, 0):
        calm = _middle(calm, axis)
    sample = slice(None, None, 7)
    spread = np.median(np.abs(pixels[sample].astype(np.int16) - calm[sample]))
    return images.fromarray(np.ascontiguousarray(calm)) if spread > _NOISE else picture


def _middle(pixels: Pixels, axis: int) -> Pixels:
    """Each pixel replaced by the middle one of itself and its neighbours on an axis."""
    import numpy as np

    along = np.moveaxis(pixels, axis, 0)
    before, here, after = along[:-2], along[1:-1], along[2:]
    found = along.copy()
    found[1:-1] = np.maximum(np.minimum(before, here), np.minimum(np.maximum(before, here), after))
    return np.moveaxis(found, 0, axis)


def stroke_widths(picture: Image, boxes: Sequence[tuple[int, int, int, int]]) -> list[float]:
    """How wide the strokes of words are on the mean, in pixels; 0 where a box is empty.

    Args: `boxes`, left, top, right and bottom of each word in pixels.
    """
    import numpy as np

    pixels = np.asarray(picture)
    ink = pixels < 0.6 * pixels.mean()
    begins = ink.copy()
    begins[:, 1:] &= ~ink[:, :-1]
    parts = [(slice(top, bottom), slice(x0, x1)) for x0, top, x1, bottom in boxes]
    return [int(np.count_nonzero(ink[p])) / max(1, int(np.count_nonzero(begins[p]))) for p in parts]


# --- shape --------------------------------------------------------------------------------------------------------


def dark(picture: Image, dpi: float) -> Mask:
    """What is written on a grey picture, in a reduced copy: pixels much darker than the paper around them."""
    import numpy as np
    from PIL import Image as images

    step = max(1, round(dpi / _COARSE))
    small = picture.reduce(step)
    paper = small.reduce(16).resize(small.size, images.Resampling.BILINEAR)
    return np.asarray(small, dtype=np.int16) < np.asarray(paper, dtype=np.int16) * 0.75


def is_blank(picture: Image, dpi: float) -> bool:
    """Whether a grey picture shows an empty page, for all that dust and the edge of the paper may be on it."""
    import numpy as np

    return bool(np.count_nonzero(dark(picture, dpi)) < _FEW_DOTS)


def unread(picture: Image, dpi: float, boxes: Sequence[Box]) -> float:
    """The share of what looks like words of print on a straight grey picture where no word was recognised; 0 to 1.

    Args: `boxes`, those of the recognised words, in points. What is higher or lower than a line of letters is a
    signature, a drawing, a rule or dust, and does not count.
    """
    import numpy as np
    from scipy import ndimage

    written = dark(picture, dpi)
    scale = dpi / max(1, round(dpi / _COARSE)) / 72
    labels, _ = ndimage.label(ndimage.binary_dilation(written, structure=np.ones((1, 5))))
    read = np.zeros(written.shape, dtype=np.bool_)
    for x0, y0, x1, y1 in boxes:
        read[max(0, int(y0 * scale) - 2) : int(y1 * scale) + 3, max(0, int(x0 * scale) - 4) : int(x1 * scale) + 5] = (
            True
        )
    least, most = _LETTERS[0] * _MM * scale * 72, _LETTERS[1] * _MM * scale * 72
    known = missed = 0
    for i, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        if not (least <= high <= most and wide >= high):
            continue
        mine = written[rows, columns] & (labels[rows, columns] == i)
        dots = int(np.count_nonzero(mine))
        seen = int(np.count_nonzero(mine & read[rows, columns]))
        known, missed = (known + dots, missed) if 2 * seen >= dots else (known, missed + dots)
    return missed / (known + missed) if missed >= _FEW_DOTS else 0.0


def slant(written: Mask) -> float:
    """By how many degrees lines of writing fall to the right."""
    import numpy as np

    ys, xs = _dots(written)
    if len(ys) < _FEW_DOTS:
        return 0.0
    angle, sharpness = _steepest(ys, xs)
    fine = max(np.arange(angle - 0.4, angle + 0.45, 0.1), key=lambda a: _sharpness(ys, xs, a))
    # A page without lines is as sharp in every direction.
    return float(fine) if sharpness > 1.05 * _sharpness(ys, xs, 0.0) or abs(angle) < 1 else 0.0


def _sideways(written: Mask) -> bool:
    """Whether the lines of writing go up or down the picture."""
    ys, xs = _dots(written)
    return len(ys) >= _FEW_DOTS and _steepest(xs, ys)[1] > 2 * _steepest(ys, xs)[1]


def _dots(written: Mask) -> tuple[Any, Any]:
    """Rows and columns of what is written, of a part of the dots where there are many."""
    import numpy as np

    ys, xs = np.nonzero(written)
    step = 1 + len(ys) // 60_000
    return ys[::step], xs[::step]


def _steepest(ys: Any, xs: Any) -> tuple[float, float]:
    """The slant at which lines are sharpest, to half a degree, and how sharp they are."""
    import numpy as np

    sharpness, angle = max((_sharpness(ys, xs, a), a) for a in np.arange(-_MOST_SLANT, _MOST_SLANT + 0.1, 0.5))
    return float(angle), sharpness


def _sharpness(ys: Any, xs: Any, degrees: float) -> float:
    """How much the number of dots changes from line to line of a slant: most where they are the lines of writing."""
    import numpy as np

    falls = ys - xs * math.tan(math.radians(degrees))
    counts = np.bincount((falls - falls.min()).astype(np.int64)).astype(np.float64)
    return float((np.diff(counts) ** 2).sum() / (counts * counts).sum())


def _gutter(written: Mask, dpi: float) -> int | None:
    """Where two pages side by side are parted, in pixels of the whole picture; None where there is one page."""
    import numpy as np

    height, width = written.shape
    if width < 1.15 * height or np.count_nonzero(written) < _FEW_DOTS:
        return None
    profile = written.sum(axis=0)
    low, high = int(0.42 * width), int(0.58 * width)
    empty = profile[low:high] <= 0.01 * height
    best, start = (0, 0), None
    for i, free in enumerate([*empty, False]):
        if free and start is None:
            start = i
        elif not free and start is not None:
            best, start = max(best, (i - start, start)), None
    sides = profile[:low].sum(), profile[high:].sum()
    if best[0] < 0.02 * width or min(sides) < 0.15 * sum(sides):
        return None
    return round((low + best[1] + best[0] / 2) * max(1, round(dpi / _COARSE)))


def rules(picture: Image, dpi: float) -> tuple[Box, ...]:
    """The straight lines across and down that a straight picture shows, as thin boxes in points."""
    import numpy as np

    step = max(1, round(dpi / 100))
    pixels = np.asarray(picture)
    high, wide = pixels.shape[0] // step * step, pixels.shape[1] // step * step
    black = pixels[:high, :wide].reshape(high // step, step, wide // step, step).min(axis=(1, 3)) < 140
    point = 72 * step / dpi
    across = [(x0 * point, y0 * point, x1 * point, y1 * point) for x0, y0, x1, y1 in _strokes(black, dpi / step)]
    down = [(x0 * point, y0 * point, x1 * point, y1 * point) for y0, x0, y1, x1 in _strokes(black.T, dpi / step)]
    return (*across, *down)


def _without(picture: Image, found: Sequence[Box], dpi: float) -> Image:
    """The picture with the rules of its tables painted over: Tesseract reads those down as letters.

    Args: `found`, the rules. Those of a letterhead, a few across, may stay.
    """
    from PIL import ImageDraw

    if sum(r[3] - r[1] > r[2] - r[0] for r in found) < _GRID:
        return picture
    picture = picture.copy()
    draw = ImageDraw.Draw(picture)
    for x0, y0, x1, y1 in found:
        draw.rectangle([round(v * dpi / 72) + d for v, d in zip((x0, y0, x1, y1), (-1, -1, 1, 1), strict=True)], 255)
    return picture


def _strokes(black: Mask, dpi: float) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right, bottom of dark runs that are long and are no higher than a millimetre."""
    import numpy as np
    from scipy import ndimage

    length = max(1, round(_SHORTEST * _MM * dpi))
    if black.shape[1] <= length:
        return
    # A line that falls by a pixel goes on in the next row.
    black = black | np.roll(black, 1, axis=0) | np.roll(black, -1, axis=0)
    total = np.cumsum(np.pad(black, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = total[:, length:] - total[:, :-length] >= 0.95 * length
    if not full.any():
        return
    labels, _ = ndimage.label(full, structure=np.ones((3, 3)))
    for rows, columns in ndimage.find_objects(labels):
        if rows.stop - rows.start <= 2 + max(2, 1.5 * _MM * dpi):
            yield columns.start, rows.start + 1, columns.stop + length - 1, max(rows.start + 1, rows.stop - 1)
