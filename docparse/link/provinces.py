"""Which province "TU" and "Tỉnh ủy" mean.

The letterhead says it ("TỈNH ỦY LAM THỦY"), or the name itself ("Tỉnh ủy Lam Thủy"); where neither does, what whoever
parses the document says (an option, the collection of an archive), marked as inferred. In documents of central bodies
"tỉnh ủy" is any, so nothing is inferred. Can be mistaken: a paper of another province in a collection that has no
letterhead, or one that names no province.

Reads: metadata, references and bodies of a document; the provinces that were given.
Writes: their `province` and `province_inferred`, and a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from docparse import lexicon
from docparse.layout.view import normal
from docparse.lexicon import LOWER, UPPER
from docparse.link.bodies import level_of
from docparse.link.checks import warning
from docparse.model import Body, Document, Inferred, Metadata, Reference, Warning
from docparse.text import key

_CITIES = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")
"""Cities under the centre; any other city is one of a province."""

_DOUBLE = ("Bà Rịa - Vũng Tàu", "Thừa Thiên - Huế", "Quảng Nam - Đà Nẵng", "Gia Lai - Kon Tum")
_NOT_NAMES = "Khóa|Khoá|Nhiệm|Lần|Kỳ|Ban|Đảng|Việt Nam|Năm|Thường|Hội|Đoàn"
_WORD = rf"(?!(?:{_NOT_NAMES})(?!\w))[{UPPER}][{LOWER}]+"
_COMMITTEE = "[Ủủ]y|[Uu]ỷ|[Đđ]oàn"
_IN_NAME = re.compile(
    rf"(?<!\w)(?:[Tt]ỉnh(?: (?:{_COMMITTEE}))? (?P<province>"
    + "|".join(name.replace(" - ", r"\s?[-–]\s?") for name in _DOUBLE)
    + rf"|{_WORD}(?: {_WORD}){{0,2}})"
    + rf"|(?:[Tt]hành (?:{_COMMITTEE}|[Pp]hố)|TP\.?|Tp\.?) (?P<city>{'|'.join(_CITIES)}))(?!\w)"
)
_ANY = re.compile(r"(?<!\w)(?:các|những|mỗi|từng|cấp|ngoài|liên|hai|một số) (?:tỉnh|thành)(?!\w)")
_OWN = re.compile(r"(?<!\w)tỉnh(?: ủy| đoàn)?$")
_OWN_OF_CITY = re.compile(r"(?<!\w)thành (?:ủy|phố|đoàn)$")
_COMMITTEE_SYMBOL = re.compile(r"/[A-ZĐ]{0,6}TU$")
_CENTRAL_SYMBOL = re.compile(r"(?:TW|CP|TTg|QH\d{0,2})$")
_CODES = ("province_inferred", "province_in_doubt")


class Settled(NamedTuple):
    """The records with their provinces, and what a person should know of that."""

    metadata: Metadata
    references: tuple[Reference, ...]
    bodies: tuple[Body, ...]
    warnings: tuple[Warning, ...]


def stated(name: str | None) -> str | None:
    """The province in a name ("Ban Tổ chức Tỉnh ủy Lam Thủy" gives "Lam Thủy"), None where there is none."""
    text = normal(" ".join(unicodedata.normalize("NFC", name or "").split()))
    m = _IN_NAME.search(text.title() if text.isupper() else text)
    if m is None or m["city"]:
        return m["city"] if m else None
    words = re.sub(r"\s?[-–]\s?", " - ", m["province"]).split()
    # After "Bí thư Tỉnh ủy" may stand who it is.
    person = len(words) == 3 and words[0] in lexicon.words("layout", "surnames")
    return None if person else " ".join(words)


def named(text: str) -> str:
    """A province as people write it, without the word for it: "tỉnh Lam Thủy" and "LAM THỦY" give "Lam Thủy"."""
    plain = normal(" ".join(unicodedata.normalize("NFC", text).split()))
    return stated(plain) or stated(plain.title()) or stated(f"Tỉnh {plain.title()}") or plain


def settle(
    meta: Metadata, references: Sequence[Reference], bodies: Sequence[Body], given: Sequence[str] = ()
) -> Settled:
    """The province of a document and of what it names.

    Args: `given`, what whoever parses the document says; of several different ones none is taken.
    """
    own = next((p for name in (meta.issuer, *meta.issuer_path) if (p := stated(name))), None)
    candidates = [] if own or _central(meta) else sorted({named(p) for p in given}, key=key)
    inferred = candidates[0] if len(candidates) == 1 else None
    found = tuple(_reference(r, own, inferred) for r in references)
    named_bodies = tuple(_body(b, own, inferred) for b in bodies)
    meta = meta.model_copy(update={"province": own or inferred, "province_inferred": "given" if inferred else None})
    warnings: tuple[Warning, ...] = ()
    if inferred:
        said = f"the document does not say whose TU or Tỉnh ủy it means; taken as given: {inferred}"
        warnings = (warning("province_inferred", said),)
    elif candidates:
        warnings = (warning("province_in_doubt", f"may be any of: {'; '.join(candidates)}"),)
    return Settled(meta, found, named_bodies, warnings)


def settled(document: Document, given: Sequence[str]) -> Document:
    """A parsed document as it would be had `given` been known when it was parsed."""
    new = settle(document.metadata, document.references, document.bodies, given)
    others = tuple(w for w in document.warnings if w.code not in _CODES)
    # No offset changes, so nothing has to be checked again.
    return document.model_copy(update={**new._asdict(), "warnings": (*others, *new.warnings)})


def _central(meta: Metadata) -> bool:
    """Whether a central body issued the document."""
    return bool(_CENTRAL_SYMBOL.search(meta.symbol or "")) or level_of(meta.issuer or "") == "central"


def _reference(record: Reference, own: str | None, inferred: str | None) -> Reference:
    if not _COMMITTEE_SYMBOL.search(record.symbol or ""):
        return record
    return record.model_copy(update=_values(stated(record.issuer), own, inferred))


def _body(record: Body, own: str | None, inferred: str | None) -> Body:
    name = stated(record.name)
    return (
        record.model_copy(update=_values(name, own, inferred))
        if name or _is_ours(record.name, own or inferred)
        else record
    )


def _is_ours(name: str, province: str | None) -> bool:
    """Whether a name without a province ("Ban Thường vụ Tỉnh ủy") means that of the document."""
    low = key(name)
    pattern = _OWN_OF_CITY if province in _CITIES else _OWN
    return bool(pattern.search(low)) and not _ANY.search(low)


def _values(name: str | None, own: str | None, inferred: str | None) -> dict[str, str | None]:
    """The fields of a record: its name says the province, the document does, or it was given."""
    how: Inferred = None if name else "document" if own else "given" if inferred else None
    return {"province": name or own or inferred, "province_inferred": how}
