"""A small party document whose parts a test can set: most tests put one sentence into it and look at what comes out.

Reads: nothing.
Writes: text, parsed documents.
"""

from __future__ import annotations

from collections.abc import Sequence

import docparse
from docparse.layout import Layout, lay_out
from docparse.model import Document, Line, Source
from docparse.read.text import plain

ISSUED = "12 tháng 3 năm 2018"
"""The date of the sample document, in words."""

RECIPIENTS = ("- Ban Tổ chức Trung ương (b/c),", "- Các huyện ủy, thị ủy,", "- Lưu Văn phòng Tỉnh ủy.")
SIGNATURE = ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hoàng Thế Khải")
NUMBERED = ("I- MỤC ĐÍCH, YÊU CẦU", "Bảo đảm thiết thực, tiết kiệm.", "II- TỔ CHỨC THỰC HIỆN")
"""Headings before the lines of a test, so that they stand where duties are given."""


def letter(
    *body: str,
    number: str = "Số 45-KH/TU",
    issued: str = f"Bạch Sơn, ngày {ISSUED}",
    kind: str = "KẾ HOẠCH",
    title: Sequence[str] = ("nâng cao chất lượng sinh hoạt chi bộ",),
    preamble: Sequence[str] = (),
    recipients: Sequence[str] = RECIPIENTS,
    signature: Sequence[str] = SIGNATURE,
    appendix: Sequence[str] = (),
) -> str:
    """A plan of the invented Tỉnh ủy Bạch Sơn, with `body` between its title and its recipients."""
    head = ["TỈNH ỦY BẠCH SƠN", "*", number, "", "ĐẢNG CỘNG SẢN VIỆT NAM", issued, "", kind, *title, "-----", ""]
    before = [*preamble, ""] if preamble else []
    foot = ["", "Nơi nhận:", *recipients, "", *signature]
    return "\n".join([*head, *before, *body, *foot, *(["", *appendix] if appendix else [])])


def parsed(*body: str, **parts: str | Sequence[str]) -> Document:
    """The sample document with `body` under its headings on purpose and organisation."""
    return docparse.parse(letter(*NUMBERED, *body, **parts))  # type: ignore[arg-type]


def laid(text: str) -> Layout:
    """The layout of a text."""
    return lay_out(plain(text))


def source(*lines: Line, **facts: object) -> Source:
    """A source of lines as a reader of DOCX or PDF gives them."""
    return Source(lines=lines, media_type="application/test", **facts)  # type: ignore[arg-type]
