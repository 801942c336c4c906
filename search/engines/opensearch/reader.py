"""A reader: the articles of one commit on a cluster, asked through pure requests.

Every request hides the versions that this commit does not have, so a view stays the same while
others write, and needs nothing of the servers between two requests: any of them may fail.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from search.engines.base import EngineResults, RawHit, Stored
from search.engines.opensearch import attachments, counting, decoding, dsl
from search.engines.opensearch.client import Client
from search.engines.opensearch.dsl import Statistics, Visible
from search.engines.opensearch.explaining import Explainer
from search.engines.opensearch.leaves import leaf_matches
from search.engines.opensearch.state import GRACE, State
from search.engines.opensearch.vocabulary import VocabularyLists
from search.errors import IndexMovedOn
from search.facets import FacetCounts
from search.plan import FacetRequest, Leaf, Node, Phrase, Plan, Readings, Term, Word, words
from search.results import WordScore

FETCHED: Final = 200
"""Articles whose stored contents are asked for at once."""
LOOKED_UP: Final = 1_000
"""Ids that are looked up at once."""
KEPT_FREQUENCIES: Final = 50_000

_Query = dict[str, Any]


class OpenSearchReader:
    """A view of one commit. Safe to use from many threads."""

    def __init__(
        self,
        client: Client,
        state: State,
        vocabulary: VocabularyLists,
        current: Callable[[], State],
        state_index: str,
    ) -> None:
        self._client = client
        self._state = state
        self._state_index = state_index
        self._vocabulary = vocabulary
        self._current = current
        self.visible = Visible(state.revision, state.aborted)
        self._confirmed = time.monotonic()
        self._frequencies: dict[Leaf, int] = {}
        self._lock = threading.Lock()
        self._values: dict[str, Mapping[str, int]] = {}
        self._expected: dict[tuple[str, str], None] = {}
        self.revision = f"{state.articles}.{state.revision}"

    def __len__(self) -> int:
        return self._state.count

    def shows(self, state: State) -> bool:
        """Whether this is the view of a state."""
        mine = self._state
        return (mine.articles, mine.revision, mine.aborted) == (
            state.articles,
            state.revision,
            state.aborted,
        )

    # Searching

    def search(self, plan: Plan) -> EngineResults:
        """One request for hits and counts; more for pages beyond 10,000 hits and for groups."""
        self._check_whole_view()
        self._expect(plan)
        body = dsl.to_dsl(plan, self._statistics(plan), self.visible)
        deep = plan.limit != 0 and (plan.limit is None or plan.offset + plan.limit > dsl.WINDOW)
        answer = decoding.to_results(self._ask(body), plan)
        hits = self._pages(body, plan, answer) if deep else answer.hits
        facets = tuple(
            self._counted(plan, request, raw)
            for request, raw in zip(plan.facets, answer.counts, strict=True)
        )
        return EngineResults(answer.total, hits, facets)

    def counts(self, queries: Sequence[Node]) -> list[int]:
        """The number of articles that match each node, in one request for words and one for others.

        Those of words are remembered for the statistics of the search that follows.
        """
        self._check_whole_view()
        leaves = [_only_leaf(query) for query in queries]
        frequencies = self._counts_of(list(dict.fromkeys(leaf for leaf in leaves if leaf)))
        others = [query for query, leaf in zip(queries, leaves, strict=True) if leaf is None]
        wanted = [self.visible.only(dsl.matches(query)) for query in others]
        counted = iter(self._client.count_many(self._state.articles, wanted))
        return [next(counted) if leaf is None else frequencies[leaf] for leaf in leaves]

    def _ask(self, body: _Query) -> Any:
        return self._client.search(self._state.articles, body)

    def _statistics(self, plan: Plan) -> Statistics:
        if plan.limit == 0:
            return Statistics()
        leaves = dsl.leaves(plan.query)
        return Statistics(self._state.fields, self._counts_of(leaves))

    def _counts_of(self, leaves: Sequence[Leaf]) -> dict[Leaf, int]:
        """The number of articles of each leaf; asked for once in a view."""
        with self._lock:
            known = {leaf: self._frequencies[leaf] for leaf in leaves if leaf in self._frequencies}
        missing = [leaf for leaf in leaves if leaf not in known]
        queries = [self.visible.only(leaf_matches(leaf)) for leaf in missing]
        counted = self._client.count_many(self._state.articles, queries)
        found = dict(zip(missing, counted, strict=True))
        with self._lock:
            if len(self._frequencies) > KEPT_FREQUENCIES:
                self._frequencies.clear()
            self._frequencies |= found
        return known | found

    def _pages(self, body: _Query, plan: Plan, first: decoding.Answer) -> tuple[RawHit, ...]:
        """The hits from `offset` on, walking on from the last hit of each page."""
        end = None if plan.limit is None else plan.offset + plan.limit
        # The first answer was asked for no more than `limit` hits; from here on pages are full.
        hits: list[RawHit] = list(first.hits)
        page = {key: body[key] for key in body if key not in ("aggs", "from")}
        page |= {"size": dsl.WINDOW, "track_total_hits": True}
        after = first.after
        while after is not None and (end is None or len(hits) < end):
            answer = decoding.to_results(self._ask(page | {"search_after": after}), plan_of(plan))
            hits += answer.hits
            after = answer.after
        return tuple(hits[plan.offset : end])

    # Counting

    def _counted(self, plan: Plan, request: FacetRequest, raw: counting.RawCounts) -> FacetCounts:
        within = self._within(plan, request.facet)
        if not counting.is_final(request, raw):
            values = self._all_values(counting.value_field(request), within)
            raw = counting.RawCounts(values, {}, raw.missing, complete=True, exact=True)
        if request.groups is None:
            return counting.arranged(request, raw)
        return self._grouped(request, raw, within)

    def _within(self, plan: Plan, facet: str) -> _Query:
        """The articles over which a facet is counted."""
        filters = [one for one in plan.filters if not (one.sideways and one.facet == facet)]
        return self.visible.only(
            dsl.matches(plan.query), *(dsl.matches(one.node) for one in filters)
        )

    def _all_values(self, field: str, within: _Query) -> dict[str, int]:
        """Every value of a field with its exact count."""
        values: dict[str, int] = {}
        after: str | None = None
        while True:
            aggregations = counting.all_values(field, after)
            answer = self._ask({"size": 0, "query": within, "aggs": aggregations})
            page, after = counting.page_of(answer)
            values |= page
            if after is None:
                return values

    def _grouped(
        self, request: FacetRequest, raw: counting.RawCounts, within: _Query
    ) -> FacetCounts:
        """Counts of groups: an article with two values of a group counts once."""
        assert request.groups is not None, "asked only with groups"
        members = counting.grouped(raw.values, request.groups)
        bounds = {group: sum(raw.values[v] for v in values) for group, values in members.items()}
        known = {group for group, values in members.items() if len(values) == 1}
        while todo := counting.undecided(bounds, known, request.limit, request.keep):
            field = counting.value_field(request)
            queries = [
                {"bool": {"filter": [within, {"terms": {field: members[group]}}]}} for group in todo
            ]
            exact = self._client.count_many(self._state.articles, queries)
            bounds |= dict(zip(todo, exact, strict=True))
            known.update(todo)
        return counting.of_groups(bounds, raw.missing, request)

    def facet_values(self, facet: str) -> Mapping[str, int]:
        """All raw values of a text facet with their article counts."""
        with self._lock:
            if facet in self._values:
                return self._values[facet]
        self._check_whole_view()
        found = self._all_values(f"facets.{facet}", self.visible.only())
        with self._lock:
            self._values[facet] = found
        return found

    # Stored articles

    def fetch(self, ids: Sequence[str]) -> list[Stored | None]:
        """What is stored for each id."""
        self._check_whole_view()
        found: dict[str, Stored] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), FETCHED):
            some = wanted[start : start + FETCHED]
            for hit in self._by_id(some, {"_source": list(decoding.STORED)}):
                one = decoding.stored(hit["_source"])
                found[one.id] = one
        return [found.get(id) for id in ids]

    def digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digests of those ids that exist."""
        self._check_whole_view()
        wanted = list(dict.fromkeys(ids))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), LOOKED_UP):
            more = {"_source": False, "docvalue_fields": ["id", "digest"]}
            for hit in self._by_id(wanted[start : start + LOOKED_UP], more):
                found[hit["fields"]["id"][0]] = hit["fields"]["digest"][0]
        return found

    def _by_id(self, ids: Sequence[str], more: _Query) -> list[Any]:
        query = self.visible.only({"terms": {"id": list(ids)}})
        body = {"query": query, "size": len(ids), "track_total_hits": False, **more}
        return list(self._ask(body)["hits"]["hits"])

    def scan(self) -> Iterator[Stored]:
        """Everything stored, in order of id."""
        body: _Query = {
            "query": self.visible.only(),
            "size": FETCHED,
            "sort": [{"id": "asc"}],
            "_source": list(decoding.STORED),
            "track_total_hits": False,
        }
        while True:
            self._check_whole_view()
            hits = self._ask(body)["hits"]["hits"]
            yield from (decoding.stored(hit["_source"]) for hit in hits)
            if len(hits) < FETCHED:
                return
            body["search_after"] = hits[-1]["sort"]

    def attachment(self, name: str) -> bytes | None:
        """What was attached under a name."""
        entry = self._state.attachments.get(name)
        if entry is None:
            return None
        self._check_whole_view()
        return attachments.read(self._client, self._state_index, name, entry)

    # Explaining

    def explain(self, plan: Plan, id: str) -> list[WordScore]:
        """How each word of the plan scored in one article."""
        self._check_whole_view()
        statistics = Statistics(self._state.fields, self._counts_of(dsl.leaves(plan.query)))
        explainer = Explainer(self._client, self._state.articles, self.visible, statistics)
        return explainer.explain(plan, id)

    # Vocabulary

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with `prefix`."""
        return self._vocabulary.terms(field, prefix)

    def terms_near(self, field: str, text: str, distance: int) -> Iterator[str]:
        """The terms that differ from `text` in at most `distance` letters."""
        near = self._vocabulary.near(field, text, distance)
        counts = self._counts_of([Term(field, term) for term in near])
        return (term for term in near if counts[Term(field, term)] > 0)

    def document_frequency(self, field: str, text: str) -> int:
        """The number of articles with a term."""
        term = Term(field, text)
        return self._counts_of([term])[term]

    def forms(self, field: str, text: str) -> tuple[str, ...]:
        """The word forms under which a term occurs; those of the last plans at one go."""
        with self._lock:
            expected = list(self._expected)
            self._expected.clear()
        return self._vocabulary.forms([(field, text), *expected])[field, text]

    def _expect(self, plan: Plan) -> None:
        """Remember the terms of a plan: its snippets will want the forms of them all."""
        found = dict.fromkeys(
            (term.field, term.text)
            for word in words(plan.query)
            for guise in word.guises
            for term in _terms(guise.leaf)
        )
        if plan.limit != 0 and len(found) <= LOOKED_UP:
            with self._lock:
                self._expected = found

    def fields(self) -> Mapping[str, int]:
        """Each field that has terms, with the number of articles that use it."""
        return {name: documents for name, (documents, _) in self._state.fields.items()}

    # Keeping the view whole

    def _check_whole_view(self) -> None:
        """IndexMovedOn where versions that this view shows may have been swept out."""
        now = time.monotonic()
        if now - self._confirmed < GRACE / 2:
            return
        current = self._current()
        if current.oldest > self._state.revision or current.articles != self._state.articles:
            raise IndexMovedOn(
                "The index has moved on since this view of it was opened. Search again."
            )
        self._confirmed = now


def plan_of(plan: Plan) -> Plan:
    """The plan as its further pages have it: nothing is counted again."""
    return Plan(plan.query, plan.filters, (), plan.sort, None)


def _only_leaf(node: Node) -> Leaf | None:
    """What a word of one guise stands for."""
    return node.guises[0].leaf if isinstance(node, Word) and len(node.guises) == 1 else None


def _terms(leaf: Leaf) -> Iterator[Term]:
    if isinstance(leaf, Phrase):
        for slot in leaf.slots:
            yield from slot
    elif isinstance(leaf, Readings):
        yield from leaf.terms
    else:
        yield leaf
