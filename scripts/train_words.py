"""Counts which syllables stand beside each other, for the model that mends recognised words.

    python scripts/train_words.py [FOLDER...]

From the corpus, from documents that its generator makes, and from docparse's own tables; from text files in the folders
too, where some are named. The dictionary is not counted here: it is read where the model is used.

Reads: corpus/, docparse/data/, text files.
Writes: docparse/models/trained/words/.
"""

from __future__ import annotations

import hashlib
import math
import platform
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docparse import __version__, files
from docparse.models.card import Card, DataSet, Mended
from docparse.models.words import counted

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docparse" / "models" / "trained" / "words"
SEED, NUMBER = 1, 400
MARK, LETTER = math.log(0.0005), math.log(0.0002)
"""How seldom a mark and a letter are misread: less than they are, so that next to no right word is changed."""
SCORES = Mended(words=83995, misread=2082, mended=332, spoilt=13)
"""On 50 scans of marked documents that are not part of the project: 28 usual ones (200 dots an inch), 22 poor (110)."""


def texts(folder: Path, pattern: str) -> list[str]:
    """The files of a folder, by name."""
    return [path.read_text("utf-8") for path in sorted(folder.rglob(pattern))]


def sources(folders: list[Path]) -> Iterator[tuple[str, list[str], float]]:
    """What is counted: a name, texts, and how much each weighs."""
    yield "corpus", texts(ROOT / "corpus", "*.txt"), 3.0
    yield "tables", texts(ROOT / "docparse" / "data", "*.t*"), 2.0
    with tempfile.TemporaryDirectory() as made:
        generate = [sys.executable, str(ROOT / "corpus" / "generate.py"), "archive", made]
        subprocess.run([*generate, "--number", str(NUMBER), "--seed", str(SEED)], check=True, stdout=subprocess.DEVNULL)
        yield "generated", texts(Path(made), "*.txt"), 0.3
    for folder in folders:
        yield folder.name, texts(folder, "*.txt"), 1.0


def main(words: list[str]) -> int:
    """Writes the model with its card."""
    parts = list(sources([Path(word) for word in words]))
    counts = counted(((text, weight) for _, found, weight in parts for text in found), MARK, LETTER)
    card = Card(
        name="words",
        about="what recognised words were meant to be, for matching; the text keeps what was read",
        command=shlex.join(["python", "scripts/train_words.py", *(Path(word).name for word in words)]),
        seed=SEED,
        data=tuple(
            DataSet(
                name=name,
                documents=len(found),
                examples=sum(len(text.split()) for text in found),
                right=0,
                sha256=hashlib.sha256("\0".join(found).encode()).hexdigest(),
            )
            for name, found, _ in parts
        ),
        versions={"docparse": __version__, "python": platform.python_version()},
        scores=SCORES,
        enabled=True,
    )
    files.make_folder(PLACE)
    files.write(PLACE / "model.json", counts.model_dump_json() + "\n")
    files.write(PLACE / "card.json", card.model_dump_json(indent=1) + "\n")
    print(f"{len(counts.syllables)} syllables, {len(counts.pairs)} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
