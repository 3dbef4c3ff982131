"""Kept originals, corrections, reading again, bags and removing, in a file and on a server alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from docparse import archive
from docparse.archive import Correction, corrections
from docparse.archive.connections import Archive
from docparse.archive.reparse import changes, replace_all
from docparse.errors import NoFolder
from tests.test_import import papers, rows, take

__all__ = ["papers"]


def test_an_archive_is_kept_in_order(
    papers: Path, db: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not isinstance(db, Path):
        with pytest.raises(NoFolder):
            take(papers, db=db, keep_originals=True)
    take(papers, db=db, keep_originals=True, originals=tmp_path / "kept")
    assert archive.status(db).kept == 4
    assert {check.what for check in archive.verify(db)} == {"same"}
    sha256 = str(rows(db)["documents"][0]["sha256"])
    assert [p for _, p in archive.correct(db, [Correction(sha256, "metadata", "place", "Hà Nội")])] == [None]
    monkeypatch.setattr("docparse.archive.reparse.__version__", "99")
    assert len(list(archive.read_again(db))) == 4
    assert [one.changes for one in changes(db)] == [()] * 4
    assert len(list(replace_all(db))) == 4
    assert [one.applied for one in corrections.listed(db)] == [True]
    assert len(archive.purge(db, [sha256]).documents) == 1
    assert sha256 not in repr({name: some for name, some in rows(db).items() if name != "purges"})
    assert (archive.status(db).kept, len(rows(db)["documents"])) == (3, 3)
    assert len([*archive.bag(db, tmp_path / "bag")]) == 3
    assert (tmp_path / "bag" / "data" / "list.csv").exists()
