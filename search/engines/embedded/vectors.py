"""Vectors of passages in a segment, and the nearest of a view.

Arrays of a segment whose articles have vectors, and of no other:

* `vector.start`: ragged by row, the passages of each article;
* `vector`: their codes, rows of signed bytes end to end, as `nearness.quantised` makes them;
* `vector.squares`: the sum of the squares of each row;
* `vector.sketch.K`: of larger segments the signs of numbers 64·K … 64·K + 63 of each passage,
  one integer a passage, the last filled up with zeros.

A search first adds up, over all passages, the weights (0 to 3) of those numbers of the query
whose sign differs: 48 bytes a passage instead of 384, and nothing to multiply. The thousands
that differ least are compared in full. Small segments are compared in full at once. What that
costs and misses: scripts/bench_vectors.py, docs/benchmarks/vectors.json.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from search.documents import AnalyzedDocument, PassageVectors
from search.engines import nearness
from search.engines.base import Near, VectorCount
from search.engines.embedded.arrays import Array, owners_of, starts_of, take_rows
from search.errors import IndexDamaged

if TYPE_CHECKING:
    from search.engines.embedded.segment import Segment
    from search.engines.embedded.view import View

SKETCHED: Final = 1024
"""A segment with so many passages has sketches."""
FULL: Final = 24
"""So many passages are compared in full for each article that is asked for."""
SHARE: Final = 0.08
"""And at least this share of all passages,"""
ENOUGH: Final = 24_000
"""but no more than so many."""
_WORD: Final = 64
_BLOCK: Final = 16_384
"""Passages whose sketches are looked at together, so that all stays in the processor's cache."""
_COMPARED: Final = 1024
_STEP: Final = 0.7
"""Numbers of a query are weighed in steps of so many times their mean size."""

Arrays = dict[str, Array]


def of_documents(documents: Sequence[AnalyzedDocument]) -> Arrays:
    """The arrays of articles that come in; ValueError where vectors differ in length."""
    there = [own for document in documents if (own := document.vectors) and own.codes]
    if not there:
        return {}
    dimensions = there[0].dimensions
    if any(own.dimensions != dimensions or len(own.codes) % dimensions for own in there):
        raise ValueError("The vectors of the articles differ in length.")
    lengths = [len(d.vectors.codes) // dimensions if d.vectors else 0 for d in documents]
    codes = np.frombuffer(b"".join(own.codes for own in there), dtype=np.int8)
    return _arrays(starts_of(np.array(lengths)), codes.reshape(-1, dimensions))


def merged(segments: Sequence[Segment], kept: Sequence[Array]) -> Arrays:
    """The arrays of a merged segment, of the rows that were kept of each."""
    columns = [column_of(segment) for segment in segments]
    dimensions = {column.dimensions for column in columns if column is not None}
    if not dimensions:
        return {}
    if len(dimensions) > 1:
        raise IndexDamaged("The vectors of segments differ in length. Run `svodka reindex`.")
    (length,) = dimensions
    lengths, codes = [], []
    for column, keep in zip(columns, kept, strict=True):
        if column is None:
            lengths.append(np.zeros(len(keep), dtype=np.int64))
            continue
        starts, taken = take_rows(column.start, column.codes, keep)
        lengths.append(np.diff(starts))
        codes.append(taken)
    everything = np.concatenate(codes) if codes else np.zeros((0, length), dtype=np.int8)
    return _arrays(starts_of(np.concatenate(lengths)), everything) if len(everything) else {}


def _arrays(starts: Array, codes: Array) -> Arrays:
    squares = np.einsum("ij,ij->i", codes, codes, dtype=np.int64)
    arrays: Arrays = {
        "vector.start": starts, "vector": codes.ravel(), "vector.squares": squares,
    }  # fmt: skip
    if len(codes) >= SKETCHED:
        planes = sketch(codes)
        arrays |= {f"vector.sketch.{k}": plane for k, plane in enumerate(planes)}
    return arrays


def sketch(numbers: Array) -> Array:
    """The signs of rows of numbers (n, d), 64 in an integer: shape (⌈d / 64⌉, n)."""
    return _packed(numbers > 0)


def _packed(flags: Array) -> Array:
    planes = -(-flags.shape[1] // _WORD)
    filled = np.zeros((len(flags), planes * _WORD), dtype=bool)
    filled[:, : flags.shape[1]] = flags
    return np.ascontiguousarray(np.packbits(filled, axis=1, bitorder="little").view("<u8").T)


def sketched_query(vector: Array) -> tuple[Array, Array, Array]:
    """The signs of a query, and the low and the high bits of the weights of its numbers."""
    size = np.abs(vector)
    weights = np.clip(np.rint(size / (max(float(size.mean()), 1e-12) * _STEP)), 0, 3).astype("u1")
    flags = np.stack([vector > 0, weights & 1 > 0, weights & 2 > 0])
    signs, low, high = _packed(flags).T
    return signs, low, high


class VectorColumn:
    """The vectors of one segment."""

    def __init__(self, arrays: Arrays, documents: int) -> None:
        self.start = arrays["vector.start"]
        codes = arrays["vector"].view(np.int8)
        self.passages = int(self.start[-1]) if len(self.start) else 0
        fits = len(self.start) == documents + 1 and self.passages > 0
        if not fits or len(codes) % self.passages or (np.diff(self.start.astype("i8")) < 0).any():
            raise _damaged()
        self.dimensions = len(codes) // self.passages
        self.codes = codes.reshape(self.passages, self.dimensions)
        self.owners: Array = owners_of(self.start).astype(np.uint32)
        planes = -(-self.dimensions // _WORD)
        there = [arrays.get(f"vector.sketch.{k}") for k in range(planes)]
        # Narrower than eight bytes where few signs are left for the last.
        self.planes = [plane.astype("<u8", copy=False) for plane in there if plane is not None]
        sizes = {len(plane) for plane in self.planes}
        if self.planes and (len(self.planes) != planes or sizes != {self.passages}):
            raise _damaged()
        self.squares = arrays.get("vector.squares", np.zeros(0, dtype=np.uint32))
        if len(self.squares) != self.passages:
            raise _damaged()

    def similarities(self, passages: Array, vector: Array) -> Array:
        """How near some passages are to a query."""
        found = np.empty(len(passages))
        for begin in range(0, len(passages), _COMPARED):
            some = passages[begin : begin + _COMPARED]
            near = nearness.similarities(self.codes[some], self.squares[some], vector)
            found[begin : begin + _COMPARED] = near
        return found

    def differences(self, query: tuple[Array, Array, Array]) -> Array:
        """The weights of the signs in which each passage differs from a query, added up."""
        total = np.zeros(self.passages, dtype=np.uint16)
        differ = np.empty(_BLOCK, dtype=np.uint64)
        chosen, counts = np.empty_like(differ), np.empty(_BLOCK, dtype=np.uint8)
        for begin in range(0, self.passages, _BLOCK):
            block = total[begin : begin + _BLOCK]
            size = len(block)
            for plane, signs, low, high in zip(self.planes, *query, strict=True):
                np.bitwise_xor(plane[begin : begin + size], signs, out=differ[:size])
                for mask, weight in ((low, 1), (high, 2)):
                    np.bitwise_and(differ[:size], mask, out=chosen[:size])
                    np.bitwise_count(chosen[:size], out=counts[:size])
                    for _ in range(weight):
                        block += counts[:size]
        return total


def _damaged() -> IndexDamaged:
    return IndexDamaged("The vectors of a segment do not fit. Run `svodka check`.")


def column_of(segment: Segment) -> VectorColumn | None:
    """The vectors of a segment, None where it has none."""
    if "vector" not in segment.arrays or "vector.start" not in segment.arrays:
        return None
    if "vector" not in segment.kept:
        segment.kept["vector"] = VectorColumn(segment.arrays, segment.documents)
    column: VectorColumn = segment.kept["vector"]
    return column


def nearest(view: View, vector: Array, limit: int) -> tuple[list[int], list[Near]]:
    """Rows and passages of the nearest articles, as `NearestVectors.nearest` says."""
    columns = [(n, one) for n, s in enumerate(view.segments) if (one := column_of(s))]
    for _, column in columns:
        if column.dimensions != len(vector):
            raise ValueError(f"The vectors have {column.dimensions} numbers, not {len(vector)}.")
    if not columns or limit < 1:
        return [], []
    rows, passages, similar = [], [], []
    passages_in_all = sum(column.passages for _, column in columns)
    full = max(FULL * limit, min(ENOUGH, int(SHARE * passages_in_all)))
    chosen = _candidates(view, columns, vector, full)
    for (number, column), some in zip(columns, chosen, strict=True):
        owners = column.owners[some].astype(np.int64)
        rows.append(owners + view.bases[number])
        passages.append(some - column.start[owners].astype(np.int64))
        similar.append(column.similarities(some, vector))
    joined = (np.concatenate(parts) for parts in (rows, passages, similar))
    return _best(view, *joined, limit=limit)


def _candidates(
    view: View, columns: Sequence[tuple[int, VectorColumn]], vector: Array, count: int
) -> list[Array]:
    """For each segment the passages of live articles that are compared in full."""
    far = np.iinfo(np.uint16).max
    query = sketched_query(vector)
    differ: dict[int, Array] = {}
    for number, column in columns:
        if column.planes:
            distances = column.differences(query)
            live = view.segments[number].live
            if live is not None:
                distances[~live[column.owners]] = far
            differ[number] = distances
    border = far
    if differ:
        most = 3 * len(vector) + 1  # behind it only deleted ones
        tally = sum(np.bincount(d, minlength=most)[:most] for d in differ.values())
        border = int(np.searchsorted(np.cumsum(tally), count))
    found = []
    for number, column in columns:
        if number in differ:
            found.append(np.flatnonzero(differ[number] <= min(border, far - 1)))
            continue
        live = view.segments[number].live
        everything = np.arange(column.passages)
        found.append(everything if live is None else everything[live[column.owners]])
    return found


def _best(
    view: View, rows: Array, passages: Array, similar: Array, *, limit: int
) -> tuple[list[int], list[Near]]:
    """The nearest rows, each once with the first of its best passages; rows come ascending."""
    if not len(rows):
        return [], []
    begins = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
    greatest = np.maximum.reduceat(similar, begins)
    every = np.flatnonzero(similar == np.repeat(greatest, np.diff(begins, append=len(rows))))
    first = every[np.searchsorted(every, begins)]
    if len(begins) > limit:
        border = np.partition(greatest, len(begins) - limit)[len(begins) - limit]
        top = greatest >= border
        first, greatest = first[top], greatest[top]
    rows, best = rows[first], passages[first].tolist()
    listed = zip((-greatest).tolist(), view.raw_ids(rows), rows.tolist(), best, strict=True)
    ordered = sorted(listed)[:limit]
    found = [
        Near(id.decode("utf-8", "surrogatepass"), passage, -negative)
        for negative, id, _, passage in ordered
    ]
    return [row for _, _, row, _ in ordered], found


def count(view: View) -> VectorCount | None:
    """The vectors of live articles."""
    dimensions = passages = articles = 0
    for segment in view.segments:
        column = column_of(segment)
        if column is None:
            continue
        sizes = np.diff(column.start.astype(np.int64))
        if segment.live is not None:
            sizes = sizes[segment.live]
        dimensions = column.dimensions
        passages += int(sizes.sum())
        articles += int((sizes > 0).sum())
    return VectorCount(dimensions, passages, articles) if passages else None


def of_rows(view: View, rows: Sequence[int | None]) -> list[PassageVectors | None]:
    """The vectors of some rows, as they were given."""
    found: list[PassageVectors | None] = []
    for row in rows:
        own = None
        if row is not None:
            segment = bisect_right(view.bases, row) - 1
            if (column := column_of(view.segments[segment])) is not None:
                local = row - view.bases[segment]
                begin, end = column.start[local : local + 2].tolist()
                if end > begin:
                    own = PassageVectors(column.dimensions, column.codes[begin:end].tobytes())
        found.append(own)
    return found


def values_of(view: View, facet: str, rows: Sequence[int | None]) -> list[tuple[str, ...]]:
    """The values of a text facet of some rows; each value is read once."""
    columns = [segment.facet(facet) for segment in view.segments]
    texts: dict[tuple[int, int], str] = {}
    found: list[tuple[str, ...]] = []
    for row in rows:
        values = []
        if row is not None:
            segment = bisect_right(view.bases, row) - 1
            column, local = columns[segment], row - view.bases[segment]
            begin, end = column.start[local : local + 2].tolist()
            for number in column.numbers[begin:end].tolist():
                if (segment, number) not in texts:
                    texts[segment, number] = column.texts[number]
                values.append(texts[segment, number])
        found.append(tuple(values))
    return found
