"""Proximity: where all slots of a phrase stand within one window, at distinct places.

Places are keys, row · 2^32 + position, ascending, so one search serves all articles at once. A
window is known by its last place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Final

import numpy as np

from search.engines.embedded.arrays import Array
from search.errors import QueryTooCostly

MAX_TRIED: Final = 100_000
"""Windows that may be tried one by one; some microseconds each."""


def window_ends(slots: list[Array], slop: int) -> Array:
    """The last places of windows that hold all slots, with at most `slop` other words."""
    width = len(slots) - 1 + slop
    wanted = _grouped(slots)
    ends = np.unique(np.concatenate([keys for keys, _ in wanted]))
    distinct = len(ends) == sum(len(keys) for keys, _ in wanted)
    for keys, times in wanted:
        inside = np.searchsorted(keys, ends, "right") - np.searchsorted(keys, ends - width)
        # A word wanted twice must be there twice. Words that share places (мир, as peace and
        # as world) may be there often enough and still not at distinct places.
        ends = ends[inside >= times]
    return ends if distinct else _tried(slots, ends, width)


def _grouped(slots: list[Array]) -> list[tuple[Array, int]]:
    """The different slots, each with how often it is wanted."""
    found: list[tuple[Array, int]] = []
    for keys in slots:
        for number, (known, times) in enumerate(found):
            if np.array_equal(known, keys):
                found[number] = (known, times + 1)
                break
        else:
            found.append((keys, 1))
    return found


def _tried(slots: list[Array], ends: Array, width: int) -> Array:
    """Those ends whose window has a distinct place for each slot."""
    if len(ends) > MAX_TRIED:
        raise QueryTooCostly(
            "Words that may be the same one are to stand near each other in too many places",
            hint="Name rarer words, or fewer.",
        )
    places = [slot.tolist() for slot in slots]
    return np.array([end for end in ends.tolist() if _fills(places, end, width)], dtype=np.int64)


def _fills(places: list[list[int]], end: int, width: int) -> bool:
    """Whether distinct places in [end - width, end], `end` among them, fill all slots."""
    inside = [slot[bisect_left(slot, end - width) : bisect_right(slot, end)] for slot in places]
    # A matching by augmenting paths, in which each slot that can takes `end` in turn.
    return any(
        end in slot and _matching(inside[:i] + inside[i + 1 :], {end})
        for i, slot in enumerate(inside)
    )


def _matching(slots: list[list[int]], taken: set[int]) -> bool:
    owner: dict[int, int] = {}

    def place(slot: int, seen: set[int]) -> bool:
        for spot in slots[slot]:
            if spot in taken or spot in seen:
                continue
            seen.add(spot)
            if spot not in owner or place(owner[spot], seen):
                owner[spot] = slot
                return True
        return False

    return all(place(slot, set()) for slot in range(len(slots)))
