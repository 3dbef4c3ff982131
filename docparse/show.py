"""A document as a person reads it: one page of tables, or what one step of the work made of every line.

Reads: a Document, or a Source for the lines as read.
Writes: text and tables for a terminal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from docparse import i18n
from docparse.i18n import _

if TYPE_CHECKING:
    from rich.table import Table

    from docparse.model import Deadline, Document, Line, Reference, Role, Section, Source, Task

# How much of a long text is shown; the JSON has all of it.
_EXCERPT = 160
# A pipe has no width: this is wide enough for five columns.
_PIPE_WIDTH = 120
# What the columns beside the one with most text share.
_NARROW = 100


# --- the page -----------------------------------------------------------------------------------------------------


def summary(document: Document, stream: TextIO) -> None:
    """Prints metadata, outline, references, deadlines, tasks, recipients, signatures and warnings.

    Args: `stream`, a terminal or anything that takes text; colours go to terminals only.
    """
    from rich.console import Console

    width = None if stream.isatty() else _PIPE_WIDTH
    console = Console(file=stream, width=width, markup=False, highlight=False, emoji=False)
    for table in (part(document) for part in _PARTS):
        if table.row_count:
            console.print(table)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Table:
    """A table without the columns that are empty in every row; the column with most text gets most of the width."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    cells = list(rows)
    sizes = [sum(len(row[i] or "") for row in cells) for i in range(len(columns))]
    used = [i for i, size in enumerate(sizes) if size]
    heading = Text(title, style="bold")
    table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD, show_header=any(columns), pad_edge=False)
    for i in used:
        table.add_column(
            columns[i], overflow="fold", max_width=None if sizes[i] == max(sizes) else _NARROW // len(used)
        )
    for row in cells:
        table.add_row(*(Text(row[i] or "") for i in used))
    return table


def _metadata(document: Document) -> Table:
    m, source = document.metadata, document.source
    review = m.review and " ".join(filter(None, (_(m.review.kind), str(m.review.years or ""), m.review.of)))
    rows = (
        (_("file"), source.name),
        (_("pages"), str(source.pages) if source.pages else None),
        (_("type"), m.doc_type),
        (_("symbol"), m.symbol),
        (_("issued"), m.issued),
        (_("place"), m.place),
        (_("issuer"), m.issuer),
        (_("title"), m.title),
        (_("secrecy"), m.secrecy),
        (_("urgency"), m.urgency),
        (_("circulation"), m.circulation),
        (_("draft"), _("yes") if m.draft else None),
        (_("review"), review),
        (_("addressees"), "; ".join(a.text for a in document.addressees)),
    )
    return _table(_("Document"), ("", ""), ((name, value) for name, value in rows if value))


def _outline(document: Document) -> Table:
    """Headings and items; bullets and paragraphs are in the stage "sections"."""
    rows = [(s.start, _unit(document, s)) for s in document.sections if s.kind in ("heading", "item")]
    rows += [(a.start, f"[{_('appendix')}] {_excerpt(a.title)}") for a in document.appendices]
    return _table(_("Outline"), ("",), ((text,) for _start, text in sorted(rows, key=lambda row: row[0])))


def _references(document: Document) -> Table:
    groups: dict[str, list[Reference]] = {}
    for r in document.references:
        groups.setdefault(r.target or r.symbol or _excerpt(r.text), []).append(r)
    rows = (
        (target, str(len(found)), ", ".join(dict.fromkeys(_(r.relation) for r in found)), _excerpt(found[0].text))
        for target, found in groups.items()
    )
    return _table(_("Documents cited"), (_("document"), _("times"), _("relation"), _("first mention")), rows)


def _deadlines(document: Document) -> Table:
    """Those that no task has: the others stand in the table of tasks."""
    taken = {i for task in document.tasks for i in task.deadlines}
    rows = ((_due(d), _(d.relation)) for d in document.deadlines if d.id not in taken)
    return _table(_("Other times"), (_("time"), _("relation")), rows)


def _tasks(document: Document) -> Table:
    due = {d.id: _due(d) for d in document.deadlines}
    rows = (
        (_who(t), _excerpt(t.text), "\n".join(due.get(i, i) for i in t.deadlines), _names(t.report_to), _names(t.via))
        for t in document.tasks
    )
    return _table(_("Tasks"), (_("who"), _("what"), _("by when"), _("to whom"), _("via")), rows)


def _recipients(document: Document) -> Table:
    rows = ((r.text, r.note, _("yes") if r.archive else None) for r in document.recipients)
    return _table(_("Recipients"), (_("who"), _("note"), _("archive")), rows)


def _signatures(document: Document) -> Table:
    rows = ((s.mode, s.on_behalf_of, s.position, s.name, s.note) for s in document.signatures)
    columns = (_("mode"), _("on behalf of"), _("position"), _("name"), _("note"))
    return _table(_("Signatures"), columns, rows)


def _warnings(document: Document) -> Table:
    at = _line_numbers(document)
    rows = (
        (
            "" if w.start is None else str(at(w.start)),
            i18n.warning_text(w),
            "" if w.start is None else _excerpt(document.text[w.start : w.end], 60),
        )
        for w in document.warnings
    )
    return _table(_("Look at"), (_("line"), _("what"), _("text")), rows)


_PARTS = (_metadata, _outline, _references, _tasks, _deadlines, _recipients, _signatures, _warnings)


def _due(deadline: Deadline) -> str:
    days = dict.fromkeys(filter(None, (deadline.earliest, deadline.latest)))
    resolved = " … ".join(days) or deadline.rrule
    return f"{_excerpt(deadline.text)} ({resolved})" if resolved else _excerpt(deadline.text)


def _who(task: Task) -> str:
    named = ((_("with"), task.coordinate), (_("watched by"), task.monitor))
    return "\n".join(filter(None, (_names(task.lead), *(f"{word}: {_names(roles)}" for word, roles in named if roles))))


def _names(roles: Iterable[Role]) -> str:
    return "; ".join(role.text for role in roles)


def _excerpt(text: str, size: int = _EXCERPT) -> str:
    """The text on one line, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= size else flat[:size].rsplit(" ", 1)[0] + " …"


def _unit(document: Document, section: Section) -> str:
    """The start of a section as it is written, indented by its depth."""
    first, _, rest = document.text[section.start : section.end].partition("\n")
    words = first if len(first) > 5 else f"{first} {rest}"  # the number of a row, or a mark alone on its line
    return "  " * (section.depth - 1) + _excerpt(words, 80)


def _line_numbers(document: Document) -> Callable[[int], int]:
    """A function from an offset to the number of its line, from 1."""
    starts = [0, *(i + 1 for i, c in enumerate(document.text) if c == "\n")]
    return lambda offset: bisect_right(starts, offset)


# --- the stages ---------------------------------------------------------------------------------------------------


def source_lines(source: Source) -> Iterator[str]:
    """The lines as the reader gave them: number, page, side, cell of a table, flags, text.

    Flags: b bold, i italic, h heading row of a table, f furniture (page number, running head), n footnote.
    """
    for number, line in enumerate(source.lines, 1):
        yield f"{number:5} {_page(line):4} {_side(line):1} {_cell(line):9} {_flags(line):3} {line.text}"


def _page(line: Line) -> str:
    return f"p{line.page}" if line.page else ""


def _side(line: Line) -> str:
    return line.side[0].upper() if line.side else ""


def _cell(line: Line) -> str:
    return f"t{line.cell.table}:{line.cell.row},{line.cell.column}" if line.cell else ""


def _flags(line: Line) -> str:
    header = line.cell is not None and line.cell.header
    flags = (("b", line.bold), ("i", line.italic), ("h", header), ("f", line.furniture), ("n", line.note))
    return "".join(letter for letter, on in flags if on)


def zone_lines(document: Document) -> Iterator[str]:
    """Each line of the text with its number and the zone that it starts in."""
    offset, zones = 0, list(document.zones)
    for number, line in enumerate(document.text.split("\n"), 1):
        while zones and zones[0].end <= offset:
            zones.pop(0)
        zone = zones[0].zone if zones and zones[0].start <= offset else ""
        yield f"{number:5} {zone:10} {line}"
        offset += len(line) + 1


def section_lines(document: Document) -> Iterator[str]:
    """The tree of sections: depth, kind, label, and the text under its parent."""
    for s in document.sections:
        yield f"{s.depth:2} {s.kind:9} {s.label or '':6} {_unit(document, s)}"


def record_lines(document: Document) -> Iterator[str]:
    """Every record: kind, id, rule that made it, confidence, offsets, text."""
    m = document.metadata
    yield _record("metadata", "", m.rule, m.confidence, "", " ".join(filter(None, (m.id, m.title))))
    for kind in _SPANNED:
        for x in getattr(document, kind):
            text = document.text[x.start : x.end]
            yield _record(kind, getattr(x, "id", ""), x.rule, x.confidence, f"{x.start}-{x.end}", text)
    for body in document.bodies:
        yield _record("bodies", body.id, body.rule, body.confidence, f"x{len(body.mentions)}", body.name)
    for w in document.warnings:
        yield _record("warnings", w.code, w.rule, w.confidence, "" if w.start is None else str(w.start), w.message)


_SPANNED = (
    "zones",
    "sections",
    "references",
    "deadlines",
    "tasks",
    "addressees",
    "recipients",
    "signatures",
    "appendices",
)


def _record(kind: str, name: str, rule: str, confidence: float, place: str, text: str) -> str:
    return f"{kind:10} {name:6} {rule:28} {confidence:4.2f} {place:>13} {_excerpt(text, 80)}"


STAGES: dict[str, Callable[[Document], Iterator[str]]] = {
    "zones": zone_lines,
    "sections": section_lines,
    "records": record_lines,
}
"""What `docparse show --stage` prints of a parsed document; "lines" comes from the Source."""
