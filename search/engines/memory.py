"""The memory engine: the executable specification of the seam. Short, obvious, slow.

Every article is a dict of positions by term; every question is asked of every article.
Whoever wants to know what a plan means reads this file; faster engines are tested
against it.
"""

from __future__ import annotations

import itertools
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Self

from search import ranking
from search.documents import TEXT_FACETS, AnalyzedDocument, PassageVectors
from search.engines.base import (
    EngineResults,
    Near,
    RawHit,
    Stored,
    VectorCount,
    arrange,
    check_attachment,
)
from search.errors import IndexLocked
from search.facets import FacetCounts
from search.partial_dates import bucket
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    FacetRequest,
    Given,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Plan,
    Prefer,
    Readings,
    Term,
    Word,
    branches,
    describe_leaf,
    scoring,
)
from search.results import WordScore


class _Article:
    """One article, ready to be asked."""

    def __init__(self, document: AnalyzedDocument) -> None:
        self.document = document
        self.positions: dict[tuple[str, str], list[int]] = defaultdict(list)
        for posting in document.postings:
            self.positions[posting.field, posting.text].append(posting.position)
        self.fields = {field for field, _ in self.positions}

    def term_positions(self, term: Term) -> list[int]:
        places = sorted(set(self.positions.get((term.field, term.text), ())))
        if term.part == "title":
            return [place for place in places if place < self.document.title_length]
        return places

    def frequency(self, leaf: Leaf) -> float:
        """Occurrences; those of a plain term in the title count with the title's weight."""
        if isinstance(leaf, Phrase):
            return float(self._phrase_frequency(leaf))
        if isinstance(leaf, Readings):
            return max(self.frequency(term) for term in leaf.terms)
        places = self.term_positions(leaf)
        if leaf.part == "title":
            return float(len(places))
        in_title = sum(place < self.document.title_length for place in places)
        return float(len(places) + (ranking.TITLE_WEIGHT - 1) * in_title)

    def _phrase_frequency(self, phrase: Phrase) -> int:
        slots = [
            sorted({place for term in slot for place in self.term_positions(term)})
            for slot in phrase.slots
        ]
        if phrase.slop is None:
            return sum(all(first + i in slot for i, slot in enumerate(slots)) for first in slots[0])
        # A window: each occurrence is counted at its last word, once.
        width = len(slots) - 1 + phrase.slop
        ends = {
            max(choice)
            for choice in itertools.product(*slots)
            if len(set(choice)) == len(choice) and max(choice) - min(choice) <= width
        }
        return len(ends)

    def intervals(self, facet: str) -> tuple[tuple[int, int], ...]:
        if facet == "mentioned":
            return self.document.mentioned
        return (self.document.published,) if self.document.published else ()

    def values(self, facet: str) -> tuple[str, ...]:
        return self.document.facets.get(facet, ())

    def facet_values(self, request: FacetRequest) -> set[str]:
        if request.facet in TEXT_FACETS:
            groups = request.groups
            return {
                value if groups is None else groups.get(value, value)
                for value in self.values(request.facet)
            }
        buckets = {bucket(days, request.level or "month") for days in self.intervals(request.facet)}
        return {name for name in buckets if name is not None}

    def has_none(self, facet: str) -> bool:
        return not (self.values(facet) if facet in TEXT_FACETS else self.intervals(facet))


@dataclass(frozen=True, slots=True)
class _FieldStatistics:
    documents: int
    mean_length: float


class MemoryReader:
    """A view of the articles of one commit."""

    def __init__(
        self,
        articles: Mapping[str, _Article],
        revision: str,
        attachments: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self._articles = articles
        self._attachments = attachments
        self.revision = revision

    def __len__(self) -> int:
        return len(self._articles)

    # Matching

    def _matches(self, node: Node, article: _Article) -> bool:
        if isinstance(node, Everything):
            return True
        if isinstance(node, Word):
            return any(article.frequency(guise.leaf) > 0 for guise in node.guises)
        if isinstance(node, And):
            return all(self._matches(child, article) for child in node.children)
        if isinstance(node, Or):
            return any(self._matches(child, article) for child in node.children)
        if isinstance(node, AtLeast):
            return sum(self._matches(child, article) for child in node.children) >= node.minimum
        if isinstance(node, Not):
            return not self._matches(node.child, article)
        if isinstance(node, Prefer):
            return self._matches(node.child, article)
        if isinstance(node, Given):
            return article.document.id in dict(node.scores)
        if isinstance(node, FacetIs):
            return bool(node.values.intersection(article.values(node.facet)))
        if isinstance(node, FacetMissing):
            return article.has_none(node.facet)
        if isinstance(node, DateWithin):
            return any(
                node.first <= first and last <= node.last
                for first, last in article.intervals(node.facet)
            )
        return False

    # Scoring

    def _scoring_in(self, node: Node, article: _Article) -> Iterator[Word | Given]:
        """What gives an article its score: leaves of branches that match as a whole."""
        if not self._matches(node, article):
            return
        if isinstance(node, Word | Given):
            yield node
        for branch in branches(node):
            yield from self._scoring_in(branch, article)

    def _field_statistics(self, field: str) -> _FieldStatistics:
        lengths = [a.document.length for a in self._articles.values() if field in a.fields]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        return _FieldStatistics(len(lengths), max(mean, 1.0))

    def _leaf_frequency(self, leaf: Leaf) -> int:
        return sum(article.frequency(leaf) > 0 for article in self._articles.values())

    def _word_scores(self, word: Word) -> dict[str, WordScore]:
        """How the word scores in each article that has it, in its best field."""
        best: dict[str, WordScore] = {}
        for field in dict.fromkeys(guise.leaf.field for guise in word.guises):
            guises = [guise for guise in word.guises if guise.leaf.field == field]
            statistics = self._field_statistics(field)
            weighted = sum(g.weight * self._leaf_frequency(g.leaf) for g in guises)
            df = min(float(statistics.documents), weighted)
            for id, article in self._articles.items():
                found = [g for g in guises if article.frequency(g.leaf) > 0]
                if not found:
                    continue
                tf = sum(g.weight * article.frequency(g.leaf) for g in found)
                length = article.document.length
                norm = ranking.norm(length, statistics.mean_length)
                score = ranking.bm25(tf, norm, ranking.idf(statistics.documents, df))
                if id not in best or score > best[id].score:
                    best[id] = WordScore(
                        word.text, field, tf, df, statistics.documents, length,
                        statistics.mean_length, score,
                        tuple(describe_leaf(g.leaf) for g in found),
                    )  # fmt: skip
        return best

    def _leaf_scores(self, leaf: Word | Given) -> dict[str, WordScore]:
        if isinstance(leaf, Word):
            return self._word_scores(leaf)
        return {id: WordScore.given(leaf.via, score) for id, score in leaf.scores}

    # The seam

    def search(self, plan: Plan) -> EngineResults:
        """Ask every article."""
        candidates = {
            id: article
            for id, article in self._articles.items()
            if self._matches(plan.query, article)
        }
        passing = {
            id: [self._matches(one.node, article) for one in plan.filters]
            for id, article in candidates.items()
        }
        details = {leaf: self._leaf_scores(leaf) for leaf in scoring(plan.query)}
        scores = {
            id: sum(details[leaf][id].score for leaf in self._scoring_in(plan.query, article))
            for id, article in candidates.items()
        }
        ids = [id for id in candidates if all(passing[id])]
        ids.sort(key=lambda id: self._order(plan, id, ranking.rounded(scores[id])))
        end = None if plan.limit is None else plan.offset + plan.limit
        hits = tuple(RawHit(id, ranking.rounded(scores[id])) for id in ids[plan.offset : end])
        facets = tuple(self._count(plan, request, passing) for request in plan.facets)
        return EngineResults(len(ids), hits, facets)

    def _order(self, plan: Plan, id: str, score: float) -> tuple[float, float, float, str]:
        instant = self._articles[id].document.instant
        newest_first = float("inf") if instant is None else -instant
        if plan.sort == "newest":
            return (newest_first, -score, 0.0, id)
        if plan.sort == "oldest":
            return (float("inf") if instant is None else instant, -score, 0.0, id)
        return (-score, newest_first, 0.0, id)

    def _count(
        self, plan: Plan, request: FacetRequest, passing: Mapping[str, list[bool]]
    ) -> FacetCounts:
        own = [one.facet == request.facet and one.sideways for one in plan.filters]
        counts: Counter[str] = Counter()
        missing = 0
        for id, passes in passing.items():
            if not all(ok or mine for ok, mine in zip(passes, own, strict=True)):
                continue
            article = self._articles[id]
            counts.update(article.facet_values(request))
            missing += article.has_none(request.facet)
        return arrange(counts, missing, request)

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """What is stored for each id."""
        return [self._stored(self._articles[id]) if id in self._articles else None for id in ids]

    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digests of those ids that exist."""
        known = self._articles
        return {id: known[id].document.digest for id in ids if id in known}

    def scan(self) -> Iterator[Stored]:
        """Everything stored, in order of id."""
        for id in sorted(self._articles):
            yield self._stored(self._articles[id])

    def explain(self, plan: Plan, id: str) -> list[WordScore]:
        """How each word of the plan scored in one article."""
        if id not in self._articles:
            return []
        found = self._scoring_in(plan.query, self._articles[id])
        return [self._leaf_scores(leaf)[id] for leaf in found]

    @staticmethod
    def _stored(article: _Article) -> Stored:
        document = article.document
        return Stored(document.id, document.payload, document.digest, document.origin)

    def attachment(self, name: str) -> bytes | None:
        """What was attached under a name."""
        return self._attachments.get(name)

    # Vocabulary and facet values

    @cached_property
    def _forms(self) -> dict[str, dict[str, set[str]]]:
        """By field and term the word forms under which it occurs."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for article in self._articles.values():
            for posting in article.document.postings:
                found[posting.field][posting.text].add(posting.form)
        return found

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix`."""
        found = [text for text in self._forms.get(field, ()) if text.startswith(prefix)]
        return iter(sorted(found, key=str.encode))

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters."""
        from rapidfuzz.distance import Levenshtein  # loads C++ that only misspelt words need

        return (t for t in self.terms(field, "") if Levenshtein.distance(text, t) <= distance)

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""
        return self._leaf_frequency(Term(field, text))

    def forms(self, field: str, text: str) -> tuple[str, ...]:
        """The word forms under which a term occurs."""
        found = self._forms.get(field, {}).get(text, set())
        return tuple(sorted(found, key=str.encode))

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""
        return Counter(field for article in self._articles.values() for field in article.fields)

    def facet_values(self, facet: str) -> Mapping[str, int]:
        """All raw values of a text facet with their article counts."""
        return Counter(v for article in self._articles.values() for v in set(article.values(facet)))

    # Vectors

    def nearest(self, vector: Sequence[float], limit: int) -> list[Near]:
        """The nearest articles, each with its best passage."""
        import numpy as np  # only an index with vectors needs it

        from search.engines import nearness

        found: list[Near] = []
        for id, article in self._articles.items():
            own = article.document.vectors
            if own is None or not own.codes:
                continue
            if own.dimensions != len(vector):
                raise ValueError(f"The vectors have {own.dimensions} numbers, not {len(vector)}.")
            codes = np.frombuffer(own.codes, dtype=np.int8).reshape(-1, own.dimensions)
            squares = (codes.astype(np.int64) ** 2).sum(axis=1)
            near = nearness.similarities(codes, squares, np.asarray(vector, dtype=np.float32))
            found.append(Near(id, int(near.argmax()), float(near.max())))
        return sorted(found, key=lambda one: (-one.similarity, one.id))[:limit]

    def values_of(self, facet: str, ids: Sequence[str]) -> list[tuple[str, ...]]:
        """The raw values that articles have of a text facet."""
        known = self._articles
        return [known[id].values(facet) if id in known else () for id in ids]

    def vectors_of(self, ids: Sequence[str]) -> list[PassageVectors | None]:
        """The vectors of each article."""
        known = self._articles
        found = (known[id].document.vectors if id in known else None for id in ids)
        return [own if own and own.codes else None for own in found]

    def vectors(self) -> VectorCount | None:
        """How many vectors there are."""
        there = [v for a in self._articles.values() if (v := a.document.vectors) and v.codes]
        if not there:
            return None
        dimensions = there[0].dimensions
        passages = sum(len(own.codes) // own.dimensions for own in there)
        return VectorCount(dimensions, passages, len(there))


class MemoryWriter:
    """Collects changes and applies them at once."""

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine = engine
        self._changes: dict[str, _Article | None] = {}
        self._attached: dict[str, bytes] = {}

    def add(self, document: AnalyzedDocument) -> None:
        """Add or replace an article."""
        self._changes[document.id] = _Article(document)

    def delete(self, id: str) -> None:
        """Delete an article."""
        self._changes[id] = None

    def attach(self, name: str, data: bytes) -> None:
        """Keep bytes with the index."""
        check_attachment(name, data)
        self._attached[name] = data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._engine.finish(self._changes, self._attached)
        else:
            self._engine.finish({}, {})


class MemoryEngine:
    """An index that lives as long as this object."""

    def __init__(self) -> None:
        self._reader = MemoryReader({}, "0")
        self._lock = threading.Lock()

    def reader(self) -> MemoryReader:
        """A view of the last commit."""
        return self._reader

    def writer(self) -> MemoryWriter:
        """The one writer."""
        if not self._lock.acquire(blocking=False):
            raise IndexLocked("Another writer is open. Wait until it has finished.")
        return MemoryWriter(self)

    def finish(self, changes: Mapping[str, _Article | None], attached: Mapping[str, bytes]) -> None:
        """Apply a writer's changes and let the next writer in."""
        last = self._reader
        if changes or attached:
            merged = {**last._articles, **changes}
            articles = {id: article for id, article in merged.items() if article is not None}
            attachments = {**last._attachments, **attached}
            self._reader = MemoryReader(articles, str(int(last.revision) + 1), attachments)
        self._lock.release()

    def merge(self) -> None:
        """Nothing is left for later here."""
        self.writer().__exit__(None, None, None)

    def check(self) -> list[str]:
        """Nothing can go wrong here."""
        return []

    def close(self) -> None:
        """Nothing to release."""
