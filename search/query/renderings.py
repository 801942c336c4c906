"""Renderings from the lexicon: what words and phrases of a query become in other languages.

A phrase of the lexicon is a guise of each word it covers, and comes before the renderings of its
single words.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Analyzer, Token, lemmatizer, script, script_languages
from search.documents import PLAIN
from search.lexicon import Lexicon, Translation
from search.plan import Guise, Leaf, Part, Phrase, Readings, Term
from search.query.evidence import LEXICON
from search.query.words import QueryWord


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendering of the words [start, end) of a query, from one language into another."""

    start: int
    end: int
    source: str
    language: str
    guise: Guise


class Renderer:
    """Looks words up in a lexicon for one index."""

    def __init__(self, analyzer: Analyzer, lexicon: Lexicon, languages: Sequence[str]) -> None:
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._languages = languages

    def rendered(self, words: Sequence[QueryWord], part: Part) -> Iterator[Rendered]:
        """All renderings of words and of phrases."""
        for one in self._translations(words):
            covers = " ".join(word.text for word in words[one.start : one.end])
            guise = self._guise(one, covers if one.end - one.start > 1 else "", part)
            yield Rendered(one.start, one.end, one.source, one.language, guise)

    def is_common(self, word: QueryWord) -> bool:
        """Whether the lexicon knows a word as no name: deal must not find Polish działa."""
        return any(
            self._lexicon.is_common(token.form, readings, language)
            for token in word.tokens
            for language in self._lexicon.languages
            if (readings := _readings(token, language))
        )

    def _translations(self, words: Sequence[QueryWord]) -> Iterator[Translation]:
        """`start` and `end` counted in words."""
        tokens = [token for word in words for token in word.tokens]
        word_of = [number for number, word in enumerate(words) for _ in word.tokens]
        borders = {0, *itertools.accumulate(len(word.tokens) for word in words)}
        forms = [token.form for token in tokens]
        stops = [word.is_stop for word in words]
        for source in self._lexicon.languages:
            readings = [_readings(token, source) for token in tokens]
            if not any(readings):
                continue
            for one in self._lexicon.translations(forms, readings, source, self._languages):
                if not borders.issuperset((one.start, one.end)):
                    continue  # мир renders peace, but not half of peace-keeping
                start, end = word_of[one.start], word_of[one.end - 1] + 1
                if end - start == 1 and stops[start]:
                    continue  # "is" and "in" render nothing on their own
                yield Translation(start, end, one.source, one.language, one.words, one.weight)

    def _guise(self, one: Translation, covers: str, part: Part) -> Guise:
        find = lemmatizer(one.language).lemmas
        leaf: Leaf
        if len(one.words) == 1:
            terms = tuple(
                Term(one.language, reading, part)
                for reading in _dictionary_readings(one.words[0], find(one.words[0]))
            )
            leaf = terms[0] if len(terms) == 1 else Readings(terms)
        else:
            leaf = Phrase(tuple(self._slot(form, one.language, part) for form in one.words))
        return Guise(leaf, one.weight, LEXICON, covers)

    def _slot(self, form: str, language: str, part: Part) -> tuple[Term, ...]:
        """The terms of one word of a phrase; the 19 of COVID-19 is of no language."""
        readings = self._analyzer.query_readings(form, (language,))
        known = [Term(field, text, part) for field, text in readings if field != PLAIN]
        return tuple(known) or (Term(language, form, part),)


def _readings(token: Token, language: str) -> frozenset[str]:
    if token.kind == "number":
        return frozenset({token.form})  # COVID-19 is in the lexicon
    if language not in script_languages(script(token.form)):
        return frozenset()
    return frozenset(lemmatizer(language).lemmas(token.form))


def _dictionary_readings(form: str, readings: Sequence[str]) -> Sequence[str]:
    """The readings that a dictionary form stands for: itself and its stems, else all.

    A dictionary knows право as itself, and its other readings are other words. A stemmer
    has only stems: санкцыя is санкк and санкцы, and its case forms have but the second.
    """
    own = [reading for reading in readings if reading == form or reading.endswith("~")]
    return own or readings
