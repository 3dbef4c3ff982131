"""What an import costs beside parsing alone, and the memory of workers: `python -m tests.bench.bench_archive [FILES]`.

Wall time depends on what else the machine does; processor time, of this process and its workers, hardly does.

Reads: corpus/*.txt, copied until there are as many as asked for (1,000), each with its own number; /proc (Linux).
Writes: figures on standard output; its files into a temporary folder.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import docparse
from docparse import archive

ROOT = Path(__file__).parent.parent.parent


def copies(folder: Path, number: int) -> list[Path]:
    """As many different documents as asked for; each has a number of its own, as in an office."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt")) if "mat" not in path.name]
    paths = []
    for n in range(number):
        path = folder / f"{n:06}.txt"
        path.write_text(re.sub(r"(?m)^(.*\bSố:?\s*)\d+", rf"\g<1>{n + 1}", texts[n % len(texts)], count=1), "utf-8")
        paths.append(path)
    return paths


def workers_now() -> tuple[float, int]:
    """Seconds of processor time of all processes below this one, and the most memory in MB that one has ever had."""
    seconds, most, parents = 0.0, 0, {os.getpid()}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda p: int(p.name)):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            times = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(status["PPid"]) in parents:
            parents.add(int(folder.name))
            most = max(most, int(status.get("VmHWM", "0 kB").split()[0]) // 1024)
            seconds += (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return seconds, most


def measured(steps: Iterator[object], number: int) -> tuple[float, float, int, list[float]]:
    """Wall and processor seconds, MB of the largest worker, and when each hundred was done."""
    start, own, (before, _) = time.perf_counter(), time.process_time(), workers_now()
    marks, cpu, memory = [0.0], 0.0, 0
    for n, _ in enumerate(steps, 1):
        if n % 100 == 0:
            marks.append(time.perf_counter() - start)
        if n == number:
            seconds, memory = workers_now()
            cpu = time.process_time() - own + seconds - before
    return time.perf_counter() - start, cpu, memory, marks


def main() -> None:
    """Prints the figures."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = copies(folder, number)
        # The first run of a process starts what the workers are forked from.
        list(docparse.parse_many(paths[:20], workers=2))
        for workers in (1, 2):
            db = folder / f"{workers}.db"
            floor, least, _, _ = measured(docparse.parse_many(paths, workers=workers), number)
            spent, cpu, memory, marks = measured(archive.import_files(db, paths, workers=workers), number)
            again, *_ = measured(archive.import_files(db, paths, workers=1), number)
            print(
                f"{workers} workers, {number} files: parse only {floor:.2f} s, processor {least:.2f} s;"
                f" import {spent:.2f} s, processor {cpu:.2f} s ({100 * cpu / least - 100:+.0f} %),"
                f" first hundred {marks[1]:.2f} s, last {marks[-1] - marks[-2]:.2f} s; worker {memory} MB;"
                f" archive {db.stat().st_size / 1e6:.0f} MB; again, nothing new {again:.2f} s"
            )


if __name__ == "__main__":
    main()
