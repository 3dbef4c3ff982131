"""From findings to records: mentions to canonical documents, names to bodies, duties to their deadlines, and warnings.

A link is made only when exactly one candidate is left; otherwise the target is null and a warning lists the candidates.
Canonical ids are those of contract.md: symbol and date, else symbol and term, else the symbol alone.

Reads: `Layout` and what the extractors found.
Writes: the records of `Document`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from docparse import lexicon
from docparse.extract.deadlines import Term
from docparse.extract.ends import Entry, Signer
from docparse.extract.names import Name
from docparse.extract.references import Cite
from docparse.extract.tasks import Duty
from docparse.layout import Layout
from docparse.model import (
    Addressee,
    Body,
    Deadline,
    Level,
    Metadata,
    Recipient,
    Reference,
    Relation,
    Role,
    Signature,
    Span,
    Task,
    Warning,
)
from docparse.text import key


@dataclass(slots=True)
class Targets:
    """The canonical id of every mention, and what is odd about them."""

    of: list[str | None]
    warnings: list[Warning] = field(default_factory=list)


# --- documents --------------------------------------------------------------------------------------------------------


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
            out.of[i] = short.defined.get(c.type or "", meta.id)
        elif c.kind == "alias":
            out.of[i] = _numbered_alias(layout, c, short, out)
    return out


class _ShortNames:
    """What the short names of a document stand for: by number and type, and by the type alone where it is defined."""

    def __init__(self, cites: Sequence[Cite], targets: Targets, meta: Metadata) -> None:
        self.numbered: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.defined: dict[str, str | None] = {}
        last: dict[str, tuple[int, str | None]] = {}
        for c, target in zip(cites, targets.of, strict=True):
            if c.symbol and c.symbol.number and target:
                self.numbered[c.symbol.number.lstrip("0"), _family(c.type)].add(target)
            if c.rule == "alias.defined" and c.defines and c.type and c.type not in self.defined:
                end, before = last.get(c.type, (-1000, None))
                self.defined[c.type] = before if c.start - end < 400 else meta.id
            if c.kind in ("full", "named") and c.type:
                last[c.type] = (c.end, target)


def _family(kind: str | None) -> str:
    """Types that citing texts mix up share one: "Quyết định 294-QĐ/TW" is said of a Quy định."""
    low = (kind or "").lower()
    return "quyết định" if low == "quy định" else low


def _numbered_alias(layout: Layout, c: Cite, short: _ShortNames, out: Targets) -> str | None:
    same = short.numbered.get(((c.number or "").lstrip("0"), _family(c.type)), set())
    if len(same) == 1:
        return next(iter(same))
    start, end = layout.view.span(c.start, c.end)
    what = "may be any of: " + "; ".join(sorted(same)) if same else "no document of the text has this number"
    out.warnings.append(_warn("ambiguous_alias", f"{layout.text[start:end]}: {what}", (start, end)))
    return None


def _resolve_full(layout: Layout, cites: Sequence[Cite], meta: Metadata) -> Targets:
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
    dates = sorted({d for i in members if (d := cites[i].date)})
    terms = sorted({t for i in members if (t := cites[i].term)})
    registered = [d for d in lexicon.directives() if d.symbol == symbol and d.status == "verified"]
    first = layout.view.span(cites[members[0]].start, cites[members[0]].end)
    if symbol == meta.symbol and meta.id and (not dates or dates == [meta.issued]):
        for i in members:
            out.of[i] = meta.id
        return
    if len(dates) > 1:
        _several_dates(layout, cites, symbol, members, dates, out)
        return
    if len(terms) > 1 and dates:
        out.warnings.append(_warn("term_conflict", f"{symbol} is said to be of the terms {', '.join(terms)}", first))
    if dates:
        chosen: str | None = f"{symbol}@{dates[0]}"
    elif len(terms) > 1:
        for i in members:
            term = cites[i].term
            out.of[i] = f"{symbol}@{term}" if term else None
        out.warnings.append(_warn("ambiguous_reference", f"{symbol} is cited of the terms {', '.join(terms)}", first))
        return
    else:
        chosen = _from_register(symbol, terms, registered, meta, first, out)
    for i in members:
        out.of[i] = chosen


def _from_register(
    symbol: str,
    terms: Sequence[str],
    rows: Sequence[lexicon.Directive],
    meta: Metadata,
    span: tuple[int, int],
    out: Targets,
) -> str | None:
    """The id of a symbol that no mention dates: by the register where it leaves one candidate."""
    fitting = [d for d in rows if not terms or d.term == terms[0]]
    if meta.issued:
        fitting = [d for d in fitting if d.date <= meta.issued + "-12-31"] or fitting
    if len(fitting) == 1:
        return f"{symbol}@{fitting[0].date}"
    if terms:
        return f"{symbol}@{terms[0]}"
    if len(fitting) > 1:
        names = "; ".join(f"{symbol}@{d.date} (khóa {d.term})" for d in fitting)
        out.warnings.append(_warn("ambiguous_reference", f"{symbol} may be any of: {names}", span))
        return None
    return symbol


def _several_dates(
    layout: Layout, cites: Sequence[Cite], symbol: str, members: Sequence[int], dates: Sequence[str], out: Targets
) -> None:
    """One symbol with several dates: several documents, or one with a slip; mentions without a date stay open."""
    first = layout.view.span(cites[members[0]].start, cites[members[0]].end)
    by_term = {t: d for i in members if (t := cites[i].term) and (d := cites[i].date)}
    last: str | None = None
    for i in members:
        c = cites[i]
        if c.date:
            out.of[i] = f"{symbol}@{c.date}"
            last = out.of[i]
        elif c.term and c.term in by_term:
            out.of[i] = f"{symbol}@{by_term[c.term]}"
        else:
            out.of[i] = last if len(dates) == 1 else None
    out.warnings.append(_warn("date_conflict", f"{symbol} is cited with the dates {', '.join(dates)}", first))


def _self_target(cite: Cite, meta: Metadata) -> str | None:
    kind = (cite.type or "").lower()
    if meta.doc_type is None or kind == meta.doc_type:
        return meta.id
    return f"{kind}#{meta.id}" if meta.id else None


def _named_id(layout: Layout, cite: Cite) -> str:
    """The one normal form of a document without a symbol: its name, and its term or date."""
    name = key(layout.view.flat[cite.start : cite.end])
    name = re.sub(r"[\"“”(),]", " ", name)
    if cite.term:
        name = re.sub(r"\s*(?:khóa|k\.?)\s*(?:[ivx]+|\d+)\s*$", "", name.strip())
    if cite.date:
        name = re.sub(r"\s*(?:ngày|năm)?\s*[\d/.\- ]*(?:tháng \d+ năm )?\d{4}\s*$", "", name.strip())
    name = re.sub(r"\s+", " ", name).strip()
    suffix = cite.term or cite.date
    return f"{name}@{suffix}" if suffix else name


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
                confidence=_CONFIDENCE.get(c.rule, 0.9),
            )
        )
    return tuple(out)


_CONFIDENCE = {
    "reference.symbol": 1.0,
    "reference.bare_symbol": 0.95,
    "reference.list": 0.95,
    "reference.self": 0.98,
    "named.plan": 0.7,
    "named.quoted": 0.8,
    "alias.defined": 0.9,
    "alias.number": 0.8,
}


def _type_name(text: str | None) -> str | None:
    """The type word as printed; a title in capitals is written as usual ("KẾT LUẬN" is "Kết luận")."""
    return text.capitalize() if text and text.isupper() and len(text) > 3 else text


# --- deadlines ----------------------------------------------------------------------------------------------------------


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


# --- bodies -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Register:
    """The organisations of one document while its records are made."""

    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, set[tuple[int, int]]] = field(default_factory=dict)

    def add(self, name: str, start: int, end: int) -> str:
        """The id of the body called `name`, which stands at `start` to `end` of the text."""
        k = _body_key(name)
        if k not in self.ids:
            self.ids[k] = f"b{len(self.ids) + 1}"
            self.names[k] = re.sub(r"\s+", " ", name).strip()
            self.mentions[k] = set()
        self.mentions[k].add((start, end))
        return self.ids[k]

    def records(self) -> tuple[Body, ...]:
        """One `Body` an organisation, in order of first mention."""
        return tuple(_body(self.ids[k], self.names[k], self.mentions[k]) for k in self.ids)


@lru_cache(maxsize=4096)
def _body_key(name: str) -> str:
    text = key(name).strip(" .,;:")
    for short, long in _SHORT:
        text = re.sub(rf"(?<!\w){short}(?!\w)", long, text)
    return text


_SHORT = (
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("mttq", "mặt trận tổ quốc"),
    ("ubkt", "ủy ban kiểm tra"),
    ("vp", "văn phòng"),
    ("btv", "ban thường vụ"),
    ("lđlđ", "liên đoàn lao động"),
)
_KINDS = (
    (
        "party",
        r"ủy$|ủy\b|đảng|chi bộ|ban bí thư|bộ chính trị|ban (?:tổ chức|tuyên giáo|dân vận|nội chính)|trung ương|trường chính trị",
    ),
    ("front", r"mặt trận"),
    ("mass", r"hội|đoàn|công đoàn|tổ chức chính trị"),
    (
        "state",
        r"ủy ban nhân dân|hội đồng nhân dân|sở|bộ|cục|chính phủ|thủ tướng|quốc hội|công an|tòa án|viện kiểm sát|thanh tra|phòng|thuế",
    ),
)
_LEVELS: tuple[tuple[Level, str], ...] = (
    ("central", r"trung ương|chính phủ|thủ tướng|quốc hội|bộ chính trị|ban bí thư|^bộ |tổng liên đoàn|tối cao"),
    ("commune", r"\bxã\b|phường|thị trấn|đặc khu|chi bộ|thôn|tổ dân phố|cơ sở"),
    ("district", r"huyện|quận|thị xã|thị ủy"),
    ("province", r"tỉnh|thành ủy|^sở |^các sở|thành phố"),
)


_OFFICE = re.compile(
    r"(?:các |mỗi )?(?:chủ tịch|phó |bí thư|giám đốc|thủ trưởng|bộ trưởng|đồng chí|đ/c|lãnh đạo|người đứng đầu|đảng viên|cán bộ|trưởng)"
)


@lru_cache(maxsize=8192)
def _classified(low: str) -> tuple[str, Level | None]:
    """Kind and level of a body by its folded name."""
    kind = "person" if _OFFICE.match(low) else next((k for k, p in _KINDS if re.search(p, low)), "group")
    return kind, next((lv for lv, p in _LEVELS if re.search(p, low)), None)


def _body(identifier: str, name: str, mentions: Iterable[tuple[int, int]]) -> Body:
    low = key(name)
    kind, level = _classified(low)
    spans = tuple(Span(start=a, end=b) for a, b in sorted(mentions))
    return Body(
        id=identifier,
        name=name,
        kind=kind,
        level=level,
        authority=_authority().get(low),
        mentions=spans,
        rule="body.name",
        confidence=0.9,
    )


_AUTHORITY: dict[str, str] = {}


def _authority() -> dict[str, str]:
    """Folded names and variants of the authority file to ids."""
    if not _AUTHORITY:
        for a in lexicon.authorities():
            for n in (a.name, *a.variants.split(";")):
                if len(n.strip()) > 3:
                    _AUTHORITY.setdefault(key(n.strip()), a.id)
    return _AUTHORITY


# --- tasks, people ------------------------------------------------------------------------------------------------------


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
    return Role(body=register.add(name.text, start, end), text=name.text)


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
            confidence=1.0 if s.name else 0.8,
        )
        for s in signers
    )


# --- warnings -----------------------------------------------------------------------------------------------------------


def _warn(code: str, message: str, span: tuple[int, int] | None = None) -> Warning:
    return Warning(code=code, message=message, start=span[0] if span else None, end=span[1] if span else None)


_CUES = re.compile(
    r"(?:gọi|viết) tắt là|trước ngày(?! (?:ban hành|ký|họp))|báo cáo [^.;\n]{0,60}(?:trước|định kỳ)|(?:giao|yêu cầu) (?:ban|sở|ủy ban|văn phòng|các) "
)


def checks(
    layout: Layout, meta: Metadata, found: Sequence[Reference], due: Sequence[Deadline], jobs: Sequence[Task]
) -> list[Warning]:
    """What a person should look at: contradictions, blanks, cue sentences that yielded nothing."""
    out: list[Warning] = []
    if meta.symbol and meta.symbol.startswith(("-", "/")):
        span = meta.evidence.get("symbol")
        out.append(
            _warn("blank_number", f"the number is blank: {meta.symbol}", (span.start, span.end) if span else None)
        )
    if meta.issued and len(meta.issued) == 10:
        early = [
            d
            for d in due
            if d.latest and d.latest < meta.issued and d.relation in ("before", "by", "on", "within", "between")
        ]
        out += [
            _warn("deadline_before_issue", f"{d.text}: before the issue date {meta.issued}", (d.start, d.end))
            for d in early
        ]
    out += [_warn(b.issue, f"numbering at {b.label!r}", (b.start, b.end)) for b in layout.blocks if b.issue]
    for r in found:
        if r.symbol and r.symbol.startswith(("-", "/")):
            out.append(_warn("blank_number", f"a cited number is blank: {r.symbol}", (r.start, r.end)))
    if meta.doc_type is None:
        out.append(_warn("no_title", "no line names the type of the document"))
    if len(layout.text) > 3000 and not (found or due or jobs):
        out.append(_warn("nothing_found", "a long text without any reference, deadline or task"))
    out += [_warn(note.partition(":")[0], note) for note in layout.source.notes]
    return out + _residue(layout, found, due, jobs)


def _residue(
    layout: Layout, found: Sequence[Reference], due: Sequence[Deadline], jobs: Sequence[Task]
) -> list[Warning]:
    """Cue sentences that no record covers."""
    out: list[Warning] = []
    covered = sorted((x.start, x.end) for group in (found, due, jobs) for x in group)
    starts = [a for a, _ in covered]
    reach = list(accumulate((b for _, b in covered), max))
    for m in _CUES.finditer(layout.view.low):
        block = layout.blocks[layout.block_at(m.start())]
        if block.zone not in ("body", "appendix"):
            continue
        start, end = layout.view.span(m.start(), m.end())
        k = bisect_right(starts, end + 80) - 1
        if k < 0 or reach[k] < start:
            out.append(_warn("residue", f"nothing was read from: {layout.text[start:end]}", (start, end)))
    return out
