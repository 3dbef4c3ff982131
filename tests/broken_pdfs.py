"""PDFs whose text layer does not say what the page shows, written byte by byte.

Reads: a font of the system; tests that need it are skipped without it.
Writes: bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

SERIF = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
)


def old_font(lines: Sequence[str], font: str, encoding: str = "cp1252") -> bytes:
    """A page of lines whose bytes are letters of an old font, which is named and not embedded.

    Args: `lines`, as a program shows them that does not know the font.
    """
    face = b"<< /Type /Font /Subtype /TrueType /BaseFont /%s /Encoding /WinAnsiEncoding >>" % font.encode()
    codes = [line.encode(encoding, "replace") for line in lines]
    return _file([face], _drawn([b"(" + _escaped(c) + b")" for c in codes]))


def glyph_codes(lines: Sequence[str], mapping: str, moved: int = 0) -> bytes:
    """A page of lines drawn by numbers, as those of the glyphs of Times New Roman; the page looks right.

    Args: `mapping`, what the file says of their letters: "none", "right", or "codes", by which each is the character
    of its number ("7+ѬѪ1*"). `moved`: numbers beyond ASCII are higher by this than those of Times New Roman.
    """
    from PIL import ImageFont

    if not SERIF.is_file():
        pytest.skip(f"the font DejaVu Serif is not installed ({SERIF})")
    data = SERIF.read_bytes()
    numbers, glyphs = {c: n + moved * (n > 97) for c, n in TIMES.items()}, _numbers(data)
    to_glyph = bytearray(2 * 65536)
    for c, n in numbers.items():
        to_glyph[2 * n : 2 * n + 2] = glyphs.get(c, 0).to_bytes(2, "big")
    program = zlib.compress(data)
    pen = ImageFont.truetype(str(SERIF), 1000)
    used = sorted({c for line in lines for c in line})
    widths = b" ".join(b"%d [%d]" % (numbers[c], round(pen.getlength(c))) for c in used)
    pairs = [(numbers[c], ord(c) if mapping == "right" else numbers[c]) for c in used]
    table = b"".join(b"<%04X> <%04X>\n" % pair for pair in pairs)
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar endcmap end end" % (len(pairs), table)
    )
    unicode = b"" if mapping == "none" else b" /ToUnicode 6 0 R"
    objects = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Serif /Encoding /Identity-H /DescendantFonts [4 0 R]%s >>"
        % unicode,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Serif /CIDToGIDMap 8 0 R /DW 600 /W [%s]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R >>" % widths,
        b"<< /Type /FontDescriptor /FontName /AAAAAA+Serif /Flags 4 /FontBBox [-770 -347 2105 1109] /ItalicAngle 0"
        b" /Ascent 939 /Descent -236 /CapHeight 729 /StemV 80 /FontFile2 7 0 R >>",
        _stream(cmap),
        b"<< /Length %d /Length1 %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(program), len(data), program),
        _stream(zlib.compress(bytes(to_glyph)), b" /Filter /FlateDecode"),
    ]
    codes = [b"<" + b"".join(b"%04X" % numbers[c] for c in line) + b">" for line in lines]
    return _file(objects, _drawn(codes))


def _drawn(lines: Sequence[bytes]) -> bytes:
    """The content of a page: each string on a line of its own."""
    shown = b"".join(b"%s Tj 0 -18 Td\n" % line for line in lines)
    return b"BT /F1 12 Tf 70 780 Td\n" + shown + b"ET"


def _escaped(data: bytes) -> bytes:
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d%s >> stream\n%s\nendstream" % (len(data), more, data)


def _file(fonts: Sequence[bytes], content: bytes) -> bytes:
    """A file of one page; the objects of its font are numbered from 3."""
    last = 3 + len(fonts)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % last,
        *fonts,
        _PAGE % (last + 1),
        _stream(content),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for i, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, thing)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


TIMES = {
    **{chr(n + 29): n for n in range(3, 98)},
    **dict(zip("ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü", range(98, 130), strict=True)),
    **dict(zip("ÀÃÕ", range(172, 175), strict=True)),
    **dict(zip("–—“”‘’", range(177, 183), strict=True)),
    **dict(zip("ÂÊÁËÈÍÎÏÌÓÔ", range(198, 209), strict=True)),
    **{"Ò": 209, "Ú": 210, "Ù": 212, "Ý": 233, "ý": 234, "đ": 255, "Ă": 258, "ă": 259, "Đ": 264, "Ĩ": 428, "ĩ": 429},
    **{"Ũ": 460, "ũ": 461, "Ơ": 1130, "ơ": 1131, "Ư": 1132, "ư": 1133},
    **{chr(0x1EA0 + n): 1188 + n for n in range(90)},
}
"""The numbers of the glyphs of Times New Roman, from what readers make of files that have lost their table."""


def _numbers(font: bytes) -> dict[str, int]:
    """The glyph of each character, from the font's own table (format 4 of "cmap", OpenType 1.9)."""
    from io import BytesIO

    from pdfminer.pdffont import TrueTypeFont

    by_glyph = TrueTypeFont("serif", BytesIO(font)).create_unicode_map().cid2unichr
    return {c: glyph for glyph, c in by_glyph.items()}
