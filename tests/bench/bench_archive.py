"""What an import costs beside parsing alone, on a generated archive: `python -m tests.bench.bench_archive [SIZE]`.

The rate is that of the fastest of some runs that take turns, beside the rate of the floor: parsing in workers that give
nothing back. It means something on a machine that does nothing else; processor time of this process and its workers,
which hardly depends on that, stands beside it.
SIZE is the number of documents (1,500); with more than 5,000 only one import is measured, with two workers: its memory,
and the rate of its last thousand beside that of its first (the files are shuffled, so that both are alike).

Reads: an archive that it makes, in a temporary folder; /proc (Linux).
Writes: figures on standard output.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from docparse import archive, batch, files, inputs
from docparse.read.options import DEFAULT, Options

ROOT = Path(__file__).parent.parent.parent
LARGE = 5000
"""From this size on an import is not repeated."""

MOST_COST, MOST_MEMORY, MOST_SLOWER, LEAST_FASTER = 0.15, 600, 0.10, 1.6
"""An import may take this share of time more than parsing alone, a worker this many MB, the last thousand this share of
processor time more than the first; two workers are this many times as fast as one."""


def made(folder: Path, size: int) -> list[Path]:
    """The files of a generated archive, shuffled with a fixed seed."""
    command = [sys.executable, str(ROOT / "corpus" / "generate.py"), "archive", str(folder), "--number", str(size)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    paths = sorted(files.survey([str(folder)]).paths)
    random.Random(1).shuffle(paths)
    return paths


def parse_only(path: Path, options: Options) -> bool:
    """The floor: what a worker does at least."""
    batch.parse_file(path, options)
    return True


def floor(paths: list[Path], workers: int) -> Iterator[object]:
    """Every document parsed, also those in containers, and nothing kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = ((item.path, item.error) for item in inputs.converted(inputs.opened(paths), folder))
        work = partial(parse_only, options=replace(DEFAULT, cache=folder))
        yield from batch.each(found, work, batch.processes(workers, folder))


@dataclass(slots=True)
class Usage:
    """What a run took: wall and processor seconds, of them those of this process, and MB of its largest worker.

    `marks` are processor seconds of all and of this process when each thousand was done.
    """

    wall: float = 0.0
    cpu: float = 0.0
    own: float = 0.0
    memory: int = 0
    done: int = 0
    marks: list[tuple[float, float, float]] = field(default_factory=list)


def workers_now() -> tuple[float, int]:
    """Seconds of processor time of all processes below this one, and the most memory in MB that one has ever had."""
    found: dict[int, tuple[int, float, int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            times = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        # Children that have ended count with their parent: LibreOffice, Tesseract.
        seconds = sum(map(int, times[11:15])) / os.sysconf("SC_CLK_TCK")
        found[int(folder.name)] = int(status["PPid"]), seconds, int(status.get("VmHWM", "0 kB").split()[0]) // 1024
    ours = {os.getpid()}
    while more := {pid for pid, (parent, *_) in found.items() if parent in ours and pid not in ours}:
        ours |= more
    below = [found[pid] for pid in ours if pid != os.getpid()]
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ended.ru_utime + ended.ru_stime + sum(seconds for _, seconds, _ in below)
    return seconds, max((memory for *_, memory in below), default=0)


def measured(steps: Iterator[object], every: int = 1000) -> Usage:
    """Goes through the steps of a run. Its workers are seen while they live: at each step but the last ones."""
    used = Usage()
    start, own, (before, _) = time.perf_counter(), time.process_time(), workers_now()
    seconds = before
    for _ in steps:
        used.done += 1
        if used.done % every == 0 or used.done % 50 == 0:
            seconds, memory = workers_now()
            used.memory = max(used.memory, memory)
        if used.done % every == 0:
            mine = time.process_time() - own
            used.marks.append((time.perf_counter() - start, seconds - before + mine, mine))
    used.wall, used.own = time.perf_counter() - start, time.process_time() - own
    # Those that have ended count with what started them.
    used.cpu = used.own + workers_now()[0] - before
    return used


def compare(folder: Path, paths: list[Path], rounds: int = 4) -> bool:
    """Parsing alone and importing, by turns; true where the rates are as they should be."""
    floors, imports = [], []
    for turn in range(rounds):
        floors.append(measured(floor(paths, 2)))
        imports.append(measured(archive.import_files(folder / f"{turn}.db", paths, workers=2)))
    least, spent = min(floors, key=lambda u: u.cpu), min(imports, key=lambda u: u.cpu)
    again = measured(archive.import_files(folder / "0.db", paths, workers=2))
    alone = min(measured(archive.import_files(folder / f"one{n}.db", paths, workers=1)).wall for n in range(2))
    quickest, bare = (min(used.wall for used in some) for some in (imports, floors))
    faster, cost = alone / quickest, quickest / bare - 1
    size = (folder / "0.db").stat().st_size / 1e6
    print(
        f"archive   parse only {least.cpu:.2f} s of processor time ({least.own:.2f} s outside workers), import"
        f" {spent.cpu:.2f} s ({spent.own:.2f} s): {spent.cpu / least.cpu - 1:+.1%}; nothing new {again.cpu:.2f} s"
    )
    print(
        f"archive   {spent.done / quickest:.1f} files a second, parse only {least.done / bare:.1f}: {cost:+.1%} of"
        f" time; {spent.done} files, largest worker {spent.memory} MB"
    )
    print(f"archive   two workers are {faster:.2f} times as fast as one; the archive has {size:.0f} MB")
    return cost <= MOST_COST and spent.memory <= MOST_MEMORY and faster >= LEAST_FASTER


def grow(folder: Path, paths: list[Path]) -> bool:
    """One large import; true where its workers stay small and its end is as fast as its beginning."""
    used = measured(archive.import_files(folder / "a.db", paths, workers=2))
    steps = [(0.0, 0.0, 0.0), *used.marks]
    spans = [tuple(b - a for a, b in zip(x, y, strict=True)) for x, y in pairwise(steps)]
    for n, (wall, cpu, own) in enumerate(spans, 1):
        print(f"archive   {n:3}000: {1000 / wall:6.1f} files/s, processor {cpu:6.2f} s, of it the writer {own:5.2f} s")
    # The first thousand starts the workers; a median of three evens out what the machine does beside.
    first, last = (sorted(cpu for _, cpu, _ in some)[1] for some in (spans[:3], spans[-3:]))
    slower = last / first - 1
    print(
        f"archive   {used.done} files, {used.wall:.0f} s, processor {used.cpu:.0f} s, largest worker {used.memory} MB"
    )
    print(f"archive   the last thousand takes {slower:+.1%} of processor time beside the first")
    return slower <= MOST_SLOWER and used.memory <= MOST_MEMORY


def main(arguments: list[str]) -> int:
    """Prints the figures; 1 where one is beyond what it may be."""
    size = int(arguments[0]) if arguments else 1500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = made(folder / "papers", size)
        # The first run of a process starts what the workers are forked from.
        list(archive.import_files(folder / "first.db", paths[:20], workers=2))
        good = grow(folder, paths) if size > LARGE else compare(folder, paths)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
