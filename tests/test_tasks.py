"""Tasks: who has to do what, with whom and by when, and sentences that give nobody a duty.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from samples import letter, parsed, source

import docparse
from docparse.layout import lay_out
from docparse.model import Cell, Document, Line, Role, Task
from docparse.pipeline import assemble

Roles = dict[str, list[str]]


def texts(roles: tuple[Role, ...]) -> list[str]:
    return [r.text for r in roles]


def who(task: Task) -> Roles:
    """The roles of a task that are filled."""
    named = {name: texts(getattr(task, name)) for name in ("lead", "monitor", "coordinate", "report_to", "via")}
    return {name: value for name, value in named.items() if value}


def duties(*body: str) -> list[Roles]:
    return [who(t) for t in parsed(*body).tasks]


def due(document: Document) -> list[tuple[list[str], list[str | None]]]:
    """Leads and last days of each task."""
    last = {d.id: d.latest for d in document.deadlines}
    return [(texts(t.lead), [last[i] for i in t.deadlines]) for t in document.tasks]


# --- who owes ---


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Giao Ban Dân vận Tỉnh ủy chủ trì xây dựng hướng dẫn.", ["Ban Dân vận Tỉnh ủy"]),
        ("Giao cho Sở Nội vụ, Sở Tài chính tham mưu cơ chế.", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Yêu cầu các huyện ủy rà soát quy hoạch.", ["các huyện ủy"]),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh vận động nhân dân.", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"]),
        ("Phân công Văn phòng Tỉnh ủy chuẩn bị tài liệu.", ["Văn phòng Tỉnh ủy"]),
        ("Ban Thường vụ Tỉnh ủy giao Ủy ban Kiểm tra Tỉnh ủy xây dựng quy trình.", ["Ủy ban Kiểm tra Tỉnh ủy"]),
        ("Ban Thường vụ Tỉnh ủy yêu cầu các chi bộ sinh hoạt đúng kỳ.", ["các chi bộ"]),
    ],
)
def test_assigned(sentence: str, lead: list[str]) -> None:
    (task,) = parsed(f"1. {sentence}").tasks
    assert texts(task.lead) == lead


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Các chi bộ tổ chức sinh hoạt chuyên đề.", ["Các chi bộ"]),
        ("Ban Tổ chức, Ban Tuyên giáo Tỉnh ủy hướng dẫn nội dung.", ["Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy"]),
        ("Sở Y tế có trách nhiệm bố trí nhân lực.", ["Sở Y tế"]),
        ("Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm về kết quả.", ["Thủ trưởng các cơ quan, đơn vị"]),
        ("Đồng thời, Tỉnh đoàn phát động thi đua.", ["Tỉnh đoàn"]),
    ],
)
def test_the_subject_of_the_sentence(sentence: str, lead: list[str]) -> None:
    (task,) = parsed(f"1. {sentence}").tasks
    assert texts(task.lead) == lead


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Căn cứ tình hình thực tế, các huyện ủy xây dựng kế hoạch cụ thể.", ["các huyện ủy"]),
        ("Trên cơ sở kết quả khảo sát, Sở Nội vụ tham mưu đề án.", ["Sở Nội vụ"]),
        ("Định kỳ 6 tháng, các đảng ủy báo cáo kết quả.", ["các đảng ủy"]),
        ("Trường hợp vượt thẩm quyền thì chi bộ báo cáo đảng ủy xem xét.", ["chi bộ"]),
        ("Trong quá trình thực hiện, Văn phòng Tỉnh ủy theo dõi, tổng hợp.", ["Văn phòng Tỉnh ủy"]),
    ],
)
def test_after_an_opening(sentence: str, lead: list[str]) -> None:
    (task,) = parsed(f"1. {sentence}").tasks
    assert texts(task.lead) == lead


@pytest.mark.parametrize(
    "sentence",
    [
        "Đối với đảng bộ đông, địa bàn rộng, đơn vị lực lượng vũ trang làm nhiệm vụ, cấp ủy tổ chức theo cụm.",
        "Việc quản lý đảng viên tại các cơ quan, doanh nghiệp, đơn vị sự nghiệp thường xuyên giữ mối liên hệ.",
        "Cấp ủy viên đi học thì đồng chí đó vẫn tính trong đảng số của đảng bộ.",
    ],
)
def test_the_rest_of_a_list_and_what_stays_as_it_is_owe_nothing(sentence: str) -> None:
    leads = [lead for task in parsed(f"1. {sentence}").tasks for lead in texts(task.lead)]
    assert not {"đơn vị lực lượng vũ trang", "đơn vị sự nghiệp", "đồng chí đó"} & set(leads)


def test_nothing_is_sent_to_households() -> None:
    (task,) = parsed("1. Sở Tài chính: Báo cáo việc gia hạn đối với hộ gia đình, cá nhân.").tasks
    assert who(task) == {"lead": ["Sở Tài chính"]}


def test_after_a_run_in_title() -> None:
    assert duties("1. Tuyên truyền: Ban Tuyên giáo Huyện ủy biên soạn tài liệu hỏi đáp.") == [
        {"lead": ["Ban Tuyên giáo Huyện ủy"]}
    ]


def test_before_a_colon() -> None:
    assert duties("- Văn phòng Huyện ủy: Chuẩn bị hội trường, in tài liệu.") == [{"lead": ["Văn phòng Huyện ủy"]}]


def test_after_a_run_in_title_and_an_opening() -> None:
    assert due(parsed("1. Quán triệt: Từ 01/5 đến 30/5/2018, các huyện ủy mở hội nghị.")) == [
        (["các huyện ủy"], ["2018-05-30"])
    ]


def test_each_clause_that_gives_a_duty_is_a_task() -> None:
    assert duties("1. Giao Sở Tài chính bố trí kinh phí; Sở Nội vụ tham mưu; yêu cầu Công an tỉnh xử lý vi phạm.") == [
        {"lead": ["Sở Tài chính"]},
        {"lead": ["Sở Nội vụ"]},
        {"lead": ["Công an tỉnh"]},
    ]


def test_what_a_leading_body_asks_for_is_its_own_duty() -> None:
    sentence = "1. Tổ kiểm tra thống nhất lịch làm việc; yêu cầu các chi bộ cung cấp tài liệu."
    assert duties(sentence) == [{"lead": ["Tổ kiểm tra"]}]


def test_what_anybody_must_do_is_a_duty_but_hands_none_down() -> None:
    lines = ["1. Người vào Đảng phải khai đầy đủ:", "a) Gửi lý lịch về chi bộ."]
    assert duties(*lines) == [{"lead": ["Người vào Đảng"]}]
    assert duties("1. Người vào Đảng khai theo mẫu.") == []


def test_helpers_after_an_adverb_and_without_with() -> None:
    assert duties("1. Ban Đô thị phối hợp chặt chẽ, quyết liệt với Sở Xây dựng và phối hợp Ban Văn hóa rà soát.") == [
        {"lead": ["Ban Đô thị"], "coordinate": ["Sở Xây dựng", "Ban Văn hóa"]}
    ]


def test_helpers_listed_after_a_colon() -> None:
    (task,) = duties("1. Sở Nội vụ phối hợp với các cơ quan chức năng: Sở Y tế, Công an tỉnh rà soát.")
    assert task == {"lead": ["Sở Nội vụ"], "coordinate": ["Sở Y tế", "Công an tỉnh"]}


def test_a_duty_given_in_a_bracket_and_after_a_demand_without_a_comma() -> None:
    assert duties("1. Ban hành Quy chế (giao Công an tỉnh chủ trì, phối hợp với Sở Tư pháp).") == [
        {"lead": ["Công an tỉnh"], "coordinate": ["Sở Tư pháp"]}
    ]
    assert duties("1. Quá trình thực hiện nếu có khó khăn, vướng mắc các chi bộ báo cáo về Huyện ủy.") == [
        {"lead": ["các chi bộ"], "report_to": ["Huyện ủy"]}
    ]
    assert duties("1. Khi thực hiện, nếu có vướng mắc đề nghị các chi bộ báo cáo về Huyện ủy.") == [
        {"lead": ["các chi bộ"], "report_to": ["Huyện ủy"]}
    ]


def test_further_sentences_of_a_body_before_a_colon() -> None:
    assert duties("1. Sở Tư pháp: Phối hợp với Công an tỉnh kiểm tra. Phối hợp với Sở Nội vụ rà soát.") == [
        {"lead": ["Sở Tư pháp"], "coordinate": ["Công an tỉnh"]},
        {"lead": ["Sở Tư pháp"], "coordinate": ["Sở Nội vụ"]},
    ]


def test_an_office_with_a_name_is_reported_to() -> None:
    assert duties("1. Các chi bộ gửi lịch đại hội về Cơ quan Tổ chức - Nội vụ huyện.") == [
        {"lead": ["Các chi bộ"], "report_to": ["Cơ quan Tổ chức - Nội vụ huyện"]}
    ]


# --- what gives no duty ---


@pytest.mark.parametrize(
    "sentence",
    [
        "Các chi bộ đã tổ chức quán triệt nghiêm túc.",
        "Việc sơ kết bảo đảm thiết thực, tiết kiệm.",
        "Nâng cao vai trò của Ban Tổ chức Tỉnh ủy trong công tác cán bộ.",
        "Học sinh được nghỉ theo quy định.",
        "Đảng viên sinh hoạt đều.",
    ],
)
def test_sentences_that_give_nobody_a_duty(sentence: str) -> None:
    assert duties(f"1. {sentence}") == []


def test_sections_that_tell_how_things_stand_give_none() -> None:
    document = docparse.parse(
        letter("I- TÌNH HÌNH", "1. Các chi bộ tổ chức sinh hoạt đều đặn.", "II- NHIỆM VỤ", "1. Các chi bộ chấm điểm.")
    )
    assert [t.text for t in document.tasks] == ["1. Các chi bộ chấm điểm."]


def test_an_outline_tells_what_a_report_should_say() -> None:
    document = docparse.parse(
        letter("1. Nội dung.", appendix=("ĐỀ CƯƠNG", "báo cáo kết quả", "1. Các chi bộ tổ chức sinh hoạt thế nào."))
    )
    assert document.tasks == ()


# --- where a task begins ---


def test_a_task_is_the_sentence_that_states_it() -> None:
    document = parsed("1. Kết quả là một tiêu chí thi đua. Các chi bộ gửi báo cáo trước ngày 20/5/2018.")
    (task,) = document.tasks
    assert task.text == "Các chi bộ gửi báo cáo trước ngày 20/5/2018."


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    (task,) = parsed("1. Các chi bộ cử đại biểu dự họp tại TP. Bạch Sơn. Các chi bộ khác đã họp.").tasks
    assert task.text == "1. Các chi bộ cử đại biểu dự họp tại TP. Bạch Sơn."


def test_a_clause_with_a_subject_of_its_own_is_a_task() -> None:
    document = parsed(
        "1. Sở Nội vụ xây dựng đề án trước ngày 20/5/2018; Sở Tài chính bố trí kinh phí trong quý II năm 2018."
    )
    assert due(document) == [(["Sở Nội vụ"], ["2018-05-20"]), (["Sở Tài chính"], ["2018-06-30"])]
    assert document.tasks[1].text == "Sở Tài chính bố trí kinh phí trong quý II năm 2018."


def test_a_clause_without_a_subject_belongs_to_the_one_before() -> None:
    document = parsed("1. Sở Nội vụ xây dựng đề án; hoàn thành trước ngày 20/5/2018; trình Ủy ban nhân dân tỉnh.")
    assert due(document) == [(["Sở Nội vụ"], ["2018-05-20"])]
    assert texts(document.tasks[0].report_to) == ["Ủy ban nhân dân tỉnh"]


def test_a_further_sentence_without_a_subject_belongs_to_the_task_before() -> None:
    document = parsed("1. Các chi bộ lập hồ sơ khen thưởng. Hồ sơ gửi về Văn phòng Huyện ủy trước ngày 20/5/2018.")
    assert due(document) == [(["Các chi bộ"], ["2018-05-20"])]
    assert texts(document.tasks[0].report_to) == ["Văn phòng Huyện ủy"]


# --- inherited subjects ---


def test_a_heading_gives_its_body_to_what_stands_below() -> None:
    document = parsed(
        "1. Sở Nội vụ",
        "- Rà soát, bổ sung tiêu chí đánh giá.",
        "- Phối hợp với Sở Tài chính xây dựng dự toán trước ngày 20/5/2018.",
        "2. Các huyện ủy",
        "- Gửi báo cáo về Ban Tổ chức Tỉnh ủy trong tháng 6/2018.",
    )
    assert [who(t) for t in document.tasks] == [
        {"lead": ["Sở Nội vụ"]},
        {"lead": ["Sở Nội vụ"], "coordinate": ["Sở Tài chính"]},
        {"lead": ["Các huyện ủy"]},
        {"lead": ["Các huyện ủy"], "report_to": ["Ban Tổ chức Tỉnh ủy"]},
    ]
    assert [leads[1] for leads in due(document)] == [[], ["2018-05-20"], [], ["2018-06-30"]]
    assert document.text[document.tasks[0].start :].startswith("1. Sở Nội vụ")


def test_an_entry_with_a_body_of_its_own_inherits_nothing() -> None:
    document = parsed(
        "1. Sở Nội vụ", "- Rà soát tiêu chí trong tháng 5/2018.", "- Các huyện ủy báo cáo trước ngày 20/6/2018."
    )
    assert due(document)[-1] == (["Các huyện ủy"], ["2018-06-20"])


def test_a_heading_that_leads_into_a_list_states_its_duty_itself() -> None:
    found = duties(
        "1. Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Tỉnh đoàn:", "- Biên soạn tài liệu.", "- Mở chuyên mục."
    )
    assert found == [{"lead": ["Ban Tuyên giáo Tỉnh ủy"], "coordinate": ["Tỉnh đoàn"]}]


# --- helpers and watchers ---


def test_those_who_only_help_are_helpers() -> None:
    found = duties("1. Sở Nội vụ xây dựng đề án; các sở, ban, ngành liên quan phối hợp thực hiện.")
    assert found == [{"lead": ["Sở Nội vụ"], "coordinate": ["các sở, ban, ngành liên quan"]}]


@pytest.mark.parametrize(
    ("duty", "role"),
    [
        ("theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch này.", "monitor"),
        ("theo dõi, đôn đốc và tổng hợp, báo cáo Tỉnh ủy.", "lead"),
        ("hướng dẫn, kiểm tra việc thực hiện.", "lead"),
    ],
)
def test_watching_against_leading(duty: str, role: str) -> None:
    (found,) = duties(f"1. Ủy ban Kiểm tra Tỉnh ủy {duty}")
    assert found[role] == ["Ủy ban Kiểm tra Tỉnh ủy"]
    assert ("monitor" in found) != ("lead" in found)


def test_all_roles_of_one_task() -> None:
    document = parsed(
        "1. Giao Ban Dân vận Tỉnh ủy chủ trì, phối hợp với Sở Nội vụ tổng hợp kết quả, báo cáo Ban Thường vụ Tỉnh ủy "
        "(qua Văn phòng Tỉnh ủy) trước ngày 20/5/2018."
    )
    (task,) = document.tasks
    assert who(task) == {
        "lead": ["Ban Dân vận Tỉnh ủy"],
        "coordinate": ["Sở Nội vụ"],
        "report_to": ["Ban Thường vụ Tỉnh ủy"],
        "via": ["Văn phòng Tỉnh ủy"],
    }
    assert task.deadlines == ("d1",)
    assert {b.id: b.name for b in document.bodies}[task.lead[0].body] == "Ban Dân vận Tỉnh ủy"


def test_a_body_named_twice_is_one_body() -> None:
    document = parsed("1. Sở Nội vụ rà soát tiêu chí.", "2. Giao Sở Nội vụ báo cáo Tỉnh ủy.")
    first, second = document.tasks
    assert first.lead[0].body == second.lead[0].body
    (body,) = [b for b in document.bodies if b.name == "Sở Nội vụ"]
    assert [document.text[m.start : m.end] for m in body.mentions] == ["Sở Nội vụ"] * 2


# --- labelled entries ---


def test_labels_of_one_parent_make_one_task() -> None:
    document = parsed(
        "1. Mở lớp tập huấn",
        "- Đơn vị chủ trì: Trường Chính trị tỉnh.",
        "- Đơn vị phối hợp: Sở Nội vụ, Tỉnh đoàn.",
        "- Thời gian: Quý III/2018.",
    )
    assert [who(t) for t in document.tasks] == [
        {"lead": ["Trường Chính trị tỉnh"], "coordinate": ["Sở Nội vụ", "Tỉnh đoàn"]}
    ]
    assert due(document) == [(["Trường Chính trị tỉnh"], ["2018-09-30"])]


def test_a_label_for_who_watches() -> None:
    document = parsed("1. Mở lớp tập huấn", "- Đơn vị thực hiện: Sở Nội vụ.", "- Đơn vị theo dõi: Văn phòng Tỉnh ủy.")
    assert [who(t) for t in document.tasks] == [{"lead": ["Sở Nội vụ"], "monitor": ["Văn phòng Tỉnh ủy"]}]


def test_labels_in_a_bracket() -> None:
    document = parsed("- Mở lớp tập huấn trong tháng 5/2018 (Chủ trì: Sở Nội vụ; phối hợp: Sở Tài chính).")
    assert [who(t) for t in document.tasks] == [{"lead": ["Sở Nội vụ"], "coordinate": ["Sở Tài chính"]}]


def test_a_label_that_names_no_body_is_none() -> None:
    assert duties("- Thực hiện: đúng quy định của pháp luật.", "- Thời gian: Quý III/2018.") == []


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Nhiệm vụ này do Sở Nội vụ chủ trì, xong trong tháng 5/2018.", ["Sở Nội vụ"]),
        ("Việc sơ kết ở các chi bộ hoàn thành trong tháng 5/2018.", ["các chi bộ"]),
        ("Đối với cấp huyện: Hoàn thành trong tháng 5/2018.", ["cấp huyện"]),
        ("Trường hợp cần bổ sung kinh phí thì các huyện ủy báo cáo trong tháng 5/2018.", ["các huyện ủy"]),
    ],
)
def test_bodies_that_are_no_subject_and_owe_all_the_same(sentence: str, lead: list[str]) -> None:
    assert due(parsed(f"1. {sentence}")) == [(lead, ["2018-05-31"])]


def test_the_closing_request() -> None:
    document = parsed(
        "1. Nội dung kiểm tra.",
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các chi bộ phản ánh về Ban Tổ chức Tỉnh ủy để hướng dẫn.",
    )
    assert [who(t) for t in document.tasks] == [{"lead": ["các chi bộ"], "report_to": ["Ban Tổ chức Tỉnh ủy"]}]


def test_an_article_gives_a_duty() -> None:
    document = docparse.parse(
        letter("Điều 1. Ban hành quy chế.", "Điều 2. Giao Sở Nội vụ theo dõi, tổng hợp kết quả.", kind="QUYẾT ĐỊNH")
    )
    assert [who(t) for t in document.tasks] == [{"lead": ["Sở Nội vụ"]}]


def test_an_assigning_verb_after_a_run_in_title() -> None:
    document = parsed("1. Ở cấp tỉnh: Giao Ban Dân vận Tỉnh ủy tham mưu tổ chức hội nghị trong tháng 5/2018.")
    assert due(document) == [(["Ban Dân vận Tỉnh ủy"], ["2018-05-31"])]


def test_a_person_and_the_post_are_one() -> None:
    (task,) = parsed("- Đồng chí Lê Văn Tám, Phó Bí thư Tỉnh ủy chỉ đạo chung.").tasks
    assert len(task.lead) == 1


# --- who may give duties ---


def test_a_body_that_the_issuer_cannot_speak_for_owes_what_it_gives() -> None:
    """ "Các chi bộ phân công đảng viên": the branches act; "Tỉnh ủy giao Sở Nội vụ": the department does."""
    assert duties("1. Các chi bộ phân công đảng viên phụ trách hộ gia đình.") == [{"lead": ["Các chi bộ"]}]
    assert duties("1. Tỉnh ủy giao Sở Nội vụ xây dựng đề án.") == [{"lead": ["Sở Nội vụ"]}]


def test_the_issuer_of_an_official_letter_asks_others() -> None:
    text = (
        "TỈNH ỦY BẠCH SƠN\nVĂN PHÒNG\n*\nSố 611-CV/VPTU\nV/v chuẩn bị hội nghị\n\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        "Bạch Sơn, ngày 05 tháng 4 năm 2019\n\nKính gửi: Các huyện ủy,\n\n"
        "Văn phòng Tỉnh ủy đề nghị các huyện ủy gửi báo cáo trước ngày 20/4/2019.\n"
    )
    assert due(docparse.parse(text)) == [(["các huyện ủy"], ["2019-04-20"])]


# --- task tables ---

COLUMNS = ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")


def test_a_task_table_in_text() -> None:
    document = parsed(
        *COLUMNS,
        *("1", "Biên soạn tài liệu", "Ban Tuyên giáo Tỉnh ủy", "Sở Nội vụ, Tỉnh đoàn", "Tháng 5/2018"),
        *("2", "Mở lớp tập huấn", "Trường Chính trị tỉnh", "Ban Tổ chức Tỉnh ủy", "Quý III/2018"),
    )
    assert [who(t) for t in document.tasks] == [
        {"lead": ["Ban Tuyên giáo Tỉnh ủy"], "coordinate": ["Sở Nội vụ", "Tỉnh đoàn"]},
        {"lead": ["Trường Chính trị tỉnh"], "coordinate": ["Ban Tổ chức Tỉnh ủy"]},
    ]
    assert [days for _, days in due(document)] == [["2018-05-31"], ["2018-09-30"]]
    assert document.tasks[0].text.startswith("1\nBiên soạn tài liệu")


def test_a_task_table_of_a_file() -> None:
    def row(number: int, *cells: str) -> list[Line]:
        return [Line(text, cell=Cell(0, number, column, 3, len(cells))) for column, text in enumerate(cells)]

    lines = (
        Line("KẾ HOẠCH"),
        Line("về thi đua"),
        Line("I- PHÂN CÔNG NHIỆM VỤ"),
        *row(0, "TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"),
        *row(1, "1", "Biên soạn tài liệu, gửi các huyện ủy", "Ban Tuyên giáo Tỉnh ủy", "Tỉnh đoàn", "20/5/2018"),
        *row(2, "2", "Mở lớp tập huấn", "Trường Chính trị tỉnh", "", "Tháng 6/2018"),
    )
    document = assemble(lay_out(source(*(x for x in lines if x.text), wrapped=False)), "0", "table")
    assert [(t.text.split("\n")[0], texts(t.lead), texts(t.coordinate)) for t in document.tasks] == [
        ("1", ["Ban Tuyên giáo Tỉnh ủy"], ["Tỉnh đoàn"]),
        ("2", ["Trường Chính trị tỉnh"], []),
    ]
    assert [texts(t.report_to) for t in document.tasks] == [["các huyện ủy"], []]
    assert [days for _, days in due(document)] == [["2018-05-20"], ["2018-06-30"]]


def test_a_table_without_a_column_of_bodies_gives_no_task() -> None:
    document = parsed(
        "TT", "Tên đơn vị", "Số đảng viên", "Ghi chú", "1", "Sở Nội vụ", "45", "Đạt", "2", "Sở Y tế", "60", "Đạt"
    )
    assert document.tasks == ()


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        (
            "1. Đảng ủy Khối các cơ quan tỉnh, ngoài các nội dung trên, phối hợp với Sở Nội vụ thẩm định hồ sơ.",
            ["Đảng ủy Khối các cơ quan tỉnh"],
        ),
        ("1. Cho ý kiến về dự án; thống nhất giao Sở Giao thông vận tải hoàn thiện hồ sơ.", ["Sở Giao thông vận tải"]),
        ("1. Sau kiểm điểm, mỗi cấp ủy phải có chương trình sửa chữa khuyết điểm.", ["mỗi cấp ủy"]),
        (
            "1. Uỷ ban Kiểm tra, Văn phòng, các ban xây dựng Đảng Thành ủy chịu trách nhiệm thi hành.",
            ["Ủy ban Kiểm tra Thành ủy", "Văn phòng Thành ủy", "các ban xây dựng Đảng Thành ủy"],
        ),
        ("1.\nGiao Sở Nội vụ:\n- Tổng hợp, báo cáo Tỉnh ủy trước ngày 30/11/2018.", ["Sở Nội vụ"]),
        ("1. Sở Tài chính : chủ trì , phối hợp với Cục Thuế hướng dẫn .", ["Sở Tài chính"]),
    ],
)
def test_who_owes(sentence: str, lead: list[str]) -> None:
    assert [r.text for r in parsed(sentence).tasks[0].lead] == lead


def test_a_duty_below_a_mark_on_a_line_of_its_own_starts_at_its_words() -> None:
    document = parsed("1.\nSở Nội vụ báo cáo Tỉnh ủy trước ngày 30/11/2018.")
    assert document.tasks[0].text.startswith("Sở Nội vụ")


def test_an_aim_is_no_part_of_the_duty_before_it() -> None:
    document = parsed("1. Sở Văn hóa xây dựng đề án. Đến năm 2025, bảo đảm mọi xã có thư viện.")
    assert [t.deadlines for t in document.tasks] == [()]


def test_a_heading_of_duties_may_say_of_which_bodies() -> None:
    document = parsed(
        "1. Trách nhiệm của chi bộ và cấp ủy cơ sở nơi có người vào Đảng:", "- Báo cáo Tỉnh ủy trước ngày 30/11/2018."
    )
    assert [r.text for r in document.tasks[-1].lead] == ["chi bộ", "cấp ủy cơ sở"]


def test_an_entry_that_directs_hands_its_bodies_down() -> None:
    document = parsed("1. UBND xã:", "- Chỉ đạo Công an xã, Trạm Y tế xã:", "+ Lập danh sách trước ngày 15/10/2018.")
    assert [r.text for r in document.tasks[-1].lead] == ["Công an xã", "Trạm Y tế xã"]


def test_a_duty_that_comes_back_after_one_done_once_is_another() -> None:
    first, again = duties(
        "1. Ban Dân vận Tỉnh ủy chủ trì xây dựng đề cương; hằng quý báo cáo Ban Thường vụ Tỉnh ủy kết quả thực hiện."
    )
    assert first == {"lead": ["Ban Dân vận Tỉnh ủy"]}
    assert again == {"lead": ["Ban Dân vận Tỉnh ủy"], "report_to": ["Ban Thường vụ Tỉnh ủy"]}


def test_to_lead_is_no_body_where_a_verb_follows() -> None:
    assert duties("- Lãnh đạo, chỉ đạo, tổ chức kiểm tra việc thực hiện chủ trương.") == []


def test_who_answers_for_a_piece_of_work() -> None:
    assert duties(
        "- Sơ kết công tác quý I. (Ban Dân vận Huyện ủy chuẩn bị)",
        "- Mở lớp bồi dưỡng cấp ủy (Ban Tổ chức Huyện ủy).",
        "- Tổ chức lễ giao nhận quân. Công an huyện, Ban Chỉ huy Quân sự huyện",
    ) == [
        {"lead": ["Ban Dân vận Huyện ủy"]},
        {"lead": ["Ban Tổ chức Huyện ủy"]},
        {"lead": ["Công an huyện", "Ban Chỉ huy Quân sự huyện"]},
    ]


def test_a_bracket_behind_a_body_or_of_people_at_large_answers_for_nothing() -> None:
    assert duties("- Thành phần dự gồm đại diện các đơn vị (giáo viên, học sinh).") == []


def test_a_long_title_before_a_body_with_a_name() -> None:
    title = (
        "Thông qua đề án củng cố tổ chức cơ sở đảng ở vùng đồng bào dân tộc thiểu số và vùng biên giới giai đoạn mới"
    )
    assert duties(f"- {title}: Ban Tổ chức Huyện ủy xây dựng.") == [{"lead": ["Ban Tổ chức Huyện ủy"]}]


def test_a_heading_beside_headings_that_name_bodies_names_one_in_full() -> None:
    found = duties(
        "1. Ban Dân vận Huyện ủy",
        "- Báo cáo kết quả trước ngày 10/5/2024.",
        "2. Ban Tổ chức Huyện ủy",
        "- Báo cáo kết quả trước ngày 11/5/2024.",
        "3. Cán bộ phụ trách lĩnh vực thi đua",
        "- Gửi danh sách cho Văn phòng Huyện ủy.",
    )
    assert found[-1] == {"lead": ["Cán bộ phụ trách lĩnh vực thi đua"], "report_to": ["Văn phòng Huyện ủy"]}


def test_a_heading_whose_body_goes_on_with_and() -> None:
    first = duties("1. Phòng Truyền thông và quản trị thương hiệu:", "- Gửi kết quả cho Văn phòng Huyện ủy.")[0]
    assert first == {"lead": ["Phòng Truyền thông và quản trị thương hiệu"]}


def test_a_paragraph_that_names_the_body_of_its_heading_states_its_duty() -> None:
    assert duties("1. Đối với các huyện ủy", "Các huyện ủy rà soát quy hoạch trong toàn huyện.") == [
        {"lead": ["Các huyện ủy"]}
    ]


def test_a_body_of_three_names_and_a_verb_in_a_list() -> None:
    assert duties("1. Gửi văn bản qua Ban Dân chủ, Giám sát và Phản biện xã hội.") == []
    (task,) = duties("1. Ban Dân chủ, Giám sát và Phản biện xã hội tham mưu kế hoạch.")
    assert task == {"lead": ["Ban Dân chủ, Giám sát và Phản biện xã hội"]}


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("Đoàn hoàn thiện báo cáo kết quả.", ["Đoàn"]),
        ("Người vào Đảng tự khai lý lịch theo mẫu.", ["Người vào Đảng"]),
        ("Đảng viên nộp bản kiểm điểm đúng hạn.", ["Đảng viên"]),
        ("Lưu ý: Trước khi bỏ phiếu, chi bộ phải thảo luận kỹ.", ["chi bộ"]),
        (
            "Những cán bộ không đủ tín nhiệm, Ban Thường vụ Huyện ủy xem xét bố trí việc khác.",
            ["Ban Thường vụ Huyện ủy"],
        ),
        ("Ban Thường vụ Huyện ủy quyết định xếp loại các chi bộ.", ["Ban Thường vụ Huyện ủy"]),
        (
            "Đề nghị Thường trực HĐND, UBND, Công an xã bố trí lực lượng.",
            ["Thường trực HĐND xã", "UBND xã", "Công an xã"],
        ),
    ],
)
def test_further_subjects(sentence: str, lead: list[str]) -> None:
    assert duties(f"1. {sentence}") == [{"lead": lead}]


@pytest.mark.parametrize(
    "sentence",
    [
        "Đảng viên có quyền bảo lưu ý kiến.",
        "Đơn vị mà mình phụ trách hoàn thành mọi chỉ tiêu.",
        "Đại diện cấp trên phát biểu ý kiến.",
    ],
)
def test_rights_measures_and_speeches_are_no_duties(sentence: str) -> None:
    assert duties(f"1. {sentence}") == []


def test_helpers_parted_by_a_semicolon() -> None:
    assert duties("1. Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính; Sở Nội vụ và Công an tỉnh tham mưu đề án.") == [
        {"lead": ["Sở Y tế"], "coordinate": ["Sở Tài chính", "Sở Nội vụ", "Công an tỉnh"]}
    ]


def test_a_purpose_ends_with_its_clause_and_who_is_advised_sends() -> None:
    purpose = "1. Sở Y tế lập dự toán để trình cơ quan tài chính; gửi kết quả về Văn phòng UBND tỉnh."
    assert duties(purpose) == [{"lead": ["Sở Y tế"], "report_to": ["Văn phòng UBND tỉnh"]}]
    assert duties("1. Sở Y tế tham mưu UBND tỉnh kiến nghị, đề xuất Bộ Y tế giải quyết.") == [{"lead": ["Sở Y tế"]}]


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        (
            "1. Đồng chí Ủy viên Ban Thường vụ Đảng ủy, Chủ tịch Ủy ban nhân dân xã chỉ đạo công tác chuẩn bị.",
            ["Đồng chí Ủy viên Ban Thường vụ Đảng ủy, Chủ tịch Ủy ban nhân dân xã"],
        ),
        (
            "1. Đồng chí Lê Văn B, Phó Bí thư Đảng ủy, Trưởng Ban Chỉ đạo: Phụ trách chung.",
            ["Đồng chí Lê Văn B, Phó Bí thư Đảng ủy, Trưởng Ban Chỉ đạo"],
        ),
        (
            "1. Đồng chí Trưởng Ban xây dựng Đảng - Trưởng Tiểu ban: Chịu trách nhiệm trước Đảng ủy xã.",
            ["Đồng chí Trưởng Ban xây dựng Đảng - Trưởng Tiểu ban"],
        ),
        (
            "1. Đồng chí Phó Chủ tịch Thường trực, phụ trách lĩnh vực văn xã chủ trì xây dựng kế hoạch.",
            ["Đồng chí Phó Chủ tịch Thường trực, phụ trách lĩnh vực văn xã"],
        ),
        (
            "1. Đồng chí Bí thư Đảng ủy, đồng chí Chủ tịch Ủy ban nhân dân xã chỉ đạo chuẩn bị hội nghị.",
            ["Đồng chí Bí thư Đảng ủy", "đồng chí Chủ tịch Ủy ban nhân dân xã"],
        ),
        (
            "1. Các đồng chí Ủy viên Ban Thường vụ Đảng ủy, Bí thư các chi bộ chỉ đạo tổ chức sinh hoạt.",
            ["Các đồng chí Ủy viên Ban Thường vụ Đảng ủy", "Bí thư các chi bộ"],
        ),
        (
            "1. Nếu có đơn thư thì cơ quan, đơn vị trực tiếp quản lý cán bộ có trách nhiệm xác minh.",
            ["cơ quan, đơn vị trực tiếp quản lý cán bộ"],
        ),
    ],
)
def test_a_person_has_several_posts_and_a_field(sentence: str, lead: list[str]) -> None:
    assert [d["lead"] for d in duties(sentence)] == [lead]


def test_a_body_is_asked_to_take_part_in_what_stands_below() -> None:
    text = "1. Đề nghị Ủy ban nhân dân xã phối hợp\n- Rà soát danh sách.\n- Phối hợp với Công an xã xác minh đơn thư."
    assert duties(text)[-1] == {"lead": ["Ủy ban nhân dân xã"], "coordinate": ["Công an xã"]}


@pytest.mark.parametrize("rest", ["bằng văn bản", "ngày 23/3/2026"])
def test_how_and_when_something_is_sent_is_no_name(rest: str) -> None:
    [duty] = duties(f"1. Các chi bộ gửi báo cáo về Ban Thường vụ Đảng ủy xã {rest}.")
    assert duty["report_to"] == ["Ban Thường vụ Đảng ủy xã"]


def test_a_body_by_its_name_behind_a_time_is_another_subject() -> None:
    document = parsed("1. Đảng bộ xã An Sơn tổ chức đại hội trong tháng 5/2024, Ban Tổ chức Huyện ủy rút kinh nghiệm.")
    assert due(document) == [(["Đảng bộ xã An Sơn"], ["2024-05-31"]), (["Ban Tổ chức Huyện ủy"], [])]


def test_where_something_is_done_tells_by_whom() -> None:
    document = parsed(
        "- Việc tổng kết ở chi bộ hoàn thành trước ngày 10/4/2024; ở cấp huyện xong trước ngày 20/4/2024."
    )
    assert due(document) == [(["chi bộ"], ["2024-04-10"]), (["cấp huyện"], ["2024-04-20"])]


def test_a_letter_that_sends_something_on_and_asks() -> None:
    words = "Để thống nhất thực hiện, Sở Nội vụ gửi hướng dẫn nói trên và đề nghị Phòng Nội vụ các huyện rà soát hồ sơ."
    assert [d["lead"] for d in duties(words)] == [["Phòng Nội vụ các huyện"]]


def test_departments_of_one_district_share_it() -> None:
    (task,) = duties("1. Thanh tra huyện phối hợp với Phòng Nội vụ, Phòng Tư pháp huyện kiểm tra.")
    assert task["coordinate"] == ["Phòng Nội vụ huyện", "Phòng Tư pháp huyện"]


def test_who_is_not_named_is_less_sure_and_a_deadline_makes_surer() -> None:
    named, vague, backed = parsed(
        "1. Ban Dân vận Huyện ủy tuyên truyền nội dung Chỉ thị.",
        "2. Chi ủy tuyên truyền nội dung Chỉ thị.",
        "3. Chi ủy tuyên truyền nội dung Chỉ thị trước ngày 10/5/2024.",
    ).tasks
    assert vague.confidence < backed.confidence < 1
    assert vague.confidence < named.confidence


def test_a_duty_read_with_doubt_is_a_warning() -> None:
    document = parsed("1. Ban Dân vận Huyện ủy tuyên truyền.", "2. Chi ủy tuyên truyền.")
    (doubt,) = [w for w in document.warnings if w.code == "doubtful_task"]
    assert (doubt.start, doubt.end) == (document.tasks[1].start, document.tasks[1].end)


def test_bodies_that_are_listed_below_a_label() -> None:
    document = parsed(
        "1. Nội dung\na) Tổ chức hội nghị quán triệt Chỉ thị.\nb) Tuyên truyền sâu rộng.\n"
        "2. Cơ quan chủ trì, phối hợp\na) Cơ quan chủ trì\n- Ban Chỉ đạo tỉnh.\n- Sở Nội vụ; Sở Tài chính.\n"
        "b) Cơ quan phối hợp\n- Các đơn vị thuộc Bộ Chỉ huy Quân sự tỉnh.\n3. Thời gian thực hiện: Tháng 12/2026."
    )
    [task] = document.tasks
    assert [r.text for r in task.lead] == ["Ban Chỉ đạo tỉnh", "Sở Nội vụ", "Sở Tài chính"]
    assert [r.text for r in task.coordinate] == ["Các đơn vị thuộc Bộ Chỉ huy Quân sự tỉnh"]
    assert due(document)[0][1] == ["2026-12-31"]


def test_a_heading_of_how_things_are_carried_out_is_no_label() -> None:
    text = "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ\n- Báo cáo Tỉnh ủy.\n2. Sở Y tế\n- Phối hợp với Sở Nội vụ kiểm tra."
    assert sorted({d["lead"][0] for d in duties(text)}) == ["Sở Nội vụ", "Sở Y tế"]
