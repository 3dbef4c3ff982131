"""The days of a deadline, of a recurring one those of its first time and its end; or why nobody can know them.

A plan's period ("giai đoạn 2021 - 2025", "năm 2023" in its title) ends what recurs. What is counted from the day of
signing is due that many days after it, that day not counted (Civil Code 91/2015/QH13, article 147); counted from
anything else, or in working days, whose holidays are not known, it has no day.

Reads: `Deadline`s and the `Document` that they are of.
Writes: `Days`, or the `Lack`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from docparse import lexicon
from docparse.calendar.model import Lack
from docparse.extract.recurrence import number
from docparse.model import Deadline, Document

_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d ?[-–] ?(?P<last>(?:19|20)\d\d)(?!\d)")
_UNTIL = re.compile(r"đến (?:hết )?năm (?P<last>(?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!tháng \d )(?<!tháng \d\d )năm (?P<last>(?:19|20)\d\d)(?!\d)")
_COUNTED = re.compile(
    r"(?P<n>\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?P<unit>ngày|tuần|tháng)(?P<working> làm việc)?"
    r",? (?:kể |tính )?từ (?:ngày )?(?P<anchor>.+)"
)
_PART = re.compile(r"đầu|giữa|nửa|tuần")
_EXACT = ("time.day", "time.hour_day", "time.range_days", "time.day_bare", "time.range_event")


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of an expression, as in `Entry`."""

    first: date
    last: date
    vague: bool = False
    rrule: str | None = None
    until: date | None = None


def days(deadline: Deadline, document: Document) -> Days | Lack:
    """The days of a deadline of a document."""
    if deadline.relation == "recurring":
        return _recurring(deadline, document)
    if deadline.relation == "relative":
        return _counted(deadline, document)
    known = deadline.earliest or deadline.latest
    if known is None:
        return "undated"
    first, last = (date.fromisoformat(d or known) for d in (deadline.earliest, deadline.latest))
    return Days(first, last, vague=first != last and deadline.rule not in _EXACT)


def ends(document: Document) -> date | None:
    """The last day of the period that the title of a plan states; None where it states none.

    The years under review of a sơ kết or tổng kết are none, nor is a single year that is not this or the next one.
    """
    m = document.metadata
    title, issued = (m.title or "").lower().replace("\n", " "), (m.issued or "")[:4]
    if m.review or not issued.isdigit():
        return None
    stated = [int(f["last"]) for pattern in (_SPAN, _UNTIL) for f in pattern.finditer(title)]
    stated = [year for year in stated if year >= int(issued)]
    near = [int(f["last"]) for f in _YEAR.finditer(title) if 0 <= int(f["last"]) - int(issued) <= 1]
    return date(max(stated or near), 12, 31) if stated or near else None


def _start(document: Document) -> date | None:
    """The first day on which a document can have been in force."""
    issued = document.metadata.issued or ""
    try:
        return date.fromisoformat(f"{issued}-01-01"[:10] if len(issued) < 10 else issued) if issued else None
    except ValueError:
        return None


def _recurring(deadline: Deadline, document: Document) -> Days | Lack:
    from dateutil.rrule import rrulestr

    begins = _start(document)
    parts = dict(part.split("=", 1) for part in (deadline.rrule or "").split(";") if part)
    if begins is None or "FREQ" not in parts:
        return "anchor"
    if deadline.rule == "time.occasions" or (deadline.rule == "time.part_of_period" and _PART.search(deadline.text)):
        return "undated"
    vague = not {"BYMONTHDAY", "BYDAY"} & set(parts) and parts["FREQ"] != "DAILY"
    every = int(parts.get("INTERVAL", "1"))
    if (parts["FREQ"] == "YEARLY" and every > 1) or (parts["FREQ"] == "MONTHLY" and 12 % every):
        return "anchor"  # in which of the years or months nobody says
    start = _whole(parts, begins, every) if vague else begins
    _in_every_month(parts)
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    found = rrulestr(rule, dtstart=datetime.combine(start, datetime.min.time())).after(datetime.min, inc=True)
    if found is None:
        return "undated"
    first, until = found.date(), ends(document)
    return Days(first, first, vague, rule, until if until and until >= first else None)


def _whole(parts: dict[str, str], begins: date, every: int) -> date:
    """Makes a rule without a day one of the last day of its period; the day from which it counts."""
    if parts["FREQ"] == "WEEKLY":
        parts["BYDAY"] = "FR"
    elif parts["FREQ"] == "YEARLY":
        parts.setdefault("BYMONTH", "12")
        parts["BYMONTHDAY"] = "-1"
    else:
        parts["BYMONTHDAY"] = "-1"
        month = -(-begins.month // every) * every
        return date(begins.year, month, monthrange(begins.year, month)[1])
    return begins


def _in_every_month(parts: dict[str, str]) -> None:
    """A day that short months do not have ("ngày 30 hằng tháng") is their last one."""
    day = int(parts.get("BYMONTHDAY", "0"))
    if parts["FREQ"] == "MONTHLY" and day == 31:
        parts["BYMONTHDAY"] = "-1"
    elif parts["FREQ"] == "MONTHLY" and day > 28:
        parts |= {"BYMONTHDAY": ",".join(map(str, range(28, day + 1))), "BYSETPOS": "-1"}


def _counted(deadline: Deadline, document: Document) -> Days | Lack:
    """The day of "trong 20 ngày kể từ ngày ký Kế hoạch này", where the day of signing is known."""
    text = " ".join(document.text[deadline.start : deadline.end + 40].lower().split())
    m = _COUNTED.search(text)
    if m is None or m["working"] or not _own_issue().match(m["anchor"]):
        return "relative"
    issued = document.metadata.issued or ""
    if len(issued) != 10:
        return "anchor"
    signed, n = date.fromisoformat(issued), number(m["n"])
    day = (
        _months_later(signed, n) if m["unit"] == "tháng" else signed + timedelta(n * (7 if m["unit"] == "tuần" else 1))
    )
    return Days(day, day)


@lexicon.derived
def _own_issue() -> re.Pattern[str]:
    """The signing or issue of the document itself: "ký Kế hoạch này", "Chương trình được ban hành"."""
    types = lexicon.alternation(tuple(t.name.lower() for t in lexicon.doc_types()))
    act = r"(?:ký(?: ban hành)?|ban hành)"
    return re.compile(rf"(?:{act}(?: {types} này)?|{types}(?: này)?(?: được)? {act})(?:[.,;)/]|$)")


def _months_later(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
