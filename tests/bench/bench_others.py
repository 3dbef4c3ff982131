"""docparse beside what else there is, on marked documents: F1 and seconds, one core.

    python -m tests.bench.bench_others [FOLDER]

FOLDER holds json/ and text/ in the gold format (default: ../shared/gold). Deadlines against the search of dateparser
(pip install dateparser); bodies of tasks against the named entities of underthesea, on the lines where tasks stand;
references with a symbol against one regular expression.

Reads: marked documents.
Writes: a table in Markdown to standard output.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from docparse.evaluate.gold import Gold, read_gold
from docparse.evaluate.observe import ROLES, normal
from docparse.pipeline import parse
from docparse.read.options import Options

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold"
_SYMBOL = re.compile(r"\d{1,5}[ ]?[-/][ ]?(?:\d{4}/)?[A-ZĐ][A-Za-zĐđ]{0,4}(?:[-/][A-ZĐ][A-Za-zĐđ]{1,7}){1,3}")
Item = tuple[int, str | None]
Find = Callable[[str], Iterator[Item]]


class Paper(NamedTuple):
    """A marked document with its text."""

    gold: Gold
    text: str


def line_of(text: str, offset: int) -> int:
    """The number of the line at an offset."""
    return text.count("\n", 0, offset) + 1


# --- docparse -----------------------------------------------------------------------------------------------------


def our_deadlines(text: str) -> Iterator[Item]:
    """The last day of each deadline."""
    for x in parse(text, name="text").deadlines:
        yield line_of(text, x.start), x.latest


def our_bodies(text: str) -> Iterator[Item]:
    """The bodies of each task, once a line."""
    for task in parse(text, name="text").tasks:
        for role in ROLES:
            yield from ((line_of(text, task.start), normal(body.text)) for body in getattr(task, role))


def our_references(text: str) -> Iterator[Item]:
    """The symbol of each reference that has one."""
    for x in parse(text, name="text", options=Options(models=())).references:
        if x.symbol:
            yield line_of(text, x.start), x.symbol


# --- the others ---------------------------------------------------------------------------------------------------


def dateparser_dates(text: str) -> Iterator[Item]:
    """Every date that dateparser finds, a line at a time, as it is meant to be used."""
    from dateparser.search import search_dates  # type: ignore[import-not-found]

    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["month"]}
    for number, row in enumerate(text.split("\n"), 1):
        for _, when in search_dates(row, languages=["vi"], settings=settings) or ():
            yield number, when.date().isoformat()


def underthesea_bodies(text: str) -> Iterator[Item]:
    """Every organisation that underthesea's named entities have, a line at a time."""
    from underthesea import ner

    for number, row in enumerate(text.split("\n"), 1):
        name: list[str] = []
        for word, *_, tag in [*ner(row), ("", "O")]:
            if name and not tag.startswith("I-"):
                yield number, normal(" ".join(name))
                name = []
            if tag in ("B-ORG", "I-ORG"):
                name.append(word)


def matched_symbols(text: str) -> Iterator[Item]:
    """Whatever looks like a number with letters behind it."""
    for m in _SYMBOL.finditer(text):
        yield line_of(text, m.start()), m[0].replace(" ", "")


# --- the comparison -----------------------------------------------------------------------------------------------


def deadlines(gold: Gold) -> Iterator[Item]:
    """The marked deadlines."""
    return ((x.line, x.end) for x in gold.deadlines)


def bodies(gold: Gold) -> Iterator[Item]:
    """The marked bodies of tasks."""
    return ((t.line, normal(name)) for t in gold.tasks for role in ROLES for name in getattr(t, role))


def references(gold: Gold) -> Iterator[Item]:
    """The marked references with a symbol."""
    return ((x.line, x.symbol) for x in gold.references if x.symbol)


def row(field: str, name: str, find: Find, wanted: Callable[[Gold], Iterator[Item]], papers: Sequence[Paper]) -> str:
    """F1 and seconds of one way over all documents; bodies count on lines where a task is marked."""
    right = extra = missed = 0
    seconds = 0.0
    for gold, text in papers:
        start = time.perf_counter()
        got = list(find(text))
        seconds += time.perf_counter() - start
        marked, found = Counter(wanted(gold)), Counter(got)
        if field == "bodies":
            places = {line for line, _ in marked}
            found = Counter({item: 1 for item in found if item[0] in places})
            marked = Counter(dict.fromkeys(marked, 1))
        hits = (marked & found).total()
        right, extra, missed = right + hits, extra + found.total() - hits, missed + marked.total() - hits
    f1 = 2 * right / max(1, 2 * right + extra + missed)
    return f"| {field} | {name} | {f1:.3f} | {right} | {extra} | {missed} | {seconds:.1f} |"


def main(words: Sequence[str]) -> int:
    """Prints the table; 2 where there are no marked documents."""
    folder = Path(words[0]) if words else GOLD
    papers = []
    for path in sorted((folder / "json").glob("*.json")):
        gold = read_gold(path)
        papers.append(Paper(gold, (folder / "text" / gold.source).read_text("utf-8")))
    if not papers:
        print(f"no marked documents in {folder.name}/json", file=sys.stderr)
        return 2
    parse(papers[0].text)  # word lists are loaded once, before anything is timed
    print("| field | with | F1 | right | extra | missed | seconds |", "|---|---|---|---|---|---|---|", sep="\n")
    ways: list[tuple[str, str, Find, Callable[[Gold], Iterator[Item]]]] = [
        ("deadlines", "docparse", our_deadlines, deadlines),
        ("deadlines", "dateparser", dateparser_dates, deadlines),
        ("bodies", "docparse", our_bodies, bodies),
        ("bodies", "underthesea", underthesea_bodies, bodies),
        ("references", "docparse", our_references, references),
        ("references", "a regular expression", matched_symbols, references),
    ]
    for field, name, find, wanted in ways:
        if name == "dateparser" and find_spec("dateparser") is None:
            print(f"| {field} | {name} is not installed | | | | | |")
            continue
        print(row(field, name, find, wanted, papers), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
