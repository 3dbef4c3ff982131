"""What a comparison of two plans costs, and how it grows with their length: `python -m tests.bench.bench_compare`.

Reads: corpus/*.txt.
Writes: figures on standard output; ends with 1 where two plans of the corpus take a second or more.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docparse
from docparse.compare import compare
from docparse.compare.page import page

ROOT = Path(__file__).parent.parent.parent
LIMIT = 1.0
"""Seconds for two plans."""


def seconds(call: Callable[[], object], runs: int = 5) -> float:
    """The shortest of a few runs, in processor time of this process."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def long_plan(number: int, rng: random.Random) -> str:
    """A plan with a number of items, each of words that are drawn from the corpus."""
    words = " ".join(path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("ke-hoach-*.txt"))).split()
    items = (f"{n}. " + " ".join(rng.choices(words, k=40)) for n in range(1, number + 1))
    return "\n".join(("KẾ HOẠCH", "thực hiện nhiệm vụ năm", "I. NHIỆM VỤ", *items))


def main() -> int:
    """Prints the figures."""
    start = time.perf_counter()
    a, b = (docparse.parse(ROOT / "corpus" / f"ke-hoach-{n}.txt") for n in ("so-ket-2018", "tong-ket-2023"))
    parsed = time.perf_counter()
    found = compare(a, b)
    print(f"the first, with what is loaded: parse {parsed - start:.2f} s, compare {time.perf_counter() - parsed:.2f} s")
    plans = seconds(lambda: compare(a, b))
    print(f"compare   two plans {plans * 1000:8.0f} ms   page {seconds(lambda: page([found])) * 1000:6.0f} ms")
    for number in (100, 200, 400, 800):
        rng = random.Random(1)
        one, other = (docparse.parse(long_plan(number, rng)) for _ in range(2))
        took = seconds(partial(compare, one, other), 1)
        print(f"          {number:4} sections with nothing in common {took * 1000:8.0f} ms")
    return int(plans >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
