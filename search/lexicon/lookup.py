"""Concepts looked up by the words of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import lemmatizer, tokenize
from search.lexicon.concepts import Concept, Rendering

FULL: Final = 0.8
"""Weight of a pairing of two full renderings: a translation is never quite the word."""
_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Translation:
    """The words [start, end) of a query in `source`, rendered in `language`.

    `words` are the words of the rendering in dictionary form; `origin` is the line it is from.
    """

    start: int
    end: int
    source: str
    language: str
    words: tuple[str, ...]
    weight: float
    origin: str = ""


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
            for entry in self._candidates(source, {form, *own}):
                end = start + len(entry.words)
                if end <= len(readings) and all(
                    word & reading
                    for word, reading in zip(entry.words, readings[start:end], strict=True)
                ):
                    yield from self._renderings(entry, start, end, source, wanted)

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
                    _Entry(_readings_of(rendering.text, language), number, rendering.weight)
                    for number, rendering in self._letters(language).get(letters, ())
                )
            yield from self._entries[language, letters]

    def _letters(self, language: str) -> dict[str, list[tuple[int, Rendering]]]:
        if language not in self._by_letters:
            index: dict[str, list[tuple[int, Rendering]]] = {}
            for number, concept in enumerate(self.concepts):
                for rendering in concept.renderings.get(language, ()):
                    first = next(iter(tokenize(rendering.text)))
                    index.setdefault(first.form[:_LETTERS], []).append((number, rendering))
            self._by_letters[language] = index
        return self._by_letters[language]

    def _renderings(
        self, entry: _Entry, start: int, end: int, source: str, wanted: Iterable[str]
    ) -> Iterator[Translation]:
        concept = self.concepts[entry.concept]
        for language in wanted:
            for rendering in concept.renderings.get(language, ()):
                words = tuple(token.form for token in tokenize(rendering.text))
                weight = round(FULL * entry.weight * rendering.weight, 3)
                yield Translation(start, end, source, language, words, weight, concept.origin)


def _readings_of(text: str, language: str) -> tuple[frozenset[str], ...]:
    find = lemmatizer(language).lemmas
    return tuple(frozenset(find(token.form)) for token in tokenize(text))
