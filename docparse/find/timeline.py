"""The life of a directive: issued, implemented by whom at which level, reviewed (sơ kết, tổng kết), replaced.

A document implements or reviews another when its title or its opening says so; what its body says in passing does not
count. What implements a document that implements the directive belongs to its life too.

Reads: the index; the register of central directives.
Writes: `Timeline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from docparse import lexicon
from docparse.find.citations import OPENING, any_in, bits, relations
from docparse.find.identities import Identity, secret_bearers
from docparse.find.library import Library
from docparse.find.register import Facts, facts
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES

Kind = Literal["issued", "implemented", "reported", "amended", "interim", "final", "replaced"]
KINDS: tuple[Kind, ...] = ("issued", "implemented", "reported", "amended", "interim", "final", "replaced")

DEEPEST = 4
"""Steps from the centre to a commune, and one more."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the life of a directive; `via` is what it implements where that is not the directive itself.

    `via_body` issued that: many bodies have one number. `n` is the number of the document in the index and `via_n` that
    of what it implements, None for what only the register knows, and for the directive.
    """

    kind: Kind
    when: str
    level: str
    body: str
    document: str
    doc_type: str
    title: str
    section: str
    via: str = ""
    mark: str = "held"
    n: int | None = None
    via_body: str = ""
    via_n: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A directive and its events in order of time; those without a date come last."""

    name: str
    facts: Facts
    events: tuple[Event, ...]
    hidden: int


def timeline(library: Library, identity: Identity) -> Timeline:
    """The life of a directive, held or only cited."""
    with library.connection.begin():
        known = facts(library.connection, identity, library.allow_secret)
        found, hidden = _events(library, identity)
        hidden += secret_bearers(library, identity)
        events = [_issued(library, identity, known), *found, *_registered(identity, found)]
    events.sort(key=lambda e: (e.when or "9", KINDS.index(e.kind), e.document))
    return Timeline(identity.name, known, tuple(events), hidden)


def _issued(library: Library, identity: Identity, known: Facts) -> Event:
    row = None
    if identity.held is not None:
        row = library.connection.execute(sa.select(FOUND).where(FOUND.c.n == identity.held)).first()
    shown = row is not None and (library.allow_secret or not row.secret)
    return Event(
        kind="issued",
        when=known.date.value,
        level=row.level if row else "central" if identity.symbol.endswith("TW") else "",
        body=known.issuer.value,
        document=identity.symbol,
        doc_type=row.doc_type if row and shown else "",
        title=known.title.value,
        section="",
        mark=known.date.mark,
        n=row.n if row and shown else None,
    )


def _registered(identity: Identity, found: Sequence[Event]) -> list[Event]:
    """What replaced it, as the register knows, where no document of the archive says so."""
    row = next((d for d in lexicon.directives() if d.symbol == identity.symbol and d.date == identity.when), None)
    if row is None or not row.replaced_by or any(e.kind == "replaced" for e in found):
        return []
    later = [d for d in lexicon.directives() if d.symbol == row.replaced_by and d.date > row.date]
    by = later[0] if later else None
    when, issuer = (by.date, by.issuer) if by else ("", "")
    subject = by.subject if by else ""
    return [Event("replaced", when, "central", issuer, row.replaced_by, "", subject, "", mark="believed")]


def _events(library: Library, identity: Identity) -> tuple[list[Event], int]:
    """What happened to a directive and to what implements it, step by step."""
    # The same document in several files is one event, a number that was given twice is two.
    seen: set[Any] = {identity.held} if identity.held is not None else set()
    via: dict[int, Any] = {identity.id: None}
    out: list[Event] = []
    secret: set[int] = set()
    for _ in range(DEEPEST):
        after: dict[int, Any] = {}
        for row in _citing(library, list(via)):
            kind = _kind(row, direct=via[row.meant] is None)
            one = row.n if row.conflict else (row.identity, kind)
            if kind is None or row.n in seen or one in seen:
                continue
            seen |= {row.n, one}
            if row.secret and not library.allow_secret:
                secret.add(row.n)
                continue
            out.append(_event(kind, row, via[row.meant]))
            if kind == "implemented" and row.identity is not None:
                after[row.identity] = row
        via = after
        if not via:
            break
    return out, len(secret)


def _citing(library: Library, ids: Sequence[int]) -> list[Any]:
    """The citations of some documents that may be events, in order of time."""
    documents = ("n", "identity", "symbol", "issued", "level", "issuer", "doc_type", "title", "review", "secret")
    meant = CITATIONS.c.identity.label("meant")
    own = IDENTITIES.alias()
    query = (
        sa.select(*(FOUND.c[n] for n in documents), meant, CITATIONS.c.said, CITATIONS.c.section, own.c.conflict)
        .join(FOUND, FOUND.c.n == CITATIONS.c.doc)
        .outerjoin(own, own.c.id == FOUND.c.identity)
        .where(CITATIONS.c.said.bitwise_and(any_in(*OPENING) | bits(["replaces"])) != 0)
        .order_by(FOUND.c.issued, FOUND.c.n, CITATIONS.c.id)
    )
    rows: list[Any] = []
    for start in range(0, len(ids), 500):
        rows += library.connection.execute(query.where(CITATIONS.c.identity.in_(ids[start : start + 500])))
    return rows


def _kind(row: Any, *, direct: bool) -> Kind | None:
    """What a document does to the one that it cites; one further down can only implement or review."""
    titled = relations(row.said, ("title",))
    if direct and "replaces" in relations(row.said):
        return "replaced"
    if direct and "amends" in titled:
        return "amended"
    # A plan that is carried out now looks back on what it cites in its title.
    review = row.review if "reviews_interim" in titled or "reviews_final" in titled else ""
    if review:
        return "interim" if review == "interim" else "final"
    # What the opening says counts where the title names no document.
    if "implements" not in (titled or relations(row.said, OPENING)):
        return None
    return "reported" if row.doc_type == "báo cáo" else "implemented"


def _event(kind: Kind, row: Any, upper: Any) -> Event:
    return Event(
        kind=kind,
        when=row.issued,
        level=row.level,
        body=row.issuer,
        document=row.symbol or row.title,
        doc_type=row.doc_type,
        title=" ".join(row.title.split()),
        section=row.section,
        via=upper.symbol or upper.title if upper else "",
        n=row.n,
        via_body=upper.issuer if upper else "",
        via_n=upper.n if upper else None,
    )
