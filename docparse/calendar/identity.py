"""The identity of entries: a UID that is given once and stays, whatever becomes of the words, the date or the place.

A new UID is made from the document (its number and issuer) and the path of the task in it. Where entries of the
document are known, each duty takes the one with its words, first at its own path, then anywhere in the document; then
the one of the same body with the same gist, whose day was changed; then the one at its path, whose words were changed.
So a bullet that is put in front of others changes none of them.

Reads: duties, what is known of earlier entries.
Writes: UIDs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID, uuid5

from docparse.calendar.model import Duty, Paper
from docparse.link.succession import one_form
from docparse.text import fold

_SPACE = UUID("6f0d5c1e-6a0e-5d0b-9c0f-64c1b8a1e7d2")
"""The name space of the UIDs (RFC 9562, version 5); it never changes."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry that was given before: its document by hash and path, the path of its task, a hash of its words."""

    uid: str
    sha256: str
    path: str
    task: str
    words: str


_KEYS: tuple[Callable[[str, str], Hashable], ...] = (
    lambda task, words: (task, words),
    lambda task, words: words,
    lambda task, words: (task, words.rpartition(".")[2]),
    lambda task, words: words.rpartition(".")[2],
    lambda task, words: task,
)
"""By what a duty and an earlier entry are one, in this order: path and words, words, path and gist, gist, path."""


def words_of(duty: Duty) -> str:
    """Hashes of what is asked, of whom and by when, without marks, case and spacing: of all words, and of its gist."""
    who = " ".join(p.name for p in (*duty.lead, *duty.monitor))
    return ".".join(_hash(text) for text in (f"{who} {duty.sentence} {duty.time}", f"{who} {duty.action}"))


def _hash(text: str) -> str:
    return blake2b(" ".join(fold(text).split()).encode("utf-8", "replace"), digest_size=8).hexdigest()


def by_document(known: Iterable[Known], held: Collection[str]) -> dict[str, list[Known]]:
    """Earlier entries by the hash of their document, and by its path where it is gone, so that another may be there.

    Args: `held`, the hashes of all documents that are there.
    """
    found: dict[str, list[Known]] = defaultdict(list)
    for k in known:
        found[k.sha256 if k.sha256 in held else k.path].append(k)
    return found


def uids(duties: Sequence[Duty], known: Iterable[Known], taken: set[str]) -> list[str]:
    """The UID of each duty of a document, in order; new ones are added to `taken`.

    Args: `known`, its earlier entries; `taken`, all UIDs that are in use.
    """
    left = list(known)
    found: dict[int, str] = {}
    todo = [(i, duty.task, words_of(duty)) for i, duty in enumerate(duties)]
    for key in _KEYS:
        by_key: dict[Hashable, list[Known]] = defaultdict(list)
        for k in left:
            by_key[key(k.task, k.words)].append(k)
        for i, task, words in todo:
            if i not in found and (fits := by_key[key(task, words)]):
                found[i] = fits.pop(0).uid
        used = set(found.values())
        left = [k for k in left if k.uid not in used]
    for i, duty in enumerate(duties):
        if i not in found:
            found[i] = _new(duty, taken)
        taken.add(found[i])
    return [found[i] for i in range(len(duties))]


def _new(duty: Duty, taken: set[str]) -> str:
    """A UID from the document and the path of the task; a further one where that is in use."""
    name = f"{document_key(duty.paper)}\n{duty.task}"
    n = 1
    uid = f"{uuid5(_SPACE, name)}@docparse"
    while uid in taken:
        n += 1
        uid = f"{uuid5(_SPACE, f'{name} {n}')}@docparse"
    return uid


def document_key(paper: Paper) -> str:
    """What a document is called: its canonical id and its issuer; else its bytes."""
    return f"{paper.id} {one_form(paper.issuer or '')}" if paper.id else paper.sha256
