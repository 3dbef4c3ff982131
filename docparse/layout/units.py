"""Lines to units: what goes on with the line before, what opens a heading, an item, a bullet or a paragraph, how deep.

A mark opens a unit when it fits the numberings in force. `kinds` tells headings from items.

Reads: `Look`s and their zones.
Writes: `Unit`s, still as line numbers: offsets are born in `build`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from docparse.layout import bare, misread, tables
from docparse.layout.kinds import Unit, ends_open, settle
from docparse.layout.landmarks import EXTRA_LABEL, FORMULA, RECIPIENTS_LABEL, is_name
from docparse.layout.lines import PAGE_NUMBER, Look
from docparse.layout.markers import QUOTES, Mark, marks
from docparse.layout.numbering import Numberings, best_mark
from docparse.layout.zones import Zones
from docparse.lexicon import LOWER
from docparse.model import ZoneName

_CONNECTOR = re.compile(r"(?:\b(?:của|và|các|theo|về|với|cho|tại|từ|đến|ngày|kèm|việc|trong)|,|-|–)$", re.IGNORECASE)
_HALF_NAME = re.compile(
    r"(?<!\w)(?:Sở|Bộ|Cục|Phòng|Ban|Ủy|Uỷ|Văn|Hội|của|và|các|với|yêu cầu|đề nghị|là|được|để|tại|theo|trong|trên|do"
    r"|cho|về)$"
)
"""What a line cannot end with: the rest stands below, also behind a capital."""
_NUMBER_OPEN = re.compile(r"\bsố$", re.IGNORECASE)
# "kinh tế / - xã hội": the second half of a compound, cut at its dash by a line's end.
_SECOND_HALF = re.compile(
    rf"[-–—]\s*(?:[{LOWER}]|(?:Xã hội|Thương binh|An ninh|Quốc phòng|Thể thao|Đào tạo|Kỹ thuật|Công nghệ|Du lịch"
    r"|Hạnh phúc|Tự do)\b)"
)
_CLOSING_QUOTE = re.compile(r"[”\"»][\s.;,:)/]*$")
_ANY_QUOTE = re.compile(r"[\"“”„«»]")
_AHEAD = 400
"""How many lines below are searched for the next of a numbering."""
_CONTENT: frozenset[ZoneName] = frozenset(("preamble", "body", "appendix"))


@dataclass(slots=True)
class _Reader:
    """The walk over the lines of one source; `units` grows."""

    seen: list[Look]
    zones: Zones
    width: int | None
    rows: dict[int, tables.Row]
    units: list[Unit] = field(default_factory=list)
    stack: Numberings = field(default_factory=Numberings)
    tables: dict[int, Numberings] = field(default_factory=dict)
    steps: int = 0
    numbered: bool = False
    mended: dict[int, Mark] = field(default_factory=dict)
    """Marks that recognition misread, set right."""
    outside: Numberings | None = None
    """While a quotation with numbers of its own lasts, up to line `quoted`: the numberings around it."""
    quoted: int = -1

    def full(self, x: Look) -> bool:
        """Whether a line reaches the right margin, so that its sentence may go on below."""
        if not self.width:
            return False
        if x.line.box:
            return len(x.text) >= 0.72 * self.width
        heading = x.caps or any(not m.bullet for m in marks(x.line.text))
        return len(x.line.text.rstrip()) >= (0.8 if heading else 0.68) * self.width

    def goes_on(self, i: int, last: Look, mark: Mark | None, fit: int) -> bool:
        """Whether line `i` continues the unit whose last line is `last`."""
        x = self.seen[i]
        if last.rule or x.rule:
            return False
        if mark is not None:
            if mark.bullet:
                return self.full(last) and not last.ended and bool(_SECOND_HALF.match(x.text))
            wraps = not last.ended and self.full(last) and fit < 3 and not x.caps
            return wraps and not (mark.ordinal == 1 and self._second(i, mark))
        lower = x.text[0].islower()
        if self.width:
            if last.ended:
                return lower and self.full(last)
            if self.full(last):
                return not (x.caps and not last.caps and sum(c.isalpha() for c in x.text) > 5)
            return (
                lower or x.text[0] in ",;.)" or last.text.endswith((",", " số")) or bool(_HALF_NAME.search(last.text))
            )
        if last.ended or x.line.cell is not None:
            return False
        if self.seen[i].line.side != last.line.side:
            return False
        number = x.text[0].isdigit() and bool(_NUMBER_OPEN.search(last.text))
        return lower or number or bool(_CONNECTOR.search(last.text))

    def _second(self, i: int, mark: Mark) -> bool:
        """Whether the number after the first that line `i` may open stands soon below it."""
        return any(
            m.style == mark.style and m.ordinal == 2 and m.suffix == mark.suffix
            for x in self.seen[i + 1 : i + 40]
            for m in marks(x.line.text)
        )

    def read(self) -> list[Unit]:
        """All units in reading order."""
        previous: Unit | None = None
        for i, x in enumerate(self.seen):
            if x.blank or x.line.furniture:
                continue
            zone = self.zones.of[i]
            if zone in _CONTENT and i not in self.rows and PAGE_NUMBER.match(x.text):
                continue  # of the page, not of the text
            if i in self.zones.appendices or (previous and previous.zone == "preamble" and zone == "body"):
                self.stack, self.outside = Numberings(), None
            if zone not in _CONTENT or i in self.zones.titled:
                previous = self._field(i, zone, previous)
            elif i in self.rows:
                previous = self._cell(i, zone, previous)
            else:
                previous = self._content(i, zone, previous)
        return self.units

    def _field(self, i: int, zone: ZoneName, previous: Unit | None) -> Unit | None:
        x = self.seen[i]
        if zone == "recipients" and previous and previous.zone == zone and self._entry_goes_on(i, previous):
            previous.lines.append(i)
            return previous
        self.units.append(Unit(zone, "field", [i]))
        return self.units[-1] if not x.rule else previous

    def _entry_goes_on(self, i: int, previous: Unit) -> bool:
        x, last = self.seen[i], self.seen[previous.lines[-1]]
        if RECIPIENTS_LABEL.match(x.text) or EXTRA_LABEL.match(x.text) or marks(x.text) or x.text.startswith("Lưu"):
            return False
        head = self.seen[previous.lines[0]]
        if RECIPIENTS_LABEL.match(last.text) or EXTRA_LABEL.match(head.text) or is_name(x.text):
            return False
        dashed = bool(marks(head.text))
        return not re.search(r"[.;]\s*$", last.parts[0] if last.parts else last.text) and (
            dashed or (not last.text.endswith(",") and x.text[0].islower())
        )

    def _cell(self, i: int, zone: ZoneName, previous: Unit | None) -> Unit | None:
        row = self.rows[i]
        if i != row.first:
            row_unit = next((u for u in reversed(self.units) if u.row is row), None)
            if row_unit is not None:
                row_unit.lines.append(i)
                return row_unit
        if row.header:
            self.units.append(Unit(zone, "field", [i], row=row))
            return self.units[-1]
        self.stack.close_bullets()
        unit = Unit(zone, "item" if row.label else "paragraph", [i], row=row)
        if row.label and tables.row_mark(row.label).style in ("roman", "upper") and len(row.cells) <= 2:
            unit.kind = "heading"  # the title of a group of rows
        unit.depth = self.stack.depth() + 1
        unit.parent = self.stack.entries[-1].unit if self.stack.entries else None
        if row.label:
            self._number_row(unit, row.table, row.label)
        self.units.append(unit)
        return unit

    def _number_row(self, unit: Unit, table: int, label: str) -> None:
        """Numbers a row among those of its table: rows "1", "2" stand under a row "I", "1.1" under "1"."""
        mark = tables.row_mark(label)
        inside = self.tables.setdefault(table, Numberings())
        if inside.fit(mark):
            depth, parent, _ = inside.place(mark, len(self.units))
            unit.depth += depth - 1
            unit.parent = unit.parent if parent is None else parent
        unit.mark = mark

    def _content(self, i: int, zone: ZoneName, previous: Unit | None) -> Unit | None:
        x = self.seen[i]
        self._quotes(i)
        told = self.mended.get(i) or x.number
        mark, fit = (told, 3) if told else best_mark(x.line.text, self.stack)
        if mark is None and (alone := bare.alone(x.line.text)) and self._opens_alone(i, alone):
            mark, fit = alone, 3
        if mark is not None and mark.style == "step" and (self.steps < 2 or (len(x.text) > 130 and not mark.suffix)):
            mark = None
        if previous is not None and previous.zone == zone and previous.kind != "field" and previous.row is None:
            filled = mark is None and self._bare_mark(previous)
            if filled or self.goes_on(i, self.seen[previous.lines[-1]], mark, fit):
                previous.lines.append(i)
                return previous
        if x.rule:
            return previous
        if mark is not None:
            return self._open(i, zone, mark)
        if self._unnumbered_heading(i):
            return self._open_heading(i, zone)
        unit = Unit(zone, "paragraph", [i])
        unit.depth, unit.parent = self.stack.numbered()
        self.units.append(unit)
        return unit

    def _quotes(self, i: int) -> None:
        """A line that opens a quotation with a number starts a numbering of its own, which ends with the quotation."""
        if self.outside and i > self.quoted:
            self.stack, self.outside = self.outside, None
        x = self.seen[i]
        if self.outside or x.text[0] not in QUOTES or not any(not m.bullet for m in marks(x.line.text)):
            return
        self.outside = self.stack
        self.stack = Numberings(base=self.stack.numbered())
        below = ((j, self.seen[j].text) for j in range(i, min(i + _AHEAD, len(self.seen))))
        ends = (j for j, text in below if _CLOSING_QUOTE.search(text[-6:]) and _odd_quotes(text) == (j > i))
        self.quoted = next(ends, i)

    def _opens_alone(self, i: int, mark: Mark) -> bool:
        """Whether a number without a stop, alone on its line, is the next one and has its text below."""
        if not self.stack.is_next(mark) or self.seen[i].line.cell is not None:
            return False
        above = next((self.seen[j] for j in range(i - 1, -1, -1) if not self.seen[j].blank), None)
        below = self._following(i)
        return bool(above and below and (above.ended or not self.full(above)) and below.text[0].isupper())

    def _bare_mark(self, unit: Unit) -> bool:
        """Whether a unit is as yet a mark alone on its line."""
        first = self.seen[unit.lines[0]].line.text.rstrip()
        return unit.mark is not None and unit.content >= len(first) and len(unit.lines) == 1

    def _open_heading(self, i: int, zone: ZoneName) -> Unit:
        """Opens a heading without a number; capitals part a text without numbers, others stand where a step would."""
        x = self.seen[i]
        parts = x.caps and not self.numbered
        if not parts:
            self.stack.close_bullets(steps=True)
        lead = len(x.line.text) - len(x.line.text.lstrip())
        unit = self._open(i, zone, Mark("caps" if parts else "step", "", 0, lead))
        unit.kind = "heading"
        return unit

    def _open(self, i: int, zone: ZoneName, mark: Mark) -> Unit:
        unit = Unit(zone, "bullet" if mark.bullet else "item", [i], mark=mark, content=mark.end)
        unit.depth, unit.parent, issue = self.stack.place(mark, len(self.units), partial(self._resumes, i))
        if i in self.mended:
            issue = "misread_number"
        unit.issue = issue
        self.units.append(unit)
        return unit

    def _resumes(self, i: int, last: Mark) -> bool:
        """Whether the marks like `last` below line `i` go on with it, after those that line `i` begins if it is one."""
        begun = any(m.style == last.style and m.suffix == last.suffix for m in marks(self.seen[i].line.text))
        inner = 1 if begun else last.ordinal + 1
        for j in range(i + 1, min(i + _AHEAD, len(self.seen))):
            if j in self.zones.appendices or self.zones.of[j] not in _CONTENT:
                return False
            for m in marks(self.seen[j].line.text):
                if m.style != last.style or m.suffix != last.suffix:
                    continue
                if begun and m.ordinal == inner + 1:
                    inner = m.ordinal
                elif begun or m.ordinal <= inner:
                    return m.ordinal == last.ordinal + 1
        return False

    def _unnumbered_heading(self, i: int) -> bool:
        """Whether a line without a mark introduces what is below it: capitals, bold, or the lost "1." of a list."""
        x = self.seen[i]
        if (x.ended and not x.text.endswith(":")) or len(x.text) > 150 or ends_open(x.text) or x.line.note:
            return False
        following = self._following(i)
        if following is None:
            return False
        mark = best_mark(following.line.text, self.stack)[0]
        if x.caps and sum(c.isalpha() for c in x.text) > 5 and not FORMULA.match(x.text):
            return not self.numbered or self._stands_alone(i)
        if x.line.bold and not following.line.bold and x.line.align != "center" and not x.line.side:
            return True
        if self._stands_alone(i):
            return True
        return bool(mark and mark.bullet and not x.text.endswith(":") and len(x.text) < 80 and self._lost_first(i))

    def _stands_alone(self, i: int) -> bool:
        """Whether a short line without a stop stands between blank lines, above a paragraph or a list."""
        x, following = self.seen[i], self._following(i)
        if self.width or not (0 < i < len(self.seen) - 1 and self.seen[i - 1].blank and self.seen[i + 1].blank):
            return False
        above = next((self.seen[j] for j in range(i - 1, -1, -1) if not self.seen[j].blank), None)
        return bool(
            following
            and above
            and ((above.ended and not above.text.endswith(":")) or marks(above.line.text))
            and len(x.text) < 110
            and x.text[0].isupper()
            and not x.text.endswith((":", ","))
            and x.line.cell is None
            and (following.line.cell or marks(following.line.text) or len(following.text) > len(x.text))
        )

    def _following(self, i: int) -> Look | None:
        for j in range(i + 1, min(i + 6, len(self.seen))):
            if not self.seen[j].blank and not self.seen[j].line.furniture:
                return self.seen[j] if self.zones.of[j] == self.zones.of[i] else None
        return None

    def _lost_first(self, i: int) -> bool:
        """Whether the next number after line `i` is a 2 although no 1 is in force: this line was number 1."""
        if any(e.mark.style == "arabic" for e in self.stack.entries):
            return False
        for j in range(i + 1, min(i + 60, len(self.seen))):
            found = [m for m in marks(self.seen[j].line.text) if not m.bullet] if not self.seen[j].blank else []
            if found:
                return found[0].style == "arabic" and found[0].ordinal == 2
        return False


def _odd_quotes(text: str) -> bool:
    """Whether a quotation that a line opens goes on below it, or one that it closes began above it."""
    return len(_ANY_QUOTE.findall(text)) % 2 == 1


def read_units(seen: list[Look], zones: Zones, width: int | None, recognised: bool = False) -> list[Unit]:
    """Units in reading order, kinds and depths settled; numbers of recognised pages may be misread."""
    rows = tables.find_rows(seen, zones.of)
    content = [i for i, z in enumerate(zones.of) if z in _CONTENT and not seen[i].blank and i not in rows]
    styles = [m[0].style for i in content if (m := marks(seen[i].line.text))]
    numbered = sum(s in ("roman", "upper", "article") for s in styles) >= 2
    if not numbered and styles.count("arabic") >= 2:  # "MỤC ĐÍCH", "NỘI DUNG" above 1, 2, 3 part the text
        numbered = sum(_parts_text(seen[i]) for i in content) < 2
    reader = _Reader(seen, zones, width, rows, steps=styles.count("step"), numbered=numbered)
    if recognised:
        starts = [i in zones.appendices or z not in _CONTENT for i, z in enumerate(zones.of)]
        reader.mended = misread.headings(seen, starts)
    units = reader.read()
    settle(units, seen)
    return units


def _parts_text(x: Look) -> bool:
    """Whether a line in capitals without a mark can be the title of a part."""
    return x.caps and not x.ended and 5 < len(x.text) < 80 and x.line.cell is None and not marks(x.text)
