"""The stages in order: read, layout, extract, link. The only place that knows the order.

Reads: a path, bytes or text.
Writes: a `Document`.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from docparse.extract import deadlines, ends, headline, metadata, references, relations, tasks
from docparse.formats import NAMED
from docparse.layout import Layout, lay_out
from docparse.lexicon import in_force, using
from docparse.link import provinces, records, targets
from docparse.link.bodies import Register
from docparse.link.checks import checks
from docparse.model import Document, Source, SourceInfo
from docparse.models.kept import Models, as_meant, default
from docparse.models.tasks import rated
from docparse.read import read
from docparse.read.containers import File, load, sole
from docparse.read.options import DEFAULT, Options
from docparse.read.text import plain
from docparse.registers import tables


def parse(source: Path | str | bytes, *, name: str | None = None, options: Options = DEFAULT) -> Document:
    """Parses one document: a path, the bytes of a file, or plain text.

    A `Path` is a file; a `str` is a file where it is a single line that names one that exists or ends in the suffix of
    a readable format, and text otherwise. `name` is put into `source.name` instead of the file's own; `options` say
    how files are read where there is a choice. An archive or a message that holds one document is that document, named
    "archive.zip/plan.docx"; a path may lead on into one that holds more. Raises a `DocparseError` for a file that
    cannot be read; odd text never raises. The same bytes give the same document. Of one that is marked as secret
    nothing stays in `options.cache`.
    """
    if isinstance(source, str) and _is_path(source):
        source = Path(source)
    if isinstance(source, str):
        return build(plain(source), source.encode("utf-8", "surrogatepass"), name or "text", options)
    file = File(source, "bytes") if isinstance(source, bytes) else load(source)
    file = sole(file._replace(name=name) if name else file)
    began = time.time()
    document = build(read(file.data, file.name, options), file.data, file.name, options)
    if options.cache and document.metadata.secrecy:
        _forget(options.cache, file.data, began)
    return document


def _forget(cache: Path, data: bytes, since: float) -> None:
    """Removes what reading a secret document left in a cache."""
    from docparse.read import ocr_cache, office

    ocr_cache.forget(cache, since)
    office.forget(data, cache)


def _is_path(text: str) -> bool:
    """Whether a string can only be meant as the path of a file."""
    if "\n" in text or not text.strip() or len(text) > 1000 or "\0" in text:
        return False
    return Path(text).suffix.lower() in NAMED or os.path.isfile(text)  # false for a name that no system has


def build(source: Source, data: bytes, name: str, options: Options = DEFAULT) -> Document:
    """A `Document` of a source that is read already; `data` are the bytes that it was read from."""
    with using(tables(options.registers)):
        models = default() if options.models is None else options.models
        layout = lay_out(source, as_meant(source, models))
        return assemble(layout, hashlib.sha256(data).hexdigest(), name, options.province, models)


def assemble(
    layout: Layout, sha256: str, name: str, province: str | None = None, models: Models | None = None
) -> Document:
    """Facts and links of a document whose layout is known; `province` and `models` are what `Options` has of them."""
    models = default() if models is None else models
    values, evidence = metadata.first_pass(layout)
    entries, signers = ends.foot(layout)
    cites = references.find(layout)
    own = headline.own(layout, values, cites)
    cites = [c for c in cites if c is not own]
    relation = relations.relations(layout, cites)
    meta = metadata.complete(layout, values, evidence, cites, signers, own)
    terms = deadlines.find(layout, cites, meta.issued)
    duties = tasks.find(layout, terms, meta.issuer)
    register = Register(meta.issued)
    linked = targets.resolve(layout, cites, meta)
    found = records.references(layout, cites, relation, linked)
    due = records.deadlines(layout, terms)
    jobs = rated(records.tasks(layout, duties, register), layout.sections, models)
    addressees = records.addressees(layout, ends.addressees(layout), register)
    recipients = records.recipients(layout, entries, register)
    places = provinces.settle(meta, found, register.records(), (province,) if province else ())
    return Document(
        source=_source_info(layout, sha256, name, models),
        text=layout.text,
        pages=layout.pages,
        lines=layout.lines,
        furniture=layout.furniture,
        metadata=places.metadata,
        zones=layout.zones,
        sections=layout.sections,
        references=places.references,
        deadlines=due,
        bodies=places.bodies,
        tasks=jobs,
        addressees=addressees,
        recipients=recipients,
        signatures=records.signatures(signers),
        appendices=records.appendices(layout),
        warnings=(*linked.warnings, *register.ended(), *checks(layout, meta, found, due, jobs), *places.warnings),
    )


def _source_info(layout: Layout, sha256: str, name: str, models: Models) -> SourceInfo:
    source = layout.source
    return SourceInfo(
        name=name,
        sha256=sha256,
        media_type=source.media_type,
        pages=source.pages,
        encoding=source.encoding,
        ocr=source.ocr,
        ocr_confidence=source.ocr_confidence,
        quality=_quality(layout),
        converted=layout.converted,
        registers=in_force().sha256,
        models=tuple(model.label for model in models if model.name != "words" or layout.source.ocr),
    )


def _quality(layout: Layout) -> float | None:
    """The mean quality of the pages by their length, None where none is known."""
    known = [(page.end - page.start + 1, page.quality) for page in layout.pages if page.quality is not None]
    return round(sum(n * q for n, q in known) / sum(n for n, _ in known), 3) if known else None
