"""`docparse doctor`: what is there, what is missing, its exit code, both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docparse.cli import main
from docparse.read import ocr, office, options
from docparse.read.ocr import Engine

WHOLE = Engine("/usr/bin/tesseract", "5.3.0", ("eng", "osd", "vie"))


def having(monkeypatch: pytest.MonkeyPatch, engine: Engine | None) -> None:
    monkeypatch.setattr(ocr, "find", lambda: engine)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(options, "cache_folder", lambda environ: tmp_path / "docparse")
    return tmp_path / "docparse"


def scans(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    rows = json.loads(capsys.readouterr().out)["formats"]
    found: dict[str, object] = next(row for row in rows if row["kind"] == "scan")
    return found


def test_recognition_that_is_complete(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    having(monkeypatch, WHOLE)
    main(["doctor", "--json"])
    row = scans(capsys)
    assert (row["readable"], row["by"], row["install"]) == (True, "Tesseract 5.3.0", [])


@pytest.mark.parametrize(
    ("engine", "readable", "install"),
    [
        (None, False, ["tesseract-ocr", "tesseract-ocr-vie", "tesseract-ocr-osd"]),
        (WHOLE._replace(languages=("eng", "osd")), False, ["tesseract-ocr-vie"]),
        (WHOLE._replace(languages=("eng", "vie")), True, ["tesseract-ocr-osd"]),
    ],
)
def test_recognition_that_is_not(
    engine: Engine | None,
    readable: bool,
    install: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    having(monkeypatch, engine)
    assert main(["doctor", "--json"]) == 1
    row = scans(capsys)
    assert (row["readable"], row["install"]) == (readable, install)
    assert main(["doctor"]) == 1
    assert f"apt install {' '.join(install)}" in capsys.readouterr().out
    assert main(["doctor", "--lang", "vi"]) == 1
    assert "cần cài thêm" in capsys.readouterr().out


def test_the_size_of_the_cache(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (cache / "ocr").mkdir(parents=True)
    (cache / "ocr" / "a.json").write_bytes(b"x" * 1234)
    main(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["cache"] == {"folder": str(cache), "bytes": 1234}
    assert found["packages"]["pypdfium2"]


def test_without_libreoffice_its_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    having(monkeypatch, WHOLE)
    monkeypatch.setattr(office, "find", lambda: None)
    assert main(["doctor"]) == 1
    assert "older office documents (.doc, .rtf, .odt): no\n  to install" in (said := capsys.readouterr().out)
    assert "libreoffice-writer-nogui" in said
