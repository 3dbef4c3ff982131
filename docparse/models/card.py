"""What a trained model is: from what it was made, how, and how good it is.

Reads: JSON.
Writes: `Card`s.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationError

from docparse.models.errors import UnfitModel


class Part(BaseModel):
    """A part of a card: frozen, with no key but those named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DataSet(Part):
    """What a model learnt from: `sha256` is that of its examples, `right` of them are right tasks."""

    name: str
    documents: int
    examples: int
    right: int
    sha256: str


class Scores(Part):
    """How well a confidence tells right from wrong on documents that were left out.

    `auc`: the share of pairs of a right and a wrong answer that it puts in order (0.5 is chance); `brier`: the mean
    squared error (0 is best).
    """

    documents: int
    examples: int
    auc: float
    brier: float
    auc_before: float
    brier_before: float


class Mended(Part):
    """How well misread words are mended: of `words`, how many were `misread`, `mended`, and right words `spoilt`."""

    words: int
    misread: int
    mended: int
    spoilt: int


class Card(Part):
    """The card of a model. `enabled` says whether it is used; `note` why not, or what to know of it."""

    name: str
    about: str
    command: str
    seed: int
    data: tuple[DataSet, ...]
    versions: dict[str, str]
    scores: Scores | Mended
    enabled: bool
    note: str = ""


def read(data: bytes, name: str) -> Card:
    """A card from its JSON. Args: `name`, of the model, for the error. Raises UnfitModel."""
    try:
        return Card.model_validate_json(data)
    except ValidationError as error:
        raise UnfitModel(name, "card.json") from error
