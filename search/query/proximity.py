"""Proximity: neighbouring words of a query score more where they are neighbours in a text too.

For each pair of neighbouring words and each language, a window of a few words that holds both is
a further word of the query, with a small weight (sequential dependence, Metzler and Croft 2005).
It makes nothing match.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from search.documents import LANGUAGES
from search.plan import Guise, Node, Phrase, Readings, Term, Word

NEAR: Final = 3
"""Words that may stand between two neighbours."""
WEIGHT: Final = 0.3
"""An occurrence of a pair counts as so many of a word."""
SURE: Final = 0.5
"""Weight from which a guise of a word is looked for beside its neighbour."""
MAX_PAIRS: Final = 3
"""Pairs of a query; in a longer one the words tell enough."""


def pairs(words: Sequence[Node]) -> tuple[Word, ...]:
    """The neighbouring words of a query as further words; none of a query that is long."""
    plain = [word for word in words if isinstance(word, Word)]
    found = [
        Word(f"{one.text} + {other.text}", guises)
        for one, other in itertools.pairwise(plain)
        if (guises := tuple(_windows(one, other)))
    ]
    return tuple(found) if len(found) <= MAX_PAIRS else ()


def _windows(one: Word, other: Word) -> Iterator[Guise]:
    firsts, seconds = _terms(one), _terms(other)
    for language in LANGUAGES:
        slots = (firsts.get(language, ()), seconds.get(language, ()))
        if all(slots) and slots[0] != slots[1]:
            yield Guise(Phrase(slots, NEAR), WEIGHT)


def _terms(word: Word) -> dict[str, tuple[Term, ...]]:
    """The single terms of a word by language; what is a phrase has its own order."""
    found: dict[str, dict[Term, None]] = {}
    for guise in word.guises:
        leaf = guise.leaf
        if guise.weight < SURE or isinstance(leaf, Phrase):
            continue
        terms = leaf.terms if isinstance(leaf, Readings) else (leaf,)
        found.setdefault(leaf.field, {}).update(dict.fromkeys(terms))
    return {field: tuple(terms) for field, terms in found.items()}
