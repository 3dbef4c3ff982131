"""What a task looks like to the model that says how sure it is: names of features, each there or not.

    "- Đảng viên làm việc theo ..."  ->  rule=subject.own, head=đảng viên, next=làm việc, kind=bullet, ends=. ...

Everything is taken from the records of a document, so that documents of an archive serve to learn from as they are.
The words of a task say little and are few: those that count are whom it names, what follows the name, and where in the
document it stands.

Reads: records of a `Document`.
Writes: names of features. Whoever changes what they are called or mean raises `VERSION`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from docparse.extract.heads import head_at
from docparse.model import Section, Task
from docparse.text import placed

VERSION = 1
"""Of these features; a model that was made for others is refused."""

_WORD = re.compile(r"\w+|[:;.,()%]")
_ROLES = ("coordinate", "report_to", "via", "monitor", "deadlines")
_AHEAD = 60
_FEW_LETTERS = 12
_LONG = 40


def features(task: Task, sections: Mapping[str, Section], share: float) -> tuple[str, ...]:
    """The features of a task, in an order that never changes.

    Args: `sections` of its document by id; `share`, how many tasks the document has for each of its sections.
    """
    section = sections.get(task.section or "")
    kind, zone, depth = (section.kind, section.zone, section.depth) if section else ("none", "none", 0)
    found = [
        f"rule={task.rule}",
        f"zone={zone}",
        f"kind={kind}",
        f"depth={min(depth, 4)}",
        f"kind+rule={kind}+{task.rule}",
        f"share={min(int(20 * share), 10)}",
        *(f"has={role}" for role in _ROLES if getattr(task, role)),
    ]
    names = [role.text for role in task.lead or task.monitor]
    return (*found, f"names={min(len(names), 4)}", *(_subject(task, names) if names else ()))


def _subject(task: Task, names: Sequence[str]) -> list[str]:
    """What a task's subject is, what stands before and behind it, and how the sentence ends."""
    low = " ".join(placed(task.text).split())
    first = placed(names[0])
    head = head_at(first, 0)
    before, behind = _around(low, first, placed(names[-1]), inherited=task.rule == "subject.inherited")
    said = _WORD.findall(low[behind : behind + _AHEAD])
    return [
        f"head={head['head'] if head else '?'}",
        f"determiner={head['det'].strip() if head else '?'}",
        f"proper={int(any(word[:1].isupper() for word in names[0].split()[1:]))}",
        f"syllables={min(len(first.split()), 8)}",
        f"next={' '.join(said[:1])}",
        f"next two={' '.join(said[:2])}",
        f"second={' '.join(said[1:2])}",
        f"second two={' '.join(said[1:3])}",
        f"before={'none' if before is None else min(before // _FEW_LETTERS, 6)}",
        f"ends={low[-1:]}",
        f"length={min((len(low) - behind) // _LONG, 6)}",
    ]


def _around(low: str, first: str, last: str, *, inherited: bool) -> tuple[int | None, int]:
    """How many characters stand before the subject of a task, and where what it has to do begins.

    Nothing stands before a subject that a heading hands down: what it has to do is the whole text.
    """
    at = -1 if inherited else _place(low, first)
    if at < 0:
        return None, 0
    end = _place(low, last)
    return at, (end if end >= 0 else at) + len(last)


def _place(low: str, name: str) -> int:
    """Where a name is in a text; of one with a part restored its beginning is sought, -1 where that is not there."""
    whole = low.find(name)
    return whole if whole >= 0 else low.find(" ".join(name.split()[:2]))
