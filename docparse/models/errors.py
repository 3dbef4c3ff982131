"""What can be wrong with a model.

Reads: nothing.
Writes: exceptions.
"""

from __future__ import annotations

from docparse.errors import DocparseError


class UnfitModel(DocparseError):
    """A trained model that this version of docparse cannot use; `detail` says why."""

    exit_code = 80
    problem = "this model does not fit this version of docparse"
    advice = "train it again, go back to the one before (docparse models rollback), or work without (--no-models)"


class TooFewExamples(DocparseError):
    """Not enough to learn from; `detail` says how much there is."""

    exit_code = 81
    problem = "there are too few examples to learn from"
    advice = "mark or correct more documents: at least 5, with right and with wrong tasks in them"


class NoEarlierModel(DocparseError):
    """There is no model to go back to."""

    exit_code = 82
    problem = "there is no earlier model"
    advice = "docparse models list shows what there is"
