"""Values of what was found, in words.

Reads: values.
Writes: translated strings.
"""

from __future__ import annotations

from docparse.i18n import _


def level(value: str) -> str:
    """A level, "central" to "commune"; "-" where it is not known."""
    names = {
        "central": _("centre"),
        "province": _("province"),
        "district": _("district"),
        "commune": _("commune"),
    }
    return names.get(value, "-")


def section(value: str) -> str:
    """Where something stands: a section as it is, the name of a part of the document in words."""
    names = {"title": _("title"), "preamble": _("opening"), "signature": _("signature"), "recipients": _("recipients")}
    return names.get(value, value)


def event(value: str) -> str:
    """A kind of event in the life of a directive."""
    names = {
        "issued": _("issued"),
        "implemented": _("implemented"),
        "reported": _("reported"),
        "amended": _("amended"),
        "interim": _("interim review"),
        "final": _("final review"),
        "replaced": _("replaced"),
    }
    return names[value]


def mark(value: str) -> str:
    """Whence a fact is."""
    names = {
        "held": _("the document itself"),
        "verified": _("register, verified"),
        "believed": _("register, believed"),
        "stated": _("stated by others"),
        "": "",
    }
    return names[value]


def basis(value: str) -> str:
    """Why a mention means a document, or why it is in doubt."""
    names = {
        "date": _("by its date"),
        "term": _("by its term"),
        "only": _("the only one of this number"),
        "conflict": _("different documents bear this number"),
        "several": _("several documents have this number"),
        "date_differs": _("another date than the document of this number"),
        "undated": _("the document of this number has no date"),
        "believed": _("known only from an unverified row of the register"),
        "no_number": _("a short name that the text does not explain"),
    }
    return names.get(value, value)


def owes(value: str) -> str:
    """What a task asks to be handed in."""
    return _("plan") if value == "plan" else _("report")
