"""Tables of strings in two arrays: where each one starts, and all their UTF-8 bytes.

Look-ups in sorted tables go by two steps: a list of every so manieth string, made on first
use, tells the block; the block's bytes are searched at once. Words that may be misspelt are
found by their beginnings and by their ends, for which all strings are put in the order of
their last bytes on first use.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search.engines.embedded.arrays import Array, starts_of

_BLOCK: Final = 32
_MOST_BLOCKS: Final = 8192
"""A table keeps at most so many of its strings as Python objects: half a megabyte."""
_TAIL: Final = 8
"""Bytes at the end of a string by which tables are ordered for misspelt words."""


def pack(strings: Sequence[bytes]) -> tuple[Array, Array]:
    """The two arrays of a table."""
    lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
    return starts_of(lengths), np.frombuffer(b"".join(strings), dtype="u1")


def encoded(text: str) -> bytes:
    """A string as tables hold it."""
    return text.encode("utf-8", "surrogatepass")


class StringTable:
    """Strings by number, and numbers by string where the table is sorted by bytes."""

    def __init__(self, starts: Array, blob: Array) -> None:
        self._starts = starts
        self._blob = blob

    def __len__(self) -> int:
        return len(self._starts) - 1

    def raw(self, number: int) -> bytes:
        """The bytes of one string."""
        return self._blob[self._starts[number] : self._starts[number + 1]].tobytes()

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode("utf-8", "surrogatepass")

    def all_raw(self, begin: int = 0, end: int | None = None) -> list[bytes]:
        """The bytes of a run of strings."""
        end = len(self) if end is None else end
        starts = self._starts[begin : end + 1].tolist()
        if not starts:
            return []
        first = starts[0]
        blob = self._blob[first : starts[-1]].tobytes()
        return [blob[a - first : b - first] for a, b in itertools.pairwise(starts)]

    def some_raw(self, numbers: Array) -> list[bytes]:
        """The bytes of some strings."""
        begins, ends = self._starts[numbers].tolist(), self._starts[numbers + 1].tolist()
        blob = self._blob
        return [blob[a:b].tobytes() for a, b in zip(begins, ends, strict=True)]

    def __iter__(self) -> Iterator[str]:
        return (raw.decode("utf-8", "surrogatepass") for raw in self.all_raw())

    # Sorted tables

    @cached_property
    def _blocks(self) -> tuple[int, list[bytes]]:
        """The size of a block, and the first string of each block."""
        size = _BLOCK
        while len(self) > size * _MOST_BLOCKS:
            size *= 2
        return size, self.some_raw(np.arange(0, len(self), size))

    def _block(self, key: bytes) -> tuple[int, int]:
        """The numbers [begin, end) of the block in which a key stands, if it does."""
        size, firsts = self._blocks
        begin = max(bisect_right(firsts, key) - 1, 0) * size
        return begin, min(begin + size, len(self))

    def lower_bound(self, key: bytes) -> int:
        """The number of the first string that is not less than `key`."""
        begin, end = self._block(key)
        return begin + bisect_left(self.all_raw(begin, end), key)

    def number(self, key: bytes) -> int | None:
        """The number of a string in a sorted table, or None."""
        size, firsts = self._blocks
        begin = (bisect_right(firsts, key) - 1) * size
        starts = self._starts[begin : begin + size + 1].tolist() if begin >= 0 else None
        if not starts:
            return None
        block = self._blob[starts[0] : starts[-1]].tobytes()
        # The bytes may also stand inside another word, or across two: then look further.
        at = block.find(key)
        while at >= 0:
            # By its end: where "" begins, the next string begins too.
            place = bisect_left(starts, starts[0] + at + len(key), 1) - 1
            if starts[place : place + 2] == [starts[0] + at, starts[0] + at + len(key)]:
                return begin + place
            at = block.find(key, at + 1)
        return None

    def find(self, text: str) -> int | None:
        """The number of a string in a sorted table, or None."""
        return self.number(encoded(text))

    def numbers(self, keys: Sequence[bytes]) -> list[int | None]:
        """The number of each of these ascending strings.

        Words that begin alike stand side by side: they are read at once and not one by one.
        """
        if len(keys) > 2:
            begin = self.lower_bound(keys[0])
            end = self.lower_bound(keys[-1] + b"\0")
            if end - begin <= 4 * len(keys):
                known = {raw: n for n, raw in enumerate(self.all_raw(begin, end), begin)}
                return [known.get(key) for key in keys]
        return [self.number(key) for key in keys]

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """The numbers [begin, end) of the strings that begin with `prefix`."""
        key = encoded(prefix)
        # 0xff never stands in UTF-8, so it sorts behind every continuation of the prefix.
        return self.lower_bound(key), self.lower_bound(key + b"\xff") if key else len(self)

    # Misspelt words

    def resembling(self, text: str, distance: int) -> Array:
        """Numbers of the strings that may differ from `text` in at most `distance` letters.

        Of a text in distance + 1 pieces one must stand unchanged in every such string, not
        far from its place: strings that begin with the first piece, those that end with the
        last, and those that hold one of the others.
        """
        slack = 4 * distance  # a letter has at most four bytes
        if len(text) <= distance:
            numbers: Array = np.arange(len(self))
        else:
            borders = [len(text) * i // (distance + 1) for i in range(distance + 2)]
            first, *middle, last = (text[a:b] for a, b in itertools.pairwise(borders))
            found = [np.arange(*self.prefix_range(first)), self._ending(encoded(last))]
            for piece, begin in zip(middle, borders[1:], strict=False):
                found.append(self._holding(encoded(piece), len(encoded(text[:begin])), slack))
            numbers = np.concatenate(found)
        lengths = (self._starts[numbers + 1] - self._starts[numbers]).astype(np.int64)
        fitting: Array = numbers[np.abs(lengths - len(encoded(text))) <= slack]
        return fitting

    @cached_property
    def _by_ends(self) -> tuple[Array, Array]:
        """The last bytes of all strings as ascending numbers, the very last first, and whose."""
        ends = self._starts[1:].astype(np.int64)
        lengths = np.diff(self._starts.astype(np.int64))
        keys: Array = np.zeros(len(ends), dtype=np.uint64)
        for back in range(_TAIL):
            long = lengths > back
            byte = np.where(long, self._blob[np.where(long, ends - 1 - back, 0)], 0)
            keys |= byte.astype(np.uint64) << np.uint64(8 * (_TAIL - 1 - back))
        order = np.argsort(keys)
        return keys[order], order.astype(np.uint32)

    def _ending(self, piece: bytes) -> Array:
        """Numbers of the strings that end with these bytes, or with the last eight of them."""
        if not len(self._blob):
            return np.zeros(0, dtype=np.int64)
        keys, order = self._by_ends
        tail = piece[: -_TAIL - 1 : -1]
        first, last = (tail.ljust(_TAIL, filler) for filler in (b"\0", b"\xff"))
        begin = keys.searchsorted(np.uint64(int.from_bytes(first, "big")))
        end = keys.searchsorted(np.uint64(int.from_bytes(last, "big")), "right")
        return order[begin:end].astype(np.int64)

    def _holding(self, piece: bytes, place: int, slack: int) -> Array:
        """Numbers of the strings that hold these bytes at most `slack` bytes off their place."""
        size = max(len(self._blob) - len(piece) + 1, 0)
        there: Array = np.ones(size, dtype=bool)
        for offset, byte in enumerate(piece):
            there &= self._blob[offset : offset + size] == byte
        at = np.flatnonzero(there)
        numbers = self._starts.searchsorted(at.astype(self._starts.dtype), "right") - 1
        # What lies across two strings is taken too; whoever asks compares the letters anyway.
        found: Array = numbers[np.abs(at - self._starts[numbers] - place) <= slack]
        return found
