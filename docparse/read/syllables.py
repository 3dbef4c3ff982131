"""Which words can be Vietnamese: the spelling of a syllable, by its parts.

A syllable is an onset, a rhyme and at most one tone; syllables that end in a stop ("c", "ch", "p", "t") have the sharp
or the heavy tone; where a vowel has a hook or a roof, the tone stands on the last such vowel. Text in a wrong encoding
breaks these rules in nearly every word.

Reads: nothing.
Writes: nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
_LONGER = 8
_STOP_TONES = "\u0301\u0323"

_ONSET = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x|"
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt
    uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y ych yêm yên yêng yêt yêu ynh yt
"""
_SYLLABLE = re.compile(rf"(?P<onset>{_ONSET})(?P<rhyme>{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
# "c", "g" and "ng" are written "k", "gh" and "ngh" before front vowels and only there; "k" also begins names ("Kạn").
_WRONG = re.compile(r"(?:c|ng)[eêiy]|g[eêy]|(?:gh|ngh)[^eêi]")
_VOWELS = "aăâeêioôơuưy"
_SHAPED = re.compile("[ăâêôơư]")
_NO_TONE = dict.fromkeys(map(ord, TONES))


@lru_cache(maxsize=1 << 15)
def is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, in any case and with either placement of the tone.

    Args: `word`, letters only. Words without any mark count if they are spelled so ("ban").
    """
    if len(word) > 2 * _LONGER:
        return False
    apart = [unicodedata.normalize("NFD", c) for c in unicodedata.normalize("NFC", word.lower())]
    tones = [(i, m) for i, c in enumerate(apart) for m in c if m in TONES]
    bare = unicodedata.normalize("NFC", "".join(apart).translate(_NO_TONE))
    m = _SYLLABLE.fullmatch(bare) if len(bare) < _LONGER else None
    if m is None or len(tones) > 1 or _WRONG.match(bare):
        return False
    at, tone = tones[0] if tones else (-1, "")
    if bare.endswith(("c", "ch", "p", "t")) and (not tones or tone not in _STOP_TONES):
        return False
    return not tones or _can_bear(bare, m["rhyme"], at)


def _can_bear(bare: str, rhyme: str, at: int) -> bool:
    """Whether the tone may stand on the letter `at` of a syllable."""
    if at >= len(bare) or bare[at] not in _VOWELS:
        return False
    shaped = [m.start() for m in _SHAPED.finditer(bare)]
    if shaped:
        return at == shaped[-1]
    # A glide at the end ("ai", "eo", "ua") bears none; "hoà" and "thuý" are the newer way to write "hòa" and "thúy".
    return at < len(bare) - 1 or len(rhyme) == 1 or rhyme in ("oa", "oe", "uy")
