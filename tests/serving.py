"""A server on a free port of this machine, and a browser without a window that looks at it."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from docparse import archive
from docparse.registers import Registers
from docparse.serve import listening, server
from docparse.serve.settings import Settings

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver
    from selenium.webdriver.support.wait import WebDriverWait

KEY = "a-key-for-tests-only"
_CHROMIUM, _DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1400,1000",
)


@dataclass(frozen=True)
class Served:
    """A server that runs, and the archive that it serves."""

    archive: Path
    url: str

    def client(self, name: str = "") -> httpx.Client:
        """A browser in so far as it was let in and says where its requests come from."""
        headers = {"Origin": self.url}
        data = {"key": KEY, "name": name}
        let_in = httpx.post(f"{self.url}/login", data=data, headers=headers)
        return httpx.Client(
            base_url=self.url, cookies=let_in.cookies, follow_redirects=True, headers=headers, timeout=30
        )


def csrf(client: httpx.Client) -> str:
    """What every change has to carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def imported(folder: Path, files: Sequence[Path], *, allow_secret: bool = False) -> Path:
    """An archive of copies of some files."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = [Path(shutil.copy(path, folder / path.name)) for path in files]
    for step in archive.import_files(folder / "papers.db", copies, workers=1, allow_secret=allow_secret):
        assert step.event != "failed", step
    return folder / "papers.db"


@contextmanager
def serving(
    path: Path,
    *,
    allow_secret: bool = False,
    language: str = "en",
    own: Registers | None = None,
    patience: float = 60,
) -> Generator[Served, None, None]:
    """Serves an archive in a thread until the end; `own` are people's own tables; pages wait for slow answers."""
    with listening("127.0.0.1", 0) as waiting:
        port = waiting.getsockname()[1]
        how = Settings(path, KEY, "feeds", allow_secret, "127.0.0.1", port, language, registers=own, patience=patience)
        one = server(how)
        thread = threading.Thread(target=one.run, kwargs={"sockets": [waiting]}, daemon=True)
        thread.start()
        while not one.started and thread.is_alive():
            time.sleep(0.02)
        try:
            yield Served(path, f"http://127.0.0.1:{port}")
        finally:
            one.should_exit = True
            thread.join(10)


@contextmanager
def chromium(folder: Path) -> Generator[WebDriver, None, None]:
    """A Chromium with an empty profile in a folder; the test is skipped where it is not installed."""
    if not (Path(_CHROMIUM).exists() and Path(_DRIVER).exists()):
        pytest.skip("no chromium and chromium-driver (Debian packages): pages are not looked at in a browser")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = _CHROMIUM
    for one in (*_OPTIONS, f"--user-data-dir={folder}"):
        options.add_argument(one)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(_DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def complaints(driver: WebDriver) -> list[str]:
    """What the console of the browser says since it was last asked."""
    return [str(one["message"]) for one in driver.get_log("browser") if one["level"] in ("SEVERE", "WARNING")]


def waiting(driver: WebDriver) -> WebDriverWait[WebDriver]:
    """Waits for a page that is whole; what was looked at and is gone by now is looked for again."""
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.wait import WebDriverWait

    wait = WebDriverWait(driver, 60, ignored_exceptions=(StaleElementReferenceException,))
    wait.until(lambda d: d.execute_script("return document.readyState") == "complete")
    return wait
