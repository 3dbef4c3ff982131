"""Numbers that were typed, or recognised, without the stop behind them; only their sequence tells them from words.

    "I MỤC ĐÍCH" ... "II NỘI DUNG" · "A" ... "B" above a line in capitals · "1 Các cấp ủy" ... "2 Ban Dân vận" ...
    "3 Văn phòng" · "1, Về ..." ... "2, Về ..." ... "3, Về ..." · "a, Học tập" ... "b, Thi đua" ·
    "1a. Về ..." ... "1b. Về ..." · "1 Nội dung" above "1.1. Về ..."

What can be mistaken for one: a line that wrapped before a number ("... có / 2 Phó Chủ tịch"), the rows of a table.

Reads: the texts of lines.
Writes: `Mark`s by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docparse.layout.markers import ALPHABET, Mark, marks, roman
from docparse.lexicon import UPPER

_BARE = re.compile(
    rf"[\s*_]{{0,40}}(?:(?P<upper>[A-HĐ])[*_]{{0,3}}"
    rf"(?: {{1,2}}(?=[*_]{{0,2}}[{UPPER}]{{2}})|, {{1,2}}(?=[{UPPER}])|\s*$)"
    rf"|(?P<roman>[IVX]{{1,5}})[*_]{{0,3}}(?:[,;]? {{1,2}}(?=[*_]{{0,2}}[{UPPER}])|\s*$)"
    rf"|(?P<arabic>\d{{1,2}})[*_]{{0,3}}[,;]? {{1,2}}(?=[*_]{{0,2}}[{UPPER}])"
    rf"|(?P<dotted>\d{{1,2}}\.\d{{1,2}})[,;] {{1,2}}(?=[*_]{{0,2}}[{UPPER}])"
    rf"|(?P<mixed>\d{{1,2}}[a-hđ]|[a-hđ]\d{{1,2}})[.)/] {{1,2}}(?=[*_]{{0,2}}[{UPPER}])"
    rf"|(?P<letter>[a-hđ])(?:[,;:]|/\.) {{1,2}}(?=[*_]{{0,2}}[{UPPER}]))"
)
_ALONE = re.compile(r"[\s*_]{0,40}(?:(?P<roman>[IVX]{1,5})|(?P<dotted>\d{1,2}\.\d{1,2}))[\s*_]{0,9}")
_COLUMNS = re.compile(r"\t|\S {3,}\S")
_FIRST = frozenset("ABCDĐEGHIVXabcdđegh0123456789")
_LEAST = {"upper": 2, "roman": 2, "arabic": 3, "dotted": 2, "mixed": 2, "letter": 2}
"""How many in a row are no accident."""


def numbers(texts: Iterable[str]) -> dict[int, Mark]:
    """The marks of lines that are numbered without a stop, by the place of the line.

    Args: `texts`, of all lines in order, empty for one that is no line of running text.
    """
    runs: dict[str, list[tuple[int, Mark]]] = {style: [] for style in _LEAST}
    found: dict[int, Mark] = {}
    for i, text in enumerate(texts):
        mark = _mark(text)
        if mark is None:
            for other in marks(text):
                if other.ordinal == 1 and other.style in runs:
                    runs[other.style].clear()
                if other.ordinal == 1 and (above := _above(other, runs["arabic"])):
                    found.update((above,))
            continue
        run = runs[mark.style]
        if mark.ordinal == 1:
            run.clear()
        elif not run or mark.ordinal != run[-1][1].ordinal + 1:
            continue
        run.append((i, mark))
        if len(run) >= _LEAST[mark.style]:
            found.update(run)
    return found


def alone(text: str) -> Mark | None:
    """The mark of a line that is nothing but "III" or "2.2"; whether it is one, its neighbours must say."""
    m = _ALONE.fullmatch(text)
    if m is None:
        return None
    style = m.lastgroup or ""
    return Mark(style, m[style], _ORDINALS[style](m[style]), m.end(style))


def _above(mark: Mark, run: list[tuple[int, Mark]]) -> tuple[int, Mark] | None:
    """The number that "2.1" stands under, where it is the last of a run."""
    return run[-1] if run and mark.style == "dotted" and mark.label == f"{run[-1][1].label}.1" else None


def _mark(text: str) -> Mark | None:
    if text[:42].lstrip(" \t*_")[:1] not in _FIRST:
        return None
    m = _BARE.match(text)
    if m is None or _COLUMNS.search(text, m.end()):
        return None
    style = m.lastgroup or ""
    label = m[style]
    ordinal = _ORDINALS[style](label)
    return Mark("dotted" if style == "mixed" else style, label, ordinal, m.end(), " ") if ordinal else None


def _last(label: str) -> int:
    """The ordinal of "1.2", "1b" or "a2": of what stands last."""
    end = label.rpartition(".")[2] if "." in label else label.lstrip("0123456789") or label
    end = end.lstrip(ALPHABET) or end
    return int(end) if end.isdigit() else 1 + ALPHABET.find(end[-1].lower())


_ORDINALS: dict[str, Callable[[str], int]] = {
    "upper": _last,
    "roman": roman,
    "arabic": int,
    "dotted": _last,
    "mixed": _last,
    "letter": _last,
}
