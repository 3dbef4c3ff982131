"""Tasks: who has to do what, with whom, for whom and by when.

One entry for each sentence, or clause after a semicolon, that gives named bodies an obligation; a heading that names a
body gives one for itself and one for each entry below that has a deadline, a coordinating body or an addressee of its
own; a row of a task table is one. Rules: GUIDELINES "tasks", "Real documents" and "Settled".
What can be mistaken: what was done (sections of assessment), what a report should say (outlines), persons at large.

Reads: `Layout` and the deadlines' `Term`s.
Writes: `Duty`s, which `link` turns into `Task` records.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, takewhile

from docparse.confidence import confidence
from docparse.extract.assigned import assigned
from docparse.extract.duties import Duty
from docparse.extract.headings import headed, titled
from docparse.extract.heads import head_at
from docparse.extract.labelled import Label, label_above, labels, names_listed
from docparse.extract.names import names_at
from docparse.extract.predicates import opens_with_body, unnamed, worthy
from docparse.extract.roles import Roles, parts_helpers, roles
from docparse.extract.sentences import behind_times, cuts, sentences
from docparse.extract.silent import opens_outline, silent
from docparse.extract.subjects import Subject, answering, led_by, own
from docparse.extract.task_tables import row_duty
from docparse.extract.terms import Term
from docparse.layout import Block, Layout

_HELPING = re.compile(r"(?:chủ động |tích cực )?phối hợp(?: chặt chẽ)?(?: thực hiện| triển khai|[.;]|$)")
_SEMICOLON = re.compile("; ")
_LEADS = re.compile(r"[-–+•* ]*lãnh đạo ")
_HELPS = re.compile(r"\s?\((?:(?:đơn vị|cơ quan) )?phối hợp\)")
# A duty that comes back, or goes on from a day, is another one than what is to be done once before it.
_STANDING = frozenset(("recurring", "from", "between"))
_BESIDE = 40
"""How many blocks away a heading's neighbours are sought, and how many characters back a time that ends here."""
_CLOSING = re.compile(r"(?:thông báo|gửi|báo)[^;:]{0,160}? (?P<to>để|đến|tới) (?=\w)")


def find(layout: Layout, terms: Sequence[Term], issuer: str | None = None) -> list[Duty]:
    """The obligations of a document, in order; `issuer` is the body whose word gives them."""
    walk = _Walk(layout, terms, issuer)
    for k, block in enumerate(layout.blocks):
        if block.section is None:
            if block.zone == "appendix" and block.attached:
                walk.title(block)
            continue
        if block.cells:
            walk.row(k, block)
        elif not silent(layout, k, walk.outline):
            walk.unit(k, block)
    return walk.finished()


class _Walk:
    """The walk over the blocks: which subject each hands down, and the duties found so far."""

    def __init__(self, layout: Layout, terms: Sequence[Term], issuer: str | None) -> None:
        self.issuer = issuer
        self.layout = layout
        self.view = layout.view
        self.terms = terms
        self.term_starts = [t.start for t in terms]
        self.timed = behind_times(layout.view, (t.end for t in terms))
        self.headed: dict[int, Subject | None] = {}
        self.duties: list[Duty] = []
        self.subjects: dict[int, Subject] = {}
        self.pending: dict[int, Duty] = {}
        self.root: Subject | None = None
        self.assigns = False
        self.outline = False
        self.labelled: dict[int | None, int] = {}
        self.lists: set[int] = set()
        self.label_terms: dict[int | None, tuple[int, ...]] = {}

    def title(self, block: Block) -> None:
        """An appendix begins: an outline or a form gives no duties."""
        self.outline, fresh = opens_outline(self.view, block, self.outline)
        self.root = None if fresh else self.root

    def inherited(self, block: Block) -> tuple[int, Subject] | None:
        """The subject that the blocks above hand down, nearest first."""
        j = block.parent
        while j is not None:
            if j in self.subjects:
                return j, self.subjects[j]
            j = self.layout.blocks[j].parent
        return (-1, self.root) if self.root else None

    def unit(self, k: int, block: Block) -> None:
        """Duties of a heading, item, bullet or paragraph."""
        if block.note or self._labels(k, block):
            return
        introduces = block.kind == "bullet" and self.view.flat[block.content : block.flat_end].rstrip().endswith(":")
        heads = block.kind in ("heading", "item") or introduces
        subject = self._headed(k) if heads else None
        if heads and (subject := subject or self._among_bodies(k, block)):
            children = any(b.parent == k for b in self.layout.blocks[k + 1 : k + 40])
            if children or block.kind == "heading":
                self._head(k, block, subject)
                return
        found = False
        for start, end in sentences(self.layout, block):
            new = self._sentence(k, block, start, end)
            if found and not new and block.zone != "preamble":
                self._more(k, start, end)
            found |= new
        if not found and block.zone != "preamble":
            self._inherit(k, block)

    def _labels(self, k: int, block: Block) -> bool:
        """The duty of labelled entries: those of one parent make one; true where the block is nothing but labels."""
        said = self._listed(k, block) or labels(self.view, block.content, block.flat_end)
        if not said:
            return k in self.lists
        alone = said[0].start == block.content
        due = self._within(block.flat_start, block.flat_end)
        lead, helping, watching = (
            tuple(n for s in said if s.role == role for n in s.names) for role in ("lead", "coordinate", "monitor")
        )
        key = block.parent if alone else None
        if key in self.lists:  # "2. Cơ quan chủ trì, phối hợp", beside which the time stands
            key = self.layout.blocks[key].parent
        at = self.labelled.get(key) if alone else None
        if at is not None and not (lead and self.duties[at].lead):
            last = self.duties[at]
            self.duties[at] = replace(
                last,
                lead=last.lead or lead,
                coordinate=last.coordinate + helping,
                monitor=last.monitor + watching,
                terms=last.terms + due,
            )
            return True
        if not lead:
            if alone and said[0].role == "time":
                self.label_terms[key] = due
            return False
        r = roles(self.view, said[0].start, block.flat_end)
        helping += tuple(n for n in r.coordinate if n not in helping)
        due = self.label_terms.pop(key, ()) + due if alone else due
        rule, start, end = "task.labelled", block.flat_start, block.flat_end
        sure = confidence(rule)
        self.duties.append(Duty(start, end, lead, watching, helping, r.report_to, r.via, due, k, rule, sure))
        if alone:
            self.labelled[key] = len(self.duties) - 1
        return True

    def _listed(self, k: int, block: Block) -> list[Label]:
        """What a heading says of the bodies that are listed below it, as one label; none where none are."""
        role = label_above(self.view, block.content, block.flat_end)
        near = enumerate(self.layout.blocks[k + 1 : k + _BESIDE], k + 1) if role else ()
        below = dict(takewhile(lambda at: at[1].kind == "bullet" or at[1].parent == k, near)) if role != "both" else {}
        names = tuple(n for b in below.values() for n in names_listed(self.view, b.content, b.flat_end))
        if role == "both" or names:
            self.lists |= {k, *below}
        return [Label(block.content, block.flat_end, role, names)] if role in ("lead", "coordinate") and names else []

    def _head(self, k: int, block: Block, subject: Subject) -> None:
        """The duty of a heading that names a body; what stands below has the body for its subject."""
        self.subjects[k] = subject
        r = roles(self.view, subject.predicate, block.flat_end) if subject.predicate < block.flat_end else Roles()
        self.pending[k] = self._duty(k, self._from(block, block.content), block.flat_end, subject, r)
        if r.coordinate or r.report_to or subject.rule == "subject.heading_duty":
            self._settle(k)

    def _headed(self, k: int) -> Subject | None:
        if k not in self.headed:
            block = self.layout.blocks[k]
            self.headed[k] = headed(self.view, block.content, block.flat_end)
        return self.headed[k]

    def _among_bodies(self, k: int, block: Block) -> Subject | None:
        """The body that a heading names in full because those beside it name bodies: "3. Cán bộ phụ trách thi đua"."""
        named = titled(self.view, block.content, block.flat_end) if block.kind == "heading" else None
        if named is None:
            return None
        near = range(max(0, k - _BESIDE), min(len(self.layout.blocks), k + _BESIDE))
        rows = ((j, self.layout.blocks[j]) for j in near if j != k)
        beside = [j for j, b in rows if b.kind == "heading" and b.parent == block.parent]
        bodies = sum(self._headed(j) is not None for j in beside)
        return named if bodies >= 2 and 2 * bodies >= len(beside) else None

    def _settle(self, k: int) -> None:
        """A heading's own duty counts once something below it has no subject of its own."""
        duty = self.pending.pop(k, None)
        if duty:
            self.duties.append(duty)

    def _sentence(self, k: int, block: Block, start: int, end: int) -> bool:
        """Duties of one sentence: of its own subject, then of each clause with a subject of its own."""
        low = self.view.low
        subject = self._subject(block, start, end)
        self.assigns = subject is not None and subject.rule.startswith("subject.assigned")
        if subject is None:
            return self._clauses(k, block, start, end, False)
        below = block.kind == "paragraph" and block.parent in self.pending
        if below and block.parent is not None and _same(self.subjects[block.parent], subject):
            del self.pending[block.parent]  # the first sentence below a heading states its duty itself
        if low[start:end].rstrip().endswith(":") and worthy(self.view, list(subject.names)):
            self.subjects[k] = subject
            if block.zone == "preamble" or block.kind == "paragraph":
                self.root = subject
        cut = self._next_clause(subject.predicate, end)
        r = roles(self.view, subject.predicate, cut)
        if not r.coordinate and (helper := self._helper(cut, end)):
            r = replace(r, coordinate=helper.names)
            cut = self._next_clause(helper.predicate, end)
        first = self._own_terms(subject.predicate, cut)
        self.duties.append(
            self._duty(
                k,
                self._from(block, start),
                first,
                subject,
                r if first == cut else roles(self.view, subject.predicate, first),
            )
        )
        while first < cut:
            begin, first = first + 2, self._own_terms(first + 2, cut)
            self.duties.append(self._duty(k, begin, first, subject, roles(self.view, begin, first)))
        self._clauses(k, block, cut, end, True)
        return True

    def _own_terms(self, start: int, end: int) -> int:
        """Where a clause ends after which the same subject has another duty by a time of its own; else `end`."""
        marks = (m.start() for m in _SEMICOLON.finditer(self.view.low, start, end))
        for at, stop in pairwise(chain(marks, (end,))):
            if self._within(start, at) and self._within(at, end):
                return at
            if any(self.terms[i].relation in _STANDING for i in self._within(at, stop)):
                return at
        return end

    def _more(self, k: int, start: int, end: int) -> None:
        """A further sentence without a subject ("Hồ sơ gửi về ... trước ...") belongs to the block's last duty."""
        r = roles(self.view, start, end)
        due = self._within(start, end)
        last = self.duties[-1] if self.duties else None
        aims = self.view.low.startswith("đến năm", start) and not r
        said = (r.report_to or r.via or due) and not aims
        if last is None or last.block != k or head_at(self.view.low, start):
            return
        if r.coordinate and last.rule == "subject.colon":  # "Sở Tư pháp: Phối hợp với A ... . Phối hợp với B ..."
            self.duties.append(self._duty(k, start, end, Subject(last.lead or last.monitor, start, last.rule), r))
            return
        if not said:
            return
        self.duties[-1] = replace(
            last, end=end, report_to=last.report_to or r.report_to, via=last.via or r.via, terms=last.terms + due
        )

    def _from(self, block: Block, start: int) -> int:
        """Where a duty begins: with the mark of its entry, unless that stands alone on a line above."""
        alone = "\n" in self.layout.text[block.start : self.view.at(block.content)]
        return block.flat_start if start == block.content and not alone else start

    def _subject(self, block: Block, start: int, end: int) -> Subject | None:
        closing = _CLOSING.search(self.view.low, start, end) if block.kind == "paragraph" else None
        if closing:
            names, stop = names_at(self.view.flat, self.view.low, closing.end(), end)
            told = (
                r"[ ….(),\w]{0,70}?(?:biết|triển khai|thực hiện)" if closing["to"] == "để" else r" (?:để )?biết(?!\w)"
            )
            if names and re.match(told, self.view.low[stop : min(end, stop + 110)]):
                return Subject(tuple(names), stop, "subject.closing")
        given = assigned(self.view, start, end, self.issuer)
        if given:
            return given
        if block.zone == "preamble" or (block.zone == "appendix" and block.depth == 0 and block.kind == "paragraph"):
            return None
        if _LEADS.match(self.view.low, start) and (above := self.inherited(block)) and above[0] >= 0:
            return None  # "- Lãnh đạo Ủy ban nhân dân xã xây dựng ...": below the committee that is to lead it
        mine = own(self.view, start, end, block.kind != "paragraph" or block.depth > 0, self.issuer)
        mine = mine or led_by(self.view, start, end)
        if mine is None and block.kind in ("item", "bullet"):
            mine = answering(self.view, start, end, start > block.content)
        return mine

    def _next_clause(self, start: int, end: int) -> int:
        """Where the next clause with a subject of its own begins after `start`; else the end of the sentence."""
        found = (cut for cut in self._cuts(start, end) if self._clause_subject(cut[1], end))
        return next((cut[0] for cut in found if not parts_helpers(self.view, start, cut, end)), end)

    def _cuts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        return cuts(self.view, start, end, self.timed)

    def _clause_subject(self, start: int, end: int) -> Subject | None:
        stop = self.view.low.find("; ", start, end)
        stop = stop if stop > 0 else end
        if self.assigns or self.view.low.startswith("giao ", start):  # a body that leads may ask others for help
            given = assigned(self.view, start, stop, self.issuer)
            if given and given.rule == "subject.assigned":
                return given
        subject = own(self.view, start, stop, colon=False)
        return (
            subject
            if subject
            and subject.rule in ("subject.own", "subject.after_opening", "subject.placed")
            and subject.names[0].start - start < 60
            else None
        )

    def _helper(self, cut: int, end: int) -> Subject | None:
        """The subject of "...; các tổ chức có liên quan phối hợp thực hiện", who helps the lead before it."""
        subject = self._clause_subject(cut + 2, end) if cut < end else None
        return subject if subject and _HELPING.match(self.view.low, subject.predicate, end) else None

    def _clauses(self, k: int, block: Block, start: int, end: int, after: bool) -> bool:
        """Duties of the clauses after a semicolon that have a subject of their own."""
        if block.zone == "preamble":
            return False
        found = False
        position = start
        while position < end:
            begin = next((b for _, b in self._cuts(position, end)), end)
            if begin >= end:
                break
            subject = self._clause_subject(begin, end)
            if subject:
                stop = self._next_clause(subject.predicate, end)
                helps = after and _HELPING.match(self.view.low, subject.predicate, end)
                if not (helps and self.duties and self.duties[-1].coordinate == subject.names):
                    r = roles(self.view, subject.predicate, stop)
                    self.duties.append(self._duty(k, begin, stop, subject, r))
                found = True
                position = stop
            else:
                position = begin
        return found

    def _inherit(self, k: int, block: Block) -> None:
        """A duty below a heading that names its subject, where the entry adds a deadline, a helper or an addressee."""
        above = self.inherited(block)
        if above is None:
            return
        j, subject = above
        if block.kind == "heading" and self._only_when(block):
            return  # "Tháng 01" above a list of duties is none itself
        if block.kind == "paragraph" and k and self.layout.blocks[k - 1].depth > block.depth:
            return  # a closing paragraph after a list
        self._settle(j)
        for start, end in sentences(self.layout, block):
            r = roles(self.view, start, end)
            due = self._within(start, end)
            if r or due or (r.watches and j >= 0 and subject.rule.startswith("subject.heading")):
                if opens_with_body(self.view.low, start):
                    continue
                given = Subject(subject.names, start, "subject.inherited")
                self.duties.append(self._duty(k, self._from(block, self._clause(start, end, r, due)), end, given, r))

    def _only_when(self, block: Block) -> bool:
        """Whether a block says nothing but a time."""
        due = self._within(block.content, block.flat_end)
        return len(due) == 1 and not self.view.low[self.terms[due[0]].end : block.flat_end].strip(" .:*\n")

    def _clause(self, start: int, end: int, r: Roles, due: tuple[int, ...]) -> int:
        """Where the clause begins that first names a helper, an addressee or a deadline."""
        places = [n.start for n in (*r.coordinate, *r.report_to, *r.via)] + [self.terms[i].start for i in due]
        cut = self.view.low.rfind("; ", start, min(places, default=end))
        return cut + 2 if cut >= 0 else start

    def _within(self, start: int, end: int) -> tuple[int, ...]:
        return tuple(range(bisect_left(self.term_starts, start), bisect_left(self.term_starts, end)))

    def _duty(self, k: int, start: int, end: int, subject: Subject, r: Roles) -> Duty:
        names = subject.names
        lead, monitor = ((), names) if r.watches and not (r.report_to or r.via) else (names, ())
        helping = tuple(n for n in lead if _HELPS.match(self.view.low, n.end))
        lead = tuple(n for n in lead if n not in helping)
        mine = {(n.start, n.end) for n in lead} if subject.rule != "subject.inherited" else set()
        coordinate = helping + tuple(n for n in r.coordinate if (n.start, n.end) not in mine and n not in helping)
        due = self._within(start, end)
        sure = confidence(subject.rule, unnamed(names), backed=bool(due or coordinate))
        return Duty(start, end, lead, monitor, coordinate, r.report_to, r.via, due, k, subject.rule, sure)

    def row(self, k: int, block: Block) -> None:
        """The duty of a row of a task table, by the names of its columns."""
        if block.kind == "field":
            return
        duty = row_duty(self.layout, block, k, self._within(block.flat_start, block.flat_end))
        if duty:
            self.duties.append(duty)

    def finished(self) -> list[Duty]:
        """All duties, in the order of the text."""
        return sorted(self.duties, key=lambda d: (d.start, d.end))


def _same(one: Subject, other: Subject) -> bool:
    """Whether two subjects are the same bodies, as written."""
    return [n.text.lower() for n in one.names] == [n.text.lower() for n in other.names]
