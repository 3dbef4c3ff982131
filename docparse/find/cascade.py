"""From the upper document to those that implement it: what was not taken up, not handed in, or put off.

A task of the upper document has a counterpart in a lower one when their words are alike (cosine of TF-IDF over words
and pairs of words; Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988). Which bodies a
collective name means is known from the archive: those of its kind in the province that issued anything there.

Reads: the index, a timeline.
Writes: `Cascade`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from docparse.find.collectives import head
from docparse.find.library import Library
from docparse.find.tables import BODIES, DUTIES, FOUND, MEMBERS, MENTIONS, TASKS
from docparse.find.timeline import Timeline
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
        for upper in events:
            name = upper.document
            mine = "" if upper.kind == "issued" else name
            lowers = [e for e in events if e.kind == "implemented" and e.n != upper.n and e.via == mine]
            tasks = _tasks(library, upper.n or 0)
            missing += _missing(library, upper.n or 0, name, tasks)
            if lowers and tasks:
                compared += len(lowers)
                one, other = _compared(library, name, tasks, {e.n or 0: e.document for e in lowers})
                unmet += one
                later += other
    return Cascade(tuple(unmet), tuple(missing), tuple(later), compared)


def _tasks(library: Library, *documents: int) -> list[Any]:
    query = sa.select(TASKS).where(TASKS.c.doc.in_(documents)).order_by(TASKS.c.doc, TASKS.c.start)
    return list(library.connection.execute(query))


def _leads(library: Library, task: int) -> list[Any]:
    query = sa.select(BODIES.c.id, BODIES.c.name, BODIES.c.key).join(DUTIES, DUTIES.c.body == BODIES.c.id)
    return list(library.connection.execute(query.where(DUTIES.c.task == task, DUTIES.c.role == "lead")))


# --- tasks beside tasks -------------------------------------------------------------------------------------------


def _compared(
    library: Library, upper: str, tasks: Sequence[Any], lowers: dict[int, str]
) -> tuple[list[Unmet], list[Later]]:
    below = _tasks(library, *lowers)
    alike = _similarities([t.text for t in tasks], [t.text for t in below])
    unmet, later = [], []
    for task, row in zip(tasks, alike, strict=True):
        pairs = [(score, lower) for score, lower in zip(row, below, strict=True) if score >= ALIKE]
        text = " ".join(task.text.split())
        if not pairs:
            unmet.append(Unmet(upper, text, task.section, tuple(b.name for b in _leads(library, task.id))))
        for score, lower in pairs:
            if task.latest and lower.latest > task.latest:
                where = lowers[lower.doc], text, task.latest, lower.latest, lower.section
                later.append(Later(upper, *where, round(float(score), 2)))
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


def _missing(library: Library, n: int, upper: str, tasks: Sequence[Any]) -> Iterator[Missing]:
    document = library.connection.execute(sa.select(FOUND).where(FOUND.c.n == n)).one()
    for task in tasks:
        if not task.owes:
            continue
        for lead in _leads(library, task.id):
            for body, keys in _bodies(library, document, lead):
                if not _handed_in(library, document, keys, task.owes):
                    via = lead.name if lead.name != body else ""
                    text = " ".join(task.text.split())
                    yield Missing(upper, body, task.owes, task.latest, text, task.section, via)


def _bodies(library: Library, document: Any, lead: Any) -> list[tuple[str, str]]:
    """The bodies that a lead of a task stands for, each by its name and the key of that."""
    heads = list(library.connection.scalars(sa.select(MEMBERS.c.head).where(MEMBERS.c.body == lead.id)))
    if not heads:
        return [(lead.name, lead.key)]
    query = sa.select(FOUND.c.issuer, FOUND.c.issuer_key).where(FOUND.c.issuer != "", FOUND.c.secret.is_(False))
    if document.province:
        query = query.where(FOUND.c.province == document.province)
    found = dict.fromkeys(tuple(row) for row in library.connection.execute(query.distinct()))
    # Where nobody of the kind is known, all that can be said is that nothing came from any.
    return sorted((name, k) for name, k in found if head(name) in heads) or [(lead.name, lead.key)]


def _handed_in(library: Library, document: Any, body: str, owes: str) -> bool:
    """Whether the archive has a plan or report of a body that cites the document, or what that itself cites."""
    types = _PLANS if owes == "plan" else _REPORTS
    own = sa.select(MENTIONS.c.identity).where(MENTIONS.c.doc == document.n, MENTIONS.c.zone.in_(("title", "preamble")))
    citing = sa.select(MENTIONS.c.doc).where(
        sa.or_(MENTIONS.c.identity == document.identity, MENTIONS.c.identity.in_(own))
    )
    query = sa.select(FOUND.c.n).where(
        FOUND.c.doc_type.in_(types),
        FOUND.c.n != document.n,
        FOUND.c.issued >= document.issued,
        FOUND.c.issuer_key.contains(body, autoescape=True),
        FOUND.c.n.in_(citing),
    )
    return library.connection.execute(query.limit(1)).first() is not None
