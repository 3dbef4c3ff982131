"""Composes documents: plans, directives, letters, reports, decisions, each from the parts that its kind has.

Reads: nothing.
Writes: `Paper`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from random import Random

from grammar import action, due, fact, person, sentence, subject
from offices import Office, lower, staff
from papers import Cited, Group, Item, Note, Paper, Part

Keys = Iterator[int]
Basis = tuple[tuple[Cited, str], ...]
"""What a document is based on, each with its relation; the first is what it is about."""
_HEADINGS = ("Công tác lãnh đạo, chỉ đạo", "Công tác tuyên truyền, vận động", "Tổ chức bộ máy", "Nguồn lực", "Kiểm tra")


def task(rng: Random, keys: Keys, office: Office, day: dt.date, field: str) -> Item:
    """A task for one of those that an office charges with something."""
    names = staff(office, day)
    lead = lower(office) if rng.random() < 0.15 else (rng.choice(names),)
    others = [name for name in names if name not in lead]
    together = tuple(rng.sample(others, rng.choice((1, 2, 2, 3)))) if rng.random() < 0.45 else ()
    report = rng.choice((office.seat, office.seat, rng.choice(others))) if rng.random() < 0.5 else None
    when = due(rng, day) if report or rng.random() < 0.6 else None
    done = action(rng, field)
    return Item(next(keys), rng.randrange(6), "", lead, together, done, report, when)


def statement(rng: Random, keys: Keys, field: str, text: str = "", notes: tuple[Note, ...] = ()) -> Item:
    """A line by which nobody has to do anything."""
    return Item(next(keys), statement=text or sentence(rng, field), notes=notes)


def _tasks(rng: Random, keys: Keys, office: Office, day: dt.date, field: str, least: int, most: int) -> Group:
    items = [task(rng, keys, office, day, field) for _ in range(rng.randint(least, most))]
    # One action twice in a document, word for word, is no document that an office would send out.
    unlike = {item.action.text(): item for item in items if item.action}
    return Group(next(keys), None, tuple(unlike.values()))


def plan(rng: Random, office: Office, symbol: str, day: dt.date, field: str, basis: Basis) -> Paper:
    """A plan that carries out, or reviews, what its first basis says."""
    keys = count(1)
    main, relation = basis[0]
    quote, note = main.mention(relation)
    begin = {"reviews_interim": "sơ kết 5 năm thực hiện ", "reviews_final": "tổng kết 10 năm thực hiện "}
    title = f"{begin.get(relation, 'thực hiện ')}{quote} về công tác {field}"
    aims = Group(next(keys), None, tuple(statement(rng, keys, field) for _ in range(rng.randint(2, 4))))
    fields = [field, *rng.sample(("tuyên giáo", "cán bộ", "dân vận", "kiểm tra, giám sát"), 2)]
    groups = []
    for name in rng.sample(
        ("Công tác lãnh đạo, chỉ đạo", "Công tác tuyên truyền, vận động", "Tổ chức bộ máy", "Nguồn lực", "Kiểm tra"), 3
    ):
        lines = [statement(rng, keys, rng.choice(fields)) for _ in range(rng.randint(1, 3))]
        lines += [task(rng, keys, office, day, rng.choice(fields)) for _ in range(rng.randint(1, 3))]
        groups.append(Group(next(keys), name, tuple(lines)))
    work = _tasks(rng, keys, office, day, field, 4, 9)
    parts = (
        Part(next(keys), "MỤC ĐÍCH, YÊU CẦU", (aims,)),
        Part(next(keys), "NHIỆM VỤ, GIẢI PHÁP", tuple(groups)),
        Part(next(keys), "TỔ CHỨC THỰC HIỆN", (work,)),
    )
    opening, notes = _opening(office, basis, "xây dựng Kế hoạch như sau:")
    return _paper(rng, office, "Kế hoạch", symbol, day, title, parts, opening, notes, (note,))


def _opening(office: Office, basis: Basis, end: str) -> tuple[str, tuple[Note, ...]]:
    mentions = [cited.mention("implements" if k == 0 else "pursuant_to") for k, (cited, _) in enumerate(basis)]
    notes = tuple(note for _, note in mentions)
    return f"Thực hiện {'; '.join(quote for quote, _ in mentions)}, {office.seat} {end}", notes


def _paper(
    rng: Random, office: Office, kind: str, symbol: str, day: dt.date, title: str, parts: tuple[Part, ...],
    opening: str, notes: tuple[Note, ...] = (), title_notes: tuple[Note, ...] = (),
) -> Paper:  # fmt: skip
    leads = [name for part in parts for group in part.groups for item in group.items for name in item.lead]
    to = tuple(dict.fromkeys([f"{office.upper}", *leads[: rng.randint(3, 8)], *lower(office)]))
    return Paper(
        office, kind, symbol, day, title, parts, to, person(rng), opening, title_notes, notes,
        addressees=tuple(dict.fromkeys(leads))[:3] or lower(office),
    )  # fmt: skip


def directive(rng: Random, office: Office, symbol: str, day: dt.date, field: str, title: str) -> Paper:
    """A directive: tasks one after the other, without parts."""
    keys = count(1)
    work = _tasks(rng, keys, office, day, field, 5, 8)
    opening = f"{sentence(rng, field)} {sentence(rng, field)} {office.seat} yêu cầu thực hiện các nhiệm vụ sau:"
    return _paper(rng, office, "Chỉ thị", symbol, day, title, (Part(next(keys), None, (work,)),), opening)


def letter(rng: Random, office: Office, symbol: str, day: dt.date, field: str, basis: Basis) -> Paper:
    """An official letter that reminds of something; short, as most are."""
    keys = count(1)
    work = _tasks(rng, keys, office, day, field, 1, 3)
    opening, notes = _opening(office, basis, "đề nghị:")
    title = f"đôn đốc công tác {field}"
    return _paper(rng, office, "Công văn", symbol, day, title, (Part(next(keys), None, (work,)),), opening, notes)


def report(rng: Random, office: Office, symbol: str, day: dt.date, field: str, basis: Basis) -> Paper:
    """A report on what was done: figures, shortcomings, and what comes next."""
    keys = count(1)
    main, relation = basis[0]
    quote, note = main.mention(relation)
    begin = {"reviews_interim": "sơ kết 5 năm thực hiện ", "reviews_final": "tổng kết 10 năm thực hiện "}
    facts = tuple(statement(rng, keys, field, fact(rng, field)) for _ in range(rng.randint(4, 8)))
    weak = tuple(statement(rng, keys, field) for _ in range(rng.randint(2, 4)))
    parts = (
        Part(next(keys), "KẾT QUẢ ĐẠT ĐƯỢC", (Group(next(keys), None, facts),)),
        Part(next(keys), "HẠN CHẾ, NGUYÊN NHÂN", (Group(next(keys), None, weak),)),
        Part(next(keys), "NHIỆM VỤ THỜI GIAN TỚI", (_tasks(rng, keys, office, day, field, 2, 4),)),
    )
    opening, notes = _opening(office, basis, "báo cáo kết quả như sau:")
    title = f"{begin.get(relation, 'kết quả thực hiện ')}{quote} về công tác {field}"
    return _paper(rng, office, "Báo cáo", symbol, day, title, parts, opening, notes, (note,))


def plain(rng: Random, kind: str, office: Office, symbol: str, day: dt.date, field: str, cited: Cited | None) -> Paper:
    """A decision, a notice, a conclusion, a guideline or a programme: what a committee settles of itself."""
    keys = count(1)
    work = _tasks(rng, keys, office, day, field, 3, 7)
    aims = Group(next(keys), None, tuple(statement(rng, keys, field) for _ in range(rng.randint(2, 5))))
    parts = (
        (Part(next(keys), None, (work,)),)
        if kind == "Quyết định"
        else (Part(next(keys), "TÌNH HÌNH", (aims,)), Part(next(keys), "NHIỆM VỤ", (work,)))
    )
    basis = ((cited, "pursuant_to"),) if cited else ()
    ends = {"Quyết định": "quyết định:", "Kết luận": "kết luận như sau:", "Hướng dẫn": "hướng dẫn như sau:"}
    end = ends.get(kind, "thông báo như sau:")
    opening, notes = _opening(office, basis, end) if basis else (f"{sentence(rng, field)} {office.seat} {end}", ())
    return _paper(rng, office, kind, symbol, day, subject(rng, field, day.year), parts, opening, notes)


def marked(paper: Paper, secrecy: str | None) -> Paper:
    """The document with a mark of secrecy."""
    return replace(paper, secrecy=secrecy) if secrecy else paper
