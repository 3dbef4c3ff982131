"""How long the pages that look take, on loopback: `python -m tests.bench.bench_looking [ARCHIVE]`.

Without an archive, one of 20,000 documents is made from corpus/, as by bench_find; its deadlines are read first, which
takes minutes. Time is that of a whole request on loopback, beside the processor time of both ends, which hardly
depends on what else the machine does; ends with 1 where of a kind of page its 95th percentile is above the limit.

Reads: corpus/*.txt, or an archive, into which the index and the deadlines are written.
Writes: figures on standard output; an archive into a temporary folder.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from datetime import date
from html import unescape
from pathlib import Path

import httpx
import sqlalchemy as sa

from docparse import find
from docparse.archive.store import now
from docparse.calendar import lookup, of_archive
from docparse.find.library import Library
from docparse.find.tables import BODIES, FOUND
from tests.bench import bench_find
from tests.serving import serving

LIMIT = 200.0
"""Milliseconds, of the 95th percentile of each kind of page, at 20,000 documents."""
EACH = 30
"""Addresses of a kind."""


def addresses(library: Library) -> dict[str, list[httpx.URL]]:
    """Addresses of each kind of page, of what the archive holds."""
    some = random.Random(8)
    with library.connection.begin():
        bodies = library.connection.execute(sa.select(BODIES.c.name).distinct()).scalars().all()
        days = library.connection.execute(sa.select(FOUND.c.issued).where(FOUND.c.issued != "").distinct()).scalars()
        months = sorted({day[:7] for day in days if len(day) >= 7})
    numbers = [one.name.partition(" ")[0] for one in find.most_cited(library, limit=EACH) if "/" in one.name]
    names = [some.choice(bodies) for _ in range(EACH)]
    at = [some.choice(months) for _ in range(EACH)]
    return {
        "search": [httpx.URL("/search", params=_asked(query)) for query in bench_find.QUERIES],
        "directive": [httpx.URL("/directive", params={"number": one}) for one in numbers],
        "body": [httpx.URL("/body", params={"name": one}) for one in names],
        "month": [httpx.URL("/deadlines", params={"month": one}) for one in at],
        "month of a body": [
            httpx.URL("/deadlines", params={"month": month, "body": name})
            for month, name in zip(at, names, strict=True)
        ],
        "agenda": [httpx.URL("/deadlines", params={"view": "agenda", "body": one}) for one in names],
        "years": [httpx.URL("/compare", params={"series": one}) for one in numbers],
        "cited together": [httpx.URL("/directive", params={"number": one, "tab": "with"}) for one in numbers],
        "tree": [httpx.URL("/directive/tree", params={"number": one}) for one in numbers],
        **{
            f"open: {what}": [httpx.URL("/directive/open", params={"number": one, "what": what}) for one in numbers]
            for what in ("missing", "unmet", "later")
        },
        **_answers(library, some),
    }


def _answers(library: Library, some: random.Random) -> dict[str, list[httpx.URL]]:
    """Addresses of the pages that answer for the whole archive."""
    with library.connection.begin():
        series = library.connection.execute(sa.select(FOUND.c.place, FOUND.c.term).distinct()).all()
        hashes = library.connection.execute(sa.select(FOUND.c.sha256)).scalars().all()
    return {
        "gaps": [httpx.URL("/gaps", params={"page": n, "all": "1" if n % 2 else ""}) for n in range(1, EACH + 1)],
        "gaps of a place": [
            httpx.URL("/gaps", params={"place": place.partition(", ")[0], "term": term})
            for place, term in some.sample(series, min(EACH, len(series)))
        ],
        "references": [
            httpx.URL("/references", params={"tab": tab, "page": n})
            for tab in ("", "not_held", "register")
            for n in range(1, EACH // 3 + 1)
        ],
        "status": [
            httpx.URL("/status", params={"list": name, "page": n})
            for name in ("failed", "refused", "review", "conflicts", "versions", "similar")
            for n in range(1, EACH // 6 + 1)
        ],
        "check": [httpx.URL("/check", params={"page": n}) for n in some.sample(range(1, 201), EACH)],
        "check of one": [httpx.URL(f"/document/{one}/check") for one in some.sample(hashes, min(EACH, len(hashes)))],
    }


def _asked(query: find.Query) -> dict[str, str]:
    names = ("issuer", "level", "since", "until", "body", "cites", "due_from", "due_to")
    return {"words": query.text, "type": next(iter(query.types), "")} | {name: getattr(query, name) for name in names}


def pairs(client: httpx.Client, pages: list[httpx.URL]) -> list[httpx.URL]:
    """Addresses of comparisons, as the pages of years offer them."""
    found = [link for page in pages for link in re.findall(r'href="(/compare\?before=[^"]+)"', client.get(page).text)]
    return [httpx.URL(unescape(link)) for link in random.Random(8).sample(found, min(EACH, len(found)))]


def whole(client: httpx.Client, page: httpx.URL) -> None:
    """Asks for a page until it is worked out."""
    while 'http-equiv="refresh"' in client.get(page).text:
        time.sleep(0.2)


def measure(client: httpx.Client, kind: str, pages: list[httpx.URL]) -> float:
    """The 95th percentile of some addresses, after it is printed; the first request of a kind does not count.

    A page that says that it is being worked out is waited for, as its reader does, before the next one is asked for.
    """
    wall, processor = list[float](), list[float]()
    whole(client, pages[0])
    for page in pages:
        start, used = time.perf_counter(), time.process_time()
        answer = client.get(page)
        wall.append((time.perf_counter() - start) * 1e3)
        processor.append((time.process_time() - used) * 1e3)
        assert answer.status_code == 200, page
        whole(client, page)
    worst = sorted(wall)[int(len(wall) * 0.95)]
    half, busy = sorted(wall)[len(wall) // 2], sorted(processor)[int(len(processor) * 0.95)]
    slowest = unescape(str(pages[wall.index(max(wall))]))
    print(
        f"{kind:<16} {len(pages):3} pages  p50 {half:6.1f} ms  p95 {worst:6.1f} ms  (processor p95 {busy:6.1f} ms)"
        f"  slowest: {slowest[:70]}",
        flush=True,
    )
    return busy


def main(words: list[str]) -> int:
    """Prints every figure; 1 where the limit is broken."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(words[0]) if words else Path(folder) / "papers.db"
        if not words:
            bench_find.filled(path, 20_000)
        with find.opened(path) as library:
            pages, size = addresses(library), find.counts(library).documents
            is_fresh = lookup.is_fresh(library, date.fromisoformat(now()[:10]))
        if not is_fresh:
            start = time.process_time()
            of_archive(path, now=now())
            print(f"deadlines of {size} documents read: {time.process_time() - start:.0f} s of processor time")
        print(f"{size} documents")
        with serving(path, patience=0.05) as served, served.client() as client:
            pages["side by side"] = pairs(client, pages["years"])
            worst = {kind: measure(client, kind, some) for kind, some in pages.items() if some}
    broken = [kind for kind, value in worst.items() if value > LIMIT]
    print(*(f"{kind}: MORE THAN {LIMIT:.0f} ms" for kind in broken), sep="\n", end="\n" if broken else "")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
