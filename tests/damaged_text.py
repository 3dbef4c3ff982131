"""What goes wrong with text layers, done to good text: each kind of damage as a function.

Damage by chance is drawn from the text itself, so that it is the same on every run.

Reads: text.
Writes: text.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from docparse.text import fold
from tests.broken_pdfs import TIMES
from tests.old_encodings import encode

_FRENCH = str.maketrans(
    "ạảãẹẻẽịỉĩọỏõụủũỵỷỹăắằẳẵặấầẩẫậếềểễệốồổỗộơớờởỡợưứừửữựđĐ",
    "aáàeeèiiìooòuuùyyỳaáàaaaáàâââéèêêêôòôôôoóòooouúùuuudD",
)


def without_marks(text: str) -> str:
    """As programs without Vietnamese recognise it."""
    return "".join(plain.upper() if c.isupper() else plain for c, plain in zip(text, fold(text), strict=True))


def half_without_marks(text: str) -> str:
    """Marks lost here and there."""
    chance = random.Random(text)
    return "".join(without_marks(c) if chance.random() < 0.5 else c for c in text)


def as_french(text: str) -> str:
    """As a program recognises it that knows the marks of French alone."""
    return text.translate(_FRENCH)


def noisy(text: str, share: float) -> str:
    """With a share of the letters read as another character."""
    chance = random.Random(text)
    odd = "~@§$|!;:1l0iorn"
    return "".join(chance.choice(odd + fold(c)) if c.isalpha() and chance.random() < share else c for c in text)


def numbers_of_glyphs(text: str) -> str:
    """As readers show a file that has lost the table of its font."""
    return "".join(chr(TIMES.get(c, ord(c))) if c != " " else c for c in text)


def numbers_beyond_ascii(text: str) -> str:
    """As readers show a file that has lost the letters beyond Latin-1."""
    return "".join(chr(TIMES.get(c, ord(c))) if ord(c) > 255 else c for c in text)


def in_tcvn3(text: str) -> str:
    """As readers show text in a font from before Unicode, whose capitals with tones are small letters."""
    return encode("".join(c if c in "ĂÂÊÔƠƯĐ" else c.lower() if not c.isascii() else c for c in text), "tcvn3")


KINDS: Mapping[str, Callable[[str], str]] = {
    "numbers of glyphs": numbers_of_glyphs,
    "numbers beyond Latin-1": numbers_beyond_ascii,
    "TCVN3": in_tcvn3,
    "marks lost": without_marks,
    "half of the marks lost": half_without_marks,
    "recognised as French": as_french,
    "one letter in seven wrong": lambda text: noisy(text, 0.15),
    "one letter in thirteen wrong": lambda text: noisy(text, 0.08),
    "one letter in thirty wrong": lambda text: noisy(text, 0.03),
}
