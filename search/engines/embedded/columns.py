"""The postings of a field on disk, as they are read; `laying` lays them down.

A posting is a term in an article. Postings are numbered term by term, rows ascending. They lie
in two lists: those of *often* terms, which stand in at least one of OFTEN articles, and those
of *rare* ones. What is cheap for the one is dear for the other, so each list is packed by
itself (`packing`). For field `f` and list `k` (`rare`, `often`):

* `f.k.rows`: rows of articles. Of often terms the distance from the row before in the same
  term, which seldom needs more than a byte (the first: from row 0);
* `f.k.freqs`: occurrences, those in the title TITLE_WEIGHT times;
* `f.k.titles`: how many of them are in the title, so that their number is known too;
* `f.k.places`: the places of all postings, end to end, and `f.k.places.at`: where those of
  each ANCHOR-th posting begin, and the end; the others' beginnings are counted from there.

`f.start` are the postings of both by term, `f.often` the numbers of the often terms.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

import numpy as np

from search import ranking
from search.engines.embedded.arrays import Array, starts_of
from search.engines.embedded.packing import Packed
from search.errors import IndexDamaged

OFTEN: Final = 64
"""A term is often if at least one of so many articles has it: a gap of rows is then below 256
in 98 of 100 cases however they are spread."""
ANCHOR: Final = 128
_TITLE_MORE: Final = ranking.TITLE_WEIGHT - 1
_NONE: Final = np.zeros(0, dtype=np.int64)
_AT_ONCE: Final = 1 << 22  # postings that are looked through at a time
_FEW: Final = 8  # places of so few postings are looked up block by block


class PostingList:
    """One list of postings, numbered from 0."""

    def __init__(self, arrays: dict[str, Array], name: str, count: int, documents: int) -> None:
        self.count = count
        self._name = name
        self._documents = documents
        self._rows = Packed(arrays, f"{name}.rows", count)
        self._freqs = Packed(arrays, f"{name}.freqs", count)
        self._titles = Packed(arrays, f"{name}.titles", count)
        self._anchors = arrays.get(f"{name}.places.at", np.zeros(1, dtype=np.int64))
        if len(self._anchors) != -(-count // ANCHOR) + 1:
            raise self._damaged()
        self._places = Packed(arrays, f"{name}.places", int(self._anchors[-1]))

    def _damaged(self) -> IndexDamaged:
        return IndexDamaged(
            f"The postings {self._name} of a segment do not fit. Run `svodka check`."
        )

    def rows(self, begin: int, end: int) -> Array:
        """The rows of a range, as int64."""
        rows = self._rows.slice(begin, end).astype(np.int64)
        self._check_rows(rows)
        return rows

    def _check_rows(self, rows: Array) -> None:
        """IndexDamaged where a row is none of the segment."""
        # Not rows.max(), which costs twice as much.
        if len(rows) and np.maximum.reduce(rows) >= self._documents:
            raise self._damaged()

    def frequencies(self, begin: int, end: int) -> Array:
        """Occurrences of a range, those in the title with their weight; not to be written to."""
        return self._freqs.slice(begin, end)

    def some_frequencies(self, postings: Array) -> Array:
        """The same of ascending postings."""
        return self._freqs.take(postings)

    def titles(self, begin: int, end: int) -> Array:
        """How many places of each posting are in the title."""
        return self._titles.slice(begin, end)

    def counts(self, begin: int, end: int) -> Array:
        """How many places each posting has, as int64."""
        return self._counts(self._freqs.slice(begin, end), self._titles.slice(begin, end))

    def _counts(self, freqs: Array, titles: Array) -> Array:
        counts = freqs.astype(np.int64)
        counts -= np.multiply(titles, _TITLE_MORE, dtype=np.int64)
        if len(counts) and np.minimum.reduce(counts) < 1:
            raise self._damaged()
        return counts

    def places(self, begin: int, end: int) -> Array:
        """The places of a range of postings, end to end."""
        first, last = self._places_begin(begin), self._places_begin(end)
        if not 0 <= first <= last <= self._places.count:
            raise self._damaged()
        return self._places.slice(first, last)

    def _places_begin(self, posting: int) -> int:
        block = posting // ANCHOR
        return int(self._anchors[block]) + int(self.counts(block * ANCHOR, posting).sum())

    def positions(self, postings: Array) -> tuple[Array, Array]:
        """How many places each of these ascending postings has, and the places end to end."""
        begins, lengths = self._extents(postings)
        where = spread(begins, lengths)
        if where[0] < 0 or where[-1] >= self._places.count or not ascends(begins):
            raise self._damaged()
        return lengths, self._places.take(where)

    def place_starts(self, begin: int, end: int) -> Array:
        """Where the places of a range of postings begin, and the end."""
        first = begin // ANCHOR * ANCHOR
        freqs, titles = self._freqs.slice(first, end), self._titles.slice(first, end)
        # In the narrow type in which they are stored: a frequent term has many.
        titles = titles.astype(freqs.dtype, copy=False) * freqs.dtype.type(_TITLE_MORE)
        if (titles >= freqs).any():
            raise self._damaged()
        starts = np.empty(end - first + 1, dtype=np.int64)
        starts[0] = self._anchors[first // ANCHOR]
        np.add.accumulate(freqs - titles, out=starts[1:])
        starts[1:] += starts[0]
        return starts[begin - first :]

    def _extents(self, postings: Array) -> tuple[Array, Array]:
        """Where the places of postings begin, and how many each has."""
        first = int(postings[0]) // ANCHOR * ANCHOR
        end = int(postings[-1]) + 1
        if end - first <= _FEW * ANCHOR * len(postings):
            # In the narrow type in which they are stored: these are all postings in between.
            starts = self.place_starts(first, end)
            postings = postings - first
            begins = starts[postings]
            return begins, starts[postings + 1] - begins
        blocks = postings // ANCHOR
        around = (blocks * ANCHOR)[:, None] + np.arange(ANCHOR)
        before = around < postings[:, None]
        counts = np.zeros(around.shape, dtype=np.int64)
        counts[before] = self._counts_at(around[before])
        begins = self._anchors[blocks].astype(np.int64) + counts.sum(axis=1)
        return begins, self._counts_at(postings)

    def _counts_at(self, postings: Array) -> Array:
        return self._counts(self._freqs.take(postings), self._titles.take(postings))


class _OftenList(PostingList):
    """The list of often terms, whose rows are gaps; `starts` tells where each term begins."""

    def __init__(
        self, arrays: dict[str, Array], name: str, starts: list[int], documents: int
    ) -> None:
        super().__init__(arrays, name, starts[-1], documents)
        self._starts = starts

    def rows(self, begin: int, end: int) -> Array:
        first, last = bisect_right(self._starts, begin) - 1, bisect_left(self._starts, end)
        starts = self._starts[first : last + 1]
        rows = np.cumsum(self._rows.slice(starts[0], starts[-1]), dtype=np.int64)
        if len(starts) > 2:
            inner = np.array(starts) - starts[0]
            before = np.zeros(len(starts) - 1, dtype=np.int64)
            before[1:] = rows[inner[1:-1] - 1]
            rows -= np.repeat(before, np.diff(inner))
        rows = rows[begin - starts[0] : end - starts[0]]
        self._check_rows(rows)
        return rows


class Columns:
    """The postings of one field in one segment.

    A range may be that of a term, or of several that stand side by side; `_borders` tells where
    in it the one list ends and the other goes on.
    """

    def __init__(self, arrays: dict[str, Array], field: str, documents: int) -> None:
        self.start = arrays[f"{field}.start"]
        self._field = field
        self._documents = documents
        often = arrays[f"{field}.often"].astype(np.int64)
        if len(often) and (int(often[-1]) >= len(self.start) - 1 or not ascends(often)):
            raise self.damaged()
        begins, ends = self.start[often].astype(np.int64), self.start[often + 1].astype(np.int64)
        if len(often) and ((begins > ends).any() or not ascends(begins)):
            raise self.damaged()
        starts = starts_of(ends - begins)
        # Often terms that stand side by side make one stretch. Where stretches begin and end:
        fresh = np.concatenate([[True], begins[1:] != ends[:-1]])[: len(often)]
        last = np.concatenate([fresh[1:], [True]])[: len(often)]
        self._borders: list[int] = np.column_stack([begins[fresh], ends[last]]).ravel().tolist()
        # What to take from the number of a posting between two borders for its number in its list.
        before = np.append(starts[:-1][fresh], starts[-1])
        self._bases: list[int] = np.append(
            np.column_stack([before[:-1], begins[fresh] - before[:-1]]).ravel(), before[-1]
        ).tolist()
        rare = int(self.start[-1]) - int(starts[-1])
        self._rare = PostingList(arrays, f"{field}.rare", rare, documents)
        self._often = _OftenList(arrays, f"{field}.often", starts.tolist(), documents)

    def damaged(self) -> IndexDamaged:
        """What to raise where numbers contradict each other."""
        return IndexDamaged(f"The terms of {self._field} do not fit. Run `svodka check`.")

    def _list(self, begin: int, end: int) -> tuple[PostingList, int] | None:
        """The list that a range of postings is in, and its base; None where it is in both."""
        border = bisect_right(self._borders, begin)
        if bisect_left(self._borders, end, border) != border:
            return None
        return (self._often if border & 1 else self._rare), self._bases[border]

    def _pieces(self, begin: int, end: int) -> Iterator[tuple[PostingList, int, int, int]]:
        """The lists of a range of postings in turn, with their bases, beginnings and ends."""
        border = bisect_right(self._borders, begin)
        while begin < end:
            till = self._borders[border] if border < len(self._borders) else end
            till = min(till, end)
            yield (self._often if border & 1 else self._rare), self._bases[border], begin, till
            begin, border = till, border + 1

    def postings(self, number: int) -> tuple[int, int]:
        """The range of postings of a term."""
        begin, end = self.start[number : number + 2].tolist()
        return begin, end

    def begins(self, first: int, last: int) -> Array:
        """Where the postings of the terms first … last begin, as int64."""
        return self.start[first : last + 1].astype(np.int64)

    def rows(self, begin: int, end: int) -> Array:
        """The rows of a range of postings, as int64; ascending within each term."""
        one = self._list(begin, end)
        if one is not None:
            found, base = one
            return found.rows(begin - base, end - base)
        return np.concatenate(
            [found.rows(b - base, e - base) for found, base, b, e in self._pieces(begin, end)]
        )

    def frequencies(self, postings: Array | slice) -> Array:
        """How often the term stands in the article of each posting, the title's with weight.

        Of a range, or of ascending postings. Not to be written to, and in a narrow type.
        """
        if isinstance(postings, slice):
            return self._joined("frequencies", postings.start, postings.stop)
        if not len(postings):
            return np.zeros(0, dtype=np.uint8)
        return np.concatenate(
            [found.some_frequencies(some) for found, some in self._split(postings)]
        )

    def titles(self, begin: int, end: int) -> Array:
        """How many places of each posting are in the title."""
        return self._joined("titles", begin, end)

    def counts(self, begin: int, end: int) -> Array:
        """How many places each posting has, as int64."""
        return self._joined("counts", begin, end)

    def places(self, begin: int, end: int) -> Array:
        """All places of a range of postings."""
        return self._joined("places", begin, end)

    def _joined(self, what: str, begin: int, end: int) -> Array:
        one = self._list(begin, end)
        if one is not None:
            found, base = one
            values: Array = getattr(found, what)(begin - base, end - base)
            return values
        return np.concatenate(
            [getattr(f, what)(b - base, e - base) for f, base, b, e in self._pieces(begin, end)]
        )

    def _split(self, postings: Array) -> Iterator[tuple[PostingList, Array]]:
        """Ascending postings by the lists that they are in."""
        for found, base, begin, end in self._pieces(int(postings[0]), int(postings[-1]) + 1):
            first, last = postings.searchsorted((begin, end)).tolist()
            if first < last:
                yield found, postings[first:last] - base

    def positions(self, postings: Array) -> tuple[Array, Array]:
        """How many places each of these ascending postings has, and the places end to end."""
        if not len(postings):
            return _NONE, _NONE
        begin, end = int(postings[0]), int(postings[-1]) + 1
        one = self._list(begin, end)
        if one is not None:
            found, base = one
            return found.positions(postings - base if base else postings)
        parts = [found.positions(some) for found, some in self._split(postings)]
        lengths, places = zip(*parts, strict=True)
        return np.concatenate(lengths), np.concatenate(places)

    def place_starts(self, begin: int, end: int) -> Array:
        """Where the places of each of a term's postings begin among those of the term."""
        one = self._list(begin, end)
        if one is None:
            raise self.damaged()
        found, base = one
        starts = found.place_starts(begin - base, end - base)
        starts -= starts[0]
        return starts

    def living(self, live: Array) -> Array:
        """For each term in how many live rows it stands."""
        found = np.zeros(len(self.start) - 1, dtype=np.int64)
        for first, end in ranges_of(np.diff(self.start.astype(np.int64)), _AT_ONCE):
            begins = self.begins(first, end)
            alive = live[self.rows(int(begins[0]), int(begins[-1]))]
            found[first:end] = np.add.reduceat(alive, begins[:-1] - begins[0], dtype=np.int64)
        return found


def ranges_of(frequencies: Array, limit: int) -> list[tuple[int, int]]:
    """All terms, of so many postings each, in ranges of about `limit` postings."""
    ends = np.cumsum(frequencies)
    cuts = np.searchsorted(ends, np.arange(limit, int(ends[-1]) if len(ends) else 0, limit)) + 1
    borders = np.unique(np.concatenate([[0], cuts, [len(frequencies)]])).tolist()
    return list(itertools.pairwise(borders))


def spread(begins: Array, lengths: Array) -> Array:
    """The numbers from each beginning on, so many of each, end to end."""
    ends = lengths.cumsum()
    numbers: Array = (begins - ends + lengths).repeat(lengths)
    numbers += np.arange(len(numbers))
    return numbers


def ascends(values: Array) -> bool:
    """Whether no value is less than the one before."""
    return bool((values[1:] >= values[:-1]).all())
