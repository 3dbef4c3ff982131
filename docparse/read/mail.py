"""Messages (.eml, .msg): their own text and the files attached to them; mailboxes (.mbox): their messages.

The text is the HTML of a message where it has one, else its plain text, with sender, addressees, date and subject in
front. Pictures that the HTML shows, such as a logo, are no documents.

Reads: the bytes of a message or a mailbox.
Writes: Members.
"""

from __future__ import annotations

import email
import html
import re
from collections.abc import Iterable, Mapping
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docparse.errors import TruncatedFile, UnknownFormat
from docparse.read.archives import Member, safe_name, unique
from docparse.read.ole import BROKEN
from docparse.read.text import decode_as

if TYPE_CHECKING:
    from oxmsg.attachment import Attachment

_LETTER = re.compile(r"[^\W\d_]")
_SPACES = re.compile(r"\s+")
_FLOWED = re.compile(r"(?<=\S) \r?\n(?![\s>])")
_MAX_HEAD = 1 << 16
"""Bytes of a message of a mailbox in which its subject is looked for."""
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_HEADER = re.compile(r"([a-z][a-z0-9-]{0,60}):|[ \t]")
# Fields of RFC 5322 and of what carries messages; a text that quotes a message has the first ones only.
_FIELDS = frozenset(("from", "to", "subject", "date", "content-type", "mime-version"))
_CARRIED = frozenset(("received", "return-path", "message-id", "delivered-to", "mime-version", "dkim-signature"))
# What stands before each message of a mailbox (RFC 4155): a sender or a dash, and when it came.
_ENVELOPE = r"From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:)"
_MAILBOX = re.compile(_ENVELOPE, re.I)
_NEXT = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))" + _ENVELOPE.encode())
_QUOTED = re.compile(rb"^>(?=>*From )", re.M)
_SAVED = ("snapshot-content-location:", "from: <saved by")


def kind_of_message(start: str) -> str | None:
    """Whether a text is a message or a page saved as one, by the fields at its beginning; None where it is neither.

    Args: `start`, the beginning of the text in lower case.
    """
    found = list(takewhile(bool, map(_HEADER.match, start.split("\n"))))
    names = {m[1] for m in found if m}
    if not (names & _CARRIED and len(names & (_FIELDS | _CARRIED)) >= 2):
        return None
    header = "\n".join(start.split("\n")[: len(found)])
    related = "multipart/related" in header and not names & {"to", "received", "return-path", "delivered-to"}
    return "MHTML" if related or any(sign in header for sign in _SAVED) else "e-mail message (.eml)"


def is_mailbox(start: str) -> bool:
    """Whether a text is a mailbox, by its beginning in lower case."""
    return _MAILBOX.match(start) is not None


def mbox_members(data: bytes, name: str) -> list[Member]:
    """The messages of a mailbox (RFC 4155, as Thunderbird keeps them) in their order, named by their subjects.

    Args: `data`, the file; `name`, for the errors. Raises TruncatedFile where the head of a message is damaged.
    """
    found = list(_NEXT.finditer(data))
    ends = [m.start() for m in found[1:]] + [len(data)]
    files = []
    for n, (envelope, end) in enumerate(zip(found, ends, strict=True), 1):
        head = data[envelope.end() : min(end, envelope.end() + _MAX_HEAD)].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
        try:
            subject = _SPACES.sub(" ", _field(email.message_from_bytes(head), "Subject")).strip()
        except (*BROKEN, MessageError) as error:
            raise TruncatedFile(name, "mailbox") from error
        files.append((f"{subject or f'message {n}'}.eml", partial(_of_mailbox, data, envelope.end(), end)))
    return _named(None, files)


def _of_mailbox(data: bytes, start: int, end: int) -> bytes:
    """A message as it was before lines of its text that begin with "From " were quoted."""
    return _QUOTED.sub(b"", data[start:end])


def eml_members(data: bytes, name: str) -> list[Member]:
    """The text of a message and its attachments, in their order.

    Args: `data`, the file; `name`, for the errors. Raises TruncatedFile where its structure is damaged.
    """
    try:
        message = email.message_from_bytes(data)
        parts = [(part, _is_attached(part)) for part in _parts(message)]
        headers = {field: _field(message, field) for field in _SHOWN}
        page, plain = (_text(kind, (p for p, attached in parts if not attached)) for kind in ("html", "plain"))
        others = (p for p, attached in parts if attached and not _is_shown(p, page))
        files = [_attached(part, n, name) for n, part in enumerate(others, 1)]
    except (*BROKEN, MessageError) as error:
        raise TruncatedFile(name, "message") from error
    return _named(_letter(headers, page, "message.html") or _letter(headers, plain, "message.txt"), files)


def _attached(part: Message, n: int, name: str) -> tuple[str, partial[bytes]]:
    """The name of an attachment and what gives its content; `n` counts those of the message."""
    given = _file_name(part, n)
    return given, partial(_content, part, f"{name}/{given}")


def _parts(message: Message) -> Iterable[Message]:
    """The parts of a message; one that is a message itself is a part and not looked into."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _is_attached(part: Message) -> bool:
    """Whether a part is a file of its own and not the text."""
    attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return attached or part.get_content_maintype() != "text"


def _is_shown(part: Message, page: str) -> bool:
    """Whether a part is a picture that stands in the HTML of its message (RFC 2392)."""
    return part.get_content_maintype() == "image" and _shows(page, str(part.get("Content-ID", "")))


def _shows(page: str, content_id: str) -> bool:
    """Whether a page asks for the picture of this Content-ID."""
    bare = content_id.strip(" \t\r\n<>").lower()
    return bool(bare) and f"cid:{bare}" in unquote(html.unescape(page)).lower()


def _text(kind: str, parts: Iterable[Message]) -> str:
    """The text of the parts of a kind ("html", "plain"): programs part it where a file is attached within."""
    return "\n".join(_decoded(part) for part in parts if part.get_content_type() == f"text/{kind}")


def _content(part: Message, name: str) -> bytes:
    inner = _inner(part)
    try:
        body = inner.as_bytes() if inner else part.get_payload(decode=True)
    except (ValueError, LookupError, RecursionError) as error:
        raise TruncatedFile(name, "message inside a message") from error
    return body if isinstance(body, bytes) else b""


def _inner(part: Message) -> Message | None:
    """The message that a part holds (a forwarded one), None for any other part."""
    if part.get_content_maintype() != "message":
        return None
    held = part.get_payload()
    return held[0] if isinstance(held, list) and held and isinstance(held[0], Message) else None


def _decoded(part: Message) -> str:
    body = part.get_payload(decode=True)
    text = decode_as(body, part.get_content_charset() or "")[0] if isinstance(body, bytes) else ""
    return _FLOWED.sub(" ", text) if part.get_param("format") == "flowed" else text


def _field(message: Message, field: str) -> str:
    """A field of the header as it reads; "" where it is missing."""
    return _words(_raw(message, field) or "")


def _raw(message: Message, field: str) -> str | None:
    """A field as it stands; bytes in it, which are not allowed and usual, are UTF-8 or what Windows-1252 shows."""
    raw = next((str(v) for k, v in message.raw_items() if k.lower() == field.lower()), None)
    return None if raw is None else decode_as(raw.encode("utf-8", "surrogateescape"), "")[0]


def _words(text: str) -> str:
    """Text with its encoded words (RFC 2047) as what they stand for, or as it is where they are broken."""
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):
        return text


def _file_name(part: Message, n: int) -> str:
    """The name of an attachment, made up where it has none."""
    inner = _inner(part)
    if inner:
        return f"{_SPACES.sub(' ', _field(inner, 'Subject')) or f'message {n}'}.eml"
    copy = Message()
    for field in ("Content-Type", "Content-Disposition"):
        copy[field] = _raw(part, field) or ""
    return _words(copy.get_filename() or "") or f"attachment {n}"


def msg_members(data: bytes, name: str) -> list[Member]:
    """The text of an Outlook message and its attachments, in their order.

    Args: `data`, the file; `name`, for the errors. Raises TruncatedFile.
    """
    import oxmsg
    from oxmsg.domain import constants as c

    try:
        message = oxmsg.Message.load(data)
        known = {
            k.title(): _SPACES.sub(" ", str(make_header(decode_header(v)))) for k, v in message.message_headers.items()
        }
        headers = {field: known.get(field, "") for field in _SHOWN}
        headers |= {"From": message.sender or "", "Subject": message.subject}
        page = message.properties.binary_prop_value(c.PID_HTML) or b""
        plain = message.body or ""
        attached = message.attachments
        charset = message.properties.body_encoding
    except (*BROKEN, AssertionError, MessageError) as error:
        raise TruncatedFile(name, "Outlook message") from error
    shown = decode_as(page, charset)[0]
    own = _letter(headers, shown, "message.html") or _letter(headers, plain, "message.txt")
    files = [_attachment(a, n, name, shown) for n, a in enumerate(attached, 1)]
    return _named(own, [file for file in files if file])


def _attachment(attached: Attachment, n: int, name: str, page: str) -> tuple[str, partial[bytes]] | None:
    """The name of an attachment and what gives its content; None for a picture in the text.

    Where the text has no HTML (but RTF, which is not looked into), a Content-ID alone tells such a picture.
    """
    from oxmsg.domain import constants as c

    try:
        properties = attached.properties
        cid = properties.str_prop_value(c.PID_ATTACH_CONTENT_ID) or ""
        inline = cid and "image/" in (attached.mime_type or "") and (not page or _shows(page, cid))
        given = attached.file_name or properties.str_prop_value(c.PID_ATTACH_FILENAME) or f"attachment {n}"
        content = attached.file_bytes
    except (*BROKEN, AssertionError) as error:
        raise TruncatedFile(name, "Outlook message") from error
    return None if inline else (given, partial(_stored, content, f"{name}/{given}"))


def _stored(content: bytes | None, name: str) -> bytes:
    if content is None:
        raise UnknownFormat(name, "a message or object inside an Outlook message")
    return content


def _letter(headers: Mapping[str, str], body: str, name: str) -> Member | None:
    """The text of a message as a file, None where there is none."""
    shown = [f"{field}: {_SPACES.sub(' ', value).strip()}" for field, value in headers.items() if value.strip()]
    if name.endswith(".html"):
        if not _LETTER.search(re.sub(r"<style.*?</style>|<[^>]*>", "", body, flags=re.S | re.I)):
            return None
        text = "".join(f"<p>{html.escape(line)}</p>\n" for line in shown) + body
        return Member(name, partial(str.encode, f"\ufeff<!DOCTYPE html>\n{text}", "utf-8", "replace"))
    if not _LETTER.search(body):
        return None
    return Member(name, partial(str.encode, "\n".join([*shown, "", body]), "utf-8", "replace"))


def _named(own: Member | None, files: Iterable[tuple[str, partial[bytes]]]) -> list[Member]:
    """The members under names that are safe and different."""
    members = [*([own] if own else []), *(Member(safe_name(name).replace("/", "_"), read) for name, read in files)]
    names = unique(member.name for member in members)
    return [member._replace(name=name) for member, name in zip(members, names, strict=True)]
