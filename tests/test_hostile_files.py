"""Hostile files beside good ones in a folder: each has its own reason, no good one is lost, all within limits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from docparse import archive
from docparse.archive.store import FILES, opened
from docparse.files import survey
from docparse.read.options import Options
from tests.hostile_files import good, hostile

LIMITS = archive.Limits(seconds=100, memory=1_500_000_000)
"""Of each file."""


def looks(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """What of each file in a folder must stay the same."""
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {path: (stat.st_mode, stat.st_size, stat.st_mtime_ns) for path, stat in found.items()}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.skipif(sys.platform != "linux", reason="files and limits of Linux")
def test_each_hostile_file_has_its_own_reason_and_no_good_one_is_lost(tmp_path: Path) -> None:
    papers = tmp_path / "kho" / "papers"
    papers.mkdir(parents=True)
    names, errors = good(papers), hostile(papers)
    assert len(errors) >= 60
    before = looks(papers)
    paths = survey([str(papers)]).paths
    steps = archive.import_files(tmp_path / "a.db", paths, workers=2, limits=LIMITS, options=Options(ocr=False))
    assert {step.event for step in steps} == {"parsed", "failed"}
    state = archive.status(tmp_path / "a.db")
    # What is wrong with a file in an archive is told of that file.
    found = {one.path.removeprefix(f"{papers}/").split("/")[0]: one.error for one in state.failed}
    assert found == errors
    assert all(one.problem and one.advice for one in state.failed)
    assert not [one for one in state.failed if "of memory" in (one.detail or "")]
    with opened(tmp_path / "a.db") as connection:
        parsed = connection.execute(sa.select(FILES.c.name).where(FILES.c.outcome == "parsed")).scalars()
        assert {Path(name).name for name in parsed} == names
    # Nothing was changed, and nothing was written anywhere else.
    assert looks(papers) == before
    assert sorted(path.name for path in tmp_path.rglob("outside*")) == ["outside.docx", "outside.zip"]
    assert not Path("/etc/outside.txt").exists()
