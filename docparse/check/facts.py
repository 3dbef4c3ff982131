"""Checks of what a document says: who has a task and is not sent it, citations against the register, early deadlines,
sentences from which nothing was read.

Reads: a `Document`, the register of directives.
Writes: codes with `Spot`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from docparse import lexicon
from docparse.check.model import Spot
from docparse.lexicon import Directive
from docparse.link.succession import completed, kinship, one_form
from docparse.model import Document, Reference

_ALL = re.compile(r"như (?:trên|điều|khoản|mục|kính gửi)|kính gửi|các (?:cơ quan|đơn vị)\b.*liên quan|thành viên")
_VAGUE = re.compile(
    r"^(?:các |mỗi |mọi |từng |toàn thể |một số |những )?(?:cấp|tổ chức|chính quyền|cơ quan|đơn vị|địa phương|cơ sở"
    r"|cán bộ|đảng viên|đồng chí|người|thủ trưởng|lãnh đạo|bí thư|chi bộ|đảng bộ|ngành|đoàn thể|tập thể|cá nhân|chủ"
    r"|giám đốc|trưởng|phó|đại diện|ủy viên|thường trực|tổ|báo|đài|doanh nghiệp|công ty|trường|gia đình|giáo viên"
    r"|thành viên|hội đồng|trung tâm|tỉnh(?! ủy| đoàn)|sở, (?:ban, )?ngành)(?!\w)|cơ sở$|cấp ủy|^gv"
)
"""Whom no list of recipients names one by one: groups at large, and persons, who are reached through their bodies."""
_WHOSE = re.compile(r"trung ương|(?:tỉnh|thành|huyện|thị|quận) ủy|đảng ủy .|tỉnh|huyện|thành phố|xã|phường")
"""What says which one is meant of the organs that every committee has ("ban thường vụ", "chi ủy")."""
_ROLES = ("lead", "coordinate")


def not_sent(document: Document) -> Iterator[Spot]:
    """Bodies that lead a task or take part in one and are not among the recipients, each once."""
    m = document.metadata
    sent = {completed(r.text, m.issuer) for r in document.recipients if not r.archive}
    sent |= {completed(a.text, m.issuer) for a in document.addressees}
    if not sent or any(_ALL.search(form) for form in sent):
        return
    own = _own(document)
    bodies = {b.id: b for b in document.bodies}
    told: set[str] = set()
    for task in document.tasks:
        for role in (role for name in _ROLES for role in getattr(task, name)):
            form = completed(role.text, m.issuer)
            if form in told or _VAGUE.search(form) or any(x in form or form in x for x in own):
                continue
            if bodies[role.body].kind in ("party", "group", "person") and not _WHOSE.search(form):
                continue
            if form.startswith("văn phòng") or any(_stands_for(recipient, form, m.issued) for recipient in sent):
                continue
            told.add(form)
            here = (x for x in bodies[role.body].mentions if task.start <= x.start < task.end)
            at = next(here, task)
            yield Spot(at.start, at.end, role.text)


def _own(document: Document) -> set[str]:
    """The forms of the names of the issuer and its office, who need not be sent their own document."""
    m = document.metadata
    names = [m.issuer, *(s.on_behalf_of for s in document.signatures), completed("Văn phòng", m.issuer)]
    return {form for name in names if name and len(form := one_form(name)) > 3}


def _stands_for(recipient: str, body: str, issued: str | None) -> bool:
    recipient, body = _bare(recipient), _bare(body)
    if recipient in body or body in recipient or kinship(body, recipient, issued):
        return True
    return any(a.search(recipient) and b.search(body) for a, b in _covers())


def _bare(form: str) -> str:
    """A form without words and marks that are now there and now not: "mỗi", "Lao động-Thương binh"."""
    return re.sub(r"\s*-\s*| và ", " ", re.sub(r"^(?:mỗi|mọi|từng|những|một số|toàn thể|các) ", "", form))


@cache
def _covers() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(row.recipient), re.compile(row.body)) for row in lexicon.covers())


# --- the register -------------------------------------------------------------------------------------------------


def against_register(document: Document) -> Iterator[tuple[str, Spot]]:
    """Citations with a date or a term that the register of central directives gives otherwise, each place."""
    for reference in document.references:
        rows = [row for row in lexicon.directives() if row.symbol == reference.symbol]
        if not rows or reference.kind == "self" or reference.symbol == document.metadata.symbol:
            continue
        found = _date(reference, rows) or _term(reference, rows)
        if found:
            yield found


def _date(reference: Reference, rows: list[Directive]) -> tuple[str, Spot] | None:
    """A day that no directive of this number has, in the term of one that has another; numbers restart each term."""
    said = reference.date
    if not said or len(said) != 10 or any(row.date == said for row in rows):
        return None
    terms = {reference.term} if reference.term else _terms(said)
    same = [row for row in rows if row.term in terms]
    if not same:
        return None
    detail = "; ".join(f"{row.symbol}: {row.date} (khóa {row.term})" for row in same)
    return "register_date", Spot(reference.start, reference.end, detail, same[0].status)


def _term(reference: Reference, rows: list[Directive]) -> tuple[str, Spot] | None:
    """A term that is not that of the directive with this number and this date."""
    same = [row for row in rows if reference.date and row.date == reference.date]
    if not reference.term or not same or any(row.term == reference.term for row in same):
        return None
    detail = "; ".join(f"{row.symbol}, {row.date}: khóa {row.term}" for row in same)
    return "register_term", Spot(reference.start, reference.end, detail, same[0].status)


def _terms(day: str) -> set[str]:
    """The terms in which a day may lie, by the first and the last directive of each in the register."""
    return {term for term, (first, last) in _spans().items() if first <= day <= last}


@lexicon.derived
def _spans() -> dict[str, tuple[str, str]]:
    days: dict[str, list[str]] = {}
    for row in lexicon.directives():
        days.setdefault(row.term, []).append(row.date)
    return {term: (min(found), max(found)) for term, found in days.items()}


# --- what parsing noticed -----------------------------------------------------------------------------------------


def noticed(document: Document) -> Iterator[tuple[str, Spot]]:
    """Deadlines before the date of issue, and sentences with a cue from which nothing was read."""
    for warning in document.warnings:
        if warning.code in ("deadline_before_issue", "residue") and warning.start is not None and warning.end:
            yield warning.code, Spot(warning.start, warning.end)
