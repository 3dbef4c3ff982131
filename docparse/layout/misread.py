"""Marks and figures of recognised pages that were read wrongly, where the sequence or the grammar leaves one reading.

    "II. " after "II. ": III · "HI- ", "IH- ", "TI- ": III, III, II · "1- " before "II- ": I · "l5/8/2O14": 15/8/2014

Only for text that was recognised: text as typed says what it says. The canonical text keeps what was read; labels and
values of records have what was meant.

Reads: `Look`s, strings of a `View`.
Writes: labels of lines; strings of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docparse.layout.lines import Look
from docparse.layout.markers import Mark, marks, roman

_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LIKE_ROMAN = re.compile(
    r"\s{0,40}(?P<label>[IVXHTL1lïÏíÍìÌ|]{1,6}|\d)(?P<suffix>\s{0,2}[-–.])(?P<gap>\s{0,3})(?=[^\W\d_])"
)
_STROKES = {"H": "II", **dict.fromkeys("TL1lïÏíÍìÌ|", "I")}
_RESTARTS = frozenset(("part", "chapter", "division", "upper"))
_DIGITS = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0"})
_FIGURES = re.compile(
    r"(?<![\w/.\-])[\dlIOo|]{1,2}(?P<sep>[/.\-])[\dlIOo|]{1,2}(?P=sep)[12l|][\dlIOo|]{3}(?!\w)"
    r"|(?<![\w/.\-])[\dlIO]{2,4}(?=[-/][A-ZĐ][A-Za-zĐđ]{1,4}[/-][A-ZĐ])"
    r"|(?<=ngày )[\dlIO]{1,2}(?= tháng \d)|(?<=tháng )[\dlIO]{2}(?=[ /])|(?<=năm )[12l][\dlIO]{3}(?!\w)"
)
_QUARTER = re.compile(r"(?<=quý )(?:[lïíì|]|11|1V|111)(?=[ ,;./]|$)", re.IGNORECASE)
_QUARTER_STROKES = str.maketrans(dict.fromkeys("1lïíì|", "I"))


def figures(flat: str) -> str:
    """A text with letters that stand for digits in dates and symbols made digits; of the same length."""
    flat = _FIGURES.sub(lambda m: m[0].translate(_DIGITS) if any(c.isdigit() for c in m[0]) else m[0], flat)
    return _QUARTER.sub(lambda m: m[0].translate(_QUARTER_STROKES), flat)


def headings(seen: Sequence[Look], fresh: Sequence[bool]) -> dict[int, Mark]:
    """The marks of lines whose roman numeral was misread.

    Args: `seen`, all lines; `fresh`, for each whether numbering starts again at it.
    """
    found: dict[int, Mark] = {}
    last, suffix, restart = 0, "", True
    for i, x in enumerate(seen):
        restart = (
            restart
            or fresh[i]
            or any(m.style in _RESTARTS and m.label not in _STROKES and m.label not in "IVX" for m in marks(x.text)[:1])
        )
        m = _LIKE_ROMAN.match(x.line.text)
        if not m or (suffix and m["suffix"].strip() != suffix and not restart):
            continue
        value = _value(m["label"], 0 if restart else last, _followed(seen, i, m["suffix"].strip()))
        if value and (value == last + 1 or restart):
            if m["label"] != _ROMANS[value]:
                found[i] = Mark("roman", _ROMANS[value], value, m.end(), m["suffix"].strip())
            last, suffix, restart = value, m["suffix"].strip(), False
    return found


def _value(label: str, last: int, followed: bool) -> int:
    """What a label stands for after the number `last`; 0 for anything that is no such number.

    Args: `followed`, whether "II" with the same suffix comes next rather than "2".
    """
    if label.isdigit():
        return 1 if label == "1" and not last and followed else 0
    strokes = "".join(_STROKES.get(c, c) for c in label)
    value = roman(strokes) if strokes in _ROMANS else 0
    if value == last + 1 or (not last and followed and strokes == "II" != label):
        return last + 1
    # One stroke more or less is the same number to the recogniser; after a "II" another can only be III.
    near = strokes.strip("I") == _ROMANS[min(last + 1, 15)].strip("I") and abs(len(strokes) - (last + 1)) <= 1
    return last + 1 if 0 < last < 3 and near else 0


def _followed(seen: Sequence[Look], i: int, suffix: str) -> bool:
    """Whether the next number of the kind of line `i` is a roman two, not an arabic one."""
    for x in seen[i + 1 :]:
        m = _LIKE_ROMAN.match(x.line.text)
        if m and m["suffix"].strip() == suffix:
            if m["label"] == "2":
                return False
            if "".join(_STROKES.get(c, c) for c in m["label"]) in ("II", "III") and m["label"] != "11":
                return True
    return False
