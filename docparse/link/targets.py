"""Mentions to canonical documents.

A link is made only when exactly one candidate is left; otherwise the target is null and a warning lists the candidates.
Canonical ids are those of contract.md: symbol and date, else symbol and term, else the symbol alone.

Reads: `Layout`, the mentions, `Metadata`; the register of central directives.
Writes: `Targets`: the id that each mention stands for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from docparse import lexicon
from docparse.extract.cites import Cite, registered
from docparse.layout import Layout
from docparse.link.checks import warning
from docparse.model import Metadata, Warning
from docparse.text import key


@dataclass(slots=True)
class Targets:
    """The canonical id of every mention, and what is odd about them."""

    of: list[str | None]
    warnings: list[Warning] = field(default_factory=list)


def resolve(layout: Layout, cites: Sequence[Cite], meta: Metadata) -> Targets:
    """The document that each mention means."""
    out = _resolve_full(layout, cites, meta)
    for i, c in enumerate(cites):
        if c.kind == "self":
            out.of[i] = _self_target(c, meta)
        elif c.kind == "named":
            out.of[i] = _named_id(layout, c)
    short = _ShortNames(cites, out, meta)
    for i, c in enumerate(cites):
        if c.rule == "alias.defined":
            out.of[i] = short.defined.get(c.name or "", meta.id)
        elif c.kind == "alias":
            out.of[i] = _numbered_alias(layout, c, short, out)
    return out


class _ShortNames:
    """What the short names of a document stand for: by number and type, and by the words that define them."""

    def __init__(self, cites: Sequence[Cite], targets: Targets, meta: Metadata) -> None:
        self.numbered: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.defined: dict[str, str | None] = {}
        last: dict[str, tuple[int, str | None]] = {}
        for c, target in zip(cites, targets.of, strict=True):
            if c.symbol and c.symbol.number and target:
                self.numbered[c.symbol.number.lstrip("0"), _family(c.type)].add(target)
            if c.rule == "alias.defined" and c.defines and c.name and c.name not in self.defined:
                end, before = last.get(c.type or "", (-1000, None))
                self.defined[c.name] = before if c.start - end < 400 else meta.id
            if c.kind in ("full", "named") and c.type:
                last[c.type] = (c.end, target)


def _family(kind: str | None) -> str:
    """Types that citing texts mix up share one: "Quyết định 294-QĐ/TW" is said of a Quy định."""
    low = (kind or "").lower()
    return "quyết định" if low == "quy định" else low


def _numbered_alias(layout: Layout, c: Cite, short: _ShortNames, out: Targets) -> str | None:
    """The document that "Nghị quyết 20" stands for: the one with this number and type that the text cites in full."""
    same = short.numbered.get(((c.number or "").lstrip("0"), _family(c.type)), set())
    if len(same) == 1:
        return next(iter(same))
    if not same and (row := registered().get(key(layout.view.flat[c.start : c.end]))):
        return f"{row.symbol}@{row.date}"
    start, end = layout.view.span(c.start, c.end)
    what = "may be any of: " + "; ".join(sorted(same)) if same else "no document of the text has this number"
    out.warnings.append(warning("ambiguous_alias", f"{layout.text[start:end]}: {what}", (start, end)))
    return None


def _resolve_full(layout: Layout, cites: Sequence[Cite], meta: Metadata) -> Targets:
    """The targets of the mentions that hold a symbol; all others are null as yet."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, c in enumerate(cites):
        if c.symbol:
            groups[c.symbol.text].append(i)
    out = Targets([None] * len(cites))
    for symbol, members in groups.items():
        _resolve_symbol(layout, cites, symbol, members, meta, out)
    return out


def _resolve_symbol(
    layout: Layout, cites: Sequence[Cite], symbol: str, members: Sequence[int], meta: Metadata, out: Targets
) -> None:
    """The document that all mentions of one symbol mean; mentions that contradict each other are told apart."""
    dates = sorted({d for i in members if (d := cites[i].date)})
    terms = sorted({t for i in members if (t := cites[i].term)})
    first = layout.view.span(cites[members[0]].start, cites[members[0]].end)
    if symbol == meta.symbol and meta.id and (not dates or dates == [meta.issued]):
        chosen: str | None = meta.id
    elif len(dates) > 1:
        out.warnings.append(warning("date_conflict", f"{symbol} is cited with the dates {', '.join(dates)}", first))
        _by_date(cites, symbol, members, out)
        return
    elif dates:
        if len(terms) > 1:
            said = f"{symbol} is said to be of the terms {', '.join(terms)}"
            out.warnings.append(warning("term_conflict", said, first))
        chosen = f"{symbol}@{dates[0]}"
    elif len(terms) > 1:
        said = f"{symbol} is cited of the terms {', '.join(terms)}"
        out.warnings.append(warning("ambiguous_reference", said, first))
        for i in members:
            term = cites[i].term
            out.of[i] = f"{symbol}@{term}" if term else None
        return
    else:
        chosen = _from_register(symbol, terms, meta, first, out)
    for i in members:
        out.of[i] = chosen


def _by_date(cites: Sequence[Cite], symbol: str, members: Sequence[int], out: Targets) -> None:
    """One symbol with several dates: several documents, or one with a slip; mentions without a date stay open."""
    by_term = {t: d for i in members if (t := cites[i].term) and (d := cites[i].date)}
    for i in members:
        date = cites[i].date or by_term.get(cites[i].term or "")
        out.of[i] = f"{symbol}@{date}" if date else None


def _from_register(
    symbol: str,
    terms: Sequence[str],
    meta: Metadata,
    span: tuple[int, int],
    out: Targets,
) -> str | None:
    """The id of a symbol that no mention dates: by the register where it leaves one candidate."""
    rows = [d for d in lexicon.directives() if d.symbol == symbol and d.status == "verified"]
    fitting = [d for d in rows if not terms or d.term == terms[0]]
    if meta.issued:
        fitting = [d for d in fitting if d.date[: len(meta.issued)] <= meta.issued]
    if len(fitting) == 1:
        return f"{symbol}@{fitting[0].date}"
    if terms:
        return f"{symbol}@{terms[0]}"
    if len(fitting) > 1:
        names = "; ".join(f"{symbol}@{d.date} (khóa {d.term})" for d in fitting)
        out.warnings.append(warning("ambiguous_reference", f"{symbol} may be any of: {names}", span))
        return None
    return symbol


def _self_target(cite: Cite, meta: Metadata) -> str | None:
    """The document itself, or the text that it carries ("Quy chế này" in a decision)."""
    kind = (cite.type or "").lower()
    if meta.doc_type is None or kind == meta.doc_type:
        return meta.id
    return f"{kind}#{meta.id}" if meta.id else None


def _named_id(layout: Layout, cite: Cite) -> str:
    """The one normal form of a document without a symbol: its name, and its term or date."""
    if cite.rule == "named.register":
        row = registered()[cite.name or ""]
        return f"{row.symbol}@{row.date}"
    if cite.name:
        return f"{cite.name}@{cite.term}" if cite.term else cite.name
    name = key(layout.view.flat[cite.start : cite.end])
    name = re.sub(r"[\"“”(),]", " ", name)
    if cite.term:
        name = re.sub(r"\s*(?:khóa|k\.?)\s*(?:[ivx]+|\d+)\s*$", "", name.strip())
    if cite.date:
        name = re.sub(r"\s*(?:ngày|năm)?\s*[\d/.\- ]*(?:tháng \d+ năm )?\d{4}\s*$", "", name.strip())
    name = re.sub(r"\s+", " ", name).strip()
    suffix = cite.term or cite.date
    return f"{name}@{suffix}" if suffix else name
