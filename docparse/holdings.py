"""Documents from wherever they are: files of any format, JSON that `docparse parse` wrote, folders of either, archives.

Reads: files, folders, archives.
Writes: `Held` documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docparse import files
from docparse.errors import DocparseError, MissingFile, NoSuchDocument, NotADocument, SecretDocument, SeveralFit
from docparse.formats import SUFFIXES
from docparse.read.options import DEFAULT, Options

if TYPE_CHECKING:
    from docparse.archive.connections import Archive
    from docparse.model import Document

_JSON = (".json", ".jsonl")
_NAMED = 5
"""Candidates that an error names."""


@dataclass(frozen=True, slots=True)
class Held:
    """A document and where it is; or what is wrong with it, which for a secret one that was not asked for is that."""

    name: str
    document: Document | None = None
    error: DocparseError | None = None


def each(
    inputs: Sequence[str | Path],
    archive: Archive | None = None,
    *,
    allow_secret: bool = False,
    options: Options = DEFAULT,
    naming: Sequence[str] = (),
) -> Iterator[Held]:
    """The documents of files and folders, then all of an archive.

    Args: `inputs`, files of any format, JSON or JSON Lines that `docparse parse` wrote, and folders of these;
    `allow_secret`, whether documents marked as secret are given; `naming`, words of which any must be in what is JSON
    already, so that the rest is not even read. No error of a file is raised; raises MissingFile, NotAnArchive and
    NewerArchive for `archive`.
    """
    for path in _files(inputs):
        for held in _of_json(path, naming) if path.suffix.lower() in _JSON else _of_file(path, options):
            yield _allowed(held, allow_secret)
    if archive:
        for held in _of_archive(archive, naming=naming):
            yield _allowed(held, allow_secret)


def one(
    words: str, archive: Archive | None = None, *, allow_secret: bool = False, options: Options = DEFAULT
) -> tuple[str, Document]:
    """The one document that some words mean: a path; in an archive its number, its id or the end of its path.

    Returns its name and the document. Raises DocparseError: that of the file, NoSuchDocument, SeveralFit,
    SecretDocument.
    """
    found = list(_of_archive(archive, words)) if archive else list(each([words], allow_secret=True, options=options))
    if not found:
        raise NoSuchDocument(words)
    if len(found) > 1:
        raise SeveralFit(words, "; ".join(_called(held) for held in found[:_NAMED]))
    held = _allowed(found[0], allow_secret)
    if held.error or held.document is None:
        raise held.error or NoSuchDocument(words)
    return held.name, held.document


def _called(held: Held) -> str:
    """How a candidate is named to a person: not by the title, which may be what is secret of it."""
    return " ".join(filter(None, (held.document.metadata.id if held.document else None, held.name)))


def _allowed(held: Held, allow_secret: bool) -> Held:
    if held.document and held.document.metadata.secrecy and not allow_secret:
        return Held(held.name, error=SecretDocument(held.name))
    return held


def _files(inputs: Sequence[str | Path]) -> Iterator[Path]:
    for word in inputs:
        path = Path(word)
        if not path.is_dir():
            yield path
            continue
        found = sorted(p for p in path.rglob("*") if _is_written(p))
        # The JSON of documents that lie beside it stands for them.
        yield from found or files.expand([str(path)])


def _is_written(path: Path) -> bool:
    """Whether a file in a folder is named as `docparse parse` names what it writes: "plan.docx.json"."""
    suffix = path.suffix.lower()
    return path.is_file() and (suffix == ".jsonl" or (suffix == ".json" and Path(path.stem).suffix.lower() in SUFFIXES))


def _of_file(path: Path, options: Options) -> Iterator[Held]:
    from docparse.batch import parse_file
    from docparse.inputs import opened

    for item in opened([path]):
        try:
            if item.error:
                raise item.error
            yield Held(str(item.path), parse_file(item.path, options))
        except DocparseError as error:
            yield Held(str(item.path), error=error)


def _of_json(path: Path, naming: Sequence[str] = ()) -> Iterator[Held]:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        yield Held(str(path), error=MissingFile(str(path), error.strerror or ""))
        return
    except UnicodeDecodeError:
        yield Held(str(path), error=NotADocument(str(path)))
        return
    lines = text.splitlines() if path.suffix.lower() == ".jsonl" else [text]
    for number, line in enumerate(lines, 1):
        name = str(path) if len(lines) == 1 else f"{path}:{number}"
        if line.strip() and (not naming or any(word in line for word in naming)):
            yield _read(name, line)


def _read(name: str, json: str) -> Held:
    from pydantic import ValidationError

    from docparse.model import Document

    try:
        return Held(name, Document.from_json(json))
    except ValidationError:
        return Held(name, error=NotADocument(name))


def _of_archive(archive: Archive, words: str | None = None, naming: Sequence[str] = ()) -> Iterator[Held]:
    """The documents of an archive in order of path, once each; those that some words name, or that name some words."""
    import sqlalchemy as sa

    from docparse.archive.store import DOCUMENTS, FILES, VERSIONS, name_of, opened

    first = sa.select(sa.func.min(FILES.c.name)).where(FILES.c.document == DOCUMENTS.c.sha256).scalar_subquery()
    query = sa.select(sa.func.coalesce(first, ""), DOCUMENTS.c.json).order_by(first, DOCUMENTS.c.sha256)
    if words is not None:
        asked = name_of(Path(words))
        at = (FILES.c.name == asked) | FILES.c.name.endswith("/" + asked, autoescape=True)
        called = (DOCUMENTS.c.symbol == words) | (DOCUMENTS.c.id == words)
        # What is a version of another is that document.
        copies = sa.select(VERSIONS.c.sha256).where(VERSIONS.c.kind == "version")
        named = called & DOCUMENTS.c.sha256.not_in(copies)
        query = query.where(named | DOCUMENTS.c.sha256.in_(sa.select(FILES.c.document).where(at)))
    if naming:
        query = query.where(sa.or_(*(DOCUMENTS.c.json.contains(word, autoescape=True) for word in naming)))
    with opened(archive) as connection, connection.begin():
        for path, json in connection.execute(query.execution_options(yield_per=100)):
            yield _read(path, json)
