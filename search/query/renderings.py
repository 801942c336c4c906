"""Renderings from the lexicon: what words and phrases of a query become in other languages.

A phrase of the lexicon is a guise of each word it covers, and comes before the renderings of its
single words.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from search.analysis import Analyzer, Token, identify, lemmatizer, script, script_languages
from search.documents import PLAIN
from search.lexicon import Lexicon, Translation
from search.lexicon.lookup import dictionary_readings
from search.plan import Guise, Leaf, Part, Phrase, Readings, Term
from search.query.evidence import LEXICON
from search.query.words import QueryWord

_DICTIONARIES: Final = ("ru", "uk")
"""Languages in which a word is recognised; in the others it may only share a stem."""
LEAST: Final = 0.24
"""Renderings of less weight are rare on both sides, and mostly wrong: кандидат, choice, выбар."""
DOUBTED: Final = 0.5
"""What is left of a rendering of a word in a phrase that has another one for it, and of a verb
where a noun is more likely."""
SURE: Final = 0.5
"""Weight from which the rendering of a phrase says what its words are in it."""
NOUN_PHRASE: Final = 3
"""Words of an English query that are taken for nouns where they may be verbs: work permit."""


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
        found = []
        translations = list(self._translations(words))
        verbs = _verbs_for_nouns(translations, words)
        for one in translations:
            covers = " ".join(word.text for word in words[one.start : one.end])
            guise = self._guise(one, covers if one.end - one.start > 1 else "", part)
            if one in verbs:
                guise = _doubted(guise)
            found.append(Rendered(one.start, one.end, one.source, one.language, guise))
        return _phrases_first(found)

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
        language = identify(" ".join(word.text for word in words))
        for one in _of_likely_languages(self._in_all_languages(tokens), forms, language):
            if one.weight < LEAST:
                continue
            if not borders.issuperset((one.start, one.end)):
                continue  # мир renders peace, but not half of peace-keeping
            start, end = word_of[one.start], word_of[one.end - 1] + 1
            if end - start == 1 and stops[start]:
                continue  # "is" and "in" render nothing on their own
            yield replace(one, start=start, end=end)

    def _in_all_languages(self, tokens: Sequence[Token]) -> Iterator[Translation]:
        forms = [token.form for token in tokens]
        for source in self._lexicon.languages:
            readings = [_readings(token, source) for token in tokens]
            if any(readings):
                yield from self._lexicon.translations(forms, readings, source, self._languages)

    def _guise(self, one: Translation, covers: str, part: Part) -> Guise:
        find = lemmatizer(one.language).lemmas
        leaf: Leaf
        words: tuple[tuple[str, str], ...] = ()
        if len(one.words) == 1:
            words = ((one.words[0], one.part_of_speech),)
            terms = tuple(
                Term(one.language, reading, part)
                for reading in dictionary_readings(one.words[0], find(one.words[0]))
            )
            leaf = terms[0] if len(terms) == 1 else Readings(terms)
        else:
            leaf = Phrase(tuple(self._slot(form, one.language, part) for form in one.words))
        return Guise(leaf, one.weight, LEXICON, covers, words)

    def _slot(self, form: str, language: str, part: Part) -> tuple[Term, ...]:
        """The terms of one word of a phrase; the 19 of COVID-19 is of no language."""
        readings = self._analyzer.query_readings(form, (language,))
        known = [Term(field, text, part) for field, text in readings if field != PLAIN]
        return tuple(known) or (Term(language, form, part),)


def _phrases_first(found: Sequence[Rendered]) -> Iterator[Rendered]:
    """Renderings, with doubt about those of a word that a phrase around it is not made of.

    The rate of an interest rate is no курс, and the fee of a transfer fee no customs duty. Where
    the lexicon has the phrase in a language, the other renderings of its words count half and
    are not shown as translations; what stands in one of the phrase (ставка alone) is.
    """
    held: dict[tuple[int, str], set[Term]] = defaultdict(set)
    for one in found:
        if one.guise.covers and one.guise.weight >= SURE:
            for number in range(one.start, one.end):
                held[number, one.language].update(_terms(one.guise.leaf))
    for one in found:
        terms = None if one.guise.covers else held.get((one.start, one.language))
        if terms is None or not terms.isdisjoint(_terms(one.guise.leaf)):
            yield one
        else:
            yield replace(one, guise=_doubted(one.guise))


def _doubted(guise: Guise) -> Guise:
    return replace(guise, weight=DOUBTED * guise.weight, is_shown=False)


def _terms(leaf: Leaf) -> Iterator[Term]:
    if isinstance(leaf, Phrase):
        for slot in leaf.slots:
            yield from slot
    else:
        yield from leaf.terms if isinstance(leaf, Readings) else (leaf,)


def _readings(token: Token, language: str) -> frozenset[str]:
    if token.kind == "number":
        return frozenset({token.form})  # COVID-19 is in the lexicon
    if language not in script_languages(script(token.form)):
        return frozenset()
    return frozenset(lemmatizer(language).lemmas(token.form))


def _of_likely_languages(
    found: Iterable[Translation], forms: Sequence[str], language: str
) -> Iterator[Translation]:
    """Of each stretch of a query the renderings from the language that it is of.

    That is the language of the query, and those that have the words as they stand: which
    language three words are of is not always seen. Else it is those with a dictionary. A
    Belarusian stem says least: поля has that of the words for smoking and for hunting.
    """
    stretches: dict[tuple[int, int], list[Translation]] = defaultdict(list)
    for one in found:
        stretches[one.start, one.end].append(one)
    for (start, end), some in stretches.items():
        sources = {one.source for one in some}
        text = " ".join(forms[start:end])
        spoken = {one.source for one in some if one.source == language or one.headword == text}
        likely = spoken or sources.intersection(_DICTIONARIES) or sources
        yield from (one for one in some if one.source in likely)


def _verbs_for_nouns(
    found: Sequence[Translation], words: Sequence[QueryWord]
) -> frozenset[Translation]:
    """Renderings of English verbs that look the same as a noun: film, permit, cost.

    A few words without any small word are mostly the name of a thing; "study history" is not.
    """
    if not 1 < len(words) <= NOUN_PHRASE or any(word.is_stop for word in words):
        return frozenset()

    def looks(one: Translation) -> bool:
        forms = (token.form for word in words[one.start : one.end] for token in word.tokens)
        return one.source == "en" and one.headword == " ".join(forms)

    alike = [one for one in found if looks(one)]
    nouns = {one.headword for one in alike if one.part_of_speech == "noun"}
    return frozenset(one for one in alike if one.part_of_speech == "verb" and one.headword in nouns)
