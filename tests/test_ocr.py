"""Scans: what is recognised, how pages are set right before, what is kept, and what happens where Tesseract is not.

Recognition is slow: the tests share a cache and a handful of pages.

Reads: corpus/.
Writes: temporary folders.
"""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

import docparse
from docparse.errors import ImageOnly, MissingProgram, TooLarge, TruncatedFile, Unrecognised
from docparse.model import Document
from docparse.pipeline import build, parse
from docparse.read import image, ocr, ocr_cache, pictures, read, tesseract
from docparse.read.options import Options, cache_folder
from docparse.read.text import plain
from tests import scans

CORPUS = Path(__file__).parent.parent / "corpus"
DPI = 150
engine = tesseract.find()
needs_tesseract = pytest.mark.skipif(
    engine is None or "vie" not in engine.languages,
    reason="Tesseract is not installed (Debian: tesseract-ocr tesseract-ocr-vie)",
)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was recognised in one test is not recognised again in the next."""
    return tmp_path_factory.mktemp("ocr")


def page(name: str, damage: scans.Damage = scans.CLEAN, dpi: int = DPI) -> Image.Image:
    """The first page of a document of the corpus."""
    truth = json.loads((CORPUS / f"{name}.truth.json").read_text("utf-8"))
    signers = [s["name"] for s in truth["signatures"] if s["name"]]
    return scans.pictures(CORPUS / f"{name}.pdf", dpi, damage, signers, pages=1)[0]


def parsed(pages: list[Image.Image], cache: Path, dpi: int = DPI) -> Document:
    return docparse.parse(scans.tiff(pages, dpi), name="scan.tif", options=Options(cores=2, cache=cache))


def recognised(text: str) -> Document:
    """A text as if it had been recognised."""
    return build(replace(plain(text), ocr=True), text.encode(), "scan")


# --- whole documents ----------------------------------------------------------------------------------------------


@needs_tesseract
def test_a_noisy_slanting_page_under_a_seal_gives_the_same_facts(cache: Path) -> None:
    document = parsed([page("huong-dan-bdv-1998", scans.USUAL, dpi=200)], cache, dpi=200)
    typed = docparse.parse(CORPUS / "huong-dan-bdv-1998.pdf")
    assert scans.character_errors(document.text, typed.text) < 0.015
    assert [r.symbol for r in document.references] == [r.symbol for r in typed.references]
    assert [d.edtf for d in document.deadlines] == [d.edtf for d in typed.deadlines]
    assert [s.label for s in document.sections] == [s.label for s in typed.sections]
    assert len(document.recipients) == len(typed.recipients)
    assert document.source.ocr
    assert 0.9 < (document.source.ocr_confidence or 0) <= 1
    assert not [w for w in document.warnings if w.code == "low_ocr_confidence"]


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_reads_as_an_upright_one(cache: Path, degrees: int) -> None:
    upright = page("ke-hoach-ubnd-huyen-2023")
    straight, turned = parsed([upright], cache), parsed([upright.rotate(degrees, expand=True)], cache)
    assert scans.character_errors(turned.text, straight.text) < 0.02


@needs_tesseract
def test_two_pages_on_one_sheet_are_two_pages(cache: Path) -> None:
    one, other = page("huong-dan-bdv-1998"), page("ke-hoach-ubnd-huyen-2023")
    sheet = parsed([scans.side_by_side(one, other)], cache)
    assert sheet.source.pages == 2
    assert sheet.text.index("BAN DÂN VẬN") < sheet.text.index("KẾ HOẠCH")
    assert {line.page for line in sheet.lines} == {1, 2}


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180])
def test_two_pages_on_a_turned_sheet_keep_their_order(cache: Path, degrees: int) -> None:
    one, other = page("huong-dan-bdv-1998"), page("ke-hoach-ubnd-huyen-2023")
    sheet = parsed([scans.side_by_side(one, other).rotate(degrees, expand=True)], cache)
    assert sheet.text.index("BAN DÂN VẬN") < sheet.text.index("KẾ HOẠCH")
    assert {line.page for line in sheet.lines} == {1, 2}


@pytest.mark.parametrize(("degrees", "order"), [(0, [1, 2]), (90, [1, 2]), (180, [2, 1]), (270, [2, 1])])
def test_halves_of_a_turned_sheet(degrees: int, order: list[int]) -> None:
    left, right = (PAGE._replace(page=PAGE.page._replace(number=n)) for n in (1, 2))
    blank = right._replace(words=())
    assert [r.page.number for r in ocr._in_order([(left, degrees), (right, degrees)])] == order
    assert [r.page.number for r in ocr._in_order([(left, degrees), (blank, 0)])] == order


@needs_tesseract
def test_noise_is_marked_for_review(cache: Path) -> None:
    wild = scans.Damage(noise=120, slant=1, paper=200)
    document = parsed([page("huong-dan-bdv-1998"), page("ke-hoach-ubnd-huyen-2023", wild)], cache)
    (low,) = [w.message for w in document.warnings if w.code == "low_ocr_confidence"]
    assert low.startswith("low_ocr_confidence:2 (")


@needs_tesseract
def test_half_a_page_in_shadow_is_said_to_be_unread(cache: Path) -> None:
    pixels = np.asarray(page("ban-web-2009").convert("L")).copy()
    pixels[:, pixels.shape[1] // 2 :] //= 3
    document = parsed([Image.fromarray(pixels)], cache)
    assert "part_unread" in {w.code for w in document.warnings}


@needs_tesseract
@pytest.mark.parametrize("damage", [scans.CLEAN, scans.USUAL])
def test_a_page_read_whole_has_nothing_unread(damage: scans.Damage) -> None:
    picture = page("huong-dan-bdv-1998", damage, dpi=200)
    (found,) = ocr.recognise([ocr.Scan(1, picture, 595.3, 841.9)], Options())
    assert found.unread < 0.02


def test_only_what_looks_like_words_is_unread() -> None:
    blank = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(blank)
    draw.rectangle((200, 300, 1400, 304), 0)
    draw.ellipse((800, 1800, 1200, 2000), outline=0, width=8)
    assert pictures.unread(blank, 200, []) == 0.0
    for y in range(400, 1600, 60):
        for x in range(200, 1400, 100):
            draw.rectangle((x, y, x + 70, y + 20), 0)
    left, whole = (0.0, 0.0, 285.0, 842.0), (0.0, 0.0, 595.0, 842.0)
    assert pictures.unread(blank, 200, [left]) == pytest.approx(0.5, abs=0.1)
    assert pictures.unread(blank, 200, [whole]) == 0.0


@needs_tesseract
def test_bold_lines_are_told(cache: Path) -> None:
    (scan,) = scans.pictures(CORPUS / "ke-hoach-so-ket-2018.pdf", 200, scans.USUAL, pages=1)
    lines = image.read_image(scans.tiff([scan], 200), "a.tif", Options(cores=2, cache=cache)).lines
    assert [x.text for x in lines if x.bold][-1].startswith("1. Nội dung")
    assert not [x.text for x in lines if x.bold and x.text.startswith("-")]


# --- pictures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [-4, -1, 0, 2, 5])
def test_the_slant_of_a_page_is_measured(degrees: int) -> None:
    picture = page("ke-hoach-so-ket-2018", scans.Damage(noise=10, slant=degrees)).convert("L")
    assert pictures.slant(pictures.dark(picture, DPI)) == pytest.approx(degrees, abs=0.2)


def test_a_seal_goes_and_what_is_black_under_it_stays() -> None:
    ink = Image.new("RGB", (800, 1100), "white")
    ink.paste(scans.RED, (300, 300, 500, 500))
    ink.paste((20, 10, 10), (350, 380, 450, 400))
    ink.paste(scans.RED, (100, 100, 260, 130))
    grey = pictures.grey(ink)
    assert grey.getpixel((320, 320)) == 255
    assert grey.getpixel((400, 390)) < 60  # type of the signer
    assert grey.getpixel((150, 115)) < 150, "a red stamp as low as a line of letters is text"


def test_rules_of_a_table_are_found_and_painted_over() -> None:
    picture = scans.pictures(CORPUS / "chuong-trinh-xa-2026.pdf", 200, scans.Damage(noise=10, slant=1))[3]
    (sheet,) = pictures.sheets(picture, 595, 842)
    down = [r for r in sheet.rules if r[3] - r[1] > r[2] - r[0]]
    assert len(down) == 6
    x0, top, _, bottom = down[1]
    x, y = round(x0 * sheet.dpi / 72), round((top + bottom) / 2 * sheet.dpi / 72)
    assert sheet.picture.getpixel((x, y)) == 255


def test_a_huge_picture_is_reduced() -> None:
    small = pictures.bounded(Image.new("1", (9000, 12700)), 595)
    assert small.width * small.height <= pictures.MAX_PIXELS


@pytest.mark.parametrize("size", [(1000, 1400), (7000, 7000), (9000, 12700)])
def test_a_coarse_picture_is_enlarged_within_bounds(size: tuple[int, int]) -> None:
    found = pictures.bounded(Image.new("1", size), size[0] / 100 * 72)
    assert found.width <= 2 * size[0]
    assert found.width * found.height <= 1.01 * max(pictures.A3_PIXELS, min(size[0] * size[1], pictures.MAX_PIXELS))


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (2, 3), (1, 3000), (3000, 1), (7, 5)])
def test_a_tiny_picture_has_a_sheet(mode: str, size: tuple[int, int]) -> None:
    (sheet,) = pictures.sheets(Image.new(mode, size), *image._page_size(*size, 0, 0))
    assert pictures.is_blank(sheet.picture, sheet.dpi)


@pytest.mark.parametrize(
    ("size", "dpi", "points"),
    [
        ((1654, 2339), 200, (595.4, 842.0)),
        ((1654, 2339), None, (595.3, 841.9)),
        ((3000, 4000), 72, (595.3, 793.7)),
        ((2339, 1654), None, (841.9, 595.3)),
    ],
)
def test_the_size_of_a_page(size: tuple[int, int], dpi: int | None, points: tuple[float, float]) -> None:
    assert image._page_size(*size, dpi or 0, dpi or 0) == pytest.approx(points, abs=0.2)


# --- files --------------------------------------------------------------------------------------------------------


def encoded(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(file, kind)
    return file.getvalue()


@needs_tesseract
@pytest.mark.parametrize("kind", ["TIFF", "JPEG", "PNG", "BMP", "WEBP", "GIF"])
def test_a_picture_without_text_is_refused_by_name(kind: str) -> None:
    with pytest.raises(ImageOnly, match=r"a\.x: no text was recognised"):
        read(encoded(kind), "a.x")


def test_without_recognition_a_picture_is_refused() -> None:
    with pytest.raises(ImageOnly):
        read(encoded("PNG"), "a.png", Options(ocr=False))


@needs_tesseract
@pytest.mark.parametrize("kind", ["TIFF", "JPEG", "PNG", "BMP", "WEBP", "GIF"])
def test_a_broken_picture_is_told(kind: str) -> None:
    whole = encoded(kind)
    for size in range(12, len(whole), max(1, len(whole) // 15)):
        with pytest.raises((TruncatedFile, ImageOnly, docparse.errors.DocparseError)):
            image.read_image(whole[:size], "a.x")


@needs_tesseract
@pytest.mark.parametrize("size", [(1, 1), (1, 900), (3, 2)])
def test_a_tiny_picture_is_refused(size: tuple[int, int]) -> None:
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, "PNG")
    with pytest.raises(Unrecognised, match="scan it again"):
        read(file.getvalue(), "a.png")


@needs_tesseract
@pytest.mark.parametrize(
    ("raised", "told"),
    [(ValueError, TruncatedFile), (SyntaxError, TruncatedFile), (OSError, TruncatedFile), (MemoryError, TooLarge)],
)
def test_a_picture_that_cannot_be_made_ready_is_told(
    monkeypatch: pytest.MonkeyPatch, raised: type[Exception], told: type[Exception]
) -> None:
    def fails(*_: object) -> Image.Image:
        raise raised("damaged")

    monkeypatch.setattr(pictures, "grey", fails)
    with pytest.raises(told, match=r"a\.png.*page 1"):
        read(encoded("PNG"), "a.png")


@needs_tesseract
def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    with pytest.raises(TooLarge):
        read(file.getvalue(), "a.png")


def test_without_tesseract_the_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingProgram, match="tesseract-ocr-vie, tesseract-ocr-osd"):
        read(encoded("PNG"), "a.png")


# --- cache --------------------------------------------------------------------------------------------------------

PAGE = ocr.Recognised(ocr.Page(1, 595.0, 842.0, (), (), True), 0.9, (ocr.Word("Số", (1.0, 2.0, 3.0, 4.0), 0.9),))
ENGINE = tesseract.Engine("tesseract", "5.3.0", ("vie",))


def test_what_is_kept_comes_back_and_what_is_damaged_does_not(tmp_path: Path) -> None:
    place = ocr_cache.place(tmp_path, ENGINE, Image.new("L", (9, 9)), 595, 842)
    assert ocr_cache.load(place) is None
    ocr_cache.save(place, [PAGE])
    assert ocr_cache.load(place) == [PAGE]
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [place]
    place.write_bytes(place.read_bytes()[:-9])
    assert ocr_cache.load(place) is None


@pytest.mark.parametrize(("mark", "left"), [("MẬT", [2]), ("", [0, 1, 2])])
def test_nothing_of_a_secret_document_stays_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str, left: list[int]
) -> None:
    """Neither pages recognised now (0) nor those of an earlier run (1); those of others stay (2)."""
    places = [ocr_cache.place(tmp_path, ENGINE, Image.new("L", (9, 9), shade), 595, 842) for shade in range(3)]
    for place in places[1:]:
        ocr_cache.save(place, [PAGE])
        os.utime(place, (1e9, 1e9))

    def recognised(data: bytes, _name: str, _options: Options) -> object:
        ocr_cache.save(places[0], [PAGE])
        assert ocr_cache.load(places[1]) == [PAGE]
        return plain(data.decode())

    monkeypatch.setattr("docparse.pipeline.read", recognised)
    text = f"TỈNH ỦY BẠCH SƠN\n*\nSố 45-KH/TU\n{mark}\n\nKẾ HOẠCH\nx\n\n1. Họp."
    assert (parse(text.encode(), options=Options(cache=tmp_path)).metadata.secrecy or "") == mark
    assert [n for n, place in enumerate(places) if place.exists()] == left


def test_another_picture_size_or_engine_is_another_entry(tmp_path: Path) -> None:
    def place(engine: tesseract.Engine = ENGINE, shade: int = 0, width: float = 595) -> Path:
        return ocr_cache.place(tmp_path, engine, Image.new("L", (9, 9), shade), width, 842)

    assert len({place(), place(shade=1), place(width=600), place(ENGINE._replace(version="5.4.0"))}) == 4


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "ocr").write_text("a file where a folder should be")
    ocr_cache.save(ocr_cache.place(tmp_path, ENGINE, Image.new("L", (9, 9)), 595, 842), [PAGE])


@needs_tesseract
def test_a_second_run_recognises_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = scans.tiff([page("ke-hoach-ubnd-huyen-2023")], DPI)
    first = docparse.parse(data, options=Options(cache=tmp_path))

    def never(*_: object) -> list[tesseract.TextLine]:
        raise AssertionError("recognised again")

    monkeypatch.setattr(tesseract, "lines", never)
    assert docparse.parse(data, options=Options(cache=tmp_path)) == first


@needs_tesseract
def test_a_page_that_fails_has_no_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> list[tesseract.TextLine]:
        raise tesseract.Failed("out of time")

    monkeypatch.setattr(tesseract, "lines", fails)
    (found,) = ocr.recognise([ocr.Scan(3, Image.new("L", (800, 1000), 255), 595, 842)], Options())
    assert (found.page.number, found.confidence, found.words) == (3, 0.0, ())
    assert ocr.notes([found]) == ("low_ocr_confidence:3 (0%)",)


def test_the_folder_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert cache_folder({"XDG_CACHE_HOME": "/var/cache"}) == Path("/var/cache/docparse")
    assert cache_folder({"XDG_CACHE_HOME": "not/absolute"}) == tmp_path / ".cache" / "docparse"
    assert cache_folder({}) == tmp_path / ".cache" / "docparse"


# --- what recognition misreads ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "symbol", "date"),
    [
        ("Chỉ thị số l7-CT/TW ngày 15/8/2014", "17-CT/TW", "2014-08-15"),
        ("Kết luận 1O2-KL/TW ngày l5/8/2O14", "102-KL/TW", "2014-08-15"),
        ("Nghị quyết số 16-NQITW ngày l5 tháng 8 năm 2O14", "16-NQ/TW", "2014-08-15"),
        ("Tờ trình số 417/TIr-STNMT", "417/TTr-STNMT", None),
        ("Thông báo số 33-TB/ĐĐU", "33-TB/ĐU", None),
        ("Kết luận số 21-KL/TƯ", "21-KL/TU", None),
    ],
)
def test_a_misread_symbol_or_date_is_set_right_and_said(words: str, symbol: str, date: str | None) -> None:
    document = recognised(f"KẾ HOẠCH\nThực hiện {words}, các chi bộ báo cáo.\n")
    (reference,) = document.references
    assert (reference.symbol, reference.date) == (symbol, date)
    assert words.split(" ")[-1] in document.text, "the text keeps what was read"
    assert {w.code for w in document.warnings} & {"misread_figures", "misread_symbol"}


@pytest.mark.parametrize(
    ("read_as", "labels"),
    [
        (["I.", "II.", "II."], ["I", "II", "III"]),
        (["I.", "H.", "HI."], ["I", "II", "III"]),
        (["1-", "TI-", "IH-"], ["I", "II", "III"]),
        (["T-", "IT-", "III-"], ["I", "II", "III"]),
        (["I.", "II.", "III.", "IV."], ["I", "II", "III", "IV"]),
        (["1.", "2.", "3."], ["1", "2", "3"]),
        (["A.", "B.", "C."], ["A", "B", "C"]),
    ],
)
def test_misread_roman_numerals_follow_their_sequence(read_as: list[str], labels: list[str]) -> None:
    heads = "\n".join(f"{mark} MỤC NÀY\nCác chi bộ báo cáo kết quả." for mark in read_as)
    document = recognised(f"KẾ HOẠCH\nvề việc này\n\nBan Thường vụ ban hành kế hoạch như sau:\n{heads}\n")
    assert [s.label for s in document.sections if s.kind == "heading"] == labels
    changed = [w for w in document.warnings if w.code == "misread_number"]
    assert len(changed) == sum(mark.rstrip(".-") != label for mark, label in zip(read_as, labels, strict=True))


def test_text_that_was_typed_is_taken_as_it_stands() -> None:
    text = "KẾ HOẠCH\nvề việc này\n\nNhư sau:\nI. MỘT\nCác chi bộ họp.\nI. HAI\nCác chi bộ họp ngày l5/8/2O14.\n"
    document = docparse.parse(text)
    assert [s.label for s in document.sections if s.kind == "heading"] == ["I", "I"]
    assert not [w for w in document.warnings if w.code.startswith("misread")]


@pytest.mark.parametrize("label", ["Noi nhận:", "Áơi nhận:", "Nơi nhân:", "Nơi nhận;"])
def test_the_label_of_the_recipients_may_be_misread(label: str) -> None:
    document = docparse.parse(
        "KẾ HOẠCH\nvề việc này\n\nCác chi bộ thực hiện.\n\n"
        f"{label}\n- Các chi bộ,\n- Lưu Văn phòng.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nNguyễn Văn An\n"
    )
    assert [r.text for r in document.recipients] == ["Các chi bộ", "Lưu Văn phòng"]
