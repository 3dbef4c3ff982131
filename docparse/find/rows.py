"""One document to the rows of the index: what it is, what it cites, whom it names, who owes what by when.

Reads: `Document`.
Writes: rows of the tables of the index, as dictionaries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docparse.find.collectives import members
from docparse.find.numbers import number_of, term_of
from docparse.find.places import Seat, level_of_organ, scope, seat
from docparse.link.bodies import body_key
from docparse.model import Document, Level, Reference, Section, Span, Task, Zone
from docparse.text import key

_ABOUT = re.compile(r"\s*(?:\([^)\n]{1,30}\))?,?\s*(?:về (?:việc )?|V/v )([^.;:\n“”\"()]{5,200})")
_PLAN = re.compile(r"(?:xây dựng|ban hành|lập|có) (?:các )?(?:chương trình|kế hoạch)")
_REPORT = re.compile(r"báo cáo (?!viên)|gửi báo cáo|báo cáo\W*$")
OWING = ("lead", "coordinate", "monitor")
"""The roles of who has to do something; whoever is reported to owes nothing."""

_ROLES = (*OWING, "report_to", "via")

Values = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """What the index keeps of a document; `members` and `duties` name bodies and tasks by place in the other lists.

    A member is a body, what it stands for, and whether it owes anything.
    """

    document: Values
    mentions: list[Values] = field(default_factory=list)
    bodies: list[Values] = field(default_factory=list)
    members: list[tuple[int, str, bool]] = field(default_factory=list)
    tasks: list[Values] = field(default_factory=list)
    duties: list[tuple[int, int, str]] = field(default_factory=list)
    deadlines: list[Values] = field(default_factory=list)


def rows(document: Document) -> Rows:
    """The rows of a document."""
    out = Rows(_document(document))
    where = Places(document.sections, document.zones)
    out.mentions = list(_mentions(document, out.document, where))
    numbers = {body.id: i for i, body in enumerate(document.bodies)}
    owing = {numbers[r.body] for task in document.tasks for role in OWING for r in getattr(task, role)}
    for i, body in enumerate(document.bodies):
        first = body.mentions[0] if body.mentions else Span(start=0, end=0)
        own = seat(body.name)
        out.members += [(i, h, i in owing) for h in dict.fromkeys(members(body.name, out.document["level"] or None))]
        row = {"key": body_key(body.name), "name": body.name, "level": own.level or "", "place": own.place}
        out.bodies.append({**row, **where.of(first)})
    last = {d.id: d.latest or "" for d in document.deadlines}
    for i, task in enumerate(document.tasks):
        latest = max((last.get(d, "") for d in task.deadlines), default="")
        out.tasks.append({"text": task.text, "owes": _owes(task), "latest": latest, **where.of(task, task.section)})
        out.duties += sorted({(i, numbers[r.body], role) for role in _ROLES for r in getattr(task, role)})
    for due in document.deadlines:
        days = {"earliest": due.earliest or "", "latest": due.latest or ""}
        out.deadlines.append(
            {"relation": due.relation, **days, "text": due.text, **where.of(due, due.section)},
        )
    return out


def _owes(task: Task) -> str:
    """Whether a task asks for a plan or a report to be handed in."""
    low = key(task.text)
    return "plan" if _PLAN.search(low) else "report" if _REPORT.search(low) else ""


# --- the document itself ------------------------------------------------------------------------------------------


def _document(document: Document) -> Values:
    meta = document.metadata
    number = number_of(meta.symbol) if meta.symbol else None
    own = _own_seat(document, level_of_organ(number.organ) if number else None)
    province = _province(document, own)
    filled = number is not None and number.value is not None
    day = meta.issued or ""
    return {
        "key": number.key if number and filled else f"name:{_name(document)}",
        "symbol": meta.symbol or "",
        "number": number.value if number else None,
        "code": number.code or "" if number else "",
        "organ": number.organ if number else "",
        "issued": day,
        "term": term_of(number, day) if number else day[:4],
        "doc_type": meta.doc_type or "",
        "issuer": meta.issuer or "",
        "issuer_key": body_key(meta.issuer or ""),
        "level": own.level or "",
        "place": "" if number and number.central else scope(own.place, "" if own.level == "province" else province),
        "province": province,
        "title": meta.title or "",
        "review": meta.review.kind if meta.review else "",
        "secret": meta.secrecy is not None,
    }


def _name(document: Document) -> str:
    meta = document.metadata
    return (meta.id or "").partition("@")[0] or document.source.sha256


def _own_seat(document: Document, level: Level | None) -> Seat:
    """Where the issuer sits: as its name says, else the names above it, else the province that the archive knows."""
    meta = document.metadata
    own = seat(meta.issuer or "")
    tier = own.level or level
    if own.place:
        return own
    places = [s.place for s in map(seat, reversed(meta.issuer_path)) if s.level == tier and s.place]
    if tier == "province" and meta.province:
        places.append(key(meta.province))
    return Seat(tier, places[0] if places else "")


def _province(document: Document, own: Seat) -> str:
    if own.level == "province" and own.place:
        return own.place
    above = (s.place for s in map(seat, document.metadata.issuer_path) if s.level == "province" and s.place)
    return key(document.metadata.province or "") or next(above, "")


# --- what it cites ------------------------------------------------------------------------------------------------


def _mentions(document: Document, own: Values, where: Places) -> Iterator[Values]:
    stated = _stated(document.references)
    itself = document.metadata.id
    above = {s.level: s.place for s in map(seat, document.metadata.issuer_path) if s.level and s.place}
    for r in document.references:
        name, _, when = (r.target or r.symbol or "").partition("@")
        if r.kind == "self" or (itself and r.target and (r.target == itself or r.target.endswith(f"#{itself}"))):
            continue
        number = number_of(r.symbol or name)
        date, term, issuer = stated.get(r.target or "", (r.date, r.term, r.issuer))
        if number is None and when:
            date, term = (when, None) if when[0].isdigit() else (None, when)
        about = _ABOUT.match(document.text, r.end)
        loose = re.match(r"\d+", r.number or "")
        yield {
            "key": number.key if number else f"name:{key(name)}" if name else "",
            "symbol": (number.symbol if number else name) or r.text,
            "number": number.value if number else int(loose[0]) if loose else None,
            "code": number.code or "" if number else "",
            "date": date or "",
            "term": term or "",
            "place": _place(r, issuer, number.organ if number and not number.central else "", own, above),
            "issuer": issuer or "",
            "relation": r.relation,
            "text": r.text,
            "about": " ".join(about[1].split()) if about and r.kind == "full" else "",
            "zone": where.zone(r),
            **where.of(r, r.section),
        }


def _stated(references: Sequence[Reference]) -> dict[str, tuple[str | None, str | None, str | None]]:
    """What the mentions with a symbol state of each target: its date, term and issuer.

    The date in a target may come from the register alone; here only the words of the document count.
    """
    facts: dict[str, list[str | None]] = defaultdict(lambda: [None, None, None])
    for r in references:
        if r.symbol and r.target:
            known = facts[r.target]
            facts[r.target] = [a or b for a, b in zip(known, (r.date, r.term, r.issuer), strict=True)]
    return {target: (date, term, issuer) for target, (date, term, issuer) in facts.items()}


def _place(reference: Reference, issuer: str | None, organ: str, own: Values, above: Mapping[Level, str]) -> str:
    """Whose series a local number is of: the place that is named, else that of the citing document at that level.

    Args: `above`, the places of the bodies over the one that issued it.
    """
    if not organ:
        return ""
    said = seat(issuer or "")
    level = said.level or level_of_organ(organ)
    province = key(reference.province or "") or str(own["province"])
    if level == "province":
        return said.place or province
    if not said.place and level == own["level"]:
        return str(own["place"])
    return scope(said.place or (above.get(level, "") if level else ""), province)


# --- where it stands ----------------------------------------------------------------------------------------------


class Places:
    """Where the findings of a document stand: sections by their numbers and the heading that they are under."""

    def __init__(self, sections: Sequence[Section], zones: Sequence[Zone]) -> None:
        self._sections = {s.id: s for s in sections}
        self._zones = [(z.start, z.zone) for z in zones]
        self._all = sections

    def zone(self, span: Span) -> str:
        """The zone in which a span begins."""
        return next((zone for start, zone in reversed(self._zones) if start <= span.start), "body")

    def at(self, offset: int) -> str:
        """The section in which an offset lies, the deepest."""
        inside = [s for s in self._all if s.start <= offset < s.end]
        return self.section(inside[-1].id if inside else None) or self.zone(Span(start=offset, end=offset))

    def of(self, span: Span, section: str | None = None) -> Values:
        """The columns that say where a span is."""
        name = self.section(section) if section else self.at(span.start)
        return {"start": span.start, "end": span.end, "section": name}

    def section(self, identifier: str | None) -> str:
        """A section as people name it: its numbers from the top, and its heading ("III.2 Tổ chức thực hiện")."""
        chain: list[Section] = []
        while identifier:
            chain.append(self._sections[identifier])
            identifier = chain[-1].parent
        numbers = [s.label for s in reversed(chain) if s.label and s.label[0].isalnum()]
        heading = next((" ".join(s.title.split()) for s in chain if s.title), "")
        # "4.1" under "4" holds the number above it.
        own = [a for i, a in enumerate(numbers) if not any(b.startswith(f"{a}.") for b in numbers[i + 1 : i + 2])]
        name = f"{'.'.join(own)} {heading[:60]}".strip()
        return name or (chain[-1].zone if chain else "")
