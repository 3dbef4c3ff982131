"""What a person types, understood as the same words are in a document: a time, the date of a document, a reference.

Reads: a few words.
Writes: values of fields.
"""

from __future__ import annotations

import re
from typing import Any

from docparse.extract import times
from docparse.extract.dates import iso, month_end
from docparse.extract.terms import resolved, said
from docparse.register_rows import time_of

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def deadline(words: str, issued: str | None) -> dict[str, Any] | None:
    """The fields of a deadline that some words state; None where they state no time.

    Args: `words`, such as "trước ngày 15/12" or "quý I năm 2020"; `issued`, EDTF, which supplies a missing year.
    """
    low = " ".join(words.lower().split())
    if day := _ISO.fullmatch(low):
        low = f"{day[3]}/{day[2]}/{day[1]}"
    found = next(times.scan(low), None)
    if found is None:
        return None
    term = said(found, issued, low, standing=False) or resolved(found, issued, None, None)
    names = ("relation", "edtf", "earliest", "latest", "rrule", "inferred")
    return {name: getattr(term, name) for name in names}


def date(words: str) -> str | None:
    """The EDTF of a date with the precision that it is typed with: "28/8/2012", "tháng 8 năm 2012", "2012"; or None."""
    if found := time_of(words.strip()):
        return found
    stated = deadline(words, None)
    if stated is None or stated["earliest"] is None or stated["relation"] not in ("on", "within"):
        return None
    first, last = str(stated["earliest"]), str(stated["latest"])
    if first == last:
        return first
    if (first[5:], last[5:]) == ("01-01", "12-31"):
        return first[:4] if first[:4] == last[:4] else None
    year, month = int(first[:4]), int(first[5:7])
    return first[:7] if (first[8:], last) == ("01", iso(year, month, month_end(year, month))) else None


def reference(words: str) -> dict[str, Any]:
    """The fields of a reference that some words are; none where they are no known form of one."""
    from docparse.pipeline import parse

    found = next(iter(parse(f"Thực hiện {words}, Ban Thường vụ Tỉnh ủy yêu cầu:").references), None)
    if found is None:
        return {}
    return {n: getattr(found, n) for n in ("kind", "type", "symbol", "number", "issuer", "date", "term", "target")}


def record(kind: str, words: str, issued: str | None) -> dict[str, Any]:
    """The fields that docparse itself reads from words that a person marked as a record.

    Args: `kind`, a key of the JSON; `issued`, EDTF, the date of the document.
    """
    if kind == "deadlines":
        return deadline(words, issued) or {}
    if kind == "references":
        return reference(words)
    if kind == "sections":
        return {"kind": "heading", "depth": 1, "title": " ".join(words.split())}
    return {"name": " ".join(words.split())} if kind == "bodies" else {}
