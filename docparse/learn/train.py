"""Learns how sure a task is: logistic regression over its features, its scores turned into shares of right answers.

Reads: `Example`s.
Writes: a `Linear`, its `Card`, `Scores`.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Sequence

from docparse import __version__
from docparse.learn.examples import Example, to_line
from docparse.models.card import Card, DataSet, Scores
from docparse.models.errors import TooFewExamples
from docparse.models.linear import Linear
from docparse.models.task_features import VERSION

SEED = 7
STRENGTH = 0.3
"""How far weights may grow (C of scikit-learn): the best of 0.1, 0.3 and 1 with one set of documents left out."""
FOLDS = 8
_DECIMALS = 4
_ABOUT = "how sure it is that a task is one, and whose: a number for `confidence`; changes nothing else"


def fit(examples: Sequence[Example], seed: int = SEED) -> Linear:
    """A model of all these examples. Raises TooFewExamples."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    documents = [example.document for example in examples]
    folds = min(FOLDS, len(set(documents)))
    rights = [example.right for example in examples]
    if folds < 5 or len(set(rights)) < 2 or min(sum(rights), len(rights) - sum(rights)) < folds:
        raise TooFewExamples("tasks", f"{len(set(documents))} documents, {len(rights) - sum(rights)} wrong tasks")
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(example.features, 1.0) for example in examples])
    learner = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=seed)
    # The curve is learnt on scores of documents that the weights were not learnt on.
    apart = cross_val_predict(
        learner, table, rights, groups=documents, cv=GroupKFold(folds), method="decision_function"
    )
    curve = LogisticRegression(C=1000.0, random_state=seed).fit(apart.reshape(-1, 1), rights)
    learner.fit(table, rights)
    weights = dict(zip(vectorizer.get_feature_names_out(), learner.coef_[0], strict=True))
    return Linear(
        features=VERSION,
        weights={name: round(float(w), _DECIMALS) for name, w in weights.items()},
        intercept=round(float(learner.intercept_[0]), _DECIMALS),
        slope=round(float(curve.coef_[0][0]), _DECIMALS),
        offset=round(float(curve.intercept_[0]), _DECIMALS),
    )


def left_out(examples: Sequence[Example], of: Callable[[Example], str], seed: int = SEED) -> list[float]:
    """What a model says of each example that has learnt from those of other groups alone.

    Args: `of`, the group of an example: its set of documents, or its document.
    """
    found = [0.0] * len(examples)
    for group in sorted({of(example) for example in examples}):
        model = fit([example for example in examples if of(example) != group], seed)
        for i, example in enumerate(examples):
            if of(example) == group:
                found[i] = model.probability(example.features)
    return found


def scores(examples: Sequence[Example], values: Sequence[float]) -> Scores:
    """How well confidences tell right from wrong, beside those of the rules alone. Raises TooFewExamples."""
    from sklearn.metrics import brier_score_loss, roc_auc_score

    rights = [example.right for example in examples]
    if len(set(rights)) < 2:
        raise TooFewExamples("tasks", f"{len(rights)} tasks held out")
    before = [example.confidence for example in examples]
    return Scores(
        documents=len({(e.group, e.document) for e in examples}),
        examples=len(examples),
        auc=round(float(roc_auc_score(rights, values)), _DECIMALS),
        brier=round(float(brier_score_loss(rights, values)), _DECIMALS),
        auc_before=round(float(roc_auc_score(rights, before)), _DECIMALS),
        brier_before=round(float(brier_score_loss(rights, before)), _DECIMALS),
    )


def trained(examples: Sequence[Example], command: str, seed: int = SEED) -> tuple[Linear, Card, Scores]:
    """A model of the documents that may be learnt from, its card, and what it scores on the others.

    Args: `command`, with which this is done again. It is off where it is not better than the rules' own numbers.
    Raises TooFewExamples.
    """
    import numpy
    import sklearn

    learnt, held = ([e for e in examples if e.held_out is out] for out in (False, True))
    model = fit(learnt, seed)
    found = scores(held, [model.probability(e.features) for e in held])
    card = Card(
        name="tasks",
        about=_ABOUT,
        command=command,
        seed=seed,
        data=tuple(_data_set(name, learnt) for name in sorted({e.group for e in learnt})),
        versions={
            "docparse": __version__,
            "python": platform.python_version(),
            "scikit-learn": sklearn.__version__,
            "numpy": numpy.__version__,
        },
        scores=found,
        enabled=found.brier < found.brier_before,
    )
    return model, card, found


def _data_set(name: str, examples: Sequence[Example]) -> DataSet:
    own = [e for e in examples if e.group == name]
    return DataSet(
        name=name,
        documents=len({e.document for e in own}),
        examples=len(own),
        right=sum(e.right for e in own),
        sha256=hashlib.sha256("\n".join(map(to_line, own)).encode()).hexdigest(),
    )
