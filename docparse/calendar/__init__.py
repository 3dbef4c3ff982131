"""Deadlines as calendar entries that stay the same when documents are read again, corrected or withdrawn.

    from docparse import calendar, holdings
    held = holdings.each(["plan.docx"])
    dues = calendar.of_documents((h.name, h.document) for h in held if h.document)
    data = calendar.to_ics(dues.entries, calendar.Settings(profile="outlook"))

`of_archive(archive, asked, now=...)` gives the same from an archive, which keeps the identity of each entry. `due` is
the day on which an entry is due, `occurrences` are all of its days in a time, `component` is its VEVENT or VTODO;
`merged` keeps a calendar that is there in step, and `same` tells whether two components say the same;
`docparse.calendar.push` keeps one on a CalDAV server in step.

Reads: nothing.
Writes: the names that other programs use.
"""

from docparse.calendar.days import due, occurrences
from docparse.calendar.ics import component, to_ics
from docparse.calendar.merge import merged, same
from docparse.calendar.model import ALL, DEFAULT, Asked, Dues, Duty, Entry, Paper, Party, Settings, Unplaced
from docparse.calendar.wanted import of_archive, of_documents

__all__ = [
    "ALL",
    "DEFAULT",
    "Asked",
    "Dues",
    "Duty",
    "Entry",
    "Paper",
    "Party",
    "Settings",
    "Unplaced",
    "component",
    "due",
    "merged",
    "occurrences",
    "of_archive",
    "of_documents",
    "same",
    "to_ics",
]
