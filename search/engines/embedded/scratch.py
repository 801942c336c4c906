"""Arrays over all rows of a view, used again and again by whatever unites many rows.

Fresh memory of their size costs more than the work that is done in it: the system hands it
out page by page, cleared. Few rows are sorted instead. A list gives and takes in one step,
so threads never share an array; what is lent when an error comes is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np

from search.engines.embedded.arrays import Array

_SPARSE: Final = 32
"""Fewer rows than one in so many are sorted."""
_STEEP: Final = 32
"""To look a row up among so many others costs as much as to mark them."""
_DENSE: Final = 5
"""More rows than one in so many are cleared, or found by their scores, with all others."""

_KEPT: Final = 16 << 20

_BLOCK: Final = 1 << 17
"""Rows whose sums, a megabyte, stay in the processor's cache while words are added to them."""
_MANY: Final = 8
"""Fewer parts than these are added up one after the other, as they come."""

Part = tuple[Array, Array]
"""Rows, none of them twice, and a value for each."""
Scores = Callable[["slice | None"], Array]
"""The scores of some of the rows, of all for None."""


class Scratch:
    """Arrays of one size, all cleared while nobody uses them."""

    def __init__(self, size: int) -> None:
        # glibc gives back what a query has freed, and 40 words then cost 700 page faults at
        # 100,000 articles, a quarter of their time. It stops that for blocks as large as one
        # that was freed before. This one is never written to, so it takes no memory.
        np.empty(_KEPT, dtype=np.uint8)
        self.size = size
        self._flags: list[Array] = []
        self._floats: list[Array] = []
        self._numbers: list[Array] = []
        self._counted: Array = np.arange(size, dtype=np.int64 if size >> 31 else np.int32)

    def union(self, parts: Sequence[Array]) -> Array:
        """The different ones of the rows, ascending."""
        if len(parts) == 1:
            return parts[0]
        if sum(map(len, parts)) * _SPARSE < self.size:
            return distinct(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)
        flags = self._taken(self._flags, bool)
        for part in parts:
            flags[part] = True
        rows = flags.nonzero()[0]
        flags.fill(False)
        self._flags.append(flags)
        return rows

    def united(self, parts: Iterable[tuple[Array, Scores | None]], count: int) -> Part:
        """The different ones of the rows, ascending, and the sums of such scores as there are.

        `count` is the number of parts, which need not be there yet.
        """
        flags = self._taken(self._flags, bool)
        totals = self._taken(self._floats, float)
        if self.size <= _BLOCK or count < _MANY:
            self._unite(flags, totals, ((own, of and of(None)) for own, of in parts))
        else:
            # Block by block: what is added to stays in the processor's cache, and so do the
            # lengths of articles that scores are made of. But all parts are kept until then.
            kept = list(parts)
            edges = [self._edges(own) for own, _ in kept]
            for number, begin in enumerate(range(0, self.size, _BLOCK)):
                here = slice(begin, begin + _BLOCK)
                some = [slice(*edge[number : number + 2]) for edge in edges]
                self._unite(
                    flags[here],
                    totals[here],
                    (
                        (own[at] - begin, of and of(at))
                        for (own, of), at in zip(kept, some, strict=True)
                        if at.start < at.stop
                    ),
                )
        rows = flags.nonzero()[0]
        found = totals.take(rows)
        self._cleared(totals, rows)
        flags.fill(False)
        self._flags.append(flags)
        return rows, found

    @staticmethod
    def _unite(flags: Array, totals: Array, parts: Iterable[tuple[Array, Array | None]]) -> None:
        """Mark rows, and add up their values."""
        count = unmarked = 0
        for own, values in parts:
            count += len(own)
            if values is None or count * _DENSE < len(flags) or not values.min(initial=1.0) > 0.0:
                flags[own] = True
            else:
                unmarked += len(own)
            if values is not None:
                np.add.at(totals, own, values)  # in half the time of +=
        if unmarked:
            # What has a score was found: one look at all rows is less than marking many. Parts
            # that may take a sum down to 0 again were marked.
            flags |= totals > 0.0

    def _edges(self, rows: Array) -> list[int]:
        """Where the blocks begin among ascending rows, and the end."""
        borders = np.arange(0, self.size + _BLOCK, _BLOCK)
        found: list[int] = rows.searchsorted(borders).tolist()
        return found

    def shared(self, some: Array, others: Array) -> Array:
        """The rows that stand in both; each is ascending and has none twice."""
        few, many = (some, others) if len(some) < len(others) else (others, some)
        if len(few) * _STEEP < len(many) or len(many) * _SPARSE < self.size:
            return in_both(few, many)
        flags = self._taken(self._flags, bool)
        flags[few] = True
        rows = many.take(flags.take(many).nonzero()[0])
        flags[few] = False
        self._flags.append(flags)
        return rows

    def shared_places(self, few: Array, many: Array) -> Part:
        """Where the rows that stand in both stand in the one and in the other."""
        if len(few) * _STEEP < len(many) or len(many) * _SPARSE < self.size:
            at, there = places_among(few, many)
            in_few = there.nonzero()[0]
            return in_few, at[in_few]
        flags = self._taken(self._flags, bool)
        flags[few] = True
        in_many = flags.take(many).nonzero()[0]
        flags[few] = False
        self._flags.append(flags)
        return self.places(many.take(in_many), few), in_many

    def places(self, some: Array, others: Array) -> Array:
        """Where some rows stand among others, which are ascending and have all of them."""
        if len(some) * _STEEP < len(others):
            return others.searchsorted(some)
        numbers = self._taken(self._numbers, self._counted.dtype.type)
        numbers[others] = self._counted[: len(others)]
        found = numbers.take(some)
        self._numbers.append(numbers)  # what stands in it means nothing to the next one
        return found

    def sums(self, parts: Iterable[Part], rows: Array, how: np.ufunc = np.add) -> Array:
        """For each of `rows`, which has all rows of the parts, the sum of its values."""
        totals = self._taken(self._floats, float)
        for own, values in parts:
            how.at(totals, own, values)
        found = totals.take(rows)
        self._cleared(totals, rows)
        return found

    def added_up(self, parts: Sequence[Part]) -> Part:
        """The different ones of the rows, ascending, and the sum of the values of each."""
        if len(parts) == 1:
            return parts[0]
        if sum(len(rows) for rows, _ in parts) * _SPARSE >= self.size:
            united = self.union([rows for rows, _ in parts])
            return united, self.sums(parts, united)
        rows, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        return added_up(rows, values)

    def _cleared(self, totals: Array, rows: Array) -> None:
        """Give back sums that only some rows have."""
        if len(rows) * _DENSE > self.size:
            totals.fill(0.0)
        else:
            totals[rows] = 0.0
        self._floats.append(totals)

    def _taken(self, spare: list[Array], kind: type) -> Array:
        try:
            return spare.pop()
        except IndexError:  # in use by other threads
            return np.zeros(self.size, dtype=kind)


def added_up(rows: Array, values: Array) -> Part:
    """The different ones of the rows, ascending, and the sum of the values of each."""
    order = rows.argsort(kind="stable")
    rows = rows[order]
    begins = changes(rows).nonzero()[0]
    return rows[begins], np.add.reduceat(values[order], begins) if len(rows) else values


def distinct(numbers: Array) -> Array:
    """The different ones of some numbers, ascending."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def changes(ordered: Array) -> Array:
    """Where an array differs from what stands before, so that each run is taken once."""
    fresh: Array = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    return fresh


def lengths_of(begins: Array, end: int) -> Array:
    """How long the runs are that begin so, the last of which ends at `end`."""
    lengths = np.empty(len(begins), dtype=np.int64)  # in a quarter of the time of np.diff
    lengths[:-1] = begins[1:]
    lengths[-1:] = end
    lengths -= begins
    return lengths


def among(numbers: Array, others: Array) -> Array:
    """Which of some numbers are among others, both ascending."""
    return places_among(numbers, others)[1]


def in_both(some: Array, others: Array) -> Array:
    """The numbers that stand in both, ascending; each is ascending and has none twice."""
    few, many = (some, others) if len(some) < len(others) else (others, some)
    if len(few) * _STEEP < len(many):
        return few[among(few, many)]
    both = np.concatenate((few, many))
    both.sort()  # twice as fast as looking up one after the other
    shared: Array = both[:-1][both[1:] == both[:-1]]
    return shared


def places_among(numbers: Array, others: Array) -> tuple[Array, Array]:
    """Where some numbers stand among others, both ascending, and which of them do."""
    if not len(others):
        return np.zeros(len(numbers), dtype=np.int64), np.zeros(len(numbers), dtype=bool)
    at = others.searchsorted(numbers)
    # Behind the last of the others is taken for the last, which is less.
    return at, others.take(at, mode="clip") == numbers
