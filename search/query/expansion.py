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

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from search.analysis import Analyzer, Token, script, script_languages, tokenize
from search.documents import EXACT, LANGUAGES, PLAIN, REMOVED
from search.errors import QueryTooCostly
from search.lexicon import Lexicon
from search.plan import Guise, Leaf, Part, Phrase, Readings, Term
from search.query.evidence import EVIDENCE, LEXICON, NAME, SOUND
from search.query.renderings import Renderer
from search.query.sounds import SOUND_EQUAL, Sounds
from search.query.words import People, QueryWord, Vocabulary

NAMED: Final = 0.9
"""Weight of another spelling of a person that the query names."""
DOUBTED: Final = 0.3
"""What is left of a rendering where a capital says that the word may be a name."""
MAX_LOOKED: Final = 1_000_000
"""Words of the index whose letters one query looks at; a second or two of work."""
MAX_HEARD: Final = 20_000_000
"""Words of the index whose sounds one query is compared with; half a second."""


class Expander:
    """Finds the guises of words in one index.

    Without a lexicon nothing is translated. `sounds` may be kept from query to query.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        vocabulary: Vocabulary,
        lexicon: Lexicon | None,
        people: People | None = None,
        evidence: frozenset[str] = EVIDENCE,
        sounds: Sounds | None = None,
    ) -> None:
        self._analyzer = analyzer
        self._vocabulary = vocabulary
        self._people = people if NAME in evidence else None
        self._evidence = evidence
        self._looked = self._heard = 0
        self._fields = vocabulary.fields()
        self._languages = tuple(language for language in LANGUAGES if language in self._fields)
        self._renderer = None
        if lexicon is not None:
            self._renderer = Renderer(analyzer, lexicon, self._languages)
        self._sounds = sounds or Sounds(vocabulary)

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
        if self._renderer is None:
            return found
        covered: list[set[str]] = [set() for _ in words]
        rendered = self._renderer.rendered(words, part) if LEXICON in self._evidence else ()
        for one in rendered:
            for number in range(one.start, one.end):
                covered[number] |= {one.source, one.language}
                found[number].append(one.guise)
        # A single word that the lexicon knows as no name is one only beside a given name, or with
        # a capital among small letters: who asks for мир wants peace, and not every Mr Mir.
        common = {n for n, word in enumerate(words) if self._renderer.is_common(word)}
        rare = {n for n, word in enumerate(words) if not word.is_stop} - common
        proper = _proper(words)
        names = self._names(words, rare | proper, part)
        for number, word in enumerate(words):
            known = found[number]
            if number in common and number in names:
                known = [guise for guise in known if guise.covers]  # George Bush is no shrub
            elif number in common & proper:
                known = [_doubted(guise) for guise in known]
            found[number] = _best(known) + names.get(number, [])
            if SOUND in self._evidence and not word.is_stop:
                taken = {guise.leaf for guise in found[number]}
                alike = self._alike(word, covered[number], part, common=number in common)
                found[number] += [guise for guise in alike if guise.leaf not in taken]
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
            found[named.at] = [Guise(leaf, NAMED, NAME) for leaf in leaves if leaf not in own]
        return found

    def _alike(
        self, word: QueryWord, covered: Container[str], part: Part, *, common: bool
    ) -> list[Guise]:
        """Words of the index that sound like this one, in languages the lexicon left open."""
        if len(word.tokens) != 1 or word.tokens[0].kind != "word":
            return []
        form = word.tokens[0].form
        own = set(self._analyzer.query_readings(form, self._languages))
        # Where the index has the word itself, only what sounds the same may be another spelling.
        spelt = {field for field, term in own if self._vocabulary.document_frequency(field, term)}
        fields = [field for field in (*self._languages, PLAIN) if field not in covered]
        return [
            Guise(Term(one.field, one.term, part), one.weight, SOUND)
            for one in self._sounds.like(form, fields, common=common, spend=self._spend)
            if (one.field, one.term) not in own
            and (one.weight == SOUND_EQUAL or one.field not in spelt)
        ]

    # What was cut as page chrome

    def removed(self, word: QueryWord) -> Guise:
        """A word as the field of removed text has it, in whatever language."""
        slots = tuple(
            tuple(Term(REMOVED, text) for text in self._analyzer.removed_readings(token.form))
            for token in word.tokens
        )
        return Guise(Readings(slots[0]) if len(slots) == 1 else Phrase(slots))

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
                raise _too_costly(MAX_LOOKED)
            yield term

    def _spend(self, words: int) -> None:
        self._heard += words
        if self._heard > MAX_HEARD:
            raise _too_costly(MAX_HEARD)

    def terms_near(self, form: str, distance: int) -> Iterator[str]:
        """The word forms of the index at most so many letters from `form`."""
        return self._vocabulary.terms_near(EXACT, form, distance)


def _proper(words: Sequence[QueryWord]) -> set[int]:
    """The words that have a capital where others have none: visit of Bush, not Visit Of Bush."""
    content = [word.text for word in words if not word.is_stop]
    if not any(text[:1].islower() for text in content):
        return set()
    return {n for n, word in enumerate(words) if n and word.text.istitle() and not word.is_stop}


def _doubted(guise: Guise) -> Guise:
    return guise if guise.covers else replace(guise, weight=round(DOUBTED * guise.weight, 3))


def _too_costly(words: int) -> QueryTooCostly:
    return QueryTooCostly(
        f"The query is to be compared with more than {words:,} words",
        hint="Search for fewer words, with more letters before each *, or without translation.",
    )


def in_removed(guise: Guise) -> Guise:
    """Word forms that are asked of the removed text and not of the article."""
    leaf = guise.leaf
    if isinstance(leaf, Phrase):
        slots = tuple(tuple(replace(term, field=REMOVED) for term in slot) for slot in leaf.slots)
        return replace(guise, leaf=replace(leaf, slots=slots))
    assert isinstance(leaf, Term), "word forms have no readings"
    return replace(guise, leaf=replace(leaf, field=REMOVED))


def _best(guises: Sequence[Guise]) -> list[Guise]:
    """Each leaf once, with its greatest weight; whole phrases first, then by weight."""
    best: dict[Leaf, Guise] = {}
    words: dict[Leaf, dict[tuple[str, str], None]] = {}
    for guise in guises:
        words.setdefault(guise.leaf, {}).update(dict.fromkeys(guise.words))
        if guise.leaf not in best or guise.weight > best[guise.leaf].weight:
            best[guise.leaf] = guise
    best = {leaf: replace(one, words=tuple(words[leaf])) for leaf, one in best.items()}
    return sorted(best.values(), key=lambda guise: (not guise.covers, -guise.weight))
