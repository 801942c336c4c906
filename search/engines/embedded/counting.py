"""Counting facets: bincount over value numbers, each facet without its own filters.

The values of a facet are numbered for all segments together (`values`); by these numbers
each segment has a table of its articles (`tables`). A table is made once for a segment and
kept with it, so that after a commit only new segments need one. A view lays the tables of
its segments end to end (`Countable`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from search.documents import TEXT_FACETS
from search.engines.base import arrange
from search.engines.embedded.arrays import Array, owners_of
from search.engines.embedded.ordering import bound, smallest
from search.engines.embedded.scratch import changes, lengths_of
from search.engines.embedded.segment import FacetColumn, Segment
from search.engines.embedded.strings import StringTable
from search.engines.embedded.tables import Table, end_to_end, regrouped, table_of
from search.engines.embedded.values import Dates, Groups, Names, Values, units_of
from search.facets import FacetCounts
from search.plan import FacetRequest, Level, Plan

if TYPE_CHECKING:
    from search.engines.embedded.view import View

_FEW: Final = 256
"""So many numbers are counted one by one: array operations have their price."""
_MOST_SHOWN: Final = 10_000
"""Names of values that are kept ready; a page shows some fifty."""
_NO_STRINGS = StringTable(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint8))


class Selection:
    """The ascending rows to be counted; `others` are those that are not, where they are fewer."""

    def __init__(self, view: View, rows: Array) -> None:
        self.rows = rows
        self.others: Array | None = None
        if len(rows) * 2 > view.documents:
            rest = np.ones(view.rows, dtype=bool) if view.live is None else view.live.copy()
            rest[rows] = False
            self.others = rest.nonzero()[0]


class _Shown(dict[int, str]):
    """The names of numbers that were shown lately, which need not be decoded again."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __missing__(self, number: int) -> str:
        if len(self) >= _MOST_SHOWN:
            self.clear()
        self[number] = name = self._names.name(number)
        return name


class Countable:
    """A facet of a view, ready to be counted."""

    def __init__(self, view: View, table: Table, names: Names) -> None:
        self.table = table
        self.names = names
        self.shown = _Shown(names)
        self._size = names.size
        self._live_rows = view.live_rows

    def few(self, chosen: Selection) -> tuple[dict[int, int], int] | None:
        """What `tally` finds, as a dictionary, where it is little; None where it is much."""
        if len(chosen.rows) * self.table.lines.shape[1] > _FEW:
            return None
        numbers, missing = self.table.numbers(chosen.rows)
        counts = Counter(numbers.tolist())
        for number in range(self.names.first):
            counts.pop(number, None)
        return counts, missing

    def tally(self, chosen: Selection) -> tuple[Array, Array, int]:
        """The values that the rows have, how many rows have each, and how many have none."""
        first = self.names.first
        if chosen.others is not None:
            numbers, missing = self.table.numbers(chosen.others)
            everything, all_missing = self.whole
            counts = everything - np.bincount(numbers, minlength=self._size)
            missing = all_missing - missing
        else:
            numbers, missing = self.table.numbers(chosen.rows)
            if len(numbers) * 4 < self._size:
                ordered = np.sort(numbers[numbers >= first])
                begins = changes(ordered).nonzero()[0]
                return ordered[begins], lengths_of(begins, len(ordered)), missing
            counts = np.bincount(numbers, minlength=self._size)
        found = counts[first:].nonzero()[0] + first
        return found, counts[found], missing

    @cached_property
    def whole(self) -> tuple[Array, int]:
        """The counts of all numbers over all live articles, and how many have no value."""
        numbers, missing = self.table.numbers(self._live_rows)
        return np.bincount(numbers, minlength=self._size), missing


def count(
    view: View, plan: Plan, matched: Array, passing: Sequence[Array]
) -> tuple[FacetCounts, ...]:
    """The counts of every facet that the plan asks for, over the ascending rows `matched`."""
    selections: dict[tuple[bool, ...], Selection] = {}
    found = []
    for request in plan.facets:
        own = tuple(one.facet == request.facet and one.sideways for one in plan.filters)
        if own not in selections:
            rows = matched
            for mine, passes in zip(own, passing, strict=True):
                rows = rows if mine else rows[passes[rows]]
            selections[own] = Selection(view, rows)
        found.append(_count(view, request, selections[own]))
    return tuple(found)


def _count(view: View, request: FacetRequest, chosen: Selection) -> FacetCounts:
    countable = view.countable(request)
    shown_as = countable.shown.__getitem__
    few = countable.few(chosen)
    if few is not None:
        by_number, missing = few
        return arrange(
            dict(zip(map(shown_as, by_number), by_number.values(), strict=True)), missing, request
        )
    numbers, counts, missing = countable.tally(chosen)
    names = countable.names
    if request.facet in TEXT_FACETS and request.limit is not None:
        # Only what will be shown gets its name; one more tells that there are more.
        wanted = request.limit + 1
        if len(numbers) > wanted + len(request.keep):
            least = bound(counts, wanted)
            shown = (counts >= least).nonzero()[0]
            keys = (lambda at: -counts[at], lambda at: names.order(numbers[at]))
            shown = smallest(shown, keys, wanted)
            if request.keep and isinstance(names, Values | Groups):
                kept = [names.number(name) for name in request.keep]
                among = np.isin(numbers, [number for number in kept if number is not None])
                shown = np.union1d(shown, among.nonzero()[0])
            numbers, counts = numbers[shown], counts[shown]
    named = map(shown_as, numbers.tolist())
    return arrange(dict(zip(named, counts.tolist(), strict=True)), missing, request)


# What is counted


def countable(view: View, request: FacetRequest) -> Countable:
    """What a request counts; groups are applied to the values that are counted without them."""
    if request.facet not in TEXT_FACETS:
        return _dates(view, request.facet, request.level or "month")
    if request.groups is None:
        return _texts(view, request.facet)
    plain = view.countable(FacetRequest(request.facet))
    assert isinstance(plain.names, Values), "without groups, raw values are counted"
    groups = Groups(plain.names, request.groups)
    return Countable(view, regrouped(plain.table, groups.of), groups)


def _texts(view: View, facet: str) -> Countable:
    columns = [facet_column(segment, facet) for segment in view.segments]
    if not columns:
        return Countable(view, end_to_end(()), Values(_NO_STRINGS))
    largest = max(range(len(columns)), key=lambda number: len(columns[number].texts))
    kept = view.segments[largest].kept
    values: Values = kept.setdefault(("values", facet), Values(columns[largest].texts))
    tables = []
    for segment, column in zip(view.segments, columns, strict=True):
        whose, table = segment.kept.get(("table", facet), (None, None))
        if whose is not values:
            table = table_of(np.diff(column.start), values.numbers_of(column.texts)[column.numbers])
        tables.append(table)
    whole = end_to_end(tables)
    for segment, base, table in zip(view.segments, view.bases, tables, strict=False):
        # A part of the whole, so that memory holds each line once.
        part = whole.part(base, base + segment.documents, table)
        segment.kept["table", facet] = (values, part)
    return Countable(view, whole, values)


def _dates(view: View, facet: str, level: Level) -> Countable:
    parts = [_units(segment, facet, level) for segment in view.segments]
    none = np.zeros(0, dtype=np.int64)
    lengths = np.concatenate([none, *(part[0] for part in parts)])
    units = np.concatenate([none, *(part[1] for part in parts)])
    dates = Dates(level, units)
    return Countable(view, table_of(lengths, dates.numbers_of(units)), dates)


def _units(segment: Segment, facet: str, level: Level) -> tuple[Array, Array]:
    """How many different years, months or days each article has, and which; kept."""
    key = ("units", facet, level)
    if key not in segment.kept:
        pairs = segment.arrays[facet].reshape(-1, 2)
        if facet == "published":
            rows = pairs[:, 0].nonzero()[0]
            pairs = pairs[rows]
        else:
            rows = owners_of(segment.arrays["mentioned.start"])
        units = units_of(pairs, level)
        rows, units = _each_once(rows, units)
        segment.kept[key] = np.bincount(rows, minlength=segment.documents), units
    found: tuple[Array, Array] = segment.kept[key]
    return found


def _each_once(rows: Array, units: Array) -> tuple[Array, Array]:
    order = np.lexsort((units, rows))
    rows, units = rows[order], units[order]
    fresh: Array = np.ones(len(rows), dtype=bool)
    fresh[1:] = (rows[1:] != rows[:-1]) | (units[1:] != units[:-1])
    return rows[fresh], units[fresh]


def facet_column(segment: Segment, facet: str) -> FacetColumn:
    """The column of a text facet; kept, as its look-ups keep something too."""
    key = ("column", facet)
    if key not in segment.kept:
        segment.kept[key] = segment.facet(facet)
    column: FacetColumn = segment.kept[key]
    return column
