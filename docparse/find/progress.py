"""A bar on the terminal while the index of an archive is brought up to date.

Reads: the number of documents that are done.
Writes: standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

from docparse.find.index import Progress
from docparse.i18n import _

_SOON = 1.0
"""Seconds that may pass without a word."""

_EVERY = 5.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def indexing() -> Generator[Progress, None, None]:
    """What `index.update` is to call: shows a bar, or lines where there is no terminal, when it takes a while."""
    if sys.stderr.isatty():
        yield from _bar()
    else:
        yield _Lines()


class _Lines:
    """A line every few seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            print(_("index: {done}/{total} documents").format(done=done, total=total), file=sys.stderr)


def _bar() -> Generator[Progress, None, None]:
    from rich.console import Console
    from rich.progress import Progress as Bar

    began = time.monotonic()
    with Bar(console=Console(stderr=True), redirect_stdout=False, transient=True) as bar:
        task = bar.add_task(_("index"), total=None, visible=False)

        def step(done: int, total: int) -> None:
            """Shows the bar once it has taken a while, and hides it at the end."""
            slow = time.monotonic() - began > _SOON
            bar.update(task, completed=done, total=total, visible=slow and done < total)

        yield step
