"""Polish stems: endings are stripped, and sounds that alternate are made one.

After stripping an ending the stem is levelled:

* a consonant that an i or e has softened is the hard one again (Mahomecie → mahomet,
  Polsce → polsk, nodze → nog, ministrze → ministr);
* ó is o and ą is ę wherever they stand (rozmów → rozmow, rąk → ręk);
* the fleeting e goes (Leszek → leszk, Niemiec → niemk).

Levelling is the same for all forms of a word, so it need not be right: ulica becomes ulik
in every case. Irregular forms are in `data/irregular.pl.tsv`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from search.analysis.lemmatizers.suffixes import endings, irregular, unique

# From soft to hard, the longest first.
_SOFT: Final = (
    ("ści", "st"), ("ść", "st"), ("źdź", "zd"), ("dzi", "d"), ("dź", "d"), ("ci", "t"),
    ("ć", "t"), ("ni", "n"), ("ń", "n"), ("si", "s"), ("ś", "s"), ("zi", "z"), ("ź", "z"),
    ("rz", "r"), ("dz", "g"), ("ł", "l"), ("i", ""),
)  # fmt: skip
_PLAIN: Final = str.maketrans("óąśźćń", "oęszcn")
_FLEETING: Final = re.compile(r"(?<=..[bcdfghjklłmnprstwzżźśń])i?e(?=[kcrlłn]$)")
_LONGEST_WORD: Final = 60
_SHORTEST_BASE: Final = 3
_FOREIGN_CASES: Final = frozenset({"m", "go", "mu"})


class PolishLemmatizer:
    """Readings of Polish forms: the stem, at times a second possible one."""

    def __init__(self) -> None:
        self.lemmas = lru_cache(maxsize=200_000)(self._readings)

    def _readings(self, form: str) -> tuple[str, ...]:
        if len(form) > _LONGEST_WORD:
            return (form,)
        form = _without_foreign_case(irregular("pl").get(form, form))
        return unique(level(stem, ending) for stem, ending in endings("pl").cuts(form))


def _without_foreign_case(form: str) -> str:
    """Farage'a and Tony'ego put their ending behind an apostrophe; O'Brien does not."""
    base, _, case = form.rpartition("'")
    foreign = case in endings("pl").kept or case in _FOREIGN_CASES
    return base if len(base) >= _SHORTEST_BASE and foreign else form


def level(stem: str, ending: str) -> str:
    """A stem in which what alternates between forms of one word is the same."""
    if not stem.strip("i"):
        return stem
    if ending.startswith("i") or stem.endswith("i"):
        stem = stem.rstrip("i") + "i"
    stem = _FLEETING.sub("", stem) if not stem.endswith("i") else stem
    for soft, hard in _SOFT:
        if stem.endswith(soft):
            stem = stem[: -len(soft)] + hard
            break
    stem = _FLEETING.sub("", stem)
    if stem.endswith("c"):
        stem = stem[:-1] + "k"
    return stem.translate(_PLAIN)
