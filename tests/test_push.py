"""A calendar on a real CalDAV server stays in step: what is sent, what a person changed there, what fails half-way."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from wsgiref.simple_server import make_server

import icalendar
import pytest
import sqlalchemy as sa

from docparse import archive
from docparse.calendar.profiles import PROFILES
from docparse.calendar.step import Sent, parts, stepped
from docparse.cli import main
from docparse.errors import NoCalendarServer, NoSuchCalendar, NotLetToCalendar, WrongCalendarAddress
from tests import postgres
from tests.caldav_server import PASSWORD, USER, Quiet, Running, server
from tests.samples import NUMBERED, letter
from tests.test_calendar_identity import MANY, PLAN, plan, take

REPORT, REVIEW, MEETING = "gửi báo cáo", "rà soát quy chế dân chủ ở cơ sở", "tham mưu tổ chức hội nghị sơ kết"
ALL = len(PLAN) + len(MANY)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server with an empty calendar, whose user the environment names."""
    monkeypatch.setenv("DOCPARSE_CALDAV_USER", USER)
    monkeypatch.setenv("DOCPARSE_CALDAV_PASSWORD", PASSWORD)
    (tmp_path / "server").mkdir()
    with server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """An archive with one plan."""
    take(tmp_path / "a.db", plan(tmp_path / "plan.txt", *PLAN))
    return tmp_path / "a.db"


class Push:
    """`docparse calendar push`, and what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.said = ""

    def __call__(self, db: Path, there: Running, *words: str) -> int:
        there.asked.clear()
        code = main(["calendar", "push", there.url, "--archive", str(db), *words])
        told = self.capsys.readouterr()
        self.said = told.out + told.err
        assert PASSWORD not in self.said
        return code


@pytest.fixture
def push(capsys: pytest.CaptureFixture[str]) -> Push:
    return Push(capsys)


def edited(db: Path, *lines: str) -> None:
    """The plan has other lines now."""
    source = plan(db.with_name("plan.txt"), *lines)
    os.utime(source, (len(lines), len(lines)))
    take(db, source)


def seen(there: Running) -> dict[str, bytes]:
    return {said: one.to_ical() for said, one in there.entries().items()}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {said for said in before.keys() | after.keys() if before.get(said) != after.get(said)}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_first_push_makes_all_and_the_second_nothing(db: Path, there: Running, push: Push, profile: str) -> None:
    assert push(db, there, "--profile", profile) == 0
    assert f"{there.url}: {ALL} entries (new {ALL})" in push.said
    before = seen(there)
    assert len(before) == ALL
    assert there.writes == ["PUT"] * ALL
    assert {one.name for one in there.entries().values()} == {PROFILES[profile].component}
    assert push(db, there, "--profile", profile) == 0
    assert f"{ALL} entries (unchanged {ALL})" in push.said
    assert there.writes == []
    assert seen(there) == before


def test_an_edited_document_changes_exactly_its_entries(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    before = seen(there)
    edited(db, "1. Sở Nội vụ báo cáo Tỉnh ủy trước ngày 30/6/2018.", PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there)
    assert f"(new 1, changed 1, unchanged {ALL - 1})" in push.said
    assert changed(before, seen(there)) == {REPORT, "báo cáo Tỉnh ủy"}
    one = there.entries()[REPORT]
    assert (one.decoded("DTSTART"), one["SEQUENCE"]) == (date(2018, 10, 24), 1)


def test_what_is_withdrawn_is_cancelled_and_stays(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    before = seen(there)
    edited(db, PLAN[0], PLAN[2])
    push(db, there)
    assert f"(unchanged {ALL - 1}, cancelled 1)" in push.said
    assert changed(before, seen(there)) == {REVIEW}
    assert str(there.entries()[REVIEW]["STATUS"]) == "CANCELLED"
    assert there.entries()[REVIEW].walk("VALARM") == []
    push(db, there)
    assert there.writes == []
    edited(db, *PLAN, "12. Sở Nội vụ báo cáo Tỉnh ủy trước ngày 30/6/2018.")
    push(db, there)
    assert str(there.entries()[REVIEW]["STATUS"]) == "CONFIRMED"
    assert len(there.entries()[REVIEW].walk("VALARM")) == 3


def complete(one: icalendar.Component) -> None:
    one.pop("STATUS")
    one.add("status", "COMPLETED")
    one.add("percent-complete", 100)
    one.add("completed", icalendar.vDatetime.from_ical("20180901T080000Z"))


def test_what_a_person_has_done_stays_done(db: Path, there: Running, push: Push) -> None:
    push(db, there, "--profile", "nextcloud")
    there.edit(REPORT, complete)
    push(db, there, "--profile", "nextcloud")
    assert there.writes == []
    assert f"Ban Tổ chức Tỉnh ủy: {REPORT} (45-KH/TU): kept as it is there: done" in push.said
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there, "--profile", "nextcloud")
    one = there.entries()[REPORT]
    assert (str(one["STATUS"]), one["PERCENT-COMPLETE"], "COMPLETED" in one) == ("COMPLETED", 100, True)
    assert one.decoded("DUE") == date(2018, 10, 24)
    edited(db, *PLAN[1:])
    push(db, there, "--profile", "nextcloud")
    assert str(there.entries()[REPORT]["STATUS"]) == "COMPLETED"
    assert "done; the document says otherwise now" in push.said


def move(one: icalendar.Component, days: int = 7) -> None:
    for name in ("DTSTART", "DTEND"):
        day = one.decoded(name)
        one.pop(name)
        one.add(name.lower(), day - timedelta(days))


def ring(one: icalendar.Component) -> None:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "họp")
    alarm.add("trigger", -timedelta(hours=2))
    one.add_component(alarm)


def test_what_a_person_moved_stays_there(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    there.edit(REPORT, move)
    push(db, there)
    assert there.writes == []
    assert "kept as it is there: moved\n" in push.said
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there)
    one = there.entries()[REPORT]
    assert (one.decoded("DTSTART"), one.decoded("DTEND")) == (date(2018, 10, 12), date(2018, 10, 13))
    assert "25/10/2018" in one["DESCRIPTION"]
    for _ in range(2):
        assert "moved; the document says otherwise now" in push.said
        push(db, there)
        assert there.writes == []
    # Moved to where the document has it: there is nothing to tell any more.
    there.edit(REPORT, lambda entry: move(entry, -12))
    push(db, there)
    assert "kept" not in push.said


def test_an_alarm_and_a_note_of_a_person_stay(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    there.edit(REPORT, ring)
    there.edit(REPORT, lambda entry: entry.add("location", "Hội trường B"))
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there, "--alarms", "5")
    one = there.entries()[REPORT]
    assert (len(one.walk("VALARM")), str(one["LOCATION"])) == (4, "Hội trường B")
    assert one.decoded("DTSTART") == date(2018, 10, 24)
    assert "kept as it is there: LOCATION, alarms" in push.said or "kept as it is there: alarms, LOCATION" in push.said
    assert len(there.entries()[REVIEW].walk("VALARM")) == 1


def in_its_own_way(one: icalendar.Component) -> None:
    """How a program writes an entry back that it showed or rang for: as it says the same, with notes of its own."""
    description = icalendar.vText(f"{one.pop('DESCRIPTION')} ")
    description.params["ALTREP"] = "data:text/html,..."
    one["DESCRIPTION"] = description
    categories = str(one.pop("CATEGORIES").to_ical().decode()).split(",")
    one.add("categories", categories[::-1])
    one.add("created", icalendar.vDatetime.from_ical("20180101T080000Z"))
    one.add("x-moz-lastack", "20180901T080000Z")
    for alarm in one.walk("VALARM"):
        alarm.add("acknowledged", icalendar.vDatetime.from_ical("20180901T080000Z"))
        alarm["TRIGGER"].params["RELATED"] = "START"


def test_what_a_program_writes_in_its_own_way_is_no_change(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    there.edit(REPORT, in_its_own_way)
    push(db, there)
    assert ("kept" in push.said, there.writes) == (False, [])
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there)
    assert "25/10/2018" in there.entries()[REPORT]["DESCRIPTION"]
    assert "X-MOZ-LASTACK" in there.entries()[REPORT]


def test_a_single_time_that_a_person_moved_stays(db: Path, there: Running, push: Push) -> None:
    yearly = "12. Sở Y tế báo cáo kết quả về Tỉnh ủy trước ngày 15/5 hằng năm."
    edited(db, *PLAN, yearly)
    push(db, there)
    [said] = [said for said, one in there.entries().items() if "RRULE" in one]
    uid = str(there.entries()[said]["UID"])
    path = f"{uid.partition('@')[0]}.ics"
    held = icalendar.Calendar.from_ical(there.request("GET", path).decode())
    single = icalendar.Event()
    for name, value in (
        ("uid", uid),
        ("dtstamp", icalendar.vDatetime.from_ical("20180101T080000Z")),
        ("recurrence-id", date(2019, 5, 14)),
        ("dtstart", date(2019, 5, 20)),
        ("summary", "lần này sau lễ"),
    ):
        single.add(name, value)
    held.add_component(single)
    there.request("PUT", path, held.to_ical(), type="text/calendar")
    edited(db, *PLAN, yearly.replace("15/5", "25/5"))
    push(db, there)
    found = icalendar.Calendar.from_ical(there.request("GET", path).decode()).walk("VEVENT")
    assert {str(one.get("RECURRENCE-ID") and one["SUMMARY"]) for one in found} == {"None", "lần này sau lễ"}
    [whole] = [one for one in found if "RRULE" in one]
    assert whole.decoded("DTSTART") == date(2018, 5, 24)


def test_an_entry_under_another_name_is_not_doubled(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    path = f"{str(there.entries()[REPORT]['UID']).partition('@')[0]}.ics"
    held = there.request("GET", path)
    there.request("DELETE", path)
    there.request("PUT", "ten-khac.ics", held, type="text/calendar")
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there)
    assert there.entries()[REPORT].decoded("DTSTART") == date(2018, 10, 24)


def test_an_archive_on_a_server_pushes_alike(postgresql: sa.URL, tmp_path: Path, there: Running, push: Push) -> None:
    with postgres.database(postgresql) as url:
        source = plan(tmp_path / "plan.txt", *PLAN)
        take(url, source)
        word = url.render_as_string(hide_password=False)
        for expected in (ALL, 0):
            there.asked.clear()
            assert main(["calendar", "push", there.url, "--archive", word]) == 0
            assert len(there.writes) == expected
        archive.purge(url, [str(source)])
        main(["calendar", "push", there.url, "--archive", word])
        assert there.entries() == {}


def test_what_a_person_removed_is_not_made_again(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    there.remove(REPORT)
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    push(db, there)
    assert (there.writes, REPORT in there.entries()) == ([], False)
    assert f"{REPORT} (45-KH/TU): removed there by somebody" in push.said
    push(db, there, "--restore")
    assert there.entries()[REPORT].decoded("DTSTART") == date(2018, 10, 24)
    push(db, there)
    assert there.writes == []


def test_entries_of_people_are_not_touched(db: Path, there: Running, push: Push) -> None:
    own = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:own\r\nDTSTAMP:20180101T000000Z\r\n"
        b"DTSTART:20180101T080000Z\r\nSUMMARY:: own\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    there.request("PUT", "own.ics", own, type="text/calendar")
    before = seen(there)
    push(db, there)
    edited(db, PLAN[0])
    push(db, there)
    assert seen(there)["own"] == before["own"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", [0, 3, ALL - 1])
def test_a_server_that_fails_half_way_leaves_nothing_doubled(
    db: Path, there: Running, push: Push, at: int, when: str
) -> None:
    there.fails = lambda method, writes: when if method == "PUT" and writes >= at else ""
    assert push(db, there) == NoCalendarServer.exit_code
    assert f"(new {at})" in push.said or at == 0
    assert "what has arrived is not sent twice" in push.said
    there.fails = lambda _method, _writes: ""
    assert len(there.request("GET")) > 0
    push(db, there)
    assert len(there.writes) == ALL - at - (when == "after")
    assert len(there.entries()) == ALL
    push(db, there)
    assert there.writes == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_change_that_fails_half_way_comes_with_the_next_push(db: Path, there: Running, push: Push, when: str) -> None:
    push(db, there)
    there.edit(REVIEW, ring)
    there.fails = lambda method, _writes: when if method == "PUT" else ""
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    assert push(db, there) == NoCalendarServer.exit_code
    there.fails = lambda _method, _writes: ""
    # What was about to be sent is not taken for a person's, though it is neither the old nor the new.
    edited(db, PLAN[0].replace("20/10", "26/10"), *PLAN[1:])
    push(db, there)
    assert there.entries()[REPORT].decoded("DTSTART") == date(2018, 10, 25)
    assert len(there.entries()[REVIEW].walk("VALARM")) == 4
    assert push.said.count("kept") == 1
    push(db, there)
    assert there.writes == []


def test_what_arrived_without_an_answer_follows_its_document(db: Path, there: Running, push: Push) -> None:
    there.fails = lambda method, _writes: "after" if method == "PUT" else ""
    push(db, there)
    [first] = there.entries()
    there.fails = lambda _method, _writes: ""
    edited(db, *(line.replace("/2018", "/2019") for line in PLAN))
    push(db, there)
    assert "kept" not in push.said
    assert there.entries()[first].decoded("DTSTART").year == 2019
    there.fails = lambda method, _writes: "after" if method == "PUT" else ""
    edited(db, PLAN[0].replace("20/10/2018", "25/10/2019"), *(line.replace("/2018", "/2019") for line in PLAN[1:]))
    push(db, there)
    assert there.entries()[REPORT].decoded("DTSTART") == date(2019, 10, 24)
    # Back to what was known to be there before.
    there.fails = lambda _method, _writes: ""
    edited(db, *(line.replace("/2018", "/2019") for line in PLAN), "12. Sở Y tế báo cáo Tỉnh ủy trước ngày 1/2/2019.")
    push(db, there)
    assert there.entries()[REPORT].decoded("DTSTART") == date(2019, 10, 19)


def test_what_the_server_made_of_it_is_not_a_persons_change() -> None:
    ours, theirs = icalendar.Event(), icalendar.Event()
    for one, title in ((ours, "Sở Y tế: báo cáo"), (theirs, "So Y te: bao cao")):
        one.add("uid", "a")
        one.add("summary", title)
    held = icalendar.Calendar()
    held.add_component(theirs)
    mine, there = parts(ours), parts(theirs)
    assert stepped(ours, held, Sent(mine, there), "2026-01-01T00:00:00+00:00") == (None, (), (), False)
    assert stepped(ours, held, Sent(mine, mine), "2026-01-01T00:00:00+00:00").kept == ("SUMMARY",)
    changed = stepped(ours, held, Sent(there, there), "2026-01-01T00:00:00+00:00").calendar
    assert changed is not None
    assert str(changed.walk("VEVENT")[0]["SUMMARY"]) == "Sở Y tế: báo cáo"


def test_an_entry_that_is_changed_meanwhile_is_left(
    db: Path, there: Running, push: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(db, there)
    edited(db, PLAN[0].replace("20/10", "25/10"), *PLAN[1:])
    once = iter([True])

    def meanwhile(method: str, _writes: int) -> str:
        if method == "PUT" and next(once, False):
            there.edit(REPORT, lambda entry: entry.add("location", "Hội trường B"))
        return ""

    there.fails = meanwhile
    push(db, there)
    assert "left: changed there at this moment 1" in push.said
    assert there.entries()[REPORT].decoded("DTSTART") == date(2018, 10, 19)
    push(db, there)
    one = there.entries()[REPORT]
    assert (one.decoded("DTSTART"), str(one["LOCATION"])) == (date(2018, 10, 24), "Hội trường B")


def test_a_dry_run_sends_nothing(db: Path, there: Running, push: Push) -> None:
    assert push(db, there, "--dry-run") == 0
    assert (there.writes, there.entries()) == ([], {})
    assert f"+ Ban Tổ chức Tỉnh ủy: {REPORT} (45-KH/TU)" in push.said
    assert "Nothing was sent (--dry-run)." in push.said
    push(db, there)
    before = seen(there)
    edited(db, PLAN[0].replace("20/10", "25/10"), PLAN[2])
    push(db, there, "--dry-run")
    assert f"~ Ban Tổ chức Tỉnh ủy: {REPORT} (45-KH/TU)" in push.said
    assert "(changed 1, unchanged 9, cancelled 1)" in push.said
    assert (there.writes, seen(there)) == ([], before)
    push(db, there)
    assert there.writes == ["PUT"] * 2


def test_an_archive_made_anew_finds_its_entries(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    there.edit(REPORT, move)
    db.unlink()
    take(db, db.with_name("plan.txt"))
    push(db, there)
    assert (there.writes, len(there.entries())) == ([], ALL)
    assert "kept as it is there: moved" in push.said
    edited(db, PLAN[0].replace("20/10", "25/10"), PLAN[1].replace("9/2018", "8/2018"), PLAN[2])
    push(db, there)
    assert there.entries()[REPORT].decoded("DTSTART") == date(2018, 10, 12)
    assert there.entries()[REVIEW].decoded("DTEND") == date(2018, 9, 1)


def test_of_what_is_purged_or_secret_nothing_stays(db: Path, there: Running, push: Push) -> None:
    push(db, there)
    archive.purge(db, [str(db.with_name("plan.txt"))])
    push(db, there)
    assert f"removed with their documents {ALL}" in push.said
    assert there.entries() == {}
    text = letter(*NUMBERED, *PLAN, number="Số 46-KH/TU")
    secret = db.with_name("secret.txt")
    secret.write_text(f"MẬT\n{text}", "utf-8")
    take(db, secret, allow_secret=True)
    push(db, there)
    assert there.writes == []
    assert "1 secret document is left out" in push.said
    with pytest.raises(SystemExit) as usage:
        push(db, there, "--allow-secret")
    assert usage.value.code == 2
    assert there.asked == []


def test_only_what_is_due_then_is_made_and_what_is_there_follows(db: Path, there: Running, push: Push) -> None:
    push(db, there, "--from", "2018-10", "--to", "2018-11")
    assert set(there.entries()) == {REPORT, MEETING}
    edited(db, PLAN[0].replace("20/10", "25/12"), *PLAN[1:])
    push(db, there, "--from", "2018-10", "--to", "2018-11")
    assert there.entries()[REPORT].decoded("DTSTART") == date(2018, 12, 24)
    assert set(there.entries()) == {REPORT, MEETING}


def test_a_calendar_that_takes_no_tasks_is_told_at_once(tmp_path: Path, db: Path, there: Running, push: Push) -> None:
    (tmp_path / "other").mkdir()
    with server(tmp_path / "other", "VEVENT") as events:
        assert push(db, events, "--profile", "nextcloud") == NoSuchCalendar.exit_code
        assert "(VTODO)" in push.said
        assert events.writes == []
        assert push(db, events, "--profile", "google") == 0
    push(db, there, "--profile", "google")
    push(db, there, "--profile", "nextcloud")
    assert (there.writes, len(there.entries())) == ([], ALL)
    assert f"left: there as a task or event of another kind {ALL}" in push.said


# --- who is let in, and where nothing goes ------------------------------------------------------------------------


def test_the_password_is_in_no_message(db: Path, there: Running, push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = f"{PASSWORD}-sai"
    monkeypatch.setenv("DOCPARSE_CALDAV_PASSWORD", secret)
    assert push(db, there) == NotLetToCalendar.exit_code
    assert "does not let this user in" in push.said
    assert secret not in push.said
    assert there.writes == []
    wrong = (f"caldav://{USER}:{secret}@x/", f"{USER}:{secret}@x/", f"https:/{USER}:{secret}@x/", f"https://[{secret}/")
    for url in (there.url.replace("//", f"//{USER}:{secret}@"), *wrong):
        assert main(["calendar", "push", url, "--archive", str(db)]) == WrongCalendarAddress.exit_code
        told = push.capsys.readouterr()
        assert secret not in told.out + told.err
    monkeypatch.setenv("DOCPARSE_CALDAV_USER", "")
    assert push(db, there) == WrongCalendarAddress.exit_code
    assert "DOCPARSE_CALDAV_USER is not set" in push.said
    assert there.asked == []


def test_a_password_does_not_go_over_an_open_line(db: Path, push: Push, there: Running) -> None:
    assert main(["calendar", "push", "http://cal.example.vn/a/", "--archive", str(db)]) == 72
    assert "without encryption" in push.capsys.readouterr().err


def test_the_keyring_knows_the_password(db: Path, there: Running, push: Push, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Ring(KeyringBackend):
        priority = 1  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:
            return PASSWORD if (service, username) == ("127.0.0.1", USER) else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        monkeypatch.delenv("DOCPARSE_CALDAV_PASSWORD")
        assert push(db, there, "--to", "2018-09") == 0
        monkeypatch.setenv("DOCPARSE_CALDAV_USER", "else")
        assert push(db, there) == NotLetToCalendar.exit_code
        monkeypatch.delenv("DOCPARSE_CALDAV_USER")
        url = there.url.replace("//", f"//{USER}@")
        assert main(["calendar", "push", url, "--archive", str(db)]) == 0
        assert USER + "@" not in push.capsys.readouterr().out
    finally:
        keyring.set_keyring(before)


@contextmanager
def answering(status: str, body: bytes = b"", **headers: str) -> Iterator[str]:
    """The address of a server that says the same to everything."""

    def answer(_environ: object, start: Callable[..., object]) -> list[bytes]:
        told = [(name.replace("_", "-"), value) for name, value in headers.items()]
        start(status, [*told, ("Content-Length", str(len(body)))])
        return [body]

    httpd = make_server("127.0.0.1", 0, answer, handler_class=Quiet)
    threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}/a/"
    finally:
        httpd.shutdown()
        httpd.server_close()


def test_no_redirect_is_followed(db: Path, there: Running, push: Push) -> None:
    away = there.url.replace("//", "//x:y@") + "?k=1"
    for status in ("301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"):
        with answering(status, Location=away) as url:
            assert main(["calendar", "push", url, "--archive", str(db)]) == NoCalendarServer.exit_code
        told = push.capsys.readouterr().err
        assert f"sends on to another address, to which nothing was sent ({there.url})" in told
    assert there.asked == []


@pytest.mark.parametrize(
    ("status", "body", "headers", "said"),
    [
        ("200 OK", b"<html>hi", {}, "there is no calendar for this"),
        ("207 Multi-Status", b"<html>hi", {}, "there is no calendar for this"),
        ("207 Multi-Status", b"", {}, "there is no calendar for this"),
        ("404 Not Found", b"", {}, "there is no calendar for this"),
        ("403 Forbidden", b"no", {}, "(HTTP 403)"),
        ("500 Internal Server Error", PASSWORD.encode(), {}, "(HTTP 500)"),
        ("429 Too Many Requests", b"", {"Retry_After": "3000"}, "(HTTP 429)"),
        ("503 Service Unavailable", b"", {}, "(HTTP 503)"),
        ("401 Unauthorized", b"", {}, "does not let this user in"),
        ("401 Unauthorized", b"", {"WWW_Authenticate": "Negotiate"}, "another login than a password"),
        ("401 Unauthorized", b"", {"WWW_Authenticate": 'Digest realm="x", nonce="1", qop="auth"'}, "(HTTP 401)"),
    ],
)
def test_an_odd_answer_is_one_line(
    db: Path, there: Running, push: Push, status: str, body: bytes, headers: dict[str, str], said: str
) -> None:
    with answering(status, body, **headers) as url:
        assert main(["calendar", "push", url, "--archive", str(db)]) == NoCalendarServer.exit_code
    told = push.capsys.readouterr()
    assert (told.out, told.err.count("\n"), said in told.err) == ("", 1, True)
    assert PASSWORD not in told.err


def test_what_is_no_calendar_is_told(db: Path, there: Running, push: Push) -> None:
    for path in (there.url.replace("plans", "none"), there.url.replace("plans/", "")):
        assert main(["calendar", "push", path, "--archive", str(db)]) == NoSuchCalendar.exit_code
    assert main(["calendar", "push", "http://127.0.0.1:9/a/", "--archive", str(db)]) == NoCalendarServer.exit_code
    assert "no connection" in push.capsys.readouterr().err
