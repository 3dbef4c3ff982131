"""What differs between two readings of one document: records that came, went or say something else.

A record is the same where it says the same of the same words, whatever its number, its rule and its place in the text;
ids are read as what they stand for.

Reads: the JSON of documents, as Python has it.
Writes: `Change`s.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Data = dict[str, Any]
"""The JSON of a document."""

RECORDS = (
    "zones",
    "sections",
    "references",
    "deadlines",
    "bodies",
    "tasks",
    "addressees",
    "recipients",
    "signatures",
    "appendices",
    "warnings",
)
_BY_THE_WAY = frozenset(("id", "section", "parent", "rule", "confidence", "start", "end", "mentions", "evidence"))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `kind` is a key of the JSON, `text` the words that the record stands on.

    `before` and `after` are JSON of what differs, None for a record that was not there or is not there any more.
    """

    kind: str
    what: Literal["added", "removed", "changed"]
    text: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A record without what is by the way; `start` is -1 where it has no place."""

    label: str
    start: int
    facts: Mapping[str, Any]

    @property
    def key(self) -> str:
        return _json({"": self.label, **self.facts})


def compared(old: Data, new: Data) -> tuple[Change, ...]:
    """All differences between two readings, in the order of the JSON."""
    changes = list(_fields("metadata", "", old["metadata"], new["metadata"]))
    same_text = old["text"] == new["text"]
    if not same_text:
        sizes = [_json(len(data["text"])) for data in (old, new)]
        changes.insert(0, Change("text", "changed", "", *sizes))
    for kind in RECORDS:
        changes += _records(kind, _seen(old, kind), _seen(new, kind), same_text)
    return tuple(changes)


def _records(kind: str, old: Sequence[_Seen], new: Sequence[_Seen], same_text: bool) -> Iterator[Change]:
    gone, come = _without(old, new), _without(new, old)
    pairs = _pairs(gone, come, lambda one: one.label)
    if same_text:
        pairs += _pairs(gone, come, lambda one: one.start)
    for before, after in pairs:
        old_facts, new_facts = ({**one.facts, "text": one.label} for one in (before, after))
        yield from _fields(kind, after.label, old_facts, new_facts)
    yield from (Change(kind, "removed", one.label, before=_json(one.facts)) for one in gone)
    yield from (Change(kind, "added", one.label, after=_json(one.facts)) for one in come)


def _fields(kind: str, text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The fields of one record that differ, as one change."""
    names = [n for n in dict.fromkeys((*old, *new)) if n not in _BY_THE_WAY and old.get(n) != new.get(n)]
    if names:
        before, after = ({n: one.get(n) for n in names} for one in (old, new))
        yield Change(kind, "changed", text, _json(before), _json(after))


def _without(some: Sequence[_Seen], others: Sequence[_Seen]) -> list[_Seen]:
    """Those that the others do not have, each as often as it is missing there."""
    left = Counter(one.key for one in others)
    found = []
    for one in some:
        if left[one.key]:
            left[one.key] -= 1
        else:
            found.append(one)
    return found


def _pairs(gone: list[_Seen], come: list[_Seen], key: Any) -> list[tuple[_Seen, _Seen]]:
    """Records of both sides with the same key, taken out of both lists."""
    pairs = []
    for before in list(gone):
        after = next((one for one in come if key(one) == key(before)), None)
        if after:
            pairs.append((before, after))
            gone.remove(before)
            come.remove(after)
    return pairs


def _seen(data: Data, kind: str) -> list[_Seen]:
    names = {body["id"]: body["name"] for body in data["bodies"]}
    terms = {one["id"]: one["text"] for one in data["deadlines"]}
    found = []
    for record in data[kind]:
        start, end = record.get("start"), record.get("end")
        label = data["text"][start:end] if start is not None else record.get("name") or record.get("message") or ""
        facts = {k: _said(k, v, names, terms) for k, v in record.items() if k not in _BY_THE_WAY and k != "text"}
        found.append(_Seen(label, -1 if start is None else start, facts))
    return found


def _said(key: str, value: Any, names: Mapping[str, str], terms: Mapping[str, str]) -> Any:
    """A value of a record with what ids stand for."""
    if key == "body":
        return names.get(value, value)
    if key == "deadlines":
        return [terms.get(one, one) for one in value]
    if isinstance(value, list):
        return [_said("", one, names, terms) for one in value]
    if isinstance(value, dict):
        return {k: _said(k, v, names, terms) for k, v in value.items()}
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
