"""Characters: what every reader does to text once (`clean`), and the two forms that matching uses (`fold`, `key`).

`clean` is the only place where look-alikes and invisible characters are set right: after it, "Ð" (U+00D0) is "Đ" and
no word hides a soft hyphen. `fold` keeps every offset, so that a match in the folded text is a match in the text.

Reads: nothing.
Writes: strings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# A letter never bears more than a few marks; a longer run makes normalisation quadratic (UAX 15, stream-safe text).
_MARK_RUN = re.compile("([\u0300-\u036f][\u0300-\u036f]{29})[\u0300-\u036f]+")
_VOWELS = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ"

# What is seldom in a text and wrong in it; the search for it is the fast way out of `clean`.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\xd0\xf0\u0189\u0256\u034f\u061c\u1680\u180e\u2000-\u2011\u2028-\u202f\u205f-\u206f"
    "\u3000\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# Inside a Vietnamese word "đ" stands first and a vowel follows; elsewhere "ð" is a letter of another language.
_ETH = re.compile(rf"(?<![^\W\d_])[ðɖ](?=[{_VOWELS}])", re.IGNORECASE)


def _odd_table() -> dict[int, str | None]:
    """What becomes of each odd character: dropped, a space, or the letter that was meant."""
    table: dict[int, str | None] = dict.fromkeys([*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)])
    table |= dict.fromkeys([0xAD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)])
    table |= dict.fromkeys([*range(0x2060, 0x2070), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF])
    spaces = [0x0B, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
    table |= dict.fromkeys(spaces, " ")
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return table | {0xD0: "Đ", 0x189: "Đ", 0x2010: "-", 0x2011: "-"}


def _fold_table() -> dict[int, str]:
    """Latin letters to their lower-case base letter, one for one."""
    table = {0x110: "d", 0x111: "d", 0xD0: "d", 0xF0: "d", 0x189: "d", 0x130: "i"}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if code not in table and base != chr(code) and len(base) == 1:
            table[code] = base
    return table


_CLEAN = _odd_table()
_FOLD = _fold_table()

# The tone stands on the first vowel ("hòa", "ủy"), as in older print; the newer way ("hoà", "uỷ") is the same word.
_TONES = {
    new: old
    for news, olds in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for new, old in zip(news.split(), olds.split(), strict=True)
}
_NEW_TONE = re.compile(rf"(?:{'|'.join(_TONES)})(?!\w)")


def clean(s: str) -> str:
    """The text as every other module expects it: NFC, "Đ" as itself, no invisible characters, plain spaces and hyphens.

    Args: `s`, any string; carriage returns are dropped, so line ends are to be made "\\n" before.
    Line feeds and tabs stay; surrogates without a partner become U+FFFD.
    """
    if _ODD.search(s):
        s = s.translate(_CLEAN)
        if "ð" in s or "ɖ" in s:
            s = _ETH.sub("đ", s)
    s = _MARK_RUN.sub(r"\1", s) if not s.isascii() else s
    return s if s.isascii() or unicodedata.is_normalized("NFC", s) else unicodedata.normalize("NFC", s)


def fold(s: str) -> str:
    """The text in lower case and without marks ("Đảng ủy" gives "dang uy"), as long as `s`, so that offsets hold.

    Args: `s`, in NFC; marks of text in NFD stay where they are.
    """
    return s.lower() if s.isascii() else s.translate(_FOLD).lower()


def placed(s: str) -> str:
    """The text in small letters with the tone on the first vowel ("Uỷ" gives "ủy"), as long as `s`.

    Args: `s`, in NFC.
    """
    low = s.lower()
    low = low if len(low) == len(s) else "".join(c.lower() if len(c.lower()) == 1 else c for c in s)
    return _NEW_TONE.sub(lambda m: _TONES[m[0]], low)


@lru_cache(maxsize=8192)
def key(s: str) -> str:
    """The form under which two spellings of a name are one: case, tone placement and white space do not count.

    Args: `s`, any string. "Uỷ  ban" and "ủy ban" give "ủy ban". Never for display: "quý" gives "qúy".
    """
    s = unicodedata.normalize("NFC", unicodedata.normalize("NFC", s).casefold())
    return " ".join(_NEW_TONE.sub(lambda m: _TONES[m[0]], s).split())
