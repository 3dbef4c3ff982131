"""Files that are dropped on the page: their names, what becomes of them, and what is left of those refused."""

from __future__ import annotations

import hashlib
import io
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from docparse.archive import import_files, purge
from docparse.serve.bringing import Arrival, arrivals, keep, received, safe_name
from docparse.serve.routes import Visit
from docparse.serve.settings import Settings
from tests.serving import KEY, Served, complaints, csrf, serving, waiting

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture
def served(papers: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(Path(shutil.copy(papers, tmp_path / "papers.db"))) as one:
        yield one


def settled(served: Served, *, until: Callable[[list[Arrival]], bool]) -> list[Arrival]:
    found: list[Arrival] = []
    for _ in range(600):
        found = arrivals(Visit(Request({"type": "http"}), Settings(served.archive, "", ""), None))
        if until(found):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def everything_is_done(found: list[Arrival]) -> bool:
    return bool(found) and all(one.outcome for one in found)


@given(st.text(max_size=300))
def test_a_name_is_only_a_name(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set('/\\\0\n<>:"|?*')
    assert safe == safe.strip(" .")
    assert len(safe.encode()) <= 200
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("kế hoạch 5.docx", "kế hoạch 5.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\a.pdf", "a.pdf"),
        ("<script>.txt", "_script_.txt"),
        ("...", "_"),
        ("/", "_"),
        ("ế" * 100 + ".txt", "ế" * 65 + ".txt"),
        ("a" * 300, "a" * 200),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("aux .tar.gz", "_aux .tar.gz"),
        ("COM1.pdf", "_COM1.pdf"),
        ("lpt9", "_lpt9"),
        ("công.txt", "công.txt"),
        ("com10.txt", "com10.txt"),
    ],
)
def test_names_of_browsers(sent: str, name: str) -> None:
    assert safe_name(sent) == name


def test_what_is_brought_in_is_imported(served: Served, tmp_path: Path) -> None:
    client = served.client()
    token = csrf(client)
    text = (CORPUS / "ke-hoach-so-ket-2018.txt").read_bytes()
    files = [
        ("files", ("../../mới.txt", text)),
        ("files", ("hỏng.docx", b"PK\x03\x04 this is none")),
        ("files", ("mat.txt", (CORPUS / "ke-hoach-mat-2019.txt").read_bytes())),
    ]
    assert client.post("/import", data={"csrf": token}, files=files).status_code == 200
    found = {one.name: one for one in settled(served, until=everything_is_done)}
    assert {name: one.outcome for name, one in found.items()} == {
        "mới.txt": "parsed",
        "hỏng.docx": "failed",
        "mat.txt": "refused",
    }
    assert client.get(f"/document/{found['mới.txt'].document}").status_code == 200
    page = client.get("/import").text
    assert "refused as secret" in page
    folder = received(Settings(served.archive, "", ""))
    for _ in range(100):
        left = sorted(path.name for path in folder.rglob("*") if path.is_file())
        if "mat.txt" not in left:
            break
        time.sleep(0.1)
    assert left == ["hỏng.docx", "mới.txt"], "nothing of a secret document stays"
    assert {path.name for path in tmp_path.iterdir()} <= {"papers.db.received", *(f"papers.db{s}" for s in SIDE)}


def zipped(name: str, content: bytes, *, before: bytes) -> bytes:
    """A ZIP file whose folder is looked at before that of other bytes."""
    for number in range(1000):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as file:
            file.writestr(zipfile.ZipInfo(name), content)
            file.comment = str(number).encode()
        if hashlib.sha256(made.getvalue()).digest() < hashlib.sha256(before).digest():
            return made.getvalue()
    raise AssertionError(name)


def test_nothing_secret_stays_where_a_container_held_some(served: Served) -> None:
    client, secret = served.client(), (CORPUS / "ke-hoach-mat-2019.txt").read_bytes()
    files = [
        ("files", ("a.zip", zipped("zz.txt", secret + b"\nA\n", before=secret))),
        ("files", ("mat.txt", secret)),
    ]
    assert client.post("/import", data={"csrf": csrf(client)}, files=files).status_code == 200
    folder = received(Settings(served.archive, "", ""))
    found = settled(served, until=lambda all_: everything_is_done(all_) and not any(folder.glob("*/*")))
    assert sorted((one.name, one.outcome) for one in found) == [
        ("a.zip", "container"),
        ("mat.txt", "refused"),
        ("zz.txt", "refused"),
    ]
    assert client.get("/import?rows=1").text.count("refused as secret, not kept") == 2
    # What could not be removed is not said to be gone.
    (folder / hashlib.sha256(secret).hexdigest() / "mat.txt").write_bytes(secret)
    page = client.get("/import?rows=1").text
    assert (page.count("refused as secret, not kept"), page.count("refused as secret:")) == (1, 1)


def test_secret_documents_are_as_if_not_there(served: Served) -> None:
    settings = Settings(served.archive, "", "")
    brought = []
    for name in "ke-hoach-mat-2019.txt", "chi-thi-1997.txt":
        with (CORPUS / name).open("rb") as source:
            brought.append(keep(settings, source, f"own {name}"))
    steps = list(import_files(served.archive, brought, workers=1, allow_secret=True))
    assert "failed" not in {step.event for step in steps}, steps
    page = served.client().get("/import?rows=1").text
    assert "own chi-thi-1997.txt" in page
    assert "mat-2019" not in page
    assert hashlib.sha256((CORPUS / "ke-hoach-mat-2019.txt").read_bytes()).hexdigest() not in page
    with serving(served.archive, allow_secret=True) as other:
        assert "own ke-hoach-mat-2019.txt" in other.client().get("/import?rows=1").text


def test_what_was_removed_is_not_called_secret(served: Served) -> None:
    settings = Settings(served.archive, "", "")
    for outcome in "parsed", "refused":
        with (CORPUS / "chi-thi-1997.txt").open("rb") as source:
            brought = keep(settings, source, "again.txt")
        assert [step.event for step in import_files(served.archive, [brought], workers=1)] == [outcome]
        if outcome == "parsed":
            purge(served.archive, [str(brought)])
    page = served.client().get("/import?rows=1").text
    assert '<td class="refused">refused: ' in page
    assert "secret" not in page


SIDE = ("", ".lock", "-wal", "-shm")


def test_a_form_without_the_word_brings_nothing_in(served: Served) -> None:
    files = [("files", ("a.txt", b"text"))]
    assert served.client().post("/import", files=files).status_code == 403
    assert not received(Settings(served.archive, "", "")).exists()


def test_bringing_in_with_a_browser(served: Served, browser: WebDriver, tmp_path: Path) -> None:
    from selenium.webdriver.common.by import By

    file = tmp_path / "from-browser.txt"
    file.write_bytes((CORPUS / "chi-thi-1997.txt").read_bytes())
    browser.get(f"{served.url}/import?token={KEY}")
    # What a drop of a person does: the browser lets no test drag a file from outside.
    browser.find_element(By.ID, "files").send_keys(str(file))
    browser.execute_script(
        "const from = document.getElementById('files'), data = new DataTransfer();"
        "data.items.add(from.files[0]); from.value = '';"
        "document.getElementById('bring').dispatchEvent("
        "new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))"
    )
    waiting(browser).until(lambda d: d.find_elements(By.CSS_SELECTOR, "#arrivals td.parsed"))
    browser.find_element(By.LINK_TEXT, "from-browser.txt").click()
    assert browser.find_element(By.ID, "text").text
    assert complaints(browser) == []
