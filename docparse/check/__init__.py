"""What a person should look at before a document goes out or into the archive, each with its sentence.

    from docparse.check import check
    for finding in check(docparse.parse(Path("plan.docx"))).findings:
        print(finding.code, finding.sentence)

Reads: a `Document`.
Writes: a `Report`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from docparse.check.facts import against_register, not_sent, noticed
from docparse.check.form import against_guideline
from docparse.check.model import Finding, Report, Spot
from docparse.check.sheet import guideline
from docparse.model import Document

__all__ = ["Finding", "Report", "check"]

_END = re.compile(r"(?:(?<=[^\W\d]{2})|(?<=[\d)”\"]{2}))[.;](?=\s)|\n(?=\s*\n)")
"""Where a sentence or a clause ends: not behind the number of a line."""
_LONG = 600
"""Characters of a sentence that are shown on each side of the place."""


def check(document: Document, name: str | None = None) -> Report:
    """What is found in a document, in order of place.

    Args: `name`, that the report bears; that of the file by default. Its form is judged by the guideline that was in
    force on its date, where there is one and it is a party document with its letterhead.
    """
    rule = guideline(document)
    found = list(_facts(document))
    if rule:
        for code, section, spot in against_guideline(document, rule):
            found.append(_finding(document, code, spot, section))
    m = document.metadata
    return Report(
        name=name or document.source.name,
        id=m.id,
        secrecy=m.secrecy,
        guideline=rule,
        findings=tuple(sorted(found, key=lambda f: (f.start, f.end, f.code))),
    )


def _facts(document: Document) -> Iterator[Finding]:
    for spot in not_sent(document):
        yield _finding(document, "not_sent", spot)
    for code, spot in (*against_register(document), *noticed(document)):
        yield _finding(document, code, spot)


def _finding(document: Document, code: str, spot: Spot, section: str | None = None) -> Finding:
    return Finding(
        code=code,
        start=spot.start,
        end=spot.end,
        sentence=sentence(document, spot.start, spot.end),
        detail=spot.detail,
        guideline=section,
        status=spot.status,
    )


def sentence(document: Document, start: int, end: int) -> str:
    """The sentence, or the clause up to a semicolon, in which a stretch stands, on one line.

    It ends at the latest with its section; what is in none, such as a letterhead, has lines instead.
    """
    text = document.text
    k = bisect_right(document.sections, start, key=lambda s: s.start) - 1
    section = document.sections[k] if k >= 0 and start < document.sections[k].end else None
    low = section.start if section else text.rfind("\n", 0, start) + 1
    line = text.find("\n", end)
    high = max(end, section.end if section else len(text) if line < 0 else line)
    low, high = max(low, start - _LONG), min(high, end + _LONG)
    before = [m.end() for m in _END.finditer(text, low, start)]
    stop = _END.search(text, max(end - 1, start), high)
    return " ".join(text[before[-1] if before else low : stop.end() if stop else high].split())
