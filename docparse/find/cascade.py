"""From the upper document to those that implement it: what was not taken up, not handed in, or put off.

A task of the upper document has a counterpart in a lower one when their words are alike (cosine of TF-IDF over words
and pairs of words; Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988). Which bodies a
collective name means is known from the archive: those of its kind in the province that issued anything there.

Reads: the index, a timeline.
Writes: `Cascade`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.citations import OPENING, any_in
from docparse.find.collectives import head
from docparse.find.library import Library
from docparse.find.tables import BODIES, CITATIONS, DUTIES, FOUND, MEMBERS, TASKS
from docparse.find.timeline import Event, Timeline
from docparse.text import key

ALIKE = 0.35
"""Least similarity of two tasks that are taken for one."""

_PLANS = ("kế hoạch", "chương trình", "chương trình hành động", "đề án")
_REPORTS = ("báo cáo",)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A task of the upper document for which no document that implements it has a counterpart."""

    upper: str
    task: str
    section: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A body that owed a plan or a report, and none of it is in the archive; `via` is how the task calls it."""

    upper: str
    body: str
    owes: str
    latest: str
    task: str
    section: str
    via: str


@dataclass(frozen=True, slots=True)
class Later:
    """A deadline of a lower document that is later than that of the upper one for the same task."""

    upper: str
    lower: str
    task: str
    upper_latest: str
    lower_latest: str
    lower_section: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Cascade:
    """What is open below a directive, over all documents of its life that have others below them."""

    unmet: tuple[Unmet, ...]
    missing: tuple[Missing, ...]
    later: tuple[Later, ...]
    compared: int
    """Pairs of an upper and a lower document that were compared."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """Who leads a task; `heads` are those of the bodies that a collective name stands for."""

    name: str
    key: str
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document of a life with its tasks, and by task the bodies that lead it."""

    row: Any
    name: str
    tasks: tuple[Any, ...]
    leads: dict[int, list[_Lead]]


def cascade(library: Library, life: Timeline) -> Cascade:
    """What is open below a directive.

    Args: `life`, its timeline: what is held of it is what can be compared.
    """
    events = [e for e in life.events if e.n is not None and e.kind in ("issued", "implemented", "interim", "final")]
    unmet: list[Unmet] = []
    missing: list[Missing] = []
    later: list[Later] = []
    compared = 0
    with library.connection.begin():
        papers = _papers(library, events)
        issuers = _issuers(library)
        for event in events:
            paper = papers[event.n or 0]
            under = None if event.kind == "issued" else event.n
            below = (e for e in events if e.kind == "implemented" and e.n != event.n and e.via_n == under)
            lowers = [papers[e.n or 0] for e in below]
            missing += _missing(library, paper, issuers)
            if lowers and paper.tasks:
                compared += len(lowers)
                one, other = _compared(paper, lowers)
                unmet += one
                later += other
    return Cascade(tuple(unmet), tuple(missing), tuple(later), compared)


def _papers(library: Library, events: Sequence[Event]) -> dict[int, _Paper]:
    numbers = [e.n or 0 for e in events]
    rows: dict[int, Any] = {}
    tasks: dict[int, list[Any]] = defaultdict(list)
    leads: dict[int, list[_Lead]] = defaultdict(list)
    head_of = sa.select(MEMBERS.c.body, MEMBERS.c.head)
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        rows |= {r.n: r for r in library.connection.execute(sa.select(FOUND).where(FOUND.c.n.in_(some)))}
        for task in library.connection.execute(sa.select(TASKS).where(TASKS.c.doc.in_(some)).order_by(TASKS.c.start)):
            tasks[task.doc].append(task)
        heads: dict[int, set[str]] = defaultdict(set)
        for body, name in library.connection.execute(head_of.where(MEMBERS.c.doc.in_(some))):
            heads[body].add(name)
        bodies = sa.select(DUTIES.c.task, BODIES.c.id, BODIES.c.name, BODIES.c.key)
        bodies = bodies.join(BODIES, BODIES.c.id == DUTIES.c.body)
        for r in library.connection.execute(bodies.where(BODIES.c.doc.in_(some), DUTIES.c.role == "lead")):
            leads[r.task].append(_Lead(r.name, r.key, frozenset(heads[r.id])))
    times = Counter(e.document for e in events)
    names = {e.n: e.document if times[e.document] == 1 else f"{e.document} ({e.body})" for e in events}
    return {n: _Paper(rows[n], name, tuple(tasks[n]), leads) for n, name in names.items() if n is not None}


# --- tasks beside tasks -------------------------------------------------------------------------------------------


def _compared(upper: _Paper, lowers: Sequence[_Paper]) -> tuple[list[Unmet], list[Later]]:
    below = [(lower.name, task) for lower in lowers for task in lower.tasks]
    alike = _similarities([t.text for t in upper.tasks], [t.text for _, t in below])
    unmet, later = [], []
    for task, row in zip(upper.tasks, alike, strict=True):
        pairs = [(score, *pair) for score, pair in zip(row, below, strict=True) if score >= ALIKE]
        text = " ".join(task.text.split())
        if not pairs:
            unmet.append(Unmet(upper.name, text, task.section, tuple(b.name for b in upper.leads[task.id])))
        for score, name, lower in pairs:
            if task.latest and lower.latest > task.latest:
                days = task.latest, lower.latest
                later.append(Later(upper.name, name, text, *days, lower.section, round(float(score), 2)))
    return unmet, later


def _similarities(upper: Sequence[str], lower: Sequence[str]) -> Sequence[Sequence[float]]:
    """How alike each upper task is to each lower one, 0 to 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_similarity

    if not lower:
        return [[] for _ in upper]
    texts = [key(t) for t in (*upper, *lower)]
    vectors = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"[^\W\d_]{2,}", sublinear_tf=True).fit_transform(texts)
    found: list[list[float]] = cosine_similarity(vectors[: len(upper)], vectors[len(upper) :]).tolist()
    return found


# --- what was owed ------------------------------------------------------------------------------------------------


def _missing(library: Library, upper: _Paper, issuers: dict[str, list[tuple[str, str]]]) -> Iterator[Missing]:
    owing = [task for task in upper.tasks if task.owes]
    came = _handed_in(library, upper.row) if owing else set()
    for task in owing:
        types = _PLANS if task.owes == "plan" else _REPORTS
        for lead in upper.leads[task.id]:
            for body, key_ in _members(upper.row, lead, issuers):
                if not any(kind in types and key_ in issuer for issuer, kind in came):
                    via = lead.name if lead.name != body else ""
                    text = " ".join(task.text.split())
                    yield Missing(upper.name, body, task.owes, task.latest, text, task.section, via)


def _issuers(library: Library) -> dict[str, list[tuple[str, str]]]:
    """Who issued anything, by province: names and keys."""
    query = sa.select(FOUND.c.province, FOUND.c.issuer, FOUND.c.issuer_key).distinct()
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    seen = set()
    for province, name, key_ in library.connection.execute(
        query.where(FOUND.c.issuer != "", FOUND.c.secret.is_(False)).order_by(FOUND.c.issuer)
    ):
        if (province, key_) not in seen:
            seen.add((province, key_))
            out[province].append((name, key_))
    return out


def _members(document: Any, lead: _Lead, issuers: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The bodies that a lead of a task stands for, each by its name and the key of that."""
    # Where nobody of the kind is known, all that can be said is that nothing came from any.
    itself = [(lead.name, lead.key)]
    return [(n, k) for n, k in issuers[document.province] if head(n) in lead.heads] or itself


def _handed_in(library: Library, document: Any) -> set[tuple[str, str]]:
    """Who answered a document, or what that itself carries out, and with what type of document."""
    opening = CITATIONS.c.said.bitwise_and(any_in(*OPENING)) != 0
    own = sa.select(CITATIONS.c.identity).where(CITATIONS.c.doc == document.n, opening)
    citing = sa.select(CITATIONS.c.doc).where(
        sa.or_(CITATIONS.c.identity == document.identity, CITATIONS.c.identity.in_(own))
    )
    query = sa.select(FOUND.c.issuer_key, FOUND.c.doc_type).distinct()
    query = query.where(FOUND.c.n != document.n, FOUND.c.issued >= document.issued, FOUND.c.n.in_(citing))
    return {(r.issuer_key, r.doc_type) for r in library.connection.execute(query)}
