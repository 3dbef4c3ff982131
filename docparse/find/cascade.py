"""From the upper document to those that implement it: what was not taken up, not handed in, or put off.

A task of the upper document has a counterpart in a lower one when their words are alike, without bodies and deadlines
(cosine of TF-IDF over words and pairs of words; Salton and Buckley, Term-weighting approaches in automatic text
retrieval, 1988). Which bodies a collective name means is known from the archive: those of its kind in the province that
issued anything there. What cannot be told from this archive is kept apart: tasks of bodies that issued nothing below
the document, and what is owed by bodies of which the archive holds nothing.

Reads: the index, a timeline.
Writes: `Cascade`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from docparse.find.citations import OPENING, any_in
from docparse.find.collectives import head
from docparse.find.library import Library
from docparse.find.tables import BODIES, CITATIONS, DEADLINES, DUTIES, FOUND, MEMBERS, TASKS
from docparse.find.timeline import Event, Timeline
from docparse.text import key

ALIKE = 0.45
"""Least similarity of a counterpart: of the tasks of two plans that have nothing to do with each other, one pair in a
hundred is as alike (100 generated pairs of plans)."""

SAME = 0.6
"""Least similarity of two tasks that are taken for one: one such pair in a thousand is as alike."""

_PLANS = ("kế hoạch", "chương trình", "chương trình hành động", "đề án")
_REPORTS = ("báo cáo",)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A task of the upper document for which no document that implements it has a counterpart.

    `below`, whether one of these is of a body that leads the task: else none can be expected to have one; `n`, the
    number of the upper document in the index.
    """

    upper: str
    task: str
    section: str
    bodies: tuple[str, ...]
    below: bool
    n: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A body that owed a plan or a report, and none of it is in the archive; `via` is how the task calls it.

    `known`, whether the archive holds anything of that body: else its papers may be kept elsewhere; `n`, the number of
    the upper document in the index.
    """

    upper: str
    body: str
    owes: str
    latest: str
    task: str
    section: str
    via: str
    known: bool
    n: int


@dataclass(frozen=True, slots=True)
class Later:
    """A deadline of a lower document that is later than that of the upper one for the same task.

    `n` and `lower_n` are the numbers of the two documents in the index.
    """

    upper: str
    lower: str
    task: str
    lower_task: str
    upper_latest: str
    lower_latest: str
    lower_section: str
    similarity: float
    n: int
    lower_n: int


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


class _Issuer(NamedTuple):
    """Who issued anything; `head` is that of the bodies of its kind."""

    name: str
    key: str
    head: str


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document of a life with its tasks; by task the bodies that lead it, and what is to be done."""

    row: Any
    name: str
    tasks: tuple[Any, ...]
    leads: dict[int, list[_Lead]]
    contents: dict[int, str]


def cascade(library: Library, life: Timeline, *, tasks: bool = True, owed: bool = True) -> Cascade:
    """What is open below a directive.

    Args: `life`, its timeline: what is held of it is what can be compared; `tasks`, whether tasks are compared (`unmet`
    and `later`), and `owed`, whether what was to be handed in is looked for (`missing`): either takes half of the time.
    """
    events = [e for e in life.events if e.n is not None and e.kind in ("issued", "implemented", "interim", "final")]
    unmet: list[Unmet] = []
    missing: list[Missing] = []
    later: list[Later] = []
    compared = 0
    with library.connection.begin():
        papers = _papers(library, events, tasks=tasks)
        owing = [p for p in papers.values() if any(task.owes for task in p.tasks)] if owed else []
        issuers, came = _issuers(library) if owed else {}, _handed_in(library, owing)
        for event in events:
            paper = papers[event.n or 0]
            under = None if event.kind == "issued" else event.n
            below = (e for e in events if e.kind == "implemented" and e.n != event.n and e.via_n == under)
            lowers = [papers[e.n or 0] for e in below]
            if owed and paper.row.doc_type not in _REPORTS:
                missing += _missing(paper, issuers, came.get(paper.row.n, frozenset()))
            if tasks and lowers and paper.tasks and paper.row.doc_type not in _REPORTS:
                compared += len(lowers)
                one, other = _compared(paper, lowers)
                unmet += one
                later += other
    return Cascade(tuple(unmet), tuple(missing), tuple(later), compared)


def _papers(library: Library, events: Sequence[Event], *, tasks: bool) -> dict[int, _Paper]:
    numbers = [e.n or 0 for e in events]
    rows: dict[int, Any] = {}
    asked: dict[int, list[Any]] = defaultdict(list)
    leads: dict[int, list[_Lead]] = defaultdict(list)
    contents: dict[int, str] = {}
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        rows |= {r.n: r for r in library.connection.execute(sa.select(FOUND).where(FOUND.c.n.in_(some)))}
        for task in library.connection.execute(sa.select(TASKS).where(TASKS.c.doc.in_(some)).order_by(TASKS.c.start)):
            asked[task.doc].append(task)
        names = _names(library.connection, some, leads)
        if tasks:
            contents |= _contents(library.connection, some, [t for n in some for t in asked[n]], names)
    times = Counter(e.document for e in events)
    titles = {e.n: e.document if times[e.document] == 1 else f"{e.document} ({e.body})" for e in events}
    return {n: _Paper(rows[n], name, tuple(asked[n]), leads, contents) for n, name in titles.items() if n is not None}


def _names(
    connection: sa.Connection, documents: Sequence[int], leads: dict[int, list[_Lead]]
) -> dict[int, list[tuple[int, str]]]:
    """By task, the names of all bodies that have to do with it; those that lead it go into `leads`."""
    heads: dict[int, set[str]] = defaultdict(set)
    members = sa.select(MEMBERS.c.body, MEMBERS.c.head).where(MEMBERS.c.doc.in_(documents))
    for body, name in connection.execute(members):
        heads[body].add(name)
    bodies = sa.select(DUTIES.c.task, DUTIES.c.role, BODIES.c.id, BODIES.c.name, BODIES.c.key)
    bodies = bodies.join(BODIES, BODIES.c.id == DUTIES.c.body).where(BODIES.c.doc.in_(documents))
    out: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for r in connection.execute(bodies.order_by(BODIES.c.id)):
        out[r.task].append((-len(r.key), r.key))
        if r.role == "lead":
            leads[r.task].append(_Lead(r.name, r.key, frozenset(heads[r.id])))
    return out


def _contents(
    connection: sa.Connection, documents: Sequence[int], tasks: Sequence[Any], names: dict[int, list[tuple[int, str]]]
) -> dict[int, str]:
    """By task, what is to be done: its words without bodies and deadlines, which differ from level to level."""
    times: dict[int, list[tuple[int, int]]] = defaultdict(list)
    query = sa.select(DEADLINES.c.doc, DEADLINES.c.start, DEADLINES.c.end).where(DEADLINES.c.doc.in_(documents))
    for doc, start, end in connection.execute(query):
        times[doc].append((start, end))
    out = {}
    for task in tasks:
        text = task.text
        for start, end in times[task.doc]:
            if task.start <= start and end <= task.end:
                text = text[: start - task.start] + " " * (end - start) + text[end - task.start :]
        text = key(text)
        for _, name in sorted(names[task.id]):
            text = text.replace(name, " ")
        out[task.id] = text
    return out


# --- tasks beside tasks -------------------------------------------------------------------------------------------


def _compared(upper: _Paper, lowers: Sequence[_Paper]) -> tuple[list[Unmet], list[Later]]:
    below = [(lower, task) for lower in lowers for task in lower.tasks]
    alike = _similarities(
        [upper.contents[t.id] for t in upper.tasks], [lower.contents[task.id] for lower, task in below]
    )
    unmet, later = [], []
    for task, scores in zip(upper.tasks, alike, strict=True):
        text = " ".join(task.text.split())
        if max(scores, default=0) < ALIKE:
            leads = upper.leads[task.id]
            expected = not leads or any(_acts_for(lower.row, lead) for lower in lowers for lead in leads)
            names = tuple(b.name for b in leads)
            unmet.append(Unmet(upper.name, text, task.section, names, expected, upper.row.n))
        for score, lower, other in _best(scores, below):
            if task.latest and other.latest > task.latest:
                days = task.latest, other.latest
                said = " ".join(other.text.split())
                alike_ = round(score, 2)
                papers = upper.row.n, lower.row.n
                later.append(Later(upper.name, lower.name, text, said, *days, other.section, alike_, *papers))
    return unmet, later


def _best(scores: Sequence[float], below: Sequence[tuple[_Paper, Any]]) -> Iterator[tuple[float, _Paper, Any]]:
    """The task of each lower document that is the same as an upper one, where there is any."""
    best: dict[int, tuple[float, _Paper, Any]] = {}
    for score, (lower, task) in zip(scores, below, strict=True):
        if score >= SAME and score > best.get(lower.row.n, (0.0,))[0]:
            best[lower.row.n] = (score, lower, task)
    yield from best.values()


def _acts_for(document: Any, lead: _Lead) -> bool:
    """Whether the issuer of a document is the body that leads a task, or one of those that it stands for."""
    return lead.key in document.issuer_key or head(document.issuer) in lead.heads


def _similarities(upper: Sequence[str], lower: Sequence[str]) -> Sequence[Sequence[float]]:
    """How alike each upper task is to each lower one, 0 to 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_similarity

    if not lower:
        return [[] for _ in upper]
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"[^\W\d_]{2,}", sublinear_tf=True)
    vectors = words.fit_transform([*upper, *lower])
    found: list[list[float]] = cosine_similarity(vectors[: len(upper)], vectors[len(upper) :]).tolist()
    return found


# --- what was owed ------------------------------------------------------------------------------------------------


def _missing(upper: _Paper, issuers: dict[str, list[_Issuer]], came: frozenset[tuple[str, str]]) -> Iterator[Missing]:
    for task in upper.tasks:
        types = _PLANS if task.owes == "plan" else _REPORTS
        for lead in upper.leads[task.id] if task.owes else ():
            for body, key_ in _members(upper.row, lead, issuers):
                if not any(kind in types and key_ in issuer for issuer, kind in came):
                    via = lead.name if lead.name != body else ""
                    text = " ".join(task.text.split())
                    known = any(key_ in one.key for one in issuers[upper.row.province])
                    place = task.section, via, known, upper.row.n
                    yield Missing(upper.name, body, task.owes, task.latest, text, *place)


def _issuers(library: Library) -> dict[str, list[_Issuer]]:
    """Who issued anything, by province."""
    query = sa.select(FOUND.c.province, FOUND.c.issuer, FOUND.c.issuer_key).distinct()
    out: dict[str, list[_Issuer]] = defaultdict(list)
    seen = set()
    for province, name, key_ in library.connection.execute(
        query.where(FOUND.c.issuer != "", FOUND.c.secret.is_(False)).order_by(FOUND.c.issuer)
    ):
        if (province, key_) not in seen:
            seen.add((province, key_))
            out[province].append(_Issuer(name, key_, head(name)))
    return out


def _members(document: Any, lead: _Lead, issuers: dict[str, list[_Issuer]]) -> list[tuple[str, str]]:
    """The bodies that a lead of a task stands for, each by its name and the key of that."""
    # Where nobody of the kind is known, all that can be said is that nothing came from any.
    itself = [(lead.name, lead.key)]
    return [(one.name, one.key) for one in issuers[document.province] if one.head in lead.heads] or itself


def _handed_in(library: Library, uppers: Sequence[_Paper]) -> dict[int, frozenset[tuple[str, str]]]:
    """By document, who answered it, or what that itself carries out, and with what type of document."""
    answered: dict[int, set[int]] = {p.row.n: {p.row.identity} if p.row.identity else set() for p in uppers}
    for start in range(0, len(uppers), 500):
        opening = CITATIONS.c.said.bitwise_and(any_in(*OPENING)) != 0
        own = sa.select(CITATIONS.c.doc, CITATIONS.c.identity).where(opening, CITATIONS.c.identity.is_not(None))
        for doc, identity in library.connection.execute(
            own.where(CITATIONS.c.doc.in_([p.row.n for p in uppers[start : start + 500]]))
        ):
            answered[doc].add(identity)
    answers = _answers(library, sorted(set().union(*answered.values())))
    return {
        p.row.n: frozenset(
            kind
            for identity in answered[p.row.n]
            for kind, last in answers[identity].items()
            if _is_answered(last, p.row)
        )
        for p in uppers
    }


def _is_answered(last: Sequence[tuple[str, int]], row: Any) -> bool:
    """Whether one of the last two is another document than the one that asks, and not older."""
    issued, n = last[-1]
    return issued >= row.issued and (n != row.n or (len(last) > 1 and last[0][0] >= row.issued))


def _answers(library: Library, identities: Sequence[int]) -> dict[int, dict[tuple[str, str], list[tuple[str, int]]]]:
    """By what is cited, who cites it with what type of document: the last two of each, for one may be the asker."""
    found: dict[int, dict[tuple[str, str], list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for start in range(0, len(identities), 500):
        query = sa.select(CITATIONS.c.identity, FOUND.c.issuer_key, FOUND.c.doc_type, FOUND.c.issued, FOUND.c.n)
        query = query.join(FOUND, FOUND.c.n == CITATIONS.c.doc)
        wanted = query.where(CITATIONS.c.identity.in_(identities[start : start + 500]))
        for identity, issuer, kind, issued, n in library.connection.execute(wanted).all():
            last = found[identity][issuer, kind]
            if (issued, n) not in last:
                last[:] = sorted([*last, (issued, n)])[-2:]
    return found
