"""Words of recognised pages that were read wrongly: what was meant, as the words beside it tell.

    "Sở chủ trì, phôi hợp các tô chức"  ->  phối hợp, tổ chức        "TÔ CHỨC THỰC HIỆN"  ->  TỔ CHỨC

Tesseract mistakes marks more than letters, and often for another word. A line is a chain of syllables; of all chains
that could have been read so, the most probable one is taken (Viterbi) by how often one syllable follows another
(Witten and Bell's interpolation) and how seldom a mark or a letter is misread. A word is changed only where the new
one is known beside one of its neighbours and the old one is not. It keeps its length and its case.

What it can mistake: rare names, words of one syllable between strangers.

Reads: lines of a recognised `Source`, underthesea's dictionary, JSON.
Writes: the lines as they were meant, each as long as it was.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, ValidationError

from docparse.layout.view import normal
from docparse.model import Source
from docparse.models.errors import UnfitModel
from docparse.read.syllables import is_syllable
from docparse.text import fold

FORM = 1
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[^\w\s]|_")
_ALIKE = ("il1tj", "oec0", "nurm", "hbk", "vyu", "gqa9", "sz5", "pbn", "dđ", "tf", "xk", "ea")
"""Letters that recognition takes for each other."""
_LONGEST = 8
_MOST = 16
_OF_DICTIONARY, _WORD_OF_DICTIONARY = 0.5, 0.2
"""What a word of the dictionary weighs beside one of a document, for its pairs and for its syllables."""
_UNKNOWN, _ODD = -3.0, -7.0
_START, _END = "<", ">"


class Counts(BaseModel):
    """How often syllables, and pairs of them ("a b"), stand in documents; a line begins with "<" and ends with ">".

    `mark` and `letter` are the logarithms of how often one is misread.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: int = FORM
    syllables: Mapping[str, float]
    pairs: Mapping[str, float]
    mark: float
    letter: float


def read(data: bytes, name: str) -> Counts:
    """The counts from their JSON. Args: `name`, of the model, for the error. Raises UnfitModel."""
    try:
        counts = Counts.model_validate_json(data)
    except ValidationError as error:
        raise UnfitModel(name, "not readable") from error
    if counts.form != FORM:
        raise UnfitModel(name, f"form {counts.form}, known {FORM}")
    return counts


def syllables_of(text: str) -> Iterator[list[str]]:
    """The chains of syllables of a text, in small letters: a sign or a line end parts two."""
    for part in re.split(r"[^\w ]|_|\d", normal(text.lower())):
        if chain := _WORD.findall(part):
            yield chain


@dataclass(frozen=True, slots=True)
class Speller:
    """What is known of syllables: how often, after which, and which look alike once marks are taken off."""

    counts: Counts
    known: Mapping[str, float]
    pairs: Mapping[tuple[str, str], float]
    total: float
    after: Mapping[str, tuple[float, int]]
    """For a syllable how often something follows it, and how many different ones."""
    folded: Mapping[str, Sequence[str]]

    def likely(self, left: str, right: str) -> float:
        """The logarithm of how probable it is that `right` follows `left`."""
        alone = (self.known.get(right, 0.0) + 0.1) / (self.total + 1000)
        often, different = self.after.get(left, (0.0, 0))
        if not often:
            return math.log(alone)
        trust = often / (often + different)
        return math.log(trust * self.pairs.get((left, right), 0.0) / often + (1 - trust) * alone)

    def beside(self, chain: Sequence[str], k: int) -> bool:
        """Whether the syllable `k` of a chain is known beside one of its neighbours."""
        pairs = ((chain[k - 1], chain[k]), (chain[k], chain[k + 1]))
        return chain[k] in self.known and any(p in self.pairs for p in pairs if p[0] != _START and p[1] != _END)

    def candidates(self, word: str) -> list[tuple[str, float]]:
        """What a word may have been, with the logarithm of how probable it is to be read so."""
        found = {word: 0.0 if word in self.known else (_UNKNOWN if is_syllable(word) else _ODD)}
        plain = fold(word)
        for k in range(-1, len(plain)):
            for letter in _LOOKS.get(plain[k], "") if k >= 0 else " ":
                shape = plain if k < 0 else plain[:k] + letter + plain[k + 1 :]
                for other in self.folded.get(shape, ()):
                    if len(other) == len(word) and other != word:
                        marks = sum(a != b for a, b in zip(other, word, strict=True)) - (k >= 0)
                        cost = self.counts.mark * max(marks, 0) + (self.counts.letter if k >= 0 else 0.0)
                        found[other] = max(cost, found.get(other, -math.inf))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]

    def meant(self, chain: Sequence[str]) -> list[str]:
        """The chain of syllables that was most probably meant by one that was read."""
        ways: dict[str, tuple[float, str]] = {_START: (0.0, "")}
        steps = []
        for word in chain:
            ways = {
                other: max((value + self.likely(last, other) + cost, last) for last, (value, _) in ways.items())
                for other, cost in self.candidates(word)
            }
            steps.append(ways)
        at = max(ways, key=lambda word: (ways[word][0], word))
        found = []
        for step in reversed(steps):
            found.append(at)
            at = step[at][1]
        return self._sure(chain, found[::-1])

    def _sure(self, chain: Sequence[str], found: Sequence[str]) -> list[str]:
        """The changes that a neighbour speaks for, and none for the word that was read."""
        old, new = [_START, *chain, _END], [_START, *found, _END]
        return [
            b if a != b and self.beside(new, k) and not self.beside(old, k) else a
            for k, (a, b) in enumerate(zip(chain, found, strict=True), 1)
        ]

    def line(self, text: str) -> str:
        """A line as it was meant, as long as it was, with its capitals where they were."""
        out = list(text)
        run: list[re.Match[str]] = []
        end = 0
        for m in [*_WORD.finditer(text), None]:
            if run and (m is None or _PARTS.search(text, end, m.start()) or not _spells(m[0])):
                self._mend(out, run)
                run = []
            if m is not None:
                end = m.end()
                run += [m] if _spells(m[0]) else []
        return "".join(out)

    def _mend(self, out: list[str], run: Sequence[re.Match[str]]) -> None:
        chain = [normal(m[0].lower()) for m in run]
        for m, old, new in zip(run, chain, self.meant(chain), strict=True):
            # A letter of another language may be longer in lower case.
            if old != new and len(new) == len(m[0]):
                out[m.start() : m.end()] = _in_case(new, m[0])


def _in_case(new: str, old: str) -> str:
    """A word with its capitals where another one of its length has them."""
    if old.isupper():
        return new.upper()
    return new[0].upper() + new[1:] if old[0].isupper() else new


_LOOKS = {
    letter: "".join(sorted({c for group in _ALIKE if letter in group for c in group} - {letter}))
    for letter in {c for group in _ALIKE for c in group}
}


def _spells(word: str) -> bool:
    """Whether a word can be a syllable that was misread: no number, no abbreviation."""
    return len(word) <= _LONGEST and not word.isdigit() and not (word.isupper() and len(word) < 5 and word.isascii())


def speller(counts: Counts) -> Speller:
    """What a model and the dictionary know together."""
    from docparse.nlp import entries

    known: dict[str, float] = defaultdict(float, counts.syllables)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    for pair, often in counts.pairs.items():
        left, _, right = pair.partition(" ")
        pairs[left, right] += often
    for entry in entries():
        chain = entry.split()
        for word in chain:
            known[word] += _WORD_OF_DICTIONARY
        for two in pairwise(chain):
            pairs[two] += _OF_DICTIONARY
    return _speller(counts, {word: often for word, often in known.items() if is_syllable(word) or often >= 4}, pairs)


def _speller(counts: Counts, known: dict[str, float], pairs: dict[tuple[str, str], float]) -> Speller:
    after: dict[str, tuple[float, int]] = {}
    for (left, _), often in pairs.items():
        total, different = after.get(left, (0.0, 0))
        after[left] = total + often, different + 1
    folded: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known):
        folded[fold(word)].append(word)
    return Speller(counts, known, dict(pairs), sum(known.values()), after, dict(folded))


@lru_cache(maxsize=2)
def _ready(data: bytes) -> Speller:
    return speller(read(data, "words"))


def as_meant(source: Source, data: bytes) -> Source:
    """A source with the words of its recognised pages as they were meant; every line is as long as it was.

    Args: `data`, the model. Lines of pages that have a text layer stay as they are.
    """
    recognised = {page.number for page in source.readings if page.route == "ocr"}
    if not source.ocr or source.keep_lines:
        return source
    ready = _ready(data)
    return replace(
        source,
        lines=tuple(
            line._replace(text=ready.line(line.text))
            if not line.furniture and (not recognised or line.page in recognised)
            else line
            for line in source.lines
        ),
    )


def counted(texts: Iterable[tuple[str, float]], mark: float, letter: float) -> Counts:
    """The counts of some texts, each with how much it weighs."""
    known: dict[str, float] = defaultdict(float)
    pairs: dict[str, float] = defaultdict(float)
    for text, weight in texts:
        for chain in syllables_of(text):
            for word in chain:
                known[word] += weight
            for left, right in zip([_START, *chain], [*chain, _END], strict=True):
                pairs[f"{left} {right}"] += weight
    rounded = ({key: round(value, 1) for key, value in sorted(table.items())} for table in (known, pairs))
    syllables, two = rounded
    return Counts(syllables=syllables, pairs=two, mark=mark, letter=letter)
