"""How long pages take on loopback, one after the other: the 95th percentile of each kind.

`python -m tests.bench.bench_serve papers.db` serves a copy of an archive, so that nothing in it is changed. Beside the
time of the clock stands that of the processor, of browser and server together: on a machine that does nothing else they
are about the same, on a busy one the clock counts the others too. Ends with 1 where the processor needs more than the
limit.

Reads: an archive.
Writes: a table on standard output.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import sqlalchemy as sa

from docparse.archive import queue, store
from docparse.archive.store import DOCUMENTS
from docparse.find import index
from docparse.serve.marks import marks
from tests.serving import csrf, serving

ROUNDS = 60
LIMIT = 200.0
"""Milliseconds, of the 95th percentile."""


def main(path: Path) -> int:
    """Prints median and 95th percentile of each kind of page, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, Path(folder) / "papers.db"))
        slow = False
        began = time.perf_counter()
        with store.opened(copy) as connection:
            queue.update(connection)
            index.update(connection)
        print(f"queue and index brought up to date in {time.perf_counter() - began:.1f} s")
        with serving(copy) as served, served.client() as client:
            for name, ask in pages(copy, client).items():
                clock, processor = (sorted(times) for times in zip(*(timed(ask) for _ in range(ROUNDS)), strict=True))
                p95 = int(0.95 * ROUNDS)
                slow = slow or processor[p95] > LIMIT
                print(
                    f"{name:<20} clock {statistics.median(clock):6.1f}, p95 {clock[p95]:6.1f} ms"
                    f"   processor {statistics.median(processor):6.1f}, p95 {processor[p95]:6.1f} ms"
                )
    return int(slow)


def timed(ask: Callable[[], httpx.Response]) -> tuple[float, float]:
    """Milliseconds until the whole answer is there, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    answer = ask()
    answer.raise_for_status()
    return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)


def pages(path: Path, client: httpx.Client) -> dict[str, Callable[[], httpx.Response]]:
    """Each kind of page with what asks for one, another each time."""
    with store.opened(path) as connection, connection.begin():
        hashes = list(connection.scalars(sa.select(DOCUMENTS.c.sha256).where(DOCUMENTS.c.secrecy.is_(None))))
    random.Random(1).shuffle(hashes)
    some, records = iter(hashes[:2000]), of_records(path, hashes[2000:2500])
    token = csrf(client)
    return {
        "queue": lambda: client.get("/"),
        "queue, page 20": lambda: client.get("/?page=20"),
        "queue, one reason": lambda: client.get("/?code=residue&order=newest"),
        "queue, words": lambda: client.get("/?words=thuc+hien"),
        "document": lambda: client.get(f"/document/{next(some)}"),
        "record": lambda: client.get(next(records)),
        "accept": lambda: client.post(f"/document/{next(some)}/accept", data={"csrf": token}),
        "correct": lambda: corrected(client, token, next(some)),
    }


def of_records(path: Path, hashes: list[str]) -> Iterator[str]:
    """Addresses of references and bodies."""
    with store.opened(path) as connection, connection.begin():
        entries = store.entries(connection, hashes[:80])
    for entry in entries:
        found = [m for m in marks(json.loads(entry.json)) if m.kind in ("references", "bodies")]
        if found:
            yield f"/document/{entry.sha256}/record?at={found[0].key}"


def corrected(client: httpx.Client, token: str, sha256: str) -> httpx.Response:
    """A document, a place that is set right in it, and the document again: three answers."""
    page = client.get(f"/document/{sha256}").text
    state = page.partition('name="state" value="')[2].partition('"')[0]
    data = {"csrf": token, "state": state, "do": "fields", "kind": "metadata", "place": "Nơi khác"}
    return client.post(f"/document/{sha256}/correct", data=data)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
