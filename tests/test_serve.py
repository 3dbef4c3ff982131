"""Who may ask, what may be asked, and that nothing else is answered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from docparse.cli import main
from docparse.errors import NoPassword
from docparse.serve import make_app
from docparse.serve.guard import POLICY
from docparse.serve.settings import Settings
from tests.serving import KEY, Served, csrf, serving


@pytest.fixture(scope="module")
def served(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = Path(shutil.copy(papers, tmp_path_factory.mktemp("served") / "papers.db"))
    with serving(path) as one:
        yield one


def test_without_the_key_nothing_is_shown(served: Served) -> None:
    for path in ("/", "/document/" + 64 * "a", "/nothing", "/feed/x.ics"):
        answer = httpx.get(served.url + path)
        assert answer.status_code == 401, path
        assert "KH/TU" not in answer.text
    assert httpx.get(served.url + "/", params={"token": KEY + "x"}).status_code == 401
    asked = httpx.get(served.url + "/", headers={"Accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/login")


def test_the_key_lets_in_and_leaving_ends_it(served: Served) -> None:
    with served.client() as client:
        answer = client.get("/")
        assert answer.status_code == 200
        assert KEY not in str(answer.url)
        client.post("/leave", data={"csrf": csrf(client)})
        assert client.get("/").status_code == 401


def test_a_wrong_key_does_not_let_in(served: Served) -> None:
    with httpx.Client(base_url=served.url, headers={"Origin": served.url}) as client:
        assert client.post("/login", data={"key": "wrong"}).status_code == 401
        assert not client.cookies


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", ""]
)
def test_a_request_under_another_name_is_refused(served: Served, host: str) -> None:
    port = served.url.rpartition(":")[2]
    with served.client() as client:
        answer = client.get("/", headers={"Host": host.format(port=port)})
    assert answer.status_code in (400, 421)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", ""])
def test_a_change_from_another_page_is_refused(served: Served, origin: str) -> None:
    with served.client() as client:
        token = csrf(client)
        answer = client.post("/language", data={"csrf": token, "language": "vi"}, headers={"Origin": origin})
        assert answer.status_code == 403
        assert '<html lang="en"' in client.get("/").text
        del client.headers["Origin"]
        assert client.post("/language", data={"csrf": token, "language": "vi"}).status_code == 403


def test_a_change_without_the_word_of_the_session_is_refused(served: Served) -> None:
    with served.client() as one, served.client() as other:
        for sent in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": csrf(other)}):
            assert one.post("/language", data=sent | {"language": "vi"}).status_code == 403
        assert one.post("/language", data={"csrf": csrf(one), "language": "vi"}).status_code == 200
        assert '<html lang="vi"' in one.get("/").text
        assert '<html lang="en"' in other.get("/").text


def test_every_answer_forbids_scripts_of_others(served: Served) -> None:
    with served.client() as client:
        for path in ("/", "/login", "/nothing", "/static/house.css", "/document/x"):
            headers = client.get(path).headers
            assert headers["content-security-policy"] == POLICY
            assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_no_address_leads_to_the_disk(served: Served, path: str) -> None:
    with served.client() as client:
        request = client.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        assert client.send(request).status_code == 404


def test_too_large_a_form_is_refused(served: Served) -> None:
    with served.client() as client:
        data = {"csrf": csrf(client), "language": "v" * 1_100_000}
        assert client.post("/language", data=data).status_code == 413


@pytest.mark.parametrize("length", ["9" * 5000, "1" + "0" * 20, "1000001"])
def test_a_length_beyond_all_bounds_is_refused(papers: Path, length: str) -> None:
    app = make_app(Settings(papers, KEY, "feeds"))
    headers = {"Origin": "http://127.0.0.1:8337", "Host": "127.0.0.1:8337"}
    with TestClient(app, base_url="http://127.0.0.1:8337") as client:
        assert client.post("/login", data={"key": KEY}, headers=headers).status_code == 200
        answer = client.post("/language", data={"language": "vi"}, headers=headers | {"Content-Length": length})
    assert answer.status_code == 413
    assert "this is too large" in answer.text


def test_others_need_a_password(
    papers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DOCPARSE_PASSWORD", raising=False)
    assert main(["serve", "--archive", str(papers), "--host", "0.0.0.0"]) == NoPassword.exit_code
    monkeypatch.setenv("DOCPARSE_PASSWORD", "short")
    assert main(["serve", "--archive", str(papers), "--host", "0.0.0.0"]) == NoPassword.exit_code
    assert "DOCPARSE_PASSWORD" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/?page=", "/document/0/page/", "/search?q=x&page="])
def test_a_number_of_thousands_of_figures_is_no_number(served: Served, path: str) -> None:
    with served.client() as client:
        csrf(client)
        assert client.get(path + "9" * 5000).status_code in (200, 404)


def test_a_password_is_not_guessed_in_an_address(papers: Path) -> None:
    settings = Settings(papers, KEY, "feeds", host="0.0.0.0")
    client = TestClient(make_app(settings), base_url=f"http://127.0.0.1:{settings.port}")
    answer = client.get("/", params={"token": KEY}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert "set-cookie" not in answer.headers
