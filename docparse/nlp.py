"""Vietnamese words: what underthesea finds, as spans of the source, and a spaCy tokenizer made of them.

The only module that touches underthesea, and with `spacy_component` the only one that touches spaCy. underthesea gives
back words that are not pieces of the source (it composes marks, collapses white space and turns "Ð" into "Đ"), so
every word is found again as its syllables, one after another from the last position; what cannot be found so becomes
plain tokens. `origins` is the same bridge for whole documents: from canonical text to the text that was given.

Reads: text.
Writes: character spans, spaCy tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from docparse.text import clean, key

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

TOKENIZER = "docparse.words.v1"
"""The name under which spaCy's configuration knows the tokenizer."""

_RUN = re.compile(r"\S+")
_PLAIN = re.compile(r"\w+|[^\w\s]")
_LINE_END = re.compile(r"\r\n?")
# underthesea's patterns for addresses are quadratic within one run of characters without a space.
_LONGEST_RUN = 100
_LONGEST_PIECE = 2000


def segment(text: str) -> list[tuple[int, int]]:
    """The words of `text` as (start, end) in code points: in order, apart, none empty, no letter or mark left out.

    Args: `text`, any string. Words are those of underthesea's tagger; a word goes over a line end only where the next
    line begins each as `text.key` writes it. Never raises; the time is linear in the length.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end in _pieces(text):
        for word in _words(text[start:end]):
            a, b = start + word[0], start + word[1]
            if a < b:
                spans += _tokens(text, at, a)
                spans.append((a, b))
                at = b
    return spans + list(_tokens(text, at, len(text)))


@cache
def words() -> frozenset[str]:
    """The words of underthesea's dictionary (22,000) and their syllables, each as `text.key` writes it.

    Loading underthesea takes most of a second, once: ask only where spelling alone does not tell.
    """
    from underthesea.corpus import viet_dict_22K

    listed = [key(line) for line in viet_dict_22K.words]
    return frozenset((*listed, *(syllable for word in listed for syllable in word.split())))


@cache
def compounds() -> frozenset[str]:
    """The words of two syllables in the largest dictionary of underthesea (Hồ Ngọc Đức's), as `text.key` writes them.

    Read from its file: underthesea itself is not loaded.
    """
    return frozenset(key(word) for word in _listed() if word.count(" ") == 1)


@cache
def entries() -> tuple[str, ...]:
    """The words of that dictionary, 73,000, in small letters, with the tone where the layout's view has it."""
    from docparse.layout.view import normal

    return tuple(normal(word.lower()) for word in _listed() if word.replace(" ", "").isalpha())


def _listed() -> list[str]:
    spec = find_spec("underthesea")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return []
    return (Path(folders[0]) / "corpus" / "data" / "Viet74K.txt").read_text("utf-8").splitlines()


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches for the tagger: no paragraph end inside, of bounded length, without very long runs."""
    start = end = 0
    for run in _RUN.finditer(text):
        a, b = run.span()
        if b - start > _LONGEST_PIECE or ("\n" in text[end:a] and not text[a].islower()):
            if start < end:
                yield start, end
            start = a
        end = b
        if b - a > _LONGEST_RUN:
            start = end
    if start < end:
        yield start, end


def _words(piece: str) -> Iterator[tuple[int, int]]:
    """The words of one piece as the tagger sees them, up to the first that cannot be found again."""
    from underthesea import word_tokenize

    canonical, places = origins(piece)
    # Letters that the tokenizer would change; both are one character, so places stay.
    low = canonical.replace("ð", "đ")
    at = 0
    for word in word_tokenize(low, use_token_normalize=False):
        start = -1
        for syllable in word.split(" "):
            while low[at : at + 1].isspace():
                at += 1
            if not low.startswith(syllable, at):
                return
            start = at if start < 0 else start
            at += len(syllable)
        yield _trimmed(piece, places[start], places[at])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without control characters at its ends that count as white space."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Plain tokens of what the tagger left over."""
    return (m.span() for m in _PLAIN.finditer(text, start, end))


def origins(text: str) -> tuple[str, Sequence[int]]:
    """The canonical form of `text`, and for each of its places and its end the place in `text` where that comes from.

    Args: `text`, any string, as given by a user: decomposed marks, soft hyphens, carriage returns. `canonical[a:b]`
    comes from `text[places[a]:places[b]]`. Canonical is what the reader of plain text makes of it.
    """
    canonical = clean(_LINE_END.sub("\n", text))
    if canonical == text:
        return text, range(len(text) + 1)
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (_joins(text[end]) or text[end - 1 : end + 1] == "\r\n"):
            continue
        size = len(clean(_LINE_END.sub("\n", text[start:end])))
        places += (min(start + k, end - 1) for k in range(size))
        start = end
    return canonical, [*places, len(text)]


@lru_cache(maxsize=4096)
def _joins(c: str) -> bool:
    """Whether a character may melt into the one before: a mark, a Hangul vowel or final, or one that is dropped."""
    return unicodedata.category(c)[0] == "M" or "\u1161" <= c <= "\u11ff" or (c != "\r" and not clean(c))


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """A spaCy tokenizer over `segment`: `Doc.text` is the text exactly. It has no state of its own to save."""

    vocab: Vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in [*segment(text), (len(text), len(text))]:
            gap = text[at:start]
            if words and gap.startswith(" "):
                spaces[-1], gap = True, gap[1:]
            for piece in (gap, text[start:end]):
                if piece:
                    words.append(piece)
                    spaces.append(False)
            at = end
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Nothing: spaCy asks what there is to save; `exclude` names what it leaves out."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Tokenizer:
        """Itself, for spaCy; the arguments as for `to_bytes`, `data` what that gave."""
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes nothing, for spaCy; `path`, the folder of the pipeline, `exclude` as for `to_bytes`."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Tokenizer:
        """Itself, for spaCy; the arguments as for `to_disk`."""
        return self


def tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer for a pipeline."""
    return Tokenizer(nlp.vocab)


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """What spaCy's configuration calls: `[nlp.tokenizer] @tokenizers = "docparse.words.v1"`."""
    return tokenizer


def blank() -> Language:
    """An empty spaCy pipeline for Vietnamese whose words are underthesea's; it needs no other package.

    Add what it should do: `nlp.add_pipe("docparse")`.
    """
    import spacy

    return spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
