"""Tables of strings in two arrays: where each one starts, and all their UTF-8 bytes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from search.engines.embedded.arrays import Array, starts_of


def pack(strings: Sequence[bytes]) -> tuple[Array, Array]:
    """The two arrays of a table."""
    lengths = np.fromiter(map(len, strings), dtype=np.int64, count=len(strings))
    return starts_of(lengths), np.frombuffer(b"".join(strings), dtype="u1")


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

    def __iter__(self) -> Iterator[str]:
        return (raw.decode("utf-8", "surrogatepass") for raw in self.all_raw())

    def resembling(self, text: str, distance: int, among: Array | None = None) -> list[str]:
        """Strings (of those `among`) that may differ from `text` in at most `distance` letters.

        Of a text in distance + 1 pieces one must stand unchanged in every such string, not
        far from its place. Only those that pass this test on their bytes are decoded.
        """
        size, slack = len(text.encode()), 4 * distance  # a letter has at most four bytes
        lengths: Array = np.diff(self._starts.astype(np.int64))
        fitting = np.abs(lengths - size) <= slack
        numbers = np.flatnonzero(fitting if among is None else fitting & among)
        if len(text) > distance:
            found = [
                numbers[self._stands(piece, begin, numbers)]
                for piece, places in _pieces(text, distance)
                for begin in places
            ]
            numbers = np.unique(np.concatenate(found))
        return [self[number] for number in numbers.tolist()]

    def _stands(self, piece: bytes, begin: int, numbers: Array) -> Array:
        """Which strings hold these bytes at `begin`, counted from the end where negative."""
        starts = self._starts[numbers].astype(np.int64)
        ends = self._starts[numbers + 1].astype(np.int64)
        at = starts + begin if begin >= 0 else ends + begin
        right = np.flatnonzero((at >= starts) & (at + len(piece) <= ends))
        for offset, byte in enumerate(piece):
            right = right[self._blob[at[right] + offset] == byte]
        return right

    # Sorted tables

    def lower_bound(self, key: bytes) -> int:
        """The number of the first string that is not less than `key`."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, text: str) -> int | None:
        """The number of a string in a sorted table, or None."""
        key = text.encode("utf-8", "surrogatepass")
        number = self.lower_bound(key)
        return number if number < len(self) and self.raw(number) == key else None

    def prefix_range(self, prefix: str) -> tuple[int, int]:
        """The numbers [begin, end) of the strings that begin with `prefix`."""
        key = prefix.encode("utf-8", "surrogatepass")
        begin = self.lower_bound(key)
        # 0xff never stands in UTF-8, so it sorts behind every continuation of the prefix.
        return begin, self.lower_bound(key + b"\xff") if key else len(self)


def _pieces(text: str, distance: int) -> Iterator[tuple[bytes, Sequence[int]]]:
    """distance + 1 pieces of a text, each with the places where it may stand in others."""
    borders = [len(text) * i // (distance + 1) for i in range(distance + 2)]
    for i, (begin, end) in enumerate(itertools.pairwise(borders)):
        piece, before = text[begin:end].encode(), len(text[:begin].encode())
        if i == 0:
            yield piece, (0,)
        elif i == distance:
            yield piece, (-len(piece),)
        else:
            yield piece, range(max(0, before - 4 * distance), before + 4 * distance + 1)
