"""Completions of what is being typed: persons, sources, and words of the articles.

Persons and sources are kept as one sorted list of all places where a word of a name begins, so a
beginning is one bisection. Words come from the vocabulary, those of most articles first; the
beginnings that were asked for are remembered. All this is made for one commit.

    index.suggest("лук")  →  Completion("Лукашенко", "person", 3), Completion("лук", "word", 1), …
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from search.analysis import fold, is_stop
from search.documents import EXACT, LANGUAGES
from search.people import Registry
from search.query.words import Vocabulary

LIMIT: Final = 10
"""Completions in all."""
EACH: Final = 5
"""Persons, and sources."""
LONGEST: Final = 100
"""A longer text is not being typed."""
MOST_WORDS: Final = 2_000
"""Words of one beginning that are looked at."""
_SHORTEST: Final = 2
_REMEMBERED: Final = 1_000
_LAST_WORD: Final = re.compile(r"[^\W_]+\Z")
_WORD_START: Final = re.compile(r"\b\w")

Kind = Literal["person", "source", "word"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A text that may have been meant, what it is, and in how many articles it stands."""

    text: str
    kind: Kind
    count: int


class Completions:
    """What can be completed in one commit of an index."""

    def __init__(
        self, vocabulary: Vocabulary, registry: Registry, sources: Mapping[str, int]
    ) -> None:
        self._vocabulary = vocabulary
        self._words: dict[str, tuple[tuple[int, str], ...]] = {}
        persons = ((name, id, registry.counts.get(name, 0)) for name, id in registry.groups.items())
        self._persons = _places(persons)
        self._sources = _places((name, name, count) for name, count in sources.items())

    def of(self, typed: str) -> list[Completion]:
        """At most LIMIT completions, persons first; none for a text that nobody would type."""
        wanted = " ".join(typed.split())
        beginning = fold(wanted)
        if not beginning or len(wanted) > LONGEST:
            return []
        found: dict[str, Completion] = {}
        for kind, places in (("person", self._persons), ("source", self._sources)):
            for name, count in _beginning(places, beginning):
                found.setdefault(fold(name), Completion(name, kind, count))  # type: ignore[arg-type]
        last = _LAST_WORD.search(wanted)
        if last is not None and len(last[0]) >= _SHORTEST:
            for count, term in self._words_with(fold(last[0])):
                text = wanted[: last.start()] + term
                found.setdefault(fold(text), Completion(text, "word", count))
        return list(found.values())[:LIMIT]

    def _words_with(self, beginning: str) -> tuple[tuple[int, str], ...]:
        known = self._words.get(beginning)
        if known is None:
            terms = islice(self._vocabulary.terms(EXACT, beginning), MOST_WORDS)
            counted = (
                (self._vocabulary.document_frequency(EXACT, term), term)
                for term in terms
                if not any(is_stop(term, language) for language in LANGUAGES)
            )
            known = tuple(heapq.nlargest(LIMIT, counted))
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            self._words[beginning] = known
        return known


_Place = tuple[str, str, str, int]
"""The rest of a name from the beginning of a word, folded; the name, whose it is, its articles."""


def _places(names: Iterable[tuple[str, str, int]]) -> list[_Place]:
    return sorted(
        (fold(name[match.start() :]), name, id, count)
        for name, id, count in names
        for match in _WORD_START.finditer(name)
    )


def _beginning(places: list[_Place], wanted: str) -> Iterator[tuple[str, int]]:
    """The names with a word that begins so, of most articles first, one for each bearer."""
    low = bisect_left(places, (wanted,))
    high = bisect_left(places, (wanted + "\U0010ffff",))
    best: dict[str, tuple[int, str]] = {}
    for _, name, id, count in places[low:high]:
        if id not in best or (count, name) > best[id]:
            best[id] = (count, name)
    for count, name in heapq.nlargest(EACH, best.values()):
        yield name, count
