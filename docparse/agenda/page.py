"""An agenda as one HTML page that needs nothing else: to be handed on, read on any machine and printed.

No script, no picture, nothing fetched; every word of a document is escaped (Jinja2, autoescape).

Reads: an `Agenda`, page.html.
Writes: HTML.
"""

from __future__ import annotations

import os
from pathlib import Path

from docparse import __version__
from docparse.agenda import said
from docparse.agenda.rows import WHEN, Agenda, whose
from docparse.calendar.model import ALL, Asked
from docparse.calendar.said import lack, shown
from docparse.i18n import _

_TEMPLATE = Path(__file__).with_name("page.html")


def page(found: Agenda, asked: Asked = ALL) -> str:
    """The page, in the language of the process.

    Args: `asked`, what the agenda is of.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    return template.render(
        found=found,
        title=said.title(found, asked.body),
        times=said.times(found),
        order=WHEN,
        apart=[(*whose(one.duty, asked), one) for one in found.apart],
        language=os.environ.get("LANGUAGE", "en"),
        version=__version__,
        said=said,
        shown=shown,
        lack=lack,
        words={
            "who": _("who"),
            "due": _("due"),
            "left": _("left"),
            "what": _("what"),
            "time": _("in the document"),
            "document": _("document"),
            "why": _("why"),
            "apart": _("Without a day"),
            "made": _("Made by docparse; for a person to check against the documents."),
        },
    )
