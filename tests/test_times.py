"""Expressions of time: where each begins and ends, the interval that it names, and the year that it leaves out.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse.extract import times
from docparse.extract.times import Time


def only(text: str) -> Time:
    found = list(times.scan(text.lower()))
    assert len(found) == 1, [text[t.start : t.end] for t in found]
    return found[0]


def quotes(text: str) -> list[str]:
    return [text[t.start : t.end] for t in times.scan(text.lower())]


@pytest.mark.parametrize(
    ("text", "relation", "earliest", "latest", "edtf"),
    [
        # days
        ("trước ngày 18/9/2019", "before", "2019-09-18", "2019-09-18", "../2019-09-18"),
        ("trước 16h30 ngày 18/9/2019", "before", "2019-09-18", "2019-09-18", "../2019-09-18"),
        ("chậm nhất là ngày 18 tháng 9 năm 2019", "by", "2019-09-18", "2019-09-18", "../2019-09-18"),
        ("muộn nhất là ngày 18/9/2019", "by", "2019-09-18", "2019-09-18", "../2019-09-18"),
        ("đến hết ngày 18/9/2019", "by", "2019-09-18", "2019-09-18", "../2019-09-18"),
        ("ngày 18/9/2019", "on", "2019-09-18", "2019-09-18", "2019-09-18"),
        ("sáng ngày 18-9-2019", "on", "2019-09-18", "2019-09-18", "2019-09-18"),
        ("vào ngày 18.9.2019", "on", "2019-09-18", "2019-09-18", "2019-09-18"),
        ("ngày 18, 19/9/2019", "on", "2019-09-18", "2019-09-19", "2019-09-18/2019-09-19"),
        ("kể từ ngày 18/9/2019", "from", "2019-09-18", "2019-09-18", "2019-09-18/.."),
        # ranges
        ("từ ngày 18/9/2019 đến ngày 05/10/2019", "between", "2019-09-18", "2019-10-05", "2019-09-18/2019-10-05"),
        ("trong ngày 18/9/2019 đến ngày 20/9/2019", "between", "2019-09-18", "2019-09-20", "2019-09-18/2019-09-20"),
        ("từ giữa tháng 6 đến hết ngày 31/8/2019", "between", "2019-06-11", "2019-08-31", "2019-06-11/2019-08-31"),
        ("trước 17 giờ ngày 25/12/2019", "before", "2019-12-25", "2019-12-25", "../2019-12-25"),
        ("trong 2 ngày 18-19/9/2019", "between", "2019-09-18", "2019-09-19", "2019-09-18/2019-09-19"),
        ("từ ngày 18 đến ngày 25/9/2019", "between", "2019-09-18", "2019-09-25", "2019-09-18/2019-09-25"),
        ("từ 18/9 đến 05/10/2019", "between", "2019-09-18", "2019-10-05", "2019-09-18/2019-10-05"),
        ("từ ngày 20/12 đến ngày 10/01/2020", "between", "2019-12-20", "2020-01-10", "2019-12-20/2020-01-10"),
        ("từ tháng 3 đến tháng 8/2021", "between", "2021-03-01", "2021-08-31", "2021-03-01/2021-08-31"),
        ("từ năm 2019 đến năm 2022", "between", "2019-01-01", "2022-12-31", "2019-01-01/2022-12-31"),
        ("giai đoạn 2019 - 2022", "between", "2019-01-01", "2022-12-31", "2019-01-01/2022-12-31"),
        ("từ ngày 12 đến 14-10-2020", "between", "2020-10-12", "2020-10-14", "2020-10-12/2020-10-14"),
        (
            "từ thứ Năm ngày 18/9/2019 đến hết thứ Sáu ngày 19/9/2019",
            *("between", "2019-09-18", "2019-09-19", "2019-09-18/2019-09-19"),
        ),
        (
            "bắt đầu từ quý IV/2018 đến hết tháng 5/2019",
            *("between", "2018-10-01", "2019-05-31", "2018-10-01/2019-05-31"),
        ),
        # days with the name of their weekday
        ("Thứ Tư, ngày 18/9/2019", "on", "2019-09-18", "2019-09-18", "2019-09-18"),
        ("vào ngày thứ Tư 18-9-2019", "on", "2019-09-18", "2019-09-18", "2019-09-18"),
        # months and their parts
        ("tháng 9.2019", "within", "2019-09-01", "2019-09-30", "2019-09-01/2019-09-30"),
        ("trong tháng 9-2019", "within", "2019-09-01", "2019-09-30", "2019-09-01/2019-09-30"),
        ("trước 9/2019", "before", "2019-09-01", "2019-09-30", "../2019-09-30"),
        ("từ nay đến tháng 9.2019", "by", None, "2019-09-30", "../2019-09-30"),
        ("trong tháng 2/2020", "within", "2020-02-01", "2020-02-29", "2020-02-01/2020-02-29"),
        ("tháng 2 năm 2019", "within", "2019-02-01", "2019-02-28", "2019-02-01/2019-02-28"),
        ("tháng giêng năm 2019", "within", "2019-01-01", "2019-01-31", "2019-01-01/2019-01-31"),
        ("vào đầu tháng 9/2019", "within", "2019-09-01", "2019-09-10", "2019-09-01/2019-09-10"),
        ("giữa tháng 9/2019", "within", "2019-09-11", "2019-09-20", "2019-09-11/2019-09-20"),
        ("cuối tháng 9/2019", "within", "2019-09-21", "2019-09-30", "2019-09-21/2019-09-30"),
        ("tuần đầu tháng 9/2019", "within", "2019-09-01", "2019-09-07", "2019-09-01/2019-09-07"),
        ("trong quí II năm 2019", "within", "2019-04-01", "2019-06-30", "2019-04-01/2019-06-30"),
        ("24, 25 và 26 tháng 8 năm 2019", "on", "2019-08-24", "2019-08-26", "2019-08-24/2019-08-26"),
        ("trước ngày Quốc khánh 02/9/2019", "before", "2019-09-02", "2019-09-02", "../2019-09-02"),
        ("tuần cuối tháng 9/2019", "within", "2019-09-24", "2019-09-30", "2019-09-24/2019-09-30"),
        ("nửa đầu tháng 9/2019", "within", "2019-09-01", "2019-09-15", "2019-09-01/2019-09-15"),
        ("nửa cuối tháng 9/2019", "within", "2019-09-16", "2019-09-30", "2019-09-16/2019-09-30"),
        ("trước tháng 9/2019", "before", "2019-09-01", "2019-09-30", "../2019-09-30"),
        ("từ tháng 9/2019", "from", "2019-09-01", "2019-09-30", "2019-09-01/.."),
        # quarters, halves, years
        ("trong quý IV năm 2019", "within", "2019-10-01", "2019-12-31", "2019-10-01/2019-12-31"),
        ("quý II.2019", "within", "2019-04-01", "2019-06-30", "2019-04-01/2019-06-30"),
        ("quý 2/2019", "within", "2019-04-01", "2019-06-30", "2019-04-01/2019-06-30"),
        ("quý II, III/2019", "within", "2019-04-01", "2019-09-30", "2019-04-01/2019-09-30"),
        ("giữa quý II/2019", "within", "2019-05-01", "2019-05-31", "2019-05-01/2019-05-31"),
        ("trong 06 tháng đầu năm 2019", "within", "2019-01-01", "2019-06-30", "2019-01-01/2019-06-30"),
        ("trong sáu tháng cuối năm 2019", "within", "2019-07-01", "2019-12-31", "2019-07-01/2019-12-31"),
        ("trong năm 2019", "within", "2019-01-01", "2019-12-31", "2019-01-01/2019-12-31"),
        ("đầu năm 2019", "within", "2019-01-01", "2019-03-31", "2019-01-01/2019-03-31"),
        ("giữa năm 2019", "within", "2019-05-01", "2019-08-31", "2019-05-01/2019-08-31"),
        ("cuối năm 2019", "within", "2019-10-01", "2019-12-31", "2019-10-01/2019-12-31"),
        ("đến năm 2030", "by", "2030-01-01", "2030-12-31", "../2030-12-31"),
    ],
)
def test_intervals(text: str, relation: str, earliest: str, latest: str, edtf: str) -> None:
    t = only(text)
    assert (text[t.start : t.end], t.relation, t.earliest, t.latest, t.edtf) == (text, relation, earliest, latest, edtf)


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("hằng năm", "FREQ=YEARLY"),
        ("hàng tháng", "FREQ=MONTHLY"),
        ("trong tháng 6 hằng năm", "FREQ=YEARLY;BYMONTH=6"),
        ("ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("định kỳ hằng tuần", "FREQ=WEEKLY"),
        ("định kỳ 3 tháng", "FREQ=MONTHLY;INTERVAL=3"),
        ("định kỳ sáu tháng", "FREQ=MONTHLY;INTERVAL=6"),
        ("mỗi tháng một lần", "FREQ=MONTHLY"),
        ("5 năm một lần", "FREQ=YEARLY;INTERVAL=5"),
        ("trước ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("trước ngày 15/6 hằng năm", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15"),
        ("thứ sáu hằng tuần", "FREQ=WEEKLY;BYDAY=FR"),
        ("từ ngày 1 đến ngày 5 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5"),
        ("mỗi tháng 1 kỳ", "FREQ=MONTHLY"),
    ],
)
def test_recurrences(text: str, rrule: str) -> None:
    t = only(text)
    assert (text[t.start : t.end], t.relation, t.rrule) == (text, "recurring", rrule)
    assert (t.earliest, t.latest, t.edtf) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "trong 15 ngày kể từ ngày ký",
        "chậm nhất 24 giờ sau khi kết thúc hội nghị",
        "trước 10 ngày so với ngày khai mạc",
        "sau 30 ngày kể từ ngày ban hành",
        "trong vòng hai tuần kể từ ngày nhận hồ sơ",
        "ít nhất trước 45 ngày làm việc đến thời điểm bầu cử",
    ],
)
def test_terms_counted_from_an_event(text: str) -> None:
    t = only(text)
    assert (text[t.start : t.end], t.relation, t.earliest, t.latest) == (text, "relative", None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("ngày 31/6/2019", "ngày 30/02/2020", "trong tháng 13/2019", "quý V/2019", "đạt 50/50", "ngày 32/1/2019"),
        "khoảng 09-11 cơn bão",
    ],
)
def test_what_no_calendar_has_is_no_time(text: str) -> None:
    assert [t for t in times.scan(text) if t.earliest] == []


def test_the_longest_reading_wins() -> None:
    assert quotes("từ ngày 05/6/2019 đến ngày 07/6/2019") == ["từ ngày 05/6/2019 đến ngày 07/6/2019"]
    assert quotes("gửi trước ngày 15/6 hằng năm.") == ["trước ngày 15/6 hằng năm"]


def test_several_times_of_a_sentence_come_in_order() -> None:
    text = "các huyện xong trong tháng 5/2019; tỉnh tổng hợp trước ngày 30/6/2019 và báo cáo hằng năm"
    assert quotes(text) == ["trong tháng 5/2019", "trước ngày 30/6/2019", "hằng năm"]


def test_a_time_without_a_year_waits_for_it() -> None:
    t = only("trước ngày 20/10")
    assert (t.needs_year, t.earliest, t.latest) == (True, None, None)
    there = t.in_year(2019)
    assert (there.needs_year, there.earliest, there.latest, there.edtf) == (
        False,
        "2019-10-20",
        "2019-10-20",
        "../2019-10-20",
    )


def test_february_of_a_leap_year_ends_on_its_29th() -> None:
    t = only("trong tháng 2")
    assert [t.in_year(y).latest for y in (2019, 2020)] == ["2019-02-28", "2020-02-29"]


@given(
    st.dates(date(1990, 1, 1), date(2059, 12, 31)),
    st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d} tháng {m} năm {y}"]),
)
def test_every_day_is_read_back_however_it_is_written(day: date, form: str) -> None:
    t = only("trước ngày " + form.format(d=day.day, m=day.month, y=day.year) + ".")
    assert t.earliest == t.latest == day.isoformat()


@given(st.integers(1990, 2059), st.integers(1, 12))
def test_every_month_ends_on_its_last_day(year: int, month: int) -> None:
    t = only(f"trong tháng {month}/{year}")
    assert (t.earliest, t.latest) == (
        f"{year}-{month:02}-01",
        f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}",
    )


@given(st.text("trướcngày /.-0123456789quýI hằng năm tháng đến từ", max_size=80))
def test_times_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    low = text.lower()
    last = 0
    for t in times.scan(low):
        assert last <= t.start < t.end <= len(low)
        last = t.end
        assert not (t.earliest and t.latest) or t.earliest <= t.latest
