"""What several tests need: the shared material where it is there, English messages, no tables of the user's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from docparse import i18n
from docparse.archive.connections import Archive
from docparse.models import kept
from docparse.registers import VARIABLE
from tests import postgres, serving

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden output is rewritten only when somebody asks for it."""
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/files/golden with today's output")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of marked real documents beside the repository; tests that need it are skipped without it."""
    path = ROOT.parent / "shared"
    if not (path / "gold").is_dir():
        pytest.skip("no ../shared beside the repository: marked real documents are not part of it")
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Messages are English unless a test says otherwise, whatever the locale of the machine."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    i18n.use("en")
    yield
    os.environ.pop("LANGUAGE", None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[sa.URL]:
    """A server of PostgreSQL that the tests start; skipped where it is not installed."""
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """Where a new archive is to be: a file, and then a database on a server."""
    if request.param == "sqlite":
        yield tmp_path / "a.db"
        return
    with postgres.database(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture(autouse=True)
def no_own_tables(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    """What whoever runs the tests has in the folders of registers and of models changes nothing."""
    monkeypatch.setenv(VARIABLE, str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path_factory.getbasetemp() / f"models-{id(request.node)}"))


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the corpus, to be copied by tests that change it; its secret documents are in."""
    files = sorted(path for path in (ROOT / "corpus").iterdir() if path.suffix in (".docx", ".pdf"))
    return serving.imported(tmp_path_factory.mktemp("papers"), files, allow_secret=True)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """A browser without a window; the test is skipped where there is none."""
    with serving.chromium(tmp_path_factory.mktemp("chromium")) as driver:
        yield driver
