"""Scores what is parsed against what people marked: precision, recall and F1 a field, over a folder of documents.

Reads: a folder of gold JSON, a folder of the texts that it names.
Writes: an `Evaluation` a document, `Score`s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docparse import files
from docparse.batch import Parse, parse_many
from docparse.errors import DocparseError, MissingFile
from docparse.evaluate.gold import BadGold, read_gold
from docparse.evaluate.observe import Found, Observation, observe
from docparse.model import Document, SourceInfo


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured on one document; `error` where its text could not be parsed, which counts as nothing found."""

    name: str
    observations: tuple[Observation, ...]
    error: DocparseError | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A measure over one or more documents; `missed` of an accuracy are the wrong answers, and it has no `extra`."""

    measure: str
    kind: Literal["f1", "accuracy"]
    right: int
    extra: int
    missed: int
    precision: float
    recall: float
    value: float
    """F1 or accuracy."""


def evaluate(gold: Path, texts: Path, *, workers: int = 1, parse: Parse | None = None) -> Iterator[Evaluation]:
    """Parses the text of each marked document and yields what was measured, in order of name.

    Args: `gold`, `texts`, the folders; `workers` and `parse` as in `parse_many`.
    Raises MissingFile where a folder holds nothing that is marked or a text is not there; BadGold.
    """
    paths = sorted(gold.glob("*.json"))
    if not paths:
        raise MissingFile(str(gold))
    marked = [read_gold(path) for path in paths]
    sources = [texts / one.source for one in marked]
    lines = [_text(source) for source in sources]
    results = parse_many(sources, workers=workers, parse=parse)
    for path, one, text, result in zip(paths, marked, lines, results, strict=True):
        document = result.document or Document(source=SourceInfo(name="", sha256="", media_type=""), text="")
        yield Evaluation(path.stem, tuple(observe(one, text, document)), result.error)


def _text(source: Path) -> str:
    try:
        return files.read(source).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadGold(str(source), "UTF-8") from error


def scores(observations: Iterable[Observation]) -> list[Score]:
    """The score of each measure, those of items first, in order of name; counts are summed over documents (micro)."""
    counts: dict[tuple[bool, str], Counter[str]] = {}
    for x in observations:
        count = counts.setdefault((not isinstance(x, Found), x.measure), Counter())
        if isinstance(x, Found):
            marked, parsed = Counter(x.marked), Counter(x.parsed)
            right = (marked & parsed).total()
            count.update(right=right, extra=parsed.total() - right, missed=marked.total() - right)
        else:
            count.update(right=int(x.right), missed=int(not x.right))
    return [_score(measure, accuracy, count) for (accuracy, measure), count in sorted(counts.items())]


def _score(measure: str, accuracy: bool, count: Counter[str]) -> Score:
    right, extra, missed = count["right"], count["extra"], count["missed"]
    # Nothing asked for and nothing found is no mistake.
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    kind: Literal["f1", "accuracy"] = "accuracy" if accuracy else "f1"
    return Score(measure, kind, right, extra, missed, precision, recall, recall if accuracy else f1)
