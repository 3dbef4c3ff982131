"""Pages from templates; every word of a document is escaped (Jinja2, autoescape).

Reads: templates/.
Writes: answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from docparse import __version__, i18n
from docparse.i18n import _
from docparse.serve.routes import Visit

TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """The templates; `_` and `count` in them are those of the house."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["without"] = without
    made.globals |= {"_": _, "count": i18n.count, "version": __version__, "address": address, "clock": clock}
    return made


def without(asked: Mapping[str, str], *names: str) -> dict[str, str]:
    """What an address asks for but for some names."""
    return {k: v for k, v in asked.items() if k not in names}


def address(path: str, **asked: object) -> str:
    """An address on this server with what it asks for; what is empty is left out."""
    left = {k: v for k, v in asked.items() if v not in ("", None)}
    return f"{path}?{urlencode(left)}" if left else path


def clock(at: str) -> str:
    """A time of the archive (UTC, ISO 8601) as a clock on this machine shows it."""
    when = datetime.fromisoformat(at).astimezone()
    day = _("{year}-{month}-{day}").format(year=f"{when:%Y}", month=f"{when:%m}", day=f"{when:%d}")
    return f"{day} {when:%H:%M}"


def page(visit: Visit, template: str, status: int = 200, **values: object) -> Response:
    """A page of a template, in the language of the person.

    Args: `template`, the name of a file; `values`, what it may use besides `visit` and `navigation`.
    """
    navigation = [(one.address, one.label()) for one in visit.request.app.state.pages if one.address]
    written = (
        environment()
        .get_template(template)
        .render(
            visit=visit,
            navigation=navigation,
            here=visit.request.url.path,
            language=i18n.language(),
            csrf=visit.session.csrf if visit.session else "",
            **values,
        )
    )
    return HTMLResponse(written, status)
