"""Recurring duties: what "định kỳ 6 tháng", "trước ngày 15 hằng tháng" and "thứ Sáu hằng tuần" say as a rule.

Reads: the groups of a match of a form of `time_forms`.
Writes: rules of recurrence as in RFC 5545.
"""

from __future__ import annotations

from docparse.extract.dates import iso

_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}


def number(text: str | None) -> int:
    """A number in figures or in words, or a month by its name; 0 for anything else."""
    return 0 if not text else int(text) if text.isdigit() else {"giêng": 1, "chạp": 12}.get(text, _WORDS.get(text, 0))


_FREQ = {
    "ngày": "FREQ=DAILY",
    "tuần": "FREQ=WEEKLY",
    "tháng": "FREQ=MONTHLY",
    "quý": "FREQ=MONTHLY;INTERVAL=3",
    "năm": "FREQ=YEARLY",
}
_WEEKDAYS = {
    "thứ hai": "MO",
    "thứ ba": "TU",
    "thứ tư": "WE",
    "thứ năm": "TH",
    "thứ sáu": "FR",
    "thứ bảy": "SA",
    "chủ nhật": "SU",
} | {f"thứ {n}": day for n, day in enumerate(("MO", "TU", "WE", "TH", "FR", "SA"), 2)}


def _months(n: int) -> str:
    return "FREQ=YEARLY" if n == 12 else "FREQ=MONTHLY" if n == 1 else f"FREQ=MONTHLY;INTERVAL={n}"


def _years(n: int) -> str:
    return "FREQ=YEARLY" if n == 1 else f"FREQ=YEARLY;INTERVAL={n}"


def rrule(name: str, g: dict[str, str | None]) -> str | None:
    """The recurrence that a match of the form `name` says, as in RFC 5545; None where no such day exists.

    Args: `g`, the named groups of the match.
    """
    if name == "day_of_last_month":
        return f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={number(g['bd'])}"
    if name == "month_of_year":
        return f"FREQ=YEARLY;BYMONTH={number(g['bm'])}" if 1 <= number(g["bm"]) <= 12 else None
    if name == "time_of_day":
        return "FREQ=DAILY"
    if name == "day_of_report":
        return f"FREQ=MONTHLY;BYMONTHDAY={number(g['bd'])}"
    if name == "day_of_year":
        return (
            f"FREQ=YEARLY;BYMONTH={number(g['bm'])};BYMONTHDAY={number(g['bd'])}"
            if iso(2000, number(g["bm"]), number(g["bd"]))
            else None
        )
    if name == "day_of_month":
        return f"FREQ=MONTHLY;BYMONTHDAY={number(g['bd'])}" if 1 <= number(g["bd"]) <= 31 else None
    if name == "days_of_month":
        days = range(number(g["bd"]), number(g["be"]) + 1)
        return f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}" if 0 < days.start < days.stop <= 32 else None
    if name == "weekday":
        return "FREQ=MONTHLY" if g["wp"] == "tháng" else f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[g['wd'] or '']}"
    if name == "periodic":
        if g.get("py"):
            return _years(number(g["py"]))
        return _months(number(g["pn"])) if g.get("pn") else _FREQ[(g["pp"] or "").split()[-1]]
    if name == "times_a_period":
        return _FREQ[g["tp"] or "năm"] if number(g["tn"]) else None
    if name == "every":
        if g.get("yn"):
            n = number(g["yn"])
            return _months(n) if g["yp"] == "tháng" else f"FREQ=YEARLY;INTERVAL={n}" if n > 1 else "FREQ=YEARLY"
        return _FREQ[g["mp"] or "năm"]
    if name == "part_of_period":
        return _FREQ[(g["every"] or "năm").split()[-1]]
    if name == "each":
        return None if g["ep"] == "ngày" else _FREQ[g["ep"] or "năm"]
    return "FREQ=YEARLY"
