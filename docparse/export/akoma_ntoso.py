"""A document in Akoma Ntoso 3.0 (OASIS LegalDocML), as `doc`: the letterhead and title in the preface, the sections in
the main body with their numbers, recipients and signatures in the conclusions.

Mentions of documents are `ref`, deadlines of one day `date`, names of bodies `organization`. Names of the country
and language are those of the naming convention; a document without a whole date has the date 0001-01-01 or the first
day of its month or year, and the name of the date says so.

Reads: a `Document`.
Writes: XML.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

from docparse import __version__
from docparse.model import Document, Section
from docparse.text import fold

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_E = ElementMaker(namespace=_NAMESPACE, nsmap={None: _NAMESPACE})
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML 1.0 does not allow."""

Marks = Sequence[tuple[int, int, str, dict[str, str]]]
"""Stretches of the text that are marked up: start, end, element, attributes; in order, none within another."""


def akoma_ntoso(document: Document) -> bytes:
    """The document as UTF-8 XML, the same for the same document and version."""
    root = _E.akomaNtoso(_E.doc(_meta(document), *_parts(document), name=_name(document)))
    etree.indent(root.find(f"{{{_NAMESPACE}}}doc/{{{_NAMESPACE}}}meta"), level=2)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data


def iri(target: str) -> str:
    """The IRI of a work by its canonical id: "17-CT/TW@2012-08-28" is "/akn/vn/doc/2012-08-28/17-CT-TW"."""
    symbol, _, when = target.partition("@")
    return "/".join(filter(None, ("/akn/vn/doc", quote(when), quote(symbol.replace("/", "-").replace(" ", "-")))))


def _name(document: Document) -> str:
    return fold(document.metadata.doc_type or "").replace(" ", "-") or "document"


# --- what is said of it -------------------------------------------------------------------------------------------


def _meta(document: Document) -> etree._Element:
    m = document.metadata
    work = iri(m.id) if m.id else f"/akn/vn/doc/{document.source.sha256[:16]}"
    issued = _date(m.issued)
    country = [_E.FRBRcountry(value="vn"), _E.FRBRsubtype(value=_name(document))]
    country += [_E.FRBRnumber(value=_clean(m.symbol))] if m.symbol else []
    country += [_E.FRBRname(value=_clean(m.title))] if m.title else []
    expression, manifestation = f"{work}/vie@", f"{work}/vie@.xml"
    return _E.meta(
        _E.identification(
            _E.FRBRWork(*_frbr(work, issued), *country),
            _E.FRBRExpression(*_frbr(expression, issued), _E.FRBRlanguage(language="vie")),
            _E.FRBRManifestation(*_frbr(manifestation, issued), _E.FRBRformat(value="application/akn+xml")),
            source="#docparse",
        ),
        *_secrecy(m.secrecy),
        _E.references(
            _organization("docparse", "/ontology/organization/docparse", f"docparse {__version__}"),
            _organization("issuer", "/ontology/organization/vn/issuer", m.issuer or "?"),
            *(_organization(b.id, _href(b.authority or fold(b.name)), b.name) for b in document.bodies),
            source="#docparse",
        ),
    )


def _secrecy(mark: str | None) -> list[etree._Element]:
    """The mark of secrecy as a keyword."""
    if not mark:
        return []
    keyword = _E.keyword(value=_clean(mark), showAs=_clean(mark), dictionary="#docparse")
    return [_E.classification(keyword, source="#docparse")]


def _frbr(value: str, issued: tuple[str, str]) -> list[etree._Element]:
    this = value.replace(".xml", "/!main.xml") if value.endswith(".xml") else f"{value}/!main"
    date, name = issued
    return [
        _E.FRBRthis(value=this),
        _E.FRBRuri(value=value),
        _E.FRBRdate(date=date, name=name),
        _E.FRBRauthor(href="#issuer"),
    ]


def _date(issued: str | None) -> tuple[str, str]:
    """A whole date for an EDTF one, and a name that says what of it is known."""
    match (issued or "").split("-"):
        case [_, _, _]:
            return issued or "", "issued"
        case [_, _]:
            return f"{issued}-01", "issuedMonth"
        case [year] if year:
            return f"{year}-01-01", "issuedYear"
    return "0001-01-01", "unknown"


def _organization(identifier: str, href: str, name: str) -> etree._Element:
    return _E.TLCOrganization(eId=identifier, href=href, showAs=_clean(name))


def _href(name: str) -> str:
    return f"/ontology/organization/vn/{quote(re.sub(r'[^a-z0-9]+', '-', name).strip('-') or 'x')}"


# --- what it says -------------------------------------------------------------------------------------------------


def _parts(document: Document) -> list[etree._Element]:
    marks = _marks(document)
    preface = _lines(document, ("header", "title"), marks)
    preamble = [_paragraph(document, s.start, s.end, marks) for s in document.sections if s.zone == "preamble"]
    conclusions = _lines(document, ("recipients", "signature"), marks)
    body = _body(document, marks)
    parts = [_E.preface(*preface)] if preface else []
    parts += [_E.preamble(*preamble)] if preamble else []
    parts.append(_E.mainBody(*(body or [_E.p()])))
    return parts + ([_E.conclusions(*conclusions)] if conclusions else [])


def _lines(document: Document, zones: Iterable[str], marks: Marks) -> list[etree._Element]:
    """The lines of some zones, a paragraph each."""
    found = []
    for zone in document.zones:
        if zone.zone in zones:
            for line in re.finditer(r"[^\n]*\S[^\n]*", document.text[zone.start : zone.end]):
                found.append(_paragraph(document, zone.start + line.start(), zone.start + line.end(), marks))
    return found


def _body(document: Document, marks: Marks) -> list[etree._Element]:
    """The tree of sections, those of each appendix in a container of their own."""
    below: defaultdict[str | None, list[Section]] = defaultdict(list)
    shown = [s for s in document.sections if s.zone not in ("preamble", "header", "title", "recipients", "signature")]
    ids = {s.id for s in shown}
    for section in shown:
        below[section.parent if section.parent in ids else None].append(section)
    body: list[etree._Element] = []
    starts = [(a.start, a.end) for a in document.appendices]
    last = None
    for section in below[None]:
        k = next((i for i, (start, end) in enumerate(starts) if start <= section.start < end), None)
        if k is None:
            body.append(_container(document, section, below, marks))
            continue
        if k != last:
            body.append(_E.hcontainer(name="appendix", eId=f"appendix_{k + 1}"))
            heading = _E.heading()
            _fill(heading, document.text, starts[k][0], section.start, marks)
            if "".join(heading.itertext()).strip():
                body[-1].append(heading)
            last = k
        body[-1].append(_container(document, section, below, marks))
    return body


def _container(
    document: Document, section: Section, below: dict[str | None, list[Section]], marks: Marks
) -> etree._Element:
    element = _E.hcontainer(name=section.kind, eId=section.id)
    start = _mark_end(document, section)
    if start > section.start:
        element.append(_E.num(_clean(document.text[section.start : start].strip())))
    children = below.get(section.id, ())
    if section.kind == "heading":
        heading = _E.heading()
        _fill(heading, document.text, start, section.end, marks)
        element.append(heading)
    else:
        paragraph = _paragraph(document, start, section.end, marks)
        element.append(_E.intro(paragraph) if children else _E.content(paragraph))
    element.extend(_container(document, child, below, marks) for child in children)
    return element


def _mark_end(document: Document, section: Section) -> int:
    """Where the mark of a section ends ("2.1- "), its start where it has none."""
    text = document.text[section.start : section.end]
    at = text.find(section.label) if section.label else -1
    if at < 0 or at > _OPENING:
        return section.start
    rest = text[at + len(section.label or "") :]
    return section.end - len(rest.lstrip(" .-–—):/\t\n*"))


_OPENING = 12
"""Characters that may stand before the label: "Phần thứ ", "Chương "."""


def _paragraph(document: Document, start: int, end: int, marks: Marks) -> etree._Element:
    paragraph = _E.p()
    _fill(paragraph, document.text, start, end, marks)
    return paragraph


def _marks(document: Document) -> Marks:
    """What is marked up; of what overlaps, mentions of documents come before days, and these before bodies."""
    found: list[tuple[int, int, str, dict[str, str]]] = []
    for r in document.references:
        if r.target:
            found.append((r.start, r.end, "ref", {"eId": r.id, "href": iri(r.target)}))
    for d in document.deadlines:
        if d.latest and d.earliest == d.latest:
            found.append((d.start, d.end, "date", {"eId": d.id, "date": d.latest}))
    for body in document.bodies:
        found += [(m.start, m.end, "organization", {"refersTo": f"#{body.id}"}) for m in body.mentions]
    kept: list[tuple[int, int, str, dict[str, str]]] = []
    taken: set[int] = set()
    for mark in found:
        if not taken.intersection(range(mark[0], mark[1])):
            taken.update(range(mark[0], mark[1]))
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark[0])


def _fill(element: etree._Element, text: str, start: int, end: int, marks: Marks) -> None:
    """Puts a stretch of the text into an element, with what is marked up in it."""
    at, last = start, None
    for first, stop, tag, attributes in marks:
        if first < at or stop > end:
            continue
        _append(element, last, text[at:first])
        last = _E(tag, _clean(text[first:stop]), **attributes)
        element.append(last)
        at = stop
    _append(element, last, text[at:end].rstrip())


def _append(element: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        element.text = (element.text or "") + _clean(text)
    else:
        last.tail = (last.tail or "") + _clean(text)


def _clean(text: str | None) -> str:
    return _UNFIT.sub("\ufffd", text or "")
