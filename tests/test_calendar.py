"""Calendar entries: their days, how each program gets them, what two readers of iCalendar make of the files."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject

import docparse
from docparse.calendar import ics
from docparse.calendar.days import due, occurrences, rule, starts
from docparse.calendar.duties import duties
from docparse.calendar.model import ALL, DEFAULT, Asked, Dues, Duty, Entry, Paper, Party, Settings
from docparse.calendar.periods import Days, days, ends
from docparse.calendar.profiles import PROFILES
from docparse.calendar.wanted import of_documents
from docparse.model import Document
from docparse.text import fold
from tests.samples import NUMBERED, letter, parsed

CORPUS = Path(__file__).parent.parent / "corpus"
PLANS = sorted(p for p in CORPUS.glob("*.txt") if "mat" not in p.name)
CRLF = b"\r\n"


def asked_of(document: Document, asked: Asked = ALL) -> Dues:
    return of_documents([("plan.txt", document)], asked)


def entry(text: str, **parts: str) -> Entry:
    """The one entry of a sample plan with one sentence."""
    [found] = asked_of(parsed(f"1. Ban Tổ chức Tỉnh ủy {text}.", **parts)).entries
    return found


def one(entries: Dues, settings: Settings = DEFAULT) -> icalendar.Component:
    """The only entry of a calendar, as it is read back from its file."""
    [found] = strict(ics.to_ics(entries.entries, settings))
    return found


def strict(data: bytes) -> list[icalendar.Component]:
    """The entries of a file, read by icalendar, which keeps what it finds wrong."""
    calendar = icalendar.Calendar.from_ical(data)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return [part for part in calendar.walk() if part.name in ("VEVENT", "VTODO")]


def by_another(data: bytes) -> list[vobject.base.Component]:
    """The entries of a file, read and validated by vobject, which did not write it."""
    calendar = vobject.readOne(data.decode("utf-8"))
    assert calendar.validate(raiseException=True)
    return [*calendar.contents.get("vevent", ()), *calendar.contents.get("vtodo", ())]


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "due_before", "due_same", "vague"),
    [
        ("gửi báo cáo trước ngày 20/10/2018", "2018-10-19", "2018-10-19", "2018-10-20", False),
        ("gửi báo cáo chậm nhất ngày 20/10/2018", "2018-10-20", "2018-10-20", "2018-10-20", False),
        ("gửi báo cáo trước 16 giờ 00 ngày 20/10/2018", "2018-10-20", "2018-10-20", "2018-10-20", False),
        ("gửi báo cáo trước tháng 6 năm 2019", "2019-05-31", "2019-05-31", "2019-05-31", True),
        ("hoàn thành đề án trong quý I năm 2020", "2020-01-01", "2020-03-31", "2020-03-31", True),
        ("tổ chức hội nghị từ ngày 05/6 đến ngày 09/6/2018", "2018-06-05", "2018-06-09", "2018-06-09", False),
        ("hoàn thành đề án trong năm 2020", "2020-12-31", "2020-12-31", "2020-12-31", True),
        ("thực hiện quy chế từ ngày 01/7/2018", "2018-07-01", "2018-07-01", "2018-07-01", False),
    ],
)
def test_the_day_on_which_it_is_due(text: str, first: str, due_before: str, due_same: str, vague: bool) -> None:
    found = entry(text)
    assert [due(found, "day-before").isoformat(), due(found, "same-day").isoformat()] == [due_before, due_same]
    assert (starts(found).isoformat(), found.vague) == (first, vague)


@pytest.mark.parametrize(
    ("text", "expected", "times"),
    [
        ("báo cáo trước ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=24", ["2018-03-24", "2018-04-24"]),
        (
            "báo cáo vào ngày 30 hằng tháng",
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            ["2018-03-30", "2018-04-30"],
        ),
        ("báo cáo trước ngày 01/01 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", ["2018-12-31", "2019-12-31"]),
        ("định kỳ 6 tháng báo cáo Tỉnh ủy", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1", ["2018-06-30", "2018-12-31"]),
        ("hằng năm rà soát quy hoạch", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", ["2018-12-31", "2019-12-31"]),
        ("hằng tuần báo cáo Tỉnh ủy", "FREQ=WEEKLY;BYDAY=FR", ["2018-03-16", "2018-03-23"]),
    ],
)
def test_what_recurs(text: str, expected: str, times: list[str]) -> None:
    found = entry(text)
    assert rule(found) == expected
    seen = occurrences(found, "day-before", date(2018, 1, 1), date(2019, 12, 31))
    assert [day.isoformat() for day in seen][:2] == times
    assert due(found).isoformat() == times[0]


def test_a_recurring_duty_ends_with_the_plan() -> None:
    text = "báo cáo Tỉnh ủy trước ngày 15/11 hằng năm"
    found = entry(text, title=["nâng cao chất lượng sinh hoạt chi bộ giai đoạn 2018 - 2020"])
    assert found.until == date(2020, 12, 31)
    written = one(Dues((found,), ()))["RRULE"].to_ical().decode()
    assert written == "FREQ=YEARLY;UNTIL=20201231;BYMONTHDAY=14;BYMONTH=11"
    seen = occurrences(found, "day-before", date(2018, 1, 1), date(2030, 1, 1))
    assert [day.isoformat() for day in seen] == ["2018-11-14", "2019-11-14", "2020-11-14"]
    assert entry(text).until is None


def test_a_period_under_review_ends_nothing() -> None:
    review = parsed(title=["sơ kết 5 năm (2013 - 2018) thực hiện Chỉ thị số 17-CT/TW"])
    assert ends(review) is None
    assert ends(parsed(title=["kiểm tra công tác xây dựng Đảng năm 2018"])) == date(2018, 12, 31)
    assert ends(parsed(title=["thực hiện Chỉ thị số 17-CT/TW, ngày 28 tháng 8 năm 2012"])) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ban hành hướng dẫn trong 20 ngày kể từ ngày ký Kế hoạch này", "2018-04-01"),
        ("ban hành hướng dẫn trong 02 tháng kể từ ngày ban hành Kế hoạch này", "2018-05-12"),
        ("ban hành hướng dẫn trong 20 ngày làm việc kể từ ngày ký Kế hoạch này", "relative"),
        ("gửi báo cáo trong 05 ngày kể từ ngày có kết quả kiểm tra", "relative"),
        ("gửi báo cáo trước ngày ..../6/2018", "undated"),
    ],
)
def test_what_is_counted_has_a_day_only_from_a_known_one(text: str, expected: str) -> None:
    document = parsed(f"1. Ban Tổ chức Tỉnh ủy {text}.")
    [(_duty, deadline)] = duties(document, "")
    when = days(deadline, document)
    assert (due(asked_of(document).entries[0]).isoformat() if isinstance(when, Days) else when) == expected
    assert len(asked_of(document).unplaced) == (0 if isinstance(when, Days) else 1)


def test_a_period_is_chosen_by_the_day_on_which_it_is_due() -> None:
    document = parsed("1. Ban Tổ chức Tỉnh ủy gửi báo cáo trước ngày 01/01/2019.")
    until = Asked(until=date(2018, 12, 31))
    assert len(asked_of(document, until).entries) == 1
    assert asked_of(document, Asked(until=date(2018, 12, 31), before="same-day")).entries == ()
    assert asked_of(document, Asked(since=date(2019, 1, 1))).entries == ()
    assert len(asked_of(document, Asked(since=date(2019, 1, 1))).known) == 1


# --- whose --------------------------------------------------------------------------------------------------------


def titles(document: Document, **asked: object) -> list[str]:
    return [e.duty.title for e in asked_of(document, Asked(**asked)).entries]  # type: ignore[arg-type]


def test_a_body_owes_what_its_collective_owes() -> None:
    text = "1. Ban Thường vụ các huyện, thị, thành ủy gửi báo cáo về Ban Thường vụ Tỉnh ủy trước ngày 20/10/2018."
    [found] = asked_of(parsed(text), Asked(body="Huyện ủy Hàm Thuận Bắc")).entries
    assert found.duty.title == "Huyện ủy Hàm Thuận Bắc: gửi báo cáo (45-KH/TU)"
    assert found.duty.owed_as == "Ban Thường vụ các huyện, thị, thành ủy"
    assert titles(parsed(text), body="Ban Dân vận Tỉnh ủy") == []
    # There is no huyện ủy after 30 June 2025.
    later = parsed(text.replace("2018", "2026"), issued="Bạch Sơn, ngày 12 tháng 3 năm 2026")
    assert titles(later, body="Huyện ủy Hàm Thuận Bắc") == []


def test_a_body_owes_what_its_predecessor_owed() -> None:
    text = "1. Ban Dân vận Tỉnh ủy gửi báo cáo về Thường trực Tỉnh ủy trước ngày 20/10/2018."
    for body in ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban Dân vận Tỉnh ủy Bạch Sơn", "ban dân vận Tỉnh uỷ"):
        assert titles(parsed(text), body=body) == [f"{body[0].upper()}{body[1:]}: gửi báo cáo (45-KH/TU)"]
    assert titles(parsed(text), body="Ban Dân vận Tỉnh ủy Lam Thủy") == []
    assert titles(parsed(text), body="Ban Tổ chức Tỉnh ủy") == []


def test_a_province_owes_what_those_that_it_took_in_owed() -> None:
    lines = "1. Ban Tổ chức Tỉnh ủy gửi báo cáo về Thường trực Tỉnh ủy trước ngày 20/10/2018."
    old = docparse.parse(letter(*NUMBERED, lines).replace("BẠCH SƠN", "BÌNH THUẬN"))
    [found] = asked_of(old, Asked(body="Ban Tổ chức Tỉnh ủy Lâm Đồng")).entries
    assert found.duty.owed_as == "Ban Tổ chức Tỉnh ủy"
    assert titles(old, body="Ban Tổ chức Tỉnh ủy Bình Thuận") == [
        "Ban Tổ chức Tỉnh ủy Bình Thuận: gửi báo cáo (45-KH/TU)"
    ]
    assert titles(old, body="Ban Tổ chức Tỉnh ủy Khánh Hòa") == []


def test_the_boards_of_a_committee_are_none_of_the_states() -> None:
    text = "1. Các sở, ban, ngành gửi báo cáo về Tỉnh ủy trước ngày 20/10/2018."
    assert titles(parsed(text), body="Ban Dân vận Tỉnh ủy") == []
    assert len(titles(parsed(text), body="Sở Nội vụ")) == 1


def test_roles_levels_and_directives() -> None:
    document = parsed(
        "1. Ban Dân vận Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy xây dựng báo cáo trước ngày 20/10/2018.",
        "2. Các huyện ủy gửi báo cáo về Ban Dân vận Tỉnh ủy trước ngày 01/10/2018.",
        title=["sơ kết 5 năm thực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư"],
    )
    assert titles(document, body="Văn phòng Tỉnh ủy") == [
        "Văn phòng Tỉnh ủy: phối hợp xây dựng báo cáo sơ kết 17-CT/TW"
    ]
    assert titles(document, body="Ban Dân vận Tỉnh ủy", roles=("report_to",)) == [
        "Các huyện ủy: gửi báo cáo sơ kết 17-CT/TW"
    ]
    assert [len(titles(document, level=level)) for level in ("district", "province", "commune")] == [1, 1, 0]
    numbers = ("17-CT/TW", "17-ct/tw@2012", "17-CT/TW@2012-08-28", "45-KH/TU", "17-CT/TW@2022", "18-CT/TW")
    assert [len(titles(document, directive=number)) for number in numbers] == [2, 2, 2, 2, 0, 0]


# --- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
def test_every_file_is_valid_for_two_readers(path: Path, profile: str) -> None:
    document = docparse.parse(path.read_bytes(), name=path.name)
    found = asked_of(document)
    data = ics.to_ics(found.entries, Settings(profile=profile))  # type: ignore[arg-type]
    assert all(len(line) <= 75 for line in data.split(CRLF))
    assert data.count(b"\n") == data.count(CRLF)
    for event in strict(data):
        assert {"UID", "DTSTAMP", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS"} <= set(event)
        assert "DTSTART" in event or "DUE" in event
        assert len(event["SUMMARY"]) < 200
    read = by_another(data)
    assert len({event.uid.value for event in read}) == len(found.entries) == len(strict(data))
    assert {event.summary.value for event in read} == {e.duty.title for e in found.entries}


_WORDS = (
    "báo",
    "cáo;",
    "gửi,",
    "về:",
    "Ban",
    "\\",
    "vụ\n“Tỉnh",
    "ủy”",
    "(qua)",
    "chí\t17-CT/TW",
    "100%",
    "🙂",
    "\u2028",
    "ừ",
)


def made(n: int, chance: random.Random) -> Entry:
    """An entry with any words and days."""
    words = " ".join(chance.choices(_WORDS, k=chance.randint(1, 60)))
    first = date(1990, 1, 1) + timedelta(chance.randrange(20000))
    relation = chance.choice(("before", "by", "on", "within", "from", "between"))
    recurs = chance.random() < 0.2
    paper = Paper(sha256=f"{n:064}", path=f"plan {n}, \\2.docx", title=words, about=chance.choice(("17-CT/TW", "")))
    duty = Duty(
        title=f"{n} {words}",
        action=words,
        lead=(Party(name="Ban Dân vận, Tỉnh ủy; \\n"),),
        sentence=words * 3,
        start=0,
        end=1,
        time=words,
        relation="recurring" if recurs else relation,  # type: ignore[arg-type]
        paper=paper,
        task=f"/I/{n}#1",
    )
    last = first if recurs else first + timedelta(chance.choice((0, 0, 1, 30, 91, 400)))
    yearly = f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}" if recurs else None
    until = last + timedelta(3000) if recurs else None
    return Entry(uid=f"{n}@test", duty=duty, first=first, last=last, rrule=yearly, until=until)


@pytest.mark.parametrize(("profile", "size"), [(p, 1000 if p == "google" else 150) for p in sorted(PROFILES)])
def test_a_thousand_deadlines_come_back(profile: str, size: int) -> None:
    chance = random.Random(1000)
    entries = [made(n, chance) for n in range(size)]
    data = ics.to_ics(entries, Settings(profile=profile))  # type: ignore[arg-type]
    assert all(len(line) <= 75 for line in data.split(CRLF))
    found = {str(event["UID"]): event for event in strict(data)}
    other = {event.uid.value: event for event in by_another(data)}
    assert found.keys() == other.keys() == {e.uid for e in entries}
    for e in entries:
        event = found[e.uid]
        wanted = re.sub(r"\r\n|\r|\u2028", "\n", e.duty.title)
        assert str(event["SUMMARY"]) == e.duty.title
        assert re.sub(r"\r\n|\r|\u2028", "\n", other[e.uid].summary.value) == wanted
        assert e.duty.sentence in str(event["DESCRIPTION"])
        ends_on = event.decoded("DUE") if "DUE" in event else event.decoded("DTEND") - timedelta(1)
        assert ends_on == due(e)
        assert str(event[ics.SOURCE]) == e.duty.paper.path
        begins_on = event.decoded("DTSTART") if "DTSTART" in event else ends_on
        assert begins_on == starts(e)
        assert ("RRULE" in event) == (e.rrule is not None)


_PIECES = re.split(
    r"\|",
    "gửi báo cáo về Ban Thường vụ Tỉnh ủy|(qua|Ban Dân vận Tỉnh ủy)|trước ngày 20/10/2018|;|,|.|:|và|hoàn thành|xong"
    "|trong quý I/2019|hằng năm|định kỳ 6 tháng|các huyện ủy|trình|cho ý kiến|chậm nhất ngày 1/9/2018|Giao|chủ trì|-|1."
    "|từ ngày 1/1 đến ngày 5/6/2019|phối hợp với|Sở Nội vụ|a)|I.|trong 20 ngày kể từ ngày ký Kế hoạch này|việc"
    "|(15-21/11)|thay thế Kế hoạch số 45-KH/TU|thời hạn:|trước ngày 29/02 hằng năm|vào ngày 31 hằng tháng"
    "|thứ Sáu hằng tuần|(((|\\",
)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_document_says_its_calendar_is_valid(seed: int) -> None:
    chance = random.Random(seed)
    lines = [" ".join(chance.choices(_PIECES, k=chance.randint(1, 40))) for _ in range(chance.randint(1, 12))]
    found = asked_of(parsed(*lines), Asked(body=chance.choice(("", "Huyện ủy Hàm Thuận Bắc", "Sở Nội vụ"))))
    for profile in ("outlook", "thunderbird"):
        data = ics.to_ics(found.entries, Settings(profile=profile))  # type: ignore[arg-type]
        assert len(strict(data)) == len(by_another(data)) == len(found.entries)
    for e in found.entries:
        assert e.duty.action.strip()
        assert "\n" not in e.duty.title
        assert starts(e) <= due(e)
        if e.rrule:
            # The day with which a recurrence begins is one of its days (RFC 5545, 3.8.5.3).
            assert next(occurrences(e, "day-before", due(e), date(2100, 1, 1))) == due(e)


def test_what_a_person_sees() -> None:
    text = "1. Ban Dân vận gửi báo cáo về Ban Thường vụ Tỉnh ủy (qua Văn phòng Tỉnh ủy) trước ngày 20/10/2018."
    event = one(asked_of(parsed(text)))
    assert str(event["SUMMARY"]) == "Ban Dân vận Tỉnh ủy: gửi báo cáo (45-KH/TU)"
    said = str(event["DESCRIPTION"]).splitlines()
    assert said[0] == "Deadline: trước ngày 20/10/2018 (until the end of 19/10/2018)"
    assert text[3:].rstrip(".") in str(event["DESCRIPTION"])
    assert said[-6:] == [
        "Receives: Ban Thường vụ Tỉnh ủy",
        "Through: Văn phòng Tỉnh ủy",
        "Section: II TỔ CHỨC THỰC HIỆN",
        "Document: kế hoạch 45-KH/TU, 12/03/2018, Tỉnh ủy Bạch Sơn",
        "Title: nâng cao chất lượng sinh hoạt chi bộ",
        "File: plan.txt",
    ]
    assert event["CATEGORIES"].to_ical().decode() == "leads,45-KH/TU"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2018, 10, 19), date(2018, 10, 20))
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_alarms_ring_in_the_morning_before_it_is_due() -> None:
    quarter = asked_of(parsed("1. Ban Tổ chức Tỉnh ủy hoàn thành đề án trong quý I năm 2020."))

    def rings(settings: Settings) -> list[timedelta]:
        event = one(quarter, settings)
        base = date(2020, 1, 1) if "DTEND" in event else date(2020, 3, 31)
        return [base - date(2020, 3, 31) + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]

    eight = timedelta(hours=8)
    for profile in ("google", "apple", "nextcloud", "thunderbird"):
        expected = [eight - timedelta(n) for n in (14, 3, 1)]
        assert rings(Settings(profile=profile)) == expected  # type: ignore[arg-type]
    assert rings(Settings(profile="outlook")) == [eight - timedelta(14)]
    assert rings(Settings(alarms=(0, 30))) == [eight, eight - timedelta(30)]
    assert rings(Settings(alarms=())) == []
    weekly = one(asked_of(parsed("1. Ban Tổ chức Tỉnh ủy hằng tuần báo cáo Tỉnh ủy.")))
    assert len(weekly.walk("VALARM")) == 2


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_each_program_gets_what_it_takes(profile: str) -> None:
    single = asked_of(parsed("1. Ban Tổ chức Tỉnh ủy hoàn thành đề án trước ngày 20/10/2018."))
    weekly = asked_of(parsed("1. Ban Tổ chức Tỉnh ủy hằng tuần báo cáo Tỉnh ủy."))
    settings = Settings(profile=profile)  # type: ignore[arg-type]
    event, recurring = one(single, settings), one(weekly, settings)
    calendar = icalendar.Calendar.from_ical(ics.to_ics(single.entries, settings))
    todo = profile in ("nextcloud", "thunderbird")
    assert event.name == ("VTODO" if todo else "VEVENT")
    assert recurring.name == "VEVENT"
    assert str(event["STATUS"]) == ("NEEDS-ACTION" if todo else "CONFIRMED")
    assert ("DUE" in event, "DTSTART" in event) == (todo, not todo)
    assert str(calendar.get("METHOD", "")) == ("PUBLISH" if profile == "outlook" else "")
    assert ("X-MICROSOFT-CDO-BUSYSTATUS" in event) == (profile == "outlook")
    assert len(event.walk("VALARM")) == (1 if profile == "outlook" else 3)
    assert str(calendar["X-PUBLISHED-TTL"]) == "P1D"


# --- real documents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seed-000", "seed-001"])
def test_the_entries_are_the_deadlines_that_people_marked(shared: Path, name: str) -> None:
    import json

    gold = json.loads((shared / "gold" / "json" / f"{name}.json").read_text("utf-8"))
    document = docparse.parse((shared / "gold" / "text" / f"{name}.txt").read_bytes(), name=f"{name}.txt")
    found = asked_of(document)
    assert found.unplaced == ()
    tasks = {task["deadline"]: task for task in gold["tasks"] if task["deadline"] is not None}
    wanted = [(d["quote"], d["start"], d["end"], tasks[i]["lead"]) for i, d in enumerate(gold["deadlines"])]
    assert len(found.entries) == len(wanted)
    for quote, first, last, lead in wanted:
        [here] = [
            e
            for e in found.entries
            if (e.duty.time, e.first.isoformat(), e.last.isoformat()) == (quote, first, last)
            and fold(e.duty.lead[0].name).startswith(fold(lead[0]))
        ]
        assert len(here.duty.lead) == len(lead)
        assert fold(here.duty.title).startswith(fold(lead[0]))
        assert len(here.duty.title) < 150
