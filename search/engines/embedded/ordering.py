"""The order of hits, and one page of them without sorting all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from search import ranking
from search.engines.base import RawHit
from search.engines.embedded.arrays import Array
from search.engines.embedded.evaluation import Found, Score
from search.engines.embedded.inversion import UNKNOWN_INSTANT
from search.plan import Plan

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_LAST: Final = np.iinfo(np.int64).max
_HEIGHT: Final = 32
_SLACK: Final = 2.0 / 10**ranking.DIGITS
"""Scores that are nearer than this may be equal when they are rounded."""

Key = Callable[[Array], Array]


def page(view: View, plan: Plan, found: Found) -> tuple[RawHit, ...]:
    """The hits of the page that the plan asks for."""
    rows, score = found.rows, found.score
    end = len(rows) if plan.limit is None else min(len(rows), plan.offset + plan.limit)
    if plan.offset >= end:
        return ()
    if plan.sort == "relevance":
        first, scores = _best(view, rows, score, end)
    else:
        first = _by_date(view, rows, score, end, newest=plan.sort == "newest")
        scores = _rounded(score, first)
    rows = rows[first]
    ids = view.raw_ids(rows)
    by_score = (-scores).tolist()
    by_date = (_oldest if plan.sort == "oldest" else _newest)(view, rows).tolist()
    keys = (by_score, by_date) if plan.sort == "relevance" else (by_date, by_score)
    order = sorted(zip(*keys, ids, scores.tolist(), strict=True))[plan.offset :]
    return tuple([RawHit(id.decode("utf-8", "surrogatepass"), score) for *_, id, score in order])


def _best(view: View, rows: Array, score: Score | None, count: int) -> tuple[Array, Array]:
    """Places of the `count` first rows by relevance, in no order, with their rounded scores."""
    places: Array | None = None
    if score is None:
        scores = np.zeros(len(rows))
    else:
        scores = score(None)
        if count < len(rows):
            places = (scores >= bound(scores, count) - _SLACK).nonzero()[0]
            scores = scores[places]
        scores = _round(scores)
    keys: list[Key] = [
        lambda at: -scores[at],
        lambda at: _newest(view, rows[at if places is None else places[at]]),
        lambda at: view.id_ranks(rows[at if places is None else places[at]]),
    ]
    first = smallest(np.arange(len(scores)), keys, count)
    return first if places is None else places[first], scores[first]


def _by_date(view: View, rows: Array, score: Score | None, count: int, *, newest: bool) -> Array:
    """Places of the `count` first rows by date, in no order."""
    keys: list[Key] = [
        lambda places: (_newest if newest else _oldest)(view, rows[places]),
        lambda places: -_rounded(score, places),
        lambda places: view.id_ranks(rows[places]),
    ]
    return smallest(np.arange(len(rows)), keys, count)


def _newest(view: View, rows: Array) -> Array:
    instants = view.instants[rows]
    return np.where(instants == UNKNOWN_INSTANT, _LAST, -instants)


def _oldest(view: View, rows: Array) -> Array:
    instants = view.instants[rows]
    return np.where(instants == UNKNOWN_INSTANT, _LAST, instants)


def _rounded(score: Score | None, places: Array) -> Array:
    return np.zeros(len(places)) if score is None else _round(score(places))


def _round(scores: Array) -> Array:
    """As ranking.rounded does, bit for bit."""
    return np.asarray(np.rint(scores * 10**ranking.DIGITS) / 10**ranking.DIGITS)


def bound(values: Array, count: int) -> float:
    """A number that at least `count` of the values reach, not far below the count-th greatest.

    The values are laid out as a table; the greatest of each column are `count` values or more.
    """
    columns = len(values) // _HEIGHT
    if columns < count:
        return float(np.partition(values, len(values) - count)[len(values) - count])
    greatest = values[: _HEIGHT * columns].reshape(_HEIGHT, columns).max(axis=0)
    return float(np.partition(greatest, columns - count)[columns - count])


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
