"""Known phrases around a word of a text, and whether a word of a query has a part in them.

A word of a phrase means what the phrase says. The дел of иностранных дел is not what *court case*
looks for: the lexicon has that phrase, it is foreign affairs in English, and no line has дело,
case and affairs together. Who looks for *big* is not shown the wielka of Wielka Brytania, as a
name has no synonyms, and who looks for *North Korea* not the Корея of Южная Корея: another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from search.analysis import Token, identify, is_stop, lemmatizer, script, script_languages, tokenize
from search.lexicon.lookup import Lexicon, Translation

SURE: Final = 0.5
"""Weight from which the rendering of a phrase says what its words are in it."""
REACH: Final = 3
"""Words on either side of one that are looked at."""
_WIDTH: Final = 80
_BETWEEN: Final = frozenset(" \u00a0\n-‐‑")
_REMEMBERED: Final = 512


class PhrasesAround:
    """Tells whether translations of the words of one query stand in phrases that mean otherwise."""

    def __init__(self, lexicon: Lexicon, asked: str) -> None:
        self._lexicon = lexicon
        self._asked = tuple(tokenize(asked))
        self._language = identify(asked)
        # A word stands in the same phrase again and again.
        self._misleads = lru_cache(_REMEMBERED)(self._is_another)
        self._names_with = cache(self._lines_of_names)

    def misleads(self, text: str, start: int, end: int, language: str, word: str) -> bool:
        """Whether text[start:end], a translation of `word`, has another meaning where it stands.

        It has where it is part of a known phrase of its `language`, and of no phrase whose
        rendering in the language of the query has that word, or a synonym by which the lexicon
        translates it.
        """
        if language not in self._lexicon.languages:
            return False
        forms, at = _around(text, start, end)
        return len(forms) > 1 and self._misleads(forms, at, language, word)

    def _is_another(self, forms: tuple[str, ...], at: int, language: str, word: str) -> bool:
        tokens = tokenize(word)
        if len(tokens) != 1:
            return False
        found = list(self._phrases(forms, at, language, self._languages_of(word)))
        return bool(found) and not any(self._means(one, forms[at], tokens[0].form) for one in found)

    def _languages_of(self, word: str) -> tuple[str, ...]:
        """The languages that a word of the query may be of: that of the query where it fits."""
        fitting = script_languages(script(tokenize(word)[0].form))
        if self._language in fitting:
            return (self._language,)
        return tuple(one for one in self._lexicon.languages if one in fitting)

    def _phrases(
        self, forms: Sequence[str], at: int, source: str, targets: Sequence[str]
    ) -> Iterator[Translation]:
        """Renderings of the phrases around the word `at`, several words for several.

        A compound hides its parts: льдина does not say that there is ice in an ice floe. And a
        phrase with a small word says too little: на грани may be at the edge, or on the verge.
        """
        readings = [frozenset(lemmatizer(source).lemmas(form)) for form in forms]
        for one in self._lexicon.phrases(forms, readings, at, source, targets):
            if one.weight >= SURE and len(one.words) > 1:
                others = (forms[n] for n in range(one.start, one.end) if n != at)
                if not all(is_stop(form, source) for form in others):
                    yield one

    def _means(self, phrase: Translation, form: str, wanted: str) -> bool:
        """Whether a word of a phrase's rendering is the wanted one, or a synonym of it here.

        A name has no synonyms: Great Britain is not big.
        """
        find = lemmatizer(phrase.language).lemmas
        own = frozenset(find(wanted))
        has_it = any(not own.isdisjoint(find(word)) for word in phrase.words)
        if phrase.part_of_speech == "name":
            return has_it and not self._names_another(phrase, wanted)
        if has_it:
            return True
        lines: dict[bool, set[str]] = {True: set(), False: set()}
        for one in self._alone(form, phrase.source, phrase.language):
            if len(one.words) == 1:
                if one.words[0] in phrase.words:
                    lines[False].add(one.origin)
                if not own.isdisjoint(find(one.words[0])):
                    lines[True].add(one.origin)
        return not lines[True].isdisjoint(lines[False])

    def _alone(self, form: str, source: str, target: str) -> Iterator[Translation]:
        readings = [frozenset(lemmatizer(source).lemmas(form))]
        return self._lexicon.translations([form], readings, source, [target])

    def _names_another(self, phrase: Translation, wanted: str) -> bool:
        """Whether the query has the word in a name of several words, which is not this name."""
        names = self._names_with(wanted)
        return bool(names) and phrase.origin not in names

    def _lines_of_names(self, wanted: str) -> frozenset[str]:
        """The lines of the names of several words that the query has a word in."""
        forms = [token.form for token in self._asked]
        languages = self._lexicon.languages
        return frozenset(
            one.origin
            for at, form in enumerate(forms)
            if form == wanted
            for language in languages
            for one in self._phrases(forms, at, language, languages)
            if one.part_of_speech == "name"
        )


def _around(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The words around text[start:end] with nothing but spaces between them, and which it is."""
    begin, stop = max(0, start - _WIDTH), min(len(text), end + _WIDTH)
    while 0 < begin < start and not text[begin].isspace():  # no half words
        begin += 1
    while end < stop < len(text) and not text[stop].isspace():
        stop -= 1
    tokens = tokenize(text[begin:stop])
    at = next((n for n, one in enumerate(tokens) if begin + one.start >= start), None)
    if at is None or begin + tokens[at].end != end:
        return (), 0
    first = last = at
    while first > max(0, at - REACH) and _are_joined(text, begin, tokens, first - 1):
        first -= 1
    while last < min(len(tokens) - 1, at + REACH) and _are_joined(text, begin, tokens, last):
        last += 1
    return tuple(one.form for one in tokens[first : last + 1]), at - first


def _are_joined(text: str, begin: int, tokens: Sequence[Token], number: int) -> bool:
    """Whether only spaces and hyphens stand between a word and the next."""
    gap = text[begin + tokens[number].end : begin + tokens[number + 1].start]
    return _BETWEEN.issuperset(gap)
