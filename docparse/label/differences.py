"""What people labelled against what docparse had said, as corrections of the document as it is now.

Each correction is tried on the JSON in the order in which it will be made, so that what is written down fits. What
somebody has set right in the same way meanwhile is no correction any more. What tasks name is corrected before they
move: whoever learns from corrections finds a task where docparse had found it.

Reads: the JSON of a document, a `Labelled` text.
Writes: `Correction`s.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docparse.archive.changes import Data
from docparse.archive.correction import RECORD, SPAN, Correction, portable, spans_of, without_ids
from docparse.archive.edits import corrected
from docparse.errors import BadCorrection, BadLabels, DocparseError
from docparse.extract import typed
from docparse.label.labelled import Labelled
from docparse.label.labels import DEADLINE, KINDS, Labels, Region
from docparse.label.offsets import same

_PAIRS = 1_000_000
"""Where more pairs of a region that went and one that came would have to be looked at, nothing counts as moved."""


@dataclass(slots=True)
class Outcome:
    """What became of a text: corrections, what could not be made, and how much was confirmed, moved and so on."""

    corrections: list[Correction] = field(default_factory=list)
    troubles: list[DocparseError] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Changes:
    """What differs between two sets of regions; `moved` says where to, `kept` are the same."""

    kept: frozenset[Region]
    moved: Mapping[Region, Region]
    gone: tuple[Region, ...]
    come: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """A document in work, and what comes out."""

    data: Data
    labelled: Labelled
    outcome: Outcome

    def put(self, made: Iterator[Correction], at: Region) -> None:
        """Makes corrections, or tells why one cannot be made."""
        one = self.labelled
        try:
            for each in made:
                done = corrected(self.data, each, f"{one.place}: {at.label} {at.start}-{at.end}")
                if done:
                    self.outcome.corrections.append(replace(done, by=one.by, at=one.at))
        except BadCorrection as error:
            error.name = f"{one.place}: {at.label} {at.start}-{at.end}"
            self.outcome.troubles.append(error)


def corrections(data: Data, labelled: Labelled) -> Outcome:
    """The corrections that make a document say what people labelled.

    Args: `data`, its JSON, which is changed. Raises BadLabels where the text is another, or nothing is labelled in it.
    """
    said = labelled.note.labels()
    now = _placed(data["text"], labelled, said)
    if said.regions and not now.regions:
        raise BadLabels(labelled.place, "nothing is labelled in it, though docparse had found something")
    changes = _compared(said.regions, now.regions)
    desk = _Desk(data, labelled, Outcome(counts=_counted(changes)))
    moved = sorted(changes.moved.items())
    for old, new in (pair for pair in moved if pair[0].label != "task"):
        desk.put(_moved(data, old, new), old)
    for one in changes.come:
        desk.put(_added(data, one), one)
    _relate(desk, changes, said, now)
    for old, new in (pair for pair in moved if pair[0].label == "task"):
        desk.put(_moved(data, old, new), old)
    for one in changes.gone:
        desk.put(_removed(data, one), one)
    return desk.outcome


def _placed(ours: str, labelled: Labelled, said: Labels) -> Labels:
    """The labels in our text, without white space around, unless docparse itself had said so."""
    place = same(labelled.text, ours)
    if place is None:
        raise BadLabels(labelled.place, "the text is another than that of the document")

    def here(region: Region) -> Region:
        """The same label in our text. Raises BadLabels, where no words of it are."""
        start, end = place(region.start), place(region.end)
        words = ours[start:end]
        if start is None or end is None or not words.strip():
            at = f"{labelled.place}: {region.label} {region.start}-{region.end}"
            raise BadLabels(at, "no words are labelled, or a part of a letter")
        found = Region(region.label, start, end)
        before, after = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        return found if found in said.regions else replace(found, start=start + before, end=end - after)

    regions = {one: here(one) for one in labelled.labels.regions}
    ties = labelled.labels.relations
    relations = None if ties is None else frozenset((n, regions[a], regions[b]) for n, a, b in ties)
    return Labels(frozenset(regions.values()), relations)


def _compared(said: frozenset[Region], now: frozenset[Region]) -> _Changes:
    """What stays, goes and comes; of those of a label that overlap, the ones that overlap most have moved."""
    gone, come = sorted(said - now), sorted(now - said)
    pairs = [(old, new) for old in gone for new in come if _overlap(old, new)] if len(gone) * len(come) < _PAIRS else []
    moved: dict[Region, Region] = {}
    taken: set[Region] = set()
    for old, new in sorted(pairs, key=lambda pair: (-_overlap(*pair), pair)):
        if old not in moved and new not in taken:
            moved[old] = new
            taken.add(new)
    gone, come = [one for one in gone if one not in moved], [one for one in come if one not in taken]
    return _Changes(said & now, moved, tuple(gone), tuple(come))


def _overlap(old: Region, new: Region) -> int:
    return max(0, min(old.end, new.end) - max(old.start, new.start)) if old.label == new.label else 0


def _counted(changes: _Changes) -> Counter[str]:
    come = Counter((one.start, one.end) for one in changes.come)
    gone = Counter((one.start, one.end) for one in changes.gone)
    retyped = (come & gone).total()
    counts = {"confirmed": len(changes.kept), "moved": len(changes.moved), "retyped": retyped}
    return Counter({**counts, "deleted": gone.total() - retyped, "added": come.total() - retyped})


# --- records ------------------------------------------------------------------------------------------------------


def _at(data: Data, region: Region) -> list[Data]:
    """The records of a kind at a place."""
    place = region.start, region.end
    return [record for record in data[KINDS[region.label]] if place in spans_of(record)]


def _only(records: list[Data]) -> Data:
    if not records:
        raise BadCorrection("", "no such record")
    if len(records) > 1:
        raise BadCorrection("", "several records stand on these words; correct them on the pages")
    return records[0]


def _correction(data: Data, region: Region, field: str, after: Any, before: Any = ...) -> Correction:
    sha256 = data["source"]["sha256"]
    return Correction(sha256, KINDS[region.label], field, after, region.start, region.end, before)


def _moved(data: Data, old: Region, new: Region) -> Iterator[Correction]:
    if _at(data, old) or not _at(data, new):
        _only(_at(data, old))
        after = {"start": new.start, "end": new.end, "quote": data["text"][new.start : new.end]}
        yield _correction(data, old, SPAN, after)


def _added(data: Data, region: Region) -> Iterator[Correction]:
    if not _at(data, region):
        words = data["text"][region.start : region.end]
        yield _correction(data, region, RECORD, typed.record(KINDS[region.label], words, data["metadata"]["issued"]))


def _removed(data: Data, region: Region) -> Iterator[Correction]:
    for record in _at(data, region):
        yield _correction(data, region, RECORD, None, portable(data, KINDS[region.label], record))


# --- what ties tasks to bodies and deadlines ----------------------------------------------------------------------


def _relate(desk: _Desk, changes: _Changes, said: Labels, now: Labels) -> None:
    """Corrects the roles and deadlines of tasks whose relations differ; nothing where one side says none at all."""
    if said.relations is None or now.relations is None:
        return
    where = {new: old for old, new in changes.moved.items()}
    current: dict[tuple[Region, str], set[Region]] = defaultdict(set)
    for name, task, target in now.relations:
        current[where.get(task, task), name].add(target)
    before: dict[tuple[Region, str], set[Region]] = defaultdict(set)
    for name, task, target in said.relations:
        if task not in changes.gone:
            before[task, name].add(changes.moved.get(target, target))
    for task, name in sorted({*current, *before}):
        lost, won = (before[task, name] - current[task, name]), (current[task, name] - before[task, name])
        if lost or won:
            desk.outcome.counts["related"] += len(lost) + len(won)
            found = task if _at(desk.data, task) else changes.moved.get(task, task)
            desk.put(_tied(desk.data, found, name, sorted(lost), sorted(won)), found)


def _tied(data: Data, task: Region, name: str, lost: list[Region], won: list[Region]) -> Iterator[Correction]:
    """What a task names, without some and with others."""
    records = _at(data, task)
    if won:
        _only(records)
    # Where the mention that a relation led to is gone already, so is what it stood for.
    come = {_only(_at(data, one))["id"]: one for one in won}
    gone = {record["id"] for one in lost for record in _at(data, one)} - come.keys()
    field = "deadlines" if name == DEADLINE else name
    for record in records:
        ids = [one["body"] if isinstance(one, dict) else one for one in record[field]]
        after = [one for one, id_ in zip(record[field], ids, strict=True) if id_ not in gone]
        for id_, one in come.items():
            if id_ not in ids:
                text = data["text"][one.start : one.end]
                after.append(id_ if name == DEADLINE else {"body": id_, "text": text})
        if after != record[field]:
            before = without_ids(data, field, record[field])
            yield _correction(data, task, field, without_ids(data, field, after), before)
