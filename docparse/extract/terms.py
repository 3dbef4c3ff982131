"""Terms: what a deadline says, and the year of one that states none.

Text it finds: the year in "trước ngày 15/12 năm 2022", "tháng 6 năm sau", "đầu tháng 10/2025, hoàn thành trước 31/10".
What can be mistaken: "năm sau" in a regulation, which is every year's.

Reads: `Time`s, `Layout`.
Writes: `Term`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from docparse.confidence import confidence
from docparse.extract import times
from docparse.layout import Layout
from docparse.model import Bound


@dataclass(frozen=True, slots=True)
class Term:
    """A time expression with offsets of the view; `earliest` and `latest` are ISO days of the expression itself."""

    start: int
    end: int
    relation: Bound
    edtf: str | None
    earliest: str | None
    latest: str | None
    rrule: str | None
    inferred: Literal["issued", "context"] | None
    rule: str
    confidence: float


def year_of(t: times.Time) -> int | None:
    """The year that a time gives to those after it; a span of years or an aim ("đến năm 2030") gives none."""
    return None if t.kind == "target" or (t.kind == "range" and not t.dated) else t.year


def year_beside(last: Term, t: times.Time, low: str) -> int | None:
    """The year that a time shares with the one just before it: "đầu tháng 10/2025, hoàn thành trước 31/10"."""
    stated = last.inferred is None and last.relation in ("on", "within", "before", "by") and last.latest
    if not stated or not t.month or re.search(r"[.;\n]|[^\n]{80}", low[last.end : t.start].replace("\n", " ")):
        return None
    return int(last.latest[:4]) if last.latest and t.month >= int(last.latest[5:7]) else None


def year_before(mentioned: times.Time | None, t: times.Time, low: str) -> int | None:
    """The year named just before a month: "mở 10 lớp năm 2019, bắt đầu từ tháng 3"."""
    if mentioned is None or mentioned.rule != "time.year" or t.start - mentioned.end > 30:
        return None
    return None if re.search(r"[.;\n]", low[mentioned.end : t.start]) else mentioned.year


_STANDING = re.compile(r"(?:quy định|quy chế|nội quy|quy ước|điều lệ)(?!\w)")


def is_standing(layout: Layout) -> bool:
    """Whether a document lays down what is done year after year, so that "năm sau" is no certain year."""
    first = next((b for b in layout.blocks if b.zone == "title"), None)
    return first is not None and _STANDING.match(layout.view.low, first.flat_start) is not None


_YEAR_AFTER = re.compile(r",? (?:của )?năm (?:(?P<year>(?:19|20)\d\d)(?!\d)|(?P<next>sau|tới)|nay|này)(?!\w)")


def said(t: times.Time, issued: str | None, low: str, standing: bool) -> Term | None:
    """A time whose year stands after it: "trước ngày 15/12 năm 2022", "trước tháng 6 năm sau" (after the issue)."""
    m = _YEAR_AFTER.match(low, t.end) if t.needs_year and t.year is None else None
    if m is None or not (m["year"] or (issued and issued[:4].isdigit())):
        return None
    if standing and not m["year"]:
        sure = confidence(t.rule, doubtful=True)
        return Term(t.start, m.end(), t.relation, None, None, None, None, None, t.rule, sure)
    year = int(m["year"] or (issued or "")[:4]) + bool(m["next"])
    t = t.in_year(year)
    inferred: Literal["issued"] | None = None if m["year"] else "issued"
    sure = confidence(t.rule, doubtful=inferred is not None)
    return Term(t.start, m.end(), t.relation, t.edtf, t.earliest, t.latest, t.rrule, inferred, t.rule, sure)


_TITLE_YEAR = re.compile(r"(?<!tháng \d )(?<!tháng \d\d )(?<!học )năm (?P<year>(?:19|20)\d\d)(?! ?[-–] ?\d|\d)")


def planned_year(layout: Layout, issued: str | None) -> int | None:
    """The year that the title plans for ("... năm 2017"), where it is the one after the issue date's."""
    titles = [layout.view.low[b.flat_start : b.flat_end] for b in layout.blocks if b.zone == "title"]
    years = {int(m["year"]) for title in titles for m in _TITLE_YEAR.finditer(title)}
    if issued is None or not issued[:4].isdigit() or len(years) != 1:
        return None
    year = years.pop()
    return year if year == int(issued[:4]) + 1 else None


def resolved(t: times.Time, issued: str | None, last_year: int | None, planned: int | None) -> Term:
    """A time with its missing year filled from the title, the issue date or the text around."""
    if t.year is None and t.needs_year and planned:
        t = t.in_year(planned)
        sure = confidence(t.rule, doubtful=True)
        return Term(t.start, t.end, t.relation, t.edtf, t.earliest, t.latest, t.rrule, "context", t.rule, sure)
    if t.year is None and t.needs_year:
        year = int(issued[:4]) if issued and issued[:4].isdigit() else None
        source: Literal["issued", "context"] | None = "issued" if year else None
        if year and issued and len(issued) >= 7 and (t.month or 12) < int(issued[5:7]) and t.relation not in ("from",):
            year += 1 if int(issued[5:7]) - (t.month or 12) > 1 else 0
        if year is None and last_year is not None:
            year, source = last_year, "context"
        if year is not None:
            t = t.in_year(year)
            sure = confidence(t.rule, doubtful=True)
            return Term(t.start, t.end, t.relation, t.edtf, t.earliest, t.latest, t.rrule, source, t.rule, sure)
    sure = confidence(t.rule)
    return Term(t.start, t.end, t.relation, t.edtf, t.earliest, t.latest, t.rrule, None, t.rule, sure)
