"""Files by address: the archive is that of the same files in a folder; what is fetched, by whom, and what fails."""

from __future__ import annotations

import mailbox
import os
import pickle
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import fsspec.config
import paramiko
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docparse import archive, errors, storage
from docparse.archive import reparse
from docparse.archive.connections import Archive
from docparse.cli import main
from docparse.errors import NotFetched, WrongStorage
from docparse.files import expand
from docparse.storage import Address, located
from tests import ftp_server, sftp_server
from tests.ftp_server import PASSWORD, USER, Running
from tests.test_import import OPEN, SECRET, rows


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder of documents: some in containers, one secret, one empty, one twice, one damaged container."""
    folder = tmp_path / "papers"
    (folder / "Hộp 1").mkdir(parents=True)
    for path in (*OPEN[:3], SECRET):
        shutil.copy(path, folder)
    shutil.copy(OPEN[0], folder / "Hộp 1" / "bản sao #1 100%.txt")
    (folder / "empty.txt").touch()
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04" + b"x" * 50)
    (folder / ".hidden.txt").write_text("x")
    (folder / "notes.xyz").write_text("x")
    with zipfile.ZipFile(folder / "Hộp 1" / "thư.zip", "w") as z:
        z.write(OPEN[3], "a.txt")
        z.write(OPEN[4], "b/c.txt")
        z.writestr("empty.txt", "")
        z.writestr("mail.eml", message(OPEN[5]))
    box = mailbox.mbox(folder / "thư.mbox")
    for path in OPEN[6:8]:
        box.add(message(path).encode())
    box.close()
    return folder


def message(path: Path) -> str:
    """A message with a document as its text."""
    head = "From: lan@example.vn\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n"
    return head + path.read_text("utf-8")


@pytest.fixture
def ftp(papers: Path) -> Iterator[Running]:
    """An FTP server that has the papers."""
    with ftp_server.server(papers) as running:
        yield running


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Where a new archive is to be, in a file."""
    return tmp_path / "a.db"


def take(address: str, db: Archive, **how: object) -> list[tuple[str, str]]:
    """Imports all files at an address: what became of each."""
    named, listed = storage.survey(storage.address(address))
    steps = archive.import_files(db, named.paths, listed=listed, **how)  # type: ignore[arg-type]
    return [(str(step.path).removeprefix(f"{address}/"), step.event) for step in steps]


def without_place(db: Archive, place: str) -> dict[str, list[dict[str, object]]]:
    """Everything in an archive but where its files are, and where in the program a reason arose."""
    found = rows(db)
    for row in found["files"]:
        row["path"] = bytes(row["path"]).removeprefix(os.fsencode(place))  # type: ignore[call-overload]
        row["name"] = str(row["name"]).removeprefix(place)
        row["trace"] = None
    found["files"].sort(key=lambda row: str(row["name"]))
    return found


def from_folder(papers: Path, db: Path) -> dict[str, list[dict[str, object]]]:
    """The archive of the same files in a folder."""
    list(archive.import_files(db, expand([str(papers)]), workers=2))
    return without_place(db, str(papers))


# --- the same archive ---------------------------------------------------------------------------------------------


@pytest.fixture
def s3(papers: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of S3 (moto) that has the papers; skipped where it or the driver is not installed."""
    pytest.importorskip("s3fs", reason='pip install "docparse[s3]"')
    moto = pytest.importorskip("moto.server", reason='pip install "moto[s3,server]"')
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    running = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        store = fsspec.filesystem("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
        store.makedirs("kho", exist_ok=True)
        store.put(f"{papers}/", "kho/", recursive=True)
        yield "s3://kho"
    finally:
        running.stop()


@pytest.mark.parametrize("protocol", ["file", "ftp", "s3"])
def test_the_archive_is_that_of_a_folder(
    protocol: str, papers: Path, tmp_path: Path, db: Archive, request: pytest.FixtureRequest
) -> None:
    address = f"file://{papers}"
    if protocol != "file":
        found = request.getfixturevalue(protocol)
        address = found.address if isinstance(found, Running) else found
    take(address, db, workers=2)
    expected = from_folder(papers, tmp_path / "folder.db")
    assert len(expected["files"]) == 15
    assert without_place(db, address) == expected


def test_the_importer_fetches_nothing(ftp: Running, one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(file: Address) -> bytes:
        raise AssertionError(file)

    monkeypatch.setattr(Address, "read_bytes", fetch)
    events = dict(take(ftp.address, one, workers=2))
    assert events["Hộp 1/thư.zip/a.txt"] == "parsed"
    assert {name for name, event in events.items() if event == "failed"} == {
        "empty.txt",
        "damaged.zip",
        "Hộp 1/thư.zip/empty.txt",
    }
    assert ftp.sent.count(OPEN[0].name) == 1
    assert "notes.xyz" not in ftp.sent
    assert ".hidden.txt" not in ftp.sent


# --- what is in already -------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_fetched(papers: Path, ftp: Running, one: Path) -> None:
    take(ftp.address, one)
    ftp.sent.clear()
    again = take(ftp.address, one)
    assert {event for _, event in again} == {"known", "failed", "refused"}
    assert len(again) == 9
    assert ftp.sent == []
    changed = papers / OPEN[1].name
    changed.write_text(changed.read_text("utf-8") + "\nthêm", "utf-8")
    os.utime(changed, (1e9, 1e9))
    events = dict(take(ftp.address, one))
    assert events[changed.name] == "parsed"
    assert ftp.sent == [changed.name]
    # Only its time is another.
    os.utime(changed, (1.1e9, 1.1e9))
    assert dict(take(ftp.address, one))[changed.name] == "known"
    assert ftp.sent == [changed.name] * 2
    ftp.sent.clear()
    take(ftp.address, one)
    assert ftp.sent == []


def test_what_was_moved_is_the_same_document(papers: Path, ftp: Running, one: Path) -> None:
    take(ftp.address, one)
    before = rows(one)["documents"]
    (papers / OPEN[1].name).rename(papers / "Hộp 1" / "mới.txt")
    (papers / "Hộp 1" / "thư.zip").rename(papers / "thư mới.zip")
    events = dict(take(ftp.address, one))
    assert events["Hộp 1/mới.txt"] == "moved"
    assert events["thư mới.zip"] == "moved"
    assert rows(one)["documents"] == before
    names = {str(row["name"]).removeprefix(f"{ftp.address}/") for row in rows(one)["files"]}
    assert OPEN[1].name not in names
    assert "thư mới.zip/a.txt" in names
    assert not any(name.startswith("Hộp 1/thư.zip") for name in names)


def test_what_failed_is_tried_again_when_asked(papers: Path, ftp: Running, one: Path) -> None:
    take(ftp.address, one)
    shutil.copy(OPEN[8], papers / "empty.txt")
    ftp.sent.clear()
    steps = {str(s.path).removeprefix(f"{ftp.address}/"): s.event for s in archive.retry(one, workers=2)}
    assert steps == {"empty.txt": "parsed", "damaged.zip": "failed", "Hộp 1/thư.zip/empty.txt": "failed"}
    assert sorted(ftp.sent) == ["damaged.zip", "empty.txt", "thư.zip"]
    (papers / "damaged.zip").unlink()
    gone = [step.event for step in archive.retry(one, workers=2) if step.path.name == "damaged.zip"]
    assert gone == ["gone"]


# --- storage that fails -------------------------------------------------------------------------------------------


def reasons(db: Archive) -> dict[str, tuple[str, str]]:
    """The kind and the detail of each file that failed, by its name."""
    failed = [row for row in rows(db)["files"] if row["outcome"] == "failed"]
    return {Path(str(row["name"])).name: (str(row["error"]), str(row["detail"])) for row in failed}


def test_a_connection_that_breaks_off_costs_only_its_file(ftp: Running, one: Path) -> None:
    ftp.broken |= {OPEN[0].name, "thư.mbox"}
    ftp.barred |= {OPEN[1].name}
    events = dict(take(ftp.address, one, workers=1))
    assert [events[name] for name in (OPEN[0].name, "thư.mbox", OPEN[1].name)] == ["failed"] * 3
    assert events[OPEN[2].name] == "parsed"
    found = reasons(one)
    assert found[OPEN[0].name][0] == found["thư.mbox"][0] == "NotFetched"
    assert found[OPEN[1].name][0] == "MissingFile"
    ftp.broken.clear()
    ftp.barred.clear()
    events = dict(take(ftp.address, one, workers=1))
    assert events[OPEN[0].name] in ("parsed", "copied")
    assert events[OPEN[1].name] == "parsed"
    assert len([name for name in events if name.startswith("thư.mbox/")]) == 2


def test_what_is_in_stays_in_when_it_cannot_be_fetched(papers: Path, ftp: Running, one: Path) -> None:
    take(ftp.address, one)
    before = rows(one)
    os.utime(papers / OPEN[1].name, (1e9, 1e9))
    ftp.broken.add(OPEN[1].name)
    assert dict(take(ftp.address, one))[OPEN[1].name] == "failed"
    assert rows(one) == before


def test_a_connection_that_was_lost_is_made_anew(papers: Path) -> None:
    with ftp_server.server(papers) as running:
        file = Address(f"{running.address}/{OPEN[0].name}")
        assert file.read_bytes() == OPEN[0].read_bytes()
        [connected] = [one for base, one in storage._connected.items() if base == running.address]
        connected.ftp.sock.close()
        assert file.read_bytes() == OPEN[0].read_bytes()
    with pytest.raises(NotFetched, match="refused"):
        file.read_bytes()


@pytest.mark.parametrize(
    ("word", "kind", "said"),
    [
        ("ftp://lan:Zx9mk@127.0.0.1/x", "WrongStorage", "ftp://127.0.0.1: files at this address"),
        ("gs://bucket/x", "WrongStorage", "file://, ftp://, s3://, sftp://"),
        ("ftp:///x", "WrongStorage", "no host"),
        ("ftp://lan:Zx9mk/y@host/x", "WrongStorage", "ftp://: "),
        ("s3://[x/y", "WrongStorage", "s3://: "),
        ("FTP://127.0.0.1:1/x", "NotFetched", "ftp://127.0.0.1:1/x: "),
        ("file://x/y", "WrongStorage", "three slashes"),
        ("s3://bucket/x", "MissingPackage", 'pip install "docparse[s3]"'),
        ("sftp://host/x", "MissingPackage", 'pip install "docparse[sftp]"'),
        ("file:///no/such/folder", "MissingFile", "no such file"),
        ("ftp://127.0.0.1:1/x", "NotFetched", "refused"),
        ("ftp://host.invalid/x", "NotFetched", "ftp://host.invalid/x"),
    ],
)
def test_an_address_that_fails_as_a_whole_is_one_line(
    word: str,
    kind: str,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if kind == "MissingPackage":
        for driver in ("botocore", "paramiko"):
            monkeypatch.setitem(sys.modules, driver, None)
    assert main(["import", word, "--archive", str(tmp_path / "a.db")]) == getattr(errors, kind).exit_code
    line = capsys.readouterr().err
    assert said in line
    assert line.count("\n") == 1
    assert PASSWORD not in line
    assert not (tmp_path / "a.db").exists()


def test_s3_is_asked_nowhere_but_where_somebody_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_EC2_METADATA_DISABLED"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    with pytest.raises(WrongStorage, match="AWS_ENDPOINT_URL"):
        storage._endpoint(Address("s3://bucket/x"))
    assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")
    assert storage._endpoint(Address("s3://bucket/x")) == "http://127.0.0.1:9000"


def test_a_storage_that_lets_nobody_in_is_told(
    papers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ftp_server.server(papers, password=PASSWORD) as running:
        address = running.address.replace("//", f"//{USER}@")
        words = ["import", address, "--archive", str(tmp_path / "a.db"), "--workers", "1"]
        assert main(words) == NotFetched.exit_code
        assert "530" in capsys.readouterr().err
        monkeypatch.setitem(fsspec.config.conf, "ftp", {"password": PASSWORD})
        monkeypatch.setenv("FSSPEC_FTP_PASSWORD", PASSWORD)
        named, _states = storage.survey(storage.address(address))
        assert len(named.paths) == 9
        assert named.left_out == {".xyz": 1}
        assert main(words) == 1
    assert PASSWORD not in capsys.readouterr().err + repr(rows(tmp_path / "a.db"))


def test_a_server_of_sftp_has_to_be_known(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with sftp_server.server(papers, home) as address:
        known = (home / ".ssh" / "known_hosts").read_text("ascii")
        another = f"{known.split()[0]} ssh-rsa {paramiko.RSAKey.generate(2048).get_base64()}\n"
        for lines, said in (("", "is not in ~/.ssh"), (another, "is not in ~/.ssh"), (known[:-10] + "\n", "is broken")):
            (home / ".ssh" / "known_hosts").write_text(lines, "ascii")
            assert main(["import", address, "--archive", str(tmp_path / "a.db")]) == NotFetched.exit_code
            assert said in (line := capsys.readouterr().err)
            assert line.count("\n") == 1
        (home / ".ssh" / "known_hosts").write_text(known, "ascii")
        (papers / OPEN[1].name).rename(tmp_path / "elsewhere.txt")
        (papers / OPEN[1].name).symlink_to(tmp_path / "elsewhere.txt")
        take(address, tmp_path / "a.db")
        expected = from_folder(papers, tmp_path / "folder.db")
        found = without_place(tmp_path / "a.db", address)
        link = next(row for row in found["files"] if row["name"] == f"/{OPEN[1].name}")
        assert link["size"] is None
        link["size"] = (tmp_path / "elsewhere.txt").stat().st_size
        assert found == expected
        # What a link leads to can be another file at any time.
        (tmp_path / "elsewhere.txt").write_text("khác", "utf-8")
        assert dict(take(address, tmp_path / "a.db"))[OPEN[1].name] == "parsed"


# --- the other commands -------------------------------------------------------------------------------------------


def test_the_commands_of_an_archive(ftp: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db, file = str(tmp_path / "a.db"), OPEN[0].name
    (tmp_path / "map.csv").write_text(f"path,fonds\n{ftp.address}/Hộp 1,Huyện ủy A\n{ftp.address},Tỉnh ủy B\n", "utf-8")
    taking = ["import", ftp.address, "--archive", db, "--workers", "2"]
    assert main([*taking, "--keep-originals", "--collections", str(tmp_path / "map.csv")]) == 1
    assert "0 files are in no row" in capsys.readouterr().err
    collections = {row["id"]: row["name"] for row in rows(Path(db))["collections"]}
    of = {str(row["name"]).removeprefix(ftp.address): row["collection"] for row in rows(Path(db))["files"]}
    assert collections[of["/Hộp 1/thư.zip/a.txt"]] == "Huyện ủy A"
    assert collections[of[f"/{file}"]] == "Tỉnh ủy B"
    assert len(list((tmp_path / "a.db.originals").glob("*/*"))) == 5
    assert main(["verify", "--archive", db]) == 0
    (ftp.folder / file).write_text("khác", "utf-8")
    (ftp.folder / OPEN[1].name).unlink()
    ftp.broken.add("thư.mbox")
    capsys.readouterr()
    assert main(["verify", "--archive", db]) == 1
    assert set(capsys.readouterr().out.splitlines()) == {
        f"{ftp.address}/{file}: changed since it was taken in",
        f"{ftp.address}/{OPEN[1].name}: missing",
        f"{ftp.address}/thư.mbox: not checked: the storage did not give it",
    }
    ftp.broken.clear()
    assert main(["reparse", "--archive", db, "--all", "--workers", "2"]) == 0
    assert main(["purge", f"{ftp.address}/{OPEN[1].name}", "--archive", db, "--yes"]) == 0
    assert main(["retry", "--archive", db, "--workers", "2"]) == 1
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        main([*taking, "--watch"])
    assert end.value.code == 2
    assert "--watch is for folders" in capsys.readouterr().err


def test_what_is_not_kept_is_read_again_from_its_address(ftp: Running, tmp_path: Path) -> None:
    take(ftp.address, tmp_path / "a.db")
    again = list(reparse.read_again(tmp_path / "a.db", again=True, workers=2))
    assert len(again) == 8
    assert [one.error for one in again if one.error] == []
    assert main(["bag", str(tmp_path / "bag"), "--archive", str(tmp_path / "a.db")]) == 0
    originals = (tmp_path / "bag" / "data" / "originals").rglob("*.*")
    assert OPEN[0].read_bytes() in [path.read_bytes() for path in originals]


# --- addresses as paths -------------------------------------------------------------------------------------------

PARTS = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=9)


@given(
    st.sampled_from(["s3://b", "ftp://u@h:21", "file:///srv"]), st.lists(PARTS.filter(lambda p: p != "."), max_size=4)
)
def test_an_address_stays_what_it_is(root: str, parts: list[str]) -> None:
    word = "/".join((root, *parts))
    address = located(word)
    assert str(address) == word
    assert located(os.fsdecode(os.fsencode(address))) == address
    assert pickle.loads(pickle.dumps(address)) == address
    assert str(pickle.loads(pickle.dumps(address))) == word
    assert str(located(root).joinpath(*parts)) == word
    assert str((address / "x").parent) == word
    assert (address / "x" / "y").relative_to(address).as_posix() == "x/y"


@pytest.mark.parametrize("word", ["/srv/a", "a.txt", "C:/x", "s3:/x", "/srv/ftp:/x"])
def test_a_path_is_no_address(word: str) -> None:
    assert type(located(word)) is type(Path())


def test_what_stands_above_a_storage_is_nowhere() -> None:
    assert not any(part.exists() for part in Address("ftp://127.0.0.1:1/x").parents[1:])
