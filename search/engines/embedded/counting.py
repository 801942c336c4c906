"""Counting facets: bincount over value numbers, each facet without its own filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from search.documents import TEXT_FACETS
from search.engines.base import arrange
from search.engines.embedded.arrays import Array, owners_of, starts_of, take_rows
from search.engines.embedded.evaluation import missing
from search.engines.embedded.ordering import smallest
from search.facets import FacetCounts
from search.plan import FacetRequest, Level, Plan

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_UNIX_EPOCH = 719_163  # the ordinal of 1970-01-01
_UNITS: Mapping[Level, str] = {"year": "Y", "month": "M", "day": "D"}
_NONE = -1


@dataclass(frozen=True, slots=True)
class Countable:
    """Which values (by their numbers in sorted `names`) count for which row, each once.

    Where no row has two values, `single` holds the value of each row or -1; else the values
    of a row are ragged.
    """

    names: Sequence[str]
    missing: Array
    single: Array | None
    start: Array
    numbers: Array

    def counts(self, rows: Array) -> Array:
        """How many of the rows have each value."""
        if self.single is not None:
            return np.bincount(self.single[rows] + 1, minlength=len(self.names) + 1)[1:]
        if len(rows) == len(self.start) - 1:
            chosen = self.numbers
        else:
            _, chosen = take_rows(self.start, self.numbers, rows)
        return np.bincount(chosen, minlength=len(self.names))


def count(
    view: View, plan: Plan, matched: Array, passing: Sequence[Array]
) -> tuple[FacetCounts, ...]:
    """The counts of every facet that the plan asks for, over the ascending rows `matched`."""
    return tuple(_count(view, plan, request, matched, passing) for request in plan.facets)


def _count(
    view: View, plan: Plan, request: FacetRequest, matched: Array, passing: Sequence[Array]
) -> FacetCounts:
    rows = matched
    for one, passes in zip(plan.filters, passing, strict=True):
        if not (one.facet == request.facet and one.sideways):
            rows = rows[passes[rows]]
    countable = _countable(view, request)
    counts = countable.counts(rows)
    none = int(np.count_nonzero(countable.missing[rows]))
    numbers = np.flatnonzero(counts)
    limited = request.facet in TEXT_FACETS and request.limit is not None
    if limited and len(numbers) > request.limit + len(request.keep) + 1:  # type: ignore[operator]
        # Only what will be shown gets its name; one more tells that there are more.
        wanted = request.limit + 1  # type: ignore[operator]
        first = smallest(numbers, (lambda n: -counts[n], lambda n: n), wanted)
        kept = [n for n in numbers.tolist() if countable.names[n] in request.keep] if (
            request.keep
        ) else []  # fmt: skip
        numbers = np.union1d(first, np.array(kept, dtype=np.int64))
    found = {countable.names[number]: int(counts[number]) for number in numbers.tolist()}
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
        return _made(view, request.facet, column.values, column.owners, column.numbers)
    shown = [request.groups.get(value, value) for value in column.values]
    names = sorted(set(shown))
    number_of = {name: number for number, name in enumerate(names)}
    group_of = np.array([number_of[name] for name in shown], dtype=np.int64)
    return _made(view, request.facet, names, column.owners, group_of[column.numbers])


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
    return _made(view, facet, [str(value) for value in values], rows[whole], numbers)


def _made(view: View, facet: str, names: Sequence[str], rows: Array, numbers: Array) -> Countable:
    """Each pair of row and value once: an article that names a person twice counts once."""
    width = max(len(names), 1)
    pairs = np.unique(rows.astype(np.int64) * width + numbers)
    rows, numbers = pairs // width, pairs % width
    lengths = np.bincount(rows, minlength=view.rows)
    single: Array | None = None
    if not len(lengths) or lengths.max() <= 1:
        single = np.full(view.rows, _NONE, dtype=np.int64)
        single[rows] = numbers
    return Countable(names, missing(view, facet), single, starts_of(lengths), numbers)
