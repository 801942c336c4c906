"""The dictionary lemmatizer that Russian and Ukrainian share, over pymorphy3.

A known word has the normal forms of all its readings (стали → стать, сталь).

An unknown word is mostly a name, and the dictionary's guesses differ from case to case:
Лукашенком → лукашенок, Лукашенка → лукашенка. So besides the best guesses an unknown word
has case-independent stems, marked with "~" (лукашенк~). Without the mark a stem could equal
a dictionary form by accident: Мировой, a surname, would meet мир. A known surname or first
name that the dictionary does not decline (Лукашенко, Меркель) has the stem too, or its
declined forms would not find it.

An ending that can also be the end of a name (-им: Ибрагим) leaves two stems, with and
without it: Ибрагим → ибраг~ and ибрагим~, Ибрагима → ибрагим~. So every two forms of a name
share the stem that is right, whichever that is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from search.analysis.lemmatizers.suffixes import endings, unique
from search.analysis.tokens import fold

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

_LONGEST_WORD: Final = 60
_MIN_GUESS: Final = 0.2
_MAX_GUESSES: Final = 2
_SHORTEST_STEM: Final = 3
_MIN_SURE: Final = 2


class DictionaryLemmatizer:
    """Readings from a pymorphy3 dictionary, with stems for what it does not know.

    `vowels` are what a bare stem never ends in; `last` the marks of unlikely readings.
    """

    def __init__(self, language: str, *, vowels: str, last: frozenset[str]) -> None:
        self._language = language
        self._vowels = vowels
        self._last = last
        self.lemmas = lru_cache(maxsize=200_000)(self._readings)

    def _readings(self, form: str) -> tuple[str, ...]:
        if len(form) > _LONGEST_WORD or not form.replace("'", "").isalpha():
            return (form,)
        morph = dictionary_of(self._language)
        parses = morph.parse(form)
        if not morph.word_is_known(form):
            return unique(self._unknown(form, parses))
        parses.sort(key=lambda parse: not self._last.isdisjoint(parse.tag.grammemes))
        lemmas = unique(_lemma(parse) for parse in parses)
        if any(_is_fixed_name(parse) for parse in parses):
            return unique(iter((*lemmas, *self._stems(form))))
        return lemmas

    def _unknown(self, form: str, parses: list[Parse]) -> Iterator[str]:
        guesses = unique(_lemma(parse) for parse in parses if parse.score >= _MIN_GUESS)
        yield from guesses[:_MAX_GUESSES] or (form,)
        yield from self._stems(form)
        yield from self._known_relatives(form)

    def _stems(self, form: str) -> tuple[str, ...]:
        """The case-independent stems of a name, one or two, each with its "~"."""
        return unique(f"{_tidy(stem)}~" for stem in self._cut(form))

    def _cut(self, form: str) -> Iterator[str]:
        """A form without its final vowels, and without its longest ending."""
        stem, ending = endings(f"{self._language}.names").strip(form)
        # After -ск- and -цк- an adjective ending is certain: Тихановского has one stem.
        if len(ending) < _MIN_SURE or not stem.endswith(("ск", "цк", "ськ", "цьк")):
            yield self._bare(form)
        if ending:
            yield self._bare(stem)

    def _bare(self, stem: str) -> str:
        """A stem without final vowels, so that Гарсия and Гарсией meet in гарс."""
        end = len(stem)
        while end > _SHORTEST_STEM and stem[end - 1] in self._vowels:
            end -= 1
        return stem[:end]

    def _known_relatives(self, form: str) -> Iterator[str]:
        """Readings of other cases of a name, where the dictionary takes them for a word.

        Маск and Маском are unknown, but Маска is known (as "mask"), so both get маска too;
        Пушкова is unknown, Пушков is known (as "of little guns").
        """
        morph = dictionary_of(self._language)
        for stem in unique(self._cut(form)):
            for case in (stem, f"{stem}а", f"{stem}я"):
                if case != form and morph.word_is_known(case):
                    parses = morph.parse(case)
                    fitting = (p for p in parses if case == stem or p.tag.POS == "NOUN")
                    yield from map(_lemma, fitting)


def _tidy(stem: str) -> str:
    """A stem without its fleeting vowel and double letter.

    Лавренец and Лавренца → лавренц, Келлогг and Келлог → келлог.
    """
    if len(stem) > _SHORTEST_STEM + 1 and stem.endswith(("ец", "ок", "ек")):
        stem = stem[:-2] + stem[-1]
    return stem[:-1] if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] else stem


def _lemma(parse: Parse) -> str:
    """The normal form of a reading, folded.

    A participle that also lives as a noun (заключённый, a prisoner) stays itself: its verb
    заключить would make every concluded deal an article on prisoners.
    """
    # Not `"Subx" in parse.tag`: the Ukrainian dictionary does not know that mark and raises.
    if {"PRTF", "Subx"} <= parse.tag.grammemes:
        noun = parse.inflect({"masc", "sing", "nomn"})
        if noun is not None:
            return fold(noun.word)
    return fold(parse.normal_form)


def _is_fixed_name(parse: Parse) -> bool:
    marks = parse.tag.grammemes
    return "Fixd" in marks and not marks.isdisjoint(("Surn", "Name"))


@cache
def dictionary_of(language: str) -> MorphAnalyzer:
    """The dictionary of a language, "ru" or "uk", loaded once for all who ask it."""
    # pymorphy3 and its dictionary take 0.1 s to load: only for who reads such text.
    from pymorphy3 import MorphAnalyzer

    class Dictionary(MorphAnalyzer):  # type: ignore[misc]  # pymorphy3 has no types
        """The dictionary, which has no reading of a word with letters that Unicode gives no name.

        pymorphy3 asks for their names, to tell Latin letters, and fails at Tangut ones.
        """

        def parse(self, word: str) -> list[Any]:
            try:
                found: list[Any] = super().parse(word)
            except ValueError:
                return []
            return found

    return Dictionary(lang=language)
