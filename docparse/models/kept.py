"""Where trained models are kept: those that come with docparse, and the user's own versions of them.

A user's versions lie in `NAME/1`, `NAME/2` ... of the folder of models, each with model.json and card.json; `current`
names the one in force, 0 that of docparse. Nothing is ever overwritten, so that there is a way back.

Reads: docparse/models/trained/, a folder of models, DOCPARSE_MODELS, LOCALAPPDATA or XDG_DATA_HOME.
Writes: a folder of models.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from docparse import files
from docparse.errors import MissingFile
from docparse.model import Source
from docparse.models import card, linear, task_features, words
from docparse.models.card import Card
from docparse.models.errors import NoEarlierModel
from docparse.models.linear import Linear
from docparse.registers import data_folder

VARIABLE = "DOCPARSE_MODELS"
NAMES = ("tasks", "words")
_SHIPPED = Path(__file__).parent / "trained"
_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as it is kept; `version` is 0 for that of docparse. It travels to workers as it is."""

    name: str
    version: int
    sha256: str
    data: bytes = field(repr=False, compare=False)
    about: bytes = field(repr=False, compare=False)

    @property
    def label(self) -> str:
        """What a document says of the model that it was read with: its name and the beginning of its hash."""
        return f"{self.name}@{self.sha256[:12]}"

    @property
    def card(self) -> Card:
        """Its card. Raises UnfitModel."""
        return card.read(self.about, self.name)

    def weights(self) -> Linear:
        """A linear model, read once. Raises UnfitModel where it was made for another version of docparse."""
        return _weights(self)

    def check(self) -> None:
        """Raises UnfitModel where this version of docparse cannot use the model."""
        if self.name == "words":
            _form_of_words(self)
        else:
            _weights(self)


@lru_cache(maxsize=8)
def _weights(model: Model) -> Linear:
    return linear.read(model.data, model.name, task_features.VERSION)


@lru_cache(maxsize=8)
def _form_of_words(model: Model) -> None:
    words.read(model.data, model.name)


Models = tuple[Model, ...]


def as_meant(source: Source, models: Models) -> Source:
    """A recognised source with its words as the model for words mends them; else as it is."""
    model = next((one for one in models if one.name == "words"), None)
    return words.as_meant(source, model.data) if model and source.ocr else source


def folder_of(environ: Mapping[str, str]) -> Path | None:
    """The user's folder of models; None where the user has no home.

    Args: `environ`, such as `os.environ`: DOCPARSE_MODELS, else `models` in the user's data folder of docparse.
    """
    if environ.get(VARIABLE):
        return Path(environ[VARIABLE])
    folder = data_folder(environ)
    return folder / "models" if folder else None


@lru_cache(maxsize=1)
def shipped() -> Models:
    """The models that come with docparse."""
    return tuple(_read(_SHIPPED / name, name, 0) for name in NAMES)


@lru_cache(maxsize=1)
def default() -> Models:
    """The models of docparse that are on."""
    return in_force(None)


def of_user(environ: Mapping[str, str]) -> Models | None:
    """The models to parse with where the user has some of their own; None where there are only those of docparse.

    Args: `environ`, such as `os.environ`. Raises UnfitModel and MissingFile.
    """
    folder = folder_of(environ)
    return in_force(folder) if folder and any(current(folder, name) for name in NAMES) else None


def in_force(folder: Path | None) -> Models:
    """The models to parse with: the user's current ones, else those of docparse; a model that is off is left out.

    Raises UnfitModel for one that was made for another version of docparse, and MissingFile.
    """
    found = tuple(version(folder, name, current(folder, name)) for name in NAMES)
    for model in found:
        model.check()
    return tuple(model for model in found if model.card.enabled)


def current(folder: Path | None, name: str) -> int:
    """The number of the version in force; 0 for that of docparse."""
    place = folder / name / _CURRENT if folder else None
    text = place.read_text("utf-8").strip() if place and place.is_file() else ""
    return int(text) if text.isdecimal() else 0


def version(folder: Path | None, name: str, number: int) -> Model:
    """A version of a model. Raises MissingFile where it is not there."""
    if not number:
        return next(model for model in shipped() if model.name == name)
    return _read((folder or Path()) / name / str(number), name, number)


def versions(folder: Path | None, name: str) -> Iterator[Model]:
    """All versions of a model, that of docparse first. Raises MissingFile for one whose files are gone."""
    yield version(folder, name, 0)
    for number in _numbers(folder, name):
        yield version(folder, name, number)


def install(folder: Path, name: str, model: Linear, about: Card) -> int:
    """Keeps a new version and puts it in force; returns its number."""
    number = max(_numbers(folder, name), default=0) + 1
    place = folder / name / str(number)
    files.make_folder(place)
    files.write(place / "model.json", model.model_dump_json(indent=1) + "\n")
    files.write(place / "card.json", about.model_dump_json(indent=1) + "\n")
    files.write(folder / name / _CURRENT, f"{number}\n")
    return number


def go_back(folder: Path | None, name: str) -> int:
    """Puts the version before the current one in force, in the end that of docparse; returns its number.

    Raises NoEarlierModel where that of docparse is in force already.
    """
    now = current(folder, name)
    if folder is None or not now:
        raise NoEarlierModel(name)
    before = max((number for number in _numbers(folder, name) if number < now), default=0)
    files.write(folder / name / _CURRENT, f"{before}\n")
    return before


def _numbers(folder: Path | None, name: str) -> list[int]:
    place = folder / name if folder else None
    if place is None or not place.is_dir():
        return []
    return sorted(int(path.name) for path in place.iterdir() if path.name.isdecimal() and path.is_dir())


def _read(place: Path, name: str, number: int) -> Model:
    try:
        data, about = ((place / file).read_bytes() for file in ("model.json", "card.json"))
    except OSError as error:
        raise MissingFile(str(place), error.strerror or "") from error
    return Model(name, number, hashlib.sha256(data).hexdigest(), data, about)
