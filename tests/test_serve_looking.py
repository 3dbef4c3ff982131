"""The pages that look: search, lives of documents, bodies, deadlines with their feed, two documents side by side."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import httpx
import icalendar
import pytest
import sqlalchemy as sa

from docparse import agenda, find
from docparse.archive import store
from docparse.archive.store import DOCUMENTS
from docparse.calendar import lookup, of_archive
from docparse.calendar.model import Asked
from docparse.compare import compare, said
from docparse.find import Query
from docparse.find.tables import BODIES
from docparse.model import Document
from docparse.serve import refresh
from docparse.serve.guard import feed_key
from docparse.serve.settings import Settings
from tests.samples import letter
from tests.serving import KEY, Served, complaints, imported, serving

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

NOW = "2026-11-21T00:00:00+00:00"
BODY = "Ban Dân vận Tỉnh ủy"
EVIL = '<script>alert(1)</script>" onmouseover="alert(2)'
PAGES = (
    "/search",
    "/search?words=quy+chế&type=kế+hoạch&since=2010",
    "/search?words=" + EVIL,
    "/search?body=" + BODY,
    "/search?since=yesterday",
    "/directive",
    "/directive?number=217-QĐ/TW",
    "/directive?number=217-QĐ/TW&tab=cites&kind=implemented",
    "/directive?number=" + EVIL,
    "/compare",
    "/compare?series=217-QĐ/TW",
    "/compare?before=84-KH/TU&after=" + EVIL,
    "/deadlines",
    "/deadlines?month=2018-10&body=" + EVIL,
    "/deadlines?month=2018-10",
    "/deadlines?view=agenda&since=2018&until=2018",
    "/body",
    "/body?name=" + BODY,
    "/body?name=" + EVIL,
    "/gaps",
    "/gaps?all=1&page=2",
    "/gaps?series=" + EVIL + "&place=" + EVIL + "&term=" + EVIL,
    "/references",
    "/references?tab=not_held",
    "/references?tab=register",
    "/references?tab=" + EVIL,
    "/directive/tree?number=217-QĐ/TW",
    "/directive/tree?number=217-QĐ/TW&unreviewed=1",
    "/directive/open?number=217-QĐ/TW",
    "/directive/open?number=217-QĐ/TW&what=unmet",
    "/directive/open?number=217-QĐ/TW&what=later",
    "/corrections",
    "/directive?number=217-QĐ/TW&tab=with",
    "/check",
    "/check?words=" + EVIL + "&since=yesterday",
    "/status",
    "/status?list=review",
    "/status?list=conflicts",
    "/status?list=versions",
    "/status?list=" + EVIL,
)


@pytest.fixture(scope="module")
def kept(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose deadlines are read."""
    path = Path(shutil.copy(papers, tmp_path_factory.mktemp("looking") / "papers.db"))
    with find.opened(path):
        pass
    of_archive(path, now=NOW)
    return path


@pytest.fixture(scope="module")
def served(kept: Path) -> Iterator[Served]:
    with serving(kept) as one:
        yield one


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client() as one:
        yield one


@pytest.fixture(scope="module")
def secret(kept: Path) -> Document:
    with store.opened(kept) as connection, connection.begin():
        found = connection.scalars(sa.select(DOCUMENTS.c.json).where(DOCUMENTS.c.secrecy.is_not(None))).first()
    assert found
    return Document.from_json(found)


def words(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


class _Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Tags()
    reader.feed(page)
    return reader.found


def forbidden(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """What a browser would run or refuse: scripts and styles within the page, handlers, addresses that are scripts."""
    return [
        (tag, attributes)
        for tag, attributes in tags(page)
        if tag == "style"
        or (tag == "script" and not (attributes.get("src") or "").startswith("/static/"))
        or any(name == "style" or name.startswith("on") for name in attributes)
        or (attributes.get("href") or "/").startswith(("javascript:", "data:"))
    ]


def hash_of(path: Path, symbol: str) -> str:
    with store.opened(path) as connection, connection.begin():
        return connection.execute(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.symbol == symbol)).scalars().first()


# --- all of them --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_nothing_that_the_policy_forbids(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 404), path
    assert not forbidden(answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label_and_the_page_one_heading(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    found = tags(page)
    assert [tag for tag, _attributes in found].count("h1") == 1
    labelled = {attributes.get("for") for tag, attributes in found if tag == "label"}
    within = re.findall(r"<label>[^<]*<(?:input|select) name=\"(\w+)\"", page)
    for tag, attributes in found:
        if tag in ("input", "select") and attributes.get("type") != "hidden":
            assert attributes.get("id") in labelled - {None} or attributes.get("name") in within, attributes


def test_words_of_a_document_are_inert(tmp_path: Path) -> None:
    text = letter(f"1. Ban Tổ chức {EVIL} Tỉnh ủy báo cáo kết quả trước ngày 15/9/2019.", title=(EVIL,))
    files = []
    for number in ("31", "32"):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(text.replace("<script>alert(1)", f"<script>alert({number})"), "utf-8")
    path = imported(tmp_path / "in", files)
    of_archive(path, now=NOW)
    with store.opened(path) as connection, connection.begin():
        one, other = connection.execute(sa.select(DOCUMENTS.c.sha256)).scalars().all()
    with serving(path) as running, running.client() as client:
        pages = (
            "/search?words=script",
            f"/compare?before={one}&after={other}",
            "/deadlines?month=2019-09",
            "/deadlines?view=agenda&since=2019&until=2019",
        )
        for page in pages:
            answer = client.get(page)
            assert "&lt;script" in answer.text, page
            assert not forbidden(answer.text), page


def test_secret_documents_are_on_no_page(client: httpx.Client, served: Served, secret: Document) -> None:
    m, sha256 = secret.metadata, secret.source.sha256
    assert m.symbol
    day = next(d.latest for d in secret.deadlines if d.latest)
    pages = (
        f"/search?words={m.symbol}",
        f"/search?body={secret.bodies[0].name}",
        f"/directive?number={m.symbol}",
        f"/compare?before={sha256}&after={sha256}",
        f"/compare?before={m.symbol}",
        f"/deadlines?month={day[:7]}",
        f"/deadlines?view=agenda&since={day[:4]}&until={day[:4]}",
        f"/body?name={secret.bodies[0].name}",
        "/gaps?all=1",
        "/references",
        "/references?tab=not_held",
        "/check",
        f"/check?words={m.symbol}",
        f"/document/{sha256}/check",
        f"/directive/tree?number={m.symbol}",
        f"/directive/open?number={m.symbol}",
        *(f"/status?list={name}" for name in ("failed", "refused", "review", "conflicts", "versions", "similar")),
    )
    title = " ".join((m.title or "").split())
    assert title
    for page in pages:
        said_there = words(client.get(page)).replace(m.symbol, "", 3)
        assert title not in said_there, page
        if sha256 not in page:
            assert sha256 not in client.get(page).text, page
    with serving(served.archive, allow_secret=True) as open_to_all, open_to_all.client() as let_in:
        assert title in words(let_in.get(f"/search?words={m.symbol}"))
        assert m.symbol in words(let_in.get(f"/deadlines?view=agenda&since={day[:4]}&until={day[:4]}"))


def test_a_feed_never_holds_a_secret_document(served: Served) -> None:
    with serving(served.archive, allow_secret=True) as one, one.client() as client:
        address = feed(client, "/deadlines")
        calendar = icalendar.Calendar.from_ical(httpx.get(address).content)
    with store.opened(served.archive) as connection, connection.begin():
        secret_ones = set(connection.scalars(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.secrecy.is_not(None))))
    assert secret_ones
    assert not secret_ones & {str(e.get("X-DOCPARSE-SHA256")) for e in calendar.walk("VEVENT")}


# --- search -------------------------------------------------------------------------------------------------------


def test_hits_are_those_of_the_library_with_what_was_found_marked(client: httpx.Client, served: Served) -> None:
    answer = client.get("/search", params={"words": '"quy chế"'})
    with find.opened(served.archive) as library:
        found = find.search(library, Query('"quy chế"'), limit=15)
    assert found.hits
    assert f"{found.total} documents" in words(answer)
    assert re.findall(r'<h[23]><a href="/document/(\w{64})', answer.text) == [hit.sha256 for hit in found.hits]
    assert any("quy chế" in unescape(one).lower() for one in re.findall(r"<mark>([^<]+)</mark>", answer.text))


def test_a_facet_narrows_to_as_many_as_it_says(client: httpx.Client) -> None:
    page = client.get("/search", params={"words": "báo cáo"}).text
    facets = re.findall(r'<li><a href="(/search\?[^"]+)"><span>[^<]+</span> <span class="n">(\d+)</span>', page)
    assert len(facets) > 5
    for link, number in facets:
        assert re.search(rf"\b{number} documents?\b", words(client.get(unescape(link)))), link
    link = unescape(facets[0][0])
    chosen = client.get(link).text
    back = re.search(r'<a href="(/search\?[^"]+)" aria-current="true">', chosen)
    assert back
    assert unescape(back[1]) == "/search?words=b%C3%A1o+c%C3%A1o"


def test_a_time_that_is_none_is_told(client: httpx.Client) -> None:
    assert "yesterday: must be a year" in words(client.get("/search?since=yesterday"))


def test_pages_of_a_search_hold_everything_once(client: httpx.Client) -> None:
    seen: list[str] = []
    for number in range(1, 9):
        page = client.get("/search", params={"page": number}).text
        seen += re.findall(r'<h2><a href="/document/(\w{64})', page)
        if 'rel="next"' not in page:
            break
    total = re.search(r"(\d+) documents", words(client.get("/search")))
    assert total
    assert len(seen) == len(set(seen)) == int(total[1])


# --- the life of a document ---------------------------------------------------------------------------------------


def test_the_life_of_a_directive_is_that_of_the_library(client: httpx.Client, served: Served) -> None:
    answer = client.get("/directive", params={"number": "217-QĐ/TW"})
    with find.opened(served.archive) as library:
        one = find.named(library, "217-QĐ/TW")[0]
        life, known = find.timeline(library, one), find.refs(library, one)
    assert len(life.events) > 1
    said_there = words(answer)
    places = [said_there.index(f"{event.when} ") for event in life.events if event.when]
    assert places == sorted(places)
    assert f"cited by {len(known.cited_by)}" in said_there
    for citation in known.cited_by:
        assert citation.document in said_there
    picture = client.get("/directive/life.svg", params={"number": "217-QĐ/TW"})
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "attachment" in picture.headers["content-disposition"]


def test_a_number_that_nothing_bears_is_told(client: httpx.Client) -> None:
    answer = client.get("/directive", params={"number": "999-XX/YY"})
    assert answer.status_code == 404
    assert "no document in the archive bears or cites this number" in words(answer)


# --- side by side -------------------------------------------------------------------------------------------------


def test_two_documents_are_compared_as_by_the_library(client: httpx.Client, served: Served) -> None:
    hashes = [hash_of(served.archive, symbol) for symbol in ("84-KH/TU", "112-KL/TU")]
    with store.opened(served.archive) as connection, connection.begin():
        before, after = (Document.from_json(entry.json) for entry in store.entries(connection, hashes))
    answer = client.get("/compare", params={"before": hashes[0], "after": hashes[1]})
    found = compare(before, after)
    assert f"{said.totals(found)}." in words(answer)
    for change in found.sections:
        if change.change == "added":
            assert " ".join(change.words[0].text.split())[:60] in words(answer)


def test_a_document_that_is_not_there_is_told(client: httpx.Client) -> None:
    assert "999-XX/YY: no document of this number" in words(client.get("/compare?before=999-XX/YY&after=84-KH/TU"))


def test_years_of_one_body_can_be_compared(tmp_path: Path) -> None:
    files = []
    for year, number in ((2016, 12), (2018, 40), (2020, 77)):
        text = letter(
            "1. Ban Tổ chức Tỉnh ủy báo cáo kết quả trước ngày 15/9.",
            number=f"Số {number}-KH/TU",
            issued=f"Bạch Sơn, ngày 5 tháng 3 năm {year}",
            title=("thực hiện Quyết định số 217-QĐ/TW, ngày 12/12/2013 của Bộ Chính trị",),
        )
        files.append(tmp_path / f"{year}.txt")
        files[-1].write_text(text, "utf-8")
    with serving(imported(tmp_path / "in", files)) as one, one.client() as client:
        page = client.get("/compare", params={"series": "217-QĐ/TW"}).text
        links = re.findall(r'<a href="(/compare\?before=\w{64}&amp;after=\w{64})">compare with ([^<]+)</a>', page)
        assert [name for _link, name in links] == ["12-KH/TU", "40-KH/TU"]
        assert "2016-03-05 → 40-KH/TU, 2018-03-05" in words(client.get(unescape(links[0][0])))


# --- deadlines ----------------------------------------------------------------------------------------------------


def feed(client: httpx.Client, page: str) -> str:
    """The first address of a feed on a page."""
    found = re.search(r'class="feed" href="([^"]+)"', client.get(page).text)
    assert found
    return unescape(found[1])


def test_what_is_looked_up_is_what_the_calendar_says(kept: Path) -> None:
    """For every body that the archive names, in a time of some years: the same entries, with the same titles."""
    since, until = date(2016, 1, 1), date(2020, 12, 31)
    with find.opened(kept) as library:
        with library.connection.begin():
            names = sorted(library.connection.scalars(sa.select(BODIES.c.name).distinct()))
        asked = [Asked(since=since, until=until), Asked(directive="217-QĐ/TW", since=since, until=until)]
        asked += [Asked(body=name, since=since, until=until) for name in (*names[::7], BODY, "Huyện ủy Tân Lĩnh")]
        compared = 0
        for one in asked:
            found = {(e.uid, e.duty.title, e.sequence) for e in lookup.entries(library, one).entries}
            wanted = {(e.uid, e.duty.title, e.sequence) for e in of_archive(kept, one, now=NOW).entries}
            assert found == wanted, one
            compared += len(wanted)
    assert compared > 20


def test_a_month_shows_what_is_due_in_it(client: httpx.Client, served: Served) -> None:
    with find.opened(served.archive) as library:
        counts = lookup.counts(library, date(2018, 10, 1), date(2018, 10, 31))
    assert counts
    page = client.get("/deadlines?month=2018-10").text
    days = dict(re.findall(r'<time datetime="(2018-10-\d\d)">\d+</time>(.*?)</td>', page, re.S))
    for day in (f"2018-10-{n:02}" for n in range(1, 32)):
        listed = len(re.findall(r'href="/document/', days[day]))
        more = re.search(r"(\d+) more", days[day])
        assert listed + (int(more[1]) if more else 0) == counts.get(date.fromisoformat(day), 0)
    assert "Deadlines 09/2018" in words(client.get("/deadlines?month=2018-09"))


def test_an_agenda_is_that_of_the_library(client: httpx.Client, served: Served) -> None:
    asked = Asked(body=BODY, since=date(2018, 1, 1), until=date(2018, 12, 31))
    wanted = agenda.of_dues(of_archive(served.archive, asked, now=NOW), on=date.today(), asked=asked)
    assert wanted.rows
    said_there = words(client.get("/deadlines", params={"view": "agenda", "body": BODY, "since": 2018, "until": 2018}))
    for row in wanted.rows:
        assert row.what in said_there
    assert f"overdue {len(wanted.rows)}" in said_there


def test_a_feed_has_a_key_that_opens_nothing_else(client: httpx.Client, served: Served) -> None:
    port = int(served.url.rpartition(":")[2])
    address = httpx.URL(feed(client, f"/deadlines?body={BODY}"))
    assert address.params["key"] == feed_key(Settings(served.archive, KEY, "feeds", port=port), address.path)
    answer = httpx.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert icalendar.Calendar.from_ical(answer.content)["X-WR-CALNAME"] == BODY
    other = httpx.URL(feed(client, "/deadlines"))
    assert httpx.get(other.copy_set_param("key", address.params["key"])).status_code == 401
    assert httpx.get(other.copy_remove_param("key")).status_code == 401
    assert client.get("/feed/bm90aGluZw.ics").status_code == 404
    assert client.get("/feed/%FF.ics").status_code == 404


def test_a_feed_keeps_the_identity_of_its_entries(tmp_path: Path) -> None:
    year = date.today().year
    text = letter(
        f"1. Ban Tổ chức Tỉnh ủy báo cáo kết quả trước ngày 15/9/{year}.", issued=f"Bạch Sơn, ngày 5 tháng 1 năm {year}"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    path = imported(tmp_path / "in", [tmp_path / "a.txt"])
    wanted = of_archive(path, now=NOW).entries
    with serving(path) as one, one.client() as client:
        calendar = icalendar.Calendar.from_ical(httpx.get(feed(client, "/deadlines")).content)
    (event,) = calendar.walk("VEVENT")
    assert [str(event["UID"])] == [entry.uid for entry in wanted]
    assert event["DTSTART"].dt == date(year, 9, 14)


def test_new_documents_are_read_while_the_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(letter("1. Ban Tổ chức Tỉnh ủy báo cáo kết quả trước ngày 15/9/2019."), "utf-8")
    with serving(imported(tmp_path / "in", [tmp_path / "a.txt"])) as one, one.client() as client:
        page = "/deadlines?month=2019-09"
        assert "their deadlines are being read" in words(client.get(page))
        end = time.monotonic() + 120
        while "are being read" in words(client.get(page)):
            assert time.monotonic() < end
            time.sleep(0.2)
        assert "báo cáo" in words(client.get(page)).partition("14")[2]


def test_deadlines_that_could_not_be_read_are_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text(letter("1. Ban Tổ chức Tỉnh ủy báo cáo kết quả trước ngày 15/9/2019."), "utf-8")
    path = imported(tmp_path / "in", [tmp_path / "a.txt"])
    begun: list[Path] = []

    class Failing:
        """A process that has ended at once, with an error."""

        exitcode = 1

        def __init__(self, *, args: tuple[Path, None], **_more: object) -> None:
            begun.append(args[0])

        def start(self) -> None:
            """It has ended already."""

    monkeypatch.setattr(refresh, "get_context", lambda _kind: SimpleNamespace(Process=Failing))
    now = [0.0]
    monkeypatch.setattr(refresh, "monotonic", lambda: now[0])
    with find.opened(path) as library:
        for now[0], runs in ((0, 1), (59, 1), (61, 2), (62, 2)):
            assert not refresh.is_ready(library, path)
            assert len(begun) == runs
    assert caplog.messages == [
        "the deadlines could not be read (exit code 1); trying again (docparse agenda says what is wrong)"
    ]


# --- in a browser -------------------------------------------------------------------------------------------------


def test_from_a_search_to_a_reference_to_a_feed(served: Served, browser: WebDriver) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{served.url}/?token={KEY}")
    browser.get(f"{served.url}/search")
    browser.switch_to.active_element.send_keys("217-QĐ/TW", Keys.ENTER)
    assert browser.find_elements(By.CSS_SELECTOR, "mark")
    browser.find_element(By.LINK_TEXT, "who cites it").click()
    assert "/directive" in browser.current_url
    browser.get(f"{served.url}/directive?number=217-QĐ/TW")
    assert browser.find_elements(By.CSS_SELECTOR, ".axis h3")
    citing = browser.find_element(By.CSS_SELECTOR, "td a[data-open]")
    symbol = citing.text
    citing.send_keys(Keys.ENTER)
    assert "/document/" in browser.current_url
    assert symbol in browser.find_element(By.TAG_NAME, "main").text
    browser.get(f"{served.url}/body?name={BODY}")
    address = browser.find_element(By.CSS_SELECTOR, "a.feed").get_attribute("href")
    assert address
    assert httpx.get(address).content.startswith(b"BEGIN:VCALENDAR")
    browser.get(f"{served.url}/deadlines?month=2018-10")
    browser.find_element(By.CSS_SELECTOR, "a[rel=next]").click()
    assert "11/2018" in browser.find_element(By.TAG_NAME, "h1").text
    assert complaints(browser) == []
