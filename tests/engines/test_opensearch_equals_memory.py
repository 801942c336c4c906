"""A cluster and the specification give the same matches, counts, order and scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cluster
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import analyzed, documents, plans, unlimited

from search import plan as p
from search.documents import AnalyzedDocument
from search.engines.base import Engine, EngineResults
from search.engines.memory import MemoryEngine
from search.engines.opensearch.leaves import field_of


@pytest.fixture(scope="module")
def remote() -> Iterator[Engine]:
    with cluster.engine() as engine:
        yield engine


def refill(engine: Engine, articles: list[AnalyzedDocument]) -> None:
    with engine.writer() as writer:
        for stored in list(engine.reader().scan()):
            writer.delete(stored.id)
        for article in articles:
            writer.add(article)


def is_counted_alike(node: Any) -> bool:
    """Whether a plan's phrases are such as a cluster counts, and not only finds."""
    for word in p.words(node):
        for guise in word.guises:
            leaf = guise.leaf
            if isinstance(leaf, p.Phrase):
                fields = {field_of(term) for slot in leaf.slots for term in slot}
                if leaf.slop is not None or len(fields) > 1 or any(len(s) > 1 for s in leaf.slots):
                    return False
    return True


def same_but_for_the_last_bits(found: EngineResults, expected: EngineResults) -> None:
    assert found.total == expected.total
    assert found.facets == expected.facets
    assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
    wanted = {hit.id: hit.score for hit in expected.hits}
    assert {hit.id: hit.score for hit in found.hits} == pytest.approx(wanted, rel=1e-5, abs=1e-5)


def test_a_phrase_over_a_field_that_the_index_does_not_have_is_found(remote: Engine) -> None:
    refill(remote, [analyzed("a", [], ["big", "deal", "big", "deal"])])
    slots = ((p.Term("be", "big"), p.Term("en", "big")), (p.Term("en", "deal"),))
    word = p.Word("q", (p.Guise(p.Phrase(slots)),))
    (hit,) = remote.reader().search(p.Plan(word)).hits
    assert hit.id == "a"
    (part,) = remote.reader().explain(p.Plan(word), "a")
    assert part.frequency == 2.0


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(documents(), max_size=10), st.lists(plans(), min_size=6, max_size=6))
def test_a_cluster_answers_like_the_specification(
    remote: Engine, articles: list[AnalyzedDocument], asked: list[p.Plan]
) -> None:
    memory = MemoryEngine()
    refill(memory, articles)
    refill(remote, articles)
    assert list(remote.reader().scan()) == list(memory.reader().scan())
    for plan in asked:
        whole = unlimited(plan)
        found, expected = remote.reader().search(whole), memory.reader().search(whole)
        if is_counted_alike(plan.query):
            same_but_for_the_last_bits(found, expected)
        else:
            assert found.facets == expected.facets
            assert {hit.id for hit in found.hits} == {hit.id for hit in expected.hits}
        page = remote.reader().search(plan)
        end = None if plan.limit is None else plan.offset + plan.limit
        assert page.hits == found.hits[plan.offset : end]
        assert page.facets == found.facets
