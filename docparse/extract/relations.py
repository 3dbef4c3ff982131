"""What a citing clause does with the document that it cites: carry out, review, replace, follow.

The cue that stands nearest before the mention in its own clause decides; an entry of a list takes the relation of the
list's first entry; the subject of another citation ("... về triển khai Kết luận ...") is a clause of its own. A cue
after the mention decides for "Chỉ thị này được phổ biến, quán triệt đến ...". Rules: GUIDELINES "references".

Reads: `Layout` and `Cite`s.
Writes: one `Relation` a `Cite`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docparse import lexicon
from docparse.extract.cites import Cite
from docparse.layout import Block, Layout, View
from docparse.model import Relation

_RELATIONS: tuple[Relation, ...] = (
    "reviews_interim",
    "reviews_final",
    "replaces",
    "amends",
    "accompanies",
    "pursuant_to",
    "implements",
    "mentions",
)
"""In the order in which their cues are tried at one place."""

_NAMED: dict[str | None, Relation] = {r: r for r in _RELATIONS}
_CUES = re.compile(
    "(?<!\\w)(?:" + "|".join(f"(?P<{name}>{lexicon.either('references', name)})" for name in _RELATIONS) + ")(?!\\w)"
)
_REVIEW = re.compile(
    r"(?P<kind>sơ kết|tổng kết)(?:,? (?:đánh giá|và đánh giá|rút kinh nghiệm))?"
    r"(?: (?:việc|công tác|kết quả|tình hình))?(?: (?:\d{1,2}|một|hai|ba|năm|mười) (?:năm|tháng)(?: (?:đầu|cuối) năm)?"
    r"(?: \(\d{4} ?- ?\d{4}\))?)?"
    r"(?: giai đoạn \d{4} ?- ?\d{4})?(?: (?:việc|kết quả|tình hình|công tác|về))?"
    r"(?:,? (?:lãnh đạo|chỉ đạo|triển khai|tổ chức|thực hiện|thi hành))*(?: các)? ?$"
)
_AFTER = re.compile(
    r"^(?:,? [^.;:]{0,30}?)?(?: được| phải được| đã được)(?: (?:phổ biến|quán triệt|triển khai|thực hiện|học tập))"
)
_CLAUSE = re.compile(r"[.;:!?\n(](?:(?<=[\n(])|(?=\s))")
_OBEYS = re.compile(
    r"(?<!\w)(?:thực hiện|chấp hành|thi hành)(?:,? (?:đúng|nghiêm|nghiêm túc|tốt|đầy đủ|có hiệu quả))*"
    r"(?: (?:các|những|theo đúng))* ?(?:đúng )?quy định(?: (?:tại|trong|của))?$"
)
_SYMBOL = re.compile(r"\d\s?[-/]\s?[a-zđ]")
_CHANGED = re.compile(
    r"(?: này| nêu trên|,)? (?:(?P<amended>(?:được|bị) (?:sửa đổi|bổ sung|đính chính)"
    r"(?![^.;\n]{0,80} (?:bởi|theo|tại|bằng) ))"
    r"|(?:đã )?(?:hết hiệu lực|(?:được|bị) (?:thay thế|bãi bỏ|hủy bỏ)))"
)
"""What the words behind a mention say of it: "Điều 5 Quyết định số 12 được sửa đổi như sau", "... hết hiệu lực"."""
_WORDS_OF_IT = re.compile(r" (?:cụm )?từ(?: ngữ)?(?!\w)")  # "thay thế cụm từ ... tại Điều 5 Quyết định số ..."
# A capital behind a word is of a name ("Sở Xây dựng", "Cục Thi hành án"), but not in "V/v Đính chính".
_WORD_BEFORE = re.compile(r"(?<!v/v)(?<!việc)(?<=\w)[ ,]$|\w, $")
_NOT_OF_NAMES = re.compile(r"căn cứ|theo|thực hiện|triển khai|quy định|xét")
_OPENS = re.compile(r"^\W{0,4}(?:\d+\W+)?(?:thực hiện|triển khai thực hiện|thi hành)\b")


def relations(layout: Layout, cites: Sequence[Cite]) -> list[Relation]:
    """The relation of each mention, in the order of `cites`."""
    out: list[Relation] = []
    heads: list[int] = []
    for k in range(len(cites)):
        relation, head = _relation(layout, cites, k, out, heads)
        out.append(relation)
        heads.append(head)
    return out


def _relation(
    layout: Layout, cites: Sequence[Cite], k: int, done: Sequence[Relation], heads: Sequence[int]
) -> tuple[Relation, int]:
    """The relation of mention `k`, and the mention that heads its list."""
    low, cite = layout.view.low, cites[k]
    block = layout.blocks[layout.block_at(cite.start)]
    last = cites[k - 1] if k and cites[k - 1].start >= block.flat_start else None
    start = block.content if block.content <= cite.start else block.flat_start
    if block.zone == "title" or block.attached:  # a subject goes over lines
        start = low.rfind("\n", 0, cite.start) + 1
        if start > 1 and not low[start : cite.start].strip() and block.zone != "body":
            start = low.rfind("\n", 0, start - 1) + 1
        last = cites[k - 1] if k and cites[k - 1].start >= start else None
    if cite.defines or (last and last.defines and _JOINED.fullmatch(low, last.end, cite.start)):
        return "mentions", heads[-1] if last else k
    head = k
    if last is not None:
        between = low[last.end : cite.start]
        if _AMENDED_BY.fullmatch(between) or (done[k - 1].startswith("reviews") and _YEARS_MORE.match(between)):
            return done[k - 1], heads[k - 1]
        if _AMENDED_LATER.search(between) and not _BREAK.search(between):
            return done[heads[k - 1]], heads[k - 1]
        joined = cite.listed or bool(_JOINED.fullmatch(between) or _GROUPED.search(between))
        if joined or (_LISTED.search(between) and not _BREAK.search(between) and not _OWN_CUE.search(between)):
            head = heads[k - 1] if ";" in between else _sibling(cites, k, block.flat_start, heads[k - 1])
            return done[head], head
        start = last.end
        head = heads[k - 1] if _SUBJECT.match(between) and not _BREAK.search(between) else k
    clause = low[start : cite.start]
    if block.zone == "title":
        clause = clause.replace("\n", " ")
    cut = [m.end() for m in _CLAUSE.finditer(clause) if m[0] != ":" and not (m[0] == "(" and ")" in clause[m.end() :])]
    introduced = last is None and not clause.strip(' "*') and block.kind in ("bullet", "item", "paragraph")
    if introduced and (said := _introduction(layout, block)):
        return said, head
    if introduced and k and _goes_on(layout, block, cites[k - 1]):
        return done[heads[k - 1]], heads[k - 1]
    if cut and clause[cut[-1] - 1] == ";" and not clause[cut[-1] :].strip():
        cut.pop()  # an entry of a list whose first one has no number: "Thực hiện Hướng dẫn của tỉnh; Kế hoạch số 5 ..."
    if cut:
        clause = clause[cut[-1] - 1 :] if clause[cut[-1] - 1] == "(" else clause[cut[-1] :]
    opens = layout.view.low[start + cut[-1] - 1] in ".!?;\n " if cut else last is None
    preamble = block.zone == "preamble" or _follows_address(layout, block)
    return _from_clause(clause, layout.view, cite, preamble, opens), head


def _follows_address(layout: Layout, block: Block) -> bool:
    """Whether a block opens a letter: the one above it says to whom it goes."""
    k = layout.block_at(block.flat_start)
    return k > 0 and layout.view.low.startswith("kính gửi", layout.blocks[k - 1].content)


def _goes_on(layout: Layout, block: Block, last: Cite) -> bool:
    """Whether a block that opens with a citation goes on with the list that the block before it left open."""
    before = layout.blocks[layout.block_at(last.start)]
    words = layout.view.flat[before.flat_start : before.flat_end].rstrip()
    near = before.flat_end + 2 >= block.flat_start and before.zone in (block.zone, "preamble")
    return near and words.endswith((";", ","))


def _introduction(layout: Layout, block: Block) -> Relation | None:
    """The relation that the words above a list of documents state: "Bãi bỏ các quyết định sau:"; None without any."""
    k = layout.block_at(block.flat_start)
    above = layout.blocks[block.parent] if block.parent is not None else None
    for b in reversed(layout.blocks[max(0, k - 40) : k]):
        if b.kind == "bullet" and block.kind == "bullet":
            continue
        above = b
        break
    if above is None or not layout.view.flat[above.flat_start : above.flat_end].rstrip().endswith(":"):
        return None
    clause = re.split(r"[.;](?=\s)", layout.view.low[above.content : above.flat_end])[-1]
    found = None
    for m in _CUES.finditer(clause):
        found = m
    # "Thực hiện Kế hoạch số 12/KH-UBND, Sở Nội vụ đề nghị như sau:" says it of the plan.
    return _NAMED[found.lastgroup] if found and not _SYMBOL.search(clause, found.end()) else None


def _sibling(cites: Sequence[Cite], k: int, start: int, head: int) -> int:
    """The entry of the list whose relation mention `k` shares: the last of its own type, else the list's head."""
    for j in range(k - 1, max(head, k - 5), -1):
        if cites[j].start < start:
            break
        if cites[j].type == cites[k].type and cites[j].kind == "full" and not cites[j].defines:
            return j
    return head


# "Luật A được sửa đổi, bổ sung một số điều bởi Luật B": both are what the clause says of the first.
_AMENDED_BY = re.compile(
    r",? ?\(?(?:và |đã |có |được )*(?:sửa đổi|bổ sung|thay thế)[^.;:\n]{0,80}"
    r"(?<!\w)(?<!kèm )(?:bởi|theo|tại|bằng)(?: các| một số)? ?"
)
# "Luật A về công việc của nó được sửa đổi, bổ sung bởi Luật B".
_AMENDED_LATER = re.compile(
    r"(?<!\w)được (?:sửa đổi|bổ sung|thay thế)[^.;:\n]{0,60}(?<!\w)(?<!kèm )(?:bởi|tại) (?:các )?$"
)
# "Sơ kết 2 năm thực hiện Chỉ thị số 05-CT/TW và 1 năm thực hiện Quy định số 04-QĐ/TU".
_YEARS_MORE = re.compile(
    r"[^.;:\n]{0,60}(?:,|(?<!\w)và) (?:\d{1,2}|một|hai|ba|năm|mười) năm (?:triển khai )?(?:thực hiện|triển khai) $"
)
_JOINED = re.compile(r"[\s,;]{0,3}(?:(?:và|cùng|hoặc|cùng với|gắn với|với) )?(?:các )?")
# After the subject of an entry the list goes on: "..., Chỉ thị số", "...; Kết luận số", "... và Quyết định số".
_LISTED = re.compile(
    r"(?:[,;]|(?<!\w)và) (?:các )?"
    r"(?:(?:(?:tại )?(?:phụ lục|điều|khoản|điểm|tiết|mục|chương|phần) (?=[\divxa-e]+\W)[\w., ]{1,30}? ?(?:của )?)?"
    r"|(?:ý kiến|góp ý|chỉ đạo|đề nghị|kết luận|nội dung|nhiệm vụ)[^.;:\n]{0,110} tại )$"
)
# "Nghị quyết số ...; các đề án của Đảng ủy Khối về công tác tổ chức: Đề án số": a group of entries of the same list.
_GROUPED = re.compile(
    r"(?:[;,] (?:và )?|(?<!\w)và )(?:các|những|một số) (?:đề án|kế hoạch|chương trình|nghị quyết|chỉ thị|kết luận"
    r"|quy định|quyết định|hướng dẫn|văn bản)[^.;:\n]{0,120}: $"
)
_BREAK = re.compile(r"[.:!?](?=\s)|\n")
_SUBJECT = re.compile(
    r',? ?(?:"|về |của |do |quy định|tiếp tục|phê duyệt|ban hành|triển khai|hướng dẫn|thực hiện|sửa đổi|\()'
)
_OWN_CUE = re.compile(r"(?:căn cứ|kèm theo|thay thế|sơ kết|tổng kết)[^,;]{0,40}$")


def _carries_out(clause: str, found: re.Match[str] | None, cue: re.Match[str]) -> bool:
    """Whether what stands between the verb that carries out and the mention only names what is carried out."""
    return (
        found is not None
        and found.lastgroup == "implements"
        and bool(_OBJECT.fullmatch(clause, found.end(), cue.end()))
    )


def _is_other_word(clause: str, cue: re.Match[str]) -> bool:
    """Whether a cue says nothing of the mention: "ban chấp hành", "đã xét công nhận", "theo chức năng, nhiệm vụ"."""
    before = clause[: cue.start()]
    if cue[0] == "chấp hành":
        return before.endswith("ban ")
    if cue[0] in ("theo", "căn cứ") and _DUTY.match(clause, cue.end()):
        return not _STATED_IN.search(clause)
    return cue[0] == "xét" and bool(before.strip(' -*+"'))


_DUTY = re.compile(r" (?:chức năng|nhiệm vụ|thẩm quyền|quyền hạn|tình hình|điều kiện)(?!\w)")
_PARTS = r"(?:các|điều|khoản|mục)(?!\w)"
_STATED_IN = re.compile(rf"(?<!\w)(?:tại|theo|của|trong|ở)(?: {_PARTS}(?: ?(?!{_PARTS})[\w.]+)?)* $")
# "cụ thể hóa các nội dung của Chỉ thị", "thực hiện các nhiệm vụ, giải pháp đã đề ra trong Nghị quyết này"
_OBJECT = re.compile(
    r"(?:[\s,]|(?<!\w)(?:và|các|những|đầy đủ|đã|được|cụ thể|nội dung|nhiệm vụ|giải pháp|mục tiêu|chỉ tiêu|quan điểm"
    r"|chủ trương|nêu|phân công|đề ra|giao|của|tại|trong)(?!\w))*"
)


def _from_clause(clause: str, view: View, cite: Cite, preamble: bool, opens: bool) -> Relation:
    """The relation that the clause before a mention states; `opens` says that the clause opens a sentence."""
    review = _REVIEW.search(clause)
    if review and not re.search(r"kiểm tra, đôn đốc, $", clause[: review.start()][-22:]):
        return "reviews_interim" if review["kind"] == "sơ kết" else "reviews_final"
    found = None
    begin = cite.start - len(clause)
    for m in _CUES.finditer(clause):
        capital = view.flat[begin + m.start() : begin + m.start() + 2].istitle() and not _NOT_OF_NAMES.match(m[0])
        named = capital and _WORD_BEFORE.search(clause[max(0, m.start() - 8) : m.start()])
        if named or _is_other_word(clause, m) or (m.lastgroup == "mentions" and _carries_out(clause, found, m)):
            continue
        found = m
    after = view.low[cite.end : cite.end + 60]
    if cite.kind == "self" and (found is None or found.lastgroup == "mentions") and _AFTER.match(after):
        return "implements"
    if found is None or found.lastgroup == "mentions":
        changed = _CHANGED.match(view.low, cite.end)
        if changed is None or (found and found[0] in ("phù hợp với", "trái với")):
            return "mentions"
        return "amends" if changed["amended"] else "replaces"
    relation, distance = _NAMED[found.lastgroup], len(clause) - found.end()
    if relation == "replaces" and _WORDS_OF_IT.match(clause, found.end()):
        relation = "amends"
    obeys = found[0].startswith(("quy định", "đúng quy định")) and _OBEYS.search(clause, 0, found.end())
    if obeys:
        relation = "implements"
    if relation in ("reviews_interim", "reviews_final") and distance > 40:
        return "mentions"
    heads = (
        opens and (found.start() < 12 or obeys) and _OPENS.match(clause) and (distance < 90 or clause.endswith("; "))
    )
    return "pursuant_to" if relation == "implements" and preamble and heads else relation
