"""The issuing body, from the letterhead or, where there is none, from the signature.

Text it finds: "THÀNH ỦY HÀ NỘI / BAN TỔ CHỨC / *" gives "Ban Tổ chức Thành ủy Hà Nội"; "ỦY BAN NHÂN DÂN / TỈNH QUẢNG
NGÃI" is one body over two lines; "UBND TỈNH PHÚ THỌ / SỞ ..." gives the department alone. Capitals become the usual
writing: as the document itself writes the name, else by the lists. Rule: GUIDELINES "issuer".

Reads: `Layout`, the header's blocks, the signers.
Writes: names, outermost body first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docparse import lexicon
from docparse.extract.ends import Signer
from docparse.extract.heads import head_at
from docparse.extract.name_bounds import name_end
from docparse.layout import Block, Layout
from docparse.layout.lines import DATELINE, NUMBER, RULE, national
from docparse.layout.view import normal
from docparse.text import fold

_PLACE = re.compile(
    r"^(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ XÃ|THỊ TRẤN|ĐẶC KHU|VIỆT NAM|TRUNG ƯƠNG)\b(?! (?:ỦY|UỶ|ĐOÀN))"
)
_OPENS = re.compile(
    r"^(?:BAN|BỘ|SỞ|ỦY BAN|UỶ BAN|UBND|HĐND|HỘI|ĐẢNG|CHI BỘ|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|HUYỆN ỦY|HUYỆN UỶ"
    r"|QUẬN ỦY|THỊ ỦY|THỊ UỶ|VĂN PHÒNG|ĐOÀN|TỔNG|LIÊN ĐOÀN|CỤC|CHI CỤC|VIỆN|TRƯỜNG|TRUNG TÂM|PHÒNG|THANH TRA|CÔNG|QUÂN"
    r"|TÒA|MẶT TRẬN|TIỂU BAN|ĐỘI|TỔ |ĐẠI HỌC|HỌC VIỆN|KHO|THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|CHỦ TỊCH|TỈNH ĐOÀN|HUYỆN ĐOÀN"
    r"|CƠ QUAN|BCH|UBMTTQ|ỦY BAN MTTQ|CÔNG TY|NGÂN HÀNG|BẢO HIỂM|ĐÀI|BÁO)\b"
)
_NEEDS_PARENT = re.compile(
    r"^(?:BAN (?:TỔ CHỨC|TUYÊN GIÁO|DÂN VẬN|NỘI CHÍNH|KINH TẾ|XÂY DỰNG ĐẢNG|THƯỜNG TRỰC|THƯỜNG VỤ|ĐỐI NGOẠI|CHẤP HÀNH$"
    r"|CHỈ ĐẠO$|TUYÊN GIÁO VÀ DÂN VẬN|CHÍNH SÁCH)|[UỦ][ỶY] BAN KIỂM TRA|UBKT|VĂN PHÒNG|TIỂU BAN|CƠ QUAN)"
)
# The Youth Union's name takes the place of the Party's name on its documents; below a letterhead it is no issuer.
_UNION = re.compile(r"ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH$")
_WORDS = {
    key: value
    for value in (
        "Bộ Chính trị",
        "Ban Bí thư",
        "Ban Cán sự Đảng",
        "Đảng đoàn",
        "Ban Chấp hành",
        "Ban Thường vụ",
        "Ban Tổ chức",
        "Ban Tuyên giáo",
        "Ban Dân vận",
        "Ban Nội chính",
        "Ban Thường trực",
        "Ban Xây dựng Đảng",
        "Ban Chỉ đạo",
        "Ủy ban nhân dân",
        "Hội đồng nhân dân",
        "Ủy ban Kiểm tra",
        "Ủy ban Mặt trận Tổ quốc",
        "Mặt trận Tổ quốc",
        "Việt Nam",
        "Đảng bộ",
        "Đảng ủy",
        "Chi bộ",
        "Tỉnh ủy",
        "Thành ủy",
        "Huyện ủy",
        "Quận ủy",
        "Thị ủy",
        "Văn phòng",
        "Cơ quan",
        "Tổ chức",
        "Tổ chức - Nội vụ",
        "Trung ương",
        "Tổng Liên đoàn Lao động",
        "Liên đoàn Lao động",
        "Đoàn Thanh niên",
        "Thủ tướng Chính phủ",
        "Chính phủ",
        "Chính phủ lâm thời",
        "Chủ tịch",
        "Chủ tịch nước",
        "Quốc hội",
        "và",
        "Tuyên giáo và Dân vận",
        "Giáo dục và Đào tạo",
        "Kế hoạch và Đầu tư",
        "Thông tin và Truyền thông",
        "Khoa học và Công nghệ",
        "Tài nguyên và Môi trường",
        "Nông nghiệp và Phát triển nông thôn",
        "Văn hóa, Thể thao và Du lịch",
        "Lao động - Thương binh và Xã hội",
        "Nội vụ",
        "Tài chính",
        "Tư pháp",
        "Công Thương",
        "Giao thông vận tải",
        "Xây dựng",
        "Y tế",
        "Đoàn Chủ tịch",
        "tỉnh",
        "huyện",
        "xã",
        "phường",
        "thành phố",
        "thị xã",
        "quận",
        "thị trấn",
        "đặc khu",
        "Bộ",
        "Sở",
        "MTTQ",
        "UBND",
        "HĐND",
        "THPT",
        "THCS",
        "Nông nghiệp và Môi trường",
        "Dân tộc và Tôn giáo",
    )
    for key in (value.lower(),)
}
_KNOWN = re.compile(lexicon.alternation(tuple(sorted(_WORDS, key=lambda w: (-len(w), w)))) + r"(?!\w)")


_VOWELS = re.compile(r"[aeiouy]")


def _titled(low: str) -> str:
    """Words with a capital each; a word without a vowel is an abbreviation ("bch" gives "BCH")."""
    return re.sub(r"\w+", lambda m: m[0].title() if _VOWELS.search(fold(m[0])) else m[0].upper(), low)


def usual_writing(name: str, layout: Layout) -> str:
    """A name in capitals as it is usually written."""
    plain = re.sub(r"\s+", " ", name).strip(" *-.,:…")
    if plain.upper() != plain:
        return plain
    printed = plain.lower()
    low = normal(printed)
    at = layout.view.low.find(low)
    while at >= 0:
        found = layout.view.flat[at : at + len(low)]
        if found.upper() != found and found[0].isupper():
            return found
        at = layout.view.low.find(low, at + 1)
    out, position = [], 0
    for m in _KNOWN.finditer(low):
        if m.start() < position or (m.start() and low[m.start() - 1].isalnum()):
            continue
        out.append(_titled(printed[position : m.start()]))
        out.append(_WORDS[m[0]])
        position = m.end()
    out.append(_titled(printed[position:]))
    text = "".join(out)
    return text[:1].upper() + text[1:]


def from_letterhead(layout: Layout, head: Sequence[Block]) -> tuple[list[str], tuple[int, int]]:
    """The bodies of the letterhead, outermost first, the last completed by the one above; and where they stand."""
    lines: list[tuple[str, int, int]] = []
    for b in head:
        if b.side == "right":
            continue
        if lines and DATELINE.match(layout.text[b.start : b.end].strip(" \t*")):
            break  # below the place and date only stamps of who received it stand
        start = b.start
        part = re.split(r"\t|\s{4,}", layout.text[b.start : b.end].strip(" \t*"))[0].strip(" *")
        if not part or part.upper() != part or not any(c.isalpha() for c in part):
            continue
        if (
            national(part)
            or NUMBER.match(part)
            or DATELINE.match(part)
            or RULE.match(part)
            or _marks(part)
            or part[0] in "-/"
        ):
            continue
        lines.append((part, start, start + len(part)))
    names: list[str] = []
    for text, _, _ in lines:
        if names and _UNION.match(text):
            continue
        if names and (_PLACE.match(text) or not _OPENS.match(text)):
            names[-1] = f"{names[-1]} {text}"
        else:
            names.append(text)
    if not names:
        return [], (0, 0)
    path = [usual_writing(n, layout) for n in names]
    if len(names) > 1 and _NEEDS_PARENT.match(names[-1]):
        path[-1] = f"{path[-1]} {_committee(path[-2])}"
    return path, (lines[0][1], lines[-1][2])


def _marks(part: str) -> bool:
    return bool(
        re.match(
            r"(?:TỐI |TUYỆT )?MẬT$|(?:THƯỢNG )?KHẨN$|H[OỎ][ẢA]? ?TỐC|DỰ THẢO|TÀI LIỆU|LƯU HÀNH|XEM XONG|XONG HỘI", part
        )
    )


def _committee(parent: str) -> str:
    """The committee in the name of the body above: "Ban Chấp hành Trung ương" gives "Trung ương"."""
    return re.sub(r"^Ban Chấp hành (?=Trung ương)", "", re.sub(r"^Ban Chấp hành Đảng bộ", "Đảng bộ", parent))


def from_signature(layout: Layout, signers: Sequence[Signer]) -> tuple[str | None, int, int]:
    """The collective of the T/M line, with the committee that the text names it with ("Ban Thường vụ Tỉnh ủy")."""
    signer = next((s for s in signers if s.mode == "T/M" and s.on_behalf_of), None)
    if signer is None or signer.on_behalf_of is None:
        return None, 0, 0
    low = signer.on_behalf_of.lower()
    counts: dict[str, int] = {}
    for m in re.finditer(re.escape(low) + r"(?!\w)", layout.view.low):
        head = head_at(layout.view.low, m.start())
        if head is None:
            continue
        found = layout.view.flat[m.start() : name_end(layout.view.flat, layout.view.low, m.start(), head)]
        if found.upper() != found and re.search(r"ủy|Trung ương|Đảng bộ|tỉnh|huyện|xã", found):
            counts[found] = counts.get(found, 0) + 1
    best = max(counts, key=lambda n: (counts[n], -len(n)), default=None)
    return best or usual_writing(signer.on_behalf_of, layout), signer.start, signer.end


_DECIDES = re.compile(
    r",? (?:ban hành|xây dựng|triển khai|quy định|hướng dẫn|kết luận|thông báo|yêu cầu|đề nghị|kêu gọi|tổ chức"
    r"|trân trọng|quyết định"
    r"|đề ra|có ý kiến|chỉ đạo)(?!\w)"
)


def from_preamble(layout: Layout) -> tuple[str | None, int, int]:
    """Who speaks at the end of the preamble: "Căn cứ ..., Trường Cao đẳng X xây dựng kế hoạch ... như sau:"."""
    view = layout.view
    block = next((b for b in reversed(layout.blocks) if b.zone == "preamble" and b.kind == "paragraph"), None)
    if block is None:
        return None, 0, 0
    sentence = max(block.flat_start, view.flat.rfind(". ", block.flat_start, block.flat_end - 1) + 2)
    commas = (m.end() for m in re.finditer(r", ", view.flat[sentence : block.flat_end]))
    for at in (sentence, *(sentence + c for c in commas)):
        head = head_at(view.low, at)
        if head is None or not view.flat[at].isupper():
            continue
        end = name_end(view.flat, view.low, at, head)
        if _DECIDES.match(view.low, end) and " " in view.flat[at:end]:
            return (view.flat[at:end], *view.span(at, end))
    return None, 0, 0
