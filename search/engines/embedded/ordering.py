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


def page(view: View, plan: Plan, mask: Array, scores: Array) -> tuple[int, tuple[RawHit, ...]]:
    """The number of matching rows, and the hits of the page that the plan asks for."""
    rows = np.flatnonzero(mask)
    total = len(rows)
    end = total if plan.limit is None else min(total, plan.offset + plan.limit)
    if plan.offset >= end:
        return total, ()
    rounded = np.rint(scores * 10**ranking.DIGITS) / 10**ranking.DIGITS
    keys = _keys(view, plan, rounded)
    first = _smallest(rows, keys, end)
    first = first[np.lexsort([key(first) for key in reversed(keys)])]
    chosen = first[plan.offset : end].tolist()
    return total, tuple(RawHit(view.id_of(row), float(rounded[row])) for row in chosen)


def _keys(view: View, plan: Plan, scores: Array) -> Sequence[Key]:
    """What hits are ordered by, most important first; smaller comes first."""

    def by_score(rows: Array) -> Array:
        return np.asarray(-scores[rows])

    def by_newest(rows: Array) -> Array:
        instants = view.instants[rows]
        return np.where(instants == UNKNOWN_INSTANT, _LAST, -instants)

    def by_oldest(rows: Array) -> Array:
        instants = view.instants[rows]
        return np.where(instants == UNKNOWN_INSTANT, _LAST, instants)

    def by_id(rows: Array) -> Array:
        return view.id_ranks[rows]

    if plan.sort == "newest":
        return (by_newest, by_score, by_id)
    if plan.sort == "oldest":
        return (by_oldest, by_score, by_id)
    return (by_score, by_newest, by_id)


def _smallest(rows: Array, keys: Sequence[Key], count: int) -> Array:
    """The `count` first rows in the order of the keys, themselves in no order.

    One partition by the first key; only rows that tie at its border are looked at with the
    next key.
    """
    if len(rows) <= count or not keys:
        return rows[:count]
    values = keys[0](rows)
    border = np.partition(values, count - 1)[count - 1]
    sure = rows[values < border]
    ties = rows[values == border]
    return np.concatenate([sure, _smallest(ties, keys[1:], count - len(sure))])
