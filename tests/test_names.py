"""Names of organisations: where one ends, which lists are parted, which are kept whole, and what is restored.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse.extract.names import names_at


def names(text: str) -> list[str]:
    return [n.text for n in names_at(text, text.lower(), 0)[0]]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # a verb, a preposition, a mark ends a name
        ("Ban Tổ chức Tỉnh ủy chủ trì, phối hợp", "Ban Tổ chức Tỉnh ủy"),
        ("Ban Tổ chức Huyện ủy tham mưu kế hoạch", "Ban Tổ chức Huyện ủy"),
        ("Ủy ban Kiểm tra Tỉnh ủy kiểm tra việc chấp hành", "Ủy ban Kiểm tra Tỉnh ủy"),
        ("Sở Tài chính, căn cứ dự toán", "Sở Tài chính"),
        ("Công an huyện mở đợt cao điểm", "Công an huyện"),
        ("Văn phòng Tỉnh ủy để tổng hợp", "Văn phòng Tỉnh ủy"),
        ("Đảng ủy xã Phước Lộc trước ngày 20/5", "Đảng ủy xã Phước Lộc"),
        ("Ban Thường vụ Huyện ủy (qua Ban Dân vận)", "Ban Thường vụ Huyện ủy"),
        ("Trường Chính trị tỉnh mở lớp", "Trường Chính trị tỉnh"),
        ("các chi bộ trực thuộc Đảng ủy xây dựng", "các chi bộ trực thuộc Đảng ủy"),
        ("Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm", "Chủ tịch Ủy ban nhân dân các xã"),
        ("các cơ quan có liên quan rà soát", "các cơ quan có liên quan"),
        ("người đứng đầu cấp ủy phải nêu gương", "người đứng đầu cấp ủy"),
        # a verb that no list holds, and words of two syllables of which the first alone has a capital
        ("Sở Tài chính nghĩ cách", "Sở Tài chính"),
        ("Văn phòng Ủy ban nhân dân tỉnh phát hành giấy mời", "Văn phòng Ủy ban nhân dân tỉnh"),
        ("Ban Pháp chế thẩm tra", "Ban Pháp chế"),
        ("Phòng Quản trị - Thiết bị kiểm kê", "Phòng Quản trị - Thiết bị"),
        ("các hộ gia đình trên địa bàn treo cờ", "các hộ gia đình trên địa bàn"),
        ("các bộ, ngành trong cả nước rà soát", "các bộ, ngành trong cả nước"),
        ("các đơn vị liên quan trong Đại học Khe Núi rà soát", "các đơn vị liên quan trong Đại học Khe Núi"),
        ("các đoàn thể nhân dân vận động hội viên", "các đoàn thể nhân dân"),
        ("Phòng/Ban chức năng Đào tạo lập kế hoạch", "Phòng/Ban chức năng Đào tạo"),
        # what a body is there for stands before what it does
        ("các trung tâm đấu giá tài sản chủ trì", "các trung tâm đấu giá tài sản"),
        ("các cơ quan giám định tư pháp phối hợp", "các cơ quan giám định tư pháp"),
        ("các đơn vị tư vấn thiết kế hoàn thiện hồ sơ", "các đơn vị tư vấn thiết kế"),
        ("các doanh nghiệp vận chuyển hành khách thực hiện", "các doanh nghiệp vận chuyển hành khách"),
        ("Chi cục trồng trọt và bảo vệ thực vật hướng dẫn", "Chi cục trồng trọt và bảo vệ thực vật"),
        ("các đơn vị thu gom rác thải", "các đơn vị"),
        ("các doanh nghiệp cung ứng hàng hóa phục vụ Tết", "các doanh nghiệp"),
        ("các cơ quan thực hành tiết kiệm trong chi tiêu", "các cơ quan"),
        ("các đơn vị thu gom, vận chuyển rác", "các đơn vị"),
        # the last syllable of a place and a verb are no word
        ("UBND huyện Châu Thành lập danh sách", "UBND huyện Châu Thành"),
        ("UBND xã Tân Bình chọn địa điểm", "UBND xã Tân Bình"),
        ("UBND xã Tân Bình xét duyệt hồ sơ", "UBND xã Tân Bình"),
        ("UBND xã Mỹ Hòa giải quyết", "UBND xã Mỹ Hòa"),
        ("Ủy ban bầu cử xã Lương Minh Thông báo địa điểm", "Ủy ban bầu cử xã Lương Minh"),
        # a verb, a comma or "và" inside a name
        ("cấp ủy các đảng bộ, chi bộ cơ sở báo cáo", "cấp ủy các đảng bộ, chi bộ cơ sở"),
        ("Các bộ, cơ quan trung ương và địa phương quán triệt", "Các bộ, cơ quan trung ương và địa phương"),
        ("Tập thể lãnh đạo cơ quan, đơn vị nhận xét", "Tập thể lãnh đạo cơ quan, đơn vị"),
        (
            "Đảng bộ Khối các trường Đại học, Cao đẳng thành phố họp",
            "Đảng bộ Khối các trường Đại học, Cao đẳng thành phố",
        ),
        ("Sở Giáo dục và Đào tạo xây dựng", "Sở Giáo dục và Đào tạo"),
        ("Sở Văn hóa, Thể thao và Du lịch hướng dẫn", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Lao động - Thương binh và Xã hội rà soát", "Sở Lao động - Thương binh và Xã hội"),
        ("Ban Quản lý dự án huyện nghiệm thu", "Ban Quản lý dự án huyện"),
        ("Đài Phát thanh và Truyền hình tỉnh đưa tin", "Đài Phát thanh và Truyền hình tỉnh"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy theo dõi", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
        ("Bộ Chỉ huy Quân sự tỉnh phối hợp", "Bộ Chỉ huy Quân sự tỉnh"),
        ("Ban Chỉ đạo phòng, chống tham nhũng tỉnh họp", "Ban Chỉ đạo phòng, chống tham nhũng tỉnh"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh vận động", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Đảng ủy các cơ quan và doanh nghiệp tỉnh báo cáo", "Đảng ủy các cơ quan và doanh nghiệp tỉnh"),
        ("UBND TP. Bạch Sơn rà soát", "UBND TP. Bạch Sơn"),
    ],
)
def test_where_a_name_ends(text: str, want: str) -> None:
    assert names(text) == [want]


@pytest.mark.parametrize(
    "text",
    [
        "các cơ quan, đơn vị, địa phương",
        "các cơ quan, đơn vị",
        "cơ quan, tổ chức",
        "các sở, ban, ngành",
        "các huyện, thị, thành ủy",
        "các xã, phường, thị trấn",
        "các phòng, ban",
        "Ủy ban nhân dân các huyện, thị xã, thành phố",
        "Thủ trưởng các cơ quan, đơn vị",
        "Giám đốc các sở, ban, ngành",
        "các tỉnh ủy, thành ủy",
        "các ban cán sự đảng, đảng đoàn",
        "các chi bộ, đảng bộ trực thuộc",
    ],
)
def test_kept_whole(text: str) -> None:
    assert names(f"{text} tổ chức thực hiện") == [text]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Sở Nội vụ, Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Sở Nội vụ, Sở Tài chính và Sở Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]),
        ("các huyện ủy, thị ủy, thành ủy", ["các huyện ủy", "thị ủy", "thành ủy"]),
        ("các ban đảng, ban cán sự đảng, đảng đoàn", ["các ban đảng", "ban cán sự đảng", "đảng đoàn"]),
        ("Tỉnh đoàn và Hội Nông dân tỉnh", ["Tỉnh đoàn", "Hội Nông dân tỉnh"]),
        ("các sở, ban, ngành và các huyện ủy", ["các sở, ban, ngành", "các huyện ủy"]),
        ("Văn phòng Huyện ủy, các chi bộ trực thuộc", ["Văn phòng Huyện ủy", "các chi bộ trực thuộc"]),
        ("các huyện ủy, các đảng ủy trực thuộc Tỉnh ủy", ["các huyện ủy", "các đảng ủy trực thuộc Tỉnh ủy"]),
        ("Đảng ủy Quân sự tỉnh, Đảng ủy Công an tỉnh", ["Đảng ủy Quân sự tỉnh", "Đảng ủy Công an tỉnh"]),
        ("Sở Y tế (cơ quan thường trực), Sở Tài chính", ["Sở Y tế", "Sở Tài chính"]),
    ],
)
def test_parted(text: str, want: list[str]) -> None:
    assert names(f"{text} tổ chức thực hiện") == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # the committee at the end stands for every branch before it
        ("Ban Tổ chức, Ban Tuyên giáo Tỉnh ủy", ["Ban Tổ chức Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy"]),
        (
            "Văn phòng, Ban Tổ chức, Ủy ban Kiểm tra Huyện ủy",
            ["Văn phòng Huyện ủy", "Ban Tổ chức Huyện ủy", "Ủy ban Kiểm tra Huyện ủy"],
        ),
        ("Ban Nội chính và Văn phòng Thành ủy", ["Ban Nội chính Thành ủy", "Văn phòng Thành ủy"]),
        # the head and the place stand for all
        (
            "các Đảng ủy Quân sự, Công an, Biên phòng tỉnh",
            ["Đảng ủy Quân sự tỉnh", "Đảng ủy Công an tỉnh", "Đảng ủy Biên phòng tỉnh"],
        ),
        ("các Sở Nội vụ, Tài chính, Y tế", ["Sở Nội vụ", "Sở Tài chính", "Sở Y tế"]),
        ("các Bộ: Tài chính, Công Thương", ["Bộ Tài chính", "Bộ Công Thương"]),
        # nothing is shared
        ("Ban Tổ chức Tỉnh ủy, Sở Nội vụ", ["Ban Tổ chức Tỉnh ủy", "Sở Nội vụ"]),
        ("Sở Nội vụ, Ban Tổ chức Tỉnh ủy", ["Sở Nội vụ", "Ban Tổ chức Tỉnh ủy"]),
    ],
)
def test_shared_heads_and_tails_are_restored(text: str, want: list[str]) -> None:
    assert names(f"{text} tổ chức thực hiện") == want


def test_a_restored_name_points_at_what_is_printed() -> None:
    text = "Ban Tổ chức, Ban Tuyên giáo Tỉnh ủy chủ trì"
    first, second = names_at(text, text.lower(), 0)[0]
    assert text[first.start : first.end] == "Ban Tổ chức"
    assert text[second.start : second.end] == "Ban Tuyên giáo Tỉnh ủy"


def test_a_shared_head_points_at_what_is_printed() -> None:
    text = "các Sở Nội vụ, Tài chính tổ chức"
    found = names_at(text, text.lower(), 0)[0]
    assert [(n.text, text[n.start : n.end]) for n in found] == [
        ("Sở Nội vụ", "các Sở Nội vụ"),
        ("Sở Tài chính", "Tài chính"),
    ]


def test_a_colon_after_a_group_opens_no_list_of_functions() -> None:
    assert names("các Sở: rà soát hồ sơ") == ["các Sở"]


@pytest.mark.parametrize(
    "text",
    [
        "tổ chức hội nghị sơ kết",
        "báo cáo kết quả thực hiện",
        "phòng chống dịch bệnh",
        "bộ máy chính quyền",
        "hội nghị cán bộ toàn tỉnh",
        "ban hành quy chế làm việc",
        "xã hội hóa giáo dục",
        "trường hợp đặc biệt",
        "vụ việc phức tạp",
        "cấp giấy chứng nhận",
        "ngành nghề nông thôn",
        "thực hiện kế hoạch",
    ],
)
def test_words_that_open_no_name(text: str) -> None:
    assert names_at(text, text.lower(), 0) == ([], 0)


def test_a_list_ends_at_the_limit() -> None:
    text = "Sở Nội vụ, Sở Tài chính, Sở Y tế"
    assert [n.text for n in names_at(text, text.lower(), 0, len("Sở Nội vụ, "))[0]] == ["Sở Nội vụ"]


@given(
    st.lists(
        st.sampled_from(["Sở", "Nội vụ", "các", "huyện", ",", "và", "ủy", "tỉnh", "chủ trì", "(", ")", "Ban", "x", ";"])
    )
)
def test_names_lie_in_the_text_in_order(words: list[str]) -> None:
    text = " ".join(words)
    found, end = names_at(text, text.lower(), 0)
    spans = [(n.start, n.end) for n in found]
    assert spans == sorted(spans)
    assert all(0 <= a < b <= end <= len(text) for a, b in spans)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "Chánh Văn phòng, Giám đốc các sở: Tài chính, Nội vụ và Y tế; thủ trưởng các đơn vị liên quan phải",
            [
                "Chánh Văn phòng",
                "Giám đốc Sở Tài chính",
                "Giám đốc Sở Nội vụ",
                "Giám đốc Sở Y tế",
                "thủ trưởng các đơn vị liên quan",
            ],
        ),
        ("Giám đốc các Sở Xây dựng, Tư pháp có trách nhiệm", ["Giám đốc Sở Xây dựng", "Giám đốc Sở Tư pháp"]),
        ("Giám đốc các sở có trách nhiệm", ["Giám đốc các sở"]),
    ],
)
def test_those_who_head_bodies_of_a_kind(text: str, want: list[str]) -> None:
    assert names(text) == want
