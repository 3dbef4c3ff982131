"""The duties of a document that a time bounds: each task with each of its deadlines, and deadlines that no task has.

A start ("từ năm 2019") without a body that has to do something then gives none: it says since when something is so.

Reads: a `Document`.
Writes: `Duty`s with their `Deadline`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docparse.calendar import phrases
from docparse.calendar.model import Duty, Paper, Party
from docparse.compare.family import carried_out
from docparse.find.places import seat
from docparse.find.rows import rows
from docparse.link.succession import completed, one_form
from docparse.model import Body, Deadline, Document, Role, Section, Task

_GUESSED = 0.5
"""How sure it is that the bodies that a sentence opens with have to do it, where no task was found in it."""
_WHO = 80
"""Characters of names in a title; of more bodies the first is named, and how many others there are."""
_REACH = 4000
"""Characters on both sides of a time in which its sentence begins and ends."""
_SYMBOL = re.compile(r"\d+[\w./-]*[-/]\w")
_SENTENCE = re.compile(r"[.!?;]\s+(?=\W*\w)")
_REVIEWS = {"interim": "sơ kết", "final": "tổng kết"}
_EMPTY_TITLES = re.compile(r"tổ chức thực hiện|thời gian|nhiệm vụ|phân công|tiến độ|nội dung|đối với", re.IGNORECASE)


class _Read(NamedTuple):
    """A document, what an entry says of it, and the places where it names bodies."""

    document: Document
    paper: Paper
    mentions: list[phrases.Place]


class Found(NamedTuple):
    """A duty and the deadline that bounds it."""

    duty: Duty
    deadline: Deadline


def duties(document: Document, path: str) -> Iterator[Found]:
    """The duties of a document, in the order of the text.

    Args: `path`, the name of the document for people.
    """
    read = _Read(document, paper(document, path), phrases.mentions(document))
    sections = {s.id: s for s in document.sections}
    places = _paths(document.sections)
    counts: dict[str, int] = {}
    said: dict[str, str] = {}
    for task, deadline in _pairs(document):
        section = (task.section if task else deadline.section) or ""
        place = places.get(section, "")
        counts[place] = counts.get(place, 0) + 1
        above = _above(sections, section)
        duty = _duty(read, task, deadline, f"{place}#{counts[place]}", above, said.get(place, ""))
        said[place] = duty.action
        yield Found(duty, deadline)


def paper(document: Document, path: str) -> Paper:
    """What an entry says of its document."""
    m, row = document.metadata, rows(document).document
    return Paper(
        sha256=document.source.sha256,
        path=path,
        id=m.id,
        symbol=m.symbol,
        doc_type=m.doc_type,
        issued=m.issued,
        issuer=m.issuer,
        title=" ".join((m.title or "").split()) or None,
        level=row["level"] or None,
        place=row["place"],
        province=row["province"],
        secrecy=m.secrecy,
        directives=tuple(carried_out(document)),
        about=_about(document),
    )


def _about(document: Document) -> str:
    """The number that a title names: of what the document's own title names, else the document's own in brackets."""
    m = document.metadata
    named = m.evidence.get("title")
    inside = [r.target for r in document.references if named and named.start <= r.start < named.end and r.target]
    carried = [d for d in carried_out(document) if d in inside]
    number = next((d.partition("@")[0] for d in carried if _SYMBOL.match(d)), "")
    return number or (f"({m.symbol})" if m.symbol and _SYMBOL.match(m.symbol) else "")


def headline(who: str, action: str, own: Paper) -> str:
    """A title such as "Ban Dân vận Tỉnh ủy: gửi báo cáo sơ kết 17-CT/TW".

    Args: `who`, the body or bodies, "" for none.
    """
    said = action if not own.about or own.about in action else f"{action} {own.about}"
    said = f"{who}: {said}" if who else said
    return said[:1].upper() + said[1:]


def _pairs(document: Document) -> list[tuple[Task | None, Deadline]]:
    by_id = {d.id: d for d in document.deadlines}
    found: list[tuple[Task | None, Deadline]] = [(t, by_id[i]) for t in document.tasks for i in t.deadlines]
    taken = {d.id for _, d in found}
    found += [(None, d) for d in document.deadlines if d.id not in taken and d.relation != "from"]
    return sorted(found, key=lambda pair: (pair[1].start, pair[0].start if pair[0] else 0))


def _paths(sections: Sequence[Section]) -> dict[str, str]:
    """The path of each section: the marks of those above it and its own; the place among its like where it has none."""
    paths: dict[str, str] = {}
    taken: set[str] = set()
    order: dict[tuple[str | None, str], int] = {}
    for s in sections:
        key = (s.parent, s.kind)
        order[key] = order.get(key, 0) + 1
        top = paths.get(s.parent or "", "" if s.zone == "body" else s.zone)
        marked = s.label if s.label and any(c.isalnum() for c in s.label) else f"{s.kind}{order[key]}"
        path = f"{top}/{marked}"
        while path in taken:
            path += "+"
        taken.add(path)
        paths[s.id] = path
    return paths


def _above(sections: dict[str, Section], section: str) -> list[Section]:
    """A section and those above it, the innermost first."""
    found = []
    while section in sections:
        found.append(sections[section])
        section = sections[section].parent or ""
    return found


def _duty(read: _Read, task: Task | None, deadline: Deadline, path: str, above: Sequence[Section], before: str) -> Duty:
    document, own = read.document, read.paper
    start, end = (task.start, task.end) if task else _sentence(document, deadline, above)
    parties = {
        role: tuple(_party(document, r) for r in (getattr(task, role) if task else ()))
        for role in ("lead", "coordinate", "monitor", "report_to", "via")
    }
    if task is None:
        parties["lead"] = tuple(_named(document, None, n) for n in phrases.opening_names(document.text[start:end]))
    who = names(parties["lead"] or parties["monitor"])
    action = _said(read, task, deadline, (start, end))
    if phrases.objectless(action):
        action = _completed(document, deadline, action, before or _before(document, start, above), above)
    if deadline.relation == "from" and phrases.acts(action) and not action.startswith("bắt đầu"):
        action = f"bắt đầu {action}"
    return Duty(
        title=headline(who, action, own),
        action=action,
        **parties,
        sentence=" ".join(document.text[start:end].replace("**", "").split()),
        section=tuple(" ".join(filter(None, (s.label, s.title))) for s in reversed(above) if s.title),
        start=start,
        end=end,
        time=" ".join(deadline.text.split()),
        relation=deadline.relation,
        inferred=deadline.inferred,
        confidence=min(deadline.confidence, task.confidence if task else _GUESSED),
        paper=own,
        task=path,
    )


def _party(document: Document, role: Role) -> Party:
    """A body of a task, with the committee whose organ it is where the document leaves that out."""
    body = next((b for b in document.bodies if b.id == role.body), None)
    return _named(document, body, role.text)


def _named(document: Document, body: Body | None, text: str) -> Party:
    form, whole = one_form(text), completed(text, document.metadata.issuer)
    added = whole.removeprefix(form).strip()
    name = " ".join((*text.split(), added[:1].upper() + added[1:])).strip()
    return Party(name=name, level=(body.level if body else None) or seat(name).level)


def names(parties: Sequence[Party]) -> str:
    """The names of bodies as a title has them: of too many the first, and how many others there are."""
    every = [p.name for p in parties]
    whole = ", ".join(every)
    return whole if len(whole) <= _WHO or len(every) == 1 else f"{every[0]} và {len(every) - 1} nơi khác"


def _sentence(document: Document, deadline: Deadline, above: Sequence[Section]) -> tuple[int, int]:
    """The sentence of a deadline that no task has."""
    start, end = (above[0].start, above[0].end) if above else (deadline.start, deadline.end)
    start, end = max(start, deadline.start - _REACH), min(end, deadline.end + _REACH)
    cuts = [m.end() for m in _SENTENCE.finditer(document.text, start, end)]
    return max((c for c in cuts if c <= deadline.start), default=start), min(
        (c for c in cuts if c >= deadline.end), default=end
    )


def _said(read: _Read, task: Task | None, deadline: Deadline, place: phrases.Place) -> str:
    """What is due, in the words of the sentence or of the row."""
    if task and task.rule == "task.row":
        named = (r.text for roles in (task.lead, task.coordinate, task.monitor) for r in roles)
        return phrases.of_row(task.text.split("\n"), (*named, deadline.text))
    lead = [r.text for r in task.lead] if task else ()
    said = phrases.action(read.document, *place, deadline, read.mentions, lead)
    review = read.document.metadata.review
    for name in lead:
        # "Việc sơ kết ở cơ sở hoàn thành ..."
        said = said.removesuffix(f" ở {name}")
    return f"{said} {_REVIEWS[review.kind]}" if review and said.endswith("báo cáo") else said


def _completed(document: Document, deadline: Deadline, said: str, before: str, above: Sequence[Section]) -> str:
    """A phrase that only says that something is to be ready, with what stands before or above the sentence.

    Args: `before`, the phrase of what stands before it in the same section.
    """
    review = document.metadata.review
    if review:
        return f"{said or 'hoàn thành'} {_REVIEWS[review.kind]}"
    titles = (s.title for s in above if s.title and not _EMPTY_TITLES.search(s.title))
    about = phrases.short(before) or phrases.short(next(titles, None) or document.metadata.title or "")
    about = about.capitalize() if about.isupper() else about
    ends = deadline.relation in ("before", "by")
    return phrases.joined(said or ("hoàn thành" if ends else ""), about)


def _before(document: Document, start: int, above: Sequence[Section]) -> str:
    """What stands in the same section before a sentence."""
    text = document.text[above[0].start : start] if above else ""
    return phrases.last_said(" ".join(text.split()))
