"""HTML: pages as browsers, mail and office programs save them; also MHTML, a page in one file.

Nothing is run and nothing is fetched: scripts, frames, pictures and style sheets elsewhere are left out. The encoding
is the one that the byte order mark or the page states, unless its bytes say otherwise: pages of the nineties state
Windows-1252 and are in an encoding of `legacy`.

Reads: the bytes of an HTML or MHTML file.
Writes: a Source; its lines are paragraphs.
"""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.errors import MessageError
from itertools import count

from docparse.errors import EmptyFile, ImageOnly, TruncatedFile
from docparse.model import Line, Source
from docparse.read.html_blocks import Page, read_element
from docparse.read.html_style import load_sheet
from docparse.read.legacy_detect import summary
from docparse.read.ole import BROKEN
from docparse.read.options import DEFAULT, Options
from docparse.read.pieces import Encodings, guess_encodings
from docparse.read.text import codec_of, decode_as, has_marks_apart

_CHARSET = re.compile(rb"""(?:charset|<\?xml[^>]{0,200}encoding)\s{0,5}=\s{0,5}["']?\s{0,5}(?P<name>[\w.:-]{1,40})""")
_HEAD = 4096
_LETTER = re.compile(r"[^\W\d_]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_html(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """A page as lines, each a paragraph or a stretch of one between line breaks.

    Args: `data`, the file; `name`, for the errors. Raises EmptyFile, ImageOnly where there are only pictures, and
    TruncatedFile where elements are nested without end.
    """
    m = _CHARSET.search(data[:_HEAD])
    return _read(data, m["name"].decode("ascii") if m else "", name)


def read_mhtml(data: bytes, name: str, options: Options = DEFAULT) -> Source:
    """A page that was saved with all that belongs to it in one file (RFC 2557); only its text is read.

    Args and errors as in `read_html`.
    """
    try:
        parts = email.message_from_bytes(data).walk()
        page = next((p for p in parts if p.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        body = page.get_payload(decode=True) if page else None
        stated = page.get_content_charset() if page else None
    except (*BROKEN, MessageError) as error:
        raise TruncatedFile(name, "saved page") from error
    if not isinstance(body, bytes):
        raise TruncatedFile(name, "no page in it")
    m = _CHARSET.search(body[:_HEAD])
    stated = stated or (m["name"].decode("ascii") if m else "")
    return replace(_read(body, stated, name), media_type="multipart/related")


def _read(data: bytes, charset: str, name: str) -> Source:
    text, encoding = decode_as(data, charset)
    try:
        page, lines = _lines(text, charset)
    except RecursionError as error:
        raise TruncatedFile(name, "elements nested too deeply") from error
    if not any(_LETTER.search(line.text) for line in lines):
        raise ImageOnly(name) if re.search("<img", text, re.IGNORECASE) else EmptyFile(name, "no letters")
    raw = "\n".join(page.texts)
    return Source(
        lines=tuple(lines),
        media_type="text/html",
        encoding=summary(lines) or ("nfd" if has_marks_apart(raw) else encoding),
        wrapped=False,
        notes=("undecodable_bytes",) if "\ufffd" in raw else (),
    )


def _lines(text: str, charset: str) -> tuple[Page, list[Line]]:
    """The page as read and its lines; it is read again where paragraphs turn out to be in an old encoding."""
    from lxml import etree

    # Handed over as UTF-8, with no say for what the page states; entities of its own are never followed.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(_NO_XML.sub("", text).encode() or b"<p/>", parser)
    if root is None:
        return Page({}), []
    page = Page(load_sheet(e.text or "" for e in root.iter("style")))
    lines = read_element(root, page)
    if codec_of(charset) == "cp1258":
        encodings = Encodings(by_text={t: "cp1258" for t in page.texts if not t.isascii()})
    else:
        encodings = guess_encodings(page.texts, "\n".join(page.texts))
    if encodings == page.encodings:
        return page, lines
    page = replace(page, encodings=encodings, texts=[], tables=count())
    return page, read_element(root, page)
