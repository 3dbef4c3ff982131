"""Which sections of two documents say the same: by meaning, not by number.

Similarity is the cosine of TF-IDF vectors of words and of characters, each half; pairs are the best assignment as a
whole (Jonker and Volgenant 1987, scipy). A second assignment prefers pairs that keep the order of those of the first
and stand under headings that are pairs; a section that another format cut in two is put together again.

Reads: `Unit`s.
Writes: `Pair`s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docparse.compare.units import Unit
from docparse.errors import TooLarge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

LEAST = 0.4
"""Least similarity of a pair. On 60 generated pairs of plans 0.2 to 0.6 align alike (F1 above 0.997); at 0.4 half as
many sections of plans that have nothing to do with each other are paired as at 0.2."""
_SURE = 0.6
_ORDER = 0.12
_HEADING = 0.08
_PART = 0.7
"""Share of the words of a section that must be missing from a pair for it to be the rest of one side of it."""
_ELSEWHERE = 0.5
"""Least similarity of a pair that is out of order or under another heading."""
_MOST = 4000
"""Sections without an equal on the other side: beyond, the table of similarities would not fit into memory."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Indices of units that say the same; more than one on a side where a format or an editor cut a section."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    moved: bool = False


def similarity(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """The similarity of each text of `a` to each of `b`, 0 to 1."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not a or not b:
        return np.zeros((len(a), len(b)))
    total = np.zeros((len(a), len(b)))
    for analyzer, lengths, token in (("word", (1, 2), r"\S+"), ("char_wb", (2, 4), None)):
        vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=lengths, token_pattern=token, sublinear_tf=True)
        table = vectorizer.fit_transform([*a, *b])
        total += 0.5 * (table[: len(a)] @ table[len(a) :].T).toarray()
    return total


def assign(scores: Matrix, least: float) -> list[tuple[int, int]]:
    """The pairs of rows and columns with the greatest sum of what their scores are above `least`."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.maximum(scores - least, 0), maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if scores[i, j] > least]


def align(a: Sequence[Unit], b: Sequence[Unit]) -> list[Pair]:
    """The pairs of units of two documents, in the order of the second; units in no pair were dropped or added.

    Raises TooLarge for thousands of sections without an equal.
    """
    partner = _anchors(a, b)
    rest_a = [i for i in range(len(a)) if i not in partner]
    taken = set(partner.values())
    rest_b = [j for j in range(len(b)) if j not in taken]
    if min(len(rest_a), len(rest_b)) > _MOST:
        raise TooLarge("", f"{len(rest_a)} × {len(rest_b)}")
    table = similarity([" ".join(a[i].forms) for i in rest_a], [" ".join(b[j].forms) for j in rest_b])
    first = {rest_a[x]: rest_b[y] for x, y in assign(_placed(a, b, rest_a, rest_b, partner) + table, _SURE)}
    partner |= first
    scores = table + _placed(a, b, rest_a, rest_b, partner)
    # Order and headings decide between pairs that are alike; they never make one of what is not.
    scores[table < LEAST] = 0
    for i in first:
        del partner[i]
    partner |= {rest_a[x]: rest_b[y] for x, y in assign(scores, LEAST)}
    certain = {(rest_a[x], rest_b[y]) for x, y in zip(*(table >= _ELSEWHERE).nonzero(), strict=True)}
    pairs = _joined(a, b, [Pair((i,), (j,)) for i, j in sorted(partner.items())])
    marked = _marked(a, b, pairs)
    kept = (p for p in marked if not p.moved or len(p.a) + len(p.b) > 2 or _sure(a, b, p, certain))
    return sorted(kept, key=lambda pair: pair.b)


def _sure(a: Sequence[Unit], b: Sequence[Unit], pair: Pair, certain: set[tuple[int, int]]) -> bool:
    """Whether a pair that is out of order is alike enough to be a section that was moved, not two others."""
    i, j = pair.a[0], pair.b[0]
    return (i, j) in certain or a[i].forms == b[j].forms


def _anchors(a: Sequence[Unit], b: Sequence[Unit]) -> dict[int, int]:
    """Pairs of units with the same words that no other unit of either document has."""
    count_a, count_b = Counter(u.forms for u in a), Counter(u.forms for u in b)
    place = {u.forms: j for j, u in enumerate(b)}
    return {i: place[f] for i, u in enumerate(a) if count_a[f := u.forms] == 1 == count_b[f]}


def _placed(
    a: Sequence[Unit], b: Sequence[Unit], rest_a: Sequence[int], rest_b: Sequence[int], partner: dict[int, int]
) -> Matrix:
    """What order and headings add to the score of each pair of units that are left."""
    import numpy as np

    expected = _expected(len(a), len(b), partner)
    wanted = np.array([expected(i) for i in rest_a])[:, None]
    distance = np.abs(wanted - np.array(rest_b, dtype=float)[None, :]) / max(len(b), 1)
    bonus = _ORDER * (1 - np.minimum(distance * 4, 1))
    above = [-1 if (p := a[i].parent) is None else partner.get(p, -2) for i in rest_a]
    below = [-1 if (p := b[j].parent) is None else p for j in rest_b]
    bonus += _HEADING * (np.array(above)[:, None] == np.array(below)[None, :])
    result: Matrix = bonus
    return result


def _expected(size_a: int, size_b: int, partner: dict[int, int]) -> Callable[[int], float]:
    """Where a unit of `a` would stand in `b`: between the partners of those around it that keep the order."""
    kept = _in_order(sorted(partner.items()), {})
    known = [(-1, -1), *kept, (size_a, size_b)]
    starts = [i for i, _ in known]

    def place(index: int) -> float:
        """The expected position in `b`."""
        k = bisect_left(starts, index)
        if k < len(known) and known[k][0] == index:
            return float(known[k][1])
        (i0, j0), (i1, j1) = known[k - 1], known[k]
        return j0 + (index - i0) * (j1 - j0) / (i1 - i0)

    return place


def _in_order(pairs: Sequence[tuple[int, int]], weight: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The heaviest run of pairs (sorted by `a`) that is also in the order of `b`; a pair weighs 1 by default."""
    ends: list[tuple[int, int, int]] = []  # (b, weight so far, index), both increasing
    before: list[int] = []
    for n, pair in enumerate(pairs):
        k = bisect_left(ends, (pair[1], -1, -1))
        total = (ends[k - 1][1] if k else 0) + weight.get(pair, 1)
        before.append(ends[k - 1][2] if k else -1)
        if k and ends[k - 1][1] >= total:
            continue
        stop = k
        while stop < len(ends) and ends[stop][1] <= total:
            stop += 1
        ends[k:stop] = [(pair[1], total, n)]
    found, at = [], ends[-1][2] if ends else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _joined(a: Sequence[Unit], b: Sequence[Unit], pairs: list[Pair]) -> list[Pair]:
    """The pairs with units that are in none put to the neighbour whose counterpart has their words too."""
    pairs = _take_in(a, b, pairs)
    turned = _take_in(b, a, [Pair(p.b, p.a) for p in pairs])
    return [Pair(p.b, p.a) for p in turned]


def _take_in(a: Sequence[Unit], b: Sequence[Unit], pairs: list[Pair]) -> list[Pair]:
    """Puts units of `b` that are in no pair to the pair before or behind them."""
    of_b = {j: n for n, pair in enumerate(pairs) for j in pair.b}
    for j in range(len(b)):
        if j in of_b:
            continue
        for neighbour in (j - 1, j + 1):
            n = of_b.get(neighbour)
            if n is not None and _is_rest(b[j], [a[i] for i in pairs[n].a], [b[k] for k in pairs[n].b]):
                pairs[n] = replace(pairs[n], b=tuple(sorted((*pairs[n].b, j))))
                of_b[j] = n
                break
    return pairs


def _is_rest(unit: Unit, there: Sequence[Unit], here: Sequence[Unit]) -> bool:
    """Whether most words of a unit are what its neighbours `here` lack of their counterparts `there`."""
    missing: Counter[str] = Counter()
    for u in there:
        missing += u.bag
    for u in here:
        missing -= u.bag
    return (unit.bag & missing).total() >= _PART * len(unit.words)


def _marked(a: Sequence[Unit], b: Sequence[Unit], pairs: list[Pair]) -> list[Pair]:
    """The pairs, those marked that stand past others or under another heading; what moves with its heading is not."""
    pairs = sorted(pairs, key=lambda pair: pair.a)
    within = [p for p in pairs if a[p.a[0]].section.zone == b[p.b[0]].section.zone]
    weight = {(p.a[0], p.b[0]): sum(len(a[i].words) for i in p.a) for p in within}
    kept = {i for i, _j in _in_order(list(weight), weight)}
    to = {i: p.b[0] for p in pairs for i in p.a}
    of_b = {j: p.a[0] for p in pairs for j in p.b}
    marked = []
    for p in pairs:
        above, below = a[p.a[0]].parent, b[p.b[0]].parent
        carried = above is not None and to.get(above) == below and above not in kept
        elsewhere = above is not None and below is not None and above in to and below in of_b and to[above] != below
        marked.append(replace(p, moved=elsewhere or (p.a[0] not in kept and not carried)))
    return marked
