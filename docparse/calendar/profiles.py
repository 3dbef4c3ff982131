"""What each calendar program takes: a row a program.

Google's CalDAV takes no VTODO, Outlook imports none and keeps one reminder an item; Apple's calendar shows no VTODO of
a subscription. Nextcloud (Tasks) and Thunderbird show a VTODO with its last day. What recurs is a VEVENT everywhere: a
VTODO may not end on the day on which it starts (RFC 5545, 3.8.2.3), and Nextcloud does not repeat it.

Reads: nothing.
Writes: `Profile`s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from docparse.calendar.model import ProfileName


@dataclass(frozen=True, slots=True)
class Profile:
    """What a program takes: `component` of an entry with one day; `method` of the file; how many alarms it keeps.

    `extra` are properties of its own on each entry.
    """

    component: Literal["VEVENT", "VTODO"]
    method: str | None = None
    alarms: int | None = None
    extra: tuple[tuple[str, str], ...] = ()


PROFILES: dict[ProfileName, Profile] = {
    "google": Profile("VEVENT"),
    "outlook": Profile(
        "VEVENT",
        method="PUBLISH",
        alarms=1,
        extra=(("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")),
    ),
    "apple": Profile("VEVENT"),
    "nextcloud": Profile("VTODO"),
    "thunderbird": Profile("VTODO"),
}
