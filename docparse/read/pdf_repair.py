"""Text layers with wrong characters, set right where that can be done for certain.

    Thùc hiÖn NghÞ quyÕt     letters of a font from before Unicode: the font's name tells, or the words (`legacy`)
    7KӵF KLӋQ 1JKӏ TX\\ӃW     numbers of glyphs: those of ASCII stand a fixed step from their letters, and which number
                             is which Vietnamese letter is found from the words that it must make (`pdf_glyphs`)

Nothing here decides whether the result is good: whoever asks judges it again.

Reads: `Page`s whose words are no Vietnamese.
Writes: `Page`s; a run that was changed keeps what it was.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from docparse.read.legacy import decode, decode_font, font_encoding, lacks_capitals, restore_capitals
from docparse.read.legacy_detect import detect, suspicious
from docparse.read.pdf_glyphs import solve
from docparse.read.pdf_lines import rows
from docparse.read.pdf_runs import SPACE, Page, Run
from docparse.read.quality import GOOD, count, score
from docparse.read.syllables import is_syllable

_GAP = "\u2028"
"""White space that is the number of no glyph."""
GLYPHS = "glyph-codes"
"""The encoding of text whose characters were numbers of glyphs."""
_HYPHENED = re.compile(r"[^\s\d.,;:()/\"'-]*(?:-[^\s\d.,;:()/\"'-]*)+")


def repaired(pages: Sequence[Page]) -> list[Page]:
    """The pages with their characters set right as far as that can be told; others as they are.

    Args: `pages`, those of a file whose text is damaged.
    """
    old = [_from_old_letters(p) for p in pages]
    rest = [p for p, o in zip(pages, old, strict=True) if o is None]
    mapping = _mapping(rest) if rest else {}
    return [o or _from_glyphs(p, mapping) for p, o in zip(pages, old, strict=True)]


# --- fonts from before Unicode ------------------------------------------------------------------------------------


def _from_old_letters(page: Page) -> Page | None:
    """A page in an old encoding in Unicode, None where it is in none."""
    if any(font_encoding(r.font) for r in page.runs):
        changed = {r: _by_font(r) for r in page.runs if font_encoding(r.font)}
    else:
        changed = _by_words(page)
    if not changed:
        return None
    return page._replace(runs=tuple(changed.get(r, r) for r in page.runs))


def _by_font(run: Run) -> Run:
    encoding = font_encoding(run.font) or ""
    text = decode_font(_with_horns(run.text, encoding), run.font)
    return _changed(run, restore_capitals(text) if lacks_capitals(encoding) else text, encoding)


def _by_words(page: Page) -> dict[Run, Run]:
    """The runs of lines whose words tell an old encoding."""
    lines = rows(page.runs)
    texts = [" ".join(r.text for r in line.runs) for line in lines]
    if not suspicious("\n".join(texts)):
        return {}
    encodings = detect(texts)
    horns = "tcvn3" if "tcvn3" in encodings else None
    found: dict[Run, Run] = {}
    for line, text, told in zip(lines, texts, encodings, strict=True):
        encoding = told or (horns if text.isascii() else None)
        if encoding:
            words = [decode(_with_horns(r.text, encoding), encoding) for r in line.runs]
            if lacks_capitals(encoding):
                words = restore_capitals("\n".join(words)).split("\n")
            found |= {r: _changed(r, w, encoding) for r, w in zip(line.runs, words, strict=True)}
    return found


def _with_horns(text: str, encoding: str) -> str:
    """TCVN3 whose "ư" (0xAD) was taken for the hyphen that this code is elsewhere: "th-êng" is "thường"."""
    if encoding != "tcvn3" or "-" not in text:
        return text
    return _HYPHENED.sub(lambda m: _horned(m[0]), text)


def _horned(word: str) -> str:
    horned = word.replace("-", "\xad")
    return horned if len(word) > 1 and is_syllable(decode(horned, "tcvn3")) else word


def _changed(run: Run, text: str, encoding: str) -> Run:
    return run if text == run.text else run._replace(text=text, original=run.text, encoding=encoding)


# --- numbers of glyphs --------------------------------------------------------------------------------------------


def _mapping(pages: Sequence[Page]) -> Mapping[str, Mapping[str, str]]:
    """For each font that lies what its characters stand for; fonts of a file mostly have one order."""
    lines = [row.runs for page in pages for row in rows(page.runs)]
    fonts = {run.font for line in lines for run in line}
    wrong = {f for f in fonts if score(count(["".join(_pieces(line, {f})) for line in lines])) < GOOD}
    letters = solve(["".join(_pieces(line, wrong)) for line in lines])
    return dict.fromkeys(wrong, letters) if letters else {}


def _pieces(line: Sequence[Run], fonts: Collection[str]) -> Iterator[str]:
    """The runs of a line in some fonts, as they stand; numbers of glyphs may look like white space and marks."""
    end = math.inf
    for run in line:
        if run.font in fonts:
            yield _GAP * (run.x0 - end > SPACE * run.size) + run.text
        end = run.x1


def _from_glyphs(page: Page, mapping: Mapping[str, Mapping[str, str]]) -> Page:
    runs = []
    for run in page.runs:
        letters = mapping.get(run.font, {})
        runs.append(_changed(run, "".join(letters.get(c, c) for c in run.text), GLYPHS) if letters else run)
    return page._replace(runs=tuple(runs))
