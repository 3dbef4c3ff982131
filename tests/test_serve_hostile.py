"""Whatever a document says in its text, its name and its metadata, no page runs it; no address leads to the disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from docparse.archive import corrections, store
from docparse.archive.correction import RECORD, Correction
from docparse.archive.store import DOCUMENTS
from tests.serving import KEY, Served, complaints, csrf, imported, serving

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

SCRIPT = "<script>document.title='TAKEN'</script>"
IMAGE = "<img src=x onerror=\"document.title='TAKEN'\">"
VECTOR = "<svg onload=document.title='TAKEN'>"
ODD = f"""{SCRIPT}{IMAGE}">{VECTOR}{{{{ 7*7 }}}}{{% raw %}}javascript:alert(1) ../../etc/passwd"""
NAME = "a\"'><img src=x onerror=document.title='TAKEN'>&.txt"
TEXT = f"""TỈNH ỦY LAM THỦY
*
Số 12-KH/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Lam Thủy, ngày 05 tháng 3 năm 2021

KẾ HOẠCH
thực hiện {ODD}
-----

Thực hiện Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị {ODD}, Ban Thường vụ Tỉnh ủy yêu cầu:

I. MỤC ĐÍCH {ODD}
1. Ban Tổ chức {ODD} Tỉnh ủy báo cáo Ban Thường vụ Tỉnh ủy trước ngày 20/10/2021 {ODD}.

Nơi nhận:
- Các huyện ủy {ODD},
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
BÍ THƯ
{ODD}
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / NAME).write_text(TEXT, "utf-8")
    path = imported(folder / "in", [folder / NAME])
    with store.opened(path, alone=True) as connection, connection.begin():
        row = connection.execute(sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.json)).one()
        data = json.loads(row.json)
        deadline = data["deadlines"][0]
        made = [
            Correction(row.sha256, "metadata", field, ODD, by=ODD)
            for field in ("title", "issuer", "place", "urgency", "circulation", "doc_type")
        ]
        made += [
            Correction(row.sha256, "bodies", RECORD, {"name": ODD}, 0, 8, by=ODD),
            Correction(row.sha256, "deadlines", "rrule", ODD, deadline["start"], deadline["end"], by=ODD),
        ]
        corrections.change(connection, row.sha256, corrections.state(connection, row.sha256), made)
    with serving(path) as one:
        yield one


def addresses(served: Served) -> list[str]:
    """Every page that shows something of the document."""
    with store.opened(served.archive) as connection, connection.begin():
        sha256, data = connection.execute(sa.select(DOCUMENTS.c.sha256, DOCUMENTS.c.json)).one()
    document = json.loads(data)
    kinds = ("references", "deadlines", "recipients", "signatures", "sections", "tasks", "zones")
    keys = [f"{kind}.{r['start']}.{r['end']}.0" for kind in kinds for r in document[kind][:2]]
    keys += [f"bodies.{m['start']}.{m['end']}.0" for body in document["bodies"] for m in body["mentions"]]
    assert len(keys) > 8
    shown = [f"/document/{sha256}?at={key}" for key in keys] + [f"/document/{sha256}/record?at={key}" for key in keys]
    lists = [f"/status?list={name}" for name in ("failed", "refused", "review", "conflicts", "versions", "similar")]
    numbers = [f"{view}?number=05-CT/TW" for view in ("/directive", "/directive/tree", "/directive/open")]
    tabs = [f"/references?tab={tab}" for tab in ("", "not_held", "register")]
    every = ["/gaps?all=1", "/check", f"/document/{sha256}/check", *lists, *numbers, *tabs]
    return ["/", "/?words=%3Cscript%3E", f"/document/{sha256}", *every, *shown]


def test_markup_of_a_document_is_text_in_every_page(served: Served) -> None:
    with served.client(ODD[:60]) as client:
        for address in addresses(served):
            answer = client.get(address)
            assert answer.status_code == 200, address
            for odd in (SCRIPT, IMAGE, "<img src=x", "<svg onload", '"javascript:', ">49<"):
                assert odd not in answer.text, address
            assert " onerror=" not in answer.text.replace("&lt;img src=x onerror=", ""), address


def test_no_page_does_what_a_document_says(served: Served, browser: WebDriver) -> None:
    browser.get(f"{served.url}/?token={KEY}")
    for address in addresses(served):
        browser.get(served.url + address)
        assert browser.title != "TAKEN", address
        assert browser.execute_script("return document.querySelectorAll('img[src=x], [onerror], [onload]').length") == 0
    assert complaints(browser) == []


def test_the_name_of_a_file_is_no_header(served: Served) -> None:
    client = served.client()
    sha256 = addresses(served)[2].rpartition("/")[2]
    headers = client.get(f"/document/{sha256}/original").headers
    assert headers["content-type"] == "application/octet-stream"
    assert "<" not in headers["content-disposition"]
    assert '"' not in headers["content-disposition"]


@pytest.mark.parametrize(
    "odd", ["..", "..%2f..%2fetc%2fpasswd", "%00", "a'%20or%201=1--", "x" * 4000, "%f0%9f%92%a9", "%ff%fe"]
)
def test_odd_addresses_lead_nowhere(served: Served, odd: str) -> None:
    client = served.client()
    token = csrf(client)
    for path in ("", "/original", "/page/1", "/record?at=" + odd, "/understood?words=" + odd):
        assert client.get(f"/document/{odd}{path}").status_code in (200, 404), path
    for path in ("accept", "correct", "undo"):
        assert client.post(f"/document/{odd}/{path}", data={"csrf": token}).status_code in (404, 405), path
    for query in ("page", "code", "order", "words"):
        assert client.get(f"/?{query}={odd}").status_code == 200
    for path in ("/gaps", "/status", "/references", "/check"):
        for query in ("page", "series", "place", "term", "list", "tab", "words", "type", "since"):
            assert client.get(f"{path}?{query}={odd}").status_code == 200, (path, query)
    for path in ("/directive/tree", "/directive/open"):
        for query in ("number", "page&number", "what&number"):
            assert client.get(f"{path}?{query}={odd}").status_code in (404, 422), (path, query)
