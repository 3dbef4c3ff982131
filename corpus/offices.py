"""The offices that issue the documents made by the thousand: letterheads, codes, whom they charge with what, renamings.

Reads: nothing.
Writes: `Office`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "department", "district", "commune", "government"]

RENAMED_ON = dt.date(2025, 3, 1)
"""From this day on the new names stand in documents."""

RENAMED = {
    "Ban Dân vận Tỉnh ủy": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Ban Tuyên giáo Tỉnh ủy": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Ban cán sự đảng Ủy ban nhân dân tỉnh": "Đảng ủy Ủy ban nhân dân tỉnh",
    "Sở Tài nguyên và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Nông nghiệp và Phát triển nông thôn": "Sở Nông nghiệp và Môi trường",
    "Sở Lao động - Thương binh và Xã hội": "Sở Nội vụ",
    "Sở Kế hoạch và Đầu tư": "Sở Tài chính",
    "Sở Giao thông vận tải": "Sở Xây dựng",
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
}
"""Bodies that others took the place of in 2025."""

_PARTY = (
    "Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy", "Ban Dân vận Tỉnh ủy", "Ban Nội chính Tỉnh ủy",
    "Ủy ban Kiểm tra Tỉnh ủy", "Văn phòng Tỉnh ủy", "Ban cán sự đảng Ủy ban nhân dân tỉnh",
    "Đảng đoàn Hội đồng nhân dân tỉnh", "Trường Chính trị tỉnh",
)  # fmt: skip
_STATE = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tài nguyên và Môi trường", "Sở Kế hoạch và Đầu tư", "Sở Giao thông vận tải",
    "Sở Lao động - Thương binh và Xã hội", "Sở Thông tin và Truyền thông", "Sở Y tế", "Sở Giáo dục và Đào tạo",
    "Sở Tư pháp", "Thanh tra tỉnh", "Công an tỉnh", "Sở Nông nghiệp và Phát triển nông thôn",
)  # fmt: skip
_FRONT = ("Tỉnh đoàn", "Liên đoàn Lao động tỉnh", "Hội Nông dân tỉnh", "Hội Liên hiệp Phụ nữ tỉnh")
_DISTRICT = (
    "Ban Tổ chức Huyện ủy", "Ban Tuyên giáo Huyện ủy", "Ban Dân vận Huyện ủy", "Ủy ban Kiểm tra Huyện ủy",
    "Văn phòng Huyện ủy", "Ủy ban nhân dân huyện", "Phòng Nội vụ", "Phòng Tài chính - Kế hoạch", "Công an huyện",
    "Huyện đoàn", "Hội Nông dân huyện", "Phòng Giáo dục và Đào tạo", "Trung tâm Chính trị huyện",
)  # fmt: skip
_COMMUNE = (
    "Ủy ban nhân dân xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Công an xã", "Đoàn Thanh niên xã", "Hội Nông dân xã",
    "Trạm Y tế xã", "Ban Chỉ huy Quân sự xã",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """A body that issues documents.

    `name` is its full name, `cited` what others call it as an issuer, `seat` the committee that its staff reports to,
    `upper` the office above it; `state` says that it belongs to the State, whose numbers restart each year.
    """

    name: str
    level: Level
    code: str
    letterhead: tuple[str, ...]
    place: str
    province: str
    cited: str
    seat: str
    upper: str
    state: bool = False


def provincial(province: str) -> Office:
    """The committee of a province."""
    head = (f"TỈNH ỦY {province.upper()}",)
    seat = "Ban Thường vụ Tỉnh ủy"
    return Office(f"Tỉnh ủy {province}", "province", "TU", head, province, province, seat, seat, "Ban Bí thư")


def department(province: str, name: str, code: str) -> Office:
    """A department of the committee of a province, such as its Ban Dân vận."""
    head = (f"TỈNH ỦY {province.upper()}", name.upper())
    full, seat = f"{name} Tỉnh ủy", "Ban Thường vụ Tỉnh ủy"
    return Office(f"{full} {province}", "department", code, head, province, province, full, full, seat)


def district(province: str, name: str) -> Office:
    """The committee of a district."""
    head = (f"TỈNH ỦY {province.upper()}", f"HUYỆN ỦY {name.upper()}")
    seat = "Ban Thường vụ Huyện ủy"
    return Office(f"Huyện ủy {name}", "district", "HU", head, name, province, seat, seat, "Ban Thường vụ Tỉnh ủy")


def commune(province: str, district_name: str, name: str) -> Office:
    """The committee of a commune."""
    head = (f"HUYỆN ỦY {district_name.upper()}", f"ĐẢNG ỦY XÃ {name.upper()}")
    seat = "Ban Thường vụ Đảng ủy"
    return Office(f"Đảng ủy xã {name}", "commune", "ĐU", head, name, province, seat, seat, "Ban Thường vụ Huyện ủy")


def government(province: str) -> Office:
    """The people's committee of a province."""
    head, seat = ("ỦY BAN NHÂN DÂN", f"TỈNH {province.upper()}"), "Ủy ban nhân dân tỉnh"
    name = f"Ủy ban nhân dân tỉnh {province}"
    return Office(name, "government", "UBND", head, province, province, seat, seat, "Chính phủ", state=True)


def staff(office: Office, day: dt.date) -> tuple[str, ...]:
    """The bodies that an office charges with tasks, by their names of that day."""
    names = {"district": _DISTRICT, "commune": _COMMUNE, "government": _STATE + _FRONT}.get(
        office.level, _PARTY + _STATE + _FRONT
    )
    return tuple(dict.fromkeys(renamed(name) for name in names)) if day >= RENAMED_ON else names


def renamed(name: str) -> str:
    """The body that took the place of this one in 2025, or itself."""
    return RENAMED.get(name, name)


def lower(office: Office) -> tuple[str, ...]:
    """The bodies below an office, as documents name them together."""
    return {
        "district": ("Các đảng ủy xã, thị trấn",),
        "commune": ("Các chi bộ trực thuộc",),
        "government": ("Ủy ban nhân dân các huyện, thị xã, thành phố",),
    }.get(office.level, ("Các huyện ủy, thị ủy, thành ủy",))
