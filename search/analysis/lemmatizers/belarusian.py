"""Belarusian stems: endings are stripped, and sounds that alternate are made one.

No dictionary that we may use covers Belarusian, and its spelling follows speech: вада, воды;
рука, руцэ; год, гады. So after stripping an ending the stem is levelled:

* ц and дз before a soft vowel are т and д (свеце → свет), other ц is к (руцэ → рук);
* о is а wherever it stands (воды → вад), ў at the beginning у, at the end в (ўрад, моў);
* a fleeting vowel and double letters go (суполак → суполк, Беларуссю → беларус).

The stems are no words and collide now and then (кот and кат); that is the price of finding
вада by воды. Irregular forms are in `data/irregular.be.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from search.analysis.lemmatizers.suffixes import endings, irregular, unique

_SOFT: Final = frozenset("еіёюяь")
_REFLEXIVE: Final = re.compile(r"(?<=..[ўіаоьш])ся$|(?<=...)цца$")
_FLEETING: Final = re.compile(r"(?<=..[бвгджзйклмнпрстўфхцчш])[аоеэ](?=[кцн]$)")
_DOUBLE: Final = re.compile(r"(.)\1$")
_LONGEST_WORD: Final = 60


class BelarusianLemmatizer:
    """Readings of Belarusian forms: the stem, at times a second possible one."""

    def __init__(self) -> None:
        self.lemmas = lru_cache(maxsize=200_000)(self._readings)

    def _readings(self, form: str) -> tuple[str, ...]:
        if len(form) > _LONGEST_WORD:
            return (form,)
        return unique(self._stems(irregular("be").get(form, form)))

    def _stems(self, form: str) -> Iterator[str]:
        form = _REFLEXIVE.sub(lambda found: "ць" if found[0] == "цца" else "", form)
        for stem, ending in endings("be").cuts(form):
            yield level(stem, ending)
        stem, ending = endings("be").strip(form)
        if ending == "е" and stem[-1] in "зс":
            # Назе may be of нага, but паказе of паказ; страсе of страх, часе of час.
            yield level(stem[:-1] + ("г" if stem[-1] == "з" else "х"), "")


def level(stem: str, ending: str) -> str:
    """A stem in which what alternates between forms of one word is the same."""
    soft = stem.endswith("ь") or (ending != "" and ending[0] in _SOFT)
    stem = stem.removesuffix("ь")
    stem = _single(stem)
    if stem.endswith("дз") and soft:
        stem = _single(stem[:-1])
    elif stem.endswith("ц"):
        stem = stem[:-1] + ("т" if soft else "к")
    elif stem.endswith("ў"):
        stem = stem[:-1] + "в"
    elif stem.endswith("й"):
        stem = stem[:-1]
    if stem.startswith("ў"):
        stem = "у" + stem[1:]
    return _FLEETING.sub("", stem).replace("о", "а").replace("ё", "е") or stem


def _single(stem: str) -> str:
    """A stem whose last consonant is not written double: беларусс → беларус, моладдз → моладз."""
    if stem.endswith("ддз"):
        return stem[:-3] + "дз"
    return _DOUBLE.sub(r"\1", stem) if len(stem) > len("біл") else stem
