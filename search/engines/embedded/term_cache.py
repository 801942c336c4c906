"""Postings of terms that were asked for lately, decoded, in a bounded number of bytes.

What is kept is what a segment says of a term, never an answer: rows and frequencies as they
come out of the packed arrays, for phrases also where the places of each posting begin. One
cache serves all segments of an engine; what belongs to segments that were merged away goes with
them. With a limit of 0 nothing is kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from typing import Final

from search.engines.embedded.arrays import Array

DEFAULT_LIMIT: Final = 32 << 20
_SHARE: Final = 8
"""No term may take more than one part in so many of the limit."""
_OBJECTS: Final = 500  # bytes of the Python objects around the arrays of one term

Key = tuple[str, str, bytes]
"""Segment, field, text."""


class TermPostings:
    """A term in a segment: its postings [begin, end), their rows and frequencies.

    `rows` are in the narrowest type in which they are kept, so widen them first; no array is to
    be written to. `places` are where the places of each posting begin, and all places, once
    somebody has asked for them again.
    """

    __slots__ = ("begin", "end", "freqs", "is_wanted_again", "places", "rows")

    def __init__(self, begin: int, end: int, rows: Array, freqs: Array) -> None:
        self.begin = begin
        self.end = end
        self.rows = rows
        self.freqs = freqs
        self.places: tuple[Array, Array] | None = None
        self.is_wanted_again = False

    @property
    def size(self) -> int:
        """Bytes, as if nothing of it were mapped from a file."""
        arrays = [self.rows, self.freqs, *(self.places or ())]
        return _OBJECTS + sum(int(array.nbytes) for array in arrays)


class TermCache:
    """The terms asked for last. Safe to use from many threads."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self.limit = limit
        self.used = 0
        """Bytes that are kept."""
        self._terms: OrderedDict[Key, tuple[TermPostings, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> TermPostings | None:
        """What is kept of a term."""
        with self._lock:  # the order may not change while another thread walks along it
            found = self._terms.get(key)
            if found is None:
                return None
            self._terms.move_to_end(key)
        return found[0]

    def takes(self, size: int) -> bool:
        """Whether so many bytes of one term would be kept."""
        return size * _SHARE <= self.limit

    def put(self, key: Key, postings: TermPostings) -> None:
        """Keep a term, or count anew what is kept of it; others go, those longest unused first."""
        size = postings.size
        if not self.takes(size):
            return
        with self._lock:
            self._forget(key)
            self._terms[key] = postings, size
            self.used += size
            while self.used > self.limit:
                self._forget(next(iter(self._terms)))

    def keep(self, segments: Collection[str]) -> None:
        """Let go of all other segments."""
        with self._lock:
            for key in [key for key in self._terms if key[0] not in segments]:
                self._forget(key)

    def _forget(self, key: Key) -> None:
        found = self._terms.pop(key, None)
        if found is not None:
            self.used -= found[1]
