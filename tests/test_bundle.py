"""The bundle for PCs without a network: what is in it, and with DOCPARSE_BUNDLE=1 that it installs and works.

Building it takes a package index, and all of this more than two minutes; so only who asks has it built.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
asked_for = pytest.mark.skipif(
    not os.environ.get("DOCPARSE_BUNDLE"), reason="DOCPARSE_BUNDLE=1 builds a bundle: an index, a minute"
)


def loaded(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem + "_script", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bundle, install = loaded("scripts/bundle.py"), loaded("scripts/bundle/install.py")


def test_what_only_windows_needs_is_needed_there_alone() -> None:
    only = Requirement('pywin32-ctypes>=0.2; sys_platform == "win32"')
    assert bundle.Target("windows", "3.12").holds(only, ())
    assert not bundle.Target("linux", "3.12").holds(only, ())


def test_markers_of_versions_and_extras_are_those_of_the_target() -> None:
    old = Requirement('backports.tarfile; python_version < "3.12"')
    assert [bundle.Target("linux", p).holds(old, ()) for p in ("3.11", "3.12")] == [True, False]
    extra = Requirement('psycopg-binary; extra == "binary"')
    assert bundle.Target("linux", "3.12").holds(extra, {"binary"})
    assert not bundle.Target("linux", "3.12").holds(extra, ())


def test_what_docparse_needs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [n for extra in bundle.EXTRAS.split(",") for n in project["optional-dependencies"][extra]]
    names = {bundle.canonicalize_name(Requirement(r).name) for r in (*project["dependencies"], *extras)}
    assert names <= bundle.pins().keys()


def test_every_file_of_the_package_is_in_its_wheel() -> None:
    """What is no Python is in a wheel only where pyproject.toml names it."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    package = ROOT / "docparse"
    named = {f for pattern in settings["package-data"]["docparse"] for f in package.glob(pattern)}
    there = {f for f in package.rglob("*") if f.is_file() and f.suffix not in (".py", ".pyc")}
    assert there <= named


def test_a_python_without_packages_is_told_those_that_have_some(tmp_path: Path) -> None:
    (tmp_path / "install.py").write_bytes((ROOT / "scripts/bundle/install.py").read_bytes())
    (tmp_path / "requirements").mkdir()
    for name in ("linux-2.6.txt", "linux-2.7.txt", "windows-2.7.txt"):
        (tmp_path / "requirements" / name).touch()
    done = subprocess.run(
        [sys.executable, tmp_path / "install.py", tmp_path / "new"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert f"for Python 2.6, 2.7, and this is Python {HERE}" in done.stderr
    assert not (tmp_path / "new").exists()


def test_another_processor_is_refused() -> None:
    assert "processor" in install.unfit(["3.12"], "aarch64", "3.12")
    assert not install.unfit(["3.12"], "AMD64", "3.12")


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path) -> None:
    assert not install.taken(tmp_path / "new")
    assert not install.taken(tmp_path)
    (tmp_path / "papers.db").touch()
    assert install.taken(tmp_path)
    (tmp_path / "pyvenv.cfg").touch()
    assert not install.taken(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle") / "docparse"
    command = [sys.executable, ROOT / "scripts/bundle.py", folder, "--python", HERE]
    subprocess.run(command, check=True, cwd=ROOT)
    return folder


def without_an_index() -> dict[str, str]:
    """An environment in which whatever pip or a program asks of a network fails at once."""
    closed = "http://127.0.0.1:9"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    return kept | {"http_proxy": closed, "https_proxy": closed, "PIP_INDEX_URL": closed, "PIP_CONFIG_FILE": os.devnull}


@asked_for
def test_it_installs_without_an_index_and_parses(built: Path, tmp_path: Path) -> None:
    new = tmp_path / "nơi mới"
    environment = without_an_index()
    subprocess.run([built / "install.sh", new], check=True, env=environment)
    command = [new / "bin" / "docparse", "parse", ROOT / "corpus/ket-luan-2005.docx"]
    done = subprocess.run(command, check=True, env=environment, capture_output=True, cwd=tmp_path)
    document = json.loads(done.stdout)
    expected = subprocess.run([sys.executable, "-m", "docparse", *command[1:]], check=True, capture_output=True)
    assert document == json.loads(expected.stdout)
    said = subprocess.run([*command[:1], "--help", "--lang", "vi"], check=False, env=environment, capture_output=True)
    assert "tùy chọn" in said.stdout.decode() or "tuỳ chọn" in said.stdout.decode()


@asked_for
def test_a_wheel_that_was_changed_is_not_installed(built: Path, tmp_path: Path) -> None:
    changed = tmp_path / "bundle"
    for part in ("install.py", "sample.txt", f"requirements/linux-{HERE}.txt"):
        (changed / part).parent.mkdir(parents=True, exist_ok=True)
        (changed / part).write_bytes((built / part).read_bytes())
    (changed / "wheels").mkdir()
    for wheel in (built / "wheels").iterdir():
        (changed / "wheels" / wheel.name).symlink_to(wheel)
    (bagit,) = (changed / "wheels").glob("bagit-*")
    content = bagit.read_bytes()
    bagit.unlink()
    bagit.write_bytes(content + b"\0")
    command = [sys.executable, changed / "install.py", tmp_path / "new"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=without_an_index(), check=False)
    assert done.returncode == 1
    assert "HASHES" in done.stderr


# pip answers markers for the machine that it runs on, whatever --platform says; so it is told another one.
_PIP_FOR = """
import sys
from pip._vendor.packaging import markers
from pip._internal.cli.main import main
there = markers.default_environment() | {markers}
markers.default_environment = lambda: there
sys.exit(main())
"""


@asked_for
@pytest.mark.parametrize("system", ["windows", "linux"])
def test_pip_finds_everything(built: Path, tmp_path: Path, system: str) -> None:
    """A run for show without an index, in which pip compares the hashes: all that can be tried on another system."""
    listed = built / "requirements" / f"{system}-{HERE}.txt"
    tags = [word for tag in bundle.PLATFORMS[system] for word in ("--platform", tag)]
    there = [*tags, "--python-version", HERE, "--only-binary=:all:", "--target", tmp_path / "x"]
    pip = [sys.executable, "-c", _PIP_FOR.replace("{markers}", repr(bundle.MARKERS[system]))]
    command = [*pip, "install", "--dry-run", "--quiet", "--no-index", "--require-hashes", *there]
    subprocess.run([*command, "--find-links", built / "wheels", "-r", listed], check=True)
    names = {line.split("==")[0] for line in listed.read_text("utf-8").splitlines()}
    assert ({"colorama", "pywin32-ctypes"} <= names) == (system == "windows")
    assert ({"jeepney", "secretstorage"} <= names) == (system == "linux")


@asked_for
def test_every_wheel_of_a_list_is_there_with_its_hash(built: Path) -> None:
    there = {hashlib.sha256(f.read_bytes()).hexdigest() for f in (built / "wheels").iterdir()}
    lists = sorted((built / "requirements").iterdir())
    assert [f.name for f in lists] == [f"linux-{HERE}.txt", f"windows-{HERE}.txt"]
    listed = {line.split("sha256:")[1] for f in lists for line in f.read_text("utf-8").splitlines()}
    assert listed == there


@asked_for
def test_the_wheel_of_docparse_holds_its_data(built: Path) -> None:
    (own,) = (built / "wheels").glob("docparse-*")
    names = set(zipfile.ZipFile(own).namelist())
    files = [f for f in (ROOT / "docparse").rglob("*") if f.is_file() and f.suffix != ".pyc"]
    assert {f.relative_to(ROOT).as_posix() for f in files} <= names


@asked_for
def test_the_script_for_windows_has_its_line_ends(built: Path) -> None:
    lines = (built / "install.cmd").read_bytes().splitlines(keepends=True)
    assert all(line.endswith(b"\r\n") for line in lines)
