"""Parses many files, in order, with memory that does not grow and without dying of a bad one.

Reads: files, through `inputs` and `pipeline.parse`.
Writes: one `Result` a file.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import re
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, TypeVar, cast

from docparse.errors import DocparseError
from docparse.inputs import converted, opened
from docparse.read.options import DEFAULT, Options
from docparse.stop import end_at_once, in_worker, interrupts_come, interrupts_wait

if TYPE_CHECKING:
    from docparse.model import Document
    from docparse.read.containers import File

T = TypeVar("T")
Parse = Callable[[Path], "Document"]

# Files in flight for each worker: enough that the others go on while one starts LibreOffice, few enough to stay small.
_AHEAD = 32

_SMALL = 2_000
"""Bytes of a result that a worker hands over in one piece, whatever becomes of it (PIPE_BUF of POSIX, and room)."""

_LAID = count()
"""Numbers of the results that this worker laid down."""

_PLACE = re.compile(r'^ {2}File "(?:.*/)?([^/"]+/[^/"]+)", line (\d+), in (\S+)$', re.M)

# Where it is set, Python does not put the current folder before those that it imports from (from Python 3.11).
_SAFE_PATH = "PYTHONSAFEPATH"


class Crashed(DocparseError):
    """Parsing itself broke down: a fault of docparse, or a worker that was killed."""

    exit_code = 11
    problem = "the program broke down on this file"
    advice = "parse it alone; if it happens again, report it with the file"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: either `document` or `error` is set."""

    path: Path
    document: Document | None = None
    error: DocparseError | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """What does the work: `start` gives an executor, which has `ahead` files at most to do or done.

    `folder`: where processes of this machine lay down what they made.
    """

    start: Callable[[], Executor]
    ahead: int
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class _Laid:
    """A result that lies in a file: a worker that died in the midst of sending it would leave its reader waiting."""

    file: Path


def processes(workers: int, folder: Path, *preload: str) -> Engine:
    """Processes of this machine; one that dies costs only its file.

    Args: `folder`, where results lie for a moment, removed by the caller when all of them are there; `preload`, modules
    that workers need, loaded once for all of them.
    """
    return Engine(partial(_processes, workers, preload), _AHEAD * workers, folder)


# One file at a time: nothing runs behind the caller's back.
_THIS_PROCESS = Engine(partial(ThreadPoolExecutor, 1), 1)


def parse_file(path: Path, options: Options = DEFAULT, file: File | None = None) -> Document:
    """Parses one file; an error names it by the path as given, not by its last part alone.

    Args: `path`, which may lead into an archive or a message; `options`, how it is read where there is a choice;
    `file`, its content where that is at hand.
    """
    from docparse.pipeline import parse

    try:
        return parse(file.data, name=file.name, options=options) if file else parse(path, options=options)
    except DocparseError as error:
        # The one file in an archive keeps its place in it.
        inside = error.name.startswith(f"{path.name}/")
        error.name = str(path.parent / error.name if inside else path)
        raise


def parse_many(
    paths: Iterable[str | os.PathLike[str]],
    *,
    workers: int = 1,
    parse: Parse | None = None,
    options: Options = DEFAULT,
) -> Generator[Result, None, None]:
    """Parses files and yields a `Result` for each, in the order given, as soon as it is there.

    An archive or a message gives a result for each document in it, with a path such as "mail.eml/plan.docx".

    Args: `paths` may be endless: only a few files for each worker are ahead of the caller, and some more where
    LibreOffice converts several in one run. `workers` is the number of processes; 1 parses in this process. With more,
    the calling script needs the usual `if __name__ == "__main__":`. `options` say how files are read where there is a
    choice. `parse` replaces `docparse.parse` with these options; with more workers it is a function of a module, or a
    partial of one. No error of a file is raised: a file whose worker crashes or is killed gives `Crashed`, and the rest
    goes on.
    """
    if workers < 1:
        raise ValueError("workers must be 1 or more")
    return _parsed(map(Path, paths), workers, parse, options)


def _parsed(
    paths: Iterator[Path], workers: int, parse: Parse | None, options: Options
) -> Generator[Result, None, None]:
    with ExitStack() as stack:
        inputs = opened(paths)
        if parse is None:
            if options.cache is None or not _writable(options.cache):
                # Converted documents find their way to the workers through a folder.
                folder = stack.enter_context(TemporaryDirectory(prefix="docparse-", ignore_cleanup_errors=True))
                options = replace(options, cache=Path(folder))
            assert options.cache
            inputs = converted(inputs, options.cache)
            parse = partial(parse_file, options=options)
        engine = _THIS_PROCESS
        if workers > 1:
            laid = TemporaryDirectory(prefix="docparse-", ignore_cleanup_errors=True)
            engine = processes(workers, Path(stack.enter_context(laid)))
        results = stack.enter_context(closing(each(((x.path, x.error) for x in inputs), parse, engine)))
        for path, value in results:
            yield Result(path, error=value) if isinstance(value, DocparseError) else Result(path, document=value)


def _writable(folder: Path) -> bool:
    """Whether something can be kept in a folder, which is made where there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as file:
            file.write(b"full?")
    except OSError:
        return False
    return True


def each(
    inputs: Iterator[tuple[Path, T | DocparseError | None]], work: Callable[[Path], T], engine: Engine
) -> Generator[tuple[Path, T | DocparseError], None, None]:
    """Yields what `work` makes of each path, or the error it raised, in the order given.

    Args: `inputs`, paths, each with what is known of it already, which passes through, or None; only a few for each
    worker are ahead of the caller. `work`, a function of a module or a partial of one. An error that is no
    DocparseError, or the death of a worker, gives `Crashed`, with the traceback of the worker as its cause.
    """
    pending: deque[tuple[Path, Future[T]]] = deque()
    pool = engine.start()
    try:
        while True:
            while len(pending) < engine.ahead and (item := next(inputs, None)) is not None:
                path, known = item
                future: Future[T] = submit(pool, work, path, engine.folder) if known is None else _settled(known)
                pending.append((path, future))
            if not pending:
                return
            path, future = pending.popleft()
            if _broken(future):
                # Which of the files in flight broke the pool is not known: the first is tried alone, the rest again.
                pool.shutdown()
                future = _alone(work, path, engine.folder)
                pool = engine.start()
                for _ in range(len(pending)):
                    p, f = pending.popleft()
                    pending.append((p, submit(pool, work, p, engine.folder) if _broken(f) else f))
            value = value_of(path, future)
            yield path, value
    except KeyboardInterrupt:
        # Ctrl-C reaches them too, but for one that starts just now: it would wait for the lock of one that is gone.
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def value_of(path: Path, future: Future[T]) -> T | DocparseError:
    """What work came to: its result, the error that it raised, or `Crashed` for anything else that ended it; waits."""
    problem = future.exception()
    if problem is None:
        result = future.result()
        if not isinstance(result, _Laid):
            return result
        try:
            # Written by a worker of this run into a folder that only its user can open.
            value: T = pickle.loads(result.file.read_bytes())
            result.file.unlink()
            return value
        except OSError as error:  # somebody cleared the folder
            problem = error
    if isinstance(problem, DocparseError):
        problem.trace = places(problem)
        return problem
    detail = "" if isinstance(problem, BrokenProcessPool) else f"{type(problem).__name__}: {problem}".splitlines()[0]
    crashed = Crashed(str(path), detail)
    crashed.__cause__ = problem.__cause__
    crashed.trace = places(crashed)
    return crashed


def places(error: BaseException) -> str | None:
    """Where in the program an error of a worker arose, a line each, without its message: that may quote a document.

    Args: `error`, whose cause is the traceback that came with it from the worker; None for any other.
    """
    found = _PLACE.findall(str(error.__cause__))
    return "\n".join(f"{file}:{line} {function}" for file, line, function in found) or None


def without_words(error: DocparseError) -> DocparseError:
    """The same error with nothing that it may quote of a document: an unexpected one is told by its kind alone."""
    if isinstance(error, Crashed):
        error.detail = error.detail.partition(":")[0]
    error.__cause__ = error.__context__ = error.__traceback__ = None
    return error


def _processes(workers: int, preload: tuple[str, ...] = ()) -> Executor:
    fork = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if fork else "spawn")
    if fork:
        # Workers are forked from a process that has loaded everything and runs no thread of the caller's.
        context.set_forkserver_preload(["docparse.pipeline", *preload])
        _start_forkserver()
    storage = (name for name in os.environ if name.startswith(("AWS_", "FSSPEC_")))
    ours = {name: os.environ.get(name) for name in ("PATH", "HOME", _SAFE_PATH, *storage)}
    with _safe_path():
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(ours,))


def _start_forkserver() -> None:
    """Starts the process that workers are forked from, so that it does not tell of a Ctrl-C while it loads."""
    from multiprocessing import forkserver, resource_tracker

    with _safe_path():
        # It would be started by the other, and let interrupts through.
        resource_tracker.ensure_running()
        with interrupts_wait():
            forkserver.ensure_running()


@contextmanager
def _safe_path() -> Generator[None, None, None]:
    """Processes of Python that start meanwhile import nothing from the current folder, where files of others lie.

    They start with `-c`, which would put that folder before all others; what the caller itself imports from (also a
    folder of his) reaches the workers on its own.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        _set(_SAFE_PATH, before)


def _start(environ: dict[str, str | None]) -> None:
    """A worker finds what its caller finds, and ends at once and without a word on Ctrl-C or with it.

    Args: `environ`, variables of the caller; workers come from a process that may be older than their present values.
    """
    for name, value in environ.items():
        _set(name, value)
    end_at_once()
    interrupts_come()
    threading.Thread(target=_end_with_caller, daemon=True).start()


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _end_with_caller() -> None:
    """Ends this worker when its caller is gone: one that was killed cannot say so."""
    if caller := multiprocessing.parent_process():
        caller.join()
        os._exit(1)


def submit(pool: Executor, work: Callable[[Path], T], path: Path, folder: Path | None) -> Future[T]:
    """Hands a file to an executor; processes that start for it import nothing from the current folder."""
    if folder is None:
        return pool.submit(work, path)
    try:
        # A Ctrl-C in the midst of starting a process would lose sight of it.
        with _safe_path(), interrupts_wait():
            return cast("Future[T]", pool.submit(_in_worker, work, path, folder))
    except BrokenProcessPool as broken:
        return _settled(broken)


def _in_worker(work: Callable[[Path], T], path: Path, folder: Path) -> T | _Laid:
    """Parses a file in a worker, which, told to stop meanwhile, removes its temporary folders and ends."""
    try:
        with in_worker():
            return _laid(work(path), folder)
    except KeyboardInterrupt:
        # An exception would only become the result of this file, and the next one would be parsed.
        os._exit(1)


def _laid(value: T, folder: Path) -> T | _Laid:
    """A result as a worker hands it over: a large one in a file, but where there is no room for one."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    if len(data) <= _SMALL:
        return value
    file = folder / f"{os.getpid()}-{next(_LAID)}"
    try:
        with file.open("xb") as out:
            out.write(data)
    except OSError:
        return value
    return _Laid(file)


def _settled(value: T | BaseException) -> Future[T]:
    future: Future[T] = Future()
    if isinstance(value, BaseException):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


def _broken(future: Future[T]) -> bool:
    """Waits for the result; true where the pool broke before it was there."""
    return isinstance(future.exception(), BrokenProcessPool)


def _alone(work: Callable[[Path], T], path: Path, folder: Path | None) -> Future[T]:
    """The file parsed in a process of its own, so that only it can be the one that breaks it."""
    with _processes(1) as pool:
        return submit(pool, work, path, folder)
