"""Makes documents by the thousand, with the truth about them; the same seed gives the same bytes.

    python corpus/generate.py archive FOLDER [--number 20000] [--seed 1]
    python corpus/generate.py pairs FOLDER [--number 50] [--seed 1]

Reads: nothing.
Writes: FOLDER; its form is in the docstrings of `holdings` and `pairs`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import holdings
from pairs import Kind, pair
from render_source import text_of

_KINDS: tuple[Kind, ...] = ("same", "edited", "edited", "later")


def write_pairs(folder: Path, number: int, seed: int) -> None:
    """Writes pairs of plans with known edits: one in four the same, one in four years later."""
    for n in range(number):
        inner = folder / f"pair-{n + 1:04}"
        inner.mkdir(parents=True, exist_ok=True)
        a, b, truth = pair(seed * 1_000_003 + n, _KINDS[n % len(_KINDS)])
        for sheet in (a, b):
            (inner / f"{sheet.name}.txt").write_text(text_of(sheet), "utf-8")
        (inner / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_archive(folder: Path, number: int, seed: int) -> None:
    """Writes an archive of about this many documents."""
    print(f"{holdings.write(folder, number, seed)} documents")


def main(words: list[str]) -> int:
    """Runs the command; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(required=True)
    for name, run, number in (("archive", write_archive, 20_000), ("pairs", write_pairs, 50)):
        command = commands.add_parser(name)
        command.add_argument("folder", type=Path)
        command.add_argument("--number", type=int, default=number)
        command.add_argument("--seed", type=int, default=1)
        command.set_defaults(run=run)
    args = parser.parse_args(words)
    args.run(args.folder, args.number, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
