"""The fields of records as a person sees and fills them in, and the words of their names.

Reads: the models of records.
Writes: `Field`s; values that a form says.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal

from docparse.archive.changes import Data
from docparse.archive.correction import FIELDS, without_ids
from docparse.i18n import _
from docparse.model import Document, Metadata

Kind = Literal["text", "choice", "flag", "number", "names", "time"]
_ROLES = ("lead", "coordinate", "monitor", "report_to", "via")
_ORDER = (
    *("doc_type", "symbol", "issued", "title", "issuer", "place", "secrecy", "urgency", "circulation", "draft"),
    *("zone", "kind", "label", "depth", "type", "number", "relation", "date", "term", "target"),
    *("edtf", "earliest", "latest", "rrule", "name", "level", "authority"),
    *("lead", "coordinate", "monitor", "report_to", "via", "body", "note", "archive"),
    *("mode", "on_behalf_of", "position"),
)
_NOT_HERE = frozenset(("review", "issuer_path", "rule", "deadlines", "inferred"))
"""What is made of other things, or has no form."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: what it says, and what it may say."""

    name: str
    label: str
    kind: Kind
    value: Any
    choices: tuple[str, ...] = ()
    optional: bool = False


_DEGREES = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
"""Whatever else stood there would hide a document as secret, and nobody would know why."""


def fields(data: Data, kind: str, record: Data) -> list[Field]:
    """The fields of a record that a person may set right, in the order in which they are shown."""
    names = sorted(FIELDS[kind] - _NOT_HERE, key=lambda name: _ORDER.index(name) if name in _ORDER else 99)
    found = []
    for name in names:
        what, choices, optional = _typed(kind, name)
        value = without_ids(data, name, record[name])
        if what == "names":
            value = "\n".join(role["body"] for role in value)
        found.append(Field(name, label(name), what, value, choices, optional))
    return found


def said(field: Field, given: str) -> Any:
    """What a form says of a field; `...` for what it cannot say."""
    given = given.replace("\r\n", "\n").strip()
    match field.kind:
        case "flag":
            return given == "1"
        case "number":
            return int(given) if given.isdecimal() and len(given) < 3 else ...
        case "names":
            names = [" ".join(line.split()) for line in given.split("\n")]
            return [{"body": name, "text": name} for name in names if name]
        case "choice":
            return given if given in field.choices else None if field.optional and not given else ...
    return given or (None if field.optional else ...)


def _typed(kind: str, name: str) -> tuple[Kind, tuple[str, ...], bool]:
    """How a field is filled in, by its type in the model."""
    if name in _ROLES:
        return "names", (), True
    if name == "secrecy":
        return "choice", _DEGREES, True
    if name in ("issued", "edtf", "date") and kind == "metadata":
        return "time", (), True
    model = Metadata if kind == "metadata" else typing.get_args(Document.model_fields[kind].annotation)[0]
    inner = model.model_fields[name].annotation
    is_union = isinstance(inner, UnionType) or typing.get_origin(inner) is typing.Union
    options = typing.get_args(inner) if is_union else (inner,)
    optional = NoneType in options
    inner = next(one for one in options if one is not NoneType)
    if typing.get_origin(inner) is Literal:
        return "choice", tuple(map(str, typing.get_args(inner))), optional
    return "flag" if inner is bool else "number" if inner is int else "text", (), optional


def label(name: str) -> str:
    """The name of a field in words."""
    return (_about() | _of_records()).get(name, name)


def _about() -> dict[str, str]:
    return {
        "doc_type": _("type"),
        "symbol": _("symbol"),
        "issued": _("issued"),
        "title": _("title"),
        "issuer": _("issuer"),
        "place": _("place"),
        "secrecy": _("secrecy"),
        "urgency": _("urgency"),
        "circulation": _("circulation"),
        "draft": _("draft"),
    }


def _of_records() -> dict[str, str]:
    return {
        "zone": _("zone"),
        "kind": _("kind"),
        "label": _("label"),
        "depth": _("level"),
        "type": _("type"),
        "number": _("number"),
        "relation": _("relation"),
        "date": _("date"),
        "term": _("term"),
        "target": _("document meant"),
        "edtf": _("time (EDTF)"),
        "earliest": _("first day"),
        "latest": _("last day"),
        "rrule": _("recurrence"),
        "name": _("its name"),
        "level": _("level"),
        "authority": _("in the register as"),
        "lead": _("leads"),
        "coordinate": _("helps"),
        "monitor": _("watches"),
        "report_to": _("is reported to"),
        "via": _("through"),
        "body": _("body"),
        "note": _("note"),
        "archive": _("for the archive"),
        "mode": _("signing mark"),
        "on_behalf_of": _("on behalf of"),
        "position": _("post"),
    }


def kinds() -> dict[str, str]:
    """The kinds of records in words, one of each."""
    return {
        "references": _("reference"),
        "deadlines": _("due time"),
        "bodies": _("body"),
        "tasks": _("task"),
        "recipients": _("recipient"),
        "addressees": _("addressee"),
        "signatures": _("signature"),
        "appendices": _("appendix"),
        "sections": _("section"),
        "zones": _("zone"),
        "metadata": _("about the document"),
    }


def choice(value: str) -> str:
    """One of a few values in words; some have none."""
    words = {
        "header": _("letterhead"),
        "preamble": _("preamble"),
        "recipients": _("recipients"),
        "signature": _("signature"),
        "appendix": _("appendix"),
        "title": _("title"),
        "body": _("main text"),
        "heading": _("heading"),
        "item": _("item"),
        "bullet": _("bullet"),
        "paragraph": _("paragraph"),
        "central": _("central"),
        "province": _("province"),
        "district": _("district"),
        "commune": _("commune"),
        "any": _("any level"),
        "full": _("with number"),
        "alias": _("short form"),
        "named": _("by name"),
        "self": _("this document"),
    }
    return words.get(value) or _(value)
