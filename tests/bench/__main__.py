"""`make bench`: how fast docparse is, each figure beside a floor or a peer of the same run.

    python -m tests.bench

Text is parsed on one core, in this process. Ends with 1 where time grows faster than the text.

Reads: corpus/, and what the other modules of this folder read.
Writes: figures to standard output.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from docparse import pipeline
from tests.bench import bench_archive, bench_pdf, bench_quality, bench_real

ROOT = Path(__file__).resolve().parents[2]
# Twice the text may take this many times as long: 2 and what noise adds.
LINEAR = 2.5
_SOUP = """trước ngày 20/10/2014 quý I năm 2015 hằng năm Chỉ thị số 17-CT/TW Nghị quyết số 18, 19-NQ/TW khóa XI của Ban
Bí thư Ban Thường vụ Tỉnh ủy chủ trì, phối hợp với báo cáo qua ( ) [ ] I. 1. 1.1. a) - + * ; : Nơi nhận: Kính gửi: T/M
K/T PHỤ LỤC KẾ HOẠCH Điều 1. Chương II từ đến / . , gọi tắt là"""


def seconds(call: Callable[[], object], runs: int = 3, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of a few runs, in time of this process: what the work takes when nothing disturbs it."""
    times = []
    for _ in range(runs):
        start = clock()
        call()
        times.append(clock() - start)
    return min(times)


def count_words(texts: list[str]) -> None:
    """The floor: one pass of the simplest pattern."""
    for text in texts:
        re.findall(r"\w+", text)


def tokens(texts: list[str]) -> None:
    """A peer: the words of a Vietnamese tokenizer."""
    from underthesea import word_tokenize

    for text in texts:
        word_tokenize(text)


def bench_text(texts: list[str]) -> None:
    """Documents and megabytes a second, and how often the floor and the peer would go into that time."""
    size = sum(len(t.encode()) for t in texts) / 1e6
    ours = seconds(lambda: [pipeline.parse(t) for t in texts])
    floor, peer = seconds(lambda: count_words(texts)), seconds(lambda: tokens(texts), 1)
    print(f"text      {len(texts) / ours:8.1f} documents/s  {size / ours:6.2f} MB/s, one core")
    print(f"          {ours / floor:8.1f} times one pass of \\w+   {ours / peer:6.2f} times underthesea.word_tokenize")


def stages() -> Iterator[tuple[ModuleType, str]]:
    """Every function of docparse that `pipeline` names, and the public ones of the modules that it names."""
    for name, value in vars(pipeline).items():
        if isinstance(value, FunctionType) and value.__module__.startswith("docparse."):
            yield pipeline, name
        elif isinstance(value, ModuleType) and value.__name__.startswith("docparse."):
            own = (n for n, v in vars(value).items() if isinstance(v, FunctionType) and v.__module__ == value.__name__)
            yield from ((value, n) for n in own if not n.startswith("_"))


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Counts the seconds in each stage, without those of other stages that it calls."""
    originals = [(module, name, getattr(module, name)) for module, name in stages()]
    stack = [0.0]

    def wrap(label: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            stack.append(0.0)
            try:
                return call(*args, **kwargs)
            finally:
                whole = time.process_time() - start
                spent[label] += whole - stack.pop()
                stack[-1] += whole

        return wrapped

    for module, name, call in originals:
        setattr(module, name, wrap(f"{module.__name__.removeprefix('docparse.')}.{name}", call))
    try:
        yield
    finally:
        for module, name, call in originals:
            setattr(module, name, call)


def bench_stages(texts: list[str]) -> None:
    """The share of each stage in the time of a text, those of half a percent and more."""
    spent: dict[str, float] = defaultdict(float)
    with timed(spent):
        for text in texts:
            pipeline.parse(text)
    total = sum(spent.values())
    for name, value in sorted(spent.items(), key=lambda item: -item[1]):
        if value >= total / 200:
            print(f"stage     {name:<28} {value / len(texts) * 1e3:6.2f} ms a document  {value / total:6.1%}")


def hostile(size: int) -> dict[str, str]:
    """Texts of `size` characters that bait patterns into backtracking."""
    chance, words = random.Random(1), _SOUP.split()
    soup = " ".join(chance.choice(words) + ("\n" if chance.random() < 0.05 else "") for _ in range(size // 4))
    return {
        "keyword soup": soup[:size],
        "soup, one line": soup.replace("\n", " ")[:size],
        "digits": "1234567890/" * (size // 11),
        "brackets": "([{" * (size // 6) + ")]}" * (size // 6),
        "letters, one line": "a" * size,
        "blank lines": "\n" * (size - 1) + "a",
        "numbers": "1. " * (size // 3),
    }


def bench_hostile() -> bool:
    """Seconds for half a megabyte and a megabyte; true where time grows no faster than `LINEAR` says."""
    linear = True
    half, whole = hostile(500_000), hostile(1_000_000)
    for name in whole:
        short = seconds(partial(pipeline.parse, half[name]), 2)
        long = seconds(partial(pipeline.parse, whole[name]), 2)
        good = long / short <= LINEAR
        linear = linear and good
        verdict = "" if good else f"  MORE THAN {LINEAR}"
        print(f"hostile   {name:<24} {short:8.2f} s, twice as long {long:8.2f} s: x {long / short:.2f}{verdict}")
    return linear


def bench_start() -> None:
    """A cold process for the help and for one DOCX, beside one that does nothing."""

    def cold(*arguments: str) -> float:
        command = [sys.executable, *arguments]
        return seconds(
            lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT), 5, time.perf_counter
        )

    floor = cold("-c", "pass")
    docx = str(ROOT / "corpus" / "ke-hoach-so-ket-2018.docx")
    for name, arguments in (("--help", ["--help"]), ("one DOCX", ["parse", docx])):
        taken = cold("-m", "docparse", *arguments)
        print(f"cold      docparse {name:<15} {taken:8.2f} s  {taken / floor:6.1f} times python -c pass")


def main() -> int:
    """Prints every figure; 1 where a hostile text takes more than linear time, or a bound of the archive is broken."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    pipeline.parse(texts[0])
    bench_text(texts)
    bench_stages(texts)
    linear = bench_hostile()
    bench_start()
    bench_pdf.main([])
    bench_quality.main()
    bench_real.main([])
    cheap = bench_archive.main([]) == 0
    return 0 if linear and cheap else 1


if __name__ == "__main__":
    sys.exit(main())
