"""Suffixes of the files that are read, in one place; light, because the command line asks before anything is loaded.

A suffix only chooses files of a folder: what a file is, its content says (`read.sniff`).

Reads: nothing.
Writes: tuples of suffixes, in lower case.
"""

from __future__ import annotations

OFFICE = (".doc", ".rtf", ".odt")
"""What LibreOffice converts."""

IMAGES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif")
"""Scanned pages; in a message only those attached as files."""

CONTAINERS = (".zip", ".eml", ".msg", ".mbox")
"""Files that hold documents."""

PAGES = (".html", ".htm", ".mht", ".mhtml")
"""Web pages, also in one file."""

SUFFIXES = (".docx", ".pdf", ".txt", *OFFICE, *PAGES, *IMAGES, *CONTAINERS)
"""What is taken from a folder; from an archive or a message all is."""

NAMED = frozenset((*SUFFIXES, ".text", ".md", ".docm", ".dotx", ".dot", ".xml"))
"""What is read where it is named: a folder's README.md is no document."""
