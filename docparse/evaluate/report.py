"""Scores for people: a table, mistakes, gains and losses against earlier scores, and the file that keeps them.

Reads: `Score`s, `Evaluation`s, a file of saved scores.
Writes: lines of text, JSON.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docparse import files
from docparse.errors import DocparseError
from docparse.evaluate import Evaluation, Score
from docparse.evaluate.observe import Found
from docparse.i18n import _

# Four decimals are saved; a smaller change is none.
_DECIMALS = 4
# Measures whose mistakes another measure lists in more detail.
_COVERED = frozenset({"unit (line,kind)", "deadline (line,end date)", "task lead"})


class BadScores(DocparseError):
    """A file that does not hold saved scores."""

    exit_code = 14
    problem = "these are not scores that docparse saved"
    advice = "give a file that --save wrote"


def table(scores: Sequence[Score]) -> Iterator[str]:
    """One line a measure: precision, recall and F1 with counts, or accuracy."""
    for s in scores:
        if s.kind == "f1":
            rates = f"P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.value:.3f}"
            counts = _("right {right}, extra {extra}, missed {missed}")
            yield f"{s.measure:<32} {rates}  ({counts.format(right=s.right, extra=s.extra, missed=s.missed)})"
        else:
            yield f"{s.measure:<32} {_('accuracy')} {s.value:.3f}  ({s.right}/{s.right + s.missed})"


def mistakes(evaluation: Evaluation) -> Iterator[str]:
    """One line for each item that was missed or too much, and for each wrong field of the metadata."""
    for x in evaluation.observations:
        if not isinstance(x, Found):
            if x.detail and not x.right:
                yield f"{evaluation.name} {x.measure}: {_('expected')} {x.detail}"
        elif x.measure not in _COVERED:
            marked, parsed = Counter(x.marked), Counter(x.parsed)
            for word, items in ((_("missed"), marked - parsed), (_("extra"), parsed - marked)):
                for item in items.elements():
                    yield f"{evaluation.name} {x.measure}: {word} {' | '.join(map(str, item))}"


def to_json(scores: Sequence[Score]) -> str:
    """The scores as `read_saved` reads them."""
    measures = {s.measure: round(s.value, _DECIMALS) for s in scores}
    return json.dumps(measures, ensure_ascii=False, indent=1) + "\n"


def read_saved(path: Path) -> dict[str, float]:
    """The value of each measure in a file that `to_json` wrote. Raises MissingFile, BadScores."""
    try:
        saved = json.loads(files.read(path))
    except ValueError as error:
        raise BadScores(str(path)) from error
    if not isinstance(saved, dict) or not all(isinstance(value, int | float) for value in saved.values()):
        raise BadScores(str(path))
    return saved


def changes(scores: Sequence[Score], before: Mapping[str, float]) -> Iterator[str]:
    """One line for each measure that is better or worse than before, or that only one side has; else a word."""
    now = {s.measure: round(s.value, _DECIMALS) for s in scores}
    same = True
    for measure in sorted({*now, *before}):
        new, old = now.get(measure), before.get(measure)
        if new == old:
            continue
        same = False
        if new is None or old is None:
            yield f"{measure:<32} {_('new') if old is None else _('gone')} {new if old is None else old:.3f}"
        else:
            yield f"{measure:<32} {_('gain') if new > old else _('LOSS')} {new - old:+.4f}  ({old:.4f} -> {new:.4f})"
    if same:
        yield _("no gains and no losses")
