"""Phrases and proximity: where terms stand near each other.

A slot of a phrase may hold several terms (all readings of a word); their positions are
joined. Positions of different articles are kept apart by one key, row · 2^32 + position,
so that one intersection serves all articles at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

from search.engines.embedded.arrays import Array, owners_of
from search.engines.embedded.postings import term_places, term_rows
from search.plan import Phrase, Term

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_SHIFT = 32
_PLACE = (1 << _SHIFT) - 1


def phrase_postings(view: View, phrase: Phrase) -> tuple[Array, Array]:
    """The live rows of a phrase, ascending, with the number of its occurrences in each."""
    common = _common_rows(view, phrase)
    slots = [_slot_keys(view, slot, common) for slot in phrase.slots]
    ends = _in_order(slots) if phrase.slop is None else _in_window(slots, phrase.slop)
    rows, counts = np.unique(ends >> _SHIFT, return_counts=True)
    return rows, counts.astype(np.float64)


def _common_rows(view: View, phrase: Phrase) -> Array:
    """The rows that have a term of every slot: positions are read only there."""
    slots = [
        np.unique(np.concatenate([term_rows(view, t.field, t.text) for t in slot]))
        if len(slot) > 1
        else term_rows(view, slot[0].field, slot[0].text)
        for slot in phrase.slots
    ]
    slots.sort(key=len)
    common = slots[0]
    for rows in slots[1:]:
        if not len(common):
            break
        places = np.searchsorted(rows, common)
        places[places == len(rows)] = 0
        common = common[rows[places] == common]
    return common


def _slot_keys(view: View, slot: tuple[Term, ...], common: Array) -> Array:
    """Sorted keys of all places in some rows where a term of the slot stands."""
    parts = []
    for term in slot:
        rows, starts, places = term_places(view, term, common)
        owners = rows[owners_of(starts)]
        if term.part == "title":
            inside = places < view.title_lengths[owners]
            owners, places = owners[inside], places[inside]
        parts.append((owners << _SHIFT) | places)
    # Of one term the keys are ascending and different already.
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _in_order(slots: list[Array]) -> Array:
    """Keys of first places from where all slots follow one after the other."""
    # Begin with the rarest slot: the intersection is never larger than that.
    order = sorted(range(len(slots)), key=lambda i: len(slots[i]))
    starts = slots[order[0]] - order[0]
    for i in order[1:]:
        starts = starts[np.isin(starts, slots[i] - i, assume_unique=True)]
    return starts[(starts & _PLACE) < _PLACE - len(slots)]


def _in_window(slots: list[Array], slop: int) -> Array:
    """Keys of last places of windows that hold all slots at distinct places."""
    width = len(slots) - 1 + slop
    common = slots[0] >> _SHIFT
    for slot in slots[1:]:
        common = np.intersect1d(common, slot >> _SHIFT)
    ends: list[int] = []
    bounds = [
        (np.searchsorted(slot, common << _SHIFT), np.searchsorted(slot, (common + 1) << _SHIFT))
        for slot in slots
    ]
    for number in range(len(np.unique(common))):
        places = [
            slot[begin[number] : end[number]].tolist()
            for slot, (begin, end) in zip(slots, bounds, strict=True)
        ]
        ends += _window_ends(places, width)
    return np.array(ends, dtype=np.int64)


def _window_ends(places: list[list[int]], width: int) -> list[int]:
    """The places that are the last word of a window, for the slots of one article."""
    ends = sorted(set().union(*places))
    return [end for end in ends if _fills(places, end, width)]


def _fills(places: list[list[int]], end: int, width: int) -> bool:
    """Whether distinct places in [end - width, end], `end` among them, fill all slots."""
    inside = [slot[bisect_left(slot, end - width) : bisect_right(slot, end)] for slot in places]
    if not all(inside):
        return False
    # Slots seldom share a place, so the search for distinct ones ends at once; it is a
    # matching by augmenting paths, in which the slot that takes `end` is tried in turn.
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
