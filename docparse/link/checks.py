"""What needs a human eye: contradictions, blanks, and sentences with a cue that yielded nothing.

Reads: `Layout` and the records.
Writes: `Warning`s.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from docparse.extract.dates import iso
from docparse.extract.metadata import date_lines, number_lines
from docparse.extract.symbols import symbols
from docparse.layout import Layout
from docparse.layout.view import normal
from docparse.model import Deadline, Metadata, Reference, Task, Warning

_ADDRESSED = r" (?:ban|sở|ủy ban|văn phòng|các) "
_CUES = re.compile(
    r"gọi tắt là|viết tắt là|trước ngày(?! (?:ban hành|ký|họp))|báo cáo [^.;\n]{0,60}(?:trước|định kỳ)"
    rf"|giao{_ADDRESSED}|yêu cầu{_ADDRESSED}"
)
_FILLED = re.compile(r"\W*S\w[\s.…_:*]*[^\s.…_:*/–—-]")
"""A number line with something before the separator."""
_FIGURES = re.compile(r"\S*[\dIV]\S*")
_UNSURE = 0.6
_ENDING = frozenset(("before", "by", "on", "within", "between"))
"""Relations of a deadline that has a last day."""


def warning(code: str, message: str, span: tuple[int, int] | None = None) -> Warning:
    """A warning about the stretch `span` of the text, or about the whole document."""
    return Warning(code=code, message=message, start=span[0] if span else None, end=span[1] if span else None)


def checks(
    layout: Layout, meta: Metadata, found: Sequence[Reference], due: Sequence[Deadline], jobs: Sequence[Task]
) -> list[Warning]:
    """All warnings of a document, in the order of their kinds."""
    return [
        *_own_number(layout, meta),
        *_own_date(layout, meta),
        *_early_deadlines(meta, due),
        *_doubtful_tasks(jobs),
        *(warning(b.issue, f"numbering at {b.label!r}", (b.start, b.end)) for b in layout.blocks if b.issue),
        *_cited_numbers(found),
        *_later_documents(meta, found),
        *_impossible_days(layout),
        *_whole_document(layout, meta, bool(found or due or jobs)),
        *(_misread(layout) if layout.source.ocr else ()),
        *_residue(layout, found, due, jobs),
    ]


def _own_number(layout: Layout, meta: Metadata) -> Iterator[Warning]:
    """A number of its own that is blank, or that stands there and could not be read."""
    if meta.symbol is None:
        yield from (
            warning("unread_number", f"no number was read from: {layout.text[a:b]}", (a, b))
            for a, b in islice(number_lines(layout), 1)
        )
    elif _blank(meta.symbol):
        at = meta.evidence.get("symbol")
        span = (at.start, at.end) if at else None
        if span and _FILLED.match(layout.text[slice(*span)]):
            yield warning("unread_number", f"the number was not read: {layout.text[slice(*span)]}", span)
        else:
            yield warning("blank_number", f"the number is blank: {meta.symbol}", span)


def _own_date(layout: Layout, meta: Metadata) -> Iterator[Warning]:
    """A date in the letterhead that could not be read; scans are of signed paper, whose date is whole."""
    if meta.issued is None or (layout.source.ocr and len(meta.issued) < 10):
        for a, b in islice(date_lines(layout), 1):
            yield warning("unread_date", f"no whole date was read from: {layout.text[a:b]}", (a, b))


def _cited_numbers(found: Sequence[Reference]) -> Iterator[Warning]:
    for r in found:
        if r.symbol and _blank(r.symbol):
            yield warning("blank_number", f"a cited number is blank: {r.symbol}", (r.start, r.end))


def _later_documents(meta: Metadata, found: Sequence[Reference]) -> Iterator[Warning]:
    """Citations of documents that are younger than the one that cites them: one of the two dates is wrong."""
    if not meta.issued or len(meta.issued) != 10:
        return
    for r in found:
        if r.kind == "full" and r.date and len(r.date) == 10 and r.date > meta.issued:
            yield warning("cites_later_document", f"{r.text}: after the issue date {meta.issued}", (r.start, r.end))


_DAY = re.compile(
    r"(?P<d>\d\d?)(?:[/.-](?P<m>\d{1,2})[/.-]| tháng (?P<m2>\d{1,2}),? năm )(?P<y>(?:19|20)\d\d)(?![\d/])"
)


def _impossible_days(layout: Layout) -> Iterator[Warning]:
    """Days that no calendar has ("31/02/2025"): nothing was read from them."""
    for m in _DAY.finditer(layout.view.low):
        alone = layout.view.low[m.start() - 1 : m.start()] not in tuple("0123456789/.-")
        if alone and iso(int(m["y"]), int(m["m"] or m["m2"]), int(m["d"])) is None:
            start, end = layout.view.span(m.start(), m.end())
            yield warning("impossible_day", f"no such day: {layout.text[start:end]}", (start, end))


def _blank(symbol: str) -> bool:
    """Whether the number of a symbol was never filled in ("-KH/TU")."""
    return symbol.startswith(("-", "/"))


def _early_deadlines(meta: Metadata, due: Sequence[Deadline]) -> Iterator[Warning]:
    if not meta.issued or len(meta.issued) != 10:
        return
    for d in due:
        if d.latest and d.latest < meta.issued and d.relation in _ENDING:
            yield warning("deadline_before_issue", f"{d.text}: before the issue date {meta.issued}", (d.start, d.end))


def _doubtful_tasks(jobs: Sequence[Task]) -> Iterator[Warning]:
    """Duties that are as likely wrong, or of another body, as not."""
    for t in jobs:
        if t.confidence < _UNSURE:
            who = ", ".join(r.text for r in (*t.lead, *t.monitor))
            yield warning("doubtful_task", f"who has to do it is read with doubt: {who}", (t.start, t.end))


def _whole_document(layout: Layout, meta: Metadata, anything: bool) -> Iterator[Warning]:
    if meta.doc_type is None:
        yield warning("no_title", "no line names the type of the document")
    if len(layout.text) > 3000 and not anything:
        yield warning("nothing_found", "a long text without any reference, deadline or task")
    for note in layout.source.notes:
        yield warning(note.partition(":")[0], note)


def _misread(layout: Layout) -> Iterator[Warning]:
    """Figures and symbols of recognised pages that were set right."""
    flat = layout.view.flat
    for m in _FIGURES.finditer(flat):
        start, end = layout.view.span(m.start(), m.end())
        if normal(layout.text[start:end]) != m[0] and end - start == len(m[0]):
            yield warning("misread_figures", f"{layout.text[start:end]} is taken for: {m[0]}", (start, end))
    for s in symbols(flat):
        if s.repaired:
            start, end = layout.view.span(s.start, s.end)
            yield warning("misread_symbol", f"{layout.text[start:end]} is taken for: {s.text}", (start, end))


def _residue(
    layout: Layout, found: Sequence[Reference], due: Sequence[Deadline], jobs: Sequence[Task]
) -> Iterator[Warning]:
    """Cue sentences that no record covers."""
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
            yield warning("residue", f"nothing was read from: {layout.text[start:end]}", (start, end))
