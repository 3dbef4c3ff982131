"""The grammar of the documents that are made by the thousand: names of places, subjects, what is to be done, by when.

Every function takes the random numbers that it uses, so that one seed gives one text. Nothing is a whole sentence to be
copied: a sentence is put together from a verb, its object, where, how and to what end.

Reads: nothing.
Writes: phrases of Vietnamese; a `Due` with what it means.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from random import Random

_FIRST = (
    "Thanh", "Lam", "Vĩnh", "Hòa", "Sơn", "Bình", "Yên", "An", "Phú", "Tân", "Mường", "Nậm", "Khe", "Bến", "Long",
    "Đông", "Tây", "Phước", "Thạch", "Xuân",
)  # fmt: skip
_SECOND = (
    "Giang", "Thủy", "Lĩnh", "Thượng", "Khê", "Hạ", "Lộc", "Thịnh", "Cát", "Điền", "Sa", "Hưng", "Trạch", "Châu",
    "Hải", "Lâm", "Xá", "Quế", "Động", "Mỹ",
)  # fmt: skip
_SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đinh", "Bùi", "Lò", "Vũ", "Đặng", "Ngô", "Lương", "Triệu", "Hà", "Đỗ",
    "Dương", "Cao", "Mai", "Tạ", "Phan",
)  # fmt: skip
_MIDDLE = (
    "Văn", "Thị", "Quang", "Hữu", "Thanh", "Minh", "Đức", "Xuân", "Tiến", "Sỹ", "Công", "Ngọc", "Thế", "Hồng", "Duy",
    "Viết", "Bá", "Thu",
)  # fmt: skip
_GIVEN = (
    "Tạc", "Lưỡng", "Nghĩa", "Khiêm", "Hưng", "Quý", "Đoàn", "Thính", "Khải", "Huệ", "Nhàn", "Toản", "Điệp", "Lý",
    "Thắng", "Cường", "Sáu", "Vinh", "Hợi", "Đào",
)  # fmt: skip

FIELDS = (
    "dân vận", "tôn giáo", "dân tộc", "cán bộ", "kiểm tra, giám sát", "tuyên giáo", "nội chính", "văn phòng cấp ủy",
    "cải cách hành chính", "chuyển đổi số", "bảo vệ chính trị nội bộ", "phòng, chống tham nhũng, lãng phí",
    "giảm nghèo bền vững", "xây dựng nông thôn mới", "quản lý đất đai", "bảo vệ và phát triển rừng",
    "phòng cháy, chữa cháy", "bảo đảm trật tự, an toàn giao thông", "khuyến học, khuyến tài", "bình đẳng giới",
    "người cao tuổi", "thanh niên", "phát triển kinh tế tập thể", "phát triển du lịch", "an toàn thực phẩm",
    "bảo hiểm y tế", "dân số", "quân sự địa phương", "thi đua, khen thưởng",
    "tiếp công dân, giải quyết khiếu nại, tố cáo", "hòa giải ở cơ sở", "phổ biến, giáo dục pháp luật",
    "quản lý tài nguyên nước", "ứng phó với biến đổi khí hậu", "tín dụng chính sách xã hội", "văn hóa, văn nghệ",
)  # fmt: skip
"""Fields of work; "công tác ..." is said before each."""

_VERBS = (
    "rà soát", "xây dựng", "hoàn thiện", "cập nhật", "kiểm tra", "hướng dẫn", "tổng hợp", "thẩm định", "đánh giá",
    "củng cố", "kiện toàn", "nhân rộng", "bố trí", "sửa đổi, bổ sung", "chuẩn hóa", "tập huấn", "khảo sát",
    "công khai", "lãnh đạo thực hiện", "chỉ đạo, tổ chức", "triển khai", "tăng cường quản lý", "phát huy",
    "thực hiện tốt",
    "chuẩn bị", "ban hành", "tuyên truyền",
)  # fmt: skip
_OBJECTS = (
    "quy chế phối hợp về {work}", "danh mục nhiệm vụ trọng tâm về {work}",
    "cơ sở dữ liệu phục vụ {work}", "đội ngũ cán bộ làm {work}",
    "mô hình điểm về {work}", "nguồn kinh phí dành cho {work}",
    "bộ tiêu chí chấm điểm {work}", "tài liệu tuyên truyền về {work}",
    "hồ sơ, sổ sách theo dõi {work}", "các quy định không còn phù hợp về {work}",
    "ban chỉ đạo {work} các cấp", "nội dung ký kết giao ước về {work}",
    "cơ sở vật chất, trang thiết bị cho {work}", "các điển hình tiên tiến trong {work}",
    "số liệu thống kê hằng quý về {work}", "các vụ việc tồn đọng, kéo dài trong {work}",
    "phần mềm quản lý {work}", "quy trình giải quyết công việc thuộc {work}",
    "chuyên mục về {work} trên báo và đài của tỉnh", "nhu cầu đào tạo, bồi dưỡng về {work}",
    "học tập, quán triệt nghị quyết và chỉ thị về {work}", "chương trình hành động (kèm theo danh mục đề án) về {work}",
    "các giải pháp của Chính phủ và của tỉnh về {work}", "chế độ thông tin, báo cáo (qua hệ thống điện tử) về {work}",
    "hội nghị sơ kết, tổng kết và biểu dương về {work}", "tổ chức đảng và đảng viên được giao {work}",
    "các cuộc vận động, phong trào thi đua trong {work}", "nhiệm vụ, quyền hạn của người được phân công {work}",
)  # fmt: skip
_WHERE = (
    "ở các xã vùng cao, biên giới", "trong các cơ quan nhà nước", "ở khu dân cư",
    "trong các doanh nghiệp ngoài nhà nước", "tại các thôn, bản đặc biệt khó khăn", "trong lực lượng vũ trang",
    "tại các khu công nghiệp", "ở các trường phổ thông", "ở các phường, thị trấn",
    "trong các đơn vị sự nghiệp công lập", "ở vùng đồng bào dân tộc thiểu số", "ở các hợp tác xã",
)  # fmt: skip
_HOW = (
    "bảo đảm đúng quy trình, đúng thẩm quyền", "tránh chồng chéo, bỏ sót", "lấy cơ sở làm địa bàn chính",
    "bằng các hình thức thiết thực", "không làm phát sinh thủ tục", "gắn với trách nhiệm của người đứng đầu",
    "có sự giám sát của nhân dân", "theo hướng tinh gọn, rõ đầu mối", "phù hợp với điều kiện của từng nơi",
    "dựa trên kết quả khảo sát thực tế", "công bằng, dân chủ và khách quan", "ưu tiên những nơi còn nhiều khó khăn",
    "bảo đảm an toàn và tiết kiệm", "đúng pháp luật và sát với thực tế", "kịp thời, đầy đủ (kể cả ở cơ sở)",
)  # fmt: skip
_ENDS = (
    "nâng cao chất lượng tham mưu", "tạo sự đồng thuận trong nhân dân", "khắc phục các hạn chế đã được chỉ ra",
    "đáp ứng yêu cầu của tình hình mới", "giữ vững ổn định từ cơ sở", "huy động thêm nguồn lực xã hội",
    "rút ngắn thời gian giải quyết công việc", "phát huy vai trò của các đoàn thể", "giảm số vụ việc phát sinh mới",
    "làm rõ trách nhiệm của tập thể, cá nhân",
)  # fmt: skip
_SYNONYMS = {
    "rà soát": "soát xét", "xây dựng": "lập", "hoàn thiện": "hoàn chỉnh", "cập nhật": "bổ sung kịp thời",
    "kiểm tra": "kiểm tra, đôn đốc", "hướng dẫn": "chỉ dẫn cụ thể", "tổng hợp": "tập hợp", "thẩm định": "thẩm tra",
    "đánh giá": "phân tích, đánh giá", "củng cố": "chấn chỉnh, củng cố", "kiện toàn": "sắp xếp lại",
    "nhân rộng": "phổ biến, nhân rộng", "bố trí": "thu xếp", "sửa đổi, bổ sung": "điều chỉnh",
    "chuẩn hóa": "thống nhất", "tập huấn": "bồi dưỡng, tập huấn", "khảo sát": "điều tra, khảo sát",
    "công khai": "niêm yết công khai", "lãnh đạo thực hiện": "chỉ đạo thực hiện",
    "chỉ đạo, tổ chức": "chỉ đạo thực hiện",
    "triển khai": "tổ chức thực hiện", "tăng cường quản lý": "siết chặt quản lý", "phát huy": "khai thác tốt",
    "thực hiện tốt": "làm tốt", "chuẩn bị": "chuẩn bị chu đáo", "ban hành": "xây dựng, ban hành",
    "tuyên truyền": "phổ biến, tuyên truyền",
}  # fmt: skip
_ASPECTS = (
    "tinh thần trách nhiệm", "nhận thức", "hiệu lực lãnh đạo", "sự phối hợp", "chất lượng sinh hoạt",
    "kỷ luật, kỷ cương", "vai trò nêu gương", "khả năng dự báo", "năng lực tổ chức", "ý thức tự giác", "sự đoàn kết",
    "tính chủ động",
)  # fmt: skip
_HOLDERS = (
    "của cấp ủy viên", "của đội ngũ đảng viên", "của người dân", "của hội viên các đoàn thể", "của lớp cán bộ trẻ",
    "của bộ máy giúp việc", "của chi bộ nông thôn", "của đội ngũ công chức", "của người lao động",
    "của lãnh đạo các ngành",
)  # fmt: skip
_STATES = (
    "đã có chuyển biến rõ nét", "còn chưa đồng đều giữa các nơi", "cần được giữ vững và nâng lên",
    "còn hình thức, chậm đổi mới", "từng bước đi vào nền nếp", "được dư luận ghi nhận", "chưa ngang tầm nhiệm vụ",
    "phải được coi là khâu then chốt",
)  # fmt: skip
_FACTS = (
    "{n} lớp bồi dưỡng với {m} lượt người tham dự", "{n} cuộc giám sát, kiến nghị {k} nội dung",
    "{n} mô hình, trong đó {k} mô hình được công nhận", "giải quyết {n} trên {m} vụ việc, còn {k} vụ kéo dài",
    "tỷ lệ đạt {p}%, vượt {k}% so với chỉ tiêu", "{n} đơn vị hoàn thành tốt, {k} đơn vị chưa đạt yêu cầu",
)  # fmt: skip
_FRAMES = (
    "tăng cường sự lãnh đạo của cấp ủy đối với công tác {field}", "nâng cao chất lượng công tác {field}",
    "đổi mới nội dung, phương thức công tác {field}", "một số nhiệm vụ cấp bách về công tác {field}",
    "phân công trách nhiệm trong công tác {field}", "đẩy mạnh công tác {field}",
)  # fmt: skip
_TAILS = (
    "", " trong tình hình mới", " giai đoạn {a} - {b}", " {where}", " đến năm {b}", " và những năm tiếp theo",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a text says it, and what it means: relation, first and last day, rule of recurrence."""

    quote: str
    relation: str
    start: str | None = None
    end: str | None = None
    rrule: str | None = None

    def note(self, name: str) -> tuple[str, str, list[str]]:
        """The deadline as a note of a row (see render_source)."""
        return ("due", name, [self.quote, self.relation, self.start or "-", self.end or "-", self.rrule or ""])


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be done; two ways to say it share the field, the object and the place."""

    verb: str
    rest: str

    def text(self) -> str:
        """The words."""
        return f"{self.verb} {self.rest}"


def place(rng: Random) -> str:
    """A name of a place; those of the real country are met only by chance."""
    return f"{rng.choice(_FIRST)} {rng.choice(_SECOND)}"


def places(rng: Random, number: int) -> list[str]:
    """Different names of places."""
    every = [f"{a} {b}" for a in _FIRST for b in _SECOND if a != b]
    return rng.sample(every, number)


def person(rng: Random) -> str:
    """A name of a person."""
    return f"{rng.choice(_SURNAMES)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"


def subject(rng: Random, field: str, year: int) -> str:
    """What a directive is about."""
    tail = rng.choice(_TAILS).format(a=year, b=year + rng.choice((4, 5)), where=rng.choice(_WHERE))
    return rng.choice(_FRAMES).format(field=field) + tail


def _work(rng: Random, field: str) -> str:
    """A field of work as a sentence names it: seldom twice in the same words."""
    return rng.choice(("công tác {}", "công tác {}", "{}", "{}", "nhiệm vụ {}", "lĩnh vực {}", "việc {}")).format(field)


def action(rng: Random, field: str) -> Action:
    """Something to be done in a field of work."""
    rest = rng.choice(_OBJECTS).format(work=_work(rng, field))
    if rng.random() < 0.7:
        rest += f" {rng.choice(_WHERE)}"
    if rng.random() < 0.6:
        rest += f", {rng.choice(_HOW)}"
    if rng.random() < 0.35:
        rest += f", nhằm {rng.choice(_ENDS)}"
    return Action(rng.choice(_VERBS), rest)


def reworded(rng: Random, old: Action) -> Action:
    """The same said in other words: another verb, and another manner or end."""
    head = old.rest.split(", ")[0] if ", " in old.rest and rng.random() < 0.5 else old.rest
    extra = rng.choice([x for x in (*_HOW, *(f"nhằm {end}" for end in _ENDS)) if x not in old.rest])
    return Action(_SYNONYMS[old.verb], f"{head}, {extra}" if head.count(",") < 2 else head)


def sentence(rng: Random, field: str) -> str:
    """A sentence that sets out a purpose or a state of things; nobody has to do anything by it."""
    first = f"{rng.choice(_ASPECTS)} {rng.choice(_HOLDERS)} trong {_work(rng, field)} {rng.choice(_STATES)}"
    second = f"{rng.choice(_ASPECTS)} {rng.choice(_HOLDERS)} {rng.choice(_WHERE)} {rng.choice(_STATES)}"
    text = rng.choice((f"{first}; {second}", first, f"{first}, nhất là {rng.choice(_WHERE)}"))
    return text[0].upper() + text[1:] + "."


def fact(rng: Random, field: str) -> str:
    """A sentence of a report, with its figures."""
    k = rng.randrange(1, 9)
    numbers = rng.choice(_FACTS).format(
        n=k + rng.randrange(4, 80), m=rng.randrange(120, 4000), k=k, p=rng.randrange(61, 99)
    )
    return f"{rng.choice(('Về', 'Trong', 'Kết quả'))} {_work(rng, field)} {rng.choice(_WHERE)}: {numbers}."


def due(rng: Random, issued: dt.date) -> Due:
    """A deadline after a date, in one of the ways in which offices write them."""
    day = issued + dt.timedelta(days=rng.randrange(25, 330))
    stated = written(day)
    kind = rng.random()
    if kind < 0.4:
        return Due(f"trước ngày {stated}", "before", day.isoformat())
    if kind < 0.6:
        return Due(f"chậm nhất ngày {stated}", "by", day.isoformat())
    if kind < 0.75:
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        quote = f"trong tháng {day.month}/{day.year}"
        return Due(quote, "within", day.replace(day=1).isoformat(), last.isoformat())
    if kind < 0.87:
        return _quarter(day)
    if kind < 0.94:
        rule = f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}"
        return Due(f"trước ngày {day.day:02}/{day.month:02} hằng năm", "recurring", rrule=rule)
    return Due("định kỳ hằng quý", "recurring", rrule="FREQ=MONTHLY;INTERVAL=3")


def _quarter(day: dt.date) -> Due:
    number = (day.month - 1) // 3
    first = dt.date(day.year, 3 * number + 1, 1)
    last = dt.date(day.year, 3 * number + 3, 31 if number in (0, 3) else 30)
    quote = f"trong quý {('I', 'II', 'III', 'IV')[number]} năm {day.year}"
    return Due(quote, "within", first.isoformat(), last.isoformat())


def written(day: dt.date) -> str:
    """A day as it is written in running text: months below ten have a zero only before 3, as the guideline says."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"
