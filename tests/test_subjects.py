"""Who owes: what stands between a subject and its verb, inside its name, and lists that are no subject.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import parsed

from docparse.model import Task


def leads(*body: str) -> list[list[str]]:
    return [[r.text for r in t.lead] for t in parsed(*body).tasks]


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Phòng Nội vụ hằng năm rà soát quy hoạch.", ["Phòng Nội vụ"]),
        ("Các chi bộ trước ngày 15/11/2030 gửi danh sách.", ["Các chi bộ"]),
        ("Các đơn vị còn lại hoàn thành việc chấm điểm.", ["Các đơn vị còn lại"]),
        (
            "Các cấp ủy, nhất là người đứng đầu phải chịu trách nhiệm về kết quả.",
            ["Các cấp ủy", "người đứng đầu"],
        ),
        (
            "Văn phòng Huyện ủy và các đồng chí có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
            ["Văn phòng Huyện ủy", "các đồng chí có tên tại Điều 1"],
        ),
        (
            "Ban Tổ chức Huyện ủy và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
            ["Ban Tổ chức Huyện ủy", "các ông (bà) có tên tại Điều 1"],
        ),
        (
            "Các đồng chí Ủy viên Ban Thường vụ phụ trách địa bàn chỉ đạo việc chấm điểm.",
            ["Các đồng chí Ủy viên Ban Thường vụ phụ trách địa bàn"],
        ),
        ("Các đồng chí trong Ban Thường trực dự sinh hoạt chi bộ.", ["Các đồng chí trong Ban Thường trực"]),
        ("Khối cơ quan: Do Ban Chấp hành Đảng bộ huyện hướng dẫn.", ["Ban Chấp hành Đảng bộ huyện"]),
        ("Lý lịch phải được cấp ủy cơ sở thẩm tra, kết luận.", ["cấp ủy cơ sở"]),
        (
            "Trường hợp tổ chức đảng cấp dưới đã qua ba lần biểu quyết thì báo cáo cấp ủy cấp trên.",
            ["tổ chức đảng cấp dưới"],
        ),
        ("Nếu đủ căn cứ thì cấp ủy nơi cư trú làm thủ tục.", ["cấp ủy nơi cư trú"]),
        ("Tập thể đảng ủy cơ sở thảo luận, biểu quyết.", ["Tập thể đảng ủy cơ sở"]),
        ("Ban Thường vụ các huyện, thành, thị ủy rà soát quy hoạch.", ["Ban Thường vụ các huyện, thành, thị ủy"]),
        (
            "Các chi bộ, các đồng chí có tên tại Điều 1, Điều 3 chịu trách nhiệm thi hành.",
            ["Các chi bộ", "các đồng chí có tên tại Điều 1, Điều 3"],
        ),
        ("Các chi bộ và đảng viên có tên chịu trách nhiệm thi hành.", ["Các chi bộ", "đảng viên có tên"]),
        ("Hội đồng xét chọn cấp huyện sẽ chấm điểm.", ["Hội đồng xét chọn cấp huyện"]),
        ("Ban Thường vụ Huyện đoàn thành lập Hội đồng chấm điểm.", ["Ban Thường vụ Huyện đoàn"]),
        ("Nếu có gian dối, Ban Bí thư Trung ương Đoàn sẽ hủy kết quả.", ["Ban Bí thư Trung ương Đoàn"]),
        (
            "Nếu có vướng mắc cần sửa đổi, đơn vị thường trực Danh hiệu tổng hợp ý kiến.",
            ["đơn vị thường trực Danh hiệu"],
        ),
        (
            "Đối với thôn: (1) Trưởng Ban công tác Mặt trận phối hợp với Bí thư chi bộ chọn người.",
            ["Trưởng Ban công tác Mặt trận"],
        ),
        (
            "Quá trình thực hiện, nếu có nội dung chưa phù hợp, các chi bộ báo cáo Đảng ủy để sửa đổi.",
            ["các chi bộ"],
        ),
    ],
)
def test_the_whole_subject(sentence: str, lead: list[str]) -> None:
    assert leads(f"1. {sentence}") == [lead]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đại diện lãnh đạo Ban Xây dựng Đảng, Ủy ban Kiểm tra Đảng ủy.",
        "Ban Thường vụ Tỉnh ủy cơ bản nhất trí với nội dung dự thảo Đề án.",
        "Đảng bộ tỉnh: không quá 51 đồng chí.",
        "Đại hội bầu trực tiếp bí thư, phó bí thư chi bộ theo Quy chế bầu cử trong Đảng.",
        "Các tập thể, cá nhân có thành tích được khen thưởng.",
        "Tổ chức đảng, đảng viên thuộc diện Ban Thường vụ Thành ủy quản lý;",
        "Ngay sau hội nghị, gửi biên bản đến Thường trực HĐND, UBND, Ủy ban MTTQ tỉnh chậm nhất ngày 04/02/2031.",
    ],
)
def test_lists_that_owe_nothing(sentence: str) -> None:
    assert leads(f"1. {sentence}") == []


def test_a_subject_after_the_body_whose_plan_it_follows() -> None:
    assert leads("1. Căn cứ Kế hoạch của Tỉnh ủy, Ban Tổ chức chủ trì xây dựng kế hoạch.") == [["Ban Tổ chức"]]


def test_a_heading_of_duties_whose_body_has_commas_in_its_name() -> None:
    heading = "1. Nhiệm vụ của Tổ tiếp công dân, xử lý đơn thư của công dân:"
    assert leads(heading, "- Báo cáo Đảng ủy trước ngày 5/5/2031.")[0] == [
        "Tổ tiếp công dân, xử lý đơn thư của công dân"
    ]


def test_each_time_after_a_semicolon_has_its_own_task() -> None:
    def due(task: Task) -> list[str | None]:
        return [d.latest for d in document.deadlines if d.id in task.deadlines]

    document = parsed(
        "1. Giao Chi bộ Một bàn giao tài sản trước ngày 31/10/2030; xây dựng kế hoạch và báo cáo kết quả về Ban Thường "
        "vụ Đảng ủy trước ngày 30/11/2030."
    )
    assert [[r.text for r in t.lead] for t in document.tasks] == [["Chi bộ Một"]] * 2
    assert [due(t) for t in document.tasks] == [["2030-10-31"], ["2030-11-30"]]
    assert [[r.text for r in t.report_to] for t in document.tasks] == [[], ["Ban Thường vụ Đảng ủy"]]


def test_duties_stand_under_a_heading_of_aims_and_duties() -> None:
    assert leads("I. MỤC TIÊU, NHIỆM VỤ VÀ GIẢI PHÁP", "1. Các chi bộ chấm điểm.") == [["Các chi bộ"]]
    assert leads("I. MỤC TIÊU, YÊU CẦU", "1. Các chi bộ chấm điểm.") == []


def test_below_a_committee_to_lead_is_a_verb() -> None:
    found = leads("1. Đảng ủy Ủy ban nhân dân xã", "- Lãnh đạo Ủy ban nhân dân xã lập kế hoạch trước ngày 5/5/2031.")
    assert found[-1] == ["Đảng ủy Ủy ban nhân dân xã"]


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Vụ trưởng Vụ Pháp chế chịu trách nhiệm thẩm định hồ sơ.", ["Vụ trưởng Vụ Pháp chế"]),
        ("Tỉnh ủy Bạch Sơn yêu cầu sau khi kết thúc Đại hội, các chi bộ hoàn chỉnh hồ sơ.", ["các chi bộ"]),
        ("Đồng thời cũng yêu cầu các chi bộ hoàn chỉnh hồ sơ.", ["các chi bộ"]),
        ("Vì vậy, các chi bộ hoàn chỉnh hồ sơ.", ["các chi bộ"]),
        ("1. Đối với Huyện đoàn: Chỉ đạo cơ sở rà soát hồ sơ, yêu cầu Hội Nông dân gửi danh sách.", ["Huyện đoàn"]),
        ("Quyết định có hiệu lực từ ngày ký, Trưởng phòng Nội vụ chịu trách nhiệm thi hành.", ["Trưởng phòng Nội vụ"]),
        ("Sở Nội vụ, là cơ quan thường trực của Ban Chỉ đạo, chịu trách nhiệm tổng hợp kết quả.", ["Sở Nội vụ"]),
    ],
)  # fmt: skip
def test_who_is_asked_and_who_owes(sentence: str, lead: list[str]) -> None:
    assert leads(sentence) == [lead]


@pytest.mark.parametrize(
    "sentence",
    ["Chi bộ họp giao ban thường kỳ vào đầu tháng.", "Tỉnh ủy Bạch Sơn thông báo kết quả như trên."],
)
def test_what_is_no_duty_of_a_body(sentence: str) -> None:
    assert not [t for t in parsed(sentence).tasks if "ban thường kỳ" in str(t.lead) or "Tỉnh ủy" in str(t.lead)]
