"""Which words open the name of an organisation, and the grammar of names that the word lists give.

Text it finds: "Ban Tổ chức", "các sở", "UBND". What can be mistaken: heads that are also verbs or other words ("ban
hành", "trường hợp", "hội nghị", "tổ chức thực hiện").

Reads: a lower-case `View`; the word lists of data/bodies.toml and people's own bodies.
Writes: heads, as matches.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from docparse import lexicon


def words_of(key: str) -> str:
    """A pattern of the words of the list `key` of data/bodies.toml."""
    return lexicon.either("bodies", key)


_DETERMINER = rf"(?:{words_of('determiners')}\s|\d{{1,3}}\s)?"
_SMALL_WORDS = (
    "nhân dân tỉnh thành phố huyện xã phường thị trấn quận đặc khu việt nam liên quan trực thuộc cùng cấp",
    "nông thôn chính trị xã hội và của các",
    "cộng sản thanh niên phụ nữ lao động kinh tế hạ tầng đô thị khối doanh nghiệp cơ quan",
)


class Grammar(NamedTuple):
    """What is made of the names of bodies: heads, what goes on inside a name or ends it, and names that are one whole.

    Each body of people's own tables is a head and a whole name.
    """

    head: re.Pattern[str]
    event: re.Pattern[str]
    whole: re.Pattern[str]
    syllables: frozenset[str]


@lexicon.derived
def grammar() -> Grammar:
    """The grammar of names of the tables in use."""
    own = lexicon.own_names()
    heads = lexicon.alternation((*lexicon.words("bodies", "heads"), *own))
    wholes = lexicon.alternation((*lexicon.words("bodies", "whole"), *own))
    event = re.compile(
        r"[,;:(){}\[\]\"'!?\n…]|\.(?<!(?<!\w)tp.)(?<!(?<!\w)tx.)(?!\w)|/\s|\s-\s"
        rf"|(?<!\w)(?:(?P<whole>{wholes})|(?P<inside>(?!dân vận động){words_of('inside')})"
        rf"|(?P<stop>{words_of('stops')})|(?P<conj>và|cùng|hoặc|với))(?!\w)"
    )
    lists = ("heads", "generic", "inside", "whole", "functions")
    texts = (
        *(a.name for a in lexicon.authorities()),
        *(w for name in lists for w in lexicon.words("bodies", name)),
        *_SMALL_WORDS,
    )
    return Grammar(
        re.compile(rf"(?P<det>{_DETERMINER})(?P<head>{heads})(?!\w)"),
        event,
        re.compile(rf"{wholes}(?!\w)"),
        frozenset(syllable for text in texts for syllable in re.findall(r"\w+", text.lower())),
    )


def whole() -> re.Pattern[str]:
    """The pattern of names whose own commas or "và" never part two bodies, for a lower-case view."""
    return grammar().whole


# Heads that are also verbs or other words, and what may follow them in a name.
_AMBIGUOUS = re.compile(
    r"(?:tổ chức (?:đảng|chính trị|hội(?! nghị| thảo| họp| thi)|cơ sở|có liên quan|liên quan|và cá nhân"
    r"|đoàn(?! kiểm tra| giám sát| công tác| đại biểu| thể)|xã hội|quần chúng|thành viên|công đoàn|chính quyền"
    r"|tôn giáo|thực hiện nhiệm vụ|phụ trách)"
    r"|tổ chức(?=, (?:cá nhân|cơ quan|đơn vị))|ban (?!hành|đầu|ngày|giao|bố|tặng|cho|chấp hành kỷ)|trường (?!hợp|quốc)"
    r"|vụ (?!việc|án|lợi|mùa|đông)|ngành (?!nghề)|báo (?!cáo|động|hiệu|chí|tin)"
    r"|cấp (?!phát|giấy|cho|bách|thiết|phép|lại|đổi|số|nước)"
    r"|đài (?!thọ)|hội (?!nghị|thảo|họp|nhập|viên|trường|tụ|đủ|thi|chợ|diễn|đàm)|sở (?!hữu|tại|dĩ|thích)|bộ(?=, ngành)"
    r"|sở(?=, (?:ban|ngành))|ban(?=, (?:ngành|đảng))|bộ (?!máy|phận|môn|tiêu|hồ|chỉ số|câu|luật|tài liệu)"
    r"|phòng (?!chống|, chống|ngừa|họp|bệnh|học(?! sinh)|cháy|khi|vệ|thi|bỏ)|thuế (?!suất|thu|giá)"
    r"|cơ sở (?!dữ|vật|pháp|để|khoa|thực|đó|hạ)|khối (?!lượng|đại|\d|lớp)|quỹ (?!đất|lương|tiền)|viện (?!trợ|dẫn|cớ)"
    r"|tỉnh (?!lộ|táo|thành)"
    r"|lãnh đạo(?!, chỉ đạo| (?:phát triển|thực hiện|chỉ đạo|toàn diện|công tác|đẩy mạnh|xây dựng|nhiệm vụ|chuẩn bị"
    r"|tổ chức thực))"
    r"|đồng chí(?! (?:lần|tái|giữ|nữ|trẻ|khác)(?!\w))"
    r"|đơn vị(?! tính| đo)|thanh tra(?! việc|, kiểm tra| về| chuyên)|xã (?!hội|giao)"
    r"|khoa (?!học|bảng|trương|mục)"
    r"|tập thể (?=đảng ủy|cấp ủy|chi |ban |lãnh đạo|thường)"
    r"|đoàn kiểm tra|hội đồng (?!thời)"
    r"|(?:đoàn|tổ) (?=(?:làm việc|hoàn chỉnh|hoàn thiện|báo cáo|thông báo|họp|gửi|thẩm tra|tiến hành|có trách nhiệm"
    r"|sẽ|phải|lập|trình|xây dựng|thực hiện|tổng hợp|kết thúc|bàn giao)(?!\w)))"
)
_CHECKED = frozenset(
    (
        "đoàn",
        "tổ",
        "tổ chức",
        "ban",
        "trường",
        "vụ",
        "ngành",
        "báo",
        "cấp",
        "đài",
        "hội",
        "sở",
        "bộ",
        "phòng",
        "thuế",
        "cơ sở",
        "khối",
        "quỹ",
        "viện",
        "tỉnh",
        "đơn vị",
        "thanh tra",
        "xã",
        "lãnh đạo",
        "đồng chí",
        "tập thể",
        "khoa",
    )
)


def head_at(low: str, position: int) -> re.Match[str] | None:
    """The head of a name that opens at `position` of a lower-case view; not "ban hành", "trường hợp", "hội nghị"."""
    m = grammar().head.match(low, position)
    if m is None or m["head"] not in _CHECKED:
        return m
    plural = m["det"].strip() in ("các", "những", "mỗi", "mọi", "từng")
    if _AMBIGUOUS.match(low, m.start("head")) or (plural and m["head"] == "tổ chức"):
        return m
    after = low[m.end() : m.end() + 1]
    return (
        m
        if after in ("", ",", ";", ":", ".", ")", "\n")
        and (plural or m["head"] in ("đơn vị", "cơ sở", "xã", "tỉnh", "sở"))
        else None
    )
