"""Stems of names: what all cases of one surname or given name have in common.

Coarse on purpose: Лукашенко, Лукашенком and Лукашенки share лукашенк, and so do Тихановский
and Тихановская тихановск; whether two forms are one person is for `joining` to say.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from search.analysis.tokens import fold

_SHORTEST: Final = 3
_ENDINGS: Final = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ага", "аму", "ові", "еві", "єві", "ями",
    "ами", "ою", "ею", "єю", "ої", "ій", "ий", "ый", "ой", "ей", "ая", "яя", "ую", "юю", "ым",
    "им", "ім", "ом", "ем", "ём", "єм", "ам", "ям", "ах", "ях", "ых", "их", "іх", "ые", "ие",
    "ія", "ыя", "ай", "эй",
)  # fmt: skip
_VOWELS: Final = "аеёиоуыэюяіїєйьъ"
_FLEETING: Final = re.compile(f"[^{_VOWELS}][оеё][кцл]$")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a name in any case; the word itself when it is very short.

    >>> stem("Лукашенком"), stem("Тихановской"), stem("Си")
    ('лукашенк', 'тихановск', 'си')
    """
    low = fold(word).replace("ў", "в")  # Марозаў, Марозава
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST:
            low = low[: -len(ending)]
            break
    end = len(low)
    while end > _SHORTEST and low[end - 1] in _VOWELS:
        end -= 1
    low = low[:end]
    # A fleeting vowel: Павел, Павла; Петрёнок, Петрёнка.
    if len(low) > _SHORTEST + 1 and _FLEETING.search(low):
        low = low[:-2] + low[-1]
    return low
