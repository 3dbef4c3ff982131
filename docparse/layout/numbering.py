"""The numberings in force while a document is read: which one a mark goes on with, and how deep it stands.

Numbering is judged by its sequence: a mark opens a unit when it goes on with a numbering in force or starts one, so
that "2021. Trong năm" and a date at the start of a wrapped line open nothing. Gaps and repeated numbers are survived
and reported.

Reads: `Mark`s, in the order of the text.
Writes: depth, parent and what is odd about the number of each unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from docparse.layout.markers import Mark, marks

_NAMED = ("article", "chapter", "part")
_DEEPEST = 20
"""No document counts on more levels than these; a file made to be slow may ("1." above "1)" above "1." ...)."""


@dataclass(slots=True)
class Entry:
    """A numbering in force: its last mark, how deep it stands, and the unit that the mark opened."""

    mark: Mark
    depth: int
    unit: int


@dataclass(slots=True)
class Numberings:
    """The numberings in force, outermost first."""

    entries: list[Entry] = field(default_factory=list)
    base: tuple[int, int | None] = (0, None)
    """Depth and unit that the outermost stands under."""
    nested: set[tuple[str, str]] = field(default_factory=set)
    """Styles and those that stood under them although the usual order is the other way round."""

    def depth(self) -> int:
        """How deep the innermost numbering stands; 0 where there is none."""
        return self.entries[-1].depth if self.entries else self.base[0]

    def numbered(self) -> tuple[int, int | None]:
        """Depth and unit of the innermost numbering that is no list of bullets; (0, None) where there is none."""
        return next(((e.depth, e.unit) for e in reversed(self.entries) if not e.mark.bullet), self.base)

    def find(self, mark: Mark) -> int | None:
        """The place of the numbering that `mark` goes on with or starts again; of several the innermost that fits."""
        alike = [
            k
            for k in range(len(self.entries) - 1, -1, -1)
            if (e := self.entries[k].mark).style == mark.style
            and (mark.style != "dotted" or _prefix(e) == _prefix(mark))
        ]
        following = [k for k in alike if self.entries[k].mark.ordinal + 1 == mark.ordinal]
        same = [k for k in following if self.entries[k].mark.suffix == mark.suffix]
        return next(iter((*same, *following, *alike)), None)

    def fit(self, mark: Mark) -> int:
        """How well `mark` continues the sequence: 3 next, 2 first, 1 tolerable, 0 not at all."""
        k = self.find(mark)
        if k is None:
            return self._fit_new(mark)
        last = self.entries[k].mark.ordinal
        if mark.ordinal == last + 1:
            return 3
        if mark.ordinal == 1:
            return 2
        return 1 if last <= mark.ordinal <= last + 3 or (mark.style in _NAMED and mark.suffix) else 0

    def is_next(self, mark: Mark) -> bool:
        """Whether `mark` is the very next of a numbering in force, or the first part of a number in force."""
        if self.find(mark) is not None:
            return self.fit(mark) == 3
        above = {e.mark.label for e in self.entries} | {str(e.mark.ordinal) for e in self.entries if not e.mark.bullet}
        return mark.style == "dotted" and mark.ordinal == 1 and _prefix(mark) in above

    def _fit_new(self, mark: Mark) -> int:
        """How well `mark` starts a numbering that is not in force."""
        if mark.style in ("article", "chapter", "part", "division"):
            # "Điều 22 Luật Bảo hiểm y tế" at the start of a line is cited, not opened.
            return 2 if mark.ordinal == 1 or mark.suffix else 0
        if mark.style == "step":
            return 2
        if mark.style == "dotted":
            parents = [e.mark.label for e in self.entries] + [str(e.mark.ordinal) for e in self.entries]
            if mark.ordinal == 1 or _prefix(mark) in parents:
                return 2
            return 1 if mark.ordinal <= 3 else 0
        if mark.ordinal == 1:
            return 2
        lost_first = mark.style in ("arabic", "roman") or (mark.style == "letter" and mark.suffix == ")")
        return 1 if mark.ordinal <= 3 and lost_first else 0

    def place(
        self, mark: Mark, unit: int, resumes: Callable[[Mark], bool] = lambda _: False
    ) -> tuple[int, int | None, str | None]:
        """Puts `mark` on the stack: its depth, the unit above it, and what is odd about its number.

        Args: `resumes`, whether the text below goes on with the numbering of a mark; what starts before that stands
        under it, whatever the usual order of nesting.
        """
        k = self.find(mark)
        issue = None
        if k is not None and self._nests(mark, k, resumes):
            k = None
            self.close_bullets()
        elif k is None:
            self._close(mark, resumes)
        if k is not None:
            issue = _issue(self.entries[k].mark, mark)
            del self.entries[k:]
        depth, above = (self.entries[-1].depth, self.entries[-1].unit) if self.entries else self.base
        self.entries.append(Entry(mark, depth + 1, unit))
        return depth + 1, above, issue

    def _nests(self, mark: Mark, k: int, resumes: Callable[[Mark], bool]) -> bool:
        """Whether a numbering of a style in force starts a level below instead of starting again."""
        if mark.ordinal != 1 or mark.bullet or len(self.entries) >= _DEEPEST:
            return False
        if k == len(self.entries) - 1:
            last = self.entries[k].mark
            return mark.style == "arabic" and (last.suffix != mark.suffix or resumes(last))
        return any(resumes(e.mark) for e in self.entries[k + 1 :] if not e.mark.bullet)

    def _has(self, style: str) -> bool:
        """Whether a numbering of a style is in force."""
        return any(e.mark.style == style for e in self.entries)

    def close_bullets(self, *, steps: bool = False) -> None:
        """Ends the innermost numberings that are bullets; with `steps` also "Bước 1" and headings without a number."""
        while self.entries and (self.entries[-1].mark.bullet or (steps and self.entries[-1].mark.style == "step")):
            self.entries.pop()

    def _close(self, mark: Mark, resumes: Callable[[Mark], bool]) -> None:
        """Ends the numberings that `mark`, the first of its style, does not stand under."""
        if mark.style == "dotted":
            for k in range(len(self.entries) - 1, -1, -1):
                e = self.entries[k].mark
                if (e.label == _prefix(mark) and e.style in ("arabic", "dotted", "roman", "upper", "letter")) or (
                    e.style == "roman" and str(e.ordinal) == _prefix(mark)
                ):
                    del self.entries[k + 1 :]
                    return
        if mark.bullet:
            return
        while self.entries and self.entries[-1].mark.rank >= mark.rank:
            last = self.entries[-1].mark
            if (
                last.style in ("dotted", "letter")
                and mark.style == "arabic"
                and mark.ordinal == 1
                and not self._has("arabic")
            ):
                return  # neither "1.4" nor "b)" stands under a "1." here, so that a list "1." can only stand below
            nested = (last.style, mark.style) in self.nested  # "Điều 4" goes on under "II." with those under "I."
            if not last.bullet and (nested or (mark.ordinal == 1 and resumes(last))):
                self.nested.add((last.style, mark.style))
                return
            self.entries.pop()


def _issue(last: Mark, mark: Mark) -> str | None:
    """What is odd about a number after the last of its kind; "d), e), f), g)" counts without "đ" as many do."""
    issue = None
    if mark.bullet:
        return issue
    if mark.ordinal == last.ordinal and (mark.style != "letter" or mark.label == last.label):
        issue = "repeated_number"
    elif mark.ordinal > last.ordinal + 1 and (last.label, mark.label) != ("d", "e"):
        issue = "gap_in_numbering"
    return issue


def _prefix(mark: Mark) -> str:
    """The number of the unit that a dotted number stands under: "2" of "2.1"."""
    return mark.label.rpartition(".")[0]


def best_mark(text: str, stack: Numberings) -> tuple[Mark | None, int]:
    """The reading of a line's mark that goes best with the numberings in force, and how well it does."""
    best: Mark | None = None
    score = 0
    for mark in marks(text):
        fit = 3 if mark.bullet else stack.fit(mark)
        if fit > score:
            best, score = mark, fit
    return best, score
