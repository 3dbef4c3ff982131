"""What is issued in invented provinces from 2011 to 2025, as plain entries: who, when, about what, on what basis.

A family begins with a central directive (of the register that docparse has, cited and never held) or one of a province;
plans of the province, its districts and communes carry it out, letters remind of it, after five years it is reviewed,
after ten once more. Numbers run by office and type and restart with each congress term, those of the State each year.

Reads: docparse/data/directives.tsv.
Writes: `Act`s in order of their day.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from grammar import FIELDS, places, subject
from offices import Office, commune, department, district, government, provincial
from papers import Cited

LAST = dt.date(2025, 6, 1)
_REGISTER = Path(__file__).parent.parent / "docparse" / "data" / "directives.tsv"
_CODES = {
    "Kế hoạch": "KH", "Chỉ thị": "CT", "Công văn": "CV", "Báo cáo": "BC", "Quyết định": "QĐ", "Thông báo": "TB",
    "Kết luận": "KL", "Hướng dẫn": "HD",
}  # fmt: skip
_CONGRESSES = {
    "province": dt.date(2010, 10, 20), "department": dt.date(2010, 10, 20), "district": dt.date(2010, 8, 15),
    "commune": dt.date(2010, 6, 10), "government": dt.date(2010, 1, 1),
}  # fmt: skip
_DISTRICTS, _COMMUNES = 8, 3


@dataclass(frozen=True, slots=True)
class Act:
    """A document that was issued. `basis` are acts (by key) or central documents, each with the relation to it.

    `begins` is the first day of the term, or of the year, that its number belongs to; without `held` no file is made;
    `clash` is the act whose number it has by mistake.
    """

    key: int
    kind: str
    office: Office
    day: dt.date
    field: str
    family: int
    basis: tuple[tuple[int | Cited, str], ...] = ()
    title: str = ""
    symbol: str = ""
    begins: dt.date = dt.date.min
    held: bool = True
    secrecy: str | None = None
    clash: int | None = None


@dataclass(frozen=True, slots=True)
class _Province:
    office: Office
    state: Office
    departments: tuple[Office, ...]
    districts: tuple[tuple[Office, tuple[Office, ...]], ...]


def acts(rng: Random, number: int) -> list[Act]:
    """As many acts as asked for, numbered, in order of their day."""
    provinces = _provinces(rng, max(2, min(12, number // 1500)))
    central = _central()
    found: list[Act] = []
    for family in range(1, number + 1):
        if len(found) >= number:
            break
        province = provinces[family % len(provinces)]
        found += _family(rng, province, family, rng.choice(central) if rng.random() < 0.4 else None)
    return _counted(rng, sorted(found[:number], key=lambda act: (act.day, act.key)))


def _provinces(rng: Random, number: int) -> list[_Province]:
    names = places(rng, number * (1 + _DISTRICTS * (1 + _COMMUNES) // 2))
    rng.shuffle(names)
    below = iter([name for _ in range(3) for name in rng.sample(names[number:], len(names) - number)])
    out = []
    for name in names[:number]:
        districts = []
        for _ in range(_DISTRICTS):
            own = next(below)
            districts.append((district(name, own), tuple(commune(name, own, next(below)) for _ in range(_COMMUNES))))
        parts = (("Văn phòng", "VPTU"), ("Ban Dân vận", "BDVTU"), ("Ban Tổ chức", "BTCTU"))
        staff = tuple(department(name, part, code) for part, code in parts)
        out.append(_Province(provincial(name), government(name), staff, tuple(districts)))
    return out


def _central() -> list[tuple[Cited, str]]:
    """Central directives of the register, with what they are about."""
    with _REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if "2011" <= row["date"] <= "2023"]
    kinds = {"Chỉ thị", "Nghị quyết", "Kết luận"}
    return [
        (Cited(r["type"], r["symbol"], dt.date.fromisoformat(r["date"]), r["issuer"], r["term"]), r["subject"])
        for r in rows
        if r["type"] in kinds and len(r["date"]) == 10 and r["issuer"] in ("Bộ Chính trị", "Ban Bí thư")
    ]


def _family(rng: Random, province: _Province, family: int, central: tuple[Cited, str] | None) -> Iterator[Act]:
    """What comes of one directive in one province; what is after the last day is left out."""
    field = rng.choice(FIELDS)
    start = central[0].date if central else dt.date(2011, 1, 10) + dt.timedelta(rng.randrange(4200))
    out: list[Act] = []

    def add(kind: str, office: Office, days: int, *basis: tuple[int | Cited, str], title: str = "") -> int:
        day = start + dt.timedelta(days)
        out.append(Act(family * 1000 + len(out), kind, office, day, field, family, basis, title))
        return out[-1].key

    top: int | Cited
    top = central[0] if central else add("Chỉ thị", province.office, 0, title=subject(rng, field, start.year))
    first = rng.randrange(25, 120)
    upper = add("Kế hoạch", province.office, first, (top, "implements"))
    _below(rng, province, top, upper, first, add)
    for years, relation in ((5, "reviews_interim"), (10, "reviews_final")):
        _review(rng, province, top, upper, round(years * 365.25) + rng.randrange(-60, 60), relation, add)
    for kind in rng.sample(("Quyết định", "Thông báo", "Kết luận", "Hướng dẫn"), 3):
        office = rng.choice(province.departments[1:]) if kind == "Hướng dẫn" else province.office
        add(kind, office, rng.randrange(200, 700), (top, "pursuant_to"))
    yield from (act for act in out if act.day < LAST)


def _below(rng: Random, province: _Province, top: int | Cited, upper: int, first: int, add: Callable[..., int]) -> None:
    """Plans of the government, of districts and communes, and letters that remind of them."""
    if rng.random() < 0.5:
        add("Kế hoạch", province.state, first + rng.randrange(15, 90), (upper, "implements"), (top, "pursuant_to"))
    for office, communes in rng.sample(province.districts, rng.randint(3, _DISTRICTS)):
        days = first + rng.randrange(20, 120)
        plan = add("Kế hoạch", office, days, (upper, "implements"), (top, "pursuant_to"))
        if rng.random() < 0.35:
            add("Kế hoạch", rng.choice(communes), days + rng.randrange(15, 60), (plan, "implements"))
        if rng.random() < 0.4:
            add("Báo cáo", office, days + rng.randrange(200, 400), (upper, "implements"))
    for _ in range(rng.randint(0, 2)):
        add("Công văn", province.departments[0], first + rng.randrange(150, 600), (upper, "implements"))


def _review(
    rng: Random, province: _Province, top: int | Cited, upper: int, days: int, relation: str, add: Callable[..., int]
) -> None:  # fmt: skip
    """Sơ kết or tổng kết: the plan of the province, the reports of districts, the report of the province."""
    plan = add("Kế hoạch", province.office, days, (top, relation), (upper, "pursuant_to"))
    for office, _ in rng.sample(province.districts, rng.randint(2, 6)):
        add("Báo cáo", office, days + rng.randrange(30, 80), (top, relation), (plan, "pursuant_to"))
    add("Báo cáo", province.office, days + rng.randrange(85, 130), (top, relation), (plan, "pursuant_to"))


# --- numbers ------------------------------------------------------------------------------------------------------


def _counted(rng: Random, found: list[Act]) -> list[Act]:
    """Gives every act its number: the next one of its office, type and term, now and then one that was used."""
    last: dict[tuple[str, str, str, dt.date], Act] = {}
    numbers: Counter[tuple[str, str, str, dt.date]] = Counter()
    out = []
    for act in found:
        begins = _begin(act.office, act.day)
        series = (act.office.name, act.office.province, act.kind, begins)
        before = last.get(series)
        clash = before.key if before and before.held and before.field != act.field and rng.random() < 0.004 else None
        numbers[series] += clash is None
        number, code = f"{numbers[series]:02}", _CODES[act.kind]
        symbol = f"{number}/{code}-{act.office.code}" if act.office.state else f"{number}-{code}/{act.office.code}"
        # One in fifty is not held: a gap on the shelf, and where it is cited a document that is not there.
        held = clash is not None or rng.random() > 0.02
        secrecy = rng.choice(("MẬT", "MẬT", "TỐI MẬT")) if rng.random() < 0.006 else None
        last[series] = replace(act, symbol=symbol, begins=begins, held=held, secrecy=secrecy, clash=clash)
        out.append(last[series])
    return out


def _begin(office: Office, day: dt.date) -> dt.date:
    """The first day of the term, or for the State of the year, that a day belongs to."""
    if office.state:
        return dt.date(day.year, 1, 1)
    first = _CONGRESSES[office.level]
    return max(first.replace(year=year) for year in (2005, 2010, 2015, 2020) if first.replace(year=year) <= day)
