"""Hostile texts: none is refused, and the time grows with the length only as the length does.

Reads: files/pieces.txt.
Writes: nothing.
"""

from __future__ import annotations

import gc
import random
import time
from pathlib import Path

import pytest

import docparse

SMALL = 25_000
TIMES = 4
LIMIT = 8.0
"""Between 4, when the time is linear, and 16, when it is quadratic."""

WORDS = (Path(__file__).parent / "files" / "pieces.txt").read_text("utf-8").splitlines()

UNITS = {
    "digits": "0123456789",
    "numbers": "1.",
    "brackets": "([{<«“)",
    "quotes": '"',
    "open quotes": "“",
    "words": "thực hiện nhiệm vụ chính trị ",
    "one word": "a",
    "capitals": "ĐẢNG BỘ TỈNH\n",
    "document without a number": "Chỉ thị số ",
    "short name": "Chỉ thị số 17 ",
    "symbols": "Chỉ thị số 17-CT/TW ngày 1/1/2012\n",
    "definitions": "(sau đây gọi tắt là Chỉ thị số 17-CT/TW) ",
    "bodies": "các sở, ban, ngành, ",
    "names": "Ban Tổ Chức Tỉnh Ủy ",
    "numbered lines": "1. \n",
    "numbered": "1. Công tác\n",
    "headings": "I- MỤC ĐÍCH\n",
    "bullets": "- Như trên,\n",
    "rows": "TT\tNội dung\tĐơn vị chủ trì\tThời gian\n",
    "new lines": "\n",
    "spaces": " ",
    "dates": "ngày 1/1/",
    "years": "năm 2025 ",
    "quarters": "quý I, ",
    "deadlines": "trước ngày 30/6/2025, ",
    "recurring": "hằng năm, định kỳ 6 tháng ",
    "duties": "- Giao Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Ban Tuyên giáo báo cáo trước ngày 30/6/2025.\n",
    "assigned": "giao ",
    "clauses": "Ban Tổ chức Tỉnh ủy chủ trì thực hiện; ",
    "addressees": "GIÁM ĐỐC\ngửi [MTTQ",
    "letterheads": "TỈNH ỦY A\n*\nSố 1-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 1 tháng 1 năm 2012\nKẾ HOẠCH\n",
    "day lists": "và 5 ",
    "short name of a kind": "(sau đây gọi tắt là Kế hoạch) ",
    "recipients": "Nơi nhận:\n- Như trên,\n",
    "signatures": "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n",
    "appendices": "PHỤ LỤC\n",
    "outlines": "ĐỀ CƯƠNG BÁO CÁO\n",
    "decomposed": "e\u0323\u0302",
    "marks": "\u0301\u0323",
    "reviews": f"Các chi bộ tổng kết{' triển khai' * 40} x Chỉ thị số 1-CT/TW.\n",
    "glued feet": "./. Nơi nhận: - A;",
    "parts of laws": f"Các ban theo chức năng, theo{' điều' * 40} x, Nghị quyết số 1-NQ/TU.\n",
}


def text_of(name: str, size: int) -> str:
    """A hostile text of `size` characters."""
    if name == "soup":
        pick = random.Random(7)
        return "".join(pick.choice(WORDS) + pick.choice(("", " ", " ", " ", "\n")) for _ in range(size // 4))[:size]
    unit = UNITS[name]
    return (unit * (size // len(unit) + 1))[:size]


def cost(text: str) -> float:
    """Seconds of processor time to parse `text` after a line that keeps it from being a file name."""
    gc.collect()
    start = time.process_time()
    document = docparse.parse(f"\n{text}")
    spent = time.process_time() - start
    assert len(document.text.split("\n")) == text.count("\n") + 2
    return spent


@pytest.mark.parametrize("name", ["soup", *UNITS])
def test_time_is_linear(name: str) -> None:
    check_cost(text_of(name, SMALL), text_of(name, SMALL * TIMES))


def check_cost(small: str, large: str) -> None:
    """The least of several measurements on each side, since other work on the machine only ever adds to one."""
    least = cost(small)
    most = cost(large)
    for _ in range(4):
        if most < LIMIT * max(least, 0.005) or most > 10:
            break
        least = min(least, cost(small))
        most = min(most, cost(large))
    assert most < LIMIT * max(least, 0.005), f"{least:.2f} s, of {TIMES} times the length {most:.2f} s"


DOCUMENT = """TỈNH ỦY LAM THỦY{letterhead} BAN
*
Số {number}1-KH/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Lam Thủy, ngày {date}12 tháng 3 năm 2018

KẾ HOẠCH
thực hiện Chỉ thị số 17-CT/TW{title} của Ban Bí thư

Kính gửi:
- Ban Dân vận Tỉnh{addressee} ủy,
- Các huyện ủy.

I- TỔ CHỨC THỰC HIỆN
{start}1. Ban Tổ chức Tỉnh ủy chủ trì,{item} báo cáo Tỉnh ủy trước ngày 30/6/2018.

Nơi nhận:
- Ban Dân vận Tỉnh{recipient} ủy,
- Lưu Văn phòng.

T/M BAN THƯỜNG VỤ
BÍ THƯ{position}

Hoàng Thế Khải{name}
"""
PLACES = ("letterhead", "number", "date", "title", "addressee", "start", "item", "recipient", "position", "name")
RUNS = ("-", "- ", ".", "_", "…", " ", "1", ".1", ", 19", "và ", "A ", "“")


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("place", PLACES)
def test_a_long_run_inside_a_line(place: str, run: str) -> None:
    """Patterns with a quantifier before their end are slow on a run of what it takes, wherever that stands."""
    texts = [
        DOCUMENT.format_map(dict.fromkeys(PLACES, "") | {place: run * (size // len(run))}) for size in (2000, 8000)
    ]
    check_cost(*texts)


def test_a_wide_gap_behind_a_number() -> None:
    texts = [f"TỈNH ỦY\nSố 12-KH/TU{' ' * size}-x\n\nKẾ HOẠCH\nhọp\n" for size in (5000, 20000)]
    check_cost(*texts)
