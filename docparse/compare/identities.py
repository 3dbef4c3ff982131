"""The bodies of two documents as one list: which names on both sides stand for the same body, and why.

A name of one side is first paired with the same name, then with the one name of the other side that it can mean or
that its body became; where there are two, none is taken.

Reads: the bodies of two documents, the register of successions.
Writes: a `Roll`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from docparse.compare.model import ROLES, Identity
from docparse.i18n import _
from docparse.lexicon import Succession
from docparse.link.succession import GROUP, Kinship, completed, kinship
from docparse.model import Document

_CITY = "thành ủy"


@dataclass(frozen=True, slots=True)
class Roll:
    """The bodies of two documents by the form of their names; `identities`, what is one without being called so.

    `forms` gives the form of a name of either; `became`, the form in the later document of one in the earlier;
    `names`, how bodies are called, by the later document where it names them.
    """

    forms: tuple[Callable[[str], str], Callable[[str], str]]
    became: dict[str, str]
    names: dict[str, str]
    identities: tuple[Identity, ...]

    def renamed(self, text: str) -> str:
        """A text of the earlier document with the names that its bodies have in the later one."""
        for x in self.identities:
            if x.status:
                after = x.after.replace("\\", "")
                text = re.sub(rf"(?<!\w){re.escape(x.before)}(?!\w)", after, text, flags=re.IGNORECASE)
        return text

    def old(self, name: str) -> str:
        """The body of a name of the earlier document."""
        form = self.forms[0](name)
        return self.became.get(form, form)

    def new(self, name: str) -> str:
        """The body of a name of the later document."""
        return self.forms[1](name)


def _forms(document: Document) -> Callable[[str], str]:
    """The form of names in one document, whose issuer and other names say what they leave out."""
    issuer = document.metadata.issuer
    said = {completed(name, issuer) for name in _said(document)}
    # "các huyện ủy, thị ủy, thành ủy" is one group also where its parts are told one by one.
    cities = GROUP in said and completed(issuer or "", None) != _CITY

    def form(name: str) -> str:
        """The form of a name of this document."""
        found = completed(name, issuer)
        return GROUP if cities and found == _CITY else found

    return form


def roll(a: Document, b: Document) -> Roll:
    """Pairs the names of bodies of two documents, `a` the earlier; where it is the later after all, the other way."""
    forms = _forms(a), _forms(b)
    old, new = (
        {form(x): " ".join(x.split()) for x in reversed(_said(d))} for form, d in zip(forms, (a, b), strict=True)
    )
    became: dict[str, str] = {}
    identities = []
    alone = [form for form in old if form not in new]
    kin = {form: [(other, k) for other in new if (k := _kin(a, b, old[form], new[other]))] for form in alone}
    # What only says less than another name may mean any of several; a body that became another the register tells.
    less = Counter(other for found in kin.values() for other, k in found if not k.rows)
    for form in alone:
        found = [(other, k) for other, k in kin[form] if k.rows or less[other] == 1]
        by_name = [(other, k) for other, k in found if not k.rows]
        for other, k in by_name if len(by_name) == 1 else found if len(found) == 1 else ():
            became[form] = other
            identities.append(_identity(old[form], new[other], k))
    names = {**{became.get(form, form): name for form, name in old.items()}, **new}
    return Roll(forms, became, names, tuple(identities))


def _named(document: Document, form: Callable[[str], str]) -> dict[str, str]:
    """The names of a document by their forms, each as it is first written."""
    return {form(name): " ".join(name.split()) for name in reversed(_said(document))}


def _said(document: Document) -> list[str]:
    """The names in roles and of recipients of a document."""
    said = [role.text for t in document.tasks for name in ROLES for role in getattr(t, name)]
    return said + [r.text for r in document.recipients if not r.archive]


def _kin(a: Document, b: Document, old: str, new: str) -> Kinship | None:
    first, second = a.metadata.issued, b.metadata.issued
    return kinship(new, old, first) if first and second and first > second else kinship(old, new, second)


def _identity(before: str, after: str, found: Kinship) -> Identity:
    if not found.rows:
        return Identity(before=before, after=after, reason=_("the same name, written otherwise"), status=None)
    status = next((row.status for row in found.rows if row.status != "verified"), "verified")
    return Identity(before=before, after=after, reason="; ".join(map(reason, found.rows)), status=status)


def reason(row: Succession) -> str:
    """What the register says of a body that became another, in the language of the process."""
    match row.relation:
        case "merged_into":
            said = _("{before} was merged into {after}, {date}")
        case "renamed":
            said = _("{before} was renamed {after}, {date}")
        case "succeeded_by":
            said = _("{before} was succeeded by {after}, {date}")
        case "functions_to":
            said = _("the work of {before} went to {after}, {date}")
    said = said.format(before=row.predecessor, after=row.successor, date=row.date)
    return f"{said} ({row.basis})" if row.basis else said
