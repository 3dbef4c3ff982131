"""The human view: what stands where, in both languages, and the lines of each stage."""

from __future__ import annotations

import io
from typing import Any

import pytest

from docparse import i18n, show
from docparse.model import Cell, Document, Line, Source, SourceInfo

TEXT = """KẾ HOẠCH [mật]
thực hiện Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư
I. MỤC ĐÍCH
1. Yêu cầu
Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Sở Nội vụ báo cáo Ban Thường vụ qua Văn phòng trước ngày 20/10/2014.
Chỉ thị 17 được quán triệt trong quý I năm 2015.
Nơi nhận:
- Các huyện ủy,
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Nguyễn Văn A"""


def span(quote: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "rule": "by hand", **fields}


def quoted(quote: str, **fields: Any) -> dict[str, Any]:
    return span(quote, text=quote, **fields)


def heading(quote: str, label: str, depth: int, title: str | None) -> dict[str, Any]:
    kind = "heading" if title else "item"
    return span(quote, id=f"s{depth}", parent=None, depth=depth, kind=kind, label=label, title=title, zone="body")


def reference(quote: str, kind: str, relation: str) -> dict[str, Any]:
    empty = dict.fromkeys(("type", "symbol", "number", "issuer", "date", "term", "section"))
    return quoted(quote, id="r1", kind=kind, relation=relation, target="17-CT/TW@2012-08-28", **empty)


def deadline(name: str, quote: str, relation: str, earliest: str, latest: str) -> dict[str, Any]:
    empty = dict.fromkeys(("edtf", "rrule", "inferred", "section"))
    return quoted(quote, id=name, relation=relation, earliest=earliest, latest=latest, **empty)


@pytest.fixture
def document() -> Document:
    body = TEXT.index("I. MỤC ĐÍCH")
    signed = span("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nNguyễn Văn A", position="PHÓ BÍ THƯ", note=None)
    return Document.model_validate(
        {
            "source": SourceInfo(name="plan.txt", sha256="0", media_type="text/plain"),
            "text": TEXT,
            "metadata": {"doc_type": "kế hoạch", "issued": "2014-08", "title": "thực hiện [b]Chỉ thị[/b]"},
            "zones": [
                {"start": 0, "end": body, "zone": "title", "rule": "by hand"},
                {"start": body, "end": len(TEXT), "zone": "body", "rule": "by hand"},
            ],
            "sections": [heading("I. MỤC ĐÍCH", "I", 1, "MỤC ĐÍCH"), heading("1. Yêu cầu", "1", 2, None)],
            "references": [
                reference("Chỉ thị số 17-CT/TW, ngày 28/8/2012 của Ban Bí thư", "full", "implements"),
                reference("Chỉ thị 17 ", "alias", "reviews_final"),
            ],
            "deadlines": [
                deadline("d1", "trước ngày 20/10/2014", "before", "2014-10-20", "2014-10-20"),
                deadline("d2", "trong quý I năm 2015", "within", "2015-01-01", "2015-03-31"),
            ],
            "tasks": [
                quoted(
                    TEXT.split("\n")[4],
                    id="t1",
                    lead=[{"body": "b1", "text": "Ban Tổ chức Tỉnh ủy"}],
                    coordinate=[{"body": "b2", "text": "Sở Nội vụ"}],
                    report_to=[{"body": "b3", "text": "Ban Thường vụ"}],
                    via=[{"body": "b4", "text": "Văn phòng"}],
                    deadlines=["d1"],
                )
            ],
            "recipients": [
                quoted("Các huyện ủy", body=None, note="b/c", archive=False),
                quoted("Lưu Văn phòng", body=None, note=None, archive=True),
            ],
            "signatures": [
                {
                    **signed,
                    "mode": "T/M",
                    "on_behalf_of": "BAN THƯỜNG VỤ",
                    "position": "PHÓ BÍ THƯ",
                    "name": "Nguyễn Văn A",
                }
            ],
            "warnings": [{"code": "unheard", "message": "Look here", "start": body, "end": body + 11}],
        }
    )


def page(document: Document) -> str:
    stream = io.StringIO()
    show.summary(document, stream)
    return stream.getvalue()


def row(text: str, start: str) -> str:
    """The line of a table whose first column is `start`, with single spaces."""
    return next(flat for line in text.splitlines() if (flat := " ".join(line.split())).startswith(start))


def test_the_page_has_every_part(document: Document) -> None:
    text = page(document)
    titles = ["Document", "Outline", "Documents cited", "Tasks", "Other times", "Recipients", "Signatures", "Look at"]
    positions = [text.index(f"\n{title} ") if title != "Document" else text.index(title) for title in titles]
    assert positions == sorted(positions)


def test_references_are_grouped_by_target(document: Document) -> None:
    assert row(page(document), "17-CT/TW@2012-08-28").startswith(
        "17-CT/TW@2012-08-28 2 implements, final review Chỉ thị số 17-CT/TW"
    )


def test_tasks_say_who_what_when_to_whom_and_through_whom(document: Document) -> None:
    text = " ".join(page(document).split())
    for part in ("with: Sở Nội vụ", "2014-10-20", "Ban Thường vụ", "Văn phòng"):
        assert part in text


def test_times_of_no_task_are_listed_apart(document: Document) -> None:
    text = page(document)
    assert "trong quý I năm 2015 (2015-01-01 … 2015-03-31)" in text
    assert "trước ngày 20/10/2014" not in text[text.index("Other times") :]


def test_brackets_of_a_document_are_no_markup(document: Document) -> None:
    assert "thực hiện [b]Chỉ thị[/b]" in page(document)


def test_warnings_say_the_line_and_the_words(document: Document) -> None:
    assert row(page(document), "3 Look here") == "3 Look here I. MỤC ĐÍCH"


def test_the_page_in_vietnamese(document: Document) -> None:
    i18n.use("vi")
    text = page(document)
    assert "Văn bản được viện dẫn" in text
    assert "thực hiện, tổng kết" in text
    assert "phối hợp: Sở Nội vụ" in text


def test_an_empty_document_has_a_page() -> None:
    text = page(Document(source=SourceInfo(name="a.txt", sha256="0", media_type="text/plain"), text=""))
    assert "a.txt" in text
    assert "Tasks" not in text


def test_lines_as_read_show_page_side_cell_and_flags() -> None:
    lines = (
        Line("TỈNH ỦY", page=1, side="left", bold=True),
        Line("12", page=1, furniture=True),
        Line("Nội dung", cell=Cell(0, 2, 1, 5, 3, header=True), italic=True),
        Line("chú thích", note=True),
    )
    shown = [" ".join(s.split()) for s in show.source_lines(Source(lines, "text/plain"))]
    assert shown == ["1 p1 L b TỈNH ỦY", "2 p1 f 12", "3 t0:2,1 ih Nội dung", "4 n chú thích"]


def test_every_line_has_its_zone(document: Document) -> None:
    lines = list(show.zone_lines(document))
    assert [line.split()[1] for line in lines] == ["title"] * 2 + ["body"] * 10
    assert [line[17:] for line in lines] == TEXT.split("\n")


def test_sections_are_a_tree(document: Document) -> None:
    assert list(show.section_lines(document)) == [" 1 heading   I      I. MỤC ĐÍCH", " 2 item      1        1. Yêu cầu"]


def test_every_record_has_its_rule(document: Document) -> None:
    lines = [line.split() for line in show.record_lines(document)]
    kinds = [
        "metadata",
        "zones",
        "sections",
        "references",
        "deadlines",
        "tasks",
        "recipients",
        "signatures",
        "warnings",
    ]
    assert list(dict.fromkeys(words[0] for words in lines)) == kinds
    assert len(lines) == 14
    assert all("by hand 1.00" in " ".join(words) for words in lines[1:-1])
