"""Coherence: which of several renderings of a word goes with the rest of the query.

The bid of *rescue bid* may be заявка, попытка or ставка. Compared are the *rivals*: renderings of
one word in one language, single words from the lexicon. What they are compared by is their
*company*: the articles of that language that are nearest to the vector of the whole query, or,
where nothing is known of nearness, those with any rendering of the other words of the query (its
*context*). In these articles попытка stands oftener than elsewhere and the others do not, so these
are weighed down. Phrases keep their weight.

It changes what a hit is worth and never which articles are hits: every guise stays, with some
of its weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from search.plan import And, Given, Guise, Leaf, Node, Or, Phrase, Readings, Term, Word
from search.query.evidence import LEXICON

MOST_WORDS: Final = 4
"""Words of a query; in a longer one the words themselves tell what is meant."""
MOST_COUNTS: Final = 24
"""Pairs of a rendering and its company that are counted for one query."""
MOST_CONTEXT: Final = 8
"""Renderings of a context, the most likely ones."""
MOST_NEAR: Final = 50
"""Articles of a language that are near to a query."""
NEAR_SHARE: Final = 0.1
"""And no more of its articles than this: the others are what they are compared with."""
COMMON: Final = 0.15
"""Exponent of the number of articles with a rendering: how much its being common counts."""
TOGETHER: Final = 1.0
"""Exponent of the lift: how much its standing in the company counts."""
SMOOTHING: Final = 1.0
"""Articles with both that are added to those there are and to those chance would give."""
FLOOR: Final = 0.2
"""What is left of the weight of a rendering at least."""
LIKELY: Final = 0.35
"""What a rendering must have left to be shown as a translation, where it is known what is near. Of
those with less one in fourteen is a translator's choice, of the best of rivals six in ten."""
_REMEMBERED: Final = 32

Count = Callable[[Sequence[Node]], Sequence[int]]
"""The number of articles that match each of some nodes."""
Fields = Callable[[], Mapping[str, int]]
"""Each field of an index with the number of articles that use it, 1 or more."""


Nearest = tuple[tuple[str, tuple[str, ...]], ...]
"""Languages, each with the ids of its articles near to a query, the nearest first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """In how many articles a rendering stands, and in how many together with its company."""

    articles: int
    together: int


@dataclass(frozen=True, slots=True)
class Rivals:
    """The renderings of word `number` of a query in one language, and what may tell them apart."""

    number: int
    language: str
    guises: tuple[Guise, ...]
    context: tuple[Leaf, ...]
    near: Given | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Rivals as an index has them; `share` of the language's articles are their company."""

    rivals: Rivals
    seen: tuple[Seen, ...]
    share: float


class Coherence:
    """Weighs the renderings of queries on one view of an index.

    `fields` gives the number of articles of each language. The last queries are remembered:
    pages and facets of one query ask for the same words again.
    """

    def __init__(self, fields: Fields, count: Count) -> None:
        self._fields = fields
        self._count = count
        self.weighed = lru_cache(_REMEMBERED)(self._weighed)

    def _weighed(self, words: tuple[Node, ...], nearest: Nearest = ()) -> tuple[Node, ...]:
        """The plain words of a query, with less weight for renderings that do not go with it."""
        changed: dict[int, dict[Leaf, Guise]] = {}
        for one in self.compared(words, nearest):
            found = changed.setdefault(one.rivals.number, {})
            shares = shares_left(one, floor=0.0)
            for guise, share in zip(one.rivals.guises, shares, strict=True):
                if not _is_weighed(guise):
                    continue
                likely = share >= LIKELY or one.rivals.near is None
                found[guise.leaf] = replace(
                    guise,
                    weight=round(max(FLOOR, share) * guise.weight, 3),
                    is_shown=guise.is_shown and likely,
                )
        return tuple(
            _with(word, changed[number]) if number in changed else word
            for number, word in enumerate(words)
        )

    def compared(self, words: Sequence[Node], nearest: Nearest = ()) -> Iterator[Compared]:
        """Rivals with their counts, those of the language with the most articles first."""
        plain = {number: word for number, word in enumerate(words) if isinstance(word, Word)}
        if not plain or len(plain) > MOST_WORDS:
            return
        documents = self._fields()
        languages = sorted(documents, key=lambda field: (-documents[field], field))
        near = {one: _few(ids, documents.get(one, 0)) for one, ids in nearest}
        wanted = list(
            _affordable(
                one for field in languages for one in _rivals(plain, field, near.get(field))
            )
        )
        leaves = dict.fromkeys(
            leaf for one in wanted for leaf in (*_leaves(one.guises), *one.context)
        )
        alone = [Word("", (Guise(leaf),)) for leaf in leaves]
        articles = dict(zip(leaves, self._count(alone), strict=True))
        kept: list[Rivals] = []
        for one in wanted:
            some = tuple(guise for guise in one.guises if articles[guise.leaf])
            context = tuple(leaf for leaf in one.context if articles[leaf])
            if len(some) > 1 and (context or one.near):
                kept.append(replace(one, guises=some, context=context))
        pairs = [
            And((_any((guise.leaf,)), _company(one))) for one in kept for guise in one.guises
        ]  # fmt: skip
        together = iter(self._count(pairs))
        for one in kept:
            seen = tuple(Seen(articles[guise.leaf], next(together)) for guise in one.guises)
            many = documents[one.language]
            if one.near:
                share = len(one.near.scores) / many
            else:
                share = _union([articles[leaf] / many for leaf in one.context])
            yield Compared(one, seen, share)


def _few(ids: Sequence[str], articles: int) -> Given | None:
    """The nearest articles of a language that has so many."""
    most = min(MOST_NEAR, int(articles * NEAR_SHARE))
    return Given(tuple((id, 1.0) for id in ids[:most])) if most else None


def _company(one: Rivals) -> Node:
    return one.near or _any(one.context)


def shares_left(
    one: Compared,
    *,
    common: float = COMMON,
    together: float = TOGETHER,
    smoothing: float = SMOOTHING,
    floor: float = FLOOR,
) -> list[float]:
    """What is left of the weight of each rival, 1 for the best of them.

    The product of powers of two numbers: how many articles have it, and its smoothed lift,
    which is n(both) against the n(it) · p(company) that chance would give.
    """
    found = [
        seen.articles**common * _lift(seen, one.share, smoothing) ** together for seen in one.seen
    ]
    best = max(found)
    return [max(floor, value / best) for value in found]


def _lift(seen: Seen, share: float, smoothing: float) -> float:
    return (seen.together + smoothing) / (seen.articles * share + smoothing)


def _union(shares: Sequence[float]) -> float:
    """The share of articles with any of several words, as if these were independent."""
    return 1 - math.prod(1 - min(share, 1.0) for share in shares)


def _affordable(rivals: Iterable[Rivals]) -> Iterator[Rivals]:
    """The first of them, as long as no more than MOST_COUNTS are to be counted."""
    left = MOST_COUNTS
    for one in rivals:
        if len(one.guises) <= left:
            left -= len(one.guises)
            yield one


def _rivals(words: Mapping[int, Word], language: str, near: Given | None) -> Iterator[Rivals]:
    """The rivals of one language, with as much of their context as is counted.

    Where it is known what is near, the context adds nothing and is not counted.
    """
    single = {number: _single(word, language) for number, word in words.items()}
    for number, guises in single.items():
        rivals = tuple(guise for guise in guises if guise.via == LEXICON)
        if len(rivals) < 2:
            continue
        if near:
            yield Rivals(number, language, rivals, (), near)
            continue
        own = {term for guise in guises for term in _terms(guise.leaf)}
        others = [guise for other in single if other != number for guise in single[other]]
        others.sort(key=lambda guise: -guise.weight)
        context = dict.fromkeys(g.leaf for g in others if own.isdisjoint(_terms(g.leaf)))
        if context:
            yield Rivals(number, language, rivals, tuple(context)[:MOST_CONTEXT])


def _single(word: Word, language: str) -> list[Guise]:
    """The guises of a word in one language that are single words."""
    return [
        guise
        for guise in word.guises
        if guise.leaf.field == language and not isinstance(guise.leaf, Phrase)
    ]


def _with(word: Node, changed: Mapping[Leaf, Guise]) -> Node:
    """A word with other guises from the lexicon in place of its own."""
    if not isinstance(word, Word):
        return word
    guises = tuple(
        changed.get(guise.leaf, guise) if _is_weighed(guise) else guise for guise in word.guises
    )
    return replace(word, guises=guises)


def _is_weighed(guise: Guise) -> bool:
    """Whether a guise renders a single word, not a phrase of the query."""
    return guise.via == LEXICON and not guise.covers


def _leaves(guises: Sequence[Guise]) -> Iterator[Leaf]:
    return (guise.leaf for guise in guises)


def _any(leaves: Sequence[Leaf]) -> Node:
    """Articles with any of some leaves, term by term: that is counted fastest."""
    terms = dict.fromkeys(term for leaf in leaves for term in _terms(leaf))
    found = tuple(Word(term.text, (Guise(term),)) for term in terms)
    return found[0] if len(found) == 1 else Or(found)


def _terms(leaf: Leaf) -> tuple[Term, ...]:
    if isinstance(leaf, Term):
        return (leaf,)
    assert isinstance(leaf, Readings), "phrases are left out"
    return leaf.terms
