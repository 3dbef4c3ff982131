"""The page of a document: what is shown, what can be set right, by forms and in a browser."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa
from PIL import Image

from docparse.archive import corrections, store
from docparse.archive.changes import Data
from docparse.archive.store import DOCUMENTS, FILES
from docparse.errors import DocparseError
from docparse.serve import drawing, marks, original
from tests.serving import KEY, Served, complaints, csrf, imported, serving, waiting

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

PLAN = "ke-hoach-so-ket-2018.pdf"


@pytest.fixture
def served(papers: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(Path(shutil.copy(papers, tmp_path / "papers.db"))) as one:
        yield one


def hash_of(path: Path, name: str) -> str:
    with store.opened(path) as connection, connection.begin():
        found: str | None = connection.scalar(sa.select(FILES.c.document).where(FILES.c.name.endswith(f"/{name}")))
    assert found
    return found


def read(path: Path, sha256: str) -> Data:
    with store.opened(path) as connection, connection.begin():
        data: Data = json.loads(store.entries(connection, [sha256])[0].json)
    return data


def history(path: Path, sha256: str) -> list[corrections.Kept]:
    with store.opened(path) as connection, connection.begin():
        return corrections.history(connection, sha256)


class Reader:
    """A person with a page of a document before them."""

    def __init__(self, served: Served, name: str, person: str = "Lan") -> None:
        self.served, self.client = served, served.client(person)
        self.sha256 = hash_of(served.archive, name)
        self.path = f"/document/{self.sha256}"
        self.csrf = csrf(self.client)
        self.state = ""
        self.look()

    def look(self) -> str:
        page = self.client.get(self.path).text
        found = re.search(r'name="state" value="([^"]+)"', page)
        assert found
        self.state = found[1]
        return page

    def send(self, do: str, what: str = "correct", **said: str) -> httpx.Response:
        data = {"csrf": self.csrf, "state": self.state, "do": do, **said}
        return self.client.post(f"{self.path}/{what}", data=data)

    @property
    def data(self) -> Data:
        return read(self.served.archive, self.sha256)


def key(kind: str, record: Data) -> str:
    place = record.get("mentions", [record])[0]
    return f"{kind}.{place['start']}.{place['end']}.0"


# --- what is shown ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ke-hoach-so-ket-2018.docx", PLAN, "thong-bao-ubkt-2021.pdf"])
def test_the_text_is_shown_whole_and_once(served: Served, name: str) -> None:
    data = read(served.archive, hash_of(served.archive, name))
    zones = marks.shown(data, 0, len(data["text"]))
    pieces = [s for zone in zones for block in zone.blocks for s in block.stretches]
    assert "".join(s.text for s in pieces) == data["text"]
    opened = [m.key for s in pieces for m in s.opens]
    assert set(opened) == {m.key for m in marks.marks(data) if m.start < m.end}
    for mark in marks.marks(data):
        assert marks.marked(data, mark.key) == mark


def test_a_long_text_is_cut_at_lines() -> None:
    text = "dòng\n" * 40_000
    cut = marks.parts(text)
    assert len(cut) > 2
    assert "".join(text[a:b] for a, b in cut) == text
    assert all(text[b - 1] == "\n" and b - a <= marks.PART for a, b in cut)


def test_boxes_lie_on_the_lines_of_their_records(served: Served) -> None:
    data = read(served.archive, hash_of(served.archive, PLAN))
    found = marks.boxes(data, 0, len(data["text"]))[1]
    assert {box.mark.kind for box in found} >= {"references", "bodies", "metadata"}
    for box in found:
        lines = [x["bbox"] for x in data["lines"] if x["page"] == 1 and abs(x["bbox"][1] - box.y) < 0.1]
        assert any(b[0] - 0.2 <= box.x and box.x + box.width <= b[2] + 0.2 for b in lines)


def test_a_page_of_the_original_is_a_picture(served: Served) -> None:
    reader = Reader(served, PLAN)
    assert f"{reader.path}/page/1" in reader.look()
    answer = reader.client.get(f"{reader.path}/page/1")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")
    for odd in ("0", "77", "-1", "x"):
        assert reader.client.get(f"{reader.path}/page/{odd}").status_code in (404, 422)
    kept = reader.client.get(f"{reader.path}/original")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.content.startswith(b"%PDF")


def test_scans_are_drawn_and_broken_files_are_told() -> None:
    pages = [Image.new("L", size, 255) for size in ((850, 1100), (1100, 850))]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100))
    (first, second), data = drawing.sizes(out.getvalue(), "a.tif"), out.getvalue()
    assert [round(side) for side in (*first, *second)] == [612, 792, 792, 612]
    with Image.open(io.BytesIO(drawing.picture(data, "a.tif", 2))) as drawn:
        assert drawn.size == (1100, 850)
    for odd in (data[:200], b"%PDF-1.4 nothing", b"", b"\x89PNG\r\n\x1a\n" + b"x" * 90):
        for ask in (lambda odd=odd: drawing.sizes(odd, "x"), lambda odd=odd: drawing.picture(odd, "x", 1)):
            with pytest.raises(DocparseError):
                ask()
    with pytest.raises(DocparseError):
        drawing.picture(data, "a.tif", 3)


def test_without_its_original_the_text_is_shown(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in ("_SIZES", "_KEPT"):
        monkeypatch.setattr(original, kept, OrderedDict())
    with store.opened(served.archive, alone=True) as connection, connection.begin():
        connection.execute(FILES.update().where(FILES.c.name.endswith(PLAN)).values(path=b"/no"))
    reader = Reader(served, PLAN)
    assert "<img" not in reader.look()
    assert reader.client.get(f"{reader.path}/page/1").status_code == 404


def test_a_secret_document_is_as_if_it_were_not_there(served: Served, papers: Path) -> None:
    with store.opened(papers) as connection, connection.begin():
        secret = connection.scalars(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.secrecy.is_not(None))).all()
    assert secret
    client = served.client()
    token = csrf(client)
    for sha256 in (*secret, "0" * 64):
        for path in ("", "/page/1", "/original", "/record?at=x", "/understood?words=x"):
            answer = client.get(f"/document/{sha256}{path}")
            assert answer.status_code == 404
            assert sha256[13:] not in answer.text.replace(sha256, "")
        for path in ("/accept", "/correct", "/undo"):
            assert client.post(f"/document/{sha256}{path}", data={"csrf": token}).status_code == 404
    with serving(served.archive, allow_secret=True) as other:
        assert other.client().get(f"/document/{secret[0]}").status_code == 200


# --- setting right ------------------------------------------------------------------------------------------------


def test_fields_of_the_document(served: Served) -> None:
    reader = Reader(served, PLAN)
    before = reader.data
    assert reader.send("fields", kind="metadata", issued="5/6/2019", title="tên mới").status_code == 200
    data = reader.data
    assert (data["metadata"]["issued"], data["metadata"]["title"]) == ("2019-06-05", "tên mới")
    assert data["metadata"]["symbol"] == before["metadata"]["symbol"]
    assert [(one.correction.by, one.correction.field) for one in history(served.archive, reader.sha256)] == [
        ("Lan", "issued"),
        ("Lan", "title"),
    ]
    reader.look()
    answer = reader.send("fields", kind="metadata", issued="hôm qua")
    assert answer.status_code == 422
    assert "no date" in answer.text
    assert reader.data == data


def test_a_time_is_typed(served: Served) -> None:
    reader = Reader(served, PLAN)
    deadline = reader.data["deadlines"][0]
    said = reader.client.get(f"{reader.path}/understood", params={"words": "trước ngày 15/12"}).json()
    assert "2018-12-15" in said["understood"]
    assert reader.send("time", at=key("deadlines", deadline), typed="trước ngày 15/12").status_code == 200
    after = reader.data["deadlines"][0]
    assert (after["relation"], after["latest"], after["inferred"]) == ("before", "2018-12-15", "issued")
    assert after["text"] == deadline["text"]
    reader.look()
    assert reader.send("time", at=key("deadlines", deadline), typed="sớm").status_code == 422


CHANGES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("references", "remove", {}),
    ("references", "retype", {"kind": "bodies"}),
    ("references", "nudge", {"step": "end-1"}),
    ("deadlines", "fields", {"relation": "between", "latest": ""}),
    ("bodies", "split", {"name": "Ban Chỉ đạo 35"}),
    ("bodies", "fields", {"level": "central"}),
    ("recipients", "fields", {"archive-shown": "1", "archive": "1"}),
    ("tasks", "fields", {"lead": "", "coordinate": ""}),
    ("sections", "level", {"step": "+1"}),
    ("signatures", "fields", {"name": "Trần Thị B"}),
    ("zones", "nudge", {"step": "end+1"}),
)


@pytest.mark.parametrize(("kind", "do", "said"), CHANGES, ids=lambda one: one if isinstance(one, str) else "")
def test_what_a_form_changes_can_be_taken_back(served: Served, kind: str, do: str, said: dict[str, str]) -> None:
    reader = Reader(served, PLAN)
    before = reader.data
    record = before[kind][1 if kind == "zones" else 0]
    assert reader.send(do, at=key(kind, record), **said).status_code == 200
    assert reader.data != before
    page = reader.look()
    assert page.count("Take back") == 1, "what was changed at once is taken back at once"
    ids = [str(one.correction.id) for one in history(served.archive, reader.sha256)]
    data = {"csrf": reader.csrf, "state": reader.state, "correction": ids}
    assert reader.client.post(f"{reader.path}/undo", data=data).status_code == 200
    assert reader.data == before
    assert reader.send("", "undo", correction="999").status_code == 409
    reader.look()
    assert reader.send("", "undo", correction="999").status_code == 422


def test_words_are_marked_by_their_place_or_by_typing(served: Served) -> None:
    reader = Reader(served, PLAN)
    data = reader.data
    start = data["text"].index("Mục đích")
    assert reader.send("new", kind="bodies", start=str(start), end=str(start + 8)).status_code == 200
    assert "Mục đích" in [body["name"] for body in reader.data["bodies"]]
    reader.look()
    words = data["text"][data["zones"][3]["start"] :].split("\n")[2]
    assert reader.send("new", kind="tasks", typed=words).status_code == 200
    assert words in [task["text"] for task in reader.data["tasks"]]
    reader.look()
    for wrong in ({"typed": "của"}, {"typed": " "}, {"start": "9", "end": "9"}, {"start": "1", "end": "9999999"}):
        assert reader.send("new", kind="tasks", **wrong).status_code == 422, wrong


def test_a_marked_reference_is_read_as_one(served: Served) -> None:
    reader = Reader(served, PLAN)
    reference = next(r for r in reader.data["references"] if "ngày" in r["text"])
    place = {"start": str(reference["start"]), "end": str(reference["end"])}
    assert reader.send("remove", at=key("references", reference)).status_code == 200
    reader.look()
    assert reader.send("new", kind="references", **place).status_code == 200
    [again] = [r for r in reader.data["references"] if r["start"] == reference["start"]]
    assert [again[k] for k in ("symbol", "date", "text")] == [reference[k] for k in ("symbol", "date", "text")]


def test_two_people_do_not_overwrite_each_other_unseen(served: Served) -> None:
    one, other = Reader(served, PLAN, "Lan"), Reader(served, PLAN, "Minh")
    assert one.send("fields", kind="metadata", title="của Lan").status_code == 200
    answer = other.send("fields", kind="metadata", title="của Minh")
    assert answer.status_code == 409
    assert 'id="others"' in answer.text
    assert "của Lan" in answer.text
    assert "Lan ·" in answer.text
    assert "<dd>của Minh</dd>" in answer.text, "what was not done is not lost"
    assert one.data["metadata"]["title"] == "của Lan"
    other.look()
    assert other.send("fields", kind="metadata", title="của Minh").status_code == 200
    assert one.data["metadata"]["title"] == "của Minh"


@pytest.mark.parametrize(
    "said",
    [
        {"do": "nothing"},
        {"do": "fields", "at": "references.0.1.0"},
        {"do": "fields", "at": "x"},
        {"do": "new", "kind": "zones", "start": "0", "end": "5"},
        {"do": "fields", "kind": "metadata", "draft-shown": "1", "title": "x" * 10, "issued": "0"},
        {"do": "level", "at": "zones.0.1.0", "step": "+1"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(served: Served, said: dict[str, str]) -> None:
    reader = Reader(served, PLAN)
    before = reader.data
    assert reader.client.post(
        f"{reader.path}/correct", data={"csrf": reader.csrf, "state": reader.state, **said}
    ).status_code in (422,)
    assert reader.data == before


# --- in a browser -------------------------------------------------------------------------------------------------


def test_reading_and_correcting_in_a_browser(served: Served, browser: WebDriver) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    def one(css: str) -> Any:
        return waiting(browser).until(lambda d: d.find_element(By.CSS_SELECTOR, css))

    def click(css: str) -> None:
        waiting(browser).until(lambda d: d.find_element(By.CSS_SELECTOR, css).click() is None)

    def sent(element: Any) -> None:
        element.click()
        waiting(browser).until(lambda d: d.execute_script("return document.readyState") == "complete")

    sha256 = hash_of(served.archive, PLAN)
    before = read(served.archive, sha256)
    browser.get(f"{served.url}/document/{sha256}?token={KEY}")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".sheet img")) >= 2
    # A date, with how it is understood.
    deadline = before["deadlines"][0]
    click(f"#text [data-at~='{key('deadlines', deadline)}']")
    words = one("#time-words")
    words.clear()
    words.send_keys("trước ngày 20/10/2018")
    waiting(browser).until(lambda d: "2018-10-20" in one("#time-understood").text)
    words.send_keys(Keys.ENTER)
    waiting(browser).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".history li"))
    assert read(served.archive, sha256)["deadlines"][0]["latest"] == "2018-10-20"
    # A heading, with a key.
    heading = next(s for s in before["sections"] if s["kind"] == "heading" and s["depth"] == 2)
    browser.get(f"{served.url}/document/{sha256}?at={key('sections', heading)}")
    sent(one("[data-key=']']"))
    waiting(browser).until(lambda d: len(d.find_elements(By.CSS_SELECTOR, ".history li")) == 2)
    depths = {s["id"]: s["depth"] for s in read(served.archive, sha256)["sections"]}
    assert depths[heading["id"]] == 3
    # Words marked with the mouse: a selection in the text.
    script = (
        "const m = [...document.querySelectorAll('#text .heading')][1].firstChild;"
        "getSelection().setBaseAndExtent(m, 0, m, m.length);"
        "document.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}))"
    )

    button = "#panel button[value=bodies]"

    def offered(driver: WebDriver) -> bool:
        """Marks the words until the page, whose script may be late, has heard of it."""
        if driver.find_elements(By.CSS_SELECTOR, button):
            return True
        driver.execute_script(script)
        return False

    waiting(browser).until(offered)
    click(button)
    waiting(browser).until(lambda d: len(d.find_elements(By.CSS_SELECTOR, ".history li")) == 3)
    second = [s for s in before["sections"] if s["kind"] == "heading"][1]
    after = read(served.archive, sha256)
    assert [second["start"], second["end"]] in [
        [m["start"], m["end"]] for body in after["bodies"] for m in body["mentions"]
    ]
    # Taken back with a key; the page is where it was.
    one("body").send_keys("z")
    waiting(browser).until(lambda d: d.find_elements(By.CSS_SELECTOR, ".history .gone"))
    assert complaints(browser) == []


def test_with_keys_alone(served: Served, browser: WebDriver) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    def until(css: str) -> Any:
        return waiting(browser).until(lambda d: d.find_element(By.CSS_SELECTOR, css))

    def press(keys: str) -> None:
        waiting(browser).until(lambda d: d.switch_to.active_element.send_keys(keys) is None)

    browser.get(f"{served.url}/?token={KEY}")
    press("j" + Keys.ENTER)
    first = until("#text").get_attribute("data-document")
    press("n")
    chosen = until("#panel .record").get_attribute("data-at")
    press("n")
    waiting(browser).until(
        lambda d: d.find_element(By.CSS_SELECTOR, "#panel .record").get_attribute("data-at") != chosen
    )
    press("e")
    assert browser.switch_to.active_element.tag_name in ("input", "select", "textarea")
    browser.find_element(By.TAG_NAME, "main").send_keys("a")
    waiting(browser).until(lambda d: d.find_element(By.ID, "text").get_attribute("data-document") != first)
    assert complaints(browser) == []


def test_who_comes_second_sees_what_the_other_did(served: Served, browser: WebDriver) -> None:
    from selenium.webdriver.common.by import By

    other = Reader(served, PLAN, "Minh")
    browser.get(f"{served.url}{other.path}?token={KEY}")
    assert other.send("fields", kind="metadata", title="của Minh").status_code == 200
    title = browser.find_element(By.ID, "about-title")
    title.clear()
    title.send_keys("của tôi")
    title.submit()
    alert = waiting(browser).until(lambda d: d.find_element(By.ID, "others"))
    assert "của Minh" in alert.text
    assert "của tôi" in alert.text
    assert browser.switch_to.active_element == alert
    assert browser.find_element(By.ID, "about-title").get_attribute("value") == "của Minh"
    assert all("409" in one for one in complaints(browser))


def test_a_reference_leads_to_its_document(tmp_path: Path, browser: WebDriver) -> None:
    from selenium.webdriver.common.by import By

    head = "TỈNH ỦY LAM THỦY\n*\nSố {}\n\nĐẢNG CỘNG SẢN VIỆT NAM\nLam Thủy, ngày {}\n\n{}\n-----\n\n"
    plan = head.format("12-KH/TU", "05 tháng 3 năm 2021", "KẾ HOẠCH\nthực hiện công tác dân vận")
    report = head.format("40-BC/TU", "09 tháng 9 năm 2022", "BÁO CÁO\nkết quả công tác dân vận")
    (tmp_path / "a.txt").write_text(plan + "Các chi bộ tổ chức thực hiện.\n", "utf-8")
    (tmp_path / "b.txt").write_text(
        report + "Thực hiện Kế hoạch số 12-KH/TU, ngày 05/3/2021 của Tỉnh ủy, Tỉnh ủy báo cáo như sau.\n", "utf-8"
    )
    path = imported(tmp_path / "in", [tmp_path / "a.txt", tmp_path / "b.txt"])
    sha256 = hash_of(path, "b.txt")
    [reference] = [r for r in read(path, sha256)["references"] if r["symbol"] == "12-KH/TU"]
    with serving(path) as one:
        browser.get(f"{one.url}/document/{sha256}?token={KEY}&at={key('references', reference)}")
        browser.find_element(By.CSS_SELECTOR, "#panel [data-follow]").click()
        assert browser.find_element(By.TAG_NAME, "h1").text == "12-KH/TU"
        assert complaints(browser) == []
