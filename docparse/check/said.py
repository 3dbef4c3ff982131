"""The words of findings, in the language of the process.

Reads: codes of findings.
Writes: strings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docparse.check.model import Finding
from docparse.i18n import _


class Said(NamedTuple):
    """Findings of one sentence in words: one thing to look at, whether of one body or of several.

    `rests_on` is the guideline or the mark of the register that says so; `start` is that of the first of them.
    """

    words: str
    sentence: str
    rests_on: str
    start: int


def said_of(findings: Sequence[Finding]) -> Iterator[Said]:
    """The findings of a document as a person reads them, in their order."""
    alike = groupby(findings, lambda f: (f.code, f.sentence, f.guideline or _(f.status or "")))
    for (_code, sentence, rests_on), some in alike:
        same = list(some)
        yield Said(said_together(same), sentence, rests_on, same[0].start)


def words() -> dict[str, str]:
    """What each code says."""
    return {
        "not_sent": _("has a task and is not among the recipients"),
        "register_date": _("the register has another date"),
        "register_term": _("the register has another term"),
        "deadline_before_issue": _("the deadline is before the date of issue"),
        "residue": _("nothing was read from this sentence"),
        "no_party_name": _("the heading ĐẢNG CỘNG SẢN VIỆT NAM is missing"),
        "no_issuer": _("the name of the issuer is missing"),
        "no_number": _("the number is missing"),
        "number_colon": _("a colon after Số"),
        "number_zero": _("a number below 10 without 0 before it"),
        "number_marks": _("the marks of the State in the number"),
        "type_code": _("the code in the number is of another type"),
        "no_date": _("place and date are missing"),
        "date_zero": _("a day below 10 or a month below 3 without 0 before it"),
        "date_comma": _("no comma between place and date"),
        "no_title": _("the type is missing"),
        "no_subject": _("the subject (trích yếu) is missing"),
        "misplaced": _("stands below the title, not in the letterhead"),
        "end_of_text": _("the text ends with ./. and not with a full stop"),
        "bases": _("a basis (căn cứ) ends with another mark than this"),
        "articles": _("no full stop after the number of an article"),
        "order": _("the numbering leaps"),
        "no_recipients": _("the recipients are missing"),
        "separators": _("recipients end with another mark than this"),
        "last_recipient": _("the recipients do not end with a full stop"),
        "no_addressee": _("the addressee (Kính gửi, Kính trình) is missing"),
        "no_as_above": _("the recipients do not begin with Như trên"),
        "no_signature": _("the signature is missing"),
        "signing_mark": _("T/M, K/T and T/L are written with a stroke"),
        "post": _("the post names the body"),
        "member": _("the post of a member is not stated"),
        "degree": _("a degree or a rank before the name"),
        "deputy": _("a deputy of a committee signs T/M, not K/T"),
    }


def said(finding: Finding) -> str:
    """A finding in words, with its detail."""
    return said_together([finding])


def said_together(findings: Sequence[Finding]) -> str:
    """Findings of one kind in words, with the detail of each once."""
    text = words()[findings[0].code]
    details = "; ".join(dict.fromkeys(f.detail for f in findings if f.detail))
    return f"{text}: {details}" if details else text
