"""How sure each rule is of what it finds: about the share that was right where it was counted.

The values are settled here and nowhere else. A rule that is not listed has the value of its family, which is what its
name says before the dot.

Reads: nothing.
Writes: the confidence of every record.
"""

from __future__ import annotations

from functools import lru_cache

# After shares of records that were right in 71 marked documents that no rule was first written for, (right + 1) /
# (found + 2), 2026-11. Faults found in most of them had been mended before they were counted, so the shares are high
# for documents never seen. Rules that were seen less than five times have the value of their family.
_FAMILIES = {"reference": 0.9, "named": 0.9, "alias": 0.9, "body": 0.9, "time": 0.92, "subject": 0.8, "recipient": 0.96}
_RULES = {
    "reference.symbol": 0.98,
    "reference.bare_symbol": 0.8,
    "reference.list": 0.9,
    "reference.self": 0.97,
    "named.charter": 0.95,
    "named.plan": 0.9,
    "named.quoted": 0.8,
    "named.law": 0.96,
    "alias.number": 0.95,
    "section.caps": 0.8,
    "section.step": 0.8,
    "time.before": 0.95,
    "time.within": 0.96,
    "time.within_after": 0.95,
    "time.by": 0.9,
    "time.from": 0.85,
    "time.month": 0.85,
    "time.each": 0.88,
    "time.periodic": 0.87,
    "time.school_year": 0.6,
    "subject.own": 0.88,
    "subject.after_opening": 0.83,
    "subject.colon": 0.85,
    "subject.answering": 0.85,
    "subject.assigned": 0.92,
    "subject.assigned_by": 0.9,
    "subject.heading": 0.88,
    "subject.heading_duty": 0.75,
    "subject.heading_title": 0.65,
    "subject.inherited": 0.82,
    "task.row": 0.96,
    "task.labelled": 0.8,
}
DOUBT = 0.5
"""What a rule gives at most where it doubts what it found itself."""

_DOUBTFUL = {
    "zone": 0.8,  # no title line to start from
    "time": 0.8,  # no year in the expression itself
    "task": 0.7,  # columns told by the order of lines
    "subject": DOUBT,  # any of many, without a name of its own: "cơ quan", "thành viên"
    "signature": 0.8,  # no name under the post
    "appendix": 0.6,  # no line that is a title
}


@lru_cache(maxsize=1024)
def confidence(rule: str, doubtful: bool = False, backed: bool = False) -> float:
    """The confidence of what `rule` found.

    Args: `doubtful` says that the cue that the rule rests on was missing; `backed`, that another cue of the same
    sentence speaks for it (a deadline or helpers for a duty), which halves the doubt.
    """
    family = rule.partition(".")[0]
    sure = _RULES.get(rule, _FAMILIES.get(family, 1.0))
    if doubtful:
        sure = min(sure, _DOUBTFUL[family])
    return round(1 - (1 - sure) / 2, 2) if backed else sure
