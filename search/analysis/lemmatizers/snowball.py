"""Stems of English, German, French and Spanish words: Snowball, through nltk.

Around the stemmer stands what it leaves out: French elision (l'accord → accord), German ß
(which the newest spelling and the Swiss write ss), irregular English words (went → go), and that
small words have no stem: Paris is no para, Sicherheit no sich, comida no como. A stop word of
German, French or Spanish is a reading of its own, marked so that no stem is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final, Literal

from search.analysis.lemmatizers.suffixes import irregular
from search.analysis.stopwords import is_stop

_NAMES: Final = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
_ELISION: Final = re.compile(r"(?:[ldjnsmtc]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=.)")
_SHORT: Final = 3
_ITSELF: Final = "="
"""Before a word that stands for itself alone."""
_INFLECTED: Final = {
    "de": frozenset({"ganz", "laut"}),
    "fr": frozenset({"autre", "autres", "avions", "bien", "certaines", "certains", "point"}),
    "es": frozenset({"bajo", "estado", "poder", "ser"}),
}
"""Stop words that are also content words with other forms: estado, estados."""


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
        inflected = _INFLECTED.get(self._language)
        if inflected is not None and form not in inflected and is_stop(form, self._language):
            return (_ITSELF + form,)
        return (_stemmer(self._language)(form) or form,)


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    # nltk takes 0.2 s to import: only for who reads such text.
    from nltk.stem import snowball

    stemmer: Any = getattr(snowball, f"{_NAMES[language]}Stemmer")()
    stem: Callable[[str], str] = stemmer.stem
    return stem
