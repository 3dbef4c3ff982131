"""Deadlines: every pattern of the project's table, every trap, where in a document they count, and years inferred.

The table holds one row an expression: `id` says which pattern (D) or trap (X) it is of, `place` where the sentence
stands, `relation` "none" that nothing may be found. "*" stands for a value that the table leaves open.

Reads: tests/files/deadlines.tsv.
Writes: nothing.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import pytest
from samples import parsed

import docparse
from docparse.model import Deadline

TABLE = Path(__file__).parent / "files" / "deadlines.tsv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
CASES = [list(rows) for _, rows in groupby(ROWS, key=lambda row: (row["id"], row["sentence"]))]
COLUMNS = ("TT", "Nội dung", "Cơ quan chủ trì", "Thời gian hoàn thành")


def found(place: str, sentence: str) -> tuple[Deadline, ...]:
    """The deadlines of the sample document with `sentence` at `place`."""
    if place == "body":
        return parsed(f"- {sentence}").deadlines
    if place == "heading":
        return parsed(sentence, "- Giữ vững kỷ luật phát ngôn.").deadlines
    if place == "table":
        return parsed(*COLUMNS, "1", "Biên soạn tài liệu hỏi đáp", "Ban Tuyên giáo Tỉnh ủy", sentence).deadlines
    if place in ("header", "footer"):
        text = parsed("1. Giữ vững kỷ luật phát ngôn.").text
        return docparse.parse(f"{sentence}\n{text}" if place == "header" else f"{text}\n\n{sentence}").deadlines
    parts = {
        "title": {"title": (sentence,)},
        "preamble": {"preamble": (sentence,)},
        "dateline": {"issued": sentence},
        "number": {"number": sentence},
        "recipients": {"recipients": (sentence, "- Lưu Văn phòng Tỉnh ủy.")},
        "appendix": {"appendix": ("ĐỀ CƯƠNG", "báo cáo kết quả", sentence, "1. Nêu số liệu.")},
    }
    return parsed("1. Giữ vững kỷ luật phát ngôn.", **parts[place]).deadlines


def described(row: dict[str, str]) -> tuple[str | None, ...]:
    return tuple(row[name] or None for name in ("quote", "relation", "earliest", "latest", "rrule", "inferred"))


def as_row(deadline: Deadline, row: dict[str, str]) -> tuple[str | None, ...]:
    d = deadline
    values = (d.text, d.relation, d.earliest, d.latest, d.rrule, d.inferred)
    return tuple("*" if want == "*" else value for want, value in zip(described(row), values, strict=True))


@pytest.mark.parametrize("rows", CASES, ids=lambda rows: rows[0]["id"])
def test_table(rows: list[dict[str, str]]) -> None:
    got = found(rows[0]["place"], rows[0]["sentence"])
    want = [row for row in rows if row["relation"] != "none"]
    assert len(got) == len(want), [(d.text, d.relation) for d in got]
    assert [as_row(d, row) for d, row in zip(got, want, strict=True)] == [described(row) for row in want]


def test_the_table_has_every_pattern_and_every_trap_once_or_more() -> None:
    ids = {row["id"] for row in ROWS}
    assert ids == {f"D{n:03d}" for n in range(1, 108)} | {f"X{n:03d}" for n in range(1, 34)}


# --- years that the text leaves out ---


@pytest.mark.parametrize(
    ("issued", "expression", "latest", "inferred"),
    [
        ("12 tháng 3 năm 2018", "trước ngày 20/10", "2018-10-20", "issued"),
        ("12 tháng 11 năm 2018", "trước ngày 15/02", "2019-02-15", "issued"),
        ("28 tháng 12 năm 2018", "trong tháng 1", "2019-01-31", "issued"),
        ("12 tháng 3 năm 2018", "trước ngày 20/10/2020", "2020-10-20", None),
        ("12 tháng 11 năm 2018", "trong quý I", "2019-03-31", "issued"),
    ],
)
def test_a_missing_year_is_that_of_the_issue_or_the_next(
    issued: str, expression: str, latest: str, inferred: str | None
) -> None:
    document = parsed(f"1. Các chi bộ nộp báo cáo {expression}.", issued=f"Bạch Sơn, ngày {issued}")
    assert [(d.latest, d.inferred) for d in document.deadlines] == [(latest, inferred)]


def test_without_an_issue_date_the_year_comes_from_the_text_before() -> None:
    body = "1. Các chi bộ đăng ký trước ngày 20/5/2019.\n2. Các chi bộ nộp báo cáo trước ngày 20/10.\n"
    document = docparse.parse(f"KẾ HOẠCH\nthi đua\n\n{body}")
    assert [(d.latest, d.inferred) for d in document.deadlines] == [
        ("2019-05-20", None),
        ("2019-10-20", "context"),
    ]


def test_a_year_that_nothing_supplies_stays_missing() -> None:
    document = docparse.parse("KẾ HOẠCH\nthi đua\n\n1. Các chi bộ nộp báo cáo trước ngày 20/10.\n")
    assert [(d.relation, d.earliest, d.latest, d.inferred) for d in document.deadlines] == [
        ("before", None, None, None)
    ]


def test_an_inferred_year_is_less_sure_than_a_printed_one() -> None:
    printed, inferred = parsed("1. Nộp trước ngày 20/10/2018.", "2. Nộp trước ngày 20/11.").deadlines
    assert inferred.confidence < printed.confidence


def test_a_day_of_every_year_is_no_day_of_this_year() -> None:
    document = parsed("1. Hằng năm, trước ngày 15/11, các huyện ủy báo cáo kết quả về Tỉnh ủy.")
    assert [(d.latest, d.rrule) for d in document.deadlines] == [(None, "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15")]


# --- where times count ---


@pytest.mark.parametrize(
    ("sentence", "want"),
    [
        ("Ban Dân vận tổ chức khảo sát sáng ngày 31/7/2030.", [("on", "2030-07-31", None)]),
        ("Ban Dân vận tổ chức chương trình định kỳ tháng 8/2030.", [("within", "2030-08-31", None)]),
        ("Các chi bộ đánh giá đảng viên hằng năm trong tháng 12.", [("recurring", None, "FREQ=YEARLY;BYMONTH=12")]),
        (
            "Các chi bộ định kỳ hằng quý (trước ngày 15 của tháng kế tiếp) báo cáo Đảng ủy.",
            [("recurring", None, "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15")],
        ),
        ("Tựu trường các cấp học: Ngày 26/8/2030 (thứ Hai). Lớp 1 sớm hơn.", [("on", "2030-08-26", None)]),
        ("Công an xã cập nhật biến động dân cư hằng tháng.", [("recurring", None, "FREQ=MONTHLY")]),
        ("Công an xã nâng cao chất lượng sinh hoạt chi bộ hằng tháng.", []),
        ("Học viên có điểm trung bình từ 2.5 trở lên.", []),
    ],
)
def test_appointments_months_of_every_year_and_marks(sentence: str, want: list[tuple[str | None, ...]]) -> None:
    assert [(d.relation, d.latest, d.rrule) for d in found("body", sentence)] == want


def test_a_term_that_must_not_be_exceeded() -> None:
    (d,) = found("body", "Thời hạn hoàn thiện không được quá 01 tháng kể từ khi chi bộ xác minh xong.")
    assert (d.relation, d.latest) == ("relative", None)


def test_starts_targets_and_ranges_count() -> None:
    document = parsed(
        "1. Từ năm 2019, các chi bộ sinh hoạt theo chuyên đề.",
        "2. Phấn đấu đến năm 2025, tất cả thôn có chi ủy.",
        "3. Các chi bộ tự rà soát từ ngày 05/4/2018 đến ngày 20/4/2018.",
    )
    assert [(d.relation, d.earliest, d.latest) for d in document.deadlines] == [
        ("from", "2019-01-01", "2019-12-31"),
        ("by", "2025-01-01", "2025-12-31"),
        ("between", "2018-04-05", "2018-04-20"),
    ]


@pytest.mark.parametrize(
    "event",
    ["khoảng 1/3 số đảng viên", "khi có kết quả", "sau mỗi đợt", "vào kỳ họp gần nhất", "giữa nhiệm kỳ", "02 ngày"],
)
def test_events_and_durations_without_a_number_or_an_anchor_do_not_count(event: str) -> None:
    assert parsed(f"1. Các chi bộ báo cáo {event}.").deadlines == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Chi bộ được thành lập ngày 05/6/2010.",
        "Quy chế được thông qua ngày 05/6/2017.",
        "Hội nghị diễn ra ngày 05/02/2018 đã kết luận.",
        "Kế hoạch đã ban hành ngày 05/02/2018 còn thiếu chỉ tiêu.",
        "Quyết định có hiệu lực kể từ ngày ký.",
        "Đảng viên sinh ngày 05/6/1980.",
        "So với cùng kỳ năm 2017, số đảng viên tăng 5%.",
        "Kết quả 6 tháng đầu năm 2018 còn thấp.",
    ],
)
def test_what_has_been_is_no_deadline(sentence: str) -> None:
    assert parsed(f"1. {sentence}").deadlines == ()


def test_a_column_of_times_counts_and_the_content_beside_it_does_not() -> None:
    document = parsed(
        *COLUMNS,
        *("1", "Tổng hợp số liệu năm 2017", "Sở Nội vụ", "Tháng 5/2018"),
        *("2", "Tập huấn sau hội nghị ngày 07/02/2018", "Sở Y tế", "Quý III/2018"),
    )
    assert [(d.text, d.latest) for d in document.deadlines] == [
        ("Tháng 5/2018", "2018-05-31"),
        ("Quý III/2018", "2018-09-30"),
    ]


def test_a_month_in_a_column_of_times_needs_no_word() -> None:
    document = parsed(*COLUMNS, "1", "Biên soạn tài liệu hỏi đáp", "Sở Nội vụ", "6/2018")
    assert [(d.text, d.earliest, d.latest) for d in document.deadlines] == [("6/2018", "2018-06-01", "2018-06-30")]


def test_a_deadline_goes_over_a_line_end() -> None:
    (d,) = parsed("1. Các chi bộ gửi báo cáo về Đảng ủy trước ngày 20 tháng 5", "năm 2018.").deadlines
    assert (d.text, d.latest) == ("trước ngày 20 tháng 5\nnăm 2018", "2018-05-20")


def test_a_blank_day_is_a_deadline_without_a_date() -> None:
    (d,) = parsed("1. Các chi bộ gửi báo cáo trước ngày …/…/20…").deadlines
    assert (d.relation, d.earliest, d.latest) == ("before", None, None)


def test_the_same_day_twice_is_two_deadlines() -> None:
    document = parsed("1. Chi bộ nộp trước ngày 20/5/2018.", "2. Đảng ủy nộp trước ngày 20/5/2018.")
    assert [d.id for d in document.deadlines] == ["d1", "d2"]
    assert len({d.section for d in document.deadlines}) == 2


DATED = """TỈNH ỦY LAM THỦY
*
Số 12-TB/TU

Lam Thủy, ngày 20 tháng 11 năm 2021

THÔNG BÁO
về việc tuần tra

1. Công an tỉnh """


@pytest.mark.parametrize(
    ("words", "latest", "inferred"),
    [
        ("báo cáo trước ngày 15/12 năm 2022.", "2022-12-15", None),
        ("hoàn thành trước tháng 12 năm sau.", "2022-12-31", "issued"),
        ("tuần tra từ 20/12/2021 đến hết ngày 10/01.", "2022-01-10", None),
        ("hoàn thành trong năm 2022 và những năm tiếp theo.", "2022-12-31", None),
        ("hoàn thành trước năm 2023.", "2023-12-31", None),
    ],
)
def test_years_that_stand_apart(words: str, latest: str, inferred: str | None) -> None:
    (deadline,) = docparse.parse(DATED + words + "\n").deadlines
    assert (deadline.latest, deadline.inferred) == (latest, inferred)


def ends(*body: str, **parts: object) -> list[str | None]:
    return [d.latest for d in parsed(*body, **parts).deadlines]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đến ngày 31/12/2017, cả nước có trên 17.000 thư viện.",
        "Mốc thời gian đánh giá: từ tháng 6/2013 đến tháng 3/2018.",
        "Ví dụ: người được giao việc từ ngày 15/4/2018 đến hết ngày 31/5/2018 thì tính 1,5 tháng.",
        "Họp trong thời gian 1/2 ngày.",
    ],
)
def test_what_tells_how_things_stand_is_no_deadline(sentence: str) -> None:
    assert ends(f"1. {sentence}") == []


ISSUED = "TỈNH ỦY BẠCH SƠN\nSố 45-KH/TU\nBạch Sơn, ngày 16 tháng 12 năm 2019\n\nKẾ HOẠCH\nx\n-----\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Đến cuối tháng 8/2019, các đảng bộ cơ sở đã cơ bản hoàn thành đại hội.",
        "Ngày 10/12/2019, Ban Thường vụ Tỉnh ủy ban hành kế hoạch.",
        "Ngày 16-12, Huyện ủy tổ chức thành công đại hội điểm.",
        "Sáu tháng đầu năm 2019, toàn tỉnh có 21 đảng bộ hoàn thành.",
        "Tính từ đầu năm đến ngày 14/12 có 5 tổ chức đảng bị kỷ luật.",
        "Sau khi kiểm điểm cán bộ cuối năm 2019, các chi bộ rút kinh nghiệm.",
        "Hội nghị không thay thế cho sinh hoạt định kỳ hằng tháng của chi bộ.",
        "Dự báo từ nay đến cuối năm 2019 có khoảng 2 đợt mưa lớn.",
    ],
)
def test_what_was_over_on_the_day_of_issue_is_no_deadline(sentence: str) -> None:
    assert docparse.parse(f"{ISSUED}1. {sentence}\n").deadlines == ()


@pytest.mark.parametrize(
    ("sentence", "latest"),
    [
        ("Các chi bộ báo cáo trước ngày 10/12/2019.", "2019-12-10"),
        ("Thời gian: ngày 10/12/2019.", "2019-12-10"),
        ("Đại hội sẽ diễn ra vào ngày 20/12/2019.", "2019-12-20"),
        ("Học sinh nghỉ học đến ngày 22/12/2019.", "2019-12-22"),
    ],
)
def test_terms_given_late_schedules_and_times_to_come_count(sentence: str, latest: str) -> None:
    assert [d.latest for d in docparse.parse(f"{ISSUED}1. {sentence}\n").deadlines] == [latest]


def test_a_time_after_its_label_counts() -> None:
    found = parsed(
        "1. Tuyên truyền.", "- Cơ quan thực hiện: Sở Nội vụ.", "- Thời gian thực hiện: Thường xuyên hằng năm."
    )
    assert [(d.relation, d.rrule) for d in found.deadlines] == [("recurring", "FREQ=YEARLY")]


def test_the_last_date_and_parts_of_months() -> None:
    assert ends("1. Hạn cuối gửi báo cáo tổng hợp là ngày 20/9/2018.") == ["2018-09-20"]
    assert ends("1. Tiến hành kiểm điểm từ giữa tháng 8 đến đầu tháng 9/2018.") == ["2018-09-10"]


def test_a_title_that_plans_for_the_next_year_supplies_the_year() -> None:
    text = (
        "BAN TUYÊN GIÁO TỈNH ỦY BẠCH SƠN\nSố 45-HD/BTGTU\nBạch Sơn, ngày 20 tháng 12 năm 2016\n\nHƯỚNG DẪN\n"
        "thực hiện chuyên đề năm 2017\n-----\n\n1. Các chi bộ báo cáo trong tháng 3."
    )
    (deadline,) = docparse.parse(text).deadlines
    assert (deadline.latest, deadline.inferred) == ("2017-03-31", "context")


def test_a_span_of_years_supplies_no_year() -> None:
    text = "KẾ HOẠCH\nx\n-----\n\n1. Thực hiện giai đoạn 2026 - 2030.\n2. Các chi bộ báo cáo trước ngày 10/6."
    assert [d.latest for d in docparse.parse(text).deadlines if d.relation == "before"] == [None]


def test_a_time_takes_the_year_of_the_one_just_before_it() -> None:
    found = parsed("1. Đại hội dự kiến vào đầu tháng 10/2035, hoàn thành trước 31/10.").deadlines
    assert [d.latest for d in found] == ["2035-10-10", "2035-10-31"]


@pytest.mark.parametrize(
    ("sentence", "want"),
    [
        ("Giao ban với các chi bộ vào ngày thứ 3 hằng tuần.", ("recurring", "FREQ=WEEKLY;BYDAY=TU")),
        ("Tổ chức chào cờ vào sáng thứ hai tuần đầu hằng tháng.", ("recurring", "FREQ=MONTHLY")),
        ("Các chi bộ báo cáo nhanh hằng ngày trước 17 giờ.", ("recurring", "FREQ=DAILY")),
        ("Bình xét danh hiệu được tổ chức một năm 2 lần.", ("recurring", "FREQ=YEARLY")),
        ("Gửi báo cáo không chậm hơn ngày 20/6/2018.", ("by", None)),
        ("Thời gian thẩm tra 20 ngày kể từ ngày nhận đơn.", ("relative", None)),
        (
            "Trả lời trong thời hạn 10 ngày (đơn trong huyện), 20 ngày (đơn ngoài huyện) kể từ khi nhận đơn.",
            ("relative", None),
        ),
        ("Gửi biên bản ngay sau khi kết thúc hội nghị 02 ngày.", ("relative", None)),
        ("Đoàn trường bình xét thi đua vào cuối năm học.", ("within", None)),
        ("Quy chế được áp dụng từ năm học 2019-2020.", ("from", None)),
    ],
)
def test_further_forms_of_terms(sentence: str, want: tuple[str, str | None]) -> None:
    assert [(d.relation, d.rrule) for d in found("body", sentence)] == [want]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đánh giá hạnh kiểm trong năm học phải khách quan.",
        'Bỏ cụm từ "trước ngày 20/6/2018" ở mục II.',
        "Ý kiến về thời hạn hoàn thành (trước ngày 20/6/2018): .................",
    ],
)
def test_school_years_at_large_quoted_times_and_forms_are_no_deadlines(sentence: str) -> None:
    assert found("body", sentence) == ()


def test_next_year_in_a_regulation_is_no_certain_year() -> None:
    line = "- Hoàn thành xếp loại trong tháng 01 năm sau."
    (regulation,) = parsed(line, kind="QUY ĐỊNH").deadlines
    assert (regulation.relation, regulation.earliest, regulation.latest) == ("within", None, None)
    (plan,) = parsed(line).deadlines
    assert plan.latest is not None


def test_a_year_named_just_before_a_month_is_its_year() -> None:
    (start,) = found("body", "Mở 5 lớp bồi dưỡng đảng viên năm 2021, bắt đầu từ tháng 4.")
    assert start.earliest == "2021-04-01"
