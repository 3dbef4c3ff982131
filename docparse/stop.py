"""Being told to stop: SIGTERM ends the work in the same order as Ctrl-C, in this process and in its workers.

Programs of others are killed and temporary folders removed on the way out; a process that dies of the signal itself
would leave both.

Reads: signals.
Writes: KeyboardInterrupt, whose argument is the signal where it was not Ctrl-C.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


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
    # A second signal must not stop the cleaning up.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "multiprocessing" in sys.modules:
        import multiprocessing

        # What they have begun would be waited for.
        for child in multiprocessing.active_children():
            child.terminate()
    raise KeyboardInterrupt(number)


@contextmanager
def in_worker() -> Generator[None, None, None]:
    """Meanwhile Ctrl-C and SIGTERM raise KeyboardInterrupt, once; before and after, they end a worker at once."""
    signals = signal.SIGINT, signal.SIGTERM

    def stop(number: int, _frame: FrameType | None) -> None:
        for one in signals:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt(number)

    try:
        for one in signals:
            signal.signal(one, stop)
        yield
    finally:
        for one in signals:
            signal.signal(one, signal.SIG_DFL)
