"""A linear model over named features, with a curve that makes its scores shares of right answers.

It is plain numbers: a weight for each feature, and the two numbers of the curve (Platt, "Probabilistic outputs for
support vector machines", 1999). Using it needs no library, and loading it runs no code.

Reads: JSON.
Writes: probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, ValidationError

from docparse.models.errors import UnfitModel

FORM = 1
"""Of the JSON; a model in another form is refused."""


class Linear(BaseModel):
    """Weights of features; one that is not listed weighs nothing. `features` is the version of what they mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: int = FORM
    features: int
    weights: Mapping[str, float]
    intercept: float
    slope: float = 1.0
    offset: float = 0.0

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights: above zero where the answer is rather yes."""
        weights = self.weights
        return math.fsum((self.intercept, *[weights.get(name, 0.0) for name in features]))

    def probability(self, features: Iterable[str]) -> float:
        """The share of right answers among those with this score, as far as the examples tell: 0 to 1."""
        return expit(self.slope * self.score(features) + self.offset)


def expit(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def read(data: bytes, name: str, features: int) -> Linear:
    """A model from its JSON.

    Args: `name`, of the model, for the error; `features`, the version that this docparse computes.
    Raises UnfitModel where the JSON is none, or of another form or for other features.
    """
    try:
        model = Linear.model_validate_json(data)
    except ValidationError as error:
        raise UnfitModel(name, "not readable") from error
    for what, found, known in (("form", model.form, FORM), ("features", model.features, features)):
        if found != known:
            raise UnfitModel(name, f"{what} {found}, known {known}")
    return model
