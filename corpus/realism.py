"""How easily generated lines are told from real ones, and what gives them away.

    python corpus/realism.py FOLDER... [--number 150] [--seed 1]

A linear classifier of words and pairs of words (logistic regression) tries to tell lines of generated documents from
lines of real ones, text files in the folders; it is judged on documents that it has not seen. AUC 0.5: it cannot; 1.0:
every time. It is asked twice: by the words, of which names and figures do not count, for those of the generator are
invented; and by the form alone: marks, figures, capitals, how long what stands between them is. Then what gives
most away.

Reads: text files, the generator.
Writes: standard output.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import holdings

from docparse.lexicon import LOWER, UPPER

_SHORTEST = 25
_NAME = re.compile(rf"(?<=[\w,;:(] )[{UPPER}]\w*(?: [{UPPER}]\w*)*")
_SMALL = re.compile(rf"(?<!\w)[{LOWER}]+(?: [{LOWER}]+)*(?!\w)")
_CAPITALS = re.compile(rf"[{UPPER}]{{2,}}")
_PROPER = re.compile(rf"[{UPPER}][{LOWER}]+")
_FIGURES = re.compile(r"\d+")
_FOLDS = 5
Lines = list[tuple[str, str]]
"""Lines, each with the name of its document."""


def told(text: str) -> str:
    """A line without what says nothing of the language: names, figures."""
    return _FIGURES.sub("0", _NAME.sub("N", text)).lower()


def form(text: str) -> str:
    """A line without its words: runs of small letters by length, capitals, figures, marks."""
    text = _FIGURES.sub("0", _CAPITALS.sub("C", _PROPER.sub("N", text)))
    return _SMALL.sub(lambda m: f"w{min(len(m[0].split()) // 4, 5)}", text)


def lines(paths: Sequence[Path]) -> Lines:
    """The lines of some text files that are long enough to tell."""
    rows = [(row.strip(), path.name) for path in paths for row in path.read_text("utf-8").splitlines()]
    return [(row, name) for row, name in rows if len(row) >= _SHORTEST]


def balanced(real: Lines, made: Lines, seed: int) -> tuple[Lines, Lines]:
    """As many of one as of the other, drawn by chance."""
    chance, size = Random(seed), min(len(real), len(made))
    return chance.sample(real, size), chance.sample(made, size)


def measured(real: Lines, made: Lines, seed: int) -> tuple[float, list[tuple[float, str]]]:
    """The AUC over documents left out, and the words with the weights for "generated", the heaviest first."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    both = [*real, *made]
    answers = [0] * len(real) + [1] * len(made)
    pattern = r"\w+|[^\w\s]"
    words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=pattern, lowercase=False, min_df=3, sublinear_tf=True)
    learner = make_pipeline(words, LogisticRegression(C=3.0, max_iter=1000, random_state=seed))
    texts, groups = [text for text, _ in both], [name for _, name in both]
    values = cross_val_predict(learner, texts, answers, groups=groups, cv=GroupKFold(_FOLDS), method="predict_proba")
    learner.fit(texts, answers)
    weights = zip(learner[-1].coef_[0], learner[0].get_feature_names_out(), strict=True)
    return float(roc_auc_score(answers, values[:, 1])), sorted(weights, reverse=True)


def generated(number: int, seed: int) -> Lines:
    """The lines of about so many generated documents."""
    with tempfile.TemporaryDirectory() as folder:
        holdings.write(Path(folder), number, seed)
        found = lines(sorted(Path(folder).rglob("*.txt")))
    return list(dict.fromkeys(found))


def report(real: Lines, made: Lines, seed: int, most: int = 25) -> Iterator[str]:
    """The AUC and what gives lines away, generated ones first; by words, then by form."""
    yield f"{2 * min(len(real), len(made))} lines (AUC 0.5: cannot be told, 1.0: always)"
    for name, seen in (("words", told), ("form", form)):
        sides = balanced([(seen(row), of) for row, of in real], [(seen(row), of) for row, of in made], seed)
        auc, weights = measured(*sides, seed)
        yield f"{name:5}  AUC {auc:.3f}"
        yield "  generated: " + " · ".join(word for _, word in weights[:most])
        yield "  real:      " + " · ".join(word for _, word in weights[::-1][:most])


def main(words: Sequence[str]) -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--number", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(words)
    real = lines([path for folder in args.folders for path in sorted(folder.rglob("*.txt"))])
    if not real:
        print("no text files (*.txt) in these folders", file=sys.stderr)
        return 2
    print(*report(list(dict.fromkeys(real)), generated(args.number, args.seed), args.seed), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
