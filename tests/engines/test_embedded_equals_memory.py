"""The embedded engine gives what the specification gives, on random corpora and plans."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import documents, plans, unlimited

from search.engines.base import Engine, remembering
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine

STEPS = st.lists(
    st.lists(st.one_of(documents(), st.sampled_from("abcdefgh")), max_size=5), max_size=4
)


def apply(engine: Engine, steps: list[list[object]]) -> None:
    for step in steps:
        with engine.writer() as writer:
            for change in step:
                if isinstance(change, str):
                    writer.delete(change)
                else:
                    writer.add(change)  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.lists(plans(), min_size=1, max_size=4))
def test_same_matches_counts_scores_and_order(steps, some_plans) -> None:
    compare(steps, some_plans)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.lists(plans(), min_size=1, max_size=4))
def test_they_are_the_same_where_rows_are_united_block_by_block(steps, some_plans) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.engines.embedded.scratch._BLOCK", 2)
        patch.setattr("search.engines.embedded.scratch._MANY", 2)
        compare(steps, some_plans)


def compare(steps, some_plans) -> None:
    memory = MemoryEngine()
    apply(memory, steps)
    with tempfile.TemporaryDirectory() as folder:
        embedded = EmbeddedEngine(Path(folder), create=True)
        apply(embedded, steps)
        assert embedded.check() == []
        for plan in some_plans:
            assert embedded.reader().search(plan) == memory.reader().search(plan)
            for hit in memory.reader().search(unlimited(plan)).hits[:2]:
                expected = memory.reader().explain(plan, hit.id)
                found = embedded.reader().explain(plan, hit.id)
                assert [part.found for part in found] == [part.found for part in expected]
                assert [part.score for part in found] == pytest.approx(
                    [part.score for part in expected]
                )
        reader = embedded.reader()
        with remembering(reader):  # words of one plan may be those of another
            for plan in (*some_plans, *some_plans):
                assert reader.search(plan) == memory.reader().search(plan)
        assert reader.remembered.words is None
        assert len(embedded.reader()) == len(memory.reader())
        assert list(embedded.reader().scan()) == list(memory.reader().scan())
        assert embedded.reader().vectors() == memory.reader().vectors()
        for vector in ((1.0, 0.0, 0.0), (0.3, -2.0, 0.1), (0.0, 0.0, 0.0)):
            for limit in (0, 2, 9):
                near = memory.reader().nearest(vector, limit)
                assert embedded.reader().nearest(vector, limit) == near
        for facet in ("person", "source"):
            assert embedded.reader().facet_values(facet) == memory.reader().facet_values(facet)
        assert embedded.reader().fields() == memory.reader().fields()
        for field in ("en", "ru", "exact"):
            near = list(memory.reader().terms_near(field, "dial", 2))
            assert list(embedded.reader().terms_near(field, "dial", 2)) == near
            assert list(embedded.reader().terms(field, "")) == list(
                memory.reader().terms(field, "")
            )
