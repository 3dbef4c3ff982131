"""How long a search, references and a life take, and how that grows: `python -m tests.bench.bench_find [ARCHIVE]`.

Without an archive, that of 2,000 and of 20,000 documents is made from corpus/: each is parsed once and copied with
other numbers and places of the same length. Time is that of this thread, which hardly depends on what else the machine
does (that of the process goes in steps once its time is bounded); ends with 1 where a limit is broken at 20,000
documents.

Reads: corpus/*.txt, or an archive.
Writes: figures on standard output; archives into a temporary folder.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import docparse
from docparse import find
from docparse.archive import store
from docparse.archive.work import entry_of
from docparse.find.library import Library
from docparse.model import Document

ROOT = Path(__file__).parent.parent.parent
SIZES = (2_000, 20_000)
RUNS = 5
LIMITS = {"search": 50.0, "refs": 100.0, "timeline": 100.0}
"""Milliseconds, of the 95th percentile, at 20,000 documents."""

QUERIES = [
    find.Query("đảng ủy"),
    find.Query("dang uy"),
    find.Query('"ban thường vụ"'),
    find.Query('"sơ kết"'),
    find.Query("sơ kết 5 năm"),
    find.Query('"quy chế dân chủ" cơ sở'),
    find.Query("phản biện xã hội"),
    find.Query("chuyen doi so"),
    find.Query('"điểm lõm sóng"'),
    find.Query("cải cách hành chính", types=("kế hoạch",)),
    find.Query("kinh phí", since="2018", until="2020"),
    find.Query("217-QĐ/TW"),
    find.Query("quyết định 217"),
    find.Query("54-CT/TW@2025"),
    find.Query("chỉ thị 30"),
    find.Query(cites="25-NQ/TW@XI"),
    find.Query(issuer="huyện ủy", level="district"),
    find.Query(body="Huyện ủy Hàm Thuận Bắc"),
    find.Query(body="Sở Tài chính", due_from="2022", due_to="2022"),
    find.Query(due_from="2019-01", due_to="2019-06"),
]
DIRECTIVES = ("217-QĐ/TW", "54-CT/TW@2025", "57-NQ/TW", "25-NQ/TW@XI", "30-CT/TW")

# First syllables of invented places, of the lengths of those in the corpus.
_SYLLABLES = {3: ("Lam", "Sơn", "Phú", "Tân", "Hòa", "Yên", "Bến", "Khe"), 4: ("Vĩnh", "Bình", "Ninh", "Long", "Giao")}
_PLACES = re.compile(r"\b(Lam|Tân|Khe|Bến|Vĩnh) (?=Th[uủ][ủỷyỷ]|Hòa|Lĩnh|Sậy|Gỗ)")
_LOCAL = re.compile(r"(?<![\w/])(\d{1,4})(?=(?:-[A-Za-zĐđ]{1,3}/(?:[A-ZĐ]*(?:TU|HU|ĐU))|/KH-UBND)\b)")


def copies(number: int) -> Iterator[Document]:
    """As many documents as asked for, with numbers and places of their own; offsets stay true, for lengths do."""
    base = [docparse.parse(path).to_json() for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for n in range(number):
        data, turn = base[n % len(base)], n // len(base)

        def other(m: re.Match[str], turn: int = turn) -> str:
            """Another number with as many digits."""
            digits = len(m[1])
            return f"{(int(m[1]) + turn) % 10**digits:0{digits}}"

        def place(m: re.Match[str], turn: int = turn) -> str:
            """Another first syllable of a name."""
            names = _SYLLABLES[len(m[1])]
            return f"{names[(turn + len(m[1])) % len(names)]} "

        changed = _PLACES.sub(place, _LOCAL.sub(other, data))
        sha256 = hashlib.sha256(f"{n}".encode()).hexdigest()
        yield Document.from_json(re.sub(r'"sha256":"\w+"', f'"sha256":"{sha256}"', changed, count=1))


def filled(path: Path, number: int) -> None:
    """Makes an archive of copies."""
    with store.opened(path, create=True) as connection:
        documents = copies(number)
        for _ in range(0, number, 500):
            with connection.begin():
                for _n, document in zip(range(500), documents, strict=False):
                    entry = entry_of(document)
                    row = store.Row(Path(f"/{entry.sha256}"), "parsed", "", "", document=entry.sha256)
                    store.put(connection, row, entry)


def milliseconds(call: Callable[[], object]) -> list[float]:
    """How long some runs of a call take, sorted; the first, which fills caches, does not count."""
    call()
    times = []
    for _ in range(RUNS):
        start = time.thread_time()
        call()
        times.append((time.thread_time() - start) * 1e3)
    return sorted(times)


def questions(library: Library) -> dict[str, list[Callable[[], object]]]:
    """What is measured, by its kind."""
    known = [one for text in DIRECTIVES for one in named(library, text)] or [
        find.named(library, cited.name.partition(" ")[0])[0]
        for cited in find.most_cited(library, limit=8)
        if "/" in cited.name
    ]
    return {
        "search": [lambda q=q: find.search(library, q) for q in QUERIES],
        "refs": [lambda one=one: find.refs(library, one) for one in known],
        "timeline": [lambda one=one: find.timeline(library, one) for one in known],
    }


def named(library: Library, text: str) -> list[find.Identity]:
    """The documents of a number, none where there are none."""
    try:
        return find.named(library, text)[:1]
    except docparse.DocparseError:
        return []


def measure(path: Path) -> dict[str, float]:
    """The 95th percentiles by kind, after all figures are printed."""
    start = time.thread_time()
    with find.opened(path, allow_secret=True) as library:
        taken = time.thread_time() - start
        total = find.counts(library).documents
        print(f"index     {total:6} documents {taken:8.1f} s  {taken / total * 1e3:6.2f} ms a document, one core")
        worst = {}
        for kind, calls in questions(library).items():
            runs = [milliseconds(call) for call in calls]
            times = sorted(t for run in runs for t in run)
            worst[kind] = times[int(len(times) * 0.95)]
            slow = max(range(len(runs)), key=lambda i: median(runs[i]))
            print(
                f"{kind:<9} {total:6} documents   p50 {median(times):6.1f} ms  p95 {worst[kind]:6.1f} ms"
                f"  slowest: number {slow + 1} with {median(runs[slow]):.1f} ms"
            )
    return worst


def main(words: list[str]) -> int:
    """Prints every figure; 1 where a limit is broken."""
    if words:
        last = measure(Path(words[0]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            found = []
            for size in SIZES:
                filled(Path(folder) / f"{size}.db", size)
                found.append(measure(Path(folder) / f"{size}.db"))
            for kind, value in found[-1].items():
                print(f"{kind:<9} ten times the documents: x {value / found[0][kind]:.1f}")
            last = found[-1]
    broken = [kind for kind, limit in LIMITS.items() if last[kind] > limit]
    print(*(f"{kind}: MORE THAN {LIMITS[kind]:.0f} ms" for kind in broken), sep="\n", end="\n" if broken else "")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
