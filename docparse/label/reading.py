"""What people labelled, from a file of Label Studio or doccano: each text by itself, so that a bad one costs no other.

Reads: JSON of Label Studio, JSON Lines of doccano.
Writes: `Labelled` texts, or why one is none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docparse.errors import BadLabels, MissingFile, TooLarge
from docparse.label import doccano, label_studio
from docparse.label.labelled import Labelled
from docparse.label.labels import Labels

MAX_BYTES = 100_000_000
"""Of a file: some thousand documents."""

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
    return _agreed(list(_tasks(text, str(path)) if is_list else _lines(text, str(path))))


def _tasks(text: str, name: str) -> Iterator[Found]:
    for number, one in enumerate(_loaded(text, name), 1):
        place = f"{name}: {number}"
        try:
            if not isinstance(one, dict):
                raise BadLabels(place, "this is no task that docparse wrote; of Label Studio export the format JSON")
            yield label_studio.read(one, place)
        except BadLabels as error:
            yield error


def _lines(text: str, name: str) -> Iterator[Found]:
    # Texts may hold other separators of lines, which JSON leaves as they are.
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{name}: {number}"
        try:
            if line.strip():
                one = _loaded(line, place)
                if not isinstance(one, dict):
                    raise BadLabels(place, "this is no line that docparse wrote")
                yield doccano.read(one, place)
        except BadLabels as error:
            yield error


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadLabels(name, "not JSON") from error


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
