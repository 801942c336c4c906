"""Lemmatizers: from a word form to the readings under which all its forms meet.

Russian and Ukrainian have a dictionary (pymorphy3), English, German, French and Spanish the
Snowball stemmers of nltk, Belarusian and Polish suffix strippers of our own. A reading is
a dictionary form (сделка) or a stem (negoti); the index does not care which, as long as
articles and queries go through the same lemmatizer. A stem that must never be taken for
a dictionary form of the same language ends in "~".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final, Protocol

from search.analysis.lemmatizers.belarusian import BelarusianLemmatizer
from search.analysis.lemmatizers.polish import PolishLemmatizer
from search.analysis.lemmatizers.russian import RussianLemmatizer
from search.analysis.lemmatizers.snowball import SnowballLemmatizer
from search.analysis.lemmatizers.ukrainian import UkrainianLemmatizer

__all__ = ["Lemmatizer", "lemmatizer"]


class Lemmatizer(Protocol):
    """Finds the readings of word forms of one language. Safe to use from many threads."""

    def lemmas(self, form: str) -> tuple[str, ...]:
        """All readings of a folded form, most probable first, without duplicates.

        Never empty: a word of which nothing is known is its own reading.
        """


_MAKERS: Final[dict[str, Callable[[], Lemmatizer]]] = {
    "ru": RussianLemmatizer,
    "uk": UkrainianLemmatizer,
    "be": BelarusianLemmatizer,
    "pl": PolishLemmatizer,
    "en": lambda: SnowballLemmatizer("en"),
    "de": lambda: SnowballLemmatizer("de"),
    "fr": lambda: SnowballLemmatizer("fr"),
    "es": lambda: SnowballLemmatizer("es"),
}


@cache
def lemmatizer(language: str) -> Lemmatizer:
    """The one lemmatizer of a language of `LANGUAGES`; dictionaries load on its first word."""
    return _MAKERS[language]()
