"""What a duty is, wherever it was read: in a sentence, below a heading, in a row of a table.

Reads: nothing.
Writes: the `Duty` of `tasks` and `task_tables`.
"""

from __future__ import annotations

from dataclasses import dataclass

from docparse.extract.names import Name


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation with offsets of the view; `terms` are indices of the document's `Term`s."""

    start: int
    end: int
    lead: tuple[Name, ...]
    monitor: tuple[Name, ...]
    coordinate: tuple[Name, ...]
    report_to: tuple[Name, ...]
    via: tuple[Name, ...]
    terms: tuple[int, ...]
    block: int
    rule: str
    confidence: float
