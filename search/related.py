"""Articles that belong to one article: they share its persons, its telling words, its dates.

Nothing is stored for it. The article is read again, and what tells it from others, the
*traits*, becomes a query: its persons in every spelling, the words that are frequent in it and
rare in the index, with their renderings in other languages, and the days it speaks of. A
person or a word counts by its rarity, ln(N / df) for N articles of which df have it, and an
article of the same week counts a little more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from search import indexer
from search.analysis import Analyzer, is_stop, lemmatizer, tokenize
from search.documents import LANGUAGES, IndexedDocument
from search.engines.base import IndexReader
from search.lexicon import Lexicon
from search.partial_dates import PartialDate
from search.people import Registry
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    FacetIs,
    Guise,
    Node,
    Or,
    Plan,
    Term,
    Word,
)
from search.results import PersonName
from search.spots import spots_of

READ: Final = 2_500
"""Code points of the body that are read for telling words: news say first what they say."""
WORDS: Final = 8
PEOPLE: Final = 6
DATES: Final = 4
"""The most traits of a kind."""
COMMON: Final = 0.05
"""A word in more than this share of the articles tells nothing, unless there are few of them."""
FEW: Final = 10
CANDIDATES: Final = 20
"""Articles looked at for each way of being related."""
RARE: Final = 20
"""Articles that name a person who is a reason without another one."""
SURE: Final = 0.5
"""Weight from which a rendering is worth following."""
PERSON: Final = 1.5
DATE: Final = 2.0
NEAR: Final = 2.0
WEEK: Final = 7
"""What a person's rarity, a day and the same week count, beside the BM25 of the words."""
ENOUGH: Final = 0.2
"""Of the score that the article itself would have, what another needs to be shown."""
SHOWN: Final = 3
"""Words that are told as a reason."""


@dataclass(frozen=True, slots=True)
class Related:
    """An article, and what it shares with the one it is related to.

    `words` are written as the article that was asked about has them, the most telling first.
    """

    document: IndexedDocument
    people: tuple[PersonName, ...]
    words: tuple[str, ...]
    dates: tuple[PartialDate, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Traits:
    """What tells an article: persons by id with their rarity, words as nodes, days."""

    people: dict[str, float]
    words: tuple[Word, ...]
    dates: tuple[PartialDate, ...]


class Finder:
    """Finds related articles in one view of an index."""

    def __init__(
        self, reader: IndexReader, registry: Registry, analyzer: Analyzer, lexicon: Lexicon
    ) -> None:
        self._reader = reader
        self._registry = registry
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._languages = [one for one in reader.fields() if one in LANGUAGES]

    def related(self, id: str, limit: int) -> tuple[Related, ...]:
        """At most `limit` articles, the nearest first; none where there is no such article."""
        (stored,) = self._reader.fetch([id])
        if stored is None or limit < 1:
            return ()
        document = indexer.unpack(stored)[0]
        traits = self.traits(document)
        scores = self._candidates(traits)
        itself = scores.pop(id, 0.0)
        enough = ENOUGH * (itself + self._score(document, document, traits))
        found = []
        for one in self._reader.fetch(list(scores)):
            if one is not None:
                other = indexer.unpack(one)[0]
                score = scores[one.id] + self._score(document, other, traits)
                found.append((-score, one.id, other))
        best = sorted(one for one in found if -one[0] >= enough)[:limit]
        forms = {word.text: self._forms(word) for word in traits.words}
        return tuple(self._told(other, traits, forms, -score) for score, _, other in best)

    # What tells an article

    def traits(self, document: IndexedDocument) -> Traits:
        """Its persons, its most telling words and the days that it speaks of."""
        people = {
            id: rarity
            for id in self._persons(document)
            if (rarity := self._rarity(self._articles_of(id))) is not None
        }
        kept = sorted(people, key=lambda id: (-people[id], id))[:PEOPLE]
        days = [one for one in document.mentioned if one.precision == "day"]
        return Traits(
            {id: people[id] for id in kept}, tuple(self._words(document)), tuple(days[:DATES])
        )

    def _rarity(self, articles: float) -> float | None:
        """ln(N / df); None for what only one article has."""
        return math.log(len(self._reader) / articles) if articles > 1 else None

    def _persons(self, document: IndexedDocument) -> list[str]:
        groups = self._registry.groups
        return list(dict.fromkeys(groups[name] for name in document.people if name in groups))

    def _articles_of(self, person: str) -> int:
        record, counts = self._registry.record(person), self._registry.counts
        return sum(counts.get(name, 0) for name in record.spellings) if record else 0

    def _words(self, document: IndexedDocument) -> list[Word]:
        """The telling words; those of names are left to the persons."""
        body = document.body[:READ]
        named = {*document.people, *(one.text for one in document.mentions)}
        passed = {token.form for token in tokenize("\n".join(named))}
        found: list[Word] = []
        for field, text, form in self._telling(document, body):
            if form not in passed and len(form) > 2 and len(found) < WORDS:
                passed.add(form)
                guises = (Guise(Term(field, text)), *self._renderings(field, text, form))
                found.append(Word(_as_written(form, f"{body}\n{document.title}"), guises))
        return found

    def _telling(self, document: IndexedDocument, body: str) -> list[tuple[str, str, str]]:
        """Field, term and a form of the words that tell most, each reading of a word apart."""
        spans = tuple(one for one in document.languages if one.start < len(body))
        analysis = self._analyzer.analyze(document.title, body, spans, document.language)
        highest = max(FEW, COMMON * len(self._reader))
        ranked: list[tuple[float, str, str, str]] = []
        for field, column in analysis.postings.columns.items():
            if field not in LANGUAGES:
                continue
            forms = dict(zip(column.texts, column.forms, strict=True))
            for text, count in Counter(column.texts).items():
                if text.isdigit() or is_stop(forms[text], field):
                    continue
                articles = self._reader.document_frequency(field, text)
                rarity = self._rarity(articles)
                if rarity is not None and articles <= highest:
                    # What is said three times is what the article is about; ten times no more.
                    ranked.append((-rarity * math.sqrt(min(count, 3)), field, text, forms[text]))
        return [(field, text, form) for _, field, text, form in sorted(ranked)[: 3 * WORDS]]

    def _renderings(self, field: str, text: str, form: str) -> Iterator[Guise]:
        """The best word of the index for a term in each other language."""
        best: dict[str, tuple[float, Term]] = {}
        forms, readings = [form], [frozenset({text})]
        for one in self._lexicon.translations(forms, readings, field, self._languages):
            if len(one.words) > 1 or one.weight < SURE:
                continue
            for reading in lemmatizer(one.language).lemmas(one.words[0]):
                term = Term(one.language, reading)
                weight = best.get(one.language, (0.0, term))[0]
                if one.weight > weight and self._reader.document_frequency(*_name(term)):
                    best[one.language] = (one.weight, term)
        for weight, term in best.values():
            yield Guise(term, weight, "lexicon")

    # Who has the same

    def _candidates(self, traits: Traits) -> dict[str, float]:
        """The ids of articles that share enough to be looked at, with the score of the words."""
        words = Or(traits.words)
        people = [FacetIs("person", self._spellings(id)) for id in traits.people]
        days = [DateWithin("mentioned", *one.days) for one in traits.dates if one.days]
        rare = [
            node
            for id, node in zip(traits.people, people, strict=True)
            if self._articles_of(id) <= RARE
        ]
        found = self._found(Or(tuple(rare))) if rare else {}
        # Most persons and days in common, whatever the language: three of them, else two.
        for least in (3, 2):
            if len(people) + len(days) >= least and len(found) < CANDIDATES:
                found |= self._found(AtLeast((*people, *days), least))
        if traits.words:
            found |= self._found(words)
            if people:
                found |= self._found(And((Or(tuple(people)), words)))
        return found

    def _found(self, node: Node) -> dict[str, float]:
        hits = self._reader.search(Plan(node, limit=CANDIDATES)).hits
        return {hit.id: hit.score for hit in hits}

    def _spellings(self, person: str) -> frozenset[str]:
        record = self._registry.record(person)
        return frozenset(record.spellings if record else ())

    def _score(self, document: IndexedDocument, other: IndexedDocument, traits: Traits) -> float:
        """What persons, days and the time of publication add to the score of the words."""
        shared = sum(traits.people.get(id, 0.0) for id in self._persons(other))
        score = PERSON * shared + DATE * len(_common_days(traits.dates, other))
        days, others = document.published.days, other.published.days
        if days and others and (shared or score):
            score += NEAR / (1 + abs(days[0] - others[0]) / WEEK)
        return score

    def _told(
        self, other: IndexedDocument, traits: Traits, forms: Mapping[str, frozenset[str]],
        score: float,
    ) -> Related:  # fmt: skip
        """An article with the reasons; `forms` are those of each word and its renderings."""
        shared = set(self._persons(other))
        people = sorted(shared.intersection(traits.people), key=lambda id: -traits.people[id])
        text = f"{other.title}\n{other.body[:READ]}"
        there = {spot.form for spot in spots_of(text, frozenset().union(*forms.values()))}
        words = [word for word, some in forms.items() if not there.isdisjoint(some)]
        return Related(
            other,
            tuple(PersonName(id, self._registry.label(id)) for id in people),
            tuple(words[:SHOWN]),
            _common_days(traits.dates, other),
            score,
        )

    def _forms(self, word: Word) -> frozenset[str]:
        terms = [guise.leaf for guise in word.guises if isinstance(guise.leaf, Term)]
        return frozenset(form for term in terms for form in self._reader.forms(*_name(term)))


def _name(term: Term) -> tuple[str, str]:
    return term.field, term.text


def _as_written(form: str, text: str) -> str:
    """A word form as a text has it: лукашэнка → Лукашэнка; itself where it is folded away."""
    found = re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE)
    return found[0] if found else form


def _common_days(dates: Iterable[PartialDate], other: IndexedDocument) -> tuple[PartialDate, ...]:
    theirs = {one.days for one in other.mentioned if one.precision == "day"}
    return tuple(one for one in dates if one.days in theirs)
