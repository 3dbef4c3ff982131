"""Writes the examples that the model for tasks comes with, from folders of marked documents.

    python scripts/task_examples.py FOLDER...

Only features and a yes or no are written, no text; documents are numbered. A folder holds json/ (the gold format) and
text/. They have to be documents that no rule was written on: of others the rules know more than of those to come.

Reads: folders of marked documents.
Writes: docparse/models/trained/tasks/examples.jsonl.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from docparse import files
from docparse.learn.examples import SHIPPED, marked, to_line


def main(folders: list[str]) -> int:
    """Writes the file and says how many examples there are; 2 without folders."""
    if not folders:
        print(__doc__)
        return 2
    lines = []
    numbers: dict[tuple[str, str], int] = {}
    for number, folder in enumerate(folders, 1):
        for example in marked(Path(folder)):
            place = numbers.setdefault((folder, example.document), len(numbers) + 1)
            lines.append(to_line(replace(example, group=f"set {number}", document=f"document {place}")))
    files.write(SHIPPED, "\n".join(lines) + "\n")
    print(f"{len(lines)} examples of {len(numbers)} documents")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
