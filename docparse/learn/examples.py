"""What the model for tasks learns from: tasks that were found, and whether a person says that they are right.

An example is the features of a task and one yes or no, without the text of the document but for the head of the
body's name and the two syllables after it. A task is right where the
body that does it, or watches, is marked on its line; of corrected documents all tasks are right whose bodies nobody
changed. One document in four, by its name, is never learnt from: what is left out is the same on every run.

Reads: marked documents, corrections and the archive that they were made in, lines of JSON.
Writes: `Example`s, lines of JSON.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from docparse import files, models
from docparse.archive.connections import Archive
from docparse.archive.correction import RECORD, Correction
from docparse.errors import MissingFile
from docparse.evaluate.align import align, line_at
from docparse.evaluate.gold import Gold, read_gold
from docparse.evaluate.observe import normal
from docparse.model import Document
from docparse.models import tasks
from docparse.models.errors import TooFewExamples
from docparse.pipeline import parse
from docparse.read.options import Options

SHIPPED = Path(models.__file__).parent / "trained" / "tasks" / "examples.jsonl"
_BODIES = ("lead", "monitor")
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A task: `document` and `group` say where it is from, `confidence` is what the rule alone says."""

    group: str
    document: str
    features: tuple[str, ...]
    right: bool
    confidence: float

    @property
    def held_out(self) -> bool:
        """Whether its document is one of those that are never learnt from."""
        return zlib.crc32(self.document.encode()) % _PARTS == 0


def marked(folder: Path) -> Iterator[Example]:
    """The tasks that the rules find in a folder of marked documents.

    Args: `folder`, with the marks in `json` and the texts in `text`, or both side by side.
    Raises MissingFile, BadGold.
    """
    inner = [folder / "json", folder / "text"]
    marks, texts = inner if inner[0].is_dir() else (folder, folder)
    paths = sorted(marks.glob("*.json"))
    if not paths:
        raise MissingFile(str(folder))
    for path in paths:
        gold = read_gold(path)
        text = files.read(texts / gold.source).decode("utf-8").replace("\r\n", "\n")
        document = parse(text, name=gold.source, options=Options(models=()))
        yield from _examples(folder.name, path.stem, document, _rights(gold, text, document))


def _rights(gold: Gold, text: str, document: Document) -> list[bool | None]:
    """For each task whether it is right; None where it stands in lines that are not scored."""
    alignment = align(text, document.text)
    named = {(t.line, normal(name)) for t in gold.tasks for role in _BODIES for name in getattr(t, role)}
    ignored = {n for first, last in gold.ignore for n in range(first, last + 1)}
    found: list[bool | None] = []
    for task in document.tasks:
        line = line_at(alignment, task.start)
        right = any((line, normal(body.text)) in named for role in _BODIES for body in getattr(task, role))
        found.append(None if line in ignored else right)
    return found


def corrected(archive: Archive, corrections: Iterable[Correction]) -> Iterator[Example]:
    """The tasks of the documents that people corrected, as the rules find them again in their text.

    Args: `archive`, that holds the documents. Documents that are not in it are passed over, and so are secret ones.
    """
    from docparse.archive import store

    by_document: dict[str, list[Correction]] = {}
    for one in corrections:
        by_document.setdefault(one.document, []).append(one)
    with store.opened(archive) as connection, connection.begin():
        entries = store.entries(connection, sorted(by_document))
    for entry in entries:
        document = Document.from_json(entry.json)
        if not document.metadata.secrecy:
            given = by_document[entry.sha256]
            wrong = {one.start for one in given if one.kind == "tasks" and _says_wrong(one)}
            # What the rule was, and whom it named, is gone from a corrected record: the rules are asked again.
            plain = parse(document.text, name="text", options=Options(models=()))
            rights = [task.start not in wrong for task in plain.tasks]
            yield from _examples("corrections", entry.sha256, plain, rights)


def _says_wrong(one: Correction) -> bool:
    """Whether a correction of a task names other bodies, or takes the task out."""
    return one.field in _BODIES or (one.field == RECORD and one.after is None)


def _examples(group: str, name: str, document: Document, rights: Sequence[bool | None]) -> Iterator[Example]:
    found = tasks.examples(document.tasks, document.sections)
    for task, features, right in zip(document.tasks, found, rights, strict=True):
        if right is not None:
            yield Example(group, name, features, right, task.confidence)


def read(path: Path) -> list[Example]:
    """Examples from lines of JSON. Raises MissingFile, TooFewExamples where a line is none."""
    try:
        lines = [json.loads(line) for line in files.read(path).decode("utf-8").splitlines()]
        return [Example(**{**line, "features": tuple(line["features"])}) for line in lines]
    except (ValueError, TypeError, KeyError) as error:
        raise TooFewExamples(str(path), str(error)) from error


def to_line(example: Example) -> str:
    """An example as a line of JSON."""
    return json.dumps(asdict(example), ensure_ascii=False)
