"""Uniting rows: the same whether few rows are sorted or many are marked."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.arrays import Array
from search.engines.embedded.scratch import Scratch, places_among

# With 20 rows almost any are many, with 100,000 all are few.
SIZES = st.sampled_from((20, 100_000))
PARTS = st.lists(st.sets(st.integers(0, 19)).map(sorted), min_size=1, max_size=4)


def arrays(parts: list[list[int]]) -> list[Array]:
    return [np.array(part, dtype=np.int64) for part in parts]


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
        for rows, sums in (scratch.added_up(valued), scratch.united(iter(valued))):
            assert dict(zip(rows.tolist(), sums.tolist(), strict=True)) == expected


def test_an_error_on_the_way_leaves_nothing_behind() -> None:
    scratch = Scratch(4)
    rows = np.array([1, 2])
    with pytest.raises(IndexError):
        scratch.united([(rows, np.ones(2)), (np.array([7]), np.ones(1))])
    found, sums = scratch.united([(rows, np.ones(2))])
    assert (found.tolist(), sums.tolist()) == ([1, 2], [1.0, 1.0])


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_places_among_others(some: set[int], others: set[int]) -> None:
    ordered = sorted(others)
    at, there = places_among(*arrays([sorted(some), ordered]))
    for number, place, known in zip(sorted(some), at.tolist(), there.tolist(), strict=True):
        assert known == (number in others)
        assert not known or ordered[place] == number
