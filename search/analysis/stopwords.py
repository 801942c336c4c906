"""Stop words: the small words of each language, indexed but never required by a query.

The lists are data files of our own, `data/stop.LANG.txt`, folded forms separated by spaces.
"""

from __future__ import annotations

from functools import cache

from search.analysis.lemmatizers.suffixes import data_lines
from search.documents import LANGUAGES


def is_stop(form: str, language: str) -> bool:
    """Whether a folded form is a stop word of a language; never in an unknown language."""
    return language in LANGUAGES and form in _words(language)


@cache
def _words(language: str) -> frozenset[str]:
    return frozenset(word for line in data_lines(f"stop.{language}.txt") for word in line.split())
