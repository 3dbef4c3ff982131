"""Findings to records: offsets of the text instead of the view's, ids, and links between the records.

Reads: `Layout` and what the extractors found.
Writes: the records of `Document`, save bodies and warnings.
"""

from __future__ import annotations

from collections.abc import Sequence

from docparse.confidence import confidence
from docparse.extract.cites import Cite
from docparse.extract.duties import Duty
from docparse.extract.ends import Entry, Signer
from docparse.extract.names import Name
from docparse.extract.terms import Term
from docparse.layout import Layout
from docparse.layout.view import normal
from docparse.link.bodies import Register
from docparse.link.targets import Targets
from docparse.model import (
    Addressee,
    Appendix,
    Deadline,
    Recipient,
    Reference,
    Relation,
    Role,
    Signature,
    Task,
)


def references(
    layout: Layout, cites: Sequence[Cite], relations: Sequence[Relation], targets: Targets
) -> tuple[Reference, ...]:
    """The records of all mentions."""
    out = []
    for i, (c, relation) in enumerate(zip(cites, relations, strict=True)):
        start, end = layout.view.span(c.start, c.end)
        block = layout.blocks[layout.block_at(c.start)]
        out.append(
            Reference(
                id=f"r{i + 1}",
                start=start,
                end=end,
                text=layout.text[start:end],
                kind=c.kind,
                type=_type_name(c.type),
                symbol=c.symbol.text if c.symbol else None,
                number=c.number,
                issuer=c.issuer,
                date=c.date,
                term=c.term,
                relation=relation,
                target=targets.of[i],
                section=block.section,
                rule=c.rule,
                confidence=confidence(c.rule),
            )
        )
    return tuple(out)


def _type_name(text: str | None) -> str | None:
    """The type word as printed; a title in capitals is written as usual ("KẾT LUẬN" is "Kết luận")."""
    return text.capitalize() if text and text.isupper() and len(text) > 3 else text


def deadlines(layout: Layout, terms: Sequence[Term]) -> tuple[Deadline, ...]:
    """The records of all deadlines."""
    out = []
    for i, t in enumerate(terms):
        start, end = layout.view.span(t.start, t.end)
        out.append(
            Deadline(
                id=f"d{i + 1}",
                start=start,
                end=end,
                text=layout.text[start:end],
                relation=t.relation,
                edtf=t.edtf,
                earliest=t.earliest,
                latest=t.latest,
                rrule=t.rrule,
                inferred=t.inferred,
                section=layout.blocks[layout.block_at(t.start)].section,
                rule=t.rule,
                confidence=t.confidence,
            )
        )
    return tuple(out)


def tasks(layout: Layout, duties: Sequence[Duty], register: Register) -> tuple[Task, ...]:
    """The records of all obligations."""
    out = []
    for i, d in enumerate(duties):
        start, end = layout.view.span(d.start, d.end)
        end = start + len(layout.text[start:end].rstrip(" ;,"))
        role = {
            r: tuple(_role(layout, n, register) for n in getattr(d, r))
            for r in ("lead", "coordinate", "monitor", "report_to", "via")
        }
        out.append(
            Task(
                id=f"t{i + 1}",
                start=start,
                end=end,
                text=layout.text[start:end],
                deadlines=tuple(f"d{k + 1}" for k in d.terms),
                section=layout.blocks[d.block].section,
                rule=d.rule,
                confidence=d.confidence,
                **role,
            )
        )
    return tuple(out)


def _role(layout: Layout, name: Name, register: Register) -> Role:
    start, end = layout.view.span(name.start, name.end)
    text = name.text
    written = " ".join(layout.text[start:end].split())
    misread = layout.source.ocr and normal(written) != text  # a recognised name is said as it was meant
    if text == layout.view.flat[name.start : name.end] and not misread:  # nothing restored: as it is written, tones too
        text = written or text
    return Role(body=register.add(text, start, end), text=text)


def recipients(layout: Layout, entries: Sequence[Entry], register: Register) -> tuple[Recipient, ...]:
    """The records of the recipients; "Như trên" and Lưu name no body."""
    out = []
    for e in entries:
        text = layout.text[e.start : e.end]
        named = not e.archive and not text.startswith("Như ")
        body = register.add(text, e.start, e.end) if named else None
        out.append(
            Recipient(
                start=e.start, end=e.end, text=text, body=body, note=e.note, archive=e.archive, rule="recipient.entry"
            )
        )
    return tuple(out)


def addressees(layout: Layout, entries: Sequence[Entry], register: Register) -> tuple[Addressee, ...]:
    """The records of the addressees."""
    return tuple(
        Addressee(
            start=e.start,
            end=e.end,
            text=layout.text[e.start : e.end],
            body=register.add(layout.text[e.start : e.end], e.start, e.end),
            rule="addressee.entry",
        )
        for e in entries
    )


def signatures(signers: Sequence[Signer]) -> tuple[Signature, ...]:
    """The records of the signatures."""
    return tuple(
        Signature(
            start=s.start,
            end=s.end,
            mode=s.mode,
            on_behalf_of=s.on_behalf_of,
            position=s.position,
            name=s.name,
            note=s.note,
            rule="signature.lines",
            confidence=confidence("signature.lines", doubtful=not s.name),
        )
        for s in signers
    )


def appendices(layout: Layout) -> tuple[Appendix, ...]:
    """Every attached outline, form or table: from its title to the next or to the end."""
    found: list[tuple[int, list[str], str]] = []
    for b in layout.blocks:
        if b.zone != "appendix":
            continue
        text = layout.view.flat[b.flat_start : b.flat_end]
        if b.opens:
            found.append((b.start, [], text))
        if found and b.attached and any(c.isalnum() for c in text):
            found[-1][1].append(text)
    ends_at = [start for start, _, _ in found[1:]] + [len(layout.text)]
    return tuple(
        Appendix(
            title=" ".join(lines) or first,
            start=start,
            end=end,
            rule="appendix.title",
            confidence=confidence("appendix.title", doubtful=not lines),
        )
        for (start, lines, first), end in zip(found, ends_at, strict=False)
    )
