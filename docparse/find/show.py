"""What was found, in words: hits with what was found marked, citations, lives, what is open, what is missing.

Reads: results.
Writes: lines of text, records for CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict

from docparse import i18n
from docparse.find import words
from docparse.find.cascade import Cascade
from docparse.find.gaps import Series, ranges
from docparse.find.output import columns
from docparse.find.places import shown
from docparse.find.query import Query
from docparse.find.refs import Citation, Cited, Counts, Refs
from docparse.find.register import Fact, Facts
from docparse.find.search import Hit, Results
from docparse.find.timeline import Event, Timeline
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
            "via": "; ".join(hit.via),
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
    where = f"[{words.section(hit.section)}] " if hit.section else ""
    if not hit.owed:
        safe = printable(hit.snippet.text)
        # A text that had to be made printable has other offsets.
        shown = hit.snippet.marked(*marks) if safe == hit.snippet.text else safe
        yield f"   {printable(where)}{shown}"
    for one in hit.owed:
        via = f" ({_('as one of')}: {one.via})" if one.via else ""
        due = f" ≤ {one.latest}" if one.latest else ""
        yield printable(f"   [{one.section}] {one.text[:200]}{due}{via}")


# --- refs ---------------------------------------------------------------------------------------------------------


def citation_records(found: Sequence[Refs]) -> list[dict[str, object]]:
    """All citations as records of CSV."""
    return [
        {"of": one.name, "direction": direction, **asdict(c), "relations": "; ".join(c.relations)}
        for one in found
        for direction, group in (("cited_by", one.cited_by), ("cites", one.cites), ("in_doubt", one.in_doubt))
        for c in group
    ]


def refs_lines(found: Refs) -> Iterator[str]:
    """Who cites a document and whom it cites."""
    yield printable(f"{found.name} · {_('held') if found.held else _('cited, not held')}")
    yield from facts_lines(found.facts)
    yield f"{_('cited by')} ({len(found.cited_by)}):"
    yield from _citation_lines(found.cited_by, lambda c: c.document)
    if found.held:
        yield f"{_('cites')} ({len(found.cites)}):"
        yield from _citation_lines(found.cites, lambda c: c.cited)
    if found.in_doubt:
        yield f"{_('may mean this one or another')} ({len(found.in_doubt)}):"
        yield from _citation_lines(found.in_doubt, lambda c: f"{c.document}: {words.basis(c.basis)}")


def _citation_lines(citations: Sequence[Citation], name: Callable[[Citation], str]) -> Iterator[str]:
    rows = [
        [
            "  " * c.depth + name(c) + _where_to(c),
            c.issued,
            ", ".join(_(r) for r in c.relations[:2]),
            f"× {c.mentions}",
            f"[{words.section(c.section)}] {c.issuer}",
        ]
        for c in citations
    ]
    yield from columns(rows)


def _where_to(citation: Citation) -> str:
    """What a document cites that is more than one step away."""
    return f" → {citation.cited}" if citation.depth > 1 else ""


def facts_lines(facts: Facts) -> Iterator[str]:
    """What is known of a document, whence, and who states otherwise."""
    names = ((_("title"), facts.title), (_("date"), facts.date), (_("issuer"), facts.issuer), (_("term"), facts.term))
    for name, fact in names:
        if fact.value:
            yield printable(f"  {name}: {fact.value} ({_evidence(fact)})")
        for other in fact.dissent:
            who = ", ".join(other.examples)
            yield printable(f"    {_('but')}: {other.value} ({other.documents}: {who})")


def _evidence(fact: Fact) -> str:
    stated = i18n.count("{n} document states it", "{n} documents state it", fact.documents) if fact.documents else ""
    return "; ".join(x for x in (words.mark(fact.mark), stated) if x)


def facts_records(found: Sequence[Facts]) -> list[dict[str, object]]:
    """A register as records of CSV."""
    out = []
    for facts in found:
        record: dict[str, object] = {"symbol": facts.symbol}
        for name in ("date", "term", "issuer", "title"):
            fact: Fact = getattr(facts, name)
            others = "; ".join(f"{d.value} ({d.documents})" for d in fact.dissent)
            values = {"": fact.value, "_mark": fact.mark, "_documents": fact.documents, "_dissent": others}
            record |= {f"{name}{suffix}": value for suffix, value in values.items()}
        out.append(record)
    return out


def register_lines(found: Sequence[Facts]) -> Iterator[str]:
    """A register with its marks."""
    rows = [
        [f.symbol, f.date.value, f.term.value, words.mark(f.date.mark), str(f.date.documents), f.title.value]
        for f in found
    ]
    yield from columns(rows)


def cited_lines(found: Sequence[Cited]) -> Iterator[str]:
    """Cited documents, the most cited first."""
    yield from columns(
        [[c.name, str(c.documents), f"× {c.mentions}", "" if c.held else _("not held"), c.title] for c in found]
    )


def counts_lines(found: Counts) -> Iterator[str]:
    """What became of all mentions."""
    yield i18n.count("{n} document", "{n} documents", found.documents)
    yield f"  {_('references to documents that are held')}: {found.held}"
    yield f"  {_('references to documents that are cited but not held')}: {found.not_held}"
    yield f"  {_('references in doubt')}: {sum(found.in_doubt.values())}"
    yield from (f"    {words.basis(reason)}: {n}" for reason, n in found.in_doubt.items())


# --- timeline -----------------------------------------------------------------------------------------------------


def event_records(found: Sequence[Timeline]) -> list[dict[str, object]]:
    """All events as records of CSV."""
    return [{"of": one.name, **asdict(event)} for one in found for event in one.events]


def life_lines(life: Timeline) -> Iterator[str]:
    """The life of a directive, an event a line."""
    yield printable(f"{life.name} {life.facts.title.value}")
    yield from columns([_event_row(event) for event in life.events])


def _event_row(event: Event) -> list[str]:
    mark = f" ({words.mark(event.mark)})" if event.mark not in ("held", "") else ""
    upper = f"{event.via} ({event.via_body})" if event.via_body else event.via
    via = f" ← {upper}" if upper else ""
    kind = words.event(event.kind)
    return [f"  {event.when or '?'}", kind, words.level(event.level), f"{event.document}{via}", f"{event.body}{mark}"]


def cascade_records(found: Sequence[Cascade]) -> list[dict[str, object]]:
    """What is open as records of CSV, each with its kind."""
    asked = ("what", "upper", "task", "section", "body", "owes", "latest", "via", "below", "known")
    names = (*asked, "lower", "lower_task", "lower_latest", "similarity")
    rows: list[dict[str, object]] = []
    for one in found:
        rows += [{"what": "unmet", **asdict(u), "body": "; ".join(u.bodies)} for u in one.unmet]
        rows += [{"what": "missing", **asdict(m)} for m in one.missing]
        rows += [{"what": "later", **asdict(x), "latest": x.upper_latest} for x in one.later]
    return [{name: row.get(name, "") for name in names} for row in rows]


def cascade_lines(found: Cascade) -> Iterator[str]:
    """What is open below a directive; what cannot be told from this archive is counted."""
    pairs = i18n.count("{n} pair of documents compared", "{n} pairs of documents compared", found.compared)
    unmet = [u for u in found.unmet if u.below]
    yield f"{_('Upper tasks without a lower counterpart')} ({len(unmet)}; {pairs}):"
    for u in unmet:
        yield printable(f"  {u.upper} [{u.section}] {u.task[:160]} ({', '.join(u.bodies)})")
    if rest := len(found.unmet) - len(unmet):
        yield f"  + {rest}: {_('tasks of bodies that issued nothing below the document')}"
    missing = [m for m in found.missing if m.known]
    yield f"{_('Owed, and not in the archive')} ({len(missing)}):"
    for m in missing:
        via = f" ({m.via})" if m.via else ""
        due = f" ≤ {m.latest}" if m.latest else ""
        yield printable(f"  {m.body}{via}: {words.owes(m.owes)}{due}, {m.upper} [{m.section}]")
    if rest := len(found.missing) - len(missing):
        yield f"  + {rest}: {_('owed by bodies of which the archive holds nothing')}"
    yield f"{_('Lower deadlines after the upper one')} ({len(found.later)}):"
    for x in found.later:
        yield printable(f"  {x.lower} {x.lower_latest} > {x.upper} {x.upper_latest}: {x.task[:120]}")
        yield printable(f"    {x.lower_task[:160]}")


# --- gaps ---------------------------------------------------------------------------------------------------------


def series_records(found: Sequence[Series]) -> list[dict[str, object]]:
    """Series as records of CSV."""
    lists = ("held", "missing", "cited")
    return [
        {**asdict(one), "place": shown(one.place), **{name: ranges(getattr(one, name)) for name in lists}}
        for one in found
    ]


def series_lines(found: Sequence[Series]) -> Iterator[str]:
    """A shelf list: each series with what is there and what is not."""
    for one in found:
        yield printable(" · ".join(x for x in (one.series, shown(one.place), one.term) if x))
        yield f"  {_('held')} ({len(one.held)}): {ranges(one.held)}"
        if one.missing:
            yield f"  {_('missing numbers')} ({len(one.missing)} / {one.last}): {ranges(one.missing)}"
        if one.cited:
            yield f"  {_('of these cited by others')}: {ranges(one.cited)}"
