"""What a title says of a review: "sơ kết 5 năm (2014 - 2019) thực hiện Chỉ thị số 17-CT/TW".

Reads: a title, the mentions and the `Layout`.
Writes: a `Review`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docparse.extract.cites import Cite
from docparse.layout import Layout
from docparse.model import Review

_REVIEW = re.compile(
    r"(?P<kind>sơ kết|tổng kết)(?:,? đánh giá)?(?: (?:việc|công tác|kết quả))?"
    r"(?: (?P<years>\d{1,2}) năm)?(?: ?\((?P<from>\d{4}) ?- ?(?P<to>\d{4})\))?"
    r"(?: giai đoạn (?P<from2>\d{4}) ?- ?(?P<to2>\d{4}))?",
    re.IGNORECASE,
)


def review(title: str | None, cites: Sequence[Cite], layout: Layout) -> Review | None:
    """Kind, years, period and document of the review that a title names; None where it names none."""
    m = _REVIEW.search(title or "")
    if not m:
        return None
    of = next(
        (c.symbol.text for c in cites if c.symbol and layout.blocks[layout.block_at(c.start)].zone == "title"), None
    )
    if of is None and not m["years"]:
        return None
    start, stop = m["from"] or m["from2"], m["to"] or m["to2"]
    return Review(
        kind="interim" if m["kind"].lower() == "sơ kết" else "final",
        years=int(m["years"]) if m["years"] else None,
        from_=int(start) if start else None,
        to=int(stop) if stop else None,
        of=of,
    )
