"""Where nobody is given a duty: sections that tell how things stand or what is meant, outlines and forms.

Text it finds: "I. Đánh giá tình hình", "Mục đích: ...", an attached "Đề cương báo cáo". What can be mistaken:
"Mục tiêu, nhiệm vụ và giải pháp", where duties stand too.

Reads: a `Layout`.
Writes: whether a block counts.
"""

from __future__ import annotations

import re

from docparse import lexicon
from docparse.layout import Block, Layout, View

_NO_DUTY = re.compile(lexicon.either("tasks", "no_duty_sections"))
# "Mục tiêu, nhiệm vụ và giải pháp": duties stand there too.
_AND_DUTIES = re.compile(
    r"(?:quan điểm|mục tiêu|mục đích)[^.:;\n]{0,60}?"
    r"(?:,| và) (?:các )?(?:nhiệm vụ|giải pháp|tổ chức thực hiện|biện pháp)"
)
_RUN_IN = re.compile(r"(?:về )?" + lexicon.either("tasks", "no_duty_sections") + r"[^:.]{0,40}:")
_APPENDIX = re.compile(r"phụ lục|kế hoạch|danh mục|bảng|quy chế|quy định|hướng dẫn|chương trình")
_OUTLINE = re.compile(r"đề cương|mẫu|phiếu|danh sách|biểu")


def opens_outline(view: View, block: Block, before: bool) -> tuple[bool, bool]:
    """Whether an appendix that begins with `block` is an outline or a form, and whether the block is its title.

    `before`: whether what stood before it was one.
    """
    text = view.low[block.flat_start : block.flat_end]
    if not (block.caps or len(text) < 40):
        return before, False
    return bool(_OUTLINE.match(text)) or (before and not _APPENDIX.match(text)), True


def silent(layout: Layout, k: int, outline: bool) -> bool:
    """Whether block `k` stands where nobody is given a duty; `outline`: in an outline, if it is of an appendix."""
    block, low = layout.blocks[k], layout.view.low
    if outline and block.zone == "appendix":
        return True
    if block.kind in ("item", "bullet", "paragraph") and _RUN_IN.match(low, block.content):
        return True
    j: int | None = k if block.kind == "heading" else block.parent
    while j is not None:
        b = layout.blocks[j]
        if (
            b.kind in ("heading", "item")
            and b.flat_end - b.content < 140
            and _NO_DUTY.match(low, b.content)
            and not _AND_DUTIES.match(low, b.content)
        ):
            return True
        j = b.parent
    return False
