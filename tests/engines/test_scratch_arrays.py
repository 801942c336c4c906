"""Uniting rows: the same whether few rows are sorted or many are marked."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded import scratch as scratch_module
from search.engines.embedded.arrays import Array
from search.engines.embedded.scratch import Part, Scores, Scratch, places_among

# With 20 rows almost any are many, with 100,000 all are few.
SIZES = st.sampled_from((20, 100_000))
PARTS = st.lists(st.sets(st.integers(0, 19)).map(sorted), min_size=1, max_size=4)


def arrays(parts: list[list[int]]) -> list[Array]:
    return [np.array(part, dtype=np.int64) for part in parts]


def scored(parts: list[Part]) -> list[tuple[Array, Scores]]:
    """Parts whose values are asked for piece by piece."""
    return [
        (rows, lambda some, own=values: own if some is None else own[some])
        for rows, values in parts
    ]


@given(SIZES, PARTS)
def test_rows_are_united_and_shared_as_sets_are(size: int, parts: list[list[int]]) -> None:
    scratch = Scratch(size)
    for _ in range(2):  # the second time in arrays that were used before
        assert scratch.union(arrays(parts)).tolist() == sorted(set().union(*parts))
        some, others = arrays([parts[0], parts[-1]])
        assert scratch.shared(some, others).tolist() == sorted({*parts[0]} & {*parts[-1]})


@given(SIZES, PARTS)
def test_rows_that_stand_in_both_are_found_in_each(size: int, parts: list[list[int]]) -> None:
    scratch = Scratch(size)
    some, others = arrays([parts[0], parts[-1]])
    both = sorted({*parts[0]} & {*parts[-1]})
    for _ in range(2):
        here, there = scratch.shared_places(some, others)
        assert some[here].tolist() == others[there].tolist() == both
        chosen = scratch.places(np.array(both[::-1], dtype=np.int64), others)
        assert others[chosen].tolist() == both[::-1]


@given(SIZES, PARTS)
def test_values_of_a_row_are_added_up(size: int, parts: list[list[int]]) -> None:
    scratch = Scratch(size)
    expected = Counter(row for part in parts for row in part)
    valued = [(rows, np.ones(len(rows))) for rows in arrays(parts)]
    for _ in range(2):
        for rows, sums in (
            scratch.added_up(valued),
            scratch.united(iter(scored(valued)), len(valued)),
        ):
            assert dict(zip(rows.tolist(), sums.tolist(), strict=True)) == expected


@given(PARTS, st.integers(1, 7), st.lists(st.sampled_from((-1.0, 0.0, 2.0)), min_size=4))
def test_it_is_the_same_block_by_block(
    parts: list[list[int]], block: int, values: list[float]
) -> None:
    valued = [
        (rows, np.full(len(rows), value))
        for rows, value in zip(arrays(parts), values, strict=False)
    ]
    whole = Scratch(20)
    expected, sums = whole.united(scored(valued), 4)
    assert expected.tolist() == sorted({row for rows, _ in valued for row in rows.tolist()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scratch_module, "_BLOCK", block)
        patch.setattr(scratch_module, "_MANY", 1)
        scratch = Scratch(20)
        for _ in range(2):
            found = scratch.united(scored(valued), 4)
            assert found[0].tolist() == expected.tolist()
            assert found[1].tolist() == sums.tolist()


def test_an_error_on_the_way_leaves_nothing_behind() -> None:
    scratch = Scratch(4)
    rows = np.array([1, 2])
    with pytest.raises(IndexError):
        scratch.united(scored([(rows, np.ones(2)), (np.array([7]), np.ones(1))]), 2)
    found, sums = scratch.united(scored([(rows, np.ones(2))]), 1)
    assert (found.tolist(), sums.tolist()) == ([1, 2], [1.0, 1.0])


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_places_among_others(some: set[int], others: set[int]) -> None:
    ordered = sorted(others)
    at, there = places_among(*arrays([sorted(some), ordered]))
    for number, place, known in zip(sorted(some), at.tolist(), there.tolist(), strict=True):
        assert known == (number in others)
        assert not known or ordered[place] == number
