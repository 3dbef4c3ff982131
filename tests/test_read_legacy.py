"""Tests of old Vietnamese encodings: tables, fonts, the detector, and that right text is never touched.

Reads: corpus/, and the marked real documents where they are at hand.
Writes: nothing.
"""

from __future__ import annotations

import random
import re
import time
import unicodedata
from pathlib import Path

import pytest
from docx_files import docx, p, styles
from hypothesis import given
from hypothesis import strategies as st
from old_encodings import docx_in_fonts, encode, encode_bytes, plain_signs

from docparse import parse
from docparse.model import Source
from docparse.read import read
from docparse.read.legacy import codes, decode, decode_font, font_encoding, restore_capitals
from docparse.read.legacy_detect import suspicious
from docparse.read.syllables import is_syllable
from docparse.read.text import plain

CORPUS = Path(__file__).parent.parent / "corpus"
TEXTS = sorted(CORPUS.glob("*.txt"))
DOCX = sorted(CORPUS.glob("*.docx"))
BYTES = ("tcvn3", "vni", "viscii", "vps", "cp1258")
FULL = ("viscii", "vps", "viqr")
SENTENCE = "Ủy ban nhân dân các tỉnh, thành phố được giao nhiệm vụ tổng kết những kết quả đã đạt"


def original(path: Path, encoding: str) -> str:
    """What a text can be after a round trip: TCVN3 without fonts has no capitals with tones."""
    text = unicodedata.normalize("NFC", path.read_text("utf-8"))
    text = plain_signs(text) if encoding in FULL else text
    return text.lower() if encoding == "tcvn3" else text


def joined(source: Source) -> str:
    return "\n".join(line.text for line in source.lines)


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "count"), [("tcvn3", 74), ("vni", 134), ("viscii", 134), ("vps", 134)])
def test_tables_name_each_letter_once(encoding: str, count: int) -> None:
    letters = list(codes(encoding).values())
    assert len(letters) == len(set(letters)) == count
    assert all(unicodedata.is_normalized("NFC", c) and len(c) == 1 for c in letters)


@pytest.mark.parametrize(
    ("shown", "encoding", "text"),
    [
        ("Uû ban nh©n d©n", "tcvn3", "Uỷ ban nhân dân"),
        ("§¶ng céng s¶n ViÖt Nam", "tcvn3", "Đảng cộng sản Việt Nam"),
        ("th\xadëng", "tcvn3", "thưởng"),
        ("Ñaûng Coäng saûn Vieät Nam", "vni", "Đảng Cộng sản Việt Nam"),
        ("Xin chaøo caùc baïn", "vni", "Xin chào các bạn"),
        ("ñöôïc ôû lôùp", "vni", "được ở lớp"),
        ("ÑAÛNG BOÄ TÆNH, Aâm", "vni", "ĐẢNG BỘ TỈNH, Âm"),
        ("Tiªng Vi®t", "viscii", "Tiếng Việt"),
        ("Ti‰ng ViŒt", "vps", "Tiếng Việt"),
        ("Tiêìng Viêòt", "cp1258", "Tiếng Việt"),
        ("Tie^'ng Vie^.t ddu+o+.c", "viqr", "Tiếng Việt được"),
        ("No^.i. Ha` No^.i", "viqr", "Nội. Hà Nội"),
        ("402-KH/DDGS cu?a", "viqr", "402-KH/ĐGS của"),
        ("DDa?ng\\. cu?a ta\\?", "viqr-escaped", "Đảng. của ta?"),
        ("Ä\x90áº£ng á»Ÿ", "utf-8-as-cp1252", "Đảng ở"),
        ("&#7911;y ban nh&acirc;n d&#xE2;n &amp;", "html-entities", "ủy ban nhân dân &"),
    ],
)
def test_what_codes_mean(shown: str, encoding: str, text: str) -> None:
    assert decode(shown, encoding) == text


def test_capitals_that_were_in_the_font_come_back_where_others_tell() -> None:
    assert restore_capitals("SắC LệNH CủA CHủ TịCH, ở HUẾ, đủ 18 tuổi, Hồ Chí Minh") == (
        "SẮC LỆNH CỦA CHỦ TỊCH, Ở HUẾ, đủ 18 tuổi, Hồ Chí Minh"
    )
    assert restore_capitals("ủy ban NHâN DâN") == "ủy ban NHÂN DÂN"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".vntimeh", "tcvn3"),
        (".VnArial Narrow", "tcvn3"),
        ("VNI-Times", "vni"),
        ("VNI Helve", "vni"),
        ("VPS Times", "vps"),
        ("Times New Roman", None),
        ("VnTimes", None),
        ("VNItalic", None),
        ("", None),
    ],
)
def test_what_fonts_tell(font: str, encoding: str | None) -> None:
    assert font_encoding(font) == encoding


def test_capitals_of_a_font() -> None:
    assert decode_font("s¾c lÖnh", ".VnTimeH") == "SẮC LỆNH"
    assert decode_font("s¾c lÖnh", ".VnTime") == "sắc lệnh"
    assert decode_font("\uf0b8\uf0ad", ".VnTime") == "áư"


def test_what_is_a_syllable() -> None:
    for word in ("nghiêng", "khuỷu", "uỷ", "ủy", "quý", "gì", "giếng", "được", "thuở", "Kạn", "ý", "hoàn", "ngoằn"):
        assert is_syllable(word), word
    for word in ("ngê", "kấ", "tát́", "các̀", "quôc", "ñy", "aù", "tìêng", "zà", "façade", "uyêò", "nghiêngg"):
        assert not is_syllable(word), word


# --- round trips --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", BYTES)
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_bytes_of_the_corpus_come_back(path: Path, encoding: str) -> None:
    text = original(path, encoding)
    source = read(encode_bytes(text, encoding), "a.txt")
    got = joined(source)
    assert (got.lower() if encoding == "tcvn3" else got) == text
    assert (source.encoding, source.notes) == (encoding, ())


@pytest.mark.parametrize("encoding", [*BYTES, "viqr", "utf-8-as-cp1252", "html-entities"])
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_corpus_as_shown_by_others_comes_back(path: Path, encoding: str) -> None:
    text = original(path, encoding)
    shown = encode(text, encoding)
    source = plain(shown)
    got = joined(source)
    assert (got.lower() if encoding == "tcvn3" else got) == text
    assert source.encoding == encoding
    assert "\n".join(x.text if x.original is None else x.original for x in source.lines) == shown


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
@pytest.mark.parametrize("path", DOCX, ids=lambda path: path.stem)
def test_docx_of_the_corpus_in_old_fonts_come_back_with_capitals(path: Path, encoding: str) -> None:
    data = path.read_bytes()
    source = read(docx_in_fonts(data, encoding), "a.docx")
    assert [line.text for line in source.lines] == [line.text for line in read(data, "a.docx").lines]
    assert source.encoding == encoding


SYLLABLES = sorted(
    {w for w in re.findall(r"[^\W\d_]+", TEXTS[0].read_text("utf-8")) if is_syllable(w) and not w.isascii()}
)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=12, max_size=40, unique=True), st.sampled_from(BYTES))
def test_any_dozen_of_words_tells_its_encoding(words: list[str], encoding: str) -> None:
    text = " ".join(words).lower()
    assert joined(plain(encode(text, encoding))) == text


# --- right text ---------------------------------------------------------------------------------------------------

FOREIGN = [
    "Citroën",
    "Nestlé",
    "Orléans",
    "Zürich",
    "München",
    "Hanoï",
    "Saïgon",
    "Thaï",
    "São",
    "Malmö",
    "Ångström",
    "naïve",
    "façade",
    "Curaçao",
    "Córdoba",
    "Peña",
    "Øresund",
    "Noël",
    "Moïse",
    "Aïda",
    "Château",
    "L'Oréal",
    "Beyoncé",
    "Björn",
    "Müller",
    "Gödel",
    "Łódź",
    "Dvořák",
    "µm",
    "m²",
    "km²",
    "10°C",
    "±5",
    "«Nhân",
    "dân»",
    "©",
    "®",
    "½",
    "×",
    "§5",
    "€100",
    "™",
    "œuvre",
    "François",
    "Führer",
    "Strauß",
    "où",
    "août",
    "goût",
    "être",
    "R&D",
    "a^2+b^2",
    "x^n",
    "C++",
    "f(x)",
    "you're",
    "don't",
    "&c.",
    "Bogotá",
]


def is_untouched(text: str) -> bool:
    source = plain(text)
    return source.encoding in ("utf-8", "nfd") and not any(x.encoding for x in source.lines)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_corpus_is_left_alone(path: Path) -> None:
    assert is_untouched(path.read_text("utf-8"))


def test_gold_is_left_alone(shared: Path) -> None:
    for path in shared.glob("gold/text/*.txt"):
        assert is_untouched(path.read_text("utf-8")), path.name


def test_ten_thousand_sentences_are_left_alone() -> None:
    found = random.Random(1)
    words = sorted({w for path in TEXTS for w in re.findall(r"[^\W\d_]+", path.read_text("utf-8"))})
    latin = [w for w in words if not w.isascii() and max(w) < "\u0100"]
    pools = (words, latin, latin + FOREIGN, words + FOREIGN)
    sentences = []
    for i in range(10_000):
        text = " ".join(found.choice(pools[i % 4]) for _ in range(found.randint(3, 25)))
        text = text.upper() if i % 5 == 0 else text
        sentences.append(unicodedata.normalize("NFD", text) if i % 7 == 0 else text)
    assert [s for s in sentences if not is_untouched(s)] == []
    assert is_untouched("\n".join(sentences))


def test_names_of_other_languages_stay_in_a_converted_document() -> None:
    source = plain(f"{encode(SENTENCE, 'vni')}\nCông ty Citroën và München được giao")
    assert source.lines[1].text == "Công ty Citroën và München được giao"
    assert source.encoding == "mixed"


def test_bytes_of_another_language_are_not_vietnamese() -> None:
    source = read("L'été à Orléans, où naît la façade du Château".encode("latin-1"), "a.txt")
    assert (source.encoding, source.notes) == ("utf-8", ("undecodable_bytes",))


# --- mixtures -----------------------------------------------------------------------------------------------------


def test_lines_of_several_encodings_in_one_file() -> None:
    data = b"\n".join([encode_bytes(SENTENCE, "vni"), SENTENCE.encode(), encode_bytes(SENTENCE.lower(), "tcvn3")])
    source = read(data, "a.txt")
    assert [x.text.lower() for x in source.lines] == [SENTENCE.lower()] * 3
    assert [x.encoding for x in source.lines] == ["vni", None, "tcvn3"]
    assert (source.encoding, source.notes) == ("mixed", ())


def test_capitals_that_an_earlier_conversion_lost() -> None:
    source = plain("SắC LệNH\nCủA CHủ TịCH CHíNH PHủ, Số 4\nChiểu theo Sắc lệnh số 63 của Bộ trưởng")
    assert [x.text for x in source.lines] == [
        "SẮC LỆNH",
        "CỦA CHỦ TỊCH CHÍNH PHỦ, SỐ 4",
        "Chiểu theo Sắc lệnh số 63 của Bộ trưởng",
    ]
    assert source.lines[0].original == "SắC LệNH"


def test_a_short_line_goes_with_the_one_before() -> None:
    lines = [SENTENCE, "Tô Hé", encode(SENTENCE.lower(), "tcvn3"), "Tô Hé"]
    assert [x.text for x in plain("\n".join(lines)).lines][1::2] == ["Tô Hé", decode("Tô Hé", "tcvn3")]


def test_a_soft_hyphen_is_a_letter_before_it_is_dropped() -> None:
    source = plain("th\xadëng vô T­ ph¸p vµ céng s¶n; t\xad­ng")
    assert source.lines[0].text.startswith("thưởng vụ Tư pháp và cộng sản")


def test_the_way_back_is_in_the_document() -> None:
    shown = encode(SENTENCE, "vni")
    document = parse(f"KẾ HOẠCH\n\n{shown}\n")
    (converted,) = document.source.converted
    assert document.text[converted.start : converted.end] == SENTENCE
    assert (converted.original, converted.encoding) == (shown, "vni")
    assert document.source.encoding == "mixed"


# --- fonts of DOCX ------------------------------------------------------------------------------------------------


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def run(text: str, name: str) -> str:
    return f'<w:r><w:rPr>{font(name)}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_runs_of_several_fonts_in_one_paragraph() -> None:
    body = (
        f"<w:p>{run('Sè', '.VnTimeH')}{run(' vµ ', '.VnTime')}{run('Vieä', 'VNI-Times')}{run('t tỉnh', 'Arial')}</w:p>"
    )
    source = read(docx(body), "a.docx")
    assert source.lines[0].text == "SỐ và Việt tỉnh"
    assert (source.lines[0].original, source.lines[0].encoding) == ("Sè vµ Vieät tỉnh", "mixed")
    assert source.encoding == "mixed"


def test_a_code_of_vni_cut_by_runs() -> None:
    source = read(docx(f"<w:p>{run('Vie', 'VNI-Times')}{run('ät Na', 'VNI-Times')}{run('m', 'Arial')}</w:p>"), "a.docx")
    assert source.lines[0].text == "Việt Nam"
    assert source.lines[0].original == "Vieät Nam"


@pytest.mark.parametrize("soft", ["t\u00ad", "t</w:t><w:softHyphen/><w:t>"])
def test_a_soft_hyphen_in_a_font(soft: str) -> None:
    assert read(docx(p(f"ph¸p {soft}", run=font(".VnTime"))), "a.docx").lines[0].text == "pháp tư"


def test_fonts_of_styles_and_of_the_theme() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:majorFont><a:latin typeface="VNI-Times"/></a:majorFont></a:fontScheme></a:themeElements></a:theme>'
    )
    sheet = styles(
        f'<w:style w:type="paragraph" w:styleId="A"><w:rPr>{font(".VnTimeH")}</w:rPr></w:style>',
        '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:rFonts w:asciiTheme="majorAscii" w:hAnsiTheme="majorHAnsi"'
        ' w:ascii="Arial"/></w:rPr></w:style>',
    )
    body = p("s¾c lÖnh", '<w:pStyle w:val="A"/>') + p("Vieät Nam", '<w:pStyle w:val="B"/>')
    assert [x.text for x in read(docx(body, styles=sheet, theme=theme), "a.docx").lines] == ["SẮC LỆNH", "Việt Nam"]


def test_unicode_in_an_old_font_is_right_already() -> None:
    body = p("Công tác của Tô Hé", run=font(".VnTime")) + p("Tô Hé", run=font("VNI-Times"))
    source = read(docx(body), "a.docx")
    assert [x.text for x in source.lines] == ["Công tác của Tô Hé", "Tô Hé"]
    assert source.encoding == "utf-8"


def test_docx_without_telling_fonts() -> None:
    body = p(encode(SENTENCE.lower(), "tcvn3")) + p("Mü") + p("S¾C LÖNH CñA CHñ TÞCH")
    source = read(docx(body), "a.docx")
    assert [x.text for x in source.lines] == [SENTENCE.lower(), "Mỹ", "SẮC LỆNH CỦA CHỦ TỊCH"]
    assert source.encoding == "tcvn3"


# --- speed --------------------------------------------------------------------------------------------------------


def test_right_text_costs_next_to_nothing() -> None:
    text = "".join(path.read_text("utf-8") for path in TEXTS) * 20
    start = time.perf_counter()
    assert not suspicious(text)
    assert time.perf_counter() - start < len(text) / 10_000_000


def test_a_megabyte_of_tcvn3_is_quick() -> None:
    text = encode("".join(path.read_text("utf-8") for path in TEXTS).lower(), "tcvn3") * 10
    start = time.perf_counter()
    plain(text)
    assert time.perf_counter() - start < len(text) / 100_000


@pytest.mark.parametrize("piece", ["nh©n ", "©", "aø", "Ä‘á»‡ ", "vie^.t ", "&#7911;", "SắC ", "dd^(.", "ñ\n", "á»"])
def test_hostile_text_takes_time_in_its_length(piece: str) -> None:
    text = "Kế hoạch\n" + piece * (400_000 // len(piece))
    start = time.perf_counter()
    plain(text)
    read(text.encode("cp1252", "replace"), "a.txt")
    assert time.perf_counter() - start < 10
