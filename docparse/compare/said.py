"""The words of a comparison for people, in the language of the process: what changed, in short.

Reads: a `Comparison`.
Writes: strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docparse import i18n
from docparse.compare.model import Comparison, DeadlineChange, RoleChange, RoleName, SectionChange, Side, TaskChange
from docparse.i18n import _

_YEAR = 180
"""Days beyond which two deadlines are of different years of work: how much later one is says nothing then."""


def change(one: SectionChange | TaskChange) -> str:
    """What happened to a section or a task, in a word or two."""
    said = []
    match one.change:
        case "added":
            said.append(_("added"))
        case "dropped":
            said.append(_("dropped"))
        case "reworded":
            renamed = isinstance(one, SectionChange) and one.renamed
            said.append(_("only names of bodies") if renamed else _("reworded"))
    if one.moved:
        said.append(_("moved"))
    if isinstance(one, TaskChange):
        said += [_("deadline")] * bool(one.deadlines)
        said += [_("leads")] * any(r.role == "lead" for r in one.roles)
        said += [_("takes part")] * any(r.role != "lead" for r in one.roles)
    return ", ".join(said)


def touched(one: TaskChange) -> bool:
    """Whether anything of a task differs."""
    return one.change != "same" or one.moved or bool(one.roles or one.deadlines)


def edited(one: SectionChange) -> bool:
    """Whether anything of a section but its number differs."""
    return one.change != "same" or one.moved


def side(one: Side) -> str:
    """Which document it is, in short."""
    name = ", ".join(filter(None, (one.symbol, day(one.issued)))) or one.name
    return f"{name} ({one.secrecy})" if one.secrecy else name


def day(issued: str | None) -> str:
    """A date (EDTF) as it is written in the language of the process; what is not known of it is left out."""
    match (issued or "").split("-"):
        case [year, month, number]:
            return _("{year}-{month}-{day}").format(year=year, month=month, day=number)
        case [year, month]:
            return _("{year}-{month}").format(year=year, month=month)
    return issued or ""


def value(name: str, said: str | None) -> str:
    """The value of a field of the metadata for people."""
    return day(said) if name == "issued" else said or ""


def role(name: RoleName) -> str:
    """A role as people call it."""
    match name:
        case "lead":
            return _("leads")
        case "coordinate":
            return _("with")
        case "monitor":
            return _("watched by")
        case "report_to":
            return _("to whom")
        case "via":
            return _("via")


def roles(one: RoleChange) -> str:
    """The bodies that came into a role and left it."""
    parts = [*(f"+ {name}" for name in one.gained), *(f"− {name}" for name in one.lost)]
    return f"{role(one.role)}: {'; '.join(parts)}"


def deadline(one: DeadlineChange) -> str:
    """A time before and after, and what that means: how many days there are from the issue, or how much later it is."""
    if one.change == "added":
        return f"+ {one.after}"
    if one.change == "dropped":
        return f"− {one.before}"
    given = one.given_before, one.given_after
    if None not in given and one.days and abs(one.days) > _YEAR:
        meaning = _("days from issue: {before} → {after}").format(before=given[0], after=given[1])
    else:
        meaning = days(one.days) if one.days else ""
    return f"{one.before} → {one.after}" + (f" ({meaning})" if meaning else "")


def days(number: int) -> str:
    """How much later or earlier."""
    if number > 0:
        return i18n.count("{n} day later", "{n} days later", number)
    return i18n.count("{n} day earlier", "{n} days earlier", -number)


def excerpt(text: str, size: int = 120) -> str:
    """The beginning of a text, cut at a word."""
    return text if len(text) <= size else text[:size].rsplit(" ", 1)[0] + " …"


def field(name: str) -> str:
    """A field of the metadata as people call it."""
    names = {
        "doc_type": _("type"),
        "symbol": _("symbol"),
        "issued": _("issued"),
        "place": _("place"),
        "issuer": _("issuer"),
        "title": _("title"),
        "secrecy": _("secrecy"),
        "urgency": _("urgency"),
        "circulation": _("circulation"),
        "signed": _("signed"),
    }
    return names[name]


def mark(status: str | None) -> str:
    """How sure the register is."""
    return {"verified": _("verified"), "believed": _("believed")}.get(status or "", "")


def totals(found: Comparison) -> str:
    """All changes in one sentence."""
    return ", ".join(_totals(found)) or _("No difference in wording, tasks, deadlines or recipients")


def _totals(found: Comparison) -> Iterator[str]:
    s, t = found.sections, [x for x in found.tasks if touched(x)]
    both = [x for x in t if x.change in ("same", "reworded")]
    counted = (
        (_("tasks added"), _with(t, "added")),
        (_("tasks dropped"), _with(t, "dropped")),
        (_("tasks changed"), len(both)),
        (_("deadlines changed"), sum(len(x.deadlines) for x in both) + len(found.deadlines)),
        (_("recipients in or out"), len(found.recipients)),
        (_("documents cited anew or no more"), len(found.references)),
        (_("sections added"), _with(s, "added")),
        (_("sections dropped"), _with(s, "dropped")),
        (_("sections moved"), sum(x.moved for x in s)),
        (_("sections reworded"), _with(s, "reworded")),
    )
    return (f"{words}: {number}" for words, number in counted if number)


def _with(found: Sequence[SectionChange] | Sequence[TaskChange], kind: str) -> int:
    return sum(x.change == kind for x in found)
