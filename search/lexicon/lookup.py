"""Concepts looked up by the words of a query."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from search.analysis import fold, lemmatizer, tokenize
from search.analysis.inflection import inflects, is_agent
from search.lexicon.concepts import Concept, Rendering

FULL: Final = 0.8
"""Weight of a pairing of two full renderings: a translation is never quite the word."""
KIN: Final = 0.6
"""What is left of a pairing by way of a word that is only akin: evacuation of evacuate."""
_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Translation:
    """The words [start, end) of a query in `source`, rendered in `language`.

    `words` are the words of the rendering in dictionary form; `origin` is the line it is from,
    and `headword` what stands there for the words of the query, in small letters, as the
    `part_of_speech` of that line.
    """

    start: int
    end: int
    source: str
    language: str
    words: tuple[str, ...]
    weight: float
    origin: str = ""
    headword: str = field(default="", compare=False)
    part_of_speech: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Pairing:
    """One rendering of a word or phrase as a whole, for who wants to see where it comes from."""

    source: str
    language: str
    found: str
    weight: float
    sense: str
    origin: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rendering as something to look up: the readings that each of its words may have."""

    words: tuple[frozenset[str], ...]
    concept: int
    weight: float
    text: str


class Lexicon:
    """Concepts, looked up by the readings of words.

    Analysing all renderings would cost half a second at the first query. So they are kept
    by the first letters of their first word, and only those that share them with a word of
    the query, or with one of its readings (людей, человек), are ever analysed.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(concepts)
        self.languages = tuple(
            dict.fromkeys(language for one in self.concepts for language in one.renderings)
        )
        self._by_letters: dict[str, dict[str, list[tuple[int, Rendering]]]] = {}
        self._entries: dict[tuple[str, str], tuple[_Entry, ...]] = {}
        self._phrases: dict[str, dict[tuple[str, str], list[tuple[int, Rendering]]]] = {}

    def translations(
        self,
        forms: Sequence[str],
        readings: Sequence[frozenset[str]],
        source: str,
        targets: Iterable[str],
    ) -> Iterator[Translation]:
        """All renderings of all stretches of a query.

        `forms[i]` is word i, `readings[i]` are the lemmas it may have in `source`.
        """
        wanted = [language for language in targets if language != source]
        if source not in self.languages or not wanted:
            return
        for start, (form, own) in enumerate(zip(forms, readings, strict=True)):
            entries = [
                entry
                for entry in self._candidates(source, {form, *own})
                if start + len(entry.words) <= len(readings)
                and all(map(frozenset.intersection, entry.words, readings[start:]))
            ]
            for entry in self._likeliest(entries, form, source):
                yield from self._renderings(
                    entry, start, start + len(entry.words), source, wanted
                )  # fmt: skip

    def phrases(
        self,
        forms: Sequence[str],
        readings: Sequence[frozenset[str]],
        at: int,
        source: str,
        targets: Iterable[str],
    ) -> Iterator[Translation]:
        """All renderings of the phrases of some words that have the word `at`."""
        wanted = [language for language in targets if language != source]
        beginnings = [
            {text[:_LETTERS] for text in (form, *own)}
            for form, own in zip(forms, readings, strict=True)
        ]
        by_letters = self._phrases_of(source)
        for start in range(min(at + 1, len(forms) - 1)):
            for letters in itertools.product(beginnings[start], beginnings[start + 1]):
                for number, rendering in by_letters.get(letters, ()):
                    entry = _entry(rendering, number, source)
                    end = start + len(entry.words)
                    if at < end <= len(forms) and all(
                        map(frozenset.intersection, entry.words, readings[start:])
                    ):
                        yield from self._renderings(entry, start, end, source, wanted)

    def read_ahead(self) -> None:
        """Analyse all renderings now, a few seconds of work that questions then need not do."""
        for language in self.languages:
            self._phrases_of(language)
            for letters in self._letters(language):
                for _ in self._candidates(language, (letters,)):
                    pass

    def pairings(self, text: str) -> list[Pairing]:
        """All renderings of a word or phrase as a whole, best first within each language."""
        forms = [token.form for token in tokenize(text)]
        senses = {one.origin: one.sense for one in self.concepts}
        found = []
        for source in self.languages:
            readings = [frozenset(lemmatizer(source).lemmas(form)) for form in forms]
            found += [
                Pairing(source, one.language, " ".join(one.words), one.weight, senses[one.origin],
                        one.origin)
                for one in self.translations(forms, readings, source, self.languages)
                if (one.start, one.end) == (0, len(forms))
            ]  # fmt: skip
        order = {language: number for number, language in enumerate(self.languages)}
        found.sort(key=lambda one: (order[one.source], order[one.language], -one.weight, one.found))
        return found

    def is_common(self, form: str, readings: frozenset[str], language: str) -> bool:
        """Whether a word is known here as more than a name: deal is, Minsk is not."""
        return language in self.languages and any(
            len(entry.words) == 1
            and entry.words[0] & readings
            and self.concepts[entry.concept].part_of_speech != "name"
            for entry in self._candidates(language, {form, *readings})
        )

    def _candidates(self, language: str, texts: Iterable[str]) -> Iterator[_Entry]:
        for letters in sorted({text[:_LETTERS] for text in texts}):
            if (language, letters) not in self._entries:
                self._entries[language, letters] = tuple(
                    _entry(rendering, number, language)
                    for number, rendering in self._letters(language).get(letters, ())
                )
            yield from self._entries[language, letters]

    def _likeliest(self, entries: Sequence[_Entry], form: str, source: str) -> Iterator[_Entry]:
        """The entries that a word means, where others only share a stem or a rare reading with it.

        Stems bring together what is not one word: industry and industrious, international and
        internal. The word itself and what it is an inflected form of (cuts of cut) come first;
        verbs of its action and names stay with less weight, but a publisher is no action. In
        Russian, whose dictionary knows how frequent readings are, the others go only where
        the form itself is the likeliest: поле is no floor (пол), but вести may be of весть.
        """
        words = [entry for entry in entries if len(entry.words) == 1]
        exact = {entry for entry in words if entry.text == form}
        if exact and source == "ru" and lemmatizer(source).lemmas(form)[0] != form:
            yield from entries
            return
        near = exact | {
            entry for entry in words if inflects(form, entry.text, source, noun=bool(exact))
        }
        kinds = {self._kind(entry) for entry in near}
        for entry in entries:
            if len(entry.words) > 1 or not near or entry in near:
                yield entry
            elif source == "en" and not is_agent(form) and _are_akin(kinds, self._kind(entry)):
                yield replace(entry, weight=entry.weight * KIN)

    def _kind(self, entry: _Entry) -> str:
        return self.concepts[entry.concept].part_of_speech

    def _letters(self, language: str) -> dict[str, list[tuple[int, Rendering]]]:
        if language not in self._by_letters:
            index: dict[str, list[tuple[int, Rendering]]] = {}
            for number, concept in enumerate(self.concepts):
                for rendering in concept.renderings.get(language, ()):
                    letters = _first_form(rendering.text)[:_LETTERS]
                    index.setdefault(letters, []).append((number, rendering))
            self._by_letters[language] = index
        return self._by_letters[language]

    def _phrases_of(self, language: str) -> dict[tuple[str, str], list[tuple[int, Rendering]]]:
        """The phrases of a language by the first letters of their first two words."""
        if language not in self._phrases:
            index: dict[tuple[str, str], list[tuple[int, Rendering]]] = {}
            for number, concept in enumerate(self.concepts):
                for rendering in concept.renderings.get(language, ()):
                    if not rendering.text.isalpha():
                        forms = _first_forms(rendering.text)
                        if len(forms) > 1:
                            letters = (forms[0][:_LETTERS], forms[1][:_LETTERS])
                            index.setdefault(letters, []).append((number, rendering))
            self._phrases[language] = index
        return self._phrases[language]

    def _renderings(
        self, entry: _Entry, start: int, end: int, source: str, wanted: Iterable[str]
    ) -> Iterator[Translation]:
        concept = self.concepts[entry.concept]
        for language in wanted:
            for rendering in concept.renderings.get(language, ()):
                words = tuple(token.form for token in tokenize(rendering.text))
                weight = round(FULL * entry.weight * rendering.weight, 3)
                yield Translation(
                    start, end, source, language, words, weight, concept.origin, entry.text,
                    concept.part_of_speech,
                )  # fmt: skip


def dictionary_readings(form: str, readings: Sequence[str]) -> Sequence[str]:
    """The readings that a dictionary form stands for: itself and its stems, else all.

    A dictionary knows право as itself, and its other readings are other words. A stemmer
    has only stems: санкцыя is санкк and санкцы, and its case forms have but the second.
    """
    own = [reading for reading in readings if reading == form or reading.endswith("~")]
    return own or readings


def _entry(rendering: Rendering, concept: int, language: str) -> _Entry:
    """A rendering to look up. In a phrase words are inflected: человека of human rights."""
    find = lemmatizer(language).lemmas
    forms = [token.form for token in tokenize(rendering.text)]
    if len(forms) == 1:
        words: tuple[frozenset[str], ...] = (
            frozenset(dictionary_readings(forms[0], find(forms[0]))),
        )
    else:
        words = tuple(frozenset(find(form)) for form in forms)
    return _Entry(words, concept, rendering.weight, " ".join(forms))


def _are_akin(kinds: Collection[str], other: str) -> bool:
    """Whether a word with the stem of some others may mean the same thing or action.

    Evacuation and evacuate, Macedonia and Macedonian; but not cost and costly.
    """
    if "name" in (*kinds, other):
        return True
    return other == "verb" if "noun" in kinds else other == "noun" and "verb" in kinds


def _first_forms(text: str) -> list[str]:
    """The folded forms of the first two words of a phrase, or of all."""
    words = text.split(" ", 2)[:2]
    if all(map(str.isalpha, words)):
        return [fold(word) for word in words]
    return [token.form for token in tokenize(text)]


def _first_form(text: str) -> str:
    """The folded form of the first word; cheaply for a plain word, as most renderings begin."""
    word = text.partition(" ")[0]
    return fold(word) if word.isalpha() else next(iter(tokenize(text))).form
