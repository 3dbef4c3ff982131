"""Which document a mention means: numbers start anew each term (party) or year (State), so a number alone names none.

A document is a number with its date, else with its term; a local number needs its place too. What is known of a number
is what is held, what the register has as verified, and the dates that most documents state. A mention means the one of
these that fits what it states; where several fit, or it contradicts the only one there can be, it means none and the
candidates are kept with the reason. A row of the register marked as believed never decides, but makes a doubt. What
mentions in one document mean alike is written once, as a citation.

Reads: documents and mentions of the index; the register of central directives.
Writes: identities, and citations with the identity or the candidates of their mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa

from docparse import lexicon
from docparse.archive.store import VERSIONS
from docparse.find.citations import Decided, of_mentions
from docparse.find.numbers import Number, number_of, term_of
from docparse.find.places import may_be_one
from docparse.find.tables import CITATIONS, FOUND, IDENTITIES, MENTIONS
from docparse.lexicon import Directive

Basis = Literal["date", "term", "only", "conflict", "several", "date_differs", "undated", "believed", "no_number"]
"""Why a mention means its document (the first four), or why it means none.

`conflict`: several held documents that differ bear this number and date; `date_differs`: the one document that can have
the number then has another date; `undated`: the held one has no date to compare.
"""


@dataclass(slots=True)
class Known:
    """A document that a number is known to stand for; `when` is its date, else its term, else empty."""

    when: str
    term: str = ""
    place: str = ""
    held: tuple[int, ...] = ()
    conflict: bool = False
    believed: bool = False

    @property
    def dated(self) -> bool:
        """Whether `when` is a date."""
        return self.when[:1].isdigit()


@dataclass(slots=True)
class _Case:
    """One number with all that is known of it."""

    number: Number | None
    symbol: str
    known: list[Known] = field(default_factory=list)
    believed: list[Known] = field(default_factory=list)

    @property
    def central(self) -> bool:
        return self.number is not None and self.number.central and self.number.party

    def term(self, day: str) -> str:
        """The term or year in which the number stands for one document only."""
        return term_of(self.number, day) if self.central and self.number else day[:4]


def resolve(connection: sa.Connection, keys: Sequence[str]) -> None:
    """Decides anew what the mentions of some numbers mean; in the transaction of the caller."""
    documents = _by_key(connection, FOUND, keys, "n", "symbol", "title", "issued", "place", "sha256")
    citing = FOUND.alias()
    query = (
        sa.select(MENTIONS, citing.c.issued.label("cited_on"))
        .join(citing, citing.c.n == MENTIONS.c.doc)
        .where(MENTIONS.c.key.in_(keys))
        .order_by(MENTIONS.c.id)
    )
    mentions: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        mentions[row.key].append(row)
    before = _by_key(connection, IDENTITIES, keys, "id", "when", "place")
    conflicts = _conflicts(connection, [d.sha256 for group in documents.values() for d in group])
    found, citations, gone = [], [], []
    for key in keys:
        case = _case(documents[key], mentions[key], conflicts)
        meant = list(_meant(case, mentions[key]) if key else _without_number(mentions[key]))
        ids = _stored(connection, key, case, meant, {(r.when, r.place): r.id for r in before[key]})
        gone += [r.id for r in before[key] if r.id not in ids.values()]
        found += [{"b_n": n, "identity": ids[id(k)]} for k in case.known for n in k.held]
        citations += of_mentions(key, (_decided(one, ids) for one in meant))
    if found:
        connection.execute(FOUND.update().where(FOUND.c.n == sa.bindparam("b_n")), found)
    connection.execute(CITATIONS.delete().where(CITATIONS.c.key.in_(keys)))
    if citations:
        connection.execute(CITATIONS.insert(), citations)
    connection.execute(IDENTITIES.delete().where(IDENTITIES.c.id.in_(gone)))


_DECIDED = ("date", "term", "only", "conflict")


def _by_key(connection: sa.Connection, table: sa.Table, keys: Sequence[str], *names: str) -> dict[str, list[Any]]:
    columns = [table.c.key, *(table.c[name] for name in names)]
    out: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(*columns).where(table.c.key.in_(keys)).order_by(columns[1])):
        out[row.key].append(row)
    return out


def _conflicts(connection: sa.Connection, hashes: Sequence[str]) -> set[str]:
    """The documents that bear the number of another one that is not the same."""
    query = sa.select(VERSIONS.c.sha256, VERSIONS.c.of).where(VERSIONS.c.kind == "conflict")
    wanted = set(hashes)
    return {one for pair in connection.execute(query) for one in pair if one in wanted}


# --- what is known of a number ------------------------------------------------------------------------------------


def _case(documents: Sequence[Any], mentions: Sequence[Any], conflicts: set[str]) -> _Case:
    symbol = next((r.symbol for r in (*documents, *mentions) if r.symbol), "") or next((r.title for r in documents), "")
    case = _Case(number_of(symbol), symbol)
    held: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in documents:
        held[row.issued, row.place].append(row)
    for (day, place), rows in held.items():
        clash = any(r.sha256 in conflicts for r in rows)
        case.known.append(Known(day, case.term(day), place, tuple(r.n for r in rows), clash and len(rows) > 1))
    for directive in _registered(symbol) if case.central else ():
        known = Known(directive.date, directive.term, believed=directive.status == "believed")
        if not any(_dates_agree(k.when, known.when) for k in case.known if k.dated):
            (case.believed if known.believed else case.known).append(known)
    votes = Counter({(m.date, m.place, m.doc): 1 for m in mentions if len(m.date) == 10})
    stated = Counter((date, place) for date, place, _ in votes)
    for (date, place), _ in sorted(stated.items(), key=lambda x: (-x[1], x[0])):
        new = Known(date, case.term(date), place)
        if not any(may_be_one(k.place, place) and k.term == new.term for k in case.known if k.dated):
            case.known.append(new)
    return case


def _registered(symbol: str) -> list[Directive]:
    return [d for d in lexicon.directives() if d.symbol == symbol]


def _dates_agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


# --- what a mention means -----------------------------------------------------------------------------------------

Meant = tuple[Any, list[Known], Basis]


def _meant(case: _Case, mentions: Sequence[Any]) -> Iterator[Meant]:
    """What each mention means; those that state most come first, as they make known what the others may mean."""
    for row in sorted(mentions, key=lambda m: (-len(m.date), not m.term, m.id)):
        pool = [k for k in case.known if may_be_one(k.place, row.place)]
        if row.date:
            known, basis = _by_date(case, pool, row)
        elif row.term and (case.central or case.number is None):
            known, basis = _by_term(case, pool, row)
        else:
            known, basis = _by_number(case, pool, row)
        if len(known) == 1 and known[0].conflict:
            basis = "conflict"
        yield row, known, basis


def _by_date(case: _Case, pool: list[Known], row: Any) -> tuple[list[Known], Basis]:
    fit = [k for k in pool if k.dated and _dates_agree(k.when, row.date)]
    if len(fit) > 1 and row.place:
        fit = [k for k in fit if k.place == row.place] or fit
    if fit:
        return fit, "date" if len(fit) == 1 else "several"
    term = case.term(row.date)
    # Where the place is not known, another date is another body's number.
    whole = case.central or case.number is None or (row.place and not row.place.startswith(","))
    if whole and (near := [k for k in pool if k.dated and k.term == term]):
        return near, "date_differs"
    if undated := [k for k in pool if k.held and not k.when]:
        return undated, "undated"
    return [_new(case, Known(row.date, term, row.place))], "date"


def _by_term(case: _Case, pool: list[Known], row: Any) -> tuple[list[Known], Basis]:
    fit = [k for k in pool if k.term == row.term]
    if fit:
        return fit, "term" if len(fit) == 1 else "several"
    return [_new(case, Known(row.term, row.term, row.place))], "term"


def _by_number(case: _Case, pool: list[Known], row: Any) -> tuple[list[Known], Basis]:
    """Nothing but the number: those that were there when the citing document was issued."""
    fit = [k for k in pool if not k.dated or not row.cited_on or k.when[: len(row.cited_on)] <= row.cited_on]
    doubts = [k for k in case.believed if not row.cited_on or k.when <= row.cited_on]
    doubts = [d for d in doubts if not any(_dates_agree(k.when, d.when) for k in fit if k.dated)]
    if len(fit) == 1 and not doubts:
        return fit, "only"
    if fit or doubts:
        return [*fit, *doubts], "several" if fit else "believed"
    empty = [k for k in pool if not k.when]
    return [empty[0] if empty else _new(case, Known("", "", row.place))], "only"


def _new(case: _Case, known: Known) -> Known:
    case.known.append(known)
    return known


def _without_number(mentions: Sequence[Any]) -> Iterator[Meant]:
    """Short names ("Nghị quyết 20") whose document the text does not name."""
    for row in mentions:
        yield row, [], "no_number"


# --- what is kept -------------------------------------------------------------------------------------------------


def _decided(meant: Meant, ids: dict[int, int]) -> Decided:
    """A mention with the identity that it means, or its candidates; `ids` are those of the `Known`."""
    row, known, basis = meant
    if len(known) == 1 and basis in _DECIDED:
        return row, ids[id(known[0])], basis, ""
    return row, None, basis, " ".join(str(ids[id(k)]) for k in known)


def _stored(
    connection: sa.Connection, key: str, case: _Case, meant: Sequence[Meant], before: dict[tuple[str, str], int]
) -> dict[int, int]:
    """Writes the identities that are held or cited; their ids by that of their `Known`."""
    used = {id(k): k for k in case.known if k.held} | {id(k): k for _, known, _ in meant for k in known}
    merged: dict[tuple[str, str], int] = {}
    ids: dict[int, int] = {}
    for mark, known in used.items():
        place = known.when, known.place
        values = {
            "symbol": case.symbol,
            "term": known.term,
            "held": min(known.held, default=None),
            "conflict": known.conflict,
        }
        if place in merged:
            ids[mark] = merged[place]
        elif place in before:
            ids[mark] = merged[place] = before[place]
            connection.execute(IDENTITIES.update().where(IDENTITIES.c.id == before[place]), values)
        else:
            new = {"key": key, "when": known.when, "place": known.place, **values}
            added = connection.scalar(IDENTITIES.insert().returning(IDENTITIES.c.id), new)
            ids[mark] = merged[place] = added
    return ids
