"""The order of hits, and one page of them without sorting all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search import ranking
from search.engines.base import RawHit
from search.engines.embedded.arrays import Array
from search.engines.embedded.inversion import UNKNOWN_INSTANT
from search.plan import Plan

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_LAST = np.iinfo(np.int64).max
Key = Callable[[Array], Array]


def page(
    view: View, plan: Plan, rows: Array, scores: Array | None
) -> tuple[int, tuple[RawHit, ...]]:
    """The number of matching rows, and the hits of the page that the plan asks for."""
    total = len(rows)
    end = total if plan.limit is None else min(total, plan.offset + plan.limit)
    if plan.offset >= end:
        return total, ()
    if scores is None:
        scores = np.zeros(total)
    rounded = np.rint(scores * 10**ranking.DIGITS) / 10**ranking.DIGITS
    keys = _keys(view, plan, rows, rounded)
    first = smallest(np.arange(total), keys, end)
    first = first[np.lexsort([key(first) for key in reversed(keys)])]
    chosen = first[plan.offset : end]
    return total, tuple(
        RawHit(view.id_of(row), score)
        for row, score in zip(rows[chosen].tolist(), rounded[chosen].tolist(), strict=True)
    )


def _keys(view: View, plan: Plan, rows: Array, scores: Array) -> Sequence[Key]:
    """What hits (by their places in `rows`) are ordered by; smaller comes first."""

    def by_score(places: Array) -> Array:
        return np.asarray(-scores[places])

    def by_newest(places: Array) -> Array:
        instants = view.instants[rows[places]]
        return np.where(instants == UNKNOWN_INSTANT, _LAST, -instants)

    def by_oldest(places: Array) -> Array:
        instants = view.instants[rows[places]]
        return np.where(instants == UNKNOWN_INSTANT, _LAST, instants)

    def by_id(places: Array) -> Array:
        return view.id_ranks[rows[places]]

    if plan.sort == "newest":
        return (by_newest, by_score, by_id)
    if plan.sort == "oldest":
        return (by_oldest, by_score, by_id)
    return (by_score, by_newest, by_id)


def smallest(items: Array, keys: Sequence[Key], count: int) -> Array:
    """The `count` first items in the order of the keys, themselves in no order.

    One partition by the first key; only items that tie at its border are looked at with the
    next key.
    """
    if len(items) <= count or not keys:
        return items[:count]
    values = keys[0](items)
    border = np.partition(values, count - 1)[count - 1]
    sure = items[values < border]
    ties = items[values == border]
    return np.concatenate([sure, smallest(ties, keys[1:], count - len(sure))])
