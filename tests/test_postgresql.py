"""What only an archive on a PostgreSQL server has: its address, refusals, its lock, names that no key of it can hold.

The tests of the store and of the import run on a server too: see the fixture `db`.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse import archive
from docparse.archive import store
from docparse.archive.connections import located
from docparse.archive.store import Collection, Entry, Row
from docparse.cli import main
from docparse.errors import ArchiveInUse, NoServer, NotAnArchive, NotLetIn, WrongAddress
from docparse.files import Unwritable
from tests import postgres
from tests.test_import import OPEN, group_ends, many, rows, start, take, word


@pytest.fixture
def url(postgresql: sa.URL) -> Iterator[sa.URL]:
    """The address of an empty database."""
    with postgres.database(postgresql) as address:
        yield address


def tell(url: sa.URL, statement: str) -> list[object]:
    """Runs a statement on a connection of its own; the first values of what it gives."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql(statement)
            return list(found.scalars()) if found.returns_rows else []
    finally:
        engine.dispose()


def bare(url: sa.URL) -> sa.URL:
    """The address without its password."""
    return sa.URL.create(url.drivername, url.username, database=url.database, query=url.query)


# --- addresses ----------------------------------------------------------------------------------------------------


def test_a_word_is_a_path_or_an_address() -> None:
    assert located("papers.db") == Path("papers.db")
    assert located("a:b/papers.db") == Path("a:b/papers.db")
    url = located("postgresql+psycopg://me@server/papers?password=geheim")
    assert isinstance(url, sa.URL)
    assert (url.password, dict(url.query)) == ("geheim", {})
    assert "geheim" not in f"{url} {url!r}"


@pytest.mark.parametrize(
    "address",
    [
        "mysql://me:geheim@server/papers",
        "postgresql+asyncpg://me:geheim@server/papers",
        "postgresql://me:geheim@server:port/papers",
        "postgresql://me:x@geheim@server/papers",
        "postgresql://me@server/papers?sslpassword=geheim",
    ],
)
def test_a_wrong_address_is_told_without_its_password(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WrongAddress):
        located(address)
    with pytest.raises(SystemExit) as ended:
        main(["status", "--archive", address])
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert "this is no address of an archive" in err
    assert "geheim" not in err


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said", "advice"),
    [
        ({"password": "geheim"}, "does not let this user in", "check the user and the password"),
        ({"username": "nobody", "password": "geheim"}, "does not let this user in", "check the user"),
        ({"database": "none", "password": postgres.PASSWORD}, "no such database", "createdb"),
        ({"query": {"host": "/nowhere"}, "password": "geheim"}, "no connection to the server", "that the server runs"),
        ({"query": {}, "host": "127.0.0.1", "port": 1, "password": "geheim"}, "no connection", "that the server runs"),
    ],
)
def test_what_a_server_refuses_is_told(
    changes: dict[str, object], said: str, advice: str, url: sa.URL, capfd: pytest.CaptureFixture[str]
) -> None:
    address = word(url.set(**changes))  # type: ignore[arg-type]
    assert main(["import", str(OPEN[0]), "--archive", address]) == 23
    assert main(["status", "--archive", address]) == 23
    out, err = capfd.readouterr()
    assert said in err
    assert advice in err
    assert "geheim" not in out + err
    assert postgres.PASSWORD not in out + err
    assert "Traceback" not in err


def test_the_password_comes_from_the_environment(url: sa.URL, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for step in archive.import_files(url, [OPEN[0]]):
        assert step.event == "parsed"
    with pytest.raises(NotLetIn, match="no password supplied"):
        archive.status(bare(url))
    monkeypatch.setenv("PGPASSWORD", postgres.PASSWORD)
    assert archive.status(bare(url)).documents == 1
    monkeypatch.delenv("PGPASSWORD")
    passfile = tmp_path / "pgpass"
    passfile.write_text(f"*:*:*:archivist:{postgres.PASSWORD}\n", "utf-8")
    passfile.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passfile))
    assert archive.status(bare(url)).documents == 1


def test_a_missing_driver_is_told(
    url: sa.URL, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "psycopg", None)
        assert main(["status", "--archive", word(url)]) == 24
    err = capsys.readouterr().err
    assert '(pip install "docparse[postgresql]"); install it as shown in brackets' in err
    assert postgres.PASSWORD not in err


def test_databases_of_others_are_left_alone(url: sa.URL) -> None:
    with pytest.raises(NotAnArchive):
        archive.status(url)
    tell(url, "CREATE TABLE files (name text)")
    with pytest.raises(NotAnArchive):
        list(archive.import_files(url, [OPEN[0]]))
    assert tell(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == ["files"]


def test_a_database_that_may_only_be_read_is_told(url: sa.URL) -> None:
    list(archive.import_files(url, [OPEN[0]]))
    tell(url, f"ALTER DATABASE {url.database} SET default_transaction_read_only = on")
    assert archive.status(url).documents == 1
    with pytest.raises(Unwritable, match="read-only transaction"):
        list(archive.import_files(url, [OPEN[1]]))


# --- what PostgreSQL does not take --------------------------------------------------------------------------------


def test_texts_that_no_database_takes_are_stored_without_it(url: sa.URL) -> None:
    odd = "a\0b\ud83d c"
    given = Row(Path("/kho/\0\udcff"), "failed", "2026", "1", sha256="1", detail=odd, size=5_000_000_000, document="1")
    entry = Entry("1", odd, odd, odd, None, odd, odd, None, "", "1", '{"text": ""}')
    with store.opened(url, create=True) as connection:
        with connection.begin():
            store.put(connection, given, entry)
            number = store.collection_id(connection, Collection(odd))
            assert store.collection_id(connection, Collection(odd)) == number
        [row] = store.like(connection, Path("/"), "1")
        assert (row.path, row.size, row.detail) == (given.path, 5_000_000_000, "a\ufffdb\ufffd c")


def test_a_name_longer_than_a_key_costs_no_other_file(url: sa.URL, tmp_path: Path) -> None:
    pick = random.Random(1)
    name = "".join(chr(pick.randrange(0x4E00, 0x9FFF)) for _ in range(4000))
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as box:
        box.write(OPEN[0], f"{name}.txt")
        box.write(OPEN[1], "b.txt")
    assert [event for _, event in take(tmp_path, db=url)] == ["parsed"] * 2
    assert [event for _, event in take(tmp_path, db=url)] == ["known"]
    assert archive.status(url).outcomes == {"container": 1, "parsed": 2}


# --- interruptions ------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_at_random_moments_a_run_lets_the_next_one_in(url: sa.URL, tmp_path: Path) -> None:
    folder, whole = many(tmp_path / "papers", 40), tmp_path / "whole.db"
    take(folder, db=whole, workers=2, collection=Collection("Tỉnh ủy Bình Thuận"))
    pick = random.Random(9)
    for _ in range(4):
        run = start(tmp_path, url, folder)
        assert run.stdout is not None
        for _ in range(1 + pick.randrange(15)):
            run.stdout.readline()
        time.sleep(pick.random() / 50)
        run.kill()
        run.communicate()
    assert group_ends(run.pid)
    assert 0 < len(rows(url)["files"]) < len(rows(whole)["files"])
    run = start(tmp_path, url, folder)
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err) == (0, "")
    assert rows(url) == rows(whole)


def test_what_was_removed_is_in_no_file_of_its_tables(url: sa.URL, tmp_path: Path) -> None:
    for path in OPEN[:3]:
        shutil.copy(path, tmp_path)
    take(tmp_path, db=url)
    of = "SELECT title FROM documents JOIN files ON document = documents.sha256 WHERE name"
    [title] = tell(url, f"{of} = '{tmp_path / OPEN[1].name}'")
    [data] = tell(url, "SHOW data_directory")

    def held() -> bool:
        tell(url, "CHECKPOINT")
        return any(str(title).encode() in p.read_bytes() for p in Path(str(data), "base").rglob("*") if p.is_file())

    assert held()
    archive.purge(url, [str(tmp_path / OPEN[1].name)])
    assert not held()


def test_a_server_that_goes_away_is_told_and_the_next_run_goes_on(url: sa.URL, tmp_path: Path) -> None:
    paths = OPEN[:6]
    with closing(archive.import_files(url, paths)) as steps:
        next(steps)
        with pytest.raises(ArchiveInUse):
            next(archive.import_files(url, paths))
        tell(
            url.set(database="postgres"),
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'",
        )
        with pytest.raises(NoServer):
            list(steps)
    assert len(rows(url)["files"]) == 1
    list(archive.import_files(url, paths))
    list(archive.import_files(tmp_path / "whole.db", paths))
    assert rows(url) == rows(tmp_path / "whole.db")


# --- all commands -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["export", "--format", "jsonl", "-o", "out"], 0),
        (["check"], 0),
        (["purge", str(OPEN[0]), "--yes"], 0),
        (["reparse"], 0),
        (["search", "đại hội"], 0),
        (["refs"], 0),
        (["gaps"], 0),
        (["timeline", "35-CT/TW"], 63),
    ],
)
def test_every_command_takes_an_address_and_shows_no_password(
    words: list[str],
    code: int,
    url: sa.URL,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    list(archive.import_files(url, [OPEN[0]]))
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--archive", word(url)]) == code
    out, err = capfd.readouterr()
    for secret in postgres.PASSWORD, word(url):
        assert secret not in out + err
