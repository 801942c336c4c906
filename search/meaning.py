"""Which articles are near a query in meaning, and what that is worth beside its words.

`near` asks an index for the passages nearest to the query's vector, and turns similarities into
`Given` nodes of a plan:

* `scores`: each near article with the evidence that its nearness gives, for `Prefer`;
* `admitted`: the few that are hits by their meaning alone, for `Or`;
* `nearest`: the nearest of each language, hits where words alone cannot be relied on.

All depend on the query and the index only, never on filters, so counts stay exact.

The evidence is the logarithm of how much more likely an article is relevant than not, given the
similarity of its best passage: `slope` · (similarity - `zero`), with both kinds of similarities
taken for normally distributed. That is the unit of BM25's idf, itself such a logarithm: a rare
word of the query is worth 5 to 15, an article that answers it 12 on average, and the best of
those that do not 3. An article is admitted from a `threshold` on, which the best wrong article
among a thousand reaches for one query in a hundred. The three numbers are calibrated for
each pair of languages (scripts/calibrate_meaning.py; data/pairs.ENCODER.tsv).

The score is WEIGHT times the evidence above -UNLIKELY. Evidence against an article must count
too: without it two articles that are not near are told apart by their words alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeGuard

from search.documents import IndexedDocument
from search.encoders import Encoder
from search.encoders.centring import DATA, centring_of
from search.encoders.passages import Passage, cut
from search.engines.base import Near, NearestVectors
from search.plan import And, Given, Node, Not, Or, Prefer
from search.plan import words as scored_words
from search.query.evidence import MEANING
from search.results import Match, Snippet
from search.snippets import Excerpt

NEAREST: Final = 500
"""So many articles are looked at."""
MOST: Final = 24
"""So many are hits by their meaning alone, the nearest: a query that is near to everything, such
as a single common word, does not find everything."""
OF_EACH: Final = 12
"""So many of each language are the `nearest`."""
LEAST: Final = -5.0
"""Evidence from which an article can be one of the `nearest`."""
LIKELY: Final = 6.0
"""Evidence from which an article is near to a query of a few words. They are nearer to everything
than the questions that evidence was calibrated with."""
UNLIKELY: Final = 10.0
"""Evidence against an article that is as good as certainty; most of an index has that."""
WEIGHT: Final = 1.5
"""What evidence of meaning counts beside that of words (docs/decisions/010-ranking.md)."""
_FOUND: Final = 200
_REMEMBERED: Final = 32
_OWN: Final = "="
_ANY: Final = "*"
_FOLDER: Final = "folder:"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a similarity tells for one pair of languages; see the docstring of this file."""

    threshold: float
    zero: float
    slope: float

    def evidence(self, similarity: float) -> float:
        """For relevance where it is above 0, against it where it is below."""
        return self.slope * (similarity - self.zero)

    def score(self, similarity: float) -> float:
        """What is added to BM25 scores, never below 0."""
        return round(WEIGHT * max(0.0, self.evidence(similarity) + UNLIKELY), 3)


UNKNOWN: Final = Calibration(0.6, 0.3, 40.0)
"""For a model that nobody has calibrated: only what is very near is admitted."""


@dataclass(frozen=True, slots=True)
class NearArticles:
    """What is near a query; `passages` has the best passage of articles near enough to show it,
    with the score.

    `by_language` has the ids of all that were looked at, the nearest of each language first.
    """

    admitted: Given
    scores: Given
    passages: Mapping[str, tuple[int, float]]
    nearest: Given
    by_language: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def likely(self) -> Given:
        """Those of the nearest that a few words may be about."""
        least = WEIGHT * (UNLIKELY + LIKELY)
        return Given(tuple(pair for pair in self.nearest.scores if pair[1] >= least))

    def showing(self, nearest: Given) -> NearArticles:
        """The same with the passages of those alone that are hits by their meaning."""
        hits = (id for id, _ in (*self.admitted.scores, *nearest.scores))
        passages = {id: self.passages[id] for id in hits if id in self.passages}
        return replace(self, passages=passages)


NOBODY: Final = Given(())
NOTHING: Final = NearArticles(NOBODY, NOBODY, {}, NOBODY)


def nothing_soon() -> NearArticles:
    """What `NearQueries.soon` gives where there is nothing to wait for."""
    return NOTHING


def near(
    query: str, languages: Sequence[str], reader: object, encoder: Encoder | None
) -> NearArticles:
    """The articles of an index that are near a query; none without vectors or an encoder.

    `languages` are those that the words of the query may be in, the likeliest first. They say
    what of its vector is not meaning, and which calibration applies.
    """
    if encoder is None or not query.strip() or not _fits(reader, encoder):
        return NOTHING
    return _near_of(query, languages[0] if languages else "", reader, encoder)


def _fits(reader: object, encoder: Encoder) -> TypeGuard[NearestVectors]:
    if not isinstance(reader, NearestVectors):
        return False
    count = reader.vectors()
    return count is not None and count.dimensions == encoder.dimensions


def _vector(query: str, language: str, encoder: Encoder) -> Sequence[float]:
    vectors = encoder.encode_queries([query])
    (vector,) = centring_of(encoder.name).centred(vectors, [language])
    found: list[float] = vector.tolist()
    return found


def _near_of(query: str, language: str, reader: NearestVectors, encoder: Encoder) -> NearArticles:
    found = reader.nearest(_vector(query, language, encoder), NEAREST)
    own = reader.values_of("language", [one.id for one in found])
    return weighed(found, [values[0] if values else "" for values in own], language, encoder.name)


class NearQueries:
    """What is near to queries in one view of an index; the last ones are remembered.

    A reader turns pages and chooses facets of one query: it is encoded once.
    """

    def __init__(self, reader: object, encoder: Callable[[], Encoder | None]) -> None:
        self._reader = reader
        self._encoder = encoder
        self._known: dict[tuple[str, str], NearArticles] = {}

    def soon(self, asked: str, language: str) -> Callable[[], NearArticles]:
        """What is near to the plain words of a query in this language, for who asks later.

        It is encoded and looked for meanwhile: both work outside of Python, on another core.
        """
        known = self._known.get((asked, language)) if asked.strip() else NOTHING
        if known is not None:
            return lambda: known
        encoder, reader = self._encoder(), self._reader
        if encoder is None or not _fits(reader, encoder):
            return nothing_soon
        begun = threading.Event()

        def look() -> NearArticles:
            begun.set()
            return _near_of(asked, language, reader, encoder)

        near_articles = _beside().submit(look)
        begun.wait()  # else it would wait for planning: Python takes turns of 5 ms

        def found() -> NearArticles:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            return self._known.setdefault((asked, language), near_articles.result())

        return found


@cache
def _beside() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="meaning")


def weighed(
    found: Sequence[Near], languages: Sequence[str], query_language: str, encoder: str
) -> NearArticles:
    """Scores and admittance of near articles, given with the language of each."""
    pairs = calibrations(encoder)
    calibration_of = {one: pair_of(pairs, query_language, one) for one in set(languages)}
    scores: list[tuple[str, float]] = []
    admitted: list[tuple[str, float]] = []
    nearest: dict[str, list[tuple[str, float]]] = {one: [] for one in calibration_of}
    ids: dict[str, list[str]] = {one: [] for one in languages}
    passages: dict[str, tuple[int, float]] = {}
    for one, language in zip(found, languages, strict=True):
        id, similarity = one.id, one.similarity
        ids[language].append(id)
        calibration = calibration_of[language]
        score = calibration.score(similarity)
        if score > 0:
            scores.append((id, score))
        if similarity >= calibration.threshold:
            admitted.append((id, score))
        if calibration.evidence(similarity) >= LEAST:
            nearest[language].append((id, score))
            passages[id] = one.passage, score
    of_each = (one for some in nearest.values() for one in _best(some, OF_EACH))
    best = tuple(_best(admitted, MOST))
    by_language = tuple((language, tuple(own)) for language, own in ids.items())
    return NearArticles(
        Given(best), Given(tuple(scores)), passages, Given(tuple(of_each)), by_language
    )


def _best(scores: Sequence[tuple[str, float]], most: int) -> list[tuple[str, float]]:
    """The greatest of scores, then by id."""
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:most]


def pair_of(pairs: Mapping[tuple[str, str], Calibration], query: str, article: str) -> Calibration:
    """The calibration of a pair of languages, or that of pairs like it."""
    alike = (_ANY, _OWN if query == article else _ANY)
    return pairs.get((query, article)) or pairs.get(alike) or UNKNOWN


@lru_cache(maxsize=4)
def calibrations(encoder: str) -> Mapping[tuple[str, str], Calibration]:
    """The calibrations of an encoder by (query's language, article's language).

    `*` stands for any language, `=` for the same as the query's.
    """
    folder = encoder.startswith(_FOLDER)
    path = (
        Path(encoder.removeprefix(_FOLDER), "pairs.tsv")
        if folder
        else DATA / f"pairs.{encoder}.tsv"
    )
    found = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                query, article, threshold, zero, slope, *_ = line.split("\t")
                found[query, article] = Calibration(float(threshold), float(zero), float(slope))
    return found


def preferring(
    query: Node,
    words: Sequence[Node],
    fixed: Sequence[Node],
    found: NearArticles,
    nearest: Given = NOBODY,
) -> Node:
    """A query that also admits what is near, and prefers it.

    `words` are what the query scores beside what is `fixed`: they count for all hits. What is
    `fixed` every hit must satisfy, also one that is found by its meaning alone. Of those the
    `nearest` are hits besides what is admitted anyway.
    """
    if not found.scores.scores:
        return query
    near = dict(found.admitted.scores) | dict(nearest.scores)
    if not near:
        return Prefer(query, (found.scores,))
    admitted: Node = Given(tuple(near.items()))
    if fixed:
        admitted = And((admitted, *fixed))
    # Double negation takes the scores away: each is added once, by the extras.
    hits = Not(Not(Or((query, admitted))))
    scoring = (node for node in fixed if any(scored_words(node)))
    return Prefer(hits, (*words, *scoring, found.scores))


def shown(document: IndexedDocument, words: Excerpt, query: str, found: NearArticles) -> Excerpt:
    """The excerpt of a hit; one in which no word was found shows the passage that is near.

    The whole passage is the range of its match, whose weight is the score that it gave.
    """
    near_passage = found.passages.get(document.id)
    if words.matches or near_passage is None:
        return words
    number, score = near_passage
    passage = passage_of(document, number)
    if passage is None:
        return words
    text = document.body[passage.start : passage.end]
    language = document.language or ""
    for span in document.languages:
        if span.start <= passage.start < span.end:
            language = span.language
    match = Match(query, " ".join(text.split())[:_FOUND], language, MEANING, score)
    ranges = ((0, len(text), 0),) if text else ()
    snippet = Snippet(text, ranges, passage.start, language)
    return Excerpt(words.title, (snippet,) if text else words.passages, (match,))


def passage_of(document: IndexedDocument, number: int) -> Passage | None:
    """Where a passage stands in the body of its article; None where there is no such passage."""
    passages = cut(document.title, document.body)
    return passages[number] if number < len(passages) else None
