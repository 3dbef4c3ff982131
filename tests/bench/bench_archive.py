"""Speed of an import beside parsing alone, memory of workers: `python -m tests.bench.bench_archive [FILES]`.

Reads: corpus/*.txt, copied until there are as many files as asked for (1,000), each different.
Writes: figures on standard output; its files into a temporary folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import docparse
from docparse import archive

ROOT = Path(__file__).parent.parent.parent
RUNS = 3
"""Of each kind, in turns; the fastest counts: other work on the machine only ever adds to one."""


def copies(folder: Path, number: int) -> list[Path]:
    """As many different documents as asked for; each has a number of its own, as in an office."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt")) if "mat" not in path.name]
    paths = []
    for n in range(number):
        path = folder / f"{n:06}.txt"
        path.write_text(texts[n % len(texts)].replace("Số ", f"Số {n // len(texts) + 1}", 1) + f"\n{n}\n", "utf-8")
        paths.append(path)
    return paths


def largest_worker() -> int:
    """The most memory, in MB, that a process below this one has ever had (Linux)."""
    most, parents = 0, {os.getpid()}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda p: int(p.name)):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        except OSError:
            continue
        if int(status["PPid"]) in parents:
            parents.add(int(folder.name))
            most = max(most, int(status.get("VmHWM", "0 kB").split()[0]) // 1024)
    return most


def imported(path: Path, paths: list[Path], workers: int) -> tuple[float, int, list[float]]:
    """Seconds, MB of the largest worker, and the time at which each thousand was done."""
    start, memory, marks = time.perf_counter(), 0, []
    for n, step in enumerate(archive.import_files(path, paths, workers=workers), 1):
        assert step.event == "parsed", step
        if n % 100 == 0:
            memory = max(memory, largest_worker())
            marks.append(time.perf_counter() - start)
    return time.perf_counter() - start, memory, marks


def main() -> None:
    """Prints the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = copies(folder, number)
        for workers in (1, 2):
            # The first run of a process starts what the workers are forked from.
            list(docparse.parse_many(paths[:20], workers=2))
            floors, runs = [], []
            for n in range(RUNS):
                start = time.perf_counter()
                assert all(r.document for r in docparse.parse_many(paths, workers=workers))
                floors.append(time.perf_counter() - start)
                runs.append(imported(folder / f"{workers}-{n}.db", paths, workers))
            floor, (spent, memory, marks) = min(floors), min(runs)
            again = time.perf_counter()
            assert all(s.event == "known" for s in archive.import_files(folder / f"{workers}-0.db", paths, workers=1))
            again = time.perf_counter() - again
            size = (folder / f"{workers}-0.db").stat().st_size / 1e6
            first, last = marks[0], marks[-1] - marks[-2]
            print(
                f"{workers} workers, {number} files: parse only {floor:.2f} s, import {spent:.2f} s"
                f" ({100 * spent / floor - 100:+.0f} %), {number / spent:.0f} files a second,"
                f" first hundred {first:.2f} s, last {last:.2f} s; worker {memory} MB; archive {size:.0f} MB;"
                f" again, nothing new {again:.2f} s"
            )


if __name__ == "__main__":
    main()
