"""Whether a body owes something: what may follow it as a predicate, and which bodies can owe at all.

Text it finds: "... chủ trì", "... hằng năm rà soát", "... có trách nhiệm". What can be mistaken: a state ("đã được"), a
purpose ("để"), whom somebody else manages ("thuộc diện Ban Thường vụ quản lý").

Reads: a `View` and the place behind a name.
Writes: where the predicate begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docparse import lexicon
from docparse.extract.heads import head_at
from docparse.extract.names import Name
from docparse.extract.times import time_at
from docparse.layout import View

_IDLE = re.compile(lexicon.either("tasks", "idle") + r"(?!\w)")
STOP = re.compile(lexicon.either("bodies", "stops") + r"(?!\w)")
# "đảng viên thuộc diện Ban Thường vụ Thành ủy quản lý": whose they are, not what they do.
_MANAGED = re.compile(r"quản lý ?(?:[;.,]|$)")
_STATE = re.compile(r"(?:phải (?:là|đạt|đáp ứng|đủ|có đủ)|(?:làm việc|hoạt động) theo (?:chế độ|nguyên tắc))(?!\w)")
"""What somebody is or has to be, not what to do: "Thành viên phải là đoàn viên"."""
_OWES = re.compile(
    r"(?:trong phạm vi|trên cơ sở|có (?:ít nhất|ý kiến|văn bản|kế hoạch|giải pháp|biện pháp)|có tối thiểu"
    r"|có trách nhiệm|có nhiệm vụ"
    r"|quyết định (?:xếp loại|công nhận|khen thưởng|số lượng|hình thức|kỷ luật|bổ nhiệm|phân công|cuối cùng)"
    r"|là (?:cơ quan|đầu mối|đơn vị|thường trực)|được giao|không (?:tổ chức|được|để)|ngoài [^,;]{3,60}, )"
)
_PERSONS = frozenset(
    (
        "đảng viên",
        "người vào đảng",
        "người xin vào đảng",
        "người được kết nạp vào đảng",
        "cán bộ",
        "công chức",
        "viên chức",
        "thư ký",
        "giáo viên",
        "học sinh",
        "gia đình",
        "hộ gia đình",
        "cấp ủy viên",
        "gv",
        "ủy viên",
        "cơ sở",
        "tỉnh",
        "huyện",
        "xã",
        "cấp",
        "thành phố",
        "trung ương đảng",
        "thuế",
        "vụ",
        "quỹ",
        "báo cáo viên",
        "đài",
        "báo",
        "hội",
    )
)
_ALL_OF_A_LEVEL = frozenset(("hội", "tỉnh", "huyện", "xã", "cấp", "báo", "cơ sở"))
_OF_A_LEVEL = re.compile(
    r"^(?:các )?cơ sở (?:giáo dục|đào tạo|y tế|khám|dạy nghề|sản xuất|kinh doanh|lưu trú|bảo trợ)"
    r"|^cấp (?:cơ sở|tỉnh|huyện|xã|thành phố)|bị tố cáo|được giám sát|các cấp|cơ sở trực thuộc|trưởng"
)
_BRACKET = re.compile(r"\s?\([^()\n]{1,90}\)")
_APPOSED = re.compile(
    r"(?: [-–]|,) (?:là )?(?:cơ quan|đơn vị|bộ phận) (?:thường trực|chủ trì|đầu mối|tham mưu)[^;:.,]{0,90}?,?"
    r"(?= (?:giúp|chủ trì|phối hợp|tham mưu|có trách nhiệm|chịu trách nhiệm|theo dõi|hướng dẫn|tổng hợp)(?!\w))"
)
"""What a body is besides: "Sở Nội vụ - cơ quan thường trực Ban Chỉ đạo giúp ..."."""
_GAP = re.compile(r",? ")


def owes(view: View, after: int, end: int) -> int | None:
    """Where the predicate begins if what follows a subject can be a duty; None otherwise."""
    low = view.low
    if bracket := _BRACKET.match(low, after) or _APPOSED.match(low, after, end):
        after = bracket.end()
    gap = _GAP.match(low, after)
    if gap is None or gap.end() >= end:
        return None
    at = gap.end()
    if _OWES.match(low, at):
        return at
    if _MANAGED.match(low, at, end) or _STATE.match(low, at, end):
        return None
    idle = _IDLE.match(low, at)
    if idle:
        return at if (idle[0] == "được" and low.startswith("được giao", at)) or _acts_in_time(view, at, end) else None
    stop = STOP.match(low, at)
    if stop and view.flat[at].islower():
        return at
    return None


def _acts_in_time(view: View, at: int, end: int) -> bool:
    """Whether a time stands between a subject and its verb: "Phòng Nội vụ hằng năm rà soát ..."."""
    time = time_at(view.low, at)
    verb = time and _GAP.match(view.low, time.end)
    return bool(
        verb
        and verb.end() < end
        and view.flat[verb.end()].islower()
        and STOP.match(view.low, verb.end())
        and not _IDLE.match(view.low, verb.end())
    )


def worthy(view: View, names: list[Name]) -> bool:
    """Whether a list can owe something: bodies or offices, not "học sinh" at large."""
    h = head_at(view.low, names[0].start)
    if h is None:
        return False
    if h["head"] not in _PERSONS or view.flat[h.end() + 1 : h.end() + 2].isupper():
        return True
    if h["det"].strip() in ("các", "mỗi") and h["head"] in _ALL_OF_A_LEVEL:
        return True
    return bool(_OF_A_LEVEL.search(names[0].text.lower()))


_ANYBODY = re.compile(
    r"(?:tổ|chi ủy|chi uỷ|cơ quan|thành viên|giáo viên|khối|chuyên viên|đồng chí|đại diện|tập thể)(?!\w)"
)


def unnamed(names: Sequence[Name]) -> bool:
    """Whether those who owe are any of many, without a name of their own: "cơ quan", "thành viên", "đại diện"."""
    first = names[0].text
    return _ANYBODY.match(first.lower()) is not None and not any(c.isupper() for c in first[1:])


def opens_with_body(low: str, start: int) -> bool:
    """Whether an entry opens with a body of its own, so that it owes nothing for the one above."""
    return bool(head_at(low, start)) and not low.startswith(
        ("tổ chức", "báo cáo", "thanh tra", "cử", "phối hợp", "vụ", "cấp ", "báo "), start
    )
