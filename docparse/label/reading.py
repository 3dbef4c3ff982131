"""What people labelled, from a file of Label Studio or doccano: each text by itself, so that a bad one costs no other.

Reads: JSON of Label Studio, JSON Lines of doccano.
Writes: `Labelled` texts, or why one is none.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docparse.archive.changes import Data
from docparse.errors import BadLabels, MissingFile, TooLarge
from docparse.label import doccano, label_studio
from docparse.label.labelled import Labelled
from docparse.label.labels import Labels

MAX_BYTES = 100_000_000
"""Of a file: more than a thousand documents."""
MOST = 20_000
"""Texts of a file."""
_BLANKS = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()

Found = Labelled | BadLabels | None
"""A labelled text, or why it is none; None where nobody has labelled it yet."""


def read(path: Path) -> list[Found]:
    """The texts of a file, in order. Raises MissingFile, TooLarge, BadLabels where nothing of it can be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise MissingFile(str(path), error.strerror or "") from error
    if len(data) > MAX_BYTES:
        raise TooLarge(str(path), f"{MAX_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLabels(str(path), "not UTF-8") from error
    is_list = text.lstrip().startswith("[")
    found = _tasks(text, str(path)) if is_list else _lines(text, str(path))
    return _agreed(list(_bounded(found, str(path))))


def _tasks(text: str, name: str) -> Iterator[Found]:
    for number, one in enumerate(_items(text), 1):
        place = f"{name}: {number}"
        try:
            if one is ...:
                raise BadLabels(place, "not JSON")
            if not isinstance(one, dict):
                raise BadLabels(place, "this is no task that docparse wrote; of Label Studio export the format JSON")
            yield label_studio.read(one, place)
        except BadLabels as error:
            yield error


def _items(text: str) -> Iterator[Any]:
    """The items of a list in JSON, one by one; `...` where it breaks off, so that those before are not lost."""
    at = _after_blanks(text, text.index("[") + 1)
    if text[at:].strip() == "]":
        return
    while True:
        try:
            item, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield ...
            return
        yield item
        at = _after_blanks(text, at)
        if not text.startswith(",", at):
            break
        at = _after_blanks(text, at + 1)
    if text[at:].strip() != "]":
        yield ...


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _lines(text: str, name: str) -> Iterator[Found]:
    # Texts may hold other separators of lines, which JSON leaves as they are.
    for number, line in enumerate(_rows(text), 1):
        place = f"{name}: {number}"
        try:
            if line.strip():
                yield doccano.read(_loaded(line, place), place)
        except BadLabels as error:
            yield error


def _rows(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end + 1


def _loaded(line: str, place: str) -> Data:
    try:
        one = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLabels(place, "not JSON") from error
    if not isinstance(one, dict):
        raise BadLabels(place, "this is no line that docparse wrote")
    return one


def _bounded(found: Iterator[Found], name: str) -> Iterator[Found]:
    for number, one in enumerate(found):
        if number == MOST:
            yield BadLabels(name, "there are more texts in it than docparse takes")
            return
        yield one


def _agreed(found: list[Found]) -> list[Found]:
    """The same without texts that stand there twice and say different things: nobody knows which is right."""
    by_document: dict[str, dict[Labels, int]] = defaultdict(dict)
    for number, one in enumerate(found):
        if isinstance(one, Labelled):
            by_document[one.note.document].setdefault(one.labels, number)
    kept: list[Found] = []
    for number, one in enumerate(found):
        same = by_document[one.note.document] if isinstance(one, Labelled) else {}
        if isinstance(one, Labelled) and len(same) > 1:
            kept.append(BadLabels(one.place, "the same document stands here more than once, labelled differently"))
        elif not isinstance(one, Labelled) or same[one.labels] == number:
            kept.append(one)
    return kept
