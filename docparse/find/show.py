"""What was found in words: hits of a search, with what was found marked.

Reads: results.
Writes: lines of text, records for CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from docparse import i18n
from docparse.find.query import Query
from docparse.find.search import Hit, Results
from docparse.i18n import _, printable

_BOLD = "\x1b[1m", "\x1b[0m"


def query_record(query: Query) -> dict[str, object]:
    """A query as a record of CSV."""
    return {**asdict(query), "types": "; ".join(query.types)}


def saved_lines(queries: Mapping[str, Query]) -> Iterator[str]:
    """Kept searches with what they ask for."""
    for name, query in queries.items():
        asked = ", ".join(f"{field}: {value}" for field, value in query_record(query).items() if value)
        yield printable(f"{name}  {asked}")


def hit_records(found: Results) -> list[dict[str, object]]:
    """The hits as records of CSV."""
    return [
        {
            "symbol": hit.symbol,
            "issued": hit.issued,
            "type": hit.doc_type,
            "issuer": hit.issuer,
            "title": hit.title,
            "section": hit.section,
            "snippet": hit.snippet.marked(),
            "owed": " | ".join(f"{one.latest} {one.text}".strip() for one in hit.owed),
            "via": "; ".join(dict.fromkeys(one.via for one in hit.owed if one.via)),
            "sha256": hit.sha256,
        }
        for hit in found.hits
    ]


def hit_lines(found: Results, *, colour: bool) -> Iterator[str]:
    """The hits in words; what was found is bold in a terminal, in «» elsewhere."""
    marks = _BOLD if colour else ("«", "»")
    yield i18n.count("{n} document", "{n} documents", found.total)
    for note in found.notes:
        yield f"  {printable(note)}"
    for number, hit in enumerate(found.hits, 1):
        yield ""
        head = " · ".join(x for x in (hit.symbol, hit.issued, hit.doc_type, hit.issuer) if x)
        yield printable(f"{number}. {head}")
        if hit.title:
            yield printable(f"   {hit.title[:200]}")
        yield from _why(hit, marks)


def _why(hit: Hit, marks: tuple[str, str]) -> Iterator[str]:
    where = f"[{hit.section}] " if hit.section else ""
    if not hit.owed:
        safe = printable(hit.snippet.text)
        # A text that had to be made printable has other offsets.
        shown = hit.snippet.marked(*marks) if safe == hit.snippet.text else safe
        yield f"   {printable(where)}{shown}"
    for one in hit.owed:
        via = f" ({_('as one of')}: {one.via})" if one.via else ""
        due = f" ≤ {one.latest}" if one.latest else ""
        yield printable(f"   [{one.section}] {one.text[:200]}{due}{via}")
