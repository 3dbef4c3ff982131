"""What rules do alone and what trained models add, on documents left out; models/README.md shows what it prints.

    python scripts/ablation.py [--no-scan] [FOLDER...]

Tables, in Markdown. Fields: the corpus as text, DOCX, PDF and scan (where Tesseract is installed), rules alone and with
models. Confidence: how well it tells right tasks from wrong ones in documents of sets that were not learnt from. With
folders of marked documents (json/ and text/): what becomes of the tasks where those that the model doubts are dropped,
the bound chosen on the other folders; and of every third document, typeset and scanned, usually and poorly.

Reads: corpus/, docparse/models/trained/, folders of marked documents.
Writes: standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from docparse import evaluate  # noqa: E402
from docparse.evaluate.gold import read_gold  # noqa: E402
from docparse.evaluate.observe import Observation, observe  # noqa: E402
from docparse.learn import examples, train  # noqa: E402
from docparse.learn.examples import Example  # noqa: E402
from docparse.model import Document  # noqa: E402
from docparse.models import tasks  # noqa: E402
from docparse.pipeline import parse  # noqa: E402
from docparse.read import ocr  # noqa: E402
from docparse.read.options import DEFAULT, Options  # noqa: E402
from tests import scans  # noqa: E402

CORPUS = ROOT / "corpus"
BOUNDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6)
MEASURES = ("task body (line,role,body)", "task lead")
DPI = 200
POOR = scans.Damage(noise=18, slant=1, paper=225)


# --- fields: the corpus in four forms -----------------------------------------------------------------------------


def as_scan(options: Options, cache: Path, path: Path) -> Document:
    """The usual scan of a document of the corpus."""
    truth = json.loads((CORPUS / f"{path.stem}.truth.json").read_text("utf-8"))
    signers = [s["name"] for s in truth["signatures"] or () if s["name"]]
    pages = scans.pictures(CORPUS / f"{path.stem}.pdf", DPI, scans.USUAL, signers)
    read = Options(cores=os.cpu_count() or 1, cache=cache, models=options.models)
    return parse(scans.tiff(pages, DPI), name=f"{path.stem}.tif", options=read)


def as_file(options: Options, suffix: str, path: Path) -> Document:
    """A document of the corpus from its file of another format."""
    return parse(path.with_suffix(suffix), options=options)


def fields(cache: Path, scan: bool) -> Iterator[str]:
    """A field a row: F1 or accuracy of rules alone, with what models add where that is not nothing."""
    found: dict[str, dict[str, list[float]]] = {}
    columns = ["text", "DOCX", "PDF", *(["scan"] if scan else [])]
    for column in columns:
        for options in (Options(models=()), DEFAULT):
            suffix = {"text": ".txt", "DOCX": ".docx", "PDF": ".pdf"}.get(column, "")
            how = partial(as_file, options, suffix) if suffix else partial(as_scan, options, cache)
            seen = [x for one in evaluate.evaluate(CORPUS, CORPUS, parse=how) for x in one.observations]
            for score in evaluate.scores(seen):
                found.setdefault(score.measure, {}).setdefault(column, []).append(score.value)
    yield "| field | " + " | ".join(columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for measure, values in found.items():
        yield f"| {measure} | " + " | ".join(cell(values.get(column, [])) for column in columns) + " |"


def cell(values: Sequence[float]) -> str:
    """The value of the rules, and the difference that models make."""
    if not values:
        return ""
    rules, both = values
    return f"{rules:.3f}" if rules == both else f"{rules:.3f} ({both - rules:+.3f})"


# --- confidence: sets of documents left out -----------------------------------------------------------------------


def confidence(given: Sequence[Example]) -> Iterator[str]:
    """A set a row: how well the rules' numbers and the model's tell right from wrong; then all sets."""
    values = train.left_out(given, lambda example: example.group)
    yield "| set | documents | tasks | wrong | AUC rules | AUC model | Brier rules | Brier model |"
    yield "|---|---|---|---|---|---|---|---|"
    groups = sorted({example.group for example in given})
    for name, chosen in [*((group, {group}) for group in groups), ("all", set(groups))]:
        own = [(e, v) for e, v in zip(given, values, strict=True) if e.group in chosen]
        wrong = sum(not e.right for e, _ in own)
        start = f"| {name} | {len({e.document for e, _ in own})} | {len(own)} | {wrong} |"
        if not wrong:
            yield f"{start} | | | |"
            continue
        s = train.scores([e for e, _ in own], [v for _, v in own])
        yield f"{start} {s.auc_before:.3f} | {s.auc:.3f} | {s.brier_before:.4f} | {s.brier:.4f} |"
    yield ""
    yield flagged(given, values)


def flagged(given: Sequence[Example], values: Sequence[float]) -> str:
    """How many of the wrong tasks are among those that the calendar marks as doubtful, and how many these are."""
    words = []
    for name, sure in (("rules", [e.confidence for e in given]), ("model", values)):
        below = [e for e, value in zip(given, sure, strict=True) if value < 0.8]
        share = sum(not e.right for e in below) / max(1, sum(not e.right for e in given))
        words.append(f"{name} {len(below)} of {len(given)} tasks, {share:.0%} of the wrong ones")
    return 'Below 0.8 ("look at the document"): ' + "; ".join(words) + "."


# --- gate: tasks that the model doubts are dropped ----------------------------------------------------------------


def kept(document: Document, bound: float, values: Sequence[float]) -> Document:
    """A document without the tasks below a bound."""
    good = tuple(t for t, value in zip(document.tasks, values, strict=True) if value >= bound)
    return document.model_copy(update={"tasks": good})


def gate(folders: Sequence[Path]) -> Iterator[str]:
    """Rules alone, and with the gate, on each folder left out and on all."""
    given = {folder: list(examples.marked(folder)) for folder in folders}
    rules: list[Observation] = []
    both: list[Observation] = []
    for folder in folders:
        others = [e for other in folders if other != folder for e in given[other]]
        bound = best_bound(others)
        model = train.fit(others)
        for document, judged in documents(folder):
            values = [model.probability(x) for x in tasks.examples(document.tasks, document.sections)]
            rules += judged(document)
            both += judged(kept(document, bound, values))
    yield "| measure | rules | rules and gate |"
    yield "|---|---|---|"
    for a, b in zip(evaluate.scores(rules), evaluate.scores(both), strict=True):
        if a.measure in MEASURES:
            yield f"| {a.measure} | {a.value:.3f} | {b.value:.3f} |"


def best_bound(given: Sequence[Example]) -> float:
    """The bound at which most tasks are judged right, found on documents that the model has not learnt from."""
    values = train.left_out(given, lambda example: example.group)
    return max(BOUNDS, key=lambda bound: sum((v >= bound) == e.right for e, v in zip(given, values, strict=True)))


def documents(folder: Path) -> Iterator[tuple[Document, partial[list[Observation]]]]:
    """The documents of a folder as the rules read them, each with what judges it."""
    for path in sorted((folder / "json").glob("*.json")):
        gold = read_gold(path)
        text = (folder / "text" / gold.source).read_text("utf-8")
        yield parse(text, name=gold.source, options=Options(models=())), partial(judge, gold, text)


def judge(gold: object, text: str, document: Document) -> list[Observation]:
    """What is measured of a document."""
    return list(observe(gold, text, document))  # type: ignore[arg-type]


# --- marked documents as scans ------------------------------------------------------------------------------------


def typeset(text: str, place: Path) -> None:
    """A text as a PDF, each line a paragraph."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    pdfmetrics.registerFont(TTFont("serif", "DejaVuSerif.ttf"))
    style = ParagraphStyle("line", fontName="serif", fontSize=11.5, leading=18, spaceAfter=4)
    rows = [Paragraph(escape(row), style) if row.strip() else Spacer(1, 8) for row in text.split("\n")]
    margins = {"leftMargin": 72, "rightMargin": 57, "topMargin": 57, "bottomMargin": 57}
    SimpleDocTemplate(str(place), pagesize=(595, 842), **margins).build(rows)


def scanned(folders: Sequence[Path], place: Path, dpi: int, damage: scans.Damage) -> Iterator[str]:
    """A field a row: every third document of the folders as a scan, rules alone and with models."""
    marks = sorted(path for folder in folders for path in (folder / "json").glob("*.json"))[::3]
    seen: list[list[Observation]] = [[], []]
    for path in marks:
        gold = read_gold(path)
        text = (path.parent.parent / "text" / gold.source).read_text("utf-8")
        typeset(text, place / "typeset.pdf")
        picture = scans.tiff(scans.pictures(place / "typeset.pdf", dpi, damage), dpi)
        for found, models in zip(seen, ((), None), strict=True):
            found += judge(gold, text, parse(picture, name="scan.tif", options=Options(cache=place, models=models)))
    yield f"| {len(marks)} documents, {dpi} dots an inch | rules | both |"
    yield "|---|---|---|"
    for a, b in zip(*map(evaluate.scores, seen), strict=False):
        if a.measure == b.measure and a.value != b.value:
            yield f"| {a.measure} | {a.value:.3f} | {b.value:.3f} |"
    yield "| all others | the same | the same |"


def show(title: str, lines: Iterable[str]) -> None:
    """Prints a table below its title."""
    print(f"### {title}\n", *lines, "", sep="\n", flush=True)


def main(words: Sequence[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--no-scan", action="store_true")
    args = parser.parse_args(words)
    show("Confidence of tasks", confidence(examples.read(examples.SHIPPED)))
    if len(args.folders) > 2:
        show("Tasks with a gate", gate(args.folders))
    with tempfile.TemporaryDirectory() as cache:
        for dpi, damage in ((200, scans.USUAL), (110, POOR)) if args.folders and not args.no_scan else ():
            show("Marked documents as scans", scanned(args.folders, Path(cache), dpi, damage))
        show("Fields of the corpus", fields(Path(cache), not args.no_scan and ocr.required() is not None))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
