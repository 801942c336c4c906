"""Coverage: which articles have enough of the words of a query to be hits.

Words side by side are wanted all. Two things soften that, and both are decided by the query and
the index alone, before any filter:

* Where no article has them all, those that have most of them are found.
* A translation rarely has a counterpart for every word. Of a query of LONG words or more an
  article in another language is a hit when it has most of what that language could have.

"Most" is measured in votes, language by language: a word has as many as its idf there gives it,
so that Panthers and defense count and "how many" hardly does. What no article of a language has
in any guise does not count as missing there, but some share of the whole query must be met all
the same. In a plan a word of three votes stands three times under `AtLeast`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from search import ranking
from search.documents import LANGUAGES, NUMBER, PLAIN
from search.plan import And, AtLeast, Guise, Leaf, Node, Phrase, Readings, Term, Word

LONG: Final = 4
"""Words from which a query is so long that a translation need not have them all."""
LEAST: Final = 0.2
"""Share of the votes that a language could give, which is never too much to ask for."""
OF_ALL: Final = 0.1
"""Share of the votes of all words, of those too that the language does not have."""
OF_BEST: Final = 0.5
"""Share of the votes of the best article of a language that the others must have."""
OWN: Final = frozenset({"same", "lemma"})
"""Where a guise is the query's own word."""
VOTES: Final = 6
"""Votes of a word that one article has; one that half of them have has hardly any."""


def is_sentence(asked: str) -> bool:
    """Whether the plain words of a query are a question, or many, stop words among them.

    "Who was Bach?" has one word that counts, but tells more than that.
    """
    words = len(asked.split())
    return words >= LONG or (words > 1 and asked.endswith("?"))


class Vocabulary(Protocol):
    """What coverage asks of an index."""

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The words of a query in one language of the index, with their votes there.

    `known` are the words that some article has; `whole` are the votes of all. `has_all` says
    that none is missing, `is_translated` that some are there by a translation.
    """

    language: str
    known: tuple[tuple[Word, int], ...]
    whole: int
    has_all: bool
    is_translated: bool

    def most(self, has_any: Callable[[Node], bool]) -> AtLeast | None:
        """Articles with nearly as many votes as any has.

        None where some article has all words, so that these can be wanted, and where all have
        too few votes. `has_any` tells whether some article matches a node.
        """
        if self.has_all and has_any(And(tuple(word for word, _ in self.known))):
            return None
        ballot = tuple(word for word, votes in self.known for _ in range(votes))
        least = math.ceil(max(LEAST * len(ballot), OF_ALL * self.whole, 1))
        if least > len(ballot) or not has_any(AtLeast(ballot, least)):
            return None
        best, above = least, len(ballot) + 1
        while above - best > max(1, best // 4):  # to a quarter: it need not be known better
            middle = (best + above) // 2
            if has_any(AtLeast(ballot, middle)):
                best = middle
            else:
                above = middle
        return AtLeast(ballot, max(least, math.ceil(OF_BEST * best)))


def by_language(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Covered]:
    """The words as each language of the index has them; numbers are in all of them."""
    fields = vocabulary.fields()
    for language in (*LANGUAGES, PLAIN):
        if language not in fields:
            continue
        known: list[tuple[Word, int]] = []
        whole = 0
        for word in words:
            here = replace(word, guises=tuple(_guises(word, language, vocabulary)))
            frequency = sum(g.weight * _frequency(g.leaf, vocabulary) for g in here.guises)
            votes = _votes(fields[language], frequency)
            whole += votes
            if here.guises:
                known.append((here, votes))
        translated = any(guise.via not in OWN for word, _ in known for guise in word.guises)
        yield Covered(language, tuple(known), whole, len(known) == len(words), translated)


def untranslated(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words in their own guises alone."""
    return tuple(replace(w, guises=tuple(g for g in w.guises if g.via in OWN)) for w in words)


def _guises(word: Word, language: str, vocabulary: Vocabulary) -> Iterator[Guise]:
    """The guises that an article in this language may have, if any article has them."""
    for guise in word.guises:
        if guise.leaf.field in (language, NUMBER) and _frequency(guise.leaf, vocabulary):
            yield guise


def _votes(documents: int, frequency: float) -> int:
    """The idf of a word against that of the rarest; what no article has is as rare as that."""
    rarest = ranking.idf(documents, 1)
    return round(VOTES * ranking.idf(documents, min(max(frequency, 1), documents)) / rarest)


def _frequency(leaf: Leaf, vocabulary: Vocabulary) -> int:
    """The number of articles with a leaf, or a bound on it for a phrase."""
    if isinstance(leaf, Term):
        return vocabulary.document_frequency(leaf.field, leaf.text)
    if isinstance(leaf, Readings):
        return max(_frequency(term, vocabulary) for term in leaf.terms)
    assert isinstance(leaf, Phrase), "there is no other leaf"
    return min(max(_frequency(term, vocabulary) for term in slot) for slot in leaf.slots)
