"""The documents of corpus/: complete, their truth true of their text, and rendered again without a difference.

Reads: corpus/.
Writes: nothing.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent.parent / "corpus"
NAMES = sorted(p.stem for p in (CORPUS / "sources").glob("*.txt"))
BROKEN = "chuong-trinh-xa-2026"
"""The document whose PDF breaks a reference and a table row at page ends."""

ZONES = {"header", "title", "preamble", "body", "recipients", "signature", "appendix"}
ROLES = {"field", "heading", "item", "bullet", "para", "cont", "label", "recipient"}
KINDS = {"full", "alias", "named", "self"}
REVIEWS = {"reviews_interim", "reviews_final"}
RELATIONS = REVIEWS | {"implements", "pursuant_to", "replaces", "amends", "accompanies", "mentions"}
BOUNDS = {"before", "by", "on", "within", "from", "between", "recurring", "relative"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def tool(name: str) -> Any:
    """Imports a module of the renderer, which is a tool beside the documents and not part of the package."""
    if str(CORPUS) not in sys.path:
        sys.path.insert(0, str(CORPUS))
    return importlib.import_module(name)


def sheet(name: str) -> Any:
    return tool("render_source").read_source(CORPUS / "sources" / f"{name}.txt")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CORPUS / f"{name}.truth.json").read_text("utf-8"))
    return found


def lines(name: str) -> list[str]:
    return (CORPUS / f"{name}.txt").read_text("utf-8").split("\n")


def pdf_pages(path: Path) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def docx_text(path: Path) -> str:
    import docx

    document = docx.Document(str(path))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def test_at_least_twelve_documents_in_all_formats() -> None:
    assert len(NAMES) >= 12
    wanted = {f"{name}{ending}" for name in NAMES for ending in (".txt", ".docx", ".pdf", ".truth.json")}
    assert wanted - {path.name for path in CORPUS.iterdir()} == set()


@pytest.mark.parametrize("name", NAMES)
def test_lines_of_truth_cover_the_text(name: str) -> None:
    text = lines(name)
    rows = truth(name)["lines"]
    assert [r[0] for r in rows] == [i for i, line in enumerate(text, 1) if line.strip()]
    for number, zone, role, depth, label in rows:
        assert zone in ZONES, number
        assert role in ROLES, number
        assert (depth >= 1) if role in ("heading", "item", "bullet") else depth >= 0, number
        assert label or role not in ("item", "bullet"), number
        assert label is None or label in text[number - 1], number


@pytest.mark.parametrize("name", NAMES)
def test_references_and_deadlines_stand_on_their_lines(name: str) -> None:
    text, found = lines(name), truth(name)
    for reference in found["references"]:
        assert reference["quote"] in text[reference["line"] - 1], reference
        assert reference["kind"] in KINDS, reference
        assert reference["relation"] in RELATIONS, reference
        assert bool(reference["symbol"]) == (reference["kind"] == "full"), reference
        assert not reference["date"] or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", reference["date"]), reference
    for deadline in found["deadlines"]:
        assert deadline["quote"] in text[deadline["line"] - 1], deadline
        assert deadline["relation"] in BOUNDS, deadline
        assert (deadline["relation"] == "recurring") == bool(deadline["rrule"]), deadline
        assert deadline["relation"] in ("recurring", "relative") or DAY.fullmatch(deadline["start"]), deadline
        assert not deadline["start"] or deadline["start"] <= deadline["end"], deadline


@pytest.mark.parametrize("name", NAMES)
def test_tasks_recipients_and_signatures_are_in_the_text(name: str) -> None:
    text, found = lines(name), truth(name)
    for task in found["tasks"]:
        assert task["lead"] or task["monitor"], task
        assert task["deadline"] is None or 0 <= task["deadline"] < len(found["deadlines"]), task
    for recipient in found["recipients"]:
        assert recipient["text"] in text[recipient["line"] - 1], recipient
        assert not recipient["note"] or recipient["note"] in text[recipient["line"] - 1], recipient
    assert len([r for r in found["recipients"] if r["archive"]]) == 1
    for signature in found["signatures"]:
        for part in ("on_behalf_of", "position", "name"):
            assert signature[part] is None or any(signature[part] in line for line in text), signature
    assert found["signatures"]


@pytest.mark.parametrize("name", NAMES)
def test_metadata_is_stated_by_the_text(name: str) -> None:
    found = truth(name)
    meta, whole = found["metadata"], " ".join(lines(name))
    title = " ".join(lines(name)[n - 1] for n, zone, *_ in found["lines"] if zone == "title")
    assert meta["doc_type"].upper() in title or meta["doc_type"] == "công văn"
    assert " ".join(words(meta["title"])).casefold() in " ".join(words(title)).casefold()
    assert meta["symbol"] in whole.replace(" /", "/")
    assert meta["place"] is None or f"{meta['place']}, ngày" in whole


@pytest.mark.parametrize("name", NAMES)
def test_text_and_truth_render_to_the_committed_bytes(name: str) -> None:
    source, render = tool("render_source"), tool("render")
    assert source.text_of(sheet(name)) == (CORPUS / f"{name}.txt").read_text("utf-8")
    assert render.truth_json(source.truth_of(sheet(name))) == (CORPUS / f"{name}.truth.json").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_docx_holds_the_words(name: str) -> None:
    rows = [row for block in sheet(name).blocks for row in block.rows]
    # a marker of automatic numbering is printed by the reader and is not in the paragraph
    texts = [row.plain.split(str(row.label), 1)[1] if row.numbering else row.plain for row in rows]
    joined = re.sub(r"\W+", "", docx_text(CORPUS / f"{name}.docx"))
    assert [text for text in texts if re.sub(r"\W+", "", text) not in joined] == []


@pytest.mark.parametrize("name", NAMES)
def test_pdf_holds_the_words(name: str) -> None:
    want = Counter(words("\n".join(lines(name))))
    have = Counter(words("\n".join(pdf_pages(CORPUS / f"{name}.pdf"))))
    assert want - have == Counter()


def test_automatic_numbering_in_at_least_five_documents() -> None:
    import docx

    numbered = []
    for name in NAMES:
        body = docx.Document(str(CORPUS / f"{name}.docx")).element.body
        if any(node.tag.endswith("}numPr") for node in body.iter()):
            numbered.append(name)
    assert len(numbered) >= 5


def test_a_pdf_breaks_a_paragraph_a_reference_and_a_table_row_at_page_ends() -> None:
    pages = [words(page) for page in pdf_pages(CORPUS / f"{BROKEN}.pdf")]
    assert len(pages) >= 4
    after = [page[1:] if page[0] == str(n) else page for n, page in enumerate(pages, 1)]
    pairs = list(zip(pages, after[1:], strict=False))
    quotes = [words(r["quote"]) for r in truth(BROKEN)["references"] if r["symbol"]]
    assert any(a[-k:] + b[: len(q) - k] == q for a, b in pairs for q in quotes for k in range(1, len(q)))
    cells = [words(r.plain) for block in sheet(BROKEN).blocks if block.widths for r in block.rows]
    long = [cell for cell in cells if len(cell) > 20]
    assert any(in_page(c[:5], a) and in_page(c[-5:], b) and not in_page(c, a) for a, b in pairs for c in long)


def in_page(part: list[str], page: list[str]) -> bool:
    return " ".join(part) in " ".join(page)


def test_rendering_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    one = sheet("quyet-dinh-quy-che-2020")
    for n in (1, 2):
        tool("render_docx").write_docx(one, tmp_path / f"{n}.docx")
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()
    pdf = tool("render_pdf")
    try:
        for n in (1, 2):
            pdf.write_pdf(one, tmp_path / f"{n}.pdf")
    except pdf.FontError as error:
        pytest.skip(str(error))
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[body]\np | Thực hiện Kế hoạch này.\n  self: Chỉ thị này | Chỉ thị | mentions\n", "quote is not in its line"),
        ("[body]\nx9 | Không rõ\n", "not understood"),
        ("@colour red\n", "unknown key"),
    ],
)
def test_a_source_that_breaks_the_markup_is_refused(tmp_path: Path, source: str, message: str) -> None:
    (tmp_path / "x.txt").write_text(source, "utf-8")
    module = tool("render_source")
    with pytest.raises(module.SourceError, match=message):
        module.read_source(tmp_path / "x.txt")


def test_a_marker_that_word_would_not_print_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("[body]\nh1:I#m | I- Một\nh1:III#m | III- Ba\n", "utf-8")
    module = tool("render_source")
    with pytest.raises(module.SourceError, match="numbering prints 'II-'"):
        tool("render_docx").write_docx(module.read_source(tmp_path / "x.txt"), tmp_path / "x.docx")


def test_without_a_font_the_debian_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pdf = tool("render_pdf")
    monkeypatch.setattr(pdf, "_FOLDERS", (tmp_path,))
    monkeypatch.setattr(pdf.pdfmetrics, "getRegisteredFontNames", lambda: [])
    with pytest.raises(pdf.FontError, match=r"fonts-dejavu-core.*fonts-liberation"):
        pdf.write_pdf(sheet(NAMES[0]), tmp_path / "x.pdf")
