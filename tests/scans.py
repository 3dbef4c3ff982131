"""Scans as tests need them: pages of a PDF as pictures, with what office scanners and seals do to paper.

Damage is drawn by chance from a seed, so that a picture is the same on every run.

Reads: PDF files.
Writes: PIL images, the bytes of TIFF files.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

RED = (205, 35, 50)
SEAL = 36 / 25.4 * 72
"""The width of the seal of a committee of the party or State, 36 mm, in points."""


class Damage(NamedTuple):
    """What happens to a page: `noise` is the spread of grey values, `slant` in degrees to the right, `paper` its grey,
    `seal` a red seal beside and over the name of whoever signs."""

    noise: float = 0.0
    slant: float = 0.0
    paper: int = 255
    seal: bool = False


CLEAN = Damage()
USUAL = Damage(noise=18, slant=2, paper=238, seal=True)


def pictures(
    pdf: Path, dpi: int, damage: Damage = CLEAN, signers: Sequence[str] = (), pages: int = 99
) -> list[Image.Image]:
    """The first pages of a PDF as pictures.

    Args: `signers`, names over which a seal is stamped.
    """
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for i in range(min(pages, len(document))):
        page = document[i]
        picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
        if damage.seal:
            for x, y in (spot for name in signers for spot in _spots(page, name)):
                _stamp(picture, x * dpi / 72, y * dpi / 72, dpi)
        found.append(_damaged(picture, damage, seed=i))
    document.close()
    return found


def tiff(pages: Sequence[Image.Image], dpi: int) -> bytes:
    """Pictures as the pages of one TIFF."""
    file = io.BytesIO()
    pages[0].save(file, "TIFF", save_all=True, append_images=pages[1:], compression="jpeg", quality=85, dpi=(dpi, dpi))
    return file.getvalue()


def _spots(page: pypdfium2.PdfPage, name: str) -> list[tuple[float, float]]:
    """The left ends of a name on a page, in points from its top left."""
    found, search, height = [], page.get_textpage().search(name), page.get_height()
    while hit := search.get_next():
        left, bottom, _right, top = page.get_textpage().get_charbox(hit[0])
        found.append((left, height - (bottom + top) / 2))
    return found[-1:]


def _stamp(picture: Image.Image, x: float, y: float, dpi: int) -> None:
    """Stamps a seal: two rings, a star and letters, over the first third of a name and the room above it."""
    half = SEAL / 2 * dpi / 72
    ink = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(ink)
    cx, cy = x, y - 0.6 * half
    for ring, width in ((1.0, 0.05), (0.66, 0.025)):
        r = half * ring
        draw.ellipse((cx - r, cy - r, cx + r, cy + r), outline=255, width=max(1, round(half * width)))
    points = [
        (
            cx + half * (0.4 if k % 2 == 0 else 0.16) * math.sin(k * math.pi / 5),
            cy - half * (0.4 if k % 2 == 0 else 0.16) * math.cos(k * math.pi / 5),
        )
        for k in range(10)
    ]
    draw.polygon(points, fill=255)
    for k in range(26):
        angle, r = 2 * math.pi * k / 26, half * 0.83
        tx, ty = cx + r * math.sin(angle), cy - r * math.cos(angle)
        draw.rectangle((tx - half * 0.05, ty - half * 0.08, tx + half * 0.05, ty + half * 0.08), fill=255)
    soft = ink.filter(ImageFilter.GaussianBlur(0.8)).point(lambda v: v * 0.85)
    # Ink is seen through ink: what is black below stays black.
    overprint = np.minimum(np.asarray(picture), np.array(RED, dtype=np.uint8))
    picture.paste(Image.fromarray(overprint), (0, 0), soft)


def _damaged(picture: Image.Image, damage: Damage, seed: int) -> Image.Image:
    if damage == CLEAN:
        return picture
    if damage.slant:
        picture = picture.rotate(-damage.slant, Image.Resampling.BICUBIC, fillcolor="white")
    chance = np.random.default_rng(seed)
    values = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float32)
    height, width = values.shape[:2]
    shade = np.linspace(0, -12, width, dtype=np.float32)[None, :, None]
    values = values * (damage.paper / 255) + shade
    values += chance.normal(0, damage.noise, (height, width, 1)).astype(np.float32)
    values[chance.random((height, width)) < damage.noise / 18 * 0.0004] = 20
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two pages on one sheet."""
    sheet = Image.new("RGB", (left.width + right.width, max(left.height, right.height)), "white")
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width, 0))
    return sheet


def character_errors(read: str, truth: str) -> float:
    """The character error rate: single changes from one text to the other, for each character of the truth.

    White space counts once wherever it is.
    """
    a, b = (np.frombuffer(" ".join(t.split()).encode("utf-32-le"), dtype=np.uint32) for t in (read, truth))
    places = np.arange(len(b) + 1)
    row = places
    for i, letter in enumerate(a, 1):
        changed = np.minimum(row[:-1] + (b != letter), row[1:] + 1)
        # What is added on the right costs one a place: the least of all that start further left.
        row = np.minimum.accumulate(np.concatenate(([i], changed)) - places) + places
    return float(row[-1]) / max(1, len(b))
