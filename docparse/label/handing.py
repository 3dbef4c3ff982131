"""Hands documents out to be labelled: a file of Label Studio with its configuration, or of doccano.

Reads: `Document`s.
Writes: JSON or JSON Lines, XML.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from docparse import files
from docparse.archive.changes import Data
from docparse.export.files import beside
from docparse.label import doccano, label_studio
from docparse.label.labels import KINDS, Labels, said
from docparse.model import Document

PROGRAMS = ("label-studio", "doccano")


def configuration_of(path: Path) -> Path:
    """Where the labelling configuration goes that fits a file of tasks."""
    return path.with_name(f"{path.stem}.config.xml")


def write(
    documents: Iterable[Document],
    path: Path,
    program: str,
    labels: Collection[str] = tuple(KINDS),
    *,
    relations: bool = True,
) -> int:
    """Writes documents to be labelled, each once, and returns their number.

    Args: `program`, one of `PROGRAMS`; `labels` and `relations`, what is handed out. Raises Unwritable.
    """
    files.spare(path)
    each = _each(documents, labels, relations)
    rows = _lines(each) if program == "doccano" else (label_studio.task(*one) for one in each)
    opens, between, closes = ("", "\n", "\n") if program == "doccano" else ("[\n", ",\n", "\n]\n")
    number = 0
    with beside(path.parent) as work, (work / path.name).open("w", encoding="utf-8", newline="\n") as file:
        file.write(opens)
        for row in rows:
            file.write(between * bool(number) + json.dumps(row, ensure_ascii=False))
            number += 1
        file.write(closes)
    if program == "label-studio":
        files.write(configuration_of(path), label_studio.configuration(labels, relations=relations))
    return number


def _each(documents: Iterable[Document], labels: Collection[str], relations: bool) -> Iterator[tuple[Data, Labels]]:
    seen = set()
    for document in documents:
        if document.source.sha256 not in seen:
            seen.add(document.source.sha256)
            data: Data = json.loads(document.to_json())
            yield data, said(data, labels, relations=relations)


def _lines(each: Iterator[tuple[Data, Labels]]) -> Iterator[Data]:
    first = 0
    for data, labels in each:
        yield doccano.line(data, labels, first)
        first += len(labels.regions) + len(labels.relations or ())
