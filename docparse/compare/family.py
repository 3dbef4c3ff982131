"""The documents of one family over years: the plans and reviews that one directive calls for, or one document's kind.

`SYMBOL` is that of a directive: then the family are the documents that carry it out or review it; or that of a member:
then those of the same type and issuer that carry out or review the same directives. Copies in other formats count once.

Reads: `Document`s.
Writes: series, each in order of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from docparse.model import Document
from docparse.text import fold

_CARRIES = frozenset(("implements", "reviews_interim", "reviews_final"))


def series(documents: Iterable[Document], symbol: str) -> list[list[Document]]:
    """The series that a symbol stands for, the longest first, each of one type and issuer, the earliest first.

    Args: `symbol`, such as "17-CT/TW" or "17-CT/TW@2012"; where the number was used again, each directive has its own
    series. A document without a date stands at the end of its series.
    """
    found = list(documents)
    wanted = subjects(found, symbol)
    meant = {t for d in found for t in carried_out(d) if names(t, symbol)}
    dated = sorted(t for t in meant if "@" in t)
    groups: defaultdict[tuple[str, str, str], dict[str, Document]] = defaultdict(dict)
    for document in found:
        main = set(carried_out(document))
        named = min(meant & main, default="")
        if named or _is(document, symbol) or wanted & main:
            m = document.metadata
            # Where there is one directive of the number, a mention without a date means it.
            directive = dated[0] if len(dated) == 1 else named
            group = fold(m.doc_type or ""), fold(m.issuer or ""), directive
            groups[group].setdefault(m.id or document.source.sha256, document)
    lists = [sorted(group.values(), key=lambda d: d.metadata.issued or "9") for group in groups.values()]
    return sorted(lists, key=lambda group: (-len(group), group[0].metadata.issued or "9"))


def subjects(documents: Iterable[Document], symbol: str) -> set[str]:
    """The ids of what the documents with a symbol carry out or review; empty where none has it."""
    return {target for d in documents if _is(d, symbol) for target in carried_out(d)}


def _is(document: Document, symbol: str) -> bool:
    return symbol == document.metadata.symbol or names(document.metadata.id or "", symbol)


def carried_out(document: Document) -> list[str]:
    """The canonical ids of what a document is there for: what its title says, else what it carries out most often."""
    title = document.metadata.evidence.get("title")
    cited = [r for r in document.references if r.relation in _CARRIES and r.kind != "self" and r.target]
    named = [r.target for r in cited if title and title.start <= r.start < title.end and r.target]
    return list(dict.fromkeys(named)) or _most([r.target for r in cited if r.target])


def _most(targets: Sequence[str]) -> list[str]:
    most = max((targets.count(t) for t in targets), default=0)
    return [t for t in dict.fromkeys(targets) if targets.count(t) == most]


def names(target: str, symbol: str) -> bool:
    """Whether a canonical id is of a symbol, and of the year or the day that may stand behind "@"."""
    name, _, when = symbol.partition("@")
    number, _, day = target.partition("@")
    return number == name and (not when or day == when or day.startswith(f"{when}-"))
