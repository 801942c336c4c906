"""Counting facets: bincount over value numbers, each facet without its own filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.documents import TEXT_FACETS
from search.engines.base import arrange
from search.engines.embedded.arrays import Array, owners_of
from search.engines.embedded.evaluation import missing
from search.facets import FacetCounts
from search.plan import FacetRequest, Level, Plan

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_UNIX_EPOCH = 719_163  # the ordinal of 1970-01-01
_UNITS: Mapping[Level, str] = {"year": "Y", "month": "M", "day": "D"}


@dataclass(frozen=True, slots=True)
class Countable:
    """Which value (by its number in `names`) counts for which row, each pair once."""

    names: Sequence[str]
    rows: Array
    numbers: Array


def count(
    view: View, plan: Plan, matched: Array, passing: Sequence[Array]
) -> tuple[FacetCounts, ...]:
    """The counts of every facet that the plan asks for."""
    return tuple(_count(view, plan, request, matched, passing) for request in plan.facets)


def _count(
    view: View, plan: Plan, request: FacetRequest, matched: Array, passing: Sequence[Array]
) -> FacetCounts:
    mask = matched.copy()
    for one, passes in zip(plan.filters, passing, strict=True):
        if not (one.facet == request.facet and one.sideways):
            mask &= passes
    countable = _countable(view, request)
    chosen = countable.numbers[mask[countable.rows]]
    counts = np.bincount(chosen, minlength=len(countable.names))
    numbers = np.flatnonzero(counts).tolist()
    found = {countable.names[number]: int(counts[number]) for number in numbers}
    none = int(np.count_nonzero(missing(view, request.facet) & mask))
    return arrange(found, none, request)


def _countable(view: View, request: FacetRequest) -> Countable:
    """Kept per view: the groups are one object as long as the registry is the same."""
    key = (request.facet, request.level, id(request.groups))
    kept = view.counting_cache.get(key)
    if kept is None or kept[0] is not request.groups:
        if request.facet in TEXT_FACETS:
            built = _text_countable(view, request)
        else:
            built = _date_countable(view, request.facet, request.level or "month")
        view.counting_cache[key] = kept = (request.groups, built)
    return kept[1]


def _text_countable(view: View, request: FacetRequest) -> Countable:
    column = view.facet(request.facet)
    if request.groups is None:
        return Countable(column.values, column.owners, column.numbers)
    shown = [request.groups.get(value, value) for value in column.values]
    names = sorted(set(shown))
    number_of = {name: number for number, name in enumerate(names)}
    group_of = np.array([number_of[name] for name in shown], dtype=np.int64)
    return _once(names, column.owners, group_of[column.numbers])


def _date_countable(view: View, facet: str, level: Level) -> Countable:
    if facet == "published":
        rows = np.flatnonzero(view.published[:, 0])
        pairs = view.published[rows]
    else:
        starts, pairs = view.mentioned
        rows = owners_of(starts)
    buckets = (pairs.astype(np.int64) - _UNIX_EPOCH).astype("datetime64[D]")
    buckets = buckets.astype(f"datetime64[{_UNITS[level]}]")
    # A date known to the year alone lies in no month.
    whole = buckets[:, 0] == buckets[:, 1]
    values, numbers = np.unique(buckets[whole, 0], return_inverse=True)
    return _once([str(value) for value in values], rows[whole], numbers)


def _once(names: Sequence[str], rows: Array, numbers: Array) -> Countable:
    """Each pair of row and value once: an article that names a person twice counts once."""
    width = max(len(names), 1)
    pairs = np.unique(rows * width + numbers)
    return Countable(names, pairs // width, pairs % width)
