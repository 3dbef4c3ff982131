"""The rows of people's own tables: from cells to the rows of `lexicon`, and what is wrong with the others.

Reads: rows by their columns.
Writes: `Checked` rows, and a `BadRow` with its reason for each that cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from docparse.errors import BadRow
from docparse.lexicon import Authority, Directive, DocType, R, Tables, merged, shipped, using, words
from docparse.model import Level
from docparse.registers import Placed
from docparse.text import fold, key

_LEVELS: dict[str, Level] = {
    "": "any",
    **dict.fromkeys(("central", "trung uong"), "central"),
    **dict.fromkeys(("province", "tinh"), "province"),
    **dict.fromkeys(("district", "huyen"), "district"),
    **dict.fromkeys(("commune", "xa"), "commune"),
}
_SPHERES = {
    "": "",
    **dict.fromkeys(("party", "dang"), "party"),
    **dict.fromkeys(("state", "nha nuoc"), "state"),
    **dict.fromkeys(("front", "mat tran"), "front"),
    **dict.fromkeys(("mass", "doan the"), "mass"),
}
_YES = {"": "yes", "co": "yes", "yes": "yes", "khong": "no", "no": "no"}
_YEAR = re.compile(r"(?P<y>(?:18|19|20)\d\d)(?:-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>[0-3]\d))?)?")
_DAY = re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>(?:18|19|20)\d\d)")
_CODE = re.compile(r"[A-ZĐƯ][A-Za-zĐđƯư]{0,7}")
_TYPE = re.compile(r"(?=.{2,80}$)[^\W\d_]+(?: [^\W\d_]+){0,7}")
_NAME = re.compile(r"(?=.*[^\W\d_]).{3,160}")


Pairs = list[tuple[Placed, R]]


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that can be used, each with its place."""

    doc_types: Pairs[DocType]
    directives: Pairs[Directive]
    bodies: Pairs[Authority]

    def tables(self, sha256: str | None = None) -> Tables:
        """The rows alone, as the own tables of `lexicon.merged`."""
        return Tables(_rows(self.doc_types), _rows(self.directives), _rows(self.bodies), sha256)


def checked(found: Sequence[Placed]) -> tuple[Checked, list[BadRow]]:
    """The rows that can be used, and what is wrong with the others."""
    bad: list[BadRow] = []
    bodies = _made(found, "bodies", _body, bad)
    bodies = _kept(bodies, [*_same_names(bodies), *_successors(bodies)], bad)
    types = _made(found, "doc_types", _doc_type, bad)
    types = _kept(types, [*_same_types(types), *_unread_types(types)], bad)
    directives = _made(found, "directives", _directive, bad)
    directives = _kept(directives, [*_unread_symbols(directives, types), *_same_directives(directives)], bad)
    return Checked(types, directives, bodies), bad


def _rows(pairs: Pairs[R]) -> tuple[R, ...]:
    return tuple(row for _, row in pairs)


def _made(
    found: Sequence[Placed], kind: str, make: Callable[[Mapping[str, str]], R | BadRow], bad: list[BadRow]
) -> Pairs[R]:
    """The rows of a kind; what is wrong goes to `bad`, with its place."""
    out: Pairs[R] = []
    for place in found:
        if place.kind == kind:
            made = make(place.row.cells)
            if isinstance(made, BadRow):
                bad.append(made._replace(file=place.file, line=place.row.line))
            else:
                out.append((place, made))
    return out


def _kept(pairs: Pairs[R], wrong: Sequence[tuple[Placed, BadRow]], bad: list[BadRow]) -> Pairs[R]:
    """The rows without those that are wrong, which go to `bad`."""
    bad += [row._replace(file=place.file, line=place.row.line) for place, row in wrong]
    places = {(place.file, place.row.line) for place, _ in wrong}
    return [(place, row) for place, row in pairs if (place.file, place.row.line) not in places]


def _where(place: Placed) -> str:
    return f"{place.file}: {place.row.line}"


def _listed(cell: str) -> list[str]:
    """The names of a cell that holds several, each once."""
    return list(dict.fromkeys(name for part in re.split("[;|]", cell) if (name := part.strip())))


# --- bodies -------------------------------------------------------------------------------------------------------


def _body(cells: Mapping[str, str]) -> Authority | BadRow:
    level = _LEVELS.get(fold(key(cells["level"])))
    sphere = _SPHERES.get(fold(key(cells["sphere"])))
    if level is None:
        return BadRow(0, "level is one of: central, province, district, commune", cells["level"])
    if sphere is None:
        return BadRow(0, "system is one of: party, state, front, mass", cells["sphere"])
    times = [time_of(cells[name]) for name in ("valid_from", "valid_to")]
    for name, time in zip(("valid_from", "valid_to"), times, strict=True):
        if time is None:
            return BadRow(0, "not a year, a month (2025-02) or a day", cells[name])
    first, last = times[0] or "", times[1] or ""
    if first and last and first[: len(last)] > last[: len(first)]:
        return BadRow(0, "it ends before it begins", f"{first} - {last}")
    aliases = _listed(cells["aliases"])
    for name in (cells["name"], *aliases):
        if not _NAME.fullmatch(name):
            return BadRow(0, "a name has 3 to 160 characters, letters among them", name)
        if key(name) in _ordinary():
            return BadRow(0, "an ordinary word of these documents cannot be a name", name)
    return Authority(
        id=_id(cells["name"]),
        name=cells["name"],
        level=level,
        sphere=sphere,
        codes="",
        variants="; ".join(a for a in aliases if key(a) != key(cells["name"])),
        valid_from=first,
        valid_to=last,
        status="verified",
        successor=cells["successor"],
    )


@cache
def _ordinary() -> frozenset[str]:
    """Words of the grammar of names that are no names of bodies."""
    bodies = {key(name) for row in shipped().authorities for name in (row.name, *row.other_names)}
    lists = ("heads", "generic", "inside", "stops")
    return frozenset(key(w) for name in lists for w in words("bodies", name)) - bodies


@cache
def _ids() -> dict[str, str]:
    return {key(row.name): row.id for row in shipped().authorities}


def time_of(cell: str) -> str | None:
    """A year, a month or a day in ISO form ("28/8/2012", "8/2012" too), "" for nothing, None for anything else."""
    if not cell or (re.fullmatch(_YEAR, cell) and (len(cell) < 10 or _day(cell))):
        return cell
    month = re.fullmatch(r"(0?[1-9]|1[0-2])[/.-]((?:18|19|20)\d\d)", cell)
    return f"{month[2]}-{int(month[1]):02d}" if month else _day(cell)


def _day(cell: str) -> str | None:
    """A day in ISO form ("28/8/2012" too), None for anything else."""
    m = _DAY.fullmatch(cell) or _YEAR.fullmatch(cell)
    try:
        return date(int(m["y"]), int(m["m"]), int(m["d"])).isoformat() if m and m["d"] else None
    except ValueError:
        return None


def _id(name: str) -> str:
    """That of the body of docparse with this name, so that the row takes its place; else made of the name."""
    low = key(name)
    return _ids().get(low) or re.sub(r"[^a-z0-9]+", "-", fold(low)).strip("-") or low


def _same_names(bodies: Pairs[Authority]) -> Iterator[tuple[Placed, BadRow]]:
    """Names that two bodies of the same time bear."""
    named: dict[str, list[tuple[str, Authority]]] = {}
    taken = {row.id for _, row in bodies}
    for row in shipped().authorities:
        if row.id not in taken:
            for name in (row.name, *row.other_names):
                named.setdefault(key(name), []).append((row.name, row))
    for place, row in bodies:
        for name in (row.name, *row.other_names):
            others = named.setdefault(key(name), [])
            other = next((where for where, o in others if o is not row and _overlap(o, row)), None)
            if other:
                yield place, BadRow(0, "this name is another body's at the same time", f"{name} ({other})")
            others.append((_where(place), row))


def _overlap(a: Authority, b: Authority) -> bool:
    """Whether two bodies existed at the same time; one may begin in the month in which the other ends."""
    return (a.valid_from or "") < (b.valid_to or "9") and (b.valid_from or "") < (a.valid_to or "9")


def _successors(bodies: Pairs[Authority]) -> Iterator[tuple[Placed, BadRow]]:
    """Successors that no table knows; a body that succeeds itself."""
    known = {key(name) for row in (*shipped().authorities, *_rows(bodies)) for name in (row.name, *row.other_names)}
    for place, row in bodies:
        if row.successor and key(row.successor) not in known:
            yield place, BadRow(0, "unknown successor", row.successor)
        elif row.successor and key(row.successor) in map(key, (row.name, *row.other_names)):
            yield place, BadRow(0, "a body cannot succeed itself", row.successor)
        elif row.successor and not row.valid_to:
            yield place, BadRow(0, "a body with a successor has a time when it ended", row.successor)


# --- types of documents -------------------------------------------------------------------------------------------


def _doc_type(cells: Mapping[str, str]) -> DocType | BadRow:
    title = _YES.get(fold(cells["title"]))
    codes = _listed(cells["codes"].replace(",", ";").replace(" ", ";"))
    if not _TYPE.fullmatch(cells["name"]):
        return BadRow(0, "a type is words of letters", cells["name"])
    if title is None:
        return BadRow(0, "title is yes or no", cells["title"])
    wrong = next((code for code in codes if not _CODE.fullmatch(code)), None)
    if wrong:
        return BadRow(0, "a code is a capital and at most 7 letters", wrong)
    name = cells["name"][:1].upper() + cells["name"][1:]
    return DocType(
        name=name, codes=" ".join(codes), systems="", title="yes" if title == "yes" else "no", status="verified"
    )


def _same_types(types: Pairs[DocType]) -> Iterator[tuple[Placed, BadRow]]:
    """Types and codes that stand twice."""
    mine = {key(row.name) for _, row in types}
    codes = {c: t.name for t in shipped().doc_types if key(t.name) not in mine for c in t.codes.split()}
    names: dict[str, str] = {}
    for place, row in types:
        if key(row.name) in names:
            yield place, BadRow(0, "this type stands twice", f"{row.name} ({names[key(row.name)]})")
        for code in row.codes.split():
            if code in codes:
                yield place, BadRow(0, "this code is another type's", f"{code} ({codes[code]})")
            codes.setdefault(code, row.name)
        names.setdefault(key(row.name), _where(place))


def _unread_types(types: Pairs[DocType]) -> Iterator[tuple[Placed, BadRow]]:
    """Codes that the grammar of symbols reads as something else, although they are in the table."""
    from docparse.extract.symbols import own_symbol

    with using(merged(Tables(doc_types=_rows(types)))):
        for place, row in types:
            for code in row.codes.split():
                found = own_symbol(f"Số: 1-{code}/TU")
                if found is None or found.code != code:
                    yield place, BadRow(0, "the grammar of symbols does not read this code", code)


# --- directives ---------------------------------------------------------------------------------------------------


def _directive(cells: Mapping[str, str]) -> Directive | BadRow:
    from docparse.extract.cites import roman_term

    day = _day(cells["date"])
    if day is None:
        return BadRow(0, "not a day (2012-08-28 or 28/8/2012)", cells["date"])
    term = (roman_term(cells["term"]) if cells["term"] else "") or ""
    if cells["term"] and not re.fullmatch("[IVX]{1,5}", term):
        return BadRow(0, "not a term (XI or 11)", cells["term"])
    aliases = _listed(cells["aliases"])
    short = next((a for a in aliases if not _NAME.fullmatch(a) or len(a.split()) < 2), None)
    if short:
        return BadRow(0, "a name that a document is cited by has two words or more", short)
    names = {name: cells[name] for name in ("symbol", "type", "issuer", "subject")}
    more = {"aliases": "; ".join(aliases), "replaces": "", "replaced_by": ""}
    return Directive(**names, **more, date=day, term=term, status="verified")


def _unread_symbols(directives: Pairs[Directive], types: Pairs[DocType]) -> Iterator[tuple[Placed, BadRow]]:
    """Symbols that the grammar does not read, types that no table knows."""
    from docparse.extract.symbols import symbols

    tables = merged(Tables(doc_types=_rows(types)))
    kinds = {key(t.name) for t in tables.doc_types}
    with using(tables):
        for place, row in directives:
            found = list(symbols(row.symbol))
            if len(found) != 1 or (found[0].start, found[0].end) != (0, len(row.symbol)):
                yield place, BadRow(0, "the grammar reads no symbol here", row.symbol)
            elif found[0].text != row.symbol:
                yield place, BadRow(0, "the grammar reads another symbol here", f"{row.symbol}: {found[0].text}")
            if key(row.type) not in kinds:
                yield place, BadRow(0, "unknown type of document", row.type)
            plain = next((a for a in row.other_names if key(a) in kinds), None)
            if plain:
                yield place, BadRow(0, "a type of document alone cannot be a name", plain)


def _same_directives(directives: Pairs[Directive]) -> Iterator[tuple[Placed, BadRow]]:
    """Documents and names that stand twice."""
    first: dict[str, str] = {}
    for place, row in directives:
        document = f"{row.symbol}@{row.date}"
        if document in first:
            yield place, BadRow(0, "this document stands twice", f"{document} ({first[document]})")
        for name in row.other_names:
            if key(name) in first:
                yield place, BadRow(0, "this name is another document's", f"{name} ({first[key(name)]})")
            first.setdefault(key(name), _where(place))
        first.setdefault(document, _where(place))
