"""A comparison on a terminal: tables, with what was taken out struck and what was put in underlined.

Without colours the marks are those of wdiff: [-out-] {+in+}.

Reads: a `Comparison`.
Writes: text and tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from docparse.compare import said
from docparse.compare.model import Comparison, Piece, Place
from docparse.i18n import _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    Cell = str | Text
    Part = tuple[str, Sequence[str], Sequence[Sequence[Cell]]]

_PIPE_WIDTH = 120
_AROUND = 8
"""Words that are shown beside a change."""


def show(found: Comparison, stream: TextIO) -> None:
    """Prints what differs.

    Args: `stream`, a terminal or anything that takes text; colours go to terminals only.
    """
    from rich.console import Console

    colours = stream.isatty()
    width = None if colours else _PIPE_WIDTH
    console = Console(file=stream, width=width, markup=False, highlight=False, emoji=False)
    console.print(f"{said.side(found.before)}  →  {said.side(found.after)}", style="bold")
    console.print(said.totals(found))
    for title, columns, rows in _parts(found, colours):
        if rows:
            _print(console, title, columns, rows)


def _print(console: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for i, name in enumerate(columns):
        if any(row[i] for row in rows):
            table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(c) if isinstance(c, str) else c for i, c in enumerate(row) if any(r[i] for r in rows)))
    console.print(table)


def _parts(found: Comparison, colours: bool) -> Iterable[Part]:
    facts = [(said.field(f.field), said.value(f.field, f.before), said.value(f.field, f.after)) for f in found.facts]
    yield _("Document"), ("", _("before"), _("after")), facts
    tasks = [
        (
            said.change(t),
            _marked(t.words, colours) if t.words else t.text,
            "\n".join([*map(said.deadline, t.deadlines), *map(said.roles, t.roles)]),
        )
        for t in found.tasks
        if said.touched(t)
    ]
    yield _("Tasks"), (_("change"), _("what"), _("deadlines and bodies")), tasks
    yield _("Other times"), ("",), [(said.deadline(d),) for d in found.deadlines]
    duties = [
        (d.body, said.role(x.role), sign, said.excerpt(x.text))
        for d in found.duties
        for sign, some in (("+", d.gained), ("−", d.lost))
        for x in some
    ]
    yield _("Who gained and lost duties"), (_("who"), _("role"), "", _("what")), duties
    lists = ((_("Recipients"), found.recipients), (_("Documents cited"), found.references))
    for title, entries in lists:
        yield title, ("", "", ""), [_entry(e.before, e.after, e.how) for e in entries]
    sections = [
        (said.change(s), _where(s.before), _where(s.after), _marked(s.words, colours))
        for s in found.sections
        if said.edited(s)
    ]
    yield _("Sections"), (_("change"), _("before"), _("after"), _("words")), sections
    same = [(x.before, x.after, x.reason, said.mark(x.status)) for x in found.identities]
    yield _("Taken for one body"), (_("before"), _("after"), _("reason"), _("register")), same


def _entry(before: str | None, after: str | None, how: str | None) -> tuple[str, str, str]:
    return ("+" if after else "−", after or before or "", _(how) if how else "")


def _where(place: Place | None) -> str:
    if place is None:
        return ""
    return " › ".join(filter(None, (*(said.excerpt(u, 30) for u in place.under[-1:]), place.label or "")))


def _marked(pieces: Iterable[Piece], colours: bool) -> Text:
    from rich.text import Text

    text = Text()
    for piece in pieces:
        words = " ".join(piece.text.split())
        if piece.op == "same":
            text.append(_shortened(words) + " ")
        elif piece.op == "out":
            text.append(words if colours else f"[-{words}-]", style="red strike").append(" ")
        else:
            text.append(words if colours else f"{{+{words}+}}", style="green underline").append(" ")
    text.rstrip()
    return text


def _shortened(words: str) -> str:
    found = words.split(" ")
    if len(found) <= 2 * _AROUND + 2:
        return words
    return " ".join((*found[:_AROUND], "…", *found[-_AROUND:]))
