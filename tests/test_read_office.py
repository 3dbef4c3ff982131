"""Old office files: the same as the DOCX that they were, old fonts, fields, hostile files, one run for many.

Reads: corpus/; ../shared/real where it is there.
Writes: nothing.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import docx_files
import pytest
from docx_files import cell, docx, item, level, numbering, p, package, row, table

import docparse
from docparse.batch import parse_many
from docparse.errors import DocparseError, EncryptedFile, MissingProgram, TooLarge, TruncatedFile
from docparse.model import Document
from docparse.read import office, programs, read, soffice
from docparse.read.fixed_fields import fix_fields
from docparse.read.options import Options
from docparse.read.soffice import Converter, File, convert

CORPUS = Path(__file__).parent.parent / "corpus"
FOUND = office.find()
needs_office = pytest.mark.skipif(
    FOUND is None, reason="no LibreOffice on this machine: apt-get install libreoffice-writer-nogui"
)


def converter() -> Converter:
    assert FOUND
    return FOUND


def saved_as(suffix: str, folder: Path, **files: bytes) -> dict[str, bytes]:
    """DOCX files as LibreOffice saves them in another format."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    home = folder / "home"
    home.mkdir(exist_ok=True)
    command = [converter().path, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", suffix]
    command += ["--outdir", str(folder), *(str(folder / f"{name}.docx") for name in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.{suffix}").read_bytes() for name in files}


def texts(data: bytes, name: str = "a.doc") -> list[str]:
    return [line.text for line in read(data, name).lines if line.text]


# --- the same document ----------------------------------------------------------------------------------------------

NAMES = sorted(path.stem for path in CORPUS.glob("*.docx"))


@pytest.fixture(scope="session")
def corpus_as(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Document]]:
    """The corpus documents saved as .doc, .rtf and .odt, and parsed: by suffix, then by name."""
    files = {name: with_last_paragraph(CORPUS / f"{name}.docx") for name in NAMES}
    found = {}
    for suffix in ("doc", "rtf", "odt"):
        folder = tmp_path_factory.mktemp(suffix)
        saved_as(suffix, folder, **files)
        results = parse_many([folder / f"{name}.{suffix}" for name in NAMES])
        found[suffix] = {result.path.stem: result.document for result in results if result.document}
    return found


def with_last_paragraph(path: Path) -> bytes:
    """A DOCX as Word itself writes it: a paragraph after a table at the end, without which a .doc is broken."""
    from docx import Document as open_docx

    document, out = open_docx(str(path)), BytesIO()
    document.add_paragraph()
    document.save(out)
    return out.getvalue()


@cache
def original(name: str) -> Document:
    return docparse.parse(CORPUS / f"{name}.docx")


def records(document: Document) -> dict[str, object]:
    """All that was found, without the place in the text and without what formatting alone decides."""
    dump = document.model_dump(exclude={"source", "text", "pages", "lines", "zones", "furniture"})
    return {key: without_places(value) for key, value in dump.items()}


def without_places(value: object) -> object:
    if isinstance(value, dict):
        return {k: without_places(v) for k, v in value.items() if k not in ("start", "end", "evidence", "mentions")}
    if isinstance(value, list | tuple):
        return [without_places(v) for v in value]
    return " ".join(value.split()) if isinstance(value, str) else value


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_the_corpus_is_the_same(
    name: str, suffix: str, corpus_as: dict[str, dict[str, Document]]
) -> None:
    if suffix == "rtf" and name == "quyet-dinh-quy-che-2020":
        pytest.skip("LibreOffice itself writes the pattern of a list (Điều %1.) to RTF without its marks")
    document = corpus_as[suffix][name]
    assert records(document) == records(original(name))
    assert (
        document.source.media_type
        == {
            "doc": "application/msword",
            "rtf": "application/rtf",
            "odt": "application/vnd.oasis.opendocument.text",
        }[suffix]
    )


# --- what must come through -----------------------------------------------------------------------------------------


def rtf(body: str, fonts: str = "", head: str = "") -> bytes:
    """An RTF file; what is not ASCII is written as Word writes it."""
    table = r"{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}" + fonts + "}"
    whole = r"{\rtf1\ansi\ansicpg1252\deff0" + table + head + "\n" + body + "}"
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in whole).encode("ascii")


@needs_office
def test_fonts_of_old_encodings_tell_run_by_run() -> None:
    fonts = r"{\f1\fnil\fcharset0 .VnTime;}{\f2\fnil\fcharset0 .VnTimeH;}{\f3\fnil\fcharset0 VNI-Times;}"
    body = (
        r"{\f1 KÕ ho¹ch tæ chøc, ®­a vµo nÒ nÕp}\par {\f2 ñy ban nh©n d©n}\par {\f3 Uyû ban nhaân daân tænh}\par"
        r" {\f0 Ủy ban nhân dân}\par "
    )
    body = "".join(rf"\'{ord(c):02x}" if 0x80 <= ord(c) < 0x100 else c for c in body)
    assert texts(rtf(body, fonts)) == [
        "Kế hoạch tổ chức, đưa vào nề nếp",
        "ỦY BAN NHÂN DÂN",
        "Uỷ ban nhân dân tỉnh",
        "Ủy ban nhân dân",
    ]


@needs_office
def test_numbers_tables_and_notes_come_through(tmp_path: Path) -> None:
    lists = numbering(level(0, "upperRoman", "%1-") + level(1, "decimal", "%2.") + level(2, "lowerLetter", "%3)"))
    note = '<w:p><w:r><w:t>Theo Chỉ thị</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    body = (
        item("Mục đích", 1)
        + item("Yêu cầu", 1)
        + item("Một", 1, 1)
        + item("Điểm", 1, 2)
        + note
        + table(row("TT", "Nội dung"), row("1", cell("Tập huấn", "Kiểm tra")))
        + p()
    )
    ends = docx_files.styles("").replace("styles", "footnotes")
    ends = ends.replace("></", f'><w:footnote w:id="2">{p("Chỉ thị số 17-CT/TW")}</w:footnote></', 1)
    data = docx(body, numbering=lists, footnotes=ends)
    for suffix, old in (("doc", ""), ("odt", "")):
        saved = saved_as(suffix, tmp_path, a=data)["a"]
        lines = [line for line in read(saved, f"a.{suffix}{old}").lines if line.text]
        assert [line.text for line in lines[:5]] == ["I- Mục đích", "II- Yêu cầu", "1. Một", "a) Điểm", "Theo Chỉ thị"]
        places = [(line.cell.row, line.cell.column, line.text) for line in lines if line.cell]
        assert places == [(0, 0, "TT"), (0, 1, "Nội dung"), (1, 0, "1"), (1, 1, "Tập huấn"), (1, 1, "Kiểm tra")]
        assert [line.text for line in lines if line.note] == ["Chỉ thị số 17-CT/TW"]


@needs_office
def test_a_list_with_a_word_in_its_number() -> None:
    levels = r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc0\levelstartat1"
    levels += r"{\leveltext\'07\u272\'d0i\u7873 ?u \'00.;}{\levelnumbers\'06;}}\listid1}}"
    levels += r"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    body = r"\pard\ls1\ilvl0 Thi hành\par\pard\ls1\ilvl0 Hiệu lực\par "
    assert texts(rtf(body, head=levels)) == ["Điều 1. Thi hành", "Điều 2. Hiệu lực"]


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_frames_are_read_before_what_they_stand_beside(suffix: str, tmp_path: Path) -> None:
    frame = '<w:framePr w:w="4000" w:wrap="around" w:vAnchor="text" w:hAnchor="page" w:x="1500" w:y="1"/>'
    left = [p(text, frame) for text in ("Nơi nhận:", "- Tỉnh ủy,")]
    data = docx("".join([p("Nội dung"), *left, p("T/M BAN THƯỜNG VỤ"), p("Nguyễn Văn A")]))
    wanted = ["Nội dung", "Nơi nhận:", "- Tỉnh ủy,", "T/M BAN THƯỜNG VỤ", "Nguyễn Văn A"]
    assert texts(data, "a.docx") == wanted
    assert texts(saved_as(suffix, tmp_path, a=data)["a"], f"a.{suffix}") == wanted


@needs_office
def test_a_box_over_a_paragraph_of_rtf() -> None:
    box = r"{\shp{\*\shpinst\shpleft100\shptop0\shpright4000\shpbottom900\shpbxcolumn\shpbypara\shpwr3"
    box += r"{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard Số 12-KH/TU\par}}}"
    assert texts(rtf(box + r"\pard KẾ HOẠCH\par ")) == ["Số 12-KH/TU", "KẾ HOẠCH"]


def fields() -> bytes:
    """A DOCX with the name of its file and the time in it: both are computed when a file is opened."""
    parts = []
    for code, result in (("FILENAME", "kehoach.doc"), ("TIME", "01:02")):
        marks = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
        begin, separate, end = marks
        code = f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        parts.append(f"<w:p>{begin}{code}{separate}<w:r><w:t>{result}</w:t></w:r>{end}</w:p>")
    return docx("".join(parts) + p("Kế hoạch"))


@needs_office
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_fields_keep_the_result_that_they_were_saved_with(suffix: str, tmp_path: Path) -> None:
    saved = saved_as(suffix, tmp_path, kehoach=fields())["kehoach"]
    shown = texts(saved, f"b.{suffix}")
    assert shown[0] == "kehoach.docx"
    time.sleep(1.1)
    assert texts(saved, f"b.{suffix}") == shown
    [unfixed] = convert(converter(), [File(saved, f".{suffix}")])
    assert isinstance(unfixed, bytes)
    assert texts(unfixed)[0] == f"000000.{suffix}"


@needs_office
def test_a_date_in_rtf_is_not_today() -> None:
    date = r"{\field{\*\fldinst {\insrsid12  DATE \\@ d/M/yyyy}}{\fldrslt {3/2/1999}}}"
    assert texts(rtf(rf"Hà Nội, ngày {date}\par ")) == ["Hà Nội, ngày 3/2/1999"]


@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".xml"])
def test_a_file_without_fields_is_not_touched(suffix: str) -> None:
    for data in (b"", b"{\\rtf1 DATE}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        assert fix_fields(data, suffix) == data


def test_hostile_rtf_takes_no_time() -> None:
    data = rb"{\rtf1 {\*\fldinst" + rb"\a " * 300_000 + rb"{\fldinst{" * 100_000
    start = time.perf_counter()
    assert fix_fields(data, ".rtf") == data
    assert time.perf_counter() - start < 2


@needs_office
@pytest.mark.parametrize(("number", "words"), [("055", 1800), ("056", 300), ("057", 250), ("061", 350)])
def test_real_documents_in_old_encodings(shared: Path, number: str, words: int) -> None:
    from docparse.read.syllables import is_syllable

    path = shared / "real" / f"{number}.doc"
    found = [w for line in read(path.read_bytes(), path.name).lines for w in re.findall(r"[^\W\d_]+", line.text)]
    good = sum(is_syllable(w.lower()) for w in found)
    assert len(found) >= words
    assert good >= 0.97 * len(found)
    capitals = [line.text for line in read(path.read_bytes(), path.name).lines if line.text][:3]
    assert capitals[0].startswith("VĂN PHÒNG QUỐC HỘI \t\tCƠ SỞ DỮ LIỆU LUẬT VIỆT NAM")
    assert capitals[1:2] == ["SẮC LỆNH"]
    assert capitals[2].startswith("CỦA CHỦ TỊCH CHÍNH PHỦ LÂM THỜI")


# --- nothing leaves the machine, nothing runs ------------------------------------------------------------------------


class Listener(BaseHTTPRequestHandler):
    """Writes down who asks for what."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Notes the path and has nothing."""
        self.asked.append(self.path)
        self.send_error(404)

    do_OPTIONS = do_HEAD = do_PROPFIND = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@needs_office
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    data = odt(
        f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}/a.png"/></draw:frame>',
        f'<text:section text:name="S"><text:section-source xlink:href="{address}/b.odt"/>'
        "<text:p>cũ</text:p></text:section>",
    )
    try:
        assert texts(data, "a.odt") == ["Kế hoạch", "cũ"]
        assert Listener.asked == []
        monkeypatch.setattr(soffice, "_SETTINGS", {})
        assert texts(data, "a.odt") == ["Kế hoạch", "cũ"]
        assert Listener.asked, "without the settings it is fetched: the test sees it"
    finally:
        server.shutdown()


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMES = (
    f'xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:draw="{ODF}:drawing:1.0" '
    f'xmlns:svg="{ODF}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'xmlns:manifest="{ODF}:manifest:1.0"'
)


def odt(inside: str = "", after: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text of one paragraph."""
    kind = "application/vnd.oasis.opendocument.text"
    content = f"<office:body><office:text><text:p>Kế hoạch{inside}</text:p>{after}</office:text></office:body>"
    entries = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    entries += '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
    entries += f"{manifest}</manifest:file-entry>"
    return package(
        {
            "mimetype": kind,
            "content.xml": root("office:document-content", content, "office"),
            "META-INF/manifest.xml": root("manifest:manifest", entries, "manifest"),
        }
    )


def root(name: str, inside: str, prefix: str) -> str:
    """The root element of a part of an OpenDocument file."""
    return f'<{name} {ODF_NAMES} {prefix}:version="1.2">{inside}</{name}>'


# --- what goes wrong ------------------------------------------------------------------------------------------------


@needs_office
@pytest.mark.parametrize(
    "data",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(64)],
    ids=["a directory in ruins"],
)
def test_a_damaged_file_is_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(TruncatedFile, match="LibreOffice cannot open it"):
        read(data, "a.doc")


@needs_office
def test_files_with_a_password(tmp_path: Path) -> None:
    data = bytearray(saved_as("doc", tmp_path, a=docx(p("Kế hoạch")))["a"])
    at = data.find(b"\xec\xa5")
    data[at + 11] |= 1
    with pytest.raises(EncryptedFile):
        read(bytes(data), "a.doc")
    with pytest.raises(EncryptedFile):
        read(odt(manifest="<manifest:encryption-data/>"), "a.odt")


def test_without_the_program_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: None)
    with pytest.raises(MissingProgram, match=r"ke-hoach\.rtf.*libreoffice-writer-nogui"):
        read(b"{\\rtf1 a}", "ke-hoach.rtf")


def test_nothing_that_is_not_libreoffice_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\necho not an office\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    monkeypatch.setattr(soffice, "_NAMES", ("soffice",))
    monkeypatch.setattr(soffice, "_ELSEWHERE", ())
    assert soffice.find() is None


def fake(folder: Path, script: str) -> Converter:
    """A program in the place of LibreOffice; its last arguments are the files, "out" their folder."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return Converter(str(path), "1.0")


GOOD = """
case "$*" in *--version*) echo LibreOffice 1.0; exit;; esac
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; mkdir -p $out
for f in "$@"; do
  echo "$f" >> {log}
  grep -q hang $f && sleep 60
  grep -q crash $f && kill -9 $$
  grep -q bad $f || cp {docx} $out/$(basename ${{f%.*}}).docx
done
echo end >> {log}
"""


@pytest.fixture
def counted(tmp_path: Path) -> tuple[Converter, Path]:
    """A converter that does what its files say, and its log."""
    (tmp_path / "good.docx").write_bytes(docx(p("Kế hoạch")))
    log = tmp_path / "log"
    return fake(tmp_path, GOOD.format(log=log, docx=tmp_path / "good.docx")), log


def runs(log: Path) -> int:
    return log.read_text().count("000000.rtf") if log.exists() else 0


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize("culprit", ["bad", "crash", "hang"])
def test_one_bad_file_takes_no_other_with_it(
    culprit: str, counted: tuple[Converter, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "START", 1)
    monkeypatch.setattr(soffice, "EACH", 0)
    files = [File(b"good", ".rtf") for _ in range(6)]
    files[2] = File(culprit.encode(), ".rtf")
    found = convert(counted[0], files)
    assert [isinstance(x, bytes) for x in found] == [True, True, False, True, True, True]
    assert type(found[2]) is (TooLarge if culprit == "hang" else TruncatedFile)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_program_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    script = f"(sleep 2; touch {tmp_path}/left) & sleep 30"
    start = time.perf_counter()
    assert programs.run(["sh", "-c", script], tmp_path, 1) is None
    assert time.perf_counter() - start < 5
    time.sleep(2)
    assert not (tmp_path / "left").exists()


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="bounds of Linux")
def test_memory_and_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "MEMORY", 300_000_000)
    monkeypatch.setattr(programs, "WRITTEN", 1_000_000)
    script = "import time; time.sleep(0.5); x = bytearray(400_000_000)"
    assert programs.run(["python3", "-c", script], tmp_path, 20) == 1
    assert "MemoryError" in (tmp_path / "messages").read_text()
    script = "import time; time.sleep(0.5); open('big', 'wb').write(bytes(2_000_000))"
    assert programs.run(["python3", "-c", script], tmp_path, 20) != 0


def wait_for_the_end_of_group(group: int) -> None:
    """The server that forks workers ends a moment after them."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("processes are left")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("files", "suffix"), [(1, "rtf"), (3, "rtf"), (3, "docx")])
def test_an_interrupt_ends_the_program_and_leaves_nothing(
    files: int, suffix: str, number: signal.Signals, tmp_path: Path
) -> None:
    """A file with a wrong suffix is converted in a worker."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "tmp").mkdir()
    script = f"case $* in *--version*) echo LibreOffice 1.0; exit;; esac\necho $$ > {tmp_path}/pid; sleep 60"
    fake(tmp_path / "bin", script)
    names = [f"{n}.{suffix}" for n in range(files)]
    for n, name in enumerate(names):
        (tmp_path / name).write_bytes(b"{\\rtf1 %d}" % n)
    environ = {**os.environ, "PATH": f"{tmp_path}/bin{os.pathsep}/usr/bin:/bin", "TMPDIR": str(tmp_path / "tmp")}
    command = [sys.executable, "-m", "docparse", "parse", *names, "-o", "out", "--lang", "en", "--workers", "2"]
    run = subprocess.Popen(
        command, cwd=tmp_path, env=environ, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 30
    while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    # A terminal sends Ctrl-C to all, who ends a program SIGTERM to its first process.
    (os.killpg if number == signal.SIGINT else os.kill)(run.pid, number)
    _, said = run.communicate(timeout=20)
    assert (run.returncode, "interrupted" in said, "Traceback" in said) == (128 + number, True, False)
    wait_for_the_end_of_group(run.pid)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert os.listdir(tmp_path / "tmp") == []


# --- many files -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_starts_it_once(
    workers: int, counted: tuple[Converter, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    converter, log = counted
    monkeypatch.setenv("PATH", f"{Path(converter.path).parent}{os.pathsep}{os.environ['PATH']}")
    names = [f"{i}.rtf" if i % 3 else f"{i}.txt" for i in range(12)]
    for name in names:
        (tmp_path / name).write_bytes(b"{\\rtf1 %d}" % int(name.split(".")[0]) if name.endswith("rtf") else b"van ban")
    (tmp_path / "5.rtf").write_bytes(b"{\\rtf1 bad}")
    cache = tmp_path / "cache"
    results = list(parse_many([tmp_path / n for n in names], workers=workers, options=Options(cache=cache)))
    assert [r.path.name for r in results] == names
    assert [r.path.name for r in results if r.error] == ["5.rtf"]
    assert str(results[5].error).startswith(str(tmp_path / "5.rtf"))
    # Once for all, and once more for the one that did not open.
    assert runs(log) == 1
    assert log.read_text().count("end") == 2
    list(parse_many([tmp_path / n for n in names if n != "5.rtf"], workers=workers, options=Options(cache=cache)))
    assert log.read_text().count("end") == 2


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_batch_whose_cache_cannot_be_written_starts_it_once(
    counted: tuple[Converter, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    converter, log = counted
    monkeypatch.setenv("PATH", f"{Path(converter.path).parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "file").touch()
    for n in range(4):
        (tmp_path / f"{n}.rtf").write_bytes(b"{\\rtf1 %d}" % n)
    results = list(
        parse_many(sorted(tmp_path.glob("*.rtf")), workers=2, options=Options(cache=tmp_path / "file" / "cache"))
    )
    assert [r.error for r in results] == [None] * 4
    assert log.read_text().count("end") == 1


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_full_disk_leaves_no_part_of_a_document(
    counted: tuple[Converter, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(office, "find", lambda: counted[0])
    place = office._place(b"{\\rtf1}", tmp_path / "cache")
    assert place
    monkeypatch.setattr(Path, "write_bytes", full)
    office._keep(place, bytes(1000))
    assert list(place.parent.iterdir()) == []


def test_a_batch_without_the_program_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "find", lambda: None)
    for name in ("a.rtf", "b.txt", "c.rtf"):
        (tmp_path / name).write_bytes(b"{\\rtf1 a}" if name.endswith("rtf") else b"van ban")
    results = list(parse_many(sorted(tmp_path.iterdir())))
    assert [type(r.error) for r in results] == [MissingProgram, type(None), MissingProgram]
    assert [r.path.name in str(r.error) for r in results if r.error] == [True, True]


@needs_office
def test_noise_gives_an_error_of_ours_or_text(tmp_path: Path) -> None:
    import random

    chance = random.Random(1)
    good = saved_as("doc", tmp_path, a=docx(p("Kế hoạch của Ban Thường vụ") * 40))["a"]
    for n in range(6):
        data = bytearray(good)
        for _ in range(60):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        (tmp_path / f"n{n}.doc").write_bytes(data[: chance.randrange(2000, len(data))] if n % 2 else data)
    results = list(parse_many(sorted(tmp_path.glob("n*.doc"))))
    assert len(results) == 6
    for result in results:
        assert result.document or isinstance(result.error, DocparseError)
        assert type(result.error).__name__ != "Crashed"
