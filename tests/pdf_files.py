"""Small PDFs for tests, drawn line by line.

Reads: a serif font of the system; tests that need it are skipped without it.
Writes: bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

FONTS = Path("/usr/share/fonts/truetype/dejavu")
HEIGHT = 842
LEFT = 85
LOREM = (
    "Thực hiện Kế hoạch số 12-KH/TU của Ban Thường vụ Tỉnh ủy về tổng kết",
    "việc thực hiện nghị quyết, các cấp ủy, tổ chức đảng cần quán triệt đầy",
    "đủ mục đích, yêu cầu và nội dung tổng kết đến cán bộ, đảng viên.",
)

Draw = Callable[["Sheet"], None]


class Sheet:
    """A page to draw on; places are in points from its top left corner."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas

    def put(self, x: float, top: float, text: str, size: float = 13, bold: bool = False) -> float:
        """Draws a text with its baseline at `top`; returns where it ends."""
        font = "SerifBold" if bold else "Serif"
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - top, text)
        return x + float(self.canvas.stringWidth(text, font, size))

    def centre(self, top: float, text: str, size: float = 13, bold: bool = False, middle: float = 297) -> None:
        """Draws a text around the middle of the page."""
        width = self.canvas.stringWidth(text, "SerifBold" if bold else "Serif", size)
        self.put(middle - width / 2, top, text, size, bold)

    def lines(self, top: float, texts: Iterable[str], size: float = 13, x: float = LEFT) -> None:
        """Draws lines below each other."""
        for i, text in enumerate(texts):
            self.put(x, top + 18 * i, text, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draws a thin line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def grid(self, xs: Sequence[float], tops: Sequence[float], bottom: bool = True) -> None:
        """Draws the borders of a table; without `bottom` the last row stays open, as one cut by the page end."""
        for y in tops if bottom else tops[:-1]:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, tops[0], x, tops[-1])

    def row(self, xs: Sequence[float], top: float, texts: Sequence[str], bold: bool = False) -> None:
        """Writes into the cells of a row, several lines where a text has line ends."""
        for x, text in zip(xs, texts, strict=False):
            for i, part in enumerate(text.split("\n")):
                self.put(x + 4, top + 14 + 14 * i, part, 11, bold)


def pdf(*pages: Draw, encrypt: Any = None) -> bytes:
    """A PDF of A4 pages; the test is skipped where the font is not installed."""
    if not (FONTS / "DejaVuSerif.ttf").is_file():
        pytest.skip(f"the font DejaVu Serif is not installed in {FONTS}")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Serif", FONTS / "DejaVuSerif.ttf"))
    pdfmetrics.registerFont(TTFont("SerifBold", FONTS / "DejaVuSerif-Bold.ttf"))
    target = BytesIO()
    canvas = Canvas(target, pagesize=(595, HEIGHT), encrypt=encrypt, invariant=1)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def body(sheet: Sheet) -> None:
    """Fills a page with running text."""
    for i in range(8):
        sheet.lines(100 + 60 * i, LOREM)


def numbered(number: int) -> list[str]:
    """The lines that `text` draws: 24 that are on no other page."""
    words = " ".join(LOREM).split()
    return [" ".join(words[(5 * number + i) % 30 :][:9]) + f" {number}{i}" for i in range(24)]


def text(sheet: Sheet, number: int, top: float = 100) -> None:
    """Fills a page with text that differs from that of other pages."""
    sheet.lines(top, numbered(number))
