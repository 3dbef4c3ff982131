"""Encoders of old Vietnamese encodings for tests, made from the tables of the decoders turned round.

Reads: data/legacy.tsv through docparse.
Writes: nothing.
"""

from __future__ import annotations

import copy
import unicodedata
import zipfile
from io import BytesIO
from itertools import groupby

from docparse.read.legacy import as_shown, codes

TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIQR = dict(zip("\u0302\u0306\u031b\u0301\u0300\u0309\u0303\u0323", "^(+'`?~.", strict=True))
# What the encodings that use every byte for a letter have no place for.
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-", "\xa0": " "})


def plain_signs(text: str) -> str:
    """A text without signs that VISCII, VPS and VIQR cannot write."""
    return text.translate(_PLAIN)


def encode(text: str, encoding: str) -> str:
    """A text as a program shows it that takes the encoding for Windows-1252."""
    if encoding == "cp1258":
        return "".join(_cp1258(c) for c in text)
    if encoding == "viqr":
        return "".join(_viqr(text, i) for i in range(len(text)))
    if encoding == "utf-8-as-cp1252":
        return as_shown(text.encode())
    if encoding == "html-entities":
        return "".join(c if c.isascii() else f"&#{ord(c)};" for c in text)
    letters = {letter: as_shown(code.encode("latin-1")) for code, letter in codes(encoding).items()}
    return "".join(letters.get(c, c) for c in text)


def encode_bytes(text: str, encoding: str) -> bytes:
    """A text as bytes of an encoding of one or two bytes a letter; signs are those of Windows-1252."""
    back = {as_shown(bytes([b])): b for b in range(0x80, 0x100)}
    return bytes(ord(c) if ord(c) < 0x80 else back[c] for c in encode(text, encoding))


def _cp1258(c: str) -> str:
    apart = unicodedata.normalize("NFD", c)
    if c.isascii() or not (c.isalpha() or apart != c):
        return c
    try:
        return as_shown(c.encode("cp1258"))
    except UnicodeEncodeError:
        base = unicodedata.normalize("NFC", "".join(m for m in apart if m not in TONES))
        return as_shown((base + "".join(m for m in apart if m in TONES)).encode("cp1258"))


def _viqr(text: str, i: int) -> str:
    """The character at `i`; what could be read as a mark or as half of "đ" is escaped (RFC 1456)."""
    c, before, after = text[i], text[:i][-1:], text[i + 1 :][:1]
    if c in "đĐ":
        return "dd" if c == "đ" else "DD"
    apart = unicodedata.normalize("NFD", c)
    if len(apart) > 1:
        return "".join(sorted((_VIQR.get(m, m) for m in apart), key=lambda m: (not m.isalpha(), m not in "^(+")))
    vowel = before and unicodedata.normalize("NFD", before)[0] in "aeiouyAEIOUY"
    escaped = c == "\\" or (c in "^(+*'`?~." and vowel) or (c in "dD" and after and after in "dDđĐ")
    return "\\" + c if escaped else c


def docx_in_fonts(data: bytes, encoding: str) -> bytes:
    """A DOCX with its text in an old encoding and in fonts that say so: "VNI-Times", ".VnTime" and ".VnTimeH"."""
    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("word/") and name.endswith(".xml") and b"<w:t" in part:
                root = etree.fromstring(part)
                for run in list(root.iter(f"{w}r")):
                    _set_in_fonts(run, encoding, w)
                part = etree.tostring(root)
            new.writestr(name, part)
    return out.getvalue()


def _set_in_fonts(run: object, encoding: str, w: str) -> None:
    from lxml import etree

    assert isinstance(run, etree._Element)
    texts = run.findall(f"{w}t")
    if not texts:
        return
    content = [e for e in run if e.tag != f"{w}rPr"]
    assert len(content) == 1, "one text a run"
    parent, at = run.getparent(), run.getparent().index(run)
    parent.remove(run)
    known = set(codes(encoding).values()) if encoding == "tcvn3" else set()
    pieces = groupby(texts[0].text or "", key=lambda c: encoding == "tcvn3" and c.isupper() and c not in known)
    for n, (high, letters) in enumerate((high, "".join(g)) for high, g in pieces):
        piece = copy.deepcopy(run)
        properties = piece.find(f"{w}rPr")
        if properties is None:
            properties = etree.SubElement(piece, f"{w}rPr")
            piece.insert(0, properties)
        for old in properties.findall(f"{w}rFonts"):
            properties.remove(old)
        font = "VNI-Times" if encoding == "vni" else ".VnTimeH" if high else ".VnTime"
        fonts = etree.SubElement(properties, f"{w}rFonts")
        fonts.set(f"{w}ascii", font)
        fonts.set(f"{w}hAnsi", font)
        t = piece.find(f"{w}t")
        t.text = encode(letters.lower() if high else letters, encoding)
        t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        parent.insert(at + n, piece)
