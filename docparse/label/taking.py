"""Takes back a file that people labelled: its texts, each with the document that it is of.

Reads: a file of Label Studio or doccano, documents, an archive.
Writes: `Outcome`s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from docparse.archive.changes import Data
from docparse.archive.connections import Archive
from docparse.errors import DocparseError, NoSuchDocument, SecretDocument
from docparse.holdings import each
from docparse.label import reading
from docparse.label.differences import Outcome, corrections
from docparse.label.labelled import Labelled
from docparse.read.options import DEFAULT, Options


def take(
    path: Path,
    inputs: Sequence[str | Path] = (),
    archive: Archive | None = None,
    *,
    by: str = "",
    allow_secret: bool = False,
    options: Options = DEFAULT,
) -> Iterator[Outcome | None]:
    """What became of each text of a labelled file; None for one that nobody has labelled yet.

    Args: `inputs` and `archive`, where the documents are, as for `holdings.each`; `by`, who labelled, where the file
    does not say. Raises MissingFile, TooLarge, BadLabels for the file, and what opening the archive raises.
    """
    found = reading.read(path)
    wanted = {one.note.document for one in found if isinstance(one, Labelled)}
    held: dict[str, str] = {}
    for one in each(inputs, options=options, allow_secret=True):
        if one.error:
            yield Outcome(troubles=[one.error])
        elif one.document and one.document.source.sha256 in wanted:
            held[one.document.source.sha256] = one.document.to_json()
    with ExitStack() as stack:
        connection = None
        if archive:
            from docparse.archive import store

            connection = stack.enter_context(store.opened(archive))
            stack.enter_context(connection.begin())
        for text in found:
            if not isinstance(text, Labelled):
                yield Outcome(troubles=[text]) if text else None
                continue
            sha256 = text.note.document
            if connection is not None and sha256 not in held:
                held |= {entry.sha256: entry.json for entry in store.entries(connection, [sha256])}
            yield _outcome(replace(text, by=text.by or by), held.pop(sha256, None), allow_secret)


def _outcome(text: Labelled, document: str | None, allow_secret: bool) -> Outcome:
    name = f"{text.place}: {text.note.document[:12]}"
    if document is None:
        return Outcome(troubles=[NoSuchDocument(name)])
    data: Data = json.loads(document)
    if data["metadata"]["secrecy"] and not allow_secret:
        return Outcome(troubles=[SecretDocument(name)])
    try:
        return corrections(data, text)
    except DocparseError as error:
        return Outcome(troubles=[error])
