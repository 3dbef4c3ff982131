"""A comparison as one HTML page that needs nothing else: to be handed on, read on any machine and printed.

No script, no picture, nothing fetched; every word of a document is escaped (Jinja2, autoescape).

Reads: `Comparison`s, page.html.
Writes: HTML.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from docparse import __version__
from docparse.compare import said
from docparse.compare.model import Comparison
from docparse.i18n import _

_TEMPLATE = Path(__file__).with_name("page.html")


def page(found: Sequence[Comparison], title: str | None = None) -> str:
    """One comparison, or those of a series one after the other, in the language of the process.

    Args: `title`, of the page; the two documents by default.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.tests |= {"touched": said.touched, "edited": said.edited}
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    first = f"{said.side(found[0].before)} → {said.side(found[-1].after)}" if found else ""
    return template.render(
        found=found,
        title=title or f"{_('Comparison')}: {first}",
        language=os.environ.get("LANGUAGE", "en"),
        version=__version__,
        said=said,
        how=_,
        words=_words(),
    )


def _words() -> dict[str, str]:
    """What the template says of its own."""
    return {
        "file": _("file"),
        "before": _("before"),
        "after": _("after"),
        "change": _("change"),
        "what": _("what"),
        "who": _("who"),
        "reason": _("reason"),
        "register": _("register"),
        "tasks": _("Tasks"),
        "duties": _("Who gained and lost duties"),
        "gained": _("gained"),
        "lost": _("lost"),
        "times": _("Other times"),
        "recipients": _("Recipients"),
        "references": _("Documents cited"),
        "sections": _("Sections"),
        "identities": _("Taken for one body"),
        "bodies": _("deadlines and bodies"),
        "key": _("Struck: only before. Underlined: only after."),
        "made": _("Compared by docparse; for a person to check against the documents."),
    }
