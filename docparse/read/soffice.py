"""LibreOffice, which turns old office formats into DOCX: where it is, and one run of it for many files.

It is started without a window, with a profile of its own that is thrown away, no macros, no links followed and nothing
fetched. It works through its files in order and goes on after one that it cannot open; only where it breaks down, hangs
or runs out of memory are the files after that one converted again.

Reads: files in memory.
Writes: DOCX files in a temporary folder, handed back as bytes.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from docparse.errors import DocparseError, TooLarge, TruncatedFile
from docparse.read import programs

PACKAGE = "LibreOffice; Debian: apt-get install libreoffice-writer-nogui"
START, EACH, MEGABYTE = 60, 10, 2
"""Seconds that a run may take: to start, for each file, for each megabyte of them. Usual are 1, 0.2 and 0.2."""

_NAMES = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
_VERSION = re.compile(r"LibreOffice\s+(?P<version>\d[\w.]{0,30})")
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "2", "Field": "false", "Chart": "false"},
    # Should anything ask the network all the same: a proxy where nobody listens.
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
}


class Converter(NamedTuple):
    """LibreOffice as found on this machine: the path of its program and its version ("7.4.7.2")."""

    path: str
    version: str


class File(NamedTuple):
    """A file to convert: its content, and the suffix of what it is whatever it is called."""

    data: bytes
    suffix: str


def find() -> Converter | None:
    """LibreOffice, from PATH or where its installers put it; None where there is none that runs."""
    for name in (*_NAMES, *_ELSEWHERE):
        path = shutil.which(name)
        if path and (version := _version(path)):
            return Converter(path, version)
    return None


@cache
def _version(path: str) -> str | None:
    """What a program says of itself; None where it is no LibreOffice."""
    with tempfile.TemporaryDirectory(prefix="docparse-") as folder:
        try:
            programs.run([path, _profile(Path(folder)), "--version"], Path(folder), START)
        except OSError:
            return None
        said = (Path(folder) / "messages").read_text("utf-8", "replace")
    m = _VERSION.search(said)
    return m["version"] if m else None


def convert(converter: Converter, files: Sequence[File]) -> list[bytes | DocparseError]:
    """Each file as DOCX, or why it could not be converted (an error that names no file); in as few runs as go well.

    Args: `files`, not more than fit into memory twice.
    """
    found: dict[int, bytes | DocparseError] = {}
    groups = [list(range(len(files)))] if files else []
    while groups:
        group = groups.pop()
        converted, ended = _run(converter, {i: files[i] for i in group})
        found |= converted
        missing = [i for i in group if i not in converted]
        if len(group) == 1 and missing:
            found[group[0]] = _failure(ended)
        elif ended == 0:
            # Memory may have run out over many files: each that was not opened gets a run of its own.
            groups += [[i] for i in missing]
        elif missing:
            # The first without a result is where it stopped, or one before it that it could not open.
            groups += [g for g in (missing[1:], missing[:1]) if g]
    return [found[i] for i in range(len(files))]


def _run(converter: Converter, files: dict[int, File]) -> tuple[dict[int, bytes], int | None]:
    """One run over files: those that were converted, and its exit code (None where time was up)."""
    with tempfile.TemporaryDirectory(prefix="docparse-") as name:
        folder = Path(name)
        out = folder / "out"
        paths = {i: folder / f"{i:06}{file.suffix}" for i, file in files.items()}
        for i, file in files.items():
            paths[i].write_bytes(file.data)
        command = [converter.path, _profile(folder), "--headless", "--norestore", "--nolockcheck"]
        command += ["--convert-to", "docx", "--outdir", str(out), *map(str, paths.values())]
        ended = programs.run(command, folder, _seconds(list(files.values())))
        results = {i: out / f"{path.stem}.docx" for i, path in paths.items()}
        # One that was being written when it ended is no whole ZIP file.
        return {i: path.read_bytes() for i, path in results.items() if zipfile.is_zipfile(path)}, ended


def _profile(folder: Path) -> str:
    """Writes the settings of a new user and returns the argument that names them."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>\n"
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    registry = f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{items}</oor:items>\n'
    (user / "registrymodifications.xcu").write_text(registry, "utf-8")
    return f"-env:UserInstallation={user.parent.as_uri()}"


def _seconds(files: Sequence[File]) -> int:
    return START + EACH * len(files) + MEGABYTE * sum(len(file.data) for file in files) // 1_000_000


def _failure(ended: int | None) -> DocparseError:
    if ended is None:
        return TooLarge("", "LibreOffice takes too long for it")
    return (
        TruncatedFile("", "LibreOffice cannot open it")
        if ended == 0
        else TruncatedFile("", "LibreOffice broke down on it")
    )
