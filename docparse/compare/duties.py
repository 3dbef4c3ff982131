"""What bodies have to do, on both sides: tasks that are the same, their roles and deadlines, who gained and lost what.

Reads: two `Document`s, the pairs of their sections, the `Roll` of their bodies.
Writes: `TaskChange`s, `DeadlineChange`s, `BodyChange`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import zip_longest

from docparse.compare.align import LEAST, assign, similarity
from docparse.compare.identities import Roll
from docparse.compare.model import ROLES, BodyChange, DeadlineChange, Duty, RoleChange, RoleName, TaskChange
from docparse.compare.units import unmarked
from docparse.compare.words import pieces, same_wording, words
from docparse.model import Deadline, Document, Task

_ALIKE = 0.28
"""Least similarity of the words of two tasks that are one; read off four pairs of plans of different years."""
_LEADS = 0.15
_SECTION = 0.15
"""What the same leading body, and standing in sections that are a pair, add to the similarity of two tasks."""

Issued = tuple[str | None, str | None]
"""The dates of two documents (EDTF)."""


def tasks(a: Document, b: Document, sections: dict[str, str], moved: frozenset[str], roll: Roll) -> list[TaskChange]:
    """The tasks of two documents, in the order of the later one, those that were dropped last.

    Args: `sections`, ids of sections of `a` and of what they became in `b`; `moved`, ids of `b` that were moved.
    """
    partner = _paired(a, b, sections, roll)
    changes = []
    for j, task in enumerate(b.tasks):
        i = partner.get(j)
        if i is None:
            changes.append(_one_sided(b, task, added=True))
        else:
            changes.append(_both(a, b, (a.tasks[i], task), sections, moved, roll))
    gone = set(partner.values())
    return changes + [_one_sided(a, task, added=False) for i, task in enumerate(a.tasks) if i not in gone]


def _paired(a: Document, b: Document, sections: dict[str, str], roll: Roll) -> dict[int, int]:
    """Indices of tasks of `a` by those of `b`.

    Their words count once whole and once without bodies and deadlines: a long list of the same bodies makes no pair.
    """
    whole = similarity(*([" ".join(w.form for w in words(t.text)) for t in d.tasks] for d in (a, b)))
    alike = (whole + similarity(*([" ".join(_core(d, t)) for t in d.tasks] for d in (a, b)))) / 2
    scores = alike.copy()
    for i, one in enumerate(a.tasks):
        leads = {roll.old(r.text) for r in one.lead}
        home = sections.get(one.section or "")
        for j, other in enumerate(b.tasks):
            scores[i, j] += _LEADS * bool(leads & {roll.new(r.text) for r in other.lead})
            scores[i, j] += _SECTION * (home is not None and home == other.section)
    # The same body and the same section make no pair of tasks that have little in common.
    scores[alike < _ALIKE] = 0
    return {j: i for i, j in assign(scores, LEAST)}


def _one_sided(document: Document, task: Task, *, added: bool) -> TaskChange:
    return TaskChange(
        change="added" if added else "dropped",
        before=None if added else task.id,
        after=task.id if added else None,
        text=_flat(_said(document, task)),
        lead=tuple(role.text for role in task.lead),
    )


def _both(
    a: Document, b: Document, pair: tuple[Task, Task], sections: dict[str, str], moved: frozenset[str], roll: Roll
) -> TaskChange:
    one, other = pair
    same = _core(a, one) == _core(b, other)
    said, says = _said(a, one), _said(b, other)
    home = sections.get(one.section or "")
    elsewhere = home is not None and other.section is not None and (home != other.section or other.section in moved)
    due_a, due_b = ([d for d in x.deadlines if d.id in t.deadlines] for x, t in ((a, one), (b, other)))
    return TaskChange(
        change="same" if same else "reworded",
        moved=elsewhere,
        before=one.id,
        after=other.id,
        text=_flat(says),
        lead=tuple(role.text for role in other.lead),
        roles=tuple(_roles(one, other, roll)),
        deadlines=tuple(times(due_a, due_b, (a.metadata.issued, b.metadata.issued))),
        words=() if same_wording(words(said), words(says)) else pieces(said, says),
    )


def _core(document: Document, task: Task) -> list[str]:
    """The words of a task without its deadlines and the bodies that have a role in it."""
    bodies = {role.body for name in ROLES for role in getattr(task, name)}
    cut = [(d.start, d.end) for d in document.deadlines if d.id in task.deadlines]
    cut += [(m.start, m.end) for body in document.bodies if body.id in bodies for m in body.mentions]
    text = _said(document, task)
    said = ((w.form, w.start + task.end - len(text)) for w in words(text))
    return [form for form, at in said if not any(start <= at < end for start, end in cut)]


def _said(document: Document, task: Task) -> str:
    """The text of a task without the mark of the section that it opens."""
    section = next((s for s in document.sections if s.id == task.section and s.start == task.start), None)
    return unmarked(task.text, section.label) if section else task.text


def _roles(one: Task, other: Task, roll: Roll) -> Iterable[RoleChange]:
    for role in ROLES:
        old = {roll.old(r.text): r.text for r in getattr(one, role)}
        new = {roll.new(r.text): r.text for r in getattr(other, role)}
        gained = tuple(text for body, text in new.items() if body not in old)
        lost = tuple(text for body, text in old.items() if body not in new)
        if gained or lost:
            yield RoleChange(role=role, gained=gained, lost=lost)


# --- times --------------------------------------------------------------------------------------------------------


def times(a: Sequence[Deadline], b: Sequence[Deadline], issued: Issued) -> Iterable[DeadlineChange]:
    """The times of one task, or of one section, on both sides that are not the same.

    Args: `issued`, the dates of the two documents.
    """
    known = [_value(d) for d in b]
    old = [d for d in a if _value(d) not in known]
    known = [_value(d) for d in a]
    new = [d for d in b if _value(d) not in known]
    for one, other in zip_longest(old, new):
        if one is None or other is None:
            change = "added" if one is None else "dropped"
            yield DeadlineChange(change=change, before=one and one.text, after=other and other.text, days=None)
            continue
        days = _days(one.latest, other.latest)
        yield DeadlineChange(
            change="reworded" if days == 0 else "moved",
            before=one.text,
            after=other.text,
            days=days or None,
            given_before=_days(issued[0], one.latest),
            given_after=_days(issued[1], other.latest),
        )


def _value(deadline: Deadline) -> tuple[str | None, ...]:
    """What a time comes to; its words where nothing could be resolved."""
    resolved = (deadline.relation, deadline.earliest, deadline.latest, deadline.rrule)
    return resolved if any(resolved[1:]) else (*(w.form for w in words(deadline.text)),)


def _days(first: str | None, second: str | None) -> int | None:
    """By how many days the second date is later; None where either is not whole."""
    if not first or not second or len(first) != 10 or len(second) != 10:
        return None
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def lone_times(a: Document, b: Document, sections: dict[str, str]) -> list[DeadlineChange]:
    """The changes of times that no task has: sections that are a pair are compared, others stand for themselves."""
    old, new = _by_section(a), _by_section(b)
    issued = a.metadata.issued, b.metadata.issued
    changes: list[DeadlineChange] = []
    for section, found in old.items():
        changes += times(found, new.pop(sections.get(section, ""), ()), issued)
    return changes + [change for found in new.values() for change in times((), found, issued)]


def _by_section(document: Document) -> dict[str, list[Deadline]]:
    taken = {i for task in document.tasks for i in task.deadlines}
    groups: dict[str, list[Deadline]] = {}
    for d in document.deadlines:
        if d.id not in taken:
            groups.setdefault(d.section or "", []).append(d)
    return groups


# --- bodies -------------------------------------------------------------------------------------------------------


def bodies(a: Document, b: Document, changes: Sequence[TaskChange], roll: Roll) -> list[BodyChange]:
    """Who gained and who lost duties, by what changed in the tasks."""
    gained: dict[str, list[Duty]] = {}
    lost: dict[str, list[Duty]] = {}
    old, new = {t.id: t for t in a.tasks}, {t.id: t for t in b.tasks}
    for change in changes:
        before = _held(old.get(change.before or ""), roll.old)
        after = _held(new.get(change.after or ""), roll.new)
        for body, role in after:
            if (body, role) not in before:
                gained.setdefault(body, []).append(_duty(b, role, new[change.after or ""]))
        for body, role in before:
            if (body, role) not in after:
                lost.setdefault(body, []).append(_duty(a, role, old[change.before or ""]))
    return [
        BodyChange(body=roll.names.get(body, body), gained=tuple(gained.get(body, ())), lost=tuple(lost.get(body, ())))
        for body in dict.fromkeys((*gained, *lost))
    ]


def _held(task: Task | None, of: Callable[[str], str]) -> dict[tuple[str, RoleName], None]:
    """The roles of a task: who has which."""
    return {(of(r.text), name): None for name in ROLES for r in getattr(task, name, ())}


def _duty(document: Document, role: RoleName, task: Task) -> Duty:
    return Duty(role=role, task=task.id, text=_flat(_said(document, task)))


def _flat(text: str) -> str:
    return " ".join(text.split())
