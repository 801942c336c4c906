"""Stems of English, German, French and Spanish words: Snowball, through nltk.

Around the stemmer stands what it leaves out: French elision (l'accord → accord), German ß
(which the newest spelling and the Swiss write ss), and irregular English words (went → go).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final, Literal

from search.analysis.lemmatizers.suffixes import irregular

_NAMES: Final = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
_ELISION: Final = re.compile(r"(?:[ldjnsmtc]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=.)")
_SHORT: Final = 3


class SnowballLemmatizer:
    """Readings of one of the four languages: always one, the stem."""

    def __init__(self, language: Literal["en", "de", "fr", "es"]) -> None:
        self._language = language
        self.lemmas = lru_cache(maxsize=200_000)(self._readings)

    def _readings(self, form: str) -> tuple[str, ...]:
        if self._language == "fr":
            form = _ELISION.sub("", form, count=1)
        elif self._language == "de":
            form = form.replace("ß", "ss")
        elif self._language == "en":
            form = irregular("en").get(form, form)
            # Three letters are a root already: "his" would become "hi", "was" "wa".
            if len(form) <= _SHORT:
                return (form,)
        return (_stemmer(self._language)(form) or form,)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    # nltk takes 0.2 s to import: only for who reads such text.
    from nltk.stem import snowball

    stemmer: Any = getattr(snowball, f"{_NAMES[language]}Stemmer")()
    stem: Callable[[str], str] = stemmer.stem
    return stem
