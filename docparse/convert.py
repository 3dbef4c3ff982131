"""Many files into JSON, with progress on standard error: the body of `docparse parse` for more than one file.

Reads: files, through `parse_many`.
Writes: what its caller's `save` writes; progress, errors and a closing line on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import i18n
from docparse.batch import Result, parse_many
from docparse.errors import DocparseError, one_line
from docparse.i18n import _
from docparse.read.options import DEFAULT, Options
from docparse.stop import exit_code

if TYPE_CHECKING:
    from docparse.model import Document

Save = Callable[[Path, "Document"], None]


def convert(paths: Sequence[Path], save: Save, workers: int, options: Options = DEFAULT) -> int:
    """Parses files, hands each document to `save` in order and returns the exit code: 0, 1 where some failed.

    Args: `options`, how files are read; `save` may raise DocparseError, which counts as that file's failure. An
    interrupt (130) or SIGTERM (143) ends the work with what is saved left as it is.
    """
    done, total = 0, len(paths)
    try:
        with closing(_shown(parse_many(paths, workers=workers, options=options), paths)) as results:
            for result, known in results:
                done, total = done + _saved(result, save), known
    except KeyboardInterrupt as interrupt:
        print(_("interrupted: {done} of {total} documents are done").format(done=done, total=total), file=sys.stderr)
        return exit_code(interrupt)
    print(_("{done} of {total} documents are done").format(done=done, total=total), file=sys.stderr)
    return 0 if done == total else 1


def _saved(result: Result, save: Save) -> bool:
    try:
        if result.error:
            raise result.error
        if result.document:
            save(result.path, result.document)
    except DocparseError as error:
        print(i18n.error_line(error), file=sys.stderr)
        return False
    return True


def _shown(results: Generator[Result, None, None], paths: Sequence[Path]) -> Generator[tuple[Result, int], None, None]:
    """The results, each with how many there are as far as is known, and a bar that moves on a terminal, a line for
    each elsewhere.
    """
    counted = _counted(results, paths)
    if not sys.stderr.isatty():
        for n, (result, total) in enumerate(counted, 1):
            yield result, total
            print(f"{n}/{total} {one_line(str(result.path))}", file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False)
    # Standard output may be a file: the documents on it must not take the way through the terminal.
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, transient=True) as progress:
        bar = progress.add_task("", total=len(paths))
        for result, total in counted:
            progress.update(bar, description=one_line(result.path.name), total=total)
            yield result, total
            progress.advance(bar)


def _counted(
    results: Generator[Result, None, None], paths: Sequence[Path]
) -> Generator[tuple[Result, int], None, None]:
    """The results with their number: a container that was opened counts for what is in it."""
    given, total, last = set(paths), len(paths), None
    with closing(results):
        for result in results:
            outer = next(p for p in (result.path, *result.path.parents) if p in given)
            total += outer == last
            last = outer
            yield result, total
