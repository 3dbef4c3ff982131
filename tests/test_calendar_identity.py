"""Entries stay the same: their UIDs, when SEQUENCE rises, what is cancelled, in a file and in an archive."""

from __future__ import annotations

import os
from pathlib import Path

import icalendar
import pytest

from docparse import archive
from docparse.archive import Correction, store
from docparse.archive.connections import Archive
from docparse.calendar import kept, merge
from docparse.calendar.model import Asked, Dues, Entry
from docparse.calendar.wanted import of_archive
from docparse.cli import main
from docparse.errors import NotACalendar
from tests.samples import NUMBERED, letter
from tests.test_import import rows

PLAN = (
    "1. Ban Tổ chức Tỉnh ủy gửi báo cáo về Ban Thường vụ Tỉnh ủy trước ngày 20/10/2018.",
    "2. Ban Dân vận Tỉnh ủy rà soát quy chế dân chủ ở cơ sở, hoàn thành trong tháng 9/2018.",
    "3. Văn phòng Tỉnh ủy tham mưu tổ chức hội nghị sơ kết vào cuối tháng 11/2018.",
)
MANY = tuple(f"{n}. Sở Y tế kiểm tra {n} trạm y tế, báo cáo Tỉnh ủy trước ngày {n}/12/2018." for n in range(4, 12))
"""So that a change of one line leaves a version of the same document."""


def plan(path: Path, *body: str, **parts: str) -> Path:
    path.write_text(letter(*NUMBERED, *body, *MANY, **parts), "utf-8")
    return path


# --- a file -------------------------------------------------------------------------------------------------------


def read(path: Path) -> dict[str, tuple[str, int, str]]:
    """UID, number of changes and status of the entries of a file, by what stands after the colon of the title."""
    found = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    parts = ((str(e["SUMMARY"]).partition(": ")[2], e) for e in found)
    return {said.removesuffix(" (45-KH/TU)"): (str(e["UID"]), e["SEQUENCE"], str(e["STATUS"])) for said, e in parts}


def run(*words: object) -> int:
    return main(["calendar", *map(str, words)])


def test_a_second_run_changes_no_byte(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    assert run(source, "-o", out) == 0
    before = out.read_bytes()
    assert run(source, "-o", out) == 0
    assert out.read_bytes() == before
    assert {n for _, n, _ in read(out).values()} == {0}
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_an_edited_document_changes_exactly_its_entries(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    run(source, "-o", out)
    before = read(out)
    plan(source, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    run(source, "-o", out)
    after = read(out)
    assert {said for said, one in after.items() if one != before[said]} == {"gửi báo cáo"}
    uid, sequence, status = after["gửi báo cáo"]
    assert (uid, sequence, status) == (before["gửi báo cáo"][0], 1, "CONFIRMED")


def test_what_is_no_longer_asked_is_cancelled_and_may_come_back(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    run(source, "-o", out)
    before = read(out)
    plan(source, PLAN[0], PLAN[2])
    for _ in range(2):
        run(source, "-o", out)
        after = read(out)
        gone = "rà soát quy chế dân chủ ở cơ sở"
        assert after[gone] == (before[gone][0], 1, "CANCELLED")
        assert {n for said, (_, n, _) in after.items() if said != gone} == {0}
    titles = [str(e["SUMMARY"]) for e in icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")]
    assert [t for t in titles if t.startswith("[")] == [f"[cancelled] Ban Dân vận Tỉnh ủy: {gone} (45-KH/TU)"]
    plan(source, *PLAN)
    run(source, "-o", out)
    assert read(out)[gone] == (before[gone][0], 2, "CONFIRMED")


def test_a_date_that_is_learned_later_changes_no_uid(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN, issued="Bạch Sơn, ngày   tháng 3 năm 2018"), tmp_path / "a.ics"
    run(source, "-o", out)
    before = read(out)
    plan(source, *PLAN)
    run(source, "-o", out)
    after = read(out)
    assert {said: uid for said, (uid, _, _) in after.items()} == {said: uid for said, (uid, _, _) in before.items()}
    assert {n for _, n, _ in after.values()} == {1}


def test_what_is_out_of_the_period_goes_without_being_cancelled(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    run(source, "-o", out)
    run(source, "--from", "2018-11", "-o", out)
    left = read(out)
    assert "gửi báo cáo" not in left
    assert {status for _, _, status in left.values()} == {"CONFIRMED"}


def test_what_cannot_be_read_this_time_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    other = CORPUS / "ke-hoach-so-ket-2018.docx"
    run(source, other, "-o", out)
    before = out.read_bytes()
    source.rename(tmp_path / "away.txt")
    assert run(source, other, "-o", out) == 1
    assert out.read_bytes() == before
    (tmp_path / "empty").mkdir()
    for name in ("empty", "plan.txt", "misspelt"):
        assert run(tmp_path / name, "-o", out) == 71
        assert out.read_bytes() == before
        assert "nothing in it is cancelled by a mistake" in capsys.readouterr().err
    assert run(tmp_path / "misspelt", "-o", tmp_path / "new.ics") == 71
    assert not (tmp_path / "new.ics").exists()


def test_a_document_that_became_secret_leaves_nothing(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    run(source, "-o", out)
    source.write_text("MẬT\n" + source.read_text("utf-8"), "utf-8")
    assert run(source, "-o", out) == 0
    text = out.read_text("utf-8").replace("\r\n ", "")
    assert "báo cáo" not in text
    assert text.count("STATUS:CANCELLED") == text.count("BEGIN:VEVENT") > 3
    assert run(source, "--allow-secret", "-o", out) == 0
    assert "CLASS:CONFIDENTIAL" in out.read_text("utf-8")


def test_only_a_calendar_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = plan(tmp_path / "plan.txt", *PLAN)
    other = tmp_path / "notes.ics"
    for text in ("ghi chú", "BEGIN:VCARD\nFN:Lan\nEND:VCARD\n"):
        other.write_text(text, "utf-8")
        assert run(source, "-o", other) == NotACalendar.exit_code
        assert other.read_text("utf-8") == text
    assert run(CORPUS / "ke-hoach-so-ket-2018.docx", "-o", CORPUS / "ke-hoach-so-ket-2018.docx") == 12
    with pytest.raises(SystemExit):
        run("-o", tmp_path / "a.ics")
    assert "name files or folders, or --archive" in capsys.readouterr().err


CORPUS = Path(__file__).parent.parent / "corpus"


def test_copies_in_several_formats_are_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stem = "ke-hoach-so-ket-2018"
    run(*(CORPUS / f"{stem}.{suffix}" for suffix in ("docx", "pdf", "txt")), "-o", tmp_path / "a.ics")
    run(CORPUS / f"{stem}.txt", "-o", tmp_path / "b.ics")
    assert {u for u, _, _ in read(tmp_path / "a.ics").values()} == {u for u, _, _ in read(tmp_path / "b.ics").values()}
    assert [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()] == ["8 entries (new 8)"] * 2


def test_entries_of_people_in_the_file_stay(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    run(source, "-o", out)
    own = b"BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20180101T000000Z\r\nDTSTART:20180101T080000Z\r\nSUMMARY:: own\r\n"
    own += b"SEQUENCE:4\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR"
    out.write_bytes(out.read_bytes().replace(b"END:VCALENDAR", own))
    run(source, "-o", out)
    assert read(out)["own"] == ("x", 4, "CONFIRMED")


@pytest.mark.skipif(os.name == "nt", reason="names of files have no line feeds there")
def test_no_name_begins_a_line_of_its_own(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "a\nBEGIN:VALARM.txt", *PLAN), tmp_path / "a.ics"
    assert run(source, "-o", out, "--name", "Lịch\r\nEND:VCALENDAR\x01") == 0
    lines = out.read_text("utf-8").splitlines()
    assert lines.count("END:VCALENDAR") == 1
    assert lines.count("BEGIN:VALARM") == lines.count("END:VALARM")
    before = out.read_bytes()
    source.write_bytes(b"")
    assert run(source, CORPUS / "ke-hoach-so-ket-2018.docx", "-o", out) == 1
    assert b"CANCELLED" not in out.read_bytes()
    assert len(out.read_bytes()) > len(before)


OTHERS = """BEGIN:VTIMEZONE
TZID:Ha Noi
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:weekly
SUMMARY:: giao ban
DTSTART;TZID=Ha Noi:20260105T080000
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:weekly
RECURRENCE-ID;TZID=Ha Noi:20260112T080000
SUMMARY:: giao ban (chiều)
DTSTART;TZID=Ha Noi:20260112T140000
END:VEVENT
BEGIN:VJOURNAL
UID:notes
SUMMARY:: nhật ký
END:VJOURNAL
"""


def test_a_calendar_of_another_program_loses_nothing(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    out.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//other//EN\n{OTHERS}END:VCALENDAR\n", "utf-8")
    theirs = [c.to_ical() for c in icalendar.Calendar.from_ical(out.read_bytes()).subcomponents]
    for _again in range(2):
        run(source, "-o", out)
        held = [c.to_ical() for c in icalendar.Calendar.from_ical(out.read_bytes()).subcomponents]
        assert len(theirs) == 4
        assert held[:4] == theirs
        assert len(held) > 4


def test_the_calendar_goes_to_the_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(plan(tmp_path / "plan.txt", *PLAN, "12. Sở Y tế báo cáo trong 05 ngày kể từ ngày kiểm tra."))
    said = capsys.readouterr()
    assert len(icalendar.Calendar.from_ical(said.out).walk("VEVENT")) == 11
    assert "1 duty has no day:" in said.err
    assert "counted from something that happens" in said.err


# --- an archive ---------------------------------------------------------------------------------------------------

NOW, LATER, LAST = (f"2026-01-0{n}T00:00:00+00:00" for n in (1, 2, 3))


def take(db: Archive, *paths: Path, **how: object) -> None:
    assert {step.event for step in archive.import_files(db, list(paths), **how)} <= {"parsed", "known"}  # type: ignore[arg-type]


def dues(db: Archive, now: str = NOW, **asked: object) -> Dues:
    return of_archive(db, Asked(**asked), now=now)  # type: ignore[arg-type]


def by_action(db: Archive, now: str = NOW) -> dict[str, Entry]:
    return {e.duty.action: e for e in dues(db, now).entries}


def changed(before: dict[str, Entry], after: dict[str, Entry]) -> set[str]:
    def of(e: Entry | None) -> tuple[object, ...]:
        return (e.uid, e.sequence, e.modified, e.status) if e else ()

    return {said for said in before.keys() | after.keys() if of(before.get(said)) != of(after.get(said))}


def test_an_archive_keeps_what_it_gave(tmp_path: Path, db: Archive) -> None:
    take(db, plan(tmp_path / "plan.txt", *PLAN))
    before = by_action(db)
    assert {(e.sequence, e.modified) for e in before.values()} == {(0, NOW)}
    kept_rows = rows(db)["calendar_entries"]
    assert changed(before, by_action(db, LATER)) == set()
    assert rows(db)["calendar_entries"] == kept_rows


def test_an_edited_file_changes_exactly_its_entries(tmp_path: Path, db: Archive) -> None:
    source = plan(tmp_path / "plan.txt", *PLAN)
    take(db, source)
    before = by_action(db)
    plan(source, "1. Sở Nội vụ báo cáo Tỉnh ủy trước ngày 30/6/2018.", PLAN[0].replace("20/10", "25/10"), PLAN[1])
    os.utime(source, (1, 1))
    take(db, source)
    after = by_action(db, LATER)
    assert changed(before, after) == {"gửi báo cáo", "báo cáo Tỉnh ủy", "tham mưu tổ chức hội nghị sơ kết"}
    assert after["gửi báo cáo"].uid == before["gửi báo cáo"].uid
    assert (after["gửi báo cáo"].sequence, after["gửi báo cáo"].modified) == (1, LATER)
    gone = after["tham mưu tổ chức hội nghị sơ kết"]
    assert (gone.status, gone.cause, gone.sequence) == ("cancelled", "withdrawn", 1)
    assert changed(after, by_action(db, LAST)) == set()


def test_a_correction_changes_no_uid(tmp_path: Path, db: Archive) -> None:
    take(db, plan(tmp_path / "plan.txt", *PLAN))
    before = by_action(db)
    sha256 = next(iter(before.values())).duty.paper.sha256
    for field, value in (("issued", "2018-03-13"), ("symbol", "46-KH/TU"), ("province", "Lam Thủy")):
        if field != "province":
            assert [problem for _, problem in archive.correct(db, [Correction(sha256, "metadata", field, value)])] == [
                None
            ]
    after = by_action(db, LATER)
    assert {e.uid for e in after.values()} == {e.uid for e in before.values()}
    assert {e.sequence for e in after.values()} == {1}


def test_a_purged_document_leaves_its_uids_only(tmp_path: Path, db: Archive) -> None:
    source, out = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.ics"
    take(db, source)
    before = dues(db)
    main(["calendar", "--archive", word(db), "-o", str(out)])
    archive.purge(db, [before.entries[0].duty.paper.sha256])
    after = dues(db, LATER)
    assert after.entries == ()
    assert after.purged == {e.uid for e in before.entries}
    assert "báo cáo" not in repr(rows(db))
    assert rows(db)["calendar_facts"] == []
    # A calendar that others have is told, without a word of what the document said.
    main(["calendar", "--archive", word(db), "-o", str(out)])
    text = out.read_text("utf-8").replace("\r\n ", "")
    assert text.count("STATUS:CANCELLED") == len(before.entries)
    assert "báo cáo" not in text
    assert "plan.txt" not in text


def word(db: Archive) -> str:
    return str(db) if isinstance(db, Path) else db.render_as_string(hide_password=False)


def test_what_a_later_document_replaces_is_cancelled(tmp_path: Path, db: Archive) -> None:
    yearly = "12. Sở Y tế báo cáo kết quả về Tỉnh ủy trước ngày 15/5 hằng năm."
    take(db, plan(tmp_path / "plan.txt", *PLAN, yearly))
    before = by_action(db)
    text = "1. Kế hoạch này thay thế Kế hoạch số 45-KH/TU, ngày 12/3/2018 của Tỉnh ủy Bạch Sơn."
    issued = "Bạch Sơn, ngày 01 tháng 10 năm 2018"
    (tmp_path / "new.txt").write_text(letter(*NUMBERED, text, number="Số 90-KH/TU", issued=issued), "utf-8")
    take(db, tmp_path / "new.txt")
    after = by_action(db, LATER)
    assert after["rà soát quy chế dân chủ ở cơ sở"].status == "due"  # before the new plan
    late = after["gửi báo cáo"]
    assert (late.status, late.cause, late.replaced_by) == ("cancelled", "replaced", "90-KH/TU")
    assert (late.uid, late.sequence) == (before["gửi báo cáo"].uid, 1)
    each_year = after["báo cáo kết quả"]
    assert (each_year.status, str(each_year.until)) == ("due", "2018-09-30")


def test_secret_documents_stay_in_the_archive(tmp_path: Path, db: Archive) -> None:
    source = plan(tmp_path / "plan.txt", *PLAN)
    source.write_text("MẬT\n" + source.read_text("utf-8"), "utf-8")
    take(db, source, allow_secret=True)
    found = dues(db)
    assert (found.entries, found.hidden) == ((), 1)
    shown = of_archive(db, Asked(), now=NOW, allow_secret=True)
    assert len(shown.entries) == 11
    assert found.purged == {e.uid for e in shown.entries}


def test_entries_of_another_version_of_the_program_are_made_anew(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    take(db, plan(tmp_path / "plan.txt", *PLAN))
    before = by_action(db)
    with store.opened(db) as connection, connection.begin():
        connection.execute(kept.FACTS.update().values(json='{"uid": "old"}', digest=""))
    after = by_action(db, LATER)
    assert {e.uid for e in after.values()} == {e.uid for e in before.values()}
    assert {e.sequence for e in after.values()} == {1}


def test_the_file_of_an_archive_and_of_its_files_name_the_same_entries(tmp_path: Path) -> None:
    source, db = plan(tmp_path / "plan.txt", *PLAN), tmp_path / "a.db"
    take(db, source)
    run("--archive", db, "-o", tmp_path / "a.ics")
    run(source, "-o", tmp_path / "b.ics")
    assert merge.read(tmp_path / "a.ics").entries.keys() == merge.read(tmp_path / "b.ics").entries.keys()
