"""Archives and messages: what is in them, under which names, and what must not harm.

Reads: corpus/.
Writes: nothing.
"""

from __future__ import annotations

import contextlib
import re
import struct
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from docx_files import docx, p, package
from hypothesis import given
from hypothesis import strategies as st

import docparse
from docparse.batch import parse_many
from docparse.cli import main
from docparse.errors import (
    DocparseError,
    EmptyFile,
    EncryptedFile,
    MissingFile,
    SeveralDocuments,
    TooLarge,
    TruncatedFile,
    UnknownFormat,
)
from docparse.read import containers, sniff
from docparse.read.archives import safe_name, unique
from docparse.read.containers import File, documents, load, sole

PLAN = docx(p("KẾ HOẠCH") + p("Thực hiện Chỉ thị số 17-CT/TW"))

WORKBOOK = package({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"})


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of files by name."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def message(
    *files: tuple[str, bytes], text: str = "Kính gửi các đồng chí.", subject: str = "V/v gửi kế hoạch"
) -> bytes:
    """A message with attachments."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Văn phòng <vp@tu.example>", "a@b.example", subject
    mail["Date"] = "Mon, 03 Mar 2025 10:00:00 +0700"
    mail["Message-ID"] = "<1@tu.example>"
    if text:
        mail.set_content(text)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def inside(data: bytes, name: str = "a.zip") -> list[str] | None:
    return documents(File(data, name))


def shown(data: bytes, path: str) -> list[str]:
    """The lines of the document at a path in a container."""
    file = containers._inside(File(data, "a"), path)
    return [line.text for line in docparse.read.read(file.data, file.name).lines]


# --- archives ---------------------------------------------------------------------------------------------------------


def test_the_documents_of_an_archive() -> None:
    data = zipped(
        ("kế hoạch/a.docx", PLAN),
        ("b.TXT", b"van ban"),
        ("c.jpg.exe", b"x"),
        ("__MACOSX/kế hoạch/._a.docx", b"x"),
        (".hidden.txt", b"van ban"),
        ("kế hoạch/.DS_Store", b"x"),
        ("Thumbs.db", b"x"),
        ("Desktop.ini", b"x"),
        ("~$a.docx", b"x"),
        ("folder.docx/", b""),
    )
    assert inside(data) == ["kế hoạch/a.docx", "b.TXT", "c.jpg.exe", ".hidden.txt"]
    assert shown(data, "kế hoạch/a.docx")[0] == "KẾ HOẠCH"


def test_containers_in_containers() -> None:
    inner = zipped(("a.docx", PLAN), ("b.txt", b"van ban"))
    data = zipped(("thư.eml", message(("hồ sơ.zip", inner))), ("c.txt", b"van ban"))
    assert inside(data) == ["thư.eml/message.txt", "thư.eml/hồ sơ.zip/a.docx", "thư.eml/hồ sơ.zip/b.txt", "c.txt"]
    assert shown(data, "thư.eml/hồ sơ.zip/a.docx")[0] == "KẾ HOẠCH"


def test_containers_are_told_by_their_content() -> None:
    inner = zipped(("a.txt", b"van ban"))
    data = zipped(("1", inner), ("2.bak", message()), ("3.xlsx", WORKBOOK), ("4", b"van ban"))
    assert inside(data) == ["1/a.txt", "2.bak/message.txt", "3.xlsx", "4"]


def test_nothing_in_an_archive_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can be read is, whatever its suffix; what cannot has a line of its own."""
    texts = [(name, "Thông báo số 3".encode()) for name in ("a.txt", "b.md", "vanban", "c.dot")]
    others = [("số liệu.xlsx", WORKBOOK), ("bản cũ.rar", b"Rar!\x1a\x07\x01\x00"), ("d.bin", bytes(99))]
    (tmp_path / "mixz.zip").write_bytes(zipped(*texts, *others))
    out = tmp_path / "out"
    assert main(["parse", str(tmp_path / "mixz.zip"), "-o", str(out), "--workers", "1"]) == 1
    assert sorted(path.name for path in out.rglob("*.json")) == sorted(f"{name}.json" for name, _ in texts)
    told = capsys.readouterr().err
    for name, _ in others:
        assert f"mixz.zip/{name}: {UnknownFormat.problem}" in told


def test_the_one_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("số liệu.xlsx", WORKBOOK)))
    assert main(["parse", str(tmp_path / "a.zip")]) == UnknownFormat.exit_code
    assert capsys.readouterr().err.startswith(f"{tmp_path}/a.zip/số liệu.xlsx: {UnknownFormat.problem}")


def test_a_path_too_long_for_the_system_leads_to_its_document(tmp_path: Path) -> None:
    long = f"{'d/' * 3000}a.txt"
    (tmp_path / "a.zip").write_bytes(zipped((long, b"van ban"), ("b.txt", b"van ban")))
    assert [result.error for result in parse_many([tmp_path / "a.zip"])] == [None, None]


def test_a_file_and_a_folder_of_one_name() -> None:
    data = zipped(
        ("x.docx", PLAN), ("x.docx/y.txt", b"van ban"), ("z.zip", zipped(("a.txt", b"mot"))), ("z.zip/b", b"hai")
    )
    assert inside(data) == ["x.docx", "x.docx/y.txt", "z.zip/a.txt", "z.zip/b"]
    assert shown(data, "x.docx")[0] == "KẾ HOẠCH"
    assert [shown(data, path) for path in ("x.docx/y.txt", "z.zip/a.txt", "z.zip/b")] == [["van ban"], ["mot"], ["hai"]]


def with_raw_name(name: bytes) -> bytes:
    """An archive whose one member has a name in raw bytes."""
    data = zipped(("x" * (len(name) - 4) + ".txt", b"van ban"), method=zipfile.ZIP_STORED)
    return data.replace(b"x" * (len(name) - 4) + b".txt", name)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("kế hoạch.txt".encode(), "kế hoạch.txt"),
        ("ke\u0302\u0301 hoa\u0323ch.txt".encode(), "kế hoạch.txt"),
        ("kê\u0301 hoa\u0323ch.txt".encode("cp1258"), "kế hoạch.txt"),
        ("résumé.txt".encode("cp437"), "résumé.txt"),
    ],
    ids=["utf-8", "nfd", "cp1258", "cp437"],
)
def test_names_of_old_archives(raw: bytes, name: str) -> None:
    assert inside(with_raw_name(raw)) == [name]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Windows\\a.txt", "C_/Windows/a.txt"),
        ("a/./b//..\\c.txt", "a/b/c.txt"),
        ("a\x00b\n\u202ec.txt", "a_b__c.txt"),
        ("..", "_"),
        ("", "_"),
        ("dài" * 200 + ".docx", ("dài" * 200)[:115] + ".docx"),
    ],
)
def test_names_lead_nowhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_no_name_leads_out(name: str) -> None:
    parts = safe_name(name).split("/")
    assert all(part and part not in (".", "..") and len(part.encode()) <= 240 * 2 for part in parts)
    assert safe_name(safe_name(name)) == safe_name(name)


def test_names_are_different() -> None:
    assert unique(["a.docx", "A.docx", "b/a.docx", "a.docx"]) == ["a.docx", "A (2).docx", "b/a.docx", "a (3).docx"]
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(("a.txt", b"mot"), ("a.txt", b"hai"))
    assert inside(data) == ["a.txt", "a (2).txt"]
    assert shown(data, "a (2).txt") == ["hai"]


def locked(data: bytes, first_only: bool = False) -> bytes:
    """An archive whose members say that they are encrypted."""
    found = bytearray(data)
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = found.find(sign)
        while at >= 0:
            found[at + flags] |= 1
            at = -1 if first_only else found.find(sign, at + 4)
    return bytes(found)


def test_archives_with_a_password() -> None:
    data = zipped(("a.txt", b"van ban"), ("b.txt", b"van ban"))
    with pytest.raises(EncryptedFile, match=r"a\.zip"):
        inside(locked(data))
    partly = locked(data, first_only=True)
    assert inside(partly) == ["a.txt", "b.txt"]
    assert shown(partly, "b.txt") == ["van ban"]
    with pytest.raises(EncryptedFile, match=r"a\.txt"):
        shown(partly, "a.txt")


def test_archives_within_archives_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(("x.txt", b"van ban"))
    for _ in range(12):
        data = zipped(("n.zip", data))
    assert inside(data) == ["/".join(["n.zip"] * containers.MAX_DEPTH)]
    with pytest.raises(TooLarge):
        docparse.parse(data, name="a.zip")
    monkeypatch.setattr(containers, "MAX_DOCUMENTS", 3)
    with pytest.raises(TooLarge, match="more than 3"):
        inside(zipped(*((f"{n}.txt", b"x") for n in range(4))))


@pytest.mark.parametrize("kind", ["archives", "messages"])
def test_too_many_archives_within_each_other_have_a_line_and_the_rest_is_read(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = zipped(("x.txt", b"van ban"), ("y.txt", b"van ban"))
    for _ in range(4):
        data = zipped(("n.zip", data), ("b.txt", b"van ban")) if kind == "archives" else message(("n.eml", data))
    outer = "n.zip" if kind == "archives" else "n.eml"
    (tmp_path / "a.zip").write_bytes(zipped((outer, data), ("c.txt", b"van ban")))
    assert main(["parse", str(tmp_path / "a.zip"), "-o", str(tmp_path / "out"), "--workers", "1"]) == 1
    told = capsys.readouterr().err
    assert told.count(f"{outer}: {TooLarge.problem} (more than 4 archives inside each other)") == 1
    assert "4 of 5 documents" in told
    assert len(list((tmp_path / "out").rglob("*.json"))) == 4


def test_a_container_within_is_opened_once_for_all_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    opener = containers.zip_members
    monkeypatch.setitem(
        containers._OPENERS, "ZIP archive", lambda data, name: opened.append(name) or opener(data, name)
    )
    inner = zipped(*((f"{n}.txt", b"van ban") for n in range(9)))
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("1.zip", inner), ("2.zip", inner)))
    for found in documents(load(path)) or ():
        assert load(path / found).data == b"van ban"
    assert sorted(opened) == [*["a.zip"] * 2, *["a.zip/1.zip"] * 2, *["a.zip/2.zip"] * 2]
    path.write_bytes(zipped(("1.zip", zipped(("0.txt", b"khac")))))
    assert load(path / "1.zip/0.txt").data == b"khac"


def test_what_is_opened_within_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_OPENED", 1)
    inner = zipped(("x.txt", b"van ban"))
    assert inside(zipped(("1.zip", inner), ("2.zip", inner))) == ["1.zip/x.txt", "2.zip"]


def test_an_archive_bomb_is_not_unpacked() -> None:
    with pytest.raises(TooLarge):
        inside(zipped(("a.txt", bytes(60_000_000))))


def test_damaged_members() -> None:
    data = bytearray(zipped(("a.txt", b"van ban" * 100), ("b.zip", b"no archive")))
    data[data.find(b"a.txt") + 10] ^= 0xFF
    assert inside(bytes(data)) == ["a.txt", "b.zip"]
    with pytest.raises(TruncatedFile, match=r"a\.txt"):
        shown(bytes(data), "a.txt")
    with pytest.raises(EmptyFile, match="no documents"):
        inside(zipped(("Thumbs.db", b"x")))


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_message_and_its_attachments() -> None:
    data = message(("kế hoạch.docx", PLAN), ("kế hoạch.docx", PLAN), ("../x.txt", b"van ban"))
    assert sniff(data, "a") == "e-mail message (.eml)"
    assert inside(data) == ["message.txt", "kế hoạch.docx", "kế hoạch (2).docx", "x.txt"]
    assert shown(data, "message.txt")[:5] == [
        "From: Văn phòng <vp@tu.example>",
        "To: a@b.example",
        "Date: Mon, 03 Mar 2025 10:00:00 +0700",
        "Subject: V/v gửi kế hoạch",
        "",
    ]


def test_the_page_of_a_message_goes_before_its_text_and_pictures_in_it_are_none() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"] = "Kế hoạch", "<1@tu.example>"
    mail.set_content("chữ")
    mail.add_alternative("<p>Trang <b>đậm</b></p><img src=cid:a>", subtype="html")
    [_, html] = mail.get_payload()  # type: ignore[misc]
    html.add_related(b"x", maintype="image", subtype="png", cid="<a>", filename="logo.png")  # type: ignore[union-attr]
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="quet.png")
    assert inside(mail.as_bytes()) == ["message.html", "quet.png"]
    assert shown(mail.as_bytes(), "message.html") == ["Subject: Kế hoạch", "Trang đậm"]


def test_pictures_that_the_page_does_not_show_are_documents() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"] = "Kế hoạch", "<1@tu.example>"
    mail.set_content("<p>Trang</p><img src=cid:logo>", subtype="html")
    for n, (cid, disposition) in enumerate([("<logo>", "inline"), ("<quet>", "inline"), ("<quet2>", "attachment")]):
        mail.add_attachment(
            b"x", maintype="image", subtype="png", cid=cid, filename=f"{n}.png", disposition=disposition
        )
    mail.add_attachment(b"x", maintype="image", subtype="png", disposition="inline")
    assert inside(mail.as_bytes()) == ["message.html", "1.png", "2.png", "attachment 3"]


def test_a_text_in_two_parts_around_a_file_is_one() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"] = "Kế hoạch", "<1@tu.example>"
    mail.set_content("Phần đầu.")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    mail.add_attachment("Phần cuối.", disposition="inline")
    assert shown(mail.as_bytes(), "message.txt")[-4:] == ["Phần đầu.", "", "Phần cuối.", ""]


def test_a_forwarded_message() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"] = "Fwd", "<1@tu.example>"
    inner = EmailMessage()
    inner["Subject"], inner["Message-ID"] = "Góp ý dự thảo: lần 2", "<2@tu.example>"
    inner.set_content("Nhất trí.")
    mail.add_attachment(inner)
    assert inside(mail.as_bytes()) == ["Góp ý dự thảo_ lần 2.eml/message.txt"]


def test_headers_in_raw_bytes() -> None:
    head = "Received: x\r\nSubject: Kế hoạch\r\nMIME-Version: 1.0\r\n"
    disposition = 'Content-Disposition: attachment; filename="kế hoạch.txt"\r\n\r\nvan ban'
    data = f"{head}Content-Type: application/octet-stream\r\n{disposition}".encode()
    assert inside(data) == ["kế hoạch.txt"]


def test_text_that_quotes_a_message_is_text() -> None:
    assert sniff("From: ông A\nSubject: kế hoạch\n\nNội dung".encode(), "a.txt") == "text"
    assert sniff("Kính gửi: Ban Thường vụ\nVề việc: họp".encode(), "a.txt") == "text"


@given(st.binary(max_size=200), st.integers(0, 900), st.integers(1, 255))
def test_damaged_messages_raise_nothing_else(junk: bytes, at: int, flip: int) -> None:
    data = bytearray(message(("a.txt", b"van ban")))
    data[at % len(data)] ^= flip
    for damaged in (
        bytes(data),
        bytes(data[:at]) + junk,
        b"Message-ID: a\nFrom: b\n" + junk,
        mailbox(bytes(data), junk),
    ):
        with contextlib.suppress(DocparseError):
            for path in inside(damaged) or ():
                containers._inside(File(damaged, "a"), path)


def mailbox(*messages: bytes, envelope: str = "From vp@tu.example Mon Mar  3 10:00:00 2025") -> bytes:
    """A mailbox as the standard library would write it."""
    return b"".join(f"{envelope}\n".encode() + re.sub(rb"^(>*From )", rb">\1", m, flags=re.M) + b"\n" for m in messages)


@pytest.mark.parametrize("envelope", ["From vp@tu.example Mon Mar  3 10:00:00 2025", "From - Mon Mar 03 10:00:00 2025"])
@pytest.mark.parametrize("crlf", [False, True])
def test_the_messages_of_a_mailbox(envelope: str, crlf: bool) -> None:
    first = message(("kế hoạch.docx", PLAN), text="Kính gửi.\n\nFrom A 10:00\nkhông: phải thư mới")
    data = mailbox(first, message(subject="Họp"), message(subject=""), message(subject="Họp"), envelope=envelope)
    data = data.replace(b"\n", b"\r\n") if crlf else data
    assert sniff(data, "a") == "mailbox (.mbox)"
    assert inside(data) == [
        "V_v gửi kế hoạch.eml/message.txt",
        "V_v gửi kế hoạch.eml/kế hoạch.docx",
        "Họp.eml/message.txt",
        "message 3.eml/message.txt",
        "Họp (2).eml/message.txt",
    ]
    path = Path("V_v gửi kế hoạch.eml/message.txt")
    file = containers._inside(File(data, "a"), path.as_posix())
    assert "From A 10:00" in [line.text for line in docparse.read.read(file.data, file.name).lines]


def test_a_mailbox_in_a_folder_is_taken(tmp_path: Path) -> None:
    papers = tmp_path / "thư"
    papers.mkdir()
    (papers / "Hộp thư đến.mbox").write_bytes(mailbox(message(("a.txt", b"van ban")), b"Subject: hong\n\n\xff\xfe"))
    assert main(["parse", str(papers), "-o", str(tmp_path / "ra"), "--workers", "1"]) == 0
    made = sorted(f.relative_to(tmp_path / "ra").as_posix() for f in (tmp_path / "ra").rglob("*.json"))
    assert made == [
        f"Hộp thư đến.mbox/{path}.json"
        for path in ("V_v gửi kế hoạch.eml/a.txt", "V_v gửi kế hoạch.eml/message.txt", "hong.eml")
    ]


def test_a_letter_that_begins_as_a_mailbox_does_is_text() -> None:
    assert sniff(b"From Ha Noi, 10:00\n\nKinh gui: ong A", "a.txt") == "text"


def test_messages_nested_without_end() -> None:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    with contextlib.suppress(DocparseError):
        inside(f"Message-ID: a\nMIME-Version: 1.0\n{parts}".encode())


# --- Outlook ----------------------------------------------------------------------------------------------------------


def ole(tree: dict[str, object]) -> bytes:
    """An OLE file with these streams (bytes) and storages (dict); all data in sectors of 512 bytes.

    The directory of a storage is a list that hangs on its first entry: readers do not ask for a balanced tree.
    """
    entries: list[list[object]] = [["Root Entry", 5, tree, -1, -1, 0, 0]]
    data = b""
    for entry in entries:
        inside, previous = entry[2], -1
        if not isinstance(inside, dict):
            continue
        for name, value in inside.items():
            kind = 2 if isinstance(value, bytes) else 1
            entries.append([name, kind, value, -1, -1, 0, 0])
            if previous < 0:
                entry[4] = len(entries) - 1
            else:
                entries[previous][3] = len(entries) - 1
            previous = len(entries) - 1
    chains: list[int] = []
    for entry in entries:
        if isinstance(entry[2], bytes):
            # Streams of less than 4096 bytes would need a second table: all are made longer with zeros.
            content = entry[2].ljust(4096, b"\0")
            sectors = -(-len(content) // 512)
            entry[5], entry[6] = len(chains), len(content)
            chains += [*range(len(chains) + 1, len(chains) + sectors), -2]
            data += content.ljust(sectors * 512, b"\0")
    directory = b"".join(directory_entry(*entry) for entry in entries)
    directory += directory_entry("", 0, b"", -1, -1, 0, 0) * (-len(entries) % 4)
    start = len(chains)
    sectors = len(directory) // 512
    chains += [*range(start + 1, start + sectors), -2]
    tables = next(n for n in range(1, 100) if n * 128 >= len(chains) + n)
    first = len(chains)
    chains += [-3] * tables
    table = struct.pack(f"<{tables * 128}i", *chains, *[-1] * (tables * 128 - len(chains)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIiIIiIiI", 0, tables, start, 0, 4096, -2, 0, -2, 0)
    head += struct.pack("<109i", *range(first, first + tables), *[-1] * (109 - tables))
    return head + data + directory + table


def directory_entry(
    name: object, kind: object, _: object, right: object, child: object, at: object, size: object
) -> bytes:
    raw = str(name).encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2 if name else 0, kind, 1)
    return head + struct.pack("<iii36xiI4x", -1, right, child, at if kind == 2 else -2, size)


def properties(head: int, *ids: tuple[int, int, int]) -> bytes:
    """A stream of properties: (id, type, size or value) each."""
    return bytes(head) + b"".join(struct.pack("<HHIII", kind, pid, 6, value, 0) for pid, kind, value in ids)


def stream(pid: int, value: str | bytes) -> dict[str, object]:
    kind, raw = (0x001F, value.encode("utf-16-le")) if isinstance(value, str) else (0x0102, value)
    return {f"__substg1.0_{pid:04X}{kind:04X}": raw}


def outlook(subject: str, body: str, *files: tuple[str, bytes]) -> bytes:
    """An Outlook message; texts are padded, since all streams are of 4096 bytes at least."""
    texts = {0x0037: subject.ljust(2048), 0x1000: body.ljust(2048), 0x0C1A: "Văn phòng".ljust(2048)}
    tree: dict[str, object] = {
        "__properties_version1.0": properties(32, *((pid, 0x001F, 4096) for pid in texts)).ljust(4096, b"\0")
    }
    for pid, text in texts.items():
        tree |= stream(pid, text)
    for n, (name, data) in enumerate(files):
        held: dict[str, object] = {
            "__properties_version1.0": properties(
                8, (0x3707, 0x001F, 4096), (0x3701, 0x0102, len(data)), (0x3705, 3, 1)
            )
        }
        held |= stream(0x3707, name.ljust(2048)) | stream(0x3701, data)
        tree[f"__attach_version1.0_#{n:08X}"] = held
    return ole(tree)


def test_an_outlook_message() -> None:
    long = docx("".join(p(f"Mục {n} của kế hoạch, {n * 7919} đồng chí") for n in range(900)))
    assert len(long) > 4096
    data = outlook("V/v gửi kế hoạch", "Kính gửi các đồng chí.", ("kế hoạch.docx", long), ("a.doc", b"x" * 5000))
    assert sniff(data, "a") == "Outlook message (.msg)"
    assert inside(data, "a.msg") == ["message.txt", "kế hoạch.docx", "a.doc"]
    assert shown(data, "kế hoạch.docx")[0] == "Mục 0 của kế hoạch, 0 đồng chí"
    text = shown(data, "message.txt")
    assert "Subject: V/v gửi kế hoạch" in text
    assert "Kính gửi các đồng chí." in [line.strip() for line in text]


def test_an_outlook_message_with_a_word_file_in_it_is_a_message() -> None:
    held = ole({"WordDocument": bytes(4096)})
    assert sniff(held, "a") == "Word 97-2003 document (.doc)"
    assert sniff(outlook("a", "b", ("x.doc", held)), "a") == "Outlook message (.msg)"


@given(st.integers(0, 30_000), st.integers(1, 255), st.integers(100, 30_000))
def test_damaged_outlook_messages_raise_nothing_else(at: int, flip: int, size: int) -> None:
    data = bytearray(OUTLOOK)
    data[at % len(data)] ^= flip
    for damaged in (bytes(data), OUTLOOK[:size]):
        with contextlib.suppress(DocparseError):
            for path in inside(damaged, "a.msg") or ():
                containers._inside(File(damaged, "a"), path)


OUTLOOK = outlook("Kế hoạch", "Nội dung", ("a.txt", b"van ban"))


# --- paths ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of one document, one of several, a message, and a plain document."""
    (tmp_path / "one.zip").write_bytes(zipped(("sub/kế hoạch.docx", PLAN)))
    (tmp_path / "two.zip").write_bytes(zipped(("a.docx", PLAN), ("b.txt", "Thông báo số 3".encode())))
    (tmp_path / "thư.eml").write_bytes(message(("kế hoạch.docx", PLAN), ("bảng.xlsx", WORKBOOK)))
    (tmp_path / "van-ban.txt").write_text("Kế hoạch", "utf-8")
    return tmp_path


def test_an_archive_of_one_document_is_that_document(folder: Path) -> None:
    document = docparse.parse(folder / "one.zip")
    assert document.source.name == "one.zip/sub/kế hoạch.docx"
    assert document.source.sha256 == docparse.parse(PLAN).source.sha256
    assert docparse.parse((folder / "one.zip").read_bytes(), name="x.zip").source.name == "x.zip/sub/kế hoạch.docx"


def test_an_archive_of_several_names_them(folder: Path) -> None:
    with pytest.raises(SeveralDocuments, match=r"two\.zip: .*a\.docx, b\.txt.*docparse parse"):
        docparse.parse(folder / "two.zip")
    document = docparse.parse(folder / "two.zip" / "b.txt")
    assert (document.source.name, document.text) == ("two.zip/b.txt", "Thông báo số 3")


@pytest.mark.parametrize("path", ["two.zip/c.txt", "two.zip/b.txt/c", "van-ban.txt/a", "no.zip/a.txt"])
def test_paths_that_lead_nowhere(folder: Path, path: str) -> None:
    with pytest.raises(MissingFile):
        load(folder / path)


def test_any_other_file_is_itself(folder: Path) -> None:
    file = load(folder / "van-ban.txt")
    assert sole(file) == file
    assert documents(file) is None


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_gives_a_result_for_each_document(folder: Path, workers: int) -> None:
    (folder / "hỏng.zip").write_bytes(b"PK\x03\x04 nothing")
    names = ["hỏng.zip", "one.zip", "thư.eml", "two.zip", "van-ban.txt"]
    results = list(parse_many([folder / name for name in names], workers=workers))
    assert [str(r.path.relative_to(folder)) for r in results] == [
        "hỏng.zip",
        "one.zip/sub/kế hoạch.docx",
        "thư.eml/message.txt",
        "thư.eml/kế hoạch.docx",
        "thư.eml/bảng.xlsx",
        "two.zip/a.docx",
        "two.zip/b.txt",
        "van-ban.txt",
    ]
    assert [type(r.error) for r in results if r.error] == [TruncatedFile, UnknownFormat]
    assert [r.error.name for r in results if r.error] == [str(folder / "hỏng.zip"), str(folder / "thư.eml/bảng.xlsx")]
    names = [r.document.source.name for r in results if r.document]
    assert names[:3] == ["one.zip/sub/kế hoạch.docx", "thư.eml/message.txt", "thư.eml/kế hoạch.docx"]


def test_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder / "out"
    assert main(["parse", str(folder), "-o", str(out), "--workers", "1"]) == 1
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.json")) == [
        "one.zip/sub/kế hoạch.docx.json",
        "thư.eml/kế hoạch.docx.json",
        "thư.eml/message.txt.json",
        "two.zip/a.docx.json",
        "two.zip/b.txt.json",
        "van-ban.txt.json",
    ]
    assert "6 of 7 documents are done" in capsys.readouterr().err
    assert main(["parse", str(folder / "two.zip")]) == SeveralDocuments.exit_code
    assert "a.docx, b.txt" in capsys.readouterr().err
    assert main(["parse", str(folder / "two.zip"), "-o", str(out / "2")]) == 0
    assert (out / "2/two.zip/b.txt.json").exists()
    assert main(["show", str(folder / "two.zip/b.txt"), "--stage", "lines"]) == 0
    assert "Thông báo số 3" in capsys.readouterr().out
    assert main(["parse", str(folder / "one.zip")]) == 0
    assert main(["parse", str(folder / "two.zip"), "-o", str(folder)]) == 0
    assert (folder / "two.zip.parts/b.txt.json").exists()


def test_an_archive_that_stores_a_pdf_as_it_is_is_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "stored.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.write(Path(__file__).parents[1] / "corpus" / "ket-luan-2005.pdf", "a.pdf")
        file.writestr("b.txt", "1. Các chi bộ báo cáo.")
    assert [r.path.name for r in parse_many([path])] == ["a.pdf", "b.txt"]
