"""How sure each rule is of what it finds: 1 where grammar leaves no doubt.

The values are settled here and nowhere else. A rule that is not listed has the value of its family, which is what its
name says before the dot.

Reads: nothing.
Writes: the confidence of every record.
"""

from __future__ import annotations

_FAMILIES = {"reference": 0.9, "named": 0.9, "alias": 0.9, "body": 0.9}
_RULES = {
    "reference.symbol": 1.0,
    "reference.bare_symbol": 0.95,
    "reference.list": 0.95,
    "reference.self": 0.98,
    "named.plan": 0.7,
    "named.quoted": 0.8,
    "alias.number": 0.8,
    "section.caps": 0.8,
    "section.step": 0.8,
    "subject.inherited": 0.8,
}
_DOUBTFUL = {
    "zone": 0.8,  # no title line to start from
    "time": 0.8,  # no year in the expression itself
    "task": 0.7,  # columns told by the order of lines
    "signature": 0.8,  # no name under the post
    "appendix": 0.6,  # no line that is a title
}


def confidence(rule: str, doubtful: bool = False) -> float:
    """The confidence of what `rule` found; `doubtful` says that the cue that the rule rests on was missing."""
    family = rule.partition(".")[0]
    return _DOUBTFUL[family] if doubtful else _RULES.get(rule, _FAMILIES.get(family, 1.0))
