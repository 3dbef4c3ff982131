"""Deadlines as calendar entries that stay the same when documents are read again, corrected or withdrawn.

The names that are to come (module, signature):

    wanted.of_documents(held: Iterable[Held], asked: Asked, *, known: Sequence[Known] = ()) -> Dues
    wanted.of_archive(archive: Archive, asked: Asked, *, now: str, allow_secret: bool = False) -> Dues
    ics.component(entry: Entry, settings: Settings) -> icalendar.Event | icalendar.Todo
    ics.to_ics(components, settings: Settings, name: str) -> bytes

Reads: nothing.
Writes: the names that other programs use.
"""

from docparse.calendar.days import due, occurrences
from docparse.calendar.model import Asked, Dues, Duty, Entry, Paper, Party, Settings, Unplaced

__all__ = ["Asked", "Dues", "Duty", "Entry", "Paper", "Party", "Settings", "Unplaced", "due", "occurrences"]
