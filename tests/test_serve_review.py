"""The queue: what waits and why, in the library and in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docparse.archive import queue, store
from docparse.archive.queue import Asked
from tests.serving import KEY, Served, complaints, serving

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver


@pytest.fixture
def served(papers: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(Path(shutil.copy(papers, tmp_path / "papers.db"))) as one:
        yield one


def waiting(path: Path, asked: Asked, limit: int = 100) -> list[queue.Waiting]:
    with store.opened(path) as connection:
        queue.update(connection)
        with connection.begin():
            return queue.waiting(connection, asked, limit)


def test_what_waits_has_reasons_and_is_counted(served: Served) -> None:
    rows = waiting(served.archive, Asked())
    assert rows
    assert all(row.codes for row in rows)
    with store.opened(served.archive) as connection, connection.begin():
        counts = queue.counts(connection, Asked())
        assert counts.pop("") == len(rows)
        for code, n in counts.items():
            found = queue.waiting(connection, Asked(code=code), 100)
            assert len(found) == n
            assert all(code in row.codes for row in found)


def test_what_is_accepted_leaves_and_comes_back(served: Served) -> None:
    first = waiting(served.archive, Asked())[0]
    with store.opened(served.archive) as connection:
        with connection.begin():
            assert queue.accept(connection, first.document, "An") == first.codes
            assert {by for _, by, _ in queue.accepted(connection, first.document)} == {"An"}
        assert first.document not in [row.document for row in waiting(served.archive, Asked())]
        with connection.begin():
            queue.reopen(connection, first.document)
    assert waiting(served.archive, Asked())[0] == first


@pytest.mark.parametrize("order", queue.ORDERS)
def test_next_and_previous_go_through_the_list(served: Served, order: queue.Order) -> None:
    asked = Asked(order=order)
    documents = [row.document for row in waiting(served.archive, asked)]
    with store.opened(served.archive) as connection, connection.begin():
        for here, after in pairwise(documents):
            assert queue.neighbour(connection, asked, here, 1) == after
            assert queue.neighbour(connection, asked, after, -1) == here
        assert queue.neighbour(connection, asked, documents[-1], 1) is None
        assert queue.neighbour(connection, asked, documents[0], -1) is None


def test_words_are_found_without_marks(served: Served) -> None:
    title = waiting(served.archive, Asked())[0].title
    assert title in [row.title for row in waiting(served.archive, Asked(words=title[:12].upper()))]
    assert waiting(served.archive, Asked(words="100%_")) == []


def test_the_queue_in_a_browser(served: Served, browser: WebDriver) -> None:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.wait import WebDriverWait

    until = WebDriverWait(browser, 10, ignored_exceptions=[StaleElementReferenceException]).until
    browser.get(f"{served.url}/?token={KEY}")
    rows = browser.find_elements(By.CSS_SELECTOR, "[data-item]")
    assert len(rows) == len(waiting(served.archive, Asked()))
    browser.find_element(By.TAG_NAME, "body").send_keys("jj" + Keys.NULL)
    assert "here" in (browser.find_elements(By.CSS_SELECTOR, "[data-item]")[1].get_attribute("class") or "")
    browser.find_element(By.CSS_SELECTOR, "button[value=vi]").click()
    until(lambda d: d.find_element(By.TAG_NAME, "html").get_attribute("lang") == "vi")
    browser.find_element(By.CSS_SELECTOR, "[data-accept]").click()
    until(lambda d: len(d.find_elements(By.CSS_SELECTOR, "[data-item]")) == len(rows) - 1)
    assert complaints(browser) == []
