"""Page by page between the text layer of a PDF, the layer set right, and recognition of the picture.

    text      the layer is Vietnamese as it stands; never looked at again
    repaired  its characters were wrong in a way that could be undone (`pdf_repair`)
    ocr       there is none, or it is worse than what Tesseract reads
    none      neither gives a text

A layer that somebody else's recognition laid under a scan is a layer like any other: kept where its words are good.

Reads: `Page`s of a PDF, and pictures of those in doubt.
Writes: `Page`s, how each was read, and notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from docparse.model import PageReading, Route
from docparse.read import ocr
from docparse.read.options import Options
from docparse.read.page_lines import Sorted, is_empty, set_aside
from docparse.read.pdf_lines import rows
from docparse.read.pdf_repair import repaired
from docparse.read.pdf_runs import Page, Run
from docparse.read.quality import CERTAIN, GOOD, Quality, count, judge, score
from docparse.read.tesseract import LANGUAGE

REVIEW = 0.8
"""Below this a page is to be looked at by a person."""
_SPARSE = 40
"""A scan with fewer words than this in its text layer has them from elsewhere: a header, a stamp, a page number."""
_WHOLE = 0.97
"""A repair that leaves more characters wrong than this is compared with what Tesseract reads."""
_HOPELESS = 0.5
"""Where Tesseract reads no better than this, a layer that is bad too is at least what somebody meant."""

Render = Callable[[int], ocr.Scan]
"""Draws a page, by its number, for recognition."""


class Chosen(NamedTuple):
    """The pages of a file with the text that was chosen for each; a sheet that shows two pages stands there twice."""

    pages: tuple[Page, ...]
    readings: tuple[PageReading, ...]
    confidence: float | None
    notes: tuple[str, ...]


class _Candidate(NamedTuple):
    """A way to read a page: what it gives, and how good that is."""

    route: Route
    pages: tuple[Page, ...]
    quality: Quality
    certain: float = 1.0

    @property
    def worth(self) -> float:
        """About how many words are right."""
        return self.quality.words * self.quality.score


def choose(pages: Sequence[Page], render: Render, options: Options, name: str) -> Chosen:
    """The best text for each page.

    Args: `pages`, all of a file with their text layers; `render`, called only for pages that are recognised; `name`,
    of the file, for errors. Raises MissingProgram where no page has text and Tesseract is missing.
    """
    layer = set_aside(pages)
    best = [_Candidate("text", (p,), q) for p, q in zip(pages, _judged(layer.pages), strict=True)]
    for i, (fixed, quality) in _repairs(layer, best):
        best[i] = _Candidate("repaired", (fixed._replace(runs=(*fixed.runs, *layer.aside[i])),), quality)
    doubtful = [i for i, c in enumerate(best) if _is_doubtful(layer.pages[i], c)]
    found: list[ocr.Recognised] = []
    missing: tuple[str, ...] = ()
    if doubtful and options.ocr and _can_recognise():
        found = ocr.recognise((render(pages[i].number) for i in doubtful), options, name)
        _take_better(best, layer, doubtful, found)
    elif doubtful:
        bad = [i for i in doubtful if best[i].route != "repaired"]
        missing = _not_recognised([pages[i].number for i in bad], options, name, layer)
    taken = {c.pages[0].number for c in best if c.route == "ocr"}
    used = [r for r in found if r.page.number in taken]
    readings = tuple(_reading(c) for c in best)
    return Chosen(
        tuple(p for c in best for p in c.pages),
        readings,
        ocr.mean_confidence(used) if used else None,
        (*missing, *ocr.notes(used), *_notes(readings)),
    )


def of_pictures(found: Sequence[ocr.Recognised]) -> tuple[tuple[PageReading, ...], tuple[str, ...]]:
    """How the pages of pictures were read, and notes: there is nothing to choose.

    Args: `found`, the pages as recognised, each with a number of its own.
    """
    qualities = judge(_texts([r.page for r in found]))
    read = [_Candidate("ocr", (r.page,), q, r.confidence) for r, q in zip(found, qualities, strict=True)]
    readings = tuple(_reading(c) for c in read)
    return readings, (*ocr.notes(found), *_notes(readings))


def _can_recognise() -> bool:
    engine = ocr.find()
    return engine is not None and LANGUAGE in engine.languages


def _judged(pages: Sequence[Page]) -> list[Quality]:
    """The quality of each page; runs are nearly always words, so that lines are made only where these leave a doubt."""
    counts = [count([" ".join(r.text for r in p.runs)]) for p in pages]
    if all(score(c) >= CERTAIN for c in counts):
        return [Quality(round(score(c), 3), None, c.words) for c in counts]
    return judge(_texts(pages))


def _texts(pages: Sequence[Page]) -> list[list[str]]:
    return [[r.text for r in rows(p.runs)] for p in pages]


def _is_doubtful(page: Page, candidate: _Candidate) -> bool:
    """Whether the picture of a page may say more than its text.

    Args: `page`, without what was set aside. Visible text without marks that no picture lies over was typed so.
    """
    if is_empty(page):
        return page.drawn
    if candidate.route == "repaired":
        return candidate.quality.score < _WHOLE
    if page.scan or any(r.hidden for r in page.runs):
        return candidate.quality.score < GOOD or candidate.quality.words < _SPARSE
    return candidate.quality.damage not in (None, "no_marks")


def _repairs(layer: Sorted, best: Sequence[_Candidate]) -> Iterator[tuple[int, tuple[Page, Quality]]]:
    """The pages whose text layer could be set right, by their places."""
    wrong = [i for i, c in enumerate(best) if c.quality.damage not in (None, "no_marks")]
    fixed = repaired([layer.pages[i] for i in wrong])
    context = list(layer.pages)
    for i, page in zip(wrong, fixed, strict=True):
        context[i] = page
    qualities = judge(_texts(context)) if wrong else []
    for i in wrong:
        if qualities[i].score >= GOOD and context[i] != layer.pages[i]:
            yield i, (context[i], qualities[i])


def _take_better(
    best: list[_Candidate], layer: Sorted, doubtful: Sequence[int], found: Sequence[ocr.Recognised]
) -> None:
    """Puts what was recognised in place of a layer that says less."""
    seen = {i: [r for r in found if r.page.number == best[i].pages[0].number] for i in doubtful}
    texts = _texts(layer.pages)
    for i, sheets in seen.items():
        texts[i] = [text for own in _texts([r.page for r in sheets]) for text in own]
    qualities = judge(texts)
    for i, sheets in seen.items():
        pages = [_beside(r.page, layer.aside[i] if k == 0 else ()) for k, r in enumerate(sheets)]
        read = _Candidate("ocr", tuple(pages), qualities[i], min((r.confidence for r in sheets), default=0.0))
        bare = is_empty(layer.pages[i])
        better = read.worth > best[i].worth and (bare or read.quality.score > _HOPELESS)
        if better and not all(map(is_empty, pages)):
            best[i] = read
        elif bare:
            best[i] = best[i]._replace(route="none")


def _beside(page: Page, stamps: Sequence[Run]) -> Page:
    """A recognised page with the stamps of the text layer, in place of what was recognised of them."""
    return page._replace(runs=(*(r for r in page.runs if not any(_lies_on(r, s) for s in stamps)), *stamps))


def _lies_on(run: Run, stamp: Run) -> bool:
    """Whether what was recognised stands where a stamp is, or right beside it."""
    x, y, beside = (run.x0 + run.x1) / 2, run.base - 0.3 * run.size, 1.2 * stamp.size
    return stamp.x0 - beside <= x <= stamp.x1 + beside and -2 * beside <= y - stamp.base <= beside


def _not_recognised(numbers: Sequence[int], options: Options, name: str, layer: Sorted) -> tuple[str, ...]:
    """The note on pages that recognition would help; Tesseract is not there, or not wanted."""
    listed = _listed(numbers)
    if not numbers:
        return ()
    if not options.ocr:
        return (f"ocr_off:{listed}",)
    if all(map(is_empty, layer.pages)):
        ocr.required(name)
    return (f"ocr_not_installed:{listed}",)


def _reading(candidate: _Candidate) -> PageReading:
    sure = min(candidate.quality.score, candidate.certain)
    return PageReading(candidate.pages[0].number, candidate.route, round(sure, 3))


def _notes(readings: Sequence[PageReading]) -> Iterator[str]:
    """What a person should know of the routes."""
    for code, pages in (
        ("recognised", [r.number for r in readings if r.route == "ocr"]),
        ("characters_repaired", [r.number for r in readings if r.route == "repaired"]),
        ("text_in_doubt", [r.number for r in readings if r.route != "none" and r.quality < REVIEW]),
    ):
        if pages:
            yield f"{code}:{_listed(pages)}"


def _listed(numbers: Sequence[int]) -> str:
    """Page numbers as a person writes them: "1, 2, 5-9"; here without spaces."""
    parts: list[list[int]] = []
    for n in numbers:
        if parts and n == parts[-1][-1] + 1:
            parts[-1].append(n)
        else:
            parts.append([n])
    return ",".join(f"{p[0]}-{p[-1]}" if len(p) > 2 else ",".join(map(str, p)) for p in parts)
