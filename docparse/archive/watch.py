"""Watches folders for files that a scanner drops: each is handed over when it is whole.

A file is whole when its size and time have not changed for some seconds and no program of this machine has it open for
writing, as far as the system tells (Linux, and only of programs that this user may look at; Windows does not open such
a file). It asks by looking again and again: shares on a network send no word of changes that others make.

Reads: names, sizes and times of files; /proc.
Writes: nothing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docparse.files import survey

SETTLED = 5
"""Seconds without a change after which a file counts as whole."""

_EVERY = 2.0
_WRITES = os.O_WRONLY | os.O_RDWR

_State = tuple[int, int]
"""Size in bytes, time of the last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One look: files that are new or changed and whole, the number of those being written, folders not there now."""

    ready: tuple[Path, ...]
    writing: int
    missing: tuple[str, ...]


def watched(
    folders: Sequence[str],
    *,
    settled: float = SETTLED,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Sight, None, None]:
    """Looks at folders for ever; a file is handed over once, and again each time that it has changed.

    Args: `folders`, and files, as a person named them; `settled`, seconds without a change until a file is whole;
    `sleep` and `clock` stand for those of the system.
    """
    taken: dict[Path, _State] = {}
    since: dict[Path, tuple[_State, float]] = {}
    while True:
        found = survey(folders)
        states = {path: state for path in found.paths if (state := _state(path))}
        taken = {path: state for path, state in taken.items() if path in states}
        new = {path: state for path, state in states.items() if taken.get(path) != state}
        now = clock()
        since = {p: since[p] if p in since and since[p][0] == state else (state, now) for p, state in new.items()}
        quiet = [path for path in new if now - since[path][1] >= settled]
        written = _open_for_writing(quiet)
        ready = tuple(path for path in quiet if path not in written)
        taken |= {path: new[path] for path in ready}
        missing = tuple(name for name in folders if not os.path.exists(name))
        yield Sight(ready, len(new) - len(ready), (*missing, *(error.name for error in found.unreadable)))
        if not ready:
            sleep(min(_EVERY, settled) or _EVERY)


def _state(path: Path) -> _State | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _open_for_writing(paths: Sequence[Path]) -> set[Path]:
    """Those of the files that a program has open for writing, where that can be known."""
    if sys.platform == "win32":
        return {path for path in paths if _is_locked(path)}
    if not paths or not os.path.isdir("/proc/self/fdinfo"):
        return set()
    wanted = {os.path.realpath(path): path for path in paths}
    found = set()
    for process in filter(str.isdecimal, os.listdir("/proc")):
        try:
            numbers = os.listdir(f"/proc/{process}/fd")
        except OSError:
            continue
        found |= {wanted[name] for n in numbers if (name := _written(process, n)) in wanted}
    return found


def _written(process: str, number: str) -> str | None:
    """The file that a process writes to by this descriptor; None where it only reads, or ended meanwhile."""
    try:
        name = os.readlink(f"/proc/{process}/fd/{number}")
        if not name.startswith("/"):
            return None
        flags = Path(f"/proc/{process}/fdinfo/{number}").read_text("ascii").split("flags:")[1].split()[0]
    except (OSError, IndexError):
        return None
    return name if int(flags, 8) & _WRITES else None


def _is_locked(path: Path) -> bool:
    try:
        with path.open("rb"):
            return False
    except PermissionError:
        return True
    except OSError:
        return False
