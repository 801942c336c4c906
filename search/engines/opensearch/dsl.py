"""A plan as a request to OpenSearch: pure, no network.

A word of a plan in one field is a `script_score` around the sum of its guises: the field's
similarity gives bare frequencies, weights are boosts, and the script is the BM25 of
`search.ranking` over that sum, with the statistics of the whole index as parameters. So a
group of translations scores as one word, the statistics are those of all shards, and the
scores are those of the memory engine but for the last bits (float32).

Nouns: `matching` queries decide and score nothing; `scoring` queries do both. A `Visible` is
which versions of articles a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from search.documents import DATE_FACETS
from search.engines.opensearch.counting import aggregations
from search.engines.opensearch.leaves import leaf_frequency, leaf_matches
from search.plan import (
    And,
    AtLeast,
    DateWithin,
    Everything,
    FacetIs,
    FacetMissing,
    Filter,
    Given,
    Guise,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Plan,
    Prefer,
    Readings,
    Sort,
    Term,
    Word,
    scoring,
)
from search.ranking import K1, B, idf

Query = dict[str, Any]

WINDOW: Final = 10_000
"""Hits that OpenSearch gives in one answer (`index.max_result_window`)."""
MAX_CLAUSES: Final = 900
"""Clauses of a request, below Lucene's 1024."""
MANY: Final = 50
"""Words with more guises than this count each once an article when a request is too large."""

NOTHING: Final[Query] = {"match_none": {}}
EVERYTHING: Final[Query] = {"match_all": {}}

_BM25: Final = (
    f"idf * _score * {K1 + 1} / "
    f"(_score + {K1} * ({1 - B} + {B} * doc['length'].value / mean_length))"
)
_GIVEN: Final = "params.scores[doc['id'].value]"


@dataclass(frozen=True, slots=True)
class Visible:
    """The versions of articles that make up one commit: written by `revision`, not undone.

    `aborted` are revisions that writers began and never committed.
    """

    revision: int
    aborted: tuple[int, ...] = ()

    def hidden(self) -> list[Query]:
        """Queries for the versions that this commit does not have; nearly always few."""
        superseded: Query = {"range": {"until": {"lte": self.revision}}}
        later: Query = {"range": {"since": {"gt": self.revision}}}
        if not self.aborted:
            return [superseded, later]
        undone = {"terms": {"until": list(self.aborted)}}
        return [
            {"bool": {"filter": [superseded], "must_not": [undone]}},
            later,
            {"terms": {"since": list(self.aborted)}},
        ]

    def only(self, *matching: Query) -> Query:
        """The visible articles that match all these."""
        return {"bool": {"filter": list(matching) or [EVERYTHING], "must_not": self.hidden()}}


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 needs to know: by field the articles and their mean length, by leaf its articles.

    `frequencies` need only have the leaves of the plan at hand.
    """

    fields: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    frequencies: Mapping[Leaf, int] = field(default_factory=dict)


def to_dsl(plan: Plan, statistics: Statistics, visible: Visible) -> Query:
    """The body of the `_search` request for a plan; paging beyond WINDOW is the reader's."""
    wants_hits = plan.limit != 0
    compiled = _Compiler(statistics, _is_large(plan.query))
    query = compiled.scored(plan.query) if wants_hits else matches(plan.query)
    counted = {request.facet for request in plan.facets}
    sideways = [one for one in plan.filters if one.sideways and one.facet in counted]
    always = [one for one in plan.filters if one not in sideways]
    body: Query = {
        "query": {
            "bool": {
                "must": [query],
                "filter": [matches(one.node) for one in always],
                "must_not": visible.hidden(),
            }
        },
        "track_total_hits": True,
        "_source": False,
        "size": min(plan.limit if plan.limit is not None else WINDOW, WINDOW),
    }
    if plan.limit is not None and 0 < plan.offset + plan.limit <= WINDOW:
        body["from"] = plan.offset
    if sideways:
        body["post_filter"] = {"bool": {"filter": [matches(one.node) for one in sideways]}}
    if wants_hits:
        body["sort"] = order(plan.sort)
    if plan.facets:
        body["aggs"] = aggregations(plan.facets, lambda facet: _others(sideways, facet))
    return body


def order(sort: Sort) -> list[Query]:
    """Score, then newest, then id, undated last; or by date first."""
    newest: Query = {"instant": {"order": "desc", "missing": "_last"}}
    oldest: Query = {"instant": {"order": "asc", "missing": "_last"}}
    score: Query = {"_score": {"order": "desc"}}
    first = {"relevance": [score, newest], "newest": [newest, score], "oldest": [oldest, score]}
    return [*first[sort], {"id": {"order": "asc"}}]


def _others(sideways: Iterable[Filter], facet: str) -> list[Query]:
    """The filters under which a facet is counted: all but its own."""
    return [matches(one.node) for one in sideways if one.facet != facet]


def leaves(node: Node) -> list[Leaf]:
    """The leaves of a node whose numbers of articles its scores need, each once."""
    words = [one for one in scoring(node) if isinstance(one, Word)]
    return list(dict.fromkeys(guise.leaf for word in words for guise in word.guises))


# Matching


def matches(node: Node) -> Query:
    """A query for the articles that match a node, without scores."""
    if isinstance(node, Everything):
        return EVERYTHING
    if isinstance(node, Word):
        return _any(_word_matches(node))
    if isinstance(node, And):
        return {"bool": {"filter": [matches(child) for child in node.children]}}
    if isinstance(node, Or):
        return _any([matches(child) for child in node.children])
    if isinstance(node, AtLeast):
        if node.minimum < 1:
            return EVERYTHING
        return _any([matches(child) for child in node.children], node.minimum)
    if isinstance(node, Not):
        return {"bool": {"must_not": [matches(node.child)]}}
    if isinstance(node, Prefer):
        return matches(node.child)
    if isinstance(node, Given):
        return {"terms": {"id": sorted({id for id, _ in node.scores})}}
    if isinstance(node, FacetIs):
        return {"terms": {f"facets.{node.facet}": sorted(node.values)}}
    if isinstance(node, FacetMissing):
        return {"bool": {"must_not": [{"exists": {"field": facet_field(node.facet)}}]}}
    if isinstance(node, DateWithin):
        days = {"gte": node.first, "lte": node.last, "relation": "within"}
        return {"range": {node.facet: days}}
    return NOTHING


def facet_field(facet: str) -> str:
    """The field that an article has when it has a value of a facet."""
    return facet if facet in DATE_FACETS else f"facets.{facet}"


def _any(queries: list[Query], minimum: int = 1) -> Query:
    if not queries:
        return NOTHING
    return {"bool": {"should": queries, "minimum_should_match": minimum}}


def _word_matches(word: Word) -> list[Query]:
    """One clause for all plain terms of a field, one for each phrase."""
    by_field: dict[str, dict[str, None]] = {}
    found: list[Query] = []
    for guise in word.guises:
        if isinstance(guise.leaf, Phrase):
            found.append(leaf_matches(guise.leaf))
            continue
        for term in _terms_of(guise.leaf):
            name = f"{'title' if term.part == 'title' else 'text'}.{term.field}"
            by_field.setdefault(name, {})[term.text] = None
    return [{"terms": {name: list(texts)}} for name, texts in by_field.items()] + found


def _terms_of(leaf: Term | Readings) -> tuple[Term, ...]:
    return leaf.terms if isinstance(leaf, Readings) else (leaf,)


# Scoring


def _is_large(node: Node) -> bool:
    """Whether a request with two clauses a term, text and title, would have too many."""
    terms = (len(_terms_of(leaf)) for leaf in leaves(node) if not isinstance(leaf, Phrase))
    return 2 * sum(terms) > MAX_CLAUSES


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Nodes as scoring queries, under the statistics of an index."""

    statistics: Statistics
    large: bool

    def scored(self, node: Node) -> Query:
        if isinstance(node, Word):
            return self.word(node)
        if isinstance(node, Given):
            return _given(node)
        if isinstance(node, And):
            return {"bool": {"must": [self.scored(child) for child in node.children]}}
        if isinstance(node, Or):
            return _any([self.scored(child) for child in node.children])
        if isinstance(node, AtLeast):
            should = [self.scored(child) for child in node.children]
            if node.minimum < 1:
                return {"bool": {"filter": [EVERYTHING], "should": should}}
            return _any(should, node.minimum)
        if isinstance(node, Prefer):
            extras = [self.scored(extra) for extra in node.extras]
            return {"bool": {"must": [self.scored(node.child)], "should": extras}}
        return {"bool": {"filter": [matches(node)]}}

    def word(self, word: Word) -> Query:
        """The best of the fields of a word."""
        by_field: dict[str, list[Guise]] = {}
        for guise in word.guises:
            by_field.setdefault(guise.leaf.field, []).append(guise)
        fields = [self.in_field(field, guises) for field, guises in by_field.items()]
        found = [query for query in fields if query is not None]
        if not found:
            return NOTHING
        return found[0] if len(found) == 1 else {"dis_max": {"queries": found}}

    def in_field(self, field: str, guises: list[Guise]) -> Query | None:
        documents, mean_length = self.statistics.fields.get(field, (0, 1.0))
        counts = self.statistics.frequencies
        there = [guise for guise in guises if counts.get(guise.leaf, 0) > 0]
        if not there:
            return None
        weighted = sum(guise.weight * counts[guise.leaf] for guise in there)
        params = {
            "idf": idf(documents, min(float(documents), weighted)),
            "mean_length": max(mean_length, 1.0),
        }
        script = {"lang": "expression", "source": _BM25, "params": params}
        return {"script_score": {"query": _any(self.frequencies(there)), "script": script}}

    def frequencies(self, guises: list[Guise]) -> list[Query]:
        """Queries whose scores add up to the weighted frequency of these guises."""
        if not self.large or len(guises) <= MANY:
            return [leaf_frequency(guise.leaf, guise.weight) for guise in guises]
        alike: dict[tuple[float, str], list[str]] = {}
        rest: list[Query] = []
        for guise in guises:
            if isinstance(guise.leaf, Term):
                name = f"{'title' if guise.leaf.part == 'title' else 'text'}.{guise.leaf.field}"
                alike.setdefault((guise.weight, name), []).append(guise.leaf.text)
            else:
                rest.append(leaf_frequency(guise.leaf, guise.weight))
        return rest + [
            {"constant_score": {"filter": {"terms": {name: texts}}, "boost": weight}}
            for (weight, name), texts in alike.items()
        ]


def _given(node: Given) -> Query:
    """Articles found elsewhere, with their scores; one clause however many they are."""
    scores = dict(node.scores)
    script = {"source": _GIVEN, "params": {"scores": scores}}
    return {"script_score": {"query": {"terms": {"id": sorted(scores)}}, "script": script}}
