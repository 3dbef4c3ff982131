"""The queue: what a person should look at and why, filtered and sorted like a folder of mail.

Reads: the queue of an archive.
Writes: a page; what was accepted.
"""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from docparse.archive import queue, store
from docparse.archive.queue import ORDERS, Asked
from docparse.i18n import _
from docparse.model import Warning
from docparse.serve import shelf
from docparse.serve.render import address, page
from docparse.serve.routes import Page, Visit, get, post, whole_number

SIZE = 50
"""Documents on a page."""


def asked(visit: Visit) -> Asked:
    """What of the queue an address or a form asks for."""
    said = visit.said if visit.request.method == "POST" else visit.asked
    order = next((one for one in ORDERS if one == said("order")), ORDERS[0])
    return Asked(said("code"), said("words")[:100], order, visit.settings.allow_secret)


def kept(one: Asked) -> dict[str, str]:
    """The same as parts of an address."""
    return {"code": one.code, "words": one.words, "order": one.order if one.order != ORDERS[0] else ""}


def reason(code: str) -> str:
    """A reason in words."""
    from docparse.i18n import warning_text

    pairs = {"conflict": _("another document has this number"), "similar": _("nearly the same text elsewhere")}
    return pairs.get(code) or warning_text(Warning(code=code, message=code))


def orders() -> dict[str, str]:
    """The words of each order."""
    return {
        "doubt": _("most doubtful first"),
        "issued": _("oldest first"),
        "newest": _("newest first"),
        "quality": _("worst text first"),
        "symbol": _("by symbol"),
    }


def _show(visit: Visit) -> Response:
    wanted = asked(visit)
    at = min(whole_number(visit.asked("page", "1")) or 1, 100_000)
    with store.opened(visit.settings.archive) as connection:
        queue.update(connection)
        with connection.begin():
            counts = queue.counts(connection, wanted)
            rows = queue.waiting(connection, wanted, SIZE, (at - 1) * SIZE)
            files = {row.document: shelf.name(connection, row.document) for row in rows}
    total = counts.get(wanted.code, 0)
    folders = sorted(((reason(code), code, n) for code, n in counts.items() if code), key=lambda one: (-one[2], one[0]))
    return page(
        visit,
        "review.html",
        asked=wanted,
        kept=kept(wanted),
        rows=rows,
        files=files,
        folders=folders,
        every=counts[""],
        total=total,
        number=at,
        pages=max(1, -(-total // SIZE)),
        reason=reason,
        orders=orders(),
    )


def _accept(visit: Visit) -> Response:
    """What is accepted leaves the queue; the next one is shown, or the queue where a list asked for it."""
    sha256, wanted = visit.request.path_params["sha256"], asked(visit)
    with store.opened(visit.settings.archive) as connection:
        queue.update(connection)
    with shelf.writing(visit) as connection:
        shelf.entry(connection, visit, sha256)
        if visit.said("again"):
            queue.reopen(connection, sha256)
        else:
            queue.accept(connection, sha256, visit.person)
        following = queue.neighbour(connection, wanted, sha256, 1)
    if visit.said("again"):
        return RedirectResponse(address(f"/document/{sha256}", **kept(wanted)), 303)
    if visit.said("stay") or following is None:
        return RedirectResponse(address("/", **kept(wanted)), 303)
    return RedirectResponse(address(f"/document/{following}", **kept(wanted)), 303)


PAGE = Page((get("/", _show), post("/document/{sha256}/accept", _accept)), "/", lambda: _("To check"))
