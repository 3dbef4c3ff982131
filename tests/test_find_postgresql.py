"""An archive on a PostgreSQL server is searched as one in a file: the same answers, letter for letter."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse import archive, find
from docparse.archive.connections import Archive
from docparse.archive.store import DOCUMENTS, opened
from docparse.cli import main
from docparse.files import Unwritable
from docparse.find import index, saved
from docparse.find.cascade import cascade
from docparse.find.library import Library
from docparse.find.tables import FOUND
from docparse.find.timeline import Timeline
from tests import postgres
from tests.bench.bench_find import QUERIES
from tests.test_find import CORPUS, found, plan


def filled(to: Archive, *files: Path) -> Archive:
    list(archive.import_files(to, [*sorted(CORPUS.glob("*.txt")), *files], allow_secret=True))
    return to


@pytest.fixture(scope="module")
def pair(postgresql: sa.URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Library]]:
    """The corpus on a server, and in a file."""
    with postgres.database(postgresql) as url:
        file = tmp_path_factory.mktemp("find") / "a.db"
        with (
            find.opened(filled(url), allow_secret=True) as server,
            find.opened(filled(file), allow_secret=True) as lite,
        ):
            yield server, lite


@pytest.fixture
def papers(postgresql: sa.URL) -> Iterator[sa.URL]:
    with postgres.database(postgresql) as url:
        filled(url)
        yield url


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_search_has_the_same_hits_in_the_same_order(pair: tuple[Library, Library], query: find.Query) -> None:
    server, lite = (find.search(library, query, limit=50) for library in pair)
    assert server == lite


@pytest.mark.parametrize("text", ['"', "***", "a OR", "NEAR(", "'", "%", "_", "\\", ":x", "đ" * 5000, '"phản  biện"'])
def test_whatever_is_typed_means_the_same(pair: tuple[Library, Library], text: str) -> None:
    server, lite = (find.search(library, find.Query(text), limit=50) for library in pair)
    assert server == lite


def same(life: Timeline) -> object:
    """A timeline without numbers of the index, which a server gives out otherwise."""
    return replace(life, events=tuple(replace(e, n=None, via_n=None) for e in life.events))


@pytest.mark.parametrize("number", ["217-QĐ/TW", "57-NQ/TW", "54-CT/TW", "25-NQ/TW@XI"])
def test_what_is_said_of_a_number_is_the_same(pair: tuple[Library, Library], number: str) -> None:
    server, lite = pair
    names = [find.named(library, number) for library in pair]
    assert [one.name for one in names[0]] == [one.name for one in names[1]]
    for a, b in zip(*names, strict=True):
        assert find.refs(server, a, depth=2) == find.refs(lite, b, depth=2)
        lives = find.timeline(server, a), find.timeline(lite, b)
        assert same(lives[0]) == same(lives[1])
        assert cascade(server, lives[0]) == cascade(lite, lives[1])


def test_what_is_said_of_the_whole_archive_is_the_same(pair: tuple[Library, Library]) -> None:
    server, lite = pair
    assert find.gaps(server) == find.gaps(lite)
    assert find.counts(server) == find.counts(lite)
    assert find.most_cited(server) == find.most_cited(lite)
    assert list(find.register(server)) == list(find.register(lite))
    shapes = [(len(g), g.number_of_edges()) for g in (find.graph(server), find.graph(lite))]
    assert shapes[0] == shapes[1]


def test_phrases_are_found_however_far_down_and_often_their_words_stand(papers: sa.URL, tmp_path: Path) -> None:
    """The server's own full text ends at the 16,383rd word and at 256 places of one word."""
    path = tmp_path / "long.txt"
    long = "x" * 4000
    path.write_text(plan("77-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", "cá và nước " * 9000, f"rất {long} lạ"), "utf-8")
    filled(papers, path)
    with find.opened(papers) as library:
        assert found(library, f'"nước rất {long} lạ"') == ["77-KH/TU"]
        assert found(library, '"nước cá và nước rất"') == ["77-KH/TU"]
        assert found(library, '"nước và cá"') == []


def test_the_index_follows_the_archive(papers: sa.URL, tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    path.write_text(plan("77-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", "Từ lạ: xyzzy."), "utf-8")
    with find.opened(papers) as library:
        assert found(library, "xyzzy") == []
        saved.save(library, "mine", find.Query("xyzzy"))
    filled(papers, path)
    with find.opened(papers) as library:
        assert found(library, "xyzzy") == ["77-KH/TU"]
        assert saved.load(library, "mine") == find.Query("xyzzy")
    with opened(papers) as connection, connection.begin():
        row = connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.symbol == "77-KH/TU")).one()
        data = row.json.replace("xyzzy", "plugh")
        connection.execute(DOCUMENTS.update().where(DOCUMENTS.c.sha256 == row.sha256).values(json=data))
    with find.opened(papers) as library:
        assert [found(library, word) for word in ("xyzzy", "plugh")] == [[], ["77-KH/TU"]]
    archive.purge(papers, ["77-KH/TU"])
    with opened(papers) as connection, connection.begin():
        left = sa.text("SELECT count(*) FROM find_words WHERE strpos(exact, 'plugh') > 0")
        assert connection.scalar(left) == 0
    with find.opened(papers) as library:
        assert found(library, "plugh") == []


def test_several_bring_the_index_up_to_date_at_once(db: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server and in a file."""
    papers = filled(db)
    monkeypatch.setattr(index, "_BATCH", 3)
    monkeypatch.setattr(index, "_KEYS", 5)
    together = threading.Barrier(4)
    totals: list[int] = []

    def ask() -> None:
        together.wait()
        with find.opened(papers, allow_secret=True) as library:
            totals.append(find.search(library, find.Query("đảng")).total)

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    with find.opened(papers, allow_secret=True) as library:
        wanted = find.search(library, find.Query("đảng")).total
        with library.connection.begin():
            assert library.connection.scalar(sa.select(sa.func.count()).select_from(FOUND)) == 17
    assert totals == [wanted] * 4


def test_who_may_only_read_can_search_once_the_index_is_there(papers: sa.URL, tmp_path: Path) -> None:
    engine = sa.create_engine(papers, isolation_level="AUTOCOMMIT")
    name = f"reader_{papers.database}"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN PASSWORD 'geheim'")
        with find.opened(papers):
            pass
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    engine.dispose()
    reader = papers.set(username=name, password="geheim")
    with find.opened(reader) as library:
        assert found(library, "lõm sóng") == ["05-CTr/ĐU"]
    path = tmp_path / "new.txt"
    path.write_text(plan("77-KH/TU", "01/02/2024", "Tỉnh ủy Vĩnh Hòa", "Từ lạ: xyzzy."), "utf-8")
    filled(papers, path)
    with pytest.raises(Unwritable, match="permission denied"), find.opened(reader):
        pass


def test_the_commands_take_an_address(papers: sa.URL, capsys: pytest.CaptureFixture[str]) -> None:
    address = papers.render_as_string(hide_password=False)
    for words, wanted in (
        (["search", "lõm sóng"], "05-CTr/ĐU"),
        (["refs", "217-QĐ/TW"], "147-KH/TU"),
        (["timeline", "217-QĐ/TW"], "147-KH/TU"),
        (["gaps"], "KH/TU"),
    ):
        assert main([*words, "--archive", address]) == 0
        out, err = capsys.readouterr()
        assert wanted in out
        assert postgres.PASSWORD not in out + err
