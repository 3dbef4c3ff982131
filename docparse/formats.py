"""Suffixes of the files that are read, in one place; light, because the command line asks before anything is loaded.

A suffix only chooses files of a folder and of an archive: what a file is, its content says (`read.sniff`).

Reads: nothing.
Writes: tuples of suffixes, in lower case.
"""

from __future__ import annotations

OFFICE = (".doc", ".rtf", ".odt")
"""What LibreOffice converts."""

CONTAINERS = (".zip", ".eml", ".msg")
"""Files that hold documents."""

SUFFIXES = (".docx", ".pdf", ".txt", *OFFICE, ".html", ".htm", ".mht", ".mhtml", *CONTAINERS)
"""What is taken from a folder, an archive or a message."""

NAMED = frozenset((*SUFFIXES, ".text", ".md", ".docm", ".dotx", ".dot", ".xml"))
"""What is read where it is named: a folder's README.md is no document."""
