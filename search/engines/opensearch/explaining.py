"""How each word of a plan scored in one article: asked of the cluster leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search import ranking
from search.engines.opensearch.client import Client
from search.engines.opensearch.dsl import Query, Statistics, Visible, leaves, matches
from search.engines.opensearch.leaves import leaf_frequency
from search.plan import Given, Guise, Leaf, Node, Plan, Word, branches, describe_leaf
from search.results import WordScore


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains scores in one view."""

    client: Client
    index: str
    visible: Visible
    statistics: Statistics

    def explain(self, plan: Plan, id: str) -> list[WordScore]:
        """The words that gave the article its score, in the order of the plan."""
        found = leaves(plan.query)
        nodes = list(dict.fromkeys(_nodes(plan.query)))
        article = self.visible.only({"term": {"id": id}})
        queries: list[Query] = [
            {"bool": {"must": [leaf_frequency(leaf, 1.0)], "filter": [article]}} for leaf in found
        ]
        queries += [{"bool": {"filter": [article, matches(node)]}} for node in nodes]
        bodies: list[Query] = [
            {"query": query, "size": 1, "_source": ["length"]} for query in queries
        ]
        answers = [
            answer["hits"]["hits"]
            for start in range(0, len(bodies), 200)
            for answer in self.client.search_many(self.index, bodies[start : start + 200])
        ]
        if not any(answers):
            return []
        length = next(hits[0]["_source"]["length"] for hits in answers if hits)
        frequencies = {
            leaf: hits[0]["_score"] for leaf, hits in zip(found, answers, strict=False) if hits
        }
        matching = {node for node, hits in zip(nodes, answers[len(found) :], strict=True) if hits}
        return [
            self._score(leaf, frequencies, length)
            if isinstance(leaf, Word)
            else WordScore.given(leaf.via, dict(leaf.scores)[id])
            for leaf in _scoring_in(plan.query, matching)
        ]

    def _score(self, word: Word, frequencies: dict[Leaf, float], length: int) -> WordScore:
        fields = dict.fromkeys(
            guise.leaf.field for guise in word.guises if guise.leaf in frequencies
        )
        scores = [self._in_field(word, field, frequencies, length) for field in fields]
        return max(scores, key=lambda one: one.score)

    def _in_field(
        self, word: Word, field: str, frequencies: dict[Leaf, float], length: int
    ) -> WordScore:
        guises = [guise for guise in word.guises if guise.leaf.field == field]
        documents, mean_length = self.statistics.fields.get(field, (0, 1.0))
        mean_length = max(mean_length, 1.0)
        df = min(float(documents), sum(self._frequency(guise) for guise in guises))
        found = [guise for guise in guises if guise.leaf in frequencies]
        tf = sum(guise.weight * frequencies[guise.leaf] for guise in found)
        score = ranking.bm25(tf, ranking.norm(length, mean_length), ranking.idf(documents, df))
        return WordScore(
            word.text, field, tf, df, documents, length, mean_length,
            score, tuple(describe_leaf(g.leaf) for g in found),
        )  # fmt: skip

    def _frequency(self, guise: Guise) -> float:
        return guise.weight * self.statistics.frequencies.get(guise.leaf, 0)


def _nodes(node: Node) -> Iterator[Node]:
    """A node and all below it whose scores may count."""
    yield node
    for branch in branches(node):
        yield from _nodes(branch)


def _scoring_in(node: Node, matching: set[Node]) -> Iterator[Word | Given]:
    """What gave the article its score: leaves of branches that match as a whole."""
    if node not in matching:
        return
    if isinstance(node, Word | Given):
        yield node
    for branch in branches(node):
        yield from _scoring_in(branch, matching)
