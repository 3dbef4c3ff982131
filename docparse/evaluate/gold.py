"""What people marked in a document: the gold format, as far as it is scored.

Reads: JSON of the gold format (lines counted from 1, quotes, roles; keys that are not scored are passed over).
Writes: a `Gold`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from docparse import files
from docparse.errors import DocparseError


class BadGold(DocparseError):
    """A file that is not in the gold format."""

    exit_code = 13
    problem = "this is not a marked document in the gold format"
    advice = "check the folder and the file"


class Model(BaseModel):
    """A part of a marked document: frozen, keys that are not scored left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldLine(NamedTuple):
    """A line that is not blank."""

    number: int
    zone: str
    role: str
    depth: int
    label: str | None


class GoldMetadata(Model):
    """The document's own facts as a person read them."""

    doc_type: str | None = None
    symbol: str | None = None
    issued: str | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None


class GoldReference(Model):
    """A mention of a document: `quote` stands on line `line`."""

    line: int
    quote: str
    symbol: str | None
    type: str | None
    date: str | None
    issuer: str | None
    term: str | None
    kind: str
    relation: str | None


class GoldDeadline(Model):
    """A deadline with its first and last day."""

    line: int
    relation: str
    start: str | None
    end: str | None


class GoldTask(Model):
    """The roles are names of bodies; `deadline` is an index into the deadlines."""

    line: int
    lead: tuple[str, ...] = ()
    coordinate: tuple[str, ...] = ()
    monitor: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    deadline: int | None = None


class GoldRecipient(Model):
    """An entry of the recipients."""

    text: str
    note: str | None
    archive: bool


class GoldSignature(Model):
    """Who signs, as printed."""

    mode: str | None
    on_behalf_of: str | None
    position: str | None
    name: str | None


class Gold(Model):
    """A marked document; `source` is the name of its text, `ignore` first and last lines that are not scored,
    `signatures` is None where they could not be read."""

    source: str
    metadata: GoldMetadata
    lines: tuple[GoldLine, ...]
    references: tuple[GoldReference, ...]
    deadlines: tuple[GoldDeadline, ...]
    tasks: tuple[GoldTask, ...]
    recipients: tuple[GoldRecipient, ...]
    signatures: tuple[GoldSignature, ...] | None
    ignore: tuple[tuple[int, int], ...] = ()


def read_gold(path: Path) -> Gold:
    """A marked document from its file. Raises MissingFile and BadGold."""
    try:
        return Gold.model_validate_json(files.read(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadGold(str(path), f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
