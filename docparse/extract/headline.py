"""The number of a document that only its title states, as pages of the web and collections print it.

Text it finds: "Chỉ thị số 30-CT/TW, ngày 18/2/1998 của Bộ Chính trị về xây dựng Quy chế dân chủ ở cơ sở"; "NGHỊ QUYẾT
SỐ 15-NQ/TW NGÀY 20/12/2000 CỦA BỘ CHÍNH TRỊ" above the subject. A letterhead with a number of its own goes before.

Reads: `Layout` and the mentions.
Writes: the mention that is the document itself, and the subject behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docparse.extract.cites import Cite
from docparse.layout import Layout


def own(layout: Layout, values: Mapping[str, str | None], cites: Sequence[Cite]) -> Cite | None:
    """The mention that opens the title and is the document's own number; None where there is none.

    Args: `values`, what the letterhead says.
    """
    if values.get("symbol"):
        return None
    first = next((b for b in layout.blocks if b.zone == "title"), None)
    if first is None:
        return None
    opener = next((c for c in cites if first.flat_start <= c.start < first.flat_end), None)
    if (
        opener is None
        or opener.kind != "full"
        or not opener.type
        or layout.view.flat[first.flat_start : opener.start].strip()
    ):
        return None
    return opener


def subject(layout: Layout, cite: Cite) -> tuple[str, int, int]:
    """The words of the title behind the document's own number, with their place in the text."""
    blocks = [b for b in layout.blocks if b.zone == "title" and b.flat_end > cite.end]
    parts = [layout.view.flat[max(b.flat_start, cite.end) : b.flat_end].strip(" ,.:-\n") for b in blocks]
    start, _ = layout.view.span(cite.start, cite.end)
    return " ".join(filter(None, parts)), start, blocks[-1].end if blocks else layout.view.span(cite.start, cite.end)[1]
