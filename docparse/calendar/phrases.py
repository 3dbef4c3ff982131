"""The short phrase for what is due, cut out of the sentence that asks it: "gửi báo cáo", "hoàn thành sơ kết".

Text it is cut from: "... tổ chức hội nghị sơ kết và gửi báo cáo về Ban Thường vụ Tỉnh ủy (qua Ban Dân vận Tỉnh ủy)
trước ngày 20/10/2014". The last verb before the time governs it; where that only hands over or ends something ("trình
...", "hoàn thành"), what stands before says what. What it can mistake: a noun that reads as a verb ("báo cáo").

Reads: a `Document`, the table calendar.toml.
Writes: phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from docparse import lexicon
from docparse.extract.names import names_at
from docparse.model import Deadline, Document

LONGEST = 80
"""Characters of a phrase: a title is read at a glance, on a phone."""
_LEAST = 14
_MORE = 15
"""Characters that a phrase may have more where it also says to whom something is handed over."""
_REACH = 1500
"""Characters on both sides of a time in which its duty is sought."""

_ENDS = lexicon.either("calendar", "finishes")
_OPENS = lexicon.either("calendar", "openings")
_VERB = re.compile(rf"(?<!\w)(?:{lexicon.either('calendar', 'verbs')}|{_ENDS})(?!\w)")
_BEFORE = re.compile(rf"(?:^|[,;:.(]|(?<!\w)(?:và|{_OPENS}))\s*$")
_JOINED = re.compile(r"\s*(?:,|và|, và)\s*")
_HANDS = re.compile(rf"(?<!\w){lexicon.either('calendar', 'sends')}(?!\w)")
_FINISHES = re.compile(rf"{_ENDS}(?!\w)")
_DOES = re.compile(r"(?:(?:tổ chức |triển khai )?thực hiện|tiến hành|triển khai|tổ chức)")
_TO_NAME = re.compile(r"[\s,;:.]*(?:(?:giao|do|và|các|cấp)\s+)?")
_OPENING = re.compile(rf"[\s,]*{_OPENS}(?!\w)[\s,]*")
_TO = re.compile(r"\s+(?:về|cho|đến|tới|lên|với)\s*$")
_WHOM = re.compile(rf"(?<!\w)(?:{lexicon.either('calendar', 'sends')}|với|về|cho) ")
_TO_WHOM = re.compile(r"\s+(?:(?:về|cho|đến|tới|lên|với|các|bằng văn bản)\s+)*")
_BRACKETS = re.compile(r"\s*\([^()]*(?:\)|$)")
_MARK = re.compile(r"^\s*(?:[-–+•*\uf000-\uf8ff]|o(?= \w)|(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])\s?[-.)/]{1,2})?\s*")
_LABEL = re.compile(rf"{lexicon.either('calendar', 'labels')}(?!\w)\s*(?P<of>[^:;.]{{0,60}}?)\s*(?::\s*(?P<rest>.*))?$")
_CUT = re.compile(rf",(?!\d)|;|:|\s(?=(?:{lexicon.either('calendar', 'cuts')})(?!\w))|\s\(| – |\s(?=và [^\W\dA-ZĐ])")
_PLAIN = re.compile(rf"(?:{lexicon.either('calendar', 'plain')})?")
_DANGLING = re.compile(rf"(?:[\s,;:./–-]|(?<!\w)(?<!làm ){lexicon.either('calendar', 'dangling')}(?!\w))+$")
_PURPOSE = re.compile(r"\s+(?:để|nhằm)\s.*$")
_CLAUSE = re.compile(r"[;.](?=\s|$)")
_ALONE = re.compile(r"(?:^|[;.])\s*$")
_GIVEN_FIRST = re.compile(r"(?P<what>.*\S)\s+(?P<verb>gửi|nộp|trình)$")


Place = tuple[int, int]
"""Where something begins and ends."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of a document on one line, also in small letters; `names` are the places of bodies in it."""

    flat: str
    low: str
    names: tuple[tuple[int, int], ...] = ()
    subject: int = 0
    """Where the name of whom it is asked ends."""

    def part(self, start: int, end: int) -> _Text:
        """What stands between two places of it, with the names that stand there whole."""
        inside = ((s - start, e - start) for s, e in self.names if s >= start and e <= end)
        subject = max(0, min(self.subject, end) - start)
        return _Text(self.flat[start:end], self.low[start:end], tuple(inside), subject)


def _line(text: str) -> _Text:
    """A text on one line, of the same length."""
    flat = re.sub(r"[\s*]", " ", text)
    return _Text(flat, "".join(c.lower() if len(c.lower()) == 1 else c for c in flat))


def mentions(document: Document) -> list[Place]:
    """The places in a document where bodies are named, in order."""
    return sorted((m.start, m.end) for body in document.bodies for m in body.mentions)


def action(
    document: Document, start: int, end: int, deadline: Deadline, names: Sequence[Place], lead: Collection[str] = ()
) -> str:
    """What is due by a deadline, in a few words; "" where the sentence names nothing.

    Args: `start` and `end`, of the task or the sentence that the deadline stands in; `names`, the `mentions` of the
    document; `lead`, the names of whom it is asked.
    """
    start, end = max(start, deadline.start - _REACH), min(end, deadline.end + _REACH)
    text = _text(document, start, end, names, lead)
    first, last = max(0, deadline.start - start), deadline.end - start
    for other in document.deadlines:
        # "Định kỳ 6 tháng, hàng năm tổ chức ..."
        if other.start >= deadline.end and text.flat[last : other.start - start].strip() == ",":
            last = other.end - start
    later = [d.start - start for d in document.deadlines if start + last <= d.start < end]
    said = _after(text, first, last, min(later, default=len(text.flat)))
    said = said or _around(text.flat[:first], text.flat[last:])
    return short(said) if said else _governing(text.part(0, first))


def _around(before: str, after: str) -> str:
    """What a time in brackets is of: "Tuần 1 (15-21/11) - Tuyên truyền"."""
    inside, closed, rest = after.partition(")")
    if not before.rstrip().endswith("(") or inside or not closed:
        return ""
    return _bare(_line(f"{before.rstrip(' (')}{rest}"))


def objectless(phrase: str) -> bool:
    """Whether a phrase says nothing but that something is to be ready, or nothing at all."""
    return not phrase or _FINISHES.fullmatch(phrase.lower()) is not None


def joined(verb: str, about: str) -> str:
    """What is to be ready: "hoàn thành" and a phrase, which may say so itself."""
    ready = _FINISHES.match(about.lower())
    return about if not verb or ready else f"{verb} {lowered(about)}".strip()


def last_said(text: str) -> str:
    """The phrase that a text ends with, for a sentence after it that only says when that is to be ready."""
    closed = _CLAUSE.sub("", text[-_REACH:].rstrip(" ;,."))
    return _governing(_line(closed)) if closed.strip() else ""


def opening_names(text: str) -> list[str]:
    """The bodies that a sentence opens with, which are those that have to do it where nothing else is known."""
    line = _line(text[:_REACH])
    names, _end = names_at(line.flat, line.low, _opened(line))
    # "Cấp huyện học trong tháng 6": where the name of a level ends is not certain.
    return [name.text for name in names if not name.text.lower().startswith("cấp ")]


def _opened(line: _Text) -> int:
    """Where a sentence begins, after its mark and "Giao"."""
    given = re.compile(r"(?:giao|yêu cầu|đề nghị) ").match(line.low, _mark(line))
    return given.end() if given else _mark(line)


def acts(phrase: str) -> bool:
    """Whether a phrase opens with a verb."""
    return _VERB.match(phrase) is not None


def of_row(cells: Iterable[str], others: Iterable[str]) -> str:
    """What a row of a task table is about: its first cell that is no number, no body and no time.

    Args: `others`, what stands in its other cells: names of bodies, the time.
    """
    taken = [" ".join(o.split()).lower() for o in others]
    for cell in cells:
        said = " ".join(cell.split())
        low = said.lower()
        if any(c.isalpha() for c in said) and not any(low.startswith(o) or low in o for o in taken):
            return short(said)
    return ""


def short(phrase: str, longest: int = LONGEST) -> str:
    """A phrase without brackets and what dangles, ended where its words allow it when it is too long."""
    said = _trimmed(" ".join(_BRACKETS.sub("", phrase).split()).strip(" ,;:.-–+•"))
    if len(said) > longest:
        ends = [m.start() for m in _CUT.finditer(said, _LEAST, longest + 1)]
        commas = [e for e in ends if said[e] in ",;"]
        best = commas[-1] if commas and commas[-1] >= longest // 2 else max(ends, default=0)
        said = _trimmed(said[:best]) if best else said[:longest].rpartition(" ")[0] + " …"
    given = _GIVEN_FIRST.fullmatch(said)
    said = f"{given['verb']} {lowered(given['what'])}" if given else said
    return lowered(said)


def lowered(phrase: str) -> str:
    """A phrase that goes on after a colon: its first letter is small where it opens with a verb."""
    low = phrase[:1].lower() + phrase[1:]
    return low if _VERB.match(low) else phrase


def _trimmed(said: str) -> str:
    dangling = _DANGLING.search(said.lower())
    return said[: dangling.start()] if dangling and dangling.start() else said


def _text(document: Document, start: int, end: int, named: Sequence[Place], lead: Collection[str]) -> _Text:
    line = _line(document.text[start:end])
    inside = named[bisect_left(named, (start, 0)) : bisect_left(named, (end, 0))]
    names = {(s - start, e - start) for s, e in inside}
    for at in (_opened(line), *(m.end() for m in _WHOM.finditer(line.low))):
        names.update((n.start, n.end) for n in names_at(line.flat, line.low, at)[0])
    places = _apart(sorted(names, key=lambda place: (place[0], -place[1])))
    subject = next((e for s, e in places if line.flat[s:e] in lead), 0)
    return replace(line, names=places, subject=subject)


def _apart(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The places of names without those that lie in another."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return tuple(found)


def _after(text: _Text, first: int, last: int, end: int) -> str:
    """What follows a time that opens its part of the sentence: "định kỳ hằng quý báo cáo ..."; "" where none does."""
    before = text.low[_mark(text) : first]
    if not _BEFORE.search(before) and not any(e <= first and not text.low[e:first].strip(" ,") for _, e in text.names):
        return ""
    gap = re.match(r"\s*[,:]?\s*", text.low[last:])
    at = last + (gap.end() if gap else 0)
    named = next((e for s, e in text.names if s == at), None)
    begin = at if named is None else named + 1
    is_told = _ALONE.search(before) and text.low[begin:end].strip(" .;,:()/")
    if not (_VERB.match(text.low, begin) or (is_told and not _PURPOSE.match(" " + text.low[at:]))):
        return ""
    stop = _CLAUSE.search(text.flat, begin, end)
    end = stop.start() if stop else text.flat.rfind(",", begin, end) if end < len(text.flat) else end
    part = text.part(begin, max(end, begin))
    return _PURPOSE.sub("", _unaddressed(part, 0, len(part.flat)) or part.flat)


def _mark(text: _Text) -> int:
    found = _MARK.match(text.flat)
    return found.end() if found else 0


def _governing(text: _Text) -> str:
    """The phrase of the last verb of a text; with what stands before where that verb only hands over or ends."""
    return _handed(text) or short(_verbal(text))


def _verbal(text: _Text) -> str:
    """The phrase of the last verb of a text, where that does more than hand over what stands before."""
    clause = re.split(r"[;.]\s", text.flat[_mark(text) :])[-1].strip()
    label = _LABEL.match(clause.lower())
    if label and not label["rest"]:
        return "" if _PLAIN.fullmatch(label["of"]) else clause[label.start("of") : label.end("of")]
    places = _places(text) or _unopened(text)
    if not places:
        cut = [m.end() for m in _CLAUSE.finditer(text.flat) if text.flat[m.end() :].strip()]
        return _bare(text.part(cut[-1], len(text.flat)) if cut else text)
    at, end = places[-1], len(text.flat)
    phrase = _unaddressed(text, at, end)
    said = short(phrase).lower()
    if _FINISHES.fullmatch(said) or (_DOES.fullmatch(said) and len(places) > 1):
        return _finished(text, places, short(phrase))
    if _HANDS.match(text.low, at):
        return phrase or text.flat[at:end]
    if _VERB.fullmatch(short(phrase).lower()) and len(places) == 1:
        return f"{short(phrase)} {short(_bare(text.part(0, at)), LONGEST - len(phrase))}"
    return text.flat[_widened(text, places, len(places) - 1, end) : end]


def _handed(text: _Text) -> str:
    """What is handed over, and to whom: "xây dựng báo cáo, trình Thường trực Tỉnh ủy"; "" where nothing is."""
    places, end = _places(text), len(text.flat)
    if len(places) < 2 or not _HANDS.match(text.low, places[-1]) or _unaddressed(text, places[-1], end):
        return ""
    at = places[-1]
    handed = short(text.flat[at:end])
    room = LONGEST + _MORE - len(handed) - 2
    given = _unaddressed(text, _widened(text, places, len(places) - 2, at, len(text.flat)), at)
    if given.lower().startswith("báo cáo") and not given.rstrip().endswith((",", ";", "và")):
        return short(f"{text.flat[at:end].split()[0]} {given}")
    said = short(given, max(room, _LEAST))
    return f"{said}, {handed}" if said and not said.endswith("…") else handed


def _widened(text: _Text, places: list[int], k: int, end: int, room: int = LONGEST) -> int:
    """Where the phrases before the `k`-th one begin, as far as they stand in one clause and all is short enough."""
    first = k
    while first and not _CLAUSE.search(text.flat, places[first - 1], places[first]):
        if _HANDS.match(text.low, places[first - 1]) or end - places[first - 1] > room:
            break
        first -= 1
    return places[first]


def _places(text: _Text) -> list[int]:
    """Where verbs stand that open a part of the sentence; of verbs in a row ("hướng dẫn, kiểm tra") the first."""
    low, mark, found = text.low, _mark(text), list[int]()
    chain = last = given = -1
    for m in _VERB.finditer(low):
        at = m.start()
        if any(s <= at < e for s, e in text.names):
            continue
        beside = last >= 0 and not low[last:at].strip()
        joined = last >= 0 and _JOINED.fullmatch(low, last, at) and not _HANDS.match(m[0])
        to = None if beside else _addressed(text, m)
        chain = chain if beside or (joined and to is None) else at
        last = m.end()
        if given >= 0 and not low[given:chain].strip():
            continue  # "trình Chính phủ xem xét, quyết định": what the addressee does
        given = to if to is not None else given
        after_name = any(not low[e:chain].strip(" ,)") for _, e in text.names if e <= chain)
        opens = _BEFORE.search(low[mark:chain]) or after_name or to is not None or _FINISHES.match(m[0])
        if opens and chain not in found and chain >= text.subject:
            found.append(chain)
    return found


def _unopened(text: _Text) -> list[int]:
    """The last verb that hands something over, where none opens a part: "các đơn vị được phân công gửi báo cáo"."""
    return [m.start() for m in _HANDS.finditer(text.low) if not any(s <= m.start() < e for s, e in text.names)][:1]


def _addressed(text: _Text, verb: re.Match[str]) -> int | None:
    """Where the name of whom a verb hands something to ends, right after it; None for another verb or an object."""
    if not _HANDS.fullmatch(verb[0]):
        return None
    name = next(((s, e) for s, e in text.names if s >= verb.end()), None)
    return name[1] if name and _TO_WHOM.fullmatch(text.low, verb.end(), name[0]) else None


def _unaddressed(text: _Text, start: int, end: int) -> str:
    """A phrase without whom it is handed to; "" where it is nothing but a verb and an addressee."""
    verb = _HANDS.match(text.low, start)
    if verb and _addressed(text, verb) is not None:
        return ""
    for s, _ in text.names:
        to = _TO.search(text.low[start:s]) if start < s < end else None
        if to and _HANDS.search(text.low, start, start + to.start()):
            return text.flat[start : start + to.start()]
    return text.flat[start:end]


def _finished(text: _Text, places: list[int], verb: str) -> str:
    """What is to be ready: what was begun before, or the subject of the sentence ("Việc sơ kết ... hoàn thành")."""
    at, verb = places[-1], "hoàn thành" if verb == "xong" else verb
    if len(places) > 1:
        return text.flat[_widened(text, places, len(places) - 2, at) : at].strip(" ,;:.") or verb
    label = _LABEL.match(text.low, _mark(text))
    if label and label["of"] and not _PLAIN.fullmatch(label["of"]):
        return f"{verb} {label['of']}"
    subject = re.sub(r"^(?:việc|công tác)\s+", "", _bare(text.part(0, at)), flags=re.IGNORECASE)
    return f"{verb} {lowered(subject)}".strip()


def _bare(text: _Text) -> str:
    """The words of a text without its mark, its label, and the bodies and openings before what is done."""
    start, last = _mark(text), -1
    while last != start:
        last = start
        for s, e in text.names:
            if s >= start and _TO_NAME.fullmatch(text.low, start, s):
                start = e
        opening = _OPENING.match(text.low, start)
        start = opening.end() if opening else start
    said = text.flat[start:].strip(" ,;:.")
    label = _LABEL.match(said.lower())
    return said[label.start("rest") :] if label and label["rest"] else "" if label and not label["of"] else said
