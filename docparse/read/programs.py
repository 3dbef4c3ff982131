"""Runs a program of others in a folder of its own, with bounds on its time, its memory and what it writes.

Reads: nothing.
Writes: what the program writes into that folder, and its messages into the file "messages" there.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MEMORY = 4_000_000_000
"""Bytes of address space; LibreOffice was seen to take 0.5 GB for a long document."""
WRITTEN = 1_000_000_000
"""Bytes of one file that it writes."""


def run(command: Sequence[str], folder: Path, seconds: int) -> int | None:
    """Runs a program to its end and returns its exit code, None where its time was up.

    Args: `command`, the program and its arguments, no shell; `folder`, where it runs and keeps its temporary files;
    `seconds`, after which it is killed with everything that it started, as on any exception (Ctrl-C).
    """
    environ = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with (folder / "messages").open("wb") as messages:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _limit(process.pid, seconds)
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _kill(process)


def _limit(pid: int, seconds: int) -> None:
    """Bounds a process and all that it starts, where the system can (Linux); seconds are of processor time.

    The bound on time also ends it where this process is killed itself and can end nothing.
    """
    if sys.platform == "linux":
        import resource

        # The program may be done, or one of another user's that may not be touched.
        with contextlib.suppress(ProcessLookupError, PermissionError, ValueError):
            for what, most in (
                (resource.RLIMIT_AS, MEMORY),
                (resource.RLIMIT_CPU, seconds),
                (resource.RLIMIT_FSIZE, WRITTEN),
                (resource.RLIMIT_CORE, 0),
            ):
                resource.prlimit(pid, what, (most, most))


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a program and what it started; harmless where all have ended."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
