"""The shapes that everything else passes along: lines as read, and the document as parsed.

The pydantic models are the only definition of the JSON in code (`docparse schema` prints their JSON Schema). All are
frozen and refuse unknown keys; `Document` checks that every span lies inside `text` and that every `text` field is the
exact slice that it marks. `Line`, `Cell` and `Source` are what readers give to layout; they never leave the program.

Reads: nothing.
Writes: the types of every other module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION = "1"
ZoneName = Literal["header", "title", "preamble", "body", "recipients", "signature", "appendix"]
SectionKind = Literal["heading", "item", "bullet", "paragraph"]
ReferenceKind = Literal["full", "alias", "named", "self"]
Relation = Literal[
    "implements", "pursuant_to", "reviews_interim", "reviews_final", "replaces", "amends", "accompanies", "mentions"
]
Bound = Literal["before", "by", "on", "within", "from", "between", "recurring", "relative"]
Inferred = Literal["document", "given"] | None  # what said the province: the letterhead, or whoever parsed it
Level = Literal["central", "province", "district", "commune", "any"]
Route = Literal["text", "repaired", "ocr", "none"]
Box = tuple[float, float, float, float]  # x0, top, x1, bottom in points, origin top left


# --- what a reader gives to layout -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table: numbers from 0; `rows` and `columns` are its size; `header`: of a heading row."""

    table: int
    row: int
    column: int
    rows: int
    columns: int
    header: bool = False


class Line(NamedTuple):
    """One line of a source in reading order, already NFC and free of control characters.

    `text` of a DOCX paragraph holds its automatic number ("I. ", "1- ") in front. `page` counts from 1, 0 where the
    source has no pages. `side` is "left" or "right" for a line of a two-column letterhead or of recipients beside a
    signature (a borderless table, or columns side by side on a page); all left lines of a block come first.
    `cell` is set only for lines of a real table. `furniture` marks page numbers, running heads and watermarks.
    `note` marks a footnote. `size` and `indent` (from the left margin) are in points. `original` is the text before it
    was converted from `encoding`; None where conversion changed nothing. `glued`: the line goes on on the line of the
    one before it, in a plain text, without a line feed between.
    """

    text: str
    page: int = 0
    box: Box | None = None
    bold: bool = False
    italic: bool = False
    size: float | None = None
    align: Literal["left", "center", "right", "justify"] | None = None
    indent: float | None = None
    side: Literal["left", "right"] | None = None
    cell: Cell | None = None
    furniture: bool = False
    note: bool = False
    original: str | None = None
    encoding: str | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a page was read: its text layer, that with its characters set right, its picture; or it has no text.

    `quality`, 0 to 1, says how far its text is Vietnamese that can be trusted.
    """

    number: int
    route: Route
    quality: float


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its lines in reading order.

    `wrapped` says that `lines` are visual lines, so that a paragraph goes over several (PDF); False where a line is a
    paragraph (DOCX); None where it must be found out (plain text). `keep_lines` is True for plain text only: line N of
    the file is line N of the canonical text, so nothing may be joined, dropped or moved.
    """

    lines: tuple[Line, ...]
    media_type: str
    encoding: str = "utf-8"
    pages: int | None = None
    wrapped: bool | None = None
    keep_lines: bool = False
    ocr: bool = False
    ocr_confidence: float | None = None
    readings: tuple[PageReading, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """Codes of what a person should know of the reading ("tracked_changes", "few_marks"), each becomes a warning."""


# --- the document -------------------------------------------------------------------------------------------------


class Model(BaseModel):
    """A part of the JSON: frozen, with no key but those named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """A stretch of `Document.text`: offsets in code points, end exclusive."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Record(Span):
    """A span that a rule or a model found; `confidence` is 1 where grammar leaves no doubt."""

    rule: str
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0


class Converted(Span):
    """A line that was in an encoding from before Unicode, with its characters as they were read (as Windows-1252)."""

    encoding: str
    original: str


class SourceInfo(Model):
    """Where the text came from; `ocr_confidence` is the mean over words, 0 to 1, where OCR was used.

    `quality` is the mean of that of the pages by length, for a recognised page at most how sure Tesseract was;
    `registers` is the hash of the people's own tables that were used, `models` names the trained models that were used,
    with theirs. `encoding` is "utf-8", "utf-16" or "nfd", the one old encoding that was converted from ("tcvn3", "vni",
    "viqr", "viscii", "vps", "cp1258", "utf-8-as-cp1252", "html-entities"), or "mixed"; `converted` is the way back.
    """

    name: str
    sha256: str
    media_type: str
    pages: int | None = None
    encoding: str = "utf-8"
    ocr: bool = False
    ocr_confidence: float | None = None
    quality: Annotated[float, Field(ge=0, le=1)] | None = None
    converted: tuple[Converted, ...] = ()
    registers: str | None = None
    models: tuple[str, ...] = ()


class Page(Span):
    """A page of the source, numbered from 1; `quality` says how far its text can be trusted."""

    number: int
    route: Route | None = None
    quality: Annotated[float, Field(ge=0, le=1)] | None = None


class TextLine(Span):
    """A visual line with its page and box (x0, top, x1, bottom; points, origin top left)."""

    page: int
    bbox: Box


class Furniture(Model):
    """A page number, running head or watermark that was left out of `text`."""

    text: str
    page: int
    bbox: Box | None = None


class Review(Model):
    """What a review ("sơ kết": interim, "tổng kết": final) looks back on; `from_` and `to` are years."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    kind: Literal["interim", "final"]
    years: int | None = None
    from_: Annotated[int | None, Field(alias="from")] = None
    to: int | None = None
    of: str | None = None


class Metadata(Model):
    """The document's own facts; `issued` is EDTF with the precision that the document states."""

    id: str | None = None
    doc_type: str | None = None
    symbol: str | None = None
    issued: str | None = None
    place: str | None = None
    issuer: str | None = None
    issuer_path: tuple[str, ...] = ()
    title: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    circulation: str | None = None
    draft: bool = False
    province: str | None = None
    province_inferred: Literal["given"] | None = None
    review: Review | None = None
    evidence: dict[str, Span] = {}
    rule: str = "metadata"
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0


class Zone(Record):
    """A part of the document: header, title, preamble, body, recipients, signature or appendix."""

    zone: ZoneName


class Section(Record):
    """A heading, item, bullet or paragraph; `parent` is the id of the section that it stands under."""

    id: str
    parent: str | None
    depth: int
    kind: SectionKind
    label: str | None
    title: str | None
    zone: ZoneName


class Reference(Record):
    """A mention of a document; `target` is the canonical id of what it means, null where more than one fits."""

    id: str
    text: str
    kind: ReferenceKind
    type: str | None
    symbol: str | None
    number: str | None
    issuer: str | None
    date: str | None
    term: str | None
    relation: Relation
    target: str | None
    section: str | None
    province: str | None = None
    province_inferred: Inferred = None


class Deadline(Record):
    """When something is due: EDTF with its first and last day, or a recurrence; `inferred` says whence the year is."""

    id: str
    text: str
    relation: Bound
    edtf: str | None
    earliest: str | None
    latest: str | None
    rrule: str | None
    inferred: Literal["issued", "context"] | None
    section: str | None


class Body(Model):
    """An organisation, once, with every place where it is named."""

    id: str
    name: str
    kind: str
    level: Level | None
    authority: str | None
    province: str | None = None
    province_inferred: Inferred = None
    mentions: tuple[Span, ...]
    rule: str
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0


class Role(Model):
    """A body in a task: its id, and its name as written with a shared head restored."""

    body: str
    text: str


class Task(Record):
    """An obligation: who leads, helps, watches, is reported to and through whom; `deadlines` are ids."""

    id: str
    text: str
    lead: tuple[Role, ...] = ()
    coordinate: tuple[Role, ...] = ()
    monitor: tuple[Role, ...] = ()
    report_to: tuple[Role, ...] = ()
    via: tuple[Role, ...] = ()
    deadlines: tuple[str, ...] = ()
    section: str | None = None


class Addressee(Record):
    """An entry of "Kính gửi" with the id of its body."""

    text: str
    body: str | None


class Recipient(Record):
    """An entry of "Nơi nhận" with the id of its body; `archive` marks "Lưu"."""

    text: str
    body: str | None
    note: str | None
    archive: bool


class Signature(Record):
    """Who signs: the authority ("T/M" and the body), the post, the name, and notes such as "(đã ký)"."""

    mode: str | None
    on_behalf_of: str | None
    position: str | None
    name: str | None
    note: str | None


class Appendix(Record):
    """An attached outline, form or table, from its title to the next or to the end."""

    title: str


class Warning(Model):
    """What a person should look at; `code` is stable, `message` is English."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None
    rule: str = "check"
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0


class Document(Model):
    """A parsed document, as in contract version 1. Every offset is true: the constructor checks it."""

    schema_version: Literal["1"] = "1"
    source: SourceInfo
    text: str
    pages: tuple[Page, ...] = ()
    lines: tuple[TextLine, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    metadata: Metadata = Metadata()
    zones: tuple[Zone, ...] = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    bodies: tuple[Body, ...] = ()
    tasks: tuple[Task, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    signatures: tuple[Signature, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    warnings: tuple[Warning, ...] = ()

    @model_validator(mode="after")
    def _offsets_are_true(self) -> Self:
        size, text = len(self.text), self.text
        for name in _SPANNED:
            for x in getattr(self, name):
                if not x.start <= x.end <= size:
                    raise ValueError(f"{name}: span {x.start}-{x.end} is outside the text")
        for name in _QUOTED:
            for x in getattr(self, name):
                if text[x.start : x.end] != x.text:
                    raise ValueError(f"{name}: text at {x.start}-{x.end} is not what the record says")
        spans = [s for b in self.bodies for s in b.mentions] + list(self.metadata.evidence.values())
        if any(not s.start <= s.end <= size for s in (*spans, *self.source.converted)):
            raise ValueError("a span is outside the text")
        return self

    def to_json(self, *, indent: int | None = None) -> str:
        """The contract's JSON; the same input and version give the same bytes."""
        return self.model_dump_json(by_alias=True, indent=indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Document:
        """The document that `to_json` wrote; raises pydantic's ValidationError for anything else."""
        return cls.model_validate_json(data)


_QUOTED = ("references", "deadlines", "tasks", "addressees", "recipients")
_SPANNED = ("pages", "lines", "zones", "sections", *_QUOTED, "signatures", "appendices")
