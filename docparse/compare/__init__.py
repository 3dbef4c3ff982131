"""Two documents of one family side by side: what was added, dropped, moved and reworded, and who has to do what now.

    from docparse.compare import compare
    changes = compare(docparse.parse(Path("2017.docx")), docparse.parse(Path("2025.pdf")))
    print(changes.edits, changes.model_dump_json(indent=2))

Reads: `Document`s.
Writes: a `Comparison`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docparse.compare import duties
from docparse.compare.align import Pair, align
from docparse.compare.identities import Roll, roll
from docparse.compare.model import Comparison, Entry, Fact, Place, SectionChange, Side
from docparse.compare.units import Unit, headings, units
from docparse.compare.words import pieces, same_wording, words
from docparse.model import Document
from docparse.text import key

__all__ = ["Comparison", "compare"]

_FACTS = ("doc_type", "symbol", "issued", "place", "issuer", "title", "secrecy", "urgency", "circulation")


def compare(before: Document, after: Document) -> Comparison:
    """What differs between two documents.

    Args: the earlier and the later one; the date of the later decides which renamings of bodies count. Raises TooLarge
    for documents with thousands of sections that have nothing in common.
    """
    old, new = units(before), units(after)
    pairs = align(old, new)
    who = roll(before, after)
    sections = {old[i].section.id: new[p.b[0]].section.id for p in pairs for i in p.a}
    moved = frozenset(new[j].section.id for p in pairs if p.moved for j in p.b)
    tasks = duties.tasks(before, after, sections, moved, who)
    return Comparison(
        before=_side(before),
        after=_side(after),
        facts=tuple(_facts(before, after)),
        sections=tuple(_sections((old, new), pairs, who)),
        tasks=tuple(tasks),
        deadlines=tuple(duties.lone_times(before, after, sections)),
        duties=tuple(duties.bodies(before, after, tasks, who)),
        recipients=tuple(_recipients(before, after, who)),
        references=tuple(_references(before, after)),
        identities=who.identities,
    )


def _side(document: Document) -> Side:
    m, source = document.metadata, document.source
    return Side(
        name=source.name,
        sha256=source.sha256,
        id=m.id,
        doc_type=m.doc_type,
        symbol=m.symbol,
        issued=m.issued,
        issuer=m.issuer,
        title=m.title,
        secrecy=m.secrecy,
    )


def _facts(a: Document, b: Document) -> list[Fact]:
    """The fields of the metadata, and who signed, that differ in more than case and spacing."""
    values = [(name, getattr(a.metadata, name), getattr(b.metadata, name)) for name in _FACTS]
    values.append(("signed", _signed(a), _signed(b)))
    different = (v for v in values if not same_wording(words(v[1] or ""), words(v[2] or "")))
    return [Fact(field=name, before=old, after=new) for name, old, new in different]


def _signed(document: Document) -> str | None:
    said = (" ".join(filter(None, (s.mode, s.on_behalf_of, s.position, s.name))) for s in document.signatures)
    return "; ".join(said) or None


# --- sections -----------------------------------------------------------------------------------------------------


def _sections(found: tuple[Sequence[Unit], Sequence[Unit]], pairs: Sequence[Pair], who: Roll) -> list[SectionChange]:
    """All changes of sections in the order of the later document; what was dropped stands where it was."""
    old, new = found
    placed: list[tuple[float, SectionChange]] = [(p.b[0], _pair(old, new, p, who)) for p in pairs]
    at = {i: p.b[0] for p in pairs for i in p.a}
    in_b = {j for p in pairs for j in p.b}
    placed += [(j, _alone(new, j, added=True)) for j in range(len(new)) if j not in in_b]
    last = -1.0
    for i in range(len(old)):
        if i in at:
            last = at[i]
        else:
            placed.append((last + 0.5, _alone(old, i, added=False)))
    return [change for _at, change in sorted(placed, key=lambda x: x[0])]


def _pair(old: Sequence[Unit], new: Sequence[Unit], pair: Pair, who: Roll) -> SectionChange:
    one, other = _text(old, pair.a), _text(new, pair.b)
    said, says = words(one), words(other)
    same = same_wording(said, says)
    found = pieces(one, other) if not same or pair.moved else ()
    kept = sum(len(words(p.text)) for p in found if p.op == "same")
    before, after = _place(old, pair.a), _place(new, pair.b)
    return SectionChange(
        change="same" if same else "reworded",
        moved=pair.moved,
        renamed=not same and same_wording(words(who.renamed(one)), says),
        renumbered=key(before.label or "") != key(after.label or ""),
        before=before,
        after=after,
        similarity=1.0 if same else round(2 * kept / (len(said) + len(says)), 3),
        words=found,
    )


def _alone(found: Sequence[Unit], index: int, *, added: bool) -> SectionChange:
    place = _place(found, (index,))
    return SectionChange(
        change="added" if added else "dropped",
        before=None if added else place,
        after=place if added else None,
        similarity=0.0,
        words=pieces("", found[index].text) if added else pieces(found[index].text, ""),
    )


def _place(found: Sequence[Unit], indices: Sequence[int]) -> Place:
    first, last = found[indices[0]].section, found[indices[-1]].section
    ids = tuple(found[i].section.id for i in indices)
    return Place(start=first.start, end=last.end, sections=ids, label=first.label, under=headings(found, indices[0]))


def _text(found: Sequence[Unit], indices: Sequence[int]) -> str:
    return "\n".join(found[i].text for i in indices)


# --- lists --------------------------------------------------------------------------------------------------------


def _recipients(a: Document, b: Document, who: Roll) -> list[Entry]:
    """Who is sent the later document and was not sent the earlier one, and the other way round; Lưu is nobody."""
    old, new = _sent(a, who.old), _sent(b, who.new)
    gone = [Entry(change="dropped", before=old[k][0], after=None, how=old[k][1]) for k in old if k not in new]
    came = [Entry(change="added", before=None, after=new[k][0], how=new[k][1]) for k in new if k not in old]
    return came + gone


def _sent(document: Document, form: Callable[[str], str]) -> dict[str, tuple[str, str | None]]:
    """Who is sent a document, with the note; entries of one group are joined."""
    found: dict[str, tuple[str, str | None]] = {}
    for r in document.recipients:
        if not r.archive:
            before = found.get(body := form(r.text))
            found[body] = (f"{before[0]}, {r.text}", before[1]) if before else (r.text, r.note)
    return found


def _references(a: Document, b: Document) -> list[Entry]:
    """The documents that only one side cites."""
    old, new = _cited(a), _cited(b)
    gone = [Entry(change="dropped", before=old[k][0], after=None, how=old[k][1]) for k in old if k not in new]
    came = [Entry(change="added", before=None, after=new[k][0], how=new[k][1]) for k in new if k not in old]
    return came + gone


def _cited(document: Document) -> dict[str, tuple[str, str]]:
    """The first mention of each document that is cited, and its relation; the document itself is left out."""
    found: dict[str, tuple[str, str]] = {}
    for r in document.references:
        if r.kind != "self" and (r.target is None or r.target != document.metadata.id):
            found.setdefault(r.target or r.symbol or key(r.text), (" ".join(r.text.split()), r.relation))
    return found
