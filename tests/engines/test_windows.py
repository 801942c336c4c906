"""Windows of a proximity search are those that trying every choice of places would find."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded import windows
from search.errors import QueryTooCostly

SLOTS = st.lists(
    st.frozensets(st.tuples(st.integers(0, 1), st.integers(0, 9)), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)


def keys(places: frozenset[tuple[int, int]]) -> np.ndarray:
    return np.array(sorted((row << 32) + place for row, place in places), dtype=np.int64)


@given(SLOTS, st.integers(1, 5), st.booleans())
def test_windows_are_those_of_every_choice(
    slots: list[frozenset[tuple[int, int]]], slop: int, repeat: bool
) -> None:
    if repeat:
        slots = [*slots, slots[0]]
    width = len(slots) - 1 + slop
    expected = {
        max(choice)
        for choice in itertools.product(*slots)
        if len({row for row, _ in choice}) == 1
        and len(set(choice)) == len(choice)
        and max(choice)[1] - min(choice)[1] <= width
    }
    found = windows.window_ends([keys(slot) for slot in slots], slop)
    assert found.tolist() == sorted((row << 32) + place for row, place in expected)


def test_a_word_near_itself_is_not_tried_place_by_place() -> None:
    places = np.arange(1_000_000, dtype=np.int64)
    assert len(windows.window_ends([places] * 5, 100)) == 1_000_000 - 4
    with pytest.raises(QueryTooCostly):
        windows.window_ends([places, places[: 2 * windows.MAX_TRIED]], 100)
