"""People's own tables: what each kind of row changes, in every kind of worker; bad rows; the commands."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import docparse
from docparse import archive, lexicon, registers
from docparse.cli import main
from docparse.errors import BadTable, MissingFile
from docparse.model import Document
from docparse.read.options import DEFAULT, Options

BODIES = """cơ quan;tên khác;cấp;hệ thống;từ;đến;kế thừa
Khu ủy Lam Sơn;KU Lam Sơn;tỉnh;đảng;1990;6/2004;Liên Tỉnh ủy Lam Sơn
Liên Tỉnh ủy Lam Sơn;;tỉnh;đảng;2004-06;;
Ban Điều phối rừng, biển;"BĐP rừng biển; BĐPRB";tỉnh;mặt trận;;;
"""
TYPES = "document type,code\nChỉ dẫn,CDn\n"
DIRECTIVES = """Số, ký hiệu\tLoại văn bản\tNgày\tKhóa\tTên khác
07-NQ/TU\tNghị quyết\t5/3/2019\t12\tNghị quyết rừng xanh
4-CDn/TU\tChỉ dẫn\t2020-01-02\t\t
"""
TEXT = """TỈNH ỦY LAM THỦY
*
Số: 15-CDn/TU
Lam Thủy, ngày 5 tháng 6 năm 2021

CHỈ DẪN
về công tác rừng

Thực hiện Nghị quyết rừng xanh và Chỉ dẫn số 4-CDn/TU; theo Nghị quyết 07-NQ/TU, Tỉnh ủy yêu cầu:

1. Ban Điều phối rừng, biển chủ trì, phối hợp với Sở Tài chính báo cáo trước ngày 30/6/2021. Giao BĐPRB theo dõi.

2. Khu ủy Lam Sơn chủ trì tổng hợp, báo cáo trước ngày 1/7/2021.

Nơi nhận:
- KU Lam Sơn,
- Ban Điều phối rừng, biển,
- Lưu.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table of each kind, as Excel in Vietnam and a text editor save them."""
    tables = tmp_path / "registers"
    tables.mkdir()
    (tables / "cơ quan.csv").write_text(BODIES, "utf-8-sig", newline="\r\n")
    (tables / "types.csv").write_text(TYPES, "utf-8")
    (tables / "văn bản.CSV").write_text(DIRECTIVES, "utf-16")
    (tables / "README.txt").write_text("no table")
    return tables


def parsed(folder: Path, *names: str) -> Document:
    """The text parsed with some of the tables."""
    files = {name: data for name, data in registers.read_folder(folder).items() if name.startswith(names)}
    return docparse.parse(TEXT, options=Options(registers=registers.of_files(files)))


def leads(document: Document) -> list[list[str]]:
    return [[role.text for role in task.lead] for task in document.tasks]


def test_a_body_is_recognised_as_one_and_has_its_id_level_and_system(folder: Path) -> None:
    before, after = docparse.parse(TEXT), parsed(folder, "types", "cơ quan")
    assert ["Ban Điều phối rừng, biển"] not in leads(before)
    assert ["Ban Điều phối rừng, biển"] in leads(after)
    assert ["Khu ủy Lam Sơn"] in leads(after)
    bodies = {body.authority: body for body in after.bodies}
    found = bodies["ban-dieu-phoi-rung-bien"]
    assert (found.kind, found.level) == ("front", "province")
    assert {TEXT[m.start : m.end] for m in found.mentions} == {"Ban Điều phối rừng, biển", "BĐPRB"}


def test_an_alias_is_the_same_body(folder: Path) -> None:
    khu_uy = [b for b in parsed(folder, "types", "cơ quan").bodies if b.authority == "khu-uy-lam-son"]
    assert [{TEXT[m.start : m.end] for m in b.mentions} for b in khu_uy] == [{"Khu ủy Lam Sơn", "KU Lam Sơn"}]
    assert not [b for b in parsed(folder, "types").bodies if b.authority == "khu-uy-lam-son"]


def test_a_body_that_had_ended_is_told_with_its_successor(folder: Path) -> None:
    ended = [w.message for w in parsed(folder, "types", "cơ quan").warnings if w.code == "body_ended"]
    assert ended == ["Khu ủy Lam Sơn: until 2004-06, then Liên Tỉnh ủy Lam Sơn"]
    assert "body_ended" not in {w.code for w in parsed(folder, "types").warnings}


def test_a_type_of_the_people_whose_first_word_is_a_letter_has_short_names(tmp_path: Path) -> None:
    (tmp_path / "types.csv").write_text("document type,code\nÝ kiến,YK\n", "utf-8")
    text = "KẾ HOẠCH\nthực hiện Ý kiến\n\n1. Các xã làm theo Ý kiến 12 và báo cáo."
    document = docparse.parse(text, options=Options(registers=registers.load(tmp_path)))
    assert [r.text for r in document.references if r.kind == "alias"] == ["Ý kiến 12"]


def test_of_two_bodies_with_one_name_that_of_the_time_is_meant(tmp_path: Path) -> None:
    rows = "body,aliases,from,to\nBan Rừng tỉnh,BRT,1990,2010\nBan Rừng và Biển tỉnh,BRT,2010,\n"
    (tmp_path / "a.csv").write_text(rows)
    tables = Options(registers=registers.load(tmp_path))
    for year, name in ((2005, "ban-rung-tinh"), (2015, "ban-rung-va-bien-tinh")):
        text = TEXT.replace("năm 2021", f"năm {year}").replace("CDn", "KH").replace("CHỈ DẪN", "KẾ HOẠCH")
        text = text.replace("Khu ủy Lam Sơn", "BRT")
        assert name in {b.authority for b in docparse.parse(text, options=tables).bodies}


def test_a_type_is_a_title_and_its_code_a_symbol(folder: Path) -> None:
    before, after = docparse.parse(TEXT), parsed(folder, "types")
    assert (before.metadata.doc_type, before.metadata.symbol) != ("chỉ dẫn", "15-CDn/TU")
    assert (after.metadata.doc_type, after.metadata.symbol) == ("chỉ dẫn", "15-CDn/TU")
    assert after.metadata.title == "công tác rừng"
    assert "4-CDn/TU" not in {r.symbol for r in before.references}
    assert {r.symbol: r.type for r in after.references}["4-CDn/TU"] == "Chỉ dẫn"


def test_a_directive_dates_its_symbol_and_answers_to_its_names(folder: Path) -> None:
    before, after = parsed(folder, "types"), parsed(folder, "types", "văn bản")
    assert {r.text: r.target for r in before.references}["Nghị quyết 07-NQ/TU"] == "07-NQ/TU"
    targets = {r.text: r.target for r in after.references}
    assert targets["Nghị quyết 07-NQ/TU"] == targets["Nghị quyết rừng xanh"] == "07-NQ/TU@2019-03-05"
    assert targets["Chỉ dẫn số 4-CDn/TU"] == "4-CDn/TU@2020-01-02"
    assert "Nghị quyết rừng xanh" not in {r.text for r in before.references}


def test_all_workers_parse_by_the_same_tables(folder: Path, tmp_path: Path) -> None:
    own = registers.load(folder)
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(TEXT + path.name, "utf-8")
    options = Options(registers=own)
    alone = [docparse.parse(path, options=options).to_json() for path in paths]
    assert alone != [docparse.parse(path).to_json() for path in paths]
    for workers in (1, 2):
        results = docparse.parse_many(paths, workers=workers, options=options)
        assert [r.document.to_json() for r in results if r.document] == alone
    list(archive.import_files(tmp_path / "a.db", paths, options=options, workers=2))
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        stored = [j for [j] in connection.execute("select json from documents join files using (sha256) order by path")]
    assert stored == alone
    assert own
    assert {json.loads(j)["source"]["registers"] for j in stored} == {own.sha256}


def test_the_tables_leave_no_trace_in_the_process(folder: Path) -> None:
    before = docparse.parse(TEXT).to_json()
    assert parsed(folder, "types", "cơ quan", "văn bản").to_json() != before
    assert docparse.parse(TEXT).to_json() == before
    assert docparse.parse(TEXT).source.registers is None
    assert lexicon.in_force() is lexicon.shipped()


def test_a_row_takes_the_place_of_one_of_docparse(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("body,aliases,from,to\nBan Dân vận Trung ương,Ban Vận của Đảng,,2025-02\n", "utf-8")
    tables = registers.tables(registers.load(tmp_path))
    rows = [a for a in tables.authorities if a.id == "ban-dan-van-trung-uong"]
    assert [a.variants for a in rows] == ["Ban Vận của Đảng"]
    assert len(tables.authorities) == len(lexicon.authorities())


BAD = {
    "body\nX\n": "a name has 3 to 160 characters, letters among them: X",
    "body,level\nBan Một Hai,xứ\n": "level is one of: central, province, district, commune: xứ",
    "body,system\nBan Một Hai,xứ\n": "system is one of: party, state, front, mass: xứ",
    "body,from\nBan Một Hai,200\n": "not a year, a month (2025-02) or a day: 200",
    "body,from,to\nBan Một Hai,2000,1999\n": "it ends before it begins: 2000 - 1999",
    "body,to,successor\nBan Một Hai,1999,Ban Ba Bốn\n": "unknown successor: Ban Ba Bốn",
    "body,to,successor\nBan Một Hai,1999,Ban Một Hai\n": "a body cannot succeed itself: Ban Một Hai",
    "body,successor\nBan Một Hai,Bộ Chính trị\n": "a body with a successor has a time when it ended: Bộ Chính trị",
    "body,aliases\nBan Một Hai,Ban Ba\nBan Ba,\n": "this name is another body's at the same time: Ban Ba (a.csv: 2)",
    "body,aliases\nBan Một Hai,Bộ Chính trị\n": (
        "this name is another body's at the same time: Bộ Chính trị (Bộ Chính trị)"
    ),
    "body\nđơn vị\n": "an ordinary word of these documents cannot be a name: đơn vị",
    "document type,code\nChỉ dẫn,KH\n": "this code is another type's: KH (Kế hoạch)",
    "document type,code\nDự án lớn,BCA\n": "the grammar of symbols does not read this code: BCA",
    "document type,code\nChỉ dẫn,c9\n": "a code is a capital and at most 7 letters: c9",
    "document type,code\nChỉ (dẫn,\n": "a type is words of letters: Chỉ (dẫn",
    "document type,title\nChỉ dẫn,?\n": "title is yes or no: ?",
    "document type\nChỉ dẫn\nchỉ  dẫn\n": "this type stands twice: Chỉ dẫn (a.csv: 2)",
    "symbol,type,date\nsố 12,Nghị quyết,2020-01-01\n": "the grammar reads no symbol here: số 12",
    "symbol,type,date\n12/NQ-TU,Nghị quyết,2020-01-01\n": "the grammar reads another symbol here: 12/NQ-TU: 12-NQ/TU",
    "symbol,type,date\n12-NQ/TU,Nghị quyết,31/2/2020\n": "not a day (2012-08-28 or 28/8/2012): 31/2/2020",
    "symbol,type,date,term\n12-NQ/TU,Nghị quyết,1/2/2020,Z\n": "not a term (XI or 11): Z",
    "symbol,type,date\n12-NQ/TU,Chỉ dẫn,1/2/2020\n": "unknown type of document: Chỉ dẫn",
    "symbol,type,date,aliases\n12-NQ/TU,Nghị quyết,1/2/2020,Rừng\n": (
        "a name that a document is cited by has two words or more: Rừng"
    ),
    "symbol,type,date,aliases\n12-NQ/TU,Nghị quyết,1/2/2020,Nghị quyết\n": (
        "a type of document alone cannot be a name: Nghị quyết"
    ),
    "symbol,type,date\n1-NQ/TU,Nghị quyết,1/2/2020\n1-NQ/TU,Nghị quyết,2020-02-01\n": (
        "this document stands twice: 1-NQ/TU@2020-02-01 (a.csv: 2)"
    ),
    "symbol,type,date,aliases\n1-NQ/TU,Nghị quyết,1/2/2020,Đề án 1\n2-NQ/TU,Nghị quyết,1/2/2020,đề án  1\n": (
        "this name is another document's: đề án 1 (a.csv: 2)"
    ),
    "body,foo\nBan Một Hai,\n": "unknown column: foo",
    "body,body\nBan Một Hai,\n": "this column stands twice: name",
    "symbol,type\n1-NQ/TU,Nghị quyết\n": "this column is missing: date / ngày",
    "body,from\nBan Một Hai,2000,2001\n": "more cells than columns: 2001",
    "body,from\n,2000\n": "this cell is empty: body / cơ quan",
    "foo\nbar\n": "the header names no table: symbol, document type or body",
    "": "the table is empty",
}


@pytest.mark.parametrize(("table", "reason"), BAD.items())
def test_a_bad_row_is_named_with_its_line_and_reason(tmp_path: Path, table: str, reason: str) -> None:
    (tmp_path / "a.csv").write_text(table, "utf-8")
    with pytest.raises(BadTable) as caught:
        registers.load(tmp_path)
    rows = caught.value.rows
    assert f"{rows[-1].reason}{': ' if rows[-1].value else ''}{rows[-1].value}" == reason
    assert {row.file for row in rows} == {"a.csv"}
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"body\n\xff\xfe\n", b"\xff\xfea", b"body\n" + b"x" * 200_000, b'"', b"\x00\n\x00"])
def test_hostile_bytes_are_a_bad_table(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(BadTable):
        registers.load(tmp_path)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('sep=;\nbody;aliases\n"Ban Một\nHai";a b c\n\nX;\n', "utf-8")
    with pytest.raises(BadTable) as caught:
        registers.load(tmp_path)
    assert [(row.line, row.value) for row in caught.value.rows] == [(6, "X")]


def test_thousands_of_rows_are_quick(tmp_path: Path) -> None:
    words = ["Sông", "Núi", "Rừng", "Biển", "Đảo", "Hồ", "Suối", "Đồng", "Bãi", "Cồn"]
    names = [f"Ban Quản lý {a} {b} {c} {d}" for a in words for b in words for c in words for d in words[:3]]
    (tmp_path / "a.csv").write_text("body\n" + "\n".join(names), "utf-8")
    own = registers.load(tmp_path)
    document = docparse.parse(TEXT.replace("BĐPRB", names[-1]), options=Options(registers=own))
    assert any(b.name == names[-1] and b.authority for b in document.bodies)


def test_the_folder_of_the_user(tmp_path: Path) -> None:
    assert registers.folder_of({registers.VARIABLE: "x"}) == Path("x")
    assert registers.folder_of({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "docparse" / "registers"
    assert registers.of_user({"XDG_DATA_HOME": str(tmp_path)}) is None
    with pytest.raises(MissingFile):
        registers.of_user({registers.VARIABLE: str(tmp_path / "gone")})
    assert DEFAULT.registers is None


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main([*words, "--lang", "en"])
    out, err = capsys.readouterr()
    return code, out, err


def test_add_checks_then_copies_and_list_says_whence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine"
    monkeypatch.setenv(registers.VARIABLE, str(mine))
    code, out, _ = run(capsys, "registers", "add", str(folder / "types.csv"), str(folder / "văn bản.CSV"))
    assert (code, len(out.splitlines())) == (0, 2)
    assert (mine / "types.csv").read_bytes() == (folder / "types.csv").read_bytes()
    assert run(capsys, "registers", "check")[0] == 0
    _, out, _ = run(capsys, "registers", "list")
    assert "doc_types  Chỉ dẫn = CDn  (types.csv: 2)" in out
    assert "Kế hoạch" not in out
    assert "doc_types  Kế hoạch = KH  (docparse)" in run(capsys, "registers", "list", "--all")[1]
    rows = json.loads(run(capsys, "registers", "list", "--json")[1])["rows"]
    assert {row["file"] for row in rows} == {"types.csv", "văn bản.CSV"}
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    _, out, _ = run(capsys, "parse", str(tmp_path / "plan.txt"), "--no-cache")
    assert json.loads(out)["metadata"]["doc_type"] == "chỉ dẫn"


def test_add_keeps_a_bad_file_out(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.csv").write_text("document type,code\nChỉ dẫn hai,CDn\nLệnh lạ,??\n", "utf-8")
    code, _, err = run(capsys, "registers", "add", str(tmp_path / "bad.csv"), "--registers", str(folder))
    assert code == BadTable.exit_code
    assert err.splitlines()[0] == "bad.csv: 3: a code is a capital and at most 7 letters: ??"
    assert "types.csv: 2" in err
    assert "bad.csv" not in registers.read_folder(folder)
    (tmp_path / "types.csv").write_text("document type,code\nChỉ bảo,CBo\n", "utf-8")
    with pytest.raises(SystemExit):
        main(["registers", "add", str(tmp_path / "types.csv"), "--registers", str(folder)])
    capsys.readouterr()
    assert (
        run(capsys, "registers", "add", str(tmp_path / "types.csv"), "--replace", "--registers", str(folder))[0] == 30
    )
    assert "Chỉ dẫn" in (folder / "types.csv").read_text("utf-8")


def test_add_one_row_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--registers", str(tmp_path / "mine"))
    for name in ("Ban Rừng tỉnh", "Ban Biển tỉnh"):
        assert (
            run(capsys, "registers", "add", "--body", name, "--alias", f"{name[4:]} A", "--to", "2020", *where)[0] == 0
        )
    assert (
        run(capsys, "registers", "add", "--directive", "9-NQ/TU", "--type", "nghị quyết", "--date", "1/2/2020", *where)[
            0
        ]
        == 0
    )
    assert run(capsys, "registers", "add", "--doc-type", "Chỉ dẫn", "--code", "CDn", *where)[0] == 0
    out = run(capsys, "registers", "list", *where)[1]
    assert len(out.splitlines()) == 5
    assert "Ban Biển tỉnh = Biển tỉnh A  (added-bodies.csv: 3)" in out
    assert run(capsys, "registers", "add", "--body", "Ban Rừng tỉnh", *where)[0] == 30
    for wrong in (["--body", "Ban Núi", "--code", "X"], [], ["x.csv", "--body", "Ban Núi"]):
        with pytest.raises(SystemExit):
            main(["registers", "add", *wrong, *where])


def test_a_bad_register_stops_parse_with_the_row(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "z.csv").write_text("body\nX\n")
    (tmp_path / "plan.txt").write_text(TEXT, "utf-8")
    for words in (["parse"], ["show"], ["import", "--archive", str(tmp_path / "a.db")]):
        code, out, err = run(capsys, *words, str(tmp_path / "plan.txt"), "--registers", str(folder))
        assert (code, out) == (30, "")
        assert err.startswith("z.csv: 2: a name has 3 to 160 characters")
    assert not (tmp_path / "a.db").exists()
    assert main(["parse", str(tmp_path / "plan.txt"), "--registers", str(folder), "--lang", "vi"]) == 30
    assert "ký tự" in capsys.readouterr().err
