"""What a document says of itself: type, number, date, place, issuer, subject, marks; each with its evidence.

Text it finds: the letterhead in one or two columns, "Số: 565 /TB-UBND", "Đông Hà, ngày     tháng 7 năm 2022" (month
precision), "KẾ HOẠCH" and the subject under it, "V/v ..." of an official letter; "(Ban hành kèm theo Kế hoạch số
123-KH/TU, ngày 29/8/2014 ...)" where the header is missing. Rules: GUIDELINES "metadata", "issuer", "title"; domain
notes 2.1, 2.4.

Reads: `Layout`, the mentions, the signers.
Writes: `Metadata`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from docparse.extract import headline
from docparse.extract.cites import Cite
from docparse.extract.dates import iso
from docparse.extract.ends import Signer
from docparse.extract.issuers import from_letterhead, from_preamble, from_signature, usual_writing
from docparse.extract.reviews import review
from docparse.extract.symbols import own_symbol
from docparse.layout import Block, Layout
from docparse.layout.landmarks import ADDRESS
from docparse.layout.lines import NUMBER, title_type, unspaced
from docparse.model import Metadata, Span
from docparse.text import fold, key

_DATE = re.compile(
    r"(?P<place>(?:T[PXT]\. ?)?[^\W\d_][^,;:.\n\d]{1,40}?)[,.]? ?"
    r"ngày[\s.…_]*(?P<d>\d{1,2})?[\s.…_/-]*(?:tháng[\s.…_]*)?(?P<m>\d{1,2})?[\s.…_/-]*(?:năm)?[\s.…_]*(?P<y>(?:19|20)\d\d)?(?!\d)",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(NUMBER.pattern + r"|^(?:Số|SỐ)\s*(?:[^\w\s]|\S{1,8}\s?[-–/]{1,2}\s?[A-ZĐ])")
_LIKE_NUMBER = re.compile(_OWN_NUMBER.pattern + r"|^S[ôóòồỗoO6]\s?[:;.]")
_BLANK_DATE = re.compile(r"tháng|năm|20(?!\d)|[\s.,…_/*-]+", re.IGNORECASE)
_DATED = re.compile(r"\bngày(?P<rest>[^\n]{0,60})", re.IGNORECASE)
_URGENT = r"(?:thuong khan|hoa toc|khan)"
_SECRECY = re.compile(
    rf"^\W{{0,4}}(?:(?:(?:dau chi |muc )?do mat|dau|(?P<papers>tai lieu|van ban)|{_URGENT})\W{{1,6}})?"
    r"(?P<mark>t ?u ?y ?e ?t ?m ?a ?t|t ?o ?i ?m ?a ?t|m ?a ?t)"
    rf"(?:\W{{0,4}}$|\W{{1,6}}{_URGENT}(?!\w).{{0,40}}$|\s?\((?:thoi han|bao ve|den)[^()]{{0,80}}\)\W{{0,4}}$)"
)
_SECRET_WORDS = {"tuyetmat": "TUYỆT MẬT", "toimat": "TỐI MẬT", "mat": "MẬT"}
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SECRET_INSIDE = re.compile(r"(?<!\w)(?P<mark>TUYỆT MẬT|TỐI MẬT)(?!\w)")
_URGENCY = re.compile(
    r"^\W{0,4}(?:ĐỘ KHẨN:?\s*)?"
    r"(HỎA TỐC HẸN GIỜ|HOẢ TỐC HẸN GIỜ|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN)\W{0,4}(?:\d[^\n]{0,20})?$"
)
_CIRCULATION = re.compile(
    r"^\W{0,4}(TÀI LIỆU THU HỒI|XONG HỘI NGHỊ TRẢ LẠI|XEM XONG TRẢ LẠI"
    r"|LƯU HÀNH NỘI BỘ|TÀI LIỆU HỘI NGHỊ|TÀI LIỆU NỘI BỘ)\W{0,4}$"
)
_DRAFT = re.compile(
    r"^\W{0,4}(?:DỰ THẢO|Dự thảo|BẢN THẢO)\b"
    r"(?:[ \t]+(?:lần|LẦN|số)[^\n]{0,20}|[ \t]*\d{0,2})?\W{0,6}(?:\d[^\n]{0,16})?$"
)
_LEAD = re.compile(r"^(?:V/v|Vv|Về việc|Về)[.:]?\s+", re.IGNORECASE)
_STAMP = re.compile(r"@|^\+07|^\d\d[./]\d\d[./]\d{4}|^Người ký|^Cơ quan:|^Thời gian ký", re.IGNORECASE)


@dataclass(slots=True)
class _Facts:
    """Values and where they were read."""

    values: dict[str, str | None] = field(default_factory=dict)
    evidence: dict[str, Span] = field(default_factory=dict)

    def put(self, name: str, value: str | None, start: int, end: int) -> None:
        """Keeps the first value of a fact, with its place in the text."""
        if value is not None and self.values.get(name) is None:
            self.values[name] = value
            self.evidence[name] = Span(start=start, end=max(start, end))


def letterhead(layout: Layout) -> list[Block]:
    """The blocks of the header, stamps of a signing service left out."""
    blocks = [b for b in layout.blocks if b.zone == "header"]
    last = max((i for i, b in enumerate(blocks[:8]) if _STAMP.search(layout.text[b.start : b.end])), default=-1)
    return blocks[last + 1 :]


def first_pass(layout: Layout) -> tuple[dict[str, str | None], dict[str, Span]]:
    """Type, symbol, date, place, subject and marks: what needs nothing but the layout."""
    facts = _Facts()
    head = letterhead(layout)
    _symbol(layout, head, facts)
    _date(layout, head, facts)
    _marks(layout, facts)
    _title(layout, facts)
    _old_head(layout, facts)
    return facts.values, facts.evidence


def _symbol(layout: Layout, head: Sequence[Block], facts: _Facts) -> None:
    for i, b in enumerate(head):
        for start, end in _columns(layout.text, b.start, b.end):
            if not _OWN_NUMBER.match(layout.text[start:end].strip(" *")):
                continue
            for more in range(3):
                tail = head[i + 1 : i + 1 + more]
                line = " ".join([layout.text[start:end], *(layout.text[t.start : t.end] for t in tail)])
                found = own_symbol(line.replace("*", "").strip().replace("–", "-").replace("—", "-"))
                if found:
                    facts.put("symbol", found.text, start, tail[-1].end if tail else end)
                    return


def number_lines(layout: Layout) -> Iterator[tuple[int, int]]:
    """The lines of the letterhead that hold the document's number, or look so misread, as offsets."""
    for b in letterhead(layout):
        for start, end in _columns(layout.text, b.start, b.end):
            if _LIKE_NUMBER.match(layout.text[start:end].strip(" *")):
                yield start, end


def date_lines(layout: Layout) -> Iterator[tuple[int, int]]:
    """The lines of the letterhead that hold its date, written in full or in part, as offsets; forms left blank not."""
    for b in letterhead(layout):
        for start, end in _columns(layout.text, b.start, b.end):
            m = _DATED.search(layout.text[start:end])
            if m and _BLANK_DATE.sub("", m["rest"]) and (layout.source.ocr or "tháng" in m["rest"].lower()):
                yield start, end


# A run of white space is tried from its first character alone.
_GAP = re.compile(r"\s(?:(?<=\t)\s*|(?<!\s\s)\s{5,}(?=[^\s\-/]))")


def _columns(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The halves of a letterhead's lines, as offsets."""
    out, at = [], start
    for m in [*_GAP.finditer(text[start:end]), None]:
        stop = start + m.start() if m else end
        if text[at:stop].strip():
            out.append((at + len(text[at:stop]) - len(text[at:stop].lstrip()), stop))
        at = start + m.end() if m else end
    return out


def _date(layout: Layout, head: Sequence[Block], facts: _Facts) -> None:
    if not head:
        return
    flat = layout.view.flat
    for k, b in enumerate(head):
        if "ngày" not in layout.view.low[b.flat_start : b.flat_end]:
            continue
        after = [
            t
            for t in head[k + 1 : k + 3]
            if layout.view.low[t.flat_start : t.flat_end].lstrip().startswith(("tháng", "năm"))
        ]
        text = " ".join([flat[b.flat_start : b.flat_end], *(flat[t.flat_start : t.flat_end] for t in after)])
        m = _DATE.search(text)
        if not m:
            continue
        start, end = layout.view.span(
            b.flat_start + m.start(), max(b.flat_start + m.start() + 1, min(b.flat_end, b.flat_start + m.end()))
        )
        words = m["place"].strip(" *-")
        place = re.split(r"\s{3,}|\t", words)[-1]
        place = re.sub(r"^.*[A-ZĐ./-]{3,}\d*\s+(?=[A-ZĐ])", "", place) if re.search(r"\d|/", place) else place
        facts.put("place", _after_number(place), start, end)
        facts.put("issued", _edtf(m), start, end)
        return


_OLD_HEAD = re.compile(
    r"(?:CỦA (?P<issuer>[^\d\n]{4,80}?) )?SỐ ?:? ?(?P<n>\d{1,4}) "
    r"NGÀY (?P<d>\d{1,2}) THÁNG (?P<m>\d{1,2}) NĂM (?P<y>\d{4})"
)
# Number and date are then those of another document, in the subject: "THỰC HIỆN NGHỊ QUYẾT SỐ 5 NGÀY ...".
_ANOTHER = re.compile(
    r"(?<!\w)(?:VỀ|THỰC HIỆN|TRIỂN KHAI|THI HÀNH|QUÁN TRIỆT|SỬA ĐỔI|BỔ SUNG|THAY THẾ|BÃI BỎ|TỔNG KẾT|SƠ KẾT)(?!\w)"
)


def _old_head(layout: Layout, facts: _Facts) -> None:
    """Number, date and issuer below the type, as decrees of 1945 have them: "CỦA CHỦ TỊCH ...", "SỐ 77 NGÀY ..."."""
    blocks = [b for b in layout.blocks if b.zone in ("header", "title")]
    text = " ".join(layout.view.flat[b.flat_start : b.flat_end] for b in blocks)
    m = _OLD_HEAD.search(text)
    if m is None or _ANOTHER.search(text, 0, m.start()) or "issued" in facts.values or "symbol" in facts.values:
        return
    lines = [b for b in blocks if re.search(r"(?<!\w)(?:SỐ|NGÀY) ?:? ?\d", layout.view.flat[b.flat_start : b.flat_end])]
    start, end = lines[0].start, lines[-1].end
    if m["issuer"]:
        facts.put("issuer", usual_writing(m["issuer"], layout), lines[0].start, end)
    facts.put("symbol", m["n"], start, end)
    facts.put("issued", _edtf(m), start, end)
    facts.values.pop("title", None)
    facts.evidence.pop("title", None)


def _after_number(place: str) -> str:
    """The place on a line that holds the number too ("Số: 09/2009/CT-UBND Thủ Dầu Một")."""
    words = place.split()
    while words and (
        (words[0].isupper() and len(words[0]) > 1 and words[0].rstrip(".") not in ("TP", "TX", "TT"))
        or not words[0][0].isupper()
    ):
        words = words[1:]
    return " ".join(words) or place


def _edtf(m: re.Match[str]) -> str | None:
    """The date of a letterhead as far as it is filled in."""
    if not m["y"]:
        return None
    if not m["m"] or not 1 <= int(m["m"]) <= 12:
        return m["y"]
    if not m["d"]:
        return f"{m['y']}-{int(m['m']):02d}"
    return iso(int(m["y"]), int(m["m"]), int(m["d"]))


def _marks(layout: Layout, facts: _Facts) -> None:
    """Secrecy, urgency, circulation and draft: lines of their own before the body; secrecy wherever it may stand.

    A mark of secrecy that is missed lets a secret document out, so it is read in any case and spacing, without its
    marks, in the foot and in what runs along the edges of pages.
    """
    for b in layout.blocks:
        if b.zone in ("preamble", "body", "appendix"):
            continue
        for start, end in _columns(layout.text, b.start, b.end):
            text = layout.text[start:end].strip()
            if secret := _secrecy(text, b.zone == "header"):
                facts.put("secrecy", secret, start, end)
            if b.zone not in ("header", "title"):
                continue
            for name, pattern in (("urgency", _URGENCY), ("circulation", _CIRCULATION)):
                if m := pattern.match(text):
                    facts.put(name, m[1], start, end)
            if _DRAFT.match(text):
                facts.put("draft", "yes", start, end)
    if not facts.values.get("secrecy"):
        found = next((s for f in layout.furniture if (s := _secrecy(f.text, True))), None)
        if found:
            facts.values["secrecy"] = found


def _secrecy(text: str, letterhead: bool) -> str | None:
    """The degree of secrecy that a line marks; in a letterhead it may stand beside a number or a name."""
    line = " ".join(_UNSEEN.sub("", unspaced(text)).split())
    if len(line) > 160:
        return None
    # A title may end in a line of its own: "về quản lý / tài liệu mật".
    if (m := _SECRECY.match(fold(line))) and (letterhead or not m["papers"]):
        mark = m["mark"].replace(" ", "")
        # "mặt" and "mắt" are words; that the dot under "Ậ" is lost is usual in scans.
        return _SECRET_WORDS[mark] if mark != "mat" or {"â", "ậ"} & set(line.lower()) else None
    inside = _SECRET_INSIDE.search(line) if letterhead else None
    return inside["mark"] if inside else None


def _title(layout: Layout, facts: _Facts) -> None:
    """Type and subject from the lines of the title."""
    titled = [(b, layout.view.flat[b.flat_start : b.flat_end].strip()) for b in layout.blocks if b.zone == "title"]
    raw = [layout.text[b.start : b.end] for b, _ in titled]  # the view joins the letters of "Q U Y Ế T  Đ Ị N H"
    named = ((i, title_type(t) or title_type(raw[i])) for i, (_, t) in enumerate(titled))
    typed = next(((i, found) for i, found in named if found), None)
    if typed is None:
        _letter_title(titled, facts)
        return
    at, (kind, rest) = typed
    opener = titled[at][0]
    facts.put("doc_type", kind.lower(), opener.start, opener.end)
    lines = _until_address([(b, t) for b, t in titled[at + 1 :] if any(c.isalnum() for c in t)])
    caps = [t.upper() == t for _, t in lines]
    if caps and caps[0] and not all(caps):  # the issuer's line in capitals before the subject
        lines = lines[caps.index(False) :]
    if rest and (not lines or rest.upper() != rest or all(caps)):
        lines = [(opener, rest), *lines]
    if lines:
        facts.put("title", _subject(t for _, t in lines), lines[0][0].start, lines[-1][0].end)


def _letter_title(titled: list[tuple[Block, str]], facts: _Facts) -> None:
    """The subject of an official letter, whose title names no type: the lines above "Kính gửi"."""
    lines = list(takewhile(lambda line: not ADDRESS.match(line[1]), titled))
    if lines:
        facts.put("doc_type", "công văn", lines[0][0].start, lines[-1][0].end)
        facts.put("title", _subject(t for _, t in lines), lines[0][0].start, lines[-1][0].end)
    elif titled:
        facts.put("doc_type", "công văn", titled[0][0].start, titled[0][0].end)


def _until_address(lines: list[tuple[Block, str]]) -> list[tuple[Block, str]]:
    for i, (_, t) in enumerate(lines):
        if ADDRESS.match(t) or (t.startswith("(") and i):
            return lines[:i]
    return lines


def _subject(parts: Iterable[str]) -> str | None:
    """The subject of a title from its lines, without "V/v" and the dots of a form."""
    text = " ".join(p.strip() for p in parts)
    plain = _LEAD.sub("", re.sub(r"\s+", " ", text).strip(" *"))
    bare = plain.rstrip(" .…")  # the leader of a form
    return (bare if len(plain) - len(bare) > 3 else plain).strip(" -*") or None


def complete(
    layout: Layout,
    values: dict[str, str | None],
    evidence: dict[str, Span],
    cites: Sequence[Cite],
    signers: Sequence[Signer],
    own: Cite | None = None,
) -> Metadata:
    """The whole metadata, once mentions and signers are known; `own`, the document's number where its title has it."""
    facts = _Facts(dict(values), dict(evidence))
    if own:
        _from_headline(layout, facts, own)
    _from_appendix(layout, facts, cites)
    path, spans = from_letterhead(layout, letterhead(layout))
    if path:
        facts.put("issuer", path[-1], *spans)
    else:
        name, start, end = from_signature(layout, signers)
        if name is None:
            name, start, end = from_preamble(layout)
        facts.put("issuer", name, start, end)
        path = [name] if name else []
    v = facts.values
    return Metadata(
        id=document_id(v),
        doc_type=v.get("doc_type"),
        symbol=v.get("symbol"),
        issued=v.get("issued"),
        place=v.get("place"),
        issuer=v.get("issuer"),
        issuer_path=tuple(path),
        title=v.get("title"),
        secrecy=v.get("secrecy"),
        urgency=v.get("urgency"),
        circulation=v.get("circulation"),
        draft=bool(v.get("draft")),
        review=review(v.get("title"), cites, layout),
        evidence=dict(sorted(facts.evidence.items())),
    )


def _from_headline(layout: Layout, facts: _Facts, own: Cite) -> None:
    """Type, number, date, issuer and subject of a title that opens with them."""
    start, end = layout.view.span(own.start, own.end)
    words, begin, stop = headline.subject(layout, own)
    facts.values["doc_type"], facts.evidence["doc_type"] = str(own.type).lower(), Span(start=start, end=end)
    facts.put("symbol", own.symbol.text if own.symbol else None, start, end)
    facts.put("issued", own.date, start, end)
    facts.put("issuer", usual_writing(own.issuer, layout) if own.issuer else None, start, end)
    if title := _subject((words,)):
        facts.values["title"], facts.evidence["title"] = title, Span(start=begin, end=stop)


def _from_appendix(layout: Layout, facts: _Facts, cites: Sequence[Cite]) -> None:
    """Number and date that only the bracket of an appendix states."""
    for c in cites:
        block = layout.blocks[layout.block_at(c.start)]
        if not (block.attached and c.symbol and c.symbol.number and c.type and facts.values.get("doc_type")):
            continue
        if c.type.lower() != facts.values["doc_type"] or "theo" not in layout.view.low[block.flat_start : c.start]:
            continue
        start, end = layout.view.span(c.start, c.end)
        own = facts.values.get("symbol")
        if own is None or own.startswith(("-", "/")):
            facts.values["symbol"], facts.evidence["symbol"] = c.symbol.text, Span(start=start, end=end)
        if c.date and len(facts.values.get("issued") or "") < 10:
            facts.values["issued"], facts.evidence["issued"] = c.date, Span(start=start, end=end)
        return


def document_id(values: dict[str, str | None]) -> str | None:
    """The canonical id of the document itself; without a number its type and subject in one form."""
    symbol, issued = values.get("symbol"), values.get("issued")
    if symbol and not symbol.startswith(("-", "/")):
        return f"{symbol}@{issued}" if issued else symbol
    kind, title = values.get("doc_type"), values.get("title")
    if not kind:
        return None
    name = key(f"{kind} {title}" if title else kind)
    return f"{name}@{issued}" if issued else name
