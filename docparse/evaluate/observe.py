"""What is compared: one document's marks against what was parsed, as a stream of observations.

`Found` compares two bags of items: what is in both is right, the rest missed or too much. `Judged` is one yes or no.
Accuracies of reference fields count every marked reference, a missed one as wrong.

Reads: a `Gold`, its text, a Document.
Writes: observations.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from docparse.evaluate.align import WORD, Alignment, align, line_at
from docparse.evaluate.gold import Gold, GoldReference, GoldSignature
from docparse.model import Document, Reference, Section, Signature
from docparse.text import key

Item = tuple[object, ...]
Place = Callable[[int], int | None]
"""From an offset of the parsed text to the marked line."""

ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
_UNITS = ("heading", "item", "bullet")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ABOUT = re.compile(r"^(?:về việc|v v|về) ")
_OFFICE = re.compile(r"^(?:các )?(?:sở )?")


@dataclass(frozen=True, slots=True)
class Found:
    """Items that people marked and items that were parsed, for precision and recall."""

    measure: str
    marked: tuple[Item, ...]
    parsed: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer, for accuracy; `detail` says what was expected and what came."""

    measure: str
    right: bool
    detail: str = ""


Observation = Found | Judged


def observe(gold: Gold, text: str, document: Document) -> Iterator[Observation]:
    """Everything that is measured on one document.

    Args: `gold`, `text`, the marks and the text whose lines they count; `document`, what was parsed.
    """
    alignment = align(text, document.text)

    def place(offset: int) -> int | None:
        """The line of the marked text at an offset of the parsed one."""
        return line_at(alignment, offset)

    if gold.ignore:
        gold, document = _without_ignored(gold, document, place)
    yield from _structure(gold, document, place)
    yield from _zones(gold, text.split("\n"), document, alignment)
    yield from _references(gold, document, place)
    yield from _reference_fields(gold, document, place)
    yield from _deadlines(gold, document, place)
    yield from _tasks(gold, document, place)
    yield from _recipients(gold, document)
    yield from _signatures(gold, document)
    yield from _metadata(gold, document)
    yield from _offsets(document)


def _without_ignored(gold: Gold, document: Document, place: Place) -> tuple[Gold, Document]:
    """Both without what stands in the lines that are not scored."""
    ignored = {n for first, last in gold.ignore for n in range(first, last + 1)}
    kept = [i for i, x in enumerate(gold.deadlines) if x.line not in ignored]
    index = {old: new for new, old in enumerate(kept)}
    tasks = [
        t.model_copy(update={"deadline": None if t.deadline is None else index.get(t.deadline)})
        for t in gold.tasks
        if t.line not in ignored
    ]
    marked = {
        "lines": tuple(x for x in gold.lines if x.number not in ignored),
        "references": tuple(x for x in gold.references if x.line not in ignored),
        "deadlines": tuple(gold.deadlines[i] for i in kept),
        "tasks": tuple(tasks),
    }
    parsed = {
        name: tuple(x for x in getattr(document, name) if place(x.start) not in ignored)
        for name in ("sections", "references", "deadlines", "tasks")
    }
    return gold.model_copy(update=marked), document.model_copy(update=parsed)


def normal(text: str | None) -> str:
    """The words of a text in the form in which two spellings are one; Markdown's asterisks do not count."""
    return " ".join(WORD.findall(key((text or "").replace("*", ""))))


# --- structure ----------------------------------------------------------------------------------------------------


def _structure(gold: Gold, document: Document, place: Place) -> Iterator[Observation]:
    marked = [
        (x.number, x.role, x.depth, x.label or ("-" if x.role == "bullet" else ""))
        for x in gold.lines
        if x.role in _UNITS
    ]
    parsed = [(place(s.start), s.kind, s.depth, _label(s)) for s in document.sections if s.kind in _UNITS]

    def compared(measure: str, pick: Callable[[int | None, str, int, str], Item | None]) -> Found:
        """What `pick` takes of the marked and of the parsed units; it gives None for one that is not measured."""
        return _found(measure, (pick(*x) for x in marked), (pick(*x) for x in parsed))

    yield compared("heading (line,label)", lambda n, kind, depth, label: (n, label) if kind == "heading" else None)
    yield compared("unit (line,kind)", lambda n, kind, depth, label: (n, kind))
    yield compared(
        "numbered (line,label,depth)", lambda n, kind, depth, label: (n, label, depth) if kind != "bullet" else None
    )
    yield compared("bullet (line,depth)", lambda n, kind, depth, label: (n, depth) if kind == "bullet" else None)


def _found(measure: str, marked: Iterable[Item | None], parsed: Iterable[Item | None]) -> Found:
    return Found(measure, tuple(x for x in marked if x is not None), tuple(x for x in parsed if x is not None))


def _label(section: Section) -> str:
    label = (section.label or "").strip(" .)-–:")
    return label or ("-" if section.kind == "bullet" else "")


def _zones(gold: Gold, rows: Sequence[str], document: Document, alignment: Alignment) -> Iterator[Observation]:
    for x in gold.lines:
        # A page number, a star or a rule is in no zone that matters.
        if _LETTERS.search(rows[x.number - 1]):
            at = alignment.first.get(x.number)
            zones = [z.zone for z in document.zones if at is not None and z.start <= at < z.end]
            yield Judged("zone of line", zones == [x.zone])


# --- references and deadlines -------------------------------------------------------------------------------------


def _references(gold: Gold, document: Document, place: Place) -> Iterator[Observation]:
    parsed = [(place(x.start), x) for x in document.references]
    yield Found(
        "reference (line,symbol)",
        tuple((x.line, x.symbol) for x in gold.references if x.symbol),
        tuple((line, x.symbol) for line, x in parsed if x.symbol),
    )
    yield Found(
        "reference no symbol (line,kind)",
        tuple((x.line, x.kind) for x in gold.references if not x.symbol),
        tuple((line, x.kind) for line, x in parsed if not x.symbol),
    )


def _reference_fields(gold: Gold, document: Document, place: Place) -> Iterator[Observation]:
    """The fields of each marked reference with a symbol, against the next parsed one with its line and symbol."""
    pool: dict[tuple[int | None, str | None], list[Reference]] = defaultdict(list)
    for parsed in document.references:
        pool[place(parsed.start), parsed.symbol].append(parsed)
    targets: dict[str, list[str | None]] = defaultdict(list)
    for x in gold.references:
        if x.symbol:
            candidates = pool[x.line, x.symbol]
            y = candidates.pop(0) if candidates else None
            yield from _fields(x, y)
            if y:
                targets[x.symbol].append(y.target)
    for group in targets.values():
        for one, other in combinations(group, 2):
            yield Judged("reference.target agrees", one is not None and one == other)
    for here, there in combinations(targets.values(), 2):
        yield Judged("reference.target differs", not set(here) & set(there))


def _fields(x: GoldReference, y: Reference | None) -> Iterator[Observation]:
    yield Judged("reference.type", normal(x.type) == normal(y.type if y else None))
    yield Judged("reference.relation", x.relation == (y.relation if y else None))
    yield Judged("reference.text", y is not None and normal(x.quote) == normal(y.text))
    for field in ("date", "issuer", "term"):
        wanted, got = getattr(x, field) or "", getattr(y, field, None) or ""
        if wanted or got:
            same = normal(wanted) == normal(got) if field == "issuer" else wanted == got
            yield Judged(f"reference.{field}", y is not None and same)


def _deadlines(gold: Gold, document: Document, place: Place) -> Iterator[Observation]:
    marked = [(x.line, x.relation, x.start, x.end) for x in gold.deadlines]
    parsed = [(place(x.start), x.relation, x.earliest, x.latest) for x in document.deadlines]
    yield Found("deadline (line,rel,dates)", tuple(marked), tuple(parsed))
    yield Found("deadline (line,end date)", tuple((x[0], x[3]) for x in marked), tuple((x[0], x[3]) for x in parsed))


# --- tasks --------------------------------------------------------------------------------------------------------


def _tasks(gold: Gold, document: Document, place: Place) -> Iterator[Observation]:
    marked = [(t.line, role, normal(name)) for t in gold.tasks for role in ROLES for name in getattr(t, role)]
    parsed = [
        (place(t.start), role, normal(body.text)) for t in document.tasks for role in ROLES for body in getattr(t, role)
    ]
    yield Found("task body (line,role,body)", tuple(marked), tuple(parsed))
    yield Found("task lead", tuple(x for x in marked if x[1] == "lead"), tuple(x for x in parsed if x[1] == "lead"))
    yield Found("who by when (body,date,line)", tuple(_marked_dues(gold)), tuple(_parsed_dues(document, place)))


def _marked_dues(gold: Gold) -> Iterator[Item]:
    for task in gold.tasks:
        due = None if task.deadline is None else gold.deadlines[task.deadline]
        if due and due.end:
            for name in task.lead or task.monitor:
                yield normal(name), due.end, due.line


def _parsed_dues(document: Document, place: Place) -> Iterator[Item]:
    deadlines = {d.id: d for d in document.deadlines}
    for task in document.tasks:
        for due in (deadlines[i] for i in task.deadlines if i in deadlines):
            if due.latest:
                for body in task.lead or task.monitor:
                    yield normal(body.text), due.latest, place(due.start)


# --- the ends of the document -------------------------------------------------------------------------------------


def _recipients(gold: Gold, document: Document) -> Iterator[Observation]:
    def name(text: str) -> str:
        """A recipient without the words for "all" and "office" that it may begin with."""
        return _OFFICE.sub("", normal(text))

    yield Found(
        "recipient",
        tuple((name(x.text),) for x in gold.recipients),
        tuple((name(x.text),) for x in document.recipients),
    )
    parsed = {name(x.text): x for x in document.recipients}
    for x in gold.recipients:
        y = parsed.get(name(x.text))
        if y:
            yield Judged("recipient.archive", x.archive == y.archive)
            if x.note or y.note:
                yield Judged("recipient.note", normal(x.note) == normal(y.note))


def _signatures(gold: Gold, document: Document) -> Iterator[Observation]:
    def fields(x: GoldSignature | Signature) -> Item:
        """What two equal signatures have in common."""
        return normal(x.mode).replace(" ", ""), normal(x.on_behalf_of), normal(x.position), normal(x.name)

    if gold.signatures is not None:
        yield Found(
            "signature (all fields)", tuple(map(fields, gold.signatures)), tuple(map(fields, document.signatures))
        )


def _metadata(gold: Gold, document: Document) -> Iterator[Observation]:
    same: dict[str, Callable[[str | None, str | None], bool]] = {
        "doc_type": lambda a, b: normal(a) == normal(b),
        "symbol": lambda a, b: (a or None) == (b or None),
        "issued": lambda a, b: (a or None) == (b or None),
        "place": lambda a, b: normal(a) == normal(b),
        "issuer": _same_body,
        "title": lambda a, b: _ABOUT.sub("", normal(a)) == _ABOUT.sub("", normal(b)),
    }
    for field, test in same.items():
        wanted, got = getattr(gold.metadata, field), getattr(document.metadata, field)
        if wanted or got:
            yield Judged(f"metadata.{field}", test(wanted, got), f"{wanted!r}, got {got!r}")


def _same_body(a: str | None, b: str | None) -> bool:
    """Whether two names of a body differ in no more than a part that one of them leaves out, or in a few letters."""
    one, other = normal(a), normal(b)
    if not one or not other:
        return one == other
    short, long = sorted((one.split(), other.split()), key=len)
    inside = len(short) >= 0.6 * len(long) and " ".join(short) in " ".join(long)
    return one == other or inside or SequenceMatcher(None, one, other).ratio() >= 0.9


def _offsets(document: Document) -> Iterator[Observation]:
    for kind in ("references", "deadlines", "tasks", "recipients"):
        for x in getattr(document, kind):
            yield Judged("offsets true", document.text[x.start : x.end] == x.text)
