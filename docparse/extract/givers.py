"""Who gives a duty: whether a body speaks for the issuer of the document, and whom it asks.

Text it finds: "Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy ...", "Chủ tịch UBND tỉnh yêu cầu: từ ngày 30/4, các đơn vị
bố trí ...". What can be mistaken: a body that asks its own
committee ("Chi bộ đề nghị đảng ủy xem xét") owes that itself.

Reads: a `View`, the stretch of one sentence and the name of the issuer.
Writes: the names of those who are asked, and where their duty begins.
"""

from __future__ import annotations

import re

from docparse.extract.names import Name, names_at
from docparse.extract.predicates import owes, worthy
from docparse.layout import View

_COMMITTEES = re.compile(
    r"tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy|trung ương|chính phủ|thủ tướng|\bbộ\b|ủy ban nhân dân"
    r"|tổng liên đoàn|đoàn chủ tịch|mặt trận|\bhội\b|chi bộ|tỉnh đoàn|huyện đoàn|bộ chính trị|ban bí thư"
)


def issues(name: str, issuer: str | None) -> bool:
    """Whether a body gives duties in the name of the document's issuer, so that the body named after it owes them."""
    if issuer is None:
        return True
    all_of = _unshortened(issuer)
    own = set(_COMMITTEES.findall(_unshortened(name)))
    if all_of.startswith("văn phòng chính phủ"):
        all_of += ", thủ tướng"  # in whose name it writes
    return (bool(own) and any(c in all_of for c in own)) or (not own and name.lower() in all_of)


def _unshortened(name: str) -> str:
    """A body in small letters, its council or committee written in full."""
    return name.lower().replace("uỷ", "ủy").replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân")


CONNECTIVE = re.compile(
    r"\W{0,4}(?:đồng thời|ngoài ra|bên cạnh đó|cùng với đó|vì vậy|do vậy|do đó|vì thế|theo đó|qua đó)"
    r"(?: (?:cũng|còn|tiếp tục))?"
)
"""What may stand alone before an assigning verb: "Đồng thời cũng yêu cầu ..."."""


_SPEAKS = re.compile(
    r"(?:(?:cũng|tiếp tục) )?(?:yêu cầu|đề nghị|kiến nghị|giao|chỉ thị)(?!\w)(?: (?:cho|đối với))?:? ?"
)
ADVERBIAL = re.compile(r"(?:về|chậm|muộn|theo|trong|trước|sau|để|tại|vào|từ|đến|khi|cho)(?!\w)")
_REACH = 400
"""How far behind an asking verb, in characters, those who are asked are sought."""
_WHEN = re.compile(r"(?:ngay )?(?:sau|trước|khi|trong|từ|nếu|chậm nhất|định kỳ|hằng|hàng|căn cứ|trên cơ sở|để)(?!\w)")


def asked(view: View, predicate: int, end: int) -> tuple[tuple[Name, ...], int] | None:
    """Whom the issuer of the document asks, and where their duty begins; None where its verb asks nobody by name.

    They stand behind its verb, or behind a time and a case that stand between.
    """
    verb = _SPEAKS.match(view.low, predicate, end)
    if verb is None:
        return None
    names, stop = names_at(view.flat, view.low, verb.end(), end)
    if names and worthy(view, names):
        duty = owes(view, stop, end)
        return tuple(names), stop if duty is None else duty
    if not _WHEN.match(view.low, verb.end(), end):
        return None
    for m in _ONE_OF.finditer(view.low, verb.end(), min(end, verb.end() + _REACH)):
        names, stop = names_at(view.flat, view.low, m.end(), end)
        duty = owes(view, stop, end) if names and worthy(view, names) else None
        if duty is not None and not ADVERBIAL.match(view.low, duty):
            return tuple(names), duty
    return None


TELLS = re.compile(r"(?:yêu cầu|chỉ thị|thông báo(?! (?:cho|đến|tới|công khai|rộng)(?!\w)))(?!\w)")
_ONE_OF = re.compile(r"(?:, | (?=các |những |từng |mỗi ))")
