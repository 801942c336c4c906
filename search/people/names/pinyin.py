"""Chinese names in Latin letters (pinyin) as the sounds of their Russian spelling.

Russian writes Chinese by the system of Palladius, which no rule of European spelling leads
to: Xi Jinping is Си Цзиньпин, Zhou Enlai Чжоу Эньлай.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_INITIALS: Final = {
    "zh": "čž", "ch": "č", "sh": "š", "b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t",
    "n": "n", "l": "l", "g": "g", "k": "k", "h": "x", "j": "cz", "q": "c", "x": "s", "r": "ž",
    "z": "cz", "c": "c", "s": "s",
}  # fmt: skip
_FINALS: Final = {
    "iang": "än", "iong": "ün", "uang": "uan", "ang": "an", "eng": "en", "ing": "in", "ong": "un",
    "ian": "än", "iao": "äo", "uan": "uan", "uai": "uaj", "ai": "aj", "ao": "ao", "an": "an",
    "ei": "ej", "en": "en", "er": "er", "ou": "ou", "ia": "ä", "ie": "e", "iu": "ü", "in": "in",
    "ua": "ua", "uo": "o", "ui": "uj", "un": "un", "ue": "üe", "a": "a", "o": "o", "e": "e",
    "i": "i", "u": "u", "ü": "ü", "v": "ü",
}  # fmt: skip
_WHOLE: Final = {
    "yuan": "üan", "yang": "än", "ying": "in", "yong": "ün", "yan": "än", "yao": "äo", "yin": "in",
    "you": "ü", "yue": "üe", "yun": "ün", "ya": "ä", "ye": "e", "yi": "i", "yo": "ö", "yu": "ü",
    "wang": "van", "weng": "ven", "wai": "vaj", "wan": "van", "wei": "vej", "wen": "ven",
    "wa": "va", "wo": "vo", "wu": "u", "ang": "an", "an": "an", "ai": "aj", "ao": "ao",
    "en": "en", "er": "er", "e": "e", "a": "a", "ou": "ou",
}  # fmt: skip
_SYLLABLE: Final = re.compile(
    f"(?:({'|'.join(_INITIALS)})({'|'.join(_FINALS)})|({'|'.join(_WHOLE)}))"
    "(?=$|[bcdfghjklmnpqrstwxyz' -]|[aeo])"
)
_FRONT: Final = frozenset("jqxy")


@lru_cache(maxsize=50_000)
def palladius(word: str) -> str:
    """The row of sounds of a folded word in pinyin, "" if it cannot be pinyin.

    >>> palladius("jinping")
    'czinpin'
    """
    found: list[str] = []
    at = 0
    while at < len(word):
        if word[at] in "' -":
            at += 1
            continue
        match = _SYLLABLE.match(word, at)
        if not match:
            return ""
        initial, final, whole = match.groups()
        if whole:
            found.append(_WHOLE[whole])
        else:
            vowels = _FINALS[final]
            soft = initial in _FRONT and final in ("u", "un", "uan")
            found.append(_INITIALS[initial] + (vowels.replace("u", "ü", 1) if soft else vowels))
        at = match.end()
    return "".join(found).replace("če", "čé").replace("še", "šé").replace("že", "žé")
