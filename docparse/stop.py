"""Being told to stop: SIGTERM ends the work in the same order as Ctrl-C, in this process and in its workers.

Programs of others are killed and temporary folders removed on the way out; a process that dies of the signal itself
would leave both.

Reads: signals.
Writes: KeyboardInterrupt, whose argument is the signal where it was not Ctrl-C.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import TextIO

_GRACE = 5
"""Seconds in which a worker that was told to stop has cleaned up; then it ends, whatever it waits for."""


@contextmanager
def on_sigterm() -> Generator[None, None, None]:
    """Meanwhile SIGTERM stops the processes that this one started and raises KeyboardInterrupt.

    Does nothing where signals cannot be caught (in a thread) or where the caller ignores SIGTERM.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _stop_all)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def exit_code(interrupt: KeyboardInterrupt) -> int:
    """What a process ends with that was told to stop: 128 and the number of the signal, as shells count."""
    return 128 + (interrupt.args[0] if interrupt.args else signal.SIGINT)


def _stop_all(number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, _ignore)
    if "multiprocessing" in sys.modules:
        import multiprocessing

        # What they have begun would be waited for.
        for child in multiprocessing.active_children():
            child.terminate()
    raise KeyboardInterrupt(number)


def end_at_once() -> None:
    """From now on Ctrl-C and SIGTERM end this process, a worker, without a word."""
    _handle(_exit)


@contextmanager
def interrupts_wait() -> Generator[None, None, None]:
    """Meanwhile Ctrl-C waits; processes that start meanwhile do not hear of it until `interrupts_come` (POSIX)."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def interrupts_come() -> None:
    """From now on this process hears of Ctrl-C, also of one that waited."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))


@contextmanager
def in_worker() -> Generator[None, None, None]:
    """Meanwhile Ctrl-C and SIGTERM raise KeyboardInterrupt, once; afterwards they end the worker at once."""
    try:
        _handle(_unwind)
        yield
    finally:
        end_at_once()


def _handle(handler: Callable[[int, FrameType | None], None]) -> None:
    # Always a function: Python complains of a signal that came just before SIG_IGN or SIG_DFL was set.
    for number in signal.SIGINT, signal.SIGTERM:
        signal.signal(number, handler)


def _exit(_number: int, _frame: FrameType | None) -> None:
    os._exit(1)


def _unwind(number: int, _frame: FrameType | None) -> None:
    _handle(_ignore)
    # The exception may be swallowed, where a finaliser runs, or the way out may wait for a worker that is gone.
    faulthandler.dump_traceback_later(_GRACE, exit=True, file=_nowhere())
    raise KeyboardInterrupt(number)


@cache
def _nowhere() -> TextIO:
    return Path(os.devnull).open("w")


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """A second signal must not stop the cleaning up."""
