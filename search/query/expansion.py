"""Expansion: from one word of the query to all the guises it may have in the index.

Without translation these are the word's own readings in every language of its script, so
that `die` finds German articles too. With it come, for each language of the index,

* renderings from the lexicon, phrases before words (`via` lexicon);
* other spellings of a person that the query names, from the registry (`via` name);
* where the lexicon has none, words of the index that sound like it in another script or
  spelling: Лукашэнка, Лукашенко, Lukashenka (`via` transliteration).

What expansion needs from above, the vocabulary of an index, it takes as an argument.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from search.analysis import (
    Analyzer,
    Token,
    lemmatizer,
    prefixes,
    script,
    script_languages,
    similar,
    sound_key,
    tokenize,
)
from search.documents import EXACT, LANGUAGES, PLAIN
from search.errors import QueryTooCostly
from search.lexicon import LANGUAGES as LEXICON_LANGUAGES
from search.lexicon import Lexicon, Translation
from search.plan import Guise, Leaf, Part, Phrase, Readings, Term

SOUND_EQUAL: Final = 0.7
SOUND_NEAR: Final = 0.5
"""Weights of a word of the index that sounds the same as, or almost like, the query's."""
NAME: Final = 0.9
"""Weight of another spelling of a person that the query names."""
MIN_SOUND: Final = 4
"""Shorter words sound like too many others: Си and sea."""
MAX_LOOKED: Final = 1_000_000
"""Words of the index that one query is compared with; a second or two of work."""
MAX_SOUNDS: Final = 8
"""Words taken for one word of the query in one field."""


class Vocabulary(Protocol):
    """What expansion asks of an index; `engines.base.Vocabulary` is one."""

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix`."""

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters."""

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""


class NamedWord(Protocol):
    """A word of a query that names a person, and how else articles write it."""

    @property
    def at(self) -> int:
        """The number of the word in the query."""

    @property
    def words(self) -> tuple[str, ...]:
        """The other spellings of this word."""


class People(Protocol):
    """What expansion asks of the persons of an index."""

    def named_words(self, words: Sequence[str], alone: Container[int]) -> Sequence[NamedWord]:
        """The words of a query that name persons; those of `alone` may be a whole name."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word between spaces: its tokens (Нью-Йорк has two), and whether it may miss."""

    text: str
    tokens: tuple[Token, ...]
    is_stop: bool = False


class Expander:
    """Finds the guises of words in one index."""

    def __init__(
        self,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        lexicon: Lexicon | None,
        people: People | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._people = people
        self._looked = 0
        self._fields = vocabulary.fields()
        self._languages = tuple(language for language in LANGUAGES if language in self._fields)

    def own(self, word: QueryWord, part: Part = "all") -> list[Guise]:
        """The word itself in every language of the index that fits its script."""
        if len(word.tokens) == 1:
            by_field: dict[str, list[Term]] = {}
            for term in self._slot(word.tokens[0], self._languages, part):
                by_field.setdefault(term.field, []).append(term)
            return [
                Guise(terms[0] if len(terms) == 1 else Readings(tuple(terms)))
                for terms in by_field.values()
            ]
        by_language = [
            tuple(self._slot(token, (language,), part) for token in word.tokens)
            for language in self._languages_of(word)
        ]
        plain = tuple(self._slot(token, (), part) for token in word.tokens)
        return [Guise(Phrase(slots)) for slots in dict.fromkeys([*by_language, plain])]

    def _languages_of(self, word: QueryWord) -> list[str]:
        scripts = {script(token.form) for token in word.tokens}
        return [
            language
            for language in self._languages
            if any(language in script_languages(one) for one in scripts)
        ]

    def _slot(self, token: Token, languages: Iterable[str], part: Part) -> tuple[Term, ...]:
        """All terms under which a token may be indexed in some languages, or in none we know."""
        readings = self._analyzer.query_readings(token.form, languages)
        return tuple(Term(field, text, part) for field, text in readings)

    def translations(self, words: Sequence[QueryWord], part: Part = "all") -> list[list[Guise]]:
        """For each word of a query the guises it has in other languages and spellings."""
        found: list[list[Guise]] = [[] for _ in words]
        if self._lexicon is None:
            return found
        covered: list[set[str]] = [set() for _ in words]
        for one in self._lexicon_translations(words):
            guise = self._rendering(one, words, part)
            for number in range(one.start, one.end):
                covered[number] |= {one.source, one.language}
                found[number].append(guise)
        # A single word that the lexicon knows as no name is one only beside a given name:
        # who asks for мир wants peace, and not every Mr Mir.
        rare = {n for n, w in enumerate(words) if not w.is_stop and not self._is_common(w)}
        names = self._names(words, rare, part)
        for number, word in enumerate(words):
            found[number] = _best(found[number]) + names.get(number, [])
            if number in rare:
                taken = {guise.leaf for guise in found[number]}
                sounds = self._sounds(word, covered[number], part)
                found[number] += [guise for guise in sounds if guise.leaf not in taken]
        return found

    def _names(
        self, words: Sequence[QueryWord], rare: Container[int], part: Part
    ) -> dict[int, list[Guise]]:
        """By number the words that name persons, as other spellings of these have them."""
        if self._people is None:
            return {}
        found: dict[int, list[Guise]] = {}
        for named in self._people.named_words([word.text for word in words], rare):
            own = {guise.leaf for guise in self.own(words[named.at], part)}
            leaves: dict[Leaf, None] = {}
            for text in named.words:
                if tokens := tuple(tokenize(text)):
                    variant = QueryWord(text, tokens)
                    leaves |= dict.fromkeys(guise.leaf for guise in self.own(variant, part))
            found[named.at] = [Guise(leaf, NAME, "name") for leaf in leaves if leaf not in own]
        return found

    def _is_common(self, word: QueryWord) -> bool:
        """Whether the lexicon knows a word as no name: deal must not find Polish działa."""
        assert self._lexicon is not None, "asked only with a lexicon"
        return any(
            self._lexicon.is_common(token.form, readings, language)
            for token in word.tokens
            for language in LEXICON_LANGUAGES
            if (readings := self._readings(token, language))
        )

    def _lexicon_translations(self, words: Sequence[QueryWord]) -> list[Translation]:
        """Renderings of words and of phrases, `start` and `end` counted in words."""
        assert self._lexicon is not None, "asked only with a lexicon"
        tokens = [token for word in words for token in word.tokens]
        word_of = [number for number, word in enumerate(words) for _ in word.tokens]
        borders = {0, *itertools.accumulate(len(word.tokens) for word in words)}
        forms = [token.form for token in tokens]
        all_found: list[Translation] = []
        for source in LEXICON_LANGUAGES:
            readings = [self._readings(token, source) for token in tokens]
            if any(readings):
                all_found += self._lexicon.translations(forms, readings, source, self._languages)
        stops = [word.is_stop for word in words]
        result = []
        for one in all_found:
            if not borders.issuperset((one.start, one.end)):
                continue  # мир renders peace, but not half of peace-keeping
            start, end = word_of[one.start], word_of[one.end - 1] + 1
            if end - start == 1 and stops[start]:
                continue  # "is" and "in" render nothing on their own
            result.append(Translation(start, end, one.source, one.language, one.words, one.weight))
        return result

    def _readings(self, token: Token, language: str) -> frozenset[str]:
        if token.kind == "number":
            return frozenset({token.form})  # COVID-19 is in the lexicon
        if language not in script_languages(script(token.form)):
            return frozenset()
        return frozenset(lemmatizer(language).lemmas(token.form))

    def _rendering(self, one: Translation, words: Sequence[QueryWord], part: Part) -> Guise:
        covers = " ".join(word.text for word in words[one.start : one.end])
        find = lemmatizer(one.language).lemmas
        leaf: Leaf
        if len(one.words) == 1:
            terms = tuple(
                Term(one.language, reading, part)
                for reading in _dictionary_readings(one.words[0], find(one.words[0]))
            )
            leaf = terms[0] if len(terms) == 1 else Readings(terms)
        else:
            leaf = Phrase(tuple(self._rendered(form, one.language, part) for form in one.words))
        return Guise(leaf, one.weight, "lexicon", covers if one.end - one.start > 1 else "")

    def _rendered(self, form: str, language: str, part: Part) -> tuple[Term, ...]:
        """The terms of one word of a phrase; the 19 of COVID-19 is of no language."""
        readings = self._analyzer.query_readings(form, (language,))
        known = [Term(field, text, part) for field, text in readings if field != PLAIN]
        return tuple(known) or (Term(language, form, part),)

    def _sounds(self, word: QueryWord, covered: set[str], part: Part) -> list[Guise]:
        """Words of the index that sound like this one, in languages the lexicon left open."""
        if len(word.tokens) != 1 or word.tokens[0].kind != "word":
            return []
        form = word.tokens[0].form
        if len(form) < MIN_SOUND:
            return []
        own = set(self._analyzer.query_readings(form, self._languages))
        guises: list[Guise] = []
        for field in (*self._languages, PLAIN):
            if field in covered or field not in self._fields:
                continue
            same_language = any(name == field for name, _ in own)
            guises += self._sounds_in(field, form, own, exact=same_language, part=part)
        return guises

    def _sounds_in(
        self, field: str, form: str, own: set[tuple[str, str]], *, exact: bool, part: Part
    ) -> list[Guise]:
        scripts: tuple[Literal["latin", "cyrillic"], ...] = ("latin", "cyrillic")
        if field != PLAIN:
            scripts = (_script_of(field),)
        key = sound_key(form)
        found: list[tuple[float, int, str]] = []
        for prefix in {p for one in scripts for p in prefixes(form, one)}:
            for term in self._terms(field, prefix):
                text = term.rstrip("~")
                if (field, term) in own or len(text) < MIN_SOUND:
                    continue
                if sound_key(text) == key:
                    weight = SOUND_EQUAL
                elif not exact and similar(form, text):
                    weight = SOUND_NEAR
                else:
                    continue
                frequency = self._vocabulary.document_frequency(field, term)
                found.append((-weight, -frequency, term))
        return [
            Guise(Term(field, term, part), -weight, "transliteration")
            for weight, _, term in sorted(set(found))[:MAX_SOUNDS]
        ]

    # Forms, for phrases, wildcards and misspelt words

    def exact(self, forms: Sequence[str], slop: int | None, part: Part) -> Guise:
        """Word forms as they stand, next to each other."""
        if len(forms) == 1:
            return Guise(Term(EXACT, forms[0], part), via="same")
        return Guise(Phrase(tuple((Term(EXACT, form, part),) for form in forms), slop), via="same")

    def terms_like(self, prefix: str, shape: re.Pattern[str]) -> Iterator[str]:
        """The word forms of the index that begin with `prefix` and have a shape."""
        return (term for term in self._terms(EXACT, prefix) if shape.fullmatch(term))

    def _terms(self, field: str, prefix: str) -> Iterator[str]:
        """Terms of the index, as long as the query has not looked at too many."""
        for term in self._vocabulary.terms(field, prefix):
            self._looked += 1
            if self._looked > MAX_LOOKED:
                raise QueryTooCostly(
                    f"The query is to be compared with more than {MAX_LOOKED:,} words",
                    hint="Search for fewer words, with more letters before each *, "
                    "or without translation.",
                )
            yield term

    def terms_near(self, form: str, distance: int) -> Iterator[str]:
        """The word forms of the index at most so many letters from `form`."""
        return self._vocabulary.terms_near(EXACT, form, distance)


def _script_of(language: str) -> Literal["latin", "cyrillic"]:
    return "cyrillic" if language in script_languages("cyrillic") else "latin"


def _dictionary_readings(form: str, readings: Sequence[str]) -> Sequence[str]:
    """The readings that a dictionary form stands for: itself and its stems, else all.

    A dictionary knows право as itself, and its other readings are other words. A stemmer
    has only stems: санкцыя is санкк and санкцы, and its case forms have but the second.
    """
    own = [reading for reading in readings if reading == form or reading.endswith("~")]
    return own or readings


def _best(guises: Sequence[Guise]) -> list[Guise]:
    """Each leaf once, with its greatest weight; whole phrases first, then by weight."""
    best: dict[Leaf, Guise] = {}
    for guise in guises:
        if guise.leaf not in best or guise.weight > best[guise.leaf].weight:
            best[guise.leaf] = guise
    return sorted(best.values(), key=lambda guise: (not guise.covers, -guise.weight))
