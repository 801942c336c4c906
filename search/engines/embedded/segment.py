"""One segment, opened: its arrays by name and the few look-ups that need one segment alone."""

from __future__ import annotations

import zlib
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from search.engines.embedded.arrays import Array, open_arrays
from search.engines.embedded.columns import Columns, spread
from search.engines.embedded.damage import verify_head
from search.engines.embedded.frame import SegmentEntry
from search.engines.embedded.strings import StringTable
from search.engines.embedded.term_cache import TermCache, TermPostings
from search.errors import IndexDamaged

PLACE_BITS: Final = 32
"""A place and the row it is in make one number, of which so many bits are the place."""
_FEW: Final = 256
_BYTES: Final = 16  # of a posting with its places, more or less
_NEEDED: Final = (
    "id", "id.start", "id.order", "digest", "payload", "length", "title_length", "fields",
    "instant", "published", "mentioned", "facet.origin", "facet.person", "facet.language",
)  # fmt: skip


def _verified(path: Path, entry: SegmentEntry) -> dict[str, Array]:
    verify_head(path, entry)
    return open_arrays(path)


class FieldColumns(Columns):
    """The terms and postings of one field in one segment; how they lie: `columns`."""

    def __init__(
        self, arrays: dict[str, Array], field: str, documents: int, segment: str, cache: TermCache
    ) -> None:
        self._segment = segment
        self._cache = cache
        self.texts = StringTable(arrays[f"{field}.text.start"], arrays[f"{field}.text"])
        self.forms_start = arrays.get(f"{field}.forms.start")
        self.forms = arrays.get(f"{field}.forms")
        super().__init__(arrays, field, documents)
        if len(self.start) != len(self.texts) + 1:
            raise self.damaged()

    def term(self, text: bytes) -> TermPostings | None:
        """The postings of a term, kept where there is room; None where there is none."""
        key = (self._segment, self._field, text)
        found = self._cache.get(key)
        if found is not None:
            found.is_wanted_again = True
            return found
        number = self.texts.number(text)
        if number is None:
            return None
        begin, end = self.postings(number)
        rows, freqs = self.rows(begin, end), self.frequencies(slice(begin, end))
        if self._cache.limit:
            kind = np.int32 if self._documents < 1 << 31 else np.int64
            found = TermPostings(begin, end, rows.astype(kind), freqs)
            self._cache.put(key, found)
            return found
        return TermPostings(begin, end, rows, freqs)

    def term_keys(self, text: bytes, term: TermPostings, chosen: Array) -> Array:
        """All places of some postings of a term, by their numbers in it: row · 2^32 + place."""
        if term.places is None and not self._keeps_places(text, term, len(chosen)):
            lengths, places = self.positions(chosen + term.begin)
        else:
            assert term.places is not None, "they were kept just now"
            starts, places = term.places
            begins = starts.take(chosen)
            lengths = starts.take(chosen + 1) - begins
            places = places.take(spread(begins, lengths))
        keys: Array = (term.rows.take(chosen).astype(np.int64) << PLACE_BITS).repeat(lengths)
        keys += places
        return keys

    def _keeps_places(self, text: bytes, term: TermPostings, chosen: int) -> bool:
        """Read and keep all places of a term, if that is worth its while."""
        postings = term.end - term.begin
        # Not for whom nobody asks again, nor for a few articles among very many.
        if not term.is_wanted_again or chosen * _FEW < postings:
            return False
        if not self._cache.takes(postings * _BYTES):
            return False
        starts = self.place_starts(term.begin, term.end)
        places = self.places(term.begin, term.end)
        if starts[-1] != len(places):
            raise self.damaged()
        kind = np.int32 if starts[-1] < 1 << 31 else np.int64
        term.places = starts.astype(kind), places
        self._cache.put((self._segment, self._field, text), term)
        return True


class FacetColumn:
    """The values of one text facet in one segment."""

    def __init__(self, arrays: dict[str, Array], facet: str) -> None:
        name = f"facet.{facet}"
        self.texts = StringTable(arrays[f"{name}.text.start"], arrays[f"{name}.text"])
        self.start = arrays[f"{name}.start"]
        self.numbers = arrays[name]


class Segment:
    """The arrays of a segment file, with the mask of its deleted rows."""

    def __init__(
        self,
        folder: Path,
        entry: SegmentEntry,
        like: Segment | None = None,
        cache: TermCache | None = None,
    ) -> None:
        """Open a segment; `like` is the same one with other deletions, whose arrays it shares.

        Without a cache nothing is kept of its terms.
        """
        self.entry = entry
        self._cache = TermCache(0) if cache is None else cache
        self.path = folder / entry.file
        arrays = _verified(self.path, entry) if like is None else like.arrays
        self.arrays: dict[str, Array] = arrays
        absent = [name for name in _NEEDED if name not in self.arrays]
        if absent:
            raise IndexDamaged(f"{entry.file} lacks {', '.join(absent)}. Run `svodka check`.")
        self.documents = len(self.arrays["length"])
        if self.documents != entry.documents:
            raise IndexDamaged(f"{entry.file} holds another number of articles than it should.")
        self.live = self._read_live(folder)
        self.ids = StringTable(self.arrays["id.start"], self.arrays["id"])
        self._fields: dict[str, FieldColumns | None] = {} if like is None else like._fields
        # What views made of the arrays alone, whatever is deleted: see `counting`.
        self.kept: dict[object, Any] = {} if like is None else like.kept

    def _read_live(self, folder: Path) -> Array | None:
        """True for each row that is not deleted; None when no row is."""
        if self.entry.deletions_file is None:
            return None
        damaged = f"{self.entry.deletions_file} was changed or torn. Run `svodka check`."
        try:
            data = (folder / self.entry.deletions_file).read_bytes()
        except OSError as error:
            raise IndexDamaged(damaged) from error
        if zlib.crc32(data) != self.entry.deletions_crc32 or len(data) != -(-self.documents // 8):
            raise IndexDamaged(damaged)
        deleted = np.unpackbits(np.frombuffer(data, dtype="u1"), count=self.documents).astype(bool)
        return np.asarray(~deleted)

    def field(self, name: str) -> FieldColumns | None:
        """The columns of a term field, None when no article here has it."""
        if name not in self._fields:
            there = f"{name}.start" in self.arrays
            self._fields[name] = (
                FieldColumns(self.arrays, name, self.documents, self.entry.segid, self._cache)
                if there
                else None
            )
        return self._fields[name]

    def facet(self, name: str) -> FacetColumn:
        """The column of a text facet."""
        return FacetColumn(self.arrays, name)

    @cached_property
    def payloads(self) -> StringTable:
        """What the caller stored with each article."""
        return StringTable(self.arrays["payload.start"], self.arrays["payload"])

    @cached_property
    def digests(self) -> StringTable:
        """The digest of each article as it was given."""
        return StringTable(self.arrays["digest.start"], self.arrays["digest"])

    def find(self, id: str) -> int | None:
        """The row of a live article, or None."""
        key = id.encode("utf-8", "surrogatepass")
        order = self.arrays["id.order"]
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if self.ids.raw(int(order[middle])) < key:
                low = middle + 1
            else:
                high = middle
        # An article that was added twice in one batch has two rows, of which one is live.
        for row in map(int, order[low:]):
            if self.ids.raw(row) != key:
                return None
            if self.live is None or self.live[row]:
                return row
        return None
