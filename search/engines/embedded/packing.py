"""Many small numbers in few bits: planes that decode as whole arrays, and a list of misfits.

Numbers `x` of w bits lie in planes of 32, 16, 8, 4, 2 or 1 bits, the widest with the lowest
bits: ten bits are `x.8` and `x.2`. A plane of 8 bits and more is a plain array, one of fewer
holds 8, 4 or 2 numbers a byte, the first in the lowest bits. Only widths of one or two planes
are used (9 and 10 bits, not 11), so that a slice decodes in a few array operations.

What needs more than w bits is listed: `x.far` are the places of those numbers, ascending,
`x.far.more` what is above their w bits. So one article of a million words does not make the
positions of all others wide. A plane that would hold nothing but zeros is left out.
"""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path
from typing import IO, Final

import numpy as np

from search.engines.embedded.arrays import Array
from search.errors import IndexDamaged

_BITS: Final = (32, 16, 8, 4, 2, 1)
WIDTHS: Final = (0, 1, 2, 4, 8, 9, 10, 12, 16, 17, 18, 20, 24, 32)
"""Bits a number may have: one plane, or one of whole bytes and a narrower one."""
_FAR_BITS: Final = 8 * (4 + 1)  # what a misfit costs beside its w bits
_BLOCK: Final = 256
_CHUNK: Final = 1 << 20  # numbers that are packed at a time
_MEMORY: Final = 1 << 22  # bytes of an array that are gathered before they go to a file
_TABLES: Final = {
    # For each byte the numbers in it, as one integer of as many bytes: one `take` decodes.
    bits: np.array(
        [[(byte >> low) & ((1 << bits) - 1) for low in range(0, 8, bits)] for byte in range(256)],
        dtype="u1",
    ).view(f"<u{8 // bits}").ravel()
    for bits in (2, 4)
}  # fmt: skip


def planes_of(width: int) -> list[int]:
    """The planes of numbers of `width` bits, widest first."""
    return [bits for bits in _BITS if width & bits]


class Packed:
    """`count` packed numbers, read from the arrays of a segment.

    Most slices are short, so what is done once for each is kept little.
    """

    def __init__(self, arrays: dict[str, Array], name: str, count: int) -> None:
        self.count = count
        self._name = name
        found = [(bits, arrays.get(f"{name}.{bits}")) for bits in _BITS]
        planes = [(bits, plane) for bits, plane in found if plane is not None]
        self.width = sum(bits for bits, _ in planes)
        if any(len(plane) != -(-count * min(bits, 8) // 8) for bits, plane in planes):
            raise self._damaged()
        if self.width not in WIDTHS:
            raise self._damaged()
        none: tuple[int, Array | None] = (0, None)
        self._low_bits, self._low = planes[0] if planes else none
        self._high_bits, self._high = planes[1] if len(planes) > 1 else none
        # A plane was stored in fewer bytes where its numbers are all small.
        self._joined = np.dtype(f"<u{max(self._low_bits // 4, 1)}")
        far, more = arrays.get(f"{name}.far"), arrays.get(f"{name}.far.more")
        self._far: tuple[Array, Array] | None = None
        if far is not None and more is not None:
            # Stored narrow where few; whatever is looked for among them must fit the type.
            self._far = (far.astype("<u4" if count < 1 << 32 else "<u8", copy=False), more)
        if (far is None) != (more is None) or (
            self._far and len(self._far[0]) != len(self._far[1])
        ):
            raise self._damaged()

    def _damaged(self) -> IndexDamaged:
        return IndexDamaged(
            f"The numbers {self._name} of a segment do not fit. Run `svodka check`."
        )

    @cached_property
    def _astray(self) -> bytes:
        """For each _BLOCK numbers 1 if there is a misfit among them: most slices meet none."""
        there = np.zeros(self.count // _BLOCK + 1, dtype="u1")
        if self._far is not None:
            try:
                there[self._far[0] // _BLOCK] = 1
            except IndexError as error:
                raise self._damaged() from error
        return there.tobytes()

    @cached_property
    def _astray_blocks(self) -> Array:
        return np.frombuffer(self._astray, dtype=bool)

    def slice(self, begin: int, end: int) -> Array:
        """The numbers [begin, end), unsigned and as narrow as they are; not to be written to."""
        if self._low is None:
            out: Array = np.zeros(end - begin, dtype="u1")
        elif self._low_bits >= 8:
            out = self._low[begin:end]
        else:
            out = _slice_of_bits(self._low_bits, self._low, begin, end)
        if self._high is not None:
            if self._high_bits >= 8:
                high = self._high[begin:end]
            else:
                high = _slice_of_bits(self._high_bits, self._high, begin, end)
            out = self._join(out, high)
        if self._far is None or self._astray.find(1, begin // _BLOCK, end // _BLOCK + 1) < 0:
            return out
        return self._with_far(out, begin, end)

    def _join(self, low: Array, high: Array) -> Array:
        joined = high.astype(self._joined)
        joined <<= self._low_bits
        joined |= low
        return joined

    def _with_far(self, out: Array, begin: int, end: int) -> Array:
        assert self._far is not None, "there are misfits"
        far, more = self._far
        first, last = far.searchsorted(np.array((begin, end), dtype=far.dtype)).tolist()
        if first >= last:
            return out
        places = far[first:last].astype(np.int64) - begin
        if places.min() < 0 or places.max() >= end - begin:
            raise self._damaged()
        out = out.astype("<u4")
        out[places] |= more[first:last].astype("<u4") << self.width
        return out

    def take(self, numbers: Array) -> Array:
        """The numbers at these ascending places, as `slice` gives them."""
        if not len(numbers):
            return np.zeros(0, dtype="u1")
        first, end = int(numbers[0]), int(numbers[-1]) + 1
        if end - first <= 4 * len(numbers):
            return np.asarray(self.slice(first, end)[numbers - first])
        if self._low is None:
            out: Array = np.zeros(len(numbers), dtype="u1")
        else:
            out = _take_of_bits(self._low_bits, self._low, numbers)
        if self._high is not None:
            out = self._join(out, _take_of_bits(self._high_bits, self._high, numbers))
        if self._far is None:
            return out
        near = self._astray_blocks[numbers // _BLOCK].nonzero()[0]
        if not len(near):
            return out
        far, more = self._far
        at = far.searchsorted(numbers[near].astype(far.dtype))
        at[at == len(far)] = 0
        there = (far[at] == numbers[near]).nonzero()[0]
        if len(there):
            out = out.astype("<u4")
            out[near[there]] |= more[at[there]].astype("<u4") << self.width
        return out


def _slice_of_bits(bits: int, plane: Array, begin: int, end: int) -> Array:
    each = 8 // bits
    first = begin // each
    data = plane[first : -(-end // each)]
    if bits == 1:
        whole = np.unpackbits(data, bitorder="little")
    else:
        whole = _TABLES[bits].take(data).view("u1")
    first *= each
    return whole[begin - first : end - first]


def _take_of_bits(bits: int, plane: Array, numbers: Array) -> Array:
    if bits >= 8:
        return np.asarray(plane[numbers])
    shift = 4 - bits.bit_length()  # 8, 4 or 2 numbers a byte
    low = ((numbers & ((1 << shift) - 1)) * bits).astype("u1")
    return np.asarray((plane[numbers >> shift] >> low) & np.uint8((1 << bits) - 1))


# Writing


class Spool:
    """An array that grows: in memory, or in a nameless file of `folder` once it is large."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._parts: list[Array] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._dtype = np.dtype("u1")

    def append(self, values: Array) -> None:
        """Add values; all of one type."""
        self._dtype = values.dtype
        self._parts.append(values)
        self._size += values.nbytes
        if self._folder is not None and self._size > _MEMORY:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
            for part in self._parts:
                self._file.write(np.ascontiguousarray(part).data)
            self._parts, self._size = [], 0

    def array(self) -> Array:
        """All values; mapped where they are in a file."""
        if self._file is None:
            return np.concatenate(self._parts) if self._parts else np.zeros(0, self._dtype)
        for part in self._parts:
            self._file.write(np.ascontiguousarray(part).data)
        self._file.flush()
        mapped = np.memmap(self._file, dtype=self._dtype, mode="r")
        self._file.close()  # the mapping keeps what was written
        return np.asarray(mapped)


class Packer:
    """Packs numbers that come in pieces; `arrays()` has what `Packed` reads.

    The width is the one that would cost least for the first million numbers, unless given.
    """

    def __init__(self, name: str, folder: Path | None = None, width: int | None = None) -> None:
        self._name = name
        self._folder = folder
        self._width = width
        self._waiting: list[Array] = []
        self._waits = 0
        self._packed = 0
        self._spools: dict[str, Spool] = {}

    @property
    def count(self) -> int:
        """How many numbers there are so far."""
        return self._packed + self._waits

    def append(self, values: Array) -> None:
        """Add numbers, not negative and below 2^32."""
        self._waiting.append(values)
        self._waits += len(values)
        if self._waits >= _CHUNK:
            self._pack(self._waits // 8 * 8)  # whole bytes of each plane

    def arrays(self) -> dict[str, Array]:
        """The planes and the list of misfits."""
        self._pack(self._waits)
        return {f"{self._name}.{part}": spool.array() for part, spool in self._spools.items()}

    def _pack(self, count: int) -> None:
        waiting = self._waiting
        values = waiting[0] if len(waiting) == 1 else np.concatenate(waiting or [np.zeros(0, "u1")])
        if self._width is None:
            self._width = cheapest_width(values)
        for begin in range(0, count, _CHUNK):
            self._put(values[begin : min(begin + _CHUNK, count)], self._width)
        self._waiting, self._waits = [values[count:].copy()], len(values) - count

    def _put(self, values: Array, width: int) -> None:
        if len(values) and int(values.max()) >> width:
            misfits = np.flatnonzero(values >> width)
            self._spool("far", (misfits + self._packed).astype("<u8"))
            self._spool("far.more", (values[misfits] >> width).astype("<u4"))
        low = 0
        for bits in planes_of(width):
            part = (values >> low) if low else values
            self._spool(str(bits), _packed_plane(bits, part))
            low += bits
        self._packed += len(values)

    def _spool(self, part: str, values: Array) -> None:
        self._spools.setdefault(part, Spool(self._folder)).append(values)


def _packed_plane(bits: int, values: Array) -> Array:
    if bits >= 8:
        return values.astype(f"<u{bits // 8}")
    part = (values & ((1 << bits) - 1)).astype("u1")
    if bits == 1:
        return np.packbits(part, bitorder="little")
    each = 8 // bits
    lanes = np.zeros((-(-len(part) // each), each), dtype="u1")
    lanes.ravel()[: len(part)] = part
    out = lanes[:, 0].copy()
    for lane in range(1, each):
        out |= lanes[:, lane] << np.uint8(lane * bits)
    return out


def cheapest_width(values: Array) -> int:
    """The bits a number that cost least, misfits counted; judged by a quarter of a million."""
    if not len(values):
        return 0
    sample = values[:: max(1, len(values) >> 18)]
    most = int(sample.max()).bit_length()
    costs = {
        width: width * len(sample) + _FAR_BITS * int(np.count_nonzero(sample >> width))
        for width in WIDTHS
        if width <= enough_bits(most)
    }
    return min(costs, key=lambda width: (costs[width], width))


def enough_bits(bits: int) -> int:
    """The least of `WIDTHS` that holds numbers of so many bits."""
    return next(width for width in WIDTHS if width >= bits)
