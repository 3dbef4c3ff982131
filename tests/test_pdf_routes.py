"""Page by page: the text layer, the layer set right, or what is recognised; with a reader of pictures made of paper.

`Reader` stands in for Tesseract and counts the pages that it is given, so that these tests need no program.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path

import pytest

import docparse
from docparse.errors import ImageOnly, MissingProgram
from docparse.model import Source
from docparse.read import ocr
from docparse.read.ocr import Engine, Recognised, Scan, Word
from docparse.read.options import Options
from docparse.read.pdf import read_pdf
from docparse.read.pdf_runs import Page, Run
from tests.broken_pdfs import glyph_codes, old_font
from tests.damaged_text import in_tcvn3, without_marks
from tests.pdf_files import LOREM, Draw, Sheet, body, pdf
from tests.scans import character_errors

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "real"
READ = [line.replace("Ban", "Bản") for line in LOREM] * 8
ENGINE = Engine("tesseract", "5", ("osd", "vie"))


class Reader:
    """Recognises the same lines on every page; `seen` are the numbers of the pages that it was given."""

    def __init__(self, lines: Iterable[str], confidence: float = 0.95) -> None:
        self.lines, self.confidence, self.seen = list(lines), confidence, list[int]()

    def __call__(self, scans: Iterable[Scan], options: Options, name: str = "") -> list[Recognised]:
        found = []
        for scan in scans:
            self.seen.append(scan.number)
            runs = tuple(self._runs())
            words = tuple(Word(r.text, (r.x0, 0, r.x1, 0), self.confidence) for r in runs)
            page = Page(scan.number, scan.width, scan.height, runs, (), True)
            found.append(Recognised(page, self.confidence, words))
        return found

    def _runs(self) -> Iterable[Run]:
        for i, line in enumerate(self.lines):
            x = 85.0
            for word in line.split():
                yield Run(word, x, x + 6 * len(word), 100 + 18 * i, 0, 13, False, False, False, True, False)
                x += 6 * len(word) + 5


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    found = Reader(READ)
    monkeypatch.setattr(ocr, "recognise", found)
    monkeypatch.setattr(ocr, "find", lambda: ENGINE)
    return found


def read(*pages: Draw, options: Options | None = None) -> Source:
    return read_pdf(pdf(*pages), "x.pdf", options or Options())


def routes(source: Source) -> list[str]:
    return [r.route for r in source.readings]


def scan(sheet: Sheet) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet.canvas.drawImage(ImageReader(Image.new("L", (8, 8), 230)), 0, 0, 595, 842)


def layer(lines: Iterable[str]) -> Draw:
    """A scan with what somebody recognised laid under it."""

    def draw(sheet: Sheet) -> None:
        scan(sheet)
        for i, line in enumerate(lines):
            text = sheet.canvas.beginText(85, 742 - 18 * i)
            text.setFont("Serif", 13)
            text.setTextRenderMode(3)
            text.textOut(line)
            sheet.canvas.drawText(text)

    return draw


def stamp(sheet: Sheet) -> None:
    for i, text in enumerate(("Người ký: Ủy ban nhân dân tỉnh", "Ngày ký: 05/01/2021 08:15:24 +07:00")):
        sheet.put(380, 20 + 9 * i, text, 7)


def lines_of(name: str) -> list[str]:
    """The first page of a document of the corpus, in lines that fit."""
    text = (CORPUS / f"{name}.txt").read_text("utf-8")
    whole = [" ".join(line.split()) for line in text.splitlines() if line.strip(" *")]
    return [part for line in whole for part in textwrap.wrap(line, 85)][:40]


# --- which route -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda p: p.stem)
def test_a_born_digital_file_is_never_recognised(path: Path, reader: Reader) -> None:
    source = read_pdf(path.read_bytes(), path.name)
    assert (reader.seen, source.ocr, source.notes) == ([], False, ())
    assert {r.route for r in source.readings} == {"text"}
    assert min(r.quality for r in source.readings) > 0.97


@pytest.mark.parametrize("name", ["003", "004", "005", "006", "049", "096"])
def test_real_born_digital_files_are_never_recognised(name: str, reader: Reader) -> None:
    path = REAL / f"{name}.pdf"
    if not path.is_file():
        pytest.skip("no real files beside the repository: they are not part of it")
    assert min(r.quality for r in read_pdf(path.read_bytes(), path.name).readings) > 0.97
    assert reader.seen == []


def test_pages_without_text_are_recognised(reader: Reader) -> None:
    source = read(body, scan, body)
    assert reader.seen == [2]
    assert routes(source) == ["text", "ocr", "text"]
    assert [x.text for x in source.lines if x.page == 2] == READ
    assert source.notes == ("recognised:2",)
    assert (source.ocr, source.ocr_confidence) == (True, 0.95)


def test_a_layer_without_marks_under_a_scan_is_replaced(reader: Reader) -> None:
    source = read(layer(map(without_marks, LOREM * 8)))
    assert routes(source) == ["ocr"]
    assert [x.text for x in source.lines] == READ


def test_a_good_layer_under_a_scan_is_kept(reader: Reader) -> None:
    source = read(layer(LOREM * 8))
    assert (reader.seen, routes(source)) == ([], ["text"])
    assert [x.text for x in source.lines] == list(LOREM * 8)


def test_of_two_bad_readings_the_better_is_kept(reader: Reader) -> None:
    reader.lines = ["~# §x @@ |||"] * 5
    source = read(layer(map(without_marks, LOREM * 8)))
    assert (reader.seen, routes(source)) == ([1], ["text"])
    assert "text_in_doubt:1" in source.notes


def test_visible_text_without_marks_was_typed_so(reader: Reader) -> None:
    source = read(lambda sheet: sheet.lines(100, map(without_marks, LOREM * 8)))
    assert reader.seen == []
    assert "text_in_doubt:1" in source.notes


def test_a_scan_with_a_few_words_from_elsewhere_is_recognised(reader: Reader) -> None:
    def numbered(sheet: Sheet) -> None:
        scan(sheet)
        sheet.put(250, 60, "Trang thứ nhất của văn bản đến", 11)

    source = read(numbered)
    assert routes(source) == ["ocr"]


def test_a_signing_stamp_over_a_scan_is_furniture(reader: Reader) -> None:
    def signed(sheet: Sheet) -> None:
        scan(sheet)
        stamp(sheet)

    source = read(signed)
    assert routes(source) == ["ocr"]
    assert [x.text for x in source.lines if not x.furniture] == READ
    assert "Người ký: Ủy ban nhân dân tỉnh" in [x.text for x in source.lines if x.furniture]


def test_a_blank_page_with_a_picture_has_no_text(reader: Reader) -> None:
    reader.lines = []
    source = read(body, scan)
    assert routes(source) == ["text", "none"]
    assert source.notes == ("pages_without_text:2",)
    with pytest.raises(ImageOnly):
        read(scan)


def test_recognition_that_is_unsure_is_to_be_reviewed(reader: Reader) -> None:
    reader.confidence = 0.6
    source = read(scan)
    assert source.readings[0].quality == 0.6
    assert "text_in_doubt:1" in source.notes


# --- without recognition ---------------------------------------------------------------------------------------------


def test_without_tesseract_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find", lambda: None)
    source = read(body, scan, layer(map(without_marks, LOREM * 8)))
    assert routes(source) == ["text", "text", "text"]
    assert {"ocr_not_installed:2,3", "pages_without_text:2", "text_in_doubt:3"} <= set(source.notes)
    with pytest.raises(MissingProgram, match="tesseract-ocr-vie"):
        read(scan)


def test_tesseract_without_vietnamese_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find", lambda: ENGINE._replace(languages=("eng",)))
    assert "ocr_not_installed:2" in read(body, scan).notes


def test_recognition_can_be_switched_off(reader: Reader) -> None:
    source = read(body, scan, options=Options(ocr=False))
    assert reader.seen == []
    assert set(source.notes) == {"ocr_off:2", "pages_without_text:2"}
    with pytest.raises(ImageOnly):
        read(scan, options=Options(ocr=False))


# --- repairs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mapping", ["none", "codes"])
@pytest.mark.parametrize("name", ["ban-web-2009", "chi-thi-1997", "du-thao-2025"])
def test_numbers_of_glyphs_become_letters(name: str, mapping: str, reader: Reader) -> None:
    lines = lines_of(name)
    source = read_pdf(glyph_codes(lines, mapping), "x.pdf")
    assert (reader.seen, routes(source), source.encoding) == ([], ["repaired"], "glyph-codes")
    assert [x.text for x in source.lines] == lines
    assert source.notes == ("characters_repaired:1",)
    assert source.lines[0].original not in (None, source.lines[0].text)


def test_an_unknown_order_of_glyphs_is_found_from_the_words() -> None:
    lines = lines_of("chi-thi-1997")
    source = read_pdf(glyph_codes(lines, "none", moved=7), "x.pdf", Options(ocr=False))
    assert routes(source) == ["repaired"]
    assert character_errors("\n".join(x.text for x in source.lines), "\n".join(lines)) < 0.03


def test_a_repair_that_leaves_much_wrong_is_compared_with_the_picture(reader: Reader) -> None:
    reader.lines = lines_of("chi-thi-1997")
    source = read_pdf(glyph_codes(reader.lines, "none", moved=7), "x.pdf")
    assert routes(source) == ["ocr"]
    assert [x.text for x in source.lines] == reader.lines


def test_a_font_with_its_table_is_left_alone(reader: Reader) -> None:
    lines = lines_of("chi-thi-1997")
    source = read_pdf(glyph_codes(lines, "right"), "x.pdf")
    assert (routes(source), source.encoding) == (["text"], "utf-8")
    assert [x.text for x in source.lines] == lines


@pytest.mark.parametrize("font", [".VnTime", "Times-Roman"])
def test_letters_of_old_fonts(font: str, reader: Reader) -> None:
    lines = lines_of("ban-web-2009")
    source = read_pdf(old_font(list(map(in_tcvn3, lines)), font), "x.pdf")
    assert (reader.seen, routes(source), source.encoding) == ([], ["repaired"], "tcvn3")
    assert [x.text.lower() for x in source.lines] == [x.lower() for x in lines]


def test_the_way_back_of_a_repair() -> None:
    lines = lines_of("chi-thi-1997")
    document = docparse.parse(glyph_codes(lines, "none"), name="x.pdf", options=Options(ocr=False))
    assert document.source.encoding == "glyph-codes"
    assert document.pages[0].route == "repaired"
    assert document.source.quality is not None
    assert document.source.quality > 0.97
    first = document.source.converted[0]
    assert re.search(r"[Ѐ-ӿ]", first.original)
    assert document.text[first.start : first.end] in lines


# --- with Tesseract --------------------------------------------------------------------------------------------------


def test_a_page_is_drawn_and_recognised() -> None:
    if ocr.find() is None:
        pytest.skip("Tesseract is not installed (Debian: tesseract-ocr tesseract-ocr-vie)")

    def drawn(sheet: Sheet) -> None:
        """Letters as outlines, as design programs make them: no text at all."""
        from PIL import Image, ImageDraw, ImageFont
        from reportlab.lib.utils import ImageReader

        from tests.pdf_files import FONTS

        image = Image.new("L", (1654, 2339), 255)
        font = ImageFont.truetype(str(FONTS / "DejaVuSerif.ttf"), 34)
        for i, line in enumerate(LOREM * 3):
            ImageDraw.Draw(image).text((180, 300 + 60 * i), line, font=font, fill=0)
        sheet.canvas.drawImage(ImageReader(image), 0, 0, 595, 842)

    source = read(drawn)
    assert routes(source) == ["ocr"]
    assert character_errors("\n".join(x.text for x in source.lines), "\n".join(LOREM * 3)) < 0.02
