"""Pairs of plans of one family, the second made from the first by edits that are known.

    pair-0001/a.txt, b.txt, truth.json        a text file: a paragraph a line; lines are counted from 1

`truth.json`: `kind` (same, edited or later), `lines` ([line in a, line in b] of each statement and task, null where
there is none) and `edits`, each with `kind`, `a` and `b` (lines, or null) and what changed:

    added, dropped       a task or a statement that only one of them has
    moved                under another heading, the words are the same
    reworded             the same duty in other words
    renamed              the same body under its new name: `old`, `new`; all lines where it stands
    reassigned           another body leads: `old`, `new`
    shifted              another deadline: `old`, `new` as written
    recipient_added, recipient_dropped                                  `new` or `old`

`same`: not one edit, but for the number, the day and the hand that signed. `later`: years later, after the renamings of
2025, with every deadline shifted, and further edits only of what these did not touch. No line has two edits otherwise.

Reads: nothing.
Writes: pairs of sheets and their truth.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import Any, Literal

import compose
from grammar import FIELDS, Due, due, person, places, reworded
from offices import RENAMED, Office, district, government, provincial, renamed, staff
from papers import Cited, Item, Paper, sheet_of
from render_source import Sheet, numbered

Kind = Literal["same", "edited", "later"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change, by the keys of the lines that it is about."""

    kind: str
    a: int | None = None
    b: int | None = None
    old: str | None = None
    new: str | None = None


@dataclass(slots=True)
class _Draft:
    """The second document as it becomes: its items by place, (part, group), and the edits so far."""

    rng: Random
    office: Office
    day: dt.date
    field: str
    slots: dict[tuple[int, int], list[Item]]
    keys: Iterator[int]
    edits: list[Edit] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    def pick(self, wanted: Callable[[Item], bool] = lambda item: True) -> tuple[tuple[int, int], int] | None:
        """The place of an item that no edit has touched yet."""
        free = [
            (place, i)
            for place, items in self.slots.items()
            for i, item in enumerate(items)
            if item.key not in self.touched and wanted(item)
        ]
        return self.rng.choice(free) if free else None


def pair(seed: int, kind: Kind) -> tuple[Sheet, Sheet, dict[str, Any]]:
    """Two plans and the truth about what is different; the same for the same seed."""
    rng = Random(f"pair {seed} {kind}")
    first, work = _first(rng, kind)
    day = first.issued + dt.timedelta(days=5 * 365 + 40 if kind == "later" else 20)
    number = str(int(first.symbol.split("-")[0].split("/")[0]) + 17)
    symbol = re.sub(r"^\d+", number, first.symbol)
    last_key = 1 + max(item.key for item in _items(first))
    slots = {(p, g): list(group.items) for p, part in enumerate(first.parts) for g, group in enumerate(part.groups)}
    draft = _Draft(rng, first.office, day, work, slots, count(last_key + 100))
    recipients = first.recipients
    if kind == "later":
        _later(draft)
        recipients = tuple(dict.fromkeys(renamed(name) for name in recipients))
    if kind != "same":
        for edit in rng.choices(_EDITS, k=rng.randint(2, 7)):
            edit(draft)
        recipients = _recipients(draft, recipients)
    parts = tuple(
        replace(part, groups=tuple(replace(g, items=tuple(slots[p, i])) for i, g in enumerate(part.groups)))
        for p, part in enumerate(first.parts)
    )
    second = replace(first, symbol=symbol, issued=day, signer=person(rng), parts=parts, recipients=recipients)
    return _judged(kind, first, second, draft.edits)


def _first(rng: Random, kind: Kind) -> tuple[Paper, str]:
    """A plan, and the field of work that it is about."""
    province, below = places(rng, 2)
    office = rng.choice((provincial(province), provincial(province), district(province, below), government(province)))
    day = dt.date(2020, 3, 1) if kind == "later" else dt.date(rng.randrange(2012, 2024), 3, 1)
    day += dt.timedelta(days=rng.randrange(270))
    work = rng.choice(FIELDS)
    basis = Cited("Chỉ thị", f"{rng.randrange(3, 60):02}-CT/TU", day - dt.timedelta(days=90), "Ban Thường vụ Tỉnh ủy")
    code = f"/KH-{office.code}" if office.state else f"-KH/{office.code}"
    return compose.plan(rng, office, f"{rng.randrange(20, 200)}{code}", day, work, ((basis, "implements"),)), work


def _items(paper: Paper) -> Iterator[Item]:
    return (item for part in paper.parts for group in part.groups for item in group.items)


# --- edits --------------------------------------------------------------------------------------------------------


def _add(draft: _Draft) -> None:
    place = draft.rng.choice([place for place in draft.slots if place[0]])
    if draft.rng.random() < 0.7:
        item = compose.task(draft.rng, draft.keys, draft.office, draft.day, draft.field)
    else:
        item = compose.statement(draft.rng, draft.keys, draft.field)
    draft.slots[place].insert(draft.rng.randint(0, len(draft.slots[place])), item)
    draft.touched.add(item.key)
    draft.edits.append(Edit("added", b=item.key))


def _drop(draft: _Draft) -> None:
    if found := draft.pick():
        place, i = found
        if len(draft.slots[place]) > 1:
            item = draft.slots[place].pop(i)
            draft.touched.add(item.key)
            draft.edits.append(Edit("dropped", a=item.key))


def _move(draft: _Draft) -> None:
    if found := draft.pick(lambda item: item.action is not None):
        place, i = found
        others = [other for other in draft.slots if other != place and other[0]]
        if len(draft.slots[place]) > 1:
            item = draft.slots[place].pop(i)
            to = draft.slots[draft.rng.choice(others)]
            to.insert(draft.rng.randint(0, len(to)), item)
            draft.touched.add(item.key)
            draft.edits.append(Edit("moved", item.key, item.key))


def _put(draft: _Draft, found: tuple[tuple[int, int], int], item: Item, edit: Edit) -> None:
    place, i = found
    draft.slots[place][i] = item
    draft.touched.add(item.key)
    draft.edits.append(edit)


def _reword(draft: _Draft) -> None:
    if found := draft.pick(lambda item: item.action is not None):
        item = draft.slots[found[0]][found[1]]
        assert item.action
        new = replace(item, action=reworded(draft.rng, item.action))
        _put(draft, found, new, Edit("reworded", item.key, item.key))


def _reassign(draft: _Draft) -> None:
    if found := draft.pick(lambda item: len(item.lead) == 1):
        item = draft.slots[found[0]][found[1]]
        taken = {*item.lead, *item.coordinate, item.report_to}
        name = draft.rng.choice([name for name in staff(draft.office, draft.day) if name not in taken])
        new = replace(item, lead=(name,))
        _put(draft, found, new, Edit("reassigned", item.key, item.key, item.lead[0], name))


def _shift(draft: _Draft) -> None:
    if found := draft.pick(lambda item: item.due is not None):
        item = draft.slots[found[0]][found[1]]
        assert item.due
        when = _other_due(draft, item.due)
        new = replace(item, due=when)
        _put(draft, found, new, Edit("shifted", item.key, item.key, item.due.quote, when.quote))


def _other_due(draft: _Draft, old: Due) -> Due:
    """Another deadline of the same relation."""
    while True:
        new = due(draft.rng, draft.day)
        if new.relation == old.relation and new.quote != old.quote:
            return new
        if old.relation == "recurring" and new.relation != "recurring":
            return new


_EDITS = (_add, _drop, _move, _reword, _reword, _reassign, _shift, _shift)


def _later(draft: _Draft) -> None:
    """All deadlines are years later, and bodies have the names of that time."""
    for items in draft.slots.values():
        for i, item in enumerate(items):
            new = item
            if item.due and item.due.relation != "recurring":
                new = replace(new, due=_other_due(draft, item.due))
                assert new.due
                draft.edits.append(Edit("shifted", item.key, item.key, item.due.quote, new.due.quote))
            for old in sorted({*item.lead, *item.coordinate, item.report_to or ""} & set(RENAMED)):
                draft.edits.append(Edit("renamed", item.key, item.key, old, RENAMED[old]))
            items[i] = _with_new_names(new)
            if items[i] != item:
                draft.touched.add(item.key)


def _with_new_names(item: Item) -> Item:
    lead = tuple(dict.fromkeys(map(renamed, item.lead)))
    together = tuple(name for name in dict.fromkeys(map(renamed, item.coordinate)) if name not in lead)
    report = renamed(item.report_to) if item.report_to else None
    return replace(item, lead=lead, coordinate=together, report_to=report)


def _recipients(draft: _Draft, names: tuple[str, ...]) -> tuple[str, ...]:
    chance = draft.rng.random()
    if chance < 0.25 and len(names) > 3:
        gone = draft.rng.choice(names[1:])
        # A body that was renamed meanwhile stands in the first plan under its old name.
        before = next((edit.old for edit in draft.edits if edit.kind == "renamed" and edit.new == gone), gone)
        draft.edits.append(Edit("recipient_dropped", old=before))
        return tuple(name for name in names if name != gone)
    if chance < 0.5:
        new = draft.rng.choice([name for name in staff(draft.office, draft.day) if name not in names])
        draft.edits.append(Edit("recipient_added", new=new))
        return (*names, new)
    return names


# --- the truth ----------------------------------------------------------------------------------------------------


def _judged(kind: Kind, first: Paper, second: Paper, edits: list[Edit]) -> tuple[Sheet, Sheet, dict[str, Any]]:
    a, b = sheet_of(first, "a"), sheet_of(second, "b")
    in_a, in_b = _lines(a, first), _lines(b, second)
    gone = {edit.a for edit in edits if edit.kind == "dropped"}
    new = {edit.b for edit in edits if edit.kind == "added"}
    same = [[in_a[key], in_b[key]] for key in in_a if key in in_b]
    alone = [[in_a[key], None] for key in in_a if key in gone] + [[None, in_b[key]] for key in in_b if key in new]
    told = [
        {"kind": e.kind, "a": in_a.get(e.a or 0), "b": in_b.get(e.b or 0), "old": e.old, "new": e.new} for e in edits
    ]
    return a, b, {"kind": kind, "lines": same + alone, "edits": told}


def _lines(sheet: Sheet, paper: Paper) -> dict[int, int]:
    """The line of each item of a document, by its key."""
    keys = {item.key for item in _items(paper)}
    return {row.at: n for n, (_, _, row) in enumerate(numbered(sheet), 1) if row and row.at in keys}
