"""The workers of a Dask cluster as an executor: the same work on several machines that see the same files.

A worker of Dask does nothing itself: it hands each file to a process of its own, as an import on one machine does, so
that a file is bounded in time and memory and one that breaks a process costs only itself. A worker that dies is
survived: Dask gives its files to the others, each a few times.

What Dask keeps, logs and spills is what workers return: never an exception with its words or traceback, which may quote
a document.

Reads: paths of files, which every worker opens for itself.
Writes: what the work makes of them.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakSet

from docparse import __version__
from docparse.batch import Engine, processes, submit, value_of, without_words
from docparse.errors import DocparseError, MissingPackage, NoCluster, UnfitWorker
from docparse.storage import Address

if TYPE_CHECKING:
    from distributed import Client

T = TypeVar("T")

_AHEAD = 4
"""Files in flight for each thread of the cluster: their results wait in memory."""

_PATIENCE = 20
"""Seconds to wait for a scheduler, and for the first worker."""

_idle: list[Executor] = []
"""Processes of this worker of Dask that have nothing to do."""

_starting = Lock()


@contextmanager
def cluster(scheduler: str) -> Generator[Engine, None, None]:
    """The workers of a Dask cluster; what they have not begun is cancelled at the end.

    Args: `scheduler`, such as "tcp://10.0.0.5:8786"; with tls:// the configuration of Dask names the certificates.
    Raises MissingPackage, NoCluster and, for the first file, UnfitWorker.
    """
    try:
        from distributed import Client
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        raise MissingPackage(scheduler, 'pip install "docparse[dask]"') from error
    with ExitStack() as stack:
        try:
            client = stack.enter_context(Client(scheduler, timeout=_PATIENCE, set_as_default=False))
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise NoCluster(scheduler, str(error).partition("\n")[0]) from None
        try:
            yield Engine(partial(_Workers, client), _AHEAD * sum(client.nthreads().values()))
        except (CancelledError, CommClosedError) as error:
            raise NoCluster(scheduler, type(error).__name__) from None


class _Workers(Executor):
    """The executor that `Engine` asks for; Dask's own turns the loss of its scheduler into endless waiting."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._given: WeakSet[Any] = WeakSet()
        self._are_fit = False

    def submit(self, work: Callable[..., T], /, *args: Any, **_none: Any) -> Future[T]:
        """Hands a path over; before the first one all workers are asked whether they can do the work."""
        if not self._are_fit:
            _check(self._client, *args)
            self._are_fit = True
        future = self._client.submit(_on_worker, work, *args, pure=False)
        self._given.add(future)
        # It has what is asked of it: `exception` and `result`.
        return cast("Future[T]", future)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancels what was not begun; the rest ends within the time that a file has, and nobody hears of it."""
        self._client.cancel(list(self._given))


def _check(client: Client, path: Path) -> None:
    """Whether every worker has this docparse and sees this file. Raises UnfitWorker."""
    outer = next((p for p in (path, *path.parents) if _is_there(p)), path)
    found: dict[str, object] = client.run(_fitness, outer, on_error="return")
    for address, answer in sorted(found.items()):
        if answer == (__version__, True):
            continue
        match answer:
            case DocparseError():
                raise UnfitWorker(address, f"{outer}: {answer.detail or answer.problem}")
            case (str(version), bool(_)) if version != __version__:
                raise UnfitWorker(address, f"docparse {version}, here {__version__}")
            case (_, False):
                raise UnfitWorker(address, str(outer))
        raise UnfitWorker(address, f"docparse: {type(answer).__name__}")


def _fitness(path: Path) -> tuple[str, bool]:
    return __version__, _is_there(path)


def _is_there(path: Path) -> bool:
    return path.exists() if isinstance(path, Address) else os.path.exists(path)


def _on_worker(work: Callable[[Path], T], path: Path) -> T | DocparseError:
    """What a worker of Dask does: a process of its own does the work, and an error is returned without its words."""
    # A process of Dask is a daemon, which Python lets have none.
    multiprocessing.current_process().daemon = False
    _end_with_this()
    with _starting:
        folder = Path(_folder().name)
        pool = _idle.pop() if _idle else processes(1, folder).start()
        future = submit(pool, work, path, folder)
    value = value_of(path, future)
    if isinstance(future.exception(), BrokenProcessPool):
        pool.shutdown()
    else:
        _idle.append(pool)
    return without_words(value) if isinstance(value, DocparseError) else value


@cache
def _folder() -> TemporaryDirectory[str]:
    """Where the processes of this worker of Dask lay down what they made."""
    return TemporaryDirectory(prefix="docparse-", ignore_cleanup_errors=True)


@cache
def _end_with_this() -> None:
    """When this worker of Dask ends, its processes do, in the midst of a file too; it would wait for them first."""
    Finalize(None, _end_children, exitpriority=1)


def _end_children() -> None:
    for child in multiprocessing.active_children():
        child.terminate()
    _folder().cleanup()
