"""Builds a folder from which docparse installs on a PC without a network (`make bundle`).

    dist/docparse-0.1.0/    install.sh, install.cmd, install.py, sample.txt
      wheels/               docparse and everything it needs, for Linux and Windows
      requirements/         a list for each system and Python version, every wheel with its SHA-256

pip fetches the wheels, in the versions of requirements.lock. What a package needs on Windows is read from the wheels
themselves, because pip answers markers such as `sys_platform == "win32"` for the machine that it runs on.

Reads: requirements.lock, the source of docparse, the package index that pip is set up with.
Writes: the folder.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from docparse import __version__

ROOT = Path(__file__).parent.parent
PARTS = ROOT / "scripts" / "bundle"
EXTRAS = "caldav,postgresql"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# glibc 2.28: Debian 10, Ubuntu 20.04, RHEL 8 and whatever came after.
GLIBC = ("2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
PLATFORMS = {
    "linux": [*(f"manylinux_{glibc}_x86_64" for glibc in GLIBC), "manylinux2014_x86_64"],
    "windows": ["win_amd64"],
}
MARKERS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}
# Pure Python, and published without a wheel: built here.
WITHOUT_WHEEL = frozenset({"bagit"})


class Target(NamedTuple):
    """A system ("linux", "windows") and a Python version ("3.12") that the bundle is for."""

    system: str
    python: str

    def holds(self, requirement: Requirement, extras: Iterable[str]) -> bool:
        """Whether something is needed there, by its marker, with these extras of whoever asks for it."""
        there = MARKERS[self.system] | {
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
        }
        marker = requirement.marker
        return marker is None or any(marker.evaluate(there | {"extra": extra}) for extra in ("", *extras))


def main() -> None:
    """Builds the bundle that the command line asks for."""
    parser = argparse.ArgumentParser(description="Builds a folder from which docparse installs without a network.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "dist" / f"docparse-{__version__}")
    parser.add_argument("--python", nargs="+", default=PYTHONS, metavar="VERSION")
    parser.add_argument("--system", nargs="+", default=tuple(PLATFORMS), choices=tuple(PLATFORMS))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        build([Target(s, p) for s in args.system for p in args.python], args.folder, Path(work))
    size = sum(f.stat().st_size for f in args.folder.rglob("*")) / 1e6
    print(f"{args.folder}: {size:.0f} MB, Python {', '.join(args.python)} on {' and '.join(args.system)}")


def build(targets: Iterable[Target], folder: Path, work: Path) -> None:
    """Fills `folder` anew with what the targets need; `work` is for files in between."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("wheels", "requirements"):
        (folder / name).mkdir(parents=True)
    pip("wheel", "--no-deps", "--wheel-dir", str(work / "own"), str(ROOT))
    for target in targets:
        wheels = closure(target, work, pins())
        for wheel in wheels.values():
            shutil.copyfile(wheel, folder / "wheels" / wheel.name)
        lines = "\n".join(pinned(wheel) for _, wheel in sorted(wheels.items()))
        (folder / "requirements" / f"{target.system}-{target.python}.txt").write_text(lines + "\n", "utf-8")
    for part in PARTS.iterdir():
        shutil.copy(part, folder / part.name)
    command = (folder / "install.cmd").read_text("utf-8")
    (folder / "install.cmd").write_text(command, "utf-8", newline="\r\n")
    shutil.copy(ROOT / "corpus" / "ke-hoach-doan-2016.txt", folder / "sample.txt")


def pins() -> dict[str, str]:
    """The version of each package in requirements.lock."""
    lines = (line for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if not line.startswith("#"))
    return {canonicalize_name(r.name): str(r.specifier) for r in map(Requirement, lines)}


def closure(target: Target, work: Path, pinned_to: dict[str, str]) -> dict[str, Path]:
    """The wheel of docparse and of everything that it needs on the target, by the names of the packages."""
    (own,) = (work / "own").iterdir()
    wheels = {"docparse": own}
    asked: set[str] = set()
    wanted = [Requirement(f"docparse[{EXTRAS}]")]
    while wanted:
        asked |= set(map(str, wanted))
        missing = sorted({canonicalize_name(r.name) for r in wanted} - wheels.keys())
        if unpinned := [name for name in missing if name not in pinned_to]:
            sys.exit(f"bundle: needed on {target.system} and not in requirements.lock: {', '.join(unpinned)}")
        if missing:
            wheels |= fetched(target, [name + pinned_to[name] for name in missing], work)
        needed = [n for r in wanted for n in needs(wheels[canonicalize_name(r.name)], r.extras, target)]
        wanted = [r for r in needed if str(r) not in asked]
    return wheels


def needs(wheel: Path, extras: Iterable[str], target: Target) -> Iterator[Requirement]:
    """What a wheel with these extras says it needs on the target."""
    with zipfile.ZipFile(wheel) as parts:
        (metadata,) = (n for n in parts.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
        said = Parser().parsestr(parts.read(metadata).decode()).get_all("Requires-Dist", [])
    for requirement in map(Requirement, said):
        if target.holds(requirement, extras):
            requirement.marker = None
            yield requirement


def fetched(target: Target, requirements: list[str], work: Path) -> dict[str, Path]:
    """The wheels of these requirements for the target, fetched or built, by the names of the packages."""
    folder = work / f"{target.system}-{target.python}"
    there = [word for tag in PLATFORMS[target.system] for word in ("--platform", tag)]
    there += ["--python-version", target.python, "--implementation", "cp"]
    source = [r for r in requirements if r.split("==")[0] in WITHOUT_WHEEL]
    binary = [r for r in requirements if r not in source]
    if source:
        pip("wheel", "--no-deps", "--wheel-dir", str(folder), *source)
    if binary:
        pip("download", "--no-deps", "--only-binary=:all:", *there, "--dest", str(folder), *binary)
    names = {r.split("==")[0] for r in requirements}
    found = {str(parse_wheel_filename(f.name)[0]): f for f in folder.iterdir()}
    return {name: found[name] for name in names}


def pinned(wheel: Path) -> str:
    """A wheel as a line of a list for `pip install --require-hashes`."""
    name, version, *_ = parse_wheel_filename(wheel.name)
    extras = f"[{EXTRAS}]" if name == "docparse" else ""
    return f"{name}{extras}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"


def pip(*words: str) -> None:
    """Runs pip of this environment; ends with its message where it fails."""
    done = subprocess.run([sys.executable, "-m", "pip", "--quiet", *words], check=False)
    if done.returncode:
        sys.exit(f"bundle: pip {words[0]} failed; its message is above")


if __name__ == "__main__":
    main()
