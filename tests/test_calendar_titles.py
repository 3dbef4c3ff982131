"""The titles of entries: short, of the right body, cut where the words allow it."""

from __future__ import annotations

from pathlib import Path

import pytest

import docparse
from docparse.calendar.duties import duties
from docparse.calendar.phrases import LONGEST, of_row, short
from tests.samples import parsed

CORPUS = Path(__file__).parent.parent / "corpus"
REVIEW = ["sơ kết 5 năm thực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư"]


def titles(*text: str, title: list[str] | None = None) -> list[str]:
    document = parsed(*text, **({"title": title} if title else {}))
    return [found.duty.title.removesuffix(" (45-KH/TU)") for found in duties(document, "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "tổ chức hội nghị sơ kết và gửi báo cáo về Ban Thường vụ Tỉnh ủy (qua Ban Dân vận Tỉnh ủy) trước ngày"
            " 20/10/2018",
            "gửi báo cáo",
        ),
        ("báo cáo kết quả về Thường trực Tỉnh ủy vào ngày 25 hằng tháng", "báo cáo kết quả"),
        (
            "xây dựng dự thảo báo cáo, trình Thường trực Tỉnh ủy cho ý kiến vào đầu tháng 11/2018",
            "xây dựng dự thảo báo cáo, trình Thường trực Tỉnh ủy",
        ),
        (
            "lập quy hoạch, kế hoạch sử dụng đất; trình Ủy ban nhân dân tỉnh trong quý II/2019",
            "lập quy hoạch, kế hoạch sử dụng đất, trình Ủy ban nhân dân tỉnh",
        ),
        ("tiếp tục rà soát quy chế làm việc; xong trong quý II năm 2019", "tiếp tục rà soát quy chế làm việc"),
        ("chậm nhất ngày 10/9/2018 gửi danh sách về Ban Dân vận Tỉnh ủy", "gửi danh sách"),
        ("theo dõi, đôn đốc; định kỳ hằng quý báo cáo Ban Thường vụ Tỉnh ủy", "báo cáo Ban Thường vụ Tỉnh ủy"),
        ("cân đối, bố trí kinh phí đo đạc, lập hồ sơ trong năm 2019", "cân đối, bố trí kinh phí đo đạc, lập hồ sơ"),
        (
            "chủ trì, phối hợp với Sở Nội vụ, Sở Tài chính xây dựng đề án trước ngày 20/10/2018",
            "xây dựng đề án",
        ),
        (
            "hoàn chỉnh báo cáo gửi Ban Tổ chức Trung ương trước ngày 31/10/2018",
            "hoàn chỉnh báo cáo gửi Ban Tổ chức Trung ương",
        ),
        ("thực hiện quy chế từ ngày 01/7/2018", "bắt đầu thực hiện quy chế"),
    ],
)
def test_the_last_verb_before_the_time_says_what_is_due(text: str, expected: str) -> None:
    assert titles(f"1. Ban Tổ chức Tỉnh ủy {text}.") == [f"Ban Tổ chức Tỉnh ủy: {expected}"]


def test_a_report_of_a_review_and_what_is_only_to_be_ready() -> None:
    assert titles(
        "1. Việc sơ kết ở cơ sở hoàn thành trước ngày 30/6/2018; các huyện ủy hoàn thành trước ngày 20/7/2018.",
        "2. Văn phòng Tỉnh ủy gửi báo cáo về Ban Dân vận Tỉnh ủy trước ngày 25/7/2018.",
        title=REVIEW,
    ) == [
        "Cơ sở: hoàn thành sơ kết 17-CT/TW",
        "Các huyện ủy: hoàn thành sơ kết 17-CT/TW",
        "Văn phòng Tỉnh ủy: gửi báo cáo sơ kết 17-CT/TW",
    ]
    assert titles("1. Các chi bộ học tập Nghị quyết trong tháng 5/2018; hoàn thành trước ngày 10/6/2018.")[1] == (
        "Các chi bộ: hoàn thành học tập Nghị quyết"
    )


def test_many_bodies_are_counted() -> None:
    many = "Sở Nội vụ, Sở Tài chính, Sở Y tế, Sở Xây dựng, Sở Công Thương, Sở Giáo dục và Đào tạo, Sở Tư pháp"
    assert titles(f"1. {many} gửi báo cáo trước ngày 20/10/2018.") == ["Sở Nội vụ và 6 nơi khác: gửi báo cáo"]


def test_a_row_of_a_table_is_about_its_work() -> None:
    cells = ["3", "Sở Y tế", "Rà soát quy hoạch (Quyết định 5)", "Các sở, ngành", "Quý I/2019"]
    assert of_row(cells, ["Sở Y tế", "các sở, ngành", "Quý I/2019"]) == "rà soát quy hoạch"


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Xây dựng vùng trồng quế, chè được cấp mã số và truy xuất nguồn gốc; hỗ trợ hợp tác xã đưa sản phẩm lên sàn",
         "xây dựng vùng trồng quế, chè được cấp mã số và truy xuất nguồn gốc"),
        ("rà soát, đánh giá (kể cả kinh phí), cụ thể các", "rà soát, đánh giá"),
        ("đạt khoảng 9,6%/năm", "đạt khoảng 9,6%/năm"),
        ("báo cáo tổng kết gửi", "gửi báo cáo tổng kết"),
        ("x" * 100, f"{'x' * 0} …"),
    ],
)  # fmt: skip
def test_a_long_phrase_ends_where_its_words_allow_it(phrase: str, expected: str) -> None:
    assert short(phrase) == expected


def test_every_title_of_the_corpus_is_short_and_whole() -> None:
    seen = 0
    for path in sorted(CORPUS.glob("*.txt")):
        document = docparse.parse(path.read_bytes(), name=path.name)
        for duty, _deadline in duties(document, path.name):
            seen += 1
            assert duty.action
            assert len(duty.action) <= LONGEST + 20
            assert "…" not in duty.title
            assert "\n" not in duty.title
            assert duty.action[-1] not in " ,;:("
            assert len(duty.title) <= 180
            if duty.lead:
                assert duty.title.lower().startswith(duty.lead[0].name.lower()[:20])
    assert seen > 100


def test_the_path_of_a_task_is_not_its_wording() -> None:
    def paths(*text: str) -> list[str]:
        return [found.duty.task for found in duties(parsed(*text), "")]

    one = paths("1. Sở Y tế gửi báo cáo trước ngày 20/10/2018.", "2. Sở Nội vụ gửi báo cáo trước ngày 21/10/2018.")
    other = paths("1. Sở Tư pháp kiểm tra trong quý I/2019.", "2. Các huyện ủy tổng kết vào cuối năm 2018.")
    assert one == other == ["/II/1#1", "/II/2#1"]
    assert paths("- Sở Y tế báo cáo trước ngày 1/10/2018, tổng kết trước ngày 1/12/2018.") == [
        "/II/bullet1#1",
        "/II/bullet1#2",
    ]
