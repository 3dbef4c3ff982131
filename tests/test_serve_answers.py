"""The pages that answer for a whole archive: missing numbers, its state, references, checks, what is open."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import sqlalchemy as sa

from docparse import archive, find, registers
from docparse.archive import Correction, corrections, state, store
from docparse.archive.store import DOCUMENTS
from docparse.check import check
from docparse.check.said import said_of
from docparse.find.gaps import ranges
from docparse.find.refs import how_many_cited
from docparse.find.register import central
from docparse.find.timeline import Timeline
from docparse.find.tree import tree
from docparse.model import Document
from docparse.serve.settings import Settings
from docparse.serve.status import called
from tests.samples import letter
from tests.serving import KEY, Served, complaints, imported, serving, waiting
from tests.test_serve_looking import forbidden, words

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

DIRECTIVE = "217-QĐ/TW"
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def kept(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(papers, tmp_path_factory.mktemp("answers") / "papers.db"))
    with find.opened(path):
        pass
    return path


@pytest.fixture(scope="module")
def served(kept: Path) -> Iterator[Served]:
    with serving(kept) as one:
        yield one


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as one:
        yield one


def paged(client: httpx.Client, path: str, **asked: str) -> str:
    """All pages of a list, one behind the other."""
    found = ""
    for number in range(1, 100):
        page = client.get(path, params={**asked, "page": number}).text
        found += page
        if 'rel="next"' not in page:
            return found
    raise AssertionError(path)


# --- missing numbers ----------------------------------------------------------------------------------------------


def test_missing_numbers_are_those_of_the_library(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        every = find.gaps(library)
        narrowed = find.gaps(library, series="KH")
    missing = [one for one in every if one.missing]
    assert missing
    assert narrowed
    said_there = words(client.get("/gaps"))
    assert f"{len(missing)} series · {sum(len(one.missing) for one in missing)} numbers are missing" in said_there
    for one in missing:
        assert f"{ranges(one.missing)} ({len(one.missing)} / {one.last})" in said_there
    rows = re.findall(r"<tr data-item>", paged(client, "/gaps", series="KH", all="1"))
    assert len(rows) == len(narrowed)


def test_a_number_of_a_series_leads_to_its_document(client: httpx.Client) -> None:
    page = client.get("/gaps", params={"all": "1"}).text
    links = [unescape(link) for link in re.findall(r'href="(/directive\?number=[^"]+)"', page)]
    assert len(links) > 10
    assert {client.get(link).status_code for link in links[::3]} == {200}


# --- the state of the archive -------------------------------------------------------------------------------------


def test_the_state_is_that_of_the_library(client: httpx.Client, served: Served) -> None:
    wanted = archive.status(served.archive)
    said_there = words(client.get("/status"))
    assert f"documents {wanted.documents} " in said_there
    assert f"files taken in {wanted.outcomes['parsed']}" in said_there
    assert f"secret, on no page without --allow-secret {wanted.hidden}" in said_there
    for name in ("failed", "refused", "gone", "review", "conflicts", "versions", "similar"):
        rows = re.findall(r"<tr data-item", paged(client, "/status", list=name))
        assert len(rows) == len(getattr(wanted, name)), name


def test_a_part_of_a_list_is_that_part_of_the_whole(kept: Path) -> None:
    whole = archive.status(kept, allow_secret=True)
    assert len(whole.review) > 1
    with store.opened(kept) as connection, connection.begin():
        some = state.doubtful(connection, state.Part(1, 1), allow_secret=True)
        counts = state.listed(connection, allow_secret=True)
        assert len(state.pairs(connection, "version", state.Part(1))) == min(1, len(whole.versions))
    assert some == whole.review[1:2]
    assert counts == {name: len(getattr(whole, name)) for name in counts}


def test_what_failed_and_what_was_refused_are_told_with_what_to_do_next(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / f"broken {EVIL}.pdf").write_bytes(b"%PDF-1.7 nothing")
    secret = letter("1. Ban Tổ chức Tỉnh ủy báo cáo kết quả.", title=("về việc Hải Đăng",))
    (tmp_path / "papers" / "hidden.txt").write_text("MẬT\n" + secret, "utf-8")
    path = tmp_path / "papers.db"
    events = [step.event for step in archive.import_files(path, sorted((tmp_path / "papers").iterdir()), workers=1)]
    assert sorted(events) == ["failed", "refused"]
    with serving(path) as one, one.client() as client:
        failed, refused = client.get("/status?list=failed"), client.get("/status?list=refused")
    (quarantined,) = archive.status(path).failed
    assert quarantined.problem in words(failed)
    assert quarantined.advice in words(failed)
    assert not forbidden(failed.text)
    assert EVIL not in failed.text
    assert "the document is marked as secret" in words(refused)
    assert "hidden.txt" in words(refused)
    assert "Hải Đăng" not in refused.text


def test_on_a_network_no_folder_is_named_and_no_file_that_is_secret(tmp_path: Path) -> None:
    path = tmp_path / "plans" / "mat-hai-dang.txt"
    path.parent.mkdir()
    path.write_text("MẬT\n" + letter("1. Ban Tổ chức Tỉnh ủy báo cáo kết quả."), "utf-8")
    for _step in archive.import_files(tmp_path / "papers.db", [path], workers=1):
        pass
    (one,) = archive.status(tmp_path / "papers.db").refused
    here = Settings(tmp_path / "papers.db", KEY, "feeds")
    there = Settings(tmp_path / "papers.db", KEY, "feeds", host="192.0.2.7")
    told = Settings(tmp_path / "papers.db", KEY, "feeds", allow_secret=True, host="192.0.2.7")
    assert called(here, one) == str(path)
    assert "hai-dang" not in called(there, one)
    assert called(told, one) == "mat-hai-dang.txt"


# --- references ---------------------------------------------------------------------------------------------------


def test_references_are_counted_as_by_the_library(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        total, cited = find.counts(library), find.most_cited(library, limit=1000)
        missing = find.most_cited(library, limit=1000, not_held=True)
        directives = central(library)
        assert how_many_cited(library) == len(cited)
        assert how_many_cited(library, not_held=True) == len(missing)
        assert find.most_cited(library, limit=2, offset=1) == cited[1:3]
        assert [one.symbol for one in find.register(library)] == [one.symbol for one in directives]
    said_there = words(client.get("/references"))
    assert f"references to documents that are held {total.held} " in said_there
    assert f"cited but not held {total.not_held} " in said_there
    assert f"references in doubt {sum(total.in_doubt.values())} " in said_there
    for tab, wanted in (("", len(cited)), ("not_held", len(missing)), ("register", len(directives))):
        page = paged(client, "/references", tab=tab)
        assert len(re.findall(r"<tr data-item>", page)) == wanted, tab
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', client.get("/references").text)
    assert {client.get(unescape(link)).status_code for link in links} == {200}


# --- checks -------------------------------------------------------------------------------------------------------


def test_findings_of_a_document_are_those_of_the_command(client: httpx.Client, served: Served) -> None:
    with store.opened(served.archive) as connection, connection.begin():
        rows = connection.execute(sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.json).where(DOCUMENTS.c.secrecy.is_(None)))
        documents = [Document.from_json(row.json) for row in rows]
    found = 0
    for document in documents[:12]:
        wanted = list(said_of(check(document).findings))
        page = client.get(f"/document/{document.source.sha256}/check")
        said_there = words(page)
        found += len(wanted)
        assert page.text.count("<blockquote") == len(wanted)
        assert all(one.words in said_there and one.sentence in said_there for one in wanted)
    assert found > 5


def test_a_finding_leads_to_its_place(client: httpx.Client) -> None:
    page = client.get("/check").text
    links = [unescape(link) for link in re.findall(r'<blockquote class="small"><a href="([^"]+)"', page)]
    assert links
    assert {client.get(link.partition("#")[0]).status_code for link in links[:10]} == {200}
    assert any("?at=" in link for link in links)


def test_documents_to_check_are_narrowed_as_a_search(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        found = find.search(library, find.Query(types=("kế hoạch",)), limit=1000)
    page = paged(client, "/check", type="kế hoạch")
    assert set(re.findall(r'<h2><a href="/document/(\w{64})/check"', page)) == {hit.sha256 for hit in found.hits}


# --- corrections --------------------------------------------------------------------------------------------------


def test_corrections_of_the_archive_are_those_that_stand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(letter("1. Ban Tổ chức Tỉnh ủy báo cáo kết quả."), "utf-8")
    path = imported(tmp_path / "in", [tmp_path / "a.txt"])
    with store.opened(path) as connection, connection.begin():
        sha256 = connection.scalars(sa.select(DOCUMENTS.c.sha256)).one()
    made = [Correction(sha256, "metadata", "title", f"{EVIL} {n}", by=EVIL) for n in range(52)]
    assert all(problem is None for _one, problem in archive.correct(path, made))
    with serving(path) as one, one.client() as client:
        first, second = client.get("/corrections"), client.get("/corrections?page=9")
    assert "52 corrections" in words(first)
    assert (first.text.count("<tr data-item>"), second.text.count("<tr data-item>")) == (50, 2)
    assert words(first).index(f"{EVIL} 51") < words(first).index(f"{EVIL} 49")
    assert not forbidden(first.text)
    with store.opened(path, alone=True) as connection, connection.begin():
        ids = [kept.correction.id for kept in corrections.history(connection, sha256)]
        corrections.withdraw(connection, sha256, corrections.state(connection, sha256), ids[-1:], "An")
        assert [one.id for one in corrections.latest(connection, limit=1, offset=0)] == ids[-2:-1]
        connection.execute(DOCUMENTS.update().values(secrecy="MẬT"))
        assert corrections.how_many(connection) == 0
        assert corrections.how_many(connection, allow_secret=True) == 51


# --- below a directive --------------------------------------------------------------------------------------------


def carried_out(folder: Path) -> Path:
    """An archive of a directive that two bodies carry out: one of them reviews it later, one below it did nothing."""
    numbered = {
        "plan": ("Số 12-KH/TU", "ngày 5 tháng 3 năm 2016", "thực hiện Quyết định số 217-QĐ/TW, ngày 12/12/2013 của"),
        "review": ("Số 40-BC/TU", "ngày 5 tháng 3 năm 2019", "sơ kết 5 năm thực hiện Quyết định số 217-QĐ/TW của"),
    }
    files = []
    for name, (number, day, title) in numbered.items():
        text = letter(
            "1. Các huyện ủy xây dựng kế hoạch thực hiện trước ngày 15/9/2016.",
            number=number,
            issued=f"Bạch Sơn, {day}",
            title=(f"{title} Bộ Chính trị",),
        )
        files.append(folder / f"{name}.txt")
        files[-1].write_text(text.replace("KẾ HOẠCH", "BÁO CÁO") if name == "review" else text, "utf-8")
    return imported(folder / "in", files)


def test_the_tree_holds_every_event_once_below_what_it_carries_out(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        life = find.timeline(library, find.named(library, DIRECTIVE)[0])
    found = tree(life)

    def below(branches: tuple, upper: int | None) -> Iterator[object]:
        for one in branches:
            assert one.event.via_n == upper
            yield one.event
            yield from below(one.below, one.event.n)

    events = [one for one in life.events if one.kind != "issued"]
    assert len(events) > 1
    assert sorted(map(id, below(found.branches, None))) == sorted(map(id, events))
    page = client.get("/directive/tree", params={"number": DIRECTIVE})
    assert all(one.document in words(page) for one in events)
    assert f"{found.implementing} documents carry it out" in words(page)


def test_a_plan_is_reviewed_where_its_body_reviews_what_it_carries_out(tmp_path: Path) -> None:
    path = carried_out(tmp_path)
    with find.opened(path) as library:
        life = find.timeline(library, find.named(library, DIRECTIVE)[0])
    assert {one.kind for one in life.events} >= {"implemented", "interim"}
    found = tree(life)
    assert (found.reviewed, found.implementing, found.unreviewed) == (True, 1, 0)
    alone = tree(Timeline(life.name, life.facts, life.events[:2], 0))
    assert (alone.reviewed, alone.implementing, alone.unreviewed) == (False, 1, 1)


def test_what_is_open_below_is_that_of_the_library(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        life = find.timeline(library, find.named(library, DIRECTIVE)[0])
        whole = find.cascade(library, life)
        halves = find.cascade(library, life, tasks=False), find.cascade(library, life, owed=False)
    assert halves[0].missing == whole.missing
    assert (halves[1].unmet, halves[1].later, halves[1].compared) == (whole.unmet, whole.later, whole.compared)
    assert whole.missing or whole.unmet
    known = [one for one in whole.missing if one.known]
    below = [one for one in whole.unmet if one.below]
    for what, wanted in (("missing", known), ("unmet", below), ("later", whole.later)):
        page = paged(client, "/directive/open", number=DIRECTIVE, what=what)
        assert len(re.findall(r"<tr data-item>", page)) == len(wanted), what
        assert all(" ".join(one.task.split()) in " ".join(unescape(page).split()) for one in wanted)


def test_what_is_cited_together_is_that_of_the_library(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        wanted = find.most_cited(library, limit=1000, with_=find.named(library, DIRECTIVE)[0])
    assert wanted
    said_there = words(client.get("/directive", params={"number": DIRECTIVE, "tab": "with"}))
    assert f"what is cited together with it {len(wanted)}" in said_there
    assert all(f"{one.name} {one.documents} " in said_there for one in wanted[:60])


def test_the_life_of_a_document_leads_to_its_other_views(client: httpx.Client) -> None:
    page = client.get("/directive", params={"number": DIRECTIVE}).text
    for view in ("tree", "open"):
        (link,) = re.findall(rf'href="(/directive/{view}\?[^"]+)"', page)
        assert client.get(unescape(link)).status_code == 200
    assert client.get("/directive/tree?number=999-XX/YY").status_code == 404


# --- memory and tables --------------------------------------------------------------------------------------------


def test_an_answer_is_made_anew_when_a_document_is_gone(tmp_path: Path) -> None:
    files = []
    for number in (1, 2, 4):
        files.append(tmp_path / f"{number}.txt")
        text = letter(f"1. Ban Tổ chức Tỉnh ủy báo cáo lần {number}.", number=f"Số {number:02}-KH/TU")
        files[-1].write_text(text, "utf-8")
    path = imported(tmp_path / "in", files)
    with serving(path) as one, one.client() as client:
        assert "1 number is missing" in words(client.get("/gaps"))
        archive.purge(path, ["02-KH/TU"])
        assert "2 numbers are missing" in words(client.get("/gaps"))


def test_pages_use_the_tables_of_the_office(client: httpx.Client, served: Served, tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_text("body;from;to\nBan Hải đăng;1990;2020\n", "utf-8")
    page = "/body?name=Ban Hải đăng"
    assert "1990/2020" not in words(client.get(page))
    with serving(served.archive, own=registers.load(tmp_path)) as one, one.client() as with_them:
        assert "1990/2020" in words(with_them.get(page))


# --- in a browser -------------------------------------------------------------------------------------------------


def test_from_missing_numbers_to_what_is_open(served: Served, browser: WebDriver) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{served.url}/?token={KEY}")
    browser.get(f"{served.url}/gaps")
    browser.find_element(By.ID, "series").send_keys("KH", Keys.ENTER)
    waiting(browser).until(lambda one: "series=KH" in one.current_url)
    browser.get(f"{served.url}/references")
    browser.find_element(By.CSS_SELECTOR, "nav.chips a").send_keys("j")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    waiting(browser).until(lambda one: "/directive" in one.current_url)
    browser.get(f"{served.url}/directive?number={DIRECTIVE}")
    for label in ("Who carries it out", "What is open below it"):
        browser.find_element(By.LINK_TEXT, label).click()
        assert label in browser.find_element(By.TAG_NAME, "h1").text
    for path in ("/status", "/check"):
        browser.get(f"{served.url}{path}")
        assert browser.find_element(By.CSS_SELECTOR, "nav a[aria-current=page]").get_attribute("href").endswith(path)
    assert complaints(browser) == []


def test_a_slow_answer_is_worked_out_beside_the_page(kept: Path) -> None:
    asked = {"number": DIRECTIVE, "what": "unmet"}
    with serving(kept, patience=0) as one, one.client() as client:
        page = client.get("/directive/open", params=asked)
        assert (page.status_code, 'http-equiv="refresh"' in page.text) == (200, True)
        until = time.monotonic() + 60
        while 'http-equiv="refresh"' in page.text and time.monotonic() < until:
            time.sleep(0.1)
            page = client.get("/directive/open", params=asked)
    with serving(kept) as one, one.client() as client:
        assert words(page) == words(client.get("/directive/open", params=asked))
